//! Rows of the tables of lines, units, points, and of what has no place.
//!
//! Owns what each row says. Never measures an area. Start at [`line`], [`unit`] and [`point`].

use serde_json::{Value, json};

use super::data::{Numbered, heading};
use super::words::Words;
use super::{Briefing, table, text};
use crate::plan::geometry::{centre, vertices};
use crate::plan::{Period, TargetSize, UnitType};
use crate::units::Knots;

/// A route or a barrier.
pub(super) fn line(one: &Numbered<'_>, briefing: &Briefing<'_>, words: &Words) -> Value {
    let mut out = heading(one, briefing, words);
    let corners = one.feature.geometry.as_ref().map_or_else(Vec::new, |geometry| vertices(geometry).collect());
    let length = one.size.map(|size| size.perimeter.nautical_miles());
    let nm = length.map(|length| (length.value() * 1000.0).round() / 1000.0);
    out.insert("length".into(), json!({ "nm": nm, "words": length.map(|length| length.to_string()) }));
    out.insert("n_vertices".into(), corners.len().into());
    out.insert("from".into(), corners.first().map_or(Value::Null, |(_, at)| table::position(*at)));
    out.insert("to".into(), corners.last().map_or(Value::Null, |(_, at)| table::position(*at)));
    Value::Object(out)
}

/// A unit.
pub(super) fn unit(one: &Numbered<'_>, briefing: &Briefing<'_>, words: &Words) -> Value {
    let mut out = heading(one, briefing, words);
    let unit = one.feature.unit.clone().unwrap_or_default();
    let craft = unit.unit_type.map(|craft| words.get(&format!("craft_{}", UnitType::keyword(craft))).to_owned());
    let knots = |speed: Option<Knots>| speed.map(|speed| format!("{:.0}", speed.value()));
    let speed = match (knots(unit.speed_cruise), knots(unit.speed_max)) {
        (Some(cruise), Some(best)) => Some(format!("{cruise} / {best} kn")),
        (Some(one), None) => Some(format!("{one} / – kn")),
        (None, Some(one)) => Some(format!("– / {one} kn")),
        (None, None) => None,
    };
    out.insert("position".into(), centre(one.feature).map_or(Value::Null, table::position));
    out.insert("nation".into(), unit.nation.as_deref().map(text::line).into());
    out.insert("craft".into(), craft.into());
    out.insert("speed".into(), speed.into());
    let endurance = unit.endurance_h.filter(|hours| hours.is_finite());
    out.insert("endurance".into(), endurance.map(|hours| format!("{hours:.0} h")).into());
    // One, or against small, medium and large targets.
    let widths = TargetSize::ALL.map(|size| unit.sweep_against(size).map(|width| width.to_string()));
    let sweep = match widths {
        [small, medium, large] if small == medium && large == medium => medium,
        widths => Some(widths.map(|width| width.unwrap_or_else(|| "–".to_owned())).join(" / ")),
    };
    out.insert("sweep_width".into(), sweep.into());
    out.insert("base".into(), unit.base.as_deref().map(text::line).into());
    let available = if unit.available == Period::default() { one.feature.period } else { unit.available };
    out.insert("available".into(), words.period(available));
    let on_station = unit.on_station.iter().map(|period| words.period(*period));
    out.insert("on_station".into(), on_station.collect());
    Value::Object(out)
}

/// A point or an inspection.
pub(super) fn point(one: &Numbered<'_>, briefing: &Briefing<'_>, words: &Words) -> Value {
    let mut out = heading(one, briefing, words);
    out.insert("position".into(), centre(one.feature).map_or(Value::Null, table::position));
    Value::Object(out)
}

/// What has no place on the map.
pub(super) fn nowhere(one: &Numbered<'_>, briefing: &Briefing<'_>, words: &Words) -> Value {
    Value::Object(heading(one, briefing, words))
}
