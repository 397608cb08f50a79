//! The symbols of points: marks, inspections, units.

use egui::{Color32, Painter, Pos2, Rect, Shape, Stroke, Ui, vec2};

use super::Item;
use crate::plan::{Feature, Kind, UnitType};

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

    /// A point's symbol: a disc for a mark, a square for an inspection, a friend's frame with its craft for a unit.
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
            Self::Unit(craft) => unit_paint(ui.painter(), at, craft, FRAME + grow, ground, edge),
        }
    }
}

/// From its middle to its edge the frame of a unit is so wide, points.
const FRAME: f32 = 10.5;

/// A unit in the frame of a friend: a circle for what sails, a dome open below for what flies; in it our own signs for the craft.
///
/// # Source
/// The frames: MIL-STD-2525D (2014), table I, friend, sea surface and air.
fn unit_paint(painter: &Painter, at: Pos2, craft: Option<UnitType>, arm: f32, ground: Color32, edge: Stroke) {
    let flies = matches!(craft, Some(UnitType::Aircraft | UnitType::Helicopter | UnitType::Drone));
    if flies {
        let on = |degrees: f32| at + arm * vec2(-degrees.to_radians().cos(), -degrees.to_radians().sin());
        let foot = vec2(0.0, 0.75 * arm);
        let arc = (0..=12_u8).map(|part| on(15.0 * f32::from(part)));
        let dome: Vec<Pos2> =
            std::iter::once(at - vec2(arm, 0.0) + foot).chain(arc).chain([at + vec2(arm, 0.0) + foot]).collect();
        painter.add(Shape::convex_polygon(dome.clone(), ground, Stroke::NONE));
        painter.add(Shape::line(dome, edge));
    } else {
        painter.circle(at, arm, ground, edge);
    }
    let colour = edge.color;
    let line = |places: &[(f32, f32)], width: f32| {
        let places = places.iter().map(|(x, y)| at + vec2(*x, *y)).collect();
        painter.add(Shape::line(places, Stroke::new(width, colour)));
    };
    let fill = |places: &[(f32, f32)]| {
        let places = places.iter().map(|(x, y)| at + vec2(*x, *y)).collect();
        painter.add(Shape::convex_polygon(places, colour, Stroke::NONE));
    };
    match craft {
        Some(UnitType::Ship) => {
            fill(&[(-7.0, 1.0), (7.0, 1.0), (4.5, 5.0), (-4.5, 5.0)]);
            fill(&[(-3.0, -2.0), (2.5, -2.0), (2.5, 1.0), (-3.0, 1.0)]);
            line(&[(0.0, -2.0), (0.0, -6.0)], 1.4);
        }
        Some(UnitType::Aircraft) => {
            line(&[(0.0, -6.0), (0.0, 5.5)], 2.4);
            fill(&[(-7.0, 1.5), (0.0, -2.5), (7.0, 1.5), (0.0, 0.5)]);
            line(&[(-2.8, 5.5), (2.8, 5.5)], 1.6);
        }
        Some(UnitType::Helicopter) => {
            fill(&[(-7.0, -3.5), (0.0, 0.5), (-7.0, 4.5)]);
            fill(&[(7.0, -3.5), (7.0, 4.5), (0.0, 0.5)]);
            line(&[(0.0, -4.0), (0.0, 5.0)], 1.4);
        }
        Some(UnitType::Drone) => line(&[(-6.5, -2.5), (0.0, 3.0), (6.5, -2.5)], 2.4),
        None => drop(painter.circle_filled(at, 2.0, colour)),
    }
}
