//! How likely a ship is detected, cell by cell, and the way by which one would slip through.
//!
//! Owns its colours, its plate, and the lines of the way. Reckons nothing: the session's job did. Start at [`CoverageLayer::show`].

use std::ops::Range;
use std::sync::Arc;

use egui::{Color32, FontId, Rect, Shape, Stroke, Ui, vec2};

use super::MapLayer;
use super::meeting::seen;
use super::view::{View, World, world_from_position};
use crate::analysis::pattern::pod::Probability;
use crate::language::{said, words};
use crate::session::{CoveragePicture, Session};
use crate::ui::canvas::flat::{FillRoom, Fills};
use crate::ui::legend;
use crate::ui::meeting_words::{minute_words, second_words};
use crate::ui::theme::{SMALL, Theme};
use crate::ui::words::pod_words;
use crate::units::Timestamp;

/// Where one colour ends and the next begins, POD: a choice. A unit in an area of some thousand square miles has a few per cent in an hour.
const STEPS: [f64; 5] = [0.01, 0.05, 0.1, 0.25, 0.5];
/// The same in writing.
const STEP_NAMES: [&str; 6] = ["< 1 %", "1–5 %", "5–10 %", "10–25 %", "25–50 %", "> 50 %"];
/// So far apart are two times on the way at least, points.
const BETWEEN_TIMES: f32 = 90.0;

/// What is drawn, and what it was made from.
#[derive(Clone, Debug, PartialEq)]
struct Occasion {
    number: u64,
    hours: Range<usize>,
}

/// The layer. Keep one for the life of the window.
#[derive(Default)]
pub struct CoverageLayer {
    shown: Option<Arc<CoveragePicture>>,
    hours: Range<usize>,
    is_most: bool,
    is_reckoning: bool,
    made_for: Option<Occasion>,
    /// The POD of each cell in these hours.
    pods: Vec<Probability>,
    /// Cells that are covered: north-west and south-east corner, and the step of colour.
    cells: Vec<([World; 2], usize)>,
    way: Vec<(World, Timestamp)>,
    room: FillRoom,
    theme: Option<&'static Theme>,
}

/// The hours that are looked at: that of the play head, or those of the time window; without a window all of them.
fn hours_of(shown: &CoveragePicture, session: &Session) -> (Range<usize>, bool) {
    let picture = &shown.picture;
    match session.focus().window {
        None => (0..picture.n_hours(), true),
        Some(window) if session.coverage().wish().is_most => (picture.hours_between((window.from, window.to)), true),
        Some(window) => (picture.hour_at(window.to).map_or(0..0, |hour| hour..hour + 1), false),
    }
}

impl CoverageLayer {
    /// Takes what is shown this frame.
    pub fn show(&mut self, session: &Session, theme: &'static Theme) {
        self.theme = Some(theme);
        self.is_reckoning = session.coverage().is_under_way();
        self.shown = session.coverage().picture().cloned();
        let Some(shown) = &self.shown else {
            (self.made_for, self.cells, self.way) = (None, Vec::new(), Vec::new());
            return;
        };
        (self.hours, self.is_most) = hours_of(shown, session);
        let now = Occasion { number: shown.number, hours: self.hours.clone() };
        if self.made_for.as_ref() == Some(&now) {
            return;
        }
        self.made_for = Some(now);
        self.pods = shown.picture.most(self.hours.clone());
        let cells = self.pods.iter().map(|pod| pod.value()).enumerate().filter_map(|(cell, pod)| {
            let ([west, south], [east, north]) = {
                let (low, high) = shown.picture.corners(cell);
                (world_from_position(low), world_from_position(high))
            };
            (pod > 0.0).then_some(([[west, north], [east, south]], step_of(pod)))
        });
        self.cells = cells.collect();
        let way = shown.slip.as_ref().and_then(|slip| Some(&slip.as_ref().ok()?.least.way));
        self.way = way.into_iter().flatten().map(|(place, time)| (world_from_position(*place), *time)).collect();
    }

    /// Says what its colours mean, and what is beneath the pointer; above everything on the map, in the room that is left.
    pub fn explain(&self, ui: &Ui, view: &View, room: Rect) {
        let (Some(theme), Some(shown)) = (self.theme, &self.shown) else { return };
        let painter = ui.painter().with_clip_rect(view.rect());
        let lines = STEP_NAMES.iter().enumerate().map(|(idx, name)| ((*name).to_owned(), step_colour(idx, theme)));
        let mut feet = Vec::new();
        if self.hours.is_empty() {
            feet.push(words("coverage-other-time").to_owned());
        } else {
            let (from, to) = (shown.picture.hour(self.hours.start).0, shown.picture.hour(self.hours.end - 1).1);
            feet.push(if self.is_most {
                let [from, to] = [from, to].map(|moment| minute_words(moment, Timestamp::MIN));
                said!("coverage-most-of", from = from, to = to)
            } else {
                said!("coverage-hour-of", from = second_words(from))
            });
            let pointer = ui.input(|input| input.pointer.latest_pos()).filter(|at| view.rect().contains(*at));
            let cell = pointer.and_then(|at| shown.picture.cell_at(view.position_from_screen(at)?));
            let here = cell.and_then(|cell| self.pods.get(cell));
            feet.extend(here.map(|pod| said!("coverage-here", pod = pod_words(*pod))));
        }
        if self.is_reckoning {
            feet.push(words("coverage-reckoning").to_owned());
        }
        legend::lines_at_top(&painter, room, words("coverage-title"), &lines.collect::<Vec<_>>(), &feet, theme);
    }
}

/// The colour of a step, the least first: the blue of patrols, the stronger the likelier.
fn step_colour(idx: usize, theme: &Theme) -> Color32 {
    const STRENGTHS: [f32; STEPS.len() + 1] = [0.12, 0.22, 0.34, 0.46, 0.6, 0.75];
    theme.plan.patrol.gamma_multiply(STRENGTHS.get(idx).copied().unwrap_or_default())
}

fn step_of(pod: f64) -> usize {
    STEPS.iter().filter(|step| pod >= **step).count()
}

impl MapLayer for CoverageLayer {
    fn paint(&mut self, ui: &mut Ui, view: &View) {
        let Some(theme) = self.theme else { return };
        let mut fills = Fills::default();
        for (corners, step) in &self.cells {
            let [low, high] = corners.map(|corner| view.screen_from_world(corner));
            let rect = Rect::from_min_max(low, high);
            if rect.intersects(view.rect()) {
                fills.rect(rect, step_colour(*step, theme));
            }
        }
        fills.paint(ui.painter(), view.rect(), &self.room);
    }

    fn paint_above(&mut self, ui: &mut Ui, view: &View) {
        let (Some(theme), Some((_, begun)), Some((end, _))) = (self.theme, self.way.first(), self.way.last()) else {
            return;
        };
        let painter = ui.painter().with_clip_rect(view.rect());
        let line: Vec<World> = self.way.iter().map(|(place, _)| *place).collect();
        let Some(line) = seen(view, &line) else { return };
        painter.add(Shape::line(line.clone(), Stroke::new(5.0, theme.plan.halo)));
        painter.add(Shape::line(line, Stroke::new(2.4, theme.ui.warning)));
        let pod = self.shown.as_ref().and_then(|shown| shown.slip.as_ref()?.as_ref().ok());
        let pod = pod.map(|slips| pod_words(slips.least.pod)).unwrap_or_default();
        let mut last_at = None;
        let (n, end) = (self.way.len(), view.screen_from_world(*end));
        for (idx, (place, time)) in self.way.iter().enumerate() {
            let at = view.screen_from_world(*place);
            let is_near = |other: egui::Pos2| other.distance(at) < BETWEEN_TIMES;
            // The first and the last time are told always, others where there is room between them.
            let is_end = idx == 0 || idx + 1 == n;
            if !is_end && (is_near(end) || last_at.is_some_and(is_near)) {
                continue;
            }
            let text = if idx == 0 {
                said!("coverage-way-begins", time = second_words(*time), pod = pod.clone())
            } else {
                minute_words(*time, *begun)
            };
            last_at = Some(at);
            painter.circle(at, 4.0, theme.ui.warning, Stroke::new(1.5, theme.plan.halo));
            let galley = painter.layout_no_wrap(text, FontId::proportional(SMALL), theme.plan.label);
            let plate = Rect::from_min_size(at + vec2(9.0, -galley.size().y - 3.0), galley.size());
            painter.rect_filled(plate.expand2(vec2(4.0, 2.0)), 3.0, theme.chart.plate.to_opaque());
            painter.galley(plate.min, galley, theme.plan.label);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_step_of_pod_has_its_colour_and_its_name() {
        for (pod, step) in [(0.0, 0), (0.0099, 0), (0.01, 1), (0.24, 3), (0.5, 5), (1.0, 5)] {
            assert_eq!(step_of(pod), step, "{pod}");
        }
        assert_eq!(STEP_NAMES.len(), STEPS.len() + 1);
    }
}
