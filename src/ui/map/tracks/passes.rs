//! How each pass over the tracks looks: widths, colours, dashes.
//!
//! Owns what the shader is told. Never decides which lines are drawn. Start at [`Painter`].

use egui::Color32;

use super::super::track_gpu::{LineKind, Pass, TrackGpu};
use super::super::view::View;
use super::{ColourBy, TrackScene};
use crate::ui::theme::Theme;

/// The passes, bottom first.
#[derive(Clone, Copy)]
pub(super) enum Slot {
    Quiet,
    Ghost,
    Casing,
    Selected,
    Hovered,
    Ships,
}

/// Fills in the passes of one frame.
pub(super) struct Painter<'a> {
    pub(super) gpu: &'a TrackGpu,
    pub(super) view: &'a View,
    pub(super) theme: &'static Theme,
    pub(super) scene: &'a TrackScene,
}

impl Painter<'_> {
    #[expect(clippy::cast_possible_truncation, reason = "the shader counts in f32")]
    fn pass(&self, ticks: (u32, u32), width_points: f32) -> Pass {
        let per_point = self.view.pixels_per_point();
        let seconds = self.scene.pyramid.ticks().length().as_secs_f64();
        Pass {
            centre: self.view.centre_world(),
            half_view: self.view.half_size_in_pixels(),
            ticks: [ticks.0, ticks.1],
            scale: self.view.pixels_per_unit() as f32,
            half_width: width_points * per_point / 2.0,
            dash: [9.0 * per_point, 4.5 * per_point],
            cap: 0.25,
            // Metres a unit at the equator, over seconds a tick; a knot is 1852 m/h.
            knots: (crate::mercator::metres_per_unit(1 << 31) / seconds * 3600.0 / 1852.0) as f32,
            speeds: self.theme.track.speeds.map(|colour| self.gpu.colour(colour)),
            ..Pass::default()
        }
    }

    pub(super) fn quiet(&self, ticks: (u32, u32)) -> Pass {
        let colours = &self.theme.track;
        let width = if self.view.zoom() >= 11.0 { 1.4 } else { 1.1 };
        let mut pass = self.pass(ticks, width);
        pass.colour = self.gpu.colour(colours.quiet);
        pass.gap = self.gpu.colour(colours.quiet.gamma_multiply(0.55));
        pass
    }

    pub(super) fn quiet_kind(&self) -> LineKind {
        match self.scene.colour {
            ColourBy::Nothing if self.scene.shown.is_none() => LineKind::One,
            ColourBy::Speed => LineKind::BySpeed,
            ColourBy::Time => LineKind::ByTime,
            _ => LineKind::ByVessel,
        }
    }

    pub(super) fn lit(&self, slot: Slot, ticks: (u32, u32)) -> Pass {
        let colours = &self.theme.track;
        let (width, colour, gap) = match slot {
            Slot::Ghost => (1.2, colours.faded.gamma_multiply(2.0), colours.faded),
            Slot::Casing => (5.0, colours.vessel_edge.gamma_multiply(0.55), Color32::TRANSPARENT),
            Slot::Selected => (2.4, colours.selected, colours.gap),
            _ => (2.2, colours.hovered, colours.gap),
        };
        let mut pass = self.pass(ticks, width);
        pass.cap = pass.half_width + 0.5;
        pass.colour = self.gpu.colour(colour);
        pass.gap = self.gpu.colour(gap);
        pass
    }

    pub(super) fn ships(&self) -> Pass {
        let mut pass = self.pass((0, u32::MAX), 2.0 * ship_size(self.view.zoom()));
        pass.gap = self.gpu.colour(self.theme.track.vessel_edge.gamma_multiply(0.8));
        pass
    }
}

/// Half a ship's length on the screen, points: a dot from afar, a ship from near.
pub(super) fn ship_size(zoom: f64) -> f32 {
    match zoom {
        z if z < 6.0 => 2.6,
        z if z < 8.0 => 4.2,
        z if z < 10.0 => 6.0,
        z if z < 13.0 => 7.5,
        _ => 9.0,
    }
}
