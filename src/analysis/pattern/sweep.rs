//! Parallel sweeps on the plane: lines across an area, cut at its outline and joined inside it.
//!
//! Owns where the legs lie and in what order they are run. Never knows the Earth or the clock. Start at [`swept`].
//!
//! # Source
//! IAMSAR Manual, volume II, section 5.5: legs parallel to one another, the first half a spacing inside the area, and so their ends. For areas that are not convex:
//! H. Choset, "Coverage of Known Spaces: The Boustrophedon Cellular Decomposition", Autonomous Robots 9 (2000), 247–253.

use geo::{Coord, MultiPolygon};

use super::inside::Inside;
use super::{PatternError, Purpose};

/// No pattern has more lines.
const MAX_LINES: f64 = 2_000.0;
/// A strip left at the far side is run too if it is wider than this share of the spacing. A choice.
const STRIP_LEFT: f64 = 0.1;

/// A part of a line inside the area, its ends half a spacing inside.
#[derive(Clone, Copy)]
struct Row {
    y: f64,
    west: f64,
    east: f64,
}

/// The places of a pattern whose legs run along x, and what each leg to a place is for (the first one's is not used).
pub(super) fn swept(region: &MultiPolygon<f64>, spacing: f64) -> Result<Vec<(Coord<f64>, Purpose)>, PatternError> {
    let inside = Inside::new(region, spacing / 4.0);
    let (low, high) = inside.extent().ok_or(PatternError::NoArea)?;
    let mut left = cells(&inside, &lines(low.y, high.y, spacing)?, spacing);
    let mut run: Vec<(Coord<f64>, Purpose)> = Vec::new();
    while !left.is_empty() {
        let here = run.last().map(|(at, _)| *at);
        let (cell_idx, is_upward, is_eastward) = nearest(&left, here);
        let mut rows = left.swap_remove(cell_idx);
        if !is_upward {
            rows.reverse();
        }
        let mut is_eastward = is_eastward;
        for row in rows {
            let (begin, end) = if is_eastward { (row.west, row.east) } else { (row.east, row.west) };
            let (begin, end) = (Coord { x: begin, y: row.y }, Coord { x: end, y: row.y });
            if let Some((from, _)) = run.last().copied() {
                let by = inside.way(from, begin).unwrap_or_default();
                run.extend(by.into_iter().map(|at| (at, Purpose::Join)));
            }
            run.push((begin, Purpose::Join));
            run.push((end, Purpose::Search));
            is_eastward = !is_eastward;
        }
    }
    if run.is_empty() { Err(PatternError::NoArea) } else { Ok(run) }
}

/// Where the lines lie between two sides.
fn lines(low: f64, high: f64, spacing: f64) -> Result<Vec<f64>, PatternError> {
    let wide = high - low;
    if wide / spacing > MAX_LINES {
        return Err(PatternError::TooFine);
    }
    if wide <= spacing {
        return Ok(vec![f64::midpoint(low, high)]);
    }
    let mut lines: Vec<f64> = std::iter::successors(Some(low + spacing / 2.0), |y| Some(y + spacing))
        .take_while(|y| *y <= high - spacing * STRIP_LEFT)
        .collect();
    let left = high - lines.last().copied().unwrap_or(low) - spacing / 2.0;
    if left > spacing * STRIP_LEFT {
        lines.push(high - spacing / 2.0);
    }
    Ok(lines)
}

/// The parts of the lines inside, gathered into cells: within a cell each line has one part, beside that of the line before.
fn cells(inside: &Inside<'_>, lines: &[f64], spacing: f64) -> Vec<Vec<Row>> {
    let mut cells: Vec<Vec<Row>> = Vec::new();
    // Parts of the line before, and the cell that each is in.
    let mut before: Vec<(f64, f64, usize)> = Vec::new();
    for y in lines {
        let parts = parts(inside, *y);
        let meets = |a: (f64, f64), b: (f64, f64)| a.0 < b.1 && b.0 < a.1;
        let mut now = Vec::with_capacity(parts.len());
        for (west, east) in &parts {
            let beside: Vec<_> = before.iter().filter(|b| meets((b.0, b.1), (*west, *east))).collect();
            let goes_on = match beside.as_slice() {
                [one] if parts.iter().filter(|part| meets((one.0, one.1), **part)).count() == 1 => Some(one.2),
                _ => None,
            };
            let cell_idx = goes_on.unwrap_or_else(|| {
                cells.push(Vec::new());
                cells.len() - 1
            });
            let inset = (spacing / 2.0).min((east - west) / 4.0);
            if let Some(cell) = cells.get_mut(cell_idx) {
                cell.push(Row { y: *y, west: west + inset, east: east - inset });
            }
            now.push((*west, *east, cell_idx));
        }
        before = now;
    }
    cells
}

/// From where to where a line is inside, from west to east.
fn parts(inside: &Inside<'_>, y: f64) -> Vec<(f64, f64)> {
    // An edge holds its lower end and not its upper one, so that a vertex on the line counts once.
    let crosses = inside.edges().filter(|edge| (edge.start.y <= y) != (edge.end.y <= y));
    let mut cuts: Vec<f64> =
        crosses.map(|edge| edge.start.x + (y - edge.start.y) / (edge.end.y - edge.start.y) * edge.dx()).collect();
    cuts.sort_by(f64::total_cmp);
    cuts.chunks_exact(2).filter_map(|pair| Some((*pair.first()?, *pair.last()?))).filter(|(a, b)| b > a).collect()
}

/// The cell with the nearest way in, whether it is run towards greater y, and whether its first line eastwards. Without a place to come from, the first
/// cell's beginning.
fn nearest(cells: &[Vec<Row>], from: Option<Coord<f64>>) -> (usize, bool, bool) {
    let Some(from) = from else { return (0, true, true) };
    let ways = cells.iter().enumerate().flat_map(|(idx, rows)| {
        [(true, true), (true, false), (false, true), (false, false)].into_iter().filter_map(move |(up, east)| {
            let row = if up { rows.first()? } else { rows.last()? };
            let x = if east { row.west } else { row.east };
            Some(((x - from.x).hypot(row.y - from.y), idx, up, east))
        })
    });
    ways.min_by(|a, b| a.0.total_cmp(&b.0)).map_or((0, true, true), |(_, idx, up, east)| (idx, up, east))
}

/// From where to where along x the line y = 0 is inside, at its longest; `None` if it is nowhere.
pub(super) fn longest_through_middle(region: &MultiPolygon<f64>) -> Option<(f64, f64)> {
    parts(&Inside::new(region, 0.0), 0.0).into_iter().max_by(|a, b| (a.1 - a.0).total_cmp(&(b.1 - b.0)))
}
