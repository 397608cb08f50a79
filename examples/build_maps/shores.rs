//! Shorelines with their owners, and everything else the map takes from a table.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use anyhow::Result;
use cordon::chart::{CoastIndex, CoastLine};

use crate::names;
use crate::plane::{self, Box2, P};
use crate::sources::{self, Record, Shore};
use crate::tiler::{Geometry, Item};
use crate::{number, picked, text};

/// Land with its shore: an outer ring and holes, and for every leg of every ring (from a vertex to the next) whose coast it
/// is; `None` where the leg is only a cut.
pub struct Coast {
    pub rings: Vec<Vec<P>>,
    owners: Vec<Vec<Option<Arc<str>>>>,
    source: &'static str,
}

impl Coast {
    /// The same with fewer vertices; rings that are too small for the zoom are left out.
    pub fn simplified(&self, tolerance: f64, least_area: f64) -> Self {
        let (mut rings, mut owners) = (Vec::new(), Vec::new());
        for (i, (ring, owner)) in self.rings.iter().zip(&self.owners).enumerate() {
            let kept =
                if tolerance > 0.0 { plane::simplified_ring(ring, tolerance) } else { (0..ring.len()).collect() };
            let simple = picked(ring, &kept);
            if simple.len() < 3 || plane::twice_area(&simple).abs() <= least_area {
                if i == 0 {
                    break;
                }
                continue;
            }
            owners.push(kept.iter().map(|k| owner[*k].clone()).collect());
            rings.push(simple);
        }
        Self { rings, owners, source: self.source }
    }

    pub fn area(&self) -> Option<Item> {
        (!self.rings.is_empty())
            .then(|| Item { geometry: Geometry::Polygon(self.rings.clone()), attributes: Vec::new() })
    }

    /// The shore as lines, each of one state.
    fn runs(&self) -> Vec<(Arc<str>, Vec<P>)> {
        let mut runs: Vec<(Arc<str>, Vec<P>)> = Vec::new();
        for (ring, owners) in self.rings.iter().zip(&self.owners) {
            let mut open = false;
            for (i, owner) in owners.iter().enumerate() {
                let (a, b) = (ring[i], ring[(i + 1) % ring.len()]);
                let Some(owner) = owner else {
                    open = false;
                    continue;
                };
                match runs.last_mut() {
                    Some((state, run)) if open && state == owner => run.push(b),
                    _ => runs.push((Arc::clone(owner), vec![a, b])),
                }
                open = true;
            }
        }
        runs
    }

    pub fn items(&self) -> Vec<Item> {
        let item = |(state, run): (Arc<str>, Vec<P>)| Item {
            geometry: Geometry::Line(run),
            attributes: vec![text("state", &state), text("source", self.source)],
        };
        self.runs().into_iter().map(item).collect()
    }
}

/// Shores for the index of distances.
pub fn lines(coasts: &[Coast]) -> Vec<CoastLine> {
    let line = |coast: &Coast| {
        let source: Arc<str> = coast.source.into();
        let line = |(state, run): (Arc<str>, Vec<P>)| CoastLine {
            state,
            source: Arc::clone(&source),
            places: run.iter().map(|p| plane::position(*p)).collect(),
        };
        coast.runs().into_iter().map(line).collect::<Vec<_>>()
    };
    coasts.iter().flat_map(line).collect()
}

/// An index of all countries' outlines: the nearest tells whose a piece of coast is.
pub fn owners(countries: &[Record]) -> CoastIndex {
    let outline = |country: &Record| {
        let state: Arc<str> = country.state().into();
        let line = |part: &Vec<P>| CoastLine {
            state: Arc::clone(&state),
            source: "Natural Earth".into(),
            places: part.iter().map(|p| plane::position(*p)).collect(),
        };
        country.parts.iter().map(line).collect::<Vec<_>>()
    };
    CoastIndex::build(&countries.iter().flat_map(outline).collect::<Vec<_>>())
}

fn owner(countries: &CoastIndex, a: P, b: P) -> Option<Arc<str>> {
    let middle = [f64::midpoint(a[0], b[0]), f64::midpoint(a[1], b[1])];
    if plane::inside(&korean_islands(), middle) {
        return Some("KOR".into());
    }
    countries.nearest(plane::position(middle)).map(|near| near.state)
}

/// The islands south of the Northern Limit Line, which Natural Earth is too coarse to tell apart: the line itself from the
/// mouth of the Han westward, and back south of them all. Source: the line's points; Armistice Agreement of 1953, para. 13 (b).
fn korean_islands() -> Vec<P> {
    let south = [(37.40, 124.2), (37.40, 126.16), (37.72, 126.16)];
    NLL.iter().chain(&south).map(|(lat, lon)| plane::from_degrees(*lon, *lat)).collect()
}

/// Countries as polygons, each with its code.
pub fn territory(countries: &[Record]) -> Vec<(String, Vec<Vec<P>>)> {
    let of = |country: &Record| {
        let state = country.state().to_owned();
        polygons(std::slice::from_ref(country))
            .into_iter()
            .map(move |polygon| (state.clone(), polygon))
            .collect::<Vec<_>>()
    };
    countries.iter().flat_map(of).collect()
}

fn owned(ring: &[P], countries: &CoastIndex, is_cut: &dyn Fn(P, P) -> bool) -> Vec<Option<Arc<str>>> {
    (0..ring.len())
        .map(|i| (ring[i], ring[(i + 1) % ring.len()]))
        .map(|(a, b)| if is_cut(a, b) { None } else { owner(countries, a, b) })
        .collect()
}

/// GSHHG's land, simplified.
pub fn from_gshhg(shores: &[Shore], tolerance: f64, room: &Box2, countries: &CoastIndex) -> Vec<Coast> {
    let is_cut = |a: P, b: P| {
        (0..2).any(|axis| {
            [room.min[axis], room.max[axis]].iter().any(|edge| [a, b].iter().all(|p| (p[axis] - edge).abs() < 1e-12))
        })
    };
    let coast = |shore: &Shore| {
        let ring = picked(&shore.ring, &plane::simplified_ring(&shore.ring, tolerance));
        Coast { owners: vec![owned(&ring, countries, &is_cut)], rings: vec![ring], source: "GSHHG" }
    };
    shores.iter().filter(|shore| shore.level == 1).map(coast).collect()
}

/// GSHHG's lakes, with the islands in them as holes.
pub fn lakes(shores: &[Shore], tolerance: f64) -> Vec<Vec<Vec<P>>> {
    let islands: Vec<&Shore> = shores.iter().filter(|shore| shore.level == 3).collect();
    let lake = |shore: &Shore| {
        let bounds = Box2::around(&shore.ring);
        let inside = |island: &&&Shore| bounds.contains(island.ring[0]) && plane::inside(&shore.ring, island.ring[0]);
        let rings = std::iter::once(shore).chain(islands.iter().filter(inside).copied());
        rings.map(|shore| picked(&shore.ring, &plane::simplified_ring(&shore.ring, tolerance))).collect()
    };
    shores.iter().filter(|shore| shore.level == 2).map(lake).collect()
}

/// Natural Earth's land.
pub fn from_natural_earth(land: &[Record], countries: &CoastIndex) -> Vec<Coast> {
    let at_edge = |a: P, b: P| {
        let beyond = |p: P, axis: usize| !(1e-9..=1.0 - 1e-9).contains(&p[axis]);
        (0..2).any(|axis| beyond(a, axis) && beyond(b, axis))
    };
    let coast = |rings: Vec<Vec<P>>| Coast {
        owners: rings.iter().map(|ring| owned(ring, countries, &at_edge)).collect(),
        rings,
        source: "Natural Earth 1:10m",
    };
    polygons(land).into_iter().map(coast).collect()
}

/// The polygons of a shapefile: rings that turn clockwise begin one, the others are holes in the one around them.
pub fn polygons(records: &[Record]) -> Vec<Vec<Vec<P>>> {
    let mut polygons: Vec<Vec<Vec<P>>> = Vec::new();
    for record in records {
        let rings = record.parts.iter().map(|part| {
            let mut ring = part.clone();
            ring.dedup();
            if ring.first() == ring.last() {
                ring.pop();
            }
            ring
        });
        let (outer, holes): (Vec<_>, Vec<_>) =
            rings.filter(|ring| ring.len() >= 3).partition(|ring| plane::twice_area(ring) > 0.0);
        let mut found: Vec<Vec<Vec<P>>> = outer.into_iter().map(|ring| vec![ring]).collect();
        for hole in holes {
            if let Some(polygon) = found.iter_mut().find(|polygon| plane::inside(&polygon[0], hole[0])) {
                polygon.push(hole);
            }
        }
        polygons.extend(found);
    }
    polygons
}

/// Land boundaries of Natural Earth; the Korean military demarcation line and the edges of its zone by name.
pub fn boundaries(records: &[Record]) -> Vec<Item> {
    let mut items = Vec::new();
    for record in records {
        let (class, name) = (record.text("FEATURECLA"), record.text("NAME"));
        let kind = match (class, name) {
            (_, "Military Demarcation Line 1953") => "mdl",
            (_, "Korean Demilitarized Zone") => "dmz",
            ("Overlay limit" | "Lease limit", _) => continue,
            ("International boundary (verify)", _) => "country",
            _ => "disputed",
        };
        let mut attributes = vec![text("kind", kind), text("source", "Natural Earth 1:10m")];
        if kind == "mdl" {
            attributes.extend([text("name_en", "Military Demarcation Line"), text("name_ko", "군사분계선")]);
        }
        items.extend(
            record
                .parts
                .iter()
                .map(|part| Item { geometry: Geometry::Line(part.clone()), attributes: attributes.clone() }),
        );
    }
    items
}

/// Where the territorial sea of both states is three miles wide: the western channel of the Korea Strait. The extent is
/// approximate: from the 1.5 Metre Rock along 127° and from Hongdo along 093°, and by the spine of Tsushima.
pub fn korea_strait() -> Item {
    let corners = [
        (35.35, 129.05),
        (35.1664, 129.22),
        (35.006, 129.48),
        (34.68, 129.49),
        (34.40, 129.33),
        (34.08, 129.20),
        (34.10, 128.95),
        (34.519, 128.98),
        (34.531, 128.736),
        (34.80, 128.60),
        (35.25, 128.90),
    ];
    Item {
        geometry: Geometry::Polygon(vec![corners.iter().map(|(lat, lon)| plane::from_degrees(*lon, *lat)).collect()]),
        attributes: vec![
            number("breadth_nm", 3.0),
            text("name_en", "Korea Strait, western channel"),
            text("name_ko", "대한해협 서수도"),
            text(
                "source",
                "ROK Enforcement Decree of the Territorial Sea and Contiguous Zone Act (No. 9162), art. 3; Japan, Act on the \
                 Territorial Sea (No. 30 of 1977), suppl. prov. 2; extent approximate",
            ),
        ],
    }
}

/// Lines that states claim or once agreed on, as published: never computed here.
pub fn claimed_lines() -> Vec<Item> {
    let line = |places: &[(f64, f64)]| {
        Geometry::Line(places.iter().map(|(lat, lon)| plane::from_degrees(*lon, *lat)).collect())
    };
    vec![
        Item {
            geometry: line(NLL),
            attributes: vec![
                text("kind", "nll"),
                text("name_en", "Northern Limit Line"),
                text("name_ko", "북방한계선"),
                text("status", "claimed, disputed"),
                text("basis", "published points, WGS 84"),
                text("source", "northern edges of the Korea Coast Guard's jurisdiction areas as published"),
            ],
        },
        Item {
            geometry: line(SHELF_1974),
            attributes: vec![
                text("kind", "shelf"),
                text("name_en", "Japan–ROK continental shelf boundary (1974)"),
                text("name_ko", "한일 대륙붕 경계(1974)"),
                text("status", "agreed 1974; datum not stated and unchecked, may be some 400 m off"),
                text("basis", "published points, datum unchecked"),
                text("source", "agreement of 30 January 1974, northern part, as listed by French Wikipedia"),
            ],
        },
    ]
}

/// Latitude, longitude, WGS 84. Nine of the eleven points commonly quoted in the Tokyo datum agree within 12 m once shifted
/// by (−147, 506, 687) m.
const NLL: &[(f64, f64)] = &[
    (37.71528, 126.10917),
    (37.66111, 126.01472),
    (37.7175, 125.74806),
    (37.69444, 125.69583),
    (37.69306, 125.66472),
    (37.68472, 125.51472),
    (37.58611, 125.23972),
    (37.64028, 125.04528),
    (37.76944, 124.86472),
    (38.00278, 124.84806),
    (38.05278, 124.63139),
    (38.05278, 124.16667),
];

/// Latitude, longitude, as listed; the datum is not stated.
const SHELF_1974: &[(f64, f64)] = &[
    (32.95, 127.685),
    (32.95833, 127.69833),
    (33.02167, 127.73333),
    (33.145, 127.805),
    (33.22833, 127.86),
    (33.27, 127.87167),
    (33.75167, 128.36167),
    (33.79, 128.425),
    (33.84, 128.435),
    (34.13667, 128.68833),
    (34.21667, 128.79333),
    (34.3, 128.88),
    (34.30833, 128.88833),
    (34.40833, 128.955),
    (34.46, 128.99),
    (34.48667, 129.00333),
    (34.535, 129.01333),
    (34.54333, 129.01333),
    (34.67167, 129.05167),
    (34.82833, 129.20167),
    (34.84333, 129.21667),
    (34.87333, 129.26333),
    (34.905, 129.30667),
    (34.95, 129.36167),
    (34.96, 129.37667),
    (34.97667, 129.42167),
    (35.02, 129.54833),
    (35.06833, 129.67833),
    (35.11333, 130.125),
    (35.11667, 130.27333),
    (35.30333, 130.38833),
    (35.56167, 130.56833),
    (35.705, 130.71167),
    (36.06333, 131.13833),
    (36.16667, 131.265),
];

/// Towns, ports, seas, islands and countries, each with its layer and the least zoom that shows it.
pub fn points(folder: &Path, countries: &[Record]) -> Result<Vec<(&'static str, u8, Item)>> {
    let mut points = Vec::new();
    let mut add = |layer, rank: u8, at: P, mut attributes: Vec<_>| {
        attributes.retain(|(_, value)| *value != cordon::chart::Attribute::Text("".into()));
        attributes.push(number("rank", f64::from(rank)));
        points.push((layer, rank, Item { geometry: Geometry::Point(at), attributes }));
    };
    for (name_en, name_ko, lat, lon, rank) in names::SEAS {
        add("sea", *rank, plane::from_degrees(*lon, *lat), vec![text("name_en", name_en), text("name_ko", name_ko)]);
    }
    for country in countries {
        let degrees = |name: &str| country.text(name).parse::<f64>().ok();
        if let (Some(lon), Some(lat), Some(rank)) = (degrees("LABEL_X"), degrees("LABEL_Y"), degrees("MIN_LABEL")) {
            let names = vec![text("name_en", country.text("NAME_EN")), text("name_ko", country.text("NAME_KO"))];
            let attributes = names.into_iter().chain([text("iso3", country.state())]).collect();
            add("country", rank.floor() as u8, plane::from_degrees(lon, lat), attributes);
        }
    }
    for (name_en, name_ko, lat, lon, rank, state) in names::ISLANDS {
        let attributes =
            vec![text("name_en", name_en), text("name_ko", name_ko), text("kind", "island"), text("country", state)];
        add("place", *rank, plane::from_degrees(*lon, *lat), attributes);
    }
    let (towns, codes) = sources::towns(folder)?;
    for town in &towns {
        let rank = match town.population {
            p if p >= 5e6 => 3,
            p if p >= 1e6 => 4,
            p if p >= 3e5 => 6,
            p if p >= 1e5 => 7,
            p if p >= 3e4 => 8,
            p if p >= 1e4 => 9,
            _ => 10,
        };
        let attributes = vec![
            text("name_en", &town.name_en),
            text("name_ko", &town.name_ko),
            text("kind", "town"),
            text("country", &town.country),
            number("population", town.population),
        ];
        add("place", rank, town.at, attributes);
    }
    let mut by_name: BTreeMap<String, Vec<&sources::Town>> = BTreeMap::new();
    for town in towns.iter().filter(|town| !town.name_ko.is_empty()) {
        for name in town.names.iter().chain([&town.name_en]) {
            by_name.entry(name.to_lowercase()).or_default().push(town);
        }
    }
    for port in sources::ports(folder)? {
        // The Korean name is that of the town of the same name within half a degree.
        let near = |town: &&&sources::Town| (0..2).all(|axis| (town.at[axis] - port.at[axis]).abs() < 0.5 / 360.0);
        let town = by_name.get(&port.name.to_lowercase()).into_iter().flatten().filter(near);
        let town = town.max_by(|a, b| a.population.total_cmp(&b.population));
        let told = names::PORTS.iter().find(|(english, _)| *english == port.name).map(|(_, korean)| *korean);
        let country = port.unlocode.get(..2).and_then(|two| codes.get(two)).map_or("", String::as_str);
        let attributes = vec![
            text("name_en", &port.name),
            text("name_ko", told.unwrap_or_else(|| town.map_or("", |town| &town.name_ko))),
            text("unlocode", &port.unlocode),
            text("country", country),
        ];
        add("port", 6, port.at, attributes);
    }
    Ok(points)
}
