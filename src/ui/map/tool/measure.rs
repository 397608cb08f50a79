//! Range and bearing: one leg by a drag, or several by clicks; a line that comes back to its beginning also has an area.
//!
//! Changes nothing, until what was measured is to be kept.

use egui::Pos2;

use super::handle::is_near;
use super::words::{leg_words, place_words};
use super::{Event, Grip, Handle, Outcome, Preview, Scene, Tool};
use crate::geodesy::{Position, inverse, line_length, ring_size};
use crate::language::{said, words};
use crate::plan::geometry::geometry_of;
use crate::plan::{Kind, Shape};
use crate::ui::Outbox;
use crate::ui::typed::Typed;
use crate::units::SquareMetres;

/// A line being measured.
#[derive(Debug, Default)]
pub(super) struct Measure {
    places: Vec<Position>,
    pointer: Option<Position>,
    /// Whether the line is whole and just stands there to be read.
    is_finished: bool,
}

impl Measure {
    /// Begins a line here.
    pub(super) fn begin_at(&mut self, place: Position) {
        *self = Self { places: vec![place], ..Self::default() };
    }

    /// Whether the line comes back to where it began.
    fn is_closed(&self) -> bool {
        matches!(self.places.as_slice(), [first, _, .., last] if self.places.len() > 3 && first == last)
    }

    /// The area inside, of a line with the pointer's place as its last one.
    fn area(&self) -> Option<SquareMetres> {
        let line = self.line();
        let (first, last) = (line.first()?, line.last()?);
        (line.len() > 3 && first == last).then(|| ring_size(&line[..line.len() - 1]).1)
    }

    /// Puts what was measured into the plan: a line, or an area between geodesics.
    fn keep(&mut self, scene: &Scene<'_>, out: &mut Outbox) -> Outcome {
        let shape = if self.is_closed() {
            let corners = self.places.iter().skip(1).copied().collect();
            Shape::Geodesic { corners }
        } else {
            Shape::Measured { places: self.places.clone() }
        };
        let Ok(geometry) = geometry_of(&shape) else { return Outcome::Taken };
        super::add_shaped(
            words("edit-keep-measure"),
            Kind::ReferenceArea,
            words("measured-name"),
            geometry,
            shape,
            scene,
            out,
        )
    }

    fn begin_anew(&mut self) {
        if self.is_finished {
            self.places.clear();
            self.is_finished = false;
        }
    }

    /// Whether a click here brings the line back to its beginning.
    fn closes(&self, at: Pos2, scene: &Scene<'_>) -> bool {
        !self.is_finished
            && self.places.len() >= 3
            && self.places.first().is_some_and(|first| is_near(scene.view, *first, at))
    }

    fn line(&self) -> Vec<Position> {
        let pointer = self.pointer.filter(|_| !self.is_finished && !self.places.is_empty());
        self.places.iter().copied().chain(pointer).collect()
    }
}

impl Tool for Measure {
    fn handle(&mut self, event: Event, scene: &Scene<'_>, out: &mut Outbox) -> Outcome {
        match event {
            Event::Hover(at) | Event::Drag(at) => {
                self.pointer = scene.place(at);
                if self.closes(at, scene) {
                    self.pointer = self.places.first().copied();
                }
                Outcome::Ignored
            }
            Event::Leave => {
                self.pointer = None;
                Outcome::Ignored
            }
            Event::DragStart(at) => {
                self.begin_anew();
                if self.places.is_empty() {
                    self.places.extend(scene.place(at));
                }
                Outcome::Taken
            }
            Event::DragEnd(at) => {
                self.places.extend(scene.place(at));
                self.is_finished = true;
                Outcome::Taken
            }
            Event::Click { at, .. } if self.closes(at, scene) => {
                self.places.extend(self.places.first().copied());
                self.is_finished = true;
                Outcome::Taken
            }
            Event::Click { at, .. } => {
                self.begin_anew();
                self.places.extend(scene.place(at));
                Outcome::Taken
            }
            Event::Finish if self.is_finished && self.places.len() > 1 => self.keep(scene, out),
            Event::DoubleClick(_) | Event::Finish if !self.is_finished && self.places.len() > 1 => {
                self.is_finished = true;
                Outcome::Taken
            }
            Event::StepBack if !self.is_finished && !self.places.is_empty() => {
                self.places.pop();
                Outcome::Taken
            }
            Event::Cancel if !self.places.is_empty() => {
                self.places.clear();
                self.is_finished = false;
                Outcome::Taken
            }
            _ => Outcome::Ignored,
        }
    }

    fn accept(&mut self, typed: &Typed, _scene: &Scene<'_>, _out: &mut Outbox) -> Result<Outcome, String> {
        let Typed::Places(places) = typed else {
            return Err(words("typed-place").into());
        };
        self.begin_anew();
        self.places.extend(places);
        Ok(Outcome::Taken)
    }

    fn hint(&self, scene: &Scene<'_>) -> String {
        let hint = match self.places.len() {
            _ if self.is_finished && scene.is_read_only => words("hint-measure-anew"),
            _ if self.is_finished => words("hint-measure-keep"),
            0 => words("hint-measure-first"),
            _ => words("hint-measure-next"),
        };
        hint.into()
    }

    fn wants(&self) -> Option<&'static str> {
        Some(if self.places.is_empty() || self.is_finished {
            words("wants-first-place")
        } else {
            words("wants-next-place")
        })
    }

    fn readout(&self, scene: &Scene<'_>) -> Vec<String> {
        let line = self.line();
        let mut lines = Vec::new();
        if let [.., from, to] = line.as_slice() {
            lines.push(leg_words(*from, *to));
            let back = inverse(*to, *from).initial;
            lines.push(said!("readout-back", bearing = back.to_string()));
            if line.len() > 2 {
                lines.push(said!("readout-total", length = line_length(&line).nautical_miles().to_string()));
            }
        }
        lines.extend(self.area().map(|area| said!("readout-area", area = area.to_string())));
        lines.extend(self.pointer.filter(|_| !self.is_finished).map(|place| place_words(place, scene)));
        lines
    }

    fn preview(&self, _scene: &Scene<'_>) -> Preview {
        let handle = |(idx, at): (usize, &Position)| Handle { grip: Grip::Corner(idx), at: *at };
        Preview {
            line: self.line(),
            is_geodesic: true,
            handles: self.places.iter().enumerate().map(handle).collect(),
            ..Preview::default()
        }
    }

    fn takes_drag(&self, _scene: &Scene<'_>, _at: Pos2) -> bool {
        true
    }

    fn is_busy(&self) -> bool {
        !self.places.is_empty()
    }
}
