//! The search pattern that is being planned, on the map before it is in the plan: its legs, the ways between them, and where it begins.
//!
//! Owns the lines, made anew when another pattern is laid out. Lays none out: the session's job did. Start at [`PatrolPreview::show`].

use std::sync::Arc;

use egui::{Shape, Stroke, Ui, vec2};

use super::MapLayer;
use super::meeting::{along, dashed, seen};
use super::view::{View, World, world_from_position};
use crate::analysis::pattern::Purpose;
use crate::session::Session;
use crate::session::patrol::LaidOut;
use crate::ui::theme::Theme;

/// The layer. Keep one for the life of the window.
#[derive(Default)]
pub struct PatrolPreview {
    of: Option<Arc<LaidOut>>,
    /// Legs, and whether each is one of the pattern's.
    legs: Vec<(Vec<World>, bool)>,
    start: Option<World>,
    theme: Option<&'static Theme>,
}

impl PatrolPreview {
    /// Takes what is being planned.
    pub fn show(&mut self, session: &Session, theme: &'static Theme) {
        self.theme = Some(theme);
        let laid = session.patrol().laid().and_then(Result::ok);
        if self.of.as_ref().map(Arc::as_ptr) == laid.map(Arc::as_ptr) {
            return;
        }
        self.of = laid.cloned();
        let legs = laid.map(|laid| laid.route.legs.as_slice()).unwrap_or_default();
        self.legs = legs.iter().map(|leg| (along(&[leg.from, leg.to]), leg.purpose == Purpose::Search)).collect();
        self.start = legs.first().map(|leg| world_from_position(leg.from));
    }
}

impl MapLayer for PatrolPreview {
    fn paint_above(&mut self, ui: &mut Ui, view: &View) {
        let Some(theme) = self.theme.filter(|_| !self.legs.is_empty()) else { return };
        let painter = ui.painter().with_clip_rect(view.rect());
        let lines = || self.legs.iter().filter_map(|(leg, is_search)| Some((seen(view, leg)?, *is_search)));
        for (line, _) in lines() {
            painter.add(Shape::line(line, Stroke::new(4.5, theme.plan.halo.gamma_multiply(0.8))));
        }
        for (line, is_search) in lines() {
            if is_search {
                let last = line.len() - 1;
                if let [.., before, end] = line.as_slice()
                    && line[0].distance(line[last]) > 24.0
                {
                    // Which way it is run, at its end.
                    painter.add(arrow(*before, *end, Stroke::new(1.8, theme.plan.preview)));
                }
                painter.add(Shape::line(line, Stroke::new(2.0, theme.plan.preview)));
            } else {
                painter.extend(dashed(line, Stroke::new(1.4, theme.plan.preview)));
            }
        }
        if let Some(start) = self.start.map(|start| view.screen_from_world(start)) {
            painter.circle(start, 5.0, theme.plan.halo, Stroke::new(2.0, theme.plan.preview));
        }
    }
}

/// The head of an arrow.
fn arrow(from: egui::Pos2, to: egui::Pos2, stroke: Stroke) -> Shape {
    let way = (to - from).normalized() * 8.0;
    let side = vec2(-way.y, way.x) * 0.5;
    Shape::line(vec![to - way + side, to, to - way - side], stroke)
}
