//! The headless face: one verb per file.
//!
//! Owns the program's arguments, what it prints and its exit codes: 0 done; 1 done, with problems found; 2 could not do
//! it. Never knows the window: without a verb, [`run`] hands back what to open and `main` opens it. A verb is a file here
//! with `Args` (its flags, by clap) and `run(&Args) -> anyhow::Result<ExitCode>`; an error it returns is printed on
//! standard error as one line and ends with 2. Start at [`run`].

mod allocate;
mod brief;
mod check;
mod console;
mod convert;
mod coverage;
mod detect;
mod dossier;
mod import;
mod input;
mod intercept;
mod locate;
mod merge;
mod patrol;
mod reach;
mod score;
mod sign;
mod verify;

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand, ValueHint};

use crate::session::Opening;
pub use console::refuse;

/// Done, with problems found.
const PROBLEMS_FOUND: u8 = 1;
/// Could not do it.
const COULD_NOT: u8 = 2;

/// What the command line came to.
#[derive(Debug)]
pub enum Outcome {
    /// A verb ran (or the arguments were wrong): leave with this code.
    Done(ExitCode),
    /// No verb: open the window on this.
    Window(Opening),
}

/// Runs the program on its arguments, the program's own name first.
pub fn run(args: impl IntoIterator<Item = OsString>) -> Outcome {
    let arguments = match Arguments::try_parse_from(locate::shielded(args)) {
        Ok(arguments) => arguments,
        Err(error) => return Outcome::Done(console::show_usage(&error)),
    };
    let result = match &arguments.verb {
        None => return Outcome::Window(arguments.window.opening()),
        Some(Verb::Allocate(args)) => allocate::run(args),
        Some(Verb::Brief(args)) => brief::run(args),
        Some(Verb::Import(args)) => import::run(args),
        Some(Verb::Check(args)) => check::run(args),
        Some(Verb::Convert(args)) => convert::run(args),
        Some(Verb::Coverage(args)) => coverage::run(args),
        Some(Verb::Detect(args)) => detect::run(args),
        Some(Verb::Dossier(args)) => dossier::run(args),
        Some(Verb::Intercept(args)) => intercept::run(args),
        Some(Verb::Locate(args)) => locate::run(args),
        Some(Verb::Merge(args)) => merge::run(args),
        Some(Verb::Patrol(args)) => patrol::run(args),
        Some(Verb::Reach(args)) => reach::run(args),
        Some(Verb::Score(args)) => score::run(args),
        Some(Verb::Sign(args)) => sign::run(args),
        Some(Verb::Verify(args)) => verify::run(args),
    };
    Outcome::Done(result.unwrap_or_else(|error| console::refuse(format!("{error:#}"))))
}

/// Plan UN sanctions enforcement at sea: tracks, zones and areas on an offline map.
///
/// With files or nothing, opens the window. With a verb, works without any display.
#[derive(Debug, Parser)]
#[command(name = "cordon", version, args_conflicts_with_subcommands = true, max_term_width = 100, after_help = EXIT_CODES)]
struct Arguments {
    #[command(flatten)]
    window: WindowArgs,
    #[command(subcommand)]
    verb: Option<Verb>,
}

const EXIT_CODES: &str = "Exit codes: 0 done; 1 done, with problems found; 2 could not do it.";

#[derive(Debug, Subcommand)]
enum Verb {
    Allocate(Box<allocate::Args>),
    Brief(brief::Args),
    Import(import::Args),
    Check(check::Args),
    Convert(convert::Args),
    Coverage(Box<coverage::Args>),
    Detect(detect::Args),
    Dossier(dossier::Args),
    Intercept(intercept::Args),
    Locate(locate::Args),
    Merge(merge::Args),
    Patrol(Box<patrol::Args>),
    Reach(reach::Args),
    Score(score::Args),
    Sign(sign::Args),
    Verify(verify::Args),
}

#[derive(clap::Args, Debug)]
struct WindowArgs {
    /// Plans, vessel tracks, patrol zones or maps to open; each is recognised by what is in it.
    #[arg(value_name = "FILE", value_hint = ValueHint::AnyPath)]
    files: Vec<PathBuf>,
    /// Open the sample case: some sixty made-up vessels over three days in the Yellow Sea.
    #[arg(long)]
    sample: bool,
    /// Use this map (PMTiles, MBTiles or a folder of tiles) instead of the bundled one.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::AnyPath)]
    map: Option<PathBuf>,
    /// Write one line of timings per frame to this CSV file.
    #[arg(long, value_name = "FILE.csv", value_hint = ValueHint::FilePath)]
    frame_log: Option<PathBuf>,
    /// Time zone of track files that state none: Asia/Seoul, KST, UTC, +09:00. Without it the window asks.
    #[arg(long, value_name = "ZONE")]
    time_zone: Option<String>,
}

impl WindowArgs {
    fn opening(self) -> Opening {
        Opening {
            files: self.files,
            sample: self.sample,
            map: self.map,
            frame_log: self.frame_log,
            time_zone: self.time_zone,
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    fn opening(args: &[&str]) -> Opening {
        match run(std::iter::once("cordon").chain(args.iter().copied()).map(OsString::from)) {
            Outcome::Window(opening) => opening,
            Outcome::Done(code) => panic!("{args:?} ended with {code:?}"),
        }
    }

    #[test]
    fn the_arguments_are_consistent() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn files_without_a_verb_open_the_window() {
        assert_eq!(opening(&[]), Opening::default());
        let asked = opening(&["a.csv", "plan.geojson", "--map", "sea.pmtiles", "--frame-log", "f.csv"]);
        assert_eq!(asked.files, [PathBuf::from("a.csv"), PathBuf::from("plan.geojson")]);
        assert_eq!(asked.map, Some(PathBuf::from("sea.pmtiles")));
        assert_eq!(asked.frame_log, Some(PathBuf::from("f.csv")));
        assert!(opening(&["--sample"]).sample);
    }
}
