//! The coverage picture and the way of least detection, as GeoJSON.
//!
//! Owns the bytes: a `FeatureCollection` with a foreign member `cordon_coverage`, format 1. The same picture gives the same bytes. Never reckons anything. Start at
//! [`coverage_geojson`].

use serde_json::{Value, json};

use crate::geodesy::Position;
use crate::units::Timestamp;

/// The format that this program writes.
pub const FORMAT: u32 = 1;

/// A cell and its PODs.
#[derive(Clone, Debug)]
pub struct CellRow {
    /// South-west and north-east corner.
    pub corners: (Position, Position),
    /// By hour, 0 to 1.
    pub pods: Vec<f64>,
}

/// A way that is hardly watched.
#[derive(Clone, Debug)]
pub struct SlipRow {
    /// Its places and when the ship is there.
    pub way: Vec<(Position, Timestamp)>,
    /// How likely it is detected, 0 to 1.
    pub pod: f64,
    /// The ship's speed in knots.
    pub speed_kn: f64,
    /// For each hour of departure the least detection.
    pub by_hour: Vec<(Timestamp, f64)>,
    /// For each cell of departure: its middle, the best moment, and the least detection.
    pub by_place: Vec<(Position, Timestamp, f64)>,
}

/// One object: the cells that are ever covered, and the way, if there is one. Shares to a millionth.
#[must_use]
pub fn coverage_geojson(hours: &[Timestamp], cells: &[CellRow], slip: Option<&SlipRow>) -> String {
    let mut features: Vec<String> = cells.iter().map(|row| cell(row).to_string()).collect();
    if let Some(slip) = slip {
        let places: Vec<Value> = slip.way.iter().map(|(at, _)| place(*at)).collect();
        let mut about = about(slip);
        about.insert("role".to_owned(), "least_detection".into());
        features.push(
            json!({"type": "Feature", "geometry": {"type": "LineString", "coordinates": places}, "properties": about})
                .to_string(),
        );
    }
    let head = json!({"format": FORMAT, "hours": hours.iter().map(ToString::to_string).collect::<Vec<_>>()});
    format!(
        "{{\n\"type\":\"FeatureCollection\",\n\"cordon_coverage\":{head},\n\"features\":[\n{}\n]\n}}\n",
        features.join(",\n")
    )
}

/// What is said of a way, as one object on one line; `null` where there is none.
#[must_use]
pub fn slip_json(slip: Option<&SlipRow>) -> String {
    slip.map_or(Value::Null, |slip| {
        let mut members = about(slip);
        members.insert("way".to_owned(), slip.way.iter().map(|(at, _)| place(*at)).collect::<Vec<_>>().into());
        Value::Object(members)
    })
    .to_string()
}

fn about(slip: &SlipRow) -> serde_json::Map<String, Value> {
    let ends = slip.way.first().zip(slip.way.last());
    let members = [
        ("pod", rounded(slip.pod)),
        ("speed_kn", rounded(slip.speed_kn)),
        ("departs", ends.map(|(first, _)| first.1.to_string()).into()),
        ("arrives", ends.map(|(_, last)| last.1.to_string()).into()),
        ("times", slip.way.iter().map(|(_, time)| time.to_string()).collect::<Vec<_>>().into()),
        (
            "by_hour",
            slip.by_hour.iter().map(|(hour, pod)| json!([hour.to_string(), rounded(*pod)])).collect::<Vec<_>>().into(),
        ),
        (
            "by_place",
            slip.by_place
                .iter()
                .map(|(at, time, pod)| json!([place(*at), time.to_string(), rounded(*pod)]))
                .collect::<Vec<_>>()
                .into(),
        ),
    ];
    members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

fn cell(row: &CellRow) -> Value {
    let (low, high) = row.corners;
    let east = if high.lon() < low.lon() { high.lon() + 360.0 } else { high.lon() };
    let corner = |lat: f64, lon: f64| json!([(lon * 1e7).round() / 1e7, (lat * 1e7).round() / 1e7]);
    let ring = [
        corner(low.lat(), low.lon()),
        corner(low.lat(), east),
        corner(high.lat(), east),
        corner(high.lat(), low.lon()),
        corner(low.lat(), low.lon()),
    ];
    let most = row.pods.iter().copied().fold(0.0, f64::max);
    json!({
        "type": "Feature",
        "geometry": {"type": "Polygon", "coordinates": [ring]},
        "properties": {"role": "cell", "most": rounded(most), "pod": row.pods.iter().map(|pod| rounded(*pod)).collect::<Vec<_>>()},
    })
}

fn place(at: Position) -> Value {
    let degrees = |value: f64| (value * 1e7).round() / 1e7;
    json!([degrees(at.lon()), degrees(at.lat())])
}

fn rounded(number: f64) -> Value {
    Value::from((number * 1e6).round() / 1e6)
}
