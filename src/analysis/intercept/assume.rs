//! What is assumed of a vessel, from its track.
//!
//! Owns the choice of the fix, course and speed from which a vessel is taken to go on. Never looks at a fix after the moment asked about, but to know
//! where the vessel was then, and to follow its recorded track. Start at [`motion_of`].

use super::by_sea::Sea;
use super::motion::Motion;
use crate::geodesy::{self, Position};
use crate::track::TrackSlice;
use crate::units::{Course, Knots, METRES_PER_NAUTICAL_MILE, Timestamp};

/// How a vessel is taken to go on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Assumption {
    /// On along the geodesic of its course, at its speed.
    Course,
    /// On along the rhumb line of its course, at its speed.
    Rhumb,
    /// Along its recorded track, where that goes on; else along its past route again from the beginning, at its speed.
    Route,
    /// To a place, at its speed.
    To(Position),
}

/// Why nothing can be assumed of a vessel.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
pub enum AssumeError {
    /// Its first fix is later.
    #[error("the vessel's first fix is at {first}")]
    NotYet {
        /// When its first fix is.
        first: Timestamp,
    },
    /// It has no fix.
    #[error("the vessel has no fix")]
    NoFix,
    /// One fix, without course.
    #[error("neither a fix nor two of them tell the vessel's course")]
    NoCourse,
    /// One fix, without speed.
    #[error("neither a fix nor two of them tell the vessel's speed")]
    NoSpeed,
    /// It lies still, and so does not get to the place, or along the route.
    #[error("the vessel lies still, and so goes nowhere")]
    LiesStill,
    /// No way by sea to the place.
    #[error("no way by sea was found for the vessel to the place")]
    NoWayBySea,
}

/// Slower is lying still: the bottom of the speeds that AIS tells (ITU-R M.1371-5, table 45: steps of 0.1 kn).
const STILL_KNOTS: f64 = 0.1;

/// How a vessel goes on from a moment, as is assumed. Its place then is between its fixes, as everywhere in the program; after its last fix the motion
/// begins there and then. Course and speed are those of the last fix until the moment, else from that one and the one before (else after) it;
/// `speed` goes before both. A way to a place goes round land where a sea is given, but for the last miles into a port.
///
/// # Errors
/// [`AssumeError`].
pub fn motion_of(
    track: TrackSlice<'_>,
    asked: Timestamp,
    assumption: Assumption,
    speed: Option<Knots>,
    sea: Option<&Sea<'_>>,
) -> Result<Motion, AssumeError> {
    let (store, fixes, times) = (track.store(), track.fixes(), track.time_ms());
    let n_until = times.partition_point(|ms| *ms <= asked.millis());
    let Some(last) = n_until.checked_sub(1) else {
        return Err(times
            .first()
            .map_or(AssumeError::NoFix, |ms| AssumeError::NotYet { first: Timestamp::from_millis(*ms) }));
    };
    let fix_idx = fixes.start + last;
    let is_over = n_until == times.len();
    let fix = store.position(fix_idx).zip(store.time(fix_idx)).ok_or(AssumeError::NoFix)?;
    let (from, since) = match track.position_at(asked).filter(|_| !is_over) {
        Some(place) => (place, asked),
        None => fix,
    };
    let neighbour = if last > 0 { Some(fix_idx - 1) } else { (!is_over).then_some(fix_idx + 1) };
    let other = neighbour.and_then(|idx| store.position(idx).zip(store.time(idx)));
    let stated = speed.or_else(|| store.sog(fix_idx)).or_else(|| Some(speed_between(other?, fix)));
    let is_still = |speed: Knots| speed.value() < STILL_KNOTS;
    if assumption == Assumption::Route && !is_over {
        let rest = (fix_idx + 1..fixes.end).filter_map(|idx| store.time(idx).zip(store.position(idx)));
        let way: Vec<(Timestamp, Position)> = std::iter::once((since, from)).chain(rest).collect();
        return Motion::along(&way).ok_or(AssumeError::NoFix);
    }
    let speed = stated.ok_or(AssumeError::NoSpeed)?;
    match assumption {
        Assumption::Course | Assumption::Rhumb => {
            if is_still(speed) {
                return Ok(Motion::on_course(from, since, Course::wrapped(0.0), Knots::default()));
            }
            let course = store.cog(fix_idx).or_else(|| course_between(other?, fix)).ok_or(AssumeError::NoCourse)?;
            let on = if assumption == Assumption::Rhumb { Motion::on_rhumb } else { Motion::on_course };
            Ok(on(from, since, course, speed))
        }
        Assumption::Route => {
            let again = fixes.clone().filter_map(|idx| store.position(idx));
            let way: Vec<Position> = std::iter::once(from).chain(again).collect();
            Motion::through(&way, since, speed).filter(|_| !is_still(speed)).ok_or(AssumeError::LiesStill)
        }
        Assumption::To(place) => {
            let way = match sea {
                Some(sea) => sea.way_to_port(from, place).ok_or(AssumeError::NoWayBySea)?,
                None => vec![from, place],
            };
            Motion::through(&way, since, speed).filter(|_| !is_still(speed)).ok_or(AssumeError::LiesStill)
        }
    }
}

type Fix = (Position, Timestamp);

/// The mean speed between two fixes, whichever is first.
#[expect(clippy::cast_precision_loss, reason = "spans of milliseconds within a store are far below 2^53")]
fn speed_between(one: Fix, other: Fix) -> Knots {
    let hours = (other.1.millis() - one.1.millis()).abs() as f64 / 3_600_000.0;
    Knots::new(geodesy::distance(one.0, other.0).value() / METRES_PER_NAUTICAL_MILE / hours).unwrap_or_default()
}

/// The course from the earlier of two fixes to the later one; `None` if they are at one place. At the later one, in the direction of travel, if that
/// is `fix`.
fn course_between(other: Fix, fix: Fix) -> Option<Course> {
    let (from, to) = if other.1 <= fix.1 { (other, fix) } else { (fix, other) };
    let leg = geodesy::inverse(from.0, to.0);
    let course = if other.1 <= fix.1 { leg.arrival } else { leg.initial };
    (leg.distance.value() > 0.0).then_some(course)
}
