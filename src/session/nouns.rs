//! The nouns of the case in the language spoken: kinds, types, waters.
//!
//! Files and the command line write the same things by keywords and in English, by the nouns' own `words`. Start at [`kind`].

use crate::coordinate::Form;
use crate::language::words;
use crate::plan::{Feature, Kind, Shape, UnitType};
use crate::track::sieve::OrderBy;
use crate::vessel::ShipClass;

/// A kind of feature: "interdiction area".
#[must_use]
pub fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::InterdictionArea => words("kind-interdiction-area"),
        Kind::PatrolZone => words("kind-patrol-zone"),
        Kind::ExclusionArea => words("kind-exclusion-area"),
        Kind::ReferenceArea => words("kind-reference-area"),
        Kind::PatrolRoute => words("kind-patrol-route"),
        Kind::Barrier => words("kind-barrier"),
        Kind::Unit => words("kind-unit"),
        Kind::Point => words("kind-point"),
        Kind::Inspection => words("kind-inspection"),
    }
}

/// What a feature is: its kind, or what it was drawn as where that says more.
#[must_use]
pub fn what(feature: &Feature) -> &'static str {
    match feature.shape {
        Some(Shape::Measured { .. }) => words("kind-measured"),
        _ => kind(feature.kind),
    }
}

/// What to call a feature: its name, or its kind where it has none.
#[must_use]
pub fn title(feature: &Feature) -> &str {
    if feature.name.is_empty() { what(feature) } else { &feature.name }
}

/// A type of craft.
#[must_use]
pub fn unit_type(unit_type: UnitType) -> &'static str {
    match unit_type {
        UnitType::Ship => words("unit-ship"),
        UnitType::Aircraft => words("unit-aircraft"),
        UnitType::Helicopter => words("unit-helicopter"),
        UnitType::Drone => words("unit-drone"),
    }
}

/// A class of ship: "tanker".
#[must_use]
pub fn ship_class(class: ShipClass) -> &'static str {
    match class {
        ShipClass::Cargo => words("ship-cargo"),
        ShipClass::Tanker => words("ship-tanker"),
        ShipClass::Fishing => words("ship-fishing"),
        ShipClass::Passenger => words("ship-passenger"),
        ShipClass::Tug => words("ship-tug"),
        ShipClass::Pleasure => words("ship-pleasure"),
        ShipClass::Government => words("ship-government"),
        ShipClass::Other => words("ship-other"),
    }
}

/// A form of coordinates.
#[must_use]
pub fn form(form: Form) -> &'static str {
    match form {
        Form::Decimal => words("form-decimal"),
        Form::Ddm => words("form-ddm"),
        Form::Dms => words("form-dms"),
        Form::Mgrs => words("form-mgrs"),
    }
}

/// What a list of vessels is ordered by.
#[must_use]
pub fn order_by(by: OrderBy) -> &'static str {
    match by {
        OrderBy::Mmsi => words("order-mmsi"),
        OrderBy::Name => words("order-name"),
        OrderBy::Flag => words("order-flag"),
        OrderBy::Class => words("order-class"),
        OrderBy::Fixes => words("order-fixes"),
        OrderBy::LastFix => words("order-last-fix"),
        OrderBy::Length => words("order-length"),
        OrderBy::Fastest => words("order-fastest"),
    }
}
