//! Text on the map with a soft edge, so that it reads over lines and land alike.
//!
//! Owns how such text is painted. Never decides where. Start at [`paint`].

use std::sync::Arc;

use egui::{Color32, Galley, Painter, Pos2, vec2};

/// Paints laid-out text with its top left corner at a place, with an edge of one point around it.
pub(super) fn paint(painter: &Painter, at: Pos2, galley: &Arc<Galley>, halo: Color32) {
    for (x, y) in [(-1.0, 0.0), (1.0, 0.0), (0.0, -1.0), (0.0, 1.0)] {
        painter.galley_with_override_text_color(at + vec2(x, y), Arc::clone(galley), halo);
    }
    painter.galley(at, Arc::clone(galley), halo);
}
