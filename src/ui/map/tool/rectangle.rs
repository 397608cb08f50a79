//! Drawing a rectangle between parallels and meridians, by a drag or by two clicks.

use egui::Pos2;

use super::words::{leg_words, place_words, size_words};
use super::{Event, Grip, Handle, Outcome, Preview, Scene, Tool, add_area, refused};
use crate::geodesy::Position;
use crate::language::words;
use crate::plan::geometry::{geometry_of, rectangle_between};
use crate::ui::Outbox;
use crate::ui::typed::Typed;

/// A rectangle being drawn.
#[derive(Debug, Default)]
pub(super) struct Rectangle {
    first: Option<Position>,
    pointer: Option<Position>,
}

impl Rectangle {
    fn finish(&mut self, second: Position, scene: &Scene<'_>, out: &mut Outbox) -> Result<Outcome, String> {
        let Some(first) = self.first else { return Ok(Outcome::Ignored) };
        let shape = rectangle_between(first, second);
        let geometry = geometry_of(&shape).map_err(refused)?;
        self.first = None;
        Ok(add_area(words("action-tool-rectangle"), geometry, Some(shape), scene, out))
    }

    fn set_corner(&mut self, at: Pos2, scene: &Scene<'_>, out: &mut Outbox) -> Outcome {
        let Some(place) = scene.place(at) else { return Outcome::Ignored };
        if self.first.is_none() {
            self.first = Some(place);
            return Outcome::Taken;
        }
        // A second corner on the first one's parallel or meridian covers nothing: wait for another.
        self.finish(place, scene, out).unwrap_or(Outcome::Taken)
    }
}

impl Tool for Rectangle {
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
                self.first = self.first.or_else(|| scene.place(at));
                Outcome::Taken
            }
            Event::DragEnd(at) | Event::Click { at, .. } => self.set_corner(at, scene, out),
            Event::Cancel | Event::StepBack if self.first.is_some() => {
                self.first = None;
                Outcome::Taken
            }
            _ => Outcome::Ignored,
        }
    }

    fn accept(&mut self, typed: &Typed, scene: &Scene<'_>, out: &mut Outbox) -> Result<Outcome, String> {
        let Typed::Places(places) = typed else {
            return Err(words("typed-corner").into());
        };
        match (self.first, places.as_slice()) {
            (None, [first]) => {
                self.first = Some(*first);
                Ok(Outcome::Taken)
            }
            (Some(_), [second]) => self.finish(*second, scene, out),
            (None, [first, second]) => {
                self.first = Some(*first);
                self.finish(*second, scene, out)
            }
            _ => Err(words("typed-two-corners").into()),
        }
    }

    fn hint(&self, _scene: &Scene<'_>) -> String {
        let hint = if self.first.is_some() { words("hint-rectangle-opposite") } else { words("hint-rectangle-first") };
        hint.into()
    }

    fn wants(&self) -> Option<&'static str> {
        Some(if self.first.is_some() { words("wants-opposite-corner") } else { words("wants-first-corner") })
    }

    fn readout(&self, scene: &Scene<'_>) -> Vec<String> {
        let Some(pointer) = self.pointer else { return Vec::new() };
        let mut lines = Vec::new();
        if let Some(first) = self.first {
            lines.push(leg_words(first, pointer));
            let ring = geometry_of(&rectangle_between(first, pointer)).ok();
            lines.extend(ring.iter().flat_map(size_words));
        }
        lines.push(place_words(pointer, scene));
        lines
    }

    fn preview(&self, _scene: &Scene<'_>) -> Preview {
        let shape = self.first.zip(self.pointer).map(|(first, second)| rectangle_between(first, second));
        Preview {
            geometry: shape.and_then(|shape| geometry_of(&shape).ok()),
            handles: self.first.map(|at| Handle { grip: Grip::Corner(0), at }).into_iter().collect(),
            ..Preview::default()
        }
    }

    fn takes_drag(&self, _scene: &Scene<'_>, _at: Pos2) -> bool {
        true
    }

    fn is_busy(&self) -> bool {
        self.first.is_some()
    }
}
