//! New notices as toasts; each once, errors until closed.

use std::time::Duration;

use egui::{Context, vec2};
use egui_notify::Anchor;

use crate::session::{Session, Severity};

/// Shows each notice of the session once.
#[derive(Default)]
pub struct Toasts {
    toasts: Option<egui_notify::Toasts>,
    n_shown: usize,
}

impl Toasts {
    /// Draws the toasts that are up.
    pub fn ui(&mut self, ctx: &Context, session: &Session) {
        let toasts = self.toasts.get_or_insert_with(|| {
            egui_notify::Toasts::default().with_anchor(Anchor::BottomRight).with_margin(vec2(12.0, 140.0))
        });
        for notice in session.notices().get(self.n_shown..).unwrap_or_default() {
            let text = notice.text.clone();
            match notice.severity {
                Severity::Done => toasts.success(text).duration(Duration::from_secs(4)),
                Severity::Warning => toasts.warning(text).duration(Duration::from_secs(10)),
                Severity::Error => toasts.error(text).duration(Duration::from_secs(30)),
            };
        }
        self.n_shown = session.notices().len();
        toasts.show(ctx);
    }
}
