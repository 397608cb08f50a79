//! Typical units: what a class of ship or aircraft can do, as far as it is publicly documented.
//!
//! Owns the words for it. Never knows which classes there are: `io::unit_library` reads them, and docs/units.md gives a source for each value. Start at
//! [`TypicalUnit`].

use super::model::{Feature, FeatureId, Kind, Plan, Unit, UnitType};
use crate::geodesy::Position;
use crate::language::{said, words};
use crate::units::{Knots, NauticalMiles};

/// How large what is looked for is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TargetSize {
    /// Under 25 m: boats, small fishing vessels.
    Small,
    /// 25 to 100 m: trawlers, coasters, small tankers.
    #[default]
    Medium,
    /// Over 100 m.
    Large,
}

impl TargetSize {
    /// Every size, the smallest first.
    pub const ALL: [Self; 3] = [Self::Small, Self::Medium, Self::Large];

    /// Its name on the command line and in files.
    #[must_use]
    pub const fn keyword(self) -> &'static str {
        match self {
            Self::Small => "small",
            Self::Medium => "medium",
            Self::Large => "large",
        }
    }

    /// Its name in the language spoken.
    #[must_use]
    pub fn spoken(self) -> &'static str {
        match self {
            Self::Small => words("target-small"),
            Self::Medium => words("target-medium"),
            Self::Large => words("target-large"),
        }
    }
}

impl Unit {
    /// Its sweep width against targets of a size.
    #[must_use]
    pub fn sweep_against(&self, size: TargetSize) -> Option<NauticalMiles> {
        let own = match size {
            TargetSize::Small => self.sweep_small,
            TargetSize::Medium => None,
            TargetSize::Large => self.sweep_large,
        };
        own.or(self.sweep_width)
    }
}

/// What a class of units can do.
#[derive(Clone, Debug, PartialEq)]
pub struct TypicalUnit {
    /// The class: "Incheon-class frigate".
    pub name: String,
    /// What craft it is.
    pub unit_type: UnitType,
    /// Cruising speed.
    pub speed_cruise: Knots,
    /// Best speed.
    pub speed_max: Knots,
    /// Endurance in hours.
    pub endurance_h: f64,
    /// Sweep width against small, medium and large targets.
    pub sweep_widths: [NauticalMiles; 3],
    /// Where the values are from.
    pub source: String,
}

impl TypicalUnit {
    /// Gives a unit of a plan the figures of this class; its nation, base and availability stay its own. Where they are from goes into its remarks.
    pub fn give_to(&self, feature: &mut Feature) {
        let Unit { nation, available, on_station, base, .. } = feature.unit.take().unwrap_or_default();
        feature.unit = Some(Unit { nation, available, on_station, base, ..self.unit() });
        let told = said!("typical-remark", class = &*self.name, source = &*self.source);
        if !feature.remarks.contains(&told) {
            let before = if feature.remarks.is_empty() { "" } else { "\n" };
            feature.remarks = format!("{}{before}{told}", feature.remarks);
        }
    }

    /// A unit of this class at a place, under a name that the plan does not use yet.
    #[must_use]
    pub fn placed(&self, plan: &Plan, id: FeatureId, place: Position) -> Feature {
        let is_free = |name: &String| plan.features.iter().all(|feature| feature.name != *name);
        let numbered = (2_u32..).map(|n| format!("{} {n}", self.name));
        let name = std::iter::once(self.name.clone()).chain(numbered).find(is_free).unwrap_or_default();
        let point = geo::Geometry::Point(place.rounded().coord().into());
        let mut feature = Feature::new(id, Kind::Unit, name, point);
        self.give_to(&mut feature);
        feature
    }

    /// As a plan keeps a unit.
    #[must_use]
    pub fn unit(&self) -> Unit {
        let [small, medium, large] = self.sweep_widths;
        Unit {
            unit_type: Some(self.unit_type),
            speed_cruise: Some(self.speed_cruise),
            speed_max: Some(self.speed_max),
            endurance_h: Some(self.endurance_h),
            sweep_width: Some(medium),
            sweep_small: Some(small),
            sweep_large: Some(large),
            ..Unit::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::PlanId;
    use crate::units::Timestamp;
    use std::sync::Arc;
    use uuid::Uuid;

    fn class() -> TypicalUnit {
        let miles = |miles: f64| NauticalMiles::new(miles).expect("a length");
        let knots = |knots: f64| Knots::new(knots).expect("a speed");
        TypicalUnit {
            name: "Our cutter".into(),
            unit_type: UnitType::Ship,
            speed_cruise: knots(14.0),
            speed_max: knots(22.0),
            endurance_h: 240.0,
            sweep_widths: [miles(5.0), miles(10.0), miles(14.0)],
            source: "trials of 2025".into(),
        }
    }

    #[test]
    fn a_unit_takes_figures_and_keeps_what_is_its_own() {
        let mut plan = Plan::new(PlanId(Uuid::nil()), Timestamp::from_seconds(0));
        let place = Position::clamped(37.0, 124.0);
        let one = class().placed(&plan, FeatureId(Uuid::from_u128(1)), place);
        plan.features.push(Arc::new(one));
        let mut two = class().placed(&plan, FeatureId(Uuid::from_u128(2)), place);
        assert_eq!((plan.features[0].name.as_str(), two.name.as_str()), ("Our cutter", "Our cutter 2"));
        let own = two.unit.take().map(|unit| Unit { nation: Some("KOR".into()), base: Some("Mokpo".into()), ..unit });
        two.unit = own;
        class().give_to(&mut two);
        let unit = two.unit.expect("figures");
        assert_eq!((unit.nation.as_deref(), unit.base.as_deref()), (Some("KOR"), Some("Mokpo")));
        let widths = TargetSize::ALL.map(|size| unit.sweep_against(size).map(NauticalMiles::value));
        assert_eq!(widths, [Some(5.0), Some(10.0), Some(14.0)]);
        // One width alone is that against any.
        let plain = Unit { sweep_small: None, sweep_large: None, ..unit };
        assert_eq!(TargetSize::ALL.map(|size| plain.sweep_against(size)), [NauticalMiles::new(10.0); 3]);
        assert_eq!(
            two.remarks.matches("trials of 2025").count(),
            1,
            "where they are from is said once: {}",
            two.remarks
        );
    }
}
