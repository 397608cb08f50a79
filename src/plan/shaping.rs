//! Reshaping of what is selected, as one edit: join, cut, grow, turn, resize, shift.
//!
//! Owns what becomes of the features when geometry changes: which keeps its name and attributes, which goes, what a piece is
//! called. Never knows how it was asked for. Start at [`Shaping`] and [`shaped`].

use std::sync::Arc;

use geo::Geometry;

use super::edit::PlanEdit;
use super::geometry::{
    CombineError, ShapeError, bounds, buffered, intersection, moved, pieces_of_split, resized, simplified, subtracted,
    turned, union, with_geometry, with_shape,
};
use super::model::{Feature, FeatureId, Kind, Plan, Shape};
use super::naming::title;
use crate::geodesy::{Position, destination};
use crate::units::{Course, Metres};

/// What is to become of the selected features; the first one selected leads.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Shaping {
    /// All of them as one, which keeps what the first says; the others go.
    Join,
    /// The first without what the others cover.
    Subtract,
    /// A new area where all of them overlap.
    Intersect,
    /// The area cut along the line; each piece keeps what the area says.
    Split,
    /// Each grown by metres, or shrunk by metres below zero. Lines and points get an area around them.
    Grow(f64),
    /// Each with only the vertices it needs to stay within a distance of its outline.
    Simplify(Metres),
    /// All turned clockwise by degrees about their common middle.
    Turn(f64),
    /// All resized by a factor about their common middle.
    Resize(f64),
    /// All shifted along a bearing.
    Shift(Course, Metres),
}

/// Why nothing was reshaped.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ShapingError {
    /// Too few features are selected.
    #[error("select {0} or more features first")]
    TooFew(usize),
    /// An area and a line are wanted.
    #[error("select one area and the line to cut it along")]
    NoLine,
    /// Areas could not be combined.
    #[error(transparent)]
    Combine(#[from] CombineError),
    /// A shape could not be made.
    #[error(transparent)]
    Shape(#[from] ShapeError),
}

/// The edit that reshapes these features. `new_id` gives an id for each feature that comes into being.
///
/// # Errors
/// [`ShapingError`]; nothing is to be changed then.
pub fn shaped(
    plan: &Plan,
    ids: &[FeatureId],
    shaping: Shaping,
    new_id: &mut dyn FnMut() -> FeatureId,
) -> Result<PlanEdit, ShapingError> {
    let features: Vec<&Arc<Feature>> = ids.iter().filter_map(|id| plan.feature(*id)).collect();
    let enough = |n: usize| if features.len() < n { Err(ShapingError::TooFew(n)) } else { Ok(()) };
    match shaping {
        Shaping::Join => {
            enough(2)?;
            let whole = union(&geometries(&features)?)?;
            let (first, others) = features.split_first().ok_or(ShapingError::TooFew(2))?;
            Ok(PlanEdit::All(vec![
                PlanEdit::Remove(others.iter().map(|feature| feature.id).collect()),
                PlanEdit::Replace(vec![Arc::new(with_geometry(first, whole))]),
            ]))
        }
        Shaping::Subtract => {
            enough(2)?;
            let geometries = geometries(&features)?;
            let (area, others) = geometries.split_first().ok_or(ShapingError::TooFew(2))?;
            let left = subtracted(area, others)?;
            let first = features.first().ok_or(ShapingError::TooFew(2))?;
            Ok(PlanEdit::Replace(vec![Arc::new(with_geometry(first, left))]))
        }
        Shaping::Intersect => {
            enough(2)?;
            let shared = intersection(&geometries(&features)?)?;
            let first = features.first().ok_or(ShapingError::TooFew(2))?;
            let names: Vec<&str> = features.iter().map(|feature| title(feature)).collect();
            Ok(PlanEdit::Add(vec![Arc::new(copy(first, new_id(), names.join(" ∩ "), shared))]))
        }
        Shaping::Split => split(plan, &features, new_id),
        Shaping::Grow(metres) => {
            enough(1)?;
            let mut edits = Vec::new();
            for feature in features {
                edits.push(grown(feature, metres, new_id)?);
            }
            Ok(PlanEdit::All(edits))
        }
        Shaping::Simplify(tolerance) => each(&features, |feature| {
            let geometry = feature.geometry.as_ref().ok_or(ShapeError::Empty)?;
            Ok(with_geometry(feature, simplified(geometry, tolerance)?))
        }),
        Shaping::Turn(degrees) => {
            let about = middle(&features)?;
            each(&features, |feature| Ok(turned(feature, about, degrees)?))
        }
        Shaping::Resize(factor) => {
            let about = middle(&features)?;
            each(&features, |feature| Ok(resized(feature, about, factor)?))
        }
        Shaping::Shift(course, distance) => {
            let from = middle(&features)?;
            let to = destination(from, course, distance);
            each(&features, |feature| Ok(moved(feature, from, to)?))
        }
    }
}

fn each(
    features: &[&Arc<Feature>],
    change: impl Fn(&Feature) -> Result<Feature, ShapingError>,
) -> Result<PlanEdit, ShapingError> {
    if features.is_empty() {
        return Err(ShapingError::TooFew(1));
    }
    let changed: Result<Vec<_>, _> = features.iter().map(|feature| change(feature).map(Arc::new)).collect();
    Ok(PlanEdit::Replace(changed?))
}

fn geometries<'a>(features: &[&'a Arc<Feature>]) -> Result<Vec<&'a Geometry<f64>>, ShapingError> {
    let all: Option<Vec<_>> = features.iter().map(|feature| feature.geometry.as_ref()).collect();
    all.ok_or(ShapingError::Combine(CombineError::NotAnArea))
}

/// The middle of the box around features, about which they turn.
fn middle(features: &[&Arc<Feature>]) -> Result<Position, ShapingError> {
    // One that is drawn round a centre turns about that.
    if let [one] = features
        && let Some(centre) = super::geometry::centre(one)
    {
        return Ok(centre);
    }
    let corners: Vec<(Position, Position)> =
        features.iter().filter_map(|feature| bounds(feature.geometry.as_ref()?)).collect();
    let (first, _) = corners.first().ok_or(ShapingError::TooFew(1))?;
    // Longitudes east of the first one's western edge, so that the antimeridian is no matter.
    let east_of = |place: &Position| (place.lon() - first.lon() + 540.0).rem_euclid(360.0) - 180.0;
    let south = corners.iter().map(|(sw, _)| sw.lat()).fold(90.0, f64::min);
    let north = corners.iter().map(|(_, ne)| ne.lat()).fold(-90.0, f64::max);
    let west = corners.iter().map(|(sw, _)| east_of(sw)).fold(f64::INFINITY, f64::min);
    let east = corners.iter().map(|(_, ne)| east_of(ne)).fold(f64::NEG_INFINITY, f64::max);
    Ok(Position::clamped(f64::midpoint(south, north), first.lon() + f64::midpoint(west, east)))
}

/// A feature like another, somewhere else and under another name.
fn copy(feature: &Feature, id: FeatureId, name: String, geometry: Geometry<f64>) -> Feature {
    Feature { id, foreign_id: None, name, ..with_geometry(feature, geometry) }
}

const fn is_line(geometry: &Geometry<f64>) -> bool {
    matches!(geometry, Geometry::LineString(_))
}

fn split(
    plan: &Plan,
    features: &[&Arc<Feature>],
    new_id: &mut dyn FnMut() -> FeatureId,
) -> Result<PlanEdit, ShapingError> {
    let (lines, areas): (Vec<&Arc<Feature>>, Vec<&Arc<Feature>>) =
        features.iter().copied().partition(|feature| feature.geometry.as_ref().is_some_and(is_line));
    let ([line], [area]) = (lines.as_slice(), areas.as_slice()) else { return Err(ShapingError::NoLine) };
    let (Some(Geometry::LineString(line)), Some(geometry)) = (&line.geometry, &area.geometry) else {
        return Err(ShapingError::NoLine);
    };
    let places: Vec<Position> = line.coords().filter_map(|c| Position::from_coord(*c)).collect();
    let mut pieces = pieces_of_split(geometry, &places)?.into_iter();
    let first = pieces.next().ok_or(CombineError::NotDivided)?;
    let mut taken: Vec<String> = plan.features.iter().map(|feature| feature.name.clone()).collect();
    let mut name = || {
        // One of so many names is free.
        let numbers = 2..=taken.len() + 2;
        let free = numbers.map(|n| format!("{} {n}", title(area))).find(|name| !taken.contains(name));
        let name = free.unwrap_or_default();
        taken.push(name.clone());
        name
    };
    let others = pieces.map(|piece| Arc::new(copy(area, new_id(), name(), piece))).collect();
    Ok(PlanEdit::All(vec![PlanEdit::Replace(vec![Arc::new(with_geometry(area, first))]), PlanEdit::Add(others)]))
}

fn grown(feature: &Feature, metres: f64, new_id: &mut dyn FnMut() -> FeatureId) -> Result<PlanEdit, ShapingError> {
    let replace = |feature: Feature| PlanEdit::Replace(vec![Arc::new(feature)]);
    if let Some(shape) = feature.shape.as_ref().and_then(|shape| grown_shape(shape, metres)) {
        return Ok(replace(with_shape(feature, shape?)?));
    }
    let geometry = feature.geometry.as_ref().ok_or(ShapeError::Empty)?;
    let area = buffered(geometry, metres)?;
    if matches!(geometry, Geometry::Polygon(_) | Geometry::MultiPolygon(_)) {
        return Ok(replace(with_geometry(feature, area)));
    }
    let mut around = Feature::new(new_id(), Kind::ReferenceArea, format!("{} +", title(feature)), area);
    around.remarks = format!("Around {}", title(feature));
    Ok(PlanEdit::Add(vec![Arc::new(around)]))
}

/// A round shape grown is a round shape; `None` for what does not stay one.
fn grown_shape(shape: &Shape, metres: f64) -> Option<Result<Shape, ShapeError>> {
    let by = |length: Metres, metres: f64| {
        let grown = length.value() + metres;
        if grown > 0.0 { Ok(Metres::magnitude(grown)) } else { Err(ShapeError::Empty) }
    };
    Some(match shape {
        Shape::Circle { centre, radius } => by(*radius, metres).map(|radius| Shape::Circle { centre: *centre, radius }),
        Shape::Ring { centre, inner, outer } => by(*outer, metres).map(|outer| Shape::Ring {
            centre: *centre,
            inner: Metres::magnitude((inner.value() - metres).max(0.0)),
            outer,
        }),
        Shape::Corridor { route, half_width } => {
            by(*half_width, metres).map(|half_width| Shape::Corridor { route: route.clone(), half_width })
        }
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::PlanId;
    use crate::plan::geometry::{geometry_of, rectangle_between, size};
    use crate::units::Timestamp;
    use uuid::Uuid;

    fn at(lat: f64, lon: f64) -> Position {
        Position::new(lat, lon).expect("on the globe")
    }

    fn id(n: u128) -> FeatureId {
        FeatureId(Uuid::from_u128(n))
    }

    fn plan() -> Plan {
        let mut plan = Plan::new(PlanId(Uuid::nil()), Timestamp::from_seconds(0));
        let area = |n: u128, name: &str, sw: Position, ne: Position| {
            let shape = rectangle_between(sw, ne);
            let mut feature =
                Feature::new(id(n), Kind::InterdictionArea, name, geometry_of(&shape).expect("a polygon"));
            feature.shape = Some(shape);
            feature.task = format!("Task of {name}");
            Arc::new(feature)
        };
        plan.features.push(area(1, "Kilo", at(38.0, 124.0), at(39.0, 125.0)));
        plan.features.push(area(2, "Lima", at(38.5, 124.5), at(39.5, 125.5)));
        let line = geo::LineString(vec![at(37.9, 124.5).coord(), at(39.1, 124.5).coord()]);
        plan.features.push(Arc::new(Feature::new(id(3), Kind::Barrier, "Cut", line.into())));
        plan
    }

    fn made(plan: &Plan, ids: &[u128], shaping: Shaping) -> Result<Plan, ShapingError> {
        let mut n = 100;
        let mut new_id = || {
            n += 1;
            id(n)
        };
        let ids: Vec<FeatureId> = ids.iter().map(|n| id(*n)).collect();
        let edit = shaped(plan, &ids, shaping, &mut new_id)?;
        Ok(plan.with(&edit, plan.modified).expect("the edit fits its plan"))
    }

    fn km2(plan: &Plan, n: u128) -> f64 {
        let geometry = plan.feature(id(n)).and_then(|feature| feature.geometry.clone()).expect("a place");
        size(&geometry).area.expect("an area").square_kilometres()
    }

    #[test]
    fn joined_areas_are_the_first_one_and_the_others_go() {
        let plan = plan();
        let joined = made(&plan, &[2, 1], Shaping::Join).expect("they join");
        assert!(joined.feature(id(1)).is_none());
        assert_eq!(joined.feature(id(2)).expect("the first").task, "Task of Lima");
        assert!(km2(&joined, 2) > km2(&plan, 2) * 1.5);
        assert_eq!(made(&plan, &[1], Shaping::Join).err(), Some(ShapingError::TooFew(2)));
        assert!(made(&plan, &[1, 3], Shaping::Join).is_err(), "a line is no area");
    }

    #[test]
    fn an_area_cut_along_a_line_is_two_with_the_same_task() {
        let plan = plan();
        let cut = made(&plan, &[1, 3], Shaping::Split).expect("it divides");
        let second = cut.feature(id(101)).expect("a second piece");
        assert_eq!((second.name.as_str(), second.task.as_str()), ("Kilo 2", "Task of Kilo"));
        assert!((km2(&cut, 1) + km2(&cut, 101) - km2(&plan, 1)).abs() < 1e-4);
        assert_eq!(made(&plan, &[1, 2], Shaping::Split).err(), Some(ShapingError::NoLine));
    }

    #[test]
    fn what_overlaps_is_a_new_area_and_what_is_taken_away_is_gone() {
        let plan = plan();
        let both = made(&plan, &[1, 2], Shaping::Intersect).expect("they overlap");
        assert_eq!(both.feature(id(101)).expect("new").name, "Kilo ∩ Lima");
        let left = made(&plan, &[1, 2], Shaping::Subtract).expect("something is left");
        assert!((km2(&left, 1) + km2(&both, 101) - km2(&plan, 1)).abs() < 1e-4);
    }

    #[test]
    fn a_circle_grown_is_a_circle_and_a_line_gets_an_area_around_it() {
        let mut plan = plan();
        let shape = Shape::Circle { centre: at(38.0, 124.0), radius: Metres::magnitude(5000.0) };
        let circle = with_shape(&plan.features[0], shape).expect("a circle");
        plan.features[0] = Arc::new(circle);
        let grown = made(&plan, &[1, 3], Shaping::Grow(1000.0)).expect("it grows");
        let expected = Shape::Circle { centre: at(38.0, 124.0), radius: Metres::magnitude(6000.0) };
        assert_eq!(grown.feature(id(1)).expect("there").shape, Some(expected));
        assert_eq!(grown.feature(id(101)).expect("around the line").kind, Kind::ReferenceArea);
        assert!(made(&plan, &[1], Shaping::Grow(-5000.0)).is_err());
    }

    #[test]
    fn what_is_shifted_goes_where_it_is_sent() {
        let plan = plan();
        let ten_east = Shaping::Shift(Course::wrapped(90.0), Metres::magnitude(18_520.0));
        let shifted = made(&plan, &[1, 2], ten_east).expect("it shifts");
        for n in [1, 2] {
            let place =
                |plan: &Plan| super::super::geometry::centre(plan.feature(id(n)).expect("there")).expect("a middle");
            let leg = crate::geodesy::inverse(place(&plan), place(&shifted));
            assert!((leg.distance.value() - 18_520.0).abs() < 200.0, "{leg:?}");
        }
    }

    #[test]
    fn across_the_antimeridian_the_middle_is_there() {
        let mut plan = plan();
        let place = |sw, ne| geometry_of(&rectangle_between(sw, ne)).expect("a polygon");
        plan.features[0] = Arc::new(with_geometry(&plan.features[0], place(at(50.0, 178.0), at(51.0, 179.0))));
        plan.features[1] = Arc::new(with_geometry(&plan.features[1], place(at(50.0, -179.0), at(51.0, -178.0))));
        let features: Vec<&Arc<Feature>> = plan.features.iter().take(2).collect();
        let middle = super::middle(&features).expect("a middle");
        assert!((middle.lon().abs() - 180.0).abs() < 1e-9 && (middle.lat() - 50.5).abs() < 1e-9, "{middle:?}");
    }
}
