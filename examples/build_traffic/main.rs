//! Writes synthetic AIS traffic, for measuring: `build_traffic ROWS OUT [SEED]`, as `MarineCadastre` CSV, or as a receiver's
//! log where OUT ends in `.nmea`.
//!
//! Vessels wander over the Yellow Sea, the East Sea and the East China Sea for three days; rows are in order of time, as
//! an archive's are. The same arguments give the same bytes.
#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    clippy::cast_possible_wrap,
    reason = "a tool that writes made-up numbers of known size"
)]

use std::fs::File;
use std::io::{BufWriter, Write as _};

use anyhow::{Context as _, Result};

mod nmea;

const SPAN_SECONDS: f64 = 3.0 * 86_400.0;
/// 16 January 2018, 00:00 UTC.
const FIRST_SECOND: u64 = 1_516_060_800;
const TYPES: [u8; 8] = [30, 52, 60, 70, 70, 80, 80, 90];

/// A row of pseudo-random numbers in 0..1 (Marsaglia 2003, doi:10.18637/jss.v008.i14).
struct Random(u64);

impl Random {
    fn next(&mut self) -> f64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        f64::from((self.0 >> 32) as u32) / f64::from(u32::MAX)
    }
}

struct Ship {
    mmsi: u32,
    imo: u32,
    kind: u8,
    length: u32,
    lat: f64,
    lon: f64,
    course: f64,
    knots: f64,
}

fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let n_rows: u64 = arguments.next().context("how many rows?")?.parse()?;
    let path = arguments.next().context("where should they go?")?;
    let seed: u64 = arguments.next().map_or(Ok(7), |seed| seed.parse())?;
    let mut random = Random(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
    let n_ships = (n_rows / 2000).max(20);
    let mut ships: Vec<Ship> = (0..n_ships)
        .map(|n| Ship {
            // Spread over the country codes, and each once.
            mmsi: 200_000_000 + (n * 575_000_000 / n_ships) as u32,
            imo: 1_000_000 + (random.next() * 8_999_999.0) as u32,
            kind: TYPES[(random.next() * 7.99) as usize],
            length: 20 + (random.next() * 310.0) as u32,
            lat: 30.0 + 12.0 * random.next(),
            lon: 119.0 + 16.0 * random.next(),
            course: 360.0 * random.next(),
            knots: 0.2 + 23.0 * random.next() * random.next(),
        })
        .collect();
    let mut out = BufWriter::with_capacity(1 << 22, File::create(&path).with_context(|| path.clone())?);
    let is_nmea = std::path::Path::new(&path).extension().is_some_and(|ending| ending.eq_ignore_ascii_case("nmea"));
    if !is_nmea {
        writeln!(
            out,
            "MMSI,BaseDateTime,LAT,LON,SOG,COG,Heading,VesselName,IMO,CallSign,VesselType,Status,Length,Width,Draft,Cargo,TransceiverClass"
        )?;
    }
    let seconds_per_row = SPAN_SECONDS / n_rows as f64;
    for row in 0..n_rows {
        let idx = (row % n_ships) as usize;
        let ship = &mut ships[idx];
        let hours = seconds_per_row * n_ships as f64 / 3600.0;
        ship.course = (ship.course + 4.0 * random.next() - 2.0).rem_euclid(360.0);
        ship.knots = (ship.knots + 0.6 * random.next() - 0.3).clamp(0.1, 30.0);
        let way = ship.knots * hours / 60.0;
        let (sin, cos) = ship.course.to_radians().sin_cos();
        ship.lat += way * cos;
        ship.lon += way * sin / 0.8;
        if !(29.0..43.0).contains(&ship.lat) || !(118.0..136.0).contains(&ship.lon) {
            ship.course = (ship.course + 180.0) % 360.0;
            ship.lat = ship.lat.clamp(29.0, 43.0);
            ship.lon = ship.lon.clamp(118.0, 136.0);
        }
        let second = (row as f64 * seconds_per_row) as u64;
        if is_nmea {
            let Ship { mmsi, lat, lon, knots, course, .. } = *ship;
            nmea::write(&mut out, &nmea::Report { mmsi, time: FIRST_SECOND + second, lat, lon, knots, course })?;
            continue;
        }
        let (day, hour, minute) = (16 + second / 86_400, second / 3600 % 24, second / 60 % 60);
        writeln!(
            out,
            "{},2018-01-{day:02}T{hour:02}:{minute:02}:{:02},{:.5},{:.5},{:.1},{:.1},{:.0}.0,VESSEL {idx},IMO{},C{idx:05},{},0,{},{},8.1,{},A",
            ship.mmsi,
            second % 60,
            ship.lat,
            ship.lon,
            ship.knots,
            ship.course,
            ship.course % 359.5,
            ship.imo,
            ship.kind,
            ship.length,
            ship.length / 6,
            ship.kind,
        )?;
    }
    out.flush()?;
    Ok(())
}
