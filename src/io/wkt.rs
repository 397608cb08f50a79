//! Well-known text: a geometry in a cell of a table.
//!
//! Owns the reading. Collections nest only so deep, and whatever is no geometry to its end is none. Start at [`read`].
//!
//! # Source
//! OGC 06-103r4, section 7, and `PostGIS`'s prefix `SRID=4326;`.

use geo::{Coord, Geometry, LineString, MultiLineString, MultiPoint, MultiPolygon, Point, Polygon};

/// How deep collections may nest.
const MAX_DEPTH: usize = 8;
/// The words that a geometry begins with.
const KINDS: [&str; 7] =
    ["POINT", "LINESTRING", "POLYGON", "MULTIPOINT", "MULTILINESTRING", "MULTIPOLYGON", "GEOMETRYCOLLECTION"];

/// Whether a text begins as a geometry does.
pub(crate) fn begins(text: &str) -> bool {
    let text = without_srid(text);
    let word: String = text.chars().take_while(char::is_ascii_alphabetic).collect::<String>().to_ascii_uppercase();
    KINDS.iter().any(|kind| word.strip_prefix(kind).is_some_and(|rest| matches!(rest, "" | "Z" | "M" | "ZM")))
        && text.contains('(')
}

/// A geometry in its own coordinates; `None` if the text is none.
pub(crate) fn read(text: &str) -> Option<Geometry<f64>> {
    let mut rest = without_srid(text);
    let geometry = geometry(&mut rest, 0)?;
    rest.trim().is_empty().then_some(geometry)
}

fn without_srid(text: &str) -> &str {
    let text = text.trim();
    match text.split_once(';') {
        Some((srid, rest)) if srid.len() < 16 && srid.to_ascii_uppercase().starts_with("SRID=") => rest.trim(),
        _ => text,
    }
}

// The depth is bounded before each step down.
fn geometry(rest: &mut &str, depth: usize) -> Option<Geometry<f64>> {
    if depth > MAX_DEPTH {
        return None;
    }
    let kind = word(rest);
    let kind = kind.trim_end_matches(['Z', 'M']);
    // “POINT ZM (…)”: a word of its own.
    let before = *rest;
    if !matches!(word(rest).as_str(), "Z" | "M" | "ZM") {
        *rest = before;
    }
    Some(match kind {
        "POINT" => Geometry::Point(Point(*coords(rest)?.first()?)),
        "LINESTRING" => Geometry::LineString(LineString(coords(rest)?)),
        "POLYGON" => Geometry::Polygon(polygon(rest)?),
        "MULTIPOINT" => Geometry::MultiPoint(MultiPoint(points(rest)?)),
        "MULTILINESTRING" => {
            let lines = list(rest, &mut |rest| Some(LineString(coords(rest)?)))?;
            Geometry::MultiLineString(MultiLineString(lines))
        }
        "MULTIPOLYGON" => Geometry::MultiPolygon(MultiPolygon(list(rest, &mut polygon)?)),
        "GEOMETRYCOLLECTION" => {
            let parts = list(rest, &mut |rest| geometry(rest, depth + 1))?;
            Geometry::GeometryCollection(parts.into())
        }
        _ => return None,
    })
}

fn word(rest: &mut &str) -> String {
    *rest = rest.trim_start();
    let len = rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len());
    let (word, after) = rest.split_at_checked(len).unwrap_or(("", rest));
    *rest = after;
    word.to_ascii_uppercase()
}

fn take(rest: &mut &str, sign: char) -> bool {
    let trimmed = rest.trim_start();
    let after = trimmed.strip_prefix(sign);
    *rest = after.unwrap_or(trimmed);
    after.is_some()
}

fn list<T>(rest: &mut &str, item: &mut dyn FnMut(&mut &str) -> Option<T>) -> Option<Vec<T>> {
    if !take(rest, '(') {
        return None;
    }
    let mut items = Vec::new();
    loop {
        items.push(item(rest)?);
        if take(rest, ')') {
            return Some(items);
        }
        if !take(rest, ',') {
            return None;
        }
    }
}

fn coord(rest: &mut &str) -> Option<Coord<f64>> {
    let end = rest.find([',', ')', '('])?;
    let (text, after) = rest.split_at_checked(end)?;
    let mut numbers =
        text.split_whitespace().map(|number| number.parse::<f64>().ok().filter(|number| number.is_finite()));
    let coord = Coord { x: numbers.next()??, y: numbers.next()?? };
    (numbers.by_ref().take(2).all(|number| number.is_some()) && numbers.next().is_none()).then_some(())?;
    *rest = after;
    Some(coord)
}

fn coords(rest: &mut &str) -> Option<Vec<Coord<f64>>> {
    list(rest, &mut coord)
}

/// `(1 2, 3 4)` and `((1 2), (3 4))` are both written.
fn points(rest: &mut &str) -> Option<Vec<Point<f64>>> {
    list(rest, &mut |rest| {
        let is_nested = take(rest, '(');
        let point = Point(coord(rest)?);
        (!is_nested || take(rest, ')')).then_some(point)
    })
}

fn polygon(rest: &mut &str) -> Option<Polygon<f64>> {
    let mut rings = list(rest, &mut |rest| Some(LineString(coords(rest)?)))?.into_iter();
    Some(Polygon::new(rings.next()?, rings.collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_read_in_every_spelling() {
        for (text, n_coords) in [
            ("POINT (125.5 38.25)", 1),
            ("point z(125.5 38.25 7)", 1),
            ("SRID=4326;POINTZM (1 2 3 4)", 1),
            ("LINESTRING(1 2,3 4)", 2),
            ("POLYGON ((0 0, 9 0, 9 9, 0 0), (7 1, 8 1, 8 2, 7 1))", 8),
            ("MULTIPOINT (1 2, 3 4)", 2),
            ("MULTIPOINT ((1 2), (3 4))", 2),
            ("MULTILINESTRING ((1 2, 3 4), (5 6, 7 8))", 4),
            ("MULTIPOLYGON (((0 0, 9 0, 9 9, 0 0)), ((20 0, 29 0, 29 9, 20 0)))", 8),
            ("GEOMETRYCOLLECTION (POINT (1 2), LINESTRING (1 2, 3 4))", 3),
        ] {
            assert!(begins(text), "{text}");
            let read = read(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!(geo::CoordsIter::coords_count(&read), n_coords, "{text}");
            for len in 0..text.len() {
                assert!(super::read(&text[..len]).is_none(), "{}", &text[..len]);
            }
        }
        for text in
            ["POINT EMPTY", "POINT (1)", "POINT (1 x)", "POINT (1 2) 3", "CIRCLE (1 2)", "POLYGON ((nan 1, 2 3))"]
        {
            assert!(read(text).is_none(), "{text}");
        }
        assert!(read(&"GEOMETRYCOLLECTION (".repeat(100_000)).is_none());
    }
}
