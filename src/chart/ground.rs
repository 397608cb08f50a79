//! What one tile tells of land, shore, straits and claims, taken out of it once.
//!
//! Owns the reading of the layers `land`, `lake`, `coast`, `strait`, `limit`, `port` and `territory`. Never decides a zone:
//! `waters` does. Start at [`Survey::of`].

use std::sync::Arc;

use super::coast::CoastLine;
use super::tile::{TileFeature, TileGeometry, TileId, VectorTile};
use super::waters::{ClaimedLine, Port};
use crate::geodesy::Position;
use crate::mercator::{WORLD_UNITS, position_from_world, world_from_position};

/// Everything of one tile that `waters` keeps.
pub(super) struct Survey {
    pub(super) id: TileId,
    pub(super) ground: Ground,
    pub(super) shores: Vec<CoastLine>,
    pub(super) claims: Vec<ClaimedLine>,
    pub(super) ports: Vec<Port>,
}

/// The areas of one tile, to be asked for a place in it.
#[derive(Debug, Default)]
pub(super) struct Ground {
    land: Vec<Area>,
    lakes: Vec<Area>,
    straits: Vec<(f64, Area)>,
    owners: Vec<(Arc<str>, Area)>,
}

/// A polygon in tile units: an outer ring and its holes.
#[derive(Debug)]
struct Area {
    rings: Vec<Vec<[i32; 2]>>,
    /// The least and the greatest x and y of its vertices.
    bounds: [[i32; 2]; 2],
    extent: u32,
    zoom: u8,
}

impl Survey {
    /// Takes what matters out of a tile; where `covered` says that a child tile exists, the child's shore is used instead.
    pub(super) fn of(id: TileId, tile: &VectorTile, covered: [bool; 4]) -> Self {
        let mut survey =
            Self { id, ground: Ground::default(), shores: Vec::new(), claims: Vec::new(), ports: Vec::new() };
        for layer in &tile.layers {
            let place = |p: &[i32; 2]| position(id, layer.extent, *p);
            let keeps = |a: &[i32; 2], b: &[i32; 2]| {
                let half = i64::from(layer.extent);
                let middle = [i64::from(a[0]) + i64::from(b[0]), i64::from(a[1]) + i64::from(b[1])];
                let quarter = usize::from(middle[0] >= half) + 2 * usize::from(middle[1] >= half);
                let is_inside = middle.iter().all(|v| (0..=2 * half).contains(v));
                is_inside && covered.get(quarter) == Some(&false)
            };
            for feature in &layer.features {
                match (layer.name.as_str(), &feature.geometry) {
                    ("land", _) => survey.ground.land.extend(areas(feature, layer.extent, id.zoom)),
                    ("lake", _) => survey.ground.lakes.extend(areas(feature, layer.extent, id.zoom)),
                    ("strait", _) => {
                        let breadth = feature.number("breadth_nm").filter(|nm| (0.0..=12.0).contains(nm));
                        let Some(breadth) = breadth else { continue };
                        let of = areas(feature, layer.extent, id.zoom).into_iter();
                        survey.ground.straits.extend(of.map(|area| (breadth, area)));
                    }
                    ("coast", TileGeometry::Lines(lines)) => {
                        let of = |name| Arc::<str>::from(feature.text(name).unwrap_or_default());
                        let (state, source) = (of("state"), of("source"));
                        let runs = lines.iter().flat_map(|line| runs(line, keeps));
                        survey.shores.extend(runs.map(|run| CoastLine {
                            state: Arc::clone(&state),
                            source: Arc::clone(&source),
                            places: run.iter().map(place).collect(),
                        }));
                    }
                    ("limit", TileGeometry::Lines(lines)) => {
                        let Some(words) = claim(feature) else { continue };
                        let runs = lines.iter().flat_map(|line| runs(line, keeps));
                        survey.claims.extend(runs.map(|run| ClaimedLine {
                            words: Arc::clone(&words),
                            places: run.iter().map(place).collect(),
                        }));
                    }
                    ("port", TileGeometry::Points(points)) => {
                        let name: Arc<str> = feature.text("name_en").unwrap_or_default().into();
                        let points = points.iter().filter(|p| keeps(p, p));
                        survey.ports.extend(points.map(|p| Port { name: Arc::clone(&name), at: place(p) }));
                    }
                    _ => {}
                }
            }
        }
        survey
    }
}

impl Ground {
    /// Only whose land it is.
    pub(super) fn of_territory(id: TileId, tile: &VectorTile) -> Self {
        let mut ground = Self::default();
        for layer in tile.layers.iter().filter(|layer| layer.name == "territory") {
            for feature in &layer.features {
                let Some(state) = feature.text("iso3") else { continue };
                let state: Arc<str> = state.into();
                ground
                    .owners
                    .extend(areas(feature, layer.extent, id.zoom).into_iter().map(|area| (Arc::clone(&state), area)));
            }
        }
        ground
    }

    pub(super) fn is_land(&self, at: Position) -> bool {
        self.land.iter().any(|area| area.contains(at))
    }

    pub(super) fn is_lake(&self, at: Position) -> bool {
        self.lakes.iter().any(|area| area.contains(at))
    }

    /// Whether the box of a lake of this tile touches a box from its south-west to its north-east corner; `inside` is any place in the tile.
    pub(super) fn has_lake_in(&self, inside: Position, corners: [Position; 2]) -> bool {
        self.lakes.iter().any(|lake| lake.touches(inside, corners))
    }

    /// How wide the territorial sea is here, if the map says that it is narrower than elsewhere.
    pub(super) fn strait_breadth_nm(&self, at: Position) -> Option<f64> {
        self.straits.iter().find(|(_, area)| area.contains(at)).map(|(breadth_nm, _)| *breadth_nm)
    }

    pub(super) fn owner(&self, at: Position) -> Option<Arc<str>> {
        self.owners.iter().find(|(_, area)| area.contains(at)).map(|(state, _)| Arc::clone(state))
    }
}

impl Area {
    /// Whether its box touches that between two corners; `inside` is any place in its tile.
    fn touches(&self, inside: Position, corners: [Position; 2]) -> bool {
        let side = WORLD_UNITS / f64::from(1_u32 << self.zoom.min(31));
        let scale = f64::from(self.extent) / side;
        let tile = world_from_position(inside).map(|v| (f64::from(v) / side).floor() * side);
        let units = corners.map(|at| world_from_position(at).map(f64::from));
        let [least, most] = self.bounds;
        // The south-west corner is west and, since rows count from the north, below.
        let [[west, south], [east, north]] = units.map(|[x, y]| [(x - tile[0]) * scale, (y - tile[1]) * scale]);
        f64::from(least[0]) <= east
            && f64::from(most[0]) >= west
            && f64::from(least[1]) <= south
            && f64::from(most[1]) >= north
    }

    /// Whether a place in the area's tile is inside it (even–odd rule over all its rings).
    fn contains(&self, at: Position) -> bool {
        let [x, y] = world_from_position(at).map(f64::from);
        let side = WORLD_UNITS / f64::from(1_u32 << self.zoom.min(31));
        let scale = f64::from(self.extent) / side;
        let (x, y) = (x.rem_euclid(side) * scale, y.rem_euclid(side) * scale);
        let [least, most] = self.bounds.map(|corner| corner.map(f64::from));
        if x < least[0] || x > most[0] || y < least[1] || y > most[1] {
            return false;
        }
        let mut within = false;
        for ring in &self.rings {
            for (a, b) in ring.iter().zip(ring.iter().cycle().skip(1)) {
                let ([ax, ay], [bx, by]) = (a.map(f64::from), b.map(f64::from));
                if (ay > y) != (by > y) && x < ax + (y - ay) / (by - ay) * (bx - ax) {
                    within = !within;
                }
            }
        }
        within
    }
}

fn areas(feature: &TileFeature, extent: u32, zoom: u8) -> Vec<Area> {
    match &feature.geometry {
        TileGeometry::Polygons(polygons) => {
            polygons.iter().map(|rings| Area { rings: rings.clone(), bounds: bounds_of(rings), extent, zoom }).collect()
        }
        _ => Vec::new(),
    }
}

fn bounds_of(rings: &[Vec<[i32; 2]>]) -> [[i32; 2]; 2] {
    rings.iter().flatten().fold([[i32::MAX; 2], [i32::MIN; 2]], |[least, most], [x, y]| {
        [[least[0].min(*x), least[1].min(*y)], [most[0].max(*x), most[1].max(*y)]]
    })
}

/// The stretches of a line whose legs are kept.
fn runs(line: &[[i32; 2]], keeps: impl Fn(&[i32; 2], &[i32; 2]) -> bool) -> Vec<Vec<[i32; 2]>> {
    let mut runs: Vec<Vec<[i32; 2]>> = Vec::new();
    let mut is_open = false;
    for (a, b) in line.iter().zip(line.iter().skip(1)) {
        let kept = keeps(a, b);
        match runs.last_mut() {
            Some(run) if kept && is_open => run.push(*b),
            _ if kept => runs.push(vec![*a, *b]),
            _ => {}
        }
        is_open = kept;
    }
    runs
}

/// What is to be said of a line that a state claims or once agreed on; `None` for a computed one.
fn claim(feature: &TileFeature) -> Option<Arc<str>> {
    let status = feature.text("status").filter(|status| *status != "computed")?;
    let name = feature.text("name_en").or_else(|| feature.text("kind"))?;
    let source = feature.text("source").unwrap_or("not stated");
    Some(format!("the {name} ({status}; source: {source})").into())
}

fn position(id: TileId, extent: u32, [x, y]: [i32; 2]) -> Position {
    let side = WORLD_UNITS / f64::from(1_u32 << id.zoom.min(31));
    let unit = side / f64::from(extent.max(1));
    let world = |cell: u32, v: i32| f64::from(cell) * side + f64::from(v) * unit;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "held inside the range first")]
    let fixed = |v: f64| v.clamp(0.0, WORLD_UNITS - 1.0) as u32;
    position_from_world([fixed(world(id.x, x)), fixed(world(id.y, y))])
}
