//! Areas between parallels and meridians: `BETWEEN 38-00N AND 39-00N AND BETWEEN 124-00E AND 125-00E`.

use std::ops::Range;

use crate::coordinate::{Axis, Spotted};
use crate::geodesy::Position;
use crate::plan::Shape;
use crate::plan::geometry::rectangle_between;
use crate::plan::reading::{Reading, angle};

/// An angle and which of the two it is, if it says so.
type Bound = (Option<Axis>, f64);

/// Two opposite corners and the rectangle between them, where a part of a text gives two parallels and two meridians and nothing
/// else: four angles, or two angles about one position.
pub(super) fn bounds(reading: &Reading<'_>, range: &Range<usize>) -> Option<([Position; 2], Shape)> {
    let spots = reading.spots_in(range);
    let read: [Bound; 4] = match spots {
        [(_, first), (_, middle), (_, last)] => {
            let (Spotted::Place(place), first, last) = (&middle.read, angle(first)?, angle(last)?) else {
                return None;
            };
            let latitude = (Some(Axis::Latitude), place.lat());
            let longitude = (Some(Axis::Longitude), place.lon());
            let [second, third] =
                if first.0 == Some(Axis::Longitude) { [longitude, latitude] } else { [latitude, longitude] };
            [first, second, third, last]
        }
        [(_, a), (_, b), (_, c), (_, d)] => [angle(a)?, angle(b)?, angle(c)?, angle(d)?],
        _ => return None,
    };
    let [a, b, c, d] = read;
    let axis = |one: Bound, other: Bound| match (one.0, other.0) {
        (Some(one), Some(other)) if one != other => None,
        (one, other) => one.or(other),
    };
    let (south, north, west, east) = match (axis(a, b), axis(c, d)) {
        (Some(Axis::Latitude), Some(Axis::Longitude)) => (a.1, b.1, c.1, d.1),
        (Some(Axis::Longitude), Some(Axis::Latitude)) => (c.1, d.1, a.1, b.1),
        // North of, east of, south of, west of: every angle has its letter.
        (None, None) => {
            let of =
                |wanted: Axis| read.iter().filter(move |(axis, _)| *axis == Some(wanted)).map(|(_, degrees)| *degrees);
            let (mut parallels, mut meridians) = (of(Axis::Latitude), of(Axis::Longitude));
            (parallels.next()?, parallels.next()?, meridians.next()?, meridians.next()?)
        }
        _ => return None,
    };
    let (one, other) = (Position::new(south, west)?, Position::new(north, east)?);
    Some(([one, other], rectangle_between(one, other)))
}

/// Whether a part of a text gives parallels or meridians that do not bound it on every side.
pub(super) fn is_half_bounded(reading: &Reading<'_>, range: &Range<usize>) -> bool {
    let spots = reading.spots_in(range);
    spots.iter().filter(|(_, spot)| angle(spot).is_some_and(|(axis, _)| axis.is_some())).count() > 1
}
