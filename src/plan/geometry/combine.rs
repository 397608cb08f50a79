//! Areas made of areas: joined, taken from one another, cut by a line, grown, simplified.
//!
//! Edges are straight in longitude and latitude throughout, as the plan file means them; only [`buffered`] reckons in metres.

use geo::{
    BooleanOps as _, BoundingRect as _, Buffer as _, Coord, CoordsIter as _, Geometry, LineString, MapCoords as _,
    MultiPolygon, Point, Polygon, SimplifyIdx as _, coord, unary_union,
};

use super::plane::{Plane, cut, one_or_many, polygons, seven_decimals};
use super::self_crossing;
use crate::geodesy::Position;
use crate::units::Metres;

/// Why areas could not be combined. Nothing is changed then.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CombineError {
    /// One of them covers nothing: a line, a point, a feature without a place.
    #[error("only areas can be combined; a line or a point covers nothing")]
    NotAnArea,
    /// Nothing would be left.
    #[error("nothing would be left")]
    NothingLeft,
    /// They do not touch.
    #[error("they have nothing in common")]
    NothingShared,
    /// The line does not run through the area.
    #[error("the line does not divide the area")]
    NotDivided,
    /// It could not be done without the outline crossing itself.
    #[error("the outline would cross itself; try a smaller tolerance")]
    WouldCross,
    /// Its geometry is one that this cannot be done to.
    #[error("this cannot be done to such a geometry")]
    Unsuited,
}

/// All that any of these areas covers.
///
/// # Errors
/// [`CombineError::NotAnArea`].
pub fn union(areas: &[&Geometry<f64>]) -> Result<Geometry<f64>, CombineError> {
    let world = World::of(areas);
    let parts: Vec<Polygon<f64>> =
        areas.iter().map(|area| world.area(area)).collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect();
    World::back(&unary_union(&parts)).ok_or(CombineError::NothingLeft)
}

/// What `area` covers and none of the others.
///
/// # Errors
/// [`CombineError::NothingLeft`], [`CombineError::NotAnArea`].
pub fn subtracted(area: &Geometry<f64>, others: &[&Geometry<f64>]) -> Result<Geometry<f64>, CombineError> {
    let all: Vec<&Geometry<f64>> = std::iter::once(area).chain(others.iter().copied()).collect();
    let world = World::of(&all);
    let mut taken = Vec::new();
    for other in others {
        taken.extend(world.area(other)?);
    }
    World::back(&world.area(area)?.difference(&unary_union(&taken))).ok_or(CombineError::NothingLeft)
}

/// What all of these areas cover.
///
/// # Errors
/// [`CombineError::NothingShared`], [`CombineError::NotAnArea`].
pub fn intersection(areas: &[&Geometry<f64>]) -> Result<Geometry<f64>, CombineError> {
    let world = World::of(areas);
    let mut shared: Option<MultiPolygon<f64>> = None;
    for area in areas {
        let area = world.area(area)?;
        shared = Some(shared.map_or_else(|| area.clone(), |shared| shared.intersection(&area)));
    }
    shared.and_then(|shared| World::back(&shared)).ok_or(CombineError::NothingShared)
}

/// The pieces into which a line cuts an area, from west to east. The line's first and last leg run on beyond its ends, so that it
/// need not be drawn across the whole area.
///
/// # Errors
/// [`CombineError::NotDivided`] if it passes beside the area, [`CombineError::NotAnArea`].
pub fn pieces_of_split(area: &Geometry<f64>, line: &[Position]) -> Result<Vec<Geometry<f64>>, CombineError> {
    let line = Geometry::LineString(LineString(line.iter().map(|place| place.coord()).collect()));
    let world = World::of(&[area, &line]);
    let parts = world.area(area)?;
    let Geometry::LineString(line) = world.there(&line) else { return Err(CombineError::NotDivided) };
    let side = left_of(&line, &parts).ok_or(CombineError::NotDivided)?;
    let mut pieces: Vec<Polygon<f64>> = parts.intersection(&side).0;
    pieces.extend(parts.difference(&side));
    if pieces.len() <= parts.0.len() {
        return Err(CombineError::NotDivided);
    }
    let west = |piece: &Polygon<f64>| piece.bounding_rect().map_or(0.0, |rect| rect.min().x);
    pieces.sort_by(|a, b| west(a).total_cmp(&west(b)));
    Ok(pieces.into_iter().filter_map(|piece| World::back(&MultiPolygon(vec![piece]))).collect())
}

/// Everything to the left of a line that runs on beyond its ends, as far as it matters for these parts.
fn left_of(line: &LineString<f64>, parts: &MultiPolygon<f64>) -> Option<MultiPolygon<f64>> {
    let mut legs = line.coords().copied().collect::<Vec<_>>();
    legs.dedup();
    let rect = parts.bounding_rect()?;
    let middle = rect.center();
    let from_line = legs.iter().map(|c| (c.x - middle.x).hypot(c.y - middle.y)).fold(0.0, f64::max);
    let far = 2.0 * (rect.width().hypot(rect.height()) + from_line);
    let beyond = |end: Coord<f64>, before: Coord<f64>| {
        let (dx, dy) = (end.x - before.x, end.y - before.y);
        let length = dx.hypot(dy);
        coord! { x: end.x + dx / length * far, y: end.y + dy / length * far }
    };
    let (start, end) = match legs.as_slice() {
        [first, second, .., before, last] => (beyond(*first, *second), beyond(*last, *before)),
        [first, last] => (beyond(*first, *last), beyond(*last, *first)),
        [first, .., last] => {
            let second = legs.get(1)?;
            (beyond(*first, *second), beyond(*last, *second))
        }
        _ => return None,
    };
    // Back from the end to the start, counter-clockwise and well outside.
    let angle = |c: Coord<f64>| (c.y - middle.y).atan2(c.x - middle.x);
    let sweep = (angle(start) - angle(end)).rem_euclid(std::f64::consts::TAU);
    let arc = (1..12_u8).map(|i| {
        let at = angle(end) + sweep * f64::from(i) / 12.0;
        coord! { x: middle.x + 2.0 * far * at.cos(), y: middle.y + 2.0 * far * at.sin() }
    });
    let ring = std::iter::once(start).chain(legs.iter().copied()).chain(std::iter::once(end)).chain(arc);
    // A line that crosses itself has a left and a right all the same: the union's rule of fill sorts that out.
    Some(unary_union(&[Polygon::new(LineString(ring.collect()), vec![])]))
}

/// A geometry grown by a distance, or an area shrunk by one below zero; round at its corners, in metres.
///
/// # Errors
/// [`CombineError::NothingLeft`] if a shrunken area is gone, [`CombineError::Unsuited`] for a mix of geometries.
pub fn buffered(geometry: &Geometry<f64>, metres: f64) -> Result<Geometry<f64>, CombineError> {
    let places: Vec<Position> = geometry.coords_iter().filter_map(Position::from_coord).collect();
    let plane = Plane::about(&places).ok_or(CombineError::Unsuited)?;
    let flat = geometry.map_coords(|c| plane.on(Position::clamped(c.y, c.x)));
    let grown = match &flat {
        Geometry::Point(one) => round(*one, metres),
        Geometry::MultiPoint(many) => {
            unary_union(many.iter().flat_map(|one| round(*one, metres).0).collect::<Vec<_>>().iter())
        }
        Geometry::LineString(line) => line.buffer(metres),
        Geometry::MultiLineString(lines) => lines.buffer(metres),
        // What was cut at the antimeridian is whole on the plane.
        Geometry::Polygon(_) | Geometry::MultiPolygon(_) => {
            let parts = polygons(flat.clone());
            unary_union(&parts).buffer(metres)
        }
        _ => return Err(CombineError::Unsuited),
    };
    plane.area_from(&grown).ok_or(CombineError::NothingLeft)
}

fn round(middle: Point<f64>, metres: f64) -> MultiPolygon<f64> {
    let n = super::CIRCLE_VERTICES;
    let ring = (0..n).map(|i| {
        let angle = std::f64::consts::TAU * f64::from(i) / f64::from(n);
        coord! { x: middle.x() + metres * angle.cos(), y: middle.y() + metres * angle.sin() }
    });
    MultiPolygon(vec![Polygon::new(LineString(ring.collect()), vec![])])
}

/// A geometry with only the vertices it needs to stay within `tolerance` of its outline (Douglas–Peucker).
///
/// # Errors
/// [`CombineError::WouldCross`] if an area's outline would cross itself or an edge of its own hole.
pub fn simplified(geometry: &Geometry<f64>, tolerance: Metres) -> Result<Geometry<f64>, CombineError> {
    let places: Vec<Position> = geometry.coords_iter().filter_map(Position::from_coord).collect();
    let plane = Plane::about(&places).ok_or(CombineError::Unsuited)?;
    let line = |line: &LineString<f64>| -> LineString<f64> {
        let flat: LineString<f64> = line.coords().map(|c| plane.on(Position::clamped(c.y, c.x))).collect();
        flat.simplify_idx(tolerance.value()).into_iter().filter_map(|idx| line.0.get(idx).copied()).collect()
    };
    let polygon = |polygon: &Polygon<f64>| {
        let holes = polygon.interiors().iter().map(&line).filter(|ring| ring.0.len() >= 4).collect();
        Polygon::new(line(polygon.exterior()), holes)
    };
    let result = match geometry {
        Geometry::LineString(one) => Geometry::LineString(line(one)),
        Geometry::MultiLineString(many) => Geometry::MultiLineString(many.iter().map(line).collect()),
        Geometry::Polygon(_) | Geometry::MultiPolygon(_) => {
            let parts = polygons(geometry.clone());
            let kept = parts.iter().map(polygon).filter(|part| part.exterior().0.len() >= 4).collect();
            one_or_many(kept).ok_or(CombineError::NothingLeft)?
        }
        _ => return Err(CombineError::Unsuited),
    };
    if self_crossing(&result).is_some() { Err(CombineError::WouldCross) } else { Ok(result) }
}

/// Longitudes that suit all of several geometries: where some lie beyond the antimeridian, 0 to 360.
struct World {
    is_turned: bool,
}

impl World {
    fn of(geometries: &[&Geometry<f64>]) -> Self {
        let any = |test: fn(f64) -> bool| geometries.iter().any(|geometry| geometry.coords_iter().any(|c| test(c.x)));
        Self { is_turned: any(|lon| lon > 90.0) && any(|lon| lon < -90.0) }
    }

    fn there(&self, geometry: &Geometry<f64>) -> Geometry<f64> {
        geometry.map_coords(|c| coord! { x: if self.is_turned && c.x < 0.0 { c.x + 360.0 } else { c.x }, y: c.y })
    }

    /// What a geometry covers, parts that touch or overlap as one.
    fn area(&self, geometry: &Geometry<f64>) -> Result<MultiPolygon<f64>, CombineError> {
        let parts = polygons(self.there(geometry));
        if parts.is_empty() { Err(CombineError::NotAnArea) } else { Ok(unary_union(&parts)) }
    }

    /// As a plan holds it; `None` if nothing is left.
    fn back(area: &MultiPolygon<f64>) -> Option<Geometry<f64>> {
        let rounded = area.map_coords(|c| coord! { x: seven_decimals(c.x), y: seven_decimals(c.y) });
        let pieces = rounded.into_iter().filter(|piece| piece.exterior().0.len() >= 4 && !is_sliver(piece));
        one_or_many(pieces.flat_map(|piece| polygons(cut(piece))).collect())
    }
}

/// Whether a polygon is what rounding left between two edges: thinner than the seventh decimal everywhere.
fn is_sliver(polygon: &Polygon<f64>) -> bool {
    use geo::{Area as _, Euclidean, Length as _};
    polygon.unsigned_area() < 1e-7 * Euclidean.length(polygon.exterior())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::Shape;
    use crate::plan::geometry::{geometry_of, rectangle_between, size};
    use proptest::prelude::*;
    use std::f64::consts::PI;

    fn at(lat: f64, lon: f64) -> Position {
        Position::new(lat, lon).expect("on the globe")
    }

    fn area_box(south: f64, west: f64, north: f64, east: f64) -> Geometry<f64> {
        geometry_of(&rectangle_between(at(south, west), at(north, east))).expect("a polygon")
    }

    fn km2(geometry: &Geometry<f64>) -> f64 {
        size(geometry).area.expect("an area").square_kilometres()
    }

    #[test]
    fn what_two_boxes_cover_together_apart_and_both() {
        let (one, other) = (area_box(38.0, 124.0, 39.0, 125.0), area_box(38.5, 124.5, 39.5, 125.5));
        let shared = intersection(&[&one, &other]).expect("they overlap");
        assert!((km2(&shared) - km2(&area_box(38.5, 124.5, 39.0, 125.0))).abs() < 1e-6);
        let both = union(&[&one, &other]).expect("areas");
        assert!((km2(&both) - (km2(&one) + km2(&other) - km2(&shared))).abs() < 1e-6);
        let left = subtracted(&one, &[&other]).expect("something is left");
        assert!((km2(&left) - (km2(&one) - km2(&shared))).abs() < 1e-6);
        assert_eq!(subtracted(&shared, &[&one]), Err(CombineError::NothingLeft));
        assert_eq!(intersection(&[&one, &area_box(10.0, 110.0, 11.0, 111.0)]), Err(CombineError::NothingShared));
        let point = Geometry::Point(at(38.0, 124.0).coord().into());
        assert_eq!(union(&[&one, &point]), Err(CombineError::NotAnArea));
    }

    #[test]
    fn areas_on_both_sides_of_the_antimeridian_join() {
        let (west, east) = (area_box(50.0, 178.0, 52.0, 179.5), area_box(50.0, 179.5, 52.0, -178.0));
        let both = union(&[&west, &east]).expect("areas");
        let whole = area_box(50.0, 178.0, 52.0, -178.0);
        assert!((km2(&both) / km2(&whole) - 1.0).abs() < 1e-9);
        assert_eq!(polygons(both).len(), 2, "cut at the antimeridian and nowhere else");
    }

    #[test]
    fn a_line_cuts_an_area_in_pieces_that_make_it_up() {
        let area = area_box(38.0, 124.0, 39.0, 125.0);
        let pieces = pieces_of_split(&area, &[at(38.4, 124.3), at(38.6, 124.6)]).expect("it runs on beyond its ends");
        assert_eq!(pieces.len(), 2);
        assert!((pieces.iter().map(km2).sum::<f64>() - km2(&area)).abs() < 1e-4);
        let beside = pieces_of_split(&area, &[at(37.0, 124.0), at(37.0, 125.0)]);
        assert_eq!(beside, Err(CombineError::NotDivided));
    }

    #[test]
    fn a_bent_line_cuts_a_horseshoe_in_its_pieces() {
        // Open to the north; an east-west line through both arms leaves two ends and the bow.
        let horseshoe = subtracted(&area_box(38.0, 124.0, 39.0, 125.0), &[&area_box(38.3, 124.3, 39.0, 124.7)]);
        let horseshoe = horseshoe.expect("a horseshoe");
        let line = [at(38.6, 123.9), at(38.65, 124.5), at(38.6, 125.1)];
        let pieces = pieces_of_split(&horseshoe, &line).expect("it divides");
        assert_eq!(pieces.len(), 3);
        assert!((pieces.iter().map(km2).sum::<f64>() - km2(&horseshoe)).abs() < 1e-4);
    }

    #[test]
    fn a_box_grown_by_five_miles_has_round_corners() {
        let small = area_box(38.0, 124.0, 38.5, 124.5);
        let grown = buffered(&small, 5.0 * 1852.0).expect("it grows");
        let perimeter = size(&small).perimeter.value() / 1000.0;
        let r = 9.26;
        let expected = km2(&small) + perimeter * r + PI * r * r; // Steiner's formula
        assert!((km2(&grown) / expected - 1.0).abs() < 5e-4, "{} {expected}", km2(&grown));
        let back = buffered(&grown, -5.0 * 1852.0).expect("it shrinks");
        assert!((km2(&back) / km2(&small) - 1.0).abs() < 1e-3);
        assert_eq!(buffered(&small, -20.0 * 1852.0), Err(CombineError::NothingLeft));
    }

    #[test]
    fn a_point_grows_into_its_circle() {
        let place = at(38.0, 124.0);
        let grown = buffered(&Geometry::Point(place.coord().into()), 9260.0).expect("it grows");
        let circle =
            geometry_of(&Shape::Circle { centre: place, radius: Metres::magnitude(9260.0) }).expect("a circle");
        assert!((km2(&grown) / km2(&circle) - 1.0).abs() < 1e-6);
    }

    #[test]
    fn simplifying_a_circle_keeps_within_its_tolerance() {
        let circle = geometry_of(&Shape::Circle { centre: at(38.0, 124.0), radius: Metres::magnitude(18_520.0) });
        let circle = circle.expect("a circle");
        let simple = simplified(&circle, Metres::magnitude(200.0)).expect("it stays simple");
        assert!(simple.coords_count() < 40, "{}", simple.coords_count());
        assert!((km2(&simple) / km2(&circle) - 1.0).abs() < 0.03);
    }

    proptest! {
        #[test]
        fn parts_and_remainder_make_up_the_whole(
            lat in 30.0..45.0_f64, lon in -179.9..179.9_f64, dy in 0.1..1.0_f64, dx in 0.1..1.0_f64, r in 1.0..60.0_f64
        ) {
            let area = area_box(lat, lon, lat + dy, Position::clamped(0.0, lon + dx).lon());
            let circle = Shape::Circle { centre: at(lat, lon), radius: Metres::magnitude(r * 1000.0) };
            let circle = geometry_of(&circle).expect("a circle");
            let inside = intersection(&[&area, &circle]).map_or(0.0, |inside| km2(&inside));
            let outside = subtracted(&area, &[&circle]).map_or(0.0, |outside| km2(&outside));
            // Along the circle's arc vertices are rounded to a centimetre: over 100 km that is a thousandth of a km².
            prop_assert!((inside + outside - km2(&area)).abs() < 5e-3, "{inside} {outside} {}", km2(&area));
        }
    }
}
