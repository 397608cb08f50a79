#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "small numbers of made-up tracks"
)]

use std::collections::BTreeMap;

use geo::{BooleanOps as _, Contains as _, MapCoords as _, Polygon, polygon};

use super::*;
use crate::geodesy::Position;
use crate::plan::{Feature, FeatureId, Period};
use crate::report::Progress;
use crate::track::{Fix, PyramidParams, TrackBuilder};
use crate::units::Timestamp;
use crate::vessel::{Identity, ShipType};

struct Dice(u64);

impl Dice {
    /// As in Knuth, The Art of Computer Programming, vol. 2, 3.3.4, table 1, line 26.
    fn unit(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 11) as f64 / (1_u64 << 53) as f64
    }
}

fn moment(minutes: f64) -> Timestamp {
    Timestamp::from_millis((minutes * 60_000.0) as i64)
}

fn push(builder: &mut TrackBuilder, mmsi: u32, minutes: f64, lat: f64, lon: f64) {
    let position = Position::clamped(lat, lon);
    let mmsi = Mmsi::new(mmsi).unwrap();
    builder.push(&Fix { mmsi, time: moment(minutes), position, sog: None, cog: None, heading: None, nav_status: None });
}

fn pyramid(store: &TrackStore) -> Pyramid {
    Pyramid::build(store, &PyramidParams::default(), &Progress::default()).unwrap()
}

/// Ships that wander about a place, with a silence now and then.
fn wanderers(n_vessels: u32, n_fixes: u32, (lat, lon): (f64, f64), seed: u64) -> TrackStore {
    let (mut dice, mut builder) = (Dice(seed), TrackBuilder::default());
    for vessel in 0..n_vessels {
        let (mut y, mut x) = (lat + 2.0 * dice.unit() - 1.0, lon + 2.0 * dice.unit() - 1.0);
        let (mut time, mut course) = (dice.unit() * 600.0, dice.unit() * std::f64::consts::TAU);
        for _ in 0..n_fixes {
            push(&mut builder, 440_000_001 + vessel, time, y, x);
            course += dice.unit() - 0.5;
            (y, x) = (y + 0.02 * course.sin(), x + 0.02 * course.cos());
            time += if dice.unit() < 0.03 { 600.0 } else { 4.0 + 2.0 * dice.unit() };
        }
        if vessel % 3 == 0 {
            builder.identify(
                Mmsi::new(440_000_001 + vessel).unwrap(),
                Identity { ship_type: ShipType::new(70), ..Identity::default() },
            );
        }
    }
    builder.build().0
}

/// By stepping along every way in two thousand steps.
fn brute(
    store: &TrackStore,
    pyramid: &Pyramid,
    area: &Polygon<f64>,
    (from, to): Span,
    shift: f64,
) -> BTreeMap<usize, f64> {
    const STEPS: u32 = 2000;
    let mut found = BTreeMap::new();
    let inside = |lat: f64, lon: f64| {
        area.contains(&geo::Point::new((lon - shift + 540.0).rem_euclid(360.0) - 180.0 + shift, lat))
    };
    for (vessel_idx, slice) in store.slices().enumerate() {
        let fixes: Vec<usize> = slice.fixes().collect();
        for fix in &fixes {
            let (at, time) = (store.position(*fix).unwrap(), store.time(*fix).unwrap());
            if time >= from && time <= to && inside(at.lat(), at.lon()) {
                found.entry(vessel_idx).or_insert(0.0);
            }
        }
        for pair in fixes.windows(2) {
            let (a, b) = (store.position(pair[0]).unwrap(), store.position(pair[1]).unwrap());
            let (t, u) = (store.time_ms()[pair[0]], store.time_ms()[pair[1]]);
            if (u - t) as u128 > pyramid.silence(vessel_idx).as_millis() {
                continue;
            }
            let step = (b.lon() - a.lon() + 540.0).rem_euclid(360.0) - 180.0;
            for part in 0..STEPS {
                let share = (f64::from(part) + 0.5) / f64::from(STEPS);
                let now = t as f64 + share * (u - t) as f64;
                if now >= from.millis() as f64
                    && now <= to.millis() as f64
                    && inside(a.lat() + share * (b.lat() - a.lat()), a.lon() + share * step)
                {
                    *found.entry(vessel_idx).or_insert(0.0) += (u - t) as f64 / f64::from(STEPS) / 3_600_000.0;
                }
            }
        }
    }
    found
}

#[test]
fn equal_to_brute_force() {
    for (seed, lon) in [(1, 125.0), (2, 180.0)] {
        let store = wanderers(40, 120, (37.0, lon), seed);
        let pyramid = pyramid(&store);
        // A bent area with a hole.
        let corners =
            |places: &[(f64, f64)]| places.iter().map(|(x, y)| geo::coord! { x: lon + x, y: 37.0 + y }).collect();
        let area = Polygon::new(
            corners(&[(-0.5, -0.6), (0.6, -0.5), (0.1, 0.0), (0.5, 0.6), (-0.6, 0.4), (-0.5, -0.6)]),
            vec![corners(&[(-0.2, -0.2), (0.0, -0.2), (-0.1, 0.1), (-0.2, -0.2)])],
        );
        let (cut, _) = cut_at_antimeridian(&area);
        let period = (moment(200.0), moment(900.0));
        let flagged: HashSet<Mmsi> = (0..10).filter_map(|n| Mmsi::new(440_000_001 + 4 * n)).collect();
        let score = score(&store, &pyramid, &cut, period, &flagged);
        let expected = brute(&store, &pyramid, &area, period, lon);
        assert!(expected.len() >= 10, "{}", expected.len());
        let found: BTreeMap<usize, f64> = score.vessels.iter().map(|v| (v.vessel_idx, v.hours)).collect();
        assert_eq!(found.keys().collect::<Vec<_>>(), expected.keys().collect::<Vec<_>>());
        for (vessel, hours) in &expected {
            assert!((found[vessel] - hours).abs() < 2e-3, "{vessel}: {} {hours}", found[vessel]);
        }
        let is_flagged = |idx: &usize| flagged.contains(&store.vessels()[*idx].mmsi);
        let n_flagged = expected.keys().filter(|idx| is_flagged(idx)).count();
        assert_eq!((score.stopped.n_vessels, score.flagged.n_vessels), (expected.len(), n_flagged));
        assert_eq!(score.lawful.n_vessels, expected.len() - n_flagged);
        assert_eq!(score.precision(), Some(n_flagged as f64 / expected.len() as f64));
        let in_region = store.slices().filter(|s| {
            let times = s.time_ms();
            flagged.contains(&s.vessel().mmsi)
                && times[0] <= period.1.millis()
                && times[times.len() - 1] >= period.0.millis()
        });
        assert_eq!(score.recall(), Some(n_flagged as f64 / in_region.count() as f64));
        let by_flag: usize = score.lawful_by_flag.values().map(|tally| tally.n_vessels).sum();
        let by_class: usize = score.lawful_by_class.values().map(|tally| tally.n_vessels).sum();
        assert_eq!((by_flag, by_class), (score.lawful.n_vessels, score.lawful.n_vessels));
    }
}

/// The area as a plan keeps it: cut at the antimeridian.
fn cut_at_antimeridian(area: &Polygon<f64>) -> (Geometry<f64>, bool) {
    let east = area.exterior().0.iter().map(|c| c.x).fold(f64::MIN, f64::max);
    if east <= 180.0 {
        return (Geometry::Polygon(area.clone()), false);
    }
    let half = |west: f64| polygon![(x: west, y: -89.0), (x: west + 180.0, y: -89.0), (x: west + 180.0, y: 89.0), (x: west, y: 89.0)];
    let mut parts = area.intersection(&half(0.0)).0;
    let beyond = area.intersection(&half(180.0));
    parts.extend(beyond.map_coords(|c| geo::coord! { x: c.x - 360.0, y: c.y }).0);
    (Geometry::MultiPolygon(geo::MultiPolygon(parts)), true)
}

#[test]
fn a_ship_that_crosses_between_two_fixes_is_stopped_and_one_that_was_silent_is_not() {
    let mut builder = TrackBuilder::default();
    for (mmsi, minutes) in [(1, 60.0), (2, 600.0)] {
        // Fixes on both sides of the area, half of the way inside.
        for (n, lon) in [(0.0, 124.0), (1.0, 125.0)] {
            push(&mut builder, mmsi, n * minutes, 37.0, lon);
        }
    }
    push(&mut builder, 3, 30.0, 37.0, 124.5);
    let store = builder.build().0;
    let area = Geometry::Polygon(
        polygon![(x: 124.25, y: 36.5), (x: 124.75, y: 36.5), (x: 124.75, y: 37.5), (x: 124.25, y: 37.5)],
    );
    let score = score(&store, &pyramid(&store), &area, (moment(0.0), moment(600.0)), &HashSet::new());
    // The second's silence of ten hours is its only interval, so that its own habit is not exceeded: both count (4 h and 10 medians).
    let hours: Vec<(usize, f64)> =
        score.vessels.iter().map(|v| (v.vessel_idx, (v.hours * 1e6).round() / 1e6)).collect();
    let silent = pyramid(&store).silence(1).as_secs_f64() < 36_000.0;
    let expected: Vec<(usize, f64)> =
        if silent { vec![(0, 0.5), (2, 0.0)] } else { vec![(0, 0.5), (1, 5.0), (2, 0.0)] };
    assert_eq!(hours, expected);
    assert_eq!((score.precision(), score.recall()), (Some(0.0), None));
}

#[test]
fn suggestions_keep_every_flagged_vessel_and_cost_less() {
    let store = wanderers(60, 150, (37.0, 125.0), 5);
    let pyramid = pyramid(&store);
    let flagged: HashSet<Mmsi> = [Mmsi::new(440_000_004).unwrap()].into_iter().collect();
    let area =
        Geometry::Polygon(polygon![(x: 123.5, y: 35.5), (x: 126.5, y: 35.5), (x: 126.5, y: 38.5), (x: 123.5, y: 38.5)]);
    let mut feature = Feature::new(FeatureId(uuid::Uuid::nil()), crate::plan::Kind::InterdictionArea, "Kilo", area);
    feature.period = Period { from: Some(moment(0.0)), to: Some(moment(1500.0)) };
    let region = store.span().unwrap();
    let all = suggestions(&store, &pyramid, &feature, region, &flagged);
    assert!(all.iter().any(|s| s.way == Way::Shrink), "{:?}", all.iter().map(|s| s.way).collect::<Vec<_>>());
    for suggestion in &all {
        assert_eq!(suggestion.after.flagged.n_vessels, suggestion.before.flagged.n_vessels, "{}", suggestion.way);
        assert!(suggestion.after.lawful.hours < suggestion.before.lawful.hours, "{}", suggestion.way);
        assert_ne!(suggestion.feature, feature);
    }
}

#[test]
fn findings_flag_whom_they_show() {
    use crate::finding::{Confidence, Place, Suppression};
    let finding = |kind, mmsi, suppressed| Finding {
        kind,
        vessels: vec![Mmsi::new(mmsi).unwrap()],
        place: Place::Point(Position::clamped(37.0, 125.0)),
        start: moment(0.0),
        end: moment(1.0),
        confidence: Confidence::clamped(0.5),
        suppressed,
        evidence: Vec::new(),
        parameters: Vec::new(),
    };
    let findings = [
        finding(Kind::Gap, 1, None),
        finding(Kind::Gap, 2, Some(Suppression::TooShort)),
        finding(Kind::PortVisit, 3, None),
        finding(Kind::Gap, 1, None),
    ];
    assert_eq!(flagged_by(&findings), [Mmsi::new(1).unwrap()].into_iter().collect());
}
