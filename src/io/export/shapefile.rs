//! ESRI shapefiles: one for each kind of geometry, each of five files.

use std::io::{Cursor, Write as _};
use std::path::{Path, PathBuf};

use geo::{Coord, LineString};
use shapefile::record::EsriShape;
use shapefile::{Multipoint, Point, Polygon, PolygonRing, Polyline, ShapeWriter};

use super::sheet::{Parts, Row, Sheet};
use super::{ExportError, dbf, remains};
use crate::io::atomic;

/// WGS 84 as ESRI writes it, which every program knows.
const WGS_84: &str = "GEOGCS[\"GCS_WGS_1984\",DATUM[\"D_WGS_1984\",SPHEROID[\"WGS_1984\",6378137.0,298.257223563]],PRIMEM[\"Greenwich\",0.0],UNIT[\"Degree\",0.0174532925199433]]";

/// The most bytes of one `.shp`: a quarter of what its signed 16-bit-word counts can say, and more than any zones.
const MAX_BYTES: usize = 1 << 30;

/// Writes shapefiles at a path; with several kinds of geometry, `_areas`, `_lines` and `_points` are added to the names.
pub(super) fn write(path: &Path, sheet: &Sheet) -> Result<(), ExportError> {
    let rows: Vec<(&Row, Parts<'_>)> =
        sheet.rows.iter().filter_map(|row| Some((row, Parts::of(row.geometry.as_ref()?)))).collect();
    let areas = of_kind(&rows, |parts| (!parts.polygons.is_empty()).then(|| area(parts)));
    let lines = of_kind(&rows, |parts| (!parts.lines.is_empty()).then(|| line(parts)));
    let is_multi = rows.iter().any(|(_, parts)| parts.points.len() > 1);
    let points = of_kind(&rows, |parts| parts.points.first().filter(|_| !is_multi).map(|point| esri(*point)));
    let multi = of_kind(&rows, |parts| {
        let points = parts.points.iter().map(|point| esri(*point)).collect::<Vec<_>>();
        (is_multi && !points.is_empty()).then(|| Multipoint::new(points))
    });
    let sets =
        [encoded("_areas", areas)?, encoded("_lines", lines)?, encoded("_points", points)?, encoded("_points", multi)?];
    let sets: Vec<Encoded<'_>> = sets.into_iter().flatten().collect();
    if sets.is_empty() {
        return Err(ExportError::Nothing);
    }
    let is_mixed = sets.len() > 1;
    for set in &sets {
        let path = if is_mixed { with_suffix(path, set.suffix) } else { path.to_owned() };
        write_set(&path, sheet, set, is_mixed)?;
    }
    Ok(())
}

/// The kinds of geometry that there are, as the files' names end.
pub(super) fn suffixes(sheet: &Sheet) -> Vec<&'static str> {
    let parts: Vec<Parts<'_>> = sheet.rows.iter().filter_map(|row| row.geometry.as_ref()).map(Parts::of).collect();
    let mut suffixes = Vec::new();
    suffixes.extend(parts.iter().any(|parts| !parts.polygons.is_empty()).then_some("_areas"));
    suffixes.extend(parts.iter().any(|parts| !parts.lines.is_empty()).then_some("_lines"));
    suffixes.extend(parts.iter().any(|parts| !parts.points.is_empty()).then_some("_points"));
    suffixes
}

/// A `.shp` and its `.shx` in memory, with the rows it is made of.
struct Encoded<'a> {
    suffix: &'static str,
    rows: Vec<&'a Row>,
    shp: Vec<u8>,
    shx: Vec<u8>,
}

fn of_kind<'a, S>(rows: &[(&'a Row, Parts<'_>)], shape: impl Fn(&Parts<'_>) -> Option<S>) -> Vec<(&'a Row, S)> {
    rows.iter().filter_map(|(row, parts)| Some((*row, shape(parts)?))).collect()
}

fn encoded<'a, S: EsriShape>(
    suffix: &'static str,
    shapes: Vec<(&'a Row, S)>,
) -> Result<Option<Encoded<'a>>, ExportError> {
    if shapes.is_empty() {
        return Ok(None);
    }
    let n_bytes: usize = shapes.iter().map(|(_, shape)| shape.size_in_bytes() + 12).sum();
    if n_bytes > MAX_BYTES {
        return Err(ExportError::TooLarge(format!("{} MB do not fit in a shapefile", n_bytes >> 20)));
    }
    let broken = |error: shapefile::Error| ExportError::TooLarge(format!("the shapes could not be written: {error}"));
    let (mut shp, mut shx) = (Cursor::new(Vec::new()), Cursor::new(Vec::new()));
    let mut writer = ShapeWriter::with_shx(&mut shp, &mut shx);
    for (_, shape) in &shapes {
        writer.write_shape(shape).map_err(broken)?;
    }
    writer.finalize().map_err(broken)?;
    drop(writer);
    let rows = shapes.into_iter().map(|(row, _)| row).collect();
    Ok(Some(Encoded { suffix, rows, shp: shp.into_inner(), shx: shx.into_inner() }))
}

fn esri(coord: Coord<f64>) -> Point {
    Point::new(coord.x, coord.y)
}

fn places(line: &LineString<f64>) -> Vec<Point> {
    line.0.iter().map(|coord| esri(*coord)).collect()
}

/// Outer rings clockwise and holes the other way, which the crate sees to.
fn area(parts: &Parts<'_>) -> Polygon {
    let rings = parts.polygons.iter().flat_map(|polygon| {
        let outer = PolygonRing::Outer(places(polygon.exterior()));
        std::iter::once(outer).chain(polygon.interiors().iter().map(|ring| PolygonRing::Inner(places(ring))))
    });
    Polygon::with_rings(rings.collect())
}

fn line(parts: &Parts<'_>) -> Polyline {
    Polyline::with_parts(parts.lines.iter().map(|line| places(line)).collect())
}

fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    path.with_file_name(format!("{stem}{suffix}")).with_extension("shp")
}

fn write_set(path: &Path, sheet: &Sheet, set: &Encoded<'_>, is_mixed: bool) -> Result<(), ExportError> {
    let mut fields = Vec::new();
    let place = |row: &&Row| sheet.rows.iter().position(|other| std::ptr::eq(other, *row)).unwrap_or(0) + 1;
    let order: Vec<String> = if sheet.is_plan && is_mixed {
        set.rows.iter().map(|row| place(row).to_string()).collect()
    } else {
        Vec::new()
    };
    let is_split = |row: &Row| {
        let parts = row.geometry.as_ref().map(Parts::of).unwrap_or_default();
        [parts.polygons.is_empty(), parts.lines.is_empty(), parts.points.is_empty()]
            .iter()
            .filter(|is_empty| !**is_empty)
            .count()
            > 1
    };
    let part: Vec<&str> = match set.suffix {
        _ if !sheet.is_plan || !set.rows.iter().any(|row| is_split(row)) => Vec::new(),
        "_areas" => set.rows.iter().map(|row| if is_split(row) { "1" } else { "" }).collect(),
        "_lines" => set.rows.iter().map(|row| if is_split(row) { "2" } else { "" }).collect(),
        _ => set.rows.iter().map(|row| if is_split(row) { "3" } else { "" }).collect(),
    };
    let has_name = sheet.has_name_column() || sheet.rows.iter().all(|row| row.name.is_empty());
    if !has_name {
        let values = set.rows.iter().map(|row| row.name.as_str()).collect();
        fields.push(dbf::Field { name: "name", is_number: false, values });
    }
    for (idx, column) in sheet.columns.iter().enumerate() {
        let values: Vec<&str> = set.rows.iter().map(|row| row.values.get(idx).map_or("", String::as_str)).collect();
        if values.iter().any(|value| !value.is_empty()) {
            fields.push(dbf::Field { name: &column.name, is_number: column.is_number, values });
        }
    }
    if !order.is_empty() {
        fields.push(dbf::Field {
            name: remains::ORDER,
            is_number: true,
            values: order.iter().map(String::as_str).collect(),
        });
    }
    if !part.is_empty() {
        fields.push(dbf::Field { name: remains::PART, is_number: false, values: part });
    }
    if fields.is_empty() {
        // A table needs a column.
        fields.push(dbf::Field { name: "name", is_number: false, values: vec![""; set.rows.len()] });
    }
    let table = dbf::table(&fields, set.rows.len());
    let side = |extension: &str, bytes: &[u8]| atomic::write_bytes(&path.with_extension(extension), bytes);
    side("cpg", b"UTF-8")?;
    side("prj", WGS_84.as_bytes())?;
    side("dbf", &table)?;
    side("shx", &set.shx)?;
    atomic::write(path, |file| file.write_all(&set.shp))?;
    Ok(())
}
