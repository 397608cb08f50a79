//! A user's own map, of whatever kind: PMTiles, MBTiles, or a folder of tiles.
//!
//! Owns only the choice between them, by content first. Start at [`open`].

use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::mbtiles::{MbTiles, MbTilesError};
use super::pmtiles::{PmTiles, PmTilesError, TileFormat};
use super::tile_folder::{TileFolder, TileFolderError};
use crate::chart::MapTiles;

/// Why a map cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum MapFileError {
    /// The file cannot be read.
    #[error("{}: cannot be read ({cause})", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system said.
        #[source]
        cause: std::io::Error,
    },
    /// It is none of the kinds of map this program knows.
    #[error("{}: not a map this program can show; it shows PMTiles, MBTiles, and folders of z/x/y tiles", path.display())]
    Unknown {
        /// The file.
        path: PathBuf,
    },
    /// A PMTiles archive that cannot be shown.
    #[error(transparent)]
    PmTiles(#[from] PmTilesError),
    /// An MBTiles file that cannot be shown.
    #[error(transparent)]
    MbTiles(#[from] MbTilesError),
    /// A folder that holds no tiles.
    #[error(transparent)]
    Folder(#[from] TileFolderError),
}

/// A map and what it calls itself.
#[derive(Clone, Debug)]
pub struct MapFile {
    /// Its title.
    pub title: String,
    /// Its tiles.
    pub tiles: MapTiles,
}

/// Opens a map, whatever its kind.
///
/// # Errors
/// [`MapFileError`] with a sentence that names the file.
pub fn open(path: &Path) -> Result<MapFile, MapFileError> {
    if path.is_dir() {
        let folder = TileFolder::open(path)?;
        let title = folder.title().to_owned();
        let is_vector = folder.is_vector();
        return Ok(MapFile { title, tiles: tiles(Arc::new(folder), is_vector) });
    }
    let mut first = Vec::new();
    File::open(path)
        .and_then(|file| file.take(16).read_to_end(&mut first))
        .map_err(|cause| MapFileError::Read { path: path.to_owned(), cause })?;
    if first.starts_with(b"PMTiles") {
        let map = PmTiles::open(path)?;
        let is_vector = map.format() == TileFormat::Mvt;
        Ok(MapFile { title: map.title().to_owned(), tiles: tiles(Arc::new(map), is_vector) })
    } else if first.starts_with(b"SQLite format 3\0") {
        let map = MbTiles::open(path)?;
        let is_vector = map.is_vector();
        Ok(MapFile { title: map.title().to_owned(), tiles: tiles(Arc::new(map), is_vector) })
    } else {
        Err(MapFileError::Unknown { path: path.to_owned() })
    }
}

fn tiles<T: crate::chart::TileReader + crate::chart::PictureReader + 'static>(
    map: Arc<T>,
    is_vector: bool,
) -> MapTiles {
    if is_vector { MapTiles::Vector(map) } else { MapTiles::Pictures(map) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_of_another_kind_is_refused_in_a_sentence() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("notes.mbtiles");
        std::fs::write(&path, "not a map").expect("written");
        let sentence = open(&path).expect_err("not a map").to_string();
        assert!(sentence.contains("notes.mbtiles") && sentence.contains("PMTiles, MBTiles"), "{sentence}");
        let sentence = open(&folder.path().join("absent.pmtiles")).expect_err("no such file").to_string();
        assert!(sentence.contains("cannot be read"), "{sentence}");
        let sentence = open(folder.path()).expect_err("an empty folder").to_string();
        assert!(sentence.contains("no tiles"), "{sentence}");
    }
}
