//! Where on Earth: positions on WGS 84, and distances, bearings and areas between them.
//!
//! Owns [`Position`] and every measurement on the ellipsoid, over `geographiclib-rs` (Karney 2013,
//! doi:10.1007/s00190-012-0578-z). Never projects for measuring and never knows a file or a screen. Start at
//! [`Position`] and [`inverse`].

use std::sync::LazyLock;

use geographiclib_rs::{DirectGeodesic as _, Geodesic, InverseGeodesic as _, PolygonArea, Winding};

use crate::units::{Course, Metres, SquareMetres};

mod crossing;
mod rhumb;

pub use crossing::{Crossings, crossings, first_crossing};
pub use rhumb::rhumb_destination;

static WGS84: LazyLock<Geodesic> = LazyLock::new(Geodesic::wgs84);

/// The mean radius of the Earth, IUGG R1 (Moritz 2000, doi:10.1007/s001900050278), for [`haversine`] only.
pub const MEAN_RADIUS_METRES: f64 = 6_371_008.8;

/// A place on the WGS 84 ellipsoid: `-90 <= latitude <= 90`, `-180 <= longitude <= 180`, never NaN.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Position {
    lat_degrees: f64,
    lon_degrees: f64,
}

impl Position {
    /// A place from latitude and longitude in degrees, in that order; `None` off the globe.
    #[must_use]
    pub fn new(lat_degrees: f64, lon_degrees: f64) -> Option<Self> {
        ((-90.0..=90.0).contains(&lat_degrees) && (-180.0..=180.0).contains(&lon_degrees))
            .then_some(Self { lat_degrees, lon_degrees })
    }

    /// A place from any finite numbers: latitude held at the poles, longitude turned into `-180..=180`; NaN becomes 0.
    #[must_use]
    pub fn clamped(lat_degrees: f64, lon_degrees: f64) -> Self {
        let lat = if lat_degrees.is_nan() { 0.0 } else { lat_degrees.clamp(-90.0, 90.0) };
        let lon = if (-180.0..=180.0).contains(&lon_degrees) {
            lon_degrees
        } else if lon_degrees.is_finite() {
            (lon_degrees + 180.0).rem_euclid(360.0) - 180.0
        } else {
            0.0
        };
        Self { lat_degrees: lat, lon_degrees: lon }
    }

    /// A place from ten-millionths of a degree, as columns and plan files keep it.
    #[must_use]
    pub fn from_e7(lat_e7: i32, lon_e7: i32) -> Self {
        Self::clamped(f64::from(lat_e7) / 1e7, f64::from(lon_e7) / 1e7)
    }

    /// Latitude and longitude in ten-millionths of a degree (11 mm or less), rounded half away from zero.
    #[must_use]
    #[expect(clippy::cast_possible_truncation, reason = "180e7 fits in an i32, and the fields never leave the globe")]
    pub fn e7(self) -> (i32, i32) {
        ((self.lat_degrees * 1e7).round() as i32, (self.lon_degrees * 1e7).round() as i32)
    }

    /// The same place as a plan file keeps it: rounded to seven decimals.
    #[must_use]
    pub fn rounded(self) -> Self {
        let (lat_e7, lon_e7) = self.e7();
        Self::from_e7(lat_e7, lon_e7)
    }

    /// Degrees north of the equator.
    #[must_use]
    pub const fn lat(self) -> f64 {
        self.lat_degrees
    }

    /// Degrees east of Greenwich.
    #[must_use]
    pub const fn lon(self) -> f64 {
        self.lon_degrees
    }

    /// The place as a `geo` coordinate, x = longitude and y = latitude in degrees.
    #[must_use]
    pub const fn coord(self) -> geo::Coord<f64> {
        geo::Coord { x: self.lon_degrees, y: self.lat_degrees }
    }

    /// A place from a `geo` coordinate, x = longitude and y = latitude in degrees; `None` off the globe.
    #[must_use]
    pub fn from_coord(coord: geo::Coord<f64>) -> Option<Self> {
        Self::new(coord.y, coord.x)
    }
}

/// The shortest way from one place to another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Leg {
    /// Length of the geodesic.
    pub distance: Metres,
    /// Azimuth at the start.
    pub initial: Course,
    /// Azimuth at the end, still in the direction of travel.
    pub arrival: Course,
}

/// The shortest way between two places on the ellipsoid.
#[must_use]
pub fn inverse(from: Position, to: Position) -> Leg {
    let (metres, initial, arrival, _arc): (f64, f64, f64, f64) =
        WGS84.inverse(from.lat_degrees, from.lon_degrees, to.lat_degrees, to.lon_degrees);
    Leg { distance: Metres::magnitude(metres), initial: Course::wrapped(initial), arrival: Course::wrapped(arrival) }
}

/// The geodesic distance between two places.
#[must_use]
pub fn distance(from: Position, to: Position) -> Metres {
    let metres: f64 = WGS84.inverse(from.lat_degrees, from.lon_degrees, to.lat_degrees, to.lon_degrees);
    Metres::magnitude(metres)
}

/// The place reached from `from` along the geodesic that starts on `course`.
#[must_use]
pub fn destination(from: Position, course: Course, distance: Metres) -> Position {
    let (lat, lon): (f64, f64) = WGS84.direct(from.lat_degrees, from.lon_degrees, course.value(), distance.value());
    Position::clamped(lat, lon)
}

/// The place reached along a geodesic, as [`destination`], and the course there, still in the direction of travel.
#[must_use]
pub fn advance(from: Position, course: Course, distance: Metres) -> (Position, Course) {
    let (lat, lon, arrival): (f64, f64, f64) =
        WGS84.direct(from.lat_degrees, from.lon_degrees, course.value(), distance.value());
    (Position::clamped(lat, lon), Course::wrapped(arrival))
}

/// The distance on a sphere of [`MEAN_RADIUS_METRES`]: within 0.6 % of [`distance`], and some twenty times as fast.
#[must_use]
pub fn haversine(from: Position, to: Position) -> Metres {
    let (lat_a, lat_b) = (from.lat_degrees.to_radians(), to.lat_degrees.to_radians());
    let half_lat = (lat_b - lat_a) / 2.0;
    let half_lon = (to.lon_degrees - from.lon_degrees).to_radians() / 2.0;
    let h = half_lat.sin().powi(2) + lat_a.cos() * lat_b.cos() * half_lon.sin().powi(2);
    Metres::magnitude(2.0 * MEAN_RADIUS_METRES * h.sqrt().min(1.0).asin())
}

/// Perimeter and area of a ring whose edges are geodesics, listed either way round; closing it again changes nothing.
#[must_use]
pub fn ring_size(ring: &[Position]) -> (Metres, SquareMetres) {
    let mut polygon = PolygonArea::new(&WGS84, Winding::CounterClockwise);
    let open = match ring {
        [first, .., last] if first == last => ring.get(..ring.len() - 1).unwrap_or(ring),
        _ => ring,
    };
    for place in open {
        polygon.add_point(place.lat_degrees, place.lon_degrees);
    }
    let (perimeter, area, _n) = polygon.compute(true);
    (Metres::magnitude(perimeter), SquareMetres::magnitude(area))
}

/// The geodesic area of a polygon, holes taken out.
#[must_use]
pub fn polygon_area(polygon: &geo::Polygon<f64>) -> SquareMetres {
    let size = |ring: &geo::LineString<f64>| {
        let places: Vec<_> = ring.coords().filter_map(|c| Position::from_coord(*c)).collect();
        ring_size(&places).1.value()
    };
    let holes: f64 = polygon.interiors().iter().map(size).sum();
    SquareMetres::magnitude((size(polygon.exterior()) - holes).max(0.0))
}

/// The length of a line along its geodesic legs.
#[must_use]
pub fn line_length(places: &[Position]) -> Metres {
    Metres::magnitude(places.iter().zip(places.iter().skip(1)).map(|(a, b)| distance(*a, *b).value()).sum())
}

/// A closed ring around `centre` at `radius`, counter-clockwise from due north, with `n_vertices` distinct vertices.
#[must_use]
pub fn circle_ring(centre: Position, radius: Metres, n_vertices: u32) -> Vec<Position> {
    let n = n_vertices.max(3);
    let mut ring: Vec<Position> = (0..n)
        .map(|i| destination(centre, Course::wrapped(-360.0 * f64::from(i) / f64::from(n)), radius).rounded())
        .collect();
    if let Some(first) = ring.first().copied() {
        ring.push(first);
    }
    ring
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(lat: f64, lon: f64) -> Position {
        Position::new(lat, lon).expect("on the globe")
    }

    #[test]
    fn distances_are_those_of_geographiclib() {
        // GeographicLib's GeodSolve example, JFK to CDG.
        let metres = distance(at(40.6, -73.8), at(49.0 + 1.0 / 60.0, 2.0 + 33.0 / 60.0)).value();
        assert!((metres - 5_853_226.0).abs() < 0.6, "{metres}");
    }

    #[test]
    fn areas_are_those_of_planimeter() {
        // GeographicLib's own polygon tests (Planimeter).
        let (perimeter, area) = ring_size(&[at(89.0, 0.0), at(89.0, 90.0), at(89.0, 180.0), at(89.0, -90.0)]);
        assert!((perimeter.value() - 631_819.874_5).abs() < 1e-3, "{perimeter:?}");
        assert!((area.value() - 24_952_305_678.0).abs() < 1.0, "{area:?}");
        let (perimeter, area) = ring_size(&[at(0.0, -1.0), at(-1.0, 0.0), at(0.0, 1.0), at(1.0, 0.0)]);
        assert!((perimeter.value() - 627_598.273_1).abs() < 1e-3, "{perimeter:?}");
        assert!((area.value() - 24_619_419_146.0).abs() < 1.0, "{area:?}");
        let (_, area) = ring_size(&[at(2.0, 1.0), at(1.0, 2.0), at(3.0, 3.0)]);
        assert!((area.value() - 18_454_562_325.45).abs() < 1.0, "{area:?}");
    }

    #[test]
    fn a_closed_ring_and_an_open_one_measure_the_same() {
        let open = [at(38.0, 124.0), at(38.0, 125.0), at(39.0, 125.0)];
        let closed = [open[0], open[1], open[2], open[0]];
        assert_eq!(ring_size(&open), ring_size(&closed));
    }

    #[test]
    fn destination_undoes_inverse_across_the_antimeridian() {
        let (from, to) = (at(52.0, 179.5), at(51.0, -179.2));
        let leg = inverse(from, to);
        let back = destination(from, leg.initial, leg.distance);
        assert!(distance(back, to).value() < 1e-3);
        assert!(leg.distance.value() < 150_000.0);
    }

    #[test]
    fn a_circle_keeps_its_radius() {
        let centre = at(38.72, 125.40);
        let ring = circle_ring(centre, Metres::magnitude(9260.0), 64);
        assert_eq!(ring.len(), 65);
        assert!(ring.iter().all(|p| (distance(centre, *p).value() - 9260.0).abs() < 0.02));
    }

    #[test]
    fn positions_off_the_globe_are_refused() {
        assert_eq!(Position::new(91.2, 0.0), None);
        assert_eq!(Position::new(f64::NAN, 0.0), None);
        assert_eq!(Position::clamped(0.0, 181.0).e7(), (0, -1_790_000_000));
        assert_eq!(at(38.72, 125.4).e7(), (387_200_000, 1_254_000_000));
    }
}
