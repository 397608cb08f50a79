//! From a file's raw rings to geometry that can be trusted: placed, closed, simple, wound.
//!
//! Owns the repairs, and says each one. Never drops a hole or a part in silence. Start at [`Mender::settle`].

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::Arc;

use geo::{
    Area as _, BooleanOps as _, BoundingRect as _, Coord, CoordsIter as _, Geometry, LineString, MakeValid as _,
    MapCoords as _, MultiPolygon, Polygon,
};

use super::nesting::{MAX_COMPARED, by_nesting};
use super::outline::Outline;
use crate::chart::Zone;
use crate::geodesy::crossings;
use crate::io::antimeridian;
use crate::io::crs::Crs;
use crate::io::geojson_geometry::{count_wrong_winding, round_e7, wound};
use crate::report::{Report, Sample};

/// How much memory the zones of one file may take, in bytes.
const ZONE_BYTES: usize = 192 << 20;
/// Outlines of more vertices are not looked at for crossings: the look takes some hundred bytes for each.
const MAX_CHECKED_VERTICES: usize = 1_500_000;
/// Outlines with more crossings are not repaired.
const MAX_CROSSINGS: usize = 20_000;

/// What is left of the memory that zones may take.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Budget(usize);

impl Default for Budget {
    fn default() -> Self {
        Self(ZONE_BYTES)
    }
}

impl Budget {
    /// Takes what this zone needs, about; `false` if it is no longer there.
    fn take(&mut self, zone: &Zone) -> bool {
        // A text on the heap takes eight bytes more than it has, and 32 at least.
        let heap = |text: &String| if text.is_empty() { 0 } else { (text.len() + 8).max(32) };
        let texts: usize = zone.attributes.iter().map(|text| 24 + heap(text)).sum();
        let needed = 200 + texts + zone.name.len() + zone.geometry.coords_count() * 16;
        match self.0.checked_sub(needed) {
            Some(left) => {
                self.0 = left;
                true
            }
            None => false,
        }
    }
}

/// The parts of one feature, in the file's own coordinates.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Raw {
    /// Single places.
    Points(Vec<Coord<f64>>),
    /// Lines.
    Lines(Vec<Vec<Coord<f64>>>),
    /// Polygons, each its outer ring and then its holes.
    Polygons(Vec<Vec<Vec<Coord<f64>>>>),
    /// Rings of which the file does not say which is a hole of which.
    Rings(Vec<Vec<Coord<f64>>>),
    /// The same, where winding means nothing either.
    Loops(Vec<Vec<Coord<f64>>>),
    /// Several of these.
    Mixed(Vec<Self>),
}

impl Raw {
    /// A `geo` geometry whose coordinates and rings are still the file's own.
    pub(crate) fn from_geometry(geometry: Geometry<f64>) -> Self {
        let rings = |polygon: Polygon<f64>| {
            let (outer, holes) = polygon.into_inner();
            std::iter::once(outer).chain(holes).map(|ring| ring.0).collect()
        };
        match geometry {
            Geometry::Point(point) => Self::Points(vec![point.0]),
            Geometry::MultiPoint(points) => Self::Points(points.0.into_iter().map(|p| p.0).collect()),
            Geometry::Line(line) => Self::Lines(vec![vec![line.start, line.end]]),
            Geometry::LineString(line) => Self::Lines(vec![line.0]),
            Geometry::MultiLineString(lines) => Self::Lines(lines.0.into_iter().map(|l| l.0).collect()),
            Geometry::Polygon(polygon) => Self::Polygons(vec![rings(polygon)]),
            Geometry::MultiPolygon(parts) => Self::Polygons(parts.0.into_iter().map(rings).collect()),
            Geometry::Rect(rect) => Self::Polygons(vec![rings(rect.to_polygon())]),
            Geometry::Triangle(triangle) => Self::Polygons(vec![rings(triangle.to_polygon())]),
            Geometry::GeometryCollection(parts) => Self::Mixed(parts.into_iter().map(Self::from_geometry).collect()),
        }
    }
}

/// Mends the features of one layer, one after another.
pub(crate) struct Mender<'a> {
    /// The layer's coordinate system.
    pub(crate) crs: &'a Crs,
    /// The file as messages call it.
    pub(crate) file: &'a str,
    /// Where repairs are counted.
    pub(crate) report: &'a mut Report,
    /// What messages call a record: "record", "feature", "placemark".
    pub(crate) what: &'static str,
    /// The record in hand, counted from 1.
    pub(crate) record: u64,
    /// The line it begins on, where the format has lines.
    pub(crate) line: Option<u64>,
    /// What is left of the memory.
    pub(crate) budget: &'a mut Budget,
}

impl Mender<'_> {
    /// Counts a repair of the record in hand.
    pub(crate) fn repair(&mut self, reason: &str, detail: &str) {
        let Self { file, what, record, line, report, .. } = self;
        report.repair(reason, || sample(file, what, *record, *line, reason, detail));
    }

    /// Counts the record in hand as left out.
    pub(crate) fn skip(&mut self, reason: &str, detail: &str) {
        let Self { file, what, record, line, report, .. } = self;
        report.skip(reason, || sample(file, what, *record, *line, reason, detail));
    }

    /// Counts the record in hand as kept; or as left out, where all zones together no longer fit in memory.
    pub(crate) fn keep(&mut self, zones: &mut Vec<Arc<Zone>>, zone: Zone) {
        if self.budget.take(&zone) {
            self.report.kept += 1;
            zones.push(Arc::new(zone));
        } else {
            self.skip("beyond memory", "the file's zones take more memory than they may, left out");
        }
    }

    /// The feature's geometry in WGS 84 degrees; `None`, and counted, if nothing of it can be used.
    pub(crate) fn settle(&mut self, raw: Raw) -> Option<Geometry<f64>> {
        let geometry = self.part(raw);
        let Some(geometry) = geometry else {
            self.skip("no usable geometry", "nothing of its geometry could be used, left out");
            return None;
        };
        let (geometry, is_cut) = antimeridian::cut(wound(geometry));
        if is_cut {
            self.repair("cut at the antimeridian", "it crosses the antimeridian and was cut there");
        }
        Some(geometry)
    }

    fn part(&mut self, raw: Raw) -> Option<Geometry<f64>> {
        let has_winding_rule = matches!(raw, Raw::Rings(_));
        match raw {
            Raw::Points(points) => {
                let places = self.places(&points);
                match places.as_slice() {
                    [] => None,
                    [only] => Some(Geometry::Point((*only).into())),
                    _ => {
                        Some(Geometry::MultiPoint(places.into_iter().map(geo::Point::from).collect::<Vec<_>>().into()))
                    }
                }
            }
            Raw::Lines(lines) => {
                let mut kept = Vec::with_capacity(lines.len());
                for line in lines {
                    let mut places = self.places(&line);
                    places.dedup();
                    if places.len() >= 2 {
                        kept.push(LineString(places));
                    } else {
                        self.repair("line too short", "a line of fewer than two places was dropped");
                    }
                }
                let first = kept.pop()?;
                if kept.is_empty() {
                    return Some(Geometry::LineString(first));
                }
                kept.push(first);
                Some(Geometry::MultiLineString(geo::MultiLineString(kept)))
            }
            Raw::Polygons(polygons) => {
                let mut kept = Vec::with_capacity(polygons.len());
                for polygon in polygons {
                    let mut rings = polygon.iter();
                    let Some(outer) = rings.next().and_then(|ring| self.ring(ring)) else {
                        if polygon.len() > 1 {
                            self.repair(
                                "holes without an outer ring",
                                "holes whose outer ring is unusable were dropped",
                            );
                        }
                        continue;
                    };
                    let holes: Vec<LineString<f64>> =
                        rings.filter_map(|ring| self.ring(ring)).map(|hole| beside(hole, &outer)).collect();
                    let polygon = self.with_holes_inside(Polygon::new(outer, holes));
                    let n_turned = count_wrong_winding(&Geometry::Polygon(polygon.clone()));
                    if n_turned > 0 {
                        self.repair("ring turned", &format!("{n_turned} of its rings ran the wrong way round; turned"));
                    }
                    kept.extend(self.simple(polygon));
                }
                gathered(kept)
            }
            Raw::Rings(rings) | Raw::Loops(rings) => {
                let mut rings: Vec<LineString<f64>> = rings.iter().filter_map(|ring| self.ring(ring)).collect();
                // Where one ring goes on over the antimeridian, those beyond it are brought beside it.
                if let Some(over) = rings.iter().find(|ring| ring.0.iter().any(|c| c.x.abs() > 180.0)).cloned() {
                    rings = rings.into_iter().map(|ring| beside(ring, &over)).collect();
                }
                let n_before = rings.len();
                let mut seen = HashSet::new();
                rings.retain(|ring| seen.insert(fingerprint(ring)));
                if rings.len() < n_before {
                    let n = n_before - rings.len();
                    self.repair("ring repeated", &format!("{n} rings repeated another of the same record, dropped"));
                }
                let nested = by_nesting(rings, MAX_COMPARED);
                if nested.n_odd > 0 && has_winding_rule {
                    self.repair(
                        "ring role set by nesting",
                        "a ring's winding contradicts where it lies; its place decided",
                    );
                }
                if !nested.is_whole {
                    self.repair(
                        "ring roles not all found",
                        "its rings are too many and too entangled to tell all holes",
                    );
                }
                let kept = nested.polygons.into_iter().flat_map(|polygon| self.simple(polygon)).collect();
                gathered(kept)
            }
            Raw::Mixed(parts) => {
                let kept: Vec<Geometry<f64>> = parts.into_iter().filter_map(|part| self.part(part)).collect();
                (!kept.is_empty()).then(|| Geometry::GeometryCollection(kept.into()))
            }
        }
    }

    /// Coordinates as WGS 84 degrees to seven decimals; what is not on Earth is left out and counted.
    fn places(&mut self, coords: &[Coord<f64>]) -> Vec<Coord<f64>> {
        let crs = self.crs;
        let place = |coord: &Coord<f64>| {
            let degrees = crs.to_wgs84(*coord)?;
            let is_on_globe = (-90.0..=90.0).contains(&degrees.y) && (-360.0..=360.0).contains(&degrees.x);
            is_on_globe.then(|| Coord { x: round_e7(degrees.x), y: round_e7(degrees.y) })
        };
        let places: Vec<Coord<f64>> = coords.iter().filter_map(place).collect();
        if places.len() < coords.len() {
            let bad = coords.iter().find(|coord| place(coord).is_none());
            let detail = match bad {
                Some(bad) => format!(
                    "{} of {} places are off the globe or no numbers (first {} {}), left out",
                    coords.len() - places.len(),
                    coords.len(),
                    bad.x,
                    bad.y
                ),
                None => String::new(),
            };
            self.repair("place off the globe", &detail);
        }
        places
    }

    /// One closed ring without repeated places.
    fn ring(&mut self, coords: &[Coord<f64>]) -> Option<LineString<f64>> {
        if coords.is_empty() {
            return None;
        }
        let is_open = coords.first() != coords.last();
        let mut places = self.places(coords);
        let n_before = places.len();
        places.dedup();
        if places.len() < n_before {
            self.repair(
                "repeated place",
                &format!("{} places repeated the one before them, dropped", n_before - places.len()),
            );
        }
        if places.first() == places.last() && places.len() > 1 {
            places.pop();
        }
        if places.len() < 3 {
            self.repair("ring too short", "a ring of fewer than three distinct places was dropped");
            return None;
        }
        if is_open {
            self.repair("ring closed", "a ring did not end where it began; it was closed");
        }
        places.extend(places.first().copied());
        Some(antimeridian::unrolled(&LineString(places)))
    }

    /// The polygon without holes that lie beside it.
    fn with_holes_inside(&mut self, polygon: Polygon<f64>) -> Polygon<f64> {
        if polygon.interiors().is_empty() {
            return polygon;
        }
        let (exterior, holes) = polygon.into_inner();
        let n_before = holes.len();
        let outline = Outline::new(&exterior);
        let mut n_left = MAX_COMPARED;
        // A hole that sticks out is mended later; one that is wholly outside takes nothing away.
        let is_of_use = |hole: &LineString<f64>| {
            if n_left == 0 || outline.holds(hole, &mut n_left) {
                return true;
            }
            n_left = n_left.saturating_sub(exterior.0.len() + hole.0.len());
            is_entangled(hole, &exterior)
        };
        let holes: Vec<LineString<f64>> = holes.into_iter().filter(is_of_use).collect();
        if holes.len() < n_before {
            let n = n_before - holes.len();
            self.repair(
                "hole outside its ring",
                &format!("{n} holes lie outside the ring they are to be holes of, dropped"),
            );
        }
        Polygon::new(exterior, holes)
    }

    /// The polygon itself if its rings are simple, else the parts that its outer ring encloses an odd number of times,
    /// without what its holes enclose.
    fn simple(&mut self, polygon: Polygon<f64>) -> Vec<Polygon<f64>> {
        let unchecked = "it has too many vertices, or too entangled ones, to look for crossings; kept as it is";
        if polygon.coords_count() > MAX_CHECKED_VERTICES {
            self.repair("outline not checked", unchecked);
            return vec![polygon];
        }
        let rings: Vec<&LineString<f64>> = std::iter::once(polygon.exterior()).chain(polygon.interiors()).collect();
        let found = crossings(&rings, MAX_CROSSINGS);
        let Some(place) = found.first else {
            if !found.is_whole {
                self.repair("outline not checked", unchecked);
            }
            return vec![polygon];
        };
        let at = format!("near {:.5} {:.5}", place.y, place.x);
        if found.n_seen >= MAX_CROSSINGS || !found.is_whole {
            self.repair(
                "self-crossing ring kept",
                &format!("its outline crosses itself too often ({at}, …) to be mended"),
            );
            return vec![polygon];
        }
        match mended(&polygon) {
            Ok(parts) if !parts.is_empty() => {
                self.repair(
                    "self-crossing ring repaired",
                    &format!("its outline crosses or touches itself {at}; it became {} part(s)", parts.len()),
                );
                parts
            }
            Ok(_) => {
                self.repair("ring without area", "its outline encloses nothing and was dropped");
                Vec::new()
            }
            Err(error) => {
                self.repair(
                    "self-crossing ring kept",
                    &format!("its outline crosses itself {at}, not repaired: {error}"),
                );
                vec![polygon]
            }
        }
    }
}

/// A place in the file, with what was found there.
fn sample(file: &str, what: &str, record: u64, line: Option<u64>, reason: &str, detail: &str) -> Sample {
    Sample {
        file: file.to_owned(),
        line: line.or((record > 0).then_some(record)),
        reason: reason.to_owned(),
        detail: if record > 0 { format!("{what} {record}: {detail}") } else { detail.to_owned() },
    }
}

/// The valid parts of a polygon: what the outer ring encloses an odd number of times, less what the holes enclose.
fn mended(polygon: &Polygon<f64>) -> Result<Vec<Polygon<f64>>, String> {
    let whole =
        |ring: &LineString<f64>| Polygon::new(ring.clone(), Vec::new()).make_valid().map_err(|error| error.to_string());
    let mut parts = whole(polygon.exterior())?;
    if !polygon.interiors().is_empty() {
        let holes: Result<Vec<MultiPolygon<f64>>, String> = polygon.interiors().iter().map(whole).collect();
        let holes = geo::unary_union(holes?.iter().flatten());
        parts = parts.difference(&holes);
    }
    let round = |c: Coord<f64>| Coord { x: round_e7(c.x), y: round_e7(c.y) };
    let rounded = parts.0.iter().map(|part| part.map_coords(round));
    Ok(rounded.filter(|part| part.unsigned_area() > 0.0).collect())
}

/// A number that tells a ring from every other that begins elsewhere, runs the other way or has other places.
fn fingerprint(ring: &LineString<f64>) -> u64 {
    let mut hasher = DefaultHasher::new();
    ring.0.iter().for_each(|c| (c.x.to_bits(), c.y.to_bits()).hash(&mut hasher));
    hasher.finish()
}

/// Whether two rings cross; whether one holds the other is another question.
fn is_entangled(one: &LineString<f64>, other: &LineString<f64>) -> bool {
    crossings(&[one, other], 1).first.is_some()
}

/// A ring turned round the Earth so that it lies beside another, across the antimeridian.
fn beside(ring: LineString<f64>, other: &LineString<f64>) -> LineString<f64> {
    let middle = |line: &LineString<f64>| line.bounding_rect().map_or(0.0, |bounds| bounds.center().x);
    let turns = ((middle(other) - middle(&ring)) / 360.0).round() * 360.0;
    if turns == 0.0 { ring } else { ring.map_coords(|c| Coord { x: c.x + turns, y: c.y }) }
}

fn gathered(mut polygons: Vec<Polygon<f64>>) -> Option<Geometry<f64>> {
    match polygons.len() {
        0 => None,
        1 => polygons.pop().map(Geometry::Polygon),
        _ => Some(Geometry::MultiPolygon(MultiPolygon(polygons))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn coords(places: &[(f64, f64)]) -> Vec<Coord<f64>> {
        places.iter().map(|(x, y)| Coord { x: *x, y: *y }).collect()
    }

    fn square(x: f64, y: f64, size: f64) -> Vec<Coord<f64>> {
        coords(&[(x, y), (x + size, y), (x + size, y + size), (x, y + size), (x, y)])
    }

    #[track_caller]
    fn check(raw: Raw, n_parts: usize, area: f64, reasons: &[&str]) -> Geometry<f64> {
        let mut report = Report::default();
        let crs = Crs::wgs84("WGS 84");
        let mut budget = Budget::default();
        let mut mender = Mender {
            crs: &crs,
            file: "zones.shp",
            report: &mut report,
            what: "record",
            record: 7,
            line: None,
            budget: &mut budget,
        };
        let geometry = mender.settle(raw).expect("a geometry");
        let parts = if let Geometry::MultiPolygon(parts) = &geometry { parts.0.len() } else { 1 };
        assert_eq!(
            (parts, report.repaired.keys().map(String::as_str).collect::<Vec<_>>()),
            (n_parts, reasons.to_vec())
        );
        assert!((geometry.unsigned_area() - area).abs() < 1e-6, "{geometry:?}");
        assert!(report.samples.iter().all(|s| s.line == Some(7)));
        geometry
    }

    #[test]
    fn holes_find_their_outer_ring_whichever_way_they_are_wound() {
        let rings = || {
            vec![square(120.0, 30.0, 1.0), square(120.2, 30.2, 0.5), square(122.0, 30.0, 1.0), square(120.3, 30.3, 0.1)]
        };
        let clockwise = |ring: Vec<Coord<f64>>| ring.into_iter().rev().collect::<Vec<_>>();
        let area = 2.0 - 0.25 + 0.01;
        check(Raw::Rings(rings()), 3, area, &["ring role set by nesting"]);
        let [outer, hole, other, island] = <[_; 4]>::try_from(rings()).expect("four");
        check(Raw::Rings(vec![hole, clockwise(other), clockwise(island), clockwise(outer)]), 3, area, &[]);
    }

    /// Both outer by their winding, and so GDAL 3.6 reads them; one that repeats another is the same place twice.
    #[test]
    fn a_ring_that_sticks_out_of_another_is_no_hole_of_it() {
        let clockwise = |x: f64, y: f64| square(x, y, 2.0).into_iter().rev().collect::<Vec<_>>();
        check(Raw::Rings(vec![clockwise(120.0, 30.0), clockwise(121.0, 31.0)]), 2, 8.0, &[]);
        check(Raw::Rings(vec![clockwise(120.0, 30.0), clockwise(120.0, 30.0)]), 1, 4.0, &["ring repeated"]);
    }

    #[test]
    fn a_bow_tie_becomes_two_triangles() {
        let bow_tie = coords(&[(120.0, 30.0), (122.0, 32.0), (122.0, 30.0), (120.0, 32.0), (120.0, 30.0)]);
        check(Raw::Polygons(vec![vec![bow_tie]]), 2, 2.0, &["self-crossing ring repaired"]);
    }

    #[test]
    fn open_rings_repeats_and_places_off_the_globe_are_mended_and_said() {
        let ring = coords(&[
            (120.0, 30.0),
            (121.0, 30.0),
            (121.0, 30.0),
            (f64::NAN, 30.5),
            (121.0, f64::INFINITY),
            (121.0, 31.0),
            (120.0, 31.0),
        ]);
        check(Raw::Polygons(vec![vec![ring]]), 1, 1.0, &["place off the globe", "repeated place", "ring closed"]);
    }

    #[test]
    fn what_cannot_be_used_is_counted() {
        let mut report = Report::default();
        let crs = Crs::wgs84("WGS 84");
        let mut budget = Budget::default();
        let mut mender = Mender {
            crs: &crs,
            file: "zones.shp",
            report: &mut report,
            what: "record",
            record: 1,
            line: None,
            budget: &mut budget,
        };
        assert_eq!(mender.settle(Raw::Polygons(vec![vec![coords(&[(1.0, 1.0), (2.0, 2.0), (1.0, 1.0)])]])), None);
        assert_eq!(mender.settle(Raw::Points(coords(&[(f64::NAN, 1.0)]))), None);
        assert_eq!(report.skipped.get("no usable geometry"), Some(&2));
    }
}
