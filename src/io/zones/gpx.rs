//! GPX: waypoints as points, routes as lines, tracks as lines, or as areas where every segment ends where it begins.
//!
//! Owns that reading of GPX 1.0 and 1.1; times and heights are left out, for a zone has none. Start at [`read`].

use geo::Coord;
use quick_xml::events::{BytesStart, Event};

use super::repair::{Budget, Mender, Raw};
use super::xml::{Source, XmlError};
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
    description: String,
    kind: String,
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
    let mender = Mender { crs: &crs, file, report: &mut report, what: "element", record: 0, line: None, budget };
    let mut reader = Walk { source: Source::new(text), open: None, mender, zones: &mut zones, title: &mut title };
    match reader.run(progress) {
        Ok(()) => {}
        Err(XmlError::Stopped(stopped)) => return Err(stopped.into()),
        Err(error @ XmlError::Entities) => return Err(GpxError::Xml(error.to_string())),
        Err(error) if reader.mender.record == 0 => return Err(GpxError::Xml(error.to_string())),
        Err(error) => report.note(format!("{file}: {error}; what stands before it was read")),
    }
    let name = if title.is_empty() { stem.to_owned() } else { title };
    let fields = vec!["description".to_owned(), "kind".to_owned()];
    let layer = ZoneLayer { name, source: file.to_owned(), crs: crs.name, fields, zones };
    Ok((layer, report))
}

struct Walk<'a> {
    source: Source<'a>,
    open: Option<Open>,
    mender: Mender<'a>,
    zones: &'a mut Vec<std::sync::Arc<Zone>>,
    title: &'a mut String,
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
                "wpt" | "rte" | "trk" => {
                    progress.check()?;
                    progress.add_rows(1);
                    self.open = Some(Open {
                        tag: tag.to_owned(),
                        depth,
                        line: self.source.line(),
                        name: String::new(),
                        description: String::new(),
                        kind: String::new(),
                        segments: if tag == "wpt" { vec![vec![place(start)]] } else { Vec::new() },
                        n_places: 0,
                    });
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
            "name" | "desc" | "cmt" | "type" if depth == open.depth + 1 && depth == self.source.depth => {
                let text = self.source.tree(start)?.map(|node| node.text.trim().to_owned()).unwrap_or_default();
                match tag {
                    "name" => open.name = text,
                    "type" => open.kind = text,
                    "desc" => open.description = text,
                    _ if open.description.is_empty() => open.description = text,
                    _ => {}
                }
            }
            _ => {}
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
        let segments: Vec<Vec<Coord<f64>>> = open.segments.into_iter().filter(|segment| !segment.is_empty()).collect();
        let raw = match open.tag.as_str() {
            "wpt" => Raw::Points(segments.into_iter().flatten().collect()),
            "trk" if !segments.is_empty() && segments.iter().all(is_ring) => Raw::Loops(segments),
            _ => Raw::Lines(segments),
        };
        if let Some(geometry) = self.mender.settle(raw) {
            let attributes = vec![open.description, open.kind];
            self.mender.keep(self.zones, Zone { name: open.name, attributes, geometry, colour: None });
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
