//! Zones as plain GeoJSON, and as a plan's file.

use uuid::Uuid;

use super::sheet::{Column, Row, Sheet, json_value};
use crate::io::geojson_geometry::{self as geometry, push};
use crate::io::{json, plan_geojson};
use crate::plan::Kind;
use crate::units::Timestamp;

/// Members of a plan file that are text, whatever they look like.
const TEXTS: [&str; 9] = ["name", "task", "legal_basis", "remarks", "nation", "base", "stroke", "fill", "unit_type"];

/// Members of a plan file that a shapefile's ten letters cut, as this program writes them there.
pub(super) const SHORT_NAMES: [(&str, &str); 12] = [
    ("effective_from", "eff_from"),
    ("effective_to", "eff_to"),
    ("legal_basis", "legal_bas"),
    ("speed_cruise_kn", "cruise_kn"),
    ("speed_max_kn", "max_kn"),
    ("endurance_h", "endur_h"),
    ("sweep_width_nm", "sweep_nm"),
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
        write_feature(&mut out, row, None, name.into_iter().chain(values));
    }
    out.push_str("\n]\n}\n");
    out
}

/// A plan file made of zones. Its identity is made of its content, so that the same zones give the same plan.
pub(super) fn plan_text(sheet: &Sheet, now: Timestamp) -> String {
    let mut features = String::new();
    for (idx, row) in sheet.rows.iter().enumerate() {
        features.push_str(if idx > 0 { ",\n" } else { "\n" });
        let id = Uuid::try_parse(row.value(&sheet.columns, "id")).ok().map(|id| json::quoted(&id.to_string()));
        let members = plan_members(&sheet.columns, row, id.is_some());
        write_feature(
            &mut features,
            row,
            id.as_deref(),
            members.iter().map(|(name, raw)| (name.as_str(), raw.clone())),
        );
    }
    let id = Uuid::new_v5(&Uuid::NAMESPACE_URL, features.as_bytes());
    format!(
        "{{\"type\":\"FeatureCollection\",\"cordon\":{{\"format\":{},\"id\":\"{id}\",\"title\":{},\"created\":\"{now}\",\"modified\":\"{now}\"}},\"features\":[{features}\n]}}\n",
        plan_geojson::FORMAT,
        json::quoted(&sheet.title),
    )
}

/// The members of a zone as a feature of a plan, name and JSON text.
fn plan_members(columns: &[Column], row: &Row, has_id: bool) -> Vec<(String, String)> {
    let stated = Kind::from_keyword(row.value(columns, "kind"));
    let kind = stated.unwrap_or(match row.geometry {
        Some(geo::Geometry::Point(_) | geo::Geometry::MultiPoint(_)) => Kind::Point,
        _ => Kind::ReferenceArea,
    });
    let mut members =
        vec![("kind".to_owned(), json::quoted(kind.keyword())), ("name".to_owned(), json::quoted(&row.name))];
    let has_unit_ids = columns.iter().any(|column| column.name == "unit_ids");
    // A plan's own colours stand among its attributes; KML shows the others by their kind.
    let has_colour = stated.is_some() || columns.iter().any(|column| matches!(column.name.as_str(), "stroke" | "fill"));
    let is_said_already = |name: &str| match name {
        "name" | "kind" => true,
        "id" => has_id,
        "units" => has_unit_ids,
        // The time span of a plan's placemark says what its period says.
        "begin" | "end" => stated.is_some(),
        _ => false,
    };
    for (column, value) in columns.iter().zip(&row.values).filter(|(_, value)| !value.is_empty()) {
        let full =
            SHORT_NAMES.iter().find(|(_, short)| *short == column.name).map_or(column.name.as_str(), |(full, _)| full);
        let (name, raw) = match full {
            "kind" if stated.is_none() => ("kind of the file", json::quoted(value)),
            _ if is_said_already(full) => continue,
            "unit_ids" => {
                let ids: Vec<String> = value.split_whitespace().map(json::quoted).collect();
                ("units", format!("[{}]", ids.join(",")))
            }
            name if TEXTS.contains(&name) => (name, json::quoted(value)),
            name if is_structure(value) => (name, value.clone()),
            name => (name, json_value(value, column)),
        };
        members.push((name.to_owned(), raw));
    }
    if let (Some(colour), false) = (&row.style.stroke, has_colour) {
        members.push(("stroke".to_owned(), json::quoted(colour)));
        members.push(("fill".to_owned(), json::quoted(colour)));
    }
    members
}

/// Whether a text is a JSON array or object.
fn is_structure(text: &str) -> bool {
    text.starts_with(['{', '['])
        && json::too_deep(text.as_bytes()).is_none()
        && serde_json::from_str::<&serde_json::value::RawValue>(text).is_ok()
}

fn write_feature<'a>(out: &mut String, row: &Row, id: Option<&str>, members: impl Iterator<Item = (&'a str, String)>) {
    out.push_str("{\"type\":\"Feature\",");
    if let Some(id) = id {
        push(out, format_args!("\"id\":{id},"));
    }
    out.push_str("\"properties\":{");
    for (idx, (name, raw)) in members.enumerate() {
        push(out, format_args!("{}{}:{raw}", if idx > 0 { "," } else { "" }, json::quoted(name)));
    }
    out.push_str("},\n\"geometry\":");
    match &row.geometry {
        Some(place) => geometry::write(out, place, None),
        None => out.push_str("null"),
    }
    out.push('}');
}
