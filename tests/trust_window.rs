//! Encrypting, opening and signing a plan by the window's dialogs, without a screen.
#![cfg(feature = "ui")]
#![expect(clippy::expect_used, reason = "a test that cannot be set up fails")]

use std::path::Path;
use std::sync::Arc;

use cordon::io::encrypted::{self, Passphrase};
use cordon::io::plan_geojson;
use cordon::session::{CaseCommand, Command, Folders, Question, Session};
use cordon::ui::app::App;
use egui::{Event, Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;

struct Window {
    harness: Harness<'static, App>,
}

impl Window {
    fn open(home: &Path) -> Self {
        let folders = Folders { config: home.join("config"), state: home.join("state"), cache: home.join("cache") };
        let chart = cordon::io::basemap::bundled().expect("a chart");
        let harness = Harness::builder()
            .with_size([1280.0, 800.0])
            .with_max_steps(64)
            .wgpu()
            .build_eframe(|creation| App::new(creation, Session::new(folders, chart, Arc::new(|| {})), None));
        let mut window = Self { harness };
        window.settle();
        window
    }

    fn settle(&mut self) {
        self.harness.run_steps(6);
    }

    fn session(&self) -> &Session {
        self.harness.state().session()
    }

    fn case(&mut self, command: CaseCommand) {
        self.harness.state_mut().apply(Command::Case(command));
        self.settle();
    }

    fn type_into(&mut self, label: &str, text: &str) {
        self.harness.get_by_label(label).focus();
        self.settle();
        self.harness.event(Event::Text(text.into()));
        self.settle();
    }

    fn press(&mut self, label: &str) {
        self.harness.get_by_label(label).click();
        self.settle();
    }

    fn palette(&mut self, text: &str) {
        self.harness.key_press_modifiers(Modifiers::COMMAND, Key::P);
        self.settle();
        self.harness.event(Event::Text(text.into()));
        self.settle();
        self.harness.key_press(Key::Enter);
        self.settle();
    }

    fn wait(&mut self, what: &str, is_so: impl Fn(&Session) -> bool) {
        for _ in 0..2400 {
            if is_so(self.session()) {
                return self.settle();
            }
            std::thread::sleep(std::time::Duration::from_millis(50));
            self.harness.run_steps(2);
        }
        panic!("in two minutes: {what}: {:?}", self.session().notices());
    }
}

#[test]
fn a_passphrase_is_asked_for_twice_and_the_title_bar_shows_a_lock() {
    let folder = tempfile::tempdir().expect("a folder");
    let (home, path) = (folder.path().join("home"), folder.path().join("plan.geojson.age"));
    let mut window = Window::open(&home);
    assert!(window.harness.query_by_label("The plan is encrypted").is_none());
    window.case(CaseCommand::SaveEncrypted(path.clone()));
    window.type_into("New passphrase", "one");
    window.type_into("The same again", "two");
    window.harness.get_by_label("The two differ.");
    window.press("Save");
    assert!(window.session().question().is_some() && !path.exists(), "two that differ are not taken");
    // Typed again in full, over what stood there.
    window.harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
    window.type_into("The same again", "");
    window.harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
    window.settle();
    window.type_into("The same again", "one");
    window.press("Save");
    window.wait("it is saved", |session| session.case().is_encrypted());
    window.harness.get_by_label("The plan is encrypted");
    let bytes = std::fs::read(&path).expect("a file");
    let passphrase = Passphrase::new("one".into()).expect("a passphrase");
    assert!(encrypted::decrypt(&bytes, "plan", &passphrase).is_ok());

    let mut window = Window::open(&folder.path().join("another"));
    window.case(CaseCommand::Open(vec![path]));
    window.wait("it asks", |session| session.question().is_some());
    window.type_into("Passphrase", "wrong");
    window.press("Open");
    window.wait("it asks again", |session| {
        matches!(session.question(), Some((_, Question::Passphrase { is_wrong: true, .. })))
    });
    window.harness.get_by_label("That passphrase does not open it. Try again.");
    window.type_into("Passphrase", "one");
    window.harness.key_press(Key::Enter);
    window.wait("it is open", |session| session.case().is_encrypted());
}

#[test]
fn a_plan_is_signed_by_the_remembered_key_and_its_details_say_so() {
    let folder = tempfile::tempdir().expect("a folder");
    let (home, path) = (folder.path().join("home"), folder.path().join("plan.geojson"));
    let mut window = Window::open(&home);
    window.case(CaseCommand::MakeKey { path: folder.path().join("key.pem"), name: "Lt Kim".into() });
    window.wait("a key is made", |session| session.settings().signing_key.is_some());
    window.case(CaseCommand::SaveAs(path.clone()));
    window.wait("it is saved", |session| session.case().path().is_some());
    window.palette("Plan details");
    window.harness.get_by_label("Nobody has signed it.");
    window.harness.key_press(Key::Escape);
    window.settle();
    window.palette("Sign plan");
    window.press("Sign");
    window.wait("it is signed", |session| session.case().seal().is_some_and(|seal| !seal.signatures.is_empty()));
    assert!(plan_geojson::seal_of(&std::fs::read(&path).expect("a file")).holds());
    window.palette("Plan details");
    window.harness.get_by_label("Its file is as it was saved.");
    window.harness.get_by_label_contains("Signed by Lt Kim");
}
