//! Findings to bytes: one line for each, numbers as they were rounded when they were made.

use geo::{Geometry, LineString, Point};

use super::FORMAT;
use crate::finding::{Evidence, Finding, Place, Value};
use crate::io::antimeridian;
use crate::io::geojson_geometry::{self as geometry, push};
use crate::io::json;

/// The bytes of a findings file; the same findings in the same order always give the same bytes.
#[must_use]
pub fn to_bytes(findings: &[Finding]) -> Vec<u8> {
    let places: Vec<Option<Geometry<f64>>> = findings.iter().map(|finding| geometry_of(&finding.place)).collect();
    let mut out = String::from("{\n\"type\":\"FeatureCollection\",\n");
    push(&mut out, format_args!("\"cordon_findings\":{{\"format\":{FORMAT}}},\n"));
    if let Some(bbox) = antimeridian::bbox(places.iter().flatten()) {
        out.push_str("\"bbox\":");
        geometry::write_bbox(&mut out, bbox);
        out.push_str(",\n");
    }
    out.push_str("\"features\":[");
    for (idx, (finding, place)) in findings.iter().zip(&places).enumerate() {
        out.push_str(if idx > 0 { ",\n" } else { "\n" });
        write_finding(&mut out, finding, place.as_ref());
    }
    out.push_str("\n]\n}\n");
    out.into_bytes()
}

/// A place as a geometry that ends at the antimeridian; a line of one place is a point, of none nothing.
fn geometry_of(place: &Place) -> Option<Geometry<f64>> {
    let geometry = match place {
        Place::Point(at) => Geometry::Point(Point(at.rounded().coord())),
        Place::Line(places) => match places.as_slice() {
            [] => return None,
            [at] => Geometry::Point(Point(at.rounded().coord())),
            all => Geometry::LineString(LineString(all.iter().map(|at| at.rounded().coord()).collect())),
        },
    };
    Some(antimeridian::cut(geometry).0)
}

fn write_finding(out: &mut String, finding: &Finding, place: Option<&Geometry<f64>>) {
    let id = finding.id();
    push(out, format_args!("{{\"type\":\"Feature\",\"id\":\"{id}\",\"geometry\":"));
    match place {
        Some(place) => geometry::write(out, place, None),
        None => out.push_str("null"),
    }
    push(out, format_args!(",\"properties\":{{\"kind\":\"{}\",\"mmsi\":[", finding.kind));
    for (idx, mmsi) in finding.vessels.iter().enumerate() {
        push(out, format_args!("{}{}", if idx > 0 { "," } else { "" }, mmsi.value()));
    }
    push(out, format_args!("],\"start\":\"{}\",\"end\":\"{}\"", finding.start, finding.end));
    push(out, format_args!(",\"confidence\":{}", finding.confidence.value()));
    if let Some(reason) = finding.suppressed {
        push(out, format_args!(",\"suppressed\":\"{}\"", reason.as_str()));
    }
    if let (Some(Geometry::MultiLineString(_)), Place::Line(places)) = (place, &finding.place) {
        out.push_str(",\"line\":[");
        for (idx, at) in places.iter().map(|at| at.rounded()).enumerate() {
            out.push_str(if idx > 0 { "," } else { "" });
            geometry::write_coord(out, at.coord());
        }
        out.push(']');
    }
    out.push_str(",\"evidence\":{");
    for evidence in &finding.evidence {
        write_evidence(out, evidence);
        out.push(',');
    }
    out.push_str("\"parameters\":{");
    for (idx, parameter) in finding.parameters.iter().enumerate() {
        out.push_str(if idx > 0 { "," } else { "" });
        write_evidence(out, parameter);
    }
    push(out, format_args!("}}}},\"id\":\"{id}\"}}}}"));
}

/// A name and its value, as a member of an object.
pub(in crate::io) fn write_evidence(out: &mut String, Evidence { name, value }: &Evidence) {
    push(out, format_args!("{}:", json::quoted(name)));
    match value {
        Value::Number { .. } => push(out, format_args!("{value}")),
        Value::Moment(moment) => push(out, format_args!("\"{moment}\"")),
        Value::Place(at) => geometry::write_coord(out, at.rounded().coord()),
        Value::Text(text) => out.push_str(&json::quoted(text)),
    }
}
