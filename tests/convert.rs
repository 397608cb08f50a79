//! `cordon convert`: plans and zones from one format to another, by the built program.
#![expect(clippy::expect_used, reason = "a test that cannot be set up must fail")]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use cordon::io::{sample, zones};
use cordon::report::Progress;
use geo::{Area as _, CoordsIter as _};
use serde_json::Value;

fn fixture(name: &str) -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/zones").join(name).display().to_string()
}

fn cordon(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_cordon")).args(args).output().expect("the program runs")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[track_caller]
fn convert(input: &str, output: &Path, more: &[&str]) -> Output {
    let output = output.display().to_string();
    let done = cordon(&[&["convert", input, "-o", &output], more].concat());
    assert!(done.status.success(), "{input} {output}: {}", text(&done.stderr));
    done
}

fn sample_plan(folder: &Path) -> String {
    sample::unpack(folder).expect("unpacked").plan.display().to_string()
}

#[test]
fn a_web_mercator_shapefile_with_korean_attributes_becomes_a_plan_in_degrees() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("구역.geojson");
    let done = convert(&fixture("web_mercator.shp"), &out, &[]);
    assert!(text(&done.stdout).ends_with("2 features read, 2 kept, 0 skipped\n"), "{}", text(&done.stdout));
    assert_eq!(text(&done.stderr), "");
    let json: Value = serde_json::from_slice(&std::fs::read(&out).expect("written")).expect("JSON");
    assert_eq!(json["cordon"]["format"], 1);
    let first = &json["features"][0];
    assert_eq!(first["properties"]["kind"], "reference_area");
    assert_eq!(first["properties"]["name"], "서해 북부 순찰구역");
    assert_eq!(first["properties"]["비고"], "가상 구역");
    assert_eq!(first["properties"]["번호"], 1);
    let corner = &first["geometry"]["coordinates"][0][0];
    // The degrees the fixture was projected from.
    assert!((corner[0].as_f64().expect("a number") - 124.4).abs() < 1e-6, "{corner}");
    assert!((corner[1].as_f64().expect("a number") - 37.2).abs() < 1e-6, "{corner}");
    assert_eq!(cordon(&["check", &out.display().to_string()]).status.code(), Some(0));
}

#[test]
fn every_format_comes_back_with_the_same_places() {
    let folder = tempfile::tempdir().expect("a folder");
    let read =
        |path: &Path| zones::read(path, &Progress::default()).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let before = read(Path::new(&fixture("utm_52n.shp")));
    for extension in ["geojson", "kml", "kmz", "gpx", "shp", "csv"] {
        let out = folder.path().join("zones").with_extension(extension);
        convert(&fixture("utm_52n.shp"), &out, &["--plain", "--quiet"]);
        // And once more, from that format to plain GeoJSON.
        let again = folder.path().join(format!("{extension}-again.geojson"));
        convert(&out.display().to_string(), &again, &["--plain", "--quiet"]);
        for path in [out, again] {
            let back = read(&path);
            assert_eq!(back[0].0.zones.len(), 2, "{}", path.display());
            for (one, other) in before[0].0.zones.iter().zip(&back[0].0.zones) {
                assert_eq!(one.name, other.name);
                assert_eq!(one.geometry.coords_count(), other.geometry.coords_count(), "{}", path.display());
                assert!((one.geometry.unsigned_area() - other.geometry.unsigned_area()).abs() < 1e-9);
            }
        }
    }
}

#[test]
fn what_a_format_cannot_hold_is_listed_on_standard_error() {
    let folder = tempfile::tempdir().expect("a folder");
    let plan = sample_plan(folder.path());
    let done = convert(&plan, &folder.path().join("p.kml"), &[]);
    assert!(
        text(&done.stderr).contains("cordon: KML: tasks are written as extended data only\n"),
        "{}",
        text(&done.stderr)
    );
    let done = convert(&plan, &folder.path().join("p.kml"), &["--quiet"]);
    assert_eq!((text(&done.stdout), text(&done.stderr)), (String::new(), String::new()));
    let done = convert(&plan, &folder.path().join("p.gpx"), &["--json", "--quiet"]);
    let json: Value = serde_json::from_slice(&done.stdout).expect("JSON");
    assert_eq!((json["read"].as_u64(), json["kept"].as_u64()), (Some(7), Some(7)));
    assert!(json["lost"].as_array().is_some_and(|lost| !lost.is_empty()), "{json}");
}

#[test]
fn a_plan_survives_kml() {
    let folder = tempfile::tempdir().expect("a folder");
    let plan = sample_plan(folder.path());
    let (kml, back) = (folder.path().join("p.kmz"), folder.path().join("back.geojson"));
    convert(&plan, &kml, &["--quiet"]);
    convert(&kml.display().to_string(), &back, &["--quiet"]);
    let features = |path: &Path| -> Value {
        let json: Value = serde_json::from_slice(&std::fs::read(path).expect("a file")).expect("JSON");
        json["features"].clone()
    };
    assert_eq!(features(&back), features(Path::new(&plan)));
}

#[test]
fn standard_output_holds_nothing_but_the_file() {
    let done = cordon(&["convert", &fixture("central_5186.shp"), "-o", "-", "--plain"]);
    let json: Value = serde_json::from_slice(&done.stdout).expect("GeoJSON");
    assert_eq!(json["features"].as_array().map(Vec::len), Some(2));
    assert!(json.get("cordon").is_none());
    let done = cordon(&["convert", &fixture("central_5186.shp"), "-o", "-", "--to", "csv"]);
    assert!(text(&done.stdout).starts_with("\u{FEFF}feature,kind,name,part,ring,vertex,lat,lon\r\n"));
    let done = cordon(&["convert", &fixture("central_5186.shp"), "-o", "-", "--to", "kmz"]);
    assert_eq!((done.status.code(), text(&done.stderr).contains("cannot be written as text")), (Some(2), true));
}

#[test]
fn mixed_geometry_goes_into_one_shapefile_each() {
    let folder = tempfile::tempdir().expect("a folder");
    let done = convert(&sample_plan(folder.path()), &folder.path().join("p.shp"), &[]);
    assert!(text(&done.stderr).contains("written as p_areas.shp, p_points.shp"), "{}", text(&done.stderr));
    for name in ["p_areas", "p_points"] {
        for extension in ["shp", "shx", "dbf", "prj", "cpg"] {
            assert!(folder.path().join(name).with_extension(extension).is_file(), "{name}.{extension}");
        }
    }
    assert_eq!(std::fs::read(folder.path().join("p_areas.cpg")).expect("the code page"), b"UTF-8");
}

#[test]
fn what_was_mended_is_said_with_its_place() {
    let folder = tempfile::tempdir().expect("a folder");
    let zones = folder.path().join("z.geojson");
    let bow_tie = r#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"name":"나비"},
        "geometry":{"type":"Polygon","coordinates":[[[124,37],[125,38],[125,37],[124,38],[124,37]]]}},
        {"type":"Feature","properties":{},"geometry":{"type":"Point","coordinates":[124,137]}}]}"#;
    std::fs::write(&zones, bow_tie).expect("written");
    let done = convert(&zones.display().to_string(), &folder.path().join("out.kml"), &[]);
    let said = text(&done.stderr);
    assert!(
        said.contains("1 mended: self-crossing ring repaired; first") && said.contains("z.geojson:1: feature 1:"),
        "{said}"
    );
    assert!(said.contains("1 left out: no usable geometry"), "{said}");
    assert!(text(&done.stdout).ends_with("2 features read, 1 kept, 1 skipped\n"));
}

#[test]
fn what_cannot_be_converted_is_refused_and_nothing_is_written() {
    let folder = tempfile::tempdir().expect("a folder");
    let paths = sample::unpack(folder.path()).expect("unpacked");
    let out: PathBuf = folder.path().join("out.kml");
    for (input, output, said) in [
        (paths.tracks.clone(), out.clone(), "`cordon import` reads those"),
        (paths.zones.clone(), folder.path().join("out.docx"), "names no format"),
        (folder.path().join("none.shp"), out.clone(), "cannot be opened"),
        (folder.path().to_owned(), out.clone(), "a folder"),
        (paths.plan.clone(), folder.path().join("no/such/folder/out.kml"), "cannot create a file"),
    ] {
        let done = cordon(&["convert", &input.display().to_string(), "-o", &output.display().to_string()]);
        let error = text(&done.stderr);
        assert_eq!(done.status.code(), Some(2), "{error}");
        assert!(error.contains(said) && error.lines().count() == 1, "{error}");
        assert!(!output.exists());
    }
}
