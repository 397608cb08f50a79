//! What is to be mended of the plan: one line above its features, and beneath it, once unfolded, each problem with the way out.
//!
//! Owns nothing. The problems are the session's, found by a job; a click selects the feature and shows it. Start at [`ui`].

use egui::{Button, CollapsingHeader, FontId, RichText, ScrollArea, TextFormat, Ui, text::LayoutJob};

use crate::language::{said, words};
use crate::plan::Problem;
use crate::session::nouns::title;
use crate::session::{Selected, Session};
use crate::ui::Outbox;
use crate::ui::theme::{BODY, GRID, SMALL, Theme, icon};

/// No more problems are listed: whoever mends these sees the next.
const MOST_LISTED: usize = 100;
/// How high the list may grow, points: the features stay in sight.
const MOST_HEIGHT: f32 = 260.0;

/// Draws the line and the list; nothing where there is nothing to mend.
pub(super) fn ui(ui: &mut Ui, session: &Session, theme: &Theme, out: &mut Outbox) {
    let n_problems = session.problems().count();
    if n_problems == 0 {
        return;
    }
    let head = format!("{} {}", icon::ICON_WARNING.codepoint, said!("check-head", n = n_problems));
    let header = CollapsingHeader::new(RichText::new(head).color(theme.ui.warning)).id_salt("what is to be mended");
    let response = header.show(ui, |ui| {
        ScrollArea::vertical().id_salt("problems").max_height(MOST_HEIGHT).auto_shrink([false, true]).show(ui, |ui| {
            for (idx, problem) in session.problems().take(MOST_LISTED).enumerate() {
                ui.push_id((problem.feature, &problem.rule, idx), |ui| row_ui(ui, session, problem, theme, out));
            }
            if n_problems > MOST_LISTED {
                ui.weak(said!("check-more", n = n_problems - MOST_LISTED));
            }
        });
    });
    response.header_response.on_hover_text(words("check-head-tip"));
    ui.separator();
    ui.add_space(GRID / 2.0);
}

/// Whose it is, what it is, how to mend it.
fn row_ui(ui: &mut Ui, session: &Session, problem: &Problem, theme: &Theme, out: &mut Outbox) {
    let feature = problem.feature.and_then(|id| session.case().plan().feature(id));
    let name = feature.map_or(problem.name.as_str(), |feature| title(feature));
    let mut job = LayoutJob::default();
    let mut put = |text: &str, size: f32, colour: egui::Color32| {
        job.append(text, 0.0, TextFormat::simple(FontId::proportional(size), colour));
    };
    put(name, BODY, ui.visuals().strong_text_color());
    put(&format!("\n{}", problem.what), SMALL + 1.0, theme.ui.text);
    put(&format!("\n{}", said!("check-mend", mend = problem.mend.as_str())), SMALL, theme.ui.text_weak);
    let thing = problem.feature.map(Selected::Feature);
    let is_selected = thing.is_some_and(|thing| session.focus().is_selected(thing));
    let row = Button::selectable(is_selected, job).wrap().min_size(egui::vec2(ui.available_width(), 0.0));
    if ui.add(row).on_hover_text(words("check-row-tip")).clicked()
        && let Some(thing) = thing
    {
        out.select(thing);
        if let Some(corners) = session.extent_of(thing) {
            out.look_at(corners);
        }
    }
}
