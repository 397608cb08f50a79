//! What a conversion or a check came to, as JSON for scripts.

use std::path::Path;

use serde_json::{Value, json};

use crate::plan::Problem;
use crate::report::Report;

/// One object on one line: `in`, `out`, `read`, `kept`, `skipped` and `repaired` by reason, `samples` with file, line, reason and
/// what was found, `notes`, and `lost`: what the format written could not hold.
#[must_use]
pub fn converted_json(input: &Path, output: &Path, report: &Report, lost: &[String]) -> String {
    let samples = report.samples.iter().map(
        |sample| json!({"file": sample.file, "line": sample.line, "reason": sample.reason, "detail": sample.detail}),
    );
    json!({
        "in": input.display().to_string(),
        "out": output.display().to_string(),
        "read": report.read,
        "kept": report.kept,
        "skipped": report.skipped,
        "repaired": report.repaired,
        "samples": samples.collect::<Vec<_>>(),
        "notes": report.notes,
        "lost": lost,
    })
    .to_string()
}

/// One object on one line: `file`, `n_problems`, and `problems`, each with `id` (or null), `name`, `rule`, `what`, `mend`.
#[must_use]
pub fn problems_json(file: &Path, problems: &[Problem]) -> String {
    let each = problems.iter().map(|problem| {
        json!({
            "id": problem.feature.map_or(Value::Null, |id| Value::from(id.to_string())),
            "name": problem.name,
            "rule": problem.rule,
            "what": problem.what,
            "mend": problem.mend,
        })
    });
    json!({
        "file": file.display().to_string(),
        "n_problems": problems.len(),
        "problems": each.collect::<Vec<_>>(),
    })
    .to_string()
}
