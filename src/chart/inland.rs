//! How far inland a place lies, how far the coast is, and where the ports are.
//!
//! Owns these three answers alone, for questions that are asked of very many places. Never says whose land it is. Start at
//! [`Waters::inland`].

use super::waters::Waters;
use crate::geodesy::Position;
use crate::units::Metres;

/// A chart read to this zoom has a coast of 50 m; a shallower one is generalised to kilometres (`maps/README.md`).
const DETAILED_ZOOM: u8 = 8;

/// Where a place lies to the nearest coast.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shoreward {
    /// Whether it is on land; a lake is none.
    pub is_land: bool,
    /// How far the nearest coast is; `None` if the map has none.
    pub coast: Option<Metres>,
    /// Whether the chart knows the coast here only roughly: then inlets and harbours are missing from it.
    pub is_coarse: bool,
}

impl Waters {
    /// Where a place lies to the nearest coast.
    #[must_use]
    pub fn shoreward(&self, at: Position) -> Shoreward {
        let ground = self.deepest_ground_at(at);
        let is_land = ground.is_some_and(|(_, ground)| ground.is_land(at) && !ground.is_lake(at));
        let is_coarse = ground.is_none_or(|(zoom, _)| zoom < DETAILED_ZOOM);
        Shoreward { is_land, coast: self.coast_distance(at), is_coarse }
    }

    /// Whether a place is on land; a lake is none.
    #[must_use]
    pub fn is_land(&self, at: Position) -> bool {
        self.ground_at(at).is_some_and(|ground| ground.is_land(at) && !ground.is_lake(at))
    }

    /// Whether a place is landward of the coast: on land, or in a lake.
    #[must_use]
    pub fn is_ashore(&self, at: Position) -> bool {
        self.ground_at(at).is_some_and(|ground| ground.is_land(at))
    }

    /// Whether a lake may lie within so many degrees of latitude or longitude of a place, by the boxes around the lakes.
    #[must_use]
    pub fn lake_near(&self, at: Position, degrees: f64) -> bool {
        let corner = |north: f64, east: f64| Position::clamped(at.lat() + north * degrees, at.lon() + east * degrees);
        let (low, high) = (corner(-1.0, -1.0), corner(1.0, 1.0));
        // Near enough to one another that no tile lies between them: half a degree is wider than the deepest.
        let steps = [-1.0, -0.5, 0.0, 0.5, 1.0];
        let mut places = steps.iter().flat_map(|north| steps.iter().map(move |east| corner(*north, *east)));
        places.any(|place| self.ground_at(place).is_none_or(|ground| ground.has_lake_in(place, [low, high])))
    }
}
