//! The card on an empty map: what this is for, and the four ways to begin.

use egui::{Align2, Context, RichText, vec2};

use crate::language::{said, words};
use crate::session::{CaseCommand, Command, Session};
use crate::ui::Outbox;
use crate::ui::action::Action;
use crate::ui::theme::icon;

/// While files are held over the window: what letting go will do.
pub fn drop_ui(ctx: &Context) {
    let n_held = ctx.input(|input| input.raw.hovered_files.len());
    if n_held == 0 {
        return;
    }
    let area = egui::Area::new(egui::Id::unique("drop")).order(egui::Order::Tooltip).interactable(false);
    area.anchor(Align2::CENTER_CENTER, vec2(0.0, 0.0)).show(ctx, |ui| {
        egui::Frame::popup(ui.style()).inner_margin(24).show(ui, |ui| {
            ui.vertical_centered(|ui| {
                ui.label(icon::ICON_UPLOAD_FILE.rich_text().size(32.0));
                ui.heading(said!("empty-drop", n = n_held));
                ui.weak(words("empty-drop-tip"));
            });
        });
    });
}

/// How many recent files the card lists.
const RECENT: usize = 5;

/// Draws the card; an action chosen is added to `asked`.
pub fn ui(ctx: &Context, session: &Session, asked: &mut Vec<Action>, out: &mut Outbox) {
    egui::Window::new(words("empty-begin"))
        .title_bar(false)
        .resizable(false)
        .movable(false)
        .anchor(Align2::CENTER_CENTER, vec2(0.0, 0.0))
        .fixed_size(vec2(420.0, 0.0))
        .show(ctx, |ui| {
            ui.vertical_centered(|ui| {
                ui.add_space(8.0);
                ui.label(icon::ICON_UPLOAD_FILE.rich_text().size(32.0));
                ui.heading(words("empty-here"));
                ui.weak(words("empty-kinds"));
                ui.add_space(12.0);
                let wide = vec2(300.0, 32.0);
                let mut choice = |ui: &mut egui::Ui, action: Action| {
                    let mut button = match action.icon() {
                        Some(icon) => egui::Button::new((icon.rich_text(), action.name())),
                        None => egui::Button::new(action.name()),
                    };
                    let key = action.shortcut().map_or_else(String::new, |key| ctx.format_shortcut(&key));
                    button = button.shortcut_text(key);
                    if ui.add_sized(wide, button).on_hover_text(action.hint()).clicked() {
                        asked.push(action);
                    }
                };
                choice(ui, Action::Open);
                choice(ui, Action::OpenSample);
                choice(ui, Action::ToolPolygon);
                ui.add_space(8.0);
            });
            let recent = &session.settings().recent;
            if !recent.is_empty() {
                ui.separator();
                ui.label(RichText::new(words("empty-recent")).strong());
                for path in recent.iter().take(RECENT) {
                    let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
                    if ui.link(name).on_hover_text(path.display().to_string()).clicked() {
                        out.push(Command::Case(CaseCommand::Open(vec![path.clone()])));
                    }
                }
            }
        });
}
