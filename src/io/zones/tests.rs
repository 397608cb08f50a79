use std::path::PathBuf;

use geo::{Area as _, CoordsIter as _, Geometry};

use super::*;
use crate::chart::Zone;

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/zones").join(name)
}

#[track_caller]
fn only(layers: Layers) -> (ZoneLayer, Report) {
    assert_eq!(layers.len(), 1);
    let (layer, report) = layers.into_iter().next().expect("one layer");
    assert_eq!(report.read, report.kept + report.n_skipped(), "{report:?}");
    assert_eq!(report.kept, layer.zones.len() as u64);
    (layer, report)
}

fn value<'a>(layer: &ZoneLayer, zone: &'a Zone, field: &str) -> &'a str {
    let idx = layer.fields.iter().position(|name| name == field);
    idx.and_then(|idx| zone.attributes.get(idx)).map_or("(no such field)", String::as_str)
}

/// The fixtures were projected from these degrees by GDAL 3.6 with PROJ 9.1; see `tests/fixtures/README.md`.
#[track_caller]
fn check_fixture(name: &str, crs: &str, assumed: &[&str]) {
    let (layer, report) = only(read(&fixture(name), &Progress::default()).unwrap_or_else(|e| panic!("{name}: {e}")));
    assert!(layer.crs.contains(crs), "{}", layer.crs);
    assert_eq!(layer.zones.len(), 2);
    assert_eq!(layer.fields, ["구역명", "번호", "면적", "비고", "지정일"], "{name}");
    let (first, second) = (&layer.zones[0], &layer.zones[1]);
    assert_eq!((first.name.as_str(), second.name.as_str()), ("서해 북부 순찰구역", "동해 순찰구역"));
    assert_eq!(first.attributes[1..], ["1", "1234.500000000000000", "가상 구역", "2018-01-16"]);
    let Geometry::Polygon(holed) = &first.geometry else { panic!("{:?}", first.geometry) };
    assert_eq!((holed.interiors().len(), holed.exterior().0.len(), holed.interiors()[0].0.len()), (1, 5, 5));
    let Geometry::MultiPolygon(parts) = &second.geometry else { panic!("{:?}", second.geometry) };
    assert_eq!(parts.0.len(), 2);
    let wanted = [(124.4, 37.2), (125.1, 37.2), (125.1, 37.62), (124.4, 37.62), (124.6, 37.3), (124.8, 37.4)];
    for (lon, lat) in wanted {
        let off = |c: geo::Coord<f64>| (c.x - lon).abs().max((c.y - lat).abs());
        let nearest = first.geometry.coords_iter().map(off).fold(f64::INFINITY, f64::min);
        assert!(nearest < 1e-6, "{name}: {lon} {lat} is {nearest} off: {:?}", first.geometry);
    }
    assert!((holed.unsigned_area() - (0.7 * 0.42 - 0.2 * 0.1)).abs() < 1e-6);
    assert!((parts.unsigned_area() - (0.4 * 0.4 + 0.4 * 0.4 / 2.0)).abs() < 1e-6);
    assert!(report.repaired.is_empty() && report.skipped.is_empty(), "{report:?}");
    assert_eq!(report.notes.len(), assumed.len(), "{:?}", report.notes);
    for (note, words) in report.notes.iter().zip(assumed) {
        assert!(note.contains(words), "{note}");
    }
}

#[test]
fn shapefiles_are_read_in_the_system_and_encoding_their_side_files_state() {
    check_fixture("web_mercator.shp", "Web Mercator", &[]);
    check_fixture("utm_52n.shp", "UTM Zone 52N", &[]);
    check_fixture("central_5186.shp", "Central Belt 2010", &[]);
}

#[test]
fn a_shapefile_may_be_named_by_any_of_its_files() {
    check_fixture("web_mercator.dbf", "Web Mercator", &[]);
    check_fixture("MODIFIED_5174.PRJ", "Korean 1985", &["that of Korean 1985 was taken"]);
}

#[test]
fn what_is_not_stated_is_guessed_and_said() {
    check_fixture("unified_5179.shp", "Unified", &["not stated; read as CP949"]);
    check_fixture("MODIFIED_5174.SHP", "Korean 1985", &["that of Korean 1985 was taken"]);
}

#[test]
fn a_zipped_shapefile_with_korean_names_is_read() {
    check_fixture("central_5181.zip", "Korea", &[]);
    let layers = read(&fixture("central_5181.zip"), &Progress::default()).expect("a layer");
    assert_eq!(layers[0].0.name, "순찰");
    assert!(layers[0].0.source.ends_with("central_5181.zip/구역/순찰.shp"));
}

#[test]
fn the_sample_zones_are_read_with_all_their_attributes() {
    let sample = crate::io::sample::ZONES;
    let (layer, report) = only(read_bytes(sample.name, sample.bytes, &Progress::default()).expect("zones"));
    assert_eq!((layer.name.as_str(), layer.zones.len()), ("sample-zones", 6));
    assert_eq!(layer.zones[0].name, "Yellow Sea North");
    assert_eq!(value(&layer, &layer.zones[0], "name_ko"), "서해 북부 순찰구역");
    assert!(report.repaired.is_empty() && report.notes.is_empty(), "{report:?}");
}

#[track_caller]
fn check_json(text: &str) -> (ZoneLayer, Report) {
    only(read_bytes("zones.geojson", text.as_bytes(), &Progress::default()).expect("zones"))
}

#[test]
fn geojson_of_every_age_is_read() {
    // A crs member of 2008 in Web Mercator; altitudes; a bare polygon; a byte order mark.
    let (layer, report) = check_json(
        "\u{FEFF}{\"type\":\"FeatureCollection\",\"name\":\"옛 구역\",
        \"crs\":{\"type\":\"name\",\"properties\":{\"name\":\"urn:ogc:def:crs:EPSG::3857\"}},\"features\":[
        {\"type\":\"Feature\",\"properties\":{\"title\":\"가\",\"fill\":\"#F90\"},\"geometry\":{\"type\":\"Point\",\"coordinates\":[13915944.0,4640886.0,12.0]}}]}",
    );
    assert_eq!((layer.name.as_str(), layer.crs.as_str()), ("옛 구역", "EPSG:3857, from its crs member"));
    assert_eq!((layer.zones[0].name.as_str(), layer.zones[0].colour.as_deref()), ("가", Some("#ff9900")));
    let Geometry::Point(place) = layer.zones[0].geometry else { panic!() };
    // PROJ 9.5.1.
    assert!((place.x() - 125.009_051_9).abs() < 1e-7 && (place.y() - 38.433_773_5).abs() < 1e-7, "{place:?}");
    assert_eq!(report.repaired.get("altitude dropped"), Some(&1));
    let (layer, _) = check_json(r#"{"type":"Polygon","coordinates":[[[1,1],[2,1],[2,2],[1,1]]]}"#);
    assert_eq!((layer.name.as_str(), layer.zones.len()), ("zones", 1));
    let (cp949, ..) = encoding_rs::EUC_KR.encode(
        r#"{"type":"Feature","properties":{"이름":"서해"},"geometry":{"type":"Point","coordinates":[124.5,37.5]}}"#,
    );
    let (layer, report) = only(read_bytes("z.json", &cp949, &Progress::default()).expect("zones"));
    assert_eq!(layer.zones[0].name, "서해");
    assert!(report.notes.iter().any(|note| note.contains("CP949")), "{:?}", report.notes);
}

#[test]
fn features_that_cannot_be_used_are_counted_and_located() {
    let (layer, report) = check_json(
        r#"{"type":"FeatureCollection","features":[
        {"type":"Feature","properties":null,"geometry":null},
        {"type":"Feature","properties":{"a":1},"geometry":{"type":"Polygon","coordinates":[[[1,1],[2,1],[2,2]]]}},
        {"type":"Feature","properties":{},"geometry":{"type":"Polygon","coordinates":[[1,1],[2,1]]}},
        {"type":"Feature","properties":{},"geometry":{"type":"Circle","coordinates":[1,1]}},
        {"type":"Feature","properties":{},"geometry":{"type":"Point","coordinates":[1,91]}},
        7,
        {"type":"Feature","properties":{},"geometry":{"type":"Point","coordinates":[1e999,1]}},
        {"type":"Feature","properties":{},"geometry":{"type":"Polygon","coordinates":[[[1,1],[1,2],[2,2],[2,1],[1,1]]]}}]}"#,
    );
    assert_eq!((report.read, layer.zones.len()), (8, 2));
    let located: Vec<_> =
        report.samples.iter().map(|sample| (sample.line.unwrap_or(0), sample.reason.as_str())).collect();
    assert_eq!(
        located,
        [
            (1, "no geometry"),
            (2, "ring closed"),
            (3, "geometry unreadable"),
            (4, "geometry unreadable"),
            (5, "place off the globe"),
            (5, "no usable geometry"),
            (6, "not a feature"),
            (7, "geometry unreadable"),
            (8, "ring turned"),
        ]
    );
}

#[test]
fn ids_are_kept_and_members_beside_the_properties_are_told() {
    let (layer, report) = check_json(
        r#"{"type":"FeatureCollection","features":[
        {"type":"Feature","id":7,"properties":{"name":"가"},"style":{},"geometry":{"type":"Point","coordinates":[1,1]}},
        {"type":"Feature","id":"x","properties":{"name":"나"},"geometry":{"type":"Point","coordinates":[1,1]}}]}"#,
    );
    let ids: Vec<&str> = layer.zones.iter().map(|zone| value(&layer, zone, "id")).collect();
    assert_eq!(ids, ["7", "x"]);
    assert_eq!(report.notes, ["zones.geojson: members that stand beside the properties were left out: style"]);
}

/// As GDAL's LIBKML driver writes a KMZ: `doc.kml` links to the layers.
#[test]
fn what_a_kmz_links_to_inside_itself_is_read() {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let link = "<kml><Document><NetworkLink><Link><href>layers/가.kml</href></Link></NetworkLink></Document></kml>";
    let layer = "<kml><Document><name>가</name><Placemark><Point><coordinates>1,1</coordinates></Point></Placemark></Document></kml>";
    for (name, text) in [("layers/가.kml", layer), ("doc.kml", link)] {
        archive.start_file(name, zip::write::SimpleFileOptions::default()).expect("a member");
        std::io::Write::write_all(&mut archive, text.as_bytes()).expect("written");
    }
    let bytes = archive.finish().expect("an archive").into_inner();
    let (layer, report) = only(read_bytes("z.kmz", &bytes, &Progress::default()).expect("zones"));
    assert_eq!((layer.name.as_str(), layer.zones.len(), report.notes.len()), ("가", 1, 1));
}

/// One record of a name and a date.
fn one_record(language_driver: u8, name: &[u8], date: [u8; 8]) -> Vec<u8> {
    let mut bytes = vec![3, 118, 1, 1, 1, 0, 0, 0, 97, 0, 29, 0];
    bytes.resize(32, 0);
    bytes[29] = language_driver;
    for (field, kind, len) in [(b"NAME", b'C', 20), (b"DATE", b'D', 8)] {
        let mut descriptor = field.to_vec();
        descriptor.resize(32, 0);
        (descriptor[11], descriptor[16]) = (kind, len);
        bytes.extend(descriptor);
    }
    bytes.extend([0x0D, b' ']);
    bytes.extend(name.iter().copied().chain(std::iter::repeat(b' ')).take(20));
    bytes.extend(date);
    bytes
}

#[test]
fn a_table_that_claims_latin_letters_for_hangul_is_found_out() {
    let (hangul, ..) = encoding_rs::EUC_KR.encode("서해 북부");
    let (latin, ..) = encoding_rs::WINDOWS_1252.encode("SÃO TOMÉ à l’été");
    for (name, is_claim_believed, wanted) in [
        (&hangul, false, "서해 북부"),
        (&latin, true, "SÃO TOMÉ à l’été"),
        (&"서해 북부".as_bytes().into(), false, "서해 북부"),
    ] {
        // Byte 29 as 3: Windows ANSI. A date of zeros is none (GDAL 3.6 writes and reads it so).
        let bytes = one_record(3, name, *b"00000000");
        let table = dbf::Table::parse(&bytes, None).expect("a table");
        assert_eq!(table.values(0), [wanted, ""]);
        assert_eq!(table.assumed.is_none(), is_claim_believed, "{:?}", table.assumed);
    }
}

#[track_caller]
fn refusal(name: &str, bytes: &[u8]) -> String {
    match read_bytes(name, bytes, &Progress::default()) {
        Err(error) => match std::error::Error::source(&error) {
            Some(source) => format!("{error}: {source}"),
            None => error.to_string(),
        },
        Ok(layers) => panic!("{name}: {layers:?}"),
    }
}

#[test]
fn what_is_no_zone_file_is_refused_in_a_sentence() {
    for (bytes, said) in [
        (&b""[..], "it is empty"),
        (b"hello", "neither GeoJSON nor KML nor a shapefile"),
        (b"{\"a\":1}", "JSON, but neither"),
        (b"{\"type\":\"Topology\"}", "JSON, but neither"),
        (b"{\"type\":\"FeatureCollection\",\"features\":[\n{", "line 2: not JSON"),
        (b"PK\x03\x04 and no more", "a broken zip archive"),
        (b"\x1f\x8b\x08\x00\x00", "damaged"),
    ] {
        let refusal = refusal("x.geojson", bytes);
        assert!(refusal.starts_with("x.geojson: no zones were opened: ") && refusal.contains(said), "{refusal}");
    }
    let deep = format!("{{\"type\":\"FeatureCollection\",\"features\":{}", "[".repeat(100_000));
    assert!(refusal("deep.json", deep.as_bytes()).contains("nested more than"));
    let error = read(&fixture("nothing.shp"), &Progress::default()).expect_err("no such file");
    assert!(matches!(error, ZonesError::Io { .. }), "{error}");
    assert!(matches!(read(&fixture(""), &Progress::default()), Err(ZonesError::Io { .. })), "a folder");
}

#[test]
fn a_stopped_read_says_so() {
    let progress = Progress::default();
    progress.stop();
    let sample = crate::io::sample::ZONES;
    assert!(matches!(read_bytes(sample.name, sample.bytes, &progress), Err(ZonesError::Stopped(_))));
}
