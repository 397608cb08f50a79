//! The status line: where the pointer is, whose water that is, what the tool expects, the work under way, notices.

use egui::{RichText, Ui};

use crate::coordinate::{self, Form};
use crate::geodesy::Position;
use crate::session::{Command, JobView, Session, Severity};
use crate::ui::Outbox;
use crate::ui::panel::layers::grouped;
use crate::ui::theme::Theme;

/// What the line says of the pointer: position in the chosen form, and in MGRS.
#[must_use]
pub fn pointer_line(place: Position, form: Form) -> String {
    let mut parts = vec![coordinate::format(place, form)];
    if form != Form::Mgrs {
        parts.push(coordinate::format(place, Form::Mgrs));
    }
    parts.join("  ·  ")
}

/// A job in words: `Reading a.csv: 412,000 rows, 38 %, 1.2 M rows/s`.
#[must_use]
pub fn job_line(job: &JobView) -> String {
    if job.is_waiting {
        return format!("{}: waiting", job.title);
    }
    let mut parts = Vec::new();
    if !job.stage.is_empty() {
        parts.push(job.stage.clone());
    }
    if job.rows > 0 {
        parts.push(format!("{} rows", grouped(job.rows)));
    }
    if let Some(share) = share_done(job) {
        parts.push(format!("{:.0} %", share * 100.0));
    }
    let seconds = job.elapsed.as_secs_f64();
    #[expect(clippy::cast_precision_loss, reason = "a rate for reading, not for counting")]
    if job.rows > 0 && seconds > 0.5 {
        let rate = job.rows as f64 / seconds;
        parts.push(if rate >= 1e6 {
            format!("{:.1} M rows/s", rate / 1e6)
        } else {
            format!("{:.0} k rows/s", rate / 1e3)
        });
    }
    if parts.is_empty() { job.title.clone() } else { format!("{}: {}", job.title, parts.join(", ")) }
}

/// The part of its bytes that a job has read, 0 to 1; `None` while it is unknown.
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "a share for a bar, not for counting")]
pub fn share_done(job: &JobView) -> Option<f32> {
    let (done, total) = job.bytes;
    (total > 0).then(|| (done as f64 / total as f64).clamp(0.0, 1.0) as f32)
}

/// What the line is given each frame beside the session.
pub struct Line<'a> {
    /// The position under the pointer.
    pub pointer: Option<Position>,
    /// What the tool expects next.
    pub hint: &'a str,
}

/// Draws the line; true when the notice log is asked for.
pub fn ui(ui: &mut Ui, session: &Session, theme: &Theme, line: &Line<'_>, out: &mut Outbox) -> bool {
    let mut wants_log = false;
    ui.horizontal(|ui| {
        match line.pointer {
            Some(place) => {
                let text = pointer_line(place, session.settings().coordinate_form);
                ui.label(text).on_hover_text("The position under the pointer");
            }
            None => {
                ui.weak("Move the pointer over the map to read a position");
            }
        }
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            wants_log = notices_ui(ui, session, theme);
            for job in session.jobs().iter().filter(|job| job.elapsed.as_millis() > 150 || job.is_waiting).take(2) {
                if ui.small_button("Cancel").on_hover_text("Stop this work and give its memory back").clicked() {
                    out.push(Command::CancelJob(job.id));
                }
                match share_done(job) {
                    Some(share) => ui.add(egui::ProgressBar::new(share).desired_width(80.0)),
                    None => ui.add(egui::Spinner::new().size(14.0)),
                };
                ui.label(job_line(job));
            }
            if !line.hint.is_empty() {
                ui.label(RichText::new(line.hint).color(theme.ui.accent));
            }
        });
    });
    wants_log
}

fn notices_ui(ui: &mut Ui, session: &Session, theme: &Theme) -> bool {
    let n_errors = session.notices().iter().filter(|n| n.severity == Severity::Error).count();
    let n_warnings = session.notices().iter().filter(|n| n.severity == Severity::Warning).count();
    let (text, colour) = match (n_errors, n_warnings) {
        (0, 0) => ("No warnings".to_owned(), theme.ui.text_weak),
        (0, n) => (format!("{n} to know"), theme.ui.warning),
        (n, _) => (format!("{n} not done"), theme.ui.error),
    };
    let button = egui::Button::new(RichText::new(text).color(colour)).frame(false);
    ui.add(button).on_hover_text("Open the notice log").clicked()
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_job_tells_its_rows_share_and_rate() {
        let job = JobView {
            title: "Reading a.csv".into(),
            bytes: (38, 100),
            rows: 412_000,
            elapsed: Duration::from_secs(1),
            ..JobView::example()
        };
        assert_eq!(job_line(&job), "Reading a.csv: 412,000 rows, 38 %, 412 k rows/s");
    }
}
