//! Search patterns and barriers as timed routes, and how likely they are to find what is there.
//!
//! Owns where the legs lie and when they are run. Never adds a route to a plan, and never knows what a unit looks for. Start at [`route`]; [`pod`] has
//! the laws of detection, [`barrier`] what a patrol back and forth lets through.
//!
//! Legs are geodesics on WGS 84 between the turns. A pattern is laid out on a plane about the area's middle, and every leg is then measured on
//! the ellipsoid. docs/patrol.md says each pattern in words.
//!
//! # Source
//! IAMSAR Manual (IMO and ICAO), volume II, chapter 5, for the patterns, the time A/(V·S) and the share of the time on scene that is search.

pub mod barrier;
mod figure;
mod frame;
mod inside;
pub mod pod;
mod sweep;
#[cfg(test)]
mod tests;

use std::time::Duration;

use geo::{Area as _, Coord, Geometry, InteriorPoint as _, LineString, MultiPolygon};

pub use figure::{expanding_square, sector};
use frame::Frame;
use inside::Inside;

use crate::geodesy::{Position, inverse, line_length};
use crate::plan::geometry::size;
use crate::units::{Course, Knots, METRES_PER_NAUTICAL_MILE, Metres, NauticalMiles, SquareMetres, Timestamp};

/// A pattern that a unit runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pattern {
    /// Legs along the area's long side, one spacing apart.
    Parallel,
    /// Legs across the long side, so that the search advances along it slowly.
    Creeping,
    /// Squares growing about the datum.
    Square,
    /// Nine legs through the datum, in three directions.
    Sector,
    /// Back and forth along a line.
    Barrier,
}

impl Pattern {
    /// Every pattern.
    pub const ALL: [Self; 5] = [Self::Parallel, Self::Creeping, Self::Square, Self::Sector, Self::Barrier];

    /// Its name on the command line and in files.
    #[must_use]
    pub const fn keyword(self) -> &'static str {
        match self {
            Self::Parallel => "parallel",
            Self::Creeping => "creeping",
            Self::Square => "square",
            Self::Sector => "sector",
            Self::Barrier => "barrier",
        }
    }

    /// What a route of it is called: "Parallel sweep".
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Parallel => "Parallel sweep",
            Self::Creeping => "Creeping line",
            Self::Square => "Expanding square",
            Self::Sector => "Sector search",
            Self::Barrier => "Barrier patrol",
        }
    }
}

/// How a pattern is to be run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Params {
    /// The distance between legs; of a barrier, the sweep width.
    pub spacing: NauticalMiles,
    /// The speed over ground.
    pub speed: Knots,
    /// When the first leg begins.
    pub start: Timestamp,
    /// The axis: parallel legs run along it, a creeping line advances along it, the first leg of a square or sector runs on it. `None` is the area's long side,
    /// in whole degrees below 180.
    pub heading: Option<Course>,
    /// Of a sector: its radius. `None` is the largest about the middle that stays inside.
    pub radius: Option<NauticalMiles>,
    /// Of a sector: how many passes.
    pub n_passes: u32,
    /// Of a square: how many legs, wherever they lead. `None` is as many as stay inside.
    pub n_legs: Option<u32>,
    /// Of a barrier: how long it is kept up.
    pub lasts: Duration,
}

/// What a leg is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// A leg of the pattern.
    Search,
    /// On the way from one leg to the next.
    Join,
}

/// One leg: a geodesic, and when it is run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TimedLeg {
    /// Where it begins.
    pub from: Position,
    /// Where it ends.
    pub to: Position,
    /// The true course at its beginning.
    pub course: Course,
    /// How long it is.
    pub distance: Metres,
    /// When it begins, to the second after the route's start.
    pub begins: Timestamp,
    /// When it ends.
    pub ends: Timestamp,
    /// What it is for.
    pub purpose: Purpose,
}

/// A pattern as a route.
#[derive(Clone, Debug, PartialEq)]
pub struct Route {
    /// Which pattern.
    pub pattern: Pattern,
    /// Its axis.
    pub heading: Course,
    /// Its legs, in order, each beginning where the one before ends; at least one.
    pub legs: Vec<TimedLeg>,
    /// The area that it searches; `None` for a barrier.
    pub searched: Option<SquareMetres>,
    /// The time of the search, A/(V·S), to the millisecond; `None` for a barrier.
    pub search_time: Option<Duration>,
    /// The line that a barrier lies along, from the end at which the patrol sets out.
    pub line: Vec<Position>,
}

impl Route {
    /// Its turns, the first and the last place included.
    #[must_use]
    pub fn places(&self) -> Vec<Position> {
        let first = self.legs.first().map(|leg| leg.from);
        first.into_iter().chain(self.legs.iter().map(|leg| leg.to)).collect()
    }

    /// Its length along its legs.
    #[must_use]
    pub fn length(&self) -> Metres {
        Metres::magnitude(self.legs.iter().map(|leg| leg.distance.value()).sum())
    }

    /// When it begins and ends.
    #[must_use]
    pub fn span(&self) -> Option<(Timestamp, Timestamp)> {
        Some((self.legs.first()?.begins, self.legs.last()?.ends))
    }

    /// How long it takes.
    #[must_use]
    pub fn lasts(&self) -> Duration {
        let millis = self.span().map_or(0, |(from, to)| to.millis() - from.millis());
        Duration::from_millis(u64::try_from(millis).unwrap_or(0))
    }
}

/// Why there is no such pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PatternError {
    /// The place is no area.
    #[error("it is no area that could be searched; draw an area")]
    NoArea,
    /// A barrier was asked for along something without a length.
    #[error("it has neither a line nor an area that a barrier could lie along")]
    NoLine,
    /// A square or a sector was asked for about something without a place.
    #[error("it has no place on the map")]
    NoPlace,
    /// The speed is nothing.
    #[error("the speed is zero; give a speed")]
    NoSpeed,
    /// The spacing is nothing.
    #[error("the spacing is zero; give a spacing")]
    NoSpacing,
    /// A sector about a point has no radius.
    #[error("a sector about a point needs a radius")]
    NoRadius,
    /// More than two thousand legs.
    #[error("the pattern would have more than 2,000 legs; widen the spacing, or shorten the time")]
    TooFine,
    /// It is larger than a plane can show.
    #[error("the area reaches farther than 1,000 nm from its middle; divide it")]
    TooLarge,
    /// The first leg of a square leaves the area, or a sector has no room in it.
    #[error("the pattern has no room in the area; narrow the spacing")]
    NoRoom,
    /// The sweep width covers a barrier's whole line.
    #[error("the sweep width covers the whole line: a unit in its middle sees all of it without a patrol")]
    Covered,
    /// The barrier's time is nothing.
    #[error("the barrier has no time; give an end after its start")]
    NoTime,
}

/// No area reaches farther from its middle.
const MAX_REACH_METRES: f64 = 1_000.0 * METRES_PER_NAUTICAL_MILE;
/// No route has more legs.
const MAX_LEGS: u32 = 2_000;
/// Legs of a square about a point, where nobody says. A choice: the example of IAMSAR's figures.
const LEGS_ABOUT_A_POINT: u32 = 8;

/// The share of the time on scene that is search; the rest goes into looking at what was seen, and turning. Source: IAMSAR Manual, volume II, 5.3.
pub const SEARCH_SHARE: f64 = 0.85;

/// The time for search of a unit with an endurance that needs so long there and so long back: 85 % of the time on scene.
#[must_use]
pub fn search_time(endurance: Duration, transit: Duration) -> Duration {
    endurance.saturating_sub(transit.saturating_mul(2)).mul_f64(SEARCH_SHARE)
}

/// A/(V·S): how long an area takes at a speed and a spacing.
///
/// # Errors
/// [`PatternError::NoSpeed`] or [`PatternError::NoSpacing`].
pub fn time_for(area: SquareMetres, speed: Knots, spacing: NauticalMiles) -> Result<Duration, PatternError> {
    if speed.value() <= 0.0 {
        return Err(PatternError::NoSpeed);
    }
    if spacing.value() <= 0.0 {
        return Err(PatternError::NoSpacing);
    }
    let hours = area.value() / METRES_PER_NAUTICAL_MILE.powi(2) / (speed.value() * spacing.value());
    Duration::try_from_secs_f64((hours * 3_600_000.0).round() / 1000.0).or(Err(PatternError::TooLarge))
}

/// A pattern in an area, about a point, or along a line.
///
/// # Errors
/// [`PatternError`] if there is no such pattern there.
pub fn route(within: &Geometry<f64>, pattern: Pattern, params: &Params) -> Result<Route, PatternError> {
    if params.speed.value() <= 0.0 {
        return Err(PatternError::NoSpeed);
    }
    if params.spacing.value() <= 0.0 {
        return Err(PatternError::NoSpacing);
    }
    match pattern {
        Pattern::Parallel | Pattern::Creeping => swept(within, pattern, params),
        Pattern::Square => square(within, params),
        Pattern::Sector => sectors(within, params),
        Pattern::Barrier => back_and_forth(within, params),
    }
}

/// An area on a plane that heads north about its middle.
fn region_of(within: &Geometry<f64>) -> Result<(Position, MultiPolygon<f64>), PatternError> {
    let middle = frame::middle_of(within).ok_or(PatternError::NoArea)?;
    let region = Frame::new(middle, Course::wrapped(0.0)).region(within);
    if region.unsigned_area() <= 0.0 {
        return Err(PatternError::NoArea);
    }
    let is_far = |at: &Coord<f64>| at.x.hypot(at.y) > MAX_REACH_METRES;
    if region.iter().flat_map(|part| &part.exterior().0).any(is_far) {
        return Err(PatternError::TooLarge);
    }
    Ok((middle, region))
}

fn swept(within: &Geometry<f64>, pattern: Pattern, params: &Params) -> Result<Route, PatternError> {
    let (middle, region) = region_of(within)?;
    let axis = params.heading.unwrap_or_else(|| frame::long_side(&region));
    let turn = if pattern == Pattern::Creeping { 90.0 } else { 0.0 };
    let legs_head = Course::wrapped(axis.value() + turn);
    let turned = frame::turned(&region, legs_head);
    let run = if pattern == Pattern::Creeping {
        // What creeps along the axis begins at its near end, which lies to starboard of legs at right angles to it.
        let mirrored = geo::MapCoords::map_coords(&turned, mirror);
        sweep::swept(&mirrored, params.spacing.metres().value())?.into_iter().map(|(at, p)| (mirror(at), p)).collect()
    } else {
        sweep::swept(&turned, params.spacing.metres().value())?
    };
    let plane = Frame::new(middle, legs_head);
    let places: Vec<(Position, Purpose)> = run.into_iter().map(|(at, purpose)| (plane.place(at), purpose)).collect();
    let area = size(within).area.ok_or(PatternError::NoArea)?;
    let search_time = time_for(area, params.speed, params.spacing)?;
    timed(pattern, axis, &places, params, Some((area, search_time)))
}

fn mirror(at: Coord<f64>) -> Coord<f64> {
    Coord { x: at.x, y: -at.y }
}

/// The datum of an area or a point, the area's region about it (empty for a point), and its axis.
fn datum_of(within: &Geometry<f64>, params: &Params) -> Result<(Position, MultiPolygon<f64>, Course), PatternError> {
    if let Geometry::Point(point) = within {
        let datum = Position::from_coord(point.0).ok_or(PatternError::NoPlace)?;
        return Ok((datum, MultiPolygon(Vec::new()), params.heading.unwrap_or(Course::wrapped(0.0))));
    }
    let (middle, region) = region_of(within)?;
    let axis = params.heading.unwrap_or_else(|| frame::long_side(&region));
    let plane = Frame::new(middle, Course::wrapped(0.0));
    let at_middle = Coord { x: 0.0, y: 0.0 };
    if Inside::new(&region, 0.0).holds(at_middle) {
        return Ok((middle, region, axis));
    }
    let inner = region.interior_point().ok_or(PatternError::NoArea)?;
    let datum = plane.place(inner.0);
    Ok((datum, Frame::new(datum, Course::wrapped(0.0)).region(within), axis))
}

fn square(within: &Geometry<f64>, params: &Params) -> Result<Route, PatternError> {
    let (datum, region, axis) = datum_of(within, params)?;
    let asked = params.n_legs.or_else(|| region.0.is_empty().then_some(LEGS_ABOUT_A_POINT));
    if asked.is_some_and(|n| n > MAX_LEGS) {
        return Err(PatternError::TooFine);
    }
    let places = if let Some(n_legs) = asked {
        expanding_square(datum, axis, params.spacing, n_legs)
    } else {
        let (plane, inside) = (Frame::new(datum, Course::wrapped(0.0)), Inside::new(&region, 0.0));
        let all = expanding_square(datum, axis, params.spacing, MAX_LEGS);
        let stays = |pair: &[Position]| match pair {
            [from, to] => inside.sees(plane.local(*from), plane.local(*to)),
            _ => false,
        };
        let n_legs = all.windows(2).take_while(|pair| stays(pair)).count();
        all.into_iter().take(n_legs + 1).collect()
    };
    let n_legs = u32::try_from(places.len().saturating_sub(1)).unwrap_or(MAX_LEGS);
    if n_legs == 0 {
        return Err(PatternError::NoRoom);
    }
    // What lies within half a spacing of its legs, squared off: legs of k spacings lie between sides of k + 1.
    let side = |leg: u32| params.spacing.metres().value() * f64::from(leg.div_ceil(2) + 1);
    let area = SquareMetres::magnitude(side(n_legs) * side(n_legs.saturating_sub(1)));
    let search_time = time_for(area, params.speed, params.spacing)?;
    let places: Vec<_> = places.into_iter().map(|at| (at, Purpose::Search)).collect();
    timed(Pattern::Square, axis, &places, params, Some((area, search_time)))
}

fn sectors(within: &Geometry<f64>, params: &Params) -> Result<Route, PatternError> {
    let (datum, region, axis) = datum_of(within, params)?;
    let radius = match params.radius {
        Some(radius) => radius,
        None if region.0.is_empty() => return Err(PatternError::NoRadius),
        None => {
            let plane = Frame::new(datum, Course::wrapped(0.0));
            let room = Inside::new(&region, 0.0).distance_to_outline(plane.local(datum));
            Metres::magnitude(room).nautical_miles()
        }
    };
    if radius.value() <= 0.0 {
        return Err(PatternError::NoRoom);
    }
    if params.n_passes == 0 || params.n_passes > MAX_LEGS / 9 {
        return Err(PatternError::TooFine);
    }
    let area = SquareMetres::magnitude(std::f64::consts::PI * radius.metres().value().powi(2));
    let places: Vec<_> =
        sector(datum, axis, radius, params.n_passes).into_iter().map(|at| (at, Purpose::Search)).collect();
    let route = timed(Pattern::Sector, axis, &places, params, Some((area, Duration::ZERO)))?;
    // Its legs are not parallel: the search is as long as they are.
    let search_time = Some(route.lasts());
    Ok(Route { search_time, ..route })
}

fn back_and_forth(within: &Geometry<f64>, params: &Params) -> Result<Route, PatternError> {
    let line = barrier_line(within, params)?;
    let length = line_length(&line).value();
    let half = params.spacing.metres().value() / 2.0;
    if length <= 0.0 {
        return Err(PatternError::NoLine);
    }
    if 2.0 * half >= length {
        return Err(PatternError::Covered);
    }
    if params.lasts.is_zero() {
        return Err(PatternError::NoTime);
    }
    let mut there = cut(&line, half, length - half);
    let crossing = line_length(&there).value();
    let mut left = params.lasts.as_secs_f64() / 3600.0 * params.speed.value() * METRES_PER_NAUTICAL_MILE;
    let n_places = f64::from(u32::try_from(there.len()).unwrap_or(u32::MAX));
    if left / crossing * n_places > f64::from(MAX_LEGS) {
        return Err(PatternError::TooFine);
    }
    let mut places: Vec<Position> = there.first().copied().into_iter().collect();
    while left > 1.0 {
        let part = if left < crossing { cut(&there, 0.0, left) } else { there.clone() };
        places.extend(part.into_iter().skip(1));
        left -= crossing;
        there.reverse();
    }
    let heading = match line.as_slice() {
        [first, .., last] => inverse(*first, *last).initial,
        _ => Course::wrapped(0.0),
    };
    let places: Vec<_> = places.into_iter().map(|at| (at, Purpose::Search)).collect();
    Ok(Route { line, ..timed(Pattern::Barrier, heading, &places, params, None)? })
}

/// The line of a barrier: as it was drawn, or through the middle of an area along its long side, as far as it is inside.
fn barrier_line(within: &Geometry<f64>, params: &Params) -> Result<Vec<Position>, PatternError> {
    let drawn = |line: &LineString<f64>| line.coords().filter_map(|at| Position::from_coord(*at)).collect();
    match within {
        Geometry::LineString(line) => return Ok(drawn(line)),
        Geometry::MultiLineString(parts) if !parts.0.is_empty() => {
            // What was cut at the antimeridian goes on where it was cut.
            let mut whole: Vec<Position> = parts.iter().flat_map(drawn).collect();
            whole.dedup_by(|a, b| inverse(*a, *b).distance.value() < 1.0);
            return Ok(whole);
        }
        _ => {}
    }
    let (middle, region) = region_of(within).or(Err(PatternError::NoLine))?;
    let axis = params.heading.unwrap_or_else(|| frame::long_side(&region));
    let turned = frame::turned(&region, axis);
    let longest = sweep::longest_through_middle(&turned).ok_or(PatternError::NoLine)?;
    let plane = Frame::new(middle, axis);
    Ok([longest.0, longest.1].into_iter().map(|x| plane.place(Coord { x, y: 0.0 })).collect())
}

/// The part of a line between two lengths along it, in metres.
fn cut(line: &[Position], from: f64, to: f64) -> Vec<Position> {
    let mut part = Vec::new();
    let mut along = 0.0;
    for pair in line.windows(2) {
        let &[begin, end] = pair else { continue };
        let leg = inverse(begin, end);
        let next = along + leg.distance.value();
        let at = |wanted: f64| crate::geodesy::destination(begin, leg.initial, Metres::magnitude(wanted - along));
        if part.is_empty() && next > from {
            part.push(at(from));
        }
        if !part.is_empty() && next < to {
            part.push(end);
        } else if next >= to {
            part.push(at(to));
            return part;
        }
        along = next;
    }
    // Rounding alone brings it here.
    part
}

/// The legs between places, each with its time.
fn timed(
    pattern: Pattern,
    heading: Course,
    places: &[(Position, Purpose)],
    params: &Params,
    searched: Option<(SquareMetres, Duration)>,
) -> Result<Route, PatternError> {
    let mut legs: Vec<TimedLeg> = Vec::with_capacity(places.len());
    let mut along = 0.0;
    let metres_per_second = params.speed.value() * METRES_PER_NAUTICAL_MILE / 3600.0;
    #[expect(clippy::cast_possible_truncation, reason = "a float becomes the nearest number of seconds there is")]
    let seconds = |along: f64| (along / metres_per_second).round() as i64;
    let moment = |along: f64| params.start.plus_millis(seconds(along).saturating_mul(1000));
    for pair in places.windows(2) {
        // As a plan file keeps them, so that what is measured is what is written.
        let &[(from, _), (to, purpose)] = pair else { continue };
        let (from, to) = (from.rounded(), to.rounded());
        let leg = inverse(from, to);
        if leg.distance.value() < 0.1 {
            continue;
        }
        let begins = moment(along);
        along += leg.distance.value();
        let (course, distance) = (leg.initial, leg.distance);
        legs.push(TimedLeg { from, to, course, distance, begins, ends: moment(along), purpose });
    }
    if legs.is_empty() {
        return Err(PatternError::NoRoom);
    }
    if legs.len() > MAX_LEGS as usize * 2 {
        return Err(PatternError::TooFine);
    }
    let (searched, search_time) = searched.unzip();
    Ok(Route { pattern, heading, legs, searched, search_time, line: Vec::new() })
}
