//! PMTiles archives, version 3: one file holding the tiles of a map, vector or raster.
//!
//! Owns the archive's header, directories and decompression. Never draws and never keeps more than a few directories in
//! memory. The crate `pmtiles` reads only through `async` and trusts the sizes a file states, so this reader is our own; the
//! crate writes our basemap and our tests. Start at [`PmTiles::open`].
//!
//! # Source
//! <https://github.com/protomaps/PMTiles/blob/main/spec/v3/spec.md>

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use crate::chart::{PictureReader, TileError, TileId, TileReader, VectorTile};

/// The most bytes one tile, directory or metadata text may take, packed or unpacked.
pub const MAX_PART_BYTES: usize = 16 << 20;

/// The deepest zoom an archive may state: 2^26 tiles across are 60 cm each.
const MAX_ZOOM: u8 = 26;

/// How many directories may be read on the way to one tile (the specification has a root and one level of leaves).
const MAX_DIRECTORY_DEPTH: usize = 4;

/// How many leaf directories stay in memory.
const KEPT_DIRECTORIES: usize = 16;

/// Why an archive cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum PmTilesError {
    /// The file cannot be read.
    #[error("{}: cannot be read ({cause})", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system said.
        #[source]
        cause: std::io::Error,
    },
    /// The bytes are not a PMTiles archive that this reader knows.
    #[error("{name}: not a PMTiles map that can be shown: {what}")]
    Format {
        /// The file, or what stands for it.
        name: String,
        /// What is wrong.
        what: String,
    },
}

/// What the tiles of a map are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TileFormat {
    /// Mapbox Vector Tiles.
    Mvt,
    /// PNG pictures.
    Png,
    /// JPEG pictures.
    Jpeg,
    /// WebP pictures.
    WebP,
}

/// An open archive. Reading a tile of a file touches the disk: never on the UI thread.
#[derive(Debug)]
pub struct PmTiles {
    source: Source,
    name: String,
    format: TileFormat,
    zooms: (u8, u8),
    bounds: geo::Rect<f64>,
    attribution: String,
    title: String,
    tile_packing: Packing,
    directory_packing: Packing,
    leaves: Span,
    tiles: Span,
    root: Arc<[Entry]>,
    recent: Mutex<Vec<(u64, Arc<[Entry]>)>>,
}

#[derive(Debug)]
enum Source {
    Static(&'static [u8]),
    File(Mutex<File>),
}

/// A stretch of the archive, within its bytes.
#[derive(Clone, Copy, Debug)]
struct Span {
    offset: u64,
    length: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Packing {
    None,
    Gzip,
    Zstd,
}

/// A directory's line: `run` tiles from `first` on have these bytes; a run of 0 points to a leaf directory instead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Entry {
    first: u64,
    run: u64,
    offset: u64,
    length: u64,
}

impl PmTiles {
    /// Opens an archive on disk.
    ///
    /// # Errors
    /// [`PmTilesError`] if the file cannot be read or is not a PMTiles archive.
    pub fn open(path: &Path) -> Result<Self, PmTilesError> {
        let read = |cause| PmTilesError::Read { path: path.to_owned(), cause };
        let file = File::open(path).map_err(read)?;
        let length = file.metadata().map_err(read)?.len();
        Self::new(Source::File(Mutex::new(file)), length, &path.display().to_string())
    }

    /// Opens an archive that is part of the program.
    ///
    /// # Errors
    /// [`PmTilesError`] if the bytes are not a PMTiles archive.
    pub fn from_static(bytes: &'static [u8], name: &str) -> Result<Self, PmTilesError> {
        Self::new(Source::Static(bytes), bytes.len() as u64, name)
    }

    fn new(source: Source, length: u64, name: &str) -> Result<Self, PmTilesError> {
        let broken = |what: String| PmTilesError::Format { name: name.to_owned(), what };
        let header: [u8; 127] = source
            .read(Span { offset: 0, length: 127.min(length) })
            .map_err(|what| broken(what.clone()))?
            .try_into()
            .map_err(|_short| broken("it is too short".into()))?;
        let mut header = Header(&header);
        if header.take::<7>() != *b"PMTiles" {
            return Err(broken("it does not begin with PMTiles".into()));
        }
        let [version] = header.take::<1>();
        if version != 3 {
            return Err(broken(format!("its version is {version}, only version 3 can be read")));
        }
        let span = |offset, span_length| Span { offset, length: span_length };
        let root = span(header.number(), header.number());
        let metadata = span(header.number(), header.number());
        let leaves = span(header.number(), header.number());
        let tiles = span(header.number(), header.number());
        for (part, what) in
            [(root, "root directory"), (metadata, "metadata"), (leaves, "leaf directories"), (tiles, "tiles")]
        {
            if part.offset.checked_add(part.length).is_none_or(|end| end > length) {
                return Err(broken(format!("its {what} should reach beyond the end of the file; it may be cut short")));
            }
        }
        let _counts = header.take::<24>();
        let [_clustered, directory_packing, tile_packing, format, min_zoom, max_zoom] = header.take::<6>();
        let packing = |code| Packing::of(code).ok_or_else(|| broken(format!("its compression {code} cannot be read")));
        let (directory_packing, tile_packing) = (packing(directory_packing)?, packing(tile_packing)?);
        let format = match format {
            1 => TileFormat::Mvt,
            2 => TileFormat::Png,
            3 => TileFormat::Jpeg,
            4 => TileFormat::WebP,
            other => return Err(broken(format!("its tiles are of kind {other}, which cannot be drawn"))),
        };
        if min_zoom > max_zoom || max_zoom > MAX_ZOOM {
            return Err(broken(format!("its zooms {min_zoom} to {max_zoom} make no sense")));
        }
        let [west, south, east, north] = [header.degrees(), header.degrees(), header.degrees(), header.degrees()];
        let bounds = geo::Rect::new(geo::coord! { x: west, y: south }, geo::coord! { x: east, y: north });
        let part = |part: Span| source.read(part).and_then(|bytes| directory_packing.unpack(bytes));
        let root = parse_directory(&part(root).map_err(broken)?).map_err(broken)?;
        let facts: serde_json::Value =
            part(metadata).ok().and_then(|text| serde_json::from_slice(&text).ok()).unwrap_or_default();
        let fact = |key: &str| facts.get(key).and_then(serde_json::Value::as_str).unwrap_or_default().to_owned();
        Ok(Self {
            name: name.to_owned(),
            format,
            zooms: (min_zoom, max_zoom),
            bounds,
            attribution: plain_text(&fact("attribution")),
            title: fact("name"),
            tile_packing,
            directory_packing,
            leaves,
            tiles,
            root,
            recent: Mutex::default(),
            source,
        })
    }

    /// What its tiles are; [`TileReader::tile`] reads only [`TileFormat::Mvt`].
    #[must_use]
    pub const fn format(&self) -> TileFormat {
        self.format
    }

    /// The degrees it says it covers: x = longitude, y = latitude.
    #[must_use]
    pub const fn bounds(&self) -> geo::Rect<f64> {
        self.bounds
    }

    /// What it calls itself in its metadata, or else the name it was opened by.
    #[must_use]
    pub fn title(&self) -> &str {
        if self.title.is_empty() { &self.name } else { &self.title }
    }

    /// One tile's bytes, decompressed: a vector tile or a picture's file; `None` where the map has none.
    ///
    /// # Errors
    /// [`TileError`] if the tile is there but cannot be read.
    pub fn tile_bytes(&self, id: TileId) -> Result<Option<Vec<u8>>, TileError> {
        let broken = |what| TileError { id, what };
        let Some(entry) = self.find(id).map_err(broken)? else { return Ok(None) };
        if entry.length == 0 {
            return Ok(None);
        }
        let span = within(self.tiles, entry).map_err(broken)?;
        self.source.read(span).and_then(|bytes| self.tile_packing.unpack(bytes)).map(Some).map_err(broken)
    }

    /// The entry that holds a tile, through as many directories as it takes.
    fn find(&self, id: TileId) -> Result<Option<Entry>, String> {
        if id.zoom > MAX_ZOOM || id.x >> id.zoom != 0 || id.y >> id.zoom != 0 {
            return Ok(None);
        }
        let number = hilbert_number(id);
        let mut directory = Arc::clone(&self.root);
        for _ in 0..MAX_DIRECTORY_DEPTH {
            let after = directory.partition_point(|entry| entry.first <= number);
            let Some(entry) = after.checked_sub(1).and_then(|i| directory.get(i)) else { return Ok(None) };
            if entry.run > 0 {
                return Ok((number - entry.first < entry.run).then_some(*entry));
            }
            directory = self.leaf(*entry)?;
        }
        Err("its directories are nested too deep".into())
    }

    fn leaf(&self, entry: Entry) -> Result<Arc<[Entry]>, String> {
        let span = within(self.leaves, entry)?;
        {
            let mut recent = self.recent.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some(i) = recent.iter().position(|(offset, _)| *offset == span.offset) {
                let hit = recent.remove(i);
                let directory = Arc::clone(&hit.1);
                recent.push(hit);
                return Ok(directory);
            }
        }
        let bytes = self.source.read(span).and_then(|bytes| self.directory_packing.unpack(bytes))?;
        let directory = parse_directory(&bytes)?;
        let mut recent = self.recent.lock().unwrap_or_else(PoisonError::into_inner);
        if recent.len() >= KEPT_DIRECTORIES {
            recent.remove(0);
        }
        recent.push((span.offset, Arc::clone(&directory)));
        Ok(directory)
    }
}

impl TileReader for PmTiles {
    fn tile(&self, id: TileId) -> Result<Option<VectorTile>, TileError> {
        if self.format != TileFormat::Mvt {
            return Err(TileError { id, what: "it is a picture, not a vector tile".into() });
        }
        let Some(bytes) = self.tile_bytes(id)? else { return Ok(None) };
        super::mvt::decode(&bytes).map(Some).map_err(|error| TileError { id, what: error.to_string() })
    }

    fn has(&self, id: TileId) -> bool {
        self.find(id).is_ok_and(|entry| entry.is_some())
    }

    fn zooms(&self) -> (u8, u8) {
        self.zooms
    }

    fn attribution(&self) -> &str {
        &self.attribution
    }
}

impl PictureReader for PmTiles {
    fn picture(&self, id: TileId) -> Result<Option<Vec<u8>>, TileError> {
        if self.format == TileFormat::Mvt {
            return Err(TileError { id, what: "it is a vector tile, not a picture".into() });
        }
        self.tile_bytes(id)
    }

    fn zooms(&self) -> (u8, u8) {
        self.zooms
    }

    fn attribution(&self) -> &str {
        &self.attribution
    }
}

impl Source {
    fn read(&self, span: Span) -> Result<Vec<u8>, String> {
        let length = usize::try_from(span.length).ok().filter(|length| *length <= MAX_PART_BYTES).ok_or_else(|| {
            format!("a part of {} bytes is more than the {} MiB allowed", span.length, MAX_PART_BYTES >> 20)
        })?;
        match self {
            Self::Static(bytes) => usize::try_from(span.offset)
                .ok()
                .and_then(|start| bytes.get(start..start.checked_add(length)?))
                .map(<[u8]>::to_vec)
                .ok_or_else(|| "a part lies beyond the end".to_owned()),
            Self::File(file) => {
                let mut file = file.lock().unwrap_or_else(PoisonError::into_inner);
                let mut bytes = vec![0; length];
                file.seek(SeekFrom::Start(span.offset))
                    .and_then(|_at| file.read_exact(&mut bytes))
                    .map_err(|cause| format!("cannot be read ({cause})"))?;
                Ok(bytes)
            }
        }
    }
}

impl Packing {
    const fn of(code: u8) -> Option<Self> {
        match code {
            1 => Some(Self::None),
            2 => Some(Self::Gzip),
            4 => Some(Self::Zstd),
            _ => None,
        }
    }

    fn unpack(self, bytes: Vec<u8>) -> Result<Vec<u8>, String> {
        let limit = MAX_PART_BYTES as u64 + 1;
        let mut unpacked = Vec::new();
        let result = match self {
            Self::None => return Ok(bytes),
            Self::Gzip => flate2::read::MultiGzDecoder::new(&*bytes).take(limit).read_to_end(&mut unpacked),
            Self::Zstd => {
                zstd::Decoder::new(&*bytes).and_then(|decoder| decoder.take(limit).read_to_end(&mut unpacked))
            }
        };
        result.map_err(|cause| format!("cannot be decompressed ({cause})"))?;
        if unpacked.len() > MAX_PART_BYTES {
            return Err(format!("it decompresses to more than {} MiB", MAX_PART_BYTES >> 20));
        }
        Ok(unpacked)
    }
}

/// Where an entry's bytes lie, if inside their section.
fn within(section: Span, entry: Entry) -> Result<Span, String> {
    match entry.offset.checked_add(entry.length) {
        Some(end) if end <= section.length => Ok(Span { offset: section.offset + entry.offset, length: entry.length }),
        _ => Err("a directory points beyond the end of the file".into()),
    }
}

fn parse_directory(bytes: &[u8]) -> Result<Arc<[Entry]>, String> {
    let mut rest = bytes;
    let mut next = || take_varint(&mut rest).ok_or_else(|| "a directory is cut short".to_owned());
    // An entry takes four numbers, so at least four bytes: a greater count is a lie.
    let count =
        usize::try_from(next()?).ok().filter(|n| *n <= bytes.len() / 4).ok_or("a directory states too many entries")?;
    let mut entries = vec![Entry { first: 0, run: 0, offset: 0, length: 0 }; count];
    let mut first = 0_u64;
    for entry in &mut entries {
        first = first.checked_add(next()?).ok_or("a directory's tile numbers overflow")?;
        entry.first = first;
    }
    for entry in &mut entries {
        entry.run = next()?;
    }
    for entry in &mut entries {
        entry.length = next()?;
    }
    let mut end = 0_u64;
    for entry in &mut entries {
        entry.offset = next()?.checked_sub(1).unwrap_or(end);
        end = entry.offset.checked_add(entry.length).ok_or("a directory's offsets overflow")?;
    }
    Ok(entries.into())
}

fn take_varint(bytes: &mut &[u8]) -> Option<u64> {
    let mut number = 0;
    for shift in (0..64).step_by(7) {
        let (byte, rest) = bytes.split_first()?;
        *bytes = rest;
        number |= u64::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Some(number);
        }
    }
    None
}

/// A tile's number in an archive: tiles of lower zooms first, then along the Hilbert curve.
fn hilbert_number(id: TileId) -> u64 {
    let before: u64 = ((1_u64 << (2 * u32::from(id.zoom))) - 1) / 3;
    let (mut x, mut y) = (u64::from(id.x), u64::from(id.y));
    let mut number = before;
    for level in (0..id.zoom).rev() {
        let side = 1_u64 << level;
        let (right, low) = (u64::from(x & side != 0), u64::from(y & side != 0));
        number += side * side * ((3 * right) ^ low);
        if low == 0 {
            if right == 1 {
                x = (side - 1).wrapping_sub(x) & (side - 1);
                y = (side - 1).wrapping_sub(y) & (side - 1);
            }
            std::mem::swap(&mut x, &mut y);
        }
    }
    number
}

/// Words without HTML: attributions often are links.
pub(super) fn plain_text(html: &str) -> String {
    let mut words = String::new();
    let mut in_tag = false;
    for c in html.chars() {
        match c {
            '<' => in_tag = true,
            '>' if in_tag => in_tag = false,
            _ if !in_tag => words.push(c),
            _ => {}
        }
    }
    for (entity, plain) in [("&copy;", "©"), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&amp;", "&")] {
        words = words.replace(entity, plain);
    }
    words
}

/// The rest of a header, taken from the front.
struct Header<'a>(&'a [u8]);

impl Header<'_> {
    /// The next `N` bytes; zeros once the header is spent (it never is: its length is fixed).
    fn take<const N: usize>(&mut self) -> [u8; N] {
        match self.0.split_first_chunk::<N>() {
            Some((taken, rest)) => {
                self.0 = rest;
                *taken
            }
            None => [0; N],
        }
    }

    fn number(&mut self) -> u64 {
        u64::from_le_bytes(self.take())
    }

    fn degrees(&mut self) -> f64 {
        f64::from(i32::from_le_bytes(self.take())) / 1e7
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    /// An archive by another hand: the `pmtiles` crate's writer.
    fn archive(tiles: &[(u8, u32, u32, &[u8])]) -> Vec<u8> {
        let mut file = Cursor::new(Vec::new());
        let mut writer = ::pmtiles::PmTilesWriter::new(::pmtiles::TileType::Mvt)
            .min_zoom(0)
            .max_zoom(9)
            .bounds(117.0, 28.0, 146.0, 48.0)
            .metadata(r#"{"name":"test","attribution":"<a href='x'>GSHHG &amp; others</a>"}"#)
            .create(&mut file)
            .expect("a writer");
        for (zoom, x, y, bytes) in tiles {
            let at = ::pmtiles::TileCoord::new(*zoom, *x, *y).expect("a tile");
            writer.add_tile(at, bytes).expect("room");
        }
        writer.finalize().expect("an end");
        file.into_inner()
    }

    fn open(bytes: Vec<u8>) -> Result<PmTiles, PmTilesError> {
        PmTiles::from_static(bytes.leak(), "test")
    }

    fn bytes_at(map: &PmTiles, zoom: u8, x: u32, y: u32) -> Result<Option<Vec<u8>>, TileError> {
        map.tile_bytes(TileId { zoom, x, y })
    }

    #[test]
    fn tile_numbers_are_those_of_the_specification() {
        // The table of section 3.1.1 ("Tile ID").
        for ((zoom, x, y), number) in [
            ((0, 0, 0), 0),
            ((1, 0, 0), 1),
            ((1, 0, 1), 2),
            ((1, 1, 1), 3),
            ((1, 1, 0), 4),
            ((2, 0, 0), 5),
            ((12, 3423, 1763), 19_078_479),
        ] {
            assert_eq!(hilbert_number(TileId { zoom, x, y }), number, "{zoom}/{x}/{y}");
        }
    }

    #[test]
    fn what_another_writer_wrote_reads_back() {
        let map =
            open(archive(&[(0, 0, 0, b"world"), (5, 27, 12, b"korea"), (9, 436, 198, b"seoul")])).expect("an archive");
        assert_eq!(TileReader::zooms(&map), (0, 9));
        assert_eq!(TileReader::attribution(&map), "GSHHG & others");
        assert_eq!(map.title(), "test");
        assert_eq!(map.bounds().max(), geo::coord! { x: 146.0, y: 48.0 });
        assert_eq!(bytes_at(&map, 5, 27, 12), Ok(Some(b"korea".to_vec())));
        assert_eq!(bytes_at(&map, 9, 436, 198), Ok(Some(b"seoul".to_vec())));
        assert_eq!(bytes_at(&map, 9, 436, 199), Ok(None));
        assert_eq!(bytes_at(&map, 3, 99, 0), Ok(None));
        assert!(map.has(TileId { zoom: 0, x: 0, y: 0 }) && !map.has(TileId { zoom: 1, x: 0, y: 0 }));
    }

    #[test]
    fn tiles_are_found_through_leaf_directories() {
        // Distinct tiles, far apart, so that the root directory overflows into leaves.
        let ids: Vec<(u32, u32)> = (0..256).flat_map(|x| (0..160).map(move |y| (2 * x, 3 * y))).collect();
        let contents: Vec<String> = ids.iter().map(|(x, y)| format!("{x}/{y}")).collect();
        let tiles: Vec<_> = ids.iter().zip(&contents).map(|((x, y), bytes)| (9, *x, *y, bytes.as_bytes())).collect();
        let map = open(archive(&tiles)).expect("an archive");
        assert!(map.leaves.length > 0, "the archive has leaf directories");
        for (x, y) in ids.iter().step_by(997) {
            assert_eq!(bytes_at(&map, 9, *x, *y), Ok(Some(format!("{x}/{y}").into_bytes())));
        }
        assert_eq!(bytes_at(&map, 9, 1, 1), Ok(None));
    }

    #[test]
    fn an_archive_cut_anywhere_is_refused_or_read_but_never_panics() {
        let whole = archive(&[(0, 0, 0, b"world"), (5, 27, 12, b"korea")]);
        for length in (0..whole.len()).step_by(97).chain(0..130) {
            if let Ok(map) = open(whole[..length].to_vec()) {
                assert!(bytes_at(&map, 5, 27, 12).is_ok_and(|tile| tile.is_none_or(|tile| tile == b"korea")));
            }
        }
    }

    #[test]
    fn a_flipped_byte_never_panics_nor_gives_another_tile() {
        let whole = archive(&[(0, 0, 0, b"world"), (5, 27, 12, b"korea")]);
        let interesting = (0..200).chain(16_384..whole.len());
        for i in interesting {
            let mut bytes = whole.clone();
            bytes[i] ^= 0xff;
            if let Ok(Ok(Some(tile))) = open(bytes).map(|map| bytes_at(&map, 5, 27, 12)) {
                assert_eq!(tile, b"korea", "byte {i}");
            }
        }
    }

    #[test]
    fn a_tile_that_unpacks_without_end_is_refused() {
        let bomb = vec![0_u8; MAX_PART_BYTES + 1];
        let map = open(archive(&[(0, 0, 0, &bomb)])).expect("an archive");
        assert!(bytes_at(&map, 0, 0, 0).is_err_and(|error| error.to_string().contains("more than 16 MiB")));
    }

    #[test]
    fn directories_that_point_at_themselves_end() {
        let map = open(archive(&[(0, 0, 0, b"world")])).expect("an archive");
        let circle: Arc<[Entry]> = Arc::new([Entry { first: 0, run: 0, offset: 0, length: 0 }]);
        map.recent.lock().expect("not poisoned").push((map.leaves.offset, Arc::clone(&circle)));
        let map = PmTiles { root: circle, ..map };
        assert!(bytes_at(&map, 0, 0, 0).is_err_and(|error| error.to_string().contains("nested too deep")));
    }
}
