//! `cordon check`: what is wrong with a plan, and how to mend it.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::bail;
use clap::ValueHint;

use super::input::{self, Opener, PassphraseArgs};
use super::{PROBLEMS_FOUND, console};
use crate::geodesy::Position;
use crate::io::recognise::{Kind, recognise};
use crate::io::{basemap, export, plan_geojson};
use crate::plan::{self, FlagWater, FlagWaters};
use crate::report::Progress;

/// Check a plan: each problem on a line with the feature's name, its id, what is wrong and how to mend it.
///
/// Exit codes: 0 no problems; 1 problems found; 2 the file could not be read as a plan.
#[derive(clap::Args, Debug)]
pub(super) struct Args {
    /// The plan (GeoJSON with a `cordon` member).
    #[arg(value_name = "PLAN", value_hint = ValueHint::FilePath)]
    plan: PathBuf,
    #[command(flatten)]
    passphrase: PassphraseArgs,
    /// Print one JSON object instead of lines.
    #[arg(long)]
    json: bool,
    /// Print nothing; the exit code tells.
    #[arg(long, short)]
    quiet: bool,
}

pub(super) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let read = Opener::new(&args.passphrase).plan(&args.plan, &Progress::default());
    let (plan, report, _access) = match read {
        Ok(read) => read,
        Err(error) => {
            // A file of another kind is refused by what it is, not by what it lacks.
            if let Ok(Kind::Tracks(_) | Kind::Map(_)) = recognise(&args.plan) {
                bail!("{}: not a plan; `cordon check` reads plans", args.plan.display());
            }
            return Err(error);
        }
    };
    let mut problems = plan_geojson::problems(&plan, &report);
    let without_place: Vec<_> =
        problems.iter().filter(|problem| problem.rule == "no usable position").map(|problem| problem.feature).collect();
    let places = plan.features.iter().filter_map(|feature| feature.geometry.as_ref());
    let waters = if plan::needs_waters(&plan) { input::waters_round_all(&*basemap::bundled()?, places) } else { None };
    let flag_water: &FlagWaters<'_> = &|at: Position| {
        let located = waters.as_ref()?.locate(at);
        let zone = located.zone.words().to_owned();
        located.zone.asks_flag_state().then_some(FlagWater { zone, basis: located.basis })
    };
    problems.extend(plan::check_in(&plan, Some(flag_water)).into_iter().filter(|problem| {
        // Where the reader said why a feature has no place, that suffices.
        problem.rule != "no place" || !without_place.contains(&problem.feature)
    }));
    if args.json {
        console::print(&format!("{}\n", export::problems_json(&args.plan, &problems)))?;
    } else if !args.quiet {
        let mut lines: Vec<String> = problems.iter().map(|problem| console::one_line(&problem.to_string())).collect();
        let (file, n) = (args.plan.display(), plan.features.len());
        lines.push(match problems.len() {
            0 => format!("{file}: {n} features, no problems\n"),
            1 => format!("{file}: {n} features, 1 problem\n"),
            many => format!("{file}: {n} features, {many} problems\n"),
        });
        console::print(&lines.join("\n"))?;
    }
    Ok(if problems.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(PROBLEMS_FOUND) })
}
