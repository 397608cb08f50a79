//! Vector tiles as plain data, in the Web Mercator quadtree.

use std::sync::Arc;

/// A tile of the Web Mercator quadtree, counted from the north-west.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TileId {
    /// Zoom: there are 2^zoom tiles each way.
    pub zoom: u8,
    /// Column, from 180° W.
    pub x: u32,
    /// Row, from the north.
    pub y: u32,
}

impl TileId {
    /// This tile's ancestor at a lower zoom; itself at its own zoom or above.
    #[must_use]
    pub fn ancestor(self, zoom: u8) -> Self {
        let up = self.zoom.saturating_sub(zoom);
        Self { zoom: self.zoom - up, x: self.x >> up, y: self.y >> up }
    }
}

/// What one vector tile holds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct VectorTile {
    /// Its layers, bottom first.
    pub layers: Vec<TileLayer>,
}

/// The features of one layer in one tile. `maps/README.md` lists the layers of the bundled basemap.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TileLayer {
    /// Its name: `land`, `depth`, `place`, ….
    pub name: String,
    /// How many units one side of the tile has (usually 4096).
    pub extent: u32,
    /// Its features.
    pub features: Vec<TileFeature>,
}

/// One feature of a tile layer.
#[derive(Clone, Debug, PartialEq)]
pub struct TileFeature {
    /// Where it is, in tile units: x to the east, y to the south, from the tile's north-west corner; may reach outside.
    pub geometry: TileGeometry,
    /// What is known of it.
    pub attributes: Vec<(Arc<str>, Attribute)>,
}

impl TileFeature {
    /// The text attribute of this name.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| &**key == name).and_then(|(_, value)| match value {
            Attribute::Text(text) => Some(&**text),
            Attribute::Number(_) => None,
        })
    }

    /// The number attribute of this name (a yes/no counts as 1 or 0).
    #[must_use]
    pub fn number(&self, name: &str) -> Option<f64> {
        self.attributes.iter().find(|(key, _)| &**key == name).and_then(|(_, value)| match value {
            Attribute::Number(number) => Some(*number),
            Attribute::Text(_) => None,
        })
    }
}

/// An attribute's value.
#[derive(Clone, Debug, PartialEq)]
pub enum Attribute {
    /// Words.
    Text(Arc<str>),
    /// A number, or a yes/no as 1 or 0.
    Number(f64),
}

/// A geometry in tile units.
#[derive(Clone, Debug, PartialEq)]
pub enum TileGeometry {
    /// Points.
    Points(Vec<[i32; 2]>),
    /// Lines.
    Lines(Vec<Vec<[i32; 2]>>),
    /// Polygons, each an outer ring and its holes; rings not closed (the last vertex differs from the first).
    Polygons(Vec<Vec<Vec<[i32; 2]>>>),
}

/// A map's tiles, wherever they come from. Reading may touch the disk: never call it on the UI thread.
pub trait TileReader: Send + Sync {
    /// One tile; `None` where the map has none.
    ///
    /// # Errors
    /// [`TileError`] if the tile is there but cannot be read.
    fn tile(&self, id: TileId) -> Result<Option<VectorTile>, TileError>;

    /// Whether the map has this tile; cheaper than reading it where the map has a directory.
    fn has(&self, id: TileId) -> bool {
        self.tile(id).is_ok_and(|tile| tile.is_some())
    }

    /// The least and greatest zoom that have tiles.
    fn zooms(&self) -> (u8, u8);

    /// Whom the map credits.
    fn attribution(&self) -> &str;
}

/// A map of pictures, wherever they come from. Reading may touch the disk: never call it on the UI thread.
pub trait PictureReader: Send + Sync {
    /// One tile's picture as the bytes of a PNG, JPEG or WebP file; `None` where the map has none.
    ///
    /// # Errors
    /// [`TileError`] if the tile is there but cannot be read.
    fn picture(&self, id: TileId) -> Result<Option<Vec<u8>>, TileError>;

    /// The least and greatest zoom that have tiles.
    fn zooms(&self) -> (u8, u8);

    /// Whom the map credits.
    fn attribution(&self) -> &str;
}

/// A map a user brings: of vector tiles or of pictures.
#[derive(Clone)]
pub enum MapTiles {
    /// Vector tiles.
    Vector(Arc<dyn TileReader>),
    /// Pictures.
    Pictures(Arc<dyn PictureReader>),
}

impl std::fmt::Debug for MapTiles {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Vector(_) => "MapTiles::Vector",
            Self::Pictures(_) => "MapTiles::Pictures",
        })
    }
}

/// A tile that is there but cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("map tile {}/{}/{}: {what}", id.zoom, id.x, id.y)]
pub struct TileError {
    /// Which tile.
    pub id: TileId,
    /// What is wrong with it.
    pub what: String,
}
