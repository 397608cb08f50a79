//! What reading a plan's file showed to be wrong, as problems a planner can mend.

use std::borrow::Cow;

use crate::plan::merge::Conflict;
use crate::plan::{Plan, Problem, title};
use crate::report::{Report, Sample};

/// Everything the reader mended, could not use or had to assume, in the order of the file; what concerns the whole file last.
#[must_use]
pub fn problems(plan: &Plan, report: &Report) -> Vec<Problem> {
    let skipped: Vec<u64> = report
        .samples
        .iter()
        .filter(|sample| report.skipped.contains_key(&sample.reason))
        .filter_map(|sample| sample.line)
        .collect();
    // Where more were left out than are located, a feature's number no longer tells which one it is.
    let is_located = skipped.len() as u64 == report.n_skipped();
    let mut problems: Vec<(u64, Problem)> = Vec::new();
    for sample in &report.samples {
        let number = sample.line.unwrap_or(0);
        let n_before = skipped.iter().filter(|line| **line < number).count();
        let idx = usize::try_from(number).ok().and_then(|number| number.checked_sub(1 + n_before));
        let feature = idx.filter(|_| is_located && !skipped.contains(&number)).and_then(|idx| plan.features.get(idx));
        let name = feature.map_or_else(|| format!("feature {number}"), |feature| title(feature).to_owned());
        problems.push((
            number,
            Problem {
                feature: feature.map(|feature| feature.id),
                name: if number == 0 { "the plan".to_owned() } else { name },
                rule: Cow::Owned(sample.reason.clone()),
                what: without_place(sample),
                mend: mend(&sample.reason).to_owned(),
            },
        ));
    }
    problems.sort_by_key(|(number, _)| *number);
    let mut problems: Vec<Problem> = problems.into_iter().map(|(_, problem)| problem).collect();
    let of_plan = |rule: &str, what: String, mend: &str| Problem {
        feature: None,
        name: "the plan".to_owned(),
        rule: Cow::Owned(rule.to_owned()),
        what,
        mend: mend.to_owned(),
    };
    for (reason, n) in report.skipped.iter().chain(&report.repaired) {
        let n_shown = report.samples.iter().filter(|sample| sample.reason == *reason).count() as u64;
        if *n > n_shown {
            problems.push(of_plan(reason, format!("{} more of this: {reason}", n - n_shown), mend(reason)));
        }
    }
    for conflict in super::conflicts(plan) {
        for (attribute, ..) in super::differences(&conflict) {
            let id = match &conflict {
                Conflict::Feature { id, .. } => Some(*id),
                Conflict::Text { .. } | Conflict::Plan { .. } => None,
            };
            let name = id.and_then(|id| plan.feature(id)).map_or("the plan", |feature| title(feature)).to_owned();
            let what = format!("a merge left a conflict: two versions differ in {attribute}");
            let mend = "open it in the window and settle it, or merge again".to_owned();
            problems.push(Problem { feature: id, name, rule: Cow::Borrowed("conflict"), what, mend });
        }
    }
    for note in &report.notes {
        let is_newer = note.contains("newer than this program");
        let how = if is_newer { "open it with a newer Cordon" } else { "save it with Cordon" };
        let what = note.split_once(": ").map_or(note.as_str(), |(_, what)| what);
        problems.push(of_plan(if is_newer { "newer format" } else { "incomplete head" }, what.to_owned(), how));
    }
    problems
}

/// A sample's words without the "feature 3 “Area Kilo”: " before them.
fn without_place(sample: &Sample) -> String {
    let detail = sample.detail.as_str();
    let Some(number) = sample.line else { return detail.to_owned() };
    let Some(rest) = detail.strip_prefix(&format!("feature {number}")) else { return detail.to_owned() };
    let what = if rest.starts_with(" “") { rest.split_once("”: ") } else { rest.split_once(": ") };
    what.map_or(detail, |(_, what)| what).to_owned()
}

fn mend(reason: &str) -> &'static str {
    match reason {
        "ring closed" | "ring turned" | "altitude dropped" | "cut at the antimeridian" => {
            "save the plan with Cordon and the file is right"
        }
        "kind unknown" | "shape unknown" => "choose one this program knows, or open it with a newer one",
        "no usable position" => "draw it again, or correct its coordinates in the file",
        "not a feature" => "take it out of the file, or make it a Feature",
        "properties unreadable" => "make its properties an object",
        "member given twice" => "take one of them out",
        "time without a zone" => "add Z for UTC, or an offset",
        _ => "correct it in the file",
    }
}
