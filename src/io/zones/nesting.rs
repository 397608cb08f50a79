//! Which ring is a hole of which, where a file does not say: by where each lies.
//!
//! Owns that decision for shapefiles, whose parts are bare rings. Start at [`by_nesting`].

use geo::{Area as _, BoundingRect as _, LineString, Polygon};
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};

use super::outline::Outline;

/// How many boxes and edges are compared before the search is given up: rings by the hundred thousand, all through each other.
pub(super) const MAX_COMPARED: usize = 60_000_000;

/// Polygons made of rings.
pub(super) struct Nested {
    /// In the order of their outer rings.
    pub(super) polygons: Vec<Polygon<f64>>,
    /// How many rings a shapefile's rule (outer rings clockwise) would have taken the other way.
    pub(super) n_odd: u64,
    /// Whether every ring's place was found; else some were taken as outer rings.
    pub(super) is_whole: bool,
}

/// A ring as its own polygon, its box and its place among all rings by falling size.
struct Sized {
    ring_idx: usize,
    area: f64,
    outline: Polygon<f64>,
    bounds: AABB<[f64; 2]>,
}

/// Rings as polygons: a ring inside an odd number of others is a hole of the smallest that holds it, whichever way it is
/// wound. The search is given up after `most` comparisons.
pub(super) fn by_nesting(rings: Vec<LineString<f64>>, most: usize) -> Nested {
    let mut sized: Vec<Sized> = rings.into_iter().enumerate().filter_map(|(idx, ring)| sized(idx, ring)).collect();
    // By falling size, so that what holds a ring stands before it; equal sizes keep the file's order.
    sized.sort_by(|a, b| b.area.abs().total_cmp(&a.area.abs()).then(a.ring_idx.cmp(&b.ring_idx)));
    let boxes = sized
        .iter()
        .enumerate()
        .map(|(rank, ring)| GeomWithData::new(Rectangle::from_corners(ring.bounds.lower(), ring.bounds.upper()), rank));
    let tree = RTree::bulk_load(boxes.collect());
    let mut depths: Vec<usize> = Vec::with_capacity(sized.len());
    let mut parents: Vec<Option<usize>> = Vec::with_capacity(sized.len());
    let mut n_odd = 0;
    let mut n_left = most;
    // Made when first asked.
    let mut outlines: Vec<Option<Outline<'_>>> = sized.iter().map(|_| None).collect();
    for (rank, ring) in sized.iter().enumerate() {
        // Whatever holds a ring holds its first corner.
        let corner = ring.outline.exterior().0.first().map_or([0.0, 0.0], |c| [c.x, c.y]);
        let around = tree.locate_in_envelope_intersecting(AABB::from_point(corner)).map(|found| found.data);
        let around = around.take_while(|_| {
            n_left = n_left.saturating_sub(1);
            n_left > 0
        });
        let mut larger: Vec<usize> = around.filter(|other| *other < rank).collect();
        larger.sort_unstable();
        let holds = |other: &usize| {
            let (Some(outer), Some(slot)) = (sized.get(*other), outlines.get_mut(*other)) else { return false };
            let outline = slot.get_or_insert_with(|| Outline::new(outer.outline.exterior()));
            n_left > 0 && outline.holds(ring.outline.exterior(), &mut n_left)
        };
        let parent = larger.into_iter().rev().find(holds);
        let depth = parent.and_then(|outer| depths.get(outer)).map_or(0, |depth| depth + 1);
        n_odd += u64::from(ring.area != 0.0 && (ring.area < 0.0) != (depth % 2 == 0));
        depths.push(depth);
        parents.push(parent);
    }
    drop(outlines);
    let mut polygons: Vec<Option<(usize, Polygon<f64>)>> = Vec::with_capacity(sized.len());
    for ((ring, depth), parent) in sized.into_iter().zip(depths).zip(parents) {
        if depth % 2 == 0 {
            polygons.push(Some((ring.ring_idx, ring.outline)));
            continue;
        }
        polygons.push(None);
        if let Some(Some((_, outer))) = parent.and_then(|outer| polygons.get_mut(outer)) {
            outer.interiors_push(ring.outline.into_inner().0);
        }
    }
    let mut polygons: Vec<(usize, Polygon<f64>)> = polygons.into_iter().flatten().collect();
    polygons.sort_by_key(|(ring_idx, _)| *ring_idx);
    let polygons = polygons.into_iter().map(|(_, polygon)| polygon).collect();
    Nested { polygons, n_odd, is_whole: n_left > 0 }
}

fn sized(ring_idx: usize, ring: LineString<f64>) -> Option<Sized> {
    let bounds = ring.bounding_rect()?;
    let bounds = AABB::from_corners([bounds.min().x, bounds.min().y], [bounds.max().x, bounds.max().y]);
    let outline = Polygon::new(ring, Vec::new());
    Some(Sized { ring_idx, area: outline.signed_area(), outline, bounds })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rings_all_through_each_other_are_given_up_in_bounded_time() {
        let ring = |i: i32| {
            let x = 120.0 + f64::from(i) * 1e-5;
            LineString::from(vec![(x, 30.0), (x + 0.5, 31.0001), (x + 1.0, 31.0), (x, 30.0)])
        };
        let nested = by_nesting((0..2000).map(ring).collect(), 10_000);
        assert_eq!((nested.polygons.len(), nested.is_whole), (2000, false));
    }

    #[test]
    fn islands_in_lakes_on_islands_alternate() {
        let square = |west: f64, size: f64| {
            let (south, east, north) = (30.0 + west - 120.0, west + size, 30.0 + west - 120.0 + size);
            LineString::from(vec![(west, south), (east, south), (east, north), (west, north), (west, south)])
        };
        let rings = (0..6).map(|i| square(120.0 + f64::from(i) * 0.1, 2.0 - f64::from(i) * 0.2)).collect();
        let nested = by_nesting(rings, MAX_COMPARED);
        let holes: Vec<usize> = nested.polygons.iter().map(|polygon| polygon.interiors().len()).collect();
        assert_eq!((holes, nested.is_whole), (vec![1, 1, 1], true));
        // All run counter-clockwise: by a shapefile's rule three outer rings run the wrong way.
        assert_eq!(nested.n_odd, 3);
    }
}
