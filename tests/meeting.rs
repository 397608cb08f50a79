//! Who can meet a vessel, in the session and in the window: as the command line tells it, live as time passes, and added to the plan by one edit.
#![cfg(feature = "ui")]
#![expect(clippy::expect_used, reason = "a test that cannot be set up must fail")]

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process;
use std::sync::Arc;
use std::time::{Duration, Instant};

use cordon::analysis::intercept::{
    Assumption, MenuParams, NoMeeting, Offer, Question, Sea, SeaParams, SpeedUsed, candidates, ground_of,
};
use cordon::chart::Waters;
use cordon::io::basemap;
use cordon::plan::{FeatureId, Kind};
use cordon::report::Progress;
use cordon::session::{
    CaseCommand, Command, FocusCommand, GoesOn, InterceptCommand, InterceptMenu, InterceptWish, NoMenu, PlanCommand,
    Selected, Session, TimeWindow,
};
use cordon::ui::app::App;
use cordon::units::Timestamp;
use cordon::vessel::Mmsi;
use egui_kittest::{Harness, kittest::Queryable as _};
use tempfile::TempDir;
use uuid::Uuid;

mod settled;

use settled::settle;

/// domain.md's worked example, as `tests/intercept.rs` has it, and units that the island of Jeju lies in the way of.
const PLAN: &str = include_str!("fixtures/intercept/plan.geojson");

/// A vessel at 33.5N 126E, on 200° at 12 kn; and one that crosses ahead of it.
const TRACKS: &str = "MMSI,BaseDateTime,LAT,LON,SOG,COG,Heading,VesselName,IMO,CallSign,VesselType,Status,Length,Width,Draft,Cargo\n\
    440123456,2018-01-16T00:00:00,33.7,126.08,12,200,200,HAE YANG,,,70,0,,,,\n\
    440123456,2018-01-16T01:00:00,33.5,126.0,12,200,200,HAE YANG,,,70,0,,,,\n\
    440123457,2018-01-16T01:00:00,33.2,125.5,10,90,90,CROSSER,,,70,0,,,,\n";

const HAEUN: FeatureId = FeatureId(Uuid::from_u128(0x2b0c_0f0e_7c2b_4b51_9d0a_1f1f_6e0a_2b02));

fn vessel(mmsi: u32) -> Selected {
    Selected::Vessel(Mmsi::new(mmsi).expect("nine digits"))
}

/// The case with the chart learnt, so that menus are computed.
fn case(home: &Path) -> Session {
    let mut session = opened(home);
    session.learn_waters();
    settle(&mut session);
    session
}

fn opened(home: &Path) -> Session {
    let (plan, tracks) = (home.join("plan.geojson"), home.join("tracks.csv"));
    fs::write(&plan, PLAN).expect("room for a file");
    fs::write(&tracks, TRACKS).expect("room for a file");
    let mut session = settled::session(home);
    session.apply(Command::Case(CaseCommand::OpenIn { paths: vec![plan, tracks], time_zone: Some("UTC".into()) }));
    settle(&mut session);
    session
}

fn select(session: &mut Session, things: Vec<Selected>) {
    session.apply(Command::Focus(FocusCommand::Select(things)));
    settle(session);
}

fn ask(session: &mut Session, wish: InterceptWish) {
    session.apply(Command::Intercept(InterceptCommand::Ask(Box::new(wish))));
    settle(session);
}

fn menu(session: &Session) -> &InterceptMenu {
    session.intercept().menu().expect("an answer")
}

fn offers(session: &Session) -> &[Offer] {
    &menu(session).answer.as_ref().expect("a menu").offers
}

fn said(home: &Path, args: &[&str]) -> serde_json::Value {
    let output = process::Command::new(env!("CARGO_BIN_EXE_cordon"))
        .args(["intercept", "plan.geojson", "tracks.csv", "--mmsi", "440123456"])
        .args(args)
        .current_dir(home)
        .output()
        .expect("the program runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("JSON")
}

/// Both to the digits that the JSON has.
fn assert_same(offers: &[Offer], told: &serde_json::Value) {
    let rows = told.as_array().expect("units");
    assert_eq!(offers.len(), rows.len());
    for (offer, row) in offers.iter().zip(rows) {
        assert_eq!((&row["unit"], &row["id"]), (&(*offer.name).into(), &offer.unit.to_string().into()));
        assert_eq!(row["feasible"], offer.outcome.is_ok(), "{row}");
        let Ok(met) = &offer.outcome else { continue };
        assert_eq!(row["time"], met.time.to_string(), "{row}");
        let near = |member: &str, value: f64| {
            let told = row[member].as_f64().expect("a number");
            assert!((told - value).abs() < 1e-6, "{member}: {told} {value}");
        };
        near("lat", met.place.lat());
        near("lon", met.place.lon());
        near("azimuth", met.course.value());
        near("distance_nm", met.distance.nautical_miles().value());
        assert_eq!(row["leaves"], met.leaves.to_string());
        assert_eq!(row["latest_departure"], met.latest_departure.to_string());
        assert_eq!(row["round_land"], met.round_land.is_some());
        let located = offer.located.as_ref().expect("the chart knows");
        assert_eq!(row["zone"], located.zone.as_str());
        assert_eq!(row["state"], located.state.as_deref().expect("within 200 miles"));
    }
}

#[test]
fn the_window_tells_what_the_command_line_tells() {
    let home = TempDir::new().expect("a folder");
    let mut session = case(home.path());
    assert!(session.intercept().menu().is_none(), "nothing is looked at");
    select(&mut session, vec![vessel(440_123_456)]);
    assert_same(offers(&session), &said(home.path(), &[]));
    let haeun = menu(&session).offer(HAEUN).and_then(|offer| offer.outcome.clone().ok()).expect("a meeting");
    // domain.md, section 4.
    assert!((haeun.after.as_secs_f64() / 3600.0 - 2.110_614_927).abs() < 1e-6, "{haeun:?}");

    let goes_on = GoesOn::To("34.2N 125.5E".into());
    let wish = InterceptWish { goes_on, speed: SpeedUsed::Cruise, must_return: true, ..InterceptWish::default() };
    ask(&mut session, wish);
    assert_same(offers(&session), &said(home.path(), &["--assume", "34.2N 125.5E", "--speed", "cruise", "--return"]));
    ask(&mut session, InterceptWish { goes_on: GoesOn::Route, ..InterceptWish::default() });
    assert!(offers(&session).iter().any(|offer| offer.outcome.is_ok()), "along its past route again");
    ask(&mut session, InterceptWish { goes_on: GoesOn::To("Nowhere at all".into()), ..InterceptWish::default() });
    assert_eq!(menu(&session).answer, Err(NoMenu::NoPlace("Nowhere at all".into())));
}

#[test]
fn the_answer_follows_the_play_head_and_the_plan() {
    let home = TempDir::new().expect("a folder");
    let mut session = case(home.path());
    select(&mut session, vec![vessel(440_123_456)]);
    let begin = Timestamp::from_civil(2018, 1, 16, 0, 0, 0).expect("a moment");
    let head = begin.plus_millis(1_800_000);
    session.apply(Command::Focus(FocusCommand::Window(Some(TimeWindow { from: begin, to: head }))));
    settle(&mut session);
    assert_eq!(menu(&session).asked, head);
    assert_same(offers(&session), &said(home.path(), &["--at", "2018-01-16T00:30:00Z"]));
    let was = menu(&session).number;
    session.apply(Command::Plan(PlanCommand::Edit {
        label: "Delete".into(),
        edit: cordon::plan::PlanEdit::Remove(vec![HAEUN]),
    }));
    settle(&mut session);
    assert!(menu(&session).number > was && menu(&session).offer(HAEUN).is_none());
    session.apply(Command::Plan(PlanCommand::Undo));
    settle(&mut session);
    assert!(menu(&session).offer(HAEUN).is_some());
    select(&mut session, vec![vessel(440_123_457)]);
    assert_eq!(menu(&session).of, Mmsi::new(440_123_457).expect("nine digits"), "of another vessel nothing is left");
    select(&mut session, Vec::new());
    assert!(session.intercept().menu().is_none());
}

#[test]
fn a_meeting_in_the_plan_is_one_edit_with_the_unit_assigned() {
    let home = TempDir::new().expect("a folder");
    let mut session = case(home.path());
    select(&mut session, vec![vessel(440_123_456)]);
    let met = menu(&session).offer(HAEUN).and_then(|offer| offer.outcome.clone().ok()).expect("a meeting");
    session.apply(Command::Intercept(InterceptCommand::AddToPlan(HAEUN)));
    settle(&mut session);
    let added = session.case().plan().features.last().cloned().expect("a route");
    assert_eq!((added.kind, added.units.as_slice()), (Kind::PatrolRoute, &[HAEUN][..]));
    assert_eq!((added.period.from, added.period.to), (Some(met.leaves), Some(met.time)));
    assert!(added.name.starts_with("Haeun meets HAE YANG"), "{}", added.name);
    assert!(added.remarks.contains("no leave to board"), "{}", added.remarks);
    session.apply(Command::Plan(PlanCommand::Undo));
    assert_eq!(session.case().plan().features.len(), 5);
}

#[test]
fn two_that_are_selected_have_a_closest_approach() {
    let home = TempDir::new().expect("a folder");
    let mut session = opened(home.path());
    select(&mut session, vec![vessel(440_123_456), vessel(440_123_457)]);
    let approach = session.approach().expect("two vessels");
    let closest = approach.closest.expect("an approach");
    let told = said(home.path(), &["--cpa", "440123457"]);
    assert_eq!(told["time"], closest.time.to_string());
    let distance = told["distance_nm"].as_f64().expect("a number");
    assert!((distance - closest.distance.nautical_miles().value()).abs() < 1e-6, "{told}");
    // On the plane, in miles from the second: the first is at (25.08, 18.00), and moves past it by (-4.10 - 10, -11.28) kn. The two are closest after
    // (25.08·14.10 + 18.00·11.28) / (14.10² + 11.28²) = 1.708 h, |25.08·11.28 - 18.00·14.10| / 18.06 = 1.6 nm apart.
    assert!((told["hours"].as_f64().expect("a number") - 1.708).abs() < 0.02, "{told}");
    assert!((distance - 1.61).abs() < 0.15, "{told}");
    // A unit waits at its place.
    select(&mut session, vec![Selected::Feature(HAEUN), vessel(440_123_456)]);
    let approach = session.approach().expect("a unit and a vessel");
    assert!(approach.closest.expect("an approach").distance.nautical_miles().value() < 42.3);
    select(&mut session, vec![vessel(440_123_456)]);
    assert!(session.approach().is_none());
}

#[test]
fn fifty_units_are_answered_together_and_stop_when_asked_to() {
    let home = TempDir::new().expect("a folder");
    let session = opened(home.path());
    let mut plan = cordon::plan::Plan::clone(session.case().plan());
    plan.features.clear();
    for n in 0..50_u32 {
        let class = &cordon::io::unit_library::bundled()[n as usize % 10];
        let place = cordon::geodesy::Position::clamped(33.0 + f64::from(n % 7) * 0.1, 124.0 + f64::from(n / 7) * 0.1);
        let id = FeatureId(Uuid::from_u128(u128::from(n)));
        let unit = class.placed(&plan, id, place);
        plan.features.push(Arc::new(unit));
    }
    let store = &session.case().tracks().expect("tracks").store;
    let track = store.slice(store.vessel_idx(Mmsi::new(440_123_456).expect("nine digits")).expect("it")).expect("it");
    let asked = Timestamp::from_civil(2018, 1, 16, 1, 0, 0).expect("a moment");
    let params = MenuParams::default();
    let units = candidates(&plan, asked, &params, basemap::place_named);
    let question = Question { track, asked, assumption: Assumption::Course, speed: None, params };
    let corners = question.corners(&units).expect("a box");
    let waters = Waters::near(&*basemap::bundled().expect("the bundled chart"), corners);
    let sea = Sea::new(corners, SeaParams::default(), |at| ground_of(&waters, at));
    let mut told = String::new();
    for round in 0..3 {
        let begun = Instant::now();
        let answer = question.answer(&units, &waters, &sea, &Progress::default()).expect("a menu");
        let took = begun.elapsed();
        assert!(answer.offers.iter().all(|offer| offer.outcome.is_ok()));
        writeln!(told, "50 units, round {round}: {took:?}").expect("a text");
    }
    // Only told: how fast depends on the machine, and on whether it is optimised.
    println!("{told}");
    let progress = Progress::default();
    progress.stop();
    assert!(question.answer(&units, &waters, &sea, &progress).is_err(), "it stops when it is asked to");
}

#[test]
fn a_unit_without_figures_says_so_and_a_class_gives_them() {
    let home = TempDir::new().expect("a folder");
    let mut session = case(home.path());
    let id = FeatureId(Uuid::from_u128(77));
    let place = geo::Geometry::Point(geo::point! { x: 125.0, y: 33.0 });
    let mut unit = cordon::plan::Feature::new(id, Kind::Unit, "New", place);
    let add = |unit: &cordon::plan::Feature| cordon::plan::PlanEdit::Add(vec![Arc::new(unit.clone())]);
    session.apply(Command::Plan(PlanCommand::Edit { label: "Set unit".into(), edit: add(&unit) }));
    select(&mut session, vec![vessel(440_123_456)]);
    let outcome = |session: &Session| menu(session).offer(id).expect("it is told of").outcome.clone();
    assert_eq!(outcome(&session), Err(NoMeeting::NoSpeed));
    let class = cordon::io::unit_library::bundled().iter().find(|class| class.name.starts_with("Incheon"));
    class.expect("it is in the library").give_to(&mut unit);
    let edit = cordon::plan::PlanEdit::Replace(vec![Arc::new(unit.clone())]);
    session.apply(Command::Plan(PlanCommand::Edit { label: "Take figures".into(), edit }));
    settle(&mut session);
    assert!(outcome(&session).is_ok_and(|met| met.margin.is_some()));
    assert!(unit.remarks.contains("Wikipedia"), "the source is kept: {}", unit.remarks);
}

#[test]
fn the_page_of_a_vessel_tells_who_can_meet_it_and_under_what_law() {
    let home = TempDir::new().expect("a folder");
    let mut session = case(home.path());
    select(&mut session, vec![vessel(440_123_456)]);
    let mut window = Harness::builder()
        .with_size([1280.0, 1400.0])
        .with_max_steps(64)
        .wgpu()
        .build_eframe(|creation| App::new(creation, session, None));
    for _ in 0..200 {
        window.step();
        if window.query_by_label_contains("Haeun — in 2 h 06 min").is_some() {
            break;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    window.get_by_label_contains("Haeun — in 2 h 06 min").click();
    window.run_steps(4);
    assert!(window.query_by_label("2018-01-16 03:06:38Z").is_some(), "when");
    assert!(window.query_by_label("081° · 42.2 nm · 20.0 kn").is_some(), "how to steer");
    assert!(window.query_by_label_contains("Boarding asks the flag State").is_some(), "what the law asks first");
    assert!(window.query_by_label_contains("no leave to board follows").is_some());
    assert!(window.query_by_label_contains("Not available in the time looked at").is_some(), "and why not");
}
