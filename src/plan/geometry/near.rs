//! The vertex or the place on an edge of a geometry that is nearest to a place: what drawing snaps to.
//!
//! Owns that search, on the plane about the place. Never knows a screen. Start at [`nearest`].

use geo::{Coord, Geometry};

use super::vertex::rings;
use crate::geodesy::Position;

/// A place on a geometry near another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Near {
    /// Where.
    pub place: Position,
    /// How far away, degrees of latitude.
    pub degrees: f64,
    /// Whether it is a vertex, and not just somewhere on an edge.
    pub is_vertex: bool,
}

/// The vertex of a geometry nearest to a place, else the nearest place on an edge, within `reach` degrees of latitude.
///
/// Edges are straight in longitude and latitude, as a file has them. Of a circle or another shape only the curve counts, not the
/// vertices that stand for it: `has_vertices` says which it is.
#[must_use]
pub fn nearest(geometry: &Geometry<f64>, at: Position, reach: f64, has_vertices: bool) -> Option<Near> {
    let middle = at.coord();
    let shrink = middle.y.to_radians().cos().max(1e-6);
    let mut best: Option<Near> = None;
    if has_vertices {
        for (ring, _) in rings(geometry) {
            for vertex in ring.iter().filter(|vertex| (vertex.y - middle.y).abs() <= reach) {
                let degrees = (turned(vertex.x - middle.x) * shrink).hypot(vertex.y - middle.y);
                offer(&mut best, *vertex, degrees, reach, true);
            }
        }
        if best.is_some() {
            return best;
        }
    }
    for (ring, is_closed) in rings(geometry) {
        let first = ring.first().copied().filter(|_| is_closed);
        let ends = ring.iter().skip(1).copied().chain(first);
        for (start, end) in ring.iter().copied().zip(ends) {
            if start.y.min(end.y) > middle.y + reach || start.y.max(end.y) < middle.y - reach {
                continue;
            }
            // Degrees of latitude on the plane about the place.
            let off = |coord: Coord<f64>| [turned(coord.x - middle.x) * shrink, coord.y - middle.y];
            let ([ax, ay], [bx, by]) = (off(start), off(end));
            let (dx, dy) = (bx - ax, by - ay);
            // An edge across the antimeridian is unrolled the other way here, and left out.
            if dx.abs() > 180.0 * shrink {
                continue;
            }
            let squared = dx * dx + dy * dy;
            let share = if squared > 0.0 { (-(ax * dx + ay * dy) / squared).clamp(0.0, 1.0) } else { 0.0 };
            let degrees = (ax + share * dx).hypot(ay + share * dy);
            let lon = start.x + share * turned(end.x - start.x);
            offer(&mut best, Coord { x: lon, y: start.y + share * (end.y - start.y) }, degrees, reach, false);
        }
    }
    best
}

/// Takes a place where it is nearer than the best so far.
fn offer(best: &mut Option<Near>, coord: Coord<f64>, degrees: f64, reach: f64, is_vertex: bool) {
    if degrees <= reach && best.is_none_or(|best| degrees < best.degrees) {
        let place = Position::clamped(coord.y, coord.x);
        *best = Some(Near { place: if is_vertex { place } else { place.rounded() }, degrees, is_vertex });
    }
}

/// A difference of longitudes, the short way round.
fn turned(degrees: f64) -> f64 {
    // Dividing takes longer than all the rest, and is hardly ever wanted.
    if degrees.abs() < 180.0 {
        return degrees;
    }
    (degrees + 540.0).rem_euclid(360.0) - 180.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::polygon;

    fn at(lat: f64, lon: f64) -> Position {
        Position::clamped(lat, lon)
    }

    #[test]
    fn a_vertex_goes_before_an_edge_and_both_only_within_reach() {
        let square: Geometry<f64> =
            polygon![(x: 124.0, y: 37.0), (x: 125.0, y: 37.0), (x: 125.0, y: 38.0), (x: 124.0, y: 38.0)].into();
        let vertex = nearest(&square, at(37.01, 124.01), 0.05, true).expect("a vertex");
        assert!(vertex.is_vertex && vertex.place == at(37.0, 124.0));
        let edge = nearest(&square, at(37.01, 124.01), 0.05, false).expect("an edge");
        // The western edge is nearer than the southern one: a degree of longitude is shorter than one of latitude.
        assert!(!edge.is_vertex && edge.place == at(37.01, 124.0), "{edge:?}");
        assert!((edge.degrees - 0.01 * 37.01_f64.to_radians().cos()).abs() < 1e-9);
        assert_eq!(nearest(&square, at(37.5, 124.5), 0.05, true), None);
    }

    #[test]
    fn the_closing_edge_of_a_ring_counts_and_the_other_side_of_the_earth_does_not() {
        let triangle: Geometry<f64> = polygon![(x: 179.0, y: 0.0), (x: 179.8, y: 0.0), (x: 179.8, y: 1.0)].into();
        let closing = nearest(&triangle, at(0.5, 179.39), 0.05, true).expect("the edge back to the first vertex");
        assert!((closing.place.lon() - 179.395).abs() < 0.01 && !closing.is_vertex, "{closing:?}");
        assert_eq!(nearest(&triangle, at(0.5, -0.6), 0.5, true), None);
        let across = nearest(&triangle, at(0.5, -179.9), 0.5, false).expect("an edge across the antimeridian");
        assert_eq!(across.place, at(0.5, 179.8));
    }
}
