//! `cordon detect`: what looks wrong in tracks, as a file of findings.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use anyhow::{Context as _, bail};
use clap::ValueHint;

use super::console;
use super::input::{self, Case};
use crate::analysis::{Findings, Input, Params, Preset, WatchedZone, detect};
use crate::finding::Kind;
use crate::io::{basemap, findings, thresholds, watchlist};
use crate::report::Progress;
use crate::vessel::watchlist::Watchlist;

/// Find what looks wrong in vessel tracks: encounters, gaps, loitering, false positions.
///
/// Writes every finding with its evidence, and every candidate that a threshold hides with the reason; prints how many of each kind. A finding
/// is a reason to look, no proof. docs/findings.md says what each rule asks.
#[derive(clap::Args, Debug)]
pub(super) struct Args {
    /// Track files, each recognised by what is in it; plans and zones among them are watched for entering.
    #[arg(value_name = "FILE", required = true, value_hint = ValueHint::FilePath)]
    files: Vec<PathBuf>,
    /// Where to: GeoJSON; `-` is standard output.
    #[arg(short, long, value_name = "OUT.geojson", value_hint = ValueHint::FilePath)]
    output: PathBuf,
    /// Which thresholds: korea (meetings near the shore) or gfw (Global Fishing Watch's, for the open ocean).
    #[arg(long, value_name = "PRESET", default_value = "korea", value_parser = preset)]
    preset: Preset,
    /// Only these kinds, with commas between them: `encounter,gap`.
    #[arg(long, value_name = "KIND,…", value_delimiter = ',', value_parser = kind)]
    only: Vec<Kind>,
    /// Zones or a plan, whose areas are watched for entering. May be given several times.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    zones: Vec<PathBuf>,
    /// Watch lists: our CSV, OFAC's `SDN.CSV`, or `OpenSanctions`' CSV. Without one, those that come with the program. May be given
    /// several times.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    watchlist: Vec<PathBuf>,
    /// Thresholds that go before the preset's: lines such as `encounter.distance_m = 400` in TOML.
    #[arg(long, value_name = "F.toml", value_hint = ValueHint::FilePath)]
    params: Option<PathBuf>,
    /// Use this PMTiles map for coasts and ports instead of the bundled one.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    map: Option<PathBuf>,
    /// Time zone of files that state none: Asia/Seoul, KST, UTC, +09:00.
    #[arg(long, value_name = "ZONE", allow_hyphen_values = true)]
    time_zone: Option<String>,
    /// Print the counts as JSON.
    #[arg(long)]
    json: bool,
    /// Print nothing unless something is wrong.
    #[arg(short, long)]
    quiet: bool,
    #[command(flatten)]
    passphrase: input::PassphraseArgs,
}

pub(super) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let begun = Instant::now();
    let params = params(args.preset, args.params.as_deref())?;
    let progress = Progress::default();
    let mut opener = input::Opener::new(&args.passphrase);
    let case = Case::default().with_files(&args.files, args.time_zone.as_deref(), &mut opener, &progress)?;
    case.notes.iter().for_each(console::warn);
    let watched = Case::default().with_files(&args.zones, None, &mut opener, &progress)?;
    watched.notes.iter().for_each(console::warn);
    let listed = Case::default().with_files(&args.watchlist, None, &mut opener, &progress)?;
    listed.notes.iter().for_each(console::warn);
    if listed.watchlists.len() < args.watchlist.len() {
        bail!("not every file given with --watchlist is a watch list; nothing was looked for");
    }
    let mut lists: Vec<Watchlist> = case.watchlists.iter().chain(&listed.watchlists).cloned().collect();
    if lists.is_empty() {
        lists = watchlist::bundled();
    }
    let Some(tracks) = case.tracks.as_ref().filter(|tracks| tracks.n_fixes() > 0) else {
        let names: Vec<String> = args.files.iter().map(|file| file.display().to_string()).collect();
        bail!("{}: no tracks in it, nothing was looked for", names.join(", "));
    };
    let zones: Vec<WatchedZone> = [&case, &watched].into_iter().flat_map(zones_of).collect();
    if zones.is_empty() && !args.zones.is_empty() {
        bail!("none of the zones is an area; nothing was looked for");
    }
    let map = match &args.map {
        Some(path) => basemap::open(path),
        None => basemap::bundled(),
    }?;
    let waters = input::waters_of_tracks(&*map, tracks);
    if !waters.has_shoreline() {
        console::warn("the map has no shoreline near the tracks: distances from the coast are not known");
    }
    let wanted = if args.only.is_empty() { Kind::ALL.to_vec() } else { args.only.clone() };
    let input = Input { tracks, waters: &waters, zones: &zones, lists: &lists };
    let found = detect(&input, &params, &wanted, &mut |_| {}, &progress)?;
    let is_stdout = args.output == Path::new("-");
    if is_stdout {
        console::print_bytes(&findings::to_bytes(found.all())).context("cannot write to standard output")?;
    } else {
        findings::write(&args.output, found.all())?;
    }
    let seconds = begun.elapsed().as_secs_f64();
    let text = if args.json { json(&found, &wanted, seconds) } else { table(&found, &wanted, seconds) };
    match (args.quiet && !args.json, is_stdout) {
        (true, _) => {}
        (false, true) => text.lines().for_each(console::say),
        (false, false) => console::print(&text).context("cannot write to standard output")?,
    }
    Ok(ExitCode::SUCCESS)
}

/// A preset's thresholds, and those of a file before them.
pub(super) fn params(preset: Preset, file: Option<&Path>) -> anyhow::Result<Params> {
    let mut params = Params::preset(preset);
    if let Some(path) = file {
        for threshold in thresholds::read(path)? {
            params = params
                .with(&threshold.name, threshold.value)
                .with_context(|| format!("{}, line {}", path.display(), threshold.line))?;
        }
    }
    Ok(params)
}

/// Every area of a case's zones by name.
pub(super) fn zones_of_layers(case: &Case) -> Vec<WatchedZone> {
    let zones = case.zones.iter().flat_map(|layer| &layer.zones);
    zones
        .filter(|zone| crate::plan::geometry::size(&zone.geometry).area.is_some())
        .map(|zone| WatchedZone { name: zone.name.clone(), geometry: zone.geometry.clone() })
        .collect()
}

/// Every area of a case by name: those of its plan and of its zones.
pub(super) fn zones_of(case: &Case) -> Vec<WatchedZone> {
    let of_plan = case.plan.iter().flat_map(|plan| &plan.features);
    let of_plan = of_plan.filter_map(|feature| Some((feature.name.clone(), feature.geometry.clone()?)));
    let of_zones = case.zones.iter().flat_map(|layer| &layer.zones);
    let all = of_plan.chain(of_zones.map(|zone| (zone.name.clone(), zone.geometry.clone())));
    all.filter(|(_, geometry)| crate::plan::geometry::size(geometry).area.is_some())
        .map(|(name, geometry)| WatchedZone { name, geometry })
        .collect()
}

fn table(found: &Findings, wanted: &[Kind], seconds: f64) -> String {
    let mut lines = vec![format!("{:20}{:>9}{:>9}", "kind", "shown", "hidden")];
    let (mut all_shown, mut all_hidden) = (0, 0);
    for kind in Kind::ALL.into_iter().filter(|kind| wanted.contains(kind)) {
        let (shown, hidden) = found.counts(kind);
        (all_shown, all_hidden) = (all_shown + shown, all_hidden + hidden);
        lines.push(format!("{:20}{shown:>9}{hidden:>9}", kind.as_str()));
    }
    lines.push(format!("{:20}{all_shown:>9}{all_hidden:>9}", "all"));
    lines.push(format!("{:20}{seconds:>9.2}", "seconds"));
    lines.join("\n") + "\n"
}

fn json(found: &Findings, wanted: &[Kind], seconds: f64) -> String {
    let kinds: Vec<String> = Kind::ALL
        .into_iter()
        .filter(|kind| wanted.contains(kind))
        .map(|kind| {
            let (shown, suppressed) = found.counts(kind);
            format!("\"{kind}\":{{\"shown\":{shown},\"suppressed\":{suppressed}}}")
        })
        .collect();
    format!("{{\"kinds\":{{{}}},\"seconds\":{seconds:.3}}}\n", kinds.join(","))
}

pub(super) fn preset(text: &str) -> Result<Preset, String> {
    Preset::of(text).ok_or_else(|| "the presets are korea and gfw".to_owned())
}

fn kind(text: &str) -> Result<Kind, String> {
    let known = || Kind::ALL.map(Kind::as_str).join(", ");
    Kind::of(text.trim()).ok_or_else(|| format!("the kinds are {}", known()))
}
