//! What looks wrong: one event in the tracks, with the evidence that made the rule fire.
//!
//! Owns [`Finding`] and the words for it. Never decides that something is wrong (that is `analysis`), and never says that
//! a ship is guilty: a finding is a reason to look. Start at [`Finding`].

mod spoken;

use std::borrow::Cow;
use std::fmt;

use sha2::{Digest, Sha256};

use crate::geodesy::Position;
use crate::language::words;
use crate::units::Timestamp;
use crate::vessel::Mmsi;

/// What kind of thing looks wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Two vessels close together, slow, for long: a possible ship-to-ship transfer.
    Encounter,
    /// One vessel that barely moves at sea.
    Loitering,
    /// A silence longer than the vessel's own habit explains.
    Gap,
    /// A call at a port.
    PortVisit,
    /// Two fixes that no ship can have sailed between.
    ImpossibleSpeed,
    /// Positions well inland.
    OnLand,
    /// A circle sailed too evenly for a hull: a sign of a generated position.
    Circling,
    /// One MMSI in two places at once.
    DuplicateIdentity,
    /// A track that goes on under another MMSI, name, IMO or with other dimensions.
    IdentityChange,
    /// An MMSI or IMO number that cannot be one.
    InvalidIdentity,
    /// A flag that is not that of the MMSI.
    FlagMismatch,
    /// A draught that changed where nobody saw why.
    DraughtChange,
    /// A vessel that is like one on a watch list.
    WatchlistMatch,
    /// A vessel that entered a zone.
    ZoneEntry,
}

impl Kind {
    /// All kinds, in the order in which they are listed.
    pub const ALL: [Self; 14] = [
        Self::Encounter,
        Self::Loitering,
        Self::Gap,
        Self::PortVisit,
        Self::ImpossibleSpeed,
        Self::OnLand,
        Self::Circling,
        Self::DuplicateIdentity,
        Self::IdentityChange,
        Self::InvalidIdentity,
        Self::FlagMismatch,
        Self::DraughtChange,
        Self::WatchlistMatch,
        Self::ZoneEntry,
    ];

    /// The kinds that tell what ships do every day: they are listed only where they are asked for, and flag nobody.
    pub const ROUTINE: [Self; 2] = [Self::PortVisit, Self::ZoneEntry];

    /// Its keyword in files and on the command line.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Encounter => "encounter",
            Self::Loitering => "loitering",
            Self::Gap => "gap",
            Self::PortVisit => "port_visit",
            Self::ImpossibleSpeed => "impossible_speed",
            Self::OnLand => "on_land",
            Self::Circling => "circling",
            Self::DuplicateIdentity => "duplicate_identity",
            Self::IdentityChange => "identity_change",
            Self::InvalidIdentity => "invalid_identity",
            Self::FlagMismatch => "flag_mismatch",
            Self::DraughtChange => "draught_change",
            Self::WatchlistMatch => "watchlist_match",
            Self::ZoneEntry => "zone_entry",
        }
    }

    /// The kind with this keyword.
    #[must_use]
    pub fn of(keyword: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == keyword)
    }

    /// What it is called in the language spoken: "possible transfer".
    #[must_use]
    pub fn spoken(self) -> &'static str {
        match self {
            Self::Encounter => words("finding-encounter"),
            Self::Loitering => words("finding-loitering"),
            Self::Gap => words("finding-gap"),
            Self::PortVisit => words("finding-port-visit"),
            Self::ImpossibleSpeed => words("finding-impossible-speed"),
            Self::OnLand => words("finding-on-land"),
            Self::Circling => words("finding-circling"),
            Self::DuplicateIdentity => words("finding-duplicate-identity"),
            Self::IdentityChange => words("finding-identity-change"),
            Self::InvalidIdentity => words("finding-invalid-identity"),
            Self::FlagMismatch => words("finding-flag-mismatch"),
            Self::DraughtChange => words("finding-draught-change"),
            Self::WatchlistMatch => words("finding-watchlist-match"),
            Self::ZoneEntry => words("finding-zone-entry"),
        }
    }

    /// What is to be known before it is taken for more than it is, in the language spoken.
    #[must_use]
    pub fn caution(self) -> &'static str {
        match self {
            Self::Encounter => words("caution-encounter"),
            Self::Loitering => words("caution-loitering"),
            Self::Gap => words("caution-gap"),
            Self::PortVisit => words("caution-port-visit"),
            Self::ImpossibleSpeed => words("caution-impossible-speed"),
            Self::OnLand => words("caution-on-land"),
            Self::Circling => words("caution-circling"),
            Self::DuplicateIdentity => words("caution-duplicate-identity"),
            Self::IdentityChange => words("caution-identity-change"),
            Self::InvalidIdentity => words("caution-invalid-identity"),
            Self::FlagMismatch => words("caution-flag-mismatch"),
            Self::DraughtChange => words("caution-draught-change"),
            Self::WatchlistMatch => words("caution-watchlist-match"),
            Self::ZoneEntry => words("caution-zone-entry"),
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// How sure the rule is, from 0 to 1. Not a probability: it orders what to look at first.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Confidence(f64);

impl Confidence {
    /// From here on a finding is fair evidence; below it is weak, and flags nobody. A choice.
    pub const FAIR: Self = Self(0.45);

    /// The nearest confidence in hundredths; no number at all is none.
    #[must_use]
    pub fn clamped(share: f64) -> Self {
        if share.is_nan() { Self(0.0) } else { Self((share.clamp(0.0, 1.0) * 100.0).round() / 100.0) }
    }

    /// The confidence, 0 to 1.
    #[must_use]
    pub const fn value(self) -> f64 {
        self.0
    }
}

/// Why a candidate is not shown as a finding. It stays countable and listable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Suppression {
    /// Nearer to a port or an anchorage than the threshold.
    NearPort,
    /// Where many ships lie, by the tracks themselves.
    Anchorage,
    /// Nearer to the shore than the threshold.
    NearShore,
    /// Shorter than the threshold.
    TooShort,
    /// Faster than the threshold.
    TooFast,
    /// Slower than the threshold.
    TooSlow,
    /// Too few fixes before it to know the vessel's habit.
    TooFewFixes,
    /// The vessel is silent for as long as a rule.
    UsualSilence,
    /// The chart is too coarse there to tell.
    CoarseChart,
    /// Both vessels do what such pairs do for a living: tug and tow, pilot, bunkering in port.
    ServiceCraft,
    /// Too little speaks for it.
    TooWeak,
}

impl Suppression {
    /// All reasons.
    pub const ALL: [Self; 11] = [
        Self::NearPort,
        Self::Anchorage,
        Self::NearShore,
        Self::TooShort,
        Self::TooFast,
        Self::TooSlow,
        Self::TooFewFixes,
        Self::UsualSilence,
        Self::CoarseChart,
        Self::ServiceCraft,
        Self::TooWeak,
    ];

    /// Its keyword in files.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NearPort => "near_port",
            Self::Anchorage => "anchorage",
            Self::NearShore => "near_shore",
            Self::TooShort => "too_short",
            Self::TooFast => "too_fast",
            Self::TooSlow => "too_slow",
            Self::TooFewFixes => "too_few_fixes",
            Self::UsualSilence => "usual_silence",
            Self::CoarseChart => "coarse_chart",
            Self::ServiceCraft => "service_craft",
            Self::TooWeak => "too_weak",
        }
    }

    /// The reason in the language spoken.
    #[must_use]
    pub fn spoken(self) -> &'static str {
        match self {
            Self::NearPort => words("suppressed-near-port"),
            Self::Anchorage => words("suppressed-anchorage"),
            Self::NearShore => words("suppressed-near-shore"),
            Self::TooShort => words("suppressed-too-short"),
            Self::TooFast => words("suppressed-too-fast"),
            Self::TooSlow => words("suppressed-too-slow"),
            Self::TooFewFixes => words("suppressed-too-few-fixes"),
            Self::UsualSilence => words("suppressed-usual-silence"),
            Self::CoarseChart => words("suppressed-coarse-chart"),
            Self::ServiceCraft => words("suppressed-service-craft"),
            Self::TooWeak => words("suppressed-too-weak"),
        }
    }

    /// The reason with this keyword.
    #[must_use]
    pub fn of(keyword: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.as_str() == keyword)
    }
}

/// Where it happened.
#[derive(Clone, Debug, PartialEq)]
pub enum Place {
    /// At one place.
    Point(Position),
    /// Along a line, in order of time; two places or more.
    Line(Vec<Position>),
}

impl Place {
    /// One place to go to: the point, or the middle one of the line's.
    #[must_use]
    pub fn anchor(&self) -> Option<Position> {
        match self {
            Self::Point(at) => Some(*at),
            Self::Line(places) => places.get(places.len() / 2).copied(),
        }
    }
}

/// A value of the evidence.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// A number, rounded to so many decimals when it was made: what is written and hashed is the same on every machine.
    Number {
        /// The number.
        value: f64,
        /// How many decimals it has.
        decimals: u8,
    },
    /// A moment.
    Moment(Timestamp),
    /// A place.
    Place(Position),
    /// Words.
    Text(String),
}

impl Value {
    /// A number to so many decimals.
    #[must_use]
    pub fn number(value: f64, decimals: u8) -> Self {
        let scale = 10_f64.powi(i32::from(decimals));
        let rounded = (value * scale).round() / scale;
        // Adding zero makes of a negative zero a plain one.
        Self::Number { value: if rounded.is_finite() { rounded + 0.0 } else { 0.0 }, decimals }
    }

    /// A count.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "counts of things in memory are far below 2^53")]
    pub fn count(n: usize) -> Self {
        Self::Number { value: n as f64, decimals: 0 }
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number { value, decimals } => write!(f, "{value:.*}", usize::from(*decimals)),
            Self::Moment(moment) => moment.fmt(f),
            Self::Place(at) => write!(f, "{:.7} {:.7}", at.lat(), at.lon()),
            Self::Text(text) => f.write_str(text),
        }
    }
}

/// One named number or word of the evidence; the name says the unit: `distance_min_m`.
#[derive(Clone, Debug, PartialEq)]
pub struct Evidence {
    /// Its name in files, a lower-case word with its unit.
    pub name: Cow<'static, str>,
    /// Its value.
    pub value: Value,
}

impl Evidence {
    /// One value under its name.
    #[must_use]
    pub fn new(name: impl Into<Cow<'static, str>>, value: Value) -> Self {
        Self { name: name.into(), value }
    }

    /// A number to so many decimals.
    #[must_use]
    pub fn number(name: &'static str, value: f64, decimals: u8) -> Self {
        Self::new(name, Value::number(value, decimals))
    }

    /// A count.
    #[must_use]
    pub fn count(name: &'static str, n: usize) -> Self {
        Self::new(name, Value::count(n))
    }

    /// Words.
    #[must_use]
    pub fn text(name: &'static str, text: impl Into<String>) -> Self {
        Self::new(name, Value::Text(text.into()))
    }
}

/// Names a finding: a hash of its kind, vessels, times and evidence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FindingId([u8; 16]);

impl FindingId {
    /// The id of 32 hexadecimal digits.
    #[must_use]
    pub fn of(digits: &str) -> Option<Self> {
        if digits.len() != 32 || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        u128::from_str_radix(digits, 16).ok().map(|number| Self(number.to_be_bytes()))
    }
}

impl fmt::Display for FindingId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// One event that looks wrong, or a candidate for one that a threshold suppresses.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// What it is.
    pub kind: Kind,
    /// Whom it is about; the first is the one that the finding is mostly about, equals are in ascending order.
    pub vessels: Vec<Mmsi>,
    /// Where it happened.
    pub place: Place,
    /// When it began.
    pub start: Timestamp,
    /// When it ended.
    pub end: Timestamp,
    /// How sure the rule is.
    pub confidence: Confidence,
    /// Why it is not shown, if it is not.
    pub suppressed: Option<Suppression>,
    /// The numbers that made the rule fire.
    pub evidence: Vec<Evidence>,
    /// The rule's parameters as they were.
    pub parameters: Vec<Evidence>,
}

impl Finding {
    /// Its name: the same on every machine that finds the same.
    #[must_use]
    pub fn id(&self) -> FindingId {
        let mut hash = Sha256::new();
        let mut line = |text: String| {
            hash.update(text.as_bytes());
            hash.update(b"\n");
        };
        line(self.kind.as_str().to_owned());
        self.vessels.iter().for_each(|mmsi| line(mmsi.to_string()));
        line(format!("{} {}", self.start.millis(), self.end.millis()));
        for Evidence { name, value } in self.evidence.iter().chain(&self.parameters) {
            line(format!("{name} {value}"));
        }
        let digest = hash.finalize();
        let mut id = [0; 16];
        id.iter_mut().zip(digest.iter()).for_each(|(to, from)| *to = *from);
        FindingId(id)
    }

    /// The order in which findings are listed: by when they began, then kind, vessels and end. Does not depend on how many threads
    /// found them.
    #[must_use]
    pub fn cmp_listed(&self, other: &Self) -> std::cmp::Ordering {
        let key = |finding: &Self| (finding.start, finding.kind, finding.end);
        key(self)
            .cmp(&key(other))
            .then_with(|| self.vessels.cmp(&other.vessels))
            .then_with(|| self.id().cmp(&other.id()))
    }
}

/// What somebody thinks of a finding after a look.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Verdict {
    /// Nobody has said yet.
    #[default]
    Open,
    /// It was looked at, and stands.
    Reviewed,
    /// It is nothing, for the reason in the note.
    Dismissed,
}

impl Verdict {
    /// Its keyword in files.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Reviewed => "reviewed",
            Self::Dismissed => "dismissed",
        }
    }

    /// The verdict with this keyword.
    #[must_use]
    pub fn of(keyword: &str) -> Option<Self> {
        [Self::Open, Self::Reviewed, Self::Dismissed].into_iter().find(|verdict| verdict.as_str() == keyword)
    }
}

/// A verdict, and what was noted with it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Review {
    /// The verdict.
    pub verdict: Verdict,
    /// Why, or whatever else is to be remembered; may be empty.
    pub note: String,
}

impl Review {
    /// Whether it says nothing, and need not be kept.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        matches!(self.verdict, Verdict::Open) && self.note.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn encounter() -> Finding {
        Finding {
            kind: Kind::Encounter,
            vessels: vec![Mmsi::new(440_000_001).expect("nine digits"), Mmsi::new(445_000_002).expect("nine digits")],
            place: Place::Point(Position::clamped(38.0, 124.5)),
            start: Timestamp::from_seconds(0),
            end: Timestamp::from_seconds(7200),
            confidence: Confidence::clamped(0.876),
            suppressed: None,
            evidence: vec![Evidence::number("distance_min_m", 123.449, 1)],
            parameters: vec![Evidence::number("distance_m", 500.0, 0)],
        }
    }

    #[test]
    fn an_id_depends_on_what_was_found_alone() {
        let id = encounter().id();
        // What a threshold or an order of looking makes of it is not what was found.
        assert_eq!(Finding { confidence: Confidence::clamped(0.1), ..encounter() }.id(), id);
        assert_ne!(Finding { kind: Kind::Gap, ..encounter() }.id(), id);
        assert_ne!(Finding { evidence: Vec::new(), ..encounter() }.id(), id);
        assert_ne!(Finding { end: Timestamp::from_seconds(7201), ..encounter() }.id(), id);
        assert_eq!(FindingId::of(&id.to_string()), Some(id));
        assert_eq!(FindingId::of("+1234567890123456789012345678901"), None);
    }

    #[test]
    fn numbers_are_rounded_when_they_are_made() {
        assert_eq!(Value::number(123.449, 1).to_string(), "123.4");
        assert_eq!(Value::number(-0.0001, 2).to_string(), "0.00");
        assert_eq!(Value::number(f64::NAN, 2).to_string(), "0.00");
        assert!((Confidence::clamped(0.876).value() - 0.88).abs() < 1e-12);
    }

    #[test]
    fn keywords_come_back_as_what_they_name() {
        for kind in Kind::ALL {
            assert_eq!(Kind::of(kind.as_str()), Some(kind));
        }
        for reason in Suppression::ALL {
            assert_eq!(Suppression::of(reason.as_str()), Some(reason));
        }
    }
}
