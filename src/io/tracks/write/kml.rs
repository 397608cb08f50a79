//! KML 2.2 with Google's `gx:Track` (OGC 12-007r2, annex), which every globe plays as a moving ship.

use std::io::{self, Write};

use super::Track;
use super::number::{E7, Xml, time};

pub(super) fn fill<'a>(
    out: &mut impl Write,
    mut tracks: impl Iterator<Item = io::Result<Track<'a>>>,
) -> io::Result<()> {
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
    writeln!(
        out,
        "<kml xmlns=\"http://www.opengis.net/kml/2.2\" xmlns:gx=\"http://www.google.com/kml/ext/2.2\">\n<Document>"
    )?;
    tracks.try_for_each(|track| one(out, &track?))?;
    writeln!(out, "</Document>\n</kml>")
}

fn one(out: &mut impl Write, track: &Track<'_>) -> io::Result<()> {
    let mmsi = track.slice.vessel().mmsi;
    writeln!(out, "<Placemark><name>{}</name><description>MMSI {mmsi}</description>", Xml(&track.title()))?;
    writeln!(out, "<gx:Track>")?;
    let fixes = || track.slice.fixes().filter_map(|idx| track.store.row(idx));
    for fix in fixes() {
        writeln!(out, "<when>{}</when>", time(&fix))?;
    }
    for fix in fixes() {
        writeln!(out, "<gx:coord>{} {} 0</gx:coord>", E7(fix.lon_e7), E7(fix.lat_e7))?;
    }
    writeln!(out, "</gx:Track></Placemark>")
}
