//! Windows above the map that ask or tell one thing.
//!
//! Owns text being typed until it is confirmed. Never changes the case except by commands.

use egui::{Context, Frame, Modal, ModalResponse, RichText, Ui, Window, WindowDrag};

pub mod about;
pub mod allocation;
pub mod details;
pub mod export_tracks;
pub mod history;
pub mod map_settings;
pub mod new_area;
mod passphrase;
mod pasted;
pub mod path;
pub mod patrol;
pub mod question;
pub mod report;
pub mod shaping;
pub mod sign;
pub mod versions;

/// A window beside the map that only tells something. It is moved by any part of it that is nothing else: egui's title bar
/// would be one more stop of the Tab key, without a name, and its button to fold a window is English in any language.
pub fn window(title: impl Into<egui::WidgetText>) -> Window<'static> {
    Window::new(title.into()).collapsible(false).drag_area(WindowDrag::Anywhere)
}

/// A window above everything that waits for an answer, with room around its words.
pub fn modal<T>(ctx: &Context, name: &str, width: f32, add: impl FnOnce(&mut Ui) -> T) -> ModalResponse<T> {
    let frame = Frame::popup(&ctx.global_style()).inner_margin(16);
    Modal::new(egui::Id::unique(name)).frame(frame).show(ctx, |ui| {
        ui.set_width(width.min(ctx.content_rect().width() - 80.0));
        add(ui)
    })
}

/// The button that does what a dialog is for, in the accent's colour.
pub fn main_button(ui: &mut Ui, words: &str, is_ready: bool) -> bool {
    main_button_of(ui, words, words, is_ready)
}

/// Such a button with a longer name for screen readers, where several stand in one window.
pub fn main_button_of(ui: &mut Ui, words: &str, name: &str, is_ready: bool) -> bool {
    let visuals = ui.visuals();
    let (fill, line) = (visuals.selection.bg_fill, visuals.hyperlink_color);
    let button = egui::Button::new(RichText::new(words).strong()).fill(fill).stroke(egui::Stroke::new(1.0, line));
    let response = ui.add_enabled(is_ready, button);
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, is_ready, name));
    response.clicked()
}
