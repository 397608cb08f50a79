use super::*;
use crate::chart::{Located, WaterZone};
use crate::dossier::{
    Dossier, LastFix, LawText, ListRef, PlanRef, Plot, Reviewed, SourceFile, Subject, VesselFacts, Water,
};
use crate::finding::{Confidence, Evidence, Finding, Kind, Place, Review, Value, Verdict};
use crate::geodesy::Position;
use crate::io::plan_geojson::{Content, sha256};
use crate::units::{Knots, Metres, Timestamp};
use crate::vessel::{Identity, Imo, Mmsi, Statement};

fn at(minute: i64) -> Timestamp {
    Timestamp::from_seconds(1_516_060_800 + 60 * minute)
}

/// A dossier with something in every member.
fn whole() -> Dossier {
    let (one, other) = (Mmsi::new(445_000_002).unwrap(), Mmsi::new(667_001_234).unwrap());
    let place = Position::clamped(38.7, 125.4);
    let finding = Finding {
        kind: Kind::Encounter,
        vessels: vec![one, other],
        place: Place::Line(vec![place, Position::clamped(38.71, 125.41)]),
        start: at(0),
        end: at(90),
        confidence: Confidence::clamped(0.8),
        suppressed: None,
        evidence: vec![
            Evidence::number("distance_min_m", 123.44, 1),
            Evidence::new("from", Value::Place(place)),
            Evidence::text("name", "한영 \"7\"\n\"sha256\":\"x\""),
        ],
        parameters: vec![Evidence::number("distance_m", 500.0, 0)],
    };
    let reviewed = Reviewed {
        finding: finding.clone(),
        review: Review { verdict: Verdict::Reviewed, note: "seen by aircraft".into() },
    };
    let located = Located {
        at: place,
        zone: WaterZone::TerritorialSea,
        state: Some("PRK".into()),
        coast: Metres::new(9260.0),
        nearest_port: Some("Nampo".into()),
        basis: "computed".into(),
        source: None,
        disputed: vec!["the NLL".into()],
    };
    let law = vec![LawText { text: "ask".into(), source: "UNSCR 2375 (2017), para 7".into() }];
    let water = Water { located, law };
    let identity = Identity {
        name: Some("SYN MOONLIGHT".into()),
        imo: Imo::new(9_074_729),
        draught: Metres::new(8.64),
        ..Identity::default()
    };
    let vessel = VesselFacts {
        mmsi: one,
        identity: identity.clone(),
        statements: vec![Statement { from: at(0), to: at(9), identity }],
        changes: Vec::new(),
        track: None,
        last: Some(LastFix {
            time: at(100),
            at: place,
            sog: Knots::new(3.25),
            cog: None,
            heading: None,
            water: Some(water.clone()),
        }),
        findings: vec![reviewed.clone()],
    };
    Dossier {
        subject: Subject::Finding(finding.id()),
        handling: "RESTRICTED".into(),
        plan: Some(PlanRef { id: "an id".into(), title: "A plan".into(), sha256: "0".repeat(64) }),
        finding: Some(reviewed),
        water: Some(water),
        plot: Some(Plot {
            span: (at(-120), at(210)),
            event: (at(0), at(90)),
            distance: vec![Metres::new(1200.4), None],
            speeds: vec![(one, vec![Knots::new(0.04), None])],
        }),
        vessels: vec![vessel],
        lists: vec![ListRef {
            name: "A list".into(),
            date: "2023-01".into(),
            source: "somebody".into(),
            caveat: String::new(),
            n_entries: 59,
        }],
        chart: "GSHHG".into(),
        files: vec![SourceFile { name: "a.csv".into(), sha256: Some(sha256(b"a")) }],
    }
}

/// What `sed '0,/^"sha256":/{/^"sha256":/d}' dossier.json | sha256sum` prints.
fn by_the_recipe(bytes: &[u8]) -> String {
    let text = std::str::from_utf8(bytes).unwrap();
    let mut is_found = false;
    let kept: String = text
        .split_inclusive('\n')
        .filter(|line| {
            let is_it = !is_found && line.starts_with("\"sha256\":");
            is_found |= is_it;
            !is_it
        })
        .collect();
    sha256(kept.as_bytes())
}

#[test]
fn the_hash_is_that_of_the_file_without_its_line() {
    let bytes = sealed(&whole());
    let seal = seal_of(&bytes);
    assert_eq!((seal.content, seal.sha256.as_str()), (Content::Unchanged, by_the_recipe(&bytes).as_str()));
    assert!(String::from_utf8(bytes).unwrap().contains(&format!("\n\"sha256\":\"{}\",\"files\":", seal.sha256)));
    assert_eq!(content_hash(&whole()), seal.sha256);
    assert_eq!(seal.files, whole().files);
    assert_eq!(seal.subject, format!("finding {}", whole().finding.unwrap().finding.id()));
}

#[test]
fn the_files_that_were_read_do_not_change_the_hash() {
    let other = Dossier { files: Vec::new(), ..whole() };
    assert_eq!(content_hash(&other), content_hash(&whole()));
    assert_eq!(seal_of(&sealed(&other)).content, Content::Unchanged);
    assert_ne!(content_hash(&Dossier { handling: "SECRET".into(), ..whole() }), content_hash(&whole()));
}

#[test]
fn any_changed_byte_is_found() {
    let bytes = sealed(&whole());
    for idx in 0..bytes.len() {
        let mut changed = bytes.clone();
        changed[idx] ^= 1;
        assert_ne!(seal_of(&changed).content, Content::Unchanged, "byte {idx}");
    }
    for cut in (0..bytes.len()).step_by(7) {
        assert_ne!(seal_of(&bytes[..cut]).content, Content::Unchanged, "cut at {cut}");
    }
}

#[test]
fn nothing_can_hide_on_the_line_that_no_hash_covers() {
    let text = String::from_utf8(sealed(&whole())).unwrap();
    for (from, to) in [
        ("\",\"files\":[", "\",\"note\":1,\"files\":["),
        ("\"files\":[", "\"files\": ["),
        ("\"a.csv\"", "\"b.csv\""),
        ("\"name\":\"a.csv\"", "\"x\":1,\"name\":\"a.csv\""),
        ("\"cordon_dossier\":1,\n", "\"cordon_dossier\":1,\n\"sha256\":\"\",\n"),
    ] {
        let changed = text.replacen(from, to, 1);
        assert_ne!(changed, text, "{from}");
        assert_ne!(seal_of(changed.as_bytes()).content, Content::Unchanged, "{to}");
    }
}

#[test]
fn what_holds_no_hash_says_so_and_what_is_written_anew_has_changed() {
    let unsealed = to_bytes(&whole());
    assert!(is_dossier(&unsealed));
    assert_eq!(seal_of(&unsealed).content, Content::Unsealed);
    let value: serde_json::Value = serde_json::from_slice(&sealed(&whole())).unwrap();
    let pretty = serde_json::to_vec_pretty(&value).unwrap();
    assert!(is_dossier(&pretty));
    assert_eq!(seal_of(&pretty).content, Content::Changed);
}

#[test]
fn hostile_bytes_are_told_from_dossiers_or_are_changed_ones() {
    let deep = format!("{{\n\"cordon_dossier\":1,\n\"sha256\":{}", "[".repeat(100_000));
    let hostile: [&[u8]; 8] = [
        b"",
        b"{}",
        b"\xff\xfe{\n",
        b"{\n\"cordon_dossier\":",
        b"{\n\"cordon_dossier\":\n\"sha256\":\"\",\n",
        b"{\n\"cordon_dossier\":1,\n\"sha256\":7,\n}",
        b"{\n\"cordon_dossier\":1,\n\"sha256\":\"x\",\"files\":[[[1]]],\"files_sha256\":\"y\",\n}",
        deep.as_bytes(),
    ];
    for bytes in hostile {
        assert_ne!(seal_of(bytes).content, Content::Unchanged, "{}", String::from_utf8_lossy(bytes));
    }
    assert!(!is_dossier(b"{}") && !is_dossier(b"{\"type\":\"FeatureCollection\",\"cordon\":{}}"));
    assert!(is_dossier(b"{\"kind\":\"vessel\",\"cordon_dossier\":1}"));
    // What a file says that it is about is shown on a terminal: nothing of it may steer one.
    let seal = seal_of(b"{\"cordon_dossier\":1,\"kind\":\"finding\",\"id\":\"\\u001b[2J\"}");
    assert_eq!(seal.subject, "");
}

#[test]
fn numbers_have_a_fixed_form() {
    let text = String::from_utf8(to_bytes(&whole())).unwrap();
    for expected in [
        r#""place":{"lat":38.7000000,"lon":125.4000000,"decimal":"#,
        r#""distance_m":[1200,null]"#,
        r#""speed_kn":[0.0,null]"#,
        r#""draught_m":8.6"#,
        r#""confidence":0.80"#,
        r#""coast_nm":5.00"#,
        r#""evidence":{"distance_min_m":123.4,"from":[125.4000000,38.7000000],"name":"한영 \"7\"\n\"sha256\":\"x\""}"#,
    ] {
        assert!(text.contains(expected), "{expected} is not in\n{text}");
    }
    assert!(serde_json::from_str::<serde_json::Value>(&text).is_ok());
}
