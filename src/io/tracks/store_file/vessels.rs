//! The list of vessels in a store: variable in length, so that it is read, not mapped.

use std::io::Read as _;

use crate::track::Vessel;
use crate::units::Metres;
use crate::vessel::{Identity, Imo, Mmsi, ShipType};

/// The longest text of a vessel, in bytes.
const MAX_TEXT_BYTES: usize = 1 << 10;

/// Vessels: MMSI, number of fixes, IMO, type, three lengths, three texts.
pub(super) fn write(vessels: &[Vessel]) -> Vec<u8> {
    let mut out = Vec::with_capacity(vessels.len() * 80);
    for Vessel { mmsi, identity, fixes } in vessels {
        out.extend(mmsi.value().to_ne_bytes());
        out.extend((fixes.len() as u64).to_ne_bytes());
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
    out
}

/// `None` if the bytes are not exactly so many vessels.
pub(super) fn read(mut bytes: &[u8], n_vessels: usize) -> Option<Vec<Vessel>> {
    fn take<const N: usize>(bytes: &mut &[u8]) -> Option<[u8; N]> {
        let mut value = [0; N];
        bytes.read_exact(&mut value).ok()?;
        Some(value)
    }
    fn text(bytes: &mut &[u8]) -> Option<String> {
        let len = usize::from(u16::from_ne_bytes(take(bytes)?));
        let (text, rest) = bytes.split_at_checked(len)?;
        *bytes = rest;
        std::str::from_utf8(text).ok().map(str::to_owned)
    }
    let said = |text: String| (!text.is_empty()).then_some(text);
    // Not from the count: each vessel takes 47 bytes at least.
    let mut vessels = Vec::with_capacity(n_vessels.min(bytes.len() / 47));
    let mut start = 0_usize;
    for _ in 0..n_vessels {
        let mmsi = Mmsi::new(u32::from_ne_bytes(take(&mut bytes)?))?;
        let n_fixes = usize::try_from(u64::from_ne_bytes(take(&mut bytes)?)).ok()?;
        let imo = Imo::new(u32::from_ne_bytes(take(&mut bytes)?));
        let [ship_type] = take(&mut bytes)?;
        let mut metres = || Some(Metres::new(f64::from_ne_bytes(take(&mut bytes)?)));
        let (length, width, draught) = (metres()?, metres()?, metres()?);
        let (name, call_sign, destination) =
            (said(text(&mut bytes)?), said(text(&mut bytes)?), said(text(&mut bytes)?));
        let ship_type = ShipType::new(ship_type);
        let end = start.checked_add(n_fixes)?;
        let identity = Identity { name, imo, call_sign, ship_type, length, width, draught, destination };
        vessels.push(Vessel { mmsi, identity, fixes: start..end });
        start = end;
    }
    bytes.is_empty().then_some(vessels)
}
