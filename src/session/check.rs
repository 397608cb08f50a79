//! What is wrong with the plan as it stands, looked for after every change, off the frame.
//!
//! Owns what was found last. The rules are `plan`'s, the same as the command line's; whose water it is, the session's. One look at a time: edits that
//! come meanwhile wait for it, and only the newest plan is looked at next. Start at [`Session::problems`].

use std::collections::HashSet;
use std::sync::Arc;

use super::Session;
use super::jobs::Lane;
use super::loading::Outcome;
use crate::chart::Waters;
use crate::geodesy::Position;
use crate::language::{Language, words};
use crate::plan::{self, FeatureId, FlagWater, Plan, Problem};

/// What the answer rests on.
#[derive(Clone)]
struct Grounds {
    plan: Arc<Plan>,
    /// Where the plan has a boarding or an inspection; without it nothing is said of consents.
    waters: Option<Arc<Waters>>,
    /// The language that the problems are told in.
    language: Language,
}

/// What a job found.
pub(super) struct Checked {
    on: Grounds,
    problems: Vec<Problem>,
}

/// What is known.
#[derive(Default)]
pub(super) struct CheckDesk {
    known: Option<Checked>,
    /// The plan that was asked about last, and whether waters matter to it.
    asks: Option<(Arc<Plan>, bool)>,
    is_under_way: bool,
}

impl Session {
    /// What is wrong with the plan, feature by feature in its drawing order; while a change is being looked at, what was wrong before it.
    pub fn problems(&self) -> impl Iterator<Item = &Problem> {
        let (plan, known) = (self.case.plan(), self.check.known.as_ref());
        let is_changed = known.is_some_and(|known| !Arc::ptr_eq(&known.on.plan, plan));
        let there: Option<HashSet<FeatureId>> = is_changed.then(|| plan.features.iter().map(|f| f.id).collect());
        let is_there = move |problem: &&Problem| match (&there, problem.feature) {
            (Some(there), Some(id)) => there.contains(&id),
            _ => true,
        };
        known.into_iter().flat_map(|known| &known.problems).filter(is_there)
    }

    /// What is wrong with one feature.
    pub fn problems_of(&self, id: FeatureId) -> impl Iterator<Item = &Problem> {
        self.problems().filter(move |problem| problem.feature == Some(id))
    }

    /// Sees to it that what is known is of the plan, the waters and the language of now.
    pub(super) fn refresh_check(&mut self) {
        if self.check.is_under_way {
            return;
        }
        let plan = self.case.history.plan();
        if plan.features.is_empty() {
            self.check = CheckDesk::default();
            return;
        }
        let asked = self.check.asks.take().filter(|(asked, _)| Arc::ptr_eq(asked, plan));
        let asked = asked.unwrap_or_else(|| (Arc::clone(plan), plan::needs_waters(plan)));
        let needs_waters = self.check.asks.insert(asked).1;
        let waters = self.waters.as_ref().filter(|_| needs_waters);
        let is_current = self.check.known.as_ref().is_some_and(|Checked { on, .. }| {
            Arc::ptr_eq(&on.plan, plan)
                && on.waters.as_ref().map(Arc::as_ptr) == waters.map(Arc::as_ptr)
                && on.language == Language::current()
        });
        if is_current {
            return;
        }
        let on = Grounds { plan: Arc::clone(plan), waters: waters.cloned(), language: Language::current() };
        self.check.is_under_way = true;
        self.jobs.start(Lane::Quiet, words("job-check"), move |_progress| {
            let problems = match &on.waters {
                Some(waters) => plan::check_in(&on.plan, Some(&|at| flag_water(waters, at))),
                None => plan::check(&on.plan),
            };
            Outcome::Checked(Box::new(Checked { on, problems }))
        });
    }

    pub(super) fn take_check(&mut self, checked: Checked) {
        self.check.is_under_way = false;
        self.check.known = Some(checked);
    }
}

/// Whether the flag State is to be asked at a place.
fn flag_water(waters: &Waters, at: Position) -> Option<FlagWater> {
    let located = waters.locate(at);
    let zone = located.zone.words().to_owned();
    located.zone.asks_flag_state().then_some(FlagWater { zone, basis: located.basis })
}
