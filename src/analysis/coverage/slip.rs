//! Where and when a ship can slip through, and the way that it would take.
//!
//! Owns the search for the way of least detection. Never says that a ship goes that way: it is the plan's weakest place. Start at [`slips`].
//!
//! The ship moves all the time, at one speed, from cell to cell in sixteen directions; half of each step counts as spent in the one cell and half in the other. What
//! it is exposed to adds up along the way, as coverage does: it is detected with 1 − e^−Σ. The least of it is found for every cell and moment at once, backwards from
//! where the ship wants to be (R. Bellman, *Dynamic Programming*, 1957), over a grid of cells and short spans of time. The time of a step is rounded to whole
//! spans, so that moments are good to half a span for each step.

use rayon::prelude::*;

use super::Picture;
use crate::analysis::pattern::pod::{Coverage, DetectionLaw, Probability};
use crate::analysis::reachability::grid::STEPS;
use crate::geodesy::{Position, distance};
use crate::report::{Progress, Stopped};
use crate::units::{Knots, Timestamp};

/// The shortest step takes so many spans of time: a choice; no moment is then off by more than a sixteenth of a step, for each step.
const SPANS_A_STEP: f64 = 8.0;
/// No more cells by spans than this are looked at: spans are longer where it would be more.
const MOST_STATES: f64 = 12e6;
/// Of ways that are exposed alike the shorter is taken: each span under way counts as so much coverage.
const PER_SPAN: f64 = 1e-9;

/// Where a ship comes from and wants to go.
#[derive(Clone, Debug, PartialEq)]
pub struct Crossing {
    /// Cells in which it can begin.
    pub from: Vec<usize>,
    /// Cells in which it is through.
    pub to: Vec<usize>,
    /// Its speed.
    pub speed: Knots,
}

/// A way, and how likely a ship on it is detected.
#[derive(Clone, Debug, PartialEq)]
pub struct Slip {
    /// The places, cell by cell, and when it is there.
    pub way: Vec<(Position, Timestamp)>,
    /// How likely it is detected.
    pub pod: Probability,
}

/// Where and when a ship can slip through.
#[derive(Clone, Debug, PartialEq)]
pub struct Slips {
    /// The way of least detection of all, whenever it begins.
    pub least: Slip,
    /// For each hour in which a ship that begins can still get through: the hour, and the least detection.
    pub by_hour: Vec<(Timestamp, Probability)>,
    /// For each cell in which it can begin and get through: the cell, the moment of least detection, and that.
    pub by_place: Vec<(usize, Timestamp, Probability)>,
}

/// Looks for the ways of least detection; `is_sea` says which cells can be sailed. `None` if no way leads through in the picture's time.
///
/// # Errors
/// [`Stopped`] if it was.
pub fn slips(
    picture: &Picture,
    is_sea: &[bool],
    crossing: &Crossing,
    progress: &Progress,
) -> Result<Option<Slips>, Stopped> {
    let Some(grid) = Grid::new(picture, is_sea, crossing) else { return Ok(None) };
    let left = grid.exposures(crossing, progress)?;
    let begins = || crossing.from.iter().copied().filter(|cell| is_sea[*cell]);
    let all = |cell: usize| left.iter().enumerate().map(move |(span, left)| (left[cell], span));
    let least = |a: (f64, usize), b: (f64, usize)| if b.0 < a.0 { b } else { a };
    let mut by_place = Vec::new();
    let mut best: Option<(f64, usize, usize)> = None;
    for cell in begins() {
        let Some((exposure, span)) = all(cell).reduce(least).filter(|(exposure, _)| exposure.is_finite()) else {
            continue;
        };
        by_place.push((cell, grid.moment(span), pod_of(exposure)));
        if best.is_none_or(|(known, ..)| exposure < known) {
            best = Some((exposure, span, cell));
        }
    }
    let Some((exposure, span, cell)) = best else { return Ok(None) };
    let mut by_hour = Vec::new();
    for hour in 0..picture.n_hours() {
        let spans = left.iter().enumerate().filter(|(span, _)| grid.hour_of(*span) == hour);
        let exposures = spans.flat_map(|(_, left)| begins().map(move |cell| left[cell]));
        let least = exposures.fold(f64::INFINITY, f64::min);
        if least.is_finite() {
            by_hour.push((picture.hour(hour).0, pod_of(least)));
        }
    }
    let least = Slip { way: grid.way(&left, crossing, (span, cell)), pod: pod_of(exposure) };
    Ok(Some(Slips { least, by_hour, by_place }))
}

fn pod_of(exposure: f64) -> Probability {
    Coverage::new(exposure).unwrap_or_default().pod(DetectionLaw::Random)
}

/// Cells and spans of time.
struct Grid<'a> {
    picture: &'a Picture,
    is_sea: &'a [bool],
    /// How long a span is, in hours.
    span_h: f64,
    n_spans: usize,
    /// For each row and each of the steps: how many spans it takes.
    spans_of_steps: Vec<[usize; 16]>,
}

impl<'a> Grid<'a> {
    fn new(picture: &'a Picture, is_sea: &'a [bool], crossing: &Crossing) -> Option<Self> {
        let lasts = super::hours_between(picture.span.0, picture.span.1);
        let hours = |row: usize| {
            let middle = picture.middle(row * picture.n_columns);
            let (low, high) = picture.corners(row * picture.n_columns);
            let (height, width) = (high.lat() - low.lat(), (high.lon() - low.lon()).rem_euclid(360.0));
            STEPS.map(|(columns, rows)| {
                #[expect(clippy::cast_precision_loss, reason = "two at the most")]
                let there =
                    Position::clamped(middle.lat() + rows as f64 * height, middle.lon() + columns as f64 * width);
                distance(middle, there).nautical_miles().value() / crossing.speed.value()
            })
        };
        let all: Vec<[f64; 16]> = (0..picture.n_rows).map(hours).collect();
        let shortest = all.iter().flatten().copied().filter(|hours| *hours > 0.0).fold(f64::INFINITY, f64::min);
        #[expect(clippy::cast_precision_loss, reason = "some ten thousand cells")]
        let span_h = (shortest / SPANS_A_STEP).max(lasts * picture.n_cells() as f64 / MOST_STATES);
        if !(span_h.is_finite() && span_h > 0.0) {
            return None;
        }
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "at most MOST_STATES of them")]
        let whole = |hours: f64| (hours / span_h).round().clamp(1.0, 1e9) as usize;
        let spans_of_steps = all.iter().map(|hours| hours.map(whole)).collect();
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "at most MOST_STATES of them")]
        let n_spans = (lasts / span_h).floor() as usize;
        Some(Self { picture, is_sea, span_h, n_spans, spans_of_steps })
    }

    #[expect(clippy::cast_precision_loss, reason = "at most some million spans")]
    fn hours(&self, spans: usize) -> f64 {
        spans as f64 * self.span_h
    }

    fn hour_of(&self, span: usize) -> usize {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "hours of the picture")]
        let hour = self.hours(span).floor() as usize;
        hour.min(self.picture.n_hours() - 1)
    }

    fn moment(&self, span: usize) -> Timestamp {
        #[expect(clippy::cast_possible_truncation, reason = "hours of the picture")]
        self.picture.span.0.plus_millis((self.hours(span) * 3600.0).round() as i64 * 1000)
    }

    /// The least exposure from each moment and cell on: `[span][cell]`; infinite where no way leads through in time.
    fn exposures(&self, crossing: &Crossing, progress: &Progress) -> Result<Vec<Vec<f64>>, Stopped> {
        let n_cells = self.picture.n_cells();
        let mut is_through = vec![false; n_cells];
        crossing.to.iter().for_each(|cell| is_through[*cell] = true);
        let mut left: Vec<Vec<f64>> = vec![Vec::new(); self.n_spans + 1];
        for span in (0..=self.n_spans).rev() {
            progress.check()?;
            let of_cell = |cell: usize| match cell {
                cell if !self.is_sea[cell] => f64::INFINITY,
                cell if is_through[cell] => 0.0,
                cell => self.steps(&left, (span, cell)).map(|(exposure, ..)| exposure).fold(f64::INFINITY, f64::min),
            };
            left[span] = (0..n_cells).into_par_iter().with_min_len(512).map(of_cell).collect();
        }
        Ok(left)
    }

    /// The steps from a cell at a moment that lead on: exposure by it and after it, the moment and the cell it leads to.
    fn steps<'b>(
        &'b self,
        left: &'b [Vec<f64>],
        (span, cell): (usize, usize),
    ) -> impl Iterator<Item = (f64, usize, usize)> + 'b {
        let n_columns = self.picture.n_columns;
        let (row, column) = (cell / n_columns, cell % n_columns);
        let rate = |span: usize, cell: usize| self.picture.coverages[self.hour_of(span)][cell];
        STEPS.iter().zip(self.spans_of_steps[row]).filter_map(move |((columns, rows), takes)| {
            let there = |columns: isize, rows: isize| {
                let (row, column) = (row.checked_add_signed(rows)?, column.checked_add_signed(columns)?);
                let cell = row * n_columns + column;
                (row < self.picture.n_rows && column < n_columns && self.is_sea[cell]).then_some(cell)
            };
            let to = there(*columns, *rows)?;
            // A knight's move passes over one of the two cells between that can be sailed.
            let (straight, slanting) = if columns.abs() == 2 {
                ((columns.signum(), 0), (columns.signum(), *rows))
            } else {
                ((0, rows.signum()), (*columns, rows.signum()))
            };
            if columns.abs() + rows.abs() == 3
                && there(straight.0, straight.1).is_none()
                && there(slanting.0, slanting.1).is_none()
            {
                return None;
            }
            let arrives = span + takes;
            let after = *left.get(arrives)?.get(to)?;
            let half = self.hours(takes) / 2.0;
            #[expect(clippy::cast_precision_loss, reason = "some hundred spans")]
            let exposure = half * (rate(span, cell) + rate(arrives, to)) + PER_SPAN * takes as f64;
            Some((exposure + after, arrives, to))
        })
    }

    fn way(&self, left: &[Vec<f64>], crossing: &Crossing, begin: (usize, usize)) -> Vec<(Position, Timestamp)> {
        let mut at = begin;
        let mut way = vec![(self.picture.middle(at.1), self.moment(at.0))];
        while !crossing.to.contains(&at.1) {
            let next = self.steps(left, at).reduce(|a, b| if b.0 < a.0 { b } else { a });
            let Some((_, span, cell)) = next else { break };
            at = (span, cell);
            way.push((self.picture.middle(cell), self.moment(span)));
        }
        way
    }
}

/// The steps of a grid with their own exposure each, and how many spans it has.
#[cfg(test)]
#[expect(clippy::type_complexity, reason = "for one test")]
pub(super) fn for_tests<'a>(
    picture: &'a Picture,
    is_sea: &'a [bool],
    crossing: &Crossing,
) -> (Box<dyn Fn(usize, usize) -> Vec<(f64, usize, usize)> + 'a>, usize) {
    let grid = Grid::new(picture, is_sea, crossing).expect("a grid");
    let n_spans = grid.n_spans;
    let nothing = vec![vec![0.0; picture.n_cells()]; n_spans + 1];
    (Box::new(move |span, cell| grid.steps(&nothing, (span, cell)).collect()), n_spans)
}
