//! Traffic as the log of an AIS receiver: position reports, each in a tag block with its time.
//!
//! # Source
//! ITU-R M.1371-5, annex 8, table 48 (message 1); NMEA 0183 4.0, section 7 (tag blocks)

use std::io::{self, Write};

/// One position report.
pub(crate) struct Report {
    pub(crate) mmsi: u32,
    /// Seconds since 1970.
    pub(crate) time: u64,
    pub(crate) lat: f64,
    pub(crate) lon: f64,
    pub(crate) knots: f64,
    pub(crate) course: f64,
}

/// The bits of a message, the first ones highest.
#[derive(Default)]
struct Bits(Vec<bool>);

impl Bits {
    fn push(&mut self, value: i64, n_bits: u32) {
        self.0.extend((0..n_bits).rev().map(|bit| value >> bit & 1 == 1));
    }

    /// Six bits to a letter.
    fn armoured(&self) -> String {
        let letter = |six: &[bool]| {
            let value = six.iter().fold(0_u8, |value, bit| value << 1 | u8::from(*bit));
            char::from(value + if value < 40 { 48 } else { 56 })
        };
        self.0.chunks(6).map(letter).collect()
    }
}

fn checksum(text: &str) -> u8 {
    text.bytes().fold(0, |sum, byte| sum ^ byte)
}

/// Writes a report as a line.
pub(crate) fn write(out: &mut impl Write, report: &Report) -> io::Result<()> {
    let mut bits = Bits::default();
    let scaled = |value: f64, scale: f64| (value * scale).round() as i64;
    for (value, n_bits) in [
        (1, 6),
        (0, 2),
        (i64::from(report.mmsi), 30),
        (0, 4),
        (0, 8),
        (scaled(report.knots, 10.0), 10),
        (0, 1),
        (scaled(report.lon, 600_000.0), 28),
        (scaled(report.lat, 600_000.0), 27),
        (scaled(report.course, 10.0).rem_euclid(3600), 12),
        (scaled(report.course, 1.0).rem_euclid(360), 9),
        ((report.time % 60) as i64, 6),
        (0, 25),
    ] {
        bits.push(value, n_bits);
    }
    let tag = format!("s:base,c:{}", report.time);
    let sentence = format!("AIVDM,1,1,,A,{},0", bits.armoured());
    writeln!(out, "\\{tag}*{:02X}\\!{sentence}*{:02X}", checksum(&tag), checksum(&sentence))
}
