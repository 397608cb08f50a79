//! Depth areas and depth lines from ETOPO5.

use anyhow::Result;
use contour::ContourBuilder;

use crate::plane::{self, P};
use crate::sources::Relief;

/// Depths in metres at which an area begins and a line runs.
const LEVELS: [f64; 6] = [20.0, 50.0, 100.0, 200.0, 1000.0, 2000.0];

/// Everything deeper than `level`: polygons of an outer ring and holes, not closed, on the plane.
pub struct Depth {
    pub level: f64,
    pub polygons: Vec<Vec<Vec<P>>>,
}

/// The whole world from means over 10′.
pub fn world(relief: &Relief) -> Result<Vec<Depth>> {
    // Two cells more at either end, so that no line is drawn along the antimeridian.
    let (columns, rows) = (2160 + 4, 1080);
    let mut values = Vec::with_capacity(columns * rows);
    for j in 0..rows as i64 {
        for i in 0..columns as i64 {
            let (column, row) = (2 * (i - 2) + 2160, 2 * j);
            let four = [(0, 0), (1, 0), (0, 1), (1, 1)].map(|(di, dj)| relief.depth(column + di, row + dj));
            values.push(four.iter().sum::<f64>() / 4.0);
        }
    }
    // The mean of nodes 0 and 1 lies 1/24° east and north of node 0.
    contours(&values, columns, rows, -180.0 - 2.0 / 6.0 + 1.0 / 24.0, -90.0 + 1.0 / 24.0, 1.0 / 6.0)
}

/// A region in whole degrees (west, south, east, north) from a smooth surface through every node (Catmull–Rom), four steps
/// to a node.
pub fn region(relief: &Relief, [west, south, east, north]: [i32; 4]) -> Result<Vec<Depth>> {
    const STEPS: i64 = 4;
    let per_degree = 12 * STEPS;
    let columns = i64::from(east - west) * per_degree + 1;
    let rows = i64::from(north - south) * per_degree + 1;
    let mut values = Vec::with_capacity((columns * rows) as usize);
    for j in 0..rows {
        for i in 0..columns {
            let (column, row) = (i64::from(west) * 12 + i / STEPS, i64::from(south + 90) * 12 + j / STEPS);
            let (u, v) = ((i % STEPS) as f64 / STEPS as f64, (j % STEPS) as f64 / STEPS as f64);
            let along = |row: i64| between([-1, 0, 1, 2].map(|k| relief.depth(column + k, row)), u);
            values.push(between([-1, 0, 1, 2].map(|k| along(row + k)), v));
        }
    }
    contours(&values, columns as usize, rows as usize, f64::from(west), f64::from(south), 1.0 / per_degree as f64)
}

/// Catmull–Rom between the second and third of four values.
fn between([a, b, c, d]: [f64; 4], share: f64) -> f64 {
    b + 0.5 * share * (c - a + share * (2.0 * a - 5.0 * b + 4.0 * c - d + share * (3.0 * (b - c) + d - a)))
}

fn contours(values: &[f64], columns: usize, rows: usize, west: f64, south: f64, step: f64) -> Result<Vec<Depth>> {
    let found = ContourBuilder::new(columns, rows, true)
        .x_origin(west - step / 2.0)
        .y_origin(south - step / 2.0)
        .x_step(step)
        .y_step(step)
        .contours(values, &LEVELS)?;
    let ring = |line: &geo::LineString<f64>| -> Vec<P> {
        let mut ring: Vec<P> = line.0.iter().map(|c| plane::from_degrees(c.x, c.y)).collect();
        ring.dedup();
        if ring.first() == ring.last() {
            ring.pop();
        }
        ring
    };
    Ok(found
        .iter()
        .map(|contour| Depth {
            level: contour.threshold(),
            polygons: (contour.geometry().0.iter())
                .map(|polygon| std::iter::once(polygon.exterior()).chain(polygon.interiors()).map(ring).collect())
                .collect(),
        })
        .collect())
}
