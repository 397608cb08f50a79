//! A vessel that entered a zone.
//!
//! From the first fix inside to the last; out and in again within `join_min` is one visit, and each visit is a finding. Nothing is hidden.
//! A zone's edges are straight in longitude and latitude, as in the file. Start at [`of_ship`].

use geo::{BoundingRect as _, Geometry, Rect};

use super::area::Area;
use super::params::ZoneEntryParams;
use super::ship::{Ship, Spot, line_of};
use crate::finding::{Evidence, Finding, Kind, Place};
use crate::geodesy::Position;

/// A visit's line has so many places at most.
const LINE_PLACES: usize = 64;

/// An area that vessels are watched for entering.
#[derive(Clone, Debug, PartialEq)]
pub struct WatchedZone {
    /// What it is called.
    pub name: String,
    /// Where it is: WGS 84 degrees, x = longitude; only areas count.
    pub geometry: Geometry<f64>,
}

/// A zone made ready to be asked often: its edges sorted, and its box.
#[derive(Debug)]
pub(super) struct BoxedZone<'a> {
    zone: &'a WatchedZone,
    area: Area,
    bounds: Rect<f64>,
}

impl<'a> BoxedZone<'a> {
    pub(super) fn of(zone: &'a WatchedZone) -> Option<Self> {
        let (area, bounds) = Area::of(&zone.geometry).zip(zone.geometry.bounding_rect())?;
        Some(Self { zone, area, bounds })
    }

    fn holds(&self, at: Position) -> bool {
        self.area.holds([at.lon(), at.lat()])
    }

    /// Whether the way between two fixes touches it.
    fn is_crossed(&self, a: &Spot, b: &Spot) -> bool {
        let mut is_touched = false;
        let place = |spot: &Spot| [spot.at.lon(), spot.at.lat()];
        self.area.each_part_inside(place(a), place(b), (0.0, 1.0), &mut |_, _| is_touched = true);
        is_touched
    }

    /// Whether a ship that stayed within a box may have been there.
    fn may_hold(&self, (low, high): ([f64; 2], [f64; 2])) -> bool {
        let (own_low, own_high) = (self.bounds.min(), self.bounds.max());
        low[0] <= own_high.x && high[0] >= own_low.x && low[1] <= own_high.y && high[1] >= own_low.y
    }
}

/// Every visit of one ship to any of the zones.
pub(super) fn of_ship(ship: &Ship, zones: &[BoxedZone<'_>], params: &ZoneEntryParams) -> Vec<Finding> {
    let bounds = ship.spots.iter().fold(([f64::INFINITY; 2], [f64::NEG_INFINITY; 2]), |(low, high), spot| {
        let at = [spot.at.lon(), spot.at.lat()];
        ([low[0].min(at[0]), low[1].min(at[1])], [high[0].max(at[0]), high[1].max(at[1])])
    });
    // Over the antimeridian a way may lie outside the box of its ends.
    let is_split = bounds.1[0] - bounds.0[0] > 180.0;
    let near = zones.iter().filter(|zone| is_split || zone.may_hold(bounds));
    near.flat_map(|zone| of_zone(ship, zone, params)).collect()
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
                !was_inside && before.hours_to(spot) < 1.0 && zone.is_crossed(before, spot)
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
