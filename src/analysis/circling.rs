//! A circle sailed too evenly for a hull.
//!
//! In windows of growing length a circle is fitted to the fixes; it must fit, be gone round twice, and at an even speed. How far the ship
//! turned is the way that its own SOG makes on the circle, so that reports rarer than half a lap do not deceive. A raw candidate is
//! every circle that fits twice as loosely. Start at [`of_ship`].
//!
//! # Source
//! The fit: Kåsa 1976, doi:10.1109/TIM.1976.6312298.

use super::params::CirclingParams;
use super::ship::{METRES_PER_KNOT_HOUR, Ship, Spot, first_reason, lon_step};
use crate::finding::{Confidence, Evidence, Finding, Kind, Place, Suppression};
use crate::geodesy::{MEAN_RADIUS_METRES, Position};

/// Fixes nearer in time than this are passed over, in milliseconds.
const STEP_MS: i64 = 45_000;
/// The windows' lengths in minutes: a lap at 20 kn of half a mile takes 9.4, one at 10 kn of 1.5 miles 56.
const WINDOWS_MIN: [i64; 4] = [24, 48, 96, 192];
/// A window has at least so many fixes.
const LEAST_FIXES: usize = 5;
/// Two laps are 12.6 radii long and 2.8 across: what is longer for its width than this is worth a fit.
const WAY_OVER_WIDTH: f64 = 3.0;
/// A circle's fixes on the map, at most.
const LINE_PLACES: usize = 48;

/// A circle fitted to a window.
#[derive(Clone, Copy, Debug)]
struct Circle {
    x: f64,
    y: f64,
    radius: f64,
    misfit: f64,
}

/// Every circle of one ship.
pub(super) fn of_ship(ship: &Ship, params: &CirclingParams) -> Vec<Finding> {
    let mut thinned: Vec<Spot> = Vec::new();
    for spot in &ship.spots {
        if thinned.last().is_none_or(|last| spot.time_ms - last.time_ms >= STEP_MS) {
            thinned.push(*spot);
        }
    }
    let way = ways(&thinned);
    let mut found: Vec<Finding> = Vec::new();
    let mut least_idx = 0;
    let mut start = 0;
    while start + LEAST_FIXES <= thinned.len() {
        let hit = WINDOWS_MIN.into_iter().find_map(|minutes| {
            let end = circle_from(&thinned, &way, start, minutes, params)?;
            stretch(&thinned, start, end, least_idx)
        });
        match hit {
            Some((first, last)) => {
                found.extend(thinned.get(first..=last).and_then(|spots| finding(ship, spots, params)));
                least_idx = last + 1;
                start = (last + 1).max(start + 1);
            }
            None => start += 1 + LEAST_FIXES / 4,
        }
    }
    found
}

/// The last of the fixes from one on, for so many minutes, if they lie roughly on a circle.
fn circle_from(spots: &[Spot], ways: &[f64], start: usize, minutes: i64, params: &CirclingParams) -> Option<usize> {
    let first = spots.get(start)?;
    let rest = spots.get(start..)?;
    let n = rest.partition_point(|spot| spot.time_ms <= first.time_ms + minutes * 60_000);
    let window = rest.get(..n).filter(|window| window.len() >= LEAST_FIXES)?;
    // Most windows are straight: the way is little longer than its two ends are apart.
    let last = window.last()?;
    let way = ways.get(start + n - 1)? - ways.get(start)?;
    if way < params.least.value() * 4.0 * std::f64::consts::PI || way < first.metres_to(last) * WAY_OVER_WIDTH {
        return None;
    }
    let (mut south, mut north) = (f64::INFINITY, f64::NEG_INFINITY);
    for spot in window {
        south = south.min(spot.at.lat());
        north = north.max(spot.at.lat());
    }
    let height = (north - south).to_radians() * MEAN_RADIUS_METRES;
    if way < height * WAY_OVER_WIDTH || height < params.least.value() {
        return None;
    }
    let circle = fitted(window)?;
    (circle.misfit < 2.0 * params.fit
        && (params.least.value()..=params.most.value()).contains(&circle.radius)
        && way / circle.radius > 1.5 * std::f64::consts::TAU)
        .then_some(start + n - 1)
}

/// The way made up to each fix, by the ship's own SOG where it reports one, else between its fixes.
fn ways(spots: &[Spot]) -> Vec<f64> {
    let steps = spots.iter().zip(spots.iter().skip(1)).map(|(from, to)| {
        let knots = f64::from(from.sog_kn).midpoint(f64::from(to.sog_kn));
        if knots.is_nan() { from.metres_to(to) } else { knots * METRES_PER_KNOT_HOUR * from.hours_to(to) }
    });
    let mut way = 0.0;
    std::iter::once(0.0)
        .chain(steps.map(|step| {
            way += step;
            way
        }))
        .collect()
}

/// A place in metres east and north of an origin.
fn plane(origin: Position, at: Position) -> (f64, f64) {
    let narrow = origin.lat().to_radians().cos();
    let east = lon_step(origin.lon(), at.lon()).to_radians() * MEAN_RADIUS_METRES * narrow;
    (east, (at.lat() - origin.lat()).to_radians() * MEAN_RADIUS_METRES)
}

/// The circle nearest to some fixes, in metres east and north of the first.
fn fitted(spots: &[Spot]) -> Option<Circle> {
    let origin = spots.first()?.at;
    let points: Vec<(f64, f64)> = spots.iter().map(|spot| plane(origin, spot.at)).collect();
    #[expect(clippy::cast_precision_loss, reason = "a window of fixes")]
    let n = points.len() as f64;
    let mean = points.iter().fold((0.0, 0.0), |(x, y), (px, py)| (x + px / n, y + py / n));
    let (mut xx, mut yy, mut xy, mut xz, mut yz, mut zz) = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0);
    for (px, py) in &points {
        let (x, y) = (px - mean.0, py - mean.1);
        let z = x * x + y * y;
        xx += x * x;
        yy += y * y;
        xy += x * y;
        xz += x * z;
        yz += y * z;
        zz += z;
    }
    let determinant = 2.0 * (xx * yy - xy * xy);
    // Fixes on one line, or all in one place, have no circle.
    if determinant <= 1e-6 * (xx + yy).powi(2) {
        return None;
    }
    let (a, b) = ((xz * yy - yz * xy) / determinant, (yz * xx - xz * xy) / determinant);
    let radius = (zz / n + a * a + b * b).sqrt();
    let off: f64 = points.iter().map(|(x, y)| ((x - mean.0 - a).hypot(y - mean.1 - b) - radius).powi(2)).sum();
    Some(Circle { x: mean.0 + a, y: mean.1 + b, radius, misfit: (off / n).sqrt() / radius })
}

/// The stretch of fixes that lie on the circle of which a window is a part: the circle is fitted anew to the stretch's middle, where no
/// straight way in or out is, and the stretch found anew from there. `None` where nothing holds.
fn stretch(spots: &[Spot], start: usize, end: usize, least: usize) -> Option<(usize, usize)> {
    /// How often; it holds after two or three.
    const ROUNDS: usize = 4;
    let (mut first, mut last) = (start, end);
    for _ in 0..ROUNDS {
        let quarter = (last - first) / 4;
        let (inner_first, inner_last) = (first + quarter, last - quarter);
        let inner = spots.get(inner_first..=inner_last).filter(|inner| inner.len() >= LEAST_FIXES)?;
        let circle = fitted(inner)?;
        let origin = inner.first()?.at;
        let is_on = |idx: usize| {
            spots.get(idx).is_some_and(|spot| {
                let (x, y) = plane(origin, spot.at);
                // Three times the noise of positions, or a tenth.
                ((x - circle.x).hypot(y - circle.y) - circle.radius).abs() < (0.1 * circle.radius).max(35.0)
            })
        };
        let is_near =
            |a: usize, b: usize| spots.get(a).zip(spots.get(b)).is_some_and(|(a, b)| b.time_ms - a.time_ms < 3_600_000);
        let middle = first.midpoint(last);
        (first, last) = (middle, middle);
        while first > least && is_on(first - 1) && is_near(first - 1, first) {
            first -= 1;
        }
        while is_on(last + 1) && is_near(last, last + 1) {
            last += 1;
        }
        if last - first < LEAST_FIXES {
            return None;
        }
    }
    Some((first, last))
}

fn finding(ship: &Ship, spots: &[Spot], params: &CirclingParams) -> Option<Finding> {
    let (first, last) = (spots.first()?, spots.last()?);
    let circle = fitted(spots)?;
    let way = ways(spots).last().copied().unwrap_or(0.0);
    let turned = (way / circle.radius).to_degrees();
    let knots = way / METRES_PER_KNOT_HOUR / first.hours_to(last);
    // The first and the last fixes may lie on the way in or out.
    let inner = spots.get(spots.len() / 16..spots.len() - spots.len() / 16).unwrap_or(spots);
    let uneven = unevenness(inner, &fitted(inner)?);
    let origin = first.at;
    let lat = origin.lat() + (circle.y / MEAN_RADIUS_METRES).to_degrees();
    let lon = origin.lon() + (circle.x / MEAN_RADIUS_METRES / origin.lat().to_radians().cos()).to_degrees();
    let mut found = ship.finding(Kind::Circling, super::ship::line_of(spots, LINE_PLACES)?, first, last);
    found.suppressed = first_reason([
        (knots < params.speed.value(), Suppression::TooSlow),
        (turned <= params.turned, Suppression::TooShort),
        (circle.misfit >= params.fit || uneven >= params.evenness, Suppression::TooWeak),
    ]);
    found.confidence = Confidence::clamped(
        0.6 + 0.2 * (1.0 - circle.misfit / params.fit).max(0.0) + 0.2 * (1.0 - uneven / params.evenness).max(0.0),
    );
    found.evidence = vec![
        Evidence::number("radius_m", circle.radius, 0),
        Evidence::number("misfit_share", circle.misfit, 4),
        Evidence::number("turned_deg", turned, 0),
        Evidence::number("sog_share", uneven, 4),
        Evidence::number("speed_mean_kn", knots, 2),
        Evidence::count("fixes", spots.len()),
        Evidence::new("centre", crate::finding::Value::Place(Position::clamped(lat, lon).rounded())),
    ];
    (found.end > found.start && matches!(found.place, Place::Line(_))).then_some(found)
}

/// The standard deviation of the speeds over their mean: of the SOG where the ship reports it, else of the speeds on the circle over some
/// minutes each, since ten metres of noise are much of one step.
fn unevenness(spots: &[Spot], circle: &Circle) -> f64 {
    const LEAST_HOURS: f64 = 1.0 / 15.0;
    let reported: Vec<f64> = spots.iter().map(|spot| f64::from(spot.sog_kn)).filter(|sog| !sog.is_nan()).collect();
    let speeds = if reported.len() * 2 > spots.len() { reported } else { speeds_on(spots, circle, LEAST_HOURS) };
    #[expect(clippy::cast_precision_loss, reason = "a window of fixes")]
    let n = speeds.len() as f64;
    let mean = speeds.iter().sum::<f64>() / n;
    let variance = speeds.iter().map(|speed| (speed - mean).powi(2)).sum::<f64>() / n;
    if mean > 0.0 { variance.sqrt() / mean } else { f64::INFINITY }
}

/// The speeds along the circle over so many hours each, without a unit.
fn speeds_on(spots: &[Spot], circle: &Circle, least_hours: f64) -> Vec<f64> {
    let Some(first) = spots.first() else { return Vec::new() };
    let angle = |spot: &Spot| {
        let (x, y) = plane(first.at, spot.at);
        (y - circle.y).atan2(x - circle.x)
    };
    let (mut from, mut before, mut turned) = (first, angle(first), 0.0);
    let mut speeds = Vec::new();
    for spot in spots {
        let now = angle(spot);
        let step = (now - before + std::f64::consts::PI).rem_euclid(std::f64::consts::TAU) - std::f64::consts::PI;
        (before, turned) = (now, turned + step);
        let hours = from.hours_to(spot);
        if hours >= least_hours {
            speeds.push((turned / hours).abs());
            (from, turned) = (spot, 0.0);
        }
    }
    speeds
}
