//! Readings of more fixes than memory should hold: sorted parts go to nameless files, and are merged vessel by vessel.
//!
//! Owns the parts and the files of the merged columns, which have no name and vanish with the last use of them. Memory
//! holds one part while fixes are read, then some vessels at a time; what is mapped belongs to the system, which takes it
//! back when it needs room. Start at [`Spill::take`].

use std::fs::File;
use std::io::{self, BufWriter, Write as _};
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::ReadError;
use super::source::Bytes;
use super::store_file;
use crate::report::Progress;
use crate::track::{Column, FixRow, MappedFile, Told, TrackBuilder, TrackColumns, TrackStore, Vessel};
use crate::vessel::Mmsi;

/// How many fixes are held in memory: sorting them takes some 90 bytes each, 370 MB in all.
const MOST_FIXES: usize = 1 << 22;
/// About how many fixes are merged at once.
const BATCH: usize = 1 << 20;

/// The parts of a reading that are on disk.
pub(super) struct Spill {
    folder: PathBuf,
    most_fixes: usize,
    parts: Vec<TrackStore>,
    n_repeats: u64,
}

impl Spill {
    /// Parts will go into this folder.
    pub(super) fn new(folder: &Path) -> Self {
        Self { folder: folder.to_owned(), most_fixes: MOST_FIXES, parts: Vec::new(), n_repeats: 0 }
    }

    /// Takes the builder's fixes to disk if there are many.
    pub(super) fn take(&mut self, builder: &mut TrackBuilder, progress: &Progress) -> Result<(), ReadError> {
        if builder.n_rows() < self.most_fixes {
            return Ok(());
        }
        let (part, n_repeats) = builder.take_part(progress)?;
        self.n_repeats += n_repeats;
        let file = self.file()?;
        let mut out = BufWriter::with_capacity(1 << 20, file);
        let written =
            store_file::fill_bare(&mut out, &part, progress).and_then(|()| out.into_inner().map_err(Into::into));
        drop(part);
        let file = written.map_err(|error| self.full(error))?;
        self.parts.push(store_file::open(Bytes::File(file), &self.folder, &Progress::default())?);
        Ok(())
    }

    /// The store of all that was taken and of what the builder still has, and how many fixes repeated another.
    pub(super) fn finish(
        mut self,
        mut builder: TrackBuilder,
        progress: &Progress,
    ) -> Result<(TrackStore, u64), ReadError> {
        if self.parts.is_empty() {
            return Ok(builder.build_watched(progress)?);
        }
        let (last, n_repeats) = builder.take_part(progress)?;
        self.n_repeats += n_repeats;
        self.parts.push(last);
        progress.set_stage("merging");
        let mut merged = Merged::new(&self)?;
        let mut batch: Vec<Told> = Vec::new();
        let mut n_in_batch = 0;
        for told in builder.into_told() {
            let n_fixes: usize = self.parts.iter().map(|part| n_fixes_of(part, told.mmsi)).sum();
            batch.push(told);
            n_in_batch += n_fixes;
            if n_in_batch >= BATCH {
                progress.check()?;
                merged.add(&self, std::mem::take(&mut batch))?;
                n_in_batch = 0;
            }
        }
        merged.add(&self, batch)?;
        let n_repeats = self.n_repeats + merged.n_repeats;
        Ok((merged.store(&self)?, n_repeats))
    }

    /// A file without a name.
    fn file(&self) -> Result<File, ReadError> {
        std::fs::create_dir_all(&self.folder)
            .and_then(|()| tempfile::tempfile_in(&self.folder))
            .map_err(|e| self.full(e))
    }

    fn full(&self, error: io::Error) -> ReadError {
        ReadError::io(&self.folder, "has no room for the parts of tracks that are too many for memory", error)
    }
}

fn n_fixes_of(store: &TrackStore, mmsi: Mmsi) -> usize {
    let vessel = store.vessel_idx(mmsi).and_then(|idx| store.vessels().get(idx));
    vessel.map_or(0, |vessel| vessel.fixes.len())
}

/// Columns being written, each into a file of its own.
struct Merged {
    files: [BufWriter<File>; 7],
    vessels: Vec<Vessel>,
    n_fixes: usize,
    n_repeats: u64,
}

impl Merged {
    fn new(spill: &Spill) -> Result<Self, ReadError> {
        let file = || Ok::<_, ReadError>(BufWriter::with_capacity(1 << 20, spill.file()?));
        let files = [file()?, file()?, file()?, file()?, file()?, file()?, file()?];
        Ok(Self { files, vessels: Vec::new(), n_fixes: 0, n_repeats: 0 })
    }

    /// Merges the fixes of some vessels, which follow those already here.
    fn add(&mut self, spill: &Spill, vessels: Vec<Told>) -> Result<(), ReadError> {
        let merged: Vec<(Vec<FixRow>, u64)> =
            vessels.par_iter().map(|told| TrackStore::of_vessel_in(&spill.parts, told.mmsi)).collect();
        for (Told { mmsi, identity, history }, (fixes, n_repeats)) in vessels.into_iter().zip(merged) {
            self.n_repeats += n_repeats;
            if fixes.is_empty() {
                continue;
            }
            self.write(&fixes).map_err(|error| spill.full(error))?;
            let end = self.n_fixes + fixes.len();
            self.vessels.push(Vessel { mmsi, identity, history, fixes: self.n_fixes..end });
            self.n_fixes = end;
        }
        Ok(())
    }

    fn write(&mut self, fixes: &[FixRow]) -> io::Result<()> {
        fn column<T: bytemuck::NoUninit>(
            out: &mut BufWriter<File>,
            fixes: &[FixRow],
            value: impl Fn(&FixRow) -> T,
        ) -> io::Result<()> {
            let values: Vec<T> = fixes.iter().map(value).collect();
            out.write_all(bytemuck::cast_slice(&values))
        }
        let [time, lat, lon, sog, cog, heading, status] = &mut self.files;
        column(time, fixes, |fix| fix.time_ms)?;
        column(lat, fixes, |fix| fix.lat_e7)?;
        column(lon, fixes, |fix| fix.lon_e7)?;
        column(sog, fixes, |fix| fix.sog_deciknots)?;
        column(cog, fixes, |fix| fix.cog_decidegrees)?;
        column(heading, fixes, |fix| fix.heading_degrees)?;
        column(status, fixes, |fix| fix.nav_status)
    }

    fn store(self, spill: &Spill) -> Result<TrackStore, ReadError> {
        fn column<T: bytemuck::Pod>(spill: &Spill, out: BufWriter<File>, count: usize) -> Result<Column<T>, ReadError> {
            let file = out.into_inner().map_err(|error| spill.full(error.into()))?;
            let map = MappedFile::open(&file).map_err(|error| spill.full(error))?;
            Column::mapped(&map, 0, count).ok_or_else(|| spill.full(io::ErrorKind::UnexpectedEof.into()))
        }
        let n = self.n_fixes;
        let [time, lat, lon, sog, cog, heading, status] = self.files;
        let columns = TrackColumns {
            time_ms: column(spill, time, n)?,
            lat_e7: column(spill, lat, n)?,
            lon_e7: column(spill, lon, n)?,
            sog_deciknots: column(spill, sog, n)?,
            cog_decidegrees: column(spill, cog, n)?,
            heading_degrees: column(spill, heading, n)?,
            nav_status: column(spill, status, n)?,
        };
        TrackStore::from_columns(self.vessels, columns)
            .map_err(|error| ReadError::failed(&spill.folder, error.to_string()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::Timestamp;
    use crate::vessel::Identity;

    fn fix(minute: i64, lat_e7: i32) -> FixRow {
        FixRow {
            time_ms: minute * 60_000,
            lat_e7,
            lon_e7: 1_250_000_000,
            sog_deciknots: 100,
            cog_decidegrees: FixRow::NONE,
            heading_degrees: 359,
            nav_status: 0,
        }
    }

    /// Eleven vessels heard in turn, out of order, with repeats near and far.
    fn reading(most_fixes: usize) -> (TrackStore, u64) {
        let folder = tempfile::tempdir().unwrap();
        let mut spill = Spill { most_fixes, ..Spill::new(folder.path()) };
        let mut builder = TrackBuilder::default();
        for n in 0..1000_i32 {
            let mmsi = Mmsi::new(445_000_000 + u32::try_from(n % 11).unwrap()).unwrap();
            let slot = builder.slot(mmsi);
            builder.push_row(slot, fix(i64::from(n * 7919 % 900), 380_000_000 + n % 3));
            let named = Identity { name: Some(format!("SAID AT {n}")), ..Identity::default() };
            builder.identify(mmsi, named.clone());
            builder.state(slot, Timestamp::from_seconds(i64::from(n)), Some(named));
            spill.take(&mut builder, &Progress::default()).unwrap();
        }
        spill.finish(builder, &Progress::default()).unwrap()
    }

    #[test]
    fn parts_on_disk_become_the_store_that_memory_would_have_made() {
        let (whole, n_repeats) = reading(usize::MAX);
        for most_fixes in [1, 64, 999, 1000] {
            let (merged, n_merged_repeats) = reading(most_fixes);
            assert_eq!(merged.vessels(), whole.vessels());
            assert_eq!((merged.span(), merged.n_fixes()), (whole.span(), whole.n_fixes()));
            assert!((0..whole.n_fixes()).all(|idx| merged.row(idx) == whole.row(idx)));
            assert_eq!(n_merged_repeats, n_repeats);
        }
    }

    #[test]
    fn a_folder_that_cannot_be_written_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a file");
        std::fs::write(&file, b"").unwrap();
        let mut spill = Spill { most_fixes: 1, ..Spill::new(&file) };
        let mut builder = TrackBuilder::default();
        let slot = builder.slot(Mmsi::new(445_000_001).unwrap());
        builder.push_row(slot, fix(0, 0));
        let error = spill.take(&mut builder, &Progress::default()).unwrap_err();
        assert_eq!(error.file(), Some(file.as_path()));
    }
}
