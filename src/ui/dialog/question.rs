//! The session's questions, one at a time.

use egui::{ComboBox, Context, RichText, ScrollArea, Ui};

use crate::io::tracks::columns::{Role, role_of};
use crate::session::{Answer, Command, Question, QuestionId, Session};
use crate::ui::Outbox;
use crate::ui::dialog::path::Purpose;

/// What is typed and chosen for the question that is open.
#[derive(Debug, Default)]
pub struct QuestionDialog {
    for_question: Option<QuestionId>,
    zone: String,
    roles: Vec<Option<Role>>,
    time_format: usize,
}

/// Zones offered for times that state none: what these waters' sources use.
const ZONES: [(&str, &str); 4] = [
    ("UTC", "UTC"),
    ("Asia/Seoul", "Korea, KST (UTC+9)"),
    ("Asia/Shanghai", "China (UTC+8)"),
    ("Asia/Tokyo", "Japan, JST (UTC+9)"),
];

/// How a column of times may be written: the word of `--columns`, and what it means.
const TIME_FORMATS: [(&str, &str); 5] = [
    ("auto", "tell by looking"),
    ("day-first", "day, month, year"),
    ("month-first", "month, day, year"),
    ("unix", "seconds since 1970"),
    ("unix-ms", "milliseconds since 1970"),
];

impl QuestionDialog {
    /// Draws the question that is open, if any. A path to be chosen is asked for by the caller.
    pub fn ui(&mut self, ctx: &Context, session: &Session, out: &mut Outbox) -> Option<(QuestionId, Purpose)> {
        let (id, question) = session.question()?;
        if self.for_question != Some(id) {
            let roles = match question {
                Question::Columns { header, .. } => guessed(header),
                _ => Vec::new(),
            };
            *self = Self { for_question: Some(id), zone: "Asia/Seoul".into(), roles, time_format: 0 };
        }
        if let Question::SavePath { .. } = question {
            return Some((id, Purpose::AnswerSave));
        }
        let mut answer = None;
        let modal = egui::Modal::new(egui::Id::unique("question")).show(ctx, |ui| {
            ui.set_width(if matches!(question, Question::Columns { .. }) { 760.0 } else { 460.0 });
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

    /// Each column with what it holds above its first rows.
    fn columns_ui(&mut self, ui: &mut Ui, header: &[String], rows: &[Vec<String>]) -> Option<Answer> {
        ui.heading("Which column is what?");
        ui.label(
            "This header is not one that Cordon knows. Choose above each column what it holds; what is guessed from its name \
             is filled in already.",
        );
        ui.add_space(4.0);
        self.roles.resize(header.len(), None);
        ScrollArea::horizontal().id_salt("rows").show(ui, |ui| {
            egui::Grid::new("sample rows").striped(true).min_col_width(96.0).show(ui, |ui| {
                for (idx, (name, role)) in header.iter().zip(&mut self.roles).enumerate() {
                    let combo = ComboBox::from_id_salt(("column", idx)).width(120.0);
                    let response = combo.selected_text(role.map_or("—", role_words)).show_ui(ui, |ui| {
                        ui.selectable_value(role, None, "— (not used)");
                        for other in Role::ALL {
                            ui.selectable_value(role, Some(other), role_words(other));
                        }
                    });
                    let label = format!("What the column {name} holds");
                    response.response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::ComboBox, true, &label));
                }
                ui.end_row();
                header.iter().for_each(|name| drop(ui.label(RichText::new(name).strong())));
                ui.end_row();
                for row in rows.iter().take(5) {
                    row.iter().take(header.len()).for_each(|cell| {
                        let short: String = cell.chars().take(32).collect();
                        ui.label(RichText::new(short).monospace());
                    });
                    ui.end_row();
                }
            });
        });
        ui.add_space(4.0);
        ui.horizontal(|ui| {
            let label = ui.label("Times are written as");
            let shown = TIME_FORMATS.get(self.time_format).map_or("", |(_, words)| *words);
            let combo = ComboBox::from_id_salt("time format").width(190.0).selected_text(shown);
            let response = combo.show_ui(ui, |ui| {
                for (idx, (_, words)) in TIME_FORMATS.iter().enumerate() {
                    ui.selectable_value(&mut self.time_format, idx, *words);
                }
            });
            response.response.labelled_by(label.id);
        });
        let fault = fault_of(&self.roles);
        if let Some(fault) = &fault {
            ui.colored_label(ui.visuals().warn_fg_color, fault);
        }
        let (roles, format) = (&self.roles, self.time_format);
        confirm_ui(ui, "Read the file", fault.is_none(), || Answer::Columns(columns_text(roles, header, format)))
    }
}

/// What the names of the columns suggest, each role once.
fn guessed(header: &[String]) -> Vec<Option<Role>> {
    let mut taken = Vec::new();
    let guess = |name: &String| {
        let role = role_of(name).filter(|role| !taken.contains(role))?;
        taken.push(role);
        Some(role)
    };
    header.iter().map(guess).collect()
}

/// Why the file cannot be read with these columns yet; `None` if it can.
fn fault_of(roles: &[Option<Role>]) -> Option<String> {
    let missing: Vec<&str> = [Role::Mmsi, Role::Time, Role::Lat, Role::Lon]
        .into_iter()
        .filter(|needed| !roles.contains(&Some(*needed)))
        .map(role_words)
        .collect();
    if !missing.is_empty() {
        return Some(format!("Still needed: {}", missing.join(", ")));
    }
    let twice = Role::ALL.into_iter().find(|role| roles.iter().filter(|other| **other == Some(*role)).count() > 1)?;
    Some(format!("Two columns are {}; leave one of them out", role_words(twice)))
}

/// The choice as `--columns` takes it: `mmsi=ID,time=When,…`. A column whose name would be misread is given by its number.
fn columns_text(roles: &[Option<Role>], header: &[String], time_format: usize) -> String {
    let column = |idx: usize, name: &String| {
        let is_plain = !name.trim().is_empty()
            && !name.contains([',', '='])
            && name.trim() == name
            && header.iter().filter(|other| *other == name).count() == 1;
        if is_plain { name.clone() } else { (idx + 1).to_string() }
    };
    let named = header
        .iter()
        .zip(roles)
        .enumerate()
        .filter_map(|(idx, (name, role))| role.map(|role| format!("{}={}", role.word(), column(idx, name))));
    let format = TIME_FORMATS.get(time_format).filter(|_| time_format > 0);
    named.chain(format.map(|(word, _)| format!("time_format={word}"))).collect::<Vec<_>>().join(",")
}

/// A role as the dialog names it.
const fn role_words(role: Role) -> &'static str {
    match role {
        Role::Mmsi => "MMSI",
        Role::Time => "Time",
        Role::Lat => "Latitude",
        Role::Lon => "Longitude",
        Role::Sog => "SOG, knots",
        Role::Cog => "COG, degrees",
        Role::Heading => "Heading, degrees",
        Role::NavStatus => "Navigational status",
        Role::Name => "Name",
        Role::Imo => "IMO number",
        Role::CallSign => "Call sign",
        Role::ShipType => "Ship type",
        Role::Length => "Length, m",
        Role::Width => "Width, m",
        Role::Draught => "Draught, m",
        Role::Destination => "Destination",
        Role::DimA => "Antenna to bow, m",
        Role::DimB => "Antenna to stern, m",
        Role::DimC => "Antenna to port, m",
        Role::DimD => "Antenna to starboard, m",
    }
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
        let header = ["When", "Ship", "Y", "X, east", "Y"].map(str::to_owned);
        let roles = [Some(Role::Time), Some(Role::Mmsi), Some(Role::Lat), Some(Role::Lon), None];
        let text = columns_text(&roles, &header, 1);
        assert_eq!(text, "time=When,mmsi=Ship,lat=3,lon=4,time_format=day-first");
        let read: crate::io::tracks::columns::Columns = text.parse().expect("what the command line takes");
        assert_eq!(read.places(&header), [(Role::Time, 0), (Role::Mmsi, 1), (Role::Lat, 2), (Role::Lon, 3)]);
    }

    #[test]
    fn what_the_names_say_is_filled_in_once() {
        let header = ["MMSI", "lat", "latitude", "x"].map(str::to_owned);
        assert_eq!(guessed(&header), [Some(Role::Mmsi), Some(Role::Lat), None, None]);
    }

    #[test]
    fn four_columns_are_needed_and_none_twice() {
        let mut roles = vec![Some(Role::Mmsi), Some(Role::Time), Some(Role::Lat)];
        assert_eq!(fault_of(&roles), Some("Still needed: Longitude".into()));
        roles.push(Some(Role::Lon));
        assert_eq!(fault_of(&roles), None);
        roles.push(Some(Role::Lon));
        assert!(fault_of(&roles).is_some());
    }
}
