//! The list of vessels: what is asked of it, and the answer, which the map may follow too.
//!
//! Owns the filter, the order and what they came to for the tracks, window and area of now; and the figures of the vessel that
//! is looked at. Where finding an answer may take long it is a job, and until that ends the last answer stands. Start at
//! [`Listing`].

use std::sync::Arc;
use std::time::Duration;

use super::case::TrackCase;
use super::focus::{Selected, TimeWindow};
use super::jobs::Lane;
use super::loading::Outcome;
use super::{JobId, Session};
use crate::finding::Kind;
use crate::language::words;
use crate::plan::{Feature, FeatureId};
use crate::track::sieve::{self, OrderBy, VesselFilter, VesselOrder};
use crate::track::summary::Summary;
use crate::track::{Pyramid, TrackStore};
use crate::units::Knots;
use crate::vessel::Mmsi;

/// Up to so many vessels a filter is asked at once (0.3 ms), above it on a job.
const QUICK_VESSELS: usize = 2000;
/// Up to so many fixes figures are found at once: a geodesic takes under a microsecond.
const QUICK_FIXES: usize = 2000;

/// What findings say of a vessel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Named {
    /// It matches a watch list.
    OnList,
    /// It is named in any finding that is neither hidden, dismissed, routine nor unsure.
    InFinding,
}

/// What is asked of the list.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Wish {
    /// Which vessels.
    pub filter: VesselFilter,
    /// Only those that were in this area of the plan.
    pub area: Option<FeatureId>,
    /// Only those that were heard in the time window; where there is an area, that were in it then.
    pub is_in_window: bool,
    /// Only those that findings name.
    pub named: Option<Named>,
    /// In which order.
    pub order: VesselOrder,
    /// Whether the map shows only these.
    pub rules_map: bool,
}

impl Wish {
    /// How many kinds of thing are asked beside the text.
    #[must_use]
    pub fn n_asked(&self) -> usize {
        let named = usize::from(self.named.is_some());
        self.filter.n_asked() + usize::from(self.area.is_some()) + usize::from(self.is_in_window) + named
    }
}

/// The vessels that were found.
#[derive(Clone, Debug)]
pub struct FoundVessels {
    /// Of which tracks ([`TrackCase::generation`]).
    pub generation: u64,
    /// Them, in order, as indices into the store's.
    pub vessels: Vec<usize>,
    /// For every vessel of the store whether it is among them.
    pub is_among: Arc<[bool]>,
}

/// What the answer depends on.
#[derive(Clone, Debug)]
pub(super) struct Asked {
    generation: u64,
    wish: Wish,
    window: Option<TimeWindow>,
    area: Option<Arc<Feature>>,
    /// What findings name, where that is asked.
    kinds: Option<Arc<[Option<Kind>]>>,
}

/// An answer on its way from a job.
pub(super) struct Answered {
    asked: Asked,
    found: FoundVessels,
    fastest: Fastest,
}

/// The figures of a vessel on their way from a job; `None` if it was stopped.
pub(super) struct Summed {
    of: VesselOf,
    summary: Option<Arc<Summary>>,
}

/// A vessel of the tracks of a generation.
type VesselOf = (u64, Mmsi);

/// The highest speeds of the vessels of a store, by its generation.
type Fastest = Option<(u64, Arc<[Option<Knots>]>)>;

/// The list of vessels.
#[derive(Debug, Default)]
pub struct Listing {
    wish: Wish,
    found: Option<(Asked, Arc<FoundVessels>)>,
    fastest: Fastest,
    under_way: Option<(Asked, JobId)>,
    summary: Option<(VesselOf, Option<Arc<Summary>>)>,
    summing: Option<(VesselOf, JobId)>,
}

impl Listing {
    /// What is asked.
    #[must_use]
    pub const fn wish(&self) -> &Wish {
        &self.wish
    }

    /// What was found last; a newer answer may be under way.
    #[must_use]
    pub fn found(&self) -> Option<&Arc<FoundVessels>> {
        self.found.as_ref().map(|(_, found)| found)
    }

    /// Whether a newer answer is under way.
    #[must_use]
    pub const fn is_searching(&self) -> bool {
        self.under_way.is_some()
    }

    /// The highest speed of a vessel, once it was asked for.
    #[must_use]
    pub fn fastest(&self, generation: u64, vessel_idx: usize) -> Option<Knots> {
        let (of, fastest) = self.fastest.as_ref()?;
        fastest.get(vessel_idx).copied().flatten().filter(|_| *of == generation)
    }

    /// Which vessels the map shows; `None` for all.
    #[must_use]
    pub fn shown(&self, generation: u64) -> Option<&Arc<[bool]>> {
        let found = self.found().filter(|found| self.wish.rules_map && found.generation == generation)?;
        Some(&found.is_among)
    }

    /// The figures of the vessel that is looked at, once they are found.
    #[must_use]
    pub fn summary(&self, generation: u64, mmsi: Mmsi) -> Option<&Arc<Summary>> {
        self.summary.as_ref().filter(|(of, _)| *of == (generation, mmsi))?.1.as_ref()
    }
}

/// What of the open tracks an answer is found in.
struct OpenTracks {
    generation: u64,
    store: Arc<TrackStore>,
    pyramid: Arc<Pyramid>,
}

impl OpenTracks {
    fn of(tracks: &TrackCase) -> Self {
        let (store, pyramid) = (Arc::clone(&tracks.store), Arc::clone(&tracks.pyramid));
        Self { generation: tracks.generation, store, pyramid }
    }
}

/// Finds an answer, wherever it is called.
fn answer(
    asked: Asked,
    store: &TrackStore,
    pyramid: &Pyramid,
    fastest: Fastest,
    is_stopped: impl Fn() -> bool + Send + Sync,
) -> Option<Answered> {
    let Wish { filter, order, is_in_window, .. } = &asked.wish;
    let fastest = match fastest.filter(|(generation, _)| *generation == asked.generation) {
        Some(known) => Some(known),
        None if filter.asks_speed() || order.by == OrderBy::Fastest => {
            Some((asked.generation, sieve::fastest(store).into()))
        }
        None => None,
    };
    let area = asked.area.as_ref().and_then(|area| area.geometry.as_ref());
    let window = asked.window.filter(|_| *is_in_window).map(|window| (window.from, window.to));
    let seen = if area.is_some() || window.is_some() {
        sieve::where_and_when(store, pyramid, area, window, is_stopped)?
    } else {
        Vec::new()
    };
    let speeds = fastest.as_ref().map(|(_, speeds)| &**speeds).unwrap_or_default();
    let mut vessels = sieve::chosen(store, filter, *order, speeds, &seen);
    if let Some(named) = asked.wish.named {
        let kind = |idx: usize| asked.kinds.as_ref().and_then(|kinds| kinds.get(idx).copied().flatten());
        vessels.retain(|idx| kind(*idx).is_some_and(|kind| named == Named::InFinding || kind == Kind::WatchlistMatch));
    }
    let mut is_among = vec![false; store.vessels().len()];
    for idx in &vessels {
        if let Some(place) = is_among.get_mut(*idx) {
            *place = true;
        }
    }
    let found = FoundVessels { generation: asked.generation, vessels, is_among: is_among.into() };
    Some(Answered { asked, found, fastest })
}

impl Session {
    /// The list of vessels.
    #[must_use]
    pub const fn listing(&self) -> &Listing {
        &self.listing
    }

    /// Asks something else of the list.
    pub(super) fn wish(&mut self, wish: Wish) {
        self.listing.wish = wish;
    }

    /// Sees to it that the list answers what is asked of the tracks that are open now, and that the vessel which is looked at
    /// has its figures.
    pub(super) fn refresh_listing(&mut self) {
        let Some(tracks) = self.case.tracks.as_ref().map(OpenTracks::of) else {
            let wish = std::mem::take(&mut self.listing.wish);
            self.listing = Listing { wish: Wish { area: None, ..wish }, ..Listing::default() };
            return;
        };
        self.refresh_found(&tracks);
        self.refresh_summary(&tracks);
    }

    fn refresh_found(&mut self, tracks: &OpenTracks) {
        let area = self.listing.wish.area.and_then(|id| self.case.plan().feature(id)).cloned();
        if area.is_none() {
            self.listing.wish.area = None;
        }
        let kinds = self.desk.kinds().filter(|_| self.listing.wish.named.is_some()).cloned();
        let listing = &mut self.listing;
        let window = self.focus.window.filter(|_| listing.wish.is_in_window);
        // Whether the map follows makes no difference to what is found.
        let wish = Wish { rules_map: false, ..listing.wish.clone() };
        let is_asked = |asked: &Asked| {
            asked.generation == tracks.generation
                && asked.window == window
                && asked.area.as_ref().map(Arc::as_ptr) == area.as_ref().map(Arc::as_ptr)
                && asked.kinds.as_ref().map(Arc::as_ptr) == kinds.as_ref().map(Arc::as_ptr)
                && asked.wish == wish
        };
        if listing.found.as_ref().is_some_and(|(asked, _)| is_asked(asked))
            || listing.under_way.as_ref().is_some_and(|(asked, _)| is_asked(asked))
        {
            return;
        }
        let asked = Asked { generation: tracks.generation, wish, window, area, kinds };
        let (store, pyramid, fastest) =
            (Arc::clone(&tracks.store), Arc::clone(&tracks.pyramid), listing.fastest.clone());
        let n_vessels = store.vessels().len();
        let looks_at_fixes = asked.area.is_some() || asked.window.is_some() || asked.wish.filter.asks_speed();
        let n_fixes = if looks_at_fixes || asked.wish.order.by == OrderBy::Fastest { store.n_fixes() } else { 0 };
        if n_vessels <= QUICK_VESSELS && n_fixes <= 10 * QUICK_FIXES {
            if let Some(answered) = answer(asked, &store, &pyramid, fastest, || false) {
                self.take_found(answered);
            }
        } else if self.listing.under_way.is_none() {
            // One at a time: while a window moves, each answer is of the latest window when it was begun.
            let begun = asked.clone();
            let id = self.jobs.start(Lane::Quiet, words("job-vessels"), move |progress| {
                match answer(asked, &store, &pyramid, fastest, || progress.is_stopped()) {
                    Some(answered) => Outcome::Found(Some(Box::new(answered))),
                    None => Outcome::Found(None),
                }
            });
            self.listing.under_way = Some((begun, id));
        } else if let Some((_, id)) = self.listing.under_way.as_ref().filter(|(begun, _)| begun.wish != asked.wish) {
            self.jobs.cancel(*id);
        }
    }

    /// Takes in what was found; `None` if the search was stopped.
    pub(super) fn take_answer(&mut self, answered: Option<Answered>) {
        self.listing.under_way = None;
        if let Some(answered) = answered {
            self.take_found(answered);
        }
    }

    fn take_found(&mut self, answered: Answered) {
        self.listing.found = Some((answered.asked, Arc::new(answered.found)));
        self.listing.fastest = answered.fastest.or(self.listing.fastest.take());
    }

    fn refresh_summary(&mut self, tracks: &OpenTracks) {
        let Some(Selected::Vessel(mmsi)) = self.focus.primary() else { return };
        let Some(vessel_idx) = tracks.store.vessel_idx(mmsi) else { return };
        let of = (tracks.generation, mmsi);
        if self.listing.summary.as_ref().is_some_and(|(known, _)| *known == of) {
            return;
        }
        if let Some((other, id)) = self.listing.summing {
            if other != of {
                self.jobs.cancel(id);
            }
            return;
        }
        let store = Arc::clone(&tracks.store);
        let may_be_silent: Duration = tracks.pyramid.silence(vessel_idx);
        if store.vessels().get(vessel_idx).is_some_and(|vessel| vessel.fixes.len() <= QUICK_FIXES) {
            let summary = Summary::of(&store, vessel_idx, may_be_silent, || false).map(Arc::new);
            self.listing.summary = Some((of, summary));
            return;
        }
        let id = self.jobs.start(Lane::Quiet, words("job-track"), move |progress| {
            let summary = Summary::of(&store, vessel_idx, may_be_silent, || progress.is_stopped());
            Outcome::Summed(Summed { of, summary: summary.map(Arc::new) })
        });
        self.listing.summing = Some((of, id));
    }

    /// Takes in the figures of a vessel.
    pub(super) fn take_summary(&mut self, summed: Summed) {
        self.listing.summing = None;
        if summed.summary.is_some() {
            self.listing.summary = Some((summed.of, summed.summary));
        }
    }
}
