//! `cordon patrol`: a search pattern in an area of a plan, as a timed route.

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, anyhow, bail, ensure};
use clap::ValueHint;
use clap::builder::PossibleValuesParser;

use super::console;
use super::input::{Opener, PassphraseArgs, TargetArgs};
use crate::analysis::pattern::pod::Probability;
use crate::analysis::pattern::{Pattern, Route};
use crate::coordinate::{self, Form};
use crate::io::export::{self, Format};
use crate::io::patrol_json::{Patrol, PatrolBarrier, patrol_json};
use crate::io::plan_geojson::{self, Access};
use crate::io::{atomic, tracks, unit_library};
use crate::plan::{Feature, Kind, Plan, PlanEdit, title};
use crate::report::Progress;
use crate::session;
use crate::session::patrol::{PatrolWish, Runner, lay_out};
use crate::units::{Course, Knots, METRES_PER_NAUTICAL_MILE, Metres, NauticalMiles};

/// Lay a search pattern out in an area of a plan, or along a barrier: its legs with their times, and how likely it finds what is there.
///
/// Without -o nothing is written. What is not given is taken from the unit: its cruising speed, and its sweep width as the spacing; from the
/// area: its period's beginning, its unit if it has one alone, its long side as the axis.
#[derive(clap::Args, Debug)]
pub(super) struct Args {
    /// The plan (GeoJSON with a `cordon` member).
    #[arg(value_name = "PLAN", value_hint = ValueHint::FilePath)]
    plan: PathBuf,
    /// The area by its name or id; a barrier or a line for barrier, also a point for square and sector.
    #[arg(long, value_name = "NAME")]
    area: String,
    /// The pattern.
    #[arg(long, value_name = "PATTERN", value_parser = PossibleValuesParser::new(Pattern::ALL.map(Pattern::keyword)))]
    pattern: String,
    /// The unit by its name or id: of the plan, else of a library of typical units.
    #[arg(long, value_name = "NAME")]
    unit: Option<String>,
    /// A library of typical units (TOML, docs/units.md), looked in before the one that comes with the program.
    #[arg(long, value_name = "FILE.toml", value_hint = ValueHint::FilePath)]
    units: Option<PathBuf>,
    #[command(flatten)]
    targets: TargetArgs,
    /// The distance between legs, in nautical miles.
    #[arg(long, value_name = "NM", value_parser = above_zero)]
    spacing: Option<f64>,
    /// The speed over ground, in knots.
    #[arg(long, value_name = "KN", value_parser = above_zero)]
    speed: Option<f64>,
    /// The sweep width, in nautical miles.
    #[arg(long, value_name = "NM", value_parser = above_zero)]
    sweep: Option<f64>,
    /// When the first leg begins; UTC unless it states a zone.
    #[arg(long, value_name = "T")]
    start: Option<String>,
    /// For barrier: when it ends. Without it the area's period's end, else 24 hours, and no longer than the unit can.
    #[arg(long, value_name = "T")]
    until: Option<String>,
    /// The pattern's axis, true: parallel legs run along it, a creeping line advances along it, a square's or sector's first leg is on it.
    #[arg(long, value_name = "DEG", value_parser = course)]
    heading: Option<f64>,
    /// For barrier: the speed of what crosses it, in knots.
    #[arg(long, value_name = "KN", default_value = "10", value_parser = above_zero)]
    target_speed: f64,
    /// For sector: its radius, in nautical miles; without it the largest that stays inside.
    #[arg(long, value_name = "NM", value_parser = above_zero)]
    radius: Option<f64>,
    /// For sector: how many passes, each turned by 30°.
    #[arg(long, value_name = "N", default_value_t = 1)]
    passes: u32,
    /// For square: how many legs; without it as many as stay inside.
    #[arg(long, value_name = "N")]
    legs: Option<u32>,
    /// Write the plan with the route (.geojson, or - for standard output), or the route for the bridge (.gpx). May be given several times.
    #[arg(short, long = "output", value_name = "OUT", value_hint = ValueHint::FilePath)]
    output: Vec<PathBuf>,
    #[command(flatten)]
    passphrase: PassphraseArgs,
    /// Print one JSON object instead of the table of legs.
    #[arg(long)]
    json: bool,
    /// Print nothing but errors.
    #[arg(long, short)]
    quiet: bool,
}

fn above_zero(text: &str) -> Result<f64, String> {
    let number = text.parse::<f64>().ok().filter(|number| number.is_finite() && *number > 0.0);
    number.ok_or_else(|| "it must be a number above zero".to_owned())
}

fn course(text: &str) -> Result<f64, String> {
    let degrees = text.parse::<f64>().ok().filter(|degrees| (0.0..=360.0).contains(degrees));
    degrees.ok_or_else(|| "it must be a true course from 0 to 360".to_owned())
}

pub(super) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let formats = formats(&args.output)?;
    let mut opener = Opener::new(&args.passphrase);
    let (bytes, _) = opener.bytes(&args.plan, &Progress::default())?;
    let file = args.plan.display().to_string();
    let (plan, report, access) =
        plan_geojson::from_bytes(&bytes, &file, &Progress::default()).map_err(|error| anyhow!("{error}"))?;
    if formats.contains(&Format::GeoJson) {
        if let Access::ReadOnly { format } = access {
            bail!("{file}: written in format {format}, which this program does not know; nothing was written");
        }
        ensure!(
            report.n_skipped() == 0,
            "{file}: {} of its features cannot be read (see `cordon check`), and would be lost; nothing was written",
            report.n_skipped()
        );
    }
    let area = named(&plan, &args.area, "feature", |_| true)?;
    let asked = unit(args, &plan, area)?;
    let wish = wish(args)?;
    let laid = lay_out(&plan, area, asked.as_ref(), &wish, session::now()).map_err(|fault| anyhow!("{fault}"))?;
    laid.warnings.iter().for_each(console::warn);
    let (patrol, feature) = (&laid.patrol, &laid.feature);
    let mut has_stdout = false;
    for (path, format) in args.output.iter().zip(formats) {
        if format == Format::Gpx {
            let gpx = export::passage_gpx(&feature.name, &patrol.about(), &patrol.passage());
            atomic::write_bytes(path, &opener.as_named(path, gpx.into_bytes())?)?;
            continue;
        }
        let edit = PlanEdit::Add(vec![Arc::new(feature.clone())]);
        let with = plan.with(&edit, session::now())?;
        let with = with.come_from(&[(&plan, plan_geojson::seal_of(&bytes).sha256)]);
        let sealed = plan_geojson::sealed(&with);
        if path.as_os_str() == "-" {
            has_stdout = true;
            console::print(&String::from_utf8_lossy(&sealed))?;
        } else {
            atomic::write_bytes(path, &opener.as_named(path, sealed)?)?;
        }
    }
    if args.quiet {
        return Ok(ExitCode::SUCCESS);
    }
    let text = if args.json { format!("{}\n", patrol_json(patrol)) } else { table(patrol, &laid.route) };
    if has_stdout {
        text.lines().for_each(console::say);
    } else {
        console::print(&text)?;
    }
    Ok(ExitCode::SUCCESS)
}

/// What each file to be written is; nothing is worked out for one that cannot be.
fn formats(output: &[PathBuf]) -> anyhow::Result<Vec<Format>> {
    let format = |path: &PathBuf| match Format::of(path) {
        _ if path.as_os_str() == "-" => Ok(Format::GeoJson),
        Some(format @ (Format::GeoJson | Format::Gpx)) => Ok(format),
        _ => Err(anyhow!("{}: use .geojson (the plan with the route) or .gpx (the route)", path.display())),
    };
    output.iter().map(format).collect()
}

/// The feature with a name or an id.
fn named<'a>(
    plan: &'a Plan,
    name: &str,
    what: &str,
    fits: impl Fn(&Feature) -> bool,
) -> anyhow::Result<&'a Arc<Feature>> {
    let all = || plan.features.iter().filter(|feature| fits(feature));
    let mut found = all().filter(|feature| feature.name == name || feature.id.to_string() == name);
    match (found.next(), found.next()) {
        (Some(feature), None) => Ok(feature),
        (Some(_), Some(_)) => bail!("several features are called “{name}”; give the id of one"),
        (None, _) => {
            let names: Vec<&str> = all().map(|feature| title(feature)).take(20).collect();
            bail!("the plan has no {what} “{name}”; it has {}", names.join(", "))
        }
    }
}

/// The unit that is asked for, or the only one of the area.
fn unit(args: &Args, plan: &Plan, area: &Feature) -> anyhow::Result<Option<Runner>> {
    let is_unit = |feature: &Feature| feature.kind == Kind::Unit;
    let Some(name) = &args.unit else { return Ok(Runner::only_of(plan, area)) };
    let there = named(plan, name, "unit", is_unit);
    if there.is_ok() || plan.features.iter().any(|feature| is_unit(feature) && feature.name == *name) {
        return there.map(|feature| Some(Runner::of_plan(feature)));
    }
    let mut library = args.units.as_deref().map(unit_library::read).transpose()?.unwrap_or_default();
    library.extend_from_slice(unit_library::bundled());
    let typical = library.iter().find(|typical| typical.name == *name);
    let typical = typical.with_context(|| {
        let of_plan = plan.features.iter().filter(|feature| is_unit(feature)).map(|feature| title(feature));
        let names: Vec<&str> = of_plan.chain(library.iter().map(|typical| typical.name.as_str())).collect();
        format!("neither the plan nor a library has a unit “{name}”; they have {}", names.join(", "))
    })?;
    Ok(Some(Runner::typical(typical)))
}

/// What the command line says of the pattern.
fn wish(args: &Args) -> anyhow::Result<PatrolWish> {
    let miles = |number: Option<f64>| number.and_then(NauticalMiles::new);
    let moment = |text: &Option<String>, flag: &str| {
        let read = |text: &String| {
            tracks::moment(text).ok_or_else(|| anyhow!("{flag} {text}: no time such as 2018-01-16T12:00Z"))
        };
        text.as_ref().map(read).transpose()
    };
    Ok(PatrolWish {
        pattern: Pattern::ALL.into_iter().find(|pattern| pattern.keyword() == args.pattern).context("no pattern")?,
        targets: args.targets.size(),
        spacing: miles(args.spacing),
        speed: args.speed.and_then(Knots::new),
        sweep: miles(args.sweep),
        start: moment(&args.start, "--start")?,
        until: moment(&args.until, "--until")?,
        heading: args.heading.map(Course::wrapped),
        target_speed: Knots::new(args.target_speed).context("no speed")?,
        radius: miles(args.radius),
        n_passes: args.passes,
        n_legs: args.legs,
    })
}

fn hours(time: Duration) -> String {
    format!("{:.1}", time.as_secs_f64() / 3600.0)
}

/// The legs in a table, and what they come to.
fn table(patrol: &Patrol, found: &Route) -> String {
    let unit = patrol.unit.as_ref().map(|unit| format!(", {unit}")).unwrap_or_default();
    let mut lines = vec![console::one_line(&format!("{}: {}{unit}", patrol.area, patrol.about()))];
    let places: Vec<[String; 2]> =
        patrol.legs.iter().map(|leg| [leg.from, leg.to].map(|at| coordinate::format(at, Form::Decimal))).collect();
    let wide = places.iter().flatten().map(|place| place.chars().count()).max().unwrap_or(4);
    lines.push(format!(" leg  {:wide$}  {:wide$}  true        nm  begins                    ends", "from", "to"));
    for (number, (leg, [from, to])) in (1..).zip(patrol.legs.iter().zip(&places)) {
        let join = if leg.is_search { "" } else { "  join" };
        let nm = leg.distance.nautical_miles().value();
        lines.push(format!(
            "{number:4}  {from:wide$}  {to:wide$}  {}  {nm:8.2}  {:24}  {}{join}",
            leg.course,
            leg.begins.to_string(),
            leg.ends
        ));
    }
    let length = found.length().nautical_miles();
    let ends = patrol.legs.last().map(|leg| leg.ends.to_string()).unwrap_or_default();
    lines.push(format!("route: {} legs, {length}, {} h, until {ends}", patrol.legs.len(), hours(patrol.lasts)));
    if let (Some(area), Some(time)) = (patrol.searched, patrol.search_time) {
        let nm2 = area.value() / METRES_PER_NAUTICAL_MILE.powi(2);
        lines.push(format!("search: {nm2:.1} nm² ({area}) in {} h", hours(time)));
    }
    if let Some(available) = patrol.available {
        lines.push(format!("the unit has {} h for search: 85 % of its time on scene", hours(available)));
    }
    match (patrol.coverage, &patrol.barrier) {
        (Some(coverage), _) => {
            let pods = patrol.pods.iter().map(|(law, pod)| {
                let words = match *law {
                    "random" => "random search",
                    "inverse_cube" => "parallel sweeps (inverse cube)",
                    _ => "definite range",
                };
                format!("{words} {}", Probability::clamped(*pod))
            });
            let pods = pods.collect::<Vec<_>>().join(", ");
            lines.push(format!("coverage {coverage:.2}; probability of detection: {pods}"));
        }
        (None, Some(barrier)) => lines.extend(barrier_lines(barrier)),
        (None, None) => lines.push("probability of detection: not known without --sweep".to_owned()),
    }
    lines.iter().map(|line| format!("{line}\n")).collect()
}

fn barrier_lines(barrier: &PatrolBarrier) -> [String; 2] {
    let (pod, bound) = (Probability::clamped(barrier.pod), Probability::clamped(barrier.bound));
    let gap = barrier.longest_gap().map_or_else(
        || "no stretch is uncovered at any time".to_owned(),
        |(from, to, (begins, ends))| {
            let along = |at: Metres| format!("{:.1}", at.nautical_miles().value());
            format!("longest gap: {} to {} nm along it, {begins} to {ends}", along(from), along(to))
        },
    );
    let what = format!("line {}, crossed at {}", barrier.length, barrier.target_speed);
    [format!("{what}: probability of detection {pod} (at most {bound})"), gap]
}

/// Tests of what no built program shows.
#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_that_cannot_be_written_are_refused_before_anything_is_worked_out() {
        let of = |name: &str| formats(&[PathBuf::from(name)]).map_err(|error| error.to_string());
        assert_eq!(of("a.gpx"), Ok(vec![Format::Gpx]));
        assert_eq!(of("-"), Ok(vec![Format::GeoJson]));
        assert!(of("a.kml").is_err_and(|error| error.contains("use .geojson")));
    }
}
