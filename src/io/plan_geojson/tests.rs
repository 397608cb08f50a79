//! Facts about the plan file.

use std::sync::Arc;

use geo::{Coord, Geometry, LineString, Polygon};
use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::geodesy::Position;
use crate::plan::{
    Feature, FeatureId, Foreign, Inspection, Item, Kind, Period, Plan, PlanId, Shape, Style, Unit, UnitType,
};
use crate::units::{Course, Knots, Metres, NauticalMiles, Timestamp};

fn open(text: &str) -> (Plan, Report, Access) {
    from_bytes(text.as_bytes(), "plan.geojson", &Progress::default()).expect("a plan")
}

fn saved(plan: &Plan) -> String {
    String::from_utf8(to_bytes(plan)).expect("UTF-8")
}

fn refusal(text: &str) -> String {
    from_bytes(text.as_bytes(), "plan.geojson", &Progress::default()).expect_err("no plan").to_string()
}

/// A plan file around the text of its features.
fn file(features: &str) -> String {
    format!(
        r#"{{"type":"FeatureCollection","cordon":{{"format":1,"id":"0f4e6c5e-0000-4000-8000-000000000001","title":"T",
        "created":"2018-01-16T00:00:00Z","modified":"2018-01-16T00:00:00Z"}},"features":[{features}]}}"#
    )
}

const AREA: &str = r#"{"type":"Feature","id":"0f4e6c5e-0000-4000-8000-00000000000a","geometry":{"type":"Polygon",
    "coordinates":[[[125,38],[126,38],[126,39],[125,39],[125,38]]]},"properties":{"kind":"interdiction_area","name":"Area Kilo"}}"#;

#[test]
fn the_file_reads_as_interface_md_shows_it() {
    let mut plan = Plan::new(PlanId(Uuid::from_u128(1)), Timestamp::from_seconds(1_516_060_800));
    plan.title = "킬로 작전".into();
    let ring = vec![(125.0, 38.0), (125.0, 39.0), (126.123_456_78, 39.0), (126.0, 38.0), (125.0, 38.0)];
    let polygon = Polygon::new(LineString::from(ring), vec![]);
    let mut area = Feature::new(FeatureId(Uuid::from_u128(2)), Kind::InterdictionArea, "Area Kilo", polygon.into());
    area.task = "Hold \"all\" tankers".into();
    area.period.from = Some(Timestamp::from_seconds(1_516_060_800));
    area.shape = Some(Shape::Circle {
        centre: Position::new(38.7, 125.4).expect("on the globe"),
        radius: Metres::magnitude(9260.0),
    });
    area.style.fill_opacity = Some(0.2);
    plan.features.push(Arc::new(area));
    assert_eq!(
        saved(&plan),
        r#"{
"type":"FeatureCollection",
"cordon":{
"format":1,
"id":"00000000-0000-0000-0000-000000000001",
"title":"킬로 작전",
"created":"2018-01-16T00:00:00Z",
"modified":"2018-01-16T00:00:00Z"
},
"bbox":[125,38,126.1234568,39],
"features":[
{"type":"Feature","id":"00000000-0000-0000-0000-000000000002",
"geometry":{"type":"Polygon","coordinates":[[[125,38],[126,38],[126.1234568,39],[125,39],[125,38]]]},
"properties":{
"kind":"interdiction_area",
"name":"Area Kilo",
"task":"Hold \"all\" tankers",
"effective_from":"2018-01-16T00:00:00Z",
"shape":{"type":"circle","center":[125.4,38.7],"radius_m":9260},
"fill-opacity":0.2
}}
]
}
"#
    );
}

#[test]
fn unknown_members_are_kept_at_every_level() {
    let text = r#"{"type":"FeatureCollection","name":"레이어","xn":1e400,"big":18446744073709551617,
      "cordon":{"format":1,"id":"0f4e6c5e-0000-4000-8000-000000000001","title":"T","created":"2018-01-16T00:00:00Z",
        "modified":"2018-01-16T00:00:00Z","classification":{"level":2.50}},
      "features":[{"type":"Feature","id":12345678901234567890123,"bbox":[1,2,3,4],"tippecanoe":{"minzoom": 4},
        "geometry":{"type":"GeometryCollection","note":"g","geometries":[
          {"type":"Point","coordinates":[125.5,38.5],"accuracy":1.0},
          {"type":"LineString","coordinates":[[125,38],[126,39]]}]},
        "properties":{"kind":"minefield","name":"A","depth_m":1.10,"depth_m":2,
          "shape":{"type":"circle","center":[125.4,38.7],"radius_m":9260,"uncertainty_m":500.0}}},
        {"type":"Feature","id":"kilo","geometry":null,"properties":{"kind":"patrol_zone","name":"B","units":["kilo"],
          "shape":{"type":"hexagon","side":1e999},"task":5}}]}"#;
    let (plan, report, access) = open(text);
    assert_eq!(access, Access::ReadWrite);
    let once = saved(&plan);
    for kept in [
        r#""name":"레이어""#,
        r#""xn":1e400"#,
        r#""big":18446744073709551617"#,
        r#""classification":{"level":2.50}"#,
        r#""id":12345678901234567890123,"#,
        r#""bbox":[125,38,126,39]"#,
        r#""tippecanoe":{"minzoom":4}"#,
        r#"{"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[125.5,38.5],"accuracy":1.0},{"type":"LineString""#,
        r#""note":"g""#,
        r#""kind":"minefield""#,
        "\"depth_m\":1.10,\n\"depth_m\":2",
        r#""radius_m":9260,"uncertainty_m":500.0"#,
        r#""id":"kilo""#,
        r#""units":["kilo"]"#,
        r#""shape":{"type":"hexagon","side":1e999}"#,
        r#""task":5"#,
        r#""geometry":null"#,
    ] {
        assert!(once.contains(kept), "{kept} is missing from\n{once}");
    }
    assert_eq!(saved(&open(&once).0), once);
    assert_eq!(report.repaired.get("kind unknown"), Some(&1));
    assert_eq!(report.repaired.get("value unreadable"), Some(&1), "the task: {:?}", report.samples);
}

#[test]
fn an_edit_replaces_what_could_not_be_read() {
    let (mut plan, ..) =
        open(&file(&AREA.replace("\"Area Kilo\"", "\"Kilo\",\"task\":5").replace("interdiction_area", "x")));
    let mut area = Feature::clone(&plan.features[0]);
    area.task = "Watch".into();
    area.kind = Kind::PatrolZone;
    plan.features[0] = Arc::new(area);
    let text = saved(&plan);
    assert!(text.contains(r#""task":"Watch""#) && !text.contains(r#""task":5"#), "{text}");
    assert!(text.contains(r#""kind":"patrol_zone""#) && !text.contains(r#""kind":"x""#), "{text}");
}

#[test]
fn rings_are_closed_and_turned_and_altitudes_counted() {
    let area = AREA
        .replace("[[[125,38],[126,38],[126,39],[125,39],[125,38]]]", "[[[125,38,10],[125,39,10],[126,39],[126,38]]]");
    let (plan, report, _) = open(&file(&area));
    assert!(saved(&plan).contains("[[[125,38],[126,38],[126,39],[125,39],[125,38]]]"), "{}", saved(&plan));
    let found: Vec<_> = report.samples.iter().map(|s| (s.line, s.detail.as_str())).collect();
    assert_eq!(
        found,
        [
            (Some(1), "feature 1 “Area Kilo”: 2 positions had an altitude, which was dropped"),
            (Some(1), "feature 1 “Area Kilo”: a ring did not end where it began; it was closed"),
            (Some(1), "feature 1 “Area Kilo”: a ring was wound the wrong way (RFC 7946, section 3.1.6); it was turned"),
        ]
    );
}

#[test]
fn positions_off_the_globe_are_located_and_kept_in_the_file() {
    for (bad, said) in
        [("[125,91.2]", "latitude 91.2 is off the globe"), ("[725,38]", "longitude 725 is off the globe")]
    {
        let (plan, report, _) = open(&file(&AREA.replace("[126,38]", bad)));
        assert_eq!(plan.features[0].geometry, None);
        assert!(report.samples[0].detail.contains(said), "{:?}", report.samples);
        assert!(saved(&plan).contains(bad));
    }
    for bad in ["[1e400,38]", "[\"126\",38]", "[126]", "[null,38]", "{}"] {
        let (plan, report, _) = open(&file(&AREA.replace("[126,38]", bad)));
        assert_eq!(report.repaired.get("no usable position"), Some(&1), "{bad}");
        assert!(saved(&plan).contains(bad), "{bad}");
    }
}

#[test]
fn two_features_with_one_id_stay_two() {
    let (plan, ..) = open(&file(&format!("{AREA},{AREA}")));
    assert_eq!(plan.features.len(), 2);
    assert_ne!(plan.features[0].id, plan.features[1].id);
    let text = saved(&plan);
    assert_eq!(text.matches("0f4e6c5e-0000-4000-8000-00000000000a").count(), 2);
    assert_eq!(saved(&open(&text).0), text);
}

#[test]
fn a_newer_format_opens_read_only_and_says_so() {
    let (plan, report, access) = open(&file(AREA).replace("\"format\":1", "\"format\":2"));
    assert_eq!(access, Access::ReadOnly { format: "2".into() });
    assert_eq!(plan.features.len(), 1);
    assert!(report.notes[0].contains("format 2, which is newer"), "{:?}", report.notes);
}

#[test]
fn what_is_no_plan_is_refused_with_a_sentence() {
    assert!(refusal("{\"type\":\"FeatureCollection\",\"features\":[]}").contains("no member “cordon”"));
    assert!(refusal("{\"type\":\"Feature\"}").contains("not a GeoJSON FeatureCollection"));
    assert!(refusal(&"[".repeat(100_000)).contains("nested more than 120 levels"));
    assert!(refusal(&file(&AREA.replace("5,38],[126", &"[".repeat(500)))).contains("nested more than"));
    assert!(refusal("").contains("not JSON"));
    assert!(refusal(&file(AREA)[..300]).contains("line 3: not JSON"), "{}", refusal(&file(AREA)[..300]));
    let korean = from_bytes(b"{\"type\":\"\xC7\xD1\"}", "p", &Progress::default()).expect_err("CP949").to_string();
    assert!(korean.contains("not UTF-8 text from byte 9"), "{korean}");
}

#[test]
fn times_with_an_offset_or_without_a_zone_become_utc() {
    let times =
        "\"Area Kilo\",\"effective_from\":\"2018-01-16T09:00:00+09:00\",\"effective_to\":\"2018-01-17T00:00:00\"";
    let (plan, report, _) = open(&file(&AREA.replace("\"Area Kilo\"", times)));
    assert_eq!(plan.features[0].period.from, Timestamp::from_civil(2018, 1, 16, 0, 0, 0));
    assert_eq!(plan.features[0].period.to, Timestamp::from_civil(2018, 1, 17, 0, 0, 0));
    assert_eq!(report.repaired.get("time without a zone"), Some(&1));
}

#[test]
fn a_circle_over_the_antimeridian_is_cut_once_and_for_all() {
    let centre = Position::new(52.0, 179.95).expect("on the globe");
    let ring = crate::geodesy::circle_ring(centre, Metres::magnitude(20_000.0), 64);
    let polygon = Polygon::new(LineString(ring.iter().map(|p| p.coord()).collect()), vec![]);
    let mut plan = Plan::new(PlanId(Uuid::from_u128(1)), Timestamp::from_seconds(0));
    plan.features.push(Arc::new(Feature::new(FeatureId(Uuid::from_u128(2)), Kind::PatrolZone, "C", polygon.into())));
    let once = saved(&plan);
    assert!(once.contains("MultiPolygon") && once.contains("\"bbox\":[179.6"), "{once}");
    assert_eq!(saved(&open(&once).0), once);
}

#[test]
fn two_thousand_features_of_fifty_vertices_open() {
    let ring = |i: u32| {
        let centre = Position::clamped(34.0 + f64::from(i % 50) / 10.0, 124.0 + f64::from(i / 50) / 10.0);
        let ring = crate::geodesy::circle_ring(centre, Metres::magnitude(3000.0), 50);
        Polygon::new(LineString(ring.iter().map(|p| p.coord()).collect()), vec![])
    };
    let mut plan = Plan::new(PlanId(Uuid::from_u128(1)), Timestamp::from_seconds(0));
    plan.features = (0..2000_u32)
        .map(|i| Arc::new(Feature::new(FeatureId(Uuid::from_u128(i.into())), Kind::PatrolZone, "Z", ring(i).into())))
        .collect();
    let bytes = to_bytes(&plan);
    let (opened, report, _) = from_bytes(&bytes, "p", &Progress::default()).expect("a plan");
    assert_eq!(report.kept, 2000);
    assert_eq!(report.repaired.len(), 0);
    assert_eq!(opened, plan);
    assert_eq!(to_bytes(&opened), bytes);
}

#[expect(clippy::cast_precision_loss, reason = "ten digits fit")]
fn any_coord() -> impl Strategy<Value = Coord<f64>> {
    (-1_800_000_000..=1_800_000_000_i64, -900_000_000..=900_000_000_i64)
        .prop_map(|(x, y)| Coord { x: x as f64 / 1e7, y: y as f64 / 1e7 })
}

#[expect(clippy::cast_precision_loss, reason = "ten digits fit")]
fn near_korea() -> impl Strategy<Value = Coord<f64>> {
    (1_170_000_000..=1_460_000_000_i64, 280_000_000..=480_000_000_i64)
        .prop_map(|(x, y)| Coord { x: x as f64 / 1e7, y: y as f64 / 1e7 })
}

fn any_place() -> impl Strategy<Value = Option<Geometry<f64>>> {
    let ring = || prop::collection::vec(near_korea(), 0..8).prop_map(LineString);
    let simple = prop_oneof![
        any_coord().prop_map(|c| Geometry::Point(c.into())),
        prop::collection::vec(any_coord(), 0..6).prop_map(|c| Geometry::LineString(LineString(c))),
        (ring(), ring()).prop_map(|(outer, hole)| Geometry::Polygon(Polygon::new(outer, vec![hole]))),
        prop::collection::vec(ring(), 0..3).prop_map(|rings| Geometry::MultiPolygon(
            rings.into_iter().map(|ring| Polygon::new(ring, vec![])).collect()
        )),
        prop::collection::vec(any_coord(), 1..5)
            .prop_map(|c| Geometry::MultiPoint(c.into_iter().map(geo::Point::from).collect::<Vec<_>>().into())),
    ];
    let nested = simple.prop_recursive(2, 8, 3, |inner| {
        prop::collection::vec(inner, 0..3).prop_map(|parts| Geometry::GeometryCollection(parts.into()))
    });
    prop::option::of(nested)
}

fn any_shape() -> impl Strategy<Value = Option<Shape>> {
    let place = || any_coord().prop_map(|c| Position::clamped(c.y, c.x).rounded());
    let metres = || (0.0..1e6_f64).prop_map(Metres::magnitude);
    prop::option::of(prop_oneof![
        (place(), metres()).prop_map(|(centre, radius)| Shape::Circle { centre, radius }),
        (place(), place()).prop_map(|(south_west, north_east)| Shape::Rectangle { south_west, north_east }),
        (place(), metres(), metres(), 0.0..360.0, 0.0..360.0).prop_map(|(centre, inner, outer, from, to)| {
            Shape::Sector { centre, inner, outer, from: Course::wrapped(from), to: Course::wrapped(to) }
        }),
        (prop::collection::vec(place(), 0..4), metres())
            .prop_map(|(route, half_width)| Shape::Corridor { route, half_width }),
        prop::collection::vec(place(), 0..4).prop_map(|corners| Shape::Geodesic { corners }),
        Just(Shape::Unknown(Arc::from(r#"{"type":"hexagon","n":1.0}"#))),
    ])
}

fn any_feature() -> impl Strategy<Value = Feature> {
    let moment = || prop::option::of((-2_000_000_000_000..4_000_000_000_000_i64).prop_map(Timestamp::from_millis));
    let texts = (".{0,20}", "[가-힣 ]{0,12}", "\\PC{0,20}", ".{0,10}");
    let unit = (prop::option::of("[A-Z]{3}"), 0..4_usize, prop::option::of(0.0..60.0_f64), moment(), moment());
    (
        any::<u128>(),
        0..Kind::ALL.len(),
        texts,
        moment(),
        moment(),
        any_shape(),
        any_place(),
        unit,
        prop::option::of(0.0..1.0),
    )
        .prop_map(|(id, kind, (name, task, remarks, legal), from, to, shape, geometry, unit, opacity)| {
            let kind = Kind::ALL[kind];
            let (nation, unit_type, speed, since, until) = unit;
            Feature {
                id: FeatureId(Uuid::from_u128(id)),
                foreign_id: None,
                kind,
                name,
                task,
                period: Period { from, to },
                units: vec![FeatureId(Uuid::from_u128(id ^ 1))],
                legal_basis: legal,
                remarks,
                shape,
                geometry,
                style: Style { fill: Some("#d33".into()), fill_opacity: opacity, ..Style::default() },
                is_hidden: id % 3 == 0,
                is_locked: id % 5 == 0,
                group: if id % 2 == 0 { "섬 North".into() } else { String::new() },
                inspection: if id % 2 == 0 {
                    Inspection::default().with(Item::Grounds, "a silence").with(Item::ConsentState, "TGO")
                } else {
                    Inspection::default()
                },
                unit: (kind == Kind::Unit).then(|| Unit {
                    nation,
                    unit_type: Some(UnitType::ALL[unit_type]),
                    speed_cruise: speed.and_then(Knots::new),
                    sweep_width: speed.and_then(NauticalMiles::new),
                    sweep_small: speed.and_then(|speed| NauticalMiles::new(speed / 2.0)),
                    available: Period { from: since, to: until },
                    on_station: [since, until].map(|moment| Period { from: moment, to: until }).into(),
                    ..Unit::default()
                }),
                foreign: Foreign(vec![("x\"y".into(), Arc::from("[1.0,{\"가\":null}]"))]),
                foreign_feature: Foreign(vec![("z".into(), Arc::from("0.10"))]),
            }
        })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_plan_saved_opened_and_saved_again_is_the_same_bytes(
        features in prop::collection::vec(any_feature(), 0..5),
        title in ".{0,20}",
        parents in prop::collection::vec("[0-9a-f]{64}", 0..3),
    ) {
        let mut plan = Plan::new(PlanId(Uuid::from_u128(7)), Timestamp::from_millis(1_516_060_800_123));
        plan.title = title;
        plan.parents = parents;
        plan.features = features.into_iter().map(Arc::new).collect();
        let once = to_bytes(&plan);
        prop_assert_eq!(&to_bytes(&plan), &once);
        let (opened, report, _) = from_bytes(&once, "p", &Progress::default()).expect("a plan");
        prop_assert_eq!(report.kept, plan.features.len() as u64);
        prop_assert_eq!(String::from_utf8(to_bytes(&opened)), String::from_utf8(once));
        for (before, after) in plan.features.iter().zip(&opened.features) {
            prop_assert_eq!((&before.name, &before.task, &before.remarks, &before.shape, &before.period, &before.unit),
                (&after.name, &after.task, &after.remarks, &after.shape, &after.period, &after.unit));
        }
    }

    #[test]
    fn no_bytes_make_the_reader_panic(text in "[\\[\\]{}\":,0-9a-e\\\\ ]{0,60}") {
        let whole = file(&text);
        prop_assert!(from_bytes(whole.as_bytes(), "p", &Progress::default()).is_ok_and(|(plan, ..)| plan.features.len() < 60)
            || !refusal(&whole).is_empty());
    }
}

#[test]
fn remarks_of_a_hundred_kilobytes_come_back() {
    let mut plan = Plan::new(PlanId(Uuid::from_u128(1)), Timestamp::from_seconds(0));
    let mut note = Feature::new(
        FeatureId(Uuid::from_u128(2)),
        Kind::Point,
        "해상 검문 지점",
        Coord { x: 124.5, y: 37.5 }.into_point(),
    );
    note.remarks = "비고 ".repeat(14_286);
    plan.features.push(Arc::new(note));
    assert_eq!(open(&saved(&plan)).0, plan);
}

trait IntoPoint {
    fn into_point(self) -> Geometry<f64>;
}

impl IntoPoint for Coord<f64> {
    fn into_point(self) -> Geometry<f64> {
        Geometry::Point(self.into())
    }
}

#[test]
fn a_record_keeps_what_the_program_does_not_know_beside_it() {
    let text = r#"{"type":"FeatureCollection","cordon":{"format":1},"features":[{"type":"Feature","geometry":null,"properties":{
        "kind":"inspection","name":"One","inspection":{"grounds":"a silence","boat":"RHIB 2"},
        "consent":{"state":"TGO","answer":"granted","note":{"by":"phone"},"contact":" "}}}]}"#;
    let (mut plan, _, _) = open(text);
    let record = &plan.features[0].inspection;
    assert_eq!((record.get(Item::Grounds), record.get(Item::ConsentState)), ("a silence", "TGO"));
    let written = String::from_utf8(to_bytes(&plan)).expect("UTF-8");
    assert!(written.contains(r#""inspection":{"grounds":"a silence","boat":"RHIB 2"}"#), "{written}");
    assert!(
        written.contains(r#""consent":{"state":"TGO","answer":"granted","note":{"by":"phone"},"contact":" "}"#),
        "{written}"
    );
    // An answer goes before what stood in its place.
    let mut changed = Feature::clone(&plan.features[0]);
    changed.inspection.set(Item::ConsentContact, "registry");
    plan.features[0] = Arc::new(changed);
    let written = String::from_utf8(to_bytes(&plan)).expect("UTF-8");
    let consent = r#""consent":{"state":"TGO","contact":"registry","answer":"granted","note":{"by":"phone"}}"#;
    assert!(written.contains(consent), "{written}");
}
