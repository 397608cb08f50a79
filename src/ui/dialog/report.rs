//! What the imports read, kept, mended and skipped, and where; can be saved.

use egui::{Context, RichText, ScrollArea, Ui};

use crate::language::{grouped, said, words};
use crate::report::Report;
use crate::session::Session;
use crate::session::faults;
use crate::ui::action::Action;

/// Draws the report window; an action chosen is added to `asked`.
pub fn ui(ctx: &Context, is_open: &mut bool, session: &Session, asked: &mut Vec<Action>, save: &mut bool) {
    super::window(words("report-title")).open(is_open).default_pos([360.0, 90.0]).default_size([560.0, 420.0]).show(
        ctx,
        |ui| {
            let case = session.case();
            let tracks = case.tracks().map(|t| t.sources.as_slice()).unwrap_or_default();
            if tracks.is_empty() && case.zones().is_empty() {
                ui.weak(words("report-empty"));
                if ui.button(Action::Open.name()).clicked() {
                    asked.push(Action::Open);
                }
                return;
            }
            *save |= ui.button(words("report-save")).on_hover_text(words("report-save-tip")).clicked();
            ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
                for (i, source) in tracks.iter().enumerate() {
                    ui.push_id(("tracks", i), |ui| report_ui(ui, &source.name, &source.report));
                }
                for set in case.zones() {
                    ui.push_id(("zones", set.id), |ui| report_ui(ui, &set.layer.name, &set.report));
                }
            });
        },
    );
}

fn report_ui(ui: &mut Ui, name: &str, report: &Report) {
    ui.label(RichText::new(name).heading());
    egui::Grid::new("counts").num_columns(2).min_col_width(72.0).show(ui, |ui| {
        let repaired: u64 = report.repaired.values().sum();
        for (n, what) in [
            (report.read, words("report-read")),
            (report.kept, words("report-kept")),
            (report.duplicates, words("report-repeated")),
            (report.n_skipped(), words("report-skipped")),
            (repaired, words("report-repaired")),
        ] {
            if n > 0 || what == words("report-skipped") {
                count_ui(ui, n, what);
            }
        }
    });
    let reasons =
        report.skipped.iter().map(|(reason, n)| (*n, said!("report-skipped-why", reason = faults::reason(reason))));
    let reasons = reasons.chain(
        report.repaired.iter().map(|(reason, n)| (*n, said!("report-repaired-why", reason = faults::reason(reason)))),
    );
    let reasons: Vec<(u64, String)> = reasons.collect();
    if !reasons.is_empty() {
        ui.add_space(4.0);
        ui.label(RichText::new(words("report-why")).strong());
        egui::Grid::new("reasons").num_columns(2).striped(true).min_col_width(72.0).show(ui, |ui| {
            for (n, why) in &reasons {
                count_ui(ui, *n, why);
            }
        });
    }
    for line in notes(report) {
        ui.add(egui::Label::new(RichText::new(line).weak()).wrap());
    }
    if !report.samples.is_empty() {
        let title = said!("report-where", n = report.samples.len());
        ui.collapsing(title, |ui| {
            for sample in &report.samples {
                let line = sample.line.map_or_else(String::new, |line| said!("report-line", line = line.to_string()));
                let place = format!("{}{line}: {}", sample.file, sample.detail);
                ui.add(egui::Label::new(place).selectable(true).wrap());
            }
        });
    }
    ui.add_space(8.0);
    ui.separator();
}

/// A count, to the right of its column, and what it counts.
fn count_ui(ui: &mut Ui, n: u64, what: &str) {
    ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| ui.label(grouped(n)));
    ui.label(what);
    ui.end_row();
}

/// What else is to be known of a reading.
fn notes(report: &Report) -> Vec<String> {
    let zone = report.assumed_time_zone.as_ref().map(|zone| said!("report-zone", zone = zone.as_str()));
    zone.into_iter().chain(report.notes.iter().cloned()).collect()
}
