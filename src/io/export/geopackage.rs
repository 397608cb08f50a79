//! GeoPackage 1.3: one table for each kind of geometry, columns of the types that their values have.
//!
//! Owns the tables, made in memory and written in one piece: the same plan gives the same bytes. A plan says who it is in the
//! file's metadata. No index is written: no plan is large enough for one. Start at [`bytes`].
//!
//! # Source
//! OGC 12-128r17 (GeoPackage 1.3.1): clauses 1.1.1 (application id, user version), 1.1.2 (reference systems), 1.1.3 (contents),
//! 2.1 (features), 2.4 (metadata).

use std::collections::BTreeSet;

use geo::{BoundingRect as _, Geometry, LineString, MultiLineString, MultiPoint, MultiPolygon, Point, Polygon};
use rusqlite::types::Value;
use rusqlite::{Connection, params, params_from_iter};

use super::ExportError;
use super::sheet::{Column, Parts, Row, Sheet};
use crate::io::geopackage::quoted;
use crate::io::wkb;
use crate::io::zones::geopackage::PLAN_URI;
use crate::units::Timestamp;

/// Columns of a plan that are moments.
const MOMENTS: [&str; 4] = ["effective_from", "effective_to", "available_from", "available_to"];

/// The definition of EPSG:4326, as the specification's own table has it in WKT 1 (clause 1.1.2, requirement 11).
const WGS_84: &str = "GEOGCS[\"WGS 84\",DATUM[\"WGS_1984\",SPHEROID[\"WGS 84\",6378137,298.257223563,AUTHORITY[\"EPSG\",\"7030\"]],AUTHORITY[\"EPSG\",\"6326\"]],PRIMEM[\"Greenwich\",0,AUTHORITY[\"EPSG\",\"8901\"]],UNIT[\"degree\",0.0174532925199433,AUTHORITY[\"EPSG\",\"9122\"]],AUTHORITY[\"EPSG\",\"4326\"]]";

/// The tables that every GeoPackage has (annex C), and those of metadata.
const TABLES: &str = "
    CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT NOT NULL, srs_id INTEGER PRIMARY KEY, organization TEXT NOT NULL,
        organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
    CREATE TABLE gpkg_contents (table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE,
        description TEXT DEFAULT '', last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
        min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER,
        CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
    CREATE TABLE gpkg_geometry_columns (table_name TEXT NOT NULL, column_name TEXT NOT NULL, geometry_type_name TEXT NOT NULL,
        srs_id INTEGER NOT NULL, z TINYINT NOT NULL, m TINYINT NOT NULL,
        CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name),
        CONSTRAINT uk_gc_table_name UNIQUE (table_name),
        CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
        CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id));";
const METADATA: &str = "
    CREATE TABLE gpkg_extensions (table_name TEXT, column_name TEXT, extension_name TEXT NOT NULL, definition TEXT NOT NULL,
        scope TEXT NOT NULL, CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name));
    INSERT INTO gpkg_extensions VALUES
        ('gpkg_metadata', NULL, 'gpkg_metadata', 'http://www.geopackage.org/spec131/#extension_metadata', 'read-write'),
        ('gpkg_metadata_reference', NULL, 'gpkg_metadata', 'http://www.geopackage.org/spec131/#extension_metadata', 'read-write');
    CREATE TABLE gpkg_metadata (id INTEGER CONSTRAINT m_pk PRIMARY KEY ASC NOT NULL, md_scope TEXT NOT NULL DEFAULT 'dataset',
        md_standard_uri TEXT NOT NULL, mime_type TEXT NOT NULL DEFAULT 'text/xml', metadata TEXT NOT NULL DEFAULT '');
    CREATE TABLE gpkg_metadata_reference (reference_scope TEXT NOT NULL, table_name TEXT, column_name TEXT, row_id_value INTEGER,
        timestamp DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')), md_file_id INTEGER NOT NULL,
        md_parent_id INTEGER, CONSTRAINT crmr_mfi_fk FOREIGN KEY (md_file_id) REFERENCES gpkg_metadata(id),
        CONSTRAINT crmr_mpi_fk FOREIGN KEY (md_parent_id) REFERENCES gpkg_metadata(id));";

/// The bytes of a GeoPackage; what is changed last is said to be so at `changed`.
pub(super) fn bytes(sheet: &Sheet, changed: Timestamp) -> Result<Vec<u8>, ExportError> {
    let failed = |error: rusqlite::Error| ExportError::TooLarge(format!("the GeoPackage could not be made ({error})"));
    let mut db = Connection::open_in_memory().map_err(failed)?;
    fill(&db, sheet, changed).map_err(failed)?;
    let bytes = db.serialize("main").map_err(failed)?;
    Ok(bytes.to_vec())
}

fn fill(db: &Connection, sheet: &Sheet, changed: Timestamp) -> rusqlite::Result<()> {
    // Version 1.3.1: clause 1.1.1, requirement 2.
    db.execute_batch("PRAGMA application_id = 0x47504B47; PRAGMA user_version = 10301; BEGIN;")?;
    db.execute_batch(TABLES)?;
    let mut systems = db.prepare("INSERT INTO gpkg_spatial_ref_sys VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?;
    systems.execute(params![
        "Undefined cartesian SRS",
        -1,
        "NONE",
        -1,
        "undefined",
        "undefined cartesian coordinate reference system"
    ])?;
    systems.execute(params![
        "Undefined geographic SRS",
        0,
        "NONE",
        0,
        "undefined",
        "undefined geographic coordinate reference system"
    ])?;
    systems.execute(params![
        "WGS 84 geodetic",
        4326,
        "EPSG",
        4326,
        WGS_84,
        "longitude/latitude coordinates in decimal degrees on the WGS 84 spheroid"
    ])?;
    let changed = in_full(changed);
    let rows: Vec<Placed<'_>> = sheet.rows.iter().enumerate().map(|(idx, row)| Placed::of(idx, row)).collect();
    let layout = Layout::of(sheet);
    for kind in [Shown::Areas, Shown::Lines, Shown::Points, Shown::Collections] {
        let of_kind: Vec<&Placed<'_>> = rows.iter().filter(|row| row.shown == kind).collect();
        if !of_kind.is_empty() {
            table(db, sheet, &layout, kind, &of_kind, &changed)?;
        }
    }
    if let Some(plan) = &sheet.plan {
        db.execute_batch(METADATA)?;
        db.execute(
            "INSERT INTO gpkg_metadata VALUES (1, 'dataset', ?1, 'application/json', ?2)",
            params![PLAN_URI, plan],
        )?;
        db.execute(
            "INSERT INTO gpkg_metadata_reference VALUES ('geopackage', NULL, NULL, NULL, ?1, 1, NULL)",
            params![changed],
        )?;
    }
    db.execute_batch("COMMIT")
}

/// A moment as a DATETIME has it (table 1).
fn in_full(moment: Timestamp) -> String {
    let text = moment.to_string();
    match text.strip_suffix('Z') {
        Some(whole) if !whole.contains('.') => format!("{whole}.000Z"),
        _ => text,
    }
}

/// Which table a feature goes into.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shown {
    Areas,
    Lines,
    Points,
    Collections,
}

impl Shown {
    const fn table(self) -> &'static str {
        match self {
            Self::Areas => "areas",
            Self::Lines => "lines",
            Self::Points => "points",
            Self::Collections => "collections",
        }
    }
}

/// A feature with its place as its table has it.
struct Placed<'a> {
    /// Its number among all, from 1: its key, by which its place among the others comes back.
    number: i64,
    row: &'a Row,
    shown: Shown,
    geometry: Option<Geometry<f64>>,
    is_multi: bool,
}

impl<'a> Placed<'a> {
    fn of(idx: usize, row: &'a Row) -> Self {
        let parts = row.geometry.as_ref().map(Parts::of).unwrap_or_default();
        let (shown, geometry, is_multi) = match (parts.polygons.len(), parts.lines.len(), parts.points.len()) {
            (0, 0, 0) => (Shown::Points, None, false),
            (n, 0, 0) => {
                let polygons: Vec<Polygon<f64>> = parts.polygons.iter().map(|polygon| (*polygon).clone()).collect();
                (Shown::Areas, Some(Geometry::MultiPolygon(MultiPolygon(polygons))), n > 1)
            }
            (0, n, 0) => {
                let lines: Vec<LineString<f64>> = parts.lines.iter().map(|line| (*line).clone()).collect();
                (Shown::Lines, Some(Geometry::MultiLineString(MultiLineString(lines))), n > 1)
            }
            (0, 0, n) => {
                let points: Vec<Point<f64>> = parts.points.iter().map(|point| Point::from(*point)).collect();
                (Shown::Points, Some(Geometry::MultiPoint(MultiPoint(points))), n > 1)
            }
            _ => (Shown::Collections, row.geometry.clone(), true),
        };
        let number = i64::try_from(idx).unwrap_or(i64::MAX - 1) + 1;
        Self { number, row, shown, geometry, is_multi }
    }
}

/// How an attribute is kept.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Held {
    Text,
    Moment,
    Integer,
    Real,
    Boolean,
}

impl Held {
    const fn declared(self) -> &'static str {
        match self {
            Self::Text => "TEXT",
            Self::Moment => "DATETIME",
            Self::Integer => "INTEGER",
            Self::Real => "REAL",
            Self::Boolean => "BOOLEAN",
        }
    }

    /// How the values of a column can be kept so that they come back as they are written.
    fn of(sheet: &Sheet, idx: usize, column: &Column) -> Self {
        let values = || sheet.rows.iter().filter_map(|row| row.values.get(idx)).filter(|value| !value.is_empty());
        if sheet.is_plan && MOMENTS.contains(&column.name.as_str()) {
            return Self::Moment;
        }
        if values().next().is_none() {
            return Self::Text;
        }
        if values().all(|value| matches!(value.as_str(), "true" | "false")) {
            return Self::Boolean;
        }
        if column.is_number && values().all(|value| value.parse::<i64>().is_ok_and(|n| n.to_string() == *value)) {
            return Self::Integer;
        }
        let comes_back = |value: &String| {
            value.parse::<f64>().is_ok_and(|number| number.is_finite() && number.to_string() == *value)
        };
        if column.is_number && values().all(comes_back) { Self::Real } else { Self::Text }
    }

    fn value(self, text: &str) -> Value {
        let kept = match self {
            _ if text.is_empty() => Some(Value::Null),
            Self::Text => None,
            Self::Moment => Some(Value::Text(match text.strip_suffix('Z') {
                Some(whole) if !whole.contains('.') => format!("{whole}.000Z"),
                _ => text.to_owned(),
            })),
            Self::Integer => text.parse().ok().map(Value::Integer),
            Self::Real => text.parse().ok().map(Value::Real),
            Self::Boolean => Some(Value::Integer(i64::from(text == "true"))),
        };
        kept.unwrap_or_else(|| Value::Text(text.to_owned()))
    }
}

/// The columns that all tables have.
struct Layout {
    key: String,
    geometry: String,
    name: Option<String>,
    /// A column's name here, how it is kept, and which of the sheet's it is.
    columns: Vec<(String, Held, usize)>,
}

impl Layout {
    fn of(sheet: &Sheet) -> Self {
        let mut taken: BTreeSet<String> = BTreeSet::new();
        // SQLite takes no notice of the case of letters.
        let mut free = |name: &str| {
            let numbered = (2..).map(|n: u32| format!("{name}_{n}"));
            let found =
                std::iter::once(name.to_owned()).chain(numbered).find(|name| !taken.contains(&name.to_lowercase()));
            let found = found.unwrap_or_default();
            taken.insert(found.to_lowercase());
            found
        };
        let has_name = sheet.has_name_column() || sheet.rows.iter().all(|row| row.name.is_empty());
        let name = (!has_name).then(|| free("name"));
        let columns: Vec<(String, Held, usize)> = sheet
            .columns
            .iter()
            .enumerate()
            .map(|(idx, column)| {
                let name = if column.name.is_empty() { "field" } else { column.name.as_str() };
                // The key counts rows and is not read back.
                let name = if name.eq_ignore_ascii_case("fid") { "fid_2" } else { name };
                (free(name), Held::of(sheet, idx, column), idx)
            })
            .collect();
        Self { key: free("fid"), geometry: free("geom"), name, columns }
    }
}

fn table(
    db: &Connection,
    sheet: &Sheet,
    layout: &Layout,
    kind: Shown,
    rows: &[&Placed<'_>],
    changed: &str,
) -> rusqlite::Result<()> {
    let is_multi = rows.iter().any(|row| row.is_multi);
    let geometry_type = match (kind, is_multi) {
        (Shown::Areas, false) => "POLYGON",
        (Shown::Areas, true) => "MULTIPOLYGON",
        (Shown::Lines, false) => "LINESTRING",
        (Shown::Lines, true) => "MULTILINESTRING",
        (Shown::Points, false) => "POINT",
        (Shown::Points, true) => "MULTIPOINT",
        (Shown::Collections, _) => "GEOMETRYCOLLECTION",
    };
    let used: Vec<&(String, Held, usize)> = layout
        .columns
        .iter()
        .filter(|(_, _, idx)| rows.iter().any(|row| row.row.values.get(*idx).is_some_and(|value| !value.is_empty())))
        .collect();
    let mut columns = vec![
        format!("{} INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL", quoted(&layout.key)),
        format!("{} {geometry_type}", quoted(&layout.geometry)),
    ];
    columns.extend(layout.name.iter().map(|name| format!("{} TEXT", quoted(name))));
    columns.extend(used.iter().map(|(name, held, _)| format!("{} {}", quoted(name), held.declared())));
    let order = sheet.is_plan.then(|| format!("{} INTEGER", quoted(super::remains::ORDER)));
    columns.extend(order);
    let table = kind.table();
    db.execute_batch(&format!("CREATE TABLE {table} ({})", columns.join(", ")))?;
    let marks: Vec<String> = (1..=columns.len()).map(|n| format!("?{n}")).collect();
    let mut insert = db.prepare(&format!("INSERT INTO {table} VALUES ({})", marks.join(", ")))?;
    let mut bounds: Option<[f64; 4]> = None;
    for row in rows {
        let single = row.geometry.clone().map(|geometry| if is_multi { geometry } else { alone(geometry) });
        let found = single.as_ref().and_then(geo::BoundingRect::bounding_rect);
        if let Some(rect) = found {
            let [west, south, east, north] = bounds.unwrap_or([f64::MAX, f64::MAX, f64::MIN, f64::MIN]);
            let (least, most) = (rect.min(), rect.max());
            bounds = Some([west.min(least.x), south.min(least.y), east.max(most.x), north.max(most.y)]);
        }
        let mut values =
            vec![Value::Integer(row.number), single.map_or(Value::Null, |geometry| Value::Blob(blob(&geometry)))];
        values.extend(layout.name.iter().map(|_| Held::Text.value(&row.row.name)));
        values
            .extend(used.iter().map(|(_, held, idx)| held.value(row.row.values.get(*idx).map_or("", String::as_str))));
        values.extend(sheet.is_plan.then_some(Value::Integer(row.number)));
        insert.execute(params_from_iter(values))?;
    }
    let identifier = if sheet.title.is_empty() { table.to_owned() } else { format!("{} ({table})", sheet.title) };
    let [west, south, east, north] = bounds.map_or([None; 4], |bounds| bounds.map(Some));
    db.execute(
        "INSERT INTO gpkg_contents VALUES (?1, 'features', ?2, '', ?3, ?4, ?5, ?6, ?7, 4326)",
        params![table, identifier, changed, west, south, east, north],
    )?;
    db.execute(
        "INSERT INTO gpkg_geometry_columns VALUES (?1, ?2, ?3, 4326, 0, 0)",
        params![table, layout.geometry, geometry_type],
    )?;
    Ok(())
}

/// The one part of a geometry that has but one.
fn alone(geometry: Geometry<f64>) -> Geometry<f64> {
    match geometry {
        Geometry::MultiPolygon(parts) => {
            parts.0.into_iter().next().map_or(Geometry::MultiPolygon(MultiPolygon(Vec::new())), Geometry::Polygon)
        }
        Geometry::MultiLineString(parts) => parts
            .0
            .into_iter()
            .next()
            .map_or(Geometry::MultiLineString(MultiLineString(Vec::new())), Geometry::LineString),
        Geometry::MultiPoint(parts) => {
            parts.0.into_iter().next().map_or(Geometry::MultiPoint(MultiPoint(Vec::new())), Geometry::Point)
        }
        other => other,
    }
}

/// A geometry as a blob: little-endian, with its box where it is more than a point (clause 2.1.3).
fn blob(geometry: &Geometry<f64>) -> Vec<u8> {
    let bounds = geometry.bounding_rect().filter(|_| !matches!(geometry, Geometry::Point(_)));
    let mut out = vec![b'G', b'P', 0, if bounds.is_some() { 0b011 } else { 0b001 }];
    out.extend(4326_i32.to_le_bytes());
    if let Some(rect) = bounds {
        for number in [rect.min().x, rect.max().x, rect.min().y, rect.max().y] {
            out.extend(number.to_le_bytes());
        }
    }
    wkb::write(&mut out, geometry);
    out
}
