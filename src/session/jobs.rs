//! Work that may take more than 4 ms: on named threads, with progress and a working Cancel.

use std::collections::VecDeque;
use std::num::NonZero;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{self, Receiver, TryRecvError};
use std::time::{Duration, Instant};

use super::Wake;
use super::loading::Outcome;
use crate::language::{Language, said};
use crate::report::Progress;

/// Names a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct JobId(u64);

/// A job as the status line shows it.
#[derive(Clone, Debug)]
pub struct JobView {
    /// Which job.
    pub id: JobId,
    /// What it does: "Reading danish.csv.zst".
    pub title: String,
    /// What it does just now; empty if the title says it all.
    pub stage: String,
    /// Whether it waits for another job of its kind.
    pub is_waiting: bool,
    /// Bytes read so far and in all; the total is 0 while it is unknown.
    pub bytes: (u64, u64),
    /// Rows read so far.
    pub rows: u64,
    /// How long it has run.
    pub elapsed: Duration,
}

impl JobView {
    /// A job that has just begun, to fill in for tests.
    #[must_use]
    pub fn example() -> Self {
        Self {
            id: JobId(0),
            title: String::new(),
            stage: String::new(),
            is_waiting: false,
            bytes: (0, 0),
            rows: 0,
            elapsed: Duration::ZERO,
        }
    }
}

/// A quiet job that takes longer is told of like any other.
const LONG_FOR_QUIET: Duration = Duration::from_millis(700);

/// Whether jobs may run beside each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lane {
    /// Changes what is open: one at a time, in the order asked for.
    Loading,
    /// Saves the plan: one at a time, so that an older state never lands after a newer one.
    Saving,
    /// Looks through everything that is open: beside all else, and on so few threads that a frame finds a core free.
    Looking,
    /// Anything else.
    Free,
    /// Answers what a list or a page shows: so short, mostly, that telling of it would only flicker.
    Quiet,
}

type Work = Box<dyn FnOnce(&Progress) -> Outcome + Send>;

struct Pending {
    id: JobId,
    title: String,
    lane: Lane,
    progress: Progress,
    work: Work,
}

struct Running {
    id: JobId,
    title: String,
    lane: Lane,
    progress: Progress,
    started: Instant,
    outcome: Receiver<Outcome>,
}

/// The jobs of a session.
pub(super) struct Jobs {
    wake: Wake,
    waiting: VecDeque<Pending>,
    running: Vec<Running>,
    next_id: u64,
}

impl Jobs {
    pub(super) const fn new(wake: Wake) -> Self {
        Self { wake, waiting: VecDeque::new(), running: Vec::new(), next_id: 0 }
    }

    pub(super) fn start(
        &mut self,
        lane: Lane,
        title: impl Into<String>,
        work: impl FnOnce(&Progress) -> Outcome + Send + 'static,
    ) -> JobId {
        let id = JobId(self.next_id);
        self.next_id += 1;
        // What a job says is said to whoever asked for it.
        let language = Language::current();
        let work: Work = Box::new(move |progress| language.scoped(|| work(progress)));
        self.waiting.push_back(Pending { id, title: title.into(), lane, progress: Progress::default(), work });
        self.start_waiting();
        id
    }

    pub(super) fn cancel(&mut self, id: JobId) {
        self.waiting.retain(|job| job.id != id);
        for job in self.running.iter().filter(|job| job.id == id) {
            job.progress.stop();
        }
    }

    pub(super) fn is_busy(&self) -> bool {
        !self.running.is_empty() || !self.waiting.is_empty()
    }

    /// Whether the plan is being saved.
    pub(super) fn is_saving(&self) -> bool {
        self.running.iter().any(|job| job.lane == Lane::Saving)
            || self.waiting.iter().any(|job| job.lane == Lane::Saving)
    }

    /// For how long files are being opened already; `None` where none are.
    pub(super) fn loading_for(&self) -> Option<Duration> {
        self.running.iter().filter(|job| job.lane == Lane::Loading).map(|job| job.started.elapsed()).max()
    }

    pub(super) fn views(&self) -> Vec<JobView> {
        let is_told = |job: &&Running| job.lane != Lane::Quiet || job.started.elapsed() > LONG_FOR_QUIET;
        let running = self.running.iter().filter(is_told).map(|job| JobView {
            id: job.id,
            title: job.title.clone(),
            stage: job.progress.stage(),
            is_waiting: false,
            bytes: job.progress.bytes(),
            rows: job.progress.rows(),
            elapsed: job.started.elapsed(),
        });
        let waiting = self.waiting.iter().map(|job| JobView {
            id: job.id,
            title: job.title.clone(),
            stage: String::new(),
            is_waiting: true,
            bytes: (0, 0),
            rows: 0,
            elapsed: Duration::ZERO,
        });
        running.chain(waiting).collect()
    }

    /// What jobs have come to since the last call, in order of finishing.
    pub(super) fn finished(&mut self) -> Vec<Outcome> {
        let mut outcomes = Vec::new();
        self.running.retain(|job| match job.outcome.try_recv() {
            Ok(outcome) => {
                outcomes.push(outcome);
                false
            }
            Err(TryRecvError::Empty) => true,
            Err(TryRecvError::Disconnected) => {
                outcomes.push(fault(&job.title));
                false
            }
        });
        outcomes
    }

    /// Starts jobs whose turn it is: after the outcomes of those before them were taken in.
    pub(super) fn start_waiting(&mut self) {
        let mut still_waiting = VecDeque::new();
        while let Some(job) = self.waiting.pop_front() {
            let is_taken = |lane: Lane| {
                !matches!(lane, Lane::Free | Lane::Quiet | Lane::Looking)
                    && (self.running.iter().any(|r| r.lane == lane)
                        || still_waiting.iter().any(|w: &Pending| w.lane == lane))
            };
            if is_taken(job.lane) {
                still_waiting.push_back(job);
            } else {
                self.run(job);
            }
        }
        self.waiting = still_waiting;
    }

    fn run(&mut self, job: Pending) {
        let Pending { id, title, lane, progress, work } = job;
        let (send, outcome) = mpsc::channel();
        let (wake, worker_progress, worker_title) = (self.wake.clone(), progress.clone(), title.clone());
        let worker = move || {
            let work = || work(&worker_progress);
            let result = catch_unwind(AssertUnwindSafe(|| match lane {
                // One more than there are cores: the one that reads mostly waits for the others.
                Lane::Loading => on_own_threads(n_cores() + 1, work),
                Lane::Looking => on_own_threads(n_cores().saturating_sub(1).max(1), work),
                _ => work(),
            }));
            // A receiver that is gone means that the session ended: then nobody waits for the outcome.
            drop(send.send(result.unwrap_or_else(|_| fault(&worker_title))));
            wake();
        };
        // If no thread can be had, its closure and sender are dropped with the error, and `finished` reports the fault.
        drop(std::thread::Builder::new().name(format!("job {}", id.0)).spawn(worker));
        self.running.push(Running { id, title, lane, progress, started: Instant::now(), outcome });
    }
}

/// Does work whose parts run beside each other on threads that end with it: they hold on to what they allocated for as long as
/// they live, and work that is stopped is to give its memory back. Nor does it queue behind what else is under way.
fn on_own_threads<T: Send>(n: usize, work: impl FnOnce() -> T + Send) -> T {
    match rayon::ThreadPoolBuilder::new().num_threads(n).thread_name(|idx| format!("load {idx}")).build() {
        Ok(threads) => threads.install(work),
        Err(_no_thread_to_be_had) => work(),
    }
}

fn n_cores() -> usize {
    std::thread::available_parallelism().map_or(1, NonZero::get)
}

fn fault(title: &str) -> Outcome {
    Outcome::Failed(said!("job-fault", title = title))
}
