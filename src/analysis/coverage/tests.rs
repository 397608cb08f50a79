use uuid::Uuid;

use super::Picture;
use super::slip::{Crossing, slips};
use crate::analysis::picture::CellSize;
use crate::geodesy::Position;
use crate::plan::{Feature, FeatureId, Kind, Period, Plan, PlanId, TargetSize, Unit};
use crate::report::Progress;
use crate::units::{Knots, NauticalMiles, Timestamp};

fn at(lat: f64, lon: f64) -> Position {
    Position::new(lat, lon).expect("on the globe")
}

fn hours(hours: i64) -> Timestamp {
    Timestamp::from_seconds(1_516_060_800 + hours * 3600)
}

/// A picture of a few cells, with coverages as given: `[hour][row from the south][column]`.
fn picture(coverages: &[&[&[f64]]]) -> Picture {
    let (n_rows, n_columns) = (coverages[0].len(), coverages[0][0].len());
    let (rows, columns) = (u32::try_from(n_rows).expect("few"), u32::try_from(n_columns).expect("few"));
    let high = at(36.01 + f64::from(rows - 1) * 0.1, 124.01 + f64::from(columns - 1) * 0.1);
    let span = (hours(0), hours(i64::try_from(coverages.len()).expect("few")));
    let mut picture = Picture::empty((at(36.01, 124.01), high), CellSize::TENTH, span).expect("a picture");
    assert_eq!((picture.n_rows, picture.n_columns), (n_rows, n_columns));
    for (hour, rows) in coverages.iter().enumerate() {
        picture.coverages[hour] = rows.concat();
    }
    picture
}

#[test]
fn a_unit_in_an_area_covers_it_as_the_law_of_random_search_says() {
    // One square of a degree, swept by W 8 nm, V 12 kn for a day, of which 85 % is search.
    let mut plan = Plan::new(PlanId(Uuid::nil()), hours(0));
    let square = geo::Rect::new((124.0, 36.0), (125.0, 37.0)).to_polygon();
    let mut area = Feature::new(FeatureId(Uuid::from_u128(1)), Kind::PatrolZone, "Lima", square.clone().into());
    area.period = Period { from: Some(hours(0)), to: Some(hours(24)) };
    area.units = vec![FeatureId(Uuid::from_u128(2))];
    let mut unit = Feature::new(FeatureId(Uuid::from_u128(2)), Kind::Unit, "One", geo::Point::new(124.5, 36.5).into());
    unit.unit = Some(Unit { speed_cruise: Knots::new(12.0), sweep_width: NauticalMiles::new(8.0), ..Unit::default() });
    plan.features = vec![area.into(), unit.into()];
    let corners = (at(36.01, 124.01), at(37.5, 125.5));
    let picture =
        Picture::of(&plan, corners, CellSize::TENTH, (hours(0), hours(48)), TargetSize::default()).expect("a picture");
    let nm2 = crate::geodesy::polygon_area(&square).value() / 1852.0_f64.powi(2);
    let wanted = 1.0 - (-8.0 * 12.0 * 0.85 / nm2).exp();
    let middle = picture.cell_at(at(36.55, 124.55)).expect("inside");
    let outside = picture.cell_at(at(37.25, 124.55)).expect("in the box");
    // The area is measured on the ellipsoid cell by cell: parallels are no geodesics, by a ten-thousandth here.
    assert!(
        (picture.pod(5, middle).value() / wanted - 1.0).abs() < 1e-3,
        "{:?}, wanted {wanted}",
        picture.pod(5, middle)
    );
    assert!(picture.pod(30, middle).value() == 0.0 && picture.pod(5, outside).value() == 0.0);
}

#[test]
fn a_unit_covers_in_its_periods_on_station_and_small_targets_less() {
    let mut plan = Plan::new(PlanId(Uuid::nil()), hours(0));
    let square = geo::Rect::new((124.0, 36.0), (125.0, 37.0)).to_polygon();
    let mut area = Feature::new(FeatureId(Uuid::from_u128(1)), Kind::PatrolZone, "Lima", square.into());
    area.period = Period { from: Some(hours(0)), to: Some(hours(24)) };
    area.units = vec![FeatureId(Uuid::from_u128(2))];
    let mut unit = Feature::new(FeatureId(Uuid::from_u128(2)), Kind::Unit, "One", geo::Point::new(124.5, 36.5).into());
    unit.unit = Some(Unit {
        speed_cruise: Knots::new(12.0),
        sweep_width: NauticalMiles::new(8.0),
        sweep_small: NauticalMiles::new(4.0),
        available: Period { from: None, to: Some(hours(20)) },
        on_station: vec![
            Period { from: Some(hours(18)), to: None },
            Period { from: Some(hours(3)), to: Some(hours(9)) },
        ],
        ..Unit::default()
    });
    plan.features = vec![area.into(), unit.into()];
    let of = |targets| {
        let corners = (at(36.01, 124.01), at(37.5, 125.5));
        let picture = Picture::of(&plan, corners, CellSize::TENTH, (hours(0), hours(24)), targets).expect("a picture");
        let middle = picture.cell_at(at(36.55, 124.55)).expect("inside");
        (0..24).map(|hour| -(1.0 - picture.pod(hour, middle).value()).ln()).collect::<Vec<f64>>()
    };
    let (medium, small, large) = (of(TargetSize::Medium), of(TargetSize::Small), of(TargetSize::Large));
    let covered: Vec<usize> = (0..24).filter(|hour| medium[*hour] > 0.0).collect();
    assert_eq!(covered, [3, 4, 5, 6, 7, 8, 18, 19]);
    assert!((small[5] / medium[5] - 0.5).abs() < 1e-9);
    assert_eq!(large, medium);
}

/// The least exposure by looking at every way: the same steps and spans, without remembering anything.
fn by_force(
    left: &dyn Fn(usize, usize) -> Vec<(f64, usize, usize)>,
    to: &[usize],
    (span, cell): (usize, usize),
) -> f64 {
    if to.contains(&cell) {
        return 0.0;
    }
    left(span, cell)
        .into_iter()
        .map(|(own, span, cell)| own + by_force(left, to, (span, cell)))
        .fold(f64::INFINITY, f64::min)
}

#[test]
fn the_way_of_least_detection_is_that_of_looking_at_every_way() {
    let mut seed = 7_u64;
    let mut dice = || {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        f64::from(u32::try_from(seed >> 40).expect("24 bits")) / f64::from(1_u32 << 24)
    };
    for _ in 0..20 {
        let rows: Vec<Vec<Vec<f64>>> =
            (0..3).map(|_| (0..3).map(|_| (0..3).map(|_| dice()).collect()).collect()).collect();
        let slices: Vec<Vec<&[f64]>> = rows.iter().map(|hour| hour.iter().map(Vec::as_slice).collect()).collect();
        let all: Vec<&[&[f64]]> = slices.iter().map(Vec::as_slice).collect();
        let picture = picture(&all);
        let is_sea: Vec<bool> = (0..9).map(|cell| cell == 0 || cell == 8 || dice() < 0.8).collect();
        let crossing = Crossing { from: vec![0], to: vec![8], speed: Knots::new(10.0).expect("a speed") };
        let found = slips(&picture, &is_sea, &crossing, &Progress::default()).expect("not stopped");
        let grid = super::slip::for_tests(&picture, &is_sea, &crossing);
        let wanted = (0..grid.1).map(|span| by_force(&*grid.0, &[8], (span, 0))).fold(f64::INFINITY, f64::min);
        match found {
            Some(slips) => {
                let pod = 1.0 - (-wanted).exp();
                assert!((slips.least.pod.value() - pod).abs() < 1e-12, "{slips:?}, wanted {pod}");
                assert_eq!(slips.by_place.len(), 1);
            }
            None => assert!(wanted.is_infinite(), "{wanted}"),
        }
    }
}

#[test]
fn a_ship_waits_for_the_hour_in_which_nobody_looks_and_goes_where_nobody_is() {
    let (all, none) = ([5.0, 5.0, 5.0], [0.0, 0.0, 0.0]);
    // In the first three hours all is watched, afterwards all but the north.
    let watched: &[&[f64]] = &[&all, &all, &all];
    let north: &[&[f64]] = &[&all, &all, &none];
    let picture = picture(&[watched, watched, watched, north, north, north, north]);
    let crossing = Crossing { from: vec![0, 3, 6], to: vec![2, 5, 8], speed: Knots::new(8.0).expect("a speed") };
    let found = slips(&picture, &[true; 9], &crossing, &Progress::default()).expect("not stopped").expect("a way");
    assert!(found.least.pod.value() < 1e-6, "{found:?}");
    assert!(found.least.way.iter().all(|(place, _)| place.lat() > 36.2), "{found:?}");
    assert!(found.least.way.first().is_some_and(|(_, begins)| *begins >= hours(3)), "{found:?}");
    assert!(found.by_hour.first().is_some_and(|(_, pod)| pod.value() > 0.9), "{found:?}");
    // At 8 kn it takes the 9.7 nm between the middles in some 73 minutes.
    let (first, last) = (found.least.way.first().expect("a way").1, found.least.way.last().expect("a way").1);
    let minutes = (last.millis() - first.millis()) / 60_000;
    assert!((68..=78).contains(&minutes), "{minutes}");
    let walled = [true, false, true, true, false, true, true, false, true];
    assert_eq!(slips(&picture, &walled, &crossing, &Progress::default()), Ok(None));
    let progress = Progress::default();
    progress.stop();
    assert!(slips(&picture, &[true; 9], &crossing, &progress).is_err());
}

#[test]
fn hours_are_found_by_their_moments_and_the_most_of_some_is_the_greatest() {
    let picture = picture(&[&[&[0.0, 0.2]], &[&[0.1, 0.0]], &[&[0.4, 0.1]]]);
    assert_eq!(picture.hour_at(hours(1)), Some(1));
    assert_eq!(picture.hour_at(hours(1).plus_millis(-1)), Some(0));
    assert_eq!((picture.hour_at(hours(0).plus_millis(-1)), picture.hour_at(hours(4))), (None, None));
    assert_eq!(picture.hours_between((hours(0).plus_millis(1), hours(1))), 0..2);
    assert_eq!(picture.hours_between((hours(1), hours(9))), 1..3);
    assert!(picture.hours_between((hours(7), hours(9))).is_empty());
    // 1 − e^−0.1 and 1 − e^−0.2.
    let most: Vec<f64> = picture.most(0..2).iter().map(|pod| pod.value()).collect();
    assert!((most[0] - 0.095_162_582).abs() < 1e-9 && (most[1] - 0.181_269_247).abs() < 1e-9, "{most:?}");
}
