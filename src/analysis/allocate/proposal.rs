//! The answer as an edit of the plan, which somebody makes or does not, and can undo as one.
//!
//! Owns which features say who is where and when. Never makes the edit. Start at [`proposal`].

use std::sync::Arc;

use uuid::Uuid;

use super::branch::Answer;
use super::case::{Case, WATCH_OF, is_watch};
use crate::plan::{Feature, FeatureId, Kind, Period, Plan, PlanEdit, title};

/// The edit that assigns units as an answer has them.
///
/// An area that the same units search in every period in which it is searched at all, and as long as it is in force, is assigned to them itself. Otherwise it gets a watch for each run of
/// periods with the same units: a patrol zone of the same outline, for that time. Watches of an earlier proposal go. Units that took no part stay where they are assigned.
#[must_use]
pub fn proposal(plan: &Plan, case: &Case, answer: &Answer) -> PlanEdit {
    let (mut replaced, mut added) = (Vec::new(), Vec::new());
    for (area, id) in case.areas.iter().enumerate() {
        let Some(feature) = plan.feature(*id) else { continue };
        let others = feature.units.iter().copied().filter(|unit| !case.units.contains(unit));
        let mut units: Vec<FeatureId> = others.collect();
        let runs = runs(case, answer, area);
        match runs.as_slice() {
            [] => {}
            [run] if is_whole(case, feature, run) => units.extend(&run.units),
            runs => added.extend(runs.iter().map(|run| Arc::new(watch(plan, feature, case, run)))),
        }
        if units != feature.units {
            replaced.push(Arc::new(Feature { units, ..Feature::clone(feature) }));
        }
    }
    let earlier = plan.features.iter().filter(|feature| is_watch(feature)).map(|feature| feature.id).collect();
    PlanEdit::All(vec![PlanEdit::Remove(earlier), PlanEdit::Replace(replaced), PlanEdit::Add(added)])
}

/// Periods, one after another, in which the same units search an area.
struct Run {
    first: usize,
    last: usize,
    units: Vec<FeatureId>,
}

fn runs(case: &Case, answer: &Answer, area: usize) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for period in 0..case.periods.len() {
        let there = |(route, id): (&Vec<Option<usize>>, &FeatureId)| (route[period] == Some(area)).then_some(*id);
        let units: Vec<FeatureId> = answer.routes.iter().zip(&case.units).filter_map(there).collect();
        match runs.last_mut() {
            _ if units.is_empty() => {}
            Some(run) if run.last + 1 == period && run.units == units => run.last = period,
            _ => runs.push(Run { first: period, last: period, units }),
        }
    }
    runs
}

/// Whether a run lasts as long as its area is in force within the time asked for; one in force without end lasts longer than any.
fn is_whole(case: &Case, feature: &Feature, run: &Run) -> bool {
    let (begins, ends) = (case.periods[run.first].0, case.periods[run.last].1);
    feature.period.from.is_some_and(|from| from >= begins) && feature.period.to.is_some_and(|to| to <= ends)
}

fn watch(plan: &Plan, area: &Feature, case: &Case, run: &Run) -> Feature {
    let (begins, ends) = (case.periods[run.first].0, case.periods[run.last].1);
    let from = area.period.from.map_or(begins, |own| own.max(begins));
    let to = area.period.to.map_or(ends, |own| own.min(ends));
    let id = Uuid::new_v5(&plan.id.0, format!("watch\n{}\n{from}", area.id).as_bytes());
    let mut watch = Feature { id: FeatureId(id), ..area.clone() };
    watch.kind = Kind::PatrolZone;
    watch.foreign_id = None;
    watch.name = format!("{}, {from}", title(area));
    watch.period = Period { from: Some(from), to: Some(to) };
    watch.units.clone_from(&run.units);
    watch.foreign.set(WATCH_OF, Some(&format!("\"{}\"", area.id).into()));
    watch
}
