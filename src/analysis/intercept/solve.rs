//! The earliest meeting on the ellipsoid, and how long it stays possible.
//!
//! Owns the search for the first moment at which a pursuer can be where a vessel is. Knows no land: `by_sea` does. Start at [`earliest`].
//!
//! # How no earlier meeting is missed
//! What is asked is the first root of `f(t) = max(s(P,T(t)) - v (t - t0), s(P,T(t)) - v E, s(P,T(t)) + s(T(t),B) - v E)`, where s is the length
//! of the geodesic. f changes by no more than `u + v` (or `2u`) a second, so a step of `f / (u + v)` never jumps over a root. While the vessel
//! is on one geodesic and less than a quarter of the Earth away, s is a convex function of t besides, and so is f: by the second variation
//! `s'' = u² sin² θ M/m`, where the geodesic scale M is positive up to π/(2 √K), K at most 1/b² on WGS 84, so up to 9,984 km. The tangent of a
//! convex function lies below it, so Newton's step from the left never jumps over its first root either, and a tangent that does not fall says
//! that there is none on this leg. The longer of the two steps is taken.
//!
//! # Source
//! Karney 2013, doi:10.1007/s00190-012-0578-z, section 3, for M, m and K; domain.md, section 4.

use std::time::Duration;

use super::motion::{Leg, Motion, metres_a_second, span};
use crate::geodesy::{self, Position};
use crate::units::{Course, Knots, Metres, Timestamp};

/// Nearer than this is there: a micrometre, a hundred times what geodesics are off (Karney 2013).
const THERE_METRES: f64 = 1e-6;
/// No step is shorter.
const LEAST_STEP_S: f64 = 1e-6;
/// Up to here distances along a geodesic are convex: a quarter of the Earth, less some.
const CONVEX_METRES: f64 = 9_900_000.0;

/// Whoever is to meet a vessel.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pursuer {
    /// Where it waits.
    pub from: Position,
    /// How fast it goes.
    pub speed: Knots,
    /// When it can leave.
    pub departs: Timestamp,
    /// Until when it is available, if that is known.
    pub until: Option<Timestamp>,
    /// How long it can be under way, if that is known.
    pub endurance: Option<Duration>,
    /// Where it must get to within that time and its availability, if it must.
    pub back_to: Option<Position>,
}

/// A computed meeting.
#[derive(Clone, Debug, PartialEq)]
pub struct Meeting {
    /// When, to a millisecond.
    pub time: Timestamp,
    /// How long after the moment that was asked about.
    pub after: Duration,
    /// Where, to a metre.
    pub place: Position,
    /// The course on which the pursuer leaves.
    pub course: Course,
    /// How far it goes.
    pub distance: Metres,
    /// When it leaves at the latest to be there then.
    pub leaves: Timestamp,
    /// Until when a meeting stays possible without a break.
    pub last: Timestamp,
    /// What ends that.
    pub ended_by: Ended,
    /// The last moment at which it can leave and still meet the vessel until then. Not told of ways round land, but for this meeting.
    pub latest_departure: Timestamp,
    /// What is left of its endurance when it is there, or when it is back; `None` if its endurance is not known.
    pub margin: Option<Duration>,
    /// The corners of the way if it goes round land, from the pursuer's place to the meeting.
    pub round_land: Option<Vec<Position>>,
}

/// What ends a time in which a meeting is possible.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// The vessel draws away.
    DrawsAway,
    /// The pursuer's endurance.
    Endurance,
    /// The pursuer is no longer available.
    Availability,
    /// What is assumed of the vessel goes no further: a port reached, the shore, a track's end.
    MotionEnds,
    /// It was looked no further.
    Horizon,
    /// The way round land was looked at no further.
    Land,
}

impl Ended {
    /// Its name in files: `draws_away`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::DrawsAway => "draws_away",
            Self::Endurance => "endurance",
            Self::Availability => "available_to",
            Self::MotionEnds => "motion_ends",
            Self::Horizon => "horizon",
            Self::Land => "land",
        }
    }
}

/// Why there is no meeting.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
pub enum NoMeeting {
    /// The pursuer states no speed, or none above zero.
    #[error("no speed is stated")]
    NoSpeed,
    /// The pursuer has no place.
    #[error("no place is stated")]
    NoPlace,
    /// Nothing is assumed of the vessel for the time asked about.
    #[error("where the vessel is then is not known")]
    NotKnown,
    /// The pursuer is no longer, or not yet, available.
    #[error("not available in the time that was looked at")]
    NotAvailable,
    /// A meeting would take longer than the pursuer can be under way.
    #[error("a meeting at {time} is beyond its endurance")]
    Endurance {
        /// When it would be, endurance aside.
        time: Timestamp,
    },
    /// A meeting would be after the pursuer's time.
    #[error("a meeting at {time} is after it is available")]
    Availability {
        /// When it would be, availability aside.
        time: Timestamp,
    },
    /// What is assumed of the vessel ends before.
    #[error("what is assumed of the vessel ends at {at}, before a meeting")]
    MotionEnds {
        /// When it ends.
        at: Timestamp,
    },
    /// A pursuer that is not faster, and the vessel does not come near it.
    #[error("not faster than the vessel, which does not come near enough by {until}")]
    TooSlow {
        /// How far was looked.
        until: Timestamp,
    },
    /// Not in the time that was looked at.
    #[error("no meeting by {until}, as far as was looked")]
    Horizon {
        /// How far was looked.
        until: Timestamp,
    },
    /// The straight way is over land, and the way round it takes too long.
    #[error("the straight way crosses land, and the way by sea takes too long for a meeting")]
    TooFarRound,
    /// The straight way is over land, and no way by sea was found round it.
    #[error("the straight way crosses land, and no way by sea was found")]
    NoWayBySea,
}

/// The earliest meeting of a pursuer and a vessel on open water, if there is one from `asked` to `horizon`: right to a metre and a millisecond.
///
/// # Errors
/// [`NoMeeting`], with the reason.
pub fn earliest(
    pursuer: &Pursuer,
    motion: &Motion,
    asked: Timestamp,
    horizon: Timestamp,
) -> Result<Meeting, NoMeeting> {
    let reach = Reach::of(pursuer, motion, asked)?;
    let limits = Limits::of(pursuer, motion, horizon);
    if limits.until < reach.departs_s {
        return Err(NoMeeting::NotAvailable);
    }
    if motion.leg(reach.departs_s).is_none() {
        return Err(match motion.end() {
            Some(at) if motion.end_s() < reach.departs_s => NoMeeting::MotionEnds { at },
            _ => NoMeeting::NotKnown,
        });
    }
    let Some(first_s) = reach.first(motion, reach.departs_s, limits.least()) else {
        return Err(why_not(&reach, motion, &limits, horizon));
    };
    meeting(&reach, motion, &limits, first_s, asked).ok_or(NoMeeting::NotKnown)
}

/// When a pursuer must leave, at the latest, to be at a place at a time: as long before as the geodesic there takes it. `None` without speed.
#[must_use]
pub fn latest_departure(from: Position, speed: Knots, place: Position, time: Timestamp) -> Option<Timestamp> {
    let mps = metres_a_second(speed);
    let under_way_s = geodesy::distance(from, place).value() / mps;
    #[expect(clippy::cast_possible_truncation, reason = "held at the years of a Timestamp")]
    (mps > 0.0).then(|| time.plus_millis(-((under_way_s * 1000.0).ceil() as i64)))
}

/// The moments after which nothing counts, in seconds from the motion's start.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limits {
    until: f64,
    motion: f64,
    horizon: f64,
}

impl Limits {
    pub(super) fn of(pursuer: &Pursuer, motion: &Motion, horizon: Timestamp) -> Self {
        Self {
            until: pursuer.until.map_or(f64::INFINITY, |until| motion.seconds(until)),
            motion: motion.end_s(),
            horizon: motion.seconds(horizon),
        }
    }

    pub(super) fn least(&self) -> f64 {
        self.until.min(self.motion).min(self.horizon)
    }

    fn cause(&self) -> Ended {
        if self.until <= self.motion.min(self.horizon) {
            Ended::Availability
        } else if self.motion <= self.horizon {
            Ended::MotionEnds
        } else {
            Ended::Horizon
        }
    }
}

fn why_not(reach: &Reach, motion: &Motion, limits: &Limits, horizon: Timestamp) -> NoMeeting {
    let tireless = Reach { range_m: f64::INFINITY, back_to: None, ..*reach };
    let first = |limit_s: f64| tireless.first(motion, tireless.departs_s, limit_s).map(|s| motion.moment(s));
    if let Some(time) = first(limits.least()) {
        return NoMeeting::Endurance { time };
    }
    if limits.until < limits.motion.min(limits.horizon)
        && let Some(time) = first(limits.motion.min(limits.horizon))
    {
        return NoMeeting::Availability { time };
    }
    match motion.end() {
        Some(at) if limits.motion < limits.horizon => NoMeeting::MotionEnds { at },
        _ if motion.top_mps() >= reach.mps => NoMeeting::TooSlow { until: horizon },
        _ => NoMeeting::Horizon { until: horizon },
    }
}

/// What is to be said of a meeting.
pub(super) fn meeting(
    reach: &Reach,
    motion: &Motion,
    limits: &Limits,
    first_s: f64,
    asked: Timestamp,
) -> Option<Meeting> {
    let place = motion.place(first_s)?;
    let way = geodesy::inverse(reach.from, place);
    let metres = reach.lead_m + way.distance.value();
    let under_way_s = metres / reach.mps;
    let (last_s, is_limited) = reach.last(motion, first_s, limits.least());
    let ended_by = match () {
        () if is_limited => limits.cause(),
        () if reach.is_spent(motion, last_s) => Ended::Endurance,
        () => Ended::DrawsAway,
    };
    let back_m = reach.back_to.map_or(0.0, |base| geodesy::distance(place, base).value());
    let left_s = (reach.range_m - metres - back_m) / reach.mps;
    Some(Meeting {
        time: motion.moment(first_s),
        after: span(first_s - motion.seconds(asked)),
        place,
        course: way.initial,
        distance: Metres::magnitude(metres),
        leaves: motion.moment(first_s - under_way_s),
        last: motion.moment(last_s),
        ended_by,
        latest_departure: motion.moment(reach.latest_departure_s(motion, first_s, last_s)),
        margin: reach.range_m.is_finite().then(|| span(left_s)),
        round_land: None,
    })
}

/// How far a pursuer gets; seconds from the motion's start.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reach {
    /// Where its last straight way begins.
    pub(super) from: Position,
    /// How far it has gone by then.
    pub(super) lead_m: f64,
    pub(super) mps: f64,
    pub(super) departs_s: f64,
    /// How far it can go in all; may be infinite.
    range_m: f64,
    /// Where it must get to with that, and by when.
    back_to: Option<Position>,
    back_by_s: f64,
}

/// What f is at a moment.
#[derive(Clone, Copy, Debug)]
struct Value {
    /// In metres; not above zero where a meeting is possible.
    f: f64,
    /// Of f, in metres a second.
    slope: f64,
    /// The way to the vessel in metres.
    way: f64,
    way_slope: f64,
    /// The longest distance that counts.
    far: f64,
}

impl Reach {
    pub(super) fn of(pursuer: &Pursuer, motion: &Motion, asked: Timestamp) -> Result<Self, NoMeeting> {
        let mps = metres_a_second(pursuer.speed);
        if mps <= 0.0 {
            return Err(NoMeeting::NoSpeed);
        }
        Ok(Self {
            from: pursuer.from,
            lead_m: 0.0,
            mps,
            departs_s: motion.seconds(pursuer.departs.max(asked)),
            range_m: pursuer.endurance.map_or(f64::INFINITY, |endurance| endurance.as_secs_f64() * mps),
            back_to: pursuer.back_to,
            back_by_s: pursuer.until.map_or(f64::INFINITY, |until| motion.seconds(until)),
        })
    }

    /// The same, when it has gone so far to a corner.
    pub(super) const fn when_at(&self, corner: Position, lead_m: f64) -> Self {
        Self { from: corner, lead_m, ..*self }
    }

    fn value(&self, leg: &Leg, s: f64) -> Value {
        let (at, course) = leg.place(s);
        let to = |from: Position| {
            let way = geodesy::inverse(from, at);
            (way.distance.value(), leg.mps * (course.value() - way.arrival.value()).to_radians().cos())
        };
        let (straight, way_slope) = to(self.from);
        let way = self.lead_m + straight;
        let mut value = Value {
            f: way - self.mps * (s - self.departs_s),
            slope: way_slope - self.mps,
            way,
            way_slope,
            far: straight,
        };
        let mut also = |f: f64, slope: f64| {
            if f > value.f {
                (value.f, value.slope) = (f, slope);
            }
        };
        also(way - self.range_m, way_slope);
        if let Some(base) = self.back_to {
            let (back, back_slope) = to(base);
            also(way + back - self.range_m, way_slope + back_slope);
            also(back - self.mps * (self.back_by_s - s), back_slope + self.mps);
            value.far = value.far.max(back);
        }
        value
    }

    /// How far a meeting is from being possible, in metres; `None` where the vessel is nowhere.
    pub(super) fn lacking(&self, motion: &Motion, s: f64) -> Option<f64> {
        motion.leg(s).map(|leg| self.value(&leg, s).f)
    }

    /// The fastest that f can change, in metres a second.
    pub(super) fn fastest(&self, motion: &Motion) -> f64 {
        motion.top_mps() + self.mps.max(motion.top_mps())
    }

    /// The first moment from `from_s` to `limit_s` at which a meeting is possible.
    pub(super) fn first(&self, motion: &Motion, from_s: f64, limit_s: f64) -> Option<f64> {
        let fastest = self.fastest(motion);
        let mut s = from_s;
        while s <= limit_s {
            let leg = motion.leg(s)?;
            let here = self.value(&leg, s);
            if here.f <= THERE_METRES {
                return Some(s);
            }
            let tangent = if here.slope < 0.0 { s - here.f / here.slope } else { f64::INFINITY };
            let straight = tangent.min(leg.end_s).min(convex_until(&leg, s, &here));
            s = straight.max(s + here.f / fastest).max(s + LEAST_STEP_S);
        }
        None
    }

    /// Until when, from a moment at which a meeting is possible, it stays so; and whether only `limit_s` ends that.
    fn last(&self, motion: &Motion, from_s: f64, limit_s: f64) -> (f64, bool) {
        /// Shorter stretches are stepped over: half of the tenth of a second that is promised.
        const SHORT_S: f64 = 0.05;
        if self.mps >= motion.top_mps() && self.range_m.is_infinite() && self.back_to.is_none() {
            // Whoever is no slower can wait wherever it meets it.
            return (limit_s, true);
        }
        let fastest = self.fastest(motion);
        let mut s = from_s;
        while s < limit_s {
            let Some(leg) = motion.leg(s) else { return (s, true) };
            let here = self.value(&leg, s);
            let safe = s + (-here.f).max(0.0) / fastest;
            let end = leg.end_s.min(limit_s).min(convex_until(&leg, s, &here));
            if safe >= end.max(s + SHORT_S) {
                s = safe;
                continue;
            }
            let end = end.max(s + SHORT_S).min(limit_s);
            let Some(leg_there) = motion.leg(end).map(|after| if end > leg.end_s { after } else { leg }) else {
                return (s, true);
            };
            let there = self.value(&leg_there, end);
            if there.f <= THERE_METRES {
                s = end;
                continue;
            }
            return (self.back_to_root(&leg_there, s, (end, there)), false);
        }
        (limit_s, true)
    }

    /// The root between a moment at which f is not above zero and a later one at which it is: Newton from the right, which on a convex function
    /// never passes it.
    fn back_to_root(&self, leg: &Leg, low: f64, (mut high, mut there): (f64, Value)) -> f64 {
        for _ in 0..60 {
            if there.slope <= 0.0 || there.f <= THERE_METRES {
                break;
            }
            let next = high - there.f / there.slope;
            if next <= low {
                return low;
            }
            high = next;
            there = self.value(leg, high);
        }
        high
    }

    /// Whether it is the endurance that stands against a meeting just after a moment.
    fn is_spent(&self, motion: &Motion, s: f64) -> bool {
        let tireless = Self { range_m: f64::INFINITY, back_to: None, ..*self };
        motion.leg(s).is_some_and(|leg| tireless.value(&leg, s).f < -1.0)
    }

    /// The last moment at which it can leave and meet the vessel at some time from `first_s` to `last_s`: the greatest `t - s(t)/v`, which is a
    /// concave function on each leg.
    fn latest_departure_s(&self, motion: &Motion, first_s: f64, last_s: f64) -> f64 {
        let departure = |value: &Value, s: f64| (s - value.way / self.mps, 1.0 - value.way_slope / self.mps);
        if self.mps >= motion.top_mps() {
            // The way grows no faster than it is sailed: the last meeting leaves last.
            let last = motion.leg(last_s).map(|leg| departure(&self.value(&leg, last_s), last_s).0);
            return last.unwrap_or(self.departs_s).max(self.departs_s);
        }
        let mut best = f64::NEG_INFINITY;
        let mut s = first_s;
        while let Some(leg) = motion.leg(s) {
            let here = self.value(&leg, s);
            let end = leg.end_s.min(last_s).min(convex_until(&leg, s, &here).max(s + 60.0));
            let there = self.value(&leg, end);
            let ((begin, rising), (finish, still_rising)) = (departure(&here, s), departure(&there, end));
            best = best.max(begin).max(finish);
            if rising > 0.0 && still_rising < 0.0 {
                let (mut low, mut high) = (s, end);
                while high - low > 0.01 {
                    let middle = f64::midpoint(low, high);
                    let (moment, slope) = departure(&self.value(&leg, middle), middle);
                    best = best.max(moment);
                    if slope > 0.0 { low = middle } else { high = middle }
                }
            }
            if end >= last_s {
                break;
            }
            // It can be better only after so long.
            let idle = (best - finish) / (1.0 + motion.top_mps() / self.mps);
            s = (end + idle.max(0.0)).max(s + LEAST_STEP_S).min(last_s);
        }
        best.max(self.departs_s)
    }
}

/// Until when a leg's distances are surely convex, from a moment on.
fn convex_until(leg: &Leg, s: f64, here: &Value) -> f64 {
    if here.far >= CONVEX_METRES {
        s
    } else if leg.mps > 0.0 {
        s + (CONVEX_METRES - here.far) / leg.mps
    } else {
        f64::INFINITY
    }
}
