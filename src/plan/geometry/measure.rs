//! How large a geometry is, and whether its outline crosses itself.

use geo::line_intersection::{LineIntersection, line_intersection};
use geo::{Coord, Geometry, Line, LineString, Polygon};

use crate::geodesy::{Position, distance};
use crate::units::{Metres, SquareMetres};

/// How long a geometry's outline is, and how much it covers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Size {
    /// Length of the outline, holes included, or of the line; zero for points.
    pub perimeter: Metres,
    /// Area without the holes; `None` for lines and points.
    pub area: Option<SquareMetres>,
}

/// The size of a geometry on the ellipsoid, its edges straight in longitude and latitude.
#[must_use]
pub fn size(geometry: &Geometry<f64>) -> Size {
    let mut rings: Vec<&LineString<f64>> = Vec::new();
    let mut square_metres = None;
    collect(geometry, &mut rings, &mut square_metres);
    let is_cut = is_cut(&rings);
    let metres = rings.iter().map(|ring| length(ring, is_cut)).sum();
    Size { perimeter: Metres::magnitude(metres), area: square_metres.map(SquareMetres::magnitude) }
}

fn collect<'a>(geometry: &'a Geometry<f64>, rings: &mut Vec<&'a LineString<f64>>, area: &mut Option<f64>) {
    let mut polygon = |polygon: &'a Polygon<f64>| {
        let holes: f64 = polygon.interiors().iter().map(ring_area).sum();
        *area = Some(area.unwrap_or(0.0) + (ring_area(polygon.exterior()) - holes).max(0.0));
        rings.push(polygon.exterior());
        rings.extend(polygon.interiors());
    };
    match geometry {
        Geometry::Polygon(one) => polygon(one),
        Geometry::MultiPolygon(parts) => parts.iter().for_each(polygon),
        Geometry::LineString(line) => rings.push(line),
        Geometry::MultiLineString(lines) => rings.extend(lines),
        Geometry::GeometryCollection(parts) => parts.iter().for_each(|part| collect(part, rings, area)),
        _ => {}
    }
}

/// Whether the shape was cut at the antimeridian: it has edges along both of its sides.
fn is_cut(rings: &[&LineString<f64>]) -> bool {
    let runs_along = |lon: f64| {
        let mut lines = rings.iter().flat_map(|ring| ring.lines());
        lines.any(|line| is_at(line.start.x, lon) && is_at(line.end.x, lon))
    };
    runs_along(180.0) && runs_along(-180.0)
}

fn is_at(value: f64, wanted: f64) -> bool {
    (value - wanted).abs() < 1e-9
}

/// Pieces of an edge are no longer than this in either degree, so that each is a geodesic to within 1 part in 10⁶.
const PIECE_DEGREES: f64 = 0.25;

fn length(ring: &LineString<f64>, is_cut: bool) -> f64 {
    let is_seam = |line: &Line<f64>| is_cut && is_at(line.start.x.abs(), 180.0) && is_at(line.start.x, line.end.x);
    ring.lines().filter(|line| !is_seam(line)).map(edge_length).sum()
}

fn edge_length(edge: Line<f64>) -> f64 {
    let (wide, high) = (edge.dx(), edge.dy());
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped just before the cast")]
    let n = (wide.abs().max(high.abs()) / PIECE_DEGREES).ceil().clamp(1.0, 1440.0) as u32;
    let at = |i: u32| {
        let share = f64::from(i) / f64::from(n);
        Position::clamped(edge.start.y + share * high, edge.start.x + share * wide)
    };
    (0..n).map(|i| distance(at(i), at(i + 1)).value()).sum()
}

/// Semi-minor axis of WGS 84 in metres, and its first eccentricity squared. Source: NGA.STND.0036, table 3.1.
const SEMI_MINOR_METRES: f64 = 6_356_752.314_245_179;
const ECCENTRICITY_SQUARED: f64 = 6.694_379_990_141_317e-3;

/// Nodes and weights of Gauss–Legendre quadrature on -1..1. Source: Abramowitz and Stegun, table 25.4, n = 5.
const QUADRATURE: [(f64, f64); 5] = [
    (0.0, 0.568_888_888_888_889),
    (0.538_469_310_105_683, 0.478_628_670_499_366),
    (-0.538_469_310_105_683, 0.478_628_670_499_366),
    (0.906_179_845_938_664, 0.236_926_885_056_189),
    (-0.906_179_845_938_664, 0.236_926_885_056_189),
];

/// The area in square metres inside a ring, whichever way round it runs.
///
/// By Green's theorem it is the integral of `b²/2 · q(lat) d(lon)` around the ring, q being the authalic function
/// (Snyder, "Map Projections: A Working Manual", USGS PP 1395, eq. 3-12, divided by 1 − e²).
fn ring_area(ring: &LineString<f64>) -> f64 {
    ring_of_edges(ring.lines())
}

/// The size of the area inside a ring on the ellipsoid, its edges straight in longitude and latitude, whichever way round
/// it runs; closing it again changes nothing.
#[must_use]
pub fn ring_size(ring: &[Coord<f64>]) -> SquareMetres {
    let closing = ring.last().zip(ring.first());
    let edges = ring.iter().zip(ring.iter().skip(1)).chain(closing);
    SquareMetres::magnitude(ring_of_edges(edges.map(|(start, end)| Line::new(*start, *end))))
}

fn ring_of_edges(edges: impl Iterator<Item = Line<f64>>) -> f64 {
    let signed: f64 = edges.map(|edge| edge_integral(&edge)).sum();
    (signed * SEMI_MINOR_METRES * SEMI_MINOR_METRES / 2.0).abs()
}

fn edge_integral(edge: &Line<f64>) -> f64 {
    if edge.dx() == 0.0 {
        return 0.0;
    }
    // q is smooth: five nodes over each five degrees of latitude leave nothing to see.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "latitudes span 180 degrees at most")]
    let n = (edge.dy().abs() / 5.0).ceil().clamp(1.0, 36.0) as u32;
    let piece = edge.dy() / f64::from(n);
    let sum: f64 = (0..n)
        .flat_map(|i| QUADRATURE.map(|(node, weight)| (f64::from(i) + 0.5 + node / 2.0, weight)))
        .map(|(steps, weight)| weight / 2.0 * authalic(edge.start.y + steps * piece))
        .sum();
    sum / f64::from(n) * edge.dx().to_radians()
}

fn authalic(lat_degrees: f64) -> f64 {
    let sine = lat_degrees.to_radians().sin();
    let e = ECCENTRICITY_SQUARED.sqrt();
    sine / (1.0 - ECCENTRICITY_SQUARED * sine * sine) + (e * sine).atanh() / e
}

/// Where the outline of a polygon first crosses itself; `None` if it does not, and for lines and points.
#[must_use]
pub fn self_crossing(geometry: &Geometry<f64>) -> Option<Position> {
    match geometry {
        Geometry::Polygon(polygon) => polygon_crossing(polygon),
        Geometry::MultiPolygon(parts) => parts.iter().find_map(polygon_crossing),
        Geometry::GeometryCollection(parts) => parts.iter().find_map(self_crossing),
        _ => None,
    }
}

/// Where legs that a vertex's move gives an outline cross the rest of it, the legs beside them left out; `None` where they do not.
#[must_use]
pub fn crossing_of_leg(geometry: &Geometry<f64>, legs: &[[Position; 2]]) -> Option<Position> {
    let ends: Vec<Coord<f64>> = legs.iter().flatten().map(|place| place.coord()).collect();
    let is_beside = |edge: &Line<f64>| ends.contains(&edge.start) || ends.contains(&edge.end);
    legs.iter().find_map(|[from, to]| {
        let leg = Line::new(from.coord(), to.coord());
        let (low, high) =
            ((west(&leg), leg.start.y.min(leg.end.y)), (leg.start.x.max(leg.end.x), leg.start.y.max(leg.end.y)));
        let is_near = |edge: &Line<f64>| {
            west(edge) <= high.0
                && edge.start.x.max(edge.end.x) >= low.0
                && edge.start.y.min(edge.end.y) <= high.1
                && edge.start.y.max(edge.end.y) >= low.1
        };
        let edges = super::edges(geometry).map(|edge| Line::new(edge.start.coord(), edge.end.coord()));
        let mut near = edges.filter(is_near).filter(|edge| !is_beside(edge));
        near.find_map(|edge| crossing(&leg, &edge)).and_then(Position::from_coord)
    })
}

/// Sweeps from west to east, so that only edges that share a longitude are compared.
fn polygon_crossing(polygon: &Polygon<f64>) -> Option<Position> {
    let rings = std::iter::once(polygon.exterior()).chain(polygon.interiors());
    let mut edges: Vec<Line<f64>> = rings.flat_map(LineString::lines).filter(|l| l.start != l.end).collect();
    edges.sort_by(|a, b| west(a).total_cmp(&west(b)));
    edges.iter().enumerate().find_map(|(i, edge)| {
        let east = edge.start.x.max(edge.end.x);
        let beside = edges.iter().skip(i + 1).take_while(|other| west(other) <= east);
        beside.into_iter().find_map(|other| crossing(edge, other)).and_then(Position::from_coord)
    })
}

fn west(edge: &Line<f64>) -> f64 {
    edge.start.x.min(edge.end.x)
}

fn crossing(one: &Line<f64>, other: &Line<f64>) -> Option<Coord<f64>> {
    match line_intersection(*one, *other)? {
        LineIntersection::SinglePoint { intersection, is_proper: true } => Some(intersection),
        LineIntersection::SinglePoint { .. } => None,
        LineIntersection::Collinear { intersection } => {
            (intersection.start != intersection.end).then_some(intersection.start)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::{line_string, polygon};
    use proptest::prelude::*;

    fn box_area(south: f64, west: f64, north: f64, east: f64) -> f64 {
        let ring = polygon![(x: west, y: south), (x: east, y: south), (x: east, y: north), (x: west, y: north)];
        size(&ring.into()).area.expect("a polygon has an area").value()
    }

    #[test]
    fn the_whole_earth_is_510_million_square_kilometres() {
        // WGS 84 surface area, 510 065 621.724 km² (NGA.STND.0036, table 3.4).
        let km2 = box_area(-90.0, -180.0, 90.0, 180.0) / 1e6;
        assert!((km2 - 510_065_621.724).abs() < 1.0, "{km2}");
    }

    #[test]
    fn an_area_of_a_navigational_warning() {
        // 38-46.58N 120-59.10E, 38-46.58N 121-05.88E, 38-41.60N 121-05.88E, 38-41.60N 120-59.10E:
        // 90.528196 km² by GeographicLib's Planimeter, whose edges are geodesics (1.5 m off the parallel here).
        let km2 = box_area(38.0 + 41.60 / 60.0, 120.0 + 59.10 / 60.0, 38.0 + 46.58 / 60.0, 121.0 + 5.88 / 60.0) / 1e6;
        assert!((km2 - 90.528_196).abs() < 1e-3, "{km2}");
    }

    #[test]
    fn small_triangles_measure_as_with_geodesic_edges() {
        // GeographicLib's Planimeter test (2,1)(1,2)(3,3): 18454562325.45 m² with geodesic edges.
        let triangle = polygon![(x: 1.0, y: 2.0), (x: 2.0, y: 1.0), (x: 3.0, y: 3.0)];
        let area = size(&triangle.into()).area.expect("a polygon has an area").value();
        assert!((area / 18_454_562_325.45 - 1.0).abs() < 2e-4, "{area}");
    }

    #[test]
    fn a_parallel_is_longer_than_the_geodesic_between_its_ends() {
        // At 38N a degree of longitude is 87 832.43 m along the parallel: (π/180)·a·cos φ/√(1 − e² sin² φ).
        let metres = size(&line_string![(x: 123.0, y: 38.0), (x: 129.0, y: 38.0)].into()).perimeter.value();
        let (a, lat) = (6_378_137.0_f64, 38.0_f64.to_radians());
        let parallel = 6.0_f64.to_radians() * a * lat.cos() / (1.0 - ECCENTRICITY_SQUARED * lat.sin().powi(2)).sqrt();
        assert!((metres - parallel).abs() < 1.0, "{metres} {parallel}");
    }

    #[test]
    fn a_hole_is_taken_out_and_its_edge_counts() {
        let outer = line_string![(x: 124.0, y: 38.0), (x: 125.0, y: 38.0), (x: 125.0, y: 39.0), (x: 124.0, y: 39.0)];
        let hole = line_string![(x: 124.4, y: 38.4), (x: 124.6, y: 38.4), (x: 124.6, y: 38.6), (x: 124.4, y: 38.6)];
        let whole = size(&Polygon::new(outer.clone(), vec![]).into());
        let holed = size(&Polygon::new(outer, vec![hole.clone()]).into());
        let missing = size(&Polygon::new(hole, vec![]).into());
        let area = |s: Size| s.area.expect("a polygon has an area").value();
        assert!((area(whole) - area(holed) - area(missing)).abs() < 1.0);
        assert!((holed.perimeter.value() - whole.perimeter.value() - missing.perimeter.value()).abs() < 1e-6);
    }

    #[test]
    fn a_bow_tie_crosses_itself_and_a_square_does_not() {
        let bow = polygon![(x: 124.0, y: 38.0), (x: 125.0, y: 39.0), (x: 125.0, y: 38.0), (x: 124.0, y: 39.0)];
        assert_eq!(self_crossing(&bow.into()), Position::new(38.5, 124.5));
        let square = polygon![(x: 124.0, y: 38.0), (x: 125.0, y: 38.0), (x: 125.0, y: 39.0), (x: 124.0, y: 39.0)];
        assert_eq!(self_crossing(&square.into()), None);
    }

    #[test]
    fn an_edge_that_runs_back_along_itself_is_a_crossing() {
        let spike = polygon![
            (x: 124.0, y: 38.0), (x: 125.0, y: 38.0), (x: 126.0, y: 38.0), (x: 125.5, y: 38.0), (x: 125.0, y: 39.0)
        ];
        assert!(self_crossing(&spike.into()).is_some());
    }

    proptest! {
        #[test]
        fn halves_add_up(south in -89.0..80.0_f64, high in 0.01..9.0_f64, west in -180.0..170.0_f64, wide in 0.01..9.0_f64) {
            let (north, east, middle) = (south + high, west + wide, west + wide / 2.0);
            let whole = box_area(south, west, north, east);
            let halves = box_area(south, west, north, middle) + box_area(south, middle, north, east);
            prop_assert!((whole - halves).abs() <= whole * 1e-9 + 1e-3, "{whole} {halves}");
        }
    }
}
