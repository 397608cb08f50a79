//! `cordon brief`: plan, tracks and zones become a picture.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, bail};

use super::{console, input};
use crate::brief::{self, Corners, Picture, Theme};
use crate::chart::OfficialLimits;
use crate::geodesy::Position;
use crate::io::{atomic, basemap};
use crate::report::Progress;

/// The size of a picture where none is asked for.
const USUAL_SIZE: (u32, u32) = (1600, 1200);

/// Draw a plan, with tracks and zones, as a map picture: PNG or SVG by the name of OUT.
#[derive(clap::Args, Debug)]
pub(super) struct Args {
    /// The plan (or a file of zones), then vessel tracks and more zones; each is recognised by what is in it.
    #[arg(value_name = "FILE", required_unless_present = "sample")]
    files: Vec<PathBuf>,
    /// Where the picture goes: a .png or .svg file, or - for SVG on standard output.
    #[arg(short, long, value_name = "OUT")]
    output: PathBuf,
    /// Draw the sample case.
    #[arg(long)]
    sample: bool,
    /// What part of the world to show, in degrees; without it, what the plan holds.
    #[arg(long, value_name = "W,S,E,N", allow_hyphen_values = true, value_parser = bounds_of)]
    bounds: Option<Corners>,
    /// Width and height in pixels, or a4 or a3 (landscape, 200 dots per inch). Type grows with the picture.
    #[arg(long, value_name = "WxH", value_parser = size_of)]
    size: Option<(u32, u32)>,
    /// Colours: day, dusk or night.
    #[arg(long, value_name = "THEME", default_value = "day", value_parser = theme_of)]
    theme: Theme,
    /// Use this PMTiles map instead of the bundled one.
    #[arg(long, value_name = "FILE")]
    map: Option<PathBuf>,
    /// Time zone of track files that state none: Asia/Seoul, KST, UTC, +09:00.
    #[arg(long, value_name = "ZONE")]
    time_zone: Option<String>,
    /// Say nothing but errors.
    #[arg(short, long)]
    quiet: bool,
}

/// What OUT is to hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Png,
    Svg,
    SvgOnStandardOutput,
}

pub(super) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let form = form_of(&args.output)?;
    let progress = Progress::default();
    let case = if args.sample { input::Case::sample(&progress)? } else { input::Case::default() };
    let case = case.with_files(&args.files, args.time_zone.as_deref(), &progress)?;
    if !args.quiet {
        case.notes.iter().for_each(console::warn);
    }
    let map = match &args.map {
        Some(path) => basemap::open(path),
        None => basemap::bundled(),
    }?;
    let stores: Vec<_> = case.tracks.iter().collect();
    let plan = case.plan_or_title();
    let waters = input::waters_round(
        &*map,
        case.plan.iter().flat_map(|plan| &plan.features).filter_map(|f| f.geometry.as_ref()),
    );
    let limits = OfficialLimits::of(&case.zones);
    if limits.n_left_out() > 0 && !args.quiet {
        console::warn(format!("{} official limits have too many vertices and were left out", limits.n_left_out()));
    }
    let waters = waters.map(|waters| waters.with_limits(limits));
    let picture = Picture {
        plan: &plan,
        tracks: &stores,
        window: None,
        zones: &case.zones,
        map: &*map,
        waters: waters.as_ref(),
        bounds: args.bounds,
        size: args.size.unwrap_or(USUAL_SIZE),
        theme: args.theme,
    };
    let svg = brief::svg(&picture, &progress)?;
    match form {
        Form::SvgOnStandardOutput => console::print(&svg).context("cannot write to standard output")?,
        Form::Svg => atomic::write_bytes(&args.output, svg.as_bytes())?,
        Form::Png => atomic::write_bytes(&args.output, &brief::png(&svg)?)?,
    }
    if form != Form::SvgOnStandardOutput && !args.quiet {
        let (width, height) = picture.size;
        console::print(&format!("{}: {width} × {height} pixels\n", args.output.display()))?;
    }
    Ok(ExitCode::SUCCESS)
}

/// What to write, by the name of the file.
fn form_of(output: &Path) -> anyhow::Result<Form> {
    if output.as_os_str() == "-" {
        return Ok(Form::SvgOnStandardOutput);
    }
    let extension = output.extension().and_then(|e| e.to_str()).unwrap_or_default().to_ascii_lowercase();
    match extension.as_str() {
        "png" => Ok(Form::Png),
        "svg" => Ok(Form::Svg),
        "pdf" | "html" | "htm" => bail!(
            "{}: the briefing as {} comes in a later version; nothing was written. Name a .png or .svg file for the map \
             picture",
            output.display(),
            extension.to_uppercase()
        ),
        _ => bail!("{}: name a file that ends in .png or .svg; nothing was written", output.display()),
    }
}

/// `W,S,E,N` in degrees; W may be greater than E across the antimeridian.
fn bounds_of(text: &str) -> Result<Corners, String> {
    let wrong = || format!("“{text}” is not west,south,east,north in degrees, like 122,33,130,39");
    let numbers: Vec<f64> = text
        .split(',')
        .map(|n| n.trim().parse())
        .collect::<Result<_, _>>()
        .map_err(|_no_number: std::num::ParseFloatError| wrong())?;
    let [west, south, east, north] = numbers[..] else { return Err(wrong()) };
    let corners = Position::new(south, west).zip(Position::new(north, east)).ok_or_else(wrong)?;
    if south >= north || west.total_cmp(&east).is_eq() {
        return Err(format!("“{text}” covers nothing: south must be less than north, and west must differ from east"));
    }
    Ok(corners)
}

/// `WxH` in pixels, or a paper size.
fn size_of(text: &str) -> Result<(u32, u32), String> {
    match text.to_ascii_lowercase().as_str() {
        // 297 × 210 mm and 420 × 297 mm at 200 dots per inch.
        "a4" => return Ok((2339, 1654)),
        "a3" => return Ok((3307, 2339)),
        _ => {}
    }
    let wrong = || format!("“{text}” is no size; write for example 1600x1200, or a4");
    let (width, height) = text.split_once(['x', 'X', '×']).ok_or_else(wrong)?;
    let side = |side: &str| side.trim().parse::<u32>().map_err(|_no_number| wrong());
    Ok((side(width)?, side(height)?))
}

fn theme_of(text: &str) -> Result<Theme, String> {
    Theme::from_keyword(&text.to_ascii_lowercase()).ok_or_else(|| "choose day, dusk or night".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_and_bounds_are_read_as_they_are_written() {
        assert_eq!(size_of("1600x1200"), Ok((1600, 1200)));
        assert_eq!(size_of("A4"), Ok((2339, 1654)));
        assert!(size_of("1600").is_err() && size_of("x").is_err() && size_of("-3x4").is_err());
        let (sw, ne) = bounds_of("122, 33,130,39.5").expect("bounds");
        assert_eq!((sw.lon(), sw.lat(), ne.lon(), ne.lat()), (122.0, 33.0, 130.0, 39.5));
        assert!(bounds_of("170,50,-170,60").is_ok());
        for wrong in ["", "1,2,3", "122,39,130,33", "122,33,122,39", "NaN,33,130,39", "122,33,130,99", "a,b,c,d"] {
            assert!(bounds_of(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn the_name_of_the_file_says_what_it_holds() {
        assert_eq!(form_of(Path::new("map.PNG")).expect("a form"), Form::Png);
        assert_eq!(form_of(Path::new("-")).expect("a form"), Form::SvgOnStandardOutput);
        let said = form_of(Path::new("brief.pdf")).expect_err("not yet").to_string();
        assert!(said.contains("later version") && said.contains(".png or .svg"), "{said}");
        assert!(form_of(Path::new("map")).is_err());
    }
}
