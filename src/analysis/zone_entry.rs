//! A vessel that entered a zone.
//!
//! From the first fix inside to the last; out and in again within `join_min` is one visit, and each visit is a finding. Nothing is hidden.
//! A zone's edges are straight in longitude and latitude, as in the file. Start at [`of_ship`].

use geo::{BoundingRect as _, Contains as _, Geometry, Rect};

use super::params::ZoneEntryParams;
use super::ship::{Ship, Spot, between, line_of};
use crate::finding::{Evidence, Finding, Kind, Place};
use crate::geodesy::Position;

/// A visit's line has so many places at most.
const LINE_PLACES: usize = 64;
/// Between two fixes a zone is looked for at this many places, so that one crossed between them is not missed.
const LOOKS: u32 = 8;

/// An area that vessels are watched for entering.
#[derive(Clone, Debug, PartialEq)]
pub struct WatchedZone {
    /// What it is called.
    pub name: String,
    /// Where it is: WGS 84 degrees, x = longitude; only areas count.
    pub geometry: Geometry<f64>,
}

/// A zone with its box.
#[derive(Debug)]
pub(super) struct BoxedZone<'a> {
    zone: &'a WatchedZone,
    bounds: Rect<f64>,
}

impl<'a> BoxedZone<'a> {
    pub(super) fn of(zone: &'a WatchedZone) -> Option<Self> {
        let is_area = matches!(
            zone.geometry,
            Geometry::Polygon(_)
                | Geometry::MultiPolygon(_)
                | Geometry::Rect(_)
                | Geometry::Triangle(_)
                | Geometry::GeometryCollection(_)
        );
        zone.geometry.bounding_rect().filter(|_| is_area).map(|bounds| Self { zone, bounds })
    }

    fn holds(&self, at: Position) -> bool {
        let (low, high, c) = (self.bounds.min(), self.bounds.max(), at.coord());
        (low.x..=high.x).contains(&c.x)
            && (low.y..=high.y).contains(&c.y)
            && self.zone.geometry.contains(&geo::Point::from(c))
    }

    /// Whether the way between two fixes may touch it.
    fn may_touch(&self, a: &Spot, b: &Spot) -> bool {
        let (low, high) = (self.bounds.min(), self.bounds.max());
        a.at.lon().max(b.at.lon()) >= low.x
            && a.at.lon().min(b.at.lon()) <= high.x
            && a.at.lat().max(b.at.lat()) >= low.y
            && a.at.lat().min(b.at.lat()) <= high.y
    }
}

/// Every visit of one ship to any of the zones.
pub(super) fn of_ship(ship: &Ship, zones: &[BoxedZone<'_>], params: &ZoneEntryParams) -> Vec<Finding> {
    zones.iter().flat_map(|zone| of_zone(ship, zone, params)).collect()
}

fn of_zone(ship: &Ship, zone: &BoxedZone<'_>, params: &ZoneEntryParams) -> Vec<Finding> {
    let join_h = params.join.as_secs_f64() / 3600.0;
    let mut visits: Vec<(usize, usize)> = Vec::new();
    let mut previous: Option<(usize, bool)> = None;
    for (idx, spot) in ship.spots.iter().enumerate() {
        let is_inside = zone.holds(spot.at);
        let before = previous.replace((idx, is_inside)).and_then(|(idx, was)| Some((ship.spots.get(idx)?, was)));
        let crossed = !is_inside
            && before.is_some_and(|(before, was_inside)| {
                !was_inside
                    && before.hours_to(spot) < 1.0
                    && zone.may_touch(before, spot)
                    && (1..LOOKS).any(|n| zone.holds(between(before.at, spot.at, f64::from(n) / f64::from(LOOKS))))
            });
        if !is_inside && !crossed {
            continue;
        }
        let first = if crossed { idx.saturating_sub(1) } else { idx };
        match visits.last_mut() {
            // Two fixes inside that follow one another are one visit, however long the silence between them.
            Some((_, last)) if *last + 1 == idx => *last = idx,
            Some((_, last)) if ship.spots.get(*last).is_some_and(|last| last.hours_to(spot) <= join_h) => *last = idx,
            _ => visits.push((first, idx)),
        }
    }
    visits.into_iter().filter_map(|(first, last)| finding(ship, zone, first, last)).collect()
}

fn finding(ship: &Ship, zone: &BoxedZone<'_>, first: usize, last: usize) -> Option<Finding> {
    let spots = ship.spots.get(first..=last)?;
    let (from, to) = (spots.first()?, spots.last()?);
    let place = line_of(spots, LINE_PLACES).unwrap_or(Place::Point(from.at));
    let mut found = ship.finding(Kind::ZoneEntry, place, from, to);
    let edge = |is_end: bool| if is_end { "the track's end" } else { "crossed the edge" };
    found.evidence = vec![
        Evidence::text("zone", &zone.zone.name),
        Evidence::number("hours", from.hours_to(to), 2),
        Evidence::count("fixes", spots.len()),
        Evidence::text("entry", edge(first == 0)),
        Evidence::text("exit", edge(last + 1 == ship.spots.len())),
    ];
    Some(found)
}
