//! Commands in, changes out: the only place where a session changes.

use std::path::PathBuf;
use std::sync::{Arc, PoisonError};

use uuid::Uuid;

use super::case::{TrackCase, TrackSource, ZoneId, ZoneSet};
use super::command::{
    CaseCommand, Command, ExportedTracks, FocusCommand, PictureFormat, PlanCommand, SettingsCommand, ZoneCommand,
};
use super::focus::Selected;
use super::jobs::Lane;
use super::loading::{self, Loaded, Outcome};
use super::notices::Severity;
use super::question::{Answer, Question, QuestionId, ToEncrypt};
use super::saving::Protection;
use super::{Session, clock};
use super::{exporting, faults};
use crate::dossier::kept_in;
use crate::geodesy::Position;
use crate::io::encrypted::{self, Vault};
use crate::language::{Language, said, words};
use crate::plan::{Feature, FeatureId, History, Kind, Plan, PlanEdit, PlanId};
use crate::report::Report;
use crate::track::{Pyramid, TrackStore};
use crate::vessel::Mmsi;

impl Session {
    /// Does what a face asks. Whatever may take long starts a job; its outcome arrives with [`Session::poll`].
    pub fn apply(&mut self, command: Command) {
        match command {
            Command::Plan(command) => self.apply_to_plan(command),
            Command::Focus(command) => self.apply_to_focus(command),
            Command::Case(command) => self.apply_to_case(command),
            Command::Zone(command) => self.apply_to_zones(command),
            Command::Answer(id, answer) => self.answer(id, answer),
            Command::CancelJob(id) => self.jobs.cancel(id),
            Command::List(wish) => self.wish(*wish),
            Command::Picture(wish) => self.ask_picture(wish),
            Command::Coverage(wish) => self.ask_coverage(wish),
            Command::Allocation(command) => self.apply_to_allocation(command),
            Command::Finding(command) => self.apply_to_findings(command),
            Command::Intercept(command) => self.apply_to_intercept(command),
            Command::Patrol(command) => self.apply_to_patrol(command),
            Command::Settings(command) => self.apply_to_settings(command),
            Command::Drawn(geometry) => {
                let geometry = geometry.map(|geometry| *geometry);
                self.note_drawn_to_score(geometry.clone());
                self.note_drawn(geometry);
            }
            Command::Tell(severity, text) => self.notices.push(severity, text),
        }
        self.refresh_findings();
        self.purge_focus();
        self.purge_reach();
        self.refresh_intercept();
        self.refresh_approach();
        self.refresh_listing();
        self.refresh_ashore();
        self.refresh_scalpel();
        self.refresh_picture();
        self.refresh_coverage();
        self.refresh_allocation();
        self.refresh_check();
        self.refresh_patrol();
    }

    /// Takes in what jobs have come to since the last call.
    pub fn poll(&mut self) {
        for outcome in self.jobs.finished() {
            match outcome {
                Outcome::Loaded(loaded) => self.take_in(*loaded),
                Outcome::Saved(saved) => self.note_saved(*saved),
                Outcome::Told(said) => said.into_iter().for_each(|(severity, text)| self.notices.push(severity, text)),
                Outcome::Waters(waters, learnt_from) => self.take_waters(waters, &learnt_from),
                Outcome::Failed(sentence) => self.notices.push(Severity::Error, sentence),
                Outcome::Ask(question) => self.ask(question),
                Outcome::Signed(signed) => self.take_signed(*signed),
                Outcome::KeyMade(path, key) => self.take_key(path, &key),
                Outcome::Recovered(recovered) => self.take_recovered(*recovered),
                Outcome::Versions(found) => self.take_versions(*found),
                Outcome::Ashore(found) => self.take_ashore(*found),
                Outcome::Pictured(picture) => self.take_picture(picture),
                Outcome::Covered(found) => self.take_coverage(*found),
                Outcome::Allocated(ended) => self.take_allocation(ended),
                Outcome::Scored(counted) => self.take_score(*counted),
                Outcome::Reach(found) => self.take_reach(*found),
                Outcome::Intercept(found) => self.take_intercept(*found),
                Outcome::Checked(checked) => self.take_check(*checked),
                Outcome::Patrol(found) => self.take_patrol(*found),
                Outcome::Found(answered) => self.take_answer(answered.map(|answered| *answered)),
                Outcome::Summed(summed) => self.take_summary(summed),
                Outcome::Findings(search, is_whole) => self.take_findings(search, is_whole),
                Outcome::Prepared(store, pyramid) => self.take_prepared(&store, pyramid),
                Outcome::Timed(store, histogram) => self.take_timed(&store, histogram),
                Outcome::Silent => {}
                Outcome::Stopped(sentence) => self.notices.push(Severity::Warning, sentence),
            }
        }
        self.jobs.start_waiting();
        if let Some(fault) = self.autosave.take_fault() {
            self.notices.push(Severity::Error, fault);
        }
        self.refresh_findings();
        self.purge_focus();
        self.purge_reach();
        self.refresh_intercept();
        self.refresh_approach();
        self.refresh_listing();
        self.refresh_ashore();
        self.refresh_scalpel();
        self.refresh_picture();
        self.refresh_coverage();
        self.refresh_allocation();
        self.refresh_check();
        self.refresh_patrol();
        self.refresh_watch();
    }

    fn apply_to_plan(&mut self, command: PlanCommand) {
        if self.case.is_read_only {
            let sentence = words("notice-read-only");
            self.notices.push(Severity::Error, sentence);
            return;
        }
        match command {
            PlanCommand::Edit { label, edit } => self.edit(&label, &edit),
            PlanCommand::Undo => {
                self.case.history.undo();
                self.note_plan();
            }
            PlanCommand::Redo => {
                self.case.history.redo();
                self.note_plan();
            }
            PlanCommand::JumpTo(idx) => {
                self.case.history.jump(idx);
                self.note_plan();
            }
            PlanCommand::Paste(text) => self.paste(&text),
            PlanCommand::Adopt(ids) => self.adopt(&ids),
            PlanCommand::Follow(suggestion_idx) => self.follow_suggestion(suggestion_idx),
        }
    }

    pub(super) fn edit(&mut self, label: &str, edit: &PlanEdit) {
        match self.case.history.apply(label, edit, clock::now()) {
            Ok(()) => self.note_plan(),
            Err(cause) => self
                .notices
                .push(Severity::Error, said!("notice-not-edited", label = label, cause = faults::edit(&cause))),
        }
    }

    /// The plan stands otherwise than before: keep it in the journal.
    pub(super) fn note_plan(&mut self) {
        if self.case.history.is_saved() {
            self.autosave.clear();
        } else {
            let vault = self.case.vault.as_ref();
            self.autosave.note(self.case.history.plan(), self.case.path.as_deref(), vault);
        }
    }

    fn adopt(&mut self, ids: &[ZoneId]) {
        let features: Vec<Arc<Feature>> = ids
            .iter()
            .filter_map(|id| self.case.zone(*id))
            .map(|(set, zone)| {
                let id = FeatureId(Uuid::new_v4());
                let kind = match zone.geometry {
                    geo::Geometry::Polygon(_) | geo::Geometry::MultiPolygon(_) => Kind::PatrolZone,
                    geo::Geometry::Point(_) | geo::Geometry::MultiPoint(_) => Kind::Point,
                    _ => Kind::PatrolRoute,
                };
                let mut feature = Feature::new(id, kind, zone.name.clone(), zone.geometry.clone());
                let said = set.layer.fields.iter().zip(&zone.attributes).filter(|(_, value)| !value.is_empty());
                let mut remarks: Vec<String> = said.map(|(field, value)| format!("{field}: {value}")).collect();
                remarks.push(said!("adopted-from", layer = &set.layer.name));
                feature.remarks = remarks.join("\n");
                feature.style.stroke.clone_from(&zone.colour);
                Arc::new(feature)
            })
            .collect();
        let label = match features.as_slice() {
            [] => return,
            [one] => said!("edit-adopt", name = &one.name),
            many => said!("session-adopt-zones", n = many.len()),
        };
        self.focus.selection = features.iter().map(|feature| Selected::Feature(feature.id)).collect();
        self.edit(&label, &PlanEdit::Add(features));
    }

    fn apply_to_focus(&mut self, command: FocusCommand) {
        match command {
            FocusCommand::Select(things) => self.focus.selection = things,
            FocusCommand::Toggle(thing) => {
                if self.focus.is_selected(thing) {
                    self.focus.selection.retain(|other| *other != thing);
                } else {
                    self.focus.selection.push(thing);
                }
            }
            FocusCommand::Hover(thing) => self.focus.hovered = thing,
            FocusCommand::Window(window) => self.focus.window = window,
        }
    }

    /// Forgets ids of what is no longer there.
    fn purge_focus(&mut self) {
        let (case, desk, focus) = (&self.case, &self.desk, &mut self.focus);
        let is_there = |thing: &Selected| match thing {
            Selected::Feature(id) => case.plan().feature(*id).is_some(),
            Selected::Vessel(mmsi) => case.tracks.as_ref().is_some_and(|t| t.store.vessel_idx(*mmsi).is_some()),
            Selected::Zone(id) => case.zone(*id).is_some(),
            // While they are looked for anew it may yet come back.
            Selected::Finding(id) => desk.get(*id).is_some() || desk.is_searching(),
        };
        focus.selection.retain(is_there);
        focus.hovered = focus.hovered.filter(is_there);
        if case.tracks.is_none() {
            focus.window = None;
        }
    }

    pub(super) fn apply_to_case(&mut self, command: CaseCommand) {
        match command {
            CaseCommand::Open(paths) => self.open(paths, loading::Options::default()),
            CaseCommand::OpenIn { paths, time_zone } => {
                self.open(paths, loading::Options { time_zone, ..loading::Options::default() });
            }
            CaseCommand::OpenSample => {
                if self.may_replace_plan(CaseCommand::OpenSample) {
                    let open_tracks = Arc::clone(&self.open_tracks);
                    self.start_loading(words("job-open-sample"), move |p| loading::open_sample(&open_tracks, p));
                }
            }
            CaseCommand::NewPlan => {
                if self.may_replace_plan(CaseCommand::NewPlan) {
                    let plan = Plan::new(PlanId(Uuid::new_v4()), clock::now());
                    self.replace_plan(plan, None, None, true);
                }
            }
            CaseCommand::Save => self.save(None),
            CaseCommand::ListVersions => self.list_versions(),
            CaseCommand::GoBackTo(idx) => self.go_back_to(idx),
            CaseCommand::MergeWith(path) => self.merge_with(path, None),
            CaseCommand::SaveAs(path) => self.save_to(with_extension(path), None),
            CaseCommand::SaveEncrypted(path) => self.save_encrypted(with_extension(path)),
            CaseCommand::Sign(key) => self.sign(key),
            CaseCommand::MakeKey { path, name } => self.make_key(path, name),
            CaseCommand::ExportPicture { path, format, bounds } => self.export_picture(path, format, bounds),
            CaseCommand::ExportBriefing { path, language } => self.export_briefing(path, language),
            CaseCommand::ExportDossier { path, subject, language } => self.export_dossier(path, subject, language),
            CaseCommand::ExportTracks(path) => self.export_tracks(path, ExportedTracks::Selected, false),
            CaseCommand::ExportTracksOf { path, which, only_window } => self.export_tracks(path, which, only_window),
            CaseCommand::ExportPlan(path) => {
                // What the format cannot hold is told before it is lost.
                let plan = Arc::clone(self.case.plan());
                let passphrase = self.passphrase_for(&path);
                let title = said!("job-writing", name = file_name(&path));
                self.jobs.start(Lane::Free, title, move |_progress| {
                    let lost = exporting::losses(&path, &plan);
                    if lost.is_empty() && (passphrase.is_some() || !encrypted::is_named_so(&path)) {
                        exporting::plan(&path, &plan, passphrase.as_ref())
                    } else if lost.is_empty() {
                        Outcome::Ask(Question::NewPassphrase { of: ToEncrypt::Export(path) })
                    } else {
                        Outcome::Ask(Question::Losses { path, lost })
                    }
                });
            }
            CaseCommand::SaveReport(path) => self.save_report(path),
            CaseCommand::CloseTracks => self.set_tracks(None),
            CaseCommand::Quit => {
                if self.may_replace_plan(CaseCommand::Quit) {
                    self.autosave.clear();
                    self.autosave.flush();
                    self.may_quit = true;
                }
            }
        }
    }

    /// Opens files of any kind under these options.
    pub(super) fn open(&mut self, paths: Vec<PathBuf>, options: loading::Options) {
        let title = match paths.as_slice() {
            [] => return,
            [one] => said!("job-reading", name = file_name(one)),
            [first, rest @ ..] => said!("job-reading-more", name = file_name(first), n = rest.len()),
        };
        for path in &paths {
            self.settings.note_recent(path);
        }
        self.keep_settings();
        let open_tracks = Arc::clone(&self.open_tracks);
        let folder = self.folders.cache.clone();
        self.start_loading(&title, move |progress| loading::open(&paths, &options, &folder, &open_tracks, progress));
    }

    fn export_tracks(&mut self, path: PathBuf, which: ExportedTracks, only_window: bool) {
        let Some(tracks) = &self.case.tracks else {
            self.notices.push(Severity::Error, words("notice-no-tracks"));
            return;
        };
        let store = Arc::clone(&tracks.store);
        let vessels: Option<Vec<Mmsi>> = match which {
            ExportedTracks::All => None,
            // As ever: everything, where nothing is selected.
            ExportedTracks::Selected => {
                Some(self.focus.vessels().collect()).filter(|vessels: &Vec<_>| !vessels.is_empty())
            }
            ExportedTracks::Listed => {
                let found = self.listing.found().filter(|found| found.generation == tracks.generation);
                let listed = found.iter().flat_map(|found| &found.vessels).filter_map(|idx| store.vessels().get(*idx));
                Some(listed.map(|vessel| vessel.mmsi).collect())
                    // All of them need no copy.
                    .filter(|listed: &Vec<_>| listed.len() < store.vessels().len())
            }
        };
        let window = self.focus.window.filter(|_| only_window).map(|window| (window.from, window.to));
        let title = said!("job-writing", name = file_name(&path));
        self.jobs.start(Lane::Free, title, move |progress| {
            exporting::tracks(&path, &store, vessels.as_deref(), window, progress)
        });
    }

    fn export_picture(&mut self, path: PathBuf, format: PictureFormat, bounds: (Position, Position)) {
        let title = said!("job-drawing", name = file_name(&path));
        let subject = self.subject();
        self.jobs
            .start(Lane::Free, title, move |progress| exporting::picture(&path, format, bounds, &subject, progress));
    }

    fn export_briefing(&mut self, path: PathBuf, language: Language) {
        let title = said!("job-writing", name = file_name(&path));
        let (subject, shelf) = (self.subject(), self.shelf());
        let holds_findings = || !kept_in(self.case.plan(), self.desk.reviews()).is_empty();
        if shelf.is_none() && self.case.tracks.is_some() && holds_findings() {
            self.notices.push(Severity::Warning, words("notice-briefing-searching").to_owned());
        }
        self.jobs.start(Lane::Free, title, move |progress| {
            exporting::briefing(&path, language, &subject, shelf.as_ref(), progress)
        });
    }

    /// What a picture or a briefing shows: all that is open and shown just now.
    fn subject(&self) -> exporting::Subject {
        exporting::Subject {
            plan: Arc::clone(self.case.plan()),
            tracks: self.case.tracks.as_ref().map(|tracks| Arc::clone(&tracks.store)),
            window: self.focus.window,
            zones: self.case.zones.iter().filter(|set| set.is_shown).map(ZoneSet::shown_layer).collect(),
            basemap: Arc::clone(&self.basemap),
            waters: self.waters.clone(),
            theme: self.settings.theme,
        }
    }

    pub(super) fn start_loading(
        &mut self,
        title: &str,
        work: impl FnOnce(&crate::report::Progress) -> Outcome + Send + 'static,
    ) {
        self.jobs.start(Lane::Loading, title, work);
    }

    /// Whether the plan may be let go of; if it has unsaved changes, asks, and goes on with `then` afterwards.
    fn may_replace_plan(&mut self, then: CaseCommand) -> bool {
        let is_kept = self.case.history.is_saved() || self.case.is_read_only;
        if !is_kept {
            self.questions.retain(|(_, question)| !matches!(question, Question::Unsaved { .. }));
            self.ask(Question::Unsaved { then });
        }
        is_kept
    }

    pub(super) fn replace_plan(
        &mut self,
        plan: Plan,
        path: Option<PathBuf>,
        vault: Option<Arc<Vault>>,
        is_saved: bool,
    ) {
        self.case.history = History::new(plan, is_saved);
        self.case.path = path;
        // Before the journal hears of the plan: it is encrypted where the plan's file is.
        self.case.vault = vault;
        self.case.is_read_only = false;
        self.case.file = None;
        self.case.merged_in.clear();
        self.note_plan();
    }

    /// Takes in what was read: tracks merge, zones add layers, a plan takes the place of the one open.
    fn take_in(&mut self, loaded: Loaded) {
        if let Some(tracks) = loaded.tracks {
            let generation = self.case.next_generation();
            let mut sources = self.case.tracks.take().map(|old| old.sources).unwrap_or_default();
            sources.push(TrackSource { name: tracks.name, report: tracks.report, elapsed: tracks.elapsed });
            let to_time = Arc::clone(&tracks.store);
            self.jobs.start(Lane::Quiet, words("job-timeline"), move |_progress| loading::time_fixes(to_time));
            self.set_tracks(Some(TrackCase {
                store: tracks.store,
                pyramid: tracks.pyramid,
                histogram: Arc::default(),
                extent: tracks.extent,
                generation,
                sources,
            }));
            self.focus.window = None;
        }
        if let Some(to_keep) = loaded.to_keep {
            let title = words("job-keeping");
            self.jobs.start(Lane::Free, title, move |progress| loading::keep_tracks(&to_keep, progress));
        }
        let has_new_zones = !loaded.zones.is_empty();
        for (layer, report) in loaded.zones {
            let id = self.case.next_generation();
            let layer = Arc::new(layer);
            self.case.zones.push(ZoneSet { id, layer, report, is_shown: true, colour: None, filter: None });
        }
        if has_new_zones {
            self.learn_limits();
        }
        if let Some(plan) = loaded.plan {
            let again = match &plan.path {
                Some(path) => CaseCommand::Open(vec![path.clone()]),
                None => CaseCommand::OpenSample,
            };
            if self.may_replace_plan(again) {
                self.replace_plan(Plan::clone(&plan.plan), plan.path, plan.vault, true);
                self.case.is_read_only = plan.is_read_only;
                self.case.file = plan.file;
            }
        }
        for list in loaded.lists {
            self.desk.add_list(list);
        }
        for path in loaded.maps {
            if !self.settings.maps.contains(&path) {
                self.settings.maps.push(path);
            }
            self.keep_settings();
        }
        for question in loaded.questions {
            self.ask(question);
        }
        for (severity, sentence) in loaded.notices {
            self.notices.push(severity, sentence);
        }
    }

    fn set_tracks(&mut self, tracks: Option<TrackCase>) {
        let store = tracks.as_ref().map(|tracks| Arc::clone(&tracks.store));
        self.open_tracks.lock().unwrap_or_else(PoisonError::into_inner).store = store;
        self.case.tracks = tracks;
    }

    fn answer(&mut self, id: QuestionId, answer: Answer) {
        let Some(idx) = self.questions.iter().position(|(other, _)| *other == id) else { return };
        let (_, question) = self.questions.remove(idx);
        match (question, answer) {
            (Question::TimeZone { paths, columns, .. }, Answer::TimeZone(zone)) => {
                self.open(paths, loading::Options { time_zone: Some(zone), columns });
            }
            (Question::Columns { paths, time_zone, .. }, Answer::Columns(columns)) => {
                self.open(paths, loading::Options { columns: Some(columns), time_zone });
            }
            (Question::Unsaved { then }, Answer::Save) => self.save(Some(then)),
            (Question::Unsaved { then }, Answer::Discard) => {
                let plan = Arc::clone(self.case.plan());
                self.case.history.mark_saved(&plan);
                self.apply_to_case(then);
            }
            (Question::SavePath { then }, Answer::SavePath(path)) => self.save_to(with_extension(path), then),
            (Question::Passphrase { of, .. }, Answer::Passphrase(passphrase)) => self.unlock(of, passphrase),
            (Question::NewPassphrase { of: ToEncrypt::Plan { path, then } }, Answer::Passphrase(passphrase)) => {
                self.save_as(path, Protection::New(passphrase), then);
            }
            (Question::NewPassphrase { of: ToEncrypt::Export(path) }, Answer::Passphrase(passphrase)) => {
                self.write_export(path, Some(passphrase));
            }
            (Question::Unencrypted { path, then }, Answer::Save) => self.save_as(path, Protection::None, then),
            (Question::Recover { journals }, Answer::Recover(idx)) => {
                if let Some(journal) = journals.get(idx) {
                    self.take_up(journal);
                }
                let rest: Vec<_> =
                    journals.into_iter().enumerate().filter(|(i, _)| *i != idx).map(|(_, j)| j).collect();
                if !rest.is_empty() {
                    let n = rest.len();
                    let sentence = said!("notice-older-plans", n = n);
                    self.notices.push(Severity::Warning, sentence);
                }
            }
            (Question::Losses { path, .. }, Answer::Save) => self.export_to(path),
            (Question::ChangedOnDisk { path }, Answer::Merge) => self.merge_with(path, None),
            (Question::Recover { journals }, Answer::Discard) => {
                journals.iter().for_each(|journal| self.autosave.forget(journal));
            }
            // Anything else leaves everything as it is; journals stay for the next start.
            _ => {}
        }
    }

    fn apply_to_zones(&mut self, command: ZoneCommand) {
        let zones = &mut self.case.zones;
        match command {
            ZoneCommand::Show(idx, is_shown) => change(zones, idx, |set| set.is_shown = is_shown),
            ZoneCommand::Colour(idx, colour) => change(zones, idx, |set| set.colour = colour),
            ZoneCommand::Filter(idx, filter) => change(zones, idx, |set| set.filter = filter),
            ZoneCommand::Close(idx) => {
                if idx < zones.len() {
                    zones.remove(idx);
                    self.learn_limits();
                }
            }
        }
    }

    fn apply_to_settings(&mut self, command: SettingsCommand) {
        match command {
            SettingsCommand::Theme(theme) => self.settings.theme = theme,
            SettingsCommand::Language(language) => self.settings.language = Some(language),
            SettingsCommand::CoordinateForm(form) => self.settings.coordinate_form = form,
            SettingsCommand::Online(source) => {
                self.settings.online_is_on = source.is_some();
                self.settings.online = source.or(self.settings.online.take());
            }
            SettingsCommand::Snap(snaps) => self.settings.snaps = snaps,
            SettingsCommand::SilenceHours(hours) => self.settings.silence_hours = hours,
            SettingsCommand::All(settings) => self.settings = *settings,
        }
        self.keep_settings();
        self.prepare_as_set();
    }

    /// Has the open tracks made ready for the map again, where the settings now want them otherwise.
    fn prepare_as_set(&mut self) {
        let params = self.settings.pyramid_params();
        let was = {
            let mut open = self.open_tracks.lock().unwrap_or_else(PoisonError::into_inner);
            std::mem::replace(&mut open.params, params)
        };
        if was != params && (self.case.tracks.is_some() || self.is_busy()) {
            let open = Arc::clone(&self.open_tracks);
            self.start_loading(words("job-silences"), move |progress| loading::prepare_again(&open, progress));
        }
    }

    /// Takes in tracks made ready again, if they are still those that are open.
    fn take_prepared(&mut self, store: &Arc<TrackStore>, pyramid: Arc<Pyramid>) {
        let generation = self.case.next_generation();
        if let Some(tracks) = self.case.tracks.as_mut().filter(|tracks| Arc::ptr_eq(&tracks.store, store)) {
            (tracks.pyramid, tracks.generation) = (pyramid, generation);
        }
    }

    /// Takes in what was counted of tracks, if they are still those that are open.
    fn take_timed(&mut self, store: &Arc<TrackStore>, histogram: Arc<[u32]>) {
        if let Some(tracks) = self.case.tracks.as_mut().filter(|tracks| Arc::ptr_eq(&tracks.store, store)) {
            tracks.histogram = histogram;
        }
    }

    pub(super) fn keep_settings(&mut self) {
        let (bytes, folder) = (self.settings.to_bytes(), self.folders.config.clone());
        self.jobs.start(Lane::Saving, words("job-settings"), move |_progress| loading::keep_settings(&folder, &bytes));
    }

    /// Writes what the open files' imports read and skipped.
    fn save_report(&mut self, path: PathBuf) {
        let sources = self.case.tracks.iter().flat_map(|tracks| &tracks.sources);
        let seconds = sources.clone().map(|source| source.elapsed.as_secs_f64()).sum();
        let zones = self.case.zones.iter().map(|set| &set.report);
        let reports: Vec<Report> = sources.map(|source| &source.report).chain(zones).cloned().collect();
        let title = said!("job-writing", name = file_name(&path));
        self.jobs.start(Lane::Free, title, move |_progress| exporting::report(&path, reports, seconds));
    }
}

fn change(zones: &mut [ZoneSet], idx: usize, how: impl FnOnce(&mut ZoneSet)) {
    if let Some(set) = zones.get_mut(idx) {
        how(set);
    }
}

pub(super) fn file_name(path: &std::path::Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

/// A plan's path as typed, with `.geojson` where no extension was given.
fn with_extension(path: PathBuf) -> PathBuf {
    if path.extension().is_some() { path } else { path.with_extension("geojson") }
}
