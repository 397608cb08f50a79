//! One vessel that barely moves at sea.
//!
//! By hours of the clock: metres made over hours watched, below the threshold; hours that follow one another joined. A raw candidate is
//! every such run. Distance is measured between fixes minutes apart, so that the noise of positions reported every few
//! seconds is no way made. Start at [`of_ship`].

use super::params::LoiteringParams;
use super::places::Places;
use super::ship::{HOUR_MS, METRES_PER_KNOT_HOUR, Ship, Spot, first_reason, mean_place};
use crate::finding::{Confidence, Evidence, Finding, Kind, Place, Suppression};
use crate::geodesy;
use crate::units::Metres;

/// At how many of its fixes a run's distances from shore and port are taken.
const PLACES_LOOKED_AT: usize = 12;
/// A ship at anchor swings within this of the middle: some 200 m of chain and her own length. A choice.
const LIES_WITHIN_METRES: f64 = 400.0;

/// One hour of the clock.
#[derive(Clone, Copy, Debug, Default)]
struct Hour {
    metres: f64,
    hours: f64,
}

/// Every run of slow hours of one ship.
pub(super) fn of_ship(ship: &Ship, places: &Places<'_>, params: &LoiteringParams) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut run: Option<(i64, i64, Hour)> = None;
    let mut hour: Option<(i64, Hour)> = None;
    let mut close = |hour: Option<(i64, Hour)>, run: &mut Option<(i64, i64, Hour)>| {
        let slow = hour.filter(|(_, sums)| {
            sums.hours > 0.0 && sums.metres / sums.hours / METRES_PER_KNOT_HOUR < params.speed.value()
        });
        match (slow, &mut *run) {
            (Some((which, sums)), Some((_, last, all))) if which == *last + 1 => {
                *last = which;
                all.metres += sums.metres;
                all.hours += sums.hours;
            }
            (slow, _) => {
                let ended = std::mem::replace(run, slow.map(|(which, sums)| (which, which, sums)));
                found.extend(ended.and_then(|ended| finding(ship, ended, places, params)));
            }
        }
    };
    for (which, metres, hours) in shares(&ship.spots, params) {
        match &mut hour {
            Some((current, sums)) if *current == which => {
                sums.metres += metres;
                sums.hours += hours;
            }
            _ => close(hour.replace((which, Hour { metres, hours })), &mut run),
        }
    }
    close(hour.take(), &mut run);
    close(None, &mut run);
    found
}

/// Each step's share in each hour of the clock: which hour, metres, hours. Steps are at least some minutes long; what is silent is no step.
fn shares<'a>(spots: &'a [Spot], params: &'a LoiteringParams) -> impl Iterator<Item = (i64, f64, f64)> + 'a {
    const HOUR: i64 = 3_600_000;
    let (least, silence) = (params.step.as_secs_f64() / 3600.0, params.silence.as_secs_f64() / 3600.0);
    let mut from = spots.first();
    let steps = spots.iter().zip(spots.iter().skip(1)).filter_map(move |(before, to)| {
        if before.hours_to(to) >= silence {
            from = Some(to);
            return None;
        }
        let start = from.filter(|start| start.hours_to(to) >= least)?;
        from = Some(to);
        Some((start, to))
    });
    steps.flat_map(|(from, to)| {
        let hours = from.hours_to(to);
        // A ship that reports both times that it sails, and is where it was, has gone round in between.
        let reported = f64::from(from.sog_kn.min(to.sog_kn));
        let is_under_way = !from.sog_kn.is_nan() && !to.sog_kn.is_nan() && reported > 2.0 * params.speed.value();
        let sailed = if is_under_way { reported * METRES_PER_KNOT_HOUR * hours } else { 0.0 };
        let metres = from.metres_to(to).max(sailed);
        let (first, last) = (from.time_ms.div_euclid(HOUR), (to.time_ms - 1).div_euclid(HOUR));
        (first..=last).map(move |which| {
            let (begin, end) = (from.time_ms.max(which * HOUR), to.time_ms.min((which + 1) * HOUR));
            #[expect(clippy::cast_precision_loss, reason = "at most an hour of milliseconds")]
            let part = (end - begin) as f64 / HOUR_MS;
            (which, metres * part / hours, part)
        })
    })
}

fn finding(
    ship: &Ship,
    (first, last, sums): (i64, i64, Hour),
    places: &Places<'_>,
    params: &LoiteringParams,
) -> Option<Finding> {
    let before = |hour: i64| ship.spots.partition_point(|spot| spot.time_ms < hour * 3_600_000);
    let spots = ship.spots.get(before(first)..before(last + 1))?;
    let (from, to) = (spots.first()?, spots.last()?);
    let looked_at = || spots.iter().step_by((spots.len() / PLACES_LOOKED_AT).max(1)).map(|spot| spot.at);
    let shores: Vec<f64> = looked_at().filter_map(|at| places.shore(at)).map(Metres::value).collect();
    #[expect(clippy::cast_precision_loss, reason = "a dozen")]
    let shore = (!shores.is_empty()).then(|| shores.iter().sum::<f64>() / shores.len() as f64);
    let middle = mean_place(looked_at())?;
    let port = places.port(middle);
    // Whole hours of the clock: a run of four is four hours, however many minutes of the first were watched.
    #[expect(clippy::cast_precision_loss, reason = "hours of one track")]
    let hours = (last + 1 - first) as f64;
    let knots = sums.metres / sums.hours / METRES_PER_KNOT_HOUR;
    let suppressed = first_reason([
        (port.as_ref().is_some_and(|(_, metres)| *metres < params.port), Suppression::NearPort),
        (shore.is_some_and(|metres| metres < params.shore.value()), Suppression::NearShore),
        (hours < params.duration.as_secs_f64() / 3600.0, Suppression::TooShort),
    ]);
    // Within this of the middle are three quarters of them: coming and going do not count.
    let mut apart: Vec<f64> = looked_at().map(|at| geodesy::haversine(middle, at).value()).collect();
    apart.sort_by(f64::total_cmp);
    let spread = apart.get(apart.len() * 3 / 4).copied().unwrap_or_default();
    let mut found = ship.finding(Kind::Loitering, Place::Point(middle), from, to);
    // Slower and longer is surer; a fisher at 1.9 kn for four hours is hardly one. One that swings about a point lies at anchor, which needs
    // no partner.
    let surely = 0.5 + 0.3 * (1.0 - knots / params.speed.value().max(0.1)) + 0.02 * hours.min(10.0);
    found.confidence = Confidence::clamped(if spread < LIES_WITHIN_METRES { 0.4 * surely } else { surely });
    found.suppressed = suppressed;
    found.evidence = vec![
        Evidence::number("speed_mean_kn", knots, 2),
        Evidence::number("hours", hours, 0),
        Evidence::number("way_made_m", sums.metres, 0),
        Evidence::number("spread_m", spread, 0),
        Evidence::count("fixes", spots.len()),
    ];
    found.evidence.extend(shore.map(|metres| Evidence::number("shore_mean_m", metres, 0)));
    if let Some((port, metres)) = port {
        found
            .evidence
            .extend([Evidence::text("nearest_port", &*port.name), Evidence::number("port_m", metres.value(), 0)]);
    }
    Some(found)
}
