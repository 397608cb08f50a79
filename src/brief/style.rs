//! The colours of paper: the same three as the window's, so that a picture and the screen it was made beside agree.
//!
//! Owns the palettes and the symbols' widths. Never draws. `tests/brief.rs` holds each colour against the window's own
//! theme. Start at [`Theme::palette`].

#![expect(clippy::unreadable_literal, reason = "colours are written 0xrrggbb, as everywhere")]

use std::fmt;

use crate::plan::Kind;

/// How light a picture is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Theme {
    /// Light: for paper and a lit room.
    #[default]
    Day,
    /// Dark and calm: for slides in a dim room.
    Dusk,
    /// Red and dim: for a bridge at night.
    Night,
}

impl Theme {
    /// All of them, in the order of falling light.
    pub const ALL: [Self; 3] = [Self::Day, Self::Dusk, Self::Night];

    /// The word the command line has for it.
    #[must_use]
    pub const fn keyword(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Dusk => "dusk",
            Self::Night => "night",
        }
    }

    /// The theme that a word means.
    #[must_use]
    pub fn from_keyword(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|theme| theme.keyword() == word)
    }

    /// Its colours.
    #[must_use]
    pub const fn palette(self) -> &'static Palette {
        match self {
            Self::Day => &DAY,
            Self::Dusk => &DUSK,
            Self::Night => &NIGHT,
        }
    }
}

/// A colour and how much of it covers what lies beneath.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Colour {
    /// `0xRRGGBB`.
    pub rgb: u32,
    /// 0 to 255.
    pub alpha: u8,
}

impl Colour {
    const fn rgb(rgb: u32) -> Self {
        Self { rgb, alpha: 255 }
    }

    const fn rgba(rgb: u32, alpha: u8) -> Self {
        Self { rgb, alpha }
    }

    /// Its opacity, 0 to 1.
    pub(super) fn opacity(self) -> f64 {
        f64::from(self.alpha) / 255.0
    }
}

/// As SVG writes it, without the opacity: `#1d2329`.
impl fmt::Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{:06x}", self.rgb & 0xff_ffff)
    }
}

/// The colours of a picture.
#[derive(Debug, PartialEq, Eq)]
pub struct Palette {
    /// Which theme's they are.
    pub theme: Theme,
    /// The page round the map.
    pub page: Colour,
    /// Fine lines on the page.
    pub line: Colour,
    /// Text on the page.
    pub text: Colour,
    /// Text that matters less.
    pub text_weak: Colour,
    /// Warnings: handling, not for navigation.
    pub warning: Colour,
    /// Sea of unknown depth.
    pub sea: Colour,
    /// Depths from the shore outward: down to 20, 50, 100, 200, 1000, 2000 m, and deeper.
    pub depth: [Colour; 7],
    /// Depth contours.
    pub contour: Colour,
    /// Land.
    pub land: Colour,
    /// Lakes and rivers.
    pub lake: Colour,
    /// The coastline.
    pub coast: Colour,
    /// Woods and parks of a foreign map.
    pub green: Colour,
    /// Built-up areas of a foreign map.
    pub built: Colour,
    /// Roads of a foreign map.
    pub road: Colour,
    /// Borders between countries.
    pub boundary: Colour,
    /// Computed 12 and 24 nm limits.
    pub limit: Colour,
    /// The Northern Limit Line and the Military Demarcation Line.
    pub demarcation: Colour,
    /// Names on land.
    pub label_land: Colour,
    /// Names of countries.
    pub label_country: Colour,
    /// Names on water.
    pub label_sea: Colour,
    /// Names of ports.
    pub label_port: Colour,
    /// The soft edge round names on land.
    pub halo_land: Colour,
    /// The soft edge round names on water.
    pub halo_sea: Colour,
    /// Meridians and parallels.
    pub graticule: Colour,
    /// Scale bar, north arrow, frame, degrees.
    pub furniture: Colour,
    /// The plate behind the scale bar.
    pub plate: Colour,
    /// Interdiction areas.
    pub interdiction: Colour,
    /// Patrol zones.
    pub patrol: Colour,
    /// Exclusion areas.
    pub exclusion: Colour,
    /// Reference areas and zones from files.
    pub reference: Colour,
    /// Routes and barriers.
    pub route: Colour,
    /// Units.
    pub unit: Colour,
    /// Names of what the plan holds.
    pub label: Colour,
    /// The soft edge round them.
    pub halo: Colour,
    /// A track.
    pub track: Colour,
    /// A silence between two fixes.
    pub gap: Colour,
    /// A vessel.
    pub vessel: Colour,
    /// The edge of a vessel's symbol.
    pub vessel_edge: Colour,
}

impl Palette {
    /// The colour of a kind of feature.
    pub(super) const fn of(&self, kind: Kind) -> Colour {
        match kind {
            Kind::InterdictionArea | Kind::Inspection => self.interdiction,
            Kind::PatrolZone => self.patrol,
            Kind::ExclusionArea => self.exclusion,
            Kind::ReferenceArea | Kind::Point => self.reference,
            Kind::PatrolRoute | Kind::Barrier => self.route,
            Kind::Unit => self.unit,
        }
    }

    /// How much a fill covers where the plan does not say.
    pub(super) const fn fill_opacity(&self) -> f64 {
        match self.theme {
            Theme::Day => 0.16,
            Theme::Dusk | Theme::Night => 0.2,
        }
    }

    /// A colour a file gives as `#rgb` or `#rrggbb`, brought into this theme: dimmed and reddened by night.
    pub(super) fn of_file(&self, hex: &str) -> Option<Colour> {
        let digits = hex.strip_prefix('#').filter(|digits| digits.bytes().all(|b| b.is_ascii_hexdigit()))?;
        let number = u32::from_str_radix(digits, 16).ok()?;
        let rgb = match digits.len() {
            3 => [8, 4, 0].into_iter().fold(0, |rgb, shift| (rgb << 8) | (((number >> shift) & 0xf) * 0x11)),
            6 => number,
            _ => return None,
        };
        if self.theme != Theme::Night {
            return Some(Colour::rgb(rgb));
        }
        let [_, r, g, b] = rgb.to_be_bytes().map(u32::from);
        let grey = (r * 3 + g * 5 + b * 2) / 10;
        let part = |full: u32, of: u32| full * of / 255;
        let red = (r + grey).min(255);
        Some(Colour::rgb((part(red, 205) << 16) | (part(g, 90) << 8) | part(b, 90)))
    }
}

static DAY: Palette = Palette {
    theme: Theme::Day,
    page: Colour::rgb(0xffffff),
    line: Colour::rgb(0xd3d8dc),
    text: Colour::rgb(0x1d2329),
    text_weak: Colour::rgb(0x59636d),
    warning: Colour::rgb(0xb42318),
    sea: Colour::rgb(0xc9dbe5),
    depth: [
        Colour::rgb(0xdde8ee),
        Colour::rgb(0xd3e1e9),
        Colour::rgb(0xc9dae4),
        Colour::rgb(0xbfd3df),
        Colour::rgb(0xb5ccda),
        Colour::rgb(0xacc5d5),
        Colour::rgb(0xa4bfd0),
    ],
    contour: Colour::rgb(0x9ab6c7),
    land: Colour::rgb(0xf1eee6),
    lake: Colour::rgb(0xd3e1e9),
    coast: Colour::rgb(0x949a96),
    green: Colour::rgb(0xe2e8d6),
    built: Colour::rgb(0xe6e0d5),
    road: Colour::rgb(0xd5cbb8),
    boundary: Colour::rgb(0xa58f9f),
    limit: Colour::rgb(0x5f86a0),
    demarcation: Colour::rgb(0x9c4a72),
    label_land: Colour::rgb(0x464a4b),
    label_country: Colour::rgb(0x635c6b),
    label_sea: Colour::rgb(0x234a67),
    label_port: Colour::rgb(0x17466b),
    halo_land: Colour::rgba(0xf7f5ef, 225),
    halo_sea: Colour::rgba(0xd8e5ec, 200),
    graticule: Colour::rgba(0x3d6279, 46),
    furniture: Colour::rgb(0x2c4454),
    plate: Colour::rgba(0xf7f9fa, 215),
    interdiction: Colour::rgb(0xc62828),
    patrol: Colour::rgb(0x1d5fb4),
    exclusion: Colour::rgb(0x7a3fa0),
    reference: Colour::rgb(0x5d6770),
    route: Colour::rgb(0x0c6b6b),
    unit: Colour::rgb(0x123f73),
    label: Colour::rgb(0x1d2329),
    halo: Colour::rgba(0xffffff, 230),
    track: Colour::rgba(0x1f567d, 120),
    gap: Colour::rgb(0xb42318),
    vessel: Colour::rgb(0x144a72),
    vessel_edge: Colour::rgb(0xffffff),
};

static DUSK: Palette = Palette {
    theme: Theme::Dusk,
    page: Colour::rgb(0x171a1e),
    line: Colour::rgb(0x2d333a),
    text: Colour::rgb(0xd5dbe1),
    text_weak: Colour::rgb(0x939da7),
    warning: Colour::rgb(0xf28579),
    sea: Colour::rgb(0x16222c),
    depth: [
        Colour::rgb(0x20303c),
        Colour::rgb(0x1c2b36),
        Colour::rgb(0x192731),
        Colour::rgb(0x16222c),
        Colour::rgb(0x131e27),
        Colour::rgb(0x111a22),
        Colour::rgb(0x0f171e),
    ],
    contour: Colour::rgb(0x2a3d4b),
    land: Colour::rgb(0x2b2e31),
    lake: Colour::rgb(0x1c2b36),
    coast: Colour::rgb(0x5a646c),
    green: Colour::rgb(0x2a322d),
    built: Colour::rgb(0x353637),
    road: Colour::rgb(0x424445),
    boundary: Colour::rgb(0x5f5563),
    limit: Colour::rgb(0x4a7089),
    demarcation: Colour::rgb(0xa86a8a),
    label_land: Colour::rgb(0xb6bcc0),
    label_country: Colour::rgb(0xa09ba8),
    label_sea: Colour::rgb(0x82a7bf),
    label_port: Colour::rgb(0x9cc2da),
    halo_land: Colour::rgba(0x222528, 220),
    halo_sea: Colour::rgba(0x141f28, 200),
    graticule: Colour::rgba(0x8fb3c9, 30),
    furniture: Colour::rgb(0xa9bac6),
    plate: Colour::rgba(0x14191e, 205),
    interdiction: Colour::rgb(0xf26257),
    patrol: Colour::rgb(0x5fa8f5),
    exclusion: Colour::rgb(0xc08be0),
    reference: Colour::rgb(0xa3acb4),
    route: Colour::rgb(0x55c4bb),
    unit: Colour::rgb(0x9fc8f2),
    label: Colour::rgb(0xe6eaee),
    halo: Colour::rgba(0x0f1318, 225),
    track: Colour::rgba(0x6fb0d6, 110),
    gap: Colour::rgb(0xf28579),
    vessel: Colour::rgb(0x9cd0ee),
    vessel_edge: Colour::rgb(0x0f1318),
};

static NIGHT: Palette = Palette {
    theme: Theme::Night,
    page: Colour::rgb(0x0c0605),
    line: Colour::rgb(0x2c1510),
    text: Colour::rgb(0xc46a54),
    text_weak: Colour::rgb(0xb86450),
    warning: Colour::rgb(0xd85a44),
    sea: Colour::rgb(0x080505),
    depth: [
        Colour::rgb(0x0f0908),
        Colour::rgb(0x0d0807),
        Colour::rgb(0x0b0706),
        Colour::rgb(0x090605),
        Colour::rgb(0x080504),
        Colour::rgb(0x060404),
        Colour::rgb(0x050303),
    ],
    contour: Colour::rgb(0x1d100d),
    land: Colour::rgb(0x170c0a),
    lake: Colour::rgb(0x0d0807),
    coast: Colour::rgb(0x45231b),
    green: Colour::rgb(0x160e0a),
    built: Colour::rgb(0x1d110d),
    road: Colour::rgb(0x281611),
    boundary: Colour::rgb(0x3c1f24),
    limit: Colour::rgb(0x4a2a2c),
    demarcation: Colour::rgb(0x7a3640),
    label_land: Colour::rgb(0xbb6550),
    label_country: Colour::rgb(0xb8625a),
    label_sea: Colour::rgb(0xb8625a),
    label_port: Colour::rgb(0xbc6650),
    halo_land: Colour::rgba(0x100806, 225),
    halo_sea: Colour::rgba(0x080404, 205),
    graticule: Colour::rgba(0xa04a3a, 26),
    furniture: Colour::rgb(0xbb6550),
    plate: Colour::rgba(0x0a0505, 210),
    interdiction: Colour::rgb(0xd23c28),
    patrol: Colour::rgb(0x8c6a96),
    exclusion: Colour::rgb(0xa05a78),
    reference: Colour::rgb(0x8a5a4e),
    route: Colour::rgb(0xa87a4a),
    unit: Colour::rgb(0xb87a6a),
    label: Colour::rgb(0xc86e58),
    halo: Colour::rgba(0x080404, 225),
    track: Colour::rgba(0xa85a44, 105),
    gap: Colour::rgb(0xd23c28),
    vessel: Colour::rgb(0xc06c54),
    vessel_edge: Colour::rgb(0x080404),
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_of_files_are_read_in_both_lengths() {
        assert_eq!(DAY.of_file("#d33"), Some(Colour::rgb(0xdd3333)));
        assert_eq!(DAY.of_file("#336699"), Some(Colour::rgb(0x336699)));
        assert_eq!(DAY.of_file("red-ish"), None);
        assert_eq!(DAY.of_file("#12345"), None);
        assert_eq!(DAY.of_file("#+12345"), None);
    }
}
