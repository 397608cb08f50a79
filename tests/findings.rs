//! What looks wrong, in the session and in the window: found by itself, listed, looked at, judged.
#![expect(clippy::expect_used, reason = "a test that cannot be set up must fail")]

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use cordon::analysis::Preset;
use cordon::finding::{Confidence, Finding, FindingId, Kind, Review, Verdict};
use cordon::plan::PlanEdit;
use cordon::session::{
    CaseCommand, Command, FindingCommand, FindingOrder, FindingWish, FocusCommand, Named, PlanCommand, Selected,
    Session, Wish,
};
use cordon::ui::app::App;
use egui_kittest::{Harness, kittest::Queryable as _};
use tempfile::TempDir;

mod settled;

use settled::{sample, settle};

fn ask(session: &mut Session, wish: FindingWish) -> Vec<Arc<Finding>> {
    session.apply(Command::Finding(FindingCommand::List(Box::new(wish))));
    session.findings().listed_findings().map(|(_, finding)| Arc::clone(finding)).collect()
}

/// The meeting that the sample is about: the two tankers of its README.
fn meeting(session: &Session) -> (FindingId, Arc<Finding>) {
    let is_it = |finding: &Finding| {
        finding.kind == Kind::Encounter
            && finding.vessels.iter().map(|mmsi| mmsi.value()).collect::<Vec<_>>() == [445_999_002, 667_999_001]
    };
    let found = session.findings().listed_findings().find(|(_, finding)| is_it(finding));
    found.map(|(id, finding)| (id, Arc::clone(finding))).expect("the meeting is found")
}

#[test]
fn the_sample_s_story_is_told_first() {
    let home = TempDir::new().expect("a folder");
    let session = sample(home.path());
    let listed: Vec<_> = session.findings().listed_findings().map(|(_, finding)| finding.kind).collect();
    let (_, meeting) = meeting(&session);
    assert!(listed.len() < 12, "a list that nobody reads: {}", listed.len());
    assert_eq!(
        session.findings().listed_findings().next().map(|(_, finding)| Arc::clone(finding)),
        Some(meeting.clone())
    );
    assert!(meeting.confidence >= Confidence::clamped(0.75), "{:?}", meeting.confidence);
    // The README of the sample: 15:25 to 17:55 alongside, at 35.3 N 123.25 E; ten minutes on a grid.
    let minutes = |moment: cordon::units::Timestamp| (moment.millis() - 1_516_060_800_000) / 60_000;
    assert!((minutes(meeting.start) - 925).abs() <= 15 && (minutes(meeting.end) - 1087).abs() <= 15, "{meeting:?}");
    for told in [Kind::Gap, Kind::DraughtChange, Kind::IdentityChange] {
        assert_eq!(listed.iter().filter(|kind| **kind == told).count(), 1, "{told}");
    }
}

#[test]
fn shown_and_hidden_are_all_and_every_hidden_one_says_why() {
    let home = TempDir::new().expect("a folder");
    let mut session = sample(home.path());
    let (shown, suppressed) = session.findings().found().expect("found").n();
    let everything = FindingWish {
        hidden_kinds: Vec::new(),
        confidence_from: None,
        shows_suppressed: true,
        ..FindingWish::default()
    };
    let all = ask(&mut session, everything.clone());
    assert_eq!(all.len(), shown + suppressed);
    assert_eq!(all.iter().filter(|finding| finding.suppressed.is_some()).count(), suppressed);
    assert!(suppressed > 0);
    let only = ask(&mut session, FindingWish { text: "moonlight".into(), ..everything.clone() });
    assert!(!only.is_empty() && only.iter().all(|f| f.vessels.iter().any(|mmsi| mmsi.value() == 445_999_002)));
    let ordered = ask(&mut session, FindingWish { order: FindingOrder::Time, ..everything });
    assert!(ordered.windows(2).all(|pair| pair[0].start <= pair[1].start));
}

#[test]
fn other_thresholds_find_other_things_and_the_same_ones_again() {
    let home = TempDir::new().expect("a folder");
    let mut session = sample(home.path());
    let before: Vec<FindingId> = session.findings().found().expect("found").ids.clone();
    session.apply(Command::Finding(FindingCommand::LookAgain(Preset::Gfw)));
    settle(&mut session);
    let other: Vec<FindingId> = session.findings().found().expect("found").ids.clone();
    assert_ne!(before, other);
    session.apply(Command::Finding(FindingCommand::LookAgain(Preset::Korea)));
    settle(&mut session);
    assert_eq!(before, session.findings().found().expect("found").ids);
}

#[test]
fn a_verdict_is_an_edit_that_travels_with_the_plan() {
    let home = TempDir::new().expect("a folder");
    let mut session = sample(home.path());
    let (id, _) = meeting(&session);
    let review = Review { verdict: Verdict::Dismissed, note: "같은 선사의 예인".to_owned() };
    session.apply(Command::Finding(FindingCommand::Judge(id, review.clone())));
    assert_eq!(session.findings().review(id), review);
    assert!(session.findings().listed_findings().all(|(other, _)| other != id), "what was dismissed is out of sight");
    let path = home.path().join("judged.geojson");
    session.apply(Command::Case(CaseCommand::SaveAs(path.clone())));
    settle(&mut session);
    session.apply(Command::Plan(PlanCommand::Undo));
    assert_eq!(session.findings().review(id), Review::default());
    session.apply(Command::Plan(PlanCommand::Redo));

    let mut again = sample(&home.path().join("again"));
    again.apply(Command::Case(CaseCommand::Open(vec![path])));
    settle(&mut again);
    assert_eq!(again.findings().review(id), review);
}

#[test]
fn a_finding_in_the_plan_is_a_point_with_its_evidence() {
    let home = TempDir::new().expect("a folder");
    let mut session = sample(home.path());
    let (id, finding) = meeting(&session);
    let n_features = session.case().plan().features.len();
    session.apply(Command::Finding(FindingCommand::AddToPlan(id)));
    let plan = Arc::clone(session.case().plan());
    assert_eq!(plan.features.len(), n_features + 1);
    let added = plan.features.last().expect("it is on top");
    assert_eq!((added.period.from, added.period.to), (Some(finding.start), Some(finding.end)));
    assert!(added.remarks.contains(&id.to_string()) && added.remarks.contains("distance_min_m"), "{}", added.remarks);
    assert_eq!(session.focus().primary(), Some(Selected::Feature(added.id)));
}

#[test]
fn a_list_of_ships_is_compared_with_as_soon_as_it_is_opened() {
    let home = TempDir::new().expect("a folder");
    let mut session = sample(home.path());
    let matches = |session: &Session| {
        let found = session.findings().found().expect("found");
        found.all.iter().filter(|finding| finding.kind == Kind::WatchlistMatch && finding.suppressed.is_none()).count()
    };
    assert_eq!(matches(&session), 0, "every ship of the sample is invented");
    let path = home.path().join("list.csv");
    // The sample's IMO numbers are of a series in which no ship is numbered: 390001 and its check digit.
    std::fs::write(&path, "name,imo,program,flag,type\nSYN AURORA STAR,3900011,TEST,Sierra Leone,Tanker\n")
        .expect("written");
    let digits = [3, 9, 0, 0, 0, 1].iter().zip((2..=7).rev()).map(|(digit, weight)| digit * weight).sum::<i32>() % 10;
    let text = std::fs::read_to_string(&path).expect("text").replace("3900011", &format!("390001{digits}"));
    std::fs::write(&path, text).expect("written");
    session.apply(Command::Case(CaseCommand::Open(vec![path])));
    settle(&mut session);
    assert_eq!(matches(&session), 1);
}

/// The window on the sample case, once everything is found.
fn window(home: &Path) -> Harness<'static, App> {
    let session = sample(home);
    let mut harness =
        Harness::builder().with_size([1280.0, 800.0]).build_eframe(move |creation| App::new(creation, session, None));
    harness.run_steps(4);
    harness
}

#[test]
fn who_met_and_why_is_read_in_the_window_and_stepped_through_by_keys() {
    let home = TempDir::new().expect("a folder");
    let mut harness = window(home.path());
    harness.get_by_label_contains("Findings ").click();
    harness.run_steps(3);
    harness.get_by_label_contains("SYN MOONLIGHT × SYN AURORA STAR").click();
    harness.run_steps(3);
    for told in ["possible transfer", "Why the program thinks so", "closest", "Distance between them, and speeds"] {
        assert!(harness.query_all_by_label_contains(told).count() > 0, "{told}");
    }
    let first = harness.state().session().focus().primary();
    harness.key_press(egui::Key::ArrowDown);
    harness.run_steps(3);
    let second = harness.state().session().focus().primary();
    assert!(
        matches!((first, second), (Some(Selected::Finding(a)), Some(Selected::Finding(b))) if a != b),
        "{second:?}"
    );
    harness.state_mut().apply(Command::Focus(FocusCommand::Select(first.into_iter().collect())));
    harness.run_steps(2);
    harness.get_by_label("Reviewed").click_accesskit();
    harness.run_steps(3);
    let Some(Selected::Finding(id)) = first else { panic!("a finding is selected") };
    assert_eq!(harness.state().session().findings().review(id).verdict, Verdict::Reviewed);
}

#[test]
fn the_list_of_vessels_is_narrowed_to_those_whom_findings_name() {
    let home = TempDir::new().expect("a folder");
    let mut session = sample(home.path());
    let listed = |session: &mut Session, named: Option<Named>| {
        session.apply(Command::List(Box::new(Wish { named, ..Wish::default() })));
        settle(session);
        let store = Arc::clone(&session.case().tracks().expect("tracks").store);
        let found = session.listing().found().expect("an answer").vessels.clone();
        found.into_iter().map(|idx| store.vessels()[idx].mmsi).collect::<BTreeSet<_>>()
    };
    let all = listed(&mut session, None);
    let named = listed(&mut session, Some(Named::InFinding));
    let told: BTreeSet<_> =
        session.findings().listed_findings().flat_map(|(_, finding)| finding.vessels.iter().copied()).collect();
    assert!(named == told && named.len() < all.len(), "{named:?} {told:?}");
    assert!(listed(&mut session, Some(Named::OnList)).is_subset(&named));
    // Whom only a dismissed finding names is named no more.
    let ids: Vec<_> = session.findings().listed_findings().map(|(id, _)| id).collect();
    for id in ids {
        let review = Review { verdict: Verdict::Dismissed, note: "known".into() };
        session.apply(Command::Finding(FindingCommand::Judge(id, review)));
    }
    assert!(listed(&mut session, Some(Named::InFinding)).is_empty());
}

/// The one gap of the sample's story.
fn gap(session: &Session) -> (FindingId, Arc<Finding>) {
    let found = session.findings().listed_findings().find(|(_, finding)| finding.kind == Kind::Gap);
    found.map(|(id, finding)| (id, Arc::clone(finding))).expect("the gap is found")
}

#[test]
fn where_a_silent_ship_can_have_been_is_reckoned_kept_and_let_go_of() {
    let home = TempDir::new().expect("a folder");
    let mut session = sample(home.path());
    let (id, finding) = gap(&session);
    session.apply(Command::Finding(FindingCommand::ShowReach(id, None)));
    assert!(session.reach().is_under_way() && session.reach().finding() == Some(id), "a job, not a frame");
    settle(&mut session);
    let reach = Arc::clone(session.reach().found().expect("it was reckoned"));
    assert_eq!((reach.silence.from_time, reach.silence.to_time), (finding.start, finding.end));
    assert!(!reach.is_speed_stated && reach.speed == reach.silence.usual.speed, "{reach:?}");
    let sea = reach.sea.as_ref().expect("the sample's ship can have sailed it");
    assert!(sea.holds(reach.silence.from) && sea.holds(reach.silence.to));
    // Faster, it can have reached more.
    let faster = cordon::units::Knots::new(reach.speed.value() + 5.0).expect("a speed");
    session.apply(Command::Finding(FindingCommand::ShowReach(id, Some(faster))));
    settle(&mut session);
    let more = Arc::clone(session.reach().found().expect("it was reckoned"));
    assert!(more.is_speed_stated && more.sea.as_ref().expect("so too").area() > sea.area());
    let n_features = session.case().plan().features.len();
    session.apply(Command::Finding(FindingCommand::KeepReach));
    let plan = Arc::clone(session.case().plan());
    let added = plan.features.last().expect("it is on top");
    assert_eq!((plan.features.len(), added.kind), (n_features + 1, cordon::plan::Kind::ReferenceArea));
    assert_eq!((added.period.from, added.period.to), (Some(finding.start), Some(finding.end)));
    assert!(added.remarks.contains("not seen") && added.remarks.contains(&id.to_string()), "{}", added.remarks);
    session.apply(Command::Plan(PlanCommand::Undo));
    assert_eq!(session.case().plan().features.len(), n_features);
    // So slow, it cannot have sailed the way between the fixes, and that is said.
    let slow = cordon::units::Knots::new(0.2).expect("a speed");
    session.apply(Command::Finding(FindingCommand::ShowReach(id, Some(slow))));
    settle(&mut session);
    assert!(session.reach().found().is_some_and(|found| found.sea.is_err()));
    // Another finding looked at, the tracks closed: it is gone.
    let (other, _) = meeting(&session);
    session.apply(Command::Focus(FocusCommand::Select(vec![Selected::Finding(other)])));
    assert!(session.reach().finding().is_none() && session.reach().found().is_none());
}

#[test]
fn a_reckoning_that_is_cancelled_shows_nothing() {
    let home = TempDir::new().expect("a folder");
    let mut session = sample(home.path());
    let (id, _) = gap(&session);
    session.apply(Command::Finding(FindingCommand::ShowReach(id, None)));
    session.apply(Command::Finding(FindingCommand::HideReach));
    settle(&mut session);
    assert!(session.reach().finding().is_none() && session.reach().found().is_none());
}

#[test]
fn the_page_of_a_gap_shows_where_the_ship_can_have_been() {
    let home = TempDir::new().expect("a folder");
    let mut harness = window(home.path());
    let (id, _) = gap(harness.state().session());
    harness.state_mut().apply(Command::Focus(FocusCommand::Select(vec![Selected::Finding(id)])));
    harness.run_steps(3);
    harness.get_by_label("Show where it can have been").click_accesskit();
    let begun = Instant::now();
    while harness.state().session().reach().found().is_none() {
        harness.run_steps(1);
        assert!(begun.elapsed() < Duration::from_mins(2), "it is not reckoned");
        std::thread::sleep(Duration::from_millis(5));
    }
    harness.run_steps(3);
    for told in ["longest stop", "Computed, not seen", "Fastest"] {
        assert!(harness.query_all_by_label_contains(told).count() > 0, "{told}");
    }
    let n_features = harness.state().session().case().plan().features.len();
    harness.get_by_label("Add area to plan").click_accesskit();
    harness.run_steps(3);
    assert_eq!(harness.state().session().case().plan().features.len(), n_features + 1);
}

#[test]
fn findings_are_narrowed_to_those_in_an_area_of_the_plan() {
    let home = TempDir::new().expect("a folder");
    let mut session = sample(home.path());
    let kilo = session.case().plan().features.iter().find(|f| f.name.contains("Kilo")).map(|f| f.id).expect("an area");
    let all = ask(&mut session, FindingWish::default());
    let inside = ask(&mut session, FindingWish { area: Some(kilo), ..FindingWish::default() });
    // The story of the sample: the two tankers met in Area Kilo.
    assert!(inside.len() < all.len() && inside.iter().any(|finding| finding.kind == Kind::Encounter), "{inside:?}");
    assert!(session.findings().wish().asks());
    // An area that is taken out of the plan asks nothing any more.
    session.apply(Command::Plan(PlanCommand::Edit { label: "Delete".into(), edit: PlanEdit::Remove(vec![kilo]) }));
    assert_eq!(session.findings().listed_findings().count(), all.len());
}
