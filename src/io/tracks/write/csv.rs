//! CSV with the header that `MarineCadastre` used until 2024, so that any tool for that reads it.

use std::io::{self, Write};

use super::Track;
use super::number::{E7, Or, Tenths, heading, status, time};
use crate::units::Metres;
use crate::vessel::ShipType;

const HEADER: &str = "MMSI,BaseDateTime,LAT,LON,SOG,COG,Heading,VesselName,IMO,CallSign,VesselType,Status,Length,Width,Draft,\
                      Cargo,TransceiverClass";

pub(super) fn fill<'a>(
    out: &mut impl Write,
    mut tracks: impl Iterator<Item = io::Result<Track<'a>>>,
) -> io::Result<()> {
    writeln!(out, "{HEADER}")?;
    tracks.try_for_each(|track| rows(out, &track?))
}

fn rows(out: &mut impl Write, track: &Track<'_>) -> io::Result<()> {
    let vessel = track.slice.vessel();
    let identity = &vessel.identity;
    let mmsi = vessel.mmsi;
    let text = |text: &Option<String>| quoted(text.as_deref().unwrap_or_default());
    let metres = |length: Option<Metres>| Or(length.map(Metres::value), "");
    let who = format!(
        "{},{},{},{}",
        text(&identity.name),
        Or(identity.imo.map(|imo| format!("IMO{imo}")), ""),
        text(&identity.call_sign),
        Or(identity.ship_type.map(ShipType::code), ""),
    );
    let size = format!("{},{},{}", metres(identity.length), metres(identity.width), metres(identity.draught));
    for fix in vessel.fixes.clone().filter_map(|idx| track.store.row(idx)) {
        let moment = time(&fix).to_string();
        writeln!(
            out,
            "{mmsi},{},{},{},{},{},{},{who},{},{size},,",
            moment.trim_end_matches('Z'),
            E7(fix.lat_e7),
            E7(fix.lon_e7),
            Or(Tenths::new(fix.sog_deciknots), ""),
            Or(Tenths::new(fix.cog_decidegrees), ""),
            Or(heading(fix.heading_degrees), ""),
            Or(status(fix.nav_status), ""),
        )?;
    }
    Ok(())
}

/// A field, quoted where it must be.
fn quoted(text: &str) -> String {
    let must_be = text.contains([',', '"', '\n', '\r']) || text.starts_with(' ') || text.ends_with(' ');
    if must_be { format!("\"{}\"", text.replace('"', "\"\"")) } else { text.to_owned() }
}
