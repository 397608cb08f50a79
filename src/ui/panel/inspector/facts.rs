//! What is known of a zone: names and values.

use crate::language::words;
use crate::plan::geometry::size;
use crate::session::{Session, ZoneId};

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
    facts.extend(size(&zone.geometry).area.map(|area| (words("fact-area").to_owned(), area.to_string())));
    facts.push((words("fact-source").to_owned(), set.layer.source.clone()));
    facts.push((words("fact-crs").to_owned(), set.layer.crs.clone()));
    facts
}
