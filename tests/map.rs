//! The map as it is painted, on a software rasteriser, without a window.
//!
//! With `CORDON_MAP_PICTURES=folder` in the environment, pictures of every theme and zoom are written there to be looked at.
#![cfg(feature = "ui")]
#![expect(
    clippy::expect_used,
    clippy::cast_possible_truncation,
    reason = "a test that cannot be set up must fail; its numbers are small"
)]

use std::sync::Arc;

use cordon::chart::{
    Attribute, MapTiles, PictureReader, TileError, TileFeature, TileGeometry, TileId, TileLayer, TileReader, VectorTile,
};
use cordon::geodesy::Position;
use cordon::ui::map::sources::{MapSource, Origin};
use cordon::ui::map::{MapPanel, MapSettings, View};
use cordon::ui::theme::{self, Kind, Theme};
use egui_kittest::Harness;
use image::RgbaImage;

/// A world whose land is everything west of a meridian, with a named sea in every tile.
struct HalfWorld;

/// 3492/4096 round the Earth from 180° W: on the tiles' grid at every zoom.
const SHORE: f64 = 126.914_062_5;

impl TileReader for HalfWorld {
    fn tile(&self, id: TileId) -> Result<Option<VectorTile>, TileError> {
        let n = f64::from(1_u32 << id.zoom);
        let shore = (((SHORE / 360.0 + 0.5) * n - f64::from(id.x)) * 4096.0).clamp(-64.0, 4160.0) as i32;
        let mut layers = Vec::new();
        if shore > -64 {
            let ring = vec![[-64, -64], [shore, -64], [shore, 4160], [-64, 4160]];
            layers.push(layer("land", TileGeometry::Polygons(vec![vec![ring]]), &[]));
        }
        layers.push(layer(
            "sea",
            TileGeometry::Points(vec![[2000, 1000]]),
            &[("name_en", "Test Sea"), ("name_ko", "시험해")],
        ));
        Ok(Some(VectorTile { layers }))
    }

    fn zooms(&self) -> (u8, u8) {
        (0, 8)
    }

    fn attribution(&self) -> &'static str {
        "A world made up for a test"
    }
}

fn layer(name: &str, geometry: TileGeometry, attributes: &[(&str, &str)]) -> TileLayer {
    let attributes =
        attributes.iter().map(|(key, text)| (Arc::from(*key), Attribute::Text(Arc::from(*text)))).collect();
    TileLayer { name: name.into(), extent: 4096, features: vec![TileFeature { geometry, attributes }] }
}

/// The bare margin the test harness leaves round the window, points.
const FRAME: u32 = 8;

struct App {
    map: MapPanel,
    kind: Kind,
    settings: MapSettings,
}

fn harness(reader: Arc<dyn TileReader>, kind: Kind, size: [f32; 2], scale: f32) -> Harness<'static, App> {
    fn show(app: &mut App, ui: &mut egui::Ui) {
        let theme = Theme::of(app.kind);
        egui::CentralPanel::default().frame(egui::Frame::NONE).show(ui, |ui| {
            app.map.ui(ui, theme, &app.settings, &mut []);
        });
    }
    let state = egui_kittest::wgpu::create_render_state(
        egui_kittest::wgpu::default_wgpu_setup(),
        egui_wgpu::RendererOptions::PREDICTABLE,
    );
    let mut map = MapPanel::new();
    map.attach_gpu(&state);
    map.set_base(reader);
    let app = App { map, kind, settings: MapSettings::default() };
    let mut has_fonts = false;
    Harness::builder()
        .with_size(size)
        .with_pixels_per_point(scale)
        .renderer(egui_kittest::wgpu::WgpuTestRenderer::from_render_state(state))
        .build_ui_state(
            move |ui, app: &mut App| {
                if !has_fonts {
                    theme::install_fonts(ui.ctx());
                    has_fonts = true;
                }
                Theme::of(app.kind).apply(ui.ctx());
                show(app, ui);
            },
            app,
        )
}

/// Steps until every tile is there.
fn settle(harness: &mut Harness<'static, App>) {
    for _ in 0..400 {
        harness.step();
        if harness.state().map.is_base_complete() {
            harness.step();
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    panic!("the tiles never came");
}

fn picture(harness: &mut Harness<'static, App>) -> RgbaImage {
    settle(harness);
    harness.render().expect("a picture")
}

fn rgb(image: &RgbaImage, x: u32, y: u32) -> [u8; 3] {
    let [red, green, blue, _] = image.get_pixel(x, y).0;
    [red, green, blue]
}

fn colour(colour: egui::Color32) -> [u8; 3] {
    [colour.r(), colour.g(), colour.b()]
}

fn quiet() -> MapSettings {
    MapSettings { shows_labels: false, shows_graticule: false, ..MapSettings::default() }
}

#[test]
fn land_and_sea_have_the_themes_colours_at_every_zoom() {
    for kind in Kind::ALL {
        let chart = &Theme::of(kind).chart;
        let mut harness = harness(Arc::new(HalfWorld), kind, [640.0, 400.0], 1.0);
        harness.state_mut().settings = quiet();
        for zoom in [3.0, 4.0, 6.5, 9.0, 12.3, 16.0, 19.0] {
            harness.state_mut().map.look_at(Position::clamped(37.0, SHORE), zoom);
            let image = picture(&mut harness);
            for x in [20, 150, 300, 317] {
                assert_eq!(rgb(&image, x, 200), colour(chart.land), "{kind:?} zoom {zoom} x {x}");
            }
            for x in [323, 340, 500, 620] {
                assert_eq!(rgb(&image, x, 200), colour(chart.sea), "{kind:?} zoom {zoom} x {x}");
            }
        }
    }
}

#[test]
fn tiles_meet_without_a_seam() {
    let mut harness = harness(Arc::new(HalfWorld), Kind::Day, [900.0, 700.0], 1.0);
    harness.state_mut().settings = quiet();
    let land = colour(Theme::of(Kind::Day).chart.land);
    for step in 0..6 {
        harness
            .state_mut()
            .map
            .look_at(Position::clamped(37.0 + f64::from(step) * 0.037, 110.0), 6.0 + f64::from(step) * 0.21);
        let image = picture(&mut harness);
        let wrong = (FRAME..500)
            .flat_map(|y| (FRAME..900 - FRAME).map(move |x| (x, y)))
            .filter(|(x, y)| rgb(&image, *x, *y) != land)
            .count();
        assert_eq!(wrong, 0);
    }
}

#[test]
fn a_sharp_screen_gets_a_sharp_coast() {
    let mut harness = harness(Arc::new(HalfWorld), Kind::Day, [320.0, 200.0], 2.0);
    harness.state_mut().settings = quiet();
    harness.state_mut().map.look_at(Position::clamped(37.0, SHORE), 10.0);
    let image = picture(&mut harness);
    assert_eq!(image.dimensions(), (640, 400));
    let chart = &Theme::of(Kind::Day).chart;
    let between = (2 * FRAME..640 - 2 * FRAME)
        .filter(|x| ![colour(chart.land), colour(chart.sea)].contains(&rgb(&image, *x, 100)))
        .count();
    assert!(between <= 3, "{between} pixels are neither land nor sea");
}

#[test]
fn east_of_the_antimeridian_the_world_goes_on() {
    let mut harness = harness(Arc::new(HalfWorld), Kind::Day, [640.0, 400.0], 1.0);
    harness.state_mut().settings = quiet();
    // 180° in the middle: the sea of the eastern hemisphere to the left, the land of the western to the right.
    for zoom in [3.0, 6.0, 11.0] {
        harness.state_mut().map.look_at(Position::clamped(10.0, 180.0), zoom);
        let image = picture(&mut harness);
        let chart = &Theme::of(Kind::Day).chart;
        assert_eq!(rgb(&image, 300, 200), colour(chart.sea), "zoom {zoom}");
        assert_eq!(rgb(&image, 340, 200), colour(chart.land), "zoom {zoom}");
    }
}

/// A map of one picture, over the tile of zoom 4 that holds Seoul, half of it transparent.
struct OnePicture;

const PICTURED: TileId = TileId { zoom: 4, x: 13, y: 6 };

impl PictureReader for OnePicture {
    fn picture(&self, id: TileId) -> Result<Option<Vec<u8>>, TileError> {
        if id != PICTURED {
            return Ok(None);
        }
        let mut png = std::io::Cursor::new(Vec::new());
        let picture = RgbaImage::from_fn(256, 256, |_, y| image::Rgba([200, 100, 0, if y < 128 { 255 } else { 0 }]));
        picture.write_to(&mut png, image::ImageFormat::Png).expect("written");
        Ok(Some(png.into_inner()))
    }

    fn zooms(&self) -> (u8, u8) {
        (4, 6)
    }

    fn attribution(&self) -> &'static str {
        "One picture"
    }
}

#[test]
fn a_users_picture_lies_above_the_base_which_shows_through_and_around_it() {
    let mut harness = harness(Arc::new(HalfWorld), Kind::Day, [640.0, 400.0], 1.0);
    harness.state_mut().settings = quiet();
    let origin = Origin::File(MapTiles::Pictures(Arc::new(OnePicture)));
    harness.state_mut().map.add_source(MapSource { name: "Picture".into(), origin, is_visible: true });
    // The picture covers 112.5-135 E and 21.9-40.98 N; its lower half is clear.
    for zoom in [5.0, 6.0, 8.0] {
        // Its middle in Web Mercator is 31.95 N, its eastern edge 135 E.
        harness.state_mut().map.look_at(Position::clamped(31.952_162_24, 135.0), zoom);
        settle(&mut harness);
        for _ in 0..40 {
            harness.step();
            std::thread::sleep(std::time::Duration::from_millis(5));
        }
        let image = harness.render().expect("a picture");
        let sea = colour(Theme::of(Kind::Day).chart.sea);
        assert_eq!(rgb(&image, 310, 190), [200, 100, 0], "zoom {zoom}: the picture");
        assert_eq!(rgb(&image, 310, 210), sea, "zoom {zoom}: the clear half");
        assert_eq!(rgb(&image, 330, 190), sea, "zoom {zoom}: beside it");
    }
}

#[test]
fn dragging_pans_the_map() {
    let mut harness = harness(Arc::new(HalfWorld), Kind::Day, [640.0, 400.0], 1.0);
    harness.run_steps(2);
    let before = harness.state().map.centre();
    let view: View = harness.state().map.view().expect("a frame was shown");
    harness.hover_at(egui::pos2(300.0, 200.0));
    harness.run_steps(2);
    harness.drag_at(egui::pos2(300.0, 200.0));
    harness.run_steps(2);
    harness.hover_at(egui::pos2(400.0, 200.0));
    harness.run_steps(2);
    harness.drop_at(egui::pos2(400.0, 200.0));
    harness.run_steps(60);
    let moved = view.screen_from_position(harness.state().map.centre()).x - view.screen_from_position(before).x;
    assert!(moved < -60.0, "{moved}");
}

#[test]
fn pictures_to_look_at() {
    let Some(folder) = std::env::var_os("CORDON_MAP_PICTURES").map(std::path::PathBuf::from) else { return };
    for kind in Kind::ALL {
        let mut harness = harness(Arc::new(HalfWorld), kind, [1280.0, 800.0], 1.0);
        for (name, lat, lon, zoom) in [("4", 37.0, 127.0, 4.0), ("6.5", 37.5, 126.5, 6.5)] {
            harness.state_mut().map.look_at(Position::clamped(lat, lon), zoom);
            let image = picture(&mut harness);
            image.save(folder.join(format!("{}-{name}.png", kind.name()))).expect("written");
        }
    }
}
