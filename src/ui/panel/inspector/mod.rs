//! What is selected, in words: a feature of the plan with every field to change, a vessel, or a zone.
//!
//! Owns nothing but text being typed. Every change is one edit, under the name its undo will have. Start at [`ui`].

mod approach;
mod craft;
mod facts;
mod feature;
mod finding;
mod inspection;
mod intercept;
mod keep;
pub mod meeting_plot;
mod patrol;
mod period;
mod place;
mod problems;
mod reach;
mod scalpel;
mod speed_plot;
mod vessel;

use egui::{RichText, ScrollArea, Ui};

pub use facts::zone_facts;
pub use feature::{edit_label, name_field, size_lines};
pub use period::{moment_of, moment_words};
pub use vessel::{Change, changes, identity_facts, track_facts};

use crate::language::{said, words};
use crate::session::{Command, FocusCommand, PlanCommand, Selected, Session};
use crate::ui::Outbox;
use crate::ui::action::Action;
use crate::ui::panel::field::fact_ui;
use crate::ui::theme::{GRID, Theme, icon};
use crate::ui::words::name_of;

/// How many of many selected things are named.
const MOST_NAMED: usize = 12;

/// Draws the inspector.
pub fn ui(ui: &mut Ui, session: &Session, theme: &Theme, asked: &mut Vec<Action>, out: &mut Outbox) {
    ui.add_space(GRID);
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        // The scroll bar floats over the right edge; nothing lies under it.
        ui.set_max_width(ui.available_width() - 2.0 * GRID);
        match session.focus().primary() {
            None => nothing_ui(ui),
            Some(_) if session.focus().selection.len() > 1 => several_ui(ui, session, theme, asked, out),
            Some(Selected::Feature(id)) => {
                if let Some(feature) = session.case().plan().feature(id) {
                    feature::ui(ui, session, feature, theme, asked, out);
                }
            }
            Some(Selected::Vessel(mmsi)) => vessel::ui(ui, session, mmsi, theme, asked, out),
            Some(Selected::Finding(id)) => finding::ui(ui, session, id, theme, asked, out),
            Some(thing @ Selected::Zone(_)) => zone_ui(ui, session, thing, theme, asked, out),
        }
    });
}

/// A heading with the mark of what it stands for.
fn heading_ui(ui: &mut Ui, colour: egui::Color32, title: &str, second: &str) {
    ui.horizontal(|ui| {
        let (mark, _) = ui.allocate_exact_size(egui::vec2(4.0, 36.0), egui::Sense::hover());
        ui.painter().rect_filled(mark, 2.0, colour);
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 1.0;
            ui.add(egui::Label::new(RichText::new(title).heading()).truncate()).on_hover_text(title);
            ui.add(egui::Label::new(RichText::new(second).weak()).truncate());
        });
    });
    ui.add_space(GRID);
}

/// A small heading between groups of fields.
fn section_ui(ui: &mut Ui, title: &str) {
    ui.add_space(GRID);
    ui.separator();
    ui.label(RichText::new(title).strong());
}

fn nothing_ui(ui: &mut Ui) {
    ui.heading(words("nothing-selected"));
    ui.add_space(GRID);
    ui.weak(words("nothing-selected-hint"));
    ui.add_space(2.0 * GRID);
    for (key, what) in [
        (words("key-click"), words("nothing-click")),
        ("Tab", words("nothing-tab")),
        (words("key-shift-click"), words("nothing-shift-click")),
        (words("key-right-click"), words("nothing-right-click")),
        (words("key-double-click"), words("nothing-double-click")),
        ("Ctrl+P", words("nothing-palette")),
    ] {
        fact_ui(ui, key, what);
    }
}

fn several_ui(ui: &mut Ui, session: &Session, theme: &Theme, asked: &mut Vec<Action>, out: &mut Outbox) {
    let selection = &session.focus().selection;
    ui.heading(said!("several", n = selection.len()));
    ui.add_space(GRID);
    for thing in selection.iter().take(MOST_NAMED) {
        let name = name_of(session, *thing);
        if ui.link(name).on_hover_text(words("several-only")).clicked() {
            out.push(Command::Focus(FocusCommand::Select(vec![*thing])));
        }
    }
    if selection.len() > MOST_NAMED {
        ui.weak(said!("several-more", n = selection.len() - MOST_NAMED));
    }
    approach::ui(ui, session, theme);
    keep::several_ui(ui, session, theme, out);
    ui.add_space(2.0 * GRID);
    let zones: Vec<_> =
        selection.iter().filter_map(|thing| if let Selected::Zone(id) = thing { Some(*id) } else { None }).collect();
    let n_vessels = session.focus().vessels().count();
    if n_vessels > 0 {
        let tip = words("several-export-tip");
        if ui.button(said!("several-export", n = n_vessels)).on_hover_text(tip).clicked() {
            asked.push(Action::ExportTracks);
        }
    }
    if !zones.is_empty() && ui.button(said!("layers-adopt", n = zones.len())).clicked() {
        out.push(Command::Plan(PlanCommand::Adopt(zones)));
    }
    actions_ui(ui, session, asked);
}

fn actions_ui(ui: &mut Ui, session: &Session, asked: &mut Vec<Action>) {
    ui.horizontal_wrapped(|ui| {
        for (action, short) in [
            (Action::ZoomToSelection, words("zoom-to")),
            (Action::Join, Action::Join.name()),
            (Action::Subtract, Action::Subtract.name()),
            (Action::Intersect, Action::Intersect.name()),
            (Action::Duplicate, Action::Duplicate.name()),
            (Action::Delete, Action::Delete.name()),
        ] {
            if action.is_possible(session) && ui.button(short).on_hover_text(action.tip(ui.ctx())).clicked() {
                asked.push(action);
            }
        }
    });
}

fn zone_ui(ui: &mut Ui, session: &Session, thing: Selected, theme: &Theme, asked: &mut Vec<Action>, out: &mut Outbox) {
    let Selected::Zone(id) = thing else { return };
    let Some((set, zone)) = session.case().zone(id) else { return };
    let hex = set.colour.as_deref().or(zone.colour.as_deref());
    let colour = hex.and_then(|hex| theme.from_file(hex)).unwrap_or(theme.plan.reference);
    heading_ui(ui, colour, &name_of(session, thing), &said!("zone-of", layer = &set.layer.name));
    for (name, value) in zone_facts(session, id) {
        fact_ui(ui, &name, &value);
    }
    ui.add_space(2.0 * GRID);
    let adopt = egui::Button::new((icon::ICON_ADD_LOCATION_ALT.rich_text(), words("zone-adopt")));
    let tip = words("zone-adopt-tip");
    if ui.add(adopt).on_hover_text(tip).clicked() {
        out.push(Command::Plan(PlanCommand::Adopt(vec![id])));
    }
    actions_ui(ui, session, asked);
}
