//! The tools as state machines: events in, one edit out.

use std::sync::Arc;

use egui::{Pos2, pos2};
use geo::{Contains as _, Point};
use uuid::Uuid;

use super::*;
use crate::geodesy::distance;
use crate::plan::geometry::{geometry_of, polygon_through, vertices};
use crate::plan::{Kind, PlanId};
use crate::session::{Command, FocusCommand, PlanCommand};
use crate::ui::map::view::rect_of_size;
use crate::units::{Metres, Timestamp};

fn at(lat: f64, lon: f64) -> Position {
    Position::new(lat, lon).expect("on the globe")
}

/// A map, a plan, and a pair of hands.
struct Bench {
    view: View,
    plan: Plan,
    selection: Vec<Selected>,
    tools: Tools,
    labels: Vec<String>,
    form: Form,
    is_read_only: bool,
    snapped: Option<(Pos2, Snapped)>,
}

impl Bench {
    fn new(kind: ToolKind) -> Self {
        let mut tools = Tools::default();
        tools.choose(kind);
        Self {
            view: View::new(at(38.0, 125.0), 9.0, rect_of_size(1280.0, 800.0), 1.0),
            plan: Plan::new(PlanId(Uuid::nil()), Timestamp::from_seconds(0)),
            selection: Vec::new(),
            tools,
            labels: Vec::new(),
            form: Form::Ddm,
            is_read_only: false,
            snapped: None,
        }
    }

    /// A bench whose plan holds these features, the first at the bottom, the last one selected.
    fn with(features: Vec<Feature>) -> Self {
        let mut bench = Self::new(ToolKind::Select);
        bench.selection = features.last().map(|feature| Selected::Feature(feature.id)).into_iter().collect();
        bench.plan.features = features.into_iter().map(Arc::new).collect();
        bench
    }

    fn screen(&self, lat: f64, lon: f64) -> Pos2 {
        self.view.screen_from_position(at(lat, lon))
    }

    fn ask<T>(&mut self, ask: impl FnOnce(&mut Tools, &Scene<'_>, &mut Outbox) -> T) -> T {
        let (view, plan) = (self.view, self.plan.clone());
        let hits = |pointer: Pos2| {
            let place = view.position_from_screen(pointer).expect("on the map");
            let holds = |f: &&Arc<Feature>| f.geometry.as_ref().is_some_and(|g| g.contains(&Point(place.coord())));
            plan.features.iter().rev().filter(holds).map(|f| Selected::Feature(f.id)).collect()
        };
        let selection = self.selection.clone();
        let scene = Scene {
            view: &view,
            plan: &plan,
            selection: &selection,
            hits: &hits,
            form: self.form,
            is_read_only: self.is_read_only,
            crossing: &|feature| feature.geometry.as_ref().and_then(crate::plan::geometry::self_crossing),
            snapped: self.snapped.as_ref(),
        };
        let mut out = Outbox::default();
        let answer = ask(&mut self.tools, &scene, &mut out);
        for command in out.take() {
            match command {
                Command::Plan(PlanCommand::Edit { label, edit }) => {
                    self.plan = self.plan.with(&edit, Timestamp::from_seconds(1)).expect("the edit fits");
                    self.labels.push(label);
                }
                Command::Focus(FocusCommand::Select(things)) => self.selection = things,
                Command::Focus(FocusCommand::Toggle(thing)) => match self.selection.iter().position(|t| *t == thing) {
                    Some(idx) => drop(self.selection.remove(idx)),
                    None => self.selection.push(thing),
                },
                other => panic!("no tool asks for {other:?}"),
            }
        }
        answer
    }

    fn tell(&mut self, event: Event) -> Outcome {
        self.ask(|tools, scene, out| tools.handle(event, scene, out))
    }

    fn click(&mut self, lat: f64, lon: f64) -> Outcome {
        let at = self.screen(lat, lon);
        self.tell(Event::Hover(at));
        self.tell(Event::Click { at, adds: false })
    }

    fn hover(&mut self, lat: f64, lon: f64) {
        let at = self.screen(lat, lon);
        self.tell(Event::Hover(at));
    }

    fn drag(&mut self, from: (f64, f64), to: (f64, f64)) {
        let (a, b) = (self.screen(from.0, from.1), self.screen(to.0, to.1));
        self.tell(Event::DragStart(a));
        self.tell(Event::Drag(a.lerp(b, 0.5)));
        self.tell(Event::Drag(b));
        self.tell(Event::DragEnd(b));
    }

    fn type_text(&mut self, text: &str) -> Result<Outcome, String> {
        self.ask(|tools, scene, out| tools.accept(text, scene, out))
    }

    fn hint(&mut self) -> String {
        self.ask(|tools, scene, _| tools.hint(scene))
    }

    fn readout(&mut self) -> Vec<String> {
        self.ask(|tools, scene, _| tools.readout(scene))
    }

    fn corners(&self, idx: usize) -> Vec<Position> {
        let geometry = self.plan.features[idx].geometry.as_ref().expect("a place");
        vertices(geometry).map(|(_, place)| place).collect()
    }
}

fn feature(n: u128, name: &str, geometry: Geometry<f64>, shape: Option<Shape>) -> Feature {
    let mut feature = Feature::new(FeatureId(Uuid::from_u128(n)), Kind::InterdictionArea, name, geometry);
    feature.shape = shape;
    feature
}

fn kilo() -> Feature {
    let corners = [at(38.0, 125.0), at(38.0, 125.4), at(38.3, 125.4), at(38.3, 125.0)];
    feature(1, "Area Kilo", polygon_through(&corners).expect("four corners"), None)
}

fn lima() -> Feature {
    let shape = Shape::Circle { centre: at(38.15, 125.2), radius: Metres::magnitude(9260.0) };
    feature(2, "Area Lima", geometry_of(&shape).expect("a circle"), Some(shape))
}

fn is_close(a: Position, lat: f64, lon: f64) -> bool {
    // One point of the screen is about 240 m at zoom 9 and 38N.
    distance(a, at(lat, lon)).value() < 250.0
}

#[test]
fn clicks_and_enter_draw_a_polygon_in_one_edit() {
    let mut bench = Bench::new(ToolKind::Polygon);
    for (lat, lon) in [(38.0, 125.0), (38.0, 125.4), (38.3, 125.4)] {
        assert_eq!(bench.click(lat, lon), Outcome::Taken);
    }
    assert_eq!(bench.tell(Event::Finish), Outcome::Done);
    assert_eq!(bench.labels, ["Draw polygon"]);
    assert_eq!(bench.corners(0).len(), 3);
    assert_eq!(bench.plan.features[0].name, "Area Alfa");
    assert_eq!(bench.selection, [Selected::Feature(bench.plan.features[0].id)]);
    assert_eq!(bench.tools.active(), ToolKind::Select);
}

#[test]
fn a_double_click_finishes_without_a_corner_more() {
    let mut bench = Bench::new(ToolKind::Polygon);
    for (lat, lon) in [(38.0, 125.0), (38.0, 125.4), (38.3, 125.4)] {
        bench.click(lat, lon);
    }
    let last = bench.screen(38.3, 125.4);
    assert_eq!(bench.tell(Event::DoubleClick(last)), Outcome::Done);
    assert_eq!(bench.corners(0).len(), 3);
}

#[test]
fn a_click_on_the_first_corner_closes_the_ring() {
    let mut bench = Bench::new(ToolKind::Polygon);
    for (lat, lon) in [(38.0, 125.0), (38.0, 125.4), (38.3, 125.4)] {
        bench.click(lat, lon);
    }
    assert_eq!(bench.click(38.0, 125.0), Outcome::Done);
    assert_eq!(bench.corners(0).len(), 3);
}

#[test]
fn backspace_takes_one_corner_back_and_escape_backs_out_step_by_step() {
    let mut bench = Bench::new(ToolKind::Polygon);
    bench.click(38.0, 125.0);
    bench.click(38.0, 125.4);
    bench.tell(Event::StepBack);
    assert_eq!(bench.ask(|tools, scene, _| tools.preview(scene).handles.len()), 1);
    assert_eq!(bench.tell(Event::Cancel), Outcome::Taken);
    assert_eq!(bench.tools.active(), ToolKind::Polygon);
    assert_eq!(bench.tell(Event::Cancel), Outcome::Taken);
    assert_eq!(bench.tools.active(), ToolKind::Select);
    assert_eq!(bench.tell(Event::Cancel), Outcome::Ignored);
    assert!(bench.labels.is_empty());
}

#[test]
fn two_corners_are_no_area_and_the_status_line_says_so() {
    let mut bench = Bench::new(ToolKind::Polygon);
    bench.click(38.0, 125.0);
    bench.click(38.0, 125.4);
    assert_eq!(bench.tell(Event::Finish), Outcome::Taken);
    assert!(bench.hint().starts_with("An area needs three corners"));
}

#[test]
fn a_drag_and_two_clicks_draw_the_same_rectangle() {
    let (mut dragged, mut clicked) = (Bench::new(ToolKind::Rectangle), Bench::new(ToolKind::Rectangle));
    dragged.drag((38.3, 125.0), (38.0, 125.4));
    clicked.click(38.3, 125.0);
    clicked.click(38.0, 125.4);
    assert_eq!(dragged.labels, ["Draw rectangle"]);
    assert_eq!(dragged.plan.features[0].shape, clicked.plan.features[0].shape);
    let Some(Shape::Rectangle { south_west, north_east }) = dragged.plan.features[0].shape else {
        panic!("a rectangle")
    };
    assert!(is_close(south_west, 38.0, 125.0) && is_close(north_east, 38.3, 125.4));
}

#[test]
fn a_typed_centre_and_radius_are_exact() {
    let mut bench = Bench::new(ToolKind::Circle);
    assert_eq!(bench.type_text("38°43.2′N 125°24.0′E"), Ok(Outcome::Taken));
    assert_eq!(bench.type_text("5 nm"), Ok(Outcome::Done));
    let Some(Shape::Circle { centre, radius }) = bench.plan.features[0].shape else { panic!("a circle") };
    assert_eq!(centre.e7(), (387_200_000, 1_254_000_000));
    assert!((radius.value() - 9260.0).abs() < 1e-9);
    assert_eq!(bench.labels, ["Draw circle"]);
}

#[test]
fn a_radius_before_its_centre_is_refused_in_words() {
    let mut bench = Bench::new(ToolKind::Circle);
    assert!(bench.type_text("5 nm").is_err_and(|fault| fault.starts_with("The centre comes first")));
    assert!(bench.type_text("somewhere off Nampo").is_err());
}

#[test]
fn typed_corners_mix_with_clicked_ones() {
    let mut bench = Bench::new(ToolKind::Polygon);
    bench.click(38.0, 125.0);
    assert_eq!(bench.type_text("38-00.0N 125-24.0E; 38-18.0N 125-24.0E"), Ok(Outcome::Taken));
    bench.tell(Event::Finish);
    assert_eq!(bench.corners(0)[1], at(38.0, 125.4));
}

#[test]
fn the_readout_gives_leg_perimeter_area_and_place() {
    let mut bench = Bench::new(ToolKind::Polygon);
    bench.click(38.0, 125.0);
    bench.hover(38.0, 125.4);
    let lines = bench.readout();
    // GeodSolve -i: 38 125 38 125.4 is 35132.2 m at azimuth 89.877, that is 18.97 nm.
    assert!(lines[0].starts_with("19.0 nm  090°") || lines[0].starts_with("18.9 nm  090°"), "{lines:?}");
    bench.click(38.0, 125.4);
    bench.hover(38.3, 125.4);
    let lines = bench.readout();
    assert!(lines[1].starts_with("Perimeter ") && lines[2].starts_with("Area 58"), "{lines:?}"); // ½ · 35.1 · 33.3 km
    assert!(lines[3].starts_with("38°18.") || lines[3].starts_with("38°17."), "{lines:?}");
}

#[test]
fn an_outline_that_crosses_itself_is_said_while_drawing() {
    let mut bench = Bench::new(ToolKind::Polygon);
    for (lat, lon) in [(38.0, 125.0), (38.3, 125.4), (38.0, 125.4)] {
        bench.click(lat, lon);
    }
    bench.hover(38.3, 125.0);
    assert!(bench.readout().iter().any(|line| line == "The outline crosses itself"));
}

#[test]
fn measuring_changes_nothing_and_adds_up() {
    let mut bench = Bench::new(ToolKind::Measure);
    bench.click(38.0, 125.0);
    bench.click(38.0, 125.4);
    bench.hover(38.3, 125.4);
    let lines = bench.readout();
    assert!(lines.iter().any(|line| line.starts_with("Total 3")), "{lines:?}"); // 19.0 + 18.0 nm
    bench.tell(Event::Finish);
    assert_eq!(bench.tell(Event::Cancel), Outcome::Taken);
    assert!(bench.plan.features.is_empty() && bench.labels.is_empty());
    assert_eq!(bench.tools.active(), ToolKind::Measure);
}

#[test]
fn a_measure_is_kept_as_what_it_is() {
    let mut bench = Bench::new(ToolKind::Measure);
    bench.drag((38.0, 125.0), (38.0, 125.4));
    assert!(bench.labels.is_empty() && bench.hint().contains("Enter"), "{}", bench.hint());
    bench.tell(Event::Finish);
    let kept = bench.plan.features.last().expect("a feature").clone();
    let Some(Shape::Measured { places }) = &kept.shape else { panic!("{:?}", kept.shape) };
    assert_eq!(places.len(), 2);
    // GeographicLib: 38N 125E to 38N 125.4E is 35 132.957 m.
    let size = crate::plan::geometry::size(kept.geometry.as_ref().expect("a line"));
    assert!((size.perimeter.value() - 35_132.957).abs() < 0.5);
    assert_eq!((kept.name.as_str(), bench.labels.as_slice()), ("Measure 1", ["Keep measure".to_owned()].as_slice()));
}

#[test]
fn a_measured_line_that_comes_back_has_an_area_and_is_kept_as_one() {
    let mut bench = Bench::new(ToolKind::Measure);
    for (lat, lon) in [(38.0, 125.0), (38.0, 125.4), (38.3, 125.4), (38.3, 125.0), (38.0, 125.0)] {
        bench.click(lat, lon);
    }
    let line = bench.readout().join("\n");
    // GeographicLib: 1 167.532 km².
    assert!(line.replace(',', "").contains("1168 km²"), "{line}");
    bench.tell(Event::Finish);
    let kept = bench.plan.features.last().expect("a feature");
    assert!(matches!(&kept.shape, Some(Shape::Geodesic { corners }) if corners.len() == 4), "{:?}", kept.shape);
}

#[test]
fn tab_goes_on_to_what_lies_beneath_and_round_again() {
    let mut bench = Bench::with(vec![kilo(), lima()]);
    bench.click(38.15, 125.2);
    assert_eq!(bench.selection, [Selected::Feature(lima().id)]);
    bench.tell(Event::Beneath);
    assert_eq!(bench.selection, [Selected::Feature(kilo().id)]);
    bench.tell(Event::Beneath);
    assert_eq!(bench.selection, [Selected::Feature(lima().id)]);
}

#[test]
fn shift_click_toggles_and_a_click_on_the_sea_selects_nothing() {
    let mut bench = Bench::with(vec![kilo(), lima()]);
    let corner = bench.screen(38.28, 125.03);
    bench.tell(Event::Click { at: corner, adds: true });
    assert_eq!(bench.selection.len(), 2);
    bench.tell(Event::Click { at: corner, adds: true });
    assert_eq!(bench.selection, [Selected::Feature(lima().id)]);
    bench.click(37.5, 124.5);
    assert!(bench.selection.is_empty());
}

#[test]
fn dragging_a_selected_circle_moves_it_in_one_edit() {
    let mut bench = Bench::with(vec![lima()]);
    bench.drag((38.12, 125.17), (38.22, 125.17));
    assert_eq!(bench.labels, ["Move Area Lima"]);
    let Some(Shape::Circle { centre, radius }) = bench.plan.features[0].shape else { panic!("a circle") };
    assert!(is_close(centre, 38.25, 125.2), "{centre:?}");
    assert!((radius.value() - 9260.0).abs() < 1e-9);
}

#[test]
fn what_is_not_selected_does_not_move_under_a_drag() {
    let mut bench = Bench::with(vec![kilo()]);
    bench.selection.clear();
    let inside = bench.screen(38.15, 125.2);
    assert!(!bench.ask(|tools, scene, _| tools.takes_drag(scene, inside)));
    bench.drag((38.15, 125.2), (38.3, 125.2));
    assert!(bench.labels.is_empty());
}

#[test]
fn an_area_that_fills_the_window_is_panned_and_not_moved() {
    let mut bench = Bench::with(vec![kilo()]);
    bench.view = View::new(at(38.15, 125.2), 12.0, rect_of_size(1280.0, 800.0), 1.0);
    let inside = bench.screen(38.13, 125.22);
    assert!(!bench.ask(|tools, scene, _| tools.takes_drag(scene, inside)));
}

#[test]
fn the_radius_handle_changes_the_radius_only() {
    let mut bench = Bench::with(vec![lima()]);
    let edge =
        crate::geodesy::destination(at(38.15, 125.2), crate::units::Course::wrapped(90.0), Metres::magnitude(9260.0));
    let wider =
        crate::geodesy::destination(at(38.15, 125.2), crate::units::Course::wrapped(90.0), Metres::magnitude(18_520.0));
    bench.drag((edge.lat(), edge.lon()), (wider.lat(), wider.lon()));
    assert_eq!(bench.labels, ["Change radius of Area Lima"]);
    let Some(Shape::Circle { centre, radius }) = bench.plan.features[0].shape else { panic!("a circle") };
    assert_eq!(centre, at(38.15, 125.2));
    assert!((radius.value() - 18_520.0).abs() < 250.0, "{radius:?}");
}

#[test]
fn a_corner_of_a_rectangle_moves_and_its_opposite_stays() {
    let shape = crate::plan::geometry::rectangle_between(at(38.0, 125.0), at(38.3, 125.4));
    let mut bench = Bench::with(vec![feature(3, "Box", geometry_of(&shape).expect("a rectangle"), Some(shape))]);
    bench.drag((38.3, 125.4), (38.4, 125.6));
    assert_eq!(bench.labels, ["Move corner of Box"]);
    let Some(Shape::Rectangle { south_west, north_east }) = bench.plan.features[0].shape else { panic!("a rectangle") };
    assert_eq!(south_west, at(38.0, 125.0));
    assert!(is_close(north_east, 38.4, 125.6));
}

#[test]
fn vertices_are_moved_inserted_and_deleted_one_edit_each() {
    let mut bench = Bench::with(vec![kilo()]);
    let inside = bench.screen(38.1, 125.1);
    bench.tell(Event::DoubleClick(inside));
    bench.drag((38.0, 125.0), (37.9, 124.9));
    assert!(is_close(bench.corners(0)[0], 37.9, 124.9));
    bench.drag((38.15, 125.4), (38.15, 125.5));
    assert_eq!(bench.corners(0).len(), 5);
    assert!(is_close(bench.corners(0)[2], 38.15, 125.5));
    assert!(bench.tools.has_chosen_vertex());
    bench.tell(Event::Delete);
    assert_eq!(bench.corners(0).len(), 4);
    assert_eq!(bench.labels, ["Move vertex of Area Kilo", "Insert vertex of Area Kilo", "Delete vertex of Area Kilo"]);
    bench.tell(Event::Delete);
    assert_eq!(bench.labels.last().map(String::as_str), Some("Delete Area Kilo"));
    assert!(bench.plan.features.is_empty());
}

#[test]
fn escape_in_mid_drag_puts_everything_back() {
    let mut bench = Bench::with(vec![kilo()]);
    let (a, b) = (bench.screen(38.15, 125.2), bench.screen(38.3, 125.2));
    bench.tell(Event::DragStart(a));
    bench.tell(Event::Drag(b));
    bench.tell(Event::Cancel);
    bench.tell(Event::DragEnd(b));
    assert!(bench.labels.is_empty());
    assert_eq!(bench.selection.len(), 1);
}

#[test]
fn a_corner_goes_to_what_the_pointer_snaps_to() {
    let mut bench = Bench::new(ToolKind::Polygon);
    let corners = [(38.0, 125.0), (38.0, 125.4), (38.3, 125.2)];
    for (lat, lon) in corners {
        // The pointer is a little off what it snaps to.
        let pointer = bench.screen(lat + 0.004, lon - 0.004);
        let snapped = Snapped { place: at(lat, lon), to: SnapTo::Vertex, words: "corner of Area Kilo".into() };
        bench.snapped = Some((pointer, snapped));
        bench.tell(Event::Hover(pointer));
        assert!(bench.readout().iter().any(|line| line.contains("corner of Area Kilo")));
        bench.tell(Event::Click { at: pointer, adds: false });
    }
    // What the pointer snapped to elsewhere does not hold here.
    bench.hover(38.1, 125.1);
    assert!(!bench.readout().iter().any(|line| line.contains("Kilo")));
    bench.tell(Event::Finish);
    let drawn: Vec<(f64, f64)> = bench.corners(0).iter().map(|place| (place.lat(), place.lon())).collect();
    assert_eq!(drawn, corners);
}

#[test]
fn a_heavy_outline_is_dragged_by_the_edges_beside_the_vertex_and_changed_once() {
    let n = 5_000_u32;
    let on = |i: u32| {
        let angle = f64::from(i) / f64::from(n) * std::f64::consts::TAU;
        geo::coord! { x: 125.0 + 0.4 * angle.cos(), y: 38.0 + 0.3 * angle.sin() }
    };
    let ring: Vec<_> = (0..n).map(on).collect();
    let heavy = feature(7, "Heavy", geo::Polygon::new(ring.into(), vec![]).into(), None);
    let mut bench = Bench::with(vec![heavy]);
    let east = bench.screen(38.0, 125.4);
    bench.tell(Event::DoubleClick(bench.screen(38.0, 125.0)));
    assert!(bench.hint().contains("Zoom in"), "{}", bench.hint());
    // Near its eastern end few enough are in view.
    bench.view = View::new(at(38.0, 125.4), 17.0, rect_of_size(1280.0, 800.0), 1.0);
    assert_ne!(east, bench.screen(38.0, 125.4));
    let (from, to) = (bench.screen(38.0, 125.4), bench.screen(38.0, 125.401));
    bench.tell(Event::DragStart(from));
    bench.tell(Event::Drag(to));
    let preview = bench.ask(|tools, scene, _| tools.preview(scene));
    assert_eq!((preview.line.len(), preview.geometry, preview.crossing), (3, None, None));
    assert!(bench.labels.is_empty());
    bench.tell(Event::DragEnd(to));
    assert_eq!(bench.labels, ["Move vertex of Heavy"]);
    let corners = bench.corners(0);
    assert!(corners.len() == 5_000 && is_close(corners[0], 38.0, 125.401), "{:?}", corners[0]);
}

#[test]
fn a_heavy_outline_that_was_moved_is_changed_off_the_frame_and_not_lost_with_the_tool() {
    let n = 6_000_u32;
    let on = |i: u32| {
        let angle = f64::from(i) / f64::from(n) * std::f64::consts::TAU;
        geo::coord! { x: 125.0 + 0.4 * angle.cos(), y: 38.0 + 0.3 * angle.sin() }
    };
    let ring: Vec<_> = (0..n).map(on).collect();
    let heavy = feature(7, "Heavy", geo::Polygon::new(ring.into(), vec![]).into(), None);
    let (id, whole) = (heavy.id, heavy.clone());
    let mut bench = Bench::with(vec![heavy]);
    bench.drag((38.0, 125.0), (38.1, 125.2));
    assert!(bench.labels.is_empty(), "nothing of it in the frame in which it is let go");
    assert_eq!(bench.tools.in_hand(), [id]);
    assert!(bench.ask(|tools, scene, _| tools.preview(scene)).geometry.is_some(), "it is shown where it was let go");
    bench.tools.choose(ToolKind::Circle);
    let ctx = egui::Context::default();
    let begun = std::time::Instant::now();
    while bench.labels.is_empty() {
        assert!(begun.elapsed() < std::time::Duration::from_mins(1), "it never becomes what it was shown as");
        bench.ask(|tools, _, out| tools.settle(&ctx, out));
        std::thread::yield_now();
    }
    assert_eq!(bench.labels, ["Move Heavy"]);
    assert!(bench.tools.in_hand().is_empty());
    let expected = crate::plan::geometry::moved(&whole, at(38.0, 125.0), at(38.1, 125.2)).expect("it can be there");
    let (moved, expected) = (bench.plan.features[0].geometry.clone(), expected.geometry);
    // The pointer is on a pixel: some ten metres at this zoom.
    let centre =
        |geometry: Option<geo::Geometry<f64>>| geo::Centroid::centroid(&geometry.expect("an area")).expect("a middle");
    let (a, b) = (centre(moved), centre(expected));
    assert!((a.x() - b.x()).abs() < 1e-3 && (a.y() - b.y()).abs() < 1e-3, "{a:?} {b:?}");
}

#[test]
fn a_chosen_vertex_goes_where_it_is_typed() {
    let mut bench = Bench::with(vec![kilo()]);
    bench.click(38.0, 125.0);
    assert!(bench.tools.has_chosen_vertex());
    assert_eq!(bench.type_text("37°54.0′N 124°54.0′E"), Ok(Outcome::Taken));
    assert_eq!(bench.corners(0)[0], at(37.9, 124.9));
}

#[test]
fn a_read_only_plan_is_looked_at_and_left_alone() {
    let mut bench = Bench::with(vec![kilo()]);
    bench.is_read_only = true;
    bench.drag((38.15, 125.2), (38.3, 125.2));
    bench.tell(Event::Delete);
    bench.tools.choose(ToolKind::Circle);
    assert!(bench.hint().contains("read-only"));
    bench.drag((38.15, 125.2), (38.3, 125.2));
    assert!(bench.labels.is_empty());
}

#[test]
fn handles_are_a_target_of_twenty_points() {
    let mut bench = Bench::with(vec![kilo()]);
    let corner = bench.screen(38.0, 125.0);
    let takes = |bench: &mut Bench, by: Pos2| bench.ask(|tools, scene, _| tools.takes_drag(scene, by));
    assert!(takes(&mut bench, corner + egui::vec2(-6.0, 6.0)));
    assert!(!takes(&mut bench, pos2(corner.x - 16.0, corner.y + 16.0)));
}
