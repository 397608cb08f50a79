//! Geometry at the level of the plan: what a shape covers, how a feature is moved and reshaped, how large it is.
//!
//! Owns the pure functions behind the drawing tools and the inspector: each takes a feature and gives the feature it
//! becomes, to be put in its place by [`replace`]. Never knows a pointer, a screen or a history. Start at
//! [`geometry_of`] for shapes, [`with_vertex_moved`] for vertices, [`size`] for measures.
//!
//! An edge is straight in longitude and latitude, because that is what a GeoJSON file means (RFC 7946, section 3.1.1);
//! measures follow that edge, not the geodesic between its ends. What crosses the antimeridian is cut there.

mod combine;
mod measure;
mod near;
mod plane;
mod shape;
mod turn;
mod vertex;

use std::sync::Arc;

use super::edit::PlanEdit;
use super::model::Feature;

pub use combine::{CombineError, buffered, intersection, pieces_of_split, simplified, subtracted, union};
pub use measure::{Size, crossing_of_leg, ring_size, self_crossing, size};
pub use near::{Near, nearest};
pub use shape::{
    CIRCLE_VERTICES, ShapeError, bounds, centre, geometry_of, moved, polygon_through, rectangle_between, with_geometry,
    with_shape,
};
pub use turn::{between_geodesics, resized, turned};
pub use vertex::{
    Edge, VertexError, VertexId, edges, neighbours, vertices, with_vertex_deleted, with_vertex_inserted,
    with_vertex_moved,
};

/// The edit that puts a changed feature in the place of the one with its id.
#[must_use]
pub fn replace(feature: Feature) -> PlanEdit {
    PlanEdit::Replace(vec![Arc::new(feature)])
}
