//! The levels in a store: a table of fixed length, then the columns of each level.
//!
//! Owns their layout. What they must keep to be safe to draw is checked by [`Pyramid::from_columns`].

use std::io::{self, Write};
use std::time::Duration;

use rayon::prelude::*;

use super::{ALIGNMENT, Columns, Fault, checksum, is_intact, take, write_aligned};
use crate::report::Progress;
use crate::track::pyramid::{Chunk, Vertex};
use crate::track::{LevelColumns, N_LEVELS, Pyramid, PyramidParams, TrackStore};

/// The most columns: the silences, and of each level vertices, chunks and starts.
const N_COLUMNS: usize = 1 + 3 * N_LEVELS;
/// The table: silence (ms), intervals, levels, the zoom and the lengths of two columns of each, the checksums of all, its own.
const TABLE_BYTES: usize = (8 + 8 + 8 + 24 * N_LEVELS + 4 * N_COLUMNS + 4).next_multiple_of(ALIGNMENT);
/// Where the checksums of the columns stand.
const CHECKSUMS_AT: usize = 24 + 24 * N_LEVELS;
/// Where the table's own checksum stands, over all before it.
const CHECKSUM_AT: usize = TABLE_BYTES - 4;

/// Writes the levels.
pub(super) fn write(out: &mut impl Write, pyramid: &Pyramid, progress: &Progress) -> io::Result<()> {
    let mut columns: Vec<&[u8]> = vec![bytemuck::cast_slice(pyramid.silences_ms())];
    let params = pyramid.params();
    let mut table = Vec::with_capacity(TABLE_BYTES);
    table.extend(u64::try_from(params.silence.as_millis()).unwrap_or(u64::MAX).to_ne_bytes());
    table.extend(params.median_intervals.to_ne_bytes());
    table.extend((pyramid.levels().len() as u64).to_ne_bytes());
    for level in pyramid.levels() {
        table.extend(u64::from(level.zoom()).to_ne_bytes());
        table.extend((level.stored().len() as u64).to_ne_bytes());
        table.extend((level.chunks().len() as u64).to_ne_bytes());
        columns.push(bytemuck::cast_slice(level.stored()));
        columns.push(bytemuck::cast_slice(level.chunks()));
        columns.push(bytemuck::cast_slice(level.starts()));
    }
    table.resize(CHECKSUMS_AT, 0);
    let checksums: io::Result<Vec<u32>> = columns.par_iter().map(|column| checksum(column, progress)).collect();
    checksums?.iter().for_each(|checksum| table.extend(checksum.to_ne_bytes()));
    table.resize(CHECKSUM_AT, 0);
    table.extend(crc32fast::hash(&table).to_ne_bytes());
    out.write_all(&table)?;
    for column in columns {
        write_aligned(out, column, progress)?;
    }
    Ok(())
}

/// Reads the levels of a store, which begin `at` so many bytes into the file and end with it.
pub(super) fn read(bytes: &[u8], at: usize, from: &impl Columns, store: &TrackStore) -> Result<Pyramid, Fault> {
    let table = bytes.get(at..).and_then(|rest| rest.get(..TABLE_BYTES)).ok_or(Fault::Length)?;
    let mut fields = Fields(table);
    let silence = Duration::from_millis(fields.u64()?);
    let median_intervals = f64::from_bits(fields.u64()?);
    let n_levels = fields.size()?;
    let mut lengths = [(0, 0, 0); N_LEVELS];
    for (zoom, vertices, chunks) in &mut lengths {
        *zoom = u8::try_from(fields.u64()?).map_err(|_too_deep| Fault::Length)?;
        *vertices = fields.size()?;
        *chunks = fields.size()?;
    }
    let mut checksums = [0; N_COLUMNS];
    for checksum in &mut checksums {
        *checksum = fields.u32()?;
    }
    let own = Fields(table.get(CHECKSUM_AT..).unwrap_or_default()).u32()?;
    if n_levels > N_LEVELS || !is_intact(table.get(..CHECKSUM_AT).unwrap_or_default(), own) {
        return Err(Fault::Checksum("the table of levels"));
    }
    let mut sections = Sections { bytes, at: at + TABLE_BYTES, checksums: checksums.into_iter() };
    let n_vessels = store.vessels().len();
    let silence_ms = sections.next(from, n_vessels)?;
    let mut levels = Vec::with_capacity(n_levels);
    for (zoom, n_vertices, n_chunks) in lengths.into_iter().take(n_levels) {
        levels.push(LevelColumns {
            zoom,
            vertices: sections.next::<Vertex>(from, n_vertices)?,
            chunks: sections.next::<Chunk>(from, n_chunks)?,
            starts: sections.next::<u32>(from, n_vessels + 1)?,
        });
    }
    if sections.at != bytes.len() {
        return Err(Fault::Length);
    }
    Ok(Pyramid::from_columns(store, PyramidParams { silence, median_intervals }, silence_ms, levels)?)
}

/// The fields of the table, one after another.
struct Fields<'a>(&'a [u8]);

impl Fields<'_> {
    fn u64(&mut self) -> Result<u64, Fault> {
        take(&mut self.0).map(u64::from_ne_bytes).ok_or(Fault::Length)
    }

    fn u32(&mut self) -> Result<u32, Fault> {
        take(&mut self.0).map(u32::from_ne_bytes).ok_or(Fault::Length)
    }

    fn size(&mut self) -> Result<usize, Fault> {
        usize::try_from(self.u64()?).map_err(|_too_large| Fault::Length)
    }
}

/// The columns in the file, one after another.
struct Sections<'a, I> {
    bytes: &'a [u8],
    at: usize,
    checksums: I,
}

impl<I: Iterator<Item = u32>> Sections<'_, I> {
    fn next<T: bytemuck::Pod>(&mut self, from: &impl Columns, count: usize) -> Result<crate::track::Column<T>, Fault> {
        let n_bytes = count.checked_mul(size_of::<T>()).ok_or(Fault::Length)?;
        let end = self.at.checked_add(n_bytes).ok_or(Fault::Length)?;
        let section = self.bytes.get(self.at..end).ok_or(Fault::Length)?;
        if !self.checksums.next().is_some_and(|checksum| is_intact(section, checksum)) {
            return Err(Fault::Checksum("a level"));
        }
        let column = from.column(self.at, count).ok_or(Fault::Length)?;
        self.at = end.checked_next_multiple_of(ALIGNMENT).ok_or(Fault::Length)?;
        Ok(column)
    }
}
