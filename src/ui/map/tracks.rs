//! The track layer: what ships did, drawn quietly until one of them is asked to speak.
//!
//! Owns what of the tracks is drawn, where and how: levels, culling, colours, ships and their names. Never decides what is
//! selected or which window of time is shown: [`TrackLayer::show`] is told. Start there; [`TrackLayer::picks`] answers the
//! pointer.

use std::sync::Arc;

use egui::{Color32, FontId, Galley, Pos2, Rect, Response, Ui, vec2};
use egui_wgpu::RenderState;

use super::track_gpu::{LineKind, Ship, TrackGpu};
use super::view::View;
use super::{MapLayer, label};
use crate::mercator::WorldBox;
use crate::track::head::Head;
use crate::track::pyramid::Pyramid;
use crate::track::query::{self, Near, Pick, Span};
use crate::track::{TrackStore, Vessel};
use crate::ui::theme::{Kind, SMALL, Theme};

mod colours;
mod cull;
mod fleet;
mod passes;
mod tone;
mod veil;

use super::workers::Workers;
pub use crate::ui::colour_by::ColourBy;
use colours::{line_colour, lit_colour};
use cull::{Nearby, of_vessel};
use fleet::{Fleet, Wanted};
use passes::{Painter, Slot, ship_size};
use veil::{Subject, Veil};

/// How near to a line the pointer must be, points.
const REACH: f32 = 5.0;
/// How near to a ship the pointer must be, points.
const SHIP_REACH: f32 = 9.0;
/// From this zoom on ships carry their names.
const NAME_ZOOM: f64 = 9.5;
/// How many names are shown at most: more would only be noise.
const MOST_NAMES: usize = 80;
/// From how many lines in view on the traffic is a picture of its density: more would only cover one another.
const MANY: u32 = 40_000;

/// What the layer shows.
#[derive(Clone, Debug)]
pub struct TrackScene {
    /// The fixes.
    pub store: Arc<TrackStore>,
    /// Their pyramid.
    pub pyramid: Arc<Pyramid>,
    /// Changes whenever the store does.
    pub generation: u64,
    /// The window of time; `None` shows everything.
    pub window: Option<Span>,
    /// The selected vessels, as indices into the store's.
    pub selected: Vec<usize>,
    /// The vessel under the pointer.
    pub hovered: Option<usize>,
    /// What colours the tracks.
    pub colour: ColourBy,
    /// The gravest kind of finding that names each of the store's vessels, where they are coloured by it.
    pub kinds: Option<Arc<[Option<crate::finding::Kind>]>>,
    /// Which vessels are shown, one for each of the store's; `None` shows all.
    pub shown: Option<Arc<[bool]>>,
}

impl TrackScene {
    /// Everything in a store, quietly.
    #[must_use]
    pub fn new(store: Arc<TrackStore>, pyramid: Arc<Pyramid>, generation: u64) -> Self {
        Self {
            store,
            pyramid,
            generation,
            window: None,
            selected: Vec::new(),
            hovered: None,
            colour: ColourBy::default(),
            kinds: None,
            shown: None,
        }
    }

    fn span(&self) -> Option<Span> {
        self.window.or_else(|| self.store.span())
    }

    fn shows(&self, vessel_idx: usize) -> bool {
        self.shown.as_ref().is_none_or(|shown| shown.get(vessel_idx).copied().unwrap_or(true))
    }

    /// The gravest kind of finding that names a vessel.
    fn kind(&self, vessel_idx: usize) -> Option<crate::finding::Kind> {
        self.kinds.as_ref()?.get(vessel_idx).copied().flatten()
    }

    fn is_lit(&self, vessel_idx: usize) -> bool {
        self.hovered == Some(vessel_idx) || self.selected.contains(&vessel_idx)
    }
}

/// The layer. Keep one for the life of the window.
pub struct TrackLayer {
    gpu: Option<TrackGpu>,
    veil: Option<Veil>,
    /// Whether so much was in view in the last frame that it was drawn as density.
    is_dense: bool,
    /// Whether the lines or the density drawn last are what was asked for, and the ships.
    has_lines: bool,
    has_ships: bool,
    scene: Option<TrackScene>,
    theme: &'static Theme,
    workers: Workers,
    fleet: Fleet,
    nearby: Nearby,
    /// The same of a coarser level, while the one that is right here is still on its way to the card.
    stand_in: Nearby,
    /// Which ships are on the card.
    ships_of: Option<(u64, bool)>,
    lit_of: Option<LitKey>,
    colours_of: Option<ColoursKey>,
    generation: Option<u64>,
    names: Vec<Name>,
    avoided: Vec<Rect>,
}

/// What the ships that stand out depend on.
#[derive(PartialEq)]
struct LitKey {
    ships: u64,
    theme: Kind,
    selected: Vec<usize>,
    hovered: Option<usize>,
}

#[derive(Clone, PartialEq)]
struct ColoursKey {
    generation: u64,
    colour: ColourBy,
    theme: Kind,
    /// The address of the filter, which is replaced whole.
    shown: usize,
    /// The same of the kinds of finding.
    kinds: usize,
}

/// A ship's name on the screen.
struct Name {
    rect: Rect,
    galley: Arc<Galley>,
}

impl TrackLayer {
    /// A layer with nothing to show; without a graphics card it stays empty.
    #[must_use]
    pub fn new(state: Option<&RenderState>) -> Self {
        Self {
            gpu: state.map(TrackGpu::new),
            veil: state.map(Veil::new),
            is_dense: false,
            has_lines: true,
            has_ships: true,
            scene: None,
            theme: Theme::of(Kind::default()),
            workers: Workers::default(),
            fleet: Fleet::default(),
            nearby: Nearby::default(),
            stand_in: Nearby::default(),
            ships_of: None,
            lit_of: None,
            colours_of: None,
            generation: None,
            names: Vec::new(),
            avoided: Vec::new(),
        }
    }

    /// Says what to show from now on.
    pub fn show(&mut self, scene: Option<TrackScene>, theme: &'static Theme) {
        self.scene = scene;
        self.theme = theme;
    }

    /// Whether so much is in view that it is drawn as density.
    #[must_use]
    pub const fn is_dense(&self) -> bool {
        self.is_dense
    }

    /// Says where this frame's names of ships must not be: on the plan's own labels.
    pub fn avoid(&mut self, rects: Vec<Rect>) {
        self.avoided = rects;
    }

    /// The vessels under the pointer, topmost first: ships at the end of the window, then lines by distance.
    #[must_use]
    pub fn picks(&self, view: &View, pointer: Pos2) -> Vec<Pick> {
        let Some(scene) = &self.scene else { return Vec::new() };
        let (Some(window), Some(place)) = (scene.span(), view.position_from_screen(pointer)) else { return Vec::new() };
        let units_per_point = 1.0 / view.points_per_unit();
        let mut picks: Vec<Pick> = self
            .fleet
            .heads()
            .iter()
            .filter(|head| scene.shows(head.vessel_idx))
            .map(|head| (head, view.screen_from_world(head.place).distance(pointer)))
            .filter(|(_, distance)| *distance <= SHIP_REACH)
            .map(|(head, distance)| Pick {
                vessel_idx: head.vessel_idx,
                fix_idx: head.fix_idx,
                moment: window.1,
                distance_units: f64::from(distance) * units_per_point,
                is_silence: head.is_stale,
            })
            .collect();
        picks.sort_by(|a, b| a.distance_units.total_cmp(&b.distance_units).then(a.vessel_idx.cmp(&b.vessel_idx)));
        let near = Near {
            place: super::world_from_position(place),
            reach_units: f64::from(REACH) * units_per_point,
            window,
            level_idx: scene.pyramid.level_for(pixel_zoom(view)),
        };
        let shows = |vessel_idx| scene.shows(vessel_idx);
        let lines = match self.nearby.chunks(scene.generation, near.level_idx, &near.bounds()) {
            Some(chunks) => query::picks_among(chunks, &scene.store, &scene.pyramid, &near, shows),
            None => query::picks(&scene.store, &scene.pyramid, &near, shows),
        };
        for pick in lines {
            if picks.iter().all(|other| other.vessel_idx != pick.vessel_idx) {
                picks.push(pick);
            }
        }
        picks
    }

    /// Where a vessel is drawn at the end of the window.
    #[must_use]
    pub fn head(&self, vessel_idx: usize) -> Option<&Head> {
        self.fleet.head(vessel_idx)
    }

    fn find_ships(&mut self, ctx: &egui::Context) {
        let scene = self.scene.as_ref();
        let wanted =
            |scene: &TrackScene| Some(Wanted { span: scene.span()?, colours: Self::colours_key(scene, self.theme) });
        let look = (self.theme, self.gpu.as_ref().is_some_and(TrackGpu::is_srgb));
        let wanted = scene.and_then(wanted);
        self.fleet.find(ctx, scene, wanted.clone(), look, &self.workers);
        self.has_ships = self.fleet.are(wanted.as_ref());
    }

    /// Chooses which names are shown: what is selected first, then by vessel, so that they keep still while panning.
    fn place_names(&mut self, ui: &Ui, view: &View) {
        self.names.clear();
        let Some(scene) = &self.scene else { return };
        let is_near = view.zoom() >= NAME_ZOOM && !self.is_bare();
        let seen = view.rect().expand(4.0);
        let lit = scene.selected.iter().copied().chain(scene.hovered);
        let lit = lit.filter_map(|vessel_idx| self.fleet.head(vessel_idx)).map(|head| (false, head));
        // Far out no other ship has a name: then only those are looked at.
        let others = if is_near { self.fleet.heads() } else { &[] };
        let others = others.iter().filter(|head| scene.shows(head.vessel_idx));
        let others = others.filter(|head| !scene.is_lit(head.vessel_idx)).map(|head| (true, head));
        let mut candidates: Vec<(bool, &Head, Pos2)> = lit
            .chain(others)
            .map(|(is_dull, head)| (is_dull, head, view.screen_from_world(head.place)))
            .filter(|(_, _, at)| seen.contains(*at))
            .collect();
        candidates.sort_by_key(|(is_dull, head, _)| (*is_dull, head.vessel_idx));
        candidates.dedup_by_key(|(_, head, _)| head.vessel_idx); // Hovered and selected.
        let mut taken = self.avoided.clone();
        for (is_dull, head, at) in candidates {
            if self.names.len() == MOST_NAMES {
                break;
            }
            let Some(vessel) = scene.store.vessels().get(head.vessel_idx) else { continue };
            let colour = if is_dull { self.theme.track.vessel } else { self.theme.plan.label };
            let galley = ui.painter().layout_no_wrap(name(vessel), FontId::proportional(SMALL), colour);
            let size = galley.size();
            let gap = ship_size(view.zoom()) + 3.0;
            let right = at + vec2(gap, -size.y / 2.0);
            let left = at + vec2(-gap - size.x, -size.y / 2.0);
            let free = [right, left]
                .map(|corner| Rect::from_min_size(corner, size))
                .into_iter()
                .find(|rect| taken.iter().all(|other| !other.intersects(*rect)));
            // What is selected is named in any case.
            let rect = match free {
                Some(rect) => rect,
                None if !is_dull => Rect::from_min_size(right, size),
                None => continue,
            };
            taken.push(rect.expand2(vec2(3.0, 1.0)));
            self.names.push(Name { rect, galley });
        }
    }

    fn colours_key(scene: &TrackScene, theme: &Theme) -> ColoursKey {
        let shown = scene.shown.as_ref().map_or(0, |shown| shown.as_ptr().addr());
        let kinds = scene.kinds.as_ref().map_or(0, |kinds| kinds.as_ptr().addr());
        ColoursKey { generation: scene.generation, colour: scene.colour, theme: theme.kind, shown, kinds }
    }

    /// Whether the traffic drawn last is of the period, the vessels and the colours asked for; not, while another picture of
    /// it is being made.
    #[must_use]
    pub const fn is_current(&self) -> bool {
        self.has_lines && self.has_ships
    }

    /// Whether ships are not drawn but for those that stand out: the ends of whole tracks say little, and thousands of them hide the traffic.
    fn is_bare(&self) -> bool {
        self.is_dense && self.scene.as_ref().is_some_and(|scene| scene.window.is_none())
    }

    /// Brings the table of the vessels' colours and the ships up to date on the card.
    fn upload_colours(&mut self) {
        let is_bare = self.is_bare();
        let (Some(scene), Some(gpu)) = (&self.scene, &mut self.gpu) else { return };
        let theme = self.theme;
        let colours = Self::colours_key(scene, theme);
        if self.colours_of.as_ref() != Some(&colours) {
            let colour = |idx| if scene.shows(idx) { line_colour(scene, idx, theme) } else { Color32::TRANSPARENT };
            let table: Vec<Color32> = (0..scene.store.vessels().len()).map(colour).collect();
            gpu.set_colours(&table);
            self.colours_of = Some(colours.clone());
        }
        let (ships, version) = self.fleet.ships();
        if self.ships_of != Some((version, is_bare)) {
            gpu.set_ships(if is_bare { &[] } else { ships });
            self.ships_of = Some((version, is_bare));
        }
        let lit =
            LitKey { ships: version, theme: theme.kind, selected: scene.selected.clone(), hovered: scene.hovered };
        if self.lit_of.as_ref() != Some(&lit) {
            let ships: Vec<Ship> = (lit.selected.iter().copied().chain(lit.hovered))
                .filter_map(|vessel_idx| self.fleet.head(vessel_idx))
                .map(|head| fleet::ship(head, lit_colour(scene, head.vessel_idx, theme), 1.35, gpu.is_srgb()))
                .collect();
            gpu.set_lit_ships(&ships);
            self.lit_of = Some(lit);
        }
    }
}

impl MapLayer for TrackLayer {
    fn interact(&mut self, ui: &mut Ui, view: &View, _response: &Response) {
        self.find_ships(ui.ctx());
        self.place_names(ui, view);
    }

    fn reserve(&self, _view: &View, rects: &mut Vec<Rect>) {
        rects.extend(self.names.iter().map(|name| name.rect));
    }

    fn paint(&mut self, ui: &mut Ui, view: &View) {
        let generation = self.scene.as_ref().map(|scene| scene.generation);
        if generation != self.generation {
            if let Some(gpu) = &mut self.gpu {
                gpu.clear();
            }
            (self.generation, self.colours_of, self.ships_of, self.lit_of) = (generation, None, None, None);
        }
        self.upload_colours();
        let (Some(scene), Some(gpu)) = (&self.scene, &mut self.gpu) else { return };
        let Some(span) = scene.span() else { return };
        let ticks = (scene.pyramid.ticks().tick(span.0), scene.pyramid.ticks().tick(span.1));
        let bounds = visible_box(view);
        // Whether there are too many lines is told of the level that is right here, be it on the card or not.
        let wanted = scene.pyramid.level_for(pixel_zoom(view));
        self.nearby.look(ui.ctx(), scene, wanted, &bounds, &self.workers);
        let mut ranges = self.nearby.segments(&bounds, ticks);
        let n_lines: u32 = ranges.iter().map(|range| range.end - range.start).sum();
        // A quarter less before it is lines again: nothing flickers at the border.
        self.is_dense = n_lines > if self.is_dense { MANY / 4 * 3 } else { MANY };
        let mut veil = self.veil.as_mut().filter(|_| self.is_dense);
        let wants_lines = veil.is_none() || scene.hovered.is_some() || !scene.selected.is_empty();
        // Density needs no lines on the card; one vessel's over it need no finer ones than these.
        let finest = if veil.is_some() { wanted } else { wanted.min(1) };
        if wants_lines {
            gpu.upload(ui.ctx(), (&scene.store, &scene.pyramid), finest, &self.workers);
        }
        let level_idx = gpu.level_at_hand(wanted);
        let Some(level) = scene.pyramid.levels().get(level_idx) else { return };

        self.has_lines = level_idx == wanted;
        let mut paint = gpu.paint();
        let painter = Painter { gpu, view, theme: self.theme, scene };
        let store_span = scene.store.span().unwrap_or(span);
        // A window wholly outside the tracks has nothing to show.
        if span.1 >= store_span.0 && span.0 <= store_span.1 {
            if let Some(veil) = &mut veil {
                let subject = Subject { colours: Self::colours_key(scene, self.theme), span };
                veil.want(ui.ctx(), view, &subject, scene, self.theme, &self.workers);
                self.has_lines = veil.is_of(&subject);
                if let Some(paint) = veil.paint(view) {
                    ui.painter().add(egui_wgpu::Callback::new_paint_callback(view.rect(), paint));
                }
            } else {
                if level_idx != wanted {
                    self.stand_in.look(ui.ctx(), scene, level_idx, &bounds, &self.workers);
                    ranges = self.stand_in.segments(&bounds, ticks);
                }
                paint.set_pass(Slot::Quiet as usize, painter.quiet(ticks));
                paint.lines(gpu, painter.quiet_kind(), Slot::Quiet as usize, level_idx, &ranges);
            }
            let always = (0, u32::MAX);
            let lit = |slot: Slot, ticks, vessels: &[usize], paint: &mut super::track_gpu::TrackPaint| {
                if !vessels.is_empty() {
                    paint.set_pass(slot as usize, painter.lit(slot, ticks));
                    for vessel_idx in vessels {
                        let ranges = of_vessel(level, *vessel_idx, &bounds, ticks);
                        paint.lines(gpu, LineKind::Round, slot as usize, level_idx, &ranges);
                    }
                }
            };
            let hovered: Vec<usize> = scene.hovered.into_iter().filter(|idx| !scene.selected.contains(idx)).collect();
            if ticks != always {
                lit(Slot::Ghost, always, &scene.selected, &mut paint);
            }
            lit(Slot::Casing, ticks, &scene.selected, &mut paint);
            lit(Slot::Selected, ticks, &scene.selected, &mut paint);
            lit(Slot::Hovered, ticks, &hovered, &mut paint);
        }
        paint.set_pass(Slot::Ships as usize, painter.ships());
        paint.ships(gpu, Slot::Ships as usize);
        gpu.write_passes(&paint);
        if self.has_lines && self.has_ships {
            gpu.make_spare(ui.ctx(), &self.workers);
        }
        ui.painter().add(egui_wgpu::Callback::new_paint_callback(view.rect(), paint));
    }

    fn paint_above(&mut self, ui: &mut Ui, _view: &View) {
        for name in &self.names {
            label::paint(ui.painter(), name.rect.min, &name.galley, self.theme.plan.halo);
        }
    }
}

fn pixel_zoom(view: &View) -> f64 {
    view.zoom() + f64::from(view.pixels_per_point()).log2()
}

/// What the view shows, with a margin for wide lines.
pub(super) fn visible_box(view: &View) -> WorldBox {
    let margin = 16.0 / view.points_per_unit();
    let (north_west, south_east) = view.visible_units();
    WorldBox::from_corners(
        [north_west[0] - margin, north_west[1] - margin],
        [south_east[0] + margin, south_east[1] + margin],
    )
}

/// What a ship is called on the map: its name, else its MMSI.
fn name(vessel: &Vessel) -> String {
    vessel.identity.name.clone().unwrap_or_else(|| vessel.mmsi.to_string())
}

#[cfg(test)]
mod tests;
