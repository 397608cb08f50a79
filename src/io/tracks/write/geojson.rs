//! GeoJSON: for each vessel a line whose `coordTimes`, `sog`, `cog`, `heading` and `status` have one value per vertex.
//!
//! A track that crosses the antimeridian is several lines (RFC 7946, section 3.1.9), and a single fix is a point with the
//! same properties as plain values and `time`.

use std::fmt::Display;
use std::io::{self, Write};
use std::ops::Range;

use super::Track;
use super::number::{E7, Or, Tenths, heading, status, time};
use crate::io::json::quoted;
use crate::track::FixRow;
use crate::units::Metres;
use crate::vessel::{Imo, ShipType};

pub(super) fn fill<'a>(out: &mut impl Write, tracks: impl Iterator<Item = io::Result<Track<'a>>>) -> io::Result<()> {
    write!(out, "{{\"type\":\"FeatureCollection\",\"features\":[")?;
    let mut separator = "\n";
    for track in tracks {
        let track = track?;
        let who = who(&track);
        for run in track.runs() {
            write!(out, "{separator}{{\"type\":\"Feature\",\"geometry\":")?;
            feature(out, &track, run, &who)?;
            separator = ",\n";
        }
    }
    writeln!(out, "\n]}}")
}

/// The members that say who the vessel is.
fn who(track: &Track<'_>) -> String {
    let vessel = track.slice.vessel();
    let identity = &vessel.identity;
    let mut members = format!("\"mmsi\":{}", vessel.mmsi.value());
    let mut add = |name: &str, value: Option<String>| {
        if let Some(value) = value {
            members.extend([",\"", name, "\":", &value]);
        }
    };
    let text = |text: &Option<String>| text.as_deref().map(quoted);
    let metres = |length: Option<Metres>| length.map(|length| length.value().to_string());
    add("name", text(&identity.name));
    add("imo", identity.imo.map(|imo: Imo| imo.value().to_string()));
    add("call_sign", text(&identity.call_sign));
    add("ship_type", identity.ship_type.map(|kind: ShipType| kind.code().to_string()));
    add("length", metres(identity.length));
    add("width", metres(identity.width));
    add("draught", metres(identity.draught));
    add("destination", text(&identity.destination));
    members
}

fn feature(out: &mut impl Write, track: &Track<'_>, run: Range<usize>, who: &str) -> io::Result<()> {
    let fixes = || run.clone().filter_map(|idx| track.store.row(idx));
    if run.len() == 1 {
        for fix in fixes() {
            write!(out, "{{\"type\":\"Point\",\"coordinates\":{}}},\"properties\":{{{who}", place(&fix))?;
            write!(out, ",\"time\":\"{}\"", time(&fix))?;
            for (name, value) in values(&fix) {
                write!(out, ",\"{name}\":{value}")?;
            }
            write!(out, "}}}}")?;
        }
        return Ok(());
    }
    write!(out, "{{\"type\":\"LineString\",\"coordinates\":")?;
    list(out, fixes().map(|fix| place(&fix)))?;
    write!(out, "}},\"properties\":{{{who},\"coordTimes\":")?;
    list(out, fixes().map(|fix| format!("\"{}\"", time(&fix))))?;
    for (idx, name) in ["sog", "cog", "heading", "status"].into_iter().enumerate() {
        write!(out, ",\"{name}\":")?;
        list(out, fixes().filter_map(|fix| values(&fix).into_iter().nth(idx).map(|(_, value)| value)))?;
    }
    write!(out, "}}}}")
}

fn place(fix: &FixRow) -> String {
    format!("[{},{}]", E7(fix.lon_e7), E7(fix.lat_e7))
}

fn values(fix: &FixRow) -> [(&'static str, String); 4] {
    [
        ("sog", Or(Tenths::new(fix.sog_deciknots), "null").to_string()),
        ("cog", Or(Tenths::new(fix.cog_decidegrees), "null").to_string()),
        ("heading", Or(heading(fix.heading_degrees), "null").to_string()),
        ("status", Or(status(fix.nav_status), "null").to_string()),
    ]
}

fn list(out: &mut impl Write, items: impl Iterator<Item = impl Display>) -> io::Result<()> {
    let mut separator = "[";
    for item in items {
        write!(out, "{separator}{item}")?;
        separator = ",";
    }
    write!(out, "]")
}
