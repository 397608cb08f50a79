//! Positions as people write and read them: decimal degrees, DDM, DMS, MGRS.
//!
//! Owns the parsing and the formatting of coordinate text. Never guesses: text that could mean two places is refused with
//! a sentence. Start at [`parse`] and [`format()`].

use std::fmt;
use std::ops::Range;

use crate::geodesy::Position;

mod angle;
mod bare;
mod prose;

/// How a position is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Form {
    /// Decimal degrees, five decimals (1.1 m): `38.72000°N 125.40000°E`.
    Decimal,
    /// Degrees and decimal minutes, one decimal, as on a chart: `38°43.2′N 125°24.0′E`.
    #[default]
    Ddm,
    /// Degrees, minutes and whole seconds: `38°43′12″N 125°24′00″E`.
    Dms,
    /// The Military Grid Reference System to 1 m: `51S YC 08650 88439`.
    Mgrs,
}

impl Form {
    /// Every form, in the order a menu shows them.
    pub const ALL: [Self; 4] = [Self::Decimal, Self::Ddm, Self::Dms, Self::Mgrs];

    /// The form as settings and the command line name it.
    #[must_use]
    pub const fn keyword(self) -> &'static str {
        match self {
            Self::Decimal => "decimal",
            Self::Ddm => "ddm",
            Self::Dms => "dms",
            Self::Mgrs => "mgrs",
        }
    }

    /// The form that settings and the command line mean by a word.
    #[must_use]
    pub fn from_keyword(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|form| form.keyword() == word)
    }

    /// The form's name.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Decimal => "Decimal degrees",
            Self::Ddm => "Degrees and minutes",
            Self::Dms => "Degrees, minutes and seconds",
            Self::Mgrs => "MGRS",
        }
    }
}

/// Latitude or longitude.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Axis {
    /// North or south.
    Latitude,
    /// East or west.
    Longitude,
}

impl fmt::Display for Axis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Latitude => "latitude",
            Self::Longitude => "longitude",
        })
    }
}

/// Why a text is not one position.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CoordinateError {
    /// There is no text.
    #[error("no coordinates given; write for example 38°43.2′N 125°24.0′E")]
    Empty,
    /// A sign that has no place in coordinates.
    #[error("“{0}” has no place in coordinates; write for example 38°43.2′N 125°24.0′E")]
    Unexpected(String),
    /// A comma where a decimal point belongs.
    #[error("decimals are written with a point, not a comma: 38.72, 125.40")]
    CommaDecimal,
    /// One number, or a count of numbers that does not split into two angles.
    #[error("{0} numbers do not make a latitude and a longitude; put a comma between the two, or add N/S and E/W")]
    Numbers(usize),
    /// One hemisphere letter, or more than two.
    #[error("give one of N or S and one of E or W (found {0})")]
    Hemispheres(usize),
    /// Both angles are latitudes, or both longitudes.
    #[error("both angles are a {0}")]
    SameAxis(Axis),
    /// Minus and a letter on one angle.
    #[error("“{0}” has both a sign and a hemisphere letter; give one of them")]
    SignAndLetter(String),
    /// A minus inside an angle.
    #[error("“{0}” has a minus sign inside an angle")]
    InnerSign(String),
    /// Degrees or minutes with decimals before a smaller unit.
    #[error("“{0}” has decimals and yet smaller units follow it")]
    InnerDecimal(String),
    /// Minutes or seconds of sixty and more.
    #[error("{0} is too many for minutes or seconds, which go up to 60")]
    Sixty(String),
    /// Degree, minute and second marks out of order.
    #[error("degrees, minutes and seconds are out of order in “{0}”")]
    Order(String),
    /// An angle beyond the globe.
    #[error("{axis} {value} is off the globe; latitude comes first and goes to 90, longitude to 180")]
    OffGlobe {
        /// Which of the two.
        axis: Axis,
        /// As it was read.
        value: String,
    },
    /// Letters and digits that look like MGRS and are not.
    #[error("“{text}” is no MGRS reference: {why}")]
    Mgrs {
        /// As it was given.
        text: String,
        /// What is wrong.
        why: String,
    },
    /// One of several positions is wrong.
    #[error("position {number} (“{text}”): {source}")]
    InList {
        /// Which one, counted from 1.
        number: usize,
        /// Its text.
        text: String,
        /// What is wrong with it.
        source: Box<Self>,
    },
}

/// Reads one position in any form that [`Form`] names, and as navigational warnings and Korean, Japanese and Chinese texts
/// write them. Without hemisphere letters latitude comes first.
///
/// # Errors
/// [`CoordinateError`] says what is wrong with the text.
pub fn parse(text: &str) -> Result<Position, CoordinateError> {
    let text = text.trim();
    if text.is_empty() {
        return Err(CoordinateError::Empty);
    }
    match mgrs_text(text) {
        Some(reference) => parse_mgrs(text, &reference),
        None => angle::parse_pair(text),
    }
}

/// Reads several positions: one a line, or parted by semicolons, or by commas where each part is a whole position.
///
/// # Errors
/// [`CoordinateError::InList`] names the first that cannot be read; [`CoordinateError::Empty`] if there is none.
pub fn parse_list(text: &str) -> Result<Vec<Position>, CoordinateError> {
    let mut positions = Vec::new();
    for chunk in text.split(['\n', '\r', ';', '；']).map(str::trim).filter(|chunk| !chunk.is_empty()) {
        match parse(chunk) {
            Ok(position) => positions.push(position),
            Err(source) => {
                let parts = chunk.split([',', '、']).map(str::trim).filter(|part| !part.is_empty());
                let parts: Result<Vec<Position>, _> = parts.map(parse).collect();
                let in_list = |_| CoordinateError::InList {
                    number: positions.len() + 1,
                    text: chunk.to_owned(),
                    source: Box::new(source),
                };
                let parts = parts.map_err(in_list)?;
                positions.extend(parts);
            }
        }
    }
    if positions.is_empty() { Err(CoordinateError::Empty) } else { Ok(positions) }
}

/// Whether a text is more than a list of coordinates: a warning or a report, for [`find`] to look through.
#[must_use]
pub fn is_prose(text: &str) -> bool {
    prose::is_prose(text)
}

/// Finds every position in running text, in order: as it was understood, or what is wrong with it. Reads degrees and minutes,
/// seconds and decimal degrees with hemispheres or degree marks, as navigational warnings in English, Chinese, Japanese and
/// Korean have them; not MGRS.
#[must_use]
pub fn find(text: &str) -> Vec<(String, Result<Position, CoordinateError>)> {
    spots(text).into_iter().filter_map(|spot| Some((spot.words.clone(), spot.position()?))).collect()
}

/// Something in running text that is a position, or half of one.
#[derive(Clone, Debug, PartialEq)]
pub struct Spot {
    /// The bytes of the text that it was read from.
    pub bytes: Range<usize>,
    /// In plain form.
    pub words: String,
    /// What it is.
    pub read: Spotted,
}

/// What a spot is.
#[derive(Clone, Debug, PartialEq)]
pub enum Spotted {
    /// A position.
    Place(Position),
    /// Two angles that make no position.
    Fault(CoordinateError),
    /// One angle, as bounds between parallels and meridians have them.
    Angle {
        /// Which of the two, if it has a letter.
        axis: Option<Axis>,
        /// Its value, south and west negative, if it has one.
        degrees: Option<f64>,
        /// How many numbers it is made of: one may be anything, as in “berth 3 E”.
        n_numbers: usize,
    },
}

impl Spot {
    /// The position it is or was to be; `None` for an angle that may be anything.
    #[must_use]
    pub fn position(&self) -> Option<Result<Position, CoordinateError>> {
        match &self.read {
            Spotted::Place(place) => Some(Ok(*place)),
            Spotted::Fault(cause) => Some(Err(cause.clone())),
            Spotted::Angle { axis, n_numbers, .. } => {
                (*n_numbers > 1).then(|| Err(CoordinateError::Hemispheres(usize::from(axis.is_some()))))
            }
        }
    }
}

/// Which number of a pair without letters is the latitude.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// The first: as the second it would be off the globe.
    LatitudeFirst,
    /// The second: as the first it would be off the globe.
    LongitudeFirst,
    /// Either could be; the first is taken.
    Either,
}

/// Finds every position and every single angle in running text, each with where it stands. Where none has a letter or a mark,
/// pairs of decimals are positions.
#[must_use]
pub fn spots(text: &str) -> Vec<Spot> {
    ordered_spots(text).0
}

/// The same, with the order of pairs that have no letters.
#[must_use]
pub fn ordered_spots(text: &str) -> (Vec<Spot>, Option<Order>) {
    let spots = prose::spots(text);
    if !is_prose(text) || spots.iter().any(|spot| spot.position().is_some()) {
        return (spots, None);
    }
    match bare::pairs(text) {
        (pairs, Some(order)) => (pairs, Some(order)),
        _ => (spots, None),
    }
}

/// Writes a position; [`parse`] reads every form back.
#[must_use]
pub fn format(position: Position, form: Form) -> String {
    if form == Form::Mgrs {
        return mgrs(position);
    }
    let angle = |degrees: f64, width: usize, letters: [char; 2]| {
        // Rounded once, in whole units of the last digit, so that no 60 can appear.
        let per_degree = match form {
            Form::Decimal => 100_000.0,
            Form::Ddm => 600.0,
            Form::Dms | Form::Mgrs => 3600.0,
        };
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "at most 180 × 100000, not negative"
        )]
        let units = (degrees.abs() * per_degree).round() as u32;
        let letter = if degrees < 0.0 && units > 0 { letters[1] } else { letters[0] };
        match form {
            Form::Decimal => format!("{}.{:05}°{letter}", units / 100_000, units % 100_000),
            Form::Ddm => {
                format!("{:0width$}°{:02}.{}′{letter}", units / 600, units % 600 / 10, units % 10)
            }
            Form::Dms | Form::Mgrs => {
                format!("{:0width$}°{:02}′{:02}″{letter}", units / 3600, units % 3600 / 60, units % 60)
            }
        }
    };
    format!("{} {}", angle(position.lat(), 2, ['N', 'S']), angle(position.lon(), 3, ['E', 'W']))
}

/// About a centimetre, in degrees of latitude.
const CENTIMETRE: f64 = 1e-7;

/// A position as MGRS to 1 m, in groups.
fn mgrs(position: Position) -> String {
    // On the equator itself geoconvert 1.0.2 panics: its band and its row disagree there. A centimetre north is the same metre.
    let lat = if position.lat().abs() < CENTIMETRE { CENTIMETRE } else { position.lat() };
    // The antimeridian is west to geoconvert, which counts longitudes up to 180 degrees without it.
    let lon = if position.lon() >= 180.0 { -180.0 } else { position.lon() };
    let Ok(place) = geoconvert::LatLon::create(lat, lon) else { return String::new() };
    let whole = place.to_mgrs(5).to_string();
    // Zone and band, square, easting, northing: the last twelve characters are the square and the digits.
    match whole.len().checked_sub(12).and_then(|at| Some((whole.get(..at)?, whole.get(at..)?))) {
        Some((zone, rest)) if rest.len() == 12 && rest.is_ascii() => {
            format!("{zone} {} {} {}", &rest[..2], &rest[2..7], &rest[7..])
        }
        _ => whole,
    }
}

/// The text without spaces, if it has the form of an MGRS reference: zone, band, square, an even count of digits.
fn mgrs_text(text: &str) -> Option<String> {
    let reference: String = text.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_ascii_uppercase();
    if !reference.is_ascii() || reference.len() > 16 {
        return None;
    }
    let n_zone = reference.bytes().take_while(u8::is_ascii_digit).count();
    let rest = reference.get(n_zone..)?;
    let n_letters = rest.bytes().take_while(u8::is_ascii_uppercase).count();
    let digits = rest.get(n_letters..)?;
    (n_letters == 3 && n_zone <= 2 && digits.bytes().all(|b| b.is_ascii_digit())).then_some(reference)
}

fn parse_mgrs(text: &str, reference: &str) -> Result<Position, CoordinateError> {
    let wrong = |why: String| CoordinateError::Mgrs { text: text.to_owned(), why };
    let n_digits = reference.bytes().rev().take_while(u8::is_ascii_digit).count();
    if n_digits % 2 == 1 || n_digits > 10 {
        return Err(wrong(format!("{n_digits} digits do not split into an easting and a northing of up to five each")));
    }
    let place = geoconvert::Mgrs::parse_str(reference).map_err(|error| wrong(error.to_string()))?.to_latlon();
    Position::new(place.latitude(), place.longitude()).ok_or_else(|| wrong("it is off the globe".to_owned()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::geodesy::distance;

    fn at(lat: f64, lon: f64) -> Position {
        Position::new(lat, lon).expect("on the globe")
    }

    #[track_caller]
    fn check(text: &str, lat: f64, lon: f64) {
        let position = parse(text).unwrap_or_else(|error| panic!("{text}: {error}"));
        assert!((position.lat() - lat).abs() < 1e-9 && (position.lon() - lon).abs() < 1e-9, "{text}: {position:?}");
    }

    #[test]
    fn decimal_degrees_are_read() {
        for text in
            ["38.72 125.40", "38.72, 125.40", "38.72,125.4", "38.72N 125.40E", "38.72°N, 125.40°E", "N38.72 E125.40"]
        {
            check(text, 38.72, 125.40);
        }
        for text in
            ["125.40E 38.72N", "E125.40, N38.72", "+38.72 +125.4", "38.72 / 125.4", "３８．７２Ｎ　１２５．４Ｅ"]
        {
            check(text, 38.72, 125.40);
        }
        for text in ["-33.5 -70.25", "33.5S 70.25W", "−33.5, −70.25", "S33.5 W70.25"] {
            check(text, -33.5, -70.25);
        }
        check("-0 30, -0 6", -0.5, -0.1);
    }

    #[test]
    fn degrees_and_minutes_are_read() {
        for text in [
            "38°43.2′N 125°24.0′E",
            "38-43.2N 125-24.0E",
            "38 43.2 N 125 24.0 E",
            "38 43.2 125 24.0",
            "38°43.2' 125°24'",
        ] {
            check(text, 38.72, 125.40);
        }
        check("38-46.58N 120-59.10E", 38.0 + 46.58 / 60.0, 120.985);
        check("N 38° 43.2' E 125° 24.0'", 38.72, 125.40);
        check("5d60. 10d0.", 6.0, 10.0);
    }

    #[test]
    fn degrees_minutes_and_seconds_are_read() {
        for text in ["37-39-30N 126-00-30E", "37°39′30″N 126°0′30″E", "37 39 30 N, 126 00 30 E", "37 39 30 126 0 30"]
        {
            check(text, 37.0 + 39.5 / 60.0, 126.0 + 0.5 / 60.0);
        }
        for text in
            ["북위 37도 39분 30초 동경 126도 0분 30초", "북위37도39분30초, 동경126도00분30초", "37d39m30sN 126d0m30sE"]
        {
            check(text, 37.0 + 39.5 / 60.0, 126.0 + 0.5 / 60.0);
        }
        check("北緯36度38分36秒 東経141度20分48秒", 36.0 + 38.6 / 60.0, 141.0 + 20.8 / 60.0);
        check("北纬38度43.2分 东经125度24分", 38.72, 125.40);
        check("40°42′46″N 121°14′49″E", 40.0 + 42.0 / 60.0 + 46.0 / 3600.0, 121.0 + 14.0 / 60.0 + 49.0 / 3600.0);
        check("40°41′44″ 121°16′43″", 40.0 + 41.0 / 60.0 + 44.0 / 3600.0, 121.0 + 16.0 / 60.0 + 43.0 / 3600.0);
        check("37:39:30N 126:00:30E", 37.0 + 39.5 / 60.0, 126.0 + 0.5 / 60.0);
    }

    #[test]
    fn mgrs_is_that_of_geographiclib() {
        // GeographicLib GeoConvert's own example, and design/domain.md section 8.
        assert_eq!(geoconvert::LatLon::create(33.3, 44.4).expect("on the globe").to_mgrs(2).to_string(), "38SMB4484");
        assert_eq!(format(at(38.72, 125.40), Form::Mgrs), "51S YC 08650 88439");
        for text in ["51SYC0865088439", "51S YC 08650 88439", "51s yc 0865088439"] {
            let position = parse(text).expect("MGRS");
            assert!(distance(position, at(38.72, 125.40)).value() < 1.5, "{text}: {position:?}");
        }
        assert!(distance(parse("38SMB4484").expect("MGRS"), at(33.3, 44.4)).value() < 710.0, "inside its 1 km square");
    }

    #[test]
    fn the_equator_has_a_grid_reference() {
        for lat in [0.0, -0.0, 1e-9, -1e-9, 1e-7, -1e-7] {
            let written = format(at(lat, 2.0), Form::Mgrs);
            // Zone 31 reaches from 0 to 6 degrees east; band N begins at the equator, band M ends there (NGA.STND.0037, 2014).
            assert!(written.starts_with("31N") || written.starts_with("31M"), "{lat}: {written}");
            assert!(distance(parse(&written).expect("MGRS"), at(lat, 2.0)).value() < 1.5, "{lat}: {written}");
        }
    }

    #[test]
    fn the_antimeridian_and_the_poles_have_a_grid_reference() {
        for (lat, lon, zone) in [(52.0, 180.0, "1U "), (52.0, -180.0, "1U "), (90.0, 180.0, "Z "), (-90.0, 0.0, "B ")] {
            let written = format(at(lat, lon), Form::Mgrs);
            // Zone 1 begins at the antimeridian; Z and B are the polar squares from 0 degrees eastward (NGA.STND.0037, 2014).
            assert!(written.trim_start_matches('0').starts_with(zone), "{lat} {lon}: {written}");
            assert!(distance(parse(&written).expect("MGRS"), at(lat, lon)).value() < 1.5, "{lat} {lon}: {written}");
        }
    }

    #[test]
    fn what_could_mean_two_places_is_refused_with_a_sentence() {
        for (text, said) in [
            ("", "no coordinates given"),
            ("38.72", "1 numbers do not make"),
            ("38 43 12 125 24", "5 numbers do not make"),
            ("38,72 125,40", "with a point, not a comma"),
            ("38,72N 125,40E", "with a point, not a comma"),
            ("5d70.0, 10", "70.0 is too many"),
            ("5d60, 10d0", "60 is too many"),
            ("38 60 12 125 24 0", "60 is too many"),
            ("38.72N 125.40", "found 1"),
            ("38.72N 125.40N", "both angles are a latitude"),
            ("-38.72N 125.40E", "both a sign and a hemisphere letter"),
            ("125.40 38.72", "latitude 125.4 is off the globe"),
            ("38.72N 190E", "longitude 190 is off the globe"),
            ("38.5 43.2 N 125 24 E", "“38.5” has decimals"),
            ("38′43° 125°24′", "out of order"),
            ("Incheon", "has no place in coordinates"),
            ("51SYC086508843", "9 digits do not split"),
            ("61SYC0865088439", "61"),
            ("38 43.2.1N 125E", "43.2.1"),
        ] {
            let error = parse(text).expect_err(text).to_string();
            assert!(error.contains(said), "{text}: {error}");
        }
    }

    #[test]
    fn lists_take_lines_semicolons_and_whole_positions_between_commas() {
        let warning = "38-46.58N 120-59.10E, 38-46.58N 121-05.88E, 38-41.60N 121-05.88E, 38-41.60N 120-59.10E";
        assert_eq!(parse_list(warning).map(|list| list.len()), Ok(4));
        let lines = "40°42′46″N 121°14′49″E; 40°41′44″ 121°16′43″;\n39°09′02″ 119°27′20″\r\n39°16′57″ 119°17′07″";
        assert_eq!(parse_list(lines).map(|list| list.len()), Ok(4));
        let error = parse_list("38 125\n38 200").expect_err("off the globe").to_string();
        assert_eq!(
            error,
            "position 2 (“38 200”): longitude 200 is off the globe; latitude comes first and goes to 90, longitude to 180"
        );
        assert_eq!(parse_list(" \n;"), Err(CoordinateError::Empty));
    }

    #[test]
    fn rounding_never_prints_sixty() {
        let place = at(37.999_999, -125.999_999);
        assert_eq!(format(place, Form::Ddm), "38°00.0′N 126°00.0′W");
        assert_eq!(format(place, Form::Dms), "38°00′00″N 126°00′00″W");
        assert_eq!(format(at(38.72, 125.4), Form::Ddm), "38°43.2′N 125°24.0′E");
        assert_eq!(format(at(-0.000_001, 5.05), Form::Ddm), "00°00.0′N 005°03.0′E");
        assert_eq!(format(at(38.72, 125.4), Form::Decimal), "38.72000°N 125.40000°E");
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn what_is_formatted_is_read_back(lat in -90.0..=90.0_f64, lon in -180.0..=180.0_f64) {
            let place = at(lat, lon);
            for (form, within) in [(Form::Decimal, 0.51e-5), (Form::Ddm, 0.051 / 60.0), (Form::Dms, 0.51 / 3600.0)] {
                let text = format(place, form);
                prop_assert!(!text.contains("60.") && !text.contains("60′") && !text.contains("60″") || lat.abs() >= 60.0 || lon.abs() >= 60.0);
                let back = parse(&text).map_err(|e| TestCaseError::fail(format!("{text}: {e}")))?;
                prop_assert!((back.lat() - lat).abs() <= within && (back.lon() - lon).abs() <= within, "{}", text);
            }
            let text = format(place, Form::Mgrs);
            let back = parse(&text).map_err(|e| TestCaseError::fail(format!("{text}: {e}")))?;
            prop_assert!(distance(place, back).value() < 1.5, "{}", text);
        }

        #[test]
        fn no_text_makes_it_panic(text in "\\PC{0,24}", numbers in "[0-9NSEW°'\"., \\-]{0,24}") {
            prop_assert!(parse(&text).is_ok_and(|p| p.lat().abs() <= 90.0) || parse(&text).is_err());
            prop_assert!(parse_list(&numbers).is_ok_and(|list| !list.is_empty()) || parse_list(&numbers).is_err());
        }
    }
}
