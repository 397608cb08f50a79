//! Broken maps, named to stand in for the bundled one.

use std::path::Path;

use crate::bench::Ends::Refused;
use crate::bench::{Row, check, put};
use crate::tracks::noise;

/// A PMTiles header (specification, version 3) whose root directory claims to be so long.
fn archive(path: &Path, root_bytes: u64, packing: u8, rest: &[u8]) {
    let mut bytes = b"PMTiles\x03".to_vec();
    for number in [127, root_bytes, 127, 0, 127, 0, 127, 0, 1, 1, 1] {
        bytes.extend(number.to_le_bytes());
    }
    bytes.extend([1, packing, packing, 1, 0, 0]);
    bytes.resize(127, 0);
    put(path, [bytes.as_slice(), rest].concat());
}

#[test]
fn maps() {
    check(
        &["brief", "--sample", "-o", "out/map.svg", "--map"],
        None,
        &[
            Row { name: "empty.pmtiles", make: |p| put(p, ""), ends: Refused },
            Row { name: "cut.pmtiles", make: |p| put(p, b"PMTiles\x03abc"), ends: Refused },
            Row { name: "claims exabytes.pmtiles", make: |p| archive(p, u64::MAX, 1, &[]), ends: Refused },
            Row { name: "claims gigabytes.pmtiles", make: |p| archive(p, 5 << 30, 1, &[0; 100]), ends: Refused },
            Row { name: "claims entries.pmtiles", make: |p| archive(p, 10, 1, &[0xff; 10]), ends: Refused },
            Row { name: "a packing of nonsense.pmtiles", make: |p| archive(p, 10, 77, &[0; 10]), ends: Refused },
            Row {
                name: "noise.pmtiles",
                make: |p| put(p, [b"PMTiles\x03".as_slice(), &noise(5000)].concat()),
                ends: Refused,
            },
            Row { name: "a database of nothing.mbtiles", make: |p| put(p, b"SQLite format 3\0"), ends: Refused },
            Row {
                name: "a database of noise.mbtiles",
                make: |p| put(p, [b"SQLite format 3\0".as_slice(), &noise(8000)].concat()),
                ends: Refused,
            },
            Row { name: "no map.mbtiles", make: |p| database(p, "CREATE TABLE people (name text)"), ends: Refused },
            Row {
                name: "a view without end.mbtiles",
                make: |p| {
                    database(
                        p,
                        "CREATE VIEW tiles AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i AS zoom_level, 0 AS tile_column, 0 AS tile_row, x'00' AS tile_data FROM n",
                    );
                },
                ends: Refused,
            },
            Row { name: "an empty folder", make: |p| std::fs::create_dir(p).expect("a folder"), ends: Refused },
            Row { name: "a table.csv", make: |p| put(p, "MMSI,LAT,LON\n"), ends: Refused },
        ],
    );
}

fn database(path: &Path, sql: &str) {
    rusqlite::Connection::open(path).expect("made").execute_batch(sql).expect("filled");
}
