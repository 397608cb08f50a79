//! Whether something lies inside a ring, asked many times of one ring.
//!
//! Owns an index of the ring's edges by latitude, so that a coast of half a million vertices can be asked about each of its
//! thousands of islands. Start at [`Outline::new`].

use geo::algorithm::kernels::{Kernel as _, Orientation, RobustKernel};
use geo::coordinate_position::CoordPos;
use geo::{Coord, Line, LineString};

/// Rings with fewer edges are looked through whole.
const MIN_INDEXED: usize = 64;
/// How many edges there are for each slab.
const PER_SLAB: usize = 32;
/// A ring whose edges would stand in more slabs than this, each on average, is looked through whole.
const MAX_ENTRIES_PER_EDGE: usize = 8;

/// So many vertices of a ring are asked whether it lies in another.
const MAX_VERTICES_ASKED: usize = 24;

/// A closed ring that can be asked what lies in it.
pub(super) struct Outline<'a> {
    ring: &'a LineString<f64>,
    slabs: Option<Slabs>,
}

/// Edges by the slabs of latitude that they touch.
struct Slabs {
    south: f64,
    per_degree: f64,
    /// Where each slab's edges begin in `edges`; one more than there are slabs.
    starts: Vec<u32>,
    edges: Vec<u32>,
}

impl Slabs {
    fn new(ring: &LineString<f64>) -> Option<Self> {
        let n_edges = ring.0.len().saturating_sub(1);
        if n_edges < MIN_INDEXED {
            return None;
        }
        let (south, north) =
            ring.0.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), c| (low.min(c.y), high.max(c.y)));
        let n_slabs = n_edges / PER_SLAB;
        #[expect(clippy::cast_precision_loss, reason = "millions at most")]
        let per_degree = n_slabs as f64 / (north - south);
        if !per_degree.is_finite() {
            return None;
        }
        let mut slabs = Self { south, per_degree, starts: vec![0; n_slabs + 1], edges: Vec::new() };
        // How many edges each slab has, then where they begin, then which they are.
        let mut n_entries = 0;
        for line in ring.lines() {
            let (from, to) = slabs.span(&line);
            n_entries += to - from + 1;
            if n_entries > n_edges * MAX_ENTRIES_PER_EDGE {
                return None;
            }
            for slab in from..=to {
                if let Some(count) = slabs.starts.get_mut(slab + 1) {
                    *count += 1;
                }
            }
        }
        let mut sum = 0;
        for start in &mut slabs.starts {
            sum += *start;
            *start = sum;
        }
        slabs.edges = vec![0; n_entries];
        let mut next = slabs.starts.clone();
        for (idx, line) in ring.lines().enumerate() {
            let (from, to) = slabs.span(&line);
            for slab in from..=to {
                let Some(at) = next.get_mut(slab) else { continue };
                if let Some(edge) = slabs.edges.get_mut(usize::try_from(*at).unwrap_or(usize::MAX)) {
                    *edge = u32::try_from(idx).unwrap_or(u32::MAX);
                }
                *at += 1;
            }
        }
        Some(slabs)
    }

    fn span(&self, line: &Line<f64>) -> (usize, usize) {
        (self.slab_of(line.start.y.min(line.end.y)), self.slab_of(line.start.y.max(line.end.y)))
    }

    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the float cast saturates")]
    fn slab_of(&self, y: f64) -> usize {
        (((y - self.south) * self.per_degree) as usize).min(self.starts.len().saturating_sub(2))
    }

    fn edges_at(&self, y: f64) -> &[u32] {
        let slab = self.slab_of(y);
        let at = |idx: usize| self.starts.get(idx).and_then(|start| usize::try_from(*start).ok()).unwrap_or(0);
        self.edges.get(at(slab)..at(slab + 1)).unwrap_or_default()
    }
}

impl<'a> Outline<'a> {
    /// A ring, ready to be asked.
    pub(super) fn new(ring: &'a LineString<f64>) -> Self {
        Self { ring, slabs: Slabs::new(ring) }
    }

    /// Whether a ring lies in this one, judged by most of its vertices that are not on it, or of a few of them where there
    /// are many. Each edge looked at is taken from `n_left`.
    pub(super) fn holds(&self, ring: &LineString<f64>, n_left: &mut usize) -> bool {
        let step = ring.0.len().div_ceil(MAX_VERTICES_ASKED).max(1);
        let (mut n_inside, mut n_outside) = (0, 0);
        // The last vertex is the first again.
        for coord in ring.0.iter().skip(1).step_by(step) {
            match self.position(*coord, n_left) {
                CoordPos::Inside => n_inside += 1,
                CoordPos::Outside => n_outside += 1,
                CoordPos::OnBoundary => {}
            }
        }
        if n_inside != n_outside {
            return n_inside > n_outside;
        }
        if n_inside > 0 {
            return false;
        }
        // Every vertex lies on the outer ring: the middle of an edge decides, and else it fills it.
        let Some(line) = ring.lines().next() else { return false };
        let middle = Coord { x: f64::midpoint(line.start.x, line.end.x), y: f64::midpoint(line.start.y, line.end.y) };
        self.position(middle, n_left) != CoordPos::Outside
    }

    /// Where a place lies: by how many edges east of it a line due east crosses.
    fn position(&self, place: Coord<f64>, n_left: &mut usize) -> CoordPos {
        let mut is_inside = false;
        let mut is_on = false;
        let mut look = |line: Line<f64>| {
            *n_left = n_left.saturating_sub(1);
            let (low, high) = (line.start.y.min(line.end.y), line.start.y.max(line.end.y));
            let is_beside = place.y < low || place.y > high || place.x > line.start.x.max(line.end.x);
            if is_on || is_beside {
                return;
            }
            let side = RobustKernel::orient2d(line.start, line.end, place);
            if side == Orientation::Collinear {
                is_on = place.x >= line.start.x.min(line.end.x);
            } else if (line.start.y > place.y) != (line.end.y > place.y) {
                // West of an edge that runs north is on its left.
                let is_west = (side == Orientation::CounterClockwise) == (line.end.y > line.start.y);
                is_inside ^= is_west;
            }
        };
        match &self.slabs {
            None => self.ring.lines().for_each(&mut look),
            Some(slabs) => {
                for idx in slabs.edges_at(place.y) {
                    let idx = usize::try_from(*idx).unwrap_or(usize::MAX);
                    if let (Some(start), Some(end)) = (self.ring.0.get(idx), self.ring.0.get(idx.saturating_add(1))) {
                        look(Line { start: *start, end: *end });
                    }
                }
            }
        }
        match (is_on, is_inside) {
            (true, _) => CoordPos::OnBoundary,
            (false, true) => CoordPos::Inside,
            (false, false) => CoordPos::Outside,
        }
    }
}

#[cfg(test)]
mod tests {
    use geo::coordinate_position::CoordinatePosition as _;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_wavy_coast_is_asked_about_few_edges() {
        let coast = (0..100_000).map(|i| {
            let turn = f64::from(i) / 100_000.0 * std::f64::consts::TAU;
            let radius = 1.0 + 0.01 * (turn * 5000.0).sin();
            Coord { x: 125.0 + radius * turn.cos(), y: 36.0 + radius * turn.sin() }
        });
        let mut coast: Vec<Coord<f64>> = coast.collect();
        coast.push(coast[0]);
        let coast = LineString(coast);
        let outline = Outline::new(&coast);
        let mut n_left = 100_000;
        for i in 0..100 {
            let x = 124.1 + f64::from(i) * 0.01;
            let islet = LineString::from(vec![(x, 36.3), (x + 0.001, 36.3), (x, 36.301), (x, 36.3)]);
            assert!(outline.holds(&islet, &mut n_left), "{i}");
        }
        assert!(n_left > 80_000, "{n_left}");
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

        /// On a grid, so that vertices and edges are hit often; `geo` is the other program.
        #[test]
        fn every_place_is_where_geo_says(places in prop::collection::vec((0..12_i32, 0..12_i32), 4..200), x in 0..24_i32, y in 0..24_i32) {
            let mut ring: Vec<Coord<f64>> = places.iter().map(|(x, y)| Coord { x: f64::from(*x), y: f64::from(*y) }).collect();
            ring.dedup();
            ring.push(ring[0]);
            let ring = LineString(ring);
            let place = Coord { x: f64::from(x) / 2.0, y: f64::from(y) / 2.0 };
            let polygon = geo::Polygon::new(ring.clone(), vec![]);
            let found = Outline::new(&ring).position(place, &mut usize::MAX.clone());
            prop_assert_eq!(found == CoordPos::OnBoundary, polygon.coordinate_position(&place) == CoordPos::OnBoundary);
            let whole = Outline { ring: &ring, slabs: None }.position(place, &mut usize::MAX.clone());
            prop_assert_eq!(found, whole);
            // Where a ring crosses itself, `geo` counts turns and this counts crossings: only simple rings are compared.
            if crate::geodesy::first_crossing(&[&ring]).is_none() {
                prop_assert_eq!(found, polygon.coordinate_position(&place));
            }
        }

        #[test]
        fn a_star_shaped_ring_is_where_geo_says(radii in prop::collection::vec(0.2..1.0_f64, 70..300), x in -1.1..1.1_f64, y in -1.1..1.1_f64) {
            let n = f64::from(u32::try_from(radii.len()).expect("few"));
            let corner = |(i, radius): (u32, &f64)| {
                let turn = f64::from(i) / n * std::f64::consts::TAU;
                Coord { x: radius * turn.cos(), y: radius * turn.sin() }
            };
            let mut ring: Vec<Coord<f64>> = (0..).zip(&radii).map(corner).collect();
            ring.push(ring[0]);
            let ring = LineString(ring);
            let place = Coord { x, y };
            let found = Outline::new(&ring).position(place, &mut usize::MAX.clone());
            prop_assert_eq!(found, geo::Polygon::new(ring.clone(), vec![]).coordinate_position(&place));
        }
    }
}
