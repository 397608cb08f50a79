//! `cordon score`: whom each area of a plan would stop, flagged and lawful alike, as JSON.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context as _, bail};
use clap::ValueHint;

use super::console;
use super::input::{self, Case};
use crate::analysis::identity::{ListedParams, watchlist_match};
use crate::analysis::scalpel::{Score, flagged_by, score, suggestions};
use crate::analysis::{Input, Params, detect};
use crate::finding::{Finding, Kind};
use crate::io::findings::{self, reviews};
use crate::io::score_json::{AreaScore, Counts, scores_json};
use crate::io::{basemap, watchlist};
use crate::plan::geometry::size;
use crate::report::Progress;
use crate::track::PyramidParams;

/// Tell whom each area of a plan would stop in its period, flagged and lawful alike: JSON.
///
/// Flagged are the vessels of the findings given and those that match a watch list; without findings, those that `cordon detect` finds. Weak
/// findings (confidence under 0.45), those that the plan's reviews dismiss, calls at ports and entries into zones flag nobody. An area without a period is scored over all tracks.
#[derive(clap::Args, Debug)]
pub(super) struct Args {
    /// The plan, and the vessel tracks; each file is recognised by what is in it.
    #[arg(value_name = "PLAN TRACKS…", required = true, num_args = 2.., value_hint = ValueHint::FilePath)]
    files: Vec<PathBuf>,
    /// Findings, as `cordon detect` writes them. May be given several times.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    findings: Vec<PathBuf>,
    /// A watch list (our CSV, OFAC's `SDN.CSV`, `OpenSanctions`' `targets.simple.csv`) in place of those that come with the program. May be given
    /// several times.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    watchlist: Vec<PathBuf>,
    /// Time zone of track files that state none: Asia/Seoul, KST, UTC, +09:00.
    #[arg(long, value_name = "ZONE")]
    time_zone: Option<String>,
    #[command(flatten)]
    passphrase: input::PassphraseArgs,
}

pub(super) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let progress = Progress::default();
    let mut opener = input::Opener::new(&args.passphrase);
    let mut case = Case::default().with_files(&args.files, args.time_zone.as_deref(), &mut opener, &progress)?;
    // What a file is said to be, it is read as: findings of another program may look like zones.
    for path in &args.findings {
        let (found, report) = findings::read(path, &progress)?;
        case.notes.extend(input::notes_of(&path.display().to_string(), &report));
        case.findings.extend(found);
    }
    for path in &args.watchlist {
        let (list, report) = watchlist::read(path, &progress)?;
        case.notes.extend(input::notes_of(&path.display().to_string(), &report));
        case.watchlists.push(list);
    }
    case.notes.iter().for_each(console::warn);
    let Some(plan) = &case.plan else { bail!("none of the files is a plan; nothing was scored") };
    let Some(tracks) = &case.tracks else { bail!("none of the files has vessel tracks; nothing was scored") };
    let Some(region) = tracks.span() else { bail!("the tracks have no fixes; nothing was scored") };
    let lists = if case.watchlists.is_empty() { watchlist::bundled() } else { case.watchlists };
    let reviews = plan.foreign.get(reviews::MEMBER).map(|text| reviews::read(text)).unwrap_or_default();
    let dismissed = reviews::dismissed(&reviews);
    let is_dismissed = |finding: &Finding| !dismissed.is_empty() && dismissed.contains(&finding.id());
    let flagged = if args.findings.is_empty() && case.findings.is_empty() {
        let waters = input::waters_of_tracks(&*basemap::bundled()?, tracks);
        let input = Input { tracks, waters: &waters, zones: &[], lists: &lists };
        let found = detect(&input, &Params::default(), &Kind::ALL, &mut |_| {}, &progress)?;
        flagged_by(found.all().iter().filter(|finding| !is_dismissed(finding)))
    } else {
        let matches = watchlist_match(tracks, &lists, &ListedParams::default(), &progress)?;
        flagged_by(case.findings.iter().chain(&matches).filter(|finding| !is_dismissed(finding)))
    };
    let pyramid = tracks.levels(&PyramidParams::default(), &progress)?;
    let mut scores = Vec::new();
    for feature in &plan.features {
        let Some(area) = feature.geometry.as_ref().filter(|area| size(area).area.is_some()) else { continue };
        let period = (feature.period.from.unwrap_or(region.0), feature.period.to.unwrap_or(region.1));
        let found = score(tracks, &pyramid, area, period, &flagged);
        let proposed = suggestions(tracks, &pyramid, feature, region, &flagged);
        let by_flag = found.lawful_by_flag.iter();
        let by_class = found.lawful_by_class.iter();
        scores.push(AreaScore {
            area: feature.name.clone(),
            counts: counts(&found),
            by_flag: by_flag.map(|(flag, t)| (flag.unwrap_or_default().to_owned(), t.n_vessels, t.hours)).collect(),
            by_class: by_class.map(|(class, t)| (class.word().to_owned(), t.n_vessels, t.hours)).collect(),
            suggestions: proposed.into_iter().map(|one| (one.way.to_string(), counts(&one.after))).collect(),
        });
    }
    console::print(&format!("{}\n", scores_json(&scores))).context("cannot write to standard output")?;
    Ok(ExitCode::SUCCESS)
}

fn counts(score: &Score) -> Counts {
    Counts {
        stopped: score.stopped.n_vessels,
        flagged: score.flagged.n_vessels,
        lawful: score.lawful.n_vessels,
        hours: score.stopped.hours,
        lawful_hours: score.lawful.hours,
        flagged_in_region: score.n_flagged_in_region,
        precision: score.precision(),
        recall: score.recall(),
    }
}
