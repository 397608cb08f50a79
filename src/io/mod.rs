//! Foreign bytes to nouns and back: one format per file.
//!
//! Owns every file format the program reads or writes. Never decides what a file is for: `session` and `cli` do. Bytes are
//! untrusted: nothing here indexes, slices or recurses without a bound. Start at [`recognise::recognise`], which tells
//! what a file is; then the reader of that kind.
#![cfg_attr(not(test), warn(clippy::indexing_slicing, clippy::string_slice))]

pub mod allocation_json;
mod antimeridian;
pub mod atomic;
pub mod basemap;
pub mod beside;
pub mod coverage_geojson;
mod crs;
pub mod dossier;
pub mod encrypted;
pub mod export;
pub mod findings;
#[cfg(any(fuzzing, test))]
pub mod fuzzing;
mod geojson_geometry;
mod geopackage;
pub mod intercept_json;
mod json;
pub mod located;
pub mod map_file;
pub mod mbtiles;
pub mod mvt;
pub mod patrol_json;
pub mod plan_geojson;
pub mod pmtiles;
pub mod reach_geojson;
pub mod recognise;
pub mod report_json;
pub mod sample;
pub mod score_json;
pub mod signing_key;
pub mod template_folder;
pub mod thresholds;
pub mod tile_folder;
pub mod tracks;
pub mod unit_library;
pub mod watchlist;
mod wkb;
mod wkt;
pub mod zones;
