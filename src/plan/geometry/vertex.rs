//! Vertices: named, moved, inserted, deleted, in lines, polygons and their holes.

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
#[must_use]
pub fn vertices(geometry: &Geometry<f64>) -> Vec<(VertexId, Position)> {
    let mut found = Vec::new();
    for (part_idx, part) in Paths::of(geometry).parts.iter().enumerate() {
        for (ring_idx, ring) in part.iter().enumerate() {
            for (vertex_idx, coord) in ring.iter().enumerate() {
                let id = VertexId { part_idx, ring_idx, vertex_idx };
                found.extend(Position::from_coord(*coord).map(|position| (id, position)));
            }
        }
    }
    found
}

/// Every edge of a geometry, in file order; a ring's last edge leads back to its first vertex.
#[must_use]
pub fn edges(geometry: &Geometry<f64>) -> Vec<Edge> {
    let paths = Paths::of(geometry);
    let mut found = Vec::new();
    for (part_idx, part) in paths.parts.iter().enumerate() {
        for (ring_idx, ring) in part.iter().enumerate() {
            let next = ring.iter().skip(1).chain(ring.first().filter(|_| paths.kind.is_closed()));
            for (vertex_idx, (start, end)) in ring.iter().zip(next).enumerate() {
                if let (Some(start), Some(end)) = (Position::from_coord(*start), Position::from_coord(*end)) {
                    found.push(Edge { from: VertexId { part_idx, ring_idx, vertex_idx }, start, end });
                }
            }
        }
    }
    found
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
    change(ring, id.vertex_idx, kind)?;
    Ok(with_geometry(feature, paths.into_geometry().ok_or(VertexError::TooFewLeft)?))
}

/// A geometry as lists of coordinates: parts, each of rings (or one line), each without its closing vertex.
struct Paths {
    kind: PathKind,
    parts: Vec<Vec<Vec<Coord<f64>>>>,
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

impl Paths {
    fn of(geometry: &Geometry<f64>) -> Self {
        let polygon = |p: &Polygon<f64>| std::iter::once(p.exterior()).chain(p.interiors()).map(open).collect();
        let line = |l: &LineString<f64>| vec![l.0.clone()];
        let (kind, parts) = match geometry {
            Geometry::Point(p) => (PathKind::Point, vec![vec![vec![p.0]]]),
            Geometry::MultiPoint(points) => (PathKind::MultiPoint, points.iter().map(|p| vec![vec![p.0]]).collect()),
            Geometry::Line(l) => (PathKind::Line, vec![vec![vec![l.start, l.end]]]),
            Geometry::LineString(l) => (PathKind::Line, vec![line(l)]),
            Geometry::MultiLineString(lines) => (PathKind::MultiLine, lines.iter().map(line).collect()),
            Geometry::Polygon(p) => (PathKind::Polygon, vec![polygon(p)]),
            Geometry::MultiPolygon(parts) => (PathKind::MultiPolygon, parts.iter().map(polygon).collect()),
            Geometry::Rect(r) => (PathKind::Polygon, vec![polygon(&r.to_polygon())]),
            Geometry::Triangle(t) => (PathKind::Polygon, vec![polygon(&t.to_polygon())]),
            Geometry::GeometryCollection(_) => (PathKind::Other, Vec::new()),
        };
        Self { kind, parts }
    }

    /// The geometry of what is left after holes and parts with too few vertices are dropped; `None` if nothing is.
    fn into_geometry(self) -> Option<Geometry<f64>> {
        let fewest = self.kind.fewest();
        let parts = self.parts.into_iter().filter(|part| part.first().is_some_and(|ring| ring.len() >= fewest));
        let parts: Vec<Vec<Vec<Coord<f64>>>> =
            parts.map(|part| part.into_iter().filter(|ring| ring.len() >= fewest).collect()).collect();
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

fn open(ring: &LineString<f64>) -> Vec<Coord<f64>> {
    match ring.0.as_slice() {
        [first, rest @ .., last] if first == last && !rest.is_empty() => {
            std::iter::once(*first).chain(rest.iter().copied()).collect()
        }
        all => all.to_vec(),
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
        vertices(feature.geometry.as_ref().expect("a geometry"))
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
        let edge = edges(holed().geometry.as_ref().expect("a geometry"))[3];
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
