//! Periods as navigational warnings, notices and reports write them, in English, Chinese, Japanese and Korean:
//! `FROM 132200UTC TO 140900UTC MARCH`, `3月13日0800时至3月15日1800时`, `2024. 3. 13.(수) 08:00∼18:00`.
//!
//! Owns the reading of dates, times and zones. Never guesses a zone silently: one that is not stated is that of the service
//! that writes in the text's language, and is told; a text in English without one has no period, nor has one in local time.
//! A plan keeps one period, so that daily hours and several periods come back as words beside it. Start at [`period_in`].

mod atom;
mod clause;
mod issued;
mod notam;
mod resolve;
mod zone;

use std::ops::Range;

use super::Period;
use super::reading::Reading;
use crate::units::Timestamp;
use atom::{Item, Placed, items};
use clause::{Clause, Said, clauses};
use resolve::{Ends, Fault};

pub(super) use issued::Issued;
pub use zone::Zone;

/// A period that a text states.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PeriodFound {
    /// From its first moment to its last.
    pub period: Period,
    /// The zone it was read in, where the text states none.
    pub assumed: Option<Zone>,
    /// Whether the month is left out, and the nearest one was taken.
    pub has_assumed_month: bool,
    /// Whether the year is left out, and the nearest one was taken.
    pub has_assumed_year: bool,
    /// The text's own words for it.
    pub words: String,
    /// What a period cannot keep, in the text's own words: daily hours, several periods, days excepted.
    pub remarks: Vec<String>,
}

/// Why a text that speaks of a period has none that can be kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum PeriodFault {
    /// It speaks of none.
    Absent,
    /// Its zone is not stated, or is local time; the words.
    Zone(String),
    /// It is no period: no such day, no month, or it ends before it begins; the words.
    Unread(String),
}

/// The period that a text states. What is left out of a date is taken from its neighbours; a year that is left out
/// everywhere is that of the text's number or date-time group, else the one that brings the period nearest to `today`.
#[must_use]
pub fn period_in(text: &str, today: Timestamp) -> Option<PeriodFound> {
    let reading = Reading::of(text);
    let issued = issued_in(&reading, today);
    period_of(&reading, &reading.all(), (zone::by_custom(&reading), issued), today).ok()
}

/// The zone that a text without one is in by custom.
pub(super) fn zone_by_custom(reading: &Reading<'_>) -> Option<Zone> {
    zone::by_custom(reading)
}

/// Whether a text states a period, in a zone or without one.
pub(super) fn says_when(reading: &Reading<'_>) -> bool {
    let clauses = used(clauses(&items(reading, &reading.all())));
    clauses.iter().any(|clause| matches!(clause.said, Said::Span(..) | Said::Hours(..)))
}

/// When a text says that it was issued.
pub(super) fn issued_in(reading: &Reading<'_>, today: Timestamp) -> Option<Issued> {
    issued::issued(reading, &items(reading, &reading.all()), today)
}

/// The period that a part of a text states, with the zone by custom and when the whole was issued.
pub(super) fn period_of(
    reading: &Reading<'_>,
    range: &Range<usize>,
    (custom, issued): (Option<Zone>, Option<Issued>),
    today: Timestamp,
) -> Result<PeriodFound, PeriodFault> {
    if let Some(found) = notam::period(reading, range) {
        return Ok(found);
    }
    let items = items(reading, range);
    let clauses = used(clauses(&items));
    let (Some(first), Some(last)) = (clauses.first(), clauses.last()) else { return Err(PeriodFault::Absent) };
    let (all, has_more) = around(&items, first.range.start..last.range.end);
    let n_of = |sign: char| all.clone().filter(|at| reading.at(*at) == Some(sign)).count();
    let is_open = n_of('(') > n_of(')') && reading.at(all.end) == Some(')');
    let all = all.start..all.end + usize::from(is_open);
    let words = || reading.words(&all).trim_end_matches(['.', ',', '。']).to_owned();
    let ends = Ends::of(&clauses).ok_or(PeriodFault::Absent)?;
    let (period, assumed) = ends.resolved(&items, (custom, issued), today).map_err(|fault| match fault {
        Fault::Zone => PeriodFault::Zone(words()),
        Fault::NoSuch => PeriodFault::Unread(words()),
    })?;
    let remarks = if ends.is_whole && !has_more { Vec::new() } else { vec![words()] };
    Ok(PeriodFound {
        period,
        assumed: assumed.zone,
        has_assumed_month: assumed.month,
        has_assumed_year: assumed.year,
        words: words(),
        remarks,
    })
}

/// The clauses that make the period: spans where there are any, else days; and hours with either.
fn used(mut clauses: Vec<Clause>) -> Vec<Clause> {
    let is_span = |clause: &Clause| matches!(clause.said, Said::Span(..));
    let is_hours = |clause: &Clause| matches!(clause.said, Said::Hours(..));
    let has_several_days = |clause: &Clause| match &clause.said {
        Said::Days(days) => days.len() > 1 || days.iter().any(|(first, last)| first != last),
        _ => false,
    };
    if clauses.iter().any(is_span) {
        // Days that have hours of their own, in reserve for instance, belong to the period too; others may be anything.
        let has_hours = clauses.iter().any(is_hours);
        clauses.retain(|clause| is_span(clause) || is_hours(clause) || (has_hours && has_several_days(clause)));
        return clauses;
    }
    if clauses.iter().any(has_several_days) {
        clauses.retain(|clause| has_several_days(clause) || is_hours(clause));
        return clauses;
    }
    // One day says something only with its hours: the last day before them, else the first behind.
    let Some(hours) = clauses.iter().position(is_hours) else { return Vec::new() };
    let is_day = |clause: &Clause| matches!(clause.said, Said::Days(_));
    let before = clauses.get(..hours).and_then(|before| before.iter().rposition(is_day));
    let day = before.or_else(|| clauses.iter().position(is_day));
    let mut at = 0;
    clauses.retain(|clause| {
        at += 1;
        is_hours(clause) || Some(at - 1) == day
    });
    if day.is_some() { clauses } else { Vec::new() }
}

/// How far from a period words like “daily” may stand and still belong to it, in characters.
const NEAR: usize = 24;

/// The characters of a period, with what is said of it beside: that it is daily, which days are excepted; and whether
/// anything is.
fn around(items: &[Placed], range: Range<usize>) -> (Range<usize>, bool) {
    let beside = items.iter().filter(|placed| matches!(placed.item, Item::Daily | Item::Aside));
    beside.fold((range, false), |(range, has_more), placed| {
        let is_near = placed.range.end + NEAR >= range.start && placed.range.start <= range.end + NEAR;
        let wider = range.start.min(placed.range.start)..range.end.max(placed.range.end);
        if is_near { (wider, true) } else { (range, has_more) }
    })
}

#[cfg(test)]
mod tests;
