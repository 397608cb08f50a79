//! A dossier: all that the program knows of one vessel or of one finding, put together for somebody who has only the paper.
//!
//! Owns what belongs in it and in which order. Never judges: a match with a list and a finding are reasons to look, and the words of a
//! dossier say no more. Knows no file (`io` writes it) and no page (`brief` sets it). It depends on what was read alone: not on
//! the clock, the machine, the time zone or the order of rows. Start at [`Dossier`]; [`of_vessel`] and [`of_finding`] make one.

mod gather;
pub mod plot;

use std::time::Duration;

use crate::chart::Located;
use crate::finding::{Finding, FindingId, Review};
use crate::geodesy::Position;
use crate::units::{Course, Knots, Metres, Timestamp};
use crate::vessel::change::Change;
use crate::vessel::{Identity, Mmsi, Statement};

pub use gather::{DossierError, Material, find_id, kept_in, of_finding, of_vessel};
pub use plot::Plot;

/// What a dossier is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// A vessel.
    Vessel(Mmsi),
    /// A finding.
    Finding(FindingId),
}

/// All that is known of a vessel or a finding. Words in it (a basis, a law) are in the language that was spoken when it was made.
#[derive(Clone, Debug, PartialEq)]
pub struct Dossier {
    /// What it is about.
    pub subject: Subject,
    /// How it is to be handled; may be empty.
    pub handling: String,
    /// The plan whose reviews are in it.
    pub plan: Option<PlanRef>,
    /// The finding, for a dossier of one.
    pub finding: Option<Reviewed>,
    /// Whose water the finding's place is in.
    pub water: Option<Water>,
    /// How the finding's vessels lay and sailed, where that says something.
    pub plot: Option<Plot>,
    /// The vessel, or all those of the finding in its order; only those that the tracks have.
    pub vessels: Vec<VesselFacts>,
    /// The watch lists that were compared.
    pub lists: Vec<ListRef>,
    /// Where the chart's coasts are from.
    pub chart: String,
    /// The files that were read.
    pub files: Vec<SourceFile>,
}

/// The plan whose reviews are in a dossier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanRef {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its fingerprint: the SHA-256 that its file states.
    pub sha256: String,
}

/// A finding, and what somebody thought of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Reviewed {
    /// The finding.
    pub finding: Finding,
    /// The verdict and note of the plan.
    pub review: Review,
}

/// Whose water a place is in, and what the law asks there.
#[derive(Clone, Debug, PartialEq)]
pub struct Water {
    /// The zone, the state, and on what that rests.
    pub located: Located,
    /// What texts demand there; empty where that is not told.
    pub law: Vec<LawText>,
}

/// What a text demands, and where that is found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LawText {
    /// The demand.
    pub text: String,
    /// The text and its paragraph.
    pub source: String,
}

/// A vessel in a dossier.
#[derive(Clone, Debug, PartialEq)]
pub struct VesselFacts {
    /// Its MMSI.
    pub mmsi: Mmsi,
    /// What it said of itself last.
    pub identity: Identity,
    /// What it said of itself over time.
    pub statements: Vec<Statement>,
    /// What it changed of that.
    pub changes: Vec<Change>,
    /// What its fixes add up to.
    pub track: Option<TrackFacts>,
    /// Where it was heard last.
    pub last: Option<LastFix>,
    /// Every finding about it, hidden ones among them, in order of time.
    pub findings: Vec<Reviewed>,
}

/// What the fixes of a vessel add up to.
#[derive(Clone, Debug, PartialEq)]
pub struct TrackFacts {
    /// How many there are.
    pub n_fixes: usize,
    /// The first and the last moment.
    pub span: (Timestamp, Timestamp),
    /// What is called a silence.
    pub may_be_silent: Duration,
    /// Along the geodesics between fixes, silences left out.
    pub sailed: Metres,
    /// Along the geodesics across silences: the least it can have sailed in them.
    pub unseen: Metres,
    /// How many silences there are.
    pub n_silences: usize,
    /// When the longest began, and how long it was.
    pub longest: Option<(Timestamp, Duration)>,
    /// The highest speed over ground, and when.
    pub fastest: Option<(Knots, Timestamp)>,
    /// The speed that half of the fixes do not exceed.
    pub median: Option<Knots>,
    /// The SHA-256 of the fixes as lines of text, in hexadecimal: whether two machines speak of the same track.
    pub sha256: String,
}

/// Where a vessel was heard last.
#[derive(Clone, Debug, PartialEq)]
pub struct LastFix {
    /// When.
    pub time: Timestamp,
    /// Where.
    pub at: Position,
    /// How fast it sailed.
    pub sog: Option<Knots>,
    /// Whither.
    pub cog: Option<Course>,
    /// Where its bow pointed.
    pub heading: Option<Course>,
    /// Whose water that is.
    pub water: Option<Water>,
}

/// A watch list that was compared: whether it names the vessel is a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListRef {
    /// What it is called.
    pub name: String,
    /// As of when it is, as it says itself; may be empty.
    pub date: String,
    /// Who made it or where it is from; may be empty.
    pub source: String,
    /// What is to be said wherever it is shown; may be empty.
    pub caveat: String,
    /// How many ships it names.
    pub n_entries: usize,
}

/// A file that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceFile {
    /// Its name, without the folder.
    pub name: String,
    /// The SHA-256 of its content in hexadecimal, where it was taken while it was read.
    pub sha256: Option<String>,
}

impl Dossier {
    /// Its matches with watch lists, of all its vessels.
    pub fn matches(&self) -> impl Iterator<Item = &Reviewed> {
        let all = self.vessels.iter().flat_map(|vessel| &vessel.findings);
        all.filter(|one| one.finding.kind == crate::finding::Kind::WatchlistMatch)
    }

    /// What it is called: whom it is about, and for a finding what it is, in the language spoken.
    #[must_use]
    pub fn title(&self) -> String {
        let name_of = |mmsi: Mmsi| {
            let vessel = self.vessels.iter().find(|vessel| vessel.mmsi == mmsi);
            let name = vessel.and_then(|vessel| vessel.identity.name.clone()).filter(|name| !name.trim().is_empty());
            name.unwrap_or_else(|| format!("MMSI {mmsi}"))
        };
        match (&self.subject, &self.finding) {
            (Subject::Vessel(mmsi), _) => name_of(*mmsi),
            (Subject::Finding(_), Some(Reviewed { finding, .. })) => {
                let names: Vec<String> = finding.vessels.iter().map(|mmsi| name_of(*mmsi)).collect();
                format!("{}: {}", finding.kind.spoken(), names.join(" × "))
            }
            (Subject::Finding(id), None) => id.to_string(),
        }
    }
}
