//! `cordon convert`: plans and zones from one format to another.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{anyhow, bail};
use clap::ValueHint;

use super::console;
use super::input::{Opener, PassphraseArgs};
use crate::chart::ZoneLayer;
use crate::io::export::{self, Format};
use crate::io::recognise::{Kind, recognise};
use crate::io::{atomic, encrypted, zones};
use crate::plan::Plan;
use crate::report::{Progress, Report};
use crate::session;

/// Convert plans and zones between GeoJSON, KML/KMZ, GPX, shapefile, GeoPackage, TAK data packages and CSV.
///
/// Reads plans, and zones as GeoJSON, KML, KMZ, GPX, shapefile (also zipped) and GeoPackage (in any coordinate system that they state),
/// TAK data packages and Cursor-on-Target events, tables of coordinates, and text with coordinates in it: a navigational
/// warning as it stands. Writes the format that OUT's extension names, in WGS 84. What the format cannot hold is listed on
/// standard error, as is everything that was mended or left out; with --dry-run it is listed and nothing is written.
///
/// Zones written as GeoJSON become a plan file: reference areas that keep their attributes as properties; what was exported from a
/// plan becomes that again. With --plain they stay zones: GeoJSON without a `cordon` member.
///
/// A shapefile holds one kind of geometry: where there are several, areas, lines and points go into one shapefile each, whose name
/// ends so.
#[derive(clap::Args, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own")]
pub(super) struct Args {
    /// A plan or a file of zones.
    #[arg(value_name = "IN", value_hint = ValueHint::FilePath)]
    input: PathBuf,
    /// The file to write (.geojson, .kml, .kmz, .gpx, .shp, .csv, .gpkg, .tak.zip), or - for standard output. With .age behind that
    /// (plan.geojson.age) it is encrypted by a passphrase.
    #[arg(short, long = "output", value_name = "OUT", value_hint = ValueHint::FilePath)]
    output: PathBuf,
    /// The format, where OUT's extension does not tell it: geojson, kml, kmz, gpx, shp, csv, gpkg, tak. `-o -` alone writes GeoJSON.
    #[arg(long, value_name = "FORMAT")]
    to: Option<String>,
    /// Write zones as plain GeoJSON, without a `cordon` member.
    #[arg(long)]
    plain: bool,
    /// List what the format cannot hold, and write nothing.
    #[arg(long)]
    dry_run: bool,
    /// Say nothing but errors.
    #[arg(long, short)]
    quiet: bool,
    #[command(flatten)]
    passphrase: PassphraseArgs,
    /// Print what was read, kept, skipped and lost as one JSON object.
    #[arg(long)]
    json: bool,
}

/// What the input holds.
enum Held {
    Plan(Box<Plan>),
    Zones(Vec<ZoneLayer>),
}

pub(super) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let format = format(args)?;
    let mut opener = Opener::new(&args.passphrase);
    let (held, mut report) = read(&args.input, &mut opener)?;
    if !args.quiet {
        say_report(&report);
    }
    let held = match held {
        Held::Zones(layers) if format == Format::GeoJson && !args.plain => {
            let (plan, later) =
                export::plan_of_zones(&layers, session::now()).map_err(|error| anyhow!("as a plan, {error}"))?;
            if !args.quiet {
                say_report(&later);
            }
            later.samples.into_iter().for_each(|sample| report.samples.push(sample));
            Held::Plan(Box::new(plan))
        }
        held => held,
    };
    if args.dry_run {
        return dry_run(args, format, &held, &report);
    }
    let is_stdout = args.output.as_os_str() == "-";
    let lost = if is_stdout { to_stdout(&held, format)? } else { to_file(&held, format, &args.output, &mut opener)? };
    if !args.quiet {
        lost.iter().for_each(console::warn);
    }
    // Standard output is the file's own when it is written there.
    if args.json && !is_stdout {
        console::print(&format!("{}\n", export::converted_json(&args.input, &args.output, &report, &lost)))?;
    } else if !args.quiet && !is_stdout {
        let (read, kept, skipped) = (report.read, report.kept, report.n_skipped());
        console::print(&format!("{}: {read} features read, {kept} kept, {skipped} skipped\n", args.output.display()))?;
    }
    Ok(ExitCode::SUCCESS)
}

/// What would be lost, on standard output.
fn dry_run(args: &Args, format: Format, held: &Held, report: &Report) -> anyhow::Result<ExitCode> {
    let lost = match held {
        Held::Plan(plan) => export::losses(format, plan),
        Held::Zones(layers) => export::zones_losses(format, layers),
    };
    let text = match (args.json, lost.as_slice()) {
        (true, lost) => format!("{}\n", export::converted_json(&args.input, &args.output, report, lost)),
        (false, []) => format!("{}: nothing would be lost\n", format.words()),
        (false, lost) => lost.iter().map(|line| format!("{line}\n")).collect(),
    };
    console::print(&text)?;
    Ok(ExitCode::SUCCESS)
}

fn format(args: &Args) -> anyhow::Result<Format> {
    if let Some(word) = &args.to {
        return Format::named(word).ok_or_else(|| {
            anyhow!("“{word}” is no format for plans or zones; use geojson, kml, kmz, gpx, shp, csv, gpkg or tak")
        });
    }
    if args.output.as_os_str() == "-" {
        return Ok(Format::GeoJson);
    }
    let path = args.output.clone();
    Format::of(&path).ok_or_else(|| export::ExportError::UnknownFormat { path }.into())
}

fn read(path: &Path, opener: &mut Opener) -> anyhow::Result<(Held, Report)> {
    let progress = Progress::default();
    match recognise(path)? {
        Kind::Plan | Kind::Encrypted => {
            let (plan, report, _access) = opener.plan(path, &progress)?;
            Ok((Held::Plan(Box::new(plan)), report))
        }
        Kind::Zones(_) => {
            let mut report = Report::default();
            let mut layers = Vec::new();
            for (layer, part) in zones::read(path, &progress)? {
                layers.push(layer);
                report.absorb(part);
            }
            Ok((Held::Zones(layers), report))
        }
        Kind::Tracks(_) => {
            bail!("{}: vessel tracks (or a table); `cordon import` reads those, nothing was written", path.display())
        }
        Kind::Findings | Kind::Watchlist(_) => {
            bail!("{}: findings or a watch list, which cannot be converted; nothing was written", path.display())
        }
        Kind::Map(_) => bail!("{}: a map, which cannot be converted; nothing was written", path.display()),
    }
}

fn to_stdout(held: &Held, format: Format) -> anyhow::Result<Vec<String>> {
    let (text, lost) = match held {
        Held::Plan(plan) => export::plan_text(format, plan)?,
        Held::Zones(layers) => export::zones_text(format, layers)?,
    };
    console::print(&text)?;
    Ok(lost)
}

fn to_file(held: &Held, format: Format, path: &Path, opener: &mut Opener) -> anyhow::Result<Vec<String>> {
    if encrypted::is_named_so(path) {
        let (bytes, lost) = match held {
            Held::Plan(plan) => export::plan_bytes(format, plan)?,
            Held::Zones(layers) => export::zones_bytes(format, layers)?,
        };
        atomic::write_bytes(path, &opener.encrypted(&bytes)?)?;
        return Ok(lost);
    }
    // The files of a shapefile are told from one another by their extensions.
    if format == Format::Shapefile && Format::of(path) != Some(format) {
        bail!("{}: a shapefile's name ends in .shp; nothing was written", path.display());
    }
    Ok(match held {
        Held::Plan(plan) => export::write_plan_as(path, format, plan)?,
        Held::Zones(layers) => export::write_zones_as(path, format, layers)?,
    })
}

/// What was mended, left out or assumed, one line for each reason with the first place it was found at.
fn say_report(report: &Report) {
    for (counts, done) in [(&report.skipped, "left out"), (&report.repaired, "mended")] {
        for (reason, n) in counts {
            let first = report.samples.iter().find(|sample| sample.reason == *reason);
            let place = first.map_or_else(String::new, |sample| {
                let line = sample.line.map(|line| format!(":{line}")).unwrap_or_default();
                format!("; first {}{line}: {}", sample.file, sample.detail)
            });
            console::warn(format!("{n} {done}: {reason}{place}"));
        }
    }
    report.notes.iter().for_each(console::warn);
}
