//! Where a place lies on the page: spherical Web Mercator, as in the window.
//!
//! Owns the way between the fixed-point world and the pixels of the map rectangle. Never draws. Start at [`Frame::fitted`].

#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "fixed-point places: every cast wraps or saturates as it should"
)]

use super::clip::{Point, Rect};
use crate::chart::TileId;
use crate::geodesy::Position;
use crate::mercator::{self, WORLD_UNITS, World, WorldBox, position_from_world, world_from_position};
use crate::units::{METRES_PER_NAUTICAL_MILE, Metres};

/// The south-west and the north-east corner of a box; across the antimeridian the first lies east of the second.
pub type Corners = (Position, Position);

/// The least height of a map.
const LEAST_METRES: f64 = 2.0 * METRES_PER_NAUTICAL_MILE;

/// The map rectangle and what part of the world it shows.
#[derive(Clone, Copy, Debug)]
pub(super) struct Frame {
    /// The map rectangle on the page.
    pub(super) rect: Rect,
    /// The world's x in the middle of it.
    centre_x: u32,
    /// The world's y in the middle of it.
    centre_y: f64,
    /// Pixels per unit of the world.
    scale: f64,
}

impl Frame {
    /// The frame that holds a box as large as the rectangle allows.
    pub(super) fn fitted(rect: Rect, (south_west, north_east): Corners) -> Self {
        let (low, high) = (world_from_position(south_west), world_from_position(north_east));
        let mut wide = f64::from(high[0].wrapping_sub(low[0]));
        if wide == 0.0 && (north_east.lon() - south_west.lon()).abs() > 180.0 {
            wide = WORLD_UNITS; // once round the Earth
        }
        let tall = (f64::from(low[1]) - f64::from(high[1])).max(0.0);
        let middle_y = f64::midpoint(f64::from(low[1]), f64::from(high[1]));
        let least = LEAST_METRES / mercator::metres_per_unit(middle_y as u32);
        // Never smaller than to fill the rectangle with the one world there is.
        let whole = (rect.width() / WORLD_UNITS).max(rect.height() / WORLD_UNITS);
        let scale = (rect.width() / wide.max(1.0)).min(rect.height() / tall.max(1.0)).min(rect.height() / least);
        let scale = scale.max(whole);
        let half = rect.height() / scale / 2.0;
        Self {
            rect,
            centre_x: low[0].wrapping_add((wide / 2.0) as u64 as u32),
            centre_y: middle_y.clamp(half.min(WORLD_UNITS / 2.0), (WORLD_UNITS - half).max(WORLD_UNITS / 2.0)),
            scale,
        }
    }

    fn middle(&self) -> Point {
        [f64::midpoint(self.rect.left, self.rect.right), f64::midpoint(self.rect.top, self.rect.bottom)]
    }

    /// The page's place of a place in the world, on the copy of the world nearest to the middle.
    pub(super) fn page_from_world(&self, world: World) -> Point {
        let [x, y] = self.middle();
        let east = f64::from(mercator::eastward(self.centre_x, world[0]));
        [x + east * self.scale, y + (f64::from(world[1]) - self.centre_y) * self.scale]
    }

    /// The page's place of a position.
    pub(super) fn page_from_position(&self, at: Position) -> Point {
        self.page_from_world(world_from_position(at))
    }

    /// The page's places of a line, whole even where it crosses the antimeridian.
    pub(super) fn page_from_line(&self, worlds: impl IntoIterator<Item = World>) -> Vec<Point> {
        let mut places: Vec<Point> = Vec::new();
        let mut last: Option<World> = None;
        for world in worlds {
            let mut at = self.page_from_world(world);
            if let (Some(before), Some(place)) = (last, places.last()) {
                at[0] = place[0] + f64::from(mercator::eastward(before[0], world[0])) * self.scale;
            }
            places.push(at);
            last = Some(world);
        }
        places
    }

    /// The position at a place of the page.
    pub(super) fn position_from_page(&self, [x, y]: Point) -> Position {
        let middle = self.middle();
        let east = ((x - middle[0]) / self.scale).round() as i64;
        let south = (self.centre_y + (y - middle[1]) / self.scale).round();
        position_from_world([self.centre_x.wrapping_add(east as u32), south.clamp(0.0, f64::from(u32::MAX)) as u32])
    }

    /// How many degrees of longitude the map is wide.
    pub(super) fn degrees_wide(&self) -> f64 {
        self.rect.width() / self.scale / WORLD_UNITS * 360.0
    }

    /// The longitude of the map's left side, not wrapped: 0 to 360 east of 180° W.
    pub(super) fn west(&self) -> f64 {
        f64::from(self.centre_x) / WORLD_UNITS * 360.0 - 180.0 - self.degrees_wide() / 2.0
    }

    /// The page's x of a longitude counted on from [`Frame::west`].
    pub(super) fn x_of(&self, lon: f64) -> f64 {
        self.rect.left + (lon - self.west()) / 360.0 * WORLD_UNITS * self.scale
    }

    /// The page's y of a latitude.
    pub(super) fn y_of(&self, lat: f64) -> f64 {
        let world = world_from_position(Position::clamped(lat, 0.0));
        self.middle()[1] + (f64::from(world[1]) - self.centre_y) * self.scale
    }

    /// The zoom, counted in pixels: at zoom z the world is 256 · 2^z pixels wide.
    pub(super) fn zoom(&self) -> f64 {
        (WORLD_UNITS * self.scale / 256.0).log2()
    }

    /// What it shows, and `margin` pixels round it.
    pub(super) fn world_box(&self, margin: f64) -> WorldBox {
        let (half_x, half_y) =
            ((self.rect.width() / 2.0 + margin) / self.scale, (self.rect.height() / 2.0 + margin) / self.scale);
        let x = f64::from(self.centre_x);
        WorldBox::from_corners([x - half_x, self.centre_y - half_y], [x + half_x, self.centre_y + half_y])
    }

    /// The length of one pixel on the ground in the map's middle latitude.
    pub(super) fn metres_per_pixel(&self) -> Metres {
        let middle = self.position_from_page(self.middle());
        let right = {
            let [x, y] = self.middle();
            self.position_from_page([x + 1.0, y])
        };
        // Measured on the ellipsoid: the sphere of Web Mercator is 0.1 % off at 38°N.
        let metres = crate::geodesy::distance(middle, right).value();
        if metres > 0.0 {
            return Metres::magnitude(metres);
        }
        Metres::magnitude(mercator::metres_per_unit(world_from_position(middle)[1]) / self.scale)
    }

    /// The tiles of a zoom that it shows, each with where it lies on the page (a tile shows up once per copy of the world).
    pub(super) fn tiles(&self, zoom: u8) -> Vec<(TileId, Rect)> {
        let per_side = 1_i64 << zoom.min(24);
        let side = WORLD_UNITS / 2_f64.powi(i32::from(zoom.min(24)));
        let (half_x, half_y) = (self.rect.width() / self.scale / 2.0, self.rect.height() / self.scale / 2.0);
        let x = f64::from(self.centre_x);
        let index = |units: f64| (units / side).floor() as i64;
        let rows = index(self.centre_y - half_y).max(0)..=index(self.centre_y + half_y).min(per_side - 1);
        let columns = index(x - half_x)..=index(x + half_x);
        let [middle_x, middle_y] = self.middle();
        let px = side * self.scale;
        rows.flat_map(|row| columns.clone().map(move |column| (column, row)))
            .map(|(column, row)| {
                let left = middle_x + (column as f64 * side - x) * self.scale;
                let top = middle_y + (row as f64 * side - self.centre_y) * self.scale;
                let id = TileId { zoom, x: column.rem_euclid(per_side) as u32, y: row as u32 };
                (id, Rect::new(left, top, left + px, top + px))
            })
            .collect()
    }
}

/// The corners of the box round two boxes: round the shorter way, so that a plan across the antimeridian keeps together.
pub(super) fn joined((a_sw, a_ne): Corners, (b_sw, b_ne): Corners) -> Corners {
    let south = a_sw.lat().min(b_sw.lat());
    let north = a_ne.lat().max(b_ne.lat());
    let wide = |west: f64, east: f64| (east - west).rem_euclid(360.0);
    let spans = |west: f64, east: f64| {
        // Whether both boxes lie between the two meridians, counted eastward.
        let whole = wide(west, east);
        [(a_sw, a_ne), (b_sw, b_ne)].iter().all(|(sw, ne)| {
            let (from, to) = (wide(west, sw.lon()), wide(west, ne.lon()));
            from <= to && to <= whole
        })
    };
    let choices =
        [(a_sw.lon(), a_ne.lon()), (a_sw.lon(), b_ne.lon()), (b_sw.lon(), a_ne.lon()), (b_sw.lon(), b_ne.lon())];
    let best = choices
        .into_iter()
        .filter(|(west, east)| spans(*west, *east))
        .min_by(|a, b| wide(a.0, a.1).total_cmp(&wide(b.0, b.1)));
    let (west, east) = best.unwrap_or((-180.0, 180.0));
    (Position::clamped(south, west), Position::clamped(north, east))
}

/// A box with room round it: a share of its size on every side, and at least so many degrees.
pub(super) fn with_margin((sw, ne): Corners, share: f64, least_degrees: f64) -> Corners {
    let wide = (ne.lon() - sw.lon()).rem_euclid(360.0);
    let tall = ne.lat() - sw.lat();
    let (dx, dy) = ((wide * share).max(least_degrees), (tall * share).max(least_degrees));
    if wide + 2.0 * dx >= 360.0 {
        return (Position::clamped(sw.lat() - dy, -180.0), Position::clamped(ne.lat() + dy, 180.0));
    }
    (Position::clamped(sw.lat() - dy, sw.lon() - dx), Position::clamped(ne.lat() + dy, ne.lon() + dx))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(lat: f64, lon: f64) -> Position {
        Position::new(lat, lon).expect("on the globe")
    }

    const PAGE: Rect = Rect::new(100.0, 50.0, 1124.0, 818.0);

    #[test]
    fn a_place_lands_where_mercator_says() {
        // 32°N to 42°N is 12.2 degrees of equator tall: y(42) - y(32) = 46.3732 - 33.8072 (ln tan(45 + lat/2), degrees).
        let frame = Frame::fitted(PAGE, (at(32.0, 120.0), at(42.0, 132.0)));
        let y = |lat: f64| (45.0 + lat / 2.0).to_radians().tan().ln().to_degrees();
        let per_degree = (768.0 / (y(42.0) - y(32.0))).min(1024.0 / 12.0);
        let expected =
            [612.0 + (125.4 - 126.0) * per_degree, 434.0 - (y(38.72) - f64::midpoint(y(42.0), y(32.0))) * per_degree];
        let page = frame.page_from_position(at(38.72, 125.4));
        assert!((0..2).all(|axis| (page[axis] - expected[axis]).abs() < 1e-4), "{page:?} {expected:?}");
        let back = frame.position_from_page(page);
        assert!((back.lat() - 38.72).abs() < 1e-6 && (back.lon() - 125.4).abs() < 1e-6);
        assert!((frame.x_of(125.4) - page[0]).abs() < 1e-4 && (frame.y_of(38.72) - page[1]).abs() < 1e-9);
    }

    #[test]
    fn a_box_across_the_antimeridian_is_one_picture() {
        let frame = Frame::fitted(PAGE, (at(50.0, 175.0), at(56.0, -175.0)));
        assert!(frame.degrees_wide() < 20.0);
        let (west, east) = (frame.page_from_position(at(53.0, 179.0)), frame.page_from_position(at(53.0, -179.0)));
        assert!(west[0] < east[0] && PAGE.contains(west) && PAGE.contains(east));
        let line = frame.page_from_line([at(53.0, 179.0), at(53.0, -179.0)].map(world_from_position));
        assert!((line[1][0] - east[0]).abs() < 1e-6);
        let tiles = frame.tiles(6);
        assert!(tiles.iter().any(|(id, _)| id.x == 63) && tiles.iter().any(|(id, _)| id.x == 0));
    }

    #[test]
    fn tiles_cover_the_frame_and_no_more() {
        let frame = Frame::fitted(PAGE, (at(32.0, 120.0), at(42.0, 132.0)));
        let tiles = frame.tiles(7);
        assert!(tiles.iter().all(|(_, rect)| rect.meets(&PAGE)));
        let covered: f64 =
            tiles.iter().filter_map(|(_, rect)| rect.shared(&PAGE)).map(|part| part.width() * part.height()).sum();
        assert!((covered / (PAGE.width() * PAGE.height()) - 1.0).abs() < 1e-9);
    }

    #[test]
    fn the_whole_world_and_a_single_point_have_pictures_too() {
        let world = Frame::fitted(PAGE, (at(-90.0, -180.0), at(90.0, 180.0)));
        assert!(world.degrees_wide() <= 360.0 + 1e-9 && world.zoom() > 1.0);
        let point = Frame::fitted(PAGE, (at(37.0, 125.0), at(37.0, 125.0)));
        let height = point.metres_per_pixel().nautical_miles().value() * PAGE.height();
        assert!((height - 2.0).abs() < 0.02, "{height}");
    }

    #[test]
    fn boxes_join_the_short_way_round() {
        let (sw, ne) = joined((at(50.0, 170.0), at(52.0, 175.0)), (at(49.0, -178.0), at(51.0, -170.0)));
        assert_eq!((sw, ne), (at(49.0, 170.0), at(52.0, -170.0)));
        let (sw, ne) = joined((at(35.0, 123.0), at(36.0, 124.0)), (at(37.0, 123.5), at(38.0, 126.0)));
        assert_eq!((sw, ne), (at(35.0, 123.0), at(38.0, 126.0)));
        let (sw, ne) = joined((at(35.0, 123.0), at(38.0, 126.0)), (at(36.0, 124.0), at(37.0, 125.0)));
        assert_eq!((sw, ne), (at(35.0, 123.0), at(38.0, 126.0)));
    }
}
