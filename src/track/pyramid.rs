//! Which fixes matter at which scale: simplified copies of every track, one for each zoom from 13 down to 4.
//!
//! Owns the levels and the index of boxes and times (chunks) by which a view or a question skips what it cannot touch.
//! Never draws and never alters the store; it is derived, and can be built again at any time. Start at
//! [`Pyramid::build`]; pick a level with [`Pyramid::level_for`].
//!
//! A level keeps a fix where leaving it out would move the line by more than half a pixel of its zoom, or would move a
//! ship along the line by more than two pixels at the moment of that fix; as each level is made from the next finer one,
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

use super::simplify::Simplifier;
use super::store::TrackStore;
use crate::mercator::{self, World, WorldBox};
use crate::report::{Progress, Stopped};
use crate::units::Timestamp;

/// The finest simplified level's zoom; above it every fix is drawn.
pub const FINEST_ZOOM: u8 = 13;
/// The coarsest level's zoom.
pub const COARSEST_ZOOM: u8 = 4;
/// How many levels there are, with the one that holds every fix.
pub const N_LEVELS: usize = (FINEST_ZOOM - COARSEST_ZOOM) as usize + 2;
/// How many segments share a box: measured best for culling (chunks of 512 draw eight times as many at zoom 12).
const CHUNK: usize = 128;
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

/// A run of up to 128 consecutive segments of one vessel, with the box and the time they lie in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Chunk {
    /// Its first vertex.
    pub first: u32,
    /// Its last vertex; the same as the first for a track of one fix.
    pub last: u32,
    /// Whose.
    pub vessel: u32,
    /// The tick of its first vertex.
    pub from: u32,
    /// The tick of its last vertex.
    pub to: u32,
    /// What it lies in.
    pub bounds: WorldBox,
}

impl Chunk {
    /// Whether it may have something to show in a box and a span of ticks (both ends included).
    #[must_use]
    pub const fn touches(&self, bounds: &WorldBox, ticks: (u32, u32)) -> bool {
        self.to >= ticks.0 && self.from <= ticks.1 && self.bounds.touches(bounds)
    }
}

/// One scale of the pyramid.
#[derive(Debug, Default)]
pub struct Level {
    vertices: Vec<Vertex>,
    chunks: Vec<Chunk>,
    starts: Vec<u32>,
    n_vertices: usize,
}

impl Level {
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
    silence_ms: Vec<i64>,
    ticks: Ticks,
}

impl Pyramid {
    /// Builds all levels on all cores, counting the fixes done as rows.
    ///
    /// # Errors
    /// [`Stopped`] if the job was asked to stop.
    pub fn build(store: &TrackStore, params: &PyramidParams, progress: &Progress) -> Result<Self, Stopped> {
        let ticks = Ticks::over(store.span());
        let batches = batches(store);
        let parts: Vec<Part> = batches
            .into_par_iter()
            .map(|vessels| {
                progress.check()?;
                Part::of(store, vessels, params, ticks, progress)
            })
            .collect::<Result<_, Stopped>>()?;
        let mut levels: Vec<Level> = (0..N_LEVELS).map(|_| Level::default()).collect();
        let mut silence_ms = Vec::with_capacity(store.vessels().len());
        for (idx, level) in levels.iter_mut().enumerate() {
            level.vertices.reserve_exact(parts.iter().map(|part| part.levels[idx].vertices.len()).sum());
            level.chunks.reserve_exact(parts.iter().map(|part| part.levels[idx].chunks.len()).sum());
        }
        for part in parts {
            progress.check()?;
            for (level, of_part) in levels.iter_mut().zip(part.levels) {
                level.append(of_part);
            }
            silence_ms.extend(part.silence_ms);
        }
        for level in &mut levels {
            level.starts.push(level.n_vertices as u32);
        }
        Ok(Self { levels, silence_ms, ticks })
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
        usize::from(FINEST_ZOOM + 1) - served as usize
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
        let fixes = computed.filter_map(move |idx| fix_vertex(store, idx, first, vessel_idx, silence_ms, self.ticks));
        stored.iter().copied().chain(fixes)
    }
}

/// The vertex of a fix of the store, whose vessel's first fix is `first`.
fn fix_vertex(
    store: &TrackStore,
    fix_idx: usize,
    first: usize,
    vessel_idx: usize,
    silence_ms: i64,
    ticks: Ticks,
) -> Option<Vertex> {
    let [x, y] = mercator::world_from_e7(*store.lat_e7().get(fix_idx)?, *store.lon_e7().get(fix_idx)?);
    let ms = *store.time_ms().get(fix_idx)?;
    let flags = if fix_idx <= first {
        BEGINS
    } else if ms - store.time_ms()[fix_idx - 1] > silence_ms {
        SILENT
    } else {
        0
    };
    Some(Vertex { x, y, tick: ticks.tick_of_ms(ms), vessel: vessel_idx as u32 | flags })
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

/// The levels of some vessels, counted from their own beginning.
struct Part {
    levels: Vec<Level>,
    silence_ms: Vec<i64>,
}

impl Part {
    fn of(
        store: &TrackStore,
        vessels: Range<usize>,
        params: &PyramidParams,
        ticks: Ticks,
        progress: &Progress,
    ) -> Result<Self, Stopped> {
        let mut part = Self { levels: (0..N_LEVELS).map(|_| Level::default()).collect(), silence_ms: Vec::new() };
        let (mut track, mut intervals) = (Vec::new(), Vec::new());
        let mut simplifier = Simplifier::default();
        for vessel_idx in vessels {
            let Some(slice) = store.slice(vessel_idx) else { continue };
            let silence_ms = silence_limit(slice.time_ms(), params, &mut intervals);
            part.silence_ms.push(silence_ms);
            let fixes = slice.fixes();
            track.clear();
            track.extend(
                fixes.clone().filter_map(|idx| fix_vertex(store, idx, fixes.start, vessel_idx, silence_ms, ticks)),
            );
            simplifier.load(&track, Vertex::ends_silence);
            for (idx, level) in part.levels.iter_mut().enumerate() {
                if idx > 0 {
                    progress.check()?;
                    // Half a pixel of this level's zoom: 2³² / (256 · 2^zoom) units are one.
                    let zoom = f64::from(FINEST_ZOOM + 1) - idx as f64;
                    simplifier.simplify(0.5 * (24.0 - zoom).exp2());
                    level.vertices.extend(simplifier.kept().map(|kept| track[kept]));
                }
                level.starts.push(level.n_vertices as u32);
                let n_new = simplifier.n_kept();
                push_chunks(level, simplifier.kept().map(|kept| track[kept]), n_new, vessel_idx as u32);
                level.n_vertices += n_new;
            }
            progress.add_rows(fixes.len() as u64);
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

/// Adds the chunks of one vessel's vertices, which will follow those already in the level.
fn push_chunks(level: &mut Level, track: impl Iterator<Item = Vertex>, n_track: usize, vessel: u32) {
    let base = level.n_vertices as u32;
    let mut open: Option<Extent> = None;
    for (idx, vertex) in track.enumerate() {
        let at = base + idx as u32;
        let extent = match &mut open {
            Some(extent) => {
                extent.take(&vertex, at);
                extent
            }
            None => open.insert(Extent::new(&vertex, at, vessel)),
        };
        let is_full = (extent.chunk.last - extent.chunk.first) as usize == CHUNK;
        let is_last = idx + 1 == n_track;
        if is_last || is_full {
            level.chunks.push(extent.chunk());
            // The next chunk begins with the vertex this one ends with, as segments join vertices.
            open = Some(Extent::new(&vertex, at, vessel));
        }
    }
}

/// A chunk being gathered: x is followed from vertex to vertex, so that it may run on across the antimeridian.
struct Extent {
    chunk: Chunk,
    last_x: u32,
    east: i64,
    low: i64,
    high: i64,
    north: u32,
    south: u32,
}

impl Extent {
    fn new(vertex: &Vertex, at: u32, vessel: u32) -> Self {
        let bounds = WorldBox { west: vertex.x, north: vertex.y, width: 0, height: 0 };
        Self {
            chunk: Chunk { first: at, last: at, vessel, from: vertex.tick, to: vertex.tick, bounds },
            last_x: vertex.x,
            east: 0,
            low: 0,
            high: 0,
            north: vertex.y,
            south: vertex.y,
        }
    }

    fn take(&mut self, vertex: &Vertex, at: u32) {
        self.east += i64::from(mercator::eastward(self.last_x, vertex.x));
        self.last_x = vertex.x;
        self.low = self.low.min(self.east);
        self.high = self.high.max(self.east);
        self.north = self.north.min(vertex.y);
        self.south = self.south.max(vertex.y);
        self.chunk.last = at;
        self.chunk.to = vertex.tick;
    }

    fn chunk(&self) -> Chunk {
        let bounds = WorldBox {
            west: self.chunk.bounds.west.wrapping_add(self.low as u32),
            north: self.north,
            width: (self.high - self.low).min(i64::from(u32::MAX)) as u32,
            height: self.south - self.north,
        };
        Chunk { bounds, ..self.chunk }
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::geodesy::Position;
    use crate::track::{Fix, TrackBuilder};
    use crate::vessel::Mmsi;

    /// A row of pseudo-random numbers in 0..1 (Marsaglia 2003, doi:10.18637/jss.v008.i14).
    pub(in crate::track) struct Random(pub(in crate::track) u64);

    impl Random {
        pub(in crate::track) fn next(&mut self) -> f64 {
            self.0 ^= self.0 << 13;
            self.0 ^= self.0 >> 7;
            self.0 ^= self.0 << 17;
            (self.0 >> 11) as f64 / (1_u64 << 53) as f64
        }
    }

    /// Ships on wandering courses about the Yellow Sea, with stops, a fix every two minutes, from 2018-01-16T00:00:00Z.
    pub(in crate::track) fn wanderers(n_vessels: u32, n_fixes: u32, centre: (f64, f64)) -> TrackStore {
        let mut random = Random(0x9E37_79B9_7F4A_7C15);
        let mut builder = TrackBuilder::default();
        for vessel in 0..n_vessels {
            let (mut lat, mut lon) = (centre.0 + 4.0 * random.next() - 2.0, centre.1 + 4.0 * random.next() - 2.0);
            let (mut course, mut degrees, mut left) = (0.0_f64, 0.0, 0);
            for idx in 0..n_fixes {
                if left == 0 {
                    left = 30 + (random.next() * 200.0) as u32;
                    course += 3.0 * random.next() - 1.5;
                    degrees = if random.next() < 0.3 { 0.0 } else { 0.004 + 0.004 * random.next() };
                }
                left -= 1;
                lat += degrees * course.cos() + 0.0001 * random.next();
                lon += degrees * course.sin() + 0.0001 * random.next();
                push(&mut builder, 440_000_000 + vessel, 1_516_060_800 + i64::from(idx) * 120, lat, lon);
            }
        }
        builder.build().0
    }

    pub(in crate::track) fn push(builder: &mut TrackBuilder, mmsi: u32, seconds: i64, lat: f64, lon: f64) {
        builder.push(&Fix {
            mmsi: Mmsi::new(mmsi).expect("nine digits"),
            time: Timestamp::from_seconds(seconds),
            position: Position::clamped(lat, lon),
            sog: None,
            cog: None,
            heading: None,
            nav_status: None,
        });
    }

    pub(in crate::track) fn build(store: &TrackStore) -> Pyramid {
        Pyramid::build(store, &PyramidParams::default(), &Progress::default()).expect("nobody stopped it")
    }

    fn track(store: &TrackStore, pyramid: &Pyramid, level_idx: usize, vessel_idx: usize) -> Vec<Vertex> {
        let range = pyramid.levels()[level_idx].of_vessel(vessel_idx);
        pyramid.vertices(store, level_idx, vessel_idx, range).collect()
    }

    fn signed(from: World, to: World) -> (f64, f64) {
        (f64::from(mercator::eastward(from[0], to[0])), f64::from(to[1]) - f64::from(from[1]))
    }

    /// How far a place is from a segment, and from where its moment puts a ship on it.
    fn off(vertex: &Vertex, from: &Vertex, to: &Vertex) -> (f64, f64) {
        let ((dx, dy), (px, py)) = (signed(from.place(), to.place()), signed(from.place(), vertex.place()));
        let squared = dx * dx + dy * dy;
        let along = if squared > 0.0 { ((px * dx + py * dy) / squared).clamp(0.0, 1.0) } else { 0.0 };
        let then =
            if to.tick > from.tick { f64::from(vertex.tick - from.tick) / f64::from(to.tick - from.tick) } else { 0.0 };
        ((px - along * dx).hypot(py - along * dy), (px - then * dx).hypot(py - then * dy))
    }

    #[test]
    fn no_level_strays_more_than_a_pixel_and_no_ship_more_than_four() {
        // The second centre lies on the antimeridian.
        for centre in [(37.0, 124.0), (52.0, 180.0)] {
            let store = wanderers(8, 1000, centre);
            let pyramid = build(&store);
            for level_idx in 1..N_LEVELS {
                let pixel = (24.0 - (14.0 - level_idx as f64)).exp2();
                for vessel_idx in 0..8 {
                    let (all, few) =
                        (track(&store, &pyramid, 0, vessel_idx), track(&store, &pyramid, level_idx, vessel_idx));
                    assert_eq!((all.first(), all.last()), (few.first(), few.last()));
                    let mut segment = 0;
                    for vertex in &all {
                        while few[segment + 1].tick < vertex.tick {
                            segment += 1;
                        }
                        let (across, along) = off(vertex, &few[segment], &few[segment + 1]);
                        assert!(
                            across <= pixel && along <= 4.0 * pixel,
                            "level {level_idx}: {across} {along} of {pixel}"
                        );
                    }
                }
            }
        }
    }

    #[test]
    fn levels_get_smaller_and_all_of_them_take_less_than_the_fixes() {
        let store = wanderers(20, 4000, (37.0, 124.0));
        let pyramid = build(&store);
        let sizes: Vec<usize> = pyramid.levels().iter().map(Level::n_vertices).collect();
        assert_eq!(sizes[0], 80_000);
        assert!(sizes.windows(2).all(|pair| pair[1] <= pair[0]), "{sizes:?}");
        let bytes: usize = pyramid
            .levels()
            .iter()
            .map(|level| size_of_val(level.stored()) + size_of_val(level.chunks()) + 4 * level.starts.len())
            .sum();
        assert!(bytes <= 16 * 80_000, "{} bytes a fix, levels {sizes:?}", bytes as f64 / 8e4);
    }

    #[test]
    fn both_ends_of_a_silence_are_kept_and_marked_at_every_level() {
        let mut builder = TrackBuilder::default();
        for minute in 0..600 {
            // Dead straight, so that nothing but the silence keeps a fix: due east, silent from 03:20 to 08:20.
            if !(201..500).contains(&minute) {
                push(&mut builder, 440_000_001, minute * 60, 37.0, 124.0 + 0.002 * minute as f64);
            }
        }
        let (store, _) = builder.build();
        let pyramid = build(&store);
        for level_idx in 0..N_LEVELS {
            let silent: Vec<(Timestamp, Timestamp)> = track(&store, &pyramid, level_idx, 0)
                .windows(2)
                .filter(|pair| pair[1].ends_silence())
                .map(|pair| (pyramid.ticks().moment(pair[0].tick), pyramid.ticks().moment(pair[1].tick)))
                .collect();
            assert_eq!(silent, [(Timestamp::from_seconds(200 * 60), Timestamp::from_seconds(500 * 60))], "{level_idx}");
        }
        assert!(track(&store, &pyramid, 10, 0).len() <= 8);
    }

    #[test]
    fn a_track_seen_every_six_hours_is_sparse_not_silent() {
        let mut builder = TrackBuilder::default();
        for pass in 0..40 {
            push(&mut builder, 440_000_001, pass * 6 * 3600, 37.0 + 0.1 * pass as f64, 124.0);
        }
        let (store, _) = builder.build();
        let pyramid = build(&store);
        assert_eq!(pyramid.silence(0), Duration::from_hours(60));
        assert!(track(&store, &pyramid, 0, 0).iter().all(|vertex| !vertex.ends_silence()));
    }

    #[test]
    fn chunks_cover_every_segment_once_and_hold_its_ends() {
        let store = wanderers(7, 1000, (52.0, 180.0));
        let pyramid = build(&store);
        for (level_idx, level) in pyramid.levels().iter().enumerate() {
            let mut n_segments = 0;
            for chunk in level.chunks() {
                let range = chunk.first as usize..chunk.last as usize + 1;
                n_segments += range.len() - 1;
                for vertex in pyramid.vertices(&store, level_idx, chunk.vessel as usize, range) {
                    assert!(chunk.bounds.contains(vertex.place()) && (chunk.from..=chunk.to).contains(&vertex.tick));
                    assert_eq!(vertex.vessel_idx(), chunk.vessel as usize);
                }
            }
            assert_eq!(n_segments, level.n_vertices() - 7);
        }
    }

    #[test]
    fn ticks_reach_over_centuries() {
        let (first, last) = (Timestamp::MIN, Timestamp::MAX);
        let ticks = Ticks::over(Some((first, last)));
        assert_eq!(ticks.moment(ticks.tick(first)), first);
        assert!(
            (ticks.moment(ticks.tick(last)).millis() - last.millis()).unsigned_abs()
                <= ticks.length().as_millis() as u64
        );
    }

    #[test]
    fn a_view_gets_the_level_made_for_its_zoom() {
        let pyramid = build(&wanderers(1, 10, (37.0, 124.0)));
        let levels: Vec<usize> = [2.0, 4.0, 6.5, 13.0, 13.1, 20.0].into_iter().map(|z| pyramid.level_for(z)).collect();
        assert_eq!(levels, [10, 10, 7, 1, 0, 0]);
    }

    #[test]
    fn a_stopped_build_ends() {
        let progress = Progress::default();
        progress.stop();
        let built = Pyramid::build(&wanderers(2, 10, (37.0, 124.0)), &PyramidParams::default(), &progress);
        assert_eq!(built.err(), Some(Stopped));
    }
}
