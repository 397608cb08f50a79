//! The work of jobs that write: tracks, plans, reports and pictures, off the session's thread.
//!
//! Each function takes all it needs and returns an [`Outcome`]; none touches the session. The plan's own file is saved by
//! `loading`, which also knows how it was read.

use std::path::Path;
use std::sync::Arc;

use super::command::PictureFormat;
use super::focus::TimeWindow;
use super::loading::{Outcome, sentence};
use super::notices::Severity;
use super::settings::Theme;
use crate::brief;
use crate::chart::{TileReader, ZoneLayer};
use crate::geodesy::Position;
use crate::io::{atomic, export, report_json, tracks};
use crate::plan::Plan;
use crate::report::{Progress, Report};
use crate::track::{Pyramid, TrackStore};
use crate::vessel::Mmsi;

/// What a picture shows.
pub(super) struct Subject {
    pub(super) plan: Arc<Plan>,
    pub(super) tracks: Option<(Arc<TrackStore>, Arc<Pyramid>)>,
    pub(super) window: Option<TimeWindow>,
    pub(super) zones: Vec<ZoneLayer>,
    pub(super) basemap: Arc<dyn TileReader>,
    pub(super) theme: Theme,
}

/// Writes the plan in another format, and tells what that format could not hold.
pub(super) fn plan(path: &Path, plan: &Plan) -> Outcome {
    match export::write_plan(path, plan) {
        Ok(lost) => {
            let lost = lost.into_iter().map(|text| (Severity::Warning, text));
            Outcome::Told(std::iter::once(wrote(path)).chain(lost).collect())
        }
        Err(cause) => Outcome::Failed(sentence(&cause)),
    }
}

/// Writes the tracks of these vessels, or of all where none is named.
pub(super) fn tracks(path: &Path, store: &TrackStore, only: &[Mmsi], progress: &Progress) -> Outcome {
    match tracks::write(path, store, (!only.is_empty()).then_some(only), progress) {
        Ok(()) => {
            let n_vessels = if only.is_empty() { store.vessels().len() } else { only.len() };
            let text = format!("Wrote the tracks of {n_vessels} vessels to {}", path.display());
            Outcome::Told(vec![(Severity::Done, text)])
        }
        Err(_) if progress.is_stopped() => {
            Outcome::Stopped(format!("Stopped; {} was not written", path.display()))
        }
        Err(cause) => Outcome::Failed(sentence(&cause)),
    }
}

/// Writes what imports read and skipped, one object for all of them.
pub(super) fn report(path: &Path, reports: Vec<(String, Report)>) -> Outcome {
    let mut whole = Report::default();
    reports.into_iter().for_each(|(_, report)| whole.absorb(report));
    write_text(path, &report_json::report_json(&whole, None))
}

/// Draws the map as it is looked at.
pub(super) fn picture(
    path: &Path,
    format: PictureFormat,
    bounds: (Position, Position),
    subject: &Subject,
    progress: &Progress,
) -> Outcome {
    todo!()
}

fn write_text(path: &Path, text: &str) -> Outcome {
    match atomic::write_bytes(path, text.as_bytes()) {
        Ok(()) => Outcome::Told(vec![wrote(path)]),
        Err(cause) => Outcome::Failed(sentence(&cause)),
    }
}

fn wrote(path: &Path) -> (Severity, String) {
    (Severity::Done, format!("Wrote {}", path.display()))
}
