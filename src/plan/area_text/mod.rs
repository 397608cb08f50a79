//! Areas in words: navigational warnings, notices, reports and lists of coordinates, in English, Chinese, Japanese and Korean.
//!
//! Owns the reading of what such a text draws and when. A warning's edges are geodesics, as it means its lines; those of a bare
//! list are straight, as a file's are. Never mends a text silently: corners out of order, a position that cannot be read, an
//! edge along a coast are told with the area. Start at [`areas_in_text`]; `warning` tells warnings apart, `section` their lettered
//! areas, `figure` what each draws, and `bearing` says how unsure a range and bearing are taken to be.

mod apart;
mod bearing;
mod bounds;
mod figure;
mod length;
mod list;
mod order;
mod round;
mod section;
mod warning;

use std::ops::Range;

use geo::Geometry;

use super::geometry::ShapeError;
use super::period_text::{Issued, PeriodFault, PeriodFound, issued_in, period_of, zone_by_custom};
use super::reading::Reading;
use super::{Period, Shape, Zone};
use crate::coordinate::{CoordinateError, Order};
use crate::geodesy::Position;
use crate::units::Timestamp;

pub use list::{ReadPlace, outline, places_in, speaks_of_places};

/// A geometry and what it is drawn as.
pub type Drawn = (Geometry<f64>, Option<Shape>);

/// An area, line or place that a text tells of.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AreaInText {
    /// What it is called: the beginning of its warning and its own letter or number.
    pub name: String,
    /// Its part of the text.
    pub text: String,
    /// The line its warning begins on, counted from 1.
    pub line: u64,
    /// Its corners, its centre or its points, as given and in that order.
    pub corners: Vec<Position>,
    /// What it covers; `None` where a fault says why not.
    pub geometry: Option<Geometry<f64>>,
    /// What it is drawn as, where that is more than its corners.
    pub shape: Option<Shape>,
    /// When it is in force, as far as the text says.
    pub period: Option<Period>,
    /// The zone its period was read in, where the text states none.
    pub assumed: Option<Zone>,
    /// Whether its month is left out, and the nearest one was taken.
    pub has_assumed_month: bool,
    /// Whether its year is left out, and the nearest one was taken.
    pub has_assumed_year: bool,
    /// The text's own words that the rest does not keep: daily hours, a range and bearing.
    pub remarks: Vec<String>,
    /// What could not be read, or not as it stands.
    pub faults: Vec<AreaFault>,
}

/// What is wrong with an area in a text.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AreaFault {
    /// A position that cannot be read; nothing is drawn without it.
    #[error("“{0}”: {1}")]
    Place(String, CoordinateError),
    /// The corners make no shape.
    #[error("{0}")]
    Shape(ShapeError),
    /// The outline crosses itself.
    #[error("the outline crosses itself: are the corners in order?")]
    Crosses,
    /// The corners were listed in an order that crosses itself, and were put in one that does not.
    #[error("the outline crosses itself as its corners are listed; they were put in the order that does not")]
    Reordered,
    /// Two positions, and no word of what they make.
    #[error("two positions bound no area, and the text does not say what they make; a line was drawn between them")]
    TwoCorners,
    /// Parallels or meridians that leave a side open.
    #[error("the parallels and meridians that are given do not bound an area on every side")]
    Unbounded,
    /// Several radii that cannot be told which position they belong to.
    #[error("the radii cannot be told to which positions they belong")]
    Radii,
    /// A radius about something that has no position and no name that is known.
    #[error("“{0}” stands beside what is drawn, and is not drawn itself")]
    NotDrawn(String),
    /// A place whose name is not known.
    #[error("no place called “{0}” is known; write its coordinates instead")]
    Unknown(String),
    /// Decimal degrees without letters that are on the globe only with longitude first.
    #[error(
        "the decimal degrees have no letters, and only with longitude first are they on the globe; they were read so"
    )]
    Swapped,
    /// Decimal degrees without letters that either order allows.
    #[error("the decimal degrees have no letters, and either could be the latitude; the first was taken as latitude")]
    Unlettered,
    /// An edge that is an arc.
    #[error("the text speaks of an arc, which is drawn straight between its ends")]
    Arc,
    /// An edge along a coast.
    #[error("the text speaks of a coastline, which is drawn straight between its ends")]
    Coast,
    /// A time without a zone, or in local time.
    #[error("“{0}” does not say in which zone its times are, so that no period was read")]
    Zone(String),
    /// Dates and times that make no period.
    #[error("“{0}” is no period that can be read")]
    Period(String),
    /// A period without a year, where no day is known that it is near to.
    #[error("“{0}” leaves out its year, so that no period was read")]
    Undated(String),
}

/// A text with more areas than this is none that anybody wrote.
const MAX_AREAS: usize = 10_000;

/// Every area, line and place that a text tells of, in order. `today` fills in a year that is left out; without it such a
/// period is none, and that is said. `place_of` knows places by name, as “390 km south of Shanghai” needs one.
#[must_use]
pub fn areas_in_text(
    text: &str,
    today: Option<Timestamp>,
    place_of: &dyn Fn(&str) -> Option<Position>,
) -> Vec<AreaInText> {
    let mut areas = Vec::new();
    for warning in warning::warnings(text) {
        let whole = warning.text.as_str();
        let reading = Reading::of(whole);
        let sections = section::sections(&reading);
        // Where the text begins with its first item (`가. 제1구역`), each item has a heading of its own.
        let are_items = sections.len() > 1
            && sections.first().is_some_and(|first| first.range.start < 6)
            && section::begins_an_item(whole.trim_start());
        let of_all = warning::heading(whole);
        let named = |mut area: AreaInText, label: Option<&str>, part: &str| {
            let label = label.unwrap_or_default();
            let name = if are_items { warning::heading(part) } else { format!("{of_all} {label}") };
            name.trim().clone_into(&mut area.name);
            part.trim().clone_into(&mut area.text);
            area.line = warning.line;
            area
        };
        let of_order = match reading.order {
            Some(Order::LongitudeFirst) => Some(AreaFault::Swapped),
            Some(Order::Either) => Some(AreaFault::Unlettered),
            _ => None,
        };
        if sections.len() == 1 && !list::is_warning(&reading) {
            areas.extend(list::area(whole).map(|area| named(area, None, whole)));
            continue;
        }
        let issued = issued_in(&reading, today.unwrap_or(Timestamp::from_seconds(0)));
        let by_custom = (zone_by_custom(&reading), issued);
        let period = |range: &Range<usize>| period(&reading, range, by_custom, today);
        let period_of_all = period(&reading.all());
        let has_one = sections.len() == 1;
        for section in &sections {
            let figures = figure::figures(&reading, &section.range, place_of);
            if figures.is_empty() {
                continue;
            }
            let own = if has_one { Err(None) } else { period(&section.range) };
            let when = match own {
                Err(None) => period_of_all.clone(),
                own => own,
            };
            let part = if has_one { whole } else { reading.words(&section.range) };
            let has_several = figures.len() > 1;
            for (idx, figure) in figures.into_iter().enumerate() {
                let label = match (&section.label, has_several) {
                    (Some(label), true) => Some(format!("{label}-{}", idx + 1)),
                    (None, true) => Some((idx + 1).to_string()),
                    (label, false) => label.clone(),
                };
                let mut area = area(figure, &when);
                area.faults.extend(of_order.clone().filter(|_| !area.corners.is_empty()));
                areas.push(named(area, label.as_deref(), part));
            }
            if areas.len() >= MAX_AREAS {
                areas.truncate(MAX_AREAS);
                return areas;
            }
        }
    }
    areas
}

/// The period of a part, or what is wrong with it; `Err(None)` if it states none.
fn period(
    reading: &Reading<'_>,
    range: &Range<usize>,
    by_custom: (Option<Zone>, Option<Issued>),
    today: Option<Timestamp>,
) -> Result<PeriodFound, Option<AreaFault>> {
    match period_of(reading, range, by_custom, today.unwrap_or(Timestamp::from_seconds(0))) {
        // Without a day nothing is near.
        Ok(found) if today.is_none() && (found.has_assumed_year || found.has_assumed_month) => {
            Err(Some(AreaFault::Undated(found.words)))
        }
        Ok(found) => Ok(found),
        Err(PeriodFault::Absent) => Err(None),
        Err(PeriodFault::Zone(words)) => Err(Some(AreaFault::Zone(words))),
        Err(PeriodFault::Unread(words)) => Err(Some(AreaFault::Period(words))),
    }
}

fn area(figure: figure::Figure, period: &Result<PeriodFound, Option<AreaFault>>) -> AreaInText {
    let (geometry, shape) = figure.drawn.map_or((None, None), |(geometry, shape)| (Some(geometry), shape));
    let (corners, remarks, faults) = (figure.corners, figure.remarks, figure.faults);
    let mut area = AreaInText { corners, geometry, shape, remarks, faults, ..AreaInText::default() };
    match period {
        Ok(found) => {
            area.period = Some(found.period);
            area.assumed = found.assumed;
            (area.has_assumed_month, area.has_assumed_year) = (found.has_assumed_month, found.has_assumed_year);
            area.remarks.extend(found.remarks.iter().cloned());
        }
        Err(fault) => area.faults.extend(fault.clone()),
    }
    area
}

#[cfg(test)]
mod more;
#[cfg(test)]
mod offices;
#[cfg(test)]
mod table;
#[cfg(test)]
mod tests;
