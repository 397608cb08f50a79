//! What the law asks in each zone, statement by statement, each with its source.
//!
//! Owns which statement belongs to which zone and on which text it rests; the words are in the table. Never gives leave: it says
//! what a text demands, and where nothing may be done without consent it says whose. Start at [`statements`].
//!
//! # Source
//! Security Council resolutions 1874 (2009), 2270 (2016), 2375 (2017) and 2397 (2017); United Nations Convention on the Law of
//! the Sea (1982).

use std::sync::LazyLock;

use super::words::Words;
use crate::chart::WaterZone;
use crate::language::Language;

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

/// What a text demands, and where that is found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LegalStatement {
    /// The demand, in a sentence or two.
    pub text: String,
    /// Resolution and paragraph, or articles of the convention.
    pub source: String,
}

/// What the law asks in a zone, in a language, each statement with its source; and that this is aid, not advice.
#[must_use]
pub fn law_of(zone: WaterZone, language: Language) -> (&'static [LegalStatement], &'static str) {
    let of = LAW.iter().find(|(of, _)| *of == language).map(|(_, law)| law);
    let statements = of.and_then(|law| law.zones.iter().find(|(of, _)| *of == zone)).map(|(_, found)| found.as_slice());
    (statements.unwrap_or_default(), of.map_or("", |law| law.note.as_str()))
}

struct Law {
    zones: Vec<(WaterZone, Vec<LegalStatement>)>,
    note: String,
}

/// In every language: a window asks in every frame.
static LAW: LazyLock<Vec<(Language, Law)>> = LazyLock::new(|| {
    let law = |language: Language| {
        let words = Words::of(language).ok()?;
        let zones = WaterZone::ALL.into_iter().map(|zone| (zone, statements(zone, &words))).collect();
        Some((language, Law { zones, note: words.get("law_note").to_owned() }))
    };
    Language::ALL.into_iter().filter_map(law).collect()
});

/// The statements of a zone, each with where it is found.
pub(super) fn statements(zone: WaterZone, words: &Words) -> Vec<LegalStatement> {
    let sources = |sources: &[Source]| sources.iter().map(|source| source.words(words)).collect::<Vec<_>>().join("; ");
    let statement = |(key, from): &Statement| LegalStatement { text: words.get(key).to_owned(), source: sources(from) };
    of_zone(zone).iter().map(statement).collect()
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

    const ZONES: [WaterZone; 6] = WaterZone::ALL;

    #[test]
    fn every_statement_names_its_source_and_none_gives_leave() {
        for language in Language::ALL {
            let words = Words::of(language).expect("words");
            for zone in ZONES {
                let statements = statements(zone, &words);
                assert!(!statements.is_empty(), "{zone}");
                for statement in statements {
                    let LegalStatement { text, source } = statement;
                    assert!(
                        !text.starts_with("law_") && (source.contains("20") || source.contains("1982")),
                        "{source}"
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
        for zone in ZONES.into_iter().filter(|zone| zone.asks_flag_state()) {
            let texts: Vec<String> =
                statements(zone, &words).iter().map(|said| format!("{} {}", said.text, said.source)).collect();
            assert!(
                texts
                    .iter()
                    .any(|text| text.contains("consent of the flag State") && text.contains("2375 (2017), para 7"))
            );
            assert!(texts.iter().any(|text| text.contains("2375 (2017), para 8")), "{texts:?}");
        }
    }
}
