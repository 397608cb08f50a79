//! Dates, times and the words between them, as they stand in a text.
//!
//! Owns the reading of each alone; what they mean together is [`super::clause`]'s. Start at [`items`].

use std::ops::Range;

use super::issued::past_number;
use super::zone::{Stated, Zone, letter_at, offset_at, zone_at};
use crate::plan::reading::{PLACE, Reading};

/// A day as it is written.
#[expect(clippy::struct_field_names, reason = "the parts of a date")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Day {
    pub year: Option<i32>,
    pub month: Option<u32>,
    pub day: u32,
    /// Whether its sign (日, 일) says that it is a day, so that a month left out is a month left out.
    pub is_marked: bool,
}

/// A time of day as it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Clock {
    pub hour: u32,
    pub minute: u32,
    pub zone: Option<Stated>,
}

/// What a period is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Item {
    Day(Day),
    Clock(Clock),
    /// A month or a year alone, for days that leave it out.
    Month(u32),
    Year(i32),
    /// A zone that follows no time.
    Zone(Stated),
    To,
    /// から, 부터, 起: ends its first moment, whether or not a last one follows.
    Since,
    /// まで, 까지, 止: ends the last moment.
    Until,
    From,
    Comma,
    Daily,
    /// Until further notice.
    Further,
    /// Days that are excepted or kept in reserve.
    Aside,
    Break,
}

/// An item and the characters it stands for.
#[derive(Clone, Debug)]
pub(super) struct Placed {
    pub item: Item,
    pub range: Range<usize>,
}

/// As [`Item`], before numbers are told apart by what stands beside them.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Atom {
    Item(Item),
    /// One or two digits.
    Number(u32),
    /// Four digits: a year or a time.
    Four(u32),
    /// Six digits: day, hour and minute, if a zone or a month says so.
    Six(u32),
    /// A time with a mark of its own.
    HalfDay(bool),
    Skip,
}

const MONTHS: [&str; 12] = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];

const WORDS: [(&str, Atom); 93] = [
    ("UNTIL FURTHER NOTICE", Atom::Item(Item::Further)),
    ("FURTHER NOTICE", Atom::Item(Item::Further)),
    ("UFN", Atom::Item(Item::Further)),
    ("另行通知", Atom::Item(Item::Further)),
    ("另行通告", Atom::Item(Item::Further)),
    ("别途通知", Atom::Item(Item::Further)),
    ("当分の间", Atom::Item(Item::Further)),
    ("별도 통보", Atom::Item(Item::Further)),
    ("추후 통보", Atom::Item(Item::Further)),
    ("별도 공지", Atom::Item(Item::Further)),
    ("추후 공지", Atom::Item(Item::Further)),
    ("당분간", Atom::Item(Item::Further)),
    ("TO", Atom::Item(Item::To)),
    ("THROUGH", Atom::Item(Item::To)),
    ("THRU", Atom::Item(Item::To)),
    ("UNTIL", Atom::Item(Item::To)),
    ("TILL", Atom::Item(Item::To)),
    ("~", Atom::Item(Item::To)),
    ("-", Atom::Item(Item::To)),
    ("至", Atom::Item(Item::To)),
    ("到", Atom::Item(Item::To)),
    ("から", Atom::Item(Item::Since)),
    ("より", Atom::Item(Item::Since)),
    ("부터", Atom::Item(Item::Since)),
    ("起", Atom::Item(Item::Since)),
    ("まで", Atom::Item(Item::Until)),
    ("까지", Atom::Item(Item::Until)),
    ("为止", Atom::Item(Item::Until)),
    ("止", Atom::Item(Item::Until)),
    ("FROM", Atom::Item(Item::From)),
    ("BETWEEN", Atom::Item(Item::From)),
    ("COMMENCING", Atom::Item(Item::From)),
    ("BEGINNING", Atom::Item(Item::From)),
    ("STARTING", Atom::Item(Item::From)),
    ("自", Atom::Item(Item::From)),
    ("从", Atom::Item(Item::From)),
    ("由", Atom::Item(Item::From)),
    ("DAILY", Atom::Item(Item::Daily)),
    ("EVERYDAY", Atom::Item(Item::Daily)),
    ("EVERY DAY", Atom::Item(Item::Daily)),
    ("EACH DAY", Atom::Item(Item::Daily)),
    ("每日", Atom::Item(Item::Daily)),
    ("每天", Atom::Item(Item::Daily)),
    ("매일", Atom::Item(Item::Daily)),
    ("AND", Atom::Item(Item::Comma)),
    (",", Atom::Item(Item::Comma)),
    (";", Atom::Item(Item::Comma)),
    ("·", Atom::Item(Item::Comma)),
    ("&", Atom::Item(Item::Comma)),
    ("及び", Atom::Item(Item::Comma)),
    ("及", Atom::Item(Item::Comma)),
    ("和", Atom::Item(Item::Comma)),
    ("및", Atom::Item(Item::Comma)),
    ("午前", Atom::HalfDay(false)),
    ("上午", Atom::HalfDay(false)),
    ("오전", Atom::HalfDay(false)),
    ("午后", Atom::HalfDay(true)),
    ("下午", Atom::HalfDay(true)),
    ("오후", Atom::HalfDay(true)),
    ("ON", Atom::Skip),
    ("AT", Atom::Skip),
    ("OF", Atom::Skip),
    ("THE", Atom::Skip),
    ("IN", Atom::Skip),
    ("HRS", Atom::Skip),
    ("HOURS", Atom::Skip),
    ("HR", Atom::Skip),
    ("TIME", Atom::Skip),
    ("DATE", Atom::Skip),
    ("MON", Atom::Skip),
    ("TUE", Atom::Skip),
    ("WED", Atom::Skip),
    ("THU", Atom::Skip),
    ("FRI", Atom::Skip),
    ("SAT", Atom::Skip),
    ("SUN", Atom::Skip),
    ("日时", Atom::Skip),
    ("期间", Atom::Skip),
    ("时间", Atom::Skip),
    ("일시", Atom::Skip),
    ("기간", Atom::Skip),
    ("시간", Atom::Skip),
    ("の", Atom::Skip),
    ("に", Atom::Skip),
    ("于", Atom::Skip),
    ("在", Atom::Skip),
    ("间", Atom::Skip),
    ("에", Atom::Skip),
    ("의", Atom::Skip),
    (":", Atom::Skip),
    ("[", Atom::Skip),
    ("]", Atom::Skip),
    ("'", Atom::Skip),
];

/// Words that say of a parenthesis that its days are excepted or kept in reserve.
const ASIDE: [&str; 11] =
    ["予备", "예비", "备用", "除く", "除外", "제외", "除", "EXCEPT", "EXCL", "RESERVE", "ALTERNATE"];

/// What the characters of a range say of days and times, in order.
pub(super) fn items(reading: &Reading<'_>, range: &Range<usize>) -> Vec<Placed> {
    told_apart(&atoms(reading, range))
}

fn atoms(reading: &Reading<'_>, range: &Range<usize>) -> Vec<(Atom, Range<usize>)> {
    let mut atoms: Vec<(Atom, Range<usize>)> = Vec::new();
    let mut at = range.start;
    let mut is_after_noon = None;
    while at < range.end.min(reading.chars.len()) {
        let (atom, end) = next(reading, at);
        let end = end.max(at + 1);
        match atom {
            Atom::Skip => {}
            Atom::HalfDay(is_after) => is_after_noon = Some(is_after),
            Atom::Item(Item::Clock(clock)) => {
                let hour = match is_after_noon.take() {
                    Some(true) if clock.hour < 12 => clock.hour + 12,
                    Some(false) if clock.hour == 12 => 0,
                    _ => clock.hour,
                };
                atoms.push((Atom::Item(Item::Clock(Clock { hour, ..clock })), at..end));
            }
            Atom::Item(Item::Break) if matches!(atoms.last(), Some((Atom::Item(Item::Break), _))) => {}
            other => atoms.push((other, at..end)),
        }
        at = end;
    }
    atoms
}

/// The atom that begins here, and where it ends.
fn next(reading: &Reading<'_>, at: usize) -> (Atom, usize) {
    let Some(c) = reading.at(at) else { return (Atom::Skip, at + 1) };
    if c.is_whitespace() {
        return (Atom::Skip, reading.after_space(at));
    }
    if c.is_ascii_digit() {
        return number(reading, at);
    }
    if c == '(' {
        return parenthesis(reading, at);
    }
    if c == ')' {
        return (Atom::Skip, at + 1);
    }
    if c == '.' {
        // A point behind a number or a short form ends no sentence when a number follows.
        let goes_on = reading.at(reading.after_space(at + 1)).is_some_and(|c| c.is_ascii_digit());
        return (if goes_on { Atom::Skip } else { Atom::Item(Item::Break) }, at + 1);
    }
    if let Some((year, end)) = era_year(reading, at) {
        return (Atom::Item(Item::Year(year)), end);
    }
    if let Some((zone, end)) = zone_at(reading, at).or_else(|| behind_time(reading, at)) {
        return (Atom::Item(Item::Zone(zone)), end);
    }
    if let Some(end) = past_number(reading, at) {
        return (Atom::Item(Item::Break), end);
    }
    if reading.word(at, "CANCEL").or_else(|| reading.word(at, "CANCELS")).is_some() {
        // When a warning cancels itself is no part of its period.
        let rest = reading.chars.get(at..).unwrap_or_default();
        return (Atom::Item(Item::Break), at + rest.iter().take_while(|c| **c != '\n').count());
    }
    if let Some((atom, end)) = reading.one_of(at, &WORDS) {
        return (atom, end);
    }
    if c.is_ascii_alphabetic() {
        let word: String = reading
            .chars
            .get(at..)
            .unwrap_or_default()
            .iter()
            .take_while(|c| c.is_ascii_alphabetic())
            .take(12)
            .collect();
        let month = MONTHS.iter().zip(1..).find(|(name, _)| is_month(&word, name));
        let end = reading
            .chars
            .get(at..)
            .map_or(at + 1, |rest| at + rest.iter().take_while(|c| c.is_ascii_alphabetic()).count());
        return match month {
            Some((_, month)) => (Atom::Item(Item::Month(month)), end + usize::from(reading.at(end) == Some('.'))),
            // W157, CH16: the number belongs to the word.
            None => (Atom::Item(Item::Break), reading.digits(end).map_or(end, |(_, end)| end)),
        };
    }
    (Atom::Item(Item::Break), at + usize::from(c == PLACE).max(1))
}

/// `MAR`, `MARCH`, `SEPT`: a short form or the whole name, not another word that begins so.
fn is_month(word: &str, name: &str) -> bool {
    const NAMES: [&str; 12] = [
        "JANUARY",
        "FEBRUARY",
        "MARCH",
        "APRIL",
        "MAY",
        "JUNE",
        "JULY",
        "AUGUST",
        "SEPTEMBER",
        "OCTOBER",
        "NOVEMBER",
        "DECEMBER",
    ];
    word.len() >= 3 && word.starts_with(name) && NAMES.iter().any(|whole| whole.starts_with(word))
}

/// A parenthesis: a day of the week says nothing more, reserves and exceptions are told, anything else is read on.
fn parenthesis(reading: &Reading<'_>, at: usize) -> (Atom, usize) {
    const LONGEST: usize = 60;
    let rest = reading.chars.get(at + 1..).unwrap_or_default();
    let Some(length) = rest.iter().take(LONGEST).position(|c| *c == ')') else { return (Atom::Skip, at + 1) };
    let (inside, end) = (rest.get(..length).unwrap_or_default(), at + length + 2);
    let is_weekday = |c: &char| "月火水木金土日曜周星期一二三四五六天월화수목금토일요~-,· ".contains(*c);
    if length <= 6 && inside.iter().all(is_weekday) {
        return (Atom::Skip, end);
    }
    let says = |word: &&str| (at + 1..end).any(|at| reading.word(at, word).is_some());
    if ASIDE.iter().any(says) {
        return (Atom::Item(Item::Aside), end);
    }
    (Atom::Skip, at + 1)
}

/// 令和6年, 平成30年, 令和元年.
fn era_year(reading: &Reading<'_>, at: usize) -> Option<(i32, usize)> {
    // The first years of the eras are 2019, 1989 and 1926.
    let (before, at) = reading.one_of(at, &[("令和", 2018), ("平成", 1988), ("昭和", 1925)])?;
    let at = reading.after_space(at);
    let (year, at) = match reading.word(at, "元") {
        Some(at) => (1, at),
        None => reading.digits(at).and_then(|(digits, at)| Some((digits.parse::<i32>().ok()?, at)))?,
    };
    let end = reading.word(reading.after_space(at), "年")?;
    (year < 100).then_some((before + year, end))
}

/// A date, a time or a bare number.
fn number(reading: &Reading<'_>, at: usize) -> (Atom, usize) {
    let broken = |end: usize| (Atom::Item(Item::Break), end);
    let Some((digits, end)) = reading.digits(at) else { return broken(at + 1) };
    let Ok(value) = digits.parse::<u32>() else { return broken(end) };
    if let Some((day, end)) = dotted(reading, at) {
        return (Atom::Item(Item::Day(day)), end);
    }
    let behind = reading.after_space(end);
    let is = |words: &[(&str, ())]| reading.one_of(behind, words).map(|((), end)| end);
    if let Some(end) = is(&[("年", ()), ("년", ())]) {
        let year = i32::try_from(if digits.len() == 2 { value + 2000 } else { value }).unwrap_or(0);
        return if matches!(digits.len(), 2 | 4) { (Atom::Item(Item::Year(year)), end) } else { broken(end) };
    }
    if digits.len() <= 2 {
        if let Some(end) = is(&[("月", ()), ("월", ())]).filter(|_| (1..=12).contains(&value)) {
            return (Atom::Item(Item::Month(value)), end);
        }
        if let Some(end) = is(&[("日间", ()), ("일간", ()), ("일 间", ())]) {
            return broken(end);
        }
        if let Some(end) = is(&[("日", ()), ("일", ()), ("号", ())]).filter(|_| (1..=31).contains(&value)) {
            let day = Day { year: None, month: None, day: value, is_marked: true };
            return (Atom::Item(Item::Day(day)), end);
        }
    }
    if let Some((hour, minute, end)) = clock(reading, &digits, end) {
        return (Atom::Item(Item::Clock(Clock { hour, minute, zone: None })), end);
    }
    // Decimals and other long numbers are something else.
    if reading.at(end) == Some('.') && reading.digits(end + 1).is_some() {
        return broken(reading.digits(end + 1).map_or(end, |(_, end)| end));
    }
    let ordinal = [("ST", ()), ("ND", ()), ("RD", ()), ("TH", ())];
    let is_ordinal = digits.len() <= 2
        && reading
            .chars
            .get(end..end + 2)
            .is_some_and(|two| ordinal.iter().any(|(word, ())| word.chars().eq(two.iter().copied())));
    match digits.len() {
        1 | 2 => (Atom::Number(value), end + 2 * usize::from(is_ordinal)),
        4 => (Atom::Four(value), end),
        6 => (Atom::Six(value), end),
        _ => broken(end),
    }
}

/// `2024-03-13`, `2024/3/13`, `2024. 3. 13.`, and `3. 15.` without a year.
fn dotted(reading: &Reading<'_>, at: usize) -> Option<(Day, usize)> {
    let (first, end) = reading.digits(at)?;
    let sign = reading.at(end).filter(|c| matches!(c, '-' | '/' | '.'))?;
    let part = |at: usize| -> Option<(u32, usize)> {
        let (digits, end) = reading.digits(reading.after_space(at))?;
        (digits.len() <= 2).then_some((digits.parse().ok()?, end))
    };
    let (second, end) = part(end + 1)?;
    let is_parted = reading.at(end) == Some(sign);
    let day = if first.len() == 4 {
        let (third, end) = is_parted.then(|| part(end + 1)).flatten()?;
        let day = Day { year: Some(first.parse().ok()?), month: Some(second), day: third, is_marked: true };
        let end = end + usize::from(sign == '.' && reading.at(end) == Some('.'));
        // 2024-03-13T08:00
        let is_iso = reading.at(end) == Some('T') && reading.digits(end + 1).is_some();
        (day, end + usize::from(is_iso))
    } else {
        let is_day = first.len() <= 2 && sign == '.' && is_parted;
        let day = Day { year: None, month: Some(first.parse().ok()?), day: second, is_marked: true };
        is_day.then_some((day, end + 1))?
    };
    let month = day.0.month.unwrap_or(0);
    ((1..=12).contains(&month) && (1..=31).contains(&day.0.day)).then_some(day)
}

/// `08:00`, `8时30分`, `0800时`, `8시`: a time that is marked as one.
fn clock(reading: &Reading<'_>, digits: &str, end: usize) -> Option<(u32, u32, usize)> {
    let value: u32 = digits.parse().ok()?;
    let behind = reading.after_space(end);
    let hour_sign = reading.one_of(behind, &[("时", ()), ("시", ())]).map(|((), end)| end);
    // 3时间 is a duration, 3시간 likewise.
    let hour_sign = hour_sign.filter(|end| reading.word(*end, "间").or_else(|| reading.word(*end, "간")).is_none());
    let (hour, minute, end) = if digits.len() == 4 {
        (value / 100, value % 100, hour_sign?)
    } else if digits.len() > 2 {
        return None;
    } else if let Some(end) = hour_sign {
        let minutes = reading.digits(reading.after_space(end)).filter(|(digits, _)| digits.len() <= 2);
        let marked = minutes.and_then(|(digits, end)| {
            let ((), end) = reading.one_of(reading.after_space(end), &[("分", ()), ("분", ())])?;
            Some((digits.parse::<u32>().ok()?, end))
        });
        marked.map_or((value, 0, end), |(minute, end)| (value, minute, end))
    } else if reading.at(end) == Some(':') {
        let (minutes, end) = reading.digits(end + 1).filter(|(digits, _)| digits.len() == 2)?;
        let seconds = (reading.at(end) == Some(':')).then(|| reading.digits(end + 1)).flatten();
        (value, minutes.parse().ok()?, seconds.map_or(end, |(_, end)| end))
    } else {
        return None;
    };
    is_time(hour, minute).then_some((hour, minute, end))
}

const fn is_time(hour: u32, minute: u32) -> bool {
    (hour < 24 && minute < 60) || (hour == 24 && minute == 0)
}

/// Numbers as what their neighbours make them.
fn told_apart(atoms: &[(Atom, Range<usize>)]) -> Vec<Placed> {
    let atom = |idx: usize| atoms.get(idx).map(|(atom, _)| *atom);
    let is_parting = |idx: usize| matches!(atom(idx), Some(Atom::Item(Item::To | Item::Comma)));
    let mut items: Vec<Placed> = Vec::new();
    let mut idx = 0;
    // Where a list of bare numbers ends that has been looked at, and whether they are days.
    let mut listed = (0, false);
    while let Some((this, range)) = atoms.get(idx) {
        let mut end = idx + 1;
        let is_listed = idx > 1 && is_parting(idx - 1) && is_day_before(&items);
        let mut push = |item: Item, end: usize| {
            let last = atoms.get(end - 1).map_or(range.end, |(_, range)| range.end);
            items.push(Placed { item, range: range.start..last });
        };
        match *this {
            Atom::Item(Item::Month(month)) => match (atom(idx + 1), atom(idx + 2)) {
                // MARCH 13, 2024
                (Some(Atom::Number(day)), Some(Atom::Item(Item::Comma)))
                    if is_day(day) && year_at(atoms, idx + 3).is_some() =>
                {
                    let year = year_at(atoms, idx + 3);
                    end = idx + 4;
                    push(Item::Day(Day { year, month: Some(month), day, is_marked: true }), end);
                }
                // 3月13日, and 2024年 before it.
                (Some(Atom::Item(Item::Day(day))), _) if day.month.is_none() => {
                    end = idx + 2;
                    push(Item::Day(Day { month: Some(month), ..day }), end);
                }
                (Some(Atom::Number(day)), _) if is_day(day) => {
                    let year = year_at(atoms, idx + 2);
                    end = idx + 2 + usize::from(year.is_some());
                    push(Item::Day(Day { year, month: Some(month), day, is_marked: true }), end);
                }
                _ => push(Item::Month(month), end),
            },
            Atom::Number(day) if is_day(day) => {
                if idx >= listed.0 {
                    listed = listed_days(atoms, idx);
                }
                if let Some(Atom::Item(Item::Month(month))) = atom(idx + 1) {
                    let year = year_at(atoms, idx + 2);
                    end = idx + 2 + usize::from(year.is_some());
                    push(Item::Day(Day { year, month: Some(month), day, is_marked: true }), end);
                } else if listed.1 || is_listed {
                    push(Item::Day(Day { year: None, month: None, day, is_marked: true }), end);
                } else {
                    push(Item::Break, end);
                }
            }
            Atom::Four(value) => {
                let (hour, minute) = (value / 100, value % 100);
                let is_time = is_time(hour, minute);
                push(if is_time { Item::Clock(Clock { hour, minute, zone: None }) } else { Item::Break }, end);
            }
            Atom::Six(value) => {
                let (day, hour, minute) = (value / 10_000, value / 100 % 100, value % 100);
                let zone = match atom(idx + 1) {
                    Some(Atom::Item(Item::Zone(zone))) => Some(zone),
                    _ => None,
                };
                end += usize::from(zone.is_some());
                let month = match atom(end) {
                    Some(Atom::Item(Item::Month(month))) => Some(month),
                    _ => None,
                };
                end += usize::from(month.is_some());
                let year = month.and_then(|_| year_at(atoms, end));
                end += usize::from(year.is_some());
                if is_day(day) && is_time(hour, minute) {
                    push(Item::Day(Day { year, month, day, is_marked: false }), end);
                    push(Item::Clock(Clock { hour, minute, zone }), end);
                } else {
                    push(Item::Break, end);
                }
            }
            Atom::Item(Item::Year(year)) => {
                let day = match atom(idx + 1) {
                    Some(Atom::Item(Item::Day(day))) if day.year.is_none() => Some((day, 2)),
                    Some(Atom::Item(Item::Month(month))) => match atom(idx + 2) {
                        Some(Atom::Item(Item::Day(day))) if day.month.is_none() => {
                            Some((Day { month: Some(month), ..day }, 3))
                        }
                        _ => None,
                    },
                    _ => None,
                };
                match day {
                    Some((day, n)) => {
                        end = idx + n;
                        push(Item::Day(Day { year: Some(year), ..day }), end);
                    }
                    None => push(Item::Year(year), end),
                }
            }
            Atom::Item(item) => push(item, end),
            Atom::Number(_) | Atom::HalfDay(_) | Atom::Skip => push(Item::Break, end),
        }
        idx = end;
    }
    zoned(items)
}

/// Times with the zones right behind them.
fn zoned(items: Vec<Placed>) -> Vec<Placed> {
    let mut zoned: Vec<Placed> = Vec::with_capacity(items.len());
    for placed in items {
        if let (Item::Zone(zone), Some(last)) = (placed.item, zoned.last_mut())
            && let Item::Clock(clock) = &mut last.item
            && clock.zone.is_none()
        {
            clock.zone = Some(zone);
            last.range.end = placed.range.end;
            continue;
        }
        zoned.push(placed);
    }
    zoned
}

/// A zone right behind the digits of a time: `0900I`, `09:00+09:00`.
fn behind_time(reading: &Reading<'_>, at: usize) -> Option<(Stated, usize)> {
    at.checked_sub(1).and_then(|before| reading.at(before)).filter(char::is_ascii_digit)?;
    let offset = || offset_at(reading, at).filter(|_| reading.at(at) == Some('+'));
    letter_at(reading, at).or_else(|| offset().map(|(minutes, end)| (Some(Zone::Ahead(minutes)), end)))
}

const fn is_day(number: u32) -> bool {
    1 <= number && number <= 31
}

fn is_day_before(items: &[Placed]) -> bool {
    matches!(items, [.., Placed { item: Item::Day(Day { is_marked: true, .. }), .. }, _])
}

/// The bare days from here on that a month or the sign of a day ends: `13 TO 20 MAR`, `13, 14 AND 20 MAR`, `01-03日`.
fn listed_days(atoms: &[(Atom, Range<usize>)], from: usize) -> (usize, bool) {
    // 01-03日, 1~3일: the last one's sign is that of all.
    let is_marked = |atom: Option<Atom>, before: u32| matches!(atom, Some(Atom::Item(Item::Day(Day { month: None, is_marked: true, day, .. }))) if day > before);
    let mut idx = from;
    loop {
        if let (Some(Atom::Number(day)), Some(Atom::Item(Item::To | Item::Comma))) =
            (atoms.get(idx).map(|(atom, _)| *atom), atoms.get(idx + 1).map(|(atom, _)| *atom))
            && is_marked(atoms.get(idx + 2).map(|(atom, _)| *atom), day)
        {
            return (idx + 1, true);
        }
        match (atoms.get(idx).map(|(atom, _)| *atom), atoms.get(idx + 1).map(|(atom, _)| *atom)) {
            (Some(Atom::Number(_)), Some(Atom::Item(Item::Month(_)))) => return (idx + 1, true),
            (Some(Atom::Number(_)), Some(Atom::Item(Item::To | Item::Comma))) => idx += 2,
            _ => return (idx + 1, false),
        }
    }
}

/// A year behind a month: four digits, or two that begin no date of their own.
fn year_at(atoms: &[(Atom, Range<usize>)], idx: usize) -> Option<i32> {
    let follows = |wanted: fn(&Atom) -> bool| atoms.get(idx + 1).is_some_and(|(atom, _)| wanted(atom));
    match atoms.get(idx)?.0 {
        // Four digits that a zone follows are a time.
        Atom::Four(year @ 1990..=2099) if !follows(|atom| matches!(atom, Atom::Item(Item::Zone(_)))) => {
            i32::try_from(year).ok()
        }
        Atom::Number(year) if year > 9 && !follows(|atom| matches!(atom, Atom::Item(Item::Month(_)))) => {
            i32::try_from(2000 + year).ok()
        }
        Atom::Item(Item::Year(year)) => Some(year),
        _ => None,
    }
}
