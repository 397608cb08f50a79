//! What a file is: by its content first, by its name second.
//!
//! Owns the decision which reader a file goes to. Never reads more than it takes to tell. Start at [`recognise`].

use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use super::beside::side_file;
use super::encrypted;
use super::geopackage;
use super::tracks::columns::{Role, names_vertex_times, role_of};
use super::tracks::json_lines;
use super::tracks::{NMEA_EXTENSIONS as LOGS, is_nmea_log};
use super::watchlist;
use super::zones::{self, coordinates, table, warning};
use crate::report::Progress;

mod markup;
mod survey;

/// How much of a file's beginning is looked at.
const HEAD_BYTES: u64 = 64 << 10;
/// How many members of a zip archive are looked into for NMEA sentences.
const LOGS_LOOKED_AT: usize = 8;

/// What a file holds and how it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A plan of this program: GeoJSON with a `cordon` member.
    Plan,
    /// Something under a passphrase, or to keys, in the age format: a plan, mostly.
    Encrypted,
    /// Vessel tracks.
    Tracks(TrackFormat),
    /// Areas, lines or points for reference.
    Zones(ZoneFormat),
    /// Map tiles.
    Map(MapFormat),
    /// What looked wrong, as this program writes it.
    Findings,
    /// Ships that somebody has listed.
    Watchlist(WatchlistFormat),
}

/// How a watch list is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WatchlistFormat {
    /// A table whose header names a ship and its listing.
    Own,
    /// OFAC's `SDN.CSV`.
    Ofac,
    /// `OpenSanctions`' `targets.simple.csv`.
    OpenSanctions,
}

/// How a file of vessel tracks is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TrackFormat {
    /// This program's own store.
    Store,
    /// Delimited text, plain or compressed.
    Table,
    /// GeoJSON with times, plain or compressed.
    GeoJson,
    /// Objects of JSON that say who was where when: one on a line, or in arrays.
    JsonLines,
    /// GPX whose points have times.
    Gpx,
    /// KML with moving tracks or points with times, plain or in a zip.
    Kml,
    /// Parquet, GeoParquet among it.
    Parquet,
    /// A GeoPackage (SQLite) with layers of points.
    GeoPackage,
    /// A point or line shapefile with MMSI or times.
    Shapefile,
    /// A log of NMEA sentences, plain or compressed.
    Nmea,
}

/// How a file of zones is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ZoneFormat {
    /// GeoJSON without times.
    GeoJson,
    /// KML.
    Kml,
    /// KML in a zip.
    Kmz,
    /// A shapefile, or a zip of them.
    Shapefile,
    /// GPX: waypoints, routes, and tracks as lines or areas.
    Gpx,
    /// Coordinates in a table or in a text, a navigational warning among them.
    Coordinates,
    /// A GeoPackage (SQLite) with layers of areas, lines or points.
    GeoPackage,
    /// Cursor-on-Target: a TAK data package, or a file of events.
    Tak,
}

/// How a map is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MapFormat {
    /// One PMTiles file.
    PmTiles,
    /// One MBTiles file (SQLite).
    MbTiles,
    /// A folder of `z/x/y` tiles.
    Folder,
}

/// A file that cannot be opened or is of no kind this program reads.
#[derive(Debug, thiserror::Error)]
pub enum RecogniseError {
    /// It cannot be opened or read.
    #[error("{}: cannot be opened", path.display())]
    Open {
        /// Which file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// It is open, but nothing here reads it.
    #[error("{}: {what}, not opened", path.display())]
    Unknown {
        /// Which file.
        path: PathBuf,
        /// What it seems to be, or why it cannot be used.
        what: &'static str,
    },
}

/// Tells what a file or folder is.
///
/// # Errors
/// [`RecogniseError`] if it cannot be opened, or is nothing this program reads.
pub fn recognise(path: &Path) -> Result<Kind, RecogniseError> {
    let cannot_open = |source| RecogniseError::Open { path: path.to_owned(), source };
    let unknown = |what| RecogniseError::Unknown { path: path.to_owned(), what };
    let about = fs::metadata(path).map_err(cannot_open)?;
    if about.is_dir() {
        return is_tile_folder(path)
            .then_some(Kind::Map(MapFormat::Folder))
            .ok_or_else(|| unknown("a folder without map tiles"));
    }
    // Opening a pipe waits for its other end, and what was looked at is gone from it.
    if !about.is_file() {
        return Err(unknown("a pipe or a device, not a file"));
    }
    let mut head = Vec::new();
    File::open(path).and_then(|f| f.take(HEAD_BYTES).read_to_end(&mut head)).map_err(cannot_open)?;
    if let Some(kind) = by_magic(path, &head) {
        return kind.map_err(unknown);
    }
    let inside;
    let text = if head.starts_with(b"\x1f\x8b") || head.starts_with(b"\x28\xb5\x2f\xfd") {
        inside = decompressed_head(&head);
        &inside
    } else {
        &head
    };
    by_text(path, text, text.len() != head.len()).map_err(unknown)
}

/// Tells what tracks bytes in memory hold; `None` if they hold none.
pub(super) fn tracks_in(bytes: &[u8]) -> Option<TrackFormat> {
    let inside;
    let text = match bytes {
        [b'P', b'K', 3, 4, ..] => {
            return match in_zip(io::Cursor::new(bytes)) {
                Ok(Kind::Tracks(format)) => Some(format),
                _ => None,
            };
        }
        _ if bytes.starts_with(b"CORDONTS") => return Some(TrackFormat::Store),
        _ if bytes.starts_with(b"PAR1") => return Some(TrackFormat::Parquet),
        [0x1f, 0x8b, ..] | [0x28, 0xb5, 0x2f, 0xfd, ..] => {
            inside = decompressed_head(bytes);
            &*inside
        }
        _ => bytes,
    };
    match by_text(Path::new(""), text, true) {
        Ok(Kind::Tracks(format)) => Some(format),
        _ => None,
    }
}

/// Formats told by their first bytes (or, for a shapefile's side files, by the shapefile beside them).
fn by_magic(path: &Path, head: &[u8]) -> Option<Result<Kind, &'static str>> {
    let extension = path.extension().and_then(|e| e.to_str()).unwrap_or_default().to_ascii_lowercase();
    if head.starts_with(b"PMTiles") {
        Some(Ok(Kind::Map(MapFormat::PmTiles)))
    } else if geopackage::is_geopackage(head) {
        Some(Ok(in_geopackage(path)))
    } else if geopackage::is_database(head) {
        Some(Ok(Kind::Map(MapFormat::MbTiles)))
    } else if encrypted::is_encrypted(head) {
        Some(Ok(Kind::Encrypted))
    } else if head.starts_with(b"PAR1") {
        Some(Ok(Kind::Tracks(TrackFormat::Parquet)))
    } else if head.starts_with(b"CORDONTS") {
        Some(Ok(Kind::Tracks(TrackFormat::Store)))
    } else if head.starts_with(b"PK\x03\x04") {
        Some(File::open(path).map_err(|_cause| "a broken zip archive").and_then(in_zip))
    } else if head.starts_with(b"PK\x05\x06") {
        Some(Err("an empty zip archive"))
    } else if head.starts_with(&9994_i32.to_be_bytes()) || matches!(extension.as_str(), "shx" | "dbf" | "prj" | "cpg") {
        Some(shapefile(path, head))
    } else if head.is_empty() {
        Some(Err("an empty file"))
    } else {
        None
    }
}

/// A GeoPackage is tracks if some layer names vessels; one that cannot be looked into too: its reader says what is wrong.
fn in_geopackage(path: &Path) -> Kind {
    let layers = geopackage::open(path, &Progress::default()).and_then(|(db, _watch)| geopackage::layers(&db));
    let has = |layer: &geopackage::Layer, role| layer.columns.iter().any(|column| role_of(&column.name) == Some(role));
    // Without a geometry of its own a table can be nothing else.
    let is_track = |layer: &geopackage::Layer| {
        has(layer, Role::Mmsi) || (layer.geometry.is_none() && has(layer, Role::Time) && has(layer, Role::Lat))
    };
    match layers {
        Ok(layers) if layers.iter().any(|layer| layer.geometry.is_some()) && !layers.iter().any(is_track) => {
            Kind::Zones(ZoneFormat::GeoPackage)
        }
        _ => Kind::Tracks(TrackFormat::GeoPackage),
    }
}

/// A shapefile is tracks if it holds points or lines, and its attributes name vessels and times.
fn shapefile(path: &Path, head: &[u8]) -> Result<Kind, &'static str> {
    let shp = side_file(path, "shp").unwrap_or_else(|| path.with_extension("shp"));
    let Ok(Some(shape_type)) = shape_type(&shp, head) else { return Err("a part of a shapefile without its .shp") };
    let dbf = side_file(path, "dbf").unwrap_or_else(|| path.with_extension("dbf"));
    Ok(kind_of_shapefile(Some(shape_type), &dbf_field_names(&dbf)))
}

fn kind_of_shapefile(shape_type: Option<i32>, fields: &[String]) -> Kind {
    let is_polygon = matches!(shape_type, Some(5 | 15 | 25 | 31) | None);
    if !is_polygon && fields.iter().any(|name| role_of(name) == Some(Role::Mmsi)) {
        Kind::Tracks(TrackFormat::Shapefile)
    } else {
        Kind::Zones(ZoneFormat::Shapefile)
    }
}

/// The shape type in a shapefile's header (ESRI Shapefile Technical Description, July 1998, table 1).
fn shape_type(shp: &Path, head: &[u8]) -> io::Result<Option<i32>> {
    let mut header = Vec::new();
    match File::open(shp) {
        Ok(file) => file.take(100).read_to_end(&mut header)?,
        // The file itself under another name.
        Err(_) => io::Read::read_to_end(&mut head.take(100), &mut header)?,
    };
    Ok(shape_type_in(&header))
}

fn shape_type_in(header: &[u8]) -> Option<i32> {
    let is_shapefile = header.starts_with(&9994_i32.to_be_bytes());
    let field = header.get(32..36).and_then(|bytes| bytes.try_into().ok()).map(i32::from_le_bytes);
    field.filter(|_| is_shapefile)
}

/// The attribute names in a DBF header; empty if there is none.
fn dbf_field_names(dbf: &Path) -> Vec<String> {
    let mut header = Vec::new();
    if File::open(dbf).and_then(|f| f.take(HEAD_BYTES).read_to_end(&mut header)).is_err() {
        return Vec::new();
    }
    field_names(&header)
}

fn field_names(header: &[u8]) -> Vec<String> {
    let fields = header.get(32..).unwrap_or_default().chunks_exact(32).take_while(|f| f.first() != Some(&0x0d));
    fields
        .map(|field| {
            let name = field.get(..11).unwrap_or_default();
            String::from_utf8_lossy(name.split(|b| *b == 0).next().unwrap_or_default()).into_owned()
        })
        .collect()
}

/// A zip is what its first useful member is.
fn in_zip(source: impl io::Read + io::Seek) -> Result<Kind, &'static str> {
    let broken = "a broken zip archive";
    let mut archive = zip::ZipArchive::new(source).map_err(|_cause| broken)?;
    let names: Vec<String> =
        archive.file_names().map(|name| name.map(|n| n.to_ascii_lowercase()).unwrap_or_default()).collect();
    let has = |extensions: &[&str]| names.iter().any(|n| extensions.iter().any(|e| n.ends_with(e)));
    let find = |extension: &str| names.iter().position(|n| n.ends_with(extension) && !n.starts_with("__macosx/"));
    if has(&[".cot"]) {
        return Ok(Kind::Zones(ZoneFormat::Tak));
    }
    if let Some(idx) = find(".kml") {
        return Ok(markup::kml(archive.by_index(idx).map_err(|_cause| broken)?, ZoneFormat::Kmz));
    }
    if let Some(idx) = find(".shp") {
        let mut head = |idx: usize| {
            let mut head = Vec::new();
            let member = archive.by_index(idx).map_err(|_cause| broken)?;
            member.take(HEAD_BYTES).read_to_end(&mut head).map_err(|_cause| broken)?;
            Ok::<_, &'static str>(head)
        };
        let dbf = names.get(idx).and_then(|shp| shp.strip_suffix("shp")).map(|stem| format!("{stem}dbf"));
        let dbf = dbf.and_then(|dbf| names.iter().position(|name| *name == dbf));
        let fields = match dbf {
            Some(dbf) => field_names(&head(dbf)?),
            None => Vec::new(),
        };
        return Ok(kind_of_shapefile(shape_type_in(&head(idx)?), &fields));
    }
    let logs =
        names.iter().enumerate().filter(|(_, n)| !n.starts_with("__macosx/") && LOGS.iter().any(|e| n.ends_with(e)));
    let logs: Vec<usize> = logs.map(|(idx, _)| idx).take(LOGS_LOOKED_AT).collect();
    if logs.into_iter().any(|idx| is_log_in_zip(&mut archive, idx)) {
        return Ok(Kind::Tracks(TrackFormat::Nmea));
    }
    if has(&[".csv", ".txt", ".tsv"]) {
        return Ok(Kind::Tracks(TrackFormat::Table));
    }
    if let Some(idx) = find(".gpx") {
        return Ok(markup::gpx(archive.by_index(idx).map_err(|_cause| broken)?));
    }
    let idx = find("json").or_else(|| find("jsonl")).or_else(|| find("jsons"));
    let Some(idx) = idx.or((archive.len() == 1).then_some(0)) else { return Err("a zip archive without tables in it") };
    let mut head = Vec::new();
    let member = archive.by_index(idx).map_err(|_cause| broken)?;
    member.take(HEAD_BYTES).read_to_end(&mut head).map_err(|_cause| broken)?;
    by_text(Path::new(""), &head, true)
}

/// Whether a member of an archive is an NMEA log. What cannot be unpacked is none: its reader will say what is wrong with it.
fn is_log_in_zip(archive: &mut zip::ZipArchive<impl io::Read + io::Seek>, idx: usize) -> bool {
    let mut head = Vec::new();
    let Ok(member) = archive.by_index(idx) else { return false };
    let _cut_short = member.take(HEAD_BYTES).read_to_end(&mut head);
    let is_utf_16 = head.starts_with(b"\xff\xfe") || head.starts_with(b"\xfe\xff");
    let head = if is_utf_16 { from_utf_16(&head) } else { head };
    is_nmea_log(&head)
}

fn by_text(path: &Path, head: &[u8], is_compressed: bool) -> Result<Kind, &'static str> {
    let is_utf_16 = head.starts_with(b"\xff\xfe") || head.starts_with(b"\xfe\xff");
    if let Some(kind) = utf_16_markup(path, head) {
        return kind;
    }
    let text = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
    match text.first() {
        None => Err("an empty file"),
        // A logger's time may stand in brackets.
        Some(b'[') if is_nmea_log(text) => Ok(Kind::Tracks(TrackFormat::Nmea)),
        Some(b'{' | b'[') => json(path, text, is_compressed),
        // A text sequence (RFC 8142): what stands between its marks is JSON.
        Some(0x1e) => json(path, text.get(1..).unwrap_or_default(), true),
        Some(b'<') => xml(path, text, is_compressed),
        Some(_) if watchlist::format_of(text).is_some() => {
            watchlist::format_of(text).map(Kind::Watchlist).ok_or("an empty file")
        }
        Some(_) if text.starts_with(coordinates::HEADER.as_bytes()) => Ok(Kind::Zones(ZoneFormat::Coordinates)),
        Some(_) if !is_utf_16 && is_zones_text(text) => Ok(Kind::Zones(ZoneFormat::Coordinates)),
        Some(_) if is_utf_16 && is_nmea_log(&from_utf_16(head)) => Ok(Kind::Tracks(TrackFormat::Nmea)),
        Some(_) if is_nmea_log(text) => Ok(Kind::Tracks(TrackFormat::Nmea)),
        Some(_) if is_utf_16 || !text.iter().take(4096).any(|b| *b == 0) || looks_like_bare_utf_16(text) => {
            Ok(Kind::Tracks(TrackFormat::Table))
        }
        // Zeros further on spoil rows, not the table.
        Some(_) if looks_like_a_header(text) => Ok(Kind::Tracks(TrackFormat::Table)),
        Some(_) => Err("a file of a kind that cannot be read"),
    }
}

/// A table of areas, or words with coordinates among them; an NMEA log has those too.
fn is_zones_text(text: &[u8]) -> bool {
    if is_nmea_log(text) {
        return false;
    }
    let (text, _) = zones::text::decoded(text.to_vec());
    table::is_table(&text) || warning::is_text(&text)
}

/// XML or JSON in UTF-16, with or without a byte order mark; `None` for anything else.
fn utf_16_markup(path: &Path, head: &[u8]) -> Option<Result<Kind, &'static str>> {
    let body = head.strip_prefix(b"\xff\xfe").or_else(|| head.strip_prefix(b"\xfe\xff")).unwrap_or(head);
    let encoding = match body.get(..2)? {
        [b'<' | b'{' | b'[', 0] => encoding_rs::UTF_16LE,
        [0, b'<' | b'{' | b'['] => encoding_rs::UTF_16BE,
        _ => return None,
    };
    let (text, _) = encoding.decode_without_bom_handling(body);
    Some(by_text(path, text.as_bytes(), true))
}

fn from_utf_16(text: &[u8]) -> Vec<u8> {
    let encoding = if text.starts_with(b"\xfe\xff") { encoding_rs::UTF_16BE } else { encoding_rs::UTF_16LE };
    encoding.decode_with_bom_removal(text).0.into_owned().into_bytes()
}

/// KML, GPX or Cursor-on-Target, whichever is named first.
fn xml(path: &Path, text: &[u8], is_compressed: bool) -> Result<Kind, &'static str> {
    let at = |word: &str| memchr::memmem::find(text, word.as_bytes());
    let first = |at: Option<usize>| at.unwrap_or(usize::MAX);
    if at("<event").is_some_and(|event| event < first(at("<kml")).min(first(at("<gpx")))) {
        return Ok(Kind::Zones(ZoneFormat::Tak));
    }
    let is_kml = match (at("<kml"), at("<gpx")) {
        (Some(kml), Some(gpx)) => kml < gpx,
        (Some(_), None) => true,
        (None, Some(_)) => false,
        (None, None) => return Err("XML of a kind that cannot be read"),
    };
    let whole: Box<dyn io::Read + '_> = if is_compressed {
        Box::new(text)
    } else {
        Box::new(File::open(path).map_err(|_cause| "a file that can no longer be opened")?)
    };
    Ok(if is_kml { markup::kml(whole, ZoneFormat::Kml) } else { markup::gpx(whole) })
}

/// Whether the first line is text in four columns or more.
fn looks_like_a_header(text: &[u8]) -> bool {
    let line = text.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let is_text = line.iter().all(|byte| *byte >= b' ' || matches!(byte, b'\t' | b'\r'));
    is_text && b",;\t".iter().any(|delimiter| memchr::memchr_iter(*delimiter, line).count() >= 3)
}

/// Every other byte of ASCII in UTF-16 is zero.
fn looks_like_bare_utf_16(text: &[u8]) -> bool {
    let n = text.len().min(4096);
    let zeros = |odd: usize| text.iter().take(n).skip(odd).step_by(2).filter(|b| **b == 0).count();
    n >= 8 && (zeros(0) > n / 4) != (zeros(1) > n / 4)
}

/// GeoJSON is a plan if it says so, tracks if its points and lines have times, zones else.
fn json(path: &Path, head: &[u8], is_compressed: bool) -> Result<Kind, &'static str> {
    let survey = if is_compressed {
        survey::survey(head)
    } else {
        survey::survey(File::open(path).map_err(|_cause| "a file that can no longer be opened")?)
    };
    // One line that nests too deep costs that line.
    let is_objects = || json_lines::is_objects(head);
    if survey.is_too_deep && survey.features.is_empty() && !survey.is_plan && is_objects() {
        return Ok(Kind::Tracks(TrackFormat::JsonLines));
    }
    if survey.is_too_deep {
        return Err("JSON that nests deeper than any plan, track or zone file");
    }
    if survey.is_plan {
        return Ok(Kind::Plan);
    }
    if survey.is_findings {
        return Ok(Kind::Findings);
    }
    if survey.is_dossier {
        return Err(
            "a dossier: `cordon verify` tells whether it is as it was written, and there is nothing in it to open",
        );
    }
    let is_track = survey.features.iter().any(|feature| {
        let has = |role| feature.properties.iter().any(|name| role_of(name) == Some(role));
        let has_vertex_times =
            feature.properties.iter().any(|name| names_vertex_times(name) || name == "coordinateProperties");
        match feature.geometry.as_str() {
            _ if feature.is_moving => true,
            "Point" => has(Role::Time),
            "LineString" | "MultiLineString" | "MultiPoint" => has_vertex_times || (has(Role::Time) && has(Role::Mmsi)),
            _ => false,
        }
    });
    match (is_track, survey.is_geojson) {
        (true, _) => Ok(Kind::Tracks(TrackFormat::GeoJson)),
        (false, _) if is_objects() => Ok(Kind::Tracks(TrackFormat::JsonLines)),
        (false, true) => Ok(Kind::Zones(ZoneFormat::GeoJson)),
        (false, false) => Err("JSON that is not GeoJSON"),
    }
}

fn decompressed_head(head: &[u8]) -> Vec<u8> {
    let mut text = Vec::new();
    // A head that ends in the middle of a frame is an error at its end, after the bytes that matter.
    let _cut_short = if head.starts_with(b"\x1f\x8b") {
        flate2::read::MultiGzDecoder::new(head).take(HEAD_BYTES).read_to_end(&mut text)
    } else {
        zstd::stream::read::Decoder::with_buffer(head).and_then(|d| d.take(HEAD_BYTES).read_to_end(&mut text))
    };
    text
}

fn is_tile_folder(folder: &Path) -> bool {
    let Ok(entries) = fs::read_dir(folder) else { return false };
    entries.take(1000).flatten().any(|entry| {
        let is_zoom = entry.file_name().to_str().is_some_and(|name| name.parse::<u8>().is_ok_and(|zoom| zoom <= 30));
        is_zoom && entry.path().is_dir()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind_of(name: &str, content: &[u8]) -> Result<Kind, String> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        fs::write(&path, content).unwrap();
        recognise(&path).map_err(|e| match e {
            RecogniseError::Open { .. } => "open".to_owned(),
            RecogniseError::Unknown { what, .. } => what.to_owned(),
        })
    }

    #[test]
    fn content_goes_before_the_name() {
        assert_eq!(kind_of("a.csv", b"PMTiles\x03"), Ok(Kind::Map(MapFormat::PmTiles)));
        assert_eq!(kind_of("a.geojson", b"MMSI,LAT,LON\n1,2,3\n"), Ok(Kind::Tracks(TrackFormat::Table)));
        assert_eq!(kind_of("a.csv", b"<?xml version='1.0'?><kml/>"), Ok(Kind::Zones(ZoneFormat::Kml)));
    }

    #[test]
    fn geojson_is_told_apart_by_what_is_in_it() {
        let plan = br#"{"type":"FeatureCollection","features":[],"cordon":{"format":1}}"#;
        assert_eq!(kind_of("p.json", plan), Ok(Kind::Plan));
        let point = br#"{"type":"FeatureCollection","features":[{"type":"Feature","geometry":{"type":"Point","coordinates":[125,38]},
            "properties":{"mmsi":445000000,"timestamp":"2018-01-16T00:00:00Z"}}]}"#;
        assert_eq!(kind_of("t.json", point), Ok(Kind::Tracks(TrackFormat::GeoJson)));
        let line =
            br#"{"type":"Feature","properties":{"coordTimes":[]},"geometry":{"coordinates":[],"type":"LineString"}}"#;
        assert_eq!(kind_of("t.json", line), Ok(Kind::Tracks(TrackFormat::GeoJson)));
        let zone = br#"{"type":"FeatureCollection","features":[{"type":"Feature","geometry":{"type":"Polygon","coordinates":[]},
            "properties":{"time":"2018"}}]}"#;
        assert_eq!(kind_of("z.json", zone), Ok(Kind::Zones(ZoneFormat::GeoJson)));
        assert_eq!(kind_of("x.json", b"{\"a\":1}"), Err("JSON that is not GeoJSON".into()));
    }

    #[test]
    fn what_cannot_be_read_is_named() {
        assert_eq!(kind_of("a.csv", b""), Err("an empty file".into()));
        assert!(matches!(recognise(Path::new("no such file")), Err(RecogniseError::Open { .. })));
        let folder = tempfile::tempdir().unwrap();
        assert!(matches!(recognise(folder.path()), Err(RecogniseError::Unknown { .. })));
        fs::create_dir(folder.path().join("7")).unwrap();
        assert_eq!(recognise(folder.path()).unwrap(), Kind::Map(MapFormat::Folder));
    }

    #[test]
    fn compressed_text_is_looked_into() {
        let zst = zstd::encode_all(&b"MMSI,LAT,LON\n"[..], 1).unwrap();
        assert_eq!(kind_of("a.csv.zst", &zst), Ok(Kind::Tracks(TrackFormat::Table)));
    }

    #[test]
    fn deep_nesting_is_refused() {
        let too_deep = Err("JSON that nests deeper than any plan, track or zone file".to_owned());
        for beginning in ["", r#"{"features":"#, r#"{"type":"Feature","geometry":{"coordinates":"#] {
            let deep = [beginning.as_bytes(), &vec![b'['; 1 << 20]].concat();
            assert_eq!(kind_of("deep.json", &deep), too_deep, "{beginning}");
        }
    }
}
