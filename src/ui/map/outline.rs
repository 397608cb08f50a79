//! Areas, lines and points made ready to be drawn and hit: projected, densified, simplified for a zoom, triangulated.
//!
//! Owns that preparation, a pure function from a geometry and a tolerance. Never draws and never keeps anything. Start at
//! [`Outline::of`].
//!
//! An edge of a file is straight in longitude and latitude (RFC 7946, section 3.1.1), which on the map is a slight curve:
//! edges are divided until the chords stay within the tolerance. An edge wider than 270° goes the short way round, as
//! `io` reads it. Places are local: units of the plane from [`Outline::origin`], x followed from vertex to vertex so that a
//! ring across the antimeridian stays whole.

#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "fixed-point places and vertex counts: every cast is of a number already held inside its range"
)]

use std::f64::consts::TAU;

use geo::{Coord, Geometry, LineString, Polygon};
use lyon_tessellation::math::point;
use lyon_tessellation::path::Path as LyonPath;
use lyon_tessellation::{BuffersBuilder, FillOptions, FillTessellator, FillVertex, VertexBuffers};

use crate::mercator::{MAX_LATITUDE, WORLD_UNITS, World, WorldBox};

/// An edge wider than this, in degrees of longitude, goes the short way round.
const WIDEST_EDGE_DEGREES: f64 = 270.0;
/// The most chords one edge becomes.
const MOST_CHORDS: f64 = 256.0;
/// The longest run simplified at once, which bounds the worst case (quadratic in the run).
const RUN: usize = 2048;

/// A place in units of the plane from an outline's origin: x to the east, y to the south.
pub(super) type Local = [f64; 2];

/// A ring or a line.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Path {
    /// Its vertices; a ring's last one is its first again.
    pub(super) places: Vec<Local>,
    /// Whether it bounds a polygon.
    pub(super) is_ring: bool,
    /// The least and greatest x and y.
    pub(super) extent: (Local, Local),
}

/// A geometry ready to be drawn and hit.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Outline {
    /// What its places are counted from.
    pub(super) origin: World,
    /// What it lies in.
    pub(super) bounds: WorldBox,
    /// The least and greatest x and y of all its places.
    pub(super) extent: (Local, Local),
    /// Rings (outer ones and holes alike: what lies in an odd number of them is inside) and lines.
    pub(super) paths: Vec<Path>,
    /// Points.
    pub(super) points: Vec<Local>,
    /// Corners of the triangles that fill it.
    pub(super) corners: Vec<Local>,
    /// Three corners a triangle.
    pub(super) triangles: Vec<u32>,
    /// Where its name goes.
    pub(super) anchor: Option<Local>,
}

/// How many vertices a geometry has: what preparing it will cost.
pub(super) fn n_vertices(geometry: &Geometry<f64>) -> usize {
    use geo::CoordsIter as _;
    geometry.coords_count()
}

impl Outline {
    /// Prepares a geometry so that no line strays more than about `tolerance` units; `None` if it has no place at all.
    pub(super) fn of(geometry: &Geometry<f64>, tolerance: f64) -> Option<Self> {
        let mut gathered = Gathered { tolerance: tolerance.max(1.0), ..Gathered::default() };
        gathered.geometry(geometry);
        let origin = gathered.origin?;
        let places = gathered.parts.iter().flat_map(|part| &part.paths).flat_map(|path| &path.places);
        let extent = extent_of(places.chain(&gathered.points).copied())?;
        let (low, high) = extent;
        let corner = |local: Local| [f64::from(origin[0]) + local[0], f64::from(origin[1]) + local[1]];
        let (mut corners, mut triangles) = (Vec::new(), Vec::new());
        for part in &gathered.parts {
            fill(part, gathered.tolerance, &mut corners, &mut triangles);
        }
        let anchor = anchor(&gathered);
        Some(Self {
            origin,
            bounds: WorldBox::from_corners(corner(low), corner(high)),
            extent,
            paths: gathered.parts.into_iter().flat_map(|part| part.paths).collect(),
            points: gathered.points,
            corners,
            triangles,
            anchor,
        })
    }

    /// The place of a local one.
    pub(super) fn world(&self, local: Local) -> World {
        let x = i64::from(self.origin[0]) + local[0].round() as i64;
        let y = (f64::from(self.origin[1]) + local[1]).round();
        [x as u32, y as u32]
    }

    /// A place in local units, on the turn of the world on which it is nearest to the outline.
    pub(super) fn local(&self, world: World) -> Local {
        let middle = f64::midpoint(self.extent.0[0], self.extent.1[0]);
        let east = f64::from(world[0]) - f64::from(self.origin[0]);
        let turns = ((middle - east) / WORLD_UNITS).round();
        [east + turns * WORLD_UNITS, f64::from(world[1]) - f64::from(self.origin[1])]
    }

    /// Whether a place lies in the box around it, or within `reach` units of that.
    pub(super) fn is_about(&self, place: Local, reach: f64) -> bool {
        reaches(&self.extent, place, reach)
    }

    /// Whether a place lies inside: in an outer ring and in no hole of it.
    pub(super) fn contains(&self, place: Local) -> bool {
        let mut is_inside = false;
        for path in self.paths.iter().filter(|path| path.is_ring && reaches(&path.extent, place, 0.0)) {
            for pair in path.places.windows(2) {
                let ([ax, ay], [bx, by]) = (pair[0], pair[1]);
                if (ay > place[1]) != (by > place[1]) && place[0] < (bx - ax) * (place[1] - ay) / (by - ay) + ax {
                    is_inside = !is_inside;
                }
            }
        }
        is_inside
    }

    /// How far a place is from the nearest line or edge, units, if that is within `reach`.
    pub(super) fn edge_distance(&self, place: Local, reach: f64) -> Option<f64> {
        let mut least = f64::INFINITY;
        for path in self.paths.iter().filter(|path| reaches(&path.extent, place, reach)) {
            for pair in path.places.windows(2) {
                let (dx, dy) = (pair[1][0] - pair[0][0], pair[1][1] - pair[0][1]);
                let (px, py) = (place[0] - pair[0][0], place[1] - pair[0][1]);
                let squared = dx * dx + dy * dy;
                let along = if squared > 0.0 { ((px * dx + py * dy) / squared).clamp(0.0, 1.0) } else { 0.0 };
                least = least.min((px - along * dx).hypot(py - along * dy));
            }
        }
        (least <= reach).then_some(least)
    }

    /// How far a place is from the nearest point, units, if that is within `reach`.
    pub(super) fn point_distance(&self, place: Local, reach: f64) -> Option<f64> {
        let distance = |point: &Local| (point[0] - place[0]).hypot(point[1] - place[1]);
        self.points.iter().map(distance).filter(|d| *d <= reach).min_by(f64::total_cmp)
    }
}

fn reaches((low, high): &(Local, Local), place: Local, reach: f64) -> bool {
    place[0] >= low[0] - reach
        && place[0] <= high[0] + reach
        && place[1] >= low[1] - reach
        && place[1] <= high[1] + reach
}

/// The least and greatest x and y of some places.
pub(super) fn extent_of(places: impl Iterator<Item = Local>) -> Option<(Local, Local)> {
    places.fold(None, |extent, place| {
        let (low, high) = extent.unwrap_or((place, place));
        Some(([low[0].min(place[0]), low[1].min(place[1])], [high[0].max(place[0]), high[1].max(place[1])]))
    })
}

/// One polygon with its holes, or one line.
struct Part {
    paths: Vec<Path>,
}

#[derive(Default)]
struct Gathered {
    tolerance: f64,
    origin: Option<World>,
    /// Longitude of the origin, degrees.
    origin_lon: f64,
    origin_y: f64,
    parts: Vec<Part>,
    points: Vec<Local>,
}

impl Gathered {
    fn geometry(&mut self, geometry: &Geometry<f64>) {
        match geometry {
            Geometry::Point(point) => self.point(point.0),
            Geometry::MultiPoint(points) => points.iter().for_each(|point| self.point(point.0)),
            Geometry::Line(line) => self.line(&LineString(vec![line.start, line.end])),
            Geometry::LineString(line) => self.line(line),
            Geometry::MultiLineString(lines) => lines.iter().for_each(|line| self.line(line)),
            Geometry::Polygon(polygon) => self.polygon(polygon),
            Geometry::MultiPolygon(polygons) => polygons.iter().for_each(|polygon| self.polygon(polygon)),
            Geometry::Rect(rect) => self.polygon(&rect.to_polygon()),
            Geometry::Triangle(triangle) => self.polygon(&triangle.to_polygon()),
            Geometry::GeometryCollection(parts) => parts.iter().for_each(|part| self.geometry(part)),
        }
    }

    fn point(&mut self, coord: Coord<f64>) {
        if let Some(local) = self.local(coord) {
            self.points.push(local);
        }
    }

    fn line(&mut self, line: &LineString<f64>) {
        if let Some(path) = self.path(line, false) {
            self.parts.push(Part { paths: vec![path] });
        }
    }

    fn polygon(&mut self, polygon: &Polygon<f64>) {
        let rings = std::iter::once(polygon.exterior()).chain(polygon.interiors());
        let paths: Vec<Path> = rings.filter_map(|ring| self.path(ring, true)).collect();
        if !paths.is_empty() {
            self.parts.push(Part { paths });
        }
    }

    /// A coordinate in local units, on the turn of the world nearest to the origin; the first one becomes the origin.
    fn local(&mut self, coord: Coord<f64>) -> Option<Local> {
        if !coord.x.is_finite() || !coord.y.is_finite() {
            return None;
        }
        let y = y_of(coord.y);
        if self.origin.is_none() {
            let x = (coord.x / 360.0 + 0.5).rem_euclid(1.0) * WORLD_UNITS;
            let origin = [x.round() as u32, y.round() as u32];
            self.origin = Some(origin);
            // What rounding took from the origin is given back, so that a vertex lies where its longitude says.
            self.origin_lon = coord.x - (x - x.round()) / WORLD_UNITS * 360.0;
            self.origin_y = f64::from(origin[1]);
        }
        Some([(coord.x - self.origin_lon) / 360.0 * WORLD_UNITS, y - self.origin_y])
    }

    fn path(&mut self, line: &LineString<f64>, is_ring: bool) -> Option<Path> {
        let mut places: Vec<Local> = Vec::with_capacity(line.0.len());
        let mut last: Option<Coord<f64>> = None;
        // Degrees added to stay on the side of the antimeridian where the path began.
        let mut turn = 0.0;
        for coord in line.coords() {
            if let Some(last) = last {
                let width = coord.x - last.x;
                if width.abs() > WIDEST_EDGE_DEGREES && width.abs() < 360.0 {
                    turn -= 360.0 * width.signum();
                }
            }
            let Some(to) = self.local(Coord { x: coord.x + turn, y: coord.y }) else { continue };
            if let (Some(from), Some(last)) = (places.last().copied(), last) {
                chords(from, to, last.y, coord.y, self.tolerance, &mut places);
            }
            places.push(to);
            last = Some(*coord);
        }
        if is_ring && places.first() != places.last() {
            places.extend(places.first().copied());
        }
        let places = simplified(places, self.tolerance, if is_ring { 4 } else { 2 });
        let extent = extent_of(places.iter().copied())?;
        (places.len() > 1).then_some(Path { places, is_ring, extent })
    }
}

/// Southward units of a latitude in degrees, not rounded.
fn y_of(lat: f64) -> f64 {
    let lat = lat.clamp(-MAX_LATITUDE, MAX_LATITUDE).to_radians();
    (0.5 - lat.tan().asinh() / TAU) * WORLD_UNITS
}

/// Puts in the places between two vertices that a line straight in longitude and latitude passes, as many as it takes.
fn chords(from: Local, to: Local, from_lat: f64, to_lat: f64, tolerance: f64, places: &mut Vec<Local>) {
    let (from_lat, to_lat) = (from_lat.clamp(-MAX_LATITUDE, MAX_LATITUDE), to_lat.clamp(-MAX_LATITUDE, MAX_LATITUDE));
    let steepest = from_lat.abs().max(to_lat.abs()).to_radians();
    let height = (to_lat - from_lat).to_radians();
    // The sagitta of y(lat) over the edge is at most y″ · height² / 8; a meridian has none sideways.
    #[expect(clippy::float_cmp, reason = "a meridian's ends have the very same longitude")]
    let bulge = if to[0] == from[0] {
        0.0
    } else {
        steepest.tan() / steepest.cos() * height * height / 8.0 * WORLD_UNITS / TAU
    };
    let n = (bulge / tolerance).sqrt().ceil().clamp(1.0, MOST_CHORDS) as u32;
    for i in 1..n {
        let share = f64::from(i) / f64::from(n);
        let off = y_of(from_lat);
        let y = y_of(from_lat + share * (to_lat - from_lat)) - off + from[1];
        places.push([from[0] + share * (to[0] - from[0]), y]);
    }
}

/// Douglas and Peucker (1973), in runs; keeps at least `least` places where there are as many.
fn simplified(places: Vec<Local>, tolerance: f64, least: usize) -> Vec<Local> {
    let n = places.len();
    if n <= least {
        return places;
    }
    let mut keep = vec![false; n];
    let mut stack = Vec::new();
    // A ring's ends are one place: the place furthest from it parts the ring in two.
    let first = places[0];
    let far = (0..n).max_by(|a, b| squared(first, places[*a]).total_cmp(&squared(first, places[*b]))).unwrap_or(n / 2);
    let mut start = 0;
    keep[0] = true;
    for (end, keep) in keep.iter_mut().enumerate().skip(1) {
        if end == far || end - start == RUN || end + 1 == n {
            *keep = true;
            stack.push((start, end));
            start = end;
        }
    }
    while let Some((from, to)) = stack.pop() {
        let (mut worst, mut error) = (from, tolerance * tolerance);
        for idx in from + 1..to {
            let e = off_squared(places[idx], places[from], places[to]);
            if e > error {
                (worst, error) = (idx, e);
            }
        }
        if worst > from {
            keep[worst] = true;
            stack.push((from, worst));
            stack.push((worst, to));
        }
    }
    if keep.iter().filter(|kept| **kept).count() < least {
        // Smaller than a pixel: a few of its places will do.
        (1..least).for_each(|i| keep[(n - 1) * i / (least - 1)] = true);
    }
    let mut kept = keep.into_iter();
    places.into_iter().filter(|_| kept.next().unwrap_or(true)).collect()
}

fn squared(a: Local, b: Local) -> f64 {
    (b[0] - a[0]).powi(2) + (b[1] - a[1]).powi(2)
}

fn off_squared(place: Local, from: Local, to: Local) -> f64 {
    let (dx, dy) = (to[0] - from[0], to[1] - from[1]);
    let (px, py) = (place[0] - from[0], place[1] - from[1]);
    let length = dx * dx + dy * dy;
    let along = if length > 0.0 { ((px * dx + py * dy) / length).clamp(0.0, 1.0) } else { 0.0 };
    (px - along * dx).powi(2) + (py - along * dy).powi(2)
}

/// Triangulates one polygon with its holes. Where that fails nothing is filled; its outline is drawn all the same.
fn fill(part: &Part, tolerance: f64, corners: &mut Vec<Local>, triangles: &mut Vec<u32>) {
    let Some(outer) = part.paths.first().filter(|path| path.is_ring) else { return };
    // Lyon counts in f32 and snaps to a fine grid: places are given to it about a pixel to the unit, from the ring's own
    // corner.
    let corner = outer.extent.0;
    let mut builder = LyonPath::builder();
    for path in &part.paths {
        let mut places = path.places.iter().map(|place| {
            point(((place[0] - corner[0]) / tolerance) as f32, ((place[1] - corner[1]) / tolerance) as f32)
        });
        let Some(first) = places.next() else { continue };
        builder.begin(first);
        places.for_each(|place| {
            builder.line_to(place);
        });
        builder.end(true);
    }
    let mut buffers: VertexBuffers<[f32; 2], u32> = VertexBuffers::new();
    let mut output = BuffersBuilder::new(&mut buffers, |vertex: FillVertex<'_>| vertex.position().to_array());
    let options = FillOptions::even_odd().with_tolerance(0.5);
    if FillTessellator::new().tessellate_path(&builder.build(), &options, &mut output).is_ok() {
        let base = corners.len() as u32;
        corners.extend(
            buffers
                .vertices
                .iter()
                .map(|[x, y]| [f64::from(*x) * tolerance + corner[0], f64::from(*y) * tolerance + corner[1]]),
        );
        triangles.extend(buffers.indices.iter().map(|idx| idx + base));
    }
}

/// The middle of the widest stretch inside the largest polygon, of those on five parallels through it; of a line its
/// middle vertex; else the first point.
fn anchor(gathered: &Gathered) -> Option<Local> {
    let size = |part: &&Part| {
        part.paths
            .first()
            .map_or(0.0, |path| (path.extent.1[0] - path.extent.0[0]) * (path.extent.1[1] - path.extent.0[1]))
    };
    let rings = gathered.parts.iter().filter(|part| part.paths.first().is_some_and(|path| path.is_ring));
    if let Some(part) = rings.max_by(|a, b| size(a).total_cmp(&size(b))) {
        let (low, high) = part.paths.first()?.extent;
        let mut best: Option<(f64, Local)> = None;
        for share in [0.5, 0.35, 0.65, 0.2, 0.8] {
            let y = low[1] + share * (high[1] - low[1]);
            let mut crossings: Vec<f64> = Vec::new();
            for pair in part.paths.iter().flat_map(|path| path.places.windows(2)) {
                let ([ax, ay], [bx, by]) = (pair[0], pair[1]);
                if (ay > y) != (by > y) {
                    crossings.push((bx - ax) * (y - ay) / (by - ay) + ax);
                }
            }
            crossings.sort_by(f64::total_cmp);
            for inside in crossings.chunks_exact(2) {
                // A stretch in the middle is as good as one that is half as wide again near an end.
                let width = (inside[1] - inside[0]) * (1.0 - (share - 0.5_f64).abs());
                if best.is_none_or(|(widest, _)| width > widest * 1.01) {
                    best = Some((width, [f64::midpoint(inside[0], inside[1]), y]));
                }
            }
        }
        if let Some((_, place)) = best {
            return Some(place);
        }
    }
    let longest = gathered.parts.iter().filter_map(|part| part.paths.first()).max_by_key(|path| path.places.len());
    match longest {
        Some(path) => path.places.get(path.places.len() / 2).copied(),
        None => gathered.points.first().copied(),
    }
}
