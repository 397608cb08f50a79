//! What the imports read, kept, mended and skipped, and where; can be saved.

use egui::{Context, RichText, ScrollArea, Ui};

use crate::language::grouped;
use crate::report::Report;
use crate::session::Session;
use crate::ui::action::Action;

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
    ui.label(RichText::new(name).heading());
    egui::Grid::new("counts").num_columns(2).min_col_width(72.0).show(ui, |ui| {
        let repaired: u64 = report.repaired.values().sum();
        for (n, words) in [
            (report.read, "read"),
            (report.kept, "kept"),
            (report.duplicates, "repeated, and kept once"),
            (report.n_skipped(), "skipped"),
            (repaired, "repaired"),
        ] {
            if n > 0 || words == "skipped" {
                count_ui(ui, n, words);
            }
        }
    });
    let reasons = report.skipped.iter().map(|(reason, n)| (*n, format!("skipped: {reason}")));
    let reasons = reasons.chain(report.repaired.iter().map(|(reason, n)| (*n, format!("repaired: {reason}"))));
    let reasons: Vec<(u64, String)> = reasons.collect();
    if !reasons.is_empty() {
        ui.add_space(4.0);
        ui.label(RichText::new("Why").strong());
        egui::Grid::new("reasons").num_columns(2).striped(true).min_col_width(72.0).show(ui, |ui| {
            for (n, words) in &reasons {
                count_ui(ui, *n, words);
            }
        });
    }
    for line in notes(report) {
        ui.add(egui::Label::new(RichText::new(line).weak()).wrap());
    }
    if !report.samples.is_empty() {
        let title = format!("Where: the first {}", report.samples.len());
        ui.collapsing(title, |ui| {
            for sample in &report.samples {
                let line = sample.line.map_or_else(String::new, |line| format!(", line {line}"));
                let words = format!("{}{line}: {}", sample.file, sample.detail);
                ui.add(egui::Label::new(words).selectable(true).wrap());
            }
        });
    }
    ui.add_space(8.0);
    ui.separator();
}

/// A count, to the right of its column, and what it counts.
fn count_ui(ui: &mut Ui, n: u64, words: &str) {
    ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| ui.label(grouped(n)));
    ui.label(words);
    ui.end_row();
}

/// What else is to be known of a reading.
fn notes(report: &Report) -> Vec<String> {
    let zone = report.assumed_time_zone.as_ref().map(|zone| format!("Times that state no zone were taken as {zone}"));
    zone.into_iter().chain(report.notes.iter().cloned()).collect()
}
