//! Whether units can do what they are assigned to: be there, get there, and stay.
//!
//! Owns the rules of places and times. Never knows whose water it is. Start at [`check_unit_whereabouts`] and [`check_area`].

use std::collections::BTreeMap;

use geo::{BoundingRect as _, ConvexHull as _, Coord, CoordsIter as _, Geometry, Intersects as _};

use super::{Say, moments};
use crate::geodesy::{Position, distance};
use crate::language::{said, words};
use crate::plan::geometry::edges;
use crate::plan::model::{Feature, FeatureId, Kind, Period, Plan, Unit};
use crate::plan::naming::title;
use crate::units::{Knots, Metres, Timestamp};

/// An outline of more vertices is measured by its hull, and that by its box: the way is then rather too short than too long.
const MAX_MEASURED_VERTICES: usize = 200;
/// Of one unit's areas, in the order in which they begin, each is compared with no more of those after it than this.
const MAX_COMPARED: usize = 20;

/// An area or barrier that wants a unit there for its whole period.
fn is_held(kind: Kind) -> bool {
    matches!(kind, Kind::InterdictionArea | Kind::PatrolZone | Kind::Barrier)
}

/// Whether a unit is in two places at once, or cannot get to one in time.
pub(super) fn check_unit_whereabouts(feature: &Feature, plan: &Plan, say: &mut Say<'_>) {
    let Some(unit) = feature.unit.as_ref().filter(|_| feature.kind == Kind::Unit) else { return };
    let is_its =
        |other: &&Feature| is_held(other.kind) && other.units.contains(&feature.id) && other.geometry.is_some();
    let mut areas: Vec<&Feature> = plan.features.iter().map(AsRef::as_ref).filter(is_its).collect();
    areas.sort_by_key(|area| area.period.from.unwrap_or(Timestamp::MIN));
    let ways: Vec<Option<Geometry<f64>>> = areas.iter().map(|area| area.geometry.as_ref().map(measured)).collect();
    check_first(feature, unit, &areas, say);
    for (idx, (area, from)) in areas.iter().zip(&ways).enumerate() {
        for (other, to) in areas.iter().zip(&ways).skip(idx + 1).take(MAX_COMPARED) {
            let (Some(from), Some(to)) = (from, to) else { continue };
            check_pair(unit, (area, from), (other, to), say);
        }
    }
}

/// Two areas of one unit, the one that begins first before the other.
fn check_pair(
    unit: &Unit,
    (area, from): (&Feature, &Geometry<f64>),
    (other, to): (&Feature, &Geometry<f64>),
    say: &mut Say<'_>,
) {
    let ends = area.period.to.unwrap_or(Timestamp::MAX).min(other.period.to.unwrap_or(Timestamp::MAX));
    let begins = other.period.from.unwrap_or(Timestamp::MIN);
    let together = hours_between(begins, ends);
    if together > 0.0 {
        let Some(speed) = unit.speed_cruise.or(unit.speed_max) else { return };
        // No two outlines are farther apart than any two of their places.
        if at_most(from, to).is_some_and(|way| 2.0 * hours_for(way, speed) <= together) {
            return;
        }
        let way = apart(from, to);
        let hours = 2.0 * hours_for(way, speed);
        if hours > together {
            let what = said!(
                "check-two-places",
                one = title(area),
                other = title(other),
                period = moments(Period { from: Some(begins), to: Some(ends) }),
                together = in_hours(together),
                way = way.nautical_miles().to_string(),
                hours = in_hours(hours),
                speed = speed.to_string()
            );
            say("two places at once", what, words("check-two-places-mend"));
        }
        return;
    }
    let (Some(leaves), Some(arrives)) = (area.period.to, other.period.from) else { return };
    let Some(speed) = unit.speed_max.or(unit.speed_cruise) else { return };
    let (has, way) = (hours_between(leaves, arrives), apart(from, to));
    let hours = hours_for(way, speed);
    if hours > has {
        let what = said!(
            "check-transit",
            one = title(area),
            leaves = leaves.to_string(),
            other = title(other),
            arrives = arrives.to_string(),
            way = way.nautical_miles().to_string(),
            hours = in_hours(hours),
            speed = speed.to_string(),
            has = in_hours(has)
        );
        say("transit", what, words("check-transit-mend"));
    }
}

/// Whether it can get from where it is to the first of its areas.
fn check_first(feature: &Feature, unit: &Unit, areas: &[&Feature], say: &mut Say<'_>) {
    let Some(first) = areas.iter().find(|area| area.period.from.is_some()) else { return };
    let Some(begins) = first.period.from else { return };
    // From the last time that it comes before the area begins.
    let comes = unit.periods().iter().filter_map(|period| period.from).filter(|from| *from <= begins).max();
    let Some(available) = comes else { return };
    let (Some(speed), Some(way)) = (unit.speed_max.or(unit.speed_cruise), way_to(feature, first)) else { return };
    // That it is not available at all by then is said of the area.
    let (has, hours) = (hours_between(available, begins), hours_for(way, speed));
    if has >= 0.0 && hours > has {
        let what = said!(
            "check-first-transit",
            area = title(first),
            begins = begins.to_string(),
            way = way.nautical_miles().to_string(),
            hours = in_hours(hours),
            speed = speed.to_string(),
            available = available.to_string()
        );
        say("transit", what, words("check-transit-mend"));
    }
}

/// Whether an area has a unit, and its units can stay for its period.
pub(super) fn check_area(feature: &Feature, by_id: &BTreeMap<FeatureId, &Feature>, say: &mut Say<'_>) {
    if matches!(feature.kind, Kind::InterdictionArea | Kind::PatrolZone) && feature.units.is_empty() {
        say("no unit", words("check-no-unit").to_owned(), words("check-no-unit-mend"));
    }
    if !is_held(feature.kind) && feature.kind != Kind::PatrolRoute {
        return;
    }
    let (Some(from), Some(to)) = (feature.period.from, feature.period.to) else { return };
    let mut stays = Vec::new();
    for other in feature.units.iter().filter_map(|id| by_id.get(id)) {
        // Where one's endurance is not known, what they can do together is not either.
        let Some(unit) = &other.unit else { return };
        let Some(endurance) = unit.endurance_h else { return };
        let transit = unit.speed_cruise.or(unit.speed_max).zip(way_to(other, feature));
        let transit = transit.map_or(0.0, |(speed, way)| 2.0 * hours_for(way, speed));
        stays.push((title(other), endurance, transit, (endurance - transit).max(0.0)));
    }
    let (lasts, together) = (hours_between(from, to), stays.iter().map(|stay| stay.3).sum::<f64>());
    if lasts <= together {
        return;
    }
    let what = match stays.as_slice() {
        [] => return,
        [(name, endurance, transit, stay)] => said!(
            "check-endurance",
            lasts = in_hours(lasts),
            unit = *name,
            stay = in_hours(*stay),
            endurance = in_hours(*endurance),
            transit = in_hours(*transit)
        ),
        _ => said!("check-endurance-together", lasts = in_hours(lasts), stay = in_hours(together)),
    };
    say("endurance", what, words("check-endurance-mend"));
}

/// How far a feature is from where another is.
fn way_to(from: &Feature, to: &Feature) -> Option<Metres> {
    Some(apart(&measured(from.geometry.as_ref()?), &measured(to.geometry.as_ref()?)))
}

#[expect(clippy::cast_precision_loss, reason = "moments of a plan in milliseconds are far below 2^53")]
fn hours_between(from: Timestamp, to: Timestamp) -> f64 {
    (to.millis() as f64 - from.millis() as f64) / 3_600_000.0
}

/// How long a way takes; for ever at no speed.
fn hours_for(way: Metres, speed: Knots) -> f64 {
    if way.value() == 0.0 { 0.0 } else { way.nautical_miles().value() / speed.value() }
}

fn in_hours(hours: f64) -> String {
    if hours.is_finite() { format!("{hours:.1}") } else { "∞".to_owned() }
}

/// An outline that is soon measured and nowhere smaller.
fn measured(geometry: &Geometry<f64>) -> Geometry<f64> {
    if geometry.coords_count() <= MAX_MEASURED_VERTICES {
        return geometry.clone();
    }
    let hull = geometry.convex_hull();
    if hull.coords_count() <= MAX_MEASURED_VERTICES {
        return hull.into();
    }
    geometry.bounding_rect().map_or_else(|| hull.into(), |around| around.to_polygon().into())
}

/// How far two outlines are apart: nothing, where they meet. The nearest places are found with longitudes shortened by latitude, and then
/// measured on the ellipsoid.
fn apart(one: &Geometry<f64>, other: &Geometry<f64>) -> Metres {
    if one.intersects(other) {
        return Metres::default();
    }
    let nearest = [(one, other), (other, one)]
        .into_iter()
        .flat_map(|(places, lines)| places.coords_iter().map(move |at| nearest_on(lines, at)))
        .min_by(|a, b| a.0.total_cmp(&b.0));
    nearest.map_or_else(Metres::default, |(_, from, to)| {
        distance(Position::clamped(from.y, from.x), Position::clamped(to.y, to.x))
    })
}

/// How far two outlines are apart at most: the distance of their first places.
fn at_most(one: &Geometry<f64>, other: &Geometry<f64>) -> Option<Metres> {
    let place = |of: &Geometry<f64>| of.coords_iter().next().map(|at| Position::clamped(at.y, at.x));
    Some(distance(place(one)?, place(other)?))
}

/// The square of a distance, about, and its two ends.
type Nearest = (f64, Coord<f64>, Coord<f64>);

/// The place on an outline nearest to a place.
fn nearest_on(outline: &Geometry<f64>, at: Coord<f64>) -> Nearest {
    let shortening = at.y.to_radians().cos();
    // Relative to the place, the short way round the Earth.
    let relative =
        |c: Coord<f64>| Coord { x: ((c.x - at.x + 540.0).rem_euclid(360.0) - 180.0) * shortening, y: c.y - at.y };
    let back = |c: Coord<f64>| Coord { x: at.x + if shortening > 0.0 { c.x / shortening } else { 0.0 }, y: at.y + c.y };
    let square = |c: Coord<f64>| c.x * c.x + c.y * c.y;
    let vertices = outline.coords_iter().map(relative);
    let feet = edges(outline).map(|edge| {
        let (start, end) = (relative(edge.start.coord()), relative(edge.end.coord()));
        let along = end - start;
        let share = (-(start.x * along.x + start.y * along.y) / square(along)).clamp(0.0, 1.0);
        if share.is_nan() { start } else { start + along * share }
    });
    vertices.chain(feet).map(|c| (square(c), at, back(c))).min_by(|a, b| a.0.total_cmp(&b.0)).unwrap_or((
        f64::INFINITY,
        at,
        at,
    ))
}
