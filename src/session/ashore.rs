//! Whose water the plan's areas lie in, and the area that is being drawn, how large they are and whether they cross themselves:
//! kept up with every edit, off the frame.
//!
//! Owns what is known of each area, by the very feature it was found for, so that an edit makes it unknown again. Never decides
//! what is said of it. Start at [`Session::waters_of`].

use std::collections::HashMap;
use std::sync::Arc;

use geo::{CoordsIter as _, Geometry};

use super::Session;
use super::focus::Selected;
use super::jobs::Lane;
use super::loading::Outcome;
use crate::chart::{Located, Share, ShareParams, WaterZone, Waters};
use crate::geodesy::Position;
use crate::language::words;
use crate::plan::geometry::{Size, centre, self_crossing, size};
use crate::plan::{Feature, FeatureId, Plan};

/// How many areas one job looks at: a few tenths of a second.
const AREAS_A_JOB: usize = 32;
/// How many places are asked for an area: while it is drawn, for all of a plan, for the one selected.
const PLACES: (usize, usize, usize) = (600, 1500, 6000);
/// Less of an area than this in another's territorial sea is the width of a line.
const LEAST_SHARE: f64 = 1e-4;

/// Whose water an area lies in.
#[derive(Clone, Debug, PartialEq)]
pub struct AreaWaters {
    /// The zones and states, the largest part first.
    pub shares: Arc<[Share]>,
    /// What is at its middle: the nearest coast and port, what is disputed there.
    pub middle: Option<Located>,
}

impl AreaWaters {
    /// The parts on land, in internal waters or in a territorial sea: there a state is sovereign.
    pub fn sovereign(&self) -> impl Iterator<Item = &Share> {
        let is_sovereign = |share: &&Share| {
            matches!(share.zone, WaterZone::TerritorialSea | WaterZone::InternalWaters | WaterZone::Land)
        };
        self.shares.iter().filter(is_sovereign).filter(|share| share.share >= LEAST_SHARE)
    }
}

/// From how many vertices on a size and a crossing are found out by a job, not when asked.
const LIGHT: usize = 500;

/// What an outline is in itself.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Facts {
    size: Size,
    crossing: Option<Position>,
}

impl Facts {
    fn of(geometry: &Geometry<f64>) -> Self {
        Self { size: size(geometry), crossing: self_crossing(geometry) }
    }
}

/// What a job found: for which features, by what knowledge of the coasts.
pub(super) struct Found {
    by: Arc<Waters>,
    areas: Vec<(Arc<Feature>, usize, AreaWaters, Option<Facts>)>,
    drawn: Option<(Geometry<f64>, AreaWaters)>,
}

struct Known {
    of: Arc<Feature>,
    n_places: usize,
    waters: AreaWaters,
    /// Of a heavy feature alone.
    facts: Option<Facts>,
}

impl Known {
    /// Whether this holds for the feature as it stands: a new name changes nothing.
    fn is_of(&self, feature: &Arc<Feature>) -> bool {
        Arc::ptr_eq(&self.of, feature) || self.of.geometry == feature.geometry
    }
}

/// What is known, and what is asked.
#[derive(Default)]
pub(super) struct Ashore {
    by: Option<Arc<Waters>>,
    known: HashMap<FeatureId, Known>,
    drawn: Option<Geometry<f64>>,
    answered: Option<(Geometry<f64>, AreaWaters)>,
    is_under_way: bool,
    /// How often what is known of the plan's areas has changed.
    generation: u64,
    /// The plan and the selected feature of which all is known.
    settled: Option<(Arc<Plan>, Option<FeatureId>)>,
}

impl Session {
    /// Whose water a feature lies in, once that was found out for it as it stands; points are only located.
    #[must_use]
    pub fn waters_of(&self, feature: &Arc<Feature>) -> Option<&AreaWaters> {
        self.ashore.known.get(&feature.id).filter(|known| known.is_of(feature)).map(|known| &known.waters)
    }

    /// How large a feature is; `None` while that is being found out, and without a place.
    #[must_use]
    pub fn size_of(&self, feature: &Arc<Feature>) -> Option<Size> {
        match &feature.geometry {
            Some(geometry) if geometry.coords_count() <= LIGHT => Some(size(geometry)),
            _ => self.facts_of(feature).map(|facts| facts.size),
        }
    }

    /// Where the outline of a feature crosses itself, as far as that is known.
    #[must_use]
    pub fn crossing_of(&self, feature: &Arc<Feature>) -> Option<Position> {
        match &feature.geometry {
            Some(geometry) if geometry.coords_count() <= LIGHT => self_crossing(geometry),
            _ => self.facts_of(feature).and_then(|facts| facts.crossing),
        }
    }

    fn facts_of(&self, feature: &Arc<Feature>) -> Option<Facts> {
        self.ashore.known.get(&feature.id).filter(|known| known.is_of(feature)).and_then(|known| known.facts)
    }

    /// Another number whenever what [`Session::waters_of`] tells may be another.
    #[must_use]
    pub const fn waters_generation(&self) -> u64 {
        self.ashore.generation
    }

    /// Whose water the area being drawn lies in, or lay in a moment ago.
    #[must_use]
    pub fn waters_drawn(&self) -> Option<&AreaWaters> {
        self.ashore.drawn.as_ref()?;
        self.ashore.answered.as_ref().map(|(_, waters)| waters)
    }

    /// An area is being drawn or dragged and looks like this now; `None` once it is done.
    pub(super) fn note_drawn(&mut self, geometry: Option<Geometry<f64>>) {
        self.ashore.drawn = geometry;
        if self.ashore.drawn.is_none() {
            self.ashore.answered = None;
        }
    }

    /// Finds out what is not known yet, the area in the hand first, then the one selected, then all others.
    pub(super) fn refresh_ashore(&mut self) {
        let Some(waters) = self.waters.clone() else { return };
        let ashore = &mut self.ashore;
        if ashore.by.as_ref().is_none_or(|by| !Arc::ptr_eq(by, &waters)) {
            ashore.by = Some(Arc::clone(&waters));
            ashore.known.clear();
            ashore.generation += 1;
            ashore.answered = None;
            ashore.settled = None;
        }
        if ashore.is_under_way {
            return;
        }
        let drawn = ashore.drawn.clone().filter(|drawn| ashore.answered.as_ref().is_none_or(|(of, _)| of != drawn));
        let plan = self.case.history.plan();
        let primary = match self.focus.primary() {
            Some(Selected::Feature(id)) => Some(id),
            _ => None,
        };
        if drawn.is_none()
            && ashore.settled.as_ref().is_some_and(|(settled, of)| Arc::ptr_eq(settled, plan) && *of == primary)
        {
            return;
        }
        let selected = primary.and_then(|id| plan.feature(id));
        let is_known = |feature: &Arc<Feature>, n_places: usize| {
            ashore.known.get(&feature.id).is_some_and(|known| known.n_places >= n_places && known.is_of(feature))
        };
        let mut wanted: Vec<(Arc<Feature>, usize)> = Vec::new();
        if drawn.is_none() {
            let first = selected.filter(|feature| !is_known(feature, PLACES.2)).map(|f| (Arc::clone(f), PLACES.2));
            let others = plan.features.iter().filter(|feature| is_area(feature) && !is_known(feature, PLACES.1));
            wanted.extend(first.into_iter().chain(others.map(|f| (Arc::clone(f), PLACES.1))).take(AREAS_A_JOB));
        }
        if wanted.is_empty() && drawn.is_none() {
            ashore.settled = Some((Arc::clone(plan), primary));
            if ashore.known.len() > 2 * plan.features.len() + 100 {
                ashore.known.retain(|id, _| plan.feature(*id).is_some());
            }
            return;
        }
        ashore.is_under_way = true;
        self.jobs.start(Lane::Quiet, words("job-whose-water"), move |progress| {
            let look = |geometry: Option<&Geometry<f64>>, middle, n_places| AreaWaters {
                shares: geometry.map_or_else(Vec::new, |area| waters.shares(area, &ShareParams { n_places })).into(),
                middle: Option::map(middle, |place| waters.locate(place)),
            };
            let drawn = drawn.map(|area| {
                let found = look(Some(&area), None, PLACES.0);
                (area, found)
            });
            let areas = wanted.into_iter().take_while(|_| !progress.is_stopped()).map(|(feature, n_places)| {
                let found = look(feature.geometry.as_ref(), centre(&feature), n_places);
                let heavy = feature.geometry.as_ref().filter(|geometry| geometry.coords_count() > LIGHT);
                let facts = heavy.map(Facts::of);
                (feature, n_places, found, facts)
            });
            let areas = areas.collect();
            Outcome::Ashore(Box::new(Found { by: waters, areas, drawn }))
        });
    }

    pub(super) fn take_ashore(&mut self, found: Found) {
        self.ashore.is_under_way = false;
        if self.ashore.by.as_ref().is_none_or(|by| !Arc::ptr_eq(by, &found.by)) {
            return;
        }
        self.ashore.generation += u64::from(!found.areas.is_empty());
        for (of, n_places, waters, facts) in found.areas {
            self.ashore.known.insert(of.id, Known { of, n_places, waters, facts });
        }
        if found.drawn.is_some() {
            self.ashore.answered = found.drawn;
        }
    }
}

/// Whether a feature covers anything.
pub(super) fn is_area(feature: &Feature) -> bool {
    matches!(feature.geometry, Some(Geometry::Polygon(_) | Geometry::MultiPolygon(_)))
}
