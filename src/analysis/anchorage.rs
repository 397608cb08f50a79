//! Where many ships lie: roads and anchorages that no chart of ours names, told by the tracks themselves.
//!
//! A ship lies where it loiters within a few hundred metres for hours; where several different ships do so close to each other, lying is
//! what one does there, and loiterings and meetings are hidden with that reason. They stay countable. A meeting of two adrift at sea makes no
//! anchorage: it takes more ships than that. Start at [`Anchorages::of`].
//!
//! # Source
//! Global Fishing Watch finds its anchorages so: places where many vessels stayed within 500 m for long (Kroodsma et al. 2018,
//! doi:10.1126/science.aao5646, supplement; there 20 vessels for 12 h in years of data). The counts here are choices for days of data.

use std::collections::BTreeSet;

use rstar::RTree;

use super::params::AnchorageParams;
use super::sphere::{OnSphere, on_sphere, unit};
use crate::finding::{Finding, Suppression, Value};
use crate::geodesy::{self, Position};
use crate::vessel::Mmsi;

/// A ship that lay somewhere.
struct Lain {
    mmsi: Mmsi,
    at: Position,
}

/// Places where ships lay.
pub(super) struct Anchorages {
    lain: RTree<OnSphere<Lain>>,
    params: AnchorageParams,
}

impl Anchorages {
    /// The places where ships lay, out of every loitering found, hidden or not.
    pub(super) fn of<'a>(loiterings: impl Iterator<Item = &'a Finding>, params: AnchorageParams) -> Self {
        let lain = loiterings.filter_map(|finding| {
            let number = |name: &str| {
                finding.evidence.iter().find(|one| one.name == name).and_then(|one| match one.value {
                    Value::Number { value, .. } => Some(value),
                    _ => None,
                })
            };
            let lies =
                number("spread_m")? <= params.spread.value() && number("hours")? >= params.stay.as_secs_f64() / 3600.0;
            let at = finding.place.anchor().filter(|_| lies)?;
            Some(on_sphere(at, Lain { mmsi: *finding.vessels.first()?, at }))
        });
        Self { lain: RTree::bulk_load(lain.collect()), params }
    }

    /// Hides loiterings and meetings that are usual where they happened.
    pub(super) fn hide(&self, findings: &mut [Finding]) {
        for finding in findings.iter_mut().filter(|finding| finding.suppressed.is_none()) {
            if finding.place.anchor().is_some_and(|at| self.is_one(at)) {
                finding.suppressed = Some(Suppression::Anchorage);
            }
        }
    }

    /// Whether enough different ships lay near a place.
    fn is_one(&self, at: Position) -> bool {
        // A chord is shorter than its arc: what is within the radius is within the chord, and the few beyond are measured.
        let reach = self.params.radius.value() / EARTH_RADIUS_METRES;
        let mut ships = BTreeSet::new();
        for lain in self.lain.locate_within_distance(unit(at), reach * reach).map(|lain| &lain.data) {
            if geodesy::haversine(at, lain.at) <= self.params.radius {
                ships.insert(lain.mmsi);
                if ships.len() >= self.params.vessels as usize {
                    return true;
                }
            }
        }
        false
    }
}

/// The Earth's mean radius, as haversine distances take it (R = 6371 km).
const EARTH_RADIUS_METRES: f64 = 6_371_000.0;

#[cfg(test)]
mod tests {
    use super::super::params::Params;
    use super::*;
    use crate::finding::{Confidence, Evidence, Kind, Place};
    use crate::units::Timestamp;

    fn loitering(serial: u32, lat: f64, lon: f64, spread_m: f64) -> Finding {
        Finding {
            kind: Kind::Loitering,
            vessels: vec![Mmsi::new(440_000_000 + serial).expect("nine digits")],
            place: Place::Point(Position::clamped(lat, lon)),
            start: Timestamp::from_seconds(0),
            end: Timestamp::from_seconds(6 * 3600),
            confidence: Confidence::clamped(0.8),
            suppressed: None,
            evidence: vec![Evidence::number("hours", 6.0, 0), Evidence::number("spread_m", spread_m, 0)],
            parameters: Vec::new(),
        }
    }

    fn hidden(mut findings: Vec<Finding>) -> Vec<bool> {
        Anchorages::of(findings.clone().iter(), Params::default().anchorage).hide(&mut findings);
        findings.iter().map(|finding| finding.suppressed == Some(Suppression::Anchorage)).collect()
    }

    #[test]
    fn where_six_ships_lie_lying_is_usual_and_five_are_no_anchorage() {
        // A mile apart at most: 0.002° of latitude are 222 m.
        let roads =
            |n: u32| (0..n).map(|i| loitering(i, 35.0 + 0.002 * f64::from(i), 129.1, 100.0)).collect::<Vec<_>>();
        assert_eq!(hidden(roads(6)), [true; 6]);
        assert_eq!(hidden(roads(5)), [false; 5]);
    }

    #[test]
    fn one_ship_that_comes_back_is_one_and_ships_adrift_make_no_anchorage() {
        let again = (0..8).map(|_| loitering(1, 35.0, 129.1, 100.0)).collect();
        assert_eq!(hidden(again), [false; 8]);
        let adrift = (0..8).map(|i| loitering(i, 35.0, 129.1, 2500.0)).collect();
        assert_eq!(hidden(adrift), [false; 8]);
    }
}
