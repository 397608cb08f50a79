//! The period of a notice to airmen: `B) 2503130000 C) 2503140900 D) DAILY 0000-0900`, in UTC.
//!
//! # Source
//! ICAO Annex 15 and Doc 8126, the NOTAM format: items B and C are ten figures, year, month, day, hour and minute in UTC; C may be
//! `PERM` or end in `EST`; D is the schedule inside them. Start at [`period`].

use std::ops::Range;

use super::PeriodFound;
use crate::plan::Period;
use crate::plan::reading::Reading;
use crate::units::Timestamp;

/// The period of items B and C, where both stand in a part of a text.
pub(super) fn period(reading: &Reading<'_>, range: &Range<usize>) -> Option<PeriodFound> {
    let (start, from, mut at) = range.clone().find_map(|at| {
        let (from, end) = moment(reading, item(reading, at, 'B')?)?;
        Some((at, from, end))
    })?;
    at = (at..range.end.min(at + 8)).find_map(|at| item(reading, at, 'C'))?;
    let (to, mut end) = match ["PERM", "UFN"].iter().find_map(|word| reading.word(at, word)) {
        Some(end) => (None, end),
        None => moment(reading, at).map(|(to, end)| (Some(to), end))?,
    };
    if to.is_some_and(|to| to < from) {
        return None;
    }
    let mut remarks = Vec::new();
    if let Some(estimated) = reading.word(reading.after_space(end), "EST") {
        remarks.push(reading.words(&(at..estimated)).to_owned());
        end = estimated;
    }
    let schedule = reading.after_space(end);
    if let Some(begins) = item(reading, schedule, 'D') {
        let ends = (begins..range.end).find(|at| item(reading, *at, 'E').is_some()).unwrap_or(range.end);
        remarks.push(reading.words(&(begins..ends)).to_owned());
    }
    let period = Period { from: Some(from), to };
    let words = reading.words(&(start..end)).to_owned();
    Some(PeriodFound { period, assumed: None, has_assumed_month: false, has_assumed_year: false, words, remarks })
}

/// Behind the letter of an item that begins here.
fn item(reading: &Reading<'_>, at: usize, letter: char) -> Option<usize> {
    let before = at.checked_sub(1).and_then(|before| reading.at(before));
    let is_start = !before.is_some_and(char::is_alphanumeric);
    let is_item = is_start && reading.at(at) == Some(letter) && reading.at(at + 1) == Some(')');
    is_item.then(|| reading.after_space(at + 2))
}

/// Ten figures.
fn moment(reading: &Reading<'_>, at: usize) -> Option<(Timestamp, usize)> {
    let (digits, end) = reading.digits(at).filter(|(digits, _)| digits.len() == 10)?;
    let part = |from: usize| digits.get(from..from + 2)?.parse::<u32>().ok();
    let year = 2000 + i32::try_from(part(0)?).ok()?;
    let (hour, minute) = (part(6)?, part(8)?);
    let midnight = Timestamp::from_civil(year, part(2)?, part(4)?, 0, 0, 0)?;
    let is_time = hour < 24 && minute < 60 || hour == 24 && minute == 0;
    is_time.then(|| (midnight.plus_millis(i64::from(hour * 60 + minute) * 60_000), end))
}
