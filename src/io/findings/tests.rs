use super::*;
use crate::finding::{Confidence, Evidence, Kind, Place, Suppression, Value};
use crate::geodesy::Position;
use crate::units::Timestamp;
use crate::vessel::Mmsi;

fn at(lat: f64, lon: f64) -> Position {
    Position::clamped(lat, lon)
}

fn gap(place: Place) -> Finding {
    Finding {
        kind: Kind::Gap,
        vessels: vec![Mmsi::new(445_000_002).unwrap(), Mmsi::new(1).unwrap()],
        place,
        start: Timestamp::from_millis(1_516_060_800_123),
        end: Timestamp::from_seconds(1_516_100_000),
        confidence: Confidence::clamped(0.7),
        suppressed: None,
        evidence: vec![
            Evidence::number("hours", 10.0, 2),
            Evidence::number("distance_nm", 60.25, 2),
            Evidence::new("last_seen", Value::Moment(Timestamp::from_seconds(1_516_060_800))),
            Evidence::new("from", Value::Place(at(33.0, 125.123_456_7))),
            Evidence::text("name", "한영 \"7\"\n"),
        ],
        parameters: vec![Evidence::number("hours_min", 4.0, 0)],
    }
}

fn read_back(findings: &[Finding]) -> (Vec<Finding>, Report) {
    from_bytes(&to_bytes(findings), "f.geojson", &Progress::default()).unwrap()
}

#[test]
fn what_is_written_is_what_the_interface_says() {
    let hidden =
        Finding { suppressed: Some(Suppression::NearPort), evidence: Vec::new(), ..gap(Place::Point(at(33.0, 125.5))) };
    let id = hidden.id();
    let text = String::from_utf8(to_bytes(&[hidden])).unwrap();
    let feature = text.lines().find(|line| line.starts_with("{\"type\":\"Feature\"")).unwrap();
    let expected = format!(
        r#"{{"type":"Feature","id":"{id}","geometry":{{"type":"Point","coordinates":[125.5,33]}},"properties":{{"kind":"gap","mmsi":[445000002,1],"start":"2018-01-16T00:00:00.123Z","end":"2018-01-16T10:53:20Z","confidence":0.7,"suppressed":"near_port","evidence":{{"parameters":{{"hours_min":4}}}},"id":"{id}"}}}}"#
    );
    assert_eq!(feature, expected);
}

#[test]
fn findings_come_back_as_they_were() {
    let findings = [
        gap(Place::Point(at(33.0, 125.5))),
        gap(Place::Line(vec![at(33.0, 125.5), at(34.0, 125.5), at(33.0, 125.25)])),
        Finding { suppressed: Some(Suppression::TooShort), ..gap(Place::Point(at(-90.0, 180.0))) },
    ];
    let (back, report) = read_back(&findings);
    assert_eq!(back, findings);
    assert_eq!((report.read, report.kept, report.repaired.len()), (3, 3, 0));
    assert_eq!(to_bytes(&back), to_bytes(&findings));
}

#[test]
fn a_line_over_the_antimeridian_is_cut_and_comes_back_whole() {
    let line = Place::Line(vec![at(51.0, 179.5), at(52.0, -179.5), at(53.0, 179.0)]);
    let text = String::from_utf8(to_bytes(&[gap(line.clone())])).unwrap();
    assert!(text.contains("MultiLineString") && text.contains("[180,"), "{text}");
    assert_eq!(read_back(&[gap(line)]).0[0].place.anchor(), Some(at(52.0, -179.5)));
}

/// Found by fuzzing: a place of the line's own on the antimeridian was taken for a cut.
#[test]
fn a_place_on_the_antimeridian_is_no_cut() {
    let line = vec![at(51.0, 179.5), at(55.0, 101.8), at(51.5, 180.0), at(52.0, -179.5)];
    let once = to_bytes(&[gap(Place::Line(line.clone()))]);
    let (again, _) = from_bytes(&once, "f", &Progress::default()).unwrap();
    assert_eq!(again[0].place, Place::Line(line));
    assert_eq!(to_bytes(&again), once);
}

#[test]
fn a_changed_finding_says_so() {
    let text = String::from_utf8(to_bytes(&[gap(Place::Point(at(33.0, 125.5)))])).unwrap();
    let changed = text.replace("\"hours\":10.00", "\"hours\":11.00");
    assert_ne!(changed, text);
    let (_, report) = from_bytes(changed.as_bytes(), "f", &Progress::default()).unwrap();
    assert_eq!(report.repaired.keys().collect::<Vec<_>>(), ["id does not fit"]);
}

#[test]
fn features_that_are_no_findings_are_counted_and_located() {
    let point = r#""geometry":{"type":"Point","coordinates":[125,38]}"#;
    let times = r#""start":"2018-01-16T00:00:00Z","end":"2018-01-16T00:00:00Z""#;
    let feature =
        |geometry: &str, properties: &str| format!(r#"{{"type":"Feature",{geometry},"properties":{{{properties}}}}}"#);
    let rows = [
        "3".to_owned(),
        feature(point, r#""kind":"gap""#),
        feature(point, &format!(r#""kind":"new","mmsi":[1],{times}"#)),
        feature(point, &format!(r#""kind":"gap","mmsi":[0],{times}"#)),
        feature(point, &format!(r#""kind":"gap","mmsi":[],{times}"#)),
        feature(point, &format!(r#""kind":"gap","mmsi":[1e3],{times}"#)),
        feature(point, r#""kind":"gap","mmsi":[1],"start":"x","end":"2018-01-16T00:00:00Z""#),
        feature(point, r#""kind":"gap","mmsi":[1],"start":"2019-01-16T00:00:00Z","end":"2018-01-16T00:00:00Z""#),
        feature(r#""geometry":null"#, &format!(r#""kind":"gap","mmsi":[1],{times}"#)),
        feature(
            r#""geometry":{"type":"Point","coordinates":[125,98]}"#,
            &format!(r#""kind":"gap","mmsi":[1],{times}"#),
        ),
        feature(point, &format!(r#""kind":"gap","mmsi":[1],{times},"confidence":7,"suppressed":9,"evidence":[]"#)),
        feature(point, &format!(r#""kind":"gap","mmsi":[1],{times},"confidence":1,"evidence":{{"a":null,"b":1e999}}"#)),
    ];
    let text = format!(r#"{{"type":"FeatureCollection","features":[{}]}}"#, rows.join(","));
    let (findings, report) = from_bytes(text.as_bytes(), "f", &Progress::default()).unwrap();
    assert_eq!((findings.len() as u64, report.kept, report.read), (2, 2, 12));
    assert_eq!(report.n_skipped(), 10);
    assert_eq!(report.samples[0].detail, "feature 1: not a GeoJSON Feature, left out");
    let mended: Vec<_> = report.repaired.iter().map(|(reason, n)| (reason.as_str(), *n)).collect();
    assert_eq!(mended, [("confidence unreadable", 1), ("evidence unreadable", 2), ("reason unknown", 1)]);
    for broken in ["", "[]", "{}", r#"{"type":"FeatureCollection"}"#, r#"{"type":"FeatureCollection","features":7}"#] {
        assert!(from_bytes(broken.as_bytes(), "f", &Progress::default()).is_err(), "{broken}");
    }
    assert!(from_bytes(&vec![b'['; 1 << 20], "f", &Progress::default()).is_err());
}
