//! `.cordon`: the store itself as a file, laid out so that its columns are used where they lie.
//!
//! Owns the layout that `docs/store-format.md` describes. Never trusts it: every length is checked against the file's before
//! anything is read by it, every section against its checksum, and the columns against the store's invariants. Start at
//! [`open`] and [`fill`].

mod levels;
mod vessels;

use std::fs::File;
use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;

use rayon::prelude::*;

use super::ReadError;
use super::source::Bytes;
use crate::report::{Progress, Stopped};
use crate::track::{Column, MappedFile, PyramidParams, TrackColumns, TrackStore};

/// What a store begins with.
pub(in crate::io::tracks) const MAGIC: &[u8; 8] = b"CORDONTS";
/// The version this program writes, and the newest it reads.
const VERSION: u32 = 2;
/// Reads as itself only in the byte order it was written in.
const BYTE_ORDER: u32 = 0x0A0B_0C0D;
const HEADER_BYTES: usize = 128;
/// Where the header says whether levels follow the vessels.
const HAS_LEVELS_AT: usize = 72;
/// Where the header's own checksum stands, over all before it.
const CHECKSUM_AT: usize = HEADER_BYTES - 4;
/// Width of each column's values, in file order: time, latitude, longitude, SOG, COG, heading, navigational status.
const WIDTHS: [usize; 7] = [8, 4, 4, 2, 2, 2, 1];
/// The columns and, after them, the vessels.
const N_SECTIONS: usize = WIDTHS.len() + 1;
/// How much is written between two looks at the stop request.
const PIECE_BYTES: usize = 8 << 20;
/// Every section begins at a multiple of this.
const ALIGNMENT: usize = 8;

/// Why bytes are no store.
#[derive(Debug, thiserror::Error)]
enum Fault {
    #[error("cut short or damaged: its length is not what its header says")]
    Length,
    #[error("damaged: the checksum of {0} is wrong")]
    Checksum(&'static str),
    #[error(
        "written by a newer Cordon (format {0}; this one reads up to {VERSION}): open it there and write it as CSV"
    )]
    Newer(u32),
    #[error("written on a machine of another byte order: open it there and write it as CSV")]
    ByteOrder,
    #[error("damaged: its list of vessels cannot be read")]
    Vessels,
    #[error("damaged: {0}")]
    Invariant(#[from] crate::track::InvariantError),
}

/// Where each section of a store with so many fixes and vessels begins, and where its vessels end.
struct Places {
    columns: [usize; WIDTHS.len()],
    vessels: usize,
    end: usize,
}

impl Places {
    /// `None` if the numbers are beyond any file.
    fn of(n_fixes: usize, vessels_bytes: usize) -> Option<Self> {
        let mut at = HEADER_BYTES;
        let mut columns = [0; WIDTHS.len()];
        for (place, width) in columns.iter_mut().zip(WIDTHS) {
            *place = at;
            at = at.checked_add(n_fixes.checked_mul(width)?)?.checked_next_multiple_of(ALIGNMENT)?;
        }
        Some(Self { columns, vessels: at, end: at.checked_add(vessels_bytes)? })
    }

    /// Where the levels begin, if there are any.
    fn levels(&self) -> Option<usize> {
        self.end.checked_next_multiple_of(ALIGNMENT)
    }
}

/// The fixed part at the beginning.
struct Header {
    n_fixes: usize,
    n_vessels: usize,
    vessels_bytes: usize,
    checksums: [u32; N_SECTIONS],
    has_levels: bool,
    /// Whether vessels have what they said over time; not in version 1.
    has_history: bool,
}

impl Header {
    fn parse(bytes: &[u8]) -> Result<Self, Fault> {
        let header = bytes.get(..HEADER_BYTES).filter(|header| header.starts_with(MAGIC)).ok_or(Fault::Length)?;
        let u32_at = |at: usize| -> Result<u32, Fault> {
            let field = header.get(at..at + 4).and_then(|field| field.try_into().ok()).ok_or(Fault::Length)?;
            Ok(u32::from_ne_bytes(field))
        };
        let size_at = |at: usize| -> Result<usize, Fault> {
            let field = header.get(at..at + 8).and_then(|field| field.try_into().ok()).ok_or(Fault::Length)?;
            usize::try_from(u64::from_ne_bytes(field)).map_err(|_too_large| Fault::Length)
        };
        if u32_at(12)? == BYTE_ORDER.swap_bytes() {
            return Err(Fault::ByteOrder);
        }
        if u32_at(8)? > VERSION {
            return Err(Fault::Newer(u32_at(8)?));
        }
        let is_sound =
            u32_at(12)? == BYTE_ORDER && is_intact(header.get(..CHECKSUM_AT).unwrap_or_default(), u32_at(CHECKSUM_AT)?);
        if !is_sound {
            return Err(Fault::Checksum("its header"));
        }
        let mut checksums = [0; N_SECTIONS];
        for (idx, checksum) in checksums.iter_mut().enumerate() {
            *checksum = u32_at(40 + idx * 4)?;
        }
        Ok(Self {
            n_fixes: size_at(16)?,
            n_vessels: size_at(24)?,
            vessels_bytes: size_at(32)?,
            checksums,
            has_levels: u32_at(HAS_LEVELS_AT)? != 0,
            has_history: u32_at(8)? > 1,
        })
    }

    fn bytes(&self) -> [u8; HEADER_BYTES] {
        let numbers = [self.n_fixes, self.n_vessels, self.vessels_bytes].map(|n| (n as u64).to_ne_bytes());
        let parts = [MAGIC.as_slice(), &VERSION.to_ne_bytes(), &BYTE_ORDER.to_ne_bytes()];
        let mut header = parts.concat();
        header.extend(numbers.concat());
        header.extend(self.checksums.iter().flat_map(|checksum| checksum.to_ne_bytes()));
        header.extend(u32::from(self.has_levels).to_ne_bytes());
        header.resize(CHECKSUM_AT, 0);
        header.extend(crc32fast::hash(&header).to_ne_bytes());
        header.try_into().unwrap_or([0; HEADER_BYTES])
    }
}

/// Opens a store. A file's columns are used where they lie; those of bytes in memory are copied.
pub(in crate::io::tracks) fn open(bytes: Bytes<'_>, path: &Path, progress: &Progress) -> Result<TrackStore, ReadError> {
    let broken = |fault: &Fault| ReadError::failed(path, fault.to_string());
    match bytes {
        Bytes::File(file) => {
            let map = map(&file, path)?;
            progress.add_bytes(map.bytes().len() as u64);
            store(map.bytes(), &Mapped(&map)).map_err(|fault| broken(&fault))
        }
        Bytes::Memory(memory) => store(memory.get_ref(), &Copied(memory.get_ref())).map_err(|fault| broken(&fault)),
    }
}

/// A file mapped into memory, which must be a plain one.
fn map(file: &File, path: &Path) -> Result<MappedFile, ReadError> {
    let cannot_map = |error| ReadError::io(path, "cannot be read", error);
    if !file.metadata().map_err(cannot_map)?.is_file() {
        return Err(ReadError::failed(path, "not a plain file, as a .cordon store must be"));
    }
    MappedFile::open(file).map_err(cannot_map)
}

/// Whether bytes are those that were written. A fuzzer cannot guess checksums, and looks at what lies behind them.
fn is_intact(bytes: &[u8], checksum: u32) -> bool {
    let of = |piece: &[u8]| {
        let mut hasher = crc32fast::Hasher::new();
        hasher.update(piece);
        hasher
    };
    let joined = |mut first: crc32fast::Hasher, second: crc32fast::Hasher| {
        first.combine(&second);
        first
    };
    cfg!(fuzzing) || bytes.par_chunks(PIECE_BYTES).map(of).reduce(crc32fast::Hasher::new, joined).finalize() == checksum
}

/// Where columns come from.
trait Columns {
    fn column<T: bytemuck::Pod>(&self, at: usize, count: usize) -> Option<Column<T>>;
}

struct Mapped<'a>(&'a MappedFile);
struct Copied<'a>(&'a [u8]);

impl Columns for Mapped<'_> {
    fn column<T: bytemuck::Pod>(&self, at: usize, count: usize) -> Option<Column<T>> {
        Column::mapped(self.0, at, count)
    }
}

impl Columns for Copied<'_> {
    fn column<T: bytemuck::Pod>(&self, at: usize, count: usize) -> Option<Column<T>> {
        let end = count.checked_mul(size_of::<T>())?.checked_add(at)?;
        let values = self.0.get(at..end)?.chunks_exact(size_of::<T>()).map(bytemuck::pod_read_unaligned::<T>);
        Some(values.collect::<Vec<T>>().into())
    }
}

fn store(bytes: &[u8], from: &impl Columns) -> Result<TrackStore, Fault> {
    let header = Header::parse(bytes)?;
    let n = header.n_fixes;
    let places = Places::of(n, header.vessels_bytes).ok_or(Fault::Length)?;
    let is_whole =
        if header.has_levels { places.levels().is_some_and(|at| at < bytes.len()) } else { places.end == bytes.len() };
    if !is_whole {
        return Err(Fault::Length);
    }
    let names =
        ["the times", "the latitudes", "the longitudes", "the speeds", "the courses", "the headings", "the statuses"];
    for (((at, width), checksum), name) in places.columns.iter().zip(WIDTHS).zip(header.checksums).zip(names) {
        let column = bytes.get(*at..*at + n * width).ok_or(Fault::Length)?;
        if !is_intact(column, checksum) {
            return Err(Fault::Checksum(name));
        }
    }
    let vessels = bytes.get(places.vessels..places.end).ok_or(Fault::Length)?;
    if !header.checksums.last().is_some_and(|checksum| is_intact(vessels, *checksum)) {
        return Err(Fault::Checksum("the vessels"));
    }
    let vessels = vessels::read(vessels, header.n_vessels, header.has_history).ok_or(Fault::Vessels)?;
    let [time, lat, lon, sog, cog, heading, status] = places.columns;
    let columns = TrackColumns {
        time_ms: from.column(time, n).ok_or(Fault::Length)?,
        lat_e7: from.column(lat, n).ok_or(Fault::Length)?,
        lon_e7: from.column(lon, n).ok_or(Fault::Length)?,
        sog_deciknots: from.column(sog, n).ok_or(Fault::Length)?,
        cog_decidegrees: from.column(cog, n).ok_or(Fault::Length)?,
        heading_degrees: from.column(heading, n).ok_or(Fault::Length)?,
        nav_status: from.column(status, n).ok_or(Fault::Length)?,
    };
    let store = TrackStore::from_columns(vessels, columns)?;
    match places.levels().filter(|_| header.has_levels) {
        Some(at) => {
            let pyramid = levels::read(bytes, at, from, &store)?;
            Ok(store.with_levels(Arc::new(pyramid)))
        }
        None => Ok(store),
    }
}

/// Writes a store with its levels, which are built now unless it has them, while the columns are written.
pub(in crate::io::tracks) fn fill(out: &mut impl Write, store: &TrackStore, progress: &Progress) -> io::Result<()> {
    let pyramid = std::thread::scope(|scope| {
        let build = || store.levels(&PyramidParams::default(), progress);
        let levels = std::thread::Builder::new().name("levels".to_owned()).spawn_scoped(scope, build)?;
        let written = fill_columns(out, store, progress);
        let pyramid = levels.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        written.and_then(|()| pyramid.map_err(stopped))
    })?;
    levels::write(out, &pyramid, progress)
}

fn fill_columns(out: &mut impl Write, store: &TrackStore, progress: &Progress) -> io::Result<()> {
    let columns: [&[u8]; WIDTHS.len()] = [
        bytemuck::cast_slice(store.time_ms()),
        bytemuck::cast_slice(store.lat_e7()),
        bytemuck::cast_slice(store.lon_e7()),
        bytemuck::cast_slice(store.sog_deciknots()),
        bytemuck::cast_slice(store.cog_decidegrees()),
        bytemuck::cast_slice(store.heading_degrees()),
        store.nav_statuses(),
    ];
    let vessels = vessels::write(store.vessels());
    let mut checksums = [0; N_SECTIONS];
    for (checksum, section) in checksums.iter_mut().zip(columns.into_iter().chain([vessels.as_slice()])) {
        *checksum = self::checksum(section, progress)?;
    }
    let (n_fixes, n_vessels) = (store.n_fixes(), store.vessels().len());
    let header =
        Header { n_fixes, n_vessels, vessels_bytes: vessels.len(), checksums, has_levels: true, has_history: true };
    out.write_all(&header.bytes())?;
    for column in columns {
        write_aligned(out, column, progress)?;
    }
    write_aligned(out, &vessels, progress)
}

/// Writes a section, and zeros up to where the next may begin.
fn write_aligned(out: &mut impl Write, section: &[u8], progress: &Progress) -> io::Result<()> {
    for piece in section.chunks(PIECE_BYTES) {
        progress.check().map_err(stopped)?;
        out.write_all(piece)?;
    }
    let padding = section.len().next_multiple_of(ALIGNMENT) - section.len();
    out.write_all([0; ALIGNMENT].get(..padding).unwrap_or_default())
}

/// The checksum of a section.
fn checksum(section: &[u8], progress: &Progress) -> io::Result<u32> {
    let mut hasher = crc32fast::Hasher::new();
    for piece in section.chunks(PIECE_BYTES) {
        progress.check().map_err(stopped)?;
        hasher.update(piece);
    }
    Ok(hasher.finalize())
}

/// The next field of so many bytes.
fn take<const N: usize>(bytes: &mut &[u8]) -> Option<[u8; N]> {
    let (field, rest) = bytes.split_first_chunk()?;
    *bytes = rest;
    Some(*field)
}

/// A request to stop, as writing reports it.
pub(in crate::io::tracks) fn stopped(stopped: Stopped) -> io::Error {
    io::Error::other(stopped)
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;
    use crate::geodesy::Position;
    use crate::track::{Fix, TrackBuilder};
    use crate::units::{Course, Knots, Metres, Timestamp};
    use crate::vessel::{Identity, Imo, Mmsi};

    fn sample() -> TrackStore {
        let mut builder = TrackBuilder::default();
        for second in 0..7 {
            builder.push(&Fix {
                mmsi: Mmsi::new(445_000_001 + u32::from(second > 4)).unwrap(),
                time: Timestamp::from_seconds(i64::from(second) * 60),
                position: Position::new(38.0 + f64::from(second) / 100.0, 125.0).unwrap(),
                sog: Knots::new(11.5),
                cog: Course::new(90.5),
                heading: None,
                nav_status: Some(5),
            });
        }
        let identity = Identity {
            name: Some("해양호".to_owned()),
            imo: Imo::new(9_074_729),
            draught: Metres::new(8.1),
            ..Identity::default()
        };
        let mmsi = Mmsi::new(445_000_001).unwrap();
        let slot = builder.slot(mmsi);
        builder.identify(mmsi, identity.clone());
        builder.state(slot, Timestamp::from_seconds(0), Some(identity));
        builder.state(
            slot,
            Timestamp::from_seconds(60),
            Some(Identity { name: Some("별".into()), ..Identity::default() }),
        );
        builder.build().0
    }

    fn bytes(store: &TrackStore) -> Vec<u8> {
        let mut bytes = Vec::new();
        fill(&mut bytes, store, &Progress::default()).unwrap();
        bytes
    }

    fn reopened(bytes: &[u8]) -> Result<TrackStore, String> {
        open(Bytes::Memory(Cursor::new(bytes)), Path::new("a.cordon"), &Progress::default()).map_err(|e| e.to_string())
    }

    fn same(a: &TrackStore, b: &TrackStore) -> bool {
        a.vessels() == b.vessels() && a.span() == b.span() && (0..=a.n_fixes()).all(|idx| a.row(idx) == b.row(idx))
    }

    #[test]
    fn a_store_comes_back_as_it_was() {
        let store = sample();
        assert!(same(&store, &reopened(&bytes(&store)).unwrap()));
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(&bytes(&store)).unwrap();
        let mapped = open(Bytes::File(file), Path::new("a.cordon"), &Progress::default()).unwrap();
        assert!(same(&store, &mapped));
        assert!(same(&TrackStore::default(), &reopened(&bytes(&TrackStore::default())).unwrap()));
    }

    #[test]
    fn no_byte_can_be_changed_and_no_end_cut_off_unnoticed() {
        let sound = bytes(&sample());
        for at in 0..sound.len() {
            let mut broken = sound.clone();
            broken[at] ^= 0x40;
            // Only the padding between columns means nothing.
            let is_padding = reopened(&broken).is_ok_and(|store| same(&store, &sample()));
            assert!(reopened(&broken).is_err() || is_padding, "byte {at}");
        }
        for len in 0..sound.len() {
            assert!(reopened(&sound[..len]).is_err(), "{len} bytes");
        }
        assert!(reopened(&[sound.as_slice(), b"x"].concat()).is_err());
    }

    #[test]
    fn a_newer_version_says_so() {
        let mut newer = bytes(&sample());
        newer[8..12].copy_from_slice(&3_u32.to_ne_bytes());
        assert!(reopened(&newer).unwrap_err().contains("written by a newer Cordon (format 3"));
    }

    #[test]
    fn counts_that_lie_are_refused_before_they_are_believed() {
        let mut header = Header {
            n_fixes: usize::MAX / 2,
            n_vessels: usize::MAX,
            vessels_bytes: 8,
            checksums: [0; 8],
            has_levels: false,
            has_history: true,
        };
        assert!(reopened(&header.bytes()).unwrap_err().contains("cut short"));
        header.n_fixes = 0;
        let lie = [header.bytes().as_slice(), &[0; 8]].concat();
        assert!(reopened(&lie).unwrap_err().contains("checksum"));
        header.checksums[7] = crc32fast::hash(&[0; 8]);
        let lie = [header.bytes().as_slice(), &[0; 8]].concat();
        assert!(reopened(&lie).unwrap_err().contains("vessels"));
    }
}
