//! The traffic picture that is shown beneath everything: counted by a job whenever what it is of has changed.
//!
//! Owns what is asked and what was counted last, which stands until the next is there. The counting is `analysis::picture`'s. Start at
//! [`Session::picture`].

use std::sync::Arc;

use super::Session;
use super::focus::TimeWindow;
use super::jobs::Lane;
use super::loading::Outcome;
use crate::analysis::picture::{CellEnforcement, CellHours, CellSize, enforcement, traffic};
use crate::language::words;
use crate::plan::Plan;
use crate::track::Span;
use crate::vessel::ShipClass;

/// Which picture of the traffic is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PictureKind {
    /// None.
    #[default]
    None,
    /// Hours of ships by square kilometre and month.
    Density,
    /// Where patrols are thin against where findings lie.
    Enforcement,
}

impl PictureKind {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::None, Self::Density, Self::Enforcement];
}

/// What is asked of the picture.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PictureWish {
    /// Which one.
    pub kind: PictureKind,
    /// Only ships of this class.
    pub class: Option<ShipClass>,
    /// Only what happened while the time window was.
    pub is_in_window: bool,
}

/// A picture as it was counted.
#[derive(Clone, Debug)]
pub struct Picture {
    /// How large its cells are.
    pub size: CellSize,
    /// Of which period it is.
    pub span: Span,
    /// What the cells hold.
    pub cells: PictureCells,
}

/// What the cells of a picture hold.
#[derive(Clone, Debug)]
pub enum PictureCells {
    /// Hours of ships.
    Density(Vec<CellHours>),
    /// Findings and patrols.
    Enforcement(Vec<CellEnforcement>),
}

/// What a picture was counted from: while it stays the same, so does the picture.
#[derive(Clone)]
struct Grounds {
    wish: PictureWish,
    tracks: u64,
    window: Option<TimeWindow>,
    /// Findings and plan count for one of the pictures only.
    findings: Option<(u64, u64)>,
    plan: Option<Arc<Plan>>,
}

impl PartialEq for Grounds {
    fn eq(&self, other: &Self) -> bool {
        let is_same_plan = match (&self.plan, &other.plan) {
            (Some(one), Some(other)) => Arc::ptr_eq(one, other),
            (None, None) => true,
            _ => false,
        };
        is_same_plan
            && (self.wish, self.tracks, self.window, self.findings)
                == (other.wish, other.tracks, other.window, other.findings)
    }
}

/// What is asked, and what was counted.
#[derive(Default)]
pub(super) struct PictureDesk {
    wish: PictureWish,
    known: Option<(Grounds, Option<Arc<Picture>>)>,
    under_way: Option<Grounds>,
}

impl Session {
    /// What is asked of the picture of the traffic.
    #[must_use]
    pub const fn picture_wish(&self) -> PictureWish {
        self.pictures.wish
    }

    /// The picture that is shown: the one asked for, or the last one until that is counted.
    #[must_use]
    pub fn picture(&self) -> Option<&Arc<Picture>> {
        let (of, picture) = self.pictures.known.as_ref()?;
        picture.as_ref().filter(|_| of.wish.kind == self.pictures.wish.kind)
    }

    /// Whether another picture is being counted.
    #[must_use]
    pub const fn is_counting_picture(&self) -> bool {
        self.pictures.under_way.is_some()
    }

    pub(super) fn ask_picture(&mut self, wish: PictureWish) {
        self.pictures.wish = wish;
    }

    /// Has the picture counted anew, where it is of something else now.
    pub(super) fn refresh_picture(&mut self) {
        let wish = self.pictures.wish;
        let Some(tracks) = self.case.tracks.as_ref().filter(|_| wish.kind != PictureKind::None) else {
            self.pictures.known = None;
            return;
        };
        let compares = wish.kind == PictureKind::Enforcement;
        let found = self.desk.found().filter(|_| compares);
        if compares && found.is_none() {
            return;
        }
        let grounds = Grounds {
            wish,
            tracks: tracks.generation,
            window: self.focus.window.filter(|_| wish.is_in_window),
            findings: found.map(|found| (found.generation, self.desk.reviews_generation())),
            plan: Some(Arc::clone(self.case.history.plan())).filter(|_| compares),
        };
        let is_known = self.pictures.known.as_ref().is_some_and(|(known, _)| *known == grounds);
        // One at a time: what changed meanwhile is counted next.
        if is_known || self.pictures.under_way.is_some() {
            return;
        }
        let (store, pyramid) = (Arc::clone(&tracks.store), Arc::clone(&tracks.pyramid));
        let found = found.map(|found| (Arc::clone(found), self.desk.dismissed()));
        let asked = grounds.clone();
        self.pictures.under_way = Some(grounds);
        self.jobs.start(Lane::Quiet, words("job-picture"), move |progress| {
            let span = asked.window.map(|window| (window.from, window.to)).or_else(|| store.span());
            let picture = span.and_then(|span| {
                let (size, cells) = if let Some(((found, dismissed), plan)) = found.zip(asked.plan.as_ref()) {
                    let size = CellSize::HALF;
                    let cells = enforcement(found.standing(&dismissed), plan, size, span);
                    (size, PictureCells::Enforcement(cells))
                } else {
                    let size = CellSize::TENTH;
                    let classes: Vec<ShipClass> = asked.wish.class.into_iter().collect();
                    let counted = traffic(&store, &pyramid, size, &classes, span, progress).ok()?;
                    (size, PictureCells::Density(counted.cells(size).collect()))
                };
                Some(Arc::new(Picture { size, span, cells }))
            });
            Outcome::Pictured(picture)
        });
    }

    pub(super) fn take_picture(&mut self, picture: Option<Arc<Picture>>) {
        if let Some(grounds) = self.pictures.under_way.take() {
            self.pictures.known = Some((grounds, picture));
        }
    }
}
