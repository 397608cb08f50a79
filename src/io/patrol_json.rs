//! A search pattern as JSON: for scripts, and as a feature of the plan keeps it.
//!
//! Owns both shapes. Never lays a pattern out. Start at [`patrol_json`] and [`member_text`].

use std::time::Duration;

use serde_json::{Map, Value, json};

use crate::geodesy::Position;
use crate::plan::FeatureId;
use crate::track::Span;
use crate::units::{Course, Knots, METRES_PER_NAUTICAL_MILE, Metres, NauticalMiles, SquareMetres, Timestamp};

/// The member of a route's properties that keeps its pattern.
pub const MEMBER: &str = "patrol";

/// One leg.
#[derive(Clone, Copy, Debug)]
pub struct PatrolLeg {
    /// Where it begins.
    pub from: Position,
    /// Where it ends.
    pub to: Position,
    /// The true course at its beginning.
    pub course: Course,
    /// How long it is.
    pub distance: Metres,
    /// When it begins.
    pub begins: Timestamp,
    /// When it ends.
    pub ends: Timestamp,
    /// Whether it is one of the pattern's; else it leads from one to the next.
    pub is_search: bool,
}

/// What a barrier lets through.
#[derive(Clone, Debug)]
pub struct PatrolBarrier {
    /// How long its line is.
    pub length: NauticalMiles,
    /// The speed of what crosses it.
    pub target_speed: Knots,
    /// The most that it can see, 0 to 1.
    pub bound: f64,
    /// What it sees, 0 to 1.
    pub pod: f64,
    /// Stretches of the line from its first end, and when each is not covered.
    pub gaps: Vec<(Metres, Metres, Vec<Span>)>,
}

/// A pattern and what it comes to.
#[derive(Clone, Debug)]
pub struct Patrol {
    /// The area's name.
    pub area: String,
    /// The area.
    pub area_id: FeatureId,
    /// The pattern's keyword.
    pub pattern: &'static str,
    /// The unit's name.
    pub unit: Option<String>,
    /// The pattern's axis.
    pub heading: Course,
    /// The distance between legs.
    pub spacing: NauticalMiles,
    /// The speed.
    pub speed: Knots,
    /// The sweep width, where it is known.
    pub sweep: Option<NauticalMiles>,
    /// The area searched.
    pub searched: Option<SquareMetres>,
    /// The time of the search, A/(V·S).
    pub search_time: Option<Duration>,
    /// How long the route takes.
    pub lasts: Duration,
    /// The time that the unit has for search.
    pub available: Option<Duration>,
    /// Coverage.
    pub coverage: Option<f64>,
    /// Probability of detection by the name of its law, 0 to 1.
    pub pods: Vec<(&'static str, f64)>,
    /// Of a barrier.
    pub barrier: Option<PatrolBarrier>,
    /// The legs, in order.
    pub legs: Vec<PatrolLeg>,
}

/// One object on one line. Hours, miles and shares to a millionth; what is not known is `null`.
#[must_use]
pub fn patrol_json(patrol: &Patrol) -> String {
    let ends = patrol.legs.first().zip(patrol.legs.last());
    let leg = |leg: &PatrolLeg| {
        let mut members = about_leg(leg);
        members.insert("from".to_owned(), place(leg.from));
        members.insert("to".to_owned(), place(leg.to));
        Value::Object(members)
    };
    let hours = |time: Duration| rounded(time.as_secs_f64() / 3600.0);
    let pods: Map<String, Value> = patrol.pods.iter().map(|(law, pod)| ((*law).to_owned(), rounded(*pod))).collect();
    let barrier = patrol.barrier.as_ref().map(|barrier| {
        let gaps = barrier.gaps.iter().map(|(from, to, uncovered)| {
            let spans = uncovered.iter().map(|(from, to)| json!([from.to_string(), to.to_string()]));
            json!({"from_nm": miles(*from), "to_nm": miles(*to), "uncovered": spans.collect::<Vec<_>>()})
        });
        json!({
            "length_nm": rounded(barrier.length.value()),
            "target_speed_kn": rounded(barrier.target_speed.value()),
            "bound": rounded(barrier.bound),
            "pod": rounded(barrier.pod),
            "gaps": gaps.collect::<Vec<_>>(),
        })
    });
    json!({
        "area": patrol.area,
        "area_id": patrol.area_id.to_string(),
        "pattern": patrol.pattern,
        "unit": patrol.unit,
        "start": ends.map(|(first, _)| first.begins.to_string()),
        "end": ends.map(|(_, last)| last.ends.to_string()),
        "heading_deg": rounded(patrol.heading.value()),
        "spacing_nm": rounded(patrol.spacing.value()),
        "speed_kn": rounded(patrol.speed.value()),
        "sweep_nm": patrol.sweep.map(|sweep| rounded(sweep.value())),
        "area_nm2": patrol.searched.map(|area| rounded(area.value() / METRES_PER_NAUTICAL_MILE.powi(2))),
        "search_hours": patrol.search_time.map(hours),
        "route_hours": hours(patrol.lasts),
        "route_nm": rounded(patrol.legs.iter().map(|leg| leg.distance.nautical_miles().value()).sum()),
        "available_hours": patrol.available.map(hours),
        "coverage": patrol.coverage.map(rounded),
        "pod": pods,
        "barrier": barrier,
        "legs": patrol.legs.iter().map(leg).collect::<Vec<_>>(),
    })
    .to_string()
}

/// What a route's feature keeps of its pattern, as JSON text: the pattern, its figures, and each leg's course, length and times. The legs' places are the
/// feature's own.
#[must_use]
pub fn member_text(patrol: &Patrol) -> String {
    json!({
        "pattern": patrol.pattern,
        "area": patrol.area_id.to_string(),
        "heading_deg": rounded(patrol.heading.value()),
        "spacing_nm": rounded(patrol.spacing.value()),
        "speed_kn": rounded(patrol.speed.value()),
        "sweep_nm": patrol.sweep.map(|sweep| rounded(sweep.value())),
        "legs": patrol.legs.iter().map(|leg| Value::Object(about_leg(leg))).collect::<Vec<_>>(),
    })
    .to_string()
}

fn about_leg(leg: &PatrolLeg) -> Map<String, Value> {
    let members = [
        ("course_deg", rounded(leg.course.value())),
        ("nm", miles(leg.distance)),
        ("begins", leg.begins.to_string().into()),
        ("ends", leg.ends.to_string().into()),
        ("search", leg.is_search.into()),
    ];
    members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

/// Longitude and latitude, as GeoJSON orders them.
fn place(at: Position) -> Value {
    let degrees = |value: f64| (value * 1e7).round() / 1e7;
    json!([degrees(at.lon()), degrees(at.lat())])
}

fn miles(length: Metres) -> Value {
    rounded(length.nautical_miles().value())
}

fn rounded(number: f64) -> Value {
    Value::from((number * 1e6).round() / 1e6)
}
