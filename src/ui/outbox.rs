//! Commands of one frame, applied after it is drawn.

use crate::plan::PlanEdit;
use crate::session::{Command, FocusCommand, PlanCommand, Selected};

/// Collects commands while a frame is drawn.
#[derive(Debug, Default)]
pub struct Outbox(Vec<Command>);

impl Outbox {
    /// Adds a command.
    pub fn push(&mut self, command: Command) {
        self.0.push(command);
    }

    /// Adds an edit of the plan under the name its undo will have.
    pub fn edit(&mut self, label: impl Into<String>, edit: PlanEdit) {
        self.push(Command::Plan(PlanCommand::Edit { label: label.into(), edit }));
    }

    /// Selects just this thing.
    pub fn select(&mut self, thing: Selected) {
        self.push(Command::Focus(FocusCommand::Select(vec![thing])));
    }

    /// Takes all commands, in the order they were added.
    pub fn take(&mut self) -> Vec<Command> {
        std::mem::take(&mut self.0)
    }
}
