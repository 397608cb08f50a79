//! Edits of what is selected, from menus, keys and dialogs: reshape, copy, paste.
//!
//! Owns the words of these edits. What becomes of the geometry is `plan`'s. Start at [`shape`].

use uuid::Uuid;

use super::Outbox;
use super::action::Action;
use crate::language::{said, words};
use crate::plan::{FeatureId, PlanEdit, Shaping, ShapingError, shaped};
use crate::session::faults;
use crate::session::nouns::title;
use crate::session::{Session, Severity};

/// The edit that reshapes what is selected.
///
/// # Errors
/// [`ShapingError`] if it cannot be done to what is selected.
pub(super) fn edit_of(session: &Session, shaping: Shaping) -> Result<PlanEdit, ShapingError> {
    let ids: Vec<FeatureId> = session.focus().features().collect();
    shaped(session.case().plan(), &ids, shaping, &mut || FeatureId(Uuid::new_v4()))
}

/// Reshapes what is selected, or says why not.
pub(super) fn shape(session: &Session, shaping: Shaping, out: &mut Outbox) {
    match edit_of(session, shaping) {
        Ok(edit) => out.edit(label(session, shaping), edit),
        Err(cause) => out.tell(Severity::Warning, refused(&cause)),
    }
}

/// Why it could not be done, as a sentence.
#[must_use]
pub(super) fn refused(cause: &ShapingError) -> String {
    use crate::plan::geometry::CombineError;
    let why = match cause {
        ShapingError::TooFew(n) => said!("shaping-too-few", n = *n),
        ShapingError::NoLine => words("shaping-no-line").to_owned(),
        ShapingError::Combine(CombineError::NotAnArea) => words("shaping-not-an-area").to_owned(),
        ShapingError::Combine(CombineError::NothingLeft) => words("shaping-nothing-left").to_owned(),
        ShapingError::Combine(CombineError::NothingShared) => words("shaping-nothing-shared").to_owned(),
        ShapingError::Combine(CombineError::NotDivided) => words("shaping-not-divided").to_owned(),
        ShapingError::Combine(CombineError::WouldCross) => words("shaping-would-cross").to_owned(),
        ShapingError::Combine(CombineError::Unsuited) => words("shaping-unsuited").to_owned(),
        ShapingError::Shape(cause) => faults::shape(cause).to_owned(),
    };
    said!("shaping-refused", why = why)
}

/// What undo will call it.
#[must_use]
pub(super) fn label(session: &Session, shaping: Shaping) -> String {
    let verb = match shaping {
        Shaping::Join => Action::Join.name(),
        Shaping::Subtract => Action::Subtract.name(),
        Shaping::Intersect => Action::Intersect.name(),
        Shaping::Split => words("verb-split"),
        Shaping::Grow(metres) if metres < 0.0 => words("verb-shrink"),
        Shaping::Grow(_) => words("verb-grow"),
        Shaping::Simplify(_) => words("verb-simplify"),
        Shaping::Turn(_) => words("verb-turn"),
        Shaping::Resize(_) => words("verb-resize"),
        Shaping::Shift(..) => words("verb-shift"),
    };
    let plan = session.case().plan();
    let mut features = session.focus().features().filter_map(|id| plan.feature(id));
    match (features.next(), features.count()) {
        (Some(one), 0) => said!("edit-verb-of", verb = verb, name = title(one)),
        (_, others) => said!("edit-verb-of-several", verb = verb, n = others + 1),
    }
}
