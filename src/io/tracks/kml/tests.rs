use super::super::{ReadOptions, read_bytes};
use super::*;
use crate::report::{Progress, Report};
use crate::track::{FixRow, TrackStore};

#[expect(clippy::panic_in_result_fn, reason = "a fault of the counts is a fault of the test")]
fn read(name: &str, text: &str) -> Result<(TrackStore, Report), String> {
    let progress = Progress::default();
    let options = ReadOptions::default();
    let mut intake = Intake::new(&options, &progress).map_err(|error| error.to_string())?;
    let bytes = Bytes::Memory(std::io::Cursor::new(text.as_bytes()));
    read_file(bytes, Path::new(name), &mut intake).map_err(|error| error.to_string())?;
    let (store, report) = intake.finish().map_err(|error| error.to_string())?;
    assert_eq!(report.read, report.kept + report.n_skipped() + report.duplicates, "{report:?}");
    Ok((store, report))
}

fn kml(placemarks: &str) -> String {
    format!(
        "<?xml version=\"1.0\"?>\n<kml xmlns=\"http://www.opengis.net/kml/2.2\" xmlns:gx=\"http://www.google.com/kml/ext/2.2\"><Document><name>d</name>\n{placemarks}\n</Document></kml>"
    )
}

/// As in Google's reference of `gx:Track`, with a ship's places.
const TRACK: &str = "<Placemark><name>Sea Star</name><description>MMSI 440123456</description><gx:Track>
<when>2010-05-28T02:02:09Z</when><when>2010-05-28T02:02:35Z</when><when>2010-05-28T11:02:44+09:00</when><when>soon</when><when>2010-05-28T02:03:00Z</when>
<gx:coord>-122.207881 37.371915 156.000000</gx:coord><gx:coord>-122.205712 37.373288 152.000000</gx:coord>
<gx:coord>-122.204678 37.373939 147.000000</gx:coord><gx:coord>-122.2 37.3 0</gx:coord><gx:coord/>
<gx:angles>45.54676 66.2342 77.0</gx:angles><gx:angles>46 0 0</gx:angles><gx:angles>47 0 0</gx:angles><gx:angles>48 0 0</gx:angles><gx:angles>49 0 0</gx:angles>
<ExtendedData><SchemaData schemaUrl=\"#s\"><gx:SimpleArrayData name=\"sog\"><gx:value>10.5</gx:value><gx:value>11</gx:value><gx:value>102.3</gx:value><gx:value/><gx:value/></gx:SimpleArrayData></SchemaData></ExtendedData>
</gx:Track></Placemark>";

#[test]
fn a_track_s_moments_and_places_belong_together_by_their_order() {
    let (store, report) = read("a.kml", &kml(TRACK)).unwrap();
    // Seconds of 2010-05-28T02:02:09Z: 1275012129, by `date -d`.
    assert_eq!(store.time_ms(), [1_275_012_129_000, 1_275_012_155_000, 1_275_012_164_000]);
    assert_eq!(store.lat_e7(), [373_719_150, 373_732_880, 373_739_390]);
    assert_eq!(store.lon_e7(), [-1_222_078_810, -1_222_057_120, -1_222_046_780]);
    assert_eq!(store.heading_degrees(), [46, 46, 47]);
    assert_eq!(store.sog_deciknots(), [105, 110, FixRow::NONE]);
    let vessel = &store.vessels()[0];
    assert_eq!((vessel.mmsi.value(), vessel.identity.name.as_deref()), (440_123_456, Some("Sea Star")));
    let skipped: Vec<_> = report.skipped.iter().map(|(why, n)| (why.as_str(), *n)).collect();
    assert_eq!(skipped, [("no position", 1), ("time not understood", 1)]);
    assert_eq!(report.samples[0].line, Some(3));
}

#[test]
fn several_tracks_of_one_placemark_are_of_one_vessel() {
    let two = "<Placemark><ExtendedData><Data name=\"MMSI\"><value>440123456</value></Data></ExtendedData><gx:MultiTrack>
        <gx:Track><when>2018-01-16T00:00:00Z</when><gx:coord>125 38 0</gx:coord></gx:Track>
        <gx:Track><gx:coord>125.1 38 0</gx:coord><when>2018-01-16T01:00:00Z</when><when>2018-01-16T02:00:00Z</when></gx:Track>
        </gx:MultiTrack></Placemark>";
    let (store, report) = read("a.kml", &kml(two)).unwrap();
    assert_eq!(store.lon_e7(), [1_250_000_000, 1_251_000_000]);
    assert_eq!(report.skipped.get("no position"), Some(&1));
}

#[test]
fn points_with_a_moment_are_fixes_and_long_lines_with_a_span_are_not() {
    let shapes = "<Placemark><name>440123456</name><TimeStamp><when>2018-01-16T00:00:00Z</when></TimeStamp><Point><coordinates>125.1,38.2,0</coordinates></Point></Placemark>
<Placemark><name>440123456</name><TimeSpan><begin>2018-01-16T01:00:00Z</begin><end>2018-01-16T02:00:00Z</end></TimeSpan><Point><coordinates>125.2,38.2</coordinates></Point></Placemark>
<Placemark><name>440123456</name><TimeSpan><begin>2018-01-16T03:00:00Z</begin><end>2018-01-16T04:00:00Z</end></TimeSpan><LineString><coordinates>125.3,38.2 125.4,38.2</coordinates></LineString></Placemark>
<Placemark><name>440123456</name><TimeSpan><begin>2018-01-16T05:00:00Z</begin><end>2018-01-16T06:00:00Z</end></TimeSpan><LineString><coordinates>125.5,38.2 125.6,38.2 125.7,38.2</coordinates></LineString></Placemark>
<Placemark><name>440123456</name><Point><coordinates>125.1,38.2</coordinates></Point></Placemark>
<Placemark><name>440123456</name><Polygon><outerBoundaryIs><LinearRing><coordinates>1,1 2,1 2,2 1,1</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark>
<Placemark><name>nothing</name></Placemark>";
    let (store, report) = read("a.kml", &kml(shapes)).unwrap();
    assert_eq!(store.lon_e7(), [1_251_000_000, 1_252_000_000, 1_253_000_000, 1_254_000_000]);
    let first = store.time_ms()[0];
    assert_eq!(store.time_ms().iter().map(|ms| (ms - first) / 3_600_000).collect::<Vec<_>>(), [0, 1, 3, 4]);
    let skipped: Vec<_> = report.skipped.iter().map(|(why, n)| (why.as_str(), *n)).collect();
    let expected =
        [("a span of time, not a moment", 3), ("no position", 1), ("no time", 1), ("not a position report", 1)];
    assert_eq!(skipped, expected);
}

#[test]
fn its_own_writing_is_read_back_also_from_a_kmz() {
    let (store, _) = read("a.kml", &kml(TRACK)).unwrap();
    let mut out = Vec::new();
    super::super::write_to(&mut out, super::super::OutputFormat::Kml, &store, None, &Progress::default()).unwrap();
    let (again, report) = read("b.kml", std::str::from_utf8(&out).unwrap()).unwrap();
    assert_eq!((again.lat_e7(), again.time_ms(), report.n_skipped()), (store.lat_e7(), store.time_ms(), 0));
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    zip.start_file("doc.kml", zip::write::SimpleFileOptions::default()).unwrap();
    std::io::Write::write_all(&mut zip, &out).unwrap();
    let zip = zip.finish().unwrap().into_inner();
    let (again, _) = read_bytes("a.kmz", &zip, &ReadOptions::default(), &Progress::default()).unwrap();
    assert_eq!(again.n_fixes(), 3);
}

#[test]
fn times_without_a_zone_ask_and_entities_are_refused() {
    let local = kml(TRACK).replace("02:02:09Z", "02:02:09");
    assert!(read("a.kml", &local).unwrap_err().contains("“2010-05-28T02:02:09”, state no time zone"));
    let bomb = kml(TRACK).replace("<kml ", "<!DOCTYPE kml [<!ENTITY a \"aa\">]><kml ");
    assert!(read("a.kml", &bomb).unwrap_err().contains("entities"));
    assert!(read("a.kml", &format!("<kml>{}", "<a>".repeat(100_000))).unwrap_err().contains("more than 100 deep"));
}

#[test]
fn broken_kml_yields_what_stands_before_the_fault() {
    let whole = kml(&TRACK.repeat(2));
    for len in 0..whole.len() {
        if let Ok((store, _)) = read("a.kml", &whole[..len]) {
            assert!(store.n_fixes() <= 3, "{len}");
        }
    }
    let (store, report) = read("a.kml", &whole[..whole.len() - 60]).unwrap();
    assert_eq!((store.n_fixes(), report.notes.len()), (3, 1));
}
