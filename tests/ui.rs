//! The whole window without a screen: keys and the pointer in, the plan as it stands afterwards.

#![cfg(feature = "ui")]
#![expect(clippy::expect_used, reason = "a test that cannot be set up fails")]

use std::sync::Arc;

use cordon::geodesy::{Position, distance};
use cordon::plan::{Feature, Kind, Shape};
use cordon::session::{Folders, Selected, Session};
use cordon::ui::app::App;
use egui::{Event, Key, Modifiers, PointerButton, Pos2, pos2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;

/// Places on the map at 1280 × 800, clear of panels and furniture.
const WEST: Pos2 = pos2(420.0, 300.0);
const EAST: Pos2 = pos2(560.0, 300.0);
const SOUTH: Pos2 = pos2(500.0, 420.0);

struct Window {
    harness: Harness<'static, App>,
    _folder: tempfile::TempDir,
}

impl Window {
    fn open() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let folders = Folders {
            config: folder.path().join("config"),
            state: folder.path().join("state"),
            cache: folder.path().join("cache"),
        };
        let chart = cordon::io::basemap::bundled().expect("a chart");
        let harness = Harness::builder()
            .with_size([1280.0, 800.0])
            .with_max_steps(64)
            .wgpu()
            .build_eframe(|creation| App::new(creation, Session::new(folders, chart, Arc::new(|| {})), None));
        let mut window = Self { harness, _folder: folder };
        window.settle();
        window
    }

    /// The title bar's clock asks for a frame each second, so "until nothing moves" never comes: a few frames will do.
    fn settle(&mut self) {
        self.harness.run_steps(6);
    }

    fn key(&mut self, key: Key) {
        self.harness.key_press(key);
        self.settle();
    }

    fn command(&mut self, modifiers: Modifiers, key: Key) {
        self.harness.key_press_modifiers(modifiers, key);
        self.settle();
    }

    fn button(&mut self, at: Pos2, pressed: bool) {
        let modifiers = Modifiers::NONE;
        self.harness.event(Event::PointerButton { pos: at, button: PointerButton::Primary, pressed, modifiers });
        self.harness.run_steps(2);
    }

    fn hover(&mut self, at: Pos2) {
        self.harness.event(Event::PointerMoved(at));
        self.harness.run_steps(2);
    }

    fn click(&mut self, at: Pos2) {
        self.hover(at);
        self.button(at, true);
        self.button(at, false);
        // Longer than a double click, by the harness's own clock.
        self.harness.run_steps(8);
    }

    fn drag(&mut self, from: Pos2, to: Pos2) {
        self.hover(from);
        self.button(from, true);
        for i in 1..=4_u8 {
            let share = f32::from(i) / 4.0;
            self.hover(from + (to - from) * share);
        }
        self.button(to, false);
        self.settle();
    }

    fn palette(&mut self, text: &str) {
        self.command(Modifiers::COMMAND, Key::P);
        self.harness.event(Event::Text(text.into()));
        self.settle();
        self.key(Key::Enter);
    }

    /// Draws frames until something is so; a job of the session may take a few seconds on a busy machine.
    fn wait(&mut self, what: &str, is_so: impl Fn(&Session) -> bool) {
        for _ in 0..2400 {
            if is_so(self.harness.state().session()) {
                return;
            }
            std::thread::sleep(std::time::Duration::from_millis(50));
            self.harness.run_steps(2);
        }
        panic!("in two minutes: {what}");
    }

    fn features(&self) -> Vec<Arc<Feature>> {
        self.harness.state().session().case().plan().features.clone()
    }

    fn undo_label(&self) -> Option<String> {
        self.harness.state().session().case().history().undo_label().map(str::to_owned)
    }
}

#[test]
fn a_polygon_by_clicks_is_one_edit_that_can_be_undone_and_redone() {
    let mut window = Window::open();
    window.key(Key::P);
    for place in [WEST, EAST, SOUTH] {
        window.click(place);
    }
    assert!(window.features().is_empty(), "nothing before it is finished");
    window.key(Key::Enter);
    let [area] = &window.features()[..] else { panic!("{:?}", window.features()) };
    assert_eq!((area.kind, area.name.as_str()), (Kind::InterdictionArea, "Area Alfa"));
    assert_eq!(window.undo_label().as_deref(), Some("Draw polygon"));
    window.command(Modifiers::COMMAND, Key::Z);
    assert!(window.features().is_empty());
    window.command(Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);
    assert_eq!(window.features().len(), 1);
}

#[test]
fn two_presses_of_a_key_within_one_slow_frame_are_two_doings() {
    let mut window = Window::open();
    for at in [WEST, EAST] {
        window.key(Key::X);
        window.click(at);
    }
    assert_eq!(window.features().len(), 2);
    for _ in 0..2 {
        let (key, modifiers) = (Key::Z, Modifiers::COMMAND);
        for pressed in [true, false] {
            window.harness.event(Event::Key { key, physical_key: None, pressed, repeat: false, modifiers });
        }
    }
    window.settle();
    assert_eq!(window.features(), []);
}

#[test]
fn escape_gives_up_the_drawing_and_then_the_tool() {
    let mut window = Window::open();
    window.key(Key::P);
    window.click(WEST);
    window.click(EAST);
    window.key(Key::Escape);
    window.key(Key::Escape);
    window.key(Key::Enter);
    assert!(window.features().is_empty());
    // With the tool put away a drag pans; it draws nothing.
    window.drag(WEST, SOUTH);
    assert!(window.features().is_empty());
}

#[test]
fn a_rectangle_and_a_circle_are_dragged_and_stay_what_they_are() {
    let mut window = Window::open();
    window.key(Key::R);
    window.drag(WEST, SOUTH);
    window.key(Key::C);
    window.drag(pos2(600.0, 500.0), pos2(660.0, 500.0));
    let features = window.features();
    let [rectangle, circle] = &features[..] else { panic!("{features:?}") };
    assert!(matches!(rectangle.shape, Some(Shape::Rectangle { .. })), "{rectangle:?}");
    let Some(Shape::Circle { radius, .. }) = &circle.shape else { panic!("{circle:?}") };
    // At zoom 6.5 and about 36° N a point is 1.38 km: 60 points are some 80 km.
    assert!((60_000.0..100_000.0).contains(&radius.value()), "{radius:?}");
}

#[test]
fn a_selected_area_is_moved_by_a_drag_and_deleted_by_a_key() {
    let mut window = Window::open();
    window.key(Key::R);
    window.drag(WEST, SOUTH);
    let before = window.features();
    // It is selected, since it was just drawn: a drag inside it moves it.
    let inside = pos2(440.0, 340.0);
    window.drag(inside, inside + egui::vec2(40.0, 0.0));
    let after = window.features();
    let (Some(Shape::Rectangle { south_west: a, .. }), Some(Shape::Rectangle { south_west: b, .. })) =
        (&before[0].shape, &after[0].shape)
    else {
        panic!("{after:?}")
    };
    assert!(distance(*a, *b).value() > 20_000.0 && b.lon() > a.lon(), "{a:?} {b:?}");
    assert_eq!(window.undo_label().as_deref(), Some("Move Area Alfa"));
    window.key(Key::Delete);
    assert!(window.features().is_empty());
    assert_eq!(window.undo_label().as_deref(), Some("Delete Area Alfa"));
}

#[test]
fn typed_coordinates_draw_the_same_as_the_pointer() {
    let mut window = Window::open();
    window.key(Key::C);
    window.key(Key::T);
    for text in ["38°43.2′N 125°24.0′E", "5 nm"] {
        window.harness.event(Event::Text(text.into()));
        window.settle();
        window.key(Key::Enter);
    }
    let features = window.features();
    let [circle] = &features[..] else { panic!("{features:?}") };
    let Some(Shape::Circle { centre, radius }) = &circle.shape else { panic!("{circle:?}") };
    assert!(distance(*centre, Position::clamped(38.72, 125.4)).value() < 1.0);
    assert!((radius.value() - 9260.0).abs() < 1e-6);
}

#[test]
fn keys_typed_into_a_field_are_not_tools() {
    let mut window = Window::open();
    window.key(Key::R);
    window.drag(WEST, SOUTH);
    window.key(Key::F2);
    window.command(Modifiers::COMMAND, Key::A);
    window.harness.event(Event::Text("Area Kilo".into()));
    window.key(Key::P);
    window.key(Key::Enter);
    assert_eq!(window.features()[0].name, "Area Kilo");
    assert_eq!(window.undo_label().as_deref(), Some("Rename Area Alfa to Area Kilo"));
    window.command(Modifiers::COMMAND, Key::Z);
    assert_eq!(window.features()[0].name, "Area Alfa");
}

#[test]
fn the_palette_runs_a_command_by_a_few_letters() {
    let mut window = Window::open();
    window.command(Modifiers::COMMAND, Key::P);
    // It shows a page of commands, not two of them.
    let rect = |label: &str| window.harness.get_by_label_contains(label).rect();
    assert!(rect("Search").bottom() + 300.0 < rect("Find a command").bottom(), "the list has room");
    window.harness.event(Event::Text("night".into()));
    window.settle();
    window.key(Key::Enter);
    assert_eq!(window.harness.state().session().settings().theme, cordon::session::Theme::Night);
    // It is closed: the same letters now choose tools, and none is typed anywhere.
    assert!(window.harness.query_by_label("Search").is_none());
}

#[test]
fn in_the_sample_case_a_ship_is_found_by_name_and_escape_lets_it_go() {
    let mut window = Window::open();
    window.palette("open the sample");
    window.wait("the tracks are open", |session| session.case().tracks().is_some());
    assert_eq!(window.features().len(), 10);
    window.palette("syn moonlight");
    let selected = |window: &Window| window.harness.state().session().focus().primary();
    let Some(Selected::Vessel(mmsi)) = selected(&window) else { panic!("{:?}", selected(&window)) };
    let session = window.harness.state().session();
    let tracks = session.case().tracks().expect("open");
    let vessel = &tracks.store.vessels()[tracks.store.vessel_idx(mmsi).expect("there")];
    assert_eq!(vessel.identity.name.as_deref(), Some("SYN MOONLIGHT"));
    window.key(Key::Escape);
    assert_eq!(selected(&window), None);
}

#[test]
fn every_button_of_the_strip_lies_above_the_timeline_in_a_low_window() {
    let mut window = Window::open();
    window.palette("open the sample");
    window.wait("the tracks are open", |session| session.case().tracks().is_some());
    // A laptop's 1366 × 768, and 1920 × 1080 at one and a half, less the frame around the window.
    for (width, height) in [(1366.0, 700.0), (1280.0, 660.0), (1280.0, 800.0)] {
        window.harness.set_size(egui::vec2(width, height));
        window.settle();
        let strip = window.harness.get_by_label("Map and chart sources…").rect();
        let timeline = window.harness.get_by_label("One step back (,)").rect();
        assert!(strip.bottom() <= timeline.top() && strip.height() >= 20.0, "{height}: {strip} {timeline}");
    }
}

#[test]
fn time_passes_at_a_key_and_the_end_of_the_window_moves() {
    let mut window = Window::open();
    window.palette("open the sample");
    window.wait("the tracks are open", |session| session.case().tracks().is_some());
    window.key(Key::Space);
    let to = |window: &Window| window.harness.state().session().focus().window.map(|window| window.to);
    let first = to(&window).expect("a window");
    window.settle();
    assert!(to(&window).expect("a window") > first);
    window.key(Key::Space);
    let stopped = to(&window);
    window.settle();
    assert_eq!(to(&window), stopped);
}

#[test]
fn zones_are_adopted_by_one_edit() {
    let mut window = Window::open();
    window.palette("open the sample");
    window.wait("the zones are open", |session| !session.case().zones().is_empty());
    let n_before = window.features().len();
    window.harness.get_by_label("Layers").click();
    window.settle();
    window.harness.get_by_label("Adopt 6 into the plan").click();
    window.settle();
    assert_eq!(window.features().len(), n_before + 6);
    assert_eq!(window.undo_label().as_deref(), Some("Adopt 6 zones"));
    let adopted = window.features();
    let north = adopted.iter().find(|feature| feature.name == "Yellow Sea North").expect("adopted by its name");
    assert!(north.kind == Kind::PatrolZone && north.remarks.contains("서해 북부 순찰구역"), "{}", north.remarks);
    window.command(Modifiers::COMMAND, Key::Z);
    assert_eq!(window.features().len(), n_before);
}
