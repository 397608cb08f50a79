//! The scalpel: whom an area would stop in its period, flagged and lawful alike, and how it could stop fewer of the lawful.
//!
//! Owns the count, its score and the proposals. Never edits a plan and never decides who is flagged: the caller says. Start at [`score`].
//!
//! # Source
//! Sanctions work "not as a hammer but as a nutcracker or a scalpel": domain.md, section 6, has the definitions. The region is all tracks
//! loaded: a flagged vessel counts towards recall if any of its fixes, or of its way between two fixes, lies in the period.

mod suggest;

use std::collections::{BTreeMap, BTreeSet, HashSet};

use geo::Geometry;
use rayon::prelude::*;

pub use suggest::{Suggestion, Way, suggestions};

use super::area::Area;
use crate::finding::{Confidence, Finding, Kind};
use crate::track::{Pyramid, Span, TrackStore};
use crate::vessel::{Mmsi, ShipClass};

/// Vessels and the hours they spend in an area.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Tally {
    /// Distinct vessels.
    pub n_vessels: usize,
    /// Their hours inside, together.
    pub hours: f64,
}

impl Tally {
    fn add(&mut self, hours: f64) {
        self.n_vessels += 1;
        self.hours += hours;
    }
}

/// One vessel that an area would stop.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stopped {
    /// Whose track is inside, as an index into the store's vessels.
    pub vessel_idx: usize,
    /// How long it is inside; 0 for a single fix between two silences.
    pub hours: f64,
    /// Whether it is flagged.
    pub is_flagged: bool,
}

/// Whom an area would stop in its period.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Score {
    /// Every vessel stopped, by ascending MMSI.
    pub vessels: Vec<Stopped>,
    /// All of them.
    pub stopped: Tally,
    /// Those with a finding or a match with a watch list.
    pub flagged: Tally,
    /// Those without: the cost.
    pub lawful: Tally,
    /// How many flagged vessels there are in the region in this period.
    pub n_flagged_in_region: usize,
    /// The cost by flag, of the MMSI's country digits; `None` where those are no country's.
    pub lawful_by_flag: BTreeMap<Option<&'static str>, Tally>,
    /// The cost by class of ship; [`ShipClass::Other`] where none is stated.
    pub lawful_by_class: BTreeMap<ShipClass, Tally>,
}

impl Score {
    /// The share of the stopped who are flagged; `None` if nobody is stopped.
    #[must_use]
    pub fn precision(&self) -> Option<f64> {
        share(self.flagged.n_vessels, self.stopped.n_vessels)
    }

    /// The share of the flagged in the region who are stopped; `None` if there are none.
    #[must_use]
    pub fn recall(&self) -> Option<f64> {
        share(self.flagged.n_vessels, self.n_flagged_in_region)
    }
}

#[expect(clippy::cast_precision_loss, reason = "vessels are counted in thousands")]
fn share(part: usize, whole: usize) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

/// Whether a finding flags its vessels: it is shown, and its rule is not unsure of it. A call at a port and an entry into a zone are no more
/// than that, and flag nobody.
#[must_use]
pub fn flags(finding: &Finding) -> bool {
    finding.suppressed.is_none() && finding.confidence >= Confidence::FAIR && !Kind::ROUTINE.contains(&finding.kind)
}

/// The vessels that findings flag.
#[must_use]
pub fn flagged_by<'a>(findings: impl IntoIterator<Item = &'a Finding>) -> HashSet<Mmsi> {
    let flagging = findings.into_iter().filter(|finding| flags(finding));
    flagging.flat_map(|finding| finding.vessels.iter().copied()).collect()
}

/// Scores an area in a period. A vessel's way between two fixes counts, unless it bridges a silence; so does a single fix.
#[must_use]
#[expect(clippy::implicit_hasher, reason = "what `flagged_by` gives is what is asked for")]
pub fn score(
    store: &TrackStore,
    pyramid: &Pyramid,
    geometry: &Geometry<f64>,
    period: Span,
    flagged: &HashSet<Mmsi>,
) -> Score {
    let mut score = Score { n_flagged_in_region: n_flagged(store, period, flagged), ..Score::default() };
    let Some(area) = Area::of(geometry) else { return score };
    for (vessel_idx, inside_ms) in hours_inside(store, pyramid, &area, period) {
        let Some(vessel) = store.vessels().get(vessel_idx) else { continue };
        let (hours, is_flagged) = (inside_ms / 3_600_000.0, flagged.contains(&vessel.mmsi));
        score.vessels.push(Stopped { vessel_idx, hours, is_flagged });
        score.stopped.add(hours);
        if is_flagged {
            score.flagged.add(hours);
            continue;
        }
        score.lawful.add(hours);
        score.lawful_by_flag.entry(vessel.mmsi.flag().map(crate::vessel::Flag::code)).or_default().add(hours);
        let class = vessel.identity.ship_type.map_or(ShipClass::Other, crate::vessel::ShipType::class);
        score.lawful_by_class.entry(class).or_default().add(hours);
    }
    score
}

/// How many flagged vessels have a fix, or a way between two fixes, in a period.
fn n_flagged(store: &TrackStore, (from, to): Span, flagged: &HashSet<Mmsi>) -> usize {
    let known: BTreeSet<usize> = flagged.iter().filter_map(|mmsi| store.vessel_idx(*mmsi)).collect();
    let is_there = |vessel_idx: &usize| {
        let times = store.slice(*vessel_idx).map(|slice| slice.time_ms()).unwrap_or_default();
        let ends = times.first().zip(times.last());
        ends.is_some_and(|(first, last)| *first <= to.millis() && *last >= from.millis())
    };
    known.into_iter().filter(is_there).count()
}

/// The vessels with track inside, ascending, and their milliseconds there.
fn hours_inside(store: &TrackStore, pyramid: &Pyramid, area: &Area, period: Span) -> Vec<(usize, f64)> {
    let Some(level) = pyramid.levels().first() else { return Vec::new() };
    let Some((first, last)) = store.span() else { return Vec::new() };
    if period.0 > period.1 || period.1 < first || period.0 > last {
        return Vec::new();
    }
    let ticks = (pyramid.ticks().tick(period.0), pyramid.ticks().tick(period.1));
    let bounds = area.world_box();
    // A vertex of the first level is a fix.
    let chunks: Vec<_> = level.chunks().iter().filter(|chunk| chunk.touches(&bounds, ticks)).collect();
    let parts: Vec<(usize, Option<f64>)> = chunks
        .par_iter()
        .map(|chunk| {
            let silence_ms = pyramid.silences_ms().get(chunk.vessel as usize).copied().unwrap_or(i64::MAX);
            let fixes = chunk.first as usize..chunk.last as usize + 1;
            (chunk.vessel as usize, inside_of(store, area, fixes, period, silence_ms))
        })
        .collect();
    let mut all: Vec<(usize, f64)> = Vec::new();
    for (vessel_idx, inside_ms) in parts {
        let Some(inside_ms) = inside_ms else { continue };
        match all.last_mut().filter(|last| last.0 == vessel_idx) {
            Some(last) => last.1 += inside_ms,
            None => all.push((vessel_idx, inside_ms)),
        }
    }
    all
}

/// How long some consecutive fixes of one vessel and the ways between them are inside; `None` if they never are.
#[expect(clippy::cast_precision_loss, reason = "spans of milliseconds within a store are far below 2^53")]
fn inside_of(
    store: &TrackStore,
    area: &Area,
    fixes: std::ops::Range<usize>,
    (from, to): Span,
    silence_ms: i64,
) -> Option<f64> {
    let times = store.time_ms().get(fixes.clone())?;
    let lats = store.lat_e7().get(fixes.clone())?;
    let lons = store.lon_e7().get(fixes)?;
    let place = |idx: usize| Some([f64::from(*lons.get(idx)?) / 1e7, f64::from(*lats.get(idx)?) / 1e7]);
    let (mut inside_ms, mut is_inside) = (0.0, false);
    for (idx, time_ms) in times.iter().enumerate() {
        let is_in_period = (from.millis()..=to.millis()).contains(time_ms);
        if !is_inside && is_in_period {
            is_inside = place(idx).is_some_and(|at| area.holds(at));
        }
        let Some(after_ms) = times.get(idx + 1) else { break };
        let span_ms = after_ms - time_ms;
        if span_ms > silence_ms || *after_ms < from.millis() || *time_ms > to.millis() {
            continue;
        }
        let Some((here, there)) = place(idx).zip(place(idx + 1)) else { break };
        let span = span_ms as f64;
        let part = if span_ms == 0 {
            (0.0, 1.0)
        } else {
            let share = |ms: i64| ((ms - time_ms) as f64 / span).clamp(0.0, 1.0);
            (share(from.millis()), share(to.millis()))
        };
        area.each_part_inside(here, there, part, &mut |begin, end| {
            is_inside = true;
            inside_ms += (end - begin) * span;
        });
    }
    is_inside.then_some(inside_ms)
}

#[cfg(test)]
mod tests;
