//! Zones and the plan's features on the map: fills, outlines, names, and what lies under the pointer.
//!
//! Owns prepared outlines, one per geometry and zoom step, and the meshes made of them, which are made anew only when something
//! shown has changed. Never changes anything: hits are handed to whoever asks. Start at [`Overlay::show`].

pub mod disputed;
mod names;
pub(super) mod still;
mod symbol;

use std::collections::HashMap;
use std::sync::Arc;

use egui::{Color32, Pos2, Rect, Response, Ui};

use self::names::Names;
use self::still::{Mesh, Room};
use self::symbol::Symbol;
use super::MapLayer;
use super::outline::{Outline, n_vertices};
use super::tracks::visible_box;
use super::view::{View, world_from_position};
use super::workers::{Errand, Workers};
use crate::chart::{Zone, ZoneLayer};
use crate::language::Language;
use crate::plan::{Feature, FeatureId, Kind, Plan};
use crate::session::{Focus, Selected, ZoneFilter, ZoneId, ZoneSet};
use crate::ui::theme::{self, Theme};

/// How near the pointer must be to a line or point, in points.
const REACH_POINTS: f64 = 7.0;
/// How many vertices a frame prepares outlines of, about 2 ms; the rest waits for the next.
const VERTICES_A_FRAME: usize = 20_000;
/// From how many vertices on an outline is prepared on a thread of its own.
const HEAVY: usize = 5_000;

/// One thing to paint.
struct Item {
    thing: Selected,
    of: Subject,
    outline: Arc<Outline>,
    stroke: Color32,
    fill: Color32,
    width: f32,
    /// What is to be noticed of it, beneath its name.
    warning: Option<String>,
    symbol: Symbol,
}

/// A prepared outline, and the zone or feature it is of: while that is kept, no other can come to its address.
struct Kept {
    _of: Subject,
    outline: Option<Arc<Outline>>,
    zoom_step: i32,
}

/// What an outline is of.
#[derive(Clone)]
pub enum Subject {
    /// A zone of a file.
    Zone(Arc<Zone>),
    /// A feature of the plan.
    Feature(Arc<Feature>),
}

impl Subject {
    fn key(&self) -> usize {
        match self {
            Self::Zone(zone) => Arc::as_ptr(zone).addr(),
            Self::Feature(feature) => Arc::as_ptr(feature).addr(),
        }
    }

    /// Where it is.
    #[must_use]
    pub fn geometry(&self) -> Option<&geo::Geometry<f64>> {
        match self {
            Self::Zone(zone) => Some(&zone.geometry),
            Self::Feature(feature) => feature.geometry.as_ref(),
        }
    }

    /// What it is called.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Zone(zone) => &zone.name,
            Self::Feature(feature) => &feature.name,
        }
    }
}

/// What the things on the map were put together for; while it stays the same, so do they.
#[derive(PartialEq)]
struct Occasion {
    plan: ByAddress<Plan>,
    zones: Vec<ShownZones>,
    in_hand: Vec<FeatureId>,
    theme: theme::Kind,
    zoom_step: i32,
}

/// A layer of zones that is drawn: which, in which colour, and which of its zones.
#[derive(PartialEq)]
struct ShownZones {
    id: u64,
    layer: ByAddress<ZoneLayer>,
    colour: Option<String>,
    filter: Option<ZoneFilter>,
}

/// Equal only to itself.
struct ByAddress<T>(Arc<T>);

impl<T> PartialEq for ByAddress<T> {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

/// A heavy outline that was made on a thread.
struct Made {
    of: Subject,
    outline: Option<Arc<Outline>>,
    zoom_step: i32,
}

/// The layer. Keep one for the life of the window.
#[derive(Default)]
pub struct Overlay {
    outlines: HashMap<usize, Kept>,
    /// The last outline of each heavy thing, which stands in until that of its present state is there.
    stand_ins: HashMap<Selected, Arc<Outline>>,
    heavy: Errand<Made>,
    /// The heavy thing whose turn is next, and its tolerance.
    wanted: Option<(Subject, f64)>,
    workers: Workers,
    is_behind: bool,
    made_for: Option<Occasion>,
    /// What warnings were asked for, and how often they were other ones.
    warned_for: Option<(u64, Language)>,
    n_warned: u64,
    items: Vec<Item>,
    /// All of them, and those that are selected or under the pointer.
    mesh: Arc<Mesh>,
    lit_mesh: Arc<Mesh>,
    rooms: (Room, Room),
    /// What is selected, then what is under the pointer.
    lit: Vec<Selected>,
    n_selected: usize,
    lit_for: Option<(u64, Vec<Selected>, usize)>,
    generation: u64,
    names: Names,
    zoom_step: i32,
    theme: Option<&'static Theme>,
}

/// What is on the map beside the tracks.
#[derive(Clone, Copy)]
pub struct Laid<'a> {
    /// Zones of files.
    pub zones: &'a [ZoneSet],
    /// The plan.
    pub plan: &'a Arc<Plan>,
    /// What is selected or under the pointer.
    pub focus: &'a Focus,
    /// The features in the hand, which are paler: what they become is drawn above them.
    pub in_hand: &'a [FeatureId],
    /// What is to be noticed of a feature, beneath its name.
    pub warning_of: &'a dyn Fn(&Arc<Feature>) -> Option<String>,
    /// Another number whenever a warning may be another.
    pub warnings: u64,
}

impl Overlay {
    /// Takes what is to be shown this frame, bottom first.
    pub fn show(&mut self, laid: Laid<'_>, theme: &'static Theme, view: Option<View>) {
        self.theme = Some(theme);
        let Some(view) = view else { return };
        if let Some(made) = self.heavy.take() {
            self.outlines
                .insert(made.of.key(), Kept { _of: made.of, outline: made.outline, zoom_step: made.zoom_step });
            self.made_for = None;
        }
        let zoom_step = zoom_step(&view);
        let shown = laid.zones.iter().filter(|set| set.is_shown);
        let zones = shown.map(|set| ShownZones {
            id: set.id,
            layer: ByAddress(Arc::clone(&set.layer)),
            colour: set.colour.clone(),
            filter: set.filter.clone(),
        });
        let occasion = Occasion {
            plan: ByAddress(Arc::clone(laid.plan)),
            zones: zones.collect(),
            in_hand: laid.in_hand.to_vec(),
            theme: theme.kind,
            zoom_step,
        };
        if self.is_behind || self.made_for.as_ref() != Some(&occasion) {
            self.is_behind = false;
            self.zoom_step = zoom_step;
            self.generation += 1;
            self.gather(laid, theme, 0.5 / view.points_per_unit());
            self.made_for = Some(occasion);
            self.warned_for = None;
        }
        let warned_for = (laid.warnings, Language::current());
        if self.warned_for != Some(warned_for) {
            self.warn(laid);
            self.warned_for = Some(warned_for);
        }
        self.light(laid, theme);
    }

    /// Puts together everything there is, wherever it lies: the view may move without any of it changing.
    fn gather(&mut self, laid: Laid<'_>, theme: &Theme, tolerance: f64) {
        let mut items = std::mem::take(&mut self.items);
        items.clear();
        let mut budget = VERTICES_A_FRAME;
        self.wanted = None;
        for set in laid.zones {
            for (zone_idx, zone) in set.layer.zones.iter().enumerate().filter(|(_, zone)| set.shows(zone)) {
                let (thing, of) = (Selected::Zone(ZoneId { set: set.id, zone_idx }), Subject::Zone(Arc::clone(zone)));
                let Some(outline) = self.outline(thing, &of, tolerance, &mut budget) else { continue };
                let hex = set.colour.as_ref().or(zone.colour.as_ref());
                let stroke = hex.and_then(|hex| theme.from_file(hex)).unwrap_or(theme.plan.reference);
                let fill = theme.fill_of(stroke).gamma_multiply(0.4);
                items.push(Item { thing, of, outline, stroke, fill, width: 1.2, warning: None, symbol: Symbol::Ring });
            }
        }
        for feature in laid.plan.features.iter().filter(|feature| !feature.is_hidden) {
            let (thing, of) = (Selected::Feature(feature.id), Subject::Feature(Arc::clone(feature)));
            let Some(outline) = self.outline(thing, &of, tolerance, &mut budget) else { continue };
            let (mut stroke, mut fill) = colours(feature, theme);
            #[expect(clippy::cast_possible_truncation, reason = "a width of a few points")]
            let width = feature.style.stroke_width.map_or(2.0, |width| width.clamp(0.5, 12.0) as f32);
            if laid.in_hand.contains(&feature.id) {
                (stroke, fill) = (stroke.gamma_multiply(0.35), fill.gamma_multiply(0.35));
            }
            let symbol = Symbol::of(feature);
            items.push(Item { thing, of, outline, stroke, fill, width, warning: None, symbol });
        }
        let mut mesh = Mesh::default();
        for item in &items {
            mesh.fill(&item.outline, item.fill);
            if item.is_hatched() {
                mesh.hatch(&item.outline, item.stroke.gamma_multiply(0.55));
            }
            mesh.line(&item.outline, item.stroke, item.width);
        }
        self.mesh = Arc::new(mesh);
        self.items = items;
    }

    /// Asks anew what is to be noticed of each feature: names are placed anew where that is something else now.
    fn warn(&mut self, laid: Laid<'_>) {
        let mut is_other = false;
        for item in &mut self.items {
            if let Subject::Feature(feature) = &item.of {
                let warning = (laid.warning_of)(feature);
                is_other |= warning != item.warning;
                item.warning = warning;
            }
        }
        self.n_warned += u64::from(is_other);
    }

    /// Makes the mesh of what is selected or under the pointer, where it is another than before.
    fn light(&mut self, laid: Laid<'_>, theme: &Theme) {
        let focus = laid.focus;
        self.lit.clone_from(&focus.selection);
        self.n_selected = self.lit.len();
        self.lit.extend(focus.hovered.filter(|thing| !focus.is_selected(*thing)));
        let now = (self.generation, self.lit.as_slice(), self.n_selected);
        if self.lit_for.as_ref().is_some_and(|(generation, lit, n)| (*generation, lit.as_slice(), *n) == now) {
            return;
        }
        let mut mesh = Mesh::default();
        let is_held = |thing| matches!(thing, Selected::Feature(id) if laid.in_hand.contains(&id));
        let is_lit = |item: &&Item| self.lit.contains(&item.thing) && !is_held(item.thing);
        for item in self.items.iter().filter(is_lit) {
            let is_zone = matches!(item.thing, Selected::Zone(_));
            if is_zone {
                mesh.fill(&item.outline, item.fill);
            } else if focus.is_selected(item.thing) {
                mesh.line(&item.outline, theme.plan.selected, item.width + 4.0);
            }
            mesh.line(&item.outline, item.stroke, item.width + if is_zone { 1.3 } else { 1.0 });
        }
        self.lit_mesh = Arc::new(mesh);
        self.lit_for = Some((self.generation, self.lit.clone(), self.n_selected));
    }

    /// The outline of a thing for this zoom. When a frame has done enough, that of another zoom stands in.
    fn outline(&mut self, thing: Selected, of: &Subject, tolerance: f64, budget: &mut usize) -> Option<Arc<Outline>> {
        let (key, zoom_step) = (of.key(), self.zoom_step);
        let kept = self.outlines.get(&key);
        let is_fresh = kept.as_ref().is_some_and(|kept| kept.zoom_step == zoom_step);
        let n = of.geometry().map_or(0, n_vertices);
        if n > HEAVY {
            if !is_fresh && self.wanted.is_none() {
                self.wanted = Some((of.clone(), tolerance));
            }
            let outline = kept.and_then(|kept| kept.outline.clone());
            let outline = outline.or_else(|| self.stand_ins.get(&thing).cloned())?;
            self.stand_ins.insert(thing, Arc::clone(&outline));
            return Some(outline);
        }
        let is_over = n > *budget && *budget < VERTICES_A_FRAME;
        if is_fresh || is_over {
            self.is_behind |= !is_fresh;
            return kept?.outline.clone();
        }
        *budget = budget.saturating_sub(n);
        let outline = of.geometry().and_then(|geometry| Outline::of(geometry, tolerance)).map(Arc::new);
        self.outlines.insert(key, Kept { _of: of.clone(), outline: outline.clone(), zoom_step });
        outline
    }

    /// Has heavy outlines made, forgets what is not shown any more, and asks for another frame where this one did not get round
    /// to everything.
    fn tidy(&mut self, ctx: &egui::Context) {
        if self.is_behind {
            ctx.request_repaint();
        }
        if let Some((of, tolerance)) = self.wanted.take_if(|_| !self.heavy.is_under_way()) {
            let zoom_step = self.zoom_step;
            self.heavy.start(&self.workers, ctx, move || {
                let outline = of.geometry().and_then(|geometry| Outline::of(geometry, tolerance)).map(Arc::new);
                Made { of, outline, zoom_step }
            });
        }
        if self.outlines.len() > 2 * self.items.len() + 100 {
            let kept: std::collections::HashSet<usize> = self.items.iter().map(|item| item.of.key()).collect();
            self.outlines.retain(|key, _| kept.contains(key));
            self.stand_ins.retain(|thing, _| self.items.iter().any(|item| item.thing == *thing));
        }
    }

    /// What lies under a place on the screen, topmost first.
    #[must_use]
    pub fn hits(&self, view: &View, at: Pos2) -> Vec<Selected> {
        let Some(world) = view.position_from_screen(at).map(world_from_position) else { return Vec::new() };
        let reach = REACH_POINTS / view.points_per_unit();
        let is_hit = |item: &&Item| {
            let place = item.outline.local(world);
            item.outline.is_about(place, reach)
                && (item.outline.contains(place)
                    || item.outline.edge_distance(place, reach).is_some()
                    || item.outline.point_distance(place, reach).is_some())
        };
        self.items.iter().rev().filter(is_hit).map(|item| item.thing).collect()
    }

    /// What has a part within so many points of a place on the screen, or may have.
    pub fn about(&self, view: &View, at: Pos2, reach_points: f32) -> impl Iterator<Item = (Selected, &Subject)> {
        let world = view.position_from_screen(at).map(world_from_position);
        let reach = f64::from(reach_points) / view.points_per_unit();
        let is_about =
            move |item: &&Item| world.is_some_and(|world| item.outline.is_about(item.outline.local(world), reach));
        self.items.iter().filter(is_about).map(|item| (item.thing, &item.of))
    }
}

/// For which zoom outlines are prepared: within one step they are the same.
#[expect(clippy::cast_possible_truncation, reason = "a zoom is between 0 and 26")]
fn zoom_step(view: &View) -> i32 {
    (2f64.powi(32) * view.points_per_unit()).log2().round() as i32
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

impl Item {
    fn is_point(&self) -> bool {
        self.outline.paths.is_empty()
    }

    fn is_hatched(&self) -> bool {
        matches!(&self.of, Subject::Feature(feature) if feature.kind == Kind::ExclusionArea)
    }

    /// How wide it is on the screen, points.
    #[expect(clippy::cast_possible_truncation, reason = "screen sizes are f32")]
    fn width_on(&self, view: &View) -> f32 {
        let (low, high) = self.outline.extent;
        ((high[0] - low[0]) * view.points_per_unit()) as f32
    }
}

impl MapLayer for Overlay {
    fn interact(&mut self, ui: &mut Ui, view: &View, _response: &Response) {
        self.tidy(ui.ctx());
        if let Some(theme) = self.theme {
            self.names.place(
                ui,
                view,
                &self.items,
                (self.generation, self.n_warned),
                (&self.lit, self.n_selected),
                theme,
            );
        }
    }

    fn reserve(&self, _view: &View, rects: &mut Vec<Rect>) {
        // With a little air: a name that touches another cannot be read.
        rects.extend(self.names.rects().map(|rect| rect.expand2(egui::vec2(7.0, 3.0))));
    }

    fn paint(&mut self, ui: &mut Ui, view: &View) {
        still::paint(ui.painter(), view, &self.mesh, &self.rooms.0);
        still::paint(ui.painter(), view, &self.lit_mesh, &self.rooms.1);
        let Some(theme) = self.theme else { return };
        let seen = visible_box(view);
        for item in self.items.iter().filter(|item| !item.outline.points.is_empty()) {
            if item.outline.bounds.touches(&seen) {
                let is_lit = self.lit.contains(&item.thing);
                for point in &item.outline.points {
                    let at = view.screen_from_world(item.outline.world(*point));
                    item.symbol.paint(ui, at, item, is_lit, theme.plan.halo);
                }
            }
        }
    }

    fn paint_above(&mut self, ui: &mut Ui, _view: &View) {
        if let Some(theme) = self.theme {
            self.names.paint(ui, theme);
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
            let plan = Arc::new(plan);
            let laid = Laid {
                zones: &[],
                plan: &plan,
                focus: &Focus::default(),
                in_hand: &[],
                warning_of: &|_| None,
                warnings: 0,
            };
            overlay.show(laid, Theme::of(ThemeKind::Dusk), Some(view));
            assert_eq!(overlay.mesh.n_segments(), 4);
            let made = overlay.generation;
            overlay.show(laid, Theme::of(ThemeKind::Dusk), Some(view));
            assert_eq!(overlay.generation, made, "nothing has changed, so nothing is made anew");
            let middle = view.screen_from_position(Position::clamped(37.75, lon + 0.1));
            assert_eq!(overlay.hits(&view, middle), [Selected::Feature(id)], "the {n}th");
        }
    }
}
