//! Which dialogs are open, and what they come to.

use std::path::{Path, PathBuf};

use egui::Context;

use super::Outbox;
use super::action::Action;
use super::dialog::allocation::AllocationWindow;
use super::dialog::details::DetailsDialog;
use super::dialog::export_tracks::{Came, ExportDialog};
use super::dialog::new_area::NewAreaDialog;
use super::dialog::path::{Chosen, PathDialog, Purpose};
use super::dialog::patrol::PatrolWindow;
use super::dialog::question::QuestionDialog;
use super::dialog::shaping::ShapingDialog;
use super::dialog::sign::{SignDialog, Wanted};
use super::dialog::versions::{ConflictsWindow, VersionsWindow};
use super::dialog::{about, history, map_settings, report};
use super::gazetteer::Names;
use super::map::{GeoBox, MapPanel, MapSettings};
use super::own_maps::OwnMaps;
use super::theme::Theme;
use crate::geodesy::Position;
use crate::plan::Feature;
use crate::session::{Answer, CaseCommand, Command, PatrolCommand, PictureFormat, QuestionId, Session};

/// The dialogs of the window.
#[derive(Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a window that is open or not")]
pub struct Dialogs {
    path: Option<PathDialog>,
    answers: Option<QuestionId>,
    question: QuestionDialog,
    details: Option<DetailsDialog>,
    sign: Option<SignDialog>,
    export: Option<ExportDialog>,
    /// What of the tracks is written once a path is chosen.
    export_of: Option<ExportDialog>,
    new_area: Option<NewAreaDialog>,
    shaping: Option<ShapingDialog>,
    patrol: PatrolWindow,
    versions: VersionsWindow,
    allocation: AllocationWindow,
    pub(super) conflicts: ConflictsWindow,
    map_settings: map_settings::Typed,
    pub(super) shows_map_settings: bool,
    pub(super) shows_report: bool,
    pub(super) shows_notices: bool,
    pub(super) shows_shortcuts: bool,
    pub(super) shows_about: bool,
    pub(super) shows_history: bool,
    /// Whether paths are typed, and no dialog of the system is asked for.
    pub(super) types_paths: bool,
}

impl Dialogs {
    /// Asks for a path.
    pub fn ask_path(&mut self, ctx: &Context, session: &Session, purpose: Purpose) {
        let suggestion = match purpose {
            Purpose::SavePlan | Purpose::AnswerSave => session.case().path().map(Path::to_owned),
            Purpose::SaveEncrypted => session.case().path().map(|path| {
                if path.extension().is_some_and(|extension| extension == "age") {
                    return path.to_owned();
                }
                path.with_file_name(format!("{}.age", path.file_name().unwrap_or_default().to_string_lossy()))
            }),
            _ => None,
        };
        self.path = Some(if self.types_paths {
            PathDialog::typed(purpose, suggestion)
        } else {
            PathDialog::ask(purpose, suggestion, ctx)
        });
    }

    /// Asks what the plan says of itself.
    pub fn ask_details(&mut self, session: &Session) {
        self.details = Some(DetailsDialog::of(session.case().plan()));
    }

    /// Asks by which key the plan is signed.
    pub fn ask_sign(&mut self, session: &Session) {
        self.sign = Some(SignDialog::of(session));
    }

    /// Asks whose tracks are written.
    pub fn ask_export(&mut self, session: &Session) {
        self.export = Some(ExportDialog::of(session));
    }

    /// Closes one window that only tells something; false if none is open.
    pub fn close_one(&mut self) -> bool {
        [
            &mut self.shows_about,
            &mut self.shows_shortcuts,
            &mut self.shows_notices,
            &mut self.shows_report,
            &mut self.shows_map_settings,
            &mut self.shows_history,
        ]
        .into_iter()
        .any(std::mem::take)
            || self.versions.close()
            || self.allocation.close()
            || self.patrol.close()
    }

    /// Shows the versions of the plan that were kept.
    pub fn show_versions(&mut self, out: &mut Outbox) {
        self.versions.open(out);
    }

    /// Asks which units are to search which areas.
    pub fn ask_allocation(&mut self, out: &mut Outbox) {
        self.allocation.open(out);
    }

    /// Asks for coordinates of a new area.
    pub fn ask_new_area(&mut self, session: &Session) {
        self.new_area = Some(NewAreaDialog::new(session.case().plan(), crate::session::now()));
    }

    /// Asks for coordinates of a new area, beginning with a text that was pasted.
    pub fn ask_new_area_from(&mut self, session: &Session, text: String) {
        let mut dialog = NewAreaDialog::new(session.case().plan(), crate::session::now());
        dialog.begin_with(text);
        self.new_area = Some(dialog);
    }

    /// Asks by how much the selected features are to be reshaped.
    pub fn ask_shaping(&mut self, action: Action) {
        self.shaping = Some(ShapingDialog::new(action));
    }

    /// Begins a search pattern in a feature.
    pub fn ask_patrol(&mut self, session: &Session, area: &Feature) {
        self.patrol.open(session.case().plan(), area);
    }

    /// Draws whatever is open.
    #[expect(clippy::too_many_arguments, reason = "the frame hands down what it has; a struct would only rename it")]
    pub fn ui(
        &mut self,
        ctx: &Context,
        session: &Session,
        theme: &Theme,
        attribution: &str,
        bounds: Option<GeoBox>,
        settings: &mut MapSettings,
        own_maps: &mut OwnMaps,
        names: &mut Names,
        map: &mut MapPanel,
        asked: &mut Vec<Action>,
        out: &mut Outbox,
    ) {
        self.versions.ui(ctx, session, out);
        self.conflicts.ui(ctx, session, theme, out);
        self.allocation.ui(ctx, session, theme, out);
        history::ui(ctx, &mut self.shows_history, session, out);
        if self.patrol.ui(ctx, session, theme, out) {
            self.ask_path(ctx, session, Purpose::Patrol);
        }
        if self.shaping.as_mut().is_some_and(|dialog| !dialog.ui(ctx, session, theme, out)) {
            self.shaping = None;
        }
        about::shortcuts_ui(ctx, &mut self.shows_shortcuts);
        about::notices_ui(ctx, &mut self.shows_notices, session, theme);
        about::about_ui(ctx, &mut self.shows_about, attribution);
        let (is_open, typed) = (&mut self.shows_map_settings, &mut self.map_settings);
        if map_settings::ui(ctx, is_open, typed, session, settings, own_maps, map, out) {
            self.ask_path(ctx, session, Purpose::Open);
        }
        let mut saves_report = false;
        report::ui(ctx, &mut self.shows_report, session, asked, &mut saves_report);
        if saves_report {
            self.ask_path(ctx, session, Purpose::SaveReport);
        }
        if self.new_area.as_mut().is_some_and(|dialog| !dialog.ui(ctx, session, names, theme, out)) {
            self.new_area = None;
        }
        if self.details.as_mut().is_some_and(|details| !details.ui(ctx, session, theme, out)) {
            self.details = None;
        }
        // A path that is being chosen for it stands above it.
        let wanted = match &mut self.sign {
            Some(dialog) if self.path.is_none() => dialog.ui(ctx, session, out),
            _ => Wanted::Nothing,
        };
        match wanted {
            Wanted::Nothing => {}
            Wanted::ToClose => self.sign = None,
            Wanted::Path(purpose) => self.ask_path(ctx, session, purpose),
        }
        match self.export.as_mut().map_or(Came::Open, |dialog| dialog.ui(ctx, session)) {
            Came::Open => {}
            Came::Cancelled => self.export = None,
            Came::Ready => {
                self.export_of = self.export.take();
                self.ask_path(ctx, session, Purpose::ExportTracks);
            }
        }
        if let Some((id, purpose)) = self.question.ui(ctx, session, out)
            && self.answers != Some(id)
        {
            self.answers = Some(id);
            self.ask_path(ctx, session, purpose);
        }
        self.path_ui(ctx, bounds, out);
    }

    fn path_ui(&mut self, ctx: &Context, bounds: Option<GeoBox>, out: &mut Outbox) {
        let Some(dialog) = &mut self.path else { return };
        match dialog.ui(ctx) {
            Chosen::Waiting => return,
            Chosen::Cancelled(Purpose::AnswerSave) => {
                if let Some(id) = self.answers {
                    out.push(Command::Answer(id, Answer::Cancel));
                }
            }
            Chosen::Cancelled(_) => {}
            Chosen::Paths(purpose, paths) => self.chosen(purpose, paths, bounds, out),
        }
        self.path = None;
    }

    fn chosen(&mut self, purpose: Purpose, mut paths: Vec<PathBuf>, bounds: Option<GeoBox>, out: &mut Outbox) {
        if purpose == Purpose::Open {
            out.push(Command::Case(CaseCommand::Open(paths)));
            return;
        }
        let Some(path) = paths.pop() else { return };
        let command = match purpose {
            Purpose::AnswerSave => {
                if let Some(id) = self.answers {
                    out.push(Command::Answer(id, Answer::SavePath(path)));
                }
                return;
            }
            Purpose::Patrol => {
                out.push(Command::Patrol(PatrolCommand::Save(path)));
                return;
            }
            Purpose::Open | Purpose::SavePlan => CaseCommand::SaveAs(path),
            Purpose::SaveEncrypted => CaseCommand::SaveEncrypted(path),
            Purpose::SigningKey => {
                if let Some(dialog) = &mut self.sign {
                    dialog.take_key(&path);
                }
                return;
            }
            Purpose::NewKey => {
                let name = self.sign.as_mut().map(SignDialog::take_name).unwrap_or_default();
                CaseCommand::MakeKey { path, name }
            }
            Purpose::MergePlan => CaseCommand::MergeWith(path),
            Purpose::ExportPlan => CaseCommand::ExportPlan(path),
            Purpose::ExportTracks => match self.export_of {
                Some(ExportDialog { which, only_window }) => CaseCommand::ExportTracksOf { path, which, only_window },
                None => CaseCommand::ExportTracks(path),
            },
            Purpose::SaveReport => CaseCommand::SaveReport(path),
            Purpose::Briefing => CaseCommand::ExportBriefing { path, language: crate::language::Language::current() },
            Purpose::Dossier(subject) => {
                CaseCommand::ExportDossier { path, subject, language: crate::language::Language::current() }
            }
            Purpose::MapPicture => {
                let is_svg = path.extension().is_some_and(|e| e.eq_ignore_ascii_case("svg"));
                let format = if is_svg { PictureFormat::Svg } else { PictureFormat::Png };
                let Some(bounds) = bounds else { return };
                let bounds =
                    (Position::clamped(bounds.south, bounds.west), Position::clamped(bounds.north, bounds.east));
                CaseCommand::ExportPicture { path, format, bounds }
            }
        };
        out.push(Command::Case(command));
    }
}
