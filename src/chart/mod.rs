//! Where things are: land, depths, limits, ports, places, and zones that a user loads.
//!
//! Owns the vector tiles of a basemap as plain data, and zone layers. Never reads a file: `io` does, and hands tiles over
//! through [`TileReader`]. Start at [`VectorTile`] for the map, [`ZoneLayer`] for what a user loads, and [`Waters`] for whose
//! water a place is in. [`Gazetteer`] knows places by name.

mod coast;
mod disputes;
mod gazetteer;
mod ground;
mod inland;
mod lines;
mod official;
mod shares;
mod tile;
mod waters;
mod zone;

pub use coast::{CoastIndex, CoastLine, NearestCoast};
pub use gazetteer::{Gazetteer, Named, NamedKind};
pub use inland::Shoreward;
pub use lines::{ChartLine, NearLine};
pub use official::{OfficialLimit, OfficialLimits};
pub use shares::{Share, ShareParams};
pub use tile::{
    Attribute, MapTiles, PictureReader, TileError, TileFeature, TileGeometry, TileId, TileLayer, TileReader, VectorTile,
};
pub use waters::{Located, WaterZone, Waters};
pub use zone::{Zone, ZoneLayer};
