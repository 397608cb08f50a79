//! The best route of one unit, where everything else is as it is.
//!
//! Owns a search over periods: what is gained in one does not depend on what is done in another, only on where the unit comes from. Never weighs one unit against
//! another. Start at [`best_route`].
//!
//! # Source
//! R. Bellman, *Dynamic Programming* (1957): the best way on does not depend on how one came to be where one is.

use std::sync::OnceLock;

use super::instance::{Comes, Instance, Route};

/// What a unit may do: `domain[period][choice]`, a choice being an area, or, after the last area, nowhere.
pub(super) type Domain = Vec<Vec<bool>>;

/// What the areas are worth by period and area: for each unit of POD; for the coverage that a search of a POD gives, told at some PODs, if it is worth anything; and what
/// being there costs.
pub(super) struct Worth<'a> {
    pub(super) by_pod: &'a [Vec<f64>],
    pub(super) by_coverage: Option<&'a [Vec<AtKnots>]>,
    pub(super) costs: &'a [Vec<f64>],
}

impl Worth<'_> {
    fn of(&self, (period, area): (usize, usize), pod: Pod) -> f64 {
        let by_coverage = self.by_coverage.map_or(0.0, |all| pod.between(&all[period][area]));
        self.by_pod[period][area] * pod.chance + by_coverage
    }
}

/// At so many PODs the coverage of a cell, and its worth, are told.
pub(super) const N_KNOTS: usize = 44;
/// What is told at each of them. Between two it is taken as straight; as coverage is convex in POD, that is never too little.
pub(super) type AtKnots = [f64; N_KNOTS];

/// The PODs: close together in coverage, so that straight lines between them are too much by 0.001 at the most up to a POD of 95 %.
fn knots() -> &'static AtKnots {
    static KNOTS: OnceLock<AtKnots> = OnceLock::new();
    KNOTS.get_or_init(|| {
        let (fine, coarse) = ((0..=30_u8).map(|n| f64::from(n) * 0.1), (1..=8_u8).map(|n| 3.0 + f64::from(n) * 0.25));
        let coverages = fine.chain(coarse).chain([6.0, 8.0, 12.0, 18.0]);
        let mut knots = [1.0; N_KNOTS];
        knots.iter_mut().zip(coverages).for_each(|(knot, coverage)| *knot = -(-coverage).exp_m1());
        knots
    })
}

/// The coverage of random search that detects so much: −ln(1 − POD). More than 25 is not told from certainty, which it misses by 1e-11.
pub(super) fn coverage_of(pod: f64) -> f64 {
    const CERTAIN: f64 = 25.0;
    (-(-pod).ln_1p()).min(CERTAIN)
}

/// How likely a unit detects what is in an area that it reaches, and where among the knots that is.
#[derive(Clone, Copy, Default)]
pub(super) struct Pod {
    chance: f64,
    knot: usize,
    part: f64,
}

impl Pod {
    pub(super) fn of(pod: f64) -> Self {
        let knots = knots();
        let knot = knots.partition_point(|knot| *knot <= pod).clamp(1, N_KNOTS - 1) - 1;
        Self { chance: pod, knot, part: (pod - knots[knot]) / (knots[knot + 1] - knots[knot]) }
    }

    /// What is told at the knots, at this POD.
    pub(super) fn between(self, told: &AtKnots) -> f64 {
        told[self.knot] + self.part * (told[self.knot + 1] - told[self.knot])
    }
}

/// What each unit detects in each area and period, `[unit][period][area]`, if it is there already, and if it comes from its base; `None` where it cannot.
pub(super) struct Pods {
    there: Vec<Vec<Vec<Option<Pod>>>>,
    from_base: Vec<Vec<Vec<Option<Pod>>>>,
    /// What a search of an area gives each of its cells in coverage.
    coverages: OnceLock<Vec<Vec<AtKnots>>>,
}

impl Pods {
    pub(super) fn new(instance: &Instance) -> Self {
        let (n_periods, n_areas) = (instance.periods.len(), instance.areas.len());
        let all = |comes: fn(usize) -> Comes| {
            let pod = |unit: usize, period: usize, area: usize| {
                let may = instance.is_allowed(unit, area);
                let on_scene =
                    may.then(|| instance.on_scene((unit, period, area), comes(area), f64::INFINITY)).flatten()?;
                Some(Pod::of(instance.found(unit, area, on_scene).1))
            };
            let of_unit = |unit: usize| {
                (0..n_periods).map(|period| (0..n_areas).map(|area| pod(unit, period, area)).collect()).collect()
            };
            (0..instance.units.len()).map(of_unit).collect()
        };
        Self { there: all(Comes::From), from_base: all(|_| Comes::FromBase), coverages: OnceLock::new() }
    }

    /// What a search of each area gives each of its cells in coverage: of a part of a cell, what detects as much in the whole of it.
    pub(super) fn coverages(&self, instance: &Instance) -> &[Vec<AtKnots>] {
        self.coverages.get_or_init(|| {
            let of_cell = |(_, share): &(usize, f64)| knots().map(|pod| coverage_of(share * pod));
            instance.areas.iter().map(|area| area.cells.iter().map(of_cell).collect()).collect()
        })
    }

    /// What an area is worth to a unit that comes from its base; minus infinity where it cannot go.
    pub(super) fn worth_from_base(&self, unit: usize, (period, area): (usize, usize), worth: &Worth<'_>) -> f64 {
        let pod = self.from_base[unit][period][area];
        pod.map_or(f64::NEG_INFINITY, |pod| worth.of((period, area), pod) - worth.costs[period][area])
    }

    /// How likely a unit detects what is in an area in a period at the most, 0 to 1.
    pub(super) fn most(&self, unit: usize, period: usize, area: usize) -> f64 {
        self.there[unit][period][area].map_or(0.0, |pod| pod.chance)
    }
}

/// How a best route to an area came about: its value, and the period and area before.
#[derive(Clone, Copy)]
struct Reached {
    value: f64,
    from: Option<(usize, usize)>,
}

const NOWHERE: Reached = Reached { value: f64::NEG_INFINITY, from: None };

/// The route of most worth, and its worth. Where endurance binds, hours are reckoned rather too long, so that no route is worth more than it is said to be.
pub(super) fn best_route(
    (instance, pods): (&Instance, &Pods),
    unit: usize,
    domain: &Domain,
    worth: &Worth<'_>,
) -> (f64, Route) {
    let n_periods = instance.periods.len();
    let may_idle = |period: usize| domain[period].last() == Some(&true);
    let idle = if (0..n_periods).all(may_idle) { 0.0 } else { f64::NEG_INFINITY };
    let mut best = (idle, vec![None; n_periods]);
    for (first, must_be_back) in departures(instance, unit) {
        let found = from_departure((instance, pods), unit, domain, worth, (first, must_be_back));
        if found.0 > best.0 {
            best = found;
        }
    }
    best
}

/// The periods in which a unit may begin, and when it must be back then at the latest: one for all, if its endurance never binds.
fn departures(instance: &Instance, unit: usize) -> Vec<(Option<usize>, f64)> {
    let of = &instance.units[unit];
    if instance.makes_sorties(unit) || of.endurance_h.is_infinite() {
        return vec![(None, f64::INFINITY)];
    }
    let latest = |period: usize| {
        let leaves = |area: usize| {
            let on_scene = instance.on_scene((unit, period, area), Comes::FromBase, f64::INFINITY)?;
            Some(on_scene.0 - of.out_h[area])
        };
        let allowed = (0..instance.areas.len()).filter(|area| instance.is_allowed(unit, *area));
        allowed.filter_map(leaves).reduce(f64::max).map(|leaves| leaves + of.endurance_h)
    };
    let end = instance.periods.last().map_or(0.0, |last| last.1);
    let farthest = of.out_h.iter().copied().filter(|hours| hours.is_finite()).fold(0.0, f64::max);
    let all: Vec<(Option<usize>, f64)> =
        (0..instance.periods.len()).filter_map(|period| Some((Some(period), latest(period)?))).collect();
    let earliest = instance.periods.first().map_or(0.0, |first| first.0) - farthest + of.endurance_h;
    if earliest >= end + farthest { vec![(None, f64::INFINITY)] } else { all }
}

fn from_departure(
    (instance, pods): (&Instance, &Pods),
    unit: usize,
    domain: &Domain,
    worth: &Worth<'_>,
    (first, must_be_back): (Option<usize>, f64),
) -> (f64, Route) {
    let (n_periods, n_areas) = (instance.periods.len(), instance.areas.len());
    let is_sortie = instance.makes_sorties(unit);
    let pod = |period: usize, area: usize, comes: Comes| match comes {
        Comes::From(before) if before == area && must_be_back.is_infinite() => pods.there[unit][period][area],
        Comes::FromBase if must_be_back.is_infinite() => pods.from_base[unit][period][area],
        _ => {
            let on_scene = instance.on_scene((unit, period, area), comes, must_be_back)?;
            Some(Pod::of(instance.found(unit, area, on_scene).1))
        }
    };
    let must_stay = |period: usize| domain[period].last() != Some(&true);
    let mut reached = vec![vec![NOWHERE; n_areas]; n_periods];
    // The best of all periods but the last two, by area, as predecessors after a rest.
    let mut rested: Vec<(f64, usize)> = vec![(f64::NEG_INFINITY, 0); n_areas];
    // Whether nothing needs to have been done before this period.
    let mut may_begin = true;
    for period in 0..n_periods {
        if period >= 1 && must_stay(period - 1) {
            rested.iter_mut().for_each(|rested| rested.0 = f64::NEG_INFINITY);
        } else if period >= 2 {
            for (rested, reached) in rested.iter_mut().zip(&reached[period - 2]) {
                if reached.value > rested.0 {
                    *rested = (reached.value, period - 2);
                }
            }
        }
        let mut before: Vec<(f64, Comes, (usize, usize))> = Vec::new();
        if period >= 1 {
            let just = reached[period - 1]
                .iter()
                .enumerate()
                .map(|(area, r)| (r.value, Comes::From(area), (period - 1, area)));
            before.extend(just.filter(|(value, ..)| value.is_finite()));
            let earlier = rested.iter().enumerate().map(|(area, r)| (r.0, Comes::Rested(area), (r.1, area)));
            before.extend(earlier.filter(|(value, ..)| value.is_finite()));
            before.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.2.cmp(&b.2)));
        }
        let may_begin_here = may_begin && first.is_none_or(|first| first == period);
        for area in (0..n_areas).filter(|area| domain[period][*area]) {
            let gain = |pod: Pod| worth.of((period, area), pod);
            let Some(most) = pod(period, area, Comes::From(area)) else { continue };
            let mut best = NOWHERE;
            if may_begin_here && let Some(pod) = pod(period, area, Comes::FromBase) {
                best = Reached { value: gain(pod), from: None };
            }
            for (value, comes, from) in &before {
                // Those that follow are worth less, even if no time were lost on the way.
                if *value + gain(most) <= best.value {
                    break;
                }
                let Some(pod) = (if is_sortie { Some(most) } else { pod(period, area, *comes) }) else { continue };
                if *value + gain(pod) > best.value {
                    best = Reached { value: *value + gain(pod), from: Some(*from) };
                }
            }
            best.value -= worth.costs[period][area];
            reached[period][area] = best;
        }
        may_begin &= !must_stay(period);
    }
    let mut best: (f64, Option<(usize, usize)>) = (f64::NEG_INFINITY, None);
    let mut may_end = true;
    for period in (0..n_periods).rev() {
        if may_end {
            for (area, reached) in reached[period].iter().enumerate() {
                if reached.value > best.0 {
                    best = (reached.value, Some((period, area)));
                }
            }
        }
        may_end &= !must_stay(period);
    }
    let mut route = vec![None; n_periods];
    let mut at = best.1;
    while let Some((period, area)) = at {
        route[period] = Some(area);
        at = reached[period][area].from;
    }
    (best.0, route)
}
