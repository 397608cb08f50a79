//! Plans and zones out, to the formats that other programs read.
//!
//! Owns what each format can hold, and says what it cannot before it is lost. Every file is replaced whole or not at all; a
//! shapefile's parts one by one, its `.shp` last. The plan's own file is `plan_geojson`'s. Start at [`write_plan`],
//! [`write_zones`] and [`losses()`].

mod csv;
mod dbf;
mod geojson;
mod geopackage;
mod gpx;
mod kml;
mod losses;
mod markup;
mod passage;
mod rebuild;
mod remains;
mod shapefile;
mod sheet;
mod summary;
mod tak;

use std::io;
use std::path::{Path, PathBuf};

use super::atomic::{self, WriteError};
use super::encrypted;
use super::plan_geojson::{self, PlanFileError};
use crate::chart::ZoneLayer;
use crate::plan::Plan;
use crate::report::{Progress, Report};
use crate::units::Timestamp;
pub use passage::{PassagePoint, passage_gpx};
use sheet::Sheet;
pub use summary::{converted_json, merged_json, problems_json, verified_json};

/// A format that plans and zones are written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// GeoJSON: for a plan, its own file.
    GeoJson,
    /// KML 2.2.
    Kml,
    /// KML in a zip.
    Kmz,
    /// GPX 1.1: waypoints, routes, and areas as closed tracks.
    Gpx,
    /// An ESRI shapefile: several files beside one another.
    Shapefile,
    /// A table of coordinates, one vertex a row.
    Csv,
    /// A GeoPackage: an SQLite database with a table for each kind of geometry.
    GeoPackage,
    /// A TAK data package: a zip of Cursor-on-Target events.
    Tak,
}

impl Format {
    /// Every format.
    pub const ALL: [Self; 8] =
        [Self::GeoJson, Self::Kml, Self::Kmz, Self::Gpx, Self::Shapefile, Self::Csv, Self::GeoPackage, Self::Tak];

    /// The format that a file's name ends in.
    #[must_use]
    pub fn of(path: &Path) -> Option<Self> {
        // What is encrypted is of the format that it will be again.
        if encrypted::is_named_so(path) {
            return Self::of(path.file_stem().map(Path::new)?);
        }
        let name = path.file_name()?.to_str()?.to_ascii_lowercase();
        if name.ends_with(".tak.zip") {
            return Some(Self::Tak);
        }
        Self::named(path.extension()?.to_str()?)
    }

    /// The format that a word stands for, as an extension or a name.
    #[must_use]
    pub fn named(word: &str) -> Option<Self> {
        match word.to_ascii_lowercase().as_str() {
            "geojson" | "json" => Some(Self::GeoJson),
            "kml" => Some(Self::Kml),
            "kmz" => Some(Self::Kmz),
            "gpx" => Some(Self::Gpx),
            "shp" | "shapefile" => Some(Self::Shapefile),
            "csv" => Some(Self::Csv),
            "gpkg" | "geopackage" => Some(Self::GeoPackage),
            "tak" | "tak.zip" | "dpk" => Some(Self::Tak),
            _ => None,
        }
    }

    /// What messages call it.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::GeoJson => "GeoJSON",
            Self::Kml | Self::Kmz => "KML",
            Self::Gpx => "GPX",
            Self::Shapefile => "shapefile",
            Self::Csv => "CSV",
            Self::GeoPackage => "GeoPackage",
            Self::Tak => "TAK",
        }
    }
}

/// Why nothing (or not all) was written.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The extension names no format that is written here.
    #[error("{}: its extension names no format for plans or zones; use .geojson, .kml, .kmz, .gpx, .shp, .csv, .gpkg or .tak.zip", path.display())]
    UnknownFormat {
        /// The file that was to be written.
        path: PathBuf,
    },
    /// A format of several files, or of bytes, was asked for as text.
    #[error("{0} cannot be written as text; name a file")]
    NotText(&'static str),
    /// A format of several files was asked for as one.
    #[error("a shapefile is several files, which cannot be encrypted as one; use another format")]
    NotOneFile,
    /// There is nothing that the format could hold.
    #[error("nothing was written: no feature has a place on the map")]
    Nothing,
    /// It does not fit in the format.
    #[error("{0}")]
    TooLarge(String),
    /// A file could not be written.
    #[error(transparent)]
    Write(#[from] WriteError),
    /// The archive could not be put together.
    #[error("the archive could not be put together")]
    Archive(#[source] io::Error),
}

/// What a format cannot hold of a plan, a sentence each with the features concerned; nothing is written. Takes as long as looking
/// at each member once.
#[must_use]
pub fn losses(format: Format, plan: &Plan) -> Vec<String> {
    losses::of(format, &Sheet::of_plan(plan))
}

/// What a format cannot hold of zones, as [`losses()`].
#[must_use]
pub fn zones_losses(format: Format, layers: &[ZoneLayer]) -> Vec<String> {
    losses::of(format, &Sheet::of_zones(layers))
}

/// Writes a plan in the format that the path's extension names. Returns what that format could not hold, as sentences.
///
/// # Errors
/// [`ExportError`]; the file is then as it was before.
pub fn write_plan(path: &Path, plan: &Plan) -> Result<Vec<String>, ExportError> {
    let format = Format::of(path).ok_or_else(|| ExportError::UnknownFormat { path: path.to_owned() })?;
    write_plan_as(path, format, plan)
}

/// Writes a plan in a format, whatever the file is called, as [`write_plan`].
///
/// # Errors
/// [`ExportError`]; the file is then as it was before.
pub fn write_plan_as(path: &Path, format: Format, plan: &Plan) -> Result<Vec<String>, ExportError> {
    if format == Format::GeoJson {
        atomic::write_bytes(path, &plan_geojson::to_bytes(plan))?;
        return Ok(Vec::new());
    }
    write_sheet(path, format, &Sheet::of_plan(plan), plan.modified)
}

/// Writes zones, as [`write_plan`] does; GeoJSON gets their attributes as properties and no `cordon` member.
///
/// # Errors
/// [`ExportError`]; the file is then as it was before.
pub fn write_zones(path: &Path, layers: &[ZoneLayer]) -> Result<Vec<String>, ExportError> {
    let format = Format::of(path).ok_or_else(|| ExportError::UnknownFormat { path: path.to_owned() })?;
    write_zones_as(path, format, layers)
}

/// Writes zones in a format, whatever the file is called, as [`write_zones`].
///
/// # Errors
/// [`ExportError`]; the file is then as it was before.
pub fn write_zones_as(path: &Path, format: Format, layers: &[ZoneLayer]) -> Result<Vec<String>, ExportError> {
    // Zones have no date of their own, and the same zones give the same bytes.
    write_sheet(path, format, &Sheet::of_zones(layers), Timestamp::from_seconds(0))
}

/// A plan as the text of a format, and what the format could not hold.
///
/// # Errors
/// [`ExportError::NotText`] for formats of bytes, or of several files.
pub fn plan_text(format: Format, plan: &Plan) -> Result<(String, Vec<String>), ExportError> {
    if format == Format::GeoJson {
        return Ok((String::from_utf8_lossy(&plan_geojson::to_bytes(plan)).into_owned(), Vec::new()));
    }
    sheet_text(format, &Sheet::of_plan(plan))
}

/// Zones as the text of a format, as [`plan_text`].
///
/// # Errors
/// [`ExportError::NotText`] for formats of bytes, or of several files.
pub fn zones_text(format: Format, layers: &[ZoneLayer]) -> Result<(String, Vec<String>), ExportError> {
    sheet_text(format, &Sheet::of_zones(layers))
}

/// Zones as a plan made at `now`: what a plan was exported from becomes that again, everything else a reference area with
/// its attributes kept as members.
///
/// # Errors
/// [`PlanFileError`] if the attributes do not fit in a plan file.
pub fn plan_of_zones(layers: &[ZoneLayer], now: Timestamp) -> Result<(Plan, Report), PlanFileError> {
    let text = rebuild::plan_text(&Sheet::of_zones(layers), now);
    let (plan, report, _) = plan_geojson::from_bytes(text.as_bytes(), "zones", &Progress::default())?;
    Ok((plan, report))
}

fn sheet_text(format: Format, sheet: &Sheet) -> Result<(String, Vec<String>), ExportError> {
    let text = match format {
        Format::GeoJson => geojson::text(sheet),
        Format::Kml => kml::text(sheet),
        Format::Gpx => gpx::text(sheet),
        Format::Csv => csv::text(sheet),
        Format::Kmz => return Err(ExportError::NotText("KMZ")),
        Format::Shapefile => return Err(ExportError::NotText("a shapefile")),
        Format::GeoPackage => return Err(ExportError::NotText("a GeoPackage")),
        Format::Tak => return Err(ExportError::NotText("a TAK data package")),
    };
    Ok((text, losses::of(format, sheet)))
}

/// A plan as the bytes of a format, and what the format could not hold. Its own file has its hash.
///
/// # Errors
/// [`ExportError::NotOneFile`] for a shapefile.
pub fn plan_bytes(format: Format, plan: &Plan) -> Result<(Vec<u8>, Vec<String>), ExportError> {
    if format == Format::GeoJson {
        return Ok((plan_geojson::sealed(plan), Vec::new()));
    }
    sheet_bytes(format, &Sheet::of_plan(plan), plan.modified)
}

/// Zones as the bytes of a format, as [`plan_bytes`].
///
/// # Errors
/// [`ExportError::NotOneFile`] for a shapefile.
pub fn zones_bytes(format: Format, layers: &[ZoneLayer]) -> Result<(Vec<u8>, Vec<String>), ExportError> {
    sheet_bytes(format, &Sheet::of_zones(layers), Timestamp::from_seconds(0))
}

fn sheet_bytes(format: Format, sheet: &Sheet, changed: Timestamp) -> Result<(Vec<u8>, Vec<String>), ExportError> {
    let bytes = match format {
        Format::Kmz => kml::zipped(&kml::text(sheet))?,
        Format::GeoPackage => geopackage::bytes(sheet, changed)?,
        Format::Tak => tak::package(sheet, changed)?,
        Format::Shapefile => return Err(ExportError::NotOneFile),
        Format::GeoJson | Format::Kml | Format::Gpx | Format::Csv => sheet_text(format, sheet)?.0.into_bytes(),
    };
    Ok((bytes, losses::of(format, sheet)))
}

fn write_sheet(path: &Path, format: Format, sheet: &Sheet, changed: Timestamp) -> Result<Vec<String>, ExportError> {
    if format == Format::Shapefile {
        shapefile::write(path, sheet)?;
        return Ok(losses::of(format, sheet));
    }
    let (bytes, lost) = sheet_bytes(format, sheet, changed)?;
    atomic::write_bytes(path, &bytes)?;
    Ok(lost)
}

#[cfg(test)]
mod everything;
#[cfg(test)]
mod tests;
