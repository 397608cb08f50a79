//! Everything a user can ask for by menu, key or palette: one table.
//!
//! Owns the name, the menu, the shortcut and the icon of each action. Never does anything itself: `app` does. Start at
//! [`Action`].

mod look;

use crate::coordinate::Form;
use crate::language::{Language, said, words};
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
    /// Save the plan under a passphrase, or a new one.
    SaveEncrypted,
    /// Sign the plan.
    Sign,
    /// Write the plan in another format.
    ExportPlan,
    /// Write tracks to a file.
    ExportTracks,
    /// Write the map as a picture.
    MapPicture,
    /// Write the briefing of the plan.
    Briefing,
    /// Write the dossier of the selected vessel or finding.
    Dossier,
    /// Puts an inspection of the selected vessel into the plan.
    RecordInspection,
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
    /// The interface in English.
    English,
    /// The interface in Korean.
    Korean,
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
    /// Draw between two radii.
    ToolRing,
    /// Draw between two bearings.
    ToolSector,
    /// Draw an area along a route.
    ToolCorridor,
    /// Draw a patrol route.
    ToolRoute,
    /// Draw a barrier.
    ToolBarrier,
    /// Set a point.
    ToolPoint,
    /// Set a unit.
    ToolUnit,
    /// Set a unit of a class, by its place in the library that comes with the program.
    ToolUnitOf(usize),
    /// Plan a search pattern in the selected area, or along the selected barrier.
    SearchPattern,
    /// Show how far the selected unit gets, or no longer.
    Rings,
    /// Measure range, bearing.
    ToolMeasure,
    /// Snap what is drawn to what lies near.
    Snap,
    /// Select every feature of the plan.
    SelectAll,
    /// Copy the selected features.
    Copy,
    /// Copy the selected features and delete them.
    Cut,
    /// Put copied features, coordinates or a warning into the plan.
    Paste,
    /// Selected areas as one.
    Join,
    /// The first selected area without the others.
    Subtract,
    /// A new area where the selected ones overlap.
    Intersect,
    /// The selected area cut along the selected line.
    Split,
    /// Grow or shrink by a distance.
    Grow,
    /// Fewer vertices.
    Simplify,
    /// Turn about the middle.
    Turn,
    /// Resize about the middle.
    Resize,
    /// Shift by range and bearing.
    Shift,
    /// Every state the plan has been in.
    History,
    /// Merge a partner's version.
    Merge,
    /// Versions that were kept.
    Versions,
    /// Decide which units search which areas.
    Allocate,
    /// What a merge left to be settled.
    Conflicts,
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

/// The menus, left to right: the key of the name, and its actions; `None` is a line between groups.
pub const MENUS: [(&str, &[Option<Action>]); 8] = [
    (
        "menu-file",
        &[
            Some(Action::NewPlan),
            Some(Action::Open),
            Some(Action::OpenSample),
            None,
            Some(Action::Save),
            Some(Action::SaveAs),
            Some(Action::SaveEncrypted),
            Some(Action::Sign),
            Some(Action::Versions),
            None,
            Some(Action::Merge),
            Some(Action::Conflicts),
            None,
            Some(Action::ExportPlan),
            Some(Action::ExportTracks),
            Some(Action::MapPicture),
            Some(Action::Briefing),
            Some(Action::Dossier),
            Some(Action::RecordInspection),
            None,
            Some(Action::ImportReport),
            Some(Action::CloseTracks),
            None,
            Some(Action::Quit),
        ],
    ),
    (
        "menu-edit",
        &[
            Some(Action::Undo),
            Some(Action::Redo),
            Some(Action::History),
            None,
            Some(Action::Cut),
            Some(Action::Copy),
            Some(Action::Paste),
            Some(Action::Duplicate),
            Some(Action::Delete),
            Some(Action::SelectAll),
            None,
            Some(Action::Rename),
            Some(Action::PlanDetails),
            None,
            Some(Action::Palette),
        ],
    ),
    (
        "menu-view",
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
            Some(Action::Rings),
            None,
            Some(Action::ToggleLeft),
            Some(Action::ToggleInspector),
            Some(Action::ToggleTimeline),
        ],
    ),
    (
        "menu-draw",
        &[
            Some(Action::ToolSelect),
            Some(Action::ToolPolygon),
            Some(Action::ToolRectangle),
            Some(Action::ToolCircle),
            Some(Action::ToolRing),
            Some(Action::ToolSector),
            Some(Action::ToolCorridor),
            None,
            Some(Action::ToolRoute),
            Some(Action::ToolBarrier),
            Some(Action::ToolPoint),
            Some(Action::ToolUnit),
            None,
            Some(Action::SearchPattern),
            None,
            Some(Action::NewArea),
            Some(Action::TypeCorner),
            None,
            Some(Action::ToolMeasure),
            None,
            Some(Action::Snap),
        ],
    ),
    (
        "menu-shape",
        &[
            Some(Action::Join),
            Some(Action::Subtract),
            Some(Action::Intersect),
            Some(Action::Split),
            None,
            Some(Action::Grow),
            Some(Action::Simplify),
            None,
            Some(Action::Shift),
            Some(Action::Turn),
            Some(Action::Resize),
        ],
    ),
    ("menu-analyse", &[Some(Action::Allocate)]),
    (LANGUAGES, &[Some(Action::English), Some(Action::Korean)]),
    ("menu-help", &[Some(Action::Shortcuts), Some(Action::NoticeLog), Some(Action::About)]),
];

/// The menu of languages, which is in the menu "View".
pub const LANGUAGES: &str = "menu-language";

impl Action {
    /// Every action, in the order of the menus.
    pub fn all() -> impl Iterator<Item = Self> {
        MENUS.iter().flat_map(|(_, actions)| actions.iter().flatten().copied())
    }

    /// Its name in menus and in the palette; `…` when it will ask for more.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::NewPlan => words("action-new-plan"),
            Self::Open => words("action-open"),
            Self::OpenSample => words("action-open-sample"),
            Self::Save => words("action-save"),
            Self::SaveAs => words("action-save-as"),
            Self::SaveEncrypted => words("action-save-encrypted"),
            Self::Sign => words("action-sign"),
            Self::ExportPlan => words("action-export-plan"),
            Self::ExportTracks => words("action-export-tracks"),
            Self::MapPicture => words("action-map-picture"),
            Self::Briefing => words("action-briefing"),
            Self::Dossier => words("action-dossier"),
            Self::RecordInspection => words("action-inspection"),
            Self::ImportReport => words("action-import-report"),
            Self::CloseTracks => words("action-close-tracks"),
            Self::Quit => words("action-quit"),
            Self::Undo => words("action-undo"),
            Self::Redo => words("action-redo"),
            Self::Delete => words("action-delete"),
            Self::Duplicate => words("action-duplicate"),
            Self::Rename => words("action-rename"),
            Self::PlanDetails => words("action-plan-details"),
            Self::Palette => words("action-palette"),
            Self::ZoomIn => words("action-zoom-in"),
            Self::ZoomOut => words("action-zoom-out"),
            Self::ZoomToAll => words("action-zoom-to-all"),
            Self::ZoomToSelection => words("action-zoom-to-selection"),
            Self::English => words("action-english"),
            Self::Korean => words("action-korean"),
            Self::ThemeDay => words("action-theme-day"),
            Self::ThemeDusk => words("action-theme-dusk"),
            Self::ThemeNight => words("action-theme-night"),
            Self::FormDecimal => words("action-form-decimal"),
            Self::FormDdm => words("action-form-ddm"),
            Self::FormDms => words("action-form-dms"),
            Self::FormMgrs => words("action-form-mgrs"),
            Self::MapSettings => words("action-map-settings"),
            Self::ToggleLeft => words("action-toggle-left"),
            Self::ToggleInspector => words("action-toggle-inspector"),
            Self::ToggleTimeline => words("action-toggle-timeline"),
            Self::Play => words("action-play"),
            Self::StepBack => words("action-step-back"),
            Self::StepForward => words("action-step-forward"),
            Self::Follow => words("action-follow"),
            Self::ToolSelect => words("action-tool-select"),
            Self::ToolPolygon => words("action-tool-polygon"),
            Self::ToolRectangle => words("action-tool-rectangle"),
            Self::ToolCircle => words("action-tool-circle"),
            Self::ToolMeasure => words("action-tool-measure"),
            Self::ToolRing => words("action-tool-ring"),
            Self::ToolSector => words("action-tool-sector"),
            Self::ToolCorridor => words("action-tool-corridor"),
            Self::ToolRoute => words("action-tool-route"),
            Self::ToolBarrier => words("action-tool-barrier"),
            Self::ToolPoint => words("action-tool-point"),
            Self::ToolUnit | Self::ToolUnitOf(_) => words("action-tool-unit"),
            Self::SearchPattern => words("action-search-pattern"),
            Self::Rings => words("action-rings"),
            Self::Snap => words("action-snap"),
            Self::SelectAll => words("action-select-all"),
            Self::Copy => words("action-copy"),
            Self::Cut => words("action-cut"),
            Self::Paste => words("action-paste"),
            Self::Join => words("action-join"),
            Self::Subtract => words("action-subtract"),
            Self::Intersect => words("action-intersect"),
            Self::Split => words("action-split"),
            Self::Grow => words("action-grow"),
            Self::Simplify => words("action-simplify"),
            Self::Turn => words("action-turn"),
            Self::Resize => words("action-resize"),
            Self::Shift => words("action-shift"),
            Self::History => words("action-history"),
            Self::Merge => words("action-merge"),
            Self::Versions => words("action-versions"),
            Self::Allocate => words("action-allocate"),
            Self::Conflicts => words("action-conflicts"),
            Self::NewArea => words("action-new-area"),
            Self::TypeCorner => words("action-type-corner"),
            Self::Shortcuts => words("action-shortcuts"),
            Self::NoticeLog => words("action-notice-log"),
            Self::About => words("action-about"),
        }
    }

    /// One sentence on what it does, for tooltips.
    #[must_use]
    pub fn hint(self) -> &'static str {
        match self {
            Self::Open => words("hint-open"),
            Self::OpenSample => words("hint-open-sample"),
            Self::ToolSelect => words("hint-tool-select"),
            Self::ToolPolygon => words("hint-tool-polygon"),
            Self::ToolRectangle => words("hint-tool-rectangle"),
            Self::ToolCircle => words("hint-tool-circle"),
            Self::ToolMeasure => words("hint-tool-measure"),
            Self::ToolRing => words("hint-tool-ring"),
            Self::ToolSector => words("hint-tool-sector"),
            Self::ToolCorridor => words("hint-tool-corridor"),
            Self::ToolRoute => words("hint-tool-route"),
            Self::ToolBarrier => words("hint-tool-barrier"),
            Self::ToolPoint => words("hint-tool-point"),
            Self::ToolUnit | Self::ToolUnitOf(_) => words("hint-tool-unit"),
            Self::SearchPattern => words("hint-search-pattern"),
            Self::Rings => words("hint-rings"),
            Self::Snap => words("hint-snap"),
            Self::Copy => words("hint-copy"),
            Self::Paste => words("hint-paste"),
            Self::Join => words("hint-join"),
            Self::Subtract => words("hint-subtract"),
            Self::Intersect => words("hint-intersect"),
            Self::Split => words("hint-split"),
            Self::Grow => words("hint-grow"),
            Self::Simplify => words("hint-simplify"),
            Self::Turn => words("hint-turn"),
            Self::Resize => words("hint-resize"),
            Self::History => words("hint-history"),
            Self::SaveEncrypted => words("hint-save-encrypted"),
            Self::Sign => words("hint-sign"),
            Self::Merge => words("hint-merge"),
            Self::Versions => words("hint-versions"),
            Self::Allocate => words("hint-allocate"),
            Self::Conflicts => words("hint-conflicts"),
            Self::NewArea => words("hint-new-area"),
            Self::TypeCorner => words("hint-type-corner"),
            Self::ExportTracks => words("hint-export-tracks"),
            Self::MapPicture => words("hint-map-picture"),
            Self::Briefing => words("hint-briefing"),
            Self::Dossier => words("hint-dossier"),
            Self::RecordInspection => words("hint-inspection"),
            Self::ImportReport => words("hint-import-report"),
            Self::StepBack | Self::StepForward => words("hint-step"),
            Self::Follow => words("hint-follow"),
            Self::MapSettings => words("hint-map-settings"),
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

    /// Whether it can be done just now.
    #[must_use]
    pub fn is_possible(self, session: &Session) -> bool {
        let case = session.case();
        match self {
            Self::Undo => case.history().undo_label().is_some(),
            Self::Redo => case.history().redo_label().is_some(),
            Self::Rename => matches!(session.focus().primary(), Some(Selected::Feature(_))),
            Self::Delete
            | Self::Duplicate
            | Self::Copy
            | Self::Cut
            | Self::Grow
            | Self::Simplify
            | Self::Turn
            | Self::Resize
            | Self::Shift => session.focus().features().next().is_some(),
            Self::Join | Self::Subtract | Self::Intersect | Self::Split => session.focus().features().nth(1).is_some(),
            Self::Conflicts => case.plan().foreign.get("conflicts").is_some(),
            Self::SelectAll => !case.plan().features.is_empty(),
            Self::ZoomToSelection => !session.focus().selection.is_empty(),
            Self::SearchPattern => session.searchable().is_some(),
            Self::RecordInspection => !case.is_read_only() && session.inspected().is_some(),
            Self::Dossier => {
                matches!(session.focus().primary(), Some(Selected::Vessel(_) | Selected::Finding(_)))
                    && case.tracks().is_some()
            }
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
            Self::Undo => match history.undo_label() {
                Some(label) => said!("action-undo-what", what = label),
                None => self.name().to_owned(),
            },
            Self::Redo => match history.redo_label() {
                Some(label) => said!("action-redo-what", what = label),
                None => self.name().to_owned(),
            },
            _ => self.name().to_owned(),
        }
    }

    /// Its full name in each language: it is found by any of them, whichever is spoken.
    pub fn full_names(self, session: &Session) -> impl Iterator<Item = String> {
        Language::ALL.into_iter().map(move |language| language.scoped(|| self.full_name(session)))
    }

    /// For a choice among several: whether it is the one taken.
    #[must_use]
    pub fn is_chosen(self, session: &Session) -> Option<bool> {
        let settings = session.settings();
        Some(match self {
            Self::ThemeDay => settings.theme == Theme::Day,
            Self::ThemeDusk => settings.theme == Theme::Dusk,
            Self::ThemeNight => settings.theme == Theme::Night,
            Self::English => Language::current() == Language::English,
            Self::Korean => Language::current() == Language::Korean,
            Self::FormDecimal => settings.coordinate_form == Form::Decimal,
            Self::FormDdm => settings.coordinate_form == Form::Ddm,
            Self::FormDms => settings.coordinate_form == Form::Dms,
            Self::FormMgrs => settings.coordinate_form == Form::Mgrs,
            Self::Snap => settings.snaps,
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
