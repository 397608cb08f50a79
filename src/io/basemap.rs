//! The chart beneath everything: the bundled one, or a file that replaces it.
//!
//! Owns the bundled archive's bytes; what is in it, and how it is built, is in `maps/README.md`. Never opens a user's own maps
//! beside the chart: `map_file` does. Start at [`bundled`].

use std::path::Path;
use std::sync::{Arc, LazyLock};

use super::pmtiles::{PmTiles, PmTilesError};
use crate::chart::{Gazetteer, TileReader};
use crate::coordinate;
use crate::geodesy::Position;

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
        None => Ok(Arc::new(from_binary()?)),
    }
}

/// Places by name, as [`bundled`] has them; read once, the first time that a text names one. None where that chart cannot be
/// read.
#[must_use]
pub fn names() -> &'static Gazetteer {
    static NAMES: LazyLock<Gazetteer> =
        LazyLock::new(|| bundled().map(|chart| Gazetteer::read(&*chart)).unwrap_or_default());
    &NAMES
}

/// A place by coordinates in any form, or by the name that it has in the bundled chart.
#[must_use]
pub fn place_named(text: &str) -> Option<Position> {
    coordinate::parse(text).ok().or_else(|| names().named(text))
}

/// The chart that is part of the program: no copy is made and no file is read.
fn from_binary() -> Result<PmTiles, PmTilesError> {
    PmTiles::from_static(BUNDLED, "bundled chart")
}

/// A chart from a PMTiles file of vector tiles.
///
/// # Errors
/// [`PmTilesError`] if it cannot be read.
pub fn open(path: &Path) -> Result<Arc<dyn TileReader>, PmTilesError> {
    Ok(Arc::new(PmTiles::open(path)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::{TileGeometry, TileId, VectorTile, Waters};
    use crate::geodesy::Position;

    fn map() -> PmTiles {
        from_binary().expect("a map")
    }

    static WATERS: LazyLock<Waters> = LazyLock::new(|| Waters::build(&map()));

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
        let map = map();
        assert_eq!(map.zooms(), (0, 10));
        for owed in ["GSHHG", "Natural Earth", "GeoNames", "not for navigation"] {
            assert!(map.attribution().contains(owed), "{owed}");
        }
    }

    #[test]
    fn incheon_has_its_names_in_both_languages() {
        let tile = tile_at(&map(), 10, 37.456, 126.705);
        assert!(names(&tile, "place", "name_en").contains(&"Incheon".to_owned()));
        assert!(names(&tile, "place", "name_ko").contains(&"인천".to_owned()));
    }

    #[test]
    fn the_bundled_chart_knows_nampo_and_baengnyeong_in_both_languages() {
        let gazetteer = super::names();
        // GeoNames gives Nampo 38.737 N 125.408 E.
        let found = gazetteer.find("nampo", 5);
        assert!(found.iter().any(|(_, n)| (n.place.lat() - 38.73).abs() < 0.1 && (n.place.lon() - 125.4).abs() < 0.1));
        assert!(!gazetteer.find("인천", 5).is_empty());
        assert!(gazetteer.find("zzzz", 5).is_empty());
    }

    #[test]
    fn a_name_in_a_text_is_the_place_that_mariners_mean() {
        let gazetteer = super::names();
        // Places of GeoNames, and of the Korea Hydrographic and Oceanographic Agency for the rock.
        for (name, lat, lon) in [
            ("Nampo", 38.737, 125.408),
            ("南浦", 38.737, 125.408),
            ("port of NAMPO", 38.737, 125.408),
            ("부산항", 35.10, 129.03),
            ("Shanghai", 31.222, 121.458),
            ("济州岛", 33.38, 126.55),
            ("Jeju Island", 33.38, 126.55),
            ("제주", 33.51, 126.52),
            ("Tsushima", 34.4, 129.33),
            ("Socotra", 32.123, 125.183),
            ("이어도", 32.123, 125.183),
            ("백령도", 37.965, 124.67),
        ] {
            let place = gazetteer.named(name).unwrap_or_else(|| panic!("{name} is not known"));
            assert!((place.lat() - lat).abs() < 0.05 && (place.lon() - lon).abs() < 0.05, "{name}: {place:?}");
        }
        for name in ["Namp", "", "港", "Japan", "Yellow Sea", "the vessel"] {
            assert_eq!(gazetteer.named(name), None, "{name}");
        }
        let missing: Vec<&str> = Gazetteer::also().filter(|name| gazetteer.named(name).is_none()).collect();
        assert!(missing.is_empty(), "the chart has no {missing:?}");
    }

    #[test]
    fn seoul_has_the_name_it_has() {
        let tile = tile_at(&map(), 10, 37.566, 126.978);
        let korean = names(&tile, "place", "name_ko");
        assert!(korean.contains(&"서울".to_owned()) && !korean.contains(&"경성".to_owned()), "{korean:?}");
    }

    #[test]
    fn the_seas_are_named_as_korea_names_them() {
        let map = map();
        let east = tile_at(&map, 4, 40.0, 134.0);
        assert!(names(&east, "sea", "name_en").contains(&"East Sea".to_owned()));
        assert!(names(&east, "sea", "name_ko").contains(&"동해".to_owned()));
    }

    #[test]
    fn the_northern_limit_line_says_that_it_is_disputed() {
        let tile = tile_at(&map(), 10, 37.6861, 125.53);
        let lines = tile.layers.iter().filter(|layer| layer.name == "limit").flat_map(|layer| &layer.features);
        let nll: Vec<_> = lines.filter(|line| line.text("kind") == Some("nll")).collect();
        assert!(!nll.is_empty());
        assert!(nll.iter().all(|line| line.text("status") == Some("claimed, disputed")));
    }

    #[test]
    fn true_places_are_in_the_waters_they_are_known_to_be_in() {
        use crate::chart::WaterZone::{ContiguousZone, Eez, HighSeas, Land, TerritorialSea};
        for (name, lat, lon, zone, state) in [
            ("Seoul", 37.5665, 126.978, Land, Some("KOR")),
            ("Pyongyang", 39.0194, 125.7547, Land, Some("PRK")),
            ("Changchun, nearer to Korea's coasts than to China's", 43.88, 125.3228, Land, Some("CHN")),
            ("Baengnyeongdo", 37.965, 124.67, Land, Some("KOR")),
            ("Ganghwado", 37.7, 126.45, Land, Some("KOR")),
            ("Seongsan, Jejudo", 33.43, 126.9, Land, Some("KOR")),
            ("Ulleungdo", 37.5, 130.865, Land, Some("KOR")),
            ("Tsushima", 34.4, 129.33, Land, Some("JPN")),
            ("off Dokdo, 3 nm", 37.2412, 131.93, TerritorialSea, Some("KOR")),
            ("off Maldo, south of the Northern Limit Line", 37.675, 126.11, TerritorialSea, Some("KOR")),
            (
                "off the south coast of Hwanghae, north of the Northern Limit Line",
                37.85,
                125.1,
                TerritorialSea,
                Some("PRK"),
            ),
            ("by Sunwido, north of the Northern Limit Line", 37.74, 125.24, TerritorialSea, Some("PRK")),
            ("the Nampo approaches, west of Sokto", 38.7, 124.9, TerritorialSea, Some("PRK")),
            // Korea's Enforcement Decree No. 9162, art. 3: three miles here, so that the strait keeps a passage.
            ("the western channel, seven miles off Busan", 34.97, 129.2, ContiguousZone, Some("KOR")),
            ("Ieodo", 32.1228, 125.1825, Eez, Some("KOR")),
            ("the middle of the Pacific", 30.0, 170.0, HighSeas, None),
        ] {
            let located = WATERS.locate(Position::new(lat, lon).expect("on the globe"));
            assert_eq!((located.zone, located.state.as_deref()), (zone, state), "{name}: {located:?}");
        }
    }

    #[test]
    fn published_distances_from_the_coast_are_met() {
        let coast_nm = |lat, lon| {
            let located = WATERS.locate(Position::new(lat, lon).expect("on the globe"));
            located.coast.map_or(f64::NAN, |coast| coast.nautical_miles().value())
        };
        // Korea Hydrographic and Oceanographic Agency: Ieodo Ocean Research Station lies 149 km south-west of Marado.
        assert!((coast_nm(32.122_8, 125.182_5) - 149.0 / 1.852).abs() < 0.5, "{}", coast_nm(32.122_8, 125.182_5));
    }

    #[test]
    fn what_is_disputed_is_said_with_its_source() {
        let said = |lat, lon| WATERS.locate(Position::new(lat, lon).expect("on the globe")).disputed.join("\n");
        let by_the_line = said(37.72, 125.24);
        assert!(by_the_line.contains("north of the Northern Limit Line (claimed, disputed; source: "), "{by_the_line}");
        let south_of_it = said(37.5, 125.24);
        assert!(south_of_it.contains("south of the Northern Limit Line"), "{south_of_it}");
        // The Republic of Korea and China have agreed no boundary in the Yellow Sea.
        let yellow_sea = said(36.0, 123.5);
        assert!(yellow_sea.contains("EEZ boundary CHN/KOR: computed equidistance, not agreed"), "{yellow_sea}");
    }

    #[test]
    fn no_tile_is_blank() {
        let map = map();
        for (zoom, lat, lon) in
            [(0, 0.0, 0.0), (4, -40.0, -70.0), (7, 37.0, 125.0), (10, 30.0, 124.0), (10, 46.0, 127.0)]
        {
            let tile = tile_at(&map, zoom, lat, lon);
            let sea = tile.layers.iter().find(|layer| layer.name == "depth").expect("the sea lies under everything");
            assert!(matches!(sea.features.first().map(|f| &f.geometry), Some(TileGeometry::Polygons(_))));
        }
    }
}
