//! A choice of how large what is looked for is, wherever a sweep width depends on it.
//!
//! Owns the row. Start at [`ui`].

use egui::{ComboBox, Ui};

use super::field::row_ui;
use crate::language::words;
use crate::plan::TargetSize;

/// Draws the row.
pub fn ui(ui: &mut Ui, targets: &mut TargetSize) {
    row_ui(ui, words("patrol-size"), |ui, label| {
        let combo = ComboBox::from_id_salt("targets").width(ui.available_width()).selected_text(targets.spoken());
        let response = combo.show_ui(ui, |ui| {
            for other in TargetSize::ALL {
                ui.selectable_value(targets, other, other.spoken());
            }
        });
        response.response.labelled_by(label).on_hover_text(words("patrol-size-tip"));
    });
}
