//! What a filter lets through, and in which order.

use super::*;
use crate::geodesy::Position;
use crate::report::Progress;
use crate::track::{Fix, PyramidParams, TrackBuilder};
use crate::vessel::{Identity, Mmsi, ShipType};

/// A vessel: MMSI, name, type's code, length, highest speed; one fix an hour, `lon` and then eastward by 0.1°.
type Ship = (u32, &'static str, u8, f64, f64, f64);

const SHIPS: [Ship; 4] = [
    (440_000_001, "한영", 70, 120.0, 12.0, 124.0),
    (445_000_002, "SAE BYOL", 80, 90.0, 9.5, 125.0),
    (412_000_003, "", 30, 0.0, 14.0, 126.0),
    (440_000_004, "Haeyang 7", 30, 30.0, 0.0, 127.0),
];

fn store() -> TrackStore {
    let mut builder = TrackBuilder::default();
    for (mmsi, name, code, length, speed, lon) in SHIPS {
        let mmsi = Mmsi::new(mmsi).expect("nine digits");
        for hour in 0..=2_i32 {
            builder.push(&Fix {
                mmsi,
                time: Timestamp::from_seconds(i64::from(hour) * 3600),
                position: Position::clamped(37.0, lon + 0.1 * f64::from(hour)),
                sog: Knots::new(speed).filter(|_| speed > 0.0),
                cog: None,
                heading: None,
                nav_status: None,
            });
        }
        let identity = Identity {
            name: (!name.is_empty()).then(|| name.to_owned()),
            ship_type: ShipType::new(code),
            length: Metres::new(length).filter(|_| length > 0.0),
            ..Identity::default()
        };
        builder.identify(mmsi, identity);
    }
    builder.build().0
}

fn check(filter: &VesselFilter, by: OrderBy, is_descending: bool, expected: &[u32]) {
    let store = store();
    let found = chosen(&store, filter, VesselOrder { by, is_descending }, &fastest(&store), &[]);
    let found: Vec<u32> = found.into_iter().map(|idx| store.vessels()[idx].mmsi.value() % 1000).collect();
    assert_eq!(found, expected, "{filter:?} by {by:?}");
}

#[test]
fn each_question_is_asked_by_itself_and_all_must_hold() {
    let filter = |set: fn(&mut VesselFilter)| {
        let mut filter = VesselFilter::default();
        set(&mut filter);
        filter
    };
    let by = OrderBy::Mmsi;
    check(&VesselFilter::default(), by, false, &[3, 1, 4, 2]);
    check(&filter(|f| f.text = "ㅎㅇ".into()), by, false, &[1]);
    check(&filter(|f| f.text = "445".into()), by, false, &[2]);
    check(&filter(|f| f.classes = vec![Some(ShipClass::Fishing)]), by, false, &[3, 4]);
    check(&filter(|f| f.flags = vec![Some("KOR"), Some("PRK")]), by, false, &[1, 4, 2]);
    check(&filter(|f| f.fastest_from = Knots::new(10.0)), by, false, &[3, 1]);
    check(&filter(|f| f.fastest_to = Knots::new(12.0)), by, false, &[1, 2]);
    check(&filter(|f| f.length_to = Metres::new(100.0)), by, false, &[4, 2]);
    let both = filter(|f| (f.flags, f.length_from) = (vec![Some("KOR")], Metres::new(100.0)));
    check(&both, by, false, &[1]);
    assert_eq!(both.n_asked(), 2);
}

#[test]
fn what_is_not_known_comes_last_either_way() {
    let all = VesselFilter::default();
    check(&all, OrderBy::Mmsi, true, &[2, 4, 1, 3]);
    check(&all, OrderBy::Name, false, &[4, 2, 1, 3]);
    check(&all, OrderBy::Name, true, &[1, 2, 4, 3]);
    check(&all, OrderBy::Length, true, &[1, 2, 4, 3]);
    check(&all, OrderBy::Fastest, true, &[3, 1, 2, 4]);
    check(&all, OrderBy::Fastest, false, &[2, 1, 3, 4]);
    check(&all, OrderBy::Flag, false, &[3, 1, 4, 2]);
    check(&all, OrderBy::Class, false, &[1, 2, 3, 4]);
    check(&all, OrderBy::Fixes, true, &[3, 1, 4, 2]);
}

#[test]
fn in_an_area_and_a_window() {
    let store = store();
    let pyramid = Pyramid::build(&store, &PyramidParams::default(), &Progress::default()).expect("nobody stopped it");
    let found = |west: f64, east: f64, window: Option<(i64, i64)>| {
        let area = geo::Rect::new((west, 36.9), (east, 37.1)).to_polygon().into();
        let window = window.map(|(a, b)| (Timestamp::from_seconds(a * 3600), Timestamp::from_seconds(b * 3600)));
        let seen = where_and_when(&store, &pyramid, Some(&area), window, || false).expect("nobody stopped it");
        let names = store.vessels().iter().zip(seen).filter(|(_, is_in)| *is_in);
        names.map(|(vessel, _)| vessel.mmsi.value() % 1000).collect::<Vec<_>>()
    };
    assert_eq!(found(124.0, 125.5, None), [1, 2]);
    // Between two fixes, and not after the window's end.
    assert_eq!(found(124.12, 124.18, None), [1]);
    assert_eq!(found(124.12, 124.18, Some((0, 1))), [0_u32; 0]);
    assert_eq!(found(124.12, 124.18, Some((1, 2))), [1]);
    let heard = where_and_when(&store, &pyramid, None, Some((Timestamp::MIN, Timestamp::from_seconds(-1))), || false);
    assert_eq!(heard, Some(vec![false; 4]));
    assert_eq!(where_and_when(&store, &pyramid, None, None, || true), None);
}
