//! Range and bearing from a place, and how sure they are: “about 390 km south of Shanghai”, `상하이 남쪽 약 390 km`.
//!
//! # Uncertainty
//! Nobody who writes “390 km south” means a point. The choice made here, which every text so read keeps in its remarks:
//! - a range that is “about”, or round (a whole number that ends in zero), is uncertain by a tenth of itself; any other by
//!   half a unit of the last digit given, and never by less than that;
//! - a bearing is uncertain by half of the division of the compass that it names: 22.5° for the eight points from north to
//!   north-west, 11.25° for those between them (north-north-east), 0.5° for degrees. The Japan Coast Guard says of its own
//!   points of the compass that they are approximate (`www1.kaiho.mlit.go.jp/KAN5/tuho/tuho_setsumei.html`).
//!
//! Both together are a sector of a ring; a range alone is a ring. Of “10 to 20 miles south” the ranges are the ends, and nothing is
//! added. Start at [`bearings`] and [`ranges`].

use std::ops::Range;

use super::length::{Length, interval_at, length_at};
use crate::geodesy::{Position, destination};
use crate::plan::Shape;
use crate::plan::reading::{PLACE, Reading};
use crate::units::{Course, Metres};

/// From where a range and bearing are taken.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum From {
    /// The position that stands at this character.
    Place(usize),
    /// A place by its name: readings of it, the likeliest first.
    Name(Vec<String>),
}

/// A range and bearing from a place.
#[derive(Clone, Debug)]
pub(super) struct Bearing {
    pub from: From,
    pub range: Range<usize>,
    extent: Extent,
    degrees: f64,
    half: f64,
}

/// How far something is.
#[derive(Clone, Copy, Debug)]
enum Extent {
    /// So far, or about that.
    Range { length: Length, is_about: bool },
    /// From one length to another.
    Between([Length; 2]),
}

impl Extent {
    /// The nearest and the farthest that is meant.
    fn ends(self) -> [Metres; 2] {
        match self {
            Self::Between([inner, outer]) => [inner.metres, outer.metres],
            Self::Range { length, is_about } => {
                let range = length.metres.value();
                let share = if is_about || length.is_round { range / 10.0 } else { 0.0 };
                let uncertain = share.max(length.half_unit.value());
                [Metres::magnitude((range - uncertain).max(0.0)), Metres::magnitude(range + uncertain)]
            }
        }
    }

    /// The extent that begins here, and where it ends.
    fn at(reading: &Reading<'_>, idx: usize) -> Option<(Self, usize)> {
        if let Some((interval, end)) = interval_at(reading, idx) {
            return Some((Self::Between(interval), end));
        }
        let (length, end) = length_at(reading, idx)?;
        Some((Self::Range { length, is_about: false }, end))
    }

    /// The same, said to be about so far or not.
    const fn about(self, about: bool) -> Self {
        match self {
            Self::Range { length, is_about } => Self::Range { length, is_about: is_about || about },
            Self::Between(_) => self,
        }
    }
}

/// A range from a place without a bearing.
#[derive(Clone, Debug)]
pub(super) struct Away {
    pub from: From,
    pub range: Range<usize>,
    extent: Extent,
}

impl Away {
    /// The ring about a place that it stands for.
    pub(super) fn ring(&self, centre: Position) -> Shape {
        let [inner, outer] = self.extent.ends();
        Shape::Ring { centre: centre.rounded(), inner, outer }
    }
}

impl Bearing {
    /// The point that it is, from a place; `None` where the range is one of several.
    pub(super) fn away(&self) -> Option<impl Fn(Position) -> Position> {
        let Extent::Range { length, .. } = self.extent else { return None };
        let course = Course::wrapped(self.degrees);
        Some(move |from: Position| destination(from, course, length.metres))
    }

    /// The sector of a ring about a place that it stands for.
    pub(super) fn sector(&self, centre: Position) -> Shape {
        let [inner, outer] = self.extent.ends();
        Shape::Sector {
            centre: centre.rounded(),
            inner,
            outer,
            from: Course::wrapped(self.degrees - self.half),
            to: Course::wrapped(self.degrees + self.half),
        }
    }
}

/// Words that say that a range is not exact.
const ABOUT: [&str; 15] = [
    "ABOUT",
    "APPROXIMATELY",
    "APPROX.",
    "APPROX",
    "AROUND",
    "ROUGHLY",
    "NEARLY",
    "SOME",
    "大约",
    "大概",
    "约",
    "대략",
    "약",
    "およそ",
    "ほぼ",
];

/// Words between a bearing and a range that say nothing more.
const BETWEEN: [&str; 26] = [
    "TO THE",
    "IN THE",
    "DUE",
    "DIRECTION",
    "DISTANCE",
    "RANGE",
    "BEARING",
    "TRUE",
    "AT",
    "AND",
    "OF",
    "(T)",
    "T",
    "方向",
    "距离",
    "방향",
    "방위",
    "거리",
    "쪽",
    "방",
    "측",
    "으로",
    "로",
    "方",
    "の",
    "에",
];

/// Words between a name and what follows it in Chinese, Japanese and Korean, longest first.
const BEHIND_NAME: [&str; 15] =
    ["으로부터", "로부터", "에서", "から", "より", "方位", "방위", "의", "の", "以", "之", "偏", "正", "정", ","];

/// Every range and bearing in a part of a text.
pub(super) fn bearings(reading: &Reading<'_>, range: &Range<usize>) -> Vec<Bearing> {
    let mut found = Vec::new();
    let mut at = range.start;
    while at < range.end {
        match bearing_here(reading, at, range) {
            Some(bearing) => {
                at = bearing.range.end.max(at + 1);
                found.push(bearing);
            }
            None => at += 1,
        }
    }
    found
}

fn bearing_here(reading: &Reading<'_>, at: usize, within: &Range<usize>) -> Option<Bearing> {
    let (extent, (degrees, half), end) = if let Some((extent, end)) = Extent::at(reading, at) {
        let (bearing, _) = skipped(reading, end);
        let (compass, end) = compass_at(reading, bearing)?;
        (extent, compass, end)
    } else {
        let (compass, end) = compass_at(reading, at)?;
        let (idx, is_about) = skipped(reading, end);
        let (extent, end) = Extent::at(reading, idx)?;
        (extent.about(is_about), compass, end)
    };
    let about = about_before(reading, at, within.start);
    let (extent, at) = (extent.about(about.is_some()), about.unwrap_or(at));
    let all = |start: usize, end: usize, from: From| Bearing { from, range: start..end, extent, degrees, half };
    let (behind, _) = skipped_true(reading, end);
    if let Some((from, end)) = named_behind(reading, behind, within.end, &["OF", "FROM"]) {
        return Some(all(at, end, from));
    }
    let (start, from) = named_before(reading, at, within.start)?;
    Some(all(start, end, from))
}

/// Every range from a place in a part of a text that has no bearing: “about 390 km from Shanghai”, “between 10 and 20 nautical
/// miles of 38-00N 125-00E”, `上海から約390km`.
pub(super) fn ranges(reading: &Reading<'_>, range: &Range<usize>) -> Vec<Away> {
    let mut found: Vec<Away> = Vec::new();
    let mut at = range.start;
    while at < range.end {
        at = match away_here(reading, at, range) {
            Some(away) => {
                let end = away.range.end.max(at + 1);
                found.push(away);
                end
            }
            None => at + 1,
        };
    }
    found
}

fn away_here(reading: &Reading<'_>, at: usize, within: &Range<usize>) -> Option<Away> {
    const BEHIND: [&str; 5] = ["OF", "FROM", "OFF", "AROUND", "ABOUT"];
    let (extent, end) = Extent::at(reading, at)?;
    let about = about_before(reading, at, within.start);
    let (extent, start) = (extent.about(about.is_some()), about.unwrap_or(at));
    let is_between = matches!(extent, Extent::Between(_));
    let words: &[&str] = if is_between { &BEHIND } else { &["FROM", "OFF"] };
    if let Some((from, end)) = named_behind(reading, reading.after_space(end), within.end, words) {
        // “200 miles from Busan to Jeju” is a way.
        let is_way =
            ["TO", "TOWARDS", "TOWARD"].iter().any(|word| reading.word(reading.after_space(end), word).is_some());
        return (!is_way).then_some(Away { from, range: start..end, extent });
    }
    // Chinese, Japanese and Korean put the place before, and say that it is one of a range.
    let (first, from) = named_before(reading, start, within.start)?;
    let is_said = ["에서", "로부터", "から", "より"].iter().any(|word| {
        (first..start).any(|at| reading.word(at, word).is_some_and(|end| reading.after_space(end) == start))
    }) || (first.saturating_sub(1)..start).any(|at| reading.at(at) == Some('距'))
        || (is_between && !reading.at(start.saturating_sub(1)).is_some_and(|c| c.is_ascii_alphabetic()));
    is_said.then_some(Away { from, range: first..end, extent })
}

/// The position or the names behind one of some words, and where they end.
pub(super) fn named_behind(reading: &Reading<'_>, at: usize, limit: usize, words: &[&str]) -> Option<(From, usize)> {
    const MORE: [&str; 7] = ["THE", "A", "POINT", "POSITION", "POSN", "PSN", "CENTERED ON"];
    let end = words.iter().find_map(|word| reading.word(at, word))?;
    let mut name = reading.after_space(end);
    for _ in 0..3 {
        let Some(end) = MORE.iter().find_map(|word| reading.word(name, word)) else { break };
        name = reading.after_space(end);
    }
    if reading.at(name) == Some(PLACE) {
        return Some((From::Place(name), name + 1));
    }
    let (names, end) = names_from(reading, name, limit);
    // “Shanghai (31-14N 121-28E)” says itself where that is.
    let bracket = reading.after_space(end);
    if !names.is_empty() && reading.at(bracket) == Some('(') && reading.at(bracket + 1) == Some(PLACE) {
        return Some((From::Place(bracket + 1), bracket + 2));
    }
    (!names.is_empty()).then_some((From::Name(names), end))
}

/// Where an “about” begins that stands right before here.
fn about_before(reading: &Reading<'_>, at: usize, limit: usize) -> Option<usize> {
    (at.saturating_sub(15).max(limit)..at).find(|start| {
        ABOUT.iter().any(|word| reading.word(*start, word).is_some_and(|end| reading.after_space(end) == at))
    })
}

/// Behind the words that may stand between bearing and range, and whether one of them is “about”.
fn skipped(reading: &Reading<'_>, mut at: usize) -> (usize, bool) {
    let mut is_about = false;
    for _ in 0..8 {
        let next = reading.after_space(at);
        if let Some(end) = ABOUT.iter().find_map(|word| reading.word(next, word)) {
            (at, is_about) = (end, true);
        } else if let Some(end) = BETWEEN.iter().find_map(|word| reading.word(next, word)) {
            at = end;
        } else if matches!(reading.at(next), Some(',' | '/' | ':' | ';')) {
            at = next + 1;
        } else {
            at = next;
            break;
        }
    }
    (at, is_about)
}

fn skipped_true(reading: &Reading<'_>, at: usize) -> (usize, bool) {
    let at = reading.after_space(at);
    let behind = ["TRUE", "(T)", "T"].iter().find_map(|word| reading.word(at, word));
    (behind.map_or(at, |end| reading.after_space(end)), behind.is_some())
}

/// Points of the compass by their letters.
const POINTS: [&str; 16] =
    ["N", "NNE", "NE", "ENE", "E", "ESE", "SE", "SSE", "S", "SSW", "SW", "WSW", "W", "WNW", "NW", "NNW"];

const COMPONENTS: [(&str, char); 12] = [
    ("NORTH", 'N'),
    ("SOUTH", 'S'),
    ("EAST", 'E'),
    ("WEST", 'W'),
    ("北", 'N'),
    ("南", 'S'),
    ("东", 'E'),
    ("西", 'W'),
    ("북", 'N'),
    ("남", 'S'),
    ("동", 'E'),
    ("서", 'W'),
];

/// The bearing that begins here and half its division in degrees, and where it ends.
fn compass_at(reading: &Reading<'_>, idx: usize) -> Option<((f64, f64), usize)> {
    degrees_at(reading, idx).or_else(|| point_at(reading, idx))
}

fn degrees_at(reading: &Reading<'_>, idx: usize) -> Option<((f64, f64), usize)> {
    let before = idx.checked_sub(1).and_then(|before| reading.at(before));
    let (digits, mut end) = reading.digits(idx).filter(|(digits, _)| digits.len() <= 3)?;
    if before.is_some_and(|c| c.is_ascii_digit() || matches!(c, '.' | '-')) {
        return None;
    }
    let mut text = digits;
    if reading.at(end) == Some('.')
        && let Some((decimals, next)) = reading.digits(end + 1)
    {
        text = format!("{text}.{decimals}");
        end = next;
    }
    let degrees: f64 = text.parse().ok()?;
    let mark = reading.after_space(end);
    let ((), end) =
        reading.one_of(mark, &[("°", ()), ("度", ()), ("도", ()), ("DEGREES", ()), ("DEG", ()), ("T", ())])?;
    let is_minutes_next =
        reading.digits(end).is_some_and(|(_, end)| matches!(reading.at(end), Some('\'' | '′' | '分' | '분')));
    (degrees <= 360.0 && !is_minutes_next).then_some(((degrees, 0.5), end))
}

fn point_at(reading: &Reading<'_>, idx: usize) -> Option<((f64, f64), usize)> {
    let is_letter = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphabetic());
    let before = idx.checked_sub(1).and_then(|before| reading.at(before));
    let first = reading.at(idx)?;
    if first.is_ascii() && (is_letter(before) || before.is_some_and(|c| c == '-')) {
        return None;
    }
    if !first.is_ascii() && before.is_some_and(|c| COMPONENTS.iter().any(|(word, _)| word.starts_with(c))) {
        return None;
    }
    let (mut letters, mut end) = (String::new(), idx);
    for _ in 0..3 {
        let next = if letters.is_empty() || !first.is_ascii() {
            end
        } else {
            reading.after_space(end + usize::from(reading.at(end) == Some('-')))
        };
        // Components may be written together: NORTHWEST.
        let starts = |word: &str| word.chars().enumerate().all(|(i, c)| reading.at(next + i) == Some(c));
        let Some((word, letter)) = COMPONENTS.iter().find(|(word, _)| starts(word)) else { break };
        letters.push(*letter);
        end = next + word.chars().count();
    }
    if letters.is_empty() {
        let abbreviation: String =
            reading.chars.get(idx..)?.iter().take_while(|c| c.is_ascii_alphabetic()).take(4).collect();
        end = idx + abbreviation.len();
        letters = abbreviation;
    } else if first.is_ascii() {
        end = reading.word(end, "ERN").or_else(|| reading.word(end, "ERLY")).unwrap_or(end);
        if is_letter(reading.at(end)) {
            return None;
        }
    }
    // 东北 is north-east.
    let letters = match letters.as_str() {
        "EN" => "NE",
        "WN" => "NW",
        "ES" => "SE",
        "WS" => "SW",
        other => other,
    };
    let point = POINTS.iter().position(|point| *point == letters)?;
    let half = if point % 2 == 0 { 22.5 } else { 11.25 };
    let degrees = f64::from(u8::try_from(point).ok()?) * 22.5;
    Some(inclined(reading, degrees, end).unwrap_or(((degrees, half), end)))
}

/// 东偏南30度: so many degrees from east towards south.
fn inclined(reading: &Reading<'_>, degrees: f64, at: usize) -> Option<((f64, f64), usize)> {
    let at = reading.word(at, "偏")?;
    let c = reading.at(at)?;
    let (_, letter) = COMPONENTS.iter().find(|(word, _)| word.chars().eq([c]))?;
    let towards = POINTS.iter().position(|point| point.chars().eq([*letter]))?;
    let ((by, half), end) = degrees_at(reading, reading.after_space(at + 1))?;
    let turn = (f64::from(u8::try_from(towards).ok()?) * 22.5 - degrees).rem_euclid(360.0);
    let bearing = if turn < 180.0 { degrees + by } else { degrees - by };
    (by <= 90.0).then_some(((bearing.rem_euclid(360.0), half), end))
}

/// How many characters of a name are looked at.
const LONGEST_NAME: usize = 40;

fn is_of_name(c: char) -> bool {
    (c.is_alphabetic() && c != PLACE) || c == '\'' || c == '-'
}

/// The names that begin here: of up to four words, the longest first, and where the longest ends.
fn names_from(reading: &Reading<'_>, at: usize, limit: usize) -> (Vec<String>, usize) {
    const ENDS: [&str; 12] = ["IN", "ON", "AT", "AND", "FROM", "UNTIL", "WHERE", "DURING", "TO", "BY", "IS", "ARE"];
    let (mut end, mut ends) = (at, Vec::new());
    while ends.len() < 4 && end < limit.min(at + LONGEST_NAME) {
        if ENDS.iter().any(|word| reading.word(end, word).is_some()) {
            break;
        }
        let rest = reading.chars.get(end..limit.min(at + LONGEST_NAME)).unwrap_or_default();
        let length = rest.iter().take_while(|c| is_of_name(**c)).count();
        if length == 0 {
            break;
        }
        ends.push(end + length);
        end = reading.after_space(end + length);
    }
    let names = ends.iter().rev().map(|end| reading.words(&(at..*end)).to_owned()).collect();
    (names, ends.last().copied().unwrap_or(at))
}

/// The position or the names that end before here, and where they begin.
pub(super) fn named_before(reading: &Reading<'_>, at: usize, limit: usize) -> Option<(usize, From)> {
    let before = |mut at: usize| {
        while at > limit && reading.at(at - 1).is_some_and(char::is_whitespace) {
            at -= 1;
        }
        at
    };
    let mut end = before(at);
    for _ in 0..3 {
        let ends = |word: &&&str| {
            let length = word.chars().count();
            end.checked_sub(length).is_some_and(|start| start >= limit && reading.word(start, word) == Some(end))
        };
        let Some(word) = BEHIND_NAME.iter().find(ends) else { break };
        end = before(end - word.chars().count());
    }
    if end <= limit {
        return None;
    }
    if reading.at(end - 1) == Some(PLACE) {
        return Some((end - 1, From::Place(end - 1)));
    }
    let word_before = |end: usize| {
        let mut start = end;
        while start > limit && end - start < LONGEST_NAME && reading.at(start - 1).is_some_and(is_of_name) {
            start -= 1;
        }
        start
    };
    let start = word_before(end);
    if start == end {
        return None;
    }
    let mut names = Vec::new();
    let earlier = word_before(before(start));
    if earlier < before(start) {
        names.push(reading.words(&(earlier..end)).to_owned());
    }
    names.push(reading.words(&(start..end)).to_owned());
    // Chinese and Japanese write no spaces: the name is the end of what stands there.
    let is_latin = reading.at(end - 1).is_some_and(|c| c.is_ascii());
    if !is_latin {
        names.extend((start + 1..end.saturating_sub(1)).take(8).map(|start| reading.words(&(start..end)).to_owned()));
    }
    Some((start, From::Name(names)))
}
