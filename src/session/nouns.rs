//! The nouns of the case in the language spoken: kinds, types, waters.
//!
//! Files and the command line write the same things by keywords and in English, by the nouns' own `words`. Start at [`what`].

use std::borrow::Cow;

use crate::coordinate::Form;
use crate::language::words;
use crate::plan::{Feature, Shape};
use crate::track::sieve::OrderBy;

/// What a feature is: its kind, or what it was drawn as where that says more.
#[must_use]
pub fn what(feature: &Feature) -> &'static str {
    match feature.shape {
        Some(Shape::Measured { .. }) => words("kind-measured"),
        _ => feature.kind.spoken(),
    }
}

/// What to call a feature: its name, or its kind where it has none.
#[must_use]
pub fn title(feature: &Feature) -> &str {
    if feature.name.is_empty() { what(feature) } else { &feature.name }
}

/// An attribute of a feature or plan by what a plan file calls it (`crate::plan::merge::Attribute::name`); a member that this
/// program does not know keeps the name it has there.
#[must_use]
pub fn attribute(name: &str) -> Cow<'_, str> {
    match name {
        "kind" => words("attribute-kind").into(),
        "name" => words("attribute-name").into(),
        "task" => words("attribute-task").into(),
        "effective_from" => words("attribute-effective-from").into(),
        "effective_to" => words("attribute-effective-to").into(),
        "legal_basis" => words("attribute-legal-basis").into(),
        "remarks" => words("attribute-remarks").into(),
        "place" => words("attribute-place").into(),
        "stroke" => words("attribute-stroke").into(),
        "stroke-width" => words("attribute-stroke-width").into(),
        "stroke-opacity" => words("attribute-stroke-opacity").into(),
        "fill" => words("attribute-fill").into(),
        "fill-opacity" => words("attribute-fill-opacity").into(),
        "hidden" => words("attribute-hidden").into(),
        "locked" => words("attribute-locked").into(),
        "group" => words("attribute-group").into(),
        "nation" => words("attribute-nation").into(),
        "unit_type" => words("attribute-unit-type").into(),
        "speed_cruise_kn" => words("attribute-speed-cruise-kn").into(),
        "speed_max_kn" => words("attribute-speed-max-kn").into(),
        "endurance_h" => words("attribute-endurance-h").into(),
        "sweep_width_nm" => words("attribute-sweep-width-nm").into(),
        "sweep_small_nm" => words("attribute-sweep-small-nm").into(),
        "sweep_large_nm" => words("attribute-sweep-large-nm").into(),
        "on_station" => words("attribute-on-station").into(),
        "available_from" => words("attribute-available-from").into(),
        "available_to" => words("attribute-available-to").into(),
        "base" => words("attribute-base").into(),
        "inspection" => words("inspection-title").into(),
        "id" => words("attribute-id").into(),
        "units" => words("attribute-units").into(),
        "title" => words("attribute-title").into(),
        "author" => words("attribute-author").into(),
        "handling" => words("attribute-handling").into(),
        "the feature" => words("attribute-feature").into(),
        unknown => unknown.into(),
    }
}

/// A form of coordinates.
#[must_use]
pub fn form(form: Form) -> &'static str {
    match form {
        Form::Decimal => words("form-decimal"),
        Form::Ddm => words("form-ddm"),
        Form::Dms => words("form-dms"),
        Form::Mgrs => words("form-mgrs"),
    }
}

/// What a list of vessels is ordered by.
#[must_use]
pub fn order_by(by: OrderBy) -> &'static str {
    match by {
        OrderBy::Mmsi => words("order-mmsi"),
        OrderBy::Name => words("order-name"),
        OrderBy::Flag => words("order-flag"),
        OrderBy::Class => words("order-class"),
        OrderBy::Fixes => words("order-fixes"),
        OrderBy::LastFix => words("order-last-fix"),
        OrderBy::Length => words("order-length"),
        OrderBy::Fastest => words("order-fastest"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;
    use crate::plan::merge::{Attribute, changes};
    use crate::plan::{FeatureId, Kind, Plan, PlanId};
    use crate::units::Timestamp;
    use std::sync::Arc;
    use uuid::Uuid;

    #[test]
    fn every_attribute_that_can_differ_has_a_korean_name() {
        let id = FeatureId(Uuid::nil());
        let feature = Feature::new(id, Kind::Point, "", geo::Geometry::Point(geo::point! { x: 124.0, y: 38.0 }));
        let with = |feature: Feature| {
            let mut plan = Plan::new(PlanId(Uuid::nil()), Timestamp::from_seconds(0));
            plan.features.push(Arc::new(feature));
            plan
        };
        // A change of units is called by a name of its own.
        let assigned = Feature { units: vec![id], ..feature.clone() };
        let found = changes(&with(feature.clone()), &with(assigned));
        let [(_, crate::plan::merge::Change::Changed(units))] = found.as_slice() else { panic!("{found:?}") };
        let mut names: Vec<String> = Attribute::of(&[&feature]).iter().map(Attribute::name).collect();
        names.extend(units.iter().cloned());
        names.extend(["title", "author", "handling", "the feature"].map(str::to_owned));
        assert!(names.len() > 28, "{names:?}");
        Language::Korean.scoped(|| {
            for name in &names {
                let said = attribute(name);
                assert!(said.chars().any(|c| matches!(c, '가'..='힣')), "{name}: {said}");
            }
        });
        assert_eq!(attribute("x-partner"), "x-partner", "what is not ours keeps its name");
    }
}
