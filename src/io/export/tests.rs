use std::sync::Arc;

use geo::{Area as _, Geometry, line_string, point, polygon};
use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::io::zones;
use crate::plan::{Feature, FeatureId, Foreign, Kind, Period, PlanId, Shape, Unit, UnitType, geometry};
use crate::units::{Knots, Metres, NauticalMiles};

fn id(n: u128) -> FeatureId {
    FeatureId(Uuid::from_u128(n))
}

fn moment(hour: u32) -> Option<Timestamp> {
    Timestamp::from_civil(2018, 1, 16, hour, 0, 0)
}

/// A plan with everything that a plan can hold.
fn plan() -> Plan {
    let mut plan = Plan::new(PlanId(Uuid::from_u128(9)), Timestamp::from_seconds(1_516_060_800));
    plan.title = "서해 <1> & \"2\"".to_owned();
    plan.handling = "가상".to_owned();
    let shape = Shape::Circle {
        centre: crate::geodesy::Position::new(37.5, 124.5).expect("on the globe"),
        radius: Metres::magnitude(9260.0),
    };
    let mut kilo =
        Feature::new(id(1), Kind::InterdictionArea, "Area Kilo", geometry::geometry_of(&shape).expect("a circle"));
    kilo.shape = Some(shape);
    kilo.task = "첫째 줄\n둘째 <줄>, \"인용\" & 007".to_owned();
    kilo.period = Period { from: moment(1), to: moment(5) };
    kilo.units = vec![id(4)];
    kilo.style.stroke = Some("#dd3333".to_owned());
    kilo.style.fill_opacity = Some(0.25);
    kilo.foreign =
        Foreign(vec![("우선순위".to_owned(), Arc::from("\"높음\"")), ("n".to_owned(), Arc::from("[1,{\"a\":2.0}]"))]);
    let holed = polygon!(
        exterior: [(x: 123.0, y: 36.0), (x: 124.0, y: 36.0), (x: 124.0, y: 37.0), (x: 123.0, y: 37.0)],
        interiors: [[(x: 123.4, y: 36.4), (x: 123.4, y: 36.6), (x: 123.6, y: 36.6), (x: 123.6, y: 36.4)]],
    );
    let other = polygon![(x: 121.0, y: 36.0), (x: 122.0, y: 36.0), (x: 122.0, y: 37.0)];
    let parts = Feature::new(id(2), Kind::PatrolZone, "순찰구역", Geometry::MultiPolygon(vec![holed, other].into()));
    let route = line_string![(x: 120.0, y: 35.0), (x: 121.0, y: 35.5), (x: 121.5, y: 35.0)];
    let route = Feature::new(id(3), Kind::PatrolRoute, "항로 1", route.into());
    let mut ship = Feature::new(id(4), Kind::Unit, "SYN 1", point! { x: 126.5, y: 37.4 }.into());
    ship.unit = Some(Unit {
        nation: Some("KOR".to_owned()),
        unit_type: Some(UnitType::Ship),
        speed_cruise: Knots::new(16.0),
        speed_max: Knots::new(24.5),
        sweep_width: NauticalMiles::new(12.0),
        ..Unit::default()
    });
    plan.features = [kilo, parts, route, ship].into_iter().map(Arc::new).collect();
    plan
}

/// Writes the plan, reads the files back as zones, and makes a plan of those.
#[track_caller]
fn there_and_back(extension: &str, files: &[&str]) -> (Plan, Vec<String>) {
    let folder = tempfile::tempdir().expect("a folder");
    let lost = write_plan(&folder.path().join(format!("계획.{extension}")), &plan()).expect("written");
    let mut layers = Vec::new();
    for file in files {
        for (layer, report) in zones::read(&folder.path().join(file), &Progress::default()).expect("read back") {
            assert!(report.repaired.is_empty() && report.skipped.is_empty(), "{report:?}");
            layers.push(layer);
        }
    }
    let (back, report) = plan_of_zones(&layers, Timestamp::from_seconds(0)).expect("a plan");
    assert!(report.repaired.is_empty(), "{report:?}");
    (back, lost)
}

#[track_caller]
fn check_same(before: &Feature, after: &Feature) {
    assert_eq!((before.id, before.kind, &before.name, &before.task), (after.id, after.kind, &after.name, &after.task));
    assert_eq!(
        (before.period, &before.units, &before.shape, &before.unit),
        (after.period, &after.units, &after.shape, &after.unit)
    );
    assert_eq!(before.style, after.style);
    assert_eq!(before.foreign, after.foreign);
    let area = |feature: &Feature| feature.geometry.as_ref().map_or(0.0, geo::Area::unsigned_area);
    assert!((area(before) - area(after)).abs() < 1e-9, "{:?}", after.geometry);
}

#[test]
fn kml_and_kmz_bring_a_plan_back() {
    for extension in ["kml", "kmz"] {
        let file = format!("계획.{extension}");
        let (back, lost) = there_and_back(extension, &[&file]);
        assert_eq!(back.title, plan().title);
        assert_eq!(back.features.len(), 4);
        for (before, after) in plan().features.iter().zip(&back.features) {
            check_same(before, after);
        }
        assert!(
            lost.iter().any(|said| said.contains("tasks are written as extended data only (“Area Kilo”)")),
            "{lost:?}"
        );
    }
}

#[test]
fn a_shapefile_for_each_kind_of_geometry_brings_a_plan_back() {
    let (back, lost) = there_and_back("shp", &["계획_areas.shp", "계획_lines.shp", "계획_points.shp"]);
    assert_eq!(back.features.len(), 4);
    for before in &plan().features {
        let after = back.feature(before.id).expect("the same id");
        check_same(before, after);
    }
    assert!(lost.iter().any(|said| said.contains("_areas, _lines, _points")), "{lost:?}");
    assert!(lost.iter().any(|said| said.contains("“우선순위” is called “우선순” there")), "{lost:?}");
}

#[test]
fn every_format_of_one_file_brings_a_plan_back() {
    for extension in ["gpx", "csv", "gpkg", "tak.zip"] {
        let file = format!("계획.{extension}");
        let (back, lost) = there_and_back(extension, &[&file]);
        assert_eq!(back.features.len(), 4, "{extension}");
        assert_eq!(back.title == plan().title, extension != "csv", "{extension}");
        for (before, after) in plan().features.iter().zip(&back.features) {
            check_same(before, after);
        }
        assert!(!lost.is_empty());
    }
}

#[test]
fn what_a_format_cannot_hold_is_said_once() {
    let mut plan = plan();
    for n in 10..13 {
        let mut nowhere = Feature::new(id(n), Kind::PatrolZone, format!("Zone {n}"), point! { x: 0.0, y: 0.0 }.into());
        nowhere.geometry = None;
        plan.features.push(Arc::new(nowhere));
    }
    for format in Format::ALL.into_iter().filter(|format| *format != Format::GeoJson) {
        let lost = losses(format, &plan);
        let mut unique = lost.clone();
        unique.sort();
        unique.dedup();
        assert_eq!(unique.len(), lost.len(), "{lost:?}");
        assert!(lost.iter().any(|said| said.contains("“Zone 10”")), "{lost:?}");
    }
    assert!(matches!(plan_text(Format::Kmz, &plan), Err(ExportError::NotText(_))));
    assert!(matches!(write_plan(Path::new("x.docx"), &plan), Err(ExportError::UnknownFormat { .. })));
    plan.features.clear();
    assert!(matches!(write_plan(Path::new("x.shp"), &plan), Err(ExportError::Nothing)));
}

#[test]
fn zones_keep_their_attributes_in_every_format_that_has_them() {
    let sample = crate::io::sample::ZONES;
    let layers: Vec<ZoneLayer> = zones::read_bytes(sample.name, sample.bytes, &Progress::default())
        .expect("zones")
        .into_iter()
        .map(|(layer, _)| layer)
        .collect();
    let folder = tempfile::tempdir().expect("a folder");
    for extension in ["geojson", "kml", "kmz", "shp", "csv", "gpx", "gpkg", "tak.zip"] {
        let path = folder.path().join("zones").with_extension(extension);
        write_zones(&path, &layers).expect("written");
        let (back, report) = zones::read(&path, &Progress::default()).expect("read back").remove(0);
        assert!(report.repaired.is_empty() && report.skipped.is_empty(), "{report:?}");
        assert_eq!(back.zones.len(), 6, "{extension}");
        let named = |fields: &[String], zone: &crate::chart::Zone| {
            let members = fields.iter().cloned().zip(zone.attributes.iter().cloned());
            // Ten bytes: three letters of Hangul.
            let name = |name: String| if extension == "shp" { name.chars().take(3).collect() } else { name };
            // A table of coordinates has it among its own columns.
            let members = members.filter(|(field, value)| !value.is_empty() && field != "name");
            members.map(|(field, value)| (name(field), value)).collect::<Vec<_>>()
        };
        for (before, after) in layers[0].zones.iter().zip(&back.zones) {
            assert_eq!(before.name, after.name, "{extension}");
            assert_eq!(named(&layers[0].fields, before), named(&back.fields, after), "{extension}");
            assert!((before.geometry.unsigned_area() - after.geometry.unsigned_area()).abs() < 1e-9);
        }
    }
}

#[test]
fn truth_values_and_numbers_are_no_texts() {
    let text = br#"{"type":"Feature","properties":{"a":true,"b":7,"c":"007"},"geometry":{"type":"Point","coordinates":[1,1]}}"#;
    let (layer, _) = zones::read_bytes("z.geojson", text, &Progress::default()).expect("zones").remove(0);
    let (out, _) = zones_text(Format::GeoJson, &[layer]).expect("text");
    assert!(out.contains(r#""properties":{"a":true,"b":7,"c":"007"}"#), "{out}");
}

#[test]
fn the_same_plan_gives_the_same_bytes() {
    let folder = tempfile::tempdir().expect("a folder");
    let bytes = |extension: &str, file: &str| {
        write_plan(&folder.path().join(format!("p.{extension}")), &plan()).expect("written");
        std::fs::read(folder.path().join(file)).expect("the file")
    };
    for (extension, file) in [
        ("kml", "p.kml"),
        ("kmz", "p.kmz"),
        ("shp", "p_areas.dbf"),
        ("shp", "p_areas.shp"),
        ("gpkg", "p.gpkg"),
        ("tak.zip", "p.tak.zip"),
    ] {
        assert_eq!(bytes(extension, file), bytes(extension, file), "{file}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_comes_back_from_kml(name in "\\PC{0,20}", value in "\\PC{0,40}", field in "[a-zA-Z가-힣 <>&\"']{1,12}") {
        let place = Geometry::Point(point! { x: 1.0, y: 2.0 });
        let zone = crate::chart::Zone {
            name: name.trim().to_owned(), attributes: vec![value.trim().to_owned()], geometry: place, colour: None,
        };
        let layer = ZoneLayer {
            name: "z".into(), source: String::new(), crs: String::new(), fields: vec![field.clone()], zones: vec![Arc::new(zone.clone())], plan: None,
        };
        let (kml, _) = zones_text(Format::Kml, &[layer]).expect("text");
        let (back, _) = zones::read_bytes("z.kml", kml.as_bytes(), &Progress::default()).expect("read back").remove(0);
        if !zone.name.is_empty() {
            prop_assert_eq!(&back.zones[0].name, &zone.name);
        }
        if !zone.attributes[0].is_empty() && field != "description" {
            prop_assert_eq!((&back.fields, &back.zones[0].attributes), (&vec![field], &zone.attributes));
        }
    }
}
