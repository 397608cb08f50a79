//! Everything a user can ask for by menu, key or palette: one table.
//!
//! Owns the name, the menu, the shortcut and the icon of each action. Never does anything itself: `app` does. Start at
//! [`Action`].

use egui::{Key, KeyboardShortcut, Modifiers};
use egui_material_icons::MaterialIcon;

use super::theme::icon;
use crate::coordinate::Form;
use crate::session::{Selected, Session, Theme};

/// One thing a user can ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Action {
    /// Begin a new plan.
    NewPlan,
    /// Open files of any kind.
    Open,
    /// Open the sample case.
    OpenSample,
    /// Save the plan.
    Save,
    /// Save the plan under another name.
    SaveAs,
    /// Write the plan in another format.
    ExportPlan,
    /// Write tracks to a file.
    ExportTracks,
    /// Write the map as a picture.
    MapPicture,
    /// Write the briefing of the plan.
    Briefing,
    /// What the imports read and skipped.
    ImportReport,
    /// Close all tracks.
    CloseTracks,
    /// Close the window.
    Quit,
    /// Take the last edit back.
    Undo,
    /// Make the next edit again.
    Redo,
    /// Delete what is selected.
    Delete,
    /// Copy what is selected.
    Duplicate,
    /// Put the cursor into the selected feature's name.
    Rename,
    /// Title, author, handling.
    PlanDetails,
    /// Find an action by name.
    Palette,
    /// Closer.
    ZoomIn,
    /// Farther.
    ZoomOut,
    /// See everything that is open.
    ZoomToAll,
    /// See what is selected.
    ZoomToSelection,
    /// Daylight colours.
    ThemeDay,
    /// Half-light colours.
    ThemeDusk,
    /// Dark-bridge colours.
    ThemeNight,
    /// Decimal degrees.
    FormDecimal,
    /// Degrees and decimal minutes.
    FormDdm,
    /// Degrees, minutes, seconds.
    FormDms,
    /// MGRS.
    FormMgrs,
    /// Names, depths, limits, graticule; own maps and the online map.
    MapSettings,
    /// Fold or unfold the left dock.
    ToggleLeft,
    /// Fold or unfold the inspector.
    ToggleInspector,
    /// Fold or unfold the timeline.
    ToggleTimeline,
    /// Let time pass, or pause.
    Play,
    /// A step back in time.
    StepBack,
    /// A step on in time.
    StepForward,
    /// Keep the selected vessel in the middle of the map.
    Follow,
    /// Select and move.
    ToolSelect,
    /// Draw a polygon.
    ToolPolygon,
    /// Draw a rectangle.
    ToolRectangle,
    /// Draw a circle.
    ToolCircle,
    /// Measure range, bearing.
    ToolMeasure,
    /// Make an area from typed coordinates.
    NewArea,
    /// Type the next corner of what is being drawn.
    TypeCorner,
    /// All shortcuts.
    Shortcuts,
    /// What was told so far.
    NoticeLog,
    /// Version, sources, licences.
    About,
}

/// The menus, left to right, each with its actions; `None` is a line between groups.
pub const MENUS: [(&str, &[Option<Action>]); 5] = [
    (
        "File",
        &[
            Some(Action::NewPlan),
            Some(Action::Open),
            Some(Action::OpenSample),
            None,
            Some(Action::Save),
            Some(Action::SaveAs),
            None,
            Some(Action::ExportPlan),
            Some(Action::ExportTracks),
            Some(Action::MapPicture),
            Some(Action::Briefing),
            None,
            Some(Action::ImportReport),
            Some(Action::CloseTracks),
            None,
            Some(Action::Quit),
        ],
    ),
    (
        "Edit",
        &[
            Some(Action::Undo),
            Some(Action::Redo),
            None,
            Some(Action::Rename),
            Some(Action::Duplicate),
            Some(Action::Delete),
            None,
            Some(Action::PlanDetails),
            None,
            Some(Action::Palette),
        ],
    ),
    (
        "View",
        &[
            Some(Action::ZoomIn),
            Some(Action::ZoomOut),
            Some(Action::ZoomToAll),
            Some(Action::ZoomToSelection),
            None,
            Some(Action::ThemeDay),
            Some(Action::ThemeDusk),
            Some(Action::ThemeNight),
            None,
            Some(Action::FormDdm),
            Some(Action::FormDms),
            Some(Action::FormDecimal),
            Some(Action::FormMgrs),
            None,
            Some(Action::MapSettings),
            Some(Action::Play),
            Some(Action::StepBack),
            Some(Action::StepForward),
            Some(Action::Follow),
            None,
            Some(Action::ToggleLeft),
            Some(Action::ToggleInspector),
            Some(Action::ToggleTimeline),
        ],
    ),
    (
        "Draw",
        &[
            Some(Action::ToolSelect),
            Some(Action::ToolPolygon),
            Some(Action::ToolRectangle),
            Some(Action::ToolCircle),
            None,
            Some(Action::NewArea),
            Some(Action::TypeCorner),
            None,
            Some(Action::ToolMeasure),
        ],
    ),
    ("Help", &[Some(Action::Shortcuts), Some(Action::NoticeLog), Some(Action::About)]),
];

const CTRL_SHIFT: Modifiers = Modifiers::COMMAND.plus(Modifiers::SHIFT);

impl Action {
    /// Every action, in the order of the menus.
    pub fn all() -> impl Iterator<Item = Self> {
        MENUS.iter().flat_map(|(_, actions)| actions.iter().flatten().copied())
    }

    /// Its name in menus and in the palette; `…` when it will ask for more.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::NewPlan => "New plan",
            Self::Open => "Open…",
            Self::OpenSample => "Open the sample case",
            Self::Save => "Save plan",
            Self::SaveAs => "Save plan as…",
            Self::ExportPlan => "Export plan…",
            Self::ExportTracks => "Export tracks…",
            Self::MapPicture => "Save map picture…",
            Self::Briefing => "Briefing…",
            Self::ImportReport => "Import report…",
            Self::CloseTracks => "Close tracks",
            Self::Quit => "Quit",
            Self::Undo => "Undo",
            Self::Redo => "Redo",
            Self::Delete => "Delete",
            Self::Duplicate => "Duplicate",
            Self::Rename => "Rename",
            Self::PlanDetails => "Plan details…",
            Self::Palette => "Find a command…",
            Self::ZoomIn => "Zoom in",
            Self::ZoomOut => "Zoom out",
            Self::ZoomToAll => "Zoom to all",
            Self::ZoomToSelection => "Zoom to selection",
            Self::ThemeDay => "Day colours",
            Self::ThemeDusk => "Dusk colours",
            Self::ThemeNight => "Night colours",
            Self::FormDecimal => "Coordinates in decimal degrees",
            Self::FormDdm => "Coordinates in degrees and minutes",
            Self::FormDms => "Coordinates in degrees, minutes, seconds",
            Self::FormMgrs => "Coordinates in MGRS",
            Self::MapSettings => "Map and chart sources…",
            Self::ToggleLeft => "Left panel",
            Self::ToggleInspector => "Inspector",
            Self::ToggleTimeline => "Timeline",
            Self::Play => "Let time pass",
            Self::StepBack => "One step back in time",
            Self::StepForward => "One step on in time",
            Self::Follow => "Follow the selected vessel",
            Self::ToolSelect => "Select and move",
            Self::ToolPolygon => "Draw polygon",
            Self::ToolRectangle => "Draw rectangle",
            Self::ToolCircle => "Draw circle",
            Self::ToolMeasure => "Measure range and bearing",
            Self::NewArea => "New area from coordinates…",
            Self::TypeCorner => "Type the next corner…",
            Self::Shortcuts => "Keyboard shortcuts",
            Self::NoticeLog => "Notice log",
            Self::About => "About Cordon",
        }
    }

    /// One sentence on what it does, for tooltips.
    #[must_use]
    pub const fn hint(self) -> &'static str {
        match self {
            Self::Open => "Open tracks, patrol zones, a plan or a map; every file is recognised by what is in it",
            Self::OpenSample => {
                "Some sixty made-up vessels over three days, with a dark gap, a meeting at sea and an area"
            }
            Self::ToolSelect => {
                "Click to select, Tab for what lies beneath, drag to move, double-click to edit corners"
            }
            Self::ToolPolygon => "Click each corner; Enter or a double-click finishes, Backspace takes one back",
            Self::ToolRectangle => "Drag from one corner to the other",
            Self::ToolCircle => "Drag from the centre outward",
            Self::ToolMeasure => "Click two or more places to read range and true bearing",
            Self::NewArea => "Type or paste coordinates in any common form, and see what was understood",
            Self::TypeCorner => "A field for the next corner, centre or radius, while a drawing tool is in hand",
            Self::ExportTracks => {
                "Write the tracks of the selected vessels, of those listed, or all, also only the time window’s part"
            }
            Self::MapPicture => "Write what the map shows as a PNG or SVG picture",
            Self::Briefing => "Write the plan as a document to hand over: PDF, or HTML for a browser",
            Self::ImportReport => "What was read, kept and skipped, and where",
            Self::StepBack | Self::StepForward => "As much time as passes in a second while it plays",
            Self::Follow => "The map moves with it while time passes",
            Self::MapSettings => "Names, depths and limits; your own maps; an online map (off until you switch it on)",
            _ => self.name(),
        }
    }

    /// What a tooltip says: its name with its key, and what it does.
    #[must_use]
    pub fn tip(self, ctx: &egui::Context) -> String {
        let key = self.shortcut().map_or_else(String::new, |key| format!(" ({})", ctx.format_shortcut(&key)));
        if self.hint() == self.name() {
            format!("{}{key}", self.name())
        } else {
            format!("{}{key}\n{}", self.name(), self.hint())
        }
    }

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
            Self::ToolPolygon => icon::ICON_PENTAGON,
            Self::ToolRectangle => icon::ICON_RECTANGLE,
            Self::ToolCircle => icon::ICON_CIRCLE,
            Self::ToolMeasure => icon::ICON_STRAIGHTEN,
            Self::NewArea => icon::ICON_KEYBOARD,
            _ => return None,
        })
    }

    /// Whether it can be done just now.
    #[must_use]
    pub fn is_possible(self, session: &Session) -> bool {
        let case = session.case();
        match self {
            Self::Undo => case.history().undo_label().is_some(),
            Self::Redo => case.history().redo_label().is_some(),
            Self::Rename => matches!(session.focus().primary(), Some(Selected::Feature(_))),
            Self::Delete | Self::Duplicate => {
                session.focus().selection.iter().any(|thing| matches!(thing, Selected::Feature(_)))
            }
            Self::ZoomToSelection => !session.focus().selection.is_empty(),
            Self::ExportTracks | Self::CloseTracks | Self::Play | Self::StepBack | Self::StepForward | Self::Follow => {
                case.tracks().is_some()
            }
            Self::ImportReport => case.tracks().is_some() || !case.zones().is_empty(),
            Self::ZoomToAll => !case.is_empty(),
            _ => true,
        }
    }

    /// Its name with what it would act on: "Undo Draw circle".
    #[must_use]
    pub fn full_name(self, session: &Session) -> String {
        let history = session.case().history();
        match self {
            Self::Undo => history.undo_label().map_or_else(|| "Undo".into(), |label| format!("Undo {label}")),
            Self::Redo => history.redo_label().map_or_else(|| "Redo".into(), |label| format!("Redo {label}")),
            _ => self.name().to_owned(),
        }
    }

    /// For a choice among several: whether it is the one taken.
    #[must_use]
    pub fn is_chosen(self, session: &Session) -> Option<bool> {
        let settings = session.settings();
        Some(match self {
            Self::ThemeDay => settings.theme == Theme::Day,
            Self::ThemeDusk => settings.theme == Theme::Dusk,
            Self::ThemeNight => settings.theme == Theme::Night,
            Self::FormDecimal => settings.coordinate_form == Form::Decimal,
            Self::FormDdm => settings.coordinate_form == Form::Ddm,
            Self::FormDms => settings.coordinate_form == Form::Dms,
            Self::FormMgrs => settings.coordinate_form == Form::Mgrs,
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn no_two_actions_share_a_key() {
        let mut seen = HashSet::new();
        for action in Action::all() {
            if let Some(shortcut) = action.shortcut() {
                assert!(seen.insert(shortcut), "{action:?} shares {shortcut:?}");
            }
        }
    }

    #[test]
    fn no_two_actions_share_a_name() {
        let names: Vec<_> = Action::all().map(Action::name).collect();
        assert_eq!(names.iter().collect::<HashSet<_>>().len(), names.len());
    }
}
