//! Who could meet a vessel, as JSON for scripts.
//!
//! Owns the shape that `cordon intercept` prints. Never computes anything. Start at [`intercepts_json`].

use std::time::Duration;

use serde_json::{Map, Value, json};

use crate::chart::Located;
use crate::geodesy::Position;
use crate::units::{Course, Knots, Metres, Timestamp};

/// What is said of one unit.
#[derive(Clone, Debug)]
pub struct UnitRow {
    /// Its name.
    pub unit: String,
    /// Its identity in the plan.
    pub id: String,
    /// The speed that was counted with.
    pub speed: Option<Knots>,
    /// What was assumed of the vessel: `course`, `rhumb`, `route`, or the place it was given.
    pub assumed: String,
    /// The meeting, or the reason why there is none.
    pub meeting: Result<MeetingRow, String>,
    /// What else is to be said of the unit.
    pub note: Option<String>,
}

/// A computed meeting.
#[derive(Clone, Debug)]
pub struct MeetingRow {
    /// When.
    pub time: Timestamp,
    /// How long after the moment asked about.
    pub after: Duration,
    /// Where.
    pub place: Position,
    /// The course on which the unit leaves.
    pub course: Course,
    /// How far it goes.
    pub distance: Metres,
    /// Until when a meeting stays possible, and the word for what ends that.
    pub last: (Timestamp, &'static str),
    /// When it leaves at the latest for this meeting.
    pub leaves: Timestamp,
    /// When it leaves at the latest for any.
    pub latest_departure: Timestamp,
    /// What is left of its endurance.
    pub margin: Option<Duration>,
    /// How far off the vessel may be.
    pub uncertainty: Metres,
    /// The corners of a way round land.
    pub way: Option<Vec<Position>>,
    /// Whose water it is.
    pub located: Option<Located>,
}

/// An array on one line, an object for each unit in the order given. Members of a meeting are `null` where there is none, and `reason` says why.
/// Hours and degrees to a thousand-millionth, distances to a millionth of a nautical mile.
#[must_use]
pub fn intercepts_json(rows: &[UnitRow]) -> String {
    Value::from(rows.iter().map(row).collect::<Vec<_>>()).to_string()
}

/// A closest approach as an object on one line: when and how near (TCPA, DCPA), and where both are then.
#[must_use]
pub fn closest_json(time: Timestamp, asked: Timestamp, distance: Metres, places: [Position; 2]) -> String {
    let place = |at: Position| json!({"lat": rounded(at.lat(), 1e9), "lon": rounded(at.lon(), 1e9)});
    #[expect(clippy::cast_precision_loss, reason = "spans of milliseconds are far below 2^53")]
    let hours = (time.millis() - asked.millis()) as f64 / 3_600_000.0;
    json!({
        "time": time.to_string(),
        "hours": rounded(hours, 1e9),
        "distance_nm": rounded(distance.nautical_miles().value(), 1e6),
        "one": place(places[0]),
        "other": place(places[1]),
    })
    .to_string()
}

fn row(row: &UnitRow) -> Value {
    let met = row.meeting.as_ref().ok();
    let located = met.and_then(|met| met.located.as_ref());
    let of = |value: &dyn Fn(&MeetingRow) -> Value| met.map_or(Value::Null, value);
    let time = |moment: Timestamp| Value::from(moment.to_string());
    let hours = |span: Duration| rounded(span.as_secs_f64() / 3600.0, 1e9);
    let members = [
        ("unit", Value::from(&*row.unit)),
        ("feasible", met.is_some().into()),
        ("time", of(&|met| time(met.time))),
        ("hours", of(&|met| hours(met.after))),
        ("lat", of(&|met| rounded(met.place.lat(), 1e9))),
        ("lon", of(&|met| rounded(met.place.lon(), 1e9))),
        ("azimuth", of(&|met| rounded(met.course.value(), 1e6))),
        ("distance_nm", of(&|met| rounded(met.distance.nautical_miles().value(), 1e6))),
        ("window", of(&|met| json!([met.time.to_string(), met.last.0.to_string()]))),
        ("zone", located.map_or(Value::Null, |located| located.zone.as_str().into())),
        ("state", located.and_then(|located| located.state.as_deref()).map_or(Value::Null, Value::from)),
        ("reason", row.meeting.as_ref().err().map_or(Value::Null, |reason| Value::from(&**reason))),
        ("id", Value::from(&*row.id)),
        ("assumed", Value::from(&*row.assumed)),
        ("speed_kn", row.speed.map_or(Value::Null, |speed| rounded(speed.value(), 1e6))),
        ("window_ended_by", of(&|met| met.last.1.into())),
        ("leaves", of(&|met| time(met.leaves))),
        ("latest_departure", of(&|met| time(met.latest_departure))),
        ("margin_h", of(&|met| met.margin.map_or(Value::Null, hours))),
        ("uncertainty_nm", of(&|met| rounded(met.uncertainty.nautical_miles().value(), 1e3))),
        ("round_land", of(&|met| met.way.is_some().into())),
        ("way", met.and_then(|met| met.way.as_deref()).map_or(Value::Null, corners)),
        ("basis", located.map_or(Value::Null, |located| Value::from(&*located.basis))),
        ("disputed", located.map_or(Value::Null, |located| Value::from(located.disputed.clone()))),
        ("note", row.note.as_deref().map_or(Value::Null, Value::from)),
    ];
    Value::Object(members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect::<Map<_, _>>())
}

/// Longitude and latitude of each corner, as GeoJSON has them.
fn corners(way: &[Position]) -> Value {
    way.iter().map(|at| json!([rounded(at.lon(), 1e7), rounded(at.lat(), 1e7)])).collect()
}

fn rounded(number: f64, scale: f64) -> Value {
    Value::from((number * scale).round() / scale)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_members_that_scripts_rely_on() {
        let time = Timestamp::from_civil(2018, 1, 16, 3, 0, 0).expect("a moment");
        let met = MeetingRow {
            time,
            after: Duration::from_mins(90),
            place: Position::new(33.1, 125.8).expect("on the globe"),
            course: Course::wrapped(81.4),
            distance: Metres::magnitude(18_520.0),
            last: (time, "horizon"),
            leaves: time,
            latest_departure: time,
            margin: None,
            uncertainty: Metres::magnitude(1852.0),
            way: None,
            located: None,
        };
        let of = |meeting| UnitRow {
            unit: "Haeun".to_owned(),
            id: "1".to_owned(),
            speed: Knots::new(20.0),
            assumed: "course".to_owned(),
            meeting,
            note: None,
        };
        let text = intercepts_json(&[of(Ok(met)), of(Err("too slow".to_owned()))]);
        let begins = r#"[{"unit":"Haeun","feasible":true,"time":"2018-01-16T03:00:00Z","hours":1.5,"lat":33.1,"lon":125.8,"azimuth":81.4,"distance_nm":10.0,"window":["2018-01-16T03:00:00Z","2018-01-16T03:00:00Z"],"zone":null,"state":null,"reason":null,"#;
        assert!(text.starts_with(begins), "{text}");
        let ends = r#"{"unit":"Haeun","feasible":false,"time":null,"hours":null,"lat":null,"lon":null,"azimuth":null,"distance_nm":null,"window":null,"zone":null,"state":null,"reason":"too slow","#;
        assert!(text.contains(ends), "{text}");
    }
}
