//! Where a ship begins, or is through: cells of a picture at one of its sides, in a feature of the plan, or at a place.
//!
//! Owns the way from a place to cells, and the box and the time that a plan is looked at in. Never looks for a way. Start at [`Gate::cells`].

use geo::{CoordsIter as _, Geometry};

use super::Picture;
use crate::analysis::Area;
use crate::geodesy::Position;
use crate::plan::geometry::bounds;
use crate::plan::{Feature, FeatureId, Kind, Plan};
use crate::track::Span;

/// A side of a picture's box.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The westernmost cells.
    West,
    /// The easternmost.
    East,
    /// The southernmost.
    South,
    /// The northernmost.
    North,
}

impl Side {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::West, Self::East, Self::South, Self::North];
}

/// Where a ship comes from, or wants to go.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Gate {
    /// A side of the box.
    Side(Side),
    /// A feature of the plan: the cells in it, or along it.
    Feature(FeatureId),
    /// A place.
    Place(Position),
}

impl Gate {
    /// Its cells; none if it lies outside of the picture.
    #[must_use]
    pub fn cells(self, plan: &Plan, picture: &Picture) -> Vec<usize> {
        let n_columns = picture.n_columns();
        match self {
            Self::Side(side) => {
                let is_at = |cell: &usize| match side {
                    Side::West => cell.is_multiple_of(n_columns),
                    Side::East => cell % n_columns == n_columns - 1,
                    Side::South => *cell < n_columns,
                    Side::North => *cell >= picture.n_cells() - n_columns,
                };
                (0..picture.n_cells()).filter(is_at).collect()
            }
            Self::Feature(id) => plan.feature(id).map(|feature| cells_of(feature, picture)).unwrap_or_default(),
            Self::Place(place) => picture.cell_at(place).into_iter().collect(),
        }
    }
}

/// Whether a ship can be in any of some cells.
#[must_use]
pub fn has_sea(cells: &[usize], is_sea: &[bool]) -> bool {
    cells.iter().any(|cell| is_sea.get(*cell) == Some(&true))
}

fn cells_of(feature: &Feature, picture: &Picture) -> Vec<usize> {
    let Some(geometry) = &feature.geometry else { return Vec::new() };
    if let Some(area) = Area::of(geometry) {
        return (0..picture.n_cells()).filter(|cell| area.contains(picture.middle(*cell))).collect();
    }
    let mut cells: Vec<usize> = along(geometry).into_iter().filter_map(|at| picture.cell_at(at)).collect();
    cells.sort_unstable();
    cells.dedup();
    cells
}

/// Places along a line, close enough together that no cell is missed by more than its corner.
fn along(geometry: &Geometry<f64>) -> Vec<Position> {
    let places: Vec<geo::Coord<f64>> = geometry.coords_iter().collect();
    let between = |pair: &[geo::Coord<f64>]| {
        let (from, step) = (pair[0], pair[1] - pair[0]);
        (0..=200).map(move |n| from + step * (f64::from(n) / 200.0)).collect::<Vec<_>>()
    };
    let all = places.windows(2).flat_map(between).chain(places.first().copied());
    all.filter_map(Position::from_coord).collect()
}

/// South-west and north-east corner of the box round all of the plan, and half a degree more; `None` if nothing of it has a place.
#[must_use]
pub fn box_round(plan: &Plan) -> Option<(Position, Position)> {
    let all = plan.features.iter().filter_map(|feature| bounds(feature.geometry.as_ref()?));
    let (low, high) = all.reduce(|(a_sw, a_ne), (b_sw, b_ne)| {
        (
            Position::clamped(a_sw.lat().min(b_sw.lat()), a_sw.lon().min(b_sw.lon())),
            Position::clamped(a_ne.lat().max(b_ne.lat()), a_ne.lon().max(b_ne.lon())),
        )
    })?;
    Some((Position::clamped(low.lat() - 0.5, low.lon() - 0.5), Position::clamped(high.lat() + 0.5, high.lon() + 0.5)))
}

/// From when the first assignment is in force until the last one's end; `None` if nothing with a unit has a period.
#[must_use]
pub fn span_assigned(plan: &Plan) -> Option<Span> {
    let assigned = || plan.features.iter().filter(|feature| feature.kind != Kind::Unit && !feature.units.is_empty());
    let from = assigned().filter_map(|feature| feature.period.from).min();
    from.zip(assigned().filter_map(|feature| feature.period.to).max())
}
