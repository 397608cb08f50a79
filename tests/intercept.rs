//! Which unit could meet a vessel, through the built program.
#![expect(clippy::expect_used, reason = "a test that cannot be set up must fail")]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

/// The units of domain.md's example: 20 kn and 8 kn at 33N 125E; an aircraft and a ship east of Jeju, for which the island lies in the way.
const PLAN: &str = include_str!("fixtures/intercept/plan.geojson");

/// A vessel at 33.5N 126E, on 200° at 12 kn.
const TRACKS: &str = "MMSI,BaseDateTime,LAT,LON,SOG,COG,Heading,VesselName,IMO,CallSign,VesselType,Status,Length,Width,Draft,Cargo\n\
    440123456,2018-01-16T00:00:00,33.7,126.08,12,200,200,HAE YANG,,,70,0,,,,\n\
    440123456,2018-01-16T01:00:00,33.5,126.0,12,200,200,HAE YANG,,,70,0,,,,\n";

const NO_UNITS: &str = r#"{"type":"FeatureCollection","cordon":{"format":1,"id":"6f2d1f0e-7c2b-4b51-9d0a-1f1f6e0a2b22","title":"T"},"features":[]}"#;

fn intercept(folder: &Path, args: &[&str]) -> Output {
    for (name, text) in [("plan.geojson", PLAN), ("tracks.csv", TRACKS), ("empty.geojson", NO_UNITS)] {
        fs::write(folder.join(name), text).expect("room for a file");
    }
    Command::new(env!("CARGO_BIN_EXE_cordon"))
        .arg("intercept")
        .args(args)
        .current_dir(folder)
        .output()
        .expect("the program runs")
}

fn menu(args: &[&str]) -> Vec<Value> {
    let folder = tempfile::tempdir().expect("a folder");
    let output = intercept(folder.path(), &[&["plan.geojson", "tracks.csv", "--mmsi", "440123456"], args].concat());
    assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("an array")
}

fn of<'a>(menu: &'a [Value], unit: &str) -> &'a Value {
    menu.iter().find(|row| row["unit"] == unit).expect("every unit is told of")
}

fn number(value: &Value) -> f64 {
    value.as_f64().expect("a number")
}

#[test]
fn the_worked_example_is_met_where_and_when_it_says() {
    // domain.md, section 4: 2.110614927 h, 33.102463161N 125.828134631E, azimuth 81.416300°, 42.212299 nm.
    let menu = menu(&[]);
    let haeun = of(&menu, "Haeun");
    assert_eq!(haeun["feasible"], true, "{haeun}");
    assert!((number(&haeun["hours"]) - 2.110_614_927).abs() < 2e-9, "{haeun}");
    assert!((number(&haeun["lat"]) - 33.102_463_161).abs() < 2e-9, "{haeun}");
    assert!((number(&haeun["lon"]) - 125.828_134_631).abs() < 2e-9, "{haeun}");
    assert!((number(&haeun["azimuth"]) - 81.416_3).abs() < 2e-6, "{haeun}");
    assert!((number(&haeun["distance_nm"]) - 42.212_299).abs() < 2e-6, "{haeun}");
    assert_eq!(haeun["time"], "2018-01-16T03:06:38.214Z", "{haeun}");
    assert_eq!(haeun["window"][0], haeun["time"]);
    assert!((number(&haeun["margin_h"]) - (10.0 - 2.110_615)).abs() < 1e-5, "{haeun}");
    // 40 km from Jeju: beyond 12 nautical miles, within 24.
    assert_eq!((&haeun["zone"], &haeun["state"]), (&"contiguous_zone".into(), &"KOR".into()), "{haeun}");
    // 0.1 nm and 7 % of 25.3 nm.
    assert!((number(&haeun["uncertainty_nm"]) - (0.1 + 0.07 * 12.0 * 2.110_615)).abs() < 1e-3, "{haeun}");
    let times: Vec<&str> = menu.iter().filter_map(|row| row["time"].as_str()).collect();
    assert!(times.is_sorted() && times.len() >= 3, "{times:?}");
    let gone = of(&menu, "Gone");
    assert_eq!((&gone["feasible"], &gone["time"], &gone["window"]), (&false.into(), &Value::Null, &Value::Null));
    assert_eq!(gone["reason"], "not available in the time that was looked at");
    assert_eq!(menu.last(), Some(gone));
}

#[test]
fn ships_go_round_jeju_and_helicopters_over_it() {
    let menu = menu(&[]);
    let (ship, air) = (of(&menu, "Beyond Jeju"), of(&menu, "Air"));
    assert_eq!((&ship["round_land"], &air["round_land"]), (&true.into(), &false.into()), "{ship} {air}");
    assert!(number(&ship["hours"]) > number(&air["hours"]), "{ship} {air}");
    let way = ship["way"].as_array().expect("corners");
    assert!(way.len() > 2 && way[0] == serde_json::json!([127.0, 33.6]), "{ship}");
    assert!((number(&ship["distance_nm"]) - 25.0 * number(&ship["hours"])).abs() < 0.01, "{ship}");
}

#[test]
fn what_is_assumed_can_be_said() {
    let on_rhumb = menu(&["--assume", "rhumb"]);
    let off = number(&of(&on_rhumb, "Haeun")["lon"]) - 125.828_134_631;
    assert!(off.abs() > 1e-6 && off.abs() < 1e-3, "{off}");
    let earlier = menu(&["--assume", "route", "--at", "2018-01-16T00:00:00Z"]);
    assert!(of(&earlier, "Haeun")["reason"].as_str().is_some_and(|why| why.contains("2018-01-16T01:00:00Z")));
    let to_port = menu(&["--assume", "34.2N 125.5E", "--speed", "cruise", "--return"]);
    let haeun = of(&to_port, "Haeun");
    assert_eq!((&haeun["assumed"], &haeun["speed_kn"]), (&"34.2N 125.5E".into(), &14.0.into()), "{haeun}");
}

#[test]
fn what_cannot_be_computed_is_refused_on_one_line() {
    let folder = tempfile::tempdir().expect("a folder");
    for (args, why) in [
        (&["plan.geojson", "tracks.csv", "--mmsi", "440999999"][..], "no vessel has MMSI 440999999"),
        (&["empty.geojson", "tracks.csv", "--mmsi", "440123456"], "the plan has no units"),
        (&["plan.geojson", "empty.geojson", "--mmsi", "440123456"], "a second plan"),
        (&["tracks.csv", "tracks.csv", "--mmsi", "440123456"], "none of the files is a plan"),
        (&["plan.geojson", "tracks.csv", "--mmsi", "440123456", "--at", "2018-01-15"], "first fix is at 2018-01-16"),
        (&["plan.geojson", "tracks.csv", "--mmsi", "440123456", "--assume", "Nowhere at all"], "nor a place"),
        (&["plan.geojson", "tracks.csv"], "--mmsi"),
    ] {
        let output = intercept(folder.path(), args);
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(said.contains(why) && said.trim().lines().count() == 1, "{said}");
        assert!(output.stdout.is_empty());
    }
}
