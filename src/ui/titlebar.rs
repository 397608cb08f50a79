//! The right end of the menu bar: which plan, whether it is saved, the network, the time in UTC.

use std::time::Duration;

use egui::{RichText, Ui};

use super::theme::{Theme, icon};
use crate::language::words;
use crate::session::{self, Session};

/// The plan's state in words: `Plan Kilo • edited`.
#[must_use]
pub fn plan_line(session: &Session) -> String {
    let case = session.case();
    let state = if case.is_read_only() {
        words("title-read-only")
    } else if case.history().is_saved() {
        ""
    } else {
        words("title-edited")
    };
    if state.is_empty() { case.name() } else { format!("{} • {state}", case.name()) }
}

/// Draws it, from right to left.
pub fn ui(ui: &mut Ui, session: &Session, theme: &Theme) {
    let now = session::now();
    ui.label(now.to_string()).on_hover_text(words("title-now"));
    ui.ctx().request_repaint_after(Duration::from_secs(1));
    ui.separator();
    if session.settings().online_is_on {
        ui.label(RichText::new(words("title-online")).color(theme.ui.warning)).on_hover_text(words("title-online-tip"));
    } else {
        ui.weak(words("title-offline")).on_hover_text(words("title-offline-tip"));
    }
    ui.separator();
    let path = session.case().path().map_or_else(|| words("title-unsaved").to_owned(), |p| p.display().to_string());
    let handling = session.case().plan().handling.trim();
    if !handling.is_empty() {
        ui.add(egui::Label::new(RichText::new(handling).small().color(theme.ui.warning)).truncate())
            .on_hover_text(words("title-handling"));
        ui.separator();
    }
    ui.add(egui::Label::new(RichText::new(plan_line(session)).strong()).truncate()).on_hover_text(path);
    if session.case().is_encrypted() {
        let lock = ui.label(icon::ICON_LOCK.codepoint).on_hover_text(words("title-encrypted"));
        lock.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, words("title-encrypted")));
    }
}
