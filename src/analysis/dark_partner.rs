//! A ship that loiters where another one, silent, can have been: a possible encounter that AIS alone does not show.
//!
//! Of loiterings and gaps that are shown themselves. The silent ship, at the speed that it seldom exceeds, can have gone there, stayed for
//! `contact_min` while the other loitered, and gone on to where it was heard again; its detour is at most `detour_m`. Each loitering is
//! offered with its likeliest silence only, with low confidence: it is a guess where to look. It is shown where the other fell silent and
//! was heard again within `near_m`; a ship that passed through may have stayed, but so may any. A loiterer that was seen meeting another
//! needs no silent one. A raw candidate is every offer. Start at [`offers`].

use std::collections::HashMap;

use super::gap::CRUISING;
use super::params::DarkPartnerParams;
use super::ship::HOUR_MS;
use crate::finding::{Confidence, Evidence, Finding, Kind, Place, Suppression, Value};
use crate::geodesy::{self, Position};
use crate::units::{METRES_PER_NAUTICAL_MILE, Timestamp};
use crate::vessel::Mmsi;

/// How fast a ship is whose speed nobody saw, in knots: domain.md section 2's example.
const UNSEEN_KNOTS: f64 = 12.0;
/// What is said of such an encounter at most.
const CONFIDENCE: f64 = 0.3;

/// One silent ship for one loitering.
struct Offer {
    detour_m: f64,
    start_ms: i64,
    end_ms: i64,
    knots: f64,
    farther_m: f64,
    gap_idx: usize,
}

/// Possible encounters out of the loiterings and gaps found.
pub(super) fn offers(
    loiterings: &[&Finding],
    gaps: &[&Finding],
    meetings: &[&Finding],
    params: &DarkPartnerParams,
) -> Vec<Finding> {
    let mut by_start: Vec<&Finding> = gaps.to_vec();
    by_start.sort_by(|a, b| a.cmp_listed(b));
    let mut found = Vec::new();
    let mut meets: HashMap<Mmsi, Vec<(Timestamp, Timestamp)>> = HashMap::new();
    for meeting in meetings {
        meeting.vessels.iter().for_each(|mmsi| meets.entry(*mmsi).or_default().push((meeting.start, meeting.end)));
    }
    for loitering in loiterings {
        let seen = loitering.vessels.first().and_then(|mmsi| meets.get(mmsi));
        if seen.is_some_and(|seen| seen.iter().any(|(from, to)| *from < loitering.end && loitering.start < *to)) {
            continue;
        }
        let Some(at) = loitering.place.anchor() else { continue };
        let until = by_start.partition_point(|gap| gap.start < loitering.end);
        let mut offers: Vec<Offer> = (0..until)
            .filter(|idx| {
                by_start.get(*idx).is_some_and(|gap| gap.end > loitering.start && gap.vessels != loitering.vessels)
            })
            .filter_map(|gap_idx| offer(loitering, at, by_start.get(gap_idx)?, gap_idx, params))
            .collect();
        offers.sort_by(|a, b| a.detour_m.total_cmp(&b.detour_m).then(a.gap_idx.cmp(&b.gap_idx)));
        offers.truncate(params.offers as usize);
        found.extend(offers.iter().filter_map(|offer| finding(loitering, by_start.get(offer.gap_idx)?, offer, params)));
    }
    found
}

fn offer(
    loitering: &Finding,
    at: Position,
    gap: &Finding,
    gap_idx: usize,
    params: &DarkPartnerParams,
) -> Option<Offer> {
    let Place::Line(ends) = &gap.place else { return None };
    let (from, to) = (*ends.first()?, *ends.last()?);
    // Most are far away: a degree of latitude is 110 km, and a ship makes 25 kn.
    #[expect(clippy::cast_precision_loss, reason = "a span of one track")]
    let hours = (gap.end.millis() - gap.start.millis()) as f64 / HOUR_MS;
    if (from.lat() - at.lat()).abs() > hours * 25.0 / 59.0 {
        return None;
    }
    let seen = gap.evidence.iter().find(|evidence| evidence.name == CRUISING);
    let knots = match seen.map(|evidence| &evidence.value) {
        Some(Value::Number { value, .. }) if *value > 0.5 => value.min(25.0),
        Some(_) => return None,
        None => UNSEEN_KNOTS,
    };
    let metres = |a: Position, b: Position| geodesy::haversine(a, b).value();
    let (there, back) = (metres(from, at), metres(at, to));
    let detour_m = there + back - metres(from, to);
    if detour_m > params.detour.value() {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, reason = "hours of a ship's way, in milliseconds")]
    let way_ms = |metres: f64| (metres / METRES_PER_NAUTICAL_MILE / knots * HOUR_MS) as i64;
    let start_ms = loitering.start.millis().max(gap.start.millis() + way_ms(there));
    let end_ms = loitering.end.millis().min(gap.end.millis() - way_ms(back));
    let contact_ms = i64::try_from(params.contact.as_millis()).unwrap_or(i64::MAX);
    (end_ms - start_ms >= contact_ms).then_some(Offer {
        detour_m,
        start_ms,
        end_ms,
        knots,
        farther_m: there.max(back),
        gap_idx,
    })
}

fn finding(loitering: &Finding, gap: &Finding, offer: &Offer, params: &DarkPartnerParams) -> Option<Finding> {
    #[expect(clippy::cast_precision_loss, reason = "a span of one track")]
    let stay_h = (offer.end_ms - offer.start_ms) as f64 / HOUR_MS;
    Some(Finding {
        kind: Kind::Encounter,
        vessels: vec![*loitering.vessels.first()?, *gap.vessels.first()?],
        place: loitering.place.clone(),
        start: Timestamp::from_millis(offer.start_ms),
        end: Timestamp::from_millis(offer.end_ms),
        confidence: Confidence::clamped(CONFIDENCE),
        suppressed: (offer.farther_m > params.near.value()).then_some(Suppression::TooWeak),
        evidence: vec![
            Evidence::text("partner", "silent: it can have been there, nobody saw it"),
            Evidence::number("stay_longest_h", stay_h, 2),
            Evidence::number("detour_m", offer.detour_m, 0),
            Evidence::number("farther_end_m", offer.farther_m, 0),
            Evidence::number("speed_assumed_kn", offer.knots, 1),
            Evidence::new("silent_from", Value::Moment(gap.start)),
            Evidence::new("silent_to", Value::Moment(gap.end)),
        ],
        parameters: Vec::new(),
    })
}
