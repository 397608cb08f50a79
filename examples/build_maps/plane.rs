//! Lines and rings on the Web Mercator plane, where the world is the unit square and y grows to the south.

use cordon::geodesy::Position;

/// A point of the plane.
pub type P = [f64; 2];

/// Length of the equator in metres, as Web Mercator has it.
const EQUATOR_METRES: f64 = 40_075_016.685_578_49;

/// A place on the plane.
pub fn from_degrees(lon: f64, lat: f64) -> P {
    let y = lat.clamp(-85.051_128, 85.051_128).to_radians().tan().asinh();
    [lon / 360.0 + 0.5, 0.5 - y / std::f64::consts::TAU]
}

/// The place of a point of the plane.
pub fn position(p: P) -> Position {
    let lat = ((0.5 - p[1]) * std::f64::consts::TAU).sinh().atan().to_degrees();
    Position::clamped(lat, ((p[0] - 0.5) * 360.0).clamp(-180.0, 180.0))
}

/// How long on the plane so many metres are at a latitude.
pub fn length(metres: f64, lat: f64) -> f64 {
    metres / (EQUATOR_METRES * lat.to_radians().cos())
}

/// An upright rectangle.
#[derive(Clone, Copy, Debug)]
pub struct Box2 {
    pub min: P,
    pub max: P,
}

impl Box2 {
    pub fn of_degrees(west: f64, south: f64, east: f64, north: f64) -> Self {
        Self { min: from_degrees(west, north), max: from_degrees(east, south) }
    }

    pub fn around(points: &[P]) -> Self {
        let mut found = Self { min: [f64::INFINITY; 2], max: [f64::NEG_INFINITY; 2] };
        for p in points {
            for (axis, value) in p.iter().enumerate() {
                found.min[axis] = found.min[axis].min(*value);
                found.max[axis] = found.max[axis].max(*value);
            }
        }
        found
    }

    pub fn meets(&self, other: &Self) -> bool {
        (0..2).all(|axis| self.min[axis] <= other.max[axis] && other.min[axis] <= self.max[axis])
    }

    pub fn contains(&self, p: P) -> bool {
        (0..2).all(|axis| (self.min[axis]..=self.max[axis]).contains(&p[axis]))
    }

    pub fn grown(&self, by: f64) -> Self {
        Self { min: [self.min[0] - by, self.min[1] - by], max: [self.max[0] + by, self.max[1] + by] }
    }
}

fn cross_at(a: P, b: P, axis: usize, value: f64) -> P {
    let t = (value - a[axis]) / (b[axis] - a[axis]);
    let mut p = [a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])];
    p[axis] = value;
    p
}

/// The part of a ring (not closed) between two values of one axis (Sutherland–Hodgman: parts may hang together by the edge).
pub fn clip_ring(ring: &[P], axis: usize, low: f64, high: f64) -> Vec<P> {
    let half = |ring: &[P], keep: &dyn Fn(f64) -> bool, edge: f64| -> Vec<P> {
        let mut out = Vec::new();
        for (i, b) in ring.iter().enumerate() {
            let a = ring[(i + ring.len() - 1) % ring.len()];
            match (keep(a[axis]), keep(b[axis])) {
                (true, true) => out.push(*b),
                (true, false) => out.push(cross_at(a, *b, axis, edge)),
                (false, true) => out.extend([cross_at(a, *b, axis, edge), *b]),
                (false, false) => {}
            }
        }
        out
    };
    let above = half(ring, &|v| v >= low, low);
    half(&above, &|v| v <= high, high)
}

/// The parts of a line between two values of one axis.
pub fn clip_line(line: &[P], axis: usize, low: f64, high: f64) -> Vec<Vec<P>> {
    let mut out: Vec<Vec<P>> = Vec::new();
    let mut open = false;
    for pair in line.windows(2) {
        let (mut a, mut b) = (pair[0], pair[1]);
        if (a[axis] < low && b[axis] < low) || (a[axis] > high && b[axis] > high) {
            open = false;
            continue;
        }
        let leaves = !(low..=high).contains(&b[axis]);
        if !(low..=high).contains(&a[axis]) {
            a = cross_at(pair[0], pair[1], axis, if a[axis] < low { low } else { high });
            open = false;
        }
        if leaves {
            b = cross_at(pair[0], pair[1], axis, if b[axis] < low { low } else { high });
        }
        match out.last_mut() {
            Some(run) if open => run.push(b),
            _ => out.push(vec![a, b]),
        }
        open = !leaves;
    }
    out
}

/// Douglas–Peucker: the indices of the vertices of a line that stay, first and last always.
pub fn simplified(line: &[P], tolerance: f64) -> Vec<usize> {
    if line.len() < 3 {
        return (0..line.len()).collect();
    }
    let mut keep = vec![false; line.len()];
    keep[0] = true;
    keep[line.len() - 1] = true;
    let mut todo = vec![(0, line.len() - 1)];
    while let Some((first, last)) = todo.pop() {
        let (mut worst, mut at) = (tolerance * tolerance, None);
        for i in first + 1..last {
            let off = distance_2(line[i], line[first], line[last]);
            if off > worst {
                (worst, at) = (off, Some(i));
            }
        }
        if let Some(at) = at {
            keep[at] = true;
            todo.extend([(first, at), (at, last)]);
        }
    }
    keep.iter().enumerate().filter_map(|(i, keep)| keep.then_some(i)).collect()
}

/// The same for a ring (not closed), held at its first vertex and the one farthest from it; three vertices at least stay
/// where there are three.
pub fn simplified_ring(ring: &[P], tolerance: f64) -> Vec<usize> {
    if ring.len() < 4 {
        return (0..ring.len()).collect();
    }
    let far_2 = |p: P| (p[0] - ring[0][0]).powi(2) + (p[1] - ring[0][1]).powi(2);
    let far = (0..ring.len()).max_by(|a, b| far_2(ring[*a]).total_cmp(&far_2(ring[*b]))).unwrap_or(0);
    let mut closing = ring[far..].to_vec();
    closing.push(ring[0]);
    let mut kept = simplified(&ring[..=far], tolerance);
    kept.extend(simplified(&closing, tolerance).iter().map(|i| far + i).filter(|i| *i > far && *i < ring.len()));
    if kept.len() == 2 {
        // An islet thinner than the tolerance stays a triangle.
        let third = (0..ring.len()).max_by(|a, b| {
            distance_2(ring[*a], ring[0], ring[far]).total_cmp(&distance_2(ring[*b], ring[0], ring[far]))
        });
        kept.extend(third);
        kept.sort_unstable();
        kept.dedup();
    }
    kept
}

fn distance_2(p: P, a: P, b: P) -> f64 {
    let (along, to) = ([b[0] - a[0], b[1] - a[1]], [p[0] - a[0], p[1] - a[1]]);
    let length_2 = along[0] * along[0] + along[1] * along[1];
    let t = if length_2 > 0.0 { ((to[0] * along[0] + to[1] * along[1]) / length_2).clamp(0.0, 1.0) } else { 0.0 };
    (to[0] - t * along[0]).powi(2) + (to[1] - t * along[1]).powi(2)
}

/// Twice the signed area of a ring (not closed), positive when clockwise on screen.
pub fn twice_area(ring: &[P]) -> f64 {
    (0..ring.len()).map(|i| (ring[i], ring[(i + 1) % ring.len()])).map(|(a, b)| a[0] * b[1] - b[0] * a[1]).sum()
}

/// Whether a point lies inside a ring (even–odd rule).
pub fn inside(ring: &[P], p: P) -> bool {
    let mut within = false;
    for (i, b) in ring.iter().enumerate() {
        let a = ring[(i + ring.len() - 1) % ring.len()];
        if (a[1] > p[1]) != (b[1] > p[1]) && p[0] < a[0] + (p[1] - a[1]) / (b[1] - a[1]) * (b[0] - a[0]) {
            within = !within;
        }
    }
    within
}
