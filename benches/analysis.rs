//! How long questions take that are asked while an area is dragged: whom it would stop, how it could stop fewer, where the traffic is.
//!
//! `CORDON_BENCH_STORE=tracks.cordon cargo bench --bench analysis`; without it, the sample case. All rules together are measured as a whole
//! command by `benches/run`.
#![expect(clippy::expect_used, reason = "a benchmark that cannot run must fail")]

use std::hint::black_box;
use std::path::PathBuf;
use std::sync::Arc;

use cordon::analysis::allocate::{Effort, Instance, SearchArea, Searcher, allocate};
use cordon::analysis::intercept::{MenuParams, Motion, candidates, menu, menus};
use cordon::analysis::pattern::pod::DetectionLaw;
use cordon::analysis::picture::{CellSize, traffic};
use cordon::analysis::scalpel::{score, suggestions};
use cordon::geodesy::Position;
use cordon::io::sample;
use cordon::io::tracks::{self, ReadOptions};
use cordon::plan::{Feature, FeatureId, Kind, Plan, PlanId, Unit};
use cordon::report::Progress;
use cordon::track::PyramidParams;
use cordon::units::{Course, Knots, Timestamp};
use criterion::{Criterion, criterion_group, criterion_main};
use geo::{Geometry, Rect};
use uuid::Uuid;

fn questions(criterion: &mut Criterion) {
    let progress = Progress::default();
    let folder = tempfile::tempdir().expect("a folder");
    let path = std::env::var_os("CORDON_BENCH_STORE").map(PathBuf::from);
    let path = path.unwrap_or_else(|| sample::unpack(folder.path()).expect("the sample case").tracks);
    let store = tracks::read(&[path], &ReadOptions::default(), &progress).expect("tracks").0;
    let pyramid = store.levels(&PyramidParams::default(), &progress).expect("not stopped");
    let region = store.span().expect("fixes");
    // Every tenth vessel is flagged: more than in any sea.
    let flagged = store.vessels().iter().step_by(10).map(|vessel| vessel.mmsi).collect();
    let geometry: Geometry<f64> = Rect::new((123.5, 36.5), (124.5, 37.5)).to_polygon().into();
    let area = Feature::new(FeatureId(Uuid::nil()), Kind::InterdictionArea, "Kilo", geometry.clone());
    let mut group = criterion.benchmark_group(format!("{} fixes", store.n_fixes()));
    group.sample_size(10);
    group.bench_function("whom a square degree would stop", |bencher| {
        bencher.iter(|| score(black_box(&store), &pyramid, &geometry, region, &flagged));
    });
    group.bench_function("how it could stop fewer", |bencher| {
        bencher.iter(|| suggestions(black_box(&store), &pyramid, &area, region, &flagged));
    });
    group.bench_function("hours in cells of a tenth of a degree", |bencher| {
        bencher.iter(|| traffic(black_box(&store), &pyramid, CellSize::TENTH, &[], region, &progress));
    });
    group.finish();
}

/// Twenty units, 200 areas and 2,000 cells: discs that overlap some two and a half times, units of different speed, sweep width and endurance.
fn large() -> Instance {
    let mut state = 82_u64;
    let mut share = || {
        // xorshift64*, S. Vigna 2016, doi:10.1145/2845077.
        state ^= state >> 12;
        state ^= state << 25;
        state ^= state >> 27;
        f64::from(u32::try_from(state.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 40).unwrap_or_default())
            / f64::from(1_u32 << 24)
    };
    let (columns, rows) = (50_u32, 40_u32);
    let apart = |a: (f64, f64), b: (f64, f64)| (a.0 - b.0).hypot(a.1 - b.1);
    let cells: Vec<(f64, f64)> =
        (0..columns * rows).map(|cell| (f64::from(cell % columns) + 0.5, f64::from(cell / columns) + 0.5)).collect();
    let spots: Vec<((f64, f64), f64)> =
        (0..30).map(|_| ((50.0 * share(), 40.0 * share()), 1.0 + 4.0 * share())).collect();
    let weight =
        |at: &(f64, f64)| spots.iter().map(|(spot, wide)| (-(apart(*spot, *at) / wide).powi(2)).exp()).sum::<f64>();
    let weights = cells.iter().map(|at| 0.02 + weight(at) * share()).collect();
    let discs: Vec<((f64, f64), f64)> =
        (0..200).map(|_| ((50.0 * share(), 40.0 * share()), 1.5 + 2.5 * share())).collect();
    let within = |(middle, radius): &((f64, f64), f64)| -> Vec<(usize, f64)> {
        cells.iter().enumerate().filter(|(_, at)| apart(*middle, **at) < *radius).map(|(idx, _)| (idx, 1.0)).collect()
    };
    let open = (f64::NEG_INFINITY, f64::INFINITY);
    let areas: Vec<SearchArea> =
        discs.iter().map(|disc| SearchArea { cells: within(disc), open, most_units: 1 }).collect();
    let units = (0..20).map(|_| {
        // A cell is six nautical miles wide.
        let (base, knots, sweep) = ((50.0 * share(), 40.0 * share()), 10.0 + 15.0 * share(), 2.0 + 4.0 * share());
        let hours = |a: (f64, f64), b: (f64, f64)| 6.0 * apart(a, b) / knots;
        let nm2 = |area: &SearchArea| 36.0 * f64::from(u32::try_from(area.cells.len().max(1)).unwrap_or(u32::MAX));
        Searcher {
            out_h: discs.iter().map(|(middle, _)| hours(base, *middle)).collect(),
            between_h: discs.iter().map(|(a, _)| discs.iter().map(|(b, _)| hours(*a, *b)).collect()).collect(),
            sweeps_per_h: areas.iter().map(|area| sweep * knots / nm2(area)).collect(),
            endurance_h: if share() < 0.3 { 10.0 } else { 200.0 + 200.0 * share() },
            available: open,
        }
    });
    let units = units.collect();
    let (periods, law) = (vec![(0.0, 12.0)], DetectionLaw::Random);
    Instance { periods, weights: vec![weights], areas, units, forbidden: Vec::new(), apart: Vec::new(), law }
}

fn allocation(criterion: &mut Criterion) {
    let (instance, progress) = (large(), Progress::default());
    let mut group = criterion.benchmark_group("20 units, 200 areas, 2,000 cells");
    group.sample_size(10);
    group.bench_function("the greedy answer", |bencher| {
        let only = Effort { n_first_steps: 0, most_parts: 0, ..Effort::default() };
        bencher.iter(|| allocate(black_box(&instance), &only, &mut |_| {}, &progress));
    });
    group.bench_function("proven to a hundredth", |bencher| {
        bencher.iter(|| {
            let answer =
                allocate(black_box(&instance), &Effort::default(), &mut |_| {}, &progress).expect("not stopped");
            assert!(answer.gap() <= 0.01, "{}", answer.gap());
        });
    });
    group.finish();
}

/// Fifty units and a thousand vessels about the Yellow Sea, on courses all round.
fn intercepts(criterion: &mut Criterion) {
    let asked = Timestamp::from_seconds(1_516_060_800);
    let at =
        |n: u32, step: f64| Position::clamped(33.0 + (f64::from(n) * step) % 5.0, 121.0 + (f64::from(n) * 0.37) % 5.0);
    let mut plan = Plan::new(PlanId(Uuid::nil()), asked);
    for n in 0..50 {
        let place = Geometry::Point(at(n, 0.61).coord().into());
        let mut unit = Feature::new(FeatureId(Uuid::from_u128(n.into())), Kind::Unit, format!("Unit {n}"), place);
        let speed = Knots::new(if n % 4 == 0 { 220.0 } else { f64::from(8 + n % 20) });
        unit.unit = Some(Unit { speed_max: speed, endurance_h: Some(200.0), ..Unit::default() });
        plan.features.push(Arc::new(unit));
    }
    let params = MenuParams::default();
    let units = candidates(&plan, asked, &params, |_| None);
    let motion = |n: u32| {
        let course = Course::new(f64::from(n % 360)).expect("a course");
        Motion::on_course(at(n, 0.23), asked, course, Knots::new(f64::from(8 + n % 9)).expect("a speed"))
    };
    let motions: Vec<Motion> = (0..1000).map(motion).collect();
    let mut group = criterion.benchmark_group("50 units");
    group.sample_size(20);
    group.bench_function("against one vessel", |bencher| {
        bencher.iter(|| menu(black_box(&units), &motions[7], asked, &params, None, None));
    });
    group.bench_function("against one vessel on a rhumb line", |bencher| {
        let (course, speed) = (Course::wrapped(7.0), Knots::new(15.0).expect("a speed"));
        // A line that nobody has asked about before.
        bencher.iter(|| {
            let motion = Motion::on_rhumb(at(7, 0.23), asked, course, speed);
            menu(black_box(&units), &motion, asked, &params, None, None)
        });
    });
    group.sample_size(10);
    group.bench_function("against 1,000 vessels", |bencher| {
        bencher.iter(|| menus(black_box(&units), &motions, asked, &params));
    });
    group.finish();
}

criterion_group!(benches, questions, allocation, intercepts);
criterion_main!(benches);
