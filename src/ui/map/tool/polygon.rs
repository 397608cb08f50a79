//! Drawing a polygon corner by corner.

use egui::Pos2;
use geo::Geometry;

use super::handle::is_near;
use super::words::{leg_words, place_words, size_words};
use super::{Event, Grip, Handle, Outcome, Preview, Scene, Tool, add_area};
use crate::geodesy::Position;
use crate::language::words;
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
            Some(geometry) => add_area(words("action-tool-polygon"), geometry, None, scene, out),
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
            Typed::Length(_) => Err(words("typed-corner").into()),
        }
    }

    fn hint(&self, _scene: &Scene<'_>) -> String {
        let hint = match self.corners.len() {
            _ if self.is_short => words("hint-polygon-short"),
            0 => words("hint-polygon-first"),
            1 | 2 => words("hint-polygon-next"),
            _ if self.closes => words("hint-polygon-close"),
            _ => words("hint-polygon-more"),
        };
        hint.into()
    }

    fn wants(&self) -> Option<&'static str> {
        Some(if self.corners.is_empty() { words("wants-first-corners") } else { words("wants-next-corners") })
    }

    fn readout(&self, scene: &Scene<'_>) -> Vec<String> {
        let Some(pointer) = self.pointer else { return Vec::new() };
        let mut lines = Vec::new();
        lines.extend(self.corners.last().map(|last| leg_words(*last, pointer)));
        if let Some(ring) = self.ring() {
            lines.extend(size_words(&ring));
            if self_crossing(&ring).is_some() {
                lines.push(words("readout-crosses").into());
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
