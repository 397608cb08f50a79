//! The traffic picture: how many hours ships spend where, and where patrols are thin against where findings lie.
//!
//! Owns a grid of cells in longitude and latitude, the hours in each, and the comparison. Never draws it. Start at [`traffic`] and
//! [`enforcement`].
//!
//! # Source
//! Hours per square kilometre and month are the measure of L. Falco et al., "EU Vessel Density Map, Detailed Method", `EMODnet` Human
//! Activities (2019): each vessel's way between two fixes is cut by the cells, and each cell gets the time spent in it. What patrols and
//! findings have in a cell is compared as a location quotient: the share of all patrol hours that a cell has, by the share of all findings.

use std::collections::{BTreeMap, HashMap};

use geo::{BoundingRect as _, Centroid as _, Geometry};
use rayon::prelude::*;

use super::area::Area;
use super::scalpel::flags;
use crate::finding::Finding;
use crate::geodesy::{self, Position};
use crate::plan::{self, Feature, Plan};
use crate::report::{Progress, Stopped};
use crate::track::{Pyramid, Span, TrackStore};
use crate::units::SquareMetres;
use crate::vessel::ShipClass;

/// The mean length of a month of the Gregorian calendar, hours: 365.2425 days by 12.
const HOURS_A_MONTH: f64 = 730.485;
const HOUR_US: f64 = 3_600_000_000.0;
/// A cell counts as thinly patrolled below this quotient: a choice, half of what it would have if patrols went where findings are.
const THIN: f64 = 0.5;
/// How many places along each side of a cell tell how much of it an area covers.
const N_SAMPLES: u32 = 5;

/// How large the cells of a picture are: so many on each degree of latitude and of longitude.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct CellSize {
    per_degree: u32,
}

impl CellSize {
    /// Cells of a tenth of a degree: some 11 km by 9 km around Korea.
    pub const TENTH: Self = Self { per_degree: 10 };
    /// Cells of half a degree, for what is rare.
    pub const HALF: Self = Self { per_degree: 2 };

    /// So many cells on each degree, 1 to 100.
    #[must_use]
    pub const fn per_degree(n: u32) -> Option<Self> {
        if n >= 1 && n <= 100 { Some(Self { per_degree: n }) } else { None }
    }

    fn n(self) -> f64 {
        f64::from(self.per_degree)
    }

    /// How many columns go round the Earth.
    pub(super) const fn n_columns(self) -> u32 {
        360 * self.per_degree
    }

    /// Where a place lies, in cells east and north of 180° W, 90° S.
    fn scaled(self, [lon, lat]: [f64; 2]) -> [f64; 2] {
        [(lon + 180.0) * self.n(), (lat + 90.0) * self.n()]
    }

    /// The cell of a place.
    #[must_use]
    pub fn cell_of(self, place: Position) -> Cell {
        self.cell(self.scaled([place.lon(), place.lat()]))
    }

    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "at most 36,000 columns and 18,000 rows"
    )]
    fn cell(self, [x, y]: [f64; 2]) -> Cell {
        let columns = 360 * i64::from(self.per_degree);
        let rows = 180 * i64::from(self.per_degree);
        let column = (x.floor() as i64).rem_euclid(columns) as u32;
        let row = (y.floor() as i64).clamp(0, rows - 1) as u32;
        Cell { column, row }
    }

    /// South-west and north-east corner of a cell.
    #[must_use]
    pub fn corners(self, cell: Cell) -> (Position, Position) {
        let at = |column: u32, row: u32| {
            Position::clamped(f64::from(row) / self.n() - 90.0, f64::from(column) / self.n() - 180.0)
        };
        (at(cell.column, cell.row), at(cell.column + 1, cell.row + 1))
    }

    /// How large a cell is on the ellipsoid.
    #[must_use]
    pub fn area(self, cell: Cell) -> SquareMetres {
        let (low, high) = self.corners(cell);
        // Parallels are no geodesics: as many vertices as make the difference small.
        let n = 8;
        let side = |lat: f64, from: f64, to: f64| {
            (0..=n).map(move |idx| Position::clamped(lat, from + (to - from) * f64::from(idx) / f64::from(n)))
        };
        let east = if high.lon() < low.lon() { high.lon() + 360.0 } else { high.lon() };
        let ring: Vec<Position> = side(low.lat(), low.lon(), east).chain(side(high.lat(), east, low.lon())).collect();
        geodesy::ring_size(&ring).1
    }
}

/// A cell of the grid, from 180° W and 90° S.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Cell {
    /// From west to east.
    pub column: u32,
    /// From south to north.
    pub row: u32,
}

/// How many hours ships spent in each cell of a period.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Traffic {
    /// The cells in which any ship was, and the time there in microseconds, by column, then row.
    cells: Vec<(Cell, i64)>,
    months: f64,
}

/// The hours of ships in a cell.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CellHours {
    /// Which cell.
    pub cell: Cell,
    /// All ships' hours together.
    pub hours: f64,
    /// Hours per square kilometre and month.
    pub per_km2_month: f64,
}

impl Traffic {
    /// Every cell in which any ship was.
    pub fn cells(&self, size: CellSize) -> impl Iterator<Item = CellHours> + '_ {
        let mut areas: HashMap<u32, f64> = HashMap::new();
        self.cells.iter().map(move |(cell, microseconds)| {
            #[expect(clippy::cast_precision_loss, reason = "below 2^53 for a hundred ships in a thousand years")]
            let hours = *microseconds as f64 / HOUR_US;
            let km2 = *areas.entry(cell.row).or_insert_with(|| size.area(*cell).square_kilometres());
            CellHours { cell: *cell, hours, per_km2_month: hours / km2 / self.months }
        })
    }

    /// Whether no ship was anywhere.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.cells.is_empty()
    }
}

/// Counts the hours of ships of some classes (all, where none is named) in each cell of a period. A way over a silence counts nowhere. The
/// answer does not depend on the number of threads: times are whole microseconds.
///
/// # Errors
/// [`Stopped`] if it was.
#[expect(clippy::cast_precision_loss, clippy::cast_possible_truncation, reason = "microseconds of a silence at most")]
pub fn traffic(
    store: &TrackStore,
    pyramid: &Pyramid,
    size: CellSize,
    classes: &[ShipClass],
    (from, to): Span,
    progress: &Progress,
) -> Result<Traffic, Stopped> {
    type Hours = HashMap<Cell, i64, foldhash::fast::FixedState>;
    let of_vessel = |mut hours: Hours, vessel_idx: usize| -> Result<Hours, Stopped> {
        progress.check()?;
        let class = store.vessels().get(vessel_idx).and_then(|vessel| vessel.identity.ship_type);
        let class = class.map_or(ShipClass::Other, crate::vessel::ShipType::class);
        let Some(slice) = store.slice(vessel_idx).filter(|_| classes.is_empty() || classes.contains(&class)) else {
            return Ok(hours);
        };
        let silence_ms = pyramid.silences_ms().get(vessel_idx).copied().unwrap_or(i64::MAX);
        let fixes = slice.fixes();
        let (times, lats, lons) = (
            slice.time_ms(),
            store.lat_e7().get(fixes.clone()).unwrap_or_default(),
            store.lon_e7().get(fixes).unwrap_or_default(),
        );
        // Most ways stay in one cell: they are added up before they are looked up.
        let (mut last, mut held) = (Cell { column: u32::MAX, row: 0 }, 0_i64);
        let mut add = |hours: &mut Hours, cell: Cell, microseconds: i64| {
            if cell != last {
                if held > 0 {
                    *hours.entry(last).or_default() += held;
                }
                (last, held) = (cell, 0);
            }
            held += microseconds;
        };
        let place = |idx: usize| Some([f64::from(*lons.get(idx)?) / 1e7, f64::from(*lats.get(idx)?) / 1e7]);
        for (idx, pair) in times.windows(2).enumerate() {
            let [begin_ms, end_ms] = [pair[0], pair[1]];
            let span_ms = end_ms - begin_ms;
            if span_ms <= 0 || span_ms > silence_ms || end_ms < from.millis() || begin_ms > to.millis() {
                continue;
            }
            let share = |ms: i64| ((ms - begin_ms) as f64 / span_ms as f64).clamp(0.0, 1.0);
            let (first, end) = (share(from.millis()), share(to.millis()));
            let Some((here, mut there)) = place(idx).zip(place(idx + 1)) else { break };
            there[0] = here[0] + (there[0] - here[0] + 540.0).rem_euclid(360.0) - 180.0;
            let span_us = span_ms as f64 * 1000.0;
            each_cell(size, here, there, (first, end), &mut |cell, part| {
                add(&mut hours, cell, (part * span_us).round() as i64);
            });
        }
        add(&mut hours, Cell { column: u32::MAX, row: 0 }, 0);
        Ok(hours)
    };
    let all: Hours = (0..store.vessels().len()).into_par_iter().try_fold(Hours::default, of_vessel).try_reduce(
        Hours::default,
        |mut one, other| {
            other.into_iter().for_each(|(cell, microseconds)| *one.entry(cell).or_default() += microseconds);
            Ok(one)
        },
    )?;
    let mut cells: Vec<(Cell, i64)> = all.into_iter().filter(|(cell, _)| cell.column != u32::MAX).collect();
    cells.sort_unstable();
    let months = ((to.millis() - from.millis()) as f64 / 3_600_000.0 / HOURS_A_MONTH).max(f64::MIN_POSITIVE);
    Ok(Traffic { cells, months })
}

/// Hands on each cell that a straight line in longitude and latitude passes, and the share of the line in it, within some shares of it.
fn each_cell(size: CellSize, from: [f64; 2], to: [f64; 2], (begin, end): (f64, f64), take: &mut dyn FnMut(Cell, f64)) {
    if end <= begin {
        return;
    }
    let (a, b) = (size.scaled(from), size.scaled(to));
    let step = [b[0] - a[0], b[1] - a[1]];
    let at = |share: f64| [a[0] + step[0] * share, a[1] + step[1] * share];
    let (first, last) = (size.cell(at(begin)), size.cell(at(end)));
    if first == last {
        take(first, end - begin);
        return;
    }
    let mut cuts = vec![begin, end];
    for axis in [0, 1] {
        let (low, high) = (at(begin)[axis].min(at(end)[axis]), at(begin)[axis].max(at(end)[axis]));
        let mut line = low.floor() + 1.0;
        while line < high {
            cuts.push((line - a[axis]) / step[axis]);
            line += 1.0;
        }
    }
    cuts.sort_by(f64::total_cmp);
    for pair in cuts.windows(2) {
        if pair[1] > pair[0] {
            take(size.cell(at(f64::midpoint(pair[0], pair[1]))), pair[1] - pair[0]);
        }
    }
}

/// How well a cell with findings is patrolled, beside the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Cover {
    /// No unit is ever there.
    None,
    /// Patrols have less than half the share there that findings have.
    Thin,
    /// Patrols are there at least as much.
    Fair,
}

/// Findings and patrols in a cell.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CellEnforcement {
    /// Which cell.
    pub cell: Cell,
    /// How many findings lie in it: none suppressed, unsure or routine.
    pub n_findings: usize,
    /// The hours that the plan's units are there in the period.
    pub unit_hours: f64,
    /// The share of all patrol hours by the share of all findings; 0 where nobody patrols at all.
    pub quotient: f64,
    /// What that comes to.
    pub cover: Cover,
}

/// Compares where findings lie with where the plan's units are, cell by cell; only cells with findings. A unit is where it is assigned: its
/// hours are spread evenly over the area, or along the route or barrier, in force; one that is assigned nowhere is at its own place.
#[must_use]
pub fn enforcement<'a>(
    findings: impl IntoIterator<Item = &'a Finding>,
    plan: &Plan,
    size: CellSize,
    period: Span,
) -> Vec<CellEnforcement> {
    let mut counts: BTreeMap<Cell, usize> = BTreeMap::new();
    let counted = |finding: &&Finding| flags(finding) && finding.end >= period.0 && finding.start <= period.1;
    for place in findings.into_iter().filter(counted).filter_map(|finding| finding.place.anchor()) {
        *counts.entry(size.cell_of(place)).or_default() += 1;
    }
    let patrols = unit_hours(plan, size, period);
    let (n_all, hours_all) = (counts.values().sum::<usize>(), patrols.values().sum::<f64>());
    #[expect(clippy::cast_precision_loss, reason = "findings are counted in thousands")]
    let cell = |(cell, n_findings): (Cell, usize)| {
        let unit_hours = patrols.get(&cell).copied().unwrap_or_default();
        let quotient = if hours_all > 0.0 { unit_hours / hours_all / (n_findings as f64 / n_all as f64) } else { 0.0 };
        let cover = match quotient {
            q if q <= 0.0 => Cover::None,
            q if q < THIN => Cover::Thin,
            _ => Cover::Fair,
        };
        CellEnforcement { cell, n_findings, unit_hours, quotient, cover }
    };
    counts.into_iter().map(cell).collect()
}

/// The hours that units are in each cell.
#[expect(clippy::cast_precision_loss, reason = "spans of milliseconds within a plan are far below 2^53")]
fn unit_hours(plan: &Plan, size: CellSize, (from, to): Span) -> BTreeMap<Cell, f64> {
    let hours_in_force = |feature: &Feature| {
        let begin = feature.period.from.map_or(from, |own| own.max(from)).millis();
        let end = feature.period.to.map_or(to, |own| own.min(to)).millis();
        (end - begin).max(0) as f64 / 3_600_000.0
    };
    let mut all: BTreeMap<Cell, f64> = BTreeMap::new();
    let is_unit = |feature: &Feature| feature.kind == plan::Kind::Unit;
    let is_assigned =
        |unit: &Feature| plan.features.iter().any(|other| !is_unit(other) && other.units.contains(&unit.id));
    for feature in &plan.features {
        let n_units = if is_unit(feature) {
            usize::from(!is_assigned(feature))
        } else {
            feature.units.iter().filter(|id| plan.feature(**id).is_some_and(|unit| is_unit(unit))).count()
        };
        let Some(geometry) = feature.geometry.as_ref().filter(|_| n_units > 0) else { continue };
        let parts = shares(geometry, size);
        let sum: f64 = parts.values().sum();
        for (cell, part) in parts {
            *all.entry(cell).or_default() += hours_in_force(feature) * n_units as f64 * part / sum;
        }
    }
    all
}

/// How much of a geometry lies in each cell, in whatever unit suits it.
pub(super) fn shares(geometry: &Geometry<f64>, size: CellSize) -> BTreeMap<Cell, f64> {
    let mut parts: BTreeMap<Cell, f64> = BTreeMap::new();
    match geometry {
        Geometry::LineString(line) => {
            for leg in line.lines() {
                let (from, to) = ([leg.start.x, leg.start.y], [leg.end.x, leg.end.y]);
                let length = Position::from_coord(leg.start)
                    .zip(Position::from_coord(leg.end))
                    .map_or(0.0, |(a, b)| geodesy::distance(a, b).value());
                each_cell(size, from, to, (0.0, 1.0), &mut |cell, part| {
                    *parts.entry(cell).or_default() += part * length;
                });
            }
        }
        Geometry::MultiLineString(lines) => {
            for line in lines {
                for (cell, part) in shares(&Geometry::LineString(line.clone()), size) {
                    *parts.entry(cell).or_default() += part;
                }
            }
        }
        Geometry::Polygon(_) | Geometry::MultiPolygon(_) => {
            for (cell, share) in covered(geometry, size) {
                *parts.entry(cell).or_default() += share * size.area(cell).value();
            }
        }
        Geometry::Point(point) => {
            parts.extend(Position::from_coord(point.0).map(|at| (size.cell_of(at), 1.0)));
        }
        Geometry::MultiPoint(points) => {
            for at in points.iter().filter_map(|point| Position::from_coord(point.0)) {
                *parts.entry(size.cell_of(at)).or_default() += 1.0;
            }
        }
        Geometry::GeometryCollection(all) => {
            for one in all {
                for (cell, part) in shares(one, size) {
                    *parts.entry(cell).or_default() += part;
                }
            }
        }
        _ => {}
    }
    parts
}

/// The share of each cell that an area covers, by places in it; an area smaller than that has the cell of its middle.
pub(super) fn covered(geometry: &Geometry<f64>, size: CellSize) -> Vec<(Cell, f64)> {
    let Some((area, bounds)) = Area::of(geometry).zip(geometry.bounding_rect()) else { return Vec::new() };
    let (low, high) = (size.scaled([bounds.min().x, bounds.min().y]), size.scaled([bounds.max().x, bounds.max().y]));
    let mut all = Vec::new();
    let mut y = low[1].floor();
    while y <= high[1] {
        let mut x = low[0].floor();
        while x <= high[0] {
            let inside = (0..N_SAMPLES * N_SAMPLES).filter(|idx| {
                let part = |n: u32| (f64::from(n) + 0.5) / f64::from(N_SAMPLES);
                let at = [x + part(idx % N_SAMPLES), y + part(idx / N_SAMPLES)];
                area.holds([at[0] / size.n() - 180.0, at[1] / size.n() - 90.0])
            });
            let n = inside.count();
            if n > 0 {
                #[expect(clippy::cast_precision_loss, reason = "25 places")]
                all.push((size.cell([x + 0.5, y + 0.5]), n as f64 / f64::from(N_SAMPLES * N_SAMPLES)));
            }
            x += 1.0;
        }
        y += 1.0;
    }
    if all.is_empty() {
        all.extend(geometry.centroid().map(|middle| (size.cell(size.scaled([middle.x(), middle.y()])), 1.0)));
    }
    all
}

#[cfg(test)]
mod tests;
