//! What no column of a plan can hold: members this program does not know, with their types and their order, texts that formats
//! trim, identities that are no UUID. One more column carries them, as JSON.
//!
//! Owns that column both ways. What somebody changed in the file since goes before what it says. Start at [`of`] and
//! [`Remains::parse`].

use crate::io::json::{self, Members};
use crate::plan::Feature;

/// The column's name.
pub(super) const COLUMN: &str = "cordon";

/// Members of a plan file's properties that have columns of their own, and those that only pass through files.
const OWN: [&str; 33] = [
    "id",
    "kind",
    "name",
    "task",
    "effective_from",
    "effective_to",
    "units",
    "unit_ids",
    "legal_basis",
    "remarks",
    "shape",
    "nation",
    "unit_type",
    "speed_cruise_kn",
    "speed_max_kn",
    "endurance_h",
    "sweep_width_nm",
    "sweep_small_nm",
    "sweep_large_nm",
    "on_station",
    "available_from",
    "available_to",
    "base",
    "stroke",
    "stroke-width",
    "stroke-opacity",
    "fill",
    "fill-opacity",
    COLUMN,
    ORDER,
    PART,
    "begin",
    "end",
];

/// A feature's place among the others, where a format sorts them anew.
pub(super) const ORDER: &str = "plan_order";
/// Which part of a feature it is, where a format takes it apart: `2`, or `2.3` for the second hole in its second part.
pub(super) const PART: &str = "plan_part";

/// Whether a column is the program's own.
pub(super) fn is_own(name: &str) -> bool {
    OWN.contains(&name)
}

/// A JSON value as a column has it: a string without its quotes, `null` as nothing.
pub(super) fn text_of(raw: &str) -> String {
    let text = serde_json::from_str::<String>(raw).unwrap_or_else(|_no_string| raw.to_owned());
    if text == "null" { String::new() } else { text }
}

/// A text as the poorest format hands it back: without white space around it and without characters that XML has no place for.
pub(super) fn plain(text: &str) -> String {
    let is_kept = |c: char| (!c.is_control() || matches!(c, '\t' | '\n')) && !matches!(c, '\u{FFFE}' | '\u{FFFF}');
    text.chars().filter(|c| is_kept(*c)).collect::<String>().trim().to_owned()
}

/// What the columns of a feature do not say, as a JSON object; `None` if they say all.
pub(super) fn of(feature: &Feature) -> Option<String> {
    let mut properties: Vec<String> = Vec::new();
    let unit = feature.unit.as_ref();
    let style = &feature.style;
    let texts = [
        ("name", Some(feature.name.as_str())),
        ("task", Some(feature.task.as_str())),
        ("legal_basis", Some(feature.legal_basis.as_str())),
        ("remarks", Some(feature.remarks.as_str())),
        ("nation", unit.and_then(|unit| unit.nation.as_deref())),
        ("base", unit.and_then(|unit| unit.base.as_deref())),
        ("stroke", style.stroke.as_deref()),
        ("fill", style.fill.as_deref()),
    ];
    let altered = texts.iter().filter_map(|(name, text)| Some((name, (*text)?)));
    // Without a name of its own a zone takes what looks like one among its attributes.
    let is_unnamed = |name: &str, text: &str| name == "name" && text.is_empty() && !feature.foreign.0.is_empty();
    properties.extend(
        altered
            .filter(|(name, text)| is_altered(text) || is_unnamed(name, text))
            .map(|(name, text)| member(name, &json::quoted(text))),
    );
    // How a feature is kept is nothing that another program shows.
    if !feature.group.is_empty() {
        properties.push(member("group", &json::quoted(&feature.group)));
    }
    let kept = [("hidden", feature.is_hidden), ("locked", feature.is_locked)];
    properties.extend(kept.iter().filter(|(_, is_so)| *is_so).map(|(name, _)| member(name, "true")));
    let foreign = feature.foreign.0.iter().filter(|(name, _)| name != "shape");
    properties.extend(foreign.map(|(name, raw)| member(name, raw)));
    let of_feature: Vec<String> = feature.foreign_feature.0.iter().map(|(name, raw)| member(name, raw)).collect();
    let mut parts: Vec<String> = Vec::new();
    parts.extend(feature.foreign_id.as_ref().map(|id| member("id", id)));
    if !properties.is_empty() {
        parts.push(member("properties", &format!("{{{}}}", properties.join(","))));
    }
    if !of_feature.is_empty() {
        parts.push(member("feature", &format!("{{{}}}", of_feature.join(","))));
    }
    (!parts.is_empty())
        .then(|| format!("{{{}}}", parts.join(",")).replace('\u{FFFE}', "\\ufffe").replace('\u{FFFF}', "\\uffff"))
}

fn is_altered(text: &str) -> bool {
    plain(text) != text || text == "null"
}

fn member(name: &str, raw: &str) -> String {
    format!("{}:{raw}", json::quoted(name))
}

/// What the column said.
#[derive(Debug, Default)]
pub(super) struct Remains {
    /// The feature's own id, as JSON text.
    pub(super) id: Option<String>,
    /// Members of its properties, as JSON text, in order.
    pub(super) properties: Vec<(String, String)>,
    /// Members of the feature itself, and of its geometry.
    pub(super) feature: Vec<(String, String)>,
}

impl Remains {
    /// From the column's text; nothing where it is none, or was cut.
    pub(super) fn parse(text: &str) -> Option<Self> {
        if text.is_empty() || json::too_deep(text.as_bytes()).is_some() {
            return None;
        }
        let members = Members::parse(text).ok()?;
        let inner = |name: &str| -> Vec<(String, String)> {
            let object = members.get(name).and_then(|raw| Members::parse(raw.get()).ok());
            let of_object = object.map(|members| members.0).unwrap_or_default();
            of_object.into_iter().map(|(name, raw)| (name, json::compact(raw.get()))).collect()
        };
        Some(Self {
            id: members.get("id").map(|raw| json::compact(raw.get())),
            properties: inner("properties"),
            feature: inner("feature"),
        })
    }
}
