//! Patterns about a place: the expanding square and the sector.
//!
//! Owns where their turns are, on the ellipsoid. Never knows the clock. Start at [`expanding_square`] and [`sector`].
//!
//! # Source
//! IAMSAR Manual, volume II, section 5.5: expanding square (SS) and sector search (VS).

use crate::geodesy::{Position, destination};
use crate::units::{Course, Metres, NauticalMiles};

/// The turns of an expanding square: legs of one, one, two, two, three, three … spacings, each turned 90° to starboard of the one before.
/// The first place is the datum.
#[must_use]
pub fn expanding_square(datum: Position, heading: Course, spacing: NauticalMiles, n_legs: u32) -> Vec<Position> {
    let mut places = vec![datum];
    let mut at = datum;
    for leg in 0..n_legs {
        let length = Metres::magnitude(spacing.metres().value() * f64::from(leg / 2 + 1));
        at = destination(at, Course::wrapped(heading.value() + 90.0 * f64::from(leg % 4)), length);
        places.push(at);
    }
    places
}

/// The turns of a sector search: for each pass nine legs of one radius, every turn 120° to starboard, three times through the datum. Each pass is turned 30°
/// to starboard of the one before. The first place is the datum.
#[must_use]
pub fn sector(datum: Position, heading: Course, radius: NauticalMiles, n_passes: u32) -> Vec<Position> {
    let mut places = vec![datum];
    for pass in 0..n_passes {
        // Out, across and back; the leg back goes on as the next one out.
        for out in [0.0, 240.0, 120.0] {
            let first = heading.value() + 30.0 * f64::from(pass) + out;
            let rim = |bearing: f64| destination(datum, Course::wrapped(bearing), radius.metres());
            places.extend([rim(first), rim(first + 60.0), datum]);
        }
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geodesy::inverse;

    fn datum() -> Position {
        Position::new(38.0, 124.0).expect("on the globe")
    }

    fn legs(places: &[Position]) -> Vec<(f64, f64)> {
        let legs = places.windows(2).map(|pair| inverse(pair[0], pair[1]));
        legs.map(|leg| (leg.distance.nautical_miles().value(), leg.initial.value())).collect()
    }

    /// How far one course is to starboard of another.
    fn turn(from: f64, to: f64) -> f64 {
        (to - from).rem_euclid(360.0)
    }

    #[test]
    fn a_square_of_four_miles_has_legs_4_4_8_8_12_12_16_16() {
        let spacing = NauticalMiles::new(4.0).expect("a length");
        let square = expanding_square(datum(), Course::wrapped(20.0), spacing, 8);
        let legs = legs(&square);
        for ((nm, course), (wanted, heading)) in
            legs.iter().zip([(4, 20), (4, 110), (8, 200), (8, 290), (12, 20), (12, 110), (16, 200), (16, 290)])
        {
            assert!((nm - f64::from(wanted)).abs() < 1e-9, "{nm} {wanted}");
            assert!((course - f64::from(heading)).abs() < 1e-9, "{course} {heading}");
        }
        assert_eq!(legs.len(), 8);
    }

    #[test]
    fn a_sector_has_nine_legs_of_5_nm_turned_by_120_and_a_second_pass_by_30() {
        let radius = NauticalMiles::new(5.0).expect("a length");
        let places = sector(datum(), Course::wrapped(0.0), radius, 2);
        let legs = legs(&places);
        assert_eq!(legs.len(), 18);
        for (nm, _) in &legs {
            assert!((nm - 5.0).abs() < 1e-5, "{nm}");
        }
        for pass in legs.chunks(9) {
            for (idx, pair) in pass.windows(2).enumerate() {
                // Through the datum the course is kept; at the rim it turns.
                let wanted = if idx % 3 == 2 { 0.0 } else { 120.0 };
                let off = turn(wanted, turn(pair[0].1, pair[1].1));
                assert!(off.min(360.0 - off) < 0.1, "{idx}: {pair:?}");
            }
        }
        assert!(legs[0].1.abs() < 1e-9 && (legs[9].1 - 30.0).abs() < 1e-9);
        for home in places.chunks(3).map(|three| three[0]) {
            assert_eq!(home, datum());
        }
    }
}
