//! What colours the tracks: a choice that the layers panel offers and the track layer follows.

use egui::Color32;

use super::finding_words::colour_of;
use super::theme::Theme;
use crate::finding::Kind;
use crate::language::words;
use crate::vessel::{Mmsi, ShipClass};

/// What colours the tracks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum ColourBy {
    /// Nothing: all the same quiet colour.
    #[default]
    Nothing,
    /// The type of ship.
    Class,
    /// The flag its MMSI claims.
    Flag,
    /// The speed between two fixes.
    Speed,
    /// Each vessel its own, as far as colours go.
    Vessel,
    /// When it was, in the window of time.
    Time,
    /// The gravest finding that names it.
    Finding,
}

impl ColourBy {
    /// Every way, in the order of a menu.
    pub const ALL: [Self; 7] =
        [Self::Nothing, Self::Class, Self::Flag, Self::Speed, Self::Vessel, Self::Time, Self::Finding];

    /// The way as a menu names it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Nothing => words("colour-by-nothing"),
            Self::Class => words("colour-by-class"),
            Self::Flag => words("colour-by-flag"),
            Self::Speed => words("colour-by-speed"),
            Self::Vessel => words("colour-by-vessel"),
            Self::Time => words("colour-by-time"),
            Self::Finding => words("colour-by-finding"),
        }
    }
}

/// The flags that have a colour of their own: the states around these seas and two open registers, in the order of the
/// theme's groups.
pub const FLAGS: [&str; 7] = ["PRK", "CHN", "KOR", "JPN", "RUS", "SLE", "PAN"];

/// The types of ship that have a colour of their own, in the order of the theme's groups.
const CLASSES: [ShipClass; 7] = [
    ShipClass::Tanker,
    ShipClass::Cargo,
    ShipClass::Fishing,
    ShipClass::Passenger,
    ShipClass::Government,
    ShipClass::Tug,
    ShipClass::Pleasure,
];

/// The colour of a type of ship.
#[must_use]
pub fn class_colour(class: ShipClass, theme: &Theme) -> Color32 {
    let idx = CLASSES.iter().position(|other| *other == class);
    idx.and_then(|idx| theme.track.groups.get(idx).copied()).unwrap_or(theme.track.vessel)
}

/// The kinds of finding that have a colour of their own, with what shares it, the gravest first.
const FINDINGS: [(Kind, &str); 5] = [
    (Kind::WatchlistMatch, "legend-finding-list"),
    (Kind::Encounter, "legend-finding-transfer"),
    (Kind::IdentityChange, "legend-finding-identity"),
    (Kind::Gap, "legend-finding-silence"),
    (Kind::ImpossibleSpeed, "legend-finding-position"),
];

/// The lower ends of the speeds that have colours of their own, knots: stopped or drifting below 2, then bands of 5.
const SPEEDS_FROM: [f64; 4] = [2.0, 7.0, 12.0, 17.0];

/// Which of the theme's speeds this one is, in knots.
#[must_use]
pub fn speed_group(knots: f64) -> usize {
    SPEEDS_FROM.iter().take_while(|from| knots >= **from).count()
}

/// The colour of a vessel where each has its own: neighbours in number rarely share one.
#[must_use]
pub fn vessel_colour(mmsi: Mmsi, theme: &Theme) -> Color32 {
    // Fibonacci hashing: the top bits of a product with 2³² over the golden ratio.
    let spread = mmsi.value().wrapping_mul(0x9E37_79B9) >> 16;
    let idx = spread as usize % theme.track.groups.len();
    theme.track.groups.get(idx).copied().unwrap_or(theme.track.vessel)
}

/// What the colours mean: words and colour, in the order a legend lists them.
#[must_use]
pub fn legend(by: ColourBy, theme: &Theme) -> Vec<(&'static str, Color32)> {
    let groups = |names: &[&'static str]| names.iter().copied().zip(theme.track.groups).collect::<Vec<_>>();
    let mut lines = match by {
        ColourBy::Nothing | ColourBy::Vessel => return Vec::new(),
        ColourBy::Class => groups(&CLASSES.map(ShipClass::spoken)),
        ColourBy::Flag => groups(&FLAGS),
        ColourBy::Speed => {
            let speeds = [
                words("legend-speed-2"),
                words("legend-speed-7"),
                words("legend-speed-12"),
                words("legend-speed-17"),
                words("legend-speed-more"),
            ];
            return speeds.into_iter().zip(theme.track.speeds).collect();
        }
        ColourBy::Time => {
            let times = [words("legend-first-in"), "", words("legend-half-way"), "", words("legend-last")];
            return times.into_iter().zip(theme.track.speeds).collect();
        }
        ColourBy::Finding => FINDINGS.map(|(kind, name)| (words(name), colour_of(kind, theme))).to_vec(),
    };
    lines.push((words("legend-others"), theme.track.vessel));
    lines
}
