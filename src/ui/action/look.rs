//! The key and the icon of each action.

use egui::{Key, KeyboardShortcut, Modifiers};
use egui_material_icons::MaterialIcon;

use super::Action;
use crate::ui::theme::icon;

const CTRL_SHIFT: Modifiers = Modifiers::COMMAND.plus(Modifiers::SHIFT);

impl Action {
    /// Its key, if it has one.
    #[must_use]
    pub const fn shortcut(self) -> Option<KeyboardShortcut> {
        let (modifiers, key) = match self {
            Self::NewPlan => (Modifiers::COMMAND, Key::N),
            Self::Open => (Modifiers::COMMAND, Key::O),
            Self::Save => (Modifiers::COMMAND, Key::S),
            Self::SaveAs => (CTRL_SHIFT, Key::S),
            Self::MapPicture => (CTRL_SHIFT, Key::P),
            Self::Quit => (Modifiers::COMMAND, Key::Q),
            Self::Undo => (Modifiers::COMMAND, Key::Z),
            Self::Redo => (CTRL_SHIFT, Key::Z),
            Self::Delete => (Modifiers::NONE, Key::Delete),
            Self::Duplicate => (Modifiers::COMMAND, Key::D),
            Self::Rename => (Modifiers::NONE, Key::F2),
            Self::Palette => (Modifiers::COMMAND, Key::P),
            Self::ZoomIn => (Modifiers::NONE, Key::Plus),
            Self::ZoomOut => (Modifiers::NONE, Key::Minus),
            Self::ZoomToAll => (Modifiers::NONE, Key::Home),
            Self::ZoomToSelection => (Modifiers::NONE, Key::F),
            Self::ToolSelect => (Modifiers::NONE, Key::V),
            Self::ToolPolygon => (Modifiers::NONE, Key::P),
            Self::ToolRectangle => (Modifiers::NONE, Key::R),
            Self::ToolCircle => (Modifiers::NONE, Key::C),
            Self::ToolMeasure => (Modifiers::NONE, Key::M),
            Self::ToolRing => (Modifiers::NONE, Key::G),
            Self::ToolSector => (Modifiers::NONE, Key::S),
            Self::ToolCorridor => (Modifiers::NONE, Key::W),
            Self::ToolRoute => (Modifiers::NONE, Key::L),
            Self::ToolBarrier => (Modifiers::NONE, Key::B),
            Self::ToolPoint => (Modifiers::NONE, Key::X),
            Self::ToolUnit => (Modifiers::NONE, Key::U),
            Self::Snap => (Modifiers::NONE, Key::A),
            Self::SelectAll => (Modifiers::COMMAND, Key::A),
            Self::Copy => (Modifiers::COMMAND, Key::C),
            Self::Cut => (Modifiers::COMMAND, Key::X),
            Self::Paste => (Modifiers::COMMAND, Key::V),
            Self::Join => (Modifiers::COMMAND, Key::J),
            Self::Grow => (Modifiers::COMMAND, Key::B),
            Self::Turn => (Modifiers::COMMAND, Key::R),
            Self::Shift => (Modifiers::COMMAND, Key::M),
            Self::History => (Modifiers::COMMAND, Key::H),
            Self::Allocate => (CTRL_SHIFT, Key::A),
            Self::TypeCorner => (Modifiers::NONE, Key::T),
            Self::NewArea => (Modifiers::NONE, Key::N),
            Self::ThemeDay => (Modifiers::NONE, Key::F6),
            Self::ThemeDusk => (Modifiers::NONE, Key::F7),
            Self::ThemeNight => (Modifiers::NONE, Key::F8),
            Self::ToggleLeft => (Modifiers::NONE, Key::F9),
            Self::ToggleInspector => (Modifiers::NONE, Key::F10),
            Self::ToggleTimeline => (Modifiers::NONE, Key::F11),
            Self::Play => (Modifiers::NONE, Key::Space),
            Self::StepBack => (Modifiers::NONE, Key::Comma),
            Self::StepForward => (Modifiers::NONE, Key::Period),
            Self::Follow => (Modifiers::NONE, Key::K),
            Self::Shortcuts => (Modifiers::NONE, Key::F1),
            _ => return None,
        };
        Some(KeyboardShortcut::new(modifiers, key))
    }

    /// Its icon, if it has one.
    #[must_use]
    pub const fn icon(self) -> Option<MaterialIcon> {
        Some(match self {
            Self::NewPlan => icon::ICON_NOTE_ADD,
            Self::Open => icon::ICON_FOLDER_OPEN,
            Self::OpenSample => icon::ICON_SCHOOL,
            Self::Save => icon::ICON_SAVE,
            Self::MapPicture => icon::ICON_PHOTO_CAMERA,
            Self::Briefing => icon::ICON_DESCRIPTION,
            Self::Dossier => icon::ICON_CONTACT_PAGE,
            Self::RecordInspection => icon::ICON_CHECKLIST,
            Self::ImportReport => icon::ICON_FACT_CHECK,
            Self::Undo => icon::ICON_UNDO,
            Self::Redo => icon::ICON_REDO,
            Self::Delete => icon::ICON_DELETE,
            Self::Duplicate => icon::ICON_CONTENT_COPY,
            Self::Palette => icon::ICON_SEARCH,
            Self::ZoomIn => icon::ICON_ADD,
            Self::ZoomOut => icon::ICON_REMOVE,
            Self::ZoomToAll => icon::ICON_ZOOM_OUT_MAP,
            Self::MapSettings => icon::ICON_LAYERS,
            Self::Play => icon::ICON_PLAY_ARROW,
            Self::StepBack => icon::ICON_SKIP_PREVIOUS,
            Self::StepForward => icon::ICON_SKIP_NEXT,
            Self::Follow => icon::ICON_MY_LOCATION,
            Self::ToolSelect => icon::ICON_NEAR_ME,
            Self::ToolPolygon | Self::ToolSector => icon::ICON_PENTAGON,
            Self::ToolRectangle | Self::ToolCorridor => icon::ICON_RECTANGLE,
            Self::ToolCircle | Self::ToolRing => icon::ICON_CIRCLE,
            Self::ToolMeasure => icon::ICON_STRAIGHTEN,
            Self::ToolRoute => icon::ICON_ROUTE,
            Self::ToolBarrier => icon::ICON_FENCE,
            Self::ToolPoint => icon::ICON_LOCATION_ON,
            Self::ToolUnit => icon::ICON_SAILING,
            Self::Snap => icon::ICON_FILTER_CENTER_FOCUS,
            Self::History => icon::ICON_HISTORY,
            Self::Allocate => icon::ICON_ASSIGNMENT_IND,
            Self::NewArea => icon::ICON_KEYBOARD,
            _ => return None,
        })
    }
}
