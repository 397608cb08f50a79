//! The menu: what of a unit counts, the order, and assumptions from tracks.

use std::time::{Duration, Instant};

use uuid::Uuid;

use super::{
    AssumeError, Assumption, MenuParams, Motion, NoMeeting, SpeedUsed, candidates, closest, menu, menus, motion_of,
};
use crate::geodesy::{self, Position};
use crate::plan::{Feature, FeatureId, Kind, Period, Plan, PlanId, Unit, UnitType};
use crate::track::{Fix, TrackBuilder, TrackStore};
use crate::units::{Course, Knots, Timestamp};
use crate::vessel::Mmsi;

fn at(lat: f64, lon: f64) -> Position {
    Position::new(lat, lon).expect("on the globe")
}

#[expect(clippy::cast_possible_truncation, reason = "hours of a test")]
fn moment(hours: f64) -> Timestamp {
    Timestamp::from_millis(1_516_060_800_000 + (hours * 3_600_000.0).round() as i64)
}

fn unit(name: &str, place: Position, unit: Unit) -> std::sync::Arc<Feature> {
    let id = FeatureId(Uuid::new_v5(&Uuid::NAMESPACE_OID, name.as_bytes()));
    let geometry = geo::Geometry::Point(geo::Point(place.coord()));
    std::sync::Arc::new(Feature { unit: Some(unit), ..Feature::new(id, Kind::Unit, name, geometry) })
}

fn speeds(cruise: f64, max: f64) -> Unit {
    Unit { speed_cruise: Knots::new(cruise), speed_max: Knots::new(max), ..Unit::default() }
}

fn plan(units: Vec<std::sync::Arc<Feature>>) -> Plan {
    let mut plan = Plan::new(PlanId(Uuid::nil()), moment(0.0));
    plan.features = units;
    plan
}

fn away(course: f64, knots: f64) -> Motion {
    Motion::on_course(at(33.5, 126.0), moment(0.0), Course::wrapped(course), Knots::new(knots).expect("a speed"))
}

fn names(plan: &Plan, params: &MenuParams, motion: &Motion) -> Vec<(String, bool)> {
    let units = candidates(plan, moment(0.0), params, |_| None);
    let offers = menu(&units, motion, moment(0.0), params, None, None);
    offers.into_iter().map(|offer| (offer.name, offer.outcome.is_ok())).collect()
}

#[test]
fn the_soonest_comes_first_and_who_cannot_comes_last() {
    let late = Unit { available: Period { from: Some(moment(5.0)), to: None }, ..speeds(20.0, 20.0) };
    let gone = Unit { available: Period { from: None, to: Some(moment(-1.0)) }, ..speeds(20.0, 20.0) };
    let plan = plan(vec![
        unit("gone", at(33.0, 125.0), gone),
        unit("late", at(33.0, 125.0), late),
        unit("slow", at(33.0, 125.0), speeds(15.0, 20.0)),
        unit("no speed", at(33.0, 125.0), Unit::default()),
        unit("fast", at(33.0, 125.0), Unit { unit_type: Some(UnitType::Aircraft), ..speeds(120.0, 160.0) }),
    ]);
    let expected = [("fast", true), ("slow", true), ("late", true), ("gone", false), ("no speed", false)];
    let found = names(&plan, &MenuParams::default(), &away(200.0, 12.0));
    assert_eq!(found, expected.map(|(name, meets)| (name.to_owned(), meets)));
    let units = candidates(&plan, moment(0.0), &MenuParams::default(), |_| None);
    assert_eq!(units[0].pursuer.map(|pursuer| pursuer.until), Ok(Some(moment(-1.0))));
    assert_eq!(units[3].pursuer, Err(NoMeeting::NoSpeed));
    assert!(units[4].flies && !units[2].flies);
    let cruise = MenuParams { speed: SpeedUsed::Cruise, ..MenuParams::default() };
    let at_cruise = candidates(&plan, moment(0.0), &cruise, |_| None)[2].pursuer.map(|pursuer| pursuer.speed.value());
    assert_eq!(at_cruise, Ok(15.0));
}

#[test]
fn of_several_periods_on_station_the_first_meeting_counts() {
    let until = |from: f64, to: f64| Period { from: Some(moment(from)), to: Some(moment(to)) };
    let late = Unit { available: Period { from: Some(moment(5.0)), to: None }, ..speeds(20.0, 20.0) };
    let several = vec![until(5.0, 200.0), until(-9.0, -5.0), until(0.0, 0.1)];
    let several = Unit { on_station: several, ..speeds(20.0, 20.0) };
    let never = Unit { available: until(0.0, 9.0), on_station: vec![until(10.0, 90.0)], ..speeds(20.0, 20.0) };
    let plan = plan(vec![
        unit("several", at(33.0, 125.0), several),
        unit("late", at(33.0, 125.0), late),
        unit("never", at(33.0, 125.0), never),
    ]);
    let params = MenuParams::default();
    let units = candidates(&plan, moment(0.0), &params, |_| None);
    let offers = menu(&units, &away(200.0, 12.0), moment(0.0), &params, None, None);
    let told: Vec<&str> = offers.iter().map(|offer| offer.name.as_str()).collect();
    assert_eq!(told, ["several", "late", "never"]);
    let meets = |nth: usize| offers[nth].outcome.as_ref().map(|found| found.time).ok();
    assert_eq!(meets(0), meets(1));
    assert!(meets(0) > Some(moment(5.0)) && meets(2).is_none());
}

#[test]
fn of_several_periods_without_a_meeting_that_is_told_in_which_the_unit_is_available() {
    let until = |from: f64, to: f64| Period { from: Some(moment(from)), to: Some(moment(to)) };
    let several =
        Unit { on_station: vec![until(-9.0, -5.0), until(0.0, 0.1), until(-4.0, -3.0)], ..speeds(20.0, 20.0) };
    let plan = plan(vec![unit("several", at(33.0, 125.0), several)]);
    let params = MenuParams::default();
    let units = candidates(&plan, moment(0.0), &params, |_| None);
    let offers = menu(&units, &away(200.0, 12.0), moment(0.0), &params, None, None);
    assert!(
        matches!(offers[..], [ref only] if matches!(only.outcome, Err(NoMeeting::Availability { .. }))),
        "{offers:?}"
    );
}

#[test]
fn whoever_must_return_has_half_the_reach() {
    let params = MenuParams { must_return: true, ..MenuParams::default() };
    let lies = away(0.0, 0.0);
    let metres = geodesy::distance(at(33.0, 125.0), at(33.5, 126.0)).value();
    let hours = metres / 1852.0 / 20.0;
    let with = |share: f64, base: Option<&str>| {
        let unit_of = Unit { endurance_h: Some(hours * share), base: base.map(str::to_owned), ..speeds(20.0, 20.0) };
        let plan = plan(vec![unit("one", at(33.0, 125.0), unit_of)]);
        let units = candidates(&plan, moment(0.0), &params, |name| (name == "near").then(|| at(33.5, 126.0)));
        let offer = menu(&units, &lies, moment(0.0), &params, None, None).remove(0);
        (offer.outcome.map(|found| found.margin.unwrap_or_default()), offer.is_base_unknown)
    };
    let left = |found: &(Result<Duration, NoMeeting>, bool)| found.0.expect("a meeting").as_secs_f64() / 3600.0;
    assert!((left(&with(2.5, None)) - 0.5 * hours).abs() < 1e-3);
    assert!(matches!(with(1.9, None).0, Err(NoMeeting::Endurance { .. })));
    assert!((left(&with(1.9, Some("near"))) - 0.9 * hours).abs() < 1e-3);
    // A base that nobody knows: only the way there counts, and that is said.
    let unknown = with(1.9, Some("nowhere"));
    assert!(unknown.1 && (left(&unknown) - 0.9 * hours).abs() < 1e-3);
}

#[test]
fn menus_are_the_same_for_any_number_of_threads_and_soon_made() {
    let units: Vec<_> = (0..50)
        .map(|idx| {
            let place = at(32.0 + 0.1 * f64::from(idx), 124.0 + 0.05 * f64::from(idx));
            unit(&format!("unit {idx}"), place, speeds(15.0, 18.0 + f64::from(idx % 13)))
        })
        .collect();
    let plan = plan(units);
    let params = MenuParams::default();
    let units = candidates(&plan, moment(0.0), &params, |_| None);
    let motions: Vec<Motion> = (0..40).map(|idx| away(9.0 * f64::from(idx), 0.6 * f64::from(idx))).collect();
    let begun = Instant::now();
    let found = menus(&units, &motions, moment(0.0), &params);
    let each = begun.elapsed() / 2000;
    for n_threads in [1, 5] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(n_threads).build().expect("threads");
        assert_eq!(pool.install(|| menus(&units, &motions, moment(0.0), &params)), found);
    }
    // Without optimising, on a loaded machine: benches measure the rest (docs/intercept.md).
    assert!(each < Duration::from_millis(2), "{each:?} for a unit and a vessel");
}

type Row = (f64, f64, f64, Option<f64>, Option<f64>);

/// One vessel: hours, latitude, longitude, SOG, COG.
fn track(fixes: &[Row]) -> TrackStore {
    let mut builder = TrackBuilder::default();
    for (hour, lat, lon, sog, cog) in fixes {
        builder.push(&Fix {
            mmsi: Mmsi::new(440_123_456).expect("an MMSI"),
            time: moment(*hour),
            position: at(*lat, *lon),
            sog: sog.and_then(Knots::new),
            cog: cog.map(Course::wrapped),
            heading: None,
            nav_status: None,
        });
    }
    builder.build().0
}

fn assumed(store: &TrackStore, hour: f64, assumption: Assumption) -> Result<Motion, AssumeError> {
    motion_of(store.slice(0).expect("a vessel"), moment(hour), assumption, None, None)
}

#[test]
fn a_vessel_goes_on_from_its_last_fix_or_from_between_two() {
    let store = track(&[(0.0, 33.0, 125.0, Some(10.0), Some(90.0)), (2.0, 33.0, 125.4, Some(12.0), Some(0.0))]);
    // An hour after its last fix: 12 nm north of it.
    let after = assumed(&store, 3.0, Assumption::Course).expect("a course");
    let place = after.position(moment(3.0)).expect("a place");
    assert!((geodesy::distance(at(33.0, 125.4), place).nautical_miles().value() - 12.0).abs() < 1e-6);
    assert!(place.lat() > 33.19 && after.start() == moment(2.0));
    // Between its fixes it is between them, and goes on by what the first of the two says.
    let between = assumed(&store, 1.0, Assumption::Course).expect("a course");
    assert_eq!(between.position(moment(1.0)).map(Position::e7), Some((330_000_000, 1_252_000_000)));
    assert!((between.top_speed().value() - 10.0).abs() < 1e-9);
    // Its recorded track.
    let route = assumed(&store, 1.0, Assumption::Route).expect("a track");
    assert_eq!(
        (route.end(), route.position(moment(2.0)).map(Position::e7)),
        (Some(moment(2.0)), Some((330_000_000, 1_254_000_000)))
    );
    assert_eq!(assumed(&store, -1.0, Assumption::Course), Err(AssumeError::NotYet { first: moment(0.0) }));
}

#[test]
fn a_route_is_sailed_again_and_a_port_reached() {
    let store =
        track(&[(0.0, 33.0, 125.0, None, None), (1.0, 33.0, 125.2, None, None), (2.0, 33.2, 125.2, None, None)]);
    // Neither course nor speed are stated: 12 nm an hour to the north, as between the last two.
    let on = assumed(&store, 2.0, Assumption::Course).expect("two fixes");
    assert!((on.top_speed().value() - 11.977).abs() < 0.01, "{:?}", on.top_speed());
    assert!(on.position(moment(3.0)).expect("a place").lat() > 33.39);
    let again = assumed(&store, 2.0, Assumption::Route).expect("a route");
    let way = [at(33.2, 125.2), at(33.0, 125.0), at(33.0, 125.2), at(33.2, 125.2)];
    let hours = geodesy::line_length(&way).nautical_miles().value() / on.top_speed().value();
    let end = again.end().expect("an end").millis() - moment(2.0 + hours).millis();
    assert!(end.abs() < 5, "{end}");
    let port = assumed(&store, 2.0, Assumption::To(at(33.2, 125.6))).expect("a way");
    assert!(port.position(port.end().expect("an end")).is_some_and(|at| (at.lon() - 125.6).abs() < 1e-6));
    let lone = track(&[(0.0, 33.0, 125.0, None, None)]);
    assert_eq!(assumed(&lone, 0.0, Assumption::Course), Err(AssumeError::NoSpeed));
    let still = track(&[(0.0, 33.0, 125.0, Some(0.0), None)]);
    assert_eq!(assumed(&still, 0.0, Assumption::To(at(33.0, 126.0))), Err(AssumeError::LiesStill));
    let lies = assumed(&still, 5.0, Assumption::Course).expect("it lies there");
    assert_eq!(lies.position(moment(9.0)).map(Position::e7), Some((330_000_000, 1_250_000_000)));
    // Two ships on their ways, by the same words: the one that lies is passed at its distance.
    let passing = Motion::through(&[at(33.1, 124.0), at(33.1, 126.0)], moment(0.0), Knots::new(12.0).expect("a speed"));
    let found = closest(&lies, &passing.expect("a way"), moment(0.0), moment(24.0)).expect("both are there");
    assert!((found.distance.value() - 11_590.0).abs() < 150.0, "{found:?}");
}
