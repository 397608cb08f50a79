//! Broken findings and watch lists, scored with a plan and tracks that are whole.

use std::path::Path;

use crate::bench::Ends::{Counted, Either, Refused};
use crate::bench::{Row, check, put};

const PLAN: &str = r#"{"type":"FeatureCollection","cordon":{"format":1,"id":"6f2d1f0e-7c2b-4b51-9d0a-1f1f6e0a2b11","title":"T"},"features":[]}"#;

/// Puts a file beside a plan and tracks.
fn beside(path: &Path, bytes: impl AsRef<[u8]>) {
    put(&path.with_file_name("plan.geojson"), PLAN);
    put(&path.with_file_name("tracks.csv"), "MMSI,BaseDateTime,LAT,LON\n440123456,2018-01-16T00:00:00,37.0,124.0\n");
    put(path, bytes);
}

#[test]
fn watch_lists() {
    check(
        &["score", "plan.geojson", "tracks.csv", "--watchlist"],
        None,
        &[
            Row { name: "empty.csv", make: |p| beside(p, ""), ends: Refused },
            Row { name: "nested.geojson", make: |p| beside(p, vec![b'['; 1 << 20]), ends: Refused },
            Row {
                name: "one long line.csv",
                make: |p| beside(p, [b"name,imo,program\n".as_slice(), &vec![b'A'; 20 << 20]].concat()),
                ends: Either,
            },
            Row {
                name: "a quote that never ends.csv",
                make: |p| beside(p, [b"name,imo,program\n\"".as_slice(), &b"A,1\n".repeat(1 << 20)].concat()),
                ends: Either,
            },
            Row {
                name: "millions of fields.csv",
                make: |p| beside(p, [b"name,imo,program\n".as_slice(), &vec![b','; 5 << 20]].concat()),
                ends: Either,
            },
            Row {
                name: "sdn.csv",
                make: |p| {
                    beside(
                        p,
                        "1,\"A\",\"vessel\",-0-,-0-,-0-,-0-,-0-,-0-,-0-,-0-,\"MMSI ; IMO ; a.k.a. \"\n1,2\n\u{1a}",
                    );
                },
                ends: Either,
            },
        ],
    );
}

#[test]
fn findings() {
    check(
        &["score", "plan.geojson", "tracks.csv", "--findings"],
        None,
        &[
            Row { name: "empty.geojson", make: |p| beside(p, ""), ends: Refused },
            Row { name: "nested.geojson", make: |p| beside(p, vec![b'['; 1 << 20]), ends: Refused },
            Row { name: "a list.csv", make: |p| beside(p, "name,imo,program\nA,8916293,X\n"), ends: Refused },
            Row {
                name: "of nothing.geojson",
                make: |p| beside(p, r#"{"type":"FeatureCollection","features":[null,{},[]]}"#),
                ends: Counted,
            },
        ],
    );
}
