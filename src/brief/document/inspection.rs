//! The records of inspections, as the briefing tells them: every answer, and what is still missing.
//!
//! Owns their order and which are told. Never says that an inspection is allowed: what was answered is what was answered. Start at [`all`].

use serde_json::{Value, json};

use super::data::{MOST_ROWS, Numbered, heading};
use super::words::Words;
use super::{Briefing, table, text};
use crate::plan::geometry::centre;
use crate::plan::{Item, Kind, Missing, Part, missing};

/// Every inspection among the features, with the answers part by part.
pub(super) fn all(features: &[Numbered<'_>], briefing: &Briefing<'_>, words: &Words) -> Vec<Value> {
    let inspections = features.iter().filter(|one| one.feature.kind == Kind::Inspection);
    inspections.take(MOST_ROWS).map(|one| of(one, briefing, words)).collect()
}

fn of(one: &Numbered<'_>, briefing: &Briefing<'_>, words: &Words) -> Value {
    let mut out = heading(one, briefing, words);
    let place = centre(one.feature);
    let waters = briefing.waters.filter(|waters| waters.has_shoreline());
    let asks_flag = place.zip(waters).map(|(place, waters)| waters.locate(place).zone.asks_flag_state());
    let lacks: Vec<&str> = missing(one.feature, asks_flag).into_iter().map(Missing::spoken).collect();
    let record = &one.feature.inspection;
    let part = |part: Part| {
        let answers = record.answers().filter(|(item, _)| item.part() == part);
        let told: Vec<Value> = answers
            .map(|(item, answer)| json!({ "name": item.spoken(), "answer": text::paragraphs(answer, words) }))
            .collect();
        (!told.is_empty()).then(|| json!({ "part": part.spoken(), "answers": told }))
    };
    let mut parts: Vec<Part> = Item::ALL.iter().map(|item| item.part()).collect();
    parts.dedup();
    out.insert("position".into(), place.map_or(Value::Null, table::position));
    out.insert("parts".into(), parts.into_iter().filter_map(part).collect());
    out.insert("missing".into(), lacks.into());
    Value::Object(out)
}
