//! What dates and times mean together: from when to when, on which days, at what hours.
//!
//! Owns the patterns; each is a row of letters, D a day, T a time, t “to”, s “since”, u “until” behind its moment, f “until
//! further notice”, c a comma. Start at [`clauses`].

use std::ops::Range;

use super::atom::{Clock, Day, Item, Placed};

/// A moment as it is written: a day, and a time of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Moment {
    pub day: Day,
    pub clock: Option<Clock>,
}

/// Something that a text says of its period.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Said {
    /// From a moment to a moment.
    Span(Option<Moment>, Option<Moment>),
    /// From an hour to an hour of one day, into the next where the second is the smaller.
    Hours(Clock, Clock),
    /// Days, each from one to another.
    Days(Vec<(Day, Day)>),
}

/// What is said, and the characters that say it.
#[derive(Clone, Debug)]
pub(super) struct Clause {
    pub said: Said,
    pub range: Range<usize>,
}

/// What is said of a period, in order.
pub(super) fn clauses(items: &[Placed]) -> Vec<Clause> {
    let (codes, kept) = coded(items);
    let mut clauses = Vec::new();
    let mut at = 0;
    while at < codes.len() {
        let rest = codes.get(at..).unwrap_or_default();
        let here = kept.get(at..).unwrap_or_default();
        let Some((said, length)) = said(rest, here) else {
            at += 1;
            continue;
        };
        let last = here.get(length.max(1) - 1).or_else(|| here.first());
        if let (Some(first), Some(last)) = (here.first(), last) {
            clauses.push(Clause { said, range: first.range.start..last.range.end.max(first.range.end) });
        }
        at += length.max(1);
    }
    clauses
}

/// The items that make patterns, each with its letter.
fn coded(items: &[Placed]) -> (String, Vec<&Placed>) {
    let mut codes = String::with_capacity(items.len());
    let mut kept: Vec<&Placed> = Vec::with_capacity(items.len());
    let is_silent = |item: &Item| {
        matches!(item, Item::From | Item::Daily | Item::Aside | Item::Month(_) | Item::Year(_) | Item::Zone(_))
    };
    let mut rest = items.iter().filter(|placed| !is_silent(&placed.item)).peekable();
    while let Some(placed) = rest.next() {
        let goes_on = rest.peek().is_some_and(|next| matches!(next.item, Item::Day(_) | Item::Clock(_)));
        let n = codes.len();
        let before = codes.get(n.saturating_sub(4)..).unwrap_or_default();
        let code = match placed.item {
            Item::Day(_) => 'D',
            Item::Clock(_) => 'T',
            Item::Since if goes_on => 't',
            Item::To => 't',
            Item::Since => 's',
            Item::Until if before.contains('t') => continue,
            Item::Until => 'u',
            Item::Further => 'f',
            Item::Comma => {
                let next = rest.peek().map(|next| &next.item);
                match (codes.chars().last(), next) {
                    (Some('D'), Some(Item::Clock(_))) | (Some('T'), Some(Item::Day(_))) => continue,
                    _ => 'c',
                }
            }
            _ => 'b',
        };
        // から and まで may stand on both sides of a comma or a dash: one of them is enough.
        if code == 't' && codes.ends_with('t') {
            continue;
        }
        codes.push(code);
        kept.push(placed);
    }
    (codes, kept)
}

/// What the letters say that begin here, and how many of them do.
fn said(codes: &str, items: &[&Placed]) -> Option<(Said, usize)> {
    let day = |idx: usize| match items.get(idx)?.item {
        Item::Day(day) => Some(day),
        _ => None,
    };
    let clock = |idx: usize| match items.get(idx)?.item {
        Item::Clock(clock) => Some(clock),
        _ => None,
    };
    let at = |d: usize, t: usize| Some(Moment { day: day(d)?, clock: clock(t) });
    let on = |d: usize| Some(Moment { day: day(d)?, clock: None });
    let is = |pattern: &str| codes.starts_with(pattern);
    let open = |from: Option<Moment>, length: usize| Some((Said::Span(Some(from?), None), length));
    let until = |to: Option<Moment>, length: usize| Some((Said::Span(None, Some(to?)), length));
    let span =
        |from: Option<Moment>, to: Option<Moment>, length: usize| Some((Said::Span(Some(from?), Some(to?)), length));
    match () {
        () if is("DTtDT") => span(at(0, 1), at(3, 4), 5),
        () if is("TDtTD") => span(at(1, 0), at(4, 3), 5),
        () if is("DtDT") && !is("DtDTtT") => span(on(0), at(2, 3), 4),
        () if is("DTtf") || is("DTsf") => open(at(0, 1), 4),
        () if is("DTf") || is("DTs") => open(at(0, 1), 3),
        () if is("TDtf") => open(at(1, 0), 4),
        () if is("TDf") => open(at(1, 0), 3),
        () if is("Dtf") || is("Dsf") => open(on(0), 3),
        () if is("Df") || is("Ds") => open(on(0), 2),
        () if is("DTu") => until(at(0, 1), 3),
        () if is("Du") => until(on(0), 2),
        () if is("DTtT") => span(at(0, 1), at(0, 3), 4),
        () if is("DTtD") => span(at(0, 1), on(3), 4),
        () if is("TtT") => Some((Said::Hours(clock(0)?, clock(2)?), 3)),
        () if is("tDT") => until(at(1, 2), 3),
        () if is("tTD") => until(at(2, 1), 3),
        () if is("tD") => until(on(1), 2),
        () if is("D") && (!is("DT") || is("DTtT")) => days(codes, &day),
        () => None,
    }
}

/// `13`, `13 TO 20`, `13, 16 TO 18 AND 20`.
fn days(codes: &str, day: &dyn Fn(usize) -> Option<Day>) -> Option<(Said, usize)> {
    let mut listed = Vec::new();
    let mut at = 0;
    loop {
        let rest = codes.get(at..).unwrap_or_default();
        let first = day(at)?;
        let (last, length) = if rest.starts_with("DtD") { (day(at + 2)?, 3) } else { (first, 1) };
        listed.push((first, last));
        at += length;
        let next = codes.get(at..).unwrap_or_default();
        // A day with a time of its own begins something else, unless those are the hours of all.
        let goes_on = next.starts_with("cD")
            && (!next.starts_with("cDT") || next.starts_with("cDTtT") && !next.starts_with("cDTtTc"));
        if !goes_on {
            return Some((Said::Days(listed), at));
        }
        at += 1;
    }
}
