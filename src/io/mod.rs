//! Foreign bytes to nouns and back: one format per file.
//!
//! Owns every file format the program reads or writes. Never decides what a file is for: `session` and `cli` do. Bytes are
//! untrusted: nothing here indexes, slices or recurses without a bound.

mod antimeridian;
mod geojson_geometry;
mod json;
pub mod located;
pub mod map_file;
pub mod maps;
pub mod mbtiles;
pub mod mvt;
pub mod plan_geojson;
pub mod pmtiles;
pub mod tile_folder;
