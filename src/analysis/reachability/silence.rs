//! The silences of a track, and how fast its ship is.
//!
//! Owns both. A silence is between two fixes of one hull, as the rule `gap` has it; how fast a ship is, its own track tells, or else its type.
//! Never says why it was silent. Start at [`silences`].

use std::time::Duration;

use super::Prism;
use crate::analysis::detect::hulls;
use crate::analysis::params::Params;
use crate::analysis::segment;
use crate::analysis::ship::{Ship, Spot, spots};
use crate::finding::{Finding, Kind, Value};
use crate::geodesy::Position;
use crate::track::TrackStore;
use crate::units::{Knots, Timestamp};
use crate::vessel::{Mmsi, ShipClass};

/// A speed counts as sustained if it was kept for so long in the mean, in hours. A choice: what is sailed for an hour can be sailed for many.
const SUSTAINED_H: f64 = 1.0;
/// Two fixes farther apart in time than this say nothing of the speed in between, in hours. A choice: the least silence that is looked at.
const SPARSE_H: f64 = 2.0;
/// A ship that was never seen at more than this part of what its type makes was never seen under way: then its type counts. A choice.
const LEAST_SHARE: f64 = 0.5;

/// A silence of one ship.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Silence {
    /// Whose.
    pub mmsi: Mmsi,
    /// Where it was last heard.
    pub from: Position,
    /// When.
    pub from_time: Timestamp,
    /// Where it was heard again.
    pub to: Position,
    /// When.
    pub to_time: Timestamp,
    /// How fast the ship is, as far as its track tells.
    pub usual: UsualSpeed,
}

/// How fast a ship is, and how that is known.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct UsualSpeed {
    /// The speed.
    pub speed: Knots,
    /// How it is known.
    pub source: SpeedSource,
}

/// How it is known how fast a ship is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SpeedSource {
    /// The fastest hour in its own track.
    FastestHour,
    /// Its class, since it was never seen under way.
    Class(ShipClass),
}

impl SpeedSource {
    /// Its keyword in files.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::FastestHour => "fastest hour of its track",
            Self::Class(_) => "usual for its type",
        }
    }
}

impl Silence {
    /// How long it was.
    #[must_use]
    pub fn length(&self) -> Duration {
        let millis = self.to_time.millis() - self.from_time.millis();
        Duration::from_millis(u64::try_from(millis).unwrap_or(0))
    }

    /// As far as it bounds where the ship was, if that was no faster than this.
    #[must_use]
    pub const fn prism(&self, speed: Knots) -> Prism {
        let Self { from, from_time, to, to_time, .. } = *self;
        Prism { from, from_time, to, to_time, speed }
    }

    /// How far a moment lies from it; nothing within it.
    #[must_use]
    pub fn apart_from(&self, moment: Timestamp) -> Duration {
        let (before, after) = (self.from_time.millis() - moment.millis(), moment.millis() - self.to_time.millis());
        Duration::from_millis(u64::try_from(before.max(after)).unwrap_or(0))
    }
}

/// A silence that a finding names: its own, or that of the ship that can have been the partner of another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SilenceNamed {
    /// Whose.
    pub mmsi: Mmsi,
    /// Since when.
    pub from: Timestamp,
    /// Until when.
    pub to: Timestamp,
}

impl SilenceNamed {
    /// The silence that a finding names, if it names one.
    #[must_use]
    pub fn by(finding: &Finding) -> Option<Self> {
        if finding.kind == Kind::Gap {
            return Some(Self { mmsi: *finding.vessels.first()?, from: finding.start, to: finding.end });
        }
        let moment = |name: &str| {
            finding.evidence.iter().find(|evidence| evidence.name == name).and_then(|evidence| match evidence.value {
                Value::Moment(moment) => Some(moment),
                _ => None,
            })
        };
        Some(Self { mmsi: *finding.vessels.last()?, from: moment("silent_from")?, to: moment("silent_to")? })
    }

    /// The silence itself.
    #[must_use]
    pub fn in_tracks(self, store: &TrackStore) -> Option<Silence> {
        let is_it = |silence: &Silence| silence.from_time == self.from && silence.to_time == self.to;
        silences(store, self.mmsi).into_iter().find(is_it)
    }
}

/// Every silence of a vessel that the rule `gap` would look at (two hours or longer), in order of time. An MMSI that several ships share has those of
/// each.
#[must_use]
pub fn silences(store: &TrackStore, mmsi: Mmsi) -> Vec<Silence> {
    let Some(slice) = store.vessel_idx(mmsi).and_then(|idx| store.slice(idx)) else { return Vec::new() };
    let class = slice.vessel().identity.ship_type.map_or(ShipClass::Other, crate::vessel::ShipType::class);
    let params = Params::default();
    let least_ms = i64::try_from(params.gap.candidate.as_millis()).unwrap_or(i64::MAX);
    let whole = Ship { mmsi, spots: spots(store, &slice), elsewhere_ms: Vec::new() };
    let apart = segment::ships(&whole.spots, &params.segment);
    let mut all: Vec<Silence> = Vec::new();
    for ship in hulls(&whole, &apart) {
        let usual = usual_speed(&ship.spots, class);
        let steps = ship.spots.iter().zip(ship.spots.iter().skip(1));
        all.extend(steps.filter(|(from, to)| to.time_ms - from.time_ms >= least_ms).map(|(from, to)| Silence {
            mmsi,
            from: from.at,
            from_time: from.time(),
            to: to.at,
            to_time: to.time(),
            usual,
        }));
    }
    all.sort_by_key(|silence| (silence.from_time, silence.to_time));
    all
}

/// How fast a ship is: what it made good in its fastest hour, straight from fix to fix; what its class makes, where it was never seen under way.
fn usual_speed(spots: &[Spot], class: ShipClass) -> UsualSpeed {
    let mut fastest: f64 = 0.0;
    let mut until = 0;
    for (idx, from) in spots.iter().enumerate() {
        until = until.max(idx);
        while spots.get(until).is_some_and(|to| from.hours_to(to) < SUSTAINED_H) {
            until += 1;
        }
        let Some(to) = spots.get(until).filter(|to| from.hours_to(to) < SPARSE_H) else { continue };
        fastest = fastest.max(from.knots_to(to, 0.0));
    }
    let of_class = class_knots(class);
    let (knots, source) = if fastest >= LEAST_SHARE * of_class {
        // Up, to the tenth that is shown: what was sailed was possible.
        ((fastest * 10.0).ceil() / 10.0, SpeedSource::FastestHour)
    } else {
        (of_class, SpeedSource::Class(class))
    };
    UsualSpeed { speed: Knots::new(knots).unwrap_or_default(), source }
}

/// What ships of a class make, in knots: a choice of ours, on the fast side of the coasters, tankers and trawlers of these waters; 12 is the example of
/// domain.md, section 2.
const fn class_knots(class: ShipClass) -> f64 {
    match class {
        ShipClass::Cargo | ShipClass::Tanker => 14.0,
        ShipClass::Passenger => 22.0,
        ShipClass::Pleasure => 15.0,
        ShipClass::Government => 25.0,
        ShipClass::Fishing | ShipClass::Tug | ShipClass::Other => 12.0,
    }
}
