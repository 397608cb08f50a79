//! What is known of a zone: names and values.

use std::cell::RefCell;
use std::sync::Arc;

use crate::chart::Zone;
use crate::language::words;
use crate::plan::geometry::size;
use crate::session::{Session, ZoneId};
use crate::units::SquareMetres;

thread_local! {
    /// The zone that was measured last: a limit of a hundred thousand vertices takes 60 ms, which no frame after the first should.
    static MEASURED: RefCell<Option<(Arc<Zone>, Option<SquareMetres>)>> = const { RefCell::new(None) };
}

/// How large a zone is.
fn area_of(zone: &Arc<Zone>) -> Option<SquareMetres> {
    MEASURED.with_borrow_mut(|measured| match measured {
        Some((of, area)) if Arc::ptr_eq(of, zone) => *area,
        _ => {
            let area = size(&zone.geometry).area;
            *measured = Some((Arc::clone(zone), area));
            area
        }
    })
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
    let area = set.layer.zones.get(id.zone_idx).and_then(area_of);
    facts.extend(area.map(|area| (words("fact-area").to_owned(), area.to_string())));
    facts.push((words("fact-source").to_owned(), set.layer.source.clone()));
    facts.push((words("fact-crs").to_owned(), set.layer.crs.clone()));
    facts
}
