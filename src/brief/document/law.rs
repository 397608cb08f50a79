//! What the law asks in each zone, statement by statement, each with its source.
//!
//! Owns which statement belongs to which zone and on which text it rests; the words are in the table. Never gives leave: it says
//! what a text demands, and where nothing may be done without consent it says whose. Start at [`statements`].
//!
//! # Source
//! Security Council resolutions 1874 (2009), 2270 (2016), 2375 (2017) and 2397 (2017); United Nations Convention on the Law of
//! the Sea (1982).

use serde_json::{Value, json};

use super::words::Words;
use crate::chart::WaterZone;

/// Where a statement is to be found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Source {
    /// A resolution of the Security Council: number, year, paragraph.
    Resolution(u32, u32, &'static str),
    /// Articles of the Convention on the Law of the Sea.
    Convention(&'static str),
}

/// A statement: its key in the table of words, and its sources.
type Statement = (&'static str, &'static [Source]);

const PORTS: Statement = ("law_ports", &[Source::Resolution(2397, 2017, "9")]);
const PORT_CARGO: Statement = ("law_port_cargo", &[Source::Resolution(2270, 2016, "18")]);
const CONSENT: Statement =
    ("law_consent", &[Source::Resolution(2375, 2017, "7"), Source::Resolution(1874, 2009, "12")]);
const REFUSED: Statement = ("law_refused", &[Source::Resolution(2375, 2017, "8")]);
const TRANSFERS: Statement = ("law_sts", &[Source::Resolution(2375, 2017, "11")]);

const fn of_zone(zone: WaterZone) -> &'static [Statement] {
    match zone {
        WaterZone::Land => &[("law_land", &[Source::Resolution(2270, 2016, "18")])],
        WaterZone::InternalWaters => {
            &[("law_internal_sovereignty", &[Source::Convention("2, 8")]), PORTS, PORT_CARGO, TRANSFERS]
        }
        WaterZone::TerritorialSea => &[
            ("law_territorial_sovereignty", &[Source::Convention("2, 17")]),
            ("law_territorial_seizure", &[Source::Resolution(2397, 2017, "9")]),
            PORTS,
            TRANSFERS,
        ],
        WaterZone::ContiguousZone => &[("law_contiguous", &[Source::Convention("33")]), CONSENT, REFUSED, TRANSFERS],
        WaterZone::Eez => &[("law_eez_freedom", &[Source::Convention("56, 58, 92")]), CONSENT, REFUSED, TRANSFERS],
        WaterZone::HighSeas => {
            &[("law_high_seas_freedom", &[Source::Convention("87, 92")]), CONSENT, REFUSED, TRANSFERS]
        }
    }
}

/// The statements of a zone, each with where it is found.
pub(super) fn statements(zone: WaterZone, words: &Words) -> Vec<Value> {
    let sources = |sources: &[Source]| sources.iter().map(|source| source.words(words)).collect::<Vec<_>>().join("; ");
    of_zone(zone).iter().map(|(key, from)| json!({ "text": words.get(key), "source": sources(from) })).collect()
}

/// Whether what is asked in a zone is the flag State's consent.
pub(super) const fn needs_flag_consent(zone: WaterZone) -> bool {
    matches!(zone, WaterZone::ContiguousZone | WaterZone::Eez | WaterZone::HighSeas)
}

impl Source {
    fn words(self, words: &Words) -> String {
        match self {
            Self::Resolution(number, year, paragraph) => {
                let (number, year) = (number.to_string(), year.to_string());
                words.with("unscr", &[("n", &number), ("y", &year), ("p", paragraph)])
            }
            Self::Convention(articles) => words.with("unclos", &[("p", articles)]),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;

    const ZONES: [WaterZone; 6] = [
        WaterZone::Land,
        WaterZone::InternalWaters,
        WaterZone::TerritorialSea,
        WaterZone::ContiguousZone,
        WaterZone::Eez,
        WaterZone::HighSeas,
    ];

    #[test]
    fn every_statement_names_its_source_and_none_gives_leave() {
        for language in Language::ALL {
            let words = Words::of(language).expect("words");
            for zone in ZONES {
                let statements = statements(zone, &words);
                assert!(!statements.is_empty(), "{zone}");
                for statement in statements {
                    let (text, source) = (statement["text"].as_str(), statement["source"].as_str());
                    let text = text.expect("text");
                    assert!(
                        !text.starts_with("law_")
                            && source.is_some_and(|source| source.contains("20") || source.contains("1982"))
                    );
                    let lower = text.to_lowercase();
                    for leave in ["authoris", "authoriz", "permitted", "허가", "승인"] {
                        assert!(!lower.contains(leave), "{zone}: {text}");
                    }
                }
            }
        }
    }

    #[test]
    fn beyond_the_territorial_sea_the_flag_state_is_asked() {
        let words = Words::of(Language::English).expect("words");
        for zone in ZONES.into_iter().filter(|zone| needs_flag_consent(*zone)) {
            let texts: Vec<String> = statements(zone, &words).iter().map(ToString::to_string).collect();
            assert!(
                texts
                    .iter()
                    .any(|text| text.contains("consent of the flag State") && text.contains("2375 (2017), para 7"))
            );
            assert!(texts.iter().any(|text| text.contains("2375 (2017), para 8")), "{texts:?}");
        }
    }
}
