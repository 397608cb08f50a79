//! The strip of drawing tools between the left dock and the map.

use egui::{Button, Role, Ui, WidgetInfo, vec2};

use super::action::Action;
use super::theme;

/// The tools on the strip, top to bottom.
const TOOLS: [Action; 6] = [
    Action::ToolSelect,
    Action::ToolPolygon,
    Action::ToolRectangle,
    Action::ToolCircle,
    Action::NewArea,
    Action::ToolMeasure,
];

/// The map's own buttons, below the tools.
const MAP: [Action; 4] = [Action::ZoomIn, Action::ZoomOut, Action::ZoomToAll, Action::MapSettings];

/// Draws the strip; an action chosen is added to `asked`.
pub fn ui(ui: &mut Ui, tool: Action, asked: &mut Vec<Action>) {
    ui.vertical_centered(|ui| {
        ui.add_space(theme::GRID);
        TOOLS.into_iter().for_each(|action| button_ui(ui, action, action == tool, asked));
        ui.separator();
        MAP.into_iter().for_each(|action| button_ui(ui, action, false, asked));
    });
}

fn button_ui(ui: &mut Ui, action: Action, is_chosen: bool, asked: &mut Vec<Action>) {
    let Some(icon) = action.icon() else { return };
    let button = Button::new(icon.rich_text().size(theme::ICON)).selected(is_chosen).min_size(vec2(32.0, 32.0));
    let response = ui.add(button);
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, is_chosen, action.name()));
    if response.on_hover_text(action.tip(ui.ctx())).clicked() {
        asked.push(action);
    }
}
