//! The right end of the menu bar: which plan, whether it is saved, the network, the time in UTC.

use std::time::Duration;

use egui::{RichText, Ui};

use super::theme::Theme;
use crate::session::{self, Session};

/// The plan's state in words: `Plan Kilo • edited`.
#[must_use]
pub fn plan_line(session: &Session) -> String {
    let case = session.case();
    let state = if case.is_read_only() {
        " • read only"
    } else if case.history().is_saved() {
        ""
    } else {
        " • edited"
    };
    format!("{}{state}", case.name())
}

/// Draws it, from right to left.
pub fn ui(ui: &mut Ui, session: &Session, theme: &Theme) {
    let now = session::now();
    ui.label(now.to_string()).on_hover_text("The present moment in UTC, from this computer's clock");
    ui.ctx().request_repaint_after(Duration::from_secs(1));
    ui.separator();
    if session.settings().online_is_on {
        ui.label(RichText::new("online map on").color(theme.ui.warning))
            .on_hover_text("Map tiles are fetched from the network; switch it off under View, Map and chart sources");
    } else {
        ui.weak("offline").on_hover_text("Nothing is sent or fetched until you switch an online map on");
    }
    ui.separator();
    let path = session.case().path().map_or_else(|| "Not saved to a file yet".to_owned(), |p| p.display().to_string());
    let handling = session.case().plan().handling.trim();
    if !handling.is_empty() {
        ui.add(egui::Label::new(RichText::new(handling).small().color(theme.ui.warning)).truncate())
            .on_hover_text("The plan’s handling marking; it stands on every picture too");
        ui.separator();
    }
    ui.add(egui::Label::new(RichText::new(plan_line(session)).strong()).truncate()).on_hover_text(path);
}
