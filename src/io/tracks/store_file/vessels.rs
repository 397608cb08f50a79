//! The list of vessels in a store: variable in length, so that it is read, not mapped.

use super::take;
use crate::track::Vessel;
use crate::units::{Metres, Timestamp};
use crate::vessel::{History, Identity, Imo, Mmsi, ShipType, Statement};

/// The longest text of a vessel, in bytes.
const MAX_TEXT_BYTES: usize = 1 << 10;
/// What a vessel without any text or statement takes, in the first version.
const LEAST_BYTES: usize = 47;

/// MMSI, number of fixes, identity, number of statements, and of each when it was first and last heard, and the identity.
pub(super) fn write(vessels: &[Vessel]) -> Vec<u8> {
    let mut out = Vec::with_capacity(vessels.len() * 160);
    for Vessel { mmsi, identity, history, fixes } in vessels {
        out.extend(mmsi.value().to_ne_bytes());
        out.extend((fixes.len() as u64).to_ne_bytes());
        write_identity(&mut out, identity);
        let statements = history.statements();
        let n_statements = u16::try_from(statements.len()).unwrap_or(u16::MAX);
        out.extend(n_statements.to_ne_bytes());
        for Statement { from, to, identity } in statements.iter().take(usize::from(n_statements)) {
            out.extend(from.millis().to_ne_bytes());
            out.extend(to.millis().to_ne_bytes());
            write_identity(&mut out, identity);
        }
    }
    out
}

/// IMO, type, three lengths, three texts.
fn write_identity(out: &mut Vec<u8>, identity: &Identity) {
    out.extend(identity.imo.map_or(0, Imo::value).to_ne_bytes());
    out.push(identity.ship_type.map_or(0, ShipType::code));
    for length in [identity.length, identity.width, identity.draught] {
        out.extend(length.map_or(f64::NAN, Metres::value).to_ne_bytes());
    }
    for text in [&identity.name, &identity.call_sign, &identity.destination] {
        let text = text.as_deref().unwrap_or_default();
        let text = text.get(..text.floor_char_boundary(MAX_TEXT_BYTES)).unwrap_or_default();
        out.extend(u16::try_from(text.len()).unwrap_or_default().to_ne_bytes());
        out.extend(text.as_bytes());
    }
}

/// `None` if the bytes are not exactly so many vessels. The first version has no statements.
pub(super) fn read(mut bytes: &[u8], n_vessels: usize, has_history: bool) -> Option<Vec<Vessel>> {
    // Not from the count: it may lie.
    let mut vessels = Vec::with_capacity(n_vessels.min(bytes.len() / LEAST_BYTES));
    let mut start = 0_usize;
    for _ in 0..n_vessels {
        let mmsi = Mmsi::new(u32::from_ne_bytes(take(&mut bytes)?))?;
        let n_fixes = usize::try_from(u64::from_ne_bytes(take(&mut bytes)?)).ok()?;
        let identity = read_identity(&mut bytes)?;
        let n_statements = if has_history { u16::from_ne_bytes(take(&mut bytes)?) } else { 0 };
        let mut statements = Vec::new();
        for _ in 0..n_statements {
            let [from, to] = [take(&mut bytes)?, take(&mut bytes)?].map(i64::from_ne_bytes).map(Timestamp::from_millis);
            statements.push(Statement { from, to, identity: read_identity(&mut bytes)? });
        }
        let end = start.checked_add(n_fixes)?;
        vessels.push(Vessel { mmsi, identity, history: History::of(statements), fixes: start..end });
        start = end;
    }
    bytes.is_empty().then_some(vessels)
}

fn read_identity(bytes: &mut &[u8]) -> Option<Identity> {
    let imo = Imo::new(u32::from_ne_bytes(take(bytes)?));
    let [ship_type] = take(bytes)?;
    let mut metres = || Some(Metres::new(f64::from_ne_bytes(take(bytes)?)));
    let (length, width, draught) = (metres()?, metres()?, metres()?);
    let mut said = || text(bytes).map(|text| (!text.is_empty()).then_some(text));
    let (name, call_sign, destination) = (said()?, said()?, said()?);
    let ship_type = ShipType::new(ship_type);
    Some(Identity { name, imo, call_sign, ship_type, length, width, draught, destination })
}

fn text(bytes: &mut &[u8]) -> Option<String> {
    let len = usize::from(u16::from_ne_bytes(take(bytes)?));
    let (text, rest) = bytes.split_at_checked(len)?;
    *bytes = rest;
    std::str::from_utf8(text).ok().map(str::to_owned)
}
