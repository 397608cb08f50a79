//! `cordon intercept`: which unit of a plan could meet a vessel, where and how soon, as JSON.

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context as _, anyhow, bail};
use clap::ValueHint;

use super::console;
use super::input::{self, Case};
use crate::analysis::intercept::{
    Assumption, Candidate, MenuParams, Motion, Offer, Sea, SeaParams, SpeedUsed, candidates, ground_of, menu,
    motion_of, runs_ashore,
};
use crate::chart::{OfficialLimits, Waters};
use crate::coordinate;
use crate::geodesy::Position;
use crate::io::intercept_json::{MeetingRow, UnitRow, intercepts_json};
use crate::io::{basemap, tracks};
use crate::report::Progress;
use crate::units::{Knots, Timestamp};
use crate::vessel::Mmsi;

/// Tell which unit of a plan could meet a vessel, where and how soon: JSON, the soonest first.
///
/// A computation on assumptions, not a prediction: the vessel is taken to go on as `--assume` says. Ships go round land where the straight way
/// crosses it; aircraft, helicopters and drones fly over it. A unit waits at its point in the plan, within its period of availability and its
/// endurance.
#[derive(clap::Args, Debug)]
pub(super) struct Args {
    /// The plan, and the vessel tracks; each file is recognised by what is in it.
    #[arg(value_name = "PLAN TRACKS…", required = true, num_args = 2.., value_hint = ValueHint::FilePath)]
    files: Vec<PathBuf>,
    /// The vessel.
    #[arg(long, value_name = "MMSI", value_parser = mmsi)]
    mmsi: Mmsi,
    /// From when on: 2018-01-16T03:00:00Z; without it from the vessel's last fix.
    #[arg(long, value_name = "T", value_parser = moment)]
    at: Option<Timestamp>,
    /// How the vessel goes on: `course` (the geodesic of its course at its speed), `rhumb` (the rhumb line of it), `route` (its recorded track
    /// where that goes on, else its past route again from the beginning), or a place or port by name or coordinates.
    #[arg(long, value_name = "course|rhumb|route|PLACE", default_value = "course")]
    assume: String,
    /// The vessel's speed in knots, in place of what its fixes say.
    #[arg(long, value_name = "KN", value_parser = knots)]
    target_speed: Option<Knots>,
    /// Which speed of the units counts.
    #[arg(long, value_name = "best|cruise", default_value = "best", value_parser = ["best", "cruise"])]
    speed: String,
    /// A unit must be back at its base within its endurance and availability; one that names no base, at its point.
    #[arg(long = "return")]
    must_return: bool,
    /// How far ahead to look, in hours.
    #[arg(long, value_name = "HOURS", default_value_t = 240.0, value_parser = hours)]
    within: f64,
    /// Use this PMTiles map instead of the bundled one.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    map: Option<PathBuf>,
    /// Official limits, as `cordon locate` takes them. May be given several times.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    limits: Vec<PathBuf>,
    /// Time zone of track files that state none: Asia/Seoul, KST, UTC, +09:00.
    #[arg(long, value_name = "ZONE")]
    time_zone: Option<String>,
    #[command(flatten)]
    passphrase: input::PassphraseArgs,
}

pub(super) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let progress = Progress::default();
    let mut opener = input::Opener::new(&args.passphrase);
    let case = Case::default().with_files(&args.files, args.time_zone.as_deref(), &mut opener, &progress)?;
    case.notes.iter().for_each(console::warn);
    let limits = Case::default().with_files(&args.limits, None, &mut opener, &progress)?;
    limits.notes.iter().for_each(console::warn);
    let Some(plan) = &case.plan else { bail!("none of the files is a plan; nothing was computed") };
    let Some(tracks) = &case.tracks else { bail!("none of the files has vessel tracks; nothing was computed") };
    let mmsi = args.mmsi.value();
    let track = tracks.vessel_idx(args.mmsi).and_then(|vessel_idx| tracks.slice(vessel_idx));
    let track = track.ok_or_else(|| anyhow!("no vessel has MMSI {mmsi:09}; nothing was computed"))?;
    let last_fix = track.time_ms().last().map(|ms| Timestamp::from_millis(*ms));
    let asked = args.at.or(last_fix).context("the vessel has no fix; nothing was computed")?;
    let params = MenuParams {
        within: Duration::try_from_secs_f64(args.within * 3600.0).unwrap_or(Duration::MAX),
        speed: if args.speed == "cruise" { SpeedUsed::Cruise } else { SpeedUsed::Best },
        must_return: args.must_return,
        ..MenuParams::default()
    };
    let units = candidates(plan, asked, &params, named);
    if units.is_empty() {
        bail!("the plan has no units; nothing was computed");
    }
    let assumption = assumption(&args.assume)?;
    let assumed = |sea: Option<&Sea<'_>>| {
        motion_of(track, asked, assumption, args.target_speed, sea)
            .map_err(|why| anyhow!("MMSI {mmsi:09}: {why}; nothing was computed"))
    };
    let straight = assumed(None)?;
    let map = args.map.as_ref().map_or_else(basemap::bundled, |path| basemap::open(path))?;
    let corners = corners_of(&units, &straight, asked, &params, assumption);
    let waters = Waters::near(&*map, corners).with_limits(OfficialLimits::of(&limits.zones));
    let sea = Sea::of_chart(&waters, corners, SeaParams::default());
    let motion = match assumption {
        Assumption::To(_) => assumed(Some(&sea))?,
        Assumption::Route => straight,
        Assumption::Course | Assumption::Rhumb => until_ashore(straight, asked, &params, &waters),
    };
    let offers = menu(&units, &motion, asked, &params, Some(&waters), Some(&sea));
    let rows: Vec<UnitRow> = offers.into_iter().map(|offer| row(offer, &args.assume)).collect();
    console::print(&format!("{}\n", intercepts_json(&rows))).context("cannot write to standard output")?;
    Ok(ExitCode::SUCCESS)
}

/// The motion as far as it stays at sea.
fn until_ashore(motion: Motion, asked: Timestamp, params: &MenuParams, waters: &Waters) -> Motion {
    let horizon = horizon(asked, params);
    match runs_ashore(&motion, asked, horizon, |at| ground_of(waters, at)) {
        Some(time) => {
            console::warn(format!("the vessel's assumed course comes to land at {time}; it is followed no further"));
            motion.until(time)
        }
        None => motion,
    }
}

fn horizon(asked: Timestamp, params: &MenuParams) -> Timestamp {
    asked.plus_millis(i64::try_from(params.within.as_millis()).unwrap_or(i64::MAX))
}

/// The box in which land counts: round all ships, their bases, the vessel and the straight meetings, and half as much again, two degrees at least.
fn corners_of(
    units: &[Candidate],
    motion: &Motion,
    asked: Timestamp,
    params: &MenuParams,
    assumption: Assumption,
) -> (Position, Position) {
    let ships = units.iter().filter(|unit| !unit.flies).filter_map(|unit| unit.pursuer.ok());
    let mut places: Vec<Position> = ships.flat_map(|ship| [Some(ship.from), ship.back_to]).flatten().collect();
    places.extend(motion.position(asked.max(motion.start())));
    if let Assumption::To(place) = assumption {
        places.push(place);
    }
    let meetings = menu(units, motion, asked, params, None, None);
    places.extend(meetings.iter().filter_map(|offer| offer.outcome.as_ref().ok()).map(|met| met.place));
    let middle = places.last().map_or(0.0, |at| at.lon());
    let east = |at: &Position| (at.lon() - middle + 540.0).rem_euclid(360.0) - 180.0;
    let span = |of: &dyn Fn(&Position) -> f64| {
        let (low, high) = places
            .iter()
            .map(of)
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(value), high.max(value)));
        let margin = (0.25 * (high - low)).max(2.0);
        (low - margin, high + margin)
    };
    let ((south, north), (west, east)) = (span(&|at| at.lat()), span(&east));
    // Nobody sails the whole way round.
    let (west, east) = (west.max(-179.0), east.min(179.0));
    (Position::clamped(south.max(-85.0), west + middle), Position::clamped(north.min(85.0), east + middle))
}

fn row(offer: Offer, assumed: &str) -> UnitRow {
    let (located, uncertainty) = (offer.located, offer.uncertainty.unwrap_or_default());
    let meeting = offer.outcome.map_err(|why| why.to_string()).map(|met| MeetingRow {
        time: met.time,
        after: met.after,
        place: met.place,
        course: met.course,
        distance: met.distance,
        last: (met.last, met.ended_by.as_str()),
        leaves: met.leaves,
        latest_departure: met.latest_departure,
        margin: met.margin,
        uncertainty,
        way: met.round_land,
        located,
    });
    let note =
        offer.is_base_unknown.then(|| "its base is not found in the chart: the way back is not counted".to_owned());
    let (unit, id) = (offer.name, offer.unit.to_string());
    UnitRow { unit, id, speed: offer.speed, assumed: assumed.to_owned(), meeting, note }
}

fn assumption(text: &str) -> anyhow::Result<Assumption> {
    match text {
        "course" => Ok(Assumption::Course),
        "rhumb" => Ok(Assumption::Rhumb),
        "route" => Ok(Assumption::Route),
        place => named(place).map(Assumption::To).ok_or_else(|| {
            anyhow!("{place}: neither course, rhumb or route nor a place of the chart; nothing was computed")
        }),
    }
}

/// A place by coordinates, or by the name it has in the chart.
fn named(text: &str) -> Option<Position> {
    coordinate::parse(text).ok().or_else(|| basemap::names().named(text))
}

fn mmsi(text: &str) -> Result<Mmsi, String> {
    text.parse().ok().and_then(Mmsi::new).ok_or_else(|| "no MMSI: nine digits".to_owned())
}

fn moment(text: &str) -> Result<Timestamp, String> {
    tracks::moment(text).ok_or_else(|| "no moment such as 2018-01-16 or 2018-01-16T03:00:00Z".to_owned())
}

fn knots(text: &str) -> Result<Knots, String> {
    text.parse().ok().and_then(Knots::new).ok_or_else(|| "no speed in knots".to_owned())
}

fn hours(text: &str) -> Result<f64, String> {
    let hours = text.parse::<f64>().ok().filter(|hours| (0.0..=100_000.0).contains(hours));
    hours.ok_or_else(|| "no number of hours".to_owned())
}
