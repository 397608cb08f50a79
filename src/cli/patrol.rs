//! `cordon patrol`: a search pattern in an area of a plan, as a timed route.

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, anyhow, bail, ensure};
use clap::ValueHint;
use clap::builder::PossibleValuesParser;
use geo::{Geometry, LineString};
use uuid::Uuid;

use super::console;
use super::input::{Opener, PassphraseArgs};
use crate::analysis::pattern::barrier::Barrier;
use crate::analysis::pattern::pod::{Coverage, DetectionLaw, Probability};
use crate::analysis::pattern::{Params, Pattern, Purpose, Route, TimedLeg, route, search_time};
use crate::coordinate::{self, Form};
use crate::geodesy::{distance, line_length};
use crate::io::export::{self, Format, PassagePoint};
use crate::io::patrol_json::{self, Patrol, PatrolBarrier, PatrolLeg, patrol_json};
use crate::io::plan_geojson::{self, Access};
use crate::io::{atomic, tracks, unit_library};
use crate::plan::{Feature, FeatureId, Kind, Period, Plan, PlanEdit, TargetSize, Unit, title};
use crate::report::Progress;
use crate::session;
use crate::units::{Course, Knots, METRES_PER_NAUTICAL_MILE, Metres, NauticalMiles, Timestamp};

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
    /// For a typical unit: how large what is looked for is.
    #[arg(long, value_name = "SIZE", default_value = TargetSize::Medium.keyword(), value_parser = PossibleValuesParser::new(TargetSize::ALL.map(TargetSize::keyword)))]
    target_size: String,
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

/// A barrier's gaps are told for so many stretches of its line.
const N_STRETCHES: u32 = 50;
/// How long a barrier is kept up where nothing says: a day. A choice.
const BARRIER_LASTS: Duration = Duration::from_hours(24);

fn above_zero(text: &str) -> Result<f64, String> {
    let number = text.parse::<f64>().ok().filter(|number| number.is_finite() && *number > 0.0);
    number.ok_or_else(|| "it must be a number above zero".to_owned())
}

fn course(text: &str) -> Result<f64, String> {
    let degrees = text.parse::<f64>().ok().filter(|degrees| (0.0..=360.0).contains(degrees));
    degrees.ok_or_else(|| "it must be a true course from 0 to 360".to_owned())
}

/// The unit that is to run a pattern.
struct Asked<'a> {
    name: String,
    /// What it can do.
    unit: Unit,
    /// Its feature, if it is the plan's.
    feature: Option<&'a Feature>,
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
    let (params, sweep, available) = params(args, area, asked.as_ref())?;
    let pattern = Pattern::ALL.into_iter().find(|pattern| pattern.keyword() == args.pattern).context("no pattern")?;
    let geometry = area.geometry.as_ref().with_context(|| format!("“{}” has no place on the map", title(area)))?;
    let params = if pattern == Pattern::Barrier {
        let sweep = sweep.context("a barrier needs a sweep width: give --sweep, or a --unit that has one")?;
        Params { spacing: sweep, ..params }
    } else {
        params
    };
    let found = route(geometry, pattern, &params).map_err(|error| anyhow!("“{}”: {error}", title(area)))?;
    let patrol = told(args, area, asked.as_ref(), &found, &params, sweep, available)?;
    if let Some(asked) = &asked {
        warnings(asked, &found, &params, available).iter().for_each(console::warn);
    }
    let feature = feature(&plan, area, asked.as_ref(), &found, &patrol);
    let mut has_stdout = false;
    for (path, format) in args.output.iter().zip(formats) {
        if format == Format::Gpx {
            let gpx = export::passage_gpx(&feature.name, &about(&patrol), &passage(&found));
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
    let text = if args.json { format!("{}\n", patrol_json(&patrol)) } else { table(&patrol, &found) };
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
fn named<'a>(plan: &'a Plan, name: &str, what: &str, fits: impl Fn(&Feature) -> bool) -> anyhow::Result<&'a Feature> {
    let all = || plan.features.iter().map(AsRef::as_ref).filter(|feature| fits(feature));
    let mut found = all().filter(|feature| feature.name == name || feature.id.to_string() == name);
    match (found.next(), found.next()) {
        (Some(feature), None) => Ok(feature),
        (Some(_), Some(_)) => bail!("several features are called “{name}”; give the id of one"),
        (None, _) => {
            let names: Vec<&str> = all().map(title).take(20).collect();
            bail!("the plan has no {what} “{name}”; it has {}", names.join(", "))
        }
    }
}

/// The unit that is asked for, or the only one of the area.
fn unit<'a>(args: &Args, plan: &'a Plan, area: &Feature) -> anyhow::Result<Option<Asked<'a>>> {
    let of_plan = |feature: &'a Feature| Asked {
        name: title(feature).to_owned(),
        unit: feature.unit.clone().unwrap_or_default(),
        feature: Some(feature),
    };
    let is_unit = |feature: &Feature| feature.kind == Kind::Unit;
    let Some(name) = &args.unit else {
        let [only] = area.units.as_slice() else { return Ok(None) };
        return Ok(plan.feature(*only).map(AsRef::as_ref).filter(|feature| is_unit(feature)).map(of_plan));
    };
    let there = named(plan, name, "unit", is_unit);
    if there.is_ok() || plan.features.iter().any(|feature| is_unit(feature) && feature.name == *name) {
        return there.map(|feature| Some(of_plan(feature)));
    }
    let mut library = args.units.as_deref().map(unit_library::read).transpose()?.unwrap_or_default();
    library.extend_from_slice(unit_library::bundled());
    let size = TargetSize::ALL.into_iter().find(|size| size.keyword() == args.target_size).unwrap_or_default();
    let typical = library.iter().find(|typical| typical.name == *name);
    let typical = typical.with_context(|| {
        let of_plan = plan.features.iter().filter(|feature| is_unit(feature)).map(|feature| title(feature));
        let names: Vec<&str> = of_plan.chain(library.iter().map(|typical| typical.name.as_str())).collect();
        format!("neither the plan nor a library has a unit “{name}”; they have {}", names.join(", "))
    })?;
    Ok(Some(Asked { name: typical.name.clone(), unit: typical.unit(size), feature: None }))
}

/// How the pattern is to be run, the sweep width, and the time that the unit has for search.
fn params(
    args: &Args,
    area: &Feature,
    asked: Option<&Asked<'_>>,
) -> anyhow::Result<(Params, Option<NauticalMiles>, Option<Duration>)> {
    let unit = asked.map(|asked| &asked.unit);
    let miles = |number: Option<f64>| number.and_then(NauticalMiles::new);
    let sweep = miles(args.sweep).or_else(|| unit.and_then(|unit| unit.sweep_width));
    let speed = args.speed.and_then(Knots::new).or_else(|| unit.and_then(|unit| unit.speed_cruise));
    let speed = speed.context("no speed is known: give --speed, or a --unit that has a cruising speed")?;
    let is_free = matches!(args.pattern.as_str(), "sector" | "barrier");
    let spacing = miles(args.spacing).or(sweep).or_else(|| is_free.then(|| NauticalMiles::new(1.0)).flatten());
    let spacing =
        spacing.context("no spacing is known: give --spacing, --sweep, or a --unit that has a sweep width")?;
    let moment = |text: &Option<String>, flag: &str| {
        let read = |text: &String| {
            tracks::moment(text).ok_or_else(|| anyhow!("{flag} {text}: no time such as 2018-01-16T12:00Z"))
        };
        text.as_ref().map(read).transpose()
    };
    let start = moment(&args.start, "--start")?.or(area.period.from);
    let start = start.or_else(|| unit.and_then(|unit| unit.available.from)).unwrap_or_else(session::now);
    let available = unit.and_then(|unit| unit.endurance_h).map(|hours| {
        let endurance = Duration::try_from_secs_f64((hours * 3600.0).max(0.0)).unwrap_or(Duration::MAX);
        search_time(endurance, transit(asked, area).unwrap_or_default())
    });
    let between = |to: Timestamp| Duration::from_millis(u64::try_from(to.millis() - start.millis()).unwrap_or(0));
    let lasts = if let Some(until) = moment(&args.until, "--until")? {
        between(until)
    } else {
        let lasts = area.period.to.map_or(BARRIER_LASTS, between);
        available.map_or(lasts, |available| lasts.min(available))
    };
    let params = Params {
        spacing,
        speed,
        start,
        heading: args.heading.map(Course::wrapped),
        radius: miles(args.radius),
        n_passes: args.passes,
        n_legs: args.legs,
        lasts,
    };
    Ok((params, sweep, available))
}

/// How long the unit needs from its place to the middle of the area at its cruising speed.
fn transit(asked: Option<&Asked<'_>>, area: &Feature) -> Option<Duration> {
    let asked = asked?;
    let from = crate::plan::geometry::centre(asked.feature?)?;
    let way = distance(from, crate::plan::geometry::centre(area)?);
    hours_for(way, asked.unit.speed_cruise.or(asked.unit.speed_max)?)
}

fn hours_for(way: Metres, speed: Knots) -> Option<Duration> {
    Duration::try_from_secs_f64(way.nautical_miles().value() / speed.value() * 3600.0).ok()
}

/// What the pattern comes to.
fn told(
    args: &Args,
    area: &Feature,
    asked: Option<&Asked<'_>>,
    found: &Route,
    params: &Params,
    sweep: Option<NauticalMiles>,
    available: Option<Duration>,
) -> anyhow::Result<Patrol> {
    let coverage = sweep.and_then(|sweep| match found.pattern {
        Pattern::Barrier => None,
        // Its legs have no spacing of their own.
        Pattern::Sector => Coverage::of_effort(sweep, params.speed, found.lasts(), found.searched?),
        _ => Coverage::of_spacing(sweep, params.spacing),
    });
    let law = |law: DetectionLaw| match law {
        DetectionLaw::Random => "random",
        DetectionLaw::InverseCube => "inverse_cube",
        DetectionLaw::DefiniteRange => "definite_range",
    };
    let pods = coverage.map(|coverage| DetectionLaw::ALL.map(|one| (law(one), coverage.pod(one).value())).to_vec());
    let barrier = (found.pattern == Pattern::Barrier).then(|| -> anyhow::Result<PatrolBarrier> {
        let barrier = Barrier {
            length: line_length(&found.line).nautical_miles(),
            sweep: params.spacing,
            speed: params.speed,
            target_speed: Knots::new(args.target_speed).context("no speed")?,
        };
        let gaps = barrier.gaps(params.start, found.lasts(), N_STRETCHES);
        Ok(PatrolBarrier {
            length: barrier.length,
            target_speed: barrier.target_speed,
            bound: barrier.bound().value(),
            pod: barrier.pod().value(),
            gaps: gaps.into_iter().map(|stretch| (stretch.from, stretch.to, stretch.uncovered)).collect(),
        })
    });
    Ok(Patrol {
        area: title(area).to_owned(),
        area_id: area.id,
        pattern: found.pattern.keyword(),
        unit: asked.map(|asked| asked.name.clone()),
        heading: found.heading,
        spacing: params.spacing,
        speed: params.speed,
        sweep,
        searched: found.searched,
        search_time: found.search_time,
        lasts: found.lasts(),
        available,
        coverage: coverage.map(Coverage::value),
        pods: pods.unwrap_or_default(),
        barrier: barrier.transpose()?,
        legs: found.legs.iter().map(leg).collect(),
    })
}

fn leg(leg: &TimedLeg) -> PatrolLeg {
    PatrolLeg {
        from: leg.from,
        to: leg.to,
        course: leg.course,
        distance: leg.distance,
        begins: leg.begins,
        ends: leg.ends,
        is_search: leg.purpose == Purpose::Search,
    }
}

/// What the unit cannot do of it, a sentence each.
fn warnings(asked: &Asked<'_>, found: &Route, params: &Params, available: Option<Duration>) -> Vec<String> {
    let mut said = Vec::new();
    let name = &asked.name;
    if let Some(available) = available.filter(|available| *available < found.lasts()) {
        let (has, needs) = (hours(available), hours(found.lasts()));
        said.push(format!("{name} has {has} h for search (85 % of its time on scene), and the route takes {needs} h"));
    }
    let Some((begins, ends)) = found.span() else { return said };
    let period = asked.unit.available;
    if period.to.is_some_and(|to| to < ends) || period.from.is_some_and(|from| from > begins) {
        said.push(format!("{name} is not available all of the time from {begins} to {ends}"));
    }
    let first = found.legs.first().zip(asked.feature.and_then(crate::plan::geometry::centre));
    let speed = asked.unit.speed_max.or(asked.unit.speed_cruise).unwrap_or(params.speed);
    if let (Some((leg, from)), Some(available)) = (first, period.from)
        && let Some(needs) = hours_for(distance(from, leg.from), speed)
    {
        let millis = i64::try_from(needs.as_millis()).unwrap_or(i64::MAX);
        let arrives = available.plus_millis(millis);
        if arrives > begins && available <= begins {
            said.push(format!("{name} cannot be at the first leg before {arrives}, and the route begins at {begins}"));
        }
    }
    said
}

/// The route as a feature of the plan. The same pattern of the same plan has the same id.
fn feature(plan: &Plan, area: &Feature, asked: Option<&Asked<'_>>, found: &Route, patrol: &Patrol) -> Feature {
    let wanted = format!("{} of {}", found.pattern.title(), title(area));
    let names = std::iter::once(wanted.clone()).chain((2..).map(|n: u32| format!("{wanted} {n}")));
    let is_free = |name: &String| plan.features.iter().all(|feature| feature.name != *name);
    let name = names.into_iter().find(is_free).unwrap_or(wanted);
    let member = patrol_json::member_text(patrol);
    let id = Uuid::new_v5(&plan.id.0, format!("{name}\n{member}").as_bytes());
    let mut feature = Feature::new(FeatureId(id), Kind::PatrolRoute, name, line_of(found));
    feature.period = found.span().map_or(area.period, |(from, to)| Period { from: Some(from), to: Some(to) });
    feature.units = asked.and_then(|asked| asked.feature).map(|feature| feature.id).into_iter().collect();
    feature.remarks = about(patrol);
    feature.foreign.set(patrol_json::MEMBER, Some(&member.into()));
    feature
}

/// The route's line, cut at the antimeridian.
fn line_of(found: &Route) -> Geometry<f64> {
    let mut parts: Vec<Vec<geo::Coord<f64>>> = vec![Vec::new()];
    for place in found.places() {
        let here = place.coord();
        let before = parts.last().and_then(|part| part.last()).copied();
        if let Some(before) = before.filter(|before| (here.x - before.x).abs() > 180.0) {
            let side = if before.x > 0.0 { 180.0 } else { -180.0 };
            let (behind, beyond) = (side - before.x, here.x + side);
            let lat = before.y + (here.y - before.y) * behind / (behind + beyond);
            let lat = if lat.is_finite() { lat } else { before.y };
            if let Some(part) = parts.last_mut() {
                part.push(geo::Coord { x: side, y: lat });
            }
            parts.push(vec![geo::Coord { x: -side, y: lat }]);
        }
        if let Some(part) = parts.last_mut() {
            part.push(here);
        }
    }
    let mut lines: Vec<LineString<f64>> = parts.into_iter().map(LineString).collect();
    match (lines.pop(), lines.is_empty()) {
        (Some(only), true) => only.into(),
        (last, _) => geo::MultiLineString(lines.into_iter().chain(last).collect()).into(),
    }
}

/// The turns for the bridge.
fn passage(found: &Route) -> Vec<PassagePoint> {
    let steer = |leg: &TimedLeg| {
        let join = if leg.purpose == Purpose::Join { " to the next leg" } else { "" };
        format!("steer {}{join}, {}", leg.course, leg.distance.nautical_miles())
    };
    let turns = found.legs.iter().map(|leg| PassagePoint { at: leg.from, due: leg.begins, remark: steer(leg) });
    let last = found.legs.last().map(|leg| PassagePoint { at: leg.to, due: leg.ends, remark: "end".to_owned() });
    turns.chain(last).collect()
}

fn hours(time: Duration) -> String {
    format!("{:.1}", time.as_secs_f64() / 3600.0)
}

/// The pattern in a line: "parallel, heading 045°, spacing 5.00 nm, 15.0 kn".
fn about(patrol: &Patrol) -> String {
    let mut parts = vec![patrol.pattern.to_owned(), format!("heading {}", patrol.heading)];
    match patrol.pattern {
        "sector" => {}
        "barrier" => parts.push(format!("sweep width {}", patrol.spacing)),
        _ => parts.push(format!("spacing {}", patrol.spacing)),
    }
    parts.push(patrol.speed.to_string());
    if patrol.pattern != "barrier" {
        parts.extend(patrol.sweep.map(|sweep| format!("sweep width {sweep}")));
    }
    parts.join(", ")
}

/// The legs in a table, and what they come to.
fn table(patrol: &Patrol, found: &Route) -> String {
    let unit = patrol.unit.as_ref().map(|unit| format!(", {unit}")).unwrap_or_default();
    let mut lines = vec![console::one_line(&format!("{}: {}{unit}", patrol.area, about(patrol)))];
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
    let spans = barrier.gaps.iter().flat_map(|(from, to, gaps)| gaps.iter().map(move |gap| (from, to, gap)));
    let longest = spans.max_by_key(|(.., (from, to))| to.millis() - from.millis());
    let gap = longest.map_or_else(
        || "no stretch is uncovered at any time".to_owned(),
        |(from, to, (begins, ends))| {
            let along = |at: &Metres| format!("{:.1}", at.nautical_miles().value());
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
