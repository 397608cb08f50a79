#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "small numbers of made-up tracks"
)]

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
    assert!((fault.needed_kn - 490.74).abs() < 1.5, "{fault}");
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
