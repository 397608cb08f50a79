//! The picture of the traffic beneath everything else: cells coloured by the hours of ships in them, or by how patrols fit findings.
//!
//! Owns its colours and its plate. The counting is the session's; nothing is counted here. Start at [`PictureLayer::show`].

use std::sync::Arc;

use egui::{Align2, Color32, FontId, Rect, Ui};

use super::MapLayer;
use super::view::{View, world_from_position};
use crate::analysis::picture::{Cell, CellSize, Cover};
use crate::language::{said, words};
use crate::session::{Picture, PictureCells, Session};
use crate::ui::canvas::flat::{FillRoom, Fills};
use crate::ui::legend;
use crate::ui::theme::{SMALL, Theme};

/// Where one colour ends and the next begins, hours by square kilometre and month; threefold each time, as traffic spans decades.
const STEPS: [f64; 5] = [0.03, 0.1, 0.3, 1.0, 3.0];
/// The same in writing.
const STEP_NAMES: [&str; 6] = ["< 0.03", "0.03–0.1", "0.1–0.3", "0.3–1", "1–3", "> 3"];
/// How wide a cell is on the screen to bear a number, points.
const LEAST_NUMBERED: f32 = 22.0;
/// How wide a cell of few findings is drawn at least, points.
const LEAST_CELL: f32 = 1.0;

/// The layer. Keep one for the life of the window.
#[derive(Default)]
pub struct PictureLayer {
    picture: Option<Arc<Picture>>,
    is_counting: bool,
    room: FillRoom,
    theme: Option<&'static Theme>,
}

impl PictureLayer {
    /// Takes what is shown this frame.
    pub fn show(&mut self, session: &Session, theme: &'static Theme) {
        self.picture = session.picture().cloned();
        self.is_counting = session.is_counting_picture();
        self.theme = Some(theme);
    }
}

/// The colour of a step, the least first.
fn step_colour(idx: usize, theme: &Theme) -> Color32 {
    let stops = &theme.track.density;
    #[expect(clippy::cast_precision_loss, reason = "six steps")]
    let at = idx as f32 / STEPS.len() as f32 * (stops.len() - 1) as f32;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "one of four stops")]
    let low = (at.floor() as usize).min(stops.len() - 2);
    let [from, to] = [stops.get(low), stops.get(low + 1)].map(|stop| stop.copied().unwrap_or_default());
    #[expect(clippy::cast_precision_loss, reason = "one of four stops")]
    from.lerp_to_gamma(to, at - low as f32).gamma_multiply(0.75)
}

fn step_of(per_km2_month: f64) -> usize {
    STEPS.iter().filter(|step| per_km2_month >= **step).count()
}

const fn cover_colour(cover: Cover, theme: &Theme) -> Color32 {
    match cover {
        Cover::None => theme.ui.error,
        Cover::Thin => theme.ui.warning,
        Cover::Fair => theme.ui.good,
    }
}

fn cover_words(cover: Cover) -> &'static str {
    match cover {
        Cover::None => words("picture-cover-none"),
        Cover::Thin => words("picture-cover-thin"),
        Cover::Fair => words("picture-cover-fair"),
    }
}

/// Where a cell lies on the screen; wide enough to be seen.
fn rect_of(size: CellSize, cell: Cell, view: &View) -> Rect {
    let (low, high) = size.corners(cell);
    let (a, b) = (view.screen_from_world(world_from_position(low)), view.screen_from_world(world_from_position(high)));
    let rect = Rect::from_two_pos(a, b);
    if rect.width() < LEAST_CELL {
        Rect::from_center_size(rect.center(), egui::vec2(LEAST_CELL, LEAST_CELL))
    } else {
        rect
    }
}

impl MapLayer for PictureLayer {
    fn paint(&mut self, ui: &mut Ui, view: &View) {
        let (Some(theme), Some(picture)) = (self.theme, &self.picture) else { return };
        let mut fills = Fills::default();
        let mut add = |cell: Cell, colour: Color32| {
            let rect = rect_of(picture.size, cell, view);
            if rect.intersects(view.rect()) {
                fills.rect(rect, colour);
            }
        };
        match &picture.cells {
            PictureCells::Density(cells) => {
                cells.iter().for_each(|one| add(one.cell, step_colour(step_of(one.per_km2_month), theme)));
            }
            PictureCells::Enforcement(cells) => {
                cells.iter().for_each(|one| add(one.cell, cover_colour(one.cover, theme).gamma_multiply(0.4)));
            }
        }
        fills.paint(ui.painter(), view.rect(), &self.room);
    }
}

impl PictureLayer {
    /// Says what its colours mean, and what is beneath the pointer; above everything on the map. What room is left beneath that.
    pub fn explain(&self, ui: &Ui, view: &View) -> Rect {
        let (Some(theme), Some(picture)) = (self.theme, &self.picture) else { return view.rect() };
        let painter = ui.painter().with_clip_rect(view.rect());
        let pointer = ui.input(|input| input.pointer.latest_pos()).filter(|at| view.rect().contains(*at));
        let under = pointer.and_then(|at| view.position_from_screen(at)).map(|place| picture.size.cell_of(place));
        let mut lines: Vec<(String, Color32)> = Vec::new();
        let mut feet =
            vec![said!("picture-period", from = picture.span.0.to_string(), to = picture.span.1.to_string())];
        let title = match &picture.cells {
            PictureCells::Density(cells) => {
                let named = STEP_NAMES.iter().enumerate();
                lines.extend(named.map(|(idx, name)| ((*name).to_owned(), step_colour(idx, theme))));
                // By column, then row: as they were counted.
                let here = under.and_then(|cell| cells.binary_search_by_key(&cell, |one| one.cell).ok());
                let here = here.and_then(|idx| cells.get(idx));
                feet.extend(here.map(|one| {
                    let density = format!("{:.2}", one.per_km2_month);
                    said!("picture-here-density", density = density, hours = format!("{:.1}", one.hours))
                }));
                words("picture-density-title")
            }
            PictureCells::Enforcement(cells) => {
                let covers = [Cover::None, Cover::Thin, Cover::Fair];
                lines.extend(covers.map(|cover| (cover_words(cover).to_owned(), cover_colour(cover, theme))));
                for one in cells {
                    let rect = rect_of(picture.size, one.cell, view);
                    if rect.width() >= LEAST_NUMBERED && rect.intersects(view.rect()) {
                        let (n, font) = (one.n_findings.to_string(), FontId::proportional(SMALL));
                        painter.text(rect.center(), Align2::CENTER_CENTER, n, font, theme.plan.label);
                    }
                }
                let here = under.and_then(|cell| cells.iter().find(|one| one.cell == cell));
                feet.extend(here.map(|one| {
                    said!("picture-here-cover", n = one.n_findings, hours = format!("{:.1}", one.unit_hours))
                }));
                words("picture-enforcement-title")
            }
        };
        if self.is_counting {
            feet.push(words("picture-counting").to_owned());
        }
        legend::lines_at_top(&painter, view.rect(), title, &lines, &feet, theme)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_for_each_threefold() {
        for (density, step) in [(0.0, 0), (0.029, 0), (0.03, 1), (0.5, 3), (2.9, 4), (1e6, 5)] {
            assert_eq!(step_of(density), step, "{density}");
        }
        assert_eq!(STEP_NAMES.len(), STEPS.len() + 1);
    }
}
