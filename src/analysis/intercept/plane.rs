//! Closest approach and intercept on the plane, as a plotting sheet has them.
//!
//! Owns the closed formulas for two ships close enough together that the Earth is flat: within 100 nautical miles they are within 0.1 % of the
//! ellipsoid. Never knows a position; `closest` and `solve` do. Start at [`cpa`] and [`plane_intercept`].

use std::time::Duration;

use crate::units::{Course, Knots, NauticalMiles};

/// How a ship moves, or how two move to one another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Velocity {
    /// Its course over ground.
    pub course: Course,
    /// Its speed over ground.
    pub speed: Knots,
}

/// Where the other ship is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Off {
    /// Its true bearing.
    pub bearing: Course,
    /// Its range.
    pub range: NauticalMiles,
}

/// The closest point of approach of two ships that hold course and speed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cpa {
    /// How long until then (TCPA), or, if `is_past`, how long since.
    pub tcpa: Duration,
    /// Whether they were closest before now and draw apart.
    pub is_past: bool,
    /// How far they are apart then (DCPA).
    pub dcpa: NauticalMiles,
}

/// Where a pursuer can meet a ship that holds course and speed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PlaneIntercept {
    /// The earliest meeting, after now.
    pub first: Duration,
    /// The latest, for a pursuer that is not faster; `None` if any later time does.
    pub last: Option<Duration>,
    /// The course to the earliest.
    pub course: Course,
    /// How far it is there.
    pub distance: NauticalMiles,
    /// Where the earliest is, north and east of the pursuer's place now, in nautical miles.
    pub north_east_nm: (f64, f64),
}

/// The closest point of approach: `t* = -r·v/(v·v)`, `DCPA = |r + v t*|`. Two ships of one velocity keep their range: now is as close as ever.
///
/// # Source
/// domain.md, section 4; Bowditch, The American Practical Navigator (NGA Pub. 9, 2019), chapter 33, for the terms.
#[must_use]
pub fn cpa(own: Velocity, other: Velocity, off: Off) -> Cpa {
    let (r, own, other) = (off.plane(), own.plane(), other.plane());
    let v = [other[0] - own[0], other[1] - own[1]];
    let speed_2 = dot(v, v);
    let hours = if speed_2 > 0.0 { -dot(r, v) / speed_2 } else { 0.0 };
    let at = [r[0] + v[0] * hours, r[1] + v[1] * hours];
    Cpa { tcpa: of_hours(hours.abs()), is_past: hours < 0.0, dcpa: miles(at[0].hypot(at[1])) }
}

/// The earliest meeting: the smallest `t >= 0` with `(u·u - v²)t² + 2R·u·t + R·R = 0`; `None` if a pursuer that is not faster never comes so far.
///
/// # Source
/// domain.md, section 4.
#[must_use]
pub fn plane_intercept(off: Off, target: Velocity, pursuer: Knots) -> Option<PlaneIntercept> {
    let (from, way) = (off.plane(), target.plane());
    let (first, last) = roots(dot(way, way) - pursuer.value().powi(2), dot(from, way), dot(from, from))?;
    let at = [from[0] + way[0] * first, from[1] + way[1] * first];
    Some(PlaneIntercept {
        first: of_hours(first),
        last: last.map(of_hours),
        course: Course::wrapped(at[1].atan2(at[0]).to_degrees()),
        distance: miles(at[0].hypot(at[1])),
        north_east_nm: (at[0], at[1]),
    })
}

/// Between which times `a t² + 2 b t + c <= 0` from zero on, for `c >= 0`, without taking small differences of large numbers.
fn roots(a: f64, b: f64, c: f64) -> Option<(f64, Option<f64>)> {
    if c <= 0.0 {
        let stays = a < 0.0 || (a <= 0.0 && b <= 0.0);
        return Some((0.0, (!stays).then(|| if a > 0.0 { (-2.0 * b / a).max(0.0) } else { 0.0 })));
    }
    if a < 0.0 {
        // A faster pursuer: the roots have different signs.
        let root = (b * b - a * c).sqrt();
        return Some((if b <= 0.0 { c / (root - b) } else { -(root + b) / a }, None));
    }
    let square = b * b - a * c;
    if b >= 0.0 || square < 0.0 {
        return None;
    }
    let root = square.sqrt();
    Some((c / (root - b), (a > 0.0).then(|| (root - b) / a)))
}

impl Velocity {
    /// North and east in knots.
    fn plane(self) -> [f64; 2] {
        polar(self.course, self.speed.value())
    }
}

impl Off {
    /// North and east in nautical miles.
    fn plane(self) -> [f64; 2] {
        polar(self.bearing, self.range.value())
    }
}

fn polar(course: Course, length: f64) -> [f64; 2] {
    let (sin, cos) = course.value().to_radians().sin_cos();
    [length * cos, length * sin]
}

fn dot(a: [f64; 2], b: [f64; 2]) -> f64 {
    a[0] * b[0] + a[1] * b[1]
}

/// Hours that are not negative; more than a clock can hold are as many as it can.
fn of_hours(hours: f64) -> Duration {
    Duration::try_from_secs_f64(hours * 3600.0).unwrap_or(Duration::MAX)
}

fn miles(nm: f64) -> NauticalMiles {
    crate::units::Metres::magnitude(nm * crate::units::METRES_PER_NAUTICAL_MILE).nautical_miles()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn velocity(course: f64, knots: f64) -> Velocity {
        Velocity { course: Course::wrapped(course), speed: Knots::new(knots).expect("a speed") }
    }

    fn off(bearing: f64, nm: f64) -> Off {
        Off { bearing: Course::wrapped(bearing), range: NauticalMiles::new(nm).expect("a range") }
    }

    /// 50 nautical miles east and 30 north, as domain.md has it.
    fn east_50_north_30() -> Off {
        off(50.0_f64.atan2(30.0).to_degrees(), 50.0_f64.hypot(30.0))
    }

    fn hours(time: Duration) -> f64 {
        time.as_secs_f64() / 3600.0
    }

    #[test]
    fn the_closest_approach_of_the_worked_example() {
        // domain.md, section 4: 15.30133 min, 0.362143 nm.
        let found = cpa(velocity(0.0, 12.0), velocity(270.0, 10.0), off(45.0, 4.0));
        assert!((hours(found.tcpa) * 60.0 - 15.301_33).abs() < 5e-6, "{found:?}");
        assert!((found.dcpa.value() - 0.362_143).abs() < 5e-7 && !found.is_past, "{found:?}");
    }

    #[test]
    fn ships_that_draw_apart_were_closest_before_and_those_abreast_are_as_close_as_ever() {
        let apart = cpa(velocity(180.0, 12.0), velocity(90.0, 10.0), off(45.0, 4.0));
        assert!(apart.is_past && (hours(apart.tcpa) * 60.0 - 15.301_33).abs() < 5e-6, "{apart:?}");
        let abreast = cpa(velocity(33.0, 12.0), velocity(33.0, 12.0), off(45.0, 4.0));
        assert_eq!((abreast.tcpa, abreast.is_past), (Duration::ZERO, false));
        assert!((abreast.dcpa.value() - 4.0).abs() < 1e-12);
    }

    #[test]
    fn the_intercepts_of_the_worked_examples() {
        // domain.md, section 4: 2.094601 h at (41.40325 E, 6.38063 N), course 081.2391°.
        let found = plane_intercept(east_50_north_30(), velocity(200.0, 12.0), Knots::new(20.0).expect("a speed"));
        let found = found.expect("a faster pursuer always meets");
        assert!((hours(found.first) - 2.094_601).abs() < 5e-7 && found.last.is_none(), "{found:?}");
        assert!((found.north_east_nm.1 - 41.403_25).abs() < 5e-6, "{found:?}");
        assert!((found.north_east_nm.0 - 6.380_63).abs() < 5e-6, "{found:?}");
        assert!((found.course.value() - 81.239_1).abs() < 5e-5, "{found:?}");
        assert!((found.distance.value() - 20.0 * hours(found.first)).abs() < 1e-9);

        // Pursuer 8 kn: a window of 2.916095 to 14.574286 h towards 240°, none towards 060°.
        let eight = Knots::new(8.0).expect("a speed");
        let found = plane_intercept(east_50_north_30(), velocity(240.0, 12.0), eight).expect("a window");
        assert!((hours(found.first) - 2.916_095).abs() < 5e-7, "{found:?}");
        assert!((hours(found.last.expect("an end")) - 14.574_286).abs() < 5e-7, "{found:?}");
        assert_eq!(plane_intercept(east_50_north_30(), velocity(60.0, 12.0), eight), None);
    }

    #[test]
    fn a_pursuer_of_the_same_speed_meets_what_comes_nearer() {
        let same = Knots::new(12.0).expect("a speed");
        // Head on, 24 miles apart: one hour.
        let found = plane_intercept(off(0.0, 24.0), velocity(180.0, 12.0), same).expect("a meeting");
        assert!((hours(found.first) - 1.0).abs() < 1e-12 && found.last.is_none());
        assert_eq!(plane_intercept(off(0.0, 24.0), velocity(0.0, 12.0), same), None);
        assert_eq!(plane_intercept(off(0.0, 24.0), velocity(90.0, 12.0), same), None);
    }
}
