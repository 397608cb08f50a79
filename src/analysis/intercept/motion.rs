//! Where a vessel will be: an assumption about how it goes on, and how far it may be off.
//!
//! Owns four assumptions: on along the geodesic of its course, on along the rhumb line of it, along a track with its times, and along places at a
//! speed. Never says that a vessel will do any of them. Start at [`Motion`].

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use crate::geodesy::{self, Position};
use crate::units::{Course, Knots, METRES_PER_NAUTICAL_MILE, Metres, NauticalMiles, Timestamp};

/// A rhumb line is taken as geodesics of which none is farther from it than this. They are as short as that takes twenty degrees nearer to the pole
/// than it begins: the sagitta is `l² tan φ / 8 R`.
const RHUMB_SAGITTA_METRES: f64 = 0.75;
/// So many of these geodesics are kept once they are known, from the start on: some 1,500 km, more than most meetings need. A choice.
const KEPT_PARTS: usize = 400;

/// How a vessel goes on from where it was at a moment.
#[derive(Clone, Debug, PartialEq)]
pub struct Motion {
    start: Timestamp,
    way: Way,
    /// When it ends, in seconds from its start; may be infinite.
    end_s: f64,
    /// The fastest it goes, in metres a second.
    top_mps: f64,
    is_recorded: bool,
}

#[derive(Clone, Debug, PartialEq)]
enum Way {
    Geodesic {
        from: Position,
        course: Course,
        mps: f64,
    },
    Rhumb {
        from: Position,
        course: Course,
        mps: f64,
        part_m: f64,
        parts: Parts,
    },
    /// Ascending in time, each beginning where the one before ends, none without length in time.
    Legs(Vec<Leg>),
}

/// The geodesics that a rhumb line is taken as, once they were asked for: all units of a question ask for the same. They follow from the line and
/// tell no two apart.
#[derive(Clone, Debug)]
struct Parts(Arc<[OnceLock<Leg>]>);

impl PartialEq for Parts {
    fn eq(&self, _other: &Self) -> bool {
        true
    }
}

/// A stretch of one geodesic at one speed; seconds from the motion's start.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Leg {
    pub(super) begin_s: f64,
    pub(super) end_s: f64,
    pub(super) from: Position,
    pub(super) course: Course,
    pub(super) mps: f64,
    /// How far the vessel went before it.
    run_m: f64,
}

/// How far a vessel may be from where it is assumed to be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct UncertaintyParams {
    /// How far off a fix may be: 0.1 nm for a satellite fix. Source: IAMSAR manual, volume II, table N-1.
    pub fix: NauticalMiles,
    /// What dead reckoning may be off for the distance run, as a share of it: 7 %.
    pub share_of_run: f64,
    /// What it may be off for the time since the fix: 0.7 kn. The greater of the two counts. Source of both: D. Burch, Starpath glossary,
    /// "dead reckoning". They are of navigators who mean to hold their course: a vessel that turns is anywhere it can reach.
    pub drift: Knots,
}

impl Default for UncertaintyParams {
    fn default() -> Self {
        Self {
            fix: Metres::magnitude(0.1 * METRES_PER_NAUTICAL_MILE).nautical_miles(),
            share_of_run: 0.07,
            drift: Knots::new(0.7).unwrap_or_default(),
        }
    }
}

impl Motion {
    /// On along the geodesic that starts on a course, at one speed, without end.
    #[must_use]
    pub fn on_course(from: Position, since: Timestamp, course: Course, speed: Knots) -> Self {
        let mps = metres_a_second(speed);
        Self::new(since, Way::Geodesic { from, course, mps }, f64::INFINITY, mps)
    }

    /// On along the rhumb line of a course, at one speed, until a pole.
    #[must_use]
    pub fn on_rhumb(from: Position, since: Timestamp, course: Course, speed: Knots) -> Self {
        let mps = metres_a_second(speed);
        if mps <= 0.0 {
            return Self::on_course(from, since, course, speed);
        }
        let poleward = (from.lat().abs() + 20.0).min(85.0).to_radians();
        let part_m = (8.0 * geodesy::MEAN_RADIUS_METRES * RHUMB_SAGITTA_METRES / poleward.tan()).sqrt();
        let parts = Parts((0..KEPT_PARTS).map(|_| OnceLock::new()).collect());
        Self::new(since, Way::Rhumb { from, course, mps, part_m, parts }, f64::INFINITY, mps)
    }

    /// Along places at the times told, on geodesics at an even speed between them; `None` without two times. Times ascend; of several places at
    /// one time the first counts.
    #[must_use]
    pub fn along(fixes: &[(Timestamp, Position)]) -> Option<Self> {
        let start = fixes.first()?.0;
        let mut legs: Vec<Leg> = Vec::with_capacity(fixes.len());
        let (mut from, mut begin_s, mut run_m) = (fixes.first()?.1, 0.0, 0.0);
        for (time, to) in fixes.iter().skip(1) {
            let end_s = seconds_between(start, *time);
            if end_s <= begin_s {
                continue;
            }
            let way = geodesy::inverse(from, *to);
            let metres = way.distance.value();
            legs.push(Leg { begin_s, end_s, from, course: way.initial, mps: metres / (end_s - begin_s), run_m });
            (from, begin_s, run_m) = (*to, end_s, run_m + metres);
        }
        let end_s = legs.last()?.end_s;
        let top_mps = legs.iter().map(|leg| leg.mps).fold(0.0, f64::max);
        Some(Self { is_recorded: true, ..Self::new(start, Way::Legs(legs), end_s, top_mps) })
    }

    /// Along places on geodesics at one speed; `None` if there is no way to go, or no speed.
    #[must_use]
    pub fn through(places: &[Position], since: Timestamp, speed: Knots) -> Option<Self> {
        let mps = metres_a_second(speed);
        if mps <= 0.0 {
            return None;
        }
        let mut legs: Vec<Leg> = Vec::with_capacity(places.len());
        let mut run_m = 0.0;
        for (from, to) in places.iter().zip(places.iter().skip(1)) {
            let way = geodesy::inverse(*from, *to);
            let metres = way.distance.value();
            let (begin_s, end_s) = (run_m / mps, (run_m + metres) / mps);
            if end_s > begin_s {
                legs.push(Leg { begin_s, end_s, from: *from, course: way.initial, mps, run_m });
                run_m += metres;
            }
        }
        let end_s = legs.last()?.end_s;
        Some(Self::new(since, Way::Legs(legs), end_s, mps))
    }

    fn new(start: Timestamp, way: Way, end_s: f64, top_mps: f64) -> Self {
        Self { start, way, end_s, top_mps, is_recorded: false }
    }

    /// The same, ended at a moment if it does not end before.
    #[must_use]
    pub fn until(self, moment: Timestamp) -> Self {
        let end_s = self.end_s.min(self.seconds(moment));
        Self { end_s, ..self }
    }

    /// When it begins.
    #[must_use]
    pub const fn start(&self) -> Timestamp {
        self.start
    }

    /// When it ends; `None` if it does not.
    #[must_use]
    pub fn end(&self) -> Option<Timestamp> {
        self.end_s.is_finite().then(|| self.moment(self.end_s))
    }

    /// The fastest it goes.
    #[must_use]
    pub fn top_speed(&self) -> Knots {
        Knots::new(self.top_mps * 3600.0 / METRES_PER_NAUTICAL_MILE).unwrap_or_default()
    }

    /// Where it is at a moment; `None` before its start and after its end.
    #[must_use]
    pub fn position(&self, moment: Timestamp) -> Option<Position> {
        self.place(self.seconds(moment))
    }

    /// How far it may be from there: nothing is known of what a vessel does without fixes, so this is what honest dead reckoning is off.
    /// Along recorded fixes only that of a fix.
    #[must_use]
    pub fn uncertainty(&self, moment: Timestamp, params: &UncertaintyParams) -> Metres {
        let fix = params.fix.metres().value();
        let since = self.seconds(moment).max(0.0);
        let grown = if self.is_recorded {
            0.0
        } else {
            (params.share_of_run * self.run_metres(since)).max(metres_a_second(params.drift) * since)
        };
        Metres::magnitude(fix + grown)
    }

    /// Where it is so many seconds after its start.
    pub(super) fn place(&self, s: f64) -> Option<Position> {
        self.leg(s).map(|leg| leg.place(s).0)
    }

    /// The leg on which it is; at the join of two the later one.
    pub(super) fn leg(&self, s: f64) -> Option<Leg> {
        if s < 0.0 || s > self.end_s {
            return None;
        }
        let leg = match &self.way {
            Way::Geodesic { from, course, mps } => {
                Leg { begin_s: 0.0, end_s: f64::INFINITY, from: *from, course: *course, mps: *mps, run_m: 0.0 }
            }
            Way::Rhumb { from, course, mps, part_m, parts } => {
                let number = (s * mps / part_m).floor();
                let part = || rhumb_part((*from, *course), (*mps, *part_m), number);
                #[expect(
                    clippy::cast_possible_truncation,
                    clippy::cast_sign_loss,
                    reason = "not negative; what is too great is kept nowhere"
                )]
                parts.0.get(number as usize).map_or_else(part, |kept| *kept.get_or_init(part))
            }
            Way::Legs(legs) => {
                let after = legs.partition_point(|leg| leg.begin_s <= s);
                *legs.get(after.saturating_sub(1))?
            }
        };
        Some(Leg { end_s: leg.end_s.min(self.end_s), ..leg })
    }

    pub(super) const fn end_s(&self) -> f64 {
        self.end_s
    }

    pub(super) const fn top_mps(&self) -> f64 {
        self.top_mps
    }

    /// A moment in seconds from its start.
    pub(super) fn seconds(&self, moment: Timestamp) -> f64 {
        seconds_between(self.start, moment)
    }

    /// The moment so many seconds from its start, to a millisecond.
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a cast from a number beyond the years of a Timestamp is held at their ends"
    )]
    pub(super) fn moment(&self, s: f64) -> Timestamp {
        self.start.plus_millis((s * 1000.0).round() as i64)
    }

    fn run_metres(&self, s: f64) -> f64 {
        let s = s.min(self.end_s);
        self.leg(s).map_or(0.0, |leg| leg.run_m + leg.mps * (s - leg.begin_s))
    }
}

impl Leg {
    /// Where the vessel is, and its course there.
    pub(super) fn place(&self, s: f64) -> (Position, Course) {
        if self.mps <= 0.0 {
            return (self.from, self.course);
        }
        geodesy::advance(self.from, self.course, Metres::magnitude(self.mps * (s - self.begin_s).max(0.0)))
    }
}

/// One of the geodesics that a rhumb line is taken as, by its number from the start.
fn rhumb_part((from, course): (Position, Course), (mps, part_m): (f64, f64), number: f64) -> Leg {
    let run_m = number * part_m;
    let reached = |metres: f64| geodesy::rhumb_destination(from, course, Metres::magnitude(metres));
    let (begin, end) = (reached(run_m), reached(run_m + part_m));
    let way = geodesy::inverse(begin, end);
    let (begin_s, end_s) = (run_m / mps, (run_m + part_m) / mps);
    let mps = way.distance.value() / (end_s - begin_s);
    Leg { begin_s, end_s, from: begin, course: way.initial, mps, run_m }
}

pub(super) fn metres_a_second(speed: Knots) -> f64 {
    speed.value() * METRES_PER_NAUTICAL_MILE / 3600.0
}

/// From one moment to another, in seconds.
#[expect(clippy::cast_precision_loss, reason = "milliseconds of four-digit years are below 2^53")]
pub(super) fn seconds_between(from: Timestamp, to: Timestamp) -> f64 {
    (to.millis() - from.millis()) as f64 / 1000.0
}

/// Seconds as a span of time; less than none is none.
pub(super) fn span(s: f64) -> Duration {
    Duration::try_from_secs_f64(s.max(0.0)).unwrap_or(Duration::MAX)
}
