//! The plane on which patterns are laid out: metres along and across a heading, about the middle of the area.
//!
//! Owns the way there and back. Legs are measured on the ellipsoid afterwards, never here. Start at [`Frame`].
//!
//! # Source
//! The azimuthal equidistant projection on the ellipsoid, by geodesics from its centre (Karney 2013, doi:10.1007/s00190-012-0578-z, section 8):
//! exact in range and bearing from the middle; 100 nm off it scale differs by 1.4 parts in 10⁴.

use geo::{
    Centroid as _, Coord, CoordsIter as _, Geometry, LineString, MapCoords as _, MinimumRotatedRect as _, MultiPolygon,
    Polygon, Simplify as _, unary_union,
};

use crate::geodesy::{Position, destination, inverse};
use crate::plan::geometry::bounds;
use crate::units::{Course, Metres};

/// Pieces of an edge are no longer than this in either degree, so that what is straight in longitude and latitude stays so to about a metre.
const PIECE_DEGREES: f64 = 0.1;
/// An outline of more vertices is simplified by [`SIMPLIFIED_METRES`] first.
const MAX_VERTICES: usize = 2_000;
/// How far a simplified outline may lie from the true one.
const SIMPLIFIED_METRES: f64 = 200.0;
/// An area whose longer side is longer than the other by less than this has no long side, and is searched north and south. A choice.
const LONG_SIDE: f64 = 1.02;

/// A plane about a place: x in metres along a heading, y in metres to starboard of it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Frame {
    middle: Position,
    heading: Course,
}

impl Frame {
    pub(super) const fn new(middle: Position, heading: Course) -> Self {
        Self { middle, heading }
    }

    pub(super) fn local(&self, at: Position) -> Coord<f64> {
        let leg = inverse(self.middle, at);
        let angle = (leg.initial.value() - self.heading.value()).to_radians();
        Coord { x: leg.distance.value() * angle.cos(), y: leg.distance.value() * angle.sin() }
    }

    pub(super) fn place(&self, at: Coord<f64>) -> Position {
        let bearing = Course::wrapped(self.heading.value() + at.y.atan2(at.x).to_degrees());
        destination(self.middle, bearing, Metres::magnitude(at.x.hypot(at.y)))
    }

    /// The areas of a geometry on this plane, put together where they were cut at the antimeridian.
    pub(super) fn region(&self, geometry: &Geometry<f64>) -> MultiPolygon<f64> {
        let mut polygons = Vec::new();
        gather(geometry, &mut polygons);
        let mut flat: Vec<Polygon<f64>> = polygons.into_iter().map(|polygon| self.flat(polygon)).collect();
        if flat.iter().map(Polygon::coords_count).sum::<usize>() > MAX_VERTICES {
            flat = flat.iter().map(|polygon| polygon.simplify(SIMPLIFIED_METRES)).collect();
        }
        if flat.len() > 1 { unary_union(&flat) } else { MultiPolygon(flat) }
    }

    fn flat(&self, polygon: &Polygon<f64>) -> Polygon<f64> {
        let ring = |ring: &LineString<f64>| {
            let mut places = Vec::new();
            for edge in ring.lines() {
                let longest = edge.dx().abs().max(edge.dy().abs());
                #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped just before")]
                let n = (longest / PIECE_DEGREES).ceil().clamp(1.0, 3600.0) as u32;
                places.extend((0..n).map(|i| {
                    let share = f64::from(i) / f64::from(n);
                    let (lat, lon) = (edge.start.y + share * edge.dy(), edge.start.x + share * edge.dx());
                    self.local(Position::clamped(lat, lon))
                }));
            }
            LineString(places)
        };
        Polygon::new(ring(polygon.exterior()), polygon.interiors().iter().map(ring).collect())
    }
}

fn gather<'a>(geometry: &'a Geometry<f64>, into: &mut Vec<&'a Polygon<f64>>) {
    match geometry {
        Geometry::Polygon(polygon) => into.push(polygon),
        Geometry::MultiPolygon(parts) => into.extend(parts.iter()),
        Geometry::GeometryCollection(parts) => parts.iter().for_each(|part| gather(part, into)),
        _ => {}
    }
}

/// A place in the middle of an area (not necessarily within it); `None` if it is no area.
pub(super) fn middle_of(geometry: &Geometry<f64>) -> Option<Position> {
    let (south_west, north_east) = bounds(geometry)?;
    let east = if north_east.lon() < south_west.lon() { north_east.lon() + 360.0 } else { north_east.lon() };
    let near =
        Position::clamped(f64::midpoint(south_west.lat(), north_east.lat()), f64::midpoint(south_west.lon(), east));
    let frame = Frame::new(near, Course::wrapped(0.0));
    Some(frame.place(frame.region(geometry).centroid()?.into()))
}

/// The region of a plane that heads north as one that heads otherwise sees it.
pub(super) fn turned(region: &MultiPolygon<f64>, heading: Course) -> MultiPolygon<f64> {
    let (sine, cosine) = heading.value().to_radians().sin_cos();
    region.map_coords(|at| Coord { x: at.x * cosine + at.y * sine, y: at.y * cosine - at.x * sine })
}

/// The heading of an area's long side in whole degrees, `0 <= value < 180`, of its region on a plane that heads north.
pub(super) fn long_side(region: &MultiPolygon<f64>) -> Course {
    let north = Course::wrapped(0.0);
    let Some(around) = region.minimum_rotated_rect() else { return north };
    let mut sides: Vec<_> = around.exterior().lines().take(2).map(|side| (side.dx(), side.dy())).collect();
    sides.sort_by(|a, b| b.0.hypot(b.1).total_cmp(&a.0.hypot(a.1)));
    let [long, short] = sides.as_slice() else { return north };
    if long.0.hypot(long.1) < short.0.hypot(short.1) * LONG_SIDE {
        return north;
    }
    Course::wrapped(long.1.atan2(long.0).to_degrees().round().rem_euclid(180.0))
}
