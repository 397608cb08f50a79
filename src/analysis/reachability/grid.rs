//! A grid of cells over the sea, which of them can be sailed, and the shortest ways over it.
//!
//! Owns the cells' places and the search for ways. Never knows hours or ships. Start at [`Grid::round`].

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::ops::Range;

use super::{LONGEST_WAY, NoReach, Prism};
use crate::chart::Waters;
use crate::geodesy::{self, Position};
use crate::report::{Progress, Stopped};
use crate::units::Metres;

/// A degree of latitude in metres: the least and the greatest there is on WGS 84, at the equator and at the poles, and a degree of longitude at the
/// equator.
const LAT_METRES: [f64; 2] = [110_574.0, 111_700.0];
const LON_METRES: f64 = 111_320.0;
/// A prism that reaches nearer to a pole than this, or round more of the Earth, is told to be boundless.
const GREATEST_LAT: f64 = 84.0;
const WIDEST: f64 = 300.0;
/// A cell is closed only where all of it is farther inland than this, in metres: the chart's coast is good to 50 m where it is detailed, and to
/// kilometres elsewhere (`maps/README.md`; the latter is the default of `on_land.coarse_m`).
const CHART_METRES: [f64; 2] = [100.0, 5_000.0];
/// So many cells a side are looked at as one, where they are all alike.
const BLOCK: usize = 16;

/// Cells in longitude and latitude; eastward of the antimeridian longitudes go on beyond 180.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Grid {
    pub(super) west: f64,
    pub(super) south: f64,
    pub(super) lon_step: f64,
    pub(super) lat_step: f64,
    pub(super) n_lon: usize,
    pub(super) n_lat: usize,
}

/// The sixteen ways to step from a cell to those around it.
pub(in crate::analysis) const STEPS: [(isize, isize); 16] = [
    (1, 0),
    (0, 1),
    (-1, 0),
    (0, -1),
    (1, 1),
    (-1, 1),
    (-1, -1),
    (1, -1),
    (2, 1),
    (1, 2),
    (-1, 2),
    (-2, 1),
    (-2, -1),
    (-1, -2),
    (1, -2),
    (2, -1),
];

impl Grid {
    /// A grid round a prism, its longer side so many cells.
    pub(super) fn round(prism: &Prism, n_cells: u32) -> Result<Self, NoReach> {
        // What is impossible is so however far off the fixes are.
        let straight = geodesy::distance(prism.from, prism.to).value();
        if prism.reach().value() > LONGEST_WAY && straight <= prism.reach().value() {
            return Err(NoReach::Boundless);
        }
        let outline = prism.outline(72)?;
        let reference = prism.from.lon();
        let east = |at: &Position| (at.lon() - reference + 540.0).rem_euclid(360.0) - 180.0;
        let bounds = |of: &dyn Fn(&Position) -> f64| {
            let ends = outline.iter().chain([&prism.from, &prism.to]).map(of);
            ends.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(value), high.max(value)))
        };
        let ((south, north), (west, east)) = (bounds(&|at| at.lat()), bounds(&east));
        if south < -GREATEST_LAT || north > GREATEST_LAT || east - west > WIDEST {
            return Err(NoReach::Boundless);
        }
        let scale = f64::midpoint(south, north).to_radians().cos().max(0.05);
        let n = f64::from(n_cells.clamp(8, 600));
        let lat_step = ((north - south).max((east - west) * scale) / n).max(1e-5);
        let lon_step = lat_step / scale;
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "at most 600 cells and a margin")]
        let count = |span: f64, step: f64| (span / step).ceil() as usize + 5;
        Ok(Self {
            west: west + reference - 2.5 * lon_step,
            south: south - 2.5 * lat_step,
            lon_step,
            lat_step,
            n_lon: count(east - west, lon_step),
            n_lat: count(north - south, lat_step),
        })
    }

    pub(super) const fn n(&self) -> usize {
        self.n_lon * self.n_lat
    }

    /// Its south-west and its north-east corner.
    pub(super) fn corners(&self) -> (Position, Position) {
        let [(west, south), (east, north)] = [self.corner(0, 0), self.corner(self.n_lon, self.n_lat)];
        (Position::clamped(south, west), Position::clamped(north, east))
    }

    /// Longitude and latitude of the south-west corner of the cell in a column and a row.
    #[expect(clippy::cast_precision_loss, reason = "a few thousand cells")]
    pub(super) fn corner(&self, column: usize, row: usize) -> (f64, f64) {
        (self.west + column as f64 * self.lon_step, self.south + row as f64 * self.lat_step)
    }

    pub(super) fn centre(&self, idx: usize) -> Position {
        self.place_in(idx, (0.5, 0.5))
    }

    /// The place within a cell at so many parts of its width from the west, and of its height from the south.
    pub(super) fn place_in(&self, idx: usize, (east, north): (f64, f64)) -> Position {
        let (lon, lat) = self.corner(idx % self.n_lon, idx / self.n_lon);
        Position::clamped(lat + north * self.lat_step, lon + east * self.lon_step)
    }

    pub(super) fn idx_of(&self, at: Position) -> Option<usize> {
        let column = (at.lon() - self.west).rem_euclid(360.0) / self.lon_step;
        let row = (at.lat() - self.south) / self.lat_step;
        if row < 0.0 {
            return None;
        }
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "not negative, and looked at next")]
        let (column, row) = (column as usize, row as usize);
        (column < self.n_lon && row < self.n_lat).then_some(row * self.n_lon + column)
    }

    /// The latitude of all its cells that is nearest to the equator, and that nearest to a pole.
    fn extreme_lats(&self) -> (f64, f64) {
        let (south, north) = (self.south, self.corner(0, self.n_lat).1);
        let least = if south <= 0.0 && north >= 0.0 { 0.0 } else { south.abs().min(north.abs()) };
        (least, south.abs().max(north.abs()))
    }

    /// From corner to corner of its widest cell at the most, in metres.
    pub(super) fn diagonal_metres(&self) -> f64 {
        let (least, _) = self.extreme_lats();
        (self.lat_step * LAT_METRES[1]).hypot(self.lon_step * LON_METRES * least.to_radians().cos())
    }

    /// By how much a way by steps is longer than the straight one at the most: 1/cos of half the widest angle between two steps that are next to
    /// each other, and a hundredth for the shape of cells. On square cells that is 1/cos(½·atan(½)) = 1.0275.
    pub(super) fn steps_longer(&self) -> f64 {
        let (least, most) = self.extreme_lats();
        let aspects = [least, most].map(|lat| self.lon_step * lat.to_radians().cos() / self.lat_step);
        let widest = aspects.into_iter().flat_map(|aspect| {
            let angles = [(1.0, 0.0), (2.0, 1.0), (1.0, 1.0), (1.0, 2.0), (0.0, 1.0)]
                .map(|(x, y): (f64, f64)| y.atan2(x * aspect));
            [(0, 1), (1, 2), (2, 3), (3, 4)].map(|(a, b): (usize, usize)| angles[b] - angles[a])
        });
        1.01 / (widest.fold(0.0, f64::max) / 2.0).cos()
    }

    /// Cells of which the middle, a corner or the middle of an edge is sea.
    pub(super) fn open_by_looks(&self, is_land: &impl Fn(Position) -> bool) -> Vec<bool> {
        let looks = [0.0, 0.5, 1.0];
        let has_sea = |idx: usize| {
            let (west, south) = self.corner(idx % self.n_lon, idx / self.n_lon);
            looks
                .iter()
                .flat_map(|y| looks.iter().map(move |x| (x, y)))
                .any(|(x, y)| !is_land(Position::clamped(south + y * self.lat_step, west + x * self.lon_step)))
        };
        (0..self.n()).map(has_sea).collect()
    }

    /// Cells that are not wholly inland: whoever goes inland from the sea crosses the coast, so a cell whose middle is on land, and farther from
    /// the coast than its corners are from its middle, holds no sea. Lakes count as sea, and so does what the chart's coast leaves in doubt.
    pub(super) fn open_by_chart(&self, waters: &Waters, progress: &Progress) -> Result<Vec<bool>, Stopped> {
        let mut open = vec![true; self.n()];
        let mut todo: Vec<(Range<usize>, Range<usize>)> = (0..self.n_lat)
            .step_by(BLOCK)
            .flat_map(|row| (0..self.n_lon).step_by(BLOCK).map(move |column| (row, column)))
            .map(|(row, column)| (row..(row + BLOCK).min(self.n_lat), column..(column + BLOCK).min(self.n_lon)))
            .collect();
        while let Some((rows, columns)) = todo.pop() {
            progress.check()?;
            match self.cover(&rows, &columns, waters) {
                Cover::Sea => {}
                Cover::Land => {
                    for row in rows {
                        let of_row = open.get_mut(row * self.n_lon + columns.start..row * self.n_lon + columns.end);
                        of_row.into_iter().for_each(|cells| cells.fill(false));
                    }
                }
                Cover::Either if rows.len() <= 1 && columns.len() <= 1 => {}
                Cover::Either => {
                    let halves = |of: &Range<usize>| {
                        let middle = usize::midpoint(of.start, of.end).max(of.start + 1).min(of.end);
                        [of.start..middle, middle..of.end]
                    };
                    let quarters = halves(&rows).into_iter().flat_map(|r| halves(&columns).map(|c| (r.clone(), c)));
                    todo.extend(quarters.filter(|(r, c)| !r.is_empty() && !c.is_empty()));
                }
            }
        }
        Ok(open)
    }

    fn cover(&self, rows: &Range<usize>, columns: &Range<usize>, waters: &Waters) -> Cover {
        let ((west, south), (east, north)) =
            (self.corner(columns.start, rows.start), self.corner(columns.end, rows.end));
        let (lat, lon) = (f64::midpoint(south, north), f64::midpoint(west, east));
        let middle = Position::clamped(lat, lon);
        let widest = if south <= 0.0 && north >= 0.0 { 0.0 } else { south.abs().min(north.abs()) };
        let half_lon = (east - west) / 2.0;
        let radius = ((north - south) / 2.0 * LAT_METRES[1]).hypot(half_lon * LON_METRES * widest.to_radians().cos());
        let coast = waters.coast_distance(middle).map_or(f64::INFINITY, Metres::value);
        if coast <= radius {
            return Cover::Either;
        }
        if !waters.is_land(middle) {
            // Land round a lake is land all the same: what is told of a lake alone is only that it is open.
            return if waters.lake_near(middle, half_lon.max((north - south) / 2.0)) {
                Cover::Either
            } else {
                Cover::Sea
            };
        }
        let in_doubt = CHART_METRES[usize::from(waters.shoreward(middle).is_coarse)];
        let is_land = coast > radius + in_doubt && !waters.lake_near(middle, half_lon.max((north - south) / 2.0));
        if is_land { Cover::Land } else { Cover::Either }
    }

    /// Opens what is closed round a place where the ship is known to have been: it lay in a harbour or river that the chart lacks. Half as far again as
    /// the nearest open cell, so that it can have left by another mouth; everything, where none is open.
    pub(super) fn open_round(&self, at: Position, open: &mut [bool]) {
        let Some(home) = self.idx_of(at) else { return };
        if open.get(home) == Some(&true) {
            return;
        }
        let far = |idx: usize| geodesy::haversine(at, self.centre(idx)).value();
        let nearest =
            open.iter().enumerate().filter(|(_, is_open)| **is_open).map(|(idx, _)| far(idx)).min_by(f64::total_cmp);
        let Some(nearest) = nearest else { return open.fill(true) };
        let round = 1.5 * nearest + self.diagonal_metres();
        open.iter_mut().enumerate().filter(|(idx, _)| far(*idx) <= round).for_each(|(_, is_open)| *is_open = true);
    }

    /// The way from a place to every cell over cells that can be sailed, in metres: at least so much.
    #[expect(clippy::cast_possible_truncation, reason = "metres on Earth, to a millionth part and down")]
    pub(super) fn least_ways(
        &self,
        from: Position,
        can_be_sailed: &[bool],
        progress: &Progress,
    ) -> Result<Vec<f32>, Stopped> {
        // Steps go from middle to middle, and a ship may be anywhere in the cells at both ends.
        let (longer, spare) = (self.steps_longer(), 1.5 * self.diagonal_metres());
        let least = |way: f32| match way {
            f32::INFINITY => f32::INFINITY,
            way => ((f64::from(way) / longer - spare).max(0.0) as f32).next_down().max(0.0),
        };
        Ok(self.ways(from, can_be_sailed, progress)?.into_iter().map(least).collect())
    }

    /// The shortest way by steps over cells that can be sailed, in metres, from a place to every cell (Dijkstra 1959,
    /// doi:10.1007/BF01386390).
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_possible_wrap,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "a few thousand cells, and millimetres of ways on Earth"
    )]
    fn ways(&self, from: Position, can_be_sailed: &[bool], progress: &Progress) -> Result<Vec<f32>, Stopped> {
        let mut ways = vec![u64::MAX; can_be_sailed.len()];
        let (mut open, mut n_looked_at) = (BinaryHeap::new(), 0_u32);
        if let Some(way) = self.idx_of(from).and_then(|idx| Some((ways.get_mut(idx)?, idx))) {
            *way.0 = 0;
            open.push(Reverse((0_u64, way.1)));
        }
        while let Some(Reverse((way, idx))) = open.pop() {
            if ways.get(idx).is_none_or(|known| *known < way) {
                continue;
            }
            n_looked_at += 1;
            if n_looked_at % 1024 == 0 {
                progress.check()?;
            }
            let (row, column) = ((idx / self.n_lon) as isize, (idx % self.n_lon) as isize);
            let north_m = self.lat_step * LAT_METRES[0];
            // The narrower of the two ends, so that no way is taken for longer than it is.
            let east_m = |rows: isize| {
                let lat = self.south + ((row + rows.max(0)) as f64 + 1.0) * self.lat_step;
                let low = self.south + ((row + rows.min(0)) as f64) * self.lat_step;
                self.lon_step * 111_319.0 * lat.abs().max(low.abs()).min(89.9).to_radians().cos()
            };
            for (columns, rows) in STEPS {
                let (to_row, to_column) = (row + rows, column + columns);
                if to_row < 0 || to_column < 0 || to_row as usize >= self.n_lat || to_column as usize >= self.n_lon {
                    continue;
                }
                let to = to_row as usize * self.n_lon + to_column as usize;
                if can_be_sailed.get(to) != Some(&true) || !self.is_free(idx, (columns, rows), can_be_sailed) {
                    continue;
                }
                let metres = (columns as f64 * east_m(rows)).hypot(rows as f64 * north_m);
                let next = way + (metres * 1000.0) as u64;
                if let Some(known) = ways.get_mut(to).filter(|known| next < **known) {
                    *known = next;
                    open.push(Reverse((next, to)));
                }
            }
        }
        // Rounded down, if at all: no way is taken for longer than it is.
        let metres =
            |way: u64| if way == u64::MAX { f32::INFINITY } else { (way as f32 / 1000.0).next_down().max(0.0) };
        Ok(ways.into_iter().map(metres).collect())
    }

    /// Whether a knight's move passes over one of the two cells between that can be sailed; shorter steps always may.
    fn is_free(&self, idx: usize, (columns, rows): (isize, isize), can_be_sailed: &[bool]) -> bool {
        if columns.abs() + rows.abs() < 3 {
            return true;
        }
        let width = isize::try_from(self.n_lon).unwrap_or(isize::MAX);
        let straight = if columns.abs() == 2 { columns.signum() } else { rows.signum() * width };
        let slanting = columns.signum() + rows.signum() * width;
        let is_sea =
            |step: isize| idx.checked_add_signed(step).is_some_and(|between| can_be_sailed.get(between) == Some(&true));
        is_sea(straight) || is_sea(slanting)
    }
}

/// What a block of cells is.
enum Cover {
    Sea,
    Land,
    Either,
}
