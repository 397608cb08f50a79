//! Builds `maps/korea.pmtiles` from the packages that `maps/rebuild.sh` fetches: `build_maps SOURCES OUT.pmtiles`.
//!
//! The same inputs give the same bytes. `maps/README.md` has the sources, the layers and their attributes.
#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    clippy::print_stdout,
    unreachable_pub,
    reason = "a tool run by a maintainer on pinned inputs: it may print, and its grids fit in every number type it uses"
)]

mod depths;
mod limits;
mod names;
mod plane;
mod shores;
mod sources;
mod tiler;

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context as _, Result, ensure};
use cordon::chart::{Attribute, CoastIndex, VectorTile};

use plane::{Box2, P};
use shores::Coast;
use tiler::{Attributes, Geometry, Item};

/// Detail is kept here, in degrees: west, south, east, north.
const DETAIL: [f64; 4] = [117.0, 28.0, 146.0, 48.0];
/// The tiles with any detail lie here, with room around them for limits that reach out from beyond.
const REGION: [i32; 4] = [111, 20, 159, 57];
/// The whole world has tiles down to this zoom, from Natural Earth; below it, tiles are from GSHHG.
const WORLD_ZOOM: u8 = 4;
/// The deepest zoom.
const MAX_ZOOM: u8 = 10;
const ATTRIBUTION: &str = "GSHHG 2.3.6 (LGPL-3.0-or-later) · Natural Earth · ETOPO5, NOAA · GeoNames (CC BY 4.0) · \
                           searoute (Apache-2.0) · not for navigation";
const COMPUTED: &str = "computed from the GSHHG shoreline, not a legal baseline";

fn main() -> Result<()> {
    let mut arguments = std::env::args_os().skip(1).map(PathBuf::from);
    let folder = arguments.next().context("which folder holds the sources?")?;
    let out = arguments.next().context("where should the map go?")?;
    let map = Map::gather(&folder)?;
    let mut wanted: BTreeSet<(u32, u32)> = BTreeSet::from([(0, 0)]);
    let mut tiles: Vec<(u8, (u32, u32), VectorTile)> = Vec::new();
    for zoom in 0..=MAX_ZOOM {
        if zoom > 0 {
            wanted = children(&wanted, zoom);
        }
        let layers = map.layers(zoom);
        tiles.extend(tiler::cut(&layers, zoom, &wanted).into_iter().map(|(at, tile)| (zoom, at, tile)));
        println!("zoom {zoom}: {} tiles", wanted.len());
    }
    write(&out, &tiles)
}

/// The tiles of `zoom`: all four children of each tile above that is worth detail, so that a tile has all its children or
/// none.
fn children(above: &BTreeSet<(u32, u32)>, zoom: u8) -> BTreeSet<(u32, u32)> {
    let detail = Box2::of_degrees(DETAIL[0], DETAIL[1], DETAIL[2], DETAIL[3]);
    let side = f64::from(1_u32 << (zoom - 1));
    let is_worth = |(x, y): &(u32, u32)| {
        let tile = Box2 {
            min: [f64::from(*x) / side, f64::from(*y) / side],
            max: [f64::from(x + 1) / side, f64::from(y + 1) / side],
        };
        zoom <= WORLD_ZOOM || tile.meets(&detail)
    };
    above
        .iter()
        .filter(|at| is_worth(at))
        .flat_map(|(x, y)| [(0, 0), (1, 0), (0, 1), (1, 1)].map(|(i, j)| (2 * x + i, 2 * y + j)))
        .collect()
}

/// Everything on the map, before it is cut for a zoom.
struct Map {
    world: Vec<Coast>,
    world_lakes: Vec<Vec<Vec<P>>>,
    world_depths: Vec<depths::Depth>,
    region: Vec<Coast>,
    region_lakes: Vec<Vec<Vec<P>>>,
    region_depths: Vec<depths::Depth>,
    territory: Vec<(String, Vec<Vec<P>>)>,
    boundaries: Vec<Item>,
    limits: Vec<Item>,
    straits: Vec<Item>,
    points: Vec<(&'static str, u8, Item)>,
}

impl Map {
    fn gather(folder: &Path) -> Result<Self> {
        let room =
            Box2::of_degrees(f64::from(REGION[0]), f64::from(REGION[1]), f64::from(REGION[2]), f64::from(REGION[3]));
        let countries = sources::natural_earth(folder, "cultural/ne_10m_admin_0_countries")?;
        let owners = shores::owners(&countries);
        let world = shores::from_natural_earth(&sources::natural_earth(folder, "physical/ne_10m_land")?, &owners);
        let shores = sources::shores(folder, &room)?;
        let fifty_metres = plane::length(50.0, DETAIL[1]);
        let region = shores::from_gshhg(&shores, fifty_metres, &room, &owners);
        let n: usize = region.iter().map(|coast| coast.rings.iter().map(Vec::len).sum::<usize>()).sum();
        println!("{} shorelines, {n} vertices at 50 m", region.len());
        let region_lakes = shores::lakes(&shores, fifty_metres);
        let world_lakes = shores::polygons(&sources::natural_earth(folder, "physical/ne_10m_lakes")?);
        let relief = sources::Relief::read(folder)?;
        let straits = vec![shores::korea_strait()];
        let coast = CoastIndex::build(&shores::lines(&region));
        let mut limits = computed_limits(&coast, &region, &straits)?;
        limits.extend(shores::claimed_lines());
        Ok(Self {
            world_depths: depths::world(&relief)?,
            region_depths: depths::region(&relief, REGION)?,
            boundaries: shores::boundaries(&sources::natural_earth(
                folder,
                "cultural/ne_10m_admin_0_boundary_lines_land",
            )?),
            points: shores::points(folder, &countries)?,
            territory: shores::territory(&countries),
            world,
            world_lakes,
            region,
            region_lakes,
            limits,
            straits,
        })
    }

    fn layers(&self, zoom: u8) -> Vec<(&'static str, Vec<Item>)> {
        let unit = 1.0 / f64::from(tiler::EXTENT) / f64::from(1_u32 << zoom);
        // A quarter of a pixel of a 256-pixel tile, so that lines are as sharp as the screen at twice that too.
        let tolerance = if zoom == MAX_ZOOM { 0.0 } else { 4.0 * unit };
        let least_area = if zoom == MAX_ZOOM { 0.0 } else { 2.0 * 16.0 * unit * unit };
        let is_world = zoom <= WORLD_ZOOM;
        let coasts = if is_world { &self.world } else { &self.region };
        let lakes = if is_world { &self.world_lakes } else { &self.region_lakes };
        let depths = if is_world { &self.world_depths } else { &self.region_depths };
        let simple = |polygon: &Vec<Vec<P>>, tolerance: f64| -> Option<Item> {
            let rings: Vec<Vec<P>> =
                polygon.iter().map(|ring| picked(ring, &plane::simplified_ring(ring, tolerance))).collect();
            let big = |ring: &Vec<P>| ring.len() >= 3 && plane::twice_area(ring).abs() > least_area;
            rings.first().is_some_and(big).then(|| Item {
                geometry: Geometry::Polygon(rings.into_iter().filter(big).collect()),
                attributes: Vec::new(),
            })
        };
        let whole = Geometry::Polygon(vec![vec![[-0.1, -0.1], [1.1, -0.1], [1.1, 1.1], [-0.1, 1.1]]]);
        let mut areas = vec![Item { geometry: whole, attributes: vec![number("min_m", 0.0)] }];
        let mut contours = Vec::new();
        // The grid is far coarser than the screen at any zoom: half a pixel is enough.
        let depth_tolerance = if zoom == MAX_ZOOM { 8.0 * unit } else { 2.0 * tolerance };
        for depth in depths {
            for polygon in &depth.polygons {
                let Some(mut item) = simple(polygon, depth_tolerance) else { continue };
                item.attributes = vec![number("min_m", depth.level)];
                if let Geometry::Polygon(rings) = &item.geometry {
                    contours.extend(rings.iter().flat_map(|ring| inner_lines(ring)).map(|line| Item {
                        geometry: Geometry::Line(line),
                        attributes: vec![number("depth_m", depth.level)],
                    }));
                }
                areas.push(item);
            }
        }
        let lines = |items: &[Item], tolerance: f64| -> Vec<Item> {
            let simple = |item: &Item| match &item.geometry {
                Geometry::Line(line) => Item {
                    geometry: Geometry::Line(picked(line, &plane::simplified(line, tolerance))),
                    attributes: item.attributes.clone(),
                },
                _ => item.clone(),
            };
            items.iter().map(simple).collect()
        };
        let land: Vec<_> = coasts.iter().map(|coast| coast.simplified(tolerance, least_area)).collect();
        let mut layers = vec![
            ("depth", areas),
            ("contour", contours),
            ("land", land.iter().filter_map(Coast::area).collect()),
            ("lake", lakes.iter().filter_map(|lake| simple(lake, tolerance)).collect()),
            ("coast", land.iter().flat_map(Coast::items).collect()),
            ("boundary", lines(&self.boundaries, tolerance)),
        ];
        if zoom == WORLD_ZOOM {
            let owned = self.territory.iter().filter_map(|(state, polygon)| {
                let item = simple(polygon, tolerance)?;
                Some(Item { attributes: vec![text("iso3", state)], ..item })
            });
            layers.push(("territory", owned.collect()));
        }
        if !is_world {
            layers.push(("strait", self.straits.clone()));
            // Four metres at the deepest zoom, where the line's own chords are that exact.
            layers.push(("limit", lines(&self.limits, tolerance.max(plane::length(4.0, DETAIL[1])))));
        }
        for name in ["sea", "country", "place", "port"] {
            let shown = self.points.iter().filter(|(layer, rank, _)| *layer == name && shows(*rank, zoom));
            layers.push((name, shown.map(|(_, _, item)| item.clone()).collect()));
        }
        layers
    }
}

/// Whether a point of this rank is in the tiles of a zoom. Where the world's tiles end they hold somewhat more than their
/// own zoom shows, for they are shown enlarged; so do the deepest.
fn shows(rank: u8, zoom: u8) -> bool {
    rank <= match zoom {
        WORLD_ZOOM => 6,
        MAX_ZOOM => u8::MAX,
        zoom => zoom,
    }
}

/// A closed ring as lines, without what runs along the antimeridian.
fn inner_lines(ring: &[P]) -> Vec<Vec<P>> {
    let mut lines: Vec<Vec<P>> = Vec::new();
    let mut open = false;
    for (i, a) in ring.iter().enumerate() {
        let b = ring[(i + 1) % ring.len()];
        let outside = |p: &P| !(0.0..=1.0).contains(&p[0]);
        if outside(a) && outside(&b) {
            open = false;
            continue;
        }
        match lines.last_mut() {
            Some(line) if open => line.push(b),
            _ => lines.push(vec![*a, b]),
        }
        open = true;
    }
    lines
}

fn picked(points: &[P], indices: &[usize]) -> Vec<P> {
    indices.iter().map(|i| points[*i]).collect()
}

fn text(name: &str, value: &str) -> (Arc<str>, Attribute) {
    (name.into(), Attribute::Text(value.into()))
}

fn number(name: &str, value: f64) -> (Arc<str>, Attribute) {
    (name.into(), Attribute::Number(value))
}

/// The 12 and 24 nautical mile lines, cut where the nearest state changes, and checked.
fn computed_limits(coast: &CoastIndex, land: &[Coast], straits: &[Item]) -> Result<Vec<Item>> {
    const NAUTICAL_MILE: f64 = 1852.0;
    let narrow: Vec<(Vec<P>, f64)> = straits
        .iter()
        .filter_map(|item| match &item.geometry {
            Geometry::Polygon(rings) => rings.first().map(|ring| (ring.clone(), 3.0 * NAUTICAL_MILE)),
            _ => None,
        })
        .collect();
    let boxes: Vec<(Box2, &Vec<P>)> =
        land.iter().flat_map(|coast| &coast.rings).map(|ring| (Box2::around(ring), ring)).collect();
    let on_land = |p: P| boxes.iter().any(|(bounds, ring)| bounds.contains(p) && plane::inside(ring, p));
    let region = [REGION[0] + 1, REGION[1] + 1, REGION[2] - 1, REGION[3] - 1];
    let mut items = Vec::new();
    for (kind, breadth, narrow) in [("12nm", 12.0, &narrow[..]), ("24nm", 24.0, &[])] {
        let metres = breadth * NAUTICAL_MILE;
        let mut misses = Vec::new();
        for line in limits::trace(coast, region, &limits::Limit { metres, narrow }) {
            if on_land(line[line.len() / 2]) {
                continue;
            }
            for pair in line.windows(2) {
                let middle = [f64::midpoint(pair[0][0], pair[1][0]), f64::midpoint(pair[0][1], pair[1][1])];
                if narrow.iter().any(|(ring, _)| Box2::around(ring).contains(middle)) {
                    continue;
                }
                let off =
                    coast.nearest(plane::position(middle)).map_or(0.0, |near| (near.distance.value() - metres).abs());
                misses.push(off);
            }
            for (state, part) in by_state(coast, &line) {
                let attributes: Attributes = vec![
                    text("kind", kind),
                    text("state", &state),
                    text("status", "computed"),
                    text("basis", COMPUTED),
                    text("source", "GSHHG 2.3.6"),
                ];
                items.push(Item { geometry: Geometry::Line(part), attributes });
            }
        }
        // Where two arcs meet in a corner the chord cuts it off; everywhere else it keeps within a few metres.
        misses.sort_by(f64::total_cmp);
        ensure!(misses.len() > 1000, "no {kind} line was found");
        let at = |share: f64| misses[((misses.len() - 1) as f64 * share) as usize];
        let beyond = misses.iter().filter(|off| **off > 20.0).count();
        println!(
            "{kind}: {} chords; their middles are off by {:.2} m (median), {:.1} m (99 %), {:.1} m (most); {beyond} by more than 20 m",
            misses.len(),
            at(0.5),
            at(0.99),
            at(1.0)
        );
        ensure!(at(0.99) < 20.0, "the {kind} line is not where it should be");
    }
    Ok(items)
}

fn by_state(coast: &CoastIndex, line: &[P]) -> Vec<(Arc<str>, Vec<P>)> {
    let mut parts: Vec<(Arc<str>, Vec<P>)> = Vec::new();
    for p in line {
        let Some(near) = coast.nearest(plane::position(*p)) else { continue };
        match parts.last_mut() {
            Some((state, part)) if *state == near.state => part.push(*p),
            Some((_, part)) => {
                part.push(*p);
                parts.push((near.state, vec![*p]));
            }
            None => parts.push((near.state, vec![*p])),
        }
    }
    parts.retain(|(_, part)| part.len() > 1);
    parts
}

fn write(out: &Path, tiles: &[(u8, (u32, u32), VectorTile)]) -> Result<()> {
    let mut layers: BTreeMap<&str, BTreeMap<&str, &str>> = BTreeMap::new();
    for feature_layer in tiles.iter().flat_map(|(_, _, tile)| &tile.layers) {
        let fields = layers.entry(&feature_layer.name).or_default();
        for (key, value) in feature_layer.features.iter().flat_map(|feature| &feature.attributes) {
            fields.insert(key, if matches!(value, Attribute::Text(_)) { "String" } else { "Number" });
        }
    }
    let vector_layers: Vec<_> =
        layers.iter().map(|(id, fields)| serde_json::json!({"id": id, "fields": fields})).collect();
    let facts = serde_json::json!({"name": "Cordon basemap, Korea", "attribution": ATTRIBUTION, "vector_layers": vector_layers});
    let mut packed = Vec::new();
    for (zoom, (x, y), tile) in tiles {
        let at = pmtiles::TileCoord::new(*zoom, *x, *y)?;
        packed.push((pmtiles::TileId::from(at), at, tile));
    }
    packed.sort_by_key(|(id, _, _)| *id);
    let file = std::fs::File::create(out)?;
    let mut writer = pmtiles::PmTilesWriter::new(pmtiles::TileType::Mvt)
        .precompressed(pmtiles::Compression::Gzip)
        .min_zoom(0)
        .max_zoom(MAX_ZOOM)
        .bounds(-180.0, -85.051_128, 180.0, 85.051_128)
        .center(125.5, 37.0)
        .center_zoom(6)
        .metadata(facts.to_string())
        .create(file)?;
    for (_, at, tile) in packed {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        encoder.write_all(&cordon::io::mvt::encode(tile))?;
        writer.add_tile(at, &encoder.finish()?)?;
    }
    writer.finalize()?;
    println!("{}: {} tiles, {} bytes", out.display(), tiles.len(), std::fs::metadata(out)?.len());
    Ok(())
}
