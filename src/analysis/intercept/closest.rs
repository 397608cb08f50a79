//! The closest approach of two moving vessels on the ellipsoid.
//!
//! Owns the search for it, whatever way each of the two goes. Start at [`closest`].

use super::motion::{Leg, Motion};
use crate::geodesy::{self, Position};
use crate::units::{Metres, Timestamp};

/// The closest approach of two vessels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Closest {
    /// When (TCPA), to a tenth of a second unless they hardly move to one another.
    pub time: Timestamp,
    /// How far apart they are then (DCPA), to a centimetre.
    pub distance: Metres,
    /// Where the first is then.
    pub one: Position,
    /// Where the other is.
    pub other: Position,
}

/// The polar radius of WGS 84 in metres, the least √(1/K) of the ellipsoid. Source: NIMA TR8350.2, 3rd ed., table 3.1.
const LEAST_RADIUS: f64 = 6_356_752.3;
/// A part of the time in which they can come closer by no more than this is looked at no further.
const CLOSER_METRES: f64 = 1e-4;
/// Nor is a shorter one.
const SHORT_S: f64 = 1e-3;

/// The closest approach of two vessels between two moments; `None` if no moment has both.
///
/// Whole stretches are left out by bounds: their distance d changes by no more than `u + w` a second, and it bends down by no more than
/// `d'' >= -(u² + w²) tan(d/2R)/R` on two geodesics (second variation, curvature at most 1/R²), so that with half of that times `(t - m)²` added it
/// is convex and lies above its tangents. The rest is halved.
#[must_use]
pub fn closest(one: &Motion, other: &Motion, from: Timestamp, to: Timestamp) -> Option<Closest> {
    let start = one.seconds(from).max(0.0).max(one.seconds(other.start()));
    let offset = other.seconds(one.start());
    let end = one.seconds(to).min(one.end_s()).min(other.end_s() - offset);
    if !end.is_finite() || start > end {
        return None;
    }
    let pair = |s: f64| Some(Pair { one: one.leg(s)?, other: other.leg(s + offset)?, offset });
    let first = pair(start)?.look(start);
    let mut best = first;
    let fastest = one.top_mps() + other.top_mps();
    let mut s = start;
    while s < end {
        let legs = pair(s)?;
        let leg_end = legs.one.end_s.min(legs.other.end_s - offset).min(end);
        let here = legs.look(s);
        // Until then they are no closer.
        let idle = s + (here.metres - best.metres).max(0.0) / fastest.max(1e-9);
        if idle > leg_end {
            s = idle;
            continue;
        }
        best = legs.closer(here, legs.look(leg_end), best);
        s = leg_end.max(s + 1e-6);
    }
    let (at_one, at_other) = (one.place(best.s)?, other.place(best.s + offset)?);
    let distance = Metres::magnitude(best.metres);
    Some(Closest { time: one.moment(best.s), distance, one: at_one, other: at_other })
}

/// Two legs at the same time; the second's clock is ahead by `offset` seconds.
struct Pair {
    one: Leg,
    other: Leg,
    offset: f64,
}

/// How far apart they are at a moment, and how fast that grows.
#[derive(Clone, Copy, Debug)]
struct Look {
    s: f64,
    metres: f64,
    slope: f64,
}

impl Pair {
    fn look(&self, s: f64) -> Look {
        let ((a, a_course), (b, b_course)) = (self.one.place(s), self.other.place(s + self.offset));
        let way = geodesy::inverse(a, b);
        let along = |speed: f64, course: f64, way: f64| speed * (course - way).to_radians().cos();
        let slope = along(self.other.mps, b_course.value(), way.arrival.value())
            - along(self.one.mps, a_course.value(), way.initial.value());
        Look { s, metres: way.distance.value(), slope }
    }

    /// The closest of what is known and of all between two moments.
    fn closer(&self, from: Look, to: Look, best: Look) -> Look {
        let mut best = [from, to].into_iter().fold(best, nearer);
        let mut open = vec![(from, to)];
        while let Some((from, to)) = open.pop() {
            if to.s - from.s < SHORT_S || self.least(&from, &to) >= best.metres - CLOSER_METRES {
                continue;
            }
            let middle = self.look(f64::midpoint(from.s, to.s));
            best = nearer(best, middle);
            // The half towards which they close is looked at first.
            let halves = [(from, middle), (middle, to)];
            open.extend(if middle.slope < 0.0 { halves } else { [halves[1], halves[0]] });
        }
        self.bottom(best, (from.s, to.s))
    }

    /// No distance between two moments is less.
    fn least(&self, from: &Look, to: &Look) -> f64 {
        let span = to.s - from.s;
        let speed = self.one.mps + self.other.mps;
        let steady = f64::midpoint(from.metres, to.metres) - speed * span / 2.0;
        let farthest = from.metres.min(to.metres) + speed * span;
        let half_angle = farthest / (2.0 * LEAST_RADIUS);
        if half_angle > 0.75 {
            return steady;
        }
        let bend = (self.one.mps.powi(2) + self.other.mps.powi(2)) * half_angle.tan() / LEAST_RADIUS;
        let (slope, back) = (from.slope - bend * span / 2.0, to.slope + bend * span / 2.0);
        // Where the tangents of the convex function meet; where they do not between, an end is least. What was added at both ends is the most
        // that was added anywhere, and so falls out.
        let tangents = if slope >= 0.0 {
            from.metres
        } else if back <= 0.0 {
            to.metres
        } else {
            let after = ((to.metres - from.metres - back * span) / (slope - back)).clamp(0.0, span);
            from.metres + slope * after
        };
        steady.max(tangents)
    }

    /// The moment at which the slope turns, near a closest approach: that is sharper than the distance itself.
    fn bottom(&self, best: Look, (start, end): (f64, f64)) -> Look {
        let reach = 8.0;
        let (mut low, mut high) = ((best.s - reach).max(start), (best.s + reach).min(end));
        if !(start..=end).contains(&best.s) || self.look(low).slope >= 0.0 || self.look(high).slope <= 0.0 {
            return best;
        }
        for _ in 0..50 {
            let middle = f64::midpoint(low, high);
            if self.look(middle).slope < 0.0 { low = middle } else { high = middle }
        }
        let bottom = self.look(f64::midpoint(low, high));
        if bottom.metres <= best.metres + 1e-6 { bottom } else { best }
    }
}

fn nearer(a: Look, b: Look) -> Look {
    if b.metres < a.metres { b } else { a }
}
