//! The chart's own lines near a place: coasts, claimed lines, and the limits computed from the coasts.
//!
//! Owns where on such a line the nearest place is. A limit is not looked for among drawn lines but found anew on the ellipsoid, at
//! its very distance from the coast. Start at [`Waters::line_near`].

use std::sync::Arc;

use super::waters::{WaterZone, Waters};
use crate::geodesy::{Position, destination, distance, inverse};
use crate::units::{METRES_PER_NAUTICAL_MILE, Metres};

/// How exact a place on a limit is.
const EXACT_METRES: f64 = 0.05;
/// How often the coast nearest to it is looked for anew.
const MOST_STEPS: usize = 8;

/// Which line.
#[derive(Clone, Debug, PartialEq)]
pub enum ChartLine {
    /// A coast.
    Coast,
    /// A computed limit, so many nautical miles from the coast.
    Limit(f64),
    /// A line that is claimed, with what is to be said of it.
    Claim(Arc<str>),
}

/// The nearest place on a line.
#[derive(Clone, Debug, PartialEq)]
pub struct NearLine {
    /// The line.
    pub line: ChartLine,
    /// The place.
    pub place: Position,
    /// How far away it is.
    pub distance: Metres,
}

impl Waters {
    /// The nearest place on a coast, a claimed line, or a computed 12 or 24 nautical mile limit, within reach.
    #[must_use]
    pub fn line_near(&self, at: Position, reach: Metres) -> Option<NearLine> {
        let (zone, breadth_nm, coasts) = self.reached(at);
        let coast = coasts.into_iter().next();
        let mut found: Vec<NearLine> = Vec::new();
        if let Some(coast) = &coast {
            found.push(NearLine { line: ChartLine::Coast, place: coast.place, distance: coast.distance });
        }
        found.extend(self.claims_within(at, reach).into_iter().map(|claim| NearLine {
            line: ChartLine::Claim(claim.state),
            place: claim.place,
            distance: claim.distance,
        }));
        let is_at_sea = !matches!(zone, WaterZone::Land | WaterZone::InternalWaters);
        if let Some(coast) = coast.filter(|_| is_at_sea) {
            let limits = [breadth_nm, 24.0]
                .into_iter()
                .filter(|nm| (coast.distance.value() - nm * METRES_PER_NAUTICAL_MILE).abs() <= reach.value());
            found.extend(limits.filter_map(|nm| {
                let place = self.on_limit(at, Metres::magnitude(nm * METRES_PER_NAUTICAL_MILE))?;
                Some(NearLine { line: ChartLine::Limit(nm), place, distance: distance(at, place) })
            }));
        }
        found.retain(|near| near.distance.value() <= reach.value());
        found.into_iter().min_by(|a, b| a.distance.value().total_cmp(&b.distance.value()))
    }

    /// The place near `at` whose distance from the coast is `breadth`: seaward of the coast nearest to it, until that stays the same.
    fn on_limit(&self, at: Position, breadth: Metres) -> Option<Position> {
        let mut place = at;
        for _ in 0..MOST_STEPS {
            let coast = self.coasts_within(place, Metres::magnitude(breadth.value() * 2.0)).into_iter().next()?;
            if (coast.distance.value() - breadth.value()).abs() <= EXACT_METRES {
                return Some(place);
            }
            place = destination(coast.place, inverse(coast.place, place).initial, breadth);
        }
        None
    }
}
