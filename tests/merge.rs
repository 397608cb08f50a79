//! `cordon merge` and `cordon verify`, run as a user runs them.
#![expect(clippy::expect_used, clippy::unwrap_used, reason = "a test that cannot run the program must fail")]

use std::path::Path;
use std::process::{Command, Output};

use cordon::io::plan_geojson;
use cordon::io::sample;
use cordon::report::Progress;

fn cordon(args: &[&str], folder: &Path) -> Output {
    Command::new(env!("CARGO_BIN_EXE_cordon")).args(args).current_dir(folder).output().expect("cordon starts")
}

fn said(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("UTF-8")
}

/// The task of Patrol zone Lima.
const TASK: &str =
    "Find and shadow ships that have stopped reporting; photograph draught marks when they appear again.";

/// A plan, and two versions of it with these texts exchanged.
fn versions(folder: &Path, ours: &[(&str, &str)], theirs: &[(&str, &str)]) {
    let text = std::fs::read_to_string(sample::unpack(folder).unwrap().plan).unwrap();
    std::fs::write(folder.join("base.geojson"), &text).unwrap();
    for (name, changes) in [("ours.geojson", ours), ("theirs.geojson", theirs)] {
        let changed = changes.iter().fold(text.clone(), |text, (from, to)| {
            assert!(text.contains(from), "{from}");
            text.replace(from, to)
        });
        std::fs::write(folder.join(name), changed).unwrap();
    }
}

#[test]
fn what_two_partners_changed_in_different_places_comes_together() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    versions(at, &[("\"Area Kilo\"", "\"Area Kilo North\"")], &[("Find and shadow", "Watch and report")]);
    let merged = cordon(&["merge", "base.geojson", "ours.geojson", "theirs.geojson", "-o", "out.geojson"], at);
    assert_eq!(merged.status.code(), Some(0), "{merged:?}");
    let swapped = cordon(&["merge", "base.geojson", "theirs.geojson", "ours.geojson", "-o", "swapped.geojson"], at);
    assert_eq!(swapped.status.code(), Some(0));
    let [out, other] = ["out.geojson", "swapped.geojson"].map(|name| std::fs::read_to_string(at.join(name)).unwrap());
    assert_eq!(out, other, "whichever side is ours");
    assert!(out.contains("Area Kilo North") && out.contains("Watch and report"), "{out}");
    // Its parents are the two files, as any machine hashes them.
    for name in ["ours.geojson", "theirs.geojson"] {
        assert!(out.contains(&plan_geojson::sha256(&std::fs::read(at.join(name)).unwrap())), "{name}");
    }
    let verified = cordon(&["verify", "out.geojson"], at);
    assert_eq!(verified.status.code(), Some(0), "{verified:?}");
    assert!(said(&verified).contains("as it was saved"));
}

#[test]
fn a_conflict_is_named_and_keeps_both_versions() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    versions(at, &[(TASK, "Board")], &[(TASK, "Report")]);
    let merged =
        cordon(&["merge", "base.geojson", "ours.geojson", "theirs.geojson", "-o", "out.geojson", "--json"], at);
    assert_eq!(merged.status.code(), Some(1), "{merged:?}");
    let told: serde_json::Value = serde_json::from_str(&said(&merged)).expect("JSON");
    let conflict = &told["conflicts"][0];
    assert_eq!((told["n_conflicts"].as_u64(), conflict["attribute"].as_str()), (Some(1), Some("task")));
    assert_eq!((conflict["ours"].as_str(), conflict["theirs"].as_str()), (Some("Board"), Some("Report")));
    let out = std::fs::read(at.join("out.geojson")).unwrap();
    let (plan, ..) = plan_geojson::from_bytes(&out, "out", &Progress::default()).expect("a plan");
    assert_eq!(plan_geojson::conflicts(&plan).len(), 1);
    let checked = cordon(&["check", "out.geojson"], at);
    assert_eq!(checked.status.code(), Some(1), "an unsettled conflict is a problem");
    assert!(said(&checked).contains("conflict"), "{}", said(&checked));
}

#[test]
fn what_cannot_be_read_whole_is_not_merged() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    versions(at, &[], &[]);
    std::fs::write(at.join("theirs.geojson"), "{\"type\":\"FeatureCollection\"").unwrap();
    let merged = cordon(&["merge", "base.geojson", "ours.geojson", "theirs.geojson", "-o", "out.geojson"], at);
    assert_eq!(merged.status.code(), Some(2));
    assert!(!at.join("out.geojson").exists());
    let nothing = cordon(&["merge", "base.geojson", "ours.geojson", "nowhere.geojson", "-o", "out.geojson"], at);
    assert_eq!(nothing.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&nothing.stderr).contains("nowhere.geojson"));
}

#[test]
fn a_file_changed_by_others_is_told_from_one_as_it_was_saved() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let (plan, ..) = plan_geojson::read(&sample::unpack(at).unwrap().plan, &Progress::default()).expect("a plan");
    std::fs::write(at.join("plan.geojson"), plan_geojson::sealed(&plan)).unwrap();
    assert_eq!(cordon(&["verify", "plan.geojson"], at).status.code(), Some(0));
    let hash = Command::new("sh")
        .args(["-c", "sed '0,/^\"sha256\":/{/^\"sha256\":/d}' plan.geojson | sha256sum"])
        .current_dir(at)
        .output()
        .expect("sed and sha256sum");
    let hash = said(&hash);
    let text = std::fs::read_to_string(at.join("plan.geojson")).unwrap();
    assert!(text.contains(&format!("\"sha256\":\"{}\"", hash.split(' ').next().unwrap())), "{hash}");
    std::fs::write(at.join("plan.geojson"), text.replace("Area", "area")).unwrap();
    let verified = cordon(&["verify", "plan.geojson", "--json"], at);
    assert_eq!(verified.status.code(), Some(1));
    assert!(said(&verified).contains("\"content\":\"changed\""));
    std::fs::write(at.join("plan.geojson"), plan_geojson::to_bytes(&plan)).unwrap();
    assert_eq!(cordon(&["verify", "plan.geojson"], at).status.code(), Some(1), "no hash");
    assert_eq!(cordon(&["verify", "nowhere.geojson"], at).status.code(), Some(2));
}
