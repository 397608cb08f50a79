//! Periods as navigational warnings write them: `FROM 132200UTC TO 140900UTC MARCH`.
//!
//! Owns the reading of date-time groups (day, hour, minute, UTC; then month and year where they stand). Never guesses a zone:
//! a time that does not say UTC is none. Start at [`period_in`].

use super::Period;
use crate::units::Timestamp;

const MONTHS: [&str; 12] = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];

/// A date-time group as it stands.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Group {
    day: u32,
    hour: u32,
    minute: u32,
    month: Option<u32>,
    year: Option<i32>,
}

/// The first period in a text that two date-time groups bound. A month that is left out is the other's; a year that is left
/// out is the one that brings the period nearest to `today`.
#[must_use]
pub fn period_in(text: &str, today: Timestamp) -> Option<Period> {
    let words = words(text);
    let mut groups = (0..words.len()).filter_map(|idx| group_at(&words, idx));
    let (first, second) = (groups.next()?, groups.next()?);
    let second_month = second.month.or(first.month)?;
    let first_month = first.month.unwrap_or({
        // The 30th to the 2nd of a month begins in the month before.
        if first.day > second.day { (second_month + 10) % 12 + 1 } else { second_month }
    });
    // Over the turn of the year the second month is the smaller one.
    let turns = i32::from(second_month < first_month);
    let of_year = |year: i32| {
        let (from_year, to_year) = (first.year.unwrap_or(year), second.year.unwrap_or(year + turns));
        let from = Timestamp::from_civil(from_year, first_month, first.day, first.hour, first.minute, 0)?;
        let to = Timestamp::from_civil(to_year, second_month, second.day, second.hour, second.minute, 0)?;
        (from <= to).then_some((from, to))
    };
    let years: Vec<i32> = match (first.year, second.year) {
        (Some(year), _) => vec![year],
        (None, Some(year)) => vec![year - turns],
        (None, None) => (-1..=1).map(|off| today.civil().0 + off).collect(),
    };
    let distance = |from: &Timestamp| (from.millis() - today.millis()).abs();
    let (from, to) = years.into_iter().filter_map(of_year).min_by_key(|(from, _)| distance(from))?;
    Some(Period { from: Some(from), to: Some(to) })
}

/// Runs of letters and runs of digits: `132200UTC` is two words.
fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut last = None;
    for c in text.chars() {
        let kind = if c.is_ascii_digit() { Some(true) } else { c.is_ascii_alphabetic().then_some(false) };
        match (kind, words.last_mut()) {
            (Some(_), Some(word)) if kind == last => word.push(c.to_ascii_uppercase()),
            (Some(_), _) => words.push(c.to_ascii_uppercase().to_string()),
            (None, _) => {}
        }
        last = kind;
    }
    words
}

fn group_at(words: &[String], idx: usize) -> Option<Group> {
    let (digits, zone) = (words.get(idx)?, words.get(idx + 1)?);
    if digits.len() != 6 || !matches!(zone.as_str(), "UTC" | "Z" | "GMT") {
        return None;
    }
    let number = digits.parse::<u32>().ok()?;
    let (day, hour, minute) = (number / 10_000, number / 100 % 100, number % 100);
    let month = words.get(idx + 2).and_then(|word| {
        MONTHS.iter().zip(1..).find(|(name, _)| word.len() >= 3 && word.starts_with(**name)).map(|(_, month)| month)
    });
    let year = words.get(idx + 3).filter(|_| month.is_some()).and_then(|word| match word.len() {
        // `MAR 25` is a year, `MAR 132200` another group.
        2 => word.parse::<i32>().ok().map(|year| 2000 + year),
        4 => word.parse::<i32>().ok(),
        _ => None,
    });
    ((1..=31).contains(&day) && hour < 24 && minute < 60).then_some(Group { day, hour, minute, month, year })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(year: i32, month: u32, day: u32, hour: u32) -> Timestamp {
        Timestamp::from_civil(year, month, day, hour, 0, 0).expect("a date")
    }

    #[track_caller]
    fn check(text: &str, today: Timestamp, from: Timestamp, to: Timestamp) {
        assert_eq!(period_in(text, today), Some(Period { from: Some(from), to: Some(to) }), "{text}");
    }

    #[test]
    fn a_warning_states_its_period() {
        let today = at(2026, 3, 10, 0);
        let (from, to) = (at(2026, 3, 13, 22), at(2026, 3, 14, 9));
        check("38-46.58N 120-59.10E FROM 132200UTC TO 140900UTC MARCH", today, from, to);
        check("132200Z MAR TO 140900Z MAR 2026.", today, from, to);
        check("132200 UTC UNTIL 140900 UTC MAR 26", at(2031, 1, 1, 0), from, to);
        check("from 132200Z to 140900Z mar", today, from, to);
    }

    #[test]
    fn months_and_years_turn() {
        check("300000Z TO 020600Z JUL", at(2026, 7, 1, 0), at(2026, 6, 30, 0), at(2026, 7, 2, 6));
        check("311200Z DEC TO 021200Z JAN", at(2026, 12, 20, 0), at(2026, 12, 31, 12), at(2027, 1, 2, 12));
        check("311200Z TO 021200Z JAN 2027", at(2030, 1, 1, 0), at(2026, 12, 31, 12), at(2027, 1, 2, 12));
        // In January a warning for December is last month's.
        check("281200Z TO 301200Z DEC", at(2027, 1, 3, 0), at(2026, 12, 28, 12), at(2026, 12, 30, 12));
    }

    #[test]
    fn what_is_no_period_is_none() {
        let today = at(2026, 3, 10, 0);
        for text in [
            "",
            "FROM 132200UTC MARCH",
            "132200UTC TO 140900UTC",
            "321200Z TO 331200Z MAR",
            "132200 TO 140900 LOCAL TIME MARCH",
            "384658N 1205910E 384658N 1205910E MARCH",
        ] {
            assert_eq!(period_in(text, today), None, "{text}");
        }
    }
}
