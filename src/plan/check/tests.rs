use std::sync::Arc;

use geo::{coord, line_string, point, polygon};
use uuid::Uuid;

use super::*;
use crate::geodesy::Position;
use crate::plan::{PlanId, Shape, Unit, UnitType};
use crate::units::{Knots, Metres, Timestamp};

fn id(n: u128) -> FeatureId {
    FeatureId(Uuid::from_u128(n))
}

fn square(lon: f64, lat: f64, size: f64) -> Geometry<f64> {
    polygon![(x: lon, y: lat), (x: lon + size, y: lat), (x: lon + size, y: lat + size), (x: lon, y: lat + size)].into()
}

fn at(hour: u32) -> Option<Timestamp> {
    Timestamp::from_civil(2018, 1, 16, hour, 0, 0)
}

/// The rules that these features break, in order, but for areas that have no unit.
#[track_caller]
fn rules(features: Vec<Feature>) -> Vec<Cow<'static, str>> {
    let rules = problems(features).into_iter().map(|problem| problem.rule);
    rules.filter(|rule| rule != "no unit").collect()
}

fn problems(features: Vec<Feature>) -> Vec<Problem> {
    let mut plan = Plan::new(PlanId(Uuid::from_u128(9)), Timestamp::from_seconds(0));
    plan.features = features.into_iter().map(Arc::new).collect();
    check(&plan)
}

/// An area of which nothing but its outline and period is asked: whether it has units and a legal basis is left out by [`rules`].
fn area(n: u128, name: &str, geometry: Geometry<f64>) -> Feature {
    Feature {
        legal_basis: "UNSCR 2375 (2017)".to_owned(),
        ..Feature::new(id(n), Kind::InterdictionArea, name, geometry)
    }
}

fn unit(n: u128, name: &str) -> Feature {
    let mut unit = Feature::new(id(n), Kind::Unit, name, point! { x: 126.0, y: 37.0 }.into());
    unit.unit = Some(Unit { unit_type: Some(UnitType::Ship), ..Unit::default() });
    unit
}

#[test]
fn a_sound_plan_has_no_problems() {
    let mut kilo = area(1, "Area Kilo", square(124.0, 37.0, 1.0));
    kilo.period = Period { from: at(1), to: at(5) };
    kilo.units = vec![id(2)];
    let mut keep_out = Feature::new(id(3), Kind::ExclusionArea, "Exclusion", square(125.0, 37.0, 1.0));
    keep_out.period = Period { from: at(1), to: at(5) };
    assert_eq!(rules(vec![kilo, unit(2, "SYN 1"), keep_out]), [""; 0], "they only share a border");
}

#[test]
fn a_problem_says_which_feature_and_how_to_mend_it() {
    let bow = polygon![(x: 124.0, y: 38.0), (x: 125.0, y: 39.0), (x: 125.0, y: 38.0), (x: 124.0, y: 39.0)];
    let mut kilo = area(1, "Area Kilo", bow.into());
    kilo.units = vec![id(2)];
    let found = problems(vec![kilo, unit(2, "SYN 1")]);
    assert_eq!(
        found.iter().map(ToString::to_string).collect::<Vec<_>>(),
        [
            "Area Kilo (00000000-0000-0000-0000-000000000001): its outline crosses itself near 38.50000 124.50000; move a vertex there so that the outline no longer crosses"
        ]
    );
}

#[test]
fn names_and_ids_are_looked_at() {
    let mut twin = area(2, "Kilo", square(126.0, 37.0, 1.0));
    twin.foreign_id = Some(format!("\"{}\"", id(1)).into());
    let found = rules(vec![area(1, "Kilo", square(124.0, 37.0, 1.0)), twin, area(3, " ", square(128.0, 37.0, 1.0))]);
    assert_eq!(found, ["name taken", "duplicate id", "name taken", "duplicate id", "no name"]);
}

#[test]
fn periods_that_end_before_they_begin_are_found() {
    let mut kilo = area(1, "Kilo", square(124.0, 37.0, 1.0));
    kilo.period = Period { from: at(5), to: at(1) };
    let mut ship = unit(2, "SYN 1");
    ship.unit = Some(Unit {
        available: Period { from: at(5), to: at(5) },
        speed_cruise: Knots::new(20.0),
        speed_max: Knots::new(15.0),
        ..Unit::default()
    });
    assert_eq!(rules(vec![kilo, ship]), ["period", "unit", "unit", "period"]);
}

#[test]
fn periods_on_station_lie_within_availability_and_hold_what_the_unit_is_assigned_to() {
    let mut kilo = area(1, "Kilo", square(124.0, 37.0, 1.0));
    kilo.period = Period { from: at(2), to: at(4) };
    kilo.units = vec![id(2)];
    let with = |periods: &[(u32, u32)]| {
        let mut ship = unit(2, "SYN 1");
        ship.unit = Some(Unit {
            unit_type: Some(UnitType::Ship),
            available: Period { from: at(1), to: at(9) },
            on_station: periods.iter().map(|(from, to)| Period { from: at(*from), to: at(*to) }).collect(),
            ..Unit::default()
        });
        rules(vec![kilo.clone(), ship])
    };
    assert_eq!(with(&[(1, 5), (6, 9)]), [""; 0]);
    assert_eq!(with(&[(1, 3), (3, 9)]), ["unit not available"]);
    assert_eq!(with(&[(1, 5), (8, 7), (6, 10)]), ["period", "period"]);
}

#[test]
fn units_must_be_there_be_units_and_be_available() {
    let mut kilo = area(1, "Kilo", square(124.0, 37.0, 1.0));
    kilo.period = Period { from: at(1), to: at(5) };
    kilo.units = vec![id(77), id(2), id(3)];
    let mut late = unit(3, "SYN 1");
    late.unit =
        Some(Unit { unit_type: Some(UnitType::Ship), available: Period { from: at(2), to: None }, ..Unit::default() });
    let found = rules(vec![kilo, area(2, "Lima", square(126.0, 37.0, 1.0)), late]);
    assert_eq!(found, ["unknown unit", "unknown unit", "unit not available"]);
}

#[test]
fn places_must_suit_the_kind_and_enclose_something() {
    let line: Geometry<f64> = line_string![(x: 124.0, y: 37.0), (x: 125.0, y: 37.0)].into();
    let flat = polygon![(x: 124.0, y: 37.0), (x: 125.0, y: 37.0), (x: 126.0, y: 37.0)];
    let short = geo::Polygon::new(line_string![(x: 124.0, y: 37.0), (x: 125.0, y: 37.0)], vec![]);
    let mut nowhere = area(4, "D", square(1.0, 1.0, 1.0));
    nowhere.geometry = None;
    let far: Geometry<f64> = Geometry::Point(coord! { x: 181.0, y: 37.0 }.into());
    let found = rules(vec![
        area(1, "A", line.clone()),
        area(2, "B", flat.into()),
        area(3, "C", short.into()),
        nowhere,
        Feature::new(id(5), Kind::Unit, "E", square(1.0, 1.0, 1.0)),
        Feature::new(id(6), Kind::PatrolRoute, "F", line),
        Feature::new(id(7), Kind::Point, "G", far),
    ]);
    assert_eq!(
        found,
        ["wrong geometry", "too few vertices", "too few vertices", "no place", "wrong geometry", "off the globe"]
    );
}

#[test]
fn a_shape_must_be_that_of_its_outline() {
    let centre = Position::new(37.0, 124.0).expect("on the globe");
    let shape = Shape::Circle { centre, radius: Metres::magnitude(9260.0) };
    let mut kilo = area(1, "Kilo", geometry_of(&shape).expect("a circle"));
    kilo.shape = Some(shape);
    assert_eq!(rules(vec![kilo.clone()]), [""; 0]);
    kilo.geometry = Some(square(124.0, 37.0, 1.0));
    assert_eq!(rules(vec![kilo]), ["shape"]);
}

#[test]
fn areas_and_routes_keep_out_of_exclusion_areas_of_their_time() {
    let mut kilo = area(1, "Kilo", square(124.0, 37.0, 1.0));
    kilo.period = Period { from: at(1), to: at(5) };
    let route = line_string![(x: 123.0, y: 37.75), (x: 126.0, y: 37.75)];
    let route = Feature::new(id(2), Kind::PatrolRoute, "Route", route.into());
    let mut keep_out = Feature::new(id(3), Kind::ExclusionArea, "Exclusion", square(124.5, 37.5, 1.0));
    assert_eq!(
        rules(vec![kilo.clone(), route.clone(), keep_out.clone()]),
        ["overlaps exclusion", "overlaps exclusion"]
    );
    keep_out.period = Period { from: at(5), to: at(9) };
    assert_eq!(rules(vec![kilo, keep_out]), [""; 0], "one begins as the other ends");
}

/// A unit that has speeds, an endurance and a place.
fn patrol_unit(n: u128, lon: f64) -> Feature {
    let mut unit = unit(n, "SYN 1");
    unit.geometry = Some(point! { x: lon, y: 37.5 }.into());
    unit.unit = Some(Unit {
        unit_type: Some(UnitType::Ship),
        speed_cruise: Knots::new(15.0),
        speed_max: Knots::new(20.0),
        endurance_h: Some(240.0),
        ..Unit::default()
    });
    unit
}

/// A degree of longitude is 87,832.43 m along the parallel of 38 N, 47.43 nm; the geodesic is a little shorter.
fn held(n: u128, name: &str, lon: f64, from: u32, to: u32) -> Feature {
    let mut area = area(n, name, square(lon, 37.0, 1.0));
    (area.period, area.units) = (Period { from: at(from), to: at(to) }, vec![id(9)]);
    area
}

#[test]
fn a_unit_cannot_be_in_two_places_at_once() {
    // Two degrees apart: 94.8 nm, 12.6 h there and back at 15 kn.
    let pair = |to| vec![held(1, "Kilo", 123.0, 1, to), held(2, "Lima", 126.0, 1, to), patrol_unit(9, 123.5)];
    let found = problems(pair(11));
    let [problem] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!(
        (problem.feature, problem.name.as_str(), problem.rule.as_ref()),
        (Some(id(9)), "SYN 1", "two places at once")
    );
    assert_eq!(
        problem.what,
        "it is in two places at once: “Kilo” and “Lima” both want it for 10.0 h (2018-01-16T01:00:00Z to 2018-01-16T11:00:00Z), and are 94.8 nm apart, there and back 12.6 h at 15.0 kn"
    );
    assert_eq!(rules(pair(14)), [""; 0], "thirteen hours are enough to go back and forth once");
    let touching = vec![held(1, "Kilo", 123.0, 1, 3), held(2, "Lima", 124.0, 1, 3), patrol_unit(9, 123.5)];
    assert_eq!(rules(touching), [""; 0], "areas that touch are one place");
}

#[test]
fn a_unit_gets_no_sooner_from_one_area_to_the_next_than_its_best_speed() {
    // 95 nm at 20 kn are 4.8 h.
    let pair = |from| vec![held(2, "Lima", 126.0, from, 20), held(1, "Kilo", 123.0, 1, 5), patrol_unit(9, 123.5)];
    assert_eq!(rules(pair(9)), ["transit"]);
    assert_eq!(rules(pair(10)), [""; 0]);
    // From its own place, available from 0 h: 143 nm to the west.
    let mut far = patrol_unit(9, 121.0);
    far.unit = far.unit.map(|unit| Unit { available: Period { from: at(0), to: None }, ..unit });
    let found = problems(vec![held(1, "Kilo", 124.0, 1, 9), far.clone()]);
    assert_eq!(found.iter().map(|problem| problem.rule.as_ref()).collect::<Vec<_>>(), ["transit"]);
    assert!(found[0].what.contains("cannot be at “Kilo” when that begins"), "{}", found[0].what);
    assert_eq!(rules(vec![held(1, "Kilo", 124.0, 8, 9), far]), [""; 0]);
}

#[test]
fn an_area_wants_units_that_can_stay_for_its_period() {
    let bare = area(1, "Kilo", square(123.0, 37.0, 1.0));
    assert_eq!(problems(vec![bare])[0].rule, "no unit");
    let zone = Feature::new(id(1), Kind::ReferenceArea, "Lima", square(123.0, 37.0, 1.0));
    assert_eq!(problems(vec![zone]).len(), 0);
    // Two degrees away, at 37.5 N: 95.5 nm, 12.7 h there and back.
    let short = |n| {
        let mut unit = patrol_unit(n, 121.0);
        unit.name = format!("SYN {n}");
        unit.unit = unit.unit.map(|unit| Unit { endurance_h: Some(20.0), ..unit });
        unit
    };
    let kilo = held(1, "Kilo", 123.0, 1, 9);
    let found = problems(vec![kilo.clone(), short(9)]);
    assert_eq!((found[0].feature, found[0].rule.as_ref()), (Some(id(1)), "endurance"));
    assert!(found[0].what.contains("lasts 8.0 h, and its unit “SYN 9” can stay for 7.3 h"), "{}", found[0].what);
    let mut relieved = kilo;
    relieved.units.push(id(10));
    assert_eq!(rules(vec![relieved, short(9), short(10)]), [""; 0], "they relieve one another");
}

#[test]
fn an_interdiction_area_says_on_what_ground() {
    let mut kilo = area(1, "Kilo", square(123.0, 37.0, 1.0));
    kilo.legal_basis = " ".to_owned();
    assert_eq!(rules(vec![kilo]), ["no legal basis"]);
}

#[test]
fn problems_are_told_in_the_language_spoken() {
    let found = crate::language::Language::Korean.scoped(|| problems(vec![area(1, "Kilo", square(123.0, 37.0, 1.0))]));
    assert_eq!((found[0].what.as_str(), found[0].rule.as_ref()), ("배정된 부대가 없습니다", "no unit"));
}
