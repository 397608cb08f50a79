//! GeoPackage: layers of points with a time, and tables of positions, in an SQLite database.
//!
//! Owns the queries and their limits: the file is opened read-only, a query that works long without finding a row is broken off.
//! Columns are known by their names, places by the layer's geometry or by columns of degrees. Start at [`read_file`].
//!
//! # Source
//! OGC 12-128r19 (GeoPackage 1.4): the blob's header in clause 2.1.3, times as UTC in table 1.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use rusqlite::types::ValueRef;
use rusqlite::{Connection, OpenFlags};

use super::columns::{Role, role_of};
use super::feed::{Feed, Row, Texts};
use super::intake::Intake;
use super::skip::Skip;
use super::{ReadError, table, wkb};
use crate::io::crs::Crs;
use crate::io::mbtiles;
use crate::report::Progress;

/// How many SQLite steps pass between two looks at the progress, and how many looks may go by without a row: a few
/// seconds.
const STEPS_BETWEEN_LOOKS: i32 = 100_000;
const LOOKS_WITHOUT_A_ROW: u64 = 1_000;
/// The most layers that are read, and the most columns of one that are looked at.
const MAX_LAYERS: usize = 200;
const MAX_COLUMNS: usize = 2_000;

/// Reads a GeoPackage.
pub(super) fn read_file(path: &Path, intake: &mut Intake<'_>) -> Result<(), ReadError> {
    let failed = |error: rusqlite::Error| ReadError::failed(path, format!("cannot be read as a GeoPackage ({error})"));
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut db = Connection::open_with_flags(path, flags).map_err(failed)?;
    mbtiles::guard(&db).map_err(failed)?;
    let watch = Watch::over(&mut db, intake.progress).map_err(failed)?;
    let layers = layers(&db).map_err(|error| stopped(&error, intake.progress, path))?;
    let columns = intake.columns.cloned();
    let progress = intake.progress.clone();
    let mut feed = Feed::new(intake, path, None);
    let plain = feed.manner.clone();
    let mut n_read = 0;
    for layer in &layers {
        watch.rest();
        feed.manner = plain.clone();
        let names: Vec<String> = layer.columns.iter().map(|(name, _)| name.clone()).collect();
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
        let is_datetime = roles
            .iter()
            .filter(|(role, _)| *role == Role::Time)
            .any(|(_, idx)| layer.columns.get(*idx).is_some_and(|(_, kind)| kind.eq_ignore_ascii_case("datetime")));
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

/// Breaks off what works too long, or was asked to stop.
struct Watch(Arc<AtomicU64>);

impl Watch {
    fn over(db: &mut Connection, progress: &Progress) -> rusqlite::Result<Self> {
        let n_looks = Arc::new(AtomicU64::new(0));
        let (looks, progress) = (Arc::clone(&n_looks), progress.clone());
        let is_over = move || progress.is_stopped() || looks.fetch_add(1, Ordering::Relaxed) > LOOKS_WITHOUT_A_ROW;
        db.progress_handler(STEPS_BETWEEN_LOOKS, Some(is_over))?;
        Ok(Self(n_looks))
    }

    /// Something was found.
    fn rest(&self) {
        self.0.store(0, Ordering::Relaxed);
    }
}

/// One table of a GeoPackage.
#[derive(Debug)]
struct Layer {
    table: String,
    /// The names of its columns, and the types they were declared with.
    columns: Vec<(String, String)>,
    /// The column of its geometry, and the number of its reference system.
    geometry: Option<(String, i64)>,
}

fn layers(db: &Connection) -> rusqlite::Result<Vec<Layer>> {
    let mut layers = Vec::new();
    let mut query = db.prepare(
        "SELECT c.table_name, g.column_name, g.srs_id FROM gpkg_contents c
         LEFT JOIN gpkg_geometry_columns g ON g.table_name = c.table_name
         WHERE c.data_type IN ('features', 'attributes') ORDER BY c.rowid",
    )?;
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        if layers.len() >= MAX_LAYERS {
            break;
        }
        let (table, column, srs): (String, Option<String>, Option<i64>) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let mut columns = Vec::new();
        let mut about = db.prepare("SELECT name, type FROM pragma_table_info(?1)")?;
        let mut names = about.query([&table])?;
        while let Some(name) = names.next()? {
            if columns.len() < MAX_COLUMNS {
                columns.push((name.get(0)?, name.get::<_, Option<String>>(1)?.unwrap_or_default()));
            }
        }
        layers.push(Layer { table, columns, geometry: column.map(|column| (column, srs.unwrap_or(0))) });
    }
    Ok(layers)
}

/// A reference system by its number here, or why it cannot be used.
fn crs(db: &Connection, srs: i64) -> Result<Crs, String> {
    if srs == 0 {
        let mut crs = Crs::wgs84("undefined");
        crs.assumed = Some("its coordinate system is undefined degrees; they were taken as WGS 84".to_owned());
        return Ok(crs);
    }
    let found: rusqlite::Result<(String, i64, String)> = db.query_row(
        "SELECT organization, organization_coordsys_id, definition FROM gpkg_spatial_ref_sys WHERE srs_id = ?1",
        [srs],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    );
    let (authority, code, definition) = match found {
        Ok(found) => found,
        Err(rusqlite::Error::QueryReturnedNoRows) => ("EPSG".to_owned(), srs, String::new()),
        Err(error) => return Err(format!("its coordinate system {srs} cannot be read ({error})")),
    };
    let by_code = u32::try_from(code).ok().filter(|_| authority.eq_ignore_ascii_case("epsg")).map(Crs::from_epsg);
    match by_code {
        Some(Ok(crs)) => Ok(crs),
        Some(Err(why)) if definition.trim().is_empty() => Err(why.to_string()),
        _ => Crs::from_wkt(&definition).map_err(|why| why.to_string()),
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
    let quoted = |name: &str| format!("\"{}\"", name.replace('"', "\"\""));
    let mut wanted: Vec<String> =
        roles.iter().filter_map(|(_, idx)| layer.columns.get(*idx)).map(|(name, _)| quoted(name)).collect();
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
            write(row.get_ref(at)?, &mut text);
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

fn write(value: ValueRef<'_>, text: &mut String) {
    text.clear();
    match value {
        ValueRef::Integer(number) => text.push_str(&number.to_string()),
        ValueRef::Real(number) => text.push_str(&number.to_string()),
        ValueRef::Text(bytes) => text.push_str(&String::from_utf8_lossy(bytes)),
        ValueRef::Null | ValueRef::Blob(_) => {}
    }
}

/// The place of a geometry; why there is none.
fn place(value: ValueRef<'_>, crs: &Crs) -> Result<Option<(f64, f64)>, (Skip, &'static str)> {
    let blob = match value {
        ValueRef::Blob(blob) => blob,
        ValueRef::Null => return Ok(None),
        _ => return Err((Skip::BadPosition, "a geometry that is none")),
    };
    let broken = (Skip::BadPosition, "a geometry that is no GeoPackage blob");
    let [b'G', b'P', _, flags, rest @ ..] = blob else { return Err(broken) };
    let envelope = match flags >> 1 & 7 {
        0 => 0,
        1 => 32,
        2 | 3 => 48,
        4 => 64,
        _ => return Err(broken),
    };
    wkb::place(rest.get(4 + envelope..).ok_or(broken)?, crs)
}

#[cfg(test)]
mod tests;
