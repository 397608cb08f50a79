//! The tools of the map: select and reshape, draw a polygon, rectangle or circle, measure.
//!
//! Owns what is half done: corners set, a handle in the hand, the line being measured. Never changes the plan: a gesture
//! previews inside its tool and sends one edit when it ends, so one gesture is one undo. Start at [`Tools`]; each tool is a
//! state machine over [`Event`]s that needs no window, and [`ToolLayer`] is what turns a window's input into them.

mod circle;
mod entry;
mod handle;
mod layer;
mod mark;
mod measure;
mod paint;
mod path;
mod polygon;
mod rectangle;
mod round;
mod select;
pub mod snapping;
#[cfg(test)]
mod tests;
mod words;

use std::sync::Arc;

use egui::Pos2;
use geo::Geometry;
use uuid::Uuid;

use crate::coordinate::Form;
use crate::geodesy::Position;
use crate::io::unit_library;
use crate::language::{said, words};
use crate::plan::geometry::ShapeError;
use crate::plan::{Feature, FeatureId, Kind, Plan, PlanEdit, Shape, next_name};
use crate::session::Selected;
use crate::session::faults;
use crate::ui::Outbox;
use crate::ui::map::View;
use crate::ui::map::workers::Workers;
use crate::ui::theme::icon;
use crate::ui::typed::Typed;

use circle::Circle;
use entry::Entry;
use mark::Mark;
use measure::Measure;
use path::Path;
use polygon::Polygon;
use rectangle::Rectangle;
use round::Round;
use select::Select;
use snapping::{SnapTo, Snapped};

pub use handle::{Grip, Handle, REACH_POINTS};
pub use layer::ToolLayer;

/// Which tool is in the hand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum ToolKind {
    /// Selects, moves, reshapes.
    #[default]
    Select,
    /// Draws a polygon corner by corner.
    Polygon,
    /// Draws between two parallels and two meridians.
    Rectangle,
    /// Draws round a centre.
    Circle,
    /// Draws between two radii.
    Ring,
    /// Draws between two bearings.
    Sector,
    /// Draws an area along a route.
    Corridor,
    /// Draws a patrol route.
    Route,
    /// Draws a barrier.
    Barrier,
    /// Sets a point.
    Point,
    /// Sets a unit.
    Unit,
    /// Reads range and bearing.
    Measure,
}

/// What a tool is told. Places on the screen are in points.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Event {
    /// The pointer is here, no button down.
    Hover(Pos2),
    /// The pointer left the map.
    Leave,
    /// A click; `adds` with Shift or Ctrl down.
    Click {
        /// Where.
        at: Pos2,
        /// Whether Shift or Ctrl was down.
        adds: bool,
    },
    /// The second click of a double click.
    DoubleClick(Pos2),
    /// A drag began, where the button went down.
    DragStart(Pos2),
    /// The drag is here now.
    Drag(Pos2),
    /// The button went up, here.
    DragEnd(Pos2),
    /// Enter.
    Finish,
    /// Backspace.
    StepBack,
    /// Escape: back out one step.
    Cancel,
    /// Delete.
    Delete,
    /// Tab: what lies beneath.
    Beneath,
}

/// What a tool looks at. Cheap to make each frame.
pub struct Scene<'a> {
    /// The camera.
    pub view: &'a View,
    /// The plan as it stands.
    pub plan: &'a Plan,
    /// What is selected, the last one shown in the inspector.
    pub selection: &'a [Selected],
    /// Everything under a place on the screen, topmost first.
    pub hits: &'a dyn Fn(Pos2) -> Vec<Selected>,
    /// How coordinates are written.
    pub form: Form,
    /// Whether the plan may only be looked at.
    pub is_read_only: bool,
    /// Where the outline of a feature crosses itself, as far as that is known.
    pub crossing: &'a dyn Fn(&Arc<Feature>) -> Option<Position>,
    /// What the pointer snaps to, and where on the screen that holds.
    pub snapped: Option<&'a (Pos2, Snapped)>,
}

impl Scene<'_> {
    /// The one selected feature of the plan; `None` if nothing or more is selected.
    fn selected_feature(&self) -> Option<&Arc<Feature>> {
        match self.selection {
            [Selected::Feature(id)] => self.plan.feature(*id),
            _ => None,
        }
    }

    /// The place that is meant by one on the screen: what the pointer snaps to, where it does.
    fn place(&self, at: Pos2) -> Option<Position> {
        self.snapped_at(at).map(|snapped| snapped.place).or_else(|| self.bare_place(at))
    }

    /// The place on the screen as it is.
    fn bare_place(&self, at: Pos2) -> Option<Position> {
        self.view.position_from_screen(at).map(Position::rounded)
    }

    fn snapped_at(&self, at: Pos2) -> Option<&Snapped> {
        self.snapped.filter(|(of, _)| of.distance_sq(at) < 0.01).map(|(_, snapped)| snapped)
    }
}

/// What became of an event or of typed coordinates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It meant nothing to the tool.
    Ignored,
    /// It was used.
    Taken,
    /// It was used, and the tool has done its work: back to selecting.
    Done,
}

/// What a tool shows of what is half done.
#[derive(Clone, Debug, Default)]
pub struct Preview {
    /// The shape as it would become.
    pub geometry: Option<Geometry<f64>>,
    /// An open line: the corners so far, or the line measured.
    pub line: Vec<Position>,
    /// Whether the line's legs are geodesics (a range and bearing line) and not edges of a shape.
    pub is_geodesic: bool,
    /// Where the outline crosses itself, as a warning.
    pub crossing: Option<Position>,
    /// What can be grasped.
    pub handles: Vec<Handle>,
    /// The handle under the pointer or in the hand.
    pub hot: Option<Grip>,
    /// The vertex that Delete would take away.
    pub chosen: Option<Grip>,
    /// What the pointer has snapped to.
    pub snapped: Option<(Position, SnapTo)>,
    /// The id of the features the preview stands for, drawn paler while it is shown.
    pub stands_for: Vec<FeatureId>,
}

/// A state machine: events in, edits and a preview out.
trait Tool {
    fn handle(&mut self, event: Event, scene: &Scene<'_>, out: &mut Outbox) -> Outcome;

    /// Takes typed coordinates or a typed radius.
    fn accept(&mut self, typed: &Typed, scene: &Scene<'_>, out: &mut Outbox) -> Result<Outcome, String>;

    /// What the tool expects next, for the status line.
    fn hint(&self, scene: &Scene<'_>) -> String;

    /// What is typed next: "Corner 3", "Radius"; `None` if typing makes no sense now.
    fn wants(&self) -> Option<&'static str>;

    /// Lines beside the pointer.
    fn readout(&self, scene: &Scene<'_>) -> Vec<String>;

    fn preview(&self, scene: &Scene<'_>) -> Preview;

    /// Whether a press here belongs to the tool, and does not pan.
    fn takes_drag(&self, scene: &Scene<'_>, at: Pos2) -> bool;

    /// Whether anything is half done.
    fn is_busy(&self) -> bool;
}

/// The tools, and which one is in the hand.
#[derive(Debug, Default)]
pub struct Tools {
    kind: ToolKind,
    select: Select,
    polygon: Polygon,
    rectangle: Rectangle,
    circle: Circle,
    round: Round,
    path: Path,
    mark: Mark,
    measure: Measure,
    entry: Option<Entry>,
    pointer: Option<Pos2>,
    /// The area that whoever knows the waters was last told of.
    drawn: Option<Geometry<f64>>,
    workers: Workers,
}

impl Tools {
    /// The tool in the hand.
    #[must_use]
    pub const fn active(&self) -> ToolKind {
        self.kind
    }

    /// Takes a tool in the hand; what was half done with another is dropped.
    pub fn choose(&mut self, kind: ToolKind) {
        let (pointer, drawn) = (self.pointer, self.drawn.take());
        // What was let go still becomes what it was shown as.
        let (settling, workers) = (self.select.settling.take(), std::mem::take(&mut self.workers));
        *self = Self { kind, pointer, drawn, workers, ..Self::default() };
        self.select.settling = settling;
        match kind {
            ToolKind::Ring => self.round = Round::new(round::Of::Ring),
            ToolKind::Sector => self.round = Round::new(round::Of::Sector),
            ToolKind::Corridor => self.path = Path::new(path::Of::Corridor),
            ToolKind::Route => self.path = Path::new(path::Of::Route),
            ToolKind::Barrier => self.path = Path::new(path::Of::Barrier),
            ToolKind::Unit => self.mark = Mark::unit(None),
            _ => {}
        }
    }

    /// Takes the tool for a unit of a class in the hand, by its place in the library that comes with the program.
    pub fn choose_class(&mut self, class_idx: usize) {
        self.choose(ToolKind::Unit);
        self.mark = Mark::unit(unit_library::bundled().get(class_idx));
    }

    /// Whether a tool other than Select is in the hand, or anything is half done.
    #[must_use]
    pub fn is_drawing(&self) -> bool {
        self.kind != ToolKind::Select || self.select.is_busy()
    }

    /// Whether the tool in the hand can take typed coordinates now.
    #[must_use]
    pub fn takes_typing(&self) -> bool {
        self.tool().wants().is_some()
    }

    /// Opens the field for typed coordinates, where the tool takes any.
    pub fn type_coordinates(&mut self) {
        if self.tool().wants().is_some() {
            self.entry.get_or_insert_default();
        }
    }

    /// Whether there is a vertex that Delete would take away rather than the whole feature.
    #[must_use]
    pub const fn has_chosen_vertex(&self) -> bool {
        matches!(self.kind, ToolKind::Select) && self.select.has_chosen_vertex()
    }

    /// Whether Tab would go on to something beneath the last click.
    #[must_use]
    pub const fn has_beneath(&self) -> bool {
        matches!(self.kind, ToolKind::Select) && self.select.has_beneath()
    }

    /// Whether the tool in the hand sets places, which may snap to something, and the features it may not snap to: those in the hand.
    #[must_use]
    pub fn snaps(&self) -> Option<Vec<FeatureId>> {
        match self.kind {
            ToolKind::Select => self.select.snaps(),
            _ => Some(Vec::new()),
        }
    }

    /// The features whose change is being previewed.
    #[must_use]
    pub fn in_hand(&self) -> Vec<FeatureId> {
        self.select.in_hand()
    }

    /// Begins to measure, or to draw a circle, at a place: as if it had been clicked.
    pub fn begin_at(&mut self, kind: ToolKind, place: Position) {
        self.choose(kind);
        match kind {
            ToolKind::Measure => self.measure.begin_at(place),
            ToolKind::Circle => self.circle.begin_at(place),
            _ => {}
        }
    }

    /// Goes on with what takes longer than a frame: call it once in each.
    pub fn settle(&mut self, ctx: &egui::Context, out: &mut Outbox) {
        self.select.settle(&self.workers, ctx, out);
    }

    /// Tells the tool in the hand what happened.
    pub fn handle(&mut self, event: Event, scene: &Scene<'_>, out: &mut Outbox) -> Outcome {
        match event {
            Event::Hover(at) | Event::Drag(at) => self.pointer = Some(at),
            Event::Leave => self.pointer = None,
            _ => {}
        }
        let outcome = self.tool_mut().handle(event, scene, out);
        match (outcome, event) {
            (Outcome::Done, _) => self.choose(ToolKind::Select),
            // Escape with nothing half done puts the tool away.
            (Outcome::Ignored, Event::Cancel) if self.kind != ToolKind::Select => {
                self.choose(ToolKind::Select);
                return Outcome::Taken;
            }
            _ => {}
        }
        outcome
    }

    /// Gives the tool in the hand what was typed.
    ///
    /// # Errors
    /// A sentence on why it cannot be used; nothing changed.
    pub fn accept(&mut self, text: &str, scene: &Scene<'_>, out: &mut Outbox) -> Result<Outcome, String> {
        let typed = Typed::read(text)?;
        let outcome = self.tool_mut().accept(&typed, scene, out)?;
        if outcome == Outcome::Done {
            self.choose(ToolKind::Select);
        }
        Ok(outcome)
    }

    /// What the status line says.
    #[must_use]
    pub fn hint(&self, scene: &Scene<'_>) -> String {
        if scene.is_read_only && !matches!(self.kind, ToolKind::Select | ToolKind::Measure) {
            return words("hint-read-only-copy").into();
        }
        self.tool().hint(scene)
    }

    /// The lines beside the pointer.
    #[must_use]
    pub fn readout(&self, scene: &Scene<'_>) -> Vec<String> {
        let mut lines = self.tool().readout(scene);
        let snapped = self.pointer.and_then(|at| scene.snapped_at(at));
        lines.extend(
            snapped
                .filter(|snapped| !snapped.words.is_empty())
                .map(|snapped| format!("{} {}", icon::ICON_FILTER_CENTER_FOCUS.codepoint, snapped.words)),
        );
        lines
    }

    /// What is shown of what is half done.
    #[must_use]
    pub fn preview(&self, scene: &Scene<'_>) -> Preview {
        let snapped = self.pointer.and_then(|at| scene.snapped_at(at)).map(|snapped| (snapped.place, snapped.to));
        Preview { snapped, ..self.tool().preview(scene) }
    }

    /// Whether a press at `at` belongs to the tool.
    #[must_use]
    pub fn takes_drag(&self, scene: &Scene<'_>, at: Pos2) -> bool {
        self.tool().takes_drag(scene, at)
    }

    fn tool(&self) -> &dyn Tool {
        match self.kind {
            ToolKind::Select => &self.select,
            ToolKind::Polygon => &self.polygon,
            ToolKind::Rectangle => &self.rectangle,
            ToolKind::Circle => &self.circle,
            ToolKind::Ring | ToolKind::Sector => &self.round,
            ToolKind::Corridor | ToolKind::Route | ToolKind::Barrier => &self.path,
            ToolKind::Point | ToolKind::Unit => &self.mark,
            ToolKind::Measure => &self.measure,
        }
    }

    fn tool_mut(&mut self) -> &mut dyn Tool {
        match self.kind {
            ToolKind::Select => &mut self.select,
            ToolKind::Polygon => &mut self.polygon,
            ToolKind::Rectangle => &mut self.rectangle,
            ToolKind::Circle => &mut self.circle,
            ToolKind::Ring | ToolKind::Sector => &mut self.round,
            ToolKind::Corridor | ToolKind::Route | ToolKind::Barrier => &mut self.path,
            ToolKind::Point | ToolKind::Unit => &mut self.mark,
            ToolKind::Measure => &mut self.measure,
        }
    }
}

/// Sends the edit that adds a drawn area, and selects it.
fn add_area(
    label: &str,
    geometry: Geometry<f64>,
    shape: Option<Shape>,
    scene: &Scene<'_>,
    out: &mut Outbox,
) -> Outcome {
    if scene.is_read_only {
        return Outcome::Taken;
    }
    let id = FeatureId(Uuid::new_v4());
    let kind = Kind::InterdictionArea;
    let mut feature = Feature::new(id, kind, next_name(scene.plan, kind), geometry);
    feature.shape = shape;
    out.edit(label, PlanEdit::Add(vec![Arc::new(feature)]));
    out.select(Selected::Feature(id));
    Outcome::Done
}

/// Sends the edit that adds a line or a mark, and selects it.
fn add_feature(label: &str, kind: Kind, geometry: Geometry<f64>, scene: &Scene<'_>, out: &mut Outbox) -> Outcome {
    if scene.is_read_only {
        return Outcome::Taken;
    }
    let id = FeatureId(Uuid::new_v4());
    let mut feature = Feature::new(id, kind, next_name(scene.plan, kind), geometry);
    feature.unit = (kind == Kind::Unit).then(crate::plan::Unit::default);
    out.edit(label, PlanEdit::Add(vec![Arc::new(feature)]));
    out.select(Selected::Feature(id));
    Outcome::Done
}

/// Sends the edit that adds what was drawn as a shape, under a name that is its own, and selects it.
fn add_shaped(
    label: &str,
    kind: Kind,
    name: &str,
    geometry: Geometry<f64>,
    shape: Shape,
    scene: &Scene<'_>,
    out: &mut Outbox,
) -> Outcome {
    if scene.is_read_only {
        return Outcome::Taken;
    }
    let id = FeatureId(Uuid::new_v4());
    let is_taken = |name: &str| scene.plan.features.iter().any(|feature| feature.name == name);
    let names = (1_u32..).map(|n| format!("{name} {n}"));
    let mut names = names.filter(|name| !is_taken(name));
    let mut feature = Feature::new(id, kind, names.next().unwrap_or_default(), geometry);
    feature.shape = Some(shape);
    out.edit(label, PlanEdit::Add(vec![Arc::new(feature)]));
    out.select(Selected::Feature(id));
    Outcome::Done
}

/// The words of a refused shape, as a sentence.
fn refused(cause: ShapeError) -> String {
    said!("fault-drawn", cause = faults::shape(&cause))
}
