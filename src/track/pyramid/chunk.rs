//! Runs of segments with the box and the time they lie in, by which a view skips what it cannot touch.

#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "places and counts held inside their range"
)]

use super::Vertex;
use crate::mercator::{self, WorldBox};

/// How many segments share a box: measured best for culling (chunks of 512 draw eight times as many at zoom 12).
const CHUNK: usize = 128;

/// A run of up to 128 consecutive segments of one vessel, with the box and the time they lie in.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq, bytemuck::Pod, bytemuck::Zeroable)]
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

/// Adds the chunks of one vessel's vertices, of which the first is the level's vertex number `base`.
pub(super) fn push_chunks(chunks: &mut Vec<Chunk>, track: &[Vertex], base: u32, vessel: u32) {
    let mut open: Option<Extent> = None;
    for (idx, vertex) in track.iter().enumerate() {
        let at = base + idx as u32;
        let extent = match &mut open {
            Some(extent) => {
                extent.take(vertex, at);
                extent
            }
            None => open.insert(Extent::new(vertex, at, vessel)),
        };
        let is_full = (extent.chunk.last - extent.chunk.first) as usize == CHUNK;
        let is_last = idx + 1 == track.len();
        if is_last || is_full {
            chunks.push(extent.chunk());
            // The next chunk begins with the vertex this one ends with, as segments join vertices.
            open = Some(Extent::new(vertex, at, vessel));
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
