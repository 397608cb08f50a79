//! Who searches what and when, as JSON for scripts.
//!
//! Owns the shape that `cordon allocate` prints. Never decides anything. Start at [`allocation_json`].

use serde_json::{Value, json};

use crate::units::Timestamp;

/// A unit's search of an area in a period.
#[derive(Clone, Debug)]
pub struct StintRow {
    /// The area's name.
    pub area: String,
    /// The area's id.
    pub id: String,
    /// From when until when it is on the scene.
    pub on_scene: (Timestamp, Timestamp),
    /// How often it sweeps the area over.
    pub coverage: f64,
    /// How likely it detects what is there, 0 to 1.
    pub pod: f64,
}

/// What is said of a unit.
#[derive(Clone, Debug)]
pub struct UnitRow {
    /// Its name.
    pub unit: String,
    /// Its id.
    pub id: String,
    /// From when until when it is on station: a unit with several such periods is told of once for each. `None` where an end is open.
    pub on_station: [Option<Timestamp>; 2],
    /// What it does.
    pub stints: Vec<StintRow>,
    /// What would be lost without it; what one more like it would add; what a tenth more endurance would add.
    pub worth: [f64; 3],
    /// Areas that it never is in: name, and why.
    pub elsewhere: Vec<(String, String)>,
}

/// An allocation.
#[derive(Clone, Debug)]
pub struct AllocationRow {
    /// What matters: `findings` or `traffic`.
    pub weights: &'static str,
    /// The law of detection.
    pub law: &'static str,
    /// The periods.
    pub periods: Vec<(Timestamp, Timestamp)>,
    /// What is covered, what no allocation exceeds, what the greedy answer covers.
    pub covered: [f64; 3],
    /// All that matters in the areas, and everywhere.
    pub whole: [f64; 2],
    /// By what share another could be better at the most; `None` while nothing is proven.
    pub gap: Option<f64>,
    /// Whether that is within what was asked for.
    pub is_proven: bool,
    /// The units.
    pub units: Vec<UnitRow>,
    /// What takes no part: name, and why.
    pub left_out: Vec<(String, String)>,
}

/// One object on one line. Numbers to a millionth.
#[must_use]
pub fn allocation_json(row: &AllocationRow) -> String {
    let stint = |stint: &StintRow| {
        json!({
            "area": stint.area,
            "id": stint.id,
            "from": stint.on_scene.0.to_string(),
            "to": stint.on_scene.1.to_string(),
            "coverage": rounded(stint.coverage),
            "pod": rounded(stint.pod),
        })
    };
    let unit = |unit: &UnitRow| {
        let elsewhere = unit.elsewhere.iter().map(|(area, why)| json!({"area": area, "why": why}));
        json!({
            "unit": unit.unit,
            "id": unit.id,
            "on_station": unit.on_station.map(|end| end.map(|end| end.to_string())),
            "assigned": unit.stints.iter().map(stint).collect::<Vec<_>>(),
            "adds": rounded(unit.worth[0]),
            "one_more_adds": rounded(unit.worth[1]),
            "more_endurance_adds": rounded(unit.worth[2]),
            "elsewhere": elsewhere.collect::<Vec<_>>(),
        })
    };
    let left_out = row.left_out.iter().map(|(name, why)| json!({"name": name, "why": why}));
    json!({
        "weights": row.weights,
        "law": row.law,
        "periods": row.periods.iter().map(|(from, to)| json!([from.to_string(), to.to_string()])).collect::<Vec<_>>(),
        "covered": rounded(row.covered[0]),
        "bound": rounded(row.covered[1]),
        "greedy": rounded(row.covered[2]),
        "in_areas": rounded(row.whole[0]),
        "everywhere": rounded(row.whole[1]),
        "gap": row.gap.map(rounded),
        "proven": row.is_proven,
        "units": row.units.iter().map(unit).collect::<Vec<_>>(),
        "left_out": left_out.collect::<Vec<_>>(),
    })
    .to_string()
}

fn rounded(number: f64) -> Value {
    Value::from((number * 1e6).round() / 1e6)
}
