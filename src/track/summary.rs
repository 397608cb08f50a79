//! One vessel's track in figures: how far, how fast, how long silent.
//!
//! Owns the figures only; they are found in one pass over the vessel's fixes. Start at [`Summary::of`].

use std::time::Duration;

use super::builder::FixRow;
use super::store::TrackStore;
use crate::geodesy;
use crate::units::{Knots, Metres};

/// Speeds in tenths of a knot that a ship can report; those above stand for "at least 102.2 kn" and "unknown".
///
/// # Source
/// ITU-R M.1371-5, table 48.
const N_SPEEDS: usize = 1022;

/// A span without a fix that is longer than the vessel may be silent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Silence {
    /// The last fix before it.
    pub from_idx: usize,
    /// The first fix after it.
    pub to_idx: usize,
    /// How long it lasted.
    pub length: Duration,
}

/// What the fixes of one vessel add up to.
#[derive(Clone, Debug, PartialEq)]
pub struct Summary {
    /// How many there are.
    pub n_fixes: usize,
    /// The first.
    pub first_idx: usize,
    /// The last.
    pub last_idx: usize,
    /// Along the geodesics between fixes, silences left out.
    pub sailed: Metres,
    /// Along the geodesics across silences: the least it can have sailed in them.
    pub unseen: Metres,
    /// How many silences there are.
    pub n_silences: usize,
    /// The longest of them.
    pub longest_silence: Option<Silence>,
    /// The fix with the highest speed over ground, the first of several.
    pub fastest_idx: Option<usize>,
    /// The highest speed over ground.
    pub fastest: Option<Knots>,
    /// The speed over ground that half of the fixes with one do not exceed.
    pub median: Option<Knots>,
}

impl Summary {
    /// What the fixes of a vessel add up to; spans longer than `may_be_silent` are silences. `None` for a vessel that the
    /// store does not have, and where `is_stopped` says so.
    #[must_use]
    pub fn of(
        store: &TrackStore,
        vessel_idx: usize,
        may_be_silent: Duration,
        is_stopped: impl Fn() -> bool,
    ) -> Option<Self> {
        let fixes = store.slice(vessel_idx)?.fixes();
        let (first_idx, last_idx) = (fixes.start, fixes.end.checked_sub(1)?);
        let (mut sailed, mut unseen) = (0.0, 0.0);
        let (mut n_silences, mut longest_silence) = (0, None::<Silence>);
        for idx in first_idx..last_idx {
            if idx % 4096 == 0 && is_stopped() {
                return None;
            }
            let ((from, to), times) = (
                store.position(idx).zip(store.position(idx + 1))?,
                store.time_ms().get(idx).zip(store.time_ms().get(idx + 1))?,
            );
            let way = if from == to { 0.0 } else { geodesy::distance(from, to).value() };
            let length = Duration::from_millis(times.1.abs_diff(*times.0));
            if length <= may_be_silent {
                sailed += way;
                continue;
            }
            unseen += way;
            n_silences += 1;
            if longest_silence.is_none_or(|longest| length > longest.length) {
                longest_silence = Some(Silence { from_idx: idx, to_idx: idx + 1, length });
            }
        }
        let (fastest_idx, median) = speeds(store.sog_deciknots().get(fixes.clone())?);
        let fastest_idx = fastest_idx.map(|idx| first_idx + idx);
        Some(Self {
            n_fixes: fixes.len(),
            first_idx,
            last_idx,
            sailed: Metres::magnitude(sailed),
            unseen: Metres::magnitude(unseen),
            n_silences,
            longest_silence,
            fastest_idx,
            fastest: fastest_idx.and_then(|idx| store.sog(idx)),
            median,
        })
    }
}

/// Where the highest speed is, and the median; by counting, since there are only so many speeds.
fn speeds(deciknots: &[u16]) -> (Option<usize>, Option<Knots>) {
    let mut counts = vec![0_usize; N_SPEEDS];
    let mut fastest: Option<(u16, usize)> = None;
    for (idx, speed) in deciknots.iter().enumerate() {
        let Some(count) = counts.get_mut(usize::from(*speed)) else { continue };
        *count += 1;
        if fastest.is_none_or(|(most, _)| *speed > most) {
            fastest = Some((*speed, idx));
        }
    }
    let half = counts.iter().sum::<usize>().div_ceil(2);
    let mut below = 0;
    let median = counts.iter().position(|count| {
        below += count;
        half > 0 && below >= half
    });
    let median = median.and_then(|speed| Knots::new(f64::from(u16::try_from(speed).ok()?) / 10.0));
    (fastest.map(|(_, idx)| idx), median)
}

/// The lowest and highest speed over ground of one vessel in each of `n_columns` equal parts of its span, tenths of a knot;
/// `None` where no fix states one. What a plot draws, however many fixes there are.
#[must_use]
pub fn speed_columns(store: &TrackStore, vessel_idx: usize, n_columns: usize) -> Vec<Option<(u16, u16)>> {
    let mut columns = vec![None::<(u16, u16)>; n_columns];
    let Some(slice) = store.slice(vessel_idx) else { return columns };
    let times = slice.time_ms();
    let (Some(first), Some(last)) = (times.first(), times.last()) else { return columns };
    let (length, n) = ((last - first).max(1), i64::try_from(n_columns).unwrap_or(0));
    let speeds = store.sog_deciknots().get(slice.fixes()).unwrap_or_default();
    for (time, speed) in times.iter().zip(speeds).filter(|(_, speed)| usize::from(**speed) < N_SPEEDS) {
        debug_assert!(*speed != FixRow::NONE, "not among the speeds of ships");
        let column =
            usize::try_from((time - first).saturating_mul(n) / length).unwrap_or(0).min(n_columns.saturating_sub(1));
        if let Some(place) = columns.get_mut(column) {
            *place = Some(place.map_or((*speed, *speed), |(low, high)| (low.min(*speed), high.max(*speed))));
        }
    }
    columns
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geodesy::Position;
    use crate::track::{Fix, TrackBuilder};
    use crate::units::Timestamp;
    use crate::vessel::Mmsi;

    /// Along the equator, minutes of time and of longitude, and knots.
    fn store(fixes: &[(i64, f64, Option<f64>)]) -> TrackStore {
        let mut builder = TrackBuilder::default();
        for (minutes, arc_minutes, knots) in fixes {
            builder.push(&Fix {
                mmsi: Mmsi::new(440_000_001).expect("nine digits"),
                time: Timestamp::from_seconds(minutes * 60),
                position: Position::clamped(0.0, 125.0 + arc_minutes / 60.0),
                sog: knots.and_then(Knots::new),
                cog: None,
                heading: None,
                nav_status: None,
            });
        }
        builder.build().0
    }

    #[test]
    fn distance_is_told_apart_from_silence() {
        let store = store(&[(0, 0.0, Some(10.0)), (6, 1.0, Some(12.0)), (12, 2.0, None), (300, 62.0, Some(12.0))]);
        let hour = Duration::from_hours(1);
        let summary = Summary::of(&store, 0, hour, || false).expect("a vessel");
        // One minute of arc along the equator of WGS 84 is a·π/10800 = 1855.325 m.
        assert!((summary.sailed.value() - 2.0 * 1855.325).abs() < 0.1, "{:?}", summary.sailed);
        assert!((summary.unseen.value() - 60.0 * 1855.325).abs() < 0.1, "{:?}", summary.unseen);
        let silence = Silence { from_idx: 2, to_idx: 3, length: Duration::from_mins(288) };
        assert_eq!((summary.n_silences, summary.longest_silence), (1, Some(silence)));
        assert_eq!((summary.n_fixes, summary.first_idx, summary.last_idx), (4, 0, 3));
        assert_eq!(
            (summary.fastest_idx, summary.fastest, summary.median),
            (Some(1), Knots::new(12.0), Knots::new(12.0))
        );
        assert_eq!(Summary::of(&store, 0, hour, || true), None);
    }

    #[test]
    fn a_radio_that_knows_no_speed_is_not_fast() {
        // 102.2 stands for "that or more" (ITU-R M.1371-5, table 48).
        let store = store(&[(0, 0.0, Some(102.2)), (6, 1.0, None)]);
        let summary = Summary::of(&store, 0, Duration::from_hours(1), || false).expect("a vessel");
        assert_eq!((summary.fastest, summary.median), (None, None));
    }

    #[test]
    fn a_plot_keeps_every_peak() {
        let store = store(&[(0, 0.0, Some(1.0)), (1, 1.0, Some(30.0)), (2, 2.0, Some(2.0)), (10, 3.0, Some(5.0))]);
        assert_eq!(speed_columns(&store, 0, 2), [Some((10, 300)), Some((50, 50))]);
        assert_eq!(speed_columns(&store, 0, 5), [Some((10, 300)), Some((20, 20)), None, None, Some((50, 50))]);
        assert_eq!(speed_columns(&store, 0, 0), []);
    }
}
