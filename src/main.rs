//! Arguments in, exit code out.

fn main() -> std::process::ExitCode {
    cordon::cli::run(std::env::args_os())
}
