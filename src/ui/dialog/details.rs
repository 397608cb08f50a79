//! What the plan says of itself: title, author, handling marking.

use egui::{Context, TextEdit};

use crate::language::words;
use crate::plan::{Plan, PlanEdit};
use crate::ui::Outbox;

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
    pub fn ui(&mut self, ctx: &Context, out: &mut Outbox) -> bool {
        let mut is_open = true;
        let modal = super::modal(ctx, "details", 420.0, |ui| {
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
