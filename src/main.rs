//! Arguments in, exit code out.

use std::process::ExitCode;
use std::time::Instant;

use cordon::cli::Outcome;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let begun = Instant::now();
    take_small_pages();
    match cordon::cli::run(std::env::args_os()) {
        Outcome::Done(code) => code,
        Outcome::Window(opening) => window(opening, begun),
    }
}

/// Asks the system for memory in small pages. It clears a page before it hands it out, and a large one, 2 MiB, whole: an import, which lets go of much and asks
/// for as much again, spent a fifth of its time on that. A kernel that does not know the question goes on as before.
#[cfg(target_os = "linux")]
fn take_small_pages() {
    let _answer = rustix::thread::disable_transparent_huge_pages(true);
}

#[cfg(not(target_os = "linux"))]
const fn take_small_pages() {}

#[cfg(feature = "ui")]
fn window(opening: cordon::session::Opening, begun: Instant) -> ExitCode {
    let base = match opening.map.as_deref().map_or_else(cordon::io::basemap::bundled, cordon::io::basemap::open) {
        Ok(base) => base,
        Err(cause) => return cordon::cli::refuse(cause),
    };
    match cordon::ui::launch::launch(opening, base, cordon::session::Folders::of_user(), begun) {
        Ok(()) => ExitCode::SUCCESS,
        Err(cause) => cordon::cli::refuse(cause),
    }
}

#[cfg(not(feature = "ui"))]
fn window(_opening: cordon::session::Opening, _begun: Instant) -> ExitCode {
    cordon::cli::refuse("this build of cordon has no window; see `cordon --help`")
}
