//! Whose water: the program's answers at places whose answer is known from charts and treaties.
#![expect(clippy::expect_used, reason = "a test that cannot be set up must fail")]

use std::path::Path;
use std::process::{Command, Output};

use cordon::geodesy::{Position, ring_size};
use cordon::io::sample;
use serde_json::Value;

fn cordon(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_cordon")).arg("locate").args(args).output().expect("the program runs")
}

fn located(args: &[&str]) -> Value {
    let output = cordon(args);
    assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("JSON")
}

#[test]
fn places_are_in_the_waters_that_charts_and_treaties_put_them_in() {
    for (name, lat, lon, zone, state) in [
        ("Seoul", "37.5665", "126.978", "land", Some("KOR")),
        ("Pyongyang", "39.0194", "125.7547", "land", Some("PRK")),
        ("Dalian", "38.914", "121.615", "land", Some("CHN")),
        ("Izuhara, Tsushima", "34.2", "129.28", "land", Some("JPN")),
        // Chodo lies at 38°32′N 124°50′E, some four miles across (US Sailing Directions 157): this is six miles west of it.
        ("off Cho-do, where transfers were reported", "38.53", "124.68", "territorial_sea", Some("PRK")),
        // Two miles off the mainland of South Hwanghae, and eleven north of the Northern Limit Line.
        ("off Ongjin, South Hwanghae", "37.85", "125.1", "territorial_sea", Some("PRK")),
        ("off Baengnyeongdo, south", "37.88", "124.70", "territorial_sea", Some("KOR")),
        ("off Yeonpyeongdo, south", "37.60", "125.70", "territorial_sea", Some("KOR")),
        // Enforcement Decree No. 9162, article 3, and Japan's Act No. 30 of 1977: three miles, so that a passage stays.
        ("the western channel between Busan and Tsushima", "34.87", "129.22", "contiguous_zone", None),
        ("the middle of the East Sea, 70 nm from Dokdo and 99 from Oki", "38.0", "133.0", "eez", Some("KOR")),
        ("Ieodo, 149 km from Marado", "32.1228", "125.1825", "eez", Some("KOR")),
        ("the middle of the Pacific", "30.0", "170.0", "high_seas", None),
    ] {
        let found = located(&[lat, lon]);
        assert_eq!(found["zone"], zone, "{name}: {found}");
        if zone == "high_seas" {
            assert_eq!(found["state"], Value::Null, "{name}: {found}");
        } else if let Some(state) = state {
            assert_eq!(found["state"], state, "{name}: {found}");
        }
    }
}

#[test]
fn the_object_has_the_members_that_scripts_rely_on() {
    let found = located(&["37.62", "124.9"]);
    let members: Vec<&str> = found.as_object().expect("an object").keys().map(String::as_str).collect();
    assert_eq!(members, ["lat", "lon", "zone", "state", "coast_nm", "nearest_port", "basis", "disputed"]);
    assert_eq!((found["lat"].as_f64(), found["lon"].as_f64()), (Some(37.62), Some(124.9)));
    assert!(found["basis"].as_str().is_some_and(|basis| basis.contains("not a legal baseline")), "{found}");
    let disputed = found["disputed"].to_string();
    assert!(disputed.contains("Northern Limit Line") && disputed.contains("source: "), "{found}");
}

#[test]
fn every_form_of_a_place_gives_the_same_answer() {
    // domain.md: 38.72N 125.40E is 51SYC0865088439, to the metre.
    let decimal = located(&["38.72", "125.40"]);
    for form in [
        vec!["38.72,125.40"],
        vec!["38°43.2′N", "125°24.0′E"],
        vec!["38-43-12N", "125-24-00E"],
        vec!["38 43 12 N 125 24 00 E"],
        vec!["51SYC0865088439"],
        vec!["51S", "YC", "08650", "88439"],
    ] {
        let args: Vec<&str> = form.clone();
        let found = located(&args);
        for member in ["zone", "state", "nearest_port"] {
            assert_eq!(found[member], decimal[member], "{form:?}");
        }
        assert!((found["lat"].as_f64().expect("a number") - 38.72).abs() < 1e-4, "{form:?}: {found}");
    }
    for southern in [&["-33.9", "-151.2"][..], &["-33.9,-151.2"], &["--", "-33.9,-151.2"], &["-33.9 -151.2"]] {
        assert_eq!(located(southern)["lon"], -151.2, "{southern:?}");
    }
}

#[test]
fn what_is_no_place_ends_in_a_sentence() {
    for (args, expected) in [
        (vec!["91.2", "125.0"], "off the globe"),
        (vec!["38.72"], "latitude and a longitude"),
        (vec!["nowhere.geojson"], "no such file"),
        (vec!["38.72", "125.4", "--map", "/nowhere.pmtiles"], "nowhere.pmtiles"),
    ] {
        let output = cordon(&args);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert!(said.contains(expected) && said.trim_end().lines().count() == 1, "{args:?}: {said}");
    }
}

/// Name, square kilometres and shares of each area of a file.
fn areas(path: &Path) -> Vec<Value> {
    match located(&[&path.to_string_lossy()]) {
        Value::Array(areas) => areas,
        other => panic!("no array: {other}"),
    }
}

#[test]
fn the_shares_of_a_plans_areas_add_up_to_the_areas() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join(sample::PLAN.name);
    std::fs::write(&path, sample::PLAN.bytes).expect("written");
    let areas = areas(&path);
    let names: Vec<&str> = areas.iter().filter_map(|area| area["name"].as_str()).collect();
    assert_eq!(names, ["Fishing ground West", "Exclusion Charlie", "Patrol zone Lima", "Area Kilo"]);
    for area in &areas {
        let shares = area["shares"].as_array().expect("shares");
        let sum = |member: &str| shares.iter().filter_map(|share| share[member].as_f64()).sum::<f64>();
        assert!((sum("share") - 1.0).abs() < 1e-5, "{area}");
        assert!((sum("km2") / area["km2"].as_f64().expect("a number") - 1.0).abs() < 1e-6, "{area}");
    }
    // GeographicLib's polygon areas, whose edges are geodesics.
    let ring = |corners: &[(f64, f64)]| {
        let places: Vec<Position> =
            corners.iter().map(|(lon, lat)| Position::new(*lat, *lon).expect("on the globe")).collect();
        ring_size(&places).1.square_kilometres()
    };
    let charlie = ring(&[(124.45, 38.05), (124.98, 38.05), (125.05, 38.66), (124.45, 38.66)]);
    assert!((areas[1]["km2"].as_f64().expect("a number") / charlie - 1.0).abs() < 1e-4, "{charlie}: {}", areas[1]);
    // Area Kilo, ten miles round 35°17.4′N 123°15.6′E, is a hundred miles from any coast.
    let kilo = areas[3]["shares"].as_array().expect("shares");
    assert!(kilo.iter().all(|share| share["zone"] == "eez"), "{kilo:?}");
    // Exclusion Charlie reaches from the open sea over Cho-do to the mainland.
    let charlie = areas[1]["shares"].to_string();
    assert!(charlie.contains("territorial_sea") && charlie.contains("land") && charlie.contains("PRK"), "{charlie}");
    // It begins at 38°03′N: the Northern Limit Line runs some miles south of it. Area Kilo is between Korea and China.
    let disputed = |idx: usize| areas[idx]["disputed"].to_string();
    assert!(disputed(1).contains("Northern Limit Line") && disputed(1).contains("source: "), "{}", disputed(1));
    assert!(disputed(3).contains("EEZ boundary CHN/KOR: computed equidistance, not agreed"), "{}", disputed(3));
}

#[test]
fn an_official_limit_goes_before_the_computed_one_and_is_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("limits.geojson");
    // A made-up territorial sea that reaches farther than twelve miles, and an economic zone round it.
    let square = |zone: &str, low: f64, high: f64| {
        format!(
            r#"{{"type":"Feature","properties":{{"zone":"{zone}","state":"KOR","source":"가상 고시 2020-1"}},
            "geometry":{{"type":"Polygon","coordinates":[[[{low},36],[{high},36],[{high},37],[{low},37],[{low},36]]]}}}}"#
        )
    };
    let text = |zones: &[String]| format!(r#"{{"type":"FeatureCollection","features":[{}]}}"#, zones.join(","));
    std::fs::write(&path, text(&[square("영해", 124.2, 126.0), square("EEZ", 123.8, 126.0)])).expect("written");
    let limits = path.display().to_string();
    let at = |lat: &str, lon: &str, more: &[&str]| {
        let found = located(&[&[lat, lon], more].concat());
        ["zone", "state", "basis"].map(|member| found[member].as_str().unwrap_or_default().to_owned())
    };
    let computed = "computed from the GSHHG shoreline, not a legal baseline";
    let official = "official limit: 가상 고시 2020-1";
    assert_eq!(at("36.5", "124.3", &[]), ["eez", "KOR", computed]);
    assert_eq!(at("36.5", "124.3", &["--limits", &limits]), ["territorial_sea", "KOR", official]);
    assert_eq!(at("36.5", "124.1", &["--limits", &limits]), ["eez", "KOR", official]);
    let [zone, _, basis] = at("35.9", "124.3", &["--limits", &limits]);
    assert!(zone == "eez" && basis.starts_with(computed) && basis.contains("outside the official EEZ"), "{basis}");
    // Half of an area lies in each.
    let area = folder.path().join("area.geojson");
    std::fs::write(&area, text(&[square("", 124.1, 124.3)])).expect("written");
    let found = located(&[&area.display().to_string(), "--limits", &limits]);
    let shares = found[0]["shares"].as_array().expect("shares");
    let share =
        |zone: &str| shares.iter().filter(|s| s["zone"] == zone).filter_map(|s| s["share"].as_f64()).sum::<f64>();
    assert!((share("territorial_sea") - 0.5).abs() < 1e-3 && (share("eez") - 0.5).abs() < 1e-3, "{found}");
    assert!(shares.iter().all(|share| share["basis"] == official), "{found}");
    // What does not say so is none.
    let said = cordon(&["36.5", "125", "--limits", &area.display().to_string()]);
    assert_eq!(said.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&said.stderr).contains("`zone` and `source`"));
}

#[test]
fn a_file_of_zones_has_shares_too() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("zone.geojson");
    let text = r#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"name":"태평양"},
        "geometry":{"type":"Polygon","coordinates":[[[169,29],[171,29],[171,31],[169,31],[169,29]]]}}]}"#;
    std::fs::write(&path, text).expect("written");
    let areas = areas(&path);
    assert_eq!(areas.len(), 1);
    assert_eq!(areas[0]["name"], "태평양");
    assert_eq!(areas[0]["shares"][0]["zone"], "high_seas");
    assert_eq!(areas[0]["shares"][0]["state"], Value::Null);
    assert_eq!(areas[0]["shares"][0]["share"], 1.0);
}
