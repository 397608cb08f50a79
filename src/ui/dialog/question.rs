//! The session's questions, one at a time.

use egui::{ComboBox, Context, RichText, ScrollArea, Ui};

use crate::session::{Answer, Command, Question, QuestionId, Session};
use crate::ui::Outbox;
use crate::ui::dialog::path::Purpose;

/// What is typed and chosen for the question that is open.
#[derive(Debug, Default)]
pub struct QuestionDialog {
    for_question: Option<QuestionId>,
    zone: String,
    columns: Vec<Option<usize>>,
}

/// Zones offered for times that state none: what these waters' sources use.
const ZONES: [(&str, &str); 4] = [
    ("UTC", "UTC"),
    ("Asia/Seoul", "Korea, KST (UTC+9)"),
    ("Asia/Shanghai", "China (UTC+8)"),
    ("Asia/Tokyo", "Japan, JST (UTC+9)"),
];

/// What a column can be: the word of `--columns`, its name, and whether a track needs it.
const COLUMNS: [(&str, &str, bool); 12] = [
    ("mmsi", "MMSI", true),
    ("time", "Time", true),
    ("lat", "Latitude", true),
    ("lon", "Longitude", true),
    ("sog", "SOG (knots)", false),
    ("cog", "COG (degrees)", false),
    ("heading", "Heading (degrees)", false),
    ("status", "Navigational status", false),
    ("name", "Name", false),
    ("imo", "IMO number", false),
    ("call_sign", "Call sign", false),
    ("type", "Ship type", false),
];

impl QuestionDialog {
    /// Draws the question that is open, if any. A path to be chosen is asked for by the caller.
    pub fn ui(&mut self, ctx: &Context, session: &Session, out: &mut Outbox) -> Option<(QuestionId, Purpose)> {
        let (id, question) = session.question()?;
        if self.for_question != Some(id) {
            *self = Self { for_question: Some(id), zone: "Asia/Seoul".into(), columns: vec![None; COLUMNS.len()] };
        }
        if let Question::SavePath { .. } = question {
            return Some((id, Purpose::AnswerSave));
        }
        let mut answer = None;
        let modal = egui::Modal::new(egui::Id::unique("question")).show(ctx, |ui| {
            ui.set_width(460.0);
            answer = match question {
                Question::TimeZone { example, .. } => self.time_zone_ui(ui, example),
                Question::Columns { header, rows, .. } => self.columns_ui(ui, header, rows),
                Question::Unsaved { .. } => unsaved_ui(ui, session),
                Question::Recover { journals } => recover_ui(ui, journals),
                Question::SavePath { .. } => None,
            };
        });
        if modal.should_close() && answer.is_none() {
            answer = Some(Answer::Cancel);
        }
        if let Some(answer) = answer {
            out.push(Command::Answer(id, answer));
        }
        None
    }

    fn time_zone_ui(&mut self, ui: &mut Ui, example: &str) -> Option<Answer> {
        ui.heading("In which time zone is this file?");
        ui.label("Its times state none. Cordon keeps all times in UTC, so a wrong zone moves every ship by hours.");
        ui.monospace(example);
        for (zone, name) in ZONES {
            ui.radio_value(&mut self.zone, zone.to_owned(), name);
        }
        let label = ui.label("Or another, such as +09:00 or Asia/Vladivostok");
        ui.text_edit_singleline(&mut self.zone).labelled_by(label.id);
        confirm_ui(ui, "Read the file", !self.zone.trim().is_empty(), || Answer::TimeZone(self.zone.trim().to_owned()))
    }

    fn columns_ui(&mut self, ui: &mut Ui, header: &[String], rows: &[Vec<String>]) -> Option<Answer> {
        ui.heading("Which column is what?");
        ui.label("This header is not one that Cordon knows. Say what each column holds; four are needed.");
        ScrollArea::horizontal().id_salt("rows").max_height(110.0).show(ui, |ui| {
            egui::Grid::new("sample rows").striped(true).show(ui, |ui| {
                header.iter().for_each(|name| drop(ui.label(RichText::new(name).strong())));
                ui.end_row();
                for row in rows.iter().take(3) {
                    row.iter().for_each(|cell| drop(ui.label(cell)));
                    ui.end_row();
                }
            });
        });
        ui.separator();
        egui::Grid::new("columns").num_columns(2).show(ui, |ui| {
            for ((word, name, is_needed), chosen) in COLUMNS.iter().zip(&mut self.columns) {
                ui.label(if *is_needed { format!("{name} (needed)") } else { (*name).to_owned() });
                let text = chosen.and_then(|i| header.get(i)).map_or("none", String::as_str);
                ComboBox::from_id_salt(*word).width(220.0).selected_text(text).show_ui(ui, |ui| {
                    ui.selectable_value(chosen, None, "none");
                    for (i, column) in header.iter().enumerate() {
                        ui.selectable_value(chosen, Some(i), column);
                    }
                });
                ui.end_row();
            }
        });
        let is_complete = COLUMNS.iter().zip(&self.columns).all(|((_, _, needed), c)| !needed || c.is_some());
        confirm_ui(ui, "Read the file", is_complete, || Answer::Columns(columns_text(&self.columns, header)))
    }
}

/// The choice as `--columns` takes it: `mmsi=ID,time=When,…`.
fn columns_text(chosen: &[Option<usize>], header: &[String]) -> String {
    let named = COLUMNS.iter().zip(chosen).filter_map(|((word, _, _), idx)| Some((word, header.get((*idx)?)?)));
    named.map(|(word, column)| format!("{word}={column}")).collect::<Vec<_>>().join(",")
}

fn confirm_ui(ui: &mut Ui, verb: &str, is_ready: bool, answer: impl FnOnce() -> Answer) -> Option<Answer> {
    ui.add_space(8.0);
    ui.horizontal(|ui| {
        if ui.add_enabled(is_ready, egui::Button::new(verb)).clicked() {
            return Some(answer());
        }
        ui.button("Cancel").clicked().then_some(Answer::Cancel)
    })
    .inner
}

fn unsaved_ui(ui: &mut Ui, session: &Session) -> Option<Answer> {
    ui.heading(format!("Save the changes to {}?", session.case().name()));
    ui.label("Without saving, what was edited since the last save is lost.");
    ui.add_space(8.0);
    ui.horizontal(|ui| {
        let save = ui.button("Save");
        if ui.memory(|m| m.focused().is_none()) {
            save.request_focus();
        }
        if save.clicked() {
            return Some(Answer::Save);
        }
        if ui.button("Don't save").clicked() {
            return Some(Answer::Discard);
        }
        ui.button("Cancel").clicked().then_some(Answer::Cancel)
    })
    .inner
}

fn recover_ui(ui: &mut Ui, journals: &[crate::session::Journal]) -> Option<Answer> {
    ui.heading("Unsaved work was found");
    ui.label("An earlier session ended without saving. Take its work up again?");
    ui.add_space(4.0);
    let mut answer = None;
    for (idx, journal) in journals.iter().enumerate().take(8) {
        ui.horizontal(|ui| {
            if ui.button("Take up").clicked() {
                answer = Some(Answer::Recover(idx));
            }
            let title = if journal.title.is_empty() { "Untitled plan" } else { &journal.title };
            let from = journal.plan_path.as_ref().map_or(String::new(), |path| format!(", from {}", path.display()));
            ui.label(format!("{title}: {} features, last edited {}{from}", journal.n_features, journal.modified));
        });
    }
    ui.add_space(8.0);
    ui.horizontal(|ui| {
        if ui.button("Not now").on_hover_text("It is offered again at the next start").clicked() {
            answer = Some(Answer::Cancel);
        }
        if ui.button("Throw it away").on_hover_text("The journals are deleted").clicked() {
            answer = Some(Answer::Discard);
        }
    });
    answer
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chosen_columns_read_as_the_command_line_takes_them() {
        let header = ["When", "Ship", "Y", "X"].map(str::to_owned);
        let mut chosen = vec![None; COLUMNS.len()];
        (chosen[0], chosen[1], chosen[2], chosen[3]) = (Some(1), Some(0), Some(2), Some(3));
        assert_eq!(columns_text(&chosen, &header), "mmsi=Ship,time=When,lat=Y,lon=X");
    }
}
