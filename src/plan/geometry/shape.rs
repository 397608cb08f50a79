//! Shapes: the polygon each stands for, and how a whole feature is moved.

use geo::{
    BoundingRect as _, Buffer as _, Coord, CoordsIter as _, Geometry, LineString, MapCoords as _, MultiLineString,
    MultiPolygon, Point, Polygon, coord,
};

use super::plane::{Plane, cut, polygons, unrolled};
use crate::geodesy::{Leg, Position, circle_ring, destination, distance, inverse};
use crate::plan::{Feature, Shape};
use crate::units::{Course, Metres};

/// How many vertices stand for a circle.
///
/// A regular polygon of n corners falls short of its circle by about (2π/n)²/6 of the area: 0.02 % for 180.
pub const CIRCLE_VERTICES: u32 = 180;

/// Beyond this a circle on a Mercator chart no longer looks or behaves like one.
const LARGEST_RADIUS_METRES: f64 = 5_000_000.0;

/// Why a shape stands for no polygon.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ShapeError {
    /// It covers nothing.
    #[error("it covers no area; give it a width and a height, or a radius above zero")]
    Empty,
    /// Its inner radius is not within its outer one.
    #[error("the inner radius must be smaller than the outer one")]
    InsideOut,
    /// It is too large.
    #[error("it is larger than 2,700 nm from its centre; no chart shows that as a circle")]
    TooLarge,
    /// It covers a pole.
    #[error("it covers a pole, which a plan file cannot say")]
    OverPole,
    /// It was drawn by a newer program.
    #[error("it was drawn by a newer program as something this one does not know")]
    Unknown,
}

/// The polygon a shape stands for, cut at the antimeridian where it crosses it.
///
/// # Errors
/// [`ShapeError`] if there is no such polygon.
pub fn geometry_of(shape: &Shape) -> Result<Geometry<f64>, ShapeError> {
    match shape {
        Shape::Circle { centre, radius } => Ok(cut(Polygon::new(circle(*centre, *radius)?, vec![]))),
        Shape::Rectangle { south_west, north_east } => rectangle(*south_west, *north_east),
        Shape::Ring { centre, inner, outer } => {
            if inner.value() >= outer.value() {
                return Err(ShapeError::InsideOut);
            }
            let hole = if inner.value() > 0.0 { vec![circle(*centre, *inner)?] } else { vec![] };
            Ok(cut(Polygon::new(circle(*centre, *outer)?, hole)))
        }
        Shape::Sector { centre, inner, outer, from, to } => sector(*centre, *inner, *outer, *from, *to),
        Shape::Corridor { route, half_width } => corridor(route, *half_width),
        Shape::Geodesic { corners } => geodesic(corners),
        Shape::Measured { places } => measured(places),
        Shape::Unknown(_) => Err(ShapeError::Unknown),
    }
}

/// The rectangle between two opposite corners, the short way round the Earth.
#[must_use]
pub fn rectangle_between(one: Position, other: Position) -> Shape {
    let (south, north) = (one.lat().min(other.lat()), one.lat().max(other.lat()));
    let (low, high) = (one.lon().min(other.lon()), one.lon().max(other.lon()));
    let (west, east) = if high - low > 180.0 { (high, low) } else { (low, high) };
    Shape::Rectangle {
        south_west: Position::clamped(south, west).rounded(),
        north_east: Position::clamped(north, east).rounded(),
    }
}

/// The polygon through these corners, in order; `None` with fewer than three different ones.
#[must_use]
pub fn polygon_through(corners: &[Position]) -> Option<Geometry<f64>> {
    let mut places: Vec<Position> = corners.iter().map(|place| place.rounded()).collect();
    places.dedup();
    if places.len() > 1 && places.first() == places.last() {
        places.pop();
    }
    (places.len() >= 3).then(|| cut(Polygon::new(unrolled(&places), vec![])))
}

/// The feature as another shape.
///
/// # Errors
/// [`ShapeError`] if the shape stands for no polygon.
pub fn with_shape(feature: &Feature, shape: Shape) -> Result<Feature, ShapeError> {
    let geometry = geometry_of(&shape)?;
    Ok(Feature { shape: Some(shape), ..with_geometry(feature, geometry) })
}

/// The feature somewhere else, drawn as nothing in particular.
#[must_use]
pub fn with_geometry(feature: &Feature, geometry: Geometry<f64>) -> Feature {
    Feature { geometry: Some(geometry), shape: None, ..feature.clone() }
}

/// The feature moved so that what was at `from` is at `to`; it keeps its size and its sense of north.
///
/// A circle stays a circle and a rectangle keeps to parallels and meridians; other vertices keep range and bearing from
/// the place they are moved by.
///
/// # Errors
/// [`ShapeError`] if the shape would cover a pole there, or the feature has no place.
pub fn moved(feature: &Feature, from: Position, to: Position) -> Result<Feature, ShapeError> {
    match &feature.shape {
        Some(shape) if !matches!(shape, Shape::Unknown(_)) => with_shape(feature, moved_shape(shape, from, to)),
        _ => {
            let geometry = feature.geometry.as_ref().ok_or(ShapeError::Empty)?;
            Ok(with_geometry(feature, moved_geometry(geometry, from, to)))
        }
    }
}

/// A place that keeps its range and bearing from `from` when that goes to `to`.
fn carried(place: Position, from: Position, to: Position) -> Position {
    let leg = inverse(from, place);
    destination(to, leg.initial, leg.distance).rounded()
}

fn moved_shape(shape: &Shape, from: Position, to: Position) -> Shape {
    let mut shape = shape.clone();
    match &mut shape {
        Shape::Circle { centre, .. } | Shape::Ring { centre, .. } | Shape::Sector { centre, .. } => {
            *centre = carried(*centre, from, to);
        }
        Shape::Rectangle { south_west, north_east } => {
            let (sw, ne) = moved_rectangle(*south_west, *north_east, from, to);
            (*south_west, *north_east) = (sw, ne);
        }
        Shape::Corridor { route: places, .. } | Shape::Geodesic { corners: places } | Shape::Measured { places } => {
            places.iter_mut().for_each(|place| *place = carried(*place, from, to));
        }
        Shape::Unknown(_) => {}
    }
    shape
}

/// Keeps the height in latitude, and the width in metres along the middle parallel.
fn moved_rectangle(sw: Position, ne: Position, from: Position, to: Position) -> (Position, Position) {
    let wide = width(sw, ne);
    let middle = Position::clamped(f64::midpoint(sw.lat(), ne.lat()), sw.lon() + wide / 2.0);
    let goal = carried(middle, from, to);
    let half_high = (ne.lat() - sw.lat()) / 2.0;
    let lat = goal.lat().clamp(-90.0 + half_high, 90.0 - half_high);
    let stretch = if (lat - middle.lat()).abs() < 1e-7 {
        1.0
    } else {
        middle.lat().to_radians().cos() / lat.to_radians().cos().max(0.01)
    };
    let half_wide = (wide / 2.0 * stretch).min(179.0);
    let corner = |lat_sign: f64, lon_sign: f64| {
        Position::clamped(lat + lat_sign * half_high, goal.lon() + lon_sign * half_wide).rounded()
    };
    (corner(-1.0, -1.0), corner(1.0, 1.0))
}

fn moved_geometry(geometry: &Geometry<f64>, from: Position, to: Position) -> Geometry<f64> {
    let place = |c: &Coord<f64>| carried(Position::clamped(c.y, c.x), from, to);
    let line = |line: &LineString<f64>| LineString(line.coords().map(|c| place(c).coord()).collect());
    let ring = |ring: &LineString<f64>| unrolled(&ring.coords().map(place).collect::<Vec<_>>());
    let polygon = |p: &Polygon<f64>| cut(Polygon::new(ring(p.exterior()), p.interiors().iter().map(ring).collect()));
    match geometry {
        Geometry::Polygon(one) => polygon(one),
        Geometry::MultiPolygon(parts) => {
            Geometry::MultiPolygon(MultiPolygon(parts.iter().flat_map(|part| polygons(polygon(part))).collect()))
        }
        Geometry::LineString(one) => Geometry::LineString(line(one)),
        Geometry::MultiLineString(lines) => {
            Geometry::MultiLineString(MultiLineString(lines.iter().map(line).collect()))
        }
        Geometry::Point(point) => Geometry::Point(Point(place(&point.0).coord())),
        Geometry::GeometryCollection(parts) => Geometry::GeometryCollection(
            parts.iter().map(|part| moved_geometry(part, from, to)).collect::<Vec<_>>().into(),
        ),
        other => other.map_coords(|c| place(&c).coord()),
    }
}

/// The south-west and north-east corners of the box around a geometry; across the antimeridian west is east of east.
#[must_use]
pub fn bounds(geometry: &Geometry<f64>) -> Option<(Position, Position)> {
    let rect = geometry.bounding_rect()?;
    let (mut west, mut east) = (rect.min().x, rect.max().x);
    if west <= -180.0 && east >= 180.0 {
        // Cut at the antimeridian, unless it really goes all the way round: then no gap is wider than the box's own.
        west = geometry.coords_iter().map(|c| c.x).filter(|x| *x > 0.0).fold(180.0, f64::min);
        east = geometry.coords_iter().map(|c| c.x).filter(|x| *x <= 0.0).fold(-180.0, f64::max);
    }
    Some((Position::clamped(rect.min().y, west), Position::clamped(rect.max().y, east)))
}

/// The middle of a feature: its centre if it was drawn round one, otherwise the middle of its box.
#[must_use]
pub fn centre(feature: &Feature) -> Option<Position> {
    if let Some(Shape::Circle { centre, .. } | Shape::Ring { centre, .. } | Shape::Sector { centre, .. }) =
        feature.shape
    {
        return Some(centre);
    }
    let (sw, ne) = bounds(feature.geometry.as_ref()?)?;
    Some(Position::clamped(f64::midpoint(sw.lat(), ne.lat()), sw.lon() + width(sw, ne) / 2.0))
}

/// Degrees eastward from one place's meridian to another's.
fn width(west: Position, east: Position) -> f64 {
    (east.lon() - west.lon()).rem_euclid(360.0)
}

fn check_radius(centre: Position, radius: Metres) -> Result<(), ShapeError> {
    if radius.value() < 0.1 {
        return Err(ShapeError::Empty);
    }
    if radius.value() > LARGEST_RADIUS_METRES {
        return Err(ShapeError::TooLarge);
    }
    let pole = Position::clamped(90.0_f64.copysign(centre.lat()), centre.lon());
    if distance(centre, pole).value() <= radius.value() { Err(ShapeError::OverPole) } else { Ok(()) }
}

fn circle(centre: Position, radius: Metres) -> Result<LineString<f64>, ShapeError> {
    check_radius(centre, radius)?;
    Ok(unrolled(&circle_ring(centre, radius, CIRCLE_VERTICES)))
}

fn rectangle(sw: Position, ne: Position) -> Result<Geometry<f64>, ShapeError> {
    let wide = width(sw, ne);
    if wide <= 0.0 || ne.lat() <= sw.lat() {
        return Err(ShapeError::Empty);
    }
    // An edge of more than half a turn would be read as going the other way round.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "1 to 4 pieces")]
    let n = (wide / 90.0).ceil().max(1.0) as u32;
    let along = |lat: f64, i: u32| coord! { x: sw.lon() + wide * f64::from(i) / f64::from(n), y: lat };
    let ring = (0..=n).map(|i| along(sw.lat(), i)).chain((0..=n).rev().map(|i| along(ne.lat(), i)));
    Ok(cut(Polygon::new(LineString(ring.collect()), vec![])))
}

fn sector(
    centre: Position,
    inner: Metres,
    outer: Metres,
    from: Course,
    to: Course,
) -> Result<Geometry<f64>, ShapeError> {
    check_radius(centre, outer)?;
    if inner.value() >= outer.value() {
        return Err(ShapeError::InsideOut);
    }
    let sweep = (to.value() - from.value()).rem_euclid(360.0);
    if sweep <= 0.0 {
        return Err(ShapeError::Empty);
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "2 to 180 steps")]
    let n = (sweep / (360.0 / f64::from(CIRCLE_VERTICES))).ceil().max(2.0) as u32;
    let on = |radius: Metres, i: u32| {
        destination(centre, Course::wrapped(from.value() + sweep * f64::from(i) / f64::from(n)), radius).rounded()
    };
    // Counter-clockwise: back along the outer arc, out along the inner one.
    let mut ring: Vec<Position> = (0..=n).rev().map(|i| on(outer, i)).collect();
    if inner.value() > 0.0 {
        ring.extend((0..=n).map(|i| on(inner, i)));
    } else {
        ring.push(centre.rounded());
    }
    Ok(cut(Polygon::new(unrolled(&ring), vec![])))
}

/// Buffers the route on the plane about its middle, in metres.
fn corridor(route: &[Position], half_width: Metres) -> Result<Geometry<f64>, ShapeError> {
    if half_width.value() < 0.1 || route.len() < 2 {
        return Err(ShapeError::Empty);
    }
    let plane = Plane::about(route).ok_or(ShapeError::Empty)?;
    let reach = route.iter().map(|place| distance(plane.middle(), *place).value()).fold(0.0, f64::max);
    check_radius(plane.middle(), Metres::magnitude(reach + half_width.value()))?;
    let line = LineString(route.iter().map(|place| plane.on(*place)).collect());
    plane.area_from(&line.buffer(half_width.value())).ok_or(ShapeError::Empty)
}

/// A piece of a measured line is no longer than this: then it is off its geodesic by less than 40 m up to 60 degrees of latitude.
const MEASURED_PIECE_METRES: f64 = 50_000.0;

/// The geodesics of a measured line, cut into pieces that a file can hold.
fn measured(places: &[Position]) -> Result<Geometry<f64>, ShapeError> {
    let legs = places.iter().zip(places.iter().skip(1)).filter(|(from, to)| from != to);
    let mut line: Vec<Coord<f64>> = places.first().map(|place| place.rounded().coord()).into_iter().collect();
    for (from, to) in legs {
        let leg = inverse(*from, *to);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "1 to 401 pieces round the Earth")]
        let n = (leg.distance.value() / MEASURED_PIECE_METRES).ceil().max(1.0) as u32;
        let part = |i: u32| Metres::magnitude(leg.distance.value() * f64::from(i) / f64::from(n));
        line.extend((1..n).map(|i| destination(*from, leg.initial, part(i)).rounded().coord()));
        line.push(to.rounded().coord());
    }
    if line.len() < 2 { Err(ShapeError::Empty) } else { Ok(Geometry::LineString(LineString(line))) }
}

/// How much of a polygon with geodesic edges may lie between those and the straight pieces that a file can hold.
const GEODESIC_SHARE: f64 = 4e-7;

/// The most vertices that a polygon with geodesic edges is given, whatever a file claims.
const MOST_VERTICES: usize = 200_000;

/// The polygon whose edges are geodesics between these corners.
///
/// A file's edges are straight in longitude and latitude, so geodesics are cut into as few of those as keep the area right:
/// those that bulge most into most parts.
fn geodesic(corners: &[Position]) -> Result<Geometry<f64>, ShapeError> {
    let plain = polygon_through(corners).ok_or(ShapeError::Empty)?;
    let area = crate::geodesy::ring_size(corners).1.value();
    let is_right = |geometry: &Geometry<f64>| {
        super::size(geometry).area.is_some_and(|size| (size.value() - area).abs() <= GEODESIC_SHARE * area)
    };
    if is_right(&plain) {
        return Ok(plain);
    }
    let edges: Vec<GeodesicEdge> = corners
        .iter()
        .zip(corners.iter().skip(1).chain(corners.first()))
        .map(|(a, b)| GeodesicEdge::of(*a, *b))
        .collect();
    let widest = edges.iter().map(|edge| edge.bulge).fold(0.0, f64::max);
    let mut most: u32 = 2;
    loop {
        let ring: Vec<Position> = edges.iter().flat_map(|edge| edge.parts(most, widest)).collect();
        let geometry = polygon_through(&ring).ok_or(ShapeError::Empty)?;
        most = most.saturating_mul(2);
        if is_right(&geometry) || ring.len() > MOST_VERTICES / 2 || most > 4096 {
            return Ok(geometry);
        }
    }
}

struct GeodesicEdge {
    start: Position,
    leg: Leg,
    /// About how many square metres lie between the geodesic and the line straight in longitude and latitude.
    bulge: f64,
}

impl GeodesicEdge {
    fn of(start: Position, end: Position) -> Self {
        let leg = inverse(start, end);
        let half_wide = ((end.lon() - start.lon() + 540.0).rem_euclid(360.0) - 180.0) / 2.0;
        let straight = Position::clamped(f64::midpoint(start.lat(), end.lat()), start.lon() + half_wide);
        let edge = Self { start, leg, bulge: 0.0 };
        // Two thirds of sagitta times chord; the sagitta across, not along, would be less.
        let bulge = 2.0 / 3.0 * distance(edge.at(0.5), straight).value() * leg.distance.value();
        Self { bulge, ..edge }
    }

    fn at(&self, share: f64) -> Position {
        destination(self.start, self.leg.initial, Metres::magnitude(self.leg.distance.value() * share))
    }

    /// Where its parts begin. The widest edge has `most`; a cut into n leaves 1/n² of a bulge, so that the fewest parts for
    /// all together go with its cube root.
    fn parts(&self, most: u32, widest: f64) -> impl Iterator<Item = Position> {
        let wanted = (f64::from(most) * (self.bulge / widest.max(f64::MIN_POSITIVE)).cbrt()).ceil();
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "1 to `most`")]
        let n = wanted.clamp(1.0, f64::from(most)) as u32;
        (0..n).map(move |i| self.at(f64::from(i) / f64::from(n)).rounded())
    }
}

#[cfg(test)]
mod tests {
    use super::super::{self_crossing, size};
    use super::*;
    use crate::plan::{FeatureId, Kind};
    use geo::Contains as _;
    use proptest::prelude::*;
    use std::f64::consts::PI;
    use uuid::Uuid;

    fn at(lat: f64, lon: f64) -> Position {
        Position::new(lat, lon).expect("on the globe")
    }

    fn km2(shape: &Shape) -> f64 {
        size(&geometry_of(shape).expect("a polygon")).area.expect("an area").square_kilometres()
    }

    fn nm(miles: f64) -> Metres {
        Metres::magnitude(miles * 1852.0)
    }

    fn feature(shape: Shape) -> Feature {
        let geometry = geometry_of(&shape).expect("a polygon");
        let mut feature = Feature::new(FeatureId(Uuid::nil()), Kind::InterdictionArea, "Area Kilo", geometry);
        feature.shape = Some(shape);
        feature
    }

    #[test]
    fn a_circle_covers_its_area_within_a_tenth_of_a_percent() {
        for (lat, miles) in [(38.7, 5.0), (0.0, 60.0), (70.0, 1.0), (-45.0, 0.05)] {
            let circle = Shape::Circle { centre: at(lat, 125.4), radius: nm(miles) };
            let plane = PI * (miles * 1.852_f64).powi(2); // curvature takes away r²/12R², 6 parts in 10⁵ at 60 nm
            assert!((km2(&circle) / plane - 1.0).abs() < 1e-3, "{lat} {miles}");
        }
    }

    #[test]
    fn a_rectangle_keeps_to_its_parallels() {
        // Between 38-41.60N and 38-46.58N, 120-59.10E and 121-05.88E: 90.528196 km² (Planimeter).
        let box_ = rectangle_between(at(38.0 + 46.58 / 60.0, 120.0 + 59.10 / 60.0), at(38.0 + 41.60 / 60.0, 121.098));
        assert!((km2(&box_) - 90.528_196).abs() < 1e-3);
    }

    #[test]
    fn a_rectangle_across_the_antimeridian_is_cut_and_loses_nothing() {
        let across = rectangle_between(at(50.0, 179.0), at(52.0, -179.0));
        let Geometry::MultiPolygon(parts) = geometry_of(&across).expect("a polygon") else { panic!("two parts") };
        assert_eq!(parts.0.len(), 2);
        assert!(parts.coords_iter().all(|c| c.x.abs() <= 180.0));
        let elsewhere = rectangle_between(at(50.0, 125.0), at(52.0, 127.0));
        assert!((km2(&across) / km2(&elsewhere) - 1.0).abs() < 1e-9);
        let (sw, ne) = bounds(&geometry_of(&across).expect("a polygon")).expect("a box");
        assert_eq!((sw.lon(), ne.lon()), (179.0, -179.0));
    }

    #[test]
    fn a_circle_across_the_antimeridian_has_the_outline_of_any_other() {
        let here =
            size(&geometry_of(&Shape::Circle { centre: at(52.0, 179.99), radius: nm(20.0) }).expect("a polygon"));
        let there =
            size(&geometry_of(&Shape::Circle { centre: at(52.0, 125.0), radius: nm(20.0) }).expect("a polygon"));
        assert!((here.perimeter.value() / there.perimeter.value() - 1.0).abs() < 1e-6, "{here:?} {there:?}");
    }

    #[test]
    fn shapes_that_cannot_be_are_refused_in_words() {
        let refused = |shape: Shape| geometry_of(&shape).expect_err("no such polygon");
        assert_eq!(refused(Shape::Circle { centre: at(89.9, 0.0), radius: nm(60.0) }), ShapeError::OverPole);
        assert_eq!(refused(Shape::Circle { centre: at(38.0, 125.0), radius: nm(0.0) }), ShapeError::Empty);
        assert_eq!(refused(Shape::Circle { centre: at(38.0, 125.0), radius: nm(1e9) }), ShapeError::TooLarge);
        assert_eq!(refused(rectangle_between(at(38.0, 125.0), at(38.0, 126.0))), ShapeError::Empty);
        let inside_out = Shape::Ring { centre: at(38.0, 125.0), inner: nm(5.0), outer: nm(4.0) };
        assert_eq!(refused(inside_out), ShapeError::InsideOut);
    }

    #[test]
    fn rings_and_sectors_are_parts_of_a_circle() {
        let centre = at(31.2, 121.5);
        let whole = km2(&Shape::Circle { centre, radius: nm(10.0) });
        let ring = km2(&Shape::Ring { centre, inner: nm(5.0), outer: nm(10.0) });
        assert!((ring / whole - 0.75).abs() < 1e-3);
        let (from, to) = (Course::wrapped(330.0), Course::wrapped(60.0));
        let quarter = Shape::Sector { centre, inner: Metres::default(), outer: nm(10.0), from, to };
        assert!((km2(&quarter) / whole - 0.25).abs() < 1e-3);
        let band = Shape::Sector { centre, inner: nm(5.0), outer: nm(10.0), from, to };
        assert!((km2(&band) / whole - 0.1875).abs() < 1e-3);
        assert_eq!(self_crossing(&geometry_of(&band).expect("a polygon")), None);
    }

    #[test]
    fn a_corridor_is_as_wide_as_it_says() {
        // A straight leg of 60 nm and half a width of 2 nm: 60 · 4 + π · 2² square miles.
        let route = vec![at(37.0, 125.0), destination(at(37.0, 125.0), Course::wrapped(30.0), nm(60.0))];
        let corridor = Shape::Corridor { route, half_width: nm(2.0) };
        let expected = (60.0 * 4.0 + PI * 4.0) * 1.852 * 1.852;
        assert!((km2(&corridor) / expected - 1.0).abs() < 5e-3, "{} {expected}", km2(&corridor));
    }

    #[test]
    fn a_polygon_needs_three_corners() {
        let corner = at(38.0, 125.0);
        assert_eq!(polygon_through(&[corner, at(38.0, 126.0), corner]), None);
        assert_eq!(polygon_through(&[corner, corner, at(38.0, 126.0), at(38.0, 126.0)]), None);
        let triangle = polygon_through(&[corner, at(38.0, 126.0), at(39.0, 126.0)]).expect("three corners");
        assert!(triangle.contains(&Point::new(125.9, 38.2)));
    }

    #[test]
    fn a_moved_circle_is_the_same_circle_elsewhere() {
        let before = feature(Shape::Circle { centre: at(38.72, 125.4), radius: nm(5.0) });
        let after = moved(&before, at(38.75, 125.45), at(36.75, 123.45)).expect("no pole near");
        let Some(Shape::Circle { centre, radius }) = after.shape else { panic!("still a circle") };
        assert_eq!(radius, nm(5.0));
        let (kept, was) = (inverse(at(36.75, 123.45), centre), inverse(at(38.75, 125.45), at(38.72, 125.4)));
        assert!((kept.distance.value() - was.distance.value()).abs() < 0.02);
    }

    proptest! {
        #[test]
        fn a_moved_rectangle_keeps_its_area(lat in -60.0..60.0_f64, lon in -180.0..180.0_f64, high in 0.01..1.0_f64, wide in 0.01..1.0_f64) {
            let start = at(38.0, 125.0);
            let before = feature(rectangle_between(start, at(38.0 + high, 125.0 + wide)));
            let after = moved(&before, start, at(lat, lon)).expect("no pole near");
            let area = |f: &Feature| size(f.geometry.as_ref().expect("a geometry")).area.expect("an area").value();
            prop_assert!((area(&after) / area(&before) - 1.0).abs() < 0.01, "{} {}", area(&after), area(&before));
            let is_rectangle = matches!(after.shape, Some(Shape::Rectangle { .. }));
            prop_assert!(is_rectangle);
        }

        #[test]
        fn a_moved_polygon_keeps_its_area_and_comes_back(lat in -60.0..60.0_f64, lon in -180.0..180.0_f64) {
            let corners = [at(38.0, 125.0), at(38.1, 125.3), at(38.4, 125.2), at(38.2, 124.9)];
            let geometry = polygon_through(&corners).expect("four corners");
            let before = Feature::new(FeatureId(Uuid::nil()), Kind::PatrolZone, "", geometry);
            let (from, to) = (at(38.2, 125.1), at(lat, lon));
            let after = moved(&before, from, to).expect("a polygon goes anywhere");
            let area = |f: &Feature| size(f.geometry.as_ref().expect("a geometry")).area.expect("an area").value();
            prop_assert!((area(&after) / area(&before) - 1.0).abs() < 2e-3, "{} {}", area(&after), area(&before));
            if let Some(Geometry::Polygon(_)) = after.geometry {
                let back = moved(&after, to, from).expect("a polygon goes anywhere");
                for (a, b) in super::super::vertices(back.geometry.as_ref().expect("a geometry")).zip(corners) {
                    prop_assert!(distance(a.1, b).value() < 0.1);
                }
            }
        }

        #[test]
        fn circles_hold_all_that_is_nearer_than_their_radius(bearing in 0.0..360.0_f64, share in 0.0..0.999_f64, lon in -180.0..180.0_f64) {
            let centre = at(52.0, lon);
            let geometry = geometry_of(&Shape::Circle { centre, radius: nm(30.0) }).expect("a polygon");
            let inside = destination(centre, Course::wrapped(bearing), nm(30.0 * share));
            let outside = destination(centre, Course::wrapped(bearing), nm(30.0 * 1.001));
            prop_assert!(geometry.contains(&Point(inside.coord())) || inside.lon().abs() > 179.9999);
            prop_assert!(!geometry.contains(&Point(outside.coord())));
        }
    }
}
