//! The session's questions, one at a time.

use egui::{ComboBox, Context, RichText, ScrollArea, Ui};

use super::passphrase::{self, PassphraseField};
use crate::io::tracks::columns::{Role, role_of};
use crate::language::{said, words};
use crate::session::{Answer, Command, Question, QuestionId, Session};
use crate::ui::Outbox;
use crate::ui::dialog::path::Purpose;
use crate::ui::panel::field::list;

/// What is typed and chosen for the question that is open.
#[derive(Debug, Default)]
pub struct QuestionDialog {
    for_question: Option<QuestionId>,
    passphrase: PassphraseField,
    zone: String,
    roles: Vec<Option<Role>>,
    time_format: usize,
}

/// Zones offered for times that state none: what these waters' sources use.
const ZONES: [(&str, &str); 4] =
    [("UTC", "zone-utc"), ("Asia/Seoul", "zone-korea"), ("Asia/Shanghai", "zone-china"), ("Asia/Tokyo", "zone-japan")];

/// How a column of times may be written: the word of `--columns`, and what it means.
const TIME_FORMATS: [(&str, &str); 5] = [
    ("auto", "time-auto"),
    ("day-first", "time-day-first"),
    ("month-first", "time-month-first"),
    ("unix", "time-unix"),
    ("unix-ms", "time-unix-ms"),
];

impl QuestionDialog {
    /// Draws the question that is open, if any. A path to be chosen is asked for by the caller.
    pub fn ui(&mut self, ctx: &Context, session: &Session, out: &mut Outbox) -> Option<(QuestionId, Purpose)> {
        let (id, question) = session.question()?;
        if self.for_question != Some(id) {
            let roles = match question {
                Question::Columns { header, rows, .. } => guessed(header, rows),
                _ => Vec::new(),
            };
            *self = Self { for_question: Some(id), zone: "Asia/Seoul".into(), roles, ..Self::default() };
        }
        if let Question::SavePath { .. } = question {
            return Some((id, Purpose::AnswerSave));
        }
        let mut answer = None;
        let width = match question {
            Question::Columns { .. } => 860.0,
            Question::Recover { .. } | Question::Losses { .. } => 560.0,
            _ => 460.0,
        };
        let modal = super::modal(ctx, "question", width, |ui| {
            answer = match question {
                Question::TimeZone { paths, example, .. } => self.time_zone_ui(ui, &names(paths), example),
                Question::Columns { paths, header, rows, .. } => self.columns_ui(ui, &names(paths), header, rows),
                Question::Unsaved { .. } => unsaved_ui(ui, session),
                Question::Recover { journals } => recover_ui(ui, journals),
                Question::Losses { path, lost } => losses_ui(ui, path, lost),
                Question::ChangedOnDisk { path } => changed_ui(ui, path),
                Question::Passphrase { of, is_wrong } => self.passphrase.ask_ui(ui, of, *is_wrong),
                Question::NewPassphrase { of } => self.passphrase.ask_new_ui(ui, of),
                Question::Unencrypted { path, .. } => passphrase::unencrypted_ui(ui, path),
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

    fn time_zone_ui(&mut self, ui: &mut Ui, files: &str, example: &str) -> Option<Answer> {
        ui.heading(said!("ask-zone", files = files));
        ui.label(words("ask-zone-hint"));
        ui.monospace(example);
        for (zone, key) in ZONES {
            ui.radio_value(&mut self.zone, zone.to_owned(), words(key));
        }
        let label = ui.label(words("ask-zone-other"));
        ui.text_edit_singleline(&mut self.zone).labelled_by(label.id);
        confirm_ui(ui, words("ask-read"), !self.zone.trim().is_empty(), || {
            Answer::TimeZone(self.zone.trim().to_owned())
        })
    }

    /// Each column with what it holds above its first rows.
    fn columns_ui(&mut self, ui: &mut Ui, files: &str, header: &[String], rows: &[Vec<String>]) -> Option<Answer> {
        ui.heading(said!("ask-columns", files = files));
        ui.label(words("ask-columns-hint"));
        ui.add_space(4.0);
        self.roles.resize(header.len(), None);
        ScrollArea::horizontal().id_salt("rows").show(ui, |ui| {
            egui::Grid::new("sample rows").striped(true).min_col_width(96.0).show(ui, |ui| {
                for (idx, (name, role)) in header.iter().zip(&mut self.roles).enumerate() {
                    let combo = ComboBox::from_id_salt(("column", idx)).width(120.0);
                    let response = combo.selected_text(role.map_or("—", role_words)).show_ui(ui, |ui| {
                        ui.selectable_value(role, None, words("ask-not-used"));
                        for other in Role::ALL {
                            ui.selectable_value(role, Some(other), role_words(other));
                        }
                    });
                    let label = said!("ask-column", name = name.as_str());
                    response.response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::ComboBox, true, &label));
                }
                ui.end_row();
                for name in header {
                    ui.label(RichText::new(name).strong());
                }
                ui.end_row();
                for row in rows.iter().take(5) {
                    for cell in row.iter().take(header.len()) {
                        let short: String = cell.chars().take(32).collect();
                        ui.label(RichText::new(short).monospace());
                    }
                    ui.end_row();
                }
            });
        });
        ui.add_space(4.0);
        ui.horizontal(|ui| {
            let label = ui.label(words("ask-time-format"));
            let shown = TIME_FORMATS.get(self.time_format).map_or("", |(_, key)| words(key));
            let combo = ComboBox::from_id_salt("time format").width(190.0).selected_text(shown);
            let response = combo.show_ui(ui, |ui| {
                for (idx, (_, key)) in TIME_FORMATS.iter().enumerate() {
                    ui.selectable_value(&mut self.time_format, idx, words(key));
                }
            });
            response.response.labelled_by(label.id);
        });
        let fault = fault_of(&self.roles);
        if let Some(fault) = &fault {
            ui.colored_label(ui.visuals().warn_fg_color, fault);
        }
        let (roles, format) = (&self.roles, self.time_format);
        confirm_ui(ui, words("ask-read"), fault.is_none(), || Answer::Columns(columns_text(roles, header, format)))
    }
}

/// The files a question is about: `a.csv`, `a.csv and 2 more`.
fn names(paths: &[std::path::PathBuf]) -> String {
    let name = |path: &std::path::PathBuf| path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
    match paths {
        [] => words("ask-this-file").to_owned(),
        [one] => name(one),
        [first, rest @ ..] => said!("and-more", name = name(first), n = rest.len()),
    }
}

/// What the names of the columns suggest, and where they say nothing, what stands in them; each role once.
fn guessed(header: &[String], rows: &[Vec<String>]) -> Vec<Option<Role>> {
    let mut taken = Vec::new();
    let mut once = |role: Option<Role>| {
        let role = role.filter(|role| !taken.contains(role))?;
        taken.push(role);
        Some(role)
    };
    let mut roles: Vec<Option<Role>> = header.iter().map(|name| once(role_of(name))).collect();
    for (idx, (name, role)) in header.iter().zip(&mut roles).enumerate() {
        if role.is_none() {
            let cells: Vec<&str> = rows.iter().filter_map(|row| row.get(idx)).map(|cell| cell.trim()).collect();
            *role = once(role_of_cells(name, &cells));
        }
    }
    roles
}

/// What a column's first cells, or a very short name, look like.
fn role_of_cells(name: &str, cells: &[&str]) -> Option<Role> {
    let all = |looks: &dyn Fn(&str) -> bool| !cells.is_empty() && cells.iter().all(|cell| looks(cell));
    let is_date = |cell: &str| {
        let parts: Vec<&str> = cell.split([' ', 'T']).collect();
        let n_digits = cell.bytes().filter(u8::is_ascii_digit).count();
        parts.len() == 2 && n_digits >= 10 && cell.contains([':', '-', '/', '.'])
    };
    if all(&|cell| cell.len() == 9 && cell.bytes().all(|b| b.is_ascii_digit())) {
        return Some(Role::Mmsi);
    }
    if all(&is_date) {
        return Some(Role::Time);
    }
    let within = |limit: f64| all(&|cell| cell.parse::<f64>().is_ok_and(|number| number.abs() <= limit));
    match name.trim().to_lowercase().as_str() {
        "y" if within(90.0) => Some(Role::Lat),
        "x" if within(180.0) => Some(Role::Lon),
        "knots" | "kn" | "kts" => Some(Role::Sog),
        _ => None,
    }
}

/// Why the file cannot be read with these columns yet; `None` if it can.
fn fault_of(roles: &[Option<Role>]) -> Option<String> {
    let missing: Vec<&str> = [Role::Mmsi, Role::Time, Role::Lat, Role::Lon]
        .into_iter()
        .filter(|needed| !roles.contains(&Some(*needed)))
        .map(role_words)
        .collect();
    if !missing.is_empty() {
        return Some(said!("ask-missing", columns = missing.join(", ")));
    }
    let twice = Role::ALL.into_iter().find(|role| roles.iter().filter(|other| **other == Some(*role)).count() > 1)?;
    Some(said!("ask-twice", column = role_words(twice)))
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
fn role_words(role: Role) -> &'static str {
    match role {
        Role::Mmsi => words("role-mmsi"),
        Role::Time => words("role-time"),
        Role::Lat => words("role-lat"),
        Role::Lon => words("role-lon"),
        Role::Sog => words("role-sog"),
        Role::Cog => words("role-cog"),
        Role::Heading => words("role-heading"),
        Role::NavStatus => words("role-status"),
        Role::Name => words("role-name"),
        Role::Imo => words("role-imo"),
        Role::CallSign => words("role-call-sign"),
        Role::ShipType => words("role-type"),
        Role::Length => words("role-length"),
        Role::Width => words("role-width"),
        Role::Draught => words("role-draught"),
        Role::Destination => words("role-destination"),
        Role::DimA => words("role-dim-a"),
        Role::DimB => words("role-dim-b"),
        Role::DimC => words("role-dim-c"),
        Role::DimD => words("role-dim-d"),
    }
}

pub(super) fn confirm_ui(ui: &mut Ui, verb: &str, is_ready: bool, answer: impl FnOnce() -> Answer) -> Option<Answer> {
    ui.add_space(8.0);
    ui.horizontal(|ui| {
        if super::main_button(ui, verb, is_ready) {
            return Some(answer());
        }
        ui.button(words("cancel")).clicked().then_some(Answer::Cancel)
    })
    .inner
}

fn unsaved_ui(ui: &mut Ui, session: &Session) -> Option<Answer> {
    ui.heading(said!("ask-unsaved", plan = session.case().name()));
    ui.label(words("ask-unsaved-hint"));
    ui.add_space(8.0);
    ui.horizontal(|ui| {
        let is_entered = ui.input(|input| input.key_pressed(egui::Key::Enter));
        if super::main_button(ui, words("save"), true) || (is_entered && ui.memory(|m| m.focused().is_none())) {
            return Some(Answer::Save);
        }
        if ui.button(words("dont-save")).clicked() {
            return Some(Answer::Discard);
        }
        ui.button(words("cancel")).clicked().then_some(Answer::Cancel)
    })
    .inner
}

fn losses_ui(ui: &mut Ui, path: &std::path::Path, lost: &[String]) -> Option<Answer> {
    ui.heading(words("losses-title"));
    ui.label(said!("losses-hint", file = path.display().to_string()));
    ui.add_space(4.0);
    list(220.0).show(ui, |ui| {
        for sentence in lost {
            ui.add(egui::Label::new(format!("• {sentence}")).wrap());
        }
    });
    confirm_ui(ui, words("losses-write"), true, || Answer::Save)
}

fn changed_ui(ui: &mut Ui, path: &std::path::Path) -> Option<Answer> {
    ui.heading(words("changed-title"));
    ui.label(said!("changed-hint", file = path.display().to_string()));
    ui.add_space(8.0);
    ui.horizontal(|ui| {
        if super::main_button(ui, words("changed-merge"), true) {
            return Some(Answer::Merge);
        }
        ui.button(words("changed-later")).on_hover_text(words("changed-later-tip")).clicked().then_some(Answer::Cancel)
    })
    .inner
}

fn recover_ui(ui: &mut Ui, journals: &[crate::session::Journal]) -> Option<Answer> {
    ui.heading(words("recover-title"));
    ui.label(words("recover-hint"));
    ui.add_space(4.0);
    let mut answer = None;
    for (idx, journal) in journals.iter().enumerate().take(8) {
        ui.separator();
        ui.horizontal(|ui| {
            let title = if journal.is_encrypted() {
                words("recover-encrypted")
            } else if journal.title.is_empty() {
                words("untitled-plan")
            } else {
                &journal.title
            };
            let (verb, edited) = (words("recover-take-up"), journal.modified.to_string());
            let name = said!("verb-of", verb = verb, name = format!("{title}, {edited}"));
            if super::main_button_of(ui, verb, &name, true) {
                answer = Some(Answer::Recover(idx));
            }
            ui.vertical(|ui| {
                ui.spacing_mut().item_spacing.y = 1.0;
                ui.add(egui::Label::new(RichText::new(title).strong()).truncate());
                let n = journal.n_features;
                let path = journal.plan_path.as_ref();
                let name = path.and_then(|path| path.file_name()).map(|name| name.to_string_lossy().into_owned());
                let facts = match name {
                    Some(name) if journal.is_encrypted() => said!("recover-encrypted-of", name = name, time = edited),
                    Some(name) => said!("recover-of", n = n, name = name, time = edited),
                    None => said!("recover-never-saved", n = n, time = edited),
                };
                let label = ui.add(egui::Label::new(RichText::new(facts).weak()).truncate());
                if let Some(path) = path {
                    label.on_hover_text(path.display().to_string());
                }
            });
        });
    }
    ui.separator();
    ui.add_space(8.0);
    ui.horizontal(|ui| {
        if ui.button(words("recover-later")).on_hover_text(words("recover-later-tip")).clicked() {
            answer = Some(Answer::Cancel);
        }
        if ui.button(words("recover-discard")).on_hover_text(words("recover-discard-tip")).clicked() {
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
        assert_eq!(guessed(&header, &[]), [Some(Role::Mmsi), Some(Role::Lat), None, None]);
    }

    #[test]
    fn where_names_say_nothing_the_cells_may() {
        let header = ["When", "Ship", "Y", "X", "Note"].map(str::to_owned);
        let row = |cells: [&str; 5]| cells.map(str::to_owned).to_vec();
        let rows = [
            row(["2018-01-16 03:00:00", "440999001", "37.5", "124.5", "a"]),
            row(["16/01/2018 03:10", "440999002", "37.52", "124.52", ""]),
        ];
        let wanted = [Some(Role::Time), Some(Role::Mmsi), Some(Role::Lat), Some(Role::Lon), None];
        assert_eq!(guessed(&header, &rows), wanted);
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
