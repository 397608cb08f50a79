//! What drawing snaps to: vertices, edges, coasts, limits, round coordinates.
//!
//! Owns which of them is taken. Never moves a place farther than the eye expects: what is farther than nine points is let go, and
//! rounding moves it no more than four. Start at [`find`].

use egui::Pos2;

use crate::chart::ChartLine;
use crate::coordinate::Form;
use crate::geodesy::Position;
use crate::language::{said, words};
use crate::plan::geometry::nearest;
use crate::plan::{Feature, FeatureId, Shape};
use crate::session::nouns::title;
use crate::session::{Selected, Session};
use crate::ui::map::View;
use crate::ui::map::overlay::{Overlay, Subject};
use crate::units::Metres;

/// How near the pointer must be to what it snaps to, points.
const REACH: f32 = 9.0;
/// The widest step of round coordinates on the screen, points.
const ROUND_POINTS: f64 = 8.0;
/// From this zoom on the chart shows its limits.
const LIMITS_ZOOM: f64 = 5.0;

/// What a place was snapped to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SnapTo {
    /// A vertex, a corner, a centre.
    Vertex,
    /// An edge, a coast, a limit.
    Line,
    /// Round coordinates.
    Round,
}

/// A place that the pointer was drawn to.
#[derive(Clone, Debug, PartialEq)]
pub struct Snapped {
    /// Where.
    pub place: Position,
    /// What it is of.
    pub to: SnapTo,
    /// What it is of, in words; empty for round coordinates.
    pub words: String,
}

/// What the pointer snaps to; `None` off the map.
#[must_use]
pub fn find(overlay: &Overlay, session: &Session, view: &View, at: Pos2, except: &[FeatureId]) -> Option<Snapped> {
    let place = view.position_from_screen(at)?;
    let reach = f64::from(REACH) * view.degrees_per_point_at(place);
    let mut best: Option<(bool, f64, Snapped)> = None;
    let mut offer = |is_vertex: bool, degrees: f64, place: Position, words: &dyn Fn() -> String| {
        let is_better = best.as_ref().is_none_or(|(vertex, away, _)| (!is_vertex, degrees) < (!*vertex, *away));
        if degrees <= reach && is_better {
            let to = if is_vertex { SnapTo::Vertex } else { SnapTo::Line };
            best = Some((is_vertex, degrees, Snapped { place, to, words: words() }));
        }
    };
    for (thing, subject) in overlay.about(view, at, REACH) {
        if matches!(thing, Selected::Feature(id) if except.contains(&id)) {
            continue;
        }
        let name = || match subject {
            Subject::Feature(feature) => title(feature).to_owned(),
            Subject::Zone(zone) => zone.name.clone(),
        };
        let shape = match subject {
            Subject::Feature(feature) => feature.shape.as_ref(),
            Subject::Zone(_) => None,
        };
        for corner in shape.map(corners).unwrap_or_default() {
            offer(true, degrees_between(corner, place), corner, &|| said!("snap-vertex", name = name()));
        }
        let has_vertices = shape.is_none_or(|shape| matches!(shape, Shape::Rectangle { .. } | Shape::Unknown(_)));
        if let Some(near) = subject.geometry().and_then(|geometry| nearest(geometry, place, reach, has_vertices)) {
            offer(near.is_vertex, near.degrees, near.place, &|| {
                if near.is_vertex { said!("snap-vertex", name = name()) } else { said!("snap-edge", name = name()) }
            });
        }
    }
    if view.zoom() >= LIMITS_ZOOM
        && let Some(waters) = session.waters()
    {
        let metres = Metres::magnitude(reach * METRES_PER_DEGREE);
        if let Some(near) = waters.line_near(place, metres) {
            let degrees = near.distance.value() / METRES_PER_DEGREE;
            offer(false, degrees, near.place.rounded(), &|| match &near.line {
                ChartLine::Coast => words("snap-coast").to_owned(),
                ChartLine::Limit(nm) => said!("snap-limit", nm = format!("{nm:.0}")),
                ChartLine::Claim(claim) => claim.to_string(),
            });
        }
    }
    let round = || Snapped {
        place: rounded(place, session.settings().coordinate_form, degrees_of_longitude_per_point(view)),
        to: SnapTo::Round,
        words: String::new(),
    };
    Some(best.map_or_else(round, |(_, _, snapped)| snapped))
}

/// A degree of latitude, metres: a minute of it is a nautical mile to half a percent, and a pixel asks for no more.
const METRES_PER_DEGREE: f64 = 60.0 * crate::units::METRES_PER_NAUTICAL_MILE;

fn degrees_of_longitude_per_point(view: &View) -> f64 {
    360.0 / (crate::ui::map::view::TILE_POINTS * view.zoom().exp2())
}

/// How far apart two places are on the plane about the second, degrees of latitude.
fn degrees_between(one: Position, other: Position) -> f64 {
    let east = (one.lon() - other.lon() + 540.0).rem_euclid(360.0) - 180.0;
    (east * other.lat().to_radians().cos()).hypot(one.lat() - other.lat())
}

/// The places that a shape hangs on.
fn corners(shape: &Shape) -> Vec<Position> {
    match shape {
        Shape::Circle { centre, .. } | Shape::Ring { centre, .. } | Shape::Sector { centre, .. } => vec![*centre],
        Shape::Corridor { route: places, .. } | Shape::Geodesic { corners: places } | Shape::Measured { places } => {
            places.clone()
        }
        Shape::Rectangle { .. } | Shape::Unknown(_) => Vec::new(),
    }
}

/// Steps of round coordinates as parts of a degree, the widest first: those in which a form counts.
const fn steps(form: Form) -> &'static [f64] {
    match form {
        Form::Decimal | Form::Mgrs => &[1.0, 2.0, 10.0, 20.0, 100.0, 200.0, 1e3, 2e3, 1e4, 2e4, 1e5],
        Form::Ddm => &[1.0, 2.0, 6.0, 12.0, 60.0, 120.0, 600.0, 6e3],
        Form::Dms => &[1.0, 2.0, 6.0, 12.0, 60.0, 120.0, 360.0, 720.0, 3600.0],
    }
}

/// The place in the widest round steps that do not move it visibly; as it is where even the finest would.
fn rounded(place: Position, form: Form, degrees_per_point: f64) -> Position {
    let widest = ROUND_POINTS * degrees_per_point;
    let Some(parts) = steps(form).iter().find(|parts| 1.0 / **parts <= widest) else { return place.rounded() };
    let round = |degrees: f64| (degrees * parts).round() / parts;
    Position::clamped(round(place.lat()), round(place.lon())).rounded()
}

/// Whether a feature is heavy: what would be done with all its vertices in every frame is then done off the frame, or to a part.
#[must_use]
pub(super) fn is_heavy(feature: &Feature) -> bool {
    use geo::CoordsIter as _;
    feature.geometry.as_ref().is_some_and(|geometry| geometry.coords_count() > 2_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn round_coordinates_are_as_fine_as_the_screen() {
        let place = Position::clamped(38.723_456_7, 125.412_345_6);
        // At zoom 8 a point is 0.0055 degrees of longitude: a minute is 3 points, 5 minutes would be 15.
        let per_point = 360.0 / (256.0 * 256.0);
        assert_eq!(rounded(place, Form::Ddm, per_point), Position::clamped(38.716_666_7, 125.416_666_7));
        assert_eq!(rounded(place, Form::Decimal, per_point), Position::clamped(38.72, 125.41));
        // At zoom 14 a tenth of a minute is 19 points, which would be seen; a hundredth is not.
        let per_point = 360.0 / (256.0 * 16_384.0);
        assert_eq!(rounded(place, Form::Ddm, per_point), Position::clamped(38.723_5, 125.412_333_3));
        // Beyond what a form can write nothing is rounded.
        assert_eq!(rounded(place, Form::Dms, 1e-7), place);
    }
}
