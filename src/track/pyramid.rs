//! Which fixes matter at which scale: simplified copies of every track, one for each zoom from 13 down to 4.
//!
//! Owns the levels and the index of boxes and times (chunks) by which a view or a question skips what it cannot touch.
//! Never draws and never alters the store; it is derived, and can be built again at any time. Start at
//! [`Pyramid::build`]; pick a level with [`Pyramid::level_for`].
//!
//! A level that would have more than half of the vertices of the next finer one is left out, and that one drawn in its place:
//! noisy tracks hardly get simpler at zooms 11 to 13, and would fill memory with copies of themselves.
//!
//! A level keeps a fix where leaving it out would move the line by more than half a pixel of its zoom, or would move a
//! ship along the line by more than two pixels at the moment of that fix; as the coarse levels are made from a finer one,
//! the errors add up to at most one pixel (and four). So a segment cut at the edge of a time window ends where the ship
//! was. Both fixes around a silence are kept at every level, and the vertex after it says so.
//!
//! # Source
//! D. Douglas and T. Peucker (1973), doi:10.3138/FM57-6770-U75U-7727; with time as a third measure: N. Meratnia and
//! R. de By (2004), "Spatiotemporal compression techniques for moving point objects", doi:10.1007/978-3-540-24741-8_44.

#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "fixed-point places and ticks: every cast is of a number already held inside its range"
)]

use std::ops::Range;
use std::time::Duration;

use rayon::prelude::*;

mod chunk;
#[cfg(test)]
pub(super) mod tests;

pub use chunk::Chunk;
use chunk::push_chunks;

use super::column::Column;
use super::simplify::Simplifier;
use super::store::{InvariantError, TrackStore};
use crate::mercator::{self, World};
use crate::report::{Progress, Stopped};
use crate::units::Timestamp;

/// The finest simplified level's zoom; above it every fix is drawn.
pub const FINEST_ZOOM: u8 = 13;
/// The coarsest level's zoom.
pub const COARSEST_ZOOM: u8 = 4;
/// The most levels there can be, with the one that holds every fix.
pub const N_LEVELS: usize = (FINEST_ZOOM - COARSEST_ZOOM) as usize + 2;
/// From how many batches the sizes of levels are told, where there are more.
const SAMPLE: usize = 8;
/// About how many fixes one worker simplifies between two looks at the stop request.
const BATCH: usize = 1 << 16;
/// Set in [`Vertex::vessel`] where a track begins: no segment leads to this vertex.
const BEGINS: u32 = 1 << 31;
/// Set in [`Vertex::vessel`] after a silence.
const SILENT: u32 = 1 << 30;

/// When a silence between two fixes is drawn as one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PyramidParams {
    /// The least silence. Default 4 h: the `korea` preset's threshold for a gap in `domain.md`'s terms, chosen because
    /// the open-ocean preset (12 h, Welch et al. 2022, doi:10.1126/sciadv.abq2109) hides what matters in coastal waters.
    pub silence: Duration,
    /// The silence must also last longer than so many of the vessel's own median intervals. Default 10, of the same preset:
    /// a track that satellites see every few hours is sparse, not silent.
    pub median_intervals: f64,
}

impl Default for PyramidParams {
    fn default() -> Self {
        Self { silence: Duration::from_hours(4), median_intervals: 10.0 }
    }
}

/// One corner of a track as the map draws it; the graphics card reads it as it lies in memory.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq, bytemuck::Pod, bytemuck::Zeroable)]
pub struct Vertex {
    /// Eastward place, see [`crate::mercator`].
    pub x: u32,
    /// Southward place.
    pub y: u32,
    /// When, in the store's [`Ticks`].
    pub tick: u32,
    /// The vessel's index in bits 0–29; bit 31 where a track begins, bit 30 after a silence.
    pub vessel: u32,
}

impl Vertex {
    /// Where it lies.
    #[must_use]
    pub const fn place(&self) -> World {
        [self.x, self.y]
    }

    /// Whose track it belongs to.
    #[must_use]
    pub const fn vessel_idx(&self) -> usize {
        (self.vessel & !(BEGINS | SILENT)) as usize
    }

    /// Whether a track begins here, so that no segment leads to it.
    #[must_use]
    pub const fn begins(&self) -> bool {
        self.vessel & BEGINS != 0
    }

    /// Whether the segment that leads here spans a silence.
    #[must_use]
    pub const fn ends_silence(&self) -> bool {
        self.vessel & SILENT != 0
    }
}

/// How a store's moments become 32-bit numbers: counted from its first fix, in steps that let its span fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ticks {
    origin_ms: i64,
    tick_ms: i64,
}

impl Ticks {
    fn over(span: Option<(Timestamp, Timestamp)>) -> Self {
        let (first, last) = span.map_or((0, 0), |(a, b)| (a.millis(), b.millis()));
        // A step of 1 ms reaches 49 days, of 1 s 136 years.
        let tick_ms = (last - first) / (i64::from(u32::MAX) - 1) + 1;
        Self { origin_ms: first, tick_ms }
    }

    /// The tick of a moment, held inside the span of the store.
    #[must_use]
    pub fn tick(&self, moment: Timestamp) -> u32 {
        self.tick_of_ms(moment.millis())
    }

    fn tick_of_ms(&self, ms: i64) -> u32 {
        (ms.saturating_sub(self.origin_ms) / self.tick_ms).clamp(0, i64::from(u32::MAX)) as u32
    }

    /// The moment of a tick.
    #[must_use]
    pub fn moment(&self, tick: u32) -> Timestamp {
        Timestamp::from_millis(self.origin_ms + i64::from(tick) * self.tick_ms)
    }

    /// How long one tick lasts.
    #[must_use]
    pub fn length(&self) -> Duration {
        Duration::from_millis(self.tick_ms.unsigned_abs())
    }
}

/// One scale of the pyramid.
#[derive(Debug, Default)]
pub struct Level {
    zoom: u8,
    vertices: Column<Vertex>,
    chunks: Column<Chunk>,
    starts: Column<u32>,
    n_vertices: usize,
}

/// The columns of a level, as a file of them hands them over; [`Pyramid::from_columns`] checks them.
#[derive(Debug, Default)]
pub struct LevelColumns {
    /// The zoom it was made for; one beyond the finest for level 0.
    pub zoom: u8,
    /// By vessel and time; empty for level 0.
    pub vertices: Column<Vertex>,
    /// By vessel and time.
    pub chunks: Column<Chunk>,
    /// Where each vessel's vertices begin, and after them where the last one's end.
    pub starts: Column<u32>,
}

/// A level that is being built.
#[derive(Default)]
struct GrowingLevel {
    vertices: Vec<Vertex>,
    chunks: Vec<Chunk>,
    starts: Vec<u32>,
    n_vertices: usize,
}

impl Level {
    /// The deepest zoom it is good for; one beyond the finest for level 0, which is good for all.
    #[must_use]
    pub const fn zoom(&self) -> u8 {
        self.zoom
    }

    /// How many vertices it draws.
    #[must_use]
    pub const fn n_vertices(&self) -> usize {
        self.n_vertices
    }

    /// Its vertices, by vessel and time; empty for level 0, whose vertices are the store's fixes ([`Pyramid::vertices`]).
    #[must_use]
    pub fn stored(&self) -> &[Vertex] {
        &self.vertices
    }

    /// Its chunks, by vessel and time.
    #[must_use]
    pub fn chunks(&self) -> &[Chunk] {
        &self.chunks
    }

    /// The vertices of one vessel.
    #[must_use]
    pub fn of_vessel(&self, vessel_idx: usize) -> Range<usize> {
        match (self.starts.get(vessel_idx), self.starts.get(vessel_idx + 1)) {
            (Some(start), Some(end)) => *start as usize..*end as usize,
            _ => 0..0,
        }
    }

    /// Where each vessel's vertices begin, and after them where the last one's end.
    #[must_use]
    pub fn starts(&self) -> &[u32] {
        &self.starts
    }

    /// Whether all that it says of itself lies within it and within so many vessels.
    fn is_sound(&self, n_vessels: usize) -> bool {
        let is_of = |first: u32, last: u32, vessel: u32| {
            let own = self.of_vessel(vessel as usize);
            own.contains(&(first as usize)) && own.contains(&(last as usize)) && first <= last
        };
        self.starts.len() == n_vessels + 1
            && self.starts.first() == Some(&0)
            && self.starts.is_sorted()
            && self.starts.last().is_some_and(|end| *end as usize == self.n_vertices)
            && self.chunks.par_iter().all(|chunk| is_of(chunk.first, chunk.last, chunk.vessel))
            && self.vertices.par_iter().all(|vertex| vertex.vessel_idx() < n_vessels)
    }
}

impl GrowingLevel {
    fn finish(self, level_idx: usize) -> Level {
        let Self { vertices, chunks, starts, n_vertices } = self;
        Level {
            zoom: zoom_of(level_idx),
            vertices: vertices.into(),
            chunks: chunks.into(),
            starts: starts.into(),
            n_vertices,
        }
    }

    fn append(&mut self, part: Self) {
        let base = self.n_vertices as u32;
        self.vertices.extend(part.vertices);
        self.chunks.extend(part.chunks.into_iter().map(|mut chunk| {
            chunk.first += base;
            chunk.last += base;
            chunk
        }));
        self.starts.extend(part.starts.into_iter().map(|start| start + base));
        self.n_vertices += part.n_vertices;
    }
}

/// The tracks of a store at every scale: level 0 has every fix, levels 1 to 10 serve zooms 13 down to 4.
#[derive(Debug)]
pub struct Pyramid {
    levels: Vec<Level>,
    silence_ms: Column<i64>,
    ticks: Ticks,
    params: PyramidParams,
}

impl Pyramid {
    /// Builds all levels on all cores, counting the fixes done as rows.
    ///
    /// # Errors
    /// [`Stopped`] if the job was asked to stop.
    pub fn build(store: &TrackStore, params: &PyramidParams, progress: &Progress) -> Result<Self, Stopped> {
        let ticks = Ticks::over(store.span());
        let batches = batches(store);
        let part = |vessels: &Range<usize>, wanted: &Wanted, progress: &Progress| {
            progress.check()?;
            Part::of(store, vessels.clone(), params, ticks, wanted, progress)
        };
        let mut wanted = [true; N_LEVELS];
        if batches.len() > SAMPLE {
            let sample: Vec<&Range<usize>> = batches.iter().step_by(batches.len().div_ceil(SAMPLE)).collect();
            // What is counted here is counted again.
            let uncounted = Progress::default();
            let sizes = |vessels: &Range<usize>| {
                progress.check()?;
                Ok(part(vessels, &[false; N_LEVELS], &uncounted)?.sizes)
            };
            let sizes: Vec<[usize; N_LEVELS]> = sample.into_par_iter().map(sizes).collect::<Result<_, Stopped>>()?;
            wanted = worth_keeping(&sizes);
        }
        let mut parts: Vec<Part> =
            batches.par_iter().map(|vessels| part(vessels, &wanted, progress)).collect::<Result<_, Stopped>>()?;
        if batches.len() <= SAMPLE {
            wanted = worth_keeping(&parts.iter().map(|part| part.sizes).collect::<Vec<_>>());
        }
        let mut levels: Vec<GrowingLevel> = (0..N_LEVELS).map(|_| GrowingLevel::default()).collect();
        let mut silence_ms = Vec::with_capacity(store.vessels().len());
        for (idx, level) in levels.iter_mut().enumerate() {
            level.vertices.reserve_exact(parts.iter().map(|part| part.levels[idx].vertices.len()).sum());
            level.chunks.reserve_exact(parts.iter().map(|part| part.levels[idx].chunks.len()).sum());
        }
        for part in &mut parts {
            silence_ms.append(&mut part.silence_ms);
        }
        let of_level = |idx: usize| parts.iter_mut().map(|part| std::mem::take(&mut part.levels[idx])).collect();
        let of_levels: Vec<Vec<GrowingLevel>> = (0..N_LEVELS).map(of_level).collect();
        levels.par_iter_mut().zip(of_levels).try_for_each(|(level, of_parts)| {
            progress.check()?;
            of_parts.into_iter().for_each(|of_part| level.append(of_part));
            Ok(())
        })?;
        for level in &mut levels {
            level.starts.push(level.n_vertices as u32);
        }
        let levels = (levels.into_iter().enumerate())
            .filter(|(idx, _)| wanted.get(*idx).copied().unwrap_or_default())
            .map(|(idx, level)| level.finish(idx))
            .collect();
        Ok(Self { levels, silence_ms: silence_ms.into(), ticks, params: *params })
    }

    /// The pyramid of a store, from columns that were built of it with these parameters and kept.
    ///
    /// # Errors
    /// [`InvariantError::Levels`] if they cannot be this store's.
    pub fn from_columns(
        store: &TrackStore,
        params: PyramidParams,
        silence_ms: Column<i64>,
        levels: Vec<LevelColumns>,
    ) -> Result<Self, InvariantError> {
        let n_vessels = store.vessels().len();
        let level = |(idx, LevelColumns { zoom, vertices, chunks, starts }): (usize, LevelColumns)| {
            let n_vertices = if idx == 0 { store.n_fixes() } else { vertices.len() };
            Level { zoom, vertices, chunks, starts, n_vertices }
        };
        let levels: Vec<Level> = levels.into_iter().enumerate().map(level).collect();
        let is_sound = levels.first().is_some_and(|level| level.zoom == zoom_of(0) && level.vertices.is_empty())
            && levels.windows(2).all(|pair| matches!(pair, [finer, coarser] if coarser.zoom < finer.zoom))
            && levels.iter().all(|level| level.zoom >= COARSEST_ZOOM)
            && silence_ms.len() == n_vessels
            && levels.iter().all(|level| level.is_sound(n_vessels));
        let ticks = Ticks::over(store.span());
        is_sound.then_some(Self { levels, silence_ms, ticks, params }).ok_or(InvariantError::Levels)
    }

    /// What it was built with.
    #[must_use]
    pub const fn params(&self) -> PyramidParams {
        self.params
    }

    /// How long each vessel may be silent, milliseconds.
    #[must_use]
    pub fn silences_ms(&self) -> &[i64] {
        &self.silence_ms
    }

    /// All levels, finest first.
    #[must_use]
    pub fn levels(&self) -> &[Level] {
        &self.levels
    }

    /// Which level a view needs at a zoom (counted in pixels: add log₂ of the pixels per point), as an index of
    /// [`Pyramid::levels`].
    #[must_use]
    pub fn level_for(&self, zoom: f64) -> usize {
        let served = zoom.ceil().clamp(f64::from(COARSEST_ZOOM), f64::from(FINEST_ZOOM) + 1.0);
        self.levels.iter().rposition(|level| f64::from(level.zoom) >= served).unwrap_or_default()
    }

    /// How the store's moments become ticks.
    #[must_use]
    pub const fn ticks(&self) -> Ticks {
        self.ticks
    }

    /// How long a vessel may be silent before the line between two of its fixes is drawn as a gap.
    #[must_use]
    pub fn silence(&self, vessel_idx: usize) -> Duration {
        Duration::from_millis(self.silence_ms.get(vessel_idx).map_or(0, |ms| ms.unsigned_abs()))
    }

    /// The vertices of one vessel in a level, from a range of the level's vertices that lies within that vessel.
    pub fn vertices<'a>(
        &'a self,
        store: &'a TrackStore,
        level_idx: usize,
        vessel_idx: usize,
        range: Range<usize>,
    ) -> impl Iterator<Item = Vertex> + 'a {
        let level = self.levels.get(level_idx);
        let stored = level.and_then(|level| level.vertices.get(range.clone())).unwrap_or_default();
        let silence_ms = self.silence_ms.get(vessel_idx).copied().unwrap_or(i64::MAX);
        let first = level.map_or(0, |level| level.of_vessel(vessel_idx).start);
        let computed = if level_idx == 0 { range } else { 0..0 };
        let fixes = vertices_of(store, computed, first, vessel_idx, silence_ms, self.ticks);
        stored.iter().copied().chain(fixes)
    }
}

/// The vertices of some fixes of one vessel, whose first fix is `first`.
fn vertices_of(
    store: &TrackStore,
    fixes: Range<usize>,
    first: usize,
    vessel_idx: usize,
    silence_ms: i64,
    ticks: Ticks,
) -> impl Iterator<Item = Vertex> + '_ {
    let lats = store.lat_e7().get(fixes.clone()).unwrap_or_default();
    let lons = store.lon_e7().get(fixes.clone()).unwrap_or_default();
    let times = store.time_ms().get(fixes.clone()).unwrap_or_default();
    let mut previous_ms = fixes.start.checked_sub(1).and_then(|idx| store.time_ms().get(idx)).copied();
    lats.iter().zip(lons).zip(times).enumerate().map(move |(idx, ((lat, lon), ms))| {
        let [x, y] = mercator::world_from_e7(*lat, *lon);
        let previous_ms = previous_ms.replace(*ms);
        let flags = if fixes.start + idx <= first {
            BEGINS
        } else if previous_ms.is_some_and(|previous_ms| ms - previous_ms > silence_ms) {
            SILENT
        } else {
            0
        };
        Vertex { x, y, tick: ticks.tick_of_ms(*ms), vessel: vessel_idx as u32 | flags }
    })
}

/// Runs of vessels with about [`BATCH`] fixes each.
fn batches(store: &TrackStore) -> Vec<Range<usize>> {
    let mut batches = Vec::new();
    let (mut start, mut n_fixes) = (0, 0);
    for (idx, vessel) in store.vessels().iter().enumerate() {
        n_fixes += vessel.fixes.len();
        if n_fixes >= BATCH || idx + 1 == store.vessels().len() {
            batches.push(start..idx + 1);
            (start, n_fixes) = (idx + 1, 0);
        }
    }
    batches
}

/// Which levels are made.
type Wanted = [bool; N_LEVELS];

/// The zoom that a level is made for.
const fn zoom_of(level_idx: usize) -> u8 {
    FINEST_ZOOM + 1 - level_idx as u8
}

/// Half a pixel of a level's zoom: 2³² / (256 · 2^zoom) units are one.
fn tolerance(level_idx: usize) -> f64 {
    0.5 * (24.0 - f64::from(zoom_of(level_idx))).exp2()
}

/// Which levels are much simpler than the next finer one that is kept, by their sizes in some parts.
fn worth_keeping(parts: &[[usize; N_LEVELS]]) -> Wanted {
    let sizes: [usize; N_LEVELS] = std::array::from_fn(|idx| parts.iter().map(|sizes| sizes[idx]).sum());
    let mut finer = sizes[0];
    std::array::from_fn(|idx| {
        let is_worth_it = idx == 0 || sizes[idx] * 2 <= finer;
        if is_worth_it {
            finer = sizes[idx];
        }
        is_worth_it
    })
}

/// The levels of some vessels, counted from their own beginning; those that are not wanted are empty.
struct Part {
    levels: Vec<GrowingLevel>,
    silence_ms: Vec<i64>,
    /// How many vertices each level has or would have.
    sizes: [usize; N_LEVELS],
}

impl Part {
    fn of(
        store: &TrackStore,
        vessels: Range<usize>,
        params: &PyramidParams,
        ticks: Ticks,
        wanted: &Wanted,
        progress: &Progress,
    ) -> Result<Self, Stopped> {
        let levels = (0..N_LEVELS).map(|_| GrowingLevel::default()).collect();
        let mut part = Self { levels, silence_ms: Vec::new(), sizes: [0; N_LEVELS] };
        let (mut track, mut intervals) = (Vec::new(), Vec::new());
        let mut simplifier = Simplifier::default();
        // Levels finer than the finest that is wanted are not looked for.
        let finest = (1..N_LEVELS).find(|idx| wanted[*idx]).unwrap_or(1);
        let tolerances: Vec<f64> = (finest..N_LEVELS).map(tolerance).collect();
        for vessel_idx in vessels {
            progress.check()?;
            let Some(slice) = store.slice(vessel_idx) else { continue };
            let silence_ms = silence_limit(slice.time_ms(), params, &mut intervals);
            part.silence_ms.push(silence_ms);
            let fixes = slice.fixes();
            track.clear();
            track.extend(vertices_of(store, fixes.clone(), fixes.start, vessel_idx, silence_ms, ticks));
            let ranks = simplifier.rank(&track, &tolerances, Vertex::ends_silence);
            part.sizes[0] += track.len();
            let mut n_of_rank = [0; N_LEVELS];
            for rank in ranks.iter().filter(|rank| **rank > 0) {
                n_of_rank[finest - 1 + usize::from(*rank)] += 1;
            }
            let mut n_kept = 0;
            for idx in (finest..N_LEVELS).rev() {
                n_kept += n_of_rank[idx];
                part.sizes[idx] += n_kept;
            }
            for (idx, level) in part.levels.iter_mut().enumerate().filter(|(idx, _)| wanted[*idx]) {
                level.starts.push(level.n_vertices as u32);
                let first = level.vertices.len();
                if idx > 0 {
                    let least = (idx + 1 - finest) as u8;
                    let kept = track.iter().zip(ranks).filter(|(_, rank)| **rank >= least);
                    level.vertices.extend(kept.map(|(vertex, _)| *vertex));
                }
                let own = if idx == 0 { &track } else { &level.vertices[first..] };
                let n_new = own.len();
                push_chunks(&mut level.chunks, own, level.n_vertices as u32, vessel_idx as u32);
                level.n_vertices += n_new;
            }
        }
        Ok(part)
    }
}

/// How long this vessel may be silent: the greater of the two limits.
fn silence_limit(times: &[i64], params: &PyramidParams, intervals: &mut Vec<i64>) -> i64 {
    intervals.clear();
    intervals.extend(times.windows(2).map(|pair| pair[1] - pair[0]));
    let least = params.silence.as_millis().min(i64::MAX as u128) as i64;
    if intervals.is_empty() {
        return least;
    }
    let middle = intervals.len() / 2;
    let (_, median, _) = intervals.select_nth_unstable(middle);
    least.max((*median as f64 * params.median_intervals) as i64)
}
