//! Whom the selected area would stop, in the session and in the window: as the command line counts it, live while it is dragged, and with
//! proposals that are edits like any other.
#![expect(clippy::expect_used, reason = "a test that cannot be set up must fail")]

use std::process;
use std::sync::Arc;

use cordon::finding::{Kind, Review, Verdict};
use cordon::plan::{Feature, FeatureId, PlanEdit};
use cordon::session::{CaseCommand, Command, FindingCommand, FocusCommand, PlanCommand, Selected, Session};
use cordon::ui::app::App;
use egui_kittest::{Harness, kittest::Queryable as _};
use geo::{Geometry, LineString, Polygon};
use tempfile::TempDir;
use uuid::Uuid;

mod settled;

use settled::{sample, settle};

fn square(west: f64, south: f64, east: f64, north: f64) -> Geometry<f64> {
    let ring = [(west, south), (east, south), (east, north), (west, north), (west, south)];
    Geometry::Polygon(Polygon::new(LineString::from(ring.to_vec()), Vec::new()))
}

/// Draws a wide area round the meeting of the sample, and selects it.
fn with_area(session: &mut Session) -> FeatureId {
    let id = FeatureId(Uuid::from_u128(7));
    let area = Feature::new(id, cordon::plan::Kind::InterdictionArea, "Wide", square(122.0, 34.5, 125.0, 36.5));
    let edit = PlanEdit::Add(vec![Arc::new(area)]);
    session.apply(Command::Plan(PlanCommand::Edit { label: "Draw".into(), edit }));
    session.apply(Command::Focus(FocusCommand::Select(vec![Selected::Feature(id)])));
    settle(session);
    id
}

fn counts(session: &Session, id: FeatureId) -> (usize, usize, usize) {
    let feature = session.case().plan().feature(id).expect("the area");
    let told = session.score_of(feature).expect("it is counted");
    (told.score.stopped.n_vessels, told.score.flagged.n_vessels, told.score.lawful.n_vessels)
}

#[test]
fn the_window_counts_as_the_command_line_does() {
    let home = TempDir::new().expect("a folder");
    let mut session = sample(home.path());
    let id = with_area(&mut session);
    let (plan, tracks) = (home.path().join("plan.geojson"), home.path().join("tracks.csv"));
    session.apply(Command::Case(CaseCommand::SaveAs(plan.clone())));
    session.apply(Command::Case(CaseCommand::ExportTracks(tracks.clone())));
    settle(&mut session);
    let output = process::Command::new(env!("CARGO_BIN_EXE_cordon")).arg("score").args([&plan, &tracks]).output();
    let output = output.expect("the program runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let told: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let wide = told.as_array().expect("areas").iter().find(|area| area["area"] == "Wide").expect("the area").clone();
    let (stopped, flagged, lawful) = counts(&session, id);
    assert!(flagged >= 2 && lawful >= 1, "{stopped} {flagged} {lawful}");
    assert_eq!(
        (&wide["stopped"], &wide["flagged"], &wide["lawful"]),
        (&stopped.into(), &flagged.into(), &lawful.into()),
        "{wide}"
    );
}

#[test]
fn what_is_in_the_hand_is_counted_as_it_is_dragged() {
    let home = TempDir::new().expect("a folder");
    let mut session = sample(home.path());
    with_area(&mut session);
    assert!(session.score_drawn().is_none());
    // Nothing sails there.
    session.apply(Command::Drawn(Some(Box::new(square(150.0, 20.0, 151.0, 21.0)))));
    settle(&mut session);
    assert_eq!(session.score_drawn().expect("it is counted").score.stopped.n_vessels, 0);
    session.apply(Command::Drawn(Some(Box::new(square(122.0, 34.5, 125.0, 36.5)))));
    settle(&mut session);
    assert!(session.score_drawn().expect("it is counted").score.stopped.n_vessels > 2);
    session.apply(Command::Drawn(None));
    assert!(session.score_drawn().is_none());
}

#[test]
fn a_proposal_is_an_edit_that_loses_no_flagged_vessel() {
    let home = TempDir::new().expect("a folder");
    let mut session = sample(home.path());
    let id = with_area(&mut session);
    let before = counts(&session, id);
    let drawn = session.case().plan().feature(id).cloned().expect("the area");
    assert!(!session.score_of(&drawn).expect("counted").suggestions.is_empty());
    // What else was changed in the meantime stays.
    let renamed = Feature { name: "Narrow".into(), ..Feature::clone(&drawn) };
    let edit = PlanEdit::Replace(vec![Arc::new(renamed)]);
    session.apply(Command::Plan(PlanCommand::Edit { label: "Rename".into(), edit }));
    session.apply(Command::Plan(PlanCommand::Follow(0)));
    settle(&mut session);
    let after = counts(&session, id);
    assert_eq!(session.case().plan().feature(id).map(|feature| feature.name.clone()), Some("Narrow".into()));
    assert!(after.1 == before.1 && after.2 <= before.2, "{before:?} {after:?}");
    session.apply(Command::Plan(PlanCommand::Undo));
    settle(&mut session);
    assert_eq!(counts(&session, id), before);
}

#[test]
fn a_dismissed_finding_flags_nobody() {
    let home = TempDir::new().expect("a folder");
    let mut session = sample(home.path());
    let id = with_area(&mut session);
    let before = counts(&session, id);
    let listed: Vec<_> = session.findings().found().expect("found").ids.clone();
    for finding in listed {
        let review = Review { verdict: Verdict::Dismissed, note: "escorted".into() };
        session.apply(Command::Finding(FindingCommand::Judge(finding, review)));
    }
    settle(&mut session);
    assert_eq!(counts(&session, id), (before.0, 0, before.0));
    assert!(Kind::ROUTINE.len() < 14, "some kinds flag");
}

#[test]
fn the_inspector_tells_whom_it_would_stop() {
    let home = TempDir::new().expect("a folder");
    let mut session = sample(home.path());
    let id = with_area(&mut session);
    let (stopped, flagged, lawful) = counts(&session, id);
    let mut harness = Harness::builder()
        .with_size(egui::vec2(1280.0, 1600.0))
        .with_max_steps(64)
        .build_eframe(|creation| App::new(creation, session, None));
    for _ in 0..20 {
        harness.step();
    }
    let told = format!("Stops {stopped} vessels: {flagged} flagged, {lawful} lawful");
    harness.get_by_label(&told);
    harness.get_all_by_label("Do it").next().expect("a proposal").click();
    for _ in 0..20 {
        harness.step();
    }
    let plan = harness.state().session().case().plan();
    assert_ne!(plan.feature(id).and_then(|feature| feature.geometry.clone()), Some(square(122.0, 34.5, 125.0, 36.5)));
}
