//! The briefing's own words, in each of its languages.
//!
//! Owns the table `assets/brief/words.json` and how a moment is written in a language. Never translates a name. Start at
//! [`Words::of`].

use serde_json::{Map, Value};

use crate::language::Language;
use crate::plan::Period;
use crate::units::Timestamp;

/// Every language's words, by key.
const TABLE: &str = include_str!("../../../assets/brief/words.json");
/// Korean time is nine hours ahead of UTC, all year round since 1988.
const KST_AHEAD_MS: i64 = 9 * 3_600_000;

/// The words of one language.
#[derive(Clone, Debug)]
pub(super) struct Words(Map<String, Value>);

impl Words {
    pub(super) fn of(language: Language) -> Result<Self, String> {
        let table: Value = serde_json::from_str(TABLE).map_err(|error| error.to_string())?;
        let words = table.get(language.tag()).and_then(Value::as_object);
        words.cloned().map(Self).ok_or_else(|| format!("there is no table {}", language.tag()))
    }

    /// The word for a key; the key itself shows what is missing.
    pub(super) fn get<'a>(&'a self, key: &'a str) -> &'a str {
        self.0.get(key).and_then(Value::as_str).unwrap_or(key)
    }

    /// A sentence with its places filled: `{a}` by what stands beside `a`.
    pub(super) fn with(&self, key: &str, places: &[(&str, &str)]) -> String {
        let sentence = self.get(key);
        let mut out = String::with_capacity(sentence.len() + 32);
        let mut rest = sentence;
        while let Some((before, after)) = rest.split_once('{') {
            out.push_str(before);
            let Some((name, after)) = after.split_once('}') else { break };
            out.push_str(places.iter().find(|(place, _)| *place == name).map_or("", |(_, text)| text));
            rest = after;
        }
        out.push_str(rest);
        out
    }

    /// All of them, for a template.
    pub(super) fn all(&self) -> Value {
        Value::Object(self.0.clone())
    }

    /// A moment with its zone: `16 Jan 2018 12:00 UTC`.
    fn moment_words(&self, moment: Timestamp, zone: &str) -> String {
        format!("{} {zone}", self.civil("moment", moment))
    }

    fn civil(&self, key: &str, moment: Timestamp) -> String {
        let (year, month, day, hour, minute, _) = moment.civil();
        let months = self.0.get("months").and_then(Value::as_array);
        let month = months.and_then(|months| months.get(month as usize - 1)?.as_str()).unwrap_or_default();
        let (hour, minute) = (format!("{hour:02}"), format!("{minute:02}"));
        let (year, day) = (year.to_string(), day.to_string());
        self.with(key, &[("d", &day), ("month", month), ("y", &year), ("h", &hour), ("m", &minute)])
    }

    /// A moment in three forms: ISO 8601, UTC and Korean time.
    pub(super) fn moment(&self, moment: Timestamp) -> Value {
        let (year, month, day, hour, minute, second) = moment.civil();
        serde_json::json!({
            "iso": format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z"),
            "utc": self.moment_words(moment, "UTC"),
            "kst": self.moment_words(moment.plus_millis(KST_AHEAD_MS), "KST"),
            "date": self.civil("date", moment),
            "year": year, "month": month, "day": day,
        })
    }

    /// A period in the same forms; `null` if it is open on both sides.
    pub(super) fn period(&self, period: Period) -> Value {
        if period == Period::default() {
            return Value::Null;
        }
        let words = |ahead: i64, zone: &str| {
            let of = |moment: Timestamp| self.moment_words(moment.plus_millis(ahead), zone);
            let plain = |moment: Timestamp| self.civil("moment", moment.plus_millis(ahead));
            match (period.from, period.to) {
                (Some(from), Some(to)) => self.with("from_until", &[("a", &plain(from)), ("b", &of(to))]),
                (Some(from), None) => self.with("from", &[("a", &of(from))]),
                (None, Some(to)) => self.with("until", &[("a", &of(to))]),
                (None, None) => String::new(),
            }
        };
        serde_json::json!({
            "from": period.from.map(|moment| self.moment(moment)),
            "to": period.to.map(|moment| self.moment(moment)),
            "utc": words(0, "UTC"),
            "kst": words(KST_AHEAD_MS, "KST"),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_has_every_word() {
        let keys = |language| Words::of(language).expect("a table").0;
        let (english, korean) = (keys(Language::English), keys(Language::Korean));
        assert!(english.len() > 100);
        assert!(english.keys().eq(korean.keys()), "other keys, or in another order");
        let places = |text: &str| {
            let mut places: Vec<String> =
                text.split('{').skip(1).filter_map(|part| Some(part.split_once('}')?.0.to_owned())).collect();
            places.sort();
            places
        };
        for (key, word) in &english {
            let other = &korean[key];
            if let (Some(word), Some(other)) = (word.as_str(), other.as_str()) {
                assert!(!word.trim().is_empty() && !other.trim().is_empty(), "{key}");
                assert_eq!(places(word), places(other), "{key}");
            } else {
                assert_eq!(word.as_array().map(Vec::len), other.as_array().map(Vec::len), "{key}");
            }
        }
    }

    #[test]
    fn korean_time_stands_beside_utc() {
        let moment = Timestamp::from_civil(2018, 1, 16, 18, 30, 0).expect("a moment");
        let english = Words::of(Language::English).expect("words").moment(moment);
        assert_eq!(english["utc"], "16 Jan 2018 18:30 UTC");
        assert_eq!(english["kst"], "17 Jan 2018 03:30 KST");
        let korean = Words::of(Language::Korean).expect("words");
        assert_eq!(korean.moment(moment)["kst"], "2018년 1월 17일 03:30 KST");
        assert_eq!(korean.period(Period { from: Some(moment), to: None })["utc"], "2018년 1월 16일 18:30 UTC부터");
    }

    #[test]
    fn what_fills_a_place_is_not_filled_again() {
        let words = Words::of(Language::English).expect("words");
        assert_eq!(words.with("until", &[("a", "{a} {b}")]), "until {a} {b}");
        assert_eq!(words.get("no such word"), "no such word");
    }
}
