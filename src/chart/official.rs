//! Official limits that a user loads: zones whose attributes say which waters they are, and who says so.
//!
//! Owns the rule by which a zone counts as one (docs/formats.md), and where each lies. Never takes a claim for a limit. Start
//! at [`OfficialLimits::of`].

use std::sync::Arc;

use geo::{Geometry, LinesIter as _};
use rstar::{AABB, RTree, RTreeObject};

use super::waters::{Ruled, WaterZone, Waters};
use super::zone::{Zone, ZoneLayer};
use crate::geodesy::Position;
use crate::language::said;

/// Attributes that say which waters a zone is.
const ZONE_FIELDS: [&str; 6] = ["zone", "zone_type", "maritime_zone", "limit_type", "pol_type", "수역구분"];
/// Attributes that say who drew it.
const SOURCE_FIELDS: [&str; 5] = ["source", "authority", "legal_basis", "출처", "근거"];
/// Attributes that say whose it is, ISO 3166-1 alpha-3.
const STATE_FIELDS: [&str; 5] = ["state", "iso_ter1", "iso_sov1", "iso_a3", "국가코드"];
/// Attributes that may say that it is claimed only.
const STATUS_FIELDS: [&str; 4] = ["status", "pol_type", "remarks", "상태"];

/// What each zone is called, in files by this program, by Marine Regions (`POL_TYPE`), and in Korean law.
const WORDS: [(&str, WaterZone); 17] = [
    ("internal waters", WaterZone::InternalWaters),
    ("내수", WaterZone::InternalWaters),
    ("territorial sea", WaterZone::TerritorialSea),
    ("territorial waters", WaterZone::TerritorialSea),
    ("12nm", WaterZone::TerritorialSea),
    ("12 nm", WaterZone::TerritorialSea),
    ("영해", WaterZone::TerritorialSea),
    ("contiguous zone", WaterZone::ContiguousZone),
    ("24nm", WaterZone::ContiguousZone),
    ("24 nm", WaterZone::ContiguousZone),
    ("접속수역", WaterZone::ContiguousZone),
    ("eez", WaterZone::Eez),
    ("exclusive economic zone", WaterZone::Eez),
    ("200nm", WaterZone::Eez),
    ("배타적 경제수역", WaterZone::Eez),
    ("배타적경제수역", WaterZone::Eez),
    ("high seas", WaterZone::HighSeas),
];

/// The most edges of all limits together: some 150 MB. The world's zones at full detail have fewer.
const MAX_EDGES: usize = 2_000_000;

/// One official limit: what is inside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfficialLimit {
    /// Its zone.
    pub zone: WaterZone,
    /// Whose it is, ISO 3166-1 alpha-3, if it says so.
    pub state: Option<Arc<str>>,
    /// Who says so, in its own words.
    pub source: Arc<str>,
}

/// Official limits, ready to be asked.
#[derive(Debug, Default)]
pub struct OfficialLimits {
    limits: Vec<OfficialLimit>,
    edges: RTree<Edge>,
    n_left_out: usize,
}

/// One edge of a limit's outline, degrees.
#[derive(Clone, Copy, Debug)]
struct Edge {
    from: [f64; 2],
    to: [f64; 2],
    limit_idx: usize,
}

impl RTreeObject for Edge {
    type Envelope = AABB<[f64; 2]>;

    fn envelope(&self) -> Self::Envelope {
        AABB::from_corners(self.from, self.to)
    }
}

impl OfficialLimits {
    /// The official limits among the zones of some layers.
    pub fn of<'a>(layers: impl IntoIterator<Item = &'a ZoneLayer>) -> Self {
        let mut found = Self::default();
        let mut edges = Vec::new();
        for layer in layers {
            for zone in &layer.zones {
                let Some(limit) = limit_of(layer, zone) else { continue };
                let n_before = edges.len();
                let limit_idx = found.limits.len();
                edges.extend(outline(&zone.geometry, limit_idx).take(MAX_EDGES + 1 - n_before));
                if edges.len() > MAX_EDGES {
                    edges.truncate(n_before);
                    found.n_left_out += 1;
                } else {
                    found.limits.push(limit);
                }
            }
        }
        found.edges = RTree::bulk_load(edges);
        found
    }

    /// Whether a layer's attributes are such that official limits may be in it.
    #[must_use]
    pub fn may_be_in(layer: &ZoneLayer) -> bool {
        [&ZONE_FIELDS[..], &SOURCE_FIELDS].iter().all(|names| layer.fields.iter().any(|field| is_one(field, names)))
    }

    /// Whether there are none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.limits.is_empty()
    }

    /// How many were left out, because all together have too many vertices.
    #[must_use]
    pub const fn n_left_out(&self) -> usize {
        self.n_left_out
    }

    /// The limit that a place is in, the most landward of several.
    #[must_use]
    pub fn at(&self, place: Position) -> Option<&OfficialLimit> {
        let [x, y] = [place.lon(), place.lat()];
        // A line due east crosses the outline of what it begins in an odd number of times.
        let mut crossed: Vec<(usize, bool)> = Vec::new();
        for edge in self.edges.locate_in_envelope_intersecting(AABB::from_corners([x, y], [f64::MAX, y])) {
            let ([x1, y1], [x2, y2]) = (edge.from, edge.to);
            if (y1 > y) == (y2 > y) || x >= x1 + (y - y1) / (y2 - y1) * (x2 - x1) {
                continue;
            }
            match crossed.iter_mut().find(|(limit_idx, _)| *limit_idx == edge.limit_idx) {
                Some((_, is_odd)) => *is_odd = !*is_odd,
                None => crossed.push((edge.limit_idx, true)),
            }
        }
        let around = crossed.into_iter().filter(|(_, is_odd)| *is_odd);
        let around = around.filter_map(|(idx, _)| self.limits.get(idx).map(|limit| (limit.zone, idx, limit)));
        around.min_by_key(|(zone, idx, _)| (*zone, *idx)).map(|(.., limit)| limit)
    }

    /// The first limit of a zone of a state; one that names no state is any state's.
    pub(super) fn of_state(&self, zone: WaterZone, state: Option<&str>) -> Option<&OfficialLimit> {
        self.limits
            .iter()
            .find(|limit| limit.zone == zone && (limit.state.is_none() || limit.state.as_deref() == state))
    }

    /// Whether an outline may run through a box, degrees.
    pub(super) fn may_cross(&self, south_west: [f64; 2], north_east: [f64; 2]) -> bool {
        self.edges.locate_in_envelope_intersecting(AABB::from_corners(south_west, north_east)).next().is_some()
    }
}

impl Waters {
    /// What official limits make of a computed zone and state, and the source if they rule. A limit rules within it, but a
    /// computed zone nearer the land than the limit's stays where none of that zone was loaded: an economic zone's polygon
    /// often begins at the coast.
    pub(super) fn ruled(&self, at: Position, zone: WaterZone, state: Option<Arc<str>>) -> Ruled {
        let is_on_land = matches!(zone, WaterZone::Land | WaterZone::InternalWaters);
        let limit = if is_on_land { None } else { self.limits().at(at) };
        match limit {
            Some(limit) if zone >= limit.zone || self.limits().of_state(zone, state.as_deref()).is_some() => {
                let own = if limit.zone == WaterZone::HighSeas { None } else { limit.state.clone().or(state) };
                (limit.zone, own, Some(Arc::clone(&limit.source)))
            }
            _ => (zone, state, None),
        }
    }

    /// What is to be said of a computed zone where an official one of that state was loaded and ends before.
    pub(super) fn beyond(&self, zone: WaterZone, state: Option<&str>) -> String {
        let limit = self.limits().of_state(zone, state).filter(|_| zone != WaterZone::HighSeas);
        limit.map_or_else(String::new, |limit| said!("basis-beyond", zone = zone.words(), source = &*limit.source))
    }
}

/// What a zone rests on where an official limit rules.
pub(super) fn official_basis(source: &str) -> String {
    said!("basis-official", source = source)
}

/// A zone as an official limit: an area that says which waters it is and who says so, and is not claimed only.
fn limit_of(layer: &ZoneLayer, zone: &Zone) -> Option<OfficialLimit> {
    if !matches!(zone.geometry, Geometry::Polygon(_) | Geometry::MultiPolygon(_)) {
        return None;
    }
    let values = |names: &'static [&'static str]| {
        let fields = layer.fields.iter().zip(&zone.attributes).filter(|(field, _)| is_one(field, names));
        fields.map(|(_, value)| value.trim()).filter(|value| !value.is_empty())
    };
    let is_claim =
        |text: &str| ["claim", "disput", "주장", "분쟁"].iter().any(|word| text.to_lowercase().contains(word));
    if values(&STATUS_FIELDS).any(is_claim) {
        return None;
    }
    let is_state = |text: &&str| text.len() == 3 && text.bytes().all(|b| b.is_ascii_uppercase());
    Some(OfficialLimit {
        zone: values(&ZONE_FIELDS).find_map(zone_of)?,
        state: values(&STATE_FIELDS).find(is_state).map(Arc::from),
        source: Arc::from(values(&SOURCE_FIELDS).next()?),
    })
}

fn is_one(field: &str, names: &[&str]) -> bool {
    let field = field.trim().to_lowercase();
    names.contains(&field.as_str())
}

fn zone_of(text: &str) -> Option<WaterZone> {
    let text = text.to_lowercase().replace(['_', '-'], " ");
    WORDS.iter().find(|(words, _)| text == *words).map(|(_, zone)| *zone)
}

fn outline(geometry: &Geometry<f64>, limit_idx: usize) -> Box<dyn Iterator<Item = Edge> + '_> {
    let edge = move |line: geo::Line<f64>| Edge {
        from: [line.start.x, line.start.y],
        to: [line.end.x, line.end.y],
        limit_idx,
    };
    match geometry {
        Geometry::Polygon(polygon) => Box::new(polygon.lines_iter().map(edge)),
        Geometry::MultiPolygon(parts) => Box::new(parts.lines_iter().map(edge)),
        _ => Box::new(std::iter::empty()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn square(low: f64, high: f64) -> Geometry<f64> {
        geo::Rect::new((low, low), (high, high)).to_polygon().into()
    }

    /// A layer of squares round 0°N 0°E: half a side in degrees, and attribute values.
    fn layer(fields: &[&str], zones: &[(f64, &[&str])]) -> ZoneLayer {
        let zone = |(half, values): &(f64, &[&str])| {
            let attributes = values.iter().map(|value| (*value).to_owned()).collect();
            Arc::new(Zone { name: String::new(), attributes, geometry: square(-half, *half), colour: None })
        };
        let fields = fields.iter().map(|field| (*field).to_owned()).collect();
        let zones = zones.iter().map(zone).collect();
        ZoneLayer { name: "limits".into(), source: "limits.shp".into(), crs: String::new(), fields, zones, plan: None }
    }

    #[test]
    fn the_most_landward_of_several_is_the_one() {
        let layer = layer(
            &["POL_TYPE", "ISO_SOV1", "Source"],
            &[(3.0, &["200NM", "KOR", "A"]), (0.2, &["12NM", "KOR", "B"]), (1.0, &["Overlapping claim", "KOR", "C"])],
        );
        let limits = OfficialLimits::of([&layer]);
        let at = |lat, lon| limits.at(Position::clamped(lat, lon)).map(|limit| (limit.zone, &*limit.source));
        assert_eq!(at(0.1, -0.1), Some((WaterZone::TerritorialSea, "B")));
        assert_eq!(at(0.1, 0.3), Some((WaterZone::Eez, "A")));
        assert_eq!((at(0.1, 3.3), at(-3.1, 0.0)), (None, None));
        assert!(limits.may_cross([0.1, 0.1], [0.3, 0.3]) && !limits.may_cross([0.3, 0.3], [0.9, 0.9]));
    }

    #[test]
    fn a_zone_is_official_only_if_it_says_what_it_is_and_who_says_so() {
        let fields = ["zone", "state", "출처", "status"];
        for (values, is_limit) in [
            (["territorial_sea", "KOR", "해양수산부", ""], true),
            (["영해", "", "영해 및 접속수역법", "in force"], true),
            (["patrol area", "KOR", "해양경찰청", ""], false),
            (["EEZ", "KOR", "", ""], false),
            (["EEZ", "KOR", "해양수산부", "claimed/disputed"], false),
        ] {
            assert_eq!(!OfficialLimits::of([&layer(&fields, &[(1.0, &values)])]).is_empty(), is_limit, "{values:?}");
        }
        assert!(OfficialLimits::may_be_in(&layer(&fields, &[])));
        assert!(!OfficialLimits::may_be_in(&layer(&["name", "source"], &[])));
    }
}
