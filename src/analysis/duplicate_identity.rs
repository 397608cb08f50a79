//! One MMSI in two places at once.
//!
//! Two ships of one MMSI ([`super::segment`]) whose reports go to and fro. A raw candidate is every pair of them that was heard in one
//! period; of pairs in overlapping periods one finding is made. Start at [`of_ships`].

use super::params::DuplicateIdentityParams;
use super::ship::{Ship, Spot, first_reason};
use crate::finding::{Confidence, Evidence, Finding, Kind, Place, Suppression};

/// What the ships of one MMSI have in common.
struct Together<'a> {
    from: &'a Spot,
    to: &'a Spot,
    places: Vec<crate::geodesy::Position>,
    n_switches: usize,
    least_fixes: usize,
    separation_m: f64,
    speed_kn: f64,
    n_ships: usize,
}

/// One MMSI's ships, in the order in which they were first heard.
pub(super) fn of_ships(ships: &[Ship], params: DuplicateIdentityParams) -> Vec<Finding> {
    let mut all: Vec<Together<'_>> = Vec::new();
    for (which, a) in ships.iter().enumerate() {
        all.extend(ships.iter().skip(which + 1).filter_map(|b| together(a, b)));
    }
    all.sort_by_key(|pair| (pair.from.time_ms, pair.to.time_ms));
    let is_shown =
        |pair: &Together<'_>| pair.n_switches >= params.switches as usize && pair.least_fixes >= params.fixes as usize;
    let mut merged: Vec<Together<'_>> = Vec::new();
    for pair in all {
        match merged.last_mut() {
            Some(before) if before.to.time_ms >= pair.from.time_ms && is_shown(before) == is_shown(&pair) => {
                if pair.to.time_ms > before.to.time_ms {
                    before.to = pair.to;
                }
                before.n_ships += 1;
                before.n_switches += pair.n_switches;
                before.separation_m = before.separation_m.max(pair.separation_m);
                before.speed_kn = before.speed_kn.max(pair.speed_kn);
            }
            _ => merged.push(pair),
        }
    }
    let Some(ship) = ships.first() else { return Vec::new() };
    merged
        .into_iter()
        .map(|pair| {
            let mut found = ship.finding(Kind::DuplicateIdentity, Place::Line(pair.places.clone()), pair.from, pair.to);
            found.suppressed = first_reason([(!is_shown(&pair), Suppression::TooWeak)]);
            #[expect(clippy::cast_precision_loss, reason = "a count of switches")]
            let often = (pair.n_switches as f64 / 50.0).min(1.0);
            found.confidence = Confidence::clamped(0.7 + 0.3 * often);
            found.evidence = vec![
                Evidence::count("ships", pair.n_ships),
                Evidence::count("switches", pair.n_switches),
                Evidence::number("separation_max_m", pair.separation_m, 0),
                Evidence::number("speed_needed_kn", pair.speed_kn, 1),
            ];
            found
        })
        .collect()
}

/// What two ships have in common: the period between the first and the last switch from one to the other. `None` if one
/// was heard wholly before the other.
fn together<'a>(one: &'a Ship, other: &'a Ship) -> Option<Together<'a>> {
    let (mut n_one, mut n_other) = (0, 0);
    let mut previous: Option<(&Spot, bool)> = None;
    let mut pair: Option<Together<'a>> = None;
    loop {
        let (next, is_one) = match (one.spots.get(n_one), other.spots.get(n_other)) {
            (Some(of_one), Some(of_other)) if of_one.time_ms <= of_other.time_ms => (of_one, true),
            (Some(of_one), None) => (of_one, true),
            (_, Some(of_other)) => (of_other, false),
            (None, None) => break,
        };
        *(if is_one { &mut n_one } else { &mut n_other }) += 1;
        if let Some((before, was_one)) = previous
            && was_one != is_one
        {
            let entry = pair.get_or_insert_with(|| Together {
                from: next,
                to: before,
                places: vec![before.at, next.at],
                n_switches: 0,
                least_fixes: 0,
                separation_m: 0.0,
                speed_kn: 0.0,
                n_ships: 2,
            });
            entry.n_switches += 1;
            entry.to = before;
            entry.separation_m = entry.separation_m.max(before.metres_to(next));
            // A minute is what clocks may differ by; between two fixes of one second every speed is infinite.
            entry.speed_kn = entry.speed_kn.max(before.knots_to(next, 1.0 / 60.0));
        }
        previous = Some((next, is_one));
    }
    let mut pair = pair.filter(|pair| pair.n_switches > 1)?;
    pair.least_fixes = one.spots.len().min(other.spots.len());
    // From the later one's first fix to the earlier one's last.
    if pair.to.time_ms < pair.from.time_ms {
        pair.to = pair.from;
    }
    Some(pair)
}
