//! How near two things come to each other that are selected: vessels that go on along their courses, units that wait at their places.
//!
//! Owns the last answer; it takes some hundred geodesics at the most, so no job is needed. The search is `analysis::intercept`'s. Start at
//! [`Session::approach`].

use std::sync::Arc;

use geo::Geometry;

use super::Session;
use super::focus::Selected;
use crate::analysis::intercept::{AssumeError, Assumption, Closest, MenuParams, Motion, closest, motion_of};
use crate::geodesy::Position;
use crate::plan::{Kind, Plan};
use crate::units::{Course, Knots, Timestamp};
use crate::vessel::Mmsi;

/// What an answer rests on.
#[derive(Clone, Debug)]
struct Wanted {
    of: [Selected; 2],
    tracks: u64,
    asked: Timestamp,
    plan: Arc<Plan>,
}

impl Wanted {
    fn is(&self, other: &Self) -> bool {
        (self.of, self.tracks, self.asked) == (other.of, other.tracks, other.asked)
            && Arc::ptr_eq(&self.plan, &other.plan)
    }
}

/// Why there is no closest approach.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum NoApproach {
    /// Nothing can be assumed of one of the two.
    Assume(AssumeError),
    /// At no moment it is known where both are.
    NeverBoth,
}

/// The closest approach of two things, as far as is assumed of them.
#[derive(Clone, Debug)]
pub struct Approach {
    /// The two, in the order in which they were selected.
    pub of: [Selected; 2],
    /// From when on was looked.
    pub asked: Timestamp,
    /// When and how near (TCPA and DCPA).
    pub closest: Result<Closest, NoApproach>,
    /// Where the two are from then on; `None` of whom nothing can be assumed.
    pub motions: [Option<Motion>; 2],
}

/// The last answer.
#[derive(Default)]
pub(super) struct ApproachDesk {
    known: Option<(Wanted, Arc<Approach>)>,
}

impl Session {
    /// The closest approach of the two selected things; `None` unless just two are selected that can move, one of them a vessel.
    #[must_use]
    pub fn approach(&self) -> Option<&Arc<Approach>> {
        self.approach.known.as_ref().map(|(_, approach)| approach)
    }

    pub(super) fn refresh_approach(&mut self) {
        let wanted = self.wanted_approach();
        let is_known = matches!((&self.approach.known, &wanted), (Some((known, _)), Some(wanted)) if known.is(wanted));
        if !is_known {
            self.approach.known = wanted.map(|wanted| {
                let approach = Arc::new(self.approach_of(wanted.of, wanted.asked));
                (wanted, approach)
            });
        }
    }

    fn wanted_approach(&self) -> Option<Wanted> {
        let of = <[Selected; 2]>::try_from(self.focus.selection.as_slice()).ok()?;
        let plan = Arc::clone(self.case.plan());
        let is_unit = |thing: &Selected| matches!(thing, Selected::Feature(id) if plan.feature(*id).is_some_and(|feature| feature.kind == Kind::Unit));
        let vessels: Vec<Mmsi> = self.focus.vessels().collect();
        let others = of.iter().filter(|thing| is_unit(thing)).count();
        let tracks = self.case.tracks.as_ref().filter(|_| !vessels.is_empty() && vessels.len() + others == 2)?;
        Some(Wanted { of, tracks: tracks.generation, asked: self.asked_of(&vessels)?, plan: Arc::clone(&plan) })
    }

    fn approach_of(&self, of: [Selected; 2], asked: Timestamp) -> Approach {
        let [one, other] = of.map(|thing| self.motion_from(thing, asked));
        let closest = match (&one, &other) {
            (Ok(one), Ok(other)) => {
                let within = i64::try_from(MenuParams::default().within.as_millis()).unwrap_or(i64::MAX);
                closest(one, other, asked, asked.plus_millis(within)).ok_or(NoApproach::NeverBoth)
            }
            (Err(why), _) | (_, Err(why)) => Err(NoApproach::Assume(*why)),
        };
        Approach { of, asked, closest, motions: [one.ok(), other.ok()] }
    }

    /// Where a thing is from a moment on: a vessel on its course, a unit at its place.
    fn motion_from(&self, thing: Selected, asked: Timestamp) -> Result<Motion, AssumeError> {
        match thing {
            Selected::Vessel(mmsi) => {
                let store = self.case.tracks.as_ref().map(|tracks| &tracks.store);
                let track = store.and_then(|store| store.slice(store.vessel_idx(mmsi)?)).ok_or(AssumeError::NoFix)?;
                motion_of(track, asked, Assumption::Course, None, None)
            }
            Selected::Feature(id) => {
                let place = self.case.plan().feature(id).and_then(|feature| match &feature.geometry {
                    Some(Geometry::Point(point)) => Position::from_coord(point.0),
                    _ => None,
                });
                let place = place.ok_or(AssumeError::NoFix)?;
                Ok(Motion::on_course(place, asked, Course::wrapped(0.0), Knots::default()))
            }
            Selected::Zone(_) | Selected::Finding(_) => Err(AssumeError::NoFix),
        }
    }
}
