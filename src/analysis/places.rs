//! The chart, made ready to be asked of every fix.
//!
//! Owns two short cuts, each of which answers as the chart itself does: cells of which it is known whether any place in them is
//! well inland, and cells with a port in reach. Never decides what a place means. Start at [`Places`].

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};

use foldhash::fast::FixedState;
use rstar::RTree;

use super::sphere::{OnSphere, on_sphere, unit};
use crate::chart::{Shoreward, Waters};
use crate::geodesy::{self, Position};
use crate::units::Metres;

/// The sides of cells of land in degrees, coarse first: most of the sea is told by the first.
const LAND_CELL_DEGREES: [f64; 3] = [0.5, 0.1, 0.02];
/// The side of a cell of ports in degrees.
const PORT_CELL_DEGREES: f64 = 0.1;
/// How far from every place of a marked cell a port can be, at least.
const PORT_REACH_METRES: f64 = 5_000.0;
/// Half a degree of latitude in metres, at most (at the poles; WGS 84).
const HALF_DEGREE_METRES: f64 = 55_850.0;

/// What is known of a cell of land.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Cell {
    /// No place in it is well inland.
    Seaward,
    /// Every place in it is, and none in a lake; the middle is so many metres from the coast, and whether the chart is coarse there.
    Inland(f64, bool),
    /// Some may be.
    Mixed,
}

/// What is known of some cells, by level, row and column; so many are held apart that threads seldom wait for one another.
type Shelf = Mutex<HashMap<(u8, i32, i32), Cell, FixedState>>;

/// A chart ready for the rules. Cheap to make once per question; shared among its threads.
#[derive(Debug)]
pub(super) struct Places<'a> {
    waters: &'a Waters,
    depth: f64,
    cells: [Shelf; 16],
    ports: RTree<OnSphere<Port>>,
    port_cells: HashSet<(i32, i32), FixedState>,
}

/// A port.
#[derive(Clone, Debug)]
pub(super) struct Port {
    pub(super) name: Arc<str>,
    pub(super) at: Position,
}

impl<'a> Places<'a> {
    /// A chart made ready to find what lies farther inland than `depth`.
    pub(super) fn new(waters: &'a Waters, depth: Metres) -> Self {
        let ports: Vec<OnSphere<Port>> =
            waters.ports().map(|(name, at)| on_sphere(at, Port { name: Arc::clone(name), at })).collect();
        let port_cells = ports.iter().flat_map(|port| cells_round(port.data.at)).collect();
        Self { waters, depth: depth.value(), cells: Default::default(), ports: RTree::bulk_load(ports), port_cells }
    }

    /// The nearest port and how far it is; `None` if the chart has none.
    pub(super) fn port(&self, at: Position) -> Option<(&Port, Metres)> {
        let port = &self.ports.nearest_neighbor(unit(at))?.data;
        Some((port, geodesy::haversine(at, port.at)))
    }

    /// The nearest port within 5 km.
    pub(super) fn port_in_reach(&self, at: Position) -> Option<(&Port, Metres)> {
        let cell = (cell_of(at.lat(), PORT_CELL_DEGREES), cell_of(at.lon(), PORT_CELL_DEGREES));
        if !self.port_cells.contains(&cell) {
            return None;
        }
        self.port(at).filter(|(_, metres)| metres.value() <= PORT_REACH_METRES)
    }

    /// How far the coast is.
    pub(super) fn shore(&self, at: Position) -> Option<Metres> {
        self.waters.coast_distance(at)
    }

    /// Where a place lies that is farther inland than was asked for; `None` of any other. How far the coast is may be told as that of a place
    /// some kilometres off: [`Places::depth`] tells it of this one.
    pub(super) fn inland(&self, at: Position) -> Option<Shoreward> {
        match self.cell_at(at) {
            Cell::Seaward => None,
            Cell::Inland(metres, is_coarse) => {
                Some(Shoreward { is_land: true, coast: Some(Metres::magnitude(metres)), is_coarse })
            }
            Cell::Mixed => {
                // The coast is the cheaper question, and mostly decides.
                let is_deep = self.waters.coast_distance(at).is_none_or(|coast| coast.value() > self.depth);
                (is_deep && self.waters.is_land(at)).then(|| self.waters.shoreward(at))
            }
        }
    }

    /// How far inland a place lies that is.
    pub(super) fn depth(&self, at: Position) -> Metres {
        // A map without a coast does not say.
        self.waters.coast_distance(at).unwrap_or_default()
    }

    /// What the cells around a place tell of it, the coarsest that tells.
    fn cell_at(&self, at: Position) -> Cell {
        let mut cells = (0_u8..).zip(LAND_CELL_DEGREES).map(|(level, side)| {
            let (row, column) = (cell_of(at.lat(), side), cell_of(at.lon(), side));
            #[expect(clippy::cast_sign_loss, reason = "any number does to choose a shelf")]
            let shelf = (row ^ column) as usize % self.cells.len();
            let Some(shelf) = self.cells.get(shelf) else { return Cell::Mixed };
            let held = || shelf.lock().unwrap_or_else(PoisonError::into_inner);
            let known = held().get(&(level, row, column)).copied();
            known.unwrap_or_else(|| {
                let cell = self.cell(row, column, side);
                held().insert((level, row, column), cell);
                cell
            })
        });
        cells.find(|cell| *cell != Cell::Mixed).unwrap_or(Cell::Mixed)
    }

    /// Whoever goes inland from the sea crosses the coast: a cell whose middle is at sea, farther from the coast than its corners are from its
    /// middle less the depth, holds no place that deep inland; one so near the coast that the depth is beyond its corners neither; and one on
    /// land, farther from it by the depth than its corners, holds no other.
    fn cell(&self, row: i32, column: i32, side: f64) -> Cell {
        let middle = Position::clamped((f64::from(row) + 0.5) * side, (f64::from(column) + 0.5) * side);
        let radius = HALF_DEGREE_METRES * side * std::f64::consts::SQRT_2;
        let coast = self.waters.coast_distance(middle).map_or(f64::INFINITY, Metres::value);
        if coast + radius <= self.depth {
            return Cell::Seaward;
        }
        if coast <= radius - self.depth {
            return Cell::Mixed;
        }
        if !self.waters.is_land(middle) {
            return if self.waters.lake_near(middle, side / 2.0) { Cell::Mixed } else { Cell::Seaward };
        }
        let is_inland = coast.is_finite() && coast > radius + self.depth && !self.waters.lake_near(middle, side / 2.0);
        if is_inland { Cell::Inland(coast, self.waters.shoreward(middle).is_coarse) } else { Cell::Mixed }
    }
}

#[expect(clippy::cast_possible_truncation, reason = "degrees over a side of 0.02 fit")]
fn cell_of(degrees: f64, side: f64) -> i32 {
    (degrees / side).floor() as i32
}

/// The cells from which a port is in reach.
fn cells_round(at: Position) -> Vec<(i32, i32)> {
    let reach = PORT_REACH_METRES / (2.0 * HALF_DEGREE_METRES) * 1.02;
    let wide = (reach / at.lat().to_radians().cos().max(0.01)).min(180.0);
    let rows = cell_of(at.lat() - reach, PORT_CELL_DEGREES)..=cell_of(at.lat() + reach, PORT_CELL_DEGREES);
    let columns = cell_of(at.lon() - wide, PORT_CELL_DEGREES)..=cell_of(at.lon() + wide, PORT_CELL_DEGREES);
    let turn = cell_of(360.0 + PORT_CELL_DEGREES / 2.0, PORT_CELL_DEGREES);
    let wrapped = move |column: i32| match column {
        c if c < -turn / 2 => c + turn,
        c if c >= turn / 2 => c - turn,
        c => c,
    };
    rows.flat_map(move |row| columns.clone().map(move |column| (row, wrapped(column)))).collect()
}
