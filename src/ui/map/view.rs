//! The camera: where on Earth the map rectangle looks, and at what scale.
//!
//! Owns the arithmetic between positions, the fixed-point world of the GPU layers, and the screen. Never draws and never
//! reads input. Start at [`View`]; GPU layers take [`View::centre_world`] and [`View::points_per_unit`].
//!
//! # Source
//! Web Mercator after EPSG Guidance Note 7-2, method 1024; tiles of 256 points, as OpenStreetMap counts zoom.

use std::f64::consts::{PI, TAU};

use egui::{Pos2, Rect, Vec2, pos2};

use crate::geodesy::Position;

/// The latitude at which the square of Web Mercator ends, degrees: atan(sinh(π)).
pub const MAX_LATITUDE: f64 = 85.051_128_779_806_59;

/// How many points the whole world is wide at zoom 0.
pub const TILE_POINTS: f64 = 256.0;

/// The equatorial radius of WGS 84, which Web Mercator takes for its sphere, metres.
const EARTH_RADIUS_METRES: f64 = 6_378_137.0;

/// 2³²: how many units of the fixed-point world go round the Earth (9.3 mm each at the equator).
const WORLD_UNITS: f64 = 4_294_967_296.0;

/// A place in the fixed-point world of the GPU layers: x eastward from 180° W (it wraps), y southward from 85.05° N.
pub type World = [u32; 2];

/// A box in degrees. Where it crosses the antimeridian, `west > east`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GeoBox {
    /// Longitude of the western side.
    pub west: f64,
    /// Latitude of the southern side.
    pub south: f64,
    /// Longitude of the eastern side.
    pub east: f64,
    /// Latitude of the northern side.
    pub north: f64,
}

impl GeoBox {
    /// Whether a position lies in it.
    #[must_use]
    pub fn contains(&self, place: Position) -> bool {
        let (lat, lon) = (place.lat(), place.lon());
        let is_between = if self.west <= self.east {
            lon >= self.west && lon <= self.east
        } else {
            lon >= self.west || lon <= self.east
        };
        is_between && lat >= self.south && lat <= self.north
    }
}

/// What the map rectangle shows. Cheap to copy; made anew each frame.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct View {
    centre: World,
    zoom: f64,
    rect: Rect,
    pixels_per_point: f32,
    /// Worked out once: some layers ask for every ship.
    points_per_unit: f64,
}

/// A position in the fixed-point world. Latitudes beyond the square of Web Mercator are held at its edge.
#[must_use]
pub fn world_from_position(position: Position) -> World {
    let x = (position.lon() / 360.0 + 0.5).rem_euclid(1.0);
    let lat = position.lat().clamp(-MAX_LATITUDE, MAX_LATITUDE).to_radians();
    let y = 0.5 - lat.tan().asinh() / TAU;
    [units_from_fraction(x), units_from_fraction(y)]
}

/// The position of a place in the fixed-point world.
#[must_use]
pub fn position_from_world(world: World) -> Position {
    let lon = (f64::from(world[0]) / WORLD_UNITS - 0.5) * 360.0;
    let lat = ((0.5 - f64::from(world[1]) / WORLD_UNITS) * TAU).sinh().atan().to_degrees();
    Position::clamped(lat, lon)
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the cast saturates, as it should at 1.0")]
fn units_from_fraction(fraction: f64) -> u32 {
    (fraction * WORLD_UNITS).round() as u32
}

impl View {
    /// A camera over `centre` at `zoom`, looking through `rect` (points).
    #[must_use]
    pub fn new(centre: Position, zoom: f64, rect: Rect, pixels_per_point: f32) -> Self {
        let points_per_unit = TILE_POINTS * zoom.exp2() / WORLD_UNITS;
        Self { centre: world_from_position(centre), zoom, rect, pixels_per_point, points_per_unit }
    }

    /// The zoom: the world is 256 · 2^zoom points wide.
    #[must_use]
    pub const fn zoom(&self) -> f64 {
        self.zoom
    }

    /// The map rectangle on the screen, points.
    #[must_use]
    pub const fn rect(&self) -> Rect {
        self.rect
    }

    /// How many pixels one point has.
    #[must_use]
    pub const fn pixels_per_point(&self) -> f32 {
        self.pixels_per_point
    }

    /// Half the viewport that a callback over the map rectangle gets, pixels.
    #[must_use]
    pub fn half_size_in_pixels(&self) -> [f32; 2] {
        let rect = self.rect * self.pixels_per_point;
        let size = [rect.right().round() - rect.left().round(), rect.bottom().round() - rect.top().round()];
        size.map(|side| side.max(1.0) / 2.0)
    }

    /// The position in the middle of the rectangle.
    #[must_use]
    pub fn centre(&self) -> Position {
        position_from_world(self.centre)
    }

    /// The middle of the rectangle in the fixed-point world, for shaders: subtract it in integers, then scale.
    #[must_use]
    pub const fn centre_world(&self) -> World {
        self.centre
    }

    /// Points on the screen per unit of the fixed-point world.
    #[must_use]
    pub const fn points_per_unit(&self) -> f64 {
        self.points_per_unit
    }

    /// Pixels on the screen per unit of the fixed-point world.
    #[must_use]
    pub fn pixels_per_unit(&self) -> f64 {
        self.points_per_unit() * f64::from(self.pixels_per_point)
    }

    /// Where a position lies on the screen, on the copy of the world nearest the middle of the view.
    #[must_use]
    pub fn screen_from_position(&self, position: Position) -> Pos2 {
        self.screen_from_world(world_from_position(position))
    }

    /// Where a place of the fixed-point world lies on the screen, on the copy of the world nearest the middle.
    #[must_use]
    pub fn screen_from_world(&self, world: World) -> Pos2 {
        let east = f64::from(world[0].wrapping_sub(self.centre[0]).cast_signed());
        let south = f64::from(world[1]) - f64::from(self.centre[1]);
        let scale = self.points_per_unit();
        #[expect(clippy::cast_possible_truncation, reason = "screen places are f32")]
        let offset = Vec2::new((east * scale) as f32, (south * scale) as f32);
        self.rect.center() + offset
    }

    /// The position under a place on the screen; `None` north or south of the map's square.
    #[must_use]
    pub fn position_from_screen(&self, screen: Pos2) -> Option<Position> {
        let offset = screen - self.rect.center();
        let scale = self.points_per_unit();
        let x = f64::from(self.centre[0]) + f64::from(offset.x) / scale;
        let y = f64::from(self.centre[1]) + f64::from(offset.y) / scale;
        if !x.is_finite() || !(0.0..=WORLD_UNITS).contains(&y) {
            return None;
        }
        let lon = ((x / WORLD_UNITS).rem_euclid(1.0) - 0.5) * 360.0;
        let lat = ((0.5 - y / WORLD_UNITS) * TAU).sinh().atan().to_degrees();
        Some(Position::clamped(lat, lon))
    }

    /// Metres on the ground per point of the screen at the middle of the view.
    #[must_use]
    pub fn metres_per_point(&self) -> f64 {
        self.metres_per_point_at(self.centre())
    }

    /// Metres on the ground per point of the screen at a position.
    #[must_use]
    pub fn metres_per_point_at(&self, position: Position) -> f64 {
        let lat = position.lat().clamp(-MAX_LATITUDE, MAX_LATITUDE).to_radians();
        lat.cos() * 2.0 * PI * EARTH_RADIUS_METRES / (TILE_POINTS * self.zoom.exp2())
    }

    /// Degrees of latitude per point of the screen at a position.
    #[must_use]
    pub fn degrees_per_point_at(&self, position: Position) -> f64 {
        let lat = position.lat().clamp(-MAX_LATITUDE, MAX_LATITUDE).to_radians();
        lat.cos() * 360.0 / (TILE_POINTS * self.zoom.exp2())
    }

    /// What the rectangle shows, degrees; the whole round of longitudes where the world fits into it.
    #[must_use]
    pub fn visible(&self) -> GeoBox {
        let (half_x, half_y) = self.half_units();
        let x = f64::from(self.centre[0]);
        let y = f64::from(self.centre[1]);
        let lat = |units: f64| ((0.5 - units.clamp(0.0, WORLD_UNITS) / WORLD_UNITS) * TAU).sinh().atan().to_degrees();
        let (west, east) = if half_x * 2.0 >= WORLD_UNITS {
            (-180.0, 180.0)
        } else {
            let lon = |units: f64| ((units / WORLD_UNITS).rem_euclid(1.0) - 0.5) * 360.0;
            (lon(x - half_x), lon(x + half_x))
        };
        GeoBox { west, south: lat(y + half_y), east, north: lat(y - half_y) }
    }

    /// What the rectangle shows, as corners of the fixed-point world: north-west, and the signed way to the south-east.
    ///
    /// x is not wrapped: it may lie below 0 or above 2³² where the view crosses the antimeridian.
    #[must_use]
    pub fn visible_units(&self) -> ([f64; 2], [f64; 2]) {
        let (half_x, half_y) = self.half_units();
        let (x, y) = (f64::from(self.centre[0]), f64::from(self.centre[1]));
        ([x - half_x, (y - half_y).max(0.0)], [x + half_x, (y + half_y).min(WORLD_UNITS)])
    }

    fn half_units(&self) -> (f64, f64) {
        let scale = self.points_per_unit();
        (f64::from(self.rect.width()) / 2.0 / scale, f64::from(self.rect.height()) / 2.0 / scale)
    }

    /// The centre and the zoom at which a box just fits a rectangle of `size` points with a margin around it.
    #[must_use]
    pub fn fit(bounds: GeoBox, size: Vec2, margin: f32) -> (Position, f64) {
        let north_west = world_from_position(Position::clamped(bounds.north, bounds.west));
        let south_east = world_from_position(Position::clamped(bounds.south, bounds.east));
        let wide = south_east[0].wrapping_sub(north_west[0]);
        let high = south_east[1].saturating_sub(north_west[1]);
        let centre = [north_west[0].wrapping_add(wide / 2), north_west[1] + high / 2];
        let room = (size - Vec2::splat(2.0 * margin)).max(Vec2::splat(16.0));
        let zoom_for =
            |room: f32, units: u32| (f64::from(room) * WORLD_UNITS / (f64::from(units.max(1)) * TILE_POINTS)).log2();
        (position_from_world(centre), zoom_for(room.x, wide).min(zoom_for(room.y, high)).clamp(2.0, 16.0))
    }
}

/// A rectangle of points from the map's own pixels, for tests and pictures without a window.
#[must_use]
pub fn rect_of_size(width: f32, height: f32) -> Rect {
    Rect::from_min_size(pos2(0.0, 0.0), egui::vec2(width, height))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn view(lat: f64, lon: f64, zoom: f64) -> View {
        View::new(Position::clamped(lat, lon), zoom, rect_of_size(1280.0, 800.0), 1.0)
    }

    #[test]
    fn the_world_is_the_tile_pyramid_openstreetmap_counts() {
        // Seoul by the OpenStreetMap wiki's formula ("Slippy map tilenames"): x = 13970.91, y = 6344.74 at zoom 14.
        let world = world_from_position(Position::clamped(37.5665, 126.978));
        assert_eq!(world[0] >> 18, 13_970);
        assert_eq!(world[1] >> 18, 6_344);
    }

    #[test]
    fn the_pixel_of_zoom_0_is_156_km() {
        // 2π · 6378137 m / 256, the resolution table of the OpenStreetMap wiki.
        assert!((view(0.0, 0.0, 0.0).metres_per_point() - 156_543.033_928).abs() < 1e-3);
    }

    #[test]
    fn panning_by_a_centimetre_at_zoom_18_does_not_jump() {
        let place = Position::clamped(37.456_789, 126.598_765);
        let before = view(37.4567, 126.5987, 18.0).screen_from_position(place);
        let after = view(37.4567, 126.5987 + 1e-7, 18.0).screen_from_position(place);
        assert!((before.x - after.x - 0.0186).abs() < 0.016, "{before:?} {after:?}"); // 1.1 cm at 0.597 m a point
        assert!((before.y - after.y).abs() < 1e-3);
    }

    #[test]
    fn a_view_across_the_antimeridian_keeps_neighbours_together() {
        let view = view(0.0, 179.9, 8.0);
        let (west, east) = (Position::clamped(0.0, 179.8), Position::clamped(0.0, -179.8));
        assert!(view.screen_from_position(west).x < view.screen_from_position(east).x);
        let seen = view.visible();
        assert!(seen.west > seen.east, "{seen:?}");
    }

    #[test]
    fn beyond_the_poles_of_the_map_there_is_no_position() {
        let view = view(84.0, 0.0, 2.0);
        assert_eq!(view.position_from_screen(pos2(640.0, -400.0)), None);
    }

    #[test]
    fn a_box_that_was_fitted_is_seen_whole() {
        let bounds = GeoBox { west: 124.0, south: 33.0, east: 132.0, north: 39.0 };
        let (centre, zoom) = View::fit(bounds, egui::vec2(1280.0, 800.0), 20.0);
        let view = View::new(centre, zoom, rect_of_size(1280.0, 800.0), 1.0);
        let seen = view.visible();
        assert!(seen.west < 124.0 && seen.east > 132.0 && seen.south < 33.0 && seen.north > 39.0);
        let top = view.screen_from_position(Position::clamped(39.0, 128.0));
        assert!((top.y - 20.0).abs() < 1.0, "{top:?}");
    }

    proptest! {
        #[test]
        fn screen_and_position_undo_each_other(
            lat in -85.0..85.0_f64, lon in -180.0..180.0_f64, zoom in 2.0..20.0_f64, x in 0.0..1280.0_f32, y in 0.0..800.0_f32,
        ) {
            let view = view(lat, lon, zoom);
            if let Some(position) = view.position_from_screen(pos2(x, y)) {
                let back = view.screen_from_position(position);
                // Where the whole world is narrower than the window the nearest copy may be another one.
                let world_points = TILE_POINTS * zoom.exp2();
                let off = f64::from((back.x - x).abs());
                prop_assert!(off.min((off - world_points).abs()) < 0.3 && (back.y - y).abs() < 0.3, "{back:?} {x} {y}");
            }
        }
    }
}
