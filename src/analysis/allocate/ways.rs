//! How far it is from place to place: straight for what flies, round land for what sails.
//!
//! Owns the box of sea that is looked at. The search round land is [`Sea`]'s. Start at [`ways_by`].

use super::super::intercept::Sea;
use crate::geodesy::{Position, distance};
use crate::plan::Plan;
use crate::plan::geometry::bounds;
use crate::units::Metres;

/// So far round the plan land counts, in degrees: a choice, some hours of a ship's way.
const ROUND_DEGREES: f64 = 2.0;

/// South-west and north-east corner of the box in which land counts: round all of the plan, and two degrees more.
#[must_use]
pub fn sea_box(plan: &Plan) -> (Position, Position) {
    let all = plan.features.iter().filter_map(|feature| bounds(feature.geometry.as_ref()?));
    let all = all.reduce(|(a_sw, a_ne), (b_sw, b_ne)| {
        (
            Position::clamped(a_sw.lat().min(b_sw.lat()), a_sw.lon().min(b_sw.lon())),
            Position::clamped(a_ne.lat().max(b_ne.lat()), a_ne.lon().max(b_ne.lon())),
        )
    });
    let (sw, ne) = all.unwrap_or((Position::clamped(0.0, 0.0), Position::clamped(0.0, 0.0)));
    (
        Position::clamped((sw.lat() - ROUND_DEGREES).max(-85.0), sw.lon() - ROUND_DEGREES),
        Position::clamped((ne.lat() + ROUND_DEGREES).min(85.0), ne.lon() + ROUND_DEGREES),
    )
}

/// Who goes, and how exactly it matters how far that is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Going {
    /// What flies.
    Flying,
    /// What sails, from its base.
    Sailing,
    /// What sails, from area to area: there are many such ways, and one may be some hundredths too long.
    SailingAbout,
}

/// How far it is over a sea, as [`Case::of`](super::Case::of) asks it.
pub fn ways_by<'a>(sea: &'a Sea<'_>) -> impl Fn(Going, Position, &[Position]) -> Vec<Option<Metres>> + Sync + 'a {
    |going, from, to| match going {
        Going::Flying => to.iter().map(|to| Some(distance(from, *to))).collect(),
        Going::Sailing => sea.lengths_to_ports(from, to),
        Going::SailingAbout => sea.rough_lengths_to_ports(from, to),
    }
}
