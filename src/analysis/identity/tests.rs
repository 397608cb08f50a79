//! Small tracks as text in, kinds, ships and reasons out.
#![expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "small numbers of made-up tracks")]

use std::fmt::Write as _;

use super::*;
use crate::track::{Fix, TrackBuilder};
use crate::units::{Course, Knots, Metres};
use crate::vessel::watchlist::{Listed, Watchlist};
use crate::vessel::{Imo, Mmsi, ShipType};

/// Lines `MMSI minute lat lon sog cog [key=value …]`; the keys are name, imo, call, size (length×width), draught.
fn store(text: &str) -> TrackStore {
    let mut builder = TrackBuilder::default();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let (numbers, said) =
            line.split_once('[').map_or((line, ""), |(numbers, said)| (numbers, said.trim_end_matches(']')));
        let field: Vec<f64> = numbers.split_whitespace().map(|text| text.parse().unwrap()).collect();
        let mmsi = Mmsi::new(field[0] as u32).unwrap();
        let moment = Timestamp::from_millis((field[1] * 60_000.0) as i64);
        let mut identity = Identity::default();
        for part in said.split(',').filter(|part| !part.is_empty()) {
            let (key, value) = part.split_once('=').unwrap();
            match key.trim() {
                "name" => identity.name = Some(value.to_owned()),
                "imo" => identity.imo = Imo::new(value.parse().unwrap()),
                "call" => identity.call_sign = Some(value.to_owned()),
                "draught" => identity.draught = Metres::new(value.parse().unwrap()),
                "size" => {
                    let (length, width) = value.split_once('x').unwrap();
                    identity.length = Metres::new(length.parse().unwrap());
                    identity.width = Metres::new(width.parse().unwrap());
                }
                "type" => identity.ship_type = ShipType::new(value.parse().unwrap()),
                other => panic!("{other}"),
            }
        }
        let position = Position::new(field[2], field[3]).unwrap();
        let (sog, cog) = (Knots::new(field[4]), Course::new(field[5]));
        builder.push(&Fix { mmsi, time: moment, position, sog, cog, heading: None, nav_status: None });
        if !identity.is_empty() {
            let slot = builder.slot(mmsi);
            builder.identify(mmsi, identity.clone());
            builder.state(slot, moment, Some(identity));
        }
    }
    builder.build().0
}

fn shown(findings: &[Finding]) -> String {
    let mut out = String::new();
    for finding in findings {
        let vessels: Vec<String> = finding.vessels.iter().map(Mmsi::to_string).collect();
        let hidden = finding.suppressed.map_or(String::new(), |reason| format!(" hidden: {}", reason.as_str()));
        let minutes = |moment: Timestamp| moment.millis() / 60_000;
        let told = finding.evidence.first().map_or(String::new(), |evidence| evidence.value.to_string());
        writeln!(
            out,
            "{} {} {}–{} {told}{hidden}",
            finding.kind,
            vessels.join("+"),
            minutes(finding.start),
            minutes(finding.end)
        )
        .unwrap();
    }
    out
}

fn check(expected: &str, found: Result<Vec<Finding>, Stopped>) {
    let found = shown(&found.unwrap());
    let plain = |text: &str| text.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n");
    assert_eq!(plain(&found), plain(expected));
}

fn progress() -> Progress {
    Progress::default()
}

/// A ship that sails east along 37 N at 12 kn, from minute `from` to `to`, every ten minutes; `said` at each fix.
fn sailing(mmsi: u32, from: i32, to: i32, lat: f64, said: &str) -> String {
    // 2 nm in ten minutes; at 37 N a degree of longitude is 48.0 nm.
    (from..=to)
        .step_by(10)
        .map(|minute| {
            format!("{mmsi} {minute} {lat} {:.5} 12 90 [{said}]\n", 124.0 + f64::from(minute) / 10.0 * 2.0 / 48.0)
        })
        .collect()
}

#[test]
fn numbers_of_the_domain_and_of_the_itu() {
    let number = |number: u32| Imo::new(number).unwrap();
    assert!(company_number_is_valid(number(2_041_999)));
    assert!(!company_number_is_valid(number(2_041_998)));
    let fault = |number: u32| mmsi_fault(Mmsi::new(number).unwrap()).is_some();
    for junk in [
        111_111_111,
        123_456_789,
        412_000_000,
        222_222_222,
        999_999_999,
        1,
        44_012_345,
        299_123_456,
        446_123_456,
        100_123_456,
    ] {
        assert!(fault(junk), "{junk}");
    }
    // A ship, a Korean coast station, a rescue aircraft, a transmitter of a lifeboat, a boat of a ship, a buoy, a handheld.
    for good in [440_123_456, 4_401_001, 111_440_001, 970_123_456, 984_401_234, 994_401_234, 844_012_345] {
        assert!(!fault(good), "{good}");
    }
    assert_eq!(flag_of_call_sign("HMYA7").map(crate::vessel::Flag::code), Some("PRK"));
    assert_eq!(flag_of_call_sign("D7 AB").map(crate::vessel::Flag::code), Some("KOR"));
    assert_eq!(flag_of_call_sign("BQ12").map(crate::vessel::Flag::code), Some("TWN"));
    assert_eq!(flag_of_call_sign("X"), None);
}

#[test]
fn numbers_that_cannot_be_are_found() {
    let store = store(
        "123456789 0 37 124 10 90
         440123456 0 37 124 10 90 [imo=9074728]
         440123457 0 37 124 10 90 [imo=9074729]
         440000000 0 37 124 10 90",
    );
    check(
        "invalid_identity 123456789 0–0 123456789
         invalid_identity 440000000 0–0 440000000 hidden: too_weak
         invalid_identity 440123456 0–0 9074728",
        invalid_identity(&store, &progress()),
    );
}

#[test]
fn a_new_name_and_number_under_way_is_one_change() {
    let text = sailing(440_123_456, 0, 60, 37.0, "name=HAE YANG,imo=9074729")
        + &sailing(440_123_456, 70, 120, 37.0, "name=SEA STAR,imo=8916293");
    let found = identity_change(&store(&text), &ChangeParams::default(), &progress());
    check("identity_change 440123456 60–70 name, imo", found);
}

#[test]
fn spelling_and_a_shared_number_are_no_change() {
    let spelt =
        sailing(440_123_456, 0, 60, 37.0, "name=HAE YANG 7") + &sailing(440_123_456, 70, 120, 37.0, "name=HAEYANG-7");
    check("", identity_change(&store(&spelt), &ChangeParams::default(), &progress()));
    let by_turns: String = (0..12)
        .map(|n| sailing(440_123_456, n * 10, n * 10, 37.0, if n % 2 == 0 { "name=HAE YANG" } else { "name=SEA STAR" }))
        .collect();
    check("", identity_change(&store(&by_turns), &ChangeParams::default(), &progress()));
}

#[test]
fn a_change_at_a_berth_is_hidden() {
    let text = "440123456 0 37 124 0 0 [name=HAE YANG]
                440123456 10 37 124 0 0 [name=HAE YANG]
                440123456 20 37 124 0 0 [name=SEA STAR]
                440123456 30 37 124 0 0 [name=SEA STAR]";
    check(
        "identity_change 440123456 10–20 name hidden: too_weak",
        identity_change(&store(text), &ChangeParams::default(), &progress()),
    );
}

#[test]
fn a_track_that_goes_on_under_another_mmsi() {
    // By its IMO number after three hours; by its way alone after ten minutes; not at all far from where it should be.
    let by_number =
        sailing(440_123_456, 0, 120, 37.0, "imo=9074729") + &sailing(445_123_000, 300, 400, 37.0, "imo=9074729");
    check(
        "identity_change 440123456+445123000 120–300 mmsi",
        identity_change(&store(&by_number), &ChangeParams::default(), &progress()),
    );
    let by_way = sailing(440_123_456, 0, 120, 37.0, "") + &sailing(445_123_000, 130, 300, 37.0, "");
    check(
        "identity_change 440123456+445123000 120–130 mmsi",
        identity_change(&store(&by_way), &ChangeParams::default(), &progress()),
    );
    let elsewhere = sailing(440_123_456, 0, 120, 37.0, "") + &sailing(445_123_000, 130, 300, 37.1, "");
    check("", identity_change(&store(&elsewhere), &ChangeParams::default(), &progress()));
    let both = sailing(440_123_456, 0, 300, 37.0, "imo=9074729") + &sailing(445_123_000, 130, 300, 37.0, "imo=9074729");
    check("", identity_change(&store(&both), &ChangeParams::default(), &progress()));
}

#[test]
fn two_ships_that_exchange_their_mmsis() {
    let text = sailing(440_123_456, 0, 120, 37.0, "")
        + &sailing(445_123_000, 0, 120, 36.0, "")
        + &sailing(445_123_000, 130, 300, 37.0, "")
        + &sailing(440_123_456, 130, 300, 36.0, "");
    check(
        "identity_change 440123456+445123000 120–130 two ships exchanged their MMSIs",
        identity_change(&store(&text), &ChangeParams::default(), &progress()),
    );
    // Their names stay with the hulls: still one exchange.
    let named = sailing(440_123_456, 0, 120, 37.0, "name=HAE YANG")
        + &sailing(445_123_000, 0, 120, 36.0, "name=SEA STAR")
        + &sailing(445_123_000, 130, 300, 37.0, "name=HAE YANG")
        + &sailing(440_123_456, 130, 300, 36.0, "name=SEA STAR");
    check(
        "identity_change 440123456+445123000 120–130 two ships exchanged their MMSIs",
        identity_change(&store(&named), &ChangeParams::default(), &progress()),
    );
}

#[test]
fn thresholds_of_identity_are_set_by_name_and_told() {
    use crate::analysis::Params;
    let silent =
        sailing(440_123_456, 0, 120, 37.0, "draught=8.6") + &sailing(440_123_456, 480, 600, 37.0, "draught=13.1");
    let with = |value: f64| Params::default().with("draught_change.change_m", value).unwrap().draught_change;
    check("", draught_change(&store(&silent), &with(4.6), &progress()));
    let found = draught_change(&store(&silent), &with(4.4), &progress()).unwrap();
    let told: Vec<String> = found[0].parameters.iter().map(|e| format!("{}={}", e.name, e.value)).collect();
    assert_eq!(told, ["change_m=4.4", "silence_h=4"]);
}

#[test]
fn a_draught_that_grew_in_a_silence() {
    let silent =
        sailing(440_123_456, 0, 120, 37.0, "draught=8.6") + &sailing(440_123_456, 480, 600, 37.0, "draught=13.1");
    let found = draught_change(&store(&silent), &DraughtParams::default(), &progress()).unwrap();
    assert_eq!(found.len(), 1);
    let told: Vec<String> = found[0].evidence.iter().take(5).map(|e| format!("{}={}", e.name, e.value)).collect();
    assert_eq!(
        told,
        ["draught_before_m=8.6", "draught_after_m=13.1", "change_m=4.5", "side=took cargo", "silence_h=6.00"]
    );
    let heard =
        sailing(440_123_456, 0, 120, 37.0, "draught=8.6") + &sailing(440_123_456, 130, 250, 37.0, "draught=13.1");
    check(
        "draught_change 440123456 120–130 8.6 hidden: too_short",
        draught_change(&store(&heard), &DraughtParams::default(), &progress()),
    );
    let same = sailing(440_123_456, 0, 120, 37.0, "draught=8.6") + &sailing(440_123_456, 480, 600, 37.0, "draught=8.7");
    check("", draught_change(&store(&same), &DraughtParams::default(), &progress()));
}

fn lists() -> Vec<Watchlist> {
    let listed = |name: &str, imo: u32, mmsi: u32, call_sign: &str| Listed {
        name: name.to_owned(),
        imo: Imo::new(imo),
        mmsis: Mmsi::new(mmsi).into_iter().collect(),
        call_sign: call_sign.to_owned(),
        flag: "North Korea".to_owned(),
        ..Listed::default()
    };
    let mut gone = listed("FORMER STAR", 9_074_729, 0, "");
    gone.delisted = Some(Timestamp::from_millis(0));
    let list = |name: &str, entries| Watchlist {
        name: name.to_owned(),
        date: "2023-01".to_owned(),
        source: "a source".to_owned(),
        entries,
        ..Watchlist::default()
    };
    let first = vec![listed("SAEBYOL", 8_916_293, 445_123_000, "HMYA7"), gone, listed("HAO FAN 6", 8_628_597, 0, "")];
    vec![list("one", first), list("two", vec![listed("SAE BYOL", 8_916_293, 0, "")])]
}

fn matched(said: &str, mmsi: u32) -> Vec<String> {
    let store = store(&format!("{mmsi} 0 37 124 10 90 [{said}]"));
    let found = watchlist_match(&store, &lists(), &ListedParams::default(), &progress()).unwrap();
    found
        .iter()
        .map(|finding| {
            let hidden = if finding.suppressed.is_some() { " hidden" } else { "" };
            let listed = finding.evidence.iter().find(|e| e.name == "listed_name").map(|e| e.value.to_string());
            format!("{} {}{hidden}", finding.evidence[0].value, listed.unwrap_or_default())
        })
        .collect()
}

#[test]
fn a_listed_ship_is_found_by_number_then_call_sign_then_name() {
    // A Korean MMSI and another name under a listed IMO number.
    assert_eq!(matched("imo=8916293,name=HAE YANG", 440_123_456), ["imo SAEBYOL"]);
    assert_eq!(matched("name=OTHER", 445_123_000), ["mmsi SAEBYOL"]);
    assert_eq!(matched("call=HMYA7", 440_123_456), ["call sign SAEBYOL"]);
    assert_eq!(matched("name=M/V SAE-BYOL", 440_123_456), ["name SAEBYOL"]);
    assert_eq!(matched("name=새별", 440_123_456), ["similar name SAEBYOL hidden"]); // SAEBYEOL
    assert_eq!(matched("", 445_123_001), ["mmsi but for one digit SAEBYOL"]);
    assert_eq!(matched("name=HAE YANG", 445_123_001), ["mmsi but for one digit SAEBYOL hidden"]);
    assert_eq!(matched("name=FORMER STARS", 440_123_456), ["similar name FORMER STAR hidden"]);
    // Ships of one owner differ by a digit.
    assert_eq!(matched("name=HAO FAN 8", 440_123_456), [""; 0]);
    assert_eq!(matched("name=HAO FAN 6", 440_123_456), ["name HAO FAN 6"]);
}

#[test]
fn a_number_that_can_be_clears_no_ship() {
    // 8416293 passes the check digit and is one digit off SAEBYOL's (domain.md, section 3).
    assert_eq!(matched("imo=8416293,name=SAEBYOL", 440_123_456), ["name, and imo but for one digit SAEBYOL"]);
    // Another ship's number under the same name: most likely another ship, yet told.
    assert_eq!(matched("imo=9562233,name=SAEBYOL", 440_123_456), ["name SAEBYOL hidden"]);
    // A false number clears even less.
    assert_eq!(matched("imo=9562234,name=SAEBYOL", 440_123_456), ["name SAEBYOL"]);
}

#[test]
fn a_match_tells_its_lists_and_that_a_ship_was_delisted() {
    let find = |said: &str| {
        let store = store(&format!("440123456 60 37 124 10 90 [{said}]"));
        watchlist_match(&store, &lists(), &ListedParams::default(), &progress()).unwrap().remove(0)
    };
    let told = |finding: &Finding, name: &str| {
        finding.evidence.iter().find(|e| e.name == name).map(|e| e.value.to_string()).unwrap_or_default()
    };
    let saebyol = find("imo=8916293,name=HAE YANG");
    assert_eq!(told(&saebyol, "list_date"), "2023-01");
    assert_eq!(told(&saebyol, "list_source"), "a source");
    assert_eq!(told(&saebyol, "also_on"), "two (2023-01): SAE BYOL");
    assert_eq!(told(&saebyol, "note"), "sails under a name that is not listed");
    let former = find("imo=9074729,name=FORMER STAR");
    assert_eq!(told(&former, "delisting"), "no longer on the list at that time");
    assert!(former.confidence < saebyol.confidence && told(&former, "note").is_empty());
}

#[test]
fn a_flag_other_than_the_listed_one_is_told() {
    let store = store("440123456 0 37 124 10 90 [imo=8916293]\n445000001 0 37 124 10 90 [imo=8916293,call=D7AB]");
    check(
        "flag_mismatch 440123456 0–0 KOR
         flag_mismatch 445000001 0–0 PRK hidden: too_weak",
        flag_mismatch(&store, &lists(), &progress()),
    );
}

/// Sixty ships of a few sizes that come and go, cross and end, and do nothing else.
#[test]
fn traffic_that_merely_comes_and_goes_changes_no_identity() {
    let mut seed = 3_u64;
    // As in Knuth, The Art of Computer Programming, vol. 2, 3.3.4, table 1, line 26.
    let mut unit = || {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        f64::from((seed >> 40) as u32) / f64::from(1_u32 << 24)
    };
    let mut text = String::new();
    for ship in 0..60 {
        let (begin, n_fixes) = ((unit() * 2000.0).round(), 50 + (unit() * 100.0) as u32);
        let (lat, lon, course, sog) =
            (36.0 + 2.0 * unit(), 124.0 + 2.0 * unit(), unit() * std::f64::consts::TAU, 8.0 + 6.0 * unit());
        let said =
            format!("name=SHIP {},size={}x{}", (b'A' + ship % 26) as char, 80 + 20 * (ship % 4), 14 + 2 * (ship % 4));
        for fix in 0..n_fixes {
            let way = sog / 60.0 / 6.0 * f64::from(fix);
            let (north, east) = (way * course.cos(), way * course.sin() / 0.8);
            let minute = begin + f64::from(fix) * 10.0;
            let degrees = course.to_degrees();
            writeln!(
                text,
                "{} {minute} {:.5} {:.5} {sog:.1} {degrees:.1} [{said}]",
                440_100_000 + u32::from(ship) * 7,
                lat + north,
                lon + east
            )
            .unwrap();
        }
    }
    let found = identity_change(&store(&text), &ChangeParams::default(), &progress()).unwrap();
    let by_name =
        |finding: &&Finding| finding.evidence.iter().any(|e| e.name == "same" && e.value.to_string().contains("name"));
    // Two letters' worth of ships share a name; only those may be taken for one another.
    let others: Vec<_> = found.iter().filter(|f| f.suppressed.is_none()).filter(|f| !by_name(f)).collect();
    assert!(others.is_empty(), "{others:?}");
}
