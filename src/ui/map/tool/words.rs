//! Numbers of the tools in a mariner's words.

use geo::Geometry;

use crate::coordinate;
use crate::geodesy::{Position, inverse};
use crate::plan::Plan;
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

/// The spelling alphabet. Source: ICAO Annex 10, volume II, 5.2.1.3, figure 5-1.
const SPELLING: [&str; 26] = [
    "Alfa", "Bravo", "Charlie", "Delta", "Echo", "Foxtrot", "Golf", "Hotel", "India", "Juliett", "Kilo", "Lima",
    "Mike", "November", "Oscar", "Papa", "Quebec", "Romeo", "Sierra", "Tango", "Uniform", "Victor", "Whiskey", "X-ray",
    "Yankee", "Zulu",
];

/// The first name of the row Area Alfa … Area Zulu, Area 27, … that the plan does not use yet.
#[must_use]
pub fn next_name(plan: &Plan) -> String {
    let is_free = |name: &String| plan.features.iter().all(|feature| feature.name != *name);
    let spelled = SPELLING.iter().map(|word| format!("Area {word}"));
    let numbered = (27..).map(|n: u32| format!("Area {n}"));
    spelled.chain(numbered).find(is_free).unwrap_or_default()
}
