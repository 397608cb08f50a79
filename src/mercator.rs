//! The map's own plane: Web Mercator as fixed-point numbers, 2³² units round the Earth (9.3 mm each at the equator).
//!
//! Owns [`World`] places and [`WorldBox`]es and how they are made from latitude and longitude. Never measures: distances
//! and areas are the ellipsoid's, in [`crate::geodesy`]. Start at [`world_from_position`].
//!
//! x runs eastward from 180° W and wraps, so that `b.wrapping_sub(a)` read as a signed number is the short way round; y
//! runs southward from 85.05° N.
//!
//! # Source
//! EPSG Guidance Note 7-2, method 1024 ("Popular Visualisation Pseudo-Mercator").

#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "fixed-point arithmetic: every cast is of a number already held inside its range"
)]

use std::f64::consts::TAU;
use std::sync::LazyLock;

use crate::geodesy::Position;

/// A place in the fixed-point plane: x eastward from 180° W, y southward from 85.05° N.
pub type World = [u32; 2];

/// How many units go round the Earth: 2³².
pub const WORLD_UNITS: f64 = 4_294_967_296.0;

/// The latitude at which the square of Web Mercator ends, degrees: atan(sinh π).
pub const MAX_LATITUDE: f64 = 85.051_128_779_806_59;

/// The place of a position. Latitudes beyond the square of Web Mercator are held at its edge.
#[must_use]
pub fn world_from_position(position: Position) -> World {
    let x = (position.lon() / 360.0 + 0.5).rem_euclid(1.0);
    let lat = position.lat().clamp(-MAX_LATITUDE, MAX_LATITUDE).to_radians();
    let y = 0.5 - lat.tan().asinh() / TAU;
    [(x * WORLD_UNITS).round() as u32, (y * WORLD_UNITS).round() as u32]
}

/// The position of a place.
#[must_use]
pub fn position_from_world(world: World) -> Position {
    let lon = (f64::from(world[0]) / WORLD_UNITS - 0.5) * 360.0;
    let lat = ((0.5 - f64::from(world[1]) / WORLD_UNITS) * TAU).sinh().atan().to_degrees();
    Position::clamped(lat, lon)
}

/// How far apart two nodes of [`LADDER`] are, in ten-millionths of a degree, as a power of two.
const RUNG_BITS: u32 = 18;
/// The southernmost latitude of [`LADDER`], in ten-millionths of a degree.
const LOWEST_E7: i64 = -850_511_288;

/// y and its first three derivatives (units, and units per e7, e7², e7³) at evenly spaced latitudes.
static LADDER: LazyLock<Vec<[f64; 4]>> = LazyLock::new(|| {
    let n_rungs = ((-2 * LOWEST_E7) >> RUNG_BITS) + 2;
    let radians_per_e7 = 1e-7_f64.to_radians();
    let units_per_radian = -WORLD_UNITS / TAU;
    (0..n_rungs)
        .map(|rung| {
            let lat = (((rung << RUNG_BITS) + LOWEST_E7) as f64 / 1e7).to_radians();
            let (sec, tan) = (lat.cos().recip(), lat.tan());
            [
                WORLD_UNITS / 2.0 + units_per_radian * tan.asinh(),
                units_per_radian * radians_per_e7 * sec,
                units_per_radian * radians_per_e7.powi(2) * sec * tan / 2.0,
                units_per_radian * radians_per_e7.powi(3) * sec * (1.0 + 2.0 * tan * tan) / 6.0,
            ]
        })
        .collect()
});

/// The place of a position kept in ten-millionths of a degree: what [`world_from_position`] gives, to a unit, and some ten
/// times as fast (Taylor's series from the nearest of 6,490 tabulated latitudes).
#[must_use]
pub fn world_from_e7(lat_e7: i32, lon_e7: i32) -> World {
    let x = (f64::from(lon_e7) + 1.8e9) * (WORLD_UNITS / 3.6e9);
    let above = i64::from(lat_e7).clamp(LOWEST_E7, -LOWEST_E7) - LOWEST_E7;
    let rung = (above + (1 << (RUNG_BITS - 1))) >> RUNG_BITS;
    let d = (above - (rung << RUNG_BITS)) as f64;
    let y = LADDER.get(rung as usize).map_or(0.0, |[y, a, b, c]| y + d * (a + d * (b + d * c)));
    // 180° E is 180° W: the sum wraps, where a cast would stop at the last unit.
    [(x + 0.5) as u64 as u32, (y + 0.5) as u32]
}

/// The signed way from one x to another, the short way round the Earth.
#[must_use]
pub const fn eastward(from: u32, to: u32) -> i32 {
    to.wrapping_sub(from).cast_signed()
}

/// Metres on the ground per unit at a y (of the sphere of the equator's radius, as Web Mercator has it).
#[must_use]
pub fn metres_per_unit(y: u32) -> f64 {
    let northing = (0.5 - f64::from(y) / WORLD_UNITS) * TAU;
    TAU * 6_378_137.0 / WORLD_UNITS / northing.cosh()
}

/// A box in the plane; it may cross the antimeridian.
#[repr(C)]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, bytemuck::Pod, bytemuck::Zeroable)]
pub struct WorldBox {
    /// Its western side.
    pub west: u32,
    /// Its northern side.
    pub north: u32,
    /// How far it reaches east.
    pub width: u32,
    /// How far it reaches south.
    pub height: u32,
}

impl WorldBox {
    /// The box between corners whose x is not wrapped (it may lie below 0 or above 2³²).
    #[must_use]
    pub fn from_corners(north_west: [f64; 2], south_east: [f64; 2]) -> Self {
        let top = f64::from(u32::MAX);
        let north = north_west[1].clamp(0.0, top);
        Self {
            west: north_west[0].floor() as i64 as u32,
            north: north as u32,
            width: (south_east[0] - north_west[0]).ceil().clamp(0.0, top) as u32,
            height: (south_east[1].clamp(north, top) - north).ceil() as u32,
        }
    }

    /// The square around a place, reaching `reach` units each way.
    #[must_use]
    pub fn around(place: World, reach: f64) -> Self {
        let (x, y) = (f64::from(place[0]), f64::from(place[1]));
        Self::from_corners([x - reach, y - reach], [x + reach, y + reach])
    }

    /// The box around both, the short way round the Earth.
    #[must_use]
    pub fn union(&self, other: &Self) -> Self {
        let off = i64::from(other.west.wrapping_sub(self.west).cast_signed());
        let (west, east) = (off.min(0), i64::from(self.width).max(off + i64::from(other.width)));
        let north = self.north.min(other.north);
        let south = self.north.saturating_add(self.height).max(other.north.saturating_add(other.height));
        Self {
            west: (i64::from(self.west) + west) as u32,
            north,
            width: (east - west).min(i64::from(u32::MAX)) as u32,
            height: south - north,
        }
    }

    /// Whether two boxes share a place.
    #[must_use]
    pub const fn touches(&self, other: &Self) -> bool {
        (other.west.wrapping_sub(self.west) <= self.width || self.west.wrapping_sub(other.west) <= other.width)
            && (other.north.wrapping_sub(self.north) <= self.height
                || self.north.wrapping_sub(other.north) <= other.height)
    }

    /// The box with a share of its width and height added on every side.
    #[must_use]
    pub fn grown(&self, share: f64) -> Self {
        let (x, y) = (f64::from(self.west), f64::from(self.north));
        let (width, height) = (f64::from(self.width), f64::from(self.height));
        if width * (1.0 + 2.0 * share) >= f64::from(u32::MAX) {
            let tall = Self::from_corners([0.0, y - height * share], [0.0, y + height * (1.0 + share)]);
            return Self { west: 0, width: u32::MAX, ..tall };
        }
        Self::from_corners(
            [x - width * share, y - height * share],
            [x + width * (1.0 + share), y + height * (1.0 + share)],
        )
    }

    /// Whether another box lies wholly inside.
    #[must_use]
    pub const fn covers(&self, other: &Self) -> bool {
        let (east, south) = (other.west.wrapping_sub(self.west), other.north.wrapping_sub(self.north));
        let is_wide = self.width == u32::MAX || (east <= self.width && other.width <= self.width - east);
        is_wide && south <= self.height && other.height <= self.height - south
    }

    /// Whether a place lies inside.
    #[must_use]
    pub const fn contains(&self, place: World) -> bool {
        place[0].wrapping_sub(self.west) <= self.width && place[1].wrapping_sub(self.north) <= self.height
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_world_is_the_tile_pyramid_openstreetmap_counts() {
        // Seoul by the OpenStreetMap wiki's formula ("Slippy map tilenames"): x = 13970.91, y = 6344.74 at zoom 14.
        let world = world_from_position(Position::clamped(37.5665, 126.978));
        assert_eq!((world[0] >> 18, world[1] >> 18), (13_970, 6_344));
    }

    #[test]
    fn a_unit_is_9_millimetres_at_the_equator() {
        // 2π · 6378137 m / 2³².
        assert!((metres_per_unit(1 << 31) - 0.009_330_69).abs() < 1e-8);
        let sixty_north = world_from_position(Position::clamped(60.0, 0.0));
        assert!((metres_per_unit(sixty_north[1]) * 2.0 - metres_per_unit(1 << 31)).abs() < 1e-9); // cos 60° = ½
    }

    #[test]
    fn boxes_touch_across_the_antimeridian() {
        let date_line = WorldBox::around([0, 1 << 31], 1000.0);
        assert!(date_line.contains([u32::MAX - 500, 1 << 31]) && date_line.contains([500, 1 << 31]));
        assert!(!date_line.contains([1 << 31, 1 << 31]));
        let east = WorldBox::around([u32::MAX - 1500, 1 << 31], 600.0);
        assert!(date_line.touches(&east) && east.touches(&date_line));
        assert!(!date_line.touches(&WorldBox::around([u32::MAX - 2000, 1 << 31], 600.0)));
        assert!(!date_line.touches(&WorldBox::around([0, 1 << 30], 600.0)));
    }

    #[test]
    fn a_grown_box_covers_the_one_it_grew_from_and_a_grown_whole_world_is_the_world() {
        let date_line = WorldBox::around([0, 1 << 31], 1000.0);
        let grown = date_line.grown(0.5);
        assert!(grown.covers(&date_line) && !date_line.covers(&grown));
        assert!(grown.contains([1900, 1 << 31]) && !grown.contains([2100, 1 << 31]));
        assert!(!grown.covers(&WorldBox::around([1500, 1 << 31], 1000.0)));
        let half = WorldBox { west: 7, north: 0, width: 1 << 31, height: u32::MAX };
        let world = half.grown(0.5);
        assert!(world.covers(&half) && world.covers(&date_line) && world.width == u32::MAX);
    }

    proptest! {
        #[test]
        fn the_fast_way_is_the_exact_one_to_a_unit(lat_e7 in -900_000_000..=900_000_000_i32, lon_e7 in -1_800_000_000..=1_800_000_000_i32) {
            let fast = world_from_e7(lat_e7, lon_e7);
            let exact = world_from_position(Position::from_e7(lat_e7, lon_e7));
            prop_assert!(eastward(exact[0], fast[0]).abs() <= 1 && fast[1].abs_diff(exact[1]) <= 1, "{fast:?} {exact:?}");
        }

        #[test]
        fn place_and_position_undo_each_other(lat in -85.0..85.0_f64, lon in -179.9..179.9_f64) {
            let back = position_from_world(world_from_position(Position::clamped(lat, lon)));
            prop_assert!((back.lat() - lat).abs() < 1e-7 && (back.lon() - lon).abs() < 1e-7);
        }
    }
}
