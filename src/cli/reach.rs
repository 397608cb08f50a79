//! `cordon reach`: where a silent ship can have been, and where two can have met, as GeoJSON.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context as _, anyhow, bail, ensure};
use clap::ValueHint;
use geo::{Geometry, LineString, Point};

use super::console;
use super::input::{self, Case};
use crate::analysis::reachability::{Meetings, NoReach, ReachableSea, STOP_BANDS_HOURS, SeaParams, Silence, silences};
use crate::chart::{TileReader, Waters};
use crate::finding::{Evidence, Value};
use crate::geodesy::Position;
use crate::io::basemap;
use crate::io::reach_geojson::{self, Feature};
use crate::report::Progress;
use crate::track::TrackStore;
use crate::units::{Knots, Timestamp};
use crate::vessel::Mmsi;

/// Tell where a silent ship can have been, round land, and for how long it can have stopped there: GeoJSON.
///
/// Of the ship's longest silence, or of the one at a moment. With a second ship: where and when the two can have met while both were silent. The
/// area is what the ship can have reached at its speed, never a place where it was; it errs to the wide side. docs/findings.md says how it is reckoned.
#[derive(clap::Args, Debug)]
pub(super) struct Args {
    /// Track files, each recognised by what is in it.
    #[arg(value_name = "TRACKS", required = true, value_hint = ValueHint::FilePath)]
    files: Vec<PathBuf>,
    /// Whose silence.
    #[arg(long, value_parser = mmsi)]
    mmsi: Mmsi,
    /// The silence at this moment (UTC), or the nearest to it: 2018-01-16T03:00:00Z. Without it the longest.
    #[arg(long, value_name = "T", value_parser = moment)]
    at: Option<Timestamp>,
    /// The fastest that a ship can have gone, in knots. Without it the fastest hour of its own track, or what its type makes.
    #[arg(long, value_name = "KN", value_parser = knots)]
    speed: Option<Knots>,
    /// A second ship: where can the two have met?
    #[arg(long, value_name = "MMSI2", value_parser = mmsi)]
    with: Option<Mmsi>,
    /// Meetings of at least so many hours.
    #[arg(long, value_name = "HOURS", default_value = "1", value_parser = hours)]
    least: Duration,
    /// Where to: GeoJSON; `-` is standard output. Without it only what was found is told.
    #[arg(short, long, value_name = "OUT.geojson", value_hint = ValueHint::FilePath)]
    output: Option<PathBuf>,
    /// Use this PMTiles map for the land instead of the bundled one.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    map: Option<PathBuf>,
    /// Time zone of files that state none: Asia/Seoul, KST, UTC, +09:00.
    #[arg(long, value_name = "ZONE", allow_hyphen_values = true)]
    time_zone: Option<String>,
    /// Print nothing unless something is wrong.
    #[arg(short, long)]
    quiet: bool,
    #[command(flatten)]
    passphrase: input::PassphraseArgs,
}

pub(super) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    ensure!(args.with != Some(args.mmsi), "--with is the same ship; nothing was reckoned");
    let progress = Progress::default();
    let mut opener = input::Opener::new(&args.passphrase);
    let case = Case::default().with_files(&args.files, args.time_zone.as_deref(), &mut opener, &progress)?;
    case.notes.iter().for_each(console::warn);
    let Some(tracks) = case.tracks else { bail!("none of the files has vessel tracks; nothing was reckoned") };
    let map = match &args.map {
        Some(path) => basemap::open(path),
        None => basemap::bundled(),
    }?;
    let asked = Asked { args, map: &*map, progress: &progress };
    let mut found = Found::default();
    for silence in asked_for(&silences_of(&tracks, args.mmsi)?, args.at) {
        let sea = asked.tell(silence, &mut found)?;
        let Some(partner) = args.with else { continue };
        let theirs = silences_of(&tracks, partner)?;
        let both = theirs.iter().filter(|other| other.from_time < silence.to_time && silence.from_time < other.to_time);
        let both: Vec<&Silence> = both.collect();
        if both.is_empty() {
            found.lines.push(format!("MMSI {partner} was not silent in that time: where it was, its track says"));
        }
        for other in both {
            let other_sea = asked.tell(other, &mut found)?;
            if let (Some(sea), Some(other_sea)) = (&sea, &other_sea) {
                asked.tell_meeting([silence.mmsi, partner], [sea, other_sea], &mut found);
            }
        }
    }
    let is_stdout = args.output.as_deref() == Some(Path::new("-"));
    match &args.output {
        Some(_) if is_stdout => console::print_bytes(&reach_geojson::to_bytes(&found.features))
            .context("cannot write to standard output")?,
        Some(path) => reach_geojson::write(path, &found.features)?,
        None => {}
    }
    if !args.quiet {
        if is_stdout {
            found.lines.iter().for_each(|line| console::say(line));
        } else {
            console::print(&(found.lines.join("\n") + "\n")).context("cannot write to standard output")?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// What there is to write and to print.
#[derive(Default)]
struct Found {
    features: Vec<Feature>,
    lines: Vec<String>,
}

fn silences_of(tracks: &TrackStore, mmsi: Mmsi) -> anyhow::Result<Vec<Silence>> {
    ensure!(tracks.vessel_idx(mmsi).is_some(), "MMSI {mmsi} is not in the tracks; nothing was reckoned");
    let found = silences(tracks, mmsi);
    ensure!(!found.is_empty(), "MMSI {mmsi} was never silent for two hours; nothing was reckoned");
    Ok(found)
}

/// All silences at a moment, or the nearest to it; without a moment the longest.
fn asked_for(all: &[Silence], at: Option<Timestamp>) -> Vec<&Silence> {
    let Some(at) = at else { return all.iter().max_by_key(|silence| silence.length()).into_iter().collect() };
    let nearest = all.iter().map(|silence| silence.apart_from(at)).min();
    let mut found: Vec<&Silence> = all.iter().filter(|silence| Some(silence.apart_from(at)) == nearest).collect();
    if nearest.is_some_and(|apart| !apart.is_zero()) {
        found.truncate(1);
    }
    found
}

/// What every silence is asked with.
struct Asked<'a> {
    args: &'a Args,
    map: &'a dyn TileReader,
    progress: &'a Progress,
}

impl Asked<'_> {
    /// Tells of one silence; the sea, if the ship can have been anywhere.
    fn tell(&self, silence: &Silence, found: &mut Found) -> anyhow::Result<Option<ReachableSea>> {
        let Silence { mmsi, from_time, to_time, usual, .. } = silence;
        let speed = self.args.speed.unwrap_or(usual.speed);
        let source = if self.args.speed.is_some() { "as stated" } else { usual.source.as_str() };
        let prism = silence.prism(speed);
        let sea = prism.corners().and_then(|corners| {
            let waters = Waters::near(self.map, corners);
            if !waters.has_shoreline() {
                console::warn("the map has no shoreline there: no land was gone round");
            }
            ReachableSea::round_land(&prism, SeaParams::default(), &waters, self.progress)
        });
        let who = |role: &str| {
            vec![
                Evidence::text("role", role),
                Evidence::count("mmsi", mmsi.value() as usize),
                Evidence::new("start", Value::Moment(*from_time)),
                Evidence::new("end", Value::Moment(*to_time)),
            ]
        };
        let line = LineString::from(vec![silence.from.coord(), silence.to.coord()]);
        let mut told = who("silence");
        told.extend([
            Evidence::number("silence_h", in_hours(silence.length()), 2),
            Evidence::number("speed_kn", speed.value(), 1),
            Evidence::text("speed_source", source),
        ]);
        let head = format!(
            "MMSI {mmsi}: silent {from_time} to {to_time}, {:.1} h; at {speed} ({source})",
            in_hours(silence.length())
        );
        match &sea {
            Ok(sea) => {
                let area = sea.area();
                let (at, longest) = sea.longest_of_all().ok_or_else(|| anyhow!("the sea is empty"))?;
                told.extend([
                    Evidence::text("possible", "yes"),
                    Evidence::number("area_km2", area.square_kilometres(), 0),
                    Evidence::number("longest_stop_h", in_hours(longest), 2),
                    Evidence::number("cell_nm", sea.stops().cell_size().nautical_miles().value(), 2),
                ]);
                found.features.push(Feature { geometry: Geometry::LineString(line), properties: told });
                for from in STOP_BANDS_HOURS {
                    let part = sea.stops().area_from(Duration::from_secs_f64(from * 3600.0));
                    if !part.0.is_empty() {
                        let mut told = who("reach");
                        told.push(Evidence::number("stop_from_h", from, 0));
                        found.features.push(Feature { geometry: Geometry::MultiPolygon(part), properties: told });
                    }
                }
                let mut told = who("longest_stop");
                told.push(Evidence::number("stop_h", in_hours(longest), 2));
                found.features.push(Feature { geometry: point(at), properties: told });
                found.lines.push(format!(
                    "{head} it can have reached {area}, and stopped for {:.1} h at the most, near {:.3} {:.3}",
                    in_hours(longest),
                    at.lat(),
                    at.lon()
                ));
            }
            Err(NoReach::Stopped(stopped)) => return Err((*stopped).into()),
            Err(why) => {
                let is_possible = matches!(why, NoReach::Boundless);
                told.push(Evidence::text("possible", if is_possible { "yes" } else { "no" }));
                if let NoReach::Empty(empty) = why {
                    told.extend(empty.needed.map(|needed| Evidence::number("needed_kn", needed.value(), 1)));
                }
                told.push(Evidence::text("why", why.to_string()));
                found.features.push(Feature { geometry: Geometry::LineString(line), properties: told });
                let judged = if is_possible { "no area" } else { "impossible" };
                found.lines.push(format!("{head} {judged}: {why}"));
            }
        }
        Ok(sea.ok())
    }

    fn tell_meeting(&self, who: [Mmsi; 2], seas: [&ReachableSea; 2], found: &mut Found) {
        let [one, other] = who;
        let least = in_hours(self.args.least);
        let Some(met) = Meetings::of(seas[0], seas[1], self.args.least) else {
            found.lines.push(format!("MMSI {one} and {other}: they cannot have been together for {least} h"));
            return;
        };
        let with = |role: &str, from: Timestamp, to: Timestamp| {
            vec![
                Evidence::text("role", role),
                Evidence::count("mmsi", one.value() as usize),
                Evidence::count("with_mmsi", other.value() as usize),
                Evidence::new("start", Value::Moment(from)),
                Evidence::new("end", Value::Moment(to)),
            ]
        };
        for from in STOP_BANDS_HOURS.map(|from| from.max(least)).into_iter().filter(|from| *from >= least) {
            let part = met.together.area_from(Duration::from_secs_f64(from * 3600.0));
            let is_new = found.features.last().is_none_or(|last| last.geometry != Geometry::MultiPolygon(part.clone()));
            if !part.0.is_empty() && is_new {
                let mut told = with("meeting_area", met.from, met.to);
                told.push(Evidence::number("together_from_h", from, 2));
                found.features.push(Feature { geometry: Geometry::MultiPolygon(part), properties: told });
            }
        }
        let mut told = with("meeting", met.best.from, met.best.to);
        told.push(Evidence::number("together_h", in_hours(met.longest()), 2));
        found.features.push(Feature { geometry: point(met.best.at), properties: told });
        found.lines.push(format!(
            "MMSI {one} and {other}: they can have met from {} to {}, and been together for {:.1} h at the most, near {:.3} {:.3}, {} to {}",
            met.from,
            met.to,
            in_hours(met.longest()),
            met.best.at.lat(),
            met.best.at.lon(),
            met.best.from,
            met.best.to
        ));
    }
}

fn point(at: Position) -> Geometry<f64> {
    Geometry::Point(Point(at.rounded().coord()))
}

fn in_hours(time: Duration) -> f64 {
    time.as_secs_f64() / 3600.0
}

fn mmsi(text: &str) -> Result<Mmsi, String> {
    text.trim().parse().ok().and_then(Mmsi::new).ok_or_else(|| "an MMSI has up to nine digits".to_owned())
}

fn moment(text: &str) -> Result<Timestamp, String> {
    let text = text.trim();
    let read = text.parse::<jiff::Timestamp>().or_else(|_not_so| format!("{text}Z").parse());
    let read = read.map_err(|_unread| "a moment is written 2018-01-16T03:00:00Z".to_owned())?;
    Ok(Timestamp::from_millis(read.as_millisecond()))
}

fn knots(text: &str) -> Result<Knots, String> {
    let bare = text.trim().trim_end_matches("kn").trim();
    let read = bare.parse().ok().and_then(Knots::new);
    read.filter(|speed| (0.1..=100.0).contains(&speed.value()))
        .ok_or_else(|| "a speed is from 0.1 to 100 kn".to_owned())
}

fn hours(text: &str) -> Result<Duration, String> {
    let bare = text.trim().trim_end_matches('h').trim();
    let read = bare.parse::<f64>().ok().filter(|hours| (0.0..=1000.0).contains(hours));
    read.map(|hours| Duration::from_secs_f64(hours * 3600.0)).ok_or_else(|| "hours are from 0 to 1000".to_owned())
}
