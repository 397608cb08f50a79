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

/// The rules that these features break, in order.
#[track_caller]
fn rules(features: Vec<Feature>) -> Vec<Cow<'static, str>> {
    problems(features).into_iter().map(|problem| problem.rule).collect()
}

fn problems(features: Vec<Feature>) -> Vec<Problem> {
    let mut plan = Plan::new(PlanId(Uuid::from_u128(9)), Timestamp::from_seconds(0));
    plan.features = features.into_iter().map(Arc::new).collect();
    check(&plan)
}

fn area(n: u128, name: &str, geometry: Geometry<f64>) -> Feature {
    Feature::new(id(n), Kind::InterdictionArea, name, geometry)
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
    let found = problems(vec![area(1, "Area Kilo", bow.into())]);
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
