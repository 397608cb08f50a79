//! One route for a bridge: GPX 1.1 with a named point at each turn and the time at which it is due.
//!
//! Owns that file. A plan's GPX is `gpx`'s: it keeps what the plan has, this one what a plotter shows. Start at [`passage_gpx`].
//!
//! # Source
//! GPX 1.1 schema, topografix.com/GPX/1/1: of a route point elements come in the order `time`, `name`, `desc`.

use super::markup::{element, escaped};
use crate::geodesy::Position;
use crate::io::geojson_geometry::{push, write_degrees};
use crate::units::Timestamp;

/// A turn of a route.
#[derive(Clone, Debug)]
pub struct PassagePoint {
    /// Where it is.
    pub at: Position,
    /// When it is due.
    pub due: Timestamp,
    /// What is to be done from there: "steer 090°, 12.0 nm".
    pub remark: String,
}

/// A route with a name, what it is in a sentence or two, and its points in order, numbered from 001.
#[must_use]
pub fn passage_gpx(name: &str, about: &str, points: &[PassagePoint]) -> String {
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<gpx version=\"1.1\" creator=\"Cordon\" xmlns=\"http://www.topografix.com/GPX/1/1\">\n<rte>\n",
    );
    element(&mut out, 1, "name", name);
    element(&mut out, 1, "desc", about);
    for (number, point) in (1..).zip(points) {
        push(&mut out, format_args!("  <rtept lat=\""));
        write_degrees(&mut out, point.at.lat());
        out.push_str("\" lon=\"");
        write_degrees(&mut out, point.at.lon());
        push(
            &mut out,
            format_args!("\">\n    <time>{}</time>\n    <name>{number:03}</name>\n", escaped(&point.due.to_string())),
        );
        element(&mut out, 2, "desc", &point.remark);
        out.push_str("  </rtept>\n");
    }
    out.push_str("</rte>\n</gpx>\n");
    out
}
