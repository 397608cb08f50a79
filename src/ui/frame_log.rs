//! One line per frame: when it was drawn and what it cost, for measuring from outside.

use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::Path;
use std::sync::mpsc::{self, Sender};
use std::time::{Duration, Instant};

/// Writes the log on its own thread, so that no frame waits for the disk.
#[derive(Debug)]
pub struct FrameLog {
    send: Sender<String>,
    begun: Instant,
    n_frames: u64,
}

impl FrameLog {
    /// Begins a log: columns `frame`, `since_start_ms`, `cpu_ms` (egui's own figure for the frame before: layout, tessellation
    /// and GPU commands; empty for the first) and `ui_ms` (layout of this frame).
    ///
    /// # Errors
    /// If the file cannot be made.
    pub fn begin(path: &Path, begun: Instant) -> std::io::Result<Self> {
        let mut file = BufWriter::new(File::create(path)?);
        writeln!(file, "frame,since_start_ms,cpu_ms,ui_ms")?;
        file.flush()?;
        let (send, receive) = mpsc::channel::<String>();
        let worker = move || {
            for line in receive {
                if file.write_all(line.as_bytes()).and_then(|()| file.flush()).is_err() {
                    return;
                }
            }
        };
        std::thread::Builder::new().name("frame log".into()).spawn(worker)?;
        Ok(Self { send, begun, n_frames: 0 })
    }

    /// Notes a frame.
    pub fn note(&mut self, cpu_seconds: Option<f32>, ui: Duration) {
        self.n_frames += 1;
        let cpu = cpu_seconds.map_or_else(String::new, |s| format!("{:.3}", s * 1e3));
        let since = self.begun.elapsed().as_secs_f64() * 1e3;
        let line = format!("{},{since:.1},{cpu},{:.3}\n", self.n_frames, ui.as_secs_f64() * 1e3);
        // A full disk ended the writer; the log is a measurement, not the user's work.
        drop(self.send.send(line));
    }
}
