//! GeoPackage: layers of points with a time, and tables of positions, in an SQLite database.
//!
//! Columns are known by their names, places by the layer's geometry or by columns of degrees; `io::geopackage` knows the
//! database. Start at [`read_file`].

use std::path::Path;

use rusqlite::Connection;
use rusqlite::types::ValueRef;

use super::columns::{Role, role_of};
use super::feed::{Feed, Row, Texts};
use super::intake::Intake;
use super::skip::Skip;
use super::{ReadError, table, wkb};
use crate::io::crs::Crs;
use crate::io::geopackage::{self, Layer, Watch, crs, layers, quoted, wkb_in, write_text};
use crate::report::Progress;

/// Reads a GeoPackage.
pub(super) fn read_file(path: &Path, intake: &mut Intake<'_>) -> Result<(), ReadError> {
    let failed = |error: rusqlite::Error| ReadError::failed(path, format!("cannot be read as a GeoPackage ({error})"));
    let (db, watch) = geopackage::open(path, intake.progress).map_err(failed)?;
    let layers = layers(&db).map_err(|error| stopped(&error, intake.progress, path))?;
    let columns = intake.columns.cloned();
    let progress = intake.progress.clone();
    let mut feed = Feed::new(intake, path, None);
    let plain = feed.manner.clone();
    let mut n_read = 0;
    for layer in &layers {
        watch.rest();
        feed.manner = plain.clone();
        let names: Vec<String> = layer.columns.iter().map(|column| column.name.clone()).collect();
        let mut roles: Vec<(Role, usize)> = match &columns {
            Some(columns) => columns.places(&names),
            None => Vec::new(),
        };
        if roles.is_empty() {
            for (idx, name) in names.iter().enumerate() {
                let role = role_of(name).filter(|role| roles.iter().all(|(known, _)| known != role));
                roles.extend(role.map(|role| (role, idx)));
            }
        }
        let has = |role: Role| roles.iter().any(|(known, _)| *known == role);
        if !has(Role::Time) || !(layer.geometry.is_some() || (has(Role::Lat) && has(Role::Lon))) {
            feed.note(&format!("the layer “{}” says nothing of when and where, left out", layer.table));
            continue;
        }
        n_read += 1;
        let crs = match &layer.geometry {
            Some((_, srs)) => Some(crs(&db, *srs).map_err(|why| ReadError::failed(path, why))?),
            None => None,
        };
        if let Some(assumed) = crs.as_ref().and_then(|crs| crs.assumed.clone()) {
            feed.note(&assumed);
        }
        let is_datetime = roles.iter().filter(|(role, _)| *role == Role::Time).any(|(_, idx)| {
            layer.columns.get(*idx).is_some_and(|column| column.declared.eq_ignore_ascii_case("datetime"))
        });
        if is_datetime || table::writes_utc(&names) {
            feed.manner.set_utc();
        }
        let outcome = read_layer(&db, layer, &roles, crs.as_ref(), &watch, &mut feed);
        match outcome {
            Ok(()) => {}
            Err(Ended::Refused(error)) => return Err(error),
            Err(Ended::Broken(error)) => {
                progress.check()?;
                let n_rows = feed.n_taken();
                if n_rows == 0 {
                    return Err(failed(error));
                }
                feed.note(&format!("broken after row {n_rows}; those before it were read ({error})"));
            }
        }
    }
    feed.flush()?;
    if n_read == 0 {
        let why = "a GeoPackage without a layer of points that have times";
        return Err(ReadError::failed(path, why));
    }
    progress.add_bytes(std::fs::metadata(path).map_or(0, |about| about.len()));
    Ok(())
}

fn stopped(error: &rusqlite::Error, progress: &Progress, path: &Path) -> ReadError {
    match progress.check() {
        Err(stopped) => stopped.into(),
        Ok(()) => ReadError::failed(path, format!("cannot be read as a GeoPackage ({error})")),
    }
}

/// Why the reading of rows ended before they did.
enum Ended {
    Broken(rusqlite::Error),
    Refused(ReadError),
}

impl From<rusqlite::Error> for Ended {
    fn from(error: rusqlite::Error) -> Self {
        Self::Broken(error)
    }
}

fn read_layer(
    db: &Connection,
    layer: &Layer,
    roles: &[(Role, usize)],
    crs: Option<&Crs>,
    watch: &Watch,
    feed: &mut Feed<'_, '_>,
) -> Result<(), Ended> {
    let mut wanted: Vec<String> =
        roles.iter().filter_map(|(_, idx)| layer.columns.get(*idx)).map(|column| quoted(&column.name)).collect();
    wanted.extend(layer.geometry.iter().map(|(name, _)| quoted(name)));
    let mut query = db.prepare(&format!("SELECT {} FROM {}", wanted.join(", "), quoted(&layer.table)))?;
    let mut rows = query.query([])?;
    let mut texts = Texts::default();
    let mut text = String::new();
    let mut n_rows = 0;
    while let Some(row) = rows.next()? {
        watch.rest();
        n_rows += 1;
        for (at, (role, _)) in roles.iter().enumerate() {
            write_text(row.get_ref(at)?, &mut text);
            texts.set(*role, &text);
        }
        let place = match crs {
            Some(crs) => place(row.get_ref(roles.len())?, crs),
            None => Ok(None),
        };
        let taken = match place {
            Ok(place) => feed.take(&Row { line: n_rows, texts: &texts, place, time_ms: None }),
            Err((why, found)) => {
                feed.skip(why, n_rows, found);
                Ok(())
            }
        };
        taken.map_err(Ended::Refused)?;
    }
    Ok(())
}

/// The place of a geometry; why there is none.
fn place(value: ValueRef<'_>, crs: &Crs) -> Result<Option<(f64, f64)>, (Skip, &'static str)> {
    let blob = match value {
        ValueRef::Blob(blob) => blob,
        ValueRef::Null => return Ok(None),
        _ => return Err((Skip::BadPosition, "a geometry that is none")),
    };
    let broken = (Skip::BadPosition, "a geometry that is no GeoPackage blob");
    wkb::place(wkb_in(blob).ok_or(broken)?, crs)
}

#[cfg(test)]
mod tests;
