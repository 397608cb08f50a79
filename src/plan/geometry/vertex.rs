//! Vertices: named, moved, inserted, deleted, in lines, polygons and their holes.

use std::borrow::Cow;

use geo::{Coord, Geometry, LineString, MultiLineString, MultiPoint, MultiPolygon, Point, Polygon};

use super::shape::with_geometry;
use crate::geodesy::Position;
use crate::plan::Feature;

/// Names a vertex of a geometry. The vertex that closes a ring is its first one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct VertexId {
    /// Which part of a multi-part geometry; 0 for a single one.
    pub part_idx: usize,
    /// Which ring of a polygon, 0 for the outer one; 0 for a line or a point.
    pub ring_idx: usize,
    /// Which vertex of the ring or line.
    pub vertex_idx: usize,
}

/// An edge between two vertices.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Edge {
    /// The vertex it starts at; a new vertex on this edge is inserted after it.
    pub from: VertexId,
    /// Where it starts.
    pub start: Position,
    /// Where it ends.
    pub end: Position,
}

impl Edge {
    /// The middle of the edge, as it is drawn: straight in longitude and latitude.
    #[must_use]
    pub fn middle(&self) -> Position {
        Position::clamped(
            f64::midpoint(self.start.lat(), self.end.lat()),
            f64::midpoint(self.start.lon(), self.end.lon()),
        )
    }
}

/// Why a vertex could not be changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum VertexError {
    /// There is no such vertex.
    #[error("there is no such vertex; nothing was changed")]
    NoSuchVertex,
    /// A line would be left with one vertex, a polygon with two.
    #[error("too few vertices would be left; delete the whole feature instead")]
    TooFewLeft,
}

/// Every vertex of a geometry once, in file order; none for a collection of mixed geometries.
pub fn vertices(geometry: &Geometry<f64>) -> impl Iterator<Item = (VertexId, Position)> {
    Paths::of(geometry).rings().flat_map(|(part_idx, ring_idx, ring, _)| {
        let n = ring.len();
        (0..n).filter_map(move |vertex_idx| {
            let place = Position::from_coord(*ring.get(vertex_idx)?)?;
            Some((VertexId { part_idx, ring_idx, vertex_idx }, place))
        })
    })
}

/// Every ring or line of a geometry, in file order: its vertices, each once, and whether its last edge leads back to the first.
pub(super) fn rings(geometry: &Geometry<f64>) -> impl Iterator<Item = (Cow<'_, [Coord<f64>]>, bool)> {
    Paths::of(geometry).rings().map(|(_, _, ring, is_closed)| (ring, is_closed))
}

/// Every edge of a geometry, in file order; a ring's last edge leads back to its first vertex.
pub fn edges(geometry: &Geometry<f64>) -> impl Iterator<Item = Edge> {
    Paths::of(geometry).rings().flat_map(|(part_idx, ring_idx, ring, is_closed)| {
        let n = if is_closed { ring.len() } else { ring.len().saturating_sub(1) };
        (0..n).filter_map(move |vertex_idx| {
            let start = Position::from_coord(*ring.get(vertex_idx)?)?;
            let end = Position::from_coord(*ring.get(vertex_idx + 1).or_else(|| ring.first())?)?;
            Some(Edge { from: VertexId { part_idx, ring_idx, vertex_idx }, start, end })
        })
    })
}

/// The vertices beside one: before and after it; the one vertex of an end of a line has only one neighbour.
#[must_use]
pub fn neighbours(geometry: &Geometry<f64>, of: VertexId) -> (Option<Position>, Option<Position>) {
    let paths = Paths::of(geometry);
    let Some(ring) = paths.parts.get(of.part_idx).and_then(|part| part.get(of.ring_idx)) else { return (None, None) };
    let is_closed = paths.kind.is_closed();
    let before = of.vertex_idx.checked_sub(1).or_else(|| ring.len().checked_sub(1).filter(|_| is_closed));
    let after = if is_closed { (of.vertex_idx + 1) % ring.len().max(1) } else { of.vertex_idx + 1 };
    let place = |idx: usize| ring.get(idx).copied().and_then(Position::from_coord);
    (before.and_then(place), place(after))
}

/// The feature with one vertex somewhere else. What it was drawn as no longer holds, so `shape` goes.
///
/// # Errors
/// [`VertexError::NoSuchVertex`].
pub fn with_vertex_moved(feature: &Feature, id: VertexId, to: Position) -> Result<Feature, VertexError> {
    change(feature, id, |ring, idx, _kind| {
        *ring.get_mut(idx).ok_or(VertexError::NoSuchVertex)? = to.rounded().coord();
        Ok(())
    })
}

/// The feature with one vertex more, after the one named, and the new vertex's id.
///
/// # Errors
/// [`VertexError::NoSuchVertex`].
pub fn with_vertex_inserted(
    feature: &Feature,
    after: VertexId,
    at: Position,
) -> Result<(Feature, VertexId), VertexError> {
    let new = VertexId { vertex_idx: after.vertex_idx + 1, ..after };
    let changed = change(feature, after, |ring, idx, kind| {
        if matches!(kind, PathKind::Point | PathKind::MultiPoint) || idx >= ring.len() {
            return Err(VertexError::NoSuchVertex);
        }
        ring.insert(idx + 1, at.rounded().coord());
        Ok(())
    })?;
    Ok((changed, new))
}

/// The feature with one vertex less. A hole, or one part of several, that would have too few left goes as a whole.
///
/// # Errors
/// [`VertexError::NoSuchVertex`]; [`VertexError::TooFewLeft`] if nothing could be drawn of what is left.
pub fn with_vertex_deleted(feature: &Feature, id: VertexId) -> Result<Feature, VertexError> {
    change(feature, id, |ring, idx, _kind| {
        if idx >= ring.len() {
            return Err(VertexError::NoSuchVertex);
        }
        ring.remove(idx);
        Ok(())
    })
}

fn change(
    feature: &Feature,
    id: VertexId,
    change: impl FnOnce(&mut Vec<Coord<f64>>, usize, PathKind) -> Result<(), VertexError>,
) -> Result<Feature, VertexError> {
    let geometry = feature.geometry.as_ref().ok_or(VertexError::NoSuchVertex)?;
    let mut paths = Paths::of(geometry);
    let kind = paths.kind;
    let part = paths.parts.get_mut(id.part_idx).ok_or(VertexError::NoSuchVertex)?;
    let ring = part.get_mut(id.ring_idx).ok_or(VertexError::NoSuchVertex)?;
    change(ring.to_mut(), id.vertex_idx, kind)?;
    Ok(with_geometry(feature, paths.into_geometry().ok_or(VertexError::TooFewLeft)?))
}

/// A geometry as lists of coordinates: parts, each of rings (or one line), each without its closing vertex.
struct Paths<'a> {
    kind: PathKind,
    parts: Vec<Vec<Cow<'a, [Coord<f64>]>>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum PathKind {
    Point,
    MultiPoint,
    Line,
    MultiLine,
    Polygon,
    MultiPolygon,
    Other,
}

impl PathKind {
    const fn is_closed(self) -> bool {
        matches!(self, Self::Polygon | Self::MultiPolygon)
    }

    /// How many vertices a path of this kind needs to be one.
    const fn fewest(self) -> usize {
        match self {
            Self::Point | Self::MultiPoint | Self::Other => 1,
            Self::Line | Self::MultiLine => 2,
            Self::Polygon | Self::MultiPolygon => 3,
        }
    }
}

impl<'a> Paths<'a> {
    fn of(geometry: &'a Geometry<f64>) -> Self {
        let polygon = |p: &'a Polygon<f64>| {
            std::iter::once(p.exterior()).chain(p.interiors()).map(|ring| Cow::Borrowed(open(&ring.0))).collect()
        };
        let line = |l: &'a LineString<f64>| vec![Cow::Borrowed(l.0.as_slice())];
        let point = |p: &'a Point<f64>| vec![Cow::Borrowed(std::slice::from_ref(&p.0))];
        let owned = |p: &Polygon<f64>| vec![Cow::Owned(open(&p.exterior().0).to_vec())];
        let (kind, parts) = match geometry {
            Geometry::Point(p) => (PathKind::Point, vec![point(p)]),
            Geometry::MultiPoint(points) => (PathKind::MultiPoint, points.iter().map(point).collect()),
            Geometry::Line(l) => (PathKind::Line, vec![vec![Cow::Owned(vec![l.start, l.end])]]),
            Geometry::LineString(l) => (PathKind::Line, vec![line(l)]),
            Geometry::MultiLineString(lines) => (PathKind::MultiLine, lines.iter().map(line).collect()),
            Geometry::Polygon(p) => (PathKind::Polygon, vec![polygon(p)]),
            Geometry::MultiPolygon(parts) => (PathKind::MultiPolygon, parts.iter().map(polygon).collect()),
            Geometry::Rect(r) => (PathKind::Polygon, vec![owned(&r.to_polygon())]),
            Geometry::Triangle(t) => (PathKind::Polygon, vec![owned(&t.to_polygon())]),
            Geometry::GeometryCollection(_) => (PathKind::Other, Vec::new()),
        };
        Self { kind, parts }
    }

    /// Every ring or line: its part, its place in the part, its vertices, and whether it is closed.
    fn rings(self) -> impl Iterator<Item = (usize, usize, Cow<'a, [Coord<f64>]>, bool)> {
        let is_closed = self.kind.is_closed();
        self.parts.into_iter().enumerate().flat_map(move |(part_idx, part)| {
            part.into_iter().enumerate().map(move |(ring_idx, ring)| (part_idx, ring_idx, ring, is_closed))
        })
    }

    /// The geometry of what is left after holes and parts with too few vertices are dropped; `None` if nothing is.
    fn into_geometry(self) -> Option<Geometry<f64>> {
        let fewest = self.kind.fewest();
        let parts = self.parts.into_iter().filter(|part| part.first().is_some_and(|ring| ring.len() >= fewest));
        let whole = |part: Vec<Cow<'a, [Coord<f64>]>>| -> Vec<Vec<Coord<f64>>> {
            part.into_iter().filter(|ring| ring.len() >= fewest).map(Cow::into_owned).collect()
        };
        let parts: Vec<Vec<Vec<Coord<f64>>>> = parts.map(whole).collect();
        if parts.is_empty() {
            return None;
        }
        // `Polygon::new` closes its rings.
        let polygon = |part: Vec<Vec<Coord<f64>>>| {
            let mut rings = part.into_iter().map(LineString);
            Some(Polygon::new(rings.next()?, rings.collect()))
        };
        let mut lines = parts.iter().filter_map(|part| part.first().cloned()).map(LineString);
        let mut points = parts.iter().filter_map(|part| Some(Point(*part.first()?.first()?)));
        Some(match self.kind {
            PathKind::Point => Geometry::Point(points.next()?),
            PathKind::MultiPoint => Geometry::MultiPoint(MultiPoint(points.collect())),
            PathKind::Line => Geometry::LineString(lines.next()?),
            PathKind::MultiLine => Geometry::MultiLineString(MultiLineString(lines.collect())),
            PathKind::Polygon => Geometry::Polygon(parts.into_iter().next().and_then(polygon)?),
            PathKind::MultiPolygon => {
                Geometry::MultiPolygon(MultiPolygon(parts.into_iter().filter_map(polygon).collect()))
            }
            PathKind::Other => return None,
        })
    }
}

fn open(ring: &[Coord<f64>]) -> &[Coord<f64>] {
    match ring {
        [first, .., last] if first == last => ring.split_last().map_or(ring, |(_, rest)| rest),
        all => all,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{FeatureId, Kind, Shape};
    use crate::units::Metres;
    use geo::{line_string, polygon};
    use proptest::prelude::*;
    use uuid::Uuid;

    fn feature(geometry: impl Into<Geometry<f64>>) -> Feature {
        Feature::new(FeatureId(Uuid::nil()), Kind::InterdictionArea, "Area Kilo", geometry.into())
    }

    fn at(lat: f64, lon: f64) -> Position {
        Position::new(lat, lon).expect("on the globe")
    }

    fn id(part_idx: usize, ring_idx: usize, vertex_idx: usize) -> VertexId {
        VertexId { part_idx, ring_idx, vertex_idx }
    }

    fn holed() -> Feature {
        feature(Polygon::new(
            line_string![(x: 124.0, y: 38.0), (x: 125.0, y: 38.0), (x: 125.0, y: 39.0), (x: 124.0, y: 39.0)],
            vec![line_string![(x: 124.4, y: 38.4), (x: 124.6, y: 38.4), (x: 124.5, y: 38.6)]],
        ))
    }

    fn places(feature: &Feature) -> Vec<(VertexId, Position)> {
        vertices(feature.geometry.as_ref().expect("a geometry")).collect()
    }

    #[test]
    fn moving_the_first_vertex_keeps_the_ring_closed() {
        let moved = with_vertex_moved(&holed(), id(0, 0, 0), at(37.9, 123.9)).expect("there is such a vertex");
        let Some(Geometry::Polygon(polygon)) = &moved.geometry else { panic!("still a polygon") };
        assert!(polygon.exterior().is_closed());
        assert_eq!(polygon.exterior().0[0], Coord { x: 123.9, y: 37.9 });
        assert_eq!(polygon.exterior().0.len(), 5);
        assert_eq!(polygon.interiors().len(), 1);
    }

    #[test]
    fn a_reshaped_circle_is_a_circle_no_more() {
        let mut circle = holed();
        circle.shape = Some(Shape::Circle { centre: at(38.5, 124.5), radius: Metres::magnitude(9260.0) });
        let moved = with_vertex_moved(&circle, id(0, 0, 0), at(37.9, 123.9)).expect("there is such a vertex");
        assert_eq!(moved.shape, None);
    }

    #[test]
    fn a_vertex_goes_in_after_the_last_one_on_the_closing_edge() {
        let edge = edges(holed().geometry.as_ref().expect("a geometry")).nth(3).expect("four edges");
        assert_eq!((edge.from, edge.end), (id(0, 0, 3), at(38.0, 124.0)));
        let (grown, new) = with_vertex_inserted(&holed(), edge.from, edge.middle()).expect("there is such an edge");
        assert_eq!(new, id(0, 0, 4));
        assert_eq!(places(&grown)[4], (new, at(38.5, 124.0)));
    }

    #[test]
    fn a_hole_left_with_two_vertices_goes() {
        let filled = with_vertex_deleted(&holed(), id(0, 1, 1)).expect("there is such a vertex");
        assert_eq!(places(&filled).len(), 4);
    }

    #[test]
    fn a_triangle_and_a_leg_keep_their_vertices() {
        let triangle = feature(polygon![(x: 124.0, y: 38.0), (x: 125.0, y: 38.0), (x: 125.0, y: 39.0)]);
        assert_eq!(with_vertex_deleted(&triangle, id(0, 0, 2)), Err(VertexError::TooFewLeft));
        let leg = feature(line_string![(x: 124.0, y: 38.0), (x: 125.0, y: 38.0)]);
        assert_eq!(with_vertex_deleted(&leg, id(0, 0, 0)), Err(VertexError::TooFewLeft));
        assert_eq!(with_vertex_deleted(&leg, id(0, 0, 2)), Err(VertexError::NoSuchVertex));
        assert_eq!(with_vertex_moved(&leg, id(1, 0, 0), at(0.0, 0.0)), Err(VertexError::NoSuchVertex));
    }

    #[test]
    fn one_part_of_two_may_go() {
        let triangle = |x: f64| polygon![(x: x, y: 38.0), (x: x + 0.1, y: 38.0), (x: x, y: 38.1)];
        let two = feature(MultiPolygon(vec![triangle(124.0), triangle(125.0)]));
        let one = with_vertex_deleted(&two, id(0, 0, 0)).expect("a part is left");
        assert_eq!(places(&one)[0], (id(0, 0, 0), at(38.0, 125.0)));
    }

    proptest! {
        #[test]
        fn inserting_and_deleting_undo_each_other(vertex_idx in 0..4_usize, lat in 30.0..40.0_f64, lon in 120.0..130.0_f64) {
            let before = holed();
            let (grown, new) = with_vertex_inserted(&before, id(0, 0, vertex_idx), at(lat, lon)).expect("an edge");
            prop_assert_eq!(places(&grown).len(), places(&before).len() + 1);
            prop_assert_eq!(with_vertex_deleted(&grown, new).expect("the new vertex"), before);
        }
    }
}
