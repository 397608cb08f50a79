//! Who is to search what, and what slips through, by the built program.
#![expect(clippy::expect_used, reason = "a test that cannot be set up must fail")]

use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

fn cordon(folder: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_cordon")).args(args).current_dir(folder).output().expect("the program runs")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// The sample case in a folder.
fn sample() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    cordon::io::sample::unpack(folder.path()).expect("room for the sample");
    folder
}

const FILES: [&str; 3] = ["allocate", "sample-plan.geojson", "sample-tracks.csv.zst"];

fn allocation(folder: &Path, args: &[&str]) -> Value {
    let output = cordon(folder, &[&FILES[..], &["--weights", "traffic", "--json"], args].concat());
    assert!(output.status.success(), "{args:?}: {}", text(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("one object")
}

fn number(value: &Value) -> f64 {
    value.as_f64().expect("a number")
}

#[test]
fn the_sample_is_allocated_and_the_proposal_is_a_plan() {
    let folder = sample();
    let all = allocation(folder.path(), &["--every", "12", "--gap", "0", "-o", "with.geojson"]);
    assert_eq!(all["proven"], true, "{all}");
    assert!(number(&all["gap"]) <= 1e-6 && number(&all["covered"]) > 0.0, "{all}");
    assert!(number(&all["greedy"]) <= number(&all["covered"]) + 1e-6, "{all}");
    assert!(number(&all["covered"]) <= number(&all["in_areas"]), "{all}");
    let assigned = all["units"][0]["assigned"].as_array().expect("stints");
    assert!(!assigned.is_empty() && assigned.iter().all(|stint| (0.0..=1.0).contains(&number(&stint["pod"]))), "{all}");

    let plan: Value =
        serde_json::from_slice(&std::fs::read(folder.path().join("with.geojson")).expect("the plan")).expect("JSON");
    let features = plan["features"].as_array().expect("features");
    let unit = &all["units"][0]["id"];
    let held = features
        .iter()
        .filter(|feature| feature["properties"]["units"].as_array().is_some_and(|units| units.contains(unit)));
    assert!(held.count() >= 1, "{plan}");
    let checked = cordon(folder.path(), &["check", "with.geojson"]);
    assert!(!text(&checked.stdout).contains("two places at once"), "{}", text(&checked.stdout));
    // Proposed again, the same watches stand in the place of the old ones.
    let output = cordon(
        folder.path(),
        &[
            "allocate",
            "with.geojson",
            FILES[2],
            "--weights",
            "traffic",
            "--every",
            "12",
            "--gap",
            "0",
            "-o",
            "again.geojson",
        ],
    );
    assert!(output.status.success(), "{}", text(&output.stderr));
    let again: Value =
        serde_json::from_slice(&std::fs::read(folder.path().join("again.geojson")).expect("the plan")).expect("JSON");
    assert_eq!(again["features"].as_array().map(Vec::len), Some(features.len()), "{again}");
}

#[test]
fn what_ifs_change_the_answer_as_they_say() {
    let folder = sample();
    let all = allocation(folder.path(), &[]);
    let unit = all["units"][0]["unit"].as_str().expect("a name").to_owned();
    let area = all["units"][0]["assigned"][0]["area"].as_str().expect("a name").to_owned();
    let elsewhere = allocation(folder.path(), &["--never", &format!("{unit}={area}")]);
    let goes = elsewhere["units"][0]["assigned"].as_array().expect("stints");
    assert!(goes.iter().all(|stint| stint["area"] != area.as_str()), "{elsewhere}");
    assert!(number(&elsewhere["covered"]) <= number(&all["bound"]) + 1e-6, "{elsewhere}");
    let fewer = allocation(folder.path(), &["--without", &area]);
    assert!(number(&fewer["in_areas"]) < number(&all["in_areas"]), "{fewer}");
    for (args, why) in [
        (&["--without", "Nobody"][..], "the plan has no “Nobody”"),
        (&["--from", "2018-01-17", "--to", "2018-01-16"], "the time asked for is empty"),
        (&["--every", "0.5"], "more than 60 periods"),
        (&["--without", "SYN Haeryong", "--without", "SYN Gannet"], "no unit of the plan can be sent"),
    ] {
        let output = cordon(folder.path(), &[&FILES[..], &["--weights", "traffic"], args].concat());
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert!(text(&output.stderr).contains(why), "{args:?}: {}", text(&output.stderr));
    }
}

#[test]
fn the_way_of_least_detection_is_told_and_written() {
    let folder = sample();
    let args = [
        "coverage",
        "sample-plan.geojson",
        "--enter",
        "west",
        "--leave",
        "east",
        "--bbox",
        "122.8,37.2,124.6,38.6",
        "--json",
        "-o",
        "coverage.geojson",
    ];
    let output = cordon(folder.path(), &args);
    assert!(output.status.success(), "{}", text(&output.stderr));
    let slip: Value = serde_json::from_slice(&output.stdout).expect("one object");
    assert!((0.0..=1.0).contains(&number(&slip["pod"])), "{slip}");
    let way = slip["way"].as_array().expect("places");
    assert_eq!(way.len(), slip["times"].as_array().map_or(0, Vec::len));
    assert!(number(&way[0][0]) < 122.9 && number(&way[way.len() - 1][0]) > 124.5, "{slip}");
    let written: Value =
        serde_json::from_slice(&std::fs::read(folder.path().join("coverage.geojson")).expect("a file")).expect("JSON");
    let features = written["features"].as_array().expect("features");
    let hours = written["cordon_coverage"]["hours"].as_array().map_or(0, Vec::len);
    assert!(features.len() > 1 && features[0]["properties"]["pod"].as_array().map(Vec::len) == Some(hours), "{hours}");
    assert_eq!(features[features.len() - 1]["properties"]["role"], "least_detection");
}
