//! GeoJSON features one after another: newline-delimited, or as a text sequence (RFC 8142).
//!
//! Owns how they become the one collection that the reader of GeoJSON takes. Never looks into a feature. Start at
//! [`collection_of`].

use serde::de::IgnoredAny;

use crate::io::json;
use crate::report::{Report, Sample};

/// What RFC 8142 puts before each feature.
const RECORD_SEPARATOR: char = '\u{1e}';

/// The collection of a text of several features; `None` if it is one JSON text. A line that is none is counted and left out.
pub(super) fn collection_of(text: &str, file: &str, report: &mut Report) -> Option<String> {
    let separators: &[char] =
        if text.trim_start().starts_with(RECORD_SEPARATOR) { &[RECORD_SEPARATOR] } else { &['\n'] };
    let mut texts = text.split(separators).map(str::trim).filter(|text| !text.is_empty());
    let (first, second) = (texts.next()?, texts.next());
    // A collection on several lines is no JSON by its first.
    if !is_object(first) || (second.is_none() && !text.contains(RECORD_SEPARATOR)) {
        return None;
    }
    let mut collection = String::with_capacity(text.len() + 64);
    collection.push_str(r#"{"type":"FeatureCollection","features":["#);
    let mut line = 1;
    let mut is_first = true;
    for piece in text.split_inclusive(separators) {
        let object = piece.trim_matches(|c: char| c.is_whitespace() || c == RECORD_SEPARATOR);
        if is_object(object) {
            if !std::mem::replace(&mut is_first, false) {
                collection.push_str(",\n");
            }
            collection.push_str(object);
        } else if !object.is_empty() {
            report.read += 1;
            report.skip("not a feature", || Sample {
                file: file.to_owned(),
                line: Some(line),
                reason: "not a feature".to_owned(),
                detail: "not a GeoJSON Feature, left out".to_owned(),
            });
        }
        line += memchr::memchr_iter(b'\n', piece.as_bytes()).count() as u64;
    }
    collection.push_str("]}");
    Some(collection)
}

fn is_object(text: &str) -> bool {
    text.starts_with('{')
        && json::too_deep(text.as_bytes()).is_none()
        && serde_json::from_str::<IgnoredAny>(text).is_ok()
}

#[cfg(test)]
mod tests {
    use crate::report::Progress;

    const ZONE: &str = r#"{"type":"Feature","properties":{"name":"Kilo"},"geometry":{"type":"Polygon","coordinates":[[[124,37],[125,37],[125,38],[124,37]]]}}"#;

    #[test]
    fn features_on_lines_and_in_sequences_are_zones() {
        for (text, n_kept, n_skipped) in [
            (format!("{ZONE}\n{ZONE}\n"), 2, 0),
            (format!("{ZONE}\r\n\r\n{ZONE}\r\n{}\n{ZONE}", &ZONE[..40]), 3, 1),
            (format!("\u{1e}{ZONE}\n\u{1e}{}\n", ZONE.replace(",\"geometry\"", ",\n\"geometry\"")), 2, 0),
            (format!("\u{1e}{ZONE}\n"), 1, 0),
            (ZONE.replace(',', ",\n"), 1, 0),
            (format!("{ZONE}\n{}", "[".repeat(1000)), 1, 1),
        ] {
            let layers = super::super::read_bytes("a.geojsonl", text.as_bytes(), &Progress::default()).expect("zones");
            let (layer, report) = &layers[0];
            assert_eq!((layer.zones.len(), report.n_skipped()), (n_kept, n_skipped), "{text}");
            assert_eq!(report.read, report.kept + report.n_skipped(), "{report:?}");
        }
    }
}
