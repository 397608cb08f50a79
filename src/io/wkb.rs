//! Well-known binary: what GeoPackage and GeoParquet keep places in.
//!
//! Owns both directions. A count in the bytes is never believed before the bytes for it are seen, and collections nest only so
//! deep. Start at [`read`], at [`point`] where only points matter, and at [`write`].
//!
//! # Source
//! OGC 06-103r4, section 8.2 (types by thousands for Z and M), and `PostGIS`'s extended form (flags in the type, an SRID).

use geo::{Coord, Geometry, LineString, MultiLineString, MultiPoint, MultiPolygon, Point, Polygon};

/// How deep collections may nest.
const MAX_DEPTH: usize = 8;

/// Why there is no geometry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum WkbError {
    /// It is not well-known binary, or is cut short.
    #[error("its geometry is no well-known binary")]
    Broken,
    /// Curves, surfaces of patches, and whatever comes later.
    #[error("its geometry is of a type that is not read (curves, patches)")]
    Kind,
    /// Collections in collections in collections.
    #[error("its geometry nests more than {MAX_DEPTH} deep")]
    TooDeep,
}

/// Why there is no point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NoPoint {
    /// It is not well-known binary, or is cut short.
    Broken,
    /// A line, an area, several points.
    Other,
    /// A point without coordinates.
    Empty,
}

/// The place of a point; of several, if there is but one.
pub(crate) fn point(bytes: &[u8]) -> Result<(f64, f64), NoPoint> {
    let mut cursor = Cursor { rest: bytes, is_little: true };
    point_at(&mut cursor, 0)
}

fn point_at(cursor: &mut Cursor<'_>, depth: usize) -> Result<(f64, f64), NoPoint> {
    let head = cursor.head().ok_or(NoPoint::Broken)?;
    match head.kind {
        1 => {
            let Coord { x, y } = cursor.coord(head.n_numbers).ok_or(NoPoint::Broken)?;
            if x.is_nan() && y.is_nan() { Err(NoPoint::Empty) } else { Ok((x, y)) }
        }
        4 => match cursor.whole() {
            Some(0) => Err(NoPoint::Empty),
            // One point in a set of one: not deeper than that.
            Some(1) if depth == 0 => point_at(cursor, 1),
            _ => Err(NoPoint::Other),
        },
        2 | 3 | 5..=17 => Err(NoPoint::Other),
        _ => Err(NoPoint::Broken),
    }
}

/// A geometry in its own coordinates, and whether it had altitudes; `None` if it is empty.
///
/// # Errors
/// [`WkbError`]; nothing of it is kept then.
pub(crate) fn read(bytes: &[u8]) -> Result<Option<(Geometry<f64>, bool)>, WkbError> {
    let mut cursor = Cursor { rest: bytes, is_little: true };
    let mut has_altitude = false;
    let geometry = geometry(&mut cursor, 0, &mut has_altitude)?;
    Ok(geometry.map(|geometry| (geometry, has_altitude)))
}

/// What a geometry begins with.
struct Head {
    kind: u32,
    /// How many numbers a place has.
    n_numbers: usize,
    has_altitude: bool,
}

struct Cursor<'a> {
    rest: &'a [u8],
    is_little: bool,
}

impl Cursor<'_> {
    fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (bytes, rest) = self.rest.split_first_chunk::<N>()?;
        self.rest = rest;
        Some(*bytes)
    }

    fn whole(&mut self) -> Option<u32> {
        let four = self.take::<4>()?;
        Some(if self.is_little { u32::from_le_bytes(four) } else { u32::from_be_bytes(four) })
    }

    fn number(&mut self) -> Option<f64> {
        let eight = self.take::<8>()?;
        Some(if self.is_little { f64::from_le_bytes(eight) } else { f64::from_be_bytes(eight) })
    }

    fn head(&mut self) -> Option<Head> {
        let [order] = self.take::<1>()?;
        self.is_little = match order {
            0 => false,
            1 => true,
            _ => return None,
        };
        let kind = self.whole()?;
        if kind & 0x2000_0000 != 0 {
            self.whole()?;
        }
        let plain = kind & 0x0fff_ffff;
        let has_z = kind & 0x8000_0000 != 0 || matches!(plain / 1000, 1 | 3);
        let has_m = kind & 0x4000_0000 != 0 || matches!(plain / 1000, 2 | 3);
        Some(Head { kind: plain % 1000, n_numbers: 2 + usize::from(has_z) + usize::from(has_m), has_altitude: has_z })
    }

    fn coord(&mut self, n_numbers: usize) -> Option<Coord<f64>> {
        let coord = Coord { x: self.number()?, y: self.number()? };
        for _ in 2..n_numbers {
            self.number()?;
        }
        Some(coord)
    }

    fn line(&mut self, n_numbers: usize) -> Option<Vec<Coord<f64>>> {
        let n = usize::try_from(self.whole()?).ok()?;
        if n.checked_mul(n_numbers * 8)? > self.rest.len() {
            return None;
        }
        (0..n).map(|_| self.coord(n_numbers)).collect()
    }

    fn polygon(&mut self, n_numbers: usize) -> Option<Polygon<f64>> {
        let n = usize::try_from(self.whole()?).ok()?;
        if n.checked_mul(4)? > self.rest.len() {
            return None;
        }
        let mut rings = Vec::new();
        for _ in 0..n {
            rings.push(LineString(self.line(n_numbers)?));
        }
        let mut rings = rings.into_iter().filter(|ring| !ring.0.is_empty());
        let outer = rings.next().unwrap_or(LineString(Vec::new()));
        Some(Polygon::new(outer, rings.collect()))
    }
}

// The depth is bounded before each step down.
fn geometry(cursor: &mut Cursor<'_>, depth: usize, has_altitude: &mut bool) -> Result<Option<Geometry<f64>>, WkbError> {
    if depth > MAX_DEPTH {
        return Err(WkbError::TooDeep);
    }
    let head = cursor.head().ok_or(WkbError::Broken)?;
    *has_altitude |= head.has_altitude;
    let n = head.n_numbers;
    Ok(match head.kind {
        1 => {
            let coord = cursor.coord(n).ok_or(WkbError::Broken)?;
            (!(coord.x.is_nan() && coord.y.is_nan())).then(|| Geometry::Point(coord.into()))
        }
        2 => {
            let line = cursor.line(n).ok_or(WkbError::Broken)?;
            if line.is_empty() { None } else { Some(Geometry::LineString(LineString(line))) }
        }
        3 => {
            let polygon = cursor.polygon(n).ok_or(WkbError::Broken)?;
            if polygon.exterior().0.is_empty() { None } else { Some(Geometry::Polygon(polygon)) }
        }
        // Sets of points, lines and polygons; curves and surfaces where all of them are lines and polygons; collections.
        4..=7 | 11 | 12 => {
            let n_parts = cursor.whole().and_then(|n| usize::try_from(n).ok()).ok_or(WkbError::Broken)?;
            // The least part: its order, its type, its count.
            if n_parts.checked_mul(9).is_none_or(|len| len > cursor.rest.len()) {
                return Err(WkbError::Broken);
            }
            let mut parts = Vec::new();
            for _ in 0..n_parts {
                parts.extend(geometry(cursor, depth + 1, has_altitude)?);
            }
            gathered(head.kind, parts)?
        }
        8..=17 => return Err(WkbError::Kind),
        _ => return Err(WkbError::Broken),
    })
}

fn gathered(kind: u32, parts: Vec<Geometry<f64>>) -> Result<Option<Geometry<f64>>, WkbError> {
    if parts.is_empty() {
        return Ok(None);
    }
    let whole: Option<Geometry<f64>> = match kind {
        4 => {
            let points = parts.into_iter().map(|part| Point::try_from(part).ok()).collect::<Option<Vec<_>>>();
            points.map(|points| Geometry::MultiPoint(MultiPoint(points)))
        }
        5 | 11 => {
            let lines = parts.into_iter().map(|part| LineString::try_from(part).ok()).collect::<Option<Vec<_>>>();
            lines.map(|lines| Geometry::MultiLineString(MultiLineString(lines)))
        }
        6 | 12 => {
            let polygons = parts.into_iter().map(|part| Polygon::try_from(part).ok()).collect::<Option<Vec<_>>>();
            polygons.map(|polygons| Geometry::MultiPolygon(MultiPolygon(polygons)))
        }
        _ => Some(Geometry::GeometryCollection(parts.into())),
    };
    whole.map(Some).ok_or(WkbError::Broken)
}

/// Writes a geometry, little-endian, in two dimensions.
pub(crate) fn write(out: &mut Vec<u8>, geometry: &Geometry<f64>) {
    match geometry {
        Geometry::Point(point) => {
            begin(out, 1);
            coord(out, point.0);
        }
        Geometry::Line(line) => {
            begin(out, 2);
            coords(out, &[line.start, line.end]);
        }
        Geometry::LineString(line) => {
            begin(out, 2);
            coords(out, &line.0);
        }
        Geometry::Polygon(one) => polygon(out, one),
        Geometry::Rect(rect) => polygon(out, &rect.to_polygon()),
        Geometry::Triangle(triangle) => polygon(out, &triangle.to_polygon()),
        Geometry::MultiPoint(points) => {
            begin(out, 4);
            count(out, points.0.len());
            points.iter().for_each(|point| write(out, &Geometry::Point(*point)));
        }
        Geometry::MultiLineString(lines) => {
            begin(out, 5);
            count(out, lines.0.len());
            for line in lines {
                begin(out, 2);
                coords(out, &line.0);
            }
        }
        Geometry::MultiPolygon(polygons) => {
            begin(out, 6);
            count(out, polygons.0.len());
            polygons.iter().for_each(|one| polygon(out, one));
        }
        Geometry::GeometryCollection(parts) => {
            begin(out, 7);
            count(out, parts.0.len());
            parts.iter().for_each(|part| write(out, part));
        }
    }
}

fn begin(out: &mut Vec<u8>, kind: u32) {
    out.push(1);
    out.extend(kind.to_le_bytes());
}

fn count(out: &mut Vec<u8>, n: usize) {
    out.extend(u32::try_from(n).unwrap_or(u32::MAX).to_le_bytes());
}

fn coord(out: &mut Vec<u8>, coord: Coord<f64>) {
    out.extend(coord.x.to_le_bytes());
    out.extend(coord.y.to_le_bytes());
}

fn coords(out: &mut Vec<u8>, all: &[Coord<f64>]) {
    count(out, all.len());
    all.iter().for_each(|one| coord(out, *one));
}

fn polygon(out: &mut Vec<u8>, polygon: &Polygon<f64>) {
    begin(out, 3);
    count(out, 1 + polygon.interiors().len());
    std::iter::once(polygon.exterior()).chain(polygon.interiors()).for_each(|ring| coords(out, &ring.0));
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
            let (geometry, _) = read(&bytes(hex)).expect("read").expect("a place");
            assert!(geo::CoordsIter::coords_iter(&geometry).all(|c| (c.x, c.y) == (125.5, 38.25)), "{hex}");
            for len in (0..hex.len() - 2).step_by(2) {
                assert!(point(&bytes(&hex[..len])).is_err() && read(&bytes(&hex[..len])).is_err(), "{hex} {len}");
            }
        }
        assert_eq!(point(&bytes("0101000000000000000000F87F000000000000F87F")), Err(NoPoint::Empty));
        assert_eq!(read(&bytes("0101000000000000000000F87F000000000000F87F")), Ok(None));
        assert_eq!(point(&bytes("010200000000000000")), Err(NoPoint::Other));
        assert_eq!(point(&bytes("0163000000")), Err(NoPoint::Broken));
    }

    #[test]
    fn what_is_written_is_read_again() {
        use geo::{line_string, point, polygon};
        let holed = polygon!(exterior: [(x: 0.0, y: 0.0), (x: 9.0, y: 0.0), (x: 9.0, y: 9.0)], interiors: [[(x: 7.0, y: 1.0), (x: 8.0, y: 1.0), (x: 8.0, y: 2.0)]]);
        let line = line_string![(x: 1.0, y: 2.0), (x: 3.5, y: -4.0)];
        let dot: Geometry<f64> = point! { x: 125.5, y: 38.25 }.into();
        let all: Vec<Geometry<f64>> = vec![
            dot.clone(),
            line.clone().into(),
            holed.clone().into(),
            Geometry::MultiPoint(vec![(1.0, 2.0), (3.0, 4.0)].into()),
            MultiLineString(vec![line.clone(), line.clone()]).into(),
            MultiPolygon(vec![holed.clone(), holed.clone()]).into(),
            Geometry::GeometryCollection(vec![dot, line.into(), holed.into()].into()),
        ];
        for geometry in all {
            let mut out = Vec::new();
            write(&mut out, &geometry);
            assert_eq!(read(&out), Ok(Some((geometry, false))));
            for len in 0..out.len() {
                assert!(read(&out[..len]).is_err(), "{len}");
            }
        }
    }

    #[test]
    fn counts_that_lie_and_nesting_without_end_are_refused() {
        assert_eq!(read(&bytes("0102000000FFFFFFFF00000000")), Err(WkbError::Broken));
        assert_eq!(read(&bytes("0106000000FFFFFF7F00000000")), Err(WkbError::Broken));
        assert_eq!(read(&bytes("010800000000000000")), Err(WkbError::Kind));
        let deep = bytes("010700000001000000").repeat(10_000);
        assert_eq!(read(&deep), Err(WkbError::TooDeep));
    }
}
