//! What of a prism is sea that the ship can have reached, and how long it can have stopped there.
//!
//! Owns [`ReachableSea`]. The land is whoever asks' own: the chart's ([`ReachableSea::round_land`]) or any ([`ReachableSea::of`]). Start there.

use std::time::Duration;

use super::grid::Grid;
use super::hours::{HourMap, duration};
use super::{Empty, NoReach, Prism};
use crate::chart::Waters;
use crate::geodesy::{self, Position};
use crate::report::{Progress, Stopped};
use crate::units::{Knots, SquareMetres};

/// How finely the sea is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SeaParams {
    /// How many cells the longer side of the box round the prism has: a choice, 240. A cell is then smaller than a fix is old.
    pub n_cells: u32,
}

impl Default for SeaParams {
    fn default() -> Self {
        Self { n_cells: 240 }
    }
}

/// What of a prism is sea that the ship can have reached, going round land: a grid of cells, each with the longest stop there.
///
/// It errs to the wide side: ways are taken for up to 3 % shorter than the steps of the grid, and a cell that is partly sea may be sailed, so that
/// no cell in which the ship can have been is left out, and no stop is told to be shorter than it can have been.
#[derive(Clone, Debug, PartialEq)]
pub struct ReachableSea {
    prism: Prism,
    /// The way from the one fix to each cell and from each to the other, in metres: at least so much.
    ways: [Vec<f32>; 2],
    stops: HourMap,
}

/// How much faster a ship is taken to be, one after the other, to tell how fast it would have had to be. A choice.
pub(super) const FASTER: [f64; 2] = [1.5, 2.5];

impl ReachableSea {
    /// Looks at the sea of a prism; `is_land` says whether a place is on land.
    ///
    /// # Errors
    /// [`NoReach`] if the ship can have been nowhere, or nearly anywhere.
    pub fn of(prism: &Prism, params: SeaParams, is_land: impl Fn(Position) -> bool) -> Result<Self, NoReach> {
        Self::with(prism, params, |grid| Ok(grid.open_by_looks(&is_land)), &Progress::default())
    }

    /// Looks at the sea of a prism as the chart has it: the land that also tells whose water a place is in. Land is land only where all of a cell lies
    /// farther inland than the chart may be wrong; a lake is none, and where the ship itself was heard inland, the sea reaches it.
    ///
    /// # Errors
    /// [`NoReach`] if the ship can have been nowhere, or nearly anywhere, or the job was stopped.
    pub fn round_land(prism: &Prism, params: SeaParams, waters: &Waters, progress: &Progress) -> Result<Self, NoReach> {
        let open = |grid: &Grid| {
            let mut open = grid.open_by_chart(waters, progress)?;
            for end in [prism.from, prism.to] {
                grid.open_round(end, &mut open);
            }
            Ok(open)
        };
        Self::with(prism, params, open, progress)
    }

    fn with(
        prism: &Prism,
        params: SeaParams,
        open: impl Fn(&Grid) -> Result<Vec<bool>, Stopped>,
        progress: &Progress,
    ) -> Result<Self, NoReach> {
        let grid = Grid::round(prism, params.n_cells)?;
        let is_open = open(&grid)?;
        let found = Self::over(prism, grid, &is_open, progress);
        let Err(NoReach::Empty(Empty { needed: None, stated, is_round_land: true })) = found else { return found };
        // The way round lies outside the box that is looked at: how fast would a ship have to be?
        for faster in FASTER {
            let speed = Knots::new(stated.value() * faster).unwrap_or(stated);
            let Ok(grid) = Grid::round(&Prism { speed, ..*prism }, params.n_cells) else { break };
            let ways = grid.least_ways(prism.from, &open(&grid)?, progress)?;
            let there = grid.idx_of(prism.to).and_then(|idx| ways.get(idx)).copied().unwrap_or(f32::INFINITY);
            if there.is_finite() {
                let needed = prism.speed_for(f64::from(there));
                return Err(Empty { needed, stated, is_round_land: true }.into());
            }
        }
        found
    }

    #[expect(clippy::cast_possible_truncation, reason = "hours of a silence, to a millionth part")]
    fn over(prism: &Prism, grid: Grid, open: &[bool], progress: &Progress) -> Result<Self, NoReach> {
        let diagonal = grid.diagonal_metres();
        let ways = [grid.least_ways(prism.from, open, progress)?, grid.least_ways(prism.to, open, progress)?];
        let reach = prism.reach().value();
        let hours_at = |idx: usize| {
            let round = f64::from(*ways[0].get(idx)?) + f64::from(*ways[1].get(idx)?);
            let straight = prism.way_by(grid.centre(idx));
            let can_be_in = round <= reach && straight - diagonal <= reach;
            // The middle of a cell may be out of reach where its corner is not: then no stop is left there.
            can_be_in.then(|| prism.hours_left(round.max(straight)).max(0.0) as f32)
        };
        let hours: Vec<f32> = (0..grid.n()).map(|idx| hours_at(idx).unwrap_or(f32::NAN)).collect();
        let stops = HourMap::new(grid, hours);
        if stops.is_empty() {
            let there =
                stops.grid().idx_of(prism.to).and_then(|idx| ways[0].get(idx)).copied().unwrap_or(f32::INFINITY);
            let needed = prism.speed_for(f64::from(there));
            return Err(Empty { needed, stated: prism.speed, is_round_land: true }.into());
        }
        Ok(Self { prism: *prism, ways, stops })
    }

    /// The silence it is of.
    #[must_use]
    pub const fn prism(&self) -> &Prism {
        &self.prism
    }

    /// The longest stop by place.
    #[must_use]
    pub const fn stops(&self) -> &HourMap {
        &self.stops
    }

    /// Whether the ship can have been at a place, as far as the grid tells: sea within reach round land.
    #[must_use]
    pub fn holds(&self, at: Position) -> bool {
        self.stops.at(at).is_some()
    }

    /// The longest it can have stopped at a place; `None` where it cannot have been.
    #[must_use]
    pub fn longest_stop(&self, at: Position) -> Option<Duration> {
        self.holds(at).then(|| {
            let [out, back] = self.ways_at(at);
            duration(self.prism.hours_left(out + back))
        })
    }

    /// Where it can have stopped for longest, and for how long: halfway on the straight way, unless land lies on it.
    #[must_use]
    pub fn longest_of_all(&self) -> Option<(Position, Duration)> {
        let leg = geodesy::inverse(self.prism.from, self.prism.to);
        let half = crate::units::Metres::magnitude(leg.distance.value() / 2.0);
        let halfway = geodesy::destination(self.prism.from, leg.initial, half);
        let there = self.longest_stop(halfway).map(|stop| (halfway, stop));
        let best = self.stops.longest().and_then(|(at, _)| Some((at, self.longest_stop(at)?)));
        // A cell's middle beside the way may be a few metres of detour off.
        there.filter(|(_, stop)| best.is_none_or(|(_, most)| *stop + Duration::from_secs(1) >= most)).or(best)
    }

    /// How large it is.
    #[must_use]
    pub fn area(&self) -> SquareMetres {
        self.stops.size_from(Duration::ZERO)
    }

    /// The least way to a place from the one fix, and from it to the other, in metres.
    pub(super) fn ways_at(&self, at: Position) -> [f64; 2] {
        let idx = self.stops.grid().idx_of(at);
        let round = |of: &Vec<f32>| idx.and_then(|idx| of.get(idx)).map_or(0.0, |way| f64::from(*way));
        let straight = [geodesy::distance(self.prism.from, at).value(), geodesy::distance(at, self.prism.to).value()];
        [round(&self.ways[0]).max(straight[0]), round(&self.ways[1]).max(straight[1])]
    }

    /// Whether land makes the way by a place longer, as far as the grid tells.
    pub(super) fn is_straight_to(&self, at: Position) -> bool {
        let straight = [geodesy::distance(self.prism.from, at).value(), geodesy::distance(at, self.prism.to).value()];
        self.holds(at) && self.ways_at(at).iter().zip(straight).all(|(way, straight)| *way <= straight)
    }
}
