//! What the imports read, kept, mended and skipped, and where; can be saved.

use egui::{Context, RichText, ScrollArea, Ui};

use crate::report::Report;
use crate::session::Session;
use crate::ui::action::Action;
use crate::ui::panel::layers::{grouped, report_line};

/// The report as text, as it is shown and copied.
#[must_use]
pub fn data(name: &str, report: &Report) -> Vec<String> {
    let mut lines = vec![format!("{name}: {}", report_line(report))];
    if let Some(zone) = &report.assumed_time_zone {
        lines.push(format!("Times that state no zone were taken as {zone}"));
    }
    lines.extend(report.notes.iter().cloned());
    let counts = report.skipped.iter().map(|(reason, n)| ("skipped", reason, n));
    let counts = counts.chain(report.repaired.iter().map(|(reason, n)| ("repaired", reason, n)));
    lines.extend(counts.map(|(what, reason, n)| format!("{} {what}: {reason}", grouped(*n))));
    lines
}

/// Draws the report window; an action chosen is added to `asked`.
pub fn ui(ctx: &Context, is_open: &mut bool, session: &Session, asked: &mut Vec<Action>, save: &mut bool) {
    egui::Window::new("Import report")
        .open(is_open)
        .collapsible(false)
        .default_pos([360.0, 90.0])
        .default_size([560.0, 420.0])
        .show(ctx, |ui| {
            let case = session.case();
            let tracks = case.tracks().map(|t| t.sources.as_slice()).unwrap_or_default();
            if tracks.is_empty() && case.zones().is_empty() {
                ui.weak("Nothing has been imported yet. What an import reads, keeps and skips is listed here.");
                if ui.button(Action::Open.name()).clicked() {
                    asked.push(Action::Open);
                }
                return;
            }
            *save |= ui.button("Save report…").on_hover_text("Write all of this as a JSON file").clicked();
            ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
                for (i, source) in tracks.iter().enumerate() {
                    ui.push_id(("tracks", i), |ui| report_ui(ui, &source.name, &source.report));
                }
                for set in case.zones() {
                    ui.push_id(("zones", set.id), |ui| report_ui(ui, &set.layer.name, &set.report));
                }
            });
        });
}

fn report_ui(ui: &mut Ui, name: &str, report: &Report) {
    let lines = data(name, report);
    let mut lines = lines.iter();
    if let Some(first) = lines.next() {
        ui.label(RichText::new(first).strong());
    }
    lines.for_each(|line| drop(ui.label(line)));
    if !report.samples.is_empty() {
        ui.collapsing(format!("Where ({} places)", report.samples.len()), |ui| {
            for sample in &report.samples {
                let line = sample.line.map_or_else(String::new, |line| format!(", line {line}"));
                ui.label(format!("{}{line}: {}", sample.file, sample.detail));
            }
        });
    }
    ui.add_space(8.0);
}
