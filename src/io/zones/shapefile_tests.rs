use geo::{Area as _, Geometry};

use super::*;

/// A shapefile of polygons in memory; each record is its parts.
fn polygons(records: &[&[&[(f64, f64)]]]) -> Vec<u8> {
    let bodies = records.iter().map(|parts| {
        let n_points: usize = parts.iter().map(|part| part.len()).sum();
        let mut body = 5_i32.to_le_bytes().to_vec();
        body.extend([0; 32]);
        body.extend(i32::try_from(parts.len()).unwrap().to_le_bytes());
        body.extend(i32::try_from(n_points).unwrap().to_le_bytes());
        let mut start = 0_i32;
        for part in *parts {
            body.extend(start.to_le_bytes());
            start += i32::try_from(part.len()).unwrap();
        }
        body.extend(
            parts.iter().flat_map(|part| part.iter()).flat_map(|(x, y)| [x.to_le_bytes(), y.to_le_bytes()].concat()),
        );
        body
    });
    shp(5, bodies)
}

fn shp(kind: i32, bodies: impl Iterator<Item = Vec<u8>>) -> Vec<u8> {
    let mut bytes = 9994_i32.to_be_bytes().to_vec();
    bytes.extend([0; 20]);
    bytes.extend([0; 4]);
    bytes.extend(1000_i32.to_le_bytes());
    bytes.extend(kind.to_le_bytes());
    bytes.resize(100, 0);
    for (idx, body) in bodies.enumerate() {
        bytes.extend(i32::try_from(idx + 1).unwrap().to_be_bytes());
        bytes.extend(i32::try_from(body.len() / 2).unwrap().to_be_bytes());
        bytes.extend(body);
    }
    bytes
}

#[expect(clippy::panic_in_result_fn, reason = "a fault of the counts is a fault of the test")]
fn open(shp: Vec<u8>) -> Result<(ZoneLayer, Report), ShapefileError> {
    let set = Set { shp, ..Set::default() };
    let mut report = Report::default();
    let layer = read(&set, "z.shp", "z", &mut report, &mut Budget::default(), &Progress::default())?;
    assert_eq!(report.read, report.kept + report.n_skipped());
    Ok((layer, report))
}

#[test]
fn unclosed_and_self_crossing_rings_are_mended_and_counted() {
    // Outer rings clockwise, as the format asks.
    let open_ring: &[(f64, f64)] = &[(124.0, 37.0), (124.0, 38.0), (125.0, 38.0), (125.0, 37.0)];
    let bow_tie: &[(f64, f64)] = &[(124.0, 37.0), (125.0, 38.0), (125.0, 37.0), (124.0, 38.0), (124.0, 37.0)];
    let (layer, report) = open(polygons(&[&[open_ring], &[bow_tie]])).expect("zones");
    assert_eq!(report.repaired.get("ring closed"), Some(&1));
    assert_eq!(report.repaired.get("self-crossing ring repaired"), Some(&1));
    assert_eq!(report.samples.iter().map(|s| s.line).collect::<Vec<_>>(), [Some(1), Some(2)]);
    assert!((layer.zones[0].geometry.unsigned_area() - 1.0).abs() < 1e-9);
    assert!((layer.zones[1].geometry.unsigned_area() - 0.5).abs() < 1e-9);
    assert!(matches!(&layer.zones[1].geometry, Geometry::MultiPolygon(parts) if parts.0.len() == 2));
    assert!(report.notes.iter().any(|note| note.contains("taken as WGS 84")), "{:?}", report.notes);
}

#[test]
fn metres_without_a_prj_are_refused() {
    let ring: &[(f64, f64)] = &[(2e5, 5e5), (2e5, 6e5), (3e5, 6e5), (2e5, 5e5)];
    let refusal = open(polygons(&[&[ring]])).expect_err("no degrees").to_string();
    assert!(refusal.contains("no .prj stands beside it"), "{refusal}");
}

#[test]
fn counts_beyond_the_bytes_are_not_believed() {
    let ring: &[(f64, f64)] = &[(124.0, 37.0), (124.0, 38.0), (125.0, 38.0), (124.0, 37.0)];
    let whole = polygons(&[&[ring], &[ring]]);
    for (at, count) in [(100 + 8 + 36, 1_000_000_000_i32), (100 + 8 + 40, 1_000_000_000), (100 + 8 + 40, -1)] {
        let mut bytes = whole.clone();
        bytes[at..at + 4].copy_from_slice(&count.to_le_bytes());
        let (layer, report) = open(bytes).expect("the other record");
        assert_eq!((layer.zones.len(), report.skipped.get("record counts wrong")), (1, Some(&1)));
    }
    // Cut anywhere, it still opens, and what is missing is counted.
    for len in 100..whole.len() {
        let (layer, report) = open(whole[..len].to_vec()).expect("what is there");
        assert!(layer.zones.len() < 2 && report.read <= 2, "{len}");
    }
    assert!(open(whole[..99].to_vec()).is_err());
}

#[test]
fn infinite_and_absent_places_are_located() {
    let ring: &[(f64, f64)] =
        &[(124.0, 37.0), (f64::NAN, 38.0), (124.0, 38.0), (125.0, f64::INFINITY), (125.0, 38.0), (124.0, 37.0)];
    let (layer, report) = open(polygons(&[&[], &[ring]])).expect("zones");
    assert_eq!((layer.zones.len(), report.skipped.get("no usable geometry")), (1, Some(&1)));
    let sample = report.samples.iter().find(|s| s.reason == "place off the globe").expect("a sample");
    assert_eq!((sample.line, sample.detail.contains("2 of 6 places")), (Some(2), true), "{}", sample.detail);
}

#[test]
fn a_zone_across_the_antimeridian_keeps_its_hole_and_is_cut() {
    let outer: &[(f64, f64)] = &[(179.0, 10.0), (179.0, 12.0), (-179.0, 12.0), (-179.0, 10.0), (179.0, 10.0)];
    let hole: &[(f64, f64)] = &[(-179.6, 10.5), (-179.4, 10.5), (-179.4, 11.5), (-179.6, 11.5), (-179.6, 10.5)];
    let (layer, report) = open(polygons(&[&[outer, hole]])).expect("zones");
    let Geometry::MultiPolygon(parts) = &layer.zones[0].geometry else { panic!("{:?}", layer.zones[0].geometry) };
    assert_eq!(parts.0.iter().map(|part| part.interiors().len()).sum::<usize>(), 1);
    assert!((parts.unsigned_area() - (2.0 * 2.0 - 0.2)).abs() < 1e-6, "{parts:?}");
    assert_eq!(report.repaired.keys().collect::<Vec<_>>(), ["cut at the antimeridian"]);
}

#[test]
fn lines_and_points_are_zones_too() {
    let mut line = 3_i32.to_le_bytes().to_vec();
    line.extend([0; 32]);
    line.extend([1_i32, 2, 0].iter().flat_map(|n| n.to_le_bytes()));
    line.extend([124.0_f64, 37.0, 125.0, 38.0].iter().flat_map(|n| n.to_le_bytes()));
    let mut point = 1_i32.to_le_bytes().to_vec();
    point.extend([124.0_f64, 37.0].iter().flat_map(|n| n.to_le_bytes()));
    let null = 0_i32.to_le_bytes().to_vec();
    let (layer, report) = open(shp(3, [line, point, null].into_iter())).expect("zones");
    assert!(matches!(layer.zones[0].geometry, Geometry::LineString(_)));
    assert!(matches!(layer.zones[1].geometry, Geometry::Point(_)));
    assert_eq!(report.skipped.get("no geometry"), Some(&1));
}
