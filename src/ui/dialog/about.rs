//! Shortcuts, the notice log, and what Cordon is made of.

use egui::{Context, RichText, ScrollArea, Ui};

use crate::language::{said, words};
use crate::session::{Session, Severity};
use crate::ui::action::{Action, MENUS};
use crate::ui::theme::Theme;

/// Draws the list of shortcuts, in two columns.
pub fn shortcuts_ui(ctx: &Context, is_open: &mut bool) {
    let window = super::window(words("shortcuts-title")).open(is_open).resizable(false);
    window.default_pos([340.0, 72.0]).show(ctx, |ui| {
        ui.set_width(600.0);
        ui.columns_const(|[left, right]| {
            for (idx, (menu, actions)) in MENUS.iter().enumerate() {
                let ui = if idx < 2 { &mut *left } else { &mut *right };
                let keyed = actions.iter().flatten().filter_map(|action| Some((action.name(), action.shortcut()?)));
                let keyed: Vec<(&str, String)> =
                    keyed.map(|(name, shortcut)| (name, ctx.format_shortcut(&shortcut))).collect();
                let lines: Vec<(&str, &str)> = keyed.iter().map(|(name, key)| (*name, key.as_str())).collect();
                group_ui(ui, words(menu), &lines);
            }
            group_ui(left, words("shortcuts-map"), &everywhere());
        });
    });
}

fn group_ui(ui: &mut Ui, title: &str, lines: &[(&str, &str)]) {
    if lines.is_empty() {
        return;
    }
    ui.label(RichText::new(title).color(ui.visuals().hyperlink_color));
    egui::Grid::new(title).num_columns(2).striped(true).min_col_width(96.0).show(ui, |ui| {
        for (what, key) in lines {
            ui.monospace(*key);
            ui.label(*what);
            ui.end_row();
        }
    });
    ui.add_space(6.0);
}

fn everywhere() -> [(&'static str, &'static str); 8] {
    [
        (words("shortcut-back"), "Esc"),
        (words("shortcut-finish"), "Enter"),
        (words("shortcut-take-back"), "Backspace"),
        (words("shortcut-beneath"), "Tab"),
        (words("shortcut-zoom"), words("key-wheel")),
        (words("shortcut-pan"), words("key-middle-drag")),
        (words("here-title"), words("key-right-click")),
        (words("shortcut-corners"), words("key-double-click")),
    ]
}

/// Draws the notice log, newest first.
pub fn notices_ui(ctx: &Context, is_open: &mut bool, session: &Session, theme: &Theme) {
    super::window(words("notices-title")).open(is_open).default_pos([380.0, 120.0]).default_size([520.0, 320.0]).show(
        ctx,
        |ui| {
            if session.notices().is_empty() {
                ui.weak(words("notices-empty"));
            }
            ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
                for notice in session.notices().iter().rev() {
                    let colour = match notice.severity {
                        Severity::Done => theme.ui.text,
                        Severity::Warning => theme.ui.warning,
                        Severity::Error => theme.ui.error,
                    };
                    ui.add(egui::Label::new(RichText::new(&notice.text).color(colour)).wrap());
                }
            });
        },
    );
}

/// Draws the about window.
pub fn about_ui(ctx: &Context, is_open: &mut bool, attribution: &str) {
    super::window(words("about-title")).open(is_open).default_pos([400.0, 120.0]).default_width(440.0).show(
        ctx,
        |ui| {
            ui.heading(format!("Cordon {}", env!("CARGO_PKG_VERSION")));
            ui.label(words("about-motto"));
            ui.add_space(8.0);
            ui.label(words("about-purpose"));
            ui.add_space(8.0);
            ui.label(RichText::new(words("about-sources")).strong());
            ui.label(attribution);
            ui.label(words("about-typeface"));
            ui.add_space(8.0);
            ui.label(said!("about-palette", action = Action::Palette.name()));
        },
    );
}
