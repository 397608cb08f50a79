//! How much could be covered at the most: a bound that no routes pass, whoever finds them.
//!
//! Owns the bound and the prices it comes from. Never decides who goes where. Start at [`Relaxed::bound`].
//!
//! Each cell gets a price for being covered, and each area one for being entered. With prices, units no longer hinder one another: each takes its own best
//! route, each cell as much cover as it wants, and what that adds up to is never less than what routes that fit together cover. Prices are then moved so that it
//! comes down.
//!
//! Cover is bounded twice, and each bound has its price. By the sum of PODs: several searches detect at most `1 − (1−P)^m · (1 − r)`, where their PODs add up to
//! `m·P + r` and none is greater than P, since of PODs with the same sum unequal ones detect most (`Π(1−p)` is Schur-concave). And by the sum of `−ln(1−p)`, the
//! coverage that random search would need (p being what is detected of the whole cell): they detect `1 − e^−sum`. The first is good where one search detects nearly all, the second where several add up;
//! both are concave in their sums, so each cell's part has a closed form.
//!
//! # Source
//! A. Geoffrion 1974, doi:10.1007/BFb0120690 (Lagrangean relaxation); R. Galvão and C. `ReVelle` 1996, doi:10.1016/0377-2217(94)00159-6 (of maximum coverage);
//! B. Polyak 1969, doi:10.1016/0041-5553(69)90061-5 (steps), with P. Camerini, L. Fratta and F. Maffioli 1975, doi:10.1007/BFb0120697 (directions). A. Marshall
//! and I. Olkin, *Inequalities* (1979), chapter 3, for the product.

use rayon::prelude::*;

use super::assign::best_assignment;
use super::instance::{Instance, Route, SearchArea, Stint};
use super::route::{AtKnots, Domain, N_KNOTS, Pod, Pods, Worth, best_route, coverage_of};
use crate::report::{Progress, Stopped};

/// A step is this much of the way to where the bound would meet what is known to be reachable; halved where the bound does not come down. Polyak's range is 0 to 2.
const FIRST_STEP: f64 = 1.0;
/// So many steps without a better bound halve it.
const PATIENCE: usize = 12;
/// How much of the last direction is kept: a choice.
const KEPT: f64 = 0.6;

/// The price of a POD and of coverage in each cell, and of entering each area, by period.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Prices {
    pod: Vec<Vec<f64>>,
    coverage: Vec<Vec<f64>>,
    entry: Vec<Vec<f64>>,
}

impl Prices {
    fn all(&self) -> impl Iterator<Item = &f64> {
        self.pod.iter().chain(&self.coverage).chain(&self.entry).flatten()
    }

    fn all_mut(&mut self) -> impl Iterator<Item = &mut f64> {
        self.pod.iter_mut().chain(&mut self.coverage).chain(&mut self.entry).flatten()
    }
}

/// A part of all the choices: what each unit may still do.
pub(super) struct Relaxed<'a> {
    instance: &'a Instance,
    pods: &'a Pods,
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
    /// One by the coverage that detects as much as that, so that a step is as large in coverage as it is in POD.
    scales: Vec<Vec<f64>>,
    /// How many more units are to be in an area: at least, and at most.
    room: Vec<Vec<(usize, usize)>>,
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

/// How many units are to be in each area, by period: at least, and at most.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Numbers(pub(super) Vec<Vec<(usize, usize)>>);

impl Numbers {
    pub(super) fn new(instance: &Instance) -> Self {
        Self(vec![instance.areas.iter().map(|area| (0, area.most_units)).collect(); instance.periods.len()])
    }
}

impl<'a> Relaxed<'a> {
    /// `None` if no routes are left: somebody has no choice, or one that cannot be done or fits with nobody.
    pub(super) fn new(
        (instance, pods): (&'a Instance, &'a Pods),
        domains: &[Domain],
        numbers: &Numbers,
    ) -> Option<Self> {
        let (n_periods, n_areas) = (instance.periods.len(), instance.areas.len());
        let mut domains = domains.to_vec();
        let mut settled_routes: Vec<Option<Route>> = Vec::new();
        let mut settled = vec![Vec::new(); domains.len()];
        let mut room = numbers.0.clone();
        for (unit, domain) in domains.iter().enumerate() {
            let route = settled_route(domain, n_areas)?;
            if let Some(route) = &route {
                settled[unit] = instance.stints(unit, route)?;
                for (period, area) in route.iter().enumerate().filter_map(|(period, area)| Some((period, (*area)?))) {
                    let (least, most) = room[period][area];
                    room[period][area] = (least.saturating_sub(1), most.checked_sub(1)?);
                }
            }
            settled_routes.push(route);
        }
        let there = |unit: usize, period: usize| settled_routes[unit].as_ref().and_then(|route| route[period]);
        #[expect(clippy::needless_range_loop, reason = "of domains the unit is the first index, the period the second")]
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
        if room.iter().any(|room| room.iter().map(|(least, _)| least).sum::<usize>() > open.len()) {
            return None;
        }
        let missed = instance.missed(&settled);
        let mut weights = instance.weights.clone();
        weights.iter_mut().flatten().zip(missed.iter().flatten()).for_each(|(weight, missed)| *weight *= missed);
        let mut most = vec![vec![0.0_f64; instance.n_cells()]; n_periods];
        for period in 0..n_periods {
            for (area, searched) in instance.areas.iter().enumerate() {
                if room[period][area].1 == 0 {
                    open.iter().for_each(|unit| domains[*unit][period][area] = false);
                }
                let can = open.iter().filter(|unit| domains[**unit][period][area]);
                let pod = can.map(|unit| pods.most(*unit, period, area)).fold(0.0, f64::max);
                for (cell, share) in &searched.cells {
                    most[period][*cell] = most[period][*cell].max(share * pod);
                }
            }
        }
        let base = instance.covered_by(&settled);
        let scale = |most: &f64| 1.0 / coverage_of(*most).max(1.0);
        let scales = most.iter().map(|most| most.iter().map(scale).collect()).collect();
        Some(Self { instance, pods, domains, open, settled, settled_routes, base, weights, most, scales, room })
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

    /// Prices to begin with, where some routes are known: what one more search would detect of each cell, so much of it paid by POD, the rest by coverage.
    pub(super) fn prices_of(&self, stints: &[Vec<Stint>], by_pod: f64) -> Prices {
        let missed = self.instance.missed(stints);
        let part = |share: f64| -> Vec<Vec<f64>> {
            let pairs = self.instance.weights.iter().zip(&missed);
            pairs.map(|(weights, missed)| weights.iter().zip(missed).map(|(w, m)| w * m * share).collect()).collect()
        };
        let entry = vec![vec![0.0; self.instance.areas.len()]; self.instance.periods.len()];
        Prices { pod: part(by_pod), coverage: part(1.0 - by_pod), entry }
    }

    /// The bound after so many steps from some prices; ends sooner where it falls to `enough`. `reached` is what some routes are known to cover; `take` is shown each
    /// step's routes (they need not fit together).
    pub(super) fn bound(
        &self,
        mut prices: Prices,
        (n_steps, reached, enough): (usize, f64, f64),
        take: &mut dyn FnMut(usize, &[Route]),
        progress: &Progress,
    ) -> Result<Bound, Stopped> {
        let (n_periods, n_areas) = (self.instance.periods.len(), self.instance.areas.len());
        let n_cells = n_periods * self.instance.n_cells();
        self.hold(&mut prices);
        let mut best = (f64::INFINITY, prices.clone());
        let mut taken: Vec<Vec<Vec<u32>>> = vec![Vec::new(); self.domains.len()];
        for unit in &self.open {
            taken[*unit] = vec![vec![0; n_areas + 1]; n_periods];
        }
        let (mut n, mut step, mut since) = (0, FIRST_STEP, 0);
        let mut last: Option<Prices> = None;
        for step_idx in 0..n_steps {
            progress.check()?;
            let (value, routes, slope) = self.at(&prices, progress)?;
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
            take(step_idx, &routes);
            if best.0 <= enough || step < 1e-4 {
                break;
            }
            let mut direction = slope;
            if let Some(last) = &last {
                direction.all_mut().zip(last.all()).for_each(|(to, from)| *to += KEPT * from);
            }
            let square: f64 = direction.all().map(|along| along * along).sum();
            if square <= 0.0 {
                break;
            }
            let length = step * (value - reached).max(value * 1e-6) / square;
            let scales = self.scales.iter().flatten();
            let ones = std::iter::repeat_n(&1.0, n_cells);
            let entries = std::iter::repeat_n(&1.0, n_periods * n_areas);
            let scaled = direction.all().zip(ones.chain(scales).chain(entries));
            prices.all_mut().zip(scaled).for_each(|(price, (along, scale))| *price -= length * along * scale);
            self.hold(&mut prices);
            last = Some(direction);
        }
        Ok(Bound { value: best.0, prices: best.1, taken, n })
    }

    /// Holds prices where they make sense: not negative, and none for cover above what the cell is worth.
    fn hold(&self, prices: &mut Prices) {
        for of_cover in [&mut prices.pod, &mut prices.coverage] {
            let pairs = of_cover.iter_mut().flatten().zip(self.weights.iter().flatten());
            pairs.for_each(|(price, weight)| *price = price.clamp(0.0, *weight));
        }
        // Where somebody is to be, being there may be paid for.
        for (price, (least, _)) in prices.entry.iter_mut().flatten().zip(self.room.iter().flatten()) {
            if *least == 0 {
                *price = price.max(0.0);
            }
        }
    }

    /// The bound at some prices, the routes that units take at them, and how it changes with each price.
    fn at(&self, prices: &Prices, progress: &Progress) -> Result<(f64, Vec<Route>, Prices), Stopped> {
        let instance = self.instance;
        let coverages = self.pods.coverages(instance);
        let of_area =
            |prices: &[f64], area: &SearchArea| area.cells.iter().map(|(cell, share)| prices[*cell] * share).sum();
        let of_areas = |prices: &Vec<f64>| instance.areas.iter().map(|area| of_area(prices, area)).collect();
        let by_pod: Vec<Vec<f64>> = prices.pod.iter().map(of_areas).collect();
        let of_area = |prices: &[f64], (area, coverages): (&SearchArea, &Vec<AtKnots>)| {
            let mut paid = [0.0; N_KNOTS];
            for ((cell, _), coverages) in area.cells.iter().zip(coverages).filter(|((cell, _), _)| prices[*cell] > 0.0)
            {
                paid.iter_mut().zip(coverages).for_each(|(paid, coverage)| *paid += prices[*cell] * coverage);
            }
            paid
        };
        let of_areas =
            |prices: &Vec<f64>| instance.areas.iter().zip(coverages).map(|area| of_area(prices, area)).collect();
        let by_coverage: Vec<Vec<AtKnots>> = prices.coverage.iter().map(of_areas).collect();
        let worth = Worth { by_pod: &by_pod, by_coverage: Some(&by_coverage), costs: &prices.entry };
        let mut value = self.base;
        let mut slope = Prices { pod: Vec::new(), coverage: Vec::new(), entry: Vec::new() };
        for (period, weights) in self.weights.iter().enumerate() {
            let wanted = weights.iter().enumerate().map(|(cell, weight)| {
                let prices = (prices.pod[period][cell], prices.coverage[period][cell]);
                self.wanted(*weight, self.most[period][cell], prices)
            });
            let wanted: Vec<Wanted> = wanted.collect();
            value += wanted.iter().map(|wanted| wanted.kept).sum::<f64>();
            slope.pod.push(wanted.iter().map(|wanted| -wanted.pods).collect());
            slope.coverage.push(wanted.iter().map(|wanted| -wanted.coverage).collect());
            let paid =
                |(price, (least, most)): (&f64, &(usize, usize))| count(if *price > 0.0 { *most } else { *least });
            let numbers: Vec<f64> = prices.entry[period].iter().zip(&self.room[period]).map(paid).collect();
            value += prices.entry[period].iter().zip(&numbers).map(|(price, number)| price * number).sum::<f64>();
            slope.entry.push(numbers);
        }
        let mut routes = vec![vec![None; instance.periods.len()]; self.domains.len()];
        for (unit, stints) in self.settled.iter().enumerate() {
            stints.iter().for_each(|stint| routes[unit][stint.period] = Some(stint.area));
        }
        let (worth, taken) = if instance.periods.len() == 1 {
            self.together(&worth)
        } else {
            let best = |unit: &usize| {
                progress.check()?;
                Ok(best_route((instance, self.pods), *unit, &self.domains[*unit], &worth))
            };
            let all: Result<Vec<(f64, Route)>, Stopped> = self.open.par_iter().with_min_len(4).map(best).collect();
            let all = all?;
            (all.iter().map(|(worth, _)| worth).sum(), all.into_iter().map(|(_, route)| route).collect())
        };
        value += worth;
        for (unit, route) in self.open.iter().zip(taken) {
            for stint in instance.stints(*unit, &route).unwrap_or_default() {
                slope.entry[stint.period][stint.area] -= 1.0;
                let pod = Pod::of(stint.pod);
                for ((cell, share), coverages) in instance.areas[stint.area].cells.iter().zip(&coverages[stint.area]) {
                    slope.pod[stint.period][*cell] += share * stint.pod;
                    slope.coverage[stint.period][*cell] += pod.between(coverages);
                }
            }
            routes[*unit] = route;
        }
        for (slope, scale) in slope.coverage.iter_mut().flatten().zip(self.scales.iter().flatten()) {
            *slope *= scale;
        }
        // At no price any number that is allowed is as good as another.
        for ((slope, price), (least, most)) in
            slope.entry.iter_mut().flatten().zip(prices.entry.iter().flatten()).zip(self.room.iter().flatten())
        {
            let n = count(*least) - *slope;
            if *price == 0.0 {
                *slope = if n > count(*most) { count(*most) - n } else { (count(*least) - n).max(0.0) };
            }
        }
        Ok((value, routes, slope))
    }

    /// In a single period: what all open units together make of it, and their routes. That no area takes more than it may is then seen to without a price.
    fn together(&self, worth: &Worth<'_>) -> (f64, Vec<Route>) {
        let n_areas = self.instance.areas.len();
        let of_unit = |unit: &usize| {
            let of_choice = |choice: usize| match choice {
                choice if !self.domains[*unit][0][choice] => f64::NEG_INFINITY,
                choice if choice == n_areas => 0.0,
                area => self.pods.worth_from_base(*unit, (0, area), worth),
            };
            (0..=n_areas).map(of_choice).collect()
        };
        let all: Vec<Vec<f64>> = self.open.iter().map(of_unit).collect();
        let room: Vec<usize> = self.room[0].iter().map(|(_, most)| *most).collect();
        match best_assignment(&all, &room) {
            Some((worth, choices)) => {
                (worth, choices.into_iter().map(|choice| vec![(choice < n_areas).then_some(choice)]).collect())
            }
            None => (f64::NEG_INFINITY, vec![vec![None]; self.open.len()]),
        }
    }

    /// How much cover a cell wants at the prices of a POD and of coverage, and what it keeps after paying for it.
    fn wanted(&self, weight: f64, most: f64, (by_pod, by_coverage): (f64, f64)) -> Wanted {
        if weight <= 0.0 || most <= 0.0 {
            return Wanted::default();
        }
        // Cover is bought as long as it is worth more than it costs, in pieces between one multiple of the greatest POD and the next.
        let (mut missed, mut pods) = (1.0, 0.0);
        for _ in &self.open {
            if weight * missed <= by_pod + by_coverage {
                break;
            }
            let next = missed * (1.0 - most);
            // Within a piece the price of a POD is the same for each part of cover, that of coverage grows.
            let stops = by_coverage / (weight - by_pod / missed);
            if stops > next {
                pods += (missed - stops) / missed;
                missed = stops;
                break;
            }
            (missed, pods) = (next, pods + most);
        }
        let coverage = coverage_of(1.0 - missed);
        Wanted { kept: weight * (1.0 - missed) - by_pod * pods - by_coverage * coverage, pods, coverage }
    }
}

/// How much cover a cell wants, as a sum of PODs and as coverage, and what it keeps of its weight.
#[derive(Clone, Copy, Default)]
struct Wanted {
    kept: f64,
    pods: f64,
    coverage: f64,
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
