//! From a ship's orders to the reports she would have sent: way points to key frames to AIS rows.
//!
//! Everything random comes from one seeded generator per ship, so the same orders give the same bytes on every run.

use std::fmt::Write as _;

use cordon::geodesy::{Position, destination, inverse};
use cordon::units::{Course, Metres, NauticalMiles, Timestamp};

use super::lanes::Lane;

/// How long the case lasts, in hours from its first moment.
pub(crate) const CASE_HOURS: f64 = 72.0;

/// One order to a ship; they follow one another.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Order {
    /// Sail the lane at so many knots.
    Sail(Lane, f64),
    /// Sail the lane from its end to its beginning.
    Back(Lane, f64),
    /// Sail the lane so as to arrive at this hour of the case.
    Arrive(Lane, f64),
    /// Lie at anchor or alongside for so many hours.
    Lie(f64),
    /// Drift on a course at so many knots for so many hours.
    Drift(f64, f64, f64),
    /// Sail the lane without reporting, for so many hours.
    Silent(Lane, f64),
    /// Fish around the place reached, for so many hours at so many knots.
    Fish(f64, f64),
    /// Report this draught, in metres, from here on.
    Draught(f64),
    /// Be at this latitude and longitude: the first order of a ship that does not begin by sailing.
    At(f64, f64),
}

/// One ship: what she says of herself, and her orders.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ship {
    pub(crate) mmsi: u32,
    pub(crate) name: &'static str,
    /// `None` for boats that carry no IMO number.
    pub(crate) imo: Option<u32>,
    pub(crate) type_code: u8,
    pub(crate) length: u16,
    pub(crate) width: u16,
    pub(crate) draught: f64,
    /// The hour of the case at which her orders begin; before 0 for a ship already at sea.
    pub(crate) from_hour: f64,
    pub(crate) orders: &'static [Order],
}

/// Where a ship is at one moment; between two of them she goes straight.
#[derive(Clone, Copy, Debug)]
struct KeyFrame {
    hour: f64,
    place: Position,
    status: u8,
    draught: f64,
    reports: bool,
}

/// `SplitMix64` (Steele, Lea, Flood 2014, doi:10.1145/2714064.2660195): small, seeded, the same everywhere.
#[derive(Debug)]
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) const fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// Uniform from -1 to 1.
    #[expect(clippy::cast_precision_loss, reason = "53 bits fit in an f64")]
    fn swing(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 52) as f64 - 1.0
    }

    /// Roughly normal with deviation 1: three uniforms (Irwin-Hall), never beyond 3.
    fn noise(&mut self) -> f64 {
        self.swing() + self.swing() + self.swing()
    }
}

/// Every report of one ship as CSV rows under [`HEADER`].
pub(crate) fn rows(ship: &Ship, begin: Timestamp, out: &mut String) {
    let mut dice = Dice::new(u64::from(ship.mmsi));
    let frames = key_frames(ship, &mut dice);
    let (Some(first), Some(last)) = (frames.first(), frames.last()) else { return };
    let end = last.hour.min(CASE_HOURS);
    let offset = 150.0 * dice.swing();
    let (mut hour, mut idx) = (first.hour.max(0.0) + 0.05 * dice.swing().abs(), 0);
    let mut heading_bias = 0.0;
    while hour < end {
        while frames.get(idx + 1).is_some_and(|next| next.hour <= hour) {
            idx += 1;
        }
        let (Some(from), Some(to)) = (frames.get(idx), frames.get(idx + 1)) else { break };
        let leg = Leg::between(from, to);
        heading_bias = 0.8 * heading_bias + 0.8 * dice.noise();
        if from.reports {
            row(ship, begin, &Moment { hour, from, leg, offset, heading_bias }, &mut dice, out);
        }
        hour += interval_hours(from.status, leg.knots) * (1.0 + 0.2 * dice.swing());
    }
}

/// `MarineCadastre`'s header up to 2024.
pub(crate) const HEADER: &str = "MMSI,BaseDateTime,LAT,LON,SOG,COG,Heading,VesselName,IMO,CallSign,VesselType,Status,Length,Width,Draft,Cargo,TransceiverClass\n";

#[derive(Clone, Copy)]
struct Leg {
    knots: f64,
    course: f64,
    metres: f64,
    hours: f64,
}

impl Leg {
    fn between(from: &KeyFrame, to: &KeyFrame) -> Self {
        let way = inverse(from.place, to.place);
        let hours = (to.hour - from.hour).max(1e-9);
        let knots = way.distance.nautical_miles().value() / hours;
        Self { knots, course: way.initial.value(), metres: way.distance.value(), hours }
    }
}

struct Moment<'a> {
    hour: f64,
    from: &'a KeyFrame,
    leg: Leg,
    offset: f64,
    heading_bias: f64,
}

fn row(ship: &Ship, begin: Timestamp, at: &Moment<'_>, dice: &mut Dice, out: &mut String) {
    let Moment { hour, from, leg, offset, heading_bias } = at;
    let share = ((hour - from.hour) / leg.hours).clamp(0.0, 1.0);
    let moving = leg.knots > 1.5;
    let mut place = destination(from.place, Course::wrapped(leg.course), metres(leg.metres * share));
    // Ships keep a little to one side of the drawn line, less so near the way points, where the water may be narrow.
    let sideways = if moving {
        offset * (leg.metres.min(20_000.0) / 20_000.0) * (share * std::f64::consts::PI).sin()
    } else {
        0.0
    };
    place = destination(place, Course::wrapped(leg.course + 90.0 * sideways.signum()), metres(sideways.abs()));
    // A GPS error of a few metres: deviation of some 5 m each way.
    place = destination(place, Course::wrapped(180.0 * dice.swing()), metres(4.0 * dice.noise().abs()));
    let sog = if moving { leg.knots + 0.15 * dice.noise() } else { (leg.knots + 0.08 * dice.noise()).max(0.0) };
    let cog = if leg.knots > 0.3 { leg.course + 0.9 * dice.noise() } else { 180.0 * (1.0 + dice.swing()) };
    let heading = if matches!(ship.type_code, 30) {
        "511".to_owned() // small boats' transponders have no gyro
    } else {
        let lying = if moving { leg.course + heading_bias } else { f64::from(ship.mmsi % 360) + 6.0 * heading_bias };
        format!("{:.0}", Course::wrapped(lying).value().floor())
    };
    #[expect(clippy::cast_possible_truncation, reason = "three days of seconds")]
    let time = begin.plus_millis((hour * 3600.0).round() as i64 * 1000).to_string();
    let imo = ship.imo.map_or_else(|| "IMO0000000".to_owned(), |imo| format!("IMO{imo}"));
    let class = if ship.type_code == 30 { "B" } else { "A" };
    let written = writeln!(
        out,
        "{},{},{:.5},{:.5},{sog:.1},{:.1},{heading},{},{imo},SYN{:03},{},{},{},{},{:.1},{},{class}",
        ship.mmsi,
        time.trim_end_matches('Z'),
        place.lat(),
        place.lon(),
        (Course::wrapped(cog).value() * 10.0).floor() / 10.0,
        ship.name,
        ship.mmsi % 1000,
        ship.type_code,
        from.status,
        ship.length,
        ship.width,
        from.draught,
        ship.type_code,
    );
    debug_assert!(written.is_ok(), "writing to a String cannot fail");
}

/// Five minutes under way, eight when slow, twenty when lying: what a thinned archive keeps.
fn interval_hours(status: u8, knots: f64) -> f64 {
    let minutes = match status {
        1 | 5 => 20.0,
        7 => 8.0,
        _ if knots < 1.5 => 4.0,
        _ => 5.0,
    };
    minutes / 60.0
}

fn key_frames(ship: &Ship, dice: &mut Dice) -> Vec<KeyFrame> {
    let mut at =
        KeyFrame { hour: ship.from_hour, place: start(ship.orders), status: 0, draught: ship.draught, reports: true };
    let mut frames = Vec::new();
    for order in ship.orders {
        match *order {
            Order::Sail(lane, knots) => sail(&mut frames, &mut at, &points(lane), knots, dice),
            Order::Back(lane, knots) => {
                let mut back = points(lane);
                back.reverse();
                sail(&mut frames, &mut at, &back, knots, dice);
            }
            Order::Arrive(lane, hour) => {
                let way = rounded_corners(at.place, &points(lane));
                let knots = length_nm(at.place, &way) / (hour - at.hour).max(0.1);
                steer(&mut frames, &mut at, &way, knots);
            }
            Order::Silent(lane, hours) => {
                let way = rounded_corners(at.place, &points(lane));
                let knots = length_nm(at.place, &way) / hours;
                at.reports = false;
                steer(&mut frames, &mut at, &way, knots);
                at.reports = true;
            }
            Order::Lie(hours) => {
                if !matches!(ship.orders.first(), Some(Order::At(..))) {
                    let berth = berth(at.place, ship.mmsi);
                    steer(&mut frames, &mut at, &[berth], 5.0);
                }
                lie(&mut frames, &mut at, hours, dice);
            }
            Order::Drift(course, knots, hours) => {
                frames.push(at);
                at.place = destination(at.place, Course::wrapped(course), miles(knots * hours));
                at.hour += hours;
            }
            Order::Fish(hours, knots) => fish(&mut frames, &mut at, hours, knots, dice),
            Order::Draught(draught) => at.draught = draught,
            Order::At(lat, lon) => at.place = Position::clamped(lat, lon),
        }
    }
    frames.push(at);
    frames
}

fn sail(frames: &mut Vec<KeyFrame>, at: &mut KeyFrame, lane: &[Position], knots: f64, dice: &mut Dice) {
    let way = rounded_corners(at.place, lane);
    at.status = 0;
    steer(frames, at, &way, knots * (1.0 + 0.02 * dice.swing()));
}

fn steer(frames: &mut Vec<KeyFrame>, at: &mut KeyFrame, way: &[Position], knots: f64) {
    for place in way {
        let distance = inverse(at.place, *place).distance.nautical_miles().value();
        frames.push(*at);
        at.hour += distance / knots;
        at.place = *place;
    }
}

/// A ship's own place in the roads off a port: no two lie within 500 m of each other. Sunflower seeds (Vogel 1979,
/// doi:10.1016/0025-5564(79)90080-4) 350 m apart.
fn berth(roads: Position, mmsi: u32) -> Position {
    let seed = f64::from(mmsi % 1000 % 37 + 3);
    destination(roads, Course::wrapped(137.508 * seed), metres(350.0 * seed.sqrt()))
}

/// Swings about the anchor: a few tens of metres, turning with the tide.
fn lie(frames: &mut Vec<KeyFrame>, at: &mut KeyFrame, hours: f64, dice: &mut Dice) {
    let anchor = at.place;
    let end = at.hour + hours;
    at.status = 1;
    while at.hour < end {
        frames.push(*at);
        at.hour = (at.hour + 1.5).min(end);
        at.place = destination(anchor, Course::wrapped(180.0 * dice.swing()), metres(25.0 * dice.swing().abs()));
    }
    frames.push(*at);
    at.place = anchor;
    at.status = 0;
}

/// Works to and fro within some three miles of where she began.
fn fish(frames: &mut Vec<KeyFrame>, at: &mut KeyFrame, hours: f64, knots: f64, dice: &mut Dice) {
    let ground = at.place;
    let end = at.hour + hours;
    let mut course = 180.0 * dice.swing();
    at.status = 7;
    while at.hour < end {
        frames.push(*at);
        let home = inverse(at.place, ground);
        course = if home.distance.nautical_miles().value() > 3.0 {
            home.initial.value() + 35.0 * dice.swing()
        } else {
            course + 30.0 * dice.noise()
        };
        let span = 0.4 + 0.2 * dice.swing();
        at.hour += span;
        at.place = destination(at.place, Course::wrapped(course), miles(span * knots * (1.0 + 0.2 * dice.swing())));
    }
    at.status = 0;
}

fn start(orders: &[Order]) -> Position {
    let (lat, lon) = match orders.first() {
        Some(Order::Sail(lane, _) | Order::Arrive(lane, _) | Order::Silent(lane, _)) => lane.first().copied(),
        Some(Order::Back(lane, _)) => lane.last().copied(),
        Some(Order::At(lat, lon)) => Some((*lat, *lon)),
        _ => None,
    }
    .unwrap_or_default();
    Position::clamped(lat, lon)
}

fn points(lane: Lane) -> Vec<Position> {
    lane.iter().map(|(lat, lon)| Position::clamped(*lat, *lon)).collect()
}

/// The way with each corner cut half a mile before and after it, as a ship turns; the first point is dropped when she is
/// already there.
fn rounded_corners(from: Position, lane: &[Position]) -> Vec<Position> {
    let mut way = vec![from];
    way.extend(lane.iter().copied().filter(|p| inverse(from, *p).distance.value() > 50.0));
    let mut out = Vec::new();
    for three in way.windows(3) {
        let [before, corner, after] = three else { continue };
        for other in [before, after] {
            let leg = inverse(*corner, *other);
            out.push(destination(*corner, leg.initial, metres(926.0_f64.min(0.3 * leg.distance.value()))));
        }
    }
    out.extend(way.last().copied().filter(|_| way.len() > 1));
    out
}

fn length_nm(from: Position, way: &[Position]) -> f64 {
    let mut places = vec![from];
    places.extend_from_slice(way);
    cordon::geodesy::line_length(&places).nautical_miles().value()
}

fn miles(value: f64) -> Metres {
    NauticalMiles::new(value.max(0.0)).map_or_else(Default::default, NauticalMiles::metres)
}

fn metres(value: f64) -> Metres {
    Metres::magnitude(value)
}
