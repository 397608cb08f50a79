//! Where a silent ship can have been, shaded by the longest possible stop.
//!
//! Owns the shading and its colours. Never reckons it: the session's job did. Start at [`ReachArea::show`].

use egui::{Color32, Rect, Ui};

use super::MapLayer;
use super::view::{View, World, world_from_position};
use crate::analysis::reachability::STOP_BANDS_HOURS;
use crate::session::Session;
use crate::ui::canvas::flat::{FillRoom, Fills};
use crate::ui::theme::{self, Theme};

/// How strongly each band is shaded: the chart beneath stays legible.
const STRENGTHS: [f32; STOP_BANDS_HOURS.len()] = [0.14, 0.25, 0.36, 0.47, 0.58];

/// The colour of a band on the map.
#[must_use]
pub fn colour_of(band: usize, theme: &Theme) -> Color32 {
    let strength = STRENGTHS.get(band).copied().unwrap_or(STRENGTHS[0]);
    // At night nothing large is bright.
    let dim = if theme.kind == theme::Kind::Night { 0.6 } else { 1.0 };
    theme.track.gap.gamma_multiply(strength * dim)
}

/// A strip as it is drawn: its north-west and its south-east corner.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Block {
    corners: [World; 2],
    colour: Color32,
}

/// The layer. Keep one for the life of the window.
#[derive(Default)]
pub struct ReachArea {
    blocks: Vec<Block>,
    bands: Vec<usize>,
    made_for: Option<(u64, theme::Kind)>,
    room: FillRoom,
}

impl ReachArea {
    /// Takes what was found, if anything is to be shown.
    pub fn show(&mut self, session: &Session, theme: &Theme) {
        let sea = session.reach().found().and_then(|found| Some((found.number, found.sea.as_ref().ok()?)));
        let now = sea.map(|(number, _)| (number, theme.kind));
        if self.made_for == now {
            return;
        }
        self.made_for = now;
        self.blocks.clear();
        self.bands.clear();
        let Some((_, sea)) = sea else { return };
        for strip in sea.stops().strips(&STOP_BANDS_HOURS) {
            let ([west, south], [east, north]) =
                (world_from_position(strip.south_west), world_from_position(strip.north_east));
            let corners = [[west, north], [east, south]];
            self.blocks.push(Block { corners, colour: colour_of(strip.band, theme) });
            if !self.bands.contains(&strip.band) {
                self.bands.push(strip.band);
            }
        }
        self.bands.sort_unstable();
    }

    /// The bands that are on the map, the shortest stop first.
    #[must_use]
    pub fn bands(&self) -> &[usize] {
        &self.bands
    }
}

impl MapLayer for ReachArea {
    fn paint(&mut self, ui: &mut Ui, view: &View) {
        if self.blocks.is_empty() {
            return;
        }
        let mut fills = Fills::default();
        for block in &self.blocks {
            let [low, high] = block.corners.map(|corner| view.screen_from_world(corner));
            let rect = Rect::from_min_max(low, high);
            if rect.intersects(view.rect()) {
                fills.rect(rect, block.colour);
            }
        }
        fills.paint(ui.painter(), view.rect(), &self.room);
    }
}
