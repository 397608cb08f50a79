//! Broken files of zones, converted.

use std::path::Path;

use crate::bench::Ends::{Counted, Either, Refused};
use crate::bench::{Row, check, put};
use crate::shapefile::{Dbf, SQUARE, header, record, rings, shp, square_with};
use crate::tracks::{noise, zip};

/// A good square first, so that something can be kept.
fn after_a_good_one(path: &Path, second: Vec<u8>) {
    put(path, shp(5, &[record(1, &rings(5, &SQUARE, None), None), second]));
}

/// The same, with a `.prj` that says that its numbers are degrees.
fn in_degrees(path: &Path, second: Vec<u8>) {
    after_a_good_one(path, second);
    put(&path.with_extension("prj"), WGS84);
}

const WGS84: &[u8] = br#"GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]"#;

#[test]
fn shapefiles() {
    check(
        &["convert"],
        Some("zones.geojson"),
        &[
            Row { name: "empty.shp", make: |p| put(p, ""), ends: Refused },
            Row { name: "only a header.shp", make: |p| put(p, header(5, 100)), ends: Either },
            Row { name: "half a header.shp", make: |p| put(p, &header(5, 100)[..50]), ends: Refused },
            Row {
                name: "a billion vertices.shp",
                make: |p| after_a_good_one(p, record(2, &rings(5, &SQUARE, Some((1, 1_000_000_000))), None)),
                ends: Counted,
            },
            Row {
                name: "a billion parts.shp",
                make: |p| after_a_good_one(p, record(2, &rings(5, &SQUARE, Some((1_000_000_000, 5))), None)),
                ends: Counted,
            },
            Row {
                name: "fewer than no vertices.shp",
                make: |p| after_a_good_one(p, record(2, &rings(5, &SQUARE, Some((-1, -5))), None)),
                ends: Counted,
            },
            Row {
                name: "a record of 4 GB.shp",
                make: |p| after_a_good_one(p, record(2, &rings(5, &SQUARE, None), Some(i32::MAX))),
                ends: Counted,
            },
            Row {
                name: "a record shorter than nothing.shp",
                make: |p| after_a_good_one(p, record(2, &rings(5, &SQUARE, None), Some(-7))),
                ends: Counted,
            },
            Row {
                name: "a header that claims 4 GB.shp",
                make: |p| put(p, [header(5, usize::MAX), record(1, &rings(5, &SQUARE, None), None)].concat()),
                ends: Either,
            },
            Row {
                name: "NaN and infinite.shp",
                make: |p| {
                    in_degrees(
                        p,
                        record(
                            2,
                            &rings(
                                5,
                                &[(f64::NAN, 38.0), (f64::INFINITY, 38.5), (125.0, f64::NEG_INFINITY), (1e300, 38.0)],
                                None,
                            ),
                            None,
                        ),
                    );
                },
                ends: Counted,
            },
            Row {
                name: "off the globe.shp",
                make: |p| {
                    in_degrees(
                        p,
                        record(2, &rings(5, &[(500.0, 95.0), (501.0, 95.0), (501.0, 96.0), (500.0, 95.0)], None), None),
                    );
                },
                ends: Counted,
            },
            Row {
                name: "a mixture.shp",
                make: |p| after_a_good_one(p, record(2, &rings(3, &SQUARE, None), None)),
                ends: Either,
            },
            Row {
                name: "no such shape.shp",
                make: |p| after_a_good_one(p, record(2, &rings(77, &SQUARE, None), None)),
                ends: Counted,
            },
            Row {
                name: "crosses itself, open.shp",
                make: |p| {
                    after_a_good_one(
                        p,
                        record(2, &rings(5, &[(125.0, 38.0), (126.0, 39.0), (126.0, 38.0), (125.0, 39.0)], None), None),
                    );
                },
                ends: Counted,
            },
            Row {
                name: "two vertices.shp",
                make: |p| after_a_good_one(p, record(2, &rings(5, &SQUARE[..2], None), None)),
                ends: Counted,
            },
            Row { name: "no table.shp", make: |p| square_with(p, &[("prj", WGS84)]), ends: Either },
            Row { name: "empty table.shp", make: |p| square_with(p, &[("dbf", b"")]), ends: Either },
            Row {
                name: "records of nothing.shp",
                make: |p| square_with(p, &[("dbf", &Dbf { record_bytes: 0, ..Dbf::of(&[b"A"]) }.bytes())]),
                ends: Either,
            },
            Row {
                name: "records of 65535.shp",
                make: |p| square_with(p, &[("dbf", &Dbf { record_bytes: 65535, ..Dbf::of(&[b"A"]) }.bytes())]),
                ends: Either,
            },
            Row {
                name: "a table's header of 1.shp",
                make: |p| square_with(p, &[("dbf", &Dbf { header_bytes: 1, ..Dbf::of(&[b"A"]) }.bytes())]),
                ends: Either,
            },
            Row {
                name: "four billion records.shp",
                make: |p| square_with(p, &[("dbf", &Dbf { n_records: Some(u32::MAX), ..Dbf::of(&[b"A"]) }.bytes())]),
                ends: Either,
            },
            Row { name: "a table of noise.shp", make: |p| square_with(p, &[("dbf", &noise(3000))]), ends: Either },
            Row {
                name: "says UTF-8 and is not.shp",
                make: |p| {
                    square_with(p, &[("cpg", b"UTF-8"), ("dbf", &Dbf::of(&[b"\xb1\xb8\xbf\xaa\xff\xfe"]).bytes())]);
                },
                ends: Either,
            },
            Row {
                name: "an encoding of nonsense.shp",
                make: |p| square_with(p, &[("cpg", b"\xff\0KLINGON-8"), ("dbf", &Dbf::of(&[b"A"]).bytes())]),
                ends: Either,
            },
            Row {
                name: "a system of nonsense.shp",
                make: |p| square_with(p, &[("prj", b"PROJCS[\"nowhere\",GEOGCS[")]),
                ends: Refused,
            },
            Row {
                name: "a system nested deep.shp",
                make: |p| square_with(p, &[("prj", "PROJCS[".repeat(100_000).as_bytes())]),
                ends: Refused,
            },
            Row { name: "a system of zeros.shp", make: |p| square_with(p, &[("prj", &[0; 5000])]), ends: Either },
            Row { name: "an index of noise.shp", make: |p| square_with(p, &[("shx", &noise(300))]), ends: Either },
            Row { name: "alone.dbf", make: |p| put(p, Dbf::of(&[b"A"]).bytes()), ends: Refused },
        ],
    );
}

#[test]
fn shapefiles_cut_at_many_places() {
    let whole = shp(5, &[record(1, &rings(5, &SQUARE, None), None), record(2, &rings(5, &SQUARE, None), None)]);
    for end in (1..whole.len()).step_by(29) {
        let folder = tempfile::tempdir().expect("a folder");
        put(&folder.path().join("cut.shp"), &whole[..end]);
        let file = std::ffi::OsStr::new("cut.shp");
        let tried = crate::bench::try_one(folder.path(), &["convert"], file, Some("zones.geojson"), Either);
        assert_eq!(tried, Ok(()), "cut after {end} bytes");
    }
}

/// A placemark, its name and its coordinates.
fn placemark(name: &str, coordinates: &str) -> String {
    format!(
        "<Placemark><name>{name}</name><Polygon><outerBoundaryIs><LinearRing><coordinates>{coordinates}</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark>"
    )
}

const RING: &str = "125,38 126,38 126,39 125,38";

fn kml(path: &Path, before: &str, inside: &str) {
    put(
        path,
        format!("<?xml version=\"1.0\"?>{before}<kml><Document>{}{inside}</Document></kml>", placemark("good", RING)),
    );
}

/// Ten entities, each ten times the one before: a billion laughs.
fn laughs() -> String {
    let entity = |n: u32| format!("<!ENTITY l{} \"{}\">", n + 1, format!("&l{n};").repeat(10));
    format!("<!DOCTYPE kml [<!ENTITY l0 \"ha\">{}]>", (0..9).map(entity).collect::<String>())
}

#[test]
fn kml_and_kmz() {
    check(
        &["convert"],
        Some("zones.geojson"),
        &[
            Row { name: "a billion laughs.kml", make: |p| kml(p, &laughs(), &placemark("&l9;", RING)), ends: Either },
            Row {
                name: "an entity that is a file.kml",
                make: |p| kml(p, "<!DOCTYPE kml [<!ENTITY f SYSTEM \"file:///etc/passwd\">]>", &placemark("&f;", RING)),
                ends: Either,
            },
            Row {
                name: "a million folders deep.kml",
                make: |p| kml(p, "", &"<Folder>".repeat(1_000_000)),
                ends: Either,
            },
            Row {
                name: "a million geometries deep.kml",
                make: |p| kml(p, "", &format!("<Placemark>{}", "<MultiGeometry>".repeat(1_000_000))),
                ends: Either,
            },
            Row {
                name: "cut.kml",
                make: |p| put(p, "<?xml version=\"1.0\"?><kml><Document><Placemark><name>a</na"),
                ends: Either,
            },
            Row { name: "cut in an attribute.kml", make: |p| put(p, "<kml xmlns=\"http://www.open"), ends: Refused },
            Row {
                name: "closed out of order.kml",
                make: |p| kml(p, "", "</Folder></Document><Placemark></kml>"),
                ends: Either,
            },
            Row {
                name: "an encoding of nonsense.kml",
                make: |p| {
                    put(
                        p,
                        format!("<?xml version=\"1.0\" encoding=\"KLINGON-8\"?><kml>{}</kml>", placemark("a", RING)),
                    );
                },
                ends: Either,
            },
            Row {
                name: "not UTF-8.kml",
                make: |p| {
                    put(
                        p,
                        [
                            b"<kml>".as_slice(),
                            placemark("\u{1}", RING).replace('\u{1}', "@").as_bytes(),
                            b"<Placemark><name>\xff\xfe\x80</name></Placemark></kml>",
                        ]
                        .concat(),
                    );
                },
                ends: Either,
            },
            Row {
                name: "NaN and infinite.kml",
                make: |p| kml(p, "", &placemark("bad", "NaN,38 1e999,38 inf,-inf 125")),
                ends: Counted,
            },
            Row { name: "no numbers.kml", make: |p| kml(p, "", &placemark("bad", "a,b c,d ,,, ;")), ends: Counted },
            Row { name: "an empty ring.kml", make: |p| kml(p, "", &placemark("bad", "")), ends: Counted },
            Row { name: "no placemarks.kml", make: |p| put(p, "<kml/>"), ends: Either },
            Row {
                name: "a name of 100 MB.kml",
                make: |p| kml(p, "", &placemark(&"x".repeat(100_000_000), RING)),
                ends: Either,
            },
            Row {
                name: "bomb.kmz",
                make: |p| zip(p, &[("doc.kml", &[b"<kml>".as_slice(), &vec![b' '; 400 << 20]].concat())]),
                ends: Refused,
            },
            Row { name: "nothing inside.kmz", make: |p| zip(p, &[]), ends: Refused },
            Row { name: "a kmz inside.kmz", make: |p| zip(p, &[("doc.kmz", b"PK\x03\x04")]), ends: Refused },
            Row {
                name: "noise.kmz",
                make: |p| put(p, [b"PK\x03\x04".as_slice(), &noise(3000)].concat()),
                ends: Refused,
            },
        ],
    );
}

const ZONE: &str = r#"{"type":"Feature","properties":{"name":"good"},"geometry":{"type":"Polygon","coordinates":[[[125,38],[126,38],[126,39],[125,38]]]}}"#;

fn zones(path: &Path, more: &str) {
    put(path, format!(r#"{{"type":"FeatureCollection","features":[{ZONE}{more}]}}"#));
}

#[test]
fn geojson() {
    check(
        &["convert"],
        Some("zones.kml"),
        &[
            Row { name: "empty.geojson", make: |p| put(p, ""), ends: Refused },
            Row {
                name: "a million deep.geojson",
                make: |p| {
                    zones(
                        p,
                        &format!(
                            r#",{{"type":"Feature","geometry":{{"type":"Polygon","coordinates":{}"#,
                            "[".repeat(1_000_000)
                        ),
                    );
                },
                ends: Refused,
            },
            Row {
                name: "a million objects deep.geojson",
                make: |p| put(p, r#"{"features":"#.repeat(1_000_000)),
                ends: Refused,
            },
            Row {
                name: "cut.geojson",
                make: |p| put(p, format!(r#"{{"type":"FeatureCollection","features":[{ZONE},{{"ty"#)),
                ends: Refused,
            },
            Row { name: "NaN.geojson", make: |p| zones(p, &format!(",{}", ZONE.replace("126", "NaN"))), ends: Refused },
            Row {
                name: "huge numbers.geojson",
                make: |p| zones(p, &format!(",{}", ZONE.replace("126", "1e308"))),
                ends: Counted,
            },
            Row {
                name: "numbers too huge.geojson",
                make: |p| zones(p, &format!(",{}", ZONE.replace("126", "1e999"))),
                ends: Either,
            },
            Row {
                name: "off the globe.geojson",
                make: |p| zones(p, &format!(",{}", ZONE.replace("39", "91"))),
                ends: Counted,
            },
            Row {
                name: "no features.geojson",
                make: |p| zones(p, r#",5,null,[],"x",{"type":"Feature"},{"type":"Feature","geometry":null}"#),
                ends: Counted,
            },
            Row {
                name: "the wrong types.geojson",
                make: |p| {
                    zones(
                        p,
                        r#",{"type":"Feature","geometry":{"type":"Polygon","coordinates":[1,2]},"properties":[]},{"type":"Feature","geometry":{"type":7}}"#,
                    );
                },
                ends: Counted,
            },
            Row {
                name: "collections in collections.geojson",
                make: |p| {
                    zones(
                        p,
                        &format!(
                            r#",{{"type":"Feature","geometry":{}{}}}"#,
                            r#"{"type":"GeometryCollection","geometries":["#.repeat(50),
                            "]}".repeat(50)
                        ),
                    );
                },
                ends: Either,
            },
            Row {
                name: "UTF-16.geojson",
                make: |p| {
                    put(
                        p,
                        [
                            b"\xff\xfe".as_slice(),
                            &format!("{{\"features\":[{ZONE}]}}")
                                .encode_utf16()
                                .flat_map(u16::to_le_bytes)
                                .collect::<Vec<u8>>(),
                        ]
                        .concat(),
                    );
                },
                ends: Either,
            },
            Row {
                name: "CP949 inside.geojson",
                make: |p| {
                    put(p, [b"{\"type\":\"FeatureCollection\",\"features\":[{\"type\":\"Feature\",\"properties\":{\"name\":\"".as_slice(), b"\xb1\xb8\xbf\xaa", b"\"},\"geometry\":{\"type\":\"Point\",\"coordinates\":[125,38]}}]}"].concat());
                },
                ends: Either,
            },
            Row { name: "not JSON at all.geojson", make: |p| put(p, "{'type': FeatureCollection}"), ends: Refused },
            Row {
                name: "a system of nonsense.geojson",
                make: |p| {
                    put(
                        p,
                        format!(
                            r#"{{"type":"FeatureCollection","crs":{{"type":"name","properties":{{"name":"EPSG:99999999999999"}}}},"features":[{ZONE}]}}"#
                        ),
                    );
                },
                ends: Refused,
            },
            Row { name: "noise.geojson", make: |p| put(p, [b"{".as_slice(), &noise(5000)].concat()), ends: Refused },
        ],
    );
}
