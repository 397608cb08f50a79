//! What the session must know from the user before it can go on.

use std::path::PathBuf;

use super::autosave::Journal;
use super::command::CaseCommand;
use crate::io::encrypted::Passphrase;

/// Names a question, so that a late answer meets the right one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QuestionId(pub(super) u64);

/// A question that waits for an answer.
#[derive(Clone, Debug)]
pub enum Question {
    /// In which zone are the times of these files?
    TimeZone {
        /// The files.
        paths: Vec<PathBuf>,
        /// The columns stated for them, if any.
        columns: Option<String>,
        /// One time as the file writes it.
        example: String,
    },
    /// Which column is what?
    Columns {
        /// The files.
        paths: Vec<PathBuf>,
        /// The zone stated for them, if any.
        time_zone: Option<String>,
        /// Column names as the file writes them.
        header: Vec<String>,
        /// The first rows.
        rows: Vec<Vec<String>>,
    },
    /// The plan has unsaved changes; what about them?
    Unsaved {
        /// What was asked for, to be done afterwards.
        then: CaseCommand,
    },
    /// Where should the plan be saved?
    SavePath {
        /// What to do once it is saved.
        then: Option<CaseCommand>,
    },
    /// The format cannot hold all of the plan: write what it can?
    Losses {
        /// The file that is to be written.
        path: PathBuf,
        /// What would be lost, a sentence each.
        lost: Vec<String>,
    },
    /// What is the passphrase of this?
    Passphrase {
        /// What it opens.
        of: Locked,
        /// Whether one was tried that did not open it.
        is_wrong: bool,
    },
    /// By which passphrase should this be encrypted?
    NewPassphrase {
        /// What is to be written.
        of: ToEncrypt,
    },
    /// The plan was encrypted: save it to a file that is not?
    Unencrypted {
        /// The file.
        path: PathBuf,
        /// What to do once it is saved.
        then: Option<CaseCommand>,
    },
    /// Someone else changed the plan's file: take their changes in?
    ChangedOnDisk {
        /// The file.
        path: PathBuf,
    },
    /// An earlier session ended without saving: take its work up again?
    Recover {
        /// What it left.
        journals: Vec<Journal>,
    },
}

/// What a passphrase opens.
#[derive(Clone, Debug)]
pub enum Locked {
    /// A plan's file.
    Plan(PathBuf),
    /// Another version, to be merged.
    Theirs(PathBuf),
    /// What an earlier session left unsaved.
    Journal(Box<Journal>),
}

/// What a new passphrase is for.
#[derive(Clone, Debug)]
pub enum ToEncrypt {
    /// The plan, saved to a file.
    Plan {
        /// The file.
        path: PathBuf,
        /// What to do once it is saved.
        then: Option<CaseCommand>,
    },
    /// The plan in the format that the file's name tells.
    Export(PathBuf),
}

/// An answer.
#[derive(Clone, Debug)]
pub enum Answer {
    /// Leave everything as it is.
    Cancel,
    /// Times are in this zone: an IANA name or `UTC`.
    TimeZone(String),
    /// The columns, as `--columns` takes them.
    Columns(String),
    /// Save first, then go on.
    Save,
    /// Go on without saving.
    Discard,
    /// Save to this path.
    SavePath(PathBuf),
    /// This is the passphrase.
    Passphrase(Passphrase),
    /// Merge their version into ours.
    Merge,
    /// Take up the journal with this index.
    Recover(usize),
}
