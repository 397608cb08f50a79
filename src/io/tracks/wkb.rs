//! A point as well-known binary: what `GeoPackage` and `GeoParquet` keep places in.
//!
//! # Source
//! OGC 06-103r4, section 8.2 (types by thousands for Z and M), and `PostGIS`'s extended form (flags in the type, an SRID).

use geo::Coord;

use super::skip::Skip;
use crate::io::crs::Crs;

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

/// Why there is no point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum NoPoint {
    /// It is not well-known binary, or is cut short.
    Broken,
    /// A line, an area, several points.
    Other,
    /// A point without coordinates.
    Empty,
}

/// The place of a point; of several, if there is but one.
fn point(bytes: &[u8]) -> Result<(f64, f64), NoPoint> {
    let (order, rest) = bytes.split_first().ok_or(NoPoint::Broken)?;
    let is_little = match order {
        0 => false,
        1 => true,
        _ => return Err(NoPoint::Broken),
    };
    let whole = |bytes: &[u8]| {
        let four = *bytes.first_chunk::<4>()?;
        Some(if is_little { u32::from_le_bytes(four) } else { u32::from_be_bytes(four) })
    };
    let kind = whole(rest).ok_or(NoPoint::Broken)?;
    let has_srid = kind & 0x2000_0000 != 0;
    let rest = rest.get(if has_srid { 8 } else { 4 }..).ok_or(NoPoint::Broken)?;
    match (kind & 0x0fff_ffff) % 1000 {
        1 => {
            let number = |bytes: &[u8]| {
                let eight = *bytes.first_chunk::<8>()?;
                Some(if is_little { f64::from_le_bytes(eight) } else { f64::from_be_bytes(eight) })
            };
            let x = number(rest).ok_or(NoPoint::Broken)?;
            let y = rest.get(8..).and_then(number).ok_or(NoPoint::Broken)?;
            if x.is_nan() && y.is_nan() { Err(NoPoint::Empty) } else { Ok((x, y)) }
        }
        4 => match whole(rest) {
            Some(0) => Err(NoPoint::Empty),
            // One point in a set of one: not deeper than that.
            Some(1) if rest.get(5..9).and_then(whole).is_some_and(|kind| (kind & 0x0fff_ffff) % 1000 == 1) => {
                point(rest.get(4..).ok_or(NoPoint::Broken)?)
            }
            _ => Err(NoPoint::Other),
        },
        2 | 3 | 5..=17 => Err(NoPoint::Other),
        _ => Err(NoPoint::Broken),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes(hex: &str) -> Vec<u8> {
        (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap()).collect()
    }

    #[test]
    fn points_of_every_dialect_are_read() {
        // As PostGIS 3.4's ST_AsBinary and ST_AsEWKB, and GDAL, write POINT (125.5 38.25).
        for hex in [
            "01010000000000000000605F400000000000204340",
            "0000000001405F6000000000004043200000000000",
            "0101000020E61000000000000000605F400000000000204340",
            "01E90300000000000000605F4000000000002043400000000000000840",
            "01010000800000000000605F4000000000002043400000000000000840",
            "01040000000100000001010000000000000000605F400000000000204340",
        ] {
            assert_eq!(point(&bytes(hex)), Ok((125.5, 38.25)), "{hex}");
            for len in (0..hex.len() - 2).step_by(2) {
                let cut = point(&bytes(&hex[..len]));
                assert!(cut.is_err() || len >= 42, "{hex} {len}");
            }
        }
        assert_eq!(point(&bytes("0101000000000000000000F87F000000000000F87F")), Err(NoPoint::Empty));
        assert_eq!(point(&bytes("010200000000000000")), Err(NoPoint::Other));
        assert_eq!(point(&bytes("0163000000")), Err(NoPoint::Broken));
    }
}
