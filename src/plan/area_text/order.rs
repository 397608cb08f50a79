//! Corners that were listed in an order in which their outline crosses itself, put in order.
//!
//! Owns when that can be done without a guess: corners that all lie on their convex hull make one outline that does not cross
//! itself, and of two neighbours swapped there may be just one pair. Anything else is left as it stands. Start at [`in_order`].

use geo::{Coord, coord};

use crate::geodesy::Position;
use crate::plan::geometry::{polygon_through, self_crossing};

/// More corners than this are not tried.
const MOST_CORNERS: usize = 60;

/// The corners in the only order that does not cross itself; `None` if there is no such, or it cannot be told.
pub(super) fn in_order(corners: &[Position]) -> Option<Vec<Position>> {
    let mut corners: Vec<Position> = corners.iter().map(|place| place.rounded()).collect();
    corners.dedup();
    if corners.len() > 1 && corners.first() == corners.last() {
        corners.pop();
    }
    if corners.len() < 4 || corners.len() > MOST_CORNERS {
        return None;
    }
    round_the_hull(&corners).or_else(|| with_neighbours_swapped(&corners))
}

fn is_simple(corners: &[Position]) -> bool {
    polygon_through(corners).is_some_and(|area| self_crossing(&area).is_none())
}

/// On a plane that keeps which side of a line a place is on, well enough for an area of a warning.
fn plane(corners: &[Position]) -> Vec<Coord<f64>> {
    let Some(first) = corners.first() else { return Vec::new() };
    let squeeze = first.lat().to_radians().cos();
    corners
        .iter()
        .map(|place| coord! { x: ((place.lon() - first.lon() + 540.0).rem_euclid(360.0) - 180.0) * squeeze, y: place.lat() })
        .collect()
}

fn round_the_hull(corners: &[Position]) -> Option<Vec<Position>> {
    let places = plane(corners);
    let n = f64::from(u32::try_from(places.len()).ok()?);
    let sum = places.iter().fold(coord! { x: 0.0, y: 0.0 }, |sum, place| sum + *place);
    let middle = sum / n;
    let mut order: Vec<usize> = (0..places.len()).collect();
    let angle = |idx: &usize| places.get(*idx).map_or(0.0, |place| (place.y - middle.y).atan2(place.x - middle.x));
    order.sort_by(|a, b| angle(a).total_cmp(&angle(b)));
    let at = |idx: usize| order.get(idx % order.len()).and_then(|idx| places.get(*idx)).copied();
    let turns_left = |idx: usize| {
        let (Some(a), Some(b), Some(c)) = (at(idx), at(idx + 1), at(idx + 2)) else { return false };
        (b.x - a.x) * (c.y - b.y) - (b.y - a.y) * (c.x - b.x) > 1e-12
    };
    if !(0..order.len()).all(turns_left) {
        return None;
    }
    let start = order.iter().position(|idx| *idx == 0)?;
    order.rotate_left(start);
    let ordered: Vec<Position> = order.iter().filter_map(|idx| corners.get(*idx).copied()).collect();
    is_simple(&ordered).then_some(ordered)
}

fn with_neighbours_swapped(corners: &[Position]) -> Option<Vec<Position>> {
    let swapped = (0..corners.len()).filter_map(|idx| {
        let mut corners = corners.to_vec();
        let next = (idx + 1) % corners.len();
        corners.swap(idx, next);
        is_simple(&corners).then_some(corners)
    });
    let found: Vec<Vec<Position>> = swapped.take(2).collect();
    match <[_; 1]>::try_from(found) {
        Ok([only]) => Some(only),
        Err(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(all: &[(f64, f64)]) -> Vec<Position> {
        all.iter().map(|(lat, lon)| Position::clamped(*lat, *lon)).collect()
    }

    #[test]
    fn corners_on_their_hull_have_one_order() {
        let crossed = places(&[(38.0, 124.0), (38.5, 124.5), (38.5, 124.0), (38.0, 124.5)]);
        let ordered = in_order(&crossed).expect("one order");
        assert!(ordered.first() == crossed.first() && is_simple(&ordered) && !is_simple(&crossed));
        let over = places(&[(38.0, 179.5), (38.5, -179.5), (38.5, 179.5), (38.0, -179.5)]);
        assert!(in_order(&over).is_some());
    }

    #[test]
    fn what_could_be_several_outlines_is_left_alone() {
        // An arrow's head with its inner corner: which edge it dents cannot be told.
        let star = places(&[(38.0, 124.0), (39.0, 124.5), (38.0, 125.0), (38.6, 124.0), (38.3, 124.5), (38.6, 125.0)]);
        assert!(!is_simple(&star) && in_order(&star).is_none(), "{:?}", in_order(&star));
        assert_eq!(in_order(&places(&[(38.0, 124.0), (39.0, 124.5), (38.0, 125.0)])), None);
    }
}
