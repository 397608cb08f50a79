//! A search pattern as JSON: for scripts, and as a feature of the plan keeps it.
//!
//! Owns both shapes. Never lays a pattern out. Start at [`patrol_json`], [`member_text`] and [`read_member`].

use std::time::Duration;

use serde_json::{Map, Value, json};

use super::export::PassagePoint;
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

impl PatrolBarrier {
    /// The longest time for which a stretch is not covered, the last of several: where it begins and ends along the line, and when.
    #[must_use]
    pub fn longest_gap(&self) -> Option<(Metres, Metres, Span)> {
        let spans = self.gaps.iter().flat_map(|(from, to, gaps)| gaps.iter().map(move |gap| (*from, *to, *gap)));
        spans.max_by_key(|(.., (from, to))| to.millis() - from.millis())
    }
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

impl Patrol {
    /// The pattern in a line: "parallel, heading 045°, spacing 5.00 nm, 15.0 kn".
    #[must_use]
    pub fn about(&self) -> String {
        let mut parts = vec![self.pattern.to_owned(), format!("heading {}", self.heading)];
        match self.pattern {
            "sector" => {}
            "barrier" => parts.push(format!("sweep width {}", self.spacing)),
            _ => parts.push(format!("spacing {}", self.spacing)),
        }
        parts.push(self.speed.to_string());
        if self.pattern != "barrier" {
            parts.extend(self.sweep.map(|sweep| format!("sweep width {sweep}")));
        }
        parts.join(", ")
    }

    /// What a route of it is called: "Parallel sweep of Area Kilo". `pattern` is the pattern's title.
    #[must_use]
    pub fn name(&self, pattern: &str) -> String {
        format!("{pattern} of {}", self.area)
    }

    /// Its turns, for the bridge.
    #[must_use]
    pub fn passage(&self) -> Vec<PassagePoint> {
        let steer = |leg: &PatrolLeg| {
            let join = if leg.is_search { "" } else { " to the next leg" };
            format!("steer {}{join}, {}", leg.course, leg.distance.nautical_miles())
        };
        let turns = self.legs.iter().map(|leg| PassagePoint { at: leg.from, due: leg.begins, remark: steer(leg) });
        let last = self.legs.last().map(|leg| PassagePoint { at: leg.to, due: leg.ends, remark: "end".to_owned() });
        turns.chain(last).collect()
    }
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
        "coverage": patrol.coverage.map(rounded),
        "legs": patrol.legs.iter().map(|leg| Value::Object(about_leg(leg))).collect::<Vec<_>>(),
    })
    .to_string()
}

/// A leg as a route's feature keeps it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct KeptLeg {
    /// The true course at its beginning.
    pub course: Course,
    /// How long it is.
    pub distance: NauticalMiles,
    /// When it begins.
    pub begins: Timestamp,
    /// When it ends.
    pub ends: Timestamp,
    /// Whether it is one of the pattern's; else it leads from one to the next.
    pub is_search: bool,
}

impl From<&PatrolLeg> for KeptLeg {
    fn from(leg: &PatrolLeg) -> Self {
        let PatrolLeg { course, distance, begins, ends, is_search, .. } = *leg;
        Self { course, distance: distance.nautical_miles(), begins, ends, is_search }
    }
}

/// A pattern as a route's feature keeps it.
#[derive(Clone, Debug, PartialEq)]
pub struct KeptPatrol {
    /// The pattern's keyword.
    pub pattern: String,
    /// The area that it searches.
    pub area: Option<FeatureId>,
    /// Its axis.
    pub heading: Option<Course>,
    /// The distance between legs.
    pub spacing: Option<NauticalMiles>,
    /// The speed.
    pub speed: Option<Knots>,
    /// The sweep width.
    pub sweep: Option<NauticalMiles>,
    /// Coverage.
    pub coverage: Option<f64>,
    /// The legs, in order.
    pub legs: Vec<KeptLeg>,
}

/// What [`member_text`] wrote; `None` for anything else. A leg that cannot be read is left out.
#[must_use]
pub fn read_member(text: &str) -> Option<KeptPatrol> {
    let member: Value = serde_json::from_str(text).ok()?;
    let number = |of: &Value, name: &str| of.get(name).and_then(Value::as_f64);
    let miles = |of: &Value, name: &str| number(of, name).and_then(NauticalMiles::new);
    let moment = |of: &Value, name: &str| {
        let at: jiff::Timestamp = of.get(name)?.as_str()?.parse().ok()?;
        Some(Timestamp::from_millis(at.as_millisecond()))
    };
    let leg = |leg: &Value| {
        Some(KeptLeg {
            course: number(leg, "course_deg").and_then(Course::new)?,
            distance: miles(leg, "nm")?,
            begins: moment(leg, "begins")?,
            ends: moment(leg, "ends")?,
            is_search: leg.get("search").and_then(Value::as_bool).unwrap_or(true),
        })
    };
    Some(KeptPatrol {
        pattern: member.get("pattern")?.as_str()?.to_owned(),
        area: member.get("area").and_then(Value::as_str).and_then(|id| id.parse().ok()).map(FeatureId),
        heading: number(&member, "heading_deg").and_then(Course::new),
        spacing: miles(&member, "spacing_nm"),
        speed: number(&member, "speed_kn").and_then(Knots::new),
        sweep: miles(&member, "sweep_nm"),
        coverage: number(&member, "coverage").filter(|coverage| *coverage >= 0.0),
        legs: member.get("legs").and_then(Value::as_array)?.iter().filter_map(leg).collect(),
    })
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

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn what_a_route_keeps_of_its_pattern_reads_back() {
        let (begins, at) = (Timestamp::from_seconds(1_516_104_000), Position::clamped(38.0, 124.0));
        let leg = PatrolLeg {
            from: at,
            to: Position::clamped(38.0, 124.5),
            course: Course::wrapped(89.8),
            distance: Metres::magnitude(18_520.0),
            begins,
            ends: begins.plus_millis(2_400_000),
            is_search: false,
        };
        let patrol = Patrol {
            area: "Area Kilo".to_owned(),
            area_id: FeatureId(Uuid::from_u128(7)),
            pattern: "parallel",
            unit: None,
            heading: Course::wrapped(90.0),
            spacing: NauticalMiles::new(5.0).expect("a length"),
            speed: Knots::new(15.0).expect("a speed"),
            sweep: NauticalMiles::new(4.0),
            searched: None,
            search_time: None,
            lasts: Duration::from_mins(40),
            available: None,
            coverage: Some(0.8),
            pods: Vec::new(),
            barrier: None,
            legs: vec![leg],
        };
        let kept = read_member(&member_text(&patrol)).expect("a pattern");
        assert_eq!((kept.pattern.as_str(), kept.area), ("parallel", Some(patrol.area_id)));
        assert_eq!((kept.spacing, kept.sweep, kept.coverage), (Some(patrol.spacing), patrol.sweep, Some(0.8)));
        assert_eq!(kept.legs, [KeptLeg::from(&leg)]);
        assert_eq!(read_member("{}"), None);
        assert_eq!(read_member("[1]"), None);
    }
}
