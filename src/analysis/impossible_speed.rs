//! Fixes that no ship can have sailed between.
//!
//! A jump out and back is one finding from the last fix before it to the first after it, whatever was reported in between: one wrong
//! fix accuses nothing that follows. A raw candidate is every jump faster than `candidate_kn` and farther than `distance_m`. Start at
//! [`of_spots`].

use super::params::ImpossibleSpeedParams;
use super::ship::{METRES_PER_KNOT_HOUR, Ship, Spot, first_reason, line_of};
use crate::finding::{Confidence, Evidence, Finding, Kind, Suppression};
use crate::geodesy;

/// A jump's line has so many places at most.
const LINE_PLACES: usize = 16;

/// Every jump among an MMSI's fixes.
pub(super) fn of_spots(ship: &Ship, params: &ImpossibleSpeedParams) -> Vec<Finding> {
    let spots = &ship.spots;
    let mut found = Vec::new();
    let mut idx = 0;
    while let (Some(from), Some(to)) = (spots.get(idx), spots.get(idx + 1)) {
        if !is_jump(from, to, params) {
            idx += 1;
            continue;
        }
        // The first fix after it within reach of where the ship was before.
        let excursion_h = params.excursion.as_secs_f64() / 3600.0;
        let rest = spots.get(idx + 2..).unwrap_or_default();
        let back = rest
            .iter()
            .take_while(|spot| from.hours_to(spot) <= excursion_h)
            .position(|spot| !is_jump(from, spot, params))
            // Reached again only because so much time has passed is no return: there must be a jump back.
            .map(|n| idx + 2 + n)
            .filter(|back| spots.get(back - 1).zip(spots.get(*back)).is_some_and(|(a, b)| is_jump(a, b, params)));
        let end = back.unwrap_or(idx + 1);
        found.extend(finding(ship, idx, end, back.is_some(), params));
        idx = end;
    }
    found
}

fn is_jump(from: &Spot, to: &Spot, params: &ImpossibleSpeedParams) -> bool {
    // The distance is the cheaper question, and mostly decides.
    (from.at.lat() - to.at.lat()).abs() + (from.at.lon() - to.at.lon()).abs() > 0.01
        && from.metres_to(to) > params.distance.value()
        && from.knots_to(to, params.tolerance.as_secs_f64() / 3600.0) > params.candidate.value()
}

fn finding(ship: &Ship, first: usize, last: usize, is_back: bool, params: &ImpossibleSpeedParams) -> Option<Finding> {
    let spots = ship.spots.get(first..=last)?;
    let steps = || spots.iter().zip(spots.iter().skip(1)).filter(|(a, b)| is_jump(a, b, params));
    let tolerance_h = params.tolerance.as_secs_f64() / 3600.0;
    let (from, to) =
        steps().max_by(|(a, b), (c, d)| a.knots_to(b, tolerance_h).total_cmp(&c.knots_to(d, tolerance_h)))?;
    let surely = from.knots_to(to, tolerance_h);
    // Two fixes of one moment have no speed between them but the least that clocks allow.
    let (metres, hours) = (geodesy::distance(from.at, to.at).value(), from.hours_to(to));
    let reported = if hours > 0.0 { metres / METRES_PER_KNOT_HOUR / hours } else { surely };
    let mut found = ship.finding(Kind::ImpossibleSpeed, line_of(spots, LINE_PLACES)?, spots.first()?, spots.last()?);
    found.suppressed = first_reason([(surely <= params.speed.value(), Suppression::TooSlow)]);
    found.confidence = Confidence::clamped(0.6 + 0.4 * (1.0 - params.speed.value() / surely.max(1.0)));
    found.evidence = vec![
        Evidence::number("speed_needed_kn", reported, 2),
        Evidence::number("distance_m", metres, 0),
        Evidence::number("interval_s", hours * 3600.0, 0),
        Evidence::count("fixes_astray", if is_back { spots.len() - 2 } else { 0 }),
    ];
    Some(found)
}
