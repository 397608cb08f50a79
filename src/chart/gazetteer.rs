//! Places and ports of the chart by name.
//!
//! Owns the list, read once from the chart's tiles, and how a name in a text is told to be one of them. Never draws, and never
//! guesses: a name that is not on the list is nowhere. Start at [`Gazetteer::named`] for a name in a text, [`Gazetteer::find`]
//! for a search.

use std::collections::{HashMap, HashSet};

use super::{TileGeometry, TileId, TileReader, VectorTile};
use crate::geodesy::Position;

/// What a name is the name of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NamedKind {
    /// A town or a village.
    Town,
    /// A port.
    Port,
    /// A sea, a strait or a bay.
    Sea,
    /// A country.
    Country,
    /// An island or a rock.
    Island,
}

/// A named place of the chart.
#[derive(Clone, Debug, PartialEq)]
pub struct Named {
    /// Its English name; may be empty.
    pub english: String,
    /// Its Korean name; may be empty.
    pub korean: String,
    /// What it is.
    pub kind: NamedKind,
    /// Where.
    pub place: Position,
    /// People, for the order of equals.
    people: f64,
}

/// Names by which texts know places that the chart has under another, in lower case: it has none in Chinese characters.
const ALSO: [(&str, &str); 99] = [
    ("上海", "shanghai"),
    ("青岛", "qingdao"),
    ("青島", "qingdao"),
    ("칭다오", "qingdao"),
    ("大连", "dalian"),
    ("大連", "dalian"),
    ("天津", "tianjin"),
    ("烟台", "yantai"),
    ("煙台", "yantai"),
    ("威海", "weihai"),
    ("丹东", "dandong"),
    ("丹東", "dandong"),
    ("단둥", "dandong"),
    ("连云港", "lianyungang"),
    ("連雲港", "lianyungang"),
    ("롄윈강", "lianyungang"),
    ("宁波", "ningbo"),
    ("寧波", "ningbo"),
    ("닝보", "ningbo"),
    ("舟山", "zhoushan"),
    ("저우산", "zhoushan"),
    ("温州", "wenzhou"),
    ("厦门", "xiamen"),
    ("秦皇岛", "qinhuangdao"),
    ("친황다오", "qinhuangdao"),
    ("日照", "rizhao"),
    ("르자오", "rizhao"),
    ("荣成", "rongcheng"),
    ("룽청", "rongcheng"),
    ("石岛", "shidao"),
    ("香港", "hong kong"),
    ("台北", "taipei"),
    ("基隆", "keelung"),
    ("高雄", "kaohsiung"),
    ("南浦", "nampo"),
    ("元山", "wonsan"),
    ("清津", "chongjin"),
    ("罗津", "rajin"),
    ("羅津", "rajin"),
    ("海州", "haeju"),
    ("釜山", "busan"),
    ("pusan", "busan"),
    ("仁川", "incheon"),
    ("inchon", "incheon"),
    ("济州", "jeju city"),
    ("済州", "jeju city"),
    ("jeju", "jejudo"),
    ("jeju island", "jejudo"),
    ("cheju", "jejudo"),
    ("济州岛", "jejudo"),
    ("済州島", "jejudo"),
    ("木浦", "mokpo"),
    ("蔚山", "ulsan"),
    ("浦项", "pohang"),
    ("浦項", "pohang"),
    ("丽水", "yeosu"),
    ("麗水", "yeosu"),
    ("群山", "gunsan"),
    ("白翎岛", "baengnyeongdo"),
    ("白翎島", "baengnyeongdo"),
    ("baengnyeong", "baengnyeongdo"),
    ("延坪岛", "yeonpyeongdo"),
    ("延坪島", "yeonpyeongdo"),
    ("yeonpyeong", "yeonpyeongdo"),
    ("郁陵岛", "ulleungdo"),
    ("鬱陵島", "ulleungdo"),
    ("ulleung", "ulleungdo"),
    ("独岛", "dokdo"),
    ("独島", "dokdo"),
    ("獨島", "dokdo"),
    ("liancourt rocks", "dokdo"),
    ("socotra", "ieodo"),
    ("socotra rock", "ieodo"),
    ("苏岩礁", "ieodo"),
    ("離於島", "ieodo"),
    ("福岡", "fukuoka"),
    ("후쿠오카", "fukuoka"),
    ("佐世保", "sasebo"),
    ("사세보", "sasebo"),
    ("長崎", "nagasaki"),
    ("나가사키", "nagasaki"),
    ("鹿児島", "kagoshima"),
    ("가고시마", "kagoshima"),
    ("那覇", "naha"),
    ("나하", "naha"),
    ("石垣", "ishigaki"),
    ("対馬", "tsushima"),
    ("对马", "tsushima"),
    ("쓰시마", "tsushima"),
    ("対馬島", "tsushima"),
    ("壱岐", "iki"),
    ("佐渡", "sado"),
    ("新潟", "niigata"),
    ("니가타", "niigata"),
    ("舞鶴", "maizuru"),
    ("函館", "hakodate"),
    ("ウラジオストク", "vladivostok"),
    ("海参崴", "vladivostok"),
    ("ナホトカ", "nakhodka"),
];

/// Words before a name that say nothing of where it is.
const BEFORE: [&str; 5] = ["port of ", "island of ", "city of ", "the ", "port "];

/// Words behind one, longest first.
const BEHIND: [&str; 17] = [
    " lighthouse",
    " islands",
    " harbour",
    " harbor",
    " island",
    " city",
    " port",
    "등대",
    "항",
    "시",
    "섬",
    "灯台",
    "灯塔",
    "港",
    "市",
    "岛",
    "島",
];

/// The chart's names.
#[derive(Clone, Debug, Default)]
pub struct Gazetteer {
    names: Vec<(String, Named)>,
    /// The likeliest place of each whole name, by the name in lower case.
    by_name: HashMap<String, Position>,
}

impl Gazetteer {
    /// Every name of a chart.
    #[must_use]
    pub fn read(chart: &dyn TileReader) -> Self {
        let names = names_of(chart);
        let mut ranked: Vec<&Named> = names.iter().collect();
        // Of several places of one name a text on the sea means the island, else the one with most people; a range from a country
        // begins nowhere.
        ranked.retain(|named| !matches!(named.kind, NamedKind::Sea | NamedKind::Country));
        let is_town = |named: &Named| named.kind != NamedKind::Island;
        ranked.sort_by(|a, b| is_town(a).cmp(&is_town(b)).then(b.people.total_cmp(&a.people)));
        let mut by_name: HashMap<String, Position> = HashMap::new();
        for named in ranked {
            // “Dokdo (Liancourt Rocks)” is known by what stands before its bracket.
            let short = named.english.split(" (").next().unwrap_or_default();
            for name in [&named.english, short, &named.korean] {
                if !name.is_empty() {
                    by_name.entry(key(name)).or_insert(named.place);
                }
            }
        }
        let search = |named: &Named| format!("{}\n{}", named.english.to_lowercase(), named.korean);
        Self { names: names.into_iter().map(|named| (search(&named), named)).collect(), by_name }
    }

    /// Whether it has no names.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// The place of exactly this name, in English, Korean, or as Chinese and Japanese texts write the larger ports; words like
    /// “port of” and “항” around it say nothing.
    #[must_use]
    pub fn named(&self, name: &str) -> Option<Position> {
        // Longer ones are sentences.
        if name.len() > 120 {
            return None;
        }
        let name = key(name);
        self.whole(&name).or_else(|| {
            let before = BEFORE.iter().find_map(|word| name.strip_prefix(word)).unwrap_or(&name);
            if let Some(place) = self.whole(before) {
                return Some(place);
            }
            let core = BEHIND.iter().find_map(|word| before.strip_suffix(word)).unwrap_or(before).trim();
            (core != name && core.chars().count() > 1).then(|| self.whole(core)).flatten()
        })
    }

    /// The names beside the chart's own.
    #[cfg(test)]
    pub(crate) fn also() -> impl Iterator<Item = &'static str> {
        ALSO.iter().map(|(name, _)| *name)
    }

    fn whole(&self, name: &str) -> Option<Position> {
        let name = ALSO.iter().find(|(also, _)| *also == name).map_or(name, |(_, english)| english);
        // The chart has Jeju as “Jeju City”.
        self.by_name.get(name).or_else(|| self.by_name.get(&format!("{name} city"))).copied()
    }

    /// The places that a lower-case text finds, best first, each with how well it fits (lower is better).
    #[must_use]
    pub fn find(&self, wanted: &str, most: usize) -> Vec<(u32, &Named)> {
        if wanted.chars().count() < 2 {
            return Vec::new();
        }
        let score = |key: &str| match key.find(wanted)? {
            0 => Some(0),
            at if key.get(..at).is_some_and(|before| before.ends_with([' ', '\n', '-'])) => Some(1),
            _ => Some(2),
        };
        let mut found: Vec<(u32, &Named)> =
            self.names.iter().filter_map(|(key, named)| Some((score(key)?, named))).collect();
        found.sort_by(|a, b| a.0.cmp(&b.0).then(b.1.people.total_cmp(&a.1.people)));
        found.truncate(most);
        found
    }
}

fn key(name: &str) -> String {
    name.trim().to_lowercase()
}

/// Every name of a chart, from its deepest tiles.
fn names_of(chart: &dyn TileReader) -> Vec<Named> {
    let mut names = Vec::new();
    let mut seen = HashSet::new();
    let (least, greatest) = chart.zooms();
    let mut open: Vec<TileId> = (0..1_u32 << least.min(4))
        .flat_map(|x| (0..1_u32 << least.min(4)).map(move |y| TileId { zoom: least.min(4), x, y }))
        .collect();
    while let Some(id) = open.pop() {
        let children = [(0, 0), (1, 0), (0, 1), (1, 1)].map(|(east, south)| TileId {
            zoom: id.zoom + 1,
            x: id.x * 2 + east,
            y: id.y * 2 + south,
        });
        if id.zoom < greatest && children.iter().any(|child| chart.has(*child)) {
            open.extend(children);
        } else if let Ok(Some(tile)) = chart.tile(id) {
            read(id, &tile, &mut seen, &mut names);
        }
    }
    names
}

fn read(id: TileId, tile: &VectorTile, seen: &mut HashSet<(String, i32, i32)>, names: &mut Vec<Named>) {
    for layer in &tile.layers {
        let kind = match layer.name.as_str() {
            "place" => NamedKind::Town,
            "port" => NamedKind::Port,
            "sea" => NamedKind::Sea,
            "country" => NamedKind::Country,
            _ => continue,
        };
        for feature in &layer.features {
            let TileGeometry::Points(points) = &feature.geometry else { continue };
            let Some(place) = points.first().and_then(|point| place_of(id, *point, layer.extent)) else { continue };
            let text = |key: &str| feature.text(key).unwrap_or_default().to_owned();
            let (english, korean) = (text("name_en"), text("name_ko"));
            if english.is_empty() && korean.is_empty() {
                continue;
            }
            let (lat, lon) = place.e7();
            if !seen.insert((format!("{kind:?}{english}{korean}"), lat / 1_000_000, lon / 1_000_000)) {
                continue;
            }
            let kind = if feature.text("kind") == Some("island") { NamedKind::Island } else { kind };
            names.push(Named { english, korean, kind, place, people: feature.number("population").unwrap_or(0.0) });
        }
    }
}

/// The place of a tile's point; `None` in the tile's margin, which is the neighbour's.
fn place_of(id: TileId, point: [i32; 2], extent: u32) -> Option<Position> {
    let side = f64::from(extent);
    let [x, y] = point.map(f64::from);
    if !(0.0..side).contains(&x) || !(0.0..side).contains(&y) {
        return None;
    }
    let n = f64::from(id.zoom).exp2();
    let lon = (f64::from(id.x) + x / side) / n * 360.0 - 180.0;
    let north = std::f64::consts::PI * (1.0 - 2.0 * (f64::from(id.y) + y / side) / n);
    Position::new(north.sinh().atan().to_degrees(), lon)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tile_point_lies_where_the_tile_scheme_says() {
        // The middle of tile 1/1/0 is 90 E and the latitude whose Mercator ordinate is a quarter of the square.
        let place = place_of(TileId { zoom: 1, x: 1, y: 0 }, [2048, 2048], 4096).expect("inside");
        assert!((place.lon() - 90.0).abs() < 1e-9 && (place.lat() - 66.513_260).abs() < 1e-5, "{place:?}");
    }
}
