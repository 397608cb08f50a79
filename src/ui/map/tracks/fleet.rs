//! The ships at the play head, found and made ready to be drawn.
//!
//! Owns where they are. Of a few hundred it knows at once; of more it learns on the map's own threads, and shows those of a
//! moment ago until then. Start at [`Fleet::find`].

use egui::Color32;

use super::super::track_gpu::Ship;
use super::colours::group_colour;
use super::{ColoursKey, TrackScene};
use crate::track::head::{Head, Heads};
use crate::track::query::Span;
use crate::ui::canvas::target;
use crate::ui::map::workers::{Errand, Workers};
use crate::ui::theme::Theme;

/// Of how many vessels the frame itself finds the places: some 0.1 ms.
const FEW: usize = 500;

/// How the ships look, and when.
#[derive(Clone, PartialEq)]
pub(super) struct Wanted {
    pub(super) span: Span,
    pub(super) colours: ColoursKey,
}

/// The ships of one moment.
#[derive(Default)]
struct Found {
    of: Option<Wanted>,
    heads: Heads,
    ships: Vec<Ship>,
}

/// The ships that are shown, and those being found.
#[derive(Default)]
pub(super) struct Fleet {
    shown: Found,
    /// What was shown before: its memory, and where it was in every track, are used again.
    spare: Option<Found>,
    next: Errand<Found>,
    /// Changes whenever the ships do.
    version: u64,
}

impl Fleet {
    /// Where every ship is that is in the tracks' window, by vessel.
    pub(super) fn heads(&self) -> &[Head] {
        self.shown.heads.all()
    }

    /// Where one vessel is, if it is in the window.
    pub(super) fn head(&self, vessel_idx: usize) -> Option<&Head> {
        let heads = self.heads();
        heads.get(heads.binary_search_by_key(&vessel_idx, |head| head.vessel_idx).ok()?)
    }

    /// The same as [`Fleet::heads`], ready to be drawn, and a number that changes whenever they do.
    pub(super) fn ships(&self) -> (&[Ship], u64) {
        (&self.shown.ships, self.version)
    }

    /// Whether the ships found last are these.
    pub(super) fn are(&self, wanted: Option<&Wanted>) -> bool {
        self.shown.of.as_ref() == wanted
    }

    /// Says what is to be known in this frame; nothing where there is nothing to show.
    pub(super) fn find(
        &mut self,
        ctx: &egui::Context,
        scene: Option<&TrackScene>,
        wanted: Option<Wanted>,
        look: (&'static Theme, bool),
        workers: &Workers,
    ) {
        if let Some(found) = self.next.take() {
            self.spare = Some(std::mem::replace(&mut self.shown, found));
            self.version += 1;
        }
        let generation = |of: Option<&Wanted>| of.map(|of| of.colours.generation);
        if generation(self.shown.of.as_ref()) != generation(wanted.as_ref()) {
            (self.shown, self.spare) = (Found::default(), None);
            self.version += 1;
        }
        let (Some(scene), true) = (scene, self.shown.of != wanted) else { return };
        let Some(wanted) = wanted else { return };
        if scene.store.vessels().len() <= FEW {
            self.shown.update(scene, wanted, look);
            self.version += 1;
        } else if !self.next.is_under_way() {
            let scene = scene.clone();
            let mut found = self.spare.take().unwrap_or_default();
            self.next.start(workers, ctx, move || {
                found.update(&scene, wanted, look);
                found
            });
        }
    }
}

impl Found {
    fn update(&mut self, scene: &TrackScene, wanted: Wanted, (theme, is_srgb): (&'static Theme, bool)) {
        let is_same_moment = self
            .of
            .as_ref()
            .is_some_and(|of| (of.span, of.colours.generation) == (wanted.span, wanted.colours.generation));
        if !is_same_moment {
            self.heads.update(&scene.store, &scene.pyramid, wanted.span);
        }
        self.ships.clear();
        let shown = self.heads.all().iter().filter(|head| scene.shows(head.vessel_idx));
        self.ships.extend(shown.map(|head| {
            let colour = group_colour(scene, head.vessel_idx, theme);
            let colour = if head.is_stale { colour.gamma_multiply(0.7) } else { colour };
            ship(head, colour, 1.0, is_srgb)
        }));
        self.of = Some(wanted);
    }
}

/// A ship as the graphics card takes it.
pub(super) fn ship(head: &Head, colour: Color32, scale: f32, is_srgb: bool) -> Ship {
    #[expect(clippy::cast_possible_truncation, reason = "an angle")]
    let bow = head.bow.map_or(0.0, |bow| bow.value().to_radians() as f32);
    let kind = u32::from(head.bow.is_some()) | u32::from(head.is_stale) << 1;
    Ship { place: head.place, bow, colour: target::bytes(colour, is_srgb), scale, kind }
}
