//! A barrier: one unit going back and forth along a line that something crosses.
//!
//! Owns how likely it is to see what crosses, and when and where it cannot. Never knows where the line lies. Start at [`Barrier::pod`] and
//! [`Barrier::gaps`].
//!
//! Definite range: what crosses is seen if it is ever within half the sweep width. It crosses at right angles, at its speed, anywhere on the line at any
//! time. With time as a length (what it covers meanwhile), the unit's track is a zigzag, and what it sees is the zigzag widened by half
//! the sweep width all round: one strip about each leg, which a place of the line meets in one span of time. So nothing is simulated; the spans are exact.
//!
//! # Source
//! B. O. Koopman, *Search and Screening* (1980), chapter 7, for barrier patrols and the bound (W/L)·√(1 + (v/u)²).

use std::time::Duration;

use super::pod::Probability;
use crate::track::Span;
use crate::units::{Knots, METRES_PER_NAUTICAL_MILE, Metres, NauticalMiles, Timestamp};

/// A patrol back and forth.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Barrier {
    /// How long the line is.
    pub length: NauticalMiles,
    /// The sweep width; the patrol turns half of it from either end.
    pub sweep: NauticalMiles,
    /// The patrol's speed.
    pub speed: Knots,
    /// The speed of what crosses.
    pub target_speed: Knots,
}

/// A stretch of the line, and when what crosses it is not seen.
#[derive(Clone, Debug, PartialEq)]
pub struct Stretch {
    /// Where it begins, along the line from its first end.
    pub from: Metres,
    /// Where it ends.
    pub to: Metres,
    /// When it is not covered, ascending, to the second: whoever crosses its middle then, passes unseen.
    pub uncovered: Vec<Span>,
}

impl Stretch {
    /// The longest time for which it is not covered.
    #[must_use]
    pub fn longest(&self) -> Duration {
        let length = |(from, to): &Span| u64::try_from(to.millis() - from.millis()).unwrap_or(0);
        Duration::from_millis(self.uncovered.iter().map(length).max().unwrap_or(0))
    }
}

/// Stretches that the probability is averaged over: halving their number changes it by less than 1e-5.
const N_STRETCHES: u32 = 1_000;
/// No more legs are looked at than this on either side.
const MAX_LEGS: f64 = 20_000.0;

/// A leg of the zigzag: place along the line, and time as the length covered by what crosses; in nautical miles.
type ZigzagLeg = [(f64, f64); 2];

impl Barrier {
    /// The most that a patrol can see: min(1, W/L · √(1 + (v/u)²)).
    #[must_use]
    pub fn bound(&self) -> Probability {
        let ratio = self.speed.value() / self.target_speed.value();
        let bound = self.sweep.value() / self.length.value() * (1.0 + ratio * ratio).sqrt();
        // Whoever does not move, or crosses a line without length, is seen in the end.
        if bound.is_nan() { Probability::clamped(1.0) } else { Probability::clamped(bound) }
    }

    /// How likely what crosses is seen by a patrol that has long been under way.
    #[must_use]
    pub fn pod(&self) -> Probability {
        let (length, half) = (self.length.value(), self.sweep.value() / 2.0);
        if self.turns_at_once() || self.target_speed.value() <= 0.0 {
            return Probability::clamped(1.0);
        }
        if self.speed.value() <= 0.0 {
            return Probability::clamped(self.sweep.value() / length);
        }
        let leg = self.leg();
        let n_beyond = (half / leg).min(MAX_LEGS).ceil() + 2.0;
        let legs = self.zigzag(-n_beyond, n_beyond + 2.0);
        let period = (0.0, 2.0 * leg);
        let covered: f64 = (0..N_STRETCHES)
            .map(|idx| length * (f64::from(idx) + 0.5) / f64::from(N_STRETCHES))
            .map(|x| seen(&legs, x, half, period).iter().map(|(from, to)| to - from).sum::<f64>())
            .sum();
        Probability::clamped(covered / f64::from(N_STRETCHES) / period.1)
    }

    /// When and where a patrol that begins at `start` and lasts so long does not see what crosses: the line in so many stretches, in order. The patrol sets out
    /// from the first end.
    #[must_use]
    pub fn gaps(&self, start: Timestamp, lasts: Duration, n_stretches: u32) -> Vec<Stretch> {
        let half = self.sweep.value() / 2.0;
        let per_ms = self.target_speed.value() / 3_600_000.0;
        let lasts_ms = lasts.as_secs_f64() * 1000.0;
        let whole = (0.0, lasts_ms * per_ms);
        let legs = if self.turns_at_once() || self.speed.value() <= 0.0 {
            let at = (self.length.value() / 2.0).min(half);
            vec![[(at, 0.0), (at, whole.1)]]
        } else {
            let leg = self.leg();
            let n_legs = if leg > 0.0 { (whole.1 / leg).min(MAX_LEGS) } else { MAX_LEGS };
            self.zigzag(0.0, n_legs)
        };
        #[expect(clippy::cast_possible_truncation, reason = "within the patrol's own seconds")]
        let moment = |length: f64| start.plus_millis((length / per_ms / 1000.0).round() as i64 * 1000);
        let n = n_stretches.max(1);
        let metres = |idx: u32| Metres::magnitude(self.length.metres().value() * f64::from(idx) / f64::from(n));
        let stretch = |idx: u32| {
            let middle = self.length.value() * (f64::from(idx) + 0.5) / f64::from(n);
            let mut uncovered = Vec::new();
            let mut from = whole.0;
            for (seen_from, seen_to) in seen(&legs, middle, half, whole).into_iter().chain([(whole.1, whole.1)]) {
                if seen_from > from {
                    uncovered.push((moment(from), moment(seen_from)));
                }
                from = from.max(seen_to);
            }
            Stretch { from: metres(idx), to: metres(idx + 1), uncovered }
        };
        (0..n).map(stretch).collect()
    }

    /// Where along the line a patrol is that begins at `start` and lasts so long: when it sets out from the first end, at each turn, and at its end.
    #[must_use]
    pub fn track(&self, start: Timestamp, lasts: Duration) -> Vec<(Metres, Timestamp)> {
        let (near, there) = (self.sweep.value() / 2.0, (self.length.value() - self.sweep.value()).max(0.0));
        let (hours, leg) = (lasts.as_secs_f64() / 3600.0, there / self.speed.value());
        #[expect(clippy::cast_possible_truncation, reason = "within the patrol's own milliseconds")]
        let at = |along: f64, hours: f64| {
            let place = Metres::magnitude((near + along) * METRES_PER_NAUTICAL_MILE);
            (place, start.plus_millis((hours * 3_600_000.0).round() as i64))
        };
        if self.turns_at_once() || !leg.is_finite() {
            return vec![at(0.0, 0.0), at(0.0, hours)];
        }
        let n_turns = (hours / leg).min(MAX_LEGS).floor();
        let mut track = Vec::new();
        let mut turn = 0.0;
        while turn <= n_turns {
            track.push(at(if turn % 2.0 == 0.0 { 0.0 } else { there }, turn * leg));
            turn += 1.0;
        }
        let left = (hours / leg - n_turns).clamp(0.0, 1.0) * there;
        track.push(at(if n_turns % 2.0 == 0.0 { left } else { there - left }, hours));
        track
    }

    /// Whether the sweep covers the whole line, so that there is nowhere to go.
    #[must_use]
    pub fn turns_at_once(&self) -> bool {
        self.sweep >= self.length
    }

    /// A leg's time, as the length that what crosses covers meanwhile.
    fn leg(&self) -> f64 {
        (self.length.value() - self.sweep.value()) / self.speed.value() * self.target_speed.value()
    }

    /// Legs from one number to another, the last cut there; leg 0 sets out from the first end at 0.
    fn zigzag(&self, first: f64, last: f64) -> Vec<ZigzagLeg> {
        let (near, leg) = (self.sweep.value() / 2.0, self.leg());
        let far = self.length.value() - near;
        let mut legs = Vec::new();
        let mut at = first.floor();
        while at < last {
            let (begin, end) = if at.rem_euclid(2.0) < 0.5 { (near, far) } else { (far, near) };
            let share = (last - at).min(1.0);
            legs.push([(begin, at * leg), (begin + (end - begin) * share, (at + share) * leg)]);
            at += 1.0;
        }
        legs
    }
}

/// When a place on the line is within reach of some legs: spans within a whole, ascending and apart.
fn seen(legs: &[ZigzagLeg], x: f64, reach: f64, whole: (f64, f64)) -> Vec<(f64, f64)> {
    let mut spans: Vec<(f64, f64)> = legs
        .iter()
        .filter_map(|leg| span_of(leg, x, reach))
        .map(|(from, to)| (from.max(whole.0), to.min(whole.1)))
        .filter(|(from, to)| to > from)
        .collect();
    spans.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut apart: Vec<(f64, f64)> = Vec::with_capacity(spans.len());
    for (from, to) in spans {
        match apart.last_mut().filter(|last| from <= last.1) {
            Some(last) => last.1 = last.1.max(to),
            None => apart.push((from, to)),
        }
    }
    apart
}

/// When a place is within reach of one leg. What lies within reach of a leg is convex, so that it is one span, between the rounds about its ends and
/// the lines beside it.
fn span_of(leg: &ZigzagLeg, x: f64, reach: f64) -> Option<(f64, f64)> {
    let [(x0, t0), (x1, t1)] = *leg;
    let mut span: Option<(f64, f64)> = None;
    let mut add = |t: f64| span = Some(span.map_or((t, t), |(from, to)| (from.min(t), to.max(t))));
    for (end, t) in [(x0, t0), (x1, t1)] {
        let rest = reach * reach - (x - end) * (x - end);
        if rest >= 0.0 {
            add(t - rest.sqrt());
            add(t + rest.sqrt());
        }
    }
    let slope = (t1 - t0) / (x1 - x0);
    if slope.is_finite() {
        let steep = (1.0 + slope * slope).sqrt();
        for side in [-1.0, 1.0] {
            // The foot of what lies beside the leg, at this place and just within reach.
            let foot = x + side * reach * slope / steep;
            if (x0.min(x1)..=x0.max(x1)).contains(&foot) {
                add(t0 + slope * (x - x0) + side * reach * steep);
            }
        }
    }
    span
}

#[cfg(test)]
mod tests {
    use super::*;

    fn barrier(sweep: f64, length: f64, speed: f64, target_speed: f64) -> Barrier {
        Barrier {
            length: NauticalMiles::new(length).expect("a length"),
            sweep: NauticalMiles::new(sweep).expect("a length"),
            speed: Knots::new(speed).expect("a speed"),
            target_speed: Knots::new(target_speed).expect("a speed"),
        }
    }

    #[test]
    fn barrier_figures_are_those_of_the_simulation() {
        for (sweep, length, speed, target, pod) in
            [(20.0, 100.0, 10.0, 10.0, 0.2801), (20.0, 100.0, 20.0, 10.0, 0.4249), (10.0, 60.0, 15.0, 8.0, 0.3417)]
        {
            let barrier = barrier(sweep, length, speed, target);
            let found = barrier.pod().value();
            assert!((found - pod).abs() < 0.003, "{found}, wanted {pod}");
            let bound = (sweep / length) * (1.0 + (speed / target) * (speed / target)).sqrt();
            assert!((barrier.bound().value() - bound).abs() < 1e-12 && found <= bound);
        }
        assert_eq!(barrier(20.0, 100.0, 90.0, 10.0).bound(), Probability::clamped(1.0));
    }

    #[test]
    fn it_is_what_many_crossings_tried_one_by_one_come_to() {
        // Each crosses somewhere at some time; the ship that patrols is looked at every half minute.
        let barrier = barrier(20.0, 100.0, 20.0, 10.0);
        let patrol = |hours: f64| {
            let along = (hours * 20.0).rem_euclid(160.0);
            10.0 + if along < 80.0 { along } else { 160.0 - along }
        };
        let (mut n_seen, n) = (0_u32, 40_u32);
        for place in 0..n {
            for moment in 0..n {
                let (x, when) = (100.0 * (f64::from(place) + 0.5) / 40.0, 8.0 * (f64::from(moment) + 0.5) / 40.0);
                let sees = (-120..=120).any(|step| {
                    let off = f64::from(step) / 120.0;
                    (patrol(when + off) - x).hypot(off * 10.0) <= 10.0
                });
                n_seen += u32::from(sees);
            }
        }
        let tried = f64::from(n_seen) / f64::from(n * n);
        assert!((tried - barrier.pod().value()).abs() < 0.02, "{tried}");
    }

    #[test]
    fn gaps_are_the_rest_of_what_is_seen() {
        let barrier = barrier(20.0, 100.0, 10.0, 10.0);
        let start = Timestamp::from_civil(2018, 1, 16, 0, 0, 0).expect("a moment");
        let hours = 10 * 16; // ten periods of 16 h
        let stretches = barrier.gaps(start, Duration::from_hours(hours), 200);
        assert_eq!(stretches.len(), 200);
        assert_eq!(stretches.first().map(|s| s.from), Some(Metres::magnitude(0.0)));
        assert_eq!(stretches.last().map(|s| s.to), Some(barrier.length.metres()));
        let uncovered: i64 =
            stretches.iter().flat_map(|s| &s.uncovered).map(|(from, to)| to.millis() - from.millis()).sum();
        #[expect(clippy::cast_precision_loss, reason = "a few hours in milliseconds")]
        let share = uncovered as f64 / 200.0 / 3_600_000.0 / 160.0;
        assert!((1.0 - share - barrier.pod().value()).abs() < 0.01, "{share}");
        // At the far end nobody is seen for the first seven hours: the patrol arrives after eight.
        let last = stretches.last().expect("a stretch");
        let (from, to) = last.uncovered.first().copied().expect("a gap");
        assert_eq!(from, start);
        assert!((7 * 3_600_000..=8 * 3_600_000).contains(&(to.millis() - start.millis())), "{to}");
        assert!(last.longest() >= Duration::from_hours(14));
    }

    #[test]
    fn a_patrol_turns_half_a_sweep_width_from_the_ends() {
        // 80 miles between the turns at 10 knots are 8 hours; after 20 hours it is half way back to the far end again.
        let start = Timestamp::from_seconds(0);
        let track = barrier(20.0, 100.0, 10.0, 10.0).track(start, Duration::from_hours(20));
        let told: Vec<String> = track
            .iter()
            .map(|(at, when)| format!("{} at {} h", at.nautical_miles(), when.millis() / 3_600_000))
            .collect();
        assert_eq!(told, ["10.0 nm at 0 h", "90.0 nm at 8 h", "10.0 nm at 16 h", "50.0 nm at 20 h"]);
        assert_eq!(barrier(20.0, 15.0, 10.0, 10.0).track(start, Duration::from_hours(1)).len(), 2);
    }

    #[test]
    fn a_line_within_reach_has_no_gaps_and_a_patrol_that_stands_still_has_nothing_else() {
        assert_eq!(barrier(20.0, 15.0, 10.0, 10.0).pod(), Probability::clamped(1.0));
        assert_eq!(barrier(20.0, 100.0, 0.0, 10.0).pod(), Probability::clamped(0.2));
        let hour = Duration::from_hours(1);
        let gaps = barrier(20.0, 15.0, 10.0, 10.0).gaps(Timestamp::from_seconds(0), hour, 3);
        assert!(gaps.iter().all(|stretch| stretch.uncovered.is_empty()), "{gaps:?}");
        // One who crosses before or after may be seen within the hour.
        let still = barrier(20.0, 100.0, 0.0, 10.0).gaps(Timestamp::from_seconds(0), hour, 10);
        assert_eq!(still.iter().filter(|stretch| stretch.longest() == hour).count(), 8);
    }
}
