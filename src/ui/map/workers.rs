//! Threads of the map's own, so that an import, which keeps every other one busy, does not delay what is seen.
//!
//! Owns them, and how what they make comes back to the frame. Start at [`Errand`].

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// The threads; started when there is something for them to do.
#[derive(Debug, Default)]
pub(super) struct Workers(OnceLock<Option<rayon::ThreadPool>>);

impl Workers {
    /// Does something on them, now or soon; here and now, where no thread can be had.
    fn spawn(&self, work: impl FnOnce() + Send + 'static) {
        let start = || rayon::ThreadPoolBuilder::new().thread_name(|idx| format!("map {idx}")).build().ok();
        match self.0.get_or_init(start) {
            Some(threads) => threads.spawn(work),
            None => work(),
        }
    }
}

/// Something that is made on the map's threads, one at a time; what came of it waits until a frame takes it.
#[derive(Debug)]
pub(super) struct Errand<T> {
    made: Arc<Mutex<Option<T>>>,
    is_under_way: Arc<AtomicBool>,
}

impl<T> Default for Errand<T> {
    fn default() -> Self {
        Self { made: Arc::default(), is_under_way: Arc::default() }
    }
}

impl<T: Send + 'static> Errand<T> {
    /// What was made since the last call, if anything.
    pub(super) fn take(&self) -> Option<T> {
        self.made.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    /// Whether something is being made; a frame is asked for when it is there.
    pub(super) fn is_under_way(&self) -> bool {
        self.is_under_way.load(Ordering::Acquire)
    }

    /// Has something made. A fault in there costs what was to be made, not the window and what is being edited in it.
    pub(super) fn start(&self, workers: &Workers, ctx: &egui::Context, make: impl FnOnce() -> T + Send + 'static) {
        self.is_under_way.store(true, Ordering::Release);
        let (made, is_under_way) = (Arc::clone(&self.made), Arc::clone(&self.is_under_way));
        let ctx = ctx.clone();
        workers.spawn(move || {
            if let Ok(new) = catch_unwind(AssertUnwindSafe(make)) {
                *made.lock().unwrap_or_else(PoisonError::into_inner) = Some(new);
                is_under_way.store(false, Ordering::Release);
                ctx.request_repaint();
            }
        });
    }
}
