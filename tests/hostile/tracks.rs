//! Broken files of vessel tracks, imported.

use std::fs::File;
use std::io::{Seek as _, SeekFrom, Write as _};
use std::path::Path;

use crate::bench::Ends::{Counted, Either, Refused};
use crate::bench::{Row, check, put};

const HEADER: &str = "MMSI,BaseDateTime,LAT,LON,SOG,COG,Heading\n";
const GOOD: &str = "440123456,2018-01-16T00:00:00,38.7,125.4,10.5,11,10\n";

fn table(path: &Path, rows: &str) {
    put(path, format!("{HEADER}{GOOD}{rows}"));
}

/// `n` MiB of one byte, gzipped: 16 MiB packed once, and that member as often as it takes.
fn gzip_bomb(path: &Path, head: &[u8], n_mib: usize) {
    let member = |bytes: &[u8]| {
        let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        packer.write_all(bytes).expect("memory");
        packer.finish().expect("memory")
    };
    let block = member(&vec![b'0'; 16 << 20]);
    put(path, [member(head), block.repeat(n_mib / 16)].concat());
}

fn zstd_bomb(path: &Path, head: &[u8], n_mib: usize) {
    let frame = |bytes: &[u8]| zstd::encode_all(bytes, 3).expect("memory");
    put(path, [frame(head), frame(&vec![b'0'; 16 << 20]).repeat(n_mib / 16)].concat());
}

/// A zip of these members.
pub(crate) fn zip(path: &Path, members: &[(&str, &[u8])]) {
    let mut archive = zip::ZipWriter::new(File::create(path).expect("a file"));
    for (name, bytes) in members {
        archive.start_file(*name, zip::write::SimpleFileOptions::default()).expect("a member");
        archive.write_all(bytes).expect("room");
    }
    archive.finish().expect("room");
}

/// A zip in a zip in a zip, each holding the one before ten times.
fn nested_zip(path: &Path) {
    let mut inner = vec![b'0'; 4 << 20];
    for _ in 0..4 {
        zip(path, &[("a.zip", &inner), ("b.zip", &inner), ("c.zip", &inner), ("d.zip", &inner)]);
        inner = std::fs::read(path).expect("just written");
    }
}

/// A line of 100 MB between two good ones, written without holding it.
fn long_line(path: &Path, opening: &str) {
    let mut file = File::create(path).expect("a file");
    write!(file, "{HEADER}{GOOD}{opening}").expect("room");
    for _ in 0..100 {
        file.write_all(&vec![b'x'; 1_000_000]).expect("room");
    }
    write!(file, "\n{GOOD}").expect("room");
}

/// A file of zeros that takes no room on the disk.
fn sparse(path: &Path, head: &[u8], bytes: u64) {
    let mut file = File::create(path).expect("a file");
    file.write_all(head).expect("room");
    file.seek(SeekFrom::Start(bytes - 1)).expect("a seek");
    file.write_all(b"\n").expect("room");
}

fn cut(bytes: &[u8], n_of_ten: usize) -> &[u8] {
    &bytes[..bytes.len() * n_of_ten / 10]
}

fn gzipped(text: &str) -> Vec<u8> {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packer.write_all(text.as_bytes()).expect("memory");
    packer.finish().expect("memory")
}

/// Many rows that do not compress to nothing.
fn many_rows() -> String {
    let row =
        |n: u32| format!("{},2018-01-16T{:02}:{:02}:00,38.{n},125.{n},1,2,3\n", 440_000_000 + n * 7, n % 24, n % 60);
    HEADER.to_owned() + &(0..5000).map(row).collect::<String>()
}

/// A store's header that claims more fixes than there are atoms; checksums of its own are right or wrong alike.
fn greedy_store(path: &Path) {
    put(path, [b"CORDONTS".as_slice(), &[1, 0, 0, 0], &[0xff; 52], &[0; 64]].concat());
}

#[test]
fn tables() {
    check(
        &["import"],
        Some("tracks.cordon"),
        &[
            Row { name: "empty.csv", make: |p| put(p, ""), ends: Refused },
            Row { name: "only spaces.csv", make: |p| put(p, " \n\n \n"), ends: Refused },
            Row { name: "only a header.csv", make: |p| put(p, HEADER), ends: Refused },
            Row { name: "cut in a row.csv", make: |p| table(p, "440123456,2018-01-16T00:01:00,38."), ends: Counted },
            Row {
                name: "cut in quotes.csv",
                make: |p| table(p, "440123456,\"2018-01-16T00:01:00,38.7\n1\n"),
                ends: Counted,
            },
            Row { name: "too few fields.csv", make: |p| table(p, "440123456\n,,\n,,,,,,,,,,,,,,\n"), ends: Counted },
            Row { name: "zero bytes.csv", make: |p| table(p, "4401\0\0\0,\0,\0,\0\n"), ends: Counted },
            Row { name: "zeros.csv", make: |p| put(p, vec![0; 100_000]), ends: Refused },
            Row {
                name: "not UTF-8.csv",
                make: |p| put(p, [HEADER.as_bytes(), GOOD.as_bytes(), &[0xff, 0xfe, 0x80, b'\n']].concat()),
                ends: Counted,
            },
            Row {
                name: "odd UTF-16.csv",
                make: |p| {
                    put(
                        p,
                        [
                            b"\xff\xfe".as_slice(),
                            &many_rows().encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>()[..9999],
                        ]
                        .concat(),
                    );
                },
                ends: Either,
            },
            Row {
                name: "NaN and infinite.csv",
                make: |p| {
                    table(
                        p,
                        "440123456,2018-01-16T00:01:00,NaN,125,,,\n440123456,2018-01-16T00:02:00,inf,-Infinity,,,\n440123456,2018-01-16T00:03:00,1e400,125,,,\n",
                    );
                },
                ends: Counted,
            },
            Row {
                name: "huge numbers.csv",
                make: |p| {
                    table(
                        p,
                        "99999999999999999999999,2018-01-16T00:01:00,1e308,1e308,1e308,1e308,1e308\n440123456,99999999999999999999,38,125,-1e308,9e99,1e99\n",
                    );
                },
                ends: Counted,
            },
            Row {
                name: "years 0 and 9999.csv",
                make: |p| {
                    table(
                        p,
                        "440123456,0000-00-00T00:00:00,38,125,,,\n440123456,9999-12-31T23:59:60,38,125,,,\n440123456,-9999-01-01T00:00:00,38,125,,,\n440123456,99999-01-01,38,125,,,\n",
                    );
                },
                ends: Counted,
            },
            Row {
                name: "all rows bad.csv",
                make: |p| put(p, format!("{HEADER}a,b,c,d,e,f,g\n1,2,3,4,5,6,7\n")),
                ends: Refused,
            },
            Row {
                name: "every column twice.csv",
                make: |p| {
                    put(p, "MMSI,MMSI,LAT,LAT,LON,LON,TIME,TIME\n440123456,1,38,95,125,999,2018-01-16T00:00:00Z,x\n");
                },
                ends: Either,
            },
            Row {
                name: "a million columns.csv",
                make: |p| put(p, "a,".repeat(1_000_000) + "\n" + &",".repeat(1_000_000)),
                ends: Refused,
            },
            Row { name: "a line of 100 MB.csv", make: |p| long_line(p, ""), ends: Counted },
            Row { name: "a quote of 100 MB.csv", make: |p| long_line(p, "440123456,\""), ends: Counted },
            Row { name: "a header of 100 MB.csv", make: |p| put(p, "MMSI;".repeat(20_000_000)), ends: Refused },
            Row { name: "3 GB of nothing.csv", make: |p| sparse(p, HEADER.as_bytes(), 3 << 30), ends: Refused },
            Row { name: "only quotes.csv", make: |p| put(p, "\"".repeat(1_000_001)), ends: Refused },
            Row { name: "noise.csv", make: |p| put(p, noise(200_000)), ends: Refused },
        ],
    );
}

/// Bytes without order, the same on every machine (a 64-bit linear congruence; Knuth, TAOCP 2, 3.3.4).
pub(crate) fn noise(n: usize) -> Vec<u8> {
    let mut state = 1_u64;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        state.to_be_bytes()[0]
    };
    (0..n).map(|_| next()).collect()
}

#[test]
fn compressed_tables() {
    check(
        &["import"],
        Some("tracks.cordon"),
        &[
            Row { name: "cut.csv.gz", make: |p| put(p, cut(&gzipped(&many_rows()), 7)), ends: Either },
            Row {
                name: "cut.csv.zst",
                make: |p| put(p, cut(&zstd::encode_all(many_rows().as_bytes(), 1).expect("memory"), 7)),
                ends: Either,
            },
            Row { name: "cut at once.csv.gz", make: |p| put(p, b"\x1f\x8b\x08"), ends: Refused },
            Row {
                name: "bad checksum.csv.gz",
                make: |p| {
                    let mut b = gzipped(&many_rows());
                    let n = b.len() - 6;
                    b[n] ^= 1;
                    put(p, b);
                },
                ends: Either,
            },
            Row {
                name: "bomb.csv.gz",
                make: |p| gzip_bomb(p, (HEADER.to_owned() + GOOD).as_bytes(), 4096),
                ends: Either,
            },
            Row {
                name: "bomb.csv.zst",
                make: |p| zstd_bomb(p, (HEADER.to_owned() + GOOD).as_bytes(), 4096),
                ends: Either,
            },
            Row {
                name: "window of 2 GB.csv.zst",
                make: |p| put(p, b"\x28\xb5\x2f\xfd\x00\xa8\x01\x00\x00"),
                ends: Refused,
            },
            Row { name: "bomb.zip", make: |p| zip(p, &[("a.csv", &vec![b'0'; 400 << 20])]), ends: Either },
            Row { name: "nested.zip", make: nested_zip, ends: Refused },
            Row {
                name: "cut.zip",
                make: |p| {
                    zip(p, &[("a.csv", many_rows().as_bytes())]);
                    let b = std::fs::read(p).expect("written");
                    put(p, cut(&b, 8));
                },
                ends: Refused,
            },
            Row {
                name: "lies about its size.zip",
                make: |p| {
                    zip(p, &[("a.csv", many_rows().as_bytes())]);
                    let mut b = std::fs::read(p).expect("written");
                    let at = b.windows(4).rposition(|w| w == b"PK\x01\x02").expect("a directory");
                    b[at + 20..at + 28].fill(0xfe);
                    put(p, b);
                },
                ends: Either,
            },
            Row {
                name: "climbs out.zip",
                make: |p| zip(p, &[("../../../a.csv", (HEADER.to_owned() + GOOD).as_bytes())]),
                ends: Either,
            },
            Row { name: "nothing inside.zip", make: |p| zip(p, &[]), ends: Refused },
            Row {
                name: "pictures.zip",
                make: |p| zip(p, &[("a.png", b"\x89PNG"), ("b.png", b"\x89PNG")]),
                ends: Refused,
            },
            Row {
                name: "many members.zip",
                make: |p| {
                    let names: Vec<String> = (0..20_000).map(|n| format!("{n}.csv")).collect();
                    zip(p, &names.iter().map(|n| (n.as_str(), b"".as_slice())).collect::<Vec<_>>());
                },
                ends: Refused,
            },
        ],
    );
}

/// A vessel's position, heard at a time.
const HEARD: &str = "\\c:1516072360*5A\\!AIVDO,1,1,,A,16TTLF@2is8w<jRE?P6`iFg3P000,0*6D\n";

fn log(path: &Path, more: &str) {
    put(path, format!("{HEARD}{more}"));
}

/// First parts of messages that never end, and lines as long as they like.
fn endless_parts(path: &Path) {
    let part = "!AIVDO,2,1,3,A,56TTLF@2:N2TA<4;L00P4F1T4pN0pvs400000017BhQ<@4HV0BSPCD3h0000,0*79\n";
    log(path, &part.repeat(300_000));
}

#[test]
fn nmea_logs() {
    check(
        &["import"],
        Some("tracks.cordon"),
        &[
            Row { name: "cut in a sentence.nmea", make: |p| log(p, &HEARD[..40]), ends: Counted },
            Row { name: "cut in a tag block.nmea", make: |p| log(p, &HEARD[..7]), ends: Counted },
            Row { name: "cut.nmea.gz", make: |p| put(p, cut(&gzipped(&HEARD.repeat(5000)), 7)), ends: Either },
            Row {
                name: "cut.nmea.zst",
                make: |p| put(p, cut(&zstd::encode_all(HEARD.as_bytes(), 1).expect("memory"), 7)),
                ends: Either,
            },
            Row { name: "bomb.nmea.gz", make: |p| gzip_bomb(p, HEARD.as_bytes(), 4096), ends: Either },
            Row {
                name: "zero bytes.nmea",
                make: |p| log(p, "!AIVDO\0,1,1,,A,\0\0,0*00\n\0\0\n\\\0\\\n"),
                ends: Counted,
            },
            Row {
                name: "not ASCII.nmea",
                make: |p| put(p, [HEARD.as_bytes(), b"\xff!AIVDM,1,1,,A,\xff\xfe,0*80\n\x80"].concat()),
                ends: Counted,
            },
            Row { name: "backslashes.nmea", make: |p| log(p, &"\\".repeat(2 << 20)), ends: Counted },
            Row { name: "exclamation marks.nmea", make: |p| log(p, &"!".repeat(1 << 20)), ends: Counted },
            Row {
                name: "sentences in one line.nmea",
                make: |p| log(p, &"!AIVDM,1,1,,A,16,0".repeat(50_000)),
                ends: Counted,
            },
            Row {
                name: "absurd numbers.nmea",
                make: |p| log(p, "\\g:1-2-99999999999999999999,c:99999999999999999999\\!AIVDM,9,9,99999,A,1,9*00\n"),
                ends: Counted,
            },
            Row { name: "endless parts.nmea", make: endless_parts, ends: Counted },
            Row { name: "no times.nmea", make: |p| put(p, &HEARD[17..]), ends: Refused },
            Row { name: "only checksums wrong.nmea", make: |p| put(p, HEARD.replace("*6D", "*6E")), ends: Refused },
            Row {
                name: "a time zone is missing.nmea",
                make: |p| put(p, format!("2018-01-16 03:12:40 {}", &HEARD[17..])),
                ends: Refused,
            },
            Row {
                name: "cut.nmea.zip",
                make: |p| {
                    zip(p, &[("a.nmea", HEARD.as_bytes())]);
                    let b = std::fs::read(p).expect("written");
                    put(p, cut(&b, 8));
                },
                ends: Refused,
            },
            Row {
                name: "lines without end.nmea",
                make: |p| {
                    let mut file = File::create(p).expect("a file");
                    write!(file, "{HEARD}\\c:1516072360").expect("room");
                    for _ in 0..100 {
                        file.write_all(&vec![b'x'; 1_000_000]).expect("room");
                    }
                    write!(file, "\n{HEARD}").expect("room");
                },
                ends: Counted,
            },
        ],
    );
}

const POINT: &str = r#"{"type":"Feature","geometry":{"type":"Point","coordinates":[125.4,38.7]},"properties":{"mmsi":440123456,"timestamp":"2018-01-16T00:00:00Z"}}"#;

fn points(path: &Path, more: &str) {
    put(path, format!(r#"{{"type":"FeatureCollection","features":[{POINT}{more}]}}"#));
}

#[test]
fn geojson_and_stores() {
    check(
        &["import"],
        Some("tracks.cordon"),
        &[
            Row { name: "a million deep.geojson", make: |p| put(p, "[".repeat(1_000_000)), ends: Refused },
            Row {
                name: "deep properties.geojson",
                make: |p| {
                    points(
                        p,
                        &format!(
                            r#",{{"type":"Feature","properties":{}1{}}}"#,
                            "{\"a\":".repeat(100_000),
                            "}".repeat(100_000)
                        ),
                    );
                },
                ends: Refused,
            },
            Row {
                name: "cut.geojson",
                make: |p| put(p, format!(r#"{{"type":"FeatureCollection","features":[{POINT},{{"type":"Fea"#)),
                ends: Either,
            },
            Row {
                name: "NaN.geojson",
                make: |p| {
                    points(
                        p,
                        r#",{"type":"Feature","geometry":{"type":"Point","coordinates":[NaN,38]},"properties":{}}"#,
                    );
                },
                ends: Either,
            },
            Row {
                name: "huge numbers.geojson",
                make: |p| points(p, &format!(",{}", POINT.replace("125.4", "1e999").replace("00:00:00", "00:01:00"))),
                ends: Counted,
            },
            Row {
                name: "no geometry.geojson",
                make: |p| points(p, r#",{"type":"Feature","geometry":null,"properties":null},5,null,"x""#),
                ends: Counted,
            },
            Row {
                name: "times that do not fit.geojson",
                make: |p| {
                    points(
                        p,
                        r#",{"type":"Feature","geometry":{"type":"LineString","coordinates":[[1,2],[3,4],[5]]},"properties":{"mmsi":440123456,"coordTimes":["2018-01-16T00:00:00Z",{},null,5]}}"#,
                    );
                },
                ends: Counted,
            },
            Row { name: "cut.cordon", make: |p| put(p, b"CORDONTS"), ends: Refused },
            Row { name: "greedy.cordon", make: greedy_store, ends: Refused },
            Row {
                name: "noise.cordon",
                make: |p| put(p, [b"CORDONTS".as_slice(), &noise(4000)].concat()),
                ends: Refused,
            },
            Row { name: "damaged.cordon", make: damaged_store, ends: Refused },
            Row {
                name: "longer than it says.cordon",
                make: |p| {
                    good_store(p);
                    let mut b = std::fs::read(p).expect("written");
                    b.push(0);
                    put(p, b);
                },
                ends: Refused,
            },
        ],
    );
}

/// A sound store, made by the program itself.
pub(crate) fn good_store(path: &Path) {
    let folder = path.parent().expect("a folder");
    put(&folder.join("good.csv"), many_rows());
    let ran = crate::bench::run(folder, "", &["import", "good.csv", "-o", "good.cordon"].map(std::ffi::OsStr::new));
    assert!(ran.status.success(), "{}", ran.stderr);
    std::fs::rename(folder.join("good.cordon"), path).expect("the same folder");
}

/// A store with one bit turned in its middle.
fn damaged_store(path: &Path) {
    good_store(path);
    let mut bytes = std::fs::read(path).expect("written");
    let middle = bytes.len() / 2;
    bytes[middle] ^= 0x10;
    put(path, bytes);
}
