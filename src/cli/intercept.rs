//! `cordon intercept`: which unit of a plan could meet a vessel, where and how soon, as JSON.

use std::fmt;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context as _, anyhow, bail};
use clap::ValueHint;

use super::console;
use super::input::{self, Case};
use crate::analysis::intercept::{
    Answer, Assumption, MenuParams, Offer, Question, Sea, SeaParams, SpeedUsed, candidates, closest, motion_of,
};
use crate::chart::{OfficialLimits, Waters};
use crate::io::intercept_json::{MeetingRow, UnitRow, closest_json, intercepts_json};
use crate::io::{basemap, tracks};
use crate::report::Progress;
use crate::track::TrackSlice;
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
    #[arg(value_name = "PLAN TRACKS…", required = true, num_args = 1.., value_hint = ValueHint::FilePath)]
    files: Vec<PathBuf>,
    /// The vessel.
    #[arg(long, value_name = "MMSI", value_parser = mmsi)]
    mmsi: Mmsi,
    /// From when on: 2018-01-16T03:00:00Z; without it from the vessel's last fix.
    #[arg(long, value_name = "T", value_parser = moment)]
    at: Option<Timestamp>,
    /// Instead of the menu, the closest approach (CPA) of the vessel and this other one, each going on along its course: needs no plan.
    #[arg(long, value_name = "MMSI", value_parser = mmsi, conflicts_with_all = ["assume", "speed", "must_return"])]
    cpa: Option<Mmsi>,
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
    let plan = case.plan.as_ref().filter(|_| args.cpa.is_none());
    if plan.is_none() && args.cpa.is_none() {
        bail!("none of the files is a plan; nothing was computed");
    }
    let Some(tracks) = &case.tracks else { bail!("none of the files has vessel tracks; nothing was computed") };
    let track_of = |mmsi: Mmsi| {
        let track = tracks.vessel_idx(mmsi).and_then(|vessel_idx| tracks.slice(vessel_idx));
        track.ok_or_else(|| anyhow!("no vessel has MMSI {:09}; nothing was computed", mmsi.value()))
    };
    let track = track_of(args.mmsi)?;
    let Some(plan) = plan else { return closest_approach(args, track, args.cpa.map(track_of).transpose()?) };
    let mmsi = args.mmsi.value();
    let asked = args.at.or(last_fix(track)).context("the vessel has no fix; nothing was computed")?;
    let params = MenuParams {
        within: within(args),
        speed: if args.speed == "cruise" { SpeedUsed::Cruise } else { SpeedUsed::Best },
        must_return: args.must_return,
        ..MenuParams::default()
    };
    let units = candidates(plan, asked, &params, basemap::place_named);
    if units.is_empty() {
        bail!("the plan has no units; nothing was computed");
    }
    let question = Question { track, asked, assumption: assumption(&args.assume)?, speed: args.target_speed, params };
    let nothing = |why: &dyn fmt::Display| anyhow!("MMSI {mmsi:09}: {why}; nothing was computed");
    let corners = question.corners(&units).map_err(|why| nothing(&why))?;
    let map = args.map.as_ref().map_or_else(basemap::bundled, |path| basemap::open(path))?;
    let waters = Waters::near(&*map, corners).with_limits(OfficialLimits::of(&limits.zones));
    let sea = Sea::of_chart(&waters, corners, SeaParams::default());
    let Answer { ashore, offers, .. } =
        question.answer(&units, &waters, &sea, &progress).map_err(|why| nothing(&why))?;
    if let Some(time) = ashore {
        console::warn(format!("the vessel's assumed course comes to land at {time}; it is followed no further"));
    }
    let rows: Vec<UnitRow> = offers.into_iter().map(|offer| row(offer, &args.assume)).collect();
    console::print(&format!("{}\n", intercepts_json(&rows))).context("cannot write to standard output")?;
    Ok(ExitCode::SUCCESS)
}

/// When and how near two vessels come to each other, as JSON.
fn closest_approach(args: &Args, one: TrackSlice<'_>, other: Option<TrackSlice<'_>>) -> anyhow::Result<ExitCode> {
    let other = other.unwrap_or(one);
    let asked = args.at.or(last_fix(one).max(last_fix(other))).context("no vessel has a fix; nothing was computed")?;
    let motion = |track| {
        motion_of(track, asked, Assumption::Course, None, None).map_err(|why| anyhow!("{why}; nothing was computed"))
    };
    let (one, other) = (motion(one)?, motion(other)?);
    let found =
        closest(&one, &other, asked, asked.plus_millis(i64::try_from(within(args).as_millis()).unwrap_or(i64::MAX)))
            .context("at no moment is it known where both are; nothing was computed")?;
    console::print(&format!("{}\n", closest_json(found.time, asked, found.distance, [found.one, found.other])))
        .context("cannot write to standard output")?;
    Ok(ExitCode::SUCCESS)
}

/// How far ahead is looked.
fn within(args: &Args) -> Duration {
    Duration::try_from_secs_f64(args.within * 3600.0).unwrap_or(Duration::MAX)
}

fn last_fix(track: TrackSlice<'_>) -> Option<Timestamp> {
    track.time_ms().last().map(|ms| Timestamp::from_millis(*ms))
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
        place => basemap::place_named(place).map(Assumption::To).ok_or_else(|| {
            anyhow!("{place}: neither course, rhumb or route nor a place of the chart; nothing was computed")
        }),
    }
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
