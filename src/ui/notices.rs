//! New notices at the foot of the map: each once, errors the longest. The notice log keeps them all.

use std::time::Duration;

use egui::{Align2, Area, Context, Frame, Id, Label, Order, Rect, RichText, Ui, vec2};

use super::panel::layers::icon_button;
use super::theme::{Theme, icon};
use crate::language::words;
use crate::session::{Notice, Session, Severity};

/// How many are up at once; the log has the rest.
const MOST: usize = 4;

/// A notice that is up.
#[derive(Debug)]
struct Toast {
    /// Its index in the session's notices.
    idx: usize,
    notice: Notice,
    /// When it goes, by the window's clock in seconds.
    until: f64,
}

/// Shows each notice of the session once.
#[derive(Debug, Default)]
pub struct Toasts {
    up: Vec<Toast>,
    n_shown: usize,
}

impl Toasts {
    /// Draws what is up, at the foot of the map's `room`.
    pub fn ui(&mut self, ctx: &Context, session: &Session, theme: &Theme, room: Rect) {
        let now = ctx.input(|input| input.time);
        let fresh = session.notices().iter().enumerate().skip(self.n_shown);
        self.up.extend(fresh.map(|(idx, notice)| Toast {
            idx,
            notice: notice.clone(),
            until: now + seconds(notice.severity),
        }));
        self.n_shown = session.notices().len();
        self.up.retain(|toast| toast.until > now);
        let surplus = self.up.len().saturating_sub(MOST);
        self.up.drain(..surplus);
        let Some(next) = self.up.iter().map(|toast| toast.until - now).min_by(f64::total_cmp) else { return };
        ctx.request_repaint_after(Duration::from_secs_f64(next.clamp(0.01, 60.0)));
        let mut closed = None;
        let area = Area::new(Id::unique("notices")).order(Order::Foreground);
        area.pivot(Align2::LEFT_BOTTOM).fixed_pos(room.left_bottom() + vec2(12.0, -12.0)).show(ctx, |ui| {
            for toast in &self.up {
                if toast_ui(ui, &toast.notice, theme, room.width()) {
                    closed = Some(toast.idx);
                }
            }
        });
        self.up.retain(|toast| Some(toast.idx) != closed);
    }
}

/// How long a notice is up.
const fn seconds(severity: Severity) -> f64 {
    match severity {
        Severity::Done => 5.0,
        Severity::Warning => 12.0,
        Severity::Error => 30.0,
    }
}

/// One notice; true when it is closed.
fn toast_ui(ui: &mut Ui, notice: &Notice, theme: &Theme, room: f32) -> bool {
    let (icon, colour) = match notice.severity {
        Severity::Done => (icon::ICON_CHECK_CIRCLE, theme.ui.good),
        Severity::Warning => (icon::ICON_WARNING, theme.ui.warning),
        Severity::Error => (icon::ICON_ERROR, theme.ui.error),
    };
    let frame = Frame::popup(ui.style()).inner_margin(8).stroke(egui::Stroke::new(1.0, colour.gamma_multiply(0.6)));
    frame
        .show(ui, |ui| {
            ui.set_max_width((room - 60.0).clamp(200.0, 460.0));
            ui.horizontal(|ui| {
                ui.label(icon.rich_text().color(colour));
                ui.scope(|ui| {
                    ui.set_max_width(ui.available_width() - 28.0);
                    ui.add(Label::new(RichText::new(&notice.text)).wrap());
                });
                icon_button(ui, icon::ICON_CLOSE, words("notice-close"))
            })
            .inner
        })
        .inner
}
