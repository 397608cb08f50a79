//! Where rings cross themselves or each other, on the plane of longitude and latitude, as GeoJSON means its edges.

use geo::line_intersection::{LineIntersection, line_intersection};
use geo::{Coord, Line, LineString};
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};

/// A segment's box, with its ring and its place in that ring.
type Segment = GeomWithData<Rectangle<[f64; 2]>, (usize, usize)>;

/// What a look for crossings found.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Crossings {
    /// The first place, in order of the vertices, that was seen.
    pub first: Option<Coord<f64>>,
    /// How many were seen.
    pub n_seen: usize,
    /// Whether everything was looked at; `false` where the rings are so entangled that the look was given up.
    pub is_whole: bool,
}

/// How many pairs of segments are compared for each segment, and over all, before a look is given up.
const PAIRS_PER_SEGMENT: usize = 64;
const PAIRS_ALWAYS: usize = 4_000_000;

/// The first place (in order of the vertices) where the closed rings of one polygon cross themselves or each other.
///
/// A ring must not touch itself at all; two rings may touch at single points. Takes n log n time for ordinary rings.
#[must_use]
pub fn first_crossing(rings: &[&LineString<f64>]) -> Option<Coord<f64>> {
    crossings(rings, 1).first
}

/// As [`first_crossing`], counting on until `most` crossings were seen. Rings made to entangle a program are given up
/// after a bounded time.
#[must_use]
pub fn crossings(rings: &[&LineString<f64>], most: usize) -> Crossings {
    let lines: Vec<Vec<Line<f64>>> =
        rings.iter().map(|ring| ring.lines().filter(|line| line.start != line.end).collect()).collect();
    let boxes = lines.iter().enumerate().flat_map(|(ring_idx, ring)| {
        ring.iter().enumerate().map(move |(idx, line)| {
            let corners = Rectangle::from_corners([line.start.x, line.start.y], [line.end.x, line.end.y]);
            Segment::new(corners, (ring_idx, idx))
        })
    });
    let tree = RTree::bulk_load(boxes.collect());
    let mut pairs_left = PAIRS_ALWAYS + tree.size().saturating_mul(PAIRS_PER_SEGMENT);
    let mut seen = Crossings { is_whole: true, ..Crossings::default() };
    for (ring_idx, ring) in lines.iter().enumerate() {
        for (idx, line) in ring.iter().enumerate() {
            let envelope = AABB::from_corners([line.start.x, line.start.y], [line.end.x, line.end.y]);
            let mut found: Option<((usize, usize), Coord<f64>)> = None;
            for other in tree.locate_in_envelope_intersecting(envelope) {
                pairs_left = pairs_left.saturating_sub(1);
                if pairs_left == 0 {
                    return Crossings { is_whole: false, first: seen.first.or(found.map(|(_, at)| at)), ..seen };
                }
                let (other_ring, other_idx) = other.data;
                if (other_ring, other_idx) <= (ring_idx, idx) {
                    continue;
                }
                let Some(other_line) = lines.get(other_ring).and_then(|ring| ring.get(other_idx)) else { continue };
                let is_same = other_ring == ring_idx;
                let are_neighbours = is_same && (other_idx == idx + 1 || (idx == 0 && other_idx + 1 == ring.len()));
                if let Some(place) = meeting(*line, *other_line, is_same, are_neighbours) {
                    seen.n_seen += 1;
                    if found.is_none_or(|(at, _)| other.data < at) {
                        found = Some((other.data, place));
                    }
                }
            }
            seen.first = seen.first.or(found.map(|(_, place)| place));
            if seen.n_seen >= most {
                return seen;
            }
        }
    }
    seen
}

/// Where two segments meet in a way that rings of one polygon must not.
fn meeting(line: Line<f64>, other: Line<f64>, is_same_ring: bool, are_neighbours: bool) -> Option<Coord<f64>> {
    match line_intersection(line, other)? {
        LineIntersection::Collinear { intersection } if intersection.start != intersection.end => {
            Some(intersection.start)
        }
        LineIntersection::SinglePoint { intersection, is_proper } => {
            (is_proper || (is_same_ring && !are_neighbours)).then_some(intersection)
        }
        LineIntersection::Collinear { intersection } => (is_same_ring && !are_neighbours).then_some(intersection.start),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ring(places: &[(f64, f64)]) -> LineString<f64> {
        LineString::from(places.to_vec())
    }

    #[test]
    fn a_bow_tie_crosses_in_its_middle() {
        let bow_tie = ring(&[(0.0, 0.0), (2.0, 2.0), (2.0, 0.0), (0.0, 2.0), (0.0, 0.0)]);
        assert_eq!(first_crossing(&[&bow_tie]), Some(Coord { x: 1.0, y: 1.0 }));
    }

    #[test]
    fn simple_rings_do_not_cross() {
        let square = ring(&[(0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (0.0, 4.0), (0.0, 0.0)]);
        let hole = ring(&[(1.0, 1.0), (1.0, 2.0), (2.0, 2.0), (1.0, 1.0)]);
        let touching = ring(&[(0.0, 2.0), (1.0, 2.0), (1.0, 1.0), (0.0, 2.0)]);
        let poking = ring(&[(3.0, 1.0), (5.0, 2.0), (3.0, 3.0), (3.0, 1.0)]);
        assert_eq!(first_crossing(&[&square]), None);
        assert_eq!(first_crossing(&[&square, &hole]), None);
        assert_eq!(first_crossing(&[&square, &touching]), None);
        assert!(first_crossing(&[&square, &poking]).is_some());
    }

    #[test]
    fn a_spike_and_a_touch_are_crossings() {
        let spike = ring(&[(0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (6.0, 6.0), (4.0, 4.0), (0.0, 4.0), (0.0, 0.0)]);
        assert!(first_crossing(&[&spike]).is_some());
        let touch = ring(&[(0.0, 0.0), (2.0, 0.0), (1.0, 1.0), (2.0, 2.0), (0.0, 2.0), (1.0, 1.0), (0.0, 0.0)]);
        assert_eq!(first_crossing(&[&touch]), Some(Coord { x: 1.0, y: 1.0 }));
    }
}
