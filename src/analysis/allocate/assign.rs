//! One period: who goes where, all units at once.
//!
//! Owns the best assignment of units to areas that take a few each. Never knows what an area is worth: the caller says. Start at [`best_assignment`].
//!
//! # Source
//! H. Kuhn 1955, doi:10.1002/nav.3800020109 (the Hungarian method), by shortest augmenting paths: R. Jonker and A. Volgenant 1987, doi:10.1007/BF02278710.

/// Nobody, or no place.
const FREE: usize = usize::MAX;

/// The assignment of most worth: `worth[unit][choice]`, a choice being an area or, after the last, nowhere; minus infinity where a unit cannot go. `room` is how many units each
/// area takes. What it is worth in all, and each unit's choice; `None` if no assignment is possible.
pub(super) fn best_assignment(worth: &[Vec<f64>], room: &[usize]) -> Option<(f64, Vec<usize>)> {
    let n = worth.len();
    // A place for each unit that an area takes, and one nowhere for each unit.
    let mut places: Vec<usize> = Vec::new();
    for (area, room) in room.iter().enumerate() {
        places.extend(std::iter::repeat_n(area, (*room).min(n)));
    }
    places.extend(std::iter::repeat_n(room.len(), n));
    let finite = worth.iter().flatten().copied().filter(|worth| worth.is_finite());
    // Dearer than any assignment that can be avoided.
    let forbidden = 1.0 + 2.0 * finite.map(f64::abs).fold(0.0, f64::max) * count(n + 1);
    let cost = |unit: usize, place: usize| {
        let worth = worth[unit][places[place]];
        if worth.is_finite() { -worth } else { forbidden }
    };
    let (mut of_unit, mut of_place) = (vec![0.0; n], vec![0.0; places.len()]);
    let mut holder = vec![FREE; places.len()];
    for first in 0..n {
        let mut least = vec![f64::INFINITY; places.len()];
        let mut came_from = vec![FREE; places.len()];
        let mut is_done = vec![false; places.len()];
        let (mut unit, mut at) = (first, FREE);
        let end = loop {
            let (mut next, mut by) = (FREE, f64::INFINITY);
            for place in (0..places.len()).filter(|place| !is_done[*place]) {
                let reduced = cost(unit, place) - of_unit[unit] - of_place[place];
                if reduced < least[place] {
                    (least[place], came_from[place]) = (reduced, at);
                }
                if least[place] < by {
                    (by, next) = (least[place], place);
                }
            }
            if next == FREE {
                return None;
            }
            of_unit[first] += by;
            for place in 0..places.len() {
                if is_done[place] {
                    of_unit[holder[place]] += by;
                    of_place[place] -= by;
                } else {
                    least[place] -= by;
                }
            }
            is_done[next] = true;
            at = next;
            if holder[next] == FREE {
                break next;
            }
            unit = holder[next];
        };
        let mut place = end;
        while came_from[place] != FREE {
            holder[place] = holder[came_from[place]];
            place = came_from[place];
        }
        holder[place] = first;
    }
    let mut choices = vec![FREE; n];
    for (place, unit) in holder.iter().enumerate().filter(|(_, unit)| **unit != FREE) {
        choices[*unit] = places[place];
    }
    let total = choices.iter().zip(worth).map(|(choice, worth)| worth[*choice]).sum::<f64>();
    total.is_finite().then_some((total, choices))
}

#[expect(clippy::cast_precision_loss, reason = "units are counted in hundreds")]
fn count(n: usize) -> f64 {
    n as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_assignment_is_that_of_looking_at_all() {
        let mut state = 5_u64;
        let mut dice = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            f64::from(u32::try_from(state >> 40).expect("24 bits")) / f64::from(1_u32 << 24)
        };
        for _ in 0..200 {
            let room = [1, 2, 1];
            let mut row =
                || (0..4).map(|_| if dice() < 0.2 { f64::NEG_INFINITY } else { 3.0 * dice() - 1.0 }).collect();
            let worth: Vec<Vec<f64>> = (0..3).map(|_| row()).collect();
            let mut wanted = f64::NEG_INFINITY;
            for all in 0..64_usize {
                let choices = [all % 4, all / 4 % 4, all / 16];
                let fits = (0..3).all(|area| choices.iter().filter(|choice| **choice == area).count() <= room[area]);
                let total: f64 = choices.iter().zip(&worth).map(|(choice, worth)| worth[*choice]).sum();
                wanted = if fits { wanted.max(total) } else { wanted };
            }
            let found = best_assignment(&worth, &room).map_or(f64::NEG_INFINITY, |found| found.0);
            let is_none = found.is_infinite() && wanted.is_infinite();
            assert!(is_none || (found - wanted).abs() < 1e-12, "{found}, wanted {wanted}: {worth:?}");
        }
    }
}
