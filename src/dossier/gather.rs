//! Puts a dossier together from what was read and found.
//!
//! Owns the order of what is in it, and the sentence for a vessel or finding that is not there. Reads no file. Start at [`of_vessel`].

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::time::Duration;

use sha2::{Digest as _, Sha256};

use super::{
    Dossier, LastFix, LawText, ListRef, PlanRef, Plot, Reviewed, SourceFile, Subject, TrackFacts, VesselFacts, Water,
};
use crate::chart::{WaterZone, Waters};
use crate::finding::{Finding, FindingId, Review, Verdict};
use crate::geodesy::Position;
use crate::plan::Plan;
use crate::report::{Progress, Stopped};
use crate::track::TrackStore;
use crate::track::summary::Summary;
use crate::units::Timestamp;
use crate::vessel::Mmsi;
use crate::vessel::change::changes;
use crate::vessel::watchlist::Watchlist;

/// A span without a fix that is longer counts as a silence: what the maps draw as one.
const MAY_BE_SILENT: Duration = Duration::from_hours(4);
/// The most near ones that are named.
const MOST_NEAR: usize = 5;

/// What a dossier is made of.
pub struct Material<'a> {
    /// Tracks, of all vessels.
    pub tracks: &'a TrackStore,
    /// Whose water is where; not told if there is no shoreline.
    pub waters: &'a Waters,
    /// Everything that was found in the tracks, hidden ones among them.
    pub findings: Vec<&'a Finding>,
    /// The plan's verdicts.
    pub reviews: &'a BTreeMap<FindingId, Review>,
    /// The watch lists that were compared.
    pub lists: &'a [Watchlist],
    /// The plan.
    pub plan: Option<PlanRef>,
    /// How the dossier is to be handled.
    pub handling: String,
    /// What texts demand in a zone.
    pub law: fn(WaterZone) -> Vec<LawText>,
    /// Where the chart's coasts are from.
    pub chart: String,
    /// The files that were read.
    pub files: Vec<SourceFile>,
}

impl std::fmt::Debug for Material<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Material").field("n_findings", &self.findings.len()).finish_non_exhaustive()
    }
}

/// Why there is no dossier.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DossierError {
    /// The tracks have no such vessel.
    #[error("no vessel of the tracks has the MMSI {mmsi}{}", named(.near))]
    NoVessel {
        /// The MMSI.
        mmsi: Mmsi,
        /// Those that are nearly the same, with their names.
        near: Vec<String>,
    },
    /// Nothing of this id was found.
    #[error("no finding has the id {id}{}", named(.near))]
    NoFinding {
        /// What was asked for.
        id: String,
        /// Those that begin alike, with what they are.
        near: Vec<String>,
    },
    /// Several ids begin so.
    #[error("{n} findings have an id that begins with {id}{}", named(.near))]
    SeveralFindings {
        /// What was asked for.
        id: String,
        /// How many.
        n: usize,
        /// Some of them, with what they are.
        near: Vec<String>,
    },
    /// It was stopped on request.
    #[error(transparent)]
    Stopped(#[from] Stopped),
}

fn named(near: &[String]) -> String {
    if near.is_empty() { String::new() } else { format!("; near it are {}", near.join(", ")) }
}

/// The dossier of a vessel.
///
/// # Errors
/// [`DossierError`] if the tracks do not have it, or the job was stopped.
pub fn of_vessel(material: &Material<'_>, mmsi: Mmsi, progress: &Progress) -> Result<Dossier, DossierError> {
    let facts = vessel_facts(material, mmsi, progress)?;
    let Some(facts) = facts else { return Err(DossierError::NoVessel { mmsi, near: near_vessels(material, mmsi) }) };
    Ok(dossier(material, Subject::Vessel(mmsi), None, vec![facts]))
}

/// The dossier of a finding.
///
/// # Errors
/// [`DossierError`] if nothing of this id was found, or the job was stopped.
pub fn of_finding(material: &Material<'_>, id: FindingId, progress: &Progress) -> Result<Dossier, DossierError> {
    let Some(finding) = material.findings.iter().find(|finding| finding.id() == id) else {
        return Err(DossierError::NoFinding { id: id.to_string(), near: near_findings(material, &id.to_string()) });
    };
    let mut vessels: Vec<VesselFacts> = Vec::new();
    for mmsi in &finding.vessels {
        if vessels.iter().all(|vessel| vessel.mmsi != *mmsi) {
            vessels.extend(vessel_facts(material, *mmsi, progress)?);
        }
    }
    Ok(dossier(material, Subject::Finding(id), Some(finding), vessels))
}

/// The id that some digits mean: all 32 of them, or the first ones of a single finding.
///
/// # Errors
/// [`DossierError`] if none or several begin so.
pub fn find_id(material: &Material<'_>, digits: &str) -> Result<FindingId, DossierError> {
    let digits = digits.trim().to_ascii_lowercase();
    if let Some(id) = FindingId::of(&digits) {
        return Ok(id);
    }
    let begins = |id: &FindingId| !digits.is_empty() && id.to_string().starts_with(&digits);
    let found: Vec<(FindingId, &Finding)> =
        material.findings.iter().map(|finding| (finding.id(), *finding)).filter(|(id, _)| begins(id)).collect();
    match found.as_slice() {
        [(id, _)] => Ok(*id),
        [] => Err(DossierError::NoFinding { near: near_findings(material, &digits), id: digits }),
        several => {
            let near = several.iter().take(MOST_NEAR).map(|(id, finding)| format!("{id} ({})", finding.kind)).collect();
            Err(DossierError::SeveralFindings { id: digits, n: several.len(), near })
        }
    }
}

/// The findings that a plan holds: those that a review says stand, and those that were added to it, whose id stands in the remarks of
/// a point.
#[must_use]
pub fn kept_in(plan: &Plan, reviews: &BTreeMap<FindingId, Review>) -> BTreeSet<FindingId> {
    let reviewed = reviews.iter().filter(|(_, review)| review.verdict == Verdict::Reviewed).map(|(id, _)| *id);
    let points = plan.features.iter().filter(|feature| feature.kind == crate::plan::Kind::Point);
    let added = points.flat_map(|point| point.remarks.split_whitespace().filter_map(FindingId::of));
    reviewed.chain(added).collect()
}

fn dossier(material: &Material<'_>, subject: Subject, finding: Option<&Finding>, vessels: Vec<VesselFacts>) -> Dossier {
    let place = finding.and_then(|finding| finding.place.anchor());
    let list = |list: &Watchlist| ListRef {
        name: list.name.clone(),
        date: list.date.clone(),
        source: list.source.clone(),
        caveat: list.caveat.clone(),
        n_entries: list.entries.len(),
    };
    let mut lists: Vec<ListRef> = material.lists.iter().map(list).collect();
    lists.sort_by(|a, b| (&a.name, &a.date).cmp(&(&b.name, &b.date)));
    Dossier {
        subject,
        handling: material.handling.split_whitespace().collect::<Vec<_>>().join(" "),
        plan: material.plan.clone(),
        finding: finding.map(|finding| reviewed(material, finding)),
        water: place.and_then(|at| water(material, at, true)),
        plot: finding.and_then(|finding| Plot::of(material.tracks, finding)),
        vessels,
        lists,
        chart: material.chart.clone(),
        files: material.files.clone(),
    }
}

fn reviewed(material: &Material<'_>, finding: &Finding) -> Reviewed {
    let review = material.reviews.get(&finding.id()).cloned().unwrap_or_default();
    Reviewed { finding: finding.clone(), review }
}

fn water(material: &Material<'_>, at: Position, with_law: bool) -> Option<Water> {
    let located = Some(material.waters.locate(at)).filter(|_| material.waters.has_shoreline())?;
    let law = if with_law { (material.law)(located.zone) } else { Vec::new() };
    Some(Water { located, law })
}

fn vessel_facts(material: &Material<'_>, mmsi: Mmsi, progress: &Progress) -> Result<Option<VesselFacts>, Stopped> {
    let store = material.tracks;
    let Some((vessel_idx, vessel)) = store.vessel_idx(mmsi).and_then(|idx| Some((idx, store.vessels().get(idx)?)))
    else {
        return Ok(None);
    };
    let mut findings: Vec<&Finding> =
        material.findings.iter().copied().filter(|finding| finding.vessels.contains(&mmsi)).collect();
    findings.sort_by(|a, b| a.cmp_listed(b));
    let summary = Summary::of(store, vessel_idx, MAY_BE_SILENT, || progress.is_stopped());
    progress.check()?;
    let track = match &summary {
        Some(summary) => track_facts(store, summary, progress)?,
        None => None,
    };
    let last = vessel.fixes.end.checked_sub(1).filter(|_| !vessel.fixes.is_empty());
    let last = last.and_then(|idx| {
        let (time, at) = (store.time(idx)?, store.position(idx)?);
        let water = water(material, at, false);
        Some(LastFix { time, at, sog: store.sog(idx), cog: store.cog(idx), heading: store.heading(idx), water })
    });
    Ok(Some(VesselFacts {
        mmsi,
        identity: vessel.identity.clone(),
        statements: vessel.history.statements().to_vec(),
        changes: changes(&vessel.history),
        track,
        last,
        findings: findings.into_iter().map(|finding| reviewed(material, finding)).collect(),
    }))
}

fn track_facts(store: &TrackStore, summary: &Summary, progress: &Progress) -> Result<Option<TrackFacts>, Stopped> {
    let Some(span) = store.time(summary.first_idx).zip(store.time(summary.last_idx)) else { return Ok(None) };
    let longest = summary.longest_silence.and_then(|silence| Some((store.time(silence.from_idx)?, silence.length)));
    let when = summary.fastest_idx.and_then(|idx| store.time(idx));
    Ok(Some(TrackFacts {
        n_fixes: summary.n_fixes,
        span,
        may_be_silent: MAY_BE_SILENT,
        sailed: summary.sailed,
        unseen: summary.unseen,
        n_silences: summary.n_silences,
        longest,
        fastest: summary.fastest.zip(when),
        median: summary.median,
        sha256: sha256_of_fixes(store, summary.first_idx..=summary.last_idx, progress)?,
    }))
}

/// The hash of fixes, each a line `time latitude longitude SOG COG heading`: seven decimals of a degree, tenths, `-` where nothing is
/// stated.
fn sha256_of_fixes(
    store: &TrackStore,
    fixes: std::ops::RangeInclusive<usize>,
    progress: &Progress,
) -> Result<String, Stopped> {
    let mut hash = Sha256::new();
    let mut line = String::new();
    let number = |value: Option<f64>, decimals: usize| {
        value.map_or_else(|| "-".to_owned(), |value| format!("{value:.decimals$}"))
    };
    for idx in fixes {
        if idx.is_multiple_of(4096) {
            progress.check()?;
        }
        let (Some(time), Some(at)) = (store.time(idx), store.position(idx)) else { continue };
        line.clear();
        let sog = number(store.sog(idx).map(crate::units::Knots::value), 1);
        let cog = number(store.cog(idx).map(crate::units::Course::value), 1);
        let heading = number(store.heading(idx).map(crate::units::Course::value), 0);
        let _infallible = writeln!(line, "{time} {:.7} {:.7} {sog} {cog} {heading}", at.lat(), at.lon());
        hash.update(line.as_bytes());
    }
    Ok(hash.finalize().iter().fold(String::with_capacity(64), |mut text, byte| {
        let _infallible = write!(text, "{byte:02x}");
        text
    }))
}

/// Vessels whose MMSI differs in a digit or two, the nearest first; failing those, the first ones there are.
fn near_vessels(material: &Material<'_>, mmsi: Mmsi) -> Vec<String> {
    let digits = mmsi.to_string();
    let off = |other: &str| digits.bytes().zip(other.bytes()).filter(|(a, b)| a != b).count();
    let mut all: Vec<(usize, String, &str)> = material
        .tracks
        .vessels()
        .iter()
        .map(|vessel| {
            let other = vessel.mmsi.to_string();
            (off(&other), other, vessel.identity.name.as_deref().unwrap_or_default())
        })
        .filter(|(off, ..)| *off <= 2)
        .collect();
    all.sort();
    let named =
        |(_, mmsi, name): (usize, String, &str)| if name.is_empty() { mmsi } else { format!("{mmsi} ({name})") };
    all.into_iter().take(MOST_NEAR).map(named).collect()
}

/// Findings whose id begins most like what was asked for, at least by its first two digits.
fn near_findings(material: &Material<'_>, digits: &str) -> Vec<String> {
    let alike = |id: &str| id.bytes().zip(digits.bytes()).take_while(|(a, b)| a == b).count();
    let mut all: Vec<(std::cmp::Reverse<usize>, String, &'static str, Timestamp)> = material
        .findings
        .iter()
        .map(|finding| {
            let id = finding.id().to_string();
            (std::cmp::Reverse(alike(&id)), id, finding.kind.as_str(), finding.start)
        })
        .filter(|(alike, ..)| alike.0 >= 2)
        .collect();
    all.sort();
    all.into_iter().take(MOST_NEAR).map(|(_, id, kind, start)| format!("{id} ({kind}, {start})")).collect()
}
