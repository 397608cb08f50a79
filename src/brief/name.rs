//! What could be named on the map, and how a name is set.
//!
//! Owns the reading of names out of tiles and the type they are set in. Never decides which fit: [`super::label`] does.
//! Start at [`names_of`].

use super::clip::Point;
use super::ruler::Ruler;
use super::style::{Colour, Palette};
use crate::chart::{TileFeature, TileGeometry, TileLayer};

/// The longest name that is set, characters.
const MAX_NAME: usize = 64;

/// What is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum NameKind {
    /// An area or line of the plan.
    Plan(Colour24),
    /// A point or unit of the plan.
    PlanPoint(Colour24),
    /// A zone from a file.
    Zone(Colour24),
    /// A vessel.
    Vessel,
    Country,
    Sea,
    Capital,
    Place,
    Port,
    /// The Northern Limit Line, the Military Demarcation Line.
    Demarcation,
    /// A computed limit.
    Limit,
    /// A depth, along its contour.
    Depth,
}

/// A colour that can be put in order: its `0xRRGGBB`.
pub(super) type Colour24 = u32;

/// A name that the map may bear.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Name {
    pub(super) kind: NameKind,
    /// Its text, a line each.
    pub(super) lines: Vec<String>,
    /// Where on the page.
    pub(super) at: Point,
    /// The lower, the more it matters.
    pub(super) rank: f64,
}

/// How a name is set.
#[derive(Clone, Copy, Debug)]
pub(super) struct Setting {
    pub(super) ruler: Ruler,
    pub(super) is_slanted: bool,
    pub(super) colour: Colour,
    pub(super) halo: Colour,
}

impl NameKind {
    /// The order in which names choose their places.
    pub(super) const fn order(self) -> u8 {
        match self {
            Self::Plan(_) | Self::PlanPoint(_) => 0,
            Self::Zone(_) => 1,
            Self::Country | Self::Sea => 2,
            Self::Demarcation => 3,
            Self::Capital => 4,
            Self::Vessel => 5,
            Self::Limit => 6,
            Self::Place | Self::Port => 7,
            Self::Depth => 8,
        }
    }

    /// Whether it stands beside a dot rather than on its place.
    pub(super) const fn has_dot(self) -> bool {
        matches!(self, Self::PlanPoint(_) | Self::Capital | Self::Place | Self::Port | Self::Vessel)
    }

    /// How it is set on a page whose type is `unit` times its usual size.
    pub(super) fn setting(self, rank: f64, palette: &Palette, unit: f64) -> Setting {
        let (colour, halo) = match self {
            Self::Plan(rgb) | Self::PlanPoint(rgb) | Self::Zone(rgb) => (Colour { rgb, alpha: 255 }, palette.halo),
            Self::Vessel => (palette.vessel, palette.halo_sea),
            Self::Country => (palette.label_country, palette.halo_land),
            Self::Capital | Self::Place => (palette.label_land, palette.halo_land),
            Self::Port => (palette.label_port, palette.halo_sea),
            Self::Demarcation => (palette.demarcation, palette.halo_sea),
            Self::Sea | Self::Limit | Self::Depth => (palette.label_sea, palette.halo_sea),
        };
        let (size, is_strong, spacing) = match self {
            Self::Plan(_) => (14.5, true, 0.0),
            Self::PlanPoint(_) | Self::Zone(_) => (12.0, true, 0.0),
            Self::Country => (14.0, true, 2.5),
            Self::Sea if rank <= 4.0 => (17.0, false, 1.8),
            Self::Sea => (13.0, false, 0.7),
            Self::Capital => (13.5, true, 0.0),
            Self::Place if rank <= 4.0 => (12.5, false, 0.0),
            Self::Place | Self::Port => (11.5, false, 0.0),
            Self::Demarcation => (11.5, true, 0.2),
            Self::Limit => (11.0, false, 0.2),
            Self::Vessel | Self::Depth => (9.5, false, 0.0),
        };
        Setting {
            ruler: Ruler { size: size * unit, is_strong, spacing: spacing * unit },
            is_slanted: matches!(self, Self::Sea),
            colour,
            halo,
        }
    }
}

/// The names of a layer's points at a zoom, each with its place in the tile.
pub(super) fn names_of(layer: &TileLayer, zoom: f64) -> impl Iterator<Item = (Name, [i32; 2])> {
    layer.features.iter().filter_map(move |feature| {
        let TileGeometry::Points(points) = &feature.geometry else { return None };
        let (name, least_zoom) = name_of(&layer.name, feature)?;
        // Paper has no zooming in: towns wait a little longer than on the screen, and leave room for what the plan says.
        let wanted = if name.kind == NameKind::Place { least_zoom + 0.4 } else { least_zoom - 0.25 };
        (wanted <= zoom).then_some((name, *points.first()?))
    })
}

/// A point's name, and the zoom from which it is shown.
fn name_of(layer: &str, feature: &TileFeature) -> Option<(Name, f64)> {
    let class = feature.text("class").or_else(|| feature.text("kind")).unwrap_or_default();
    let is_capital = feature.number("capital").is_some_and(|n| n > 0.0 && n <= 2.0) || class == "capital";
    let kind = match (layer, class) {
        ("country", _) | ("place" | "places", "country") => NameKind::Country,
        ("sea" | "water_name" | "marine_label", _) => NameKind::Sea,
        ("place" | "places", _) if is_capital => NameKind::Capital,
        ("place" | "places", "continent" | "state" | "province" | "region") => return None,
        ("place" | "places", _) => NameKind::Place,
        ("port", _) => NameKind::Port,
        _ => return None,
    };
    let lines = lines_of(kind, feature)?;
    let people = feature.number("population").or_else(|| feature.number("pop")).unwrap_or(0.0).max(0.0);
    let number = |name: &str| feature.number(name).filter(|n| n.is_finite());
    let rank = number("rank").or_else(|| number("scalerank")).unwrap_or(10.0 - (people + 1.0).log10());
    let least_zoom = number("min_zoom").or_else(|| number("minzoom")).unwrap_or(match kind {
        NameKind::Port => 6.5,
        NameKind::Place => 4.0 + rank * 0.5,
        _ => 0.0,
    });
    // Among those that appear at the same zoom, the larger town first.
    let rank = rank.max(least_zoom) - people.max(1.0).log10() / 100.0;
    Some((Name { kind, lines, at: [0.0; 2], rank }, least_zoom.max(number("rank").unwrap_or(0.0))))
}

/// English and Korean, on one line or two.
fn lines_of(kind: NameKind, feature: &TileFeature) -> Option<Vec<String>> {
    let first = |keys: &[&str]| keys.iter().find_map(|key| feature.text(key)).map(str::trim).unwrap_or_default();
    let held = |name: &str| name.chars().filter(|c| !c.is_control()).take(MAX_NAME).collect::<String>();
    let korean = held(first(&["name_ko", "name:ko", "ko"]));
    let english = held(first(&["name_en", "name:en", "name:latin", "en", "name"]));
    let english = if kind == NameKind::Country { english.to_uppercase() } else { english };
    let both = match (english.is_empty(), korean.is_empty() || korean == english) {
        (true, true) if korean.is_empty() => return None,
        (true, _) => vec![korean],
        (false, true) => vec![english],
        (false, false) if matches!(kind, NameKind::Country | NameKind::Sea) => vec![english, korean],
        (false, false) => vec![format!("{english} {korean}")],
    };
    Some(both)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::chart::Attribute;

    fn layer(name: &str, attributes: &[(&str, Attribute)]) -> TileLayer {
        let attributes = attributes.iter().map(|(key, value)| (Arc::from(*key), value.clone())).collect();
        let feature = TileFeature { geometry: TileGeometry::Points(vec![[7, 9]]), attributes };
        TileLayer { name: name.into(), extent: 4096, features: vec![feature] }
    }

    fn text(text: &str) -> Attribute {
        Attribute::Text(text.into())
    }

    #[test]
    fn names_stand_in_english_and_korean() {
        let of = |layer: &TileLayer| names_of(layer, 12.0).map(|(name, at)| (name.lines, at)).collect::<Vec<_>>();
        let town = layer("place", &[("name_en", text("Nampo")), ("name_ko", text("남포"))]);
        assert_eq!(of(&town), [(vec!["Nampo 남포".to_owned()], [7, 9])]);
        let sea = layer("sea", &[("name_en", text("East Sea")), ("name_ko", text("동해"))]);
        assert_eq!(of(&sea), [(vec!["East Sea".to_owned(), "동해".to_owned()], [7, 9])]);
        let nameless = layer("place", &[("population", Attribute::Number(7.0))]);
        assert!(of(&nameless).is_empty());
    }

    #[test]
    fn a_hamlet_waits_for_its_zoom() {
        let hamlet = layer("place", &[("name_en", text("Hamlet")), ("rank", Attribute::Number(9.0))]);
        assert_eq!(names_of(&hamlet, 7.0).count(), 0);
        assert_eq!(names_of(&hamlet, 9.5).count(), 1);
    }
}
