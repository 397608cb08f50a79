//! When a text was issued, as its number or a date-time group says: `NAVAREA XI 25/0123`, `HYDROPAC 1234/25`, 浙航警123/25,
//! `항행경보 제25-123호`, `DTG 131200Z MAR 25`.
//!
//! Owns which part of a number is the year. A period that leaves out its year has the one that it was issued near to; the day of
//! whoever reads it says less. Start at [`issued`].

use std::ops::Range;

use super::atom::{Day, Item, Placed};
use crate::plan::reading::{PLACE, Reading};
use crate::units::Timestamp;

/// What a text says of when it was issued.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::plan) enum Issued {
    /// At about this moment.
    On(Timestamp),
    /// In this year.
    In(i32),
}

impl Issued {
    /// The year of a day that leaves it out.
    pub(super) fn year_of(self, month: u32, day: u32, today: Timestamp) -> Option<i32> {
        let nearest = |years: Range<i32>, to: Timestamp| {
            let distance = |year: &i32| {
                let at = Timestamp::from_civil(*year, month, day, 12, 0, 0)?;
                Some((at.millis() - to.millis()).abs())
            };
            years.filter(|year| distance(year).is_some()).min_by_key(distance)
        };
        match self {
            Self::On(moment) => {
                let year = moment.civil().0;
                nearest(year - 1..year + 2, moment)
            }
            // What is issued at the end of a year may speak of the next one's beginning.
            Self::In(year) => {
                let (this, of_year, ..) = today.civil();
                let is_turn = (this == year && of_year > 10) || (this == year + 1 && of_year < 3);
                if is_turn && month < 3 { nearest(year..year + 2, today) } else { Some(year) }
            }
        }
    }
}

/// Words that a number of a warning follows, and whether they name a series of warnings: `NOTICE 13/15` may be days.
const NUMBERED: [(&str, bool); 17] = [
    ("HYDROPAC", true),
    ("HYDROLANT", true),
    ("HYDROARC", true),
    ("NAVAREA", true),
    ("NAVTEX", true),
    ("WARNINGS", false),
    ("WARNING", false),
    ("NOTICES", false),
    ("NOTICE", false),
    ("NOTAM", false),
    ("항행경보", false),
    ("항행통보", false),
    ("水路通报", false),
    ("水路通報", false),
    ("航行警告", false),
    ("航行警報", false),
    ("航警", true),
];

/// Words behind which another warning's number stands.
const OTHERS: [&str; 12] = [
    "CANCEL",
    "CANCELS",
    "CANCELED",
    "CANCELLED",
    "REFER",
    "REF",
    "SEE",
    "SUPERSEDES",
    "REPLACES",
    "NOTAMR",
    "NOTAMC",
    "CHART",
];

/// When a text was issued, if it says so. A date-time group says more than a number, a number more than when the text cancels
/// itself.
pub(super) fn issued(reading: &Reading<'_>, items: &[Placed], today: Timestamp) -> Option<Issued> {
    groups(items).map(Issued::On).or_else(|| numbered(reading, today).map(Issued::In)).or_else(|| cancelled(reading))
}

/// The first date-time group with its month and year.
fn groups(items: &[Placed]) -> Option<Timestamp> {
    items.windows(2).find_map(|pair| match pair {
        [Placed { item: Item::Day(day), .. }, Placed { item: Item::Clock(clock), .. }] if !day.is_marked => {
            let Day { year: Some(year), month: Some(month), day, .. } = *day else { return None };
            Timestamp::from_civil(year, month, day, clock.hour.min(23), clock.minute, 0)
        }
        _ => None,
    })
}

/// When the text cancels itself: `CANCEL THIS MSG 141000Z MAR 24`.
fn cancelled(reading: &Reading<'_>) -> Option<Issued> {
    let all = reading.all();
    let at = all.clone().find_map(|at| ["CANCEL", "CANCELS"].iter().find_map(|word| reading.word(at, word)))?;
    let line = reading.chars.get(at..)?.iter().take(80).take_while(|c| **c != '\n').count();
    groups(&super::atom::items(reading, &(at..at + line))).map(Issued::On)
}

fn numbered(reading: &Reading<'_>, today: Timestamp) -> Option<i32> {
    let mut at = 0;
    while at < reading.chars.len() && reading.at(at) != Some(PLACE) {
        if OTHERS.iter().any(|word| reading.word(at, word).is_some()) {
            return None;
        }
        if let Some((end, is_series)) = reading.one_of(at, &NUMBERED).map(|(is_series, end)| (end, is_series)) {
            // （2025）浙航警12号 has it before.
            let before = || (at.saturating_sub(16)..at).find_map(|at| number(reading, at, is_series));
            if let Some((year, _)) = behind(reading, end, is_series).or_else(before) {
                return Some(year).filter(|year| today.civil().0 < 1990 || *year <= today.civil().0 + 1);
            }
        }
        at += 1;
    }
    None
}

/// The number that follows a word for a text with a number on its line, its year and where it ends.
fn behind(reading: &Reading<'_>, end: usize, is_series: bool) -> Option<(i32, usize)> {
    /// How far behind its word a number may stand: `NAVAREA XI WARNING NR`.
    const NEAR: usize = 30;
    let line = reading.chars.get(end..).unwrap_or_default().iter().take(NEAR).take_while(|c| **c != '\n').count();
    (end..end + line).find_map(|at| number(reading, at, is_series))
}

/// Behind the number of the text, if its word begins here: no part of a period.
pub(super) fn past_number(reading: &Reading<'_>, at: usize) -> Option<usize> {
    let (is_series, end) = reading.one_of(at, &NUMBERED)?;
    behind(reading, end, is_series).map(|(_, end)| end)
}

/// The year in a number that begins here, and where that ends.
fn number(reading: &Reading<'_>, at: usize, is_series: bool) -> Option<(i32, usize)> {
    let before = at.checked_sub(1).and_then(|before| reading.at(before));
    if before.is_some_and(|c| c.is_ascii_digit() || matches!(c, '.' | '/' | '-' | ':')) {
        return None;
    }
    let (first, end) = reading.digits(at)?;
    let full =
        |digits: &str| digits.parse::<i32>().ok().filter(|year| digits.len() == 4 && (2000..2100).contains(year));
    let short = |digits: &str| digits.parse::<i32>().ok().filter(|_| digits.len() == 2).map(|year| 2000 + year);
    // 〔2025〕12号
    let is_bracketed = before.is_some_and(|c| matches!(c, '〔' | '(' | '['))
        && reading.at(end).is_some_and(|c| matches!(c, '〕' | ')' | ']'));
    if is_bracketed {
        return full(&first).map(|year| (year, end));
    }
    let sign = reading.at(end).filter(|c| matches!(c, '/' | '-'))?;
    let (second, end) = reading.digits(end + 1)?;
    let is_more = matches!(reading.at(end), Some('/' | '-' | '.')) && reading.digits(end + 1).is_some();
    // 13-15 MAR and 13/15 may be days, 13-1500Z a day and a time.
    let is_ordered = before.is_some_and(|c| matches!(c, '제' | '第'));
    let may_be_days = first.len() < 3 && second.len() < 3 && !is_ordered && !(is_series && sign == '/');
    let is_time = reading.at(end).is_some_and(|c| c.is_ascii_alphabetic() || c == ':');
    if is_more || may_be_days || is_time || first.len() > 5 || second.len() > 5 {
        return None;
    }
    let year = match sign {
        // Other services than Japan's and Korea's put the year behind a stroke.
        '/' if first.len() != 2 || second.len() == 2 => {
            full(&second).or_else(|| short(&second)).or_else(|| full(&first))
        }
        '/' => short(&first),
        _ if first.len() == 2 || full(&first).is_some() => full(&first).or_else(|| short(&first)),
        _ => full(&second).or_else(|| short(&second)),
    };
    year.map(|year| (year, end))
}
