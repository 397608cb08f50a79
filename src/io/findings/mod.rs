//! The findings file: GeoJSON, a feature for each finding, with a foreign member `cordon_findings`, format 1.
//!
//! Owns the bytes of a list of findings. The same list gives the same bytes; what is read gives the same findings, and so the same
//! ids. Never judges what was found. Start at [`to_bytes`] and [`from_bytes`].

mod read;
pub mod reviews;
mod write;

use std::path::Path;

pub use read::from_bytes;
pub use write::to_bytes;
pub(super) use write::write_evidence;

use super::atomic::{self, WriteError};
use super::plan_geojson::{self, PlanFileError};
use crate::finding::Finding;
use crate::report::{Progress, Report, Stopped};

/// The format that this program writes.
pub const FORMAT: u32 = 1;

/// Why a file could not be opened as findings.
#[derive(Debug, thiserror::Error)]
pub enum FindingsError {
    /// It could not be read, or is no JSON.
    #[error(transparent)]
    File(#[from] PlanFileError),
    /// It is JSON, but not a `FeatureCollection`.
    #[error("{file}: not a findings file: {missing}")]
    NotFindings {
        /// Which file.
        file: String,
        /// What it lacks.
        missing: &'static str,
    },
    /// The job was stopped.
    #[error(transparent)]
    Stopped(#[from] Stopped),
}

/// Writes findings in their order, replacing the file whole or not at all.
///
/// # Errors
/// [`WriteError`]; what stood there before still does.
pub fn write(path: &Path, findings: &[Finding]) -> Result<(), WriteError> {
    atomic::write_bytes(path, &to_bytes(findings))
}

/// Reads a findings file.
///
/// # Errors
/// [`FindingsError`] if there are no findings in it; single features that cannot be understood are counted in the report.
pub fn read(path: &Path, progress: &Progress) -> Result<(Vec<Finding>, Report), FindingsError> {
    let bytes = plan_geojson::read_bounded(path, progress)?;
    progress.set_stage("reading the findings");
    from_bytes(&bytes, &path.display().to_string(), progress)
}

#[cfg(test)]
mod tests;
