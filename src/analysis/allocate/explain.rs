//! What binds: what each unit adds, why it is not elsewhere, and what one more of anything would add.
//!
//! Owns comparisons with the others left as they are: each says what a small change is worth, not what a new answer would be. Start at [`explained`].

use super::branch::Answer;
use super::greedy::{Joint, best_response, domains, gains};
use super::instance::{Instance, Stint};
use super::route::{Pods, Worth, best_route};
use crate::report::{Progress, Stopped};

/// Why a unit is not in an area.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Elsewhere {
    /// It was said that it does not go there.
    Forbidden,
    /// It has no time there: the way there and back takes its endurance, its availability or the period.
    OutOfReach,
    /// There are as many units there as there may be; else it would add so much more.
    Full(f64),
    /// It would add so much less there, the others where they are.
    AddsLess(f64),
}

/// What is said of a unit.
#[derive(Clone, Debug, PartialEq)]
pub struct UnitWhy {
    /// What it does.
    pub stints: Vec<Stint>,
    /// What would be lost without it, the others where they are.
    pub adds: f64,
    /// What one more like it would add.
    pub one_more: f64,
    /// What it would add with a tenth more endurance.
    pub more_endurance: f64,
    /// Every area that it never is in, and why.
    pub elsewhere: Vec<(usize, Elsewhere)>,
}

/// A share by which endurance is stretched, to see what that is worth: a choice.
const STRETCHED: f64 = 1.1;

/// What is said of each unit, in their order.
///
/// # Errors
/// [`Stopped`] if it was.
pub fn explained(instance: &Instance, answer: &Answer, progress: &Progress) -> Result<Vec<UnitWhy>, Stopped> {
    let pods = Pods::new(instance);
    let joint = joint_of(instance, answer);
    let all = domains(instance);
    let mut told = Vec::new();
    for unit in 0..instance.units.len() {
        progress.check()?;
        let mut without = joint.stints.clone();
        without[unit].clear();
        let adds = joint.covered - instance.covered_by(&without);
        let gains = gains(instance, unit, &joint);
        let mut elsewhere = Vec::new();
        for area in (0..instance.areas.len()).filter(|area| !answer.routes[unit].contains(&Some(*area))) {
            progress.check()?;
            elsewhere.push((area, why_not((instance, &pods), (unit, area), &gains, adds)));
        }
        let mut more = instance.clone();
        more.units.push(more.units[unit].clone());
        let another = more.units.len() - 1;
        let forbidden: Vec<_> =
            instance.forbidden.iter().filter(|(of, _)| *of == unit).map(|(_, area)| (another, *area)).collect();
        more.forbidden.extend(forbidden);
        let one_more = answer_of(&more, another, &with_one(&joint, instance));
        let mut longer = instance.clone();
        longer.units[unit].endurance_h *= STRETCHED;
        let longest = if instance.units[unit].endurance_h.is_finite() {
            best_response((&longer, &Pods::new(&longer)), unit, &all[unit], &joint).0
        } else {
            adds
        };
        let stints = joint.stints[unit].clone();
        told.push(UnitWhy { stints, adds, one_more, more_endurance: (longest - adds).max(0.0), elsewhere });
    }
    Ok(told)
}

fn joint_of(instance: &Instance, answer: &Answer) -> Joint {
    let stints = |unit: usize| instance.stints(unit, &answer.routes[unit]).unwrap_or_default();
    let stints: Vec<Vec<Stint>> = (0..instance.units.len()).map(stints).collect();
    Joint { routes: answer.routes.clone(), covered: instance.covered_by(&stints), stints }
}

fn with_one(joint: &Joint, instance: &Instance) -> Joint {
    let mut with = joint.clone();
    with.routes.push(vec![None; instance.periods.len()]);
    with.stints.push(Vec::new());
    with
}

fn answer_of(instance: &Instance, unit: usize, joint: &Joint) -> f64 {
    best_response((instance, &Pods::new(instance)), unit, &domains(instance)[unit], joint).0
}

fn why_not(
    (instance, pods): (&Instance, &Pods),
    (unit, area): (usize, usize),
    gains: &[Vec<f64>],
    adds: f64,
) -> Elsewhere {
    if instance.forbidden.contains(&(unit, area)) {
        return Elsewhere::Forbidden;
    }
    let (n_periods, n_areas) = (instance.periods.len(), instance.areas.len());
    let alone = |period: usize| {
        let mut route = vec![None; n_periods];
        route[period] = Some(area);
        route
    };
    if (0..n_periods).all(|period| instance.stints(unit, &alone(period)).is_none()) {
        return Elsewhere::OutOfReach;
    }
    let mut there = vec![vec![false; n_areas + 1]; n_periods];
    for choices in &mut there {
        choices[area] = true;
        choices[n_areas] = true;
    }
    let nothing = vec![vec![0.0; n_areas]; n_periods];
    let worth = Worth { by_pod: gains, by_coverage: None, costs: &nothing };
    let (with_room, _) = best_route((instance, pods), unit, &there, &worth);
    // Were there room, it would have gone.
    if with_room > adds * (1.0 + 1e-9) {
        Elsewhere::Full(with_room - adds)
    } else {
        Elsewhere::AddsLess(adds - with_room)
    }
}
