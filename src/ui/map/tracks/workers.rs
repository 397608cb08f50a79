//! Threads of the map's own, so that an import, which keeps every other one busy, does not delay what is seen.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::OnceLock;

/// The threads; started when there is something for them to do.
#[derive(Default)]
pub(super) struct Workers(OnceLock<Option<rayon::ThreadPool>>);

impl Workers {
    /// Does something on them, now or soon; here and now, where no thread can be had.
    pub(super) fn spawn(&self, work: impl FnOnce() + Send + 'static) {
        let start = || rayon::ThreadPoolBuilder::new().thread_name(|idx| format!("map {idx}")).build().ok();
        match self.0.get_or_init(start) {
            // A fault in there costs a picture, not the window and what is being edited in it.
            Some(threads) => threads.spawn(|| drop(catch_unwind(AssertUnwindSafe(work)))),
            None => work(),
        }
    }
}
