//! A choice of one of the plan's areas, for lists that are narrowed to what lies in it.
//!
//! Owns the row. What lies in the area is found by whoever asked. Start at [`ui`].

use egui::{ComboBox, Ui};

use super::field::row_ui;
use crate::language::{said, words};
use crate::plan::FeatureId;
use crate::session::nouns::title;
use crate::session::{Selected, Session};

/// Draws the row under a name; `chosen` is none for anywhere.
pub(super) fn ui(ui: &mut Ui, session: &Session, name: &str, chosen: &mut Option<FeatureId>) {
    let plan = session.case().plan();
    let is_area =
        |geometry: &geo::Geometry<f64>| matches!(geometry, geo::Geometry::Polygon(_) | geo::Geometry::MultiPolygon(_));
    let areas: Vec<_> = plan.features.iter().filter(|f| f.geometry.as_ref().is_some_and(is_area)).collect();
    let shown = areas.iter().find(|area| Some(area.id) == *chosen);
    let shown = shown.map_or(words("filter-anywhere"), |area| title(area)).to_owned();
    row_ui(ui, name, |ui, label| {
        let combo = ComboBox::from_id_salt(("in area", name)).width(ui.available_width()).truncate();
        let response = combo.selected_text(shown).show_ui(ui, |ui| {
            ui.selectable_value(chosen, None, words("filter-anywhere"));
            for area in &areas {
                // The one that is selected on the map is the one that is meant, mostly.
                let is_selected = session.focus().is_selected(Selected::Feature(area.id));
                let name =
                    if is_selected { said!("filter-selected", name = title(area)) } else { title(area).to_owned() };
                ui.selectable_value(chosen, Some(area.id), name);
            }
            if areas.is_empty() {
                ui.weak(words("filter-no-areas"));
            }
        });
        response.response.labelled_by(label);
    });
}
