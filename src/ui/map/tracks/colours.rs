//! Which colour a vessel and its line have.

use egui::Color32;

use super::{ColourBy, TrackScene};
use crate::ui::colour_by::{FLAGS, class_colour, vessel_colour};
use crate::ui::finding_words::colour_of;
use crate::ui::theme::Theme;
use crate::vessel::{Flag, ShipType};

/// A vessel's line: fainter than the vessel itself.
pub(super) fn line_colour(scene: &TrackScene, vessel_idx: usize, theme: &Theme) -> Color32 {
    match scene.colour {
        ColourBy::Nothing | ColourBy::Speed | ColourBy::Time => theme.track.quiet,
        // Whom no finding names stays in the background.
        ColourBy::Finding if scene.kind(vessel_idx).is_none() => theme.track.faded,
        ColourBy::Class | ColourBy::Flag | ColourBy::Vessel | ColourBy::Finding => {
            group_colour(scene, vessel_idx, theme).gamma_multiply(0.7)
        }
    }
}

/// What stands out.
pub(super) fn lit_colour(scene: &TrackScene, vessel_idx: usize, theme: &Theme) -> Color32 {
    if scene.selected.contains(&vessel_idx) { theme.track.selected } else { theme.track.hovered }
}

/// The full colour of a vessel's type, flag or finding; that of any vessel where none of them colours the tracks.
pub(super) fn group_colour(scene: &TrackScene, vessel_idx: usize, theme: &Theme) -> Color32 {
    let Some(vessel) = scene.store.vessels().get(vessel_idx) else { return theme.track.vessel };
    match scene.colour {
        ColourBy::Finding => scene.kind(vessel_idx).map_or(theme.track.quiet, |kind| colour_of(kind, theme)),
        ColourBy::Nothing | ColourBy::Speed | ColourBy::Time => theme.track.vessel,
        ColourBy::Vessel => vessel_colour(vessel.mmsi, theme),
        ColourBy::Class => match vessel.identity.ship_type.map(ShipType::class) {
            Some(class) => class_colour(class, theme),
            None => theme.track.vessel,
        },
        ColourBy::Flag => {
            let code = vessel.mmsi.flag().map(Flag::code);
            let idx = FLAGS.iter().position(|flag| Some(*flag) == code);
            idx.and_then(|idx| theme.track.groups.get(idx).copied()).unwrap_or(theme.track.vessel)
        }
    }
}
