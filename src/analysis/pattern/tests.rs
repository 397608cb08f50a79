use geo::{Contains as _, Distance as _, Euclidean, MultiPolygon, Point, line_string, polygon};

use super::*;
use crate::geodesy::{destination, distance};

fn nm(value: f64) -> NauticalMiles {
    NauticalMiles::new(value).expect("a length")
}

fn start() -> Timestamp {
    Timestamp::from_civil(2018, 1, 16, 12, 0, 0).expect("a moment")
}

fn params(spacing: f64, speed: f64) -> Params {
    Params {
        spacing: nm(spacing),
        speed: Knots::new(speed).expect("a speed"),
        start: start(),
        heading: None,
        radius: None,
        n_passes: 1,
        n_legs: None,
        lasts: Duration::from_hours(24),
    }
}

fn at(lat: f64, lon: f64) -> Position {
    Position::new(lat, lon).expect("on the globe")
}

/// An area through places so many nautical miles east and north of a middle.
fn area(middle: Position, corners: &[(f64, f64)]) -> Geometry<f64> {
    let place = |(east, north): &(f64, f64)| {
        let bearing = Course::wrapped(east.atan2(*north).to_degrees());
        destination(middle, bearing, nm(east.hypot(*north)).metres()).coord()
    };
    Geometry::Polygon(geo::Polygon::new(LineString(corners.iter().map(place).collect()), Vec::new()))
}

fn box_of(wide: f64, high: f64) -> Geometry<f64> {
    let (x, y) = (wide / 2.0, high / 2.0);
    area(at(38.0, 124.0), &[(-x, -y), (x, -y), (x, y), (-x, y)])
}

fn searched(route: &Route) -> Vec<&TimedLeg> {
    route.legs.iter().filter(|leg| leg.purpose == Purpose::Search).collect()
}

/// Every hundredth of every leg is inside, or within ten metres of it.
#[track_caller]
fn stays_inside(route: &Route, within: &Geometry<f64>) {
    for leg in &route.legs {
        for hundredth in 0..=100 {
            let along = Metres::magnitude(leg.distance.value() * f64::from(hundredth) / 100.0);
            let place = Point(destination(leg.from, leg.course, along).coord());
            let off = Euclidean.distance(&place, within);
            assert!(within.contains(&place) || off < 1e-4, "{place:?} is {off}° outside, on {leg:?}");
        }
    }
}

#[track_caller]
fn near(found: f64, wanted: f64, within: f64) {
    assert!((found - wanted).abs() <= within, "{found}, wanted {wanted}");
}

#[test]
fn forty_by_thirty_miles_take_sixteen_hours() {
    let area = SquareMetres::magnitude(1200.0 * METRES_PER_NAUTICAL_MILE.powi(2));
    let time = time_for(area, Knots::new(15.0).expect("a speed"), nm(5.0));
    assert_eq!(time, Ok(Duration::from_hours(16)));
    let box_of = box_of(40.0, 30.0);
    let route = route(&box_of, Pattern::Parallel, &params(5.0, 15.0)).expect("a route");
    near(route.search_time.expect("a time").as_secs_f64() / 3600.0, 16.0, 0.01);
    assert_eq!(route.heading, Course::wrapped(90.0));
    let legs = searched(&route);
    assert_eq!(legs.len(), 6);
    for (idx, leg) in legs.iter().enumerate() {
        near(leg.distance.nautical_miles().value(), 35.0, 0.02);
        let wanted = if idx % 2 == 0 { 90.0 } else { 270.0 };
        near(leg.course.value(), wanted, 0.5);
    }
    for pair in legs.windows(2) {
        near(distance(pair[0].to, pair[1].from).nautical_miles().value(), 5.0, 0.01);
    }
    // The first leg begins half a spacing inside both sides of the corner to port of the axis.
    let corner = destination(at(38.0, 124.0), Course::wrapped((-20.0_f64).atan2(15.0).to_degrees()), nm(25.0).metres());
    near(distance(corner, route.places()[0]).nautical_miles().value(), 12.5_f64.sqrt(), 0.01);
    // Six legs of 35 nm and five of 5 nm at 15 kn.
    near(route.lasts().as_secs_f64() / 3600.0, 235.0 / 15.0, 0.01);
    assert_eq!(route.span().map(|span| span.0), Some(start()));
    stays_inside(&route, &box_of);
}

#[test]
fn legs_follow_one_another_in_time_and_place() {
    let box_of = box_of(40.0, 30.0);
    for pattern in Pattern::ALL {
        let route = route(&box_of, pattern, &params(4.0, 12.0)).expect("a route");
        for pair in route.legs.windows(2) {
            assert_eq!((pair[0].to, pair[0].ends), (pair[1].from, pair[1].begins));
        }
        let hours = route.length().nautical_miles().value() / 12.0;
        near(route.lasts().as_secs_f64(), hours * 3600.0, 0.5);
        stays_inside(&route, &box_of);
    }
}

#[test]
fn a_creeping_line_advances_along_the_long_side() {
    let route = route(&box_of(40.0, 30.0), Pattern::Creeping, &params(5.0, 15.0)).expect("a route");
    let legs = searched(&route);
    assert_eq!(legs.len(), 8);
    near(legs[0].distance.nautical_miles().value(), 25.0, 0.02);
    near(legs[0].course.value(), 180.0, 0.5);
    let lons: Vec<f64> = legs.iter().map(|leg| leg.from.lon()).collect();
    assert!(lons.is_sorted(), "eastwards: {lons:?}");
}

#[test]
fn a_heading_that_is_asked_for_is_kept() {
    let box_of = box_of(40.0, 40.0);
    let asked = Params { heading: Some(Course::wrapped(30.0)), ..params(5.0, 15.0) };
    for (pattern, course) in [(Pattern::Parallel, 30.0), (Pattern::Creeping, 120.0), (Pattern::Square, 30.0)] {
        let route = route(&box_of, pattern, &asked).expect("a route");
        near(searched(&route)[0].course.value(), course, 0.5);
        stays_inside(&route, &box_of);
    }
    assert_eq!(
        route(&box_of, Pattern::Parallel, &params(5.0, 15.0)).map(|route| route.heading),
        Ok(Course::wrapped(0.0)),
        "a square has no long side"
    );
}

#[test]
fn areas_that_are_not_convex_are_cut_and_joined_inside() {
    let middle = at(37.0, 123.5);
    let horseshoe = [
        (-20.0, -15.0),
        (20.0, -15.0),
        (20.0, 15.0),
        (8.0, 15.0),
        (8.0, -5.0),
        (-8.0, -5.0),
        (-8.0, 15.0),
        (-20.0, 15.0),
    ];
    let zigzag = [(-20.0, -10.0), (0.0, 4.0), (20.0, -10.0), (20.0, 2.0), (0.0, 16.0), (-20.0, 2.0)];
    for corners in [&horseshoe[..], &zigzag[..]] {
        let within = area(middle, corners);
        for pattern in [Pattern::Parallel, Pattern::Creeping] {
            for heading in [None, Some(0.0), Some(90.0), Some(37.0)] {
                let asked = Params { heading: heading.map(Course::wrapped), ..params(2.0, 15.0) };
                let route = route(&within, pattern, &asked).expect("a route");
                stays_inside(&route, &within);
                // The legs leave out the ends: at most a spacing each.
                let legs = searched(&route);
                let long: f64 = legs.iter().map(|leg| leg.distance.nautical_miles().value()).sum();
                let n = f64::from(u32::try_from(legs.len()).expect("few"));
                let whole = route.searched.expect("an area").value() / METRES_PER_NAUTICAL_MILE.powi(2) / 2.0;
                assert!(long < whole * 1.02 && long + 2.2 * n > whole * 0.93, "{long} + {n}, {whole}");
            }
        }
    }
}

#[test]
fn an_area_with_a_hole_is_searched_round_it() {
    let Geometry::Polygon(outer) = box_of(40.0, 30.0) else { panic!("a polygon") };
    let Geometry::Polygon(inner) = box_of(10.0, 12.0) else { panic!("a polygon") };
    let holed: Geometry<f64> = geo::Polygon::new(outer.exterior().clone(), vec![inner.exterior().clone()]).into();
    let route = route(&holed, Pattern::Parallel, &params(2.0, 15.0)).expect("a route");
    stays_inside(&route, &holed);
}

#[test]
fn an_area_over_the_antimeridian_is_one() {
    let halves = MultiPolygon(vec![
        polygon![(x: 179.6, y: 20.0), (x: 180.0, y: 20.0), (x: 180.0, y: 20.4), (x: 179.6, y: 20.4)],
        polygon![(x: -180.0, y: 20.0), (x: -179.6, y: 20.0), (x: -179.6, y: 20.4), (x: -180.0, y: 20.4)],
    ]);
    let route = route(&halves.into(), Pattern::Parallel, &params(4.0, 15.0)).expect("a route");
    assert_eq!(route.legs.len(), 11, "{:#?}", route.legs);
    assert!(searched(&route).iter().all(|leg| leg.distance.nautical_miles().value() > 40.0));
}

#[test]
fn a_square_grows_until_it_would_leave_the_area() {
    let route = route(&box_of(42.0, 42.0), Pattern::Square, &params(4.0, 12.0)).expect("a route");
    let lengths: Vec<f64> = route.legs.iter().map(|leg| leg.distance.nautical_miles().value().round()).collect();
    assert!(lengths.starts_with(&[4.0, 4.0, 8.0, 8.0, 12.0, 12.0, 16.0, 16.0, 20.0]), "{lengths:?}");
    let point: Geometry<f64> = geo::point! { x: 124.0, y: 38.0 }.into();
    let eight = super::route(&point, Pattern::Square, &params(4.0, 12.0)).expect("a route");
    assert_eq!(eight.legs.len(), 8);
    // Twenty by twenty miles, half a spacing on every side.
    near(eight.searched.expect("an area").value() / METRES_PER_NAUTICAL_MILE.powi(2), 400.0, 1e-6);
}

#[test]
fn a_sector_fills_the_largest_circle_about_the_middle() {
    let once = route(&box_of(40.0, 30.0), Pattern::Sector, &params(4.0, 12.0)).expect("a route");
    assert_eq!(once.legs.len(), 9);
    near(once.legs[0].distance.nautical_miles().value(), 15.0, 0.02);
    let asked = Params { radius: Some(nm(5.0)), n_passes: 2, ..params(4.0, 12.0) };
    let twice = route(&geo::point! { x: 124.0, y: 38.0 }.into(), Pattern::Sector, &asked).expect("a route");
    assert_eq!(twice.legs.len(), 18);
    near(twice.legs[9].course.value(), 30.0, 1e-3);
    near(twice.lasts().as_secs_f64() / 3600.0, 90.0 / 12.0, 1e-3);
}

#[test]
fn a_barrier_turns_half_a_sweep_width_from_either_end() {
    let line: Geometry<f64> = line_string![(x: 123.0, y: 38.0), (x: 124.0, y: 38.2), (x: 125.0, y: 38.0)].into();
    let asked = Params { lasts: Duration::from_hours(20), ..params(10.0, 15.0) };
    let route = route(&line, Pattern::Barrier, &asked).expect("a route");
    let length = line_length(&route.line).nautical_miles().value();
    near(distance(route.line[0], route.legs[0].from).nautical_miles().value(), 5.0, 1e-4);
    near(
        route.legs[0].distance.nautical_miles().value() + route.legs[1].distance.nautical_miles().value(),
        length - 10.0,
        1e-3,
    );
    near(route.lasts().as_secs_f64() / 3600.0, 20.0, 1e-3);
    // An area is crossed along its long side.
    let across = super::route(&box_of(40.0, 30.0), Pattern::Barrier, &asked).expect("a route");
    near(line_length(&across.line).nautical_miles().value(), 40.0, 0.01);
}

#[test]
fn what_cannot_be_is_refused() {
    let (box_of, point) = (box_of(40.0, 30.0), Geometry::Point(geo::point! { x: 124.0, y: 38.0 }));
    let asked = params(5.0, 15.0);
    let why = |within: &Geometry<f64>, pattern, asked: &Params| route(within, pattern, asked).err();
    assert_eq!(why(&point, Pattern::Parallel, &asked), Some(PatternError::NoArea));
    assert_eq!(why(&point, Pattern::Barrier, &asked), Some(PatternError::NoLine));
    assert_eq!(why(&point, Pattern::Sector, &asked), Some(PatternError::NoRadius));
    assert_eq!(why(&box_of, Pattern::Parallel, &params(5.0, 0.0)), Some(PatternError::NoSpeed));
    assert_eq!(why(&box_of, Pattern::Parallel, &params(0.0, 5.0)), Some(PatternError::NoSpacing));
    assert_eq!(why(&box_of, Pattern::Parallel, &params(0.001, 5.0)), Some(PatternError::TooFine));
    assert_eq!(why(&box_of, Pattern::Square, &params(30.0, 5.0)), Some(PatternError::NoRoom));
    assert_eq!(why(&box_of, Pattern::Barrier, &params(45.0, 5.0)), Some(PatternError::Covered));
    let whole: Geometry<f64> =
        polygon![(x: -170.0, y: -60.0), (x: 170.0, y: -60.0), (x: 170.0, y: 60.0), (x: -170.0, y: 60.0)].into();
    assert_eq!(why(&whole, Pattern::Parallel, &asked), Some(PatternError::TooLarge));
}

#[test]
fn of_the_time_on_scene_85_per_cent_is_search() {
    let hours = |hours: u64| Duration::from_hours(hours);
    assert_eq!(search_time(hours(10), Duration::ZERO), Duration::from_mins(510));
    assert_eq!(search_time(hours(14), hours(2)), Duration::from_mins(510));
    assert_eq!(search_time(hours(3), hours(2)), Duration::ZERO);
}
