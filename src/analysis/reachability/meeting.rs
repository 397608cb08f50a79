//! Where two silent ships can have met.
//!
//! Owns the longest meeting on open water, and with land in the way. Never says that they met. Start at [`Meetings::of`].

use std::time::Duration;

use super::hours::{HourMap, duration};
use super::{HOUR_MS, Prism, ReachableSea};
use crate::geodesy::Position;
use crate::units::Timestamp;

/// Where two silent ships can have been together, and for how long at the most.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Meeting {
    /// The place at which they can have been together for longest.
    pub at: Position,
    /// When both can have been there.
    pub from: Timestamp,
    /// Until when.
    pub to: Timestamp,
}

impl Meeting {
    /// The longest time together, in hours.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "spans of milliseconds within a store are far below 2^53")]
    pub fn hours(&self) -> f64 {
        (self.to.millis() - self.from.millis()) as f64 / HOUR_MS
    }
}

/// Where two silent ships can have been together for longest, if they can have been for at least so many hours. On open water:
/// land between them makes it less.
#[must_use]
pub fn longest_meeting(one: &Prism, other: &Prism, least_hours: f64) -> Option<Meeting> {
    let together = |at: Position| {
        let (a, b) = (one.stay_ms(at), other.stay_ms(at));
        (a.0.max(b.0), a.1.min(b.1))
    };
    let outlines = [one.outline(16).ok()?, other.outline(16).ok()?];
    // Longitudes as seen from one ship, so that the antimeridian is no edge.
    let east = |at: Position| (at.lon() - one.from.lon() + 540.0).rem_euclid(360.0) - 180.0;
    let span = |ring: &[Position], of: &dyn Fn(Position) -> f64| {
        ring.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), at| (low.min(of(*at)), high.max(of(*at))))
    };
    let common = |of: &dyn Fn(Position) -> f64| {
        let [a, b] = [span(outlines.first()?, of), span(outlines.get(1)?, of)];
        let margin = 0.1 * (a.1 - a.0).max(b.1 - b.0);
        let (low, high) = (a.0.max(b.0) - margin, a.1.min(b.1) + margin);
        (low < high).then_some((low, high))
    };
    let (south, north) = common(&|at: Position| at.lat())?;
    let (west, east) = common(&east)?;
    let place = |lat: f64, lon: f64| Position::clamped(lat, lon + one.from.lon());
    let length = |lat: f64, lon: f64| {
        let (from, to) = together(place(lat, lon));
        to - from
    };
    // The time together is a least of concave functions of the place, and so concave itself: narrowing in finds its top.
    let best_lat = |lon: f64| narrowed((south.max(-90.0), north.min(90.0)), |lat| length(lat, lon));
    let lon = narrowed((west, east), |lon| length(best_lat(lon), lon));
    let at = place(best_lat(lon), lon);
    let (from, to) = together(at);
    let is_long_enough = to - from >= (least_hours.max(0.0) * HOUR_MS) - 1.0;
    is_long_enough.then(|| Meeting { at, from: moment(from), to: moment(to.max(from)) })
}

/// Where two silent ships can have been together for at least some time, going round land.
#[derive(Clone, Debug, PartialEq)]
pub struct Meetings {
    /// Where they can have been together for longest, and when.
    pub best: Meeting,
    /// The earliest moment at which both can have been at one of the places.
    pub from: Timestamp,
    /// The latest.
    pub to: Timestamp,
    /// The longest time together by place.
    pub together: HourMap,
}

/// Where in a cell it is asked whether two can have met: its middle, and just within its corners.
const LOOKS: [(f64, f64); 5] = [(0.5, 0.5), (0.01, 0.01), (0.99, 0.01), (0.01, 0.99), (0.99, 0.99)];

impl Meetings {
    /// Where both can have been for at least so long; `None` if nowhere.
    ///
    /// By the times at which each can have come to a place at the earliest and left it at the latest. It errs to the wide side, as [`ReachableSea`] does:
    /// a cell's hours are those of its most favourable corner.
    #[must_use]
    pub fn of(one: &ReachableSea, other: &ReachableSea, least: Duration) -> Option<Self> {
        let least_hours = least.as_secs_f64() / 3600.0;
        // Land only makes it less.
        let on_open_water = longest_meeting(one.prism(), other.prism(), least_hours)?;
        let finer = |sea: &ReachableSea| sea.stops().grid().lat_step;
        let (one, other) = if finer(one) <= finer(other) { (one, other) } else { (other, one) };
        let grid = one.stops().grid();
        let slack_h =
            one.prism().hours_for(grid.diagonal_metres()).max(other.prism().hours_for(grid.diagonal_metres()));
        let slack_ms = slack_h / 2.0 * HOUR_MS;
        let mut best: Option<(f64, f64, Position)> = None;
        let (mut first, mut last) = (f64::INFINITY, f64::NEG_INFINITY);
        let hours_at = |idx: usize| {
            one.stops().value(idx)?;
            // The other's cells are larger, and one beside it may hold but a corner of this.
            let looks = LOOKS.iter().map(|within| grid.place_in(idx, *within));
            let met = looks.filter_map(|at| together(one, other, at).map(|(from, to)| (from, to, at)));
            let (from, to, at) = met.max_by(|a, b| (a.1 - a.0).total_cmp(&(b.1 - b.0)))?;
            let (from, to) = (from - slack_ms, to + slack_ms);
            let hours = (to - from) / HOUR_MS;
            (hours >= least_hours && hours >= 0.0).then_some((from, to, at, hours))
        };
        let hours: Vec<f32> = (0..grid.n())
            .map(|idx| {
                let Some((from, to, at, hours)) = hours_at(idx) else { return f32::NAN };
                (first, last) = (first.min(from), last.max(to));
                if best.is_none_or(|(best_from, best_to, _)| to - from > best_to - best_from) {
                    best = Some((from, to, at));
                }
                let most = hours.min(on_open_water.hours().max(0.0));
                #[expect(clippy::cast_possible_truncation, reason = "hours of a silence")]
                let most = most as f32;
                most
            })
            .collect();
        let (from, to, at) = best?;
        let is_open = one.is_straight_to(on_open_water.at) && other.is_straight_to(on_open_water.at);
        let best = if is_open {
            on_open_water
        } else {
            // No longer than without land, whatever a corner of the cell would allow.
            let spare = ((to - from) / HOUR_MS - on_open_water.hours()).max(0.0) / 2.0 * HOUR_MS;
            Meeting { at, from: moment(from + spare), to: moment(to - spare) }
        };
        let bounds = [one.prism(), other.prism()];
        let from = bounds.iter().map(|prism| prism.from_time).max()?.max(moment(first));
        let to = bounds.iter().map(|prism| prism.to_time).min()?.min(moment(last));
        Some(Self { best, from, to, together: HourMap::new(grid.clone(), hours) })
    }

    /// The longest they can have been together.
    #[must_use]
    pub fn longest(&self) -> Duration {
        duration(self.best.hours())
    }
}

/// When both can have been at a place, in milliseconds since the epoch; `None` where one cannot have been.
fn together(one: &ReachableSea, other: &ReachableSea, at: Position) -> Option<(f64, f64)> {
    if !other.holds(at) {
        return None;
    }
    let stay = |sea: &ReachableSea| {
        let [out, back] = sea.ways_at(at);
        sea.prism().stay_by(out, back)
    };
    let (a, b) = (stay(one), stay(other));
    Some((a.0.max(b.0), a.1.min(b.1)))
}

#[expect(clippy::cast_possible_truncation, reason = "milliseconds of four-digit years")]
fn moment(ms: f64) -> Timestamp {
    Timestamp::from_millis(ms.round() as i64)
}

/// Where a function with one top has it, by the golden section.
fn narrowed((mut low, mut high): (f64, f64), value: impl Fn(f64) -> f64) -> f64 {
    const GOLDEN: f64 = 0.618_033_988_749_894_9;
    let (mut a, mut b) = (high - GOLDEN * (high - low), low + GOLDEN * (high - low));
    let (mut at_a, mut at_b) = (value(a), value(b));
    for _ in 0..40 {
        if at_a < at_b {
            (low, a, at_a) = (a, b, at_b);
            b = low + GOLDEN * (high - low);
            at_b = value(b);
        } else {
            (high, b, at_b) = (b, a, at_a);
            a = high - GOLDEN * (high - low);
            at_a = value(a);
        }
    }
    f64::midpoint(low, high)
}
