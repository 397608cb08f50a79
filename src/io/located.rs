//! Whose water a place is in, as JSON for scripts.
//!
//! Owns the shape that `cordon locate` prints. Start at [`located_json`] for a place and [`areas_json`] for a plan.

use serde_json::{Value, json};

use crate::chart::{Located, Share};
use crate::units::SquareMetres;

/// One object on one line: `lat`, `lon`, `zone`, `state`, `coast_nm`, `nearest_port`, `basis`, `disputed`; `null` where
/// nothing is known. Distances to a thousandth of a nautical mile.
#[must_use]
pub fn located_json(located: &Located) -> String {
    let text = |word: &Option<std::sync::Arc<str>>| word.as_deref().map_or(Value::Null, Value::from);
    let coast_nm = located.coast.map(|coast| (coast.nautical_miles().value() * 1000.0).round() / 1000.0);
    json!({
        "lat": located.at.lat(),
        "lon": located.at.lon(),
        "zone": located.zone.as_str(),
        "state": text(&located.state),
        "coast_nm": coast_nm,
        "nearest_port": text(&located.nearest_port),
        "basis": located.basis,
        "disputed": located.disputed,
    })
    .to_string()
}

/// In whose water an area lies.
#[derive(Clone, Debug)]
pub struct AreaShares {
    /// Its name.
    pub name: String,
    /// How large it is.
    pub size: SquareMetres,
    /// Its parts.
    pub shares: Vec<Share>,
    /// What is claimed, disputed or not agreed in it, a sentence each.
    pub disputed: Vec<String>,
}

/// An array on one line, an object for each area: `name`, `km2`, `shares` (`zone`, `state`, `share`, `km2`, `basis`), the `basis` and
/// what is `disputed`.
/// Areas to a square metre, shares to a millionth.
#[must_use]
pub fn areas_json(areas: &[AreaShares]) -> String {
    let rounded = |value: f64| (value * 1e6).round() / 1e6;
    let share = |share: &Share| {
        json!({
            "zone": share.zone.as_str(),
            "state": share.state.as_deref().map_or(Value::Null, Value::from),
            "share": rounded(share.share),
            "km2": rounded(share.size.square_kilometres()),
            "basis": share.basis(),
        })
    };
    let area = |area: &AreaShares| {
        json!({
            "name": area.name,
            "km2": rounded(area.size.square_kilometres()),
            "shares": area.shares.iter().map(share).collect::<Vec<_>>(),
            "basis": "computed by distance from the map's shoreline, not from legal baselines; no boundary between states \
                      here is agreed by computation",
            "disputed": area.disputed,
        })
    };
    Value::Array(areas.iter().map(area).collect()).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::WaterZone;
    use crate::geodesy::Position;
    use crate::units::Metres;

    #[test]
    fn the_shape_is_the_one_scripts_rely_on() {
        let located = Located {
            at: Position::new(38.65, 125.0).expect("on the globe"),
            zone: WaterZone::TerritorialSea,
            state: Some("PRK".into()),
            coast: Metres::new(9260.0),
            nearest_port: None,
            basis: "computed".into(),
            source: None,
            disputed: vec!["a \"line\"".into()],
        };
        assert_eq!(
            located_json(&located),
            r#"{"lat":38.65,"lon":125.0,"zone":"territorial_sea","state":"PRK","coast_nm":5.0,"nearest_port":null,"basis":"computed","disputed":["a \"line\""]}"#
        );
    }
}
