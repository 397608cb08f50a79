//! Findings on the map: a mark for each that is listed, and where the selected one happened.
//!
//! Owns the marks. Never decides which are shown: the list does ([`crate::session::FindingDesk`]). Start at [`FindingMarks::show`].

use std::collections::HashMap;
use std::sync::Arc;

use egui::{Align2, Color32, Context, FontId, Pos2, Shape, Stroke, Ui, pos2, vec2};

use super::MapLayer;
use super::view::{View, World, world_from_position};
use super::workers::{Errand, Workers};
use crate::finding::{Finding, FindingId, Kind, Place};
use crate::session::{Selected, Session};
use crate::ui::canvas::flat::{FillRoom, Fills};
use crate::ui::finding_words::marks_of;
use crate::ui::theme::{self, SMALL, Theme};

/// From its middle to its corner a mark is so wide, points.
const ARM: f32 = 6.0;
/// Marks nearer to each other than this are one, with their number, points.
const CROWDED: f32 = 24.0;
/// For how many steps of a zoom level marks are put together anew.
const STEPS_A_ZOOM: f64 = 4.0;
/// How near the pointer must be to a mark, points.
const REACH: f32 = 9.0;
/// Of how many marks a frame itself finds out which hide each other: some 0.1 ms.
const FEW: usize = 2_000;
/// How many numbers are written at most: those of the largest crowds.
const MOST_NUMBERS: usize = 30;

/// A listed finding.
#[derive(Clone, Copy, Debug)]
struct Mark {
    id: FindingId,
    at: World,
    colour: Color32,
    is_gap: bool,
}

/// What the marks are of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Occasion {
    list: u64,
    theme: theme::Kind,
}

/// The selected or hovered finding.
#[derive(Clone, Debug)]
struct Lit {
    at: World,
    places: Vec<World>,
    colour: Color32,
    is_selected: bool,
}

/// Marks that would lie on each other at a zoom: the first of the list stands for them all.
#[derive(Clone, Copy, Debug)]
struct Crowd {
    mark: Mark,
    n: usize,
}

/// A crowd as it is drawn.
#[derive(Clone, Copy, Debug)]
struct Drawn {
    at: Pos2,
    mark: Mark,
    n: usize,
}

/// The crowds of one zoom step, from west to east.
#[derive(Debug, Default)]
struct Crowded {
    /// Which list they are of, and the step.
    of: Option<(Occasion, i32)>,
    crowds: Vec<Crowd>,
}

/// The layer. Keep one for the life of the window.
#[derive(Default)]
pub struct FindingMarks {
    marks: Arc<[Mark]>,
    made_for: Option<Occasion>,
    /// Those of this step, or of the one before until they are there.
    crowded: Crowded,
    next: Errand<Crowded>,
    workers: Workers,
    lit: Vec<Lit>,
    drawn: Vec<Drawn>,
    room: FillRoom,
    theme: Option<&'static Theme>,
}

impl FindingMarks {
    /// Takes what is listed and looked at this frame.
    pub fn show(&mut self, session: &Session, theme: &'static Theme) {
        self.theme = Some(theme);
        let desk = session.findings();
        let now = Occasion { list: desk.list_generation(), theme: theme.kind };
        if self.made_for != Some(now) {
            let mark = |(id, finding): (FindingId, &Arc<Finding>)| {
                let at = world_from_position(finding.place.anchor()?);
                Some(Mark { id, at, colour: marks_of(finding, theme), is_gap: finding.kind == Kind::Gap })
            };
            self.marks = desk.listed_findings().filter_map(mark).collect();
            self.made_for = Some(now);
        }
        self.lit.clear();
        let focus = session.focus();
        let hovered = focus.hovered.iter().map(|thing| (thing, false));
        for (thing, is_selected) in focus.selection.iter().map(|thing| (thing, true)).chain(hovered) {
            let Selected::Finding(id) = thing else { continue };
            let Some(finding) = desk.get(*id) else { continue };
            let Some(at) = finding.place.anchor() else { continue };
            let places = match &finding.place {
                Place::Point(_) => Vec::new(),
                Place::Line(places) => places.iter().map(|place| world_from_position(*place)).collect(),
            };
            let (at, colour) = (world_from_position(at), marks_of(finding, theme));
            self.lit.push(Lit { at, places, colour, is_selected });
        }
    }

    /// The findings under the pointer, those whose mark is nearest first.
    #[must_use]
    pub fn hits(&self, at: Pos2) -> Vec<Selected> {
        let mut near: Vec<(f32, FindingId)> = self
            .drawn
            .iter()
            .map(|drawn| (drawn.at.distance(at), drawn.mark.id))
            .filter(|(distance, _)| *distance <= REACH)
            .collect();
        near.sort_by(|a, b| a.0.total_cmp(&b.0));
        near.into_iter().map(|(_, id)| Selected::Finding(id)).collect()
    }

    /// Brings the crowds in line with the list and the zoom: at once where they are few or of another list, else on the map's threads.
    fn crowd(&mut self, ctx: &Context, view: &View) {
        #[expect(clippy::cast_possible_truncation, reason = "a zoom is between 0 and 26")]
        let step = (view.points_per_unit().log2() * STEPS_A_ZOOM).floor() as i32;
        let Some(occasion) = self.made_for else { return };
        let of = Some((occasion, step));
        if let Some(crowded) = self.next.take() {
            self.crowded = crowded;
        }
        if self.crowded.of == of {
            return;
        }
        let is_same_list = self.crowded.of.is_some_and(|(then, _)| then == occasion);
        if self.marks.len() <= FEW || !is_same_list {
            self.crowded = Crowded { of, crowds: crowds(&self.marks, step) };
        } else if !self.next.is_under_way() {
            let marks = Arc::clone(&self.marks);
            self.next.start(&self.workers, ctx, move || Crowded { of, crowds: crowds(&marks, step) });
        }
    }

    /// Lays out on the screen what the view shows.
    fn lay_out(&mut self, ctx: &Context, view: &View) {
        self.crowd(ctx, view);
        self.drawn.clear();
        let rect = view.rect().expand(ARM);
        let width = f64::from(rect.width()) / view.points_per_unit();
        let from_west = |west: u32, east: u32| {
            let crowds = &self.crowded.crowds;
            let first = crowds.partition_point(|crowd| crowd.mark.at[0] < west);
            crowds.iter().skip(first).take_while(move |crowd| crowd.mark.at[0] <= east)
        };
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "less than the map's square is wide"
        )]
        let half = (width / 2.0).min(f64::from(u32::MAX / 2)) as u32;
        let (west, east) = (view.centre_world()[0].wrapping_sub(half), view.centre_world()[0].wrapping_add(half));
        let parts = if west <= east { [(west, east), (1, 0)] } else { [(west, u32::MAX), (0, east)] };
        let (north_west, south_east) = view.visible_units();
        let margin = f64::from(ARM) / view.points_per_unit();
        let is_between = |y: u32| (north_west[1] - margin..=south_east[1] + margin).contains(&f64::from(y));
        let in_view = parts
            .into_iter()
            .filter(|(west, east)| west <= east)
            .flat_map(|(west, east)| from_west(west, east))
            .filter(|crowd| is_between(crowd.mark.at[1]));
        let drawn =
            in_view.map(|crowd| Drawn { at: view.screen_from_world(crowd.mark.at), mark: crowd.mark, n: crowd.n });
        self.drawn.extend(drawn.filter(|drawn| rect.contains(drawn.at)));
    }
}

impl MapLayer for FindingMarks {
    fn paint_above(&mut self, ui: &mut Ui, view: &View) {
        let Some(theme) = self.theme else { return };
        self.lay_out(ui.ctx(), view);
        let painter = ui.painter().with_clip_rect(view.rect());
        for lit in &self.lit {
            let line: Vec<Pos2> = lit.places.iter().map(|place| view.screen_from_world(*place)).collect();
            if line.len() > 1 {
                painter.add(Shape::line(line.clone(), Stroke::new(5.0, theme.ui.panel.gamma_multiply(0.7))));
                painter.add(Shape::line(line, Stroke::new(2.0, lit.colour)));
            }
        }
        let mut fills = Fills::with_room(3 * self.drawn.len());
        let ground = theme.chart.plate.to_opaque();
        for Drawn { at, mark, .. } in &self.drawn {
            diamond(&mut fills, *at, ARM + 1.5, ground);
            diamond(&mut fills, *at, ARM, mark.colour);
            if mark.is_gap {
                // Hollow: what is told is that nothing was heard.
                diamond(&mut fills, *at, ARM - 2.5, ground);
            }
        }
        fills.paint(&painter, view.rect(), &self.room);
        let font = FontId::proportional(SMALL);
        let mut numbered: Vec<&Drawn> = self.drawn.iter().filter(|drawn| drawn.n > 1).collect();
        if numbered.len() > MOST_NUMBERS {
            numbered.select_nth_unstable_by_key(MOST_NUMBERS, |drawn| (std::cmp::Reverse(drawn.n), drawn.mark.at));
            numbered.truncate(MOST_NUMBERS);
        }
        for Drawn { at, n, .. } in numbered {
            painter.text(
                *at + vec2(ARM + 2.0, 0.0),
                Align2::LEFT_CENTER,
                n.to_string(),
                font.clone(),
                theme.plan.label,
            );
        }
        for lit in &self.lit {
            let at = view.screen_from_world(lit.at);
            let width = if lit.is_selected { 2.0 } else { 1.2 };
            painter.circle_stroke(at, ARM + 5.0, Stroke::new(width, theme.plan.selected));
        }
    }
}

/// Puts marks together that would hide each other at a zoom step. Cells are the map's, not the screen's: a crowd stays one while the map
/// is panned.
fn crowds(marks: &[Mark], step: i32) -> Vec<Crowd> {
    let units = f64::from(CROWDED) / (f64::from(step) / STEPS_A_ZOOM).exp2();
    let mut cells: HashMap<(u32, u32), usize, foldhash::fast::FixedState> = HashMap::default();
    let mut crowds: Vec<Crowd> = Vec::new();
    for mark in marks {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a cell of the map's square")]
        let [x, y] = mark.at.map(|units_from_edge| (f64::from(units_from_edge) / units) as u32);
        if let Some(crowd) = cells.get(&(x, y)).and_then(|idx| crowds.get_mut(*idx)) {
            crowd.n += 1;
        } else {
            cells.insert((x, y), crowds.len());
            crowds.push(Crowd { mark: *mark, n: 1 });
        }
    }
    crowds.sort_by_key(|crowd| crowd.mark.at[0]);
    crowds
}

fn diamond(fills: &mut Fills, at: Pos2, arm: f32, colour: Color32) {
    let corners = [pos2(at.x, at.y - arm), pos2(at.x + arm, at.y), pos2(at.x, at.y + arm), pos2(at.x - arm, at.y)];
    fills.add(corners.into_iter(), &[0, 1, 2, 0, 2, 3], colour);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geodesy::Position;
    use crate::ui::map::view::rect_of_size;

    #[test]
    fn marks_that_would_hide_each_other_are_one_and_the_first_is_picked() {
        let mark = |digit: &str, lon: f64| Mark {
            id: FindingId::of(&digit.repeat(32)).expect("32 digits"),
            at: world_from_position(Position::clamped(37.0, lon)),
            colour: Color32::TRANSPARENT,
            is_gap: false,
        };
        let ctx = Context::default();
        let occasion = |list| Some(Occasion { list, theme: theme::Kind::Day });
        let marks = [mark("1", 125.0), mark("2", 125.0), mark("3", 126.0)].into();
        let mut layer = FindingMarks { marks, made_for: occasion(1), ..Default::default() };
        let view = View::new(Position::clamped(37.0, 125.0), 8.0, rect_of_size(800.0, 600.0), 1.0);
        layer.lay_out(&ctx, &view);
        assert_eq!(layer.drawn.iter().map(|drawn| drawn.n).collect::<Vec<_>>(), [2, 1]);
        // A crowd is the same one wherever the map is panned to, and what is out of view is not drawn.
        let east = View::new(Position::clamped(37.0, 125.3), 8.0, rect_of_size(800.0, 600.0), 1.0);
        layer.lay_out(&ctx, &east);
        assert_eq!(layer.drawn.iter().map(|drawn| drawn.n).collect::<Vec<_>>(), [2, 1]);
        layer.lay_out(&ctx, &View::new(Position::clamped(37.0, -125.0), 8.0, rect_of_size(800.0, 600.0), 1.0));
        assert!(layer.drawn.is_empty());
        layer.lay_out(&ctx, &view);
        let at = view.screen_from_world(layer.marks[0].at);
        assert_eq!(layer.hits(at + vec2(3.0, 0.0)), [Selected::Finding(layer.marks[0].id)]);
        assert!(layer.hits(at + vec2(40.0, 0.0)).is_empty());
    }
}
