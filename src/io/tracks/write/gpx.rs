//! GPX 1.1 (topografix.com): a track for each vessel.

use std::io::{self, Write};

use super::Track;
use super::number::{E7, Xml, time};

pub(super) fn fill<'a>(
    out: &mut impl Write,
    mut tracks: impl Iterator<Item = io::Result<Track<'a>>>,
) -> io::Result<()> {
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
    writeln!(out, "<gpx version=\"1.1\" creator=\"Cordon\" xmlns=\"http://www.topografix.com/GPX/1/1\">")?;
    tracks.try_for_each(|track| one(out, &track?))?;
    writeln!(out, "</gpx>")
}

fn one(out: &mut impl Write, track: &Track<'_>) -> io::Result<()> {
    writeln!(out, "<trk><name>{}</name><cmt>MMSI {}</cmt>", Xml(&track.title()), track.slice.vessel().mmsi)?;
    for run in track.runs() {
        writeln!(out, "<trkseg>")?;
        for fix in run.filter_map(|idx| track.store.row(idx)) {
            let (lat, lon) = (E7(fix.lat_e7), E7(fix.lon_e7));
            writeln!(out, "<trkpt lat=\"{lat}\" lon=\"{lon}\"><time>{}</time></trkpt>", time(&fix))?;
        }
        writeln!(out, "</trkseg>")?;
    }
    writeln!(out, "</trk>")
}
