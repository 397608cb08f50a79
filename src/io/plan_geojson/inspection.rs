//! The record of an inspection as a feature's properties keep it: two objects of text, `inspection` and, of the flag State, `consent`.
//!
//! Owns what of them is known. Never judges whether it suffices: `plan` does. Start at [`read`] and [`text`].

use std::sync::Arc;

use crate::io::json::{self, Members};
use crate::plan::{Foreign, Inspection, Item, Part};

/// The members, and the part of the record that the second holds.
pub(super) const MEMBERS: [&str; 2] = ["inspection", "consent"];

const fn member_of(item: Item) -> &'static str {
    if matches!(item.part(), Part::Consent) { "consent" } else { "inspection" }
}

/// Takes from what a reader left among the unknown members what is known of them; the rest stays there.
pub(super) fn read(foreign: &mut Foreign) -> Inspection {
    let mut record = Inspection::default();
    for member in MEMBERS {
        let Some(text) = foreign.get(member).cloned() else { continue };
        let Ok(members) = Members::parse(&text) else { continue };
        let (mut rest, mut n_read) = (Vec::new(), 0);
        for (name, value) in &members.0 {
            let item = Item::ALL.into_iter().find(|item| member_of(*item) == member && item.keyword() == name);
            match item.zip(json::string(value).filter(|answer| !answer.trim().is_empty())) {
                Some((item, answer)) => {
                    record.set(item, answer);
                    n_read += 1;
                }
                None => rest.push(format!("{}:{}", json::quoted(name), json::compact(value.get()))),
            }
        }
        let rest = (!rest.is_empty()).then(|| Arc::from(format!("{{{}}}", rest.join(","))));
        if n_read > 0 {
            foreign.set(member, rest.as_ref());
        }
    }
    record
}

/// A member's text: what is recorded, and what an earlier file had there beside it; `None` where there is neither.
pub(super) fn text(record: &Inspection, member: &str, foreign: &Foreign) -> Option<String> {
    let answers: Vec<_> = record.answers().filter(|(item, _)| member_of(*item) == member).collect();
    if answers.is_empty() {
        return None;
    }
    let mut members: Vec<String> = answers
        .iter()
        .map(|(item, answer)| format!("{}:{}", json::quoted(item.keyword()), json::quoted(answer)))
        .collect();
    let rest = foreign.get(member).and_then(|text| Members::parse(text).ok());
    let others = rest.iter().flat_map(|rest| &rest.0);
    for (name, value) in others.filter(|(name, _)| answers.iter().all(|(item, _)| item.keyword() != name)) {
        members.push(format!("{}:{}", json::quoted(name), json::compact(value.get())));
    }
    Some(format!("{{{}}}", members.join(",")))
}
