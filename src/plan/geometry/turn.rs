//! Features turned and resized about a place, what they were drawn as kept where it still holds.

use geo::{Coord, Geometry, LineString, MapCoords as _, Polygon};

use super::plane::{cut, one_or_many, polygons, unrolled};
use super::shape::{ShapeError, geometry_of, with_geometry, with_shape};
use crate::geodesy::{Position, destination, inverse};
use crate::plan::{Feature, Shape};
use crate::units::{Course, Metres};

/// The feature turned clockwise about a place by degrees, each vertex keeping its range from there.
///
/// A rectangle turned is a polygon; every other shape stays what it is.
///
/// # Errors
/// [`ShapeError`] if the shape would cover a pole there, or the feature has no place.
pub fn turned(feature: &Feature, about: Position, degrees: f64) -> Result<Feature, ShapeError> {
    Move { about, degrees, factor: 1.0 }.feature(feature)
}

/// The feature resized about a place: each vertex keeps its bearing from there, and its range grows by a factor.
///
/// # Errors
/// [`ShapeError`] if it becomes too small or too large, or the feature has no place.
pub fn resized(feature: &Feature, about: Position, factor: f64) -> Result<Feature, ShapeError> {
    if !(factor.is_finite() && factor > 0.0) {
        return Err(ShapeError::Empty);
    }
    Move { about, degrees: 0.0, factor }.feature(feature)
}

/// A turn and a change of size about a place.
#[derive(Clone, Copy)]
struct Move {
    about: Position,
    degrees: f64,
    factor: f64,
}

impl Move {
    fn place(self, place: Position) -> Position {
        let leg = inverse(self.about, place);
        let course = Course::wrapped(leg.initial.value() + self.degrees);
        destination(self.about, course, self.length(leg.distance)).rounded()
    }

    fn length(self, length: Metres) -> Metres {
        Metres::magnitude(length.value() * self.factor)
    }

    fn course(self, course: Course) -> Course {
        Course::wrapped(course.value() + self.degrees)
    }

    fn feature(self, feature: &Feature) -> Result<Feature, ShapeError> {
        if let Some(shape) = feature.shape.as_ref().and_then(|shape| self.shape(shape)) {
            return with_shape(feature, shape);
        }
        let geometry = feature.geometry.as_ref().ok_or(ShapeError::Empty)?;
        Ok(with_geometry(feature, self.geometry(geometry)))
    }

    /// The shape it becomes; `None` if it does not stay one.
    fn shape(self, shape: &Shape) -> Option<Shape> {
        let places = |places: &[Position]| places.iter().map(|place| self.place(*place)).collect();
        Some(match shape {
            Shape::Circle { centre, radius } => {
                Shape::Circle { centre: self.place(*centre), radius: self.length(*radius) }
            }
            Shape::Ring { centre, inner, outer } => {
                Shape::Ring { centre: self.place(*centre), inner: self.length(*inner), outer: self.length(*outer) }
            }
            Shape::Sector { centre, inner, outer, from, to } => Shape::Sector {
                centre: self.place(*centre),
                inner: self.length(*inner),
                outer: self.length(*outer),
                from: self.course(*from),
                to: self.course(*to),
            },
            Shape::Corridor { route, half_width } => {
                Shape::Corridor { route: places(route), half_width: self.length(*half_width) }
            }
            Shape::Geodesic { corners } => Shape::Geodesic { corners: places(corners) },
            Shape::Measured { places: line } => Shape::Measured { places: places(line) },
            Shape::Rectangle { south_west, north_east } if self.degrees == 0.0 => {
                Shape::Rectangle { south_west: self.place(*south_west), north_east: self.place(*north_east) }
            }
            Shape::Rectangle { .. } | Shape::Unknown(_) => return None,
        })
    }

    fn geometry(self, geometry: &Geometry<f64>) -> Geometry<f64> {
        let place = |c: Coord<f64>| self.place(Position::clamped(c.y, c.x));
        let ring = |ring: &LineString<f64>| unrolled(&ring.coords().map(|c| place(*c)).collect::<Vec<_>>());
        match geometry {
            Geometry::Polygon(_) | Geometry::MultiPolygon(_) => {
                let parts = polygons(geometry.clone()).into_iter().flat_map(|part| {
                    let holes = part.interiors().iter().map(ring).collect();
                    polygons(cut(Polygon::new(ring(part.exterior()), holes)))
                });
                one_or_many(parts.collect()).unwrap_or_else(|| geometry.clone())
            }
            other => other.map_coords(|c| place(c).coord()),
        }
    }
}

/// A polygon between geodesics through these corners, for a feature drawn by coordinates that are meant so.
///
/// # Errors
/// [`ShapeError`] with fewer than three different corners.
pub fn between_geodesics(corners: &[Position]) -> Result<(Geometry<f64>, Option<Shape>), ShapeError> {
    let mut corners: Vec<Position> = corners.iter().map(|place| place.rounded()).collect();
    corners.dedup();
    if corners.len() > 1 && corners.first() == corners.last() {
        corners.pop();
    }
    let shape = Shape::Geodesic { corners };
    let geometry = geometry_of(&shape)?;
    // Where straight edges say the same, the corners are all there is to keep.
    let Shape::Geodesic { corners } = &shape else { return Ok((geometry, None)) };
    let is_plain = super::vertices(&geometry).count() == corners.len();
    Ok((geometry, (!is_plain).then_some(shape)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geodesy::{distance, ring_size};
    use crate::plan::geometry::{rectangle_between, size};
    use crate::plan::{FeatureId, Kind};
    use uuid::Uuid;

    fn at(lat: f64, lon: f64) -> Position {
        Position::new(lat, lon).expect("on the globe")
    }

    fn feature(shape: Shape) -> Feature {
        let geometry = geometry_of(&shape).expect("a polygon");
        let mut feature = Feature::new(FeatureId(Uuid::nil()), Kind::InterdictionArea, "Area Kilo", geometry);
        feature.shape = Some(shape);
        feature
    }

    fn km2(feature: &Feature) -> f64 {
        size(feature.geometry.as_ref().expect("a place")).area.expect("an area").square_kilometres()
    }

    #[test]
    fn a_rectangle_turned_is_a_polygon_of_the_same_size() {
        let area = feature(rectangle_between(at(38.0, 124.0), at(38.4, 124.5)));
        let about = at(38.2, 124.25);
        let turned = turned(&area, about, 30.0).expect("it turns");
        assert_eq!(turned.shape, None);
        assert!((km2(&turned) / km2(&area) - 1.0).abs() < 1e-4);
        let back = super::turned(&turned, about, -30.0).expect("it turns back");
        assert!((km2(&back) / km2(&area) - 1.0).abs() < 1e-6);
    }

    #[test]
    fn a_sector_turned_keeps_its_radii_and_turns_its_bearings() {
        let centre = at(38.2, 124.25);
        let radius = |nm: f64| Metres::magnitude(nm * 1852.0);
        let (from, to) = (Course::wrapped(350.0), Course::wrapped(40.0));
        let area = feature(Shape::Sector { centre, inner: radius(2.0), outer: radius(8.0), from, to });
        let turned = turned(&area, centre, 20.0).expect("it turns");
        let expected = Shape::Sector {
            centre,
            inner: radius(2.0),
            outer: radius(8.0),
            from: Course::wrapped(10.0),
            to: Course::wrapped(60.0),
        };
        assert_eq!(turned.shape, Some(expected));
    }

    #[test]
    fn twice_the_size_is_four_times_the_area_and_the_far_corner_twice_as_far() {
        let area = feature(rectangle_between(at(38.0, 124.0), at(38.1, 124.1)));
        let about = at(38.0, 124.0);
        let grown = resized(&area, about, 2.0).expect("it grows");
        assert!((km2(&grown) / km2(&area) - 4.0).abs() < 0.01);
        let Some(Shape::Rectangle { north_east, .. }) = grown.shape else { panic!("still a rectangle") };
        assert!((distance(about, north_east).value() / distance(about, at(38.1, 124.1)).value() - 2.0).abs() < 1e-6);
        assert_eq!(resized(&area, about, 0.0), Err(ShapeError::Empty));
    }

    #[test]
    fn the_warning_of_liaodong_bay_has_the_area_of_its_geodesics() {
        // 40°42′46″N 121°14′49″E; 40°41′44″ 121°16′43″; 39°09′02″ 119°27′20″; 39°16′57″ 119°17′07″:
        // 2773.474096 km² by GeographicLib's Planimeter; 2771.14 with edges straight in longitude and latitude.
        let dms = |d: f64, m: f64, s: f64| d + m / 60.0 + s / 3600.0;
        let corners = [
            at(dms(40.0, 42.0, 46.0), dms(121.0, 14.0, 49.0)),
            at(dms(40.0, 41.0, 44.0), dms(121.0, 16.0, 43.0)),
            at(dms(39.0, 9.0, 2.0), dms(119.0, 27.0, 20.0)),
            at(dms(39.0, 16.0, 57.0), dms(119.0, 17.0, 7.0)),
        ];
        let (geometry, shape) = between_geodesics(&corners).expect("a polygon");
        let km2 = size(&geometry).area.expect("an area").square_kilometres();
        assert!((km2 / 2_773.474_096 - 1.0).abs() < 1e-6, "{km2}");
        assert!(matches!(shape, Some(Shape::Geodesic { corners }) if corners.len() == 4));
        // And who measures the file's vertices along geodesics finds the same.
        let vertices: Vec<Position> = crate::plan::geometry::vertices(&geometry).map(|(_, at)| at).collect();
        assert!((ring_size(&vertices).1.square_kilometres() / 2_773.474_096 - 1.0).abs() < 1e-6);
        assert!(vertices.len() < 400, "{}", vertices.len());
    }

    #[test]
    fn a_small_warning_is_its_corners() {
        let corners = [
            at(38.0 + 46.58 / 60.0, 120.0 + 59.10 / 60.0),
            at(38.0 + 46.58 / 60.0, 121.0 + 5.88 / 60.0),
            at(38.0 + 41.60 / 60.0, 121.0 + 5.88 / 60.0),
            at(38.0 + 41.60 / 60.0, 120.0 + 59.10 / 60.0),
        ];
        let (geometry, shape) = between_geodesics(&corners).expect("a polygon");
        assert_eq!(shape, None);
        let km2 = size(&geometry).area.expect("an area").square_kilometres();
        assert!((km2 / 90.528_196 - 1.0).abs() < 1e-6, "{km2}");
    }
}
