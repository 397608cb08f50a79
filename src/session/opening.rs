//! What the user asked for when starting the window.

use std::path::PathBuf;

/// What to open and how, as given on the command line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Opening {
    /// Files and folders to open, in order: plans, tracks, zones, maps.
    pub files: Vec<PathBuf>,
    /// Whether to open the synthetic sample case.
    pub sample: bool,
    /// A map to use instead of the bundled one.
    pub map: Option<PathBuf>,
    /// Where to write one line of timings per frame, as CSV.
    pub frame_log: Option<PathBuf>,
    /// The time zone of files that state none, as an IANA name or an offset; without it the window asks.
    pub time_zone: Option<String>,
}
