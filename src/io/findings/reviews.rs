//! What was thought of findings, as a plan keeps it: a member `reviews` of its head, an object with a verdict for each finding's id.
//!
//! Owns that text. What it does not understand it leaves out, and says so by nothing: the plan itself keeps the member as it is until
//! a verdict is changed. Start at [`read`] and [`text`].

use std::collections::{BTreeMap, HashSet};

use serde_json::{Map, Value};

use crate::finding::{FindingId, Review, Verdict};

/// The member's name.
pub const MEMBER: &str = "reviews";

/// The verdicts in a member's JSON text.
#[must_use]
pub fn read(text: &str) -> BTreeMap<FindingId, Review> {
    let Ok(Value::Object(members)) = serde_json::from_str(text) else { return BTreeMap::new() };
    let review = |(id, value): (String, Value)| {
        let said = |name: &str| value.get(name).and_then(Value::as_str).unwrap_or_default();
        let verdict = Verdict::of(said("verdict"))?;
        Some((FindingId::of(&id)?, Review { verdict, note: said("note").to_owned() }))
    };
    members.into_iter().filter_map(review).collect()
}

/// The member's JSON text; `None` if there is nothing to keep.
#[must_use]
pub fn text(reviews: &BTreeMap<FindingId, Review>) -> Option<String> {
    let mut members = Map::new();
    for (id, review) in reviews.iter().filter(|(_, review)| !review.is_empty()) {
        let mut of_one = Map::new();
        of_one.insert("verdict".to_owned(), review.verdict.as_str().into());
        if !review.note.is_empty() {
            of_one.insert("note".to_owned(), review.note.as_str().into());
        }
        members.insert(id.to_string(), Value::Object(of_one));
    }
    (!members.is_empty()).then(|| Value::Object(members).to_string())
}

/// Those that were dismissed.
#[must_use]
pub fn dismissed(reviews: &BTreeMap<FindingId, Review>) -> HashSet<FindingId> {
    reviews.iter().filter(|(_, review)| review.verdict == Verdict::Dismissed).map(|(id, _)| *id).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verdicts_come_back_as_they_were_kept() {
        let id = |digit: &str| FindingId::of(&digit.repeat(32)).expect("32 digits");
        let reviews = BTreeMap::from([
            (id("1"), Review { verdict: Verdict::Reviewed, note: String::new() }),
            (id("a"), Review { verdict: Verdict::Dismissed, note: "예인선 \"둘\"".to_owned() }),
        ]);
        let kept = text(&reviews).expect("something to keep");
        assert_eq!(read(&kept), reviews);
        assert_eq!(text(&BTreeMap::from([(id("1"), Review::default())])), None);
    }

    #[test]
    fn what_is_no_verdict_is_left_out() {
        let one = format!(
            "{{\"{}\":{{\"verdict\":\"reviewed\"}},\"x\":{{\"verdict\":\"reviewed\"}},\"{}\":3}}",
            "1".repeat(32),
            "2".repeat(32)
        );
        assert_eq!(read(&one).len(), 1);
        assert!(read("[1").is_empty() && read("[]").is_empty());
    }
}
