//! Lengths among words: `5 NM`, `10 KM`, `ONE MILE`, `5海里`, `5해리`.

use crate::plan::reading::Reading;
use crate::units::{METRES_PER_NAUTICAL_MILE, Metres};

/// A length as it is written.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Length {
    /// The number, in whatever unit.
    number: f64,
    /// What it is.
    pub metres: Metres,
    /// Half a unit of the last digit given.
    pub half_unit: Metres,
    /// Whether it is a whole number that ends in zero.
    pub is_round: bool,
}

/// Miles at sea are nautical.
const UNITS: [(&str, f64); 33] = [
    ("NAUTICAL MILES", METRES_PER_NAUTICAL_MILE),
    ("NAUTICAL MILE", METRES_PER_NAUTICAL_MILE),
    ("SEA MILES", METRES_PER_NAUTICAL_MILE),
    ("N MILES", METRES_PER_NAUTICAL_MILE),
    ("MILES", METRES_PER_NAUTICAL_MILE),
    ("MILE", METRES_PER_NAUTICAL_MILE),
    ("NMI", METRES_PER_NAUTICAL_MILE),
    ("NM", METRES_PER_NAUTICAL_MILE),
    ("海里", METRES_PER_NAUTICAL_MILE),
    ("浬", METRES_PER_NAUTICAL_MILE),
    ("マイル", METRES_PER_NAUTICAL_MILE),
    ("해리", METRES_PER_NAUTICAL_MILE),
    ("마일", METRES_PER_NAUTICAL_MILE),
    ("KILOMETERS", 1000.0),
    ("KILOMETRES", 1000.0),
    ("KILOMETER", 1000.0),
    ("KILOMETRE", 1000.0),
    ("KM", 1000.0),
    ("公里", 1000.0),
    ("千米", 1000.0),
    ("キロ", 1000.0),
    ("킬로미터", 1000.0),
    ("킬로", 1000.0),
    ("KMS", 1000.0),
    ("キロメートル", 1000.0),
    ("METERS", 1.0),
    ("METRES", 1.0),
    ("米", 1.0),
    ("メートル", 1.0),
    ("미터", 1.0),
    ("CABLES", METRES_PER_NAUTICAL_MILE / 10.0),
    ("CABLE", METRES_PER_NAUTICAL_MILE / 10.0),
    ("YARDS", 0.9144),
];

const NUMERALS: [(&str, f64); 20] = [
    ("ONE", 1.0),
    ("TWO", 2.0),
    ("THREE", 3.0),
    ("FOUR", 4.0),
    ("FIVE", 5.0),
    ("SIX", 6.0),
    ("SEVEN", 7.0),
    ("EIGHT", 8.0),
    ("NINE", 9.0),
    ("TEN", 10.0),
    ("一", 1.0),
    ("二", 2.0),
    ("三", 3.0),
    ("四", 4.0),
    ("五", 5.0),
    ("六", 6.0),
    ("七", 7.0),
    ("八", 8.0),
    ("九", 9.0),
    ("十", 10.0),
];

/// The length that begins here, and where it ends.
pub(super) fn length_at(reading: &Reading<'_>, idx: usize) -> Option<(Length, usize)> {
    let (number, end) = number_at(reading, idx)?;
    let mut at = reading.after_space(end);
    if reading.at(at) == Some('-') {
        at = reading.after_space(at + 1);
    }
    let (unit, end) = unit_at(reading, at)?;
    Some((number.in_unit(unit)?, end))
}

/// Two lengths from the smaller to the larger that begin here, and where they end: `10 TO 20 NM`, `10海里至20海里`, `10∼20해리`.
/// `AND` stands between them only behind `BETWEEN`.
pub(super) fn interval_at(reading: &Reading<'_>, idx: usize) -> Option<([Length; 2], usize)> {
    const BETWEEN: [&str; 9] = ["TO", "AND", "-", "~", "至", "到", "에서", "から", "부터"];
    let (number, end) = number_at(reading, idx)?;
    let at = reading.after_space(end);
    let own = unit_at(reading, at);
    let at = own.map_or(at, |(_, end)| reading.after_space(end));
    let (word, end) = BETWEEN.iter().find_map(|word| Some((*word, reading.word(at, word)?)))?;
    let is_between = || idx.checked_sub(1).is_some_and(|before| ends_with(reading, before, "BETWEEN"));
    if word == "AND" && !is_between() {
        return None;
    }
    let (outer, end) = length_at(reading, reading.after_space(end))?;
    let unit = own.map_or_else(|| outer.metres.value() / outer.number, |(unit, _)| unit);
    let inner = number.in_unit(unit)?;
    let (one, other) = (inner.metres.value(), outer.metres.value());
    // A dash before a smaller number may be anything.
    let is_turned = other < one && !matches!(word, "-" | "~");
    if is_turned { Some(([outer, inner], end)) } else { (one < other).then_some(([inner, outer], end)) }
}

/// Whether a word ends at a character, spaces behind it aside.
fn ends_with(reading: &Reading<'_>, mut at: usize, word: &str) -> bool {
    while at > 0 && reading.at(at).is_some_and(char::is_whitespace) {
        at -= 1;
    }
    (at + 1).checked_sub(word.len()).is_some_and(|start| reading.word(start, word) == Some(at + 1))
}

/// A number as it is written.
#[derive(Clone, Copy)]
struct Number {
    value: f64,
    half: f64,
    is_round: bool,
}

impl Number {
    fn in_unit(self, unit: f64) -> Option<Length> {
        let Self { value, half, is_round } = self;
        Some(Length {
            number: value,
            metres: Metres::new(value * unit)?,
            half_unit: Metres::new(half * unit)?,
            is_round,
        })
    }
}

fn number_at(reading: &Reading<'_>, idx: usize) -> Option<(Number, usize)> {
    let is_inside =
        idx.checked_sub(1).and_then(|before| reading.at(before)).is_some_and(|c| c.is_ascii_digit() || c == '.');
    if is_inside {
        return None;
    }
    let (value, half, is_round, end) = match reading.digits(idx) {
        Some((digits, end)) => decimal(reading, &digits, end)?,
        None => reading.one_of(idx, &NUMERALS).map(|(number, end)| (number, 0.5, false, end))?,
    };
    Some((Number { value, half, is_round }, end))
}

fn unit_at(reading: &Reading<'_>, at: usize) -> Option<(f64, usize)> {
    reading.one_of(at, &UNITS).or_else(|| {
        // A small m is a metre; a large one may be a mile.
        let end = reading.word(at, "M")?;
        (reading.words(&(at..end)) == "m").then_some((1.0, end))
    })
}

/// A number, half a unit of its last digit, whether it is round, and where it ends.
fn decimal(reading: &Reading<'_>, digits: &str, end: usize) -> Option<(f64, f64, bool, usize)> {
    let decimals = (reading.at(end) == Some('.')).then(|| reading.digits(end + 1)).flatten();
    let thousands = (reading.at(end) == Some(',')).then(|| reading.digits(end + 1)).flatten();
    match (decimals, thousands) {
        (Some((decimals, end)), _) => {
            let half = 0.5 * 10_f64.powi(-i32::try_from(decimals.len()).ok()?);
            Some((format!("{digits}.{decimals}").parse().ok()?, half, false, end))
        }
        // 1,200 km
        (None, Some((more, end))) if more.len() == 3 && digits.len() <= 3 => {
            Some((format!("{digits}{more}").parse().ok()?, 0.5, more.ends_with('0'), end))
        }
        _ => Some((digits.parse().ok()?, 0.5, digits.len() > 1 && digits.ends_with('0'), end)),
    }
}
