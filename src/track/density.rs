//! How many tracks pass each cell of a picture: what a map shows where lines would only cover one another.
//!
//! Owns the counting. Never decides a colour: what a passage leaves in a cell is the caller's [`Ink`]. The result does not
//! depend on the number of threads. Start at [`Grid`], then [`fill`].

#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "cells of a picture: every cast is of a number already held inside its range"
)]

use rayon::prelude::*;

use super::TrackStore;
use super::pyramid::{Chunk, Pyramid, Vertex};
use super::query::{Span, clipped, window_ticks};
use crate::mercator::{self, World, WorldBox};

/// How many rows of cells one worker fills at a time.
const BAND: usize = 64;

/// What passages leave in a cell.
pub trait Ink: Copy + Default + Send + Sync {
    /// Adds what one more passage leaves.
    fn add(&mut self, other: Self);
}

impl Ink for u32 {
    fn add(&mut self, other: Self) {
        *self = self.saturating_add(other);
    }
}

/// The cells of a picture, in rows from the north-west.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Grid {
    /// The place in its middle.
    pub centre: World,
    /// How wide and high a cell is, in units of the plane.
    pub units_per_cell: f64,
    /// How many cells there are from west to east, and from north to south.
    pub size: [usize; 2],
}

impl Grid {
    /// The zoom at which a cell is a pixel; which level of detail it needs. Rounded, so that arithmetic steps over no level.
    #[must_use]
    pub fn zoom(&self) -> f64 {
        ((mercator::WORLD_UNITS / 256.0 / self.units_per_cell).log2() * 1e6).round() / 1e6
    }

    /// Where a place lies, in cells from the north-western corner.
    #[must_use]
    pub fn at(&self, place: World) -> [f32; 2] {
        let cells_per_unit = 1.0 / self.units_per_cell;
        let east = f64::from(mercator::eastward(self.centre[0], place[0])) * cells_per_unit;
        let south = (f64::from(place[1]) - f64::from(self.centre[1])) * cells_per_unit;
        [(east + self.size[0] as f64 / 2.0) as f32, (south + self.size[1] as f64 / 2.0) as f32]
    }

    /// The box of some of its rows.
    fn rows(&self, first: usize, n: usize) -> WorldBox {
        let half = [self.size[0] as f64 / 2.0 * self.units_per_cell, self.size[1] as f64 / 2.0];
        let (x, y) = (f64::from(self.centre[0]), f64::from(self.centre[1]));
        let row = |row: usize| y + (row as f64 - half[1]) * self.units_per_cell;
        WorldBox::from_corners([x - half[0], row(first)], [x + half[0], row(first + n)])
    }
}

/// Lets every passage inside the window leave its ink: one for each cell on the straight way between two vertices of the
/// level, once for as long as the ship stays in that cell. Silences are not bridged; `ink` may leave out what it likes.
#[must_use]
pub fn fill<I: Ink>(
    store: &TrackStore,
    pyramid: &Pyramid,
    level_idx: usize,
    window: Span,
    grid: &Grid,
    ink: impl Fn(&Vertex, &Vertex) -> Option<I> + Sync,
) -> Vec<I> {
    let [width, height] = grid.size;
    let mut cells = vec![I::default(); width * height];
    let (Some(level), Some(ticks)) = (pyramid.levels().get(level_idx), window_ticks(store, pyramid, window)) else {
        return cells;
    };
    if width == 0 {
        return cells;
    }
    cells.par_chunks_mut(width * BAND).enumerate().for_each(|(band_idx, cells)| {
        let first_row = band_idx * BAND;
        let mut band = Band { cells, width, first_row, last: usize::MAX };
        let bounds = grid.rows(first_row, BAND);
        for chunk in level.chunks().iter().filter(|chunk| chunk.touches(&bounds, ticks)) {
            band.draw(vertices(store, pyramid, level_idx, chunk), ticks, grid, &ink);
        }
    });
    cells
}

fn vertices<'a>(
    store: &'a TrackStore,
    pyramid: &'a Pyramid,
    level_idx: usize,
    chunk: &Chunk,
) -> impl Iterator<Item = Vertex> + 'a {
    pyramid.vertices(store, level_idx, chunk.vessel as usize, chunk.first as usize..chunk.last as usize + 1)
}

/// Some rows of the picture.
struct Band<'a, I> {
    cells: &'a mut [I],
    width: usize,
    first_row: usize,
    /// The cell that was inked last.
    last: usize,
}

impl<I: Ink> Band<'_, I> {
    fn draw(
        &mut self,
        track: impl Iterator<Item = Vertex>,
        ticks: (u32, u32),
        grid: &Grid,
        ink: &impl Fn(&Vertex, &Vertex) -> Option<I>,
    ) {
        self.last = usize::MAX;
        let (top, bottom) = (self.first_row as f32, (self.first_row + self.cells.len() / self.width) as f32);
        let right = self.width as f32;
        let is_past = |at: [f32; 2], other: [f32; 2]| {
            (at[1] < top && other[1] < top)
                || (at[1] >= bottom && other[1] >= bottom)
                || (at[0] < 0.0 && other[0] < 0.0)
                || (at[0] >= right && other[0] >= right)
        };
        let mut previous: Option<(Vertex, [f32; 2])> = None;
        for vertex in track {
            let at = grid.at(vertex.place());
            let Some((from, from_at)) = previous.replace((vertex, at)) else { continue };
            if vertex.begins() || vertex.ends_silence() || is_past(from_at, at) {
                continue;
            }
            let Some((a, b)) = clipped(&from, &vertex, ticks) else { continue };
            let Some(ink) = ink(&from, &vertex) else { continue };
            let part = |share: f64| {
                let share = share as f32;
                [from_at[0] + (at[0] - from_at[0]) * share, from_at[1] + (at[1] - from_at[1]) * share]
            };
            self.line(part(a), part(b), ink);
        }
    }

    /// Inks the cells from one place to another, without the last; a step is at most a cell.
    fn line(&mut self, from: [f32; 2], to: [f32; 2], ink: I) {
        let way = [to[0] - from[0], to[1] - from[1]];
        let n = whole_up(way[0].abs().max(way[1].abs())).max(1.0);
        let step = [way[0] / n, way[1] / n];
        let n_rows = self.cells.len() / self.width;
        let (low, high) = ([0.0, self.first_row as f32], [self.width as f32, (self.first_row + n_rows) as f32]);
        let is_inside = |at: [f32; 2]| at[0] >= low[0] && at[0] < high[0] && at[1] >= low[1] && at[1] < high[1];
        // Which steps lie inside, roughly; each is looked at again.
        let (mut first, mut last) = (0.0_f32, n - 1.0);
        if !is_inside(from) || !is_inside(to) {
            for axis in [0, 1] {
                let (at, step, low, high) = (from[axis], step[axis], low[axis], high[axis]);
                if step.abs() > 1e-6 {
                    let (one, other) = ((low - at) / step, (high - at) / step);
                    first = first.max(one.min(other).floor());
                    last = last.min(one.max(other).ceil());
                } else if at < low || at >= high {
                    return;
                }
            }
        }
        let mut i = first;
        while i <= last {
            let at = [from[0] + step[0] * i, from[1] + step[1] * i];
            i += 1.0;
            if !is_inside(at) {
                continue;
            }
            // Cut off is rounded down, as neither is negative.
            let idx = (at[1] as i32 as usize - self.first_row) * self.width + at[0] as i32 as usize;
            if idx != self.last
                && let Some(cell) = self.cells.get_mut(idx)
            {
                cell.add(ink);
                self.last = idx;
            }
        }
    }
}

/// A number that is not negative, rounded up: the processors this is built for have no step of their own for it.
fn whole_up(value: f32) -> f32 {
    let whole = value as i32 as f32;
    if whole < value { whole + 1.0 } else { whole }
}

#[cfg(test)]
mod tests {
    use super::super::TrackBuilder;
    use super::super::pyramid::tests::{build, push, wanderers};
    use super::*;
    use crate::geodesy::Position;
    use crate::mercator::world_from_position;
    use crate::units::Timestamp;

    const ALWAYS: Span = (Timestamp::MIN, Timestamp::MAX);

    fn grid(lat: f64, lon: f64, zoom: f64, size: [usize; 2]) -> Grid {
        let units_per_cell = mercator::WORLD_UNITS / 256.0 / zoom.exp2();
        Grid { centre: world_from_position(Position::clamped(lat, lon)), units_per_cell, size }
    }

    /// Two ships eastward along the equator, an hour a degree; the second is silent between 2° and 8° E.
    fn two_ships() -> TrackStore {
        let mut builder = TrackBuilder::default();
        for step in 0..=100_i64 {
            push(&mut builder, 440_000_001, step * 360, 0.0, step as f64 / 10.0);
            if !(21..80).contains(&step) {
                push(&mut builder, 440_000_002, step * 360, 0.0, step as f64 / 10.0);
            }
        }
        builder.build().0
    }

    #[test]
    fn a_cell_counts_each_ship_that_passes_it_once() {
        let store = two_ships();
        let pyramid = build(&store);
        let grid = grid(0.0, 5.0, 6.0, [400, 9]);
        for level_idx in 0..pyramid.levels().len() {
            let cells = fill(&store, &pyramid, level_idx, ALWAYS, &grid, |_, _| Some(1_u32));
            let [x, y] = grid.at(world_from_position(Position::clamped(0.0, 1.0)));
            let at = |lon: f64| {
                let [x, _] = grid.at(world_from_position(Position::clamped(0.0, lon)));
                cells[y as usize * 400 + x as usize]
            };
            assert!(x > 0.0 && (y - 4.5).abs() < 1e-3);
            assert_eq!([at(1.0), at(5.0), at(9.0)], [2, 1, 2], "level {level_idx}");
            // Ten degrees are 455 cells of which 400 are seen; the silence of six degrees takes 273 from the second ship.
            let sum: u32 = cells.iter().sum();
            assert!((400 + 127 - 6..=400 + 127 + 6).contains(&sum), "level {level_idx}: {sum}");
        }
    }

    #[test]
    fn only_what_lies_in_the_window_of_time_is_counted() {
        let store = two_ships();
        let pyramid = build(&store);
        let grid = grid(0.0, 5.0, 6.0, [400, 9]);
        let hour = |h: i64| store.span().map(|(first, _)| first.plus_millis(h * 3_600_000)).expect("there are fixes");
        let cells = fill(&store, &pyramid, 1, (hour(3), hour(5)), &grid, |_, _| Some(1_u32));
        let sum: u32 = cells.iter().sum();
        assert!((89..=93).contains(&sum), "two degrees are 91 cells: {sum}");
    }

    #[test]
    fn the_picture_is_that_of_every_vertex_however_it_is_cut_into_bands() {
        let store = wanderers(40, 300, (37.0, 179.9));
        let pyramid = build(&store);
        let whole = grid(37.0, 179.9, 9.0, [700, 3 * BAND]);
        let all = fill(&store, &pyramid, 0, ALWAYS, &whole, |_, _| Some(1_u32));
        assert!(all.iter().map(|n| u64::from(*n)).sum::<u64>() > 500);
        // The middle band alone, as a picture of its own.
        let middle = Grid { size: [700, BAND], ..whole };
        let alone = fill(&store, &pyramid, 0, ALWAYS, &middle, |_, _| Some(1_u32));
        let n_other = alone.iter().zip(&all[700 * BAND..]).filter(|(a, b)| a != b).count();
        assert!(n_other * 200 < alone.len(), "{n_other} cells differ by more than rounding");
    }
}
