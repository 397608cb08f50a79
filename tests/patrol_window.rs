//! Search patterns in the session and in the window: laid out as `cordon patrol` lays them out, and put into the plan by one edit.
#![cfg(feature = "ui")]
#![expect(clippy::expect_used, reason = "a test that cannot be set up must fail")]

use std::fs;
use std::path::Path;
use std::process;
use std::time::Duration;

use cordon::analysis::pattern::Pattern;
use cordon::io::patrol_json::patrol_json;
use cordon::plan::{Feature, FeatureId, Kind, TargetSize};
use cordon::session::patrol::{LaidOut, PatrolFault};
use cordon::session::{
    CaseCommand, Command, FocusCommand, PatrolAsk, PatrolCommand, PlanCommand, Selected, Session, Whom,
};
use cordon::ui::app::App;
use cordon::units::{Course, Knots, NauticalMiles, Timestamp};
use egui_kittest::{Harness, kittest::Queryable as _};
use serde_json::Value;
use tempfile::TempDir;
use uuid::Uuid;

mod settled;

use settled::settle;

/// An area of some 40 by 30 miles with one unit, a barrier of some 60 miles, and the unit.
const PLAN: &str = r#"{"type":"FeatureCollection","cordon":{"format":1,"id":"6f2d1f0e-7c2b-4b51-9d0a-1f1f6e0a2b21","title":"T"},
"features":[
{"type":"Feature","id":"2b0c0f0e-7c2b-4b51-9d0a-1f1f6e0a2b01","geometry":{"type":"Polygon","coordinates":[[[123.58,37.75],[124.42,37.75],[124.42,38.25],[123.58,38.25],[123.58,37.75]]]},
"properties":{"kind":"patrol_zone","name":"Box","units":["2b0c0f0e-7c2b-4b51-9d0a-1f1f6e0a2b03"],"effective_from":"2018-01-16T12:00:00Z","effective_to":"2018-01-18T12:00:00Z"}},
{"type":"Feature","id":"2b0c0f0e-7c2b-4b51-9d0a-1f1f6e0a2b02","geometry":{"type":"LineString","coordinates":[[123.5,36],[123.5,37]]},
"properties":{"kind":"barrier","name":"Line","units":["2b0c0f0e-7c2b-4b51-9d0a-1f1f6e0a2b03"],"effective_from":"2018-01-16T12:00:00Z","effective_to":"2018-01-17T12:00:00Z"}},
{"type":"Feature","id":"2b0c0f0e-7c2b-4b51-9d0a-1f1f6e0a2b03","geometry":{"type":"Point","coordinates":[124,37.4]},
"properties":{"kind":"unit","name":"Haeun","unit_type":"ship","speed_cruise_kn":15,"speed_max_kn":20,"endurance_h":240,"sweep_width_nm":5}}
]}"#;

const BOX: FeatureId = FeatureId(Uuid::from_u128(0x2b0c_0f0e_7c2b_4b51_9d0a_1f1f_6e0a_2b01));
const LINE: FeatureId = FeatureId(Uuid::from_u128(0x2b0c_0f0e_7c2b_4b51_9d0a_1f1f_6e0a_2b02));

fn opened(home: &Path) -> Session {
    let plan = home.join("plan.geojson");
    fs::write(&plan, PLAN).expect("room for a file");
    let mut session = settled::session(home);
    session.apply(Command::Case(CaseCommand::Open(vec![plan])));
    settle(&mut session);
    session
}

fn ask_of(session: &Session, id: FeatureId) -> PatrolAsk {
    let plan = session.case().plan();
    PatrolAsk::of(plan, plan.feature(id).expect("it is there"))
}

fn ask(session: &mut Session, ask: PatrolAsk) {
    session.apply(Command::Patrol(PatrolCommand::Ask(Some(Box::new(ask)))));
    settle(session);
}

fn laid(session: &Session) -> &LaidOut {
    session.patrol().laid().expect("an answer").expect("a pattern")
}

fn cordon(home: &Path, args: &[&str]) -> Vec<u8> {
    let output = process::Command::new(env!("CARGO_BIN_EXE_cordon"))
        .args(["patrol", "plan.geojson"])
        .args(args)
        .current_dir(home)
        .output()
        .expect("the program runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

/// The window's pattern is the one that the command line tells as JSON.
fn assert_same(session: &Session, home: &Path, args: &[&str]) {
    let told: Value = serde_json::from_slice(&cordon(home, &[args, &["--json"]].concat())).expect("JSON");
    let own: Value = serde_json::from_str(&patrol_json(&laid(session).patrol)).expect("JSON");
    assert_eq!(own, told);
}

#[test]
fn the_window_lays_out_what_the_command_line_lays_out() {
    let home = TempDir::new().expect("a folder");
    let mut session = opened(home.path());
    assert!(session.patrol().laid().is_none(), "nothing is asked");
    let of_box = ask_of(&session, BOX);
    ask(&mut session, of_box.clone());
    assert_same(&session, home.path(), &["--area", "Box", "--pattern", "parallel"]);
    // 40 by 30 miles at 15 kn and 5 nm are 16 hours (IAMSAR's A/(V·S)); C = 1 is 63.2 % by random search.
    let hours = laid(&session).patrol.search_time.expect("a time").as_secs_f64() / 3600.0;
    assert!((hours - 16.0).abs() < 0.2, "{hours}");
    assert!(laid(&session).patrol.pods[0].1 > 0.632 && laid(&session).patrol.pods[0].1 < 0.633);

    let mut typed = of_box.clone();
    typed.wish.pattern = Pattern::Creeping;
    typed.wish.spacing = NauticalMiles::new(4.0);
    typed.wish.speed = Knots::new(12.0);
    typed.wish.sweep = NauticalMiles::new(6.0);
    typed.wish.heading = Course::new(45.0);
    typed.wish.start = Timestamp::from_civil(2018, 1, 16, 18, 0, 0);
    ask(&mut session, typed);
    let args = ["--area", "Box", "--pattern", "creeping", "--spacing", "4", "--speed", "12", "--sweep", "6"];
    assert_same(&session, home.path(), &[&args[..], &["--heading", "45", "--start", "2018-01-16T18:00Z"]].concat());

    let class = &cordon::io::unit_library::bundled()[0].name;
    let mut typical = of_box;
    (typical.whom, typical.wish.targets, typical.wish.pattern) =
        (Whom::Typical(class.clone()), TargetSize::Small, Pattern::Sector);
    ask(&mut session, typical);
    let args = ["--area", "Box", "--pattern", "sector", "--unit", class, "--target-size", "small"];
    assert_same(&session, home.path(), &args);

    let mut barrier = ask_of(&session, LINE);
    assert_eq!(barrier.wish.pattern, Pattern::Barrier);
    barrier.wish.target_speed = Knots::new(8.0).expect("a speed");
    ask(&mut session, barrier);
    assert_same(&session, home.path(), &["--area", "Line", "--pattern", "barrier", "--target-speed", "8"]);
}

#[test]
fn the_diagram_of_a_barrier_is_its_gaps() {
    let home = TempDir::new().expect("a folder");
    let mut session = opened(home.path());
    let barrier = ask_of(&session, LINE);
    ask(&mut session, barrier);
    let LaidOut { patrol, diagram, route, .. } = laid(&session);
    let (diagram, told) = (diagram.as_ref().expect("a diagram"), patrol.barrier.as_ref().expect("a barrier"));
    assert_eq!(diagram.span, route.span().expect("a span"));
    assert!((diagram.length.nautical_miles().value() - told.length.value()).abs() < 1e-9);
    #[expect(clippy::cast_precision_loss, reason = "a day in milliseconds")]
    let share = |spans: &mut dyn Iterator<Item = (Timestamp, Timestamp)>, n: usize| {
        let unseen: i64 = spans.map(|(from, to)| to.millis() - from.millis()).sum();
        unseen as f64 / n as f64 / patrol.lasts.as_secs_f64() / 1000.0
    };
    let drawn = diagram.stretches.iter().flat_map(|stretch| stretch.uncovered.clone());
    let drawn = share(&mut drawn.into_iter(), diagram.stretches.len());
    let told = share(&mut told.gaps.iter().flat_map(|(.., gaps)| gaps.clone()), told.gaps.len());
    assert!((drawn - told).abs() < 0.01, "{drawn} {told}");
    // It turns where its route turns.
    let first = diagram.track.first().expect("a place").0.nautical_miles().value();
    assert!((first - 2.5).abs() < 1e-6, "half a sweep width from the end: {first}");
    assert_eq!(diagram.track.last().map(|(_, moment)| *moment), Some(diagram.span.1));
}

#[test]
fn a_pattern_goes_into_the_plan_by_one_edit_and_is_what_the_command_line_writes() {
    let home = TempDir::new().expect("a folder");
    let mut session = opened(home.path());
    let of_box = ask_of(&session, BOX);
    ask(&mut session, of_box);
    let gpx = home.path().join("window.gpx");
    session.apply(Command::Patrol(PatrolCommand::Save(gpx.clone())));
    settle(&mut session);
    session.apply(Command::Patrol(PatrolCommand::AddToPlan));
    session.apply(Command::Patrol(PatrolCommand::Ask(None)));
    settle(&mut session);
    assert!(session.patrol().laid().is_none());
    let added = Feature::clone(session.case().plan().features.last().expect("a route"));
    assert_eq!((added.kind, added.name.as_str()), (Kind::PatrolRoute, "Parallel sweep of Box"));
    session.apply(Command::Case(CaseCommand::SaveAs(home.path().join("window.geojson"))));
    settle(&mut session);

    cordon(home.path(), &["--area", "Box", "--pattern", "parallel", "-q", "-o", "told.geojson", "-o", "told.gpx"]);
    let feature = |file: &str| -> Value {
        let plan: Value = serde_json::from_slice(&fs::read(home.path().join(file)).expect("a plan")).expect("JSON");
        plan["features"][3].clone()
    };
    assert_eq!(feature("window.geojson"), feature("told.geojson"));
    assert_eq!(fs::read(gpx).expect("a route"), fs::read(home.path().join("told.gpx")).expect("a route"));

    session.apply(Command::Plan(PlanCommand::Undo));
    assert_eq!(session.case().plan().features.len(), 3, "one undo takes it back");
}

#[test]
fn what_is_not_known_is_said_and_what_is_gone_is_let_go() {
    let home = TempDir::new().expect("a folder");
    let mut session = opened(home.path());
    let mut nobody = ask_of(&session, BOX);
    nobody.whom = Whom::Nobody;
    ask(&mut session, nobody.clone());
    assert_eq!(session.patrol().laid().and_then(Result::err), Some(&PatrolFault::NoSpeed));
    session.apply(Command::Patrol(PatrolCommand::AddToPlan));
    assert_eq!(session.case().plan().features.len(), 3, "nothing is put into the plan");
    nobody.wish.speed = Knots::new(10.0);
    ask(&mut session, nobody);
    assert_eq!(session.patrol().laid().and_then(Result::err), Some(&PatrolFault::NoSpacing));
    let edit = cordon::plan::PlanEdit::Remove(vec![BOX]);
    session.apply(Command::Plan(PlanCommand::Edit { label: "Delete".into(), edit }));
    settle(&mut session);
    assert!(session.patrol().ask().is_none() && session.patrol().laid().is_none());
}

fn window(session: Session) -> Harness<'static, App> {
    let mut window = Harness::builder()
        .with_size([1280.0, 1000.0])
        .with_max_steps(64)
        .wgpu()
        .build_eframe(|creation| App::new(creation, session, None));
    window.run_steps(6);
    window
}

fn select(window: &mut Harness<'static, App>, id: FeatureId) {
    window.state_mut().apply(Command::Focus(FocusCommand::Select(vec![Selected::Feature(id)])));
    window.run_steps(6);
}

/// Frames, until the pattern is laid out.
fn wait(window: &mut Harness<'static, App>) {
    for _ in 0..400 {
        window.run_steps(2);
        let desk = window.state().session().patrol();
        if desk.laid().is_some() && !desk.is_under_way() {
            return window.run_steps(4);
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    panic!("no pattern is laid out");
}

/// Opens the window for what is selected, and waits for its pattern.
fn lay_out(window: &mut Harness<'static, App>) {
    window.get_by_label("Search pattern…").click();
    wait(window);
}

#[test]
fn the_window_is_as_high_as_what_is_in_it_at_once() {
    // A window that nobody touches has a frame a second, so that what grows by some lines a frame takes ten seconds.
    let home = TempDir::new().expect("a folder");
    let mut window = window(opened(home.path()));
    select(&mut window, LINE);
    lay_out(&mut window);
    let place = |window: &Harness<'static, App>| window.get_by_label("Add to plan").rect();
    let soon = place(&window);
    window.run_steps(30);
    assert_eq!(place(&window), soon);
    assert!(soon.max.y < 1000.0 && soon.height() > 10.0, "{soon:?}");
}

#[test]
fn the_window_shows_the_figures_and_keeps_the_pattern() {
    let home = TempDir::new().expect("a folder");
    let mut window = window(opened(home.path()));
    select(&mut window, BOX);
    assert!(window.query_by_label("No route searches it yet.").is_some());
    lay_out(&mut window);
    let has = |window: &Harness<'static, App>, text: &str| window.query_all_by_label_contains(text).next().is_some();
    assert!(has(&window, "63.2 % random, 79.0 % parallel, 100.0 % definite range"));
    assert!(has(&window, "h for search: enough"));
    window.get_by_label("Add to plan").click();
    window.run_steps(8);
    let route = window.state().session().focus().primary();
    let added = window.state().session().case().plan().features.last().expect("a route").id;
    assert_eq!(route, Some(Selected::Feature(added)), "what was added is selected");
    assert!(window.state().session().patrol().ask().is_none(), "and the window is closed");
    assert!(has(&window, "Parallel sweep") && has(&window, "11 legs"), "its page tells the pattern");
    // The area tells of it; a second search finds with the first.
    select(&mut window, BOX);
    assert!(has(&window, "Parallel sweep of Box: coverage 1.00, 63.2 % by random search"));
    lay_out(&mut window);
    window.get_by_label("Add to plan").click();
    window.run_steps(8);
    select(&mut window, BOX);
    // 1 − e^−2 and 1 − (1 − 0.7899)².
    assert!(has(&window, "86.5 % random, 95.6 % parallel, 100.0 % definite range"));
}

#[test]
fn a_barrier_shows_its_diagram_and_escape_closes_the_window() {
    let home = TempDir::new().expect("a folder");
    let mut window = window(opened(home.path()));
    select(&mut window, LINE);
    lay_out(&mut window);
    assert!(window.query_by_label("Barrier in place and time").is_some());
    assert!(window.query_by_label_contains("of what crosses at 10.0 kn").is_some());
    window.key_press(egui::Key::Escape);
    window.run_steps(6);
    assert!(window.query_by_label("Barrier in place and time").is_none());
    assert!(window.state().session().patrol().ask().is_none());
}
