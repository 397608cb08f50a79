//! What is known of a vessel or a zone: names and values.

use crate::coordinate;
use crate::plan::geometry::size;
use crate::session::{Selected, Session, ZoneId};
use crate::ui::panel::layers::grouped;
use crate::units::Metres;
use crate::vessel::{History, Identity};

/// How many changes of a vessel's identity are listed.
const MOST_CHANGES: usize = 20;

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
    facts.extend(changes(&vessel.history));
    facts
}

/// What a vessel changed of what it says of itself: when the new was first heard, and what was there before.
fn changes(history: &History) -> Vec<(String, String)> {
    let statements = history.statements();
    let mut lines = Vec::new();
    for pair in statements.windows(2) {
        let [before, after] = pair else { continue };
        let changed = parts(&before.identity).into_iter().zip(parts(&after.identity));
        let what: Vec<String> = changed
            .filter_map(|((name, old), (_, new))| Some((name, old?, new?)))
            .filter(|(_, old, new)| old != new)
            .map(|(name, old, new)| format!("{name} {old} → {new}"))
            .collect();
        lines.push((format!("Changed {}", after.from), what.join(", ")));
    }
    let n_more = lines.len().saturating_sub(MOST_CHANGES);
    lines.truncate(MOST_CHANGES);
    if n_more > 0 {
        lines.push(("Changed later".to_owned(), format!("{n_more} times more")));
    }
    lines
}

/// The parts of an identity by name, those that AIS lets a crew change.
fn parts(identity: &Identity) -> [(&'static str, Option<String>); 8] {
    let metres = |length: Option<Metres>| length.map(|length| format!("{:.1} m", length.value()));
    [
        ("name", identity.name.clone()),
        ("IMO", identity.imo.map(|imo| imo.to_string())),
        ("call sign", identity.call_sign.clone()),
        ("type", identity.ship_type.map(|t| format!("{} ({})", t.class().word(), t.code()))),
        ("length", metres(identity.length)),
        ("width", metres(identity.width)),
        ("draught", metres(identity.draught)),
        ("destination", identity.destination.clone()),
    ]
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::Timestamp;
    use crate::vessel::{Imo, Statement};

    #[test]
    fn a_new_name_is_told_with_the_old_one_and_the_moment() {
        let statement = |second: i64, name: &str, imo: Option<Imo>| {
            let moment = Timestamp::from_seconds(second);
            let identity = Identity { name: Some(name.to_owned()), imo, ..Identity::default() };
            Statement { from: moment, to: moment, identity }
        };
        let history = History::of([statement(0, "HAE YANG", Imo::new(9_074_729)), statement(60, "SEA STAR", None)]);
        let told = ("Changed 1970-01-01T00:01:00Z".to_owned(), "name HAE YANG → SEA STAR".to_owned());
        assert_eq!(changes(&history), [told]);
    }
}
