//! Shortcuts, the notice log, and what Cordon is made of.

use egui::{Context, RichText, ScrollArea};

use crate::session::{Session, Severity};
use crate::ui::action::{Action, MENUS};
use crate::ui::theme::Theme;

/// Draws the list of shortcuts.
pub fn shortcuts_ui(ctx: &Context, is_open: &mut bool) {
    egui::Window::new("Keyboard shortcuts")
        .open(is_open)
        .collapsible(false)
        .default_pos([420.0, 80.0])
        .default_width(380.0)
        .show(ctx, |ui| {
            ScrollArea::vertical().max_height(480.0).show(ui, |ui| {
                egui::Grid::new("shortcuts").num_columns(2).striped(true).show(ui, |ui| {
                    for (menu, actions) in MENUS {
                        ui.label(RichText::new(menu).strong());
                        ui.end_row();
                        for action in actions.iter().flatten() {
                            if let Some(shortcut) = action.shortcut() {
                                ui.label(action.name());
                                ui.monospace(ctx.format_shortcut(&shortcut));
                                ui.end_row();
                            }
                        }
                    }
                    for (what, key) in EVERYWHERE {
                        ui.label(*what);
                        ui.monospace(*key);
                        ui.end_row();
                    }
                });
            });
        });
}

const EVERYWHERE: &[(&str, &str)] = &[
    ("Back out one step", "Esc"),
    ("Finish drawing", "Enter"),
    ("Take the last corner back", "Backspace"),
    ("Select what lies beneath", "Tab"),
    ("Zoom about the pointer", "Wheel"),
    ("Pan, whatever the tool", "Middle button"),
];

/// Draws the notice log, newest first.
pub fn notices_ui(ctx: &Context, is_open: &mut bool, session: &Session, theme: &Theme) {
    egui::Window::new("Notice log")
        .open(is_open)
        .collapsible(false)
        .default_pos([380.0, 120.0])
        .default_size([520.0, 320.0])
        .show(ctx, |ui| {
            if session.notices().is_empty() {
                ui.weak("Everything the program tells you is kept here.");
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
        });
}

/// Draws the about window.
pub fn about_ui(ctx: &Context, is_open: &mut bool, attribution: &str) {
    egui::Window::new("About Cordon").open(is_open).collapsible(false).default_pos([400.0, 120.0]).default_width(440.0).show(ctx, |ui| {
        ui.heading(format!("Cordon {}", env!("CARGO_PKG_VERSION")));
        ui.label("Plans UN sanctions enforcement at sea: a scalpel, not a hammer.");
        ui.add_space(8.0);
        ui.label(
            "A planning, monitoring and legal-basis aid. It holds no weapons, targets or use of force. Computed limits are \
             not legal baselines, a match is a reason to look and not a verdict, and the chart is not for navigation.",
        );
        ui.add_space(8.0);
        ui.label(RichText::new("Sources of the chart").strong());
        ui.label(attribution);
        ui.label("Typeface: Pretendard (SIL Open Font License 1.1). Icons: Material Symbols (Apache 2.0).");
        ui.add_space(8.0);
        ui.label(format!("{} has every command.", Action::Palette.name()));
    });
}
