//! The record of an inspection: what is to be written down of one, and what is still missing.
//!
//! Owns the questions, and which of them must be answered where. Never judges an answer: that something is recorded does not make
//! it lawful. Start at [`Item`]; [`missing`] says what a record lacks.
//!
//! # Source
//! Security Council resolution 2375 (2017), paragraphs 7 and 8: inspection on the high seas with the consent of the flag State, on information that gives reasonable
//! grounds; where it is refused, the flag State directs the vessel to a port. The other questions are a choice: what is asked afterwards of whoever answers for a
//! boarding.

use std::collections::BTreeMap;

use super::model::{Feature, Kind};
use crate::language::words;
use crate::units::Timestamp;

/// A question of the record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Item {
    /// MMSI of the vessel.
    Mmsi,
    /// Its IMO number.
    Imo,
    /// Its name.
    VesselName,
    /// Its call sign.
    CallSign,
    /// The flag that it claims.
    FlagClaimed,
    /// The flag that was verified, by whom and when.
    FlagVerified,
    /// In whose water it is, how far from the coast, and from which baseline that is measured.
    Water,
    /// What gives reasonable grounds: findings by their ids, with times.
    Grounds,
    /// Images that show it.
    Images,
    /// Hashes of the evidence: a file or a finding and its SHA-256, one a line.
    Evidence,
    /// The resolution that it rests on.
    Resolution,
    /// Its paragraph.
    Paragraph,
    /// The flag State that was asked.
    ConsentState,
    /// When it was asked.
    ConsentAsked,
    /// Whom there.
    ConsentContact,
    /// Who answered: the flag State, or another such as the master.
    ConsentBy,
    /// What the answer was.
    ConsentAnswer,
    /// To what it was given.
    ConsentScope,
    /// Until when.
    ConsentExpires,
    /// What follows a refusal: to which port the flag State is asked to direct the vessel.
    Refusal,
    /// Whether crew or cargo are of humanitarian concern, and what was done.
    Humanitarian,
}

/// A part of the record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// Who.
    Vessel,
    /// Where and why.
    Grounds,
    /// By what right.
    Law,
    /// The flag State's consent.
    Consent,
    /// What follows.
    After,
}

impl Item {
    /// All, in the order in which they are asked.
    pub const ALL: [Self; 21] = [
        Self::Mmsi,
        Self::Imo,
        Self::VesselName,
        Self::CallSign,
        Self::FlagClaimed,
        Self::FlagVerified,
        Self::Water,
        Self::Grounds,
        Self::Images,
        Self::Evidence,
        Self::Resolution,
        Self::Paragraph,
        Self::ConsentState,
        Self::ConsentAsked,
        Self::ConsentContact,
        Self::ConsentBy,
        Self::ConsentAnswer,
        Self::ConsentScope,
        Self::ConsentExpires,
        Self::Refusal,
        Self::Humanitarian,
    ];

    /// The part that it belongs to.
    #[must_use]
    pub const fn part(self) -> Part {
        match self {
            Self::Mmsi | Self::Imo | Self::VesselName | Self::CallSign | Self::FlagClaimed | Self::FlagVerified => {
                Part::Vessel
            }
            Self::Water | Self::Grounds | Self::Images | Self::Evidence => Part::Grounds,
            Self::Resolution | Self::Paragraph => Part::Law,
            Self::ConsentState
            | Self::ConsentAsked
            | Self::ConsentContact
            | Self::ConsentBy
            | Self::ConsentAnswer
            | Self::ConsentScope
            | Self::ConsentExpires => Part::Consent,
            Self::Refusal | Self::Humanitarian => Part::After,
        }
    }

    /// Its name in the plan's file, within `consent` if it is of that part, else within `inspection`.
    #[must_use]
    pub const fn keyword(self) -> &'static str {
        match self {
            Self::Mmsi => "mmsi",
            Self::Imo => "imo",
            Self::VesselName => "name",
            Self::CallSign => "call_sign",
            Self::FlagClaimed => "flag_claimed",
            Self::FlagVerified => "flag_verified",
            Self::Water => "water",
            Self::Grounds => "grounds",
            Self::Images => "images",
            Self::Evidence => "evidence",
            Self::Resolution => "resolution",
            Self::Paragraph => "paragraph",
            Self::ConsentState => "state",
            Self::ConsentAsked => "asked",
            Self::ConsentContact => "contact",
            Self::ConsentBy => "by",
            Self::ConsentAnswer => "answer",
            Self::ConsentScope => "scope",
            Self::ConsentExpires => "expires",
            Self::Refusal => "refusal",
            Self::Humanitarian => "humanitarian",
        }
    }

    /// What it is called, in the language spoken.
    #[must_use]
    pub fn spoken(self) -> &'static str {
        match self {
            Self::Mmsi => words("inspection-mmsi"),
            Self::Imo => words("inspection-imo"),
            Self::VesselName => words("inspection-name"),
            Self::CallSign => words("inspection-call-sign"),
            Self::FlagClaimed => words("inspection-flag-claimed"),
            Self::FlagVerified => words("inspection-flag-verified"),
            Self::Water => words("inspection-water"),
            Self::Grounds => words("inspection-grounds"),
            Self::Images => words("inspection-images"),
            Self::Evidence => words("inspection-evidence"),
            Self::Resolution => words("inspection-resolution"),
            Self::Paragraph => words("inspection-paragraph"),
            Self::ConsentState => words("inspection-consent-state"),
            Self::ConsentAsked => words("inspection-consent-asked"),
            Self::ConsentContact => words("inspection-consent-contact"),
            Self::ConsentBy => words("inspection-consent-by"),
            Self::ConsentAnswer => words("inspection-consent-answer"),
            Self::ConsentScope => words("inspection-consent-scope"),
            Self::ConsentExpires => words("inspection-consent-expires"),
            Self::Refusal => words("inspection-refusal"),
            Self::Humanitarian => words("inspection-humanitarian"),
        }
    }
}

impl Part {
    /// What it is called, in the language spoken.
    #[must_use]
    pub fn spoken(self) -> &'static str {
        match self {
            Self::Vessel => words("inspection-part-vessel"),
            Self::Grounds => words("inspection-part-grounds"),
            Self::Law => words("inspection-part-law"),
            Self::Consent => words("inspection-part-consent"),
            Self::After => words("inspection-part-after"),
        }
    }
}

/// What is recorded: an answer for each question that has one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Inspection(BTreeMap<Item, String>);

/// What was answered when the flag State was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Nothing yet.
    None,
    /// Consent.
    Granted,
    /// No consent.
    Refused,
    /// Something else, in words.
    Other,
}

impl Inspection {
    /// The answer to a question; empty where there is none.
    #[must_use]
    pub fn get(&self, item: Item) -> &str {
        self.0.get(&item).map_or("", String::as_str)
    }

    /// Records an answer; an empty one is none.
    pub fn set(&mut self, item: Item, answer: impl Into<String>) {
        let answer = answer.into();
        if answer.trim().is_empty() {
            self.0.remove(&item);
        } else {
            self.0.insert(item, answer);
        }
    }

    /// The same with one answer more.
    #[must_use]
    pub fn with(mut self, item: Item, answer: impl Into<String>) -> Self {
        self.set(item, answer);
        self
    }

    /// Whether nothing is recorded.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether anything beside the consent is recorded.
    #[must_use]
    pub fn is_begun(&self) -> bool {
        self.0.keys().any(|item| item.part() != Part::Consent)
    }

    /// Whether anything of a part is recorded.
    #[must_use]
    pub fn has(&self, part: Part) -> bool {
        self.0.keys().any(|item| item.part() == part)
    }

    /// What was recorded, in the order of the questions.
    pub fn answers(&self) -> impl Iterator<Item = (Item, &str)> {
        self.0.iter().map(|(item, answer)| (*item, answer.as_str()))
    }

    /// What the answer to the request for consent was.
    #[must_use]
    pub fn answer(&self) -> Answer {
        match self.get(Item::ConsentAnswer).trim().to_lowercase().as_str() {
            "" | "none" => Answer::None,
            "granted" | "given" | "yes" => Answer::Granted,
            "refused" | "denied" | "no" => Answer::Refused,
            _ => Answer::Other,
        }
    }

    /// Whether somebody else than the flag State answered, such as the master.
    #[must_use]
    pub fn is_of_another(&self) -> bool {
        !matches!(self.get(Item::ConsentBy).trim().to_lowercase().as_str(), "" | "flag_state" | "flag state")
    }

    /// Until when consent was given, if that can be read (RFC 3339).
    #[must_use]
    pub fn expires(&self) -> Option<Timestamp> {
        let at: jiff::Timestamp = self.get(Item::ConsentExpires).trim().parse().ok()?;
        Some(Timestamp::from_millis(at.as_millisecond()))
    }
}

/// Something that the record of an inspection lacks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missing {
    /// An answer.
    Answer(Item),
    /// Any of the numbers and names that tell the vessel from others.
    Identity,
    /// The unit that inspects.
    Unit,
    /// When.
    Time,
}

impl Missing {
    /// What is missing, in the language spoken.
    #[must_use]
    pub fn spoken(self) -> &'static str {
        match self {
            Self::Answer(item) => item.spoken(),
            Self::Identity => words("inspection-identity"),
            Self::Unit => words("inspection-unit"),
            Self::Time => words("inspection-time"),
        }
    }
}

/// What the record of an inspection lacks, in the order of the questions; nothing for features of other kinds.
///
/// `asks_flag` says whether the flag State is to be asked where it lies (`None` where that is not known, which is taken for yes): in waters of a
/// coastal State that is sovereign there, consent is not the flag's to give. Images are wanted where there are some, and never missing.
#[must_use]
pub fn missing(feature: &Feature, asks_flag: Option<bool>) -> Vec<Missing> {
    if feature.kind != Kind::Inspection {
        return Vec::new();
    }
    let record = &feature.inspection;
    let mut wanted = vec![Item::FlagClaimed, Item::FlagVerified, Item::Water, Item::Grounds, Item::Evidence];
    wanted.extend([Item::Resolution, Item::Paragraph]);
    if asks_flag.unwrap_or(true) {
        wanted.extend([Item::ConsentState, Item::ConsentAsked, Item::ConsentContact, Item::ConsentAnswer]);
        match record.answer() {
            Answer::Granted => wanted.extend([Item::ConsentScope, Item::ConsentExpires]),
            Answer::Refused => wanted.push(Item::Refusal),
            Answer::None | Answer::Other => {}
        }
    }
    wanted.push(Item::Humanitarian);
    let is_anonymous = [Item::Mmsi, Item::Imo, Item::VesselName].iter().all(|item| record.get(*item).is_empty());
    let mut missing = Vec::new();
    missing.extend(is_anonymous.then_some(Missing::Identity));
    missing.extend(wanted.into_iter().filter(|item| record.get(*item).is_empty()).map(Missing::Answer));
    missing.extend(feature.units.is_empty().then_some(Missing::Unit));
    missing.extend((feature.period.from.is_none()).then_some(Missing::Time));
    missing
}

#[cfg(test)]
mod tests {
    use geo::point;
    use uuid::Uuid;

    use super::*;
    use crate::plan::FeatureId;

    fn inspection() -> Feature {
        let place = point! { x: 124.0, y: 34.0 };
        let mut feature = Feature::new(FeatureId(Uuid::from_u128(1)), Kind::Inspection, "Inspection 1", place.into());
        feature.units = vec![FeatureId(Uuid::from_u128(2))];
        feature.period.from = Timestamp::from_civil(2018, 1, 16, 3, 0, 0);
        let mut record = Inspection::default().with(Item::Imo, "8912345");
        for item in Item::ALL.into_iter().filter(|item| !matches!(item.part(), Part::Vessel | Part::Consent)) {
            record.set(item, "said");
        }
        feature.inspection = record.with(Item::FlagClaimed, "TGO").with(Item::FlagVerified, "TGO registry, 16 Jan");
        feature
    }

    #[test]
    fn in_a_territorial_sea_no_flag_state_is_asked() {
        assert_eq!(missing(&inspection(), Some(false)), []);
    }

    #[test]
    fn beyond_it_the_record_wants_the_consent_and_its_scope() {
        let mut feature = inspection();
        let asked = [Item::ConsentState, Item::ConsentAsked, Item::ConsentContact, Item::ConsentAnswer];
        assert_eq!(missing(&feature, Some(true)), asked.map(Missing::Answer));
        assert_eq!(missing(&feature, None), asked.map(Missing::Answer));
        for item in asked {
            feature.inspection.set(item, "said");
        }
        feature.inspection.set(Item::ConsentAnswer, "Granted");
        let granted = [Item::ConsentScope, Item::ConsentExpires];
        assert_eq!(missing(&feature, Some(true)), granted.map(Missing::Answer));
        feature.inspection.set(Item::ConsentAnswer, "refused");
        feature.inspection.set(Item::Refusal, " ");
        assert_eq!(missing(&feature, Some(true)), [Missing::Answer(Item::Refusal)]);
    }

    #[test]
    fn a_record_of_nobody_by_nobody_is_not_whole() {
        let mut feature = inspection();
        feature.inspection.set(Item::Imo, "");
        feature.units.clear();
        feature.period.from = None;
        assert_eq!(missing(&feature, Some(false)), [Missing::Identity, Missing::Unit, Missing::Time]);
    }

    #[test]
    fn a_consent_is_what_a_flag_state_granted() {
        let granted = Inspection::default()
            .with(Item::ConsentAnswer, "granted")
            .with(Item::ConsentExpires, "2018-01-17T00:00:00Z");
        assert_eq!(granted.answer(), Answer::Granted);
        assert_eq!(granted.expires(), Timestamp::from_civil(2018, 1, 17, 0, 0, 0));
        assert!(!granted.is_of_another());
        assert!(granted.with(Item::ConsentBy, "master").is_of_another());
    }

    #[test]
    fn every_question_is_asked_once_and_has_its_own_name() {
        let mut names: Vec<_> = Item::ALL.iter().map(|item| (item.part() == Part::Consent, item.keyword())).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), Item::ALL.len());
        assert!(Item::ALL.is_sorted());
    }
}
