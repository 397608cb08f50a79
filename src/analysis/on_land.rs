//! Positions well inland.
//!
//! Fixes farther than `depth_m` from the coast on land, no lake; those that follow one another are one finding. A raw candidate is every
//! such run. A chart lacks rivers and, where it is coarse, harbours: a ship that sailed there without a jump is hidden up to
//! `continuous_m`, one on a coarse chart up to `coarse_m`. Start at [`of_spots`].

use super::params::OnLandParams;
use super::places::Places;
use super::ship::{Ship, Spot, first_reason, line_of};
use crate::finding::{Confidence, Evidence, Finding, Kind, Place, Suppression};
use crate::units::Metres;

/// A run's line has so many places at most.
const LINE_PLACES: usize = 32;
/// A step into the run or out of it that is faster than this is a jump, in knots; and longer than this, in metres.
const JUMP_KNOTS: f64 = 40.0;
const JUMP_METRES: f64 = 2_000.0;
/// How wrong clocks may be, in hours.
const TOLERANCE_H: f64 = 1.0 / 60.0;

/// A run under way: the first and the last fix inland by index, how deep, how many, whether the chart is coarse there.
struct Run {
    first: usize,
    last: usize,
    /// The deepest of them by index, and how deep, about.
    deepest: (usize, f64),
    n_fixes: usize,
    is_coarse: bool,
}

/// Every run of an MMSI's fixes inland.
pub(super) fn of_spots(ship: &Ship, places: &Places<'_>, params: &OnLandParams) -> Vec<Finding> {
    let join_h = params.join.as_secs_f64() / 3600.0;
    let mut found = Vec::new();
    let mut run: Option<Run> = None;
    for (idx, spot) in ship.spots.iter().enumerate() {
        let Some(inland) = places.inland(spot.at) else {
            continue;
        };
        // A map without a coast does not say how deep.
        let depth = inland.coast.map_or(0.0, Metres::value);
        match &mut run {
            Some(run) if ship.spots.get(run.last).is_some_and(|last| last.hours_to(spot) <= join_h) => {
                run.last = idx;
                run.deepest = if depth > run.deepest.1 { (idx, depth) } else { run.deepest };
                run.n_fixes += 1;
                run.is_coarse &= inland.is_coarse;
            }
            _ => {
                let new = Run { first: idx, last: idx, deepest: (idx, depth), n_fixes: 1, is_coarse: inland.is_coarse };
                found.extend(run.replace(new).and_then(|run| finding(ship, &run, places, params)));
            }
        }
    }
    found.extend(run.and_then(|run| finding(ship, &run, places, params)));
    found
}

fn finding(ship: &Ship, run: &Run, places: &Places<'_>, params: &OnLandParams) -> Option<Finding> {
    let spots = ship.spots.get(run.first..=run.last)?;
    let (first, last) = (spots.first()?, spots.last()?);
    let depth_m = places.depth(ship.spots.get(run.deepest.0)?.at).value();
    let is_jump =
        |from: &Spot, to: &Spot| from.metres_to(to) > JUMP_METRES && from.knots_to(to, TOLERANCE_H) > JUMP_KNOTS;
    let before = run.first.checked_sub(1).and_then(|idx| ship.spots.get(idx));
    let jumped = before.is_some_and(|before| is_jump(before, first))
        || ship.spots.get(run.last + 1).is_some_and(|after| is_jump(last, after));
    let mut found =
        ship.finding(Kind::OnLand, line_of(spots, LINE_PLACES).unwrap_or(Place::Point(first.at)), first, last);
    found.suppressed = first_reason([
        (run.is_coarse && depth_m < params.coarse.value(), Suppression::CoarseChart),
        (!jumped && depth_m < params.continuous.value(), Suppression::TooWeak),
    ]);
    found.confidence = Confidence::clamped(match (jumped, run.n_fixes) {
        (true, 2..) => 0.9,
        (true, _) => 0.7,
        (false, 2..) => 0.5,
        (false, _) => 0.4,
    });
    found.evidence = vec![
        Evidence::number("depth_max_m", depth_m, 0),
        Evidence::count("fixes", run.n_fixes),
        Evidence::text("jumped", if jumped { "yes" } else { "no" }),
        Evidence::text("chart", if run.is_coarse { "coarse" } else { "detailed" }),
    ];
    Some(found)
}
