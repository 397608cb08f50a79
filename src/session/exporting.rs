//! The work of jobs that write: tracks, plans, reports, pictures and briefings, off the session's thread.
//!
//! Each function takes all it needs and returns an [`Outcome`]; none touches the session. The plan's own file is saved by
//! `loading`, which also knows how it was read.

use std::path::Path;
use std::sync::Arc;

use super::command::PictureFormat;
use super::dossier::{Shelf, pages_of};
use super::focus::TimeWindow;
use super::loading::{Outcome, sentence};
use super::notices::Severity;
use super::settings::Theme;
use crate::brief::{self, Briefing, BriefingError, Picture, PictureError};
use crate::chart::{OfficialLimits, TileReader, Waters, ZoneLayer};
use crate::geodesy::Position;
use crate::io::encrypted::{self, Passphrase};
use crate::io::report_json::report_json;
use crate::io::{atomic, export, plan_geojson, tracks};
use crate::language::{Language, said};
use crate::plan::Plan;
use crate::report::{Progress, Report};
use crate::track::{Span, TrackStore};
use crate::vessel::Mmsi;
use zeroize::Zeroizing;

/// Width and height of a picture in pixels: what `cordon brief` makes where no other size is asked for.
const PICTURE_SIZE: (u32, u32) = (1600, 1200);

/// What a picture or a briefing shows.
pub(super) struct Subject {
    pub(super) plan: Arc<Plan>,
    pub(super) tracks: Option<Arc<TrackStore>>,
    pub(super) window: Option<TimeWindow>,
    pub(super) zones: Vec<ZoneLayer>,
    pub(super) basemap: Arc<dyn TileReader>,
    pub(super) waters: Option<Arc<Waters>>,
    pub(super) theme: Theme,
}

/// What the format of this path cannot hold of a plan; nothing where the path names no format, which the writer says.
pub(super) fn losses(path: &Path, plan: &Plan) -> Vec<String> {
    export::Format::of(path).map_or_else(Vec::new, |format| export::losses(format, plan))
}

/// Writes the plan in another format, and tells what that format could not hold.
pub(super) fn plan(path: &Path, plan: &Plan, passphrase: Option<&Passphrase>) -> Outcome {
    let written = match (passphrase, export::Format::of(path)) {
        (Some(passphrase), Some(format)) => encrypted_plan(path, format, plan, passphrase),
        _ => export::write_plan(path, plan).map_err(|cause| sentence(&cause)),
    };
    match written {
        Ok(lost) => {
            let lost = lost.into_iter().map(|text| (Severity::Warning, text));
            Outcome::Told(std::iter::once(wrote(path)).chain(lost).collect())
        }
        Err(cause) => Outcome::Failed(said!("notice-not-written", cause = cause)),
    }
}

/// Writes the plan in another format, encrypted; nothing else of it reaches the disk.
fn encrypted_plan(
    path: &Path,
    format: export::Format,
    plan: &Plan,
    passphrase: &Passphrase,
) -> Result<Vec<String>, String> {
    let (bytes, lost) = export::plan_bytes(format, plan).map_err(|cause| sentence(&cause))?;
    let bytes = encrypted::encrypt(&Zeroizing::new(bytes), passphrase).map_err(|cause| sentence(&cause))?;
    atomic::write_bytes(path, &bytes).map_err(|cause| sentence(&cause))?;
    Ok(lost)
}

/// Writes the tracks of these vessels, or of all where none are named; in a window of time only that part of them.
pub(super) fn tracks(
    path: &Path,
    store: &TrackStore,
    only: Option<&[Mmsi]>,
    window: Option<Span>,
    progress: &Progress,
) -> Outcome {
    // Before anything is copied: the extension may name no format.
    if let Err(cause) = tracks::OutputFormat::of(path) {
        return not_written(&cause);
    }
    let part = (only.is_some() || window.is_some()).then(|| tracks::part(store, only, window, progress));
    let written = match &part {
        Some(Ok(part)) if part.vessels().is_empty() => {
            let text = said!("notice-no-fix-in-window", path = path.display().to_string());
            return Outcome::Failed(text);
        }
        Some(Ok(part)) => tracks::write(path, part, None, progress).map(|()| part),
        Some(Err(_)) => return stopped(path),
        None => tracks::write(path, store, None, progress).map(|()| store),
    };
    match written {
        Ok(written) => {
            let (n_vessels, n_fixes) = (written.vessels().len(), written.n_fixes());
            let path = path.display().to_string();
            let text = said!("notice-wrote-tracks", vessels = n_vessels, fixes = n_fixes, path = path);
            Outcome::Told(vec![(Severity::Done, text)])
        }
        Err(_) if progress.is_stopped() => stopped(path),
        Err(cause) => not_written(&cause),
    }
}

pub(super) fn not_written(cause: &dyn std::error::Error) -> Outcome {
    Outcome::Failed(said!("notice-not-written", cause = sentence(cause)))
}

pub(super) fn stopped(path: &Path) -> Outcome {
    Outcome::Stopped(said!("notice-stopped-writing", path = path.display().to_string()))
}

/// Writes what imports read and skipped, one object for all of them; they took so many seconds.
pub(super) fn report(path: &Path, reports: Vec<Report>, seconds: f64) -> Outcome {
    let mut whole = Report::default();
    reports.into_iter().for_each(|report| whole.absorb(report));
    write_bytes(path, report_json(&whole, seconds).as_bytes())
}

/// Draws the map as it is looked at.
pub(super) fn picture(
    path: &Path,
    format: PictureFormat,
    bounds: (Position, Position),
    subject: &Subject,
    progress: &Progress,
) -> Outcome {
    let stores: Vec<&TrackStore> = subject.tracks.iter().map(Arc::as_ref).collect();
    let picture = Picture {
        plan: &subject.plan,
        tracks: &stores,
        window: subject.window.map(|window| (window.from, window.to)),
        zones: &subject.zones,
        map: subject.basemap.as_ref(),
        waters: subject.waters.as_deref(),
        bounds: Some(bounds),
        size: PICTURE_SIZE,
        theme: match subject.theme {
            Theme::Day => brief::Theme::Day,
            Theme::Dusk => brief::Theme::Dusk,
            Theme::Night => brief::Theme::Night,
        },
    };
    let svg = match brief::svg(&picture, progress) {
        Ok(svg) => svg,
        Err(PictureError::Stopped(_)) => {
            return stopped(path);
        }
        Err(cause) => return not_written(&cause),
    };
    match format {
        PictureFormat::Svg => write_bytes(path, svg.as_bytes()),
        PictureFormat::Png => match brief::png(&svg) {
            Ok(png) => write_bytes(path, &png),
            Err(cause) => not_written(&cause),
        },
    }
}

/// Writes the briefing of the plan, as pages or for a browser. Its maps have the colours of paper, whatever the window's are.
pub(super) fn briefing(
    path: &Path,
    language: Language,
    subject: &Subject,
    shelf: Option<&Shelf>,
    progress: &Progress,
) -> Outcome {
    let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default().to_ascii_lowercase();
    let is_page = matches!(extension.as_str(), "html" | "htm");
    if !is_page && extension != "pdf" {
        return Outcome::Failed(said!("notice-briefing-format", file = path.display().to_string()));
    }
    let stores: Vec<&TrackStore> = subject.tracks.iter().map(Arc::as_ref).collect();
    let fingerprint = plan_geojson::content_hash(&subject.plan);
    // Asked for before the window has looked at the shore, the briefing looks itself.
    let waters = subject.waters.clone().unwrap_or_else(|| {
        progress.set_stage("reading the shoreline");
        Arc::new(Waters::build(subject.basemap.as_ref()).with_limits(OfficialLimits::of(&subject.zones)))
    });
    let kept = shelf.map(|shelf| shelf.kept(&waters, subject.basemap.as_ref(), language, progress)).transpose();
    let Ok(kept) = kept else { return stopped(path) };
    let pages = |(dossier, sha256, tracks)| pages_of(dossier, sha256, tracks, subject.basemap.as_ref(), language);
    let dossiers: Vec<_> =
        kept.iter().flatten().map(|(dossier, sha256, tracks)| pages((dossier, sha256.as_str(), tracks))).collect();
    let briefing = Briefing {
        plan: &subject.plan,
        fingerprint: &fingerprint,
        tracks: &stores,
        window: subject.window.map(|window| (window.from, window.to)),
        zones: &subject.zones,
        map: subject.basemap.as_ref(),
        waters: Some(&waters),
        dossiers: &dossiers,
        bounds: None,
        theme: brief::Theme::Day,
        language,
    };
    let made = if is_page {
        brief::html(&briefing, progress).map(|made| made.content.into_bytes())
    } else {
        brief::pdf(&briefing, None, progress).map(|made| made.content)
    };
    match made {
        Ok(bytes) => write_bytes(path, &bytes),
        Err(BriefingError::Stopped(_)) => stopped(path),
        Err(cause) => Outcome::Failed(sentence(&cause)),
    }
}

fn write_bytes(path: &Path, bytes: &[u8]) -> Outcome {
    match atomic::write_bytes(path, bytes) {
        Ok(()) => Outcome::Told(vec![wrote(path)]),
        Err(cause) => not_written(&cause),
    }
}

/// Writes a text that is already made.
pub(super) fn bytes(path: &Path, bytes: &[u8]) -> Outcome {
    match atomic::write_bytes(path, bytes) {
        Ok(()) => Outcome::Told(vec![wrote(path)]),
        Err(cause) => not_written(&cause),
    }
}

pub(super) fn wrote(path: &Path) -> (Severity, String) {
    (Severity::Done, said!("notice-wrote", path = path.display().to_string()))
}
