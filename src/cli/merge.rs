//! `cordon merge`: two partners' versions of a plan, made one.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, anyhow, bail};
use clap::ValueHint;

use super::input::{Opener, PassphraseArgs};
use super::{PROBLEMS_FOUND, console};
use crate::io::plan_geojson::{self, Access};
use crate::io::{atomic, export};
use crate::plan::merge::{Conflict, Merged, merge};
use crate::plan::{Plan, title};
use crate::report::Progress;

/// Merge two versions of a plan, given the version that both came from.
///
/// Works feature by feature and attribute by attribute: what one side changed is taken, what both changed alike is taken once. What
/// both changed differently is a conflict: it is named, OUT has what OURS says there, and all versions are kept in OUT until the
/// conflict is settled. What one side deleted and the other changed stays, and is a conflict too.
///
/// Exit codes: 0 merged; 1 merged, with conflicts; 2 a file could not be read or written.
#[derive(clap::Args, Debug)]
pub(super) struct Args {
    /// The version that both sides began with.
    #[arg(value_name = "BASE", value_hint = ValueHint::FilePath)]
    base: PathBuf,
    /// Our version.
    #[arg(value_name = "OURS", value_hint = ValueHint::FilePath)]
    ours: PathBuf,
    /// Their version.
    #[arg(value_name = "THEIRS", value_hint = ValueHint::FilePath)]
    theirs: PathBuf,
    /// The plan to write, or - for standard output.
    #[arg(short, long = "output", value_name = "OUT", value_hint = ValueHint::FilePath)]
    output: PathBuf,
    #[command(flatten)]
    passphrase: PassphraseArgs,
    /// Print the conflicts as one JSON object.
    #[arg(long)]
    json: bool,
    /// Print nothing; the exit code tells.
    #[arg(long, short)]
    quiet: bool,
}

pub(super) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let mut opener = Opener::new(&args.passphrase);
    let [base, ours, theirs] = [&args.base, &args.ours, &args.theirs].map(|path| read(path, &mut opener));
    let ((base, _), (ours, our_hash), (theirs, their_hash)) = (base?, ours?, theirs?);
    let Merged { plan, conflicts } = merge(&base, &ours, &theirs);
    let plan = plan.come_from(&[(&ours, our_hash), (&theirs, their_hash)]);
    let plan = plan_geojson::with_conflicts(&plan, &conflicts);
    let bytes = plan_geojson::sealed(&plan);
    let is_stdout = args.output.as_os_str() == "-";
    if is_stdout {
        console::print(&String::from_utf8_lossy(&bytes))?;
    } else {
        atomic::write_bytes(&args.output, &opener.as_named(&args.output, bytes)?)?;
    }
    if args.json && !is_stdout {
        console::print(&format!("{}\n", export::merged_json(&args.output, &plan, &conflicts)))?;
    } else if !args.quiet {
        let mut lines: Vec<String> = conflicts.iter().flat_map(|conflict| lines(&plan, conflict)).collect();
        let (file, n) = (args.output.display(), plan.features.len());
        lines.push(match conflicts.len() {
            0 => format!("{file}: {n} features, no conflicts\n"),
            1 => format!("{file}: {n} features, 1 conflict; OURS stands in its place, both versions are kept in the file\n"),
            many => {
                format!("{file}: {n} features, {many} conflicts; OURS stands in their place, both versions are kept in the file\n")
            }
        });
        let text = lines.join("\n");
        if is_stdout { text.trim_end().lines().for_each(console::warn) } else { console::print(&text)? }
    }
    Ok(if conflicts.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(PROBLEMS_FOUND) })
}

fn read(path: &Path, opener: &mut Opener) -> anyhow::Result<(Plan, String)> {
    let (bytes, _) = opener.bytes(path, &Progress::default()).context("nothing was merged")?;
    let file = path.display().to_string();
    let (plan, report, access) =
        plan_geojson::from_bytes(&bytes, &file, &Progress::default()).map_err(|error| anyhow!("{error}"))?;
    if let Access::ReadOnly { format } = access {
        bail!("{file}: written in format {format}, which this program does not know; nothing was merged");
    }
    if report.n_skipped() > 0 {
        let n = report.n_skipped();
        bail!(
            "{file}: {n} of its features cannot be read (see `cordon check`), so a merge could lose them; nothing was merged"
        );
    }
    Ok((plan, plan_geojson::seal_of(&bytes).sha256))
}

/// A line for each attribute in conflict: the feature's name and id, the attribute, what each side says.
fn lines(plan: &Plan, conflict: &Conflict) -> Vec<String> {
    let of = match conflict {
        Conflict::Feature { id, .. } => {
            let name = plan.feature(*id).map_or("a feature", |feature| title(feature));
            format!("{} ({id})", console::one_line(name))
        }
        Conflict::Text { .. } | Conflict::Plan { .. } => "the plan".to_owned(),
    };
    let line = |(what, ours, theirs): (String, String, String)| {
        format!("{of}: {what}: ours {}, theirs {}", shortened(&ours), shortened(&theirs))
    };
    plan_geojson::differences(conflict).into_iter().map(line).collect()
}

fn shortened(text: &str) -> String {
    let line = console::one_line(text);
    if line.chars().count() <= 80 { line } else { line.chars().take(79).chain(['…']).collect() }
}
