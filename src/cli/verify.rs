//! `cordon verify`: is a plan's file as it was saved?

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context as _, anyhow};
use clap::ValueHint;

use super::{PROBLEMS_FOUND, console};
use crate::io::export;
use crate::io::plan_geojson::{self, Content};
use crate::report::Progress;

/// Check the hash in a plan's file: whether the file is as it was saved, and which versions it came from.
///
/// The hash is the SHA-256 of the file without the one line that states it, so that any machine can reproduce it:
/// `sed '0,/^"sha256":/{/^"sha256":/d}' plan.geojson | sha256sum`. A version is named by the SHA-256 of its whole file.
///
/// Exit codes: 0 as it was saved; 1 changed since, or without a hash; 2 the file could not be read as a plan.
#[derive(clap::Args, Debug)]
pub(super) struct Args {
    /// The plan.
    #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
    file: PathBuf,
    /// Print one JSON object instead of lines.
    #[arg(long)]
    json: bool,
    /// Print nothing; the exit code tells.
    #[arg(long, short)]
    quiet: bool,
}

pub(super) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let file = args.file.display().to_string();
    let bytes = std::fs::read(&args.file).with_context(|| format!("{file}: could not be read"))?;
    let (plan, _report, _access) =
        plan_geojson::from_bytes(&bytes, &file, &Progress::default()).map_err(|error| anyhow!("{error}"))?;
    let seal = plan_geojson::seal_of(&bytes);
    if args.json {
        console::print(&format!("{}\n", export::verified_json(&args.file, &plan, &seal)))?;
    } else if !args.quiet {
        let mut text = match seal.content {
            Content::Unchanged => format!("{file}: as it was saved\n"),
            Content::Changed => format!("{file}: CHANGED since it was saved: its hash does not fit its content\n"),
            Content::Unsealed => format!("{file}: holds no hash, so nothing can be told; save it with Cordon\n"),
        };
        text.push_str(&format!("this version  {}  {}\n", seal.sha256, plan.modified));
        for version in plan.history.iter().rev() {
            let is_parent = plan.parents.contains(&version.sha256);
            let role = if is_parent { "came from   " } else { "before that " };
            let author = if version.author.is_empty() { String::new() } else { format!("  {}", version.author) };
            text.push_str(&format!("{role}  {}  {}{author}\n", version.sha256, version.modified));
        }
        console::print(&text)?;
    }
    Ok(if seal.content == Content::Unchanged { ExitCode::SUCCESS } else { ExitCode::from(PROBLEMS_FOUND) })
}
