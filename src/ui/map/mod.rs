//! All paint inside the map rectangle.
//!
//! Owns the camera, the basemap, the user's own maps, labels and furniture, and the order in which everything is painted.
//! Never knows a panel, the session or a plan: tracks, zones, the plan and the drawing tools plug in as [`MapLayer`]s and
//! report to whoever owns them. Start at [`MapPanel::ui`].
//!
//! Inside the rectangle large things are painted with own GPU pipelines: on a software rasteriser egui's shader costs
//! 30 ms and more for one full layer, an own one 2–5 ms. No uniform decides between branches there (ARCHITECTURE.md).

mod basemap;
pub mod coverage;
pub mod findings;
mod furniture;
mod gpu;
mod label;
mod labels;
pub mod meeting;
mod mesh;
mod outline;
pub mod overlay;
#[cfg(test)]
mod painted;
pub mod patrol;
pub mod picture;
pub mod reach;
pub mod rings;
mod seed;
pub mod sources;
mod tiles;
pub mod tool;
mod track_gpu;
pub mod tracks;
pub mod view;
mod workers;

use std::sync::Arc;

use egui::{DragPanButtons, Pos2, Rect, Response, Role, Ui, UiBuilder, WidgetInfo};
use walkers::{Map, MapMemory, lon_lat};

use self::basemap::{Notices, VectorMap};
use self::gpu::{ChartPaint, Draw, Gpu};
use self::labels::Labels;
use self::sources::{MapSource, Running};
use crate::chart::TileReader;
use crate::geodesy::Position;
use crate::language::words;
use crate::ui::canvas::flat::FillRoom;
use crate::ui::theme::Theme;
pub use sources::{OnlineMap, Origin};
pub use view::{GeoBox, View, World, position_from_world, world_from_position};

/// Where a new map looks: the Korean peninsula and the Yellow Sea, latitude and longitude.
const HOME: (f64, f64) = (37.5, 126.5);
/// The zoom a new map starts at.
const HOME_ZOOM: f64 = 6.5;
/// The greatest zoom, a screen about 100 m wide.
pub const MAX_ZOOM: f64 = 20.0;
/// Below this zoom the world would be smaller than a small window.
pub const MIN_ZOOM: f64 = 2.0;

/// In which language the map names things.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Language {
    /// English names only.
    English,
    /// Korean names, English where there is none.
    Korean,
    /// Both: "Nampo 남포".
    #[default]
    Both,
}

/// What of the chart is shown, and how.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a tick in the View menu")]
pub struct MapSettings {
    /// The language of names.
    pub language: Language,
    /// Names of places, seas and countries.
    pub shows_labels: bool,
    /// Depth areas and contours.
    pub shows_depths: bool,
    /// The Northern Limit Line, the Military Demarcation Line and computed limits.
    pub shows_limits: bool,
    /// Meridians and parallels.
    pub shows_graticule: bool,
    /// How far the selected unit gets.
    pub shows_rings: bool,
}

impl Default for MapSettings {
    fn default() -> Self {
        Self {
            language: Language::Both,
            shows_labels: true,
            shows_depths: true,
            shows_limits: true,
            shows_graticule: true,
            shows_rings: true,
        }
    }
}

/// Something painted on the map above the chart. Every method is optional, and each frame calls them in this order.
pub trait MapLayer {
    /// Whether a press at `pointer` belongs to this layer: then dragging does not pan. `view` is the last frame's.
    ///
    /// While a button is down `pointer` stays where it went down; a layer in mid-drag says yes from its own state.
    fn takes_drag(&self, view: &View, pointer: Pos2) -> bool {
        let _ = (view, pointer);
        false
    }

    /// Takes the pointer's doings, before anything is painted. `response` is the whole map's.
    fn interact(&mut self, ui: &mut Ui, view: &View, response: &Response) {
        let _ = (ui, view, response);
    }

    /// Rectangles on the screen to which the chart's own labels must yield this frame.
    fn reserve(&self, view: &View, rects: &mut Vec<Rect>) {
        let _ = (view, rects);
    }

    /// Paints above the chart and below its labels: tracks, fills, outlines.
    fn paint(&mut self, ui: &mut Ui, view: &View) {
        let _ = (ui, view);
    }

    /// Paints above the chart's labels: own labels, handles, previews.
    fn paint_above(&mut self, ui: &mut Ui, view: &View) {
        let _ = (ui, view);
    }
}

/// What happened on the map this frame.
#[derive(Clone, Debug)]
pub struct MapResponse {
    /// The map widget's own response: clicks, secondary clicks, drags.
    pub response: Response,
    /// The camera this frame was painted with.
    pub view: View,
    /// The position under the pointer, while it is over the map.
    pub pointer: Option<Position>,
}

/// The map: camera, chart, and the layers given each frame. Keep one for the life of the window.
pub struct MapPanel {
    memory: MapMemory,
    last_view: Option<View>,
    /// What the first frame is to show whole.
    to_fit: Option<GeoBox>,
    gpu: Option<Arc<Gpu>>,
    reader: Option<Arc<dyn TileReader>>,
    base: Option<VectorMap>,
    labels: Labels,
    notices: Notices,
    sources: Vec<(SourceId, Running)>,
    next_source: u64,
    is_base_complete: bool,
    graticule: FillRoom,
}

/// A map the user added, as the panel knows it; never used twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct SourceId(u64);

impl Default for MapPanel {
    fn default() -> Self {
        Self::new()
    }
}

impl MapPanel {
    /// A map over the Korean peninsula.
    #[must_use]
    pub fn new() -> Self {
        let mut panel = Self {
            memory: MapMemory::default(),
            last_view: None,
            to_fit: None,
            gpu: None,
            reader: None,
            base: None,
            labels: Labels::default(),
            notices: Notices::default(),
            sources: Vec::new(),
            next_source: 0,
            is_base_complete: false,
            graticule: FillRoom::default(),
        };
        panel.look_at(Position::clamped(HOME.0, HOME.1), HOME_ZOOM);
        panel
    }

    /// Gives the map its GPU pipelines. Call it once, when the window opens; without it only names are drawn.
    pub fn attach_gpu(&mut self, state: &egui_wgpu::RenderState) {
        crate::ui::canvas::flat::install(state);
        overlay::still::install(state);
        self.labels.attach_gpu(state);
        self.gpu = Some(Gpu::new(state));
        self.base = None;
        self.sources.iter_mut().for_each(|(_, running)| running.stop());
    }

    /// Takes the map that lies beneath everything: the bundled one, or one that replaces it.
    pub fn set_base(&mut self, reader: Arc<dyn TileReader>) {
        self.reader = Some(reader);
        self.base = None;
    }

    /// Adds a map of the user's, above the base and above those added before. The base shows wherever it has no tile.
    pub fn add_source(&mut self, source: MapSource) -> SourceId {
        let id = SourceId(self.next_source);
        self.next_source += 1;
        self.sources.push((id, Running::new(source)));
        id
    }

    /// Puts the user's maps in this order, the lowest first; those not named stay above.
    pub fn order_sources(&mut self, order: &[SourceId]) {
        self.sources.sort_by_key(|(id, _)| order.iter().position(|other| other == id).unwrap_or(usize::MAX));
    }

    /// Takes a map of the user's away again.
    pub fn remove_source(&mut self, id: SourceId) {
        self.sources.retain(|(other, _)| *other != id);
    }

    /// Shows or hides a map of the user's. An online map connects when it is first shown, and stops when hidden.
    pub fn show_source(&mut self, id: SourceId, is_visible: bool) {
        if let Some((_, running)) = self.sources.iter_mut().find(|(other, _)| *other == id) {
            running.set_visible(is_visible);
        }
    }

    /// The user's maps, the lowest first.
    pub fn sources(&self) -> impl Iterator<Item = (SourceId, &MapSource)> {
        self.sources.iter().map(|(id, running)| (*id, &running.source))
    }

    /// Whether an online map is switched on, for the window's "offline" mark.
    #[must_use]
    pub fn is_online(&self) -> bool {
        self.sources().any(|(_, source)| source.is_visible && matches!(source.origin, sources::Origin::Online(_)))
    }

    /// Whether the last frame showed every tile of the base map that it wanted, and not a stand-in.
    #[must_use]
    pub fn is_base_complete(&self) -> bool {
        self.is_base_complete
    }

    /// Sentences about map tiles that could not be read, since last asked: for the notice log.
    pub fn take_notices(&mut self) -> Vec<String> {
        self.notices.take()
    }

    /// Moves the camera.
    pub fn look_at(&mut self, centre: Position, zoom: f64) {
        self.to_fit = None;
        self.memory.center_at(lon_lat(centre.lon(), centre.lat().clamp(-view::MAX_LATITUDE, view::MAX_LATITUDE)));
        self.set_zoom(zoom);
    }

    /// Zooms about the middle, within what the map allows.
    pub fn set_zoom(&mut self, zoom: f64) {
        let zoom = if zoom.is_finite() { zoom.clamp(MIN_ZOOM, MAX_ZOOM) } else { HOME_ZOOM };
        let allowed = self.memory.set_zoom(zoom);
        debug_assert!(allowed.is_ok(), "walkers allows 0 to 26");
    }

    /// Moves the camera so that a box is seen whole.
    pub fn fit(&mut self, bounds: GeoBox) {
        match self.last_view {
            Some(view) => self.fit_into(bounds, view.rect().size()),
            // How large the map will be is known when it is first shown.
            None => self.to_fit = Some(bounds),
        }
    }

    fn fit_into(&mut self, bounds: GeoBox, size: egui::Vec2) {
        let (centre, zoom) = View::fit(bounds, size, 48.0);
        self.look_at(centre, zoom);
    }

    /// The position in the middle.
    #[must_use]
    pub fn centre(&self) -> Position {
        self.memory.detached().map_or(Position::clamped(HOME.0, HOME.1), |p| Position::clamped(p.y(), p.x()))
    }

    /// The zoom: the world is 256 · 2^zoom points wide.
    #[must_use]
    pub fn zoom(&self) -> f64 {
        self.memory.zoom()
    }

    /// The camera of the last frame; `None` before the first.
    #[must_use]
    pub fn view(&self) -> Option<View> {
        self.last_view
    }

    /// Shows the map in all of `ui`'s room, with `layers` painted in order, the last on top.
    ///
    /// Dragging with the left button pans unless a layer takes the press; with the middle button it always pans. The
    /// wheel zooms about the pointer. Double clicks are left to the layers.
    pub fn ui(
        &mut self,
        ui: &mut Ui,
        theme: &Theme,
        settings: &MapSettings,
        layers: &mut [&mut dyn MapLayer],
    ) -> MapResponse {
        if let Some(bounds) = self.to_fit.take() {
            self.fit_into(bounds, ui.available_size());
        }
        let buttons = if self.is_drag_taken(ui, layers) {
            DragPanButtons::MIDDLE
        } else {
            DragPanButtons::PRIMARY | DragPanButtons::MIDDLE
        };
        let response = Map::new(None, &mut self.memory, lon_lat(HOME.1, HOME.0))
            .zoom_with_ctrl(false)
            .double_click_to_zoom(false)
            .drag_pan_buttons(buttons)
            .show(ui, |_, _, _, _| ())
            .response;
        response.widget_info(|| WidgetInfo::labeled(Role::Canvas, true, words("map-name")));
        self.hold_within_the_world(response.rect);

        let view = View::new(self.centre(), self.memory.zoom(), response.rect, ui.ctx().pixels_per_point());
        self.last_view = Some(view);
        let mut child = ui.new_child(UiBuilder::new().max_rect(response.rect).id_salt("chart"));
        child.set_clip_rect(response.rect.intersect(ui.clip_rect()));

        for layer in layers.iter_mut() {
            layer.interact(&mut child, &view, &response);
        }
        let mut reserved = Vec::new();
        for layer in layers.iter() {
            layer.reserve(&view, &mut reserved);
        }
        self.paint_chart(&mut child, &view, theme, settings, layers, &reserved);
        let pointer = response.hover_pos().and_then(|at| view.position_from_screen(at));
        MapResponse { response, view, pointer }
    }

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "settings will grow")]
    /// Paints the chart, the layers, the chart's names and the furniture, in that order.
    fn paint_chart(
        &mut self,
        ui: &mut Ui,
        view: &View,
        theme: &Theme,
        settings: &MapSettings,
        layers: &mut [&mut dyn MapLayer],
        reserved: &[Rect],
    ) {
        if self.base.is_none()
            && let Some(reader) = &self.reader
        {
            self.base = VectorMap::new(Arc::clone(reader), self.gpu.clone(), ui.ctx(), self.notices.clone());
        }
        let frame = self.base.as_mut().map(|base| base.frame(view));
        self.is_base_complete = frame.as_ref().is_some_and(|frame| frame.is_complete);
        for (_, running) in &mut self.sources {
            running.start(self.gpu.as_ref(), ui.ctx(), &self.notices);
        }
        if let Some(gpu) = &self.gpu {
            let mut draws: Vec<Draw> = frame.iter().flat_map(|frame| basemap::draws_of(frame, view)).collect();
            draws.extend(self.sources.iter_mut().flat_map(|(_, running)| running.draws(view)));
            let palette = basemap::palette(theme, settings, view, gpu.is_srgb());
            let paint = ChartPaint::new(Arc::clone(gpu), view, palette, draws);
            ui.painter().add(egui_wgpu::Callback::new_paint_callback(view.rect(), paint));
        } else {
            ui.painter().rect_filled(view.rect(), 0.0, theme.chart.sea);
        }
        for (_, running) in &mut self.sources {
            running.paint_online(ui, view, theme);
        }
        let mut reserved = reserved.to_vec();
        reserved.push(furniture::plate(view));
        if settings.shows_graticule {
            reserved.extend(furniture::graticule(ui.painter(), view, theme, &self.graticule));
        }
        for layer in layers.iter_mut() {
            layer.paint(ui, view);
        }
        if settings.shows_labels
            && let Some(frame) = &frame
        {
            self.labels.paint(ui.painter(), view, theme, settings.language, frame, &reserved);
        }
        for layer in layers.iter_mut() {
            layer.paint_above(ui, view);
        }
        let shown = self.sources.iter().filter(|(_, running)| running.source.is_visible);
        let credits: Vec<String> = shown
            .map(|(_, running)| running.attribution())
            .chain(self.base.iter().map(VectorMap::attribution))
            .filter(|credit| !credit.is_empty())
            .map(str::to_owned)
            .collect();
        furniture::corner(ui, view, theme, &credits);
    }

    /// Whether the drag that is under way, or would start here, belongs to a layer.
    fn is_drag_taken(&self, ui: &Ui, layers: &[&mut dyn MapLayer]) -> bool {
        let Some(view) = self.last_view else { return false };
        let pointer = ui.input(|input| input.pointer.press_origin().or(input.pointer.hover_pos()));
        pointer.is_some_and(|at| layers.iter().any(|layer| layer.takes_drag(&view, at)))
    }

    /// Keeps the zoom so that the world fills the window, the centre on the map, and its longitude in -180..180.
    fn hold_within_the_world(&mut self, rect: Rect) {
        let least = (f64::from(rect.width().max(rect.height())) / view::TILE_POINTS).log2().clamp(MIN_ZOOM, 6.0);
        if self.memory.zoom() < least || self.memory.zoom() > MAX_ZOOM {
            self.set_zoom(self.memory.zoom().clamp(least, MAX_ZOOM));
        }
        if let Some(centre) = self.memory.detached() {
            let on_map = (-180.0..=180.0).contains(&centre.x()) && centre.y().abs() <= view::MAX_LATITUDE;
            if !on_map {
                let held = Position::clamped(centre.y().clamp(-view::MAX_LATITUDE, view::MAX_LATITUDE), centre.x());
                self.memory.center_at(lon_lat(held.lon(), held.lat()));
            }
        }
    }
}
