//! Two vessels close together, slow, for long: a possible ship-to-ship transfer.
//!
//! Both tracks are taken at every tenth minute of UTC, never across a silence; in each of these moments pairs within the distance are found by
//! latitude. A raw candidate is two vessels that are so for two moments that follow one another, twenty minutes or more, and meetings of the
//! same two less than `merge_min` apart are one; the rest are ships that pass. Beginning and end are then looked for between the moments. Days
//! and the antimeridian are nothing special. Start at [`samples`], then [`meetings`].
//!
//! # Source
//! Miller et al. 2018, doi:10.3389/fmars.2018.00240; domain.md, section 2.

use std::collections::HashMap;

use foldhash::fast::FixedState;
use rayon::prelude::*;

use super::params::EncounterParams;
use super::places::Places;
use super::ship::{HOUR_MS, METRES_PER_KNOT_HOUR, Ship, Spot, between, first_reason, lon_step, mean_place};
use crate::finding::{Confidence, Evidence, Finding, Kind, Place, Suppression};
use crate::geodesy::{self, MEAN_RADIUS_METRES, Position};
use crate::report::{Progress, Stopped};
use crate::track::TrackStore;
use crate::units::Timestamp;
use crate::vessel::Mmsi;

/// The grid: every tenth minute of UTC.
const GRID_MS: i64 = 600_000;
/// How many moments are looked through at once, on all threads.
const MOMENTS_AT_ONCE: usize = 128;
/// Beginning and end are looked for to this many milliseconds.
const REFINE_MS: i64 = 30_000;

/// A ship of the fleet that is compared: whose track, and which of its fixes; `None` for all.
#[derive(Clone, Debug)]
pub(super) struct FleetShip {
    pub(super) mmsi: Mmsi,
    pub(super) vessel_idx: usize,
    pub(super) fixes: Option<Vec<u32>>,
}

/// Where a ship was at a moment of the grid.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Sample {
    moment: i64,
    ship: u32,
    lat_e7: i32,
    lon_e7: i32,
    sog_deciknots: u16,
}

impl Sample {
    /// The same, of the ship with this number in the fleet.
    pub(super) const fn of(self, ship: u32) -> Self {
        Self { ship, ..self }
    }

    fn at(&self) -> Position {
        Position::from_e7(self.lat_e7, self.lon_e7)
    }
}

/// One ship at every moment of the grid at which it is known where it was.
pub(super) fn samples(ship: &Ship, params: &EncounterParams) -> Vec<Sample> {
    let silence_ms = i64::try_from(params.silence.as_millis()).unwrap_or(i64::MAX);
    let mut found: Vec<Sample> = Vec::new();
    let mut take = |moment: i64, at: Position| {
        let (lat_e7, lon_e7) = at.e7();
        if found.last().is_none_or(|last| last.moment < moment) {
            found.push(Sample { moment, ship: 0, lat_e7, lon_e7, sog_deciknots: 0 });
        }
    };
    for (from, to) in ship.spots.iter().zip(ship.spots.iter().skip(1)) {
        if to.time_ms - from.time_ms >= silence_ms {
            continue;
        }
        let first = from.time_ms.div_euclid(GRID_MS) + i64::from(from.time_ms.rem_euclid(GRID_MS) != 0);
        for moment in first..=to.time_ms.div_euclid(GRID_MS) {
            take(moment, place_between(from, to, moment * GRID_MS));
        }
    }
    let knots: Vec<u16> = (0..found.len()).map(|idx| speed_at(&found, idx)).collect();
    found.iter_mut().zip(knots).for_each(|(sample, knots)| sample.sog_deciknots = knots);
    found
}

/// The speed at a moment, from the one before to the one after, as far as they are known.
fn speed_at(samples: &[Sample], idx: usize) -> u16 {
    let Some(here) = samples.get(idx) else { return 0 };
    let neighbour = |other: Option<&Sample>| {
        other.copied().filter(|other| (other.moment - here.moment).abs() == 1).unwrap_or(*here)
    };
    let (before, after) =
        (neighbour(idx.checked_sub(1).and_then(|idx| samples.get(idx))), neighbour(samples.get(idx + 1)));
    let metres = geodesy::haversine(before.at(), here.at()).value() + geodesy::haversine(here.at(), after.at()).value();
    #[expect(clippy::cast_precision_loss, reason = "two at most")]
    let hours = ((after.moment - before.moment) as f64 * GRID_MS as f64 / HOUR_MS).max(1.0 / 6.0);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "held inside the range first")]
    let deciknots = (metres / METRES_PER_KNOT_HOUR / hours * 10.0).round().clamp(0.0, 65_000.0) as u16;
    deciknots
}

fn place_between(from: &Spot, to: &Spot, time_ms: i64) -> Position {
    if to.time_ms == from.time_ms {
        return from.at;
    }
    #[expect(clippy::cast_precision_loss, reason = "less than an hour of milliseconds")]
    let share = (time_ms - from.time_ms) as f64 / (to.time_ms - from.time_ms) as f64;
    between(from.at, to.at, share)
}

/// Two ships within the distance at a moment.
#[derive(Clone, Copy, Debug)]
struct Pair {
    a: u32,
    b: u32,
    metres: f32,
    lat_e7: i32,
    lon_e7: i32,
    speeds: [u16; 2],
}

/// A stretch of moments at which two ships are within the distance.
#[derive(Clone, Debug)]
struct Contact {
    first: i64,
    last: i64,
    least_m: f32,
    sum_m: f64,
    n: u32,
    /// A place between them at the first moments, at most eight.
    places: Vec<(i32, i32)>,
    /// Both ships' speeds at each moment, and the moment as counted from the first.
    speeds: Vec<(u32, [u16; 2])>,
}

/// Contacts of two ships, first ship and second.
type Contacts = HashMap<(u32, u32), Vec<Contact>, FixedState>;

/// Every meeting of two ships, shown and hidden.
///
/// # Errors
/// [`Stopped`] on request.
pub(super) fn meetings(
    store: &TrackStore,
    fleet: &[FleetShip],
    mut samples: Vec<Sample>,
    places: &Places<'_>,
    params: &EncounterParams,
    progress: &Progress,
) -> Result<Vec<Finding>, Stopped> {
    samples.par_sort_unstable_by_key(|sample| (sample.moment, sample.lat_e7, sample.ship));
    progress.check()?;
    let contacts = contacts(&samples, fleet, params, progress)?;
    drop(samples);
    let mut by_pair: Vec<((u32, u32), Vec<Contact>)> = contacts.into_iter().collect();
    by_pair.sort_unstable_by_key(|(pair, _)| *pair);
    let found: Result<Vec<Vec<Finding>>, Stopped> = by_pair
        .into_par_iter()
        .map(|((a, b), contacts)| {
            progress.check()?;
            let (Some(a), Some(b)) = (fleet.get(a as usize), fleet.get(b as usize)) else { return Ok(Vec::new()) };
            Ok(of_pair(store, [a, b], contacts, places, params))
        })
        .collect();
    Ok(found?.into_iter().flatten().collect())
}

/// Contacts of two moments or more, by pair, in order of time.
fn contacts(
    samples: &[Sample],
    fleet: &[FleetShip],
    params: &EncounterParams,
    progress: &Progress,
) -> Result<Contacts, Stopped> {
    let moments: Vec<&[Sample]> = samples.chunk_by(|a, b| a.moment == b.moment).collect();
    let bridge = i64::try_from(params.bridge.as_millis()).unwrap_or(0) / GRID_MS + 1;
    let mut open: HashMap<(u32, u32), Contact, FixedState> = HashMap::default();
    let mut closed = Contacts::default();
    let mut close = |pair: (u32, u32), contact: Contact| {
        if contact.last > contact.first {
            closed.entry(pair).or_default().push(contact);
        }
    };
    for batch in moments.chunks(MOMENTS_AT_ONCE) {
        progress.check()?;
        let pairs: Vec<(i64, Vec<Pair>)> = batch
            .par_iter()
            .filter_map(|moment| Some((moment.first()?.moment, pairs_in(moment, fleet, params))))
            .collect();
        for (moment, pairs) in pairs {
            for pair in pairs {
                let key = (pair.a, pair.b);
                match open.get_mut(&key) {
                    Some(contact) if moment - contact.last <= bridge => contact.add(moment, &pair),
                    _ => {
                        if let Some(ended) = open.insert(key, Contact::of(moment, &pair)) {
                            close(key, ended);
                        }
                    }
                }
            }
        }
        // Ships that only passed are forgotten soon.
        let now = batch.last().and_then(|moment| moment.first()).map_or(0, |sample| sample.moment);
        let mut ended: Vec<_> = open.extract_if(|_, contact| now - contact.last > bridge).collect();
        ended.sort_unstable_by_key(|(pair, _)| *pair);
        ended.into_iter().for_each(|(pair, contact)| close(pair, contact));
    }
    open.into_iter().for_each(|(pair, contact)| close(pair, contact));
    Ok(closed)
}

impl Contact {
    fn of(moment: i64, pair: &Pair) -> Self {
        let mut contact = Self {
            first: moment,
            last: moment,
            least_m: pair.metres,
            sum_m: 0.0,
            n: 0,
            places: Vec::new(),
            speeds: Vec::new(),
        };
        contact.add(moment, pair);
        contact
    }

    fn add(&mut self, moment: i64, pair: &Pair) {
        self.last = moment;
        self.least_m = self.least_m.min(pair.metres);
        self.sum_m += f64::from(pair.metres);
        self.n += 1;
        self.speeds.push((u32::try_from(moment - self.first).unwrap_or(u32::MAX), pair.speeds));
        if self.places.len() < 8 {
            self.places.push((pair.lat_e7, pair.lon_e7));
        }
    }
}

/// The pairs of one moment, whose samples are in order of latitude.
fn pairs_in(moment: &[Sample], fleet: &[FleetShip], params: &EncounterParams) -> Vec<Pair> {
    let limit = params.distance.value();
    let limit_degrees = (limit / MEAN_RADIUS_METRES).to_degrees();
    #[expect(clippy::cast_possible_truncation, reason = "a length on the globe")]
    let limit_e7 = (limit_degrees * 1e7).min(1.8e9) as i64 + 1;
    let mut pairs = Vec::new();
    for (idx, from) in moment.iter().enumerate() {
        let reach = moment.get(idx + 1..).unwrap_or_default();
        let reach = reach.iter().take_while(|to| i64::from(to.lat_e7) - i64::from(from.lat_e7) <= limit_e7);
        let (here, narrow) = (from.at(), (f64::from(from.lat_e7) / 1e7).to_radians().cos());
        for to in reach {
            let there = to.at();
            // A little more than the limit, since the other's latitude may be narrower.
            if lon_step(here.lon(), there.lon()).abs() * narrow > limit_degrees * 1.1 && narrow > 0.05 {
                continue;
            }
            let metres = geodesy::haversine(here, there).value();
            let vessel = |sample: &Sample| fleet.get(sample.ship as usize).map(|ship| ship.vessel_idx);
            if metres > limit || vessel(from) == vessel(to) {
                continue;
            }
            let (a, b) = if from.ship < to.ship { (from, to) } else { (to, from) };
            let (lat_e7, lon_e7) = between(a.at(), b.at(), 0.5).e7();
            #[expect(clippy::cast_possible_truncation, reason = "some hundred metres")]
            let metres = metres as f32;
            pairs.push(Pair {
                a: a.ship,
                b: b.ship,
                metres,
                lat_e7,
                lon_e7,
                speeds: [a.sog_deciknots, b.sog_deciknots],
            });
        }
    }
    pairs
}

/// A contact with its beginning and end as near as the tracks tell.
struct Meeting {
    start_ms: i64,
    end_ms: i64,
    contact: Contact,
    suppressed: Option<Suppression>,
    port: Option<(String, f64)>,
    middle: Position,
    knots: f64,
}

impl Meeting {
    fn hours(&self) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "a span of one track")]
        let span = (self.end_ms - self.start_ms) as f64;
        span / HOUR_MS
    }
}

fn of_pair(
    store: &TrackStore,
    ships: [&FleetShip; 2],
    contacts: Vec<Contact>,
    places: &Places<'_>,
    params: &EncounterParams,
) -> Vec<Finding> {
    let merge_ms = i64::try_from(params.merge.as_millis()).unwrap_or(i64::MAX);
    let candidate_h = params.candidate.as_secs_f64() / 3600.0;
    let meetings = contacts.into_iter().filter_map(|contact| meeting(store, ships, contact, places, params));
    let mut groups: Vec<Vec<Meeting>> = Vec::new();
    for meeting in meetings.filter(|meeting| meeting.hours() >= candidate_h) {
        match groups.last_mut() {
            Some(group) if group.last().is_some_and(|last| meeting.start_ms - last.end_ms < merge_ms) => {
                group.push(meeting);
            }
            _ => groups.push(vec![meeting]),
        }
    }
    groups.into_iter().filter_map(|group| finding(ships, &group, places, params)).collect()
}

fn meeting(
    store: &TrackStore,
    ships: [&FleetShip; 2],
    contact: Contact,
    places: &Places<'_>,
    params: &EncounterParams,
) -> Option<Meeting> {
    let middle = mean_place(contact.places.iter().map(|(lat_e7, lon_e7)| Position::from_e7(*lat_e7, *lon_e7)))?;
    let slow = slow_part(&contact.speeds, params);
    let (first, last) = (contact.first + i64::from(slow.first()?.0), contact.first + i64::from(slow.last()?.0));
    let mut speeds: Vec<u16> = slow.iter().flat_map(|(_, speeds)| *speeds).collect();
    let which = speeds.len() / 2;
    let knots = f64::from(*speeds.select_nth_unstable(which).1) / 10.0;
    let start_ms = edge(store, ships, first * GRID_MS, -1, params);
    let end_ms = edge(store, ships, last * GRID_MS, 1, params);
    let port = places.port(middle).map(|(port, metres)| (port.name.to_string(), metres.value()));
    let mut meeting = Meeting { start_ms, end_ms, contact, suppressed: None, port, middle, knots };
    meeting.suppressed = first_reason([
        (meeting.port.as_ref().is_some_and(|(_, metres)| *metres < params.port.value()), Suppression::NearPort),
        (knots >= params.speed.value(), Suppression::TooFast),
        (meeting.hours() < params.duration.as_secs_f64() / 3600.0, Suppression::TooShort),
    ]);
    Some(meeting)
}

/// The moments of a contact without those at its ends at which both steam: ships that come or go side by side are not yet at it, or done. All of
/// them, if they steam throughout.
fn slow_part<'a>(speeds: &'a [(u32, [u16; 2])], params: &EncounterParams) -> &'a [(u32, [u16; 2])] {
    let steams = |(_, both): &(u32, [u16; 2])| f64::from(both[0].min(both[1])) / 10.0 >= 2.0 * params.speed.value();
    let first = speeds.iter().position(|moment| !steams(moment));
    let last = speeds.iter().rposition(|moment| !steams(moment));
    first.zip(last).and_then(|(first, last)| speeds.get(first..=last)).unwrap_or(speeds)
}

/// The last moment towards the neighbouring one of the grid at which the two are still within the distance.
fn edge(store: &TrackStore, ships: [&FleetShip; 2], from_ms: i64, direction: i64, params: &EncounterParams) -> i64 {
    let is_together = |time_ms: i64| {
        let [a, b] = ships.map(|ship| ship.place_at(store, time_ms, params));
        a.zip(b).is_some_and(|(a, b)| geodesy::haversine(a, b) <= params.distance)
    };
    let steps = (1..=GRID_MS / REFINE_MS).map(|n| from_ms + direction * n * REFINE_MS);
    steps.take_while(|time_ms| is_together(*time_ms)).last().unwrap_or(from_ms)
}

impl FleetShip {
    /// Where it was; `None` before its first fix, after its last, and in a silence.
    fn place_at(&self, store: &TrackStore, time_ms: i64, params: &EncounterParams) -> Option<Position> {
        let range = store.vessels().get(self.vessel_idx)?.fixes.clone();
        let times = store.time_ms().get(range.clone())?;
        let fix = |n: usize| range.start + n;
        let (before, after) = match &self.fixes {
            None => {
                let after = times.partition_point(|t| *t < time_ms);
                (fix(after.checked_sub(1).unwrap_or(after)), fix(after))
            }
            Some(fixes) => {
                let after = fixes.partition_point(|n| times.get(*n as usize).is_some_and(|t| *t < time_ms));
                let of = |n: usize| fixes.get(n).map(|n| fix(*n as usize));
                (of(after.checked_sub(1).unwrap_or(after))?, of(after)?)
            }
        };
        if after >= range.end {
            return None;
        }
        let (before_ms, after_ms) = (store.time(before)?.millis(), store.time(after)?.millis());
        if time_ms < before_ms || time_ms > after_ms {
            return None;
        }
        let silence_ms = i64::try_from(params.silence.as_millis()).unwrap_or(i64::MAX);
        let (from, to) = (store.position(before)?, store.position(after)?);
        if after_ms == before_ms || time_ms == after_ms {
            return Some(to);
        }
        #[expect(clippy::cast_precision_loss, reason = "less than an hour of milliseconds")]
        let share = (time_ms - before_ms) as f64 / (after_ms - before_ms) as f64;
        (after_ms - before_ms < silence_ms).then(|| between(from, to, share))
    }
}

/// One finding for meetings that are one: of those that nothing hides, from the first to the last; if there is none, the longest.
fn finding(
    ships: [&FleetShip; 2],
    group: &[Meeting],
    places: &Places<'_>,
    params: &EncounterParams,
) -> Option<Finding> {
    let n_meetings = group.len();
    let longest = |a: &&Meeting, b: &&Meeting| {
        (a.end_ms - a.start_ms).cmp(&(b.end_ms - b.start_ms)).then(b.start_ms.cmp(&a.start_ms))
    };
    let shown: Vec<&Meeting> = group.iter().filter(|meeting| meeting.suppressed.is_none()).collect();
    let main = shown.iter().copied().max_by(longest).or_else(|| group.iter().max_by(longest))?;
    let parts = if shown.is_empty() { vec![main] } else { shown };
    let (start, end) = (parts.first()?.start_ms, parts.last()?.end_ms);
    let least = parts.iter().map(|part| f64::from(part.contact.least_m)).fold(f64::INFINITY, f64::min);
    let hours: f64 = parts.iter().map(|part| part.hours()).sum();
    let sum: f64 = parts.iter().map(|part| part.contact.sum_m).sum();
    let n: f64 = parts.iter().map(|part| f64::from(part.contact.n)).sum();
    let mut vessels = vec![ships[0].mmsi, ships[1].mmsi];
    vessels.sort_unstable();
    let mut evidence = vec![
        Evidence::number("distance_min_m", least, 0),
        Evidence::number("distance_mean_m", sum / n, 0),
        Evidence::number("together_h", hours, 2),
        Evidence::number("speed_median_kn", main.knots, 1),
        Evidence::count("meetings", n_meetings),
    ];
    if let Some((name, metres)) = &main.port {
        evidence.extend([Evidence::text("nearest_port", name.as_str()), Evidence::number("port_m", *metres, 0)]);
    }
    evidence.extend(places.shore(main.middle).map(|metres| Evidence::number("shore_m", metres.value(), 0)));
    // Nearer, longer and slower is surer.
    let near = 1.0 - sum / n / params.distance.value().max(1.0);
    let slow = 1.0 - main.knots / params.speed.value().max(0.1);
    let confidence = 0.5 + 0.2 * near.clamp(0.0, 1.0) + 0.15 * slow.clamp(0.0, 1.0) + 0.15 * (hours / 4.0).min(1.0);
    Some(Finding {
        kind: Kind::Encounter,
        vessels,
        place: Place::Point(main.middle),
        start: Timestamp::from_millis(start),
        end: Timestamp::from_millis(end),
        confidence: Confidence::clamped(confidence),
        suppressed: main.suppressed,
        evidence,
        parameters: Vec::new(),
    })
}
