//! The coverage picture: how likely what is at a place in an hour is detected, as the plan has its units.
//!
//! Owns the coverage of each cell in each hour. Never moves a unit. Start at [`Picture::of`]; [`slip`] asks where and when a ship can pass unseen.
//!
//! A unit is where it is assigned: its effort is spread evenly over the area, or along the route or barrier, while that is in force. In an area 85 % of the time on the
//! scene is search. Efforts add up, and detect as random search does: 1 − e^−C, the cautious law.
//!
//! # Source
//! B. O. Koopman, *Search and Screening* (1980), chapter 3; IAMSAR Manual, volume II, 5.3, for the share that is search.

mod gate;
pub mod slip;
#[cfg(test)]
mod tests;

pub use gate::{Gate, Side, box_round, has_sea, span_assigned};

use std::ops::Range;

use crate::analysis::pattern::SEARCH_SHARE;
use crate::analysis::pattern::pod::{Coverage, DetectionLaw, Probability};
use crate::analysis::picture::{Cell, CellSize, shares};
use crate::chart::Waters;
use crate::geodesy::{Position, distance};
use crate::plan::geometry::{bounds, centre};
use crate::plan::{Feature, Kind, Period, Plan, TargetSize, Unit};
use crate::track::Span;
use crate::units::{METRES_PER_NAUTICAL_MILE, Timestamp};

/// No more cells than this in a picture, and no more hours.
const MOST_CELLS: usize = 40_000;
const MOST_HOURS: usize = 24 * 62;

/// Why there is no picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoPicture {
    /// The time is empty, or longer than two months.
    #[error("the time is empty or longer than {} days", MOST_HOURS / 24)]
    Time,
    /// The box has more cells than can be looked at.
    #[error("the sea asked for has more than {MOST_CELLS} cells; make them larger")]
    TooManyCells,
}

/// The coverage of cells in a box, hour by hour.
#[derive(Clone, Debug, PartialEq)]
pub struct Picture {
    size: CellSize,
    south_west: Cell,
    n_columns: usize,
    n_rows: usize,
    span: Span,
    /// `[hour][cell]`: how often the cell is swept over in that hour.
    coverages: Vec<Vec<f64>>,
}

impl Picture {
    /// The picture of a plan in the box between two corners, from one moment until another, for targets of a size; its last hour may be shorter.
    ///
    /// # Errors
    /// [`NoPicture`], with the reason.
    pub fn of(
        plan: &Plan,
        (low, high): (Position, Position),
        size: CellSize,
        span: Span,
        targets: TargetSize,
    ) -> Result<Self, NoPicture> {
        let mut picture = Self::empty((low, high), size, span)?;
        let units = plan.features.iter().filter(|feature| feature.kind != Kind::Unit);
        for feature in units {
            for id in &feature.units {
                let of_plan = plan.feature(*id).filter(|unit| unit.kind == Kind::Unit);
                if let Some((unit, craft)) = of_plan.and_then(|unit| Some((unit, unit.unit.as_ref()?))) {
                    picture.add(feature, unit, craft, targets);
                }
            }
        }
        Ok(picture)
    }

    fn empty((low, high): (Position, Position), size: CellSize, span: Span) -> Result<Self, NoPicture> {
        let lasts = span.1.millis() - span.0.millis();
        let n_hours = usize::try_from(lasts.div_euclid(3_600_000) + i64::from(lasts.rem_euclid(3_600_000) > 0));
        let n_hours = n_hours.ok().filter(|n| *n > 0 && *n <= MOST_HOURS).ok_or(NoPicture::Time)?;
        let (south_west, north_east) = (size.cell_of(low), size.cell_of(high));
        let all_columns = size.n_columns();
        let n_columns = ((north_east.column + all_columns - south_west.column) % all_columns + 1) as usize;
        let n_rows = (north_east.row.saturating_sub(south_west.row) + 1) as usize;
        if n_columns * n_rows > MOST_CELLS {
            return Err(NoPicture::TooManyCells);
        }
        let coverages = vec![vec![0.0; n_columns * n_rows]; n_hours];
        Ok(Self { size, south_west, n_columns, n_rows, span, coverages })
    }

    /// Adds what a unit sweeps where it is assigned.
    fn add(&mut self, at: &Feature, unit: &Feature, craft: &Unit, targets: TargetSize) {
        let speed = craft.speed_cruise.or(craft.speed_max);
        let (Some(speed), Some(sweep), Some(geometry)) = (speed, craft.sweep_against(targets), at.geometry.as_ref())
        else {
            return;
        };
        let is_area = bounds(geometry).is_some() && crate::plan::geometry::size(geometry).area.is_some();
        let search = if is_area { SEARCH_SHARE } else { 1.0 };
        let swept = sweep.value() * speed.value() * search * self.share_there(at, unit, craft);
        let parts = shares(geometry, self.size);
        let sum: f64 = parts.values().sum();
        let presence: Vec<f64> = (0..self.coverages.len()).map(|hour| self.hours_in_force(hour, at, craft)).collect();
        for (cell, part) in parts {
            let Some(idx) = self.idx_of(cell) else { continue };
            let nm2 = self.size.area(cell).value() / METRES_PER_NAUTICAL_MILE.powi(2);
            for (coverages, hours) in self.coverages.iter_mut().zip(&presence) {
                coverages[idx] += swept * hours * part / sum / nm2;
            }
        }
    }

    /// When a unit can be where it is assigned, within the picture's time.
    fn present(&self, at: &Feature, craft: &Unit) -> impl Iterator<Item = Span> {
        let (first, last) = self.span;
        let within = at.period.within(Period { from: Some(first), to: Some(last) });
        craft.periods().into_iter().filter_map(move |period| {
            let both = period.within(within);
            both.from.zip(both.to).filter(|(from, to)| from < to)
        })
    }

    /// Where endurance is shorter than the time of an assignment, the unit is there for a part of it, in each period on station anew: evenly, since nothing
    /// says when.
    fn share_there(&self, at: &Feature, unit: &Feature, craft: &Unit) -> f64 {
        let way = centre(unit).zip(centre(at)).map(|(from, to)| distance(from, to).nautical_miles().value());
        let transit = way.zip(craft.speed_cruise.or(craft.speed_max)).map_or(0.0, |(way, speed)| way / speed.value());
        let stay = craft.endurance_h.map_or(f64::INFINITY, |endurance| (endurance - 2.0 * transit).max(0.0));
        let (mut lasts, mut there) = (0.0, 0.0);
        for (from, to) in self.present(at, craft) {
            let hours = hours_between(from, to);
            (lasts, there) = (lasts + hours, there + hours.min(stay));
        }
        if lasts > 0.0 { there / lasts } else { 0.0 }
    }

    fn hours_in_force(&self, hour: usize, at: &Feature, craft: &Unit) -> f64 {
        let (begins, ends) = self.hour(hour);
        self.present(at, craft).map(|(from, to)| hours_between(from.max(begins), to.min(ends)).max(0.0)).sum()
    }

    /// An hour's beginning and end.
    #[must_use]
    pub fn hour(&self, hour: usize) -> Span {
        let from = self.span.0.plus_millis(i64::try_from(hour).unwrap_or(i64::MAX).saturating_mul(3_600_000));
        (from, from.plus_millis(3_600_000).min(self.span.1))
    }

    /// How many hours there are.
    #[must_use]
    pub const fn n_hours(&self) -> usize {
        self.coverages.len()
    }

    /// How many cells there are: row by row from the south, each from west to east.
    #[must_use]
    pub const fn n_cells(&self) -> usize {
        self.n_columns * self.n_rows
    }

    /// How many cells there are from west to east.
    #[must_use]
    pub const fn n_columns(&self) -> usize {
        self.n_columns
    }

    /// South-west and north-east corner of a cell.
    #[must_use]
    pub fn corners(&self, cell: usize) -> (Position, Position) {
        self.size.corners(self.cell(cell))
    }

    /// The middle of a cell.
    #[must_use]
    pub fn middle(&self, cell: usize) -> Position {
        let (low, high) = self.corners(cell);
        let width = (high.lon() - low.lon()).rem_euclid(360.0);
        Position::clamped(f64::midpoint(low.lat(), high.lat()), low.lon() + width / 2.0)
    }

    /// How likely a ship that is in a cell all through an hour is detected.
    #[must_use]
    pub fn pod(&self, hour: usize, cell: usize) -> Probability {
        Coverage::new(self.coverages[hour][cell]).unwrap_or_default().pod(DetectionLaw::Random)
    }

    /// The greatest POD of each cell in some hours.
    #[must_use]
    pub fn most(&self, hours: Range<usize>) -> Vec<Probability> {
        let mut most = vec![0.0_f64; self.n_cells()];
        for coverages in self.coverages.get(hours).unwrap_or_default() {
            most.iter_mut().zip(coverages).for_each(|(most, coverage)| *most = most.max(*coverage));
        }
        most.into_iter().map(|most| Coverage::new(most).unwrap_or_default().pod(DetectionLaw::Random)).collect()
    }

    /// The hour that a moment lies in.
    #[must_use]
    pub fn hour_at(&self, moment: Timestamp) -> Option<usize> {
        let since = usize::try_from((moment.millis() - self.span.0.millis()).div_euclid(3_600_000)).ok()?;
        (since < self.coverages.len() && moment <= self.span.1).then_some(since)
    }

    /// The hours of which any lies between two moments.
    #[must_use]
    pub fn hours_between(&self, (from, to): Span) -> Range<usize> {
        let is_within = |hour: &usize| {
            let (begins, ends) = self.hour(*hour);
            begins <= to && ends > from
        };
        let first = (0..self.n_hours()).find(is_within).unwrap_or(0);
        first..(first..self.n_hours()).take_while(is_within).last().map_or(first, |last| last + 1)
    }

    /// From when until when.
    #[must_use]
    pub const fn span(&self) -> Span {
        self.span
    }

    /// Which cells can be sailed: those whose middle is sea.
    #[must_use]
    pub fn is_sea(&self, waters: &Waters) -> Vec<bool> {
        (0..self.n_cells()).map(|cell| !waters.is_land(self.middle(cell))).collect()
    }

    fn cell(&self, idx: usize) -> Cell {
        #[expect(clippy::cast_possible_truncation, reason = "at most 36,000 columns and 18,000 rows")]
        let (column, row) = ((idx % self.n_columns) as u32, (idx / self.n_columns) as u32);
        Cell { column: (self.south_west.column + column) % self.size.n_columns(), row: self.south_west.row + row }
    }

    fn idx_of(&self, cell: Cell) -> Option<usize> {
        let all = self.size.n_columns();
        let column = ((cell.column + all - self.south_west.column) % all) as usize;
        let row = cell.row.checked_sub(self.south_west.row)? as usize;
        (column < self.n_columns && row < self.n_rows).then_some(row * self.n_columns + column)
    }

    /// The cell that a place lies in.
    #[must_use]
    pub fn cell_at(&self, place: Position) -> Option<usize> {
        self.idx_of(self.size.cell_of(place))
    }
}

#[expect(clippy::cast_precision_loss, reason = "milliseconds of a plan are far below 2^53")]
fn hours_between(from: Timestamp, to: Timestamp) -> f64 {
    (to.millis() as f64 - from.millis() as f64) / 3_600_000.0
}
