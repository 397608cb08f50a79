//! `cordon locate`: whose water a place or an area is in, as JSON.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, bail};
use geo::Geometry;
use rayon::prelude::*;

use super::console;
use super::input::{self, Case};
use crate::chart::{OfficialLimits, ShareParams, Waters};
use crate::coordinate;
use crate::geodesy::Position;
use crate::io::basemap;
use crate::io::located::{AreaShares, areas_json, located_json};
use crate::plan::geometry::size;
use crate::report::Progress;

/// Tell whose water a place is in, or how much of each area of a plan is in whose: JSON.
#[derive(clap::Args, Debug)]
pub(super) struct Args {
    /// A latitude and a longitude (decimal, degrees and minutes, or degrees, minutes and seconds), an MGRS reference, or a
    /// file: a plan, or zones.
    #[arg(value_name = "LAT LON | FILE", required = true)]
    place: Vec<String>,
    /// Use this PMTiles map instead of the bundled one.
    #[arg(long, value_name = "FILE")]
    map: Option<PathBuf>,
    /// Official limits: zones whose attributes name the waters (`zone`) and who says so (`source`). They go before what is
    /// computed. May be given several times.
    #[arg(long, value_name = "FILE")]
    limits: Vec<PathBuf>,
    #[command(flatten)]
    passphrase: input::PassphraseArgs,
}

pub(super) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let map = match &args.map {
        Some(path) => basemap::open(path),
        None => basemap::bundled(),
    }?;
    let mut opener = input::Opener::new(&args.passphrase);
    let limits = Case::default().with_files(&args.limits, None, &mut opener, &Progress::default())?;
    limits.notes.iter().for_each(console::warn);
    let limits = OfficialLimits::of(&limits.zones);
    if limits.is_empty() && !args.limits.is_empty() {
        bail!(
            "none of the zones is an official limit: a zone needs attributes `zone` and `source`; nothing was located"
        );
    }
    if limits.n_left_out() > 0 {
        console::warn(format!("{} official limits have too many vertices and were left out", limits.n_left_out()));
    }
    let words: Vec<String> = args.place.iter().map(|word| word.trim().to_owned()).collect();
    let text = match &words[..] {
        [file] if Path::new(file).exists() => {
            let case = Case::default().with_files(&[PathBuf::from(file)], None, &mut opener, &Progress::default())?;
            case.notes.iter().for_each(console::warn);
            if case.plan.is_none() && case.zones.is_empty() {
                bail!("{file}: neither a plan nor zones; nothing was located");
            }
            let areas = areas_of(&case);
            let waters = input::waters_round(&*map, areas.iter().map(|(_, area)| area));
            let waters = waters.map(|waters| waters.with_limits(limits));
            let shares = |(name, area): &(String, Geometry<f64>)| AreaShares {
                name: name.clone(),
                size: size(area).area.unwrap_or_default(),
                shares: waters.as_ref().map(|w| w.shares(area, &ShareParams::default())).unwrap_or_default(),
                disputed: waters.as_ref().map(|w| w.disputed_in(area)).unwrap_or_default(),
            };
            areas_json(&areas.par_iter().map(shares).collect::<Vec<_>>())
        }
        words => located_json(&Waters::locate_in(&*map, limits, place_of(words)?)),
    };
    console::print(&format!("{text}\n")).context("cannot write to standard output")?;
    Ok(ExitCode::SUCCESS)
}

/// The program's arguments, with a blank before a southern latitude or a western longitude: `-33.9,-151.2` is then no flag,
/// and needs no `--` before it.
pub(super) fn shielded(args: impl IntoIterator<Item = OsString>) -> Vec<OsString> {
    let mut args: Vec<OsString> = args.into_iter().collect();
    if args.get(1).is_some_and(|verb| verb == "locate") {
        for arg in args.iter_mut().skip(2) {
            let text = arg.to_str().and_then(|text| text.strip_prefix('-'));
            if text.is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit() || c == '.')) {
                *arg = [" ".into(), std::mem::take(arg)].into_iter().collect();
            }
        }
    }
    args
}

/// Every area of a plan, or of zones, with its name.
fn areas_of(case: &Case) -> Vec<(String, Geometry<f64>)> {
    let of_plan = case.plan.iter().flat_map(|plan| &plan.features);
    let of_plan = of_plan.filter_map(|feature| Some((feature.name.clone(), feature.geometry.clone()?)));
    let of_zones = case.zones.iter().flat_map(|layer| &layer.zones);
    let of_zones = of_zones.map(|zone| (zone.name.clone(), zone.geometry.clone()));
    of_plan.chain(of_zones).filter(|(_, geometry)| size(geometry).area.is_some()).collect()
}

/// The place that the words say.
fn place_of(words: &[String]) -> anyhow::Result<Position> {
    let whole = words.join(" ");
    // Two words are two angles, however they are written; else the text must say so itself.
    if let [lat, lon] = words
        && let Ok(place) = coordinate::parse(&format!("{lat}, {lon}"))
    {
        return Ok(place);
    }
    coordinate::parse(&whole).map_err(|fault| {
        let looks_like_a_file =
            words.len() == 1 && (whole.contains(['/', '\\']) || Path::new(&whole).extension().is_some());
        if looks_like_a_file && whole.chars().any(char::is_alphabetic) && !whole.contains(['°', '′', '\'']) {
            anyhow::anyhow!("{whole}: there is no such file")
        } else {
            fault.into()
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(words: &[&str]) -> Option<(f64, f64)> {
        let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
        place_of(&words).ok().map(|at| ((at.lat() * 1e4).round() / 1e4, (at.lon() * 1e4).round() / 1e4))
    }

    #[test]
    fn a_place_is_read_however_it_is_written() {
        let nampo = Some((38.72, 125.4));
        assert_eq!(place(&["38.72", "125.40"]), nampo);
        assert_eq!(place(&["38.72,125.40"]), nampo);
        assert_eq!(place(&["38°43.2′N", "125°24.0′E"]), nampo);
        assert_eq!(place(&["38-43-12N", "125-24-00E"]), nampo);
        assert_eq!(place(&["38 43.2 N 125 24.0 E"]), nampo);
        assert_eq!(place(&["38", "43.2N", "125", "24.0E"]), nampo);
        assert_eq!(place(&["51SYC0865088439"]), nampo);
        assert_eq!(place(&["51S", "YC", "08650", "88439"]), nampo);
        assert_eq!(place(&["-33.9", "-151.2"]), Some((-33.9, -151.2)));
    }

    #[test]
    fn what_is_no_place_is_refused_with_a_reason() {
        let said = |words: &[&str]| {
            place_of(&words.iter().map(|w| (*w).to_owned()).collect::<Vec<_>>()).expect_err("no place").to_string()
        };
        assert!(said(&["91.2", "125.0"]).contains("off the globe"));
        assert!(said(&["38.72"]).contains("latitude and a longitude"));
        assert_eq!(said(&["gone.geojson"]), "gone.geojson: there is no such file");
    }
}
