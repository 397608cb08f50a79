//! The work of jobs: reading and writing files for a session, off its thread.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::Session;
use super::autosave;
use super::case::HISTOGRAM_BINS;
use super::command::{CaseCommand, PictureFormat};
use super::notices::Severity;
use super::question::Question;
use crate::chart::{Waters, ZoneLayer};
use crate::geodesy::Position;
use crate::plan::Plan;
use crate::report::{Progress, Report};
use crate::track::{Pyramid, TrackStore};
use crate::vessel::Mmsi;

/// What a job came to.
pub(super) enum Outcome {
    /// Files were read.
    Loaded(Box<Loaded>),
    /// The plan was saved.
    Saved(Box<Saved>),
    /// The coast is indexed: whose water a place is in can be told.
    Waters(Arc<Waters>),
    /// Something else was done.
    Done(String),
    /// It could not be done: the sentence for the user.
    Failed(String),
    /// It was stopped on request.
    Stopped(String),
}
