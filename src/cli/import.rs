//! `cordon import`: tracks of any format into one file.

use std::io::{self, IsTerminal as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};
use clap::ValueHint;
use indicatif::{ProgressBar, ProgressStyle};

use super::console;
use crate::geodesy::Position;
use crate::io::atomic;
use crate::io::report_json::report_json;
use crate::io::tracks::{self, Columns, OutputFormat, ReadError, ReadOptions};
use crate::report::{Progress, Report};
use crate::session::Folders;
use crate::track::TrackStore;
use crate::units::Timestamp;

/// Read vessel tracks of any supported format into one file.
///
/// Reads AIS tables (CSV of every known publisher; .gz, .zst and .zip too), NMEA logs, GeoJSON, shapefiles and .cordon stores; several
/// files are merged, and rows that repeat MMSI, time and position are kept once. Prints what was read, kept and skipped.
#[derive(clap::Args, Debug)]
pub(super) struct Args {
    /// Track files, each recognised by what is in it.
    #[arg(value_name = "FILE", required = true, value_hint = ValueHint::FilePath)]
    files: Vec<PathBuf>,
    /// Where to: .cordon, .parquet, .csv, .geojson, .gpx or .kml by extension; `-` writes CSV to standard output.
    #[arg(short, long, value_name = "OUT", value_hint = ValueHint::FilePath)]
    output: PathBuf,
    /// With `-o -`, the format of standard output: csv, geojson, gpx or kml.
    #[arg(long, value_name = "FORMAT", default_value = "csv")]
    format: String,
    /// Write the import report to this JSON file.
    #[arg(long, value_name = "R.json", value_hint = ValueHint::FilePath)]
    report: Option<PathBuf>,
    /// Time zone of files that state none: Asia/Seoul, KST, UTC, +09:00.
    #[arg(long, value_name = "ZONE", allow_hyphen_values = true)]
    time_zone: Option<String>,
    /// Which column is what, where the header is not known: `mmsi=ID,time=When,lat=Y,lon=X[,sog=…][,time_format=day-first]`;
    /// columns by name, or by number from 1.
    #[arg(long, value_name = "MAPPING")]
    columns: Option<Columns>,
    /// Keep only fixes in this box, in degrees; west may lie east of east, across the antimeridian.
    #[arg(long, value_name = "W,S,E,N", allow_hyphen_values = true, value_parser = bounds)]
    bbox: Option<(Position, Position)>,
    /// Keep only fixes from this moment on: 2018-01-16 or 2018-01-16T03:00:00Z; UTC unless it states an offset.
    #[arg(long, value_name = "T", value_parser = moment)]
    from: Option<Timestamp>,
    /// Keep only fixes up to this moment, itself included.
    #[arg(long, value_name = "T", value_parser = moment)]
    to: Option<Timestamp>,
    /// Print the import report as JSON.
    #[arg(long)]
    json: bool,
    /// Print nothing unless something is wrong.
    #[arg(short, long)]
    quiet: bool,
}

pub(super) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let is_stdout = args.output == Path::new("-");
    let format = if is_stdout {
        OutputFormat::of(Path::new(&format!("-.{}", args.format))).ok().filter(|format| format.is_text())
    } else {
        Some(OutputFormat::of(&args.output)?)
    };
    let Some(format) = format else {
        bail!("{} cannot go to standard output; the formats are csv, geojson, gpx and kml", args.format);
    };
    let begun = Instant::now();
    let progress = Progress::default();
    let bar = Bar::show(&progress, args.quiet);
    let read = tracks::read(&args.files, &options(args), &progress);
    let (store, report) = match read {
        Ok(read) => read,
        Err(error) => {
            bar.clear();
            return Err(with_advice(error));
        }
    };
    if store.n_fixes() == 0 && is_nothing_asked_for(args, &report) {
        bar.clear();
        keep_report(args, &report, begun)?;
        bail!("{}", nothing(&args.files, &report));
    }
    let written = if is_stdout {
        let mut out = io::BufWriter::new(io::stdout());
        let written =
            tracks::write_to(&mut out, format, &store, None, &progress).and_then(|()| io::Write::flush(&mut out));
        match written {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
            written => written.context("cannot write to standard output"),
        }
    } else {
        tracks::write(&args.output, &store, None, &progress).map_err(Into::into)
    };
    bar.clear();
    written?;
    keep_report(args, &report, begun)?;
    for note in &report.notes {
        console::warn(note);
    }
    let seconds = begun.elapsed().as_secs_f64();
    let text = if args.json { report_json(&report, seconds) } else { summary(&store, &report, seconds) };
    match (args.quiet && !args.json, is_stdout) {
        (true, _) => {}
        (false, true) => text.lines().for_each(console::say),
        (false, false) => console::print(&text).context("cannot write to standard output")?,
    }
    // The program ends: the system takes memory back whole, sooner than it could be given back piece by piece.
    std::mem::forget(store);
    Ok(ExitCode::SUCCESS)
}

fn options(args: &Args) -> ReadOptions {
    let period = (args.from.is_some() || args.to.is_some())
        .then(|| (args.from.unwrap_or(Timestamp::MIN), args.to.unwrap_or(Timestamp::MAX)));
    ReadOptions {
        time_zone: args.time_zone.clone(),
        columns: args.columns.clone(),
        bounds: args.bbox,
        period,
        scratch: Some(Folders::of_user().cache),
    }
}

/// What the command line offers where the window would ask.
fn with_advice(error: ReadError) -> anyhow::Error {
    let advice = match &error {
        ReadError::NeedsTimeZone { .. } => "; --time-zone",
        ReadError::NeedsColumns { .. } => "; --columns mmsi=…,time=…,lat=…,lon=…",
        _ => return error.into(),
    };
    anyhow::anyhow!("{error}{advice}")
}

/// Whether nothing was left out because it was not wanted: then an empty store is a failure.
fn is_nothing_asked_for(args: &Args, report: &Report) -> bool {
    let is_filtered = args.bbox.is_some() || args.from.is_some() || args.to.is_some();
    !(is_filtered && report.skipped.keys().any(|reason| reason.starts_with("outside the")))
}

/// Why there is no track at all.
fn nothing(files: &[PathBuf], report: &Report) -> String {
    let names = files.iter().map(|file| file.display().to_string()).collect::<Vec<_>>().join(", ");
    if report.read == 0 {
        return format!("{names}: no rows in it, nothing was written");
    }
    let reasons: Vec<String> = report.skipped.iter().map(|(reason, n)| format!("{n} {reason}")).collect();
    let first = report.samples.first().map_or_else(String::new, |sample| {
        format!("; {}, line {}: {}", sample.file, sample.line.unwrap_or_default(), sample.detail)
    });
    let notes: String = report.notes.iter().flat_map(|note| ["; ", note.as_str()]).collect();
    format!(
        "{names}: none of {} rows could be used ({}), nothing was written{first}{notes}",
        report.read,
        reasons.join(", ")
    )
}

fn keep_report(args: &Args, report: &Report, begun: Instant) -> anyhow::Result<()> {
    let Some(path) = &args.report else { return Ok(()) };
    let json = report_json(report, begun.elapsed().as_secs_f64());
    if path == Path::new("-") {
        return console::print(&json).context("cannot write to standard output");
    }
    atomic::write_bytes(path, json.as_bytes()).map_err(Into::into)
}

fn summary(store: &TrackStore, report: &Report, seconds: f64) -> String {
    let mut rows = vec![("read".to_owned(), report.read), ("kept".to_owned(), report.kept)];
    rows.extend(report.skipped.iter().map(|(reason, n)| (format!("skipped: {reason}"), *n)));
    rows.push(("duplicates".to_owned(), report.duplicates));
    rows.extend(report.repaired.iter().map(|(reason, n)| (format!("mended: {reason}"), *n)));
    rows.push(("vessels".to_owned(), store.vessels().len() as u64));
    let name_width = rows.iter().map(|(name, _)| name.chars().count()).max().unwrap_or_default();
    let number_width = rows.iter().map(|(_, n)| n.to_string().len()).max().unwrap_or_default();
    let mut lines: Vec<String> =
        rows.iter().map(|(name, n)| format!("{name:name_width$}  {n:>number_width$}")).collect();
    if let Some((first, last)) = report.span {
        lines.push(format!("{:name_width$}  {first} to {last}", "span"));
    }
    if let Some(zone) = &report.assumed_time_zone {
        lines.push(format!("{:name_width$}  {zone} (assumed)", "time zone"));
    }
    lines.push(format!("{:name_width$}  {seconds:.2}", "seconds"));
    lines.join("\n") + "\n"
}

fn bounds(text: &str) -> Result<(Position, Position), String> {
    let numbers: Option<Vec<f64>> = text.split(',').map(|part| part.trim().parse().ok()).collect();
    let Some([west, south, east, north]) = numbers.as_deref().and_then(|numbers| <[f64; 4]>::try_from(numbers).ok())
    else {
        return Err("four numbers are needed: west, south, east, north".to_owned());
    };
    match (Position::new(south, west), Position::new(north, east)) {
        (Some(south_west), Some(north_east)) if south <= north => Ok((south_west, north_east)),
        (Some(_), Some(_)) => Err("south lies north of north".to_owned()),
        _ => Err("a corner is off the globe".to_owned()),
    }
}

fn moment(text: &str) -> Result<Timestamp, String> {
    tracks::moment(text).ok_or_else(|| "no moment such as 2018-01-16 or 2018-01-16T03:00:00Z".to_owned())
}

/// A progress bar on a terminal; nothing anywhere else.
struct Bar(Option<(ProgressBar, std::sync::mpsc::Sender<()>)>);

impl Bar {
    fn show(progress: &Progress, is_quiet: bool) -> Self {
        if is_quiet || !io::stderr().is_terminal() {
            return Self(None);
        }
        let bar = ProgressBar::new(0);
        if let Ok(style) = ProgressStyle::with_template("{msg:10} {bar:30} {bytes}/{total_bytes} {prefix}") {
            bar.set_style(style);
        }
        let (stop, stopped) = std::sync::mpsc::channel::<()>();
        let (shown, progress) = (bar.clone(), progress.clone());
        let begun = Instant::now();
        let watch = move || {
            while stopped.recv_timeout(Duration::from_millis(100)) == Err(std::sync::mpsc::RecvTimeoutError::Timeout) {
                let (done, total) = progress.bytes();
                shown.set_length(total);
                shown.set_position(done.min(total));
                shown.set_message(progress.stage());
                #[expect(clippy::cast_precision_loss, reason = "a rate for the eye")]
                let rate = progress.rows() as f64 / begun.elapsed().as_secs_f64();
                shown.set_prefix(format!("{} rows, {rate:.0}/s", progress.rows()));
            }
        };
        match std::thread::Builder::new().name("progress bar".to_owned()).spawn(watch) {
            Ok(_) => Self(Some((bar, stop))),
            Err(_) => Self(None),
        }
    }

    fn clear(self) {
        if let Self(Some((bar, stop))) = self {
            drop(stop);
            bar.finish_and_clear();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boxes_are_checked() {
        assert!(bounds("124,37,126,39").is_ok());
        assert!(bounds("170,-10,-170,10").is_ok());
        assert_eq!(bounds("124,39,126,37").unwrap_err(), "south lies north of north");
        assert_eq!(bounds("124,37,126").unwrap_err(), "four numbers are needed: west, south, east, north");
        assert_eq!(bounds("124,37,126,nan").unwrap_err(), "a corner is off the globe");
    }
}
