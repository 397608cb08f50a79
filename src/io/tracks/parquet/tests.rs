use super::super::{ReadOptions, read_bytes};
use crate::report::{Progress, Report};
use crate::track::{FixRow, TrackStore};

const POINTS: &[u8] = include_bytes!("../../../../tests/fixtures/tracks/parquet_points.parquet");
const ENCODINGS: &[u8] = include_bytes!("../../../../tests/fixtures/tracks/parquet_encodings.parquet");
const DECIMALS: &[u8] = include_bytes!("../../../../tests/fixtures/tracks/parquet_decimals.parquet");
const INT_96: &[u8] = include_bytes!("../../../../tests/fixtures/tracks/parquet_int96_nested.parquet");
const GEO: &[u8] = include_bytes!("../../../../tests/fixtures/tracks/geoparquet_5186.parquet");

#[expect(clippy::panic_in_result_fn, reason = "a fault of the counts is a fault of the test")]
fn read_with(bytes: &[u8], options: &ReadOptions) -> Result<(TrackStore, Report), String> {
    let (store, report) =
        read_bytes("a.parquet", bytes, options, &Progress::default()).map_err(|error| error.to_string())?;
    assert_eq!(report.read, report.kept + report.n_skipped() + report.duplicates, "{report:?}");
    Ok((store, report))
}

fn read(bytes: &[u8]) -> Result<(TrackStore, Report), String> {
    read_with(bytes, &ReadOptions::default())
}

fn sum<T: Copy + Into<i64>>(column: &[T]) -> i64 {
    column.iter().map(|value| (*value).into()).sum()
}

/// Sums as pyarrow 26.0.1 and Python give them for the rows with a place on the globe.
#[test]
fn two_files_of_the_same_rows_are_read_alike_whatever_their_encodings() {
    for (bytes, is_with_speed) in [(POINTS, true), (ENCODINGS, false)] {
        let (store, report) = read(bytes).unwrap();
        assert_eq!((report.read, report.kept), (300, 298));
        let skipped: Vec<_> = report.skipped.iter().map(|(why, n)| (why.as_str(), *n)).collect();
        assert_eq!(skipped, [("no position", 1), ("position off the globe", 1)]);
        assert_eq!(sum(store.lat_e7()), 113_793_488_075);
        assert_eq!(sum(store.lon_e7()), 372_051_650_000);
        assert_eq!(store.time_ms().iter().sum::<i64>(), 451_788_808_574_500);
        let names: Vec<_> = store.vessels().iter().map(|v| (v.mmsi.value(), v.identity.name.as_deref())).collect();
        assert_eq!(names, [(440_999_001, None), (440_999_002, Some("SEA STAR")), (440_999_003, Some("SEA STAR"))]);
        if is_with_speed {
            let sogs = store.sog_deciknots().iter().filter(|sog| **sog != FixRow::NONE);
            assert_eq!(sogs.map(|sog| u64::from(*sog)).sum::<u64>(), 29_760);
        }
        let off = report.samples.iter().find(|sample| sample.reason.contains("globe")).unwrap();
        assert_eq!((off.line, off.detail.as_str()), (Some(9), "latitude 91.5 is off the globe, row skipped"));
    }
}

#[test]
fn decimals_local_times_and_unsigned_numbers_are_read() {
    let (store, report) = read(DECIMALS).unwrap();
    assert_eq!(store.lat_e7(), [381_234_567, -5_000_000, 370_000_000]);
    assert_eq!(store.time_ms()[0], 1_516_060_800_250);
    assert_eq!(store.heading_degrees(), [FixRow::NONE, 10, 359]);
    // Its columns are MarineCadastre's, which are in UTC.
    assert_eq!((report.assumed_time_zone, report.kept), (None, 3));
}

#[test]
fn old_times_and_columns_inside_structures_are_read() {
    let (store, report) = read(INT_96).unwrap();
    assert_eq!(store.time_ms(), [1_516_060_800_250, 1_516_060_860_250]);
    assert_eq!(store.lon_e7(), [1_250_000_000, 1_251_000_000]);
    assert_eq!(report.skipped.get("no position"), Some(&1));
}

/// The places were projected by GDAL 3.6.2 from (127.5, 37.5) and (128, 38).
#[test]
fn a_geometry_is_read_in_its_own_coordinate_system() {
    let (store, report) = read(GEO).unwrap();
    let near = |e7: i32, expected: i32| e7.abs_diff(expected) <= 1;
    assert!(near(store.lat_e7()[0], 375_000_000) && near(store.lon_e7()[0], 1_275_000_000), "{:?}", store.lat_e7());
    assert!(near(store.lat_e7()[1], 380_000_000) && near(store.lon_e7()[1], 1_280_000_000), "{:?}", store.lon_e7());
    assert_eq!(store.time_ms(), [1_516_060_800_000, 1_516_060_860_000]);
    let skipped: Vec<_> = report.skipped.iter().map(|(why, n)| (why.as_str(), *n)).collect();
    assert_eq!(skipped, [("no position", 1), ("not a position report", 1)]);
}

#[test]
fn damaged_files_end_in_a_sentence() {
    for bytes in [POINTS, ENCODINGS, DECIMALS, INT_96, GEO] {
        for len in (0..bytes.len()).step_by(97) {
            let cut = &bytes[..len];
            if cut.starts_with(b"PAR1") {
                assert!(read(cut).unwrap_err().contains("Parquet file"), "{len}");
            }
        }
        for at in (4..bytes.len()).step_by(bytes.len() / 400) {
            let mut damaged = bytes.to_vec();
            damaged[at] ^= [0x01, 0x80, 0xff][at % 3];
            drop(read(&damaged));
        }
    }
}

#[test]
fn more_rows_than_a_file_can_hold_are_refused() {
    // The number of rows of a group in the footer, replaced by one of as many digits of seven bits.
    let mut footer_at = None;
    let mut bomb = INT_96.to_vec();
    let len = bomb.len();
    let size = usize::try_from(u32::from_le_bytes(bomb[len - 8..len - 4].try_into().unwrap())).unwrap();
    // Three rows are written as the varint 6; the row group's is its last field but the file's offset.
    let footer = len - 8 - size;
    let huge = [0xfe, 0xff, 0xff, 0xff, 0xff, 0x7f];
    for at in footer..len - 8 {
        if bomb[at] == 6 {
            let mut claims = bomb.clone();
            claims.splice(at..=at, huge);
            let grown = u32::try_from(size + huge.len() - 1).unwrap();
            let end = claims.len();
            claims[end - 8..end - 4].copy_from_slice(&grown.to_le_bytes());
            if read(&claims).is_err_and(|error| error.contains("decompression bomb")) {
                footer_at = Some(at);
            }
        }
    }
    assert!(footer_at.is_some());
    bomb.truncate(4);
    assert!(read(&bomb).is_err());
}
