//! The work of jobs: reading and writing files for a session, off its thread.
//!
//! Each function takes all it needs and returns an [`Outcome`]; none touches the session.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::case::FileVersion;
use super::case::HISTOGRAM_BINS;
use super::extent::{self, Corners};
use super::listing::{Answered, Summed};
use super::notices::Severity;
use super::question::{Locked, Question};
use crate::chart::{Waters, ZoneLayer};
use crate::io::encrypted::{self, Vault};
use crate::io::recognise::{Kind, recognise};
use crate::io::sample::{self, SampleFile};
use crate::io::tracks::cache::{self, Found};
use crate::io::tracks::{self, Cache, ReadError, ReadOptions};
use crate::io::{atomic, map_file, plan_geojson, watchlist, zones};
use crate::language::{said, words};
use crate::plan::Plan;
use crate::report::{Progress, Report, Stopped};
use crate::track::{Pyramid, PyramidParams, TrackStore, histogram};
use crate::vessel::watchlist::Watchlist;

/// What a job came to.
pub(super) enum Outcome {
    /// Files were read.
    Loaded(Box<Loaded>),
    /// The plan was saved.
    Saved(Box<super::saving::Saved>),
    /// Something else came to an end: what there is to tell the user.
    Told(Vec<(Severity, String)>),
    /// Whose water is where, and the layers of zones (by their ids) whose official limits are in it.
    Waters(Arc<Waters>, Vec<u64>),
    /// The plan's file was signed: what it says of itself now, and the SHA-256 of its bytes.
    Signed(Box<super::saving::Signed>),
    /// A key was made.
    KeyMade(PathBuf, String),
    /// The plan that an encrypted journal held.
    Recovered(Box<super::vaults::Recovered>),
    /// Something must be known before it goes on.
    Ask(Question),
    /// What was found of versions of the plan.
    Versions(Box<super::versions::Found>),
    /// Whose water areas lie in.
    Ashore(Box<super::ashore::Found>),
    /// The picture of the traffic; none, if it was stopped.
    Pictured(Option<Arc<super::picture::Picture>>),
    /// How likely ships are detected.
    Covered(Box<super::coverage::Found>),
    /// A search for who is to search what came to an end.
    Allocated(super::allocation::Ended),
    /// Whom an area would stop.
    Scored(Box<super::scalpel::Counted>),
    /// Where a silent ship can have been.
    Reach(Box<super::reach::Found>),
    /// What is wrong with the plan.
    Checked(Box<super::check::Checked>),
    /// A search pattern laid out.
    Patrol(Box<super::patrol::Found>),
    /// Who can meet a vessel.
    Intercept(Box<super::intercept::Found>),
    /// What the list asked for; `None` if the search was stopped.
    Found(Option<Box<Answered>>),
    /// The figures of a vessel.
    Summed(Summed),
    /// A search for what looks wrong (by its number) has come to an end; `false` if it was stopped.
    Findings(u64, bool),
    /// How many fixes each part of the span holds.
    Timed(Arc<TrackStore>, Arc<[u32]>),
    /// Tracks were made ready for the map again.
    Prepared(Arc<TrackStore>, Arc<Pyramid>),
    /// It could not be done: the sentence for the user.
    Failed(String),
    /// It was stopped on request: the sentence for the user.
    Stopped(String),
    /// It was done and needs no word.
    Silent,
}

/// What was read from some files.
#[derive(Default)]
pub(super) struct Loaded {
    pub(super) tracks: Option<LoadedTracks>,
    pub(super) zones: Vec<(ZoneLayer, Report)>,
    pub(super) plan: Option<LoadedPlan>,
    pub(super) maps: Vec<PathBuf>,
    pub(super) lists: Vec<Watchlist>,
    /// What is worth keeping, so that opening it again parses nothing.
    pub(super) to_keep: Option<ToKeep>,
    pub(super) questions: Vec<Question>,
    pub(super) notices: Vec<(Severity, String)>,
}

/// What came of a reading, and where it may be kept.
pub(super) struct ToKeep {
    cache: Cache,
    place: cache::Place,
    store: Arc<TrackStore>,
    report: Report,
}

/// All tracks that are open once these are taken in, and the report of those just read.
pub(super) struct LoadedTracks {
    pub(super) name: String,
    pub(super) store: Arc<TrackStore>,
    pub(super) pyramid: Arc<Pyramid>,
    pub(super) extent: Option<Corners>,
    pub(super) report: Report,
    pub(super) elapsed: Duration,
}

/// A plan that was read.
pub(super) struct LoadedPlan {
    pub(super) plan: Arc<Plan>,
    /// `None` for the sample case, which has no file of its own.
    pub(super) path: Option<PathBuf>,
    pub(super) is_read_only: bool,
    pub(super) file: Option<FileVersion>,
    pub(super) vault: Option<Arc<Vault>>,
}

/// How to read.
#[derive(Clone, Debug, Default)]
pub(super) struct Options {
    pub(super) time_zone: Option<String>,
    pub(super) columns: Option<String>,
}

/// What a job finds when it begins: the open tracks, and how they are made ready for the map.
#[derive(Clone, Debug, Default)]
pub(super) struct OpenNow {
    pub(super) store: Option<Arc<TrackStore>>,
    pub(super) params: PyramidParams,
}

pub(super) type OpenTracks = Mutex<OpenNow>;

/// Makes the open tracks ready for the map again, as is now asked for.
pub(super) fn prepare_again(open: &OpenTracks, progress: &Progress) -> Outcome {
    let OpenNow { store, params } = open.lock().unwrap_or_else(PoisonError::into_inner).clone();
    let Some(store) = store else { return Outcome::Silent };
    progress.set_stage("preparing the map");
    match store.levels(&params, progress) {
        Ok(pyramid) => Outcome::Prepared(store, pyramid),
        Err(_stopped) => Outcome::Stopped(words("notice-silences-stopped").to_owned()),
    }
}

/// Reads files of any kind. `cache` is the folder for what can be made again.
pub(super) fn open(
    paths: &[PathBuf],
    options: &Options,
    cache: &Path,
    open: &OpenTracks,
    progress: &Progress,
) -> Outcome {
    let mut loaded = Loaded::default();
    let mut tracks = Vec::new();
    for path in paths {
        match recognise(path) {
            // Together, since one file may hold the names of another's vessels.
            Ok(Kind::Tracks(_)) => tracks.push(path.clone()),
            Ok(Kind::Zones(_)) => take_zones(zones::read(path, progress), &mut loaded),
            Ok(Kind::Plan) => open_plan(path, &mut loaded, progress),
            Ok(Kind::Map(_)) => open_map(path, &mut loaded),
            Ok(Kind::Encrypted) => ask_passphrase(path, &mut loaded, progress),
            Ok(Kind::Watchlist(_)) => open_list(path, &mut loaded, progress),
            Ok(Kind::Findings) => {
                let file = path.display().to_string();
                loaded.notices.push((Severity::Error, said!("notice-findings-file", file = file)));
            }
            Err(cause) => loaded.notices.push((Severity::Error, said!("notice-not-opened", cause = sentence(&cause)))),
        }
        if progress.is_stopped() {
            return stopped(paths);
        }
    }
    if !tracks.is_empty() {
        read_tracks(&tracks, options, cache, open, &mut loaded, progress);
    }
    if progress.is_stopped() { stopped(paths) } else { Outcome::Loaded(Box::new(loaded)) }
}

fn open_list(path: &Path, loaded: &mut Loaded, progress: &Progress) {
    match watchlist::read(path, progress) {
        Ok((list, report)) => {
            let (name, n, skipped) = (list.name.clone(), list.entries.len(), report.n_skipped());
            loaded.lists.push(list);
            let said = said!("notice-list", name = name, n = n, skipped = skipped);
            loaded.notices.push((Severity::Done, said));
        }
        Err(cause) => loaded.notices.push((Severity::Error, said!("notice-not-opened", cause = sentence(&cause)))),
    }
}

/// Reads the synthetic case that comes with the program.
pub(super) fn open_sample(open: &OpenTracks, progress: &Progress) -> Outcome {
    let mut loaded = Loaded::default();
    let SampleFile { name, bytes } = sample::PLAN;
    match plan_geojson::from_bytes(bytes, name, progress) {
        Ok((plan, ..)) => {
            let plan = Arc::new(plan);
            loaded.plan = Some(LoadedPlan { plan, path: None, is_read_only: false, file: None, vault: None });
        }
        Err(cause) => loaded.notices.push((Severity::Error, said!("notice-not-opened", cause = sentence(&cause)))),
    }
    take_zones(zones::read_bytes(sample::ZONES.name, sample::ZONES.bytes, progress), &mut loaded);
    let begun = Instant::now();
    let SampleFile { name, bytes } = sample::TRACKS;
    match tracks::read_bytes(name, bytes, &ReadOptions::default(), progress) {
        Ok(read) => finish_tracks(words("sample-name").into(), read, begun, open, &mut loaded, progress),
        Err(cause) => loaded.notices.push((Severity::Error, said!("notice-not-opened", cause = sentence(&cause)))),
    }
    if progress.is_stopped() { stopped(&[]) } else { Outcome::Loaded(Box::new(loaded)) }
}

fn take_zones(read: Result<Vec<(ZoneLayer, Report)>, zones::ZonesError>, loaded: &mut Loaded) {
    match read {
        Ok(layers) => {
            for (layer, report) in &layers {
                let (n_skipped, n_repaired) = (report.n_skipped(), report.repaired.values().sum::<u64>());
                if n_skipped + n_repaired > 0 {
                    let text = said!(
                        "notice-zones-skipped",
                        name = &layer.name,
                        n = n_skipped,
                        all = report.read,
                        repaired = n_repaired
                    );
                    loaded.notices.push((Severity::Warning, text));
                }
            }
            loaded.zones.extend(layers);
        }
        Err(zones::ZonesError::Stopped(_)) => {}
        Err(cause) => loaded.notices.push((Severity::Error, said!("notice-not-opened", cause = sentence(&cause)))),
    }
}

/// A map is opened once here, so that one that cannot be read is refused in a sentence and not kept.
fn open_map(path: &Path, loaded: &mut Loaded) {
    match map_file::open(path) {
        Ok(_) => loaded.maps.push(path.to_owned()),
        Err(cause) => loaded.notices.push((Severity::Error, said!("notice-not-opened", cause = sentence(&cause)))),
    }
}

fn read_tracks(
    paths: &[PathBuf],
    options: &Options,
    cache_folder: &Path,
    open: &OpenTracks,
    loaded: &mut Loaded,
    progress: &Progress,
) {
    let begun = Instant::now();
    let columns = match options.columns.as_deref().map(str::parse).transpose() {
        Ok(columns) => columns,
        Err(cause) => {
            let cause: tracks::columns::ColumnsError = cause;
            loaded.notices.push((Severity::Error, said!("notice-not-opened", cause = sentence(&cause))));
            return;
        }
    };
    let scratch = Some(cache_folder.to_owned());
    let how = ReadOptions { time_zone: options.time_zone.clone(), columns, scratch, ..ReadOptions::default() };
    let Options { time_zone, columns: stated_columns } = options.clone();
    let cache = Cache::new(&cache_folder.join("tracks"));
    let place = match cache.find(paths, &how, progress) {
        Ok(Found::Kept(read)) => return finish_tracks(names(paths), *read, begun, open, loaded, progress),
        Ok(Found::New(place)) => Some(place),
        Ok(Found::Nothing) => None,
        Err(Stopped) => return,
    };
    match tracks::read(paths, &how, progress) {
        Ok(read) => {
            finish_tracks(names(paths), read, begun, open, loaded, progress);
            if let (Some(place), Some(read)) = (place, &loaded.tracks)
                && read.store.n_fixes() as u64 == read.report.kept
            {
                let (store, report) = (Arc::clone(&read.store), read.report.clone());
                loaded.to_keep = Some(ToKeep { cache, place, store, report });
            }
        }
        Err(ReadError::Stopped(_)) => {}
        Err(ReadError::NeedsTimeZone { example, .. }) => {
            loaded.questions.push(Question::TimeZone { paths: paths.to_vec(), columns: stated_columns, example });
        }
        Err(ReadError::NeedsColumns { header, rows, .. }) => {
            loaded.questions.push(Question::Columns { paths: paths.to_vec(), time_zone, header, rows });
        }
        Err(cause) => {
            loaded.notices.push((Severity::Error, said!("notice-not-opened", cause = sentence(&cause))));
            let rest: Vec<PathBuf> = paths.iter().filter(|path| cause.file() != Some(path)).cloned().collect();
            if !rest.is_empty() && rest.len() < paths.len() {
                read_tracks(&rest, options, cache_folder, open, loaded, progress);
            }
        }
    }
}

/// Merges what was read with what is open, and prepares it for the map.
fn finish_tracks(
    name: String,
    (store, report): (TrackStore, Report),
    begun: Instant,
    open: &OpenTracks,
    loaded: &mut Loaded,
    progress: &Progress,
) {
    let OpenNow { store: before, params } = open.lock().unwrap_or_else(PoisonError::into_inner).clone();
    let merged = match before {
        Some(before) if before.n_fixes() > 0 => {
            progress.set_stage("merging");
            TrackStore::merge(&[&before, &store], progress)
        }
        _ => Ok(store),
    };
    let Ok(store) = merged else { return };
    progress.set_stage("preparing the map");
    let Ok(pyramid) = store.levels(&params, progress) else { return };
    let n_skipped = report.n_skipped();
    if n_skipped > 0 {
        let text = said!("notice-rows-skipped", name = &name, n = n_skipped, all = report.read);
        loaded.notices.push((Severity::Warning, text));
    }
    loaded.tracks = Some(LoadedTracks {
        name,
        extent: extent::around(store.lat_e7(), store.lon_e7()),
        store: Arc::new(store.with_levels(Arc::clone(&pyramid))),
        pyramid,
        report,
        elapsed: begun.elapsed(),
    });
}

/// Counts how many fixes each part of the span holds: the map need not wait for it.
pub(super) fn time_fixes(store: Arc<TrackStore>) -> Outcome {
    let bins = store.span().map(|span| histogram(&store, span, HISTOGRAM_BINS)).unwrap_or_default();
    Outcome::Timed(store, bins.into())
}

/// Asks for the passphrase of a file, if one can open it.
fn ask_passphrase(path: &Path, loaded: &mut Loaded, progress: &Progress) {
    let checked = plan_geojson::read_bounded(path, progress)
        .map_err(|cause| sentence(&cause))
        .and_then(|bytes| encrypted::check(&bytes, &path.display().to_string()).map_err(|cause| sentence(&cause)));
    match checked {
        Ok(()) => loaded.questions.push(Question::Passphrase { of: Locked::Plan(path.to_owned()), is_wrong: false }),
        Err(cause) => loaded.notices.push((Severity::Error, said!("notice-not-opened", cause = cause))),
    }
}

fn open_plan(path: &Path, loaded: &mut Loaded, progress: &Progress) {
    match plan_geojson::read_bounded(path, progress) {
        Ok(bytes) => take_plan(path, &bytes, &bytes, None, loaded, progress),
        Err(cause) => loaded.notices.push((Severity::Error, said!("notice-not-opened", cause = sentence(&cause)))),
    }
}

/// Reads a plan from the bytes of its file, decrypted by this vault where there is one.
pub(super) fn take_plan(
    path: &Path,
    bytes: &[u8],
    on_disk: &[u8],
    vault: Option<Arc<Vault>>,
    loaded: &mut Loaded,
    progress: &Progress,
) {
    progress.set_stage("reading the plan");
    match plan_geojson::from_bytes(bytes, &path.display().to_string(), progress) {
        Ok((plan, report, access)) => {
            let is_read_only = access != plan_geojson::Access::ReadWrite;
            if is_read_only {
                let text = said!("notice-newer", path = path.display().to_string());
                loaded.notices.push((Severity::Warning, text));
            }
            for note in report.notes.iter().chain(report.samples.iter().map(|sample| &sample.detail)) {
                loaded.notices.push((Severity::Warning, format!("{}: {note}", names(&[path.to_owned()]))));
            }
            let plan = Arc::new(plan);
            let file = Some(FileVersion::new(Arc::clone(&plan), bytes, on_disk));
            loaded.plan = Some(LoadedPlan { plan, path: Some(path.to_owned()), is_read_only, file, vault });
        }
        Err(cause) => loaded.notices.push((Severity::Error, said!("notice-not-opened", cause = sentence(&cause)))),
    }
}

/// Keeps what came of a reading.
pub(super) fn keep_tracks(to_keep: &ToKeep, progress: &Progress) -> Outcome {
    let ToKeep { cache, place, store, report } = to_keep;
    match cache.keep(place, store, report, progress) {
        Err(cause) if !progress.is_stopped() => {
            let text = said!("notice-not-kept", cause = sentence(&cause));
            Outcome::Told(vec![(Severity::Warning, text)])
        }
        _ => Outcome::Silent,
    }
}

/// Writes the settings.
pub(super) fn keep_settings(folder: &Path, bytes: &[u8]) -> Outcome {
    let kept = std::fs::create_dir_all(folder).map_err(|cause| cause.to_string());
    let kept =
        kept.and_then(|()| atomic::write_bytes(&folder.join("settings.json"), bytes).map_err(|cause| sentence(&cause)));
    match kept {
        Ok(()) => Outcome::Silent,
        Err(cause) => Outcome::Failed(said!("notice-settings", cause = cause)),
    }
}

fn stopped(paths: &[PathBuf]) -> Outcome {
    Outcome::Stopped(said!("notice-stopped-reading", name = names(paths)))
}

fn names(paths: &[PathBuf]) -> String {
    let name = |path: &PathBuf| path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
    match paths {
        [] => words("sample-name").to_owned(),
        [one] => name(one),
        [first, rest @ ..] => said!("and-more", name = name(first), n = rest.len()),
    }
}

/// An error and its causes in one sentence.
pub(super) fn sentence(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        let cause_text = cause.to_string();
        if !text.contains(&cause_text) {
            text = format!("{text}: {cause_text}");
        }
        source = cause.source();
    }
    text
}
