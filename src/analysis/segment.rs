//! Takes one MMSI's fixes apart into stretches that one ship can have sailed, and puts these together to ships.
//!
//! Owns both steps. The first goes from fix to fix and keeps several stretches open, so that a wrong fix opens one of its own and
//! discards nothing that follows; the second joins stretches, the long ones first, where one ship can have got from one to the next. What then
//! fits no ship is astray. Start at [`ships`].
//!
//! # Source
//! Global Fishing Watch, `gpsdio-segment` (matcher, discrepancy), as domain.md section 1 restates it.

use super::params::SegmentParams;
use super::ship::{METRES_PER_KNOT_HOUR, Spot, lon_step};

/// The fixes of one MMSI by ship, as indices in order of time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Ships {
    /// Each ship's, the one first heard first.
    pub(super) ships: Vec<Vec<u32>>,
    /// Those that fit none.
    pub(super) astray: Vec<u32>,
}

/// A ship of fewer fixes beside a greater one is no ship but fixes astray.
const LEAST_FIXES: usize = 3;

/// The ships of one MMSI.
pub(super) fn ships(spots: &[Spot], params: &SegmentParams) -> Ships {
    let stretches = stretches(spots, params);
    if let [only] = &stretches[..] {
        return Ships { ships: vec![only.clone()], astray: Vec::new() };
    }
    joined(spots, stretches, params)
}

/// Stretches of fixes that one ship can have sailed without a long silence, in order of their first fix.
pub(super) fn stretches(spots: &[Spot], params: &SegmentParams) -> Vec<Vec<u32>> {
    let mut open: Vec<Vec<u32>> = Vec::new();
    let mut closed: Vec<Vec<u32>> = Vec::new();
    for (idx, spot) in (0_u32..).zip(spots) {
        let is_silent = |stretch: &Vec<u32>| {
            last(spots, stretch).is_some_and(|last| last.hours_to(spot) > params.max_silence.as_secs_f64() / 3600.0)
        };
        if open.iter().any(is_silent) {
            closed.extend(open.extract_if(.., |stretch| is_silent(stretch)));
        }
        let mut fits: Vec<(f64, usize, usize)> = open
            .iter()
            .enumerate()
            .filter_map(|(which, stretch)| {
                let (metric, n_passed) = fit(spots, stretch, spot, params)?;
                Some((metric, which, n_passed))
            })
            .collect();
        fits.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        match fits[..] {
            [(best, ..), (second, ..), ..] if second * params.ambiguity > best => {
                // It may be either's: both end here, and what follows begins anew.
                let mut ambiguous: Vec<usize> = fits.iter().map(|(_, which, _)| *which).collect();
                ambiguous.sort_unstable_by(|a, b| b.cmp(a));
                ambiguous.into_iter().for_each(|which| closed.push(open.remove(which)));
                open.push(vec![idx]);
            }
            [(_, which, n_passed), ..] => {
                if let Some(stretch) = open.get_mut(which) {
                    // Fixes from which one cannot get here were not this ship's: they are a stretch of their own.
                    let passed = stretch.split_off(stretch.len() - n_passed);
                    stretch.push(idx);
                    if !passed.is_empty() {
                        open.push(passed);
                    }
                }
            }
            [] => {
                if open.len() >= params.max_open as usize {
                    let oldest = open.iter().enumerate().min_by_key(|(_, stretch)| stretch.last().copied());
                    if let Some((which, _)) = oldest {
                        closed.push(open.remove(which));
                    }
                }
                open.push(vec![idx]);
            }
        }
    }
    closed.append(&mut open);
    closed.sort_unstable_by_key(|stretch| stretch.first().copied());
    closed
}

fn last<'a>(spots: &'a [Spot], stretch: &[u32]) -> Option<&'a Spot> {
    spots.get(*stretch.last()? as usize)
}

/// How well a fix goes on a stretch, and how many of its last fixes are to be passed over for that; `None` if it cannot.
fn fit(spots: &[Spot], stretch: &[u32], spot: &Spot, params: &SegmentParams) -> Option<(f64, usize)> {
    let weight = if stretch.len() < params.short as usize {
        f64::from(u32::try_from(stretch.len()).unwrap_or(params.short)) / f64::from(params.short)
    } else {
        1.0
    };
    let mut before = stretch.iter().rev().take(params.lookback as usize).enumerate();
    before.find_map(|(n_passed, idx)| Some((metric(spots.get(*idx as usize)?, spot, params)? * weight, n_passed)))
}

/// exp(−(5·D/Dmax)²)/hypot(h, buffer) of two fixes; `None` if D > Dmax.
fn metric(from: &Spot, to: &Spot, params: &SegmentParams) -> Option<f64> {
    if !is_in_reach(from, to, params) {
        return None;
    }
    let padded = from.hours_to(to).hypot(params.buffer.as_secs_f64() / 3600.0);
    let most = params.max_speed.value() * padded;
    let share = discrepancy(from, to, params) / most;
    // Far beyond 1 the exponential is zero, and all would be equal.
    (share <= 1.0).then(|| (-(5.0 * share).powi(2)).exp().max(f64::MIN_POSITIVE) / padded)
}

/// Whether a ship gets from one fix to the other at all: at the greatest speed, or its own if that is greater, with a fifth more and three
/// minutes in hand. A choice: a discrepancy of some miles is nothing in an hour, and a leap in a minute.
fn is_in_reach(from: &Spot, to: &Spot, params: &SegmentParams) -> bool {
    const MORE: f64 = 1.2;
    const IN_HAND_H: f64 = 0.05;
    let own = f64::from(from.sog_kn.max(to.sog_kn)).max(0.0);
    let reach_nm = MORE * params.max_speed.value().max(own) * (from.hours_to(to) + IN_HAND_H);
    from.metres_to(to) / METRES_PER_KNOT_HOUR <= reach_nm
}

/// How far two fixes are from being one ship's, in nautical miles: the least of dead reckoning's error over the penalised time, four times the
/// distance, and four times the offset across the course. Where speed or course is not known, four times what the greatest speed
/// does not explain.
fn discrepancy(from: &Spot, to: &Spot, params: &SegmentParams) -> f64 {
    /// How elongated a ship's uncertainty is along its course. Source: `gpsdio-segment`, `shape`.
    const SHAPE: f64 = 4.0;
    let hours = from.hours_to(to);
    let distance_nm = from.metres_to(to) / METRES_PER_KNOT_HOUR;
    let knowns = [from.sog_kn, from.cog_degrees, to.sog_kn, to.cog_degrees];
    if knowns.iter().any(|known| known.is_nan()) {
        return SHAPE * (distance_nm - params.max_speed.value() * hours).max(0.0);
    }
    // Nothing can be much nearer, and most fixes are: the rest need not be reckoned.
    if SHAPE * distance_nm < 0.2 {
        return SHAPE * distance_nm;
    }
    let penalised =
        hours / (1.0 + (hours / (params.penalty.as_secs_f64() / 3600.0)).powf(1.0 - params.penalty_exponent));
    let narrow = from.at.lat().midpoint(to.at.lat()).to_radians().cos();
    let east = lon_step(from.at.lon(), to.at.lon()) * 60.0 * narrow;
    let north = (to.at.lat() - from.at.lat()) * 60.0;
    let unit = |spot: &Spot| {
        let (sin, cos) = f64::from(spot.cog_degrees).to_radians().sin_cos();
        (sin, cos, f64::from(spot.sog_kn))
    };
    let ahead = |spot: &Spot| {
        let (sin, cos, speed) = unit(spot);
        let error = (east - sin * speed * penalised).hypot(north - cos * speed * penalised);
        let (tangential, normal) = (east * sin + north * cos, (east * cos - north * sin).abs());
        (error, (tangential > 0.0 && tangential <= speed * hours).then_some(normal))
    };
    // Backward from the later fix is forward along its course over the same way.
    let ((error_a, normal_a), (error_b, normal_b)) = (ahead(from), ahead(to));
    let along = normal_a.zip(normal_b).map_or(f64::INFINITY, |(a, b)| SHAPE * a.midpoint(b));
    error_a.midpoint(error_b).min(SHAPE * distance_nm).min(along)
}

/// A stretch or several as one ship's, by first and last fix.
fn follows(spots: &[Spot], earlier: &[u32], later: &[u32], params: &SegmentParams) -> Option<f64> {
    let (from, to) = (last(spots, earlier)?, spots.get(*later.first()? as usize)?);
    let hours = from.hours_to(to);
    let padded = hours.hypot(params.buffer.as_secs_f64() / 3600.0);
    let needed = from.metres_to(to) / METRES_PER_KNOT_HOUR / padded;
    let is_reached = needed <= params.max_speed.value() && is_in_reach(from, to, params);
    (earlier.last()? < later.first()? && is_reached).then_some(needed)
}

fn joined(spots: &[Spot], stretches: Vec<Vec<u32>>, params: &SegmentParams) -> Ships {
    let (long, short): (Vec<_>, Vec<_>) =
        stretches.into_iter().partition(|stretch| stretch.len() >= params.short as usize);
    let mut chains: Vec<Vec<u32>> = Vec::new();
    for stretch in long {
        let fits = chains.iter().enumerate();
        let best = fits
            .filter_map(|(which, chain)| Some((follows(spots, chain, &stretch, params)?, which)))
            .min_by(|a, b| a.0.total_cmp(&b.0));
        match best.and_then(|(_, which)| chains.get_mut(which)) {
            Some(chain) => chain.extend(stretch),
            None => chains.push(stretch),
        }
    }
    for stretch in short {
        // Between two fixes of a chain, within reach of both; the fullest chain first.
        let home = chains
            .iter()
            .enumerate()
            .filter_map(|(which, chain)| {
                let (first, last) = (*stretch.first()?, *stretch.last()?);
                let split = chain.partition_point(|idx| *idx < first);
                let (before, after) = chain.split_at(split);
                let is_clear = after.first().is_none_or(|idx| *idx > last);
                let fits = is_clear
                    && (before.is_empty() || follows(spots, before, &stretch, params).is_some())
                    && (after.is_empty() || follows(spots, &stretch, after, params).is_some());
                fits.then_some((chain.len(), which, split))
            })
            .max_by_key(|(len, which, _)| (*len, usize::MAX - which));
        match home {
            Some((_, which, split)) => {
                if let Some(chain) = chains.get_mut(which) {
                    chain.splice(split..split, stretch);
                }
            }
            None => chains.push(stretch),
        }
    }
    let fullest = chains.iter().map(Vec::len).max().unwrap_or(0);
    let (mut ships, astray): (Vec<_>, Vec<_>) =
        chains.into_iter().partition(|chain| chain.len() >= LEAST_FIXES.min(fullest));
    ships.sort_unstable_by_key(|chain| chain.first().copied());
    let mut astray: Vec<u32> = astray.into_iter().flatten().collect();
    astray.sort_unstable();
    Ships { ships, astray }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::Params;
    use crate::geodesy::Position;

    fn spot(minutes: i64, lat: f64, lon: f64) -> Spot {
        Spot { time_ms: minutes * 60_000, at: Position::clamped(lat, lon), sog_kn: 12.0, cog_degrees: 0.0 }
    }

    fn params() -> SegmentParams {
        Params::default().segment
    }

    #[test]
    fn an_hour_is_penalised_to_two_thirds() {
        // h / (1 + (h/4)^0.5): 1 h is 0.6667 h, 4 h are 2 h.
        let p = params();
        let penalised = |h: f64| h / (1.0 + (h / (p.penalty.as_secs_f64() / 3600.0)).powf(1.0 - p.penalty_exponent));
        assert!((penalised(1.0) - 2.0 / 3.0).abs() < 1e-12 && (penalised(4.0) - 2.0).abs() < 1e-12);
    }

    #[test]
    fn fixes_are_one_ship_up_to_25_knots_and_a_buffer() {
        // At one moment Dmax = 25 · 0.25 = 6.25 nm; a ship of 25 kn has 1.5 nm in hand.
        let fits = |nm: f64| {
            let still = |minutes, lon| Spot { sog_kn: 0.0, ..spot(minutes, 0.0, lon) };
            metric(&still(0, 125.0), &still(0, 125.0 + nm / 60.0), &params()).is_some()
        };
        assert!(fits(1.49) && !fits(1.51));
    }

    #[test]
    fn a_shared_mmsi_comes_apart_into_ships_that_move_as_ships_can() {
        // Two ships 300 miles apart, heard in turn; now and then a fix that is neither's.
        let mut spots = Vec::new();
        for i in 0..200_i64 {
            let north = f64::from(u8::try_from(i).unwrap_or(0)) * 12.0 / 60.0 / 60.0 * 3.0;
            spots.push(spot(3 * i, 31.0 + north, 125.0));
            if i % 3 == 0 {
                spots.push(spot(3 * i + 1, 36.0 - north, 129.0));
            }
            if i % 50 == 25 {
                spots.push(spot(3 * i + 2, -10.0 - 60.0 * north, 20.0));
            }
        }
        let apart = ships(&spots, &params());
        let sizes: Vec<usize> = apart.ships.iter().map(Vec::len).collect();
        assert_eq!((sizes, apart.astray.len()), (vec![200, 67], 4));
        for ship in &apart.ships {
            for (a, b) in ship.iter().zip(ship.iter().skip(1)) {
                assert!(spots[*a as usize].knots_to(&spots[*b as usize], 0.25) <= 25.0);
            }
        }
    }

    #[test]
    fn a_wrong_first_fix_discards_nothing_that_follows() {
        let mut spots: Vec<Spot> =
            (0..50_u8).map(|i| spot(3 * i64::from(i), 31.0 + f64::from(i) * 0.01, 125.0)).collect();
        spots[0].at = Position::clamped(-10.0, 20.0);
        let apart = ships(&spots, &params());
        assert_eq!((apart.ships.len(), apart.ships[0].len(), apart.astray), (1, 49, vec![0]));
    }

    #[test]
    fn a_silence_of_more_than_eight_hours_ends_a_stretch_but_no_ship() {
        let mut spots: Vec<Spot> =
            (0..20_u8).map(|i| spot(10 * i64::from(i), 31.0 + f64::from(i) * 0.03, 125.0)).collect();
        spots.extend((0..20_u8).map(|i| spot(800 + 10 * i64::from(i), 33.5 + f64::from(i) * 0.03, 125.0)));
        assert_eq!(stretches(&spots, &params()).len(), 2);
        assert_eq!(ships(&spots, &params()).ships.len(), 1);
    }
}
