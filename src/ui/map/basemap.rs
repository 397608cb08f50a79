//! Vector maps: the bundled basemap, one that replaces it, and vector maps a user brings.
//!
//! Owns the reading of their tiles (on a thread of its own) and the palette they are drawn with. Never draws a label:
//! it hands the seeds of labels to [`super::seed`]. Start at [`VectorMap`].

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, PoisonError};

use egui::Color32;

use super::MapSettings;
use super::gpu::{Draw, Drawn, Gpu, GpuMesh, Palette};
use super::mesh::{N_ROLES, Role, TileMesh};
use super::seed::{Seed, seeds_of};
use super::tiles::{Frame, TileStore};
use super::view::View;
use crate::chart::{TileId, TileReader};
use crate::language;
use crate::ui::canvas::target::channels;
use crate::ui::theme::Theme;

/// A vector tile is drawn 512 to 1024 points wide: its 4096 units are then never coarser than a quarter of a point.
const TILE_SIDE: f64 = 512.0;
/// How many tiles stay in memory.
const CAPACITY: usize = 160;
/// How many sentences about broken tiles are kept until someone asks.
const MAX_NOTICES: usize = 8;

/// Sentences for the notice log, from any thread.
#[derive(Clone, Default)]
pub(super) struct Notices(Arc<Mutex<Vec<(&'static str, String)>>>);

impl Notices {
    /// Adds a sentence by its key and what it is about, while there is room: it is put in words where it is shown.
    pub(super) fn add(&self, key: &'static str, what: String) {
        let mut sentences = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let sentence = (key, what);
        if sentences.len() < MAX_NOTICES && !sentences.contains(&sentence) {
            sentences.push(sentence);
        }
    }

    /// Takes all sentences out.
    pub(super) fn take(&self) -> Vec<String> {
        let sentences = std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner));
        sentences.into_iter().map(|(key, what)| language::say(key, [("what", what.into())])).collect()
    }
}

/// What is kept of one tile.
pub(super) struct VectorTileContent {
    mesh: Option<Arc<GpuMesh>>,
    /// Labels it may bear.
    pub(super) seeds: Vec<Seed>,
}

/// A map of vector tiles.
pub(super) struct VectorMap {
    store: TileStore<VectorTileContent>,
    attribution: String,
}

impl VectorMap {
    /// Opens a map; its tiles are read on their own thread. Without a GPU only its labels are drawn.
    pub(super) fn new(
        reader: Arc<dyn TileReader>,
        gpu: Option<Arc<Gpu>>,
        ctx: &egui::Context,
        notices: Notices,
    ) -> Option<Self> {
        let attribution = reader.attribution().to_owned();
        let zooms = reader.zooms();
        let read = move |id: TileId| {
            // A tile that breaks the reader or the tessellator is a tile that is not there.
            match catch_unwind(AssertUnwindSafe(|| content_of(&*reader, gpu.as_deref(), id))) {
                Ok(Ok(content)) => content,
                Ok(Err(error)) => {
                    notices.add("map-coarser", error.to_string());
                    None
                }
                Err(_panic) => {
                    let TileId { zoom, x, y } = id;
                    notices.add("map-undrawable", format!("{zoom}/{x}/{y}"));
                    None
                }
            }
        };
        let store = TileStore::new("map tiles", ctx.clone(), zooms, TILE_SIDE, CAPACITY, Box::new(read))?;
        Some(Self { store, attribution })
    }

    /// Whom the map credits.
    pub(super) fn attribution(&self) -> &str {
        &self.attribution
    }

    /// The tiles for a view.
    pub(super) fn frame(&mut self, view: &View) -> Frame<VectorTileContent> {
        self.store.frame(view)
    }
}

fn content_of(
    reader: &dyn TileReader,
    gpu: Option<&Gpu>,
    id: TileId,
) -> Result<Option<VectorTileContent>, crate::chart::TileError> {
    let Some(tile) = reader.tile(id)? else { return Ok(None) };
    let mesh = gpu.map(|gpu| Arc::new(gpu.upload(&TileMesh::of(id, &tile))));
    Ok(Some(VectorTileContent { mesh, seeds: seeds_of(id, &tile) }))
}

/// The draws of a vector map's tiles.
pub(super) fn draws_of(frame: &Frame<VectorTileContent>, view: &View) -> impl Iterator<Item = Draw> {
    frame.pieces.iter().filter_map(|piece| {
        let mesh = piece.content.mesh.clone()?;
        Some(Draw::new(Drawn::Mesh(mesh), piece.of, piece.through, view))
    })
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "settings will grow")]
/// The palette of a theme: colours and line styles by role. Cheap enough to make each frame.
pub(super) fn palette(theme: &Theme, settings: &MapSettings, view: &View, is_srgb: bool) -> Box<Palette> {
    let chart = &theme.chart;
    let mut palette = Box::new(Palette {
        colour: [[0.0; 4]; N_ROLES],
        line: [[1.0, 1.0, 0.0, 0.0]; N_ROLES],
        tint: theme.picture_tint(),
    });
    let mut paint = |role: Role, colour: Color32| palette.colour[role as usize] = channels(colour, is_srgb);
    paint(Role::Sea, chart.sea);
    let depths = [Role::Depth0, Role::Depth1, Role::Depth2, Role::Depth3, Role::Depth4, Role::Depth5, Role::Depth6];
    for (role, colour) in depths.into_iter().zip(chart.depth) {
        paint(role, if settings.shows_depths { colour } else { chart.sea });
    }
    for (role, colour) in [
        (Role::Land, chart.land),
        (Role::Green, chart.green),
        (Role::Built, chart.built),
        (Role::Lake, chart.lake),
        (Role::River, chart.lake),
        (Role::Coast, chart.coast),
        (Role::Road, chart.road),
        (Role::MainRoad, chart.road),
        (Role::Boundary, chart.boundary),
    ] {
        paint(role, colour);
    }
    if settings.shows_depths {
        paint(Role::Contour, chart.contour);
    }
    if settings.shows_limits {
        paint(Role::Limit12, chart.limit);
        paint(Role::Limit24, chart.limit);
        paint(Role::Demarcation, chart.demarcation);
    }
    let ppp = view.pixels_per_point();
    let mut style = |role: Role, width: f32, dash: f32, gap: f32| {
        palette.line[role as usize] = [width * ppp, dash * ppp, gap * ppp, 0.0];
    };
    // A little stronger as one comes nearer: 1 at zoom 6, 1.6 at zoom 12.
    #[expect(clippy::cast_possible_truncation, reason = "a zoom is a small number")]
    let near = (1.0 + (view.zoom() as f32 - 6.0) * 0.1).clamp(0.8, 1.8);
    style(Role::Contour, 0.7, 1.0, 0.0);
    style(Role::River, 0.9 * near, 1.0, 0.0);
    style(Role::Coast, 0.9 * near, 1.0, 0.0);
    style(Role::Road, 0.7 * near, 1.0, 0.0);
    style(Role::MainRoad, 1.4 * near, 1.0, 0.0);
    style(Role::Boundary, 1.0 * near, 7.0, 3.0);
    style(Role::Limit12, 1.1, 9.0, 4.0);
    style(Role::Limit24, 1.0, 3.0, 4.0);
    style(Role::Demarcation, 1.7, 12.0, 4.0);
    palette
}
