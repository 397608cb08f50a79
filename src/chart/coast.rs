//! How far the coast is, and whose it is.
//!
//! Owns an index of shorelines that answers in microseconds. Never knows a zone or a limit: `waters` does. Segments are kept
//! as chords through the ellipsoid, where the nearest place is found without projecting; the distance to it is then measured
//! on the ellipsoid. Start at [`CoastIndex`].

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;
use rstar::{AABB, PointDistance, RTree, RTreeObject};

use crate::geodesy::{self, Position};
use crate::units::Metres;

/// WGS 84: semi-major axis in metres and flattening. Source: NIMA TR8350.2, 3rd ed., table 3.1.
const SEMI_MAJOR_METRES: f64 = 6_378_137.0;
const FLATTENING: f64 = 1.0 / 298.257_223_563;

/// Segments kept together in one entry of the index: fewer entries to sort, each still small against the distances asked.
const SEGMENTS_PER_PIECE: usize = 4;

/// A stretch of shoreline of one state.
#[derive(Clone, Debug, PartialEq)]
pub struct CoastLine {
    /// Whose it is, ISO 3166-1 alpha-3.
    pub state: Arc<str>,
    /// What it was taken from: `GSHHG`, `Natural Earth 1:10m`.
    pub source: Arc<str>,
    /// Its vertices, in order; legs of at most some tens of kilometres.
    pub places: Vec<Position>,
}

/// The nearest place on a coast.
#[derive(Clone, Debug, PartialEq)]
pub struct NearestCoast {
    /// Whose coast it is, ISO 3166-1 alpha-3.
    pub state: Arc<str>,
    /// What the shoreline was taken from.
    pub source: Arc<str>,
    /// The nearest place on it.
    pub place: Position,
    /// How far away that is on the ellipsoid.
    pub distance: Metres,
}

/// Shorelines, ready to be asked for the nearest.
#[derive(Debug, Default)]
pub struct CoastIndex {
    coasts: Vec<StateCoast>,
}

#[derive(Debug)]
struct StateCoast {
    state: Arc<str>,
    source: Arc<str>,
    tree: RTree<Piece>,
}

/// A few consecutive segments: the first `n` of `vertices`, metres from the Earth's centre.
#[derive(Clone, Debug)]
struct Piece {
    vertices: [[f64; 3]; SEGMENTS_PER_PIECE + 1],
    n: usize,
    envelope: AABB<[f64; 3]>,
}

impl CoastIndex {
    /// Sorts shorelines into an index.
    #[must_use]
    pub fn build(lines: &[CoastLine]) -> Self {
        let mut by_coast: BTreeMap<(&Arc<str>, &Arc<str>), Vec<&CoastLine>> = BTreeMap::new();
        for line in lines {
            by_coast.entry((&line.state, &line.source)).or_default().push(line);
        }
        let coasts: Vec<_> = by_coast.into_iter().collect();
        let coasts = coasts
            .into_par_iter()
            .map(|((state, source), lines)| StateCoast {
                state: Arc::clone(state),
                source: Arc::clone(source),
                tree: RTree::bulk_load(lines.iter().flat_map(|line| pieces(&line.places)).collect()),
            })
            .collect();
        Self { coasts }
    }

    /// Whether there is any.
    #[must_use]
    pub const fn has_any(&self) -> bool {
        !self.coasts.is_empty()
    }

    /// The nearest coast of all; `None` if there is none.
    #[must_use]
    pub fn nearest(&self, at: Position) -> Option<NearestCoast> {
        let from = centred(at);
        let mut best: Option<(&StateCoast, f64, [f64; 3])> = None;
        for coast in &self.coasts {
            let least = coast.tree.root().envelope().distance_2(&from);
            if best.is_some_and(|(_, distance_2, _)| least >= distance_2) {
                continue;
            }
            if let Some((distance_2, place)) = coast.nearest(from)
                && best.is_none_or(|(_, best, _)| distance_2 < best)
            {
                best = Some((coast, distance_2, place));
            }
        }
        best.map(|(coast, _, place)| coast.measured(at, place))
    }

    /// The nearest coast of each state that has one within `limit`, nearest first.
    #[must_use]
    pub fn nearest_by_state(&self, at: Position, limit: Metres) -> Vec<NearestCoast> {
        let from = centred(at);
        // A chord is never longer than the geodesic above it, so nothing within the limit is passed over.
        let limit_2 = limit.value() * limit.value();
        let mut found: Vec<NearestCoast> = Vec::new();
        for coast in &self.coasts {
            if coast.tree.root().envelope().distance_2(&from) > limit_2 {
                continue;
            }
            let Some((_, place)) = coast.nearest(from).filter(|(distance_2, _)| *distance_2 <= limit_2) else {
                continue;
            };
            let candidate = coast.measured(at, place);
            if candidate.distance > limit {
                continue;
            }
            match found.iter_mut().find(|other| other.state == candidate.state) {
                Some(other) if candidate.distance < other.distance => *other = candidate,
                Some(_) => {}
                None => found.push(candidate),
            }
        }
        found.sort_by(|a, b| a.distance.value().total_cmp(&b.distance.value()).then_with(|| a.state.cmp(&b.state)));
        found
    }
}

impl StateCoast {
    fn nearest(&self, from: [f64; 3]) -> Option<(f64, [f64; 3])> {
        self.tree.nearest_neighbor(from).map(|piece| piece.nearest(&from))
    }

    fn measured(&self, at: Position, place: [f64; 3]) -> NearestCoast {
        let place = position(place);
        NearestCoast {
            state: Arc::clone(&self.state),
            source: Arc::clone(&self.source),
            place,
            distance: geodesy::distance(at, place),
        }
    }
}

impl Piece {
    fn nearest(&self, from: &[f64; 3]) -> (f64, [f64; 3]) {
        let ends = self.vertices.iter().zip(self.vertices.iter().skip(1));
        let mut best = (f64::INFINITY, self.vertices[0]);
        for (a, b) in ends.take(self.n) {
            let (along, to) = (minus(b, a), minus(from, a));
            let length_2 = dot(&along, &along);
            let t = if length_2 > 0.0 { (dot(&to, &along) / length_2).clamp(0.0, 1.0) } else { 0.0 };
            let place = [a[0] + t * along[0], a[1] + t * along[1], a[2] + t * along[2]];
            let off = minus(from, &place);
            let distance_2 = dot(&off, &off);
            if distance_2 < best.0 {
                best = (distance_2, place);
            }
        }
        best
    }
}

impl RTreeObject for Piece {
    type Envelope = AABB<[f64; 3]>;

    fn envelope(&self) -> Self::Envelope {
        self.envelope
    }
}

impl PointDistance for Piece {
    fn distance_2(&self, point: &[f64; 3]) -> f64 {
        self.nearest(point).0
    }
}

fn pieces(places: &[Position]) -> Vec<Piece> {
    let vertices: Vec<[f64; 3]> = places.iter().map(|place| centred(*place)).collect();
    let mut pieces = Vec::with_capacity(vertices.len() / SEGMENTS_PER_PIECE + 1);
    let mut rest = &vertices[..];
    while let [first, _, ..] = rest {
        let run = rest.get(..=SEGMENTS_PER_PIECE).unwrap_or(rest);
        let mut piece =
            Piece { vertices: [*first; SEGMENTS_PER_PIECE + 1], n: run.len() - 1, envelope: AABB::from_points(run) };
        for (slot, vertex) in piece.vertices.iter_mut().zip(run) {
            *slot = *vertex;
        }
        pieces.push(piece);
        rest = rest.get(run.len() - 1..).unwrap_or_default();
    }
    pieces
}

fn minus(a: &[f64; 3], b: &[f64; 3]) -> [f64; 3] {
    [a[0] - b[0], a[1] - b[1], a[2] - b[2]]
}

fn dot(a: &[f64; 3], b: &[f64; 3]) -> f64 {
    a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
}

/// A place on the ellipsoid in metres from the Earth's centre (x towards 0°N 0°E, z towards the north pole).
pub(super) fn centred(place: Position) -> [f64; 3] {
    let (lat, lon) = (place.lat().to_radians(), place.lon().to_radians());
    let eccentricity_2 = FLATTENING * (2.0 - FLATTENING);
    let normal = SEMI_MAJOR_METRES / (1.0 - eccentricity_2 * lat.sin().powi(2)).sqrt();
    [normal * lat.cos() * lon.cos(), normal * lat.cos() * lon.sin(), normal * (1.0 - eccentricity_2) * lat.sin()]
}

/// The place above a point near the surface: one step of Bowring's formula, exact to a millimetre within 10 km of it.
///
/// # Source
/// Bowring 1976, Survey Review 23 (181), 323–327.
fn position([x, y, z]: [f64; 3]) -> Position {
    let eccentricity_2 = FLATTENING * (2.0 - FLATTENING);
    let semi_minor = SEMI_MAJOR_METRES * (1.0 - FLATTENING);
    let second_2 = eccentricity_2 / (1.0 - eccentricity_2);
    let across = x.hypot(y);
    let parametric = (z * SEMI_MAJOR_METRES).atan2(across * semi_minor);
    let lat = (z + second_2 * semi_minor * parametric.sin().powi(3))
        .atan2(across - eccentricity_2 * SEMI_MAJOR_METRES * parametric.cos().powi(3));
    Position::clamped(lat.to_degrees(), y.atan2(x).to_degrees())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::Course;

    fn at(lat: f64, lon: f64) -> Position {
        Position::new(lat, lon).expect("on the globe")
    }

    fn line(state: &str, places: &[(f64, f64)]) -> CoastLine {
        CoastLine {
            state: state.into(),
            source: "test".into(),
            places: places.iter().map(|(lat, lon)| at(*lat, *lon)).collect(),
        }
    }

    #[test]
    fn a_place_goes_to_the_centre_and_back() {
        for place in [at(38.72, 125.4), at(-33.9, 151.2), at(0.0, -180.0), at(89.9, 10.0)] {
            assert!(geodesy::distance(position(centred(place)), place).value() < 0.001, "{place:?}");
        }
    }

    #[test]
    fn the_distance_to_a_lone_rock_is_the_geodesic_one() {
        let rock = at(37.24, 131.87);
        let index = CoastIndex::build(&[line("KOR", &[(37.24, 131.87), (37.24, 131.87)])]);
        for (bearing, metres) in [(0.0, 22_224.0), (81.0, 44_448.0), (250.0, 370_400.0)] {
            let from = geodesy::destination(rock, Course::wrapped(bearing), Metres::magnitude(metres));
            let nearest = index.nearest(from).expect("a coast");
            assert!((nearest.distance.value() - metres).abs() < 0.01, "{nearest:?}");
        }
    }

    #[test]
    fn the_nearest_state_comes_first_and_far_ones_are_left_out() {
        let index = CoastIndex::build(&[
            line("JPN", &[(34.0, 129.2), (34.7, 129.4)]),
            line("KOR", &[(34.5, 128.7), (35.2, 129.2), (36.0, 129.5)]),
            line("PHL", &[(18.0, 121.0), (18.5, 121.0)]),
        ]);
        let near = index.nearest_by_state(at(34.6, 129.2), Metres::magnitude(370_400.0));
        let states: Vec<&str> = near.iter().map(|coast| &*coast.state).collect();
        assert_eq!(states, ["JPN", "KOR"]);
        assert_eq!(index.nearest(at(34.6, 129.2)).as_ref(), near.first());
    }

    #[test]
    fn the_antimeridian_is_no_wall() {
        let index = CoastIndex::build(&[line("FJI", &[(-17.0, 179.9), (-16.5, 179.9)])]);
        // 0.2 degrees of longitude at 16.75 S: 0.2 x 111319.49 x cos(parametric latitude) m.
        let nearest = index.nearest(at(-16.75, -179.9)).expect("a coast");
        assert!((nearest.distance.value() - 21_325.0).abs() < 10.0, "{nearest:?}");
    }
}
