//! The flag State's consent to a boarding or an inspection, as a feature's properties keep it: a member `consent`, an object with `state`, `answer`,
//! `by`, `asked`, `contact`, `scope` and `expires`.
//!
//! Owns what of that text decides whether it is a consent. Never judges whether it suffices: `plan` does. Start at [`consents`].

use std::collections::BTreeMap;

use serde_json::Value;

use crate::plan::{Consent, FeatureId, Plan};
use crate::units::Timestamp;

/// The member's name.
const MEMBER: &str = "consent";

/// The consents that the features of a plan record; one that is no object is none.
#[must_use]
pub fn consents(plan: &Plan) -> BTreeMap<FeatureId, Consent> {
    let recorded = |feature: &std::sync::Arc<crate::plan::Feature>| {
        let text = feature.foreign.get(MEMBER)?;
        Some((feature.id, read(text)?))
    };
    plan.features.iter().filter_map(recorded).collect()
}

fn read(text: &str) -> Option<Consent> {
    let Ok(Value::Object(members)) = serde_json::from_str(text) else { return None };
    let said = |name: &str| members.get(name).and_then(Value::as_str).unwrap_or_default().trim();
    let (answer, by) = (said("answer").to_lowercase(), said("by").to_lowercase());
    Some(Consent {
        state: said("state").to_owned(),
        is_granted: matches!(answer.as_str(), "granted" | "given" | "yes"),
        is_of_another: !matches!(by.as_str(), "" | "flag_state" | "flag state"),
        expires: said("expires").parse().ok().map(|at: jiff::Timestamp| Timestamp::from_millis(at.as_millisecond())),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_consent_is_what_a_flag_state_granted() {
        let granted =
            read(r#"{"state":"PAN","answer":"granted","expires":"2018-01-17T00:00:00Z"}"#).expect("an object");
        let expires = Timestamp::from_civil(2018, 1, 17, 0, 0, 0);
        assert_eq!(granted, Consent { state: "PAN".to_owned(), is_granted: true, is_of_another: false, expires });
        let masters = read(r#"{"state":"PAN","by":"master","answer":"granted"}"#).expect("an object");
        assert!(masters.is_of_another);
        let refused = read(r#"{"state":"PAN","answer":"refused"}"#).expect("an object");
        assert!(!refused.is_granted && refused.expires.is_none());
        assert_eq!(read("true"), None);
    }
}
