//! The meeting that is looked at, on the map: the unit's way there, the vessel's way ahead with its uncertainty, and the place; and the closest
//! approach of two that are selected.
//!
//! Owns the lines, made anew when another answer or another unit is looked at. Computes no meeting: the session's job did. Start at
//! [`Meetings::show`].

use std::sync::Arc;
use std::time::Duration;

use egui::{Color32, FontId, Pos2, Rect, Shape, Stroke, Ui, vec2};

use super::MapLayer;
use super::view::{View, World, world_from_position};
use crate::analysis::intercept::{Answer, Meeting, Motion, Offer, UncertaintyParams};
use crate::geodesy::{self, Position};
use crate::language::{Language, said};
use crate::plan::{FeatureId, Plan};
use crate::session::{Approach, InterceptMenu, Selected, Session};
use crate::ui::meeting_words::minute_words;
use crate::ui::theme::{SMALL, Theme};
use crate::ui::words::{hours_words, middle_of};
use crate::units::{Metres, Timestamp};

/// So far ahead is a vessel drawn whom nobody meets.
const AHEAD: Duration = Duration::from_hours(6);
/// Into so many parts a line ahead is broken: it is smooth to the eye.
const PARTS: i64 = 48;
/// At so many moments until the meeting the uncertainty is drawn.
const CIRCLES: i64 = 4;
/// So many other units are hinted at.
const MOST_OTHERS: usize = 12;
/// A line longer than this on the screen is not broken into dashes, points.
const LONGEST_DASHED: f32 = 6000.0;

/// What the lines are of.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Occasion {
    menu: Option<(u64, Option<FeatureId>)>,
    approach: Option<usize>,
    language: Language,
}

/// A place with words beside it.
#[derive(Clone, Debug)]
struct Mark {
    at: World,
    words: String,
}

/// What is drawn.
#[derive(Clone, Debug, Default)]
struct Drawing {
    /// Where vessels go.
    ahead: Vec<Vec<World>>,
    /// How far a vessel may be off.
    circles: Vec<Vec<World>>,
    /// The unit's way, or the line between two at their closest.
    way: Vec<World>,
    /// From other units to their meetings.
    others: Vec<Vec<World>>,
    mark: Option<Mark>,
}

/// The layer. Keep one for the life of the window.
#[derive(Default)]
pub struct Meetings {
    made_for: Option<Occasion>,
    drawing: Drawing,
    theme: Option<&'static Theme>,
}

impl Meetings {
    /// Takes what is looked at.
    pub fn show(&mut self, session: &Session, theme: &'static Theme) {
        self.theme = Some(theme);
        let desk = session.intercept();
        let now = Occasion {
            menu: desk.menu().map(|menu| (menu.number, desk.looked_at())),
            approach: session.approach().map(|approach| Arc::as_ptr(approach).addr()),
            language: Language::current(),
        };
        if self.made_for == Some(now) {
            return;
        }
        self.made_for = Some(now);
        self.drawing = match (session.approach(), desk.menu()) {
            (Some(approach), _) => of_approach(approach),
            (None, Some(menu)) => of_menu(menu, desk.looked_at(), session),
            (None, None) => Drawing::default(),
        };
    }
}

fn of_menu(menu: &InterceptMenu, looked_at: Option<FeatureId>, session: &Session) -> Drawing {
    let Ok(answer) = &menu.answer else { return Drawing::default() };
    let offer = looked_at.and_then(|unit| menu.offer(unit));
    let met = offer.and_then(|offer| Some((offer, offer.outcome.as_ref().ok()?)));
    let until = met.map_or_else(|| later(menu.asked, AHEAD), |(_, met)| met.time);
    let mut drawing = Drawing {
        ahead: vec![ahead(&answer.motion, menu.asked, until)],
        circles: circles(&answer.motion, menu.asked, until),
        others: others(answer, looked_at, session.case().plan()),
        ..Drawing::default()
    };
    if let Some((offer, met)) = met {
        let from = middle_of(session, Selected::Feature(offer.unit));
        drawing.way = way_of(met, from);
        drawing.mark = Some(mark_of(offer, met, menu.asked));
    }
    drawing
}

fn of_approach(approach: &Approach) -> Drawing {
    let closest = approach.closest.as_ref().ok();
    let until = closest.map_or_else(|| later(approach.asked, AHEAD), |closest| closest.time);
    let ways = approach.motions.iter().flatten().map(|motion| ahead(motion, approach.asked, until));
    let mark = closest.map(|closest| Mark {
        at: world_from_position(closest.one),
        words: said!(
            "approach-mark",
            distance = closest.distance.nautical_miles().to_string(),
            time = minute_words(closest.time, approach.asked)
        ),
    });
    let way = closest.map(|closest| along(&[closest.one, closest.other])).unwrap_or_default();
    Drawing { ahead: ways.collect(), way, mark, ..Drawing::default() }
}

fn mark_of(offer: &Offer, met: &Meeting, asked: Timestamp) -> Mark {
    let words =
        said!("meet-mark", unit = &*offer.name, time = minute_words(met.time, asked), after = hours_words(met.after));
    Mark { at: world_from_position(met.place), words }
}

fn way_of(met: &Meeting, from: Option<Position>) -> Vec<World> {
    match &met.round_land {
        Some(way) => along(way),
        None => from.map(|from| along(&[from, met.place])).unwrap_or_default(),
    }
}

fn others(answer: &Answer, looked_at: Option<FeatureId>, plan: &Plan) -> Vec<Vec<World>> {
    let is_other = |offer: &&Offer| Some(offer.unit) != looked_at;
    let way = |offer: &Offer| {
        let from = plan.feature(offer.unit).and_then(|feature| crate::plan::geometry::centre(feature));
        Some(way_of(offer.outcome.as_ref().ok()?, from))
    };
    answer.offers.iter().filter(is_other).filter_map(way).take(MOST_OTHERS).collect()
}

fn later(moment: Timestamp, by: Duration) -> Timestamp {
    moment.plus_millis(i64::try_from(by.as_millis()).unwrap_or(i64::MAX))
}

/// Moments from one to another, both ends among them.
fn moments(from: Timestamp, to: Timestamp, n: i64) -> impl Iterator<Item = Timestamp> {
    let span = to.millis() - from.millis();
    (0..=n).map(move |part| from.plus_millis(span / n * part))
}

fn ahead(motion: &Motion, from: Timestamp, to: Timestamp) -> Vec<World> {
    let to = motion.end().map_or(to, |end| end.min(to));
    let from = from.max(motion.start()).min(to);
    moments(from, to, PARTS).filter_map(|moment| motion.position(moment)).map(world_from_position).collect()
}

fn circles(motion: &Motion, from: Timestamp, to: Timestamp) -> Vec<Vec<World>> {
    let to = motion.end().map_or(to, |end| end.min(to));
    let circle = |moment: Timestamp| {
        let (place, off) = (motion.position(moment)?, motion.uncertainty(moment, &UncertaintyParams::default()));
        Some(geodesy::circle_ring(place, off, 48).into_iter().map(world_from_position).collect())
    };
    moments(from.max(motion.start()), to, CIRCLES).skip(1).filter_map(circle).collect()
}

/// Geodesics from place to place, in pieces of 20 km, 64 at the most.
pub(super) fn along(places: &[Position]) -> Vec<World> {
    let mut line: Vec<World> = places.first().map(|place| world_from_position(*place)).into_iter().collect();
    for (from, to) in places.iter().zip(places.iter().skip(1)) {
        let leg = geodesy::inverse(*from, *to);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped just before the cast")]
        let n = (leg.distance.value() / 20_000.0).ceil().clamp(1.0, 64.0) as u32;
        line.extend((1..=n).map(|part| {
            let metres = Metres::magnitude(leg.distance.value() * f64::from(part) / f64::from(n));
            world_from_position(geodesy::destination(*from, leg.initial, metres))
        }));
    }
    line
}

/// A line on the screen where any of it can be seen.
pub(super) fn seen(view: &View, line: &[World]) -> Option<Vec<Pos2>> {
    let line: Vec<Pos2> = line.iter().map(|place| view.screen_from_world(*place)).collect();
    let bounds = Rect::from_points(&line);
    (line.len() > 1 && bounds.intersects(view.rect())).then_some(line)
}

/// A line in dashes, or whole where there were too many of them.
pub(super) fn dashed(line: Vec<Pos2>, stroke: Stroke) -> Vec<Shape> {
    let length: f32 = line.iter().zip(line.iter().skip(1)).map(|(a, b)| a.distance(*b)).sum();
    if length > LONGEST_DASHED { vec![Shape::line(line, stroke)] } else { Shape::dashed_line(&line, stroke, 7.0, 5.0) }
}

impl MapLayer for Meetings {
    fn reserve(&self, view: &View, rects: &mut Vec<Rect>) {
        if let Some(mark) = &self.drawing.mark {
            let at = view.screen_from_world(mark.at);
            rects.push(Rect::from_min_size(at - vec2(8.0, 20.0), vec2(190.0, 40.0)));
        }
    }

    fn paint(&mut self, ui: &mut Ui, view: &View) {
        let Some(theme) = self.theme else { return };
        let painter = ui.painter().with_clip_rect(view.rect());
        let drawing = &self.drawing;
        for line in drawing.others.iter().filter_map(|line| seen(view, line)) {
            painter.add(Shape::line(line, Stroke::new(1.0, theme.plan.unit.gamma_multiply(0.45))));
        }
        for circle in drawing.circles.iter().filter_map(|circle| seen(view, circle)) {
            painter.add(Shape::closed_line(circle, Stroke::new(1.2, theme.track.selected.gamma_multiply(0.7))));
        }
        for line in drawing.ahead.iter().filter_map(|line| seen(view, line)) {
            painter.add(Shape::line(line.clone(), Stroke::new(4.0, theme.plan.halo.gamma_multiply(0.7))));
            painter.extend(dashed(line, Stroke::new(2.0, theme.track.selected)));
        }
        if let Some(line) = seen(view, &drawing.way) {
            painter.add(Shape::line(line.clone(), Stroke::new(5.0, theme.plan.halo)));
            painter.add(Shape::line(line, Stroke::new(2.4, theme.plan.unit)));
        }
    }

    fn paint_above(&mut self, ui: &mut Ui, view: &View) {
        let (Some(theme), Some(mark)) = (self.theme, &self.drawing.mark) else { return };
        let at = view.screen_from_world(mark.at);
        if !view.rect().expand(8.0).contains(at) {
            return;
        }
        let painter = ui.painter().with_clip_rect(view.rect());
        cross(&painter, at, theme.plan.halo, 5.0);
        cross(&painter, at, theme.plan.unit, 2.4);
        let galley = painter.layout_no_wrap(mark.words.clone(), FontId::proportional(SMALL + 1.0), theme.plan.label);
        let plate = plate_of(at, galley.size(), view.rect());
        painter.rect_filled(plate.expand2(vec2(5.0, 3.0)), 3.0, theme.chart.plate.to_opaque());
        painter.galley(plate.min, galley, theme.plan.label);
    }
}

/// Where the words of a mark stand: to the right of it, or to the left where the map ends.
fn plate_of(at: Pos2, size: egui::Vec2, room: Rect) -> Rect {
    let right = Rect::from_min_size(at + vec2(14.0, -size.y / 2.0), size);
    let is_within = right.right() + 6.0 < room.right();
    if is_within { right } else { Rect::from_min_size(at + vec2(-14.0 - size.x, -size.y / 2.0), size) }
}

/// Where two come together: a ring and a cross.
fn cross(painter: &egui::Painter, at: Pos2, colour: Color32, width: f32) {
    let stroke = Stroke::new(width, colour);
    painter.circle_stroke(at, 7.0, stroke);
    for arm in [vec2(4.0, 4.0), vec2(4.0, -4.0)] {
        painter.line_segment([at - arm, at + arm], stroke);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::{Course, Knots};

    #[test]
    fn the_uncertainty_grows_on_the_way_to_the_meeting() {
        let start = Timestamp::from_seconds(1_516_064_400);
        let knots = Knots::new(12.0).expect("a speed");
        let motion = Motion::on_course(Position::clamped(33.5, 126.0), start, Course::wrapped(200.0), knots);
        let rings = circles(&motion, start, start.plus_millis(4 * 3_600_000));
        let widths: Vec<u32> = rings
            .iter()
            .map(|ring| {
                let xs = ring.iter().map(|place| place[0]);
                xs.clone().max().unwrap_or(0) - xs.min().unwrap_or(0)
            })
            .collect();
        assert!(widths.len() == 4 && widths.is_sorted() && widths[0] < widths[3], "{widths:?}");
        assert_eq!(ahead(&motion, start, start.plus_millis(3_600_000)).len(), 49);
    }

    #[test]
    fn a_vessel_that_reaches_port_is_drawn_no_further() {
        let start = Timestamp::from_seconds(1_516_064_400);
        let motion = Motion::on_course(
            Position::clamped(33.5, 126.0),
            start,
            Course::wrapped(200.0),
            Knots::new(12.0).expect("a speed"),
        );
        let end = start.plus_millis(1_800_000);
        let line = ahead(&motion.clone().until(end), start, start.plus_millis(3_600_000));
        assert_eq!(line.last().copied(), motion.position(end).map(world_from_position));
    }
}
