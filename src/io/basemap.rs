//! The chart beneath everything: the bundled one, or a file that replaces it.

use std::path::Path;
use std::sync::Arc;

use super::pmtiles::{PmTiles, PmTilesError};
use crate::chart::TileReader;

/// The chart that is part of the program.
static BUNDLED: &[u8] = include_bytes!("../../maps/korea.pmtiles");

/// The bundled chart. A file `korea.pmtiles` in a folder `maps` beside the program goes before it.
///
/// # Errors
/// [`PmTilesError`] if the file that replaces it cannot be read.
pub fn bundled() -> Result<Arc<dyn TileReader>, PmTilesError> {
    let beside = std::env::current_exe().ok().and_then(|exe| Some(exe.parent()?.join("maps").join("korea.pmtiles")));
    match beside.filter(|path| path.is_file()) {
        Some(path) => open(&path),
        None => Ok(Arc::new(PmTiles::from_static(BUNDLED, "bundled chart")?)),
    }
}

/// A chart from a PMTiles file of vector tiles.
///
/// # Errors
/// [`PmTilesError`] if it cannot be read.
pub fn open(path: &Path) -> Result<Arc<dyn TileReader>, PmTilesError> {
    Ok(Arc::new(PmTiles::open(path)?))
}
