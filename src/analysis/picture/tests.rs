use std::sync::Arc;

use geo::{LineString, Polygon};
use uuid::Uuid;

use super::super::testing::{northward, store};
use super::*;
use crate::finding::Place;
use crate::plan::{FeatureId, Period, PlanId};
use crate::track::{PyramidParams, TrackStore};
use crate::units::Timestamp;
use crate::vessel::Mmsi;

fn counted(tracks: &TrackStore, period: Span) -> Vec<CellHours> {
    let pyramid = tracks.levels(&PyramidParams::default(), &Progress::default()).expect("not stopped");
    let size = CellSize::TENTH;
    let found = traffic(tracks, &pyramid, size, &[], period, &Progress::default()).expect("not stopped");
    found.cells(size).collect()
}

#[test]
fn hours_go_to_the_cells_in_which_they_were_spent() {
    // At 6 kn a tenth of a degree of latitude, 6 nm, takes an hour; fixes every 7 minutes do not fall on the cells' edges.
    let tracks = store(northward(440_000_001, 0.0, 140.0, 7.0, (37.05, 124.05), 6.0));
    let cells = counted(&tracks, tracks.span().expect("fixes"));
    let hours: Vec<(Position, f64)> =
        cells.iter().map(|one| (CellSize::TENTH.corners(one.cell).0, one.hours)).collect();
    let expected = [(37.0, 0.5), (37.1, 1.0), (37.2, 50.0 / 60.0)];
    assert_eq!(hours.len(), expected.len(), "{hours:?}");
    for ((corner, hours), (lat, expected)) in hours.iter().zip(expected) {
        assert!((corner.lat() - lat).abs() < 1e-9 && (corner.lon() - 124.0).abs() < 1e-9, "{corner:?}");
        assert!((hours - expected).abs() < 1e-5, "{hours} {expected}");
    }
}

#[test]
fn a_cell_s_hours_are_told_by_square_kilometre_and_month() {
    let tracks = store(northward(440_000_001, 0.0, 60.0, 6.0, (37.02, 124.05), 4.0));
    let (from, _) = tracks.span().expect("fixes");
    let month = (from, from.plus_millis(2_629_746_000));
    let [cell] = counted(&tracks, month)[..] else { panic!("one cell") };
    // GeographicLib 2.0, planimeter, 37.0 to 37.1 N, 124.0 to 124.1 E: 98.71916 km2, parallels as 200 legs.
    let km2 = CellSize::TENTH.area(cell.cell).square_kilometres();
    assert!((km2 - 98.719_16).abs() < 0.001, "{km2}");
    assert!((cell.per_km2_month - 1.0 / km2).abs() < 1e-6, "{cell:?}");
}

#[test]
fn a_way_over_a_silence_and_what_is_outside_the_period_count_nowhere() {
    let mut fixes = northward(440_000_001, 0.0, 60.0, 6.0, (37.02, 124.05), 4.0);
    fixes.extend(northward(440_000_001, 3000.0, 3060.0, 6.0, (38.02, 124.05), 4.0));
    let tracks = store(fixes);
    let (from, to) = tracks.span().expect("fixes");
    let hours = |period| counted(&tracks, period).iter().map(|cell| cell.hours).sum::<f64>();
    assert!((hours((from, to)) - 2.0).abs() < 1e-6);
    assert!((hours((from.plus_millis(1_800_000), to)) - 1.5).abs() < 1e-6);
    assert!(hours((to.plus_millis(1), to.plus_millis(10))).abs() < 1e-9);
}

#[test]
fn the_antimeridian_is_no_way_round_the_earth() {
    let tracks =
        store((0..7_u32).map(|n| (1, f64::from(n) * 10.0, 0.05, 179.95 + f64::from(n) * 0.02, Some(7.2))).map(
            |(mmsi, minutes, lat, lon, sog)| {
                let lon = if lon > 180.0 { lon - 360.0 } else { lon };
                (440_000_000 + mmsi, minutes, lat, lon, sog)
            },
        ));
    let cells = counted(&tracks, tracks.span().expect("fixes"));
    assert_eq!(cells.len(), 2, "{cells:?}");
    assert!((cells.iter().map(|cell| cell.hours).sum::<f64>() - 1.0).abs() < 1e-6);
}

#[test]
fn the_count_is_that_of_every_second_looked_up() {
    // A slanted way over many cells: each second belongs to the cell that its place is in.
    let (from, to) = ([124.013, 36.987], [125.377, 38.131]);
    let mut counts: BTreeMap<Cell, f64> = BTreeMap::new();
    let n = 200_000;
    for idx in 0..n {
        let share = (f64::from(idx) + 0.5) / f64::from(n);
        let at = [from[0] + (to[0] - from[0]) * share, from[1] + (to[1] - from[1]) * share];
        *counts.entry(CellSize::TENTH.cell_of(Position::clamped(at[1], at[0]))).or_default() += 1.0 / f64::from(n);
    }
    let mut told: BTreeMap<Cell, f64> = BTreeMap::new();
    each_cell(CellSize::TENTH, from, to, (0.0, 1.0), &mut |cell, part| *told.entry(cell).or_default() += part);
    assert_eq!(told.keys().collect::<Vec<_>>(), counts.keys().collect::<Vec<_>>());
    assert!(told.iter().all(|(cell, part)| (part - counts[cell]).abs() < 2e-5));
    assert!((told.values().sum::<f64>() - 1.0).abs() < 1e-9);
}

fn finding(lat: f64, lon: f64) -> Finding {
    let moment = Timestamp::from_seconds(1_516_000_000);
    Finding {
        kind: Kind::Encounter,
        vessels: vec![Mmsi::new(440_000_001).expect("an MMSI")],
        start: moment,
        end: moment,
        place: Place::Point(Position::clamped(lat, lon)),
        confidence: Confidence::clamped(0.9),
        suppressed: None,
        evidence: Vec::new(),
        parameters: Vec::new(),
    }
}

#[test]
fn where_findings_lie_and_no_unit_is_the_gap_shows() {
    let id = |n: u128| FeatureId(Uuid::from_u128(n));
    let unit = Feature::new(id(1), plan::Kind::Unit, "PC 701", Geometry::Point(geo::Point::new(126.0, 34.0)));
    // Two cells of half a degree, from 124.0 to 125.0 E: the western one has one finding, the eastern three.
    let ring = [(124.0, 37.0), (125.0, 37.0), (125.0, 37.5), (124.0, 37.5), (124.0, 37.0)];
    let area = Geometry::Polygon(Polygon::new(LineString::from(ring.to_vec()), Vec::new()));
    let mut zone = Feature::new(id(2), plan::Kind::PatrolZone, "West", area);
    zone.units = vec![unit.id];
    let day = |n: i64| Timestamp::from_seconds(1_515_974_400 + n * 86_400);
    zone.period = Period { from: Some(day(0)), to: Some(day(1)) };
    let mut plan = Plan::new(PlanId(Uuid::from_u128(9)), day(0));
    plan.features = vec![Arc::new(unit), Arc::new(zone)];
    let findings = [
        finding(37.2, 124.2),
        finding(37.2, 124.7),
        finding(37.3, 124.8),
        finding(37.4, 124.9),
        finding(37.4, 124.95),
        finding(37.4, 124.96),
        finding(38.2, 124.2),
        Finding { suppressed: Some(crate::finding::Suppression::TooShort), ..finding(39.2, 124.2) },
        Finding { kind: Kind::PortVisit, ..finding(39.2, 124.2) },
    ];
    let found = enforcement(&findings, &plan, CellSize::HALF, (day(-1), day(3)));
    let told: Vec<(usize, String, Cover)> =
        found.iter().map(|cell| (cell.n_findings, format!("{:.0}", cell.unit_hours), cell.cover)).collect();
    // 24 hours over two cells alike (but for what the sphere makes of them, nothing on one row). Shares: 1/7 of findings, half of the hours:
    // 3.5; 1/7 and none; 5/7 and half: 0.7.
    let cell = |n, hours: &str, cover| (n, hours.to_owned(), cover);
    assert_eq!(told, [cell(1, "12", Cover::Fair), cell(1, "0", Cover::None), cell(5, "12", Cover::Fair)]);
    assert!((found[0].quotient - 3.5).abs() < 1e-9 && (found[2].quotient - 0.7).abs() < 1e-9, "{found:?}");
    // A unit assigned nowhere is at its own place.
    let alone = Plan { features: plan.features.iter().take(1).cloned().collect(), ..plan };
    let found = enforcement(&[finding(34.2, 126.2), finding(37.0, 120.0)], &alone, CellSize::HALF, (day(0), day(3)));
    assert_eq!(found.iter().map(|cell| cell.unit_hours.round()).collect::<Vec<_>>(), [0.0, 72.0]);
}
