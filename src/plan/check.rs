//! What is wrong with a plan, and how to mend it.
//!
//! Owns the rules. Never changes the plan, and never knows the file it came from: what only the file shows (a ring left open,
//! a wrong winding) its reader reports. Start at [`check`].

mod assignment;
mod law;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use geo::{
    Area as _, BooleanOps as _, BoundingRect as _, ConvexHull as _, CoordsIter as _, Geometry, LineString,
    MultiLineString, MultiPolygon,
};

use super::geometry::geometry_of;
use super::model::{Feature, FeatureId, Kind, Period, Plan, Unit};
use super::naming::title;
use crate::geodesy::{Position, first_crossing};
use crate::language::{said, words};

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// With which feature; `None` for the plan itself.
    pub feature: Option<FeatureId>,
    /// The feature's name, or its kind where it has none.
    pub name: String,
    /// Which rule it breaks, in a word or two that stay the same: "self-crossing".
    pub rule: Cow<'static, str>,
    /// What is wrong.
    pub what: String,
    /// How to mend it.
    pub mend: String,
}

/// One line: name, id, what is wrong, how to mend it.
impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.feature {
            Some(id) => write!(f, "{} ({id}): {}; {}", self.name, self.what, self.mend),
            None => write!(f, "{}: {}; {}", self.name, self.what, self.mend),
        }
    }
}

/// Features with more vertices are not compared with exclusion areas.
const MAX_COMPARED_VERTICES: usize = 100_000;

/// A shape and its outline may differ by this many degrees: a circle's outline depends a little on who draws it.
const SHAPE_TOLERANCE_DEGREES: f64 = 0.005;

/// Where the flag State is to be asked before one of its ships is boarded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FlagWater {
    /// The zone in words: "EEZ".
    pub zone: String,
    /// What that rests on: "computed from the GSHHG shoreline, not a legal baseline".
    pub basis: String,
}

/// Whether the flag State is to be asked at a place: `plan` reads no chart.
pub type FlagWaters<'a> = dyn Fn(Position) -> Option<FlagWater> + 'a;

/// Whether whose water it is matters to what is wrong with a plan: it has a boarding or an inspection.
#[must_use]
pub fn needs_waters(plan: &Plan) -> bool {
    plan.features.iter().any(|feature| law::is_boarding(feature))
}

/// All problems of a plan that it shows by itself, as [`check_in`] without waters.
#[must_use]
pub fn check(plan: &Plan) -> Vec<Problem> {
    check_in(plan, None)
}

/// All problems of a plan, feature by feature in its drawing order. Without `waters` nothing is said of consents.
#[must_use]
pub fn check_in(plan: &Plan, waters: Option<&FlagWaters<'_>>) -> Vec<Problem> {
    let mut problems = Vec::new();
    let by_id: BTreeMap<FeatureId, &Feature> = plan.features.iter().map(|f| (f.id, f.as_ref())).collect();
    let mut ids: BTreeMap<String, usize> = BTreeMap::new();
    let mut names: BTreeMap<&str, usize> = BTreeMap::new();
    for feature in &plan.features {
        *ids.entry(id_text(feature)).or_default() += 1;
        *names.entry(&feature.name).or_default() += 1;
    }
    for feature in &plan.features {
        let mut say = |rule: &'static str, what: String, mend: &str| {
            let name = title(feature).to_owned();
            problems.push(Problem {
                feature: Some(feature.id),
                name,
                rule: Cow::Borrowed(rule),
                what,
                mend: mend.to_owned(),
            });
        };
        if feature.name.trim().is_empty() {
            say("no name", words("check-no-name").to_owned(), words("check-no-name-mend"));
        } else if names.get(feature.name.as_str()).is_some_and(|n| *n > 1) {
            say("name taken", words("check-name-taken").to_owned(), words("check-name-taken-mend"));
        }
        let id = id_text(feature);
        if ids.get(&id).is_some_and(|n| *n > 1) {
            say("duplicate id", said!("check-duplicate-id", id = id), words("check-duplicate-id-mend"));
        }
        if ends_before_it_begins(feature.period) {
            let what = said!("check-period", period = moments(feature.period));
            say("period", what, words("check-period-mend"));
        }
        check_place(feature, &mut say);
        check_unit(feature, &mut say);
        check_assigned(feature, &by_id, &mut say);
        assignment::check_area(feature, &by_id, &mut say);
        assignment::check_unit_whereabouts(feature, plan, &mut say);
        law::check_grounds(feature, waters, &mut say);
        check_exclusions(feature, plan, &mut say);
    }
    problems
}

/// What the file gives as the feature's id.
fn id_text(feature: &Feature) -> String {
    feature.foreign_id.as_deref().map_or_else(|| format!("\"{}\"", feature.id), str::to_owned)
}

fn ends_before_it_begins(period: Period) -> bool {
    matches!((period.from, period.to), (Some(from), Some(to)) if to <= from)
}

fn moments(period: Period) -> String {
    let moment = |moment: Option<crate::units::Timestamp>| moment.map_or_else(|| "…".to_owned(), |m| m.to_string());
    said!("check-span", from = moment(period.from), to = moment(period.to))
}

/// How a rule says what it found: the rule, what is wrong, how to mend it.
type Say<'a> = dyn FnMut(&'static str, String, &str) + 'a;

fn check_place(feature: &Feature, say: &mut Say<'_>) {
    let Some(geometry) = &feature.geometry else {
        say("no place", words("check-no-place").to_owned(), words("check-no-place-mend"));
        return;
    };
    let fits = match feature.kind {
        Kind::InterdictionArea | Kind::PatrolZone | Kind::ExclusionArea => is_only(geometry, Sort::Area),
        Kind::PatrolRoute => is_only(geometry, Sort::Line),
        Kind::Barrier => is_only(geometry, Sort::Line) || is_only(geometry, Sort::Area),
        Kind::Unit | Kind::Point => is_only(geometry, Sort::Point),
        Kind::Inspection | Kind::ReferenceArea => true,
    };
    if !fits {
        let found = sort_of(geometry).spoken();
        let what = said!("check-wrong-geometry", kind = feature.kind.spoken(), found = found);
        say("wrong geometry", what, words("check-wrong-geometry-mend"));
    }
    if let Some(shortest) = too_short(geometry) {
        say("too few vertices", shortest.to_owned(), words("check-short-mend"));
    } else if let Some(at) = crossing_in(geometry) {
        let what = said!("check-crossing", place = format!("{:.5} {:.5}", at.y, at.x));
        say("self-crossing", what, words("check-crossing-mend"));
    }
    if geometry.coords_iter().any(|c| !c.x.is_finite() || !c.y.is_finite() || c.x.abs() > 180.0 || c.y.abs() > 90.0) {
        say("off the globe", words("check-off-globe").to_owned(), words("check-off-globe-mend"));
    }
    check_shape(feature, geometry, say);
}

fn check_shape(feature: &Feature, geometry: &Geometry<f64>, say: &mut Say<'_>) {
    let Some(shape) = feature.shape.as_ref().filter(|shape| !matches!(shape, super::Shape::Unknown(_))) else { return };
    match geometry_of(shape) {
        Err(error) => {
            let what = said!("check-shape-none", cause = error.to_string());
            say("shape", what, words("check-shape-none-mend"));
        }
        Ok(outline) => {
            let bounds = |geometry: &Geometry<f64>| geometry.bounding_rect();
            let (Some(drawn), Some(found)) = (bounds(&outline), bounds(geometry)) else { return };
            let corners = [(drawn.min(), found.min()), (drawn.max(), found.max())];
            let is_off = |(a, b): &(geo::Coord<f64>, geo::Coord<f64>)| {
                (a.x - b.x).abs() > SHAPE_TOLERANCE_DEGREES || (a.y - b.y).abs() > SHAPE_TOLERANCE_DEGREES
            };
            if corners.iter().any(is_off) {
                say("shape", words("check-shape-moved").to_owned(), words("check-shape-moved-mend"));
            }
        }
    }
}

fn check_unit(feature: &Feature, say: &mut Say<'_>) {
    let Some(unit) = &feature.unit else { return };
    if unit.unit_type.is_none() {
        say("unit", words("check-unit-type").to_owned(), words("check-unit-type-mend"));
    }
    if let (Some(cruise), Some(max)) = (unit.speed_cruise, unit.speed_max)
        && max < cruise
    {
        let what = said!("check-speeds", max = max.to_string(), cruise = cruise.to_string());
        say("unit", what, words("check-speeds-mend"));
    }
    if ends_before_it_begins(unit.available) {
        let what = said!("check-availability", period = moments(unit.available));
        say("period", what, words("check-period-mend"));
    }
    for period in &unit.on_station {
        if ends_before_it_begins(*period) {
            let what = said!("check-on-station", period = moments(*period));
            say("period", what, words("check-period-mend"));
        } else if !unit.available.holds(*period) {
            let what =
                said!("check-on-station-outside", period = moments(*period), available = moments(unit.available));
            say("period", what, words("check-period-mend"));
        }
    }
}

fn check_assigned(feature: &Feature, by_id: &BTreeMap<FeatureId, &Feature>, say: &mut Say<'_>) {
    for id in &feature.units {
        match by_id.get(id) {
            None => {
                let what = said!("check-unknown-unit", id = id.to_string());
                say("unknown unit", what, words("check-unknown-unit-mend"));
            }
            Some(other) if other.kind != Kind::Unit => {
                let what = said!("check-not-a-unit", other = title(other), kind = other.kind.spoken());
                say("unknown unit", what, words("check-not-a-unit-mend"));
            }
            Some(other) => {
                let periods = other.unit.as_ref().map(Unit::periods).unwrap_or_default();
                if !periods.is_empty() && !periods.iter().any(|period| period.holds(feature.period)) {
                    let available: Vec<String> = periods.iter().map(|period| moments(*period)).collect();
                    let what = said!(
                        "check-unit-not-available",
                        unit = title(other),
                        available = available.join("; "),
                        period = moments(feature.period)
                    );
                    say("unit not available", what, words("check-unit-not-available-mend"));
                }
            }
        }
    }
}

fn check_exclusions(feature: &Feature, plan: &Plan, say: &mut Say<'_>) {
    if !matches!(feature.kind, Kind::InterdictionArea | Kind::PatrolZone | Kind::PatrolRoute) {
        return;
    }
    let Some(own) = feature.geometry.as_ref().filter(|own| own.coords_count() <= MAX_COMPARED_VERTICES) else { return };
    for other in plan.features.iter().filter(|other| other.kind == Kind::ExclusionArea) {
        let Some(place) = other.geometry.as_ref().filter(|place| place.coords_count() <= MAX_COMPARED_VERTICES) else {
            continue;
        };
        if are_apart_in_time(feature.period, other.period) || !overlaps(own, place) {
            continue;
        }
        let what = said!("check-overlaps", other = title(other), id = other.id.to_string());
        say("overlaps exclusion", what, words("check-overlaps-mend"));
    }
}

fn are_apart_in_time(one: Period, other: Period) -> bool {
    let before = |a: Period, b: Period| matches!((a.to, b.from), (Some(to), Some(from)) if to <= from);
    before(one, other) || before(other, one)
}

/// Whether two geometries share more than a border; the second is an area.
fn overlaps(one: &Geometry<f64>, area: &Geometry<f64>) -> bool {
    let (Some(a), Some(b)) = (one.bounding_rect(), area.bounding_rect()) else { return false };
    let is_near = a.min().x < b.max().x && b.min().x < a.max().x && a.min().y < b.max().y && b.min().y < a.max().y;
    if !is_near {
        return false;
    }
    let (mut own, mut lines) = (Vec::new(), Vec::new());
    gather(one, &mut own, &mut lines);
    let (mut other, mut other_lines) = (Vec::new(), Vec::new());
    gather(area, &mut other, &mut other_lines);
    let (own, other) = (MultiPolygon(own), MultiPolygon(other));
    // A square of some ten metres: less is a border that two programs rounded differently.
    own.intersection(&other).unsigned_area() > 1e-8
        || other.clip(&MultiLineString(lines), false).iter().any(|line| line.lines().any(|leg| leg.start != leg.end))
}

fn gather(geometry: &Geometry<f64>, polygons: &mut Vec<geo::Polygon<f64>>, lines: &mut Vec<LineString<f64>>) {
    match geometry {
        Geometry::Polygon(polygon) => polygons.push(polygon.clone()),
        Geometry::MultiPolygon(parts) => polygons.extend(parts.iter().cloned()),
        Geometry::LineString(line) => lines.push(line.clone()),
        Geometry::MultiLineString(parts) => lines.extend(parts.iter().cloned()),
        Geometry::GeometryCollection(parts) => parts.iter().for_each(|part| gather(part, polygons, lines)),
        _ => {}
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Sort {
    Area,
    Line,
    Point,
    Mixed,
}

impl Sort {
    fn spoken(self) -> &'static str {
        match self {
            Self::Area => words("check-sort-area"),
            Self::Line => words("check-sort-line"),
            Self::Point => words("check-sort-point"),
            Self::Mixed => words("check-sort-mixed"),
        }
    }
}

fn sort_of(geometry: &Geometry<f64>) -> Sort {
    match geometry {
        Geometry::Polygon(_) | Geometry::MultiPolygon(_) | Geometry::Rect(_) | Geometry::Triangle(_) => Sort::Area,
        Geometry::LineString(_) | Geometry::MultiLineString(_) | Geometry::Line(_) => Sort::Line,
        Geometry::Point(_) | Geometry::MultiPoint(_) => Sort::Point,
        Geometry::GeometryCollection(parts) => {
            let mut sorts = parts.iter().map(sort_of);
            let first = sorts.next().unwrap_or(Sort::Mixed);
            if sorts.all(|sort| sort == first) { first } else { Sort::Mixed }
        }
    }
}

fn is_only(geometry: &Geometry<f64>, sort: Sort) -> bool {
    sort_of(geometry) == sort
}

/// What is too short to show, if anything is.
fn too_short(geometry: &Geometry<f64>) -> Option<&'static str> {
    let ring = |ring: &LineString<f64>| {
        let mut places = ring.0.clone();
        places.dedup();
        places.len() < 4
    };
    let polygon = |polygon: &geo::Polygon<f64>| {
        let is_short = ring(polygon.exterior()) || polygon.interiors().iter().any(ring);
        // A bow-tie's halves cancel out, but it is not flat: that it crosses itself is said elsewhere.
        let is_flat = polygon.convex_hull().unsigned_area() == 0.0;
        if is_short { Some(words("check-short-ring")) } else { is_flat.then(|| words("check-short-flat")) }
    };
    let line = |line: &LineString<f64>| {
        let is_short = line.0.len() < 2 || line.lines().all(|leg| leg.start == leg.end);
        is_short.then(|| words("check-short-line"))
    };
    let none = words("check-short-none");
    match geometry {
        Geometry::Polygon(one) => polygon(one),
        Geometry::MultiPolygon(parts) if parts.0.is_empty() => Some(none),
        Geometry::MultiPolygon(parts) => parts.iter().find_map(polygon),
        Geometry::LineString(one) => line(one),
        Geometry::MultiLineString(parts) if parts.0.is_empty() => Some(none),
        Geometry::MultiLineString(parts) => parts.iter().find_map(line),
        Geometry::MultiPoint(points) if points.0.is_empty() => Some(none),
        Geometry::GeometryCollection(parts) if parts.0.is_empty() => Some(none),
        Geometry::GeometryCollection(parts) => parts.iter().find_map(too_short),
        _ => None,
    }
}

fn crossing_in(geometry: &Geometry<f64>) -> Option<geo::Coord<f64>> {
    let polygon = |polygon: &geo::Polygon<f64>| {
        let rings: Vec<&LineString<f64>> = std::iter::once(polygon.exterior()).chain(polygon.interiors()).collect();
        first_crossing(&rings)
    };
    match geometry {
        Geometry::Polygon(one) => polygon(one),
        Geometry::MultiPolygon(parts) => parts.iter().find_map(polygon),
        Geometry::GeometryCollection(parts) => parts.iter().find_map(crossing_in),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
