//! Cascaded line simplification of one track, in the plane and in time.
//!
//! Owns the scratch space and the Douglas–Peucker recursion. Never knows a store or a zoom. Start at
//! [`Simplifier::simplify`].

#![expect(clippy::cast_possible_truncation, reason = "a track's vertices are counted in 32 bits, as its level is")]

use super::pyramid::Vertex;
use crate::mercator;

/// How many tolerances a vertex may lie ahead or astern of where its moment puts it on the simplified line: a ship then
/// sits within four pixels of its true place at the edge of a time window, and steady passages still become one segment.
const ALONG: f64 = 4.0;
/// The longest run simplified at once, which bounds the worst case (quadratic in the run).
const RUN: usize = 1024;

/// Simplifies one track again and again, each time from what the last time kept.
#[derive(Default)]
pub(super) struct Simplifier {
    points: Vec<Point>,
    keep: Vec<bool>,
    stack: Vec<(u32, u32)>,
}

#[derive(Clone, Copy)]
struct Point {
    x: f64,
    y: f64,
    time: f64,
    idx: u32,
    is_fixed: bool,
}

impl Simplifier {
    /// Takes a track. Vertices for which `ends_silence` holds, and those before them, are never left out.
    pub(super) fn load(&mut self, track: &[Vertex], ends_silence: impl Fn(&Vertex) -> bool) {
        self.points.clear();
        let (mut x, mut last_x) = (0.0, track.first().map_or(0, |v| v.x));
        for (idx, vertex) in track.iter().enumerate() {
            x += f64::from(mercator::eastward(last_x, vertex.x));
            last_x = vertex.x;
            let is_fixed = ends_silence(vertex) || track.get(idx + 1).is_some_and(&ends_silence);
            let (y, time) = (f64::from(vertex.y), f64::from(vertex.tick));
            self.points.push(Point { x, y, time, idx: idx as u32, is_fixed });
        }
    }

    /// How many vertices are left.
    pub(super) fn n_kept(&self) -> usize {
        self.points.len()
    }

    /// The indices in the loaded track of those that are left, ascending.
    pub(super) fn kept(&self) -> impl Iterator<Item = usize> + '_ {
        self.points.iter().map(|point| point.idx as usize)
    }

    /// Leaves out what the line can do without: no vertex left out now lies further than `tolerance` from it.
    pub(super) fn simplify(&mut self, tolerance: f64) {
        let n = self.points.len();
        if n < 3 {
            return;
        }
        self.keep.clear();
        self.keep.resize(n, false);
        let mut start = 0;
        self.keep[0] = true;
        for end in 1..n {
            if self.points[end].is_fixed || end - start == RUN || end + 1 == n {
                self.keep[end] = true;
                self.run(start, end, tolerance * tolerance);
                start = end;
            }
        }
        let mut kept = self.keep.iter();
        self.points.retain(|_| kept.next().copied().unwrap_or(true));
    }

    fn run(&mut self, start: usize, end: usize, tolerance_squared: f64) {
        self.stack.clear();
        self.stack.push((start as u32, end as u32));
        while let Some((from, to)) = self.stack.pop() {
            let (from_idx, to_idx) = (from as usize, to as usize);
            if to_idx <= from_idx + 1 {
                continue;
            }
            let (worst, error) = worst(&self.points[from_idx..=to_idx]);
            if error > tolerance_squared {
                let middle = from + worst as u32;
                self.keep[middle as usize] = true;
                self.stack.push((from, middle));
                self.stack.push((middle, to));
            }
        }
    }
}

/// Which inner point of a run strays most from the chord between its ends, and the square of how far.
fn worst(run: &[Point]) -> (usize, f64) {
    let (Some(a), Some(b)) = (run.first(), run.last()) else { return (0, 0.0) };
    let (dx, dy) = (b.x - a.x, b.y - a.y);
    let length_squared = dx * dx + dy * dy;
    let per_length = if length_squared > 0.0 { length_squared.recip() } else { 0.0 };
    let per_time = if b.time > a.time { (b.time - a.time).recip() } else { 0.0 };
    let (mut worst, mut error) = (0, -1.0);
    for (idx, point) in run.iter().enumerate().take(run.len() - 1).skip(1) {
        let (px, py) = (point.x - a.x, point.y - a.y);
        let along = ((px * dx + py * dy) * per_length).clamp(0.0, 1.0);
        let (ex, ey) = (px - along * dx, py - along * dy);
        let then = (point.time - a.time) * per_time;
        let (tx, ty) = (px - then * dx, py - then * dy);
        let e = (ex * ex + ey * ey).max((tx * tx + ty * ty) * (1.0 / (ALONG * ALONG)));
        if e > error {
            (worst, error) = (idx, e);
        }
    }
    (worst, error)
}
