//! Plans and zones out, to the formats that other programs read.
//!
//! Owns what each format can hold, and says what it could not. Every file is replaced whole or not at all; a shapefile's
//! parts one by one, its `.shp` last. The plan's own file is `plan_geojson`'s. Start at [`write_plan`] and [`write_zones`].

mod csv;
mod dbf;
mod geojson;
mod gpx;
mod kml;
mod markup;
mod shapefile;
mod sheet;
mod summary;

use std::io;
use std::path::{Path, PathBuf};

use super::atomic::{self, WriteError};
use super::plan_geojson::{self, PlanFileError};
use crate::chart::ZoneLayer;
use crate::plan::Plan;
use crate::report::{Progress, Report};
use crate::units::Timestamp;
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
}

impl Format {
    /// The format that a file's extension stands for.
    #[must_use]
    pub fn of(path: &Path) -> Option<Self> {
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
            _ => None,
        }
    }
}

/// Why nothing (or not all) was written.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The extension names no format that is written here.
    #[error("{}: its extension names no format for plans or zones; use .geojson, .kml, .kmz, .gpx, .shp or .csv", path.display())]
    UnknownFormat {
        /// The file that was to be written.
        path: PathBuf,
    },
    /// A format of several files, or of bytes, was asked for as text.
    #[error("{0} cannot be written as text; name a file")]
    NotText(&'static str),
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

/// What a format could not hold, each thing said once.
#[derive(Debug, Default)]
struct Losses(Vec<String>);

impl Losses {
    fn say(&mut self, sentence: impl Into<String>) {
        let sentence = sentence.into();
        if !self.0.contains(&sentence) {
            self.0.push(sentence);
        }
    }
}

/// Writes a plan in the format that the path's extension names. Returns what that format could not hold, as sentences.
///
/// # Errors
/// [`ExportError`]; the file is then as it was before.
pub fn write_plan(path: &Path, plan: &Plan) -> Result<Vec<String>, ExportError> {
    let format = Format::of(path).ok_or_else(|| ExportError::UnknownFormat { path: path.to_owned() })?;
    if format == Format::GeoJson {
        atomic::write_bytes(path, &plan_geojson::to_bytes(plan))?;
        return Ok(Vec::new());
    }
    write_sheet(path, format, &Sheet::of_plan(plan))
}

/// Writes zones, as [`write_plan`] does; GeoJSON gets their attributes as properties and no `cordon` member.
///
/// # Errors
/// [`ExportError`]; the file is then as it was before.
pub fn write_zones(path: &Path, layers: &[ZoneLayer]) -> Result<Vec<String>, ExportError> {
    let format = Format::of(path).ok_or_else(|| ExportError::UnknownFormat { path: path.to_owned() })?;
    write_sheet(path, format, &Sheet::of_zones(layers))
}

/// A plan as the text of a format, and what the format could not hold.
///
/// # Errors
/// [`ExportError::NotText`] for KMZ and shapefiles.
pub fn plan_text(format: Format, plan: &Plan) -> Result<(String, Vec<String>), ExportError> {
    if format == Format::GeoJson {
        return Ok((String::from_utf8_lossy(&plan_geojson::to_bytes(plan)).into_owned(), Vec::new()));
    }
    sheet_text(format, &Sheet::of_plan(plan))
}

/// Zones as the text of a format, as [`plan_text`].
///
/// # Errors
/// [`ExportError::NotText`] for KMZ and shapefiles.
pub fn zones_text(format: Format, layers: &[ZoneLayer]) -> Result<(String, Vec<String>), ExportError> {
    sheet_text(format, &Sheet::of_zones(layers))
}

/// Zones as a plan made at `now`: what a plan was exported from becomes that again, everything else a reference area with
/// its attributes kept as members.
///
/// # Errors
/// [`PlanFileError`] if the attributes do not fit in a plan file.
pub fn plan_of_zones(layers: &[ZoneLayer], now: Timestamp) -> Result<(Plan, Report), PlanFileError> {
    let text = geojson::plan_text(&Sheet::of_zones(layers), now);
    let (plan, report, _) = plan_geojson::from_bytes(text.as_bytes(), "zones", &Progress::default())?;
    Ok((plan, report))
}

fn sheet_text(format: Format, sheet: &Sheet) -> Result<(String, Vec<String>), ExportError> {
    let mut losses = Losses::default();
    let text = match format {
        Format::GeoJson => geojson::text(sheet),
        Format::Kml => kml::text(sheet, &mut losses),
        Format::Gpx => gpx::text(sheet, &mut losses),
        Format::Csv => csv::text(sheet, &mut losses),
        Format::Kmz => return Err(ExportError::NotText("KMZ")),
        Format::Shapefile => return Err(ExportError::NotText("a shapefile")),
    };
    Ok((text, losses.0))
}

fn write_sheet(path: &Path, format: Format, sheet: &Sheet) -> Result<Vec<String>, ExportError> {
    match format {
        Format::Kmz => {
            let mut losses = Losses::default();
            let bytes = kml::zipped(&kml::text(sheet, &mut losses))?;
            atomic::write_bytes(path, &bytes)?;
            Ok(losses.0)
        }
        Format::Shapefile => shapefile::write(path, sheet),
        Format::GeoJson | Format::Kml | Format::Gpx | Format::Csv => {
            let (text, losses) = sheet_text(format, sheet)?;
            atomic::write_bytes(path, text.as_bytes())?;
            Ok(losses)
        }
    }
}

#[cfg(test)]
mod tests;
