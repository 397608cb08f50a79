//! Which rows the list of the plan has: what a filter finds, under headers of groups that can be folded.
//!
//! Owns that answer, found once for a plan, a filter and what is folded. Never draws. Start at [`Rows::of`].

use std::collections::{BTreeSet, HashMap};

use crate::plan::{Feature, Plan};
use crate::session::nouns;
use crate::vessel::search::Wanted;

/// One row of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum PlanRow {
    /// The header of a group.
    Group {
        /// What it is called.
        name: String,
        /// How many features it has.
        n: usize,
        /// How many of them are found.
        n_found: usize,
        /// Whether its features are left out of the list.
        is_folded: bool,
    },
    /// A feature.
    Feature {
        /// Its place in the plan.
        idx: usize,
        /// Whether it stands under its group's header.
        is_of_group: bool,
    },
}

/// The rows, topmost feature first; a group stands where its topmost feature does.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Rows {
    /// The rows.
    pub(super) rows: Vec<PlanRow>,
    /// How many features are found, shown or folded away.
    pub(super) n_found: usize,
}

impl Rows {
    /// What is listed of a plan. A filter finds in folded groups too: while it stands, nothing is folded.
    pub(super) fn of(plan: &Plan, text: &str, folded: &BTreeSet<String>) -> Self {
        let wanted = Wanted::of(text);
        // Of each group: how many it has, which of them are found.
        let mut groups: HashMap<&str, (usize, Vec<usize>)> = HashMap::new();
        let mut order: Vec<(&str, usize)> = Vec::new();
        let mut n_found = 0;
        for (idx, feature) in plan.features.iter().enumerate().rev() {
            let is_found = wanted.is_empty() || is_in(&wanted, feature);
            n_found += usize::from(is_found);
            let group = feature.group.as_str();
            if group.is_empty() {
                if is_found {
                    order.push(("", idx));
                }
                continue;
            }
            let (n, found) = groups.entry(group).or_default();
            *n += 1;
            if is_found {
                if found.is_empty() {
                    order.push((group, idx));
                }
                found.push(idx);
            }
        }
        let mut rows = Vec::with_capacity(order.len());
        for (group, idx) in order {
            let Some((n, found)) = groups.get(group) else {
                rows.push(PlanRow::Feature { idx, is_of_group: false });
                continue;
            };
            let is_folded = wanted.is_empty() && folded.contains(group);
            rows.push(PlanRow::Group { name: group.to_owned(), n: *n, n_found: found.len(), is_folded });
            if !is_folded {
                rows.extend(found.iter().map(|idx| PlanRow::Feature { idx: *idx, is_of_group: true }));
            }
        }
        Self { rows, n_found }
    }
}

/// Whether a feature has the text in its name, kind, group, task or remarks.
fn is_in(wanted: &Wanted, feature: &Feature) -> bool {
    let texts = [&feature.name, &feature.group, &feature.task, &feature.remarks];
    texts.into_iter().any(|text| wanted.is_in(text)) || wanted.is_in(nouns::what(feature))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::geodesy::Position;
    use crate::plan::{FeatureId, Kind, PlanId};
    use crate::units::Timestamp;
    use uuid::Uuid;

    /// A plan of features, bottom first, each `name` or `name@group`.
    fn plan(names: &[&str]) -> Plan {
        let mut plan = Plan::new(PlanId(Uuid::nil()), Timestamp::from_seconds(0));
        for (n, name) in names.iter().enumerate() {
            let (name, group) = name.split_once('@').unwrap_or((name, ""));
            let id = FeatureId(Uuid::from_u128(n as u128));
            let place = geo::Geometry::Point(Position::clamped(38.0, 124.0).coord().into());
            let feature = Feature { group: group.into(), ..Feature::new(id, Kind::Barrier, name, place) };
            plan.features.push(Arc::new(feature));
        }
        plan
    }

    fn check(plan: &Plan, text: &str, folded: &[&str], expected: &[&str]) {
        let folded = folded.iter().map(|name| (*name).to_owned()).collect();
        let row = |row: &PlanRow| match row {
            PlanRow::Group { name, n, n_found, is_folded } => {
                format!("{}{name} {n_found}/{n}", if *is_folded { '+' } else { '-' })
            }
            PlanRow::Feature { idx, is_of_group } => {
                format!("{}{}", if *is_of_group { " " } else { "" }, plan.features[*idx].name)
            }
        };
        let found = Rows::of(plan, text, &folded);
        assert_eq!(found.rows.iter().map(row).collect::<Vec<_>>(), expected, "{text:?}");
    }

    #[test]
    fn a_group_stands_where_its_topmost_feature_does_and_folds() {
        let plan = plan(&["Kilo@North", "Lima", "Mike@North", "November"]);
        check(&plan, "", &[], &["November", "-North 2/2", " Mike", " Kilo", "Lima"]);
        check(&plan, "", &["North"], &["November", "+North 2/2", "Lima"]);
        assert_eq!(Rows::of(&plan, "", &BTreeSet::from(["North".to_owned()])).n_found, 4);
    }

    #[test]
    fn a_filter_finds_in_any_case_in_hangul_and_in_folded_groups() {
        let mut plan = plan(&["Kilo@North", "서해 북부", "Mike@North"]);
        check(&plan, "KIL", &["North"], &["-North 1/2", " Kilo"]);
        check(&plan, "북부", &[], &["서해 북부"]);
        check(&plan, "ㅅㅎ", &[], &["서해 북부"]);
        check(&plan, "north", &[], &["-North 2/2", " Mike", " Kilo"]);
        check(&plan, "barrier", &["North"], &["-North 2/2", " Mike", " Kilo", "서해 북부"]);
        let mut changed = Feature::clone(&plan.features[1]);
        changed.task = "Watch the strait".into();
        plan.features[1] = Arc::new(changed);
        check(&plan, "strait", &[], &["서해 북부"]);
        check(&plan, "nothing such", &[], &[]);
    }
}
