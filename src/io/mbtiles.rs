//! MBTiles: a map's tiles in an SQLite database, pictures or vector tiles.
//!
//! Owns the queries and their limits: the file is opened read-only, a statement that runs for long is broken off, and no
//! value is larger than a tile may be. Start at [`MbTiles::open`].
//!
//! # Source
//! <https://github.com/mapbox/mbtiles-spec/blob/master/1.3/spec.md>

use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use rusqlite::limits::Limit;
use rusqlite::{Connection, OpenFlags, OptionalExtension as _};

use super::pmtiles::{MAX_PART_BYTES, plain_text};
use crate::chart::{PictureReader, TileError, TileId, TileReader, VectorTile};

/// The longest one query may take: a tile is one look-up in an index.
const LONGEST_QUERY: Duration = Duration::from_secs(2);
/// How many SQLite steps pass between two looks at the clock.
const STEPS_BETWEEN_LOOKS: i32 = 10_000;
/// The deepest zoom a file may state.
const MAX_ZOOM: u8 = 26;

/// Why an MBTiles file cannot be shown.
#[derive(Debug, thiserror::Error)]
pub enum MbTilesError {
    /// SQLite cannot read it.
    #[error("{}: cannot be read as an MBTiles map ({cause})", path.display())]
    Sqlite {
        /// The file.
        path: PathBuf,
        /// What SQLite said.
        #[source]
        cause: rusqlite::Error,
    },
    /// It is a database without tiles.
    #[error("{}: it holds no tiles that can be shown", path.display())]
    Empty {
        /// The file.
        path: PathBuf,
    },
}

/// An open MBTiles file. Reading a tile touches the disk: never on the UI thread.
#[derive(Debug)]
pub struct MbTiles {
    connection: Mutex<Connection>,
    is_vector: bool,
    zooms: (u8, u8),
    title: String,
    attribution: String,
}

impl MbTiles {
    /// Opens a file.
    ///
    /// # Errors
    /// [`MbTilesError`] if it cannot be read or has no tiles.
    pub fn open(path: &Path) -> Result<Self, MbTilesError> {
        let failed = |cause| MbTilesError::Sqlite { path: path.to_owned(), cause };
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let mut connection = Connection::open_with_flags(path, flags).map_err(failed)?;
        guard(&connection).map_err(failed)?;
        let (least, greatest): (Option<i64>, Option<i64>) = timed(&mut connection, |db| {
            db.query_row("SELECT min(zoom_level), max(zoom_level) FROM tiles", [], |row| Ok((row.get(0)?, row.get(1)?)))
        })
        .map_err(failed)?;
        let zoom = |zoom: Option<i64>| zoom.and_then(|z| u8::try_from(z).ok()).filter(|z| *z <= MAX_ZOOM);
        let (Some(least), Some(greatest)) = (zoom(least), zoom(greatest)) else {
            return Err(MbTilesError::Empty { path: path.to_owned() });
        };
        let mut fact = |key: &str| -> Option<String> {
            timed(&mut connection, |db| {
                db.query_row("SELECT value FROM metadata WHERE name = ?1", [key], |row| row.get(0)).optional()
            })
            .ok()
            .flatten()
        };
        let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        let is_vector = matches!(fact("format").as_deref(), Some("pbf" | "mvt" | "application/vnd.mapbox-vector-tile"));
        Ok(Self {
            is_vector,
            zooms: (least, greatest),
            title: fact("name").filter(|name| !name.is_empty()).unwrap_or(stem),
            attribution: plain_text(&fact("attribution").unwrap_or_default()),
            connection: Mutex::new(connection),
        })
    }

    /// What the map calls itself, or else the file's name.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.title
    }

    /// Whether its tiles are vector tiles.
    #[must_use]
    pub const fn is_vector(&self) -> bool {
        self.is_vector
    }

    fn bytes(&self, id: TileId) -> Result<Option<Vec<u8>>, TileError> {
        let broken = |what: String| TileError { id, what };
        if id.zoom > MAX_ZOOM || id.x >> id.zoom != 0 || id.y >> id.zoom != 0 {
            return Ok(None);
        }
        // MBTiles counts rows from the south.
        let row_from_south = (1_u32 << id.zoom) - 1 - id.y;
        let mut connection = self.connection.lock().unwrap_or_else(PoisonError::into_inner);
        timed(&mut connection, |db| {
            db.prepare_cached(
                "SELECT tile_data FROM tiles WHERE zoom_level = ?1 AND tile_column = ?2 AND tile_row = ?3",
            )?
            .query_row((id.zoom, id.x, row_from_south), |row| row.get(0))
            .optional()
        })
        .map_err(|cause| broken(format!("cannot be read ({cause})")))
    }
}

/// Holds a database from strangers to what its reader needs.
pub(super) fn guard(connection: &Connection) -> rusqlite::Result<()> {
    let largest = i32::try_from(MAX_PART_BYTES).unwrap_or(i32::MAX);
    connection.set_limit(Limit::SQLITE_LIMIT_LENGTH, largest)?;
    connection.set_limit(Limit::SQLITE_LIMIT_SQL_LENGTH, 100_000)?;
    connection.set_limit(Limit::SQLITE_LIMIT_EXPR_DEPTH, 100)?;
    connection.set_limit(Limit::SQLITE_LIMIT_ATTACHED, 0)?;
    // SQLite's advice for files from strangers: https://www.sqlite.org/security.html
    connection.pragma_update(None, "trusted_schema", false)?;
    connection.pragma_update(None, "cell_size_check", true)?;
    connection.pragma_update(None, "mmap_size", 0)?;
    connection.pragma_update(None, "query_only", true)
}

/// Runs a query that is broken off if it takes too long.
fn timed<T>(
    connection: &mut Connection,
    query: impl FnOnce(&Connection) -> rusqlite::Result<T>,
) -> rusqlite::Result<T> {
    let end = Instant::now() + LONGEST_QUERY;
    connection.progress_handler(STEPS_BETWEEN_LOOKS, Some(move || Instant::now() > end))?;
    query(connection)
}

/// A vector tile from its bytes, gzipped or not.
pub(super) fn vector_tile(id: TileId, bytes: Vec<u8>) -> Result<VectorTile, TileError> {
    let broken = |what: String| TileError { id, what };
    let bytes = if bytes.starts_with(&[0x1f, 0x8b]) {
        let mut unpacked = Vec::new();
        flate2::read::MultiGzDecoder::new(&*bytes)
            .take(MAX_PART_BYTES as u64 + 1)
            .read_to_end(&mut unpacked)
            .map_err(|cause| broken(format!("cannot be decompressed ({cause})")))?;
        unpacked
    } else {
        bytes
    };
    if bytes.len() > MAX_PART_BYTES {
        return Err(broken(format!("it is larger than the {} MiB allowed", MAX_PART_BYTES >> 20)));
    }
    super::mvt::decode(&bytes).map_err(|error| broken(error.to_string()))
}

impl PictureReader for MbTiles {
    fn picture(&self, id: TileId) -> Result<Option<Vec<u8>>, TileError> {
        self.bytes(id)
    }

    fn zooms(&self) -> (u8, u8) {
        self.zooms
    }

    fn attribution(&self) -> &str {
        &self.attribution
    }
}

impl TileReader for MbTiles {
    fn tile(&self, id: TileId) -> Result<Option<VectorTile>, TileError> {
        self.bytes(id)?.map(|bytes| vector_tile(id, bytes)).transpose()
    }

    fn zooms(&self) -> (u8, u8) {
        self.zooms
    }

    fn attribution(&self) -> &str {
        &self.attribution
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(sql: &str) -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("test.mbtiles");
        Connection::open(&path).expect("made").execute_batch(sql).expect("filled");
        (folder, path)
    }

    const SCHEMA: &str = "CREATE TABLE metadata (name text, value text);
        CREATE TABLE tiles (zoom_level integer, tile_column integer, tile_row integer, tile_data blob);";

    #[test]
    fn rows_are_counted_from_the_south() {
        let (_folder, path) = file(&format!(
            "{SCHEMA} INSERT INTO metadata VALUES ('name', 'Harbour'), ('format', 'png'), ('attribution', 'A survey');
             INSERT INTO tiles VALUES (3, 6, 5, x'0102');"
        ));
        let map = MbTiles::open(&path).expect("a map");
        assert_eq!((map.title(), PictureReader::attribution(&map), map.is_vector()), ("Harbour", "A survey", false));
        assert_eq!(PictureReader::zooms(&map), (3, 3));
        // Row 5 of 8 from the south is row 2 from the north.
        assert_eq!(map.picture(TileId { zoom: 3, x: 6, y: 2 }), Ok(Some(vec![1, 2])));
        assert_eq!(map.picture(TileId { zoom: 3, x: 6, y: 5 }), Ok(None));
        assert_eq!(map.picture(TileId { zoom: 3, x: 9, y: 99 }), Ok(None));
    }

    #[test]
    fn vector_tiles_may_be_gzipped_or_not() {
        let tile = VectorTile {
            layers: vec![crate::chart::TileLayer { name: "water".into(), extent: 4096, features: Vec::new() }],
        };
        let plain = super::super::mvt::encode(&tile);
        let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        std::io::Write::write_all(&mut packer, &plain).expect("packed");
        let id = TileId { zoom: 0, x: 0, y: 0 };
        let one = vector_tile(id, plain);
        assert_eq!(one, vector_tile(id, packer.finish().expect("packed")));
        assert!(one.is_ok());
        assert!(vector_tile(id, vec![0x1f, 0x8b, 1, 2, 3]).is_err());
    }

    #[test]
    fn a_view_that_never_ends_is_broken_off() {
        let (_folder, path) = file(
            "CREATE TABLE metadata (name text, value text);
             CREATE VIEW tiles AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)
               SELECT i AS zoom_level, 0 AS tile_column, 0 AS tile_row, x'00' AS tile_data FROM n;",
        );
        let started = Instant::now();
        assert!(matches!(MbTiles::open(&path), Err(MbTilesError::Sqlite { .. })));
        assert!(started.elapsed() < LONGEST_QUERY * 3);
    }

    #[test]
    fn a_tile_that_pretends_to_be_huge_is_refused() {
        let (_folder, path) = file(
            "CREATE TABLE metadata (name text, value text);
             CREATE VIEW tiles AS SELECT 0 AS zoom_level, 0 AS tile_column, 0 AS tile_row, zeroblob(900000000) AS tile_data;",
        );
        let map = MbTiles::open(&path).expect("it opens: no tile is read yet");
        assert!(map.picture(TileId { zoom: 0, x: 0, y: 0 }).is_err());
    }

    #[test]
    fn a_database_without_tiles_is_refused() {
        let (_folder, path) = file(SCHEMA);
        assert!(matches!(MbTiles::open(&path), Err(MbTilesError::Empty { .. })));
        let (_folder, path) = file("CREATE TABLE other (a)");
        assert!(matches!(MbTiles::open(&path), Err(MbTilesError::Sqlite { .. })));
    }
}
