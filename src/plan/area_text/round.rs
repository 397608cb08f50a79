//! Circles and rings: a radius about each position, a radius for each, two radii about one.
//!
//! Owns which lengths are radii, by the words beside them. Start at [`Part::round`].

use std::ops::Range;

use super::AreaFault;
use super::bearing::{From, named_before, named_behind};
use super::figure::{ARC, BOUNDED, Figure, Part, touches};
use super::length::{Length, interval_at};
use crate::geodesy::Position;
use crate::plan::Shape;
use crate::plan::reading::PLACE;
use crate::units::{METRES_PER_NAUTICAL_MILE, Metres};

/// Words before a radius.
pub(super) const BEFORE: [&str; 8] = ["RADIUS", "RADII", "半径", "반경", "반지름", "周围", "주변", "주위"];

/// Words behind a radius.
pub(super) const BEHIND: [&str; 8] = ["RADIUS", "RADII", "以内", "이내", "半径", "반경", "之内", "范围内"];

/// Words between the middle of a circle and its radius in Chinese, Japanese and Korean.
const CENTRED: [&str; 12] = [
    "을 중심으로",
    "를 중심으로",
    "을 중심",
    "를 중심",
    "중심",
    "为中心",
    "为圆心",
    "为圆点",
    "を中心とする",
    "を中心に",
    "周围",
    "주변",
];

impl Part<'_> {
    /// Rings and circles, if the part tells of any.
    pub(super) fn round(&self) -> Option<Vec<Figure>> {
        self.of_a_notam().or_else(|| self.outline_and_circles()).or_else(|| self.rings()).or_else(|| self.circles())
    }

    /// The circle of a NOTAM's line Q, where its text has no positions: `…/000/999/3815N12515E025`.
    fn of_a_notam(&self) -> Option<Vec<Figure>> {
        let [(at, centre)] = self.places.as_slice() else { return None };
        let is_behind_stroke = at.checked_sub(1).and_then(|before| self.reading.at(before)) == Some('/');
        let (digits, _) = self.reading.digits(at + 1).filter(|(digits, _)| is_behind_stroke && digits.len() == 3)?;
        let radius = Metres::magnitude(digits.parse::<f64>().ok()? * METRES_PER_NAUTICAL_MILE);
        Some(vec![Figure::shaped(vec![*centre], Shape::Circle { centre: centre.rounded(), radius })])
    }

    /// An outline, and circles beside it about positions of their own.
    fn outline_and_circles(&self) -> Option<Vec<Figure>> {
        let lengths = self.lengths();
        let radii = lengths.iter().filter(|(range, _)| self.is_radius(range));
        let own: Vec<(usize, Length)> =
            radii.filter_map(|(range, length)| Some((self.place_beside(range)?, *length))).collect();
        let is_centre = |at: usize| own.iter().any(|(centre, _)| *centre == at);
        let corners: Vec<(usize, Position)> = self.places.iter().filter(|(at, _)| !is_centre(*at)).copied().collect();
        if own.is_empty() || corners.len() < 3 {
            return None;
        }
        let circles = self.places.iter().filter_map(|(at, centre)| {
            let (_, length) = own.iter().find(|(own, _)| own == at)?;
            let shape = Shape::Circle { centre: centre.rounded(), radius: length.metres };
            Some((*at, Figure::shaped(vec![*centre], shape)))
        });
        let first = corners.first().map_or(0, |(at, _)| *at);
        let mut outline = Figure::outline(corners.iter().map(|(_, place)| *place).collect());
        outline.faults.extend(self.undrawn());
        let mut figures: Vec<(usize, Figure)> = std::iter::once((first, outline)).chain(circles).collect();
        figures.sort_by_key(|(at, _)| *at);
        Some(figures.into_iter().map(|(_, figure)| figure).collect())
    }

    /// The position that a radius is about: right behind “of”, or right before it.
    fn place_beside(&self, range: &Range<usize>) -> Option<usize> {
        match self.named_beside(range)?.0 {
            From::Place(at) => Some(at),
            From::Name(_) => None,
        }
    }

    /// Between one radius and another about a place: `BETWEEN 10 AND 20 NM OF`, `WITHIN 20 NM BUT OUTSIDE 10 NM OF`.
    fn rings(&self) -> Option<Vec<Figure>> {
        let is_bounded = self.places.len() > 2 && self.says(&BOUNDED);
        let (range, inner, outer) = self.interval().or_else(|| self.less_a_hole()).filter(|_| !is_bounded)?;
        let ring =
            |centre: Position| Shape::Ring { centre: centre.rounded(), inner: inner.metres, outer: outer.metres };
        if self.places.is_empty() {
            let (from, words) = self.named_beside(&range)?;
            return Some(vec![self.about(&from, &words, ring)]);
        }
        Some(self.corners().into_iter().map(|place| Figure::shaped(vec![place], ring(place))).collect())
    }

    /// Two lengths with a word between them that are radii.
    pub(super) fn interval(&self) -> Option<(Range<usize>, Length, Length)> {
        let mut at = self.range.start;
        while at < self.range.end {
            if let Some(([inner, outer], end)) = interval_at(self.reading, at)
                && !touches(&self.used, &(at..end))
            {
                let range = at..end;
                let is_of = self.is_of_a_place(end);
                let is_radius = self.precedes(at, &BEFORE) || self.follows(end, &BEHIND);
                let is_said = self.precedes(at, &["BETWEEN", "FROM", "以"]) && is_of;
                let is_placed_before =
                    self.is_placed_before(at) && self.follows(end, &["사이", "之间", "の間", "间", "구간"]);
                let is_bearing = !is_radius && !is_of && !is_placed_before;
                if !is_bearing && (is_of || is_radius || is_said || is_placed_before) {
                    return Some((range, inner, outer));
                }
                at = end;
            } else {
                at += 1;
            }
        }
        None
    }

    /// `WITHIN 20 NM BUT OUTSIDE 10 NM OF`, 10海里以外20海里以内.
    fn less_a_hole(&self) -> Option<(Range<usize>, Length, Length)> {
        const OUTSIDE: [&str; 6] = ["OUTSIDE", "BEYOND", "MORE THAN", "NOT WITHIN", "EXCLUDING", "EXCEPT WITHIN"];
        const BEYOND: [&str; 4] = ["以外", "이상", "밖", "이원"];
        let lengths = self.lengths();
        let is_outside =
            |range: &Range<usize>| self.precedes(range.start, &OUTSIDE) || self.follows(range.end, &BEYOND);
        let is_within = |range: &Range<usize>| {
            self.precedes(range.start, &["WITHIN", "LESS THAN"]) || self.follows(range.end, &BEHIND)
        };
        let (hole, inner) = lengths.iter().find(|(range, _)| is_outside(range))?;
        let (rim, outer) = lengths.iter().find(|(range, _)| range != hole && is_within(range))?;
        let is_ring = inner.metres.value() < outer.metres.value();
        is_ring.then(|| (hole.start.min(rim.start)..hole.end.max(rim.end), *inner, *outer))
    }

    /// Circles: one radius about each position, or a radius for each.
    fn circles(&self) -> Option<Vec<Figure>> {
        let radii: Vec<(Range<usize>, Length)> =
            self.lengths().into_iter().filter(|(range, _)| self.is_radius(range)).collect();
        let is_bounded = self.places.len() > 2 && self.says(&BOUNDED);
        if radii.is_empty() || self.places.is_empty() || is_bounded {
            return None;
        }
        let circle = |centre: Position, length: &Length| {
            Figure::shaped(vec![centre], Shape::Circle { centre: centre.rounded(), radius: length.metres })
        };
        if radii.len() == self.places.len() {
            return Some(
                self.places.iter().zip(&radii).map(|((_, place), (_, length))| circle(*place, length)).collect(),
            );
        }
        // Several places beside a radius of an arc are its ends.
        if self.places.len() > 1 && self.says(&ARC) {
            return None;
        }
        let (_, first) = radii.first()?;
        if radii.iter().any(|(_, radius)| radius.metres != first.metres) {
            return Some(vec![Figure::undrawn(self.corners(), AreaFault::Radii)]);
        }
        Some(self.places.iter().map(|(_, place)| circle(*place, first)).collect())
    }

    /// Whether a length is the radius of a circle, by the words beside it.
    pub(super) fn is_radius(&self, range: &Range<usize>) -> bool {
        if self.precedes(range.start, &BEFORE) || self.follows(range.end, &BEHIND) {
            return true;
        }
        // “Within 5 NM of” something that is no position is no circle.
        let next = self.small_words(range.end);
        let next = ["FROM", "AROUND", "POSITION", "POSN", "PSN"]
            .iter()
            .fold(next, |at, word| self.reading.word(at, word).map_or(at, |end| self.small_words(end)));
        let is_of_a_place = self.reading.at(next) == Some(PLACE);
        // Of “within 2 NM of … and 3 NM of …” both are.
        is_of_a_place && (self.says_within || self.precedes(range.start, &["WITHIN", "WI"]))
    }

    /// Circles about places by name, each with its words: `WITHIN 5 NM OF NAMPO`, `남포 반경 5해리`.
    pub(super) fn named_circles(&self) -> Vec<(Range<usize>, Figure)> {
        if !self.places.is_empty() {
            return Vec::new();
        }
        let named = self.lengths().into_iter().filter_map(|(range, length)| {
            let (from, words) = self.named_circle(&range)?;
            let circle = |centre: Position| Shape::Circle { centre: centre.rounded(), radius: length.metres };
            let figure = self.about(&from, &words, circle);
            Some((words, figure))
        });
        named.collect()
    }

    /// Whether it states a radius outside some parts of it, which are in order.
    pub(super) fn has_radius_beside(&self, used: &[Range<usize>]) -> bool {
        self.lengths()
            .iter()
            .any(|(range, _)| !touches(used, range) && self.precedes(range.start, &["RADIUS", "半径", "반경"]))
    }

    /// Whether the part tells of a circle about a place by name.
    pub(super) fn has_named_circle(&self) -> bool {
        self.places.is_empty() && self.lengths().iter().any(|(range, _)| self.named_circle(range).is_some())
    }

    pub(super) fn named_circle(&self, range: &Range<usize>) -> Option<(From, Range<usize>)> {
        let is_radius = self.precedes(range.start, &BEFORE)
            || self.follows(range.end, &BEHIND)
            || self.precedes(range.start, &["WITHIN", "WI"]);
        is_radius.then(|| self.named_beside(range)).flatten()
    }

    /// The name beside a radius, before it or behind, and the words of both.
    pub(super) fn named_beside(&self, range: &Range<usize>) -> Option<(From, Range<usize>)> {
        let mut behind = self.reading.after_space(range.end);
        if let Some(end) = self.reading.word(behind, "RADIUS") {
            behind = self.reading.after_space(end);
        }
        if let Some((from, end)) =
            named_behind(self.reading, behind, self.range.end, &["OF", "FROM", "AROUND", "ABOUT"])
        {
            return Some(match self.position_of_it(end).filter(|_| matches!(from, From::Name(_))) {
                Some(at) => (From::Place(at), range.start..at + 1),
                None => (from, range.start..end),
            });
        }
        let mut at = range.start;
        for word in BEFORE.iter().chain(&CENTRED) {
            let start = self.before_word(at, word);
            at = start.unwrap_or(at);
        }
        let (start, from) = named_before(self.reading, at, self.range.start)?;
        // A Latin word before a radius is any word.
        let is_counted =
            start.checked_sub(1).and_then(|before| self.reading.at(before)).is_some_and(|c| c.is_ascii_digit());
        let is_name =
            matches!(from, From::Place(_)) || !is_counted && self.reading.at(start).is_some_and(|c| !c.is_ascii());
        is_name.then_some((from, start..range.end))
    }

    /// The position of what is named right before it: `OF VESSEL IN POSITION 38-00N 125-00E`.
    fn position_of_it(&self, mut at: usize) -> Option<usize> {
        const SMALL: [&str; 7] = ["AT", "IN", "POSITION", "POSN", "PSN", "(", "APPROXIMATE"];
        loop {
            at = self.reading.after_space(at);
            if self.reading.at(at) == Some(PLACE) {
                return (at < self.range.end).then_some(at);
            }
            at = SMALL.iter().find_map(|word| self.reading.word(at, word))?;
        }
    }

    /// Where a word begins that ends before here, spaces aside.
    fn before_word(&self, mut at: usize, word: &str) -> Option<usize> {
        let before = |at: usize| at.checked_sub(1).filter(|before| *before >= self.range.start);
        while let Some(last) = before(at).filter(|last| self.reading.at(*last).is_some_and(char::is_whitespace)) {
            at = last;
        }
        let start = at.checked_sub(word.chars().count()).filter(|start| *start >= self.range.start)?;
        (self.reading.word(start, word) == Some(at)).then_some(start)
    }

    /// Whether “of” a position or a name follows.
    fn is_of_a_place(&self, end: usize) -> bool {
        named_behind(self.reading, self.reading.after_space(end), self.range.end, &["OF", "FROM", "AROUND", "ABOUT"])
            .is_some()
    }

    fn is_placed_before(&self, at: usize) -> bool {
        named_before(self.reading, at, self.range.start).is_some()
    }
}
