//! Commands of one frame, applied after it is drawn.

use crate::plan::PlanEdit;
use crate::session::{Command, Corners, FocusCommand, PlanCommand, Selected, Severity};

/// Collects commands while a frame is drawn, and where the camera is asked to look.
#[derive(Debug, Default)]
pub struct Outbox {
    commands: Vec<Command>,
    look_at: Option<Corners>,
}

impl Outbox {
    /// Adds a command.
    pub fn push(&mut self, command: Command) {
        self.commands.push(command);
    }

    /// Adds an edit of the plan under the name its undo will have.
    pub fn edit(&mut self, label: impl Into<String>, edit: PlanEdit) {
        self.push(Command::Plan(PlanCommand::Edit { label: label.into(), edit }));
    }

    /// Selects just this thing.
    pub fn select(&mut self, thing: Selected) {
        self.push(Command::Focus(FocusCommand::Select(vec![thing])));
    }

    /// Adds a sentence to the notice log.
    pub fn tell(&mut self, severity: Severity, text: impl Into<String>) {
        self.push(Command::Tell(severity, text.into()));
    }

    /// Asks for a box to be seen whole.
    pub const fn look_at(&mut self, corners: Corners) {
        self.look_at = Some(corners);
    }

    /// Takes all commands, in the order they were added.
    pub fn take(&mut self) -> Vec<Command> {
        std::mem::take(&mut self.commands)
    }

    /// Takes the box that is to be seen whole.
    pub const fn take_look(&mut self) -> Option<Corners> {
        self.look_at.take()
    }
}
