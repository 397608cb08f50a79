//! A folder of tiles, `z/x/y.png` (or `.jpg`, `.jpeg`, `.webp`, `.pbf`, `.mvt`), counted from the north-west.
//!
//! Owns the finding of zooms and extension. Never lists more of the folder than it must. Start at [`TileFolder::open`].

use std::fs::{self, File};
use std::io::{ErrorKind, Read as _};
use std::path::{Path, PathBuf};

use super::mbtiles::vector_tile;
use super::pmtiles::MAX_PART_BYTES;
use crate::chart::{PictureReader, TileError, TileId, TileReader, VectorTile};

/// The extensions looked for.
const EXTENSIONS: [&str; 6] = ["png", "jpg", "jpeg", "webp", "pbf", "mvt"];
/// How many entries of one folder are looked at while searching for a first tile.
const MAX_ENTRIES: usize = 10_000;
/// The deepest zoom looked for.
const MAX_ZOOM: u8 = 26;

/// Why a folder cannot be shown as a map.
#[derive(Debug, thiserror::Error)]
#[error("{}: there are no tiles in this folder; they should be named zoom/column/row.png", path.display())]
pub struct TileFolderError {
    /// The folder.
    pub path: PathBuf,
}

/// A folder of tiles.
#[derive(Debug)]
pub struct TileFolder {
    path: PathBuf,
    extension: String,
    zooms: (u8, u8),
    title: String,
    attribution: String,
}

impl TileFolder {
    /// Opens a folder.
    ///
    /// # Errors
    /// [`TileFolderError`] if it has no tiles.
    pub fn open(path: &Path) -> Result<Self, TileFolderError> {
        let zooms: Vec<u8> = numbered(path).filter_map(|n| u8::try_from(n).ok()).filter(|z| *z <= MAX_ZOOM).collect();
        let extension = zooms.iter().find_map(|zoom| first_extension(&path.join(zoom.to_string())));
        let (Some(least), Some(greatest), Some(extension)) = (zooms.iter().min(), zooms.iter().max(), extension) else {
            return Err(TileFolderError { path: path.to_owned() });
        };
        let facts = facts(path);
        let fact = |key: &str| facts.get(key).and_then(serde_json::Value::as_str).unwrap_or_default().to_owned();
        let stem = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let title = Some(fact("name")).filter(|name| !name.is_empty()).unwrap_or(stem);
        Ok(Self {
            path: path.to_owned(),
            extension,
            zooms: (*least, *greatest),
            title,
            attribution: super::pmtiles::plain_text(&fact("attribution")),
        })
    }

    /// What the map calls itself in its metadata, or else the folder's name.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.title
    }

    /// Whether its tiles are vector tiles.
    #[must_use]
    pub fn is_vector(&self) -> bool {
        matches!(&*self.extension, "pbf" | "mvt")
    }

    fn bytes(&self, id: TileId) -> Result<Option<Vec<u8>>, TileError> {
        let name = format!("{}.{}", id.y, self.extension);
        let path = self.path.join(id.zoom.to_string()).join(id.x.to_string()).join(name);
        let broken = |what: String| TileError { id, what };
        let file = match File::open(&path) {
            Ok(file) => file,
            Err(cause) if cause.kind() == ErrorKind::NotFound => return Ok(None),
            Err(cause) => return Err(broken(format!("cannot be read ({cause})"))),
        };
        let mut bytes = Vec::new();
        file.take(MAX_PART_BYTES as u64 + 1)
            .read_to_end(&mut bytes)
            .map_err(|cause| broken(format!("cannot be read ({cause})")))?;
        if bytes.len() > MAX_PART_BYTES {
            return Err(broken(format!("it is larger than the {} MiB allowed", MAX_PART_BYTES >> 20)));
        }
        Ok(Some(bytes))
    }
}

impl PictureReader for TileFolder {
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

impl TileReader for TileFolder {
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

/// The entries of a folder whose names are numbers.
fn numbered(path: &Path) -> impl Iterator<Item = u32> {
    entries(path).filter_map(|name| name.parse().ok())
}

fn entries(path: &Path) -> impl Iterator<Item = String> {
    fs::read_dir(path)
        .into_iter()
        .flatten()
        .take(MAX_ENTRIES)
        .filter_map(Result::ok)
        .filter_map(|entry| entry.file_name().into_string().ok())
}

/// The extension of the first tile of a zoom.
fn first_extension(zoom: &Path) -> Option<String> {
    numbered(zoom).take(64).find_map(|column| {
        entries(&zoom.join(column.to_string())).find_map(|name| {
            let (row, extension) = name.split_once('.')?;
            row.parse::<u32>().ok()?;
            EXTENSIONS.contains(&extension).then(|| extension.to_owned())
        })
    })
}

/// The folder's own account of itself, if it has one: `metadata.json` or a `tilejson.json`.
fn facts(path: &Path) -> serde_json::Value {
    ["metadata.json", "tilejson.json", "tiles.json"]
        .into_iter()
        .find_map(|name| {
            let mut text = Vec::new();
            File::open(path.join(name)).ok()?.take(1 << 20).read_to_end(&mut text).ok()?;
            serde_json::from_slice(&text).ok()
        })
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_of_tiles_says_what_it_has() {
        let folder = tempfile::tempdir().expect("a folder");
        for zoom in [3, 5] {
            let column = folder.path().join(format!("{zoom}/6"));
            fs::create_dir_all(&column).expect("made");
            fs::write(column.join("2.png"), [zoom]).expect("written");
        }
        fs::write(folder.path().join("metadata.json"), r#"{"name":"Old charts","attribution":"<b>KHOA</b>"}"#)
            .expect("written");
        let map = TileFolder::open(folder.path()).expect("a map");
        assert_eq!((map.title(), PictureReader::attribution(&map)), ("Old charts", "KHOA"));
        assert_eq!(PictureReader::zooms(&map), (3, 5));
        assert!(!map.is_vector());
        assert_eq!(map.picture(TileId { zoom: 5, x: 6, y: 2 }), Ok(Some(vec![5])));
        assert_eq!(map.picture(TileId { zoom: 5, x: 7, y: 2 }), Ok(None));
    }

    #[test]
    fn a_tile_that_is_a_folder_is_an_error_in_words() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::create_dir_all(folder.path().join("1/0/0.png")).expect("made");
        let map = TileFolder::open(folder.path()).expect("a map");
        let error = map.picture(TileId { zoom: 1, x: 0, y: 0 }).expect_err("a folder");
        assert!(error.to_string().starts_with("map tile 1/0/0: cannot be read"), "{error}");
    }
}
