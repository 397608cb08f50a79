//! Whom areas would stop, as JSON for scripts.
//!
//! Owns the shape that `cordon score` prints. Never counts anything. Start at [`scores_json`].

use serde_json::{Value, json};

/// What is said of one area.
#[derive(Clone, Debug, Default)]
pub struct AreaScore {
    /// Its name.
    pub area: String,
    /// The counts before and after what is proposed are of this form.
    pub counts: Counts,
    /// The cost by flag: code (nothing where it is not known), vessels, hours.
    pub by_flag: Vec<(String, usize, f64)>,
    /// The cost by class of ship: word, vessels, hours.
    pub by_class: Vec<(String, usize, f64)>,
    /// What would make it cost less: what it does, and the counts then.
    pub suggestions: Vec<(String, Counts)>,
}

/// Whom an area stops.
#[derive(Clone, Copy, Debug, Default)]
pub struct Counts {
    /// Vessels.
    pub stopped: usize,
    /// Of these flagged.
    pub flagged: usize,
    /// Of these lawful.
    pub lawful: usize,
    /// Hours of all inside.
    pub hours: f64,
    /// Hours of the lawful inside.
    pub lawful_hours: f64,
    /// Flagged vessels in the region.
    pub flagged_in_region: usize,
    /// Flagged share of the stopped.
    pub precision: Option<f64>,
    /// Stopped share of the flagged.
    pub recall: Option<f64>,
}

/// An array on one line, an object for each area; a share of nothing is `null`. Hours to a thousandth, shares to a millionth.
#[must_use]
pub fn scores_json(scores: &[AreaScore]) -> String {
    let score = |score: &AreaScore| {
        let mut members = counts(&score.counts);
        members.insert(0, ("area", Value::from(&*score.area)));
        let tallies = |name: &str, all: &[(String, usize, f64)]| {
            let tally = |(word, n_vessels, hours): &(String, usize, f64)| json!({ name: word, "vessels": n_vessels, "hours": rounded(*hours, 1e3) });
            Value::from(all.iter().map(tally).collect::<Vec<_>>())
        };
        members.push(("lawful_by_flag", tallies("flag", &score.by_flag)));
        members.push(("lawful_by_class", tallies("class", &score.by_class)));
        let suggestion = |(words, after): &(String, Counts)| {
            let mut members = counts(after);
            members.insert(0, ("what", Value::from(&**words)));
            object(members)
        };
        members.push(("suggestions", Value::from(score.suggestions.iter().map(suggestion).collect::<Vec<_>>())));
        object(members)
    };
    Value::from(scores.iter().map(score).collect::<Vec<_>>()).to_string()
}

fn object(members: Vec<(&str, Value)>) -> Value {
    Value::Object(members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
}

fn counts(counts: &Counts) -> Vec<(&'static str, Value)> {
    vec![
        ("stopped", counts.stopped.into()),
        ("flagged", counts.flagged.into()),
        ("lawful", counts.lawful.into()),
        ("hours", rounded(counts.hours, 1e3)),
        ("precision", counts.precision.map_or(Value::Null, |share| rounded(share, 1e6))),
        ("recall", counts.recall.map_or(Value::Null, |share| rounded(share, 1e6))),
        ("lawful_hours", rounded(counts.lawful_hours, 1e3)),
        ("flagged_in_region", counts.flagged_in_region.into()),
    ]
}

fn rounded(number: f64, scale: f64) -> Value {
    Value::from((number * scale).round() / scale)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_members_that_scripts_rely_on() {
        let counts =
            Counts { stopped: 3, flagged: 1, lawful: 2, hours: 4.5, precision: Some(1.0 / 3.0), ..Counts::default() };
        let text = scores_json(&[AreaScore { area: "Kilo".to_owned(), counts, ..AreaScore::default() }]);
        let begins =
            r#"[{"area":"Kilo","stopped":3,"flagged":1,"lawful":2,"hours":4.5,"precision":0.333333,"recall":null,"#;
        assert!(text.starts_with(begins), "{text}");
    }
}
