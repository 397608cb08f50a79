//! What the law asks in some waters, statement by statement, each with its source.

use egui::{CollapsingHeader, RichText, Ui};

use crate::brief::law_of;
use crate::chart::WaterZone;
use crate::language::{Language, words};
use crate::ui::theme::GRID;

/// Draws what is asked in these zones, folded until it is wanted; `id` tells one from another.
pub(super) fn folded_ui(ui: &mut Ui, id: impl std::hash::Hash + std::fmt::Debug, zones: &[WaterZone]) {
    if !zones.is_empty() {
        CollapsingHeader::new(words("law-heading")).id_salt(id).show(ui, |ui| lines_ui(ui, zones));
    }
}

/// Draws it as an entry of a menu that opens beside it.
pub(super) fn menu_ui(ui: &mut Ui, zone: WaterZone) {
    ui.menu_button(words("law-heading"), |ui| {
        ui.set_max_width(420.0);
        lines_ui(ui, &[zone]);
    });
}

fn lines_ui(ui: &mut Ui, zones: &[WaterZone]) {
    let mut note = "";
    for (idx, zone) in zones.iter().enumerate().filter(|(idx, zone)| !zones.iter().take(*idx).any(|z| z == *zone)) {
        let (statements, said) = law_of(*zone, Language::current());
        note = said;
        ui.add_space(if idx > 0 { GRID } else { 0.0 });
        ui.label(RichText::new(zone.words()).strong());
        for statement in statements {
            ui.add(egui::Label::new(&statement.text).wrap());
            ui.add(egui::Label::new(RichText::new(&statement.source).weak().small()).wrap());
        }
    }
    ui.add_space(GRID);
    ui.add(egui::Label::new(RichText::new(note).weak().small()).wrap());
}
