//! A draught that changed while nobody heard the ship: cargo taken or given out of sight.

use super::{About, DraughtParams, HOUR_MS, Said, by_vessel, changes, statements, values};
use crate::finding::{Evidence, Finding, Kind, Suppression, Value};
use crate::report::{Progress, Stopped};
use crate::track::{TrackSlice, TrackStore};
use crate::units::Metres;

/// Every draught that was another after a silence. AIS draughts are typed by hand: one that is not typed does not change.
///
/// # Errors
/// [`Stopped`] on request.
pub fn draught_change(
    store: &TrackStore,
    params: &DraughtParams,
    progress: &Progress,
) -> Result<Vec<Finding>, Stopped> {
    by_vessel(store, progress, |slice| {
        // Coming back to an earlier draught is a change too, so each stretch of one draught counts for itself.
        let mut stretches: Vec<Said<Metres>> = Vec::new();
        for statement in statements(slice) {
            let Some(value) = statement.identity.draught.filter(|draught| draught.value() > 0.0) else { continue };
            match stretches.last_mut().filter(|last| last.value == value) {
                Some(last) => last.to = last.to.max(statement.to),
                None => stretches.push(Said { value, from: statement.from, to: statement.to }),
            }
        }
        if shares_its_number(slice) {
            return Vec::new();
        }
        changes_in(&stretches).filter_map(|(before, after)| change(slice, params, before, after)).collect()
    })
}

fn changes_in(stretches: &[Said<Metres>]) -> impl Iterator<Item = (&Said<Metres>, &Said<Metres>)> {
    stretches.windows(2).filter_map(|pair| match pair {
        [before, after] if before.to <= after.from => Some((before, after)),
        _ => None,
    })
}

/// Whether two names are heard by turns under this MMSI: then draughts are those of two ships.
fn shares_its_number(slice: TrackSlice<'_>) -> bool {
    let statements = statements(slice);
    let names = values(&statements, |identity| identity.name.clone(), |a: &String, b| a == b);
    names.len() > 1 && changes(&names).count() + 1 < names.len()
}

fn change(
    slice: TrackSlice<'_>,
    params: &DraughtParams,
    before: &Said<Metres>,
    after: &Said<Metres>,
) -> Option<Finding> {
    let difference = after.value.value() - before.value.value();
    if difference.abs() < params.change.value() {
        return None;
    }
    // The longest silence that touches the time between the two statements.
    let times = slice.time_ms();
    let first = times.partition_point(|ms| *ms <= before.to.millis()).saturating_sub(1);
    let end = (times.partition_point(|ms| *ms < after.from.millis()) + 1).min(times.len());
    let window = times.get(first..end).unwrap_or_default();
    let silence = window.windows(2).filter_map(|pair| Some((*pair.first()?, *pair.get(1)?)));
    let (from_ms, to_ms) = silence.max_by_key(|(from, to)| to - from)?;
    let is_silent = i128::from(to_ms - from_ms) >= i128::try_from(params.silence.as_millis()).unwrap_or(i128::MAX);
    let is_moored = [from_ms, to_ms].iter().all(|ms| {
        let idx = slice.fixes().start + times.partition_point(|time| time < ms);
        slice.store().nav_status(idx) == Some(5)
    });
    let suppressed = match (is_silent, is_moored) {
        (true, true) => Some(Suppression::NearPort),
        (true, false) => None,
        (false, _) => Some(Suppression::TooShort),
    };
    let moment = crate::units::Timestamp::from_millis;
    let span = (moment(from_ms), moment(to_ms));
    let confidence = (0.5 + difference.abs() / 10.0).min(0.9);
    let about = About { kind: Kind::DraughtChange, slice, span, confidence, suppressed };
    #[expect(clippy::cast_precision_loss, reason = "hours within a store")]
    let hours = (to_ms - from_ms) as f64 / HOUR_MS as f64;
    let evidence = vec![
        Evidence::number("draught_before_m", before.value.value(), 1),
        Evidence::number("draught_after_m", after.value.value(), 1),
        Evidence::number("change_m", difference, 1),
        Evidence::text("side", if difference > 0.0 { "took cargo" } else { "gave cargo" }),
        Evidence::number("silence_h", hours, 2),
        Evidence::new("last_heard_before", Value::Moment(before.to)),
        Evidence::new("first_heard_after", Value::Moment(after.from)),
    ];
    Some(about.finding(evidence, params.evidence()))
}
