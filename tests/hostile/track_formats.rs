//! Broken files of the track formats beside tables: GPX, KML, JSON lines, Parquet, GeoPackage.

use std::fs::File;
use std::io::Write as _;
use std::path::Path;

use crate::bench::Ends::{Counted, Either, Refused};
use crate::bench::{Row, check, put};
use crate::tracks::{noise, zip};

const POINT: &str = "<trkpt lat='38.7' lon='125.4'><time>2018-01-16T00:00:00Z</time></trkpt>";

/// A GPX with one good point, and more after it in the same segment.
fn gpx(path: &Path, more: &str) {
    put(path, format!("<gpx><trk><name>440123456</name><trkseg>{POINT}{more}</trkseg></trk></gpx>"));
}

const TRACK: &str = "<Placemark><name>440123456</name><gx:Track><when>2018-01-16T00:00:00Z</when><gx:coord>125.4 38.7 0</gx:coord></gx:Track></Placemark>";

fn kml(path: &Path, more: &str) {
    put(path, format!("<kml><Document>{TRACK}{more}</Document></kml>"));
}

/// As much of one byte as it takes, between a beginning and an end.
fn filled(path: &Path, beginning: &str, megabytes: usize, end: &str) {
    let mut file = File::create(path).expect("a file");
    file.write_all(beginning.as_bytes()).expect("room");
    for _ in 0..megabytes {
        file.write_all(&vec![b'x'; 1_000_000]).expect("room");
    }
    file.write_all(end.as_bytes()).expect("room");
}

#[test]
fn gpx_tracks() {
    check(
        &["import"],
        Some("tracks.cordon"),
        &[
            Row {
                name: "cut.gpx",
                make: |p| put(p, format!("<gpx><trk><name>440123456</name><trkseg>{POINT}<trkpt la")),
                ends: Either,
            },
            Row {
                name: "entities.gpx",
                make: |p| {
                    put(
                        p,
                        format!(
                            "<!DOCTYPE gpx [<!ENTITY a \"lol\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]><gpx><trk><name>&b;</name><trkseg>{POINT}</trkseg></trk></gpx>"
                        ),
                    );
                },
                ends: Refused,
            },
            Row { name: "deep.gpx", make: |p| gpx(p, &"<a>".repeat(1_000_000)), ends: Either },
            Row {
                name: "NaN and infinite.gpx",
                make: |p| {
                    gpx(
                        p,
                        "<trkpt lat='NaN' lon='125'><time>2018-01-16T00:01:00Z</time></trkpt><trkpt lat='1e999' lon='-inf'><time>2018-01-16T00:02:00Z</time></trkpt><trkpt><time>99999-01-01T00:00:00Z</time></trkpt>",
                    );
                },
                ends: Counted,
            },
            Row {
                name: "a tag of 100 MB.gpx",
                make: |p| {
                    filled(
                        p,
                        &format!("<gpx><trk><name>440123456</name><trkseg>{POINT}<trkpt lat='"),
                        100,
                        "'/></trkseg></trk></gpx>",
                    );
                },
                ends: Either,
            },
            Row {
                name: "a text of 100 MB.gpx",
                make: |p| {
                    filled(
                        p,
                        &format!("<gpx><trk><name>440123456</name><trkseg>{POINT}<trkpt><time>"),
                        100,
                        "</time></trkpt></trkseg></trk></gpx>",
                    );
                },
                ends: Either,
            },
            Row {
                name: "no vessel.gpx",
                make: |p| put(p, format!("<gpx><trk><trkseg>{POINT}</trkseg></trk></gpx>")),
                ends: Refused,
            },
            Row {
                name: "not UTF-8.gpx",
                make: |p| {
                    put(
                        p,
                        [
                            b"<gpx><trk><name>440123456</name><cmt>".as_slice(),
                            b"\xff\xfe\x80",
                            format!("</cmt><trkseg>{POINT}<trkpt/></trkseg></trk></gpx>").as_bytes(),
                        ]
                        .concat(),
                    );
                },
                ends: Counted,
            },
        ],
    );
}

#[test]
fn kml_tracks() {
    check(
        &["import"],
        Some("tracks.cordon"),
        &[
            Row {
                name: "cut.kml",
                make: |p| put(p, format!("<kml><Document>{TRACK}<Placemark><gx:Track><when>2018")),
                ends: Either,
            },
            Row {
                name: "entities.kml",
                make: |p| put(p, format!("<!DOCTYPE kml [<!ENTITY a \"lol\">]><kml>{TRACK}</kml>")),
                ends: Refused,
            },
            Row {
                name: "three million moments.kml",
                make: |p| {
                    kml(
                        p,
                        &format!(
                            "<Placemark><name>440123456</name><gx:Track>{}{}</gx:Track></Placemark>",
                            "<when>soon</when>".repeat(3_000_000),
                            "<gx:coord>1 2 3</gx:coord>".repeat(10)
                        ),
                    );
                },
                ends: Counted,
            },
            Row {
                name: "huge numbers.kml",
                make: |p| {
                    kml(
                        p,
                        "<Placemark><name>440123456</name><gx:Track><when>2018-01-16T00:01:00Z</when><gx:coord>1e999 -1e999 NaN</gx:coord></gx:Track></Placemark>",
                    );
                },
                ends: Counted,
            },
            Row { name: "deep.kml", make: |p| kml(p, &"<Folder>".repeat(1_000_000)), ends: Either },
            Row {
                name: "bomb.kmz",
                make: |p| zip(p, &[("doc.kml", format!("<kml>{TRACK}{}</kml>", " ".repeat(400 << 20)).as_bytes())]),
                ends: Either,
            },
            Row {
                name: "a line of 100 MB.kml",
                make: |p| {
                    filled(
                        p,
                        &format!("<kml><Document>{TRACK}<Placemark><LineString><coordinates>"),
                        100,
                        "</coordinates></LineString></Placemark></Document></kml>",
                    );
                },
                ends: Either,
            },
        ],
    );
}

const OBJECT: &str = "{\"mmsi\":440123456,\"lat\":38.7,\"lon\":125.4,\"timestamp\":\"2018-01-16T00:00:00Z\"}\n";

#[test]
fn json_lines() {
    check(
        &["import"],
        Some("tracks.cordon"),
        &[
            Row { name: "cut.jsonl", make: |p| put(p, format!("{OBJECT}{}", &OBJECT[..40])), ends: Counted },
            Row {
                name: "deep.jsonl",
                make: |p| put(p, format!("{OBJECT}{}\n{OBJECT}", "{\"a\":".repeat(100_000))),
                ends: Counted,
            },
            Row {
                name: "deep arrays.jsonl",
                make: |p| put(p, format!("{OBJECT}{{\"mmsi\":{}\n{OBJECT}", "[".repeat(100_000))),
                ends: Counted,
            },
            Row {
                name: "huge numbers.jsonl",
                make: |p| {
                    put(
                        p,
                        format!("{OBJECT}{}", OBJECT.replace("125.4", "1e999").replace("440123456", &"9".repeat(400))),
                    );
                },
                ends: Counted,
            },
            Row {
                name: "a line of 100 MB.jsonl",
                make: |p| filled(p, &format!("{OBJECT}{{\"a\":\""), 100, &format!("\"}}\n{OBJECT}")),
                ends: Counted,
            },
            Row {
                name: "not UTF-8.jsonl",
                make: |p| put(p, [OBJECT.as_bytes(), b"{\"name\":\"\xff\xfe\"}\n"].concat()),
                ends: Counted,
            },
            Row { name: "only braces.json", make: |p| put(p, "{".repeat(1_000_000)), ends: Refused },
        ],
    );
}

const PARQUET: &[u8] = include_bytes!("../fixtures/tracks/parquet_decimals.parquet");

/// A sound file with some bytes replaced by others, wherever they stand.
fn parquet(path: &Path, from: &[u8], to: &[u8]) {
    let mut bytes = PARQUET.to_vec();
    let at = bytes.windows(from.len()).position(|window| window == from).expect("they stand there");
    bytes.splice(at..at + from.len(), to.iter().copied());
    put(path, bytes);
}

#[test]
fn parquet_files() {
    check(
        &["import"],
        Some("tracks.cordon"),
        &[
            Row { name: "cut.parquet", make: |p| put(p, &PARQUET[..900]), ends: Refused },
            Row { name: "only a mark.parquet", make: |p| put(p, b"PAR1"), ends: Refused },
            Row {
                name: "noise.parquet",
                make: |p| put(p, [b"PAR1".as_slice(), &noise(4000), b"PAR1"].concat()),
                ends: Refused,
            },
            Row {
                name: "a footer of 4 GB.parquet",
                make: |p| {
                    let mut bytes = PARQUET.to_vec();
                    let n = bytes.len();
                    bytes[n - 8..n - 4].fill(0xff);
                    put(p, bytes);
                },
                ends: Refused,
            },
            // The first page's type, unpacked size and packed size: 2^31 - 1 bytes from a few.
            Row {
                name: "a page of 2 GB.parquet",
                make: |p| parquet(p, &PARQUET[4..8], &[0x15, 0x04, 0x15, 0xfe, 0xff, 0xff, 0xff, 0x0f]),
                ends: Either,
            },
            Row {
                name: "zeros in the middle.parquet",
                make: |p| {
                    let mut bytes = PARQUET.to_vec();
                    bytes[100..500].fill(0);
                    put(p, bytes);
                },
                ends: Either,
            },
        ],
    );
}

#[test]
fn geopackages() {
    check(
        &["import"],
        Some("tracks.cordon"),
        &[
            Row {
                name: "cut.gpkg",
                make: |p| put(p, &include_bytes!("../fixtures/tracks/korean_belt.gpkg")[..40_000]),
                ends: Either,
            },
            Row {
                name: "noise.gpkg",
                make: |p| {
                    let mut bytes = include_bytes!("../fixtures/tracks/korean_belt.gpkg").to_vec();
                    let n = bytes.len();
                    bytes[100..].copy_from_slice(&noise(n - 100));
                    put(p, bytes);
                },
                ends: Refused,
            },
            Row {
                name: "only a header.gpkg",
                make: |p| put(p, &include_bytes!("../fixtures/tracks/korean_belt.gpkg")[..100]),
                ends: Refused,
            },
        ],
    );
}
