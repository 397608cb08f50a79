//! A track that ends where one begins under another MMSI; and two ships that exchange their MMSIs.

use std::collections::HashMap;

use rayon::prelude::*;

use super::ChangeParams;
use super::change::{is_one_name, is_one_size, size_of};
use super::{HOUR_MS, statements};
use crate::finding::{Confidence, Evidence, Finding, Kind, Place, Suppression};
use crate::geodesy::{self, Position};
use crate::report::{Progress, Stopped};
use crate::track::TrackStore;
use crate::units::{Course, METRES_PER_NAUTICAL_MILE, Metres, Timestamp};
use crate::vessel::Identity;
use crate::vessel::name::plain;

/// Faster than this between two fixes nothing sailed: two ships, or a false position. Twice the 25 kn of domain.md, section 1.
const JUMP_METRES_PER_MS: f64 = 50.0 * METRES_PER_NAUTICAL_MILE / 3_600_000.0;
/// Nearer than this a jump may be noise: a choice.
const JUMP_METRES: f64 = 2000.0;
/// An MMSI with more jumps than this is shared by ships, and its parts are no tracks: a choice.
const MOST_JUMPS: usize = 16;
/// A silence from which on another may begin: a choice that keeps every habit of messages out.
const SILENCE_MS: i64 = HOUR_MS;
/// Ships of one size are many: by it alone a track is followed for so long only, a choice.
const DIMENSIONS_HOURS: f64 = 4.0;
/// Metres of a degree of latitude, at its least; for telling far from near only.
const METRES_PER_DEGREE: f64 = 110_574.0;

/// Where a stretch of a track begins or ends.
struct Tip {
    vessel_idx: usize,
    time_ms: i64,
    at: Position,
    sog_kn: Option<f64>,
    cog: Option<Course>,
    /// For an end, when this MMSI is next heard; for a beginning, when the stretch ends.
    other_ms: Option<i64>,
    /// Whether the MMSI is heard at once from elsewhere, before a beginning or after an end.
    is_jump: bool,
}

/// A stretch that may go on under another MMSI.
struct Link {
    end_idx: usize,
    begin_idx: usize,
    hours: f64,
    distance_m: f64,
    error_m: f64,
    matches: Vec<&'static str>,
    confidence: f64,
    suppressed: Option<Suppression>,
}

/// Tracks that go on under another MMSI.
pub(super) fn under_another_mmsi(
    store: &TrackStore,
    params: &ChangeParams,
    progress: &Progress,
) -> Result<Vec<Finding>, Stopped> {
    let tips: Vec<(Vec<Tip>, Vec<Tip>)> = (0..store.vessels().len())
        .into_par_iter()
        .map(|vessel_idx| progress.check().map(|()| tips_of(store, vessel_idx)))
        .collect::<Result<_, _>>()?;
    let (mut ends, mut begins) = (Vec::new(), Vec::new());
    for (some_ends, some_begins) in tips {
        ends.extend(some_ends);
        begins.extend(some_begins);
    }
    begins.sort_by_key(|begin| (begin.time_ms, begin.vessel_idx));
    let links: Vec<Vec<Link>> = ends
        .par_iter()
        .enumerate()
        .map(|(end_idx, end)| progress.check().map(|()| links_of(store, params, (end_idx, end), &begins)))
        .collect::<Result<_, _>>()?;
    let links = best_of(links.into_iter().flatten().collect());
    Ok(findings_of(store, params, &links, &ends, &begins))
}

/// The ends and beginnings of one vessel's stretches.
#[expect(clippy::cast_precision_loss, reason = "spans of milliseconds within a store are far below 2^53")]
fn tips_of(store: &TrackStore, vessel_idx: usize) -> (Vec<Tip>, Vec<Tip>) {
    let Some(slice) = store.slice(vessel_idx).filter(|slice| !slice.fixes().is_empty()) else {
        return (Vec::new(), Vec::new());
    };
    let fixes = slice.fixes();
    let (times, lats, lons) = (store.time_ms(), store.lat_e7(), store.lon_e7());
    let (mut jumps, mut silences) = (Vec::new(), Vec::new());
    for idx in fixes.start..fixes.end - 1 {
        let span_ms = times[idx + 1] - times[idx];
        let north = f64::from(lats[idx + 1]) - f64::from(lats[idx]);
        let mut east = (f64::from(lons[idx + 1]) - f64::from(lons[idx])).abs();
        if east > 1.8e9 {
            east = 3.6e9 - east;
        }
        // Without the cosine it is too far, never too near.
        let bound = (north.abs() + east) * (1.03 * METRES_PER_DEGREE / 1e7);
        let is_jump = bound > JUMP_METRES && bound > JUMP_METRES_PER_MS * span_ms as f64 && {
            let metres =
                store.position(idx).zip(store.position(idx + 1)).map(|(a, b)| geodesy::haversine(a, b).value());
            metres.is_some_and(|metres| metres > JUMP_METRES && metres > JUMP_METRES_PER_MS * span_ms as f64)
        };
        if is_jump {
            jumps.push(idx);
        } else if span_ms >= SILENCE_MS {
            silences.push(idx);
        }
    }
    if jumps.len() > MOST_JUMPS {
        jumps.clear();
        silences.clear();
    }
    let tip = |fix_idx: usize, other_ms, is_jump| {
        Some(Tip {
            vessel_idx,
            time_ms: *times.get(fix_idx)?,
            at: store.position(fix_idx)?,
            sog_kn: store.sog(fix_idx).map(crate::units::Knots::value),
            cog: store.cog(fix_idx),
            other_ms,
            is_jump,
        })
    };
    let last = fixes.end - 1;
    let next = |idx: usize| times.get(idx + 1).copied();
    let mut ends: Vec<Tip> = jumps.iter().filter_map(|idx| tip(*idx, next(*idx), true)).collect();
    ends.extend(silences.iter().filter_map(|idx| tip(*idx, next(*idx), false)));
    ends.extend(tip(last, None, false));
    let end_after = |idx: usize| times[jumps.iter().copied().find(|jump| *jump > idx).unwrap_or(last)];
    let mut begins: Vec<Tip> = jumps.iter().filter_map(|idx| tip(idx + 1, Some(end_after(*idx)), true)).collect();
    let first_end = times[jumps.first().copied().unwrap_or(last)];
    begins.extend(tip(fixes.start, Some(first_end), false));
    (ends, begins)
}

fn links_of(store: &TrackStore, params: &ChangeParams, (end_idx, end): (usize, &Tip), begins: &[Tip]) -> Vec<Link> {
    let reach_ms = i64::try_from(params.reach.as_millis()).unwrap_or(i64::MAX);
    let first = begins.partition_point(|begin| begin.time_ms <= end.time_ms);
    let until = begins.partition_point(|begin| begin.time_ms <= end.time_ms.saturating_add(reach_ms));
    let mut links = Vec::new();
    for (begin_idx, begin) in begins.iter().enumerate().take(until).skip(first) {
        if begin.vessel_idx == end.vessel_idx {
            continue;
        }
        #[expect(clippy::cast_precision_loss, reason = "spans of milliseconds within a store")]
        let hours = (begin.time_ms - end.time_ms) as f64 / HOUR_MS as f64;
        let reach_m = params.speed.value() * METRES_PER_NAUTICAL_MILE * (hours + 0.1);
        if (begin.at.lat() - end.at.lat()).abs() * METRES_PER_DEGREE > reach_m {
            continue;
        }
        // The old MMSI is heard again while the new one still is: two ships.
        let overlaps = end.other_ms.zip(begin.other_ms).is_some_and(|(again, over)| again < over);
        if overlaps && !end.is_jump {
            continue;
        }
        let distance_m = geodesy::haversine(end.at, begin.at).value();
        if distance_m <= reach_m {
            links.extend(link_of(store, params, (end_idx, end), (begin_idx, begin), (hours, distance_m)));
        }
    }
    links
}

fn link_of(
    store: &TrackStore,
    params: &ChangeParams,
    (end_idx, end): (usize, &Tip),
    (begin_idx, begin): (usize, &Tip),
    (hours, distance_m): (f64, f64),
) -> Option<Link> {
    let error_m = dead_reckoning_error(end, begin, hours);
    let (before, after) = (identity_at(store, end), identity_at(store, begin));
    let same = |a: Option<bool>| a == Some(true);
    let imo = before.imo.zip(after.imo).map(|(a, b)| a == b);
    let name = before.name.as_deref().zip(after.name.as_deref()).map(|(a, b)| is_one_name(a, b) && plain(a).len() >= 4);
    let size = size_of(&before).zip(size_of(&after)).map(|(a, b)| is_one_size(a, b, params.size));
    let mut matches = Vec::new();
    matches.extend(same(imo).then_some("imo"));
    matches.extend(same(name).then_some("name"));
    matches.extend((same(size) && size_of(&before).is_some_and(|(length, _)| length >= 20.0)).then_some("dimensions"));
    let is_near = hours <= params.near.as_secs_f64() / 3600.0 && error_m <= params.error.value().max(0.1 * distance_m);
    let is_moving = [end, begin].iter().all(|tip| tip.sog_kn.is_some_and(|sog| sog >= 3.0 * params.under_way.value()));
    let keeps_its_way = is_moving
        && end.sog_kn.zip(begin.sog_kn).is_some_and(|(a, b)| (a - b).abs() <= 2.0)
        && end.cog.zip(begin.cog).is_some_and(|(a, b)| {
            let turn = (a.value() - b.value()).rem_euclid(360.0);
            turn.min(360.0 - turn) <= 20.0
        });
    let (confidence, suppressed) = if same(imo) {
        (0.95, None)
    } else if same(name) {
        (0.85, None)
    } else if matches.contains(&"dimensions")
        && hours <= DIMENSIONS_HOURS
        && error_m <= (METRES_PER_NAUTICAL_MILE / 2.0).max(0.1 * distance_m)
        && is_moving
    {
        (0.7, None)
    } else if is_near && keeps_its_way && size != Some(false) {
        (0.6, None)
    } else if is_near && size != Some(false) {
        (0.2, Some(Suppression::TooWeak))
    } else {
        return None;
    };
    Some(Link { end_idx, begin_idx, hours, distance_m, error_m, matches, confidence, suppressed })
}

/// How far a ship is from where dead reckoning from the other tip has it, the mean of forward and backward (domain.md, section 1, D1).
fn dead_reckoning_error(end: &Tip, begin: &Tip, hours: f64) -> f64 {
    let reckoned = |from: &Tip, course: Option<Course>| {
        let metres = from.sog_kn.unwrap_or(0.0) * METRES_PER_NAUTICAL_MILE * hours;
        course.and_then(|course| Some(geodesy::destination(from.at, course, Metres::new(metres)?))).unwrap_or(from.at)
    };
    let back = begin.cog.map(|cog| Course::wrapped(cog.value() + 180.0));
    let forward = geodesy::haversine(reckoned(end, end.cog), begin.at).value();
    let backward = geodesy::haversine(reckoned(begin, back), end.at).value();
    f64::midpoint(forward, backward)
}

/// What a vessel said of itself about the time of a tip.
fn identity_at(store: &TrackStore, tip: &Tip) -> Identity {
    let Some(slice) = store.slice(tip.vessel_idx) else { return Identity::default() };
    let moment = Timestamp::from_millis(tip.time_ms);
    let far = |statement: &crate::vessel::Statement| {
        (statement.from.millis() - moment.millis()).max(moment.millis() - statement.to.millis()).max(0)
    };
    statements(slice).into_iter().min_by_key(far).map(|statement| statement.identity).unwrap_or_default()
}

/// Each end with its best beginning, where that has no better end.
fn best_of(mut links: Vec<Link>) -> Vec<Link> {
    links.sort_by(|a, b| {
        b.confidence
            .total_cmp(&a.confidence)
            .then(a.error_m.total_cmp(&b.error_m))
            .then((a.end_idx, a.begin_idx).cmp(&(b.end_idx, b.begin_idx)))
    });
    let (mut taken_ends, mut taken_begins) = (std::collections::HashSet::new(), std::collections::HashSet::new());
    links.retain(|link| {
        let is_free = !taken_ends.contains(&link.end_idx) && !taken_begins.contains(&link.begin_idx);
        if is_free {
            taken_ends.insert(link.end_idx);
            taken_begins.insert(link.begin_idx);
        }
        is_free
    });
    links
}

fn findings_of(
    store: &TrackStore,
    params: &ChangeParams,
    links: &[Link],
    ends: &[Tip],
    begins: &[Tip],
) -> Vec<Finding> {
    // An exchange is two links at about one time, each the other way.
    let mut by_pair: HashMap<(usize, usize), Vec<usize>> = HashMap::new();
    let pair = |link: &Link| Some((ends.get(link.end_idx)?, begins.get(link.begin_idx)?));
    for (idx, link) in links.iter().enumerate() {
        if let Some((end, begin)) = pair(link) {
            by_pair.entry((end.vessel_idx, begin.vessel_idx)).or_default().push(idx);
        }
    }
    let back = |end: &Tip, begin: &Tip| {
        by_pair.get(&(begin.vessel_idx, end.vessel_idx)).into_iter().flatten().find_map(|idx| {
            let (other, _) = pair(links.get(*idx)?)?;
            ((other.time_ms - end.time_ms).abs() <= HOUR_MS).then_some(*idx)
        })
    };
    let mut findings = Vec::new();
    for (idx, link) in links.iter().enumerate() {
        let Some((end, begin)) = pair(link) else { continue };
        let mmsi = |tip: &Tip| store.vessels().get(tip.vessel_idx).map(|vessel| vessel.mmsi);
        let Some((old, new)) = mmsi(end).zip(mmsi(begin)) else { continue };
        let other = back(end, begin);
        if other.is_some_and(|other| other < idx) {
            continue; // told by the other link
        }
        let mut vessels = vec![old, new];
        let mut suppressed = link.suppressed;
        let mut evidence =
            vec![Evidence::text("changed", if other.is_some() { "two ships exchanged their MMSIs" } else { "mmsi" })];
        if other.is_some() {
            vessels.sort();
            suppressed = None;
        }
        evidence.extend([
            Evidence::text("mmsi_before", old.to_string()),
            Evidence::text("mmsi_after", new.to_string()),
            Evidence::number("silence_h", link.hours, 3),
            Evidence::number("distance_m", link.distance_m, 0),
            Evidence::number("dead_reckoning_error_m", link.error_m, 0),
            Evidence::text("same", if link.matches.is_empty() { "way".to_owned() } else { link.matches.join(", ") }),
        ]);
        findings.push(Finding {
            kind: Kind::IdentityChange,
            vessels,
            place: Place::Line(vec![end.at, begin.at]),
            start: Timestamp::from_millis(end.time_ms),
            end: Timestamp::from_millis(begin.time_ms),
            confidence: Confidence::clamped(if other.is_some() { link.confidence.max(0.85) } else { link.confidence }),
            suppressed,
            evidence,
            parameters: params.evidence(),
        });
    }
    findings
}
