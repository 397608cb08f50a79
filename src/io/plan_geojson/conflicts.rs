//! Conflicts of a merge in the plan's file, so that they travel with it until somebody settles them.
//!
//! Owns the member `conflicts` of `cordon`: one object for each, with all versions of the feature as GeoJSON Features.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::value::RawValue;

use super::read::from_bytes;
use super::write::write_feature;
use crate::io::geojson_geometry as geometry;
use crate::io::json::{self, Members};
use crate::plan::merge::Conflict;
use crate::plan::{Feature, Plan};
use crate::report::Progress;

const MEMBER: &str = "conflicts";

/// The plan with these conflicts to be settled, in place of those it held.
#[must_use]
pub fn with_conflicts(plan: &Plan, conflicts: &[Conflict]) -> Plan {
    let mut plan = plan.clone();
    let list = conflicts.iter().map(text).collect::<Vec<_>>().join(",");
    plan.foreign.set(MEMBER, (!conflicts.is_empty()).then(|| Arc::from(format!("[{list}]"))).as_ref());
    plan
}

/// The conflicts of a merge that nobody has settled yet; what cannot be understood is left out.
#[must_use]
pub fn conflicts(plan: &Plan) -> Vec<Conflict> {
    let Some(list) = plan.foreign.get(MEMBER) else { return Vec::new() };
    json::elements(list).map(|list| list.into_iter().filter_map(conflict).collect()).unwrap_or_default()
}

fn text(conflict: &Conflict) -> String {
    let members = match conflict {
        Conflict::Feature { id, attributes, base, ours, theirs } => {
            let names: Vec<String> = attributes.iter().map(|name| json::quoted(name)).collect();
            vec![
                ("feature", json::quoted(&id.to_string())),
                ("attributes", format!("[{}]", names.join(","))),
                ("base", feature_text(base.as_deref())),
                ("ours", feature_text(ours.as_deref())),
                ("theirs", feature_text(theirs.as_deref())),
            ]
        }
        Conflict::Text { member, ours, theirs } => {
            vec![("text", json::quoted(member)), ("ours", json::quoted(ours)), ("theirs", json::quoted(theirs))]
        }
        Conflict::Plan { member, ours, theirs } => {
            let or_null = |text: &Option<String>| text.clone().unwrap_or_else(|| "null".to_owned());
            vec![("member", json::quoted(member)), ("ours", or_null(ours)), ("theirs", or_null(theirs))]
        }
    };
    let members: Vec<String> = members.iter().map(|(name, value)| format!("{}:{value}", json::quoted(name))).collect();
    format!("{{{}}}", members.join(","))
}

fn feature_text(feature: Option<&Feature>) -> String {
    let Some(feature) = feature else { return "null".to_owned() };
    let mut text = String::new();
    let place = feature.geometry.as_ref().and_then(geometry::presentable);
    write_feature(&mut text, feature, place.as_ref(), &BTreeMap::new());
    json::compact(&text)
}

fn conflict(raw: &RawValue) -> Option<Conflict> {
    let members = Members::parse(raw.get()).ok()?;
    if let Some(member) = members.string("text") {
        let side = |name| members.string(name).unwrap_or_default();
        return Some(Conflict::Text { member, ours: side("ours"), theirs: side("theirs") });
    }
    if let Some(member) = members.string("member") {
        let side = |name| members.get(name).map(RawValue::get).filter(|text| *text != "null").map(str::to_owned);
        return Some(Conflict::Plan { member, ours: side("ours"), theirs: side("theirs") });
    }
    let side = |name| members.get(name).and_then(feature);
    let (base, ours, theirs) = (side("base"), side("ours"), side("theirs"));
    let id = [&ours, &theirs, &base].into_iter().flatten().next()?.id;
    let names = json::elements(members.get("attributes")?.get()).ok()?;
    Some(Conflict::Feature { id, attributes: names.into_iter().filter_map(json::string).collect(), base, ours, theirs })
}

/// A single Feature, read as the plan's own reader reads it.
fn feature(raw: &RawValue) -> Option<Arc<Feature>> {
    let text = format!(r#"{{"type":"FeatureCollection","cordon":{{"format":1}},"features":[{}]}}"#, raw.get());
    let (plan, _report, _access) = from_bytes(text.as_bytes(), MEMBER, &Progress::default()).ok()?;
    plan.features.first().cloned()
}

/// What a conflict is about, one line for each attribute: its name, and what ours and theirs say there as JSON.
#[must_use]
pub fn differences(conflict: &Conflict) -> Vec<(String, String, String)> {
    match conflict {
        Conflict::Text { member, ours, theirs } => {
            vec![(member.clone(), json::quoted(ours), json::quoted(theirs))]
        }
        Conflict::Plan { member, ours, theirs } => {
            let words = |text: &Option<String>| text.clone().unwrap_or_else(|| "nothing".to_owned());
            vec![(member.clone(), words(ours), words(theirs))]
        }
        Conflict::Feature { attributes, ours, theirs, .. } if attributes.is_empty() => {
            let words = |side: &Option<Arc<Feature>>| if side.is_some() { "changed" } else { "deleted" }.to_owned();
            vec![("the feature".to_owned(), words(ours), words(theirs))]
        }
        Conflict::Feature { attributes, ours, theirs, .. } => {
            let value = |side: &Option<Arc<Feature>>, name: &str| {
                let text = feature_text(side.as_deref());
                let members = Members::parse(&text).ok();
                let raw = match (name, name.strip_prefix("feature.")) {
                    ("place", _) => members.and_then(|members| Some(members.get("geometry")?.get().to_owned())),
                    ("id", _) => members.and_then(|members| Some(members.get("id")?.get().to_owned())),
                    (_, Some(member)) => members.and_then(|members| Some(members.get(member)?.get().to_owned())),
                    (name, None) => members.and_then(|members| {
                        let properties = Members::parse(members.get("properties")?.get()).ok()?;
                        Some(properties.get(name)?.get().to_owned())
                    }),
                };
                raw.unwrap_or_else(|| "nothing".to_owned())
            };
            attributes.iter().map(|name| (name.clone(), value(ours, name), value(theirs, name))).collect()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geodesy::Position;
    use crate::plan::{FeatureId, Kind, PlanId};
    use crate::units::Timestamp;
    use uuid::Uuid;

    fn point(name: &str) -> Arc<Feature> {
        let place = Position::new(38.0, 124.5).expect("on the globe");
        let id = FeatureId(Uuid::from_u128(7));
        Arc::new(Feature::new(id, Kind::Point, name, geo::Geometry::Point(place.coord().into())))
    }

    #[test]
    fn conflicts_come_back_from_the_file_as_they_were() {
        let moment = Timestamp::from_civil(2018, 1, 16, 0, 0, 0).expect("a moment");
        let (base, ours, theirs) = (point("섬"), point("Kilo \"1\""), point("Lima\n2"));
        let id = base.id;
        let all = [
            Conflict::Feature {
                id,
                attributes: vec!["name".into()],
                base: Some(Arc::clone(&base)),
                ours: Some(ours),
                theirs: Some(theirs),
            },
            Conflict::Feature { id, attributes: vec![], base: Some(Arc::clone(&base)), ours: None, theirs: Some(base) },
            Conflict::Text { member: "title".into(), ours: "East \"1\"".into(), theirs: "서쪽".into() },
            Conflict::Plan { member: "x".into(), ours: Some("[1.0]".into()), theirs: None },
        ];
        let plan = with_conflicts(&Plan::new(PlanId(Uuid::nil()), moment), &all);
        let bytes = super::super::to_bytes(&plan);
        let (read, report, _) = from_bytes(&bytes, "plan", &Progress::default()).expect("a plan");
        assert_eq!(conflicts(&read), all);
        assert_eq!(report.n_skipped(), 0);
        assert_eq!(super::super::to_bytes(&read), bytes);
        assert_eq!(differences(&all[0]), [("name".into(), "\"Kilo \\\"1\\\"\"".into(), "\"Lima\\n2\"".into())]);
        assert_eq!(with_conflicts(&read, &[]).foreign.0, []);
    }
}
