//! Which vessels of a store are wanted, and in which order: the list and the map ask the same.
//!
//! Owns what a filter lets through and how vessels are compared. Never draws, and never remembers: whoever asks often keeps
//! the answer (the session does). Start at [`VesselFilter`] and [`chosen`].

use std::cmp::Ordering;

use geo::{BoundingRect as _, Contains as _, Intersects as _};
use rayon::prelude::*;

use super::builder::FixRow;
use super::pyramid::Pyramid;
use super::query::Span;
use super::store::{TrackSlice, TrackStore, Vessel};
use crate::units::{Knots, Metres, Timestamp};
use crate::vessel::search::Wanted;
use crate::vessel::{Flag, ShipClass, ShipType};

/// Speeds at and above this are the radio's "at least 102.2 kn": no ship's.
///
/// # Source
/// ITU-R M.1371-5, table 48: 1022 = 102.2 knots or higher.
const NO_SHIP_DECIKNOTS: u16 = 1022;

/// Up to so many vessels are gone through on the thread that asks.
const FEW: usize = 4096;

/// What is asked of a vessel; what is left empty is not asked.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct VesselFilter {
    /// Part of its name, MMSI, IMO number or call sign.
    pub text: String,
    /// Its type is one of these; `None` stands for a type it never stated.
    pub classes: Vec<Option<ShipClass>>,
    /// The flag of its MMSI is one of these alpha-3 codes; `None` stands for an MMSI that is no ship's of any flag.
    pub flags: Vec<Option<&'static str>>,
    /// Its highest speed over ground is at least this.
    pub fastest_from: Option<Knots>,
    /// Its highest speed over ground is at most this.
    pub fastest_to: Option<Knots>,
    /// It is at least this long.
    pub length_from: Option<Metres>,
    /// It is at most this long.
    pub length_to: Option<Metres>,
}

impl VesselFilter {
    /// How many kinds of thing are asked beside the text.
    #[must_use]
    pub fn n_asked(&self) -> usize {
        let asked = [
            !self.classes.is_empty(),
            !self.flags.is_empty(),
            self.asks_speed(),
            self.length_from.is_some() || self.length_to.is_some(),
        ];
        asked.into_iter().filter(|is_asked| *is_asked).count()
    }

    /// Whether speeds must be known to answer.
    #[must_use]
    pub const fn asks_speed(&self) -> bool {
        self.fastest_from.is_some() || self.fastest_to.is_some()
    }

    /// Whether a vessel with this highest speed gets through. What a vessel never stated is within no bounds.
    #[must_use]
    pub fn lets_through(&self, vessel: &Vessel, wanted: &Wanted, fastest: Option<Knots>) -> bool {
        let identity = &vessel.identity;
        let class = identity.ship_type.map(ShipType::class);
        let flag = vessel.mmsi.flag().map(Flag::code);
        (self.classes.is_empty() || self.classes.contains(&class))
            && (self.flags.is_empty() || self.flags.contains(&flag))
            && is_within(
                fastest.map(Knots::value),
                self.fastest_from.map(Knots::value),
                self.fastest_to.map(Knots::value),
            )
            && is_within(
                identity.length.map(Metres::value),
                self.length_from.map(Metres::value),
                self.length_to.map(Metres::value),
            )
            && is_called(vessel, wanted)
    }
}

fn is_within(value: Option<f64>, from: Option<f64>, to: Option<f64>) -> bool {
    match value {
        Some(value) => from.is_none_or(|from| value >= from) && to.is_none_or(|to| value <= to),
        None => from.is_none() && to.is_none(),
    }
}

fn is_called(vessel: &Vessel, wanted: &Wanted) -> bool {
    let identity = &vessel.identity;
    wanted.is_empty()
        || identity.name.as_ref().is_some_and(|name| wanted.is_in(name))
        || identity.call_sign.as_ref().is_some_and(|sign| wanted.is_in(sign))
        || (wanted.is_digits()
            && (wanted.is_in(&vessel.mmsi.to_string())
                || identity.imo.is_some_and(|imo| wanted.is_in(&imo.to_string()))))
        // A ship keeps being findable by the name it gave up.
        || vessel.history.statements().iter().any(|said| said.identity.name.as_ref().is_some_and(|name| wanted.is_in(name)))
}

/// What vessels are ordered by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum OrderBy {
    /// The number, which is the store's own order.
    #[default]
    Mmsi,
    /// The name.
    Name,
    /// The flag.
    Flag,
    /// The type, in the order of [`ShipClass::ALL`].
    Class,
    /// How many fixes it has.
    Fixes,
    /// When it was last heard.
    LastFix,
    /// How long it is.
    Length,
    /// Its highest speed over ground.
    Fastest,
}

impl OrderBy {
    /// Every order, as a menu lists them.
    pub const ALL: [Self; 8] =
        [Self::Mmsi, Self::Name, Self::Flag, Self::Class, Self::Fixes, Self::LastFix, Self::Length, Self::Fastest];

    /// In words.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Mmsi => "MMSI",
            Self::Name => "Name",
            Self::Flag => "Flag",
            Self::Class => "Type",
            Self::Fixes => "Number of fixes",
            Self::LastFix => "Last fix",
            Self::Length => "Length",
            Self::Fastest => "Highest speed",
        }
    }
}

/// An order and which end of it comes first. What is not known comes last either way; equals are in order of MMSI.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct VesselOrder {
    /// By what.
    pub by: OrderBy,
    /// Whether the highest comes first.
    pub is_descending: bool,
}

/// The highest speed over ground of every vessel of a store, in its order.
#[must_use]
pub fn fastest(store: &TrackStore) -> Vec<Option<Knots>> {
    let of_vessel = |vessel: &Vessel| {
        let speeds = store.sog_deciknots().get(vessel.fixes.clone()).unwrap_or_default();
        let known = speeds.iter().copied().filter(|speed| *speed < NO_SHIP_DECIKNOTS && *speed != FixRow::NONE);
        known.max().and_then(|speed| Knots::new(f64::from(speed) / 10.0))
    };
    of_each(store.vessels(), |(_, vessel)| of_vessel(vessel))
}

/// Something of each vessel. Few are gone through here and now: the threads may be busy with an import, and a frame must not
/// wait for them.
fn of_each<T: Send>(vessels: &[Vessel], of_vessel: impl Fn((usize, &Vessel)) -> T + Send + Sync) -> Vec<T> {
    if vessels.len() <= FEW {
        vessels.iter().enumerate().map(of_vessel).collect()
    } else {
        vessels.par_iter().enumerate().map(of_vessel).collect()
    }
}

/// The vessels that a filter lets through, in order, as indices into the store's. `fastest` is what [`fastest()`] found, and
/// may be empty where neither filter nor order ask for it; `where_and_when` holds one `bool` a vessel, or is empty.
#[must_use]
pub fn chosen(
    store: &TrackStore,
    filter: &VesselFilter,
    order: VesselOrder,
    fastest: &[Option<Knots>],
    where_and_when: &[bool],
) -> Vec<usize> {
    let wanted = Wanted::of(&filter.text);
    let speed = |idx: usize| fastest.get(idx).copied().flatten();
    let vessels = store.vessels();
    let is_wanted = |(idx, vessel): (usize, &Vessel)| {
        where_and_when.get(idx).copied().unwrap_or(true) && filter.lets_through(vessel, &wanted, speed(idx))
    };
    let are_wanted = of_each(vessels, is_wanted);
    let mut found: Vec<usize> = (0..).zip(are_wanted).filter_map(|(idx, is_wanted)| is_wanted.then_some(idx)).collect();
    let by = |key: &(dyn Fn(usize) -> Key + Sync), found: &mut Vec<usize>| {
        let mut keyed: Vec<(Key, usize)> = found.iter().map(|idx| (key(*idx), *idx)).collect();
        let compare = |a: &(Key, usize), b: &(Key, usize)| a.0.compare(&b.0, order.is_descending).then(a.1.cmp(&b.1));
        if keyed.len() <= FEW {
            keyed.sort_unstable_by(compare);
        } else {
            keyed.par_sort_unstable_by(compare);
        }
        *found = keyed.into_iter().map(|(_, idx)| idx).collect();
    };
    let of = |idx: usize| vessels.get(idx);
    #[expect(clippy::cast_precision_loss, reason = "counts and milliseconds of this age are far below 2^53")]
    match order.by {
        OrderBy::Mmsi if order.is_descending => found.reverse(),
        OrderBy::Mmsi => {}
        OrderBy::Name => {
            by(&|idx| Key::Text(of(idx).and_then(|v| v.identity.name.as_deref()).map(str::to_lowercase)), &mut found);
        }
        OrderBy::Flag => {
            by(&|idx| Key::Text(of(idx).and_then(|v| v.mmsi.flag()).map(|f| f.code().to_owned())), &mut found);
        }
        OrderBy::Class => {
            let class = |idx| of(idx).and_then(|v| v.identity.ship_type).map(|t| f64::from(t.class() as u8));
            by(&|idx| Key::Number(class(idx)), &mut found);
        }
        OrderBy::Fixes => by(&|idx| Key::Number(of(idx).map(|v| v.fixes.len() as f64)), &mut found),
        OrderBy::LastFix => {
            let last = |idx| of(idx).and_then(|v| store.time(v.fixes.end.checked_sub(1)?)).map(Timestamp::millis);
            by(&|idx| Key::Number(last(idx).map(|ms| ms as f64)), &mut found);
        }
        OrderBy::Length => {
            by(&|idx| Key::Number(of(idx).and_then(|v| v.identity.length).map(Metres::value)), &mut found);
        }
        OrderBy::Fastest => by(&|idx| Key::Number(speed(idx).map(Knots::value)), &mut found),
    }
    found
}

/// What two vessels are compared by.
enum Key {
    Number(Option<f64>),
    Text(Option<String>),
}

impl Key {
    fn compare(&self, other: &Self, is_descending: bool) -> Ordering {
        fn known_first<T>(a: Option<&T>, b: Option<&T>, is_descending: bool, by: fn(&T, &T) -> Ordering) -> Ordering {
            match (a, b) {
                (Some(a), Some(b)) if is_descending => by(b, a),
                (Some(a), Some(b)) => by(a, b),
                (a, b) => b.is_some().cmp(&a.is_some()),
            }
        }
        match (self, other) {
            (Self::Number(a), Self::Number(b)) => known_first(a.as_ref(), b.as_ref(), is_descending, f64::total_cmp),
            (Self::Text(a), Self::Text(b)) => known_first(a.as_ref(), b.as_ref(), is_descending, String::cmp),
            _ => Ordering::Equal,
        }
    }
}

/// For every vessel whether it was heard in a window, and, where there is an area, was in it then. A line across a silence
/// does not count. `None` where `is_stopped` said so.
#[must_use]
pub fn where_and_when(
    store: &TrackStore,
    pyramid: &Pyramid,
    area: Option<&geo::Geometry<f64>>,
    window: Option<Span>,
    is_stopped: impl Fn() -> bool + Send + Sync,
) -> Option<Vec<bool>> {
    let area = area.map(|area| (area, area.bounding_rect()));
    let of_vessel = |(vessel_idx, vessel): (usize, &Vessel)| {
        if is_stopped() {
            return None;
        }
        let Some(slice) = store.slice(vessel_idx) else { return Some(false) };
        let fixes = heard(&slice, window);
        let Some((area, bounds)) = area else { return Some(!fixes.is_empty()) };
        let Some(bounds) = bounds else { return Some(false) };
        debug_assert!(vessel.fixes.start <= fixes.start, "a part of the vessel's own fixes");
        let silence_ms = i64::try_from(pyramid.silence(vessel_idx).as_millis()).unwrap_or(i64::MAX);
        Some(enters(store, fixes, area, bounds, silence_ms))
    };
    of_each(store.vessels(), of_vessel).into_iter().collect()
}

/// The fixes of one vessel in a window, as indices into the store.
fn heard(slice: &TrackSlice<'_>, window: Option<Span>) -> std::ops::Range<usize> {
    let fixes = slice.fixes();
    let Some((from, to)) = window else { return fixes };
    let times = slice.time_ms();
    let first = times.partition_point(|ms| *ms < from.millis());
    let end = times.partition_point(|ms| *ms <= to.millis()).max(first);
    fixes.start + first..fixes.start + end
}

fn enters(
    store: &TrackStore,
    fixes: std::ops::Range<usize>,
    area: &geo::Geometry<f64>,
    bounds: geo::Rect<f64>,
    silence_ms: i64,
) -> bool {
    let (lats, lons) = (store.lat_e7().get(fixes.clone()), store.lon_e7().get(fixes.clone()));
    let places = lats.unwrap_or_default().iter().zip(lons.unwrap_or_default());
    let mut before: Option<(geo::Coord<f64>, i64)> = None;
    for ((lat, lon), time_ms) in places.zip(store.time_ms().get(fixes).unwrap_or_default()) {
        let here = geo::Coord { x: f64::from(*lon) / 1e7, y: f64::from(*lat) / 1e7 };
        // A step of half the globe is one over the antimeridian, where areas are cut.
        let line = before.filter(|(from, ms)| time_ms - ms <= silence_ms && (from.x - here.x).abs() < 180.0);
        before = Some((here, *time_ms));
        let is_in = match line {
            Some((from, _)) => {
                let line = geo::Line::new(from, here);
                line.bounding_rect().intersects(&bounds) && area.intersects(&line)
            }
            None => bounds.intersects(&here) && (area.contains(&here) || area.intersects(&geo::Point(here))),
        };
        if is_in {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests;
