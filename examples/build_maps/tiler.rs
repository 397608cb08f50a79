//! Features cut into the tiles of one zoom.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use cordon::chart::{Attribute, TileFeature, TileGeometry, TileLayer, VectorTile};

use crate::plane::{self, Box2, P};

/// Units along one side of a tile.
pub const EXTENT: u32 = 4096;
/// How far lines and areas reach beyond their tile, in tile units, so that strokes meet without a gap.
const BUFFER: f64 = 64.0;

pub type Attributes = Vec<(Arc<str>, Attribute)>;

/// A feature on the plane.
#[derive(Clone, Debug)]
pub struct Item {
    pub geometry: Geometry,
    pub attributes: Attributes,
}

#[derive(Clone, Debug)]
pub enum Geometry {
    Point(P),
    Line(Vec<P>),
    /// An outer ring and its holes, not closed.
    Polygon(Vec<Vec<P>>),
}

/// Cuts layers into tiles; a tile that is not in `wanted` is left out, and every wanted one is made.
pub fn cut(layers: &[(&str, Vec<Item>)], zoom: u8, wanted: &BTreeSet<(u32, u32)>) -> BTreeMap<(u32, u32), VectorTile> {
    let mut tiles: BTreeMap<(u32, u32), VectorTile> = wanted.iter().map(|at| (*at, VectorTile::default())).collect();
    let side = f64::from(1_u32 << zoom);
    let margin = BUFFER / f64::from(EXTENT) / side;
    for (name, items) in layers {
        for item in items {
            let points: Vec<P> = match &item.geometry {
                Geometry::Point(p) => vec![*p],
                Geometry::Line(line) => line.clone(),
                Geometry::Polygon(rings) => rings.first().cloned().unwrap_or_default(),
            };
            if points.is_empty() {
                continue;
            }
            let reach = if matches!(item.geometry, Geometry::Point(_)) { 0.0 } else { margin };
            let bounds = Box2::around(&points).grown(reach);
            let cells = |axis: usize| {
                let last = side - 1.0;
                let first = (bounds.min[axis] * side).floor().clamp(0.0, last) as u32;
                first..=(bounds.max[axis] * side).floor().clamp(0.0, last) as u32
            };
            for x in cells(0) {
                let (west, east) = (f64::from(x) / side - reach, f64::from(x + 1) / side + reach);
                let column = clip(&item.geometry, 0, west, east);
                if column.is_empty() {
                    continue;
                }
                for y in cells(1) {
                    let Some(tile) = tiles.get_mut(&(x, y)) else { continue };
                    let (north, south) = (f64::from(y) / side - reach, f64::from(y + 1) / side + reach);
                    let parts: Vec<Geometry> = column.iter().flat_map(|part| clip(part, 1, north, south)).collect();
                    let snap = |p: &P| snapped(*p, side, x, y);
                    let Some(geometry) = gathered(&parts, &snap) else { continue };
                    put(tile, name, TileFeature { geometry, attributes: item.attributes.clone() });
                }
            }
        }
    }
    tiles
}

fn put(tile: &mut VectorTile, name: &str, feature: TileFeature) {
    match tile.layers.iter_mut().find(|layer| layer.name == name) {
        Some(layer) => layer.features.push(feature),
        None => tile.layers.push(TileLayer { name: name.to_owned(), extent: EXTENT, features: vec![feature] }),
    }
}

fn snapped(p: P, side: f64, x: u32, y: u32) -> [i32; 2] {
    let unit = |v: f64, cell: u32| ((v * side - f64::from(cell)) * f64::from(EXTENT)).round() as i32;
    [unit(p[0], x), unit(p[1], y)]
}

fn clip(geometry: &Geometry, axis: usize, low: f64, high: f64) -> Vec<Geometry> {
    match geometry {
        // A point on a tile's edge belongs to the tile east or south of it only.
        Geometry::Point(p) => {
            if (low..high).contains(&p[axis]) {
                vec![geometry.clone()]
            } else {
                Vec::new()
            }
        }
        Geometry::Line(line) => plane::clip_line(line, axis, low, high).into_iter().map(Geometry::Line).collect(),
        Geometry::Polygon(rings) => {
            let mut kept: Vec<Vec<P>> = rings.iter().map(|ring| plane::clip_ring(ring, axis, low, high)).collect();
            if kept.first().is_none_or(|outer| outer.len() < 3) {
                return Vec::new();
            }
            kept.retain(|ring| ring.len() >= 3);
            vec![Geometry::Polygon(kept)]
        }
    }
}

/// The parts of one feature in one tile, in tile units; `None` if nothing is left of it.
fn gathered(parts: &[Geometry], snap: &dyn Fn(&P) -> [i32; 2]) -> Option<TileGeometry> {
    let (mut points, mut lines, mut polygons) = (Vec::new(), Vec::new(), Vec::new());
    for part in parts {
        match part {
            Geometry::Point(p) => points.push(snap(p)),
            Geometry::Line(line) => {
                let mut line: Vec<[i32; 2]> = line.iter().map(snap).collect();
                line.dedup();
                if line.len() >= 2 {
                    lines.push(line);
                }
            }
            Geometry::Polygon(rings) => {
                let mut polygon = Vec::new();
                for (i, ring) in rings.iter().enumerate() {
                    let mut ring: Vec<[i32; 2]> = ring.iter().map(snap).collect();
                    ring.dedup();
                    while ring.len() > 1 && ring.first() == ring.last() {
                        ring.pop();
                    }
                    let area = twice_area(&ring);
                    if area == 0 {
                        if i == 0 {
                            break;
                        }
                        continue;
                    }
                    if (area > 0) != (i == 0) {
                        ring.reverse();
                    }
                    polygon.push(ring);
                }
                if !polygon.is_empty() {
                    polygons.push(polygon);
                }
            }
        }
    }
    if !points.is_empty() {
        Some(TileGeometry::Points(points))
    } else if !lines.is_empty() {
        Some(TileGeometry::Lines(lines))
    } else if !polygons.is_empty() {
        Some(TileGeometry::Polygons(polygons))
    } else {
        None
    }
}

fn twice_area(ring: &[[i32; 2]]) -> i64 {
    let next = ring.iter().cycle().skip(1);
    ring.iter().zip(next).map(|(a, b)| i64::from(a[0]) * i64::from(b[1]) - i64::from(b[0]) * i64::from(a[1])).sum()
}
