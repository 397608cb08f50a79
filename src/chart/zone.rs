//! Areas and lines read from a file, for reference until adopted into the plan.

use std::sync::Arc;

/// The zones of one file (one layer of it), with the names of their attributes.
#[derive(Clone, Debug, PartialEq)]
pub struct ZoneLayer {
    /// The layer's name: the file's stem, or the layer's own.
    pub name: String,
    /// Where it came from: the path as the user gave it.
    pub source: String,
    /// The coordinate reference system it was in, as read: "EPSG:3857 (Web Mercator), from the .prj".
    pub crs: String,
    /// Attribute names, in file order.
    pub fields: Vec<String>,
    /// Its zones, in file order.
    pub zones: Vec<Arc<Zone>>,
    /// Where the file was written from a plan: what that plan says of itself, as JSON text.
    pub plan: Option<String>,
}

/// One area, line or point of a zone layer.
#[derive(Clone, Debug, PartialEq)]
pub struct Zone {
    /// Its name, taken from the attribute that looks most like one; empty if none does.
    pub name: String,
    /// Attribute values as text, one per field of the layer, empty where absent.
    pub attributes: Vec<String>,
    /// Where it is: WGS 84 degrees, x = longitude; rings closed and repaired.
    pub geometry: geo::Geometry<f64>,
    /// The colour its file gives it as `#rrggbb` (simplestyle `stroke` or `fill`, KML style), if it does.
    pub colour: Option<String>,
}
