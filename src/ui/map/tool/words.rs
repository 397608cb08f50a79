//! Numbers of the tools in a mariner's words.

use geo::Geometry;

use crate::coordinate;
use crate::geodesy::Position;
use crate::language::said;
use crate::plan::geometry::size;

use super::Scene;
pub(super) use crate::ui::words::leg_words;

/// Perimeter and area of a shape being drawn.
pub(super) fn size_words(geometry: &Geometry<f64>) -> Vec<String> {
    let size = size(geometry);
    let mut lines = vec![said!("readout-perimeter", length = size.perimeter.nautical_miles().to_string())];
    lines.extend(size.area.map(|area| said!("readout-area", area = area.to_string())));
    lines
}

/// A place in the form the user chose.
pub(super) fn place_words(place: Position, scene: &Scene<'_>) -> String {
    coordinate::format(place, scene.form)
}
