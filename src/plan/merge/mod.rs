//! Two versions of a plan made one, given the version both came from.
//!
//! Owns the rule of the three-way merge, by feature and attribute: what one side changed is taken, what both changed alike is
//! taken once, what both changed differently is a [`Conflict`]. Nothing is lost: a conflict holds all versions, and a feature
//! that one side deleted and the other changed stays. Which side is which makes no difference, but for the value that stands
//! in a conflict's place until it is settled: ours. Start at [`merge`].

mod attribute;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::edit::PlanEdit;
use super::model::{Feature, FeatureId, Foreign, Plan};
pub use attribute::Attribute;

/// What both sides changed differently.
#[derive(Clone, Debug, PartialEq)]
pub enum Conflict {
    /// Attributes of a feature, or the whole of it where one side deleted it.
    Feature {
        /// Which feature.
        id: FeatureId,
        /// What differs, by name ([`Attribute::name`]); empty where one side deleted the feature.
        attributes: Vec<String>,
        /// As both had it; `None` if neither did.
        base: Option<Arc<Feature>>,
        /// As we have it; `None` if we deleted it.
        ours: Option<Arc<Feature>>,
        /// As they have it; `None` if they deleted it.
        theirs: Option<Arc<Feature>>,
    },
    /// What the plan says of itself.
    Text {
        /// Which member: `title`, `author` or `handling`.
        member: String,
        /// What it is in our version.
        ours: String,
        /// What it is in theirs.
        theirs: String,
    },
    /// A member of the plan that this program does not know.
    Plan {
        /// Which member.
        member: String,
        /// Its JSON text in our version.
        ours: Option<String>,
        /// Its JSON text in theirs.
        theirs: Option<String>,
    },
}

/// Two versions as one.
#[derive(Clone, Debug, PartialEq)]
pub struct Merged {
    /// The plan; in a conflict's place stands what we had.
    pub plan: Plan,
    /// What is to be settled, in the plan's order.
    pub conflicts: Vec<Conflict>,
}

/// What both sides made of `base`, as one. The parents of the plan are left to the caller, who knows the files.
#[must_use]
pub fn merge(base: &Plan, ours: &Plan, theirs: &Plan) -> Merged {
    let mut conflicts = Vec::new();
    let [by_base, by_ours, by_theirs] = [base, ours, theirs].map(by_id);
    let mut merged: BTreeMap<FeatureId, Arc<Feature>> = BTreeMap::new();
    let mut wanted: BTreeSet<FeatureId> = BTreeSet::new();
    let order = order(base, ours, theirs);
    for id in &order {
        let find = |map: &BTreeMap<FeatureId, Arc<Feature>>| map.get(id).cloned();
        let versions = [find(&by_base), find(&by_ours), find(&by_theirs)];
        if let Some(feature) = feature(*id, versions, &mut conflicts) {
            wanted.extend(feature.units.iter().copied());
            merged.insert(*id, feature);
        }
    }
    // A unit that one side deleted and the other sent somewhere stays, until somebody decides.
    for id in &wanted {
        let was_assigned = base.features.iter().any(|feature| feature.units.contains(id));
        if let Some(unit) = by_base.get(id).filter(|_| !was_assigned && !merged.contains_key(id)) {
            let (ours, theirs) = (by_ours.get(id).cloned(), by_theirs.get(id).cloned());
            conflicts.push(Conflict::Feature {
                id: *id,
                attributes: Vec::new(),
                base: Some(Arc::clone(unit)),
                ours,
                theirs,
            });
            merged.insert(*id, Arc::clone(unit));
        }
    }
    let mut plan = Plan {
        features: order.iter().filter_map(|id| merged.remove(id)).collect(),
        modified: ours.modified.max(theirs.modified),
        ..ours.clone()
    };
    describe(&mut plan, base, ours, theirs, &mut conflicts);
    Merged { plan, conflicts }
}

fn by_id(plan: &Plan) -> BTreeMap<FeatureId, Arc<Feature>> {
    plan.features.iter().map(|feature| (feature.id, Arc::clone(feature))).collect()
}

/// One feature of three versions; `None` if it is gone.
fn feature(
    id: FeatureId,
    [base, ours, theirs]: [Option<Arc<Feature>>; 3],
    conflicts: &mut Vec<Conflict>,
) -> Option<Arc<Feature>> {
    match (&base, &ours, &theirs) {
        (_, None, None) => None,
        (None, Some(one), None) | (None, None, Some(one)) => Some(Arc::clone(one)),
        (Some(before), Some(one), None) | (Some(before), None, Some(one)) => {
            if before == one {
                return None;
            }
            let kept = Arc::clone(one);
            conflicts.push(Conflict::Feature { id, attributes: Vec::new(), base, ours, theirs });
            Some(kept)
        }
        (_, Some(one), Some(other)) if one == other => Some(Arc::clone(one)),
        (Some(before), Some(one), Some(other)) if before == other => Some(Arc::clone(one)),
        (Some(before), Some(one), Some(other)) if before == one => Some(Arc::clone(other)),
        (_, Some(one), Some(other)) => {
            let mut result = Feature::clone(one);
            let mut differing = Vec::new();
            let versions: Vec<&Feature> =
                [Some(one), Some(other), base.as_ref()].into_iter().flatten().map(Arc::as_ref).collect();
            for attribute in Attribute::of(&versions) {
                if attribute.is_same(one, other) {
                    continue;
                }
                match &base {
                    Some(before) if attribute.is_same(before, one) => attribute.carry(other, &mut result),
                    Some(before) if attribute.is_same(before, other) => {}
                    _ => differing.push(attribute.name()),
                }
            }
            result.units = units(base.as_deref().map_or(&[], |before| &before.units), &one.units, &other.units);
            in_one_order(&mut result.foreign, &one.foreign, &other.foreign);
            in_one_order(&mut result.foreign_feature, &one.foreign_feature, &other.foreign_feature);
            if !differing.is_empty() {
                conflicts.push(Conflict::Feature { id, attributes: differing, base, ours, theirs });
            }
            Some(Arc::new(result))
        }
    }
}

/// Units assigned merge as a set: what either took away goes, what either added comes.
fn units(base: &[FeatureId], one: &[FeatureId], other: &[FeatureId]) -> Vec<FeatureId> {
    if base == one {
        return other.to_vec();
    }
    if base == other || one == other {
        return one.to_vec();
    }
    let is_kept = |id: &&FeatureId| one.contains(id) && other.contains(id);
    let mut kept: Vec<FeatureId> = base.iter().filter(is_kept).copied().collect();
    let added: BTreeSet<FeatureId> = one.iter().chain(other).filter(|id| !base.contains(id)).copied().collect();
    kept.extend(added);
    kept
}

/// Unknown members in an order that does not depend on which side is ours: that of the side that sorts first, then the rest.
fn in_one_order(members: &mut Foreign, one: &Foreign, other: &Foreign) {
    let names = |of: &Foreign| of.0.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>();
    let (first, second) = if names(one) <= names(other) { (one, other) } else { (other, one) };
    let mut place: BTreeMap<String, usize> = BTreeMap::new();
    for name in names(first).into_iter().chain(names(second)) {
        let next = place.len();
        place.entry(name).or_insert(next);
    }
    members.0.sort_by_key(|(name, _)| place.get(name).copied());
}

/// The drawing order of all features of any version: that of the side that changed it, then what was added where it was put.
fn order(base: &Plan, ours: &Plan, theirs: &Plan) -> Vec<FeatureId> {
    let ids = |plan: &Plan| plan.features.iter().map(|feature| feature.id).collect::<Vec<_>>();
    let (base, ours, theirs) = (ids(base), ids(ours), ids(theirs));
    let known: BTreeSet<FeatureId> = base.iter().copied().collect();
    let among = |order: &[FeatureId], of: &[FeatureId]| {
        let there: BTreeSet<FeatureId> = of.iter().copied().collect();
        order.iter().filter(|id| known.contains(id) && there.contains(id)).copied().collect::<Vec<_>>()
    };
    let is_reordered = |side: &[FeatureId]| among(side, &base) != among(&base, side);
    // Where both or neither did, the side whose list sorts first leads, whichever is ours.
    let (lead, follow) = match (is_reordered(&ours), is_reordered(&theirs)) {
        (true, false) => (&ours, &theirs),
        (false, true) => (&theirs, &ours),
        _ if ours <= theirs => (&ours, &theirs),
        _ => (&theirs, &ours),
    };
    let mut order = lead.clone();
    let mut placed: BTreeSet<FeatureId> = order.iter().copied().collect();
    for others in [follow, &base] {
        // Each after what it follows there.
        let mut before: Option<FeatureId> = None;
        for id in others {
            if placed.insert(*id) {
                let at =
                    before.and_then(|before| order.iter().position(|other| *other == before)).map_or(0, |at| at + 1);
                order.insert(at, *id);
            }
            before = Some(*id);
        }
    }
    order
}

/// What the plan says of itself.
fn describe(plan: &mut Plan, base: &Plan, ours: &Plan, theirs: &Plan, conflicts: &mut Vec<Conflict>) {
    let mut settle = |member: &str, [before, one, other]: [&str; 3], to: &mut String| {
        if before == one {
            other.clone_into(to);
        } else if before != other && one != other {
            let (ours, theirs) = (one.to_owned(), other.to_owned());
            conflicts.push(Conflict::Text { member: member.to_owned(), ours, theirs });
        }
    };
    settle("title", [&base.title, &ours.title, &theirs.title], &mut plan.title);
    settle("author", [&base.author, &ours.author, &theirs.author], &mut plan.author);
    settle("handling", [&base.handling, &ours.handling, &theirs.handling], &mut plan.handling);
    for (of, before, one, other) in [
        (&mut plan.foreign, &base.foreign, &ours.foreign, &theirs.foreign),
        (&mut plan.foreign_collection, &base.foreign_collection, &ours.foreign_collection, &theirs.foreign_collection),
    ] {
        let names: BTreeSet<&str> = one.0.iter().chain(&other.0).map(|(name, _)| name.as_str()).collect();
        for name in names {
            let [before, here, there] = [before, one, other].map(|side| side.get(name));
            if before == here {
                of.set(name, there);
            } else if before != there && here != there {
                let text = |value: Option<&Arc<str>>| value.map(ToString::to_string);
                conflicts.push(Conflict::Plan { member: name.to_owned(), ours: text(here), theirs: text(there) });
            }
        }
        in_one_order(of, one, other);
    }
}

impl Conflict {
    /// The edits that put their version in the place of what stands in this plan.
    #[must_use]
    pub fn theirs_in(&self, plan: &Plan) -> Vec<PlanEdit> {
        match self {
            Self::Feature { id, attributes, theirs, .. } => taken(*id, attributes, theirs.as_ref(), plan),
            Self::Text { member, theirs, .. } => vec![described(member, theirs, plan)],
            Self::Plan { member, theirs, .. } => vec![set(member, theirs.as_deref())],
        }
    }

    /// The edits that put our version there: none where it stands already, but for a feature that we had deleted.
    #[must_use]
    pub fn ours_in(&self, plan: &Plan) -> Vec<PlanEdit> {
        match self {
            Self::Feature { id, attributes, ours, .. } => taken(*id, attributes, ours.as_ref(), plan),
            Self::Text { member, ours, .. } => vec![described(member, ours, plan)],
            Self::Plan { member, ours, .. } => vec![set(member, ours.as_deref())],
        }
    }
}

/// A side's attributes of a feature put into the plan, or all of the feature, or its end.
fn taken(id: FeatureId, attributes: &[String], side: Option<&Arc<Feature>>, plan: &Plan) -> Vec<PlanEdit> {
    let now = plan.feature(id);
    match (side, now) {
        (None, None) => Vec::new(),
        (None, Some(_)) => vec![PlanEdit::Remove(vec![id])],
        (Some(side), None) => vec![PlanEdit::Add(vec![Arc::clone(side)])],
        (Some(side), Some(_)) if attributes.is_empty() => vec![PlanEdit::Replace(vec![Arc::clone(side)])],
        (Some(side), Some(now)) => {
            let mut changed = Feature::clone(now);
            attributes.iter().for_each(|name| Attribute::named(name).carry(side, &mut changed));
            vec![PlanEdit::Replace(vec![Arc::new(changed)])]
        }
    }
}

fn described(member: &str, words: &str, plan: &Plan) -> PlanEdit {
    let (mut title, mut author, mut handling) = (plan.title.clone(), plan.author.clone(), plan.handling.clone());
    match member {
        "title" => words.clone_into(&mut title),
        "author" => words.clone_into(&mut author),
        _ => words.clone_into(&mut handling),
    }
    PlanEdit::Describe { title, author, handling }
}

fn set(member: &str, text: Option<&str>) -> PlanEdit {
    PlanEdit::SetMember { name: member.to_owned(), value: text.map(Arc::from) }
}

/// What became of a feature from one version to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// It came.
    Added,
    /// It went.
    Removed,
    /// These of its attributes changed.
    Changed(Vec<String>),
}

/// What is different in `to`, feature by feature in its order; what is gone comes last.
#[must_use]
pub fn changes(from: &Plan, to: &Plan) -> Vec<(Arc<Feature>, Change)> {
    let (before, after) = (by_id(from), by_id(to));
    let mut found = Vec::new();
    for feature in &to.features {
        match before.get(&feature.id) {
            None => found.push((Arc::clone(feature), Change::Added)),
            Some(old) if old == feature => {}
            Some(old) => {
                let attributes = Attribute::of(&[old, feature]).into_iter().filter(|a| !a.is_same(old, feature));
                let mut names: Vec<String> = attributes.map(|attribute| attribute.name()).collect();
                if old.units != feature.units {
                    names.push("units".to_owned());
                }
                found.push((Arc::clone(feature), Change::Changed(names)));
            }
        }
    }
    let gone = from.features.iter().filter(|feature| !after.contains_key(&feature.id));
    found.extend(gone.map(|feature| (Arc::clone(feature), Change::Removed)));
    found
}
