//! Which file? The system's dialog where there is one, a typed path where there is none.
//!
//! Owns the dialog thread and the typed path. `rfd` answers `None` within milliseconds where no dialog can appear, the same
//! as for Cancel; a human takes longer, so a quick `None` opens the field for typing.

use std::path::PathBuf;
use std::sync::mpsc::{self, Receiver, TryRecvError};
use std::time::{Duration, Instant};

use crate::dossier::Subject;
use crate::language::{Language, words};
use egui::{Context, Key, TextEdit};

/// What the path is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Open files.
    Open,
    /// Save the plan.
    SavePlan,
    /// Save the plan under a new passphrase.
    SaveEncrypted,
    /// Choose the private key to sign with.
    SigningKey,
    /// Write a new private key.
    NewKey,
    /// Save the plan, as an answer to the session's question.
    AnswerSave,
    /// Merge another version of the plan.
    MergePlan,
    /// Write the plan in another format.
    ExportPlan,
    /// Write tracks.
    ExportTracks,
    /// Write the map as a picture.
    MapPicture,
    /// Write the briefing.
    Briefing,
    /// Write the dossier of a vessel or a finding.
    Dossier(Subject),
    /// Write a search pattern for the bridge.
    Patrol,
    /// Write the import report.
    SaveReport,
}

impl Purpose {
    fn title(self) -> &'static str {
        match self {
            Self::Open => words("path-open"),
            Self::SavePlan | Self::AnswerSave => words("path-save-plan"),
            Self::SaveEncrypted => words("path-save-encrypted"),
            Self::SigningKey => words("path-signing-key"),
            Self::NewKey => words("path-new-key"),
            Self::MergePlan => words("path-merge-plan"),
            Self::ExportPlan => words("path-export-plan"),
            Self::ExportTracks => words("path-export-tracks"),
            Self::MapPicture => words("path-picture"),
            Self::Briefing => words("path-briefing"),
            Self::Dossier(_) => words("path-dossier"),
            Self::Patrol => words("path-patrol"),
            Self::SaveReport => words("path-report"),
        }
    }

    const fn suggestion(self) -> &'static str {
        match self {
            Self::Open | Self::MergePlan | Self::SigningKey => "",
            Self::SaveEncrypted => "plan.geojson.age",
            Self::NewKey => "signing-key.pem",
            Self::SavePlan | Self::AnswerSave => "plan.geojson",
            Self::ExportPlan => "plan.kml",
            Self::ExportTracks => "tracks.csv",
            Self::MapPicture => "map.png",
            Self::Briefing => "briefing.pdf",
            Self::Dossier(_) => "dossier.pdf",
            Self::Patrol => "route.gpx",
            Self::SaveReport => "import-report.json",
        }
    }

    /// Whether a file is written, and not read.
    const fn writes(self) -> bool {
        !matches!(self, Self::Open | Self::MergePlan | Self::SigningKey)
    }

    const fn extensions(self) -> &'static [&'static str] {
        match self {
            Self::Open | Self::SigningKey => &[],
            Self::SavePlan | Self::AnswerSave | Self::MergePlan => &["geojson", "json", "age"],
            Self::SaveEncrypted => &["age"],
            Self::NewKey => &["pem"],
            Self::ExportPlan => &["geojson", "kml", "kmz", "gpx", "shp", "csv", "gpkg", "tak.zip"],
            Self::ExportTracks => &["cordon", "csv", "geojson", "kml", "gpx"],
            Self::MapPicture => &["png", "svg"],
            Self::Briefing => &["pdf", "html"],
            Self::Dossier(_) => &["pdf", "json", "html"],
            Self::Patrol => &["gpx"],
            Self::SaveReport => &["json"],
        }
    }
}

/// A `None` sooner than this means that no dialog could appear.
const QUICK: Duration = Duration::from_millis(500);
/// After this the wait for the system's dialog is shown, with a way round it.
const LONG: Duration = Duration::from_millis(1500);

/// What the system's dialog answered, and how long it took: a slow frame must not make a quick `None` look like a human's.
type Answered = (Option<Vec<PathBuf>>, Duration);

/// The question for a path, while it is open.
#[derive(Debug)]
pub struct PathDialog {
    purpose: Purpose,
    text: String,
    system: Option<(Receiver<Answered>, Instant)>,
    has_focus: bool,
    /// Whether the typed path names a file that is there already; looked up when the text changes.
    replaces: Option<bool>,
}

/// What came of it.
#[derive(Debug, PartialEq, Eq)]
pub enum Chosen {
    /// Nothing yet.
    Waiting,
    /// The user let it be.
    Cancelled(Purpose),
    /// These paths (one, except for [`Purpose::Open`]).
    Paths(Purpose, Vec<PathBuf>),
}

impl PathDialog {
    /// Asks: first by the system's dialog, then by a field.
    #[must_use]
    pub fn ask(purpose: Purpose, suggestion: Option<PathBuf>, ctx: &Context) -> Self {
        let mut asked = Self::typed(purpose, suggestion);
        let (send, receive) = mpsc::channel();
        let (ctx, suggested) = (ctx.clone(), PathBuf::from(&asked.text));
        let language = Language::current();
        let worker = move || {
            let asked = Instant::now();
            let answer = language.scoped(|| ask_system(purpose, &suggested));
            // A window closed meanwhile no longer listens: then nobody wants the answer.
            drop(send.send((answer, asked.elapsed())));
            ctx.request_repaint();
        };
        let system = std::thread::Builder::new().name("file dialog".into()).spawn(worker).ok();
        asked.system = system.map(|_| (receive, Instant::now()));
        asked
    }

    /// Asks by a field only: where it is known that no system dialog can appear.
    #[must_use]
    pub fn typed(purpose: Purpose, suggestion: Option<PathBuf>) -> Self {
        let text = suggestion.map_or_else(|| purpose.suggestion().to_owned(), |path| path.display().to_string());
        Self { purpose, text, system: None, has_focus: false, replaces: None }
    }

    /// While the system's dialog is out, or never came: a way to go on without it.
    fn waiting_ui(&mut self, ctx: &Context) {
        super::window(words("path-waiting"))
            .resizable(false)
            .anchor(egui::Align2::CENTER_TOP, egui::vec2(0.0, 64.0))
            .show(ctx, |ui| {
                ui.label(words("path-waiting-hint"));
                if ui.button(words("path-instead")).clicked() {
                    self.system = None;
                }
            });
    }

    /// Draws the field if no system dialog is open; what came of it.
    pub fn ui(&mut self, ctx: &Context) -> Chosen {
        if let Some((receive, asked)) = &self.system {
            match receive.try_recv() {
                Ok((Some(paths), _)) => return Chosen::Paths(self.purpose, paths),
                Ok((None, took)) if took > QUICK => return Chosen::Cancelled(self.purpose),
                Ok((None, _)) | Err(TryRecvError::Disconnected) => self.system = None,
                Err(TryRecvError::Empty) if asked.elapsed() < LONG => {
                    ctx.request_repaint_after(LONG);
                    return Chosen::Waiting;
                }
                Err(TryRecvError::Empty) => {
                    self.waiting_ui(ctx);
                    return Chosen::Waiting;
                }
            }
        }
        let mut chosen = Chosen::Waiting;
        let modal = super::modal(ctx, "path", 520.0, |ui| {
            ui.heading(self.purpose.title());
            let label = ui.label(words("path-none"));
            let edit = ui.add(TextEdit::singleline(&mut self.text).desired_width(f32::INFINITY)).labelled_by(label.id);
            if !self.has_focus {
                edit.request_focus();
                self.has_focus = true;
            }
            if self.purpose == Purpose::Open {
                ui.weak(words("path-several"));
            }
            if edit.changed() || self.replaces.is_none() {
                let is_there = |path: &PathBuf| path.is_file();
                self.replaces = Some(self.purpose.writes() && paths(&self.text, self.purpose).iter().any(is_there));
            }
            if self.replaces == Some(true) {
                ui.colored_label(ui.visuals().warn_fg_color, words("path-replaces"));
            }
            let entered = edit.lost_focus() && ui.input(|i| i.key_pressed(Key::Enter));
            ui.add_space(8.0);
            ui.horizontal(|ui| {
                let paths = paths(&self.text, self.purpose);
                let verb = if self.purpose.writes() { words("save") } else { words("open") };
                let clicked = super::main_button(ui, verb, !paths.is_empty());
                if (clicked || entered) && !paths.is_empty() {
                    chosen = Chosen::Paths(self.purpose, paths);
                }
                if ui.button(words("cancel")).clicked() {
                    chosen = Chosen::Cancelled(self.purpose);
                }
            });
        });
        if modal.should_close() && chosen == Chosen::Waiting {
            chosen = Chosen::Cancelled(self.purpose);
        }
        chosen
    }
}

fn paths(text: &str, purpose: Purpose) -> Vec<PathBuf> {
    let clean = |part: &str| {
        let part = part.trim().trim_matches(['"', '\'']);
        let home = std::env::var_os("HOME").map(PathBuf::from);
        match (part.strip_prefix("~/"), home) {
            (Some(rest), Some(home)) => home.join(rest),
            _ => PathBuf::from(part),
        }
    };
    let parts: Vec<&str> = if purpose == Purpose::Open { text.split(';').collect() } else { vec![text] };
    parts.into_iter().filter(|part| !part.trim().is_empty()).map(clean).collect()
}

fn ask_system(purpose: Purpose, suggested: &std::path::Path) -> Option<Vec<PathBuf>> {
    let mut dialog = rfd::FileDialog::new().set_title(purpose.title());
    if let Some(folder) = suggested.parent().filter(|p| p.is_dir()) {
        dialog = dialog.set_directory(folder);
    }
    if purpose == Purpose::Open {
        return dialog.pick_files();
    }
    if purpose == Purpose::SigningKey {
        return dialog.pick_file().map(|path| vec![path]);
    }
    if purpose == Purpose::MergePlan {
        return dialog.add_filter(words("path-files"), purpose.extensions()).pick_file().map(|path| vec![path]);
    }
    if let Some(name) = suggested.file_name() {
        dialog = dialog.set_file_name(name.to_string_lossy());
    }
    if !purpose.extensions().is_empty() {
        dialog = dialog.add_filter(words("path-files"), purpose.extensions());
    }
    dialog.save_file().map(|path| vec![path])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typed_paths_are_split_only_when_opening() {
        assert_eq!(paths("a.csv; \"b c.csv\"", Purpose::Open), [PathBuf::from("a.csv"), PathBuf::from("b c.csv")]);
        assert_eq!(paths("odd;name.geojson", Purpose::SavePlan), [PathBuf::from("odd;name.geojson")]);
        assert_eq!(paths("  ", Purpose::Open), Vec::<PathBuf>::new());
    }
}
