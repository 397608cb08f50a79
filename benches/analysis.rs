//! How long questions take that are asked while an area is dragged: whom it would stop, how it could stop fewer, where the traffic is.
//!
//! `CORDON_BENCH_STORE=tracks.cordon cargo bench --bench analysis`; without it, the sample case. All rules together are measured as a whole
//! command by `benches/run`.
#![expect(clippy::expect_used, reason = "a benchmark that cannot run must fail")]

use std::hint::black_box;
use std::path::PathBuf;

use cordon::analysis::picture::{CellSize, traffic};
use cordon::analysis::scalpel::{score, suggestions};
use cordon::io::sample;
use cordon::io::tracks::{self, ReadOptions};
use cordon::plan::{Feature, FeatureId, Kind};
use cordon::report::Progress;
use cordon::track::PyramidParams;
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

criterion_group!(benches, questions);
criterion_main!(benches);
