//! The list of vessels, the page of one, and the export of some: from the session's side and in the window.
#![expect(clippy::expect_used, reason = "a test that cannot be set up must fail")]

use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;

use cordon::io::tracks;
use cordon::plan::{Feature, FeatureId, Kind, PlanEdit};
use cordon::report::Progress;
use cordon::session::{
    CaseCommand, Command, ExportedTracks, FocusCommand, PlanCommand, Selected, Session, Severity, TimeWindow, Wish,
};
use cordon::track::TrackStore;
use cordon::track::sieve::{OrderBy, VesselFilter, VesselOrder};
use cordon::units::Timestamp;
use cordon::vessel::Mmsi;
use tempfile::TempDir;
use uuid::Uuid;

mod settled;

use settled::{session, settle};

fn apply(session: &mut Session, command: CaseCommand) {
    session.apply(Command::Case(command));
    settle(session);
}

/// The open tracks.
fn store(session: &Session) -> Arc<TrackStore> {
    Arc::clone(&session.case().tracks().expect("tracks").store)
}

/// The names of the vessels that are listed, in order; their numbers where they have none.
fn listed(session: &mut Session, wish: Wish) -> Vec<String> {
    session.apply(Command::List(Box::new(wish)));
    settle(session);
    let store = store(session);
    let found = session.listing().found().expect("an answer");
    let vessels = found.vessels.iter().filter_map(|idx| store.vessels().get(*idx));
    vessels.map(|vessel| vessel.identity.name.clone().unwrap_or_else(|| vessel.mmsi.to_string())).collect()
}

fn draw(session: &mut Session, west: f64, east: f64) -> FeatureId {
    let id = FeatureId(Uuid::new_v4());
    let square = geo::Rect::new((west, 36.9), (east, 37.1)).to_polygon();
    let feature = Feature::new(id, Kind::InterdictionArea, "Area Test", square.into());
    let edit = PlanEdit::Add(vec![Arc::new(feature)]);
    session.apply(Command::Plan(PlanCommand::Edit { label: "Draw".into(), edit }));
    id
}

/// So many vessels, each on its own meridian 0.01° from the next, two fixes an hour apart; every third is a tanker.
fn fleet(folder: &Path, n_vessels: u32) -> std::path::PathBuf {
    let mut text = "MMSI,BaseDateTime,LAT,LON,SOG,COG,Heading,VesselName,IMO,CallSign,VesselType,Status,Length,Width,Draft,Cargo\n".to_owned();
    for n in 0..n_vessels {
        let (lon, kind) = (120.0 + 0.01 * f64::from(n % 1000), if n % 3 == 0 { 80 } else { 70 });
        for hour in [0, 1] {
            let (mmsi, speed) = (440_000_000 + n, f64::from(n % 200) / 10.0);
            writeln!(
                text,
                "{mmsi},2018-01-16T0{hour}:00:00,37.0,{lon:.4},{speed},0,0,SHIP {n},,,{kind},0,{},20,5,",
                50 + n % 200
            )
            .expect("text takes everything");
        }
    }
    let path = folder.join("fleet.csv");
    std::fs::write(&path, text).expect("written");
    path
}

#[test]
fn a_large_list_is_searched_on_a_job_and_the_last_answer_stands_until_then() {
    let home = TempDir::new().expect("a folder");
    let mut session = session(home.path());
    let path = fleet(home.path(), 6000);
    apply(&mut session, CaseCommand::Open(vec![path]));
    assert_eq!(listed(&mut session, Wish::default()).len(), 6000);
    let filter = VesselFilter { text: "ship 599".into(), ..VesselFilter::default() };
    let order = VesselOrder { by: OrderBy::Fastest, is_descending: true };
    session.apply(Command::List(Box::new(Wish { filter: filter.clone(), order, ..Wish::default() })));
    assert!(session.listing().is_searching());
    assert!(session.jobs().is_empty(), "what takes a moment is not told of: {:?}", session.jobs());
    assert_eq!(session.listing().found().map(|found| found.vessels.len()), Some(6000));
    let names = listed(&mut session, Wish { filter, order, ..Wish::default() });
    // 599 and 5990 to 5999 have speeds of 199 and 190 to 199 tenths of a knot.
    assert_eq!(names.first().map(String::as_str), Some("SHIP 599"));
    assert_eq!((names.len(), names.last().map(String::as_str)), (11, Some("SHIP 5990")));

    let area = draw(&mut session, 120.995, 121.025);
    let in_area = Wish { area: Some(area), ..Wish::default() };
    let names = listed(&mut session, in_area.clone());
    assert_eq!(names.len(), 18, "three meridians, six ships on each");
    // The answer follows the area when that is taken back, and no area is asked any longer.
    session.apply(Command::Plan(PlanCommand::Undo));
    settle(&mut session);
    assert_eq!(session.listing().wish().area, None);
    assert_eq!(session.listing().found().map(|found| found.vessels.len()), Some(6000));
}

#[test]
fn the_map_shows_what_the_list_shows_only_when_it_is_told_to() {
    let home = TempDir::new().expect("a folder");
    let mut session = session(home.path());
    apply(&mut session, CaseCommand::OpenSample);
    let generation = session.case().tracks().expect("tracks").generation;
    let filter = VesselFilter { flags: vec![Some("RUS")], ..VesselFilter::default() };
    let names = listed(&mut session, Wish { filter: filter.clone(), ..Wish::default() });
    assert!(!names.is_empty() && names.len() < store(&session).vessels().len());
    assert!(session.listing().shown(generation).is_none());
    listed(&mut session, Wish { filter, rules_map: true, ..Wish::default() });
    let shown = session.listing().shown(generation).expect("a part");
    assert_eq!(shown.iter().filter(|is_shown| **is_shown).count(), names.len());
    apply(&mut session, CaseCommand::CloseTracks);
    assert!(session.listing().found().is_none() && session.listing().shown(generation).is_none());
}

#[test]
fn the_figures_of_the_selected_vessel_are_at_hand() {
    let home = TempDir::new().expect("a folder");
    let mut session = session(home.path());
    apply(&mut session, CaseCommand::OpenSample);
    let generation = session.case().tracks().expect("tracks").generation;
    let vessel = store(&session).vessels()[0].clone();
    assert!(session.listing().summary(generation, vessel.mmsi).is_none());
    session.apply(Command::Focus(FocusCommand::Select(vec![Selected::Vessel(vessel.mmsi)])));
    settle(&mut session);
    let summary = session.listing().summary(generation, vessel.mmsi).expect("figures");
    assert_eq!(summary.n_fixes, vessel.fixes.len());
}

/// When and where, of each vessel in turn.
fn places(store: &TrackStore) -> Vec<(u32, i64, i32, i32)> {
    let of_vessel = |vessel: &cordon::track::Vessel| {
        let mmsi = vessel.mmsi.value();
        let rows = vessel.fixes.clone().filter_map(|idx| store.row(idx));
        rows.map(|fix| (mmsi, fix.time_ms, fix.lat_e7, fix.lon_e7)).collect::<Vec<_>>()
    };
    store.vessels().iter().flat_map(of_vessel).collect()
}

#[test]
fn the_selected_tracks_of_a_window_read_back_the_same_from_every_format() {
    let home = TempDir::new().expect("a folder");
    let mut session = session(home.path());
    apply(&mut session, CaseCommand::OpenSample);
    let store = store(&session);
    let chosen: Vec<Mmsi> = store.vessels().iter().skip(3).step_by(20).map(|vessel| vessel.mmsi).collect();
    session.apply(Command::Focus(FocusCommand::Select(chosen.iter().copied().map(Selected::Vessel).collect())));
    let noon = |day| Timestamp::from_civil(2018, 1, day, 12, 0, 0).expect("a day");
    let window = TimeWindow { from: noon(16), to: noon(17) };
    session.apply(Command::Focus(FocusCommand::Window(Some(window))));
    let expected: Vec<_> = places(&store)
        .into_iter()
        .filter(|(mmsi, ms, ..)| {
            chosen.iter().any(|one| one.value() == *mmsi) && (window.from.millis()..=window.to.millis()).contains(ms)
        })
        .collect();
    assert!(expected.len() > 200, "{}", expected.len());
    for name in ["part.csv", "part.geojson", "part.gpx", "part.kml", "part.cordon"] {
        let path = home.path().join(name);
        let which = ExportedTracks::Selected;
        apply(&mut session, CaseCommand::ExportTracksOf { path: path.clone(), which, only_window: true });
        let errors: Vec<_> = session.notices().iter().filter(|n| n.severity == Severity::Error).collect();
        assert!(errors.is_empty(), "{errors:?}");
        let (read, _) = tracks::read(&[path], &tracks::ReadOptions::default(), &Progress::default()).expect("tracks");
        assert_eq!(places(&read), expected, "{name}");
    }
    // Nothing is written where nothing would be in it.
    let path = home.path().join("none.csv");
    let before = noon(1);
    session.apply(Command::Focus(FocusCommand::Window(Some(TimeWindow { from: before, to: before }))));
    let which = ExportedTracks::All;
    apply(&mut session, CaseCommand::ExportTracksOf { path: path.clone(), which, only_window: true });
    assert!(!path.exists());
    assert!(session.notices().last().is_some_and(|notice| notice.text.contains("No fix of these vessels")));
}

#[test]
fn what_is_listed_is_exported() {
    let home = TempDir::new().expect("a folder");
    let mut session = session(home.path());
    let path = fleet(home.path(), 30);
    apply(&mut session, CaseCommand::Open(vec![path]));
    let filter = VesselFilter { classes: vec![Some(cordon::vessel::ShipClass::Tanker)], ..VesselFilter::default() };
    assert_eq!(listed(&mut session, Wish { filter, ..Wish::default() }).len(), 10);
    let path = home.path().join("tankers.csv");
    let which = ExportedTracks::Listed;
    apply(&mut session, CaseCommand::ExportTracksOf { path: path.clone(), which, only_window: false });
    let (read, _) = tracks::read(&[path], &tracks::ReadOptions::default(), &Progress::default()).expect("tracks");
    assert_eq!((read.vessels().len(), read.n_fixes()), (10, 20));
}

#[cfg(feature = "ui")]
mod window {
    //! The same by keys and pointer.

    use cordon::ui::app::App;
    use egui::{Event, Key};
    use egui_kittest::Harness;
    use egui_kittest::kittest::Queryable as _;

    use super::*;

    fn open(home: &Path) -> Harness<'static, App> {
        let mut session = session(home);
        apply(&mut session, CaseCommand::OpenSample);
        let mut harness = Harness::builder()
            .with_size([1280.0, 800.0])
            .with_max_steps(64)
            .wgpu()
            .build_eframe(|creation| App::new(creation, session, None));
        harness.run_steps(4);
        let n = harness.state().session().case().tracks().map_or(0, |tracks| tracks.store.vessels().len());
        harness.get_by_label(&format!("Vessels {n}")).click();
        harness.run_steps(3);
        harness
    }

    fn selected(harness: &Harness<'static, App>) -> Option<String> {
        let session = harness.state().session();
        let Some(Selected::Vessel(mmsi)) = session.focus().primary() else { return None };
        let store = store(session);
        store.vessels().get(store.vessel_idx(mmsi)?)?.identity.name.clone()
    }

    #[test]
    fn arrow_keys_go_through_what_the_search_found() {
        let home = TempDir::new().expect("a folder");
        let mut harness = open(home.path());
        harness.get_by_label("Search vessels").click();
        harness.run_steps(2);
        harness.event(Event::Text("bulk".into()));
        harness.run_steps(4);
        let n_found = harness.state().session().listing().found().map_or(0, |found| found.vessels.len());
        assert!(n_found > 2, "{n_found}");
        harness.key_press(Key::ArrowDown);
        harness.run_steps(3);
        let first = selected(&harness).expect("the first of them");
        harness.key_press(Key::ArrowDown);
        harness.run_steps(3);
        let second = selected(&harness).expect("the next");
        assert!(first.contains("BULK") && second.contains("BULK") && first != second, "{first}, {second}");
        harness.key_press(Key::ArrowUp);
        harness.run_steps(3);
        assert_eq!(selected(&harness), Some(first));
        harness.get_by_label("Clear").click();
        harness.run_steps(3);
        assert_eq!(harness.state().session().listing().wish(), &Wish::default());
    }

    #[test]
    fn the_page_says_where_a_ship_was_in_every_form_and_jumps_there() {
        let home = TempDir::new().expect("a folder");
        let mut harness = open(home.path());
        harness.get_by_label("SYN PRIMORYE").click();
        harness.run_steps(4);
        for form in ["Copy Decimal degrees", "Copy Degrees and minutes", "Copy MGRS"] {
            assert!(harness.query_by_label(form).is_some(), "{form}");
        }
        harness.get_by_label("Start").click();
        harness.run_steps(3);
        harness.get_by_label("Filters").click();
        harness.run_steps(3);
        harness.get_by_label("Show only these on the map").click();
        harness.run_steps(3);
        assert!(harness.state().session().listing().wish().rules_map);
    }
}
