//! What the command line prints, and where.
//!
//! Owns standard output and standard error. Never decides what to say.
#![expect(clippy::print_stderr, reason = "the one place that speaks on standard error")]

use std::fmt::Display;
use std::io::{self, Write as _};
use std::process::ExitCode;

use super::COULD_NOT;

/// Says on one line of standard error why it cannot be done; the exit code for that.
pub fn refuse(why: impl Display) -> ExitCode {
    warn(why);
    ExitCode::from(COULD_NOT)
}

/// Says something on one line of standard error.
pub(super) fn warn(what: impl Display) {
    eprintln!("cordon: {}", one_line(&what.to_string()));
}

/// A text on one line: names may hold line ends.
pub(super) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Says a line on standard error as it is, where standard output is taken by a file.
pub(super) fn say(line: &str) {
    eprintln!("{line}");
}

/// Writes text to standard output; a reader that has seen enough (`| head`) is no error.
///
/// # Errors
/// Any other failure to write.
pub(super) fn print(text: &str) -> io::Result<()> {
    print_bytes(text.as_bytes())
}

/// Writes bytes to standard output, as [`print`] does.
pub(super) fn print_bytes(bytes: &[u8]) -> io::Result<()> {
    let mut out = io::stdout().lock();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Err(e) if e.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        other => other,
    }
}

/// Shows the help or version that was asked for (0), or what is wrong with the arguments (2).
pub(super) fn show_usage(error: &clap::Error) -> ExitCode {
    if error.use_stderr() {
        let text = error.render().to_string();
        let what = text.lines().take_while(|line| !line.is_empty()).collect::<Vec<_>>().join(" ");
        return refuse(format!("{}; see `cordon --help`", what.trim_start_matches("error: ")));
    }
    match print(&error.render().to_string()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(e) => refuse(format!("cannot write to standard output: {e}")),
    }
}
