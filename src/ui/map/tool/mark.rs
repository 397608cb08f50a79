//! Setting a point or a unit with one click, or at typed coordinates.

use std::sync::Arc;

use geo::{Geometry, Point};
use uuid::Uuid;

use super::words::place_words;
use super::{Event, Outcome, Preview, Scene, Tool, add_feature};
use crate::geodesy::Position;
use crate::language::{said, words};
use crate::plan::{FeatureId, Kind, PlanEdit, TypicalUnit};
use crate::session::Selected;
use crate::ui::Outbox;
use crate::ui::typed::Typed;

/// A mark about to be set.
#[derive(Debug, Default)]
pub(super) struct Mark {
    is_unit: bool,
    /// The class of a unit, whose figures it is given.
    class: Option<&'static TypicalUnit>,
    pointer: Option<Position>,
}

impl Mark {
    pub(super) const fn unit(class: Option<&'static TypicalUnit>) -> Self {
        Self { is_unit: true, class, pointer: None }
    }

    fn set(&self, place: Position, scene: &Scene<'_>, out: &mut Outbox) -> Outcome {
        let point = Geometry::Point(Point(place.coord()));
        match self.class {
            Some(class) if !scene.is_read_only => {
                let id = FeatureId(Uuid::new_v4());
                let feature = class.placed(scene.plan, id, place);
                out.edit(words("edit-set-unit"), PlanEdit::Add(vec![Arc::new(feature)]));
                out.select(Selected::Feature(id));
                Outcome::Done
            }
            _ if self.is_unit => add_feature(words("edit-set-unit"), Kind::Unit, point, scene, out),
            _ => add_feature(words("edit-set-point"), Kind::Point, point, scene, out),
        }
    }
}

impl Tool for Mark {
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
            Event::Click { at, .. } | Event::DoubleClick(at) => {
                scene.place(at).map_or(Outcome::Ignored, |place| self.set(place, scene, out))
            }
            _ => Outcome::Ignored,
        }
    }

    fn accept(&mut self, typed: &Typed, scene: &Scene<'_>, out: &mut Outbox) -> Result<Outcome, String> {
        match typed {
            Typed::Places(places) => match places.as_slice() {
                [place] => Ok(self.set(*place, scene, out)),
                _ => Err(words("fault-one-place").into()),
            },
            Typed::Length(_) => Err(words("fault-one-place").into()),
        }
    }

    fn hint(&self, _scene: &Scene<'_>) -> String {
        match self.class {
            Some(class) => said!("tool-unit-of", class = &*class.name),
            None if self.is_unit => words("tool-unit").into(),
            None => words("tool-point").into(),
        }
    }

    fn wants(&self) -> Option<&'static str> {
        Some(words("wants-place"))
    }

    fn readout(&self, scene: &Scene<'_>) -> Vec<String> {
        self.pointer.map(|pointer| place_words(pointer, scene)).into_iter().collect()
    }

    fn preview(&self, _scene: &Scene<'_>) -> Preview {
        Preview { geometry: self.pointer.map(|place| Geometry::Point(Point(place.coord()))), ..Preview::default() }
    }

    fn takes_drag(&self, _scene: &Scene<'_>, _at: egui::Pos2) -> bool {
        false
    }

    fn is_busy(&self) -> bool {
        false
    }
}
