//! The user's own maps above the bundled one: files of pictures or vector tiles, and maps from the network.
//!
//! Owns their order, their reading and their painting below the layers. Nothing connects before an online map is switched
//! on: until then there is no client, no thread, no name look-up. Start at [`MapSource`].

use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;

use egui::{Color32, Mesh, Rect, Shape, Ui, pos2, vec2};
use walkers::sources::{Attribution, TileSource};
use walkers::{HttpOptions, HttpTiles, Tile, Tiles as _};

use super::basemap::{Notices, VectorMap, draws_of};
use super::gpu::{Draw, Drawn, Gpu, GpuPicture};
use super::tiles::{Slot, TileStore, visible_slots, zoom_for};
use super::view::View;
use crate::chart::{MapTiles, PictureReader, TileId};
use crate::language::{said, words};
use crate::ui::theme::Theme;

/// A tile's picture is drawn as large as it is, up to twice.
const PICTURE_SIDE: f64 = 256.0;
/// How many pictures stay in memory: 256 KiB each on the GPU, if they are 256 pixels wide.
const PICTURE_CAPACITY: usize = 240;
/// The largest picture a tile may be, pixels along one side.
const MAX_PICTURE: u32 = 4096;
/// The most memory the decoding of one picture may take, bytes.
const MAX_DECODED: u64 = 128 << 20;
/// The deepest zoom asked of a map on the network.
const ONLINE_MAX_ZOOM: u8 = 19;

/// A map the user added.
#[derive(Clone, Debug)]
pub struct MapSource {
    /// What it is called in the list of maps.
    pub name: String,
    /// Where its tiles come from.
    pub origin: Origin,
    /// Whether it is shown. An online map connects only while it is.
    pub is_visible: bool,
}

/// Where a map's tiles come from.
#[derive(Clone, Debug)]
pub enum Origin {
    /// A file or folder, already open.
    File(MapTiles),
    /// The network.
    Online(OnlineMap),
}

/// A map on the network.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OnlineMap {
    template: String,
    attribution: String,
    cache: Option<PathBuf>,
}

impl TemplateError {
    /// The fault in the language spoken.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::NoAddress => words("map-no-address").into(),
            Self::Lacks(placeholder) => {
                said!("map-address-lacks", what = *placeholder, all = "{z}, {x}, {y} ({-y})")
            }
        }
    }
}

/// Why a template of addresses cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TemplateError {
    /// It does not begin as a web address does.
    #[error("the address must begin with https:// or http://")]
    NoAddress,
    /// A placeholder is missing.
    #[error("the address lacks {0}: it must hold {{z}}, {{x}} and {{y}} (or {{-y}}) where zoom, column and row go")]
    Lacks(&'static str),
}

impl OnlineMap {
    /// A map by its template of addresses, whom it credits, and the folder its tiles are kept in.
    ///
    /// # Errors
    /// [`TemplateError`] if the template cannot make addresses.
    pub fn new(template: &str, attribution: &str, cache: Option<PathBuf>) -> Result<Self, TemplateError> {
        let template = template.trim();
        let address = template.strip_prefix("https://").or_else(|| template.strip_prefix("http://"));
        if address.is_none_or(|rest| rest.is_empty() || rest.starts_with(['/', '{'])) {
            return Err(TemplateError::NoAddress);
        }
        for placeholder in ["{z}", "{x}"] {
            if !template.contains(placeholder) {
                return Err(TemplateError::Lacks(placeholder));
            }
        }
        if !template.contains("{y}") && !template.contains("{-y}") {
            return Err(TemplateError::Lacks("{y}"));
        }
        Ok(Self { template: template.to_owned(), attribution: attribution.trim().to_owned(), cache })
    }

    /// Whom it credits.
    #[must_use]
    pub fn attribution(&self) -> &str {
        &self.attribution
    }

    /// The template of addresses.
    #[must_use]
    pub fn template(&self) -> &str {
        &self.template
    }

    fn address(&self, zoom: u8, x: u32, y: u32) -> String {
        let from_south = (1_u32.checked_shl(u32::from(zoom)).unwrap_or(0)).saturating_sub(1).saturating_sub(y);
        self.template
            .replace("{z}", &zoom.to_string())
            .replace("{x}", &x.to_string())
            .replace("{y}", &y.to_string())
            .replace("{-y}", &from_south.to_string())
    }
}

impl TileSource for OnlineMap {
    fn tile_url(&self, id: walkers::TileId) -> String {
        self.address(id.zoom, id.x, id.y)
    }

    fn attribution(&self) -> Attribution {
        // Ours is painted by the furniture.
        Attribution { text: "", url: "", logo_light: None, logo_dark: None }
    }

    fn max_zoom(&self) -> u8 {
        ONLINE_MAX_ZOOM
    }
}

/// A source and what runs behind it while it is shown.
pub(super) struct Running {
    pub(super) source: MapSource,
    engine: Engine,
}

enum Engine {
    /// Not shown yet, or not any more.
    Idle,
    /// It could not be started: not tried again until switched off and on.
    Failed,
    Vector(VectorMap),
    Pictures(TileStore<GpuPicture>),
    Online(Box<HttpTiles>),
}

impl Running {
    pub(super) fn new(source: MapSource) -> Self {
        Self { source, engine: Engine::Idle }
    }

    /// Shows or hides it. Hiding ends its threads and its connections.
    pub(super) fn set_visible(&mut self, is_visible: bool) {
        if self.source.is_visible != is_visible {
            self.source.is_visible = is_visible;
            self.engine = Engine::Idle;
        }
    }

    /// Whether it has begun to connect.
    #[cfg(test)]
    fn is_idle(&self) -> bool {
        matches!(self.engine, Engine::Idle)
    }

    /// Forgets what is on the GPU.
    pub(super) fn stop(&mut self) {
        self.engine = Engine::Idle;
    }

    /// Whom it credits.
    pub(super) fn attribution(&self) -> &str {
        match &self.source.origin {
            Origin::File(MapTiles::Vector(reader)) => reader.attribution(),
            Origin::File(MapTiles::Pictures(reader)) => reader.attribution(),
            Origin::Online(map) => &map.attribution,
        }
    }

    /// Starts whatever a shown source needs.
    pub(super) fn start(&mut self, gpu: Option<&Arc<Gpu>>, ctx: &egui::Context, notices: &Notices) {
        if !self.source.is_visible || !matches!(self.engine, Engine::Idle) {
            return;
        }
        self.engine = match &self.source.origin {
            Origin::File(MapTiles::Vector(reader)) => {
                VectorMap::new(Arc::clone(reader), gpu.cloned(), ctx, notices.clone()).map(Engine::Vector)
            }
            Origin::File(MapTiles::Pictures(reader)) => gpu
                .and_then(|gpu| pictures(Arc::clone(reader), Arc::clone(gpu), ctx, notices.clone()))
                .map(Engine::Pictures),
            Origin::Online(map) => connect(map.clone(), ctx).map(|tiles| Engine::Online(Box::new(tiles))),
        }
        .unwrap_or_else(|| {
            notices.add("map-not-started", self.source.name.clone());
            Engine::Failed
        });
    }

    /// What its files draw, through the chart's pipelines.
    pub(super) fn draws(&mut self, view: &View) -> Vec<Draw> {
        if !self.source.is_visible {
            return Vec::new();
        }
        match &mut self.engine {
            Engine::Vector(map) => draws_of(&map.frame(view), view).collect(),
            Engine::Pictures(store) => store
                .frame(view)
                .pieces
                .into_iter()
                .map(|piece| Draw::new(Drawn::Picture(piece.content), piece.of, piece.through, view))
                .collect(),
            Engine::Idle | Engine::Failed | Engine::Online(_) => Vec::new(),
        }
    }

    /// Paints an online map's tiles, which are egui textures.
    pub(super) fn paint_online(&mut self, ui: &Ui, view: &View, theme: &Theme) {
        let Engine::Online(tiles) = &mut self.engine else { return };
        if !self.source.is_visible {
            return;
        }
        let [r, g, b, _] = theme.picture_tint();
        let tint = Color32::from(egui::Rgba::from_rgb(r * r, g * g, b * b));
        let zoom = zoom_for(view, PICTURE_SIDE, (1, ONLINE_MAX_ZOOM));
        for slot in visible_slots(view, zoom) {
            let id = walkers::TileId { x: slot.id.x, y: slot.id.y, zoom: slot.id.zoom };
            if let Some(piece) = tiles.at(id) {
                let Tile::Raster(texture) = &piece.tile;
                let mut mesh = Mesh::with_texture(texture.id());
                mesh.add_rect_with_uv(screen_rect(slot, view), piece.uv, tint);
                ui.painter().add(Shape::mesh(mesh));
            }
        }
    }
}

/// Where a slot lies on the screen, on whole pixels, so that neighbours meet.
fn screen_rect(slot: Slot, view: &View) -> Rect {
    let ([x, y], side) = slot.offset(view);
    let scale = view.points_per_unit();
    let ppp = view.pixels_per_point();
    let centre = view.rect().center();
    let at = |units_x: f64, units_y: f64| {
        #[expect(clippy::cast_possible_truncation, reason = "screen places are f32")]
        let offset = vec2((units_x * scale) as f32, (units_y * scale) as f32);
        let place = centre + offset;
        pos2((place.x * ppp).round() / ppp, (place.y * ppp).round() / ppp)
    };
    Rect::from_min_max(at(x, y), at(x + side, y + side))
}

/// The client of an online map. The TLS library panics where a machine has no root certificates: that is no map, not a crash.
fn connect(map: OnlineMap, ctx: &egui::Context) -> Option<HttpTiles> {
    let options = HttpOptions {
        cache: map.cache.clone(),
        user_agent: Some(walkers::HeaderValue::from_static(concat!("cordon/", env!("CARGO_PKG_VERSION")))),
        ..HttpOptions::default()
    };
    catch_unwind(AssertUnwindSafe(|| HttpTiles::with_options(map, options, ctx.clone()))).ok()
}

fn pictures(
    reader: Arc<dyn PictureReader>,
    gpu: Arc<Gpu>,
    ctx: &egui::Context,
    notices: Notices,
) -> Option<TileStore<GpuPicture>> {
    let zooms = reader.zooms();
    let side = PICTURE_SIDE / f64::from(ctx.pixels_per_point().max(0.5));
    let read = move |id: TileId| {
        let picture = catch_unwind(AssertUnwindSafe(|| -> Result<Option<GpuPicture>, String> {
            let Some(bytes) = reader.picture(id).map_err(|error| error.to_string())? else { return Ok(None) };
            let TileId { zoom, x, y } = id;
            let (size, rgba) = decode(&bytes).map_err(|what| format!("map tile {zoom}/{x}/{y}: {what}"))?;
            Ok(gpu.upload_picture(id, size, &rgba))
        }));
        match picture {
            Ok(Ok(picture)) => picture,
            Ok(Err(sentence)) => {
                notices.add("map-beneath", sentence);
                None
            }
            Err(_panic) => None,
        }
    };
    TileStore::new("map pictures", ctx.clone(), zooms, side, PICTURE_CAPACITY, Box::new(read))
}

/// A picture's size and its pixels, red, green, blue and opacity, premultiplied.
fn decode(bytes: &[u8]) -> Result<([u32; 2], Vec<u8>), String> {
    let is_webp = bytes.get(8..12) == Some(b"WEBP");
    let (size, mut rgba) = if is_webp { decode_webp(bytes)? } else { decode_png_or_jpeg(bytes)? };
    for pixel in rgba.chunks_exact_mut(4) {
        if let [r, g, b, a] = pixel {
            for channel in [r, g, b] {
                *channel = u8::try_from(u16::from(*channel) * u16::from(*a) / 255).unwrap_or(u8::MAX);
            }
        }
    }
    Ok((size, rgba))
}

fn decode_png_or_jpeg(bytes: &[u8]) -> Result<([u32; 2], Vec<u8>), String> {
    let unreadable = |error: image::ImageError| format!("its picture cannot be read ({error})");
    let mut limits = image::Limits::default();
    limits.max_image_width = Some(MAX_PICTURE);
    limits.max_image_height = Some(MAX_PICTURE);
    limits.max_alloc = Some(MAX_DECODED);
    let mut reader = image::ImageReader::new(Cursor::new(bytes))
        .with_guessed_format()
        .map_err(|error| format!("its picture cannot be read ({error})"))?;
    reader.limits(limits);
    let picture = reader.decode().map_err(unreadable)?.into_rgba8();
    Ok(([picture.width(), picture.height()], picture.into_raw()))
}

fn decode_webp(bytes: &[u8]) -> Result<([u32; 2], Vec<u8>), String> {
    let unreadable = |error: image_webp::DecodingError| format!("its picture cannot be read ({error})");
    let mut decoder = image_webp::WebPDecoder::new(Cursor::new(bytes)).map_err(unreadable)?;
    let (width, height) = decoder.dimensions();
    if width > MAX_PICTURE || height > MAX_PICTURE {
        return Err(format!("its picture is {width} by {height} pixels, more than the {MAX_PICTURE} allowed"));
    }
    decoder.set_memory_limit(usize::try_from(MAX_DECODED).unwrap_or(usize::MAX));
    let n_bytes = decoder.output_buffer_size().ok_or_else(|| "its picture is too large".to_owned())?;
    let mut pixels = vec![0; n_bytes];
    decoder.read_image(&mut pixels).map_err(unreadable)?;
    if decoder.has_alpha() {
        return Ok(([width, height], pixels));
    }
    let rgba = pixels.chunks_exact(3).flat_map(|rgb| rgb.iter().copied().chain([255])).collect();
    Ok(([width, height], rgba))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_template_needs_all_its_placeholders() {
        let new = |template: &str| OnlineMap::new(template, "", None);
        assert_eq!(new("tiles.example/{z}/{x}/{y}.png"), Err(TemplateError::NoAddress));
        assert_eq!(new("https://{z}/{x}/{y}"), Err(TemplateError::NoAddress));
        assert_eq!(new("https://tiles.example/{z}/{x}.png"), Err(TemplateError::Lacks("{y}")));
        let map = new(" https://tiles.example/{z}/{x}/{y}.png ").expect("complete");
        assert_eq!(map.address(6, 54, 24), "https://tiles.example/6/54/24.png");
        let from_south = new("http://tiles.example/{z}/{x}/{-y}").expect("complete");
        assert_eq!(from_south.address(6, 54, 24), "http://tiles.example/6/54/39");
    }

    #[test]
    fn an_online_map_that_is_off_starts_nothing() {
        let map = OnlineMap::new("https://tiles.example/{z}/{x}/{y}.png", "Example", None).expect("complete");
        let source = MapSource { name: "Example".into(), origin: Origin::Online(map), is_visible: false };
        let mut running = Running::new(source);
        running.start(None, &egui::Context::default(), &Notices::default());
        assert!(running.is_idle());
    }

    #[test]
    fn a_picture_is_read_and_premultiplied() {
        let mut png = Cursor::new(Vec::new());
        let half_red = image::RgbaImage::from_pixel(2, 1, image::Rgba([200, 100, 0, 128]));
        half_red.write_to(&mut png, image::ImageFormat::Png).expect("written");
        let (size, rgba) = decode(png.get_ref()).expect("a picture");
        assert_eq!(size, [2, 1]);
        assert_eq!(rgba, [100, 50, 0, 128, 100, 50, 0, 128]);
        let mut webp = Vec::new();
        image_webp::WebPEncoder::new(&mut webp)
            .encode(&[10, 20, 30, 40, 50, 60], 2, 1, image_webp::ColorType::Rgb8)
            .expect("written");
        assert_eq!(decode(&webp), Ok(([2, 1], vec![10, 20, 30, 255, 40, 50, 60, 255])));
    }

    #[test]
    fn what_is_no_picture_is_refused_in_words() {
        for bytes in [&b""[..], b"GIF89a", b"\x89PNG\r\n\x1a\n\0\0\0", b"RIFF\0\0\0\0WEBPVP8 "] {
            assert!(decode(bytes).expect_err("no picture").starts_with("its picture cannot be read"));
        }
    }
}
