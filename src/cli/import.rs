//! `cordon import`: tracks of any format into one file.

use std::path::PathBuf;
use std::process::ExitCode;

/// Read vessel tracks of any supported format into one file.
#[derive(clap::Args, Debug)]
pub(super) struct Args {
    /// Track files.
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
}

pub(super) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    anyhow::bail!("cannot import {} files yet", args.files.len())
}
