//! Broken plans: checked, and drawn.

use std::path::Path;

use crate::bench::Ends::{Counted, Either, Refused};
use crate::bench::{Row, check, put, run};

fn plan(path: &Path, head: &str, features: &str) {
    put(path, format!(r#"{{"type":"FeatureCollection","cordon":{{"format":1{head}}},"features":[{features}]}}"#));
}

/// An area with one more property and these coordinates of its ring.
fn area(property: &str, ring: &str) -> String {
    format!(
        r#"{{"type":"Feature","id":"1d4f9a3c-5c0e-4b57-8b7e-3d1b5b3f9a01","geometry":{{"type":"Polygon","coordinates":[[{ring}]]}},"properties":{{"kind":"interdiction_area","name":"Kilo"{property}}}}}"#
    )
}

const RING: &str = "[125,38],[126,38],[126,39],[125,38]";

/// Broken plans that are no plans at all: each refused by whatever reads plans.
const NO_PLANS: [Row; 16] = [
    Row { name: "an age file cut in its header.age", make: |p| put(p, "age-encryption.org/v1\n-> scr"), ends: Refused },
    Row {
        name: "an age file that asks for 2^30 rounds.age",
        make: |p| {
            put(
                p,
                "age-encryption.org/v1\n-> scrypt rF0/NwblUHHTpgQgRpe5CQ 30\ngUjEymFKMVXQEKdMMHL24oYexjE3TIC0O0zGSqJ2aUY\n--- IOXiQYStkoT1mvZW2tFOqZdhRVvj58egABx/sWfZQbc\nxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
            );
        },
        ends: Refused,
    },
    Row {
        name: "an age file of a million recipients.age",
        make: |p| put(p, format!("age-encryption.org/v1\n{}", "-> x y\nAAAA\n".repeat(1_000_000))),
        ends: Refused,
    },
    Row {
        name: "age armour around nothing.age",
        make: |p| put(p, format!("-----BEGIN AGE ENCRYPTED FILE-----\n{}", "AAAA\n".repeat(1_000_000))),
        ends: Refused,
    },
    Row { name: "empty.geojson", make: |p| put(p, ""), ends: Refused },
    Row {
        name: "a million deep.geojson",
        make: |p| plan(p, &format!(",\"x\":{}", "[".repeat(1_000_000)), ""),
        ends: Refused,
    },
    Row {
        name: "a million features deep.geojson",
        make: |p| plan(p, "", &"{\"properties\":".repeat(1_000_000)),
        ends: Refused,
    },
    Row {
        name: "cut.geojson",
        make: |p| put(p, r#"{"type":"FeatureCollection","cordon":{"format":1},"features":[{"ty"#),
        ends: Refused,
    },
    Row {
        name: "not UTF-8.geojson",
        make: |p| put(p, b"{\"type\":\"FeatureCollection\",\"cordon\":{\"title\":\"\xff\xfe\"},\"features\":[]}"),
        ends: Refused,
    },
    Row {
        name: "UTF-16.geojson",
        make: |p| put(p, "{\"cordon\":{}}".encode_utf16().flat_map(u16::to_be_bytes).collect::<Vec<u8>>()),
        ends: Refused,
    },
    Row {
        name: "no features.geojson",
        make: |p| put(p, r#"{"type":"FeatureCollection","cordon":{"format":1},"features":7}"#),
        ends: Refused,
    },
    Row {
        name: "no head.geojson",
        make: |p| put(p, r#"{"type":"FeatureCollection","cordon":null,"features":[]}"#),
        ends: Refused,
    },
    Row {
        name: "no collection.geojson",
        make: |p| put(p, r#"{"type":"Feature","cordon":{},"features":[]}"#),
        ends: Refused,
    },
    Row { name: "NaN.geojson", make: |p| plan(p, "", &area("", &RING.replace("126", "NaN"))), ends: Refused },
    Row { name: "zero bytes.geojson", make: |p| plan(p, "", "\0\0\0"), ends: Refused },
    Row {
        name: "300 MB.geojson",
        make: |p| {
            put(
                p,
                [br#"{"type":"FeatureCollection","cordon":{},"features":["#.as_slice(), &vec![b' '; 300 << 20], b"]}"]
                    .concat(),
            );
        },
        ends: Refused,
    },
];

#[test]
fn what_is_no_plan_is_not_checked() {
    check(&["check"], None, &NO_PLANS);
}

#[test]
fn what_is_no_plan_is_not_drawn() {
    check(&["brief"], Some("map.svg"), &NO_PLANS);
}

#[test]
fn plans_with_nonsense_in_them() {
    check(
        &["check"],
        None,
        &[
            Row {
                name: "years 0 and 9999.geojson",
                make: |p| {
                    plan(
                        p,
                        "",
                        &area(
                            r#","effective_from":"9999-12-31T23:59:60Z","effective_to":"0000-01-01T00:00:00Z""#,
                            RING,
                        ),
                    );
                },
                ends: Either,
            },
            Row {
                name: "ends before it begins.geojson",
                make: |p| {
                    plan(
                        p,
                        "",
                        &area(
                            r#","effective_from":"2018-01-17T00:00:00Z","effective_to":"2018-01-16T00:00:00Z""#,
                            RING,
                        ),
                    );
                },
                ends: Either,
            },
            Row {
                name: "huge numbers.geojson",
                make: |p| plan(p, "", &area("", &RING.replace("126", "1e999"))),
                ends: Either,
            },
            Row {
                name: "off the globe.geojson",
                make: |p| plan(p, "", &area("", &RING.replace("39", "91"))),
                ends: Either,
            },
            Row {
                name: "a circle of nothing.geojson",
                make: |p| plan(p, "", &area(r#","shape":{"type":"circle","center":[125,38],"radius_m":-1e308}"#, RING)),
                ends: Either,
            },
            Row {
                name: "a circle round the Earth.geojson",
                make: |p| plan(p, "", &area(r#","shape":{"type":"circle","center":[125,38],"radius_m":1e300}"#, RING)),
                ends: Either,
            },
            Row {
                name: "one id for all.geojson",
                make: |p| plan(p, "", &[area("", RING), area("", RING)].join(",")),
                ends: Either,
            },
            Row {
                name: "units of itself.geojson",
                make: |p| plan(p, "", &area(r#","units":["1d4f9a3c-5c0e-4b57-8b7e-3d1b5b3f9a01",5,null]"#, RING)),
                ends: Either,
            },
            Row {
                name: "no features but noise.geojson",
                make: |p| plan(p, "", r#"5,null,"x",[],{"type":"Feature","properties":7}"#),
                ends: Either,
            },
            Row {
                name: "a format of nonsense.geojson",
                make: |p| put(p, r#"{"type":"FeatureCollection","cordon":{"format":1e999},"features":[]}"#),
                ends: Either,
            },
        ],
    );
}

#[test]
fn plans_with_nonsense_in_them_are_drawn() {
    check(
        &["brief"],
        Some("map.svg"),
        &[
            Row {
                name: "huge numbers.geojson",
                make: |p| plan(p, "", &area("", &RING.replace("126", "1e999"))),
                ends: Counted,
            },
            Row {
                name: "a circle round the Earth.geojson",
                make: |p| plan(p, "", &area(r#","shape":{"type":"circle","center":[125,38],"radius_m":1e300}"#, RING)),
                ends: Either,
            },
            Row {
                name: "at the pole.geojson",
                make: |p| plan(p, "", &area("", "[0,90],[120,90],[-120,90],[0,90]")),
                ends: Either,
            },
            Row {
                name: "colours of nonsense.geojson",
                make: |p| {
                    plan(
                        p,
                        "",
                        &area(r##","stroke":"\"/><script>","fill":"#zzz","fill-opacity":1e9,"stroke-width":-5"##, RING),
                    );
                },
                ends: Either,
            },
            Row {
                name: "a name of control characters.geojson",
                make: |p| plan(p, "", &area(r#","task":"\u0000\u0001\uFFFF\uD800""#, RING)),
                ends: Either,
            },
        ],
    );
}

#[test]
fn places_that_are_nowhere_are_not_located() {
    let folder = tempfile::tempdir().expect("a folder");
    for (lat, lon) in
        [("NaN", "125"), ("91", "0"), ("1e999", "1e999"), ("", ""), ("38.7N", "x"), ("--", "--"), ("\u{202e}", "0")]
    {
        let ran = run(folder.path(), "", &["locate", "--", lat, lon].map(std::ffi::OsStr::new));
        assert_eq!(ran.status.code(), Some(2), "{lat} {lon}: {}{}", ran.stdout, ran.stderr);
        assert!(ran.stderr.starts_with("cordon: ") && ran.stderr.lines().count() == 1, "{lat} {lon}: {}", ran.stderr);
    }
}
