//! The vessels of the open tracks: search by name, MMSI, IMO or call sign; click to select.

use std::sync::Arc;

use egui::{Button, ScrollArea, TextEdit, Ui, vec2};

use crate::session::{Selected, Session};
use crate::track::{TrackStore, Vessel};
use crate::ui::Outbox;
use crate::ui::action::Action;
use crate::ui::panel::layers::grouped;

/// The search of the list, and what it found; found anew only when text or tracks change.
#[derive(Debug, Default)]
pub struct VesselList {
    text: String,
    found: Vec<usize>,
    found_for: Option<(u64, String)>,
}

/// The indices of the vessels that match a text, in the store's order.
#[must_use]
pub fn data(store: &TrackStore, text: &str) -> Vec<usize> {
    let wanted = text.trim().to_lowercase();
    let matching = store.vessels().iter().enumerate().filter(|(_, vessel)| matches(vessel, &wanted));
    matching.map(|(idx, _)| idx).collect()
}

/// One vessel in two lines.
#[must_use]
pub fn line(vessel: &Vessel) -> String {
    let identity = &vessel.identity;
    let name = identity.name.as_deref().unwrap_or("No name");
    let flag = vessel.mmsi.flag().map_or("", |flag| flag.code());
    let class = identity.ship_type.map_or("", |t| t.class().word());
    let parts = [
        vessel.mmsi.to_string(),
        flag.to_owned(),
        class.to_owned(),
        format!("{} fixes", grouped(vessel.fixes.len() as u64)),
    ];
    format!("{name}\n{}", parts.into_iter().filter(|p| !p.is_empty()).collect::<Vec<_>>().join(" · "))
}

fn matches(vessel: &Vessel, wanted: &str) -> bool {
    let has = |text: &Option<String>| text.as_ref().is_some_and(|t| t.to_lowercase().contains(wanted));
    wanted.is_empty()
        || has(&vessel.identity.name)
        || has(&vessel.identity.call_sign)
        || vessel.mmsi.to_string().contains(wanted)
        || vessel.identity.imo.is_some_and(|imo| imo.to_string().contains(wanted))
}

impl VesselList {
    /// Draws the list.
    pub fn ui(&mut self, ui: &mut Ui, session: &Session, asked: &mut Vec<Action>, out: &mut Outbox) {
        let Some(tracks) = session.case().tracks() else {
            ui.add_space(8.0);
            ui.weak("Vessels of the open track files are listed here.");
            if ui.button("Open tracks…").clicked() {
                asked.push(Action::Open);
            }
            return;
        };
        let edit =
            TextEdit::singleline(&mut self.text).hint_text("Name, MMSI, IMO or call sign").desired_width(f32::INFINITY);
        let response = ui.add(edit);
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::TextInput, true, "Search vessels"));
        let key = (tracks.generation, self.text.clone());
        if self.found_for.as_ref() != Some(&key) {
            self.found = data(&tracks.store, &self.text);
            self.found_for = Some(key);
        }
        ui.weak(format!("{} of {}", grouped(self.found.len() as u64), grouped(tracks.store.vessels().len() as u64)));
        let height = 36.0;
        let store = Arc::clone(&tracks.store);
        ScrollArea::vertical().auto_shrink(false).show_rows(ui, height, self.found.len(), |ui, rows| {
            for vessel_idx in self.found.get(rows).unwrap_or_default() {
                let Some(vessel) = store.vessels().get(*vessel_idx) else { continue };
                let thing = Selected::Vessel(vessel.mmsi);
                let button = Button::selectable(session.focus().is_selected(thing), line(vessel)).truncate();
                let response = ui.add_sized(vec2(ui.available_width(), height - 4.0), button);
                if response.double_clicked() {
                    out.select(thing);
                    asked.push(Action::ZoomToSelection);
                } else if response.clicked() {
                    out.select(thing);
                }
                response.on_hover_text("Click to select, double-click to go there");
            }
        });
    }
}
