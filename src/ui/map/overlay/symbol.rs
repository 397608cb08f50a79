//! The symbols of points: marks, inspections, units.

use egui::{Align2, Color32, FontId, Pos2, Rect, Shape, Stroke, Ui, vec2};

use super::Item;
use crate::plan::{Feature, Kind, UnitType};
use crate::ui::theme::SMALL;

/// How a point is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Symbol {
    Ring,
    Mark,
    Inspection,
    Unit(Option<UnitType>),
}

impl Symbol {
    /// The symbol of a feature.
    pub(super) fn of(feature: &Feature) -> Self {
        match feature.kind {
            Kind::Unit => Self::Unit(feature.unit.as_ref().and_then(|unit| unit.unit_type)),
            Kind::Inspection => Self::Inspection,
            _ => Self::Mark,
        }
    }

    /// A point's symbol: a disc for a mark, a square for an inspection, a diamond with its letter for a unit.
    pub(super) fn paint(self, ui: &Ui, at: Pos2, item: &Item, is_lit: bool, ground: Color32) {
        let painter = ui.painter();
        let edge = Stroke::new((item.width + if is_lit { 1.0 } else { 0.0 }).min(3.0), item.stroke);
        let grow = if is_lit { 1.5 } else { 0.0 };
        match self {
            Self::Ring => drop(painter.circle(at, 5.0, item.fill, edge)),
            Self::Mark => {
                painter.circle(at, 5.5 + grow, ground, edge);
                painter.circle_filled(at, 2.0, item.stroke);
            }
            Self::Inspection => {
                let square = Rect::from_center_size(at, vec2(11.0 + 2.0 * grow, 11.0 + 2.0 * grow));
                painter.rect(square, 2.0, ground, edge, egui::StrokeKind::Middle);
                painter.line_segment([square.left_top(), square.right_bottom()], Stroke::new(1.0, item.stroke));
            }
            Self::Unit(craft) => {
                let arm = 10.0 + grow;
                let corners = vec![at - vec2(0.0, arm), at + vec2(arm, 0.0), at + vec2(0.0, arm), at - vec2(arm, 0.0)];
                painter.add(Shape::convex_polygon(corners, ground, edge));
                let letter = match craft {
                    Some(UnitType::Aircraft) => "A",
                    Some(UnitType::Helicopter) => "H",
                    Some(UnitType::Drone) => "D",
                    Some(UnitType::Ship) => "S",
                    None => "U",
                };
                painter.text(at, Align2::CENTER_CENTER, letter, FontId::proportional(SMALL), item.stroke);
            }
        }
    }
}
