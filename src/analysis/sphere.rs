//! Places on the unit sphere, where a tree of boxes knows no antimeridian and no pole.
//!
//! Owns how a place gets there. Start at [`on_sphere`].

use rstar::primitives::GeomWithData;

use crate::geodesy::Position;

/// Something at a place, for an [`rstar::RTree`].
pub(super) type OnSphere<T> = GeomWithData<[f64; 3], T>;

/// Something at a place.
pub(super) fn on_sphere<T>(at: Position, thing: T) -> OnSphere<T> {
    GeomWithData::new(unit(at), thing)
}

/// A place as a vector of length 1.
pub(super) fn unit(at: Position) -> [f64; 3] {
    let (lat, lon) = (at.lat().to_radians(), at.lon().to_radians());
    [lat.cos() * lon.cos(), lat.cos() * lon.sin(), lat.sin()]
}
