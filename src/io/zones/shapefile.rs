//! Shapefiles: geometry from the `.shp`, attributes from the `.dbf`, the coordinate system from the `.prj`.
//!
//! Owns the record format (ESRI white paper J-7855, 1998), read by hand so that no count in a file is believed before the
//! bytes for it are seen. Never opens a file: it is given the bytes. Start at [`read`].

use geo::Coord;

use super::dbf::Table;
use super::name;
use super::repair::{Budget, Mender, Raw};
use crate::chart::{Zone, ZoneLayer};
use crate::io::crs::Crs;
use crate::report::{Progress, Report, Stopped};

/// The largest `.shp` and `.dbf` that are read, in bytes; all zones of the world's exclusive economic zones fit.
pub(crate) const MAX_SHP_BYTES: u64 = 192 << 20;
pub(crate) const MAX_DBF_BYTES: u64 = 96 << 20;

/// The most vertices of one record.
const MAX_RECORD_VERTICES: usize = 3_000_000;

/// The files of one shapefile, as far as they are there.
#[derive(Default)]
pub(crate) struct Set {
    pub(crate) shp: Vec<u8>,
    /// How long the `.shx` is.
    pub(crate) shx_len: Option<u64>,
    pub(crate) dbf: Option<Vec<u8>>,
    pub(crate) prj: Option<String>,
    pub(crate) cpg: Option<String>,
}

/// Why a shapefile has no zones.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ShapefileError {
    #[error("not a shapefile: its header is wrong or cut short")]
    Header,
    #[error("no .prj stands beside it, and its coordinates are no degrees; put the .prj beside it")]
    NoCrs,
    #[error("{0}")]
    Crs(String),
    #[error(transparent)]
    Stopped(#[from] Stopped),
}

/// Whether bytes begin as a `.shp` does: file code 9994, big-endian.
pub(crate) fn is_shp(bytes: &[u8]) -> bool {
    bytes.starts_with(&[0, 0, 0x27, 0x0A])
}

/// Reads the zones of a shapefile. `file` is what messages call it, `layer_name` its stem.
pub(crate) fn read(
    set: &Set,
    file: &str,
    layer_name: &str,
    report: &mut Report,
    budget: &mut Budget,
    progress: &Progress,
) -> Result<ZoneLayer, ShapefileError> {
    if !is_shp(&set.shp) || set.shp.len() < 100 {
        return Err(ShapefileError::Header);
    }
    let crs = crs(set, file, report)?;
    let table = set.dbf.as_deref().and_then(|dbf| Table::parse(dbf, set.cpg.as_deref()));
    match &table {
        None if set.dbf.is_some() => report.note(format!("{file}: its .dbf is damaged; read without attributes")),
        None => report.note(format!("{file}: no .dbf stands beside it; read without attributes")),
        Some(table) => {
            if let Some(assumed) = &table.assumed {
                report.note(format!("{file}: {assumed}"));
            }
            if table.n_claimed > table.n_records as u64 {
                report.note(format!(
                    "{file}: its .dbf claims {} records but holds {}; the rest have no attributes",
                    table.n_claimed, table.n_records
                ));
            }
        }
    }
    if set.shx_len.is_none() {
        report.note(format!("{file}: no .shx stands beside it; the records were read in order"));
    }
    let fields = table.as_ref().map(Table::names).unwrap_or_default();
    let name_idx = name::field(&fields);
    let mut zones = Vec::new();
    let mut mender = Mender { crs: &crs, file, report, what: "record", record: 0, line: None, budget };
    let mut has_altitude = false;
    for record in Records::new(&set.shp) {
        progress.check()?;
        progress.add_rows(1);
        mender.record += 1;
        mender.report.read += 1;
        let idx = usize::try_from(mender.record - 1).unwrap_or(usize::MAX);
        if table.as_ref().is_some_and(|table| idx < table.n_records && table.is_deleted(idx)) {
            mender.skip("deleted record", "marked as deleted, left out");
            continue;
        }
        let raw = match record {
            Ok(shape) => {
                has_altitude |= shape.has_altitude;
                shape.raw
            }
            Err(fault) => {
                mender.skip(fault.reason(), fault.detail());
                continue;
            }
        };
        let Some(raw) = raw else {
            mender.skip("no geometry", "a null shape, left out");
            continue;
        };
        let Some(geometry) = mender.settle(raw) else { continue };
        let attributes = table.as_ref().map(|table| table.values(idx)).unwrap_or_default();
        let name = name_idx.and_then(|idx| attributes.get(idx)).cloned().unwrap_or_default();
        mender.keep(&mut zones, Zone { name, attributes, geometry, colour: None });
    }
    let n_read = mender.record;
    count_missing(set, table.as_ref(), n_read, file, report);
    if has_altitude {
        report.note(format!("{file}: its altitudes were dropped; zones have none here"));
    }
    let stated = if set.prj.is_some() { ", from the .prj" } else { ", assumed" };
    let crs = format!("{}{stated}", crs.name);
    Ok(ZoneLayer { name: layer_name.to_owned(), source: file.to_owned(), crs, fields, zones, plan: None })
}

/// Counts the records that the index promises and the cut-off file does not hold.
fn count_missing(set: &Set, table: Option<&Table<'_>>, n_read: u64, file: &str, report: &mut Report) {
    let by_index = set.shx_len.map(|len| len.saturating_sub(100) / 8);
    let claimed_bytes =
        set.shp.get(24..28).and_then(|b| b.try_into().ok()).map(|b| u64::from(u32::from_be_bytes(b)) * 2);
    let is_cut_short = claimed_bytes.is_some_and(|claimed| claimed > set.shp.len() as u64);
    let expected = by_index.or_else(|| table.map(|table| table.n_records as u64));
    match expected.filter(|expected| *expected > n_read) {
        Some(expected) => {
            let missing = expected - n_read;
            report.read += missing;
            *report.skipped.entry("record missing".to_owned()).or_default() += missing;
            report.note(format!("{file}: cut short after record {n_read}; {missing} further records are missing"));
        }
        None if is_cut_short => {
            report.note(format!("{file}: shorter than its header says; what is there was read"));
        }
        None => {}
    }
}

fn crs(set: &Set, file: &str, report: &mut Report) -> Result<Crs, ShapefileError> {
    if let Some(prj) = &set.prj {
        let crs = Crs::from_wkt(prj).map_err(|error| ShapefileError::Crs(error.to_string()))?;
        if let Some(assumed) = &crs.assumed {
            report.note(format!("{file}: {assumed}"));
        }
        return Ok(crs);
    }
    // The header's box may lie: the records decide.
    let is_degrees =
        Records::new(&set.shp).take(10_000).filter_map(Result::ok).filter_map(|shape| shape.raw).all(|raw| {
            all_coords(&raw, &|c| !c.x.is_finite() || !c.y.is_finite() || (c.x.abs() <= 360.0 && c.y.abs() <= 90.0))
        });
    if !is_degrees {
        return Err(ShapefileError::NoCrs);
    }
    report.note(format!("{file}: no .prj stands beside it; its numbers fit degrees and were taken as WGS 84"));
    Ok(Crs::wgs84("WGS 84"))
}

fn all_coords(raw: &Raw, test: &impl Fn(&Coord<f64>) -> bool) -> bool {
    match raw {
        Raw::Points(points) => points.iter().all(test),
        Raw::Lines(lines) | Raw::Rings(lines) | Raw::Loops(lines) => lines.iter().flatten().all(test),
        Raw::Polygons(polygons) => polygons.iter().flatten().flatten().all(test),
        Raw::Mixed(parts) => parts.iter().all(|part| all_coords(part, test)),
    }
}

/// One record's shape: `None` for a null shape.
pub(crate) struct Shape {
    pub(crate) raw: Option<Raw>,
    pub(crate) has_altitude: bool,
}

/// Why one record has no shape.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    CutShort,
    Counts,
    TooLarge,
    Kind,
}

impl Fault {
    const fn reason(self) -> &'static str {
        match self {
            Self::CutShort => "record cut short",
            Self::Counts => "record counts wrong",
            Self::TooLarge => "record too large",
            Self::Kind => "shape type not read",
        }
    }

    const fn detail(self) -> &'static str {
        match self {
            Self::CutShort => "the file ends inside it, left out",
            Self::Counts => "it claims more parts or vertices than it has bytes for, left out",
            Self::TooLarge => "it has more than three million vertices, left out",
            Self::Kind => "its shape type (multipatch, or unknown) has no outline to show, left out",
        }
    }
}

/// The records of a `.shp` in file order.
pub(crate) struct Records<'a> {
    rest: &'a [u8],
}

impl<'a> Records<'a> {
    pub(crate) fn new(shp: &'a [u8]) -> Self {
        Self { rest: shp.get(100..).unwrap_or_default() }
    }
}

impl Iterator for Records<'_> {
    type Item = Result<Shape, Fault>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.rest.is_empty() {
            return None;
        }
        let header = self.rest.get(..8).and_then(|h| h.get(4..8)).and_then(|b| <[u8; 4]>::try_from(b).ok());
        let Some(words) = header else {
            self.rest = &[];
            return Some(Err(Fault::CutShort));
        };
        let len = u64::from(u32::from_be_bytes(words)) * 2;
        let body = usize::try_from(len).ok().and_then(|len| self.rest.get(8..len.checked_add(8)?));
        let Some(body) = body else {
            self.rest = &[];
            return Some(Err(Fault::CutShort));
        };
        self.rest = self.rest.get(8 + body.len()..).unwrap_or_default();
        Some(shape(body))
    }
}

fn shape(body: &[u8]) -> Result<Shape, Fault> {
    let kind = i32_at(body, 0).ok_or(Fault::Counts)?;
    let raw = match kind {
        0 => None,
        1 | 11 | 21 => Some(Raw::Points(coords(body, 4, 1)?)),
        8 | 18 | 28 => {
            let n_points = count_at(body, 36)?;
            Some(Raw::Points(coords(body, 40, n_points)?))
        }
        3 | 13 | 23 => Some(Raw::Lines(parts(body)?)),
        5 | 15 | 25 => Some(Raw::Rings(parts(body)?)),
        _ => return Err(Fault::Kind),
    };
    Ok(Shape { raw, has_altitude: matches!(kind, 11 | 13 | 15 | 18) })
}

fn parts(body: &[u8]) -> Result<Vec<Vec<Coord<f64>>>, Fault> {
    let n_parts = count_at(body, 36)?;
    let n_points = count_at(body, 40)?;
    if n_parts > MAX_RECORD_VERTICES {
        return Err(Fault::TooLarge);
    }
    let points_at = n_parts.checked_mul(4).and_then(|len| len.checked_add(44)).ok_or(Fault::Counts)?;
    let all = coords(body, points_at, n_points)?;
    let mut starts = Vec::new();
    for part in 0..n_parts {
        starts.push(count_at(body, 44 + part * 4)?);
    }
    let ends = starts.iter().skip(1).copied().chain([n_points]);
    starts.iter().zip(ends).map(|(start, end)| all.get(*start..end).map(<[_]>::to_vec).ok_or(Fault::Counts)).collect()
}

fn coords(body: &[u8], at: usize, n: usize) -> Result<Vec<Coord<f64>>, Fault> {
    if n > MAX_RECORD_VERTICES {
        return Err(Fault::TooLarge);
    }
    let end = n.checked_mul(16).and_then(|len| len.checked_add(at)).ok_or(Fault::Counts)?;
    let bytes = body.get(at..end).ok_or(Fault::Counts)?;
    let pair = |pair: &[u8]| Some(Coord { x: f64_at(pair, 0)?, y: f64_at(pair, 8)? });
    Ok(bytes.chunks_exact(16).filter_map(pair).collect())
}

fn i32_at(bytes: &[u8], at: usize) -> Option<i32> {
    Some(i32::from_le_bytes(bytes.get(at..at.checked_add(4)?)?.try_into().ok()?))
}

fn f64_at(bytes: &[u8], at: usize) -> Option<f64> {
    Some(f64::from_le_bytes(bytes.get(at..at.checked_add(8)?)?.try_into().ok()?))
}

fn count_at(bytes: &[u8], at: usize) -> Result<usize, Fault> {
    let count = usize::try_from(i32_at(bytes, at).ok_or(Fault::Counts)?);
    count.ok().filter(|count| *count <= bytes.len()).ok_or(Fault::Counts)
}

#[cfg(test)]
#[path = "shapefile_tests.rs"]
mod tests;
