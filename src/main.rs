//! Arguments in, exit code out.

use std::process::ExitCode;
use std::time::Instant;

use cordon::cli::Outcome;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let begun = Instant::now();
    match cordon::cli::run(std::env::args_os()) {
        Outcome::Done(code) => code,
        Outcome::Window(opening) => window(opening, begun),
    }
}

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
