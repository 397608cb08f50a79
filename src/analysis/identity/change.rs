//! A ship that becomes another one under way: under one MMSI by its name, IMO number or dimensions, or by going on under another MMSI.

use super::{About, ChangeParams, HOUR_MS, Said, by_vessel, changes, continuity, listed_order, statements, values};
use crate::finding::{Evidence, Finding, Kind, Suppression};
use crate::report::{Progress, Stopped};
use crate::track::{TrackSlice, TrackStore};
use crate::units::{Knots, Metres, Timestamp};
use crate::vessel::name::{digits, plain};
use crate::vessel::{Identity, Imo};

/// Every change of identity under way. Spelling is no change, and neither are two ships whose messages alternate under one MMSI.
///
/// # Errors
/// [`Stopped`] on request.
pub fn identity_change(
    store: &TrackStore,
    params: &ChangeParams,
    progress: &Progress,
) -> Result<Vec<Finding>, Stopped> {
    let mut found = by_vessel(store, progress, |slice| of_one_mmsi(slice, params))?;
    let under_another = continuity::under_another_mmsi(store, params, progress)?;
    // That an MMSI has another ship's name after an exchange is the exchange, told once.
    found.retain(|of_one| {
        !under_another.iter().filter(|other| other.suppressed.is_none()).any(|other| {
            let is_about = other.vessels.iter().any(|mmsi| of_one.vessels.contains(mmsi));
            is_about
                && of_one.start.millis() - HOUR_MS <= other.end.millis()
                && other.start.millis() - HOUR_MS <= of_one.end.millis()
        })
    });
    found.extend(under_another);
    Ok(listed_order(found))
}

/// One part that changed.
struct Changed {
    last_before: Timestamp,
    first_after: Timestamp,
    what: &'static str,
    before: String,
    after: String,
    confidence: f64,
}

fn changed<T>(
    values: &[Said<T>],
    what: &'static str,
    confidence: f64,
    words: impl Fn(&T) -> String,
) -> impl Iterator<Item = Changed> {
    changes(values).map(move |(before, after)| Changed {
        last_before: before.to,
        first_after: after.from,
        what,
        before: words(&before.value),
        after: words(&after.value),
        confidence,
    })
}

fn of_one_mmsi(slice: TrackSlice<'_>, params: &ChangeParams) -> Vec<Finding> {
    let statements = statements(slice);
    if statements.len() < 2 {
        return Vec::new();
    }
    let names = values(&statements, |identity| identity.name.clone(), |a: &String, b| is_one_name(a, b));
    let imos = values(&statements, |identity| identity.imo, |a: &Imo, b| a == b);
    let sizes = values(&statements, size_of, |a, b| is_one_size(*a, *b, params.size));
    let mut all: Vec<Changed> = changed(&names, "name", 0.7, Clone::clone)
        .chain(changed(&imos, "imo", 0.9, Imo::to_string))
        .chain(changed(&sizes, "dimensions", 0.5, |(length, width)| format!("{length:.0} × {width:.0} m")))
        .collect();
    all.sort_by_key(|changed| changed.first_after);
    // What changes within an hour changed together.
    let together = all.chunk_by(|a, b| b.first_after.millis() - a.first_after.millis() <= HOUR_MS);
    together.filter_map(|parts| finding_of(slice, params, parts)).collect()
}

fn finding_of(slice: TrackSlice<'_>, params: &ChangeParams, parts: &[Changed]) -> Option<Finding> {
    let from = parts.iter().map(|part| part.last_before).max()?;
    let to = parts.iter().map(|part| part.first_after).min()?.max(from);
    let suppressed = (!is_under_way(slice, (from, to), params.under_way)).then_some(Suppression::TooWeak);
    let miss: f64 = parts.iter().map(|part| 1.0 - part.confidence).product();
    let span = (from.min(to), to);
    let about = About { kind: Kind::IdentityChange, slice, span, confidence: 1.0 - miss, suppressed };
    let words: Vec<&str> = parts.iter().map(|part| part.what).collect();
    let mut evidence = vec![Evidence::text("changed", words.join(", "))];
    for part in parts {
        evidence.push(Evidence::new(format!("{}_before", part.what), crate::finding::Value::Text(part.before.clone())));
        evidence.push(Evidence::new(format!("{}_after", part.what), crate::finding::Value::Text(part.after.clone())));
    }
    Some(about.finding(evidence, params.evidence()))
}

/// Whether a ship moved about the time at which it changed: any speed within half an hour, or half a mile made good.
fn is_under_way(slice: TrackSlice<'_>, (from, to): (Timestamp, Timestamp), speed: Knots) -> bool {
    let times = slice.time_ms();
    let first = times.partition_point(|ms| *ms < from.millis() - HOUR_MS / 2);
    let end = times.partition_point(|ms| *ms <= to.millis() + HOUR_MS / 2).max((first + 1).min(times.len()));
    let first = if end - first < 2 { first.saturating_sub(1) } else { first };
    let start = slice.fixes().start;
    let store = slice.store();
    let is_fast = (first..end).any(|idx| store.sog(start + idx).is_some_and(|sog| sog >= speed));
    let made_good = || {
        let (a, b) = (store.position(start + first)?, store.position(start + end.checked_sub(1)?)?);
        Some(crate::geodesy::haversine(a, b).nautical_miles().value())
    };
    is_fast || made_good().is_some_and(|miles| miles > 0.5)
}

/// Whether two names are spellings of one: the same without blanks, one cut short, or a letter or two typed otherwise.
pub(super) fn is_one_name(a: &str, b: &str) -> bool {
    let (a, b) = (plain(a), plain(b));
    if a == b || a.is_empty() || b.is_empty() {
        return true;
    }
    let shorter = a.len().min(b.len());
    if shorter >= 4 && (a.starts_with(&b) || b.starts_with(&a)) && digits(&a) == digits(&b) {
        return true;
    }
    let most = if shorter >= 8 { 2 } else { 1 };
    digits(&a) == digits(&b) && a.len().abs_diff(b.len()) <= most && strsim::osa_distance(&a, &b) <= most
}

pub(super) fn size_of(identity: &Identity) -> Option<(f64, f64)> {
    identity
        .length
        .zip(identity.width)
        .map(|(length, width)| (length.value(), width.value()))
        .filter(|(l, w)| *l > 0.0 && *w > 0.0)
}

/// Whether two lengths and widths are those of one ship: nearer than so much, or than a tenth.
pub(super) fn is_one_size(a: (f64, f64), b: (f64, f64), size: Metres) -> bool {
    let is_near = |a: f64, b: f64, least: f64| (a - b).abs() < least.max(a.max(b) / 10.0);
    is_near(a.0, b.0, size.value()) && is_near(a.1, b.1, size.value() / 2.0)
}
