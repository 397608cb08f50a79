//! What went wrong, in the language spoken: errors of typing and drawing, why rows were skipped, stages of work.
//!
//! The errors' own words, which are English, are those of the command line. What has no words here is told in English. Start
//! at [`coordinate`].

use super::patrol::PatrolFault;
use crate::analysis::pattern::PatternError;
use crate::coordinate::{Axis, CoordinateError};
use crate::language::{Language, said, words};
use crate::plan::geometry::{ShapeError, VertexError};
use crate::plan::{AreaFault, EditError};

/// Why a text is no position.
#[must_use]
pub fn coordinate(error: &CoordinateError) -> String {
    use CoordinateError as E;
    let axis = |axis: Axis| match axis {
        Axis::Latitude => words("axis-latitude"),
        Axis::Longitude => words("axis-longitude"),
    };
    match error {
        E::Empty => words("coordinate-empty").into(),
        E::Unexpected(what) => said!("coordinate-unexpected", what = what),
        E::CommaDecimal => words("coordinate-comma").into(),
        E::Numbers(n) => said!("coordinate-numbers", n = *n),
        E::Hemispheres(n) => said!("coordinate-hemispheres", n = *n),
        E::SameAxis(which) => said!("coordinate-same-axis", axis = axis(*which)),
        E::SignAndLetter(what) => said!("coordinate-sign-and-letter", what = what),
        E::InnerSign(what) => said!("coordinate-inner-sign", what = what),
        E::InnerDecimal(what) => said!("coordinate-inner-decimal", what = what),
        E::Sixty(what) => said!("coordinate-sixty", what = what),
        E::Order(what) => said!("coordinate-order", what = what),
        E::OffGlobe { axis: which, value } => said!("coordinate-off-globe", axis = axis(*which), value = value),
        E::Mgrs { text, why } => said!("coordinate-mgrs", text = text, why = why),
        E::InList { number, text, source } => {
            said!("coordinate-in-list", n = *number, text = text, why = coordinate(source))
        }
    }
}

/// Why a shape cannot be drawn.
#[must_use]
pub fn shape(error: &ShapeError) -> &'static str {
    match error {
        ShapeError::Empty => words("shape-empty"),
        ShapeError::InsideOut => words("shape-inside-out"),
        ShapeError::TooLarge => words("shape-too-large"),
        ShapeError::OverPole => words("shape-over-pole"),
        ShapeError::Unknown => words("shape-unknown"),
    }
}

/// What is wrong with an area in a pasted text.
#[must_use]
pub fn area(fault: &AreaFault) -> String {
    match fault {
        AreaFault::Place(text, cause) => format!("{text}: {}", coordinate(cause)),
        AreaFault::Shape(cause) => shape(cause).into(),
        AreaFault::Crosses => words("new-area-crosses").into(),
        AreaFault::Reordered => words("area-reordered").into(),
        AreaFault::TwoCorners => words("area-two-corners").into(),
        AreaFault::Unbounded => words("area-unbounded").into(),
        AreaFault::Radii => words("area-radii").into(),
        AreaFault::NotDrawn(text) => said!("area-not-drawn", text = text),
        AreaFault::Swapped => words("area-swapped").into(),
        AreaFault::Unlettered => words("area-unlettered").into(),
        AreaFault::Unknown(name) => said!("area-unknown", name = name),
        AreaFault::Arc => words("area-arc").into(),
        AreaFault::Coast => words("area-coast").into(),
        AreaFault::Zone(text) => said!("area-zone", text = text),
        AreaFault::Period(text) => said!("area-period", text = text),
        AreaFault::Undated(text) => said!("area-undated", text = text),
    }
}

/// Why a vertex cannot be changed.
#[must_use]
pub fn vertex(error: &VertexError) -> &'static str {
    match error {
        VertexError::NoSuchVertex => words("vertex-none"),
        VertexError::TooFewLeft => words("vertex-too-few"),
    }
}

/// Why a plan cannot be edited so.
#[must_use]
pub fn edit(error: &EditError) -> String {
    match error {
        EditError::NoSuchFeature(id) => said!("edit-no-such-feature", id = id.to_string()),
        EditError::Locked(name) => said!("edit-locked", name = name),
        EditError::AlreadyThere(id) => said!("edit-already-there", id = id.to_string()),
    }
}

/// Why there is no search pattern.
#[must_use]
pub fn patrol(fault: &PatrolFault) -> &'static str {
    match fault {
        PatrolFault::NoSpeed | PatrolFault::Pattern { why: PatternError::NoSpeed, .. } => words("patrol-no-speed"),
        PatrolFault::NoSpacing | PatrolFault::Pattern { why: PatternError::NoSpacing, .. } => {
            words("patrol-no-spacing")
        }
        PatrolFault::NoSweep => words("patrol-no-sweep"),
        PatrolFault::NoPlace(_) | PatrolFault::Pattern { why: PatternError::NoPlace, .. } => words("patrol-no-place"),
        PatrolFault::Pattern { why, .. } => match why {
            PatternError::NoArea => words("patrol-no-area"),
            PatternError::NoLine => words("patrol-no-line"),
            PatternError::NoRadius => words("patrol-no-radius"),
            PatternError::TooFine => words("patrol-too-fine"),
            PatternError::TooLarge => words("patrol-too-large"),
            PatternError::NoRoom => words("patrol-no-room"),
            PatternError::Covered => words("patrol-covered"),
            _ => words("patrol-no-time"),
        },
    }
}

/// Why rows were skipped or mended, as a report counts them.
#[must_use]
pub fn reason(reason: &str) -> &str {
    if Language::current() == Language::English {
        return reason;
    }
    match reason {
        "no MMSI" => words("reason-no-mmsi"),
        "MMSI not valid" => words("reason-bad-mmsi"),
        "no time" => words("reason-no-time"),
        "time not understood" => words("reason-bad-time"),
        "no position" => words("reason-no-position"),
        "position not understood" => words("reason-bad-position"),
        "position off the globe" => words("reason-off-globe"),
        "outside the area asked for" => words("reason-outside-area"),
        "outside the period asked for" => words("reason-outside-period"),
        "static data without position" => words("reason-static"),
        "header repeated" => words("reason-header"),
        "line too long" => words("reason-line-too-long"),
        "not a position report" => words("reason-no-fix"),
        "checksum wrong" => words("reason-checksum"),
        "checksum missing" => words("reason-no-checksum"),
        "AIS sentence not understood" => words("reason-sentence"),
        "not an AIS sentence" => words("reason-no-ais"),
        "part of a message missing" => words("reason-part-missing"),
        "AIS message cut short" => words("reason-cut-short"),
        "base station, not a vessel" => words("reason-base-station"),
        "a span of time, not a moment" => words("reason-span"),
        "too many points in one track" => words("reason-too-many-points"),
        "a place that cannot be read" => words("reason-unread-place"),
        "an area that cannot be drawn" => words("reason-undrawn-area"),
        "corners out of order" => words("reason-corner-order"),
        "ring closed" => words("reason-ring-closed"),
        "ring turned" => words("reason-ring-turned"),
        "ring repeated" => words("reason-ring-repeated"),
        "ring too short" => words("reason-ring-too-short"),
        "ring without area" => words("reason-ring-without-area"),
        "line too short" => words("reason-line-too-short"),
        "cut at the antimeridian" => words("reason-antimeridian"),
        "self-crossing ring repaired" => words("reason-crossing-repaired"),
        "outline not checked" => words("reason-not-checked"),
        "place off the globe" => words("reason-place-off-globe"),
        "no usable geometry" => words("reason-no-geometry"),
        "geometry too large" => words("reason-too-large"),
        "altitude dropped" => words("reason-altitude"),
        "sending the units one after another" => words("stage-sending"),
        "proving how good it is" => words("stage-proving"),
        other => other,
    }
}

/// What a job does now, as its progress names it.
#[must_use]
pub fn stage(stage: &str) -> &str {
    if Language::current() == Language::English {
        return stage;
    }
    match stage {
        "reading" => words("stage-reading"),
        "reading the plan" => words("stage-reading-plan"),
        "reading zones" => words("stage-reading-zones"),
        "looking whether it was read before" => words("stage-looking"),
        "sorting" => words("stage-sorting"),
        "merging" => words("stage-merging"),
        "preparing the map" => words("stage-preparing"),
        "writing" => words("stage-writing"),
        "drawing the map" => words("stage-drawing-map"),
        "drawing tracks" => words("stage-drawing-tracks"),
        "telling whose water" => words("stage-waters"),
        other => other,
    }
}
