//! From a file's raw rings to geometry that can be trusted: placed, closed, simple, wound.
//!
//! Owns the repairs, and says each one. Never drops a hole or a part in silence. Start at [`Mender::settle`].

use geo::{Area as _, BoundingRect as _, Coord, Geometry, LineString, MakeValid as _, MultiPolygon, Polygon, Rect};

use crate::geodesy::first_crossing;
use crate::io::antimeridian;
use crate::io::crs::Crs;
use crate::io::geojson_geometry::{round_e7, wound};
use crate::report::{Report, Sample};

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
    /// The record in hand, counted from 1.
    pub(crate) record: u64,
}

impl Mender<'_> {
    /// Counts a repair of the record in hand.
    pub(crate) fn repair(&mut self, reason: &str, detail: &str) {
        let (file, record) = (self.file, self.record);
        self.report.repair(reason, || sample(file, record, reason, detail));
    }

    /// Counts the record in hand as left out.
    pub(crate) fn skip(&mut self, reason: &str, detail: &str) {
        let (file, record) = (self.file, self.record);
        self.report.skip(reason, || sample(file, record, reason, detail));
    }

    /// The feature's geometry in WGS 84 degrees; `None`, and counted, if nothing of it can be used.
    pub(crate) fn settle(&mut self, raw: Raw) -> Option<Geometry<f64>> {
        let geometry = self.part(raw);
        if geometry.is_none() {
            self.skip("no usable geometry", "nothing of its geometry could be used, left out");
        }
        let (geometry, is_cut) = antimeridian::cut(wound(geometry?));
        if is_cut {
            self.repair("cut at the antimeridian", "it crosses the antimeridian and was cut there");
        }
        Some(geometry)
    }

    fn part(&mut self, raw: Raw) -> Option<Geometry<f64>> {
        match raw {
            Raw::Points(points) => {
                let places = self.places(&points);
                match places.as_slice() {
                    [] => None,
                    [only] => Some(Geometry::Point((*only).into())),
                    _ => Some(Geometry::MultiPoint(places.into_iter().map(geo::Point::from).collect::<Vec<_>>().into())),
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
                            self.repair("holes without an outer ring", "holes whose outer ring is unusable were dropped");
                        }
                        continue;
                    };
                    let holes: Vec<LineString<f64>> = rings.filter_map(|ring| self.ring(ring)).collect();
                    kept.extend(self.simple(Polygon::new(outer, holes)));
                }
                gathered(kept)
            }
            Raw::Rings(rings) => {
                let rings: Vec<LineString<f64>> = rings.iter().filter_map(|ring| self.ring(ring)).collect();
                let (polygons, n_odd) = by_nesting(rings);
                if n_odd > 0 {
                    self.repair("ring role set by nesting", "a ring's winding contradicts where it lies; its place decided");
                }
                let kept = polygons.into_iter().flat_map(|polygon| self.simple(polygon)).collect();
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
            self.repair("repeated place", &format!("{} places repeated the one before them, dropped", n_before - places.len()));
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
        Some(LineString(places))
    }

    /// The polygon itself if its rings are simple, else the parts that its lines enclose an odd number of times.
    fn simple(&mut self, polygon: Polygon<f64>) -> Vec<Polygon<f64>> {
        let rings: Vec<&LineString<f64>> = std::iter::once(polygon.exterior()).chain(polygon.interiors()).collect();
        let Some(place) = first_crossing(&rings) else { return vec![polygon] };
        let at = format!("near {:.5} {:.5}", place.y, place.x);
        match polygon.make_valid() {
            Ok(MultiPolygon(parts)) if !parts.is_empty() => {
                self.repair(
                    "self-crossing ring repaired",
                    &format!("its outline crosses or touches itself {at}; it became {} part(s)", parts.len()),
                );
                let round = |c: Coord<f64>| Coord { x: round_e7(c.x), y: round_e7(c.y) };
                parts.iter().map(|part| geo::MapCoords::map_coords(part, round)).collect()
            }
            Ok(_) => {
                self.repair("ring without area", "its outline encloses nothing and was dropped");
                Vec::new()
            }
            Err(error) => {
                self.repair("self-crossing ring kept", &format!("its outline crosses itself {at}, not repaired: {error}"));
                vec![polygon]
            }
        }
    }
}

fn sample(file: &str, record: u64, reason: &str, detail: &str) -> Sample {
    Sample {
        file: file.to_owned(),
        line: (record > 0).then_some(record),
        reason: reason.to_owned(),
        detail: if record > 0 { format!("record {record}: {detail}") } else { detail.to_owned() },
    }
}

fn gathered(mut polygons: Vec<Polygon<f64>>) -> Option<Geometry<f64>> {
    match polygons.len() {
        0 => None,
        1 => polygons.pop().map(Geometry::Polygon),
        _ => Some(Geometry::MultiPolygon(MultiPolygon(polygons))),
    }
}

/// Rings as polygons: a ring inside an odd number of others is a hole of the smallest that holds it, whichever way it is
/// wound. Also returns how many rings a shapefile's rule (outer rings clockwise) would have taken the other way.
fn by_nesting(mut rings: Vec<LineString<f64>>) -> (Vec<Polygon<f64>>, u64) {
    let area = |ring: &LineString<f64>| Polygon::new(ring.clone(), Vec::new()).signed_area();
    // By falling size, so that what holds a ring stands before it; equal sizes keep the file's order.
    let mut sized: Vec<(f64, LineString<f64>)> = rings.drain(..).map(|ring| (area(&ring), ring)).collect();
    let order: Vec<usize> = {
        let mut order: Vec<usize> = (0..sized.len()).collect();
        order.sort_by(|a, b| {
            let size = |i: &usize| sized.get(*i).map_or(0.0, |(area, _)| area.abs());
            size(b).total_cmp(&size(a)).then(a.cmp(b))
        });
        order
    };
    struct Placed {
        ring_idx: usize,
        polygon: Polygon<f64>,
        bounds: Rect<f64>,
        depth: usize,
        parent: Option<usize>,
    }
    let mut placed: Vec<Placed> = Vec::with_capacity(sized.len());
    let mut n_odd = 0;
    for ring_idx in order {
        let Some((area, ring)) = sized.get_mut(ring_idx) else { continue };
        let (is_clockwise, ring) = (*area < 0.0, std::mem::replace(ring, LineString(Vec::new())));
        let Some(bounds) = ring.bounding_rect() else { continue };
        let parent = placed
            .iter()
            .enumerate()
            .rev()
            .filter(|(_, outer)| {
                outer.bounds.min().x <= bounds.min().x
                    && outer.bounds.min().y <= bounds.min().y
                    && outer.bounds.max().x >= bounds.max().x
                    && outer.bounds.max().y >= bounds.max().y
            })
            .find(|(_, outer)| lies_in(&ring, &outer.polygon))
            .map(|(idx, _)| idx);
        let depth = parent.and_then(|idx| placed.get(idx)).map_or(0, |outer| outer.depth + 1);
        n_odd += u64::from(is_clockwise != (depth % 2 == 0));
        placed.push(Placed { ring_idx, polygon: Polygon::new(ring, Vec::new()), bounds, depth, parent });
    }
    let mut polygons: Vec<(usize, usize, Polygon<f64>)> = Vec::new();
    for (idx, ring) in placed.into_iter().enumerate() {
        if ring.depth % 2 == 0 {
            polygons.push((ring.ring_idx, idx, ring.polygon));
        } else if let Some((.., outer)) = polygons.iter_mut().find(|(_, at, _)| Some(*at) == ring.parent) {
            outer.interiors_push(ring.polygon.into_inner().0);
        }
    }
    polygons.sort_by_key(|(ring_idx, ..)| *ring_idx);
    (polygons.into_iter().map(|(.., polygon)| polygon).collect(), n_odd)
}

fn lies_in(ring: &LineString<f64>, outer: &Polygon<f64>) -> bool {
    use geo::coordinate_position::{CoordPos, CoordinatePosition as _};
    for coord in &ring.0 {
        match outer.coordinate_position(coord) {
            CoordPos::Inside => return true,
            CoordPos::Outside => return false,
            CoordPos::OnBoundary => {}
        }
    }
    // Every vertex lies on the outer ring: the middle of an edge decides, and else it fills it.
    let Some(line) = ring.lines().next() else { return false };
    let middle = Coord { x: f64::midpoint(line.start.x, line.end.x), y: f64::midpoint(line.start.y, line.end.y) };
    outer.coordinate_position(&middle) != CoordPos::Outside
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
        let geometry = Mender { crs: &crs, file: "zones.shp", report: &mut report, record: 7 }.settle(raw).expect("a geometry");
        let parts = if let Geometry::MultiPolygon(parts) = &geometry { parts.0.len() } else { 1 };
        assert_eq!((parts, report.repaired.keys().map(String::as_str).collect::<Vec<_>>()), (n_parts, reasons.to_vec()));
        assert!((geometry.unsigned_area() - area).abs() < 1e-6, "{geometry:?}");
        assert!(report.samples.iter().all(|s| s.line == Some(7)));
        geometry
    }

    #[test]
    fn holes_find_their_outer_ring_whichever_way_they_are_wound() {
        let rings = || vec![square(120.0, 30.0, 1.0), square(120.2, 30.2, 0.5), square(122.0, 30.0, 1.0), square(120.3, 30.3, 0.1)];
        let clockwise = |ring: Vec<Coord<f64>>| ring.into_iter().rev().collect::<Vec<_>>();
        let area = 2.0 - 0.25 + 0.01;
        check(Raw::Rings(rings()), 3, area, &["ring role set by nesting"]);
        let [outer, hole, other, island] = <[_; 4]>::try_from(rings()).expect("four");
        check(Raw::Rings(vec![hole, clockwise(other), clockwise(island), clockwise(outer)]), 3, area, &[]);
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
        let mut mender = Mender { crs: &crs, file: "zones.shp", report: &mut report, record: 1 };
        assert_eq!(mender.settle(Raw::Polygons(vec![vec![coords(&[(1.0, 1.0), (2.0, 2.0), (1.0, 1.0)])]])), None);
        assert_eq!(mender.settle(Raw::Points(coords(&[(f64::NAN, 1.0)]))), None);
        assert_eq!(report.skipped.get("no usable geometry"), Some(&2));
    }
}
