//! The whole question of the menu: one vessel, the units of a plan, and the sea between them.
//!
//! Owns in which sea ways are looked for, and how far the vessel is followed: the window and the command line ask the same and get the same. Never
//! reads a chart. Start at [`Question::answer`].

use super::assume::{AssumeError, Assumption, motion_of};
use super::by_sea::{Sea, ground_of, runs_ashore};
use super::menu::{Candidate, MenuParams, Offer, menu, menu_unless_stopped};
use super::motion::Motion;
use crate::chart::Waters;
use crate::geodesy::Position;
use crate::report::{Progress, Stopped};
use crate::track::TrackSlice;
use crate::units::{Knots, Timestamp};

/// Which vessel, from when on, and what is assumed.
#[derive(Clone, Debug)]
pub struct Question<'a> {
    /// The vessel's track.
    pub track: TrackSlice<'a>,
    /// From when on.
    pub asked: Timestamp,
    /// How it goes on.
    pub assumption: Assumption,
    /// How fast; without it, as fast as its fixes say.
    pub speed: Option<Knots>,
    /// What of the units counts, and how far ahead is looked.
    pub params: MenuParams,
}

/// What came of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// Where the vessel goes, as is assumed.
    pub motion: Motion,
    /// When its assumed course comes to land, if it does: it is followed no further.
    pub ashore: Option<Timestamp>,
    /// What is said of each unit, as [`menu`] orders it.
    pub offers: Vec<Offer>,
}

/// Why there is no answer.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
pub enum NoAnswer {
    /// Nothing can be assumed of the vessel.
    #[error(transparent)]
    Assume(#[from] AssumeError),
    /// It was asked to stop.
    #[error(transparent)]
    Stopped(#[from] Stopped),
}

impl Question<'_> {
    /// Until when is looked.
    #[must_use]
    pub fn horizon(&self) -> Timestamp {
        self.asked.plus_millis(i64::try_from(self.params.within.as_millis()).unwrap_or(i64::MAX))
    }

    /// The box in which land counts, south-west and north-east corner: round all ships, their bases, the vessel and the meetings on open water, with a
    /// quarter as much on each side, two degrees at least. In whole degrees, so that as time passes it mostly stays the same.
    ///
    /// # Errors
    /// [`AssumeError`] if nothing can be assumed of the vessel.
    pub fn corners(&self, units: &[Candidate]) -> Result<(Position, Position), AssumeError> {
        let motion = motion_of(self.track, self.asked, self.assumption, self.speed, None)?;
        let ships = units.iter().filter(|unit| !unit.flies).filter_map(|unit| unit.pursuer.ok());
        let mut places: Vec<Position> = ships.flat_map(|ship| [Some(ship.from), ship.back_to]).flatten().collect();
        places.extend(motion.position(self.asked.max(motion.start())));
        if let Assumption::To(place) = self.assumption {
            places.push(place);
        }
        let meetings = menu(units, &motion, self.asked, &self.params, None, None);
        places.extend(meetings.iter().filter_map(|offer| offer.outcome.as_ref().ok()).map(|met| met.place));
        Ok(box_round(&places))
    }

    /// Who can meet the vessel. `sea` is one of `waters` in the box of [`Question::corners`].
    ///
    /// # Errors
    /// [`NoAnswer`].
    pub fn answer(
        &self,
        units: &[Candidate],
        waters: &Waters,
        sea: &Sea<'_>,
        progress: &Progress,
    ) -> Result<Answer, NoAnswer> {
        let motion = motion_of(self.track, self.asked, self.assumption, self.speed, Some(sea))?;
        let ashore = match self.assumption {
            Assumption::Course | Assumption::Rhumb => {
                runs_ashore(&motion, self.asked, self.horizon(), |at| ground_of(waters, at))
            }
            Assumption::Route | Assumption::To(_) => None,
        };
        let motion = match ashore {
            Some(time) => motion.until(time),
            None => motion,
        };
        let offers = menu_unless_stopped(units, &motion, self.asked, &self.params, Some(waters), Some(sea), progress)?;
        Ok(Answer { motion, ashore, offers })
    }
}

fn box_round(places: &[Position]) -> (Position, Position) {
    let middle = places.last().map_or(0.0, |at| at.lon().round());
    let east = |at: &Position| (at.lon() - middle + 540.0).rem_euclid(360.0) - 180.0;
    let span = |of: &dyn Fn(&Position) -> f64| {
        let (low, high) = places
            .iter()
            .map(of)
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(value), high.max(value)));
        let margin = (0.25 * (high - low)).max(2.0);
        ((low - margin).floor(), (high + margin).ceil())
    };
    let ((south, north), (west, east)) = (span(&|at| at.lat()), span(&east));
    // Nobody sails the whole way round.
    let (west, east) = (west.max(-179.0), east.min(179.0));
    (Position::clamped(south.max(-85.0), west + middle), Position::clamped(north.min(85.0), east + middle))
}
