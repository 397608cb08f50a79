//! The menu bar, made from the table of actions.

use std::path::PathBuf;

use egui::{Button, Ui};

use super::action::{Action, LANGUAGES, MENUS};
use crate::io::unit_library;
use crate::language::{said, words};
use crate::plan::TypicalUnit;
use crate::session::{CaseCommand, Command, Session};
use crate::ui::Outbox;

/// Draws the menus; an action chosen is added to `asked`.
pub fn menu_ui(ui: &mut Ui, session: &Session, asked: &mut Vec<Action>, out: &mut Outbox) {
    for (name, actions) in MENUS.into_iter().filter(|(name, _)| *name != LANGUAGES) {
        ui.menu_button(words(name), |ui| {
            ui.set_min_width(240.0);
            for slot in actions {
                let Some(action) = *slot else {
                    ui.separator();
                    continue;
                };
                if item_ui(ui, session, action) {
                    asked.push(action);
                    ui.close();
                }
                if action == Action::OpenSample {
                    recent_ui(ui, &session.settings().recent, out);
                }
                if action == Action::ToolUnit {
                    ui.menu_button(words("menu-unit-class"), |ui| {
                        let units = unit_library::bundled();
                        if let Some(idx) = classes_ui(ui).and_then(|class| units.iter().position(|unit| unit == class))
                        {
                            asked.push(Action::ToolUnitOf(idx));
                            ui.close();
                        }
                    });
                }
                if action == Action::ThemeNight {
                    languages_ui(ui, session, asked);
                }
            }
        });
    }
}

/// The languages, named so that it is found by whoever reads only one of them.
fn languages_ui(ui: &mut Ui, session: &Session, asked: &mut Vec<Action>) {
    ui.menu_button(words(LANGUAGES), |ui| {
        let languages = MENUS.iter().filter(|(name, _)| *name == LANGUAGES);
        for action in languages.flat_map(|(_, actions)| actions.iter().flatten().copied()) {
            if item_ui(ui, session, action) {
                asked.push(action);
                ui.close();
            }
        }
    });
}

/// The classes of units that come with the program; the one that is chosen.
pub(super) fn classes_ui(ui: &mut Ui) -> Option<&'static TypicalUnit> {
    ui.set_min_width(220.0);
    let chosen = |class: &&TypicalUnit| ui.button(&*class.name).on_hover_text(class_words(class)).clicked();
    unit_library::bundled().iter().find(chosen)
}

/// What a class can do, and where that is from.
pub(super) fn class_words(class: &TypicalUnit) -> String {
    let [small, medium, large] = class.sweep_widths.map(|width| width.to_string());
    said!(
        "class-figures",
        craft = class.unit_type.spoken(),
        cruise = class.speed_cruise.to_string(),
        best = class.speed_max.to_string(),
        hours = class.endurance_h,
        small = small,
        medium = medium,
        large = large,
        source = &*class.source
    )
}

/// One line of a menu; true when it is chosen.
pub fn item_ui(ui: &mut Ui, session: &Session, action: Action) -> bool {
    let mut button = match action.icon() {
        Some(icon) => Button::new((icon.rich_text(), action.full_name(session))),
        None => Button::new(action.full_name(session)),
    };
    if let Some(shortcut) = action.shortcut() {
        button = button.shortcut_text(ui.ctx().format_shortcut(&shortcut));
    }
    if let Some(is_chosen) = action.is_chosen(session) {
        button = button.selected(is_chosen);
    }
    ui.add_enabled(action.is_possible(session), button).on_hover_text(action.hint()).clicked()
}

fn recent_ui(ui: &mut Ui, recent: &[PathBuf], out: &mut Outbox) {
    ui.add_enabled_ui(!recent.is_empty(), |ui| {
        ui.menu_button(words("menu-recent"), |ui| {
            for path in recent {
                let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy();
                if ui.button(name).on_hover_text(path.display().to_string()).clicked() {
                    out.push(Command::Case(CaseCommand::Open(vec![path.clone()])));
                    ui.close();
                }
            }
        });
    });
}
