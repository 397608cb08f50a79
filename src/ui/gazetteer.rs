//! Places and ports of the chart by name, for the search.
//!
//! Owns the list, read once from the chart's tiles on a thread of its own, the first time anyone searches. Never draws. Start
//! at [`Gazetteer::find`].

use std::collections::HashSet;
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, TryRecvError};

use egui::Context;

use crate::chart::{TileGeometry, TileId, TileReader, VectorTile};
use crate::geodesy::Position;

/// A named place of the chart.
#[derive(Clone, Debug, PartialEq)]
pub struct Named {
    /// Its English name; may be empty.
    pub english: String,
    /// Its Korean name; may be empty.
    pub korean: String,
    /// "town", "port", "sea" and so on.
    pub kind: &'static str,
    /// Where.
    pub place: Position,
    /// People, for the order of equals.
    people: f64,
}

/// The chart's names, once they are read.
#[derive(Default)]
pub struct Gazetteer {
    names: Vec<(String, Named)>,
    coming: Option<Receiver<Vec<Named>>>,
    is_begun: bool,
}

impl Gazetteer {
    /// Begins to read the names, unless that was done; takes them in when they have come.
    pub fn prepare(&mut self, ctx: &Context, chart: &Arc<dyn TileReader>) {
        if !self.is_begun {
            self.is_begun = true;
            let (send, receive) = mpsc::channel();
            let (ctx, chart) = (ctx.clone(), Arc::clone(chart));
            let worker = move || {
                // A window that is closed no longer listens.
                drop(send.send(names_of(&*chart)));
                ctx.request_repaint();
            };
            let thread = std::thread::Builder::new().name("chart names".into()).spawn(worker);
            self.coming = thread.ok().map(|_| receive);
        }
        let Some(coming) = &self.coming else { return };
        match coming.try_recv() {
            Ok(names) => {
                let key = |named: &Named| format!("{}\n{}", named.english.to_lowercase(), named.korean);
                self.names = names.into_iter().map(|named| (key(&named), named)).collect();
                self.coming = None;
            }
            Err(TryRecvError::Disconnected) => self.coming = None,
            Err(TryRecvError::Empty) => {}
        }
    }

    /// The places that a lower-case text finds, best first, each with how well it fits (lower is better).
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
            "place" => "named-town",
            "port" => "named-port",
            "sea" => "named-sea",
            "country" => "named-country",
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
            if !seen.insert((format!("{kind}{english}{korean}"), lat / 1_000_000, lon / 1_000_000)) {
                continue;
            }
            let kind = if feature.text("kind") == Some("island") { "named-island" } else { kind };
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
    fn the_bundled_chart_knows_nampo_and_baengnyeong_in_both_languages() {
        let chart = crate::io::basemap::bundled().expect("a chart");
        let mut gazetteer = Gazetteer::default();
        let ctx = Context::default();
        let chart: Arc<dyn TileReader> = chart;
        while gazetteer.names.is_empty() {
            gazetteer.prepare(&ctx, &chart);
            std::thread::sleep(std::time::Duration::from_millis(5));
        }
        // GeoNames gives Nampo 38.737 N 125.408 E.
        let found = gazetteer.find("nampo", 5);
        assert!(found.iter().any(|(_, n)| (n.place.lat() - 38.73).abs() < 0.1 && (n.place.lon() - 125.4).abs() < 0.1));
        assert!(!gazetteer.find("인천", 5).is_empty());
        assert!(gazetteer.find("zzzz", 5).is_empty());
    }

    #[test]
    fn a_tile_point_lies_where_the_tile_scheme_says() {
        // The middle of tile 1/1/0 is 90 E and the latitude whose Mercator ordinate is a quarter of the square.
        let place = place_of(TileId { zoom: 1, x: 1, y: 0 }, [2048, 2048], 4096).expect("inside");
        assert!((place.lon() - 90.0).abs() < 1e-9 && (place.lat() - 66.513_260).abs() < 1e-5, "{place:?}");
    }
}
