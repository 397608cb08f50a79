//! GeoPackage: what its readers share. An SQLite database from a stranger, its layers, their reference systems, its blobs.
//!
//! Owns the limits: the file is opened read-only, and a query that works long without finding a row is broken off. Never decides
//! what a layer is for: `tracks::geopackage` and `zones::geopackage` do. Start at [`open`].
//!
//! # Source
//! OGC 12-128r19 (GeoPackage 1.4): the blob's header in clause 2.1.3, times as UTC in table 1.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use rusqlite::types::ValueRef;
use rusqlite::{Connection, OpenFlags};

use super::crs::Crs;
use super::mbtiles;
use crate::report::Progress;

/// How many SQLite steps pass between two looks at the progress, and how many looks may go by without a row: a few
/// seconds.
const STEPS_BETWEEN_LOOKS: i32 = 100_000;
const LOOKS_WITHOUT_A_ROW: u64 = 1_000;
/// The most layers that are read, and the most columns of one that are looked at.
const MAX_LAYERS: usize = 200;
const MAX_COLUMNS: usize = 2_000;

/// Whether a file begins as a GeoPackage does (requirement 2: `GPKG` at byte 68; before version 1.2 `GP10` and `GP11`).
pub(crate) fn is_geopackage(head: &[u8]) -> bool {
    is_database(head) && matches!(head.get(68..72), Some(b"GPKG" | b"GP10" | b"GP11"))
}

/// Whether a file begins as an SQLite database does.
pub(crate) fn is_database(head: &[u8]) -> bool {
    head.starts_with(b"SQLite format 3\0")
}

/// Opens a file for reading only, with a watch over what is asked of it.
pub(crate) fn open(path: &Path, progress: &Progress) -> rusqlite::Result<(Connection, Watch)> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut db = Connection::open_with_flags(path, flags)?;
    mbtiles::guard(&db)?;
    let watch = Watch::over(&mut db, progress)?;
    Ok((db, watch))
}

/// Breaks off what works too long, or was asked to stop.
pub(crate) struct Watch(Arc<AtomicU64>);

impl Watch {
    fn over(db: &mut Connection, progress: &Progress) -> rusqlite::Result<Self> {
        let n_looks = Arc::new(AtomicU64::new(0));
        let (looks, progress) = (Arc::clone(&n_looks), progress.clone());
        let is_over = move || progress.is_stopped() || looks.fetch_add(1, Ordering::Relaxed) > LOOKS_WITHOUT_A_ROW;
        db.progress_handler(STEPS_BETWEEN_LOOKS, Some(is_over))?;
        Ok(Self(n_looks))
    }

    /// Something was found.
    pub(crate) fn rest(&self) {
        self.0.store(0, Ordering::Relaxed);
    }
}

/// One table of a GeoPackage.
#[derive(Debug)]
pub(crate) struct Layer {
    pub(crate) table: String,
    /// What it calls itself, where that is more than the table's name.
    pub(crate) title: String,
    pub(crate) columns: Vec<Column>,
    /// The column of its geometry, and the number of its reference system.
    pub(crate) geometry: Option<(String, i64)>,
}

/// One column of a table.
#[derive(Debug)]
pub(crate) struct Column {
    pub(crate) name: String,
    /// The type it was declared with.
    pub(crate) declared: String,
    pub(crate) is_key: bool,
}

/// The tables of features and of attributes, in the order they were made in.
pub(crate) fn layers(db: &Connection) -> rusqlite::Result<Vec<Layer>> {
    let mut layers = Vec::new();
    let has_titles = db.prepare("SELECT identifier FROM gpkg_contents").is_ok();
    let title = if has_titles { "c.identifier" } else { "NULL" };
    let mut query = db.prepare(&format!(
        "SELECT c.table_name, g.column_name, g.srs_id, {title} FROM gpkg_contents c
         LEFT JOIN gpkg_geometry_columns g ON g.table_name = c.table_name
         WHERE c.data_type IN ('features', 'attributes') ORDER BY c.rowid",
    ))?;
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        if layers.len() >= MAX_LAYERS {
            break;
        }
        let (table, column, srs): (String, Option<String>, Option<i64>) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let title = row.get::<_, Option<String>>(3).ok().flatten().unwrap_or_default();
        let mut columns = Vec::new();
        let mut about = db.prepare("SELECT name, type, pk FROM pragma_table_info(?1)")?;
        let mut names = about.query([&table])?;
        while let Some(name) = names.next()? {
            if columns.len() < MAX_COLUMNS {
                columns.push(Column {
                    name: name.get(0)?,
                    declared: name.get::<_, Option<String>>(1)?.unwrap_or_default(),
                    is_key: name.get::<_, i64>(2)? > 0,
                });
            }
        }
        layers.push(Layer { table, title, columns, geometry: column.map(|column| (column, srs.unwrap_or(0))) });
    }
    Ok(layers)
}

/// A reference system by its number here, or why it cannot be used.
pub(crate) fn crs(db: &Connection, srs: i64) -> Result<Crs, String> {
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

/// The well-known binary in a GeoPackage's blob; `None` if it is no such blob.
pub(crate) fn wkb_in(blob: &[u8]) -> Option<&[u8]> {
    let [b'G', b'P', _, flags, rest @ ..] = blob else { return None };
    let envelope = match flags >> 1 & 7 {
        0 => 0,
        1 => 32,
        2 | 3 => 48,
        4 => 64,
        _ => return None,
    };
    rest.get(4 + envelope..)
}

/// A name as SQL takes it.
pub(crate) fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// A value as text; nothing for blobs and for what is not there.
pub(crate) fn write_text(value: ValueRef<'_>, text: &mut String) {
    text.clear();
    match value {
        ValueRef::Integer(number) => text.push_str(&number.to_string()),
        ValueRef::Real(number) => text.push_str(&number.to_string()),
        ValueRef::Text(bytes) => text.push_str(&String::from_utf8_lossy(bytes)),
        ValueRef::Null | ValueRef::Blob(_) => {}
    }
}
