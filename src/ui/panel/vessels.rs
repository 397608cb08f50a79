//! The vessels of the open tracks: search by name, MMSI, IMO or call sign; click to select.

use std::sync::Arc;

use egui::{ScrollArea, TextEdit, Ui};

use crate::session::{Command, FocusCommand, Selected, Session};
use crate::track::{TrackStore, Vessel};
use crate::ui::Outbox;
use crate::ui::action::Action;
use crate::ui::panel::layers::grouped;
use crate::ui::panel::row::{HEIGHT, Row, row_ui};
use crate::ui::theme::Theme;

/// The search of the list, and what it found; found anew only when text or tracks change.
#[derive(Debug, Default)]
pub struct VesselList {
    text: String,
    found: Vec<usize>,
    found_for: Option<(u64, String)>,
    /// What was selected in the last frame, and which rows were seen: a selection made elsewhere is scrolled to.
    selected: Option<Selected>,
    seen: std::ops::Range<usize>,
}

/// The indices of the vessels that match a text, in the store's order.
#[must_use]
pub fn data(store: &TrackStore, text: &str) -> Vec<usize> {
    let wanted = text.trim().to_lowercase();
    let matching = store.vessels().iter().enumerate().filter(|(_, vessel)| matches(vessel, &wanted));
    matching.map(|(idx, _)| idx).collect()
}

/// One vessel in two lines: its name, and what else tells it apart.
#[must_use]
pub fn lines(vessel: &Vessel) -> (String, String) {
    let identity = &vessel.identity;
    let mmsi = vessel.mmsi.to_string();
    let flag = vessel.mmsi.flag().map_or("", |flag| flag.code());
    let class = identity.ship_type.map_or("", |t| t.class().word());
    let parts = [mmsi.as_str(), flag, class].into_iter().filter(|p| !p.is_empty()).collect::<Vec<_>>().join(" · ");
    match &identity.name {
        Some(name) => (name.clone(), parts),
        None => (format!("MMSI {mmsi}"), parts),
    }
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
    pub fn ui(&mut self, ui: &mut Ui, session: &Session, theme: &Theme, asked: &mut Vec<Action>, out: &mut Outbox) {
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
        if self.found.is_empty() {
            ui.weak("No vessel has this in its name, MMSI, IMO number or call sign. Try fewer letters.");
            return;
        }
        let store = Arc::clone(&tracks.store);
        ui.spacing_mut().item_spacing.y = 2.0;
        let mut area = ScrollArea::vertical().auto_shrink(false);
        if let Some(row) = self.row_to_show(session, &store) {
            #[expect(clippy::cast_precision_loss, reason = "a place in a list")]
            let offset = row.saturating_sub(3) as f32 * (HEIGHT + ui.spacing().item_spacing.y);
            area = area.vertical_scroll_offset(offset);
        }
        area.show_rows(ui, HEIGHT, self.found.len(), |ui, rows| {
            self.seen = rows.clone();
            for vessel_idx in self.found.get(rows).unwrap_or_default() {
                let Some(vessel) = store.vessels().get(*vessel_idx) else { continue };
                vessel_ui(ui, session, vessel, theme, asked, out);
            }
        });
    }
}

impl VesselList {
    /// The row of a vessel that was selected elsewhere and is not in sight.
    fn row_to_show(&mut self, session: &Session, store: &TrackStore) -> Option<usize> {
        let now = session.focus().primary();
        if std::mem::replace(&mut self.selected, now) == now {
            return None;
        }
        let Some(Selected::Vessel(mmsi)) = now else { return None };
        let vessel_idx = store.vessel_idx(mmsi)?;
        self.found.iter().position(|idx| *idx == vessel_idx).filter(|row| !self.seen.contains(row))
    }
}

fn vessel_ui(
    ui: &mut Ui,
    session: &Session,
    vessel: &Vessel,
    theme: &Theme,
    asked: &mut Vec<Action>,
    out: &mut Outbox,
) {
    let thing = Selected::Vessel(vessel.mmsi);
    let (title, second) = lines(vessel);
    let n_fixes = format!("{} fixes", grouped(vessel.fixes.len() as u64));
    let is_selected = session.focus().is_selected(thing);
    let mark = Some(if is_selected { theme.track.selected } else { theme.track.vessel });
    let response = row_ui(ui, Row { mark, title: &title, second: &second, end: &n_fixes, is_selected });
    if response.double_clicked() {
        out.select(thing);
        asked.push(Action::ZoomToSelection);
    } else if response.clicked() {
        let adds = ui.input(|i| i.modifiers.command || i.modifiers.shift);
        out.push(Command::Focus(if adds { FocusCommand::Toggle(thing) } else { FocusCommand::Select(vec![thing]) }));
    }
    if response.hovered() && session.focus().hovered != Some(thing) {
        out.push(Command::Focus(FocusCommand::Hover(Some(thing))));
    }
    response.on_hover_text("Click to select, double-click to go there");
}
