//! How far the selected unit gets: rings of hours at its cruising speed, and the ring from which it can just come back.
//!
//! Owns which rings are drawn, made anew when the unit changes. Rings go over land: they say how far, not which way. Start at [`rings_of`].

use std::sync::Arc;

use egui::{Align2, FontId, Shape, Stroke, Ui, vec2};

use super::MapLayer;
use super::meeting::{dashed, seen};
use super::view::{View, World, world_from_position};
use crate::geodesy::{self, Position};
use crate::language::{Language, said};
use crate::plan::geometry::centre;
use crate::plan::{Feature, Kind, Unit};
use crate::session::{Selected, Session};
use crate::ui::theme::{SMALL, Theme};
use crate::units::{Course, NauticalMiles};

/// The hours of which rings are drawn: a choice, such as a planner asks for.
const HOURS: [f64; 10] = [0.25, 0.5, 1.0, 2.0, 3.0, 6.0, 12.0, 24.0, 48.0, 72.0];
/// No ring of hours is wider: a choice, about the width of the Yellow Sea and the East Sea together.
const WIDEST_NM: f64 = 700.0;
/// Nor one of endurance: half as far as a quarter of the Earth.
const WIDEST_OF_ENDURANCE_NM: f64 = 2700.0;
/// So many rings of hours are drawn: the widest.
const MOST_RINGS: usize = 4;

/// What a ring says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Ring {
    /// So many hours at cruising speed.
    Hours(f64),
    /// Out and back within its endurance, at cruising speed.
    OutAndBack,
}

/// The rings of a unit, the narrowest first; none without a speed.
#[must_use]
pub fn rings_of(unit: &Unit) -> Vec<(Ring, NauticalMiles)> {
    let Some(speed) = unit.speed_cruise.or(unit.speed_max).filter(|speed| speed.value() > 0.0) else {
        return Vec::new();
    };
    let out_h = unit.endurance_h.map_or(f64::INFINITY, |hours| hours / 2.0);
    let ring = |hours: f64| Some((Ring::Hours(hours), NauticalMiles::new(speed.value() * hours)?));
    let hours = HOURS.into_iter().filter(|hours| *hours < out_h && speed.value() * hours <= WIDEST_NM);
    let mut rings: Vec<_> = hours.filter_map(ring).collect();
    rings.drain(..rings.len().saturating_sub(MOST_RINGS));
    let back = NauticalMiles::new(speed.value() * out_h).filter(|reach| reach.value() <= WIDEST_OF_ENDURANCE_NM);
    rings.extend(back.map(|reach| (Ring::OutAndBack, reach)));
    rings
}

struct Drawn {
    line: Vec<World>,
    is_dashed: bool,
    named_at: World,
    name: String,
}

/// The layer. Keep one for the life of the window.
#[derive(Default)]
pub struct Rings {
    made_for: Option<(Arc<Feature>, Language)>,
    drawn: Vec<Drawn>,
    theme: Option<&'static Theme>,
}

impl Rings {
    /// Takes the selected unit, while rings are wanted.
    pub fn show(&mut self, session: &Session, is_wanted: bool, theme: &'static Theme) {
        self.theme = Some(theme);
        let feature = match session.focus().primary() {
            Some(Selected::Feature(id)) if is_wanted => session.case().plan().feature(id),
            _ => None,
        };
        let Some(feature) = feature.filter(|feature| feature.kind == Kind::Unit) else {
            (self.made_for, self.drawn) = (None, Vec::new());
            return;
        };
        let language = Language::current();
        if self.made_for.as_ref().is_some_and(|(of, spoken)| Arc::ptr_eq(of, feature) && *spoken == language) {
            return;
        }
        self.made_for = Some((Arc::clone(feature), language));
        let rings = feature.unit.as_ref().map(rings_of).unwrap_or_default();
        self.drawn = centre(feature)
            .map(|place| rings.into_iter().map(|(ring, reach)| draw(place, ring, reach)).collect())
            .unwrap_or_default();
    }
}

fn draw(place: Position, ring: Ring, reach: NauticalMiles) -> Drawn {
    let name = match ring {
        Ring::Hours(hours) => said!("rings-hours", hours = hours.to_string(), reach = reach.to_string()),
        Ring::OutAndBack => said!("rings-back", reach = reach.to_string()),
    };
    Drawn {
        line: geodesy::circle_ring(place, reach.metres(), 96).into_iter().map(world_from_position).collect(),
        is_dashed: ring == Ring::OutAndBack,
        named_at: world_from_position(geodesy::destination(place, Course::wrapped(0.0), reach.metres())),
        name,
    }
}

impl MapLayer for Rings {
    fn paint(&mut self, ui: &mut Ui, view: &View) {
        let Some(theme) = self.theme else { return };
        let painter = ui.painter().with_clip_rect(view.rect());
        let stroke = Stroke::new(1.2, theme.plan.unit.gamma_multiply(0.75));
        for ring in &self.drawn {
            let Some(line) = seen(view, &ring.line) else { continue };
            if ring.is_dashed {
                painter.extend(dashed(line, stroke));
            } else {
                painter.add(Shape::line(line, stroke));
            }
        }
    }

    fn paint_above(&mut self, ui: &mut Ui, view: &View) {
        let Some(theme) = self.theme else { return };
        let painter = ui.painter().with_clip_rect(view.rect());
        for ring in &self.drawn {
            let at = view.screen_from_world(ring.named_at);
            if view.rect().contains(at) {
                let font = FontId::proportional(SMALL);
                let galley = painter.layout_no_wrap(ring.name.clone(), font, theme.plan.label);
                let plate = Align2::CENTER_CENTER.anchor_size(at, galley.size());
                painter.rect_filled(plate.expand2(vec2(4.0, 1.0)), 2.0, theme.chart.plate);
                painter.galley(plate.min, galley, theme.plan.label);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::Knots;

    #[test]
    fn a_frigate_has_rings_of_hours_and_a_helicopter_comes_back() {
        let unit = |speed: f64, hours: f64| Unit {
            speed_cruise: Knots::new(speed),
            endurance_h: Some(hours),
            ..Unit::default()
        };
        let told = |unit: &Unit| -> Vec<(Ring, f64)> {
            rings_of(unit).into_iter().map(|(ring, reach)| (ring, reach.value())).collect()
        };
        // 18 kn for 250 h: four rings, and 2,250 nm out and back.
        let frigate = [
            (Ring::Hours(3.0), 54.0),
            (Ring::Hours(6.0), 108.0),
            (Ring::Hours(12.0), 216.0),
            (Ring::Hours(24.0), 432.0),
            (Ring::OutAndBack, 2250.0),
        ];
        assert_eq!(told(&unit(18.0, 250.0)), frigate);
        // 125 kn for 2 h 15 min: 140.625 nm, and back.
        let helicopter = [
            (Ring::Hours(0.25), 31.25),
            (Ring::Hours(0.5), 62.5),
            (Ring::Hours(1.0), 125.0),
            (Ring::OutAndBack, 140.625),
        ];
        assert_eq!(told(&unit(125.0, 2.25)), helicopter);
        assert!(rings_of(&Unit::default()).is_empty());
    }
}
