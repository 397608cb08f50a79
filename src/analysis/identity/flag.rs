//! The flag of an MMSI against the flag that a watch list or the call sign tells.

use std::collections::HashMap;

use super::{About, by_vessel, statements, values};
use crate::finding::{Evidence, Finding, Kind, Suppression};
use crate::report::{Progress, Stopped};
use crate::track::TrackStore;
use crate::vessel::watchlist::{Listed, Watchlist};
use crate::vessel::{Flag, Imo};

/// Every vessel whose MMSI has another flag than a list has for its IMO number. A call sign of another flag is a candidate, hidden: crews
/// type what they like, and keep old call signs after a change of flag.
///
/// # Errors
/// [`Stopped`] on request.
pub fn flag_mismatch(store: &TrackStore, lists: &[Watchlist], progress: &Progress) -> Result<Vec<Finding>, Stopped> {
    let mut listed: HashMap<Imo, (&Watchlist, &Listed, Flag)> = HashMap::new();
    for list in lists {
        for entry in &list.entries {
            if let Some((imo, flag)) = entry.imo.zip(Flag::of_words(&entry.flag)) {
                listed.entry(imo).or_insert((list, entry, flag));
            }
        }
    }
    by_vessel(store, progress, |slice| {
        let Some(own) = slice.vessel().mmsi.flag() else { return Vec::new() };
        let statements = statements(slice);
        let mut found = Vec::new();
        for said in values(&statements, |identity| identity.imo, |a: &Imo, b| a == b) {
            let Some((list, entry, flag)) = listed.get(&said.value).filter(|(_, _, flag)| *flag != own) else {
                continue;
            };
            let span = (said.from, said.to);
            let about = About { kind: Kind::FlagMismatch, slice, span, confidence: 0.7, suppressed: None };
            let evidence = vec![
                Evidence::text("flag_of_mmsi", own.code()),
                Evidence::text("flag_listed", flag.code()),
                Evidence::text("imo", said.value.to_string()),
                Evidence::text("listed_name", &*entry.name),
                Evidence::text("list", &*list.name),
                Evidence::text("list_date", &*list.date),
                Evidence::text("list_source", &*list.source),
            ];
            found.push(about.finding(evidence, Vec::new()));
        }
        for said in values(&statements, |identity| identity.call_sign.clone(), |a: &String, b| a == b) {
            let Some(flag) = flag_of_call_sign(&said.value).filter(|flag| *flag != own) else { continue };
            let suppressed = Some(Suppression::TooWeak);
            let about =
                About { kind: Kind::FlagMismatch, slice, span: (said.from, said.to), confidence: 0.3, suppressed };
            let evidence = vec![
                Evidence::text("flag_of_mmsi", own.code()),
                Evidence::text("flag_of_call_sign", flag.code()),
                Evidence::text("call_sign", said.value),
            ];
            found.push(about.finding(evidence, Vec::new()));
        }
        found
    })
}

/// The flag whose series a call sign is of, where it is one of those that matter here.
///
/// # Source
/// ITU Radio Regulations, appendix 42, "Table of allocation of international call sign series".
#[must_use]
pub fn flag_of_call_sign(call_sign: &str) -> Option<Flag> {
    let plain: String = call_sign.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_uppercase();
    let series = plain.get(..2).filter(|_| (4..=7).contains(&plain.len()))?;
    let is_in = |range: &&(&str, &str, &str)| range.0 <= series && series <= range.1;
    SERIES.iter().find(is_in).and_then(|(_, _, code)| Flag::of_words(code))
}

/// First and last two signs of a series, and whose it is.
const SERIES: &[(&str, &str, &str)] = &[
    ("3E", "3F", "PAN"),
    ("3W", "3W", "VNM"),
    ("5H", "5I", "TZA"),
    ("5L", "5M", "LBR"),
    ("5V", "5V", "TGO"),
    ("6K", "6N", "KOR"),
    ("7J", "7N", "JPN"),
    ("8J", "8N", "JPN"),
    ("9H", "9H", "MLT"),
    ("9L", "9L", "SLE"),
    ("9V", "9V", "SGP"),
    ("A8", "A8", "LBR"),
    ("BM", "BQ", "TWN"),
    ("BU", "BX", "TWN"),
    ("BA", "BZ", "CHN"),
    ("C6", "C6", "BHS"),
    ("D5", "D5", "LBR"),
    ("D6", "D6", "COM"),
    ("D7", "D9", "KOR"),
    ("DS", "DT", "KOR"),
    ("EL", "EL", "LBR"),
    ("H3", "H3", "PAN"),
    ("H8", "H9", "PAN"),
    ("HL", "HL", "KOR"),
    ("HM", "HM", "PRK"),
    ("HO", "HP", "PAN"),
    ("JA", "JS", "JPN"),
    ("JT", "JV", "MNG"),
    ("P5", "P9", "PRK"),
    ("S6", "S6", "SGP"),
    ("T2", "T2", "TUV"),
    ("T8", "T8", "PLW"),
    ("UA", "UI", "RUS"),
    ("V3", "V3", "BLZ"),
    ("V7", "V7", "MHL"),
    ("VR", "VR", "HKG"),
    ("XU", "XU", "KHM"),
    ("XV", "XV", "VNM"),
];
