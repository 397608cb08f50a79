use std::path::PathBuf;

use super::super::{ReadOptions, read};
use super::*;
use crate::report::Report;
use crate::track::TrackStore;

#[expect(clippy::panic_in_result_fn, reason = "a fault of the counts is a fault of the test")]
fn open(path: PathBuf) -> Result<(TrackStore, Report), String> {
    let (store, report) =
        read(&[path], &ReadOptions::default(), &Progress::default()).map_err(|error| error.to_string())?;
    assert_eq!(report.read, report.kept + report.n_skipped() + report.duplicates, "{report:?}");
    Ok((store, report))
}

/// The rows of a file that `ogr2ogr` of GDAL 3.6.2 wrote in EPSG:5186, from these degrees.
#[test]
fn a_layer_in_a_korean_belt_is_read() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/tracks/korean_belt.gpkg");
    let (store, report) = open(path).unwrap();
    let near = |found: &[i32], expected: [i32; 3]| found.iter().zip(expected).all(|(a, b)| a.abs_diff(b) <= 1);
    assert!(near(store.lat_e7(), [387_654_321, 388_000_000, 389_000_000]), "{:?}", store.lat_e7());
    assert!(near(store.lon_e7(), [1_251_234_567, 1_252_000_000, 1_253_000_000]), "{:?}", store.lon_e7());
    assert_eq!(store.time_ms(), [1_516_060_800_000, 1_516_060_860_250, 1_516_060_920_000]);
    assert_eq!(store.sog_deciknots(), [105, crate::track::FixRow::NONE, 30]);
    assert_eq!(store.vessels()[1].identity.name.as_deref(), Some("해양호"));
    assert_eq!((report.read, report.skipped.get("no time")), (4, Some(&1)));
}

fn file(sql: &str) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.gpkg");
    let db = Connection::open(&path).unwrap();
    db.execute_batch(&format!(
        "PRAGMA application_id = 0x47504B47;
         CREATE TABLE gpkg_contents (table_name TEXT, data_type TEXT);
         CREATE TABLE gpkg_geometry_columns (table_name TEXT, column_name TEXT, geometry_type_name TEXT, srs_id INTEGER);
         CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT, srs_id INTEGER, organization TEXT, organization_coordsys_id INTEGER, definition TEXT);
         {sql}"
    ))
    .unwrap();
    (folder, path)
}

/// POINT (125.5 38.25), little-endian, with the header of a point in EPSG:4326, without and with an envelope; POINT EMPTY; a line.
const POINT: &str = "47500001E610000001010000000000000000605F400000000000204340";
const WITH_ENVELOPE: &str = "47500003E61000000000000000605F400000000000605F400000000000204340000000000020434001010000000000000000605F400000000000204340";
const EMPTY: &str = "47500011E61000000101000000000000000000F87F000000000000F87F";
const LINE: &str = "47500001E6100000010200000000000000";

fn layer(srs: u32) -> String {
    let hour = |n: u32| format!("440123456, '2018-01-16T{n:02}:00:00Z'");
    let blobs = [POINT, WITH_ENVELOPE, EMPTY, LINE, "4750"].map(|hex| format!("x'{hex}'"));
    let values = blobs.into_iter().chain(["NULL".to_owned(), "'text'".to_owned()]).zip(0..);
    let rows: Vec<String> = values.map(|(blob, n)| format!("({blob}, {})", hour(n))).collect();
    format!(
        "INSERT INTO gpkg_contents VALUES ('fi\"xes', 'features'), ('areas', 'features');
         INSERT INTO gpkg_geometry_columns VALUES ('fi\"xes', 'geom', 'POINT', {srs}), ('areas', 'geom', 'POLYGON', 4326);
         CREATE TABLE areas (geom BLOB, name TEXT);
         CREATE TABLE \"fi\"\"xes\" (fid INTEGER PRIMARY KEY, geom BLOB, MMSI INTEGER, Timestamp TEXT);
         INSERT INTO \"fi\"\"xes\" (geom, MMSI, Timestamp) VALUES {};",
        rows.join(", ")
    )
}

#[test]
fn blobs_are_read_or_counted() {
    let (_folder, path) = file(&layer(4326));
    let (store, report) = open(path).unwrap();
    assert_eq!((store.lat_e7(), store.lon_e7()), (&[382_500_000; 2][..], &[1_255_000_000; 2][..]));
    let skipped: Vec<_> = report.skipped.iter().map(|(why, n)| (why.as_str(), *n)).collect();
    assert_eq!(skipped, [("no position", 2), ("not a position report", 1), ("position not understood", 2)]);
    assert!(report.notes.iter().any(|note| note.contains("“areas” says nothing of when")), "{:?}", report.notes);
}

#[test]
fn tables_of_degrees_need_no_geometry_and_unknown_systems_are_refused() {
    let (_folder, path) = file(
        "INSERT INTO gpkg_contents VALUES ('fixes', 'attributes');
         CREATE TABLE fixes (mmsi INTEGER, t DATETIME, lat REAL, lon REAL);
         INSERT INTO fixes VALUES (440123456, '2018-01-16T00:00:00', 38.5, 125.25);",
    );
    let (store, _) = open(path).unwrap();
    assert_eq!((store.lat_e7(), store.time_ms()), (&[385_000_000][..], &[1_516_060_800_000][..]));
    let (_folder, path) = file(&layer(99_999));
    assert!(open(path).unwrap_err().contains("EPSG:99999 is not known"));
}

#[test]
fn a_view_that_never_ends_is_broken_off_and_tiles_are_refused() {
    let (_folder, path) = file(
        "INSERT INTO gpkg_contents VALUES ('fixes', 'attributes');
         CREATE VIEW fixes AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)
           SELECT i AS mmsi, i AS t, i AS lat, i AS lon FROM n WHERE i < 0;",
    );
    assert!(open(path).unwrap_err().contains("GeoPackage"));
    let (_folder, path) = file("INSERT INTO gpkg_contents VALUES ('tiles', 'tiles');");
    assert!(open(path).unwrap_err().contains("without a layer of points"));
}
