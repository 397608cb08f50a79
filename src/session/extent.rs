//! Where the case lies: boxes to zoom to.

use geo::BoundingRect as _;
use rayon::prelude::*;

use super::Session;
use super::focus::Selected;
use crate::finding::{Finding, Place};
use crate::geodesy::Position;
use crate::plan::merge::Conflict;

/// How much of the sea is shown about a finding, degrees of latitude: some three nautical miles.
const SEA_AROUND: f64 = 0.05;

/// South-west and north-east corner of a box.
pub type Corners = (Position, Position);

impl Session {
    /// The box around one thing; `None` if it has no place.
    #[must_use]
    pub fn extent_of(&self, thing: Selected) -> Option<Corners> {
        match thing {
            Selected::Feature(id) => corners(self.case.plan().feature(id)?.geometry.as_ref()?),
            Selected::Zone(id) => corners(&self.case.zone(id)?.1.geometry),
            Selected::Finding(id) => of_finding(self.desk.get(id)?),
            Selected::Vessel(mmsi) => {
                let store = &self.case.tracks.as_ref()?.store;
                let fixes = store.slice(store.vessel_idx(mmsi)?)?.fixes();
                around(store.lat_e7().get(fixes.clone())?, store.lon_e7().get(fixes)?)
            }
        }
    }

    /// The box around both versions of a feature in conflict; `None` if it is about no place.
    #[must_use]
    pub fn extent_of_conflict(conflict: &Conflict) -> Option<Corners> {
        let Conflict::Feature { ours, theirs, .. } = conflict else { return None };
        let sides = [ours, theirs].into_iter().flatten();
        sides.filter_map(|feature| corners(feature.geometry.as_ref()?)).reduce(join)
    }

    /// The box around a layer of zones, by its [`super::ZoneSet::id`].
    #[must_use]
    pub fn extent_of_layer(&self, id: u64) -> Option<Corners> {
        let sets = self.case.zones.iter().filter(|set| set.id == id);
        sets.flat_map(|set| &set.layer.zones).filter_map(|zone| corners(&zone.geometry)).reduce(join)
    }

    /// The box around everything selected.
    #[must_use]
    pub fn extent_of_selection(&self) -> Option<Corners> {
        self.focus.selection.iter().filter_map(|thing| self.extent_of(*thing)).reduce(join)
    }

    /// The box around the plan's features; `None` if it has none.
    #[must_use]
    pub fn extent_of_plan(&self) -> Option<Corners> {
        self.case.plan().features.iter().filter_map(|f| corners(f.geometry.as_ref()?)).reduce(join)
    }

    /// The box around everything open.
    #[must_use]
    pub fn extent_of_all(&self) -> Option<Corners> {
        let tracks = self.case.tracks.as_ref().and_then(|tracks| tracks.extent);
        let features = self.case.plan().features.iter().filter_map(|f| corners(f.geometry.as_ref()?));
        let zones = self.case.zones.iter().flat_map(|set| &set.layer.zones).filter_map(|zone| corners(&zone.geometry));
        tracks.into_iter().chain(features).chain(zones).reduce(join)
    }
}

/// The box around a finding, with some sea around it.
fn of_finding(finding: &Finding) -> Option<Corners> {
    let places: Vec<Position> = match &finding.place {
        Place::Point(at) => vec![*at],
        Place::Line(places) => places.clone(),
    };
    let around = places.iter().map(|at| {
        let (north, east) = (SEA_AROUND, SEA_AROUND / at.lat().to_radians().cos().max(0.1));
        let low = Position::clamped(at.lat() - north, at.lon() - east);
        (low, Position::clamped(at.lat() + north, at.lon() + east))
    });
    around.reduce(join)
}

/// The box around columns of positions in ten-millionths of a degree.
pub(super) fn around(lat_e7: &[i32], lon_e7: &[i32]) -> Option<Corners> {
    let (south, north) = ends(lat_e7)?;
    let (west, east) = ends(lon_e7)?;
    Some((Position::from_e7(south, west), Position::from_e7(north, east)))
}

/// The least and the greatest of many values.
fn ends(values: &[i32]) -> Option<(i32, i32)> {
    let wider =
        |(low, high): (i32, i32), (other_low, other_high): (i32, i32)| (low.min(other_low), high.max(other_high));
    let of = |some: &[i32]| some.iter().map(|value| (*value, *value)).reduce(wider);
    values.par_chunks(1 << 16).filter_map(of).reduce_with(wider)
}

fn corners(geometry: &geo::Geometry<f64>) -> Option<Corners> {
    let rect = geometry.bounding_rect()?;
    Some((Position::from_coord(rect.min())?, Position::from_coord(rect.max())?))
}

fn join(a: Corners, b: Corners) -> Corners {
    let low = Position::clamped(a.0.lat().min(b.0.lat()), a.0.lon().min(b.0.lon()));
    let high = Position::clamped(a.1.lat().max(b.1.lat()), a.1.lon().max(b.1.lon()));
    (low, high)
}
