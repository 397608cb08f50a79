//! The rules against the numbers of their definitions.

use super::testing::{Told, all, check, evidence, line, northward, store};
use super::{Params, Preset, WatchedZone};
use crate::finding::Kind;

const A: u32 = 440_000_001;
const B: u32 = 445_000_002;

/// Two ships that lie still at 31°N, one so many degrees north and east of the other, for so many minutes from one on.
fn beside(from: f64, minutes: f64, north: f64, east: f64, knots: f64) -> Vec<Told> {
    let one = northward(A, from, from + minutes, 5.0, (31.0, 125.0), knots);
    let other = northward(B, from, from + minutes, 5.0, (31.0 + north, 125.0 + east), knots);
    one.into_iter().chain(other).collect()
}

#[test]
fn encounters_end_at_500_metres() {
    // Haversine on a sphere of 6371 km: 444.78 m, 495.63 m, 505.16 m (domain.md, section 2).
    let near =
        check(Kind::Encounter, beside(0.0, 90.0, 0.004, 0.0, 0.1), &["shown 440000001+445000002 15 00:00 to 15 01:30"]);
    assert_eq!(evidence(&near[0], "distance_min_m"), "445");
    let nearly = check(
        Kind::Encounter,
        beside(0.0, 90.0, 0.0, 0.0052, 0.0),
        &["shown 440000001+445000002 15 00:00 to 15 01:30"],
    );
    assert_eq!(evidence(&nearly[0], "distance_min_m"), "496");
    check(Kind::Encounter, beside(0.0, 90.0, 0.0, 0.0053, 0.0), &[]);
}

#[test]
fn encounters_shorter_than_an_hour_or_faster_than_two_knots_are_hidden() {
    check(Kind::Encounter, beside(0.0, 60.0, 0.002, 0.0, 0.1), &["shown 440000001+445000002 15 00:00 to 15 01:00"]);
    check(Kind::Encounter, beside(3.0, 40.0, 0.002, 0.0, 0.1), &["too_short 440000001+445000002 15 00:03 to 15 00:43"]);
    check(Kind::Encounter, beside(0.0, 15.0, 0.002, 0.0, 0.1), &[]);
    check(Kind::Encounter, beside(0.0, 300.0, 0.002, 0.0, 8.0), &["too_fast 440000001+445000002 15 00:00 to 15 05:00"]);
    let gfw = Params::preset(Preset::Gfw);
    let found = all(Kind::Encounter, &store(beside(0.0, 110.0, 0.002, 0.0, 0.1)), &gfw, &[]);
    assert_eq!(found.iter().map(line).collect::<Vec<_>>(), ["too_short 440000001+445000002 15 00:00 to 15 01:50"]);
}

#[test]
fn an_encounter_across_midnight_is_one_encounter() {
    // From 23:25 to 00:35: neither day has an hour of it.
    check(Kind::Encounter, beside(1405.0, 70.0, 0.002, 0.0, 0.1), &["shown 440000001+445000002 15 23:25 to 16 00:35"]);
}

#[test]
fn an_encounter_across_the_antimeridian_is_one_encounter() {
    let ship = |mmsi, lon: f64| (0..=18).map(move |i| (mmsi, f64::from(i) * 5.0, 52.0, lon, Some(0.0)));
    let fixes = ship(A, 179.999).chain(ship(B, -179.999));
    check(Kind::Encounter, fixes, &["shown 440000001+445000002 15 00:00 to 15 01:30"]);
}

#[test]
fn nothing_is_interpolated_across_an_hour_of_silence() {
    let lie =
        |mmsi, lat, minutes: &[f64]| minutes.iter().map(|m| (mmsi, *m, lat, 125.0, Some(0.0))).collect::<Vec<_>>();
    let often: Vec<f64> = (0..=40).map(|i| f64::from(i) * 5.0).collect();
    let fixes = |silence: f64| {
        let seldom = [0.0, 5.0, 5.0 + silence, 10.0 + silence];
        lie(A, 31.0, &often).into_iter().chain(lie(B, 31.001, &seldom)).collect::<Vec<_>>()
    };
    check(Kind::Encounter, fixes(59.0), &["shown 440000001+445000002 15 00:00 to 15 01:09"]);
    check(Kind::Encounter, fixes(60.0), &[]);
}

#[test]
fn meetings_less_than_four_hours_apart_are_one() {
    let meetings = |pause: f64| {
        let mut fixes = beside(0.0, 70.0, 0.002, 0.0, 0.1);
        // One goes aside in between, and comes back.
        let start = 75.0;
        let minutes =
            std::iter::successors(Some(0.0), |minute| Some(minute + 5.0)).take_while(move |minute| *minute <= pause);
        fixes.extend(northward(A, start, start + pause, 5.0, (31.002, 125.0), 0.0));
        fixes.extend(minutes.map(|minute| (B, start + minute, 31.0, 125.03, Some(0.1))));
        fixes.extend(beside(start + pause + 5.0, 70.0, 0.002, 0.0, 0.1));
        fixes
    };
    assert_eq!(all(Kind::Encounter, &store(meetings(200.0)), &Params::default(), &[]).len(), 1);
    assert_eq!(all(Kind::Encounter, &store(meetings(300.0)), &Params::default(), &[]).len(), 2);
}

#[test]
fn loitering_is_told_by_hours_of_the_clock() {
    // Under way at 12 kn until 02:00, adrift at 1 kn until 07:00, under way again.
    let mut fixes = northward(A, 0.0, 120.0, 5.0, (31.0, 125.0), 12.0);
    fixes.extend(northward(A, 125.0, 420.0, 5.0, (31.4, 125.0), 1.0));
    fixes.extend(northward(A, 425.0, 600.0, 5.0, (31.5, 125.0), 12.0));
    let found = check(Kind::Loitering, fixes, &["shown 440000001 15 02:00 to 15 06:55"]);
    assert_eq!(evidence(&found[0], "hours"), "5");
    // Three hours are hidden by the korean threshold, not by that of the open ocean.
    let short = northward(A, 0.0, 175.0, 5.0, (31.0, 125.0), 1.0);
    check(Kind::Loitering, short.clone(), &["too_short 440000001 15 00:00 to 15 02:55"]);
    let found = all(Kind::Loitering, &store(short), &Params::preset(Preset::Gfw), &[]);
    assert_eq!(found.iter().map(line).collect::<Vec<_>>(), ["shown 440000001 15 00:00 to 15 02:55"]);
}

#[test]
fn a_slow_trawler_does_not_loiter_and_noise_is_no_way_made() {
    check(Kind::Loitering, northward(A, 0.0, 600.0, 5.0, (31.0, 125.0), 2.5), &[]);
    // Every 6 s some 10 m to and fro: 3.3 kn if it were way made.
    let moored = (0..3600_u32).map(|i| (A, f64::from(i) / 10.0, 31.0 + f64::from(i % 2) * 0.000_09, 125.0, Some(0.0)));
    let found = check(Kind::Loitering, moored, &["shown 440000001 15 00:00 to 15 05:59"]);
    assert_eq!(evidence(&found[0], "speed_mean_kn"), "0.00");
    // A ship that goes round and is seen at the same place each time sails all the same, if it says so.
    check(Kind::Loitering, (0..60_u32).map(|i| (A, f64::from(i) * 10.0, 31.0, 125.0, Some(20.0))), &[]);
}

#[test]
fn a_silence_of_four_hours_between_fixes_is_a_gap() {
    let track = |silence: f64| {
        let mut fixes = northward(A, 0.0, 300.0, 10.0, (31.0, 125.0), 10.0);
        let lat = 31.0 + (300.0 + silence) / 60.0 * 10.0 / 60.0;
        fixes.extend(northward(A, 300.0 + silence, 600.0 + silence, 10.0, (lat, 125.0), 10.0));
        fixes
    };
    let found = check(Kind::Gap, track(240.0), &["shown 440000001 15 05:00 to 15 09:00"]);
    assert_eq!(evidence(&found[0], "silence_h"), "4.00");
    assert_eq!(evidence(&found[0], "fixes_before"), "31");
    assert_eq!(evidence(&found[0], "speed_needed_kn"), "10.01"); // A minute of latitude is 1853 m on the mean sphere.
    check(Kind::Gap, track(230.0), &["too_short 440000001 15 05:00 to 15 08:50"]);
    check(Kind::Gap, track(110.0), &[]);
    let gfw = all(Kind::Gap, &store(track(660.0)), &Params::preset(Preset::Gfw), &[]);
    assert_eq!(line(&gfw[0]), "too_short 440000001 15 05:00 to 15 16:00");
    let gfw = all(Kind::Gap, &store(track(720.0)), &Params::preset(Preset::Gfw), &[]);
    assert_eq!(line(&gfw[0]), "shown 440000001 15 05:00 to 15 17:00");
}

#[test]
fn a_gap_needs_a_habit_and_an_end() {
    // A track that merely ends is last seen.
    check(Kind::Gap, northward(A, 0.0, 300.0, 10.0, (31.0, 125.0), 10.0), &[]);
    // Five fixes before are too few; one every 30 minutes makes five hours of silence no news.
    let mut few = northward(A, 0.0, 40.0, 10.0, (31.0, 125.0), 1.0);
    few.extend(northward(A, 340.0, 600.0, 10.0, (31.1, 125.0), 1.0));
    check(Kind::Gap, few, &["too_few_fixes 440000001 15 00:40 to 15 05:40"]);
    let mut seldom = northward(A, 0.0, 600.0, 30.0, (31.0, 125.0), 1.0);
    seldom.extend(northward(A, 900.0, 1200.0, 30.0, (31.25, 125.0), 1.0));
    check(Kind::Gap, seldom, &["usual_silence 440000001 15 10:00 to 15 15:00"]);
}

#[test]
fn a_gap_across_midnight_is_one_gap() {
    let mut fixes = northward(A, 1000.0, 1300.0, 10.0, (31.0, 125.0), 10.0);
    fixes.extend(northward(A, 1600.0, 1900.0, 10.0, (32.6, 125.0), 10.0));
    check(Kind::Gap, fixes, &["shown 440000001 15 21:40 to 16 02:40"]);
}

#[test]
fn a_leap_from_shanghai_to_nampo_needs_490_knots() {
    // 31N 122E to 38.7N 125.4E in an hour: 490.74 kn (domain.md, section 3).
    let mut fixes = northward(A, 0.0, 60.0, 10.0, (30.9, 122.0), 6.0);
    fixes.extend(northward(A, 120.0, 180.0, 10.0, (38.7, 125.4), 6.0));
    let found = check(Kind::ImpossibleSpeed, fixes, &["shown 440000001 15 01:00 to 15 02:00"]);
    assert_eq!(evidence(&found[0], "speed_needed_kn"), "490.74");
}

#[test]
fn one_wrong_fix_is_one_finding_and_accuses_nothing_that_follows() {
    let mut fixes = northward(A, 0.0, 300.0, 3.0, (31.0, 125.0), 10.0);
    fixes[50].2 += 3.0;
    let found = check(Kind::ImpossibleSpeed, fixes, &["shown 440000001 15 02:27 to 15 02:33"]);
    assert_eq!(evidence(&found[0], "fixes_astray"), "1");
    // The first one wrong: the rest is a track all the same.
    let mut first = northward(A, 0.0, 300.0, 3.0, (31.0, 125.0), 10.0);
    first[0].2 += 3.0;
    check(Kind::ImpossibleSpeed, first.clone(), &["shown 440000001 15 00:00 to 15 00:03"]);
    check(Kind::DuplicateIdentity, first, &[]);
}

#[test]
fn noise_between_reports_two_seconds_apart_is_no_leap() {
    // 60 m in 2 s would be 58 kn.
    let fixes = (0..1800_u32).map(|i| (A, f64::from(i) / 30.0, 31.0 + f64::from(i % 2) * 0.000_54, 125.0, Some(0.0)));
    check(Kind::ImpossibleSpeed, fixes, &[]);
}

#[test]
fn one_mmsi_on_two_ships_is_one_finding_and_no_leap() {
    let both = || {
        let one = northward(A, 0.0, 600.0, 5.0, (31.0, 125.0), 10.0);
        one.into_iter().chain(northward(A, 122.0, 400.0, 5.0, (35.0, 130.0), 12.0))
    };
    let found = check(Kind::DuplicateIdentity, both(), &["shown 440000001 15 02:02 to 15 06:42"]);
    assert_eq!(evidence(&found[0], "ships"), "2");
    check(Kind::ImpossibleSpeed, both(), &[]);
    // Each ship is looked at by itself: neither is silent, neither loiters.
    check(Kind::Gap, both(), &[]);
    check(Kind::Loitering, both(), &[]);
}

#[test]
fn a_circle_sailed_evenly_is_found() {
    // At 20 kn round half a mile a lap takes 9.425 minutes (domain.md, section 3).
    let lap_min = std::f64::consts::TAU * 0.5 / 20.0 * 60.0;
    assert!((lap_min - 9.425).abs() < 5e-4);
    let mut fixes = northward(A, 0.0, 58.0, 2.0, (30.8, 125.0), 12.0);
    let at = |minutes: f64| {
        let angle = minutes / lap_min * std::f64::consts::TAU;
        (31.0 + 0.5 / 60.0 * angle.sin(), 125.0 + 0.5 / 60.0 / 31_f64.to_radians().cos() * angle.cos())
    };
    fixes.extend((0..60).map(|i| {
        let (lat, lon) = at(f64::from(i));
        (A, 60.0 + f64::from(i), lat, lon, Some(20.0))
    }));
    fixes.extend(northward(A, 122.0, 200.0, 2.0, (31.02, 125.0), 12.0));
    let found = check(Kind::Circling, fixes, &["shown 440000001 15 01:00 to 15 01:59"]);
    let near = |name: &str, wanted: f64, off: f64| {
        let told: f64 = evidence(&found[0], name).parse().expect("a number");
        assert!((told - wanted).abs() < off, "{name} {told}");
    };
    near("radius_m", 926.0, 10.0);
    near("turned_deg", 59.0 / lap_min * 360.0, 30.0);
    near("speed_mean_kn", 20.0, 0.1);
    // Two laps are not enough, and what lies at anchor does not circle.
    let two = (0..18).map(|i| {
        let (lat, lon) = at(f64::from(i));
        (A, f64::from(i), lat, lon, Some(20.0))
    });
    check(Kind::Circling, two, &["too_short 440000001 15 00:00 to 15 00:17"]);
    check(Kind::Circling, northward(A, 0.0, 600.0, 2.0, (31.0, 125.0), 0.1), &[]);
}

#[test]
fn a_zone_is_entered_once_for_each_visit() {
    let square = geo::Rect::new((124.9, 31.0), (125.1, 31.2)).to_polygon();
    let zones = [WatchedZone { name: "Area Kilo".to_owned(), geometry: square.into() }];
    // 12 miles across at 12 kn: an hour inside, the first fix at 31.0233 N and the last at 31.19 N.
    let track = store(northward(A, 0.0, 180.0, 10.0, (30.89, 125.0), 12.0));
    let found = all(Kind::ZoneEntry, &track, &Params::default(), &zones);
    assert_eq!(found.iter().map(line).collect::<Vec<_>>(), ["shown 440000001 15 00:40 to 15 01:30"]);
    assert_eq!(evidence(&found[0], "zone"), "Area Kilo");
    // A corner cut between two fixes counts.
    let narrow = geo::Rect::new((124.9, 31.004), (125.1, 31.02)).to_polygon();
    let zones = [WatchedZone { name: "Lane".to_owned(), geometry: narrow.into() }];
    assert_eq!(all(Kind::ZoneEntry, &track, &Params::default(), &zones).len(), 1);
}

#[test]
fn a_loiterer_where_a_silent_ship_can_have_been_is_offered_as_an_encounter() {
    let mut fixes = northward(A, 0.0, 720.0, 10.0, (31.0, 125.0), 0.3);
    // The other comes to within 10 miles, falls silent for six hours, and is heard again near by.
    fixes.extend(northward(B, 0.0, 180.0, 10.0, (30.35, 125.0), 10.0));
    fixes.extend(northward(B, 540.0, 700.0, 10.0, (31.2, 125.0), 10.0));
    let found = check(Kind::Encounter, fixes.clone(), &["shown 440000001+445000002 15 04:03 to 15 07:57"]);
    assert!((found[0].confidence.value() - 0.3).abs() < 1e-9);
    assert_eq!(evidence(&found[0], "partner"), "silent: it can have been there, nobody saw it");
    // One that would have had to go a long way round cannot have been there.
    let far =
        fixes.into_iter().map(|(mmsi, m, lat, lon, sog)| (mmsi, m, lat, lon + if mmsi == B { 1.5 } else { 0.0 }, sog));
    check(Kind::Encounter, far, &[]);
}

#[test]
fn shown_and_hidden_are_all_candidates_and_each_names_its_thresholds() {
    let found = all(Kind::Encounter, &store(beside(0.0, 45.0, 0.002, 0.0, 0.1)), &Params::default(), &[]);
    let told: Vec<String> = found[0].parameters.iter().map(|p| format!("{} {}", p.name, p.value)).collect();
    assert_eq!(told[..4], ["distance_m 500", "duration_min 60", "speed_kn 2", "port_m 2000"]);
}
