//! What a conversion or a check came to, as JSON for scripts.

use std::path::Path;

use serde_json::{Value, json};

use crate::io::plan_geojson::{self, Content, Seal, Signed};
use crate::io::signing_key::TrustedKeys;
use crate::plan::merge::Conflict;
use crate::plan::{Plan, Problem, title};
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

/// One object on one line: `out`, `n_features`, and `conflicts`, each with `feature` (or null), `name`, `attribute`, `ours`, `theirs`.
#[must_use]
pub fn merged_json(output: &Path, plan: &Plan, conflicts: &[Conflict]) -> String {
    let each = conflicts.iter().flat_map(|conflict| {
        let (id, name) = match conflict {
            Conflict::Feature { id, .. } => {
                let name = plan.feature(*id).map_or_else(String::new, |feature| title(feature).to_owned());
                (Value::from(id.to_string()), name)
            }
            Conflict::Text { .. } | Conflict::Plan { .. } => (Value::Null, "the plan".to_owned()),
        };
        plan_geojson::differences(conflict).into_iter().map(move |(attribute, ours, theirs)| {
            // What a side says is JSON, or words where there is nothing.
            let value = |text: String| serde_json::from_str(&text).unwrap_or(Value::Null);
            json!({
                "feature": id, "name": name, "attribute": attribute, "ours": value(ours), "theirs": value(theirs),
            })
        })
    });
    json!({
        "out": output.display().to_string(),
        "n_features": plan.features.len(),
        "n_conflicts": conflicts.len(),
        "conflicts": each.collect::<Vec<_>>(),
    })
    .to_string()
}

/// One object on one line: `file`, `content` (`unchanged`, `changed`, `unsealed`), `sha256` (the name of the version), `modified`, `parents`
/// `history`, each version with `sha256`, `modified`, `author`, and `signatures`, each with `key`, `name`, `signed`, `holds`, `trusted` (null without a
/// list) and `trusted_as`.
#[must_use]
pub fn verified_json(file: &Path, plan: &Plan, seal: &Seal, trusted: Option<&TrustedKeys>) -> String {
    let signatures = seal.signatures.iter().map(|Signed { signature, holds }| {
        let known = trusted.map(|trusted| signature.public().and_then(|key| trusted.name_of(&key)));
        json!({
            "key": signature.key,
            "name": signature.name,
            "signed": signature.signed,
            "holds": holds,
            "trusted": known.map(|known| known.is_some()),
            "trusted_as": known.flatten(),
        })
    });
    let history = plan.history.iter().map(
        |version| json!({"sha256": version.sha256, "modified": version.modified.to_string(), "author": version.author}),
    );
    json!({
        "file": file.display().to_string(),
        "content": match seal.content {
            Content::Unchanged => "unchanged",
            Content::Changed => "changed",
            Content::Unsealed => "unsealed",
        },
        "sha256": seal.sha256,
        "modified": plan.modified.to_string(),
        "parents": plan.parents,
        "history": history.collect::<Vec<_>>(),
        "signatures": signatures.collect::<Vec<_>>(),
    })
    .to_string()
}
