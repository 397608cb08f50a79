//! The names of zones and features: which are shown, and where.
//!
//! Owns their places, which are found anew only when the view, what is shown or what is lit has changed.

use egui::text::{LayoutJob, TextFormat};
use egui::{FontId, Pos2, Rect, Ui, vec2};

use super::{Item, Subject};
use crate::geodesy::line_length;
use crate::plan::Shape;
use crate::session::Selected;
use crate::ui::map::View;
use crate::ui::map::tracks::visible_box;
use crate::ui::theme::{SMALL, Theme, icon};
use crate::ui::words::leg_words;

/// How wide an area is on the screen to bear a warning, points.
const LEAST_WARNED: f32 = 60.0;
/// How many names are shown at most: more would only be noise.
const MOST_LABELS: usize = 200;

/// A name on the screen.
struct Label {
    rect: Rect,
    /// Set anew in every frame, which egui remembers: what it has set before may lie in a texture that was emptied since.
    job: LayoutJob,
}

/// What the places of names were found for.
struct Occasion {
    view: View,
    generation: (u64, u64),
    lit: Vec<Selected>,
    n_selected: usize,
}

/// The names that are shown.
#[derive(Default)]
pub(super) struct Names {
    labels: Vec<Label>,
    made_for: Option<Occasion>,
}

impl Names {
    /// What they cover of the screen.
    pub(super) fn rects(&self) -> impl Iterator<Item = Rect> {
        self.labels.iter().map(|label| label.rect)
    }

    /// Chooses where names stand: what is selected first, then areas, then points, which make way. None overlaps another.
    pub(super) fn place(
        &mut self,
        ui: &Ui,
        view: &View,
        items: &[Item],
        generation: (u64, u64),
        (lit, n_selected): (&[Selected], usize),
        theme: &Theme,
    ) {
        let is_same = |then: &Occasion| {
            then.view == *view && then.generation == generation && then.lit == lit && then.n_selected == n_selected
        };
        if self.made_for.as_ref().is_some_and(is_same) {
            return;
        }
        self.made_for = Some(Occasion { view: *view, generation, lit: lit.to_vec(), n_selected });
        self.labels.clear();
        let colour = theme.plan.label;
        let is_zone = |item: &Item| matches!(item.thing, Selected::Zone(_));
        // A zone shows that it is under the pointer; a feature would only jump.
        let is_selected =
            |item: &Item| lit.iter().take(if is_zone(item) { lit.len() } else { n_selected }).any(|l| *l == item.thing);
        let near = visible_box(view);
        let is_shown = |item: &&Item| item.outline.bounds.touches(&near);
        let mut order: Vec<&Item> =
            items.iter().rev().filter(|item| !item.of.name().is_empty()).filter(is_shown).collect();
        order.sort_by_cached_key(|item| (!is_selected(item), is_zone(item), item.is_point()));
        let seen = view.rect().shrink(2.0);
        // A symbol is not to be written over, except by its own name beside it.
        let mut taken: Vec<Rect> = items
            .iter()
            .filter(|item| item.is_point() && is_shown(item))
            .filter_map(|item| Some(Rect::from_center_size(place_of(item, view)?, vec2(16.0, 16.0))))
            .collect();
        for item in order.into_iter().take(MOST_LABELS) {
            let Some(at) = place_of(item, view).filter(|at| seen.contains(*at)) else { continue };
            let size = if is_selected(item) { SMALL + 2.0 } else { SMALL };
            // An area too small for its warning has it in the inspector and in the list.
            let warning = item.warning.as_ref().filter(|_| is_selected(item) || item.width_on(view) > LEAST_WARNED);
            let format = |size, colour| TextFormat::simple(FontId::proportional(size), colour);
            let mut job = LayoutJob::default();
            job.append(item.of.name(), 0.0, format(size, colour));
            if let Some(measure) = measure_of(&item.of) {
                job.append(&format!("\n{measure}"), 0.0, format(SMALL, colour));
            }
            if let Some(warning) = warning {
                let warning = format!("\n{} {warning}", icon::ICON_WARNING.codepoint);
                job.append(&warning, 0.0, format(SMALL, theme.ui.warning));
            }
            let galley = ui.fonts_mut(|fonts| fonts.layout_job(job.clone()));
            // A zone smaller than its name would be lost beneath it.
            if is_zone(item) && !is_selected(item) && !item.is_point() && item.width_on(view) < galley.size().x * 0.8 {
                continue;
            }
            let mut candidates = spots(item.is_point(), galley.size());
            if is_selected(item) && !item.is_point() {
                // Its middle is a handle now.
                candidates.remove(0);
            }
            let rects = candidates.into_iter().map(|by| Rect::from_center_size(at + by, galley.size()));
            let free = rects.clone().find(|rect| taken.iter().all(|other| !other.intersects(*rect)));
            // What is selected is named in any case.
            let Some(rect) = free.or_else(|| rects.clone().next().filter(|_| is_selected(item))) else { continue };
            taken.push(rect.expand2(vec2(3.0, 2.0)));
            self.labels.push(Label { rect, job });
        }
    }

    /// Paints them.
    pub(super) fn paint(&self, ui: &Ui, theme: &Theme) {
        for Label { rect, job } in &self.labels {
            let galley = ui.fonts_mut(|fonts| fonts.layout_job(job.clone()));
            ui.painter().rect_filled(rect.expand2(vec2(3.0, 1.0)), 3.0, theme.plan.halo.gamma_multiply(0.7));
            ui.painter().galley(rect.min, galley, theme.plan.label);
        }
    }
}

/// What a measured line measures: range and bearing of one leg, the length of several.
fn measure_of(of: &Subject) -> Option<String> {
    let Subject::Feature(feature) = of else { return None };
    match feature.shape.as_ref()? {
        Shape::Measured { places } => match places.as_slice() {
            [from, to] => Some(leg_words(*from, *to)),
            line => Some(line_length(line).nautical_miles().to_string()),
        },
        _ => None,
    }
}

/// Where a name may stand, from its thing's place to the name's middle, best first.
fn spots(is_point: bool, size: egui::Vec2) -> Vec<egui::Vec2> {
    let high = size.y + 3.0;
    if is_point {
        let (x, y) = (size.x / 2.0 + 12.0, size.y / 2.0 + 12.0);
        vec![vec2(x, 0.0), vec2(0.0, y), vec2(-x, 0.0), vec2(0.0, -y)]
    } else {
        vec![vec2(0.0, 0.0), vec2(0.0, high), vec2(0.0, -high), vec2(0.0, 2.0 * high), vec2(0.0, -2.0 * high)]
    }
}

/// Where on the screen a thing is named.
fn place_of(item: &Item, view: &View) -> Option<Pos2> {
    Some(view.screen_from_world(item.outline.world(item.outline.anchor?)))
}
