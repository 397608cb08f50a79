//! What one part of a text draws: a polygon, circles, rings, a corridor, a line, bounds, a sector, a place.
//!
//! Owns the choice between them, by the words around the positions. Start at [`figures`].

use std::ops::Range;

use geo::{Geometry, LineString};

use super::bearing::{Bearing, From, bearings, ranges};
use super::bounds::{bounds, is_half_bounded};
use super::length::{Length, length_at};
use super::order::in_order;
use super::{AreaFault, Drawn};
use crate::coordinate::Spotted;
use crate::geodesy::Position;
use crate::plan::Shape;
use crate::plan::geometry::{ShapeError, between_geodesics, geometry_of, self_crossing};
use crate::plan::reading::Reading;
use crate::units::Metres;

/// What knows places by name.
pub(super) type PlaceOf<'a> = &'a dyn Fn(&str) -> Option<Position>;

/// One thing that is drawn, as the text gives it.
#[derive(Clone, Debug, Default)]
pub(super) struct Figure {
    /// Its corners, centre or points, in the order of the text.
    pub corners: Vec<Position>,
    pub drawn: Option<Drawn>,
    /// Words that the figure alone does not keep.
    pub remarks: Vec<String>,
    pub faults: Vec<AreaFault>,
}

impl Figure {
    pub(super) fn shaped(corners: Vec<Position>, shape: Shape) -> Self {
        let drawn = geometry_of(&shape).map(|geometry| (geometry, Some(shape)));
        Self::of(corners, drawn)
    }

    fn of(corners: Vec<Position>, drawn: Result<Drawn, ShapeError>) -> Self {
        match drawn {
            Ok(drawn) => Self { corners, drawn: Some(drawn), ..Self::default() },
            Err(cause) => Self { corners, faults: vec![AreaFault::Shape(cause)], ..Self::default() },
        }
    }

    /// Nothing that can be drawn, and why.
    pub(super) fn undrawn(corners: Vec<Position>, fault: AreaFault) -> Self {
        Self { corners, faults: vec![fault], ..Self::default() }
    }

    /// The area within geodesics between corners, which are put in order where that is told for sure.
    pub(super) fn outline(corners: Vec<Position>) -> Self {
        let drawn = between_geodesics(&corners);
        let crosses = drawn.as_ref().is_ok_and(|(geometry, _)| self_crossing(geometry).is_some());
        let ordered = || in_order(&corners).and_then(|ordered| between_geodesics(&ordered).ok());
        match crosses.then(ordered) {
            None => Self::of(corners, drawn),
            Some(Some(drawn)) => Self { drawn: Some(drawn), ..Self::undrawn(corners, AreaFault::Reordered) },
            Some(None) => Self { drawn: drawn.ok(), ..Self::undrawn(corners, AreaFault::Crosses) },
        }
    }
}

/// A part of a text with what was found in it.
pub(super) struct Part<'a> {
    pub reading: &'a Reading<'a>,
    pub range: Range<usize>,
    /// The positions that could be read, each with its character.
    pub places: Vec<(usize, Position)>,
    pub place_of: PlaceOf<'a>,
    /// What has been taken out of it, in order.
    pub used: Vec<Range<usize>>,
    /// Whether it speaks of what is within some length.
    pub says_within: bool,
}

/// What a part of a text draws, each with what is wrong with it.
pub(super) fn figures(reading: &Reading<'_>, range: &Range<usize>, place_of: PlaceOf<'_>) -> Vec<Figure> {
    let mut part = Part::of(reading, range, place_of);
    let mut bearings = bearings(reading, range);
    let bounds = bounds(reading, range).map(|(corners, shape)| Figure::shaped(corners.to_vec(), shape));
    let faults = if bounds.is_some() { Vec::new() } else { part.unread(&bearings) };
    if !faults.is_empty() {
        // A figure without one of its corners would be another figure.
        return vec![Figure { corners: part.corners(), faults, ..Figure::default() }];
    }
    let first = part.places.first().map(|(at, _)| *at);
    let mut apart = part.take_apart(&mut bearings);
    let rest = bounds.map_or_else(|| part.rest(&bearings), |bounds| vec![bounds]);
    let after = apart.split_off(apart.partition_point(|(range, _)| Some(range.start) < first));
    let only = |figures: Vec<(Range<usize>, Figure)>| figures.into_iter().map(|(_, figure)| figure);
    let mut figures: Vec<Figure> = only(apart).chain(rest).chain(only(after)).collect();
    for figure in figures.iter_mut().filter(|figure| figure.corners.len() > 2) {
        figure.faults.extend(part.said_besides());
    }
    figures
}

/// Whether a range overlaps one of several, which are in order.
pub(super) fn touches(all: &[Range<usize>], range: &Range<usize>) -> bool {
    let before = all.partition_point(|other| other.start < range.end);
    before.checked_sub(1).and_then(|last| all.get(last)).is_some_and(|last| last.end > range.start)
}

/// Whether a text tells of an area that needs no three corners: bounds, a radius about a position, a range and bearing.
pub(super) fn speaks_of_an_area(reading: &Reading<'_>) -> bool {
    let all = reading.all();
    let part = Part::of(reading, &all, &|_| None);
    let has_radius = || part.lengths().iter().any(|(range, _)| part.is_radius(range));
    bounds(reading, &all).is_some()
        || !bearings(reading, &all).is_empty()
        || (!part.places.is_empty() && (has_radius() || !ranges(reading, &all).is_empty()))
}

/// Whether a text tells of a range from something by name, or of bounds that are not whole: where that is must show itself.
pub(super) fn speaks_of_a_range(reading: &Reading<'_>) -> bool {
    let all = reading.all();
    let part = Part::of(reading, &all, &|_| None);
    part.is_half_bounded() || part.has_named_circle() || !ranges(reading, &all).is_empty()
}

/// Words by which a line is a line, though several positions follow.
const LINE: [&str; 13] = [
    "ALONG LINE",
    "ALONG A LINE",
    "ALONG THE LINE",
    "ALONG LINES",
    "ALONG TRACK",
    "ALONG TRACKLINE",
    "TRACKLINE",
    "TRACK LINE",
    "TRACK JOINING",
    "ROUTE JOINING",
    "航线",
    "항로",
    "CABLE ROUTE",
];

/// Words by which two positions are a line.
const JOINED: [&str; 8] = ["LINE", "JOINING", "JOINED", "连线", "連線", "결선", "연결", "結"];

/// Words by which positions bound an area.
pub(super) const BOUNDED: [&str; 10] =
    ["BOUNDED", "BOUND BY", "JOINING", "JOINED", "围成", "所围", "连线", "연결", "围まれ", "結ぶ"];

/// Words of an edge that is no straight line.
pub(super) const ARC: [&str; 8] = ["ARC", "SECTOR", "扇形", "圆弧", "円弧", "弧线", "부채꼴", "원호"];
const COAST: [&str; 9] = ["COASTLINE", "SHORELINE", "SHORE LINE", "岸线", "海岸线", "陆岸", "陸岸", "해안선", "육안"];

impl<'a> Part<'a> {
    fn of(reading: &'a Reading<'a>, range: &Range<usize>, place_of: PlaceOf<'a>) -> Self {
        let places = reading.spots_in(range).iter().filter_map(|(at, spot)| match spot.read {
            Spotted::Place(place) => Some((*at, place)),
            _ => None,
        });
        let mut part = Self {
            reading,
            range: range.clone(),
            places: places.collect(),
            place_of,
            used: Vec::new(),
            says_within: false,
        };
        part.says_within = part.says(&["WITHIN", "WI"]);
        part
    }

    /// What is drawn besides what stands apart.
    fn rest(&self, bearings: &[Bearing]) -> Vec<Figure> {
        let mut figures = self.corridor().or_else(|| self.round()).unwrap_or_default();
        if !figures.is_empty() {
            return figures;
        }
        figures.extend(self.ranged(bearings));
        if figures.is_empty() {
            let beside = bearings.iter().map(|bearing| self.reading.words(&bearing.range).to_owned());
            // A position goes before a range and bearing that tells of it in words.
            let alone = self.corners_alone().map(|figure| Figure { remarks: beside.collect(), ..figure });
            figures.extend(alone);
        }
        if figures.is_empty() && self.is_half_bounded() {
            figures.push(Figure::undrawn(Vec::new(), AreaFault::Unbounded));
        }
        if let Some(figure) = figures.first_mut().filter(|_| !self.places.is_empty()) {
            figure.faults.extend(self.undrawn());
        }
        figures
    }

    /// The positions that cannot be read. A bearing is none.
    fn unread(&self, bearings: &[Bearing]) -> Vec<AreaFault> {
        let is_bearing = |at: usize| {
            let before = bearings.partition_point(|bearing| bearing.range.start <= at);
            before.checked_sub(1).and_then(|last| bearings.get(last)).is_some_and(|bearing| bearing.range.contains(&at))
        };
        let spots = self.reading.spots_in(&self.range).iter().filter(|(at, _)| !is_bearing(*at));
        let faults = spots.filter_map(|(_, spot)| Some(AreaFault::Place(spot.words.clone(), spot.position()?.err()?)));
        faults.collect()
    }

    /// Whether a range from here is what the part is about: its only position, or a name where it has none.
    fn is_meant(&self, from: &From) -> bool {
        match from {
            From::Place(at) => matches!(self.places.as_slice(), [(place, _)] if place == at),
            From::Name(_) => self.places.is_empty(),
        }
    }

    /// What is drawn by ranges from places: sectors, rings, circles about places by name.
    fn ranged(&self, bearings: &[Bearing]) -> Vec<Figure> {
        let meant = bearings.iter().filter(|bearing| self.is_meant(&bearing.from));
        let mut all: Vec<(Range<usize>, Figure)> = meant
            .map(|bearing| {
                let sector = |centre| bearing.sector(centre);
                (bearing.range.clone(), self.about(&bearing.from, &bearing.range, sector))
            })
            .collect();
        let has_sectors = !all.is_empty();
        let sectors: Vec<Range<usize>> = bearings.iter().map(|bearing| bearing.range.clone()).collect();
        // Where something else is told for sure, a name that is not known may be any word.
        let is_told = |(range, circle): &(Range<usize>, Figure)| {
            !touches(&sectors, range) && (!has_sectors || circle.drawn.is_some())
        };
        let circles: Vec<(Range<usize>, Figure)> = self.named_circles().into_iter().filter(is_told).collect();
        let mut used: Vec<Range<usize>> =
            sectors.iter().chain(circles.iter().map(|(range, _)| range)).cloned().collect();
        used.sort_by_key(|range| range.start);
        all.extend(circles);
        for away in ranges(self.reading, &self.range) {
            let is_free = !touches(&used, &away.range) && !touches(&self.used, &away.range);
            if self.is_meant(&away.from) && self.knows(&away.from) && is_free {
                let ring = self.about(&away.from, &away.range, |centre| away.ring(centre));
                all.push((away.range, ring));
            }
        }
        all.sort_by_key(|(range, _)| range.start);
        let used: Vec<Range<usize>> = all.iter().map(|(range, _)| range.clone()).collect();
        let is_beside = !used.is_empty() && self.has_radius_beside(&used);
        let mut figures: Vec<Figure> = all.into_iter().map(|(_, figure)| figure).collect();
        figures.iter_mut().filter(|_| is_beside).for_each(|figure| figure.faults.push(AreaFault::Radii));
        figures
    }

    /// Whether it gives only parallels or only meridians as bounds.
    fn is_half_bounded(&self) -> bool {
        const BETWEEN: [&str; 9] =
            ["BETWEEN", "LATITUDE", "LATITUDES", "LONGITUDE", "LONGITUDES", "PARALLELS", "MERIDIANS", "사이", "之间"];
        is_half_bounded(self.reading, &self.range) && self.says(&BETWEEN)
    }

    /// The place that a range is from.
    pub(super) fn centre(&self, from: &From) -> Option<Position> {
        match from {
            From::Place(at) => self.places.iter().find(|(place, _)| place == at).map(|(_, place)| *place),
            From::Name(names) => names.iter().find_map(|name| (self.place_of)(name)),
        }
    }

    fn knows(&self, from: &From) -> bool {
        self.centre(from).is_some()
    }

    /// A shape about a place, with the words that say so.
    pub(super) fn about(&self, from: &From, range: &Range<usize>, shape: impl FnOnce(Position) -> Shape) -> Figure {
        let remarks = vec![self.reading.words(range).to_owned()];
        let figure = match (self.centre(from), from) {
            (Some(centre), _) => Figure::shaped(vec![centre], shape(centre)),
            (None, From::Name(names)) => {
                let name = names.first().cloned().unwrap_or_default();
                Figure::undrawn(Vec::new(), AreaFault::Unknown(name))
            }
            (None, From::Place(_)) => Figure::default(),
        };
        Figure { remarks, ..figure }
    }

    pub(super) fn corners(&self) -> Vec<Position> {
        self.places.iter().map(|(_, place)| *place).collect()
    }

    /// Whether one of some words stands in the part.
    pub(super) fn says(&self, words: &[&str]) -> bool {
        self.range.clone().any(|at| words.iter().any(|word| self.reading.word(at, word).is_some()))
    }

    /// Every length in the part, with where it begins and ends.
    pub(super) fn lengths(&self) -> Vec<(Range<usize>, Length)> {
        let mut lengths = Vec::new();
        let mut at = self.range.start;
        while at < self.range.end {
            match length_at(self.reading, at) {
                Some((length, end)) => {
                    if !touches(&self.used, &(at..end)) {
                        lengths.push((at..end, length));
                    }
                    at = end;
                }
                None => at += 1,
            }
        }
        lengths
    }

    /// Behind a word that follows a place, spaces and small words aside.
    pub(super) fn follows(&self, at: usize, words: &[&str]) -> bool {
        let at = self.small_words(at);
        words.iter().any(|word| self.reading.word(at, word).is_some())
    }

    pub(super) fn small_words(&self, mut at: usize) -> usize {
        const SMALL: [&str; 12] = ["OF", "FROM", "ON", "THE", "A", "EACH", "TO", "IN", "의", "の", "-", "OR"];
        for _ in 0..3 {
            at = self.reading.after_space(at);
            let Some(end) = SMALL.iter().find_map(|word| self.reading.word(at, word)) else { break };
            at = end;
        }
        self.reading.after_space(at)
    }

    /// Whether one of some words stands right before a place, spaces and small words between.
    pub(super) fn precedes(&self, at: usize, words: &[&str]) -> bool {
        let least = at.saturating_sub(24).max(self.range.start);
        (least..at).any(|start| {
            words.iter().any(|word| self.reading.word(start, word).is_some_and(|end| end <= at && self.is_gap(end, at)))
        })
    }

    /// Whether nothing of weight stands between two places.
    fn is_gap(&self, mut at: usize, end: usize) -> bool {
        const SMALL: [&str; 21] = [
            "OF",
            "A",
            "THE",
            "ON",
            "EACH",
            "IS",
            "ABOUT",
            "约",
            "약",
            "为",
            "各",
            "是",
            "各个",
            "各自",
            "각각",
            "에서",
            "으로부터",
            "から",
            "距",
            ":",
            ",",
        ];
        loop {
            at = self.reading.after_space(at);
            if at >= end {
                return true;
            }
            match SMALL.iter().find_map(|word| self.reading.word(at, word)) {
                Some(next) => at = next,
                None => return false,
            }
        }
    }

    /// A corridor along a line: so far to either side of it, or so wide.
    fn corridor(&self) -> Option<Vec<Figure>> {
        const SIDES: [&str; 8] =
            ["EITHER SIDE", "EACH SIDE", "BOTH SIDES", "两侧", "两边", "양측", "양쪽", "EACH SIDE OF"];
        const WIDE: [&str; 5] = ["WIDE", "IN WIDTH", "宽", "폭", "幅"];
        // “Within 5 miles of a line joining”, 连线5海里范围内: so far to either side.
        const AXIS: [&str; 9] =
            ["LINE", "LINES", "TRACK", "TRACKS", "TRACKLINE", "TRACKLINES", "TRACK LINE", "ROUTE", "STRAIGHT LINE"];
        const AXIS_BEFORE: [&str; 8] = ["连线", "线", "연결선", "결선", "직선", "선", "항로", "航线"];
        const INSIDE: [&str; 7] = ["以内", "이내", "之内", "范围内", "범위", "范围", "内"];
        if self.places.len() < 2 {
            return None;
        }
        let half = self.lengths().into_iter().find_map(|(range, length)| {
            let (start, end) = (range.start, range.end);
            let is_within = self.precedes(start, &["WITHIN"]) && self.follows(end, &AXIS)
                || self.follows(end, &INSIDE) && self.precedes(start, &AXIS_BEFORE);
            let is_half = is_within || self.follows(end, &SIDES) || self.precedes(start, &SIDES);
            let is_whole = self.follows(end, &WIDE) || self.precedes(start, &["WIDTH", "宽", "宽度", "폭", "幅"]);
            let metres = length.metres.value();
            if is_half { Some(metres) } else { (is_whole && self.says(&LINE)).then_some(metres / 2.0) }
        })?;
        let route = self.corners();
        let half_width = Metres::magnitude(half);
        Some(vec![Figure::shaped(route.clone(), Shape::Corridor { route, half_width })])
    }

    /// Positions alone: a place, a line, a polygon.
    fn corners_alone(&self) -> Option<Figure> {
        let corners = self.corners();
        let line = || {
            let line: LineString<f64> = corners.iter().map(|place| place.rounded().coord()).collect();
            Figure { corners: corners.clone(), drawn: Some((Geometry::LineString(line), None)), ..Figure::default() }
        };
        match corners.as_slice() {
            [] => None,
            [place] => {
                let point = Geometry::Point(place.rounded().coord().into());
                Some(Figure { corners: vec![*place], drawn: Some((point, None)), ..Figure::default() })
            }
            [_, _] if self.says(&JOINED) || self.says(&LINE) => Some(line()),
            [_, _] => Some(Figure { faults: vec![AreaFault::TwoCorners], ..line() }),
            _ if self.says(&LINE) => Some(line()),
            _ => Some(Figure::outline(corners)),
        }
    }

    /// Edges that the text speaks of and that are drawn as straight ones.
    fn said_besides(&self) -> Vec<AreaFault> {
        let said = [(ARC.as_slice(), AreaFault::Arc), (COAST.as_slice(), AreaFault::Coast)];
        said.into_iter().filter(|(words, _)| self.says(words)).map(|(_, fault)| fault).collect()
    }
}
