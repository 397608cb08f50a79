//! `cordon patrol`: search patterns in the areas of a plan, by the built program.
#![expect(clippy::expect_used, reason = "a test that cannot be set up must fail")]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use cordon::io::sample;
use serde_json::Value;

fn cordon(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_cordon")).args(args).output().expect("the program runs")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// The sample plan in a folder of its own.
fn sample_plan(folder: &Path) -> PathBuf {
    sample::unpack(folder).expect("unpacked").plan
}

/// `cordon patrol` on a plan, with these words behind it.
fn patrol(plan: &Path, args: &[&str]) -> Output {
    let plan = plan.display().to_string();
    cordon(&[&["patrol", plan.as_str()], args].concat())
}

fn json(plan: &Path, args: &[&str]) -> Value {
    let done = patrol(plan, &[args, &["--json"]].concat());
    assert_eq!(done.status.code(), Some(0), "{}", text(&done.stderr));
    serde_json::from_slice(&done.stdout).expect("JSON")
}

/// A plan with one area of 40 by 30 nautical miles at 38 N, to some metres, and nothing else.
fn box_plan(folder: &Path) -> PathBuf {
    let path = folder.join("plan.geojson");
    // A minute of latitude is 0.99891 nm there, one of longitude 0.79043 nm.
    let (x, y) = (20.0 / 0.790_43 / 60.0, 15.0 / 0.998_91 / 60.0);
    let (west, east, south, north) = (124.0 - x, 124.0 + x, 38.0 - y, 38.0 + y);
    let plan = format!(
        r#"{{"type":"FeatureCollection","cordon":{{"format":1,"id":"5ca1e000-2018-4116-8000-000000000100","title":"t","created":"2018-01-16T00:00:00Z","modified":"2018-01-16T00:00:00Z"}},"features":[{{"type":"Feature","id":"5ca1e000-2018-4116-8000-000000000001","geometry":{{"type":"Polygon","coordinates":[[[{west},{south}],[{east},{south}],[{east},{north}],[{west},{north}],[{west},{south}]]]}},"properties":{{"kind":"patrol_zone","name":"Box"}}}}]}}"#
    );
    std::fs::write(&path, plan).expect("written");
    path
}

#[test]
fn forty_by_thirty_miles_take_sixteen_hours_at_fifteen_knots() {
    let folder = tempfile::tempdir().expect("a folder");
    let plan = box_plan(folder.path());
    let asked =
        ["--area", "Box", "--pattern", "parallel", "--spacing", "5", "--speed", "15", "--sweep", "5", "--start"];
    let found = json(&plan, &[&asked[..], &["2018-01-16T12:00Z"]].concat());
    let number = |name: &str| found[name].as_f64().expect("a number");
    assert!((number("search_hours") - 16.0).abs() < 0.01, "{}", found["search_hours"]);
    assert_eq!((number("heading_deg"), number("coverage")), (90.0, 1.0));
    assert_eq!(
        (found["pod"]["random"].as_f64(), found["pod"]["inverse_cube"].as_f64()),
        (Some(0.632_121), Some(0.789_909))
    );
    let legs = found["legs"].as_array().expect("legs");
    assert_eq!(legs.iter().filter(|leg| leg["search"] == true).count(), 6);
    assert_eq!(legs[0]["begins"], "2018-01-16T12:00:00Z");
    assert_eq!(found["unit"], Value::Null);
}

#[test]
fn the_table_and_what_is_written_say_the_same() {
    let folder = tempfile::tempdir().expect("a folder");
    let plan = sample_plan(folder.path());
    let (with, gpx) = (folder.path().join("with.geojson"), folder.path().join("route.gpx"));
    let (with_text, gpx_text) = (with.display().to_string(), gpx.display().to_string());
    let asked = ["--area", "Area Kilo", "--pattern", "parallel", "-o", &with_text, "-o", &gpx_text];
    let done = patrol(&plan, &asked);
    assert_eq!((done.status.code(), text(&done.stderr)), (Some(0), String::new()));
    let table = text(&done.stdout);
    // Its one unit, at its cruising speed, a sweep width apart, from the period's beginning.
    assert!(table.starts_with("Area Kilo: parallel, heading "), "{table}");
    assert!(table.contains("spacing 12.0 nm, 16.0 kn, sweep width 12.0 nm, SYN Haeryong"), "{table}");
    assert!(table.contains("coverage 1.00; probability of detection: random search 63.2 %, parallel sweeps (inverse cube) 79.0 %, definite range 100.0 %"), "{table}");
    let n_legs = table.lines().filter(|line| line.contains("°N ")).count();

    let written: Value = serde_json::from_slice(&std::fs::read(&with).expect("the plan")).expect("JSON");
    let features = written["features"].as_array().expect("features");
    assert_eq!(features.len(), 11);
    let (route, about) = (&features[10], &features[10]["properties"]);
    assert_eq!(
        (about["kind"].as_str(), about["name"].as_str()),
        (Some("patrol_route"), Some("Parallel sweep of Area Kilo"))
    );
    assert_eq!(about["units"][0], "5ca1e000-2018-4116-8000-000000000003");
    assert_eq!(
        (about["effective_from"].as_str(), about["patrol"]["pattern"].as_str()),
        (Some("2018-01-16T12:00:00Z"), Some("parallel"))
    );
    let legs = about["patrol"]["legs"].as_array().expect("legs");
    assert_eq!((legs.len(), route["geometry"]["coordinates"].as_array().map(Vec::len)), (n_legs, Some(n_legs + 1)));
    assert_eq!(legs.last().map(|leg| &leg["ends"]), Some(&about["effective_to"]));
    let parents = written["cordon"]["parents"].as_array().map(Vec::len);
    assert_eq!(parents, Some(1));

    let gpx = std::fs::read_to_string(&gpx).expect("the route");
    assert_eq!(gpx.matches("<rtept ").count(), n_legs + 1, "{gpx}");
    assert!(gpx.contains("<time>2018-01-16T12:00:00Z</time>\n    <name>001</name>\n    <desc>steer "), "{gpx}");

    // The plan with its route is sound, as it was, and reads and writes the same.
    let checked = cordon(&["check", &with_text]);
    assert_eq!(checked.status.code(), Some(0), "{}", text(&checked.stdout));
    let again = folder.path().join("again.geojson").display().to_string();
    assert_eq!(
        patrol(&plan, &["--area", "Area Kilo", "--pattern", "parallel", "-q", "-o", &again]).status.code(),
        Some(0)
    );
    let id = |path: &str| {
        let plan: Value = serde_json::from_slice(&std::fs::read(path).expect("a plan")).expect("JSON");
        plan["features"][10]["id"].clone()
    };
    assert_eq!(id(&again), id(&with_text));
}

#[test]
fn every_pattern_runs_in_the_sample_and_without_o_nothing_is_written() {
    let folder = tempfile::tempdir().expect("a folder");
    let plan = sample_plan(folder.path());
    let before = std::fs::read(&plan).expect("the plan");
    for pattern in ["parallel", "creeping", "square", "sector", "barrier"] {
        let found =
            json(&plan, &["--area", "Patrol zone Lima", "--pattern", pattern, "--spacing", "4", "--sweep", "4"]);
        assert_eq!(found["pattern"], pattern);
        assert!(found["legs"].as_array().is_some_and(|legs| legs.len() > 3), "{pattern}: {found}");
    }
    assert_eq!(std::fs::read(&plan).expect("the plan"), before);
}

#[test]
fn a_barrier_says_what_it_lets_through_and_when() {
    let folder = tempfile::tempdir().expect("a folder");
    let plan = box_plan(folder.path());
    let asked = ["--area", "Box", "--pattern", "barrier", "--sweep", "8", "--speed", "10", "--target-speed", "10"];
    let until = ["--start", "2018-01-16T00:00Z", "--until", "2018-01-18T00:00Z"];
    let found = json(&plan, &[&asked[..], &until].concat());
    let barrier = &found["barrier"];
    // W/L = 0.2 and v = u, as in the table: .2801 of a bound of .2828.
    assert!((barrier["pod"].as_f64().expect("a share") - 0.2801).abs() < 0.003, "{}", barrier["pod"]);
    assert!((barrier["bound"].as_f64().expect("a share") - 0.2828).abs() < 0.001, "{}", barrier["bound"]);
    assert_eq!(barrier["gaps"].as_array().map(Vec::len), Some(50));
    assert_eq!(found["end"], "2018-01-18T00:00:00Z");
}

#[test]
fn typical_units_and_those_of_ones_own_give_speed_and_sweep_width() {
    let folder = tempfile::tempdir().expect("a folder");
    let plan = box_plan(folder.path());
    let asked = ["--area", "Box", "--pattern", "parallel", "--unit"];
    let found = json(&plan, &[&asked[..], &["Incheon-class frigate", "--target-size", "small"]].concat());
    assert_eq!((found["speed_kn"].as_f64(), found["spacing_nm"].as_f64()), (Some(18.0), Some(6.0)));
    let own = folder.path().join("own.toml");
    std::fs::write(&own, "[[unit]]\nname = 'SYN own'\ntype = 'drone'\nspeed_cruise_kn = 60\nspeed_max_kn = 80\nendurance_h = 1\nsweep_small_nm = 1\nsweep_medium_nm = 2\nsweep_large_nm = 3\nsource = 'own'\n").expect("written");
    let own = own.display().to_string();
    let done = patrol(&plan, &[&asked[..], &["SYN own", "--units", &own]].concat());
    assert_eq!(done.status.code(), Some(0));
    // One hour of endurance, 85 % of it for 600 nm.
    assert!(
        text(&done.stderr).contains("SYN own has 0.8 h for search (85 % of its time on scene)"),
        "{}",
        text(&done.stderr)
    );
}

#[test]
fn what_cannot_be_done_ends_with_2_and_a_line() {
    let folder = tempfile::tempdir().expect("a folder");
    let plan = box_plan(folder.path());
    let kml = folder.path().join("a.kml").display().to_string();
    let bad = folder.path().join("bad.toml");
    std::fs::write(&bad, "[[unit]]\nspeed = 1\n").expect("written");
    let bad = bad.display().to_string();
    for (args, said) in [
        (&["--area", "Box", "--pattern", "spiral"][..], "spiral"),
        (&["--area", "Gone", "--pattern", "parallel"], "no feature “Gone”; it has Box"),
        (&["--area", "Box", "--pattern", "parallel"], "no speed is known"),
        (&["--area", "Box", "--pattern", "parallel", "--speed", "12"], "no spacing is known"),
        (&["--area", "Box", "--pattern", "parallel", "--speed", "0", "--spacing", "5"], "above zero"),
        (&["--area", "Box", "--pattern", "parallel", "--unit", "Nobody"], "has a unit “Nobody”; they have Incheon"),
        (&["--area", "Box", "--pattern", "parallel", "--unit", "x", "--units", &bad], "line 2: `speed` is not known"),
        (&["--area", "Box", "--pattern", "parallel", "--speed", "12", "--spacing", "0.001"], "more than 2,000 legs"),
        (&["--area", "Box", "--pattern", "parallel", "--speed", "9", "--spacing", "5", "--heading", "400"], "0 to 360"),
        (
            &["--area", "Box", "--pattern", "parallel", "--speed", "9", "--spacing", "5", "--start", "noon"],
            "--start noon",
        ),
        (&["--area", "Box", "--pattern", "barrier", "--speed", "9"], "needs a sweep width"),
        (&["--area", "Box", "--pattern", "barrier", "--speed", "9", "--sweep", "60"], "covers the whole line"),
        (&["--area", "Box", "--pattern", "parallel", "--speed", "9", "--spacing", "5", "-o", &kml], "use .geojson"),
    ] {
        let done = patrol(&plan, args);
        let error = text(&done.stderr);
        assert_eq!((done.status.code(), text(&done.stdout)), (Some(2), String::new()), "{args:?}: {error}");
        assert!(error.contains(said) && error.lines().count() == 1, "{args:?}: {error}");
    }
}
