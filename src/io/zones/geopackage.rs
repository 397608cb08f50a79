//! GeoPackage: its layers of areas, lines and points as layers of zones.
//!
//! Owns which columns become attributes, and what a plan written as GeoPackage says of itself. `io::geopackage` knows the
//! database and its limits. Start at [`read_file`].

use std::path::Path;

use rusqlite::Connection;
use rusqlite::types::ValueRef;

use super::repair::{Budget, Mender, Raw};
use super::{Layers, ZonesError, name, stem};
use crate::chart::{Zone, ZoneLayer};
use crate::io::crs::Crs;
use crate::io::geopackage::{self, Column, Layer, Watch, crs, quoted, wkb_in, write_text};
use crate::io::wkb;
use crate::report::{Progress, Report};

/// Where the metadata of a plan's GeoPackage says that it is a plan's.
pub(crate) const PLAN_URI: &str = "urn:cordon:plan";
/// Attributes beyond this many are left out.
const MAX_FIELDS: usize = 1000;
/// The longest `cordon` member that is read.
const MAX_PLAN_BYTES: i64 = 1 << 20;

/// Reads the zones of a GeoPackage.
pub(super) fn read_file(path: &Path, file: &str, progress: &Progress) -> Result<Layers, ZonesError> {
    let unusable = |source: String| ZonesError::Unusable { file: file.to_owned(), source: source.into() };
    let broken = |error: &rusqlite::Error| match progress.check() {
        Err(stopped) => ZonesError::Stopped(stopped),
        Ok(()) => unusable(format!("cannot be read as a GeoPackage ({error})")),
    };
    let (db, watch) = geopackage::open(path, progress).map_err(|error| broken(&error))?;
    let layers = geopackage::layers(&db).map_err(|error| broken(&error))?;
    let mut budget = Budget::default();
    let mut found: Layers = Vec::new();
    let mut notes = Vec::new();
    for layer in &layers {
        progress.check()?;
        watch.rest();
        let Some((_, srs)) = &layer.geometry else {
            notes.push(format!("{file}: the table “{}” has no places, left out", layer.table));
            continue;
        };
        let crs = match crs(&db, *srs) {
            Ok(crs) => crs,
            Err(why) => {
                notes.push(format!("{file}: the layer “{}” was left out: {why}", layer.table));
                continue;
            }
        };
        let mut report = Report::default();
        report.notes.extend(crs.assumed.iter().map(|assumed| format!("{file}: {assumed}")));
        let mut zones = ZoneLayer {
            name: if layer.title.is_empty() { layer.table.clone() } else { layer.title.clone() },
            source: file.to_owned(),
            crs: format!("{}, from the GeoPackage", crs.name),
            fields: Vec::new(),
            zones: Vec::new(),
            plan: None,
        };
        let read = read_layer(&db, layer, &crs, &watch, &mut zones, &mut report, &mut budget, progress);
        if let Err(error) = read {
            progress.check()?;
            if report.read == 0 {
                notes.push(format!("{file}: the layer “{}” was left out: it cannot be read ({error})", layer.table));
                continue;
            }
            let n_rows = report.read;
            report.note(format!(
                "{file}: the layer “{}” is broken after row {n_rows}; those before it were read ({error})",
                layer.table
            ));
        }
        if layer.columns.len() > MAX_FIELDS {
            report.note(format!("{file}: columns beyond the first {MAX_FIELDS} were left out"));
        }
        found.push((zones, report));
    }
    let Some((first, report)) = found.first_mut() else {
        let why = notes.into_iter().next().unwrap_or_else(|| "a GeoPackage without layers of zones".to_owned());
        return Err(unusable(why));
    };
    first.plan = plan(&db);
    if first.plan.is_none() && layers.len() == 1 && first.name.is_empty() {
        stem(file).clone_into(&mut first.name);
    }
    report.notes.extend(notes);
    Ok(found)
}

/// What the plan that this file was written from says of itself.
fn plan(db: &Connection) -> Option<String> {
    let query = "SELECT metadata FROM gpkg_metadata WHERE md_standard_uri = ?1 AND length(metadata) <= ?2 LIMIT 1";
    db.query_row(query, (PLAN_URI, MAX_PLAN_BYTES), |row| row.get(0)).ok()
}

#[expect(clippy::too_many_arguments, reason = "each is of another owner")]
fn read_layer(
    db: &Connection,
    layer: &Layer,
    crs: &Crs,
    watch: &Watch,
    zones: &mut ZoneLayer,
    report: &mut Report,
    budget: &mut Budget,
    progress: &Progress,
) -> rusqlite::Result<()> {
    let Some((geometry, _)) = &layer.geometry else { return Ok(()) };
    let columns: Vec<&Column> = layer
        .columns
        .iter()
        .filter(|column| column.name != *geometry && !is_row_number(column))
        .take(MAX_FIELDS)
        .collect();
    zones.fields = columns.iter().map(|column| column.name.clone()).collect();
    let name_idx = name::field(&zones.fields);
    let mut wanted = vec![quoted(geometry)];
    wanted.extend(columns.iter().map(|column| quoted(&column.name)));
    let mut query = db.prepare(&format!("SELECT {} FROM {}", wanted.join(", "), quoted(&layer.table)))?;
    let mut rows = query.query([])?;
    let file = zones.source.clone();
    let mut mender = Mender { crs, file: &file, report, what: "row", record: 0, line: None, budget };
    let mut has_altitude = false;
    while let Some(row) = rows.next()? {
        watch.rest();
        if progress.check().is_err() {
            return Err(rusqlite::Error::InvalidQuery);
        }
        progress.add_rows(1);
        mender.record += 1;
        mender.report.read += 1;
        let Some(raw) = place(row.get_ref(0)?, &mut mender, &mut has_altitude) else { continue };
        let Some(geometry) = mender.settle(raw) else { continue };
        let mut attributes = Vec::with_capacity(columns.len());
        for (idx, column) in columns.iter().enumerate() {
            attributes.push(text(row.get_ref(idx + 1)?, column));
        }
        let name = name_idx.and_then(|idx| attributes.get(idx)).cloned().unwrap_or_default();
        mender.keep(&mut zones.zones, Zone { name, attributes, geometry, colour: None });
    }
    if has_altitude {
        report.note(format!("{file}: its altitudes were dropped; zones have none here"));
    }
    Ok(())
}

/// A key that only counts rows.
fn is_row_number(column: &Column) -> bool {
    column.is_key && matches!(column.name.to_lowercase().as_str(), "fid" | "ogc_fid" | "objectid" | "id" | "gid")
}

/// The file's own coordinates; `None`, and counted, if there are none.
fn place(value: ValueRef<'_>, mender: &mut Mender<'_>, has_altitude: &mut bool) -> Option<Raw> {
    let ValueRef::Blob(blob) = value else {
        let what =
            if value == ValueRef::Null { "it has no geometry, left out" } else { "its geometry is no blob, left out" };
        mender.skip("no geometry", what);
        return None;
    };
    let Some(bytes) = wkb_in(blob) else {
        mender.skip("geometry unreadable", "its geometry is no GeoPackage blob, left out");
        return None;
    };
    match wkb::read(bytes) {
        Ok(Some((geometry, is_high))) => {
            *has_altitude |= is_high;
            Some(Raw::from_geometry(geometry))
        }
        Ok(None) => {
            mender.skip("no geometry", "its geometry is empty, left out");
            None
        }
        Err(error) => {
            mender.skip("geometry unreadable", &format!("{error}, left out"));
            None
        }
    }
}

/// A value as its column means it: truth values as words, whole seconds without a fraction.
fn text(value: ValueRef<'_>, column: &Column) -> String {
    let is = |declared: &str| column.declared.eq_ignore_ascii_case(declared);
    let mut text = String::new();
    match value {
        ValueRef::Integer(number @ (0 | 1)) if is("BOOLEAN") => {
            text.push_str(if number == 1 { "true" } else { "false" });
        }
        ValueRef::Text(bytes) if is("DATETIME") => {
            let moment = String::from_utf8_lossy(bytes);
            match moment.strip_suffix(".000Z") {
                Some(whole) => {
                    text.push_str(whole);
                    text.push('Z');
                }
                None => text.push_str(&moment),
            }
        }
        value => write_text(value, &mut text),
    }
    text
}
