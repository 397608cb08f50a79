//! Every state a plan has been in this session, each with the name of the edit that led to it.

use std::sync::Arc;

use super::edit::{EditError, PlanEdit};
use super::model::Plan;
use crate::units::Timestamp;

/// A line of plan states with a cursor; never empty.
#[derive(Clone, Debug)]
pub struct History {
    states: Vec<State>,
    cursor: usize,
    saved: Option<Arc<Plan>>,
}

#[derive(Clone, Debug)]
struct State {
    label: String,
    plan: Arc<Plan>,
}

impl History {
    /// A history that begins with a plan; `is_saved` says whether a file already holds it.
    #[must_use]
    pub fn new(plan: Plan, is_saved: bool) -> Self {
        let plan = Arc::new(plan);
        Self {
            saved: is_saved.then(|| Arc::clone(&plan)),
            states: vec![State { label: String::new(), plan }],
            cursor: 0,
        }
    }

    /// The plan as it stands.
    #[must_use]
    pub fn plan(&self) -> &Arc<Plan> {
        match self.states.get(self.cursor) {
            Some(state) => &state.plan,
            None => unreachable!("the cursor stays inside the states, and there is always one"),
        }
    }

    /// Makes an edit named `label` at `now`; what had been undone is forgotten.
    ///
    /// # Errors
    /// [`EditError`] if the edit does not fit; nothing changes then.
    pub fn apply(&mut self, label: &str, edit: &PlanEdit, now: Timestamp) -> Result<(), EditError> {
        let plan = Arc::new(self.plan().with(edit, now)?);
        self.states.truncate(self.cursor + 1);
        self.states.push(State { label: label.to_owned(), plan });
        self.cursor += 1;
        Ok(())
    }

    /// The name of the edit that [`History::undo`] would take back.
    #[must_use]
    pub fn undo_label(&self) -> Option<&str> {
        (self.cursor > 0).then(|| self.states.get(self.cursor).map(|s| s.label.as_str())).flatten()
    }

    /// The name of the edit that [`History::redo`] would make again.
    #[must_use]
    pub fn redo_label(&self) -> Option<&str> {
        self.states.get(self.cursor + 1).map(|s| s.label.as_str())
    }

    /// Takes the last edit back, if there is one.
    pub fn undo(&mut self) {
        self.cursor = self.cursor.saturating_sub(1);
    }

    /// Makes the next edit again, if there is one.
    pub fn redo(&mut self) {
        if self.cursor + 1 < self.states.len() {
            self.cursor += 1;
        }
    }

    /// How many states there are; at least one.
    #[must_use]
    pub const fn n_states(&self) -> usize {
        self.states.len()
    }

    /// Which state stands.
    #[must_use]
    pub const fn cursor(&self) -> usize {
        self.cursor
    }

    /// A state: the name of the edit that led to it (empty for the first), and the plan.
    #[must_use]
    pub fn state(&self, idx: usize) -> Option<(&str, &Arc<Plan>)> {
        self.states.get(idx).map(|state| (state.label.as_str(), &state.plan))
    }

    /// Goes to a state, if it is there.
    pub fn jump(&mut self, idx: usize) {
        if idx < self.states.len() {
            self.cursor = idx;
        }
    }

    /// Notes that a file now holds `plan`.
    pub fn mark_saved(&mut self, plan: &Arc<Plan>) {
        self.saved = Some(Arc::clone(plan));
    }

    /// Whether the file holds the plan as it stands.
    #[must_use]
    pub fn is_saved(&self) -> bool {
        self.saved.as_ref().is_some_and(|saved| Arc::ptr_eq(saved, self.plan()))
    }
}
