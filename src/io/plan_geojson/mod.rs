//! The plan file: GeoJSON (RFC 7946) with a foreign member `cordon`, format 1.
//!
//! Owns the bytes of a plan. Two saves of one plan are the same bytes; a member this program does not know is kept and
//! written back, wherever it stands. Never repairs what a planner drew beyond what the format itself asks (closing,
//! winding, the antimeridian), and never decides where a file goes. Start at [`from_bytes`] and [`to_bytes`].
//!
//! A known member whose value does not fit (a name that is a number, a kind of a newer program) is kept like an unknown
//! one: it is written back in its place until an edit gives the member a value of its own.

mod conflicts;
mod inspection;
mod problems;
mod read;
mod seal;
mod signature;
mod write;

use std::path::Path;

pub use conflicts::{conflicts, differences, with_conflicts};
pub use problems::problems;
pub use read::from_bytes;
pub(crate) use read::{not_json, text_of};
pub use seal::{Content, Seal, SignError, content_hash, seal_of, sealed, sealed_with, sha256, signed};
pub use signature::{Signature, Signed, statement};
pub use write::to_bytes;
pub(crate) use write::{about_text, shape_text};

use crate::plan::Plan;
use crate::report::{Progress, Report, Stopped};

/// The format that this program writes.
pub const FORMAT: u64 = 1;

/// The largest file read as a plan or GeoJSON, in bytes: reading one takes about five times its size in memory.
pub const MAX_BYTES: u64 = 160 << 20;

/// Whether a plan that was opened may be saved over its file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Access {
    /// It may.
    ReadWrite,
    /// It may not: a newer program wrote it, and this one may not understand all it means.
    ReadOnly {
        /// The file's format.
        format: String,
    },
}

/// Why a file could not be opened as a plan, or written.
#[derive(Debug, thiserror::Error)]
pub enum PlanFileError {
    /// The file could not be read at all.
    #[error("{file}: could not be read: {source}")]
    Io {
        /// Which file.
        file: String,
        /// Why.
        source: std::io::Error,
    },
    /// It is larger than any plan.
    #[error("{file}: {size} bytes is too large for a plan (at most {MAX_BYTES}); nothing was read")]
    TooLarge {
        /// Which file.
        file: String,
        /// Its size in bytes.
        size: u64,
    },
    /// It is not UTF-8.
    #[error("{file}: not UTF-8 text from byte {byte} on, so not a plan; nothing was read")]
    NotUtf8 {
        /// Which file.
        file: String,
        /// The first wrong byte, counted from 0.
        byte: usize,
    },
    /// It is not JSON.
    #[error("{file}: line {line}: not JSON ({source}); nothing was read")]
    NotJson {
        /// Which file.
        file: String,
        /// The line, counted from 1.
        line: usize,
        /// What the JSON reader found.
        source: serde_json::Error,
    },
    /// Its arrays or objects nest deeper than any plan.
    #[error(
        "{file}: line {line}: nested more than {} levels deep, so not a plan; nothing was read",
        super::json::MAX_DEPTH
    )]
    TooDeep {
        /// Which file.
        file: String,
        /// The line, counted from 1.
        line: u64,
    },
    /// It is JSON, but not a `FeatureCollection` with a `cordon` member.
    #[error("{file}: not a Cordon plan: {missing}")]
    NotAPlan {
        /// Which file.
        file: String,
        /// What it lacks.
        missing: String,
    },
    /// The job was stopped.
    #[error(transparent)]
    Stopped(#[from] Stopped),
}

/// Reads a plan file.
///
/// # Errors
/// [`PlanFileError`] if there is no plan in it; single features that cannot be understood are counted in the report.
pub fn read(path: &Path, progress: &Progress) -> Result<(Plan, Report, Access), PlanFileError> {
    let file = path.display().to_string();
    let bytes = read_bounded(path, progress)?;
    progress.set_stage("reading the plan");
    from_bytes(&bytes, &file, progress)
}

/// All bytes of a JSON file that is not too large.
pub(crate) fn read_bounded(path: &Path, progress: &Progress) -> Result<Vec<u8>, PlanFileError> {
    let file = path.display().to_string();
    let io = |source| PlanFileError::Io { file: file.clone(), source };
    let about = std::fs::metadata(path).map_err(io)?;
    if !about.is_file() && !about.is_dir() {
        // Opening a pipe would wait for whoever writes into it.
        return Err(io(std::io::Error::new(std::io::ErrorKind::InvalidInput, "a pipe or a device, not a file")));
    }
    let size = about.len();
    if size > MAX_BYTES {
        return Err(PlanFileError::TooLarge { file, size });
    }
    progress.set_total_bytes(size);
    // A growing file has no size to trust: the reader stops on its own.
    let mut bytes = Vec::new();
    let opened = std::fs::File::open(path).map_err(io)?;
    std::io::Read::read_to_end(&mut std::io::Read::take(opened, MAX_BYTES + 1), &mut bytes).map_err(io)?;
    let size = bytes.len() as u64;
    if size > MAX_BYTES {
        return Err(PlanFileError::TooLarge { file, size });
    }
    progress.add_bytes(size);
    Ok(bytes)
}

#[cfg(test)]
mod tests;
