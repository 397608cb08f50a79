//! Whom an area would stop, through the built program.
#![expect(clippy::expect_used, reason = "a test that cannot be set up must fail")]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

const PLAN: &str = r#"{"type":"FeatureCollection","cordon":{"format":1,"id":"6f2d1f0e-7c2b-4b51-9d0a-1f1f6e0a2b11","title":"T"},
"features":[{"type":"Feature","id":"2b0c0f0e-7c2b-4b51-9d0a-1f1f6e0a2b12","geometry":{"type":"Polygon","coordinates":[[[124.25,36.5],[124.75,36.5],[124.75,37.5],[124.25,37.5],[124.25,36.5]]]},
"properties":{"kind":"interdiction_area","name":"Kilo"}}]}"#;

/// Two ships cross the area between two fixes; one states an IMO number that a bundled list knows, the other is nobody. A third stays away.
/// CHONG CHON GANG, IMO 7937317, is on OFAC's list.
const TRACKS: &str = "MMSI,BaseDateTime,LAT,LON,SOG,COG,Heading,VesselName,IMO,CallSign,VesselType,Status,Length,Width,Draft,Cargo\n\
    440123456,2018-01-16T00:00:00,37.0,124.0,12,90,90,HAE YANG,IMO7937317,,70,0,,,,\n\
    440123456,2018-01-16T01:00:00,37.0,125.0,12,90,90,HAE YANG,IMO7937317,,70,0,,,,\n\
    440123457,2018-01-16T00:00:00,37.1,124.0,12,90,90,OTHER,,,70,0,,,,\n\
    440123457,2018-01-16T01:00:00,37.1,125.0,12,90,90,OTHER,,,70,0,,,,\n\
    440123458,2018-01-16T00:00:00,39.0,124.0,12,90,90,AWAY,,,70,0,,,,\n";

const FINDINGS: &str = r#"{"type":"FeatureCollection","cordon_findings":{"format":1},"features":[
{"type":"Feature","geometry":{"type":"Point","coordinates":[124.5,39]},"properties":{"kind":"gap","mmsi":[440123458],"start":"2018-01-16T00:00:00Z","end":"2018-01-16T00:00:00Z","confidence":0.5,"evidence":{}}}]}"#;

fn score(folder: &Path, args: &[&str]) -> Output {
    for (name, text) in
        [("plan.geojson", PLAN), ("tracks.csv", TRACKS), ("findings.geojson", FINDINGS), ("list.csv", LIST)]
    {
        fs::write(folder.join(name), text).expect("room for a file");
    }
    Command::new(env!("CARGO_BIN_EXE_cordon"))
        .arg("score")
        .args(args)
        .current_dir(folder)
        .output()
        .expect("the program runs")
}

const LIST: &str = "name,mmsi,program\nOTHER,440123457,TEST\n";

fn scored(args: &[&str]) -> Value {
    let folder = tempfile::tempdir().expect("a folder");
    let output = score(folder.path(), args);
    assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("JSON")
}

#[test]
fn flagged_and_lawful_are_counted_apart() {
    // By the list that comes with the program: half an hour of each of two ships inside.
    let found = scored(&["plan.geojson", "tracks.csv"]);
    let kilo = &found[0];
    assert_eq!(kilo["area"], "Kilo", "{found}");
    assert_eq!((&kilo["stopped"], &kilo["flagged"], &kilo["lawful"]), (&2.into(), &1.into(), &1.into()), "{found}");
    assert_eq!(
        (&kilo["hours"], &kilo["precision"], &kilo["recall"]),
        (&1.0.into(), &0.5.into(), &1.0.into()),
        "{found}"
    );
    assert_eq!(kilo["lawful_by_flag"][0]["flag"], "KOR", "{found}");
    assert_eq!(kilo["lawful_by_class"][0]["class"], "cargo", "{found}");
}

#[test]
fn findings_and_lists_that_are_given_decide() {
    let found = scored(&["plan.geojson", "tracks.csv", "--findings", "findings.geojson"]);
    assert_eq!((&found[0]["recall"], &found[0]["flagged_in_region"]), (&0.5.into(), &2.into()), "{found}");
    let found = scored(&["plan.geojson", "tracks.csv", "--watchlist", "list.csv"]);
    assert_eq!((&found[0]["flagged"], &found[0]["lawful"]), (&1.into(), &1.into()), "{found}");
}

#[test]
fn what_cannot_be_scored_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    for args in [["plan.geojson", "list.csv"], ["tracks.csv", "list.csv"]] {
        let output = score(folder.path(), &args);
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(said.contains("nothing was scored") && said.trim().lines().count() == 1, "{said}");
    }
}
