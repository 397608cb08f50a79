//! `cordon coverage`: how likely ships are detected where and when, as a plan has its units, and where one can slip through.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, anyhow, bail, ensure};
use clap::ValueHint;
use geo::{CoordsIter as _, Geometry};

use super::console;
use super::input::{self, Opener};
use crate::analysis::Area;
use crate::analysis::coverage::Picture;
use crate::analysis::coverage::slip::{Crossing, slips};
use crate::analysis::pattern::pod::Probability;
use crate::analysis::picture::CellSize;
use crate::coordinate;
use crate::geodesy::Position;
use crate::io::coverage_geojson::{CellRow, SlipRow, coverage_geojson, slip_json};
use crate::io::{atomic, basemap, tracks};
use crate::plan::geometry::bounds;
use crate::plan::{Feature, Kind, Plan};
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
        None => round(&plan).context("nothing of the plan has a place: give --bbox")?,
    };
    let picture =
        Picture::of(&plan, corners, size, span(args, &plan)?).map_err(|why| anyhow!("{why}; nothing was reckoned"))?;
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
    let is_sea: Vec<bool> = (0..picture.n_cells()).map(|cell| !waters.is_land(picture.middle(cell))).collect();
    let crossing = Crossing { from: gate(enter, plan, picture)?, to: gate(leave, plan, picture)?, speed: args.speed };
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
    let n_columns = picture.n_columns();
    let on_side = |cell: &usize| match text {
        "west" => cell.is_multiple_of(n_columns),
        "east" => cell % n_columns == n_columns - 1,
        "south" => *cell < n_columns,
        _ => *cell >= picture.n_cells() - n_columns,
    };
    let cells: Vec<usize> = if ["west", "east", "south", "north"].contains(&text) {
        (0..picture.n_cells()).filter(on_side).collect()
    } else if let Some(feature) =
        plan.features.iter().find(|feature| feature.name == text || feature.id.to_string() == text)
    {
        cells_of(feature, picture)
    } else {
        let place = coordinate::parse(text).ok().or_else(|| basemap::names().named(text));
        let place = place.ok_or_else(|| anyhow!("{text}: neither a side, a feature of the plan nor a place"))?;
        picture.cell_at(place).into_iter().collect()
    };
    ensure!(!cells.is_empty(), "{text} lies outside of the box that is looked at");
    Ok(cells)
}

fn cells_of(feature: &Feature, picture: &Picture) -> Vec<usize> {
    let Some(geometry) = &feature.geometry else { return Vec::new() };
    if let Some(area) = Area::of(geometry) {
        return (0..picture.n_cells()).filter(|cell| area.contains(picture.middle(*cell))).collect();
    }
    let mut cells: Vec<usize> = along(geometry).into_iter().filter_map(|at| picture.cell_at(at)).collect();
    cells.sort_unstable();
    cells.dedup();
    cells
}

/// Places along a line, close enough together that no cell is missed by more than its corner.
fn along(geometry: &Geometry<f64>) -> Vec<Position> {
    let places: Vec<geo::Coord<f64>> = geometry.coords_iter().collect();
    let between = |pair: &[geo::Coord<f64>]| {
        let (from, step) = (pair[0], pair[1] - pair[0]);
        (0..=200).map(move |n| from + step * (f64::from(n) / 200.0)).collect::<Vec<_>>()
    };
    let all = places.windows(2).flat_map(between).chain(places.first().copied());
    all.filter_map(Position::from_coord).collect()
}

/// The box round all of the plan, and half a degree more.
fn round(plan: &Plan) -> Option<(Position, Position)> {
    let all = plan.features.iter().filter_map(|feature| bounds(feature.geometry.as_ref()?));
    let (low, high) = all.reduce(|(a_sw, a_ne), (b_sw, b_ne)| {
        (
            Position::clamped(a_sw.lat().min(b_sw.lat()), a_sw.lon().min(b_sw.lon())),
            Position::clamped(a_ne.lat().max(b_ne.lat()), a_ne.lon().max(b_ne.lon())),
        )
    })?;
    Some((Position::clamped(low.lat() - 0.5, low.lon() - 0.5), Position::clamped(high.lat() + 0.5, high.lon() + 0.5)))
}

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
    let assigned = || plan.features.iter().filter(|feature| feature.kind != Kind::Unit && !feature.units.is_empty());
    let from = moment(&args.from, "--from")?.or_else(|| assigned().filter_map(|feature| feature.period.from).min());
    let to = moment(&args.to, "--to")?.or_else(|| assigned().filter_map(|feature| feature.period.to).max());
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
