//! How likely a search is to find what is there: coverage, probability of detection, and effort shared out over cells.
//!
//! Owns the laws of detection and the sharing out. Never knows a route or an area's outline. Start at [`Coverage`] and
//! [`Coverage::pod`].
//!
//! # Source
//! B. O. Koopman, *Search and Screening* (1980), chapters 3 and 5: random search, the inverse-cube law for parallel sweeps and the definite range law.
//! IAMSAR Manual, volume II, chapter 4 and appendix N, for coverage and probability of detection as planners of searches use them.

use std::fmt;
use std::time::Duration;

use crate::units::{Knots, METRES_PER_NAUTICAL_MILE, NauticalMiles, SquareMetres};

/// A probability: `0 <= value <= 1`.
#[derive(Clone, Copy, Debug, Default, PartialEq, PartialOrd)]
pub struct Probability(f64);

impl Probability {
    /// `None` outside `0..=1`.
    #[must_use]
    pub fn new(share: f64) -> Option<Self> {
        (0.0..=1.0).contains(&share).then_some(Self(share))
    }

    /// A number that is a probability but for rounding, held between 0 and 1; NaN becomes 0.
    #[must_use]
    pub fn clamped(share: f64) -> Self {
        Self(if share.is_nan() { 0.0 } else { share.clamp(0.0, 1.0) })
    }

    /// The value, 0 to 1.
    #[must_use]
    pub const fn value(self) -> f64 {
        self.0
    }
}

/// In per cent: `79.0 %`.
impl fmt::Display for Probability {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.1} %", self.0 * 100.0)
    }
}

/// Coverage C: how often the effort would sweep the area over. A number without unit, finite and not negative.
#[derive(Clone, Copy, Debug, Default, PartialEq, PartialOrd)]
pub struct Coverage(f64);

impl Coverage {
    /// `None` for a negative or non-finite value.
    #[must_use]
    pub fn new(coverage: f64) -> Option<Self> {
        (coverage.is_finite() && coverage >= 0.0).then_some(Self(coverage))
    }

    /// C = W / S of parallel sweeps; `None` without a spacing.
    #[must_use]
    pub fn of_spacing(sweep: NauticalMiles, spacing: NauticalMiles) -> Option<Self> {
        Self::new(sweep.value() / spacing.value())
    }

    /// C = W · V · t / A; `None` without an area.
    #[must_use]
    pub fn of_effort(sweep: NauticalMiles, speed: Knots, time: Duration, area: SquareMetres) -> Option<Self> {
        let swept_nm2 = sweep.value() * speed.value() * time.as_secs_f64() / 3600.0;
        Self::new(swept_nm2 * METRES_PER_NAUTICAL_MILE.powi(2) / area.value())
    }

    /// The value.
    #[must_use]
    pub const fn value(self) -> f64 {
        self.0
    }

    /// The probability of detecting what is in the area, by a law.
    #[must_use]
    pub fn pod(self, law: DetectionLaw) -> Probability {
        Probability::clamped(match law {
            DetectionLaw::Random => -(-self.0).exp_m1(),
            DetectionLaw::InverseCube => erf(std::f64::consts::PI.sqrt() / 2.0 * self.0),
            DetectionLaw::DefiniteRange => self.0.min(1.0),
        })
    }
}

/// How detection depends on coverage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DetectionLaw {
    /// Effort spread at random: 1 − e^−C. The cautious one.
    Random,
    /// Parallel sweeps at equal spacing, detection falling with the cube of the range: erf(√π/2 · C).
    InverseCube,
    /// Everything within half the sweep width is seen, nothing beyond: min(1, C). The most that can be hoped for.
    DefiniteRange,
}

impl DetectionLaw {
    /// Every law, the cautious one first.
    pub const ALL: [Self; 3] = [Self::Random, Self::InverseCube, Self::DefiniteRange];

    /// Its name in files.
    #[must_use]
    pub const fn keyword(self) -> &'static str {
        match self {
            Self::Random => "random",
            Self::InverseCube => "inverse_cube",
            Self::DefiniteRange => "definite_range",
        }
    }
}

/// The error function, to 1e-15 of its value.
///
/// # Source
/// NIST Digital Library of Mathematical Functions, 7.6.2: erf z = 2/√π · e^(−z²) · Σ 2ⁿ z^(2n+1) / (1·3·…·(2n+1)); all its terms have one sign.
fn erf(z: f64) -> f64 {
    // 1 − erf 6 is 2e-17: no number between shows it.
    if z.abs() > 6.0 {
        return z.signum();
    }
    let (mut term, mut sum, mut odd) = (z, z, 1.0);
    while term.abs() > sum.abs() * 1e-17 {
        odd += 2.0;
        term *= 2.0 * z * z / odd;
        sum += term;
    }
    2.0 / std::f64::consts::PI.sqrt() * (-z * z).exp() * sum
}

/// The probability that one of several independent searches detects: 1 − Π(1 − p).
#[must_use]
pub fn cumulative(passes: &[Probability]) -> Probability {
    Probability::clamped(1.0 - passes.iter().map(|pod| 1.0 - pod.0).product::<f64>())
}

/// A part of the sea, and how likely what is looked for is in it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cell {
    /// The chance that it is there.
    pub chance: Probability,
    /// How large the part is.
    pub area: SquareMetres,
}

/// Effort shared out.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Shared {
    /// The coverage of each cell, in their order.
    pub coverages: Vec<Coverage>,
    /// The chance that what is looked for is detected.
    pub success: Probability,
}

/// Shares an effort (sweep width · speed · time, as the area it sweeps) out over cells so that detection is most likely under the law of
/// random search: zᵢ = max(0, ln(pᵢ/Aᵢ) − λ), with Σ Aᵢ·zᵢ the whole effort. Cells without an area or a chance get nothing.
///
/// # Source
/// B. O. Koopman, "The Theory of Search III: The Optimum Distribution of Searching Effort", Operations Research 5 (1957), 613–626.
#[must_use]
pub fn optimal_effort(cells: &[Cell], effort: SquareMetres) -> Shared {
    let density = |cell: &Cell| {
        let is_worth = cell.chance.0 > 0.0 && cell.area.value() > 0.0;
        is_worth.then(|| (cell.chance.0 / cell.area.value()).ln())
    };
    let mut richest: Vec<(f64, f64)> =
        cells.iter().filter_map(|cell| Some((density(cell)?, cell.area.value()))).collect();
    richest.sort_by(|a, b| b.0.total_cmp(&a.0));
    // The level to which the richest cells are brought down: cells join in as long as they lie above it.
    let (mut areas, mut weighted, mut level) = (0.0, 0.0, f64::INFINITY);
    for (density, area) in richest {
        if density <= level && level.is_finite() {
            break;
        }
        areas += area;
        weighted += area * density;
        level = (weighted - effort.value()) / areas;
    }
    let coverages: Vec<Coverage> =
        cells.iter().map(|cell| Coverage(density(cell).map_or(0.0, |density| (density - level).max(0.0)))).collect();
    let found = cells.iter().zip(&coverages).map(|(cell, z)| cell.chance.0 * z.pod(DetectionLaw::Random).0).sum();
    Shared { coverages, success: Probability::clamped(found) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn nm(value: f64) -> NauticalMiles {
        NauticalMiles::new(value).expect("a length")
    }

    #[track_caller]
    fn near(found: f64, wanted: f64, within: f64) {
        assert!((found - wanted).abs() <= within, "{found}, wanted {wanted}");
    }

    #[test]
    fn the_laws_of_detection_give_the_published_table() {
        // C, random, inverse cube: Koopman 1980, as domain tables print them to four places.
        for (c, random, cube) in [(0.5, 0.3935, 0.4691), (1.0, 0.6321, 0.7899), (1.5, 0.7769, 0.9399)] {
            let coverage = Coverage::new(c).expect("a coverage");
            near(coverage.pod(DetectionLaw::Random).value(), random, 5e-5);
            near(coverage.pod(DetectionLaw::InverseCube).value(), cube, 5e-5);
            near(coverage.pod(DetectionLaw::DefiniteRange).value(), c.min(1.0), 0.0);
        }
        near(Coverage::new(9.0).expect("a coverage").pod(DetectionLaw::InverseCube).value(), 1.0, 1e-15);
    }

    #[test]
    fn effort_over_an_area_is_coverage() {
        // W 8 nm, V 12 kn, t 10 h, A 1600 nm²: C = 0.6.
        let area = SquareMetres::magnitude(1600.0 * METRES_PER_NAUTICAL_MILE.powi(2));
        let speed = Knots::new(12.0).expect("a speed");
        let coverage = Coverage::of_effort(nm(8.0), speed, Duration::from_hours(10), area).expect("a coverage");
        near(coverage.value(), 0.6, 1e-12);
        near(coverage.pod(DetectionLaw::Random).value(), 0.451_188, 5e-7);
        assert_eq!(Coverage::of_spacing(nm(5.0), nm(5.0)), Coverage::new(1.0));
        assert_eq!(Coverage::of_spacing(nm(5.0), nm(0.0)), None);
    }

    #[test]
    fn two_passes_find_more_than_one() {
        let pod = Probability::new(0.7899).expect("a probability");
        near(cumulative(&[pod, pod]).value(), 0.955_858, 5e-7); // of .7899 as printed
        let exact = Coverage::new(1.0).expect("a coverage").pod(DetectionLaw::InverseCube);
        near(cumulative(&[exact, exact]).value(), 0.955_862, 5e-7); // of the value itself
        near(cumulative(&[]).value(), 0.0, 0.0);
    }

    #[test]
    fn effort_goes_where_the_chance_is_densest_and_all_of_it() {
        let cell = |chance, area| Cell {
            chance: Probability::new(chance).expect("a probability"),
            area: SquareMetres::magnitude(area),
        };
        let cells = [cell(0.6, 100.0), cell(0.3, 100.0), cell(0.1, 1000.0), cell(0.0, 10.0)];
        for effort in [10.0, 60.0, 150.0, 3000.0] {
            let shared = optimal_effort(&cells, SquareMetres::magnitude(effort));
            let spent: f64 = cells.iter().zip(&shared.coverages).map(|(c, z)| c.area.value() * z.value()).sum();
            near(spent, effort, 1e-9);
            assert_eq!(shared.coverages[3], Coverage::default());
        }
        // ln(.006/.003) = .6931 of 100 go to the first before the second gets any.
        let first = optimal_effort(&cells, SquareMetres::magnitude(69.0));
        assert_eq!(first.coverages[1], Coverage::default());
        let both = optimal_effort(&cells, SquareMetres::magnitude(70.0));
        assert!(both.coverages[1].value() > 0.0);
        near(both.coverages[0].value() - both.coverages[1].value(), 2.0_f64.ln(), 1e-12);
        // No other way of sharing the same effort does better.
        let both = optimal_effort(&cells, SquareMetres::magnitude(90.0));
        for moved in [-0.05, 0.05] {
            let found = 0.6 * -(-(both.coverages[0].value() + moved)).exp_m1()
                + 0.3 * -(-(both.coverages[1].value() - moved).max(0.0)).exp_m1();
            assert!(found < both.success.value(), "{moved}");
        }
    }
}
