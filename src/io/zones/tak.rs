//! Cursor-on-Target: the events of a TAK data package, or of a file of them, as zones.
//!
//! Owns which events are zones: drawings, circles, rectangles, routes, markers, units; chat, pings and the like are counted and left
//! out. What this program wrote becomes that again. Start at [`read`] and [`Package`].
//!
//! # Source
//! The `CoT` base schema (MITRE, Event.xsd 2.0), and the details of ATAK, `WinTAK` and `iTAK` as they write them: vertices as
//! `<link point="lat,lon,height"/>` (`WinTAK` with a comma in the height's decimals), or as `<vertex lat lon/>` in a `<polyline>`.

use std::collections::HashMap;
use std::sync::Arc;

use geo::Coord;
use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};

use super::repair::{Budget, Mender, Raw};
use super::xml::{Source, XmlError};
use crate::chart::{Zone, ZoneLayer};
use crate::geodesy::{Position, destination};
use crate::io::crs::Crs;
use crate::io::plan_geojson;
use crate::plan::Shape;
use crate::plan::geometry::geometry_of;
use crate::report::{Progress, Report};
use crate::units::{Course, Metres};

/// Where a package's list of contents stands.
pub(crate) const MANIFEST: &str = "MANIFEST/manifest.xml";
/// The parameter of the manifest in which a plan says who it is.
pub(crate) const PLAN_PARAMETER: &str = "cordon";
/// The detail in which this program keeps what TAK has no place for.
pub(crate) const DETAIL: &str = "__cordon";

/// The most vertices of one event.
const MAX_VERTICES: usize = 3_000_000;
/// Attributes with names beyond this many are left out.
const MAX_FIELDS: usize = 1000;
/// The largest circle: a quarter of the way round the Earth.
const MAX_RADIUS_M: f64 = 10_000_000.0;
/// How many corners an ellipse gets.
const ELLIPSE_CORNERS: i32 = 72;

/// Whether an XML text is Cursor-on-Target: its first element says so.
pub(super) fn is_cot(text: &str) -> bool {
    let head: String = text.chars().take(4096).collect();
    let at = |tag: &str| head.find(tag).unwrap_or(usize::MAX);
    at("<event").min(at("<events")) < at("<kml").min(at("<gpx")).min(at("<Placemark"))
}

/// Events from one file or several, before they are zones.
#[derive(Default)]
pub(super) struct Package {
    fields: Vec<String>,
    index: HashMap<String, usize>,
    n_dropped: u64,
    found: Vec<Found>,
    /// Events that show nothing, by their types.
    others: std::collections::BTreeMap<String, u64>,
    /// What the manifest says.
    pub(super) name: String,
    pub(super) plan: Option<String>,
    /// Which file the events come from.
    files: Vec<String>,
}

/// An event with what it draws.
struct Found {
    file_idx: usize,
    line: u64,
    name: String,
    attributes: Vec<(usize, String)>,
    colour: Option<String>,
    /// Of a feature that this program took apart: which, which part, and which ring of that.
    part: Option<(String, usize, usize)>,
    raw: Result<Raw, (&'static str, &'static str)>,
}

/// An event that is being read.
#[derive(Default)]
struct Open {
    depth: usize,
    line: u64,
    uid: String,
    kind: String,
    moments: [String; 2],
    point: Option<Coord<f64>>,
    callsign: String,
    remarks: String,
    links: Vec<Coord<f64>>,
    n_links: usize,
    is_closed: bool,
    /// Half axes in metres and the bearing of the first.
    ellipse: Option<(f64, f64, f64)>,
    stroke: Option<String>,
    fill: Option<String>,
    /// Ours: the feature's own name, and its members.
    own: Option<(String, Vec<(String, String)>)>,
    part: Option<(String, usize, usize)>,
}

/// Reads the zones of a text of events.
pub(super) fn read(
    text: &str,
    file: &str,
    stem: &str,
    report: Report,
    budget: &mut Budget,
    progress: &Progress,
) -> Result<(ZoneLayer, Report), XmlError> {
    let mut package = Package { name: stem.to_owned(), ..Package::default() };
    let outcome = package.take(text, file, progress);
    let mut report = report;
    match outcome {
        Ok(()) => {}
        Err(XmlError::Stopped(stopped)) => return Err(stopped.into()),
        Err(error) if package.found.is_empty() => return Err(error),
        Err(error) => report.note(format!("{file}: {error}; what stands before it was read")),
    }
    Ok(package.finish(file, report, budget))
}

impl Package {
    /// Takes in the events of one text, as far as they can be read.
    pub(super) fn take(&mut self, text: &str, file: &str, progress: &Progress) -> Result<(), XmlError> {
        self.files.push(file.to_owned());
        let mut source = Source::new(text);
        let mut open: Option<Open> = None;
        loop {
            match source.next()? {
                Event::Start(start) => {
                    let depth = source.depth;
                    Self::begin(&mut open, &mut source, &start, depth, true, progress)?;
                }
                Event::Empty(start) => {
                    let depth = source.depth + 1;
                    Self::begin(&mut open, &mut source, &start, depth, false, progress)?;
                    if let Some(done) = open.take_if(|open| open.depth > source.depth) {
                        self.settle(done);
                    }
                }
                Event::End(_) => {
                    if let Some(done) = open.take_if(|open| open.depth > source.depth) {
                        self.settle(done);
                    }
                }
                Event::Eof if source.depth > 0 => return Err(XmlError::CutShort),
                Event::Eof => return Ok(()),
                _ => {}
            }
        }
    }

    /// Takes in what a manifest says.
    pub(super) fn take_manifest(&mut self, text: &str) {
        let mut source = Source::new(text);
        let mut is_content = false;
        while let Ok(event) = source.next() {
            match event {
                Event::Start(start) | Event::Empty(start) => match start.local_name().as_ref() {
                    "Contents" => is_content = true,
                    "Parameter" if !is_content => match attribute(&start, "name").as_str() {
                        "name" => attribute(&start, "value").trim().clone_into(&mut self.name),
                        PLAN_PARAMETER => self.plan = Some(attribute(&start, "value")),
                        _ => {}
                    },
                    _ => {}
                },
                Event::Eof => return,
                _ => {}
            }
        }
    }

    fn begin(
        open: &mut Option<Open>,
        source: &mut Source<'_>,
        start: &BytesStart<'_>,
        depth: usize,
        has_content: bool,
        progress: &Progress,
    ) -> Result<(), XmlError> {
        let local = start.local_name();
        let tag = local.as_ref();
        let Some(event) = open else {
            if tag == "event" {
                progress.check()?;
                progress.add_rows(1);
                *open = Some(Open {
                    depth,
                    line: source.line(),
                    uid: attribute(start, "uid"),
                    kind: attribute(start, "type"),
                    moments: [attribute(start, "start"), attribute(start, "stale")],
                    ..Open::default()
                });
            }
            return Ok(());
        };
        match tag {
            "point" if depth == event.depth + 1 => {
                event.point =
                    Some(Coord { x: degrees(&attribute(start, "lon")), y: degrees(&attribute(start, "lat")) });
            }
            "contact" => event.callsign = attribute(start, "callsign"),
            "remarks" if has_content => {
                event.remarks = source.tree(start)?.map(|node| node.text.trim().to_owned()).unwrap_or_default();
            }
            "link" if depth == event.depth + 2 => {
                let point = attribute(start, "point");
                if !point.is_empty() {
                    event.vertex(pair(&point));
                }
            }
            "vertex" => {
                let place = Coord { x: degrees(&attribute(start, "lon")), y: degrees(&attribute(start, "lat")) };
                event.vertex(place);
            }
            "polyline" => event.is_closed |= attribute(start, "closed") == "true",
            "closed" => event.is_closed |= attribute(start, "value") == "true",
            "ellipse" => {
                let number =
                    |name: &str| attribute(start, name).trim().replace(',', ".").parse::<f64>().unwrap_or(f64::NAN);
                let found = (number("major"), number("minor"), number("angle"));
                // Of rings round one centre the largest.
                if event.ellipse.is_none_or(|(major, ..)| found.0 > major) {
                    event.ellipse = Some(found);
                }
            }
            "strokeColor" => event.stroke = colour(&attribute(start, "value")),
            "fillColor" => event.fill = colour(&attribute(start, "value")),
            "color" if event.stroke.is_none() => event.stroke = colour(&attribute(start, "argb")),
            DETAIL if has_content => {
                let name = attribute(start, "name");
                let numbers = attribute(start, "part");
                let numbers =
                    numbers.split_once('.').and_then(|(part, ring)| Some((part.parse().ok()?, ring.parse().ok()?)));
                event.part = numbers.map(|(part, ring)| (attribute(start, "feature"), part, ring));
                let members = source.tree(start)?.map(|node| node.children).unwrap_or_default();
                let members = members.into_iter().filter(|node| node.tag == "member" && !node.name.is_empty());
                event.own = Some((name, members.map(|node| (node.name, node.text.trim().to_owned())).collect()));
            }
            _ => {}
        }
        Ok(())
    }

    fn settle(&mut self, open: Open) {
        let Some(raw) = open.raw() else {
            *self.others.entry(open.kind).or_default() += 1;
            return;
        };
        let (name, members) = match open.own.clone() {
            Some(own) => own,
            None => (open.callsign.clone(), open.members(&raw)),
        };
        let attributes = members.into_iter().filter_map(|(name, value)| Some((self.field(&name)?, value))).collect();
        let colour = open.fill.or(open.stroke);
        let file_idx = self.files.len().saturating_sub(1);
        self.found.push(Found { file_idx, line: open.line, name, attributes, colour, part: open.part, raw });
    }

    fn field(&mut self, name: &str) -> Option<usize> {
        if let Some(idx) = self.index.get(name) {
            return Some(*idx);
        }
        if self.fields.len() >= MAX_FIELDS {
            self.n_dropped += 1;
            return None;
        }
        self.fields.push(name.to_owned());
        self.index.insert(name.to_owned(), self.fields.len() - 1);
        Some(self.fields.len() - 1)
    }

    /// All that was taken in, as one layer.
    pub(super) fn finish(self, file: &str, mut report: Report, budget: &mut Budget) -> (ZoneLayer, Report) {
        let crs = Crs::wgs84("WGS 84 (Cursor-on-Target)");
        let Self { fields, found, others, n_dropped, name, plan, files, .. } = self;
        if n_dropped > 0 {
            report
                .note(format!("{file}: {n_dropped} attributes with names beyond the first {MAX_FIELDS} were left out"));
        }
        for (kind, n) in others {
            report.note(format!("{file}: {n} events of the type “{kind}” draw nothing and were left out"));
        }
        let mut zones: Vec<Arc<Zone>> = Vec::new();
        for (idx, event) in joined(found).into_iter().enumerate() {
            let file = files.get(event.file_idx).map_or(file, String::as_str);
            report.read += 1;
            let (record, line) = (idx as u64 + 1, Some(event.line));
            let mut mender = Mender { crs: &crs, file, report: &mut report, what: "event", record, line, budget };
            let raw = match event.raw {
                Ok(raw) => raw,
                Err((reason, detail)) => {
                    mender.skip(reason, detail);
                    continue;
                }
            };
            let Some(geometry) = mender.settle(raw) else { continue };
            let mut attributes = vec![String::new(); fields.len()];
            for (idx, value) in event.attributes {
                if let Some(slot) = attributes.get_mut(idx) {
                    *slot = value;
                }
            }
            mender.keep(&mut zones, Zone { name: event.name, attributes, geometry, colour: event.colour });
        }
        let layer = ZoneLayer { name, source: file.to_owned(), crs: crs.name, fields, zones, plan };
        (layer, report)
    }

    /// Whether nothing was found.
    pub(super) fn is_empty(&self) -> bool {
        self.found.is_empty()
    }
}

/// The events with the parts of one feature put together where its first stands.
fn joined(found: Vec<Found>) -> Vec<Found> {
    let mut whole: Vec<Found> = Vec::with_capacity(found.len());
    let mut by_feature: HashMap<String, usize> = HashMap::new();
    let mut parts: HashMap<usize, Vec<(usize, usize, Raw)>> = HashMap::new();
    for mut event in found {
        let (Some((feature, part, ring)), Ok(raw)) = (event.part.take(), &event.raw) else {
            whole.push(event);
            continue;
        };
        let piece = (part, ring, raw.clone());
        if let Some(idx) = by_feature.get(&feature) {
            parts.entry(*idx).or_default().push(piece);
        } else {
            by_feature.insert(feature, whole.len());
            parts.insert(whole.len(), vec![piece]);
            whole.push(event);
        }
    }
    for (idx, pieces) in parts.into_iter().filter(|(_, pieces)| pieces.len() > 1) {
        if let Some(event) = whole.get_mut(idx) {
            event.raw = Ok(together(pieces));
        }
    }
    whole
}

fn together(mut pieces: Vec<(usize, usize, Raw)>) -> Raw {
    pieces.sort_by_key(|(part, ring, _)| (*part, *ring));
    let mut polygons: Vec<(usize, Vec<Vec<Coord<f64>>>)> = Vec::new();
    let (mut lines, mut points) = (Vec::new(), Vec::new());
    for (part, _, raw) in pieces {
        match raw {
            Raw::Loops(rings) => match polygons.last_mut().filter(|(last, _)| *last == part) {
                Some((_, outer)) => outer.extend(rings),
                None => polygons.push((part, rings)),
            },
            Raw::Lines(more) => lines.extend(more),
            Raw::Points(more) => points.extend(more),
            // Circles and ellipses are not taken apart.
            _ => {}
        }
    }
    let mut all = Vec::new();
    if !polygons.is_empty() {
        all.push(Raw::Polygons(polygons.into_iter().map(|(_, rings)| rings).collect()));
    }
    if !lines.is_empty() {
        all.push(Raw::Lines(lines));
    }
    if !points.is_empty() {
        all.push(Raw::Points(points));
    }
    match (all.len(), all.pop()) {
        (1, Some(only)) => only,
        (_, last) => {
            all.extend(last);
            Raw::Mixed(all)
        }
    }
}

impl Open {
    fn vertex(&mut self, place: Coord<f64>) {
        self.n_links += 1;
        if self.n_links <= MAX_VERTICES {
            self.links.push(place);
        }
    }

    /// What the event draws, or why it cannot be drawn; `None` for one that draws nothing.
    fn raw(&self) -> Option<Result<Raw, (&'static str, &'static str)>> {
        if self.n_links > MAX_VERTICES {
            return Some(Err(("geometry too large", "it has more than three million vertices, left out")));
        }
        let is_drawing = self.kind.starts_with("u-d") || self.kind.starts_with("u-r-b");
        if let Some((major, minor, angle)) = self.ellipse.filter(|_| is_drawing) {
            let outline = self.point.and_then(|centre| round(centre, major, minor, angle));
            return Some(
                outline.ok_or(("circle unreadable", "its centre or its radius is no number on the globe, left out")),
            );
        }
        if self.links.len() > 1 {
            let is_ring = self.links.len() > 3 && self.links.first() == self.links.last();
            let is_area = is_ring
                || (self.is_closed && self.links.len() > 2)
                || (self.kind.starts_with("u-d-r") && self.links.len() > 3);
            let mut links = self.links.clone();
            if !(is_area && is_drawing) {
                return Some(Ok(Raw::Lines(vec![links])));
            }
            // Which way an outline runs says nothing here, and a rectangle's first corner is not said again.
            if !is_ring {
                links.extend(self.links.first());
            }
            return Some(Ok(Raw::Loops(vec![links])));
        }
        let is_place = ["a-", "b-m-p", "b-i", "b-r", "b-l", "b-e"].iter().any(|kind| self.kind.starts_with(kind));
        let is_point = is_place || is_drawing || self.own.is_some();
        let place = self.point.filter(|_| is_point)?;
        Some(Ok(Raw::Points(vec![place])))
    }

    /// What another program's event says of itself.
    fn members(&self, raw: &Result<Raw, (&'static str, &'static str)>) -> Vec<(String, String)> {
        let mut members: Vec<(&str, String)> = vec![
            ("uid", self.uid.clone()),
            ("cot_type", self.kind.clone()),
            ("start", self.moments.first().cloned().unwrap_or_default()),
            ("stale", self.moments.last().cloned().unwrap_or_default()),
            ("remarks", self.remarks.clone()),
        ];
        let is_line = matches!(raw, Ok(Raw::Lines(_)));
        match self.kind.as_str() {
            kind if kind.starts_with("b-m-r") && is_line => members.push(("kind", "patrol_route".to_owned())),
            kind if kind.starts_with("a-f-S") || kind.starts_with("a-f-A") => {
                let craft = if kind.starts_with("a-f-S") {
                    "ship"
                } else if kind.starts_with("a-f-A-M-F-Q") || kind.starts_with("a-f-A-M-H-Q") {
                    "drone"
                } else if kind.starts_with("a-f-A-M-H") {
                    "helicopter"
                } else {
                    "aircraft"
                };
                members.extend([("kind", "unit".to_owned()), ("unit_type", craft.to_owned())]);
            }
            _ => {}
        }
        if let Some(shape) = self.circle() {
            members.push(("shape", plan_geojson::shape_text(&shape, None)));
        }
        members.extend(self.stroke.iter().map(|colour| ("stroke", colour.clone())));
        members.extend(self.fill.iter().map(|colour| ("fill", colour.clone())));
        let said = members.into_iter().filter(|(_, value)| !value.is_empty());
        said.map(|(name, value)| (name.to_owned(), value)).collect()
    }

    fn circle(&self) -> Option<Shape> {
        let (major, minor, _) = self.ellipse.filter(|(major, minor, _)| is_round(*major, *minor))?;
        let centre = self.point.and_then(Position::from_coord)?;
        usable(major)
            .filter(|_| usable(minor).is_some())
            .map(|radius| Shape::Circle { centre: centre.rounded(), radius })
    }
}

fn usable(radius_m: f64) -> Option<Metres> {
    (radius_m > 0.0 && radius_m <= MAX_RADIUS_M).then(|| Metres::new(radius_m)).flatten()
}

fn is_round(major: f64, minor: f64) -> bool {
    (major - minor).abs() <= major.abs() * 1e-3
}

/// A circle or an ellipse about a centre.
fn round(centre: Coord<f64>, major: f64, minor: f64, angle: f64) -> Option<Raw> {
    let (centre, radius) = (Position::from_coord(centre)?, usable(major)?);
    usable(minor)?;
    if is_round(major, minor) {
        return geometry_of(&Shape::Circle { centre: centre.rounded(), radius }).ok().map(Raw::from_geometry);
    }
    let turned = if angle.is_finite() { angle } else { 0.0 };
    let corner = |n: i32| {
        let turn = f64::from(n) / f64::from(ELLIPSE_CORNERS) * std::f64::consts::TAU;
        let (along, across) = (major * turn.cos(), minor * turn.sin());
        let bearing = Course::wrapped(turned + across.atan2(along).to_degrees());
        destination(centre, bearing, Metres::magnitude(along.hypot(across))).coord()
    };
    Some(Raw::Polygons(vec![vec![(0..=ELLIPSE_CORNERS).map(|n| corner(n % ELLIPSE_CORNERS)).collect()]]))
}

/// `lat,lon` and whatever follows; NaN, which is counted later, where that is none.
fn pair(text: &str) -> Coord<f64> {
    let mut numbers = text.split(',').map(degrees);
    let y = numbers.next().unwrap_or(f64::NAN);
    Coord { x: numbers.next().unwrap_or(f64::NAN), y }
}

fn degrees(text: &str) -> f64 {
    text.trim().parse().unwrap_or(f64::NAN)
}

/// A colour from a signed number of 32 bits, its opacity left out.
fn colour(text: &str) -> Option<String> {
    let number = text.trim().parse::<i64>().ok()?;
    let bits = i32::try_from(number).map(i32::cast_unsigned).ok().or_else(|| u32::try_from(number).ok())?;
    Some(format!("#{:06x}", bits & 0x00ff_ffff))
}

fn attribute(start: &BytesStart<'_>, name: &str) -> String {
    let found = start.attributes().with_checks(false).flatten().find(|one| one.key.local_name().as_ref() == name);
    let Some(found) = found else { return String::new() };
    let normal = found.normalized_value(XmlVersion::Implicit1_0);
    normal.map_or_else(|_undefined_reference| found.value.to_string(), std::borrow::Cow::into_owned)
}
