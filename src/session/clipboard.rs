//! Features as text, to be copied and pasted here, in another window, or in another program: GeoJSON.

use std::collections::BTreeMap;
use std::sync::Arc;

use uuid::Uuid;

use super::Session;
use super::focus::Selected;
use super::nouns::title;
use crate::io::plan_geojson;
use crate::language::said;
use crate::plan::{Feature, FeatureId, Plan, PlanEdit};
use crate::report::Progress;

impl Session {
    /// The selected features as GeoJSON; `None` if none is selected.
    #[must_use]
    pub fn copied(&self) -> Option<String> {
        let plan = self.case.plan();
        let features: Vec<Arc<Feature>> = self.focus.features().filter_map(|id| plan.feature(id).cloned()).collect();
        if features.is_empty() {
            return None;
        }
        let mut copied = Plan::new(plan.id, plan.modified);
        copied.handling.clone_from(&plan.handling);
        copied.features = features;
        Some(String::from_utf8_lossy(&plan_geojson::to_bytes(&copied)).into_owned())
    }

    /// Whether a text is GeoJSON that [`super::PlanCommand::Paste`] can put into the plan.
    #[must_use]
    pub fn is_pasteable(text: &str) -> bool {
        features_of(text).is_some()
    }

    /// Adds the features of a GeoJSON text. What the plan holds already is added as a copy.
    pub(super) fn paste(&mut self, text: &str) {
        let Some(features) = features_of(text) else { return };
        let plan = self.case.plan();
        let ids: BTreeMap<FeatureId, FeatureId> = features
            .iter()
            .map(|feature| (feature.id, plan.feature(feature.id).map_or(feature.id, |_| FeatureId(Uuid::new_v4()))))
            .collect();
        let new = |feature: &Arc<Feature>| {
            let mut copy = Feature::clone(feature);
            copy.id = ids.get(&feature.id).copied().unwrap_or(feature.id);
            if copy.id != feature.id {
                copy.foreign_id = None;
                copy.name = said!("copy-of", name = title(feature));
            }
            // Units that came along are meant, not those they were copied from.
            copy.units.iter_mut().for_each(|unit| *unit = ids.get(unit).copied().unwrap_or(*unit));
            Arc::new(copy)
        };
        let copies: Vec<Arc<Feature>> = features.iter().map(new).collect();
        let label = match copies.as_slice() {
            [one] => said!("edit-paste", name = title(one)),
            many => said!("edit-paste-features", n = many.len()),
        };
        self.focus.selection = copies.iter().map(|feature| Selected::Feature(feature.id)).collect();
        self.edit(&label, &PlanEdit::Add(copies));
    }
}

/// The features of a plan, a `FeatureCollection` or a Feature; `None` if the text is none of these or holds none.
fn features_of(text: &str) -> Option<Vec<Arc<Feature>>> {
    let text = text.trim();
    if !text.starts_with('{') {
        return None;
    }
    let read = |text: &str| {
        plan_geojson::from_bytes(text.as_bytes(), "clipboard", &Progress::default())
            .ok()
            .map(|(plan, ..)| plan.features)
    };
    let with_head = |collection: &str| format!("{{\"cordon\":{{\"format\":1}},{}", collection.trim_start_matches('{'));
    let features = read(text)
        .or_else(|| read(&with_head(text)))
        .or_else(|| read(&with_head(&format!("{{\"type\":\"FeatureCollection\",\"features\":[{text}]}}"))))?;
    (!features.is_empty()).then_some(features)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plans_collections_and_single_features_are_features() {
        let feature =
            r#"{"type":"Feature","geometry":{"type":"Point","coordinates":[124.5,38]},"properties":{"name":"섬"}}"#;
        let collection = format!(r#"{{"type":"FeatureCollection","features":[{feature},{feature}]}}"#);
        let names = |text: &str| features_of(text).map(|all| all.iter().map(|f| f.name.clone()).collect::<Vec<_>>());
        assert_eq!(names(feature), Some(vec!["섬".to_owned()]));
        assert_eq!(names(&collection).map(|names| names.len()), Some(2));
        for text in ["", "{", "38-46.58N 120-59.10E", r#"{"type":"FeatureCollection","features":[]}"#, "{}"] {
            assert_eq!(names(text), None, "{text}");
        }
    }
}
