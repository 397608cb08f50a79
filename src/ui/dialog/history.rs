//! Every state the plan has been in, to go back or forward to.

use egui::{Align2, Context, RichText, ScrollArea, vec2};

use crate::language::{said, words};
use crate::session::{Command, PlanCommand, Session};
use crate::ui::Outbox;

/// Draws the window while it is open.
pub fn ui(ctx: &Context, is_open: &mut bool, session: &Session, out: &mut Outbox) {
    if !*is_open {
        return;
    }
    let history = session.case().history();
    let window = super::window(words("history-title"))
        .id(egui::Id::unique("history of edits"))
        .open(is_open)
        .default_size(vec2(300.0, 360.0))
        .anchor(Align2::RIGHT_BOTTOM, vec2(-320.0, -140.0))
        .resizable(true);
    window.show(ctx, |ui| {
        ui.weak(words("history-tip"));
        let height = ui.spacing().interact_size.y;
        let n = history.n_states();
        ScrollArea::vertical().auto_shrink([false, true]).stick_to_bottom(true).show_rows(ui, height, n, |ui, rows| {
            for idx in rows {
                let Some((label, plan)) = history.state(idx) else { continue };
                let name = if label.is_empty() { words("history-begin") } else { label };
                let (.., hour, minute, second) = plan.modified.civil();
                let time = format!("{hour:02}:{minute:02}:{second:02}Z");
                let text = said!("history-line", time = time, name = name);
                let is_now = idx == history.cursor();
                let text = RichText::new(text);
                let text = if idx > history.cursor() { text.weak() } else { text };
                if ui.selectable_label(is_now, text).clicked() && !is_now {
                    out.push(Command::Plan(PlanCommand::JumpTo(idx)));
                }
            }
        });
    });
}
