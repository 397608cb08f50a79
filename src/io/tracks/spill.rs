//! Readings of many fixes: sorted parts are merged vessel by vessel, and go to nameless files where they are more than memory should hold.
//!
//! Owns the parts and the files of the merged columns, which have no name and vanish with the last use of them. Memory
//! holds some parts, and as much again while they are merged; of more than that one part while fixes are read, then some vessels at a time. What is mapped belongs
//! to the system, which takes it back when it needs room. Start at [`Spill::take`].

use std::fs::File;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::thread::JoinHandle;

use rayon::prelude::*;

use super::ReadError;
use crate::report::Progress;
use crate::track::{
    Column, GrowingColumns, MappedFile, SortRoom, Told, TrackBuilder, TrackColumns, TrackStore, Vessel,
};
use crate::vessel::Mmsi;

/// How many fixes are held in memory before they are sorted, beside those that are being sorted: some 100 bytes each.
const MOST_FIXES: usize = 1 << 21;
/// So many fixes in sorted parts stay in memory: 23 bytes each, and as many again while they are merged. Writing them costs a tenth of an import.
const MOST_HELD: usize = 12 << 20;
/// About how many fixes are merged at once on each core.
const BATCH: usize = 1 << 18;

/// The parts of a reading that are on disk.
pub(super) struct Spill {
    folder: PathBuf,
    most_fixes: usize,
    most_held: usize,
    /// How many fixes were sent to be sorted so far.
    n_sent: usize,
    parts: Vec<TrackStore>,
    n_repeats: u64,
    /// The part that is on its way.
    under_way: Option<JoinHandle<Result<Spilt, ReadError>>>,
    /// What the parts are sorted in, one after the other.
    room: SortRoom,
}

/// A part that is on disk, how many fixes repeated another of it, and what it was sorted in.
type Spilt = (TrackStore, u64, SortRoom);

/// Whoever gives up a reading waits for the part that is under way, so that its memory is free again.
impl Drop for Spill {
    fn drop(&mut self) {
        if let Some(worker) = self.under_way.take() {
            drop(worker.join());
        }
    }
}

impl Spill {
    /// Parts will go into this folder.
    pub(super) fn new(folder: &Path) -> Self {
        let folder = folder.to_owned();
        Self {
            folder,
            most_fixes: MOST_FIXES,
            most_held: MOST_HELD,
            n_sent: 0,
            parts: Vec::new(),
            n_repeats: 0,
            under_way: None,
            room: SortRoom::default(),
        }
    }

    /// Takes the builder's fixes if there are many: they are sorted, and written if memory should not hold them, while others are read.
    pub(super) fn take(&mut self, builder: &mut TrackBuilder, progress: &Progress) -> Result<(), ReadError> {
        if builder.n_rows() < self.most_fixes {
            return Ok(());
        }
        self.settle()?;
        self.n_sent += builder.n_rows();
        let folder = (self.n_sent > self.most_held).then(|| self.folder.clone());
        let (part, progress) = (builder.take_part(), progress.clone());
        let mut room = std::mem::take(&mut self.room);
        let work = move || {
            spill(part, &mut room, folder.as_deref(), &progress).map(|(part, n_repeats)| (part, n_repeats, room))
        };
        let worker = std::thread::Builder::new().name("spill".to_owned()).spawn(work);
        self.under_way = Some(worker.map_err(|error| full(&self.folder, error))?);
        Ok(())
    }

    /// Waits for the part that is under way.
    fn settle(&mut self) -> Result<(), ReadError> {
        let Some(worker) = self.under_way.take() else { return Ok(()) };
        let (part, n_repeats, room) = worker.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))?;
        self.room = room;
        self.n_repeats += n_repeats;
        self.parts.push(part);
        Ok(())
    }

    /// The store of all that was taken and of what the builder still has, and how many fixes repeated another.
    pub(super) fn finish(
        mut self,
        mut builder: TrackBuilder,
        progress: &Progress,
    ) -> Result<(TrackStore, u64), ReadError> {
        if self.parts.is_empty() && self.under_way.is_none() {
            return Ok(builder.build_watched(progress)?);
        }
        let last = builder.take_part().build_watched(progress);
        self.settle()?;
        let (last, n_repeats) = last?;
        self.parts.push(last);
        self.room = SortRoom::default();
        progress.set_stage("merging");
        let parts = std::mem::take(&mut self.parts);
        let n_fixes: usize = parts.iter().map(TrackStore::n_fixes).sum();
        let columns = if n_fixes > self.most_held {
            Grown::Files(nameless_files(&self.folder)?)
        } else {
            Grown::Held(GrowingColumns::with_capacity(n_fixes))
        };
        let mut merged = Merged { columns, vessels: Vec::new(), n_fixes: 0, n_repeats: self.n_repeats + n_repeats };
        let mut batches = batches(builder.into_told(), &parts).into_iter();
        // While some batches are merged, those before them are written.
        let mut before = Vec::new();
        loop {
            progress.check()?;
            let round: Vec<Vec<Told>> = batches.by_ref().take(rayon::current_num_threads().max(1)).collect();
            let is_last = round.is_empty();
            let (written, next) = rayon::join(
                || before.into_iter().try_for_each(|batch| merged.add(batch)),
                || round.into_par_iter().map(|vessels| MergedBatch::of(&parts, vessels)).collect::<Vec<_>>(),
            );
            written.map_err(|error| full(&self.folder, error))?;
            if is_last {
                break;
            }
            before = next;
        }
        drop(parts);
        let n_repeats = merged.n_repeats;
        Ok((merged.store(&self.folder, progress)?, n_repeats))
    }
}

/// Sorts a part and brings its columns to disk if it is given a folder, one after the other: the wider come first, so that each is aligned.
fn spill(
    part: TrackBuilder,
    room: &mut SortRoom,
    folder: Option<&Path>,
    progress: &Progress,
) -> Result<(TrackStore, u64), ReadError> {
    let (part, n_repeats) = part.build_in(room, progress)?;
    let Some(folder) = folder else { return Ok((part, n_repeats)) };
    let columns: [&[u8]; 7] = [
        bytemuck::cast_slice(part.time_ms()),
        bytemuck::cast_slice(part.lat_e7()),
        bytemuck::cast_slice(part.lon_e7()),
        bytemuck::cast_slice(part.sog_deciknots()),
        bytemuck::cast_slice(part.cog_decidegrees()),
        bytemuck::cast_slice(part.heading_degrees()),
        part.nav_statuses(),
    ];
    let mut file = nameless_file(folder)?;
    for column in columns {
        progress.check()?;
        file.write_all(column).map_err(|error| full(folder, error))?;
    }
    let cut_off = || full(folder, io::ErrorKind::UnexpectedEof.into());
    let map = MappedFile::open(&file).map_err(|error| full(folder, error))?;
    let n = part.n_fixes();
    let columns = TrackColumns {
        time_ms: Column::mapped(&map, 0, n).ok_or_else(cut_off)?,
        lat_e7: Column::mapped(&map, 8 * n, n).ok_or_else(cut_off)?,
        lon_e7: Column::mapped(&map, 12 * n, n).ok_or_else(cut_off)?,
        sog_deciknots: Column::mapped(&map, 16 * n, n).ok_or_else(cut_off)?,
        cog_decidegrees: Column::mapped(&map, 18 * n, n).ok_or_else(cut_off)?,
        heading_degrees: Column::mapped(&map, 20 * n, n).ok_or_else(cut_off)?,
        nav_status: Column::mapped(&map, 22 * n, n).ok_or_else(cut_off)?,
    };
    Ok((part.moved_to(columns).ok_or_else(cut_off)?, n_repeats))
}

fn nameless_file(folder: &Path) -> Result<File, ReadError> {
    std::fs::create_dir_all(folder).and_then(|()| tempfile::tempfile_in(folder)).map_err(|error| full(folder, error))
}

fn nameless_files(folder: &Path) -> Result<[File; 7], ReadError> {
    let file = || nameless_file(folder);
    Ok([file()?, file()?, file()?, file()?, file()?, file()?, file()?])
}

fn full(folder: &Path, error: io::Error) -> ReadError {
    ReadError::io(folder, "has no room for the parts of tracks that are too many for memory", error)
}

/// Runs of vessels with about [`BATCH`] fixes each.
fn batches(vessels: Vec<Told>, parts: &[TrackStore]) -> Vec<Vec<Told>> {
    let n_fixes_of = |store: &TrackStore, mmsi| {
        store.vessel_idx(mmsi).and_then(|idx| store.vessels().get(idx)).map_or(0, |vessel| vessel.fixes.len())
    };
    let (mut batches, mut n_fixes) = (vec![Vec::new()], 0);
    for told in vessels {
        n_fixes += parts.iter().map(|part| n_fixes_of(part, told.mmsi)).sum::<usize>();
        if let Some(batch) = batches.last_mut() {
            batch.push(told);
        }
        if n_fixes >= BATCH {
            batches.push(Vec::new());
            n_fixes = 0;
        }
    }
    batches
}

/// Some vessels with their fixes from all parts.
struct MergedBatch {
    vessels: Vec<Told>,
    columns: GrowingColumns,
    /// Where each vessel's fixes end.
    ends: Vec<usize>,
    n_repeats: u64,
}

impl MergedBatch {
    fn of(parts: &[TrackStore], vessels: Vec<Told>) -> Self {
        let mmsis: Vec<Mmsi> = vessels.iter().map(|told| told.mmsi).collect();
        let (columns, ends, n_repeats) = TrackStore::of_vessels_in(parts, &mmsis);
        Self { vessels, columns, ends, n_repeats }
    }
}

/// Merged columns: in memory, or each in a file of its own.
enum Grown {
    Held(GrowingColumns),
    Files([File; 7]),
}

/// The store that is being merged.
struct Merged {
    columns: Grown,
    vessels: Vec<Vessel>,
    n_fixes: usize,
    n_repeats: u64,
}

impl Merged {
    /// Adds vessels with their fixes, which follow those already here.
    fn add(&mut self, batch: MergedBatch) -> io::Result<()> {
        match &mut self.columns {
            Grown::Held(columns) => columns.append(&batch.columns),
            Grown::Files(files) => {
                for (file, column) in files.iter_mut().zip(batch.columns.bytes()) {
                    file.write_all(column)?;
                }
            }
        }
        let mut start = 0;
        let base = self.n_fixes;
        for (Told { mmsi, identity, history }, end) in batch.vessels.into_iter().zip(batch.ends) {
            if end > start {
                self.vessels.push(Vessel { mmsi, identity, history, fixes: base + start..base + end });
            }
            start = end;
        }
        self.n_fixes += start;
        self.n_repeats += batch.n_repeats;
        Ok(())
    }

    fn store(self, folder: &Path, progress: &Progress) -> Result<TrackStore, ReadError> {
        fn column<T: bytemuck::Pod>(folder: &Path, file: &File, count: usize) -> Result<Column<T>, ReadError> {
            let map = MappedFile::open(file).map_err(|error| full(folder, error))?;
            Column::mapped(&map, 0, count).ok_or_else(|| full(folder, io::ErrorKind::UnexpectedEof.into()))
        }
        progress.check()?;
        let n = self.n_fixes;
        let columns = match self.columns {
            Grown::Held(columns) => columns.into(),
            Grown::Files([time, lat, lon, sog, cog, heading, status]) => TrackColumns {
                time_ms: column(folder, &time, n)?,
                lat_e7: column(folder, &lat, n)?,
                lon_e7: column(folder, &lon, n)?,
                sog_deciknots: column(folder, &sog, n)?,
                cog_decidegrees: column(folder, &cog, n)?,
                heading_degrees: column(folder, &heading, n)?,
                nav_status: column(folder, &status, n)?,
            },
        };
        TrackStore::of_sorted(self.vessels, columns).map_err(|error| ReadError::failed(folder, error.to_string()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::track::FixRow;
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
    fn reading(most_fixes: usize, most_held: usize) -> (TrackStore, u64) {
        let folder = tempfile::tempdir().unwrap();
        let mut spill = Spill::new(folder.path());
        (spill.most_fixes, spill.most_held) = (most_fixes, most_held);
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
    fn parts_become_the_store_that_one_piece_would_have_made() {
        let (whole, n_repeats) = reading(usize::MAX, 0);
        // All on disk, some of them, none.
        for (most_fixes, most_held) in [1, 64, 999, 1000].into_iter().flat_map(|n| [(n, 0), (n, 500), (n, 1000)]) {
            let (merged, n_merged_repeats) = reading(most_fixes, most_held);
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
        let mut spill = Spill::new(&file);
        (spill.most_fixes, spill.most_held) = (1, 0);
        let mut builder = TrackBuilder::default();
        let slot = builder.slot(Mmsi::new(445_000_001).unwrap());
        builder.push_row(slot, fix(0, 0));
        spill.take(&mut builder, &Progress::default()).unwrap();
        let error = spill.finish(builder, &Progress::default()).unwrap_err();
        assert_eq!(error.file(), Some(file.as_path()));
    }
}
