//! The strip of drawing tools between the left dock and the map.

use egui::{Button, Color32, Painter, Pos2, Rect, Role, Separator, Shape, Stroke, StrokeKind, Ui, WidgetInfo, vec2};

use super::action::Action;
use super::theme;

/// The tools on the strip, top to bottom.
const TOOLS: [Action; 13] = [
    Action::ToolSelect,
    Action::ToolPolygon,
    Action::ToolRectangle,
    Action::ToolCircle,
    Action::ToolRing,
    Action::ToolSector,
    Action::ToolCorridor,
    Action::ToolRoute,
    Action::ToolBarrier,
    Action::ToolPoint,
    Action::ToolUnit,
    Action::NewArea,
    Action::ToolMeasure,
];

/// The map's own buttons, below the tools.
const MAP: [Action; 4] = [Action::ZoomIn, Action::ZoomOut, Action::ZoomToAll, Action::MapSettings];

/// How wide and high a button is, points, and how small it gets in a low window, so that none lies below its edge.
const SIDE: std::ops::RangeInclusive<f32> = 20.0..=32.0;
/// How much room the line between the tools and the map's buttons takes, points.
const LINE: f32 = 6.0;

/// Draws the strip; an action chosen is added to `asked`.
pub fn ui(ui: &mut Ui, tool: Action, snaps: bool, asked: &mut Vec<Action>) {
    let gap = ui.spacing().item_spacing.y;
    let n_buttons = f32::from(u8::try_from(TOOLS.len() + 1 + MAP.len()).unwrap_or(u8::MAX));
    let room = ui.available_height() - theme::GRID - LINE - 2.0 * gap;
    let side = (room / n_buttons - gap).floor().clamp(*SIDE.start(), *SIDE.end());
    ui.vertical_centered(|ui| {
        ui.spacing_mut().button_padding.y = 0.0;
        ui.add_space(theme::GRID);
        for action in TOOLS {
            button_ui(ui, side, action, action == tool, asked);
        }
        button_ui(ui, side, Action::Snap, snaps, asked);
        ui.add(Separator::default().spacing(LINE));
        for action in MAP {
            button_ui(ui, side, action, false, asked);
        }
    });
}

fn button_ui(ui: &mut Ui, side: f32, action: Action, is_chosen: bool, asked: &mut Vec<Action>) {
    let Some(icon) = action.icon() else { return };
    let has_glyph = matches!(
        action,
        Action::ToolPolygon
            | Action::ToolRectangle
            | Action::ToolCircle
            | Action::ToolRing
            | Action::ToolSector
            | Action::ToolCorridor
    );
    let size = vec2(*SIDE.end(), side);
    let response = if has_glyph {
        let response = ui.add_sized(size, Button::new("").selected(is_chosen));
        let colour = ui.style().interact_selectable(&response, is_chosen).fg_stroke.color;
        let square = Rect::from_center_size(response.rect.center(), vec2(side, side));
        glyph(ui.painter(), action, square.shrink(side * 9.0 / 32.0), colour);
        response
    } else {
        ui.add_sized(size, Button::new(icon.rich_text().size(theme::ICON.min(side - 6.0))).selected(is_chosen))
    };
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, is_chosen, action.name()));
    let tip = |ui: &mut Ui| drop(ui.label(action.tip(ui.ctx())));
    if response.on_hover_ui(tip).clicked() {
        asked.push(action);
    }
}

/// The shape a tool draws, in outline, with what is grasped of it.
fn glyph(painter: &Painter, action: Action, rect: Rect, colour: Color32) {
    let line = Stroke::new(1.6, colour);
    let dot = |at: Pos2| painter.circle_filled(at, 2.2, colour);
    match action {
        Action::ToolPolygon => {
            let at = |x: f32, y: f32| rect.min + vec2(x * rect.width(), y * rect.height());
            let corners = vec![at(0.0, 0.35), at(0.55, 0.0), at(1.0, 0.4), at(0.85, 1.0), at(0.2, 0.9)];
            for corner in &corners {
                dot(*corner);
            }
            painter.add(Shape::closed_line(corners, line));
        }
        Action::ToolRectangle => {
            let rect = rect.shrink2(vec2(0.0, 1.5));
            painter.rect_stroke(rect, 0.0, line, StrokeKind::Middle);
            dot(rect.left_top());
            dot(rect.right_bottom());
        }
        Action::ToolRing => {
            painter.circle_stroke(rect.center(), rect.width() / 2.0, line);
            painter.circle_stroke(rect.center(), rect.width() / 4.5, line);
        }
        Action::ToolSector => {
            let (centre, radius) = (rect.left_bottom(), rect.width());
            let on = |degrees: f32| centre + radius * vec2(degrees.to_radians().sin(), -degrees.to_radians().cos());
            let arc = (0..=6_u8).map(|i| on(10.0 + f32::from(i) * 12.0));
            painter.add(Shape::closed_line(std::iter::once(centre).chain(arc).collect(), line));
            dot(centre);
        }
        Action::ToolCorridor => {
            let at = |x: f32, y: f32| rect.min + vec2(x * rect.width(), y * rect.height());
            painter.add(Shape::line(vec![at(0.0, 0.55), at(0.4, 0.1), at(1.0, 0.25)], line));
            painter.add(Shape::line(vec![at(0.25, 1.0), at(0.55, 0.6), at(1.0, 0.75)], line));
            painter.add(Shape::line(vec![at(0.1, 0.8), at(0.47, 0.35), at(1.0, 0.5)], Stroke::new(1.0, colour)));
        }
        _ => {
            painter.circle_stroke(rect.center(), rect.width() / 2.0, line);
            dot(rect.center());
        }
    }
}
