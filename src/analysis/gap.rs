//! A silence longer than the vessel's own habit explains.
//!
//! Between two fixes of one ship; a track that simply ends has no second one and is "last seen", not a gap. A raw candidate is every
//! silence of `candidate_min` or more. Start at [`of_ship`].

use super::params::GapParams;
use super::places::Places;
use super::ship::{METRES_PER_KNOT_HOUR, Ship, first_reason};
use crate::finding::{Confidence, Evidence, Finding, Kind, Place, Suppression};
use crate::units::Metres;

/// A silence in which the same MMSI was heard elsewhere so often was none of its transmitter.
const HEARD_ELSEWHERE: usize = 3;

/// Under what name a gap tells how fast the ship sails.
pub(super) const CRUISING: &str = "speed_cruising_kn";

/// Every silence of one ship.
pub(super) fn of_ship(ship: &Ship, places: &Places<'_>, params: &GapParams) -> Vec<Finding> {
    let candidate_ms = millis(params.candidate);
    let steps = (1..).zip(ship.spots.iter().zip(ship.spots.iter().skip(1)));
    let silences = steps.filter(|(_, (from, to))| to.time_ms - from.time_ms >= candidate_ms);
    let (mut habit, mut cruising) = (None, None);
    silences
        .map(|(n_before, (from, to))| {
            let habit_h = *habit.get_or_insert_with(|| ship.median_interval_h().unwrap_or(0.0));
            let knots = *cruising.get_or_insert_with(|| ship.cruising_knots());
            let hours = from.hours_to(to);
            let since = ship.spots.partition_point(|spot| spot.time_ms < from.time_ms - millis(params.before));
            let n_fixes = n_before - since;
            let shore = places.shore(from.at).map(Metres::value);
            let suppressed = first_reason([
                (hours * 3600.0 < params.silence.as_secs_f64(), Suppression::TooShort),
                (shore.is_some_and(|metres| metres < params.shore.value()), Suppression::NearShore),
                (n_fixes < params.fixes as usize, Suppression::TooFewFixes),
                (params.habit > 0.0 && hours <= params.habit * habit_h, Suppression::UsualSilence),
                (ship.n_elsewhere(from.time_ms, to.time_ms) >= HEARD_ELSEWHERE, Suppression::TooWeak),
            ]);
            let metres = from.metres_to(to);
            let mut found = ship.finding(Kind::Gap, Place::Line(vec![from.at, to.at]), from, to);
            found.confidence = Confidence::clamped(1.0 - (params.habit.max(1.0) * habit_h / hours).min(1.0) * 0.6);
            found.suppressed = suppressed;
            found.evidence = vec![
                Evidence::number("silence_h", hours, 2),
                Evidence::number("distance_m", metres, 0),
                Evidence::number("speed_needed_kn", metres / METRES_PER_KNOT_HOUR / hours, 2),
                Evidence::count("fixes_before", n_fixes),
                Evidence::number("median_interval_min", habit_h * 60.0, 2),
            ];
            found.evidence.extend(knots.map(|knots| Evidence::number(CRUISING, knots, 1)));
            found.evidence.extend(shore.map(|metres| Evidence::number("shore_m", metres, 0)));
            found
        })
        .collect()
}

/// A threshold in the milliseconds of the columns.
fn millis(time: std::time::Duration) -> i64 {
    i64::try_from(time.as_millis()).unwrap_or(i64::MAX)
}
