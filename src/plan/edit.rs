//! Edits: the only way a plan changes, each a pure function from plan to plan.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::model::{Feature, FeatureId, Plan};
use super::naming::title;
use crate::units::Timestamp;

/// One edit of a plan, whole: one gesture of a user is one edit, and one undo.
#[derive(Clone, Debug, PartialEq)]
pub enum PlanEdit {
    /// Puts features on top, in this order.
    Add(Vec<Arc<Feature>>),
    /// Takes features away.
    Remove(Vec<FeatureId>),
    /// Puts features in the place of those with the same ids.
    Replace(Vec<Arc<Feature>>),
    /// Moves a feature to another place in the drawing order.
    Reorder {
        /// Which feature.
        id: FeatureId,
        /// Its index afterwards.
        to_idx: usize,
    },
    /// Becomes another version of itself: its features, and what it says of itself.
    Become(Arc<Plan>),
    /// Several edits, one after another, as one.
    All(Vec<Self>),
    /// Sets a member of the plan that this program has no field for, as JSON text; `None` takes it away.
    SetMember {
        /// Its name.
        name: String,
        /// Its JSON text.
        value: Option<Arc<str>>,
    },
    /// Changes what the plan says of itself.
    Describe {
        /// Title.
        title: String,
        /// Author.
        author: String,
        /// Handling marking.
        handling: String,
    },
}

/// An edit that does not fit the plan.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    /// It names a feature that the plan does not hold.
    #[error("the plan has no feature {0}")]
    NoSuchFeature(FeatureId),
    /// It adds a feature that the plan already holds.
    #[error("the plan already has a feature {0}")]
    AlreadyThere(FeatureId),
    /// It changes a feature that is locked.
    #[error("{0} is locked; unlock it first")]
    Locked(String),
}

impl Plan {
    /// The plan after an edit made at `now`.
    ///
    /// # Errors
    /// [`EditError`] if the edit names a feature that is not there, adds one that is, or changes one that is locked; the plan is
    /// then unchanged.
    pub fn with(&self, edit: &PlanEdit, now: Timestamp) -> Result<Self, EditError> {
        let mut plan = self.clone();
        plan.modified = now;
        plan.make(edit)?;
        // Another version brings its own locks.
        if !matches!(edit, PlanEdit::Become(_)) {
            self.check_locks(&plan)?;
        }
        Ok(plan)
    }

    /// Whether every feature that is locked here is there as it was; it may be unlocked, hidden and grouped.
    fn check_locks(&self, after: &Self) -> Result<(), EditError> {
        for locked in self.features.iter().filter(|feature| feature.is_locked) {
            let is_kept = after.feature(locked.id).is_some_and(|feature| {
                Arc::ptr_eq(feature, locked) || {
                    let mut held = Feature::clone(feature);
                    (held.is_locked, held.is_hidden) = (locked.is_locked, locked.is_hidden);
                    held.group.clone_from(&locked.group);
                    held == **locked
                }
            });
            if !is_kept {
                return Err(EditError::Locked(title(locked).to_owned()));
            }
        }
        Ok(())
    }

    fn make(&mut self, edit: &PlanEdit) -> Result<(), EditError> {
        let plan = self;
        match edit {
            PlanEdit::Add(features) => {
                let mut ids: BTreeSet<FeatureId> = plan.features.iter().map(|f| f.id).collect();
                for feature in features {
                    if !ids.insert(feature.id) {
                        return Err(EditError::AlreadyThere(feature.id));
                    }
                    plan.features.push(Arc::clone(feature));
                }
            }
            PlanEdit::Remove(ids) => {
                let gone: BTreeSet<FeatureId> = ids.iter().copied().collect();
                let there: BTreeSet<FeatureId> = plan.features.iter().map(|feature| feature.id).collect();
                if let Some(missing) = gone.difference(&there).next() {
                    return Err(EditError::NoSuchFeature(*missing));
                }
                plan.features.retain(|feature| !gone.contains(&feature.id));
            }
            PlanEdit::Replace(features) => {
                let places: BTreeMap<FeatureId, usize> =
                    plan.features.iter().zip(0..).map(|(feature, idx)| (feature.id, idx)).collect();
                for feature in features {
                    let idx = places.get(&feature.id).ok_or(EditError::NoSuchFeature(feature.id))?;
                    if let Some(slot) = plan.features.get_mut(*idx) {
                        *slot = Arc::clone(feature);
                    }
                }
            }
            PlanEdit::Reorder { id, to_idx } => {
                let idx = plan.feature_idx(*id).ok_or(EditError::NoSuchFeature(*id))?;
                let feature = plan.features.remove(idx);
                plan.features.insert((*to_idx).min(plan.features.len()), feature);
            }
            PlanEdit::Describe { title, author, handling } => {
                title.clone_into(&mut plan.title);
                author.clone_into(&mut plan.author);
                handling.clone_into(&mut plan.handling);
            }
            PlanEdit::Become(other) => {
                *plan = Self {
                    id: plan.id,
                    modified: plan.modified,
                    parents: plan.parents.clone(),
                    history: plan.history.clone(),
                    ..Self::clone(other)
                };
            }
            PlanEdit::All(edits) => edits.iter().try_for_each(|edit| plan.make(edit))?,
            PlanEdit::SetMember { name, value } => plan.foreign.set(name, value.as_ref()),
        }
        Ok(())
    }
}
