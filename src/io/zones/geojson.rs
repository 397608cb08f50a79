//! Foreign GeoJSON: features that no plan made, as zones.
//!
//! Owns the reading of `FeatureCollection`s, single `Feature`s and bare geometries, and of the old `crs` member. Never writes.
//! Start at [`read`].

use std::collections::{BTreeSet, HashMap, HashSet};

use serde_json::value::RawValue;

use super::repair::{Budget, Mender, Raw};
use super::{colour_of, name};
use crate::chart::{Zone, ZoneLayer};
use crate::io::crs::Crs;
use crate::io::geojson_geometry::{self as geometry, Mended};
use crate::io::json::{self, MAX_DEPTH, Members};
use crate::report::{Progress, Report, Stopped};

/// Why a GeoJSON file has no zones.
#[derive(Debug, thiserror::Error)]
pub(crate) enum GeojsonError {
    #[error("line {0}: not JSON ({1})")]
    NotJson(usize, serde_json::Error),
    #[error("line {0}: nested more than {MAX_DEPTH} levels deep")]
    TooDeep(u64),
    #[error("JSON, but neither a FeatureCollection nor a Feature nor a geometry")]
    NotGeojson,
    #[error("{0}")]
    Crs(String),
    #[error(transparent)]
    Stopped(#[from] Stopped),
}

/// Fields beyond this many are left out: a file that names each of a million zones' attributes differently has no table.
const MAX_FIELDS: usize = 1000;

/// So many names of members that are left out are told.
const MAX_NAMED: usize = 8;

/// The longest text of one geometry; a coast line of a million places fits. Reading one takes about ten times its size.
const MAX_GEOMETRY_BYTES: usize = 32 << 20;

/// Reads the zones of a GeoJSON text.
pub(crate) fn read(
    text: &str,
    file: &str,
    layer_name: &str,
    report: &mut Report,
    budget: &mut Budget,
    progress: &Progress,
) -> Result<ZoneLayer, GeojsonError> {
    if let Some(line) = json::too_deep(text.as_bytes()) {
        return Err(GeojsonError::TooDeep(line));
    }
    let root = Members::parse(text).map_err(|error| GeojsonError::NotJson(error.line(), error))?;
    let kind = root.string("type").ok_or(GeojsonError::NotGeojson)?;
    let crs = root.get("crs").filter(|raw| raw.get() != "null").map(crs).transpose()?;
    let stated = if crs.is_some() { ", from its crs member" } else { "" };
    let crs = crs.unwrap_or_else(|| Crs::wgs84("WGS 84 (RFC 7946)"));
    let features = match kind.as_str() {
        "FeatureCollection" => root.get("features").ok_or(GeojsonError::NotGeojson)?,
        "Feature" | "GeometryCollection" => whole(text)?,
        _ if root.get("coordinates").is_some() => whole(text)?,
        _ => return Err(GeojsonError::NotGeojson),
    };
    let Columns { fields, n_dropped, id_idx, foreign } = columns(features)?;
    if n_dropped > 0 {
        report.note(format!("{file}: {n_dropped} attributes with names beyond the first {MAX_FIELDS} were left out"));
    }
    if !foreign.is_empty() {
        let names = foreign.into_iter().collect::<Vec<_>>().join(", ");
        report.note(format!("{file}: members that stand beside the properties were left out: {names}"));
    }
    let index: HashMap<&str, usize> = fields.iter().enumerate().map(|(idx, name)| (name.as_str(), idx)).collect();
    let name_idx = name::field(&fields);
    let mut zones = Vec::new();
    let mut mender = Mender { crs: &crs, file, report, what: "feature", record: 0, line: None, budget };
    each(features, &mut |feature| {
        progress.check()?;
        progress.add_rows(1);
        mender.record += 1;
        mender.report.read += 1;
        let Ok(members) = Members::parse(feature.get()) else {
            mender.skip("not a feature", "not a GeoJSON Feature, left out");
            return Ok(());
        };
        let Some(geometry) = place(&mut mender, feature, &members) else { return Ok(()) };
        let mut attributes = vec![String::new(); fields.len()];
        let mut colour = None;
        for (key, value) in properties(&members) {
            if let Some(slot) = index.get(key.as_str()).and_then(|idx| attributes.get_mut(*idx)) {
                *slot = as_text(value);
            }
            if key == "fill" || (key == "stroke" && colour.is_none()) {
                colour = json::string(value).as_deref().and_then(colour_of).or(colour);
            }
        }
        if let (Some(slot), Some(id)) = (id_idx.and_then(|idx| attributes.get_mut(idx)), members.get("id")) {
            *slot = as_text(id);
        }
        let name = name_idx.and_then(|idx| attributes.get(idx)).cloned().unwrap_or_default();
        mender.keep(&mut zones, Zone { name, attributes, geometry, colour });
        Ok(())
    })?;
    let crs = format!("{}{stated}", crs.name);
    let name = root.string("name").filter(|name| !name.is_empty()).unwrap_or_else(|| layer_name.to_owned());
    Ok(ZoneLayer { name, source: file.to_owned(), crs, fields, zones, plan: None })
}

fn whole(text: &str) -> Result<&RawValue, GeojsonError> {
    serde_json::from_str(text).map_err(|error| GeojsonError::NotJson(error.line(), error))
}

/// Hands each element of an array (or a single object itself) on, one at a time: a list of all of them may be larger than
/// the text.
fn each(features: &RawValue, take: &mut dyn FnMut(&RawValue) -> Result<(), GeojsonError>) -> Result<(), GeojsonError> {
    if !features.get().starts_with('[') {
        return if features.get().starts_with('{') { take(features) } else { Err(GeojsonError::NotGeojson) };
    }
    let mut outcome = Ok(());
    let read = json::each_element(features.get(), &mut |feature| {
        outcome = take(feature);
        outcome.is_ok()
    });
    outcome.and(read.map_err(|error| GeojsonError::NotJson(error.line(), error)))
}

/// The place of a feature, or of a bare geometry, with these members.
fn place(mender: &mut Mender<'_>, feature: &RawValue, members: &Members<'_>) -> Option<geo::Geometry<f64>> {
    let text = match (members.string("type").as_deref(), members.get("geometry")) {
        (Some("Feature"), Some(raw)) if raw.get() != "null" => raw.get(),
        (Some("Feature"), _) => {
            mender.skip("no geometry", "it has no geometry, left out");
            return None;
        }
        _ => feature.get(),
    };
    if text.len() > MAX_GEOMETRY_BYTES {
        mender.skip(
            "geometry too large",
            &format!("its geometry is longer than {} MB, left out", MAX_GEOMETRY_BYTES >> 20),
        );
        return None;
    }
    let mut mended = Mended::default();
    match geometry::parse_raw(text, &mut mended) {
        Ok((raw, _)) => {
            if mended.n_altitudes > 0 {
                mender
                    .repair("altitude dropped", &format!("{} positions had an altitude, dropped", mended.n_altitudes));
            }
            if mended.n_unclosed > 0 {
                mender.repair("ring closed", "a ring did not end where it began; it was closed");
            }
            mender.settle(Raw::from_geometry(raw))
        }
        Err(error) => {
            mender.skip("geometry unreadable", &format!("{error}, left out"));
            None
        }
    }
}

fn properties<'a>(feature: &Members<'a>) -> Vec<(String, &'a RawValue)> {
    feature
        .get("properties")
        .and_then(|raw| Members::parse(raw.get()).ok())
        .map(|members| members.0)
        .unwrap_or_default()
}

/// What the features have besides their geometry.
#[derive(Default)]
struct Columns {
    /// All property names in order of appearance, and the field of their ids.
    fields: Vec<String>,
    /// How many properties have further names.
    n_dropped: usize,
    /// The field that takes the `id` member, if any feature has one.
    id_idx: Option<usize>,
    /// Members beside `properties` that RFC 7946 does not name.
    foreign: BTreeSet<String>,
}

fn columns(features: &RawValue) -> Result<Columns, GeojsonError> {
    let mut seen = HashSet::new();
    let mut columns = Columns::default();
    let mut has_ids = false;
    each(features, &mut |feature| {
        let Ok(members) = Members::parse(feature.get()) else { return Ok(()) };
        if members.string("type").as_deref() != Some("Feature") {
            return Ok(());
        }
        for (name, _) in &members.0 {
            match name.as_str() {
                "id" => has_ids = true,
                "type" | "geometry" | "properties" | "bbox" => {}
                _ if columns.foreign.len() < MAX_NAMED => _ = columns.foreign.insert(name.clone()),
                _ => {}
            }
        }
        for (name, _) in properties(&members) {
            if columns.fields.len() >= MAX_FIELDS {
                columns.n_dropped += usize::from(!seen.contains(&name));
            } else if seen.insert(name.clone()) {
                columns.fields.push(name);
            }
        }
        Ok(())
    })?;
    if has_ids {
        columns.id_idx = Some(columns.fields.len());
        columns.fields.push(if seen.contains("id") { "feature_id" } else { "id" }.to_owned());
    }
    Ok(columns)
}

/// A value as text: a string without its quotes, `null` as nothing, all else as it is written.
fn as_text(value: &RawValue) -> String {
    match value.get() {
        "null" => String::new(),
        text if text.starts_with('"') => json::string(value).unwrap_or_else(|| text.to_owned()),
        text => json::compact(text),
    }
}

fn crs(raw: &RawValue) -> Result<Crs, GeojsonError> {
    let members =
        Members::parse(raw.get()).map_err(|_no_object| GeojsonError::Crs("its crs member is no object".into()))?;
    let properties = members.get("properties").and_then(|raw| Members::parse(raw.get()).ok());
    let name =
        properties.as_ref().and_then(|p| p.string("name").or_else(|| p.get("code").map(|raw| raw.get().to_owned())));
    let name = name.ok_or_else(|| GeojsonError::Crs("its crs member has no name".into()))?;
    Crs::from_name(&name).map_err(|error| GeojsonError::Crs(error.to_string()))
}
