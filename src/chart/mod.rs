//! Where things are: land, depths, limits, ports, places, and zones that a user loads.
//!
//! Owns the vector tiles of a basemap as plain data, and zone layers. Never reads a file: `io` does, and hands tiles over
//! through [`TileReader`]. Start at [`VectorTile`] for the map and [`ZoneLayer`] for what a user loads.

mod coast;
mod tile;
mod zone;

pub use coast::{CoastIndex, CoastLine, NearestCoast};
pub use tile::{
    Attribute, MapTiles, PictureReader, TileError, TileFeature, TileGeometry, TileId, TileLayer, TileReader, VectorTile,
};
pub use zone::{Zone, ZoneLayer};
