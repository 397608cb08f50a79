//! The numbers of domain.md, section 4, and the search against a dense scan.

use std::time::Duration;

use super::closest::closest;
use super::motion::Motion;
use super::plane;
use super::solve::{Ended, Meeting, NoMeeting, Pursuer, Reach, earliest, latest_departure};
use crate::geodesy::{self, Position};
use crate::units::{Course, Knots, Metres, NauticalMiles, Timestamp};

fn at(lat: f64, lon: f64) -> Position {
    Position::new(lat, lon).expect("on the globe")
}

fn kn(knots: f64) -> Knots {
    Knots::new(knots).expect("a speed")
}

#[expect(clippy::cast_possible_truncation, reason = "hours of a test")]
fn moment(hours: f64) -> Timestamp {
    Timestamp::from_millis(1_516_060_800_000 + (hours * 3_600_000.0).round() as i64)
}

fn pursuer(from: Position, knots: f64) -> Pursuer {
    Pursuer { from, speed: kn(knots), departs: moment(0.0), until: None, endurance: None, back_to: None }
}

fn on_course(from: Position, course: f64, knots: f64) -> Motion {
    Motion::on_course(from, moment(0.0), Course::wrapped(course), kn(knots))
}

fn asked(pursuer: &Pursuer, motion: &Motion) -> Result<Meeting, NoMeeting> {
    earliest(pursuer, motion, moment(0.0), moment(240.0))
}

/// Hours since the start.
#[expect(clippy::cast_precision_loss, reason = "hours of a test")]
fn since_start(time: Timestamp) -> f64 {
    (time.millis() - moment(0.0).millis()) as f64 / 3_600_000.0
}

fn hours(time: Duration) -> f64 {
    time.as_secs_f64() / 3600.0
}

#[test]
fn the_earliest_meeting_of_the_worked_example() {
    // domain.md, section 4: 2.110614927 h, 33.102463161N 125.828134631E, azimuth 81.416300°, 42.212299 nm.
    let found = asked(&pursuer(at(33.0, 125.0), 20.0), &on_course(at(33.5, 126.0), 200.0, 12.0)).expect("a meeting");
    assert!((hours(found.after) - 2.110_614_927).abs() < 5e-10, "{found:?}");
    assert!((found.place.lat() - 33.102_463_161).abs() < 1e-9, "{found:?}");
    assert!((found.place.lon() - 125.828_134_631).abs() < 1e-9, "{found:?}");
    assert!((found.course.value() - 81.416_300).abs() < 5e-7, "{found:?}");
    assert!((found.distance.nautical_miles().value() - 42.212_299).abs() < 5e-7, "{found:?}");
    assert_eq!((found.ended_by, found.last), (Ended::Horizon, moment(240.0)));
    assert_eq!((found.leaves, found.margin), (moment(0.0), None));
}

#[test]
fn near_by_the_ellipsoid_and_the_plane_agree() {
    // The plane examples, a hundredth as large, at 60°N, where meridians close in: within a thousandth.
    let p = at(60.0, 20.0);
    let t =
        geodesy::destination(p, Course::wrapped(50.0_f64.atan2(30.0).to_degrees()), Metres::magnitude(0.5831 * 1852.0));
    let found = asked(&pursuer(p, 8.0), &on_course(t, 240.0, 12.0)).expect("a window");
    let off = plane::Off {
        bearing: Course::wrapped(50.0_f64.atan2(30.0).to_degrees()),
        range: NauticalMiles::new(0.5831).expect("a range"),
    };
    let flat =
        plane::plane_intercept(off, plane::Velocity { course: Course::wrapped(240.0), speed: kn(12.0) }, kn(8.0));
    let flat = flat.expect("a window");
    assert!((hours(found.after) / hours(flat.first) - 1.0).abs() < 1e-3, "{found:?} {flat:?}");
    let last = since_start(found.last);
    assert!((last / hours(flat.last.expect("an end")) - 1.0).abs() < 1e-3, "{found:?} {flat:?}");
    assert_eq!(found.ended_by, Ended::DrawsAway);
    let away = asked(&pursuer(p, 8.0), &on_course(t, 60.0, 12.0));
    assert_eq!(away, Err(NoMeeting::TooSlow { until: moment(240.0) }));
}

#[test]
fn closest_approach_near_by_is_that_of_the_plane() {
    // domain.md, section 4: 15.30133 min, 0.362143 nm; at 60°N the ellipsoid differs by some metres.
    let own = at(60.0, 20.0);
    let other = geodesy::destination(own, Course::wrapped(45.0), Metres::magnitude(4.0 * 1852.0));
    let found = closest(&on_course(own, 0.0, 12.0), &on_course(other, 270.0, 10.0), moment(0.0), moment(5.0));
    let found = found.expect("both are there");
    let minutes = 60.0 * since_start(found.time);
    assert!((minutes - 15.301_33).abs() < 0.05, "{found:?}");
    assert!((found.distance.nautical_miles().value() - 0.362_143).abs() < 0.005, "{found:?}");
    assert!((geodesy::distance(found.one, found.other).value() - found.distance.value()).abs() < 1e-3);
}

/// Numbers in `0..1` from a seed: `SplitMix64` (Steele, Lea and Flood 2014, doi:10.1145/2660193.2660195).
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        #[expect(clippy::cast_precision_loss, reason = "53 bits fit")]
        let (bits, all) = (((z ^ (z >> 31)) >> 11) as f64, (1_u64 << 53) as f64);
        bits / all
    }

    fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.roll()
    }

    fn place_near(&mut self, from: Position, most_nm: f64) -> Position {
        let (course, metres) = (self.between(0.0, 360.0), 1852.0 * most_nm * self.roll());
        geodesy::destination(from, Course::wrapped(course), Metres::magnitude(metres))
    }

    /// A motion of one of the four kinds, from a place.
    fn motion(&mut self, from: Position, kind: usize) -> Motion {
        let (course, speed) = (Course::wrapped(self.between(0.0, 360.0)), kn(self.between(0.0, 25.0)));
        match kind % 4 {
            0 => Motion::on_course(from, moment(0.0), course, speed),
            1 => Motion::on_rhumb(from, moment(0.0), course, speed),
            2 => {
                let mut fixes = vec![(moment(-1.0), from)];
                for hour in 0..6 {
                    let last = fixes.last().expect("not empty").1;
                    fixes.push((moment(f64::from(hour) + self.between(0.0, 0.9)), self.place_near(last, 25.0)));
                }
                Motion::along(&fixes).expect("a way")
            }
            _ => {
                let corners: Vec<Position> = (0..4).map(|_| self.place_near(from, 60.0)).collect();
                Motion::through(&corners, moment(0.0), kn(self.between(1.0, 25.0))).expect("a way")
            }
        }
    }

    fn pursuer(&mut self, near: Position) -> Pursuer {
        let mut chance = |share: f64, value: f64| (self.roll() < share).then_some(value);
        let (departs, endurance) = (chance(0.3, 2.0), chance(0.4, 5.0));
        let back = chance(0.5, 0.0).is_some();
        Pursuer {
            from: self.place_near(near, 150.0),
            speed: kn(self.between(2.0, 30.0)),
            departs: moment(departs.map_or(0.0, |most| self.between(0.0, most))),
            until: None,
            endurance: endurance.map(|most| Duration::from_secs_f64(3600.0 * self.between(0.5, most))),
            back_to: (back && endurance.is_some()).then(|| self.place_near(near, 100.0)),
        }
    }
}

/// A case of the search, and the horizon to which it is scanned, in hours.
fn case(dice: &mut Dice, kind: usize) -> (Pursuer, Motion) {
    // Poles, the antimeridian and everything between.
    let from = at(dice.between(-89.0, 89.0), dice.between(-180.0, 180.0));
    let motion = dice.motion(from, kind);
    (dice.pursuer(from), motion)
}

#[test]
fn no_earlier_meeting_is_missed_in_ten_thousand_cases() {
    const N_CASES: usize = 10_000;
    // Within a step of the scan f cannot come from above a step's worth of change to below zero.
    const STEP_S: f64 = 600.0;
    let mut dice = Dice(20_180_116);
    let (mut n_met, mut n_none, mut n_windows) = (0, 0, 0);
    for kind in 0..N_CASES {
        let (pursuer, motion) = case(&mut dice, kind);
        let reach = Reach::of(&pursuer, &motion, moment(0.0)).expect("a speed");
        let horizon = 6.0;
        let found = earliest(&pursuer, &motion, moment(0.0), moment(horizon));
        let (start, end) = (motion.seconds(pursuer.departs), motion.seconds(moment(horizon)).min(motion.end_s()));
        let met = found.as_ref().ok().map(|found| motion.seconds(found.time));
        let scanned_to = met.unwrap_or(end);
        let mut s = start;
        while s < scanned_to - 0.002 {
            let lacking = reach.lacking(&motion, s).expect("it is somewhere");
            assert!(lacking > 0.0, "case {kind}: missed at {s} s: {lacking} m, {pursuer:?} {motion:?} {found:?}");
            s += STEP_S.min(lacking / reach.fastest(&motion)).max(15.0);
        }
        if let Some(s) = met {
            n_met += 1;
            // To a millisecond it is there: the way takes as long as there is.
            let lacking = reach.lacking(&motion, s).expect("it is somewhere");
            assert!(lacking.abs() < 0.1 || s <= start + 0.001, "case {kind}: {lacking} m at {s}");
            let found = found.expect("it was met");
            let last = motion.seconds(found.last);
            if found.ended_by == Ended::DrawsAway || found.ended_by == Ended::Endurance {
                n_windows += 1;
                let lacking = reach.lacking(&motion, last).expect("it is somewhere");
                assert!(lacking.abs() < 0.1, "case {kind}: {lacking} m at the end of the window");
            }
            let inside = reach.lacking(&motion, f64::midpoint(s, last)).expect("it is somewhere");
            assert!(inside < 0.1, "case {kind}: {inside} m within the window");
            assert!(found.latest_departure >= found.leaves.plus_millis(-2), "case {kind}");
        } else {
            n_none += 1;
        }
    }
    assert!(n_met > 2000 && n_none > 2000 && n_windows > 200, "{n_met} met, {n_none} not, {n_windows} windows");
}

#[test]
fn no_closer_approach_is_missed() {
    let mut dice = Dice(5);
    for kind in 0..300 {
        let from = at(dice.between(-89.0, 89.0), dice.between(-180.0, 180.0));
        let near = dice.place_near(from, 100.0);
        let (one, other) = (dice.motion(from, kind), dice.motion(near, kind / 4));
        let found = closest(&one, &other, moment(0.0), moment(5.0)).expect("both are there");
        let least = (0..=600)
            .filter_map(|idx| {
                let time = moment(f64::from(idx) / 120.0);
                Some(geodesy::distance(one.position(time)?, other.position(time)?).value())
            })
            .fold(f64::INFINITY, f64::min);
        assert!(found.distance.value() <= least + 0.001, "case {kind}: {found:?}, but {least}");
        let there = geodesy::distance(found.one, found.other).value();
        assert!((there - found.distance.value()).abs() < 0.001, "case {kind}");
    }
}

#[test]
fn a_ship_that_is_sailed_by_waits_for_what_comes_near() {
    // Endurance 2 h at 10 kn: 20 nm. The vessel comes down the meridian at 10 kn from 100 nm north; the pursuer leaves when it is in reach.
    let from = at(0.0, 0.0);
    let north = geodesy::destination(from, Course::wrapped(0.0), Metres::magnitude(100.0 * 1852.0));
    let endurance = Some(Duration::from_hours(2));
    let found =
        asked(&Pursuer { endurance, ..pursuer(from, 10.0) }, &on_course(north, 180.0, 10.0)).expect("a meeting");
    assert!((hours(found.after) - 8.0).abs() < 1e-6, "{found:?}");
    assert_eq!((found.leaves, found.margin.map(|left| left.as_secs())), (moment(6.0), Some(0)));
    // It must be back as well: 10 nm out.
    let back_to = Some(from);
    let back =
        asked(&Pursuer { endurance, back_to, ..pursuer(from, 10.0) }, &on_course(north, 180.0, 10.0)).expect("one");
    assert!((hours(back.after) - 9.0).abs() < 1e-6, "{back:?}");
    // The vessel passes through its place at ten hours and is out of reach again at twelve; leaving at eleven is the last chance.
    assert_eq!((back.last, back.ended_by), (moment(11.0), Ended::Endurance));
    assert!((back.latest_departure.millis() - moment(10.0).millis()).abs() < 20, "{back:?}");
}

#[test]
fn why_there_is_no_meeting_is_told() {
    let (from, ahead) = (at(0.0, 0.0), at(0.0, 1.0));
    let away = on_course(ahead, 90.0, 12.0);
    assert_eq!(asked(&pursuer(from, 0.0), &away), Err(NoMeeting::NoSpeed));
    assert!(matches!(asked(&pursuer(from, 10.0), &away), Err(NoMeeting::TooSlow { .. })));
    assert!(matches!(asked(&pursuer(from, 12.1), &away), Err(NoMeeting::Horizon { .. })));
    let tired = Pursuer { endurance: Some(Duration::from_hours(1)), ..pursuer(from, 20.0) };
    let time = asked(&pursuer(from, 20.0), &away).expect("a meeting").time;
    assert_eq!(asked(&tired, &away), Err(NoMeeting::Endurance { time }));
    let leaving = Pursuer { until: Some(moment(5.0)), ..pursuer(from, 20.0) };
    assert_eq!(asked(&leaving, &away), Err(NoMeeting::Availability { time }));
    let gone = Pursuer { until: Some(moment(-1.0)), ..leaving };
    assert_eq!(asked(&gone, &away), Err(NoMeeting::NotAvailable));
    assert_eq!(asked(&pursuer(from, 20.0), &away.until(moment(6.0))), Err(NoMeeting::MotionEnds { at: moment(6.0) }));
}

#[test]
fn who_must_be_at_a_place_leaves_as_long_before_as_the_way_takes() {
    // A degree of the equator is 60.1077 nm (111319.49 m): 6 h at 10 kn and 39 s.
    let leaves = latest_departure(at(0.0, 0.0), kn(10.0), at(0.0, 1.0), moment(10.0)).expect("a speed");
    assert!((leaves.millis() - moment(10.0 - 6.010_772_6).millis()).abs() < 20, "{leaves}");
    assert_eq!(latest_departure(at(0.0, 0.0), kn(0.0), at(0.0, 1.0), moment(10.0)), None);
}

#[test]
fn a_rhumb_line_holds_its_course_and_a_geodesic_does_not() {
    let from = at(45.0, 170.0);
    let (rhumb, geodesic) =
        (Motion::on_rhumb(from, moment(0.0), Course::wrapped(90.0), kn(20.0)), on_course(from, 90.0, 20.0));
    let after = moment(24.0);
    let (held, straight) = (rhumb.position(after).expect("a place"), geodesic.position(after).expect("a place"));
    // 480 nm along 45°N: never off the parallel. The geodesic falls away by d² tan φ / 2R: 61.9 km.
    assert!((held.lat() - 45.0).abs() < 1e-5, "{held:?}");
    let fallen = geodesy::distance(straight, at(45.0, straight.lon())).value();
    assert!((fallen / 61_900.0 - 1.0).abs() < 0.02, "{fallen}");
}

#[test]
fn uncertainty_grows_with_the_run_or_the_time() {
    let params = super::motion::UncertaintyParams::default();
    let nm = |motion: &Motion, hours: f64| motion.uncertainty(moment(hours), &params).nautical_miles().value();
    let (fast, still) = (on_course(at(33.0, 125.0), 90.0, 20.0), on_course(at(33.0, 125.0), 90.0, 0.0));
    assert!((nm(&fast, 0.0) - 0.1).abs() < 1e-9);
    assert!((nm(&fast, 2.0) - (0.1 + 0.07 * 40.0)).abs() < 1e-6); // 7 % of 40 nm
    assert!((nm(&still, 2.0) - (0.1 + 1.4)).abs() < 1e-6); // 0.7 kn for two hours
    let recorded = Motion::along(&[(moment(0.0), at(33.0, 125.0)), (moment(3.0), at(33.5, 125.0))]).expect("a way");
    assert!((nm(&recorded, 2.0) - 0.1).abs() < 1e-9);
}
