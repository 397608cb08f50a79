//! The plot of a meeting: how far two vessels were from each other and how fast each sailed, before, during and after.
//!
//! Owns which findings have one, and of what span. Never draws it. Start at [`Plot::of`].

use crate::finding::{Finding, Kind};
use crate::track::TrackStore;
use crate::track::meeting::{N_MOMENTS, curves};
use crate::units::{Knots, Metres, Timestamp};
use crate::vessel::Mmsi;

/// How much time before and after is shown, milliseconds.
const AROUND_MS: i64 = 2 * 3_600_000;

/// Whether a plot says something of a finding.
#[must_use]
pub const fn is_for(finding: &Finding) -> bool {
    matches!(finding.kind, Kind::Encounter | Kind::Loitering)
}

/// What is drawn of a finding: from two hours before it to two hours after.
#[must_use]
pub fn span(finding: &Finding) -> (Timestamp, Timestamp) {
    (finding.start.plus_millis(-AROUND_MS), finding.end.plus_millis(AROUND_MS))
}

/// What a plot shows: equal steps of time from the first moment to the last.
#[derive(Clone, Debug, PartialEq)]
pub struct Plot {
    /// The first and the last moment.
    pub span: (Timestamp, Timestamp),
    /// When the finding began and ended.
    pub event: (Timestamp, Timestamp),
    /// How far the two were from each other; `None` where one was silent. Empty for one vessel.
    pub distance: Vec<Option<Metres>>,
    /// How fast each sailed.
    pub speeds: Vec<(Mmsi, Vec<Option<Knots>>)>,
}

impl Plot {
    /// The plot of a finding; `None` where it would say nothing.
    #[must_use]
    pub fn of(store: &TrackStore, finding: &Finding) -> Option<Self> {
        if !is_for(finding) {
            return None;
        }
        let span = span(finding);
        let known: Vec<Mmsi> =
            finding.vessels.iter().copied().filter(|mmsi| store.vessel_idx(*mmsi).is_some()).take(2).collect();
        let found = curves(store, &known, span);
        let is_pair = found.metres.iter().any(Option::is_some);
        let distance = found.metres.iter().map(|metres| metres.and_then(Metres::new)).collect();
        let speeds = known.into_iter().zip(found.knots);
        let speeds: Vec<_> =
            speeds.map(|(mmsi, knots)| (mmsi, knots.into_iter().map(|k| k.and_then(Knots::new)).collect())).collect();
        let is_seen = speeds.iter().any(|(_, knots): &(Mmsi, Vec<Option<Knots>>)| knots.iter().any(Option::is_some));
        let event = (finding.start, finding.end);
        is_seen.then_some(Self { span, event, distance: if is_pair { distance } else { Vec::new() }, speeds })
    }

    /// The moment of a step.
    #[must_use]
    #[expect(clippy::cast_possible_wrap, reason = "a few hundred moments")]
    pub fn moment(&self, idx: usize) -> Timestamp {
        let (from, to) = self.span;
        from.plus_millis((to.millis() - from.millis()) * idx as i64 / (N_MOMENTS as i64 - 1))
    }
}
