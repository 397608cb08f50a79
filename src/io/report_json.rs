//! An import report as JSON, for scripts and for keeping.
//!
//! Owns the shape that `cordon import --report` writes and the window saves. Start at [`report_json`].

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::report::{Report, Sample};

/// One object: what was read, kept and skipped, and where; `seconds` is how long it took. Ends with a line end.
#[must_use]
pub fn report_json(report: &Report, seconds: f64) -> String {
    let counts = |counts: &BTreeMap<String, u64>| -> Map<String, Value> {
        counts.iter().map(|(reason, n)| (reason.clone(), Value::from(*n))).collect()
    };
    let sample = |sample: &Sample| json!({ "file": sample.file, "line": sample.line, "reason": sample.reason, "detail": sample.detail });
    let value = json!({
        "read": report.read,
        "kept": report.kept,
        "skipped": counts(&report.skipped),
        "duplicates": report.duplicates,
        "repaired": counts(&report.repaired),
        "vessels": report.n_vessels,
        "first": report.span.map(|(first, _)| first.to_string()),
        "last": report.span.map(|(_, last)| last.to_string()),
        "seconds": (seconds * 1000.0).round() / 1000.0,
        "assumed_time_zone": report.assumed_time_zone,
        "notes": report.notes,
        "samples": report.samples.iter().map(sample).collect::<Vec<_>>(),
    });
    let mut text = serde_json::to_string_pretty(&value).unwrap_or_default();
    text.push('\n');
    text
}

/// A report out of what [`report_json`] wrote, but for what a store says better: vessels, span and fixes kept.
#[must_use]
pub fn report_from_json(text: &[u8]) -> Option<Report> {
    let value: Value = serde_json::from_slice(text).ok()?;
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let counts = |key: &str| -> Option<BTreeMap<String, u64>> {
        value.get(key)?.as_object()?.iter().map(|(reason, n)| Some((reason.clone(), n.as_u64()?))).collect()
    };
    let sample = |sample: &Value| {
        Some(Sample {
            file: text(sample.get("file")?)?,
            line: sample.get("line")?.as_u64(),
            reason: text(sample.get("reason")?)?,
            detail: text(sample.get("detail")?)?,
        })
    };
    Some(Report {
        read: value.get("read")?.as_u64()?,
        skipped: counts("skipped")?,
        duplicates: value.get("duplicates")?.as_u64()?,
        repaired: counts("repaired")?,
        samples: value.get("samples")?.as_array()?.iter().map(sample).collect::<Option<_>>()?,
        notes: value.get("notes")?.as_array()?.iter().map(text).collect::<Option<_>>()?,
        assumed_time_zone: text(value.get("assumed_time_zone")?),
        ..Report::default()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::Timestamp;

    #[test]
    fn the_shape_is_the_one_scripts_rely_on() {
        let mut report = Report { read: 3, kept: 1, duplicates: 1, n_vessels: 1, ..Report::default() };
        report.span = Some((Timestamp::from_seconds(0), Timestamp::from_seconds(60)));
        report.skip("no position", || Sample {
            file: "a.csv".into(),
            line: Some(4812),
            reason: "no position".into(),
            detail: "no position, row skipped".into(),
        });
        let value: Value = serde_json::from_str(&report_json(&report, 0.123_456)).expect("JSON");
        assert_eq!(value["read"], 3);
        assert_eq!(value["skipped"], json!({"no position": 1}));
        assert_eq!(value["last"], "1970-01-01T00:01:00Z");
        assert_eq!(value["seconds"], 0.123);
        assert_eq!(value["assumed_time_zone"], Value::Null);
        assert_eq!(value["samples"][0]["line"], 4812);
        let again = report_from_json(report_json(&report, 0.0).as_bytes()).expect("what was just written");
        assert_eq!(again, Report { kept: 0, n_vessels: 0, span: None, ..report });
    }
}
