//! Whose water a place is in, as far as a shoreline can tell.
//!
//! Owns the rules of distance (12, 24 and 200 nautical miles, and where a strait has less) and what is disputed nearby. Never
//! knows a legal baseline: every answer names the shoreline it was computed from, and an official limit that a user loads
//! overrides it. Start at [`Waters::build`] (a worker's job) and [`Waters::locate`] (cheap enough for every frame); for one
//! question at [`Waters::locate_in`], which reads only what lies near.
//!
//! # Source
//! United Nations Convention on the Law of the Sea (1982), articles 3, 33 and 57, for the breadths.

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use rayon::prelude::*;

use super::coast::{CoastIndex, CoastLine, NearestCoast, centred};
use super::ground::{Ground, Survey};
use super::official::{OfficialLimits, official_basis};
use super::tile::{TileId, TileReader};
use crate::geodesy::Position;
use crate::language::{said, words};
use crate::mercator::{WorldBox, world_from_position};
use crate::units::{METRES_PER_NAUTICAL_MILE, Metres};

/// The zoom of the tiles whose `territory` layer tells whose land a place is (`maps/README.md`): countries are no clearer deeper.
pub(super) const TERRITORY_ZOOM: u8 = 4;

/// What part of the sea, or of the land, a place is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum WaterZone {
    /// On land.
    Land,
    /// In a lake; the sea landward of a straight baseline is not known from a shoreline.
    InternalWaters,
    /// Up to 12 nautical miles from the coast, or less in a strait that has less.
    TerritorialSea,
    /// Up to 24 nautical miles.
    ContiguousZone,
    /// Up to 200 nautical miles.
    Eez,
    /// Beyond.
    HighSeas,
}

impl WaterZone {
    /// Every zone, landward first.
    pub const ALL: [Self; 6] =
        [Self::Land, Self::InternalWaters, Self::TerritorialSea, Self::ContiguousZone, Self::Eez, Self::HighSeas];

    /// Its name in files: `territorial_sea`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Land => "land",
            Self::InternalWaters => "internal_waters",
            Self::TerritorialSea => "territorial_sea",
            Self::ContiguousZone => "contiguous_zone",
            Self::Eez => "eez",
            Self::HighSeas => "high_seas",
        }
    }
}

impl WaterZone {
    /// Whether it is the flag State that is asked before a ship is boarded there, and not the coastal State.
    ///
    /// # Source
    /// UNCLOS (1982), articles 2, 33, 58 and 110; Security Council resolution 2375 (2017), paragraph 7.
    #[must_use]
    pub const fn asks_flag_state(self) -> bool {
        matches!(self, Self::ContiguousZone | Self::Eez | Self::HighSeas)
    }

    /// Its name in the language spoken: `territorial sea`. Files and the command line write [`WaterZone::as_str`] and this type's
    /// `Display`.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Land => words("water-land"),
            Self::InternalWaters => words("water-internal"),
            Self::TerritorialSea => words("water-territorial"),
            Self::ContiguousZone => words("water-contiguous"),
            Self::Eez => words("water-eez"),
            Self::HighSeas => words("water-high-seas"),
        }
    }
}

/// Its name in words: `territorial sea`.
impl fmt::Display for WaterZone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Land => "land",
            Self::InternalWaters => "internal waters",
            Self::TerritorialSea => "territorial sea",
            Self::ContiguousZone => "contiguous zone",
            Self::Eez => "EEZ",
            Self::HighSeas => "high seas",
        })
    }
}

/// Whose water a place is in.
#[derive(Clone, Debug, PartialEq)]
pub struct Located {
    /// The place asked for.
    pub at: Position,
    /// Its zone.
    pub zone: WaterZone,
    /// The state, ISO 3166-1 alpha-3: whose land it is, or whose coast is nearest; `None` on the high seas.
    pub state: Option<Arc<str>>,
    /// How far the nearest coast is, on the ellipsoid; `None` if the map has no coast.
    pub coast: Option<Metres>,
    /// The nearest port's name.
    pub nearest_port: Option<Arc<str>>,
    /// What the zone rests on: "computed from the GSHHG shoreline, not a legal baseline", or "official limit: …".
    pub basis: String,
    /// Who says so, if it rests on an official limit.
    pub source: Option<Arc<str>>,
    /// What is claimed, disputed or not agreed here, a sentence each with its source.
    pub disputed: Vec<String>,
}

/// A zone, whose it is, and who says so.
pub(super) type Ruled = (WaterZone, Option<Arc<str>>, Option<Arc<str>>);

/// A port.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Port {
    pub(super) name: Arc<str>,
    pub(super) at: Position,
}

/// A line that a state claims, with what is to be said of it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct ClaimedLine {
    /// "the Northern Limit Line (claimed, disputed; source: …)".
    pub(super) words: Arc<str>,
    pub(super) places: Vec<Position>,
}

/// What a map tells of coasts, land and limits, and what official limits a user loaded; ready to be asked, cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct Waters {
    shore: Arc<Shore>,
    limits: Arc<OfficialLimits>,
}

/// What a map tells.
#[derive(Debug, Default)]
struct Shore {
    coast: CoastIndex,
    claims: CoastIndex,
    ground: HashMap<TileId, Ground>,
    territory: HashMap<TileId, Ground>,
    max_zoom: u8,
    /// Names and places, metres from the Earth's centre: a few thousand are looked through in microseconds.
    ports: Vec<(Arc<str>, [f64; 3])>,
    /// Where they are, in the same order.
    port_places: Vec<Position>,
}

/// How far a map is read round the places that are asked about: the breadth of an EEZ, and a little.
const REACH_NM: f64 = 201.0;

impl Waters {
    /// Reads a map's tiles: a job for a worker. A tile that cannot be read is passed over, and its shore is missing.
    #[must_use]
    pub fn build(map: &dyn TileReader) -> Self {
        Self::read(map, None)
    }

    /// Reads of a map only what places in a box need (its south-west and its north-east corner; it may cross the
    /// antimeridian). Zone, state and disputes of places in the box are right; the nearest coast or port is only known up
    /// to 200 nautical miles.
    #[must_use]
    pub fn near(map: &dyn TileReader, (south_west, north_east): (Position, Position)) -> Self {
        Self::read(map, box_around(south_west, north_east))
    }

    /// Whose water a place is in, reading of a map only what lies near it, and all of it where nothing does.
    #[must_use]
    pub fn locate_in(map: &dyn TileReader, limits: OfficialLimits, at: Position) -> Located {
        let nearby = Self::near(map, (at, at)).with_limits(limits);
        let reach = nautical_miles(200.0);
        let port = nearby.port_near(at).map(|(_, metres)| metres);
        let located = nearby.locate(at);
        let is_whole = located.coast.is_some_and(|coast| coast <= reach) && port.is_some_and(|port| port <= reach);
        if is_whole { located } else { Self { limits: nearby.limits, ..Self::build(map) }.locate(at) }
    }

    /// The same waters, with official limits before the computed ones.
    #[must_use]
    pub fn with_limits(&self, limits: OfficialLimits) -> Self {
        Self { shore: Arc::clone(&self.shore), limits: Arc::new(limits) }
    }

    /// The official limits that go before what is computed.
    #[must_use]
    pub fn limits(&self) -> &OfficialLimits {
        &self.limits
    }

    /// Whether the map has a shoreline to compute from.
    #[must_use]
    pub fn has_shoreline(&self) -> bool {
        self.shore.coast.has_any()
    }

    /// The claimed lines within a distance, the nearest place of each.
    pub(super) fn claims_within(&self, at: Position, limit: Metres) -> Vec<NearestCoast> {
        self.shore.claims.nearest_by_state(at, limit)
    }

    fn read(map: &dyn TileReader, region: Option<WorldBox>) -> Self {
        let leaves = leaves(map, region);
        let surveys: Vec<Survey> = leaves
            .par_iter()
            .filter_map(|(id, covered)| map.tile(*id).ok().flatten().map(|tile| Survey::of(*id, &tile, *covered)))
            .collect();
        let side = 1_u32 << TERRITORY_ZOOM.min(map.zooms().1);
        let owned: Vec<TileId> = (0..side)
            .flat_map(|x| (0..side).map(move |y| TileId { zoom: TERRITORY_ZOOM, x, y }))
            .filter(|id| touches(*id, region) && map.has(*id))
            .collect();
        let territory = owned.par_iter().filter_map(|id| {
            let tile = map.tile(*id).ok().flatten()?;
            Some((*id, Ground::of_territory(*id, &tile)))
        });
        let mut shore = Shore { max_zoom: map.zooms().1, territory: territory.collect(), ..Shore::default() };
        let (mut shores, mut claims): (Vec<CoastLine>, Vec<CoastLine>) = (Vec::new(), Vec::new());
        let mut ports: Vec<Port> = Vec::new();
        for survey in surveys {
            shores.extend(survey.shores);
            claims.extend(survey.claims.into_iter().map(|line| CoastLine {
                state: line.words,
                source: Arc::from(""),
                places: line.places,
            }));
            ports.extend(survey.ports);
            shore.ground.insert(survey.id, survey.ground);
        }
        shore.coast = CoastIndex::build(&shores);
        shore.claims = CoastIndex::build(&claims);
        // Tiles come in no particular order: of ports at the same distance the first by name is named, always.
        ports.sort_by(|a, b| a.name.cmp(&b.name).then(a.at.e7().cmp(&b.at.e7())));
        shore.port_places = ports.iter().map(|port| port.at).collect();
        shore.ports = ports.into_iter().map(|port| (port.name, centred(port.at))).collect();
        Self { shore: Arc::new(shore), limits: Arc::default() }
    }

    /// Whose water a place is in.
    #[must_use]
    pub fn locate(&self, at: Position) -> Located {
        let (zone, breadth_nm, coasts) = self.reached(at);
        let nearest = coasts.first().cloned().or_else(|| self.shore.coast.nearest(at));
        let distance = nearest.as_ref().map(|near| near.distance);
        let coastal = nearest.as_ref().map(|near| Arc::clone(&near.state));
        let state = match zone {
            WaterZone::HighSeas => None,
            WaterZone::Land | WaterZone::InternalWaters => self.owner(at).or(coastal),
            _ => coastal,
        };
        let (zone, state, source) = self.ruled(at, zone, state);
        Located {
            at,
            zone,
            coast: distance,
            nearest_port: self.port_near(at).map(|(name, _)| name),
            basis: match &source {
                Some(source) => official_basis(source),
                None => basis(nearest.as_ref()) + &self.beyond(zone, state.as_deref()),
            },
            disputed: self.disputes(at, zone, breadth_nm, if source.is_some() { &[] } else { &coasts }),
            state,
            source,
        }
    }

    /// The zone of a place, the breadth of a territorial sea there in nautical miles, and the coasts within 200, the nearest
    /// first.
    pub(super) fn reached(&self, at: Position) -> (WaterZone, f64, Vec<NearestCoast>) {
        let coasts = self.shore.coast.nearest_by_state(at, nautical_miles(200.0));
        let ground = self.ground_at(at);
        let is_on_land = ground.is_some_and(|ground| ground.is_land(at));
        let is_in_lake = is_on_land && ground.is_some_and(|ground| ground.is_lake(at));
        let breadth_nm = ground.and_then(|ground| ground.strait_breadth_nm(at)).unwrap_or(12.0);
        let within = |nm: f64| coasts.first().is_some_and(|near| near.distance <= nautical_miles(nm));
        let zone = match () {
            () if is_in_lake => WaterZone::InternalWaters,
            () if is_on_land => WaterZone::Land,
            () if within(breadth_nm) => WaterZone::TerritorialSea,
            () if within(24.0) => WaterZone::ContiguousZone,
            () if within(200.0) => WaterZone::Eez,
            () => WaterZone::HighSeas,
        };
        (zone, breadth_nm, coasts)
    }

    /// Whose land a place is on.
    pub(super) fn owner(&self, at: Position) -> Option<Arc<str>> {
        self.shore.territory.get(&tile_at(at, TERRITORY_ZOOM)).and_then(|ground| ground.owner(at))
    }

    /// The nearest port's name, and how far it is.
    fn port_near(&self, at: Position) -> Option<(Arc<str>, Metres)> {
        let from = centred(at);
        let far = |(_, place): &&(Arc<str>, [f64; 3])| (0..3).map(|i| (place[i] - from[i]).powi(2)).sum::<f64>();
        let keyed = self.shore.ports.iter().map(|port| (far(&port), &port.0));
        keyed
            .min_by(|a, b| a.0.total_cmp(&b.0))
            .map(|(square, name)| (Arc::clone(name), Metres::magnitude(square.sqrt())))
    }

    pub(super) fn ground_at(&self, at: Position) -> Option<&Ground> {
        self.deepest_ground_at(at).map(|(_, ground)| ground)
    }

    /// What the deepest tile over a place tells of it, and the tile's zoom.
    pub(super) fn deepest_ground_at(&self, at: Position) -> Option<(u8, &Ground)> {
        (0..=self.shore.max_zoom).rev().find_map(|zoom| Some((zoom, self.shore.ground.get(&tile_at(at, zoom))?)))
    }

    /// How far the nearest coast is; `None` if the map has none.
    #[must_use]
    pub fn coast_distance(&self, at: Position) -> Option<Metres> {
        self.shore.coast.nearest(at).map(|near| near.distance)
    }

    /// Every port by name and place, in order of their names.
    pub fn ports(&self) -> impl Iterator<Item = (&Arc<str>, Position)> {
        self.shore.ports.iter().map(|(name, _)| name).zip(self.shore.port_places.iter().copied())
    }

    pub(super) fn coasts_within(&self, at: Position, limit: Metres) -> Vec<NearestCoast> {
        self.shore.coast.nearest_by_state(at, limit)
    }
}

pub(super) fn nautical_miles(nm: f64) -> Metres {
    Metres::magnitude(nm * METRES_PER_NAUTICAL_MILE)
}

fn basis(nearest: Option<&NearestCoast>) -> String {
    match nearest {
        Some(near) if near.source.is_empty() => words("basis-map").to_owned(),
        Some(near) => said!("basis-shoreline", source = &*near.source),
        None => words("basis-none").to_owned(),
    }
}

/// The tile of a zoom that covers a place.
fn tile_at(at: Position, zoom: u8) -> TileId {
    let [x, y] = world_from_position(at);
    let shift = 32 - u32::from(zoom.min(32));
    let cut = |v: u32| v.checked_shr(shift).unwrap_or(0);
    TileId { zoom, x: cut(x), y: cut(y) }
}

/// The deepest tiles there are, each with which of its four children (west to east, then north to south) exist: there the
/// child knows better.
fn leaves(map: &dyn TileReader, region: Option<WorldBox>) -> Vec<(TileId, [bool; 4])> {
    let (least, deepest) = map.zooms();
    let mut found = Vec::new();
    let side = 1_u32.checked_shl(u32::from(least)).filter(|side| *side <= 1 << 6).unwrap_or(0);
    let mut todo: Vec<TileId> = (0..side).flat_map(|x| (0..side).map(move |y| TileId { zoom: least, x, y })).collect();
    while let Some(id) = todo.pop() {
        if found.len() >= MAX_LEAVES || !touches(id, region) || !map.has(id) {
            continue;
        }
        let children = [(0, 0), (1, 0), (0, 1), (1, 1)].map(|(right, low)| TileId {
            zoom: id.zoom + 1,
            x: 2 * id.x + right,
            y: 2 * id.y + low,
        });
        let covered = children.map(|child| id.zoom < deepest.min(MAX_LEAF_ZOOM) && map.has(child));
        todo.extend(children.iter().zip(covered).filter(|(_, exists)| *exists).map(|(child, _)| *child));
        if covered.contains(&false) {
            found.push((id, covered));
        }
    }
    found
}

/// Whether a tile has a share in the region that is read.
fn touches(id: TileId, region: Option<WorldBox>) -> bool {
    let Some(region) = region else { return true };
    let shift = 32 - u32::from(id.zoom.min(32));
    let low = |cell: u32| cell.checked_shl(shift).unwrap_or(0);
    let side = 1_u64.checked_shl(shift).unwrap_or(0).saturating_sub(1);
    let side = u32::try_from(side).unwrap_or(u32::MAX);
    WorldBox { west: low(id.x), north: low(id.y), width: side, height: side }.touches(&region)
}

/// The box that holds whatever is within reach of a box; `None` if that is the whole world, or nearly.
fn box_around(south_west: Position, north_east: Position) -> Option<WorldBox> {
    // A degree of latitude has 59.7 nautical miles or more.
    let reach = REACH_NM / 59.7;
    let (south, north) = (south_west.lat() - reach, north_east.lat() + reach);
    let greatest = south.abs().max(north.abs());
    if greatest > 80.0 {
        return None;
    }
    let reach = reach / greatest.to_radians().cos();
    let wide = (north_east.lon() - south_west.lon()).rem_euclid(360.0) + 2.0 * reach;
    if wide > 300.0 {
        return None;
    }
    let at = |lat, lon| world_from_position(Position::clamped(lat, lon));
    let (low, high) = (at(south, south_west.lon() - reach), at(north, north_east.lon() + reach));
    Some(WorldBox {
        west: low[0],
        north: high[1],
        width: high[0].wrapping_sub(low[0]),
        height: low[1].saturating_sub(high[1]),
    })
}

/// How many tiles a map may be read for; the bundled one has some 7,000. What a greater map has beyond is not looked at.
const MAX_LEAVES: usize = 40_000;
/// How deep a map is read: a unit of a tile is then under 5 m.
const MAX_LEAF_ZOOM: u8 = 11;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::{Attribute, TileError, TileFeature, TileGeometry, TileLayer, VectorTile};
    use crate::geodesy;
    use crate::units::Course;

    /// A world whose only land is a triangular islet of ten metres in the north-west corner of one tile.
    struct Islet {
        id: TileId,
        state: &'static str,
    }

    impl TileReader for Islet {
        fn tile(&self, id: TileId) -> Result<Option<VectorTile>, TileError> {
            let mut tile = VectorTile::default();
            if id == self.id {
                let ring = vec![[0, 0], [2, 0], [2, 2]];
                let mut shore = ring.clone();
                shore.push([0, 0]);
                let attributes = vec![
                    ("state".into(), Attribute::Text(self.state.into())),
                    ("source".into(), Attribute::Text("GSHHG".into())),
                ];
                let layer = |name: &str, geometry, attributes| TileLayer {
                    name: name.into(),
                    extent: 4096,
                    features: vec![TileFeature { geometry, attributes }],
                };
                tile.layers.push(layer("land", TileGeometry::Polygons(vec![vec![ring]]), vec![]));
                tile.layers.push(layer("coast", TileGeometry::Lines(vec![shore]), attributes));
            }
            Ok(self.has(id).then_some(tile))
        }

        fn has(&self, id: TileId) -> bool {
            id.zoom <= self.id.zoom && self.id.ancestor(id.zoom) == id
        }

        fn zooms(&self) -> (u8, u8) {
            (0, self.id.zoom)
        }

        fn attribution(&self) -> &'static str {
            "made up"
        }
    }

    fn at(lat: f64, lon: f64) -> Position {
        Position::new(lat, lon).expect("on the globe")
    }

    #[test]
    fn a_place_near_a_computed_limit_is_brought_exactly_onto_it() {
        use crate::chart::ChartLine;
        let waters = Waters::build(&Islet { id: TileId { zoom: 11, x: 1024, y: 1024 }, state: "KOR" });
        let corner = at(0.0, 0.0);
        for (nm, limit) in [(11.7, 12.0), (12.2, 12.0), (23.8, 24.0), (24.1, 24.0)] {
            let near = geodesy::destination(corner, Course::wrapped(315.0), nautical_miles(nm));
            let found = waters.line_near(near, nautical_miles(0.5)).expect("a limit");
            assert_eq!(found.line, ChartLine::Limit(limit));
            let off = geodesy::distance(corner, found.place).value() - limit * 1852.0;
            assert!(off.abs() < 0.1, "{nm}: {off} m");
        }
        let at_sea = geodesy::destination(corner, Course::wrapped(315.0), nautical_miles(18.0));
        assert_eq!(waters.line_near(at_sea, nautical_miles(0.5)), None);
        let ashore = geodesy::destination(corner, Course::wrapped(315.0), nautical_miles(0.1));
        let coast = waters.line_near(ashore, nautical_miles(0.5)).expect("the coast");
        assert!(coast.line == ChartLine::Coast && geodesy::distance(coast.place, corner).value() < 0.1);
    }

    #[test]
    fn zones_end_at_12_24_and_200_miles_from_a_lone_coast() {
        // The islet's north-west corner is the corner of tile 11/1024/1024: 0°N 0°E.
        let waters = Waters::build(&Islet { id: TileId { zoom: 11, x: 1024, y: 1024 }, state: "KOR" });
        for (nm, zone, state) in [
            (11.9, WaterZone::TerritorialSea, Some("KOR")),
            (12.1, WaterZone::ContiguousZone, Some("KOR")),
            (23.9, WaterZone::ContiguousZone, Some("KOR")),
            (24.1, WaterZone::Eez, Some("KOR")),
            (199.9, WaterZone::Eez, Some("KOR")),
            (200.1, WaterZone::HighSeas, None),
        ] {
            for course in [270.0, 315.0, 0.0] {
                let place = geodesy::destination(at(0.0, 0.0), Course::wrapped(course), nautical_miles(nm));
                let located = waters.locate(place);
                assert_eq!((located.zone, located.state.as_deref()), (zone, state), "{nm} nm on {course}");
                let coast_nm = located.coast.map_or(0.0, |coast| coast.nautical_miles().value());
                assert!((coast_nm - nm).abs() < 0.005, "{coast_nm} for {nm}");
                assert_eq!(located.basis, "computed from the GSHHG shoreline, not a legal baseline");
                assert!(located.disputed.is_empty());
            }
        }
        assert_eq!(waters.locate(at(-0.000_03, 0.000_07)).zone, WaterZone::Land);
    }

    #[test]
    fn what_lies_near_answers_as_the_whole_does() {
        // An islet just west of the date line, asked about from beyond it.
        let map = Islet { id: TileId { zoom: 11, x: 2047, y: 1024 }, state: "FJI" };
        let waters = Waters::build(&map);
        for (lat, lon) in [(0.0, 179.9), (0.05, -179.9), (-0.3, -179.6), (3.0, 179.0), (0.0, -176.0), (50.0, 10.0)] {
            assert_eq!(
                Waters::locate_in(&map, OfficialLimits::default(), at(lat, lon)),
                waters.locate(at(lat, lon)),
                "{lat} {lon}"
            );
        }
        assert_eq!(
            Waters::near(&map, (at(-1.0, 179.0), at(1.0, -179.0))).locate(at(0.05, -179.9)).state.as_deref(),
            Some("FJI")
        );
    }

    #[test]
    fn a_map_without_a_shoreline_says_so() {
        let waters = Waters::default();
        let located = waters.locate(at(37.0, 125.0));
        assert_eq!((located.zone, located.coast), (WaterZone::HighSeas, None));
        assert_eq!(located.basis, "the map has no shoreline");
    }
}
