//! Parquet and GeoParquet: points with a time, by the names of their columns.
//!
//! Owns how rows become fixes. Groups of rows pass page by page, so that a file of any size takes the memory of a page a column. What
//! cannot be read without trusting the file's own figures is refused. The `parquet` crate allocates what a page's header
//! claims and unpacks gzip and LZ4 without a bound, which a file from a stranger must not be given. Places come from columns of degrees, or else from a
//! geometry of points. Start at [`read_file`].
//!
//! # Source
//! <https://github.com/apache/parquet-format>, <https://geoparquet.org/releases/v1.1.0/>

use std::io::{Seek as _, SeekFrom};
use std::path::Path;

use self::column::{Column, Room, read};
use self::footer::{Footer, Leaf};
use self::page::{Fault, Value};
use super::columns::{Role, role_of};
use super::feed::{Feed, Row, Texts};
use super::intake::Intake;
use super::source::Bytes;
use super::{ReadError, table, wkb};
use crate::io::crs::Crs;

mod bits;
mod cell;
mod column;
mod footer;
mod page;
mod thrift;

/// The largest footer that is read.
const MAX_FOOTER_BYTES: u64 = 64 << 20;
/// A file may have so many rows whatever its size, and beyond that so many for each byte: real ones have one for each five to
/// fifty bytes.
const FREE_ROWS: u64 = 4_000_000;
const MAX_ROWS_PER_BYTE: u64 = 2;

/// Reads a Parquet file.
pub(super) fn read_file(mut bytes: Bytes<'_>, path: &Path, intake: &mut Intake<'_>) -> Result<(), ReadError> {
    let broken = |fault: Fault| match fault {
        Fault::Io(error) => ReadError::io(path, "cannot be read", error),
        Fault::Why(why) => ReadError::failed(path, why),
    };
    let footer = footer(&mut bytes).map_err(broken)?;
    let len = bytes.seek(SeekFrom::End(0)).map_err(|error| ReadError::io(path, "cannot be read", error))?;
    let n_rows = footer.groups.iter().fold(0_u64, |sum, group| sum.saturating_add(group.n_rows));
    if n_rows > FREE_ROWS.max(len.saturating_mul(MAX_ROWS_PER_BYTE)) {
        let why = format!("it claims {n_rows} rows in {len} bytes, as a decompression bomb does; refused");
        return Err(ReadError::failed(path, why));
    }
    let names: Vec<String> = footer.leaves.iter().map(|leaf| leaf.name.clone()).collect();
    let mut uses = uses(&footer, &names, intake);
    let geometry = if uses.has_place() { None } else { geometry(&footer, path)? };
    if let Some((idx, _)) = &geometry {
        uses.0.push((*idx, Use::Geometry));
    }
    if !uses.has(Role::Time) || !(uses.has_place() || geometry.is_some()) {
        let header = names.into_iter().take(200).collect();
        return Err(ReadError::NeedsColumns { path: path.to_owned(), header, rows: Vec::new() });
    }
    let mut feed = Feed::new(intake, path, None);
    if table::writes_utc(&names) {
        feed.manner.set_utc();
    }
    let crs = geometry.map(|(_, crs)| crs);
    if let Some(assumed) = crs.as_ref().and_then(|crs| crs.assumed.clone()) {
        feed.note(&assumed);
    }
    let mut rows = Rows { bytes, feed, uses, crs, texts: Texts::default(), n_read: 0 };
    let outcome = footer.groups.iter().try_for_each(|group| rows.read_group(&footer, group));
    let Rows { mut feed, n_read, .. } = rows;
    feed.flush()?;
    match outcome {
        Ok(()) => Ok(()),
        Err(Ended::Refused(error)) => Err(error),
        Err(Ended::Broken(fault)) if n_read == 0 => Err(broken(fault)),
        Err(Ended::Broken(fault)) => {
            feed.note(&format!("broken after row {n_read}; those before it were read ({fault})"));
            Ok(())
        }
    }
}

/// Reads the footer, which stands at the end.
fn footer(bytes: &mut Bytes<'_>) -> Result<Footer, Fault> {
    let len = bytes.seek(SeekFrom::End(0)).map_err(Fault::Io)?;
    let tail = read(bytes, len.saturating_sub(8), len.min(8))?;
    let (size, magic) = tail.split_at_checked(4).ok_or(Fault::Why("a Parquet file that is cut short"))?;
    match magic {
        b"PAR1" => {}
        b"PARE" => return Err(Fault::Why("an encrypted Parquet file")),
        _ => return Err(Fault::Why("a Parquet file that is cut short: its end, which says what is where, is missing")),
    }
    let size = u64::from(size.first_chunk().map_or(0, |size| u32::from_le_bytes(*size)));
    if size > MAX_FOOTER_BYTES || size.saturating_add(12) > len {
        return Err(Fault::Why("a broken Parquet file: the size of its footer cannot be right"));
    }
    Footer::parse(&read(bytes, len - 8 - size, size)?)
        .map_err(|_broken| Fault::Why("a Parquet file with a broken footer"))
}

/// What a column is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Use {
    Role(Role),
    Geometry,
}

/// Which columns are read, and what for.
struct Uses(Vec<(usize, Use)>);

impl Uses {
    fn has(&self, role: Role) -> bool {
        self.0.iter().any(|(_, used)| *used == Use::Role(role))
    }

    fn has_place(&self) -> bool {
        self.has(Role::Lat) && self.has(Role::Lon)
    }
}

/// The columns by their names, or as the user stated them; those inside structures only where none outside says the same.
fn uses(footer: &Footer, names: &[String], intake: &Intake<'_>) -> Uses {
    let mut uses = Uses(Vec::new());
    let is_single = |idx: usize| footer.leaves.get(idx).is_some_and(|leaf| !leaf.is_repeated);
    if let Some(columns) = intake.columns {
        let stated = columns.places(names).into_iter().filter(|(_, idx)| is_single(*idx));
        uses.0.extend(stated.map(|(role, idx)| (idx, Use::Role(role))));
        if uses.has(Role::Time) && uses.has(Role::Mmsi) {
            return uses;
        }
        uses.0.clear();
    }
    let mut by_depth: Vec<(usize, &Leaf)> =
        footer.leaves.iter().enumerate().filter(|(_, leaf)| !leaf.is_repeated).collect();
    by_depth.sort_by_key(|(_, leaf)| leaf.depth);
    for (idx, leaf) in by_depth {
        if let Some(role) = role_of(&leaf.name).filter(|role| !uses.has(*role)) {
            uses.0.push((idx, Use::Role(role)));
        }
    }
    uses
}

/// The column of points, and the system of its coordinates.
fn geometry(footer: &Footer, path: &Path) -> Result<Option<(usize, Crs)>, ReadError> {
    let find = |name: &str| {
        footer
            .leaves
            .iter()
            .position(|leaf| leaf.name == name && leaf.physical == footer::Physical::Bytes && leaf.depth == 0)
    };
    let stated: Option<serde_json::Value> = serde_json::from_str(&footer.geo).ok();
    let primary = stated.as_ref().and_then(|geo| geo.get("primary_column")?.as_str());
    let names = ["geometry", "geom", "wkb_geometry", "the_geom", "wkb"];
    let Some(idx) = primary.and_then(find).or_else(|| names.into_iter().find_map(find)) else { return Ok(None) };
    let name = footer.leaves.get(idx).map(|leaf| leaf.name.as_str()).unwrap_or_default();
    let about = stated.as_ref().and_then(|geo| geo.get("columns")?.get(name));
    let crs = match about.and_then(|about| about.get("crs")) {
        // GeoParquet 1.1: none stated is OGC:CRS84.
        None | Some(serde_json::Value::Null) => Crs::wgs84("WGS 84 (GeoParquet)"),
        Some(crs) => {
            let id = crs.get("id");
            let authority = id.and_then(|id| id.get("authority")?.as_str()).unwrap_or_default();
            let code = id.and_then(|id| id.get("code"));
            let number = code.and_then(|code| code.as_u64().or_else(|| code.as_str()?.parse().ok()));
            let code = number.and_then(|code| u32::try_from(code).ok());
            if authority == "OGC" {
                Crs::wgs84("WGS 84 (GeoParquet)")
            } else {
                let unknown = || {
                    let name = crs.get("name").and_then(|name| name.as_str()).unwrap_or("that it states");
                    format!("the coordinate system “{name}” is not known here; convert the file to WGS 84 (EPSG:4326)")
                };
                let code = code.filter(|_| authority == "EPSG").ok_or_else(|| ReadError::failed(path, unknown()))?;
                Crs::from_epsg(code).map_err(|why| ReadError::failed(path, why.to_string()))?
            }
        }
    };
    Ok(Some((idx, crs)))
}

/// Why the reading of rows ended before they did.
enum Ended {
    Broken(Fault),
    Refused(ReadError),
}

impl From<Fault> for Ended {
    fn from(fault: Fault) -> Self {
        Self::Broken(fault)
    }
}

struct Rows<'a, 'b, 'c> {
    bytes: Bytes<'c>,
    feed: Feed<'a, 'b>,
    uses: Uses,
    crs: Option<Crs>,
    texts: Texts,
    n_read: u64,
}

/// One column that is read, and its last value where that is a number.
struct Reading<'a> {
    column: Column,
    leaf: &'a Leaf,
    used: Use,
    last: Option<u64>,
}

impl Rows<'_, '_, '_> {
    fn read_group(&mut self, footer: &Footer, group: &footer::Group) -> Result<(), Ended> {
        let room = Room::default();
        let mut columns = Vec::with_capacity(self.uses.0.len());
        for (idx, used) in &self.uses.0 {
            let (Some(leaf), Some(chunk)) = (footer.leaves.get(*idx), group.chunks.get(*idx)) else { continue };
            if chunk.is_elsewhere {
                return Err(Fault::Why("its values are in other files").into());
            }
            columns.push(Reading { column: Column::new(leaf, chunk, &room), leaf, used: *used, last: None });
        }
        self.texts.clear();
        let mut text = String::new();
        for _ in 0..group.n_rows {
            let mut place = Ok(None);
            let mut time_ms = None;
            for Reading { column, leaf, used, last } in &mut columns {
                let value = column.next(&mut self.bytes)?;
                match used {
                    Use::Geometry => {
                        place = match (value, &self.crs) {
                            (Value::Bytes(bytes), Some(crs)) => wkb::place(bytes, crs),
                            _ => Ok(None),
                        };
                    }
                    Use::Role(Role::Time) => {
                        time_ms = cell::moment(value, leaf);
                        if time_ms.is_none() {
                            cell::write(value, leaf, &mut text);
                            self.texts.set(Role::Time, &text);
                        }
                    }
                    Use::Role(role) => {
                        let bits = bits(value);
                        if bits.is_none() || bits != *last {
                            cell::write(value, leaf, &mut text);
                            self.texts.set(*role, &text);
                        }
                        *last = bits;
                    }
                }
            }
            self.n_read += 1;
            let taken = match place {
                Ok(place) => self.feed.take(&Row { line: self.n_read, texts: &self.texts, place, time_ms }),
                Err((why, found)) => {
                    self.feed.skip(why, self.n_read, found);
                    Ok(())
                }
            };
            taken.map_err(Ended::Refused)?;
        }
        Ok(())
    }
}

/// A number's bits, by which it is known again.
fn bits(value: Value<'_>) -> Option<u64> {
    match value {
        Value::Int(number) => Some(number.cast_unsigned()),
        Value::Float(number) => Some(number.to_bits()),
        Value::Nothing | Value::Truth(_) | Value::Bytes(_) => None,
    }
}

#[cfg(test)]
mod tests;
