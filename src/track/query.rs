//! Questions to a store: what lies under a pointer, which vessels were in a box, when was there how much traffic.
//!
//! Owns the answers only; the pyramid's chunks let them skip what cannot matter. Never draws. Start at [`nearest`].

#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "fixed-point places and ticks: every cast is of a number already held inside its range"
)]

use std::ops::Range;

use rayon::prelude::*;

use super::pyramid::{Chunk, Pyramid, Vertex};
use super::store::TrackStore;
use crate::mercator::{self, World, WorldBox};
use crate::units::Timestamp;

/// A span of time, both ends included.
pub type Span = (Timestamp, Timestamp);

/// A track near a place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pick {
    /// Whose, as an index into the store's vessels.
    pub vessel_idx: usize,
    /// The vessel's fix nearest to the place among those its line there stands for.
    pub fix_idx: usize,
    /// When the vessel passed the nearest place of its line, as far as its fixes tell.
    pub moment: Timestamp,
    /// How far the place is from the line, in units of the plane.
    pub distance_units: f64,
    /// Whether the line there bridges a silence.
    pub is_silence: bool,
}

/// What [`picks`] looks for.
#[derive(Clone, Copy, Debug)]
pub struct Near {
    /// The place.
    pub place: World,
    /// How far a line may be from it, in units of the plane (on a screen: points × units per point).
    pub reach_units: f64,
    /// Only what happened then.
    pub window: Span,
    /// Which level is drawn, see [`Pyramid::level_for`].
    pub level_idx: usize,
}

impl Near {
    /// The box that a line must enter to be near.
    #[must_use]
    pub fn bounds(&self) -> WorldBox {
        WorldBox::around(self.place, self.reach_units)
    }
}

/// The track nearest to a place, among the vessels that `is_shown` lets through.
#[must_use]
pub fn nearest(store: &TrackStore, pyramid: &Pyramid, near: &Near, is_shown: impl Fn(usize) -> bool) -> Option<Pick> {
    picks(store, pyramid, near, is_shown).into_iter().next()
}

/// Every vessel whose line passes near a place, each once, the nearest first.
#[must_use]
pub fn picks(store: &TrackStore, pyramid: &Pyramid, near: &Near, is_shown: impl Fn(usize) -> bool) -> Vec<Pick> {
    let Some(level) = pyramid.levels().get(near.level_idx) else { return Vec::new() };
    picks_among(level.chunks(), store, pyramid, near, is_shown)
}

/// The same, among some of the level's chunks, in their order: those of the view are a few of all.
#[must_use]
pub fn picks_among(
    chunks: &[Chunk],
    store: &TrackStore,
    pyramid: &Pyramid,
    near: &Near,
    is_shown: impl Fn(usize) -> bool,
) -> Vec<Pick> {
    let Some(ticks) = window_ticks(store, pyramid, near.window) else { return Vec::new() };
    let bounds = near.bounds();
    let mut best: Vec<Candidate> = Vec::new();
    for chunk in chunks.iter().filter(|chunk| chunk.touches(&bounds, ticks)) {
        let vessel_idx = chunk.vessel as usize;
        if !is_shown(vessel_idx) {
            continue;
        }
        let Some(found) = nearest_in_chunk(store, pyramid, near, chunk, ticks) else { continue };
        match best.last_mut() {
            Some(last) if last.vessel_idx == vessel_idx => {
                if found.distance < last.distance {
                    *last = found;
                }
            }
            _ => best.push(found),
        }
    }
    best.sort_by(|a, b| a.distance.total_cmp(&b.distance).then(a.vessel_idx.cmp(&b.vessel_idx)));
    best.iter().filter_map(|candidate| candidate.pick(store, pyramid, near)).collect()
}

/// A place on a drawn segment.
struct Candidate {
    vessel_idx: usize,
    distance: f64,
    tick: f64,
    segment: (u32, u32),
    is_silence: bool,
}

impl Candidate {
    fn pick(&self, store: &TrackStore, pyramid: &Pyramid, near: &Near) -> Option<Pick> {
        let (from, to) = (pyramid.ticks().moment(self.segment.0), pyramid.ticks().moment(self.segment.1));
        // A tick may begin up to its own length before the fix it stands for.
        let to = to.plus_millis(pyramid.ticks().length().as_millis() as i64 - 1);
        let fixes = fixes_between(store, self.vessel_idx, (from.max(near.window.0), to.min(near.window.1)));
        // Where the window holds no fix of this segment, the segment's own ends stand for it.
        let fixes = if fixes.is_empty() { fixes_between(store, self.vessel_idx, (from, to)) } else { fixes };
        let fix_idx = fixes.min_by_key(|fix_idx| {
            let place = mercator::world_from_e7(store.lat_e7()[*fix_idx], store.lon_e7()[*fix_idx]);
            let (dx, dy) = offset(near.place, place);
            (dx * dx + dy * dy) as u64
        })?;
        let moment = pyramid.ticks().moment(self.tick as u32).clamp(near.window.0, near.window.1);
        Some(Pick {
            vessel_idx: self.vessel_idx,
            fix_idx,
            moment,
            distance_units: self.distance,
            is_silence: self.is_silence,
        })
    }
}

/// The fixes of one vessel in a span of time.
fn fixes_between(store: &TrackStore, vessel_idx: usize, span: Span) -> Range<usize> {
    let Some(slice) = store.slice(vessel_idx) else { return 0..0 };
    let (times, start) = (slice.time_ms(), slice.fixes().start);
    let first = times.partition_point(|ms| *ms < span.0.millis());
    let end = times.partition_point(|ms| *ms <= span.1.millis());
    start + first..start + end.max(first)
}

/// A window in ticks, widened to whole ticks; `None` where it lies outside the store's span.
pub(super) fn window_ticks(store: &TrackStore, pyramid: &Pyramid, window: Span) -> Option<(u32, u32)> {
    let (first, last) = store.span()?;
    let overlaps = window.0 <= window.1 && window.1 >= first && window.0 <= last;
    overlaps.then(|| (pyramid.ticks().tick(window.0), pyramid.ticks().tick(window.1)))
}

fn nearest_in_chunk(
    store: &TrackStore,
    pyramid: &Pyramid,
    near: &Near,
    chunk: &Chunk,
    ticks: (u32, u32),
) -> Option<Candidate> {
    let range = chunk.first as usize..chunk.last as usize + 1;
    let vessel_idx = chunk.vessel as usize;
    let mut last: Option<Vertex> = None;
    let mut best: Option<Candidate> = None;
    for vertex in pyramid.vertices(store, near.level_idx, vessel_idx, range) {
        let from = last.unwrap_or(vertex);
        last = Some(vertex);
        // The first vertex of a chunk is only where its first segment begins, unless the track has no other.
        if from == vertex && chunk.first != chunk.last {
            continue;
        }
        if is_far(near, &from, &vertex) {
            continue;
        }
        let Some((a, b)) = clipped(&from, &vertex, ticks) else { continue };
        let (distance, along) = distance_to_segment(near.place, &from, &vertex, (a, b));
        if distance <= near.reach_units && best.as_ref().is_none_or(|best| distance < best.distance) {
            best = Some(Candidate {
                vessel_idx,
                distance,
                tick: f64::from(from.tick) + along * f64::from(vertex.tick - from.tick),
                segment: (from.tick, vertex.tick),
                is_silence: vertex.ends_silence(),
            });
        }
    }
    best
}

/// Whether a segment lies wholly to one side of what is near: most do, and this costs a tenth of a distance.
fn is_far(near: &Near, from: &Vertex, to: &Vertex) -> bool {
    let reach = near.reach_units.min(f64::from(i32::MAX)) as i64;
    let is_beyond = |a: i64, b: i64| a.min(b) > reach || a.max(b) < -reach;
    let east = |vertex: &Vertex| i64::from(mercator::eastward(near.place[0], vertex.x));
    let south = |vertex: &Vertex| i64::from(vertex.y) - i64::from(near.place[1]);
    if is_beyond(south(from), south(to)) {
        return true;
    }
    // The short way round from the place to both ends must be one way: else the segment may pass behind the place.
    let (a, b) = (east(from), east(to));
    is_beyond(a, b) && (b - a) == i64::from(mercator::eastward(from.x, to.x))
}

/// Which part of a segment lies in a window, as shares of its length; `None` if nothing does.
pub(super) fn clipped(from: &Vertex, to: &Vertex, ticks: (u32, u32)) -> Option<(f64, f64)> {
    if to.tick < ticks.0 || from.tick > ticks.1 {
        return None;
    }
    let length = f64::from(to.tick) - f64::from(from.tick);
    if length <= 0.0 || (ticks.0 <= from.tick && to.tick <= ticks.1) {
        return Some((0.0, 1.0));
    }
    let share = |tick: u32| ((f64::from(tick) - f64::from(from.tick)) / length).clamp(0.0, 1.0);
    Some((share(ticks.0), share(ticks.1)))
}

/// The distance from a place to part of a segment, and the share of the whole segment at which it is nearest.
fn distance_to_segment(place: World, from: &Vertex, to: &Vertex, (a, b): (f64, f64)) -> (f64, f64) {
    let (px, py) = offset(from.place(), place);
    let (dx, dy) = offset(from.place(), to.place());
    let length_squared = dx * dx + dy * dy;
    let along = if length_squared > 0.0 { ((px * dx + py * dy) / length_squared).clamp(a, b) } else { a };
    ((px - along * dx).hypot(py - along * dy), along)
}

fn offset(from: World, to: World) -> (f64, f64) {
    (f64::from(mercator::eastward(from[0], to[0])), f64::from(to[1]) - f64::from(from[1]))
}

/// The vessels whose track enters a box in a span of time, ascending by index. A line across a silence does not count.
#[must_use]
pub fn vessels_in(store: &TrackStore, pyramid: &Pyramid, bounds: &WorldBox, window: Span) -> Vec<usize> {
    let Some(level) = pyramid.levels().first() else { return Vec::new() };
    let Some(ticks) = window_ticks(store, pyramid, window) else { return Vec::new() };
    let mut found: Vec<usize> = Vec::new();
    for chunk in level.chunks().iter().filter(|chunk| chunk.touches(bounds, ticks)) {
        let vessel_idx = chunk.vessel as usize;
        if found.last() == Some(&vessel_idx) {
            continue;
        }
        let mut last: Option<Vertex> = None;
        for vertex in pyramid.vertices(store, 0, vessel_idx, chunk.first as usize..chunk.last as usize + 1) {
            let from = if vertex.ends_silence() { vertex } else { last.unwrap_or(vertex) };
            last = Some(vertex);
            if clipped(&from, &vertex, ticks).is_some_and(|part| segment_enters(&from, &vertex, part, bounds)) {
                found.push(vessel_idx);
                break;
            }
        }
    }
    found
}

/// Whether part of a segment has a place in a box (Liang and Barsky 1984, doi:10.1145/357332.357333).
fn segment_enters(from: &Vertex, to: &Vertex, (a, b): (f64, f64), bounds: &WorldBox) -> bool {
    let (dx, dy) = offset(from.place(), to.place());
    // The box seen from the segment's beginning; its western side is at most half a world away.
    let west = f64::from(mercator::eastward(from.x, bounds.west));
    let north = f64::from(bounds.north) - f64::from(from.y);
    let turn = mercator::WORLD_UNITS;
    [west - turn, west, west + turn].into_iter().any(|west| {
        let sides = [(dx, west, west + f64::from(bounds.width)), (dy, north, north + f64::from(bounds.height))];
        let (mut enter, mut leave) = (a, b);
        for (step, low, high) in sides {
            if step == 0.0 {
                if low > 0.0 || high < 0.0 {
                    return false;
                }
            } else {
                let (one, other) = (low / step, high / step);
                enter = enter.max(one.min(other));
                leave = leave.min(one.max(other));
            }
        }
        enter <= leave
    })
}

/// How many fixes each of `n_bins` equal parts of a span holds; a fix at the very end counts in the last part.
#[must_use]
pub fn histogram(store: &TrackStore, span: Span, n_bins: usize) -> Vec<u32> {
    let (first, length) = (span.0.millis(), span.1.millis() - span.0.millis());
    if n_bins == 0 || length < 0 {
        return vec![0; n_bins];
    }
    // Which part: moments since the beginning × parts ÷ length. The division is done once, to 64 binary places, which a multiplication
    // then takes up whole: three times as fast.
    let length = length.unsigned_abs().max(1);
    let parts_per_ms = u64::try_from(((n_bins as u128) << 64).div_ceil(u128::from(length)));
    let part = |since: u64| match parts_per_ms {
        Ok(per_ms) => ((u128::from(since) * u128::from(per_ms)) >> 64) as usize,
        Err(_fewer_ms_than_parts) => (since * n_bins as u64 / length) as usize,
    };
    store
        .time_ms()
        .par_chunks(1 << 18)
        .map(|times| {
            let mut bins = vec![0_u32; n_bins];
            // What is before the beginning wraps around to far beyond the end.
            for since in times.iter().map(|ms| ms.wrapping_sub(first) as u64).filter(|since| *since <= length) {
                bins[part(since).min(n_bins - 1)] += 1;
            }
            bins
        })
        .reduce(
            || vec![0; n_bins],
            |mut all, part| {
                all.iter_mut().zip(part).for_each(|(all, part)| *all += part);
                all
            },
        )
}

#[cfg(test)]
mod tests {
    use super::super::TrackBuilder;
    use super::super::pyramid::tests::{Random, build, push, wanderers};
    use super::*;
    use crate::geodesy::Position;
    use crate::mercator::world_from_position;

    fn at(lat: f64, lon: f64) -> World {
        world_from_position(Position::clamped(lat, lon))
    }

    const ALWAYS: Span = (Timestamp::MIN, Timestamp::MAX);

    #[test]
    fn the_nearest_of_thousands_is_the_one_an_exhaustive_search_finds() {
        let store = wanderers(2000, 60, (37.0, 124.0));
        let pyramid = build(&store);
        let mut random = Random(42);
        let mut n_found = 0;
        for _ in 0..50 {
            let place = at(35.5 + 3.0 * random.next(), 122.5 + 3.0 * random.next());
            let near = Near { place, reach_units: 400_000.0, window: ALWAYS, level_idx: 0 };
            let mut best: Option<(f64, usize)> = None;
            for (vessel_idx, slice) in store.slices().enumerate() {
                let all: Vec<Vertex> = pyramid.vertices(&store, 0, vessel_idx, slice.fixes()).collect();
                for pair in all.windows(2) {
                    let (distance, _) = distance_to_segment(place, &pair[0], &pair[1], (0.0, 1.0));
                    if distance <= near.reach_units && best.is_none_or(|(least, _)| distance < least) {
                        best = Some((distance, vessel_idx));
                    }
                }
            }
            let found = nearest(&store, &pyramid, &near, |_| true).map(|pick| (pick.distance_units, pick.vessel_idx));
            assert_eq!(found, best);
            n_found += usize::from(found.is_some());
        }
        assert!(n_found > 25, "{n_found}");
    }

    /// One ship due east along 37 N from 124 E, 0.01° a minute, for two hours.
    fn eastbound() -> (TrackStore, Pyramid) {
        let mut builder = TrackBuilder::default();
        for minute in 0..=120_i32 {
            push(&mut builder, 440_000_001, i64::from(minute) * 60, 37.0, 124.0 + 0.01 * f64::from(minute));
        }
        let (store, _) = builder.build();
        let pyramid = build(&store);
        (store, pyramid)
    }

    #[test]
    fn a_pick_names_the_fix_and_the_moment_at_every_level() {
        let (store, pyramid) = eastbound();
        for level_idx in 0..pyramid.levels().len() {
            let near = Near { place: at(37.0005, 124.504), reach_units: 10_000.0, window: ALWAYS, level_idx };
            let pick = nearest(&store, &pyramid, &near, |_| true).expect("the line passes there");
            assert_eq!(store.time(pick.fix_idx), Some(Timestamp::from_seconds(50 * 60)));
            assert!((pick.moment.millis() - 50 * 60_000 - 24_000).abs() <= 10, "{}", pick.moment);
        }
    }

    #[test]
    fn a_window_ends_a_track_where_the_ship_then_was() {
        let (store, pyramid) = eastbound();
        let window = (Timestamp::from_seconds(30 * 60), Timestamp::from_seconds(60 * 60 + 30));
        for level_idx in 0..pyramid.levels().len() {
            let seen = |lon: f64| {
                let near = Near { place: at(37.0, lon), reach_units: 500.0, window, level_idx };
                nearest(&store, &pyramid, &near, |_| true).is_some()
            };
            // 500 units are 4 m or 0.00004° here; the window's edges lie at 124.3 E and 124.605 E.
            assert_eq!(
                [124.299_9, 124.300_1, 124.604_9, 124.605_1].map(seen),
                [false, true, true, false],
                "{level_idx}"
            );
        }
    }

    #[test]
    fn hidden_vessels_are_not_picked() {
        let (store, pyramid) = eastbound();
        let near = Near { place: at(37.0, 124.5), reach_units: 1000.0, window: ALWAYS, level_idx: 0 };
        assert!(nearest(&store, &pyramid, &near, |_| false).is_none());
    }

    #[test]
    fn a_box_finds_a_track_that_passes_between_two_fixes_but_not_in_silence() {
        let mut builder = TrackBuilder::default();
        push(&mut builder, 440_000_001, 0, 37.0, 124.0);
        push(&mut builder, 440_000_001, 3600, 37.0, 124.4);
        push(&mut builder, 440_000_001, 40 * 3600, 37.0, 125.4);
        push(&mut builder, 440_000_002, 0, 37.0, 179.9);
        push(&mut builder, 440_000_002, 3600, 37.0, -179.9);
        let (store, _) = builder.build();
        // With so few fixes the median interval is the long one: 10 × 39 h. Count 4 h alone.
        let params = super::super::PyramidParams { median_intervals: 0.0, ..Default::default() };
        let pyramid = Pyramid::build(&store, &params, &crate::report::Progress::default()).expect("nobody stopped it");
        let found =
            |lon: f64, window: Span| vessels_in(&store, &pyramid, &WorldBox::around(at(37.0, lon), 10_000.0), window);
        assert_eq!(found(124.2, ALWAYS), [0]);
        assert_eq!(found(125.0, ALWAYS), [0_usize; 0]);
        assert_eq!(found(180.0, ALWAYS), [1]);
        let half_an_hour = (Timestamp::from_seconds(0), Timestamp::from_seconds(1700));
        assert_eq!(found(124.2, half_an_hour), [0_usize; 0]);
    }

    #[test]
    fn a_histogram_counts_every_fix_once() {
        let (store, _) = eastbound();
        let span = store.span().expect("there are fixes");
        assert_eq!(histogram(&store, span, 4), [30, 30, 30, 31]);
        assert_eq!(histogram(&store, (span.0, Timestamp::from_seconds(59)), 1), [1]);
        assert_eq!(histogram(&store, span, 0), [0_u32; 0]);
        // A fix on every border; the last part has that of its end too.
        let by_minute = histogram(&store, span, 120);
        assert!(by_minute[..119].iter().all(|n| *n == 1) && by_minute[119] == 2);
        // Fewer milliseconds than parts.
        let moment = (span.0, Timestamp::from_millis(span.0.millis() + 2));
        assert_eq!(histogram(&store, moment, 5), [1, 0, 0, 0, 0]);
        assert_eq!(histogram(&TrackBuilder::default().build().0, ALWAYS, 3), [0, 0, 0]);
    }
}
