//! Who ships claim to be, against what can be: numbers, flags, changes under way, draughts, watch lists.
//!
//! Owns one file for each rule; each is a pure function over a store. Never says that a ship is guilty, and nothing here clears one: a valid
//! IMO number is no proof. Start at [`invalid_identity`] and [`watchlist_match`].

mod change;
mod continuity;
mod draught;
mod flag;
mod invalid;
mod listed;

use rayon::prelude::*;

pub use change::identity_change;
pub use draught::draught_change;
pub use flag::{flag_mismatch, flag_of_call_sign};
pub use invalid::{company_number_is_valid, invalid_identity, mmsi_fault};
pub use listed::watchlist_match;

pub use super::params::{ChangeParams, DraughtParams, ListedParams};
use crate::finding::{Confidence, Evidence, Finding, Kind, Place, Suppression};
use crate::geodesy::Position;
use crate::report::{Progress, Stopped};
use crate::track::{TrackSlice, TrackStore, Vessel};
use crate::units::Timestamp;
use crate::vessel::{Identity, Statement};

const HOUR_MS: i64 = 3_600_000;

/// What a rule finds in each vessel, in the order of lists, whatever the number of threads.
fn by_vessel(
    store: &TrackStore,
    progress: &Progress,
    find: impl Fn(TrackSlice<'_>) -> Vec<Finding> + Sync,
) -> Result<Vec<Finding>, Stopped> {
    let found: Vec<Vec<Finding>> = (0..store.vessels().len())
        .into_par_iter()
        .map(|vessel_idx| {
            progress.check()?;
            Ok(store.slice(vessel_idx).map(&find).unwrap_or_default())
        })
        .collect::<Result<_, Stopped>>()?;
    Ok(listed_order(found.into_iter().flatten().collect()))
}

fn listed_order(mut findings: Vec<Finding>) -> Vec<Finding> {
    findings.sort_by(Finding::cmp_listed);
    findings
}

/// The first and last moment of a vessel's fixes.
fn span_of(slice: TrackSlice<'_>) -> (Timestamp, Timestamp) {
    let times = slice.time_ms();
    let at = |ms: Option<&i64>| Timestamp::from_millis(ms.copied().unwrap_or_default());
    (at(times.first()), at(times.last()))
}

/// Where a vessel was at a moment, or at the nearest moment of which its fixes tell.
fn place_at(slice: TrackSlice<'_>, moment: Timestamp) -> Place {
    let (first, last) = span_of(slice);
    Place::Point(slice.position_at(moment.clamp(first, last)).unwrap_or_else(|| Position::clamped(0.0, 0.0)))
}

/// What a vessel said of itself and when: its history, or else its identity over all of its fixes.
fn statements(slice: TrackSlice<'_>) -> Vec<Statement> {
    let vessel: &Vessel = slice.vessel();
    let mut statements = vessel.history.statements().to_vec();
    if statements.is_empty() && !vessel.identity.is_empty() {
        let (from, to) = span_of(slice);
        statements.push(Statement { from, to, identity: vessel.identity.clone() });
    }
    statements
}

/// The different values of one part of what a vessel said, in order of when each was first heard.
struct Said<T> {
    value: T,
    from: Timestamp,
    to: Timestamp,
}

fn values<T>(
    statements: &[Statement],
    pick: impl Fn(&Identity) -> Option<T>,
    is_same: impl Fn(&T, &T) -> bool,
) -> Vec<Said<T>> {
    let mut all: Vec<Said<T>> = Vec::new();
    for statement in statements {
        let Some(value) = pick(&statement.identity) else { continue };
        match all.iter_mut().find(|said| is_same(&said.value, &value)) {
            Some(said) => {
                said.from = said.from.min(statement.from);
                said.to = said.to.max(statement.to);
            }
            None => all.push(Said { value, from: statement.from, to: statement.to }),
        }
    }
    all.sort_by_key(|said| (said.from, said.to));
    all
}

/// Consecutive values where the earlier was no longer heard when the later began: one ship that changed, not two that share a number.
fn changes<T>(values: &[Said<T>]) -> impl Iterator<Item = (&Said<T>, &Said<T>)> {
    values.windows(2).enumerate().filter_map(|(idx, pair)| {
        let [before, after] = pair else { return None };
        let alternates = values.iter().take(idx + 1).any(|earlier| earlier.to > after.from);
        (!alternates).then_some((before, after))
    })
}

/// A finding about one vessel at one moment or over a span.
struct About<'a> {
    kind: Kind,
    slice: TrackSlice<'a>,
    span: (Timestamp, Timestamp),
    confidence: f64,
    suppressed: Option<Suppression>,
}

impl About<'_> {
    fn finding(self, evidence: Vec<Evidence>, parameters: Vec<Evidence>) -> Finding {
        Finding {
            kind: self.kind,
            vessels: vec![self.slice.vessel().mmsi],
            place: place_at(self.slice, self.span.0),
            start: self.span.0,
            end: self.span.1,
            confidence: Confidence::clamped(self.confidence),
            suppressed: self.suppressed,
            evidence,
            parameters,
        }
    }
}

#[cfg(test)]
mod tests;
