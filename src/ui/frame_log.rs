//! One line per frame: when it was drawn and what it cost, for measuring from outside.

use std::fs::File;
use std::io::Write as _;
use std::path::Path;
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// How often what was noted is written.
const WRITE_EVERY: Duration = Duration::from_millis(200);

/// Writes the log on its own thread, so that no frame waits for the disk or wakes anybody.
#[derive(Debug)]
pub struct FrameLog {
    noted: Arc<Mutex<String>>,
    begun: Instant,
    n_frames: u64,
    /// The thread's processor time at the last line.
    thread: Option<Duration>,
    /// Dropped to end the writer.
    end: Option<Sender<()>>,
    writer: Option<JoinHandle<()>>,
}

impl FrameLog {
    /// Begins a log: columns `frame`, `since_start_ms`, `cpu_ms` (egui's own figure for the frame before, by the clock: layout, tessellation
    /// and GPU commands; empty for the first), `ui_ms` (layout of this frame, by the clock), `thread_ms` (the processor time of the window's
    /// thread since the line before, whatever it did; empty where the system does not tell) and `positions` (how many the tracks have that
    /// this frame shows as it was asked to, timeline included; 0 while they are still being made ready).
    ///
    /// # Errors
    /// If the file cannot be made.
    pub fn begin(path: &Path, begun: Instant) -> std::io::Result<Self> {
        let mut file = File::create(path)?;
        writeln!(file, "frame,since_start_ms,cpu_ms,ui_ms,thread_ms,positions")?;
        let (end, ended) = mpsc::channel::<()>();
        let noted = Arc::new(Mutex::new(String::new()));
        let to_write = Arc::clone(&noted);
        let worker = move || {
            loop {
                let is_last = ended.recv_timeout(WRITE_EVERY) == Err(RecvTimeoutError::Disconnected);
                let lines = std::mem::take(&mut *to_write.lock().unwrap_or_else(PoisonError::into_inner));
                // A full disk ends the writer; the log is a measurement, not the user's work.
                if file.write_all(lines.as_bytes()).is_err() || is_last {
                    return;
                }
            }
        };
        let writer = std::thread::Builder::new().name("frame log".into()).spawn(worker)?;
        Ok(Self { noted, begun, n_frames: 0, thread: None, end: Some(end), writer: Some(writer) })
    }

    /// Notes a frame.
    pub fn note(&mut self, cpu_seconds: Option<f32>, ui: Duration, n_positions: usize) {
        self.n_frames += 1;
        let cpu = cpu_seconds.map_or_else(String::new, |s| format!("{:.3}", s * 1e3));
        let since = self.begun.elapsed().as_secs_f64() * 1e3;
        let now = thread_time();
        let spent = now.zip(std::mem::replace(&mut self.thread, now)).map(|(now, then)| now.saturating_sub(then));
        let thread = spent.map_or_else(String::new, |spent| format!("{:.3}", spent.as_secs_f64() * 1e3));
        let line = format!("{},{since:.1},{cpu},{:.3},{thread},{n_positions}\n", self.n_frames, ui.as_secs_f64() * 1e3);
        self.noted.lock().unwrap_or_else(PoisonError::into_inner).push_str(&line);
    }
}

/// The processor time that this thread has had; `None` where the system does not tell. The clock tells something else where other
/// threads (a software rasteriser's, the map's) or other programs want the same cores.
#[must_use]
pub fn thread_time() -> Option<Duration> {
    #[cfg(unix)]
    {
        let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
        Some(Duration::new(time.tv_sec.unsigned_abs(), u32::try_from(time.tv_nsec).unwrap_or_default()))
    }
    #[cfg(not(unix))]
    None
}

impl Drop for FrameLog {
    fn drop(&mut self) {
        self.end = None;
        drop(self.writer.take().map(JoinHandle::join));
    }
}
