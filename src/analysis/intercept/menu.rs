//! The menu: every unit of a plan against one vessel, the soonest first.
//!
//! Owns what of a unit counts, and the order. Never reads a name from the chart: whoever asks says where places are. Start at [`candidates`], then
//! [`menu`].

use std::collections::HashMap;
use std::time::Duration;

use geo::Geometry;
use rayon::prelude::*;

use super::by_sea::{Sea, earliest_by_sea};
use super::motion::{Motion, UncertaintyParams};
use super::solve::{Meeting, NoMeeting, Pursuer, earliest};
use crate::chart::{Located, Waters};
use crate::geodesy::Position;
use crate::plan::{Feature, FeatureId, Kind, Period, Plan, Unit, UnitType};
use crate::report::{Progress, Stopped};
use crate::units::{Knots, Metres, Timestamp};

/// Which of a unit's speeds counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SpeedUsed {
    /// The best, or, where that is not stated, the cruising speed.
    #[default]
    Best,
    /// The cruising speed, or, where that is not stated, the best.
    Cruise,
}

/// What a menu rests on.
#[derive(Clone, Debug, PartialEq)]
pub struct MenuParams {
    /// How far ahead is looked: a choice, 240 h. What is assumed of a vessel says nothing after so long.
    pub within: Duration,
    /// Which speed counts.
    pub speed: SpeedUsed,
    /// Whether a unit must be back at its base within its endurance and its availability.
    pub must_return: bool,
    /// How far off the vessel may be.
    pub uncertainty: UncertaintyParams,
}

impl Default for MenuParams {
    fn default() -> Self {
        Self {
            within: Duration::from_hours(240),
            speed: SpeedUsed::default(),
            must_return: false,
            uncertainty: UncertaintyParams::default(),
        }
    }
}

/// A unit of a plan in one of its periods on station, as far as it counts.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// Which feature of the plan it is.
    pub unit: FeatureId,
    /// Its name.
    pub name: String,
    /// What it can do, or why it cannot be asked.
    pub pursuer: Result<Pursuer, NoMeeting>,
    /// Whether land is no hindrance: aircraft, helicopters, drones. A unit that does not say what it is counts as a ship.
    pub flies: bool,
    /// Whether its base is named, must be reached again, and could not be found: then only the way there counts.
    pub is_base_unknown: bool,
}

/// What is said of one unit.
#[derive(Clone, Debug, PartialEq)]
pub struct Offer {
    /// Which feature of the plan it is.
    pub unit: FeatureId,
    /// Its name.
    pub name: String,
    /// The speed that was counted with; `None` if it has none.
    pub speed: Option<Knots>,
    /// The earliest meeting, or why there is none.
    pub outcome: Result<Meeting, NoMeeting>,
    /// Whose water the meeting is in; `None` without a meeting or a chart.
    pub located: Option<Located>,
    /// How far the vessel may be from the place of the meeting then.
    pub uncertainty: Option<Metres>,
    /// As [`Candidate::is_base_unknown`].
    pub is_base_unknown: bool,
}

/// The units of a plan, in its order; a unit with several periods on station once for each. A unit waits at its point and leaves no sooner than `asked`; `named` says where a base is.
#[must_use]
pub fn candidates(
    plan: &Plan,
    asked: Timestamp,
    params: &MenuParams,
    named: impl Fn(&str) -> Option<Position>,
) -> Vec<Candidate> {
    let units = plan.features.iter().filter(|feature| feature.kind == Kind::Unit);
    let candidate = |feature: &Feature, unit: &Unit, period: Period| {
        let place = match &feature.geometry {
            Some(Geometry::Point(point)) => Position::from_coord(point.0),
            _ => None,
        };
        let speed = match params.speed {
            SpeedUsed::Best => unit.speed_max.or(unit.speed_cruise),
            SpeedUsed::Cruise => unit.speed_cruise.or(unit.speed_max),
        };
        let base = unit.base.as_deref().filter(|name| params.must_return && !name.trim().is_empty());
        let back_to = match base {
            Some(name) => named(name),
            // A unit that names no base goes back to where it waits.
            None => place.filter(|_| params.must_return),
        };
        let endurance = unit.endurance_h.and_then(|hours| Duration::try_from_secs_f64(hours * 3600.0).ok());
        let pursuer = match (place, speed.filter(|speed| speed.value() > 0.0)) {
            (None, _) => Err(NoMeeting::NoPlace),
            (_, None) => Err(NoMeeting::NoSpeed),
            (Some(from), Some(speed)) => Ok(Pursuer {
                from,
                speed,
                departs: period.from.map_or(asked, |from| from.max(asked)),
                until: period.to,
                endurance,
                back_to,
            }),
        };
        let flies = matches!(unit.unit_type, Some(UnitType::Aircraft | UnitType::Helicopter | UnitType::Drone));
        let is_base_unknown = base.is_some() && back_to.is_none();
        Candidate { unit: feature.id, name: feature.name.clone(), pursuer, flies, is_base_unknown }
    };
    let of_each_period = |feature: &std::sync::Arc<Feature>| {
        let unit = feature.unit.clone().unwrap_or_default();
        let mut periods = unit.periods();
        if periods.is_empty() {
            // On station only when it is not available, so never.
            periods.push(Period { from: None, to: Some(Timestamp::MIN) });
        }
        periods.into_iter().map(|period| candidate(feature, &unit, period)).collect::<Vec<_>>()
    };
    units.flat_map(of_each_period).collect()
}

/// What each unit can do about one vessel from a moment on: who meets it, the soonest first, then who does not, each in the order given.
///
/// Ships go round land where a sea is given; without one, ways are straight. The same for any number of threads.
#[must_use]
pub fn menu(
    units: &[Candidate],
    motion: &Motion,
    asked: Timestamp,
    params: &MenuParams,
    waters: Option<&Waters>,
    sea: Option<&Sea<'_>>,
) -> Vec<Offer> {
    // What nobody can stop is not stopped.
    menu_unless_stopped(units, motion, asked, params, waters, sea, &Progress::default()).unwrap_or_default()
}

/// As [`menu`], unless it is asked to stop.
pub(super) fn menu_unless_stopped(
    units: &[Candidate],
    motion: &Motion,
    asked: Timestamp,
    params: &MenuParams,
    waters: Option<&Waters>,
    sea: Option<&Sea<'_>>,
    progress: &Progress,
) -> Result<Vec<Offer>, Stopped> {
    // What a unit takes is a few microseconds: fewer than these are not worth handing out, unless a way round land may be among them.
    const FEW: usize = 8;
    let least = if sea.is_some() || waters.is_some() { 1 } else { FEW };
    let offers = units.par_iter().with_min_len(least).map(|unit| {
        progress.check()?;
        Ok(offer(unit, motion, asked, params, waters, sea))
    });
    let mut offers: Vec<Offer> = offers.collect::<Result<_, Stopped>>()?;
    offers.sort_by_key(|offer| offer.outcome.as_ref().map_or((true, Timestamp::MAX), |found| (false, found.time)));
    // Of several periods on station the first meeting counts, and else what hinders it in the first in which it is available.
    let mut told: Vec<Offer> = Vec::with_capacity(offers.len());
    let mut idx_of = HashMap::with_capacity(offers.len());
    for offer in offers {
        let idx = *idx_of.entry(offer.unit).or_insert(told.len());
        match told.get_mut(idx) {
            None => told.push(offer),
            Some(before) if before.outcome.as_ref().err() == Some(&NoMeeting::NotAvailable) => *before = offer,
            Some(_) => {}
        }
    }
    Ok(told)
}

/// A menu for each of many vessels, in their order, on open water.
#[must_use]
pub fn menus(units: &[Candidate], motions: &[Motion], asked: Timestamp, params: &MenuParams) -> Vec<Vec<Offer>> {
    motions.par_iter().map(|motion| menu(units, motion, asked, params, None, None)).collect()
}

fn offer(
    unit: &Candidate,
    motion: &Motion,
    asked: Timestamp,
    params: &MenuParams,
    waters: Option<&Waters>,
    sea: Option<&Sea<'_>>,
) -> Offer {
    let horizon = asked.plus_millis(i64::try_from(params.within.as_millis()).unwrap_or(i64::MAX));
    let outcome = unit.pursuer.and_then(|pursuer| match sea.filter(|_| !unit.flies) {
        Some(sea) => earliest_by_sea(&pursuer, motion, asked, horizon, sea),
        None => earliest(&pursuer, motion, asked, horizon),
    });
    let found = outcome.as_ref().ok();
    Offer {
        unit: unit.unit,
        name: unit.name.clone(),
        speed: unit.pursuer.ok().map(|pursuer| pursuer.speed),
        located: found.zip(waters).map(|(found, waters)| waters.locate(found.place)),
        uncertainty: found.map(|found| motion.uncertainty(found.time, &params.uncertainty)),
        outcome,
        is_base_unknown: unit.is_base_unknown,
    }
}
