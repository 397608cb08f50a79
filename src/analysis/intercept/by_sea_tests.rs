//! A detour worked out by hand, and ways that must not be found.

use super::by_sea::{Ground, Sea, SeaParams, earliest_by_sea};
use super::motion::Motion;
use super::solve::{NoMeeting, Pursuer, earliest};
use crate::geodesy::{self, Position};
use crate::units::{Course, Knots, Metres, Timestamp};

fn at(lat: f64, lon: f64) -> Position {
    Position::new(lat, lon).expect("on the globe")
}

fn kn(knots: f64) -> Knots {
    Knots::new(knots).expect("a speed")
}

#[expect(clippy::cast_possible_truncation, reason = "hours of a test")]
fn moment(hours: f64) -> Timestamp {
    Timestamp::from_millis(1_516_060_800_000 + (hours * 3_600_000.0).round() as i64)
}

/// An island from south to north and west to east, in degrees.
type Island = [f64; 4];

/// Degrees to a place outside of an island or to its edge from inside are these metres at the least (meridians near the equator, 110,574 m).
fn ground(islands: &[Island]) -> impl Fn(Position) -> Ground + Sync + '_ {
    move |place| {
        let mut coast = f64::INFINITY;
        for [south, north, west, east] in islands {
            let (lat, lon) = (place.lat(), place.lon());
            let out = [(south - lat).max(lat - north), (west - lon).max(lon - east)];
            if out[0] < 0.0 && out[1] < 0.0 {
                return Ground::Land(Metres::magnitude(110_574.0 * out[0].max(out[1])));
            }
            coast = coast.min(110_000.0 * out[0].max(0.0).hypot(out[1].max(0.0)));
        }
        Ground::Sea(Metres::magnitude(if coast.is_finite() { coast } else { 1e6 }))
    }
}

fn sea(islands: &[Island]) -> Sea<'_> {
    Sea::new((at(-2.0, -2.5), at(2.0, 2.5)), SeaParams { most_cells: 120, ..SeaParams::default() }, ground(islands))
}

fn pursuer(from: Position, knots: f64) -> Pursuer {
    Pursuer { from, speed: kn(knots), departs: moment(0.0), until: None, endurance: None, back_to: None }
}

/// From 0.9° west to 0.5° east of an island that reaches from 0.5°S to 1°N: the shorter way is round its southern corners.
const ISLAND: Island = [-0.5, 1.0, -0.2, 0.2];

#[test]
fn the_way_round_an_island_is_by_its_corners() {
    let islands = [ISLAND];
    let (from, to) = (at(0.0, -0.9), at(0.0, 0.5));
    let way = sea(&islands).way(from, to).expect("a way");
    // By hand: from 0.9°W to the corner 0.5°S 0.2°W, along the southern shore to 0.2°E, to 0.5°E.
    let by_hand = geodesy::line_length(&[from, at(-0.5, -0.2), at(-0.5, 0.2), to]).value();
    let found = geodesy::line_length(&way).value();
    assert!(found >= by_hand - 1.0 && found <= by_hand * 1.003, "{found} m against {by_hand} m: {way:?}");
    let straight = sea(&islands).way(at(1.5, -0.9), at(1.5, 0.5)).expect("a way");
    assert_eq!(straight.len(), 2);
}

#[test]
fn a_vessel_that_lies_behind_an_island_is_met_round_it() {
    let islands = [ISLAND];
    let (from, to) = (at(0.0, -0.9), at(0.0, 0.5));
    let lies = Motion::on_course(to, moment(0.0), Course::wrapped(0.0), kn(0.0));
    let found = earliest_by_sea(&pursuer(from, 20.0), &lies, moment(0.0), moment(48.0), &sea(&islands)).expect("one");
    let by_hand = geodesy::line_length(&[from, at(-0.5, -0.2), at(-0.5, 0.2), to]).value();
    let hours = found.after.as_secs_f64() / 3600.0;
    assert!(hours >= by_hand / 37_040.0 && hours < by_hand / 37_040.0 * 1.003, "{found:?}");
    assert!((found.distance.value() / 37_040.0 - hours).abs() < 1e-4, "{found:?}");
    let corners = found.round_land.expect("it goes round land");
    assert!(corners.len() >= 4 && corners[0] == from && corners[corners.len() - 1] == to);
    // It leaves for the corner, not for the vessel: 0.7° east, 0.5° south is 126°.
    assert!((found.course.value() - 125.6).abs() < 1.5, "{:?}", found.course);
}

#[test]
fn a_vessel_under_way_is_met_no_earlier_than_straight_and_where_the_way_takes_as_long() {
    let islands = [ISLAND];
    let sea = sea(&islands);
    for (course, knots) in [(180.0, 8.0), (0.0, 8.0), (270.0, 2.0), (200.0, 15.0), (30.0, 12.0)] {
        let goes = Motion::on_course(at(0.0, 0.5), moment(0.0), Course::wrapped(course), kn(knots));
        let goes = goes.until(moment(8.0));
        let ship = pursuer(at(0.0, -0.9), 25.0);
        let straight = earliest(&ship, &goes, moment(0.0), moment(48.0)).expect("a meeting");
        let found = earliest_by_sea(&ship, &goes, moment(0.0), moment(48.0), &sea).expect("a meeting");
        assert!(found.time >= straight.time, "{course}: {found:?}");
        let way = found.round_land.clone().unwrap_or(vec![ship.from, found.place]);
        assert!((geodesy::line_length(&way).value() - found.distance.value()).abs() < 1.0, "{course}");
        let lacking = found.distance.value() - found.after.as_secs_f64() * 25.0 * 1852.0 / 3600.0;
        assert!(lacking < 1.5, "{course}: {lacking} m, {found:?}");
        // A ship that sails on is met as the way to where it is then takes: nothing is given away but half a minute.
        let shortest = geodesy::line_length(&sea.way(ship.from, found.place).expect("a way")).value();
        assert!(found.distance.value() <= shortest * 1.003, "{course}");
    }
}

#[test]
fn a_port_up_an_inlet_is_reached_straight_for_the_last_miles() {
    // Land all round a lake 6 nm wide; 6 nm of land between it and the sea to the west.
    let islands = [[-0.3, 0.3, -0.15, -0.05], [-0.3, 0.3, 0.05, 0.3], [-0.3, -0.05, -0.1, 0.1], [0.05, 0.3, -0.1, 0.1]];
    let (from, port) = (at(0.0, -1.0), at(0.0, 0.0));
    let sea = sea(&islands);
    assert_eq!(sea.way(from, port), None);
    let way = sea.way_to_port(from, port).expect("a way");
    let last = way.len() - 2;
    assert_eq!((way[0], way[last + 1]), (from, port));
    assert!(
        sea.is_open(from, way[last]) && geodesy::distance(way[last], port).nautical_miles().value() < 12.0,
        "{way:?}"
    );
    assert_eq!(sea.way_to_port(from, at(0.0, 3.2)), None);
}

#[test]
fn without_a_way_by_sea_there_is_no_meeting() {
    // The vessel lies in a lake: land all round.
    let islands = [[-1.0, -0.5, -1.0, 1.0], [0.5, 1.0, -1.0, 1.0], [-0.6, 0.6, -1.0, -0.5], [-0.6, 0.6, 0.5, 1.0]];
    let lies = Motion::on_course(at(0.0, 0.0), moment(0.0), Course::wrapped(0.0), kn(0.0));
    let found = earliest_by_sea(&pursuer(at(0.0, -2.0), 20.0), &lies, moment(0.0), moment(48.0), &sea(&islands));
    assert_eq!(found, Err(NoMeeting::NoWayBySea));
    // Straight it would be there in 4.2 h, round the island in 5.5 h, and the vessel is there for 5 h only.
    let islands = [ISLAND];
    let gone = Motion::on_course(at(0.0, 0.5), moment(0.0), Course::wrapped(0.0), kn(0.0)).until(moment(5.0));
    let found = earliest_by_sea(&pursuer(at(0.0, -0.9), 20.0), &gone, moment(0.0), moment(48.0), &sea(&islands));
    assert_eq!(found, Err(NoMeeting::TooFarRound));
    // A ship in port, 2 km inland, leaves it; one 22 km inland does not.
    let lies = Motion::on_course(at(0.0, 1.0), moment(0.0), Course::wrapped(0.0), kn(0.0));
    let leaving =
        |lon: f64| earliest_by_sea(&pursuer(at(0.0, lon), 20.0), &lies, moment(0.0), moment(48.0), &sea(&islands));
    assert!(leaving(0.182).expect("from port").round_land.is_none());
    assert_eq!(leaving(0.0), Err(NoMeeting::NoWayBySea));
}

#[test]
fn ways_to_many_are_as_long_as_to_each_alone() {
    let islands = [ISLAND, [-1.6, -0.9, 0.3, 1.2]];
    let (sea, from) = (sea(&islands), at(0.1, -0.9));
    let ports: Vec<Position> =
        (0..40_u32).map(|n| at(f64::from(n % 8) * 0.4 - 1.5, f64::from(n / 8) * 0.5 - 0.8)).collect();
    let lengths = sea.lengths_to_ports(from, &ports);
    let mut n_reached = 0;
    for (port, length) in ports.iter().zip(&lengths) {
        let alone = sea.way_to_port(from, *port).map(|way| geodesy::line_length(&way).value());
        let Some((length, alone)) = length.map(Metres::value).zip(alone) else {
            assert_eq!(length.is_some(), alone.is_some(), "{port:?}");
            continue;
        };
        n_reached += 1;
        // Of two ways over cells that are alike one is taken; drawn tight less often it differs by little.
        assert!((length - alone).abs() <= 0.01 * alone, "{port:?}: {length} m against {alone} m");
    }
    assert!(n_reached > 30, "{n_reached}");
}
