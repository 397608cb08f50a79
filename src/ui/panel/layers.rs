//! What is open beside the plan: tracks and zone layers, shown, coloured, filtered, closed.

use egui::{ComboBox, RichText, ScrollArea, TextEdit, Ui};

use crate::language::{said, words};
use crate::report::Report;
use crate::session::{
    CaseCommand, Command, FocusCommand, PictureKind, PictureWish, PlanCommand, Selected, Session, SettingsCommand,
    ZoneCommand, ZoneFilter, ZoneId, ZoneSet,
};
use crate::ui::Outbox;
use crate::ui::action::Action;
use crate::ui::colour_by::{ColourBy, legend};
use crate::ui::panel::colour::colour_ui;
use crate::ui::panel::coverage;
use crate::ui::panel::field::row_ui;
use crate::ui::theme::{GRID, Theme, icon};
use crate::vessel::ShipClass;

/// The open tracks in words: `62 vessels, 61,204 fixes` and their span.
#[must_use]
pub fn tracks_line(session: &Session) -> Option<(String, String)> {
    let tracks = session.case().tracks()?;
    let n_vessels = tracks.store.vessels().len();
    let counts = said!("layers-counts", vessels = n_vessels, fixes = tracks.store.n_fixes());
    let span = tracks
        .store
        .span()
        .map_or_else(String::new, |(from, to)| said!("layers-span", from = from.to_string(), to = to.to_string()));
    Some((counts, span))
}

/// A report in one line: `61,204 read, 12 skipped, 3 repeated`.
#[must_use]
pub fn report_line(report: &Report) -> String {
    let mut parts = vec![said!("layers-read", n = report.read)];
    if report.n_skipped() > 0 {
        parts.push(said!("layers-skipped", n = report.n_skipped()));
    }
    if report.duplicates > 0 {
        parts.push(said!("layers-repeated", n = report.duplicates));
    }
    let n_repaired: u64 = report.repaired.values().sum();
    if n_repaired > 0 {
        parts.push(said!("layers-repaired", n = n_repaired));
    }
    parts.join(", ")
}

/// Draws the panel.
pub fn ui(
    ui: &mut Ui,
    session: &Session,
    theme: &Theme,
    colour: &mut ColourBy,
    asked: &mut Vec<Action>,
    out: &mut Outbox,
) {
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        ui.set_max_width(ui.available_width() - 2.0 * GRID);
        tracks_ui(ui, session, theme, colour, asked, out);
        ui.separator();
        coverage::ui(ui, session, theme, out);
        ui.separator();
        ui.label(RichText::new(words("layers-zones")).strong());
        if session.case().zones().is_empty() {
            ui.weak(words("layers-no-zones"));
            if ui.button(words("layers-open-zones")).on_hover_text(Action::Open.hint()).clicked() {
                asked.push(Action::Open);
            }
        }
        for (idx, set) in session.case().zones().iter().enumerate() {
            ui.push_id(set.id, |ui| zones_ui(ui, idx, set, session, theme, out));
        }
        ui.separator();
        ui.label(RichText::new(words("layers-chart")).strong());
        if ui.button(Action::MapSettings.name()).on_hover_text(Action::MapSettings.hint()).clicked() {
            asked.push(Action::MapSettings);
        }
    });
}

/// From how many hours on a silence is shown as one.
fn silence_ui(ui: &mut Ui, hours: u32, out: &mut Outbox) {
    const HOURS: [u32; 6] = [1, 2, 4, 6, 12, 24];
    row_ui(ui, words("layers-silence"), |ui, label| {
        let written = |hours: u32| said!("hours", n = hours);
        let combo = ComboBox::from_id_salt("silence from").width(ui.available_width()).selected_text(written(hours));
        let response = combo.show_ui(ui, |ui| {
            for other in HOURS {
                if ui.selectable_label(other == hours, written(other)).clicked() && other != hours {
                    out.push(Command::Settings(SettingsCommand::SilenceHours(other)));
                }
            }
        });
        let why = words("layers-silence-tip");
        response.response.labelled_by(label).on_hover_text(why);
    });
}

/// Which picture of the traffic lies beneath the tracks.
fn picture_ui(ui: &mut Ui, wish: PictureWish, out: &mut Outbox) {
    let name = |kind: PictureKind| match kind {
        PictureKind::None => words("picture-none"),
        PictureKind::Density => words("picture-density"),
        PictureKind::Enforcement => words("picture-enforcement"),
    };
    let mut asked = wish;
    row_ui(ui, words("layers-picture"), |ui, label| {
        let combo = ComboBox::from_id_salt("picture").width(ui.available_width()).selected_text(name(wish.kind));
        let response = combo.show_ui(ui, |ui| {
            for other in PictureKind::ALL {
                ui.selectable_value(&mut asked.kind, other, name(other));
            }
        });
        response.response.labelled_by(label).on_hover_text(words("layers-picture-tip"));
    });
    if wish.kind == PictureKind::Density {
        row_ui(ui, words("picture-class"), |ui, label| {
            let name = |class: Option<ShipClass>| class.map_or(words("picture-all-classes"), ShipClass::spoken);
            let combo = ComboBox::from_id_salt("class").width(ui.available_width()).selected_text(name(wish.class));
            let response = combo.show_ui(ui, |ui| {
                for other in std::iter::once(None).chain(ShipClass::ALL.map(Some)) {
                    ui.selectable_value(&mut asked.class, other, name(other));
                }
            });
            response.response.labelled_by(label);
        });
    }
    if wish.kind != PictureKind::None {
        ui.checkbox(&mut asked.is_in_window, words("picture-in-window")).on_hover_text(words("picture-in-window-tip"));
    }
    if asked != wish {
        out.push(Command::Picture(asked));
    }
}

fn tracks_ui(
    ui: &mut Ui,
    session: &Session,
    theme: &Theme,
    colour: &mut ColourBy,
    asked: &mut Vec<Action>,
    out: &mut Outbox,
) {
    ui.label(RichText::new(words("layers-tracks")).strong());
    let Some((counts, span)) = tracks_line(session) else {
        ui.weak(words("layers-no-tracks"));
        if ui.button(words("layers-open-tracks")).clicked() {
            asked.push(Action::Open);
        }
        return;
    };
    ui.label(counts);
    ui.label(RichText::new(span).small().weak());
    let sources = session.case().tracks().map(|t| t.sources.as_slice()).unwrap_or_default();
    for source in sources {
        ui.label(RichText::new(format!("{}: {}", source.name, report_line(&source.report))).small());
    }
    row_ui(ui, words("layers-colour-by"), |ui, label| {
        let combo = ComboBox::from_id_salt("colour by").width(ui.available_width()).selected_text(colour.name());
        let response = combo.show_ui(ui, |ui| {
            for other in ColourBy::ALL {
                ui.selectable_value(colour, other, other.name());
            }
        });
        response.response.labelled_by(label);
    });
    silence_ui(ui, session.settings().silence_hours, out);
    picture_ui(ui, session.picture_wish(), out);
    let legend = legend(*colour, theme);
    if !legend.is_empty() {
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing.x = GRID;
            for (name, colour) in legend {
                let (mark, _) = ui.allocate_exact_size(egui::vec2(10.0, 10.0), egui::Sense::hover());
                ui.painter().rect_filled(mark, 2.0, colour);
                ui.label(RichText::new(name).small());
                ui.add_space(GRID);
            }
        });
    }
    ui.horizontal(|ui| {
        if ui.button(words("layers-report")).on_hover_text(Action::ImportReport.hint()).clicked() {
            asked.push(Action::ImportReport);
        }
        if ui.button(words("layers-export")).on_hover_text(words("layers-export-tip")).clicked() {
            asked.push(Action::ExportTracks);
        }
        if ui.button(words("layers-close")).on_hover_text(words("layers-close-tip")).clicked() {
            out.push(Command::Case(CaseCommand::CloseTracks));
        }
    });
}

fn zones_ui(ui: &mut Ui, idx: usize, set: &ZoneSet, session: &Session, theme: &Theme, out: &mut Outbox) {
    let send = |out: &mut Outbox, command: ZoneCommand| out.push(Command::Zone(command));
    ui.add_space(GRID);
    ui.horizontal(|ui| {
        let mut is_shown = set.is_shown;
        let tip = format!("{}\n{}\n{}", words("layers-show-tip"), set.layer.source, set.layer.crs);
        let tick = ui.checkbox(&mut is_shown, "").on_hover_text(&tip);
        let tick_name = said!("layers-show", name = &set.layer.name);
        tick.widget_info(|| egui::WidgetInfo::selected(egui::Role::CheckBox, true, set.is_shown, &tick_name));
        if tick.changed() {
            send(out, ZoneCommand::Show(idx, is_shown));
        }
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            ui.spacing_mut().item_spacing.x = GRID;
            if icon_button(ui, icon::ICON_CLOSE, words("layers-close-layer")) {
                send(out, ZoneCommand::Close(idx));
            }
            if icon_button(ui, icon::ICON_ZOOM_IN_MAP, words("layers-zoom"))
                && let Some(corners) = session.extent_of_layer(set.id)
            {
                out.look_at(corners);
            }
            let id = egui::Id::unique(("layer colour", set.id));
            let of_file = set.layer.zones.iter().find_map(|zone| zone.colour.as_deref());
            let own = of_file.and_then(|hex| theme.from_file(hex)).unwrap_or(theme.plan.reference);
            if let Some(colour) = colour_ui(ui, id, theme, words("layers-colour"), set.colour.as_deref(), own) {
                send(out, ZoneCommand::Colour(idx, colour));
            }
            ui.with_layout(egui::Layout::left_to_right(egui::Align::Center), |ui| {
                ui.add(egui::Label::new(RichText::new(&set.layer.name).strong()).truncate()).on_hover_text(&tip);
            });
        });
    });
    let shown: Vec<ZoneId> = {
        let zones = set.layer.zones.iter().enumerate().filter(|(_, zone)| set.shows(zone));
        zones.map(|(zone_idx, _)| ZoneId { set: set.id, zone_idx }).collect()
    };
    let n_shown = shown.len();
    let counts = said!("layers-shown", n = n_shown, all = set.layer.zones.len(), report = report_line(&set.report));
    ui.add(egui::Label::new(RichText::new(counts).small().weak()).wrap());
    filter_ui(ui, idx, set, out);
    let list = egui::CollapsingHeader::new(RichText::new(words("layers-list")).small()).id_salt("zones of layer");
    list.show(ui, |ui| zone_list_ui(ui, set, &shown, session, out));
    let adopt = ui.add_enabled(n_shown > 0, egui::Button::new(said!("layers-adopt", n = n_shown)));
    if adopt.on_hover_text(words("layers-adopt-tip")).clicked() {
        out.push(Command::Plan(PlanCommand::Adopt(shown)));
    }
}

/// The shown zones by name; a click selects one.
fn zone_list_ui(ui: &mut Ui, set: &ZoneSet, shown: &[ZoneId], session: &Session, out: &mut Outbox) {
    let height = ui.spacing().interact_size.y;
    ScrollArea::vertical().max_height(180.0).show_rows(ui, height, shown.len(), |ui, rows| {
        for id in shown.get(rows).unwrap_or_default() {
            let Some(zone) = set.layer.zones.get(id.zone_idx) else { continue };
            let name = if zone.name.is_empty() { said!("zone-nth", n = id.zone_idx + 1) } else { zone.name.clone() };
            let thing = Selected::Zone(*id);
            let button = egui::Button::selectable(session.focus().is_selected(thing), name.as_str());
            let response = ui.add(button.min_size(egui::vec2(ui.available_width(), height)).truncate());
            if response.clicked() {
                out.select(thing);
            }
            if response.double_clicked()
                && let Some(corners) = session.extent_of(thing)
            {
                out.look_at(corners);
            }
            if response.hovered() && session.focus().hovered != Some(thing) {
                out.push(Command::Focus(FocusCommand::Hover(Some(thing))));
            }
            response.on_hover_text(words("list-tip"));
        }
    });
}

fn filter_ui(ui: &mut Ui, idx: usize, set: &ZoneSet, out: &mut Outbox) {
    ui.horizontal(|ui| {
        let old = set.filter.clone().unwrap_or(ZoneFilter { field_idx: None, contains: String::new() });
        let mut filter = old.clone();
        let name = |idx: Option<usize>| {
            idx.and_then(|i| set.layer.fields.get(i)).map_or(words("layers-any-attribute"), String::as_str)
        };
        let combo = ComboBox::from_id_salt("field").width(110.0).selected_text(name(filter.field_idx));
        let response = combo.show_ui(ui, |ui| {
            ui.selectable_value(&mut filter.field_idx, None, words("layers-any-attribute"));
            for (i, field) in set.layer.fields.iter().enumerate() {
                ui.selectable_value(&mut filter.field_idx, Some(i), field);
            }
        });
        let label = said!("layers-filter-field", name = &set.layer.name);
        response.response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::ComboBox, true, label.clone()));
        let edit = TextEdit::singleline(&mut filter.contains).hint_text(words("layers-contains")).desired_width(100.0);
        let label = said!("layers-filter", name = &set.layer.name);
        let response = ui.add(edit);
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::TextInput, true, label.clone()));
        if filter != old {
            let filter = (!filter.contains.is_empty() || filter.field_idx.is_some()).then_some(filter);
            out.push(Command::Zone(ZoneCommand::Filter(idx, filter)));
        }
    });
}

/// A small button with an icon, named for screen readers.
pub fn icon_button(ui: &mut Ui, icon: egui_material_icons::MaterialIcon, name: &str) -> bool {
    let response = ui.add(egui::Button::new(icon.rich_text()).frame(false)).on_hover_text(name);
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, name));
    response.clicked()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_says_only_what_happened() {
        let mut report = Report { read: 1000, kept: 990, duplicates: 4, ..Report::default() };
        report.skipped.insert("no position".into(), 6);
        assert_eq!(report_line(&report), "1,000 read, 6 skipped, 4 repeated");
        assert_eq!(report_line(&Report { read: 3, ..Report::default() }), "3 read");
    }
}
