//! Planes to reckon on: longitudes that run on, what is cut at the antimeridian, and metres about a middle.

use geo::{BooleanOps as _, Coord, Geometry, LineString, MapCoords as _, MultiPolygon, Polygon, Rect, coord};

use crate::geodesy::{Position, destination, inverse};
use crate::units::{Course, Metres};

/// The azimuthal equidistant plane about a place, in metres: range and bearing from there are true.
///
/// Across the bearing, lengths at ρ metres from the middle are 1 + ρ²/6R² too long (Snyder, "Map Projections: A Working
/// Manual", USGS PP 1395, p. 191): 4 parts in 100,000 at 100 km.
#[derive(Clone, Copy, Debug)]
pub(super) struct Plane(Position);

impl Plane {
    /// The plane about the middle of the box around these places; `None` without any.
    pub(super) fn about(places: &[Position]) -> Option<Self> {
        use geo::BoundingRect as _;
        let middle = unrolled(places).bounding_rect()?.center();
        Some(Self(Position::clamped(middle.y, middle.x)))
    }

    /// The place that is the plane's origin.
    pub(super) const fn middle(self) -> Position {
        self.0
    }

    /// Where on the plane a place is.
    pub(super) fn on(self, place: Position) -> Coord<f64> {
        let leg = inverse(self.0, place);
        let bearing = leg.initial.value().to_radians();
        coord! { x: leg.distance.value() * bearing.sin(), y: leg.distance.value() * bearing.cos() }
    }

    /// The place at a point of the plane, rounded as a plan file keeps it.
    pub(super) fn off(self, c: Coord<f64>) -> Position {
        destination(self.0, Course::wrapped(c.x.atan2(c.y).to_degrees()), Metres::magnitude(c.x.hypot(c.y))).rounded()
    }

    /// Polygons of the plane as they lie on the Earth; `None` if there are none.
    pub(super) fn area_from(self, parts: &MultiPolygon<f64>) -> Option<Geometry<f64>> {
        let ring = |ring: &LineString<f64>| unrolled(&ring.coords().map(|c| self.off(*c)).collect::<Vec<_>>());
        let pieces = parts
            .iter()
            .flat_map(|p| polygons(cut(Polygon::new(ring(p.exterior()), p.interiors().iter().map(ring).collect()))));
        one_or_many(pieces.collect())
    }
}

/// Longitudes that run on without a jump from one place to the next, beyond ±180 if need be.
pub(super) fn unrolled(places: &[Position]) -> LineString<f64> {
    let mut turn = 0.0;
    let mut before: Option<f64> = None;
    let coords = places.iter().map(|place| {
        if let Some(step) = before.map(|lon| place.lon() - lon).filter(|step| step.abs() > 180.0) {
            turn -= 360.0_f64.copysign(step);
        }
        before = Some(place.lon());
        coord! { x: place.lon() + turn, y: place.lat() }
    });
    LineString(coords.collect())
}

/// A polygon whose longitudes may run beyond ±180, as parts within them.
pub(super) fn cut(polygon: Polygon<f64>) -> Geometry<f64> {
    let is_within = polygon.exterior().coords().all(|c| c.x.abs() <= 180.0);
    if is_within {
        return Geometry::Polygon(polygon);
    }
    let pieces: Vec<Polygon<f64>> = [-360.0, 0.0, 360.0]
        .into_iter()
        .flat_map(|turn| {
            let world = Rect::new(coord! { x: turn - 180.0, y: -90.0 }, coord! { x: turn + 180.0, y: 90.0 });
            let inside = world.to_polygon().intersection(&polygon);
            inside
                .map_coords(|c| coord! { x: seven_decimals((c.x - turn).clamp(-180.0, 180.0)), y: seven_decimals(c.y) })
                .0
        })
        .collect();
    one_or_many(pieces).unwrap_or(Geometry::Polygon(polygon))
}

/// Degrees as a plan file keeps them.
pub(super) fn seven_decimals(degrees: f64) -> f64 {
    (degrees * 1e7).round() / 1e7
}

/// The polygons that a geometry is made of.
pub(super) fn polygons(geometry: Geometry<f64>) -> Vec<Polygon<f64>> {
    match geometry {
        Geometry::Polygon(one) => vec![one],
        Geometry::MultiPolygon(parts) => parts.0,
        _ => Vec::new(),
    }
}

/// One polygon, several, or none.
pub(super) fn one_or_many(mut pieces: Vec<Polygon<f64>>) -> Option<Geometry<f64>> {
    match pieces.len() {
        0 => None,
        1 => pieces.pop().map(Geometry::Polygon),
        _ => Some(Geometry::MultiPolygon(MultiPolygon(pieces))),
    }
}
