//! GPX tracks: points of tracks and routes that have a time, and waypoints that have one as single reports.
//!
//! Owns how GPX 1.0 and 1.1 become fixes. The vessel is the one that a track, or a waypoint, names: an `mmsi` among its
//! extensions, or its MMSI in its name or its remarks (as this program writes it); failing that, the file's name. Never keeps
//! a document. Start at [`read_file`].
//!
//! # Source
//! <https://www.topografix.com/GPX/1/1/>: times are UTC. Speeds are metres per second: GPX 1.0, and Garmin's
//! `TrackPointExtension` v2.

use std::path::Path;

use quick_xml::events::BytesStart;

use super::ReadError;
use super::columns::{Role, role_of};
use super::feed::{Feed, Row, Texts, mmsi_in_text};
use super::intake::Intake;
use super::markup::{Visitor, attribute, walk};
use super::source::{self, Bytes, Text};

/// Reads a GPX file, or every one of a zip archive.
pub(super) fn read_file(bytes: Bytes<'_>, path: &Path, intake: &mut Intake<'_>) -> Result<(), ReadError> {
    let progress = intake.progress.clone();
    let is_gpx = |name: &str| name.to_ascii_lowercase().ends_with(".gpx");
    source::read_each(bytes, path, &progress, "GPX", is_gpx, |mut text| read_text(&mut text, path, intake))
}

fn read_text(text: &mut Text<'_>, path: &Path, intake: &mut Intake<'_>) -> Result<(), ReadError> {
    let mut feed = Feed::new(intake, path, text.member.as_deref());
    feed.manner.set_utc();
    let mut gpx = Gpx { feed, track: None, vessel: Texts::default(), point: None, texts: Texts::default() };
    let fault = walk(text, path, &mut gpx)?;
    let mut feed = gpx.feed;
    feed.flush()?;
    match fault {
        Some(fault) if feed.n_taken() == 0 => Err(ReadError::failed(path, format!("broken GPX: {fault}"))),
        Some(fault) => {
            feed.note(&format!("{fault}; what stands before it was read"));
            Ok(())
        }
        None if feed.n_taken() == 0 => Err(ReadError::failed(path, "no points in it")),
        None => Ok(()),
    }
}

struct Gpx<'a, 'b> {
    feed: Feed<'a, 'b>,
    /// The depth of the track or route that is open.
    track: Option<usize>,
    /// What it says of its vessel.
    vessel: Texts,
    point: Option<Point>,
    /// What the open point says.
    texts: Texts,
}

/// A point that is open.
struct Point {
    depth: usize,
    line: u64,
    is_waypoint: bool,
}

impl Visitor for Gpx<'_, '_> {
    fn open(&mut self, tag: &str, start: &BytesStart<'_>, depth: usize, line: u64) -> Result<(), ReadError> {
        match tag {
            "trk" | "rte" if self.track.is_none() => {
                self.track = Some(depth);
                self.vessel.clear();
            }
            "trkpt" | "rtept" | "wpt" if self.point.is_none() => {
                self.texts.clear();
                self.texts.set(Role::Lat, &attribute(start, "lat").unwrap_or_default());
                self.texts.set(Role::Lon, &attribute(start, "lon").unwrap_or_default());
                self.point = Some(Point { depth, line, is_waypoint: tag == "wpt" });
            }
            _ => {}
        }
        Ok(())
    }

    fn close(&mut self, tag: &str, text: &str, depth: usize, _line: u64) -> Result<(), ReadError> {
        match (&self.point, self.track) {
            (Some(point), _) if depth <= point.depth => {
                if !point.is_waypoint {
                    self.texts.fill_from(&self.vessel);
                }
                let row = Row::new(point.line, &self.texts);
                self.point = None;
                return self.feed.take(&row);
            }
            (Some(point), _) => match tag {
                "time" if depth == point.depth + 1 => self.texts.set(Role::Time, text),
                "speed" => self.texts.set(Role::Sog, &knots(text)),
                _ if point.is_waypoint => who(&mut self.texts, tag, text, depth - point.depth),
                _ => {
                    let role = role_of(tag).filter(|role| {
                        matches!(role, Role::Mmsi | Role::Sog | Role::Cog | Role::Heading | Role::NavStatus)
                    });
                    if let Some(role) = role {
                        self.texts.set(role, text);
                    }
                }
            },
            (None, Some(track)) if depth <= track => self.track = None,
            (None, Some(track)) => who(&mut self.vessel, tag, text, depth - track),
            (None, None) => {}
        }
        Ok(())
    }
}

/// Takes what an element says of its vessel, itself or `depth` elements inside it.
fn who(texts: &mut Texts, tag: &str, text: &str, depth: usize) {
    if text.is_empty() {
        return;
    }
    match tag {
        "name" | "cmt" | "desc" | "src" | "number" if depth == 1 => {
            let mmsi = mmsi_in_text(text);
            if let Some(mmsi) = mmsi.filter(|_| !texts.has(Role::Mmsi)) {
                texts.set(Role::Mmsi, mmsi);
            }
            if tag == "name" && mmsi != Some(text) {
                texts.set(Role::Name, text);
            }
        }
        // A category, a time of the whole, a link: nothing that the vessel says of itself.
        _ if depth == 1 => {}
        _ => {
            if let Some(role) = role_of(tag).filter(|role| !matches!(role, Role::Lat | Role::Lon | Role::Time)) {
                texts.set(role, text);
            }
        }
    }
}

/// Metres per second as knots.
fn knots(text: &str) -> String {
    match text.parse::<f64>() {
        Ok(speed) if speed.is_finite() => format!("{:.2}", speed * 3600.0 / 1852.0),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::{ReadOptions, read_bytes};
    use crate::report::{Progress, Report};
    use crate::track::{FixRow, TrackStore};

    #[expect(clippy::panic_in_result_fn, reason = "a fault of the counts is a fault of the test")]
    fn read(name: &str, text: &str) -> Result<(TrackStore, Report), String> {
        let read = read_bytes(name, text.as_bytes(), &ReadOptions::default(), &Progress::default());
        let (store, report) = read.map_err(|error| error.to_string())?;
        assert_eq!(report.read, report.kept + report.n_skipped() + report.duplicates, "{report:?}");
        Ok((store, report))
    }

    /// Places, moments, speed and course as gpxpy 1.6 reads this text; 5.144 m/s are 9.9991 knots.
    const TEXT: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<gpx version="1.1" creator="by hand" xmlns="http://www.topografix.com/GPX/1/1" xmlns:gpxtpx="http://www.garmin.com/xmlschemas/TrackPointExtension/v2">
<metadata><time>2018-01-16T09:00:00Z</time></metadata>
<wpt lat="38.5" lon="124.75"><time>2018-01-16T01:00:00Z</time><name>Sighting</name><cmt>MMSI 445000002</cmt></wpt>
<wpt lat="38.6" lon="124.8"><name>Buoy</name></wpt>
<rte><name>해양호</name><desc>MMSI: 440123457</desc>
 <rtept lat="37.0" lon="126.0"><time>2018-01-16T02:00:00+09:00</time></rtept>
 <rtept lat="37.1" lon="126.1"/>
</rte>
<trk><name>Sea &amp; Star</name><cmt>MMSI 440123456</cmt><type>70</type>
<trkseg>
<trkpt lat="38.7123456" lon="125.4000001"><ele>2</ele><time>2018-01-16T00:00:00Z</time><extensions><gpxtpx:TrackPointExtension><gpxtpx:speed>5.144</gpxtpx:speed><gpxtpx:course>271.4</gpxtpx:course></gpxtpx:TrackPointExtension></extensions></trkpt>
<trkpt lat="38.7223456" lon="125.4100001"><time>2018-01-16T00:01:00.250Z</time></trkpt>
</trkseg><trkseg>
<trkpt lat="-91" lon="125.4"><time>2018-01-16T00:02:00Z</time></trkpt>
<trkpt lat="38.73" lon="x"><time>2018-01-16T00:03:00Z</time></trkpt>
<trkpt lat="38.74" lon="125.44"><time>yesterday</time></trkpt>
<trkpt lat="38.75" lon="125.45"><time>2018-01-16T00:05:00</time></trkpt>
</trkseg></trk>
</gpx>"#;

    #[test]
    fn tracks_timed_routes_and_timed_waypoints_are_fixes() {
        let (store, report) = read("a.gpx", TEXT).unwrap();
        let vessels: Vec<_> =
            store.vessels().iter().map(|v| (v.mmsi.value(), v.identity.name.as_deref(), v.fixes.len())).collect();
        assert_eq!(
            vessels,
            [
                (440_123_456, Some("Sea & Star"), 3),
                (440_123_457, Some("해양호"), 1),
                (445_000_002, Some("Sighting"), 1)
            ]
        );
        assert_eq!(store.lat_e7(), [387_123_456, 387_223_456, 387_500_000, 370_000_000, 385_000_000]);
        assert_eq!(store.lon_e7()[0], 1_254_000_001);
        let moments = [1_516_060_800_000, 1_516_060_860_250, 1_516_061_100_000, 1_516_035_600_000, 1_516_064_400_000];
        assert_eq!(store.time_ms(), moments);
        assert_eq!(store.sog_deciknots(), [100, FixRow::NONE, FixRow::NONE, FixRow::NONE, FixRow::NONE]);
        assert_eq!(store.cog_decidegrees()[0], 2714);
        let skipped: Vec<_> = report.skipped.iter().map(|(why, n)| (why.as_str(), *n)).collect();
        assert_eq!(
            skipped,
            [
                ("no MMSI", 1),
                ("no time", 1),
                ("position not understood", 1),
                ("position off the globe", 1),
                ("time not understood", 1)
            ]
        );
        let off = report.samples.iter().find(|sample| sample.reason.contains("globe")).unwrap();
        assert_eq!((off.line, off.detail.as_str()), (Some(15), "latitude -91 is off the globe, row skipped"));
        assert_eq!(report.assumed_time_zone, None);
    }

    #[test]
    fn the_vessel_may_stand_in_the_file_s_name_or_in_extensions() {
        let bare = "<gpx><trk><name>Yacht</name><trkseg><trkpt lat='38' lon='125'><time>2018-01-16T00:00:00Z</time></trkpt></trkseg></trk></gpx>";
        let (store, report) = read("440123456.gpx", bare).unwrap();
        assert_eq!((store.vessels()[0].mmsi.value(), report.notes.len()), (440_123_456, 1));
        let (store, report) = read("yacht.gpx", bare).unwrap();
        assert_eq!((store.n_fixes(), report.skipped.get("no MMSI")), (0, Some(&1)));
        assert!(report.notes[0].contains("put the MMSI into the file's name"), "{:?}", report.notes);
        let said = bare
            .replace("<trkseg>", "<extensions><a:mmsi>440123457</a:mmsi><a:imo>9307839</a:imo></extensions><trkseg>");
        let (store, _) = read("yacht.gpx", &said).unwrap();
        assert_eq!((store.vessels()[0].mmsi.value(), store.vessels()[0].identity.imo.is_some()), (440_123_457, true));
    }

    #[test]
    fn its_own_writing_is_read_back() {
        let (store, _) = read("a.gpx", TEXT).unwrap();
        let mut out = Vec::new();
        super::super::write_to(&mut out, super::super::OutputFormat::Gpx, &store, None, &Progress::default()).unwrap();
        let (again, report) = read("b.gpx", std::str::from_utf8(&out).unwrap()).unwrap();
        assert_eq!(
            (again.lat_e7(), again.lon_e7(), again.time_ms()),
            (store.lat_e7(), store.lon_e7(), store.time_ms())
        );
        assert_eq!((again.vessels().len(), report.n_skipped()), (3, 0));
    }

    #[test]
    fn broken_gpx_yields_what_stands_before_the_fault() {
        for len in (0..TEXT.len()).filter(|len| TEXT.is_char_boundary(*len)) {
            if let Ok((store, _)) = read("a.gpx", &TEXT[..len]) {
                assert!(store.n_fixes() <= 5, "{len}");
            }
        }
        let cut = TEXT.find("</trkseg><trkseg>").unwrap();
        let (store, report) = read("a.gpx", &TEXT[..cut]).unwrap();
        assert_eq!(store.n_fixes(), 4);
        assert!(report.notes.iter().any(|note| note.contains("middle of an element")), "{:?}", report.notes);
        let bomb = TEXT.replace("<gpx ", "<!DOCTYPE gpx [<!ENTITY a \"aa\">]><gpx ");
        assert!(read("a.gpx", &bomb).unwrap_err().contains("entities"));
    }

    #[test]
    fn korean_text_in_its_own_encoding_is_read() {
        let text = TEXT.replace("UTF-8", "euc-kr");
        let (bytes, ..) = encoding_rs::EUC_KR.encode(&text);
        let (store, _) = read_bytes("a.gpx", &bytes, &ReadOptions::default(), &Progress::default()).unwrap();
        assert_eq!(store.vessels()[1].identity.name.as_deref(), Some("해양호"));
        assert_eq!(store.n_fixes(), 5);
    }
}
