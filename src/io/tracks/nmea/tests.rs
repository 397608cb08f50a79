//! Sentences of invented vessels, encoded by pyais 3.3.1 (`encode_dict`); what they say was decoded again by pyais and by
//! AIS-catcher's aiscat 0.68.16, which agree, and is written down here.

use std::fmt::Write as _;

use super::sentence::xor;
use crate::io::tracks::{ReadError, ReadOptions, read_bytes};
use crate::report::{Progress, Report};
use crate::track::TrackStore;
use crate::units::{Course, Knots, Metres};
use crate::vessel::{Imo, ShipType};

/// 2018-01-16T03:12:40Z, by `date -ud 2018-01-16T03:12:40Z +%s`.
const MOMENT: i64 = 1_516_072_360;

const CLASS_A: &str = "!AIVDO,1,1,,A,16TTLF@2is8w<jRE?P6`iFg3P000,0*6D";
/// SOG 102.3, COG 360, heading 511.
const NOT_AVAILABLE: &str = "!AIVDO,1,1,,A,169oMFUP?wG1uf1anhp>4?wqP000,0*23";
/// Latitude 91, longitude 181.
const NO_POSITION: &str = "!AIVDO,1,1,,A,16aEWVw001<tSF0l4Q@00003P000,0*37";
/// 2018-01-16T03:12:40Z.
const BASE_STATION: &str = "!AIVDO,1,1,,B,404<SPAv8H3<`93Qn0EKML700000,0*0D";
const VOYAGE: [&str; 2] = [
    "!AIVDO,2,1,3,A,56TTLF@2:N2TA<4;L00P4F1T4pN0pvs400000017BhQ<@4HV0BSPCD3h0000,0*79",
    "!AIVDO,2,2,3,A,00000000000,2*25",
];
const AIRCRAFT: &str = "!AIVDO,1,1,,A,91bAjMA;1f8tbI0Ect83QS000000,0*09";
const CLASS_B: &str = "!AIVDO,1,1,,A,B6TTLJP0<j>i3@5KU;@Eow`P0000,0*79";
const CLASS_B_EXTENDED: &str = "!AIVDO,1,1,,A,C6TTLJh0Ej@K:P4vV`3AvUG08::Q04Hb:00000000000B0D:R1P0,0*51";
const AID: &str = "!AIVDO,1,1,,A,E>lEJrG9WQT2WW3nR7h64ST:@1:TMNwh:k>B020@8;vP03n@000000000000,4*6F";
const PART_A: &str = "!AIVDO,1,1,,A,H6TTLJQ<D6098DE`D00000000000,0*67";
const PART_B: &str = "!AIVDO,1,1,,A,H6TTLJTUCBD00004CoA1000P8220,0*18";
const LONG_RANGE: &str = "!AIVDO,1,1,,A,K6TTLLhlic=RV7;D,0*26";
const BINARY: &str = "!AIVDO,1,1,,A,86TTLF@0Bh00000000<NOwwwwrF?qT>3039P7w0?wt0wwh3wwP7wwlI>0<,2*5B";

/// A sentence with a tag block of these fields.
fn tagged(fields: &str, sentence: &str) -> String {
    format!("\\{fields}*{:02X}\\{sentence}\n", xor(fields.as_bytes()))
}

/// A sentence heard so many seconds after [`MOMENT`].
fn heard(seconds: i64, sentence: &str) -> String {
    tagged(&format!("s:base,c:{}", MOMENT + seconds), sentence)
}

fn try_read(log: &[u8], options: &ReadOptions) -> Result<(TrackStore, Report), ReadError> {
    read_bytes("log.nmea", log, options, &Progress::default())
}

fn read(log: &str) -> (TrackStore, Report) {
    let (store, report) = try_read(log.as_bytes(), &ReadOptions::default()).unwrap();
    assert_eq!(report.read, report.kept + report.n_skipped() + report.duplicates, "{log}");
    (store, report)
}

/// Every fix on a line: MMSI, seconds after [`MOMENT`], latitude, longitude, SOG, COG, heading, status.
fn fixes(store: &TrackStore) -> Vec<String> {
    let or_dash = |value: Option<f64>| value.map_or("-".to_owned(), |value| value.to_string());
    let vessels = store.vessels().iter().flat_map(|vessel| vessel.fixes.clone().map(move |idx| (vessel.mmsi, idx)));
    let fix = |(mmsi, idx): (crate::vessel::Mmsi, usize)| {
        let position = store.position(idx).unwrap();
        let after_ms = i32::try_from(store.time_ms()[idx] - MOMENT * 1000).unwrap();
        format!(
            "{mmsi} {} {:.6} {:.6} {} {} {} {}",
            f64::from(after_ms) / 1000.0,
            position.lat(),
            position.lon(),
            or_dash(store.sog(idx).map(Knots::value)),
            or_dash(store.cog(idx).map(Course::value)),
            or_dash(store.heading(idx).map(Course::value)),
            or_dash(store.nav_status(idx).map(f64::from)),
        )
    };
    vessels.map(fix).collect()
}

/// Seconds after [`MOMENT`] of every fix.
fn seconds(store: &TrackStore) -> Vec<i64> {
    store.time_ms().iter().map(|ms| ms / 1000 - MOMENT).collect()
}

/// Reasons and their counts.
fn skipped(report: &Report) -> String {
    report.skipped.iter().map(|(reason, n)| format!("{n} {reason}")).collect::<Vec<_>>().join("; ")
}

/// Where rows were skipped, and why.
fn places(report: &Report) -> Vec<String> {
    report.samples.iter().map(|s| format!("{}:{} {}", s.file, s.line.unwrap(), s.detail)).collect()
}

#[test]
fn every_position_message_says_what_other_decoders_read() {
    let sentences = [CLASS_A, NOT_AVAILABLE, NO_POSITION, AIRCRAFT, CLASS_B, CLASS_B_EXTENDED, AID, LONG_RANGE];
    let log: String = sentences.iter().zip(0..).map(|(sentence, n)| heard(n, sentence)).collect();
    let (store, report) = read(&log);
    assert_eq!(
        fixes(&store),
        [
            "111440501 3 37.900000 125.100000 110 90.2 - -",
            "412999002 1 -38.700000 -125.400000 - - - 5",
            "440999001 0 37.123457 125.654322 12.3 224.5 215 0",
            "440999018 4 37.965100 124.751200 5.1 34.9 - -",
            "440999019 5 34.800000 126.200000 8.7 335.9 330 -",
            "440999027 7 -33.580000 130.420000 14 181 - 3",
            "994401001 6 37.750000 124.730000 - - - -",
        ]
    );
    assert_eq!(skipped(&report), "1 no position");
    assert_eq!(places(&report), ["log.nmea:3 latitude 91 stands for no position, row skipped"]);
}

#[test]
fn every_static_message_says_what_other_decoders_read() {
    let mut log = heard(0, CLASS_A) + &heard(0, CLASS_B) + &heard(0, CLASS_B_EXTENDED) + &heard(0, AID);
    for sentence in VOYAGE.iter().chain([&PART_A, &PART_B]) {
        log += &heard(1, sentence);
    }
    let (store, report) = read(&log);
    let said: Vec<String> = store
        .vessels()
        .iter()
        .map(|vessel| {
            let id = &vessel.identity;
            format!(
                "{} {:?} {:?} {:?} {:?} {:?}x{:?} {:?} {:?}",
                vessel.mmsi,
                id.name.as_deref().unwrap_or_default(),
                id.imo.map(Imo::value),
                id.call_sign.as_deref().unwrap_or_default(),
                id.ship_type.map(ShipType::code),
                id.length.map(Metres::value),
                id.width.map(Metres::value),
                id.draught.map(Metres::value),
                id.destination.as_deref().unwrap_or_default(),
            )
        })
        .collect();
    assert_eq!(
        said,
        [
            r#"440999001 "HAE YANG NO.1" Some(9074729) "DSAB7" Some(71) Some(183.0)xSome(28.0) Some(7.4) "NAMPO""#,
            r#"440999018 "SEA BREEZE" None "DS7QA" Some(37) Some(12.0)xSome(4.0) None """#,
            r#"440999019 "DEEP BLUE" None "" Some(36) Some(26.0)xSome(7.0) None """#,
            r#"994401001 "SOCHEONG-DO LIGHT BUOY" None "" None Some(4.0)xSome(2.0) None """#,
        ]
    );
    assert_eq!(skipped(&report), "3 static data without position");
}

#[test]
fn times_stand_where_stations_and_loggers_put_them() {
    let ais = CLASS_A;
    for line in [
        tagged("s:rORBCOMM008,c:1516072360,T:2018-01-16 03.12.40", ais),
        tagged("c:1516072360000", ais),
        tagged("g:1-1-77,s:x,n:3,c:1516072360", ais),
        tagged("s:x", tagged("c:1516072360", ais).trim_end()),
        format!("{ais},rKORBAS,1516072360\n"),
        format!("{ais},b003669708,1516072360,1516072301\n"),
        format!("{ais},x81,s25687,d-080,S2118,t031240.00,T40.48,r003669946,1516072360\r\n"),
        format!("1516072360 {ais}\n"),
        format!("1516072360.000,{ais}\n"),
        format!("2018-01-16T03:12:40Z {ais}\n"),
        format!("[2018-01-16 12:12:40+09:00] {ais}\n"),
        format!("2018-01-16 03:12:40 UTC: {}", tagged("s:x", ais)),
        // The tag block is the station's, the words before it the logger's.
        format!("2018-01-16 03:12:59 {}", tagged("c:1516072360", ais)),
        format!(
            "$PGHP,1,2018,1,16,3,12,40,0,440,,4400001,1,6D*{:02X}\n{ais}\n",
            xor(b"PGHP,1,2018,1,16,3,12,40,0,440,,4400001,1,6D")
        ),
    ] {
        let (store, _) = read(&line);
        assert_eq!(fixes(&store), ["440999001 0 37.123457 125.654322 12.3 224.5 215 0"], "{line}");
    }
}

#[test]
fn a_time_without_a_zone_is_asked_about() {
    let log = format!("2018-01-16 12:12:40 {CLASS_A}\n");
    let asked = try_read(log.as_bytes(), &ReadOptions::default());
    assert!(matches!(asked, Err(ReadError::NeedsTimeZone { example, .. }) if example == "2018-01-16T12:12:40"));
    let korean = ReadOptions { time_zone: Some("KST".to_owned()), ..ReadOptions::default() };
    let (store, report) = try_read(log.as_bytes(), &korean).unwrap();
    assert_eq!((seconds(&store), report.assumed_time_zone.as_deref()), (vec![0], Some("Asia/Seoul")));
}

#[test]
fn whatever_cannot_be_read_is_counted_and_located() {
    let wrong = |from: &str, to: &str| {
        let body = CLASS_A.replace(from, to);
        let body = body.rsplit_once('*').unwrap().0;
        format!("{body}*{:02X}", xor(&body.as_bytes()[1..]))
    };
    let lines = [
        "# a comment, which is no row".to_owned(),
        String::new(),
        heard(0, CLASS_A),
        heard(0, &CLASS_A.replace("*6D", "*6E")),
        heard(0, CLASS_A.trim_end_matches("*6D")),
        heard(0, "!AIVDM,1,1,,A,16TTLF@2is8w"),
        heard(0, &wrong("16TTLF@2is8w<jRE?P6`iFg3P000", "16TTLF@2is8w<jRE?P6`i")),
        heard(0, &wrong("16TTLF@2is8w<jRE?P6`iFg3P000", "16TTLF@2is8w<jRE?P6`iFg3P0 0")),
        heard(0, &wrong("16TTLF@2is8w<jRE?P6`iFg3P000", "")),
        heard(0, &wrong(",1,1,,A,", ",1,2,,A,")),
        heard(0, VOYAGE[1]),
        heard(0, BASE_STATION),
        heard(0, BINARY),
        format!("$GPGGA,031240.00,3745.0,N*{:02X}", xor(b"GPGGA,031240.00,3745.0,N")),
        "some words".to_owned(),
        CLASS_A.to_owned(),
        tagged("c:0", CLASS_A),
        heard(0, CLASS_A).replace('*', "*0"),
        heard(0, CLASS_A),
    ];
    let log: String = lines.iter().map(|line| line.trim_end().to_owned() + "\n").collect();
    let (store, report) = read(&log);
    assert_eq!((store.n_fixes(), report.read, report.duplicates), (1, 17, 1));
    let mut places = places(&report);
    places.sort_by_key(|place| place.split([':', ' ']).nth(1).and_then(|line| line.parse::<u64>().ok()));
    let expected = [
        "4 its checksum is 6D and says 6E, line skipped",
        "5 no checksum, so that it may be cut off, line skipped",
        "6 no checksum, so that it may be cut off, line skipped",
        "7 message 1 has 126 bits of at least 149, skipped",
        "8 its payload has characters that no AIS payload has, or fill bits before its end, skipped",
        "9 it has no payload, skipped",
        "10 its fields are not those of an AIS sentence, skipped",
        "11 part 2 of a message in 2, without the others, skipped",
        "12 004400001 is a base station, not a vessel, no fix",
        "13 no report of a vessel's position or name, skipped",
        "14 $GPGGA is no AIS sentence, line skipped",
        "15 no AIS sentence, line skipped",
        "16 no time, row skipped",
        "17 “its time stamp” is no time that can be read, row skipped",
        "18 its tag block's checksum is wrong, line skipped",
    ];
    assert_eq!(places, expected.map(|line| format!("log.nmea:{line}")));
}

#[test]
fn parts_find_each_other_in_any_order() {
    let [first, second] = VOYAGE;
    let other = |sentence: &str| {
        // The same message under another sequence number and channel.
        let body = sentence.replace(",3,A,", ",4,B,");
        let body = body.rsplit_once('*').unwrap().0.to_owned();
        format!("{body}*{:02X}", xor(&body.as_bytes()[1..]))
    };
    let plain = |sentence: &str| format!("{sentence}\n");
    for parts in [
        vec![heard(1, first), heard(1, second)],
        vec![heard(1, second), heard(1, first)],
        vec![heard(1, first), heard(1, CLASS_B), heard(2, second)],
        vec![heard(1, first), heard(1, &other(second)), heard(1, second), heard(1, &other(first))],
        // A lost part does not drag the next message down.
        vec![heard(1, first), heard(2, first), heard(2, second)],
        // Grouped: the time stands in the first block alone, or the second sentence has no block at all.
        vec![tagged("g:1-2-1234,s:r1,c:1516072360", first), tagged("g:2-2-1234", second)],
        vec![tagged("s:r1,c:1516072360", first), plain(second)],
        vec![plain(&format!("{first},rA,1516072360")), plain(&format!("{second},rA,1516072361"))],
    ] {
        let (store, report) = read(&(heard(0, CLASS_A) + &parts.concat()));
        let name = store.vessels()[0].identity.name.as_deref();
        assert_eq!(name, Some("HAE YANG NO.1"), "{}", parts.concat());
        let n_static = report.skipped["static data without position"];
        let n_missing = report.skipped.get("part of a message missing").copied().unwrap_or_default();
        assert_eq!(n_static * 2 + n_missing, parts.iter().filter(|part| part.contains("VDO,2,")).count() as u64);
    }
    for apart in [
        vec![tagged("g:1-2-1234,c:1516072360", first), tagged("g:2-2-1235,c:1516072360", second)],
        vec![heard(0, first), heard(600, second)],
        vec![tagged("s:r1,c:1516072360", first), tagged("s:r2,c:1516072360", second)],
    ] {
        let (_, report) = read(&apart.concat());
        assert_eq!(skipped(&report), "2 part of a message missing", "{}", apart.concat());
    }
}

/// A log of several blocks: positions, messages in parts near and far, names that change, and broken lines.
fn long_log(is_dated: bool) -> String {
    let mut log = String::new();
    let mut put = |n: i64, sentence: &str| {
        if is_dated { log += &heard(n, sentence) } else { writeln!(log, "{sentence}").unwrap() }
    };
    for n in 0..40_000 {
        if !is_dated && n % 20 == 0 {
            put(n, BASE_STATION);
        }
        match n % 40 {
            0..20 => put(n, CLASS_A),
            20 => put(n, VOYAGE[0]),
            23 => put(n, VOYAGE[1]),
            24 => put(n, VOYAGE[usize::from(n % 80 == 24)]),
            25 => put(n, &CLASS_A.replace("*6D", "*6E")),
            26..30 => put(n, PART_A),
            _ => put(n, CLASS_B),
        }
    }
    log
}

#[test]
fn the_result_is_the_same_on_any_number_of_cores() {
    for log in [long_log(true), long_log(false)] {
        assert!(log.len() > 3 * (512 << 10), "several blocks");
        let read_on = |n_threads| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(n_threads).build().unwrap();
            let (store, report) = pool.install(|| read(&log));
            (fixes(&store).join("\n"), format!("{:?}", store.vessels()), places(&report).join("\n"), report)
        };
        let (one, five) = (read_on(1), read_on(5));
        assert!(one == five);
        assert!(one.3.kept > 0, "{:?}", one.3.notes);
    }
}

#[test]
fn a_log_without_times_is_dated_by_base_stations_or_not_at_all() {
    // The position says second 33, the base station 03:12:40; class B says 17.
    let log = format!("{CLASS_A}\n{BASE_STATION}\n{CLASS_B}\n");
    let (store, report) = read(&log);
    assert_eq!(seconds(&store), [-7, -23]);
    assert!(report.notes[0].contains("2 of 2 positions were dated by the clocks"), "{:?}", report.notes);

    let (store, report) = read(&format!("{CLASS_A}\n{CLASS_B}\n"));
    assert_eq!((store.n_fixes(), skipped(&report).as_str()), (0, "2 no time"));
    assert!(report.notes[0].contains("when its 2 positions were cannot be known"), "{:?}", report.notes);

    // Where any line states a time, the others are not guessed at.
    let (store, report) = read(&(log + &heard(0, CLASS_A)));
    assert_eq!((seconds(&store), skipped(&report).as_str()), (vec![0], "1 base station, not a vessel; 2 no time"));
}

#[test]
fn several_sentences_in_one_line_are_all_read() {
    let (store, report) = read(&format!("{CLASS_A},1516072360{CLASS_B},1516072361\n"));
    assert_eq!((store.n_fixes(), report.read), (2, 2));
    let (store, report) = read(&format!("1516072360 {}{}\n", &CLASS_A[..20], CLASS_B));
    assert_eq!((store.n_fixes(), skipped(&report).as_str()), (0, "1 checksum wrong; 1 no time"));
}

#[test]
fn parts_without_end_are_not_kept() {
    let mut log = String::new();
    for n in 0..3000 {
        log += &heard(n, VOYAGE[0]);
    }
    let (_, report) = read(&(log + &heard(0, CLASS_A)));
    assert_eq!((report.read, skipped(&report).as_str()), (3001, "3000 part of a message missing"));
    assert_eq!(report.samples[0].line, Some(1));
}

#[test]
fn what_lies_outside_is_left_out() {
    let corner = |lat, lon| crate::geodesy::Position::new(lat, lon).unwrap();
    let only = ReadOptions {
        bounds: Some((corner(37.0, 125.0), corner(37.5, 126.0))),
        period: Some((
            crate::units::Timestamp::from_seconds(MOMENT),
            crate::units::Timestamp::from_seconds(MOMENT + 10),
        )),
        ..ReadOptions::default()
    };
    let log = heard(0, CLASS_A) + &heard(20, CLASS_A) + &heard(1, CLASS_B);
    let (store, report) = try_read(log.as_bytes(), &only).unwrap();
    assert_eq!(seconds(&store), [0]);
    assert_eq!(skipped(&report), "1 outside the area asked for; 1 outside the period asked for");
}

#[test]
fn every_wrapping_and_name_gives_the_same_fixes() {
    use std::io::{Cursor, Write as _};
    let log = heard(0, CLASS_A) + &heard(1, CLASS_B);
    let utf_16: Vec<u8> = [0xfeff].into_iter().chain(log.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gz.write_all(log.as_bytes()).unwrap();
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in [("README.txt", "heard at sea\n"), ("day/1.ais", log.as_str()), ("day/2.txt", log.as_str())] {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in [
        ("a.nmea", log.clone().into_bytes()),
        ("a.TXT", log.clone().into_bytes()),
        ("a", log.replace('\n', "\r\n").into_bytes()),
        ("a.csv", [b"\xef\xbb\xbf", log.as_bytes()].concat()),
        ("a.log", utf_16),
        ("a.nmea.gz", gz.finish().unwrap()),
        ("a.ais.zst", zstd::encode_all(log.as_bytes(), 1).unwrap()),
        ("a.zip", zip.finish().unwrap().into_inner()),
    ] {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        let (store, report) = super::super::read(&[path], &ReadOptions::default(), &Progress::default()).unwrap();
        assert_eq!((seconds(&store), report.n_skipped()), (vec![0, 1], 0), "{name}");
        assert_eq!(report.duplicates, if name == "a.zip" { 2 } else { 0 }, "{name}");
    }
}

#[test]
fn logs_are_told_by_what_is_in_them() {
    let log = |text: &str| super::is_log(text.as_bytes());
    for text in [
        heard(0, CLASS_A),
        CLASS_A.to_owned(),
        format!("# heard at sea\n\n2018-01-16 03:12:40 {CLASS_A}\n"),
        format!("$GPGGA,1*00\n{CLASS_A}\n"),
        "$GPGGA,1*00\n".to_owned(),
        format!("time,sentence\n1516072360,\"{CLASS_A}\"\n"),
        "!BSVDM,1,1,,A,16TT".to_owned(),
    ] {
        assert!(log(&text), "{text}");
    }
    for text in [
        "",
        "MMSI,LAT,LON\n1,2,3\n",
        "\\documentclass{article}\n",
        "! a comment\n",
        &format!("mmsi,lat,lon,raw\n1,2,3,{CLASS_A}\n"),
        &format!("one\ntwo\nthree\n{CLASS_A}\n"),
    ] {
        assert!(!log(text), "{text}");
    }
}
