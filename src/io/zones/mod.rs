//! Patrol zones in: areas, lines and points from the files that other programs write.
//!
//! Owns what a zone file may be (GeoJSON, KML and KMZ, GPX, shapefiles plain or zipped, GeoPackage, Cursor-on-Target, tables of
//! coordinates, text that speaks of places) and how much of it fits in memory. Never drops anything in silence: every feature is kept, or skipped with a
//! reason and a place. Start at [`read`].

pub(super) mod archive;
pub(crate) mod coordinates;
pub(super) mod dbf;
mod geojson;
mod geojson_lines;
pub(crate) mod geopackage;
mod gpx;
mod kml;
mod name;
mod nesting;
mod outline;
pub(super) mod repair;
pub(super) mod shapefile;
pub(crate) mod table;
pub(crate) mod tak;
pub(super) mod text;
pub(crate) mod warning;
pub(super) mod xml;

use std::error::Error;
use std::fs::File;
use std::io::{self, BufReader, Cursor, Read};
use std::path::Path;

use self::repair::Budget;
use super::beside;
use super::geopackage::is_database;
use crate::chart::ZoneLayer;
use crate::report::{Progress, Report, Stopped};
use crate::units::Timestamp;

/// The most bytes of one text (GeoJSON, KML) that are read, after unpacking.
pub const MAX_TEXT_BYTES: u64 = 160 << 20;

/// The data of a KML document in which a plan says who it is.
pub(crate) const PLAN_DATA: &str = "cordon";

/// Why a file gave no zones.
#[derive(Debug, thiserror::Error)]
pub enum ZonesError {
    /// It could not be read at all.
    #[error("{file}: cannot be read, nothing was opened")]
    Io {
        /// Which file.
        file: String,
        /// Why.
        source: io::Error,
    },
    /// It was read, and holds no zones that can be used.
    #[error("{file}: no zones were opened")]
    Unusable {
        /// Which file.
        file: String,
        /// Why.
        source: Box<dyn Error + Send + Sync>,
    },
    /// The job was stopped.
    #[error(transparent)]
    Stopped(#[from] Stopped),
}

/// Layers, each with what was read, kept, skipped and mended in it.
type Layers = Vec<(ZoneLayer, Report)>;

/// Reads the zones of a file; one file may hold several layers. A shapefile may be named by any of its files.
///
/// # Errors
/// [`ZonesError`] if the file cannot be read or holds nothing that can be used; single features that cannot be used are
/// counted in the report instead.
pub fn read(path: &Path, progress: &Progress) -> Result<Layers, ZonesError> {
    let file = path.display().to_string();
    let io = |source| ZonesError::Io { file: file.clone(), source };
    progress.set_stage("reading zones");
    if path.is_dir() {
        return Err(io(io::ErrorKind::IsADirectory.into()));
    }
    let opened = File::open(path).map_err(io)?;
    progress.add_total_bytes(opened.metadata().map_or(0, |about| about.len()));
    let mut reader = BufReader::new(opened);
    let mut head = Vec::new();
    Read::by_ref(&mut reader).take(16).read_to_end(&mut head).map_err(io)?;
    let extension = path.extension().and_then(|e| e.to_str()).unwrap_or_default().to_ascii_lowercase();
    if shapefile::is_shp(&head) || matches!(extension.as_str(), "shp" | "shx" | "dbf" | "prj" | "cpg") {
        return shapefile_at(path, &file, progress);
    }
    if is_database(&head) {
        return geopackage::read_file(path, &file, progress);
    }
    if head.starts_with(b"PK") {
        io::Seek::rewind(&mut reader).map_err(io)?;
        return archive::read(reader, &file, progress);
    }
    let mut bytes = head;
    reader.take(MAX_TEXT_BYTES + 1).read_to_end(&mut bytes).map_err(io)?;
    progress.add_bytes(bytes.len() as u64);
    // A warning leaves out its year: it was saved about when it was given.
    let today = path.metadata().and_then(|about| about.modified()).ok().and_then(|saved| {
        let since = saved.duration_since(std::time::UNIX_EPOCH).ok()?;
        Some(Timestamp::from_seconds(i64::try_from(since.as_secs()).ok()?))
    });
    from_content(bytes, &file, today, &mut Budget::default(), progress)
}

/// Reads the zones in the bytes of a file, which messages call `name`. A bare `.shp` has no attributes then, and is taken
/// as WGS 84.
///
/// # Errors
/// As [`read`].
pub fn read_bytes(name: &str, bytes: &[u8], progress: &Progress) -> Result<Layers, ZonesError> {
    if shapefile::is_shp(bytes) {
        let set = shapefile::Set { shp: bytes.to_vec(), ..shapefile::Set::default() };
        return from_shapefile(&set, name, &mut Budget::default(), progress);
    }
    if is_database(bytes) {
        let source = "a database, which is read from a file only".into();
        return Err(ZonesError::Unusable { file: name.to_owned(), source });
    }
    if bytes.starts_with(b"PK") {
        return archive::read(Cursor::new(bytes), name, progress);
    }
    from_content(bytes.to_vec(), name, None, &mut Budget::default(), progress)
}

/// One text, plain or compressed by itself.
fn from_content(
    bytes: Vec<u8>,
    file: &str,
    today: Option<Timestamp>,
    budget: &mut Budget,
    progress: &Progress,
) -> Result<Layers, ZonesError> {
    let unusable = |source| ZonesError::Unusable { file: file.to_owned(), source };
    let bytes = text::inflated(bytes, MAX_TEXT_BYTES).map_err(|error| unusable(error.into()))?;
    let (text, assumed) = text::decoded(bytes);
    progress.check()?;
    let mut report = Report::default();
    if let Some(assumed) = assumed {
        report.note(format!("{file}: {assumed}"));
    }
    match text.trim_start().bytes().next() {
        Some(b'{' | b'[' | 0x1e) => {
            let text = geojson_lines::collection_of(&text, file, &mut report).unwrap_or(text);
            let layer = geojson::read(&text, file, stem(file), &mut report, budget, progress);
            match layer {
                Ok(layer) => Ok(vec![(layer, report)]),
                Err(geojson::GeojsonError::Stopped(stopped)) => Err(stopped.into()),
                Err(error) => Err(unusable(error.into())),
            }
        }
        Some(b'<') if gpx::is_gpx(&text) => match gpx::read(&text, file, stem(file), report, budget, progress) {
            Ok(layer) => Ok(vec![layer]),
            Err(gpx::GpxError::Stopped(stopped)) => Err(stopped.into()),
            Err(error) => Err(unusable(error.into())),
        },
        Some(b'<') if tak::is_cot(&text) => match tak::read(&text, file, stem(file), report, budget, progress) {
            Ok(layer) => Ok(vec![layer]),
            Err(xml::XmlError::Stopped(stopped)) => Err(stopped.into()),
            Err(error) => Err(unusable(error.into())),
        },
        Some(b'<') => match kml::read(&text, file, stem(file), report, budget, progress) {
            Ok(layers) => Ok(layers),
            Err(kml::KmlError::Stopped(stopped)) => Err(stopped.into()),
            Err(error) => Err(unusable(error.into())),
        },
        Some(_) if coordinates::is_table(&text) => {
            Ok(vec![coordinates::read(&text, file, stem(file), report, budget, progress)?])
        }
        Some(_) if table::is_table(beginning(&text)) => {
            Ok(vec![table::read(&text, file, stem(file), report, budget, progress)?])
        }
        Some(_) if warning::is_text(beginning(&text)) => {
            Ok(vec![warning::read(&text, file, stem(file), today, report, budget, progress)?])
        }
        Some(_) => {
            Err(unusable("neither GeoJSON nor KML nor a shapefile, and nothing in it says where anything is".into()))
        }
        None => Err(unusable("it is empty".into())),
    }
}

/// As much of a text as tells what it is.
fn beginning(text: &str) -> &str {
    let end = (0..=text.len().min(64 << 10)).rev().find(|end| text.is_char_boundary(*end)).unwrap_or(0);
    text.get(..end).unwrap_or_default()
}

fn shapefile_at(path: &Path, file: &str, progress: &Progress) -> Result<Layers, ZonesError> {
    let io = |source| ZonesError::Io { file: file.to_owned(), source };
    let too_large = |extension: &str, most: u64| ZonesError::Unusable {
        file: file.to_owned(),
        source: format!("its .{extension} is larger than {} MB", most >> 20).into(),
    };
    let side = |extension: &str, most: u64| -> Result<Option<Vec<u8>>, ZonesError> {
        let Some(path) = beside::side_file(path, extension) else { return Ok(None) };
        let mut bytes = Vec::new();
        File::open(path).map_err(io)?.take(most + 1).read_to_end(&mut bytes).map_err(io)?;
        progress.add_bytes(bytes.len() as u64);
        if bytes.len() as u64 > most { Err(too_large(extension, most)) } else { Ok(Some(bytes)) }
    };
    let shp = if let Some(shp) = side("shp", shapefile::MAX_SHP_BYTES)? {
        shp
    } else {
        // The file itself, under a name of its own.
        let mut bytes = Vec::new();
        let most = shapefile::MAX_SHP_BYTES;
        File::open(path).map_err(io)?.take(most + 1).read_to_end(&mut bytes).map_err(io)?;
        if !shapefile::is_shp(&bytes) {
            let source = "a part of a shapefile, and its .shp is not beside it".into();
            return Err(ZonesError::Unusable { file: file.to_owned(), source });
        }
        if bytes.len() as u64 > most {
            return Err(too_large("shp", most));
        }
        bytes
    };
    let set = shapefile::Set {
        shp,
        shx_len: beside::side_file(path, "shx").and_then(|shx| shx.metadata().ok()).map(|about| about.len()),
        dbf: side("dbf", shapefile::MAX_DBF_BYTES)?,
        prj: side("prj", 1 << 20)?.map(|bytes| text::decoded(bytes).0),
        cpg: side("cpg", 1 << 10)?.map(|bytes| text::decoded(bytes).0),
    };
    from_shapefile(&set, file, &mut Budget::default(), progress)
}

fn from_shapefile(
    set: &shapefile::Set,
    file: &str,
    budget: &mut Budget,
    progress: &Progress,
) -> Result<Layers, ZonesError> {
    let mut report = Report::default();
    match shapefile::read(set, file, stem(file), &mut report, budget, progress) {
        Ok(layer) => Ok(vec![(layer, report)]),
        Err(shapefile::ShapefileError::Stopped(stopped)) => Err(stopped.into()),
        Err(error) => Err(ZonesError::Unusable { file: file.to_owned(), source: error.into() }),
    }
}

/// A file's name without folders and without its last extension.
fn stem(file: &str) -> &str {
    let name = file.rsplit(['/', '\\']).next().unwrap_or(file);
    match name.rsplit_once('.') {
        Some((stem, _)) if !stem.is_empty() => stem,
        _ => name,
    }
}

/// A colour as `#rrggbb`, from `#rgb`, `#rrggbb` or the same without `#`.
pub(crate) fn colour_of(text: &str) -> Option<String> {
    let digits = text.trim().trim_start_matches('#');
    if !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
        return None;
    }
    match digits.len() {
        3 => Some(digits.chars().fold("#".to_owned(), |text, c| text + &format!("{c}{c}")).to_ascii_lowercase()),
        6 => Some(format!("#{}", digits.to_ascii_lowercase())),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
