//! The questions about a passphrase: which one opens this, and by which is that encrypted.

use std::path::Path;

use egui::{Key, TextEdit, Ui};
use zeroize::Zeroizing;

use super::question::confirm_ui;
use crate::io::encrypted::Passphrase;
use crate::language::{said, words};
use crate::session::{Answer, Locked, ToEncrypt};

/// What is typed; wiped from memory with the question.
#[derive(Default)]
pub(super) struct PassphraseField {
    text: Zeroizing<String>,
    again: Zeroizing<String>,
    has_focus: bool,
}

impl std::fmt::Debug for PassphraseField {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("…")
    }
}

impl PassphraseField {
    /// Which passphrase opens this?
    pub(super) fn ask_ui(&mut self, ui: &mut Ui, of: &Locked, is_wrong: bool) -> Option<Answer> {
        ui.heading(match of {
            Locked::Plan(path) | Locked::Theirs(path) => said!("passphrase-of", file = name(path)),
            Locked::Journal(_) => words("passphrase-of-journal").to_owned(),
        });
        if is_wrong {
            ui.colored_label(ui.visuals().warn_fg_color, words("passphrase-wrong"));
        }
        let label = ui.label(words("passphrase"));
        let is_entered = self.field_ui(ui, label.id);
        self.answer_ui(ui, words("open"), true, is_entered)
    }

    /// By which passphrase is this encrypted? Asked for twice: nobody can open it without.
    pub(super) fn ask_new_ui(&mut self, ui: &mut Ui, of: &ToEncrypt) -> Option<Answer> {
        let (ToEncrypt::Plan { path, .. } | ToEncrypt::Export(path)) = of;
        ui.heading(said!("passphrase-new-of", file = name(path)));
        ui.label(words("passphrase-new-hint"));
        let label = ui.label(words("passphrase-new"));
        let is_entered = self.field_ui(ui, label.id);
        let label = ui.label(words("passphrase-again"));
        let again = ui
            .add(TextEdit::singleline(&mut *self.again).password(true).desired_width(f32::INFINITY))
            .labelled_by(label.id);
        let is_entered = is_entered || (again.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter)));
        let is_same = *self.text == *self.again;
        if !is_same && !self.again.is_empty() {
            ui.colored_label(ui.visuals().warn_fg_color, words("passphrase-differ"));
        }
        self.answer_ui(ui, words("save"), is_same, is_entered)
    }

    /// The field; whether it was left by Enter.
    fn field_ui(&mut self, ui: &mut Ui, label: egui::Id) -> bool {
        let field = TextEdit::singleline(&mut *self.text).password(true).desired_width(f32::INFINITY);
        let response = ui.add(field).labelled_by(label);
        if !self.has_focus {
            response.request_focus();
            self.has_focus = true;
        }
        response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter))
    }

    fn answer_ui(&self, ui: &mut Ui, verb: &str, is_ready: bool, is_entered: bool) -> Option<Answer> {
        let passphrase = Passphrase::new(self.text.as_str().to_owned()).filter(|_| is_ready);
        let answer = passphrase.map(Answer::Passphrase);
        if is_entered && answer.is_some() {
            return answer;
        }
        confirm_ui(ui, verb, answer.is_some(), || answer.unwrap_or(Answer::Cancel))
    }
}

/// The plan was encrypted: save it to a file that is not?
pub(super) fn unencrypted_ui(ui: &mut Ui, path: &Path) -> Option<Answer> {
    ui.heading(words("unencrypted-title"));
    ui.label(said!("unencrypted-hint", file = name(path)));
    confirm_ui(ui, words("unencrypted-save"), true, || Answer::Save)
}

fn name(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}
