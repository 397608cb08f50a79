//! Numbers, days and lists of names as watch lists write them.

use crate::units::Timestamp;
use crate::vessel::{Imo, Mmsi};

/// An IMO number, with or without `IMO` before it.
pub(super) fn imo(text: &str) -> Option<Imo> {
    let digits = text.trim().trim_start_matches(|c: char| !c.is_ascii_digit());
    (digits.len() == 7).then(|| digits.parse().ok()).flatten().and_then(Imo::new)
}

/// An MMSI of nine digits.
pub(super) fn mmsi(text: &str) -> Option<Mmsi> {
    let text = text.trim();
    (text.len() == 9 && text.bytes().all(|byte| byte.is_ascii_digit()))
        .then(|| text.parse().ok())
        .flatten()
        .and_then(Mmsi::new)
}

/// A day, `2017-10-03`, at its beginning in UTC; a time after it does not count.
pub(super) fn day(text: &str) -> Option<Timestamp> {
    let mut parts = text.trim().get(..10)?.split('-');
    let (year, month, day) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    Timestamp::from_civil(year, month, day, 0, 0, 0)
}

/// Names or numbers with semicolons or bars between them, each once.
pub(super) fn several(text: &str) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for part in text.split([';', '|']).map(str::trim).filter(|part| !part.is_empty()) {
        if !all.iter().any(|known| known == part) {
            all.push(part.to_owned());
        }
    }
    all
}
