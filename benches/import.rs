//! How long it takes to read a table, to build its levels, and to open the store that was written of it.
//!
//! `cargo bench --bench import`. Against other programs, on millions of rows: `benches/run`.
#![expect(clippy::expect_used, reason = "a benchmark that cannot run must fail")]

use std::fmt::Write as _;
use std::hint::black_box;
use std::time::Duration;

use cordon::io::tracks::{self, ReadOptions};
use cordon::report::Progress;
use cordon::track::{Pyramid, PyramidParams, TrackStore};
use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};

const N_VESSELS: u32 = 200;
const N_ROWS: u32 = 200_000;

/// Ships on straight courses over the Yellow Sea for three days, in order of time, as an archive of AIS has them.
fn table() -> String {
    let mut text = String::from(
        "MMSI,BaseDateTime,LAT,LON,SOG,COG,Heading,VesselName,IMO,CallSign,VesselType,Status,Length,Width,Draft,Cargo\n",
    );
    for n in 0..N_ROWS {
        let (vessel, step) = (n % N_VESSELS, n / N_VESSELS);
        let seconds = step * 259;
        let (day, hour, minute, second) = (16 + seconds / 86_400, seconds / 3600 % 24, seconds / 60 % 60, seconds % 60);
        let course = f64::from(vessel * 37 % 360);
        let far = f64::from(step) * 0.0083;
        let lat = 36.0 + f64::from(vessel % 14) * 0.2 + far * course.to_radians().cos() % 1.0;
        let lon = 122.0 + f64::from(vessel % 17) * 0.2 + far * course.to_radians().sin() % 1.0;
        writeln!(
            text,
            "{},2018-01-{day:02}T{hour:02}:{minute:02}:{second:02},{lat:.5},{lon:.5},11.{},{course:.1},{}.0,VESSEL {vessel},IMO9{vessel:06},C{vessel:05},70,0,180,30,8.1,70",
            440_000_000 + vessel,
            n % 10,
            course.round(),
        )
        .expect("room in memory");
    }
    text
}

fn read(text: &str) -> TrackStore {
    let (options, progress) = (ReadOptions::default(), Progress::default());
    tracks::read_bytes("bench.csv", text.as_bytes(), &options, &progress).expect("a table").0
}

fn import(criterion: &mut Criterion) {
    let text = table();
    let store = read(&text);
    assert_eq!(store.n_fixes(), N_ROWS as usize);
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("bench.cordon");
    tracks::write(&path, &store, None, &Progress::default()).expect("a store");

    let mut group = criterion.benchmark_group("import");
    group.throughput(Throughput::Elements(u64::from(N_ROWS))).sample_size(20).measurement_time(Duration::from_secs(8));
    group.bench_function("read a table", |bencher| bencher.iter(|| read(black_box(&text))));
    group.bench_function("build the levels", |bencher| {
        bencher.iter(|| Pyramid::build(black_box(&store), &PyramidParams::default(), &Progress::default()));
    });
    group.bench_function("write the store", |bencher| {
        let progress = Progress::default();
        let fill = |mut out: Vec<u8>| {
            let format = tracks::OutputFormat::Store;
            tracks::write_to(&mut out, format, &store, None, &progress).expect("room in memory");
            out
        };
        bencher.iter_batched(Vec::new, fill, BatchSize::LargeInput);
    });
    group.bench_function("open the store", |bencher| {
        let paths = [path.clone()];
        bencher.iter(|| tracks::read(&paths, &ReadOptions::default(), &Progress::default()).expect("a store"));
    });
    group.finish();
}

criterion_group!(benches, import);
criterion_main!(benches);
