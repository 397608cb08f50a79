//! Arguments in, exit code out.

use cordon::cli::Outcome;

fn main() -> std::process::ExitCode {
    match cordon::cli::run(std::env::args_os()) {
        Outcome::Done(code) => code,
        Outcome::Window(_opening) => cordon::cli::refuse("this build of cordon has no window; see `cordon --help`"),
    }
}
