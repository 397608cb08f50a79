use super::*;
use crate::geodesy::Position;
use crate::plan::{Kind, Period, PlanEdit, PlanId};
use crate::units::Timestamp;
use proptest::prelude::*;
use uuid::Uuid;

fn moment(hour: u32) -> Timestamp {
    Timestamp::from_civil(2018, 1, 16, hour, 0, 0).expect("a moment")
}

fn id(n: u128) -> FeatureId {
    FeatureId(Uuid::from_u128(n))
}

fn point(n: u128, name: &str) -> Feature {
    let place = Position::new(38.0, 124.0).expect("on the globe");
    Feature::new(id(n), Kind::Point, name, geo::Geometry::Point(place.coord().into()))
}

fn plan(features: &[Feature]) -> Plan {
    let mut plan = Plan::new(PlanId(Uuid::nil()), moment(0));
    plan.features = features.iter().cloned().map(Arc::new).collect();
    plan
}

fn with(plan: &Plan, n: u128, change: impl FnOnce(&mut Feature)) -> Plan {
    let mut feature = Feature::clone(plan.feature(id(n)).expect("there"));
    change(&mut feature);
    plan.with(&PlanEdit::Replace(vec![Arc::new(feature)]), moment(1)).expect("it fits")
}

#[test]
fn different_attributes_of_one_feature_come_together() {
    let base = plan(&[point(1, "Kilo")]);
    let ours = with(&base, 1, |f| f.name = "Lima".into());
    let theirs = with(&base, 1, |f| f.period = Period { from: Some(moment(3)), to: None });
    let merged = merge(&base, &ours, &theirs);
    assert_eq!(merged.conflicts, []);
    let feature = merged.plan.feature(id(1)).expect("there");
    assert_eq!((feature.name.as_str(), feature.period.from), ("Lima", Some(moment(3))));
    assert_eq!(merged.plan, merge(&base, &theirs, &ours).plan);
}

#[test]
fn one_attribute_changed_by_both_is_a_conflict_that_holds_both() {
    let base = plan(&[point(1, "Kilo")]);
    let (ours, theirs) = (with(&base, 1, |f| f.task = "Watch".into()), with(&base, 1, |f| f.task = "Board".into()));
    let merged = merge(&base, &ours, &theirs);
    let [Conflict::Feature { attributes, ours: Some(one), theirs: Some(other), .. }] = merged.conflicts.as_slice()
    else {
        panic!("{:?}", merged.conflicts);
    };
    assert_eq!(attributes, &["task"]);
    assert_eq!((one.task.as_str(), other.task.as_str()), ("Watch", "Board"));
    assert_eq!(merged.plan.feature(id(1)).expect("there").task, "Watch");
    let alike = merge(&base, &ours, &ours);
    assert_eq!((alike.plan, alike.conflicts), (ours, vec![]));
}

#[test]
fn what_one_deletes_and_the_other_changes_stays() {
    let base = plan(&[point(1, "Kilo"), point(2, "Lima")]);
    let ours = base.with(&PlanEdit::Remove(vec![id(1), id(2)]), moment(1)).expect("they are there");
    let theirs = with(&base, 1, |f| f.remarks = "seen again".into());
    let merged = merge(&base, &ours, &theirs);
    assert_eq!(merged.plan.features.len(), 1, "the one that nobody changed is gone");
    assert_eq!(merged.conflicts.len(), 1);
    assert_eq!(merged.plan.feature(id(1)).expect("kept").remarks, "seen again");
}

#[test]
fn a_unit_that_is_deleted_here_and_assigned_there_stays() {
    let base = plan(&[point(1, "Kilo"), point(2, "Unit")]);
    let ours = base.with(&PlanEdit::Remove(vec![id(2)]), moment(1)).expect("it is there");
    let theirs = with(&base, 1, |f| f.units = vec![id(2)]);
    for merged in [merge(&base, &ours, &theirs), merge(&base, &theirs, &ours)] {
        assert!(merged.plan.feature(id(2)).is_some());
        assert_eq!(merged.conflicts.len(), 1);
    }
}

#[test]
fn units_merge_as_a_set() {
    let base = plan(&[Feature { units: vec![id(5), id(6)], ..point(1, "Kilo") }]);
    let ours = with(&base, 1, |f| f.units = vec![id(5), id(6), id(7)]);
    let theirs = with(&base, 1, |f| f.units = vec![id(6), id(8)]);
    let merged = merge(&base, &ours, &theirs);
    assert_eq!(merged.plan.feature(id(1)).expect("there").units, [id(6), id(7), id(8)]);
    assert_eq!(merged.conflicts, []);
}

#[test]
fn a_title_that_both_changed_is_a_conflict() {
    let base = plan(&[]);
    let titled = |title: &str| Plan { title: title.into(), ..base.clone() };
    let merged = merge(&base, &titled("East"), &titled("West"));
    assert_eq!(merged.plan.title, "East");
    let expected = Conflict::Text { member: "title".into(), ours: "East".into(), theirs: "West".into() };
    assert_eq!(merged.conflicts, [expected]);
    assert_eq!(merge(&base, &base, &titled("West")).plan.title, "West");
}

/// A change that a side makes, to features 0 to 9.
#[derive(Clone, Debug)]
enum Change {
    Add(u128),
    Remove(usize),
    Reorder(usize, usize),
    Set(usize, u8, u8),
}

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        (1000_u128..1_000_000).prop_map(Change::Add),
        (0_usize..10).prop_map(Change::Remove),
        (0_usize..10, 0_usize..10).prop_map(|(from, to)| Change::Reorder(from, to)),
        (0_usize..10, 0_u8..7, 0_u8..3).prop_map(|(idx, what, value)| Change::Set(idx, what, value)),
    ]
}

fn made(plan: &Plan, changes: &[Change], side: u128) -> Plan {
    let mut plan = plan.clone();
    for change in changes {
        let at = |idx: usize| plan.features.get(idx % plan.features.len().max(1)).cloned();
        let edit = match change {
            Change::Add(n) => PlanEdit::Add(vec![Arc::new(point(n * 2 + side, "new"))]),
            Change::Remove(idx) => at(*idx).map_or(PlanEdit::Remove(vec![]), |f| PlanEdit::Remove(vec![f.id])),
            Change::Reorder(idx, to_idx) => match at(*idx) {
                Some(feature) => PlanEdit::Reorder { id: feature.id, to_idx: *to_idx },
                None => continue,
            },
            Change::Set(idx, what, value) => {
                let Some(feature) = at(*idx) else { continue };
                let mut feature = Feature::clone(&feature);
                let text = format!("value {value}");
                match what {
                    0 => feature.name = text,
                    1 => feature.task = text,
                    2 => feature.remarks = text,
                    3 => feature.period.from = Some(moment(u32::from(*value))),
                    4 => feature.style.stroke = Some(text),
                    5 => feature.units = vec![id(u128::from(*value))],
                    _ => feature.foreign.set(&text, Some(&Arc::from("1"))),
                }
                PlanEdit::Replace(vec![Arc::new(feature)])
            }
        };
        if let Ok(next) = plan.with(&edit, moment(1)) {
            plan = next;
        }
    }
    plan
}

/// Whether a value of a side is in the merged plan or in a conflict.
fn is_kept(merged: &Merged, side: &Feature, attribute: &Attribute) -> bool {
    let in_plan = merged.plan.feature(side.id).is_some_and(|feature| attribute.is_same(feature, side));
    let in_conflict = merged.conflicts.iter().any(|conflict| match conflict {
        Conflict::Feature { ours, theirs, .. } => {
            [ours, theirs].into_iter().flatten().any(|f| f.id == side.id && attribute.is_same(f, side))
        }
        Conflict::Text { .. } | Conflict::Plan { .. } => false,
    });
    in_plan || in_conflict
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]
    #[test]
    fn merging_is_commutative_and_loses_nothing(
        one in prop::collection::vec(change(), 0..8), other in prop::collection::vec(change(), 0..8)
    ) {
        let base = plan(&(0..10_u128).map(|n| point(n + 100, &format!("Area {n}"))).collect::<Vec<_>>());
        let (ours, theirs) = (made(&base, &one, 0), made(&base, &other, 1));
        let (here, there) = (merge(&base, &ours, &theirs), merge(&base, &theirs, &ours));
        prop_assert_eq!(here.conflicts.len(), there.conflicts.len());
        if here.conflicts.is_empty() {
            prop_assert_eq!(&here.plan, &there.plan);
        }
        // What a side changed is in the plan, or in a conflict.
        for side in [&ours, &theirs] {
            for feature in &side.features {
                let before = base.feature(feature.id);
                for attribute in Attribute::of(&[feature]) {
                    let is_changed = before.is_none_or(|before| !attribute.is_same(before, feature));
                    prop_assert!(!is_changed || is_kept(&here, feature, &attribute), "{:?}", attribute.name());
                }
            }
        }
        // And with one side as it was, the merge is the other.
        prop_assert_eq!(merge(&base, &ours, &base).plan.features, ours.features.clone());
        prop_assert_eq!(merge(&base, &base, &theirs).plan.features, theirs.features.clone());
    }
}
