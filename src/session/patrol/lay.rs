//! A pattern laid out for a unit in an area of a plan: what is taken from both where nothing is said, what it comes to, and the route that keeps it.
//!
//! Owns the whole question, so that the window and the command line ask the same and get the same. Never edits a plan. Start at [`lay_out`].

use std::sync::Arc;
use std::time::Duration;

use geo::{Coord, Geometry, LineString, MultiLineString};
use uuid::Uuid;

use crate::analysis::pattern::barrier::{Barrier, Stretch};
use crate::analysis::pattern::pod::{Coverage, DetectionLaw};
use crate::analysis::pattern::{Params, Pattern, PatternError, Purpose, Route, TimedLeg, route, search_time};
use crate::geodesy::{distance, line_length};
use crate::io::patrol_json::{self, Patrol, PatrolBarrier, PatrolLeg};
use crate::language::said;
use crate::plan::geometry::centre;
use crate::plan::{Feature, FeatureId, Kind, Period, Plan, TargetSize, TypicalUnit, Unit, title};
use crate::units::{Course, Knots, Metres, NauticalMiles, Timestamp};

/// A barrier's gaps are told for so many stretches of its line.
const N_STRETCHES: u32 = 50;
/// And drawn for so many. A choice: a stretch is then two points wide.
const N_DRAWN_STRETCHES: u32 = 150;
/// How long a barrier is kept up where nothing says: a day. A choice.
const BARRIER_LASTS: Duration = Duration::from_hours(24);

/// What is said of a pattern. What is `None` is taken from the unit, the area, or docs/patrol.md.
#[derive(Clone, Debug, PartialEq)]
pub struct PatrolWish {
    /// Which pattern.
    pub pattern: Pattern,
    /// How large what is looked for is: the unit's sweep width depends on it.
    pub targets: TargetSize,
    /// The distance between legs.
    pub spacing: Option<NauticalMiles>,
    /// The speed over ground.
    pub speed: Option<Knots>,
    /// The sweep width.
    pub sweep: Option<NauticalMiles>,
    /// When the first leg begins.
    pub start: Option<Timestamp>,
    /// Of a barrier: when it ends.
    pub until: Option<Timestamp>,
    /// The pattern's axis.
    pub heading: Option<Course>,
    /// Of a barrier: the speed of what crosses it.
    pub target_speed: Knots,
    /// Of a sector: its radius.
    pub radius: Option<NauticalMiles>,
    /// Of a sector: how many passes.
    pub n_passes: u32,
    /// Of a square: how many legs.
    pub n_legs: Option<u32>,
}

impl PatrolWish {
    /// A pattern of which nothing else is said. What crosses a barrier makes 10 kn, a choice.
    #[must_use]
    pub fn of(pattern: Pattern) -> Self {
        Self {
            pattern,
            targets: TargetSize::default(),
            spacing: None,
            speed: None,
            sweep: None,
            start: None,
            until: None,
            heading: None,
            target_speed: Knots::new(10.0).unwrap_or_default(),
            radius: None,
            n_passes: 1,
            n_legs: None,
        }
    }
}

/// The unit that is to run a pattern.
#[derive(Clone, Debug)]
pub struct Runner {
    /// What it is called.
    pub name: String,
    /// What it can do.
    pub unit: Unit,
    /// Its feature, if it is the plan's.
    pub feature: Option<Arc<Feature>>,
}

impl Runner {
    /// A unit of the plan.
    #[must_use]
    pub fn of_plan(feature: &Arc<Feature>) -> Self {
        let unit = feature.unit.clone().unwrap_or_default();
        Self { name: title(feature).to_owned(), unit, feature: Some(Arc::clone(feature)) }
    }

    /// One of a class.
    #[must_use]
    pub fn typical(class: &TypicalUnit) -> Self {
        Self { name: class.name.clone(), unit: class.unit(), feature: None }
    }

    /// The only unit of an area.
    #[must_use]
    pub fn only_of(plan: &Plan, area: &Feature) -> Option<Self> {
        let [only] = area.units.as_slice() else { return None };
        plan.feature(*only).filter(|feature| feature.kind == Kind::Unit).map(Self::of_plan)
    }

    /// How long it needs from its place to the middle of an area at its cruising speed.
    fn transit(&self, area: &Feature) -> Option<Duration> {
        let way = distance(centre(self.feature.as_ref()?)?, centre(area)?);
        time_for(way, self.unit.speed_cruise.or(self.unit.speed_max)?)
    }

    /// The time that it has for search in an area.
    fn available(&self, area: &Feature) -> Option<Duration> {
        let hours = self.unit.endurance_h?;
        let endurance = Duration::try_from_secs_f64((hours * 3600.0).max(0.0)).unwrap_or(Duration::MAX);
        Some(search_time(endurance, self.transit(area).unwrap_or_default()))
    }
}

/// Why there is no pattern. The English words are the command line's.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum PatrolFault {
    /// No speed is known.
    #[error("no speed is known: give --speed, or a --unit that has a cruising speed")]
    NoSpeed,
    /// No spacing is known.
    #[error("no spacing is known: give --spacing, --sweep, or a --unit that has a sweep width")]
    NoSpacing,
    /// A barrier has no sweep width.
    #[error("a barrier needs a sweep width: give --sweep, or a --unit that has one")]
    NoSweep,
    /// The area has no place.
    #[error("“{0}” has no place on the map")]
    NoPlace(String),
    /// There is no such pattern there.
    #[error("“{area}”: {why}")]
    Pattern {
        /// The area's name.
        area: String,
        /// Why.
        why: PatternError,
    },
}

/// A pattern laid out.
#[derive(Clone, Debug)]
pub struct LaidOut {
    /// Where and when.
    pub route: Route,
    /// What it comes to, as JSON tells it.
    pub patrol: Patrol,
    /// The route as a feature of the plan. The same pattern of the same plan has the same id.
    pub feature: Feature,
    /// What the unit cannot do of it, a sentence each in the language spoken.
    pub warnings: Vec<String>,
    /// Of a barrier: what is drawn of it.
    pub diagram: Option<Diagram>,
}

/// A barrier in place and time.
#[derive(Clone, Debug)]
pub struct Diagram {
    /// How long the line is.
    pub length: Metres,
    /// When the patrol begins and ends.
    pub span: (Timestamp, Timestamp),
    /// Where the patrol is along the line at its turns, in order.
    pub track: Vec<(Metres, Timestamp)>,
    /// The line in stretches, and when what crosses each is not seen.
    pub stretches: Vec<Stretch>,
}

/// Lays a pattern out in an area of a plan; `now` is when it begins where nothing says.
///
/// # Errors
/// [`PatrolFault`] if something must be said that is not, or there is no such pattern there.
pub fn lay_out(
    plan: &Plan,
    area: &Feature,
    runner: Option<&Runner>,
    wish: &PatrolWish,
    now: Timestamp,
) -> Result<LaidOut, PatrolFault> {
    let unit = runner.map(|runner| &runner.unit);
    let sweep = wish.sweep.or_else(|| unit.and_then(|unit| unit.sweep_against(wish.targets)));
    let available = runner.and_then(|runner| runner.available(area));
    let params = params(area, unit, wish, sweep, available, now)?;
    let geometry = area.geometry.as_ref().ok_or_else(|| PatrolFault::NoPlace(title(area).to_owned()))?;
    let params = match (wish.pattern, sweep) {
        (Pattern::Barrier, Some(sweep)) => Params { spacing: sweep, ..params },
        (Pattern::Barrier, None) => return Err(PatrolFault::NoSweep),
        _ => params,
    };
    let found = route(geometry, wish.pattern, &params)
        .map_err(|why| PatrolFault::Pattern { area: title(area).to_owned(), why })?;
    let barrier = (found.pattern == Pattern::Barrier).then(|| Barrier {
        length: line_length(&found.line).nautical_miles(),
        sweep: params.spacing,
        speed: params.speed,
        target_speed: wish.target_speed,
    });
    let patrol = told(area, runner, &found, &params, sweep, available, barrier.as_ref());
    let diagram = barrier.zip(found.span()).map(|(barrier, span)| Diagram {
        length: barrier.length.metres(),
        span,
        track: barrier.track(params.start, found.lasts()),
        stretches: barrier.gaps(params.start, found.lasts(), N_DRAWN_STRETCHES),
    });
    let warnings = runner.map(|runner| warnings(runner, &found, &params, available)).unwrap_or_default();
    let feature = feature(plan, area, runner, &found, &patrol);
    Ok(LaidOut { route: found, patrol, feature, warnings, diagram })
}

fn params(
    area: &Feature,
    unit: Option<&Unit>,
    wish: &PatrolWish,
    sweep: Option<NauticalMiles>,
    available: Option<Duration>,
    now: Timestamp,
) -> Result<Params, PatrolFault> {
    let speed = wish.speed.or_else(|| unit.and_then(|unit| unit.speed_cruise)).ok_or(PatrolFault::NoSpeed)?;
    // Neither has a spacing of its own: any will do.
    let is_free = matches!(wish.pattern, Pattern::Sector | Pattern::Barrier);
    let spacing = wish.spacing.or(sweep).or_else(|| is_free.then(|| NauticalMiles::new(1.0)).flatten());
    let spacing = spacing.ok_or(PatrolFault::NoSpacing)?;
    let start = wish.start.or(area.period.from);
    let start = start.or_else(|| unit.and_then(|unit| unit.periods().first()?.from)).unwrap_or(now);
    let until = |to: Timestamp| Duration::from_millis(u64::try_from(to.millis() - start.millis()).unwrap_or(0));
    let as_long_as_it_can = || {
        let lasts = area.period.to.map_or(BARRIER_LASTS, until);
        available.map_or(lasts, |available| lasts.min(available))
    };
    let lasts = wish.until.map_or_else(as_long_as_it_can, until);
    Ok(Params {
        spacing,
        speed,
        start,
        heading: wish.heading,
        radius: wish.radius,
        n_passes: wish.n_passes,
        n_legs: wish.n_legs,
        lasts,
    })
}

fn time_for(way: Metres, speed: Knots) -> Option<Duration> {
    Duration::try_from_secs_f64(way.nautical_miles().value() / speed.value() * 3600.0).ok()
}

/// What the pattern comes to.
fn told(
    area: &Feature,
    runner: Option<&Runner>,
    found: &Route,
    params: &Params,
    sweep: Option<NauticalMiles>,
    available: Option<Duration>,
    barrier: Option<&Barrier>,
) -> Patrol {
    let coverage = sweep.and_then(|sweep| match found.pattern {
        Pattern::Barrier => None,
        // Its legs have no spacing of their own.
        Pattern::Sector => Coverage::of_effort(sweep, params.speed, found.lasts(), found.searched?),
        _ => Coverage::of_spacing(sweep, params.spacing),
    });
    let pods =
        coverage.map(|coverage| DetectionLaw::ALL.map(|law| (law.keyword(), coverage.pod(law).value())).to_vec());
    let barrier = barrier.map(|barrier| PatrolBarrier {
        length: barrier.length,
        target_speed: barrier.target_speed,
        bound: barrier.bound().value(),
        pod: barrier.pod().value(),
        gaps: barrier
            .gaps(params.start, found.lasts(), N_STRETCHES)
            .into_iter()
            .map(|stretch| (stretch.from, stretch.to, stretch.uncovered))
            .collect(),
    });
    Patrol {
        area: title(area).to_owned(),
        area_id: area.id,
        pattern: found.pattern.keyword(),
        unit: runner.map(|runner| runner.name.clone()),
        heading: found.heading,
        spacing: params.spacing,
        speed: params.speed,
        sweep,
        searched: found.searched,
        search_time: found.search_time,
        lasts: found.lasts(),
        available,
        coverage: coverage.map(Coverage::value),
        pods: pods.unwrap_or_default(),
        barrier,
        legs: found.legs.iter().map(leg).collect(),
    }
}

fn leg(leg: &TimedLeg) -> PatrolLeg {
    PatrolLeg {
        from: leg.from,
        to: leg.to,
        course: leg.course,
        distance: leg.distance,
        begins: leg.begins,
        ends: leg.ends,
        is_search: leg.purpose == Purpose::Search,
    }
}

/// What the unit cannot do of it, a sentence each.
fn warnings(runner: &Runner, found: &Route, params: &Params, available: Option<Duration>) -> Vec<String> {
    let mut warnings = Vec::new();
    let name = &*runner.name;
    let hours = |time: Duration| format!("{:.1}", time.as_secs_f64() / 3600.0);
    if let Some(available) = available.filter(|available| *available < found.lasts()) {
        warnings.push(said!("patrol-too-long", unit = name, has = hours(available), needs = hours(found.lasts())));
    }
    let Some((begins, ends)) = found.span() else { return warnings };
    // The last period on station that has begun by then.
    let periods = runner.unit.periods();
    let period = periods.iter().rfind(|period| period.from.is_none_or(|from| from <= begins)).or(periods.first());
    let Some(period) = period.copied() else { return warnings };
    if period.to.is_some_and(|to| to < ends) || period.from.is_some_and(|from| from > begins) {
        warnings.push(said!("patrol-not-available", unit = name, begins = begins.to_string(), ends = ends.to_string()));
    }
    let first = found.legs.first().zip(runner.feature.as_ref().and_then(|feature| centre(feature)));
    let speed = runner.unit.speed_max.or(runner.unit.speed_cruise).unwrap_or(params.speed);
    if let (Some((leg, from)), Some(available)) = (first, period.from)
        && let Some(needs) = time_for(distance(from, leg.from), speed)
    {
        let arrives = available.plus_millis(i64::try_from(needs.as_millis()).unwrap_or(i64::MAX));
        if arrives > begins && available <= begins {
            let (arrives, begins) = (arrives.to_string(), begins.to_string());
            warnings.push(said!("patrol-too-late", unit = name, arrives = arrives, begins = begins));
        }
    }
    warnings
}

fn feature(plan: &Plan, area: &Feature, runner: Option<&Runner>, found: &Route, patrol: &Patrol) -> Feature {
    let wanted = patrol.name(found.pattern.title());
    let names = std::iter::once(wanted.clone()).chain((2..).map(|n: u32| format!("{wanted} {n}")));
    let is_free = |name: &String| plan.features.iter().all(|feature| feature.name != *name);
    let name = names.into_iter().find(is_free).unwrap_or(wanted);
    let member = patrol_json::member_text(patrol);
    let id = Uuid::new_v5(&plan.id.0, format!("{name}\n{member}").as_bytes());
    let mut feature = Feature::new(FeatureId(id), Kind::PatrolRoute, name, line_of(found));
    feature.period = found.span().map_or(area.period, |(from, to)| Period { from: Some(from), to: Some(to) });
    feature.units = runner.and_then(|runner| runner.feature.as_ref()).map(|unit| unit.id).into_iter().collect();
    feature.remarks = patrol.about();
    feature.foreign.set(patrol_json::MEMBER, Some(&member.into()));
    feature
}

/// The route's line, cut at the antimeridian.
fn line_of(found: &Route) -> Geometry<f64> {
    let mut parts: Vec<Vec<Coord<f64>>> = vec![Vec::new()];
    for place in found.places() {
        let here = place.coord();
        let before = parts.last().and_then(|part| part.last()).copied();
        if let Some(before) = before.filter(|before| (here.x - before.x).abs() > 180.0) {
            let side = if before.x > 0.0 { 180.0 } else { -180.0 };
            let (behind, beyond) = (side - before.x, here.x + side);
            let lat = before.y + (here.y - before.y) * behind / (behind + beyond);
            let lat = if lat.is_finite() { lat } else { before.y };
            if let Some(part) = parts.last_mut() {
                part.push(Coord { x: side, y: lat });
            }
            parts.push(vec![Coord { x: -side, y: lat }]);
        }
        if let Some(part) = parts.last_mut() {
            part.push(here);
        }
    }
    let mut lines: Vec<LineString<f64>> = parts.into_iter().map(LineString).collect();
    match (lines.pop(), lines.is_empty()) {
        (Some(only), true) => only.into(),
        (last, _) => MultiLineString(lines.into_iter().chain(last).collect()).into(),
    }
}
