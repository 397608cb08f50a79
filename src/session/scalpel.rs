//! Whom the selected area would stop, and the one in the hand: kept up with every edit and every finding, off the frame.
//!
//! Owns the scores that are known and what they are of. The count and the proposals are `analysis::scalpel`'s; who is flagged is told by
//! the findings, less those that were dismissed. Start at [`Session::score_of`].

use std::collections::HashSet;
use std::sync::Arc;

use geo::Geometry;

use super::Session;
use super::ashore::is_area;
use super::focus::Selected;
use super::jobs::Lane;
use super::loading::Outcome;
use super::nouns::title;
use crate::analysis::scalpel::{Score, Suggestion, Way, flagged_by, score, suggestions};
use crate::language::{said, words};
use crate::plan::{Feature, Period};
use crate::track::Span;
use crate::vessel::Mmsi;

/// Whom an area would stop, and how it could stop fewer of the lawful.
#[derive(Clone, Debug)]
pub struct AreaScore {
    /// The count.
    pub score: Score,
    /// What would make it cost less; nothing while an area is in the hand.
    pub suggestions: Vec<Suggestion>,
}

/// What a score rests on beside the area: while it stays the same, so does the score.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Grounds {
    tracks: u64,
    findings: u64,
    reviews: u64,
}

/// What is scored.
#[derive(Clone, Debug)]
enum Subject {
    /// A feature of the plan.
    Feature(Arc<Feature>),
    /// The area in the hand, in the period of the selected one.
    Drawn(Box<Geometry<f64>>, Period),
}

impl Subject {
    fn is(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Feature(a), Self::Feature(b)) => {
                Arc::ptr_eq(a, b) || (a.geometry == b.geometry && a.period == b.period)
            }
            (Self::Drawn(a, at), Self::Drawn(b, bt)) => a == b && at == bt,
            _ => false,
        }
    }
}

/// What a job counted.
pub(super) struct Counted {
    of: Subject,
    on: Grounds,
    flagged: Arc<HashSet<Mmsi>>,
    found: Option<Arc<AreaScore>>,
}

/// What is known, and what is asked.
#[derive(Default)]
pub(super) struct Scalpel {
    flagged: Option<(Grounds, Arc<HashSet<Mmsi>>)>,
    /// Of the feature that was selected last.
    known: Option<Counted>,
    drawn: Option<Subject>,
    /// Of the area in the hand, as it is or was a moment ago.
    answered: Option<Counted>,
    is_under_way: bool,
}

impl Session {
    /// Whom a feature would stop, once that was counted for it as it stands; only of the one that is selected.
    #[must_use]
    pub fn score_of(&self, feature: &Arc<Feature>) -> Option<&Arc<AreaScore>> {
        let known = self.scalpel.known.as_ref()?;
        known.of.is(&Subject::Feature(Arc::clone(feature))).then_some(known.found.as_ref())?
    }

    /// Whom the area in the hand would stop, or would have a moment ago.
    #[must_use]
    pub fn score_drawn(&self) -> Option<&Arc<AreaScore>> {
        self.scalpel.drawn.as_ref()?;
        self.scalpel.answered.as_ref()?.found.as_ref()
    }

    /// An area is being drawn or dragged; `None` once it is done.
    pub(super) fn note_drawn_to_score(&mut self, geometry: Option<Geometry<f64>>) {
        let period = self.selected_feature().map(|feature| feature.period).unwrap_or_default();
        self.scalpel.drawn = geometry.map(|geometry| Subject::Drawn(Box::new(geometry), period));
        if self.scalpel.drawn.is_none() {
            self.scalpel.answered = None;
        }
    }

    fn selected_feature(&self) -> Option<&Arc<Feature>> {
        match self.focus.primary() {
            Some(Selected::Feature(id)) => self.case.history.plan().feature(id),
            _ => None,
        }
    }

    /// Counts what is not known yet: the area in the hand first, then the one selected.
    pub(super) fn refresh_scalpel(&mut self) {
        let (Some(tracks), Some(found)) = (&self.case.tracks, self.desk.found()) else {
            self.scalpel.known = None;
            self.scalpel.answered = None;
            return;
        };
        if self.scalpel.is_under_way {
            return;
        }
        let on =
            Grounds { tracks: tracks.generation, findings: found.generation, reviews: self.desk.reviews_generation() };
        let is_known = |known: &Option<Counted>, of: &Subject| {
            known.as_ref().is_some_and(|known| known.on == on && known.of.is(of))
        };
        let selected =
            || self.selected_feature().filter(|feature| is_area(feature)).map(|f| Subject::Feature(Arc::clone(f)));
        let of = match &self.scalpel.drawn {
            Some(drawn) => Some(drawn.clone()).filter(|of| !is_known(&self.scalpel.answered, of)),
            None => selected().filter(|of| !is_known(&self.scalpel.known, of)),
        };
        let Some(of) = of else { return };
        let flagged =
            self.scalpel.flagged.as_ref().filter(|(then, _)| *then == on).map(|(_, flagged)| Arc::clone(flagged));
        let (store, pyramid, found) = (Arc::clone(&tracks.store), Arc::clone(&tracks.pyramid), Arc::clone(found));
        let dismissed = self.desk.dismissed();
        self.scalpel.is_under_way = true;
        self.jobs.start(Lane::Quiet, words("job-scalpel"), move |_progress| {
            let flagged = flagged.unwrap_or_else(|| Arc::new(flagged_by(found.standing(&dismissed))));
            let told = store.span().and_then(|region| {
                let (geometry, period) = match &of {
                    Subject::Feature(feature) => (feature.geometry.as_ref()?, feature.period),
                    Subject::Drawn(geometry, period) => (&**geometry, *period),
                };
                let score = score(&store, &pyramid, geometry, within(period, region), &flagged);
                let suggestions = match &of {
                    Subject::Feature(feature) => suggestions(&store, &pyramid, feature, region, &flagged),
                    Subject::Drawn(..) => Vec::new(),
                };
                Some(Arc::new(AreaScore { score, suggestions }))
            });
            Outcome::Scored(Box::new(Counted { of, on, flagged, found: told }))
        });
    }

    pub(super) fn take_score(&mut self, counted: Counted) {
        self.scalpel.is_under_way = false;
        self.scalpel.flagged = Some((counted.on, Arc::clone(&counted.flagged)));
        match counted.of {
            Subject::Feature(_) => self.scalpel.known = Some(counted),
            Subject::Drawn(..) => self.scalpel.answered = Some(counted),
        }
    }

    /// Follows a proposal: an edit like any other.
    pub(super) fn follow_suggestion(&mut self, suggestion_idx: usize) {
        let Some(feature) = self.selected_feature().cloned() else { return };
        let Some(proposed) = self.score_of(&feature).and_then(|told| told.suggestions.get(suggestion_idx)) else {
            return;
        };
        let (name, edit) = (title(&feature).to_owned(), proposed.edit(&feature));
        let label = match proposed.way {
            Way::Shrink => said!("edit-scalpel-shrink", name = name),
            Way::Shorten(..) => said!("edit-scalpel-shorten", name = name),
            Way::Shift(..) => said!("edit-scalpel-shift", name = name),
        };
        self.edit(&label, &edit);
    }
}

/// The period of an area, which without an end of its own has that of the tracks.
fn within(period: Period, region: Span) -> Span {
    (period.from.unwrap_or(region.0), period.to.unwrap_or(region.1))
}
