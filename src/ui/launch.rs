//! Opening the window, and saying in a sentence why it cannot be opened.

use std::sync::{Arc, OnceLock};
use std::time::Instant;

use egui::ViewportBuilder;

use super::app::App;
use super::frame_log::FrameLog;
use crate::chart::TileReader;
use crate::language::Language;
use crate::session::{CaseCommand, Command, Folders, Opening, Session};

/// The window cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum LaunchError {
    /// There is no display.
    #[error(
        "no display was found (DISPLAY and WAYLAND_DISPLAY are not set), so no window can be opened; every verb of \
         `cordon --help` works without one, and `cordon brief --sample -o map.png` draws the sample case"
    )]
    NoDisplay,
    /// The display refused.
    #[error("the window could not be opened: {0}; every verb of `cordon --help` works without one")]
    Window(String),
    /// The frame log cannot be written.
    #[error("the frame log {path} cannot be written: {cause}; the window was not opened")]
    FrameLog {
        /// Its path.
        path: String,
        /// Why.
        cause: std::io::Error,
    },
}

/// Opens the window and returns when it is closed. `begun` is when the program started, for the frame log.
///
/// # Errors
/// [`LaunchError`] in words for the terminal.
pub fn launch(
    opening: Opening,
    basemap: Arc<dyn TileReader>,
    folders: Folders,
    begun: Instant,
) -> Result<(), LaunchError> {
    if !has_display() {
        return Err(LaunchError::NoDisplay);
    }
    let frame_log = match &opening.frame_log {
        Some(path) => Some(
            FrameLog::begin(path, begun)
                .map_err(|cause| LaunchError::FrameLog { path: path.display().to_string(), cause })?,
        ),
        None => None,
    };
    let options = eframe::NativeOptions {
        viewport: ViewportBuilder::default()
            .with_title("Cordon")
            .with_app_id("cordon")
            .with_inner_size([1280.0, 800.0])
            .with_min_inner_size([900.0, 600.0])
            .with_drag_and_drop(true),
        // Its noise smooths gradients, of which there are none; on a software rasteriser it costs a third of a frame.
        dithering: false,
        ..eframe::NativeOptions::default()
    };
    let system_language = Language::of_system();
    // Files are read while the window is being made; its first frame looks what has come.
    let window = Arc::new(OnceLock::<egui::Context>::new());
    let to_wake = Arc::clone(&window);
    let wake = move || to_wake.get().into_iter().for_each(egui::Context::request_repaint);
    let mut session = Session::new(folders, basemap, Arc::new(wake));
    session.settings().language.unwrap_or(system_language).enter();
    if opening.sample {
        session.apply(Command::Case(CaseCommand::OpenSample));
    }
    if !opening.files.is_empty() {
        session.apply(Command::Case(CaseCommand::OpenIn { paths: opening.files, time_zone: opening.time_zone }));
    }
    let create = move |creation: &eframe::CreationContext<'_>| {
        let _is_first = window.set(creation.egui_ctx.clone());
        let app: Box<dyn eframe::App> = Box::new(App::new(creation, session, frame_log).speaking(system_language));
        Ok(app)
    };
    eframe::run_native("Cordon", options, Box::new(create)).map_err(|cause| LaunchError::Window(cause.to_string()))
}

fn has_display() -> bool {
    ["DISPLAY", "WAYLAND_DISPLAY", "WAYLAND_SOCKET"]
        .iter()
        .any(|name| std::env::var_os(name).is_some_and(|v| !v.is_empty()))
}
