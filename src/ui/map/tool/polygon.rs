//! Drawing a polygon corner by corner.

use egui::Pos2;
use geo::Geometry;

use super::handle::is_near;
use super::words::{leg_words, place_words, size_words};
use super::{Event, Grip, Handle, Outcome, Preview, Scene, Tool, add_area};
use crate::geodesy::Position;
use crate::plan::geometry::{polygon_through, self_crossing};
use crate::ui::Outbox;
use crate::ui::typed::Typed;

/// A polygon being drawn.
#[derive(Debug, Default)]
pub(super) struct Polygon {
    corners: Vec<Position>,
    pointer: Option<Position>,
    /// Whether the pointer is on the first corner, so that a click closes the ring.
    closes: bool,
    /// Whether the last attempt to finish had too few corners.
    is_short: bool,
}

impl Polygon {
    fn finish(&mut self, scene: &Scene<'_>, out: &mut Outbox) -> Outcome {
        match polygon_through(&self.corners) {
            Some(geometry) => add_area("Draw polygon", geometry, None, scene, out),
            None if self.corners.is_empty() => Outcome::Ignored,
            None => {
                self.is_short = true;
                Outcome::Taken
            }
        }
    }

    fn is_on_first(&self, at: Pos2, scene: &Scene<'_>) -> bool {
        self.corners.len() >= 3 && self.corners.first().is_some_and(|first| is_near(scene.view, *first, at))
    }

    /// The ring as it would be with the pointer's place as its last corner.
    fn ring(&self) -> Option<Geometry<f64>> {
        let pointer = self.pointer.filter(|_| !self.closes);
        polygon_through(&self.corners.iter().copied().chain(pointer).collect::<Vec<_>>())
    }
}

impl Tool for Polygon {
    fn handle(&mut self, event: Event, scene: &Scene<'_>, out: &mut Outbox) -> Outcome {
        match event {
            Event::Hover(at) => {
                self.closes = self.is_on_first(at, scene);
                self.pointer = scene.place(at);
                Outcome::Ignored
            }
            Event::Leave => {
                self.pointer = None;
                Outcome::Ignored
            }
            Event::Click { at, .. } if self.is_on_first(at, scene) => self.finish(scene, out),
            Event::Click { at, .. } => {
                self.is_short = false;
                self.corners.extend(scene.place(at));
                Outcome::Taken
            }
            Event::DoubleClick(_) | Event::Finish => self.finish(scene, out),
            Event::StepBack | Event::Delete if !self.corners.is_empty() => {
                self.corners.pop();
                self.is_short = false;
                Outcome::Taken
            }
            Event::Cancel if !self.corners.is_empty() => {
                *self = Self { pointer: self.pointer, ..Self::default() };
                Outcome::Taken
            }
            _ => Outcome::Ignored,
        }
    }

    fn accept(&mut self, typed: &Typed, _scene: &Scene<'_>, _out: &mut Outbox) -> Result<Outcome, String> {
        match typed {
            Typed::Places(places) => {
                self.is_short = false;
                self.corners.extend(places);
                Ok(Outcome::Taken)
            }
            Typed::Length(_) => Err("A corner is wanted here: type its latitude and longitude.".into()),
        }
    }

    fn hint(&self, _scene: &Scene<'_>) -> String {
        let hint = match self.corners.len() {
            _ if self.is_short => "An area needs three corners: click the next one, or press Esc to give it up",
            0 => "Click the first corner, or press T to type it; Esc puts the tool away",
            1 | 2 => "Click the next corner; Backspace takes one back; T types one; Esc cancels",
            _ if self.closes => "Click to close the area",
            _ => "Click the next corner; Enter finishes; Backspace takes one back; T types one; Esc cancels",
        };
        hint.into()
    }

    fn wants(&self) -> Option<&'static str> {
        Some(if self.corners.is_empty() { "First corner, or a list of corners" } else { "Next corner, or several" })
    }

    fn readout(&self, scene: &Scene<'_>) -> Vec<String> {
        let Some(pointer) = self.pointer else { return Vec::new() };
        let mut lines = Vec::new();
        lines.extend(self.corners.last().map(|last| leg_words(*last, pointer)));
        if let Some(ring) = self.ring() {
            lines.extend(size_words(&ring));
            if self_crossing(&ring).is_some() {
                lines.push("The outline crosses itself".into());
            }
        }
        lines.push(place_words(pointer, scene));
        lines
    }

    fn preview(&self, _scene: &Scene<'_>) -> Preview {
        let ring = self.ring();
        let handle = |(idx, at): (usize, &Position)| Handle { grip: Grip::Corner(idx), at: *at };
        Preview {
            crossing: ring.as_ref().and_then(self_crossing),
            geometry: ring,
            line: self.corners.iter().copied().chain(self.pointer).collect(),
            handles: self.corners.iter().enumerate().map(handle).collect(),
            hot: self.closes.then_some(Grip::Corner(0)),
            ..Preview::default()
        }
    }

    /// A drag pans, so that an area may be larger than the window.
    fn takes_drag(&self, _scene: &Scene<'_>, _at: Pos2) -> bool {
        false
    }

    fn is_busy(&self) -> bool {
        !self.corners.is_empty()
    }
}
