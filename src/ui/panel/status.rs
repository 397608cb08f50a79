//! The status line: where the pointer is, whose water that is, what the tool expects, the work under way, notices.

use egui::{RichText, Ui};

use crate::coordinate::{self, Form};
use crate::geodesy::Position;
use crate::language::{said, words};
use crate::session::faults;
use crate::session::{Command, JobView, Session, Severity};
use crate::ui::Outbox;
use crate::ui::theme::{Theme, icon};

/// What the line says of the pointer: position in the chosen form, and in MGRS.
#[must_use]
pub fn pointer_line(place: Position, form: Form) -> String {
    let mut parts = vec![coordinate::format(place, form)];
    if form != Form::Mgrs {
        parts.push(coordinate::format(place, Form::Mgrs));
    }
    parts.join("  ·  ")
}

/// A job in words: `Reading a.csv: 412,000 rows, 38 %, 1.2 M rows/s, 7 s left`.
#[must_use]
pub fn job_line(job: &JobView) -> String {
    if job.is_waiting {
        return said!("status-waiting", title = &job.title);
    }
    let mut parts = Vec::new();
    if !job.stage.is_empty() {
        parts.push(faults::stage(&job.stage).to_owned());
    }
    if job.rows > 0 {
        parts.push(said!("status-rows", n = job.rows));
    }
    if let Some(share) = share_done(job) {
        parts.push(format!("{:.0} %", share * 100.0));
    }
    let seconds = job.elapsed.as_secs_f64();
    #[expect(clippy::cast_precision_loss, reason = "a rate for reading, not for counting")]
    if job.rows > 0 && seconds > 0.5 {
        let rate = job.rows as f64 / seconds;
        parts.push(if rate >= 1e6 {
            said!("status-rate-m", n = format!("{:.1}", rate / 1e6))
        } else {
            said!("status-rate-k", n = format!("{:.0}", rate / 1e3))
        });
    }
    if let Some(share) = share_done(job).map(f64::from).filter(|share| (LEAST_SHARE..1.0).contains(share))
        && seconds > 1.0
    {
        let left = seconds / share * (1.0 - share);
        parts.push(if left < 90.0 {
            said!("status-seconds-left", n = format!("{left:.0}"))
        } else {
            said!("status-minutes-left", n = format!("{:.0}", left / 60.0))
        });
    }
    if parts.is_empty() { job.title.clone() } else { format!("{}: {}", job.title, parts.join(", ")) }
}

/// From which share on the time left is more than a guess.
const LEAST_SHARE: f64 = 0.03;

/// The part of its bytes that a job has read, 0 to 1; `None` while it is unknown.
#[must_use]
#[expect(clippy::cast_precision_loss, clippy::cast_possible_truncation, reason = "a share for a bar, not for counting")]
pub fn share_done(job: &JobView) -> Option<f32> {
    let (done, total) = job.bytes;
    (total > 0).then(|| (done as f64 / total as f64).clamp(0.0, 1.0) as f32)
}

/// What the line is given each frame beside the session.
pub struct Line<'a> {
    /// The position under the pointer, written out; empty while it is not over the map.
    pub pointer: &'a str,
    /// Whose water that is; empty while it is not known.
    pub waters: &'a str,
    /// Range and bearing to the pointer from what is selected; empty without a selection.
    pub range: &'a str,
    /// What the tool expects next.
    pub hint: &'a str,
}

/// Draws the line; true when the notice log is asked for.
pub fn ui(ui: &mut Ui, session: &Session, theme: &Theme, line: &Line<'_>, out: &mut Outbox) -> bool {
    let mut wants_log = false;
    ui.horizontal(|ui| {
        pointer_ui(ui, line);
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            wants_log = notices_ui(ui, session, theme);
            jobs_ui(ui, session, theme, out);
            ui.separator();
            // The rest of the line, cut short rather than laid over what stands on the left.
            ui.with_layout(egui::Layout::left_to_right(egui::Align::Center), |ui| {
                ui.add(egui::Label::new(RichText::new(line.hint).color(theme.ui.accent)).truncate());
            });
        });
    });
    wants_log
}

fn pointer_ui(ui: &mut Ui, line: &Line<'_>) {
    if line.pointer.is_empty() {
        ui.weak(words("status-no-pointer"));
        ui.separator();
        return;
    }
    ui.label(line.pointer).on_hover_text(words("status-pointer-tip"));
    if !line.waters.is_empty() {
        ui.separator();
        ui.label(line.waters).on_hover_text(words("status-waters-tip"));
    }
    if !line.range.is_empty() {
        ui.separator();
        ui.label(line.range).on_hover_text(words("status-range-tip"));
    }
    ui.separator();
}

fn jobs_ui(ui: &mut Ui, session: &Session, theme: &Theme, out: &mut Outbox) {
    let jobs = session.jobs();
    let long: Vec<&JobView> = jobs.iter().filter(|job| job.elapsed.as_millis() > 150 || job.is_waiting).collect();
    let Some(first) = long.first() else { return };
    if ui.small_button(words("cancel")).on_hover_text(words("status-cancel-tip")).clicked() {
        out.push(Command::CancelJob(first.id));
    }
    match share_done(first) {
        Some(share) => ui.add(egui::ProgressBar::new(share).desired_width(80.0).fill(theme.ui.accent)),
        None => ui.add(egui::Spinner::new().size(14.0)),
    };
    let all: Vec<String> = long.iter().map(|job| job_line(job)).collect();
    let more = if long.len() > 1 { said!("status-more", n = long.len() - 1) } else { String::new() };
    ui.label(format!("{}{more}", job_line(first))).on_hover_text(all.join("\n"));
}

fn notices_ui(ui: &mut Ui, session: &Session, theme: &Theme) -> bool {
    let n_errors = session.notices().iter().filter(|n| n.severity == Severity::Error).count();
    let n_warnings = session.notices().iter().filter(|n| n.severity == Severity::Warning).count();
    let (text, colour) = match (n_errors, n_warnings) {
        (0, 0) => ("0".to_owned(), theme.ui.text_weak),
        (0, n) => (n.to_string(), theme.ui.warning),
        (n, _) => (n.to_string(), theme.ui.error),
    };
    let said = said!("status-notices", errors = n_errors, warnings = n_warnings);
    let icon = icon::ICON_WARNING.rich_text().color(colour);
    let button = egui::Button::new((icon, RichText::new(text).color(colour))).frame(false);
    let response = ui.add(button).on_hover_text(&said);
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, &said));
    response.clicked()
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
        let later = JobView { elapsed: Duration::from_secs(19), ..job };
        assert_eq!(job_line(&later), "Reading a.csv: 412,000 rows, 38 %, 22 k rows/s, 31 s left");
    }
}
