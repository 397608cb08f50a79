//! Broken `GeoPackage`s, TAK data packages, tables and texts, converted.

use std::path::Path;

use crate::bench::Ends::{Counted, Either, Refused};
use crate::bench::{Row, check, put};
use crate::tracks::{noise, zip};

/// A GeoPackage with one layer of areas, made by these further statements.
fn geopackage(path: &Path, sql: &str) {
    let db = rusqlite::Connection::open(path).expect("made");
    db.execute_batch(&format!(
        "PRAGMA application_id = 0x47504B47;
         CREATE TABLE gpkg_contents (table_name TEXT, data_type TEXT, identifier TEXT);
         CREATE TABLE gpkg_geometry_columns (table_name TEXT, column_name TEXT, geometry_type_name TEXT, srs_id INTEGER);
         CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT, srs_id INTEGER, organization TEXT, organization_coordsys_id INTEGER, definition TEXT);
         INSERT INTO gpkg_contents VALUES ('areas', 'features', 'areas');
         INSERT INTO gpkg_geometry_columns VALUES ('areas', 'geom', 'POLYGON', 4326);
         {sql}"
    ))
    .expect("filled");
}

/// POLYGON ((124 37, 125 37, 125 38, 124 37)).
const AREA: &str = "47500001E61000000103000000010000000400000000000000000\
                    05F4000000000008042400000000000405F4000000000008042400000000000405F4000000000000043400000000000005F400000000000804240";

const TABLE: &str = "CREATE TABLE areas (fid INTEGER PRIMARY KEY, geom BLOB, name TEXT);";

#[test]
fn geopackages() {
    check(
        &["convert"],
        Some("zones.geojson"),
        &[
            Row { name: "no table.gpkg", make: |p| geopackage(p, ""), ends: Refused },
            Row { name: "an empty table.gpkg", make: |p| geopackage(p, TABLE), ends: Either },
            Row {
                name: "blobs of nonsense.gpkg",
                make: |p| {
                    geopackage(
                        p,
                        &format!(
                            "{TABLE} INSERT INTO areas (geom, name) VALUES (x'{AREA}', 'a'), (x'4750', 'b'), (NULL, 'c'), ('text', 'd'),
                             (x'47500001E61000000103000000FFFFFFFF', 'e'), (x'47500001E6100000010A000000', 'f'), (x'47500001E6100000{}', 'g');",
                            "010700000001000000".repeat(50_000)
                        ),
                    );
                },
                ends: Counted,
            },
            Row {
                name: "a system of nonsense.gpkg",
                make: |p| {
                    geopackage(
                        p,
                        &format!(
                            "{TABLE} UPDATE gpkg_geometry_columns SET srs_id = 9; INSERT INTO gpkg_spatial_ref_sys VALUES ('x', 9, 'NONE', 9, '{}');",
                            "PROJCS[".repeat(10_000)
                        ),
                    );
                },
                ends: Refused,
            },
            Row {
                name: "a view without end.gpkg",
                make: |p| {
                    geopackage(
                        p,
                        "CREATE VIEW areas AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT zeroblob(9) AS geom, i AS name FROM n WHERE i < 0;",
                    );
                },
                ends: Refused,
            },
            Row {
                name: "a view of blobs too large.gpkg",
                make: |p| geopackage(p, "CREATE VIEW areas AS SELECT zeroblob(900000000) AS geom, 'a' AS name;"),
                ends: Refused,
            },
            Row {
                name: "cut.gpkg",
                make: |p| {
                    geopackage(p, &format!("{TABLE} INSERT INTO areas (geom, name) VALUES (x'{AREA}', 'a');"));
                    let bytes = std::fs::read(p).expect("just written");
                    put(p, &bytes[..bytes.len() / 2]);
                },
                ends: Refused,
            },
        ],
    );
}

/// An event with these links.
fn event(links: &str) -> String {
    format!(
        "<event version='2.0' uid='a' type='u-d-f' time='2018-01-16T00:00:00Z' start='2018-01-16T00:00:00Z' stale='2018-01-17T00:00:00Z' how='h-e'><point lat='37' lon='124'/><detail>{links}</detail></event>"
    )
}

const RING: &str = "<link point='37,124'/><link point='37,125'/><link point='38,125'/><link point='37,124'/>";

#[test]
fn tak_data_packages() {
    check(
        &["convert"],
        Some("zones.geojson"),
        &[
            Row {
                name: "a manifest alone.zip",
                make: |p| zip(p, &[("MANIFEST/manifest.xml", b"<MissionPackageManifest/>"), ("a.cot", b"")]),
                ends: Refused,
            },
            Row {
                name: "one good event among broken ones.zip",
                make: |p| {
                    let (good, bad) = (event(RING), event("<link point='x,y'/><link point='91,181'/>"));
                    let cut = &good[..good.len() / 2];
                    zip(
                        p,
                        &[
                            ("a.cot", good.as_bytes()),
                            ("b.cot", bad.as_bytes()),
                            ("c.cot", cut.as_bytes()),
                            ("d.cot", &noise(500)),
                        ],
                    );
                },
                ends: Counted,
            },
            Row {
                name: "a bomb.zip",
                make: |p| {
                    let mut event = event(RING).into_bytes();
                    event.extend(vec![b' '; 200 << 20]);
                    zip(p, &[("a.cot", &event)]);
                },
                ends: Refused,
            },
            Row {
                name: "entities.cot",
                make: |p| put(p, format!("<!DOCTYPE event [<!ENTITY a 'aa'>]>{}", event(RING))),
                ends: Refused,
            },
            Row {
                name: "links without end.cot",
                make: |p| put(p, event(&"<link point='37,124'/>".repeat(4_000_000))),
                ends: Either,
            },
            Row {
                name: "a circle round the Earth.cot",
                make: |p| {
                    put(
                        p,
                        event("<shape><ellipse major='1e300' minor='-1' angle='nan'/></shape>")
                            .replace("u-d-f", "u-d-c-c"),
                    );
                },
                ends: Either,
            },
            Row { name: "chat.cot", make: |p| put(p, event("").replace("u-d-f", "b-t-f")), ends: Either },
            Row {
                name: "half.cot",
                make: |p| {
                    let whole = event(RING);
                    put(p, &whole[..whole.len() - 30]);
                },
                ends: Either,
            },
        ],
    );
}

#[test]
fn tables_and_texts() {
    check(
        &["convert"],
        Some("zones.geojson"),
        &[
            Row {
                name: "off the globe.csv",
                make: |p| put(p, "name,lat,lon\na,95,124\na,37,nan\na,37,1e400\nb,37,124\nb,37,125\nb,38,125\n"),
                ends: Counted,
            },
            Row {
                name: "rows of any length.csv",
                make: |p| put(p, "name,lat,lon\na\n,,,,,,,\na,37,124,5,6,7\na,37,125\na,38,125\n\"\n"),
                ends: Counted,
            },
            Row {
                name: "text nested.csv",
                make: |p| {
                    put(
                        p,
                        format!("name,wkt\na,\"POINT (124 37)\"\nb,\"{}\"\n", "GEOMETRYCOLLECTION (".repeat(100_000)),
                    );
                },
                ends: Counted,
            },
            Row {
                name: "one corner missing.txt",
                make: |p| put(p, "AREA BOUNDED BY 37-00N 124-00E, 37-75N 125-00E, 38-00N 125-00E"),
                ends: Counted,
            },
            Row {
                name: "numbers without end.txt",
                make: |p| put(p, "AREA 37-00N 124-00E ".repeat(100_000)),
                ends: Either,
            },
            Row {
                name: "labels without end.txt",
                make: |p| put(p, "A. 37-00N 124-00E, 37-00N 125-00E, 38-00N 125-00E ".repeat(50_000)),
                ends: Either,
            },
            Row {
                name: "too long.txt",
                make: |p| put(p, format!("AREA 37-00N 124-00E {}", "words ".repeat(2_000_000))),
                ends: Refused,
            },
        ],
    );
}
