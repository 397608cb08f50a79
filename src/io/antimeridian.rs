//! The antimeridian: shapes that cross it are cut there, as RFC 7946 section 3.1.9 asks.
//!
//! Owns the cut and the bounding box of cut shapes. Never joins pieces again: a cut shape is as right as a whole one, and
//! every reader understands it. Start at [`cut`].
//!
//! A shape crosses if it goes beyond ±180°, or if one of its edges spans more than 270° of longitude but not the whole
//! turn: no edge a planner draws is that long, so it means the short way round. Narrower edges are taken as they stand.

use geo::{BooleanOps as _, BoundingRect as _, Coord, Geometry, LineString, MapCoords as _, Polygon, Rect};

use super::geojson_geometry::{round_e7, wound};

/// Edges wider than this, in degrees of longitude, go the short way round.
const WIDEST_EDGE_DEGREES: f64 = 270.0;

/// The geometry with every part inside ±180°, and whether anything had to be cut or turned.
pub(crate) fn cut(geometry: Geometry<f64>) -> (Geometry<f64>, bool) {
    if !needs_cut(&geometry) {
        return (geometry, false);
    }
    (cut_anyway(geometry), true)
}

fn needs_cut(geometry: &Geometry<f64>) -> bool {
    let line = |line: &LineString<f64>| {
        line.0.iter().any(|c| c.x.abs() > 180.0) || line.lines().any(|l| goes_round(l.end.x - l.start.x))
    };
    let polygon = |polygon: &Polygon<f64>| line(polygon.exterior()) || polygon.interiors().iter().any(line);
    match geometry {
        Geometry::Point(point) => point.x().abs() > 180.0,
        Geometry::MultiPoint(points) => points.iter().any(|p| p.x().abs() > 180.0),
        Geometry::Line(l) => line(&LineString(vec![l.start, l.end])),
        Geometry::LineString(l) => line(l),
        Geometry::MultiLineString(lines) => lines.iter().any(line),
        Geometry::Polygon(p) => polygon(p),
        Geometry::MultiPolygon(parts) => parts.iter().any(polygon),
        Geometry::GeometryCollection(parts) => parts.iter().any(needs_cut),
        Geometry::Rect(rect) => polygon(&rect.to_polygon()),
        Geometry::Triangle(triangle) => polygon(&triangle.to_polygon()),
    }
}

fn goes_round(width: f64) -> bool {
    width.abs() > WIDEST_EDGE_DEGREES && width.abs() < 360.0
}

fn cut_anyway(geometry: Geometry<f64>) -> Geometry<f64> {
    match geometry {
        Geometry::Point(point) => Geometry::Point(turned(point.0).into()),
        Geometry::MultiPoint(points) => Geometry::MultiPoint(points.map_coords(turned)),
        Geometry::Line(line) => line_pieces(vec![LineString(vec![line.start, line.end])]),
        Geometry::LineString(line) => line_pieces(vec![line]),
        Geometry::MultiLineString(lines) => line_pieces(lines.0),
        Geometry::Polygon(polygon) => polygon_pieces(vec![polygon]),
        Geometry::MultiPolygon(parts) => polygon_pieces(parts.0),
        Geometry::Rect(rect) => polygon_pieces(vec![rect.to_polygon()]),
        Geometry::Triangle(triangle) => polygon_pieces(vec![triangle.to_polygon()]),
        Geometry::GeometryCollection(parts) => {
            Geometry::GeometryCollection(parts.into_iter().map(|part| cut(part).0).collect::<Vec<_>>().into())
        }
    }
}

fn turned(coord: Coord<f64>) -> Coord<f64> {
    if coord.x.abs() <= 180.0 {
        return coord;
    }
    Coord { x: round_e7((coord.x + 180.0).rem_euclid(360.0) - 180.0), y: coord.y }
}

/// A line whose longitudes run on without jumps.
pub(crate) fn unrolled(line: &LineString<f64>) -> LineString<f64> {
    let mut turn = 0.0;
    let mut before: Option<f64> = None;
    let coords = line.0.iter().map(|c| {
        if let Some(x) = before.filter(|x| goes_round(c.x - x)) {
            turn += if c.x > x { -360.0 } else { 360.0 };
        }
        before = Some(c.x);
        Coord { x: c.x + turn, y: c.y }
    });
    LineString(coords.collect())
}

fn line_pieces(lines: Vec<LineString<f64>>) -> Geometry<f64> {
    let mut pieces: Vec<LineString<f64>> = Vec::new();
    for line in lines {
        let line = unrolled(&line);
        let mut piece: Vec<Coord<f64>> = Vec::new();
        for leg in line.lines() {
            // The turn a leg's middle lies in, stepping over each meridian ±180 + 360 k between its ends.
            let mut from = leg.start;
            for seam in seams(leg.start.x, leg.end.x) {
                let t = (seam - leg.start.x) / (leg.end.x - leg.start.x);
                let crossing = Coord { x: seam, y: round_e7(leg.start.y + t * (leg.end.y - leg.start.y)) };
                push_leg(&mut piece, &mut pieces, from, crossing);
                from = crossing;
            }
            push_leg(&mut piece, &mut pieces, from, leg.end);
        }
        if piece.len() > 1 {
            pieces.push(LineString(piece));
        }
    }
    let mut pieces = pieces.into_iter();
    match (pieces.next(), pieces.next()) {
        (Some(only), None) => Geometry::LineString(only),
        (first, second) => {
            Geometry::MultiLineString(geo::MultiLineString(first.into_iter().chain(second).chain(pieces).collect()))
        }
    }
}

/// The longitudes ±180 + 360 k strictly between two, in the order of travel.
fn seams(from: f64, to: f64) -> Vec<f64> {
    let (low, high) = (from.min(to), from.max(to));
    let mut seams: Vec<f64> =
        [-540.0, -180.0, 180.0, 540.0].into_iter().filter(|seam| *seam > low && *seam < high).collect();
    if to < from {
        seams.reverse();
    }
    seams
}

fn push_leg(piece: &mut Vec<Coord<f64>>, pieces: &mut Vec<LineString<f64>>, from: Coord<f64>, to: Coord<f64>) {
    if from == to {
        return;
    }
    let turn = ((f64::midpoint(from.x, to.x) + 180.0) / 360.0).floor() * 360.0;
    let at = |c: Coord<f64>| Coord { x: round_e7(c.x - turn), y: c.y };
    if piece.last() != Some(&at(from)) {
        if piece.len() > 1 {
            pieces.push(LineString(std::mem::take(piece)));
        }
        *piece = vec![at(from)];
    }
    piece.push(at(to));
}

fn polygon_pieces(polygons: Vec<Polygon<f64>>) -> Geometry<f64> {
    let mut pieces: Vec<Polygon<f64>> = Vec::new();
    for polygon in polygons {
        let exterior = unrolled(polygon.exterior());
        let centre = exterior.bounding_rect().map_or(0.0, |r| r.center().x);
        // A hole is brought into the same turn as its outer ring.
        let interiors = polygon.interiors().iter().map(|ring| {
            let ring = unrolled(ring);
            let own = ring.bounding_rect().map_or(centre, |r| r.center().x);
            let turns = ((centre - own) / 360.0).round() * 360.0;
            ring.map_coords(|c| Coord { x: c.x + turns, y: c.y })
        });
        let whole = Polygon::new(exterior, interiors.collect());
        let Some(bounds) = whole.bounding_rect() else { continue };
        for turn in [-720.0, -360.0, 0.0, 360.0, 720.0] {
            let (west, east) = (turn - 180.0, turn + 180.0);
            if bounds.max().x <= west || bounds.min().x >= east {
                continue;
            }
            let back = |c: Coord<f64>| Coord { x: round_e7(c.x - turn).clamp(-180.0, 180.0), y: round_e7(c.y) };
            if bounds.min().x >= west && bounds.max().x <= east {
                pieces.push(whole.map_coords(back));
            } else {
                let band = Rect::new(Coord { x: west, y: -90.0 }, Coord { x: east, y: 90.0 }).to_polygon();
                pieces.extend(whole.intersection(&band).0.into_iter().map(|piece| piece.map_coords(back)));
            }
        }
    }
    let mut pieces = pieces.into_iter();
    wound(match (pieces.next(), pieces.next()) {
        (Some(only), None) => Geometry::Polygon(only),
        (first, second) => {
            Geometry::MultiPolygon(geo::MultiPolygon(first.into_iter().chain(second).chain(pieces).collect()))
        }
    })
}

/// West, south, east, north of geometries inside ±180°; west is greater than east if they meet over the antimeridian.
pub(crate) fn bbox<'a>(geometries: impl Iterator<Item = &'a Geometry<f64>>) -> Option<[f64; 4]> {
    let mut rects: Vec<Rect<f64>> = Vec::new();
    for geometry in geometries {
        part_rects(geometry, &mut rects);
    }
    let first = rects.first()?;
    let (mut west, mut south, mut east, mut north) = (first.min().x, first.min().y, first.max().x, first.max().y);
    for rect in &rects {
        west = west.min(rect.min().x);
        south = south.min(rect.min().y);
        east = east.max(rect.max().x);
        north = north.max(rect.max().y);
    }
    // Cut shapes have one part that ends at +180 and another that begins at -180.
    let is_full = rects.iter().any(|r| r.width() >= 360.0);
    let meets = rects.iter().any(|r| r.max().x >= 180.0) && rects.iter().any(|r| r.min().x <= -180.0);
    if meets && !is_full {
        let mut spans: Vec<(f64, f64)> = rects.iter().map(|r| (r.min().x, r.max().x)).collect();
        spans.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut reach = f64::NEG_INFINITY;
        let mut widest = (0.0, west, east);
        for (from, to) in spans {
            if reach.is_finite() && from - reach > widest.0 {
                widest = (from - reach, from, reach);
            }
            reach = reach.max(to);
        }
        (west, east) = (widest.1, widest.2);
    }
    Some([west, south, east, north])
}

fn part_rects(geometry: &Geometry<f64>, rects: &mut Vec<Rect<f64>>) {
    match geometry {
        Geometry::MultiPolygon(parts) => rects.extend(parts.iter().filter_map(geo::BoundingRect::bounding_rect)),
        Geometry::MultiLineString(parts) => rects.extend(parts.iter().filter_map(geo::BoundingRect::bounding_rect)),
        Geometry::MultiPoint(parts) => rects.extend(parts.iter().map(geo::BoundingRect::bounding_rect)),
        Geometry::GeometryCollection(parts) => parts.iter().for_each(|part| part_rects(part, rects)),
        other => rects.extend(other.bounding_rect()),
    }
}

#[cfg(test)]
mod tests {
    use geo::Area as _;

    use super::*;

    #[test]
    fn the_polygon_of_rfc_7946_is_cut_in_two() {
        // RFC 7946 section 3.1.9: 40°N to 50°N, 170°E to 170°W.
        let whole =
            Polygon::new(LineString::from(vec![(170.0, 40.0), (-170.0, 40.0), (-170.0, 50.0), (170.0, 50.0)]), vec![]);
        let (geometry, is_cut) = cut(Geometry::Polygon(whole));
        assert!(is_cut);
        let Geometry::MultiPolygon(parts) = &geometry else { panic!("{geometry:?}") };
        assert_eq!(parts.0.len(), 2);
        assert!((parts.unsigned_area() - 200.0).abs() < 1e-6);
        assert_eq!(bbox(std::iter::once(&geometry)), Some([170.0, 40.0, -170.0, 50.0]));
        assert!(!cut(geometry.clone()).1, "cut once, it needs no second cut");
    }

    #[test]
    fn the_line_of_rfc_7946_is_cut_at_its_crossing() {
        // RFC 7946 section 3.1.9: from 45°N 170°E to 45°N 170°W.
        let (geometry, _) = cut(Geometry::LineString(LineString::from(vec![(170.0, 45.0), (190.0, 45.0)])));
        let expected = geo::MultiLineString(vec![
            LineString::from(vec![(170.0, 45.0), (180.0, 45.0)]),
            LineString::from(vec![(-180.0, 45.0), (-170.0, 45.0)]),
        ]);
        assert_eq!(geometry, Geometry::MultiLineString(expected));
    }

    #[test]
    fn a_hole_beyond_the_antimeridian_stays_a_hole() {
        let whole = Polygon::new(
            LineString::from(vec![(170.0, 40.0), (190.0, 40.0), (190.0, 50.0), (170.0, 50.0)]),
            vec![LineString::from(vec![(-176.0, 44.0), (-174.0, 44.0), (-174.0, 46.0), (-176.0, 46.0)])],
        );
        let (geometry, _) = cut(Geometry::Polygon(whole));
        assert!((geometry.unsigned_area() - 196.0).abs() < 1e-6);
    }

    #[test]
    fn a_world_wide_rectangle_is_left_whole() {
        let world = Rect::new(Coord { x: -180.0, y: -90.0 }, Coord { x: 180.0, y: 90.0 }).to_polygon();
        assert!(!cut(Geometry::Polygon(world)).1);
    }
}
