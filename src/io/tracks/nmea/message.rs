//! AIS messages: which bits say what.
//!
//! Owns the layout of every message that says where or who a vessel is (ITU-R M.1371-5, annex 8) and its values for "not
//! available", which die here. Never sees a sentence. Start at [`decode`].

use super::bits::Bits;
use crate::io::tracks::columns::Role;
use crate::io::tracks::row::on_the_globe;
use crate::io::tracks::skip::Skip;
use crate::track::FixRow;
use crate::units::{Metres, Timestamp};
use crate::vessel::{Identity, Imo, Mmsi, ShipType};

/// The fewest bits of each message from type 1 on, as AIS-catcher takes them (`Message::validate`).
const LEAST_BITS: [usize; 27] = [
    149, 149, 149, 168, 418, 88, 72, 56, 168, 70, 168, 72, 40, 40, 88, 92, 80, 168, 312, 70, 271, 145, 154, 160, 72,
    60, 96,
];

/// Ten-millionths of a degree in one ten-thousandth of a minute.
const E7_NUMERATOR: i64 = 50;
const E7_DENOMINATOR: i64 = 3;
/// Ten-thousandths of a minute in message 27's tenths.
const COARSE: i64 = 1000;

/// A message that says something of a vessel, or of the time.
#[derive(Debug, PartialEq)]
pub(super) enum Message {
    /// Where a vessel is; of types 19 and 21 also who.
    Position(Mmsi, Result<Place, NoPlace>, Option<Saying>),
    /// Who a vessel is.
    Static(Mmsi, Saying),
    /// A base station's time in milliseconds since the epoch, if it has one.
    BaseStation(Mmsi, Option<i64>),
    /// Another station's.
    UtcResponse(Option<i64>),
}

/// A fix without its time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    /// Its time is 0.
    pub(super) fix: FixRow,
    /// The second of the minute, where it is known.
    pub(super) second: Option<u8>,
}

/// Why a position report has no position.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct NoPlace {
    pub(super) why: Skip,
    role: Role,
    /// Ten-millionths of a degree.
    e7: i64,
}

impl NoPlace {
    /// What the report says instead.
    pub(super) fn found(self) -> String {
        #[expect(clippy::cast_precision_loss, reason = "28 bits of ten-thousandths of a minute")]
        let degrees = self.e7 as f64 / 1e7;
        format!("{} {degrees}", if self.role == Role::Lat { "latitude" } else { "longitude" })
    }
}

/// Which message says who a vessel is; [`identity`] reads it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Saying {
    Voyage,
    ClassB,
    Aid,
    PartA,
    PartB,
}

/// What a message says; an error is why it is skipped, and what was found.
pub(super) fn decode(bits: &Bits) -> Result<Message, (Skip, String)> {
    let number = bits.unsigned(0, 6);
    let type_idx = (number as usize).wrapping_sub(1);
    let Some(least) = LEAST_BITS.get(type_idx).copied() else {
        return Err(match bits.len() {
            0..6 => (Skip::CutShort, "a message without a type".to_owned()),
            _ => (Skip::OtherMessage(u8::MAX), String::new()),
        });
    };
    if bits.len() < least {
        return Err((Skip::CutShort, format!("message {number} has {} bits of at least {least}", bits.len())));
    }
    let mmsi = || vessel(bits.unsigned(8, 30));
    Ok(match number {
        1..=3 => Message::Position(mmsi()?, class_a(bits), None),
        4 => Message::BaseStation(mmsi()?, utc(bits)),
        5 => Message::Static(mmsi()?, Saying::Voyage),
        9 => Message::Position(mmsi()?, aircraft(bits), None),
        11 => Message::UtcResponse(utc(bits)),
        18 => Message::Position(mmsi()?, class_b(bits), None),
        19 => Message::Position(mmsi()?, class_b(bits), Some(Saying::ClassB)),
        21 => Message::Position(mmsi()?, aid(bits), Some(Saying::Aid)),
        24 => match bits.unsigned(38, 2) {
            0 => Message::Static(mmsi()?, Saying::PartA),
            1 => Message::Static(mmsi()?, Saying::PartB),
            _ => return Err((Skip::OtherMessage(24), String::new())),
        },
        27 => Message::Position(mmsi()?, long_range(bits), None),
        _ => return Err((Skip::OtherMessage(u8::try_from(number).unwrap_or(u8::MAX)), String::new())),
    })
}

fn vessel(number: u32) -> Result<Mmsi, (Skip, String)> {
    Mmsi::new(number).ok_or_else(|| {
        let why = if number == 0 { Skip::NoMmsi } else { Skip::BadMmsi };
        (why, format!("{number}"))
    })
}

#[inline]
fn class_a(bits: &Bits) -> Result<Place, NoPlace> {
    let (lat_e7, lon_e7) = position(bits, 61)?;
    Ok(Place {
        fix: FixRow {
            sog_deciknots: sog(bits.unsigned(50, 10)),
            cog_decidegrees: cog(bits.unsigned(116, 12)),
            heading_degrees: heading(bits.unsigned(128, 9)),
            nav_status: status(bits.unsigned(38, 4)),
            ..at(lat_e7, lon_e7)
        },
        second: second(bits.unsigned(137, 6)),
    })
}

fn class_b(bits: &Bits) -> Result<Place, NoPlace> {
    let (lat_e7, lon_e7) = position(bits, 57)?;
    Ok(Place {
        fix: FixRow {
            sog_deciknots: sog(bits.unsigned(46, 10)),
            cog_decidegrees: cog(bits.unsigned(112, 12)),
            heading_degrees: heading(bits.unsigned(124, 9)),
            ..at(lat_e7, lon_e7)
        },
        second: second(bits.unsigned(133, 6)),
    })
}

/// A search-and-rescue aircraft; its speed is in whole knots.
fn aircraft(bits: &Bits) -> Result<Place, NoPlace> {
    let (lat_e7, lon_e7) = position(bits, 61)?;
    Ok(Place {
        fix: FixRow {
            sog_deciknots: whole_knots(bits.unsigned(50, 10), 1023),
            cog_decidegrees: cog(bits.unsigned(116, 12)),
            ..at(lat_e7, lon_e7)
        },
        second: second(bits.unsigned(128, 6)),
    })
}

/// An aid to navigation: it has a position and neither speed nor course.
fn aid(bits: &Bits) -> Result<Place, NoPlace> {
    let (lat_e7, lon_e7) = position(bits, 164)?;
    Ok(Place { fix: at(lat_e7, lon_e7), second: second(bits.unsigned(253, 6)) })
}

/// A report to satellites: tenths of a minute, whole knots, whole degrees, no second.
fn long_range(bits: &Bits) -> Result<Place, NoPlace> {
    let (lat, lon) = (i64::from(bits.signed(62, 17)), i64::from(bits.signed(44, 18)));
    let (lat_e7, lon_e7) = globe(lat * COARSE, lon * COARSE)?;
    Ok(Place {
        fix: FixRow {
            sog_deciknots: whole_knots(bits.unsigned(79, 6), 63),
            cog_decidegrees: cog(10 * bits.unsigned(85, 9)),
            nav_status: status(bits.unsigned(40, 4)),
            ..at(lat_e7, lon_e7)
        },
        second: None,
    })
}

/// What a message of this kind says of its vessel. Lengths are the sums of what lies before and behind, and beside the
/// antenna, as publishers of tables have them too.
pub(super) fn identity(bits: &Bits, saying: Saying, mmsi: Mmsi) -> Identity {
    let nothing = Identity::default();
    match saying {
        Saying::Voyage => {
            let (length, width) = size(bits, 240);
            Identity {
                imo: Imo::new(bits.unsigned(40, 30)),
                call_sign: bits.text(70, 7),
                name: bits.text(112, 20),
                ship_type: ship_type(bits.unsigned(232, 8)),
                length,
                width,
                draught: metres(bits.unsigned(294, 8), 10.0),
                destination: bits.text(302, 20),
            }
        }
        Saying::ClassB => {
            let (length, width) = size(bits, 271);
            let (name, ship_type) = (bits.text(143, 20), ship_type(bits.unsigned(263, 8)));
            Identity { name, ship_type, length, width, ..nothing }
        }
        Saying::Aid => {
            let (length, width) = size(bits, 219);
            // A name of more than 20 characters goes on at the end of the message.
            Identity { name: bits.text_in_two(43, 20, (272, 14)), length, width, ..nothing }
        }
        Saying::PartA => Identity { name: bits.text(40, 20), ..nothing },
        Saying::PartB => {
            // A craft of a mother ship (98MIDxxxx) has the mother's MMSI where others have their size.
            let has_size = mmsi.value() / 10_000_000 != 98 && bits.len() >= 162;
            let (length, width) = if has_size { size(bits, 132) } else { (None, None) };
            let (call_sign, ship_type) = (bits.text(90, 7), ship_type(bits.unsigned(40, 8)));
            Identity { call_sign, ship_type, length, width, ..nothing }
        }
    }
}

/// Length and beam from four distances, the first two of nine bits, the others of six.
fn size(bits: &Bits, from: usize) -> (Option<Metres>, Option<Metres>) {
    (
        metres(bits.unsigned(from, 9) + bits.unsigned(from + 9, 9), 1.0),
        metres(bits.unsigned(from + 18, 6) + bits.unsigned(from + 24, 6), 1.0),
    )
}

fn metres(count: u32, per_metre: f64) -> Option<Metres> {
    (count > 0).then(|| Metres::new(f64::from(count) / per_metre)).flatten()
}

fn ship_type(code: u32) -> Option<ShipType> {
    u8::try_from(code).ok().and_then(ShipType::new)
}

/// The date and time of messages 4 and 11.
fn utc(bits: &Bits) -> Option<i64> {
    let year = i32::try_from(bits.unsigned(38, 14)).ok()?;
    let (month, day) = (bits.unsigned(52, 4), bits.unsigned(56, 5));
    let (hour, minute, second) = (bits.unsigned(61, 5), bits.unsigned(66, 6), bits.unsigned(72, 6));
    let moment = Timestamp::from_civil(year, month, day, hour, minute, second)?.millis();
    super::clock::is_possible(moment).then_some(moment)
}

/// Longitude of 28 bits at `from`, latitude of 27 bits after it, in ten-millionths of a degree.
#[inline]
fn position(bits: &Bits, from: usize) -> Result<(i32, i32), NoPlace> {
    globe(i64::from(bits.signed(from + 28, 27)), i64::from(bits.signed(from, 28)))
}

#[inline]
fn globe(lat: i64, lon: i64) -> Result<(i32, i32), NoPlace> {
    // Rounded to the nearest; a third is never half way.
    let e7 = |count: i64| (count * E7_NUMERATOR + count.signum()) / E7_DENOMINATOR;
    let (lat_e7, lon_e7) = (e7(lat), e7(lon));
    on_the_globe(lat_e7, lon_e7).map_err(|(why, role)| {
        let e7 = if role == Role::Lat { lat_e7 } else { lon_e7 };
        NoPlace { why, role, e7 }
    })
}

/// A fix that says nothing but where.
#[inline]
const fn at(lat_e7: i32, lon_e7: i32) -> FixRow {
    FixRow {
        time_ms: 0,
        lat_e7,
        lon_e7,
        sog_deciknots: FixRow::NONE,
        cog_decidegrees: FixRow::NONE,
        heading_degrees: FixRow::NONE,
        nav_status: FixRow::NO_NAV_STATUS,
    }
}

#[inline]
fn sog(deciknots: u32) -> u16 {
    u16::try_from(deciknots).ok().filter(|tenths| *tenths < 1023).unwrap_or(FixRow::NONE)
}

fn whole_knots(knots: u32, none: u32) -> u16 {
    u16::try_from(10 * knots).ok().filter(|_| knots < none).unwrap_or(FixRow::NONE)
}

#[inline]
fn cog(decidegrees: u32) -> u16 {
    u16::try_from(decidegrees).ok().filter(|tenths| *tenths < 3600).unwrap_or(FixRow::NONE)
}

#[inline]
fn heading(degrees: u32) -> u16 {
    u16::try_from(degrees).ok().filter(|degrees| *degrees < 360).unwrap_or(FixRow::NONE)
}

#[inline]
fn status(code: u32) -> u8 {
    u8::try_from(code).unwrap_or(FixRow::NO_NAV_STATUS).min(FixRow::NO_NAV_STATUS)
}

#[inline]
fn second(code: u32) -> Option<u8> {
    u8::try_from(code).ok().filter(|second| *second < 60)
}
