//! Where a silent ship can have been: the space-time prism between the last fix before a silence and the first one after it.
//!
//! Owns the prism on the ellipsoid, what of it the land leaves, and where two silent ships can have met. Never says that a ship was
//! anywhere. Start at [`Prism`].
//!
//! # Source
//! H. J. Miller, "A measurement theory for time geography", Geographical Analysis 37 (2005), doi:10.1111/j.1538-4632.2005.00575.x; domain.md,
//! section 2.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use geo::{LineString, Polygon};

use crate::geodesy::{self, Position};
use crate::units::{Course, Knots, METRES_PER_NAUTICAL_MILE, Metres, SquareMetres, Timestamp};

const HOUR_MS: f64 = 3_600_000.0;
/// How often an interval is halved: below a millimetre from the size of the Earth.
const HALVINGS: u32 = 36;

/// A silence, as far as it bounds where the ship was.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Prism {
    /// Where it was last heard.
    pub from: Position,
    /// When.
    pub from_time: Timestamp,
    /// Where it was heard again.
    pub to: Position,
    /// When.
    pub to_time: Timestamp,
    /// The fastest it can go.
    pub speed: Knots,
}

/// Why a ship can have been nowhere: the data are false, or it was faster.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
#[error(
    "{needed_kn:.1} kn were needed between the two fixes, and {stated_kn:.1} kn are the most: the data are false, or the ship was faster"
)]
pub struct Empty {
    /// The speed that the straight way takes, in knots.
    pub needed_kn: f64,
    /// The speed that was taken for the fastest, in knots.
    pub stated_kn: f64,
}

impl Prism {
    /// How long the silence was, in hours.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "spans of milliseconds within a store are far below 2^53")]
    pub fn hours(&self) -> f64 {
        (self.to_time.millis() - self.from_time.millis()) as f64 / HOUR_MS
    }

    /// The longest way it can have made.
    #[must_use]
    pub fn reach(&self) -> Metres {
        Metres::magnitude(self.speed.value() * METRES_PER_NAUTICAL_MILE * self.hours().max(0.0))
    }

    /// The longest it can have stayed at a place, in hours; `None` where it cannot have been.
    #[must_use]
    pub fn longest_stop_hours(&self, at: Position) -> Option<f64> {
        let way = geodesy::distance(self.from, at).value() + geodesy::distance(at, self.to).value();
        let reach = self.reach().value();
        (way <= reach).then(|| {
            if reach > 0.0 { (reach - way) / (self.speed.value() * METRES_PER_NAUTICAL_MILE) } else { self.hours() }
        })
    }

    /// When it can have been at a place: its earliest arrival and its latest departure, in milliseconds since the epoch.
    fn stay_ms(&self, at: Position) -> (f64, f64) {
        let ms = |metres: Metres| metres.value() / (self.speed.value().max(1e-9) * METRES_PER_NAUTICAL_MILE) * HOUR_MS;
        #[expect(clippy::cast_precision_loss, reason = "milliseconds of four-digit years are below 2^53")]
        let (from, to) = (self.from_time.millis() as f64, self.to_time.millis() as f64);
        (from + ms(geodesy::distance(self.from, at)), to - ms(geodesy::distance(at, self.to)))
    }

    /// The edge of where it can have been, as so many places counter-clockwise from north; land does not count.
    ///
    /// # Errors
    /// [`Empty`] if it cannot even have sailed straight.
    pub fn outline(&self, n_vertices: u32) -> Result<Vec<Position>, Empty> {
        let leg = geodesy::inverse(self.from, self.to);
        let (reach, distance) = (self.reach().value(), leg.distance.value());
        if distance > reach {
            let needed_kn = distance / METRES_PER_NAUTICAL_MILE / self.hours().max(f64::MIN_POSITIVE);
            return Err(Empty { needed_kn, stated_kn: self.speed.value() });
        }
        let middle = geodesy::destination(self.from, leg.initial, Metres::magnitude(distance / 2.0));
        let n = n_vertices.max(8);
        let edge = |idx: u32| {
            let course = Course::wrapped(360.0 - 360.0 * f64::from(idx) / f64::from(n));
            let way = |metres: f64| {
                let at = geodesy::destination(middle, course, Metres::magnitude(metres));
                geodesy::distance(self.from, at).value() + geodesy::distance(at, self.to).value()
            };
            let (mut inside, mut outside) = (0.0, f64::midpoint(reach, distance).min(1.0e7));
            for _ in 0..HALVINGS {
                let middle = f64::midpoint(inside, outside);
                if way(middle) <= reach { inside = middle } else { outside = middle }
            }
            geodesy::destination(middle, course, Metres::magnitude(inside))
        };
        Ok((0..n).map(edge).collect())
    }

    /// The area in that edge; land does not count.
    ///
    /// # Errors
    /// As [`Prism::outline`].
    pub fn area(&self, n_vertices: u32) -> Result<SquareMetres, Empty> {
        Ok(geodesy::ring_size(&self.outline(n_vertices)?).1)
    }
}

/// Where two silent ships can have been together, and for how long at the most.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Meeting {
    /// The place at which they can have been together for longest.
    pub at: Position,
    /// When both can have been there.
    pub from: Timestamp,
    /// Until when.
    pub to: Timestamp,
}

impl Meeting {
    /// The longest time together, in hours.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "spans of milliseconds within a store are far below 2^53")]
    pub fn hours(&self) -> f64 {
        (self.to.millis() - self.from.millis()) as f64 / HOUR_MS
    }
}

/// Where two silent ships can have been together for longest, if they can have been for at least so many hours. On open water: land between
/// them makes it less.
#[must_use]
#[expect(clippy::cast_possible_truncation, reason = "milliseconds of four-digit years")]
pub fn longest_meeting(one: &Prism, other: &Prism, least_hours: f64) -> Option<Meeting> {
    let together = |at: Position| {
        let (a, b) = (one.stay_ms(at), other.stay_ms(at));
        (a.0.max(b.0), a.1.min(b.1))
    };
    let outlines = [one.outline(16).ok()?, other.outline(16).ok()?];
    // Longitudes as seen from one ship, so that the antimeridian is no edge.
    let east = |at: Position| (at.lon() - one.from.lon() + 540.0).rem_euclid(360.0) - 180.0;
    let span = |ring: &[Position], of: &dyn Fn(Position) -> f64| {
        ring.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), at| (low.min(of(*at)), high.max(of(*at))))
    };
    let common = |of: &dyn Fn(Position) -> f64| {
        let [a, b] = [span(outlines.first()?, of), span(outlines.get(1)?, of)];
        let margin = 0.1 * (a.1 - a.0).max(b.1 - b.0);
        let (low, high) = (a.0.max(b.0) - margin, a.1.min(b.1) + margin);
        (low < high).then_some((low, high))
    };
    let (south, north) = common(&|at: Position| at.lat())?;
    let (west, east) = common(&east)?;
    let place = |lat: f64, lon: f64| Position::clamped(lat, lon + one.from.lon());
    let length = |lat: f64, lon: f64| {
        let (from, to) = together(place(lat, lon));
        to - from
    };
    // The time together is a least of concave functions of the place, and so concave itself: narrowing in finds its top.
    let best_lat = |lon: f64| narrowed((south.max(-90.0), north.min(90.0)), |lat| length(lat, lon));
    let lon = narrowed((west, east), |lon| length(best_lat(lon), lon));
    let at = place(best_lat(lon), lon);
    let (from, to) = together(at);
    let is_long_enough = to - from >= (least_hours.max(0.0) * HOUR_MS) - 1.0;
    let moment = |ms: f64| Timestamp::from_millis(ms.round() as i64);
    is_long_enough.then(|| Meeting { at, from: moment(from), to: moment(to.max(from)) })
}

/// Where a function with one top has it, by the golden section.
fn narrowed((mut low, mut high): (f64, f64), value: impl Fn(f64) -> f64) -> f64 {
    const GOLDEN: f64 = 0.618_033_988_749_894_9;
    let (mut a, mut b) = (high - GOLDEN * (high - low), low + GOLDEN * (high - low));
    let (mut at_a, mut at_b) = (value(a), value(b));
    for _ in 0..40 {
        if at_a < at_b {
            (low, a, at_a) = (a, b, at_b);
            b = low + GOLDEN * (high - low);
            at_b = value(b);
        } else {
            (high, b, at_b) = (b, a, at_a);
            a = high - GOLDEN * (high - low);
            at_a = value(a);
        }
    }
    f64::midpoint(low, high)
}

/// How finely the sea is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SeaParams {
    /// How many cells the longer side of the box round the prism has: a choice, 160.
    pub n_cells: u32,
}

impl Default for SeaParams {
    fn default() -> Self {
        Self { n_cells: 160 }
    }
}

/// What of a prism is sea that the ship can have reached, going round land: a grid of cells.
///
/// It errs to the wide side: ways are taken for up to 3 % shorter than the steps of the grid, and a cell that is partly sea may be sailed, so that
/// no cell in which the ship can have been is left out.
#[derive(Clone, Debug, PartialEq)]
pub struct ReachableSea {
    west: f64,
    south: f64,
    lon_step: f64,
    lat_step: f64,
    n_lon: usize,
    n_lat: usize,
    cells: Vec<bool>,
}

/// A way by steps of up to a knight's move is at most this much longer than the straight one: 1/cos(½·atan(½)), and a little for the shape of cells.
const STEPS_LONGER: f64 = 1.0275 * 1.01;
/// The sixteen ways to step.
const STEPS: [(isize, isize); 16] = [
    (1, 0),
    (0, 1),
    (-1, 0),
    (0, -1),
    (1, 1),
    (-1, 1),
    (-1, -1),
    (1, -1),
    (2, 1),
    (1, 2),
    (-1, 2),
    (-2, 1),
    (-2, -1),
    (-1, -2),
    (1, -2),
    (2, -1),
];

impl ReachableSea {
    /// Looks at the sea of a prism; `is_land` says whether a place is on land.
    ///
    /// # Errors
    /// [`Empty`] if the ship can have been nowhere.
    pub fn of(prism: &Prism, params: SeaParams, is_land: impl Fn(Position) -> bool) -> Result<Self, Empty> {
        let outline = prism.outline(72)?;
        let reference = prism.from.lon();
        let east = |at: &Position| (at.lon() - reference + 540.0).rem_euclid(360.0) - 180.0;
        let bounds = |of: &dyn Fn(&Position) -> f64| {
            let ends = outline.iter().chain([&prism.from, &prism.to]).map(of);
            ends.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(value), high.max(value)))
        };
        let ((south, north), (west, east)) = (bounds(&|at| at.lat()), bounds(&east));
        let scale = f64::midpoint(south, north).to_radians().cos().max(0.05);
        let n = f64::from(params.n_cells.clamp(8, 2000));
        let lat_step = ((north - south).max((east - west) * scale) / n).max(1e-5);
        let lon_step = lat_step / scale;
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "at most 2000 cells and a margin")]
        let count = |span: f64, step: f64| (span / step).ceil() as usize + 5;
        let (n_lon, n_lat) = (count(east - west, lon_step), count(north - south, lat_step));
        let mut sea = Self {
            west: west + reference - 2.5 * lon_step,
            south: south - 2.5 * lat_step,
            lon_step,
            lat_step,
            n_lon,
            n_lat,
            cells: Vec::new(),
        };
        let can_be_sailed = sea.sailable(&is_land);
        let (out, back) = (sea.ways(prism.from, &can_be_sailed), sea.ways(prism.to, &can_be_sailed));
        let reach = prism.reach().value();
        // A ship may be anywhere in the cells at both ends and in this one.
        let slack = 3.0 * sea.diagonal_metres();
        let can_be_in = |idx: usize| {
            let ways = out.get(idx).zip(back.get(idx));
            ways.is_some_and(|(out, back)| (out + back) / STEPS_LONGER <= reach + slack)
                && prism.longest_way_through(sea.centre(idx)) <= reach + slack
        };
        sea.cells = (0..n_lon * n_lat).map(|idx| can_be_sailed.get(idx) == Some(&true) && can_be_in(idx)).collect();
        Ok(sea)
    }

    /// Whether the ship can have been at a place, as far as the grid tells: sea within reach round land.
    #[must_use]
    pub fn holds(&self, at: Position) -> bool {
        self.idx_of(at).is_some_and(|idx| self.cells.get(idx) == Some(&true))
    }

    /// Whether it can have been nowhere.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        !self.cells.contains(&true)
    }

    /// How large it is.
    #[must_use]
    pub fn area(&self) -> SquareMetres {
        let held = self.cells.iter().enumerate().filter(|(_, is_held)| **is_held);
        SquareMetres::magnitude(held.map(|(idx, _)| geodesy::polygon_area(&self.cell(idx)).value()).sum())
    }

    /// Its cells as rectangles, joined along parallels; eastward of the antimeridian longitudes go on beyond 180.
    #[must_use]
    pub fn rectangles(&self) -> Vec<Polygon<f64>> {
        let mut all = Vec::new();
        for row in 0..self.n_lat {
            let mut from = None;
            for column in 0..=self.n_lon {
                let is_held = column < self.n_lon && self.cells.get(row * self.n_lon + column) == Some(&true);
                match (is_held, from) {
                    (true, None) => from = Some(column),
                    (false, Some(first)) => {
                        all.push(self.rectangle(first, column, row));
                        from = None;
                    }
                    _ => {}
                }
            }
        }
        all
    }

    fn cell(&self, idx: usize) -> Polygon<f64> {
        let (row, column) = (idx / self.n_lon, idx % self.n_lon);
        self.rectangle(column, column + 1, row)
    }

    #[expect(clippy::cast_precision_loss, reason = "a few thousand cells")]
    fn rectangle(&self, first: usize, end: usize, row: usize) -> Polygon<f64> {
        let (west, east) = (self.west + first as f64 * self.lon_step, self.west + end as f64 * self.lon_step);
        let (south, north) = (self.south + row as f64 * self.lat_step, self.south + (row + 1) as f64 * self.lat_step);
        let ring = vec![(west, south), (east, south), (east, north), (west, north), (west, south)];
        Polygon::new(LineString::from(ring), Vec::new())
    }

    #[expect(clippy::cast_precision_loss, reason = "a few thousand cells")]
    fn centre(&self, idx: usize) -> Position {
        let (row, column) = ((idx / self.n_lon) as f64, (idx % self.n_lon) as f64);
        Position::clamped(self.south + (row + 0.5) * self.lat_step, self.west + (column + 0.5) * self.lon_step)
    }

    fn idx_of(&self, at: Position) -> Option<usize> {
        let column = (at.lon() - self.west).rem_euclid(360.0) / self.lon_step;
        let row = (at.lat() - self.south) / self.lat_step;
        if row < 0.0 {
            return None;
        }
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "not negative, and looked at next")]
        let (column, row) = (column as usize, row as usize);
        (column < self.n_lon && row < self.n_lat).then_some(row * self.n_lon + column)
    }

    fn diagonal_metres(&self) -> f64 {
        // A degree of latitude is 111.7 km at the most.
        1.415 * self.lat_step * 111_700.0
    }

    /// Cells of which the middle, a corner or the middle of an edge is sea.
    fn sailable(&self, is_land: &impl Fn(Position) -> bool) -> Vec<bool> {
        let looks = [0.0, 0.5, 1.0];
        #[expect(clippy::cast_precision_loss, reason = "a few thousand cells")]
        let has_sea = |idx: usize| {
            let (row, column) = ((idx / self.n_lon) as f64, (idx % self.n_lon) as f64);
            looks.iter().flat_map(|y| looks.iter().map(move |x| (x, y))).any(|(x, y)| {
                let (lat, lon) = (self.south + (row + y) * self.lat_step, self.west + (column + x) * self.lon_step);
                !is_land(Position::clamped(lat, lon))
            })
        };
        (0..self.n_lon * self.n_lat).map(has_sea).collect()
    }

    /// The shortest way by steps over cells that can be sailed, in metres, from a place to every cell (Dijkstra 1959,
    /// doi:10.1007/BF01386390).
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_possible_wrap,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "a few thousand cells, and millimetres of ways on Earth"
    )]
    fn ways(&self, from: Position, can_be_sailed: &[bool]) -> Vec<f64> {
        let mut ways = vec![u64::MAX; can_be_sailed.len()];
        let mut open = BinaryHeap::new();
        if let Some(way) = self.idx_of(from).and_then(|idx| Some((ways.get_mut(idx)?, idx))) {
            *way.0 = 0;
            open.push(Reverse((0_u64, way.1)));
        }
        while let Some(Reverse((way, idx))) = open.pop() {
            if ways.get(idx).is_none_or(|known| *known < way) {
                continue;
            }
            let (row, column) = ((idx / self.n_lon) as isize, (idx % self.n_lon) as isize);
            let north_m = self.lat_step * 110_574.0;
            // The narrower of the two ends, so that no way is taken for longer than it is.
            let east_m = |rows: isize| {
                let lat = self.south + ((row + rows.max(0)) as f64 + 1.0) * self.lat_step;
                let low = self.south + ((row + rows.min(0)) as f64) * self.lat_step;
                self.lon_step * 111_319.0 * lat.abs().max(low.abs()).min(89.9).to_radians().cos()
            };
            for (columns, rows) in STEPS {
                let (to_row, to_column) = (row + rows, column + columns);
                if to_row < 0 || to_column < 0 || to_row as usize >= self.n_lat || to_column as usize >= self.n_lon {
                    continue;
                }
                let to = to_row as usize * self.n_lon + to_column as usize;
                if can_be_sailed.get(to) != Some(&true) || !self.is_free(idx, (columns, rows), can_be_sailed) {
                    continue;
                }
                let metres = (columns as f64 * east_m(rows)).hypot(rows as f64 * north_m);
                let next = way + (metres * 1000.0) as u64;
                if let Some(known) = ways.get_mut(to).filter(|known| next < **known) {
                    *known = next;
                    open.push(Reverse((next, to)));
                }
            }
        }
        ways.into_iter().map(|way| if way == u64::MAX { f64::INFINITY } else { way as f64 / 1000.0 }).collect()
    }

    /// Whether a knight's move passes over one of the two cells between that can be sailed; shorter steps always may.
    fn is_free(&self, idx: usize, (columns, rows): (isize, isize), can_be_sailed: &[bool]) -> bool {
        if columns.abs() + rows.abs() < 3 {
            return true;
        }
        let width = isize::try_from(self.n_lon).unwrap_or(isize::MAX);
        let straight = if columns.abs() == 2 { columns.signum() } else { rows.signum() * width };
        let slanting = columns.signum() + rows.signum() * width;
        let is_sea =
            |step: isize| idx.checked_add_signed(step).is_some_and(|between| can_be_sailed.get(between) == Some(&true));
        is_sea(straight) || is_sea(slanting)
    }
}

impl Prism {
    /// The way from the one fix by a place to the other, in metres.
    fn longest_way_through(&self, at: Position) -> f64 {
        geodesy::distance(self.from, at).value() + geodesy::distance(at, self.to).value()
    }
}

#[cfg(test)]
mod tests;
