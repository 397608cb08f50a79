//! Encrypted and signed plans in a session: what is asked, what stays encrypted, what is found on the disk.
#![expect(clippy::expect_used, reason = "a test that cannot be set up must fail")]

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use cordon::geodesy::Position;
use cordon::io::encrypted::{self, EncryptedError, Passphrase};
use cordon::io::{basemap, plan_geojson};
use cordon::plan::{Feature, FeatureId, Kind, PlanEdit};
use cordon::session::{Answer, CaseCommand, Command, Folders, PlanCommand, Question, Session};
use uuid::Uuid;

/// What must not be found outside the plan's own memory.
const SECRET: &str = "Area Moonflower";

fn session(home: &Path) -> Session {
    let folders = Folders { config: home.join("config"), state: home.join("state"), cache: home.join("cache") };
    Session::new(folders, basemap::bundled().expect("the bundled chart"), Arc::new(|| {}))
}

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

fn passphrase(text: &str) -> Passphrase {
    Passphrase::new(text.to_owned()).expect("a passphrase")
}

fn answer(session: &mut Session, answer: Answer) {
    let (id, _) = session.question().expect("a question");
    session.apply(Command::Answer(id, answer));
    wait(session, "a job ends", |_| true);
}

fn draw(session: &mut Session, name: &str) {
    let place = Position::new(38.0, 124.5).expect("on the globe");
    let feature =
        Feature::new(FeatureId(Uuid::new_v4()), Kind::Point, name, geo::Geometry::Point(place.coord().into()));
    let edit = PlanEdit::Add(vec![Arc::new(feature)]);
    session.apply(Command::Plan(PlanCommand::Edit { label: "Draw".into(), edit }));
}

fn names(session: &Session) -> Vec<String> {
    session.case().plan().features.iter().map(|feature| feature.name.clone()).collect()
}

/// Every file below a folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        if entry.path().is_dir() {
            found.extend(files(&entry.path()));
        } else {
            found.push(entry.path());
        }
    }
    found
}

/// The files below a folder in which the secret can be read.
fn readable(folder: &Path) -> Vec<PathBuf> {
    let tells = |path: &PathBuf| {
        let bytes = std::fs::read(path).expect("a file");
        bytes.windows(SECRET.len()).any(|window| window == SECRET.as_bytes())
    };
    files(folder).into_iter().filter(tells).collect()
}

/// A plan with the secret, saved under a passphrase.
fn encrypted_plan(home: &Path, path: &Path, by: &str) {
    let mut session = session(home);
    draw(&mut session, SECRET);
    apply(&mut session, CaseCommand::SaveEncrypted(path.to_owned()));
    assert!(matches!(session.question(), Some((_, Question::NewPassphrase { .. }))));
    answer(&mut session, Answer::Passphrase(passphrase(by)));
    assert!(session.case().is_encrypted() && session.case().history().is_saved(), "{:?}", session.notices());
}

#[test]
fn an_encrypted_plan_asks_for_its_passphrase_and_stays_encrypted() {
    let folder = tempfile::tempdir().expect("a folder");
    let (home, path) = (folder.path().join("home"), folder.path().join("plan.geojson.age"));
    encrypted_plan(&home, &path, "one");
    assert!(encrypted::is_encrypted(&std::fs::read(&path).expect("a file")));

    let mut session = session(&home);
    apply(&mut session, CaseCommand::Open(vec![path.clone()]));
    assert!(matches!(session.question(), Some((_, Question::Passphrase { is_wrong: false, .. }))));
    answer(&mut session, Answer::Passphrase(passphrase("two")));
    assert!(matches!(session.question(), Some((_, Question::Passphrase { is_wrong: true, .. }))));
    assert_eq!(names(&session), Vec::<String>::new());
    answer(&mut session, Answer::Passphrase(passphrase("one")));
    assert_eq!(names(&session), [SECRET]);

    // Saved again it asks nothing.
    draw(&mut session, "another");
    apply(&mut session, CaseCommand::Save);
    assert!(session.question().is_none() && session.case().history().is_saved(), "{:?}", session.notices());
    let bytes = std::fs::read(&path).expect("a file");
    let plain = encrypted::decrypt(&bytes, "plan", &passphrase("one")).expect("it opens");
    assert!(String::from_utf8_lossy(&plain).contains("another"));
    apply(&mut session, CaseCommand::ListVersions);
    assert_eq!(session.versions().expect("versions").len(), 2);
    assert_eq!(readable(folder.path()), Vec::<PathBuf>::new());

    // Another passphrase: the file and all that was kept go over to it.
    apply(&mut session, CaseCommand::SaveEncrypted(path.clone()));
    answer(&mut session, Answer::Passphrase(passphrase("three")));
    let bytes = std::fs::read(&path).expect("a file");
    let old = encrypted::decrypt(&bytes, "plan", &passphrase("one"));
    assert!(matches!(old, Err(EncryptedError::Wrong { .. })));
    apply(&mut session, CaseCommand::ListVersions);
    assert_eq!(session.versions().expect("versions").len(), 2, "saved without an edit, it is the same version");
    let keys = files(&home).into_iter().filter(|path| path.to_string_lossy().ends_with(".key.age")).count();
    assert_eq!(keys, 1);

    // Without one only where the user says so.
    let plain = folder.path().join("plain.geojson");
    apply(&mut session, CaseCommand::SaveAs(plain.clone()));
    assert!(matches!(session.question(), Some((_, Question::Unencrypted { .. }))));
    assert!(!plain.exists());
    answer(&mut session, Answer::Save);
    assert!(!session.case().is_encrypted());
    assert_eq!(
        readable(&folder.path().join("plain.geojson").with_file_name("home")).len(),
        1,
        "the version of that save"
    );
}

#[test]
fn what_was_kept_of_a_plan_is_encrypted_with_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let home = folder.path().join("home");
    let mut session = session(&home);
    draw(&mut session, SECRET);
    apply(&mut session, CaseCommand::SaveAs(folder.path().join("plan.geojson")));
    assert_eq!(readable(&home).len(), 1);
    draw(&mut session, "another");
    apply(&mut session, CaseCommand::SaveAs(folder.path().join("plan.geojson.age")));
    answer(&mut session, Answer::Passphrase(passphrase("one")));
    assert_eq!(readable(&home), Vec::<PathBuf>::new());
    apply(&mut session, CaseCommand::ListVersions);
    assert_eq!(session.versions().expect("versions").len(), 2);
    // An export whose name says so is encrypted by the same passphrase.
    apply(&mut session, CaseCommand::ExportPlan(folder.path().join("plan.kml.age")));
    if session.question().is_some() {
        answer(&mut session, Answer::Save);
    }
    let bytes = std::fs::read(folder.path().join("plan.kml.age")).expect("a file");
    let kml = encrypted::decrypt(&bytes, "plan", &passphrase("one")).expect("it opens");
    assert!(String::from_utf8_lossy(&kml).contains("<kml"));
}

#[test]
fn the_journal_of_an_encrypted_plan_is_encrypted_and_taken_up_by_its_passphrase() {
    let folder = tempfile::tempdir().expect("a folder");
    let (home, path) = (folder.path().join("home"), folder.path().join("plan.geojson.age"));
    encrypted_plan(&home, &path, "one");
    {
        let mut session = session(&home);
        apply(&mut session, CaseCommand::Open(vec![path.clone()]));
        answer(&mut session, Answer::Passphrase(passphrase("one")));
        draw(&mut session, "unsaved");
        // The session ends without saving; its journal was written by then.
    }
    let is_journal = |path: &PathBuf| path.extension().is_some_and(|extension| extension == "journal");
    assert_eq!(files(&home).iter().filter(|path| is_journal(path)).count(), 1);
    assert_eq!(readable(folder.path()), Vec::<PathBuf>::new());
    let mut session = session(&home);
    let Some((_, Question::Recover { journals })) = session.question() else { panic!("it is offered") };
    assert!(journals[0].is_encrypted() && journals[0].plan_path.as_ref() == Some(&path));
    answer(&mut session, Answer::Recover(0));
    answer(&mut session, Answer::Passphrase(passphrase("two")));
    assert!(matches!(session.question(), Some((_, Question::Passphrase { is_wrong: true, .. }))));
    answer(&mut session, Answer::Passphrase(passphrase("one")));
    assert_eq!(names(&session), [SECRET, "unsaved"]);
    assert!(session.case().is_encrypted() && !session.case().history().is_saved());
    apply(&mut session, CaseCommand::Save);
    assert!(session.case().history().is_saved(), "{:?}", session.notices());
    assert_eq!(readable(folder.path()), Vec::<PathBuf>::new());
    assert_eq!(files(&home).iter().filter(|path| is_journal(path)).count(), 0);
}

#[test]
fn a_plan_is_signed_and_keeps_its_signatures_until_it_changes() {
    let folder = tempfile::tempdir().expect("a folder");
    let (home, path, key) =
        (folder.path().join("home"), folder.path().join("plan.geojson"), folder.path().join("key.pem"));
    let mut session = session(&home);
    apply(&mut session, CaseCommand::MakeKey { path: key.clone(), name: "Lt Kim".into() });
    assert_eq!(session.settings().signing_key.as_ref(), Some(&key), "{:?}", session.notices());
    draw(&mut session, SECRET);
    apply(&mut session, CaseCommand::SaveAs(path.clone()));
    draw(&mut session, "unsaved");
    // What is not saved is saved first.
    apply(&mut session, CaseCommand::Sign(key.clone()));
    let seal = plan_geojson::seal_of(&std::fs::read(&path).expect("a file"));
    assert_eq!((seal.signatures.len(), seal.holds()), (1, true), "{:?}", session.notices());
    assert_eq!(session.case().seal(), Some(&seal));
    assert!(session.case().history().is_saved());

    apply(&mut session, CaseCommand::Save);
    let again = plan_geojson::seal_of(&std::fs::read(&path).expect("a file"));
    assert_eq!(again, seal, "saved without an edit, it stays signed");
    draw(&mut session, "later");
    apply(&mut session, CaseCommand::Save);
    let later = plan_geojson::seal_of(&std::fs::read(&path).expect("a file"));
    assert_eq!((later.signatures.len(), later.holds()), (0, true));
    // The version it came from is the one that was signed.
    assert_eq!(session.case().seal().map(|seal| seal.sha256.clone()), Some(later.sha256));
    let bytes = std::fs::read(&path).expect("a file");
    let (plan, ..) = plan_geojson::from_bytes(&bytes, "plan", &cordon::report::Progress::default()).expect("a plan");
    assert_eq!(plan.parents, [seal.sha256]);
}

#[test]
fn a_partners_encrypted_version_asks_for_its_own_passphrase() {
    let folder = tempfile::tempdir().expect("a folder");
    let home = folder.path().join("home");
    let (ours, theirs) = (folder.path().join("ours.geojson.age"), folder.path().join("theirs.geojson.age"));
    encrypted_plan(&home, &ours, "one");
    let mut session = session(&home);
    apply(&mut session, CaseCommand::Open(vec![ours.clone()]));
    answer(&mut session, Answer::Passphrase(passphrase("one")));
    draw(&mut session, "by them");
    apply(&mut session, CaseCommand::SaveEncrypted(theirs.clone()));
    answer(&mut session, Answer::Passphrase(passphrase("two")));
    apply(&mut session, CaseCommand::Open(vec![ours]));
    answer(&mut session, Answer::Passphrase(passphrase("one")));
    assert_eq!(names(&session), [SECRET]);
    apply(&mut session, CaseCommand::MergeWith(theirs));
    assert!(matches!(session.question(), Some((_, Question::Passphrase { is_wrong: false, .. }))));
    answer(&mut session, Answer::Passphrase(passphrase("two")));
    assert_eq!(names(&session), [SECRET, "by them"], "{:?}", session.notices());
    assert_eq!(session.conflicts().len(), 0, "they came from a version that both know");
    assert_eq!(readable(folder.path()), Vec::<PathBuf>::new());
}

#[test]
fn a_signature_added_by_another_program_is_no_change_of_the_plan() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("plan.geojson");
    let mut session = session(&folder.path().join("home"));
    draw(&mut session, SECRET);
    apply(&mut session, CaseCommand::SaveAs(path.clone()));
    let key = cordon::io::signing_key::SigningKey::generate("Maj Park").expect("a key");
    let signed = plan_geojson::signed(&std::fs::read(&path).expect("a file"), &key, cordon::session::now());
    std::fs::write(&path, signed.expect("signed")).expect("room");
    wait(&mut session, "the signature is seen", |session| {
        session.case().seal().is_some_and(|seal| seal.signatures.len() == 1 && seal.holds())
    });
    assert!(session.question().is_none());
}
