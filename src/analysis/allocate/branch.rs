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

use super::bound::{Bound, Prices, Relaxed, greatest_pods};
use super::greedy::{Joint, domains, greedy, improved};
use super::instance::{Instance, Route};
use super::route::Domain;
use crate::report::{Progress, Stopped};

/// How much is to be proven, and how long is looked.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Effort {
    /// It is enough when no answer can be better by more than this share. A choice: 0.01; 0 for the best there is.
    pub gap: f64,
    /// Steps of the first bound: a choice, 600.
    pub n_first_steps: usize,
    /// Steps of each later one: a choice, 60.
    pub n_steps: usize,
    /// No more parts than this are looked at: a choice, 2,000.
    pub most_parts: usize,
}

impl Default for Effort {
    fn default() -> Self {
        Self { gap: 0.01, n_first_steps: 600, n_steps: 60, most_parts: 2_000 }
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
    domains: Vec<Domain>,
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
    let all = domains(&merged);
    progress.set_stage("sending the units one after another");
    let first = greedy(&merged, &all, &[], progress)?;
    let mut search = Search { instance: &merged, all: &all, best: first, bound: f64::INFINITY, n_parts: 0, take, progress };
    search.tell();
    let better = improved(&merged, &all, search.best.clone(), progress)?;
    search.offer(better);
    search.prove(effort)?;
    Ok(search.answer())
}

struct Search<'a> {
    instance: &'a Instance,
    all: &'a [Domain],
    best: Joint,
    bound: f64,
    n_parts: usize,
    take: &'a mut dyn FnMut(&Answer),
    progress: &'a Progress,
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
        let pods = greatest_pods(self.instance);
        let mut open = BinaryHeap::new();
        let Some(root) = Relaxed::new(self.instance, self.all, &pods) else { return Ok(()) };
        self.progress.set_stage("proving how good it is");
        let prices = root.prices_of(&self.best.stints);
        let found = self.look(&root, prices, effort.n_first_steps, effort.gap)?;
        self.bound = found.value;
        self.tell();
        self.split(&root, &found, &mut open);
        while let Some(part) = open.pop() {
            // What is popped has the greatest bound of all that is left.
            if part.bound < self.bound {
                self.bound = part.bound;
            }
            if self.is_done(part.bound, effort.gap) || self.n_parts >= effort.most_parts {
                return Ok(());
            }
            self.n_parts += 1;
            self.progress.set_stage(&format!("proving how good it is: {} parts", self.n_parts));
            let Some(relaxed) = Relaxed::new(self.instance, &part.domains, &pods) else { continue };
            if let Some((covered, routes)) = relaxed.settled() {
                if covered > self.best.covered {
                    let stints = (0..routes.len()).map(|unit| self.instance.stints(unit, &routes[unit]).unwrap_or_default());
                    self.offer(Joint { stints: stints.collect(), routes, covered });
                }
                continue;
            }
            let mut found = self.look(&relaxed, Prices::clone(&part.prices), effort.n_steps, 0.0)?;
            found.value = found.value.min(part.bound);
            if !self.is_done(found.value, 0.0) {
                self.split(&relaxed, &found, &mut open);
            }
        }
        // Every part was looked at: nothing is better.
        self.bound = self.best.covered;
        Ok(())
    }

    /// A bound of a part, and routes that it gives rise to.
    fn look(&mut self, part: &Relaxed<'_>, prices: Prices, n_steps: usize, gap: f64) -> Result<Bound, Stopped> {
        let (reached, enough) = (self.best.covered, self.best.covered * (1.0 + gap.max(1e-9)));
        let progress = self.progress;
        let mut tries: Vec<Vec<Route>> = Vec::new();
        let mut take = |step: usize, routes: &[Route]| {
            if step % STEPS_BETWEEN_TRIES == STEPS_BETWEEN_TRIES - 1 && !tries.iter().any(|known| known == routes) {
                tries.push(routes.to_vec());
            }
            Ok(())
        };
        let found = part.bound(prices, (n_steps, reached, enough), &mut take, progress)?;
        for routes in tries.iter().rev().take(8) {
            let joint = fitted(self.instance, routes);
            let joint = improved(self.instance, self.all, joint, progress)?;
            self.offer(joint);
        }
        Ok(found)
    }

    /// Cuts a part in two at the choice that the bound is least sure of: to be made, and not to be made.
    fn split(&self, part: &Relaxed<'_>, found: &Bound, open: &mut BinaryHeap<Part>) {
        let n_areas = self.instance.areas.len();
        let prices = Arc::new(found.prices.clone());
        let mut best: Option<(f64, usize, usize, usize)> = None;
        for (unit, domain) in part.domains().iter().enumerate().filter(|(unit, _)| !found.taken[*unit].is_empty()) {
            for (period, choices) in domain.iter().enumerate() {
                if choices.iter().filter(|may| **may).count() < 2 {
                    continue;
                }
                for choice in (0..=n_areas).filter(|choice| choices[*choice]) {
                    let share = f64::from(found.taken[unit][period][choice]) / f64::from(found.n.max(1));
                    let unsure = (share - 0.5).abs();
                    // Of those that are as unsure, a choice that is often made.
                    if best.is_none_or(|(least, ..)| unsure < least) && (share > 0.0 || best.is_none()) {
                        best = Some((unsure, unit, period, choice));
                    }
                }
            }
        }
        let Some((_, unit, period, choice)) = best else { return };
        for is_made in [false, true] {
            let mut domains = part.domains().to_vec();
            for (idx, may) in domains[unit][period].iter_mut().enumerate() {
                *may &= (idx == choice) == is_made;
            }
            open.push(Part { bound: found.value, number: 2 * self.n_parts + usize::from(is_made), domains, prices: Arc::clone(&prices) });
        }
    }
}

/// As many of some routes as fit together, in the order of units; the others stay where they are.
fn fitted(instance: &Instance, routes: &[Route]) -> Joint {
    let mut joint = Joint::idle(instance);
    for (unit, route) in routes.iter().enumerate() {
        let Some(stints) = instance.stints(unit, route) else { continue };
        let before = std::mem::replace(&mut joint.routes[unit], route.clone());
        if instance.is_deconflicted(&joint.routes) {
            joint.stints[unit] = stints;
        } else {
            joint.routes[unit] = before;
        }
    }
    joint.covered = instance.covered_by(&joint.stints);
    joint
}
