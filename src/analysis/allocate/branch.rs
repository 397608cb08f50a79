//! The proven answer: all choices are gone through in parts, and a part is left out where its bound shows that nothing better is in it.
//!
//! Owns the order in which parts are looked at, and when it is enough. Never uses a clock: how long it looks is counted in parts, so that the answer is the same
//! everywhere. Start at [`allocate`].
//!
//! # Source
//! A. Land and A. Doig 1960, doi:10.2307/1910129 (branch and bound).

use std::cmp::Ordering;
use std::collections::BinaryHeap;
use std::sync::Arc;

use rayon::prelude::*;

use super::bound::{Bound, Numbers, Prices, Relaxed};
use super::greedy::{Joint, domains, exchanged, greedy, improved};
use super::instance::{Instance, Route};
use super::route::{Domain, Pods};
use crate::report::{Progress, Stopped};

/// How much is to be proven, and how long is looked.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Effort {
    /// It is enough when no answer can be better by more than this share. A choice: 0.01; 0 for the best there is.
    pub gap: f64,
    /// Steps of the first bound, from each of its beginnings: a choice, 300.
    pub n_first_steps: usize,
    /// Steps of each later one: a choice, 60.
    pub n_steps: usize,
    /// No more parts than this are looked at where there is one period; of n periods each part takes some n² times as long, and there are n³ times fewer, as
    /// each period is looked at by itself before. A choice: 2,000.
    pub most_parts: usize,
}

impl Default for Effort {
    fn default() -> Self {
        Self { gap: 0.01, n_first_steps: 300, n_steps: 60, most_parts: 2_000 }
    }
}

/// Routes, and how good they are.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// Where each unit is in each period.
    pub routes: Vec<Route>,
    /// What they cover, in the weights' unit.
    pub covered: f64,
    /// No routes cover more; infinite while nothing is proven.
    pub bound: f64,
    /// How many parts were looked at.
    pub n_parts: usize,
}

impl Answer {
    /// By what share of it another answer could be better at the most; infinite while nothing is proven.
    #[must_use]
    pub fn gap(&self) -> f64 {
        match self.covered {
            covered if covered > 0.0 => ((self.bound - covered) / covered).max(0.0),
            _ if self.bound <= 0.0 => 0.0,
            _ => f64::INFINITY,
        }
    }
}

/// A part of all choices that is still to be looked at.
struct Part {
    bound: f64,
    number: usize,
    domains: Arc<Vec<Domain>>,
    numbers: Arc<Numbers>,
    prices: Arc<Prices>,
}

impl PartialEq for Part {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Part {}

impl PartialOrd for Part {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Part {
    /// The greatest bound first; of equals the newest, so that it goes deep.
    fn cmp(&self, other: &Self) -> Ordering {
        self.bound.total_cmp(&other.bound).then(self.number.cmp(&other.number))
    }
}

/// So many parts are looked at side by side, on however many threads there are.
const SIDE_BY_SIDE: usize = 8;
/// Steps of the first bound between two tries to make routes of it that fit together.
const STEPS_BETWEEN_TRIES: usize = 25;

/// Decides where each unit is in each period. `take` is handed each better answer, the greedy one first and at once, and each better bound.
///
/// # Errors
/// [`Stopped`] if it was, within a step: some milliseconds.
pub fn allocate(
    instance: &Instance,
    effort: &Effort,
    take: &mut dyn FnMut(&Answer),
    progress: &Progress,
) -> Result<Answer, Stopped> {
    // The same routes mean the same there.
    let merged = instance.merged();
    let (all, pods) = (domains(&merged), Pods::new(&merged));
    progress.set_stage("sending the units one after another");
    let first = greedy((&merged, &pods), &all, progress)?;
    let known = Known { instance: &merged, pods: &pods, all: &all, progress };
    let mut search = Search { known, best: first, bound: f64::INFINITY, n_parts: 0, take };
    search.tell();
    search.offer(improved((&merged, &pods), &all, search.best.clone(), progress)?);
    search.offer(exchanged((&merged, &pods), &all, search.best.clone(), progress)?);
    search.prove(effort)?;
    Ok(search.answer())
}

/// What does not change during a search.
#[derive(Clone, Copy)]
struct Known<'a> {
    instance: &'a Instance,
    pods: &'a Pods,
    all: &'a [Domain],
    progress: &'a Progress,
}

struct Search<'a> {
    known: Known<'a>,
    best: Joint,
    bound: f64,
    n_parts: usize,
    take: &'a mut dyn FnMut(&Answer),
}

/// What looking at a part came to.
enum Looked {
    /// Nothing in it can be done.
    Empty,
    /// Nobody in it has a choice.
    Settled(Joint),
    /// A bound, and routes that it gave rise to.
    Bounded(Relaxation, Option<Joint>),
}

/// A part's bound, and what is needed to cut it in two.
struct Relaxation {
    domains: Arc<Vec<Domain>>,
    numbers: Arc<Numbers>,
    found: Bound,
}

impl Search<'_> {
    fn answer(&self) -> Answer {
        let (covered, bound) = (self.best.covered, self.bound.max(self.best.covered));
        Answer { routes: self.best.routes.clone(), covered, bound, n_parts: self.n_parts }
    }

    fn tell(&mut self) {
        let answer = self.answer();
        (self.take)(&answer);
    }

    fn offer(&mut self, joint: Joint) {
        if joint.covered > self.best.covered * (1.0 + 1e-12) {
            self.best = joint;
            self.tell();
        }
    }

    /// Whether a part with this bound holds nothing that is worth looking for.
    fn is_done(&self, bound: f64, gap: f64) -> bool {
        bound <= self.best.covered * (1.0 + gap.max(1e-9))
    }

    fn prove(&mut self, effort: &Effort) -> Result<(), Stopped> {
        let known = self.known;
        known.progress.set_stage("proving how good it is");
        let numbers = Arc::new(Numbers::new(known.instance));
        if known.instance.periods.len() > 1 {
            self.bound = self.bound.min(by_period(known.instance, effort, known.progress)?);
            self.tell();
            if self.is_done(self.bound, effort.gap) {
                return Ok(());
            }
        }
        let Some(whole) = Relaxed::new((known.instance, known.pods), known.all, &numbers) else { return Ok(()) };
        // Which of the two prices serves better is not known before; what is found with each is gone on from, with long steps again.
        let mut best: Option<Bound> = None;
        for by_pod in [Some(0.0), Some(1.0), Some(0.5), None, None] {
            let prices = match (by_pod, &best) {
                (None, Some(best)) => best.prices.clone(),
                (by_pod, _) => whole.prices_of(&self.best.stints, by_pod.unwrap_or_default()),
            };
            let enough = self.best.covered * (1.0 + effort.gap.max(1e-9));
            let limits = (effort.n_first_steps, self.best.covered, enough);
            let (found, tries) = bounded(&whole, prices, limits, known.progress)?;
            for routes in tries.iter().rev() {
                self.offer(known.fitted(routes)?);
            }
            if found.value < self.bound {
                self.bound = found.value;
                self.tell();
            }
            if best.as_ref().is_none_or(|best| found.value < best.value) {
                best = Some(found);
            }
            if self.is_done(self.bound, effort.gap) {
                return Ok(());
            }
        }
        let Some(found) = best else { return Ok(()) };
        let most_parts = effort.most_parts / known.instance.periods.len().pow(3).max(1);
        let mut open = BinaryHeap::new();
        let domains = Arc::new(whole.domains().to_vec());
        self.split(&Relaxation { domains, numbers, found }, &mut open);
        loop {
            // The first has the greatest bound of all that is left.
            let Some(greatest) = open.peek().map(|part: &Part| part.bound) else {
                self.bound = self.best.covered;
                return Ok(());
            };
            self.bound = self.bound.min(greatest);
            if self.is_done(greatest, effort.gap) || self.n_parts >= most_parts {
                return Ok(());
            }
            let parts: Vec<Part> = (0..SIDE_BY_SIDE).map_while(|_| open.pop()).collect();
            self.n_parts += parts.len();
            let reached = self.best.covered;
            let looked: Result<Vec<Looked>, Stopped> =
                parts.par_iter().map(|part| known.look(part, effort.n_steps, reached)).collect();
            for (part, looked) in parts.iter().zip(looked?) {
                match looked {
                    Looked::Empty => {}
                    Looked::Settled(joint) => self.offer(joint),
                    Looked::Bounded(mut relaxation, joint) => {
                        joint.into_iter().for_each(|joint| self.offer(joint));
                        relaxation.found.value = relaxation.found.value.min(part.bound);
                        if !self.is_done(relaxation.found.value, 0.0) {
                            self.split(&relaxation, &mut open);
                        }
                    }
                }
            }
        }
    }

    /// Cuts a part in two at what the bound is least sure of: how many units are in an area, else whether one is.
    fn split(&self, part: &Relaxation, open: &mut BinaryHeap<Part>) {
        let (n_areas, found) = (self.known.instance.areas.len(), &part.found);
        let prices = Arc::new(found.prices.clone());
        let mut add = |idx: usize, domains: Arc<Vec<Domain>>, numbers: Arc<Numbers>| {
            let number = 2 * (self.n_parts * SIDE_BY_SIDE + open.len()) + idx;
            open.push(Part { bound: found.value, number, domains, numbers, prices: Arc::clone(&prices) });
        };
        if let Some((period, area, n)) = part.unsure_number() {
            for (idx, is_more) in [false, true].into_iter().enumerate() {
                let mut numbers = Numbers::clone(&part.numbers);
                let (least, most) = numbers.0[period][area];
                numbers.0[period][area] = if is_more { (n + 1, most) } else { (least, n) };
                add(idx, Arc::clone(&part.domains), Arc::new(numbers));
            }
        } else if let Some((unit, period, choice)) = part.unsure_choice(n_areas) {
            for (idx, is_made) in [false, true].into_iter().enumerate() {
                let mut domains = Vec::clone(&part.domains);
                for (other, may) in domains[unit][period].iter_mut().enumerate() {
                    *may &= (other == choice) == is_made;
                }
                add(idx, Arc::new(domains), Arc::clone(&part.numbers));
            }
        }
    }
}

impl Relaxation {
    /// A period, an area and a number of units, that or fewer, which the bound's routes were often on both sides of.
    fn unsure_number(&self) -> Option<(usize, usize, usize)> {
        let mut best: Option<(f64, usize, usize, usize)> = None;
        for (period, numbers) in self.numbers.0.iter().enumerate() {
            for (area, (least, most)) in numbers.iter().enumerate().filter(|(_, (least, most))| least < most) {
                let taken: u32 = self.found.taken.iter().filter_map(|of_unit| of_unit.get(period)?.get(area)).sum();
                let settled = self.domains.iter().zip(&self.found.taken).filter(|(domain, taken)| {
                    taken.is_empty() && domain[period].iter().position(|may| *may) == Some(area)
                });
                let number = f64::from(taken) / f64::from(self.found.n.max(1)) + settled.map(|_| 1.0).sum::<f64>();
                // Between which whole numbers it lies.
                let below =
                    (*least..*most).take_while(|n| f64::from(u32::try_from(*n).unwrap_or(u32::MAX)) <= number).last();
                let Some(below) = below else { continue };
                let unsure = (number - f64::from(u32::try_from(below).unwrap_or(u32::MAX)) - 0.5).abs();
                if unsure < 0.45 && best.is_none_or(|(least, ..)| unsure < least) {
                    best = Some((unsure, period, area, below));
                }
            }
        }
        best.map(|(_, period, area, n)| (period, area, n))
    }

    /// A unit, a period and a choice which the bound's routes were often for and often against.
    fn unsure_choice(&self, n_areas: usize) -> Option<(usize, usize, usize)> {
        let mut best: Option<(f64, usize, usize, usize)> = None;
        for (unit, domain) in self.domains.iter().enumerate().filter(|(unit, _)| !self.found.taken[*unit].is_empty()) {
            for (period, choices) in domain.iter().enumerate() {
                if choices.iter().filter(|may| **may).count() < 2 {
                    continue;
                }
                for choice in (0..=n_areas).filter(|choice| choices[*choice]) {
                    let share = f64::from(self.found.taken[unit][period][choice]) / f64::from(self.found.n.max(1));
                    let unsure = (share - 0.5).abs();
                    // Of those that are as unsure, a choice that is often made.
                    if best.is_none_or(|(least, ..)| unsure < least) && (share > 0.0 || best.is_none()) {
                        best = Some((unsure, unit, period, choice));
                    }
                }
            }
        }
        best.map(|(_, unit, period, choice)| (unit, period, choice))
    }
}

impl Known<'_> {
    fn look(&self, part: &Part, n_steps: usize, reached: f64) -> Result<Looked, Stopped> {
        self.progress.check()?;
        let Some(relaxed) = Relaxed::new((self.instance, self.pods), &part.domains, &part.numbers) else {
            return Ok(Looked::Empty);
        };
        if let Some((covered, routes)) = relaxed.settled() {
            let stints = (0..routes.len()).map(|unit| self.instance.stints(unit, &routes[unit]).unwrap_or_default());
            return Ok(Looked::Settled(Joint { stints: stints.collect(), routes, covered }));
        }
        let limits = (n_steps, reached, reached * (1.0 + 1e-9));
        let (found, tries) = bounded(&relaxed, Prices::clone(&part.prices), limits, self.progress)?;
        let joint = tries.last().map(|routes| self.fitted(routes)).transpose()?;
        let domains = Arc::new(relaxed.domains().to_vec());
        Ok(Looked::Bounded(Relaxation { domains, numbers: Arc::clone(&part.numbers), found }, joint))
    }

    /// As many of some routes as fit together, in the order of units; the others stay where they are; then each is asked again.
    fn fitted(&self, routes: &[Route]) -> Result<Joint, Stopped> {
        let mut joint = Joint::idle(self.instance);
        for (unit, route) in routes.iter().enumerate() {
            let Some(stints) = self.instance.stints(unit, route) else { continue };
            let before = std::mem::replace(&mut joint.routes[unit], route.clone());
            if self.instance.is_deconflicted(&joint.routes) {
                joint.stints[unit] = stints;
            } else {
                joint.routes[unit] = before;
            }
        }
        joint.covered = self.instance.covered_by(&joint.stints);
        improved((self.instance, self.pods), self.all, joint, self.progress)
    }
}

/// The bounds of all periods, each by itself, together: good where little is lost on the way from area to area.
fn by_period(instance: &Instance, effort: &Effort, progress: &Progress) -> Result<f64, Stopped> {
    let n = instance.periods.len();
    // Somewhat more is proven of each, so that together they prove what is asked.
    let each = Effort { gap: effort.gap * 0.8, most_parts: effort.most_parts / (2 * n), ..*effort };
    (0..n).map(|period| Ok(allocate(&instance.of_period(period), &each, &mut |_| {}, progress)?.bound)).sum()
}

/// A bound of a part, and some of the routes that units took on the way, the last ones last.
fn bounded(
    part: &Relaxed<'_>,
    prices: Prices,
    limits: (usize, f64, f64),
    progress: &Progress,
) -> Result<(Bound, Vec<Vec<Route>>), Stopped> {
    let mut tries: Vec<Vec<Route>> = Vec::new();
    let mut take = |step: usize, routes: &[Route]| {
        if step % STEPS_BETWEEN_TRIES == STEPS_BETWEEN_TRIES - 1 && !tries.iter().any(|known| known == routes) {
            tries.push(routes.to_vec());
        }
    };
    let found = part.bound(prices, limits, &mut take, progress)?;
    Ok((found, tries))
}
