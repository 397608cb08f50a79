//! A call at a port.
//!
//! Enters within `enter_m` of a port, leaves beyond `leave_m`; a stop in between begins below `stop_kn` and ends above `go_kn`, and a
//! long silence counts as one. A raw candidate is every entry; its level is 1 with entry or exit alone, 2 with a stop or silence
//! alone, 3 with an entry or an exit and a stop or silence, 4 with both and a stop or silence. Start at [`of_ship`].

use super::params::PortVisitParams;
use super::places::Places;
use super::ship::{Ship, Spot, first_reason};
use crate::finding::{Confidence, Evidence, Finding, Kind, Place, Suppression};
use crate::geodesy::{self, Position};
use std::sync::Arc;

/// A visit under way.
struct Visit<'a> {
    port: Arc<str>,
    at: Position,
    first: &'a Spot,
    last: &'a Spot,
    entered: bool,
    stop: Stop,
}

/// What is known of the ship's stop.
#[derive(Clone, Copy, Default)]
struct Stop {
    since_ms: Option<i64>,
    longest_ms: i64,
    was_silent: bool,
}

/// A speed made good is taken over at least this long where the ship reports none: shorter, it is noise. In hours.
const LEAST_STEP_H: f64 = 1.0 / 12.0;

/// Every visit of one ship.
pub(super) fn of_ship(ship: &Ship, places: &Places<'_>, params: &PortVisitParams) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut visit: Option<Visit<'_>> = None;
    let mut anchor: Option<(&Spot, f64)> = None;
    let silence_ms = i64::try_from(params.silence.as_millis()).unwrap_or(i64::MAX);
    for (idx, spot) in ship.spots.iter().enumerate() {
        if visit.as_ref().is_some_and(|visit| geodesy::haversine(visit.at, spot.at) > params.leave)
            && let Some(ended) = visit.take()
        {
            found.push(finding(ship, &ended, Some(spot), params));
        }
        if visit.is_none() {
            let Some((port, _)) = places.port_in_reach(spot.at).filter(|(_, metres)| *metres <= params.enter) else {
                continue;
            };
            anchor = None;
            visit = Some(Visit {
                port: Arc::clone(&port.name),
                at: port.at,
                first: spot,
                last: spot,
                entered: idx > 0,
                stop: Stop::default(),
            });
        }
        let Some(visit) = &mut visit else { continue };
        visit.stop.was_silent |= spot.time_ms - visit.last.time_ms >= silence_ms;
        visit.last = spot;
        let knots = if spot.sog_kn.is_nan() { made_good(&mut anchor, spot) } else { Some(f64::from(spot.sog_kn)) };
        visit.stop.see(spot, knots, params);
    }
    found.extend(visit.map(|visit| finding(ship, &visit, None, params)));
    found
}

/// The speed since a fix some minutes ago; in between what it last was.
fn made_good<'a>(anchor: &mut Option<(&'a Spot, f64)>, spot: &'a Spot) -> Option<f64> {
    match anchor {
        Some((from, knots)) if from.hours_to(spot) < LEAST_STEP_H => (!knots.is_nan()).then_some(*knots),
        Some((from, _)) => {
            let knots = from.knots_to(spot, 0.0);
            *anchor = Some((spot, knots));
            Some(knots)
        }
        None => {
            *anchor = Some((spot, f64::NAN));
            None
        }
    }
}

impl Stop {
    fn see(&mut self, spot: &Spot, knots: Option<f64>, params: &PortVisitParams) {
        match (self.since_ms, knots) {
            (None, Some(knots)) if knots < params.stop.value() => self.since_ms = Some(spot.time_ms),
            (Some(_), Some(knots)) if knots > params.go.value() => self.since_ms = None,
            (Some(since), _) => self.longest_ms = self.longest_ms.max(spot.time_ms - since),
            (None, _) => {}
        }
    }
}

fn finding(ship: &Ship, visit: &Visit<'_>, after: Option<&Spot>, params: &PortVisitParams) -> Finding {
    let stopped = visit.stop.longest_ms > 0 || visit.stop.was_silent;
    let level = match (visit.entered, after.is_some(), stopped) {
        (true, true, true) => 4,
        (false, false, true) => 2,
        (_, _, true) => 3,
        (_, _, false) => 1,
    };
    let mut found = ship.finding(Kind::PortVisit, Place::Point(visit.at.rounded()), visit.first, visit.last);
    found.confidence = Confidence::clamped(f64::from(level) / 4.0);
    found.suppressed = first_reason([(level < params.level, Suppression::TooWeak)]);
    #[expect(clippy::cast_precision_loss, reason = "a stop in milliseconds")]
    let stop_h = visit.stop.longest_ms as f64 / super::ship::HOUR_MS;
    found.evidence = vec![
        Evidence::text("port", &*visit.port),
        Evidence::number("level", f64::from(level), 0),
        Evidence::number("stop_h", stop_h, 2),
        Evidence::text("silent", if visit.stop.was_silent { "yes" } else { "no" }),
    ];
    found
}
