//! Drawing a ring (centre, one edge, the other) or a sector (centre, first side, last side), by clicks.

use egui::Pos2;

use super::words::{leg_words, place_words, size_words};
use super::{Event, Grip, Handle, Outcome, Preview, Scene, Tool, add_area, refused};
use crate::geodesy::{Position, distance, inverse};
use crate::language::words;
use crate::plan::Shape;
use crate::plan::geometry::geometry_of;
use crate::ui::Outbox;
use crate::ui::typed::Typed;
use crate::units::{Course, Metres};

/// Which of the two is drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Of {
    /// Between two radii.
    #[default]
    Ring,
    /// Between two bearings.
    Sector,
}

/// A ring or a sector being drawn.
#[derive(Debug, Default)]
pub(super) struct Round {
    of: Of,
    centre: Option<Position>,
    /// The first edge of a ring, the end of a sector's first side.
    first: Option<Position>,
    pointer: Option<Position>,
}

impl Round {
    pub(super) fn new(of: Of) -> Self {
        Self { of, ..Self::default() }
    }

    /// The shape that a place finishes.
    fn shape(&self, place: Position) -> Option<Shape> {
        let (centre, first) = (self.centre?, self.first?);
        let metres = |place| Metres::magnitude(distance(centre, place).value().round());
        Some(match self.of {
            Of::Ring => ring(centre, metres(first), metres(place)),
            Of::Sector => Shape::Sector {
                centre,
                inner: Metres::magnitude(0.0),
                outer: metres(first),
                from: bearing(centre, first),
                to: bearing(centre, place),
            },
        })
    }

    /// What the pointer would make now.
    fn seen(&self) -> Option<Shape> {
        let (centre, pointer) = (self.centre?, self.pointer?);
        match (self.of, self.first) {
            (_, Some(_)) => self.shape(pointer),
            (Of::Ring, None) => Some(Shape::Circle { centre, radius: distance(centre, pointer) }),
            (Of::Sector, None) => None,
        }
    }

    fn set(&mut self, place: Position, scene: &Scene<'_>, out: &mut Outbox) -> Result<Outcome, String> {
        match (self.centre, self.first) {
            (None, _) => self.centre = Some(place),
            (Some(_), None) => self.first = Some(place),
            (Some(_), Some(_)) => {
                let Some(shape) = self.shape(place) else { return Ok(Outcome::Ignored) };
                return self.finish(shape, scene, out);
            }
        }
        Ok(Outcome::Taken)
    }

    fn finish(&mut self, shape: Shape, scene: &Scene<'_>, out: &mut Outbox) -> Result<Outcome, String> {
        let geometry = geometry_of(&shape).map_err(refused)?;
        *self = Self::new(self.of);
        let label = match self.of {
            Of::Ring => words("edit-draw-ring"),
            Of::Sector => words("edit-draw-sector"),
        };
        Ok(add_area(label, geometry, Some(shape), scene, out))
    }

    fn click(&mut self, at: Pos2, scene: &Scene<'_>, out: &mut Outbox) -> Outcome {
        let Some(place) = scene.place(at) else { return Outcome::Ignored };
        // Two edges in one, two sides in one: wait for another.
        self.set(place, scene, out).unwrap_or(Outcome::Taken)
    }
}

/// A ring between two radii, whichever was drawn first.
fn ring(centre: Position, one: Metres, other: Metres) -> Shape {
    let (inner, outer) = if one.value() <= other.value() { (one, other) } else { (other, one) };
    Shape::Ring { centre, inner, outer }
}

/// A bearing to tenths of a degree, because no hand is steadier.
fn bearing(centre: Position, place: Position) -> Course {
    Course::wrapped((inverse(centre, place).initial.value() * 10.0).round() / 10.0)
}

impl Tool for Round {
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
            Event::Click { at, .. } | Event::DoubleClick(at) => self.click(at, scene, out),
            Event::StepBack if self.first.is_some() => {
                self.first = None;
                Outcome::Taken
            }
            Event::Cancel | Event::StepBack if self.centre.is_some() => {
                (self.centre, self.first) = (None, None);
                Outcome::Taken
            }
            _ => Outcome::Ignored,
        }
    }

    fn accept(&mut self, typed: &Typed, scene: &Scene<'_>, out: &mut Outbox) -> Result<Outcome, String> {
        match (typed, self.centre, self.first) {
            (Typed::Places(places), ..) => match places.as_slice() {
                [place] => self.set(*place, scene, out),
                _ => Err(words("fault-one-place").into()),
            },
            (Typed::Length(_), None, _) => Err(words("fault-centre-first").into()),
            (Typed::Length(radius), Some(centre), first) if self.of == Of::Ring => match first {
                None => {
                    self.first = Some(crate::geodesy::destination(centre, Course::wrapped(90.0), *radius));
                    Ok(Outcome::Taken)
                }
                Some(first) => self.finish(ring(centre, distance(centre, first), *radius), scene, out),
            },
            (Typed::Length(_), ..) => Err(words("fault-one-place").into()),
        }
    }

    fn hint(&self, _scene: &Scene<'_>) -> String {
        let hint = match (self.of, self.centre, self.first) {
            (Of::Ring, None, _) => words("tool-ring-centre"),
            (Of::Ring, Some(_), None) => words("tool-ring-first"),
            (Of::Ring, ..) => words("tool-ring-second"),
            (Of::Sector, None, _) => words("tool-sector-centre"),
            (Of::Sector, Some(_), None) => words("tool-sector-first"),
            (Of::Sector, ..) => words("tool-sector-second"),
        };
        hint.into()
    }

    fn wants(&self) -> Option<&'static str> {
        Some(match (self.of, self.centre, self.first) {
            (_, None, _) => words("wants-centre"),
            (Of::Ring, ..) => words("wants-ring-edge"),
            (Of::Sector, _, None) => words("wants-sector-first"),
            (Of::Sector, ..) => words("wants-sector-second"),
        })
    }

    fn readout(&self, scene: &Scene<'_>) -> Vec<String> {
        let Some(pointer) = self.pointer else { return Vec::new() };
        let mut lines: Vec<String> = self.centre.map(|centre| leg_words(centre, pointer)).into_iter().collect();
        let ring = self.seen().and_then(|shape| geometry_of(&shape).ok());
        lines.extend(ring.iter().flat_map(size_words));
        lines.push(place_words(pointer, scene));
        lines
    }

    fn preview(&self, _scene: &Scene<'_>) -> Preview {
        let handle = |(grip, at): (Grip, Option<Position>)| at.map(|at| Handle { grip, at });
        Preview {
            geometry: self.seen().and_then(|shape| geometry_of(&shape).ok()),
            line: [self.centre, self.first.or(self.pointer)].into_iter().flatten().collect(),
            is_geodesic: true,
            handles: [(Grip::Centre, self.centre), (Grip::Radius, self.first)].into_iter().filter_map(handle).collect(),
            ..Preview::default()
        }
    }

    /// A drag pans: what is drawn may be larger than the window.
    fn takes_drag(&self, _scene: &Scene<'_>, _at: Pos2) -> bool {
        false
    }

    fn is_busy(&self) -> bool {
        self.centre.is_some()
    }
}
