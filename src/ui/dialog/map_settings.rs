//! What the chart shows, the user's own maps, and the online map's switch.

use egui::{Context, RichText, TextEdit, Ui};

use crate::session::{Command, OnlineSource, Session, SettingsCommand};
use crate::ui::Outbox;
use crate::ui::map::{Language, MapSettings};
use crate::ui::panel::layers::icon_button;
use crate::ui::theme::icon;

/// What is being typed.
#[derive(Debug)]
pub struct Typed {
    url: String,
    attribution: String,
    path: String,
}

impl Default for Typed {
    fn default() -> Self {
        Self {
            url: "https://tile.openstreetmap.org/{z}/{x}/{y}.png".into(),
            attribution: "© OpenStreetMap contributors".into(),
            path: String::new(),
        }
    }
}

/// Why a URL template cannot be used; `None` if it can.
#[must_use]
pub fn fault_of(url: &str) -> Option<&'static str> {
    if !url.starts_with("https://") && !url.starts_with("http://") {
        Some("it must begin with https:// or http://")
    } else if !["{z}", "{x}", "{y}"].iter().all(|part| url.contains(part)) {
        Some("it must contain {z}, {x} and {y}")
    } else {
        None
    }
}

/// Draws the window.
pub fn ui(
    ctx: &Context,
    is_open: &mut bool,
    typed: &mut Typed,
    session: &Session,
    settings: &mut MapSettings,
    out: &mut Outbox,
) {
    egui::Window::new("Map and chart sources").open(is_open).default_width(440.0).show(ctx, |ui| {
        ui.label(RichText::new("Bundled chart").strong());
        ui.checkbox(&mut settings.shows_labels, "Names of places, ports and seas");
        ui.checkbox(&mut settings.shows_depths, "Depth areas and contours");
        ui.checkbox(&mut settings.shows_limits, "Limits: computed 12 and 24 nm, NLL, MDL");
        ui.checkbox(&mut settings.shows_graticule, "Graticule");
        ui.horizontal(|ui| {
            ui.label("Names in");
            ui.selectable_value(&mut settings.language, Language::English, "English");
            ui.selectable_value(&mut settings.language, Language::Korean, "한국어");
            ui.selectable_value(&mut settings.language, Language::Both, "both");
        });
        ui.separator();
        own_maps_ui(ui, typed, session, out);
        ui.separator();
        online_ui(ui, typed, session, out);
    });
}

fn own_maps_ui(ui: &mut Ui, typed: &mut Typed, session: &Session, out: &mut Outbox) {
    ui.label(RichText::new("Your own maps").strong());
    ui.weak("PMTiles, MBTiles, or a folder of z/x/y tiles; drop them on the window. The bundled chart stays beneath.");
    let maps = &session.settings().maps;
    for (idx, path) in maps.iter().enumerate() {
        ui.horizontal(|ui| {
            if icon_button(ui, icon::ICON_CLOSE, "Close this map; the file stays as it is") {
                let mut settings = session.settings().clone();
                settings.maps.remove(idx);
                out.push(Command::Settings(SettingsCommand::All(Box::new(settings))));
            }
            ui.label(path.file_name().unwrap_or(path.as_os_str()).to_string_lossy())
                .on_hover_text(path.display().to_string());
        });
    }
    ui.horizontal(|ui| {
        let label = ui.label("Path");
        ui.add(TextEdit::singleline(&mut typed.path).desired_width(280.0)).labelled_by(label.id);
        if ui.add_enabled(!typed.path.trim().is_empty(), egui::Button::new("Add")).clicked() {
            let path = std::mem::take(&mut typed.path).trim().into();
            out.push(Command::Case(crate::session::CaseCommand::Open(vec![path])));
        }
    });
}

fn online_ui(ui: &mut Ui, typed: &mut Typed, session: &Session, out: &mut Outbox) {
    ui.label(RichText::new("Online map").strong());
    ui.weak("Off until you switch it on, at every start. The server then learns which sea you look at.");
    let label = ui.label("URL template with {z}, {x}, {y}");
    ui.add(TextEdit::singleline(&mut typed.url).desired_width(f32::INFINITY)).labelled_by(label.id);
    let label = ui.label("Attribution its owner asks for");
    ui.add(TextEdit::singleline(&mut typed.attribution).desired_width(f32::INFINITY)).labelled_by(label.id);
    let fault = fault_of(&typed.url);
    if let Some(fault) = fault {
        ui.colored_label(ui.visuals().warn_fg_color, format!("This address cannot be used: {fault}"));
    }
    let mut is_on = session.settings().online_is_on;
    let switch =
        ui.add_enabled(is_on || fault.is_none(), egui::Checkbox::new(&mut is_on, "Fetch tiles from the network"));
    if switch.changed() {
        let source = OnlineSource { url: typed.url.clone(), attribution: typed.attribution.clone() };
        out.push(Command::Settings(SettingsCommand::Online(is_on.then_some(source))));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_template_needs_its_three_parts() {
        assert_eq!(fault_of("https://example.org/{z}/{x}/{y}.png"), None);
        assert!(fault_of("https://example.org/{z}/{x}.png").is_some());
        assert!(fault_of("file:///etc/{z}/{x}/{y}").is_some());
    }
}
