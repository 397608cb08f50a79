//! The chart's names: which fit, where they stand, and their painting.
//!
//! Owns when labels are placed anew: once per half zoom step and whenever tiles come, in world space and by rank; they are
//! kept while the map is panned. Labels never overlap and never jump, and yield to rectangles that others reserve. Never
//! reads a tile: the seeds come from [`super::seed`]. Start at [`Labels::paint`].

mod letters;
mod placement;
mod style;

use std::collections::HashMap;
use std::sync::Arc;

use egui::text::LayoutJob;
use egui::{Color32, FontId, Galley, Painter, Rect};

use self::letters::{LetterGpu, Letters, Text};
use self::placement::{Placed, placement};
use super::basemap::VectorTileContent;
use super::seed::LabelKind;
use super::tiles::Frame;
use super::view::View;
use super::{Language, World};
use crate::language::Language as Spoken;
use crate::ui::canvas::atlas;
use crate::ui::theme::{Kind, Theme};

/// How many texts are kept set.
const MAX_TEXTS: usize = 4000;

/// The chart's labels, and where they stand.
#[derive(Default)]
pub(super) struct Labels {
    placed: Vec<Placed>,
    made_for: Option<Occasion>,
    is_settled: bool,
    /// Set texts by seed: most are the same in the next placement.
    texts: HashMap<(u64, u32, LabelKind), Arc<Text>>,
    /// What they were set for.
    texts_for: Option<(Language, Spoken, f32)>,
    /// One text as egui keeps it: another one once the letters' texture was emptied.
    witness: Option<Arc<Galley>>,
    /// The triangles of what is placed, and the colours they are in.
    letters: Option<(Letters, Kind)>,
    gpu: Option<LetterGpu>,
}

/// What a placement was made for; while it stays the same, labels stand still.
#[derive(Clone, PartialEq)]
struct Occasion {
    step: i32,
    language: Language,
    spoken: Spoken,
    generation: u64,
    tiles: u64,
    pixels_per_point: f32,
}

impl Labels {
    /// Gives the labels a pipeline of their own; without it they are painted through egui.
    pub(super) fn attach_gpu(&mut self, state: &egui_wgpu::RenderState) {
        self.gpu = Some(LetterGpu::new(state));
        self.letters = None;
    }

    /// Places the labels of these tiles if anything has changed, and paints those that do not meet a reserved rectangle.
    pub(super) fn paint(
        &mut self,
        painter: &Painter,
        view: &View,
        theme: &Theme,
        language: Language,
        frame: &Frame<VectorTileContent>,
        reserved: &[Rect],
    ) {
        let is_emptied = self.is_texture_emptied(painter);
        self.place(painter, view, language, frame);
        let clip = painter.clip_rect();
        let is_shown = |label: &Placed| {
            let extent = label.extent(view);
            // Half a name tells nobody anything.
            clip.contains_rect(extent) && !reserved.iter().any(|taken| taken.intersects(extent))
        };
        let shown: Vec<usize> =
            self.placed.iter().enumerate().filter(|(_, label)| is_shown(label)).map(|(idx, _)| idx).collect();
        if shown.is_empty() {
            return;
        }
        let letters = match self.letters.take() {
            Some((letters, kind)) if kind == theme.kind => letters,
            _ => {
                let letters = Letters::new(&self.placed, painter, view.pixels_per_point(), &theme.chart);
                if let Some(gpu) = &mut self.gpu {
                    gpu.upload(&letters);
                }
                letters
            }
        };
        // Now that all letters are in their texture: it grows with them.
        let atlas_size = atlas::size(painter.ctx());
        let is_painted =
            !is_emptied && self.gpu.as_mut().is_some_and(|gpu| gpu.paint(&letters, painter, view, &shown, atlas_size));
        if !is_painted {
            letters.paint_by_egui(painter, view, &shown, atlas_size);
        }
        self.letters = Some((letters, theme.kind));
    }

    /// Whether egui has begun its texture of letters anew; then none of those that were set is right any more.
    fn is_texture_emptied(&mut self, painter: &Painter) -> bool {
        let job = LayoutJob::simple_singleline("N".into(), FontId::proportional(11.5), Color32::PLACEHOLDER);
        let now = painter.layout_job(job);
        let is_emptied = self.witness.as_ref().is_none_or(|then| !Arc::ptr_eq(then, &now));
        if is_emptied {
            self.texts.clear();
            self.made_for = self.made_for.take().map(|then| Occasion { tiles: then.tiles.wrapping_add(1), ..then });
            self.witness = Some(now);
        }
        is_emptied
    }

    fn place(&mut self, painter: &Painter, view: &View, language: Language, frame: &Frame<VectorTileContent>) {
        #[expect(clippy::cast_possible_truncation, reason = "zooms are small")]
        let step = (view.zoom() * 2.0).floor() as i32;
        let tiles = frame.pieces.iter().fold(0_u64, |sum, piece| {
            sum.wrapping_mul(31).wrapping_add(
                u64::from(piece.of.id.x) << 32 | u64::from(piece.of.id.y) << 8 | u64::from(piece.of.id.zoom),
            )
        });
        let (spoken, pixels_per_point) = (Spoken::current(), view.pixels_per_point());
        let now = Occasion { step, language, spoken, generation: frame.generation, tiles, pixels_per_point };
        if self.made_for.as_ref() == Some(&now) {
            return;
        }
        // While only the tiles change, as in panning, labels that stood keep their place.
        let keeps = self.is_settled
            && self.made_for.as_ref().is_some_and(|then| then.step == step && then.language == language);
        let before: HashMap<(u64, World), usize> = if keeps {
            self.placed.iter().map(|label| ((label.key, label.seed.world), label.side)).collect()
        } else {
            HashMap::new()
        };
        let seeds = frame.pieces.iter().flat_map(|piece| &piece.content.seeds);
        let zoom = f64::from(step) / 2.0;
        let texts_for = Some((language, spoken, pixels_per_point));
        if self.texts_for != texts_for || self.texts.len() > MAX_TEXTS {
            self.texts.clear();
            self.texts_for = texts_for;
        }
        let texts = &mut self.texts;
        self.placed = placement(seeds, zoom, &before, |seed, key| {
            let set = || {
                let galley = painter.layout_job(style::job_of(seed, language));
                Arc::new(Text::of(&galley))
            };
            texts.entry((key, seed.rank.to_bits(), seed.kind)).or_insert_with(set).clone()
        });
        self.is_settled = frame.is_complete;
        self.made_for = Some(now);
        self.letters = None;
    }
}
