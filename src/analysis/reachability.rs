//! Where a silent ship can have been: the space-time prism between the last fix before a silence and the first one after it.
//!
//! Owns the prism on the ellipsoid ([`Prism`]), what of it the land leaves and the longest stop there ([`ReachableSea`]), where two silent ships
//! can have met ([`Meetings`]), and the silences of a track with the speed of its ship ([`silences`]). Never says that a ship was anywhere. It errs
//! to the wide side: no place where the ship can have been is left out. Start at [`Prism`], then [`ReachableSea::of`].
//!
//! # Source
//! H. J. Miller, "A measurement theory for time geography", Geographical Analysis 37 (2005), doi:10.1111/j.1538-4632.2005.00575.x; domain.md,
//! section 2.

pub(super) mod grid;
mod hours;
mod meeting;
mod sea;
mod silence;

pub use hours::{HourMap, Strip};
pub use meeting::{Meeting, Meetings, longest_meeting};
pub use sea::{ReachableSea, SeaParams};
pub use silence::{Silence, SilenceNamed, SpeedSource, UsualSpeed, silences};

use crate::geodesy::{self, Position};
use crate::report::Stopped;
use crate::units::{Course, Knots, METRES_PER_NAUTICAL_MILE, Metres, SquareMetres, Timestamp};

const HOUR_MS: f64 = 3_600_000.0;
/// How often an interval is halved: below a millimetre from the size of the Earth.
const HALVINGS: u32 = 36;
/// A ship that does not move is reckoned with this speed, so that nothing is divided by zero.
const LEAST_KNOTS: f64 = 1e-9;
/// A way longer than this, in metres, leads nearly everywhere: an ellipse of it is no bound worth drawing.
const LONGEST_WAY: f64 = 1.2e7;

/// From how many hours of stop on each band of a map of stops begins; the first is the whole area. A choice: an hour is what a transfer takes at the
/// least (domain.md, section 2), twelve a night.
pub const STOP_BANDS_HOURS: [f64; 5] = [0.0, 1.0, 3.0, 6.0, 12.0];

/// A silence, as far as it bounds where the ship was.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Prism {
    /// Where it was last heard.
    pub from: Position,
    /// When.
    pub from_time: Timestamp,
    /// Where it was heard again.
    pub to: Position,
    /// When.
    pub to_time: Timestamp,
    /// The fastest it can go.
    pub speed: Knots,
}

/// Why a ship can have been nowhere: the data are false, or it was faster.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Empty {
    /// The least speed that the way takes; `None` where no way by sea joins the two fixes.
    pub needed: Option<Knots>,
    /// The speed that was taken for the fastest.
    pub stated: Knots,
    /// Whether that way goes round land; else it is the straight one.
    pub is_round_land: bool,
}

impl std::error::Error for Empty {}

/// For the command line and files; the window has words of its own.
impl std::fmt::Display for Empty {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { needed, stated, is_round_land } = self;
        let round = if *is_round_land { " round land" } else { "" };
        match needed {
            Some(needed) => write!(f, "{needed} were needed{round} between the two fixes, and {stated} are the most")?,
            None => write!(f, "no way by sea joins the two fixes within reach at {stated}")?,
        }
        f.write_str(": the data are false, or the ship was faster")
    }
}

/// Why it is not told where a ship can have been.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
pub enum NoReach {
    /// It can have been nowhere.
    #[error(transparent)]
    Empty(#[from] Empty),
    /// It can have been nearly anywhere.
    #[error("the silence is so long that the ship can have crossed an ocean: no area bounds it")]
    Boundless,
    /// The job was stopped.
    #[error(transparent)]
    Stopped(#[from] Stopped),
}

impl Prism {
    /// How long the silence was, in hours.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "spans of milliseconds within a store are far below 2^53")]
    pub fn hours(&self) -> f64 {
        (self.to_time.millis() - self.from_time.millis()) as f64 / HOUR_MS
    }

    /// The longest way it can have made.
    #[must_use]
    pub fn reach(&self) -> Metres {
        Metres::magnitude(self.speed.value() * METRES_PER_NAUTICAL_MILE * self.hours().max(0.0))
    }

    /// The longest it can have stayed at a place, in hours, land not counting; `None` where it cannot have been.
    #[must_use]
    pub fn longest_stop_hours(&self, at: Position) -> Option<f64> {
        let (way, reach) = (self.way_by(at), self.reach().value());
        (way <= reach).then(|| if reach > 0.0 { self.hours_for(reach - way) } else { self.hours() })
    }

    /// When it can have been at a place: its earliest arrival and its latest departure, in milliseconds since the epoch.
    fn stay_ms(&self, at: Position) -> (f64, f64) {
        self.stay_by(geodesy::distance(self.from, at).value(), geodesy::distance(at, self.to).value())
    }

    /// The same of a place to which the ways are so many metres long.
    fn stay_by(&self, out: f64, back: f64) -> (f64, f64) {
        #[expect(clippy::cast_precision_loss, reason = "milliseconds of four-digit years are below 2^53")]
        let (from, to) = (self.from_time.millis() as f64, self.to_time.millis() as f64);
        (from + self.hours_for(out) * HOUR_MS, to - self.hours_for(back) * HOUR_MS)
    }

    /// The south-west and the north-east corner of a box that holds every place that [`ReachableSea`] looks at; where it is impossible, that is more than
    /// the ship can have reached.
    ///
    /// # Errors
    /// [`NoReach`] if it has no bounds, or holds nothing.
    pub fn corners(&self) -> Result<(Position, Position), NoReach> {
        let own = grid::Grid::round(self, 8)?;
        let faster = |times: &f64| {
            let speed = Knots::new(self.speed.value() * times)?;
            grid::Grid::round(&Self { speed, ..*self }, 8).ok()
        };
        Ok(sea::FASTER.iter().rev().find_map(faster).unwrap_or(own).corners())
    }

    /// The edge of where it can have been, as so many places counter-clockwise from north; land does not count.
    ///
    /// # Errors
    /// [`Empty`] if it cannot even have sailed straight.
    pub fn outline(&self, n_vertices: u32) -> Result<Vec<Position>, Empty> {
        let leg = geodesy::inverse(self.from, self.to);
        let (reach, distance) = (self.reach().value(), leg.distance.value());
        if distance > reach {
            return Err(Empty { needed: self.speed_for(distance), stated: self.speed, is_round_land: false });
        }
        let middle = geodesy::destination(self.from, leg.initial, Metres::magnitude(distance / 2.0));
        let n = n_vertices.max(8);
        let edge = |idx: u32| {
            let course = Course::wrapped(360.0 - 360.0 * f64::from(idx) / f64::from(n));
            let way = |metres: f64| {
                let at = geodesy::destination(middle, course, Metres::magnitude(metres));
                geodesy::distance(self.from, at).value() + geodesy::distance(at, self.to).value()
            };
            let (mut inside, mut outside) = (0.0, f64::midpoint(reach, distance).min(1.0e7));
            for _ in 0..HALVINGS {
                let middle = f64::midpoint(inside, outside);
                if way(middle) <= reach { inside = middle } else { outside = middle }
            }
            geodesy::destination(middle, course, Metres::magnitude(inside))
        };
        Ok((0..n).map(edge).collect())
    }

    /// The area in that edge; land does not count.
    ///
    /// # Errors
    /// As [`Prism::outline`].
    pub fn area(&self, n_vertices: u32) -> Result<SquareMetres, Empty> {
        Ok(geodesy::ring_size(&self.outline(n_vertices)?).1)
    }
}

impl Prism {
    /// The way from the one fix by a place to the other, in metres.
    fn way_by(&self, at: Position) -> f64 {
        geodesy::distance(self.from, at).value() + geodesy::distance(at, self.to).value()
    }

    /// How long is left of the silence after that many metres of way, in hours; negative if they take longer.
    fn hours_left(&self, way: f64) -> f64 {
        self.hours() - self.hours_for(way)
    }

    /// The speed at which it makes so many metres in its time.
    fn speed_for(&self, metres: f64) -> Option<Knots> {
        Knots::new(metres / METRES_PER_NAUTICAL_MILE / self.hours().max(f64::MIN_POSITIVE))
    }

    /// How long that many metres take it, in hours.
    fn hours_for(&self, metres: f64) -> f64 {
        metres / (self.speed.value().max(LEAST_KNOTS) * METRES_PER_NAUTICAL_MILE)
    }
}

#[cfg(test)]
mod tests;
