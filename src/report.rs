//! What a long job tells its caller, and how the caller stops it.
//!
//! Owns [`Progress`] (shared between a worker and whoever watches it) and [`Report`] (what an import read, kept and
//! skipped, and where). Never prints and never decides: the faces show both. Start at [`Progress`].

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use crate::units::Timestamp;

/// How many places a [`Report`] locates for each reason; the rest are only counted.
pub const SAMPLES_PER_REASON: usize = 100;

/// A job's own account of itself: cheap to clone, safe to read from another thread.
#[derive(Clone, Debug, Default)]
pub struct Progress(Arc<Shared>);

#[derive(Debug, Default)]
struct Shared {
    stop: AtomicBool,
    done_bytes: AtomicU64,
    total_bytes: AtomicU64,
    rows: AtomicU64,
    stage: Mutex<String>,
}

/// The job was asked to stop, and did.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("stopped on request")]
pub struct Stopped;

impl Progress {
    /// Asks the job to stop at its next check.
    pub fn stop(&self) {
        self.0.stop.store(true, Ordering::Relaxed);
    }

    /// Whether the job was asked to stop.
    #[must_use]
    pub fn is_stopped(&self) -> bool {
        self.0.stop.load(Ordering::Relaxed)
    }

    /// `Err(Stopped)` once the job was asked to stop; call it at least every 50 ms of work.
    ///
    /// # Errors
    /// [`Stopped`], to be passed up.
    pub fn check(&self) -> Result<(), Stopped> {
        if self.is_stopped() { Err(Stopped) } else { Ok(()) }
    }

    /// Sets how many bytes the job will read.
    pub fn set_total_bytes(&self, total: u64) {
        self.0.total_bytes.store(total, Ordering::Relaxed);
    }

    /// Adds to the total, where a job finds its inputs one by one.
    pub fn add_total_bytes(&self, total: u64) {
        self.0.total_bytes.fetch_add(total, Ordering::Relaxed);
    }

    /// Counts bytes read from the source.
    pub fn add_bytes(&self, bytes: u64) {
        self.0.done_bytes.fetch_add(bytes, Ordering::Relaxed);
    }

    /// Counts rows read.
    pub fn add_rows(&self, rows: u64) {
        self.0.rows.fetch_add(rows, Ordering::Relaxed);
    }

    /// Names what the job does now, in words for the status line.
    pub fn set_stage(&self, stage: &str) {
        stage.clone_into(&mut self.0.stage.lock().unwrap_or_else(PoisonError::into_inner));
    }

    /// What the job does now.
    #[must_use]
    pub fn stage(&self) -> String {
        self.0.stage.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Rows read so far.
    #[must_use]
    pub fn rows(&self) -> u64 {
        self.0.rows.load(Ordering::Relaxed)
    }

    /// Bytes read so far and in all; the total is 0 while it is unknown.
    #[must_use]
    pub fn bytes(&self) -> (u64, u64) {
        (self.0.done_bytes.load(Ordering::Relaxed), self.0.total_bytes.load(Ordering::Relaxed))
    }
}

/// One place in a file where something was skipped or mended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sample {
    /// The file's name as the user gave it (for an archive, `archive.zip/member.csv`).
    pub file: String,
    /// The line, counted from 1; for a format without lines the record, counted from 1; `None` if neither is known.
    pub line: Option<u64>,
    /// The reason it is counted under.
    pub reason: String,
    /// What was found, in words a duty officer understands: "latitude 91.2 is off the globe, row skipped".
    pub detail: String,
}

/// What an import read, kept and skipped. For tracks, `read = kept + skipped + duplicates`, always.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Report {
    /// Rows (for zones: features) found in the input.
    pub read: u64,
    /// Rows that became fixes (features that became zones).
    pub kept: u64,
    /// Rows that could not be used, by reason.
    pub skipped: BTreeMap<String, u64>,
    /// Rows that say again what another row said (same MMSI, time and position).
    pub duplicates: u64,
    /// What was mended and kept, by reason: a ring closed, an encoding guessed.
    pub repaired: BTreeMap<String, u64>,
    /// The first [`SAMPLES_PER_REASON`] places of each reason, in the order of the input.
    pub samples: Vec<Sample>,
    /// Sentences that concern a whole file: what was assumed, what was left out.
    pub notes: Vec<String>,
    /// The time zone taken for times that state none, as an IANA name or an offset.
    pub assumed_time_zone: Option<String>,
    /// How many vessels the kept rows belong to.
    pub n_vessels: u64,
    /// The first and last moment of the kept rows.
    pub span: Option<(Timestamp, Timestamp)>,
}

impl Report {
    /// Counts one skipped row, locating it while there is room for its reason.
    pub fn skip(&mut self, reason: &str, place: impl FnOnce() -> Sample) {
        count(&mut self.skipped, &mut self.samples, reason, place);
    }

    /// Counts one thing that was mended, locating it while there is room for its reason.
    pub fn repair(&mut self, reason: &str, place: impl FnOnce() -> Sample) {
        count(&mut self.repaired, &mut self.samples, reason, place);
    }

    /// Adds a sentence about a whole file, once.
    pub fn note(&mut self, sentence: impl Into<String>) {
        let sentence = sentence.into();
        if !self.notes.contains(&sentence) {
            self.notes.push(sentence);
        }
    }

    /// How many rows were skipped, for whatever reason.
    #[must_use]
    pub fn n_skipped(&self) -> u64 {
        self.skipped.values().sum()
    }

    /// Takes in the report of a later part of the same input (or of a later file).
    pub fn absorb(&mut self, later: Self) {
        self.read += later.read;
        self.kept += later.kept;
        self.duplicates += later.duplicates;
        for sample in later.samples {
            if self.samples.iter().filter(|s| s.reason == sample.reason).count() < SAMPLES_PER_REASON {
                self.samples.push(sample);
            }
        }
        for (reason, n) in later.skipped {
            *self.skipped.entry(reason).or_default() += n;
        }
        for (reason, n) in later.repaired {
            *self.repaired.entry(reason).or_default() += n;
        }
        for sentence in later.notes {
            self.note(sentence);
        }
        self.assumed_time_zone = self.assumed_time_zone.take().or(later.assumed_time_zone);
        self.n_vessels = self.n_vessels.max(later.n_vessels);
        self.span = match (self.span, later.span) {
            (Some((a, b)), Some((c, d))) => Some((a.min(c), b.max(d))),
            (one, other) => one.or(other),
        };
    }
}

fn count(counts: &mut BTreeMap<String, u64>, samples: &mut Vec<Sample>, reason: &str, place: impl FnOnce() -> Sample) {
    let n = match counts.get_mut(reason) {
        Some(n) => n,
        None => counts.entry(reason.to_owned()).or_default(),
    };
    *n += 1;
    if *n <= SAMPLES_PER_REASON as u64 {
        samples.push(place());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(line: u64) -> Sample {
        Sample { file: "a.csv".into(), line: Some(line), reason: "no position".into(), detail: String::new() }
    }

    #[test]
    fn every_skip_is_counted_and_the_first_hundred_are_located() {
        let mut report = Report::default();
        for line in 1..=250 {
            report.skip("no position", || place(line));
        }
        assert_eq!(report.skipped["no position"], 250);
        assert_eq!(report.samples.len(), SAMPLES_PER_REASON);
        assert_eq!(report.samples.last().and_then(|s| s.line), Some(100));
    }

    #[test]
    fn parts_add_up_and_keep_the_earliest_places() {
        let (mut first, mut second) = (Report::default(), Report::default());
        (1..=80).for_each(|line| first.skip("no position", || place(line)));
        (81..=160).for_each(|line| second.skip("no position", || place(line)));
        first.absorb(second);
        assert_eq!(first.n_skipped(), 160);
        assert_eq!(first.samples.last().and_then(|s| s.line), Some(100));
    }

    #[test]
    fn a_stopped_job_learns_of_it_at_its_next_check() {
        let progress = Progress::default();
        assert_eq!(progress.check(), Ok(()));
        progress.clone().stop();
        assert_eq!(progress.check(), Err(Stopped));
    }
}
