//! Zones as a plan's file: what a plan was exported from becomes that again, everything else a reference area.
//!
//! Owns the way back from columns to members, and from the parts that a format took a feature apart in to the feature. Start at
//! [`plan_text`].

use std::borrow::Cow;
use std::collections::HashMap;

use geo::{Geometry, Polygon};
use uuid::Uuid;

use super::dbf;
use super::geojson::{SHORT_NAMES, write_feature};
use super::remains::{self, Remains};
use super::sheet::{Column, Parts, Row, Sheet, json_value};
use crate::io::geojson_geometry::{push, wound};
use crate::io::json::{self, Members};
use crate::io::plan_geojson;
use crate::plan::Kind;
use crate::units::Timestamp;

/// Members of a plan file that are text, whatever they look like.
const TEXTS: [&str; 10] =
    ["name", "task", "legal_basis", "remarks", "nation", "base", "on_station", "stroke", "fill", "unit_type"];
/// Members of a plan file that are numbers; where something else stands, it is kept as text and not used.
const NUMBERS: [&str; 9] = [
    "speed_cruise_kn",
    "speed_max_kn",
    "endurance_h",
    "sweep_width_nm",
    "sweep_small_nm",
    "sweep_large_nm",
    "stroke-width",
    "stroke-opacity",
    "fill-opacity",
];

/// What every plan file made of zones begins with.
const BEGINNING: &str = "{\"type\":\"FeatureCollection\",\"features\":[";

/// A plan file made of zones. Where they do not come from a plan that said who it is, its identity is made of its content, so that
/// the same zones give the same plan.
pub(super) fn plan_text(sheet: &Sheet, now: Timestamp) -> String {
    let columns = &sheet.columns;
    let items = items(sheet);
    let foreign_ids: HashMap<String, String> =
        items.iter().filter_map(|item| Some((item.uuid?.to_string(), item.remains.as_ref()?.id.clone()?))).collect();
    // The features first, so that they are not copied once they are known.
    let mut out = BEGINNING.to_owned();
    for (idx, item) in items.iter().enumerate() {
        out.push_str(if idx > 0 { ",\n" } else { "\n" });
        let own = item.remains.as_ref().and_then(|remains| remains.id.clone());
        let id = own.or_else(|| item.uuid.map(|id| json::quoted(&id.to_string())));
        let members = members(columns, item, &foreign_ids);
        let members = members.iter().map(|(name, raw)| (name.as_str(), raw));
        let of_feature = item.remains.as_ref().map(|remains| remains.feature.as_slice()).unwrap_or_default();
        write_feature(&mut out, item.geometry.as_ref(), id.as_deref(), members, of_feature);
    }
    let (cordon, collection) = about(sheet.plan.as_deref()).unwrap_or_else(|| {
        let features = out.get(BEGINNING.len()..).unwrap_or_default();
        let id = Uuid::new_v5(&Uuid::NAMESPACE_URL, features.as_bytes());
        let title = json::quoted(&sheet.title);
        let format = plan_geojson::FORMAT;
        (
            format!(
                "{{\"format\":{format},\"id\":\"{id}\",\"title\":{title},\"created\":\"{now}\",\"modified\":\"{now}\"}}"
            ),
            String::new(),
        )
    });
    push(&mut out, format_args!("\n],{collection}\"cordon\":{cordon}}}\n"));
    out
}

/// The `cordon` member that the file has kept, and what else stood beside the plan's features.
fn about(plan: Option<&str>) -> Option<(String, String)> {
    let plan = plan.filter(|text| json::too_deep(text.as_bytes()).is_none())?;
    let members = Members::parse(plan).ok()?;
    let cordon = members.get("cordon").filter(|raw| raw.get().starts_with('{'))?;
    let beside = members.get("collection").and_then(|raw| Members::parse(raw.get()).ok());
    let mut collection = String::new();
    for (name, raw) in beside.iter().flat_map(|members| &members.0) {
        if !matches!(name.as_str(), "type" | "cordon" | "features" | "bbox") {
            collection.push_str(&format!("{}:{},", json::quoted(name), raw.get()));
        }
    }
    Some((cordon.get().to_owned(), collection))
}

/// A feature of the plan to be.
struct Item<'a> {
    row: &'a Row,
    uuid: Option<Uuid>,
    remains: Option<Remains>,
    geometry: Option<Geometry<f64>>,
}

/// The rows in the order that they say, parts of one feature put together.
fn items(sheet: &Sheet) -> Vec<Item<'_>> {
    let columns = &sheet.columns;
    let mut rows: Vec<(u64, &Row)> = sheet.rows.iter().map(|row| (u64::MAX, row)).collect();
    for (order, row) in &mut rows {
        *order = row.value(columns, remains::ORDER).parse().unwrap_or(u64::MAX);
    }
    rows.sort_by_key(|(order, _)| *order);
    let mut items: Vec<Item<'_>> = Vec::with_capacity(rows.len());
    let mut parted: HashMap<(Uuid, &str), usize> = HashMap::new();
    let mut pieces: Vec<Vec<(usize, usize, Geometry<f64>)>> = Vec::new();
    for (_, row) in rows {
        let uuid = Uuid::try_parse(row.value(columns, "id")).ok();
        let part = part_of(row.value(columns, remains::PART));
        let piece = part.zip(row.geometry.clone()).map(|((part, ring), geometry)| (part, ring, geometry));
        let key = uuid.filter(|_| part.is_some()).map(|id| (id, row.value(columns, "kind")));
        if let Some(first) = key.and_then(|key| parted.get(&key)) {
            if let Some(list) = pieces.get_mut(*first) {
                list.extend(piece);
            }
            continue;
        }
        if let Some(key) = key {
            parted.insert(key, items.len());
        }
        pieces.push(piece.into_iter().collect());
        let remains = remains_of(columns, row);
        items.push(Item { row, uuid, remains, geometry: row.geometry.clone() });
    }
    for (item, pieces) in items.iter_mut().zip(pieces) {
        if pieces.len() > 1 {
            item.geometry = joined(pieces).map(wound);
        }
    }
    items
}

/// The column of what no other holds, over all the fields that it takes.
fn remains_of(columns: &[Column], row: &Row) -> Option<Remains> {
    let idx = columns.iter().position(|column| column.name == remains::COLUMN)?;
    let value = row.values.get(idx)?;
    let later = later_pieces(columns, row).remove(&idx).unwrap_or_default();
    Remains::parse(value).or_else(|| Remains::parse(&whole(value, &later, row)))
}

/// `2` and `2.3` as a part and a ring in it; ring 0 is the whole part.
fn part_of(text: &str) -> Option<(usize, usize)> {
    let (part, ring) = text.split_once('.').unwrap_or((text, "0"));
    Some((part.parse().ok()?, ring.parse().ok()?))
}

/// The parts of a feature as one geometry.
fn joined(mut pieces: Vec<(usize, usize, Geometry<f64>)>) -> Option<Geometry<f64>> {
    pieces.sort_by_key(|(part, ring, _)| (*part, *ring));
    let mut polygons: Vec<(usize, Polygon<f64>)> = Vec::new();
    let (mut lines, mut points) = (Vec::new(), Vec::new());
    for (part, ring, geometry) in &pieces {
        let parts = Parts::of(geometry);
        for polygon in parts.polygons {
            match polygons.last_mut().filter(|(last, _)| last == part && *ring > 1) {
                Some((_, outer)) => outer.interiors_push(polygon.exterior().clone()),
                None => polygons.push((*part, polygon.clone())),
            }
        }
        lines.extend(parts.lines.into_iter().cloned());
        points.extend(parts.points.into_iter().map(geo::Point::from));
    }
    let mut polygons: Vec<Polygon<f64>> = polygons.into_iter().map(|(_, polygon)| polygon).collect();
    let mut kinds: Vec<Geometry<f64>> = Vec::new();
    match polygons.len() {
        0 => {}
        1 => kinds.extend(polygons.pop().map(Geometry::Polygon)),
        _ => kinds.push(Geometry::MultiPolygon(polygons.into())),
    }
    match lines.len() {
        0 => {}
        1 => kinds.extend(lines.pop().map(Geometry::LineString)),
        _ => kinds.push(Geometry::MultiLineString(geo::MultiLineString(lines))),
    }
    match points.len() {
        0 => {}
        1 => kinds.extend(points.pop().map(Geometry::Point)),
        _ => kinds.push(Geometry::MultiPoint(points.into())),
    }
    if kinds.len() > 1 { Some(Geometry::GeometryCollection(kinds.into())) } else { kinds.pop() }
}

/// The members of a zone as a feature of a plan, name and JSON text.
fn members(columns: &[Column], item: &Item<'_>, foreign_ids: &HashMap<String, String>) -> Vec<(String, String)> {
    let row = item.row;
    let stated = Kind::from_keyword(row.value(columns, "kind"));
    let kind = stated.unwrap_or(match item.geometry {
        Some(Geometry::Point(_) | Geometry::MultiPoint(_)) => Kind::Point,
        _ => Kind::ReferenceArea,
    });
    let has_unit_ids = columns.iter().any(|column| column.name == "unit_ids");
    // A plan's own colours stand among its attributes; KML shows the others by their kind.
    let has_colour = stated.is_some() || columns.iter().any(|column| matches!(column.name.as_str(), "stroke" | "fill"));
    let is_ours = stated.is_some() && item.uuid.is_some();
    let is_said_already = |name: &str| match name {
        "name" | "kind" | remains::COLUMN => true,
        "id" => item.uuid.is_some(),
        "units" => has_unit_ids,
        // The time span of a plan's placemark says what its period says.
        "begin" | "end" => stated.is_some(),
        // Which file or table of several it stood in.
        remains::ORDER | remains::PART | "layer" => is_ours,
        _ => false,
    };
    let later = if is_ours { later_pieces(columns, row) } else { HashMap::new() };
    let named = columns.iter().position(|column| column.name == "name").and_then(|idx| later.get(&idx));
    let name = named.map_or(Cow::Borrowed(row.name.as_str()), |later| whole(&row.name, later, row));
    let mut members = vec![("kind".to_owned(), json::quoted(kind.keyword())), ("name".to_owned(), json::quoted(&name))];
    for (idx, (column, value)) in
        columns.iter().zip(&row.values).enumerate().filter(|(_, (_, value))| !value.is_empty())
    {
        if later.values().flatten().any(|piece| *piece == idx) {
            continue;
        }
        let value = &*whole(value, later.get(&idx).map(Vec::as_slice).unwrap_or_default(), row);
        let full =
            SHORT_NAMES.iter().find(|(_, short)| *short == column.name).map_or(column.name.as_str(), |(full, _)| full);
        let (name, raw) = match full {
            "kind" if stated.is_none() => ("kind of the file", json::quoted(value)),
            _ if is_said_already(full) => continue,
            "unit_ids" => {
                let id = |id: &str| foreign_ids.get(id).cloned().unwrap_or_else(|| json::quoted(id));
                let ids: Vec<String> = value.split_whitespace().map(id).collect();
                ("units", format!("[{}]", ids.join(",")))
            }
            name if TEXTS.contains(&name) => (name, json::quoted(value)),
            name if NUMBERS.contains(&name) && super::sheet::is_json_number(value) => (name, value.to_owned()),
            name if is_structure(value) => (name, value.to_owned()),
            name => (name, json_value(value, column)),
        };
        members.push((name.to_owned(), raw));
    }
    if let (Some(colour), false) = (&row.style.stroke, has_colour) {
        members.push(("stroke".to_owned(), json::quoted(colour)));
        members.push(("fill".to_owned(), json::quoted(colour)));
    }
    if let Some(remains) = &item.remains {
        with_remains(&mut members, remains, row, is_ours);
    }
    members
}

/// The fields in which a shapefile's long texts go on, by the field in which they begin.
fn later_pieces(columns: &[Column], row: &Row) -> HashMap<usize, Vec<usize>> {
    let mut later = HashMap::new();
    for (idx, (column, value)) in
        columns.iter().zip(&row.values).enumerate().filter(|(_, (_, value))| dbf::may_go_on(value))
    {
        let named = |n: usize| {
            let name = dbf::next_name(&column.name, n);
            columns.iter().position(|other| other.name == name)
        };
        let pieces: Vec<usize> = (2..=dbf::MAX_PIECES).map_while(named).collect();
        if !pieces.is_empty() && !value.is_empty() {
            later.insert(idx, pieces);
        }
    }
    later
}

fn whole<'a>(value: &'a str, later: &[usize], row: &Row) -> Cow<'a, str> {
    if later.is_empty() {
        return Cow::Borrowed(value);
    }
    let pieces = later.iter().filter_map(|idx| row.values.get(*idx)).map(String::as_str);
    std::iter::once(value).chain(pieces).collect()
}

/// Puts back what the columns could not hold, in its own order; what was changed in the file since stays changed.
fn with_remains(members: &mut Vec<(String, String)>, remains: &Remains, row: &Row, is_ours: bool) {
    let mut back: Vec<(String, String)> = Vec::new();
    if is_ours {
        members.retain(|(name, raw)| {
            let text = remains::plain(&remains::text_of(raw));
            !remains.properties.iter().any(|(full, value)| {
                name != full && is_cut_of(name, full) && remains::plain(&remains::text_of(value)) == text
            })
        });
    }
    for (name, raw) in &remains.properties {
        let as_column = remains::plain(&remains::text_of(raw));
        let idx = members.iter().position(|(other, _)| other == name);
        let Some((_, found)) = idx.and_then(|idx| members.get(idx)) else {
            back.push((name.clone(), raw.clone()));
            continue;
        };
        let found_text = remains::plain(&remains::text_of(found));
        // A kind of a newer program stands here as a reference area; a name may have been taken from another attribute.
        let is_same = found_text == as_column
            || (name == "kind" && is_ours)
            || (name == "name" && as_column.is_empty() && row.values.contains(&found_text));
        let value = if is_same { raw.clone() } else { found.clone() };
        if let Some(idx) = idx {
            members.remove(idx);
        }
        back.push((name.clone(), value));
    }
    members.extend(back);
}

/// Whether a column's name is what a format made of a longer one, or of one that differs in the case of its letters alone: cut,
/// and numbered.
fn is_cut_of(column: &str, full: &str) -> bool {
    let stem = column.trim_end_matches(|c: char| c.is_ascii_digit()).trim_end_matches('_');
    !stem.is_empty() && !remains::is_own(column) && full.to_lowercase().starts_with(&stem.to_lowercase())
}

/// Whether a text is a JSON array or object.
fn is_structure(text: &str) -> bool {
    text.starts_with(['{', '['])
        && json::too_deep(text.as_bytes()).is_none()
        && serde_json::from_str::<&serde_json::value::RawValue>(text).is_ok()
}
