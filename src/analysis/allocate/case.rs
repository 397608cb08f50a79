//! The question as a plan puts it: its units, its areas, a time cut into periods, and what matters where.
//!
//! Owns the way from a plan to an [`Instance`], and what-ifs on that way. Never solves anything. Start at [`Case::of`].

use std::collections::BTreeMap;
use std::time::Duration;

use rayon::prelude::*;

use super::super::pattern::pod::DetectionLaw;
use super::super::picture::{Cell, CellSize, covered};
use super::super::scalpel::flags;
use super::instance::{Instance, SearchArea, Searcher};
use super::ways::Going;
use crate::finding::Finding;
use crate::geodesy::Position;
use crate::plan::geometry::{centre, size};
use crate::plan::{Feature, FeatureId, Kind, Period, Plan, TargetSize, UnitType};
use crate::report::{Progress, Stopped};
use crate::track::{Pyramid, Span, TrackStore};
use crate::units::{Metres, Timestamp};

/// No more periods than this: each unit's choices grow with their square.
const MOST_PERIODS: usize = 60;

/// What matters where, for each hour: an expectation from what was seen before.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Matter {
    size: Option<CellSize>,
    per_hour: BTreeMap<Cell, f64>,
}

impl Matter {
    /// Findings by their confidence, over the time in which they were looked for: none suppressed, weak or routine.
    #[must_use]
    pub fn of_findings<'a>(findings: impl IntoIterator<Item = &'a Finding>, size: CellSize, looked: Span) -> Self {
        let mut per_hour: BTreeMap<Cell, f64> = BTreeMap::new();
        for finding in findings.into_iter().filter(|finding| flags(finding)) {
            let Some(place) = finding.place.anchor() else { continue };
            *per_hour.entry(size.cell_of(place)).or_default() += finding.confidence.value() / hours_of(looked);
        }
        Self { size: Some(size), per_hour }
    }

    /// Hours of all ships, over a time: what is expected is what was.
    ///
    /// # Errors
    /// [`Stopped`] if it was.
    pub fn of_traffic(
        (store, pyramid): (&TrackStore, &Pyramid),
        size: CellSize,
        looked: Span,
        progress: &Progress,
    ) -> Result<Self, Stopped> {
        let traffic = super::super::picture::traffic(store, pyramid, size, &[], looked, progress)?;
        let per_hour = traffic.cells(size).map(|cell| (cell.cell, cell.hours / hours_of(looked))).collect();
        Ok(Self { size: Some(size), per_hour })
    }

    /// Whether nothing matters anywhere.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.per_hour.is_empty()
    }
}

/// What is asked, and what is to be different from the plan.
#[derive(Clone, Debug)]
pub struct Asked {
    /// From when until when.
    pub span: Span,
    /// How long a period is; the last may be shorter.
    pub every: Duration,
    /// How detection depends on coverage.
    pub law: DetectionLaw,
    /// How large what is looked for is.
    pub targets: TargetSize,
    /// No more units than this in an area at the same time.
    pub most_units: usize,
    /// Units and areas that are left out.
    pub without: Vec<FeatureId>,
    /// Endurance is taken so many times as long.
    pub endurance: f64,
    /// Units that go to these areas and no other, as (unit, area).
    pub only: Vec<(FeatureId, FeatureId)>,
    /// Units that do not go to these areas, as (unit, area).
    pub never: Vec<(FeatureId, FeatureId)>,
    /// Units that are never in one area at the same time.
    pub apart: Vec<(FeatureId, FeatureId)>,
}

impl Asked {
    /// What the plan says, in periods of a day, under random search, one unit to an area.
    #[must_use]
    pub fn new(span: Span) -> Self {
        Self {
            span,
            every: Duration::from_hours(24),
            law: DetectionLaw::Random,
            targets: TargetSize::default(),
            most_units: 1,
            without: Vec::new(),
            endurance: 1.0,
            only: Vec::new(),
            never: Vec::new(),
            apart: Vec::new(),
        }
    }
}

/// Why a unit or an area takes no part.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LeftOut {
    /// It has no geometry.
    #[error("it has no place on the map")]
    NoPlace,
    /// A unit without a speed.
    #[error("its speed is not stated")]
    NoSpeed,
    /// A unit without a sweep width.
    #[error("its sweep width is not stated")]
    NoSweepWidth,
    /// It is locked: nothing can be assigned to it.
    #[error("it is locked")]
    Locked,
    /// Its period, or its time of availability, lies outside.
    #[error("it is not there in the time asked for")]
    AnotherTime,
}

/// Why there is nothing to decide.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoCase {
    /// The time has no length.
    #[error("the time asked for is empty")]
    NoTime,
    /// Too many periods.
    #[error("more than {MOST_PERIODS} periods; make them longer, or the time shorter")]
    TooManyPeriods,
    /// No unit can take part.
    #[error("no unit of the plan can be sent")]
    NoUnits,
    /// No area can be searched.
    #[error("the plan has no interdiction area or patrol zone that can be searched")]
    NoAreas,
    /// The job was stopped.
    #[error(transparent)]
    Stopped(#[from] Stopped),
}

/// A plan's question in numbers, and what the numbers stand for.
#[derive(Clone, Debug, PartialEq)]
pub struct Case {
    /// The numbers.
    pub instance: Instance,
    /// Its units, each once for every period in which it is on station.
    pub units: Vec<FeatureId>,
    /// Its areas.
    pub areas: Vec<FeatureId>,
    /// Its periods.
    pub periods: Vec<Span>,
    /// All that matters in the time asked for, in areas or not, in the weights' unit.
    pub everywhere: f64,
    /// What takes no part, and why.
    pub left_out: Vec<(FeatureId, LeftOut)>,
}

/// How far it is from a place to each of others, for what flies and for what sails; `None` where there is no way.
pub type Ways<'a> = dyn Fn(Going, Position, &[Position]) -> Vec<Option<Metres>> + Sync + 'a;

impl Case {
    /// The question of a plan: its units with speed and sweep width; its interdiction areas and patrol zones. Ways lead from the unit's point to an area's middle, and
    /// from middle to middle.
    ///
    /// # Errors
    /// [`NoCase`], with the reason.
    pub fn of(
        plan: &Plan,
        matter: &Matter,
        asked: &Asked,
        ways: &Ways<'_>,
        progress: &Progress,
    ) -> Result<Self, NoCase> {
        let periods = periods(asked)?;
        let Parts { areas, units, left_out } = parts(plan, asked);
        if areas.is_empty() {
            return Err(NoCase::NoAreas);
        }
        if units.is_empty() {
            return Err(NoCase::NoUnits);
        }
        let cell_size = matter.size.unwrap_or(CellSize::TENTH);
        let mut cells: BTreeMap<Cell, usize> = BTreeMap::new();
        let searched: Vec<SearchArea> = areas
            .iter()
            .map(|area| {
                let within =
                    area.feature.geometry.as_ref().map(|geometry| covered(geometry, cell_size)).unwrap_or_default();
                let within =
                    within.into_iter().filter(|(cell, _)| matter.per_hour.contains_key(cell)).map(|(cell, share)| {
                        let next = cells.len();
                        (*cells.entry(cell).or_insert(next), share)
                    });
                SearchArea {
                    cells: within.collect(),
                    open: within_span(area.feature.period, asked.span),
                    most_units: asked.most_units,
                }
            })
            .collect();
        let length = |span: &Span| hours_of(*span);
        let weights = periods.iter().map(|period| {
            let mut weights = vec![0.0; cells.len()];
            cells.iter().for_each(|(cell, idx)| {
                weights[*idx] = matter.per_hour.get(cell).copied().unwrap_or(0.0) * length(period);
            });
            weights
        });
        let weights = weights.collect();
        let everywhere = matter.per_hour.values().sum::<f64>() * hours_of(asked.span);
        let middles: Vec<Position> = areas.iter().map(|area| area.middle).collect();
        let between = [false, true].map(|flies| {
            // In one period nobody goes from one area to another.
            let is_wanted = periods.len() > 1 && units.iter().any(|unit| unit.flies == flies);
            let going = if flies { Going::Flying } else { Going::SailingAbout };
            is_wanted.then(|| all_ways(&middles, going, ways, progress)).transpose()
        });
        let [sailing, flying] = between;
        let (sailing, flying) = (sailing?.unwrap_or_default(), flying?.unwrap_or_default());
        let searchers: Result<Vec<Searcher>, Stopped> = units
            .par_iter()
            .map(|unit| {
                progress.check()?;
                let hours =
                    |way: Option<Metres>| way.map_or(f64::INFINITY, |way| way.nautical_miles().value() / unit.knots);
                let between = if unit.flies { &flying } else { &sailing };
                Ok(Searcher {
                    out_h: ways(if unit.flies { Going::Flying } else { Going::Sailing }, unit.from, &middles)
                        .into_iter()
                        .map(hours)
                        .collect(),
                    between_h: between.iter().map(|row| row.iter().map(|way| hours(*way)).collect()).collect(),
                    sweeps_per_h: areas.iter().map(|area| unit.swept_nm2_per_h / area.nm2).collect(),
                    endurance_h: unit.endurance_h,
                    available: unit.available,
                })
            })
            .collect();
        let all_of = |ids: &[FeatureId], id: FeatureId| -> Vec<usize> {
            ids.iter().enumerate().filter(|(_, known)| **known == id).map(|(idx, _)| idx).collect()
        };
        let (unit_ids, area_ids): (Vec<FeatureId>, Vec<FeatureId>) =
            (units.iter().map(|unit| unit.id).collect(), areas.iter().map(|area| area.feature.id).collect());
        // A unit with several periods on station is there several times.
        let pairs = |wanted: &[(FeatureId, FeatureId)], others: &[FeatureId]| -> Vec<(usize, usize)> {
            let all = wanted.iter().map(|(unit, other)| (all_of(&unit_ids, *unit), all_of(others, *other)));
            all.flat_map(|(units, others)| {
                units.into_iter().flat_map(move |unit| others.clone().into_iter().map(move |other| (unit, other)))
            })
            .collect()
        };
        let mut forbidden = pairs(&asked.never, &area_ids);
        let only = pairs(&asked.only, &area_ids);
        for (unit, _) in &only {
            forbidden.extend((0..areas.len()).filter(|area| !only.contains(&(*unit, *area))).map(|area| (*unit, area)));
        }
        let apart = pairs(&asked.apart, &unit_ids);
        let begin = asked.span.0;
        let instance = Instance {
            periods: periods.iter().map(|(from, to)| (hours_since(begin, *from), hours_since(begin, *to))).collect(),
            weights,
            areas: searched,
            units: searchers?,
            forbidden,
            apart,
            law: asked.law,
        };
        Ok(Self { instance, units: unit_ids, areas: area_ids, periods, everywhere, left_out })
    }

    /// The moment that is so many hours after the beginning, to the second.
    #[must_use]
    pub fn moment(&self, hours: f64) -> Timestamp {
        let begin = self.periods.first().map_or(Timestamp::MIN, |first| first.0);
        #[expect(clippy::cast_possible_truncation, reason = "hours of a plan")]
        begin.plus_millis((hours * 3600.0).round() as i64 * 1000)
    }
}

/// From when the first area that can be searched is in force until the last one's end; `None` if none has a period.
#[must_use]
pub fn span_in_force(plan: &Plan) -> Option<Span> {
    let areas =
        || plan.features.iter().filter(|feature| matches!(feature.kind, Kind::InterdictionArea | Kind::PatrolZone));
    areas().filter_map(|area| area.period.from).min().zip(areas().filter_map(|area| area.period.to).max())
}

/// What of a plan takes no part, and why: areas first, then units.
#[must_use]
pub fn left_out(plan: &Plan, asked: &Asked) -> Vec<(FeatureId, LeftOut)> {
    parts(plan, asked).left_out
}

/// Who and what takes part, and what does not.
struct Parts<'a> {
    areas: Vec<Held<'a>>,
    units: Vec<Sent>,
    left_out: Vec<(FeatureId, LeftOut)>,
}

fn parts<'a>(plan: &'a Plan, asked: &Asked) -> Parts<'a> {
    let mut parts = Parts { areas: Vec::new(), units: Vec::new(), left_out: Vec::new() };
    let takes_part = |feature: &&Feature| !asked.without.contains(&feature.id) && !is_watch(feature);
    let features = || plan.features.iter().map(AsRef::as_ref).filter(takes_part);
    for feature in features().filter(|feature| matches!(feature.kind, Kind::InterdictionArea | Kind::PatrolZone)) {
        match held(feature, asked.span) {
            Ok(area) => parts.areas.push(area),
            Err(why) => parts.left_out.push((feature.id, why)),
        }
    }
    for feature in features().filter(|feature| feature.kind == Kind::Unit) {
        match sent(feature, asked) {
            Ok(units) => parts.units.extend(units),
            Err(why) => parts.left_out.push((feature.id, why)),
        }
    }
    parts
}

/// An area that can be searched.
struct Held<'a> {
    feature: &'a Feature,
    middle: Position,
    nm2: f64,
}

/// A unit that can be sent in one of its periods on station.
struct Sent {
    id: FeatureId,
    from: Position,
    flies: bool,
    knots: f64,
    swept_nm2_per_h: f64,
    endurance_h: f64,
    available: (f64, f64),
}

fn held(feature: &Feature, span: Span) -> Result<Held<'_>, LeftOut> {
    let geometry = feature.geometry.as_ref().ok_or(LeftOut::NoPlace)?;
    let square_metres = size(geometry).area.filter(|area| area.value() > 0.0).ok_or(LeftOut::NoPlace)?;
    let middle = centre(feature).ok_or(LeftOut::NoPlace)?;
    if feature.is_locked {
        return Err(LeftOut::Locked);
    }
    let open = within_span(feature.period, span);
    if open.0 >= open.1 || open.1 <= 0.0 || open.0 >= hours_of(span) {
        return Err(LeftOut::AnotherTime);
    }
    let nm2 = square_metres.value() / crate::units::METRES_PER_NAUTICAL_MILE.powi(2);
    Ok(Held { feature, middle, nm2 })
}

/// A unit, once for each period in which it is on station.
fn sent(feature: &Feature, asked: &Asked) -> Result<Vec<Sent>, LeftOut> {
    let unit = feature.unit.clone().unwrap_or_default();
    let from = centre(feature).ok_or(LeftOut::NoPlace)?;
    let knots =
        unit.speed_cruise.or(unit.speed_max).filter(|speed| speed.value() > 0.0).ok_or(LeftOut::NoSpeed)?.value();
    let sweep = unit.sweep_against(asked.targets).ok_or(LeftOut::NoSweepWidth)?;
    let is_in_time = |(from, to): &(f64, f64)| from < to && *to > 0.0 && *from < hours_of(asked.span);
    let periods = unit.periods().into_iter().map(|period| within_span(period, asked.span));
    let periods: Vec<(f64, f64)> = periods.filter(is_in_time).collect();
    if periods.is_empty() {
        return Err(LeftOut::AnotherTime);
    }
    let of = |available| Sent {
        id: feature.id,
        from,
        flies: matches!(unit.unit_type, Some(UnitType::Aircraft | UnitType::Helicopter | UnitType::Drone)),
        knots,
        swept_nm2_per_h: sweep.value() * knots,
        endurance_h: unit.endurance_h.map_or(f64::INFINITY, |hours| hours * asked.endurance),
        available,
    };
    Ok(periods.into_iter().map(of).collect())
}

/// The ways from each of some places to each other; they are as long there as back.
fn all_ways(
    places: &[Position],
    going: Going,
    ways: &Ways<'_>,
    progress: &Progress,
) -> Result<Vec<Vec<Option<Metres>>>, Stopped> {
    let to_earlier = places.par_iter().enumerate().map(|(a, from)| {
        progress.check()?;
        Ok(ways(going, *from, places.get(..a).unwrap_or_default()))
    });
    let found: Vec<Vec<Option<Metres>>> = to_earlier.collect::<Result<_, Stopped>>()?;
    let mut all = vec![vec![Some(Metres::default()); places.len()]; places.len()];
    for (a, row) in found.into_iter().enumerate() {
        for (b, way) in row.into_iter().enumerate() {
            (all[a][b], all[b][a]) = (way, way);
        }
    }
    Ok(all)
}

fn periods(asked: &Asked) -> Result<Vec<Span>, NoCase> {
    let every = i64::try_from(asked.every.as_millis()).unwrap_or(i64::MAX).max(1);
    let mut periods = Vec::new();
    let (mut from, end) = asked.span;
    while from < end {
        let to = from.plus_millis(every).min(end);
        periods.push((from, to));
        if periods.len() > MOST_PERIODS {
            return Err(NoCase::TooManyPeriods);
        }
        from = to;
    }
    if periods.is_empty() { Err(NoCase::NoTime) } else { Ok(periods) }
}

/// A period in hours after the beginning of a time; an open end is open.
fn within_span(period: Period, span: Span) -> (f64, f64) {
    (
        period.from.map_or(f64::NEG_INFINITY, |from| hours_since(span.0, from)),
        period.to.map_or(f64::INFINITY, |to| hours_since(span.0, to)),
    )
}

#[expect(clippy::cast_precision_loss, reason = "milliseconds of a plan are far below 2^53")]
fn hours_since(begin: Timestamp, at: Timestamp) -> f64 {
    (at.millis() as f64 - begin.millis() as f64) / 3_600_000.0
}

fn hours_of((from, to): Span) -> f64 {
    hours_since(from, to).max(f64::MIN_POSITIVE)
}

/// The member of a feature that names the area it is a watch of.
pub(super) const WATCH_OF: &str = "watch_of";

/// Whether a feature is a watch that an earlier proposal laid out.
#[must_use]
pub fn is_watch(feature: &Feature) -> bool {
    feature.foreign.get(WATCH_OF).is_some()
}
