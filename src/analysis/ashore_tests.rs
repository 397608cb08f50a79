//! The rules that ask the chart, on one of a single square island with a port on its western shore.

use super::testing::{Told, evidence, line, northward, store};
use super::{Input, Params, detect};
use crate::chart::{
    Attribute, TileError, TileFeature, TileGeometry, TileId, TileLayer, TileReader, VectorTile, Waters,
};
use crate::finding::{Finding, Kind};
use crate::geodesy::{self, Position};
use crate::report::Progress;
use crate::track::TrackStore;
use crate::units::{Course, Metres};

const A: u32 = 440_000_001;
/// The tile that the island is in, and its shore in the tile's units.
const TILE: TileId = TileId { zoom: 8, x: 216, y: 99 };
const WEST: i32 = 1000;
const EAST: i32 = 3000;

struct Island;

impl TileReader for Island {
    fn tile(&self, id: TileId) -> Result<Option<VectorTile>, TileError> {
        let mut tile = VectorTile::default();
        if id == TILE {
            let ring = vec![[WEST, WEST], [EAST, WEST], [EAST, EAST], [WEST, EAST]];
            let mut shore = ring.clone();
            shore.push(ring[0]);
            let port = TileGeometry::Points(vec![[WEST, 2000]]);
            let named = vec![("name_en".into(), Attribute::Text("Westport".into()))];
            let layer = |name: &str, geometry, attributes| TileLayer {
                name: name.into(),
                extent: 4096,
                features: vec![TileFeature { geometry, attributes }],
            };
            tile.layers.push(layer("land", TileGeometry::Polygons(vec![vec![ring]]), vec![]));
            tile.layers.push(layer("coast", TileGeometry::Lines(vec![shore]), vec![]));
            tile.layers.push(layer("port", port, named));
        }
        Ok(self.has(id).then_some(tile))
    }

    fn has(&self, id: TileId) -> bool {
        id.zoom <= TILE.zoom && TILE.ancestor(id.zoom) == id
    }

    fn zooms(&self) -> (u8, u8) {
        (0, TILE.zoom)
    }

    fn attribution(&self) -> &'static str {
        "made up"
    }
}

/// The port: on the western shore, halfway.
fn port() -> Position {
    let n = f64::from(1_u32 << TILE.zoom);
    let lon = (f64::from(TILE.x) + f64::from(WEST) / 4096.0) / n * 360.0 - 180.0;
    let north = std::f64::consts::PI * (1.0 - 2.0 * (f64::from(TILE.y) + 2000.0 / 4096.0) / n);
    Position::clamped(north.sinh().atan().to_degrees(), lon)
}

/// The place so many metres east of the port; west of it with less than none.
fn east_of_port(metres: f64) -> (f64, f64) {
    let course = Course::wrapped(if metres < 0.0 { 270.0 } else { 90.0 });
    let place = geodesy::destination(port(), course, Metres::magnitude(metres));
    (place.lat(), place.lon())
}

fn found(kind: Kind, tracks: &TrackStore) -> Vec<Finding> {
    let waters = Waters::build(&Island);
    let input = Input { tracks, waters: &waters, zones: &[], lists: &[] };
    let found = detect(&input, &Params::default(), &[kind], &mut |_| {}, &Progress::default());
    found.expect("not stopped").all().to_vec()
}

/// A ship at so many metres east of the port at each minute.
fn at(way: &[(f64, f64)], knots: f64) -> Vec<Told> {
    way.iter()
        .map(|(minutes, metres)| {
            let (lat, lon) = east_of_port(*metres);
            (A, *minutes, lat, lon, Some(knots))
        })
        .collect()
}

fn check(kind: Kind, fixes: Vec<Told>, expected: &[&str]) -> Vec<Finding> {
    let found = found(kind, &store(fixes));
    assert_eq!(found.iter().map(line).collect::<Vec<_>>(), expected);
    found
}

#[test]
fn a_position_farther_inland_than_a_kilometre_is_found() {
    let leap =
        |metres: f64| at(&[(0.0, -30_000.0), (5.0, -29_000.0), (10.0, metres), (15.0, metres), (20.0, -26_000.0)], 6.0);
    let inland = check(Kind::OnLand, leap(1_100.0), &["shown 440000001 15 00:10 to 15 00:15"]);
    assert_eq!(evidence(&inland[0], "depth_max_m"), "1100");
    assert_eq!(evidence(&inland[0], "jumped"), "yes");
    check(Kind::OnLand, leap(900.0), &[]);
    let deep = check(Kind::OnLand, leap(20_000.0), &["shown 440000001 15 00:10 to 15 00:15"]);
    assert_eq!(evidence(&deep[0], "depth_max_m"), "20000");
}

#[test]
fn a_ship_that_sails_inland_may_be_in_a_river() {
    let sailed = |depth: f64| {
        let n = 30_u32;
        let way: Vec<(f64, f64)> =
            (0..=n).map(|i| (f64::from(i) * 5.0, -5_000.0 + (depth + 5_000.0) * f64::from(i) / f64::from(n))).collect();
        at(&way, 3.0)
    };
    assert_eq!(
        found(Kind::OnLand, &store(sailed(2_500.0)))[0].suppressed.map(crate::finding::Suppression::as_str),
        Some("too_weak")
    );
    assert_eq!(found(Kind::OnLand, &store(sailed(5_000.0)))[0].suppressed, None);
}

#[test]
fn a_call_at_a_port_is_entry_stop_and_exit() {
    let mut way: Vec<(f64, f64)> = (0..=10).map(|i| (f64::from(i) * 5.0, -10_000.0 + 980.0 * f64::from(i))).collect();
    way.extend((11..=30).map(|i| (f64::from(i) * 5.0, -200.0)));
    let leaving: Vec<(f64, f64)> =
        (31..=41).map(|i| (f64::from(i) * 5.0, -200.0 - 980.0 * f64::from(i - 30))).collect();
    let mut fixes = at(&way, 6.0);
    fixes.iter_mut().skip(11).for_each(|fix| fix.4 = Some(0.0));
    fixes.extend(at(&leaving, 6.0));
    // Within 3 km from 00:40 on; beyond 4 km after 02:45.
    let call = check(Kind::PortVisit, fixes, &["shown 440000001 15 00:40 to 15 02:45"]);
    assert_eq!((evidence(&call[0], "port"), evidence(&call[0], "level")), ("Westport".to_owned(), "4".to_owned()));
    // One that passes calls nowhere.
    let (lat, lon) = east_of_port(-2_000.0);
    let passing = northward(A, 0.0, 60.0, 5.0, (lat - 0.1, lon), 12.0);
    assert_eq!(
        found(Kind::PortVisit, &store(passing))[0].suppressed.map(crate::finding::Suppression::as_str),
        Some("too_weak")
    );
}

#[test]
fn what_lies_near_a_port_or_the_shore_is_hidden() {
    let lie = |metres: f64, minutes: f64, north: f64| {
        let (lat, lon) = east_of_port(metres);
        northward(A, 0.0, minutes, 5.0, (lat + north, lon), 0.0)
    };
    let said =
        |kind, fixes: Vec<Told>| found(kind, &store(fixes))[0].suppressed.map(crate::finding::Suppression::as_str);
    assert_eq!(said(Kind::Loitering, lie(-1_500.0, 400.0, 0.0)), Some("near_port"));
    assert_eq!(said(Kind::Loitering, lie(-900.0, 400.0, 0.1)), Some("near_shore"));
    assert_eq!(said(Kind::Loitering, lie(-1_500.0, 400.0, 0.1)), None);
    let pair = |metres: f64| {
        let one = lie(metres, 90.0, 0.0);
        let other = one.iter().map(|fix| (445_000_002, fix.1, fix.2 + 0.002, fix.3, fix.4)).collect::<Vec<_>>();
        one.into_iter().chain(other).collect::<Vec<_>>()
    };
    assert_eq!(said(Kind::Encounter, pair(-1_900.0)), Some("near_port"));
    assert_eq!(said(Kind::Encounter, pair(-2_100.0)), None);
}
