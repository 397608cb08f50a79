//! Where every vessel is at the end of a window of time: what the map draws as ships.
//!
//! Owns that one answer. Never guesses: between two fixes a ship is on the line between them, in a silence and after its
//! last fix it stays where it was last seen, and the head says so. Start at [`Heads::update`].

#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "fixed-point places: every cast is of a number already held inside its range"
)]

use super::pyramid::Pyramid;
use super::query::Span;
use super::store::TrackStore;
use crate::mercator::{self, World};
use crate::units::{Course, Timestamp};

/// Where a vessel is, or was last seen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Head {
    /// Whose, as an index into the store's vessels.
    pub vessel_idx: usize,
    /// The last fix before or at the moment.
    pub fix_idx: usize,
    /// Where.
    pub place: World,
    /// Which way the bow points (heading, else course over ground), if the last fix says.
    pub bow: Option<Course>,
    /// Whether this is only where it was last seen: it has been silent since for longer than it may.
    pub is_stale: bool,
}

/// The heads of all vessels at one moment; keeps its place in every track, so that playing on costs little.
#[derive(Clone, Debug, Default)]
pub struct Heads {
    heads: Vec<Head>,
    hints: Vec<usize>,
}

impl Heads {
    /// The heads found last, by vessel.
    #[must_use]
    pub fn all(&self) -> &[Head] {
        &self.heads
    }

    /// Finds the head of every vessel that has a fix in the window, at the window's end.
    pub fn update(&mut self, store: &TrackStore, pyramid: &Pyramid, window: Span) {
        self.heads.clear();
        self.hints.resize(store.vessels().len(), 0);
        for (vessel_idx, (slice, hint)) in store.slices().zip(&mut self.hints).enumerate() {
            let times = slice.time_ms();
            let Some(last) = last_until(times, window.1.millis(), *hint) else { continue };
            *hint = last;
            let is_in_window = times[last] >= window.0.millis() || times.get(last + 1).is_some();
            if !is_in_window {
                continue;
            }
            let fix_idx = slice.fixes().start + last;
            let silence_ms = pyramid.silence(vessel_idx).as_millis() as i64;
            let next_ms = times.get(last + 1).copied();
            let is_silence = next_ms.is_some_and(|next| next - times[last] > silence_ms);
            if times[last] < window.0.millis() && is_silence {
                continue;
            }
            let (place, is_stale) = match next_ms {
                Some(next_ms) if !is_silence => (between(store, fix_idx, next_ms, window.1), false),
                _ => (place_of(store, fix_idx), window.1.millis() - times[last] > silence_ms),
            };
            let Some(place) = place else { continue };
            let bow = store.heading(fix_idx).or_else(|| store.cog(fix_idx));
            self.heads.push(Head { vessel_idx, fix_idx, place, bow, is_stale });
        }
    }
}

fn place_of(store: &TrackStore, fix_idx: usize) -> Option<World> {
    Some(mercator::world_from_e7(*store.lat_e7().get(fix_idx)?, *store.lon_e7().get(fix_idx)?))
}

fn between(store: &TrackStore, fix_idx: usize, next_ms: i64, moment: Timestamp) -> Option<World> {
    let (from, to) = (place_of(store, fix_idx)?, place_of(store, fix_idx + 1)?);
    let from_ms = *store.time_ms().get(fix_idx)?;
    let share = (moment.millis() - from_ms) as f64 / (next_ms - from_ms).max(1) as f64;
    let east = (f64::from(mercator::eastward(from[0], to[0])) * share).round() as i32;
    let south = (f64::from(to[1]) - f64::from(from[1])) * share;
    Some([from[0].wrapping_add_signed(east), (f64::from(from[1]) + south).round() as u32])
}

/// The index of the last of ascending times not after `ms`, looking first around `hint`.
fn last_until(times: &[i64], ms: i64, hint: usize) -> Option<usize> {
    let is_at = |idx: usize| times.get(idx).is_some_and(|t| *t <= ms) && times.get(idx + 1).is_none_or(|t| *t > ms);
    [hint, hint + 1].into_iter().find(|idx| is_at(*idx)).or_else(|| times.partition_point(|t| *t <= ms).checked_sub(1))
}

#[cfg(test)]
mod tests {
    use super::super::TrackBuilder;
    use super::super::pyramid::tests::{build, push, wanderers};
    use super::*;
    use crate::mercator::{position_from_world, world_from_position};

    fn hour(h: f64) -> Timestamp {
        Timestamp::from_millis((h * 3_600_000.0) as i64)
    }

    #[test]
    fn a_ship_is_between_its_fixes_and_stays_where_it_was_last_seen() {
        let mut builder = TrackBuilder::default();
        // A fix every ten minutes for an hour, then silence until 12:00, one fix, and the end.
        for minute in [0, 10, 20, 30, 40, 50, 60, 720] {
            push(&mut builder, 440_000_001, minute * 60, 37.0, 124.0 + 0.001 * minute as f64);
        }
        let (store, _) = builder.build();
        let pyramid = build(&store);
        let mut heads = Heads::default();
        let mut lon_and_stale = |from: f64, to: f64| {
            heads.update(&store, &pyramid, (hour(from), hour(to)));
            heads.all().first().map(|head| ((position_from_world(head.place).lon() * 1e4).round() / 1e4, head.is_stale))
        };
        assert_eq!(lon_and_stale(0.0, 0.25), Some((124.015, false))); // half way between two fixes
        assert_eq!(lon_and_stale(0.0, 2.0), Some((124.06, false))); // silent, but not for long yet
        assert_eq!(lon_and_stale(0.0, 11.0), Some((124.06, true)));
        assert_eq!(lon_and_stale(8.0, 11.0), None); // nothing known in this window
        assert_eq!(lon_and_stale(8.0, 12.5), Some((124.72, false)));
        assert_eq!(lon_and_stale(-2.0, -1.0), None);
    }

    #[test]
    fn playing_forward_gives_what_a_jump_gives() {
        let store = wanderers(30, 200, (52.0, 180.0));
        let pyramid = build(&store);
        let (first, last) = store.span().expect("there are fixes");
        let mut played = Heads::default();
        for ms in (first.millis()..=last.millis()).step_by(97_000) {
            let window = (first, Timestamp::from_millis(ms));
            played.update(&store, &pyramid, window);
            let mut jumped = Heads::default();
            jumped.update(&store, &pyramid, window);
            assert_eq!(played.all(), jumped.all());
        }
        played.update(&store, &pyramid, (first, last));
        let (slice, head) = (store.slice(3).expect("a vessel"), played.all()[3]);
        let end = world_from_position(store.position(slice.fixes().end - 1).expect("a fix"));
        assert!(mercator::eastward(head.place[0], end[0]).abs() <= 1 && head.place[1].abs_diff(end[1]) <= 1);
    }
}
