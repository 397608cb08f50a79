//! The answer at once: units are sent one after another, the one first that adds most; then each is asked again.
//!
//! Owns routes that fit together. Never proves anything. Start at [`greedy`] and [`improved`].
//!
//! # Source
//! G. Nemhauser, L. Wolsey and M. Fisher 1978, doi:10.1007/BF01588971: what is covered grows less the more there is already (it is submodular), so that, where
//! no area is full and nobody is to be apart, the greedy answer is never worse than half the best one; and M. Minoux 1978, doi:10.1007/BFb0006528: what a unit adds never grows, so most need not be asked
//! again.

use super::instance::{Instance, Route, Stint};
use super::route::{Domain, Pods, Worth, best_route};
use crate::report::{Progress, Stopped};

/// Routes that fit together, and what they cover.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Joint {
    pub(super) routes: Vec<Route>,
    pub(super) stints: Vec<Vec<Stint>>,
    pub(super) covered: f64,
}

impl Joint {
    /// Nobody is sent anywhere.
    pub(super) fn idle(instance: &Instance) -> Self {
        let n = instance.units.len();
        Self { routes: vec![vec![None; instance.periods.len()]; n], stints: vec![Vec::new(); n], covered: 0.0 }
    }

    fn send(&mut self, instance: &Instance, unit: usize, route: Route) {
        self.stints[unit] = instance.stints(unit, &route).unwrap_or_default();
        self.routes[unit] = if self.stints[unit].is_empty() { vec![None; route.len()] } else { route };
        self.covered = instance.covered_by(&self.stints);
    }
}

/// What each unit may do, by what is forbidden.
pub(super) fn domains(instance: &Instance) -> Vec<Domain> {
    let of_unit = |unit: usize| {
        let mut choices: Vec<bool> = (0..instance.areas.len()).map(|area| instance.is_allowed(unit, area)).collect();
        choices.push(true);
        vec![choices; instance.periods.len()]
    };
    (0..instance.units.len()).map(of_unit).collect()
}

/// The best that one unit can do while the others do what they do: what it adds, and its route.
pub(super) fn best_response(
    (instance, pods): (&Instance, &Pods),
    unit: usize,
    domain: &Domain,
    joint: &Joint,
) -> (f64, Route) {
    let (gains, n_areas) = (gains(instance, unit, joint), instance.areas.len());
    let mut free = domain.clone();
    for (period, choices) in free.iter_mut().enumerate() {
        let there = |other: usize| joint.routes[other][period].filter(|_| other != unit);
        for (area, choice) in choices.iter_mut().enumerate().take(n_areas) {
            let n = (0..joint.routes.len()).filter(|other| there(*other) == Some(area)).count();
            let meets = |other: usize| there(other) == Some(area);
            let is_apart = instance.apart.iter().all(|(a, b)| !(*a == unit && meets(*b) || *b == unit && meets(*a)));
            *choice &= n < instance.areas[area].most_units && is_apart;
        }
    }
    let nothing = vec![vec![0.0; n_areas]; instance.periods.len()];
    let worth = Worth { by_pod: &gains, by_coverage: None, costs: &nothing };
    let (_, route) = best_route((instance, pods), unit, &free, &worth);
    // Hours are reckoned too long where endurance binds: what it really adds is what counts.
    match instance.stints(unit, &route) {
        Some(stints) => {
            (stints.iter().fold(0.0, |sum, stint| sum + gains[stint.period][stint.area] * stint.pod), route)
        }
        None => (0.0, vec![None; instance.periods.len()]),
    }
}

/// What a unit that surely detects would add in each period and area, the others where they are.
pub(super) fn gains(instance: &Instance, unit: usize, joint: &Joint) -> Vec<Vec<f64>> {
    let others: Vec<Vec<Stint>> =
        joint.stints.iter().enumerate().map(|(idx, own)| if idx == unit { Vec::new() } else { own.clone() }).collect();
    let missed = instance.missed(&others);
    let gain = |period: usize, area: usize| {
        let cells = instance.areas[area].cells.iter();
        cells.map(|(cell, share)| instance.weights[period][*cell] * missed[period][*cell] * share).sum::<f64>()
    };
    let n_areas = instance.areas.len();
    (0..instance.periods.len()).map(|period| (0..n_areas).map(|area| gain(period, area)).collect()).collect()
}

/// Sends the units one after another, each time the one that adds most.
pub(super) fn greedy(
    (instance, pods): (&Instance, &Pods),
    domains: &[Domain],
    progress: &Progress,
) -> Result<Joint, Stopped> {
    let mut joint = Joint::idle(instance);
    // What each added when it was last asked: it will add no more than that.
    let mut waiting: Vec<(f64, usize)> = (0..instance.units.len()).map(|unit| (f64::INFINITY, unit)).collect();
    while !waiting.is_empty() {
        progress.check()?;
        waiting.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let (_, unit) = waiting[0];
        let (adds, route) = best_response((instance, pods), unit, &domains[unit], &joint);
        if waiting.get(1).is_some_and(|next| next.0 > adds) {
            waiting[0].0 = adds;
            continue;
        }
        waiting.remove(0);
        joint.send(instance, unit, route);
    }
    Ok(joint)
}

/// Asks each unit again, until nobody finds anything better.
pub(super) fn improved(
    (instance, pods): (&Instance, &Pods),
    domains: &[Domain],
    joint: Joint,
    progress: &Progress,
) -> Result<Joint, Stopped> {
    in_rounds(20, joint, |joint| {
        for (unit, domain) in domains.iter().enumerate() {
            progress.check()?;
            let (_, route) = best_response((instance, pods), unit, domain, joint);
            if route == joint.routes[unit] {
                continue;
            }
            let mut other = joint.clone();
            other.send(instance, unit, route);
            if other.covered > joint.covered * (1.0 + 1e-12) {
                *joint = other;
            }
        }
        Ok(())
    })
}

/// Takes two units out at a time and sends them again, the other one first, until no two find anything better.
pub(super) fn exchanged(
    (instance, pods): (&Instance, &Pods),
    domains: &[Domain],
    joint: Joint,
    progress: &Progress,
) -> Result<Joint, Stopped> {
    let n = instance.units.len();
    let pairs = || (0..n).flat_map(|one| (0..n).filter(move |other| *other != one).map(move |other| (one, other)));
    in_rounds(4, joint, |joint| {
        for (one, other) in pairs() {
            progress.check()?;
            let mut without = joint.clone();
            for unit in [one, other] {
                without.stints[unit].clear();
                without.routes[unit] = vec![None; instance.periods.len()];
            }
            for unit in [one, other] {
                let (_, route) = best_response((instance, pods), unit, &domains[unit], &without);
                without.send(instance, unit, route);
            }
            if without.covered > joint.covered * (1.0 + 1e-9) {
                *joint = without;
            }
        }
        Ok(())
    })
}

/// Goes through a round again and again until it adds nothing. Each adds something; that it ends soon is only seen, so it is also bounded.
fn in_rounds(
    most_rounds: usize,
    mut joint: Joint,
    mut round: impl FnMut(&mut Joint) -> Result<(), Stopped>,
) -> Result<Joint, Stopped> {
    for _ in 0..most_rounds {
        let before = joint.covered;
        round(&mut joint)?;
        if joint.covered <= before * (1.0 + 1e-9) {
            break;
        }
    }
    Ok(joint)
}
