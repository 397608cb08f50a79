//! From days and times as they are written to moments: what is left out is filled in, zones are taken off.

use super::atom::{Clock, Day, Item, Placed};
use super::clause::{Clause, Moment, Said};
use super::issued::Issued;
use super::zone::{Stated, Zone};
use crate::plan::Period;
use crate::units::Timestamp;

/// Why there is no period.
pub(super) enum Fault {
    /// The zone is not stated, or local.
    Zone,
    /// There is no such day, or it ends before it begins.
    NoSuch,
}

/// What a text leaves out of its period.
pub(super) struct Assumed {
    pub zone: Option<Zone>,
    pub month: bool,
    pub year: bool,
}

/// The first and last moments of what is said.
pub(super) struct Ends {
    /// Every span, in order.
    spans: Vec<(Option<Moment>, Option<Moment>)>,
    /// Whether a period says it all.
    pub is_whole: bool,
}

const MINUTE: i64 = 60_000;
const DAY: i64 = 24 * 60 * MINUTE;

impl Ends {
    /// The ends of these clauses; `None` if they have none.
    pub(super) fn of(clauses: &[Clause]) -> Option<Self> {
        let mut spans: Vec<(Option<Moment>, Option<Moment>)> = Vec::new();
        let mut hours: Vec<(Clock, Clock)> = Vec::new();
        for clause in clauses {
            match &clause.said {
                Said::Span(from, to) => spans.push((*from, *to)),
                Said::Hours(from, to) => hours.push((*from, *to)),
                Said::Days(days) => spans.extend(days.iter().map(|(first, last)| {
                    let on = |day: &Day| Some(Moment { day: *day, clock: None });
                    (on(first), on(last))
                })),
            }
        }
        let is_one_day = matches!(spans.as_slice(), [(Some(from), Some(to))] if from.day == to.day);
        let is_whole = spans.len() == 1 && (hours.is_empty() || (is_one_day && hours.len() == 1));
        if let (Some((first, _)), Some((_, last))) = (hours.first(), hours.last()) {
            for (from, to) in &mut spans {
                for (moment, clock) in [(from, first), (to, last)] {
                    if let Some(moment) = moment {
                        moment.clock = moment.clock.or(Some(*clock));
                    }
                }
            }
        }
        (!spans.is_empty()).then_some(Self { spans, is_whole })
    }

    /// The period, and what was assumed to have it.
    pub(super) fn resolved(
        &self,
        items: &[Placed],
        (custom, issued): (Option<Zone>, Option<Issued>),
        today: Timestamp,
    ) -> Result<(Period, Assumed), Fault> {
        let mut spans = self.spans.clone();
        let moments = spans.iter().flat_map(|(from, to)| [from, to]);
        let of_clocks: Option<Stated> =
            moments.filter_map(|moment| moment.as_ref()?.clock).find_map(|clock| clock.zone);
        let of_text = items.iter().find_map(|placed| match placed.item {
            Item::Zone(zone) => Some(zone),
            _ => None,
        });
        let stated = of_clocks.or(of_text);
        let zone = match stated {
            Some(zone) => zone.ok_or(Fault::Zone)?,
            None => custom.ok_or(Fault::Zone)?,
        };
        let (month, year) = fill(&mut spans, items, issued, today).ok_or(Fault::NoSuch)?;
        let mut period: Option<(Option<Timestamp>, Option<Timestamp>)> = None;
        for (from, to) in &spans {
            let begins = from.as_ref().map(|from| moment(from, zone, false)).transpose()?;
            let mut ends = to.as_ref().map(|to| moment(to, zone, true)).transpose()?;
            if let (Some(begins), Some(ends), Some(from), Some(to)) = (begins, &mut ends, from, to)
                && is_over_midnight(from, to)
                && (*ends <= begins || from.day != to.day)
            {
                *ends = ends.plus_millis(DAY);
            }
            if let (Some(begins), Some(ends)) = (begins, ends)
                && ends < begins
            {
                return Err(Fault::NoSuch);
            }
            period = Some(match period {
                None => (begins, ends),
                Some((first, last)) => {
                    (first.zip(begins).map(|(a, b)| a.min(b)), last.zip(ends).map(|(a, b)| a.max(b)))
                }
            });
        }
        let (from, to) = period.ok_or(Fault::NoSuch)?;
        Ok((Period { from, to }, Assumed { zone: stated.is_none().then_some(zone), month, year }))
    }
}

/// Whether the same hours of each day run into the next: those of a day, or of the last of several days.
fn is_over_midnight(from: &Moment, to: &Moment) -> bool {
    let minutes = |clock: Option<Clock>| clock.map(|clock| clock.hour * 60 + clock.minute);
    from.day == to.day && minutes(to.clock).zip(minutes(from.clock)).is_some_and(|(to, from)| to <= from)
}

/// A moment in UTC. A day without a time is from its beginning to its end, which is how China's standard for warnings reads
/// a date (GB 17577-2020, 5.2: until 2400 of that day).
fn moment(moment: &Moment, zone: Zone, is_end: bool) -> Result<Timestamp, Fault> {
    let Day { year: Some(year), month: Some(month), day, .. } = moment.day else { return Err(Fault::NoSuch) };
    let (hour, minute, zone) = match moment.clock {
        Some(clock) => (clock.hour, clock.minute, clock.zone.unwrap_or(Some(zone)).ok_or(Fault::Zone)?),
        None => (if is_end { 24 } else { 0 }, 0, zone),
    };
    let midnight = Timestamp::from_civil(year, month, day, 0, 0, 0).ok_or(Fault::NoSuch)?;
    let minutes = i64::from(hour * 60 + minute) - i64::from(zone.minutes_ahead());
    Ok(midnight.plus_millis(minutes * MINUTE))
}

/// Fills in months and years that are left out, each from its neighbour; whether the month and the year had to be assumed.
/// `None` if that cannot be.
fn fill(
    spans: &mut [(Option<Moment>, Option<Moment>)],
    items: &[Placed],
    issued: Option<Issued>,
    today: Timestamp,
) -> Option<(bool, bool)> {
    let mut days: Vec<&mut Day> = spans
        .iter_mut()
        .flat_map(|(from, to)| [from, to])
        .filter_map(|moment| Some(&mut moment.as_mut()?.day))
        .collect();
    let elsewhere = |wanted: fn(&Item) -> Option<i32>| items.iter().find_map(|placed| wanted(&placed.item));
    let mut is_assumed = false;
    if days.iter().all(|day| day.month.is_none()) {
        let month = elsewhere(|item| match item {
            Item::Month(month) => i32::try_from(*month).ok(),
            _ => None,
        });
        let month = match month {
            Some(month) => u32::try_from(month).ok()?,
            None if days.iter().all(|day| day.is_marked) => {
                is_assumed = true;
                let issued_on = match issued {
                    Some(Issued::On(moment)) => moment,
                    _ => today,
                };
                nearest_month(days.first()?.day, issued_on)?
            }
            None => return None,
        };
        days.first_mut()?.month = Some(month);
    }
    if days.iter().all(|day| day.year.is_none()) {
        let year = elsewhere(|item| match item {
            Item::Year(year) => Some(*year),
            _ => None,
        });
        days.first_mut()?.year = year;
    }
    let is_year_assumed = issued.is_none() && days.iter().all(|day| day.year.is_none());
    fill_months(&mut days)?;
    fill_years(&mut days, issued, today)?;
    Some((is_assumed, is_year_assumed))
}

const fn next_month(month: u32) -> u32 {
    month % 12 + 1
}

const fn month_before(month: u32) -> u32 {
    (month + 10) % 12 + 1
}

fn fill_months(days: &mut [&mut Day]) -> Option<()> {
    let first = days.iter().position(|day| day.month.is_some())?;
    // The 30th to the 2nd of a month begins in the month before.
    for idx in (0..first).rev() {
        let (later_month, later_day) = days.get(idx + 1).and_then(|day| Some((day.month?, day.day)))?;
        let day = days.get_mut(idx)?;
        day.month = Some(if day.day > later_day { month_before(later_month) } else { later_month });
    }
    for idx in first + 1..days.len() {
        let (month, before) = days.get(idx - 1).and_then(|day| Some((day.month?, day.day)))?;
        let day = days.get_mut(idx)?;
        let month = if day.day < before { next_month(month) } else { month };
        day.month = day.month.or(Some(month));
    }
    Some(())
}

fn fill_years(days: &mut [&mut Day], issued: Option<Issued>, today: Timestamp) -> Option<()> {
    let first = if let Some(first) = days.iter().position(|day| day.year.is_some()) {
        first
    } else {
        let day = days.first_mut()?;
        let (month, of_month) = (day.month?, day.day);
        if let Some(issued) = issued {
            day.year = Some(issued.year_of(month, of_month, today)?);
        }
        let distance = |year: &i32| {
            let at = Timestamp::from_civil(*year, month, of_month, 12, 0, 0)?;
            Some((at.millis() - today.millis()).abs())
        };
        let this = today.civil().0;
        let nearest = || (this - 1..=this + 1).filter(|year| distance(year).is_some()).min_by_key(distance);
        day.year = day.year.or_else(nearest);
        0
    };
    // Over the turn of the year the later month is the smaller one.
    for idx in (0..first).rev() {
        let (year, later) = days.get(idx + 1).and_then(|day| Some((day.year?, day.month?)))?;
        let day = days.get_mut(idx)?;
        day.year = Some(year - i32::from(day.month? > later));
    }
    for idx in first + 1..days.len() {
        let (year, before) = days.get(idx - 1).and_then(|day| Some((day.year?, day.month?)))?;
        let day = days.get_mut(idx)?;
        day.year = day.year.or(Some(year + i32::from(day.month? < before)));
    }
    Some(())
}

/// The month that brings a day nearest to today.
fn nearest_month(day: u32, today: Timestamp) -> Option<u32> {
    let (year, month, ..) = today.civil();
    let months = [
        (month_before(month), year - i32::from(month == 1)),
        (month, year),
        (next_month(month), year + i32::from(month == 12)),
    ];
    let distance = |(month, year): &(u32, i32)| {
        Some((Timestamp::from_civil(*year, *month, day, 12, 0, 0)?.millis() - today.millis()).abs())
    };
    months.into_iter().filter(|at| distance(at).is_some()).min_by_key(|at| distance(at)).map(|(month, _)| month)
}
