//! What a tile's features could be called on the map.
//!
//! Owns the reading of names, ranks and line positions out of tiles. Never decides which labels fit: [`super::labels`]
//! does. Start at [`seeds_of`].

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::Arc;

use super::Language;
use super::mesh::{Grid, Role, role_of};
use super::view::World;
use crate::chart::{TileFeature, TileGeometry, TileId, TileLayer, VectorTile};
use crate::language::Language as Spoken;

/// The most labels taken from one tile.
const MAX_SEEDS: usize = 4000;
/// The longest name that is drawn, characters.
const MAX_NAME: usize = 64;

/// What is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum LabelKind {
    /// A country.
    Country,
    /// A sea, bay or strait.
    Sea,
    /// A capital.
    Capital,
    /// A town.
    Place,
    /// A port.
    Port,
    /// A limit or boundary, along its line.
    Limit,
    /// A depth, along its contour.
    Depth,
}

/// A label a feature may bear.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Seed {
    /// What is named.
    pub(super) kind: LabelKind,
    /// Its English name; may be empty.
    pub(super) english: Arc<str>,
    /// Its Korean name; may be empty.
    pub(super) korean: Arc<str>,
    /// Where.
    pub(super) world: World,
    /// The direction of the line it follows, radians clockwise from east, so that it reads left to right.
    pub(super) angle: f32,
    /// The lower, the more it matters.
    pub(super) rank: f32,
    /// The zoom from which it is shown.
    pub(super) min_zoom: f32,
}

impl Seed {
    /// Its text in a language: one line or two.
    #[must_use]
    pub(super) fn text(&self, language: Language) -> String {
        let (english, korean) = match self.kind {
            LabelKind::Country => (self.english.to_uppercase(), &*self.korean),
            _ => (self.english.to_string(), &*self.korean),
        };
        let gap = if matches!(self.kind, LabelKind::Country | LabelKind::Sea) { "\n" } else { " " };
        match language {
            _ if korean.is_empty() || korean == &*self.english => english,
            _ if english.is_empty() => korean.to_owned(),
            // Two languages along a line would be longer than most stretches of it: the one that the window speaks.
            Language::Both if self.kind == LabelKind::Limit => match Spoken::current() {
                Spoken::English => english,
                Spoken::Korean => korean.to_owned(),
            },
            Language::English => english,
            Language::Korean => korean.to_owned(),
            Language::Both => format!("{english}{gap}{korean}"),
        }
    }

    /// Two seeds of the same name and kind are the same label; where they lie near each other only one is drawn.
    #[must_use]
    pub(super) fn key(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        // A port and its town are one place to whoever reads the map.
        let kind = if self.kind == LabelKind::Port { LabelKind::Place } else { self.kind };
        (kind, &self.english, &self.korean).hash(&mut hasher);
        hasher.finish()
    }
}

/// The labels a tile may bear.
#[must_use]
pub(super) fn seeds_of(id: TileId, tile: &VectorTile) -> Vec<Seed> {
    let mut seeds = Vec::new();
    for layer in &tile.layers {
        let grid = Grid::new(id, layer.extent);
        for feature in &layer.features {
            if seeds.len() >= MAX_SEEDS {
                return seeds;
            }
            seeds_of_feature(layer, feature, &grid, &mut seeds);
        }
    }
    seeds
}

fn seeds_of_feature(layer: &TileLayer, feature: &TileFeature, grid: &Grid, seeds: &mut Vec<Seed>) {
    match &feature.geometry {
        TileGeometry::Points(points) => {
            // What lies in the tile's buffer is the neighbour's to name.
            let inside = |place: &[i32; 2]| {
                i32::try_from(layer.extent).is_ok_and(|extent| place.iter().all(|at| (0..extent).contains(at)))
            };
            if let Some(place) = points.first().copied().filter(inside) {
                seeds.extend(point_seed(&layer.name, feature, grid.world(place)));
            }
        }
        TileGeometry::Lines(lines) => seeds.extend(line_seeds(&layer.name, feature, lines, grid, layer.extent)),
        TileGeometry::Polygons(_) => {}
    }
}

fn point_seed(layer: &str, feature: &TileFeature, world: World) -> Option<Seed> {
    let class = feature.text("class").or_else(|| feature.text("kind")).unwrap_or_default();
    let is_capital = feature.number("capital").is_some_and(|n| n > 0.0 && n <= 2.0) || class == "capital";
    let kind = match (layer, class) {
        ("country", _) | ("place" | "places", "country") => LabelKind::Country,
        ("sea" | "water_name" | "marine_label", _) => LabelKind::Sea,
        ("place" | "places", _) if is_capital => LabelKind::Capital,
        ("place" | "places", "continent" | "state" | "province" | "region") => return None,
        ("place" | "places", _) => LabelKind::Place,
        ("port", _) => LabelKind::Port,
        _ => return None,
    };
    let (english, korean) = names(feature);
    if english.is_empty() && korean.is_empty() {
        return None;
    }
    let people = feature.number("population").or_else(|| feature.number("pop")).unwrap_or(0.0).max(0.0);
    #[expect(clippy::cast_possible_truncation, reason = "ranks and zooms are small numbers")]
    let number = |name: &str| feature.number(name).filter(|n| n.is_finite()).map(|n| n as f32);
    #[expect(clippy::cast_possible_truncation, reason = "a logarithm is a small number")]
    let rank = number("rank").or_else(|| number("scalerank")).unwrap_or(10.0 - (people + 1.0).log10() as f32);
    let min_zoom = number("min_zoom").or_else(|| number("minzoom")).unwrap_or(match kind {
        LabelKind::Port => 6.5,
        LabelKind::Place => 4.0 + rank * 0.5,
        _ => 0.0,
    });
    Some(Seed { kind, english, korean, world, angle: 0.0, rank, min_zoom })
}

/// What a limit is called along its line: its name with how it came about, "12 nm, computed".
fn limit_names(feature: &TileFeature) -> (Arc<str>, Arc<str>) {
    let status = feature.text("status").unwrap_or_default();
    let with_status = |name: &str| if status.is_empty() { name.to_owned() } else { format!("{name} ({status})") };
    let kind = feature.text("kind").or_else(|| feature.text("class")).unwrap_or_default();
    let is_computed = status == "computed";
    match kind {
        "12nm" if is_computed => ("12 nm, computed".into(), "12해리 (계산)".into()),
        "24nm" if is_computed => ("24 nm, computed".into(), "24해리 (계산)".into()),
        "nll" => (with_status("NLL 북방한계선").into(), "북방한계선".into()),
        "mdl" => ("Military Demarcation Line".into(), "군사분계선".into()),
        "shelf" => (with_status("Japan–ROK shelf line 1974").into(), "한일 대륙붕 경계선".into()),
        _ => names(feature),
    }
}

/// The name in English (or, failing that, whatever name there is) and in Korean.
fn names(feature: &TileFeature) -> (Arc<str>, Arc<str>) {
    let first = |keys: &[&str]| keys.iter().find_map(|key| feature.text(key)).map(str::trim).unwrap_or_default();
    let korean = first(&["name_ko", "name:ko", "ko"]);
    let english = first(&["name_en", "name:en", "name:latin", "en", "name"]);
    let held =
        |name: &str| -> Arc<str> { name.chars().filter(|c| !c.is_control()).take(MAX_NAME).collect::<String>().into() };
    (held(english), held(korean))
}

/// Labels at the straightest long stretches of a line: one for a contour, up to three for a limit.
fn line_seeds(layer: &str, feature: &TileFeature, lines: &[Vec<[i32; 2]>], grid: &Grid, extent: u32) -> Vec<Seed> {
    let Some(role) = role_of(layer, feature) else { return Vec::new() };
    let (kind, min_zoom, english, korean): (_, _, Arc<str>, Arc<str>) = match role {
        Role::Contour => {
            let Some(depth) = feature.number("depth_m") else { return Vec::new() };
            (LabelKind::Depth, 7.0, format!("{:.0}", depth.abs()).into(), "".into())
        }
        Role::Limit12 | Role::Limit24 | Role::Demarcation => {
            let (english, korean) = limit_names(feature);
            (LabelKind::Limit, 6.0, english, korean)
        }
        _ => return Vec::new(),
    };
    let Some(extent) = i32::try_from(extent).ok().filter(|_| !english.is_empty() || !korean.is_empty()) else {
        return Vec::new();
    };
    let most = if kind == LabelKind::Limit { 3 } else { 1 };
    // Shorter than an eighth of a tile, 64 points on the screen: no room for words. A line of demarcation is named in any case.
    let least = f64::from(extent) / if role == Role::Demarcation { 24.0 } else { 8.0 };
    let rank = if role == Role::Demarcation { 1.0 } else { 5.0 };
    let seed = |(place, angle, _): Stretch| {
        let (english, korean) = (Arc::clone(&english), Arc::clone(&korean));
        Seed { kind, english, korean, world: grid.world(place), angle, rank, min_zoom }
    };
    stretches(lines, extent, most).into_iter().filter(|stretch| stretch.2 >= least).map(seed).collect()
}

/// The middle, direction and length of part of a line.
type Stretch = ([i32; 2], f32, f64);

/// The stretches of lines inside the tile that bend least over a sixth of the tile, the best first, a third of a tile apart.
fn stretches(lines: &[Vec<[i32; 2]>], extent: i32, most: usize) -> Vec<Stretch> {
    let mut found: Vec<(f64, Stretch)> = lines.iter().flat_map(|line| stretches_of(line, extent)).collect();
    found.sort_by(|a, b| b.0.total_cmp(&a.0));
    let mut kept: Vec<Stretch> = Vec::new();
    for (_, stretch) in found {
        let apart = f64::from(extent) / 3.0;
        if kept.len() < most && kept.iter().all(|other| way(other.0, stretch.0) >= apart) {
            kept.push(stretch);
        }
    }
    kept
}

/// Stretches of one line, each with how good it is: how straight, and how long.
fn stretches_of(line: &[[i32; 2]], extent: i32) -> Vec<(f64, Stretch)> {
    let inside = |p: &[i32; 2]| p.iter().all(|at| (0..=extent).contains(at));
    let reach = f64::from(extent) / 6.0;
    let mut found = Vec::new();
    let step = (line.len() / 48).max(1);
    for (i, from) in line.iter().enumerate().step_by(step).filter(|(_, p)| inside(p)) {
        let mut along = 0.0;
        let mut last = *from;
        for to in line.iter().skip(i + 1).take_while(|p| inside(p)) {
            along += way(last, *to);
            last = *to;
            if along >= reach {
                break;
            }
        }
        let direct = way(*from, last);
        if along <= 0.0 {
            continue;
        }
        let middle = [i32::midpoint(from[0], last[0]), i32::midpoint(from[1], last[1])];
        let (dx, dy) = (f64::from(last[0] - from[0]), f64::from(last[1] - from[1]));
        let (dx, dy) = if dx < 0.0 { (-dx, -dy) } else { (dx, dy) };
        #[expect(clippy::cast_possible_truncation, reason = "an angle")]
        let angle = dy.atan2(dx) as f32;
        found.push((direct / along * direct.min(reach), (middle, angle, direct)));
    }
    found
}

fn way(a: [i32; 2], b: [i32; 2]) -> f64 {
    f64::from(b[0] - a[0]).hypot(f64::from(b[1] - a[1]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::Attribute;

    const TILE: TileId = TileId { zoom: 6, x: 54, y: 24 };

    fn feature(geometry: TileGeometry, attributes: &[(&str, Attribute)]) -> TileFeature {
        let attributes = attributes.iter().map(|(key, value)| (Arc::from(*key), value.clone())).collect();
        TileFeature { geometry, attributes }
    }

    fn text(text: &str) -> Attribute {
        Attribute::Text(text.into())
    }

    fn tile(layer: &str, feature: TileFeature) -> VectorTile {
        VectorTile { layers: vec![TileLayer { name: layer.into(), extent: 4096, features: vec![feature] }] }
    }

    fn nampo(at: [i32; 2]) -> VectorTile {
        let names = [("name_en", text("Nampo")), ("name_ko", text("남포"))];
        tile("place", feature(TileGeometry::Points(vec![at]), &names))
    }

    #[test]
    fn a_place_is_named_in_either_language_or_both() {
        let seeds = seeds_of(TILE, &nampo([100, 200]));
        let [nampo] = &seeds[..] else { panic!("{seeds:?}") };
        assert_eq!(nampo.text(Language::English), "Nampo");
        assert_eq!(nampo.text(Language::Korean), "남포");
        assert_eq!(nampo.text(Language::Both), "Nampo 남포");
        assert_eq!(nampo.world, Grid::new(TILE, 4096).world([100, 200]));
    }

    #[test]
    fn a_place_in_the_buffer_is_the_neighbours() {
        assert!(seeds_of(TILE, &nampo([-5, 200])).is_empty());
        assert!(seeds_of(TILE, &nampo([4096, 200])).is_empty());
    }

    #[test]
    fn a_contour_bears_its_depth_along_its_straight_part() {
        let mut line = vec![[0, 0], [0, 100], [100, 0], [100, 100]];
        line.extend((1..20).map(|i| [100 + i * 100, 100 + i * 100]));
        let contour = feature(TileGeometry::Lines(vec![line]), &[("depth_m", Attribute::Number(200.0))]);
        let seeds = seeds_of(TILE, &tile("contour", contour));
        let [label] = &seeds[..] else { panic!("{seeds:?}") };
        assert_eq!(&*label.english, "200");
        assert!((label.angle - std::f32::consts::FRAC_PI_4).abs() < 0.02, "{}", label.angle);
    }

    #[test]
    fn words_along_a_line_read_from_left_to_right() {
        let line = vec![[3000, 2000], [2000, 2500], [1000, 3000]];
        let limit =
            feature(TileGeometry::Lines(vec![line]), &[("kind", text("nll")), ("status", text("claimed, disputed"))]);
        let seeds = seeds_of(TILE, &tile("limit", limit));
        assert!(seeds.iter().all(|s| s.angle.abs() < std::f32::consts::FRAC_PI_2) && !seeds.is_empty());
        assert_eq!(seeds[0].text(Language::Both), "NLL 북방한계선 (claimed, disputed)");
    }

    #[test]
    fn a_computed_limit_says_that_it_is_computed() {
        let line = vec![[100, 2000], [2000, 2050], [4000, 2100]];
        let said = [("kind", text("12nm")), ("status", text("computed"))];
        let seeds = seeds_of(TILE, &tile("limit", feature(TileGeometry::Lines(vec![line]), &said)));
        assert_eq!(seeds[0].text(Language::English), "12 nm, computed");
        assert_eq!(seeds[0].text(Language::Korean), "12해리 (계산)");
    }
}
