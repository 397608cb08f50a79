//! Which part of a straight line in longitude and latitude lies in an area, fast for the same area and many lines.

use geo::{CoordsIter as _, Geometry, LineString};

use crate::geodesy::Position;
use crate::mercator::{self, WorldBox};

/// Into how many bands of latitude the edges are sorted.
const N_BANDS: usize = 128;

/// One edge of an outline; it does not matter which way it runs.
#[derive(Clone, Copy, Debug)]
struct Edge {
    a: [f64; 2],
    b: [f64; 2],
}

/// An area whose edges are sorted by latitude. Its edges are straight in longitude and latitude, as GeoJSON means them.
#[derive(Debug)]
pub struct Area {
    bands: Vec<Vec<Edge>>,
    west: f64,
    south: f64,
    east: f64,
    north: f64,
    band_height: f64,
}

impl Area {
    /// `None` for what covers nothing.
    #[must_use]
    pub fn of(geometry: &Geometry<f64>) -> Option<Self> {
        let mut edges = Vec::new();
        collect(geometry, &mut edges);
        let ends = || edges.iter().flat_map(|edge| [edge.a, edge.b]);
        let extent = |axis: fn([f64; 2]) -> f64| {
            ends().map(axis).fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), v| (low.min(v), high.max(v)))
        };
        let ((west, east), (south, north)) = (extent(|[x, _]| x), extent(|[_, y]| y));
        if !(west <= east && south < north) {
            return None;
        }
        #[expect(clippy::cast_precision_loss, reason = "128 bands")]
        let band_height = (north - south) / N_BANDS as f64;
        let mut area = Self { bands: vec![Vec::new(); N_BANDS], west, south, east, north, band_height };
        for edge in edges {
            let (low, high) = (area.band(edge.a[1].min(edge.b[1])), area.band(edge.a[1].max(edge.b[1])));
            area.bands.iter_mut().take(high + 1).skip(low).for_each(|band| band.push(edge));
        }
        Some(area)
    }

    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "held in the range of bands")]
    fn band(&self, lat: f64) -> usize {
        (((lat - self.south) / self.band_height).floor().max(0.0) as usize).min(N_BANDS - 1)
    }

    /// A box in the plane of maps that holds it, a little wider for what rounding does.
    pub(super) fn world_box(&self) -> WorldBox {
        let [x0, y0] = mercator::world_from_position(Position::clamped(self.north, self.west));
        let [_, y1] = mercator::world_from_position(Position::clamped(self.south, self.west));
        let width = (self.east - self.west) / 360.0 * mercator::WORLD_UNITS;
        let margin = 4.0;
        let (x, y) = (f64::from(x0), f64::from(y0));
        WorldBox::from_corners([x - margin, y - margin], [x + width + margin, f64::from(y1) + margin])
    }

    /// Whether a place is inside.
    #[must_use]
    pub fn contains(&self, place: Position) -> bool {
        self.holds([place.lon(), place.lat()])
    }

    /// The same of a longitude and a latitude: a line from it to the east crosses the outline an odd number of times.
    pub(super) fn holds(&self, [x, y]: [f64; 2]) -> bool {
        if x < self.west || x > self.east || y < self.south || y > self.north {
            return false;
        }
        let mut is_inside = false;
        for Edge { a, b } in self.bands.get(self.band(y)).into_iter().flatten() {
            if (a[1] > y) != (b[1] > y) && x < a[0] + (y - a[1]) / (b[1] - a[1]) * (b[0] - a[0]) {
                is_inside = !is_inside;
            }
        }
        is_inside
    }

    /// Hands on each part of a line, from one share of its length to another, that is inside; looks at no more than `within`. The line goes the
    /// short way round the Earth.
    pub(super) fn each_part_inside(
        &self,
        from: [f64; 2],
        to: [f64; 2],
        within: (f64, f64),
        take: &mut dyn FnMut(f64, f64),
    ) {
        let step = to[0] - from[0];
        if step.abs() <= 180.0 {
            self.parts(from, to, within, take);
            return;
        }
        // Over the antimeridian: seen from either side of it.
        let turn = 360.0 * step.signum();
        self.parts(from, [to[0] - turn, to[1]], within, take);
        self.parts([from[0] + turn, from[1]], to, within, take);
    }

    fn parts(&self, from: [f64; 2], to: [f64; 2], (begin, end): (f64, f64), take: &mut dyn FnMut(f64, f64)) {
        let is_beyond = |a: f64, b: f64, low: f64, high: f64| a.max(b) < low || a.min(b) > high;
        if is_beyond(from[0], to[0], self.west, self.east) || is_beyond(from[1], to[1], self.south, self.north) {
            return;
        }
        let (dx, dy) = (to[0] - from[0], to[1] - from[1]);
        let (low, high) = (self.band(from[1].min(to[1])), self.band(from[1].max(to[1])));
        // Where the line crosses the outline; an edge in several bands is met several times, which cuts no part twice.
        let mut cuts: Vec<f64> = Vec::new();
        for Edge { a, b } in self.bands.iter().take(high + 1).skip(low).flatten() {
            let (ex, ey) = (b[0] - a[0], b[1] - a[1]);
            let across = dx * ey - dy * ex;
            if across == 0.0 {
                continue;
            }
            let (ax, ay) = (a[0] - from[0], a[1] - from[1]);
            let along = (ax * ey - ay * ex) / across;
            let on_edge = (ax * dy - ay * dx) / across;
            if (-1e-9..=1.0 + 1e-9).contains(&on_edge) && along > begin && along < end {
                cuts.push(along);
            }
        }
        let at = |share: f64| [from[0] + share * dx, from[1] + share * dy];
        if cuts.is_empty() {
            if self.holds(at(f64::midpoint(begin, end))) {
                take(begin, end);
            }
            return;
        }
        cuts.sort_by(f64::total_cmp);
        cuts.push(end);
        let mut since = begin;
        for cut in cuts {
            if cut > since && self.holds(at(f64::midpoint(since, cut))) {
                take(since, cut);
            }
            since = cut;
        }
    }
}

fn collect(geometry: &Geometry<f64>, edges: &mut Vec<Edge>) {
    let mut ring = |ring: &LineString<f64>| {
        edges.extend(ring.lines().map(|line| Edge { a: [line.start.x, line.start.y], b: [line.end.x, line.end.y] }));
    };
    match geometry {
        Geometry::Polygon(polygon) => {
            ring(polygon.exterior());
            polygon.interiors().iter().for_each(ring);
        }
        Geometry::MultiPolygon(parts) => {
            for polygon in &parts.0 {
                ring(polygon.exterior());
                polygon.interiors().iter().for_each(&mut ring);
            }
        }
        Geometry::Rect(rect) => ring(rect.to_polygon().exterior()),
        Geometry::Triangle(triangle) => ring(triangle.to_polygon().exterior()),
        Geometry::GeometryCollection(parts) => parts.iter().for_each(|part| collect(part, edges)),
        other => debug_assert!(other.coords_count() < usize::MAX, "points and lines cover nothing"),
    }
}
