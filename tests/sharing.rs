//! One plan in several hands: versions, partners, two windows, undo of everything.
#![expect(clippy::expect_used, reason = "a test that cannot be set up must fail")]

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use cordon::geodesy::Position;
use cordon::io::{basemap, plan_geojson};
use cordon::plan::geometry::{geometry_of, moved, rectangle_between};
use cordon::plan::{Feature, FeatureId, History, Kind, Plan, PlanEdit, PlanId, Shaping, shaped};
use cordon::session::{
    Answer, CaseCommand, Command, FocusCommand, Folders, PlanCommand, Question, Selected, Session, Severity,
};
use cordon::units::Timestamp;
use proptest::prelude::*;
use tempfile::TempDir;
use uuid::Uuid;

fn session(home: &Path) -> Session {
    let folders = Folders { config: home.join("config"), state: home.join("state"), cache: home.join("cache") };
    Session::new(folders, basemap::bundled().expect("the bundled chart"), Arc::new(|| {}))
}

/// Polls until something is so.
fn wait(session: &mut Session, what: &str, mut is_so: impl FnMut(&Session) -> bool) {
    let begun = Instant::now();
    loop {
        session.poll();
        if !session.is_busy() && is_so(session) {
            return;
        }
        assert!(begun.elapsed() < Duration::from_mins(2), "{what}: {:?}", session.notices());
        std::thread::sleep(Duration::from_millis(5));
    }
}

fn apply(session: &mut Session, command: CaseCommand) {
    session.apply(Command::Case(command));
    wait(session, "a job ends", |_| true);
}

fn square(name: &str, lon: f64) -> Arc<Feature> {
    let shape = rectangle_between(
        Position::new(37.0, lon).expect("on the globe"),
        Position::new(37.5, lon + 0.5).expect("on the globe"),
    );
    let geometry = geometry_of(&shape).expect("a rectangle");
    let mut feature = Feature::new(FeatureId(Uuid::new_v4()), Kind::InterdictionArea, name, geometry);
    feature.shape = Some(shape);
    Arc::new(feature)
}

fn edit(session: &mut Session, label: &str, edit: PlanEdit) {
    session.apply(Command::Plan(PlanCommand::Edit { label: label.into(), edit }));
}

fn names(session: &Session) -> Vec<String> {
    session.case().plan().features.iter().map(|feature| feature.name.clone()).collect()
}

fn saved(home: &Path, name: &str) -> (Session, PathBuf) {
    let path = home.join("plan.geojson");
    let mut session = session(home);
    edit(&mut session, "Draw", PlanEdit::Add(vec![square(name, 124.0)]));
    apply(&mut session, CaseCommand::SaveAs(path.clone()));
    (session, path)
}

#[test]
fn two_windows_on_one_plan_know_of_each_other_and_lose_nothing() {
    let home = TempDir::new().expect("a folder");
    let (mut one, path) = saved(home.path(), "Kilo");
    let mut other = session(home.path());
    apply(&mut other, CaseCommand::Open(vec![path.clone()]));
    wait(&mut other, "the other window is noticed", |session| session.n_other_windows() == 1);
    wait(&mut one, "and this one too", |session| session.n_other_windows() == 1);

    edit(&mut one, "Draw", PlanEdit::Add(vec![square("Lima", 125.0)]));
    edit(&mut other, "Draw", PlanEdit::Add(vec![square("Mike", 126.0)]));
    apply(&mut one, CaseCommand::Save);
    wait(&mut other, "what was saved is noticed", |session| {
        matches!(session.question(), Some((_, Question::ChangedOnDisk { .. })))
    });
    let (id, _) = other.question().expect("a question");
    other.apply(Command::Answer(id, Answer::Merge));
    wait(&mut other, "both come together", |session| names(session).len() == 3);
    assert_eq!(other.conflicts(), []);
    apply(&mut other, CaseCommand::Save);
    let beside = std::fs::read_dir(home.path()).expect("the folder").filter_map(Result::ok);
    let n_beside = beside.filter(|entry| entry.file_name().to_string_lossy().contains("(other")).count();
    assert_eq!(n_beside, 0, "nothing had to be kept beside");
    let bytes = std::fs::read(&path).expect("saved");
    assert_eq!(plan_geojson::seal_of(&bytes).content, plan_geojson::Content::Unchanged);
    drop(other);
    wait(&mut one, "a window that is gone is forgotten", |session| session.n_other_windows() == 0);
}

#[test]
fn a_partners_version_merges_by_the_version_both_came_from() {
    let (home, partner) = (TempDir::new().expect("a folder"), TempDir::new().expect("a folder"));
    let (mut ours, path) = saved(home.path(), "Kilo");
    let theirs_path = partner.path().join("theirs.geojson");
    std::fs::copy(&path, &theirs_path).expect("sent to the partner");
    let mut theirs = session(partner.path());
    apply(&mut theirs, CaseCommand::Open(vec![theirs_path.clone()]));

    // Both save twice, so that the version both came from is in neither's file.
    let renamed = |session: &Session, name: &str| {
        let kilo = session.case().plan().features.first().expect("an area").clone();
        PlanEdit::Replace(vec![Arc::new(Feature { name: name.into(), ..Feature::clone(&kilo) })])
    };
    for (session, name, lon) in [(&mut ours, "Lima", 125.0), (&mut theirs, "Mike", 126.0)] {
        edit(session, "Draw", PlanEdit::Add(vec![square(name, lon)]));
        apply(session, CaseCommand::Save);
        let rename = renamed(session, &format!("Kilo of {name}"));
        edit(session, "Rename", rename);
        apply(session, CaseCommand::Save);
    }
    apply(&mut ours, CaseCommand::MergeWith(theirs_path));
    let mut all = names(&ours);
    all.sort();
    assert_eq!(all, ["Kilo of Lima", "Lima", "Mike"]);
    let conflicts = ours.conflicts();
    assert_eq!(conflicts.len(), 1, "both renamed Kilo, and nothing else is in conflict: {conflicts:?}");
    let settle = ours.settled(0, true).expect("a conflict");
    edit(&mut ours, "Settle", settle);
    assert_eq!(names(&ours)[0], "Kilo of Mike");
    assert_eq!(ours.conflicts(), []);
    // And all of it is undone like any edit.
    for _ in 0..2 {
        ours.apply(Command::Plan(PlanCommand::Undo));
    }
    assert_eq!(names(&ours), ["Kilo of Lima", "Lima"]);
}

#[test]
fn every_save_is_a_version_to_go_back_to() {
    let home = TempDir::new().expect("a folder");
    let (mut session, _) = saved(home.path(), "Kilo");
    let kilo = session.case().plan().features[0].id;
    edit(&mut session, "Delete", PlanEdit::Remove(vec![kilo]));
    apply(&mut session, CaseCommand::Save);
    apply(&mut session, CaseCommand::ListVersions);
    let n_features: Vec<usize> = session.versions().expect("versions").iter().map(|v| v.n_features).collect();
    assert_eq!(n_features.len(), 2);
    let first = n_features.iter().position(|n| *n == 1).expect("the first save");
    apply(&mut session, CaseCommand::GoBackTo(first));
    assert_eq!(names(&session), ["Kilo"]);
    session.apply(Command::Plan(PlanCommand::Undo));
    assert_eq!(names(&session), [""; 0]);
}

#[test]
fn what_is_copied_is_pasted_here_and_elsewhere() {
    let (home, elsewhere) = (TempDir::new().expect("a folder"), TempDir::new().expect("a folder"));
    let (mut one, _) = saved(home.path(), "Kilo");
    let id = one.case().plan().features[0].id;
    one.apply(Command::Focus(FocusCommand::Select(vec![Selected::Feature(id)])));
    let text = one.copied().expect("something is selected");
    assert!(Session::is_pasteable(&text));
    one.apply(Command::Plan(PlanCommand::Paste(text.clone())));
    assert_eq!(names(&one), ["Kilo", "Kilo (copy)"]);
    let mut other = session(elsewhere.path());
    other.apply(Command::Plan(PlanCommand::Paste(text)));
    assert_eq!(names(&other), ["Kilo"]);
    assert_eq!(other.case().plan().features[0].id, id, "where it is not there yet it stays itself");
}

#[test]
fn whose_water_an_area_lies_in_is_known_after_every_edit() {
    let home = TempDir::new().expect("a folder");
    let mut session = session(home.path());
    session.learn_waters();
    wait(&mut session, "the coasts are learnt", |session| session.waters().is_some());
    // Off Inchon, in Korean territorial sea by any reckoning; then far out in the Yellow Sea.
    let area = square("Kilo", 126.0);
    edit(&mut session, "Draw", PlanEdit::Add(vec![Arc::clone(&area)]));
    let shares = |session: &Session| {
        let feature = session.case().plan().features.first().cloned()?;
        session.waters_of(&feature).cloned()
    };
    wait(&mut session, "its waters are found", |session| shares(session).is_some());
    let waters = shares(&session).expect("found");
    assert!((waters.shares.iter().map(|share| share.share).sum::<f64>() - 1.0).abs() < 1e-9);
    assert!(waters.sovereign().any(|share| share.state.as_deref() == Some("KOR")), "{waters:?}");
    let (from, to) = (Position::clamped(37.0, 126.0), Position::clamped(36.0, 123.8));
    let away = moved(&area, from, to).expect("it moves");
    edit(&mut session, "Move", PlanEdit::Replace(vec![Arc::new(away)]));
    assert_eq!(shares(&session), None, "what was known held for the old place");
    wait(&mut session, "its waters are found anew", |session| shares(session).is_some());
    assert_eq!(shares(&session).expect("found").sovereign().count(), 0);
}

#[test]
fn what_is_locked_stays_as_it_is() {
    let home = TempDir::new().expect("a folder");
    let (mut session, _) = saved(home.path(), "Kilo");
    let kilo = Feature::clone(&session.case().plan().features[0]);
    let locked = Feature { is_locked: true, ..kilo.clone() };
    edit(&mut session, "Lock", PlanEdit::Replace(vec![Arc::new(locked.clone())]));
    edit(&mut session, "Delete", PlanEdit::Remove(vec![kilo.id]));
    let renamed = Feature { name: "Lima".into(), ..locked.clone() };
    edit(&mut session, "Rename", PlanEdit::Replace(vec![Arc::new(renamed)]));
    assert_eq!(names(&session), ["Kilo"]);
    let refusals = session.notices().iter().filter(|notice| notice.severity == Severity::Error).count();
    assert_eq!(refusals, 2);
    edit(&mut session, "Hide", PlanEdit::Replace(vec![Arc::new(Feature { is_hidden: true, ..locked })]));
    edit(&mut session, "Unlock", PlanEdit::Replace(vec![Arc::new(kilo.clone())]));
    edit(&mut session, "Delete", PlanEdit::Remove(vec![kilo.id]));
    assert_eq!(names(&session), [""; 0]);
}

/// A random edit of a plan, as tools and panels make them.
fn random_edit(plan: &Plan, what: u8, n: u64) -> Option<PlanEdit> {
    let at = |n: u64| plan.features.get(usize::try_from(n).ok()? % plan.features.len().max(1)).cloned();
    let lon = 120.0 + f64::from(u32::try_from(n % 1000).ok()?) / 100.0;
    let change = |n: u64, change: &dyn Fn(&mut Feature)| {
        let mut feature = Feature::clone(at(n)?.as_ref());
        change(&mut feature);
        Some(PlanEdit::Replace(vec![Arc::new(feature)]))
    };
    let ids = |n: u64| Some(vec![at(n)?.id, at(n / 7)?.id]);
    let shape = |n: u64, shaping: Shaping| {
        shaped(plan, &ids(n)?, shaping, &mut || FeatureId(Uuid::from_u128(u128::from(n) + 1_000_000))).ok()
    };
    match what {
        0 | 1 => Some(PlanEdit::Add(vec![square(&format!("Area {n}"), lon)])),
        2 => Some(PlanEdit::Remove(vec![at(n)?.id])),
        3 => change(n, &|feature| feature.name = format!("이름 {n}")),
        4 => change(n, &|feature| feature.remarks = "remark ".repeat(usize::try_from(n % 50).unwrap_or(0))),
        5 => Some(PlanEdit::Reorder { id: at(n)?.id, to_idx: usize::try_from(n % 9).ok()? }),
        6 => Some(PlanEdit::Describe { title: format!("Plan {n}"), author: "A".into(), handling: String::new() }),
        7 => {
            let (from, to) = (Position::clamped(37.0, 124.0), Position::clamped(37.1, 124.2));
            Some(PlanEdit::Replace(vec![Arc::new(moved(at(n)?.as_ref(), from, to).ok()?)]))
        }
        8 => shape(n, Shaping::Grow(1000.0)),
        9 => shape(n, Shaping::Turn(13.0)),
        10 => shape(n, Shaping::Join),
        _ => shape(n, Shaping::Subtract),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn a_thousand_edits_undone_are_the_plan_before_and_redone_the_plan_after(
        edits in prop::collection::vec((0_u8..12, any::<u64>()), 1000)
    ) {
        let now = Timestamp::from_civil(2018, 1, 16, 0, 0, 0).expect("a moment");
        let mut plan = Plan::new(PlanId(Uuid::nil()), now);
        plan.features = (0..5).map(|i| square(&format!("Area {i}"), 120.0 + f64::from(i))).collect();
        let mut history = History::new(plan, true);
        let before = plan_geojson::to_bytes(history.plan());
        let mut n_made = 0;
        for (idx, (what, n)) in edits.iter().enumerate() {
            let Some(edit) = random_edit(history.plan(), *what, *n) else { continue };
            let later = now.plus_millis(i64::try_from(idx).expect("a small number") * 1000);
            n_made += usize::from(history.apply("edit", &edit, later).is_ok());
        }
        prop_assert!(n_made > 500, "{n_made}");
        let after = plan_geojson::to_bytes(history.plan());
        (0..n_made).for_each(|_| history.undo());
        prop_assert_eq!(history.undo_label(), None);
        prop_assert_eq!(plan_geojson::to_bytes(history.plan()), before);
        (0..n_made).for_each(|_| history.redo());
        prop_assert_eq!(plan_geojson::to_bytes(history.plan()), after);
    }
}
