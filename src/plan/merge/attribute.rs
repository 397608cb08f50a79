//! What a feature is made of, piece by piece: told apart, carried over, put in words.

use std::collections::BTreeSet;

use crate::plan::{Feature, Unit};

/// One piece of a feature that can differ between two versions of it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Attribute {
    /// One that every feature has: its place in the table of them.
    Known(usize),
    /// A member of the properties that this program does not know.
    Foreign(String),
    /// A member of the Feature that this program does not know.
    ForeignFeature(String),
}

struct Known {
    name: &'static str,
    is_same: fn(&Feature, &Feature) -> bool,
    carry: fn(&Feature, &mut Feature),
}

macro_rules! known {
    ($name:literal, $($field:ident).+) => {
        Known {
            name: $name,
            is_same: |a, b| a.$($field).+ == b.$($field).+,
            carry: |from, to| to.$($field).+.clone_from(&from.$($field).+),
        }
    };
}

macro_rules! of_unit {
    ($name:literal, $($field:ident).+) => {
        Known {
            name: $name,
            is_same: |a, b| {
                let (a, b) = (a.unit.clone().unwrap_or_default(), b.unit.clone().unwrap_or_default());
                a.$($field).+ == b.$($field).+
            },
            carry: |from, to| {
                let mut unit = to.unit.clone().unwrap_or_default();
                unit.$($field).+ = from.unit.clone().unwrap_or_default().$($field).+;
                to.unit = (to.unit.is_some() || unit != Unit::default()).then_some(unit);
            },
        }
    };
}

/// Every attribute but the units assigned, which merge as a set. Place and shape are one: either alone would be false.
const KNOWN: &[Known] = &[
    known!("kind", kind),
    known!("name", name),
    known!("task", task),
    known!("effective_from", period.from),
    known!("effective_to", period.to),
    known!("legal_basis", legal_basis),
    known!("remarks", remarks),
    Known {
        name: "place",
        is_same: |a, b| a.geometry == b.geometry && a.shape == b.shape,
        carry: |from, to| {
            to.geometry.clone_from(&from.geometry);
            to.shape.clone_from(&from.shape);
        },
    },
    known!("stroke", style.stroke),
    known!("stroke-width", style.stroke_width),
    known!("stroke-opacity", style.stroke_opacity),
    known!("fill", style.fill),
    known!("fill-opacity", style.fill_opacity),
    known!("hidden", is_hidden),
    known!("locked", is_locked),
    known!("group", group),
    of_unit!("nation", nation),
    of_unit!("unit_type", unit_type),
    of_unit!("speed_cruise_kn", speed_cruise),
    of_unit!("speed_max_kn", speed_max),
    of_unit!("endurance_h", endurance_h),
    of_unit!("sweep_width_nm", sweep_width),
    of_unit!("sweep_small_nm", sweep_small),
    of_unit!("sweep_large_nm", sweep_large),
    of_unit!("on_station", on_station),
    of_unit!("available_from", available.from),
    of_unit!("available_to", available.to),
    of_unit!("base", base),
    known!("inspection", inspection),
    known!("id", foreign_id),
];

impl Attribute {
    /// Every attribute in which any two of these versions can differ.
    #[must_use]
    pub fn of(versions: &[&Feature]) -> Vec<Self> {
        let mut unknown = BTreeSet::new();
        for version in versions {
            unknown.extend(version.foreign.0.iter().map(|(name, _)| Self::Foreign(name.clone())));
            unknown.extend(version.foreign_feature.0.iter().map(|(name, _)| Self::ForeignFeature(name.clone())));
        }
        (0..KNOWN.len()).map(Self::Known).chain(unknown).collect()
    }

    /// The attribute of this name, as the plan file writes it; `place` is geometry and shape.
    #[must_use]
    pub fn named(name: &str) -> Self {
        if let Some(idx) = KNOWN.iter().position(|known| known.name == name) {
            return Self::Known(idx);
        }
        match name.strip_prefix("feature.") {
            Some(member) => Self::ForeignFeature(member.to_owned()),
            None => Self::Foreign(name.to_owned()),
        }
    }

    /// Its name as the plan file writes it; `place` is geometry and shape, `feature.x` a member x beside the properties.
    #[must_use]
    pub fn name(&self) -> String {
        match self {
            Self::Known(idx) => KNOWN.get(*idx).map_or_else(String::new, |known| known.name.to_owned()),
            Self::Foreign(name) => name.clone(),
            Self::ForeignFeature(name) => format!("feature.{name}"),
        }
    }

    /// Whether two features have the same there.
    #[must_use]
    pub fn is_same(&self, a: &Feature, b: &Feature) -> bool {
        match self {
            Self::Known(idx) => KNOWN.get(*idx).is_none_or(|known| (known.is_same)(a, b)),
            Self::Foreign(name) => a.foreign.get(name) == b.foreign.get(name),
            Self::ForeignFeature(name) => a.foreign_feature.get(name) == b.foreign_feature.get(name),
        }
    }

    /// Gives one feature what another has there.
    pub fn carry(&self, from: &Feature, to: &mut Feature) {
        match self {
            Self::Known(idx) => {
                if let Some(known) = KNOWN.get(*idx) {
                    (known.carry)(from, to);
                }
            }
            Self::Foreign(name) => to.foreign.set(name, from.foreign.get(name)),
            Self::ForeignFeature(name) => to.foreign_feature.set(name, from.foreign_feature.get(name)),
        }
    }
}
