//! Counts of passages as colours: faint where one ship went, glowing where thousands did.
//!
//! Owns how a count becomes a colour. Start at [`ramp`] where all tracks have one colour, at [`Tint`] where they have many.

#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "shares of 255, and counts that need no more than 24 bits"
)]

use egui::Color32;

use crate::track::density::Ink;

/// How many steps a ramp of colours has.
const STEPS: usize = 256;
/// The share of cells that may be brighter than the ramp's end: a busy harbour must not leave the sea dark.
const BRIGHTEST_SHARE: f64 = 0.003;
/// The least count at which the ramp ends.
const LEAST_TOP: u32 = 8;

/// What passages of many colours leave in a cell: their sum.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Tint {
    sum: [u32; 3],
    n: u32,
}

impl Tint {
    /// One passage in an opaque colour.
    pub(super) fn one(colour: Color32) -> Self {
        Self { sum: [colour.r(), colour.g(), colour.b()].map(u32::from), n: 1 }
    }
}

impl Ink for Tint {
    fn add(&mut self, other: Self) {
        self.sum.iter_mut().zip(other.sum).for_each(|(sum, more)| *sum = sum.saturating_add(more));
        self.n = self.n.saturating_add(other.n);
    }
}

/// Counts in the colours of a ramp with these stops, from one passage to the most.
pub(super) fn ramp(cells: &[u32], stops: &[Color32]) -> Vec<Color32> {
    let scale = Scale::of(cells.iter().copied());
    let table: Vec<Color32> = (0..STEPS).map(|step| between(stops, step as f32 / (STEPS - 1) as f32)).collect();
    let colour = |n: &u32| match n {
        0 => Color32::TRANSPARENT,
        n => table.get((scale.share(*n) * (STEPS - 1) as f32) as usize).copied().unwrap_or_default(),
    };
    cells.iter().map(colour).collect()
}

/// Tinted counts: the mean colour of what passed, the more opaque the more there was.
pub(super) fn mean(cells: &[Tint]) -> Vec<Color32> {
    let scale = Scale::of(cells.iter().map(|cell| cell.n));
    let colour = |cell: &Tint| {
        if cell.n == 0 {
            return Color32::TRANSPARENT;
        }
        let [r, g, b] = cell.sum.map(|sum| (sum / cell.n).min(255) as u8);
        Color32::from_rgb(r, g, b).gamma_multiply(0.35 + 0.65 * scale.share(cell.n))
    };
    cells.iter().map(colour).collect()
}

/// How much the middle of the scale is darkened, so that lanes stand out from what lies about them.
const CONTRAST: f32 = 1.5;

/// How bright a count is: by its logarithm, up to one that few cells exceed.
struct Scale {
    top: f32,
    /// The shares of small counts, which are most.
    small: Vec<f32>,
}

impl Scale {
    fn of(counts: impl Iterator<Item = u32>) -> Self {
        const MOST: usize = 4096;
        let mut cells_with = vec![0_u32; MOST];
        let mut n_inked = 0_u32;
        for n in counts.filter(|n| *n > 0) {
            cells_with[(n as usize).min(MOST - 1)] += 1;
            n_inked += 1;
        }
        let mut above = (f64::from(n_inked) * BRIGHTEST_SHARE) as u32;
        let top = (1..MOST).rev().find(|n| {
            let is_top = cells_with[*n] > above;
            above = above.saturating_sub(cells_with[*n]);
            is_top
        });
        // In steps of two, so that the picture does not flicker while it moves.
        let top = (top.unwrap_or(1) as u32).next_power_of_two().max(LEAST_TOP);
        let top = (top as f32).ln_1p();
        Self { top, small: (0..256_u32).map(|n| share(n, top)).collect() }
    }

    fn share(&self, n: u32) -> f32 {
        self.small.get(n as usize).copied().unwrap_or_else(|| share(n, self.top))
    }
}

fn share(n: u32, top: f32) -> f32 {
    ((n as f32).ln_1p() / top).min(1.0).powf(CONTRAST)
}

/// The colour at a share of the way along some stops.
pub(super) fn between(stops: &[Color32], share: f32) -> Color32 {
    let Some(last) = stops.len().checked_sub(1) else { return Color32::TRANSPARENT };
    let at = share.clamp(0.0, 1.0) * last as f32;
    let from = (at as usize).min(last.saturating_sub(1));
    let of = |idx: usize| stops.get(idx.min(last)).copied().unwrap_or_default();
    of(from).lerp_to_gamma(of(from + 1), at - from as f32)
}

#[cfg(test)]
mod tests {
    use super::*;

    const STOPS: [Color32; 2] = [Color32::from_rgb(0, 0, 100), Color32::from_rgb(200, 200, 255)];

    #[test]
    fn nothing_is_transparent_and_more_is_brighter_up_to_the_top() {
        let mut cells = vec![0, 1, 2, 5, 20, 100];
        cells.extend(vec![100; 50]);
        let colours = ramp(&cells, &STOPS);
        assert_eq!(colours[0], Color32::TRANSPARENT);
        assert!(colours[1..6].is_sorted_by(|a, b| a.r() < b.r()), "{colours:?}");
    }

    #[test]
    fn a_single_crowded_cell_leaves_the_others_as_bright_as_they_were() {
        let quiet = vec![3_u32; 1000];
        let mut crowded = quiet.clone();
        crowded.push(1_000_000);
        assert_eq!(ramp(&quiet, &STOPS)[0], ramp(&crowded, &STOPS)[0]);
    }

    #[test]
    fn a_cell_of_many_colours_has_their_mean() {
        let mut cell = Tint::one(Color32::from_rgb(200, 0, 0));
        cell.add(Tint::one(Color32::from_rgb(0, 100, 0)));
        let many = vec![cell; 9];
        let [r, g, b, a] = mean(&many)[0].to_array();
        assert!(r.abs_diff(2 * g) <= 2 && b == 0 && a > 100, "{r} {g} {b} {a}");
    }

    #[test]
    fn the_stops_of_a_ramp_are_its_own_colours() {
        assert_eq!(between(&STOPS, 0.0), STOPS[0]);
        assert_eq!(between(&STOPS, 1.0), STOPS[1]);
        assert_eq!(between(&[], 0.5), Color32::TRANSPARENT);
    }
}
