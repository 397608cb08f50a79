//! The map that is part of the program.
//!
//! Owns the bundled archive's bytes. Never reads a file: `map_file` opens a user's own maps. Start at [`bundled`]; what is in
//! the map, and how it is built, is in `maps/README.md`.

use super::pmtiles::{PmTiles, PmTilesError};

/// Opens the bundled basemap: no copy is made and no file is read.
///
/// # Errors
/// [`PmTilesError`] if the program was built with a broken map.
pub fn bundled() -> Result<PmTiles, PmTilesError> {
    PmTiles::from_static(include_bytes!("../../maps/korea.pmtiles"), "bundled map")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::{TileGeometry, TileId, TileReader as _, VectorTile};

    /// The tile of a zoom that covers a place (Web Mercator tile scheme, OGC 17-083r4).
    fn tile_at(map: &PmTiles, zoom: u8, lat: f64, lon: f64) -> VectorTile {
        let side = f64::from(1_u32 << zoom);
        let y = 0.5 - lat.to_radians().tan().asinh() / std::f64::consts::TAU;
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a tile index at zoom 10 fits")]
        let id = TileId { zoom, x: ((lon / 360.0 + 0.5) * side) as u32, y: (y * side) as u32 };
        map.tile(id).expect("readable").expect("there")
    }

    fn names(tile: &VectorTile, layer: &str, key: &str) -> Vec<String> {
        let features = tile.layers.iter().filter(|found| found.name == layer).flat_map(|found| &found.features);
        features.filter_map(|feature| feature.text(key).map(str::to_owned)).collect()
    }

    #[test]
    fn the_map_opens_and_says_whom_it_credits() {
        let map = bundled().expect("a map");
        assert_eq!(map.zooms(), (0, 10));
        for owed in ["GSHHG", "Natural Earth", "GeoNames", "not for navigation"] {
            assert!(map.attribution().contains(owed), "{owed}");
        }
    }

    #[test]
    fn incheon_has_its_names_in_both_languages() {
        let tile = tile_at(&bundled().expect("a map"), 10, 37.456, 126.705);
        assert!(names(&tile, "place", "name_en").contains(&"Incheon".to_owned()));
        assert!(names(&tile, "place", "name_ko").contains(&"인천".to_owned()));
    }

    #[test]
    fn the_seas_are_named_as_korea_names_them() {
        let map = bundled().expect("a map");
        let east = tile_at(&map, 4, 40.0, 134.0);
        assert!(names(&east, "sea", "name_en").contains(&"East Sea".to_owned()));
        assert!(names(&east, "sea", "name_ko").contains(&"동해".to_owned()));
    }

    #[test]
    fn the_northern_limit_line_says_that_it_is_disputed() {
        let tile = tile_at(&bundled().expect("a map"), 10, 37.6861, 125.53);
        let lines = tile.layers.iter().filter(|layer| layer.name == "limit").flat_map(|layer| &layer.features);
        let nll: Vec<_> = lines.filter(|line| line.text("kind") == Some("nll")).collect();
        assert!(!nll.is_empty());
        assert!(nll.iter().all(|line| line.text("status") == Some("claimed, disputed")));
    }

    #[test]
    fn no_tile_is_blank() {
        let map = bundled().expect("a map");
        for (zoom, lat, lon) in
            [(0, 0.0, 0.0), (4, -40.0, -70.0), (7, 37.0, 125.0), (10, 30.0, 124.0), (10, 46.0, 127.0)]
        {
            let tile = tile_at(&map, zoom, lat, lon);
            let sea = tile.layers.iter().find(|layer| layer.name == "depth").expect("the sea lies under everything");
            assert!(matches!(sea.features.first().map(|f| &f.geometry), Some(TileGeometry::Polygons(_))));
        }
    }
}
