//! A made-up sea with labelled events and decoys: the same for the same seed.
//!
//! Ships follow ways given as places in time; what is reported of them has irregular intervals, ten metres of noise, and silences. Distances are on a
//! sphere, apart from the program's own geodesy. Start at [`Scenario::of`].
#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "made-up numbers, all of them small"
)]

use cordon::finding::Kind;
use cordon::geodesy::Position;
use cordon::track::{Fix, TrackBuilder, TrackStore};
use cordon::units::{Course, Knots, Timestamp};
use cordon::vessel::Mmsi;

const MINUTE: f64 = 60.0;
const HOUR: f64 = 3600.0;
const DAY: f64 = 24.0 * HOUR;
/// 2018-01-14T00:00:00Z, in seconds.
const EPOCH: i64 = 1_515_888_000;

/// An event that was put in.
#[derive(Clone, Debug)]
pub(crate) struct Truth {
    pub(crate) kind: Kind,
    pub(crate) vessels: Vec<u32>,
    pub(crate) start: i64,
    pub(crate) end: i64,
    /// What follows from the rule but was not the point: finding it is right, not finding it no fault.
    pub(crate) is_optional: bool,
}

/// `SplitMix64` (Steele et al. 2014, doi:10.1145/2714064.2660195).
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    }

    fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.next()
    }

    fn normal(&mut self) -> f64 {
        (-2.0 * (1.0 - self.next()).ln()).sqrt() * (std::f64::consts::TAU * self.next()).cos()
    }
}

/// Places in time: seconds since the start, latitude, longitude.
type Way = Vec<(f64, f64, f64)>;

/// The box in which the ships sail, and a place well inland.
#[derive(Clone, Copy)]
pub(crate) struct Sea {
    pub(crate) south: f64,
    pub(crate) west: f64,
    pub(crate) north: f64,
    pub(crate) east: f64,
    pub(crate) inland: (f64, f64),
}

pub(crate) struct Scenario {
    pub(crate) store: TrackStore,
    pub(crate) truths: Vec<Truth>,
    pub(crate) n_ships: u32,
}

struct Maker {
    dice: Dice,
    sea: Sea,
    builder: TrackBuilder,
    truths: Vec<Truth>,
    n_ships: u32,
    has_sog: bool,
}

impl Scenario {
    pub(crate) fn of(seed: u64, sea: Sea, has_sog: bool) -> Self {
        let mut maker =
            Maker { dice: Dice(seed), sea, builder: TrackBuilder::default(), truths: Vec::new(), n_ships: 0, has_sog };
        maker.everything();
        Self { store: maker.builder.build().0, truths: maker.truths, n_ships: maker.n_ships }
    }
}

impl Maker {
    fn everything(&mut self) {
        for _ in 0..70 {
            let (mmsi, step) = (self.mmsi(), self.interval());
            let way = self.voyage(0.0, 4.0 * DAY);
            self.report(mmsi, &way, step, &[]);
        }
        for n in 0..10 {
            self.encounter(n);
        }
        for _ in 0..6 {
            self.escort();
            self.apart();
            self.short_meeting();
        }
        for _ in 0..10 {
            self.gap();
            self.ends();
        }
        for _ in 0..8 {
            self.loiters();
            self.trawls();
        }
        for n in 0..8 {
            self.teleports(1 + 4 * (n % 2));
        }
        for _ in 0..6 {
            self.circles();
            self.inland();
            self.cloned();
        }
    }

    fn mmsi(&mut self) -> u32 {
        self.n_ships += 1;
        412_300_000 + self.n_ships * 37
    }

    /// A ship's mean interval between reports in seconds.
    fn interval(&mut self) -> f64 {
        match (self.dice.next() * 4.0) as u32 {
            0 => 60.0,
            1 => 150.0,
            2 => 240.0,
            _ => 400.0,
        }
    }

    fn place(&mut self) -> (f64, f64) {
        let sea = self.sea;
        (self.dice.between(sea.south, sea.north), self.dice.between(sea.west, sea.east))
    }

    /// From one place to another at 8 to 16 knots, again and again.
    fn voyage(&mut self, from_s: f64, to_s: f64) -> Way {
        let (lat, lon) = self.place();
        self.onward((from_s, lat, lon), to_s)
    }

    fn onward(&mut self, from: (f64, f64, f64), to_s: f64) -> Way {
        let mut way = vec![from];
        while let Some((t, lat, lon)) = way.last().copied().filter(|(t, ..)| *t < to_s) {
            let to = self.place();
            let knots = self.dice.between(8.0, 16.0);
            let hours = nautical_miles((lat, lon), to) / knots;
            way.push((t + (hours * HOUR).max(60.0), to.0, to.1));
        }
        // Cut at the end.
        if let [.., before, last] = &mut way[..]
            && last.0 > to_s
        {
            let share = (to_s - before.0) / (last.0 - before.0);
            *last = (to_s, before.1 + share * (last.1 - before.1), before.2 + share * (last.2 - before.2));
        }
        way
    }

    /// A voyage that comes to a place at a time.
    fn inbound(&mut self, to: (f64, f64, f64), hours: f64) -> Way {
        let knots = self.dice.between(9.0, 13.0);
        let from = self.away((to.1, to.2), hours * knots);
        vec![(to.0 - hours * HOUR, from.0, from.1), to]
    }

    /// A place so many miles off.
    fn away(&mut self, from: (f64, f64), miles: f64) -> (f64, f64) {
        let course = self.dice.between(0.0, std::f64::consts::TAU);
        moved(from, miles * course.cos(), miles * course.sin())
    }

    fn outbound(&mut self, from: (f64, f64, f64), hours: f64) -> Way {
        let knots = self.dice.between(9.0, 13.0);
        let to = self.away((from.1, from.2), hours * knots);
        vec![from, (from.0 + hours * HOUR, to.0, to.1)]
    }

    /// Comes, drifts to another place until a time, goes.
    fn visit(&mut self, from_s: f64, to_s: f64, a: (f64, f64), b: (f64, f64)) -> Way {
        let mut way = self.inbound((from_s, a.0, a.1), 5.0);
        way.extend(self.outbound((to_s, b.0, b.1), 5.0));
        way
    }

    fn pair(&mut self, from_s: f64, to_s: f64, metres: f64, knots: f64) -> [u32; 2] {
        let at = self.place();
        let to = self.away(at, (to_s - from_s) / HOUR * knots);
        let beside = |place: (f64, f64)| moved(place, metres / 1852.0, 0.0);
        let (a, b) = (self.mmsi(), self.mmsi());
        for (mmsi, from, to) in [(a, at, to), (b, beside(at), beside(to))] {
            let way = self.visit(from_s, to_s, from, to);
            let step = self.interval();
            self.report(mmsi, &way, step, &[]);
        }
        [a, b]
    }

    fn encounter(&mut self, n: u32) {
        // The first goes across midnight, and is short.
        let (from_s, minutes) = if n == 0 {
            (DAY - 40.0 * MINUTE, 80.0)
        } else {
            (self.dice.between(8.0 * HOUR, 3.4 * DAY), self.dice.between(75.0, 320.0))
        };
        let (metres, knots) = (self.dice.between(60.0, 350.0), self.dice.between(0.2, 1.2));
        let to_s = from_s + minutes * MINUTE;
        let pair = self.pair(from_s, to_s, metres, knots);
        self.truth(Kind::Encounter, &pair, from_s, to_s, false);
        for mmsi in pair {
            self.truth(Kind::Loitering, &[mmsi], from_s, to_s, true);
        }
    }

    fn escort(&mut self) {
        let from_s = self.dice.between(8.0 * HOUR, 3.0 * DAY);
        self.pair(from_s, from_s + 6.0 * HOUR, 300.0, 8.0);
    }

    fn apart(&mut self) {
        let from_s = self.dice.between(8.0 * HOUR, 3.0 * DAY);
        self.pair(from_s, from_s + 3.0 * HOUR, 900.0, 0.8);
    }

    fn short_meeting(&mut self) {
        let from_s = self.dice.between(8.0 * HOUR, 3.0 * DAY);
        self.pair(from_s, from_s + 40.0 * MINUTE, 200.0, 0.5);
    }

    fn gap(&mut self) {
        let mmsi = self.mmsi();
        let way = self.voyage(0.0, 4.0 * DAY);
        let from_s = self.dice.between(DAY, 3.0 * DAY);
        let to_s = from_s + self.dice.between(5.0, 11.0) * HOUR;
        let step = self.interval();
        self.report(mmsi, &way, step, &[(from_s, to_s)]);
        self.truth(Kind::Gap, &[mmsi], from_s, to_s, false);
    }

    fn ends(&mut self) {
        let (mmsi, end) = (self.mmsi(), self.dice.between(DAY, 3.0 * DAY));
        let (way, step) = (self.voyage(0.0, end), self.interval());
        self.report(mmsi, &way, step, &[]);
    }

    fn loiters(&mut self) {
        let (mmsi, at) = (self.mmsi(), self.place());
        let from_s = self.dice.between(8.0 * HOUR, 3.0 * DAY);
        let hours = self.dice.between(6.0, 14.0);
        let knots = self.dice.between(0.2, 1.4);
        let to = self.away(at, hours * knots);
        let way = self.visit(from_s, from_s + hours * HOUR, at, to);
        let step = self.interval();
        self.report(mmsi, &way, step, &[]);
        self.truth(Kind::Loitering, &[mmsi], from_s, from_s + hours * HOUR, false);
    }

    fn trawls(&mut self) {
        let (mmsi, at) = (self.mmsi(), self.place());
        let mut way = vec![(5.0 * HOUR, at.0, at.1)];
        while let Some((t, lat, lon)) = way.last().copied().filter(|(t, ..)| *t < 50.0 * HOUR) {
            let (hours, knots) = (self.dice.between(1.5, 4.0), self.dice.between(2.5, 4.0));
            let to = self.away((lat, lon), hours * knots);
            way.push((t + hours * HOUR, to.0, to.1));
        }
        let step = self.interval();
        self.report(mmsi, &way, step, &[]);
    }

    fn teleports(&mut self, n_fixes: u32) {
        let mmsi = self.mmsi();
        let (way, step) = (self.voyage(0.0, 3.0 * DAY), self.interval());
        let from_s = self.dice.between(DAY, 2.0 * DAY);
        let to_s = from_s + f64::from(n_fixes) * step;
        self.report(mmsi, &way, step, &[(from_s - step / 2.0, to_s + step / 2.0)]);
        let elsewhere = (self.sea.south - 8.0, self.sea.east - 2.0);
        for n in 0..n_fixes {
            let t = from_s + (f64::from(n) + 0.5) * step;
            let at = moved(elsewhere, f64::from(n) * step / HOUR * 12.0, 0.0);
            self.fix(mmsi, t, at, Some((12.0, 0.0)));
        }
        self.truth(Kind::ImpossibleSpeed, &[mmsi], from_s, to_s, false);
    }

    fn circles(&mut self) {
        let (mmsi, centre) = (self.mmsi(), self.place());
        let (radius, knots) = (self.dice.between(0.4, 1.0), self.dice.between(9.0, 20.0));
        let from_s = self.dice.between(8.0 * HOUR, 3.0 * DAY);
        let laps = self.dice.between(4.0, 9.0);
        let to_s = from_s + laps * std::f64::consts::TAU * radius / knots * HOUR;
        let on = |angle: f64| moved(centre, radius * angle.cos(), radius * angle.sin());
        let first = on(0.0);
        let mut way = self.inbound((from_s, first.0, first.1), 5.0);
        let n = (laps * 72.0) as u32;
        for i in 0..=n {
            let share = f64::from(i) / f64::from(n);
            let at = on(share * laps * std::f64::consts::TAU);
            way.push((from_s + share * (to_s - from_s), at.0, at.1));
        }
        let last = on(laps * std::f64::consts::TAU);
        way.extend(self.outbound((to_s, last.0, last.1), 5.0));
        self.report(mmsi, &way, if self.has_sog { 120.0 } else { 50.0 }, &[]);
        self.truth(Kind::Circling, &[mmsi], from_s, to_s, false);
    }

    fn inland(&mut self) {
        let mmsi = self.mmsi();
        let way = self.voyage(0.0, 3.0 * DAY);
        let step = 120.0;
        let from_s = self.dice.between(DAY, 2.0 * DAY);
        let to_s = from_s + self.dice.between(20.0, 60.0) * MINUTE;
        self.report(mmsi, &way, step, &[(from_s, to_s)]);
        let mut t = from_s + step / 2.0;
        while t < to_s {
            let at = moved(self.sea.inland, (t - from_s) / HOUR * 6.0, 0.0);
            self.fix(mmsi, t, at, Some((6.0, 0.0)));
            t += step;
        }
        self.truth(Kind::OnLand, &[mmsi], from_s, to_s, false);
        self.truth(Kind::ImpossibleSpeed, &[mmsi], from_s, to_s, false);
    }

    fn cloned(&mut self) {
        let mmsi = self.mmsi();
        let (way, step) = (self.voyage(0.0, 4.0 * DAY), self.interval());
        self.report(mmsi, &way, step, &[]);
        let from_s = self.dice.between(8.0 * HOUR, 2.0 * DAY);
        let to_s = from_s + self.dice.between(8.0, 40.0) * HOUR;
        // Far from the other.
        let other = moved((self.sea.south - 9.0, self.sea.west), 0.0, 0.0);
        let clone = vec![(from_s, other.0, other.1), (to_s, other.0, other.1 + 3.0)];
        let step = self.interval();
        self.report(mmsi, &clone, step, &[]);
        self.truth(Kind::DuplicateIdentity, &[mmsi], from_s, to_s, false);
    }

    fn truth(&mut self, kind: Kind, vessels: &[u32], from_s: f64, to_s: f64, is_optional: bool) {
        let moment = |s: f64| EPOCH + s as i64;
        self.truths.push(Truth {
            kind,
            vessels: vessels.to_vec(),
            start: moment(from_s),
            end: moment(to_s),
            is_optional,
        });
    }

    /// Reports a ship on its way at irregular intervals, but for silences.
    fn report(&mut self, mmsi: u32, way: &[(f64, f64, f64)], step: f64, silences: &[(f64, f64)]) {
        let (Some(first), Some(last)) = (way.first(), way.last()) else { return };
        let mut t = first.0 + self.dice.between(0.0, step);
        while t < last.0 {
            if !silences.iter().any(|(from, to)| (*from..*to).contains(&t)) {
                let (at, motion) = on_way(way, t);
                self.fix(mmsi, t, at, Some(motion));
            }
            t += self.dice.between(0.4 * step, 1.6 * step).min(600.0);
        }
    }

    fn fix(&mut self, mmsi: u32, t: f64, at: (f64, f64), motion: Option<(f64, f64)>) {
        let noise = (self.dice.normal() * 10.0 / 1852.0, self.dice.normal() * 10.0 / 1852.0);
        let (lat, lon) = moved(at, noise.0, noise.1);
        let motion = motion.filter(|_| self.has_sog);
        let jitter = self.dice.normal() * 0.1;
        self.builder.push(&Fix {
            mmsi: Mmsi::new(mmsi).expect("nine digits"),
            time: Timestamp::from_seconds(EPOCH + t as i64),
            position: Position::clamped(lat, lon),
            sog: motion.and_then(|(knots, _)| Knots::new((knots + jitter).max(0.0))),
            cog: motion.map(|(_, course)| Course::wrapped(course)),
            heading: None,
            nav_status: None,
        });
    }
}

/// Where a ship is on its way, and its speed and course.
fn on_way(way: &[(f64, f64, f64)], t: f64) -> ((f64, f64), (f64, f64)) {
    let after = way.partition_point(|(at, ..)| *at <= t).clamp(1, way.len() - 1);
    let (a, b) = (way[after - 1], way[after]);
    let share = ((t - a.0) / (b.0 - a.0).max(1e-9)).clamp(0.0, 1.0);
    let (from, to) = ((a.1, a.2), (b.1, b.2));
    let at = (a.1 + share * (b.1 - a.1), a.2 + share * (b.2 - a.2));
    let narrow = at.0.to_radians().cos();
    let course = ((to.1 - from.1) * narrow).atan2(to.0 - from.0).to_degrees();
    (at, (nautical_miles(from, to) / ((b.0 - a.0).max(1e-9) / HOUR), course))
}

/// A place so many miles north and east.
fn moved(from: (f64, f64), north: f64, east: f64) -> (f64, f64) {
    (from.0 + north / 60.0, from.1 + east / 60.0 / from.0.to_radians().cos())
}

fn nautical_miles(a: (f64, f64), b: (f64, f64)) -> f64 {
    let narrow = f64::midpoint(a.0, b.0).to_radians().cos();
    ((b.0 - a.0) * 60.0).hypot((b.1 - a.1) * 60.0 * narrow)
}
