//! What is to be mended of the feature that is selected; nothing where there is nothing.

use egui::{Label, RichText, Ui};

use crate::language::{said, words};
use crate::plan::FeatureId;
use crate::session::Session;
use crate::ui::theme::{GRID, Theme, icon};

/// Draws each problem with the way out.
pub(super) fn ui(ui: &mut Ui, session: &Session, id: FeatureId, theme: &Theme) {
    let mut problems = session.problems_of(id).peekable();
    if problems.peek().is_none() {
        return;
    }
    super::section_ui(ui, words("check-section"));
    for problem in problems {
        ui.horizontal_top(|ui| {
            ui.colored_label(theme.ui.warning, icon::ICON_WARNING.rich_text());
            ui.vertical(|ui| {
                ui.spacing_mut().item_spacing.y = 1.0;
                ui.add(Label::new(RichText::new(&problem.what).color(theme.ui.warning)).wrap());
                let mend = said!("check-mend", mend = problem.mend.as_str());
                ui.add(Label::new(RichText::new(mend).weak().small()).wrap());
            });
        });
    }
    ui.add_space(GRID);
    ui.separator();
}
