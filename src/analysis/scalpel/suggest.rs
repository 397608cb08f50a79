//! Proposals that let an area stop fewer of the lawful at no loss among the flagged.

use std::collections::HashSet;
use std::fmt;

use geo::{ConvexHull as _, Geometry, MultiPoint, Point};

use super::super::area::Area;
use super::{Score, score};

use crate::plan::geometry::{buffered, intersection, replace, with_geometry};
use crate::plan::{Feature, Period, PlanEdit};
use crate::track::{Pyramid, Span, TrackStore};
use crate::units::Timestamp;
use crate::vessel::Mmsi;

/// How far round the flagged traffic an area still reaches, in metres: a choice, half a nautical mile.
const MARGIN_METRES: f64 = 926.0;
/// How long before and after the flagged traffic a period still runs: a choice, a quarter of an hour.
const MARGIN_MS: i64 = 15 * 60_000;

/// What a proposal does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// Shrinks the area to the hull of the flagged traffic inside, and a margin.
    Shrink,
    /// Shortens the period to that of the flagged traffic inside, and a margin.
    Shorten(Timestamp, Timestamp),
    /// Moves the period, at the same length.
    Shift(Timestamp, Timestamp),
}

impl fmt::Display for Way {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Shrink => f.write_str("Shrink the area to the hull of the flagged traffic inside"),
            Self::Shorten(from, to) => write!(f, "Shorten the period to the flagged traffic: {from} to {to}"),
            Self::Shift(from, to) => write!(f, "Shift the period: {from} to {to}"),
        }
    }
}

/// One way to make an area cost less.
#[derive(Clone, Debug)]
pub struct Suggestion {
    /// What it does.
    pub way: Way,
    /// The area as it would be.
    pub feature: Feature,
    /// The score as it is.
    pub before: Score,
    /// The score as it would be.
    pub after: Score,
}

impl Suggestion {
    /// The edit that does it to the area as it is called and drawn by now: nothing else of it changes.
    #[must_use]
    pub fn edit(&self, now: &Feature) -> PlanEdit {
        replace(match self.way {
            Way::Shrink => {
                Feature { geometry: self.feature.geometry.clone(), shape: self.feature.shape.clone(), ..now.clone() }
            }
            Way::Shorten(..) | Way::Shift(..) => Feature { period: self.feature.period, ..now.clone() },
        })
    }
}

/// What would make an area stop fewer lawful vessels, or for less long, and none of the flagged fewer: shrunk to their hull, its period
/// shortened to theirs, or shifted at the same length.
#[must_use]
#[expect(clippy::implicit_hasher, reason = "what `flagged_by` gives is what is asked for")]
pub fn suggestions(
    store: &TrackStore,
    pyramid: &Pyramid,
    feature: &Feature,
    region: Span,
    flagged: &HashSet<Mmsi>,
) -> Vec<Suggestion> {
    let Some(geometry) = &feature.geometry else { return Vec::new() };
    let period = (feature.period.from.unwrap_or(region.0), feature.period.to.unwrap_or(region.1));
    let before = score(store, pyramid, geometry, period, flagged);
    let traffic = flagged_traffic(store, pyramid, geometry, period, &before);
    let Some((first, last)) = traffic.span else { return Vec::new() };
    let mut proposed: Vec<(Way, Feature)> = Vec::new();
    if let Some(hull) = hull_in(geometry, &traffic.places) {
        proposed.push((Way::Shrink, with_geometry(feature, hull)));
    }
    let with_period = |from: Timestamp, to: Timestamp| Feature {
        period: Period { from: Some(from), to: Some(to) },
        ..feature.clone()
    };
    let (from, to) = (first.plus_millis(-MARGIN_MS).max(period.0), last.plus_millis(MARGIN_MS).min(period.1));
    if (from, to) != period {
        proposed.push((Way::Shorten(from, to), with_period(from, to)));
    }
    let length = period.1.millis() - period.0.millis();
    for start in [last.plus_millis(MARGIN_MS - length), first.plus_millis(-MARGIN_MS)] {
        let end = start.plus_millis(length);
        if start != period.0 && start <= first && end >= last {
            proposed.push((Way::Shift(start, end), with_period(start, end)));
        }
    }
    let judged = proposed.into_iter().filter_map(|(way, feature)| {
        let period = (feature.period.from.unwrap_or(region.0), feature.period.to.unwrap_or(region.1));
        let after = score(store, pyramid, feature.geometry.as_ref()?, period, flagged);
        let cost = |score: &Score| (score.lawful.n_vessels, score.lawful.hours);
        let keeps_all = before
            .vessels
            .iter()
            .filter(|vessel| vessel.is_flagged)
            .all(|vessel| after.vessels.iter().any(|other| other.vessel_idx == vessel.vessel_idx));
        let is_cheaper = after.lawful.n_vessels <= before.lawful.n_vessels
            && cost(&after) != cost(&before)
            && after.lawful.hours <= before.lawful.hours;
        (keeps_all && is_cheaper).then(|| Suggestion { way, feature, before: before.clone(), after })
    });
    let mut judged: Vec<Suggestion> = judged.collect();
    judged.sort_by(|a, b| {
        (a.after.lawful.n_vessels)
            .cmp(&b.after.lawful.n_vessels)
            .then(a.after.lawful.hours.total_cmp(&b.after.lawful.hours))
    });
    judged
}

/// Where and when flagged vessels are inside.
#[derive(Default)]
struct Traffic {
    places: Vec<Point<f64>>,
    span: Option<(Timestamp, Timestamp)>,
}

#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    reason = "spans of milliseconds within a store are far below 2^53"
)]
fn flagged_traffic(
    store: &TrackStore,
    pyramid: &Pyramid,
    geometry: &Geometry<f64>,
    (from, to): Span,
    score: &Score,
) -> Traffic {
    let mut traffic = Traffic::default();
    let Some(area) = Area::of(geometry) else { return traffic };
    let mut take = |place: [f64; 2], ms: i64| {
        traffic.places.push(Point::new(place[0], place[1]));
        let moment = Timestamp::from_millis(ms);
        traffic.span =
            Some(traffic.span.map_or((moment, moment), |(first, last)| (first.min(moment), last.max(moment))));
    };
    for vessel in score.vessels.iter().filter(|vessel| vessel.is_flagged) {
        let Some(slice) = store.slice(vessel.vessel_idx) else { continue };
        let silence_ms = pyramid.silences_ms().get(vessel.vessel_idx).copied().unwrap_or(i64::MAX);
        let place = |fix_idx: usize| store.position(fix_idx).map(|at| [at.lon(), at.lat()]);
        let start = slice.fixes().start;
        for (idx, time_ms) in slice.time_ms().iter().enumerate() {
            let Some(here) = place(start + idx) else { continue };
            if (from.millis()..=to.millis()).contains(time_ms) && area.holds(here) {
                take(here, *time_ms);
            }
            let Some(after_ms) = slice.time_ms().get(idx + 1) else { continue };
            let span_ms = after_ms - time_ms;
            if span_ms > silence_ms || span_ms == 0 || *after_ms < from.millis() || *time_ms > to.millis() {
                continue;
            }
            let Some(there) = place(start + idx + 1) else { continue };
            let share = |ms: i64| ((ms - time_ms) as f64 / span_ms as f64).clamp(0.0, 1.0);
            let step = (there[0] - here[0] + 540.0).rem_euclid(360.0) - 180.0;
            area.each_part_inside(here, there, (share(from.millis()), share(to.millis())), &mut |begin, end| {
                for at in [begin, end] {
                    let lon = (here[0] + at * step + 540.0).rem_euclid(360.0) - 180.0;
                    take([lon, here[1] + at * (there[1] - here[1])], time_ms + (at * span_ms as f64) as i64);
                }
            });
        }
    }
    traffic
}

/// The hull of some places and a margin, as far as it lies in an area; `None` if it cannot be made.
fn hull_in(area: &Geometry<f64>, places: &[Point<f64>]) -> Option<Geometry<f64>> {
    let east = places.iter().map(|place| place.x()).fold(f64::NEG_INFINITY, f64::max);
    let west = places.iter().map(|place| place.x()).fold(f64::INFINITY, f64::min);
    // On both sides of the antimeridian a hull would go round the Earth.
    if places.is_empty() || east - west > 180.0 {
        return None;
    }
    let hull = MultiPoint(places.to_vec()).convex_hull();
    let distinct = hull.exterior().0.iter().skip(1).count();
    let hull = if distinct >= 3 { Geometry::Polygon(hull) } else { Geometry::LineString(hull.exterior().clone()) };
    let wide = buffered(&hull, MARGIN_METRES).ok()?;
    intersection(&[area, &wide]).ok()
}
