//! `cordon coverage`: how likely ships are detected where and when, as a plan has its units, and where one can slip through.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, anyhow, bail, ensure};
use clap::ValueHint;

use super::console;
use super::input::{self, Opener};
use crate::analysis::coverage::slip::{Crossing, slips};
use crate::analysis::coverage::{Gate, Picture, Side, box_round, has_sea, span_assigned};
use crate::analysis::pattern::pod::Probability;
use crate::analysis::picture::CellSize;
use crate::coordinate;
use crate::geodesy::Position;
use crate::io::coverage_geojson::{CellRow, SlipRow, coverage_geojson, slip_json};
use crate::io::{atomic, basemap, tracks};
use crate::plan::Plan;
use crate::report::Progress;
use crate::track::Span;
use crate::units::Knots;

/// Tell how likely a ship is detected by place and hour, as a plan has its units, and the way by which it would slip through.
///
/// Effort is spread evenly over the areas, routes and barriers that units are assigned to, and detects as random search does. With --enter and --leave: the way of least
/// detection at a speed, round land, whenever it begins; where and when else. A measure of the plan, not a prediction.
#[derive(clap::Args, Debug)]
pub(super) struct Args {
    /// The plan (GeoJSON with a `cordon` member).
    #[arg(value_name = "PLAN", value_hint = ValueHint::FilePath)]
    plan: PathBuf,
    /// From when on; without it from when the first assignment is in force.
    #[arg(long, value_name = "T")]
    from: Option<String>,
    /// Until when; without it until the last assignment's end.
    #[arg(long, value_name = "T")]
    to: Option<String>,
    /// Where a ship comes from: a side of the box, a feature of the plan by its name, or coordinates.
    #[arg(long, value_name = "west|east|south|north|NAME|PLACE", requires = "leave")]
    enter: Option<String>,
    /// Where it wants to go.
    #[arg(long, value_name = "west|east|south|north|NAME|PLACE", requires = "enter")]
    leave: Option<String>,
    /// The ship's speed in knots.
    #[arg(long, value_name = "KN", default_value = "10", value_parser = knots)]
    speed: Knots,
    /// The box to look at: west, south, east, north in degrees. Without it the box round the plan, and half a degree more.
    #[arg(long, value_name = "W,S,E,N", allow_hyphen_values = true)]
    bbox: Option<String>,
    /// How many cells there are on each degree.
    #[arg(long, value_name = "N", default_value_t = 10)]
    cells: u32,
    /// Write cells and way as GeoJSON; `-` is standard output.
    #[arg(short, long, value_name = "OUT.geojson", value_hint = ValueHint::FilePath)]
    output: Option<PathBuf>,
    /// Use this PMTiles map for the land instead of the bundled one.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    map: Option<PathBuf>,
    #[command(flatten)]
    targets: input::TargetArgs,
    #[command(flatten)]
    passphrase: input::PassphraseArgs,
    /// Print the way as one JSON object instead of words.
    #[arg(long)]
    json: bool,
    /// Print nothing but errors.
    #[arg(long, short)]
    quiet: bool,
}

pub(super) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let progress = Progress::default();
    let mut opener = Opener::new(&args.passphrase);
    let (plan, report, _access) = opener.plan(&args.plan, &progress)?;
    input::notes_of(&args.plan.display().to_string(), &report).iter().for_each(console::warn);
    let size = CellSize::per_degree(args.cells).context("--cells is from 1 to 100")?;
    let corners = match &args.bbox {
        Some(text) => bbox(text)?,
        None => box_round(&plan).context("nothing of the plan has a place: give --bbox")?,
    };
    let picture = Picture::of(&plan, corners, size, span(args, &plan)?, args.targets.size())
        .map_err(|why| anyhow!("{why}; nothing was reckoned"))?;
    let slip = match args.enter.as_ref().zip(args.leave.as_ref()) {
        Some((enter, leave)) => slip(args, (enter, leave), &plan, &picture, &progress)?,
        None => None,
    };
    let hours: Vec<_> = (0..picture.n_hours()).map(|hour| picture.hour(hour).0).collect();
    let rows = (0..picture.n_cells()).map(|cell| CellRow {
        corners: picture.corners(cell),
        pods: (0..hours.len()).map(|hour| picture.pod(hour, cell).value()).collect(),
    });
    let covered: Vec<CellRow> = rows.filter(|row| row.pods.iter().any(|pod| *pod > 0.0)).collect();
    let is_stdout = args.output.as_deref() == Some(Path::new("-"));
    if let Some(path) = &args.output {
        let text = coverage_geojson(&hours, &covered, slip.as_ref());
        if is_stdout { console::print(&text)? } else { atomic::write_bytes(path, text.as_bytes())? }
    }
    if !args.quiet {
        let text = if args.json {
            format!("{}\n", slip_json(slip.as_ref()))
        } else {
            told(args, &picture, &covered, slip.as_ref())
        };
        if is_stdout { text.lines().for_each(console::say) } else { console::print(&text)? }
    }
    Ok(ExitCode::SUCCESS)
}

fn slip(
    args: &Args,
    (enter, leave): (&str, &str),
    plan: &Plan,
    picture: &Picture,
    progress: &Progress,
) -> anyhow::Result<Option<SlipRow>> {
    let map = args.map.as_ref().map_or_else(basemap::bundled, |path| basemap::open(path))?;
    let (low, high) = (picture.corners(0).0, picture.corners(picture.n_cells() - 1).1);
    let waters = crate::chart::Waters::near(&*map, (low, high));
    let is_sea = picture.is_sea(&waters);
    let crossing = Crossing { from: gate(enter, plan, picture)?, to: gate(leave, plan, picture)?, speed: args.speed };
    for (text, cells) in [(enter, &crossing.from), (leave, &crossing.to)] {
        ensure!(
            has_sea(cells, &is_sea),
            "{text} is all land in the box that is looked at; name another end, or another box with --bbox"
        );
    }
    let found = slips(picture, &is_sea, &crossing, progress)?;
    Ok(found.map(|found| SlipRow {
        way: found.least.way,
        pod: found.least.pod.value(),
        speed_kn: args.speed.value(),
        by_hour: found.by_hour.into_iter().map(|(hour, pod)| (hour, pod.value())).collect(),
        by_place: found.by_place.into_iter().map(|(cell, at, pod)| (picture.middle(cell), at, pod.value())).collect(),
    }))
}

/// The cells in which a ship begins, or is through.
fn gate(text: &str, plan: &Plan, picture: &Picture) -> anyhow::Result<Vec<usize>> {
    let gate = if let Some((_, side)) = SIDES.into_iter().find(|(name, _)| *name == text) {
        Gate::Side(side)
    } else if let Some(feature) =
        plan.features.iter().find(|feature| feature.name == text || feature.id.to_string() == text)
    {
        Gate::Feature(feature.id)
    } else {
        let place = basemap::place_named(text);
        Gate::Place(place.ok_or_else(|| anyhow!("{text}: neither a side, a feature of the plan nor a place"))?)
    };
    let cells = gate.cells(plan, picture);
    ensure!(!cells.is_empty(), "{text} lies outside of the box that is looked at");
    Ok(cells)
}

/// The sides of the box, as the command line names them.
const SIDES: [(&str, Side); 4] =
    [("west", Side::West), ("east", Side::East), ("south", Side::South), ("north", Side::North)];

fn bbox(text: &str) -> anyhow::Result<(Position, Position)> {
    let numbers: Vec<f64> = text.split(',').filter_map(|part| part.trim().parse().ok()).collect();
    let [west, south, east, north] = numbers.as_slice() else {
        bail!("--bbox {text}: four numbers, west,south,east,north")
    };
    let corners = Position::new(*south, *west).zip(Position::new(*north, *east)).filter(|_| south < north);
    corners.with_context(|| format!("--bbox {text}: not a box on the globe"))
}

fn span(args: &Args, plan: &Plan) -> anyhow::Result<Span> {
    let moment = |text: &Option<String>, flag: &str| {
        let read = |text: &String| {
            tracks::moment(text).ok_or_else(|| anyhow!("{flag} {text}: no time such as 2018-01-16T12:00Z"))
        };
        text.as_ref().map(read).transpose()
    };
    let assigned = span_assigned(plan);
    let from = moment(&args.from, "--from")?.or(assigned.map(|span| span.0));
    let to = moment(&args.to, "--to")?.or(assigned.map(|span| span.1));
    from.zip(to).context("nothing with a unit has a period: give --from and --to")
}

fn told(args: &Args, picture: &Picture, covered: &[CellRow], slip: Option<&SlipRow>) -> String {
    let mut lines = vec![format!(
        "{} of {} cells are covered in some of {} hours, from {} on",
        covered.len(),
        picture.n_cells(),
        picture.n_hours(),
        picture.hour(0).0
    )];
    match slip {
        Some(slip) => {
            let ends = slip.way.first().zip(slip.way.last());
            if let Some(((_, departs), (_, arrives))) = ends {
                lines.push(format!(
                    "way of least detection at {}: POD {}, {departs} to {arrives}",
                    args.speed,
                    Probability::clamped(slip.pod)
                ));
            }
            let place = |at: Position| coordinate::format(at, coordinate::Form::Decimal);
            lines.extend(slip.way.iter().map(|(at, time)| format!("  {time}  {}", place(*at))));
        }
        None if args.enter.is_some() => lines.push("no way leads through in that time".to_owned()),
        None => {}
    }
    lines.iter().map(|line| format!("{line}\n")).collect()
}

fn knots(text: &str) -> Result<Knots, String> {
    let speed = text.parse().ok().and_then(Knots::new).filter(|speed| (0.1..=100.0).contains(&speed.value()));
    speed.ok_or_else(|| "a speed is from 0.1 to 100 kn".to_owned())
}
