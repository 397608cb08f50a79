//! Ways inside an area: straight where that stays inside, else round its corners.
//!
//! Owns the search for the shortest way. Never knows what it is for. Start at [`Inside::way`].
//!
//! # Source
//! M. de Berg et al., *Computational Geometry* (3rd ed.), chapter 15: a shortest way turns at corners alone, and is the shortest path in the graph of those that see
//! one another (Dijkstra).

use geo::{
    Area as _, BoundingRect as _, Contains as _, Coord, Distance as _, Euclidean, Line, LineString, MultiPolygon,
    Point, Polygon,
};

/// What is nearer to the outline than this counts as inside, in metres.
const TOLERANCE: f64 = 1.0;
/// A corner turns by more than this; less is a curve cut in pieces. In radians, half a degree.
const CORNER: f64 = 0.008_7;
/// An area of more corners is not searched for ways round them: legs between its parts are then straight.
const MAX_CORNERS: usize = 250;

/// An area on the plane, in metres, and the corners round which ways can go.
pub(super) struct Inside<'a> {
    region: &'a MultiPolygon<f64>,
    corners: Vec<Coord<f64>>,
}

impl<'a> Inside<'a> {
    /// The area; ways keep this far off its corners where there is room.
    pub(super) fn new(region: &'a MultiPolygon<f64>, off: f64) -> Self {
        let mut corners = Vec::new();
        for polygon in region {
            corners.extend(corners_of(polygon.exterior(), false, off));
            polygon.interiors().iter().for_each(|hole| corners.extend(corners_of(hole, true, off)));
        }
        let corners: Vec<Coord<f64>> = corners
            .into_iter()
            .map(|(corner, moved)| if region.contains(&Point(moved)) { moved } else { corner })
            .collect();
        Self { region, corners: if corners.len() > MAX_CORNERS { Vec::new() } else { corners } }
    }

    /// Whether a place is inside, or as good as.
    pub(super) fn holds(&self, at: Coord<f64>) -> bool {
        self.region.contains(&Point(at))
            || self.region.iter().any(|part| Euclidean.distance(&Point(at), part) < TOLERANCE || on_edge(part, at))
    }

    /// Whether the straight way between two places stays inside.
    pub(super) fn sees(&self, from: Coord<f64>, to: Coord<f64>) -> bool {
        let way = Line::new(from, to);
        let mut cuts = vec![0.0, 1.0];
        for edge in self.edges() {
            cuts.extend(share_of_crossing(&way, &edge));
        }
        cuts.sort_by(f64::total_cmp);
        let length = way.dx().hypot(way.dy());
        cuts.windows(2).all(|pair| {
            let &[begin, end] = pair else { return true };
            let half = f64::midpoint(begin, end);
            (end - begin) * length < 2.0 * TOLERANCE || self.holds(from + (to - from) * half)
        })
    }

    /// The places to go by between two places inside, without those themselves; `None` if there is no way.
    pub(super) fn way(&self, from: Coord<f64>, to: Coord<f64>) -> Option<Vec<Coord<f64>>> {
        if self.sees(from, to) {
            return Some(Vec::new());
        }
        let places: Vec<Coord<f64>> = [from, to].into_iter().chain(self.corners.iter().copied()).collect();
        let mut costs = vec![f64::INFINITY; places.len()];
        let mut before = vec![usize::MAX; places.len()];
        let mut is_done = vec![false; places.len()];
        *costs.first_mut()? = 0.0;
        loop {
            let open = (0..places.len()).filter(|idx| !is_done[*idx] && costs[*idx].is_finite());
            let here = open.min_by(|a, b| costs[*a].total_cmp(&costs[*b]))?;
            if here == 1 {
                break;
            }
            is_done[here] = true;
            for there in 0..places.len() {
                let cost = costs[here] + (places[there] - places[here]).x.hypot((places[there] - places[here]).y);
                if !is_done[there] && cost < costs[there] && self.sees(places[here], places[there]) {
                    (costs[there], before[there]) = (cost, here);
                }
            }
        }
        let mut way: Vec<Coord<f64>> = std::iter::successors(Some(before[1]), |at| Some(before[*at]))
            .take_while(|at| *at != 0 && *at != usize::MAX)
            .map(|at| places[at])
            .collect();
        way.reverse();
        Some(way)
    }

    /// How far the outline is from a place.
    pub(super) fn distance_to_outline(&self, at: Coord<f64>) -> f64 {
        self.edges().map(|edge| Euclidean.distance(&Point(at), &edge)).fold(f64::INFINITY, f64::min)
    }

    pub(super) fn edges(&self) -> impl Iterator<Item = Line<f64>> {
        self.region.iter().flat_map(rings).flat_map(LineString::lines)
    }

    /// The box round the area: its least and its greatest corner.
    pub(super) fn extent(&self) -> Option<(Coord<f64>, Coord<f64>)> {
        self.region.bounding_rect().map(|rect| (rect.min(), rect.max()))
    }
}

fn rings(polygon: &Polygon<f64>) -> impl Iterator<Item = &LineString<f64>> {
    std::iter::once(polygon.exterior()).chain(polygon.interiors())
}

fn on_edge(polygon: &Polygon<f64>, at: Coord<f64>) -> bool {
    rings(polygon).flat_map(LineString::lines).any(|edge| Euclidean.distance(&Point(at), &edge) < TOLERANCE)
}

/// The corners of a ring round which a way can bend, each with the place so far off it.
fn corners_of(ring: &LineString<f64>, is_hole: bool, off: f64) -> Vec<(Coord<f64>, Coord<f64>)> {
    let places = ring.0.get(..ring.0.len().saturating_sub(1)).unwrap_or_default();
    let turns_left = Polygon::new(ring.clone(), Vec::new()).signed_area() > 0.0;
    let bent = |idx: usize| {
        let (p, v) = (places[(idx + places.len() - 1) % places.len()], places[idx]);
        let n = places[(idx + 1) % places.len()];
        let unit = |d: Coord<f64>| Some(d / d.x.hypot(d.y)).filter(|d| d.x.is_finite());
        let (arriving, leaving) = (unit(v - p)?, unit(n - v)?);
        let turn = arriving.x * leaving.y - arriving.y * leaving.x;
        // Where an outline turns against its own sense, what it encloses reaches round the corner; a hole the other way.
        let is_reflex = if turns_left == is_hole { turn > CORNER } else { turn < -CORNER };
        is_reflex.then(|| (v, v + unit(arriving - leaving).map_or(Coord::zero(), |d| d * off)))
    };
    (0..places.len()).filter_map(bent).collect()
}

/// Where along a way, 0 to 1, it meets an edge; `None` if it does not, and where they run side by side.
fn share_of_crossing(way: &Line<f64>, edge: &Line<f64>) -> Option<f64> {
    let (d, e, between) = (way.delta(), edge.delta(), edge.start - way.start);
    let cross = d.x * e.y - d.y * e.x;
    let (along, beside) = ((between.x * e.y - between.y * e.x) / cross, (between.x * d.y - between.y * d.x) / cross);
    (cross != 0.0 && (0.0..=1.0).contains(&along) && (0.0..=1.0).contains(&beside)).then_some(along)
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::{line_string, polygon};

    #[test]
    fn a_way_goes_round_a_corner_and_round_a_hole() {
        // A horseshoe open to the north, 10 km wide.
        let horseshoe = MultiPolygon(vec![polygon![
            (x: 0.0, y: 0.0), (x: 10e3, y: 0.0), (x: 10e3, y: 10e3), (x: 7e3, y: 10e3), (x: 7e3, y: 3e3), (x: 3e3, y: 3e3),
            (x: 3e3, y: 10e3), (x: 0.0, y: 10e3)
        ]]);
        let inside = Inside::new(&horseshoe, 100.0);
        let (from, to) = (Coord { x: 1e3, y: 9e3 }, Coord { x: 9e3, y: 9e3 });
        assert!(!inside.sees(from, to) && inside.sees(from, Coord { x: 1e3, y: 1e3 }));
        let way = inside.way(from, to).expect("a way");
        assert_eq!(way.len(), 2, "{way:?}");
        assert!(way.iter().all(|at| at.y < 3e3 && inside.holds(*at)), "{way:?}");
        let hole =
            line_string![(x: 4e3, y: 4e3), (x: 6e3, y: 4e3), (x: 6e3, y: 6e3), (x: 4e3, y: 6e3), (x: 4e3, y: 4e3)];
        let square = polygon![(x: 0.0, y: 0.0), (x: 10e3, y: 0.0), (x: 10e3, y: 10e3), (x: 0.0, y: 10e3)];
        let holed = MultiPolygon(vec![Polygon::new(square.exterior().clone(), vec![hole])]);
        let inside = Inside::new(&holed, 100.0);
        let way = inside.way(Coord { x: 1e3, y: 5e3 }, Coord { x: 9e3, y: 5e3 }).expect("a way");
        assert_eq!(way.len(), 2, "{way:?}");
        let apart = MultiPolygon(vec![square.clone(), geo::Translate::translate(&square, 30e3, 0.0)]);
        assert_eq!(Inside::new(&apart, 100.0).way(from, Coord { x: 35e3, y: 5e3 }), None);
    }
}
