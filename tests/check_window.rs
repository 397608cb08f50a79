//! What is to be mended of a plan, in the session and in the window: as `cordon check` tells it, kept up with every edit, one click from its feature.
#![cfg(feature = "ui")]
#![expect(clippy::expect_used, reason = "a test that cannot be set up must fail")]

use std::fs;
use std::path::Path;
use std::process;
use std::sync::Arc;

use cordon::language::Language;
use cordon::plan::{Feature, FeatureId, PlanEdit};
use cordon::session::{CaseCommand, Command, PlanCommand, Selected, Session};
use cordon::ui::app::App;
use egui_kittest::{Harness, kittest::Queryable as _};
use serde_json::Value;
use tempfile::TempDir;
use uuid::Uuid;

mod settled;

use settled::settle;

/// An area without unit and basis whose task is to board on the high seas, an area that a unit cannot reach in time, and a reference area that is sound.
const PLAN: &str = r#"{"type":"FeatureCollection","cordon":{"format":1,"id":"6f2d1f0e-7c2b-4b51-9d0a-1f1f6e0a2b21","title":"T"},
"features":[
{"type":"Feature","id":"2b0c0f0e-7c2b-4b51-9d0a-1f1f6e0a2b01","geometry":{"type":"Polygon","coordinates":[[[123.5,33],[124,33],[124,33.5],[123.5,33.5],[123.5,33]]]},
"properties":{"kind":"interdiction_area","name":"Kilo","task":"Board and inspect"}},
{"type":"Feature","id":"2b0c0f0e-7c2b-4b51-9d0a-1f1f6e0a2b02","geometry":{"type":"Point","coordinates":[130,35]},
"properties":{"kind":"unit","name":"Haeun","unit_type":"ship","speed_cruise_kn":14,"speed_max_kn":20,"available_from":"2018-01-16T00:00:00Z"}},
{"type":"Feature","id":"2b0c0f0e-7c2b-4b51-9d0a-1f1f6e0a2b03","geometry":{"type":"Polygon","coordinates":[[[124.5,36],[125,36],[125,36.5],[124.5,36.5],[124.5,36]]]},
"properties":{"kind":"patrol_zone","name":"Lima","units":["2b0c0f0e-7c2b-4b51-9d0a-1f1f6e0a2b02"],"effective_from":"2018-01-16T02:00:00Z"}},
{"type":"Feature","id":"2b0c0f0e-7c2b-4b51-9d0a-1f1f6e0a2b04","geometry":{"type":"Polygon","coordinates":[[[126,33],[126.1,33],[126.1,33.1],[126,33.1],[126,33]]]},
"properties":{"kind":"reference_area","name":"Mike"}}
]}"#;

const KILO: FeatureId = FeatureId(Uuid::from_u128(0x2b0c_0f0e_7c2b_4b51_9d0a_1f1f_6e0a_2b01));

fn opened(home: &Path) -> Session {
    let plan = home.join("plan.geojson");
    fs::write(&plan, PLAN).expect("room for a file");
    let mut session = settled::session(home);
    session.apply(Command::Case(CaseCommand::Open(vec![plan])));
    settle(&mut session);
    session
}

fn rules(session: &Session) -> Vec<(String, String)> {
    session.problems().map(|problem| (problem.name.clone(), problem.rule.to_string())).collect()
}

/// What the command line finds, as name, rule, what and mend.
fn said(home: &Path) -> Vec<[String; 4]> {
    let output = process::Command::new(env!("CARGO_BIN_EXE_cordon"))
        .args(["check", "plan.geojson", "--json"])
        .current_dir(home)
        .output()
        .expect("the program runs");
    let told: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let text = |problem: &Value, member: &str| problem[member].as_str().unwrap_or_default().to_owned();
    let row = |problem: &Value| ["name", "rule", "what", "mend"].map(|member| text(problem, member));
    told["problems"].as_array().expect("problems").iter().map(row).collect()
}

#[test]
fn the_window_finds_what_the_command_line_finds() {
    let home = TempDir::new().expect("a folder");
    let mut session = opened(home.path());
    session.learn_waters();
    settle(&mut session);
    let row = |p: &cordon::plan::Problem| [p.name.clone(), p.rule.to_string(), p.what.clone(), p.mend.clone()];
    let found: Vec<[String; 4]> = session.problems().map(row).collect();
    assert_eq!(found, said(home.path()));
    let rules: Vec<&str> = found.iter().map(|row| row[1].as_str()).collect();
    assert_eq!(rules, ["no unit", "no legal basis", "no consent", "transit"]);
}

#[test]
fn what_is_known_follows_the_plan_the_waters_and_the_language() {
    let home = TempDir::new().expect("a folder");
    let mut session = opened(home.path());
    assert_eq!(rules(&session).len(), 3, "consents wait for the chart: {:?}", rules(&session));
    let mut kilo = Feature::clone(session.case().plan().feature(KILO).expect("it"));
    kilo.legal_basis = "UNSCR 2375 (2017), para 7: ask the flag State for consent".into();
    let edit = PlanEdit::Replace(vec![Arc::new(kilo)]);
    session.apply(Command::Plan(PlanCommand::Edit { label: "Record".into(), edit }));
    settle(&mut session);
    assert_eq!(session.problems_of(KILO).map(|p| p.rule.to_string()).collect::<Vec<_>>(), ["no unit"]);
    session.apply(Command::Plan(PlanCommand::Undo));
    settle(&mut session);
    assert_eq!(session.problems_of(KILO).count(), 2);
    let edit = PlanEdit::Remove(vec![KILO]);
    session.apply(Command::Plan(PlanCommand::Edit { label: "Delete".into(), edit }));
    assert_eq!(session.problems_of(KILO).count(), 0, "of what is gone nothing is said, not even for a moment");
    settle(&mut session);
    Language::Korean.scoped(|| {
        settle(&mut session);
        let what = session.problems().next().expect("the transit").what.clone();
        assert!(what.contains("도착할 수 없습니다"), "{what}");
    });
}

#[test]
fn a_click_on_a_problem_selects_its_feature() {
    let home = TempDir::new().expect("a folder");
    let session = opened(home.path());
    let mut window = Harness::builder()
        .with_size([1280.0, 900.0])
        .with_max_steps(64)
        .wgpu()
        .build_eframe(|creation| App::new(creation, session, None));
    window.run_steps(6);
    window.get_by_label_contains("3 things to mend").click();
    window.run_steps(20);
    window.get_by_label_contains("has no legal basis recorded").click();
    window.run_steps(6);
    assert_eq!(window.state().session().focus().primary(), Some(Selected::Feature(KILO)));
    assert!(window.query_by_label("To be mended").is_some(), "the inspector tells it too");
    let remove =
        PlanEdit::Remove(window.state().session().case().plan().features.iter().map(|f| f.id).take(3).collect());
    window.state_mut().apply(Command::Plan(PlanCommand::Edit { label: "Delete".into(), edit: remove }));
    window.run_steps(6);
    assert!(window.query_by_label_contains("to mend").is_none(), "where there is nothing, nothing is said");
}
