//! Drawing along a line, point by point: a patrol route, a barrier, or a corridor of some width.

use geo::{Geometry, LineString};

use super::words::{leg_words, place_words, size_words};
use super::{Event, Grip, Handle, Outcome, Preview, Scene, Tool, add_area, add_feature, refused};
use crate::geodesy::{Position, line_length};
use crate::language::{said, words};
use crate::plan::geometry::geometry_of;
use crate::plan::{Kind, Shape};
use crate::ui::Outbox;
use crate::ui::typed::{Typed, miles};
use crate::units::Metres;

/// What the line becomes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Of {
    /// A patrol route.
    #[default]
    Route,
    /// A barrier.
    Barrier,
    /// An area along a route.
    Corridor,
}

/// How wide a corridor is until another width is typed, metres: 5 nm.
const WIDTH_METRES: f64 = 5.0 * 1852.0;

/// A line being drawn.
#[derive(Debug, Default)]
pub(super) struct Path {
    of: Of,
    places: Vec<Position>,
    pointer: Option<Position>,
    /// The whole width of a corridor, once it was typed.
    width: Option<Metres>,
    /// Whether the last attempt to finish had too few points.
    is_short: bool,
}

impl Path {
    pub(super) fn new(of: Of) -> Self {
        Self { of, ..Self::default() }
    }

    fn width(&self) -> Metres {
        self.width.unwrap_or(Metres::magnitude(WIDTH_METRES))
    }

    fn corridor(&self, route: Vec<Position>) -> Shape {
        Shape::Corridor { route, half_width: Metres::magnitude(self.width().value() / 2.0) }
    }

    /// The line with the pointer's place as its last point.
    fn line(&self) -> Vec<Position> {
        let mut line = self.places.clone();
        line.extend(self.pointer.filter(|pointer| line.last() != Some(pointer)));
        line
    }

    fn finish(&mut self, scene: &Scene<'_>, out: &mut Outbox) -> Result<Outcome, String> {
        let mut places = self.places.clone();
        places.dedup();
        if places.is_empty() {
            return Ok(Outcome::Ignored);
        }
        if places.len() < 2 {
            self.is_short = true;
            return Ok(Outcome::Taken);
        }
        let line = Geometry::LineString(LineString(places.iter().map(|place| place.coord()).collect()));
        Ok(match self.of {
            Of::Route => add_feature(words("edit-draw-route"), Kind::PatrolRoute, line, scene, out),
            Of::Barrier => add_feature(words("edit-draw-barrier"), Kind::Barrier, line, scene, out),
            Of::Corridor => {
                let shape = self.corridor(places);
                let geometry = geometry_of(&shape).map_err(refused)?;
                add_area(words("edit-draw-corridor"), geometry, Some(shape), scene, out)
            }
        })
    }
}

impl Tool for Path {
    fn handle(&mut self, event: Event, scene: &Scene<'_>, out: &mut Outbox) -> Outcome {
        match event {
            Event::Hover(at) => {
                self.pointer = scene.place(at);
                Outcome::Ignored
            }
            Event::Leave => {
                self.pointer = None;
                Outcome::Ignored
            }
            Event::Click { at, .. } => {
                self.is_short = false;
                self.places.extend(scene.place(at));
                Outcome::Taken
            }
            Event::DoubleClick(_) | Event::Finish => self.finish(scene, out).unwrap_or(Outcome::Taken),
            Event::StepBack | Event::Delete if !self.places.is_empty() => {
                self.places.pop();
                self.is_short = false;
                Outcome::Taken
            }
            Event::Cancel if !self.places.is_empty() => {
                *self = Self { pointer: self.pointer, width: self.width, ..Self::new(self.of) };
                Outcome::Taken
            }
            _ => Outcome::Ignored,
        }
    }

    fn accept(&mut self, typed: &Typed, _scene: &Scene<'_>, _out: &mut Outbox) -> Result<Outcome, String> {
        match typed {
            Typed::Places(places) => {
                self.is_short = false;
                self.places.extend(places);
                Ok(Outcome::Taken)
            }
            Typed::Length(width) if self.of == Of::Corridor && width.value() > 0.0 => {
                self.width = Some(*width);
                Ok(Outcome::Taken)
            }
            Typed::Length(_) => Err(words("fault-one-place").into()),
        }
    }

    fn hint(&self, _scene: &Scene<'_>) -> String {
        match (self.places.len(), self.of) {
            _ if self.is_short => words("tool-path-short").into(),
            (0, Of::Corridor) => said!("tool-corridor-first", width = miles(self.width())),
            (0, _) => words("tool-path-first").into(),
            (_, Of::Corridor) => said!("tool-corridor-next", width = miles(self.width())),
            _ => words("tool-path-next").into(),
        }
    }

    fn wants(&self) -> Option<&'static str> {
        Some(if self.of == Of::Corridor { words("wants-corridor") } else { words("wants-path") })
    }

    fn readout(&self, scene: &Scene<'_>) -> Vec<String> {
        let Some(pointer) = self.pointer else { return Vec::new() };
        let mut lines: Vec<String> = self.places.last().map(|last| leg_words(*last, pointer)).into_iter().collect();
        let line = self.line();
        if line.len() > 2 {
            lines.push(said!("tool-path-length", length = line_length(&line).nautical_miles().to_string()));
        }
        if self.of == Of::Corridor && line.len() > 1 {
            let area = geometry_of(&self.corridor(line)).ok();
            lines.extend(area.iter().flat_map(size_words));
        }
        lines.push(place_words(pointer, scene));
        lines
    }

    fn preview(&self, _scene: &Scene<'_>) -> Preview {
        let line = self.line();
        let is_corridor = self.of == Of::Corridor && line.len() > 1;
        let handle = |(idx, at): (usize, &Position)| Handle { grip: Grip::Corner(idx), at: *at };
        Preview {
            geometry: is_corridor.then(|| geometry_of(&self.corridor(line.clone())).ok()).flatten(),
            line,
            handles: self.places.iter().enumerate().map(handle).collect(),
            ..Preview::default()
        }
    }

    /// A drag pans, so that a line may be longer than the window.
    fn takes_drag(&self, _scene: &Scene<'_>, _at: egui::Pos2) -> bool {
        false
    }

    fn is_busy(&self) -> bool {
        !self.places.is_empty()
    }
}
