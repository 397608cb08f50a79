//! Which lines may be seen: as few runs of segments as is sensible.
//!
//! Owns the chunks around the view, so that a frame looks through those and not through all of them. Start at
//! [`Nearby::look`].

use std::ops::Range;
use std::sync::Arc;

use super::TrackScene;
use crate::mercator::WorldBox;
use crate::track::pyramid::{Chunk, Level, Pyramid};
use crate::ui::map::workers::{Errand, Workers};

/// Segments drawn needlessly rather than starting another draw call.
const BRIDGE: u32 = 64;
/// How far around the view chunks are kept, in its own widths and heights.
const AROUND: f64 = 0.5;
/// With how much left of that the next ones are looked for.
const SOON: f64 = 0.2;

/// The chunks of one level in and around the view, whatever their time.
#[derive(Default)]
pub(super) struct Nearby {
    at_hand: Found,
    next: Errand<Found>,
}

#[derive(Default)]
struct Found {
    of: Option<(u64, usize, WorldBox)>,
    chunks: Vec<Chunk>,
}

impl Nearby {
    /// Finds the chunks anew where the view is about to leave what was looked at, on the map's threads; at once where it has
    /// left that or the level is another.
    pub(super) fn look(
        &mut self,
        ctx: &egui::Context,
        scene: &TrackScene,
        level_idx: usize,
        seen: &WorldBox,
        workers: &Workers,
    ) {
        if let Some(found) = self.next.take().filter(|found| found.covers(scene.generation, level_idx, seen)) {
            self.at_hand = found;
        }
        let wide = seen.grown(AROUND);
        if !self.at_hand.covers(scene.generation, level_idx, seen) {
            self.at_hand = Found::at(&scene.pyramid, scene.generation, level_idx, wide);
        } else if !self.at_hand.will_do(seen) && !self.next.is_under_way() {
            let (pyramid, generation) = (Arc::clone(&scene.pyramid), scene.generation);
            self.next.start(workers, ctx, move || Found::at(&pyramid, generation, level_idx, wide));
        }
    }

    /// The chunks, if they are those of this level and cover a box.
    pub(super) fn chunks(&self, generation: u64, level_idx: usize, bounds: &WorldBox) -> Option<&[Chunk]> {
        self.at_hand.covers(generation, level_idx, bounds).then_some(self.at_hand.chunks.as_slice())
    }

    /// The segments that may be seen in a box and a span of ticks.
    pub(super) fn segments(&self, bounds: &WorldBox, ticks: (u32, u32)) -> Vec<Range<u32>> {
        joined(&self.at_hand.chunks, bounds, ticks)
    }
}

impl Found {
    fn at(pyramid: &Pyramid, generation: u64, level_idx: usize, wide: WorldBox) -> Self {
        let all = pyramid.levels().get(level_idx).map(Level::chunks).unwrap_or_default();
        let chunks = all.iter().filter(|chunk| chunk.bounds.touches(&wide)).copied().collect();
        Self { of: Some((generation, level_idx, wide)), chunks }
    }

    fn covers(&self, generation: u64, level_idx: usize, bounds: &WorldBox) -> bool {
        self.of.as_ref().is_some_and(|(of, idx, wide)| (*of, *idx) == (generation, level_idx) && wide.covers(bounds))
    }

    /// Whether the view may move on without leaving these chunks, and they are not far more than it needs.
    fn will_do(&self, seen: &WorldBox) -> bool {
        let is_wide = |wide: u32, narrow: u32| f64::from(wide) <= f64::from(narrow) * (2.0 + 2.0 * AROUND);
        (self.of.as_ref()).is_some_and(|(_, _, wide)| wide.covers(&seen.grown(SOON)) && is_wide(wide.width, seen.width))
    }
}

/// The segments of one vessel that may be seen.
pub(super) fn of_vessel(level: &Level, vessel_idx: usize, bounds: &WorldBox, ticks: (u32, u32)) -> Vec<Range<u32>> {
    let chunks = level.chunks();
    let start = chunks.partition_point(|chunk| (chunk.vessel as usize) < vessel_idx);
    let end = chunks.partition_point(|chunk| chunk.vessel as usize <= vessel_idx);
    let own = level.of_vessel(vessel_idx);
    let mut ranges = joined(chunks.get(start..end).unwrap_or_default(), bounds, ticks);
    // Joining never reaches beyond this vessel, as only its chunks went in.
    ranges.retain(|range| own.contains(&(range.start as usize)));
    ranges
}

fn joined(chunks: &[Chunk], bounds: &WorldBox, ticks: (u32, u32)) -> Vec<Range<u32>> {
    let mut ranges: Vec<Range<u32>> = Vec::new();
    for chunk in chunks.iter().filter(|chunk| chunk.first != chunk.last && chunk.touches(bounds, ticks)) {
        match ranges.last_mut() {
            Some(last) if chunk.first <= last.end + BRIDGE => last.end = chunk.last,
            _ => ranges.push(chunk.first..chunk.last),
        }
    }
    ranges
}
