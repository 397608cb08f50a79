//! Tracks out: the table of formats, by extension.
//!
//! Owns which fixes go out and how a file of them is made; how each format says it lies in the files below. Start at
//! [`write()`] and [`write_to`].

use std::collections::BTreeSet;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::store_file;
use crate::io::atomic;
use crate::report::{Progress, Stopped};
use crate::track::{Span, TrackBuilder, TrackSlice, TrackStore};
use crate::vessel::Mmsi;

mod csv;
mod geojson;
mod gpx;
mod kml;
mod number;
mod parquet;

/// A format tracks are written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OutputFormat {
    /// `.cordon`, this program's own store.
    Store,
    /// `.csv`, with `MarineCadastre`'s old header.
    Csv,
    /// `.geojson`: a line for each vessel, with `coordTimes`.
    GeoJson,
    /// `.gpx`: a track for each vessel.
    Gpx,
    /// `.kml`: a `gx:Track` for each vessel.
    Kml,
    /// `.parquet`: a row for each fix, with a point (`GeoParquet`).
    Parquet,
}

impl OutputFormat {
    /// The format that a file's extension asks for.
    ///
    /// # Errors
    /// [`WriteError::Extension`] for one that no tracks are written in.
    pub fn of(path: &Path) -> Result<Self, WriteError> {
        let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
        match extension.to_ascii_lowercase().as_str() {
            "cordon" => Ok(Self::Store),
            "csv" => Ok(Self::Csv),
            "geojson" | "json" => Ok(Self::GeoJson),
            "gpx" => Ok(Self::Gpx),
            "kml" => Ok(Self::Kml),
            "parquet" => Ok(Self::Parquet),
            _ => Err(WriteError::Extension { path: path.to_owned() }),
        }
    }

    /// Whether it is text, fit for standard output.
    #[must_use]
    pub const fn is_text(self) -> bool {
        !matches!(self, Self::Store | Self::Parquet)
    }
}

/// Why tracks could not be written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// Nothing is written in the format that the extension asks for.
    #[error(
        "{}: tracks are written as .cordon, .parquet, .csv, .geojson, .gpx or .kml; nothing was written",
        path.display()
    )]
    Extension {
        /// The file.
        path: PathBuf,
    },
    /// The job was asked to stop; nothing was written.
    #[error(transparent)]
    Stopped(#[from] Stopped),
    /// The file could not be written.
    #[error(transparent)]
    File(#[from] atomic::WriteError),
}

/// Writes tracks as a file, in the format its extension asks for: all, or those of the vessels in `only`. The file is
/// replaced whole or not at all.
///
/// # Errors
/// [`WriteError`]; what stood there before still does.
pub fn write(path: &Path, store: &TrackStore, only: Option<&[Mmsi]>, progress: &Progress) -> Result<(), WriteError> {
    let format = OutputFormat::of(path)?;
    progress.set_stage("writing");
    match atomic::write(path, |file| write_to(file, format, store, only, progress)) {
        Err(_) if progress.is_stopped() => Err(WriteError::Stopped(Stopped)),
        written => Ok(written?),
    }
}

/// Writes tracks to any stream, as [`write()`] does to a file.
///
/// # Errors
/// The stream's; a request to stop comes as one too.
pub fn write_to(
    out: &mut (impl Write + Send),
    format: OutputFormat,
    store: &TrackStore,
    only: Option<&[Mmsi]>,
    progress: &Progress,
) -> io::Result<()> {
    let tracks = || tracks(store, only, progress);
    match (format, only) {
        (OutputFormat::Store, None) => store_file::fill(out, store, progress),
        (OutputFormat::Store, Some(only)) => {
            store_file::fill(out, &part(store, Some(only), None, progress).map_err(store_file::stopped)?, progress)
        }
        (OutputFormat::Csv, _) => csv::fill(out, tracks()),
        (OutputFormat::GeoJson, _) => geojson::fill(out, tracks()),
        (OutputFormat::Gpx, _) => gpx::fill(out, tracks()),
        (OutputFormat::Kml, _) => kml::fill(out, tracks()),
        (OutputFormat::Parquet, _) => parquet::fill(out, tracks()),
    }
}

/// The tracks that are wanted, with a look at the progress before each.
fn tracks<'a>(
    store: &'a TrackStore,
    only: Option<&'a [Mmsi]>,
    progress: &'a Progress,
) -> impl Iterator<Item = io::Result<Track<'a>>> {
    let wanted = move |slice: &TrackSlice<'_>| only.is_none_or(|only| only.contains(&slice.vessel().mmsi));
    store.slices().filter(wanted).map(move |slice| {
        progress.check().map_err(store_file::stopped)?;
        Ok(Track { store, slice })
    })
}

/// One vessel's track, and the store its fixes lie in.
struct Track<'a> {
    store: &'a TrackStore,
    slice: TrackSlice<'a>,
}

impl Track<'_> {
    /// Its fixes in runs that do not cross the antimeridian.
    fn runs(&self) -> Vec<std::ops::Range<usize>> {
        let fixes = self.slice.fixes();
        let lons = self.store.lon_e7().get(fixes.clone()).unwrap_or_default();
        let mut runs = Vec::new();
        let mut start = fixes.start;
        for (idx, (a, b)) in lons.iter().zip(lons.iter().skip(1)).enumerate() {
            if a.abs_diff(*b) > 1_800_000_000 {
                runs.push(start..fixes.start + idx + 1);
                start = fixes.start + idx + 1;
            }
        }
        runs.push(start..fixes.end);
        runs
    }

    /// What a reader calls the vessel: its name, or else its MMSI.
    fn title(&self) -> String {
        let vessel = self.slice.vessel();
        vessel.identity.name.clone().unwrap_or_else(|| vessel.mmsi.to_string())
    }
}

/// A store of some vessels only, and of what they did in a window only; what they said of themselves stays whole.
///
/// # Errors
/// [`Stopped`] on request.
pub fn part(
    store: &TrackStore,
    only: Option<&[Mmsi]>,
    window: Option<Span>,
    progress: &Progress,
) -> Result<TrackStore, Stopped> {
    let only: Option<BTreeSet<Mmsi>> = only.map(|only| only.iter().copied().collect());
    let mut builder = TrackBuilder::default();
    for slice in store.slices() {
        progress.check()?;
        let vessel = slice.vessel();
        if only.as_ref().is_some_and(|only| !only.contains(&vessel.mmsi)) {
            continue;
        }
        let times = slice.time_ms();
        let first = window.map_or(0, |(from, _)| times.partition_point(|ms| *ms < from.millis()));
        let end = window.map_or(times.len(), |(_, to)| times.partition_point(|ms| *ms <= to.millis()));
        if first >= end {
            continue;
        }
        builder.identify(vessel.mmsi, vessel.identity.clone());
        let slot = builder.slot(vessel.mmsi);
        builder.recount(slot, vessel.history.clone());
        for fix in (first..end).filter_map(|idx| store.row(vessel.fixes.start + idx)) {
            builder.push_row(slot, fix);
        }
    }
    Ok(builder.build_watched(progress)?.0)
}
