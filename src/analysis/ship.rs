//! One ship's fixes under one MMSI, at hand for the rules.
//!
//! Owns [`Spot`] and [`Ship`], and the few measurements that every rule makes. Never judges. Start at [`Ship`].

use crate::finding::{Confidence, Finding, Kind, Place, Suppression};
use crate::geodesy::{self, Position};
use crate::track::{FixRow, TrackSlice, TrackStore};
use crate::units::Timestamp;
use crate::vessel::Mmsi;

/// Milliseconds in an hour.
pub(super) const HOUR_MS: f64 = 3_600_000.0;
/// Metres that a ship of one knot makes in an hour.
pub(super) const METRES_PER_KNOT_HOUR: f64 = crate::units::METRES_PER_NAUTICAL_MILE;

/// A fix in the numbers that the rules reckon with; a speed or course that is absent is NaN.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Spot {
    pub(super) time_ms: i64,
    pub(super) at: Position,
    pub(super) sog_kn: f32,
    pub(super) cog_degrees: f32,
}

impl Spot {
    fn of(row: &FixRow) -> Self {
        let known = |value: u16| if value == FixRow::NONE { f32::NAN } else { f32::from(value) / 10.0 };
        Self {
            time_ms: row.time_ms,
            at: Position::from_e7(row.lat_e7, row.lon_e7),
            sog_kn: known(row.sog_deciknots),
            cog_degrees: known(row.cog_decidegrees),
        }
    }

    /// The moment.
    pub(super) fn time(&self) -> Timestamp {
        Timestamp::from_millis(self.time_ms)
    }

    /// Hours from this fix to a later one.
    #[expect(clippy::cast_precision_loss, reason = "spans of milliseconds within a store are far below 2^53")]
    pub(super) fn hours_to(&self, later: &Self) -> f64 {
        (later.time_ms - self.time_ms) as f64 / HOUR_MS
    }

    /// Metres between the two on the sphere.
    pub(super) fn metres_to(&self, other: &Self) -> f64 {
        geodesy::haversine(self.at, other.at).value()
    }

    /// The speed in knots at which one gets from here to a later fix, its time longer by so many hours.
    pub(super) fn knots_to(&self, later: &Self, tolerance_h: f64) -> f64 {
        let hours = self.hours_to(later) + tolerance_h;
        let metres = self.metres_to(later);
        if hours > 0.0 { metres / METRES_PER_KNOT_HOUR / hours } else { f64::INFINITY }
    }
}

/// The fixes of one vessel of a store.
pub(super) fn spots(store: &TrackStore, slice: &TrackSlice<'_>) -> Vec<Spot> {
    slice.fixes().filter_map(|idx| store.row(idx)).map(|row| Spot::of(&row)).collect()
}

/// One ship: what of an MMSI's fixes one hull can have sailed, ascending in time.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Ship {
    pub(super) mmsi: Mmsi,
    pub(super) spots: Vec<Spot>,
    /// When the same MMSI was heard elsewhere, ascending.
    pub(super) elsewhere_ms: Vec<i64>,
}

impl Ship {
    /// A finding about it, shown and sure of itself; the caller says otherwise.
    pub(super) fn finding(&self, kind: Kind, place: Place, from: &Spot, to: &Spot) -> Finding {
        Finding {
            kind,
            vessels: vec![self.mmsi],
            place,
            start: from.time(),
            end: to.time(),
            confidence: Confidence::clamped(1.0),
            suppressed: None,
            evidence: Vec::new(),
            parameters: Vec::new(),
        }
    }

    /// How often the MMSI was heard elsewhere between two moments.
    pub(super) fn n_elsewhere(&self, from_ms: i64, to_ms: i64) -> usize {
        let before = |ms: i64| self.elsewhere_ms.partition_point(|t| *t < ms);
        before(to_ms) - before(from_ms + 1).min(before(to_ms))
    }

    /// The median interval between its fixes in hours; `None` without two fixes.
    pub(super) fn median_interval_h(&self) -> Option<f64> {
        let mut steps: Vec<i64> =
            self.spots.iter().zip(self.spots.iter().skip(1)).map(|(a, b)| b.time_ms - a.time_ms).collect();
        let middle = steps.len() / 2;
        (!steps.is_empty()).then(|| {
            #[expect(clippy::cast_precision_loss, reason = "an interval of milliseconds")]
            let median = *steps.select_nth_unstable(middle).1 as f64;
            median / HOUR_MS
        })
    }

    /// The speed that it seldom exceeds, in knots: that of nineteen in twenty of its steps.
    pub(super) fn cruising_knots(&self) -> Option<f64> {
        let mut from = self.spots.first()?;
        let mut speeds: Vec<f64> = Vec::new();
        for spot in &self.spots {
            let hours = from.hours_to(spot);
            if hours >= 1.0 {
                from = spot;
            } else if hours >= 1.0 / 12.0 {
                speeds.push(from.knots_to(spot, 0.0));
                from = spot;
            }
        }
        let which = speeds.len() * 19 / 20;
        (!speeds.is_empty()).then(|| *speeds.select_nth_unstable_by(which, f64::total_cmp).1)
    }
}

/// The first reason of several that holds.
pub(super) fn first_reason(reasons: impl IntoIterator<Item = (bool, Suppression)>) -> Option<Suppression> {
    reasons.into_iter().find(|(holds, _)| *holds).map(|(_, reason)| reason)
}

/// A line through so many fixes at most, evenly taken, both ends among them; a point where they are all one.
pub(super) fn line_of(spots: &[Spot], most: usize) -> Option<Place> {
    let (first, last) = (spots.first()?, spots.last()?);
    let step = (spots.len() / most.max(2)).max(1);
    let mut places: Vec<Position> = spots.iter().step_by(step).map(|spot| spot.at).collect();
    if places.last() != Some(&last.at) {
        places.push(last.at);
    }
    places.dedup();
    Some(if places.len() < 2 { Place::Point(first.at) } else { Place::Line(places) })
}

/// The longitude's way from one to another, the short way round.
pub(super) fn lon_step(from: f64, to: f64) -> f64 {
    let step = to - from;
    if step.abs() > 180.0 { step - 360.0 * step.signum() } else { step }
}

/// The place between two, linear in degrees, the short way round the globe.
pub(super) fn between(from: Position, to: Position, share: f64) -> Position {
    Position::clamped(from.lat() + share * (to.lat() - from.lat()), from.lon() + share * lon_step(from.lon(), to.lon()))
}

/// The place halfway among several near each other.
pub(super) fn mean_place(places: impl Iterator<Item = Position> + Clone) -> Option<Position> {
    let first = places.clone().next()?;
    let (mut lat, mut lon, mut n) = (0.0, 0.0, 0.0);
    for place in places {
        lat += place.lat();
        lon += lon_step(first.lon(), place.lon());
        n += 1.0;
    }
    Some(Position::clamped(lat / n, first.lon() + lon / n).rounded())
}
