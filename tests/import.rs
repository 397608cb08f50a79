//! `cordon import` as it is run: every publisher's table, shapefiles, several files at once, and every format out.
//!
//! Expected values are written in the files of `tests/fixtures/tracks` themselves, or counted with the `csv` crate, which the
//! readers do not use.
#![expect(clippy::expect_used, reason = "a test that cannot be set up must fail")]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/tracks").join(name)
}

fn import(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cordon"));
    command.arg("import").args(arguments).output().expect("the program runs")
}

/// The report of an import that must succeed, and the fixes it wrote, as `csv` reads them.
fn imported(names: &[&str], more: &[&str]) -> (Value, Vec<csv::StringRecord>) {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("out.csv");
    let report = folder.path().join("report.json");
    let mut arguments: Vec<String> = names.iter().map(|name| fixture(name).display().to_string()).collect();
    arguments.extend(["-o".to_owned(), out.display().to_string(), "--report".to_owned(), report.display().to_string()]);
    arguments.extend(more.iter().map(|argument| (*argument).to_owned()));
    let output = import(&arguments.iter().map(String::as_str).collect::<Vec<_>>());
    assert!(output.status.success(), "{names:?}: {}", String::from_utf8_lossy(&output.stderr));
    let report: Value = serde_json::from_slice(&std::fs::read(report).expect("a report")).expect("JSON");
    let skipped: u64 = report["skipped"].as_object().expect("an object").values().filter_map(Value::as_u64).sum();
    let count = |member: &str| report[member].as_u64().expect("a count");
    assert_eq!(count("read"), count("kept") + skipped + count("duplicates"), "{names:?}");
    let rows: Vec<_> = csv::Reader::from_path(out).expect("a table").records().map(|row| row.expect("a row")).collect();
    assert_eq!(rows.len() as u64, count("kept"), "{names:?}");
    (report, rows)
}

/// Why an import that must fail did, on one line.
fn refusal(arguments: &[&str]) -> String {
    let output = import(arguments);
    assert_eq!(output.status.code(), Some(2), "{arguments:?}");
    let text = String::from_utf8(output.stderr).expect("UTF-8");
    assert_eq!(text.lines().count(), 1, "{text}");
    text
}

/// How many rows `csv` finds below the header.
fn rows_in(name: &str, delimiter: u8) -> u64 {
    let reader = csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).from_path(fixture(name));
    reader.expect("a table").byte_records().count() as u64
}

/// MMSI, time, latitude, longitude, SOG, COG, heading of the first fix.
fn first_fix(rows: &[csv::StringRecord]) -> String {
    rows.first().expect("a fix").iter().take(7).collect::<Vec<_>>().join(",")
}

#[test]
fn every_publishers_table_is_read_by_its_header() {
    for (name, kept, fix) in [
        ("marinecadastre.csv", 4, "440999001,2023-01-11T00:00:00,35.10000,129.05000,8.8,272.7,270"),
        ("marinecadastre_2025.csv", 2, "440999003,2025-01-01T00:00:04,35.10000,129.05000,10.1,90.5,91"),
        ("danish.csv", 2, "219999001,2024-02-13T00:00:00,55.50000,11.20000,12.3,180.5,181"),
        ("aishub.csv", 2, "440999004,2024-11-19T20:28:06,35.00000,129.10000,9.5,45.6,46"),
        ("marinetraffic.csv", 2, "440999005,2018-05-01T00:00:12,35.00000,129.00000,12.5,89.0,90"),
        ("vesselfinder.csv", 1, "440999006,2017-08-11T11:17:00,35.00000,129.00000,12.5,90.1,90"),
        ("gfw_440999007.csv", 2, "440999007,2018-05-01T00:00:00,35.00000,129.00000,10.5,90.0,"),
        ("gfw_unnamed.csv", 1, "440999008,2018-05-01T00:00:00,35.00000,129.00000,10.5,90.0,"),
        ("nari.csv", 2, "245999001,2015-09-30T22:00:02,48.38249,-4.4657183,0.1,13.1,36"),
        ("exactearth.csv", 2, "440999009,2021-07-01T18:51:51,35.00000,129.00000,11.5,90.0,91"),
    ] {
        let (report, rows) = imported(&[name], &[]);
        assert_eq!(report["read"], rows_in(name, b','), "{name}");
        assert_eq!((rows.len(), first_fix(&rows).as_str()), (kept, fix), "{name}");
        assert_eq!(report["assumed_time_zone"], Value::Null, "{name}");
    }
}

#[test]
fn what_is_skipped_is_counted_and_located() {
    let (report, rows) = imported(&["marinecadastre.csv"], &[]);
    let skipped = serde_json::json!({
        "no MMSI": 1, "no position": 1, "position off the globe": 1, "time not understood": 1
    });
    assert_eq!((&report["skipped"], &report["duplicates"], &report["vessels"]), (&skipped, &1.into(), &2.into()));
    let lines: Vec<_> =
        report["samples"].as_array().expect("samples").iter().map(|sample| sample["line"].clone()).collect();
    assert_eq!(lines, [5, 6, 7, 8]);
    let detail = &report["samples"][1]["detail"];
    assert_eq!(detail, "latitude 91.20000 is off the globe, row skipped");
    // The values that mean "not available" are absent, and what the vessel said last of its name holds.
    assert_eq!(rows[1].iter().skip(4).take(4).collect::<Vec<_>>(), ["", "", "", "SYN, ONE"]);
    assert_eq!(&rows[1][8], "IMO9074729");
    assert_eq!(&rows[3][7], "SYN TWO");
}

#[test]
fn words_of_the_danish_authority_become_codes() {
    let (_, rows) = imported(&["danish.csv"], &[]);
    let of = |row: usize| [7, 8, 9, 10, 11, 12, 13].map(|column| rows[row][column].to_owned());
    assert_eq!(of(0), ["SYN DAN", "IMO9074729", "OXAA", "80", "0", "120", "20"]);
    assert_eq!(&rows[1][11], "5");
}

#[test]
fn korean_tables_need_a_zone_and_say_which_was_taken() {
    for name in ["korean_dynamic_utf8.csv", "korean_dynamic_cp949.csv"] {
        let why = refusal(&[&fixture(name).display().to_string(), "-o", "never-written.csv"]);
        assert!(why.contains("“2023-01-01 09:00:00”") && why.contains("--time-zone"), "{why}");
        let (report, rows) = imported(&[name], &["--time-zone", "KST"]);
        assert_eq!((&report["read"], &report["assumed_time_zone"]), (&3.into(), &"Asia/Seoul".into()));
        assert_eq!(first_fix(&rows), "440999010,2023-01-01T00:00:00,37.10000,124.80000,7.5,180.0,181");
    }
}

#[test]
fn names_from_korean_static_data_go_to_their_vessels() {
    for files in
        [["korean_dynamic_utf8.csv", "korean_static_cp949.csv"], ["korean_static_cp949.csv", "korean_dynamic_utf8.csv"]]
    {
        let (report, rows) = imported(&files, &["--time-zone", "Asia/Seoul"]);
        assert_eq!((&report["read"], &report["skipped"]["static data without position"]), (&6.into(), &3.into()));
        assert_eq!((&rows[0][7], &rows[0][8], &rows[0][12]), ("해양호, 제1호", "IMO9074729", "80"));
        assert_eq!(&rows[2][7], "\"동해 2호");
    }
    let why = refusal(&[&fixture("korean_static_cp949.csv").display().to_string(), "-o", "never-written.csv"]);
    assert!(why.contains("says who vessels are, not where"), "{why}");
}

#[test]
fn encodings_delimiters_and_archives_make_no_difference() {
    assert_eq!(
        first_fix(&imported(&["semicolon.csv"], &[]).1),
        "440999013,2018-01-16T00:00:00,37.50000,124.25000,9.5,,"
    );
    assert_eq!(first_fix(&imported(&["utf16.csv"], &[]).1), "440999014,2018-01-16T00:00:00,37.50000,124.25000,,,");
    let plain = imported(&["marinecadastre.csv"], &[]).1;
    assert_eq!(imported(&["members.csv.gz"], &[]).1, plain);
    let (report, rows) = imported(&["days.zip"], &[]);
    assert_eq!(report["read"], rows_in("marinecadastre.csv", b',') + rows_in("marinecadastre_2025.csv", b','));
    assert_eq!(rows.len(), plain.len() + 2);
    let place = report["samples"][0]["file"].as_str().expect("a file").to_owned();
    assert!(place.ends_with("days.zip/day1.csv"), "{place}");
}

#[test]
fn an_unknown_header_asks_and_takes_an_answer() {
    let file = fixture("unknown_header.csv").display().to_string();
    let why = refusal(&[&file, "-o", "never-written.csv"]);
    assert!(why.contains("(ship, when, y, x)") && why.contains("--columns"), "{why}");
    for columns in ["mmsi=ship,time=when,lat=y,lon=x", "mmsi=1,time=2,lat=3,lon=4,time_format=day-first"] {
        let (report, rows) = imported(&["unknown_header.csv"], &["--columns", columns, "--time-zone", "+09:00"]);
        assert_eq!((report["read"].as_u64(), rows.len()), (Some(2), 2));
        assert_eq!(first_fix(&rows), "440999015,2018-01-15T15:00:00,37.50000,124.25000,,,");
    }
    let why = refusal(&[&file, "-o", "never-written.csv", "--time-zone", "Mars"]);
    assert!(why.contains("“Mars” is no time zone"), "{why}");
}

#[test]
fn point_and_line_shapefiles_are_read_from_any_of_their_files() {
    // Made by GDAL 3.6 from the values expected here; the lines lie in UTM zone 51 North.
    for name in ["track_points.shp", "track_points.dbf"] {
        let (report, rows) = imported(&[name], &[]);
        assert_eq!((&report["read"], &report["skipped"]["no MMSI"]), (&3.into(), &1.into()));
        assert_eq!(first_fix(&rows), "440999020,2023-01-11T00:00:00,37.10000,124.80000,9.5,,");
        assert_eq!(&rows[0][7], "해양호");
    }
    let (report, rows) = imported(&["track_lines.shp"], &[]);
    assert_eq!((rows.len(), &report["repaired"]["time reckoned between a line's ends"]), (3, &1.into()));
    // A quarter of the way after a quarter of the hour.
    assert_eq!(&rows[1][1][..16], "2023-01-11T00:15");
}

#[test]
fn area_and_period_leave_out_and_count() {
    let (report, rows) =
        imported(&["marinecadastre.csv"], &["--from", "2023-01-11T00:05:00Z", "--to", "2023-01-11T00:30:00Z"]);
    assert_eq!((rows.len(), &report["skipped"]["outside the period asked for"]), (2, &3.into()));
    let (report, rows) = imported(&["marinecadastre.csv"], &["--bbox", "129.02,35,129.055,36"]);
    assert_eq!((rows.len(), &report["duplicates"]), (1, &1.into()));
    let (report, rows) = imported(&["marinecadastre.csv"], &["--bbox", "-10,-10,10,10"]);
    assert_eq!((rows.len(), &report["kept"]), (0, &0.into()));
}

#[test]
fn every_format_out_comes_back_in_the_same() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name).display().to_string();
    let source = fixture("marinecadastre.csv").display().to_string();
    let first = path("first.csv");
    assert!(import(&[&source, "-o", &first, "--quiet"]).status.success());
    for name in ["a.cordon", "a.geojson", "a.csv", "a.parquet"] {
        let (there, back) = (path(name), path("back.csv"));
        assert!(import(&[&source, "-o", &there, "--quiet"]).status.success(), "{name}");
        let returned = import(&[&there, "-o", &back]);
        assert!(returned.status.success(), "{name}: {}", String::from_utf8_lossy(&returned.stderr));
        assert_eq!(std::fs::read(&first).expect("a file"), std::fs::read(&back).expect("a file"), "{name}");
    }
    for (name, mark, n) in [("a.gpx", "<trkpt ", 4), ("a.kml", "<gx:coord>", 4)] {
        assert!(import(&[&source, "-o", &path(name), "--quiet"]).status.success(), "{name}");
        let text = std::fs::read_to_string(path(name)).expect("text");
        assert_eq!(text.matches(mark).count(), n, "{name}");
    }
    let why = refusal(&[&source, "-o", &path("a.docx")]);
    assert!(why.contains(".cordon, .parquet, .csv, .geojson, .gpx or .kml"), "{why}");
    assert!(!Path::new(&path("a.docx")).exists());
}

#[test]
fn standard_output_holds_the_tracks_and_nothing_else() {
    let output = import(&[&fixture("aishub.csv").display().to_string(), "-o", "-"]);
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    assert!(text.starts_with("MMSI,BaseDateTime,LAT,LON,SOG,COG,Heading,VesselName,IMO,"), "{text}");
    assert_eq!(text.lines().count(), 3);
    assert!(String::from_utf8_lossy(&output.stderr).contains("kept"));
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("a.cordon").display().to_string();
    let output = import(&[&fixture("aishub.csv").display().to_string(), "-o", &out, "--json"]);
    let report: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!((&report["kept"], &report["first"]), (&2.into(), &"2024-11-19T20:28:06Z".into()));
}

#[test]
fn a_long_table_is_read_in_parts_and_every_line_keeps_its_number() {
    // Some thirty blocks, with a quoted line end, a bad row and a line without an end now and then. Where stray quotes stand in every row, no line end is sure to
    // end one without all that comes before it; where they are rare, most are.
    for usual_name in ["JOE\"S \"BOAT", "JOES BOAT"] {
        let folder = tempfile::tempdir().expect("a folder");
        let mut text = "MMSI,BaseDateTime,LAT,LON,SOG,COG,Heading,VesselName\n".to_owned();
        let (mut bad_lines, mut line, mut kept) = (Vec::new(), 1_u64, 0_u64);
        for row in 0..200_000_u64 {
            if row == 100_000 {
                line += 1;
                bad_lines.push(line);
                text.extend(["x".repeat(3 << 20), "\n".to_owned()]);
            }
            line += 1;
            let lat = if row % 4999 == 17 { 95.0 } else { 35.0 };
            if lat > 90.0 {
                bad_lines.push(line);
            } else {
                kept += 1;
            }
            let name = if row % 7919 == 0 { "\"TWO\nLINES\"" } else { usual_name };
            line += u64::from(row % 7919 == 0);
            let (minute, second) = (row / 60 % 60, row % 60);
            let mmsi = 440_999_000 + row / 3600;
            text.extend([format!("{mmsi},2023-01-11T00:{minute:02}:{second:02},{lat},129.05,8.8,272.7,270,{name}\n")]);
        }
        let path = folder.path().join("long.csv");
        std::fs::write(&path, text).expect("written");
        let out = folder.path().join("long.cordon").display().to_string();
        let output = import(&[&path.display().to_string(), "-o", &out, "--json"]);
        let report: Value = serde_json::from_slice(&output.stdout).expect("JSON");
        assert_eq!((&report["read"], &report["kept"]), (&200_001.into(), &kept.into()));
        let lines: Vec<u64> =
            report["samples"].as_array().expect("samples").iter().filter_map(|s| s["line"].as_u64()).collect();
        assert_eq!(lines, bad_lines);
    }
}
