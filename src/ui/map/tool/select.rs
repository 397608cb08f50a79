//! Selecting, moving, reshaping.

use std::cell::RefCell;
use std::sync::Arc;

use egui::{Pos2, Rect};
use geo::{Geometry, LineString, Polygon};

use super::handle::{Grip, Handle, REACH_POINTS, handle_at, handles, with_grip_moved};
use super::snapping::is_heavy;
use super::words::{leg_words, place_words, size_words};
use super::{Event, Outcome, Preview, Scene, Tool};
use crate::geodesy::Position;
use crate::language::{said, words};
use crate::plan::geometry::{
    VertexId, bounds, crossing_of_leg, moved, nearest, neighbours, replace, self_crossing, with_vertex_deleted,
};
use crate::plan::{Feature, FeatureId, PlanEdit};
use crate::session::faults;
use crate::session::nouns::title;
use crate::session::{Command, FocusCommand, Selected};
use crate::ui::Outbox;
use crate::ui::map::View;
use crate::ui::map::workers::{Errand, Workers};
use crate::ui::typed::Typed;

/// The select tool: what lies beneath the last click, which vertices are edited, what is in the hand.
#[derive(Debug, Default)]
pub(super) struct Select {
    stack: Vec<Selected>,
    stack_idx: usize,
    /// The feature whose vertices are edited.
    edited: Option<FeatureId>,
    chosen: Option<Grip>,
    hot: Option<Grip>,
    drag: Option<Drag>,
    /// Heavy features that were let go.
    pub(super) settling: Option<Settling>,
    /// Why the last doing came to nothing.
    fault: Option<String>,
    kept: RefCell<Option<Kept>>,
}

/// Heavy features that were moved and let go: where each of their vertices goes is found on a thread, since a geodesic for each of a
/// hundred thousand takes a tenth of a second. Until then they are shown where they were let go.
#[derive(Debug)]
pub(super) struct Settling {
    drag: Drag,
    label: String,
    made: Errand<Option<Vec<Feature>>>,
    is_begun: bool,
}

/// The handles of a feature as a view shows them.
#[derive(Debug)]
struct Kept {
    of: Arc<Feature>,
    view: View,
    edits: bool,
    handles: Vec<Handle>,
}

#[derive(Debug)]
struct Drag {
    grip: Option<Grip>,
    start: Position,
    now: Position,
    /// The features as they were, then as they would become; thinned out where they are heavy, until they are let go.
    before: Vec<Arc<Feature>>,
    shown: Vec<Arc<Feature>>,
    after: Vec<Feature>,
    verb: &'static str,
}

impl Drag {
    /// The vertex of one heavy feature that is in the hand: only the edges beside it are drawn then.
    fn heavy_vertex(&self) -> Option<(&Feature, Grip)> {
        let [feature] = self.before.as_slice() else { return None };
        let grip = self.grip.filter(|grip| matches!(grip, Grip::Vertex(_) | Grip::Middle(_)))?;
        is_heavy(feature).then_some((feature, grip))
    }

    /// Those edges, with the vertex where it is now.
    fn legs(&self) -> Option<Vec<Position>> {
        let (feature, grip) = self.heavy_vertex()?;
        let geometry = feature.geometry.as_ref()?;
        let (before, after) = match grip {
            Grip::Vertex(id) => neighbours(geometry, id),
            Grip::Middle(id) => {
                let next = VertexId { vertex_idx: id.vertex_idx + 1, ..id };
                (neighbours(geometry, next).0, neighbours(geometry, id).1)
            }
            _ => return None,
        };
        Some(before.into_iter().chain([self.now]).chain(after).collect())
    }

    /// The features as they would become; `None` where one cannot: over a pole, or flat.
    fn become_from(&mut self, before: &[Arc<Feature>]) -> Option<Vec<Feature>> {
        let (after, verb) = changed(before, self.grip, self.start, self.now)?;
        self.verb = verb.unwrap_or(self.verb);
        Some(after)
    }

    /// Whether every vertex of a heavy feature goes somewhere.
    fn moves_heavy(&self) -> bool {
        let is_whole = matches!(self.grip, None | Some(Grip::Centre));
        is_whole && self.now != self.start && self.before.iter().any(|feature| is_heavy(feature))
    }

    fn label(&self) -> String {
        match (self.verb, self.before.as_slice()) {
            ("verb-move", [one]) => said!("edit-move", name = title(one)),
            ("verb-move", many) => said!("edit-move-features", n = many.len()),
            (verb, [one, ..]) => said!("edit-verb-of", verb = words(verb), name = title(one)),
            (verb, []) => words(verb).to_owned(),
        }
    }
}

/// Features as they become when what was at one place goes to another, and what that is called; `None` where one cannot.
fn changed(
    before: &[Arc<Feature>],
    grip: Option<Grip>,
    from: Position,
    to: Position,
) -> Option<(Vec<Feature>, Option<&'static str>)> {
    let (mut after, mut last) = (Vec::with_capacity(before.len()), None);
    for feature in before {
        let changed = match grip {
            Some(grip) => with_grip_moved(feature, grip, from, to),
            None => moved(feature, from, to).map(|feature| (feature, "verb-move")),
        };
        let (feature, verb) = changed.ok()?;
        last = Some(verb);
        after.push(feature);
    }
    Some((after, last))
}

/// Every so many-th vertex of a heavy feature: enough to show where it goes.
fn thinned(feature: &Arc<Feature>) -> Arc<Feature> {
    if !is_heavy(feature) {
        return Arc::clone(feature);
    }
    let ring = |ring: &LineString<f64>| {
        let step = (ring.0.len() / 200).max(1);
        LineString(ring.0.iter().step_by(step).chain(ring.0.last()).copied().collect())
    };
    let polygon =
        |part: &Polygon<f64>| Polygon::new(ring(part.exterior()), part.interiors().iter().map(ring).collect());
    let geometry = feature.geometry.as_ref().map(|geometry| match geometry {
        Geometry::Polygon(part) => Geometry::Polygon(polygon(part)),
        Geometry::MultiPolygon(parts) => Geometry::MultiPolygon(parts.iter().map(polygon).collect()),
        Geometry::LineString(line) => Geometry::LineString(ring(line)),
        other => other.clone(),
    });
    Arc::new(Feature { geometry, ..Feature::clone(feature) })
}

impl Select {
    pub(super) const fn has_chosen_vertex(&self) -> bool {
        matches!(self.chosen, Some(Grip::Vertex(_)))
    }

    /// Whether another thing lies beneath the one that was clicked.
    pub(super) const fn has_beneath(&self) -> bool {
        self.stack.len() > 1
    }

    /// The features that are being moved or reshaped.
    pub(super) fn in_hand(&self) -> Vec<FeatureId> {
        let is_moved = |drag: &&Drag| !drag.after.is_empty() || drag.now != drag.start;
        self.drag
            .iter()
            .chain(self.settling.iter().map(|settling| &settling.drag))
            .filter(is_moved)
            .flat_map(|drag| &drag.before)
            .map(|feature| feature.id)
            .collect()
    }

    /// Whether a handle is in the hand that sets a place, and the feature it is of.
    pub(super) fn snaps(&self) -> Option<Vec<FeatureId>> {
        let drag = self.drag.as_ref()?;
        let sets = drag.grip.is_some_and(|grip| !matches!(grip, Grip::Centre));
        sets.then(|| drag.before.iter().map(|feature| feature.id).collect())
    }

    fn edits_vertices(&self, feature: &Feature) -> bool {
        self.edited == Some(feature.id)
    }

    fn handles(&self, scene: &Scene<'_>) -> Vec<Handle> {
        if scene.is_read_only {
            return Vec::new();
        }
        let Some(feature) = scene.selected_feature().filter(|feature| !feature.is_locked && !feature.is_hidden) else {
            return Vec::new();
        };
        // Asked for several times a frame, and in most frames the same as before.
        let (edits, mut kept) = (self.edits_vertices(feature), self.kept.borrow_mut());
        match kept.as_ref() {
            Some(kept) if Arc::ptr_eq(&kept.of, feature) && kept.view == *scene.view && kept.edits == edits => {
                kept.handles.clone()
            }
            _ => {
                let handles = handles(feature, edits, scene.view);
                *kept = Some(Kept { of: Arc::clone(feature), view: *scene.view, edits, handles: handles.clone() });
                handles
            }
        }
    }

    fn edited_crossing(&self, scene: &Scene<'_>) -> Option<Position> {
        let feature = scene.selected_feature().filter(|feature| self.edits_vertices(feature))?;
        (scene.crossing)(feature)
    }

    fn click(&mut self, at: Pos2, adds: bool, scene: &Scene<'_>, out: &mut Outbox) -> Outcome {
        self.fault = None;
        if let Some(Handle { grip: grip @ Grip::Vertex(_), .. }) = handle_at(&self.handles(scene), scene.view, at) {
            self.chosen = Some(grip);
            return Outcome::Taken;
        }
        self.chosen = None;
        self.stack = (scene.hits)(at);
        self.stack_idx = 0;
        match (self.stack.first(), adds) {
            (Some(top), true) => out.push(Command::Focus(FocusCommand::Toggle(*top))),
            (Some(top), false) => {
                if self.edited.is_some_and(|id| *top != Selected::Feature(id)) {
                    self.edited = None;
                }
                out.select(*top);
            }
            (None, true) => {}
            (None, false) => {
                self.edited = None;
                if !scene.selection.is_empty() {
                    out.push(Command::Focus(FocusCommand::Select(Vec::new())));
                }
            }
        }
        Outcome::Taken
    }

    fn double_click(&mut self, at: Pos2, scene: &Scene<'_>, out: &mut Outbox) -> Outcome {
        let top = (scene.hits)(at).into_iter().find_map(|thing| match thing {
            Selected::Feature(id) => Some(id),
            _ => None,
        });
        let Some(id) = top else { return Outcome::Ignored };
        self.edited = if self.edited == Some(id) { None } else { Some(id) };
        self.chosen = None;
        out.select(Selected::Feature(id));
        Outcome::Taken
    }

    fn begin_drag(&mut self, at: Pos2, scene: &Scene<'_>) -> Outcome {
        self.fault = None;
        if self.settling.is_some() {
            // What is still on its way must not be taken from where it was.
            return Outcome::Ignored;
        }
        let Some(start) = scene.bare_place(at) else { return Outcome::Ignored };
        let grasped = handle_at(&self.handles(scene), scene.view, at);
        let before: Vec<Arc<Feature>> = if grasped.is_some() {
            scene.selected_feature().cloned().into_iter().collect()
        } else if Self::is_on_selected(scene, at) {
            let all = scene.selection.iter().filter_map(|thing| feature_of(*thing, scene));
            all.filter(|feature| !feature.is_locked).collect()
        } else {
            return Outcome::Ignored;
        };
        // A handle goes where the pointer goes, also when it was not grasped quite in the middle.
        let start = grasped.map_or(start, |handle| handle.at);
        self.chosen = grasped.map(|handle| handle.grip).filter(|grip| matches!(grip, Grip::Vertex(_)));
        self.drag = Some(Drag {
            grip: grasped.map(|handle| handle.grip),
            start,
            now: start,
            after: Vec::new(),
            shown: before.iter().map(thinned).collect(),
            before,
            verb: "verb-move",
        });
        Outcome::Taken
    }

    fn drag_to(&mut self, at: Pos2, scene: &Scene<'_>) -> Outcome {
        let Some(drag) = &mut self.drag else { return Outcome::Ignored };
        let is_whole = drag.grip.is_none_or(|grip| matches!(grip, Grip::Centre));
        let now = if is_whole { scene.bare_place(at) } else { scene.place(at) };
        let Some(now) = now else { return Outcome::Ignored };
        drag.now = now;
        if drag.heavy_vertex().is_none() {
            let shown = std::mem::take(&mut drag.shown);
            // Where it cannot be, the last good shape stays until the pointer is somewhere better.
            if let Some(after) = drag.become_from(&shown) {
                drag.after = after;
            }
            drag.shown = shown;
        }
        Outcome::Taken
    }

    fn end_drag(&mut self, at: Pos2, scene: &Scene<'_>, out: &mut Outbox) -> Outcome {
        self.drag_to(at, scene);
        let Some(mut drag) = self.drag.take() else { return Outcome::Ignored };
        if drag.moves_heavy() && !drag.after.is_empty() {
            let label = drag.label();
            self.settling = Some(Settling { drag, label, made: Errand::default(), is_begun: false });
            return Outcome::Taken;
        }
        if drag.before.iter().any(|feature| is_heavy(feature)) && drag.now != drag.start {
            let before = std::mem::take(&mut drag.before);
            drag.after = drag.become_from(&before).unwrap_or_default();
            drag.before = before;
        }
        if drag.after.is_empty() {
            return Outcome::Taken;
        }
        if let Some(Grip::Middle(from)) = drag.grip {
            self.chosen = Some(Grip::Vertex(VertexId { vertex_idx: from.vertex_idx + 1, ..from }));
        }
        out.edit(drag.label(), PlanEdit::Replace(drag.after.into_iter().map(Arc::new).collect()));
        Outcome::Taken
    }

    /// Has what was let go become what it was shown as, and sends the edit once it is there.
    pub(super) fn settle(&mut self, workers: &Workers, ctx: &egui::Context, out: &mut Outbox) {
        let Some(settling) = &mut self.settling else { return };
        if !settling.is_begun {
            settling.is_begun = true;
            let Drag { grip, start, now, ref before, .. } = settling.drag;
            let before = before.clone();
            settling.made.start(workers, ctx, move || Some(changed(&before, grip, start, now)?.0));
        }
        let Some(made) = settling.made.take() else { return };
        let label = std::mem::take(&mut settling.label);
        self.settling = None;
        if let Some(after) = made {
            out.edit(label, PlanEdit::Replace(after.into_iter().map(Arc::new).collect()));
        }
    }

    fn delete(&mut self, scene: &Scene<'_>, out: &mut Outbox) -> Outcome {
        if scene.is_read_only {
            return Outcome::Ignored;
        }
        if let (Some(Grip::Vertex(id)), Some(feature)) = (self.chosen, scene.selected_feature()) {
            self.chosen = None;
            match with_vertex_deleted(feature, id) {
                Ok(changed) => out.edit(said!("edit-delete-vertex", name = title(feature)), replace(changed)),
                Err(cause) => self.fault = Some(faults::vertex(&cause).to_owned()),
            }
            return Outcome::Taken;
        }
        let features: Vec<Arc<Feature>> =
            scene.selection.iter().filter_map(|thing| feature_of(*thing, scene)).collect();
        let label = match features.as_slice() {
            [] => return Outcome::Ignored,
            [one] => said!("edit-delete", name = title(one)),
            many => said!("edit-delete-features", n = many.len()),
        };
        out.edit(label, PlanEdit::Remove(features.iter().map(|feature| feature.id).collect()));
        Outcome::Taken
    }

    fn go_beneath(&mut self, out: &mut Outbox) -> Outcome {
        if !self.has_beneath() {
            return Outcome::Ignored;
        }
        self.stack_idx = (self.stack_idx + 1) % self.stack.len();
        self.chosen = None;
        if let Some(thing) = self.stack.get(self.stack_idx) {
            out.select(*thing);
        }
        Outcome::Taken
    }

    fn cancel(&mut self, scene: &Scene<'_>, out: &mut Outbox) -> Outcome {
        self.fault = None;
        if self.drag.take().is_some() || self.chosen.take().is_some() || self.edited.take().is_some() {
            return Outcome::Taken;
        }
        if scene.selection.is_empty() {
            return Outcome::Ignored;
        }
        self.stack.clear();
        out.push(Command::Focus(FocusCommand::Select(Vec::new())));
        Outcome::Taken
    }

    /// Whether a drag from here would move what is selected.
    fn is_on_selected(scene: &Scene<'_>, at: Pos2) -> bool {
        if scene.is_read_only {
            return false;
        }
        let under = (scene.hits)(at);
        let features =
            scene.selection.iter().filter(|thing| under.contains(thing)).filter_map(|t| feature_of(*t, scene));
        let features = features.filter(|feature| !feature.is_locked);
        // An area that fills the window is grasped by its outline: dragging inside it pans, as everywhere.
        features.into_iter().any(|feature| !fills(scene, &feature) || is_on_outline(scene, &feature, at))
    }
}

/// Where the edges in the hand cross the rest of the outline.
fn legs_cross(drag: &Drag, legs: &[Position]) -> Option<Position> {
    let (feature, _) = drag.heavy_vertex()?;
    let pairs: Vec<[Position; 2]> = legs.iter().zip(legs.iter().skip(1)).map(|(a, b)| [*a, *b]).collect();
    crossing_of_leg(feature.geometry.as_ref()?, &pairs)
}

fn feature_of(thing: Selected, scene: &Scene<'_>) -> Option<Arc<Feature>> {
    match thing {
        Selected::Feature(id) => scene.plan.feature(id).cloned(),
        _ => None,
    }
}

fn fills(scene: &Scene<'_>, feature: &Feature) -> bool {
    let Some((sw, ne)) = feature.geometry.as_ref().and_then(bounds) else { return false };
    let shown = Rect::from_two_pos(scene.view.screen_from_position(sw), scene.view.screen_from_position(ne));
    let seen = shown.intersect(scene.view.rect()).size();
    let room = scene.view.rect().size();
    seen.x > room.x * 0.7 && seen.y > room.y * 0.7
}

fn is_on_outline(scene: &Scene<'_>, feature: &Feature, at: Pos2) -> bool {
    let Some(place) = scene.view.position_from_screen(at) else { return false };
    let reach = f64::from(REACH_POINTS) * scene.view.degrees_per_point_at(place);
    feature.geometry.as_ref().is_some_and(|geometry| nearest(geometry, place, reach, false).is_some())
}

impl Tool for Select {
    fn handle(&mut self, event: Event, scene: &Scene<'_>, out: &mut Outbox) -> Outcome {
        match event {
            Event::Hover(at) => {
                self.hot = handle_at(&self.handles(scene), scene.view, at).map(|handle| handle.grip);
                Outcome::Ignored
            }
            Event::Leave => {
                self.hot = None;
                Outcome::Ignored
            }
            Event::Click { at, adds } => self.click(at, adds, scene, out),
            Event::DoubleClick(at) => self.double_click(at, scene, out),
            Event::DragStart(at) => self.begin_drag(at, scene),
            Event::Drag(at) => self.drag_to(at, scene),
            Event::DragEnd(at) => self.end_drag(at, scene, out),
            Event::Delete => self.delete(scene, out),
            Event::StepBack if self.has_chosen_vertex() => self.delete(scene, out),
            Event::StepBack => Outcome::Ignored,
            Event::Beneath => self.go_beneath(out),
            Event::Cancel => self.cancel(scene, out),
            Event::Finish => {
                let was_editing = self.edited.take().is_some();
                self.chosen = None;
                if was_editing { Outcome::Taken } else { Outcome::Ignored }
            }
        }
    }

    fn accept(&mut self, typed: &Typed, scene: &Scene<'_>, out: &mut Outbox) -> Result<Outcome, String> {
        let (Some(grip), Some(feature)) = (self.chosen, scene.selected_feature()) else {
            return Err(words("typed-no-vertex").into());
        };
        let Typed::Places(places) = typed else {
            return Err(words("typed-vertex").into());
        };
        let [place] = places.as_slice() else { return Err(words("typed-one-vertex").into()) };
        let (changed, verb) = with_grip_moved(feature, grip, *place, *place).map_err(super::refused)?;
        out.edit(said!("edit-verb-of", verb = words(verb), name = title(feature)), replace(changed));
        Ok(Outcome::Taken)
    }

    fn hint(&self, scene: &Scene<'_>) -> String {
        if let Some(fault) = &self.fault {
            return fault.clone();
        }
        let hint = match scene.selected_feature() {
            _ if self.drag.is_some() => words("hint-let-go"),
            _ if self.has_chosen_vertex() => words("hint-vertex"),
            Some(f) if self.edits_vertices(f) && self.handles(scene).is_empty() => words("hint-vertices-many"),
            Some(f) if self.edits_vertices(f) => words("hint-vertices"),
            _ if self.has_beneath() => words("hint-beneath"),
            Some(_) if scene.is_read_only => words("hint-read-only"),
            Some(_) => words("hint-selected"),
            None => words("hint-select"),
        };
        hint.into()
    }

    fn wants(&self) -> Option<&'static str> {
        self.has_chosen_vertex().then(|| words("wants-vertex"))
    }

    fn readout(&self, scene: &Scene<'_>) -> Vec<String> {
        let Some(drag) = &self.drag else { return Vec::new() };
        let mut lines = Vec::new();
        match (drag.grip, drag.after.as_slice()) {
            (Some(Grip::Radius | Grip::InnerRadius), [feature]) => {
                lines.extend(
                    crate::plan::geometry::centre(feature)
                        .map(|c| said!("readout-radius", leg = leg_words(c, drag.now))),
                );
            }
            _ => lines.push(said!("readout-moved", leg = leg_words(drag.start, drag.now))),
        }
        if let Some(legs) = drag.legs() {
            if legs_cross(drag, &legs).is_some() {
                lines.push(words("readout-crosses").into());
            }
        } else if let ([feature], [whole]) = (drag.after.as_slice(), drag.before.as_slice())
            && let Some(geometry) = feature.geometry.as_ref().filter(|_| !is_heavy(whole))
        {
            if !matches!(geometry, geo::Geometry::Point(_)) {
                lines.extend(size_words(geometry));
            }
            if self_crossing(geometry).is_some() {
                lines.push(words("readout-crosses").into());
            }
        }
        lines.push(place_words(drag.now, scene));
        lines
    }

    fn preview(&self, scene: &Scene<'_>) -> Preview {
        let settling = || self.settling.as_ref().map(|settling| &settling.drag);
        let Some(drag) = self.drag.as_ref().or_else(settling) else {
            return Preview {
                handles: self.handles(scene),
                hot: self.hot,
                chosen: self.chosen,
                crossing: self.edited_crossing(scene),
                ..Preview::default()
            };
        };
        if let Some(legs) = drag.legs() {
            let handle = drag.grip.map(|grip| Handle { grip, at: drag.now });
            return Preview {
                crossing: legs_cross(drag, &legs),
                line: legs,
                handles: handle.into_iter().collect(),
                hot: drag.grip,
                chosen: self.chosen,
                stands_for: drag.before.iter().map(|feature| feature.id).collect(),
                ..Preview::default()
            };
        }
        let geometries: Vec<_> = drag.after.iter().filter_map(|feature| feature.geometry.clone()).collect();
        let geometry = match geometries.len() {
            0 => None,
            1 => geometries.into_iter().next(),
            _ => Some(geo::Geometry::GeometryCollection(geometries.into())),
        };
        let is_thinned = drag.before.iter().any(|feature| is_heavy(feature));
        let handles = match drag.after.as_slice() {
            _ if is_thinned => Vec::new(),
            [feature] => handles(feature, self.edits_vertices(feature), scene.view),
            _ => Vec::new(),
        };
        Preview {
            crossing: geometry.as_ref().filter(|_| !is_thinned).and_then(self_crossing),
            geometry,
            handles,
            hot: drag.grip,
            chosen: self.chosen,
            stands_for: drag.before.iter().map(|feature| feature.id).collect(),
            ..Preview::default()
        }
    }

    fn takes_drag(&self, scene: &Scene<'_>, at: Pos2) -> bool {
        self.drag.is_some()
            || handle_at(&self.handles(scene), scene.view, at).is_some()
            || Self::is_on_selected(scene, at)
    }

    fn is_busy(&self) -> bool {
        self.drag.is_some() || self.edited.is_some()
    }
}
