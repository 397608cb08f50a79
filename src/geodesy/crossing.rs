//! Where rings cross themselves or each other, on the plane of longitude and latitude, as GeoJSON means its edges.

use geo::line_intersection::{LineIntersection, line_intersection};
use geo::{Coord, Line, LineString};
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};

/// A segment's box, with its ring and its place in that ring.
type Segment = GeomWithData<Rectangle<[f64; 2]>, (usize, usize)>;

/// The first place (in order of the vertices) where the closed rings of one polygon cross themselves or each other.
///
/// A ring must not touch itself at all; two rings may touch at single points. Takes n log n time for ordinary rings.
#[must_use]
pub fn first_crossing(rings: &[&LineString<f64>]) -> Option<Coord<f64>> {
    let lines: Vec<Vec<Line<f64>>> =
        rings.iter().map(|ring| ring.lines().filter(|line| line.start != line.end).collect()).collect();
    let boxes = lines.iter().enumerate().flat_map(|(ring_idx, ring)| {
        ring.iter().enumerate().map(move |(idx, line)| {
            let corners = Rectangle::from_corners([line.start.x, line.start.y], [line.end.x, line.end.y]);
            Segment::new(corners, (ring_idx, idx))
        })
    });
    let tree = RTree::bulk_load(boxes.collect());
    for (ring_idx, ring) in lines.iter().enumerate() {
        for (idx, line) in ring.iter().enumerate() {
            let envelope = AABB::from_corners([line.start.x, line.start.y], [line.end.x, line.end.y]);
            let mut found: Option<((usize, usize), Coord<f64>)> = None;
            for other in tree.locate_in_envelope_intersecting(envelope) {
                let (other_ring, other_idx) = other.data;
                if (other_ring, other_idx) <= (ring_idx, idx) || found.is_some_and(|(at, _)| at < other.data) {
                    continue;
                }
                let Some(other_line) = lines.get(other_ring).and_then(|ring| ring.get(other_idx)) else { continue };
                let is_same = other_ring == ring_idx;
                let are_neighbours = is_same && (other_idx == idx + 1 || (idx == 0 && other_idx + 1 == ring.len()));
                let place = match line_intersection(*line, *other_line) {
                    Some(LineIntersection::Collinear { intersection }) if intersection.start != intersection.end => {
                        Some(intersection.start)
                    }
                    Some(LineIntersection::SinglePoint { intersection, is_proper }) => {
                        (is_proper || (is_same && !are_neighbours)).then_some(intersection)
                    }
                    Some(LineIntersection::Collinear { intersection }) => {
                        (is_same && !are_neighbours).then_some(intersection.start)
                    }
                    None => None,
                };
                found = place.map(|place| (other.data, place)).or(found);
            }
            if let Some((_, place)) = found {
                return Some(place);
            }
        }
    }
    None
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
