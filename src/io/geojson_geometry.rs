//! Geometry as GeoJSON writes it (RFC 7946): text to `geo` and back, with every fault named.
//!
//! Owns coordinates: seven decimals, closing, winding, altitude, positions off the globe, unknown members of a geometry.
//! Never looks at a feature's properties. Start at [`parse`] and [`write`].

use std::fmt::Write as _;

use geo::orient::{Direction, Orient as _};
use geo::{Coord, Geometry, LineString, Polygon};
use serde::Deserialize;
use serde::de::{Deserializer, IgnoredAny, SeqAccess, Visitor};

use super::antimeridian;
use super::json::{self, Members};

/// What was mended, or left out, while one geometry was read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Mended {
    /// Positions with a third (or further) number, which was dropped.
    pub(crate) n_altitudes: u64,
    /// Rings whose last position was not their first.
    pub(crate) n_unclosed: u64,
    /// Rings wound against RFC 7946.
    pub(crate) n_winding: u64,
    /// Whether a part crossed the antimeridian and was cut there.
    pub(crate) is_cut: bool,
}

/// Why a geometry could not be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum GeometryError {
    /// No JSON object, or one without a type.
    #[error("its geometry is not a GeoJSON geometry")]
    NotGeometry,
    /// A type that RFC 7946 does not have.
    #[error("its geometry has the type “{0}”, which GeoJSON does not have")]
    UnknownType(String),
    /// Coordinates missing, or not nested as the type asks.
    #[error("the coordinates of its {0} are not what that type needs")]
    Coordinates(String),
    /// A position that is not on Earth.
    #[error("latitude {0} is off the globe")]
    Latitude(String),
    /// A position that is not on Earth.
    #[error("longitude {0} is off the globe")]
    Longitude(String),
}

/// A position as the file has it.
#[derive(Clone, Copy)]
pub(crate) struct RawPosition {
    coord: Coord<f64>,
    has_altitude: bool,
}

impl<'de> Deserialize<'de> for RawPosition {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Numbers;
        impl<'de> Visitor<'de> for Numbers {
            type Value = RawPosition;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a position")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<RawPosition, A::Error> {
                let x = seq.next_element::<f64>()?;
                let y = seq.next_element::<f64>()?;
                let (Some(x), Some(y)) = (x, y) else {
                    return Err(serde::de::Error::custom("a position needs two numbers"));
                };
                let mut has_altitude = false;
                while seq.next_element::<IgnoredAny>()?.is_some() {
                    has_altitude = true;
                }
                Ok(RawPosition { coord: Coord { x, y }, has_altitude })
            }
        }
        deserializer.deserialize_seq(Numbers)
    }
}

/// How the numbers of a file become WGS 84 degrees: as they are, or by way of a projection.
pub(crate) type ToWgs84<'a> = &'a dyn Fn(Coord<f64>) -> Option<Coord<f64>>;

/// Reads a geometry's text: WGS 84 degrees rounded to seven decimals, rings closed and wound as RFC 7946 asks, cut at the
/// antimeridian. Also returns its unknown members as the text of an object, if there are any.
///
/// # Errors
/// [`GeometryError`]; nothing of the geometry is kept then.
pub(crate) fn parse(text: &str, mended: &mut Mended) -> Result<(Geometry<f64>, Option<String>), GeometryError> {
    let (raw, extras) = parse_raw(text, mended)?;
    let geometry = settle(&raw, mended, &|coord| Some(coord))?;
    let (cut, is_cut) = antimeridian::cut(geometry);
    mended.is_cut |= is_cut;
    Ok((cut, extras))
}

/// Reads a geometry's text without judging its numbers: any coordinate system, rings as they are.
pub(crate) fn parse_raw(text: &str, mended: &mut Mended) -> Result<(Geometry<f64>, Option<String>), GeometryError> {
    let members = Members::parse(text).map_err(|_not_an_object| GeometryError::NotGeometry)?;
    let kind = members.string("type").ok_or(GeometryError::NotGeometry)?;
    let coordinates = members.get("coordinates").map_or("null", |raw| raw.get());
    let mut child_extras = Vec::new();
    let geometry = match kind.as_str() {
        "Point" => {
            // RFC 7946 allows no empty point, but other programs write one.
            let position: RawPosition = decode(&kind, coordinates)?;
            mended.n_altitudes += u64::from(position.has_altitude);
            Geometry::Point(position.coord.into())
        }
        "MultiPoint" => Geometry::MultiPoint(line(decode(&kind, coordinates)?, mended).0.into()),
        "LineString" => Geometry::LineString(line(decode(&kind, coordinates)?, mended)),
        "MultiLineString" => {
            let lines: Vec<Vec<RawPosition>> = decode(&kind, coordinates)?;
            Geometry::MultiLineString(geo::MultiLineString(lines.into_iter().map(|l| line(l, mended)).collect()))
        }
        "Polygon" => Geometry::Polygon(polygon(decode(&kind, coordinates)?, mended)),
        "MultiPolygon" => {
            let parts: Vec<Vec<Vec<RawPosition>>> = decode(&kind, coordinates)?;
            Geometry::MultiPolygon(geo::MultiPolygon(parts.into_iter().map(|p| polygon(p, mended)).collect()))
        }
        "GeometryCollection" => {
            let parts = members.get("geometries").map_or("null", |raw| raw.get());
            let parts = json::elements(parts).map_err(|_not_an_array| GeometryError::Coordinates(kind.clone()))?;
            let mut geometries = Vec::with_capacity(parts.len());
            for part in parts {
                let (geometry, extras) = parse_raw(part.get(), mended)?;
                geometries.push(geometry);
                child_extras.push(extras);
            }
            Geometry::GeometryCollection(geometries.into())
        }
        _ => return Err(GeometryError::UnknownType(kind)),
    };
    Ok((geometry, extras(&members, &child_extras)))
}

/// The unknown members of a geometry (and, under `geometries`, of its parts) as an object's text.
fn extras(members: &Members<'_>, children: &[Option<String>]) -> Option<String> {
    let known = ["type", "coordinates", "geometries"];
    let mut parts: Vec<String> = members
        .0
        .iter()
        .filter(|(name, _)| !known.contains(&name.as_str()))
        .map(|(name, value)| format!("{}:{}", json::quoted(name), json::compact(value.get())))
        .collect();
    if children.iter().any(Option::is_some) {
        let children: Vec<&str> = children.iter().map(|child| child.as_deref().unwrap_or("{}")).collect();
        parts.push(format!("\"geometries\":[{}]", children.join(",")));
    }
    (!parts.is_empty()).then(|| format!("{{{}}}", parts.join(",")))
}

fn decode<'a, T: Deserialize<'a>>(kind: &str, text: &'a str) -> Result<T, GeometryError> {
    serde_json::from_str(text).map_err(|error| {
        if error.to_string().starts_with("number out of range") {
            GeometryError::Longitude("of more digits than a number can hold".to_owned())
        } else {
            GeometryError::Coordinates(kind.to_owned())
        }
    })
}

fn line(positions: Vec<RawPosition>, mended: &mut Mended) -> LineString<f64> {
    let mut coords = Vec::with_capacity(positions.len());
    for position in positions {
        mended.n_altitudes += u64::from(position.has_altitude);
        coords.push(position.coord);
    }
    LineString(coords)
}

fn polygon(rings: Vec<Vec<RawPosition>>, mended: &mut Mended) -> Polygon<f64> {
    let mut rings = rings.into_iter().map(|positions| {
        let ring = line(positions, mended);
        mended.n_unclosed += u64::from(!ring.0.is_empty() && ring.0.first() != ring.0.last());
        ring
    });
    let exterior = rings.next().unwrap_or(LineString(Vec::new()));
    let interiors = rings.collect();
    Polygon::new(exterior, interiors)
}

/// Takes a geometry to WGS 84 degrees, rounded, closed and wound.
pub(crate) fn settle(
    geometry: &Geometry<f64>,
    mended: &mut Mended,
    to_wgs84: ToWgs84<'_>,
) -> Result<Geometry<f64>, GeometryError> {
    use geo::MapCoords as _;
    let settled = geometry.try_map_coords(|coord| {
        let degrees =
            to_wgs84(coord).ok_or_else(|| GeometryError::Longitude(format!("from {} {}", coord.x, coord.y)))?;
        if !(-90.0..=90.0).contains(&degrees.y) {
            return Err(GeometryError::Latitude(degrees.y.to_string()));
        }
        // Up to half a turn beyond ±180 a shape may go on over the antimeridian; it is cut there.
        if !(-360.0..=360.0).contains(&degrees.x) {
            return Err(GeometryError::Longitude(degrees.x.to_string()));
        }
        Ok(Coord { x: round_e7(degrees.x), y: round_e7(degrees.y) })
    })?;
    mended.n_winding += count_wrong_winding(&settled);
    Ok(wound(settled))
}

/// A number of degrees as a plan file keeps it: seven decimals, never minus zero.
pub(crate) fn round_e7(degrees: f64) -> f64 {
    (degrees * 1e7).round() / 1e7 + 0.0
}

/// How many rings run against RFC 7946: outer ones clockwise, holes counter-clockwise.
pub(crate) fn count_wrong_winding(geometry: &Geometry<f64>) -> u64 {
    use geo::Winding as _;
    let of = |polygon: &Polygon<f64>| {
        u64::from(polygon.exterior().is_cw()) + polygon.interiors().iter().filter(|ring| ring.is_ccw()).count() as u64
    };
    match geometry {
        Geometry::Polygon(polygon) => of(polygon),
        Geometry::MultiPolygon(parts) => parts.iter().map(of).sum(),
        Geometry::GeometryCollection(parts) => parts.iter().map(count_wrong_winding).sum(),
        _ => 0,
    }
}

/// The geometry with outer rings counter-clockwise and holes clockwise.
pub(crate) fn wound(geometry: Geometry<f64>) -> Geometry<f64> {
    match geometry {
        Geometry::Polygon(polygon) => Geometry::Polygon(polygon.orient(Direction::Default)),
        Geometry::MultiPolygon(parts) => Geometry::MultiPolygon(parts.orient(Direction::Default)),
        Geometry::GeometryCollection(parts) => {
            Geometry::GeometryCollection(parts.into_iter().map(wound).collect::<Vec<_>>().into())
        }
        other => other,
    }
}

/// The geometry as a file may hold it: finite positions only, rounded, wound, cut; `None` if nothing is left of a point.
pub(crate) fn presentable(geometry: &Geometry<f64>) -> Option<Geometry<f64>> {
    use geo::{CoordsIter as _, MapCoords as _};
    let is_finite = geometry.coords_iter().all(|c| c.x.is_finite() && c.y.is_finite());
    if !is_finite {
        return None;
    }
    let rounded = geometry.map_coords(|c| Coord { x: round_e7(c.x), y: round_e7(c.y.clamp(-90.0, 90.0)) });
    Some(antimeridian::cut(wound(rounded)).0)
}

/// Writes a geometry that [`presentable`] or [`parse`] has passed, with the unknown members of `extras`.
pub(crate) fn write(out: &mut String, geometry: &Geometry<f64>, extras: Option<&str>) {
    let members = extras.and_then(|text| Members::parse(text).ok());
    let member_list = |out: &mut String| {
        for (name, value) in members.iter().flat_map(|members| &members.0) {
            if name == "bbox" {
                if let Some(bbox) = antimeridian::bbox(std::iter::once(geometry)) {
                    out.push_str(",\"bbox\":");
                    write_bbox(out, bbox);
                }
            } else if !matches!(name.as_str(), "type" | "coordinates" | "geometries") {
                out.push(',');
                out.push_str(&json::quoted(name));
                out.push(':');
                out.push_str(value.get());
            }
        }
    };
    let (kind, name) = match geometry {
        Geometry::Point(_) => ("Point", "coordinates"),
        Geometry::MultiPoint(_) => ("MultiPoint", "coordinates"),
        Geometry::LineString(_) | Geometry::Line(_) => ("LineString", "coordinates"),
        Geometry::MultiLineString(_) => ("MultiLineString", "coordinates"),
        Geometry::Polygon(_) | Geometry::Rect(_) | Geometry::Triangle(_) => ("Polygon", "coordinates"),
        Geometry::MultiPolygon(_) => ("MultiPolygon", "coordinates"),
        Geometry::GeometryCollection(_) => ("GeometryCollection", "geometries"),
    };
    push(out, format_args!("{{\"type\":\"{kind}\",\"{name}\":"));
    match geometry {
        Geometry::Point(point) => write_coord(out, point.0),
        Geometry::MultiPoint(points) => write_list(out, &points.0, |out, p| write_coord(out, p.0)),
        Geometry::LineString(line) => write_line(out, line),
        Geometry::Line(line) => write_list(out, &[line.start, line.end], |out, c| write_coord(out, *c)),
        Geometry::MultiLineString(lines) => write_list(out, &lines.0, write_line),
        Geometry::Polygon(polygon) => write_polygon(out, polygon),
        Geometry::Rect(rect) => write_polygon(out, &rect.to_polygon()),
        Geometry::Triangle(triangle) => write_polygon(out, &triangle.to_polygon()),
        Geometry::MultiPolygon(parts) => write_list(out, &parts.0, write_polygon),
        Geometry::GeometryCollection(parts) => {
            let children = members.as_ref().and_then(|m| m.get("geometries"));
            let children = children.and_then(|raw| json::elements(raw.get()).ok()).unwrap_or_default();
            out.push('[');
            for (idx, part) in parts.iter().enumerate() {
                if idx > 0 {
                    out.push(',');
                }
                write(out, part, children.get(idx).map(|raw| raw.get()));
            }
            out.push(']');
        }
    }
    member_list(out);
    out.push('}');
}

/// Writes `[west,south,east,north]`.
pub(crate) fn write_bbox(out: &mut String, bbox: [f64; 4]) {
    write_list(out, &bbox, |out, degrees| write_degrees(out, *degrees));
}

/// Writes a position as `[longitude,latitude]`.
pub(crate) fn write_coord(out: &mut String, coord: Coord<f64>) {
    out.push('[');
    write_degrees(out, coord.x);
    out.push(',');
    write_degrees(out, coord.y);
    out.push(']');
}

fn write_line(out: &mut String, line: &LineString<f64>) {
    write_list(out, &line.0, |out, coord| write_coord(out, *coord));
}

fn write_polygon(out: &mut String, polygon: &Polygon<f64>) {
    out.push('[');
    if !polygon.exterior().0.is_empty() {
        write_line(out, polygon.exterior());
        for ring in polygon.interiors().iter().filter(|ring| !ring.0.is_empty()) {
            out.push(',');
            write_line(out, ring);
        }
    }
    out.push(']');
}

fn write_list<T>(out: &mut String, items: &[T], mut write_item: impl FnMut(&mut String, &T)) {
    out.push('[');
    for (idx, item) in items.iter().enumerate() {
        if idx > 0 {
            out.push(',');
        }
        write_item(out, item);
    }
    out.push(']');
}

/// Writes degrees with up to seven decimals, no trailing zeros and no minus zero.
#[expect(clippy::cast_possible_truncation, reason = "the float cast saturates, and degrees times 1e7 fit easily")]
pub(crate) fn write_degrees(out: &mut String, degrees: f64) {
    let e7 = (degrees * 1e7).round() as i64;
    let (whole, part) = (e7.unsigned_abs() / 10_000_000, e7.unsigned_abs() % 10_000_000);
    if e7 < 0 {
        out.push('-');
    }
    push(out, format_args!("{whole}"));
    if part != 0 {
        let digits = format!("{part:07}");
        push(out, format_args!(".{}", digits.trim_end_matches('0')));
    }
}

/// Appends formatted text; writing into a `String` cannot fail.
pub(crate) fn push(out: &mut String, text: std::fmt::Arguments<'_>) {
    let written = out.write_fmt(text);
    debug_assert!(written.is_ok(), "a String takes any text");
}
