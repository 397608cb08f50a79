//! The window in Korean, gone through room by room: nothing in it is still English.
//!
//! Owns the walk over what a screen reader is told, which is what is shown. Never looks at pictures. Start at [`Window::look`]; when
//! something flagged is rightly English, say why in [`ENGLISH_ANYWHERE`].

#![cfg(feature = "ui")]
#![expect(clippy::expect_used, reason = "a test that cannot be set up fails")]

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::sync::Arc;

use cordon::language::Language;
use cordon::plan::{Feature, Kind, PlanEdit};
use cordon::session::{
    Command, CoverageWish, FocusCommand, Folders, PlanCommand, Selected, Session, SlipWish, Standing, ZoneId,
};
use cordon::ui::app::App;
use egui::accesskit::Role;
use egui::{Event, Key, Modifiers, PointerButton, Pos2, pos2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;

/// What is written so in any language: names of programs, licences and things, examples of what may be typed, lists of keys.
const ENGLISH_ANYWHERE: &[&str] = &[
    "SIL Open Font License",
    "Material Symbols",
    "Language / 언어",
    "언어 / Language",
    "OpenStreetMap contributors",
    // names that areas are given until their maker gives a better one
    "Area Kilo",
    "Area Alfa",
    // what egui tells screen readers of its own panels and windows
    "Resize panel",
    "Resize window top edge",
    "Resize window bottom edge",
    "Resize window left edge",
    "Resize window right edge",
    "Resize window",
    "Close window",
];

struct Window {
    harness: Harness<'static, App>,
    /// What was seen in English, and where.
    english: BTreeSet<String>,
    _folder: tempfile::TempDir,
}

impl Window {
    fn open() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let config = folder.path().join("config");
        std::fs::create_dir_all(&config).expect("a folder");
        std::fs::write(config.join("settings.json"), r#"{"language": "ko"}"#).expect("settings");
        let folders = Folders { config, state: folder.path().join("state"), cache: folder.path().join("cache") };
        let chart = cordon::io::basemap::bundled().expect("a chart");
        let harness = Harness::builder()
            .with_size([1280.0, 800.0])
            .with_max_steps(64)
            .wgpu()
            .build_eframe(|creation| App::new(creation, Session::new(folders, chart, Arc::new(|| {})), None));
        let mut window = Self { harness, english: BTreeSet::new(), _folder: folder };
        window.settle();
        window
    }

    fn settle(&mut self) {
        self.harness.run_steps(6);
    }

    fn key(&mut self, key: Key) {
        self.harness.key_press(key);
        self.settle();
    }

    fn command(&mut self, key: Key) {
        self.harness.key_press_modifiers(Modifiers::COMMAND, key);
        self.settle();
    }

    fn click(&mut self, label: &str) {
        self.harness.get_by_label(label).click();
        self.settle();
    }

    fn type_text(&mut self, text: &str) {
        self.harness.event(Event::Text(text.into()));
        self.settle();
    }

    fn palette(&mut self, text: &str) {
        self.command(Key::P);
        self.type_text(text);
        self.key(Key::Enter);
    }

    fn press(&mut self, at: Pos2, button: PointerButton) {
        self.harness.event(Event::PointerMoved(at));
        self.harness.run_steps(2);
        for pressed in [true, false] {
            self.harness.event(Event::PointerButton { pos: at, button, pressed, modifiers: Modifiers::NONE });
            self.harness.run_steps(2);
        }
        // Longer than a double click, by the harness's own clock.
        self.harness.run_steps(8);
    }

    fn select(&mut self, things: Vec<Selected>) {
        self.harness.state_mut().apply(Command::Focus(FocusCommand::Select(things)));
        self.settle();
    }

    fn session(&self) -> &Session {
        self.harness.state().session()
    }

    fn wait(&mut self, what: &str, is_so: impl Fn(&Session) -> bool) {
        for _ in 0..2400 {
            if is_so(self.session()) {
                return;
            }
            std::thread::sleep(std::time::Duration::from_millis(50));
            self.harness.run_steps(2);
        }
        panic!("in two minutes: {what}");
    }

    /// Everything that a screen reader would be told now.
    fn told(&self) -> Vec<String> {
        let told = RefCell::new(Vec::new());
        let note = |node: &egui_kittest::kittest::AccessKitNode<'_>| {
            // The lines of a text are told with the whole of it.
            if node.role() == Role::TextRun {
                return false;
            }
            told.borrow_mut().extend(node.label());
            told.borrow_mut().extend(node.value());
            told.borrow_mut().extend(node.placeholder().map(str::to_owned));
            false
        };
        assert_eq!(self.harness.query_all_by(note).count(), 0);
        told.into_inner()
    }

    /// Notes what is told in English here; what the case's files say is not ours.
    fn look(&mut self, place: &str) {
        let told = self.told();
        assert!(told.iter().any(|said| said.chars().any(is_hangul)), "{place}: nothing is Korean");
        let data = data_of(self.session());
        for said in told {
            let mut rest = said.clone();
            for known in data.iter().map(String::as_str).chain(ENGLISH_ANYWHERE.iter().copied()) {
                rest = rest.replace(known, "·");
            }
            if has_english(&rest) {
                self.english.insert(format!("\n  {place}: {said:?}"));
            }
        }
    }
}

const fn is_hangul(c: char) -> bool {
    matches!(c, '가'..='힣')
}

/// Two words in Latin letters, one after the other, that are more than abbreviations, units and keys.
fn has_english(text: &str) -> bool {
    let is_word = |word: &&str| {
        let bare = word.trim_matches(|c: char| c.is_ascii_punctuation());
        // `GeoJSON` and `.csv` are names of formats.
        let is_format =
            word.trim_start_matches('(').starts_with('.') || bare.bytes().filter(u8::is_ascii_uppercase).count() > 1;
        bare.len() > 1 && bare.chars().all(|c| c.is_ascii_alphabetic()) && !is_format
    };
    let is_unit = |word: &&str| matches!(*word, "nm" | "kn" | "km" | "min" | "Ctrl" | "Shift");
    let words: Vec<bool> = text.split_whitespace().map(|word| is_word(&word) && !is_unit(&word)).collect();
    words.windows(2).any(|pair| pair == [true, true])
}

/// What the files that are open say, longest first.
fn data_of(session: &Session) -> Vec<String> {
    let case = session.case();
    let mut known: Vec<String> =
        vec![session.basemap().attribution().to_owned(), case.plan().title.clone(), case.plan().author.clone()];
    for feature in &case.plan().features {
        let said = [&feature.name, &feature.task, &feature.remarks, &feature.legal_basis];
        known.extend(
            said.into_iter().flat_map(|text| std::iter::once(text.as_str()).chain(text.lines())).map(str::to_owned),
        );
    }
    for set in case.zones() {
        known.extend([&set.layer.name, &set.layer.source, &set.layer.crs].map(Clone::clone));
        known.extend(set.layer.fields.iter().cloned());
        known.extend(set.layer.zones.iter().flat_map(|zone| zone.attributes.iter().chain([&zone.name]).cloned()));
    }
    known.extend(
        case.plan().features.iter().flat_map(|feature| feature.unit.iter()).filter_map(|unit| unit.base.clone()),
    );
    known.retain(|text| !text.is_empty());
    known.sort_by_key(|text| std::cmp::Reverse(text.len()));
    known
}

/// A pattern in the interdiction area of the sample, and what is to be mended once that has neither unit nor legal basis.
fn plan_and_mend(window: &mut Window) {
    let plan = window.session().case().plan();
    let area = plan.features.iter().find(|feature| feature.kind == Kind::InterdictionArea).expect("an area");
    let (id, bare) = (area.id, Feature { units: Vec::new(), legal_basis: String::new(), ..Feature::clone(area) });
    window.select(vec![Selected::Feature(id)]);
    window.palette("수색 방식");
    window.wait("a pattern is laid out", |session| session.patrol().laid().is_some_and(|laid| laid.is_ok()));
    window.settle();
    window.look("a search pattern");
    window.key(Key::Escape);
    let edit = PlanEdit::Replace(vec![Arc::new(bare)]);
    window.harness.state_mut().apply(Command::Plan(PlanCommand::Edit { label: "·".into(), edit }));
    window.wait("it is found out", |session| session.problems_of(id).count() > 1);
    window.palette("수색 방식");
    window.wait("it is known why there is none", |session| session.patrol().laid().is_some_and(|laid| laid.is_err()));
    window.settle();
    window.look("what is to be mended, and a pattern without a unit");
    window.key(Key::Escape);
    window.harness.state_mut().apply(Command::Plan(PlanCommand::Undo));
    window.wait("it is found out again", |session| session.problems_of(id).count() == 0);
}

#[test]
fn nothing_in_the_window_is_still_english() {
    let mut window = Window::open();
    window.look("the empty window");
    for menu in ["파일", "편집", "보기", "그리기", "분석", "도움말"] {
        window.click(menu);
        window.look(menu);
        window.key(Key::Escape);
    }
    window.command(Key::P);
    window.look("the palette");
    window.type_text("zzzzz");
    window.look("the palette that finds nothing");
    window.key(Key::Escape);
    for tab in ["레이어", "선박", "계획"] {
        window.click(tab);
        window.look(&format!("{tab}, empty"));
    }

    window.palette("예제 열기");
    window.wait("the tracks are open", |session| session.case().tracks().is_some());
    window.wait("whose water is known", |session| session.waters().is_some());
    window.look("the sample case");
    window.click("레이어");
    window.look("layers");
    let n_vessels = window.session().case().tracks().expect("open").store.vessels().len();
    window.click(&format!("선박 {n_vessels}"));
    window.click("필터");
    window.look("vessels and their filters");

    let case = window.session().case();
    let features: Vec<Selected> = case.plan().features.iter().map(|feature| Selected::Feature(feature.id)).collect();
    let zone = Selected::Zone(ZoneId { set: case.zones().first().expect("zones").id, zone_idx: 0 });
    let vessels: Vec<Selected> =
        case.tracks().expect("open").store.vessels().iter().map(|vessel| Selected::Vessel(vessel.mmsi)).collect();
    for (idx, thing) in features.iter().chain([&zone]).chain(vessels.iter().take(12)).enumerate() {
        window.select(vec![*thing]);
        window.look(&format!("selected, number {idx}"));
    }
    plan_and_mend(&mut window);
    window.wait("what looks wrong is found", |session| {
        session.findings().found().is_some() && !session.findings().is_searching()
    });
    let n_findings = window.session().findings().listed().map_or(0, |listed| listed.len());
    window.click(&format!("이상 징후 {n_findings}"));
    window.look("findings");
    let found: Vec<Selected> =
        window.session().findings().listed_findings().map(|(id, _)| Selected::Finding(id)).collect();
    assert!(found.len() > 2, "{found:?}");
    for (idx, thing) in found.iter().enumerate() {
        window.select(vec![*thing]);
        window.look(&format!("finding number {idx}"));
    }
    window.select(vec![features.first().copied().expect("features"), zone, vessels.first().copied().expect("vessels")]);
    window.look("several selected");
    window.select(Vec::new());

    window.palette("부대 배분");
    window.wait("the units are allocated", |session| session.allocation().standing() == Standing::Ended);
    window.look("who searches what");
    window.key(Key::Escape);
    let wish =
        CoverageWish { is_shown: true, is_most: true, slip: Some(SlipWish::default()), ..CoverageWish::default() };
    window.harness.state_mut().apply(Command::Coverage(wish));
    window.click("레이어");
    window.wait("a way through is found", |session| !session.is_busy());
    window.look("the coverage picture");
    window.harness.state_mut().apply(Command::Coverage(CoverageWish::default()));

    // A place in open water, and one on a ship's way: what is here, and what the status line says.
    for at in [pos2(520.0, 400.0), pos2(640.0, 480.0)] {
        window.press(at, PointerButton::Secondary);
        window.look("what is here");
        window.key(Key::Escape);
    }

    for (key, place) in [
        (Key::P, "drawing a polygon"),
        (Key::R, "drawing a rectangle"),
        (Key::C, "drawing a circle"),
        (Key::M, "measuring"),
    ] {
        window.key(key);
        window.look(place);
        window.press(pos2(500.0, 300.0), PointerButton::Primary);
        window.look(place);
        window.key(Key::T);
        window.type_text("38 nowhere");
        window.key(Key::Enter);
        window.look(&format!("typing while {place}"));
        for _ in 0..4 {
            window.key(Key::Escape);
        }
    }

    for action in [
        "계획 정보",
        "항적 내보내기",
        "지도와 해도 자료",
        "가져오기 보고서",
        "단축키",
        "알림 기록",
        "Cordon 정보",
        "좌표로 새 구역",
    ] {
        window.palette(action);
        window.look(action);
        window.key(Key::Escape);
        window.settle();
    }
    window.palette("좌표로 새 구역");
    window.type_text("38°43.2′N 125°24.0′E\n38 nonsense");
    window.look("a new area, typed");
    window.key(Key::Escape);

    // An edit, and the questions before it is lost.
    window.key(Key::C);
    window.press(pos2(500.0, 300.0), PointerButton::Primary);
    window.press(pos2(540.0, 330.0), PointerButton::Primary);
    window.click("편집");
    window.look("what can be undone");
    window.key(Key::Escape);
    window.palette("새 계획");
    assert!(window.session().question().is_some());
    window.look("unsaved changes");
    window.key(Key::Escape);

    assert!(window.english.is_empty(), "still English:{}", window.english.iter().cloned().collect::<String>());
}

#[test]
fn the_language_changes_while_the_window_is_open_and_is_kept() {
    let mut window = Window::open();
    assert!(window.harness.query_by_label("File").is_none() && window.harness.query_by_label("파일").is_some());
    // Found by its English name too, whatever is spoken.
    window.palette("night colours");
    assert_eq!(window.session().settings().theme, cordon::session::Theme::Night);
    window.palette("english");
    window.settle();
    assert!(window.harness.query_by_label("File").is_some() && window.harness.query_by_label("파일").is_none());
    assert_eq!(window.session().settings().language, Some(Language::English));
    let kept = window.session().folders().config.join("settings.json");
    window.wait("the choice is kept", |_| std::fs::read_to_string(&kept).is_ok_and(|text| text.contains(r#""en""#)));
    window.palette("한국어");
    window.settle();
    assert!(window.harness.query_by_label("파일").is_some());
}

#[test]
fn two_words_in_a_row_are_english_and_units_are_not() {
    assert!(has_english("Open files") && has_english("파일: could not be read"));
    assert!(
        !has_english("12.3 nm 081° · MMSI 445123456 (SOG, COG)")
            && !has_english("Ctrl+P")
            && !has_english("Enter로 끝내기")
    );
}
