#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "small numbers of made-up tracks"
)]

use std::time::Duration;

use super::*;

fn at(lat: f64, lon: f64) -> Position {
    Position::new(lat, lon).unwrap()
}

fn prism(from: Position, to: Position, hours: f64, speed: f64) -> Prism {
    let to_time = Timestamp::from_millis((hours * HOUR_MS) as i64);
    Prism { from, from_time: Timestamp::from_millis(0), to, to_time, speed: Knots::new(speed).unwrap() }
}

/// 60 nm, 10 h, 12 kn (domain.md, section 2): A 33N 125E, B at azimuth 90°.
fn example() -> Prism {
    let from = at(33.0, 125.0);
    let sixty = NauticalMilesOf(60.0).metres();
    prism(from, geodesy::destination(from, Course::new(90.0).unwrap(), sixty), 10.0, 12.0)
}

struct NauticalMilesOf(f64);

impl NauticalMilesOf {
    fn metres(&self) -> Metres {
        Metres::new(self.0 * METRES_PER_NAUTICAL_MILE).unwrap()
    }
}

#[test]
fn the_example_of_the_domain() {
    let prism = example();
    // 33,593.91 km² on WGS 84; an inscribed polygon of so many sides misses about 0.02 km².
    let area = prism.area(3600).unwrap().square_kilometres();
    assert!((area - 33_593.91).abs() < 0.05, "{area}");
    // On the plane b = √(a² − c²) = 51.96152 nm with a = 60 and c = 30; on the ellipsoid the edge due north of the middle is near it.
    let leg = geodesy::inverse(prism.from, prism.to);
    let middle = geodesy::destination(prism.from, leg.initial, Metres::magnitude(leg.distance.value() / 2.0));
    let outline = prism.outline(360).unwrap();
    let b = geodesy::distance(middle, outline[0]).nautical_miles().value();
    assert!((b - 51.961_52).abs() < 0.01, "{b}");
    let stop = prism.longest_stop_hours(at(33.5, 125.6)).unwrap();
    assert!((stop - 2.925_564).abs() < 1e-6, "{stop}");
    assert_eq!(prism.longest_stop_hours(at(36.0, 125.6)), None);
}

#[test]
fn the_plane_ellipse_of_the_domain() {
    // π·60·51.96152 nm² = 33,594.25 km² (domain.md, section 2).
    let (a, c): (f64, f64) = (60.0, 30.0);
    let b = (a * a - c * c).sqrt();
    assert!((b - 51.961_52).abs() < 5e-6);
    assert!((std::f64::consts::PI * a * b * 1.852 * 1.852 - 33_594.25).abs() < 0.01);
}

#[test]
fn a_ship_that_was_too_fast_was_nowhere() {
    let fault = prism(at(31.0, 122.0), at(38.7, 125.4), 1.0, 25.0).outline(36).unwrap_err();
    // 490.74 kn: domain.md, section 3, on the sphere of 6371 km; the ellipsoid differs by 0.3 % at most.
    assert!((fault.needed.unwrap().value() - 490.74).abs() < 1.5, "{fault}");
    assert!(fault.to_string().contains("the data are false, or the ship was faster"));
}

#[test]
fn two_ships_can_have_met_half_way() {
    // Two ships 40 nm apart that come back to where they were after 4 h at 10 kn: 20 nm and back leaves no time; at 20 kn two hours.
    let pair = |speed: f64| {
        let (west, east) = (
            at(0.0, 179.8),
            geodesy::destination(at(0.0, 179.8), Course::new(90.0).unwrap(), NauticalMilesOf(40.0).metres()),
        );
        (prism(west, west, 4.0, speed), prism(east, east, 4.0, speed))
    };
    let (one, other) = pair(20.0);
    let meeting = longest_meeting(&one, &other, 1.9).unwrap();
    assert!((meeting.hours() - 2.0).abs() < 1e-3, "{}", meeting.hours());
    let half = geodesy::distance(one.from, meeting.at).nautical_miles().value();
    assert!((half - 20.0).abs() < 0.05, "{half}");
    assert_eq!(longest_meeting(&one, &other, 2.1), None);
    let (one, other) = pair(9.0);
    assert_eq!(longest_meeting(&one, &other, 0.0), None);
}

/// A deterministic source of numbers (Knuth, The Art of Computer Programming, vol. 2, 3.3.4, table 1, line 26).
struct Dice(u64);

impl Dice {
    fn unit(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 11) as f64 / (1_u64 << 53) as f64
    }
}

/// An island with a spit, in degrees: a wall from 33 to 34 N at 125.5 E, and a bay behind it.
fn is_land(at: Position) -> bool {
    let (lat, lon) = (at.lat(), at.lon());
    let wall = (125.45..125.55).contains(&lon) && (32.5..33.5).contains(&lat);
    let spit = (125.45..126.0).contains(&lon) && (33.4..33.5).contains(&lat);
    wall || spit
}

#[test]
fn no_track_that_was_sailed_is_left_out() {
    let (mut dice, mut n_tracks) = (Dice(7), 0);
    while n_tracks < 10_000 {
        // A ship that turns at random and keeps off the land.
        let mut track = vec![at(32.6 + dice.unit(), 125.0 + 1.2 * dice.unit())];
        if is_land(track[0]) {
            continue;
        }
        let (mut course, speed, n_steps) =
            (360.0 * dice.unit(), 8.0 + 6.0 * dice.unit(), 4 + (dice.unit() * 20.0) as usize);
        while track.len() <= n_steps {
            course += 60.0 * (dice.unit() - 0.5);
            let here = track[track.len() - 1];
            let step = |share: f64| {
                let metres = Metres::magnitude(share * speed * METRES_PER_NAUTICAL_MILE / 4.0);
                geodesy::destination(here, Course::wrapped(course), metres)
            };
            if (1..=8).any(|part| is_land(step(f64::from(part) / 8.0))) {
                course += 90.0 + 90.0 * dice.unit();
                continue;
            }
            track.push(step(1.0));
        }
        n_tracks += 1;
        let silence = prism(track[0], track[n_steps], n_steps as f64 / 4.0, speed * 1.000_001);
        for place in &track {
            assert!(silence.longest_stop_hours(*place).is_some(), "track {n_tracks}");
        }
        // The grid costs more; one in fifty is enough to try every side of the island.
        if n_tracks % 50 == 0 {
            let sea = ReachableSea::of(&silence, SeaParams { n_cells: 40 }, is_land).unwrap();
            let missed = track.iter().filter(|place| !sea.holds(**place)).count();
            assert_eq!(missed, 0, "track {n_tracks}");
        }
    }
}

#[test]
fn what_lies_behind_land_is_not_reached() {
    // From west of the wall to a place just north of it and back: into the bay behind the spit it is some 60 nm round the wall's foot.
    let silence = prism(at(33.45, 125.3), at(33.45, 125.3), 4.0, 10.0);
    let open = ReachableSea::of(&silence, SeaParams::default(), |_| false).unwrap();
    let cut = ReachableSea::of(&silence, SeaParams::default(), is_land).unwrap();
    let behind = at(33.35, 125.62);
    assert!(silence.longest_stop_hours(behind).is_some() && open.holds(behind));
    assert!(!cut.holds(behind));
    assert!(!cut.holds(at(33.3, 125.5)), "land itself");
    assert!(cut.holds(at(33.6, 125.3)) && cut.area().value() < open.area().value());
    // The grid of open sea is the prism and at most a few cells more.
    let exact = silence.area(720).unwrap().value();
    assert!(open.area().value() > exact && open.area().value() < 1.12 * exact, "{} {exact}", open.area().value());
}

/// A wall along 125 E, six miles thick, with one opening a tenth of a degree wide at 38 N.
fn is_wall(at: Position) -> bool {
    (124.95..125.05).contains(&at.lon()) && !(38.0..38.1).contains(&at.lat())
}

/// Through the opening by its southern corners, in nautical miles: by hand 75.1 + 4.7 + 75.1 nm between 37 N 124 E and 37 N 126 E (a leg has 60 nm
/// of latitude and 57'·cos 37.5° of longitude).
fn through_the_opening(from: Position, to: Position) -> f64 {
    let way = [from, at(38.0, 124.95), at(38.0, 125.05), to];
    way.windows(2).map(|leg| geodesy::distance(leg[0], leg[1]).nautical_miles().value()).sum()
}

#[test]
fn the_way_is_through_the_opening_of_a_wall() {
    let (west, east) = (at(37.0, 124.0), at(37.0, 126.0));
    let way = through_the_opening(west, east);
    assert!((way - 154.9).abs() < 0.5, "{way}");
    // There and back at 10 kn takes 31 h; what the grid adds is 4 % and a few cells.
    let sea = |hours: f64| ReachableSea::of(&prism(west, west, hours, 10.0), SeaParams::default(), is_wall).unwrap();
    let enough = sea(32.0);
    let (stop, wanted) = (enough.longest_stop(east).unwrap().as_secs_f64() / 3600.0, 32.0 - 2.0 * way / 10.0);
    assert!(stop >= wanted && stop < wanted + 2.0, "{stop} for {wanted}");
    assert!(!sea(28.5).holds(east));
    // On open water it is 96.1 nm (a degree of longitude at 37 N is 111.415·cos φ - 0.094·cos 3φ = 89.01 km), there and back 19.22 h.
    let open = ReachableSea::of(&prism(west, west, 28.5, 10.0), SeaParams::default(), |_| false).unwrap();
    let stop = open.longest_stop(east).unwrap().as_secs_f64() / 3600.0;
    assert!((stop - (28.5 - 19.22)).abs() < 0.02, "{stop}");
}

#[test]
fn a_ship_behind_a_wall_was_too_fast_or_never_there() {
    let (west, east) = (at(37.0, 124.0), at(37.0, 126.0));
    let NoReach::Empty(empty) =
        ReachableSea::of(&prism(west, east, 12.0, 10.0), SeaParams::default(), is_wall).unwrap_err()
    else {
        panic!("it is impossible")
    };
    // 154.9 nm in 12 h are 12.9 kn: at least so much less 4 % and a few cells was needed.
    let needed = empty.needed.unwrap().value();
    assert!(empty.is_round_land && (11.9..12.91).contains(&needed), "{empty}");
    assert!(ReachableSea::of(&prism(west, east, 12.0, 13.0), SeaParams::default(), is_wall).is_ok());
    let whole = |at: Position| (124.95..125.05).contains(&at.lon());
    let NoReach::Empty(empty) =
        ReachableSea::of(&prism(west, east, 12.0, 10.0), SeaParams::default(), whole).unwrap_err()
    else {
        panic!("it is impossible")
    };
    assert_eq!(empty.needed, None);
    assert!(empty.to_string().contains("no way by sea"), "{empty}");
}

#[test]
fn two_ships_on_either_side_of_a_wall_can_have_met_in_its_opening() {
    let (west, east) = (at(37.0, 124.5), at(37.0, 125.5));
    let met = |hours: f64, wall: fn(Position) -> bool| {
        let seas = [west, east]
            .map(|home| ReachableSea::of(&prism(home, home, hours, 10.0), SeaParams::default(), wall).unwrap());
        Meetings::of(&seas[0], &seas[1], Duration::ZERO)
    };
    // On open water half-way, 24.0 nm off: 16 h less 4.8.
    let open = met(16.0, |_| false).unwrap();
    assert!((open.best.hours() - 11.2).abs() < 0.05, "{}", open.best.hours());
    // The opening's southern corners are 63.7 nm off each, and 4.7 apart: whoever goes through, together they have 2·(2·63.7 + 4.7) nm of way. Met
    // within it, each has 2·66 nm at the most: 2.8 h are left of 16.
    let walled = met(16.0, is_wall).unwrap();
    let hours = walled.best.hours();
    assert!((2.7..4.2).contains(&hours), "{hours}");
    let off = geodesy::distance(walled.best.at, at(38.0, 125.0)).nautical_miles().value();
    assert!(off < 8.0, "{off}");
    assert!(walled.together.at(at(37.0, 125.0)).is_none(), "in the wall");
    // The sooner of the two is there after 6.4 h, and the later has to leave 6.4 h before the end, give or take what the grid allows.
    let from = walled.from.millis() as f64 / HOUR_MS;
    assert!((5.4..6.7).contains(&from), "{from}");
    assert!(met(11.0, is_wall).is_none() && met(11.0, |_| false).is_some());
}

#[test]
fn no_shortest_way_through_the_opening_is_left_out() {
    // Ships that sail the shortest way there is, straight from corner to corner, without a minute to spare.
    let mut dice = Dice(11);
    for n in 0..400 {
        let (south, north) = (36.6 + dice.unit(), 36.6 + 1.3 * dice.unit());
        let (from, to) = (at(south, 124.2 + 0.7 * dice.unit()), at(north, 125.1 + 0.7 * dice.unit()));
        let way = through_the_opening(from, to);
        let speed = 6.0 + 10.0 * dice.unit();
        // A thousandth of a knot more: `prism` counts in milliseconds.
        let silence = prism(from, to, way / speed, speed + 0.001);
        let n_cells = 16 + (dice.unit() * 60.0) as u32;
        let sea = ReachableSea::of(&silence, SeaParams { n_cells }, is_wall);
        let sea = sea.unwrap_or_else(|why| panic!("track {n}, {n_cells} cells: {why}"));
        let corners = [from, at(38.0, 124.95), at(38.0, 125.05), to];
        for leg in corners.windows(2) {
            let whole = geodesy::inverse(leg[0], leg[1]);
            for part in 0..=8 {
                let metres = Metres::magnitude(whole.distance.value() * f64::from(part) / 8.0);
                let place = geodesy::destination(leg[0], whole.initial, metres);
                assert!(sea.holds(place), "track {n}, {n_cells} cells, at {place:?}");
            }
        }
    }
}

#[test]
fn stops_are_exact_on_open_water_and_their_bands_nest() {
    let sea = ReachableSea::of(&example(), SeaParams::default(), |_| false).unwrap();
    // domain.md, section 2.
    let stop = sea.longest_stop(at(33.5, 125.6)).unwrap().as_secs_f64() / 3600.0;
    assert!((stop - 2.925_564).abs() < 1e-6, "{stop}");
    // Anywhere on the straight way: 10 h less 60 nm at 12 kn.
    let (place, longest) = sea.longest_of_all().unwrap();
    assert!((longest.as_secs_f64() / 3600.0 - 5.0).abs() < 1e-3, "{longest:?}");
    let leg = geodesy::inverse(example().from, place);
    assert!((leg.distance.nautical_miles().value() - 30.0).abs() < 0.1, "halfway");
    let exact = example().area(720).unwrap().value();
    let sizes = STOP_BANDS_HOURS.map(|from| sea.stops().size_from(Duration::from_secs_f64(from * 3600.0)).value());
    assert!(sizes[0] >= exact && sizes[0] < 1.05 * exact, "{sizes:?}");
    assert!(sizes.is_sorted_by(|a, b| a >= b) && sizes[2] > 0.0 && sizes[3] < 1.0, "{sizes:?}");
    // Three hours of stop are an ellipse of 84 nm of way: a 42, c 30, b √864 = 29.394; π·a·b = 3878.4 nm² = 13,302 km².
    let ellipse = 13_302e6;
    assert!((sizes[2] / ellipse - 1.0).abs() < 0.02, "{}", sizes[2]);
    let drawn: f64 = sea.stops().area_from(Duration::ZERO).iter().map(|part| geodesy::polygon_area(part).value()).sum();
    assert!((drawn / sizes[0] - 1.0).abs() < 1e-3, "{drawn} {}", sizes[0]);
    let strips = sea.stops().strips(&STOP_BANDS_HOURS);
    assert_eq!(strips.iter().map(|strip| strip.band).max(), Some(2));
}

#[test]
fn a_prism_of_an_ocean_has_no_bounds() {
    let silence = prism(at(33.0, 125.0), at(33.0, 125.0), 24.0 * 60.0, 14.0);
    assert_eq!(ReachableSea::of(&silence, SeaParams::default(), |_| false).unwrap_err(), NoReach::Boundless);
    let by_the_pole = prism(at(80.0, 125.0), at(80.0, 125.0), 60.0, 14.0);
    assert_eq!(by_the_pole.corners().unwrap_err(), NoReach::Boundless);
    // Over the antimeridian.
    let (west, east) = (at(-17.0, 179.5), at(-17.0, -179.5));
    let sea = ReachableSea::of(&prism(west, east, 8.0, 10.0), SeaParams { n_cells: 60 }, |_| false).unwrap();
    for place in [west, east, at(-17.0, 180.0), at(-17.05, -180.0)] {
        assert!(sea.holds(place), "{place:?}");
    }
    assert!(!sea.holds(at(-17.0, 0.0)));
}
