//! GPX: waypoints as points, routes as lines, tracks as lines, or as areas where every segment ends where it begins.
//!
//! Owns that reading of GPX 1.0 and 1.1. What an element says of itself, extensions among it, becomes attributes; times and
//! heights along a route or track are left out, for a zone has none, and said. Start at [`read`].

use std::collections::HashMap;

use geo::Coord;
use quick_xml::events::{BytesStart, Event};

use super::name;
use super::repair::{Budget, Mender, Raw};
use super::xml::{Node, Source, XmlError};
use crate::chart::{Zone, ZoneLayer};
use crate::io::crs::Crs;
use crate::report::{Progress, Report, Stopped};

/// Why a GPX file has no zones.
#[derive(Debug, thiserror::Error)]
pub(super) enum GpxError {
    #[error("{0}")]
    Xml(String),
    #[error(transparent)]
    Stopped(#[from] Stopped),
}

/// The most places of one route or track.
const MAX_PLACES: usize = 3_000_000;

/// Attributes with names beyond this many are left out.
const MAX_FIELDS: usize = 1000;

/// The extension in which this program keeps all attributes of a feature.
const OURS: &str = "feature";

/// Elements that become attributes, and what those are called.
const MEMBERS: [(&str, &str); 8] = [
    ("desc", "description"),
    ("type", "kind"),
    ("cmt", "comment"),
    ("src", "source"),
    ("sym", "symbol"),
    ("number", "number"),
    ("ele", "elevation"),
    ("time", "time"),
];

/// Whether an XML text is GPX: its first element says so.
pub(super) fn is_gpx(text: &str) -> bool {
    let head: String = text.chars().take(4096).collect();
    match (head.find("<gpx"), head.find("<kml")) {
        (Some(gpx), Some(kml)) => gpx < kml,
        (gpx, _) => gpx.is_some(),
    }
}

/// A waypoint, route or track that is being read.
struct Open {
    tag: String,
    depth: usize,
    line: u64,
    name: String,
    attributes: Vec<String>,
    segments: Vec<Vec<Coord<f64>>>,
    n_places: usize,
}

/// Reads the zones of a GPX text, in the order of the file.
pub(super) fn read(
    text: &str,
    file: &str,
    stem: &str,
    mut report: Report,
    budget: &mut Budget,
    progress: &Progress,
) -> Result<(ZoneLayer, Report), GpxError> {
    let crs = Crs::wgs84("WGS 84 (GPX)");
    let mut zones = Vec::new();
    let mut title = String::new();
    let (fields, n_dropped) = fields(text, progress)?;
    if n_dropped > 0 {
        report.note(format!("{file}: {n_dropped} attributes with names beyond the first {MAX_FIELDS} were left out"));
    }
    let name_idx = name::field(&fields);
    let index = fields.iter().enumerate().map(|(idx, name)| (name.clone(), idx)).collect();
    let mender = Mender { crs: &crs, file, report: &mut report, what: "element", record: 0, line: None, budget };
    let source = Source::new(text);
    let mut reader = Walk {
        source,
        open: None,
        mender,
        zones: &mut zones,
        title: &mut title,
        index,
        name_idx,
        plan: None,
        n_bare: 0,
    };
    match reader.run(progress) {
        Ok(()) => {}
        Err(XmlError::Stopped(stopped)) => return Err(stopped.into()),
        Err(error @ XmlError::Entities) => return Err(GpxError::Xml(error.to_string())),
        Err(error) if reader.mender.record == 0 => return Err(GpxError::Xml(error.to_string())),
        Err(error) => reader.mender.report.note(format!("{file}: {error}; what stands before it was read")),
    }
    let plan = reader.plan.take();
    if reader.n_bare > 0 {
        let n = reader.n_bare;
        report
            .note(format!("{file}: {n} heights, times and the like of single vertices were dropped; zones have none"));
    }
    let name = if title.is_empty() { stem.to_owned() } else { title };
    let layer = ZoneLayer { name, source: file.to_owned(), crs: crs.name, fields, zones, plan };
    Ok((layer, report))
}

/// The names of all attributes, as far as the text can be read, at least those that every GPX has; and how many attributes
/// have names beyond those that are kept.
fn fields(text: &str, progress: &Progress) -> Result<(Vec<String>, u64), Stopped> {
    let mut fields = vec!["description".to_owned(), "kind".to_owned()];
    let mut n_dropped = 0;
    let mut source = Source::new(text);
    let mut open_depth = None;
    loop {
        match source.next() {
            Ok(Event::Start(start)) => match open_depth {
                None if is_zone(start.local_name().as_ref()) => open_depth = Some(source.depth),
                Some(depth) if source.depth == depth + 1 => {
                    progress.check()?;
                    let Ok(found) = attributes(&mut source, &start) else { return Ok((fields, n_dropped)) };
                    for (name, _) in found.0 {
                        if fields.contains(&name) {
                            continue;
                        }
                        if fields.len() < MAX_FIELDS {
                            fields.push(name);
                        } else {
                            n_dropped += 1;
                        }
                    }
                }
                _ => {}
            },
            Ok(Event::End(_)) => open_depth = open_depth.filter(|depth| source.depth >= *depth),
            Ok(Event::Eof) | Err(_) => return Ok((fields, n_dropped)),
            Ok(_) => {}
        }
    }
}

fn is_zone(tag: &str) -> bool {
    matches!(tag, "wpt" | "rte" | "trk")
}

/// The attributes in an element that has just begun directly inside a waypoint, route or track: itself, or, for extensions,
/// every element with nothing but text in it, and whatever goes on with a long one. Also whether this program wrote them.
fn attributes(source: &mut Source<'_>, start: &BytesStart<'_>) -> Result<(Vec<(String, String)>, bool), XmlError> {
    let mut found = Vec::new();
    let mut is_ours = false;
    let tag = start.local_name();
    let tag = tag.as_ref();
    if let Some((_, name)) = MEMBERS.iter().find(|(member, _)| *member == tag) {
        let text = source.tree(start)?.map(|node| node.text.trim().to_owned());
        found.extend(text.filter(|text| !text.is_empty()).map(|text| ((*name).to_owned(), text)));
    } else if tag == "extensions" {
        let mut nodes: Vec<Node> = source.tree(start)?.map(|node| node.children).unwrap_or_default();
        nodes.reverse();
        is_ours = nodes.iter().any(|node| node.tag == OURS);
        if is_ours {
            nodes.retain(|node| node.tag == OURS);
        }
        while let Some(node) = nodes.pop() {
            let goes_on =
                (is_ours && node.tag == "more").then(|| found.last_mut().filter(|(name, _)| *name == node.name));
            if let Some(Some((_, text))) = goes_on {
                *text += &node.text;
            } else if node.children.is_empty() && !node.text.trim().is_empty() {
                let name = if node.tag == "member" && !node.name.is_empty() { node.name } else { node.tag };
                found.push((name, node.text));
            }
            nodes.extend(node.children.into_iter().rev());
        }
        found.iter_mut().for_each(|(_, text)| *text = text.trim().to_owned());
    }
    Ok((found, is_ours))
}

struct Walk<'a> {
    source: Source<'a>,
    open: Option<Open>,
    mender: Mender<'a>,
    zones: &'a mut Vec<std::sync::Arc<Zone>>,
    title: &'a mut String,
    index: HashMap<String, usize>,
    /// The attribute that names what has no `name`.
    name_idx: Option<usize>,
    plan: Option<String>,
    /// How many heights, times and the like stood at single vertices.
    n_bare: u64,
}

impl Walk<'_> {
    fn run(&mut self, progress: &Progress) -> Result<(), XmlError> {
        loop {
            match self.source.next()? {
                Event::Start(start) => {
                    let depth = self.source.depth;
                    self.begin(&start, depth, progress)?;
                }
                Event::Empty(start) => {
                    self.begin(&start, self.source.depth + 1, progress)?;
                    self.end(self.source.depth);
                }
                Event::End(_) => self.end(self.source.depth),
                Event::Eof if self.source.depth > 0 => return Err(XmlError::CutShort),
                Event::Eof => return Ok(()),
                _ => {}
            }
        }
    }

    fn begin(&mut self, start: &BytesStart<'_>, depth: usize, progress: &Progress) -> Result<(), XmlError> {
        let local = start.local_name();
        let tag = local.as_ref();
        let Some(open) = &mut self.open else {
            match tag {
                _ if is_zone(tag) => {
                    progress.check()?;
                    progress.add_rows(1);
                    self.open = Some(Open {
                        tag: tag.to_owned(),
                        depth,
                        line: self.source.line(),
                        name: String::new(),
                        attributes: vec![String::new(); self.index.len()],
                        segments: if tag == "wpt" { vec![vec![place(start)]] } else { Vec::new() },
                        n_places: 0,
                    });
                }
                // gpx, metadata, extensions, and what the plan says of itself.
                "plan" if self.plan.is_none() && depth == 4 && depth == self.source.depth => {
                    let node = self.source.tree(start)?;
                    self.plan = node.map(|node| node.text.trim().to_owned()).filter(|text| text.starts_with('{'));
                }
                // The file's own name: <metadata><name> in 1.1, <name> in 1.0.
                "name" if self.title.is_empty() && depth <= 3 && depth == self.source.depth => {
                    let node = self.source.tree(start)?;
                    *self.title = node.map(|node| node.text.trim().to_owned()).unwrap_or_default();
                }
                _ => {}
            }
            return Ok(());
        };
        match tag {
            "trkseg" => open.segments.push(Vec::new()),
            "rtept" | "trkpt" => {
                if open.segments.is_empty() {
                    open.segments.push(Vec::new());
                }
                open.n_places += 1;
                if let Some(segment) = open.segments.last_mut().filter(|_| open.n_places <= MAX_PLACES) {
                    segment.push(place(start));
                }
            }
            _ if depth != open.depth + 1 => {
                self.n_bare +=
                    u64::from(matches!(tag, "ele" | "time" | "extensions" | "name" | "desc" | "cmt" | "sym"));
            }
            // An empty element says nothing, and has no end to be read to.
            _ if depth != self.source.depth => {}
            "name" => open.name = self.source.tree(start)?.map(|node| node.text.trim().to_owned()).unwrap_or_default(),
            _ => {
                let (found, is_ours) = attributes(&mut self.source, start)?;
                if is_ours {
                    // Whatever stands beside was made of these.
                    open.attributes.iter_mut().for_each(String::clear);
                }
                for (name, text) in found {
                    let slot = self.index.get(&name).and_then(|idx| open.attributes.get_mut(*idx));
                    if let Some(slot) = slot {
                        let gap = if slot.is_empty() { "" } else { "; " };
                        *slot += gap;
                        *slot += &text;
                    }
                }
            }
        }
        Ok(())
    }

    /// An element has ended, and `depth` are open now.
    fn end(&mut self, depth: usize) {
        if let Some(open) = self.open.take_if(|open| open.depth > depth) {
            self.mender.record += 1;
            self.mender.line = Some(open.line);
            self.mender.report.read += 1;
            self.settle(open);
        }
    }

    fn settle(&mut self, open: Open) {
        if open.n_places > MAX_PLACES {
            self.mender.skip("geometry too large", "it has more than three million places, left out");
            return;
        }
        let is_ring = |segment: &Vec<Coord<f64>>| segment.len() > 3 && segment.first() == segment.last();
        let Open { tag, mut name, attributes, segments, .. } = open;
        let segments: Vec<Vec<Coord<f64>>> = segments.into_iter().filter(|segment| !segment.is_empty()).collect();
        let raw = match tag.as_str() {
            "wpt" => Raw::Points(segments.into_iter().flatten().collect()),
            "trk" if !segments.is_empty() && segments.iter().all(is_ring) => Raw::Loops(segments),
            _ => Raw::Lines(segments),
        };
        if name.is_empty() {
            name = self.name_idx.and_then(|idx| attributes.get(idx)).cloned().unwrap_or_default();
        }
        if let Some(geometry) = self.mender.settle(raw) {
            self.mender.keep(self.zones, Zone { name, attributes, geometry, colour: None });
        }
    }
}

/// The place in `lat` and `lon`; NaN, which is counted later, where there is none.
fn place(start: &BytesStart<'_>) -> Coord<f64> {
    let number = |name: &str| {
        let attribute = start.try_get_attribute(name).ok().flatten();
        attribute.and_then(|attribute| attribute.value.trim().parse::<f64>().ok()).unwrap_or(f64::NAN)
    };
    Coord { x: number("lon"), y: number("lat") }
}

#[cfg(test)]
mod tests {
    use geo::{Area as _, Geometry};

    use super::*;

    #[expect(clippy::panic_in_result_fn, reason = "a fault of the counts is a fault of the test")]
    fn open(text: &str) -> Result<(ZoneLayer, Report), GpxError> {
        let (layer, report) =
            read(text, "z.gpx", "z", Report::default(), &mut Budget::default(), &Progress::default())?;
        assert_eq!(report.read, report.kept + report.n_skipped(), "{report:?}");
        assert_eq!(report.kept, layer.zones.len() as u64);
        Ok((layer, report))
    }

    fn points(tag: &str, places: &[(f64, f64)]) -> String {
        let point = |(lon, lat): &(f64, f64)| format!("<{tag} lat=\"{lat}\" lon=\"{lon}\"><ele>0</ele></{tag}>");
        places.iter().map(point).collect::<Vec<_>>().concat()
    }

    const SQUARE: [(f64, f64); 5] = [(124.0, 37.0), (125.0, 37.0), (125.0, 38.0), (124.0, 38.0), (124.0, 37.0)];
    const HOLE: [(f64, f64); 4] = [(124.2, 37.2), (124.4, 37.2), (124.4, 37.4), (124.2, 37.2)];

    #[test]
    fn waypoints_routes_and_closed_tracks_are_zones() {
        let text = format!(
            "<?xml version=\"1.0\"?><gpx version=\"1.1\"><metadata><name>구역</name></metadata>\n<wpt lat=\"37.5\" lon=\"124.5\"><name>점</name></wpt>\n<wpt lat=\"91\" lon=\"0\"/>
            <rte><name>항로</name><desc>가상</desc>{}</rte>
            <trk><name>구역</name><type>patrol_zone</type><trkseg>{}</trkseg><trkseg>{}</trkseg></trk>
            <trk><name>열림</name><trkseg>{}</trkseg></trk></gpx>",
            points("rtept", &SQUARE[..3]),
            points("trkpt", &SQUARE),
            points("trkpt", &HOLE),
            points("trkpt", &SQUARE[..4]),
        );
        let (layer, report) = open(&text).expect("zones");
        assert_eq!(layer.name, "구역");
        let names: Vec<&str> = layer.zones.iter().map(|zone| zone.name.as_str()).collect();
        assert_eq!(names, ["점", "항로", "구역", "열림"]);
        assert_eq!(layer.zones[1].attributes, ["가상", ""]);
        assert_eq!(layer.zones[2].attributes, ["", "patrol_zone"]);
        assert!((layer.zones[2].geometry.unsigned_area() - 0.98).abs() < 1e-9, "{:?}", layer.zones[2].geometry);
        assert!(matches!(&layer.zones[3].geometry, Geometry::LineString(line) if line.0.len() == 4));
        assert_eq!(report.samples.iter().map(|sample| sample.line).next(), Some(Some(3)), "{:?}", report.samples);
    }

    /// As GDAL 3.6 writes attributes with `GPX_USE_EXTENSIONS`.
    #[test]
    fn what_an_element_says_of_itself_is_kept_and_what_its_vertices_say_is_counted() {
        let text = "<gpx xmlns:ogr='http://osgeo.org/gdal'><trk><cmt>둘</cmt><extensions><ogr:이름>서해</ogr:이름><ogr:코드>007</ogr:코드></extensions>
            <trkseg><trkpt lat='1' lon='2'><ele>3</ele><time>2018-01-16T00:00:00Z</time></trkpt><trkpt lat='2' lon='3'/></trkseg></trk>
            <wpt lat='1' lon='2'><ele>4.5</ele><name>점</name><desc/></wpt></gpx>";
        let (layer, report) = open(text).expect("zones");
        assert_eq!(layer.fields, ["description", "kind", "comment", "이름", "코드", "elevation"]);
        assert_eq!(layer.zones[0].name, "서해");
        assert_eq!(layer.zones[0].attributes, ["", "", "둘", "서해", "007", ""]);
        assert_eq!(layer.zones[1].attributes, ["", "", "", "", "", "4.5"]);
        assert!(report.notes.iter().any(|note| note.contains(": 2 heights, times")), "{:?}", report.notes);
    }

    #[test]
    fn broken_gpx_yields_what_stands_before_the_fault() {
        let whole = format!("<gpx><wpt lat='1' lon='2'/><rte>{}</rte></gpx>", points("rtept", &SQUARE));
        for len in 0..whole.len() {
            let n_zones = open(&whole[..len]).map_or(0, |(layer, _)| layer.zones.len());
            assert!(n_zones <= 2, "{len}");
        }
        let (layer, report) = open(&whole[..60]).expect("the waypoint");
        assert_eq!((layer.zones.len(), report.notes.len()), (1, 1));
        let bomb = "<!DOCTYPE gpx [<!ENTITY a \"aa\">]><gpx><wpt lat='1' lon='2'/></gpx>";
        assert!(open(bomb).is_err_and(|error| error.to_string().contains("entities")));
    }
}
