//! How far two vessels were from each other, and how fast each sailed, moment by moment: what a meeting is checked by.
//!
//! Owns the curves. Never draws them, and never says that two ships met. Start at [`curves`].

use super::{TrackSlice, TrackStore};
use crate::geodesy::{Position, distance};
use crate::units::{Knots, Timestamp};
use crate::vessel::Mmsi;

/// At how many moments the tracks are asked.
pub const N_MOMENTS: usize = 240;
/// Nothing is told across a silence of this length: nobody knows what lay between. Domain rule of encounters: one hour.
const SILENCE_MS: i64 = 3_600_000;

/// What was where at the moments of the plot.
#[derive(Debug, Default, PartialEq)]
pub struct Curves {
    /// Metres between the two; `None` where one was silent, or where there is only one.
    pub metres: Vec<Option<f64>>,
    /// Knots of each vessel.
    pub knots: Vec<Vec<Option<f64>>>,
}

/// The curves of the first two of these vessels, over a span of time.
#[must_use]
#[expect(clippy::cast_possible_wrap, reason = "a few hundred moments")]
pub fn curves(store: &TrackStore, vessels: &[Mmsi], (from, to): (Timestamp, Timestamp)) -> Curves {
    let slices: Vec<TrackSlice<'_>> =
        vessels.iter().take(2).filter_map(|mmsi| store.slice(store.vessel_idx(*mmsi)?)).collect();
    let length = to.millis() - from.millis();
    let moments = (0..N_MOMENTS).map(|idx| from.plus_millis(length * idx as i64 / (N_MOMENTS as i64 - 1)));
    let mut found = Curves { metres: Vec::with_capacity(N_MOMENTS), knots: vec![Vec::new(); slices.len()] };
    for moment in moments {
        let fixes: Vec<Option<(usize, usize)>> = slices.iter().map(|slice| around(slice, moment)).collect();
        let place = |of: usize| {
            let (before, after) = fixes.get(of).copied().flatten()?;
            between(store, before, after, moment)
        };
        found.metres.push(place(0).zip(place(1)).map(|(one, other)| distance(one, other).value()));
        for (knots, fix) in found.knots.iter_mut().zip(&fixes) {
            knots.push(fix.and_then(|(before, after)| {
                let sog = store.sog(before).map(Knots::value);
                sog.or_else(|| made_good(store, before, after))
            }));
        }
    }
    found
}

/// The fixes before and after a moment, unless a silence lies between them.
fn around(slice: &TrackSlice<'_>, moment: Timestamp) -> Option<(usize, usize)> {
    let (times, start) = (slice.time_ms(), slice.fixes().start);
    let after = times.partition_point(|ms| *ms < moment.millis());
    let before = if times.get(after) == Some(&moment.millis()) { after } else { after.checked_sub(1)? };
    let gap = times.get(after)? - times.get(before)?;
    (gap < SILENCE_MS).then_some((start + before, start + after))
}

fn between(store: &TrackStore, before: usize, after: usize, moment: Timestamp) -> Option<Position> {
    let (from, to) = (store.position(before)?, store.position(after)?);
    let (first, last) = (store.time(before)?.millis(), store.time(after)?.millis());
    if last <= first {
        return Some(from);
    }
    #[expect(clippy::cast_precision_loss, reason = "milliseconds within an hour")]
    let share = (moment.millis() - first) as f64 / (last - first) as f64;
    let east = (to.lon() - from.lon() + 540.0).rem_euclid(360.0) - 180.0;
    Some(Position::clamped(from.lat() + (to.lat() - from.lat()) * share, from.lon() + east * share))
}

#[expect(clippy::cast_precision_loss, reason = "milliseconds within an hour")]
fn made_good(store: &TrackStore, before: usize, after: usize) -> Option<f64> {
    let seconds = (store.time(after)?.millis() - store.time(before)?.millis()) as f64 / 1000.0;
    let metres = distance(store.position(before)?, store.position(after)?).value();
    (seconds > 0.0).then(|| metres / crate::units::METRES_PER_NAUTICAL_MILE / (seconds / 3600.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::track::{Fix, TrackBuilder};

    #[test]
    fn the_distance_between_two_ships_is_told_at_every_moment_they_were_heard() {
        let mut builder = TrackBuilder::default();
        let (one, other) = (Mmsi::new(440_000_001).expect("nine digits"), Mmsi::new(440_000_002).expect("nine digits"));
        for minute in (0..=240).step_by(10) {
            for (mmsi, lat) in [(one, 31.0), (other, 31.004)] {
                // The other is silent from the first hour to the third.
                if mmsi == other && minute > 60 && minute < 180 {
                    continue;
                }
                let fix = Fix {
                    mmsi,
                    time: Timestamp::from_seconds(minute * 60),
                    position: Position::clamped(lat, 122.0),
                    sog: None,
                    cog: None,
                    heading: None,
                    nav_status: None,
                };
                builder.push(&fix);
            }
        }
        let (store, _) = builder.build();
        let span = (Timestamp::from_seconds(0), Timestamp::from_seconds(4 * 3600));
        let curves = curves(&store, &[one, other], span);
        // On the ellipsoid 0.004° of latitude are 443.4 m at 31 N.
        let first = curves.metres[0].expect("both were heard");
        assert!((first - 443.4).abs() < 0.5, "{first}");
        assert_eq!(curves.metres[N_MOMENTS / 2], None, "one was silent");
        assert_eq!(curves.knots[0][10], Some(0.0));
    }
}
