//! Places as a text lists them, and the area of a list that has nothing else.
//!
//! Owns what is read without words around it. Never looks for what the words say: `figure` does. Start at [`places_in`].

use geo::{Geometry, LineString};

use super::{AreaFault, AreaInText, Drawn, figure};
use crate::coordinate::{self, CoordinateError, Spot};
use crate::geodesy::Position;
use crate::plan::geometry::{ShapeError, between_geodesics, polygon_through};
use crate::plan::period_text::says_when;
use crate::plan::reading::{PLACE, Reading};

/// A place as a text has it: what it was read from, and the place or why it cannot be read.
pub type ReadPlace = (String, Result<Position, CoordinateError>);

/// A longer text without a word is a list, whatever a period may be in it, in bytes.
const MAX_PERIOD_LOOKED_FOR: usize = 20_000;

/// Every place a text lists, or a warning or report tells of among its words, in order, each with the text it was read from or
/// why that could not be read.
#[must_use]
pub fn places_in(text: &str) -> Vec<ReadPlace> {
    let mut found = Vec::new();
    if coordinate::is_prose(text) || is_marked(text) {
        found.extend(coordinate::find(text));
    }
    if !found.is_empty() {
        return found;
    }
    for line in text.split(['\n', '\r', ';', '；']).map(str::trim).filter(|line| !line.is_empty()) {
        match coordinate::parse(line) {
            Ok(place) => found.push((line.to_owned(), Ok(place))),
            // `38-46.58N 120-59.10E, 38-46.58N 121-05.88E`: several places on one line.
            Err(cause) => match coordinate::parse_list(line) {
                Ok(places) if places.len() > 1 => {
                    found.extend(places.into_iter().map(|place| (line.to_owned(), Ok(place))));
                }
                _ => found.push((line.to_owned(), Err(cause))),
            },
        }
    }
    found
}

/// Whether a text speaks of places: prose with a place that can be read or a range and bearing, or a list of nothing else.
#[must_use]
pub fn speaks_of_places(text: &str) -> bool {
    let reading = Reading::of(text);
    if is_warning(&reading) {
        return reading.spots.iter().any(|(_, spot)| spot.position().is_some_and(|place| place.is_ok()))
            || figure::speaks_of_an_area(&reading)
            || figure::speaks_of_a_range(&reading);
    }
    // A few lines tell: a list that breaks off further on is still one.
    let mut lines = text.split(['\n', '\r']).map(str::trim).filter(|line| !line.is_empty()).take(20).peekable();
    lines.peek().is_some() && lines.all(|line| coordinate::parse_list(line).is_ok()) || is_marked(text)
}

/// Whether a text is more than a list of places: it has words, or positions with letters and a period beside them.
pub(super) fn is_warning(reading: &Reading<'_>) -> bool {
    let is_place = |spot: &Spot| spot.position().is_some_and(|place| place.is_ok());
    coordinate::is_prose(reading.text)
        || reading.spots.iter().any(|(_, spot)| is_place(spot))
            && reading.text.len() < MAX_PERIOD_LOOKED_FOR
            && says_when(reading)
}

/// Whether a text is a list of positions with letters, numbers or bullets before them and nothing else.
fn is_marked(text: &str) -> bool {
    let reading = Reading::of(text);
    if reading.spots.is_empty()
        || !reading.spots.iter().all(|(_, spot)| spot.position().is_some_and(|place| place.is_ok()))
    {
        return false;
    }
    let mut at = 0;
    while let Some(c) = reading.at(at) {
        let rest = reading.chars.get(at..).unwrap_or_default();
        let n = rest.iter().take(3).take_while(|c| c.is_alphanumeric() && **c != PLACE).count();
        let before = at.checked_sub(1).and_then(|before| reading.at(before));
        let is_label = n < 3 && (before == Some('(') || matches!(rest.get(n), Some('.' | ')' | ':')));
        // A letter of another script, a circled number or a sign is a mark of its own.
        if c.is_ascii_alphanumeric() && !is_label {
            return false;
        }
        at += n.max(1);
    }
    true
}

/// The area within corners. A warning's lines are geodesics; those of a bare list are straight as a file's are.
#[must_use]
pub fn outline(text: &str, corners: &[Position]) -> Option<Drawn> {
    if coordinate::is_prose(text) {
        return between_geodesics(corners).ok();
    }
    polygon_through(corners).map(|area| (area, None))
}

/// What a bare list makes: one place, a line, an area within straight edges.
pub(super) fn area(text: &str) -> Option<AreaInText> {
    let mut area = AreaInText::default();
    for (part, place) in places_in(text) {
        match place {
            Ok(place) => area.corners.push(place.rounded()),
            Err(cause) => area.faults.push(AreaFault::Place(part, cause)),
        }
    }
    if area.corners.is_empty() && area.faults.is_empty() {
        return None;
    }
    if area.faults.is_empty() {
        area.geometry = match area.corners.as_slice() {
            [place] => Some(Geometry::Point(place.coord().into())),
            [one, other] => Some(Geometry::LineString(LineString(vec![one.coord(), other.coord()]))),
            corners => polygon_through(corners),
        };
        if area.geometry.is_none() {
            area.faults.push(AreaFault::Shape(ShapeError::Empty));
        }
    }
    Some(area)
}
