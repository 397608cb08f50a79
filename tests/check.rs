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

/// The exit code, and the lines but the last. Areas here are exclusion areas, of which nobody asks for a unit.
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
    assert!(text(&done.stdout).ends_with("sample-plan.geojson: 10 features, no problems\n"), "{}", text(&done.stdout));
}

#[test]
fn each_problem_is_a_line_with_name_id_and_how_to_mend_it() {
    for (properties, coordinates, name, said) in [
        (
            r#""kind":"exclusion_area","name":"A""#,
            "[[[124,37],[125,38],[125,37],[124,38],[124,37]]]",
            "A",
            "crosses itself near 37.50000 124.50000",
        ),
        (
            r#""kind":"exclusion_area","name":"A""#,
            "[[[124,37],[125,37],[125,38],[124,38]]]",
            "A",
            "did not end where it began",
        ),
        (
            r#""kind":"exclusion_area","name":"A""#,
            "[[[124,37],[124,38],[125,38],[125,37],[124,37]]]",
            "A",
            "wound the wrong way",
        ),
        (
            r#""kind":"exclusion_area","name":"A""#,
            "[[[124,37],[125,37],[124,37]]]",
            "A",
            "fewer than three distinct vertices",
        ),
        (
            r#""kind":"exclusion_area","name":"A""#,
            "[[[124,37],[125,37],[125,91],[124,37]]]",
            "A",
            "latitude 91 is off the globe",
        ),
        (r#""kind":"harbour","name":"A""#, SQUARE, "A", "its kind “harbour” is unknown"),
        (r#""kind":"exclusion_area""#, SQUARE, "exclusion area", "it has no name"),
        (
            r#""kind":"exclusion_area","name":"A","effective_from":"2018-01-17T00:00:00Z","effective_to":"2018-01-16T00:00:00Z""#,
            SQUARE,
            "A",
            "its period ends before it begins",
        ),
        (
            r#""kind":"exclusion_area","name":"A","effective_from":"2018-01-17 00:00""#,
            SQUARE,
            "A",
            "states no time zone",
        ),
        (
            r#""kind":"exclusion_area","name":"A","units":["5ca1e000-2018-4116-8000-000000000077"]"#,
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
    let one = feature(1, r#""kind":"exclusion_area","name":"A""#, SQUARE);
    let other = feature(1, r#""kind":"exclusion_area","name":"B""#, &SQUARE.replace("12", "11"));
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
    std::fs::write(&path, plan(&feature(1, r#""kind":"exclusion_area""#, SQUARE))).expect("written");
    let done = check(&path, &["--json"]);
    let json: Value = serde_json::from_slice(&done.stdout).expect("JSON");
    assert_eq!((done.status.code(), json["n_problems"].as_u64()), (Some(1), Some(1)));
    let problem = &json["problems"][0];
    assert_eq!((problem["rule"].as_str(), problem["name"].as_str()), (Some("no name"), Some("exclusion area")));
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

/// A point, by default in the middle of the Yellow Sea, 60 nm and more from any coast.
fn point(id: u32, properties: &str, coordinates: &str) -> String {
    feature(id, properties, coordinates).replace("Polygon", "Point")
}

#[test]
fn a_boarding_beyond_the_territorial_sea_needs_the_flag_states_consent() {
    let with = |consent: &str, place: &str| {
        let properties =
            format!(r#""kind":"inspection","name":"SYN AURORA STAR","effective_from":"2018-01-17T00:00:00Z"{consent}"#);
        lines(&plan(&point(1, &properties, place)))
    };
    let (code, found) = with("", "[123.5,35.5]");
    let [line] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!(code, Some(1));
    assert!(line.starts_with("SYN AURORA STAR (5ca1e000-2018-4116-8000-000000000001): it is a boarding"), "{line}");
    assert!(
        line.contains("EEZ (computed") && line.contains("none is recorded; record the flag State's consent"),
        "{line}"
    );
    for (consent, said) in [
        (r#","consent":{"state":"PAN","answer":"refused"}"#, "was not granted"),
        (r#","consent":{"state":"PAN","by":"master","answer":"granted"}"#, "not the flag State's"),
        (r#","consent":{"answer":"granted"}"#, "names no State"),
        (r#","consent":{"state":"PAN","answer":"granted","expires":"2018-01-16T00:00:00Z"}"#, "runs out on 2018-01-16"),
    ] {
        let (_, found) = with(consent, "[123.5,35.5]");
        assert!(found.len() == 1 && found[0].contains(said), "{said}: {found:?}");
    }
    let granted = r#","consent":{"state":"PAN","answer":"granted","expires":"2018-01-18T00:00:00Z"}"#;
    assert_eq!(with(granted, "[123.5,35.5]"), (Some(0), Vec::new()));
    assert_eq!(
        with("", "[126.35,37.2]"),
        (Some(0), Vec::new()),
        "in the territorial sea the coastal State's powers hold"
    );
}

#[test]
fn a_record_of_an_inspection_that_is_begun_says_what_it_lacks() {
    let record =
        r#""inspection":{"imo":"8912345","grounds":"a meeting at sea","resolution":"2375 (2017)","paragraph":"7"}"#;
    let properties = format!(r#""kind":"inspection","name":"SYN AURORA STAR",{record}"#);
    let (code, found) = lines(&plan(&point(1, &properties, "[126.35,37.2]")));
    assert_eq!((code, found.len()), (Some(1), 1), "{found:?}");
    let lacks = "lacks 7 answers: flag claimed, flag verified, whose water, evidence and its hashes, humanitarian check, unit, time;";
    assert!(found[0].contains(lacks), "{found:?}");
}

#[test]
fn a_task_to_board_is_a_boarding_and_a_task_to_ask_first_is_none() {
    let zone = |task: &str| {
        let properties = format!(
            r#""kind":"patrol_zone","name":"A","units":["5ca1e000-2018-4116-8000-000000000002"],"task":"{task}""#
        );
        let area = feature(1, &properties, "[[[123,35],[124,35],[124,36],[123,36],[123,35]]]");
        let unit = point(2, r#""kind":"unit","name":"SYN 1","unit_type":"ship""#, "[123.5,35.5]");
        lines(&plan(&format!("{area},{unit}"))).1
    };
    for task in ["Board and search tankers.", "의심 선박을 승선 검색"] {
        let found = zone(task);
        assert!(found.len() == 1 && found[0].contains("none is recorded"), "{found:?}");
    }
    for task in [
        "Ask for consent, then board.",
        "기국의 동의를 얻어 승선",
        "Watch from on board the ship's boat deck at starboard",
        "Shadow tankers.",
    ] {
        assert_eq!(zone(task), [""; 0], "{task}");
    }
}
