//! Bytes to findings: a feature that is not whole is skipped and located.

use std::borrow::Cow;

use geo::{Coord, Geometry, LineString};
use serde_json::value::RawValue;

use super::{FORMAT, FindingsError};
use crate::finding::{Confidence, Evidence, Finding, Kind, Place, Suppression, Value};
use crate::geodesy::Position;
use crate::io::geojson_geometry::{self as geometry, Mended};
use crate::io::json::{self, Members};
use crate::io::plan_geojson::{not_json, text_of};
use crate::report::{Progress, Report, Sample};
use crate::units::Timestamp;
use crate::vessel::Mmsi;

/// More vessels than any finding is about: the rest of a list is not read.
const MOST_VESSELS: usize = 1000;
/// More decimals than a number's own say nothing.
const MOST_DECIMALS: usize = 17;

/// Reads findings from the bytes of their file, which messages call `file`.
///
/// # Errors
/// [`FindingsError`] if it is no GeoJSON `FeatureCollection`.
pub fn from_bytes(bytes: &[u8], file: &str, progress: &Progress) -> Result<(Vec<Finding>, Report), FindingsError> {
    let text = text_of(bytes, file)?;
    let root = Members::parse(text).map_err(|source| not_json(file, source))?;
    let not_findings = |missing| FindingsError::NotFindings { file: file.to_owned(), missing };
    if root.string("type").as_deref() != Some("FeatureCollection") {
        return Err(not_findings("it is not a GeoJSON FeatureCollection"));
    }
    let features = root.get("features").ok_or_else(|| not_findings("it has no features"))?;
    let mut report = Report::default();
    let format = root.get("cordon_findings").and_then(|raw| Members::parse(raw.get()).ok()?.get("format"));
    if let Some(newer) = format.and_then(json::number).filter(|format| *format > f64::from(FORMAT)) {
        report.note(format!("{file}: written in format {newer}, which is newer than this program's ({FORMAT})"));
    }
    let (mut findings, mut outcome) = (Vec::new(), Ok(()));
    let read = json::each_element(features.get(), &mut |feature| {
        outcome = progress.check();
        progress.add_rows(1);
        report.read += 1;
        let mut reader = Reader { file, report: &mut report };
        match finding_of(feature, &mut reader) {
            Ok(finding) => {
                report.kept += 1;
                findings.push(finding);
            }
            Err(fault) => reader.skip(&fault),
        }
        outcome.is_ok()
    });
    outcome?;
    read.map_err(|_no_array| not_findings("its features are no array"))?;
    Ok((findings, report))
}

struct Reader<'a> {
    file: &'a str,
    report: &'a mut Report,
}

impl Reader<'_> {
    fn place(&self, reason: &str, detail: &str) -> Sample {
        let no = self.report.read;
        let detail = format!("feature {no}: {detail}");
        Sample { file: self.file.to_owned(), line: Some(no), reason: reason.to_owned(), detail }
    }

    fn skip(&mut self, fault: &Fault) {
        let sample = self.place(fault.reason, &format!("{}, left out", fault.detail));
        self.report.skip(fault.reason, || sample);
    }

    fn repair(&mut self, reason: &str, detail: &str) {
        let sample = self.place(reason, detail);
        self.report.repair(reason, || sample);
    }
}

/// Why a feature is no finding.
struct Fault {
    reason: &'static str,
    detail: Cow<'static, str>,
}

fn fault(reason: &'static str, detail: impl Into<Cow<'static, str>>) -> Fault {
    Fault { reason, detail: detail.into() }
}

fn finding_of(feature: &RawValue, reader: &mut Reader<'_>) -> Result<Finding, Fault> {
    let members = Members::parse(feature.get()).ok().filter(|m| m.string("type").as_deref() == Some("Feature"));
    let members = members.ok_or_else(|| fault("not a feature", "not a GeoJSON Feature"))?;
    let properties = members.get("properties").and_then(|raw| Members::parse(raw.get()).ok());
    let properties = properties.ok_or_else(|| fault("no properties", "it has no properties"))?;
    let kind = properties.string("kind").ok_or_else(|| fault("no kind", "it has no kind"))?;
    let kind = Kind::of(&kind).ok_or_else(|| fault("kind unknown", "its kind is not one that this program knows"))?;
    let vessels = vessels_of(&properties).ok_or_else(|| fault("MMSI unreadable", "its mmsi is no list of MMSIs"))?;
    let moment = |name| properties.get(name).and_then(moment_of);
    let (start, end) =
        moment("start").zip(moment("end")).ok_or_else(|| fault("no time", "its start or end is no time"))?;
    if start > end {
        return Err(fault("time backwards", format!("it ends at {end}, before it begins at {start}")));
    }
    let place = place_of(&members, &properties)?;
    let confidence = properties.get("confidence").and_then(json::number).filter(|share| (0.0..=1.0).contains(share));
    let confidence = confidence.unwrap_or_else(|| {
        reader.repair("confidence unreadable", "its confidence is no number from 0 to 1; taken as 0");
        0.0
    });
    let suppressed = properties.get("suppressed").filter(|raw| raw.get() != "null").map(|raw| {
        json::string(raw).as_deref().and_then(Suppression::of).unwrap_or_else(|| {
            reader.repair("reason unknown", "why it is hidden is not known here; it stays hidden, as too weak");
            Suppression::TooWeak
        })
    });
    let stated = properties.get("evidence").and_then(|raw| Members::parse(raw.get()).ok());
    let parameters = stated.as_ref().and_then(|m| m.get("parameters")).and_then(|raw| Members::parse(raw.get()).ok());
    let evidence = stated.map(|members| evidence_of(&members, reader)).unwrap_or_default();
    let parameters = parameters.map(|members| evidence_of(&members, reader)).unwrap_or_default();
    let confidence = Confidence::clamped(confidence);
    let finding = Finding { kind, vessels, place, start, end, confidence, suppressed, evidence, parameters };
    let id = properties.string("id").or_else(|| members.string("id"));
    if id.is_some_and(|id| id != finding.id().to_string()) {
        reader.repair("id does not fit", "its id is not that of its kind, vessels, times and evidence: it was changed");
    }
    Ok(finding)
}

fn vessels_of(properties: &Members<'_>) -> Option<Vec<Mmsi>> {
    let mut vessels = Some(Vec::new());
    let read = json::each_element(properties.get("mmsi")?.get(), &mut |raw| {
        let mmsi = raw.get().parse().ok().and_then(Mmsi::new);
        match (mmsi, &mut vessels) {
            (Some(mmsi), Some(list)) if list.len() < MOST_VESSELS => list.push(mmsi),
            _ => vessels = None,
        }
        vessels.is_some()
    });
    read.ok()?;
    vessels.filter(|list| !list.is_empty())
}

fn moment_of(raw: &RawValue) -> Option<Timestamp> {
    let moment: jiff::Timestamp = json::string(raw)?.trim().parse().ok()?;
    let kept = Timestamp::from_millis(moment.as_millisecond());
    (kept.millis() == moment.as_millisecond()).then_some(kept)
}

fn place_of(members: &Members<'_>, properties: &Members<'_>) -> Result<Place, Fault> {
    // A line that the file had to cut at the antimeridian stands whole beside its geometry.
    let whole = properties.get("line").and_then(|raw| serde_json::from_str::<Vec<[f64; 2]>>(raw.get()).ok());
    let whole = whole
        .and_then(|places| places.into_iter().map(|[lon, lat]| Position::new(lat, lon)).collect::<Option<Vec<_>>>());
    if let Some(places) = whole.filter(|places| places.len() > 1) {
        return Ok(Place::Line(places));
    }
    let raw = members.get("geometry").filter(|raw| raw.get() != "null");
    let raw = raw.ok_or_else(|| fault("no geometry", "it has no geometry"))?;
    let (geometry, _) = geometry::parse(raw.get(), &mut Mended::default())
        .map_err(|error| fault("geometry unreadable", error.to_string()))?;
    let place = match geometry {
        Geometry::Point(at) => Position::from_coord(at.0).map(Place::Point),
        Geometry::LineString(line) => along([line]),
        Geometry::MultiLineString(parts) => along(parts.0),
        Geometry::Polygon(area) => along([area.into_inner().0]),
        _ => None,
    };
    place.ok_or_else(|| fault("geometry unreadable", "its geometry is neither a point nor a line"))
}

/// A line out of its parts, without the two places at which it was cut at the antimeridian.
fn along(parts: impl IntoIterator<Item = LineString<f64>>) -> Option<Place> {
    let mut all: Vec<Coord<f64>> = Vec::new();
    for part in parts {
        let mut coords = part.0.into_iter().peekable();
        if let (Some(before), Some(after)) = (all.last(), coords.peek())
            && (Coord { x: -before.x, ..*before }) == *after
            && before.x.abs() >= 180.0
        {
            all.pop();
            coords.next();
        }
        all.extend(coords);
    }
    let places: Vec<Position> = all.into_iter().map(Position::from_coord).collect::<Option<_>>()?;
    match places.as_slice() {
        [] => None,
        [at] => Some(Place::Point(*at)),
        _ => Some(Place::Line(places)),
    }
}

fn evidence_of(members: &Members<'_>, reader: &mut Reader<'_>) -> Vec<Evidence> {
    let mut evidence = Vec::new();
    for (name, raw) in members.0.iter().filter(|(name, _)| name != "parameters") {
        match value_of(raw) {
            Some(value) => evidence.push(Evidence::new(name.clone(), value)),
            None => reader.repair("evidence unreadable", &format!("its evidence “{name}” is not understood, left out")),
        }
    }
    evidence
}

fn value_of(raw: &RawValue) -> Option<Value> {
    let text = raw.get();
    if text.starts_with('"') {
        let words = json::string(raw)?;
        // What reads and writes the same is the same; other forms of a time stay words.
        return Some(match moment_of(raw).filter(|moment| moment.to_string() == words) {
            Some(moment) => Value::Moment(moment),
            None => Value::Text(words),
        });
    }
    if text.starts_with('[') {
        let [lon, lat]: [f64; 2] = serde_json::from_str(text).ok()?;
        return Position::new(lat, lon).map(Value::Place);
    }
    let number = json::number(raw)?;
    let decimals = text.split_once('.').map_or(0, |(_, after)| after.bytes().take_while(u8::is_ascii_digit).count());
    Some(Value::number(number, u8::try_from(decimals.min(MOST_DECIMALS)).unwrap_or_default()))
}
