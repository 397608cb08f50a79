//! Names for what is drawn, until its maker gives a better one.

use super::model::{Feature, Kind, Plan};

/// The spelling alphabet. Source: ICAO Annex 10, volume II, 5.2.1.3, figure 5-1.
const SPELLING: [&str; 26] = [
    "Alfa", "Bravo", "Charlie", "Delta", "Echo", "Foxtrot", "Golf", "Hotel", "India", "Juliett", "Kilo", "Lima",
    "Mike", "November", "Oscar", "Papa", "Quebec", "Romeo", "Sierra", "Tango", "Uniform", "Victor", "Whiskey", "X-ray",
    "Yankee", "Zulu",
];

/// The first name of the row Area Alfa … Area Zulu, Area 27, … that the plan does not use yet; Route, Barrier, Unit, Point
/// for those.
#[must_use]
pub fn next_name(plan: &Plan, kind: Kind) -> String {
    let noun = match kind {
        Kind::PatrolRoute => "Route",
        Kind::Barrier => "Barrier",
        Kind::Unit => "Unit",
        Kind::Point => "Point",
        Kind::Inspection => "Inspection",
        Kind::InterdictionArea | Kind::PatrolZone | Kind::ExclusionArea | Kind::ReferenceArea => "Area",
    };
    let is_free = |name: &String| plan.features.iter().all(|feature| feature.name != *name);
    let spelled = SPELLING.iter().map(|word| format!("{noun} {word}"));
    let numbered = (27..).map(|n: u32| format!("{noun} {n}"));
    spelled.chain(numbered).find(is_free).unwrap_or_default()
}

/// What to call a feature: its name, or its kind where it has none.
#[must_use]
pub fn title(feature: &Feature) -> &str {
    if feature.name.is_empty() { feature.kind.words() } else { &feature.name }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{FeatureId, PlanId};
    use crate::units::Timestamp;
    use std::sync::Arc;
    use uuid::Uuid;

    #[test]
    fn names_follow_the_spelling_alphabet_and_skip_what_is_taken() {
        let mut plan = Plan::new(PlanId(Uuid::nil()), Timestamp::from_seconds(0));
        assert_eq!(next_name(&plan, Kind::InterdictionArea), "Area Alfa");
        for n in 0..27_u128 {
            let name = next_name(&plan, Kind::InterdictionArea);
            let point = geo::Geometry::Point(geo::Point::new(125.0, 38.0));
            let feature = Feature::new(FeatureId(Uuid::from_u128(n)), Kind::InterdictionArea, name, point);
            plan.features.push(Arc::new(feature));
        }
        assert_eq!(plan.features[25].name, "Area Zulu");
        assert_eq!(plan.features[26].name, "Area 27");
    }
}
