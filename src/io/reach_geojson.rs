//! Where silent ships can have been, as GeoJSON: what `cordon reach` writes.
//!
//! Owns the bytes: a `FeatureCollection` with a foreign member `cordon_reach`, format 1. The same features give the same bytes. Never reckons
//! anything. Start at [`to_bytes`].

use std::path::Path;

use geo::Geometry;

use super::antimeridian;
use super::atomic::{self, WriteError};
use super::findings::write_evidence;
use super::geojson_geometry::{self as geometry, push};
use crate::finding::Evidence;

/// The format that this program writes.
pub const FORMAT: u32 = 1;

/// One feature: a place, and what is said of it by name.
#[derive(Clone, Debug, PartialEq)]
pub struct Feature {
    /// Where; longitudes may go on beyond 180.
    pub geometry: Geometry<f64>,
    /// What is said; the first is `role`.
    pub properties: Vec<Evidence>,
}

/// The bytes of the file, a line for each feature; shapes are cut at the antimeridian, and outer rings run counter-clockwise.
#[must_use]
pub fn to_bytes(features: &[Feature]) -> Vec<u8> {
    let places: Vec<Geometry<f64>> =
        features.iter().map(|feature| antimeridian::cut(feature.geometry.clone()).0).collect();
    let mut out = String::from("{\n\"type\":\"FeatureCollection\",\n");
    push(&mut out, format_args!("\"cordon_reach\":{{\"format\":{FORMAT}}},\n"));
    if let Some(bbox) = antimeridian::bbox(places.iter()) {
        out.push_str("\"bbox\":");
        geometry::write_bbox(&mut out, bbox);
        out.push_str(",\n");
    }
    out.push_str("\"features\":[");
    for (idx, (feature, place)) in features.iter().zip(&places).enumerate() {
        out.push_str(if idx > 0 { ",\n" } else { "\n" });
        out.push_str("{\"type\":\"Feature\",\"geometry\":");
        geometry::write(&mut out, place, None);
        out.push_str(",\"properties\":{");
        for (idx, property) in feature.properties.iter().enumerate() {
            out.push_str(if idx > 0 { "," } else { "" });
            write_evidence(&mut out, property);
        }
        out.push_str("}}");
    }
    out.push_str("\n]\n}\n");
    out.into_bytes()
}

/// Writes the file, replacing it whole or not at all.
///
/// # Errors
/// [`WriteError`]; what stood there before still does.
pub fn write(path: &Path, features: &[Feature]) -> Result<(), WriteError> {
    atomic::write_bytes(path, &to_bytes(features))
}
