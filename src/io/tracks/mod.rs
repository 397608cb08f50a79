//! Vessel tracks in and out of files.
//!
//! Owns every format of tracks, one per file, and what they share: times and their zones, the values no fix may have, the
//! reasons for which rows are skipped. Never decides what to do about a file that needs an answer: it returns the question
//! as an error. Start at [`read`] and [`write()`].

mod blocks;
pub mod cache;
pub mod columns;
mod feed;
mod geojson;
mod geopackage;
mod gpx;
mod intake;
pub(super) mod json_lines;
mod kml;
mod markup;
mod moment;
mod nmea;
mod parquet;
mod row;
mod shapefile;
mod skip;
mod source;
mod spill;
mod store_file;
mod table;
mod wkb;
mod write;

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

pub use cache::Cache;
pub use columns::Columns;
pub use moment::{moment, zone_name};
pub use write::{OutputFormat, WriteError, part, write, write_to};

use self::intake::Intake;
pub(super) use self::nmea::{EXTENSIONS as NMEA_EXTENSIONS, is_log as is_nmea_log};
use self::source::Bytes;
use super::recognise::{self, Kind, RecogniseError, TrackFormat, ZoneFormat, recognise};
use crate::geodesy::Position;
use crate::report::{Progress, Report, Stopped};
use crate::track::TrackStore;
use crate::units::Timestamp;

/// What a reader is told beside the files.
#[derive(Clone, Debug, Default)]
pub struct ReadOptions {
    /// The zone of times that state none and whose publisher is not known to write UTC: an IANA name, `UTC`, `KST`, `JST`
    /// or an offset such as `+09:00`.
    pub time_zone: Option<String>,
    /// Which column is what, for tables whose header is not known.
    pub columns: Option<Columns>,
    /// Only fixes in this box are kept: its south-west and its north-east corner. It may cross the antimeridian.
    pub bounds: Option<(Position, Position)>,
    /// Only fixes of this period are kept, both ends included.
    pub period: Option<(Timestamp, Timestamp)>,
    /// Where fixes go while they are too many for memory; the system's folder for such things if it is not stated.
    pub scratch: Option<PathBuf>,
}

/// Why tracks could not be read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The job was asked to stop.
    #[error(transparent)]
    Stopped(#[from] Stopped),
    /// Times state no zone, and nobody said which is meant.
    #[error("{}: its times, such as “{example}”, state no time zone; say which is meant (Asia/Seoul, UTC, …)", path.display())]
    NeedsTimeZone {
        /// Which file.
        path: PathBuf,
        /// One time as the file writes it.
        example: String,
    },
    /// The columns of a table are not known.
    #[error("{}: its columns are not known ({}); say which is MMSI, time, latitude and longitude", path.display(), brief(header))]
    NeedsColumns {
        /// Which file.
        path: PathBuf,
        /// The names of its columns, or their numbers where it has no header.
        header: Vec<String>,
        /// Its first rows.
        rows: Vec<Vec<String>>,
    },
    /// The zone that was named is none.
    #[error("“{zone}” is no time zone; name one such as Asia/Seoul, KST, UTC or +09:00")]
    BadTimeZone {
        /// What was named.
        zone: String,
    },
    /// The file is nothing that can be read.
    #[error(transparent)]
    Recognise(#[from] RecogniseError),
    /// Anything else.
    #[error("{}: {why}", path.display())]
    Failed {
        /// Which file.
        path: PathBuf,
        /// What is wrong with it, as the rest of a sentence.
        why: String,
        /// The cause, where the system gave one.
        source: Option<io::Error>,
    },
}

impl ReadError {
    /// The file that could not be read, where one is to blame.
    #[must_use]
    pub fn file(&self) -> Option<&Path> {
        match self {
            Self::Failed { path, .. } | Self::NeedsTimeZone { path, .. } | Self::NeedsColumns { path, .. } => {
                Some(path)
            }
            Self::Recognise(RecogniseError::Open { path, .. } | RecogniseError::Unknown { path, .. }) => Some(path),
            Self::Stopped(_) | Self::BadTimeZone { .. } => None,
        }
    }

    fn failed(path: &Path, why: impl Into<String>) -> Self {
        Self::Failed { path: path.to_owned(), why: why.into(), source: None }
    }

    fn io(path: &Path, why: impl Into<String>, source: io::Error) -> Self {
        Self::Failed { path: path.to_owned(), why: why.into(), source: Some(source) }
    }
}

fn brief(header: &[String]) -> String {
    let mut text = header.join(", ");
    if text.chars().count() > 120 {
        text = text.chars().take(119).chain(['…']).collect();
    }
    text
}

/// Reads files of tracks, each recognised by its content, into one store. In the report, over all files, read = kept +
/// skipped + duplicates.
///
/// # Errors
/// [`ReadError`] for the first file that cannot be read at all; rows that cannot are counted in the report instead.
pub fn read(paths: &[PathBuf], options: &ReadOptions, progress: &Progress) -> Result<(TrackStore, Report), ReadError> {
    let mut intake = Intake::new(options, progress)?;
    for path in paths {
        progress.add_total_bytes(std::fs::metadata(path).map_or(0, |file| file.len()));
    }
    for path in paths {
        progress.check()?;
        let format = match recognise(path)? {
            Kind::Tracks(format) => format,
            Kind::Plan => return Err(ReadError::failed(path, "a plan, not vessel tracks")),
            // Whoever says which column is what knows better.
            Kind::Zones(ZoneFormat::GeoPackage) if options.columns.is_some() => TrackFormat::GeoPackage,
            Kind::Zones(_) => {
                let why = "zones, not vessel tracks: nothing in it says which vessel was where when";
                return Err(ReadError::failed(path, why));
            }
            Kind::Findings => return Err(ReadError::failed(path, "findings, not vessel tracks")),
            Kind::Watchlist(_) => return Err(ReadError::failed(path, "a watch list, not vessel tracks")),
            Kind::Map(_) => return Err(ReadError::failed(path, "a map, not vessel tracks")),
            Kind::Encrypted => {
                return Err(ReadError::failed(path, "encrypted; decrypt it with `age --decrypt` first"));
            }
        };
        let bytes = Bytes::File(File::open(path).map_err(|source| ReadError::io(path, "cannot be opened", source))?);
        match format {
            TrackFormat::Store => {
                let store = store_file::open(bytes, path, progress)?;
                if paths.len() == 1 && intake.filter.is_open() {
                    // Nothing to merge or leave out: it is used where it lies.
                    let report = intake::report_on(&store);
                    return Ok((store, report));
                }
                intake.take_store(&store, path)?;
            }
            TrackFormat::Shapefile => shapefile::read_file(path, &mut intake)?,
            TrackFormat::GeoPackage => geopackage::read_file(path, &mut intake)?,
            format => read_stream(format, bytes, path, &mut intake)?,
        }
    }
    intake.finish()
}

/// Reads tracks from bytes in memory, in any format that is one file, plain or compressed, told by content. `name` stands for
/// the file in the report.
///
/// # Errors
/// As [`read`].
pub fn read_bytes(
    name: &str,
    bytes: &[u8],
    options: &ReadOptions,
    progress: &Progress,
) -> Result<(TrackStore, Report), ReadError> {
    let mut intake = Intake::new(options, progress)?;
    progress.add_total_bytes(bytes.len() as u64);
    let path = Path::new(name);
    let source = Bytes::Memory(io::Cursor::new(bytes));
    match recognise::tracks_in(bytes) {
        Some(TrackFormat::Store) => intake.take_store(&store_file::open(source, path, progress)?, path)?,
        Some(format) => read_stream(format, source, path, &mut intake)?,
        None if name.ends_with("json") || matches!(bytes.trim_ascii_start(), [b'{' | b'[', ..]) => {
            geojson::read_file(source, path, &mut intake)?;
        }
        None => table::read_file(source, path, &mut intake)?,
    }
    intake.finish()
}

/// Reads a file that is one stream of bytes.
fn read_stream(format: TrackFormat, bytes: Bytes<'_>, path: &Path, intake: &mut Intake<'_>) -> Result<(), ReadError> {
    match format {
        TrackFormat::GeoJson => geojson::read_file(bytes, path, intake),
        TrackFormat::JsonLines => json_lines::read_file(bytes, path, intake),
        TrackFormat::Gpx => gpx::read_file(bytes, path, intake),
        TrackFormat::Kml => kml::read_file(bytes, path, intake),
        TrackFormat::Parquet => parquet::read_file(bytes, path, intake),
        TrackFormat::Nmea => nmea::read_file(bytes, path, intake),
        TrackFormat::Table | TrackFormat::Store | TrackFormat::Shapefile | TrackFormat::GeoPackage => {
            table::read_file(bytes, path, intake)
        }
    }
}
