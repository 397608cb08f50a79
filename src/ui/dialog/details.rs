//! What the plan says of itself: title, author, handling marking.

use egui::{Context, RichText, TextEdit};

use crate::io::plan_geojson::{Content, Signed};
use crate::language::{said, words};
use crate::plan::{Plan, PlanEdit};
use crate::session::Session;
use crate::ui::Outbox;
use crate::ui::panel::field::list;
use crate::ui::theme::Theme;

/// The open window, with what is typed.
#[derive(Debug)]
pub struct DetailsDialog {
    title: String,
    author: String,
    handling: String,
}

impl DetailsDialog {
    /// Begins with what the plan says now.
    #[must_use]
    pub fn of(plan: &Plan) -> Self {
        Self { title: plan.title.clone(), author: plan.author.clone(), handling: plan.handling.clone() }
    }

    /// Draws the window; false once it is done with.
    pub fn ui(&mut self, ctx: &Context, session: &Session, theme: &Theme, out: &mut Outbox) -> bool {
        let mut is_open = true;
        let modal = super::modal(ctx, "details", 460.0, |ui| {
            ui.heading(words("details-title"));
            for (name, text, hint) in [
                (words("details-name"), &mut self.title, words("details-name-tip")),
                (words("details-author"), &mut self.author, words("details-author-tip")),
                (words("details-handling"), &mut self.handling, words("details-handling-tip")),
            ] {
                let label = ui.label(name);
                ui.add(TextEdit::singleline(text).desired_width(f32::INFINITY))
                    .labelled_by(label.id)
                    .on_hover_text(hint);
            }
            ui.add_space(8.0);
            let lines = standing(session);
            if !lines.is_empty() {
                ui.separator();
                list(160.0).show(ui, |ui| {
                    for (is_sound, line, tip) in lines {
                        let text = RichText::new(line);
                        let text = if is_sound { text } else { text.color(theme.ui.warning) };
                        ui.add(egui::Label::new(text).wrap()).on_hover_text(tip);
                    }
                });
                ui.add_space(8.0);
            }
            ui.horizontal(|ui| {
                if super::main_button(ui, words("apply"), true) {
                    let (title, author, handling) = (self.title.clone(), self.author.clone(), self.handling.clone());
                    out.edit(words("edit-details"), PlanEdit::Describe { title, author, handling });
                    is_open = false;
                }
                if ui.button(words("cancel")).clicked() {
                    is_open = false;
                }
            });
        });
        is_open && !modal.should_close()
    }
}

/// What the plan's file says of itself, a line each: whether that is sound, the line, and more on it.
fn standing(session: &Session) -> Vec<(bool, String, String)> {
    let case = session.case();
    let mut lines = Vec::new();
    if case.is_encrypted() {
        lines.push((true, words("details-encrypted").to_owned(), words("details-encrypted-tip").to_owned()));
    }
    let Some(seal) = case.seal() else { return lines };
    lines.push(match seal.content {
        Content::Unchanged => (true, words("details-as-saved").to_owned(), seal.sha256.clone()),
        Content::Changed => (false, words("details-changed").to_owned(), words("details-changed-tip").to_owned()),
        Content::Unsealed => (true, words("details-unsealed").to_owned(), words("details-unsealed-tip").to_owned()),
    });
    if seal.signatures.is_empty() {
        lines.push((true, words("details-unsigned").to_owned(), words("details-unsigned-tip").to_owned()));
    }
    for Signed { signature, holds } in &seal.signatures {
        let name = if signature.name.is_empty() { &signature.key } else { &signature.name };
        let line = if *holds {
            said!("details-signed", name = name, time = &signature.signed)
        } else {
            said!("details-signature-broken", name = name, time = &signature.signed)
        };
        lines.push((*holds, line, said!("details-key", key = &signature.key)));
    }
    if !seal.signatures.is_empty() && !case.history().is_saved() {
        lines.push((false, words("details-signatures-go").to_owned(), String::new()));
    }
    lines
}
