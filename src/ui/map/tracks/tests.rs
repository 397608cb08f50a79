//! What the track layer paints, looked at.

#![expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    reason = "minutes of a day and pixels of a small picture"
)]

use super::super::painted::{Picture, picture};
use super::*;
use crate::geodesy::Position;
use crate::report::Progress;
use crate::track::{Fix, PyramidParams, TrackBuilder};
use crate::units::{Course, Timestamp};
use crate::vessel::{Identity, Mmsi};

fn fix(mmsi: u32, minute: i64, lat: f64, lon: f64) -> Fix {
    Fix {
        mmsi: Mmsi::new(mmsi).expect("nine digits"),
        time: Timestamp::from_seconds(minute * 60),
        position: Position::clamped(lat, lon),
        sog: None,
        cog: Course::new(90.0),
        heading: None,
        nav_status: None,
    }
}

fn scene(fixes: impl IntoIterator<Item = Fix>) -> TrackScene {
    let mut builder = TrackBuilder::default();
    fixes.into_iter().for_each(|fix| builder.push(&fix));
    builder.identify(
        Mmsi::new(440_000_001).expect("nine digits"),
        Identity { name: Some("HAE SONG 7".into()), ..Identity::default() },
    );
    let store = Arc::new(builder.build().0);
    let pyramid = Pyramid::build(&store, &PyramidParams::default(), &Progress::default()).expect("nobody stops it");
    TrackScene::new(store, Arc::new(pyramid), 1)
}

/// One ship due east along 37 N, 0.01° a minute from 124 E, for two hours, and a second ship far to the south.
fn eastbound() -> TrackScene {
    let north = (0..=120).map(|minute| fix(440_000_001, minute, 37.0, 124.0 + 0.01 * minute as f64));
    let south = (0..=120).map(|minute| fix(440_000_002, minute, 36.6, 124.0 + 0.01 * minute as f64));
    scene(north.chain(south))
}

fn painted(view: (f64, f64, f64), kind: Kind, scene: TrackScene) -> Picture {
    let theme = Theme::of(kind);
    picture(view, theme, |state| {
        let mut layer = TrackLayer::new(state);
        layer.show(Some(scene), theme);
        layer
    })
}

#[test]
fn a_track_is_painted_where_its_ship_went() {
    for zoom in [7.0, 9.0, 12.0] {
        let picture = painted((37.0, 124.6, zoom), Kind::Day, eastbound());
        for lon in [124.55, 124.6, 124.65] {
            assert!(picture.ink(37.0, lon) > 0.15, "zoom {zoom}, {lon}");
        }
        let above = picture.view.screen_from_position(Position::clamped(37.0, 124.6)) - vec2(0.0, 12.0);
        assert!(picture.ink_at(above) < 0.02, "zoom {zoom}");
    }
}

#[test]
fn zoomed_in_to_18_the_line_still_passes_through_the_fix() {
    let picture = painted((37.0, 124.6, 18.0), Kind::Day, eastbound());
    assert!(picture.ink_at(picture.view.rect().center()) > 0.15);
}

#[test]
fn the_window_of_time_cuts_the_track_where_the_ship_then_was() {
    let mut scene = eastbound();
    scene.window = Some((Timestamp::from_seconds(30 * 60), Timestamp::from_seconds(75 * 60)));
    let picture = painted((37.0, 124.6, 9.0), Kind::Day, scene);
    // The window runs from 124.30 E to 124.75 E, where the ship's symbol is.
    assert!(picture.ink(37.0, 124.32) > 0.15 && picture.ink(37.0, 124.70) > 0.15);
    assert!(picture.ink(37.0, 124.27) < 0.02 && picture.ink(37.0, 124.05) < 0.02);
    assert!(picture.ink(37.0, 125.15) < 0.02);
}

#[test]
fn a_window_without_fixes_shows_nothing() {
    let mut scene = eastbound();
    scene.window = Some((Timestamp::from_seconds(10_000_000), Timestamp::from_seconds(10_000_600)));
    assert_eq!(painted((37.0, 124.6, 9.0), Kind::Day, scene).n_painted(), 0);
}

#[test]
fn a_silence_is_dashed_not_bridged() {
    let gap = |minute: i64| !(101..700).contains(&minute);
    let at = |minute: i64| fix(440_000_001, minute, 37.0, 124.0 + 0.0015 * minute as f64);
    let picture = painted((37.0, 124.6, 9.0), Kind::Day, scene((0..=800).filter(|m| gap(*m)).map(at)));
    let from = picture.view.screen_from_position(Position::clamped(37.0, 124.2));
    let to = picture.view.screen_from_position(Position::clamped(37.0, 125.0));
    // Every other stretch of the line between them is bare.
    let inks: Vec<bool> = (from.x as i32..to.x as i32)
        .map(|x| {
            let colour = picture.colour_at(egui::pos2(x as f32 + 0.5, from.y));
            colour.r().abs_diff(picture.ground.r()) > 8
        })
        .collect();
    let n_edges = inks.windows(2).filter(|pair| pair[0] != pair[1]).count();
    assert!(n_edges > 20, "{n_edges} edges in {} pixels", inks.len());
}

#[test]
fn what_is_selected_stands_out_and_is_named() {
    let mut scene = eastbound();
    let quiet = painted((37.0, 124.6, 8.0), Kind::Night, scene.clone());
    scene.selected = vec![0];
    let lit = painted((37.0, 124.6, 8.0), Kind::Night, scene);
    assert!(lit.ink(37.0, 124.4) > quiet.ink(37.0, 124.4) + 0.2);
    assert!((lit.ink(36.6, 124.4) - quiet.ink(36.6, 124.4)).abs() < 0.02);
    let name = lit.view.screen_from_position(Position::clamped(37.0, 125.2)) + vec2(20.0, 0.0);
    assert!((0..30).any(|dx| lit.ink_at(name + vec2(dx as f32, 0.0)) > 0.3));
}

#[test]
fn hidden_vessels_are_not_painted() {
    let mut scene = eastbound();
    scene.shown = Some(Arc::from([false, true]));
    let picture = painted((36.8, 124.6, 9.0), Kind::Day, scene);
    assert!(picture.ink(37.0, 124.6) < 0.02 && picture.ink(36.6, 124.6) > 0.15);
}

#[test]
fn tracks_cross_the_antimeridian() {
    let fixes = (0..=120).map(|minute| fix(440_000_001, minute, 52.0, 179.4 + 0.01 * minute as f64));
    let picture = painted((52.0, 180.0, 9.0), Kind::Day, scene(fixes));
    assert!([179.7, 179.95, -179.95, -179.7].iter().all(|lon| picture.ink(52.0, *lon) > 0.15));
}

#[test]
fn the_pointer_finds_ships_before_lines() {
    let theme = Theme::of(Kind::Day);
    let mut found = None;
    let mut layer = TrackLayer::new(None);
    layer.show(Some(eastbound()), theme);
    layer.find_ships(&egui::Context::default());
    let view = View::new(Position::clamped(37.0, 124.6), 9.0, super::super::view::rect_of_size(640.0, 400.0), 1.0);
    for lon in [124.5, 125.2] {
        let at = view.screen_from_position(Position::clamped(37.0, lon)) + vec2(1.0, 3.0);
        found = layer.picks(&view, at).first().map(|pick| pick.vessel_idx);
        assert_eq!(found, Some(0), "{lon}");
    }
    assert!(found.is_some());
    let nowhere = view.screen_from_position(Position::clamped(36.8, 124.5));
    assert!(layer.picks(&view, nowhere).is_empty());
}
