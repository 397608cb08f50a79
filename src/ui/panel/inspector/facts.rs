//! What is known of a vessel or a zone: names and values.

use crate::coordinate;
use crate::plan::geometry::size;
use crate::session::{Selected, Session, ZoneId};
use crate::ui::panel::layers::grouped;

/// What is known of a vessel: name and value.
#[must_use]
pub fn vessel_facts(session: &Session, thing: Selected) -> Vec<(String, String)> {
    let (Selected::Vessel(mmsi), Some(tracks)) = (thing, session.case().tracks()) else { return Vec::new() };
    let Some(vessel) = tracks.store.vessel_idx(mmsi).and_then(|idx| tracks.store.vessels().get(idx)) else {
        return Vec::new();
    };
    let identity = &vessel.identity;
    let mut facts = vec![("MMSI".to_owned(), mmsi.to_string())];
    let mut add = |name: &str, value: Option<String>| facts.extend(value.map(|value| (name.to_owned(), value)));
    add("Name", identity.name.clone());
    add("Flag by MMSI", mmsi.flag().map(|flag| flag.to_string()));
    add(
        "IMO",
        identity.imo.map(|imo| {
            if imo.has_valid_check_digit() { imo.to_string() } else { format!("{imo} (wrong check digit)") }
        }),
    );
    add("Call sign", identity.call_sign.clone());
    add("Type", identity.ship_type.map(|t| format!("{} ({})", t.class().word(), t.code())));
    add("Length", identity.length.map(|l| format!("{:.0} m", l.value())));
    add("Destination", identity.destination.clone());
    add("Fixes", Some(grouped(vessel.fixes.len() as u64)));
    let last = vessel.fixes.end.saturating_sub(1);
    add("First fix", tracks.store.time(vessel.fixes.start).map(|t| t.to_string()));
    add("Last fix", tracks.store.time(last).map(|t| t.to_string()));
    let form = session.settings().coordinate_form;
    add("Last position", tracks.store.position(last).map(|place| coordinate::format(place, form)));
    add("Last SOG", tracks.store.sog(last).map(|sog| sog.to_string()));
    add("Last COG", tracks.store.cog(last).map(|cog| cog.to_string()));
    facts
}

/// What a zone's file says of it: name and value.
#[must_use]
pub fn zone_facts(session: &Session, id: ZoneId) -> Vec<(String, String)> {
    let Some((set, zone)) = session.case().zone(id) else { return Vec::new() };
    let mut facts: Vec<(String, String)> = set
        .layer
        .fields
        .iter()
        .cloned()
        .zip(zone.attributes.iter().cloned())
        .filter(|(_, value)| !value.is_empty())
        .collect();
    facts.extend(size(&zone.geometry).area.map(|area| ("Area".to_owned(), area.to_string())));
    facts.push(("Source".to_owned(), set.layer.source.clone()));
    facts.push(("Reference system".to_owned(), set.layer.crs.clone()));
    facts
}
