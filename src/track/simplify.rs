//! Line simplification of one track, in the plane and in time, for all levels in one pass.
//!
//! Owns the scratch space and the Douglas–Peucker recursion. Never knows a store or a zoom. Start at
//! [`Simplifier::rank`].
//!
//! The recursion is the same at every tolerance up to where it stops: a vertex is kept at a tolerance if the run that it
//! splits, and every run around that, strays by more. So one pass down to the finest tolerance tells for every vertex
//! which is the coarsest level that keeps it.

#![expect(clippy::cast_possible_truncation, reason = "a track's vertices are counted in 32 bits, as its level is")]

use super::pyramid::Vertex;
use crate::mercator;

/// How many tolerances a vertex may lie ahead or astern of where its moment puts it on the simplified line: a ship then
/// sits within four pixels of its true place at the edge of a time window, and steady passages still become one segment.
const ALONG: f64 = 4.0;
/// The longest run simplified at once, which bounds the worst case (quadratic in the run).
const RUN: usize = 1024;
/// How many levels are ranked in one pass. The ends of runs are kept by all of them; the next pass begins with what the
/// last level of this one keeps, so that these ends do not fill the coarse levels.
const LEVELS_AT_ONCE: usize = 5;

/// Tells for the vertices of one track after another which levels keep them.
#[derive(Default)]
pub(super) struct Simplifier {
    points: Points,
    /// Of each point its place in the track, and whether no level may leave it out.
    origins: Vec<(u32, bool)>,
    ranks: Vec<u8>,
    errors: Vec<f64>,
    stack: Vec<(u32, u32, u8)>,
}

/// Places and moments, each measure in a row of its own, so that several points are measured at once.
#[derive(Default)]
struct Points {
    x: Vec<f64>,
    y: Vec<f64>,
    time: Vec<f64>,
}

impl Simplifier {
    /// The coarsest level that keeps each vertex of a track, whose levels have these tolerances, ascending by half or more; 0
    /// for what none keeps. Vertices for which `ends_silence` holds, and those before them, are kept by all, as are both ends.
    ///
    /// At each level no vertex left out lies further than its tolerance from the line that the level of the pass before
    /// draws, or from the track itself.
    pub(super) fn rank(
        &mut self,
        track: &[Vertex],
        tolerances: &[f64],
        ends_silence: impl Fn(&Vertex) -> bool,
    ) -> &[u8] {
        self.load(track, ends_silence);
        self.ranks.clear();
        self.ranks.resize(track.len(), 0);
        let mut n_below = 0;
        for tolerances in tolerances.chunks(LEVELS_AT_ONCE) {
            self.pass(tolerances, n_below);
            n_below += tolerances.len() as u8;
            self.keep(n_below);
        }
        &self.ranks
    }

    fn load(&mut self, track: &[Vertex], ends_silence: impl Fn(&Vertex) -> bool) {
        let Self { points, origins, .. } = self;
        points.clear();
        origins.clear();
        let (mut x, mut last_x) = (0.0, track.first().map_or(0, |v| v.x));
        for (idx, vertex) in track.iter().enumerate() {
            x += f64::from(mercator::eastward(last_x, vertex.x));
            last_x = vertex.x;
            let is_fixed = ends_silence(vertex) || track.get(idx + 1).is_none_or(&ends_silence);
            points.push(x, f64::from(vertex.y), f64::from(vertex.tick));
            origins.push((idx as u32, is_fixed || idx == 0));
        }
    }

    /// Ranks the points among levels of these tolerances, above which so many levels are finer.
    fn pass(&mut self, tolerances: &[f64], n_below: u8) {
        let Self { points, origins, ranks, errors, stack } = self;
        let n_levels = tolerances.len() as u8;
        let mut squares = [f64::INFINITY; LEVELS_AT_ONCE];
        for (square, tolerance) in squares.iter_mut().zip(tolerances) {
            *square = tolerance * tolerance;
        }
        let n_kept_by = |error: f64| squares.iter().filter(|square| error > **square).count() as u8;
        let mut start = 0;
        for (end, (idx, is_fixed)) in origins.iter().enumerate() {
            if !is_fixed && end - start < RUN {
                continue;
            }
            ranks[*idx as usize] = n_below + n_levels;
            stack.push((start as u32, end as u32, n_levels));
            start = end;
            while let Some((from, to, most)) = stack.pop() {
                if to <= from + 1 {
                    continue;
                }
                let (worst, error) = points.worst(from as usize, to as usize, errors);
                let rank = n_kept_by(error).min(most);
                if rank > 0 {
                    let middle = from + worst as u32;
                    ranks[origins[middle as usize].0 as usize] = n_below + rank;
                    stack.push((from, middle, rank));
                    stack.push((middle, to, rank));
                }
            }
        }
    }

    /// Goes on with the points that so many levels keep.
    fn keep(&mut self, rank: u8) {
        let Self { points, origins, ranks, .. } = self;
        let mut n = 0;
        for idx in 0..origins.len() {
            if ranks[origins[idx].0 as usize] >= rank {
                origins[n] = origins[idx];
                (points.x[n], points.y[n], points.time[n]) = (points.x[idx], points.y[idx], points.time[idx]);
                n += 1;
            }
        }
        origins.truncate(n);
        points.truncate(n);
    }
}

impl Points {
    fn clear(&mut self) {
        self.truncate(0);
    }

    fn truncate(&mut self, n: usize) {
        self.x.truncate(n);
        self.y.truncate(n);
        self.time.truncate(n);
    }

    fn push(&mut self, x: f64, y: f64, time: f64) {
        self.x.push(x);
        self.y.push(y);
        self.time.push(time);
    }

    /// Which point between two strays most from the chord between them, counted from the first, and the square of how far;
    /// the first of those that stray the same.
    fn worst(&self, from: usize, to: usize, errors: &mut Vec<f64>) -> (usize, f64) {
        let (ax, ay, at) = (self.x[from], self.y[from], self.time[from]);
        let (dx, dy) = (self.x[to] - ax, self.y[to] - ay);
        let length_squared = dx * dx + dy * dy;
        let per_length = if length_squared > 0.0 { length_squared.recip() } else { 0.0 };
        let per_time = if self.time[to] > at { (self.time[to] - at).recip() } else { 0.0 };
        let inner = from + 1..to;
        let (xs, ys, times) = (&self.x[inner.clone()], &self.y[inner.clone()], &self.time[inner]);
        errors.clear();
        errors.extend(xs.iter().zip(ys).zip(times).map(|((x, y), time)| {
            let (px, py) = (x - ax, y - ay);
            let along = least(most((px * dx + py * dy) * per_length, 0.0), 1.0);
            let (ex, ey) = (px - along * dx, py - along * dy);
            let then = (time - at) * per_time;
            let (tx, ty) = (px - then * dx, py - then * dy);
            most(ex * ex + ey * ey, (tx * tx + ty * ty) * (1.0 / (ALONG * ALONG)))
        }));
        // Four at a time, as each comparison waits for the one before it.
        let mut highest = [-1.0_f64; 4];
        let (fours, rest) = errors.as_chunks::<4>();
        for four in fours {
            for (high, error) in highest.iter_mut().zip(four) {
                *high = most(*error, *high);
            }
        }
        let error = rest.iter().chain(&highest).copied().fold(-1.0, most);
        (1 + errors.iter().position(|e| *e >= error).unwrap_or_default(), error)
    }
}

/// The greater of two numbers; `f64::max` also asks whether either is one, which takes three times as long.
#[inline]
fn most(a: f64, b: f64) -> f64 {
    if a > b { a } else { b }
}

#[inline]
fn least(a: f64, b: f64) -> f64 {
    if a < b { a } else { b }
}

#[cfg(test)]
#[expect(clippy::cast_sign_loss, reason = "random numbers are never negative")]
mod tests {
    use super::super::pyramid::tests::Random;
    use super::*;

    /// Douglas–Peucker at one tolerance, as the paper has it.
    fn kept(points: &Points, from: usize, to: usize, tolerance: f64, keep: &mut [bool]) {
        (keep[from], keep[to]) = (true, true);
        if to <= from + 1 {
            return;
        }
        let (worst, error) = points.worst(from, to, &mut Vec::new());
        if error > tolerance * tolerance {
            kept(points, from, from + worst, tolerance, keep);
            kept(points, from + worst, to, tolerance, keep);
        }
    }

    #[test]
    fn one_pass_keeps_at_each_tolerance_what_a_pass_of_its_own_would_keep() {
        let mut random = Random(0x9E37_79B9_7F4A_7C15);
        let tolerances = [100.0, 200.0, 400.0, 800.0, 1600.0];
        for n in [1, 2, 3, 50, RUN] {
            let (mut x, mut y) = (1_u32 << 31, 1_u32 << 30);
            let track: Vec<Vertex> = (0..n as u32)
                .map(|tick| {
                    x = x.wrapping_add((random.next() * 2000.0) as u32);
                    y = y.wrapping_add((random.next() * 500.0) as u32);
                    Vertex { x, y, tick: tick * 60, vessel: 0 }
                })
                .collect();
            let mut simplifier = Simplifier::default();
            let ranks = simplifier.rank(&track, &tolerances, |_| false).to_vec();
            simplifier.load(&track, |_| false);
            for (idx, tolerance) in tolerances.iter().enumerate() {
                let mut keep = vec![false; n];
                kept(&simplifier.points, 0, n - 1, *tolerance, &mut keep);
                let by_rank: Vec<bool> = ranks.iter().map(|rank| usize::from(*rank) > idx).collect();
                assert_eq!(by_rank, keep, "{n} fixes, {tolerance}");
            }
        }
    }
}
