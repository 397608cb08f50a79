//! Round land: ways by sea, and the earliest meeting along them.
//!
//! Owns a grid over some sea, the ways found on it, and the search for a meeting whose straight way crosses land. A way it gives crosses no land
//! that the chart knows, so it is never shorter than the shortest; it may be longer, where that leads through a channel narrower than a cell.
//! Never says that a way is deep enough. Start at [`earliest_by_sea`].
//!
//! # Source
//! Hart, Nilsson and Raphael 1968, doi:10.1109/TSSC.1968.300136 (A*), on sixteen directions; then corners are drawn tight as far as both legs
//! stay free. A leg is free where it can be covered by discs in which there is no land: the distance to the coast tells their size, as in sphere
//! tracing (Hart 1996, doi:10.1007/s003710050084).

use std::cell::OnceCell;
use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashSet};
use std::fmt;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use super::super::reachability::grid::STEPS;
use super::motion::{Motion, span};
use super::solve::{Limits, Meeting, NoMeeting, Pursuer, Reach, earliest, meeting};
use crate::chart::Waters;
use crate::geodesy::{self, Position};
use crate::units::{Metres, Timestamp};

/// What a place is, and how far the nearest coast is from it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Ground {
    /// Sea; no land is nearer.
    Sea(Metres),
    /// Land.
    Land(Metres),
}

/// How finely the sea is looked at.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SeaParams {
    /// How many cells the longer side has at the most: a choice, 400.
    pub most_cells: u32,
    /// No cell is smaller in degrees of latitude: a choice, a quarter of a nautical mile.
    pub least_step_degrees: f64,
}

impl Default for SeaParams {
    fn default() -> Self {
        Self { most_cells: 400, least_step_degrees: 0.25 / 60.0 }
    }
}

/// So far ways keep off the land, ports aside: a choice, a tenth of a nautical mile; the chart's coast is good to 50 m (`maps/README.md`).
const OFF_SHORE_METRES: f64 = 185.2;
/// No step along a leg is longer, whatever the chart says.
const MOST_STEP_METRES: f64 = 50_000.0;
/// A ship that the chart has so far inland lies in a port that the chart does not know: a choice, 5 km.
const IN_PORT_METRES: f64 = 5_000.0;
/// What a ship in port may cross of land beyond that, to be clear of it.
const CLEAR_OF_PORT_METRES: f64 = 500.0;
/// So far a port may be from the nearest place that can be reached: a choice, 16 nautical miles.
const LAST_METRES: f64 = 16.0 * 1852.0;
/// How often a meeting round land is drawn nearer before the best found is taken.
const MOST_ROUNDS: usize = 12;
/// Two such meetings are as good as one another: half a minute.
const SAME_S: f64 = 30.0;

/// Some sea, in which ways are looked for; outside of its box there are none. What was asked of the ground once is kept, so one of these should
/// serve all ships of a question.
pub struct Sea<'a> {
    ground: Box<dyn Fn(Position) -> Ground + Send + Sync + 'a>,
    south: f64,
    west: f64,
    lat_step: f64,
    lon_step: f64,
    n_lat: usize,
    n_lon: usize,
    /// No place of a cell is farther from its middle, in metres.
    cell_reach: f64,
    /// How far the coast is from a cell's middle in metres, negative on land.
    cells: Vec<OnceLock<f64>>,
    /// Which of the sixteen steps from a cell are known (low half), and which of them are free (high half).
    steps: Vec<AtomicU32>,
    /// How far a step goes, by row, millimetres.
    step_ways: Vec<[u64; STEPS.len()]>,
}

impl fmt::Debug for Sea<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sea").field("n_lat", &self.n_lat).field("n_lon", &self.n_lon).finish_non_exhaustive()
    }
}

impl<'a> Sea<'a> {
    /// The sea between a south-west and a north-east corner (east of the antimeridian if need be), with what says where land is.
    #[must_use]
    pub fn new(
        (south_west, north_east): (Position, Position),
        params: SeaParams,
        ground: impl Fn(Position) -> Ground + Send + Sync + 'a,
    ) -> Self {
        let height = (north_east.lat() - south_west.lat()).max(0.01);
        let width = (north_east.lon() - south_west.lon()).rem_euclid(360.0).max(0.01);
        let scale = f64::midpoint(north_east.lat(), south_west.lat()).to_radians().cos().max(0.05);
        let n = f64::from(params.most_cells.clamp(8, 2000));
        let lat_step = (height.max(width * scale) / n).max(params.least_step_degrees).max(1e-4);
        let lon_step = lat_step / scale;
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "at most some thousand cells")]
        let count = |length: f64, step: f64| (length / step).ceil().clamp(1.0, 40_000.0) as usize;
        let (n_lat, n_lon) = (count(height, lat_step), count(width, lon_step));
        let cells = (0..n_lat * n_lon).map(|_| OnceLock::new()).collect();
        let steps = (0..n_lat * n_lon).map(|_| AtomicU32::new(0)).collect();
        let (south, west) = (south_west.lat(), south_west.lon());
        let cell_reach = cell_reach(south, lat_step, lon_step, n_lat);
        let step_ways = step_ways(south, (lat_step, lon_step), n_lat);
        let ground = Box::new(ground);
        Self { ground, south, west, lat_step, lon_step, n_lat, n_lon, cell_reach, cells, steps, step_ways }
    }

    /// The sea of a chart between a south-west and a north-east corner. Lakes are land here: no ship sails out of them.
    #[must_use]
    pub fn of_chart(waters: &'a Waters, corners: (Position, Position), params: SeaParams) -> Self {
        Self::new(corners, params, |at| ground_of(waters, at))
    }

    /// A way by sea from place to place with its corners, both ends included; `None` if none was found. Ends that the chart has up to 5 km inland
    /// are ports.
    #[must_use]
    pub fn way(&self, from: Position, to: Position) -> Option<Vec<Position>> {
        let (out, into) = (self.port_metres(from)?, self.port_metres(to)?);
        let ends = Ends { from, to, out, into };
        if self.is_free(from, to, (out, into)) {
            return Some(vec![from, to]);
        }
        Some(self.straightened(self.by_cells(&ends).ok()?, &ends, 4))
    }

    /// How long ways are from one place to each of many: those of [`Sea::way_to_port`], but that corners are drawn tight less often, so that they may be up
    /// to a hundredth longer. The grid is searched once for all of them, and no farther than it must be.
    #[must_use]
    pub fn lengths_to_ports(&self, from: Position, ports: &[Position]) -> Vec<Option<Metres>> {
        self.lengths(from, ports, |reached, last, ends| {
            geodesy::line_length(&self.straightened(self.traced(reached, last, ends), ends, 2))
        })
    }

    /// As [`Sea::lengths_to_ports`], but a way that is not straight goes from middle to middle of the grid's cells in sixteen directions: it may be 3 % longer.
    #[must_use]
    pub fn rough_lengths_to_ports(&self, from: Position, ports: &[Position]) -> Vec<Option<Metres>> {
        self.lengths(from, ports, |reached, last, ends| geodesy::line_length(&self.traced(reached, last, ends)))
    }

    fn lengths(
        &self,
        from: Position,
        ports: &[Position],
        length_of: impl Fn(&Reached, usize, &Ends) -> Metres,
    ) -> Vec<Option<Metres>> {
        let Some(out) = self.port_metres(from) else { return vec![None; ports.len()] };
        let into: Vec<Option<f64>> = ports.iter().map(|port| self.port_metres(*port)).collect();
        // The cells from which each port can be reached; none where the straight way is free.
        let goals = |(port, into): (&Position, &Option<f64>)| match into {
            Some(into) if self.is_free(from, *port, (out, *into)) => None,
            Some(into) => Some(self.cells_round(*port, |cell| self.is_free(cell, *port, (0.0, *into)))),
            None => Some(Vec::new()),
        };
        let goals: Vec<Option<Vec<usize>>> = ports.iter().zip(&into).map(goals).collect();
        let wanted: HashSet<usize> = goals.iter().flatten().flatten().copied().collect();
        let anywhere = |to: Position| Ends { from, to, out, into: 0.0 };
        let search = |most| self.reached(&anywhere(from), &wanted, most, |_| 0);
        let (some, all): (OnceCell<Reached>, OnceCell<Reached>) = Default::default();
        let length = |((port, into), goals): ((&Position, &Option<f64>), &Option<Vec<usize>>)| {
            let Some(goals) = goals else { return Some(geodesy::distance(from, *port)) };
            let ends = Ends { into: into.unwrap_or_default(), ..anywhere(*port) };
            let reached = some.get_or_init(|| search(wanted.len()));
            let on = |idx: &usize| Some((reached.way(*idx)? + millimetres(self.middle(*idx), *port), *idx));
            if let Some((_, last)) = goals.iter().filter_map(on).min() {
                return Some(length_of(reached, last, &ends));
            }
            let reached = all.get_or_init(|| search(usize::MAX));
            let (last, near) = self.nearest_reached(reached, *port)?;
            let ends = anywhere(near);
            let way = length_of(reached, last, &ends);
            Some(Metres::magnitude(way.value() + geodesy::distance(near, *port).value()))
        };
        ports.iter().zip(&into).zip(&goals).map(length).collect()
    }

    /// The cell nearest to a port of those that were reached, and its middle, no farther off than the last miles of a way.
    fn nearest_reached(&self, reached: &Reached, port: Position) -> Option<(usize, Position)> {
        let (row, column) = self.row_and_column(port);
        #[expect(clippy::cast_possible_truncation, reason = "a few thousand cells")]
        let cells = |degrees: f64| (degrees / self.lat_step.min(self.lon_step)).ceil().min(4000.0) as isize;
        // A degree of longitude is shorter than one of latitude; up to 60 degrees, not below half of it.
        let reach = cells(LAST_METRES / 110_000.0 * 2.0);
        let about =
            (-reach..=reach).flat_map(|rows| (-reach..=reach).map(move |columns| (row + rows, column + columns)));
        let cells = about.filter_map(|(row, column)| self.idx(row, column)).filter(|idx| reached.way(*idx).is_some());
        let nearest = cells.min_by_key(|idx| (millimetres(self.middle(*idx), port), *idx))?;
        let near = self.middle(nearest);
        (geodesy::distance(near, port).value() <= LAST_METRES).then_some((nearest, near))
    }

    /// A way over cells without the corners that it does without, drawn tight so many times.
    fn straightened(&self, mut way: Vec<Position>, ends: &Ends, n_rounds: usize) -> Vec<Position> {
        way = self.skipped(&way, ends);
        for _ in 0..n_rounds {
            way = self.drawn_tight(&way, ends);
            way = self.skipped(&way, ends);
        }
        way
    }

    /// As [`Sea::way`]; where a port lies up an inlet that the grid is too coarse for, the last miles are taken straight, whatever they cross: at most
    /// 16 nautical miles from the nearest place that can be reached.
    #[must_use]
    pub fn way_to_port(&self, from: Position, port: Position) -> Option<Vec<Position>> {
        self.way(from, port).or_else(|| {
            let ends = Ends { from, to: port, out: self.port_metres(from)?, into: 0.0 };
            let near = self.middle(self.by_cells(&ends).err().flatten()?);
            let mut way = self.way(from, near).filter(|_| geodesy::distance(near, port).value() <= LAST_METRES)?;
            way.push(port);
            Some(way)
        })
    }

    /// Whether the straight way between two places crosses no land, apart from what a port at either end is given.
    #[must_use]
    pub fn is_open(&self, from: Position, to: Position) -> bool {
        let ports = self.port_metres(from).zip(self.port_metres(to));
        ports.is_some_and(|ports| self.is_free(from, to, ports))
    }

    /// How far from a place land does not count, because it lies in a port; `None` if it lies farther inland.
    fn port_metres(&self, at: Position) -> Option<f64> {
        match (self.ground)(at) {
            Ground::Sea(coast) if coast.value() >= OFF_SHORE_METRES => Some(0.0),
            Ground::Sea(_) => Some(CLEAR_OF_PORT_METRES),
            Ground::Land(coast) if coast.value() <= IN_PORT_METRES => Some(coast.value() + CLEAR_OF_PORT_METRES),
            Ground::Land(_) => None,
        }
    }

    fn is_free(&self, from: Position, to: Position, (out, into): (f64, f64)) -> bool {
        let leg = geodesy::inverse(from, to);
        let end = leg.distance.value() - into;
        let mut metres = out;
        while metres < end {
            let at = geodesy::destination(from, leg.initial, Metres::magnitude(metres));
            let Some(clear) = self.clear_metres(at) else { return false };
            // The next disc reaches back at least as far as ways keep off the land.
            metres += clear.min(MOST_STEP_METRES) + OFF_SHORE_METRES;
        }
        into > 0.0 || (self.is_off_shore(to) && self.idx_of(to).is_some())
    }

    /// How far the coast is from a place at the least, in metres; `None` outside of the grid, on land, and nearer to it than ways keep off.
    fn clear_metres(&self, at: Position) -> Option<f64> {
        // Far out, what is known of the cell's middle says enough.
        let at_least = self.coast(self.idx_of(at)?) - self.cell_reach;
        if at_least >= OFF_SHORE_METRES {
            return Some(at_least);
        }
        match (self.ground)(at) {
            Ground::Sea(coast) => Some(coast.value()).filter(|coast| *coast >= OFF_SHORE_METRES),
            Ground::Land(_) => None,
        }
    }

    fn is_off_shore(&self, at: Position) -> bool {
        matches!((self.ground)(at), Ground::Sea(coast) if coast.value() >= OFF_SHORE_METRES)
    }

    /// The shortest way over the middles of cells at sea; else the cell nearest to the end that can be reached, if any can.
    fn by_cells(&self, ends: &Ends) -> Result<Vec<Position>, Option<usize>> {
        let goals = self.cells_round(ends.to, |cell| self.is_free(cell, ends.to, (0.0, ends.into)));
        let goals = goals.into_iter().collect();
        let reached = self.reached(ends, &goals, 1, |idx| millimetres(self.middle(idx), ends.to));
        reached.goal.map(|goal| self.traced(&reached, goal, ends)).ok_or(reached.nearest)
    }

    /// How far it is over the middles of cells to each cell, until so many of some goals are reached, or to all; `ahead` is what a cell is away from them at
    /// the least.
    fn reached(&self, ends: &Ends, goals: &HashSet<usize>, n_goals: usize, ahead: impl Fn(usize) -> u64) -> Reached {
        let n = self.cells.len();
        let mut reached =
            Reached { ways: vec![u64::MAX; n], came_from: vec![usize::MAX; n], goal: None, nearest: None };
        let mut open = BinaryHeap::new();
        for idx in self.cells_round(ends.from, |cell| self.is_free(ends.from, cell, (ends.out, 0.0))) {
            let way = millimetres(ends.from, self.middle(idx));
            reached.note(idx, way, usize::MAX);
            open.push(Reverse((way + ahead(idx), way, idx)));
        }
        let (mut least, mut n_reached) = (u64::MAX, 0);
        while let Some(Reverse((_, way, idx))) = open.pop() {
            if reached.ways.get(idx).is_none_or(|known| *known < way) {
                continue;
            }
            if goals.contains(&idx) {
                reached.goal.get_or_insert(idx);
                n_reached += 1;
                if n_reached >= n_goals {
                    break;
                }
            }
            let left = ahead(idx);
            if left < least {
                (least, reached.nearest) = (left, Some(idx));
            }
            let step_ways = self.step_ways.get(idx / self.n_lon).into_iter().flatten();
            for ((step_idx, to), step_way) in self.steps(idx).zip(step_ways) {
                let Some(to) = to else { continue };
                let next = way + step_way;
                if reached.ways.get(to).is_some_and(|known| next < *known) && self.can_step(idx, to, step_idx) {
                    reached.note(to, next, idx);
                    open.push(Reverse((next + ahead(to), next, to)));
                }
            }
        }
        reached
    }

    /// The way to a cell that was reached, from the one end to the other.
    fn traced(&self, reached: &Reached, last: usize, ends: &Ends) -> Vec<Position> {
        let (mut way, mut idx) = (vec![ends.to], last);
        while idx != usize::MAX {
            way.push(self.middle(idx));
            idx = reached.came_from.get(idx).copied().unwrap_or(usize::MAX);
        }
        way.push(ends.from);
        way.reverse();
        way
    }

    /// The cells at sea near a place from which it can be reached, those of the smallest ring of cells that has any.
    fn cells_round(&self, at: Position, is_free: impl Fn(Position) -> bool) -> Vec<usize> {
        let (row, column) = self.row_and_column(at);
        for reach in [1_isize, 3, 8, 20] {
            let found: Vec<usize> = (-reach..=reach)
                .flat_map(|rows| (-reach..=reach).map(move |columns| (row + rows, column + columns)))
                .filter_map(|(row, column)| self.idx(row, column))
                .filter(|idx| self.coast(*idx) >= OFF_SHORE_METRES && is_free(self.middle(*idx)))
                .collect();
            if !found.is_empty() {
                return found;
            }
        }
        Vec::new()
    }

    #[expect(clippy::cast_possible_wrap, reason = "a few thousand rows and columns")]
    fn steps(&self, idx: usize) -> impl Iterator<Item = (usize, Option<usize>)> {
        let (row, column) = ((idx / self.n_lon) as isize, (idx % self.n_lon) as isize);
        let to = move |(columns, rows)| self.idx(row + rows, column + columns);
        STEPS.into_iter().map(to).enumerate()
    }

    /// Whether a step from cell to cell crosses no land; looked at once.
    fn can_step(&self, from: usize, to: usize, step_idx: usize) -> bool {
        let Some(known) = self.steps.get(from) else { return false };
        let (asked, free) = (1_u32 << step_idx, 1_u32 << (step_idx + STEPS.len()));
        let bits = known.load(Ordering::Relaxed);
        if bits & asked != 0 {
            return bits & free != 0;
        }
        let is_free = self.is_step_free(from, to);
        known.fetch_or(if is_free { asked | free } else { asked }, Ordering::Relaxed);
        is_free
    }

    fn is_step_free(&self, from: usize, to: usize) -> bool {
        let (here, there) = (self.coast(from), self.coast(to));
        if here.min(there) < OFF_SHORE_METRES {
            return false;
        }
        let (from, to) = (self.middle(from), self.middle(to));
        // A haversine is right to 0.6 %.
        geodesy::haversine(from, to).value() * 1.01 < here.max(there) - OFF_SHORE_METRES
            || self.is_free(from, to, (0.0, 0.0))
    }

    fn coast(&self, idx: usize) -> f64 {
        let Some(cell) = self.cells.get(idx) else { return -1.0 };
        *cell.get_or_init(|| match (self.ground)(self.middle(idx)) {
            Ground::Sea(coast) => coast.value(),
            Ground::Land(coast) => -coast.value(),
        })
    }

    #[expect(clippy::cast_precision_loss, reason = "a few thousand rows and columns")]
    fn middle(&self, idx: usize) -> Position {
        let (row, column) = ((idx / self.n_lon) as f64, (idx % self.n_lon) as f64);
        Position::clamped(self.south + (row + 0.5) * self.lat_step, self.west + (column + 0.5) * self.lon_step)
    }

    #[expect(clippy::cast_possible_truncation, reason = "degrees over steps of at least 0.0001 fit")]
    fn row_and_column(&self, at: Position) -> (isize, isize) {
        let east = (at.lon() - self.west).rem_euclid(360.0);
        (((at.lat() - self.south) / self.lat_step).floor() as isize, (east / self.lon_step).floor() as isize)
    }

    fn idx(&self, row: isize, column: isize) -> Option<usize> {
        let (row, column) = (usize::try_from(row).ok()?, usize::try_from(column).ok()?);
        (row < self.n_lat && column < self.n_lon).then_some(row * self.n_lon + column)
    }

    fn idx_of(&self, at: Position) -> Option<usize> {
        let (row, column) = self.row_and_column(at);
        self.idx(row, column)
    }

    /// The way with the corners left out that it does without.
    fn skipped(&self, way: &[Position], ends: &Ends) -> Vec<Position> {
        let Some(first) = way.first() else { return Vec::new() };
        let mut kept = vec![*first];
        let mut candidate: Option<Position> = None;
        for (idx, place) in way.iter().enumerate().skip(1) {
            let anchor = *kept.last().unwrap_or(first);
            if let Some(last) =
                candidate.filter(|_| !self.is_leg(anchor, *place, (kept.len() == 1, idx + 1 == way.len()), ends))
            {
                kept.push(last);
            }
            candidate = Some(*place);
        }
        kept.extend(candidate);
        kept
    }

    /// The way with each corner drawn towards the straight line between its neighbours, as far as both legs stay free; and, so that a corner can
    /// become two, with places put in on both sides of it.
    fn drawn_tight(&self, way: &[Position], ends: &Ends) -> Vec<Position> {
        let mut points: Vec<Position> = Vec::with_capacity(way.len() * 3);
        for (idx, place) in way.iter().enumerate() {
            let is_corner = idx > 0 && idx + 1 < way.len();
            let part = |other: Option<&Position>| Some(along(*place, *other?, 0.25));
            points.extend(idx.checked_sub(1).filter(|_| is_corner).and_then(|before| part(way.get(before))));
            points.push(*place);
            points.extend(part(way.get(idx + 1)).filter(|_| is_corner));
        }
        for idx in 1..points.len().saturating_sub(1) {
            let (Some(before), Some(corner), Some(after)) =
                (points.get(idx - 1).copied(), points.get(idx).copied(), points.get(idx + 1).copied())
            else {
                continue;
            };
            let (to, on) = (geodesy::distance(before, corner).value(), geodesy::distance(corner, after).value());
            let foot = along(before, after, to / (to + on).max(1.0));
            let (is_first, is_last) = (idx == 1, idx + 2 == points.len());
            let fits = |place: Position| {
                self.is_leg(before, place, (is_first, false), ends) && self.is_leg(place, after, (false, is_last), ends)
            };
            let (mut free, mut blocked) = (0.0, 1.0);
            if fits(foot) {
                free = 1.0;
            } else {
                for _ in 0..10 {
                    let middle = f64::midpoint(free, blocked);
                    if fits(along(corner, foot, middle)) { free = middle } else { blocked = middle }
                }
            }
            if let Some(point) = points.get_mut(idx).filter(|_| free > 0.0) {
                *point = along(corner, foot, free);
            }
        }
        points
    }

    fn is_leg(&self, from: Position, to: Position, (is_first, is_last): (bool, bool), ends: &Ends) -> bool {
        self.is_free(from, to, (if is_first { ends.out } else { 0.0 }, if is_last { ends.into } else { 0.0 }))
    }
}

/// The cells that were reached from a place.
struct Reached {
    /// How far each is, millimetres; the most that there is for one that was not reached.
    ways: Vec<u64>,
    /// From which cell; the most that there is for the first ones.
    came_from: Vec<usize>,
    /// The goal that was reached first.
    goal: Option<usize>,
    /// The cell nearest to the goals.
    nearest: Option<usize>,
}

impl Reached {
    fn note(&mut self, idx: usize, way: u64, from: usize) {
        if let Some((known, came_from)) = self.ways.get_mut(idx).zip(self.came_from.get_mut(idx)) {
            (*known, *came_from) = (way, from);
        }
    }

    fn way(&self, idx: usize) -> Option<u64> {
        self.ways.get(idx).copied().filter(|way| *way < u64::MAX)
    }
}

/// Half the diagonal of the widest cell of a grid, metres.
#[expect(clippy::cast_precision_loss, reason = "a few thousand rows")]
fn cell_reach(south: f64, lat_step: f64, lon_step: f64, n_lat: usize) -> f64 {
    /// A degree of latitude on WGS 84 at the poles, where it is longest; one of longitude is shorter, but for the cosine.
    const METRES_PER_DEGREE: f64 = 111_694.0;
    let north = south + lat_step * n_lat as f64;
    let widest = if south <= 0.0 && north >= 0.0 { 0.0 } else { south.abs().min(north.abs()) };
    METRES_PER_DEGREE * lat_step.hypot(lon_step * widest.to_radians().cos()) / 2.0
}

/// How far the steps from a cell go, by row: they are the same in all of its columns. Millimetres.
#[expect(clippy::cast_precision_loss, reason = "a few thousand rows")]
fn step_ways(south: f64, (lat_step, lon_step): (f64, f64), n_lat: usize) -> Vec<[u64; STEPS.len()]> {
    let of_row = |row: usize| {
        let lat = south + (row as f64 + 0.5) * lat_step;
        STEPS.map(|(columns, rows)| {
            let to = Position::clamped(lat + rows as f64 * lat_step, columns as f64 * lon_step);
            millimetres(Position::clamped(lat, 0.0), to)
        })
    };
    (0..n_lat).map(of_row).collect()
}

/// What a chart has at a place. A chart without a coast has sea alone.
#[must_use]
pub fn ground_of(waters: &Waters, at: Position) -> Ground {
    let coast = waters.coast_distance(at);
    let far = Metres::magnitude(MOST_STEP_METRES);
    if waters.is_ashore(at) { Ground::Land(coast.unwrap_or(far)) } else { Ground::Sea(coast.unwrap_or(far)) }
}

/// When a vessel's assumed motion first comes to land, from a moment at which it is at sea; `None` if it does not by then, or begins ashore.
#[must_use]
pub fn runs_ashore(
    motion: &Motion,
    from: Timestamp,
    until: Timestamp,
    ground: impl Fn(Position) -> Ground,
) -> Option<Timestamp> {
    // The chart's coast is good to 50 m (`maps/README.md`).
    const FINE_METRES: f64 = 50.0;
    let (mut s, until_s) = (motion.seconds(from).max(0.0), motion.seconds(until).min(motion.end_s()));
    let top_mps = motion.top_mps();
    if top_mps <= 0.0 || matches!(ground(motion.place(s)?), Ground::Land(_)) {
        return None;
    }
    while s <= until_s {
        match ground(motion.place(s)?) {
            Ground::Sea(coast) => s += coast.value().clamp(FINE_METRES, MOST_STEP_METRES) / top_mps,
            Ground::Land(_) => return Some(motion.moment(s)),
        }
    }
    None
}

/// The ends of a way, and how far from each land does not count.
struct Ends {
    from: Position,
    to: Position,
    out: f64,
    into: f64,
}

/// A place so much of the way along a geodesic.
fn along(from: Position, to: Position, share: f64) -> Position {
    let leg = geodesy::inverse(from, to);
    geodesy::destination(from, leg.initial, Metres::magnitude(leg.distance.value() * share))
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "millimetres of ways on Earth")]
fn millimetres(from: Position, to: Position) -> u64 {
    (geodesy::haversine(from, to).value() * 1000.0) as u64
}

/// The earliest meeting of a ship and a vessel, round land where the straight way crosses it. Round land it is the earliest that was found, never
/// earlier than possible; a straight way that is free gives what [`earliest`] does.
///
/// # Errors
/// [`NoMeeting`], with the reason.
pub fn earliest_by_sea(
    pursuer: &Pursuer,
    motion: &Motion,
    asked: Timestamp,
    horizon: Timestamp,
    sea: &Sea<'_>,
) -> Result<Meeting, NoMeeting> {
    // No way by sea is shorter than the straight one: whoever has no straight meeting has none, and none is earlier.
    let straight = earliest(pursuer, motion, asked, horizon)?;
    let is_open_back = pursuer.back_to.is_none_or(|base| sea.is_open(straight.place, base));
    if is_open_back && sea.is_open(pursuer.from, straight.place) {
        return Ok(straight);
    }
    let limits = Limits::of(pursuer, motion, horizon);
    let reach = Reach::of(pursuer, motion, asked)?;
    let (first_s, way) = round_land(&reach, motion, motion.seconds(straight.time), limits.least(), sea)?;
    let place = motion.place(first_s).ok_or(NoMeeting::NotKnown)?;
    let corner = way.iter().rev().nth(1).copied().unwrap_or(pursuer.from);
    let last_leg = reach.when_at(corner, lead_of(&way));
    let mut found = meeting(&last_leg, motion, &limits, first_s, asked).ok_or(NoMeeting::NotKnown)?;
    found.course = way.get(1).map_or(found.course, |next| geodesy::inverse(pursuer.from, *next).initial);
    if way.len() > 2 {
        found.latest_departure = found.leaves;
        // The same way round serves until its last leg meets land.
        if !motion.position(found.last).is_some_and(|at| sea.is_open(corner, at)) {
            (found.last, found.ended_by) = (found.time, super::solve::Ended::Land);
        }
    }
    if let Some((base, endurance)) = pursuer.back_to.zip(pursuer.endurance) {
        let back = sea.way(place, base).ok_or(NoMeeting::NoWayBySea)?;
        let under_way = (found.distance.value() + geodesy::line_length(&back).value()) / reach.mps;
        let left = endurance.as_secs_f64() - under_way;
        if left < -0.5 {
            return Err(NoMeeting::Endurance { time: found.time });
        }
        found.margin = Some(span(left));
    }
    found.round_land = (way.len() > 2).then_some(way);
    Ok(found)
}

/// How long a way is before its last leg, in metres.
fn lead_of(way: &[Position]) -> f64 {
    geodesy::line_length(way.get(..way.len().saturating_sub(1)).unwrap_or_default()).value()
}

/// The earliest meeting by a way that crosses no land, from a moment on before which there is none; with that way.
fn round_land(
    reach: &Reach,
    motion: &Motion,
    from_s: f64,
    limit_s: f64,
    sea: &Sea<'_>,
) -> Result<(f64, Vec<Position>), NoMeeting> {
    let mut best: Option<(f64, Vec<Position>)> = None;
    let mut has_way = false;
    let mut s = from_s;
    for _ in 0..MOST_ROUNDS {
        let Some(target) = motion.place(s).filter(|_| s <= limit_s) else { break };
        let Some(mut way) = sea.way(reach.from, target) else {
            // Where the vessel is then no ship gets, as far as is known: it may come out.
            s += 600.0;
            continue;
        };
        has_way = true;
        let corner = way.iter().rev().nth(1).copied().unwrap_or(reach.from);
        let last_leg = reach.when_at(corner, lead_of(&way));
        let lacking = last_leg.lacking(motion, s).unwrap_or(0.0);
        let met = if lacking <= 1.0 { Some(s) } else { last_leg.first(motion, s, limit_s) };
        if let Some((met, place)) = met.and_then(|met| Some((met, motion.place(met)?)))
            && best.as_ref().is_none_or(|(known, _)| met < *known)
            && sea.is_open(corner, place)
        {
            if let Some(end) = way.last_mut() {
                *end = place;
            }
            best = Some((met, way));
        }
        // As the vessel moves, the shortest way grows or shrinks no faster than it does.
        s += (lacking / reach.fastest(motion)).max(1.0);
        if best.as_ref().is_some_and(|(known, _)| s >= known - SAME_S) {
            break;
        }
    }
    best.ok_or(if has_way { NoMeeting::TooFarRound } else { NoMeeting::NoWayBySea })
}
