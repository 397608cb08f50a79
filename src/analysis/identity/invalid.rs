//! Numbers that cannot be a ship's: MMSIs by their form and country digits, IMO numbers by their check digit.

use super::{About, by_vessel, span_of, statements, values};
use crate::finding::{Evidence, Finding, Kind, Suppression};
use crate::report::{Progress, Stopped};
use crate::track::TrackStore;
use crate::vessel::{Flag, Imo, Mmsi};

/// MMSIs that devices or crews have in place of one; the last was heard from several ships at once.
///
/// # Source
/// The first three: domain.md, section 3. 416000000: test data of Global Fishing Watch's `gpsdio-segment`.
const JUNK: [u32; 4] = [111_111_111, 123_456_789, 412_000_000, 416_000_000];

/// Every MMSI that cannot be one, and every IMO number whose check digit is wrong. A number that passes clears no ship.
///
/// # Errors
/// [`Stopped`] on request.
pub fn invalid_identity(store: &TrackStore, progress: &Progress) -> Result<Vec<Finding>, Stopped> {
    by_vessel(store, progress, |slice| {
        let mmsi = slice.vessel().mmsi;
        let mut found = Vec::new();
        let weak = (mmsi.value() % 1_000_000 == 0).then_some("ends in six zeros, as numbers that were never set do");
        let fault = mmsi_fault(mmsi);
        if let Some(why) = fault.or(weak) {
            let suppressed = fault.is_none().then_some(Suppression::TooWeak);
            let confidence = if fault.is_some() { 0.95 } else { 0.3 };
            let about = About { kind: Kind::InvalidIdentity, slice, span: span_of(slice), confidence, suppressed };
            found.push(
                about.finding(vec![Evidence::text("mmsi", mmsi.to_string()), Evidence::text("why", why)], Vec::new()),
            );
        }
        for said in values(&statements(slice), |identity| identity.imo, |a: &Imo, b| a == b) {
            if said.value.has_valid_check_digit() {
                continue;
            }
            let span = (said.from, said.to);
            let about = About { kind: Kind::InvalidIdentity, slice, span, confidence: 0.9, suppressed: None };
            let evidence = vec![
                Evidence::text("imo", said.value.to_string()),
                Evidence::text("why", "the last digit of the IMO number is not its check digit"),
            ];
            found.push(about.finding(evidence, Vec::new()));
        }
        found
    })
}

/// Why a number cannot be an MMSI, if it cannot.
///
/// # Source
/// ITU-R M.585-9, annex 1 (ships 2–7, coast stations 00MID, groups 0MID, aircraft 111MID) and annex 2 (handheld 8MID, 970, 972, 974, craft of
/// a ship 98MID, aids to navigation 99MID).
#[must_use]
pub fn mmsi_fault(mmsi: Mmsi) -> Option<&'static str> {
    let number = mmsi.value();
    let is_repeat = number >= 100_000_000 && number.is_multiple_of(111_111_111);
    if JUNK.contains(&number) || is_repeat {
        return Some("a number that stands in place of one");
    }
    let mid = match number {
        2_000_000..=7_999_999 => number / 10_000,
        111_000_000..=111_999_999 => number / 1000 % 1000,
        200_000_000..=799_999_999 => number / 1_000_000,
        800_000_000..=899_999_999 => number / 100_000 % 1000,
        970_000_000..=970_999_999 | 972_000_000..=972_999_999 | 974_000_000..=974_999_999 => return None,
        980_000_000..=999_999_999 => number / 10_000 % 1000,
        0..=99_999_999 => return Some("not nine digits"),
        _ => return Some("no station has a number of this form"),
    };
    Flag::of_mid(mid).is_none().then_some("its country digits (MID) are not allocated")
}

/// Whether an IMO company number of seven digits has the right check digit: (11 − Σ·(8,6,4,2,9,7) mod 11) mod 10.
///
/// # Source
/// IMO resolution MSC.160(78), annex; domain.md, section 3 (2041999 → 9).
#[must_use]
pub fn company_number_is_valid(number: Imo) -> bool {
    let digit = |place: u32| number.value() / 10_u32.pow(place) % 10;
    let sum: u32 = [8, 6, 4, 2, 9, 7].into_iter().zip((1..=6).rev()).map(|(weight, place)| weight * digit(place)).sum();
    (11 - sum % 11) % 10 == digit(0)
}
