//! Tiny tracks in, findings as text out: what the tests of all rules share.

use super::{Input, Params, WatchedZone, detect};
use crate::chart::Waters;
use crate::finding::{Finding, Kind};
use crate::geodesy::Position;
use crate::report::Progress;
use crate::track::{Fix, TrackBuilder, TrackStore};
use crate::units::{Course, Knots, Timestamp};
use crate::vessel::Mmsi;

/// One fix: MMSI, minutes since 2018-01-15T00:00Z, latitude, longitude, SOG in knots if it reports one.
pub(super) type Told = (u32, f64, f64, f64, Option<f64>);

/// 2018-01-15T00:00:00Z in seconds (`date -ud 2018-01-15 +%s`).
const EPOCH: i64 = 1_515_974_400;

pub(super) fn store(fixes: impl IntoIterator<Item = Told>) -> TrackStore {
    let mut builder = TrackBuilder::default();
    for (mmsi, minutes, lat, lon, sog) in fixes {
        #[expect(clippy::cast_possible_truncation, reason = "minutes of a test")]
        let seconds = (minutes * 60.0).round() as i64;
        builder.push(&Fix {
            mmsi: Mmsi::new(mmsi).expect("an MMSI"),
            time: Timestamp::from_seconds(EPOCH + seconds),
            position: Position::clamped(lat, lon),
            sog: sog.and_then(Knots::new),
            cog: sog.map(|_| Course::wrapped(0.0)),
            heading: None,
            nav_status: None,
        });
    }
    builder.build().0
}

/// What a kind's rule says of tracks far from any coast, a line each: `shown` or the reason, vessels, from, to.
pub(super) fn check(kind: Kind, fixes: impl IntoIterator<Item = Told>, expected: &[&str]) -> Vec<Finding> {
    let found = all(kind, &store(fixes), &Params::default(), &[]);
    let lines: Vec<String> = found.iter().map(line).collect();
    assert_eq!(lines, expected);
    found
}

pub(super) fn all(kind: Kind, tracks: &TrackStore, params: &Params, zones: &[WatchedZone]) -> Vec<Finding> {
    let input = Input { tracks, waters: &Waters::default(), zones, lists: &[] };
    let found = detect(&input, params, &[kind], &mut |_| {}, &Progress::default()).expect("not stopped");
    found.all().to_vec()
}

pub(super) fn line(finding: &Finding) -> String {
    let clock = |moment: Timestamp| {
        let (_, _, day, hour, minute, _) = moment.civil();
        format!("{day} {hour:02}:{minute:02}")
    };
    let vessels: Vec<String> = finding.vessels.iter().map(ToString::to_string).collect();
    let said = finding.suppressed.map_or("shown", |reason| reason.as_str());
    format!("{said} {} {} to {}", vessels.join("+"), clock(finding.start), clock(finding.end))
}

/// The value of one piece of a finding's evidence, as it is written.
pub(super) fn evidence(finding: &Finding, name: &str) -> String {
    let found = finding.evidence.iter().find(|evidence| evidence.name == name);
    found.map_or_else(|| "nothing".to_owned(), |evidence| evidence.value.to_string())
}

/// A ship on a straight way northward at a speed, a fix every so many minutes from one minute to another.
pub(super) fn northward(mmsi: u32, from: f64, to: f64, step: f64, start: (f64, f64), knots: f64) -> Vec<Told> {
    #[expect(clippy::cast_possible_truncation, reason = "a few hundred")]
    let n = ((to - from) / step).round() as i32;
    (0..=n)
        .map(|i| {
            let minutes = f64::from(i) * step;
            (mmsi, from + minutes, start.0 + minutes / 60.0 * knots / 60.0, start.1, Some(knots))
        })
        .collect()
}
