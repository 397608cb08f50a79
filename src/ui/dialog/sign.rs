//! By which key is the plan signed? Choosing it, or making one.

use std::path::{Path, PathBuf};

use egui::{Context, TextEdit};

use super::path::Purpose;
use crate::language::words;
use crate::session::{CaseCommand, Command, Session};
use crate::ui::Outbox;

/// The open window, with what is typed.
#[derive(Debug)]
pub struct SignDialog {
    key: String,
    /// The key that the settings remembered when it was last looked.
    remembered: Option<PathBuf>,
    name: String,
}

/// What the window wants of its owner.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// Nothing.
    Nothing,
    /// A path is to be chosen.
    Path(Purpose),
    /// It is done with.
    ToClose,
}

impl SignDialog {
    /// Begins with the key that was used last.
    #[must_use]
    pub fn of(session: &Session) -> Self {
        let remembered = session.settings().signing_key.clone();
        let key = remembered.as_ref().map(|path| path.display().to_string()).unwrap_or_default();
        Self { key, remembered, name: session.case().plan().author.clone() }
    }

    /// This is the key.
    pub fn take_key(&mut self, path: &Path) {
        self.key = path.display().to_string();
    }

    /// Whose key is made.
    pub fn take_name(&mut self) -> String {
        self.name.trim().to_owned()
    }

    /// Draws the window.
    pub fn ui(&mut self, ctx: &Context, session: &Session, out: &mut Outbox) -> Wanted {
        // A key that was made meanwhile is the one to sign with.
        if session.settings().signing_key != self.remembered {
            self.remembered.clone_from(&session.settings().signing_key);
            self.key = self.remembered.as_ref().map(|path| path.display().to_string()).unwrap_or_default();
        }
        let mut wanted = Wanted::Nothing;
        let modal = super::modal(ctx, "sign", 480.0, |ui| {
            ui.heading(words("sign-title"));
            ui.label(words("sign-hint"));
            if !session.case().history().is_saved() {
                ui.colored_label(ui.visuals().warn_fg_color, words("sign-saves"));
            }
            ui.add_space(4.0);
            let label = ui.label(words("sign-key"));
            ui.horizontal(|ui| {
                let width = ui.available_width() - 110.0;
                ui.add(TextEdit::singleline(&mut self.key).desired_width(width)).labelled_by(label.id);
                if ui.button(words("sign-choose")).clicked() {
                    wanted = Wanted::Path(Purpose::SigningKey);
                }
            });
            ui.separator();
            let label = ui.label(words("sign-new-name"));
            ui.horizontal(|ui| {
                let width = ui.available_width() - 110.0;
                ui.add(TextEdit::singleline(&mut self.name).desired_width(width)).labelled_by(label.id);
                if ui.button(words("sign-new")).on_hover_text(words("sign-new-tip")).clicked() {
                    wanted = Wanted::Path(Purpose::NewKey);
                }
            });
            ui.add_space(8.0);
            ui.horizontal(|ui| {
                let key = self.key.trim();
                if super::main_button(ui, words("sign"), !key.is_empty()) {
                    out.push(Command::Case(CaseCommand::Sign(PathBuf::from(key))));
                    wanted = Wanted::ToClose;
                }
                if ui.button(words("cancel")).clicked() {
                    wanted = Wanted::ToClose;
                }
            });
        });
        if modal.should_close() && wanted == Wanted::Nothing { Wanted::ToClose } else { wanted }
    }
}
