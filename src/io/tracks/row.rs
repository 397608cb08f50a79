//! One row of any format: raw texts by role become a fix and what the vessel says of itself.
//!
//! Owns the values that mean "not available" (ITU-R M.1371-5) and what publishers write instead; they die here. Never
//! splits a line. Start at [`Rules::fix`] and [`Rules::identity`].

use std::hash::{BuildHasher as _, Hasher as _};

use encoding_rs::{EUC_KR, Encoding, UTF_8, WINDOWS_1252};

use super::columns::{Role, TimeFormat};
use super::moment::{self, Stated, Zone};
use super::skip::Skip;
use crate::track::FixRow;
use crate::units::Metres;
use crate::vessel::{Identity, Imo, Mmsi, ShipType};

/// The longest text that is kept of a name, call sign or destination, in characters; AIS has at most 20.
const MAX_TEXT_CHARS: usize = 120;

/// The roles that say who a vessel is.
const IDENTITY: [Role; 12] = [
    Role::Name,
    Role::Imo,
    Role::CallSign,
    Role::ShipType,
    Role::Length,
    Role::Width,
    Role::Draught,
    Role::Destination,
    Role::DimA,
    Role::DimB,
    Role::DimC,
    Role::DimD,
];

/// How one publisher writes values.
#[derive(Clone, Debug)]
pub(super) struct Rules {
    /// Speeds without a decimal point are tenths of a knot.
    pub(super) has_decispeeds: bool,
    /// Numbers may have a comma for a decimal point.
    pub(super) has_decimal_commas: bool,
    /// Encoding of what is not ASCII.
    pub(super) encoding: &'static Encoding,
    /// How times are written.
    pub(super) time_format: TimeFormat,
    /// The zone of times that state none; `None` if it is not known.
    pub(super) zone: Option<Zone>,
    /// The vessel of every row, where the rows themselves do not name it.
    pub(super) mmsi: Option<Mmsi>,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            has_decispeeds: false,
            has_decimal_commas: false,
            encoding: UTF_8,
            time_format: TimeFormat::Auto,
            zone: None,
            mmsi: None,
        }
    }
}

/// Why a row has no fix.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NoFix {
    Skip(Skip, Role),
    /// Its time states no zone, and none is known: the whole file must wait.
    Unzoned,
}

impl Rules {
    /// Whose row it is.
    pub(super) fn mmsi(&self, text: &[u8]) -> Result<Mmsi, NoFix> {
        let text = text.trim_ascii();
        let skip = |why| Err(NoFix::Skip(why, Role::Mmsi));
        if let Some(mmsi) = nine_digits(text).and_then(Mmsi::new) {
            return Ok(mmsi);
        }
        // Spreadsheets and DBF tables write whole numbers with decimals.
        let digits = match memchr::memchr(b'.', text).and_then(|at| text.split_at_checked(at)) {
            Some((whole, decimals)) if decimals.len() > 1 && decimals.iter().skip(1).all(|byte| *byte == b'0') => whole,
            _ => text,
        };
        if digits.is_empty() {
            return self.mmsi.ok_or(NoFix::Skip(Skip::NoMmsi, Role::Mmsi));
        }
        if digits.len() > 10 {
            return skip(Skip::BadMmsi);
        }
        let mut number = 0_u64;
        for digit in digits {
            if !digit.is_ascii_digit() {
                return skip(Skip::BadMmsi);
            }
            number = number * 10 + u64::from(digit - b'0');
        }
        match u32::try_from(number).ok().and_then(Mmsi::new) {
            Some(mmsi) => Ok(mmsi),
            None if number == 0 => skip(Skip::NoMmsi),
            None => skip(Skip::BadMmsi),
        }
    }

    /// The fix of a row; `field` gives the raw text of a role, empty where there is none.
    pub(super) fn fix<'a>(&self, field: impl Fn(Role) -> &'a [u8]) -> Result<FixRow, NoFix> {
        let (lat_e7, lon_e7) = self.position(field(Role::Lat), field(Role::Lon))?;
        Ok(FixRow { lat_e7, lon_e7, ..self.motion(self.time_ms(field(Role::Time))?, field) })
    }

    /// A fix without its position.
    pub(super) fn motion<'a>(&self, time_ms: i64, field: impl Fn(Role) -> &'a [u8]) -> FixRow {
        FixRow {
            time_ms,
            lat_e7: 0,
            lon_e7: 0,
            sog_deciknots: self.sog(field(Role::Sog)),
            cog_decidegrees: self.scaled(field(Role::Cog), 2).map_or(FixRow::NONE, cog_decidegrees),
            heading_degrees: self.scaled(field(Role::Heading), 0).map_or(FixRow::NONE, heading_degrees),
            nav_status: nav_status(field(Role::NavStatus)),
        }
    }

    /// The moment of a row, in milliseconds since the epoch.
    pub(super) fn time_ms(&self, text: &[u8]) -> Result<i64, NoFix> {
        match moment::parse(text, self.time_format) {
            Some(Stated::Utc(ms)) => Ok(ms),
            Some(Stated::Local(ms)) => match &self.zone {
                Some(zone) => zone.utc_ms(ms).ok_or(NoFix::Skip(Skip::BadTime, Role::Time)),
                None => Err(NoFix::Unzoned),
            },
            None if is_blank(text) => Err(NoFix::Skip(Skip::NoTime, Role::Time)),
            None => Err(NoFix::Skip(Skip::BadTime, Role::Time)),
        }
    }

    /// Whether a text is a time that states no zone.
    pub(super) fn is_local(&self, text: &[u8]) -> bool {
        matches!(moment::parse(text, self.time_format), Some(Stated::Local(_)))
    }

    /// A position in ten-millionths of a degree.
    pub(super) fn position(&self, lat: &[u8], lon: &[u8]) -> Result<(i32, i32), NoFix> {
        let skip = |why, role| Err(NoFix::Skip(why, role));
        let (lat_e7, lon_e7) = match (self.scaled(lat, 7), self.scaled(lon, 7)) {
            (Some(lat), Some(lon)) => (lat, lon),
            (None, _) if is_blank(lat) => return skip(Skip::NoPosition, Role::Lat),
            (_, None) if is_blank(lon) => return skip(Skip::NoPosition, Role::Lon),
            (None, _) => return skip(Skip::BadPosition, Role::Lat),
            (_, None) => return skip(Skip::BadPosition, Role::Lon),
        };
        on_the_globe(lat_e7, lon_e7).map_err(|(why, role)| NoFix::Skip(why, role))
    }

    /// Speed in tenths of a knot.
    fn sog(&self, text: &[u8]) -> u16 {
        let text = text.trim_ascii();
        let centiknots =
            if self.has_decispeeds && !text.contains(&b'.') { self.scaled(text, 1) } else { self.scaled(text, 2) };
        centiknots.map_or(FixRow::NONE, sog_deciknots)
    }

    /// A number as a whole count of its last decimal, rounded half away from zero; `None` if it is none.
    pub(super) fn scaled(&self, text: &[u8], decimals: u32) -> Option<i64> {
        let text = text.trim_ascii();
        match scaled(text, decimals) {
            None if self.has_decimal_commas && text.contains(&b',') => {
                let pointed: Vec<u8> = text.iter().map(|byte| if *byte == b',' { b'.' } else { *byte }).collect();
                scaled(&pointed, decimals)
            }
            other => other,
        }
    }

    /// What a row says of its vessel.
    pub(super) fn identity<'a>(&self, field: impl Fn(Role) -> &'a [u8]) -> Identity {
        let text = |role| self.text(field(role));
        let metres = |role| self.metres(field(role));
        let sum = |a, b| match (metres(a), metres(b)) {
            (None, None) => None,
            (a, b) => Metres::new(a.unwrap_or_default() + b.unwrap_or_default()),
        };
        Identity {
            name: text(Role::Name),
            imo: imo(field(Role::Imo)),
            call_sign: text(Role::CallSign),
            ship_type: ship_type(field(Role::ShipType)),
            length: metres(Role::Length).and_then(Metres::new).or_else(|| sum(Role::DimA, Role::DimB)),
            width: metres(Role::Width).and_then(Metres::new).or_else(|| sum(Role::DimC, Role::DimD)),
            draught: metres(Role::Draught).and_then(Metres::new),
            destination: text(Role::Destination),
        }
    }

    /// A length above zero.
    fn metres(&self, text: &[u8]) -> Option<f64> {
        let centimetres = self.scaled(text, 2).filter(|cm| (1..10_000_000).contains(cm))?;
        #[expect(clippy::cast_precision_loss, reason = "bounded just before")]
        Some(centimetres as f64 / 100.0)
    }

    /// A text that says something.
    pub(super) fn text(&self, raw: &[u8]) -> Option<String> {
        let raw = raw.trim_ascii();
        // AIS fills its texts with @; nothing after one is meant.
        let raw = raw.split(|byte| *byte == b'@').next().unwrap_or_default();
        if is_blank(raw) {
            return None;
        }
        let text = decode(raw, self.encoding);
        let text = if text.contains("\"\"") { text.replace("\"\"", "\"") } else { text };
        let text: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(MAX_TEXT_CHARS).collect();
        let text = text.trim();
        (!text.is_empty()).then(|| text.to_owned())
    }
}

/// The number that nine digits are.
#[inline]
fn nine_digits(text: &[u8]) -> Option<u32> {
    let text: &[u8; 9] = text.try_into().ok()?;
    let (mut number, mut is_number) = (0_u32, true);
    for byte in text {
        let digit = byte.wrapping_sub(b'0');
        is_number &= digit <= 9;
        number = number.wrapping_mul(10).wrapping_add(u32::from(digit));
    }
    is_number.then_some(number)
}

/// A number that tells whether two rows say the same of a vessel.
pub(super) fn fingerprint<'a>(field: impl Fn(Role) -> &'a [u8]) -> u64 {
    let mut hasher = foldhash::fast::FixedState::default().build_hasher();
    for role in IDENTITY {
        let text = field(role);
        hasher.write(text);
        hasher.write_usize(text.len());
    }
    hasher.finish()
}

/// Whether any of the roles that say who a vessel is is among these.
pub(super) fn is_identity(role: Role) -> bool {
    IDENTITY.contains(&role)
}

/// A position that a fix can have, from ten-millionths of a degree.
pub(super) fn on_the_globe(lat_e7: i64, lon_e7: i64) -> Result<(i32, i32), (Skip, Role)> {
    if lat_e7 == 910_000_000 {
        return Err((Skip::NoPosition, Role::Lat));
    }
    if lon_e7 == 1_810_000_000 {
        return Err((Skip::NoPosition, Role::Lon));
    }
    match (i32::try_from(lat_e7), i32::try_from(lon_e7)) {
        (Ok(lat), Ok(lon)) if lat.unsigned_abs() <= 900_000_000 && lon.unsigned_abs() <= 1_800_000_000 => {
            Ok((lat, lon))
        }
        _ if lat_e7.unsigned_abs() > 900_000_000 => Err((Skip::OffTheGlobe, Role::Lat)),
        _ => Err((Skip::OffTheGlobe, Role::Lon)),
    }
}

/// Tenths of a knot, from hundredths: 102.3 is "not available", and what lies about it and at 51.2 and 63.0 is receivers'
/// noise (Global Fishing Watch, pipe-segment); 1023 is "not available" of a search-and-rescue aircraft (ITU-R M.1371-5).
fn sog_deciknots(centiknots: i64) -> u16 {
    match centiknots {
        5115..=5125 | 6295..=6305 | 10_225..=10_235 | 102_300 | ..0 => FixRow::NONE,
        _ => u16::try_from((centiknots + 5) / 10).unwrap_or(FixRow::NONE),
    }
}

fn cog_decidegrees(centidegrees: i64) -> u16 {
    match u16::try_from((centidegrees + 5) / 10) {
        Ok(tenths) if (0..36_000).contains(&centidegrees) => tenths % 3600,
        _ => FixRow::NONE,
    }
}

fn heading_degrees(degrees: i64) -> u16 {
    u16::try_from(degrees).ok().filter(|degrees| *degrees < 360).unwrap_or(FixRow::NONE)
}

/// Whether a text says that there is nothing to say.
fn is_blank(text: &[u8]) -> bool {
    matches!(
        text.trim_ascii(),
        b"" | b"None" | b"none" | b"NULL" | b"null" | b"NaN" | b"nan" | b"N/A" | b"NA" | b"Unknown" | b"Undefined"
    )
}

/// Text of a stated encoding; where it is none of that, CP949, and else Windows-1252, which takes every byte.
fn decode(raw: &[u8], encoding: &'static Encoding) -> String {
    for encoding in [encoding, UTF_8, EUC_KR] {
        if let Some(text) = encoding.decode_without_bom_handling_and_without_replacement(raw) {
            return text.into_owned();
        }
    }
    WINDOWS_1252.decode_without_bom_handling(raw).0.into_owned()
}

/// `9307839`, `IMO9307839`; 0 is none.
fn imo(text: &[u8]) -> Option<Imo> {
    let text = text.trim_ascii();
    let digits = match text {
        [b'I' | b'i', b'M' | b'm', b'O' | b'o', rest @ ..] => rest.trim_ascii_start(),
        _ => text,
    };
    u32::try_from(scaled(digits, 0)?).ok().and_then(Imo::new)
}

/// Navigational status, 0 to 14, as a number or in the words of ITU-R M.1371-5, table 45, as the Danish Maritime Authority
/// writes them.
fn nav_status(text: &[u8]) -> u8 {
    let text = text.trim_ascii();
    if let Some(number) = scaled(text, 0) {
        return u8::try_from(number).unwrap_or(FixRow::NO_NAV_STATUS).min(FixRow::NO_NAV_STATUS);
    }
    match text.to_ascii_lowercase().as_slice() {
        b"under way using engine" | b"underway using engine" => 0,
        b"at anchor" => 1,
        b"not under command" => 2,
        b"restricted maneuverability" | b"restricted manoeuverability" | b"restricted manoeuvrability" => 3,
        b"constrained by her draught" => 4,
        b"moored" => 5,
        b"aground" => 6,
        b"engaged in fishing" => 7,
        b"under way sailing" => 8,
        words if words.starts_with(b"reserved for future amendment") && words.contains(&b'[') => 9,
        b"power-driven vessel towing astern" => 11,
        b"power-driven vessel pushing ahead or towing alongside" => 12,
        words if words.starts_with(b"ais-sart") => 14,
        _ => FixRow::NO_NAV_STATUS,
    }
}

/// Type of ship, 1 to 99, as a number or in the words of the Danish Maritime Authority for ITU-R M.1371-5, table 53.
fn ship_type(text: &[u8]) -> Option<ShipType> {
    let text = text.trim_ascii();
    if let Some(number) = scaled(text, 0) {
        return u8::try_from(number).ok().and_then(ShipType::new);
    }
    let code = match text.to_ascii_lowercase().as_slice() {
        b"wig" => 20,
        b"fishing" => 30,
        b"towing" => 31,
        b"towing long/wide" => 32,
        b"dredging" => 33,
        b"diving" => 34,
        b"military" => 35,
        b"sailing" => 36,
        b"pleasure" => 37,
        b"hsc" => 40,
        b"pilot" => 50,
        b"sar" => 51,
        b"tug" => 52,
        b"port tender" => 53,
        b"anti-pollution" => 54,
        b"law enforcement" => 55,
        b"medical" => 58,
        b"passenger" => 60,
        b"cargo" => 70,
        b"tanker" => 80,
        b"other" => 90,
        _ => return None,
    };
    ShipType::new(code)
}

/// A decimal number as a whole count of its last decimal place, rounded half away from zero.
#[inline]
fn scaled(text: &[u8], decimals: u32) -> Option<i64> {
    scaled_short(text, decimals).or_else(|| scaled_any(text, decimals))
}

/// As [`scaled_any`], for what nearly all fields of an AIS table hold: a minus at most, and up to ten digits with or without a
/// point among them. `None` for whatever else.
#[inline]
fn scaled_short(text: &[u8], decimals: u32) -> Option<i64> {
    let (is_negative, digits) = match text {
        [b'-', rest @ ..] => (true, rest),
        _ => (false, text),
    };
    if digits.is_empty() || digits.len() > 11 {
        return None;
    }
    let mut value = 0_i64;
    let mut bytes = digits.iter();
    for byte in bytes.by_ref() {
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 {
            if *byte == b'.' && digits.len() > 1 {
                break;
            }
            return None;
        }
        value = value * 10 + i64::from(digit);
    }
    let after = bytes.as_slice();
    let (counted, beyond) = after.split_at_checked(decimals as usize).unwrap_or((after, &[]));
    for byte in counted {
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 {
            return None;
        }
        value = value * 10 + i64::from(digit);
    }
    if !beyond.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let rounds_up = beyond.first().is_some_and(|digit| *digit >= b'5');
    let value = value * POWERS_OF_TEN.get(decimals as usize - counted.len())? + i64::from(rounds_up);
    Some(if is_negative { -value } else { value })
}

const POWERS_OF_TEN: [i64; 8] = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000];

/// As [`scaled`], for every way of writing a number.
fn scaled_any(text: &[u8], decimals: u32) -> Option<i64> {
    let (is_negative, digits) = match text {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        _ => (false, text),
    };
    let (mut value, mut n_digits, mut n_decimals, mut is_past_point, mut rounds_up) =
        (0_i64, 0_u32, 0_u32, false, false);
    for byte in digits {
        match byte {
            b'0'..=b'9' if !is_past_point => (value, n_digits) = (value * 10 + i64::from(byte - b'0'), n_digits + 1),
            b'0'..=b'9' if n_decimals < decimals => {
                (value, n_digits, n_decimals) = (value * 10 + i64::from(byte - b'0'), n_digits + 1, n_decimals + 1);
            }
            b'0'..=b'9' => {
                if n_decimals == decimals {
                    rounds_up = *byte >= b'5';
                    n_decimals += 1;
                }
                n_digits += 1;
            }
            b'.' if !is_past_point => is_past_point = true,
            _ => return scaled_float(text, decimals),
        }
        if value > 100_000_000_000 {
            return scaled_float(text, decimals);
        }
    }
    if n_digits == 0 {
        return None;
    }
    let value = value * 10_i64.pow(decimals.saturating_sub(n_decimals)) + i64::from(rounds_up);
    Some(if is_negative { -value } else { value })
}

/// As [`scaled`], for numbers with an exponent.
#[expect(clippy::cast_possible_truncation, reason = "bounded just before the cast")]
fn scaled_float(text: &[u8], decimals: u32) -> Option<i64> {
    let value: f64 = fast_float2::parse(text).ok()?;
    let scaled = value * 10_f64.powi(decimals.cast_signed());
    (scaled.is_finite() && scaled.abs() < 1e17).then(|| scaled.round() as i64)
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn the_short_way_of_reading_a_number_equals_the_long_one(text in "[-+]?[0-9]{0,12}[.]?[0-9]{0,9}[-.e ]?", decimals in 0_u32..=7) {
            let short = scaled_short(text.as_bytes(), decimals);
            proptest::prop_assert!(short.is_none() || short == scaled_any(text.as_bytes(), decimals), "{} {:?}", text, short);
        }
    }

    #[test]
    fn numbers_are_read_exactly() {
        for (text, decimals, expected) in [
            ("43.07917", 7, Some(430_791_700)),
            ("-70.75733", 7, Some(-707_573_300)),
            ("38.12345675", 7, Some(381_234_568)),
            ("-38.12345675", 7, Some(-381_234_568)),
            ("38.123456749999", 7, Some(381_234_567)),
            ("22.568214416503906", 7, Some(225_682_144)),
            ("102.3", 2, Some(10_230)),
            ("9.", 1, Some(90)),
            (".5", 0, Some(1)),
            ("1.2e1", 1, Some(120)),
            ("", 1, None),
            (".", 1, None),
            ("-", 1, None),
            ("nan", 1, None),
            ("inf", 1, None),
            ("1e400", 1, None),
            ("12 3", 1, None),
        ] {
            assert_eq!(scaled(text.as_bytes(), decimals), expected, "{text}");
        }
        let rules = Rules { has_decimal_commas: true, ..Rules::default() };
        assert_eq!(rules.scaled(b"38,5", 7), Some(385_000_000));
    }

    #[test]
    fn values_that_mean_not_available_are_absent() {
        // ITU-R M.1371-5, tables 45, 46 and 49: SOG 1023 (102.3), COG 3600, heading 511, latitude 91, longitude 181.
        let rules = Rules::default();
        let motion =
            |role: Role, text: &'static str| rules.motion(0, |asked| if asked == role { text.as_bytes() } else { b"" });
        for text in ["102.3", "51.2", "63.0", "102.25", "-0.1", "1023", ""] {
            assert_eq!(motion(Role::Sog, text).sog_deciknots, FixRow::NONE, "{text}");
        }
        assert_eq!(motion(Role::Sog, "102.2").sog_deciknots, 1022);
        for text in ["360.0", "360", "409.5", "-1", "511"] {
            assert_eq!(motion(Role::Cog, text).cog_decidegrees, FixRow::NONE, "{text}");
        }
        assert_eq!(motion(Role::Cog, "359.96").cog_decidegrees, 0);
        for text in ["511.0", "511", "480", "360", "-5"] {
            assert_eq!(motion(Role::Heading, text).heading_degrees, FixRow::NONE, "{text}");
        }
        assert_eq!(motion(Role::NavStatus, "15").nav_status, FixRow::NO_NAV_STATUS);
        assert_eq!(motion(Role::NavStatus, "Engaged in fishing").nav_status, 7);
        let position = |lat: &str, lon: &str| rules.position(lat.as_bytes(), lon.as_bytes());
        let refused = |why, role| Err(NoFix::Skip(why, role));
        assert_eq!(position("91", "181.0"), refused(Skip::NoPosition, Role::Lat));
        assert_eq!(position("38", "181"), refused(Skip::NoPosition, Role::Lon));
        assert_eq!(position("", "125"), refused(Skip::NoPosition, Role::Lat));
        assert_eq!(position("91.2", "125"), refused(Skip::OffTheGlobe, Role::Lat));
        assert_eq!(position("38", "-180.5"), refused(Skip::OffTheGlobe, Role::Lon));
        assert_eq!(position("38", "1e300"), refused(Skip::BadPosition, Role::Lon));
        assert_eq!(position("38N", "125"), refused(Skip::BadPosition, Role::Lat));
        assert_eq!(position("-90", "180"), Ok((-900_000_000, 1_800_000_000)));
    }

    #[test]
    fn who_a_row_is_of() {
        let rules = Rules::default();
        let refused = |why| Err(NoFix::Skip(why, Role::Mmsi));
        assert_eq!(rules.mmsi(b" 445000001 ").map(Mmsi::value), Ok(445_000_001));
        assert_eq!(rules.mmsi(b"367752440.0").map(Mmsi::value), Ok(367_752_440));
        assert_eq!(rules.mmsi(b"002570001").map(Mmsi::value), Ok(2_570_001));
        assert_eq!(rules.mmsi(b"44500000x"), refused(Skip::BadMmsi));
        assert_eq!(rules.mmsi(b"000000000"), refused(Skip::NoMmsi));
        assert_eq!(rules.mmsi(b""), refused(Skip::NoMmsi));
        assert_eq!(rules.mmsi(b"0"), refused(Skip::NoMmsi));
        assert_eq!(rules.mmsi(b"1234567890"), refused(Skip::BadMmsi));
        assert_eq!(rules.mmsi(b"-445000001"), refused(Skip::BadMmsi));
        assert_eq!(rules.mmsi(b"99999999999999999999999"), refused(Skip::BadMmsi));
    }

    #[test]
    fn what_a_vessel_says_of_itself() {
        let fields: &[(Role, &[u8])] = &[
            (Role::Name, b"SEA STAR@@@@"),
            (Role::Imo, b"IMO9307839"),
            (Role::CallSign, b"Unknown"),
            (Role::ShipType, b"Tanker"),
            (Role::DimA, b"100"),
            (Role::DimB, b"83.5"),
            (Role::DimC, b"0"),
            (Role::DimD, b"0"),
        ];
        let field = |role| fields.iter().find(|(r, _)| *r == role).map_or(&b""[..], |(_, text)| *text);
        let identity = Rules::default().identity(field);
        assert_eq!(identity.name.as_deref(), Some("SEA STAR"));
        assert_eq!(identity.imo, Imo::new(9_307_839));
        assert_eq!(identity.call_sign, None);
        assert_eq!(identity.ship_type, ShipType::new(80));
        assert_eq!((identity.length, identity.width), (Metres::new(183.5), None));
        assert_eq!(imo(b"IMO0000000"), None);
        let (korean, _, _) = EUC_KR.encode("해양호");
        assert_eq!(Rules::default().text(&korean).as_deref(), Some("해양호"));
    }
}
