//! How much could be covered at the most: a bound that no routes pass, whoever finds them.
//!
//! Owns the bound and the prices it comes from. Never decides who goes where. Start at [`Relaxed::bound`].
//!
//! Each cell gets a price for being covered, and each area one for being entered. With prices, units no longer hinder one another: each takes its own best
//! route, each cell as much cover as it wants, and what that adds up to is never less than what routes that fit together cover. Prices are then moved so that it
//! comes down.
//!
//! What several searches detect in a cell is at most `1 − (1−P)^m · (1 − r)`, where their PODs add up to `m·P + r` and none is greater than P: of PODs with the same
//! sum, unequal ones detect most (`Π(1−p)` is Schur-concave). That is concave in the sum and straight between multiples of P, so each cell's part has a closed form.
//!
//! # Source
//! A. Geoffrion 1974, doi:10.1007/BFb0120690 (Lagrangean relaxation); R. Galvão and C. ReVelle 1996, doi:10.1016/0377-2217(94)00159-6 (of maximum coverage);
//! B. Polyak 1969, doi:10.1016/0041-5553(69)90061-5 (steps), with P. Camerini, L. Fratta and F. Maffioli 1975, doi:10.1007/BFb0120697 (directions). A. Marshall
//! and I. Olkin, *Inequalities* (1979), chapter 3, for the product.

use super::instance::{Comes, Instance, Route, Stint};
use super::route::{Domain, Worth, best_route};
use crate::report::{Progress, Stopped};

/// A step is this much of the way to where the bound would meet what is known to be reachable; halved where the bound does not come down. Polyak's range is 0 to 2.
const FIRST_STEP: f64 = 1.0;
/// So many steps without a better bound halve it.
const PATIENCE: usize = 12;
/// How much of the last direction is kept: a choice.
const KEPT: f64 = 0.6;

/// The price of cover in each cell, and of entering each area, by period.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Prices {
    cover: Vec<Vec<f64>>,
    entry: Vec<Vec<f64>>,
}

/// A part of all the choices: what each unit may still do.
pub(super) struct Relaxed<'a> {
    instance: &'a Instance,
    domains: Vec<Domain>,
    /// Units with a choice left.
    open: Vec<usize>,
    /// Those without: what they do.
    settled: Vec<Vec<Stint>>,
    settled_routes: Vec<Option<Route>>,
    /// What the settled cover, and what they leave of each cell's weight.
    base: f64,
    weights: Vec<Vec<f64>>,
    /// The greatest share of a cell that one unit can detect.
    most: Vec<Vec<f64>>,
    /// How many more units an area takes.
    room: Vec<Vec<usize>>,
}

/// A bound, and how it came about.
pub(super) struct Bound {
    /// No routes of this part cover more.
    pub(super) value: f64,
    pub(super) prices: Prices,
    /// How often each open unit took each choice, of `n`, in the later half: `[unit][period][choice]`; empty for settled units.
    pub(super) taken: Vec<Vec<Vec<u32>>>,
    pub(super) n: u32,
}

/// How likely each unit detects what is in each area in each period at the most: `[unit][period][area]`.
pub(super) fn greatest_pods(instance: &Instance) -> Vec<Vec<Vec<f64>>> {
    let pod = |unit: usize, period: usize, area: usize| {
        let on_scene = instance.on_scene((unit, period, area), Comes::From(area), f64::INFINITY);
        let on_scene = on_scene.filter(|_| instance.is_allowed(unit, area));
        on_scene.map_or(0.0, |on_scene| instance.found(unit, area, on_scene).1)
    };
    let of_period = |unit: usize, period: usize| (0..instance.areas.len()).map(|area| pod(unit, period, area)).collect();
    let of_unit = |unit: usize| (0..instance.periods.len()).map(|period| of_period(unit, period)).collect();
    (0..instance.units.len()).map(of_unit).collect()
}

impl<'a> Relaxed<'a> {
    /// `None` if no routes are left: somebody has no choice, or one that cannot be done or fits with nobody.
    pub(super) fn new(instance: &'a Instance, domains: &[Domain], pods: &[Vec<Vec<f64>>]) -> Option<Self> {
        let (n_periods, n_areas) = (instance.periods.len(), instance.areas.len());
        let mut domains = domains.to_vec();
        let mut settled_routes: Vec<Option<Route>> = Vec::new();
        let mut settled = vec![Vec::new(); domains.len()];
        let mut room: Vec<Vec<usize>> =
            vec![instance.areas.iter().map(|area| area.most_units).collect(); n_periods];
        for (unit, domain) in domains.iter().enumerate() {
            let route = settled_route(domain, n_areas)?;
            if let Some(route) = &route {
                settled[unit] = instance.stints(unit, route)?;
                for (period, area) in route.iter().enumerate().filter_map(|(period, area)| Some((period, (*area)?))) {
                    room[period][area] = room[period][area].checked_sub(1)?;
                }
            }
            settled_routes.push(route);
        }
        let there = |unit: usize, period: usize| settled_routes[unit].as_ref().and_then(|route| route[period]);
        for period in 0..n_periods {
            for (a, b) in &instance.apart {
                for (one, other) in [(*a, *b), (*b, *a)] {
                    let Some(area) = there(one, period) else { continue };
                    if there(other, period) == Some(area) {
                        return None;
                    }
                    if settled_routes[other].is_none() {
                        domains[other][period][area] = false;
                    }
                }
            }
        }
        let open: Vec<usize> = (0..domains.len()).filter(|unit| settled_routes[*unit].is_none()).collect();
        let missed = instance.missed(&settled);
        let mut weights = instance.weights.clone();
        weights.iter_mut().flatten().zip(missed.iter().flatten()).for_each(|(weight, missed)| *weight *= missed);
        let mut most = vec![vec![0.0_f64; instance.n_cells()]; n_periods];
        for period in 0..n_periods {
            for (area, searched) in instance.areas.iter().enumerate() {
                if room[period][area] == 0 {
                    open.iter().for_each(|unit| domains[*unit][period][area] = false);
                }
                let can = open.iter().filter(|unit| domains[**unit][period][area]);
                let pod = can.map(|unit| pods[*unit][period][area]).fold(0.0, f64::max);
                for (cell, share) in &searched.cells {
                    most[period][*cell] = most[period][*cell].max(share * pod);
                }
            }
        }
        let base = instance.covered_by(&settled);
        Some(Self { instance, domains, open, settled, settled_routes, base, weights, most, room })
    }

    /// What is covered, where nobody has a choice left.
    pub(super) fn settled(&self) -> Option<(f64, Vec<Route>)> {
        let routes: Option<Vec<Route>> = self.settled_routes.iter().cloned().collect();
        routes.map(|routes| (self.base, routes))
    }

    /// What open units may still do, and what settled ones do.
    pub(super) fn domains(&self) -> &[Domain] {
        &self.domains
    }

    /// Prices to begin with, where some routes are known: what one more search would detect of each cell.
    pub(super) fn prices_of(&self, stints: &[Vec<Stint>]) -> Prices {
        let missed = self.instance.missed(stints);
        let of = |(weights, missed): (&Vec<f64>, &Vec<f64>)| weights.iter().zip(missed).map(|(w, m)| w * m).collect();
        let cover = self.instance.weights.iter().zip(&missed).map(of).collect();
        Prices { cover, entry: vec![vec![0.0; self.instance.areas.len()]; self.instance.periods.len()] }
    }

    /// The bound after so many steps from some prices; ends sooner where it falls to `enough`. `reached` is what some routes are known to cover; `take` is shown each
    /// step's routes (they need not fit together).
    pub(super) fn bound(
        &self,
        mut prices: Prices,
        (n_steps, reached, enough): (usize, f64, f64),
        take: &mut dyn FnMut(usize, &[Route]) -> Result<(), Stopped>,
        progress: &Progress,
    ) -> Result<Bound, Stopped> {
        let (n_periods, n_areas) = (self.instance.periods.len(), self.instance.areas.len());
        for (prices, weights) in prices.cover.iter_mut().zip(&self.weights) {
            prices.iter_mut().zip(weights).for_each(|(price, weight)| *price = price.min(*weight));
        }
        let mut best = (f64::INFINITY, prices.clone());
        let mut taken: Vec<Vec<Vec<u32>>> = vec![Vec::new(); self.domains.len()];
        for unit in &self.open {
            taken[*unit] = vec![vec![0; n_areas + 1]; n_periods];
        }
        let (mut n, mut step, mut since) = (0, FIRST_STEP, 0);
        let mut last: Option<Prices> = None;
        for step_idx in 0..n_steps {
            progress.check()?;
            let (value, routes, slope) = self.at(&prices);
            if value < best.0 * (1.0 - 1e-7) {
                since = 0;
            } else {
                since += 1;
            }
            if value < best.0 {
                best = (value, prices.clone());
            }
            if since >= PATIENCE {
                (step, since) = (step / 2.0, 0);
            }
            if step_idx * 2 >= n_steps {
                n += 1;
                for unit in &self.open {
                    for (period, choice) in routes[*unit].iter().enumerate() {
                        taken[*unit][period][choice.unwrap_or(n_areas)] += 1;
                    }
                }
            }
            take(step_idx, &routes)?;
            if best.0 <= enough || step < 1e-4 {
                break;
            }
            let mut direction = slope;
            if let Some(last) = &last {
                let mix = |to: &mut Vec<Vec<f64>>, from: &Vec<Vec<f64>>| {
                    to.iter_mut().flatten().zip(from.iter().flatten()).for_each(|(to, from)| *to += KEPT * from);
                };
                mix(&mut direction.cover, &last.cover);
                mix(&mut direction.entry, &last.entry);
            }
            let square: f64 = direction.cover.iter().chain(&direction.entry).flatten().map(|d| d * d).sum();
            if square <= 0.0 {
                break;
            }
            let length = step * (value - reached).max(value * 1e-6) / square;
            for ((prices, directions), weights) in prices.cover.iter_mut().zip(&direction.cover).zip(&self.weights) {
                for ((price, direction), weight) in prices.iter_mut().zip(directions).zip(weights) {
                    *price = (*price - length * direction).clamp(0.0, *weight);
                }
            }
            for (price, direction) in prices.entry.iter_mut().flatten().zip(direction.entry.iter().flatten()) {
                *price = (*price - length * direction).max(0.0);
            }
            last = Some(direction);
        }
        Ok(Bound { value: best.0, prices: best.1, taken, n })
    }

    /// The bound at some prices, the routes that units take at them, and how it changes with each price.
    fn at(&self, prices: &Prices) -> (f64, Vec<Route>, Prices) {
        let instance = self.instance;
        let gain = |period: usize, area: usize| {
            instance.areas[area].cells.iter().map(|(cell, share)| prices.cover[period][*cell] * share).sum::<f64>()
        };
        let gains: Vec<Vec<f64>> = (0..instance.periods.len())
            .map(|period| (0..instance.areas.len()).map(|area| gain(period, area)).collect())
            .collect();
        let worth = Worth { gains: &gains, costs: &prices.entry };
        let mut value = self.base;
        let mut slope = Prices { cover: Vec::new(), entry: Vec::new() };
        for (period, weights) in self.weights.iter().enumerate() {
            let mut wanted = Vec::with_capacity(weights.len());
            for (cell, weight) in weights.iter().enumerate() {
                let (kept, sum) = self.wanted(*weight, self.most[period][cell], prices.cover[period][cell]);
                value += kept;
                wanted.push(-sum);
            }
            slope.cover.push(wanted);
            let room = &self.room[period];
            value += prices.entry[period].iter().zip(room).map(|(price, room)| price * count(*room)).sum::<f64>();
            slope.entry.push(room.iter().map(|room| count(*room)).collect());
        }
        let mut routes = vec![vec![None; instance.periods.len()]; self.domains.len()];
        for (unit, stints) in self.settled.iter().enumerate() {
            stints.iter().for_each(|stint| routes[unit][stint.period] = Some(stint.area));
        }
        for unit in &self.open {
            let (worth, route) = best_route(instance, *unit, &self.domains[*unit], &worth);
            value += worth;
            for stint in instance.stints(*unit, &route).unwrap_or_default() {
                slope.entry[stint.period][stint.area] -= 1.0;
                for (cell, share) in &instance.areas[stint.area].cells {
                    slope.cover[stint.period][*cell] += share * stint.pod;
                }
            }
            routes[*unit] = route;
        }
        // An area that nobody enters at no price has nothing to say.
        for (slopes, prices) in slope.entry.iter_mut().zip(&prices.entry) {
            slopes.iter_mut().zip(prices).filter(|(slope, price)| **slope > 0.0 && **price <= 0.0).for_each(|(s, _)| *s = 0.0);
        }
        (value, routes, slope)
    }

    /// What a cell keeps after paying for as much cover as it wants, and how much that is, as a sum of PODs.
    fn wanted(&self, weight: f64, most: f64, price: f64) -> (f64, f64) {
        if weight <= 0.0 || most <= 0.0 {
            return (0.0, 0.0);
        }
        let (mut missed, mut n) = (1.0, 0);
        while n < self.open.len() && weight * missed > price {
            missed *= 1.0 - most;
            n += 1;
        }
        let sum = count(n) * most;
        (weight * (1.0 - missed) - price * sum, sum)
    }
}

/// The route of a unit that has no choice left: `Some(None)` where it has, `None` where it can do nothing at all.
#[expect(clippy::option_option, reason = "nothing to do, and nothing decided, are different")]
fn settled_route(domain: &Domain, n_areas: usize) -> Option<Option<Route>> {
    let mut route = Vec::with_capacity(domain.len());
    let mut is_settled = true;
    for choices in domain {
        let mut left = choices.iter().enumerate().filter(|(_, may)| **may).map(|(idx, _)| idx);
        let first = left.next()?;
        is_settled &= left.next().is_none();
        route.push((first < n_areas).then_some(first));
    }
    Some(is_settled.then_some(route))
}

#[expect(clippy::cast_precision_loss, reason = "units and areas are counted in hundreds")]
fn count(n: usize) -> f64 {
    n.min(1 << 50) as f64
}
