//! Zones and the plan's features on the map: fills, outlines, names, and what lies under the pointer.
//!
//! Owns prepared outlines, one per geometry and zoom step. Never changes anything: hits are handed to whoever asks. Start at
//! [`Overlay::show`].

use std::collections::HashMap;
use std::sync::Arc;

use egui::epaint::{Mesh, Vertex, WHITE_UV};
use egui::{Align2, Color32, FontId, Pos2, Rect, Shape, Stroke, Ui, vec2};

use super::MapLayer;
use super::outline::{Local, Outline};
use super::view::{View, world_from_position};
use crate::plan::{Feature, Kind, Plan};
use crate::session::{Focus, Selected, ZoneId, ZoneSet};
use crate::ui::theme::{SMALL, Theme};

/// How near the pointer must be to a line or point, in points.
const REACH_POINTS: f64 = 6.0;

/// One thing to paint.
struct Item {
    thing: Selected,
    outline: Arc<Outline>,
    stroke: Color32,
    fill: Color32,
    width: f32,
    name: String,
    is_selected: bool,
}

/// The layer. Keep one for the life of the window.
#[derive(Default)]
pub struct Overlay {
    outlines: HashMap<(usize, i32), Option<Arc<Outline>>>,
    items: Vec<Item>,
    zoom_step: i32,
    label: Option<(Color32, Color32)>,
}

impl Overlay {
    /// Takes what is to be shown this frame, bottom first.
    pub fn show(&mut self, zones: &[ZoneSet], plan: &Plan, focus: &Focus, theme: &'static Theme, view: Option<View>) {
        self.items.clear();
        self.label = Some((theme.plan.label, theme.plan.halo));
        let Some(view) = view else { return };
        #[expect(clippy::cast_possible_truncation, reason = "a zoom is between 0 and 26")]
        let zoom_step = (2f64.powi(32) * view.points_per_unit()).log2().round() as i32;
        if zoom_step != self.zoom_step || self.outlines.len() > 20_000 {
            self.outlines.clear();
            self.zoom_step = zoom_step;
        }
        let tolerance = 0.5 / view.points_per_unit();
        for set in zones {
            for (zone_idx, zone) in set.layer.zones.iter().enumerate().filter(|(_, zone)| set.shows(zone)) {
                let thing = Selected::Zone(ZoneId { set: set.id, zone_idx });
                let hex = set.colour.as_ref().or(zone.colour.as_ref());
                let stroke = hex.and_then(|hex| theme.from_file(hex)).unwrap_or(theme.plan.reference);
                let key = (Arc::as_ptr(zone).addr(), zoom_step);
                let outline =
                    self.outlines.entry(key).or_insert_with(|| Outline::of(&zone.geometry, tolerance).map(Arc::new));
                let is_lit = focus.is_selected(thing) || focus.hovered == Some(thing);
                if let Some(outline) = outline.clone() {
                    let fill = theme.fill_of(stroke).gamma_multiply(0.6);
                    let (width, name) = (if is_lit { 2.5 } else { 1.2 }, zone.name.clone());
                    self.items.push(Item { thing, outline, stroke, fill, width, name, is_selected: is_lit });
                }
            }
        }
        for feature in &plan.features {
            let Some(geometry) = &feature.geometry else { continue };
            let thing = Selected::Feature(feature.id);
            let key = (Arc::as_ptr(feature).addr(), zoom_step);
            let outline = self.outlines.entry(key).or_insert_with(|| Outline::of(geometry, tolerance).map(Arc::new));
            let Some(outline) = outline.clone() else { continue };
            let (stroke, fill) = colours(feature, theme);
            let is_selected = focus.is_selected(thing);
            let width = if is_selected || focus.hovered == Some(thing) { 3.0 } else { 2.0 };
            self.items.push(Item { thing, outline, stroke, fill, width, name: feature.name.clone(), is_selected });
        }
    }

    /// What lies under a place on the screen, topmost first.
    #[must_use]
    pub fn hits(&self, view: &View, at: Pos2) -> Vec<Selected> {
        let Some(world) = view.position_from_screen(at).map(world_from_position) else { return Vec::new() };
        let reach = REACH_POINTS / view.points_per_unit();
        let is_hit = |item: &&Item| {
            let place = item.outline.local(world);
            item.outline.contains(place)
                || item.outline.edge_distance(place, reach).is_some()
                || item.outline.point_distance(place, reach).is_some()
        };
        self.items.iter().rev().filter(is_hit).map(|item| item.thing).collect()
    }
}

/// Outline and fill of a feature: its own colours, else those of its kind.
fn colours(feature: &Feature, theme: &Theme) -> (Color32, Color32) {
    let own = |hex: &Option<String>| hex.as_deref().and_then(|hex| theme.from_file(hex));
    let stroke = own(&feature.style.stroke).unwrap_or_else(|| theme.plan.of(feature.kind));
    let fill = match (own(&feature.style.fill), feature.style.fill_opacity) {
        #[expect(clippy::cast_possible_truncation, reason = "an opacity is between 0 and 1")]
        (Some(fill), Some(opacity)) => fill.gamma_multiply(opacity.clamp(0.0, 1.0) as f32),
        (Some(fill), None) => theme.fill_of(fill),
        (None, _) => theme.fill_of(stroke),
    };
    (stroke, fill)
}

impl MapLayer for Overlay {
    fn reserve(&self, view: &View, rects: &mut Vec<Rect>) {
        for item in &self.items {
            if let Some(at) = anchor(item, view) {
                #[expect(clippy::cast_precision_loss, reason = "the width of a name, roughly")]
                let width = 7.0 * item.name.chars().count() as f32;
                rects.push(Rect::from_center_size(at, vec2(width, 16.0)));
            }
        }
    }

    fn paint(&mut self, ui: &mut Ui, view: &View) {
        for item in &self.items {
            let screen = |local: &Local| view.screen_from_world(item.outline.world(*local));
            let mut mesh = Mesh::default();
            mesh.vertices = item
                .outline
                .corners
                .iter()
                .map(|corner| Vertex { pos: screen(corner), uv: WHITE_UV, color: item.fill })
                .collect();
            mesh.indices.clone_from(&item.outline.triangles);
            if !mesh.indices.is_empty() {
                ui.painter().add(Shape::mesh(mesh));
            }
            for path in &item.outline.paths {
                let points = path.places.iter().map(screen).collect();
                ui.painter().add(Shape::line(points, Stroke::new(item.width, item.stroke)));
            }
            for point in &item.outline.points {
                ui.painter().circle(screen(point), 5.0, item.fill, Stroke::new(item.width, item.stroke));
            }
        }
    }

    fn paint_above(&mut self, ui: &mut Ui, view: &View) {
        let Some((label, halo)) = self.label else { return };
        let mut taken: Vec<Rect> = Vec::new();
        for item in self.items.iter().rev().filter(|item| !item.name.is_empty()) {
            let Some(at) = anchor(item, view).filter(|at| view.rect().contains(*at)) else { continue };
            let size = if item.is_selected { SMALL + 2.0 } else { SMALL };
            let galley = ui.painter().layout_no_wrap(item.name.clone(), FontId::proportional(size), label);
            let rect = Align2::CENTER_CENTER.anchor_size(at, galley.size());
            if taken.iter().any(|other| other.intersects(rect)) {
                continue;
            }
            ui.painter().rect_filled(rect.expand(2.0), 3.0, halo.gamma_multiply(0.7));
            ui.painter().galley(rect.min, galley, label);
            taken.push(rect);
        }
    }
}

fn anchor(item: &Item, view: &View) -> Option<Pos2> {
    let at = view.screen_from_world(item.outline.world(item.outline.anchor?));
    let is_point = item.outline.paths.is_empty();
    Some(if is_point { at + vec2(0.0, 14.0) } else { at })
}

impl crate::ui::theme::PlanColours {
    /// The colour of a kind of feature.
    #[must_use]
    pub const fn of(&self, kind: Kind) -> Color32 {
        match kind {
            Kind::InterdictionArea | Kind::Inspection => self.interdiction,
            Kind::PatrolZone => self.patrol,
            Kind::ExclusionArea => self.exclusion,
            Kind::ReferenceArea | Kind::Point => self.reference,
            Kind::PatrolRoute | Kind::Barrier => self.route,
            Kind::Unit => self.unit,
        }
    }
}
