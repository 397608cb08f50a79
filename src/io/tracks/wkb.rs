//! A vessel's place from well-known binary, for GeoPackage and GeoParquet.

use geo::Coord;

use super::skip::Skip;
use crate::io::crs::Crs;
use crate::io::wkb::{NoPoint, point};

/// Degrees east and north of a point, `None` if it is an empty one; or why there is no place, and what was found.
pub(super) fn place(bytes: &[u8], crs: &Crs) -> Result<Option<(f64, f64)>, (Skip, &'static str)> {
    match point(bytes) {
        Ok((x, y)) => match crs.to_wgs84(Coord { x, y }) {
            Some(place) => Ok(Some((place.x, place.y))),
            None => Err((Skip::BadPosition, "a place that its coordinate system cannot have")),
        },
        Err(NoPoint::Empty) => Ok(None),
        Err(NoPoint::Other) => Err((Skip::NotAFix, "a geometry that is not a point")),
        Err(NoPoint::Broken) => Err((Skip::BadPosition, "a geometry that is no well-known binary")),
    }
}
