//! A plan with everything, there and back through every format: what differs must have been said, and what a format can hold must
//! survive.

use std::collections::BTreeSet;
use std::sync::Arc;

use geo::{Geometry, line_string, polygon};
use uuid::Uuid;

use super::sheet::Parts;
use super::*;
use crate::geodesy::Position;
use crate::io::geojson_geometry::presentable;
use crate::io::zones;
use crate::plan::geometry::{geometry_of, rectangle_between};
use crate::plan::{Feature, FeatureId, Foreign, Kind, Period, PlanId, Shape, Unit, UnitType};
use crate::units::{Course, Knots, Metres, NauticalMiles};

/// Numbers that look random and are the same each time (Knuth's MMIX generator).
struct Seeded(u64);

impl Seeded {
    fn next(&mut self, below: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % below
    }

    fn one_in(&mut self, n: u64) -> bool {
        self.next(n) == 0
    }

    #[expect(clippy::cast_precision_loss, reason = "ten-millionths of a degree")]
    fn degrees(&mut self, from: f64, width: f64) -> f64 {
        from + (self.next(10_000_000) as f64 / 1e7 * width * 1e7).round() / 1e7
    }

    fn text(&mut self) -> String {
        const TEXTS: [&str; 12] = [
            "서해 북부 해역",
            "  white space round it ",
            "two\nlines\tand a tab",
            "<b>&amp; \"quoted\", 'it's'</b>",
            "007",
            "1.50",
            "[1, 2]",
            "{\"a\":null}",
            "null",
            "carriage\r\nreturn \u{1} and control \u{FFFE}",
            "=SUM(A1)",
            "😀 emoji, 𝒜, é",
        ];
        let text = TEXTS[usize::try_from(self.next(12)).unwrap()];
        match self.next(30) {
            0 => text.repeat(40),
            1 => "가나다 라마바. ".repeat(300),
            _ => text.to_owned(),
        }
    }

    fn some_text(&mut self) -> String {
        if self.one_in(3) { String::new() } else { self.text() }
    }

    fn moment(&mut self) -> Option<Timestamp> {
        let seconds = i64::try_from(self.next(100_000_000)).unwrap() + 1_500_000_000;
        let millis = if self.one_in(4) { i64::try_from(self.next(1000)).unwrap() } else { 0 };
        (!self.one_in(3)).then(|| Timestamp::from_millis(seconds * 1000 + millis))
    }

    fn place(&mut self) -> Position {
        Position::new(self.degrees(30.0, 8.0), self.degrees(121.0, 10.0)).unwrap().rounded()
    }

    fn shape(&mut self) -> Shape {
        let centre = self.place();
        match self.next(8) {
            7 => Shape::Measured { places: vec![centre, self.place(), self.place()] },
            6 => Shape::Geodesic { corners: vec![centre, self.place(), self.place()] },
            0 => Shape::Circle { centre, radius: Metres::magnitude(9260.0) },
            // Over the antimeridian.
            1 => Shape::Circle {
                centre: Position::new(10.0, 179.99).unwrap(),
                radius: Metres::magnitude(self.degrees(5_000.0, 9.0)),
            },
            2 => rectangle_between(centre, Position::new(centre.lat() + 1.0, centre.lon() + 0.5).unwrap().rounded()),
            3 => Shape::Ring { centre, inner: Metres::magnitude(1_000.0), outer: Metres::magnitude(2_000.5) },
            4 => Shape::Sector {
                centre,
                inner: Metres::magnitude(0.0),
                outer: Metres::magnitude(20_000.0),
                from: Course::new(350.0).unwrap(),
                to: Course::new(20.5).unwrap(),
            },
            _ => Shape::Corridor { route: vec![centre, self.place()], half_width: Metres::magnitude(926.0) },
        }
    }

    fn square(&mut self) -> geo::Polygon<f64> {
        let (x, y) = (self.degrees(120.0, 5.0), self.degrees(30.0, 5.0));
        let hole = geo::LineString::from(vec![(x + 0.2, y + 0.2), (x + 0.2, y + 0.4), (x + 0.4, y + 0.4)]);
        let outer = geo::LineString::from(vec![(x, y), (x + 1.0, y), (x + 1.0, y + 1.0), (x, y + 1.0)]);
        let whole = geo::Polygon::new(outer, vec![hole]);
        if self.one_in(2) { whole } else { geo::Polygon::new(whole.exterior().clone(), Vec::new()) }
    }

    fn geometry(&mut self) -> Geometry<f64> {
        let (x, y) = (self.degrees(120.0, 5.0), self.degrees(30.0, 5.0));
        let line = line_string![(x: x, y: y), (x: x + 0.123_456_7, y: y + 1.0), (x: x + 1.0, y: y)];
        let other = line_string![(x: x + 2.0, y: y), (x: x + 3.0, y: y + 1.0)];
        let far = geo::Polygon::new(self.square().exterior().clone(), Vec::new());
        let far = geo::MapCoords::map_coords(&far, |c| geo::Coord { x: c.x + 20.0, y: c.y - 20.0 });
        match self.next(8) {
            0 => Geometry::Polygon(self.square()),
            1 => Geometry::MultiPolygon(vec![self.square(), far].into()),
            2 => Geometry::LineString(line),
            3 => Geometry::MultiLineString(geo::MultiLineString(vec![line, other])),
            4 => Geometry::Point(geo::Point::new(x, y)),
            5 => Geometry::MultiPoint(vec![(x, y), (x + 1.0, y)].into()),
            // Over the antimeridian.
            6 => Geometry::Polygon(
                polygon![(x: 179.0, y: y), (x: 181.0, y: y), (x: 181.0, y: y + 1.0), (x: 179.0, y: y + 1.0)],
            ),
            _ => Geometry::GeometryCollection(
                vec![Geometry::Polygon(far), Geometry::LineString(line), Geometry::Point(geo::Point::new(x, y))].into(),
            ),
        }
    }

    fn feature(&mut self, n: u128) -> Feature {
        let kind = Kind::ALL[usize::try_from(self.next(9)).unwrap()];
        let mut feature = Feature::new(FeatureId(Uuid::from_u128(n)), kind, self.some_text(), self.geometry());
        if self.one_in(4) {
            let shape = self.shape();
            feature.geometry = Some(geometry_of(&shape).unwrap());
            feature.shape = Some(shape);
        }
        if self.one_in(30) {
            (feature.geometry, feature.shape) = (None, None);
        }
        feature.geometry = feature.geometry.as_ref().and_then(presentable);
        feature.task = self.some_text();
        feature.legal_basis = self.some_text();
        feature.remarks = if self.one_in(200) { "해역 안내 ".repeat(8_000) } else { self.some_text() };
        feature.period = Period { from: self.moment(), to: self.moment() };
        feature.units =
            (0..self.next(3)).map(|_| FeatureId(Uuid::from_u128(u128::from(1 + self.next(1000))))).collect();
        if kind == Kind::Unit {
            feature.unit = Some(Unit {
                nation: Some("KOR".to_owned()),
                unit_type: Some(UnitType::ALL[usize::try_from(self.next(4)).unwrap()]),
                speed_cruise: Knots::new(16.25),
                speed_max: Knots::new(24.0),
                endurance_h: Some(0.1 + 0.2),
                sweep_width: NauticalMiles::new(12.0),
                sweep_small: NauticalMiles::new(6.0),
                sweep_large: NauticalMiles::new(16.5),
                available: Period { from: self.moment(), to: None },
                on_station: (0..self.next(3)).map(|_| Period { from: self.moment(), to: self.moment() }).collect(),
                base: Some(self.text()),
            });
        }
        if self.one_in(3) {
            feature.style.stroke = Some(["#d33", "#00ff7f", "red"][usize::try_from(self.next(3)).unwrap()].to_owned());
            feature.style.fill_opacity = Some(0.25);
            feature.style.stroke_width = Some(1.5);
        }
        if self.one_in(3) {
            let raws = ["\"높음\"", "7", "1e400", "[1,{\"a\":2.0}]", "null", "true", "\"007\"", "\"7\"", "0.10"];
            let names = [
                "우선순위",
                "n",
                "a b/c",
                "Name",
                "description",
                "layer",
                "fid",
                "geom",
                "begin",
                "긴 이름의 속성 하나",
            ];
            let mut used = BTreeSet::new();
            for _ in 0..=self.next(3) {
                let name = names[usize::try_from(self.next(10)).unwrap()];
                if used.insert(name) {
                    let raw = raws[usize::try_from(self.next(9)).unwrap()];
                    feature.foreign.0.push((name.to_owned(), Arc::from(raw)));
                }
            }
        }
        (feature.is_hidden, feature.is_locked) = (self.one_in(9), self.one_in(9));
        feature.group = if self.one_in(5) { "북쪽 <group>".to_owned() } else { String::new() };
        if self.one_in(20) {
            feature.foreign_feature = Foreign(vec![("remark of the file".to_owned(), Arc::from("[1,2]"))]);
        }
        feature
    }
}

fn everything() -> Plan {
    let mut seeded = Seeded(20_180_116);
    let mut plan = Plan::new(PlanId(Uuid::from_u128(99)), Timestamp::from_seconds(1_516_060_800));
    plan.title = "서해 <1> & \"2\"".to_owned();
    plan.author = "담당자".to_owned();
    plan.handling = "가상 / exercise".to_owned();
    plan.parents = vec!["0".repeat(64)];
    plan.foreign = Foreign(vec![("newer".to_owned(), Arc::from("{\"a\":[1]}"))]);
    plan.foreign_collection = Foreign(vec![("name".to_owned(), Arc::from("\"층\""))]);
    plan.features = (1..=1000).map(|n| Arc::new(seeded.feature(n))).collect();
    // As it stands in its own file.
    let bytes = plan_geojson::to_bytes(&plan);
    plan_geojson::from_bytes(&bytes, "plan", &Progress::default()).expect("its own file").0
}

/// All parts of a place, whatever holds them.
fn places(geometry: Option<&Geometry<f64>>) -> String {
    let Some(geometry) = geometry.and_then(presentable) else { return String::new() };
    let parts = Parts::of(&geometry);
    // Where a ring begins says nothing.
    let ring = |ring: &geo::LineString<f64>| {
        let mut open = ring.0.clone();
        open.pop();
        let least =
            (0..open.len()).min_by(|a, b| (open[*a].x, open[*a].y).partial_cmp(&(open[*b].x, open[*b].y)).unwrap());
        open.rotate_left(least.unwrap_or(0));
        format!("{open:?}")
    };
    let mut polygons: Vec<String> = parts
        .polygons
        .iter()
        .map(|polygon| {
            let mut holes: Vec<String> = polygon.interiors().iter().map(ring).collect();
            holes.sort();
            format!("{} less {holes:?}", ring(polygon.exterior()))
        })
        .collect();
    polygons.sort();
    format!("{polygons:?} {:?} {:?}", parts.lines, parts.points)
}

/// The names of the members that differ.
fn differences(before: &Feature, after: &Feature) -> Vec<&'static str> {
    let same = [
        ("id", before.id == after.id && before.foreign_id == after.foreign_id),
        ("kind", before.kind == after.kind),
        ("name", before.name == after.name),
        ("task", before.task == after.task),
        ("period", before.period == after.period),
        ("units", before.units == after.units),
        ("legal_basis", before.legal_basis == after.legal_basis),
        ("hidden", before.is_hidden == after.is_hidden),
        ("locked", before.is_locked == after.is_locked),
        ("group", before.group == after.group),
        ("remarks", before.remarks == after.remarks),
        ("shape", before.shape == after.shape),
        ("unit", before.unit == after.unit),
        ("style", before.style == after.style),
        ("foreign", before.foreign == after.foreign),
        ("foreign_feature", before.foreign_feature == after.foreign_feature),
        ("geometry", places(before.geometry.as_ref()) == places(after.geometry.as_ref())),
    ];
    same.into_iter().filter(|(_, is_same)| !is_same).map(|(name, _)| name).collect()
}

/// Writes the plan with everything, reads it back, and asks that only these members differ, each foretold by a sentence.
#[track_caller]
fn check(extension: &str, files: &[&str], may_differ: &[(&str, &str)], keeps_head: bool) {
    let plan = everything();
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join(format!("p.{extension}"));
    let foretold = losses(Format::of(&path).expect("a format"), &plan);
    let said = write_plan(&path, &plan).expect("written");
    assert_eq!(foretold, said);
    let mut layers = Vec::new();
    for file in files {
        for (layer, report) in zones::read(&folder.path().join(file), &Progress::default()).expect("read back") {
            assert!(report.repaired.is_empty(), "{:?}", &report.samples[..report.samples.len().min(3)]);
            layers.push(layer);
        }
    }
    let (back, report) = plan_of_zones(&layers, Timestamp::from_seconds(0)).expect("a plan");
    assert!(report.repaired.keys().all(|reason| reason == "value unreadable"), "{report:?}");
    let placed: Vec<&Arc<Feature>> = plan.features.iter().filter(|feature| feature.geometry.is_some()).collect();
    assert!(placed.len() < plan.features.len() && said.iter().any(|said| said.contains("no place on the map")));
    assert_eq!(back.features.len(), placed.len());
    if keeps_head {
        let head = |plan: &Plan| plan_geojson::about_text(plan);
        assert_eq!(head(&back), head(&plan));
    } else {
        assert!(said.iter().any(|said| said.contains("title, author, handling, dates and ancestry")), "{said:?}");
    }
    for (before, after) in placed.iter().zip(&back.features) {
        for member in differences(before, after) {
            let sentence = may_differ.iter().find(|(name, _)| *name == member).map(|(_, sentence)| *sentence);
            let is_said = sentence.is_some_and(|sentence| said.iter().any(|said| said.contains(sentence)));
            assert!(is_said, "{extension}: {member} of {before:#?}\nbecame\n{after:#?}\n{said:#?}");
        }
    }
    let many = said.iter().filter(|said| said.ends_with(" more)")).count();
    assert!(many > 0, "{said:?}");
}

#[test]
fn kml_keeps_everything_that_has_a_place() {
    check("kml", &["p.kml"], &[], true);
    check("kmz", &["p.kmz"], &[], true);
}

#[test]
fn gpx_keeps_everything_that_has_a_place() {
    check("gpx", &["p.gpx"], &[], true);
}

#[test]
fn a_geopackage_keeps_everything_that_has_a_place() {
    check("gpkg", &["p.gpkg"], &[], true);
}

#[test]
fn a_tak_data_package_keeps_everything_that_has_a_place() {
    check("tak.zip", &["p.tak.zip"], &[], true);
}

#[test]
fn a_table_of_coordinates_keeps_everything_but_the_plan_itself() {
    check("csv", &["p.csv"], &[], false);
}

#[test]
fn shapefiles_keep_all_but_long_texts() {
    let long = [
        ("remarks", "“remarks” is longer than"),
        ("task", "“task” is longer than"),
        ("legal_basis", "“legal_basis” is longer than"),
        ("name", "“name” is longer than"),
        ("unit", "“base” is longer than"),
        ("hidden", "too long for a field, and lose their types"),
        ("locked", "too long for a field, and lose their types"),
        ("group", "too long for a field, and lose their types"),
        ("foreign", "too long for a field, and lose their types"),
        ("foreign_feature", "too long for a field, and lose their types"),
    ];
    check("shp", &["p_areas.shp", "p_lines.shp", "p_points.shp"], &long, false);
}
