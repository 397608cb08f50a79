//! `cordon brief`: plan, tracks and zones become a briefing or a picture.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, bail, ensure};

use super::{console, dossier, input};
use crate::brief::{self, Briefing, Corners, FileFault, Picture, TemplateFiles, Theme};
use crate::chart::{OfficialLimits, TileReader, Waters};
use crate::geodesy::Position;
use crate::io::template_folder::TemplateFolder;
use crate::io::{atomic, basemap, plan_geojson};
use crate::language::Language;
use crate::plan::Plan;
use crate::report::Progress;

/// The size of a picture where none is asked for.
const USUAL_SIZE: (u32, u32) = (1600, 1200);

/// Make a briefing of a plan, with tracks and zones: PDF or HTML by the name of OUT; or a map picture: PNG or SVG.
///
/// Each finding that was added to the plan, or reviewed as one that stands, has a dossier in the briefing: found anew in the tracks by the usual
/// thresholds, or taken from a findings file among the files.
#[derive(clap::Args, Debug)]
pub(super) struct Args {
    /// The plan (or a file of zones), then vessel tracks and more zones; each is recognised by what is in it.
    #[arg(value_name = "FILE", required_unless_present = "sample")]
    files: Vec<PathBuf>,
    /// Where it goes: a .pdf or .html file for the briefing, .png or .svg for the map picture, - for SVG on standard output.
    #[arg(short, long, value_name = "OUT")]
    output: PathBuf,
    /// Take the sample case.
    #[arg(long)]
    sample: bool,
    /// What part of the world to show (in a briefing, on its overview map), in degrees; without it, what the plan holds.
    #[arg(long, value_name = "W,S,E,N", allow_hyphen_values = true, value_parser = bounds_of)]
    bounds: Option<Corners>,
    /// Width and height of a picture in pixels, or a4 or a3 (landscape, 200 dots per inch). Type grows with the picture.
    #[arg(long, value_name = "WxH", value_parser = size_of)]
    size: Option<(u32, u32)>,
    /// Colours: day, dusk or night.
    #[arg(long, value_name = "THEME", default_value = "day", value_parser = theme_of)]
    theme: Theme,
    /// The language of a briefing's or a picture's own words: en or ko.
    #[arg(long, value_name = "LANGUAGE", default_value = "en", value_parser = language_of)]
    language: Language,
    /// Set a .pdf briefing by this Typst template: a .typ file, or a folder with briefing.typ.
    #[arg(long, value_name = "DIR|FILE.typ")]
    template: Option<PathBuf>,
    /// Use this PMTiles map instead of the bundled one.
    #[arg(long, value_name = "FILE")]
    map: Option<PathBuf>,
    /// Time zone of track files that state none: Asia/Seoul, KST, UTC, +09:00.
    #[arg(long, value_name = "ZONE")]
    time_zone: Option<String>,
    /// Say nothing but errors.
    #[arg(short, long)]
    quiet: bool,
    #[command(flatten)]
    passphrase: input::PassphraseArgs,
}

/// What OUT is to hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Png,
    Svg,
    SvgOnStandardOutput,
    Pdf,
    Html,
}

/// A template's folder, as the briefing asks for it.
struct Template(TemplateFolder);

impl TemplateFiles for Template {
    fn main(&self) -> &str {
        self.0.main()
    }

    fn read(&self, path: &str) -> Result<Vec<u8>, FileFault> {
        self.0.read(path).map_err(FileFault::Unusable)?.ok_or(FileFault::Missing)
    }

    fn fonts(&self) -> Vec<Vec<u8>> {
        self.0.fonts()
    }
}

pub(super) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let form = form_of(&args.output)?;
    let is_briefing = matches!(form, Form::Pdf | Form::Html);
    ensure!(!is_briefing || args.size.is_none(), "--size is for pictures; a briefing's pages are A4");
    ensure!(args.template.is_none() || form == Form::Pdf, "--template sets the pages of a .pdf briefing, nothing else");
    let template = args.template.as_deref().map(TemplateFolder::open).transpose()?.map(Template);
    let progress = Progress::default();
    let case = if args.sample { input::Case::sample(&progress)? } else { input::Case::default() };
    let case =
        case.with_files(&args.files, args.time_zone.as_deref(), &mut input::Opener::new(&args.passphrase), &progress)?;
    if !args.quiet {
        case.notes.iter().for_each(console::warn);
    }
    let map = match &args.map {
        Some(path) => basemap::open(path),
        None => basemap::bundled(),
    }?;
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
    let made = Made { args, case: &case, plan: &plan, map: &*map, waters: waters.as_ref() };
    let said = if is_briefing {
        made.briefing(form, template.as_ref(), &progress)?
    } else {
        args.language.scoped(|| made.picture(form, &progress))?
    };
    if form != Form::SvgOnStandardOutput && !args.quiet {
        console::print(&format!("{}: {said}\n", args.output.display()))?;
    }
    Ok(ExitCode::SUCCESS)
}

/// What is made of what was read.
struct Made<'a> {
    args: &'a Args,
    case: &'a input::Case,
    plan: &'a Plan,
    map: &'a dyn TileReader,
    waters: Option<&'a Waters>,
}

impl Made<'_> {
    /// Writes the map picture, and tells its size.
    fn picture(&self, form: Form, progress: &Progress) -> anyhow::Result<String> {
        let args = self.args;
        let stores: Vec<_> = self.case.tracks.iter().collect();
        let picture = Picture {
            plan: self.plan,
            tracks: &stores,
            window: None,
            zones: &self.case.zones,
            map: self.map,
            waters: self.waters,
            bounds: args.bounds,
            size: args.size.unwrap_or(USUAL_SIZE),
            theme: args.theme,
        };
        let svg = brief::svg(&picture, progress)?;
        match form {
            Form::SvgOnStandardOutput => console::print(&svg).context("cannot write to standard output")?,
            Form::Png => atomic::write_bytes(&args.output, &brief::png(&svg)?)?,
            Form::Svg | Form::Pdf | Form::Html => atomic::write_bytes(&args.output, svg.as_bytes())?,
        }
        let (width, height) = picture.size;
        Ok(format!("{width} × {height} pixels"))
    }

    /// Writes the briefing, and tells how long it is.
    fn briefing(&self, form: Form, template: Option<&Template>, progress: &Progress) -> anyhow::Result<String> {
        let args = self.args;
        let stores: Vec<_> = self.case.tracks.iter().collect();
        let fingerprint = plan_geojson::content_hash(self.plan);
        let kept = dossier::kept_in_plan(self.case, self.map, args.language, progress)?;
        if kept.n_missing > 0 && !args.quiet {
            console::warn(format!(
                "{} findings that the plan holds were not found in these tracks: no dossier",
                kept.n_missing
            ));
        }
        let dossiers = kept.pages(self.map, args.theme, args.language);
        let briefing = Briefing {
            plan: self.plan,
            fingerprint: &fingerprint,
            tracks: &stores,
            window: None,
            zones: &self.case.zones,
            map: self.map,
            waters: self.waters,
            dossiers: &dossiers,
            bounds: args.bounds,
            theme: args.theme,
            language: args.language,
        };
        if form == Form::Html {
            let page = brief::html(&briefing, progress)?.content;
            atomic::write_bytes(&args.output, page.as_bytes())?;
            return Ok(format!("{} kB", page.len() / 1000));
        }
        let made = brief::pdf(&briefing, template.map(|template| -> &dyn TemplateFiles { template }), progress);
        let made = made.with_context(|| {
            let path = args.template.as_deref().unwrap_or_else(|| Path::new("the bundled template"));
            format!("{}: no briefing was made, and {} was not written", path.display(), args.output.display())
        })?;
        if !args.quiet {
            made.notes.iter().for_each(console::warn);
        }
        atomic::write_bytes(&args.output, &made.content)?;
        Ok(format!("{} page{}", made.n_pages, if made.n_pages == 1 { "" } else { "s" }))
    }
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
        "pdf" => Ok(Form::Pdf),
        "html" | "htm" => Ok(Form::Html),
        _ => bail!("{}: name a file that ends in .pdf, .html, .png or .svg; nothing was written", output.display()),
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

pub(super) fn language_of(text: &str) -> Result<Language, String> {
    Language::from_tag(&text.to_ascii_lowercase()).ok_or_else(|| "choose en or ko".to_owned())
}

pub(super) fn theme_of(text: &str) -> Result<Theme, String> {
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
        assert_eq!(form_of(Path::new("brief.pdf")).expect("a form"), Form::Pdf);
        assert_eq!(form_of(Path::new("brief.HTML")).expect("a form"), Form::Html);
        assert!(form_of(Path::new("map")).is_err());
        assert_eq!(language_of("KO"), Ok(Language::Korean));
        assert!(language_of("fr").is_err());
    }
}
