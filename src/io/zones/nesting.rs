//! Which ring is a hole of which, where a file does not say: by where each lies.
//!
//! Owns that decision for shapefiles, whose parts are bare rings. Start at [`by_nesting`].

use geo::coordinate_position::{CoordPos, CoordinatePosition as _};
use geo::{Area as _, BoundingRect as _, Coord, LineString, Polygon};
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};

/// How many vertices are compared before the search is given up: rings by the hundred thousand, all through each other.
const MAX_COMPARED: usize = 400_000_000;

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
/// wound.
pub(super) fn by_nesting(rings: Vec<LineString<f64>>) -> Nested {
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
    let mut n_left = MAX_COMPARED;
    for (rank, ring) in sized.iter().enumerate() {
        // Whatever holds a ring holds its first corner.
        let corner = ring.outline.exterior().0.first().map_or([0.0, 0.0], |c| [c.x, c.y]);
        let around = tree.locate_in_envelope_intersecting(AABB::from_point(corner)).map(|found| found.data);
        let mut larger: Vec<usize> = around.filter(|other| *other < rank).collect();
        larger.sort_unstable();
        let holds = |other: &usize| {
            let Some(outer) = sized.get(*other) else { return false };
            n_left = n_left.saturating_sub(outer.outline.exterior().0.len());
            n_left > 0 && lies_in(ring.outline.exterior(), &outer.outline)
        };
        let parent = larger.into_iter().rev().find(holds);
        let depth = parent.and_then(|outer| depths.get(outer)).map_or(0, |depth| depth + 1);
        n_odd += u64::from(ring.area != 0.0 && (ring.area < 0.0) != (depth % 2 == 0));
        depths.push(depth);
        parents.push(parent);
    }
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

/// Whether a ring lies in a polygon's outline, judged by its first vertex that is not on it.
pub(super) fn lies_in(ring: &LineString<f64>, outer: &Polygon<f64>) -> bool {
    for coord in &ring.0 {
        match outer.coordinate_position(coord) {
            CoordPos::Inside => return true,
            CoordPos::Outside => return false,
            CoordPos::OnBoundary => {}
        }
    }
    // Every vertex lies on the outer ring: the middle of an edge decides, and else it fills it.
    let Some(line) = ring.lines().next() else { return false };
    let middle = Coord { x: f64::midpoint(line.start.x, line.end.x), y: f64::midpoint(line.start.y, line.end.y) };
    outer.coordinate_position(&middle) != CoordPos::Outside
}
