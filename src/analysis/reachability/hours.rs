//! Hours by place: a grid of which some cells hold a number of hours, its outlines and bands.
//!
//! Owns [`HourMap`]. Never knows what the hours are of: the longest stop of a ship, or the longest time two can have been together. Start at
//! [`HourMap::at`] and [`HourMap::area_from`].

use std::collections::BTreeMap;
use std::time::Duration;

use geo::{Coord, LineString, MultiPolygon, Polygon};

use super::grid::Grid;
use crate::geodesy::{self, Position};
use crate::units::{Metres, SquareMetres};

/// Hours by place; a place may have none.
#[derive(Clone, Debug, PartialEq)]
pub struct HourMap {
    grid: Grid,
    /// NaN where there are none.
    hours: Vec<f32>,
}

/// Cells beside each other in one row that are in the same band.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Strip {
    /// Its south-west corner.
    pub south_west: Position,
    /// Its north-east corner; it lies east of the other, beyond the antimeridian if need be.
    pub north_east: Position,
    /// Which band, counted from 0.
    pub band: usize,
}

impl HourMap {
    pub(super) fn new(grid: Grid, hours: Vec<f32>) -> Self {
        Self { grid, hours }
    }

    pub(super) fn value(&self, idx: usize) -> Option<f64> {
        self.hours.get(idx).filter(|hours| !hours.is_nan()).map(|hours| f64::from(*hours))
    }

    pub(super) const fn grid(&self) -> &Grid {
        &self.grid
    }

    /// The hours of the cell in which a place lies.
    #[must_use]
    pub fn at(&self, place: Position) -> Option<Duration> {
        self.grid.idx_of(place).and_then(|idx| self.value(idx)).map(duration)
    }

    /// Whether no place has any.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.hours.iter().all(|hours| hours.is_nan())
    }

    /// The middle of the cell with the most hours, and how many; of several alike that nearest to the middle of the whole.
    #[must_use]
    pub fn longest(&self) -> Option<(Position, Duration)> {
        let middle = self.grid.n_lat / 2 * self.grid.n_lon + self.grid.n_lon / 2;
        let middle = self.grid.centre(middle);
        let far = |idx: usize| geodesy::haversine(middle, self.grid.centre(idx)).value();
        let all = (0..self.grid.n()).filter_map(|idx| Some((self.value(idx)?, idx)));
        let best = all.clone().map(|(hours, _)| hours).max_by(f64::total_cmp)?;
        // A tenth of a second is no difference.
        let alike = all.filter(|(hours, _)| best - hours < 3e-5).map(|(_, idx)| idx);
        alike.min_by(|a, b| far(*a).total_cmp(&far(*b))).map(|idx| (self.grid.centre(idx), duration(best)))
    }

    /// How large the cells are, from side to side along a meridian.
    #[must_use]
    pub fn cell_size(&self) -> Metres {
        Metres::magnitude(self.grid.lat_step * 111_132.0) // a degree at 45°, WGS 84
    }

    /// How large the part with so many hours or more is.
    #[must_use]
    pub fn size_from(&self, least: Duration) -> SquareMetres {
        let mut of_row: BTreeMap<usize, u32> = BTreeMap::new();
        let held = (0..self.grid.n()).filter(|idx| self.has(*idx, least));
        held.for_each(|idx| *of_row.entry(idx / self.grid.n_lon).or_default() += 1);
        let size = |(row, n): (usize, u32)| f64::from(n) * geodesy::polygon_area(&self.rectangle(0, 1, row)).value();
        SquareMetres::magnitude(of_row.into_iter().map(size).sum())
    }

    /// The part with so many hours or more: its outlines run along the edges of cells, outer rings counter-clockwise; eastward of the antimeridian
    /// longitudes go on beyond 180.
    #[must_use]
    pub fn area_from(&self, least: Duration) -> MultiPolygon<f64> {
        let held: Vec<bool> = (0..self.grid.n()).map(|idx| self.has(idx, least)).collect();
        outlines(&held, self.grid.n_lon, |column, row| self.grid.corner(column, row))
    }

    /// All of it as strips by band; `from` says from how many hours on each band begins, ascending, the first at 0.
    #[must_use]
    pub fn strips(&self, from: &[f64]) -> Vec<Strip> {
        let band = |idx: usize| {
            let hours = self.value(idx)?;
            Some(from.partition_point(|least| *least <= hours).saturating_sub(1))
        };
        let mut strips = Vec::new();
        for row in 0..self.grid.n_lat {
            let mut open: Option<(usize, usize)> = None;
            for column in 0..=self.grid.n_lon {
                let now = if column < self.grid.n_lon { band(row * self.grid.n_lon + column) } else { None };
                if let Some((first, of)) = open.filter(|(_, of)| Some(*of) != now) {
                    let [(west, south), (east, north)] =
                        [self.grid.corner(first, row), self.grid.corner(column, row + 1)];
                    let (south_west, north_east) = (Position::clamped(south, west), Position::clamped(north, east));
                    strips.push(Strip { south_west, north_east, band: of });
                    open = None;
                }
                if let (None, Some(band)) = (open, now) {
                    open = Some((column, band));
                }
            }
        }
        strips
    }

    fn has(&self, idx: usize, least: Duration) -> bool {
        self.value(idx).is_some_and(|hours| hours + 1e-6 >= least.as_secs_f64() / 3600.0)
    }

    fn rectangle(&self, first: usize, end: usize, row: usize) -> Polygon<f64> {
        let [(west, south), (east, north)] = [self.grid.corner(first, row), self.grid.corner(end, row + 1)];
        let ring = vec![(west, south), (east, south), (east, north), (west, north), (west, south)];
        Polygon::new(LineString::from(ring), Vec::new())
    }
}

pub(super) fn duration(hours: f64) -> Duration {
    Duration::try_from_secs_f64(hours.max(0.0) * 3600.0).unwrap_or(Duration::MAX)
}

/// A corner of the grid: column and row.
type Corner = (usize, usize);

/// The outlines of the cells that are held, in rows of `width`. Cells that touch at a corner alone are apart.
fn outlines(held: &[bool], width: usize, place: impl Fn(usize, usize) -> (f64, f64)) -> MultiPolygon<f64> {
    let part_of = parts(held, width);
    // The edges with a held cell on their left, by where they begin: where to, and which part.
    let mut edges: BTreeMap<Corner, Vec<(Corner, usize)>> = BTreeMap::new();
    let is_held = |column: Option<usize>, row: Option<usize>| match (column, row) {
        (Some(column), Some(row)) => column < width && held.get(row * width + column) == Some(&true),
        _ => false,
    };
    for (idx, part) in part_of.iter().enumerate().filter_map(|(idx, part)| Some((idx, (*part)?))) {
        let (row, column) = (idx / width, idx % width);
        let mut add = |from: Corner, to: Corner| edges.entry(from).or_default().push((to, part));
        if !is_held(Some(column), row.checked_sub(1)) {
            add((column, row), (column + 1, row));
        }
        if !is_held(Some(column + 1), Some(row)) {
            add((column + 1, row), (column + 1, row + 1));
        }
        if !is_held(Some(column), Some(row + 1)) {
            add((column + 1, row + 1), (column, row + 1));
        }
        if !is_held(column.checked_sub(1), Some(row)) {
            add((column, row + 1), (column, row));
        }
    }
    let mut outer: BTreeMap<usize, LineString<f64>> = BTreeMap::new();
    let mut holes: BTreeMap<usize, Vec<LineString<f64>>> = BTreeMap::new();
    while let Some((start, part)) = edges.iter().find_map(|(at, to)| to.first().map(|(_, part)| (*at, *part))) {
        for ring in simple_rings(walked(&mut edges, start, part)) {
            let is_outer = doubled_area(&ring) > 0;
            let mut coords: Vec<Coord<f64>> =
                straightened(&ring).into_iter().map(|(column, row)| place(column, row).into()).collect();
            coords.extend(coords.first().copied());
            if is_outer {
                outer.insert(part, LineString(coords));
            } else {
                holes.entry(part).or_default().push(LineString(coords));
            }
        }
    }
    outer.into_iter().map(|(part, ring)| Polygon::new(ring, holes.remove(&part).unwrap_or_default())).collect()
}

/// Follows edges of one part from a corner until it is there again and takes them out; where two go on, that of the same cell, to the left.
fn walked(edges: &mut BTreeMap<Corner, Vec<(Corner, usize)>>, start: Corner, part: usize) -> Vec<Corner> {
    let mut ring = vec![start];
    let (mut at, mut before): (Corner, Option<Corner>) = (start, None);
    while let Some(ways) = edges.get_mut(&at) {
        let turn = |to: Corner| before.map_or(0, |before| -cross(before, at, to));
        let mine = ways.iter().enumerate().filter(|(_, (_, of))| *of == part);
        let Some(which) = mine.min_by_key(|(_, (to, _))| turn(*to)).map(|(which, _)| which) else { break };
        let (to, _) = ways.swap_remove(which);
        if ways.is_empty() {
            edges.remove(&at);
        }
        if to == start {
            break;
        }
        (before, at) = (Some(at), to);
        ring.push(to);
    }
    ring
}

/// Takes a ring apart where it comes to a corner a second time.
fn simple_rings(ring: Vec<Corner>) -> Vec<Vec<Corner>> {
    let mut rings = Vec::new();
    let mut open: Vec<Corner> = Vec::new();
    for corner in ring {
        if let Some(since) = open.iter().rposition(|other| *other == corner) {
            rings.push(open.split_off(since));
        }
        open.push(corner);
    }
    rings.push(open);
    rings
}

#[expect(clippy::cast_possible_wrap, reason = "a grid has some hundred columns and rows")]
fn cross(a: Corner, b: Corner, c: Corner) -> i64 {
    let [(ax, ay), (bx, by), (cx, cy)] = [a, b, c].map(|(x, y)| (x as i64, y as i64));
    (bx - ax) * (cy - by) - (by - ay) * (cx - bx)
}

/// Twice its area in cells, positive counter-clockwise.
#[expect(clippy::cast_possible_wrap, reason = "a grid has some hundred columns and rows")]
fn doubled_area(ring: &[Corner]) -> i64 {
    let next = ring.iter().cycle().skip(1);
    ring.iter().zip(next).map(|((ax, ay), (bx, by))| *ax as i64 * *by as i64 - *bx as i64 * *ay as i64).sum()
}

/// Without corners at which it goes straight on.
fn straightened(ring: &[Corner]) -> Vec<Corner> {
    let before = ring.iter().cycle().skip(ring.len().saturating_sub(1));
    let after = ring.iter().cycle().skip(1);
    let turns = ring.iter().zip(before).zip(after).filter(|((at, before), after)| cross(**before, **at, **after) != 0);
    turns.map(|((at, _), _)| *at).collect()
}

/// Which part each held cell belongs to: parts hang together by sides.
fn parts(held: &[bool], width: usize) -> Vec<Option<usize>> {
    let mut part_of: Vec<Option<usize>> = vec![None; held.len()];
    let mut n_parts = 0;
    for seed in 0..held.len() {
        if held.get(seed) != Some(&true) || part_of.get(seed) != Some(&None) {
            continue;
        }
        let mut todo = vec![seed];
        while let Some(idx) = todo.pop() {
            let Some(part) = part_of.get_mut(idx).filter(|part| part.is_none() && held.get(idx) == Some(&true)) else {
                continue;
            };
            *part = Some(n_parts);
            let column = idx % width;
            todo.extend((column > 0).then(|| idx - 1));
            todo.extend((column + 1 < width).then_some(idx + 1));
            todo.extend(idx.checked_sub(width));
            todo.push(idx + width);
        }
        n_parts += 1;
    }
    part_of
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(rows: &[&str]) -> MultiPolygon<f64> {
        let width = rows[0].len();
        let held: Vec<bool> = rows.iter().rev().flat_map(|row| row.bytes().map(|byte| byte == b'#')).collect();
        #[expect(clippy::cast_precision_loss, reason = "a few cells")]
        outlines(&held, width, |column, row| (column as f64, row as f64))
    }

    #[test]
    fn outlines_enclose_just_the_cells_that_are_held() {
        use geo::{Area as _, Validation as _};
        for (rows, n_parts, n_holes) in [
            (&["###", "#.#", "###"][..], 1, 1),
            (&["#.", ".#"], 2, 0),
            // Two holes that touch at a corner, and a part that touches itself.
            (&["#####", "##.##", "#.###", "#####"], 1, 2),
            (&["####", "#..#", "##.#", ".###"], 1, 1),
            (&[".##", "#.#", "###"], 1, 1),
            (&["...", "..."], 0, 0),
        ] {
            let area = drawn(rows);
            let n_held: usize = rows.iter().map(|row| row.matches('#').count()).sum();
            #[expect(clippy::cast_precision_loss, reason = "a few cells")]
            let wanted = n_held as f64;
            assert!((area.signed_area() - wanted).abs() < 1e-9, "{rows:?}: {area:?}");
            assert_eq!(
                (area.0.len(), area.iter().map(|part| part.interiors().len()).sum()),
                (n_parts, n_holes),
                "{rows:?}"
            );
            assert!(area.is_valid(), "{rows:?}: {:?}", area.validation_errors());
        }
    }
}
