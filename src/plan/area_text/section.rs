//! Several areas in one text: `A. … B. …`, `AREA 1: …`, `第一区域`, `가. … 나. …`.
//!
//! Owns the telling of a list of areas from a list of corners: each item of the former has an area of its own. Start at
//! [`sections`].

use std::ops::Range;

use super::bearing::bearings;
use super::length::length_at;
use crate::plan::reading::{PLACE, Reading};

/// A part of a text, and its own letter or number.
#[derive(Clone, Debug)]
pub(super) struct Section {
    pub label: Option<String>,
    pub range: Range<usize>,
}

/// The parts of a text that each tell of areas of their own, in order; the whole text if it is one.
pub(super) fn sections(reading: &Reading<'_>) -> Vec<Section> {
    let text = Text {
        reading,
        weight: Weight::of(reading),
        marks: KINDS.iter().map(|kind| (*kind, marks(reading, *kind))).collect(),
    };
    text.split(&Section { label: None, range: reading.all() }, None)
}

/// A text with all its letters and numbers.
struct Text<'a> {
    reading: &'a Reading<'a>,
    weight: Weight,
    marks: Vec<(Kind, Vec<Mark>)>,
}

impl Text<'_> {
    /// A part split by the letters or numbers that make most areas of it; those inside such an item may be lettered in turn.
    fn split(&self, whole: &Section, inside: Option<Kind>) -> Vec<Section> {
        let mut best: Vec<Section> = Vec::new();
        for (kind, marks) in self.marks.iter().filter(|(kind, _)| Some(*kind) != inside) {
            let from = marks.partition_point(|mark| mark.at < whole.range.start);
            let to = marks.partition_point(|mark| mark.at < whole.range.end);
            let marks = marks.get(from..to).unwrap_or_default();
            let is_restarted = *kind == Kind::Restarted;
            let mut items = if is_restarted { restarts(marks) } else { longest_run(marks) };
            // What has no place, as a period or “cancel this message” has none, belongs to what stands before it.
            let all = parts(&items, whole.range.end);
            let mut has_place = all.iter().map(|part| self.weight.is_something(part));
            items.retain(|_| has_place.next().unwrap_or(false));
            let ranges = parts(&items, whole.range.end);
            if items.len() < 2 || !ranges.iter().all(|part| self.weight.is_area(part, is_restarted)) {
                continue;
            }
            let before = whole.range.start..items.first().map_or(whole.range.start, |mark| mark.at);
            let mut found = Vec::new();
            if self.weight.n_places(&before) > 2 {
                found.push(Section { label: whole.label.clone(), range: before });
            }
            for (mark, range) in items.iter().zip(ranges) {
                let own = self.reading.words(&mark.label);
                let label = whole.label.as_ref().map_or_else(|| own.to_owned(), |outer| format!("{outer} {own}"));
                let item = Section { label: Some(label), range };
                if inside.is_none() {
                    found.extend(self.split(&item, Some(*kind)));
                } else {
                    found.push(item);
                }
            }
            if found.len() > best.len() {
                best = found;
            }
        }
        if best.is_empty() { vec![whole.clone()] } else { best }
    }
}

/// Whether a text begins with the letter or number of an item.
pub(super) fn begins_an_item(text: &str) -> bool {
    let head: String = text.chars().take(32).collect();
    let reading = Reading::of(&head);
    KINDS.iter().any(|kind| mark(&reading, 0, *kind).is_some())
}

/// The letter or number of an item.
#[derive(Clone, Debug)]
struct Mark {
    /// Where the item begins.
    at: usize,
    /// Its place in the list, counted from one.
    number: usize,
    /// The characters of the letter or number itself.
    label: Range<usize>,
}

fn parts(starts: &[Mark], end: usize) -> Vec<Range<usize>> {
    let ends = starts.iter().skip(1).map(|mark| mark.at).chain([end]);
    starts.iter().zip(ends).map(|(start, end)| start.at..end).collect()
}

/// How many positions, other angles, lengths, and ranges with bearings stand before each character.
struct Weight {
    places: Vec<usize>,
    angles: Vec<usize>,
    lengths: Vec<usize>,
    bearings: Vec<usize>,
}

impl Weight {
    fn of(reading: &Reading<'_>) -> Self {
        let n = reading.chars.len();
        let summed = |counts: &mut dyn Iterator<Item = usize>| {
            let mut sum = 0;
            std::iter::once(0)
                .chain(counts.map(|count| {
                    sum += count;
                    sum
                }))
                .collect::<Vec<usize>>()
        };
        let starts = |starts: Vec<usize>| {
            let mut counts = vec![0; n];
            for at in starts {
                if let Some(count) = counts.get_mut(at) {
                    *count += 1;
                }
            }
            summed(&mut counts.into_iter())
        };
        Self {
            places: summed(&mut reading.chars.iter().map(|c| usize::from(*c == PLACE))),
            angles: starts(reading.spots.iter().map(|(at, _)| *at).collect()),
            lengths: summed(&mut (0..n).map(|at| usize::from(length_at(reading, at).is_some()))),
            bearings: starts(bearings(reading, &reading.all()).iter().map(|bearing| bearing.range.start).collect()),
        }
    }

    fn within(counts: &[usize], range: &Range<usize>) -> usize {
        let at = |idx: usize| counts.get(idx).or(counts.last()).copied().unwrap_or(0);
        at(range.end).saturating_sub(at(range.start))
    }

    fn n_places(&self, range: &Range<usize>) -> usize {
        Self::within(&self.places, range)
    }

    fn is_something(&self, range: &Range<usize>) -> bool {
        self.n_places(range) > 0 || self.is_area(range, false)
    }

    /// Whether a part has an area of its own: three corners, bounds, a place with a length, a range and bearing.
    fn is_area(&self, range: &Range<usize>, needs_corners: bool) -> bool {
        let n_places = self.n_places(range);
        let n_angles = Self::within(&self.angles, range);
        let has_length = Self::within(&self.lengths, range) > 0;
        let is_short = n_angles > 2 || (n_angles > 0 && has_length) || Self::within(&self.bearings, range) > 0;
        n_places > 2 || (!needs_corners && is_short)
    }
}

/// What numbers the items of a list.
#[derive(Clone, Copy, PartialEq)]
enum Kind {
    /// `AREA 1`, `AREA A`, `第一区域`, `A구역`.
    Area,
    /// `A.`, `(A)`.
    Letter,
    /// `가.`
    Hangul,
    /// `一、`
    Han,
    /// `1.`, `(1)`, `①`.
    Number,
    /// Corners numbered from one again.
    Restarted,
}

const KINDS: [Kind; 6] = [Kind::Area, Kind::Letter, Kind::Hangul, Kind::Han, Kind::Number, Kind::Restarted];

const HANGUL: [char; 14] = ['가', '나', '다', '라', '마', '바', '사', '아', '자', '차', '카', '타', '파', '하'];
const HAN: [char; 10] = ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十'];

/// The items of a kind.
fn marks(reading: &Reading<'_>, kind: Kind) -> Vec<Mark> {
    (0..reading.chars.len()).filter_map(|at| mark(reading, at, kind)).collect()
}

fn mark(reading: &Reading<'_>, at: usize, kind: Kind) -> Option<Mark> {
    let (number, label) = match kind {
        Kind::Area => area_label(reading, at),
        _ => item_label(reading, at, kind),
    }?;
    Some(Mark { at, number, label })
}

/// The number of a label that begins here, and where it ends.
fn ordinal(reading: &Reading<'_>, at: usize, kind: Kind) -> Option<(usize, usize)> {
    let c = reading.at(at)?;
    let place = |list: &[char]| list.iter().position(|item| *item == c).map(|idx| (idx + 1, at + 1));
    match kind {
        Kind::Letter => c.is_ascii_uppercase().then(|| (usize::from(c as u8 - b'A') + 1, at + 1)),
        Kind::Hangul => place(&HANGUL),
        Kind::Han => place(&HAN),
        Kind::Number | Kind::Restarted => {
            let (digits, end) = reading.digits(at)?;
            (digits.len() <= 2).then_some((digits.parse().ok()?, end))
        }
        Kind::Area => [Kind::Letter, Kind::Han, Kind::Number].iter().find_map(|kind| ordinal(reading, at, *kind)),
    }
}

fn item_label(reading: &Reading<'_>, at: usize, kind: Kind) -> Option<(usize, Range<usize>)> {
    let before = at.checked_sub(1).and_then(|before| reading.at(before));
    let is_start = before.is_none_or(|c| c.is_whitespace() || matches!(c, ',' | ';' | ':' | '.' | ')') || c == PLACE);
    if matches!(kind, Kind::Number | Kind::Restarted) {
        let circled = reading.at(at).and_then(|c| u32::from(c).checked_sub(0x2460)).filter(|n| *n < 20);
        if let Some(circled) = circled {
            return Some((usize::try_from(circled + 1).ok()?, at..at + 1));
        }
    }
    if !is_start {
        return None;
    }
    let is_open = reading.at(at) == Some('(');
    let start = at + usize::from(is_open);
    let (number, end) = ordinal(reading, start, kind)?;
    let closes = reading.at(end)?;
    let is_decimal = reading.at(end + 1).is_some_and(|c| c.is_ascii_digit())
        && closes == '.'
        && matches!(kind, Kind::Number | Kind::Restarted);
    let is_closed = match kind {
        _ if is_open => closes == ')',
        Kind::Han => closes == ',',
        Kind::Letter => matches!(closes, '.' | ')' | ':' | ','),
        _ => matches!(closes, '.' | ')'),
    };
    (is_closed && !is_decimal).then_some((number, start..end))
}

fn area_label(reading: &Reading<'_>, at: usize) -> Option<(usize, Range<usize>)> {
    const BEFORE: [(&str, ()); 8] = [
        ("AREA", ()),
        ("ZONE", ()),
        ("SECTION", ()),
        ("区域", ()),
        ("海域", ()),
        ("水域", ()),
        ("구역", ()),
        ("해역", ()),
    ];
    const BEHIND: [(&str, ()); 6] = [("区域", ()), ("海域", ()), ("水域", ()), ("区", ()), ("구역", ()), ("해역", ())];
    let is_apart = |at: usize| !reading.at(at).is_some_and(|c| c.is_ascii_alphanumeric() || c == '-');
    if let Some(((), end)) = reading.one_of(at, &BEFORE) {
        let number = reading.after_space(end);
        let number = number + usize::from(matches!(reading.at(number), Some('#' | '-' | '(')));
        let (ordinal, end) = ordinal(reading, number, Kind::Area).filter(|(_, end)| is_apart(*end))?;
        return Some((ordinal, number..end));
    }
    if let Some(((), number)) = reading.one_of(at, &[("第", ()), ("제", ())]) {
        let start = reading.after_space(number);
        let (ordinal, end) = ordinal(reading, start, Kind::Area)?;
        return reading.one_of(reading.after_space(end), &BEHIND).map(|_| (ordinal, start..end));
    }
    let before = at.checked_sub(1).and_then(|before| reading.at(before));
    if before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '第' | '제' | '.' | '-')) {
        return None;
    }
    let (ordinal, end) = ordinal(reading, at, Kind::Letter).or_else(|| ordinal(reading, at, Kind::Number))?;
    reading.one_of(end, &BEHIND).map(|_| (ordinal, at..end))
}

/// The longest run of marks that counts up from one.
fn longest_run(marks: &[Mark]) -> Vec<Mark> {
    let (mut best, mut run): (Vec<Mark>, Vec<Mark>) = (Vec::new(), Vec::new());
    for mark in marks {
        if mark.number == run.len() + 1 {
            run.push(mark.clone());
        } else if mark.number == 1 {
            if run.len() > best.len() {
                best = std::mem::take(&mut run);
            }
            run = vec![mark.clone()];
        }
    }
    if run.len() > best.len() { run } else { best }
}

/// Where the count begins at one again.
fn restarts(marks: &[Mark]) -> Vec<Mark> {
    marks.iter().filter(|mark| mark.number == 1).cloned().collect()
}
