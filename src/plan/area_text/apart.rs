//! Circles and rings that stand beside what the positions of a text make: about places by name, and about points that are
//! themselves given by range and bearing.
//!
//! Owns their telling from the rest, so that neither is lost to the other. Start at [`Part::take_apart`].

use std::ops::Range;

use super::AreaFault;
use super::bearing::{Bearing, From};
use super::figure::{ARC, Figure, Part, touches};
use super::round::{BEFORE, BEHIND};
use crate::geodesy::Position;
use crate::plan::Shape;

/// Words between a radius and the point that it is about.
const CENTRED_ON: [&str; 22] = [
    "RADIUS", "CENTRED", "CENTERED", "CENTRE", "CENTER", "OF", "ON", "AT", "ABOUT", "AROUND", "FROM", "A", "THE",
    "POINT", "POSITION", "POSN", "PSN", "IN", "CIRCLE", ",", ":", "(",
];

/// Words between a point that is given by range and bearing and a radius about it.
const ABOUT_IT: [&str; 37] = [
    "WITH",
    "WITHIN",
    "WI",
    "RADIUS",
    "A",
    "OF",
    "IN",
    "CIRCLE",
    "지점",
    "위치",
    "해상",
    "해역",
    "을",
    "를",
    "에서",
    "중심으로",
    "중심",
    "한",
    "하는",
    "의",
    "반경",
    "반지름",
    "약",
    "的",
    "处",
    "地点",
    "海面",
    "海域",
    "为中心",
    "为圆心",
    "を中心とする",
    "を中心に",
    "の",
    "半径",
    ",",
    ":",
    "(",
];

impl Part<'_> {
    /// Takes out what stands apart, each with the characters that say so; the rest of the part no longer has it.
    pub(super) fn take_apart(&mut self, bearings: &mut Vec<Bearing>) -> Vec<(Range<usize>, Figure)> {
        let mut taken = self.about_bearings(bearings);
        self.without(&taken);
        bearings.retain(|bearing| !taken.iter().any(|(range, _)| overlap(range, &bearing.range)));
        let named = self.about_names();
        self.without(&named);
        taken.extend(named);
        taken.sort_by_key(|(range, _)| range.start);
        taken
    }

    fn without(&mut self, taken: &[(Range<usize>, Figure)]) {
        self.used.extend(taken.iter().map(|(range, _)| range.clone()));
        self.used.sort_by_key(|range| range.start);
        let used = &self.used;
        self.places.retain(|(at, _)| !touches(used, &(*at..*at + 1)));
    }

    /// `RADIUS 10 NM CENTRED ON POINT 20 NM SOUTH OF BUSAN`, 부산 남쪽 20해리 지점 반경 10해리.
    fn about_bearings(&self, bearings: &[Bearing]) -> Vec<(Range<usize>, Figure)> {
        let lengths = self.lengths();
        let about = |bearing: &Bearing| {
            let away = bearing.away()?;
            let (range, radius) = lengths.iter().find(|(range, _)| {
                let is_behind = range.end <= bearing.range.start
                    && self.reaches(range.end, bearing.range.start, &CENTRED_ON)
                    && self.is_said_round(range);
                let is_before = range.start >= bearing.range.end
                    && self.reaches(bearing.range.end, range.start, &ABOUT_IT)
                    && (self.precedes(range.start, &BEFORE) || self.follows(range.end, &BEHIND));
                is_behind || is_before
            })?;
            let whole = range.start.min(bearing.range.start)..range.end.max(bearing.range.end);
            let mut figure = self.about(&bearing.from, &whole, |from| Shape::Circle {
                centre: away(from).rounded(),
                radius: radius.metres,
            });
            if let Some((_, Some(Shape::Circle { centre, .. }))) = &figure.drawn {
                figure.corners = vec![*centre];
            }
            Some((whole, figure))
        };
        bearings.iter().filter_map(about).collect()
    }

    /// Circles and a ring about places by name beside positions.
    fn about_names(&self) -> Vec<(Range<usize>, Figure)> {
        if self.places.is_empty() {
            return Vec::new();
        }
        let is_known = |from: &From| matches!(from, From::Name(_)) && self.centre(from).is_some();
        let ring = self.interval().and_then(|(range, inner, outer)| {
            let (from, words) = self.named_beside(&range).filter(|(from, _)| is_known(from))?;
            let (inner, outer) = (inner.metres, outer.metres);
            let shape = |centre: Position| Shape::Ring { centre: centre.rounded(), inner, outer };
            let figure = self.about(&from, &words, shape);
            Some((words, figure))
        });
        let in_ring: Vec<Range<usize>> = ring.iter().map(|(range, _)| range.clone()).collect();
        let circles = self.lengths().into_iter().filter_map(|(range, length)| {
            let (from, words) = self.named_circle(&range).filter(|(from, _)| is_known(from))?;
            let shape = |centre: Position| Shape::Circle { centre: centre.rounded(), radius: length.metres };
            let figure = self.about(&from, &words, shape);
            (!touches(&in_ring, &range)).then_some((words, figure))
        });
        let circles: Vec<_> = circles.collect();
        ring.into_iter().chain(circles).collect()
    }

    /// The radii that belong to no position beside them and to no name that is known: they are not drawn.
    pub(super) fn undrawn(&self) -> Vec<AreaFault> {
        if self.says(&ARC) {
            return Vec::new();
        }
        let stated = self.lengths().into_iter().filter(|(range, _)| self.is_said_round(range));
        let words = stated.filter_map(|(range, _)| match self.named_beside(&range) {
            Some((From::Place(_), _)) => None,
            Some((From::Name(_), words)) => Some(words),
            None => Some(range),
        });
        words.map(|words| AreaFault::NotDrawn(self.reading.words(&words).to_owned())).collect()
    }

    /// Whether a length is one that something is round by, by the words beside it.
    fn is_said_round(&self, range: &Range<usize>) -> bool {
        self.precedes(range.start, &BEFORE)
            || self.follows(range.end, &BEHIND)
            || self.precedes(range.start, &["WITHIN", "WI"])
    }

    /// Whether nothing but some words and spaces stands between two places.
    fn reaches(&self, mut at: usize, end: usize, words: &[&str]) -> bool {
        loop {
            at = self.reading.after_space(at);
            if at >= end {
                return at == end || self.reading.words(&(end..at)).is_empty();
            }
            let Some(next) = words.iter().find_map(|word| self.reading.word(at, word)) else { return false };
            at = next;
        }
    }
}

const fn overlap(one: &Range<usize>, other: &Range<usize>) -> bool {
    one.start < other.end && other.start < one.end
}
