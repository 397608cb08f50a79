//! Ways of one course: rhumb lines on the ellipsoid.

use super::Position;
use crate::units::{Course, Metres};

/// WGS 84: semi-major axis in metres, flattening and third flattening. Source: NIMA TR8350.2, 3rd ed., table 3.1.
const SEMI_MAJOR_METRES: f64 = 6_378_137.0;
const FLATTENING: f64 = 1.0 / 298.257_223_563;
/// Over fewer latitudes longitudes are integrated.
const SMALL_RADIANS: f64 = 0.05;
const N: f64 = FLATTENING / (2.0 - FLATTENING);
/// Metres of meridian for a radian of rectifying latitude: `a/(1+n)·(1 + n²/4 + n⁴/64)`.
const RECTIFYING_RADIUS: f64 = SEMI_MAJOR_METRES / (1.0 + N) * (1.0 + N * N / 4.0 + N * N * N * N / 64.0);
/// Nodes and weights of Gauss and Legendre's rule on -1..1 with five nodes (Abramowitz and Stegun 1964, table 25.4).
const GAUSS: [(f64, f64); 5] = [
    (-0.906_179_845_938_664, 0.236_926_885_056_189),
    (-0.538_469_310_105_683, 0.478_628_670_499_366),
    (0.0, 0.568_888_888_888_889),
    (0.538_469_310_105_683, 0.478_628_670_499_366),
    (0.906_179_845_938_664, 0.236_926_885_056_189),
];

/// The place reached from `from` by holding `course` for `distance`: a rhumb line on the ellipsoid, to a millimetre between 85°S and 85°N for
/// ways of up to 1,000 km. A way that would pass a pole ends near there.
///
/// # Source
/// Latitude from the length of the meridian: Helmert 1880 as in Karney 2024, "On auxiliary latitudes", doi:10.1080/00396265.2023.2217604,
/// series in the third flattening. Longitude: `tan course` times the step of isometric latitude (Bowring 1985,
/// doi:10.1007/BF02521062), or over few latitudes the integral of `sin course / (N cos latitude)` along the way, by Gauss and Legendre.
#[must_use]
pub fn rhumb_destination(from: Position, course: Course, distance: Metres) -> Position {
    let (sin, cos) = course.value().to_radians().sin_cos();
    let start = rectifying(from.lat().to_radians());
    let pole = std::f64::consts::FRAC_PI_2;
    let end = (start + distance.value() * cos / RECTIFYING_RADIUS).clamp(-pole, pole);
    let (from_lat, to_lat) = (from.lat().to_radians(), geographic(end));
    let lon_step = if (end - start).abs() > SMALL_RADIANS {
        sin / cos * (isometric(to_lat) - isometric(from_lat))
    } else {
        // Five nodes are exact over so few latitudes; the other formula would take the difference of two numbers alike.
        let parts = GAUSS.map(|(node, weight)| {
            let metres = distance.value() * f64::midpoint(1.0, node);
            weight / parallel_radius(geographic((start + metres * cos / RECTIFYING_RADIUS).clamp(-pole, pole)))
        });
        sin * distance.value() / 2.0 * parts.iter().sum::<f64>()
    };
    Position::clamped(to_lat.to_degrees(), from.lon() + lon_step.to_degrees())
}

/// The isometric latitude of a geographic one, in radians.
fn isometric(lat: f64) -> f64 {
    let eccentricity = (FLATTENING * (2.0 - FLATTENING)).sqrt();
    lat.tan().asinh() - eccentricity * (eccentricity * lat.sin()).atanh()
}

/// The radius of a parallel in metres, latitude in radians; never less than a metre.
fn parallel_radius(lat: f64) -> f64 {
    let eccentricity_2 = FLATTENING * (2.0 - FLATTENING);
    (SEMI_MAJOR_METRES * lat.cos() / (1.0 - eccentricity_2 * lat.sin().powi(2)).sqrt()).max(1.0)
}

/// The rectifying latitude of a geographic one, in radians; terms beyond the fourth power of n are below a micrometre.
fn rectifying(lat: f64) -> f64 {
    let (n2, n3, n4) = (N * N, N * N * N, N * N * N * N);
    lat + (-1.5 * N + 9.0 / 16.0 * n3) * (2.0 * lat).sin() + (15.0 / 16.0 * n2 - 15.0 / 32.0 * n4) * (4.0 * lat).sin()
        - 35.0 / 48.0 * n3 * (6.0 * lat).sin()
        + 315.0 / 512.0 * n4 * (8.0 * lat).sin()
}

/// The geographic latitude of a rectifying one, in radians.
fn geographic(rectifying: f64) -> f64 {
    let (n2, n3, n4) = (N * N, N * N * N, N * N * N * N);
    rectifying
        + (1.5 * N - 27.0 / 32.0 * n3) * (2.0 * rectifying).sin()
        + (21.0 / 16.0 * n2 - 55.0 / 32.0 * n4) * (4.0 * rectifying).sin()
        + 151.0 / 96.0 * n3 * (6.0 * rectifying).sin()
        + 1097.0 / 512.0 * n4 * (8.0 * rectifying).sin()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geodesy::{self, distance};

    fn at(lat: f64, lon: f64) -> Position {
        Position::new(lat, lon).expect("on the globe")
    }

    fn gone(from: Position, course: f64, metres: f64) -> Position {
        rhumb_destination(from, Course::wrapped(course), Metres::magnitude(metres))
    }

    #[test]
    fn the_line_from_jfk_to_changi_is_that_of_rhumbsolve() {
        // GeographicLib's RhumbSolve(1): 40:38:23N 073:46:44W to 01:21:33N 103:59:22E is 18523563 m on 103:34:58.2; after 2000 km at
        // 36:24:30.3N 051:28:26.4W, after 4000 km at 32:10:26.8N 030:20:57.3W. The course is rounded to 0.05″: 5 m at the end.
        let dms = |d: f64, m: f64, s: f64| d + m / 60.0 + s / 3600.0;
        let jfk = at(dms(40.0, 38.0, 23.0), -dms(73.0, 46.0, 44.0));
        let course = dms(103.0, 34.0, 58.2);
        let end = gone(jfk, course, 18_523_563.0);
        assert!(distance(end, at(dms(1.0, 21.0, 33.0), dms(103.0, 59.0, 22.0))).value() < 10.0, "{end:?}");
        for (metres, place) in [
            (2e6, at(dms(36.0, 24.0, 30.3), -dms(51.0, 28.0, 26.4))),
            (4e6, at(dms(32.0, 10.0, 26.8), -dms(30.0, 20.0, 57.3))),
        ] {
            let off = distance(gone(jfk, course, metres), place).value();
            assert!(off < 3.0, "{off} m");
        }
    }

    #[test]
    fn meridians_are_geodesics_and_parallels_stay() {
        for lat in [-70.0, 0.0, 33.0, 84.0] {
            let geodesic = geodesy::destination(at(lat, 125.0), Course::wrapped(0.0), Metres::magnitude(500_000.0));
            assert!(distance(gone(at(lat, 125.0), 0.0, 500_000.0), geodesic).value() < 1e-3);
            let along = gone(at(lat, 179.0), 90.0, 100_000.0);
            assert!((along.lat() - lat).abs() < 1e-9);
            let radius = parallel_radius(lat.to_radians());
            assert!(((along.lon() - 179.0).rem_euclid(360.0).to_radians() * radius - 100_000.0).abs() < 1e-3);
        }
    }

    #[test]
    fn two_halves_make_the_whole() {
        let from = at(37.5, 124.0);
        for course in [17.0, 93.0, 201.0, 330.0] {
            let whole = gone(from, course, 400_000.0);
            let halves = gone(gone(from, course, 200_000.0), course, 200_000.0);
            assert!(distance(whole, halves).value() < 1e-3);
        }
    }
}
