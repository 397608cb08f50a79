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
    /// Dropped to end the writer.
    end: Option<Sender<()>>,
    writer: Option<JoinHandle<()>>,
}

impl FrameLog {
    /// Begins a log: columns `frame`, `since_start_ms`, `cpu_ms` (egui's own figure for the frame before: layout, tessellation
    /// and GPU commands; empty for the first) and `ui_ms` (layout of this frame).
    ///
    /// # Errors
    /// If the file cannot be made.
    pub fn begin(path: &Path, begun: Instant) -> std::io::Result<Self> {
        let mut file = File::create(path)?;
        writeln!(file, "frame,since_start_ms,cpu_ms,ui_ms")?;
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
        Ok(Self { noted, begun, n_frames: 0, end: Some(end), writer: Some(writer) })
    }

    /// Notes a frame.
    pub fn note(&mut self, cpu_seconds: Option<f32>, ui: Duration) {
        self.n_frames += 1;
        let cpu = cpu_seconds.map_or_else(String::new, |s| format!("{:.3}", s * 1e3));
        let since = self.begun.elapsed().as_secs_f64() * 1e3;
        let line = format!("{},{since:.1},{cpu},{:.3}\n", self.n_frames, ui.as_secs_f64() * 1e3);
        self.noted.lock().unwrap_or_else(PoisonError::into_inner).push_str(&line);
    }
}

impl Drop for FrameLog {
    fn drop(&mut self) {
        self.end = None;
        drop(self.writer.take().map(JoinHandle::join));
    }
}
