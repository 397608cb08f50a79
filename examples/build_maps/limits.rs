//! Lines at a fixed distance from the coast: 12 and 24 nautical miles, measured on the ellipsoid.
//!
//! A quadtree leaves out every cell whose centre is too near or too far for the line to cross it (the distance to the coast
//! changes by at most one metre a metre); in what remains, each crossing of a cell's side is found by bisection on the true
//! distance, so vertices lie on the line to a metre, and the chord between two lies within a few metres of it.

use std::collections::BTreeMap;

use cordon::chart::CoastIndex;
use cordon::geodesy::{self, Position};

use crate::plane::{self, Box2, P};

/// Side of the smallest cell in degrees: 1/256°, at most 435 m.
const STEPS_PER_DEGREE: i32 = 256;
/// Cells at the start, in smallest cells: 1/2°.
const START: i32 = 128;

/// A region in whole degrees: west, south, east, north.
pub type Degrees = [i32; 4];

/// How far out a limit lies at a place, in metres.
pub struct Limit<'a> {
    pub metres: f64,
    /// Where the limit is nearer: rings on the plane with their breadth in metres.
    pub narrow: &'a [(Vec<P>, f64)],
}

impl Limit<'_> {
    fn at(&self, place: P) -> f64 {
        self.narrow.iter().find(|(ring, _)| plane::inside(ring, place)).map_or(self.metres, |(_, metres)| *metres)
    }
}

/// A crossing of a cell's side: the side's lower corner and whether it runs north.
type Side = (i32, i32, bool);

/// The lines, in pieces, whatever side of the coast they lie on.
pub fn trace(coast: &CoastIndex, region: Degrees, limit: &Limit) -> Vec<Vec<P>> {
    let mut field = Field { coast, limit, known: BTreeMap::new() };
    let narrow: Vec<(Box2, f64)> = limit.narrow.iter().map(|(ring, metres)| (Box2::around(ring), *metres)).collect();
    let mut leaves = Vec::new();
    let [west, south, east, north] = region.map(|degrees| degrees * STEPS_PER_DEGREE);
    let mut todo: Vec<(i32, i32, i32)> = Vec::new();
    for j in (south..north).step_by(START as usize) {
        for i in (west..east).step_by(START as usize) {
            todo.push((i, j, START));
        }
    }
    while let Some((i, j, size)) = todo.pop() {
        let half = f64::from(size) / 2.0;
        let centre = degrees(f64::from(i) + half, f64::from(j) + half);
        let corner = degrees(f64::from(i), f64::from(j));
        let other = degrees(f64::from(i), f64::from(j + size));
        let reach = geodesy::distance(centre, corner).value().max(geodesy::distance(centre, other).value()) * 1.01;
        let distance = distance(coast, centre);
        let cell = Box2::around(
            &[corner, degrees(f64::from(i + size), f64::from(j + size))].map(|p| plane::from_degrees(p.lon(), p.lat())),
        );
        let near = narrow.iter().filter(|(ring, _)| ring.meets(&cell)).map(|(_, metres)| *metres);
        let least = near.fold(limit.metres, f64::min);
        if distance < least - reach || distance > limit.metres + reach {
            continue;
        }
        if size == 1 {
            leaves.push((i, j));
        } else {
            let half = size / 2;
            todo.extend([(i, j, half), (i + half, j, half), (i, j + half, half), (i + half, j + half, half)]);
        }
    }
    leaves.sort_unstable();
    let mut segments: Vec<(Side, Side)> = Vec::new();
    let mut crossings: BTreeMap<Side, P> = BTreeMap::new();
    for (i, j) in leaves {
        let corners = [(i, j), (i + 1, j), (i + 1, j + 1), (i, j + 1)];
        let beyond = corners.map(|(i, j)| field.beyond(i, j));
        let sides: [Side; 4] = [(i, j, false), (i + 1, j, true), (i, j + 1, false), (i, j, true)];
        let crossed: Vec<usize> = (0..4).filter(|k| beyond[*k] != beyond[(k + 1) % 4]).collect();
        for k in &crossed {
            let (a, b) = (corners[*k], corners[(k + 1) % 4]);
            crossings.entry(sides[*k]).or_insert_with(|| field.crossing(a, b));
        }
        match *crossed {
            [a, b] => segments.push((sides[a], sides[b])),
            // A saddle: two lines pass, each cutting off one of the corners that lie beyond.
            [_, _, _, _] => {
                let (first, second) = if beyond[0] { ([3, 0], [1, 2]) } else { ([0, 1], [2, 3]) };
                segments.push((sides[first[0]], sides[first[1]]));
                segments.push((sides[second[0]], sides[second[1]]));
            }
            _ => {}
        }
    }
    joined(&segments).into_iter().map(|line| line.iter().map(|side| crossings[side]).collect()).collect()
}

struct Field<'a> {
    coast: &'a CoastIndex,
    limit: &'a Limit<'a>,
    known: BTreeMap<(i32, i32), bool>,
}

impl Field<'_> {
    fn beyond(&mut self, i: i32, j: i32) -> bool {
        let (coast, limit) = (self.coast, self.limit);
        *self.known.entry((i, j)).or_insert_with(|| is_beyond(coast, limit, degrees(f64::from(i), f64::from(j))))
    }

    fn crossing(&self, a: (i32, i32), b: (i32, i32)) -> P {
        // Always from the same end, so that both cells of a side find the same point.
        let (a, b) = if a < b { (a, b) } else { (b, a) };
        let at = |t: f64| {
            let mix = |a: i32, b: i32| f64::from(a) + t * f64::from(b - a);
            degrees(mix(a.0, b.0), mix(a.1, b.1))
        };
        let start = is_beyond(self.coast, self.limit, at(0.0));
        let (mut low, mut high) = (0.0, 1.0);
        // 435 m halved ten times is under half a metre.
        for _ in 0..10 {
            let middle = f64::midpoint(low, high);
            if is_beyond(self.coast, self.limit, at(middle)) == start {
                low = middle;
            } else {
                high = middle;
            }
        }
        let place = at(f64::midpoint(low, high));
        plane::from_degrees(place.lon(), place.lat())
    }
}

fn is_beyond(coast: &CoastIndex, limit: &Limit, place: Position) -> bool {
    distance(coast, place) > limit.at(plane::from_degrees(place.lon(), place.lat()))
}

fn distance(coast: &CoastIndex, place: Position) -> f64 {
    coast.nearest(place).map_or(f64::INFINITY, |nearest| nearest.distance.value())
}

fn degrees(i: f64, j: f64) -> Position {
    Position::clamped(j / f64::from(STEPS_PER_DEGREE), i / f64::from(STEPS_PER_DEGREE))
}

/// Segments end to end as lines; a closed line ends where it began.
fn joined(segments: &[(Side, Side)]) -> Vec<Vec<Side>> {
    let mut at: BTreeMap<Side, Vec<usize>> = BTreeMap::new();
    for (i, (a, b)) in segments.iter().enumerate() {
        at.entry(*a).or_default().push(i);
        at.entry(*b).or_default().push(i);
    }
    let mut used = vec![false; segments.len()];
    let mut lines = Vec::new();
    // Open lines first, from their ends; what is left then is closed.
    let ends = at.iter().filter(|(_, uses)| uses.len() == 1).map(|(side, _)| *side);
    let starts: Vec<Side> = ends.chain(segments.iter().map(|(a, _)| *a)).collect();
    for start in starts {
        let mut line = vec![start];
        let mut here = start;
        while let Some(next) = at.get(&here).and_then(|uses| uses.iter().find(|i| !used[**i])) {
            used[*next] = true;
            let (a, b) = segments[*next];
            here = if a == here { b } else { a };
            line.push(here);
        }
        if line.len() > 1 {
            lines.push(line);
        }
    }
    lines
}
