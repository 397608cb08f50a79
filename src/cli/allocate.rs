//! `cordon allocate`: which units of a plan search which areas and when.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context as _, anyhow, bail, ensure};
use clap::ValueHint;
use clap::builder::PossibleValuesParser;

use super::console;
use super::input::{self, Case as Files, Opener};
use crate::analysis::allocate::{
    Answer, Asked, Case, Effort, Elsewhere, Matter, Stint, UnitWhy, allocate, explained, proposal, sea_box,
    span_in_force, ways_by,
};
use crate::analysis::intercept::{Sea, SeaParams};
use crate::analysis::pattern::pod::{DetectionLaw, Probability};
use crate::analysis::picture::CellSize;
use crate::analysis::{Input, Params, detect};
use crate::finding::{Finding, Kind as FindingKind};
use crate::io::allocation_json::{AllocationRow, StintRow, UnitRow, allocation_json};
use crate::io::findings::{self, reviews};
use crate::io::plan_geojson::{self, Access};
use crate::io::{atomic, basemap, tracks, watchlist};
use crate::plan::{Feature, FeatureId, Kind, Plan, title};
use crate::report::Progress;
use crate::session;
use crate::track::{PyramidParams, Span, TrackStore};

/// Propose which units of a plan search which areas in which periods, so that most findings, or most traffic, are covered.
///
/// The greedy answer is improved until no other can be better by more than --gap, and that is proven; what it covers, the proof, what each unit adds and why it is not elsewhere are
/// told. Ships go round land. A proposal only: without -o nothing is written, and nothing is authorised by it.
#[derive(clap::Args, Debug)]
pub(super) struct Args {
    /// The plan, the vessel tracks, and findings if there are any; each file is recognised by what is in it.
    #[arg(value_name = "PLAN TRACKS…", required = true, num_args = 2.., value_hint = ValueHint::FilePath)]
    files: Vec<PathBuf>,
    /// What is to be covered: findings by their confidence (those given, else those that `cordon detect` finds), or the hours of all ships.
    #[arg(long, value_name = "WHAT", default_value = "findings", value_parser = ["findings", "traffic"])]
    weights: String,
    /// Findings, as `cordon detect` writes them. May be given several times.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    findings: Vec<PathBuf>,
    /// From when on; without it from when the first area is in force.
    #[arg(long, value_name = "T")]
    from: Option<String>,
    /// Until when; without it until the last area's end.
    #[arg(long, value_name = "T")]
    to: Option<String>,
    /// How long a period is, in hours: a unit is in one area in each.
    #[arg(long, value_name = "HOURS", default_value = "24", value_parser = above_zero)]
    every: f64,
    /// The law of detection.
    #[arg(long, value_name = "LAW", default_value = "random", value_parser = PossibleValuesParser::new(LAWS.map(|(name, _)| name)))]
    law: String,
    /// No more units than this in an area at the same time.
    #[arg(long, value_name = "N", default_value_t = 1)]
    most: usize,
    /// How many cells there are on each degree.
    #[arg(long, value_name = "N", default_value_t = 10)]
    cells: u32,
    /// It is enough when no answer can be better by more than this share; 0 for the best there is.
    #[arg(long, value_name = "SHARE", default_value = "0.01", value_parser = share)]
    gap: f64,
    /// What if a unit or an area, by its name or id, were not there? May be given several times, as may the following.
    #[arg(long, value_name = "NAME")]
    without: Vec<String>,
    /// What if endurance were so many times as long?
    #[arg(long, value_name = "FACTOR", default_value = "1", value_parser = above_zero)]
    endurance: f64,
    /// What if a unit went to this area and no other?
    #[arg(long, value_name = "UNIT=AREA")]
    only: Vec<String>,
    /// What if a unit did not go to this area?
    #[arg(long, value_name = "UNIT=AREA")]
    never: Vec<String>,
    /// Units that are never in one area at the same time.
    #[arg(long, value_name = "UNIT=UNIT")]
    apart: Vec<String>,
    /// Write the plan with the units assigned (.geojson, or - for standard output).
    #[arg(short, long, value_name = "OUT", value_hint = ValueHint::FilePath)]
    output: Option<PathBuf>,
    /// Use this PMTiles map for the land instead of the bundled one.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    map: Option<PathBuf>,
    /// Time zone of track files that state none: Asia/Seoul, KST, UTC, +09:00.
    #[arg(long, value_name = "ZONE", allow_hyphen_values = true)]
    time_zone: Option<String>,
    #[command(flatten)]
    targets: input::TargetArgs,
    #[command(flatten)]
    passphrase: input::PassphraseArgs,
    /// Print one JSON object instead of a table.
    #[arg(long)]
    json: bool,
    /// Print nothing but errors.
    #[arg(long, short)]
    quiet: bool,
}

/// The laws of detection, as the command line names them.
const LAWS: [(&str, DetectionLaw); 3] = [
    ("random", DetectionLaw::Random),
    ("inverse-cube", DetectionLaw::InverseCube),
    ("definite-range", DetectionLaw::DefiniteRange),
];

pub(super) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let progress = Progress::default();
    let mut opener = Opener::new(&args.passphrase);
    let mut files = Files::default().with_files(&args.files, args.time_zone.as_deref(), &mut opener, &progress)?;
    for path in &args.findings {
        let (found, report) = findings::read(path, &progress)?;
        files.notes.extend(input::notes_of(&path.display().to_string(), &report));
        files.findings.extend(found);
    }
    files.notes.iter().for_each(console::warn);
    let Some(plan) = &files.plan else { bail!("none of the files is a plan; nothing was decided") };
    let Some(store) = &files.tracks else { bail!("none of the files has vessel tracks; nothing was decided") };
    let looked = store.span().context("the tracks have no fixes; nothing was decided")?;
    let size = CellSize::per_degree(args.cells).context("--cells is from 1 to 100")?;
    let map = args.map.as_ref().map_or_else(basemap::bundled, |path| basemap::open(path))?;
    let matter = if args.weights == "traffic" {
        let pyramid = store.levels(&PyramidParams::default(), &progress)?;
        Matter::of_traffic((store, &pyramid), size, looked, &progress)?
    } else {
        Matter::of_findings(&found(&files, plan, store, args, &progress)?, size, looked)
    };
    if matter.is_empty() {
        console::warn(format!("there are no {}: nothing can be covered", args.weights));
    }
    let asked = asked(args, plan)?;
    let waters = input::waters_round_all(&*map, plan.features.iter().filter_map(|feature| feature.geometry.as_ref()));
    let waters = waters.unwrap_or_default();
    let sea = Sea::of_chart(&waters, sea_box(plan), SeaParams::default());
    let ways = ways_by(&sea);
    let case =
        Case::of(plan, &matter, &asked, &ways, &progress).map_err(|why| anyhow!("{why}; nothing was decided"))?;
    let effort = Effort { gap: args.gap, ..Effort::default() };
    let mut greedy = None;
    let answer = allocate(&case.instance, &effort, &mut |answer| greedy = greedy.or(Some(answer.covered)), &progress)?;
    let whys = explained(&case.instance, &answer, &progress)?;
    let row = row(args, plan, &case, &answer, &whys, greedy.unwrap_or_default());
    let is_stdout = args.output.as_ref().is_some_and(|path| path.as_os_str() == "-");
    if let Some(path) = &args.output {
        write(args, &mut opener, path, &case, &answer)?;
    }
    if !args.quiet {
        let text = if args.json { format!("{}\n", allocation_json(&row)) } else { table(&row) };
        if is_stdout { text.lines().for_each(console::say) } else { console::print(&text)? }
    }
    Ok(ExitCode::SUCCESS)
}

/// The findings given, else those of the rules; none that the plan's reviews dismiss.
fn found(
    files: &Files,
    plan: &Plan,
    store: &TrackStore,
    args: &Args,
    progress: &Progress,
) -> anyhow::Result<Vec<Finding>> {
    let all = if args.findings.is_empty() && files.findings.is_empty() {
        let waters = input::waters_of_tracks(&*basemap::bundled()?, store);
        let lists = watchlist::bundled();
        let input = Input { tracks: store, waters: &waters, zones: &[], lists: &lists };
        detect(&input, &Params::default(), &FindingKind::ALL, &mut |_| {}, progress)?.all().to_vec()
    } else {
        files.findings.clone()
    };
    let reviews = plan.foreign.get(reviews::MEMBER).map(|text| reviews::read(text)).unwrap_or_default();
    let dismissed = reviews::dismissed(&reviews);
    Ok(all.into_iter().filter(|finding| dismissed.is_empty() || !dismissed.contains(&finding.id())).collect())
}

fn asked(args: &Args, plan: &Plan) -> anyhow::Result<Asked> {
    let moment = |text: &Option<String>, flag: &str| {
        let read = |text: &String| {
            tracks::moment(text).ok_or_else(|| anyhow!("{flag} {text}: no time such as 2018-01-16T12:00Z"))
        };
        text.as_ref().map(read).transpose()
    };
    let in_force = span_in_force(plan);
    let from = moment(&args.from, "--from")?.or(in_force.map(|span| span.0));
    let to = moment(&args.to, "--to")?.or(in_force.map(|span| span.1));
    let span: Span = from.zip(to).context("no area of the plan has a period: give --from and --to")?;
    let one = |name: &str, is_unit: Option<bool>| -> anyhow::Result<FeatureId> {
        let fits = |feature: &Feature| is_unit.is_none_or(|is_unit| (feature.kind == Kind::Unit) == is_unit);
        let mut found = plan
            .features
            .iter()
            .filter(|feature| fits(feature) && (feature.name == name || feature.id.to_string() == name));
        let first = found.next().with_context(|| format!("the plan has no “{name}”; nothing was decided"))?;
        ensure!(found.next().is_none(), "several features are called “{name}”: name it by its id");
        Ok(first.id)
    };
    let pairs = |texts: &[String], second: bool| -> anyhow::Result<Vec<(FeatureId, FeatureId)>> {
        let pair = |text: &String| {
            let (a, b) = text.split_once('=').with_context(|| format!("{text}: two names with = between them"))?;
            Ok((one(a, Some(true))?, one(b, Some(second))?))
        };
        texts.iter().map(pair).collect()
    };
    Ok(Asked {
        every: Duration::try_from_secs_f64(args.every * 3600.0).unwrap_or(Duration::MAX),
        law: LAWS.iter().find(|(name, _)| *name == args.law).map_or(DetectionLaw::Random, |(_, law)| *law),
        targets: args.targets.size(),
        most_units: args.most.max(1),
        without: args.without.iter().map(|name| one(name, None)).collect::<anyhow::Result<_>>()?,
        endurance: args.endurance,
        only: pairs(&args.only, false)?,
        never: pairs(&args.never, false)?,
        apart: pairs(&args.apart, true)?,
        ..Asked::new(span)
    })
}

fn write(args: &Args, opener: &mut Opener, path: &Path, case: &Case, answer: &Answer) -> anyhow::Result<()> {
    for file in &args.files {
        // The plan's own bytes: what it comes from is named by their hash.
        let Ok((bytes, _)) = opener.bytes(file, &Progress::default()) else { continue };
        let name = file.display().to_string();
        let Ok((plan, report, access)) = plan_geojson::from_bytes(&bytes, &name, &Progress::default()) else {
            continue;
        };
        if let Access::ReadOnly { format } = access {
            bail!("{name}: written in format {format}, which this program does not know; nothing was written");
        }
        ensure!(
            report.n_skipped() == 0,
            "{name}: some of its features cannot be read (see `cordon check`), and would be lost; nothing was written"
        );
        let with = plan.with(&proposal(&plan, case, answer), session::now())?;
        let with = with.come_from(&[(&plan, plan_geojson::seal_of(&bytes).sha256)]);
        let sealed = plan_geojson::sealed(&with);
        if path.as_os_str() == "-" {
            console::print(&String::from_utf8_lossy(&sealed))?;
        } else {
            atomic::write_bytes(path, &opener.as_named(path, sealed)?)?;
        }
        return Ok(());
    }
    bail!("none of the files is a plan; nothing was written")
}

fn row(args: &Args, plan: &Plan, case: &Case, answer: &Answer, whys: &[UnitWhy], greedy: f64) -> AllocationRow {
    let name = |id: FeatureId| plan.feature(id).map(|feature| title(feature).to_owned()).unwrap_or_default();
    let stint = |stint: &Stint| StintRow {
        area: name(case.areas[stint.area]),
        id: case.areas[stint.area].to_string(),
        on_scene: (case.moment(stint.on_scene.0), case.moment(stint.on_scene.1)),
        coverage: stint.coverage,
        pod: stint.pod,
    };
    let end = |hours: f64| hours.is_finite().then(|| case.moment(hours));
    let units = case.units.iter().zip(&case.instance.units).zip(whys).map(|((id, searcher), why)| UnitRow {
        unit: name(*id),
        id: id.to_string(),
        on_station: [end(searcher.available.0), end(searcher.available.1)],
        stints: why.stints.iter().map(stint).collect(),
        worth: [why.adds, why.one_more, why.more_endurance],
        elsewhere: why.elsewhere.iter().map(|(area, why)| (name(case.areas[*area]), words(*why))).collect(),
    });
    AllocationRow {
        weights: if args.weights == "traffic" { "traffic" } else { "findings" },
        law: LAWS.iter().find(|(_, law)| *law == case.instance.law).map_or("random", |(name, _)| name),
        periods: case.periods.clone(),
        covered: [answer.covered, answer.bound, greedy],
        whole: [case.instance.whole(), case.everywhere],
        gap: Some(answer.gap()).filter(|gap| gap.is_finite()),
        is_proven: answer.gap() <= args.gap.max(1e-8),
        units: units.collect(),
        left_out: case.left_out.iter().map(|(id, why)| (name(*id), why.to_string())).collect(),
    }
}

fn words(why: Elsewhere) -> String {
    match why {
        Elsewhere::Forbidden => "it was said not to go there".to_owned(),
        Elsewhere::OutOfReach => "it has no time there".to_owned(),
        Elsewhere::Full(more) => format!("full; it would add {more:.3} more"),
        Elsewhere::AddsLess(less) => format!("it would add {less:.3} less there"),
    }
}

fn table(row: &AllocationRow) -> String {
    let percent = |part: f64, whole: f64| Probability::clamped(if whole > 0.0 { part / whole } else { 0.0 });
    let [covered, bound, greedy] = row.covered;
    let proof = row.gap.map_or("nothing is proven".to_owned(), |gap| {
        format!("no allocation covers more than {bound:.3} (gap {:.2} %)", 100.0 * gap)
    });
    let mut lines = vec![
        format!(
            "covered: {covered:.3} of {:.3} in the areas ({}), of {:.3} everywhere",
            row.whole[0],
            percent(covered, row.whole[0]),
            row.whole[1]
        ),
        format!("greedy: {greedy:.3}; {proof}"),
    ];
    for unit in &row.units {
        let [adds, one_more, endurance] = unit.worth;
        lines.push(console::one_line(&format!(
            "{}: adds {adds:.3}; one more like it would add {one_more:.3}, a tenth more endurance {endurance:.3}",
            unit.unit
        )));
        for stint in &unit.stints {
            let (from, to) = stint.on_scene;
            lines.push(format!(
                "  {from} to {to}  {}  coverage {:.2}, POD {}",
                stint.area,
                stint.coverage,
                Probability::clamped(stint.pod)
            ));
        }
        if unit.stints.is_empty() {
            lines.push("  nowhere".to_owned());
        }
        lines.extend(unit.elsewhere.iter().map(|(area, why)| format!("  not {area}: {why}")));
    }
    lines.extend(row.left_out.iter().map(|(name, why)| format!("{name} takes no part: {why}")));
    lines.iter().map(|line| format!("{line}\n")).collect()
}

fn above_zero(text: &str) -> Result<f64, String> {
    let number = text.parse::<f64>().ok().filter(|number| number.is_finite() && *number > 0.0);
    number.ok_or_else(|| "it must be a number above zero".to_owned())
}

fn share(text: &str) -> Result<f64, String> {
    let number = text.parse::<f64>().ok().filter(|number| (0.0..=1.0).contains(number));
    number.ok_or_else(|| "it must be a share from 0 to 1".to_owned())
}
