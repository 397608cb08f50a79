//! Which lines may be seen: as few runs of segments as is sensible.
//!
//! Owns the chunks around the view, so that a frame looks through those and not through all of them. Start at
//! [`Nearby::look`].

use std::ops::Range;

use crate::mercator::WorldBox;
use crate::track::pyramid::{Chunk, Level};

/// Segments drawn needlessly rather than starting another draw call.
const BRIDGE: u32 = 64;
/// How far around the view chunks are kept, in its own widths and heights.
const AROUND: f64 = 0.5;

/// The chunks of one level in and around the view, whatever their time.
#[derive(Debug, Default)]
pub(super) struct Nearby {
    of: Option<(u64, usize, WorldBox)>,
    chunks: Vec<Chunk>,
}

impl Nearby {
    /// Finds the chunks anew where the level is another or the view has left what was looked at.
    pub(super) fn look(&mut self, generation: u64, level_idx: usize, level: &Level, seen: &WorldBox) {
        let is_at_hand = self.of.as_ref().is_some_and(|(of, idx, wide)| {
            let is_wide = |wide: u32, narrow: u32| f64::from(wide) <= f64::from(narrow) * (2.0 + 2.0 * AROUND);
            (*of, *idx) == (generation, level_idx) && wide.covers(seen) && is_wide(wide.width, seen.width)
        });
        if is_at_hand {
            return;
        }
        let wide = seen.grown(AROUND);
        self.chunks.clear();
        self.chunks.extend(level.chunks().iter().filter(|chunk| chunk.bounds.touches(&wide)));
        self.of = Some((generation, level_idx, wide));
    }

    /// The chunks, if they are those of this level and cover a box.
    pub(super) fn chunks(&self, generation: u64, level_idx: usize, bounds: &WorldBox) -> Option<&[Chunk]> {
        let (of, idx, wide) = self.of.as_ref()?;
        ((*of, *idx) == (generation, level_idx) && wide.covers(bounds)).then_some(self.chunks.as_slice())
    }

    /// The segments that may be seen in a box and a span of ticks.
    pub(super) fn segments(&self, bounds: &WorldBox, ticks: (u32, u32)) -> Vec<Range<u32>> {
        joined(&self.chunks, bounds, ticks)
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
