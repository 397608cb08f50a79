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
    for extension in ["geojson", "kml", "kmz", "gpx", "shp", "csv", "gpkg", "tak.zip"] {
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
        text(&done.stderr).contains("cordon: KML: tasks are written as extended data only (“"),
        "{}",
        text(&done.stderr)
    );
    let done = convert(&plan, &folder.path().join("p.kml"), &["--quiet"]);
    assert_eq!((text(&done.stdout), text(&done.stderr)), (String::new(), String::new()));
    let done = convert(&plan, &folder.path().join("p.gpx"), &["--json", "--quiet"]);
    let json: Value = serde_json::from_slice(&done.stdout).expect("JSON");
    assert_eq!((json["read"].as_u64(), json["kept"].as_u64()), (Some(10), Some(10)));
    assert!(json["lost"].as_array().is_some_and(|lost| !lost.is_empty()), "{json}");
}

#[test]
fn a_plan_survives_every_format_of_one_file_that_keeps_the_plan_itself() {
    let folder = tempfile::tempdir().expect("a folder");
    let plan = sample_plan(folder.path());
    for extension in ["kml", "kmz", "gpx", "gpkg", "tak.zip", "dpk"] {
        let (out, back) = (folder.path().join("p").with_extension(extension), folder.path().join("back.geojson"));
        convert(&plan, &out, &["--quiet"]);
        convert(&out.display().to_string(), &back, &["--quiet"]);
        let (before, after) = (std::fs::read_to_string(&plan), std::fs::read_to_string(&back));
        assert_eq!(before.expect("the plan"), after.expect("written"), "{extension}");
    }
}

#[test]
fn a_dry_run_lists_what_would_be_lost_and_writes_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let plan = sample_plan(folder.path());
    let out = folder.path().join("p.tak.zip");
    let done = convert(&plan, &out, &["--dry-run"]);
    let said = text(&done.stdout);
    assert!(
        said.lines().all(|line| line.starts_with("TAK: "))
            && said.contains("kinds of features stand in our own detail only (“"),
        "{said}"
    );
    let json = convert(&plan, &out, &["--dry-run", "--json"]);
    let json: Value = serde_json::from_slice(&json.stdout).expect("JSON");
    assert_eq!(json["lost"].as_array().map(Vec::len), Some(said.lines().count()));
    let none = convert(&plan, &folder.path().join("p.geojson"), &["--dry-run"]);
    assert_eq!(text(&none.stdout), "GeoJSON: nothing would be lost\n");
    assert!(!out.exists() && !folder.path().join("p.geojson").exists());
}

/// What `ogrinfo` of GDAL says of a file.
fn ogrinfo(path: &Path, more: &[&str]) -> String {
    let done =
        Command::new("ogrinfo").args(more).arg(path).output().expect("ogrinfo is installed: apt-get install gdal-bin");
    assert!(done.status.success() && done.stderr.is_empty(), "{}: {}", path.display(), text(&done.stderr));
    text(&done.stdout)
}

#[test]
fn gdal_reads_the_geopackage_with_its_types() {
    let folder = tempfile::tempdir().expect("a folder");
    let plan = sample_plan(folder.path());
    let out = folder.path().join("계획.gpkg");
    convert(&plan, &out, &["--quiet"]);
    let said = ogrinfo(&out, &["-ro", "-al"]);
    for expected in [
        "Layer name: areas",
        "Layer name: points",
        "Geometry: Polygon",
        "Geometry: Point",
        "effective_from: DateTime",
        "speed_cruise_kn: ",
        "kind: String",
        "GEOGCRS[\"WGS 84\"",
        "POLYGON ((",
    ] {
        assert!(said.contains(expected), "{expected}: {said}");
    }
    // And the other way: what GDAL writes, in another coordinate system, is read.
    for (srs, extension) in [("EPSG:5186", "gpkg"), ("EPSG:3857", "gpkg"), ("EPSG:32652", "gpkg")] {
        let made = folder.path().join(format!("gdal {}.{extension}", srs.replace(':', " ")));
        let done =
            Command::new("ogr2ogr").args(["-t_srs", srs, "-nln", "구역"]).arg(&made).arg(&out).arg("areas").output();
        assert!(done.is_ok_and(|done| done.status.success()), "{srs}");
        let back = folder.path().join("back.geojson");
        convert(&made.display().to_string(), &back, &["--plain", "--quiet"]);
        let read = |path: &Path| zones::read(path, &Progress::default()).expect("zones").remove(0).0;
        let (before, after) = (read(&out), read(&back));
        assert_eq!(before.zones.len(), after.zones.len(), "{srs}");
        for (one, other) in before.zones.iter().zip(&after.zones) {
            assert_eq!(one.name, other.name, "{srs}");
            let (a, b) = (one.geometry.unsigned_area(), other.geometry.unsigned_area());
            assert!((a - b).abs() < 1e-6, "{srs}: {a} {b}");
        }
    }
}

#[test]
fn gdal_reads_every_other_format_with_as_many_features() {
    let folder = tempfile::tempdir().expect("a folder");
    let plan = sample_plan(folder.path());
    for (extension, files, layers) in [
        ("kml", vec!["p.kml"], vec![("", 10)]),
        ("kmz", vec!["p.kmz"], vec![("", 10)]),
        ("gpx", vec!["p.gpx"], vec![("tracks", 0), ("waypoints", 0)]),
        ("shp", vec!["p_areas.shp", "p_lines.shp", "p_points.shp"], vec![("", 0)]),
        ("geojson", vec!["p.geojson"], vec![("", 10)]),
    ] {
        convert(&plan, &folder.path().join(format!("p.{extension}")), &["--quiet"]);
        for file in files {
            for (layer, n) in &layers {
                let more: Vec<&str> = ["-ro", "-so", "-al"].into_iter().collect();
                let said = ogrinfo(&folder.path().join(file), &more);
                let counts =
                    said.lines().filter_map(|line| line.strip_prefix("Feature Count: ")?.parse::<usize>().ok());
                let total: usize = counts.sum();
                assert!(total > 0 && (*n == 0 || total == *n), "{file} {layer}: {said}");
            }
        }
    }
}

#[test]
fn standard_output_holds_nothing_but_the_file() {
    let done = cordon(&["convert", &fixture("central_5186.shp"), "-o", "-", "--plain"]);
    let json: Value = serde_json::from_slice(&done.stdout).expect("GeoJSON");
    assert_eq!(json["features"].as_array().map(Vec::len), Some(2));
    assert!(json.get("cordon").is_none());
    let done = cordon(&["convert", &fixture("central_5186.shp"), "-o", "-", "--to", "csv"]);
    assert!(text(&done.stdout).starts_with("\u{FEFF}feature,kind,name,part,ring,vertex,lat,lon,"));
    let done = cordon(&["convert", &fixture("central_5186.shp"), "-o", "-", "--to", "kmz"]);
    assert_eq!((done.status.code(), text(&done.stderr).contains("cannot be written as text")), (Some(2), true));
}

#[test]
fn mixed_geometry_goes_into_one_shapefile_each() {
    let folder = tempfile::tempdir().expect("a folder");
    let done = convert(&sample_plan(folder.path()), &folder.path().join("p.shp"), &[]);
    assert!(text(&done.stderr).contains("their names ending in _areas, _lines, _points"), "{}", text(&done.stderr));
    for name in ["p_areas", "p_lines", "p_points"] {
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

#[test]
fn a_warning_as_it_stands_becomes_areas_with_their_periods() {
    let folder = tempfile::tempdir().expect("a folder");
    let (input, out) = (folder.path().join("warning.txt"), folder.path().join("plan.geojson"));
    let warning = "HYDROPAC 771/26(94).\nGUNNERY. 132200Z TO 140900Z MAR 2026 IN AREAS BOUNDED BY\nA. 38-46.58N 120-59.10E, 38-46.58N 121-05.88E, 38-41.60N 121-05.88E.\n\
        B. 37-00N 124-00E, 37-00N 125-00E, 38-00N 125-00E.\n\n항행경보 26-12\n사격훈련 반경 3해리 북위 37도 39분 동경 126도 0분\n";
    // As the Korean Windows writes it.
    let (bytes, ..) = encoding_rs::EUC_KR.encode(warning);
    std::fs::write(&input, bytes).expect("written");
    let done = convert(&input.display().to_string(), &out, &[]);
    assert!(text(&done.stdout).contains("3 features read, 3 kept, 0 skipped"), "{}", text(&done.stdout));
    let json: Value = serde_json::from_slice(&std::fs::read(&out).expect("written")).expect("JSON");
    let names: Vec<&str> = json["features"]
        .as_array()
        .expect("features")
        .iter()
        .filter_map(|f| f["properties"]["name"].as_str())
        .collect();
    assert_eq!(names, ["HYDROPAC 771/26(94) A", "HYDROPAC 771/26(94) B", "항행경보 26-12"]);
    let first = &json["features"][0]["properties"];
    assert_eq!(
        (first["effective_from"].as_str(), first["effective_to"].as_str()),
        (Some("2026-03-13T22:00:00Z"), Some("2026-03-14T09:00:00Z"))
    );
    assert!(first["remarks"].as_str().is_some_and(|remarks| remarks.contains("38-41.60N")));
    let circle = &json["features"][2]["properties"];
    assert_eq!(
        (circle["shape"]["type"].as_str(), circle["shape"]["radius_m"].as_f64()),
        (Some("circle"), Some(5556.0))
    );
    assert!(circle.get("effective_from").is_none());
}

#[test]
fn a_report_becomes_the_sectors_rings_and_bounds_it_speaks_of() {
    let folder = tempfile::tempdir().expect("a folder");
    let (input, out) = (folder.path().join("report.txt"), folder.path().join("plan.geojson"));
    let report = "The transfer took place about 390 km south of Shanghai.\n\n부산 남동쪽 30마일 해상에서 환적\n\n上海以东约150海里\n\n\
        Seen 30 miles NE of Socotra.\n\nShips wait between 10 and 20 nautical miles of 38-00N 125-00E.\n\n\
        Closed between 38N and 39N and between 124E and 125E.\n\n\
        Area bounded by 38-00N 124-00E, 38-30N 124-30E, 38-30N 124-00E, 38-00N 124-30E.\n\nDrifting 20 miles NE of Atlantis.\n";
    std::fs::write(&input, report).expect("written");
    let done = convert(&input.display().to_string(), &out, &[]);
    assert!(text(&done.stdout).contains("8 features read, 7 kept, 1 skipped"), "{}", text(&done.stdout));
    let said = text(&done.stderr);
    assert!(said.contains("no place called “Atlantis” is known") && said.contains("corners out of order"), "{said}");
    let json: Value = serde_json::from_slice(&std::fs::read(&out).expect("written")).expect("JSON");
    let shapes: Vec<&Value> =
        json["features"].as_array().expect("features").iter().map(|f| &f["properties"]["shape"]).collect();
    let types: Vec<&str> = shapes.iter().filter_map(|shape| shape["type"].as_str()).collect();
    assert_eq!(types, ["sector", "sector", "sector", "sector", "ring", "rectangle", "polygon"]);
    // Ranges by the words, places by GeoNames: Shanghai 31.22 N 121.46 E, Busan 35.10 N 129.03 E.
    for (shape, lon, lat, metres, degrees) in [
        (shapes[0], 121.46, 31.22, 390_000.0, 180.0),
        (shapes[1], 129.03, 35.10, 30.0 * 1852.0, 135.0),
        (shapes[2], 121.46, 31.22, 150.0 * 1852.0, 90.0),
        (shapes[3], 125.18, 32.12, 30.0 * 1852.0, 45.0),
    ] {
        let number = |key: &str| shape[key].as_f64().expect("a number");
        let centre = |idx: usize| shape["center"][idx].as_f64().expect("a place");
        assert!((centre(0) - lon).abs() < 0.02 && (centre(1) - lat).abs() < 0.02, "{shape}");
        assert!((f64::midpoint(number("inner_m"), number("outer_m")) / metres - 1.0).abs() < 1e-9, "{shape}");
        assert!((f64::midpoint(number("from_deg"), number("to_deg")) - degrees).abs() < 1e-9, "{shape}");
    }
    assert_eq!((shapes[4]["inner_m"].as_f64(), shapes[4]["outer_m"].as_f64()), (Some(18_520.0), Some(37_040.0)));
}

#[test]
fn tables_of_areas_and_cot_events_are_known_by_their_content() {
    let folder = tempfile::tempdir().expect("a folder");
    let event = r#"<?xml version="1.0"?><event version="2.0" uid="c1" type="u-d-c-c" how="h-e" time="2018-01-16T00:00:00Z" start="2018-01-16T00:00:00Z" stale="2018-01-17T00:00:00Z">
        <point lat="37.5" lon="124.5" hae="0" ce="1" le="1"/><detail><contact callsign="Ring"/><shape><ellipse major="9260" minor="9260" angle="360"/></shape></detail></event>"#;
    for (name, content, kind, n) in [
        (
            "corners.csv",
            "구역명;위도;경도\n가;37;124\n가;37;125\n가;38;125\n나;35;124\n나;35;125\n나;36;125\n",
            "Polygon",
            2,
        ),
        ("wkt.csv", "name,wkt\n가,\"POLYGON ((124 37, 125 37, 125 38, 124 37))\"\n", "Polygon", 1),
        ("list.txt", "37-00N 124-00E\n37-00N 125-00E\n38-00N 125-00E\n", "Polygon", 1),
        ("circle.cot", event, "Polygon", 1),
        ("circle.xml", event, "Polygon", 1),
    ] {
        let (input, out) = (folder.path().join(name), folder.path().join("out.geojson"));
        std::fs::write(&input, content).expect("written");
        convert(&input.display().to_string(), &out, &["--quiet"]);
        let json: Value = serde_json::from_slice(&std::fs::read(&out).expect("written")).expect("JSON");
        let features = json["features"].as_array().expect("features");
        assert!(features.len() == n && features.iter().all(|f| f["geometry"]["type"] == kind), "{name}: {json}");
    }
    let tracks = folder.path().join("ais.csv");
    std::fs::write(&tracks, "MMSI,BaseDateTime,LAT,LON\n440123456,2018-01-16T00:00:00,37.5,124.5\n").expect("written");
    let done = cordon(&["convert", &tracks.display().to_string(), "-o", "-"]);
    assert!(text(&done.stderr).contains("`cordon import` reads those"), "{}", text(&done.stderr));
}
