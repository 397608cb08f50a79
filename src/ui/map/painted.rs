//! Pictures of the map's layers over a plain ground, as their tests look at them.
//!
//! Owns a window without a screen: one view, one layer, the pixels that come out. Never ships; it is compiled for tests
//! only.

use egui::{Color32, Rect, Sense, Ui};
use egui_kittest::Harness;

use super::MapLayer;
use super::view::{View, rect_of_size};
use crate::geodesy::Position;
use crate::ui::theme::Theme;

/// How large the pictures are, points (and pixels).
pub(super) const SIZE: (f32, f32) = (640.0, 400.0);

struct Stage<L> {
    layer: L,
    view: View,
    theme: &'static Theme,
}

impl<L: MapLayer> eframe::App for Stage<L> {
    fn ui(&mut self, ui: &mut Ui, _frame: &mut eframe::Frame) {
        let rect = self.view.rect();
        let response = ui.allocate_rect(rect, Sense::hover());
        let mut child = ui.new_child(egui::UiBuilder::new().max_rect(rect));
        child.painter().rect_filled(rect, 0.0, self.theme.chart.sea);
        self.layer.interact(&mut child, &self.view, &response);
        let mut reserved: Vec<Rect> = Vec::new();
        self.layer.reserve(&self.view, &mut reserved);
        self.layer.paint(&mut child, &self.view);
        self.layer.paint_above(&mut child, &self.view);
    }
}

/// A picture of one layer.
pub(super) struct Picture {
    pub(super) view: View,
    pub(super) ground: Color32,
    /// Red, green, blue, alpha, row by row.
    pixels: Vec<[u8; 4]>,
    width: u32,
}

/// Paints a layer until it asks for no more frames. It is made for the graphics card at hand.
pub(super) fn picture<L: MapLayer + 'static>(
    (lat, lon, zoom): (f64, f64, f64),
    theme: &'static Theme,
    make: impl FnOnce(Option<&egui_wgpu::RenderState>) -> L,
) -> Picture {
    let view = View::new(Position::clamped(lat, lon), zoom, rect_of_size(SIZE.0, SIZE.1), 1.0);
    let mut harness = Harness::builder().with_size([SIZE.0, SIZE.1]).with_max_steps(64).wgpu().build_eframe(|cc| {
        crate::ui::theme::install_fonts(&cc.egui_ctx);
        if let Some(state) = &cc.wgpu_render_state {
            crate::ui::canvas::flat::install(state);
            super::overlay::still::install(state);
        }
        Stage { layer: make(cc.wgpu_render_state.as_ref()), view, theme }
    });
    harness.run();
    let image = harness.render().expect("a picture");
    if let Some(folder) = std::env::var_os("CORDON_PICTURES") {
        let name = std::thread::current().name().unwrap_or("picture").replace("::", "_");
        let kind = theme.kind.name();
        image
            .save(std::path::Path::new(&folder).join(format!("{name}_{kind}_{zoom}.png")))
            .expect("a folder to write to");
    }
    let pixels = image.pixels().map(|pixel| pixel.0).collect();
    Picture { view, ground: theme.chart.sea, pixels, width: image.width() }
}

impl Picture {
    /// How unlike the ground the picture is within two pixels of a position: 0 where nothing is painted, up to 1.
    pub(super) fn ink(&self, lat: f64, lon: f64) -> f32 {
        let at = self.view.screen_from_position(Position::clamped(lat, lon));
        self.ink_at(at)
    }

    /// The same at a place on the screen.
    #[expect(clippy::cast_possible_truncation, reason = "places on a small picture")]
    pub(super) fn ink_at(&self, at: egui::Pos2) -> f32 {
        let (x, y) = (at.x.round() as i64, at.y.round() as i64);
        let mut most = 0.0_f32;
        for (dx, dy) in (-2..=2).flat_map(|dx| (-2..=2).map(move |dy| (dx, dy))) {
            let (Ok(px), Ok(py)) = (u32::try_from(x + dx), u32::try_from(y + dy)) else { continue };
            if px < self.width {
                most = most.max(self.pixel(px, py).map_or(0.0, |pixel| self.unlike(pixel)));
            }
        }
        most
    }

    /// How many pixels are painted at all.
    pub(super) fn n_painted(&self) -> usize {
        self.pixels.iter().filter(|pixel| self.unlike(**pixel) > 0.02).count()
    }

    /// The colour of the pixel at a place on the screen.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "places on a small picture")]
    pub(super) fn colour_at(&self, at: egui::Pos2) -> Color32 {
        let [r, g, b, _] = self.pixel(at.x as u32, at.y as u32).expect("a place in the picture");
        Color32::from_rgb(r, g, b)
    }

    fn pixel(&self, x: u32, y: u32) -> Option<[u8; 4]> {
        self.pixels.get((y * self.width + x) as usize).copied()
    }

    fn unlike(&self, [r, g, b, _]: [u8; 4]) -> f32 {
        let far = |one: u8, other: u8| f32::from(one.abs_diff(other)) / 255.0;
        far(r, self.ground.r()).max(far(g, self.ground.g())).max(far(b, self.ground.b()))
    }
}
