//! `cordon check`: what is wrong with a plan's file, by the built program.
#![expect(clippy::expect_used, reason = "a test that cannot be set up must fail")]

use std::path::Path;
use std::process::{Command, Output};

use cordon::io::sample;
use serde_json::Value;

fn check(path: &Path, more: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_cordon")).arg("check").arg(path).args(more).output().expect("the program runs")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// A plan file with these features.
fn plan(features: &str) -> String {
    format!(
        r#"{{"type":"FeatureCollection","cordon":{{"format":1,"id":"5ca1e000-2018-4116-8000-000000000100","title":"t",
        "created":"2018-01-16T00:00:00Z","modified":"2018-01-16T00:00:00Z"}},"features":[{features}]}}"#
    )
}

fn feature(id: u32, properties: &str, coordinates: &str) -> String {
    format!(
        r#"{{"type":"Feature","id":"5ca1e000-2018-4116-8000-{id:012}","geometry":{{"type":"Polygon","coordinates":{coordinates}}},"properties":{{{properties}}}}}"#
    )
}

/// The exit code, and the lines but the last.
fn lines(content: &str) -> (Option<i32>, Vec<String>) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("plan.geojson");
    std::fs::write(&path, content).expect("written");
    let done = check(&path, &[]);
    assert_eq!(text(&done.stderr), "");
    let mut lines: Vec<String> = text(&done.stdout).lines().map(str::to_owned).collect();
    lines.pop();
    (done.status.code(), lines)
}

const SQUARE: &str = "[[[124,37],[125,37],[125,38],[124,38],[124,37]]]";

#[test]
fn the_sample_plan_has_no_problems() {
    let folder = tempfile::tempdir().expect("a folder");
    let done = check(&sample::unpack(folder.path()).expect("unpacked").plan, &[]);
    assert_eq!((done.status.code(), text(&done.stderr)), (Some(0), String::new()));
    assert!(text(&done.stdout).ends_with("sample-plan.geojson: 7 features, no problems\n"), "{}", text(&done.stdout));
}

#[test]
fn each_problem_is_a_line_with_name_id_and_how_to_mend_it() {
    for (properties, coordinates, name, said) in [
        (
            r#""kind":"patrol_zone","name":"A""#,
            "[[[124,37],[125,38],[125,37],[124,38],[124,37]]]",
            "A",
            "crosses itself near 37.50000 124.50000",
        ),
        (
            r#""kind":"patrol_zone","name":"A""#,
            "[[[124,37],[125,37],[125,38],[124,38]]]",
            "A",
            "did not end where it began",
        ),
        (
            r#""kind":"patrol_zone","name":"A""#,
            "[[[124,37],[124,38],[125,38],[125,37],[124,37]]]",
            "A",
            "wound the wrong way",
        ),
        (
            r#""kind":"patrol_zone","name":"A""#,
            "[[[124,37],[125,37],[124,37]]]",
            "A",
            "fewer than three distinct vertices",
        ),
        (
            r#""kind":"patrol_zone","name":"A""#,
            "[[[124,37],[125,37],[125,91],[124,37]]]",
            "A",
            "latitude 91 is off the globe",
        ),
        (r#""kind":"harbour","name":"A""#, SQUARE, "A", "its kind “harbour” is unknown"),
        (r#""kind":"patrol_zone""#, SQUARE, "patrol zone", "it has no name"),
        (
            r#""kind":"patrol_zone","name":"A","effective_from":"2018-01-17T00:00:00Z","effective_to":"2018-01-16T00:00:00Z""#,
            SQUARE,
            "A",
            "its period ends before it begins",
        ),
        (r#""kind":"patrol_zone","name":"A","effective_from":"2018-01-17 00:00""#, SQUARE, "A", "states no time zone"),
        (
            r#""kind":"patrol_zone","name":"A","units":["5ca1e000-2018-4116-8000-000000000077"]"#,
            SQUARE,
            "A",
            "5ca1e000-2018-4116-8000-000000000077, which is not in the plan",
        ),
    ] {
        let (code, found) = lines(&plan(&feature(1, properties, coordinates)));
        assert_eq!(code, Some(1), "{said}");
        let [line] = found.as_slice() else { panic!("{said}: {found:?}") };
        assert!(line.starts_with(&format!("{name} (5ca1e000-2018-4116-8000-000000000001): ")), "{line}");
        assert!(line.contains(said) && line.contains("; "), "{line}");
    }
}

#[test]
fn two_features_with_one_id_are_both_named() {
    let one = feature(1, r#""kind":"patrol_zone","name":"A""#, SQUARE);
    let other = feature(1, r#""kind":"patrol_zone","name":"B""#, &SQUARE.replace("12", "11"));
    let (code, found) = lines(&plan(&format!("{one},{other}")));
    assert_eq!((code, found.len()), (Some(1), 2), "{found:?}");
    assert!(
        found[0].starts_with("A (") && found[1].starts_with("B (") && found[1].contains("the same id"),
        "{found:?}"
    );
}

#[test]
fn a_newer_format_is_a_problem_of_the_plan() {
    let (code, found) = lines(&plan("").replace("\"format\":1", "\"format\":2"));
    assert_eq!(code, Some(1));
    assert!(
        found[0].contains("newer than this program") && found[0].ends_with("open it with a newer Cordon"),
        "{found:?}"
    );
}

#[test]
fn json_names_each_problem_by_its_rule() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("plan.geojson");
    std::fs::write(&path, plan(&feature(1, r#""kind":"patrol_zone""#, SQUARE))).expect("written");
    let done = check(&path, &["--json"]);
    let json: Value = serde_json::from_slice(&done.stdout).expect("JSON");
    assert_eq!((done.status.code(), json["n_problems"].as_u64()), (Some(1), Some(1)));
    let problem = &json["problems"][0];
    assert_eq!((problem["rule"].as_str(), problem["name"].as_str()), (Some("no name"), Some("patrol zone")));
    assert_eq!(problem["id"], "5ca1e000-2018-4116-8000-000000000001");
    let done = check(&path, &["--quiet"]);
    assert_eq!((done.status.code(), text(&done.stdout)), (Some(1), String::new()));
}

#[test]
fn what_is_no_plan_ends_with_2_and_a_sentence() {
    let folder = tempfile::tempdir().expect("a folder");
    let paths = sample::unpack(folder.path()).expect("unpacked");
    let broken = folder.path().join("broken.geojson");
    std::fs::write(&broken, "{\"type\":\n\"FeatureCollection\",").expect("written");
    for (path, said) in [
        (paths.zones, "not a Cordon plan"),
        (paths.tracks, "not a plan"),
        (broken, "not JSON"),
        (folder.path().join("none.geojson"), "could not be read"),
    ] {
        let done = check(&path, &[]);
        let error = text(&done.stderr);
        assert_eq!((done.status.code(), text(&done.stdout)), (Some(2), String::new()), "{error}");
        assert!(error.contains(said) && error.lines().count() == 1, "{error}");
    }
}
