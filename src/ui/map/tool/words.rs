//! Numbers of the tools in a mariner's words.

use geo::Geometry;

use crate::coordinate;
use crate::geodesy::{Position, inverse};
use crate::plan::geometry::size;

use super::Scene;

/// Range and true bearing of the geodesic from one place to another: `12.3 nm  081°`.
#[must_use]
pub fn leg_words(from: Position, to: Position) -> String {
    let leg = inverse(from, to);
    format!("{}  {}", leg.distance.nautical_miles(), leg.initial)
}

/// Perimeter and area of a shape being drawn.
pub(super) fn size_words(geometry: &Geometry<f64>) -> Vec<String> {
    let size = size(geometry);
    let mut lines = vec![format!("Perimeter {}", size.perimeter.nautical_miles())];
    lines.extend(size.area.map(|area| format!("Area {area}")));
    lines
}

/// A place in the form the user chose.
pub(super) fn place_words(place: Position, scene: &Scene<'_>) -> String {
    coordinate::format(place, scene.form)
}
