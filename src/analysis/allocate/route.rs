//! The best route of one unit, where everything else is as it is.
//!
//! Owns a search over periods: what is gained in one does not depend on what is done in another, only on where the unit comes from. Never weighs one unit against
//! another. Start at [`best_route`].
//!
//! # Source
//! R. Bellman, *Dynamic Programming* (1957): the best way on does not depend on how one came to be where one is.

use super::instance::{Comes, Instance, Route};

/// What a unit may do: `domain[period][choice]`, a choice being an area, or, after the last area, nowhere.
pub(super) type Domain = Vec<Vec<bool>>;

/// What the areas are worth to a unit that surely detects, by period and area, and what being there costs.
pub(super) struct Worth<'a> {
    pub(super) gains: &'a [Vec<f64>],
    pub(super) costs: &'a [Vec<f64>],
}

/// How a best route to an area came about: its value, and the period and area before.
#[derive(Clone, Copy)]
struct Reached {
    value: f64,
    from: Option<(usize, usize)>,
}

const NOWHERE: Reached = Reached { value: f64::NEG_INFINITY, from: None };

/// The route of most worth, and its worth. Where endurance binds, hours are reckoned rather too long, so that no route is worth more than it is said to be.
pub(super) fn best_route(instance: &Instance, unit: usize, domain: &Domain, worth: &Worth<'_>) -> (f64, Route) {
    let n_periods = instance.periods.len();
    let may_idle = |period: usize| domain[period].last() == Some(&true);
    let idle = if (0..n_periods).all(may_idle) { 0.0 } else { f64::NEG_INFINITY };
    let mut best = (idle, vec![None; n_periods]);
    for (first, must_be_back) in departures(instance, unit) {
        let found = from_departure(instance, unit, domain, worth, first, must_be_back);
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
    instance: &Instance,
    unit: usize,
    domain: &Domain,
    worth: &Worth<'_>,
    first: Option<usize>,
    must_be_back: f64,
) -> (f64, Route) {
    let (n_periods, n_areas) = (instance.periods.len(), instance.areas.len());
    let is_sortie = instance.makes_sorties(unit);
    let pod = |node: (usize, usize, usize), comes: Comes| {
        instance.on_scene(node, comes, must_be_back).map(|on_scene| instance.found(unit, node.2, on_scene).1)
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
            let just = reached[period - 1].iter().enumerate().map(|(area, r)| (r.value, Comes::From(area), (period - 1, area)));
            before.extend(just.filter(|(value, ..)| value.is_finite()));
            let earlier = rested.iter().enumerate().map(|(area, r)| (r.0, Comes::Rested(area), (r.1, area)));
            before.extend(earlier.filter(|(value, ..)| value.is_finite()));
            before.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.2.cmp(&b.2)));
        }
        let may_begin_here = may_begin && first.is_none_or(|first| first == period);
        for area in (0..n_areas).filter(|area| domain[period][*area]) {
            let gain = worth.gains[period][area];
            let node = (unit, period, area);
            let Some(most) = pod(node, Comes::From(area)) else { continue };
            let mut best = NOWHERE;
            if may_begin_here && let Some(pod) = pod(node, Comes::FromBase) {
                best = Reached { value: gain * pod, from: None };
            }
            for (value, comes, from) in &before {
                // Those that follow are worth less, even if no time were lost on the way.
                if *value + gain * most <= best.value {
                    break;
                }
                let Some(pod) = (if is_sortie { Some(most) } else { pod(node, *comes) }) else { continue };
                if *value + gain * pod > best.value {
                    best = Reached { value: *value + gain * pod, from: Some(*from) };
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
