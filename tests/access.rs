//! What a screen reader is told of the window, and what the keyboard alone can reach: room by room, everything has a name
//! and everything can be come to.
//!
//! Owns the walk over the accessibility tree. Never looks at pictures or at the words themselves (`tests/korean.rs` does).
//! Start at [`Window::look`] and [`Window::tab`]; what is rightly without name or out of reach is in [`NAMELESS`] and
//! [`BY_OTHER_KEYS`], each with its reason.

#![cfg(feature = "ui")]
#![expect(clippy::expect_used, reason = "a test that cannot be set up fails")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use cordon::geodesy::Position;
use cordon::io::encrypted::Passphrase;
use cordon::io::plan_geojson;
use cordon::plan::geometry::geometry_of;
use cordon::plan::merge::Conflict;
use cordon::plan::{Feature, FeatureId, Kind, PlanEdit, Shape, Unit};
use cordon::session::{
    Answer, CaseCommand, Command, CoverageWish, FocusCommand, Folders, InterceptCommand, PlanCommand, Question,
    Selected, Session, SlipWish, Standing, ZoneId,
};
use cordon::ui::app::App;
use cordon::units::{Course, Knots, Metres, NauticalMiles};
use egui::accesskit::{NodeId, Role};
use egui::{Event, Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::{AccessKitNode, NodeT as _, Queryable as _};
use uuid::Uuid;

/// Roles that may go without a name: nobody acts on them.
const NAMELESS: &[Role] = &[
    // The bar beside a list: the list itself scrolls as the keyboard goes through it.
    Role::ScrollBar,
];

/// What Tab does not come to, by role and name, and how the keyboard does the same.
const BY_OTHER_KEYS: &[(Role, &str)] = &[];

/// What can be acted on.
const ACTED_ON: &[Role] = &[
    Role::Button,
    Role::CheckBox,
    Role::ColorWell,
    Role::ComboBox,
    Role::DisclosureTriangle,
    Role::Link,
    Role::ListBoxOption,
    Role::MenuItem,
    Role::MenuItemCheckBox,
    Role::MenuItemRadio,
    Role::MultilineTextInput,
    Role::PasswordInput,
    Role::RadioButton,
    Role::Slider,
    Role::SpinButton,
    Role::Switch,
    Role::Tab,
    Role::TextInput,
];

/// One thing that can be acted on, or that takes the keyboard.
#[derive(Clone, Debug)]
struct Thing {
    id: NodeId,
    role: Role,
    name: String,
    is_enabled: bool,
    /// The window or menu that it is in; `None` for the frame.
    within: Option<NodeId>,
}

/// A window without a screen, and everything that was found wanting.
struct Window {
    harness: Harness<'static, App>,
    faults: BTreeSet<String>,
}

fn is_of_icons(c: char) -> bool {
    matches!(c, '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..)
}

/// Whether a name says anything: an icon's letter is read by no screen reader.
fn says_something(name: &str) -> bool {
    name.chars().any(|c| !is_of_icons(c) && !c.is_whitespace())
}

fn takes_focus(node: &AccessKitNode<'_>) -> bool {
    node.data().supports_action(egui::accesskit::Action::Focus)
}

/// The window or popup about a node.
fn within(node: &AccessKitNode<'_>) -> Option<NodeId> {
    let is_room = |role| matches!(role, Role::Window | Role::Dialog | Role::Menu | Role::ListBox);
    let mut at = node.parent();
    while let Some(parent) = at {
        if is_room(parent.role()) && !parent.is_root() {
            return Some(parent.locate().0);
        }
        at = parent.parent();
    }
    None
}

impl Window {
    fn open(home: &Path) -> Self {
        let folders = Folders { config: home.join("config"), state: home.join("state"), cache: home.join("cache") };
        let chart = cordon::io::basemap::bundled().expect("a chart");
        let harness =
            Harness::builder().with_size([1280.0, 800.0]).with_max_steps(64).wgpu().build_eframe(|creation| {
                App::new(creation, Session::new(folders, chart, Arc::new(|| {})), None).typing_paths()
            });
        let mut window = Self { harness, faults: BTreeSet::new() };
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

    fn palette(&mut self, text: &str) {
        self.harness.key_press_modifiers(Modifiers::COMMAND, Key::P);
        self.settle();
        self.harness.event(Event::Text(text.into()));
        self.settle();
        self.key(Key::Enter);
    }

    fn click(&mut self, label: &str) {
        self.harness.get_by_label(label).click();
        self.settle();
    }

    fn case(&mut self, command: CaseCommand) {
        self.harness.state_mut().apply(Command::Case(command));
        self.settle();
    }

    fn edit(&mut self, edit: PlanEdit) {
        self.harness.state_mut().apply(Command::Plan(PlanCommand::Edit { label: "Draw".into(), edit }));
        self.settle();
    }

    fn select(&mut self, things: Vec<Selected>) {
        self.harness.state_mut().apply(Command::Focus(FocusCommand::Select(things)));
        self.settle();
    }

    fn answer(&mut self, answer: Answer) {
        let (id, _) = self.session().question().expect("a question");
        self.harness.state_mut().apply(Command::Answer(id, answer));
        self.settle();
    }

    fn session(&self) -> &Session {
        self.harness.state().session()
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

    /// Everything that can be acted on now, in the order of the tree.
    fn things(&self) -> Vec<Thing> {
        let of = |node: egui_kittest::Node<'_>| {
            let node = node.accesskit_node();
            let is_acted_on = ACTED_ON.contains(&node.role()) || takes_focus(&node);
            (is_acted_on && !node.is_hidden()).then(|| Thing {
                id: node.locate().0,
                role: node.role(),
                name: node.label().unwrap_or_default(),
                is_enabled: !node.is_disabled(),
                within: within(&node),
            })
        };
        self.harness.root().children_recursive().filter_map(of).collect()
    }

    /// Notes what has no name, what is named by an icon alone, and buttons of one window that are named alike.
    fn look(&mut self, place: &str) {
        let things = self.things();
        assert!(things.len() > 10, "{place}: the window is not told of");
        let mut named: BTreeMap<(Option<NodeId>, &str), usize> = BTreeMap::new();
        for thing in &things {
            if !says_something(&thing.name) && !NAMELESS.contains(&thing.role) {
                self.faults.insert(format!("\n  {place}: {:?} without a name: {:?}", thing.role, thing.name));
            }
            let is_told_apart = thing.within.is_none() || thing.role != Role::Button;
            if !is_told_apart {
                *named.entry((thing.within, thing.name.as_str())).or_default() += 1;
            }
        }
        for ((_, name), n) in named.into_iter().filter(|(_, n)| *n > 1) {
            self.faults.insert(format!("\n  {place}: {n} buttons of one window are named {name:?}"));
        }
    }

    /// What has the keyboard.
    fn focused(&self) -> Option<NodeId> {
        self.harness.ctx.memory(egui::Memory::focused).map(|id| id.accesskit_id())
    }

    /// Looks, then goes through everything by Tab and notes what it did not come to.
    fn tab(&mut self, place: &str) {
        self.wait("nothing is under way, which would show its Cancel", |session| !session.is_busy());
        self.look(place);
        // A job may show its Cancel meanwhile.
        let before: BTreeSet<NodeId> = self.things().into_iter().map(|thing| thing.id).collect();
        let mut met = BTreeSet::new();
        let (mut first, mut last, mut n_met, mut n_quiet) = (None, None, 0, 0);
        let mut seen: BTreeMap<NodeId, Thing> = BTreeMap::new();
        for _ in 0..1800 {
            self.harness.key_press(Key::Tab);
            self.harness.run_steps(3);
            seen.extend(self.things().into_iter().map(|thing| (thing.id, thing)));
            let Some(at) = self.focused() else { continue };
            if last.replace(at) == Some(at) {
                // A press that went to what has the keyboard is no step, and no round.
                continue;
            }
            if first == Some(at) {
                // A frame that egui lays out twice takes one press for two steps: round again, until two rounds meet nothing new.
                n_quiet = if met.len() == n_met { n_quiet + 1 } else { 0 };
                if n_quiet == 2 {
                    break;
                }
                n_met = met.len();
            }
            first.get_or_insert(at);
            met.insert(at);
        }
        assert!(met.len() > 1, "{place}: Tab goes nowhere");
        // What is in a window above everything is all that Tab goes through.
        let is_covered = self.harness.ctx.memory(|memory| memory.top_modal_layer().is_some());
        let now = self.things().into_iter().filter(|thing| before.contains(&thing.id));
        let there: BTreeMap<NodeId, Thing> = now.map(|thing| (thing.id, thing)).collect();
        let rooms: BTreeSet<Option<NodeId>> = met.iter().filter_map(|id| seen.get(id)).map(|t| t.within).collect();
        for thing in there.values().filter(|thing| thing.is_enabled && !met.contains(&thing.id)) {
            let is_excepted = BY_OTHER_KEYS.iter().any(|(role, name)| thing.role == *role && thing.name == *name);
            let is_beneath = is_covered && !rooms.contains(&thing.within);
            if !is_excepted && !is_beneath && !NAMELESS.contains(&thing.role) {
                self.faults.insert(format!("\n  {place}: Tab does not come to {:?} {:?}", thing.role, thing.name));
            }
        }
        for id in &met {
            if let Some(thing) = seen.get(id).filter(|thing| !says_something(&thing.name)) {
                self.faults.insert(format!("\n  {place}: Tab comes to {:?} without a name", thing.role));
            }
        }
        self.harness.ctx.memory_mut(|memory| {
            if let Some(id) = memory.focused() {
                memory.surrender_focus(id);
            }
        });
        self.settle();
    }

    fn finish(self) {
        assert!(self.faults.is_empty(), "{}", self.faults.into_iter().collect::<String>());
    }
}

fn at(lat: f64, lon: f64) -> Position {
    Position::new(lat, lon).expect("on the globe")
}

fn metres(n: f64) -> Metres {
    Metres::new(n).expect("a length")
}

fn feature(n: u128, kind: Kind, name: &str, geometry: geo::Geometry<f64>) -> Feature {
    Feature::new(FeatureId(Uuid::from_u128(n)), kind, name, geometry)
}

fn shaped(n: u128, kind: Kind, name: &str, shape: Shape) -> Arc<Feature> {
    let geometry = geometry_of(&shape).expect("a shape");
    Arc::new(Feature { shape: Some(shape), ..feature(n, kind, name, geometry) })
}

/// A feature of each shape and kind.
fn one_of_each() -> Vec<Arc<Feature>> {
    let (centre, radius) = (at(37.5, 124.0), metres(9_260.0));
    let (from, to) = (Course::new(10.0).expect("a course"), Course::new(80.0).expect("a course"));
    let outer = metres(18_520.0);
    let line = vec![at(37.0, 123.0), at(37.2, 123.6)];
    let line_string = || geo::Geometry::LineString(line.iter().map(|p| p.coord()).collect());
    let point = |lon: f64| geo::Geometry::Point(at(37.8, lon).coord().into());
    let ring: geo::LineString<f64> =
        [at(38.0, 124.0), at(38.2, 124.0), at(38.1, 124.4)].map(Position::coord).into_iter().collect();
    let polygon = geo::Geometry::Polygon(geo::Polygon::new(ring, vec![]));
    let unit = Feature { unit: Some(Unit::default()), ..feature(10, Kind::Unit, "Cutter", point(124.3)) };
    vec![
        Arc::new(feature(1, Kind::InterdictionArea, "Polygon", polygon)),
        shaped(2, Kind::PatrolZone, "Circle", Shape::Circle { centre, radius }),
        shaped(
            3,
            Kind::ExclusionArea,
            "Rectangle",
            Shape::Rectangle { south_west: at(37.0, 124.0), north_east: at(37.3, 124.5) },
        ),
        shaped(4, Kind::ReferenceArea, "Ring", Shape::Ring { centre, inner: radius, outer }),
        shaped(5, Kind::PatrolZone, "Sector", Shape::Sector { centre, inner: metres(0.0), outer, from, to }),
        shaped(6, Kind::PatrolZone, "Corridor", Shape::Corridor { route: line.clone(), half_width: radius }),
        shaped(7, Kind::ReferenceArea, "Measured", Shape::Measured { places: line.clone() }),
        Arc::new(feature(8, Kind::PatrolRoute, "Route", line_string())),
        Arc::new(feature(9, Kind::Barrier, "Barrier", line_string())),
        Arc::new(unit),
        Arc::new(feature(11, Kind::Inspection, "Inspection", point(124.1))),
        Arc::new(feature(12, Kind::Point, "Mark", point(124.2))),
    ]
}

#[test]
fn the_empty_window_its_menus_and_its_dialogs_are_named_and_reached() {
    let home = tempfile::tempdir().expect("a folder");
    let mut window = Window::open(home.path());
    window.tab("the empty window");
    for menu in ["File", "Edit", "View", "Draw", "Analyse", "Help"] {
        window.click(menu);
        window.look(menu);
        window.key(Key::Escape);
    }
    window.click("View");
    window.tab("the menu View");
    window.key(Key::Escape);
    window.harness.key_press_modifiers(Modifiers::COMMAND, Key::P);
    window.settle();
    window.look("the palette");
    window.key(Key::Escape);
    for tab in ["Layers", "Vessels", "Plan"] {
        window.click(tab);
        window.look(tab);
    }
    for action in [
        "plan details",
        "map and chart sources",
        "keyboard shortcuts",
        "notice log",
        "about cordon",
        "new area from coordinates",
        "sign plan",
        "save plan as",
        "history of edits",
        "versions…",
    ] {
        window.palette(action);
        window.tab(action);
        for _ in 0..3 {
            window.key(Key::Escape);
        }
    }
    window.finish();
}

#[test]
fn the_sample_case_is_named_and_reached_whatever_is_selected() {
    let home = tempfile::tempdir().expect("a folder");
    let mut window = Window::open(home.path());
    window.palette("open the sample");
    window.wait("the tracks are open", |session| session.case().tracks().is_some());
    window.wait("whose water is known", |session| session.waters().is_some());
    window.wait("nothing is under way", |session| !session.is_busy());
    window.tab("the sample case");
    window.click("Layers");
    window.tab("layers");
    let n_vessels = window.session().case().tracks().expect("open").store.vessels().len();
    window.click(&format!("Vessels {n_vessels}"));
    window.click("Filters");
    window.look("vessels and their filters");
    let case = window.session().case();
    let zone = Selected::Zone(ZoneId { set: case.zones().first().expect("zones").id, zone_idx: 0 });
    let vessel = Selected::Vessel(case.tracks().expect("open").store.vessels().first().expect("vessels").mmsi);
    let features: Vec<Selected> = case.plan().features.iter().map(|feature| Selected::Feature(feature.id)).collect();
    for (name, things) in
        [("a zone", vec![zone]), ("a vessel", vec![vessel]), ("several", vec![zone, vessel, features[0]])]
    {
        window.select(things);
        window.look(name);
    }
    window.select(vec![vessel]);
    window.wait("it is known who can meet it", |session| session.intercept().menu().is_some());
    let unit = window.session().intercept().looked_at();
    window.harness.state_mut().apply(Command::Intercept(InterceptCommand::Open(unit)));
    window.tab("who can meet a vessel");
    window.select(vec![]);
    window.palette("allocate units");
    window.wait("the units are allocated", |session| session.allocation().standing() == Standing::Ended);
    let answer = window.session().allocation().answer().expect("an answer").as_ref().expect("an allocation");
    let (name, adds) = (answer.plan.feature(answer.case.units[0]).expect("a unit").name.clone(), answer.whys.is_some());
    assert!(adds, "reasons are told");
    window.tab("who searches what");
    window.harness.get_by(|node| node.label().is_some_and(|label| label.starts_with(&format!("{name}: adds")))).click();
    window.settle();
    window.tab("why a unit is where it is");
    window.key(Key::Escape);
    assert!(window.session().allocation().wish().is_none(), "Escape closes it");
    let wish =
        CoverageWish { is_shown: true, is_most: true, slip: Some(SlipWish::default()), ..CoverageWish::default() };
    window.harness.state_mut().apply(Command::Coverage(wish));
    window.click("Layers");
    window.wait("a way through is found", |session| !session.is_busy());
    window.look("the coverage picture");
    window.harness.state_mut().apply(Command::Coverage(CoverageWish::default()));
    window.palette("import report");
    window.tab("import report");
    window.key(Key::Escape);
    window.palette("export tracks");
    window.tab("export of tracks");
    window.finish();
}

#[test]
fn the_inspector_of_each_shape_is_named_and_reached() {
    let home = tempfile::tempdir().expect("a folder");
    let mut window = Window::open(home.path());
    window.edit(PlanEdit::Add(one_of_each()));
    // The tools and lists have been gone through already: what is asked here is the inspector's.
    window.palette("left panel");
    window.palette("timeline");
    for feature in one_of_each() {
        window.select(vec![Selected::Feature(feature.id)]);
        let name = feature.name.clone();
        match name.as_str() {
            "Sector" | "Cutter" | "Polygon" | "Route" => window.tab(&name),
            _ => window.look(&name),
        }
    }
    // A pattern in one, a barrier along another; and what is to be mended of all of them.
    let (speed_cruise, sweep_width) = (Knots::new(15.0), NauticalMiles::new(2.0));
    let figures = Unit { speed_cruise, sweep_width, endurance_h: Some(100.0), ..Unit::default() };
    let place = geo::Geometry::Point(at(37.8, 124.5).coord().into());
    let patrol_boat = Feature { unit: Some(figures), ..feature(13, Kind::Unit, "Patrol boat", place) };
    window.edit(PlanEdit::Add(vec![Arc::new(patrol_boat.clone())]));
    for (n, name) in [(1, "a pattern"), (9, "a barrier")] {
        let id = FeatureId(Uuid::from_u128(n));
        let area = Feature::clone(window.session().case().plan().feature(id).expect("it is there"));
        window.edit(PlanEdit::Replace(vec![Arc::new(Feature { units: vec![patrol_boat.id], ..area })]));
        window.select(vec![Selected::Feature(id)]);
        window.palette("search pattern");
        window.wait("it is laid out", |session| session.patrol().laid().is_some_and(|laid| laid.is_ok()));
        window.tab(name);
        window.key(Key::Escape);
    }
    window.palette("left panel");
    window.wait("the plan is checked", |session| session.problems().count() > 3);
    let n_problems = window.session().problems().count();
    window.harness.get_by_label_contains(&format!("{n_problems} things to mend")).click();
    window.settle();
    window.tab("what is to be mended");
    window.finish();
}

#[test]
fn questions_are_named_and_reached() {
    let home = tempfile::tempdir().expect("a folder");
    let file = |name: &str, text: &str| {
        let path = home.path().join(name);
        std::fs::write(&path, text).expect("a file");
        path
    };
    let mut window = Window::open(&home.path().join("home"));
    let columns = file("columns.csv", "a,b,c,d\n440999001,2018-01-16T03:00:00Z,37.5,124.5\n");
    window.case(CaseCommand::Open(vec![columns]));
    window.wait("it asks for columns", |session| matches!(session.question(), Some((_, Question::Columns { .. }))));
    window.tab("which column is what");
    window.answer(Answer::Cancel);
    let zone = file("zone.csv", "mmsi,time,lat,lon\n440999001,2018-01-16 03:00:00,37.5,124.5\n");
    window.case(CaseCommand::Open(vec![zone]));
    window.wait("it asks for a zone", |session| matches!(session.question(), Some((_, Question::TimeZone { .. }))));
    window.tab("which time zone");
    window.answer(Answer::Cancel);
    window.edit(PlanEdit::Add(one_of_each()));
    window.case(CaseCommand::ExportPlan(home.path().join("plan.csv")));
    window.wait("it asks about losses", |session| matches!(session.question(), Some((_, Question::Losses { .. }))));
    window.tab("what is lost");
    window.answer(Answer::Cancel);
    window.case(CaseCommand::NewPlan);
    window.tab("unsaved changes");
    window.answer(Answer::Cancel);
    let path = home.path().join("plan.geojson.age");
    window.case(CaseCommand::SaveEncrypted(path.clone()));
    window.tab("a new passphrase");
    window.answer(Answer::Passphrase(Passphrase::new("one".into()).expect("a passphrase")));
    window.wait("it is saved", |session| session.case().is_encrypted());
    window.case(CaseCommand::NewPlan);
    window.case(CaseCommand::Open(vec![path]));
    window.wait("it asks for a passphrase", |session| session.question().is_some());
    window.tab("the passphrase");
    window.finish();
}

#[test]
fn what_was_left_behind_is_named_and_reached() {
    let home = tempfile::tempdir().expect("a folder");
    for _ in 0..2 {
        let mut window = Window::open(home.path());
        if window.session().question().is_some() {
            window.answer(Answer::Cancel);
        }
        window.edit(PlanEdit::Add(one_of_each()));
        std::thread::sleep(std::time::Duration::from_millis(1500));
        window.settle();
        std::thread::sleep(std::time::Duration::from_millis(300));
    }
    let mut window = Window::open(home.path());
    window.wait("it asks", |session| matches!(session.question(), Some((_, Question::Recover { .. }))));
    window.tab("what was left behind");
    window.finish();
}

#[test]
fn versions_and_conflicts_are_named_and_reached() {
    let home = tempfile::tempdir().expect("a folder");
    let mut window = Window::open(home.path());
    window.edit(PlanEdit::Add(one_of_each()));
    window.case(CaseCommand::SaveAs(home.path().join("plan.geojson")));
    window.wait("it is saved", |session| session.case().history().is_saved());
    let conflict = |feature: &Arc<Feature>, attribute: &str| {
        let mut other = Feature::clone(feature);
        other.name = format!("{} of theirs", feature.name);
        other.geometry = Some(geo::Geometry::Point(at(36.0, 124.0).coord().into()));
        Conflict::Feature {
            id: feature.id,
            attributes: vec![attribute.to_owned()],
            base: Some(Arc::clone(feature)),
            ours: Some(Arc::clone(feature)),
            theirs: Some(Arc::new(other)),
        }
    };
    let features = one_of_each();
    let text = Conflict::Text { member: "title".into(), ours: "East".into(), theirs: "West".into() };
    let conflicts = [conflict(&features[0], "name"), conflict(&features[11], "place"), text];
    let with = plan_geojson::with_conflicts(window.session().case().plan(), &conflicts);
    let value = with.foreign.get("conflicts").cloned();
    window.edit(PlanEdit::SetMember { name: "conflicts".into(), value });
    assert_eq!(window.session().conflicts().len(), 3);
    window.tab("conflicts");
    // Of the three, one is about a place: it is gone to on the map.
    let selected = |window: &Window| window.session().focus().primary();
    window.click("Show on the map: Mark");
    assert_eq!(selected(&window), Some(Selected::Feature(features[11].id)));
    window.palette("versions…");
    window.wait("they are listed", |session| session.versions().is_some_and(|kept| !kept.is_empty()));
    window.look("versions");
    window.finish();
}

#[test]
fn groups_fold_by_the_keyboard_and_the_filter_names_what_it_leaves() {
    let home = tempfile::tempdir().expect("a folder");
    let mut window = Window::open(home.path());
    let point = |n: u8| {
        let place = geo::Geometry::Point(at(36.0 + f64::from(n) / 20.0, 124.0).coord().into());
        let group = if n.is_multiple_of(4) { "Northern areas" } else { "" };
        let name = format!("Mark {n}");
        Arc::new(Feature { group: group.into(), ..feature(100 + u128::from(n), Kind::Point, &name, place) })
    };
    window.edit(PlanEdit::Add((0..12).map(point).collect()));
    assert!(window.harness.query_by_label("Filter the plan’s features").is_none(), "twelve are seen at once");
    window.edit(PlanEdit::Add((12..40).map(point).collect()));
    window.tab("a plan with groups");
    // Tab goes on to what lies below the list's edge.
    for _ in 0..120 {
        window.harness.key_press(Key::Tab);
        window.harness.run_steps(3);
        if window.harness.query_by_label("Mark 1").is_some() {
            break;
        }
    }
    assert!(window.harness.query_by_label("Mark 1").is_some(), "the last of the list is come to");
    let header = "Group Northern areas, 10 features";
    let is_unfolded = |window: &Window| {
        let node = window.harness.get_by_label(header);
        node.accesskit_node().data().is_expanded()
    };
    window.harness.key_press(Key::Escape);
    window.harness.get_by_label("Filter the plan’s features").focus();
    window.settle();
    window.harness.event(Event::Text("MARK 36".into()));
    window.settle();
    window.harness.get_by_label("1 of 40");
    assert!(window.harness.query_by_label("Mark 35").is_none());
    window.look("a filter");
    window.key(Key::Escape);
    assert!(window.harness.query_by_label("1 of 40").is_none(), "Escape clears it");
    assert_eq!(is_unfolded(&window), Some(true));
    window.harness.get_by_label("Mark 36");
    window.harness.get_by_label(header).focus();
    window.settle();
    window.key(Key::Enter);
    assert_eq!(is_unfolded(&window), Some(false));
    assert!(window.harness.query_by_label("Mark 36").is_none() && window.harness.query_by_label("Mark 35").is_some());
    window.key(Key::Enter);
    assert_eq!(is_unfolded(&window), Some(true), "the keyboard stays at the header");
    window.finish();
}

#[test]
fn an_icon_says_nothing_and_a_word_does() {
    assert!(!says_something("") && !says_something("\u{E145} \u{F0123}"));
    assert!(says_something("\u{E145} Add") && says_something("추가"));
}
