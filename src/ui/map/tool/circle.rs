//! Drawing a circle from its centre outward, by a drag or by two clicks, or with a typed radius.

use egui::Pos2;

use super::words::{leg_words, place_words, size_words};
use super::{Event, Grip, Handle, Outcome, Preview, Scene, Tool, add_area, refused};
use crate::geodesy::{Position, distance};
use crate::language::{said, words};
use crate::plan::Shape;
use crate::plan::geometry::geometry_of;
use crate::ui::Outbox;
use crate::ui::typed::Typed;
use crate::units::Metres;

/// A circle being drawn.
#[derive(Debug, Default)]
pub(super) struct Circle {
    centre: Option<Position>,
    pointer: Option<Position>,
}

impl Circle {
    /// Begins a circle round this place.
    pub(super) fn begin_at(&mut self, place: Position) {
        *self = Self { centre: Some(place.rounded()), ..Self::default() };
    }

    fn finish(&mut self, radius: Metres, scene: &Scene<'_>, out: &mut Outbox) -> Result<Outcome, String> {
        let Some(centre) = self.centre else { return Ok(Outcome::Ignored) };
        let shape = Shape::Circle { centre, radius };
        let geometry = geometry_of(&shape).map_err(refused)?;
        self.centre = None;
        Ok(add_area(words("action-tool-circle"), geometry, Some(shape), scene, out))
    }

    fn set_edge(&mut self, at: Pos2, scene: &Scene<'_>, out: &mut Outbox) -> Outcome {
        let Some(place) = scene.place(at) else { return Outcome::Ignored };
        match self.centre {
            None => {
                self.centre = Some(place);
                Outcome::Taken
            }
            // A radius of nothing, or over a pole: wait for another.
            Some(centre) => self.finish(reach(centre, place), scene, out).unwrap_or(Outcome::Taken),
        }
    }
}

/// The radius a pointer means: whole metres, because no hand is steadier.
fn reach(centre: Position, edge: Position) -> Metres {
    Metres::magnitude(distance(centre, edge).value().round())
}

impl Tool for Circle {
    fn handle(&mut self, event: Event, scene: &Scene<'_>, out: &mut Outbox) -> Outcome {
        match event {
            Event::Hover(at) | Event::Drag(at) => {
                self.pointer = scene.place(at);
                Outcome::Ignored
            }
            Event::Leave => {
                self.pointer = None;
                Outcome::Ignored
            }
            Event::DragStart(at) => {
                self.centre = self.centre.or_else(|| scene.place(at));
                Outcome::Taken
            }
            Event::DragEnd(at) | Event::Click { at, .. } => self.set_edge(at, scene, out),
            Event::Cancel | Event::StepBack if self.centre.is_some() => {
                self.centre = None;
                Outcome::Taken
            }
            _ => Outcome::Ignored,
        }
    }

    fn accept(&mut self, typed: &Typed, scene: &Scene<'_>, out: &mut Outbox) -> Result<Outcome, String> {
        match (self.centre, typed) {
            (None, Typed::Places(places)) => match places.as_slice() {
                [centre] => {
                    self.centre = Some(*centre);
                    Ok(Outcome::Taken)
                }
                _ => Err(words("typed-one-centre").into()),
            },
            (Some(centre), Typed::Places(places)) => match places.as_slice() {
                [edge] => self.finish(distance(centre, *edge), scene, out),
                _ => Err(words("typed-radius").into()),
            },
            (Some(_), Typed::Length(radius)) => self.finish(*radius, scene, out),
            (None, Typed::Length(_)) => Err(words("typed-centre-first").into()),
        }
    }

    fn hint(&self, _scene: &Scene<'_>) -> String {
        let hint = if self.centre.is_some() { words("hint-circle-edge") } else { words("hint-circle-centre") };
        hint.into()
    }

    fn wants(&self) -> Option<&'static str> {
        Some(if self.centre.is_some() { words("wants-radius") } else { words("place-centre") })
    }

    fn readout(&self, scene: &Scene<'_>) -> Vec<String> {
        let Some(pointer) = self.pointer else { return Vec::new() };
        let mut lines = Vec::new();
        if let Some(centre) = self.centre {
            lines.push(said!("readout-radius", leg = leg_words(centre, pointer)));
            let ring = geometry_of(&Shape::Circle { centre, radius: reach(centre, pointer) }).ok();
            lines.extend(ring.iter().flat_map(size_words));
        }
        lines.push(place_words(pointer, scene));
        lines
    }

    fn preview(&self, _scene: &Scene<'_>) -> Preview {
        let shape =
            self.centre.zip(self.pointer).map(|(centre, edge)| Shape::Circle { centre, radius: reach(centre, edge) });
        Preview {
            geometry: shape.and_then(|shape| geometry_of(&shape).ok()),
            line: self.centre.into_iter().chain(self.pointer.filter(|_| self.centre.is_some())).collect(),
            is_geodesic: true,
            handles: self.centre.map(|at| Handle { grip: Grip::Centre, at }).into_iter().collect(),
            ..Preview::default()
        }
    }

    fn takes_drag(&self, _scene: &Scene<'_>, _at: Pos2) -> bool {
        true
    }

    fn is_busy(&self) -> bool {
        self.centre.is_some()
    }
}
