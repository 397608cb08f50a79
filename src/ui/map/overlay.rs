//! Zones and the plan's features on the map: fills, outlines, names, and what lies under the pointer.
//!
//! Owns prepared outlines, one per geometry and zoom step. Never changes anything: hits are handed to whoever asks. Start at
//! [`Overlay::show`].

use std::collections::HashMap;
use std::sync::Arc;

use egui::text::{LayoutJob, TextFormat};
use egui::{Align2, Color32, FontId, Galley, Pos2, Rect, Response, Shape, Stroke, Ui, pos2, vec2};

use super::MapLayer;
use super::outline::{Local, Outline, n_vertices};
use super::tracks::visible_box;
use super::view::{View, world_from_position};
use crate::chart::Zone;
use crate::plan::{Feature, FeatureId, Kind, Plan, UnitType};
use crate::session::{Focus, Selected, ZoneId, ZoneSet};
use crate::ui::canvas::flat::{FillRoom, Fills};
use crate::ui::theme::{SMALL, Theme, icon};

/// How near the pointer must be to a line or point, in points.
const REACH_POINTS: f64 = 7.0;
/// How many vertices a frame prepares outlines of, about 2 ms; the rest waits for the next.
const VERTICES_A_FRAME: usize = 20_000;
/// From one line of a hatching to the next, points.
const HATCH_STEP: f32 = 9.0;
/// How wide an area is on the screen to bear a warning, points.
const LEAST_WARNED: f32 = 60.0;
/// How many names are shown at most: more would only be noise.
const MOST_LABELS: usize = 300;
/// How many hatching lines one thing may have.
const MOST_HATCHES: usize = 400;

/// How a point is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Symbol {
    Ring,
    Mark,
    Inspection,
    Unit(Option<UnitType>),
}

/// One thing to paint.
struct Item {
    thing: Selected,
    outline: Arc<Outline>,
    stroke: Color32,
    fill: Color32,
    width: f32,
    name: String,
    /// What is to be noticed of it, beneath its name.
    warning: Option<String>,
    is_selected: bool,
    is_hatched: bool,
    symbol: Symbol,
}

/// A prepared outline, and the zone or feature it is of: while that is kept, no other can come to its address.
struct Kept {
    _of: Subject,
    outline: Option<Arc<Outline>>,
    zoom_step: i32,
    used: u64,
}

/// What an outline is of.
enum Subject {
    Zone(Arc<Zone>),
    Feature(Arc<Feature>),
}

impl Subject {
    fn key(&self) -> usize {
        match self {
            Self::Zone(zone) => Arc::as_ptr(zone).addr(),
            Self::Feature(feature) => Arc::as_ptr(feature).addr(),
        }
    }

    fn geometry(&self) -> Option<&geo::Geometry<f64>> {
        match self {
            Self::Zone(zone) => Some(&zone.geometry),
            Self::Feature(feature) => feature.geometry.as_ref(),
        }
    }
}

/// The layer. Keep one for the life of the window.
#[derive(Default)]
pub struct Overlay {
    outlines: HashMap<usize, Kept>,
    fill_room: FillRoom,
    frame: u64,
    is_behind: bool,
    items: Vec<Item>,
    labels: Vec<Label>,
    zoom_step: i32,
    label: Option<(Color32, Color32)>,
    /// The edge round what is selected.
    selected: Color32,
    /// The colour of warnings.
    warning: Color32,
}

impl Overlay {
    /// Takes what is to be shown this frame, bottom first.
    /// What `warning_of` says of a feature stands beneath its name. Those `in_hand` are paler: what they become is drawn above them.
    #[expect(clippy::too_many_arguments, reason = "the frame hands down what it has; a struct would only rename it")]
    pub fn show(
        &mut self,
        zones: &[ZoneSet],
        plan: &Plan,
        focus: &Focus,
        in_hand: &[FeatureId],
        warning_of: &dyn Fn(&Arc<Feature>) -> Option<String>,
        theme: &'static Theme,
        view: Option<View>,
    ) {
        self.items.clear();
        self.label = Some((theme.plan.label, theme.plan.halo));
        self.selected = theme.plan.selected;
        self.warning = theme.ui.warning;
        let Some(view) = view else { return };
        #[expect(clippy::cast_possible_truncation, reason = "a zoom is between 0 and 26")]
        let zoom_step = (2f64.powi(32) * view.points_per_unit()).log2().round() as i32;
        self.zoom_step = zoom_step;
        self.frame += 1;
        let mut budget = VERTICES_A_FRAME;
        let seen = visible_box(&view);
        let tolerance = 0.5 / view.points_per_unit();
        for set in zones {
            for (zone_idx, zone) in set.layer.zones.iter().enumerate().filter(|(_, zone)| set.shows(zone)) {
                let thing = Selected::Zone(ZoneId { set: set.id, zone_idx });
                let hex = set.colour.as_ref().or(zone.colour.as_ref());
                let stroke = hex.and_then(|hex| theme.from_file(hex)).unwrap_or(theme.plan.reference);
                let outline = self.outline(Subject::Zone(Arc::clone(zone)), tolerance, &mut budget);
                let is_lit = focus.is_selected(thing) || focus.hovered == Some(thing);
                if let Some(outline) = outline.filter(|outline| outline.bounds.touches(&seen)) {
                    let fill = theme.fill_of(stroke).gamma_multiply(if is_lit { 0.8 } else { 0.4 });
                    let (width, name) = (if is_lit { 2.5 } else { 1.2 }, zone.name.clone());
                    let (is_hatched, symbol) = (false, Symbol::Ring);
                    self.items.push(Item {
                        thing,
                        outline,
                        stroke,
                        fill,
                        width,
                        name,
                        warning: None,
                        is_selected: is_lit,
                        is_hatched,
                        symbol,
                    });
                }
            }
        }
        for feature in plan.features.iter().filter(|feature| !feature.is_hidden) {
            let thing = Selected::Feature(feature.id);
            let outline = self.outline(Subject::Feature(Arc::clone(feature)), tolerance, &mut budget);
            let Some(outline) = outline.filter(|outline| outline.bounds.touches(&seen)) else { continue };
            let (mut stroke, mut fill) = colours(feature, theme);
            let is_selected = focus.is_selected(thing);
            #[expect(clippy::cast_possible_truncation, reason = "a width of a few points")]
            let own_width = feature.style.stroke_width.map_or(2.0, |width| width.clamp(0.5, 12.0) as f32);
            let width = if is_selected || focus.hovered == Some(thing) { own_width + 1.0 } else { own_width };
            if in_hand.contains(&feature.id) {
                (stroke, fill) = (stroke.gamma_multiply(0.35), fill.gamma_multiply(0.35));
            }
            let is_hatched = feature.kind == Kind::ExclusionArea;
            let symbol = match feature.kind {
                Kind::Unit => Symbol::Unit(feature.unit.as_ref().and_then(|unit| unit.unit_type)),
                Kind::Inspection => Symbol::Inspection,
                _ => Symbol::Mark,
            };
            let name = feature.name.clone();
            let warning = warning_of(feature);
            self.items.push(Item {
                thing,
                outline,
                stroke,
                fill,
                width,
                name,
                warning,
                is_selected,
                is_hatched,
                symbol,
            });
        }
    }

    /// The outline of a thing for this zoom. When a frame has done enough, that of another zoom stands in.
    fn outline(&mut self, of: Subject, tolerance: f64, budget: &mut usize) -> Option<Arc<Outline>> {
        let (key, zoom_step, frame) = (of.key(), self.zoom_step, self.frame);
        let kept = self.outlines.get_mut(&key);
        let is_fresh = kept.as_ref().is_some_and(|kept| kept.zoom_step == zoom_step);
        let n = of.geometry().map_or(0, n_vertices);
        let is_over = n > *budget && *budget < VERTICES_A_FRAME;
        if is_fresh || is_over {
            self.is_behind |= !is_fresh;
            let kept = kept?;
            kept.used = frame;
            return kept.outline.clone();
        }
        *budget = budget.saturating_sub(n);
        let outline = of.geometry().and_then(|geometry| Outline::of(geometry, tolerance)).map(Arc::new);
        self.outlines.insert(key, Kept { _of: of, outline: outline.clone(), zoom_step, used: frame });
        outline
    }

    /// Forgets what was not shown lately, and asks for another frame where this one did not get round to everything.
    fn tidy(&mut self, ctx: &egui::Context) {
        if std::mem::take(&mut self.is_behind) {
            ctx.request_repaint();
        }
        let frame = self.frame;
        if frame.is_multiple_of(64) {
            self.outlines.retain(|_, kept| kept.used + 64 >= frame);
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

/// A name on the screen.
struct Label {
    rect: Rect,
    galley: Arc<Galley>,
}

impl Overlay {
    /// Chooses where names stand: what is selected first, then areas, then points, which make way. None overlaps another.
    fn place_labels(&mut self, ui: &Ui, view: &View) {
        self.labels.clear();
        let Some((colour, _)) = self.label else { return };
        let mut order: Vec<&Item> = self.items.iter().rev().filter(|item| !item.name.is_empty()).collect();
        let is_zone = |item: &Item| matches!(item.thing, Selected::Zone(_));
        order.sort_by_key(|item| (!item.is_selected, is_zone(item), item.is_point()));
        let seen = view.rect().shrink(2.0);
        // A symbol is not to be written over, except by its own name beside it.
        let mut taken: Vec<Rect> = self
            .items
            .iter()
            .filter(|item| item.is_point())
            .filter_map(|item| Some(Rect::from_center_size(place_of(item, view)?, vec2(16.0, 16.0))))
            .collect();
        for item in order.into_iter().take(MOST_LABELS) {
            let Some(at) = place_of(item, view).filter(|at| seen.contains(*at)) else { continue };
            let size = if item.is_selected { SMALL + 2.0 } else { SMALL };
            // An area too small for its warning has it in the inspector and in the list.
            let warning = item.warning.as_ref().filter(|_| item.is_selected || item.width_on(view) > LEAST_WARNED);
            let galley = match warning {
                None => ui.painter().layout_no_wrap(item.name.clone(), FontId::proportional(size), colour),
                Some(warning) => {
                    let mut job = LayoutJob::default();
                    let format = |size, colour| TextFormat::simple(FontId::proportional(size), colour);
                    job.append(&format!("{}\n", item.name), 0.0, format(size, colour));
                    job.append(
                        &format!("{} {warning}", icon::ICON_WARNING.codepoint),
                        0.0,
                        format(SMALL, self.warning),
                    );
                    ui.fonts_mut(|fonts| fonts.layout_job(job))
                }
            };
            // A zone smaller than its name would be lost beneath it.
            if is_zone(item) && !item.is_selected && !item.is_point() && item.width_on(view) < galley.size().x * 0.8 {
                continue;
            }
            let mut candidates = spots(item.is_point(), galley.size());
            if item.is_selected && !item.is_point() {
                // Its middle is a handle now.
                candidates.remove(0);
            }
            let rects = candidates.into_iter().map(|by| Rect::from_center_size(at + by, galley.size()));
            let free = rects.clone().find(|rect| taken.iter().all(|other| !other.intersects(*rect)));
            // What is selected is named in any case.
            let Some(rect) = free.or_else(|| rects.clone().next().filter(|_| item.is_selected)) else { continue };
            taken.push(rect.expand2(vec2(3.0, 2.0)));
            self.labels.push(Label { rect, galley });
        }
    }
}

impl Item {
    fn is_point(&self) -> bool {
        self.outline.paths.is_empty()
    }

    /// How wide it is on the screen, points.
    #[expect(clippy::cast_possible_truncation, reason = "screen sizes are f32")]
    fn width_on(&self, view: &View) -> f32 {
        let (low, high) = self.outline.extent;
        ((high[0] - low[0]) * view.points_per_unit()) as f32
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

impl MapLayer for Overlay {
    fn interact(&mut self, ui: &mut Ui, view: &View, _response: &Response) {
        self.tidy(ui.ctx());
        self.place_labels(ui, view);
    }

    fn reserve(&self, _view: &View, rects: &mut Vec<Rect>) {
        // With a little air: a name that touches another cannot be read.
        rects.extend(self.labels.iter().map(|label| label.rect.expand2(vec2(7.0, 3.0))));
    }

    fn paint(&mut self, ui: &mut Ui, view: &View) {
        let mut fills = Fills::default();
        for item in &self.items {
            let corners = item.outline.corners.iter().map(|local| view.screen_from_world(item.outline.world(*local)));
            fills.add(corners, &item.outline.triangles, item.fill);
        }
        fills.paint(ui.painter(), view.rect(), &self.fill_room);
        for item in &self.items {
            let screen = |local: &Local| view.screen_from_world(item.outline.world(*local));
            if item.is_hatched {
                hatch(ui, view, item);
            }
            for path in &item.outline.paths {
                let points: Vec<Pos2> = path.places.iter().map(screen).collect();
                if item.is_selected && matches!(item.thing, Selected::Feature(_)) {
                    ui.painter().add(Shape::line(points.clone(), Stroke::new(item.width + 3.0, self.selected)));
                }
                ui.painter().add(Shape::line(points, Stroke::new(item.width, item.stroke)));
            }
            for point in &item.outline.points {
                symbol(ui, screen(point), item, self.label.map_or(Color32::BLACK, |(_, halo)| halo));
            }
        }
    }

    fn paint_above(&mut self, ui: &mut Ui, _view: &View) {
        let Some((label, halo)) = self.label else { return };
        for Label { rect, galley } in &self.labels {
            ui.painter().rect_filled(rect.expand2(vec2(3.0, 1.0)), 3.0, halo.gamma_multiply(0.7));
            ui.painter().galley(rect.min, Arc::clone(galley), label);
        }
    }
}

/// Slanting lines across an area, in its own colour, held to the map's frame.
fn hatch(ui: &Ui, view: &View, item: &Item) {
    let rings: Vec<Vec<Pos2>> = item
        .outline
        .paths
        .iter()
        .filter(|path| path.is_ring)
        .map(|path| path.places.iter().map(|local| view.screen_from_world(item.outline.world(*local))).collect())
        .collect();
    let stroke = Stroke::new(1.0, item.stroke.gamma_multiply(0.55));
    for [from, to] in hatches(&rings, view.rect()) {
        ui.painter().line_segment([from, to], stroke);
    }
}

/// The parts inside `rings` of lines that rise to the right, a step apart and fixed to the ground of `room`.
fn hatches(rings: &[Vec<Pos2>], room: Rect) -> Vec<[Pos2; 2]> {
    let edges: Vec<(Pos2, Pos2)> =
        rings.iter().flat_map(|ring| ring.iter().copied().zip(ring.iter().copied().skip(1))).collect();
    // A line is the places where x + y has one value.
    let along = |p: &Pos2| p.x + p.y;
    let least = edges.iter().map(|(a, _)| along(a)).fold(f32::INFINITY, f32::min).max(room.left() + room.top());
    let most = edges.iter().map(|(a, _)| along(a)).fold(f32::NEG_INFINITY, f32::max).min(room.right() + room.bottom());
    // The lines hang on the area's own first corner, so that they move with it and do not crawl.
    let Some((first, _)) = edges.first() else { return Vec::new() };
    let step = HATCH_STEP * std::f32::consts::SQRT_2;
    let mut sum = along(first) + ((least - along(first)) / step).ceil() * step;
    let mut lines = Vec::new();
    while sum < most && lines.len() < MOST_HATCHES {
        let mut crossings: Vec<f32> = edges
            .iter()
            .filter_map(|(a, b)| {
                let (from, to) = (along(a), along(b));
                let is_crossed = (from < sum) != (to < sum);
                is_crossed.then(|| a.x + (b.x - a.x) * (sum - from) / (to - from))
            })
            .collect();
        crossings.sort_by(f32::total_cmp);
        for pair in crossings.chunks_exact(2) {
            if let [left, right] = pair {
                lines.push([pos2(*left, sum - left), pos2(*right, sum - right)]);
            }
        }
        sum += step;
    }
    lines
}

/// A point's symbol: a disc for a mark, a square for an inspection, a diamond with its letter for a unit.
fn symbol(ui: &Ui, at: Pos2, item: &Item, ground: Color32) {
    let painter = ui.painter();
    let edge = Stroke::new(item.width.min(3.0), item.stroke);
    let grow = if item.is_selected { 1.5 } else { 0.0 };
    match item.symbol {
        Symbol::Ring => drop(painter.circle(at, 5.0, item.fill, edge)),
        Symbol::Mark => {
            painter.circle(at, 5.5 + grow, ground, edge);
            painter.circle_filled(at, 2.0, item.stroke);
        }
        Symbol::Inspection => {
            let square = Rect::from_center_size(at, vec2(11.0 + 2.0 * grow, 11.0 + 2.0 * grow));
            painter.rect(square, 2.0, ground, edge, egui::StrokeKind::Middle);
            painter.line_segment([square.left_top(), square.right_bottom()], Stroke::new(1.0, item.stroke));
        }
        Symbol::Unit(craft) => {
            let arm = 10.0 + grow;
            let corners = vec![at - vec2(0.0, arm), at + vec2(arm, 0.0), at + vec2(0.0, arm), at - vec2(arm, 0.0)];
            painter.add(Shape::convex_polygon(corners, ground, edge));
            let letter = match craft {
                Some(UnitType::Aircraft) => "A",
                Some(UnitType::Helicopter) => "H",
                Some(UnitType::Drone) => "D",
                Some(UnitType::Ship) => "S",
                None => "U",
            };
            painter.text(at, Align2::CENTER_CENTER, letter, FontId::proportional(SMALL), item.stroke);
        }
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geodesy::Position;
    use crate::plan::PlanId;
    use crate::ui::map::view::rect_of_size;
    use crate::ui::theme::Kind as ThemeKind;
    use crate::units::Timestamp;
    use uuid::Uuid;

    #[test]
    fn a_new_feature_never_shows_the_outline_of_one_that_is_gone() {
        // A freed feature's address is soon used again: without care its outline would be the old one's.
        let view = View::new(Position::clamped(38.0, 124.0), 7.0, rect_of_size(800.0, 600.0), 1.0);
        let mut overlay = Overlay::default();
        for n in 0..200_u32 {
            let lon = 123.0 + f64::from(n) * 0.01;
            let square = geo::Rect::new(geo::coord! { x: lon, y: 37.5 }, geo::coord! { x: lon + 0.2, y: 38.0 });
            let id = FeatureId(Uuid::from_u128(u128::from(n)));
            let mut plan = Plan::new(PlanId(Uuid::nil()), Timestamp::from_seconds(0));
            let geometry = geo::Geometry::Polygon(square.to_polygon());
            plan.features.push(Arc::new(Feature::new(id, Kind::InterdictionArea, "", geometry)));
            overlay.show(&[], &plan, &Focus::default(), &[], &|_| None, Theme::of(ThemeKind::Dusk), Some(view));
            let middle = view.screen_from_position(Position::clamped(37.75, lon + 0.1));
            assert_eq!(overlay.hits(&view, middle), [Selected::Feature(id)], "the {n}th");
        }
    }

    #[test]
    fn a_hatching_stays_inside_its_area_and_out_of_its_holes() {
        let square = |low: f32, high: f32| {
            vec![pos2(low, low), pos2(high, low), pos2(high, high), pos2(low, high), pos2(low, low)]
        };
        let room = Rect::from_min_max(pos2(0.0, 0.0), pos2(200.0, 200.0));
        let lines = hatches(&[square(20.0, 180.0), square(80.0, 120.0)], room);
        assert!(lines.len() > 20);
        for [from, to] in lines {
            let middle = pos2(f32::midpoint(from.x, to.x), f32::midpoint(from.y, to.y));
            assert!(Rect::from_min_max(pos2(19.9, 19.9), pos2(180.1, 180.1)).contains(middle));
            assert!(!Rect::from_min_max(pos2(80.1, 80.1), pos2(119.9, 119.9)).contains(middle));
        }
    }
}
