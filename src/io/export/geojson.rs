//! Zones as plain GeoJSON.

use std::fmt::Display;

use super::sheet::{Sheet, json_value};
use crate::io::geojson_geometry::{self as geometry, push};
use crate::io::json;

/// Members of a plan file that a shapefile's ten letters cut, as this program writes them there.
pub(super) const SHORT_NAMES: [(&str, &str); 14] = [
    ("effective_from", "eff_from"),
    ("effective_to", "eff_to"),
    ("legal_basis", "legal_bas"),
    ("speed_cruise_kn", "cruise_kn"),
    ("speed_max_kn", "max_kn"),
    ("endurance_h", "endur_h"),
    ("sweep_width_nm", "sweep_nm"),
    ("sweep_small_nm", "sweep_s_nm"),
    ("sweep_large_nm", "sweep_l_nm"),
    ("available_from", "avail_from"),
    ("available_to", "avail_to"),
    ("stroke-width", "strk_width"),
    ("stroke-opacity", "strk_opac"),
    ("fill-opacity", "fill_opac"),
];

/// Plain GeoJSON: attributes as properties.
pub(super) fn text(sheet: &Sheet) -> String {
    let mut out = String::from("{\n\"type\":\"FeatureCollection\",\n");
    if !sheet.title.is_empty() {
        push(&mut out, format_args!("\"name\":{},\n", json::quoted(&sheet.title)));
    }
    out.push_str("\"features\":[");
    let has_name_column = sheet.has_name_column() || sheet.columns.iter().any(|column| column.name == "name");
    for (idx, row) in sheet.rows.iter().enumerate() {
        out.push_str(if idx > 0 { ",\n" } else { "\n" });
        let name = (!has_name_column && !row.name.is_empty()).then(|| ("name", json::quoted(&row.name)));
        let values = sheet.columns.iter().zip(&row.values).filter(|(_, value)| !value.is_empty());
        let values = values.map(|(column, value)| (column.name.as_str(), json_value(value, column)));
        write_feature(&mut out, row.geometry.as_ref(), None, name.into_iter().chain(values), &[]);
    }
    out.push_str("\n]\n}\n");
    out
}

/// Writes a Feature; of its geometry's own unknown members too, which `of_feature` has under `geometry`.
pub(super) fn write_feature<'a>(
    out: &mut String,
    place: Option<&geo::Geometry<f64>>,
    id: Option<&str>,
    members: impl Iterator<Item = (&'a str, impl Display)>,
    of_feature: &[(String, String)],
) {
    out.push_str("{\"type\":\"Feature\",");
    if let Some(id) = id {
        push(out, format_args!("\"id\":{id},"));
    }
    out.push_str("\"properties\":{");
    for (idx, (name, raw)) in members.enumerate() {
        push(out, format_args!("{}{}:{raw}", if idx > 0 { "," } else { "" }, json::quoted(name)));
    }
    out.push_str("},\n\"geometry\":");
    let extras = of_feature.iter().find(|(name, _)| name == "geometry").map(|(_, raw)| raw.as_str());
    match place {
        Some(place) => geometry::write(out, place, extras),
        None => out.push_str("null"),
    }
    for (name, raw) in of_feature.iter().filter(|(name, _)| name != "geometry") {
        push(out, format_args!(",{}:{raw}", json::quoted(name)));
    }
    out.push('}');
}
