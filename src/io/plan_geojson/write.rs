//! A plan to bytes: one way to write each plan, one line per member, so that a diff names what changed.

use std::collections::BTreeMap;

use geo::Geometry;

use super::{FORMAT, inspection};
use crate::geodesy::Position;
use crate::io::antimeridian;
use crate::io::geojson_geometry::{self as geometry, push};
use crate::io::json::{self, Members};
use crate::plan::{Feature, FeatureId, Foreign, Kind, Plan, Shape, Version};
use crate::units::{Metres, Timestamp};

/// The bytes of a plan's file; the same plan always gives the same bytes.
#[must_use]
pub fn to_bytes(plan: &Plan) -> Vec<u8> {
    let geometries: Vec<Option<Geometry<f64>>> =
        plan.features.iter().map(|f| f.geometry.as_ref().and_then(geometry::presentable)).collect();
    let foreign_ids: BTreeMap<FeatureId, &str> =
        plan.features.iter().filter_map(|f| Some((f.id, f.foreign_id.as_deref()?))).collect();
    let mut out = String::from("{\n\"type\":\"FeatureCollection\",\n\"cordon\":{\n");
    out.push_str(&head(plan).join(",\n"));
    out.push_str("\n},\n");
    if let Some(bbox) = antimeridian::bbox(geometries.iter().flatten()) {
        out.push_str("\"bbox\":");
        geometry::write_bbox(&mut out, bbox);
        out.push_str(",\n");
    }
    for (name, value) in &plan.foreign_collection.0 {
        push(&mut out, format_args!("{}:{value},\n", json::quoted(name)));
    }
    out.push_str("\"features\":[");
    for (idx, (feature, geometry)) in plan.features.iter().zip(&geometries).enumerate() {
        out.push_str(if idx > 0 { ",\n" } else { "\n" });
        write_feature(&mut out, feature, geometry.as_ref(), &foreign_ids);
    }
    out.push_str("\n]\n}\n");
    out.into_bytes()
}

/// Members in their fixed order; what a file's own unreadable value holds stands in for one that is empty.
struct MemberList<'a> {
    lines: Vec<String>,
    foreign: &'a Foreign,
    written: Vec<&'static str>,
}

impl<'a> MemberList<'a> {
    fn new(indent: usize, foreign: &'a Foreign) -> Self {
        Self { lines: Vec::with_capacity(indent + 12), foreign, written: Vec::new() }
    }

    /// A known member; `None` leaves it out, unless the file had a value of its own.
    fn put(&mut self, name: &'static str, value: Option<String>) {
        let kept = || self.foreign.0.iter().find(|(key, _)| key == name).map(|(_, raw)| raw.to_string());
        if let Some(value) = value.or_else(kept) {
            self.lines.push(format!("{}:{value}", json::quoted(name)));
        }
        self.written.push(name);
    }

    fn text(&mut self, name: &'static str, text: &str) {
        self.put(name, (!text.is_empty()).then(|| json::quoted(text)));
    }

    fn time(&mut self, name: &'static str, moment: Option<Timestamp>) {
        self.put(name, moment.map(|moment| json::quoted(&moment.to_string())));
    }

    fn number(&mut self, name: &'static str, number: Option<f64>) {
        self.put(name, number.filter(|number| number.is_finite()).map(|number| number.to_string()));
    }

    /// All members of the file that have not been written yet.
    fn finish(mut self) -> Vec<String> {
        for (name, value) in &self.foreign.0 {
            if !self.written.contains(&name.as_str()) {
                self.lines.push(format!("{}:{value}", json::quoted(name)));
            }
        }
        self.lines
    }
}

/// What a plan says of itself, for files of other formats: its `cordon` member and what else stands beside its features, as a
/// JSON object.
pub(crate) fn about_text(plan: &Plan) -> String {
    let beside: Vec<String> =
        plan.foreign_collection.0.iter().map(|(name, value)| format!("{}:{value}", json::quoted(name))).collect();
    format!("{{\"cordon\":{{{}}},\"collection\":{{{}}}}}", head(plan).join(","), beside.join(","))
}

fn head(plan: &Plan) -> Vec<String> {
    let mut members = MemberList::new(0, &plan.foreign);
    members.put("format", Some(FORMAT.to_string()));
    let has_own_id = plan.foreign.0.iter().any(|(name, _)| name == "id");
    members.put("id", (!has_own_id).then(|| json::quoted(&plan.id.0.to_string())));
    members.put("title", some_text_or_kept(&plan.title, &plan.foreign, "title"));
    members.text("author", &plan.author);
    members.time("created", Some(plan.created));
    members.time("modified", Some(plan.modified));
    members.text("handling", &plan.handling);
    members
        .put("parents", (!plan.parents.is_empty()).then(|| string_array(plan.parents.iter().map(|p| json::quoted(p)))));
    let version = |version: &Version| {
        let (sha256, modified) = (json::quoted(&version.sha256), json::quoted(&version.modified.to_string()));
        format!("{{\"sha256\":{sha256},\"modified\":{modified},\"author\":{}}}", json::quoted(&version.author))
    };
    let history = || format!("[\n{}\n]", plan.history.iter().map(version).collect::<Vec<_>>().join(",\n"));
    members.put("history", (!plan.history.is_empty()).then(history));
    members.finish()
}

/// A text that is written even when empty, unless the file had something there that is not text.
fn some_text_or_kept(text: &str, foreign: &Foreign, name: &str) -> Option<String> {
    (!text.is_empty() || !foreign.0.iter().any(|(key, _)| key == name)).then(|| json::quoted(text))
}

fn string_array(items: impl Iterator<Item = String>) -> String {
    format!("[{}]", items.collect::<Vec<_>>().join(","))
}

pub(super) fn write_feature(
    out: &mut String,
    feature: &Feature,
    place: Option<&Geometry<f64>>,
    foreign_ids: &BTreeMap<FeatureId, &str>,
) {
    let id = feature.foreign_id.as_deref().map_or_else(|| json::quoted(&feature.id.to_string()), str::to_owned);
    push(out, format_args!("{{\"type\":\"Feature\",\"id\":{id},\n"));
    let extras = feature.foreign_feature.0.iter().find(|(name, _)| name == "geometry").map(|(_, raw)| raw.as_ref());
    out.push_str("\"geometry\":");
    match place {
        Some(place) => geometry::write(out, place, extras),
        // A geometry that could not be read is still the file's.
        None if feature.geometry.is_none() => out.push_str(extras.unwrap_or("null")),
        None => out.push_str("null"),
    }
    out.push_str(",\n\"properties\":{\n");
    out.push_str(&properties(feature, foreign_ids).join(",\n"));
    out.push_str("\n}");
    for (name, value) in &feature.foreign_feature.0 {
        match (name.as_str(), place.and_then(|place| antimeridian::bbox(std::iter::once(place)))) {
            ("geometry", _) => {}
            ("bbox", Some(bbox)) => {
                out.push_str(",\n\"bbox\":");
                geometry::write_bbox(out, bbox);
            }
            _ => push(out, format_args!(",\n{}:{value}", json::quoted(name))),
        }
    }
    out.push('}');
}

fn properties(feature: &Feature, foreign_ids: &BTreeMap<FeatureId, &str>) -> Vec<String> {
    let mut members = MemberList::new(0, &feature.foreign);
    // A kind of a newer program is read as a reference area, and stays what it is until an edit changes it.
    let has_own_kind = feature.kind == Kind::ReferenceArea && feature.foreign.0.iter().any(|(name, _)| name == "kind");
    members.put("kind", (!has_own_kind).then(|| json::quoted(feature.kind.keyword())));
    members.put("name", some_text_or_kept(&feature.name, &feature.foreign, "name"));
    members.text("task", &feature.task);
    members.time("effective_from", feature.period.from);
    members.time("effective_to", feature.period.to);
    let unit_id = |id: &FeatureId| {
        foreign_ids.get(id).map_or_else(|| json::quoted(&id.to_string()), |foreign| (*foreign).to_owned())
    };
    members.put("units", (!feature.units.is_empty()).then(|| string_array(feature.units.iter().map(unit_id))));
    members.text("legal_basis", &feature.legal_basis);
    members.text("remarks", &feature.remarks);
    let shape_extras = feature.foreign.0.iter().find(|(name, _)| name == "shape").map(|(_, raw)| raw.as_ref());
    if let Some(shape) = &feature.shape {
        members.put("shape", Some(shape_text(shape, shape_extras)));
    } else {
        // Unknown members of a shape mean nothing without it.
        members.written.push("shape");
    }
    if let Some(unit) = &feature.unit {
        members.put("nation", unit.nation.as_deref().map(json::quoted));
        members.put("unit_type", unit.unit_type.map(|unit_type| json::quoted(unit_type.keyword())));
        members.number("speed_cruise_kn", unit.speed_cruise.map(crate::units::Knots::value));
        members.number("speed_max_kn", unit.speed_max.map(crate::units::Knots::value));
        members.number("endurance_h", unit.endurance_h);
        members.number("sweep_width_nm", unit.sweep_width.map(crate::units::NauticalMiles::value));
        members.number("sweep_small_nm", unit.sweep_small.map(crate::units::NauticalMiles::value));
        members.number("sweep_large_nm", unit.sweep_large.map(crate::units::NauticalMiles::value));
        members.time("available_from", unit.available.from);
        members.time("available_to", unit.available.to);
        let intervals = || string_array(unit.on_station.iter().map(|period| json::quoted(&period.interval())));
        members.put("on_station", (!unit.on_station.is_empty()).then(intervals));
        members.put("base", unit.base.as_deref().map(json::quoted));
    }
    for member in inspection::MEMBERS {
        members.put(member, inspection::text(&feature.inspection, member, &feature.foreign));
    }
    members.put("stroke", feature.style.stroke.as_deref().map(json::quoted));
    members.number("stroke-width", feature.style.stroke_width);
    members.number("stroke-opacity", feature.style.stroke_opacity);
    members.put("fill", feature.style.fill.as_deref().map(json::quoted));
    members.number("fill-opacity", feature.style.fill_opacity);
    members.text("group", &feature.group);
    members.put("hidden", feature.is_hidden.then(|| "true".to_owned()));
    members.put("locked", feature.is_locked.then(|| "true".to_owned()));
    members.finish()
}

/// A shape as the plan file writes it, with the unknown members of `extras`.
pub(crate) fn shape_text(shape: &Shape, extras: Option<&str>) -> String {
    let place = |position: &Position| {
        let mut text = String::new();
        geometry::write_coord(&mut text, position.rounded().coord());
        text
    };
    let metres = |length: &Metres| length.value().to_string();
    let mut members: Vec<(&str, String)> = match shape {
        Shape::Unknown(raw) => return raw.to_string(),
        Shape::Circle { centre, radius } => {
            vec![("type", "\"circle\"".into()), ("center", place(centre)), ("radius_m", metres(radius))]
        }
        Shape::Rectangle { south_west, north_east } => {
            vec![("type", "\"rectangle\"".into()), ("south_west", place(south_west)), ("north_east", place(north_east))]
        }
        Shape::Ring { centre, inner, outer } => vec![
            ("type", "\"ring\"".into()),
            ("center", place(centre)),
            ("inner_m", metres(inner)),
            ("outer_m", metres(outer)),
        ],
        Shape::Sector { centre, inner, outer, from, to } => vec![
            ("type", "\"sector\"".into()),
            ("center", place(centre)),
            ("inner_m", metres(inner)),
            ("outer_m", metres(outer)),
            ("from_deg", from.value().to_string()),
            ("to_deg", to.value().to_string()),
        ],
        Shape::Corridor { route, half_width } => vec![
            ("type", "\"corridor\"".into()),
            ("route", string_array(route.iter().map(place))),
            ("half_width_m", metres(half_width)),
        ],
        Shape::Measured { places } => {
            vec![("type", "\"measured\"".into()), ("places", string_array(places.iter().map(place)))]
        }
        Shape::Geodesic { corners } => vec![
            ("type", "\"polygon\"".into()),
            ("edges", "\"geodesic\"".into()),
            ("corners", string_array(corners.iter().map(place))),
        ],
    };
    let extras = extras.and_then(|text| Members::parse(text).ok());
    for (name, value) in extras.iter().flat_map(|members| &members.0) {
        if !members.iter().any(|(known, _)| known == name) {
            members.push((name.as_str(), value.get().to_owned()));
        }
    }
    let members: Vec<String> = members.iter().map(|(name, value)| format!("{}:{value}", json::quoted(name))).collect();
    format!("{{{}}}", members.join(","))
}
