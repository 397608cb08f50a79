//! `cordon sign` and `cordon verify`, run as a user runs them.
#![expect(clippy::expect_used, clippy::unwrap_used, reason = "a test that cannot run the program must fail")]

use std::path::Path;
use std::process::{Command, Output};

use cordon::io::plan_geojson;
use cordon::io::sample;
use cordon::io::signing_key::PublicKey;
use cordon::report::Progress;

fn cordon(args: &[&str], folder: &Path) -> Output {
    Command::new(env!("CARGO_BIN_EXE_cordon")).args(args).current_dir(folder).output().expect("cordon starts")
}

fn said(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("UTF-8")
}

fn complained(output: &Output) -> String {
    let text = String::from_utf8(output.stderr.clone()).expect("UTF-8");
    assert_eq!((output.status.code(), text.lines().count()), (Some(2), 1), "{output:?}");
    text
}

/// The sample plan as this program saves it, in `plan.geojson`.
fn plan(folder: &Path) -> Vec<u8> {
    let (plan, ..) =
        plan_geojson::from_bytes(sample::PLAN.bytes, sample::PLAN.name, &Progress::default()).expect("the sample");
    let bytes = plan_geojson::sealed(&plan);
    std::fs::write(folder.join("plan.geojson"), &bytes).unwrap();
    bytes
}

fn new_key(folder: &Path, file: &str, name: &str) -> String {
    let made = cordon(&["sign", "--new-key", file, "--name", name], folder);
    assert_eq!(made.status.code(), Some(0), "{made:?}");
    let line = said(&made);
    let (key, named) = line.trim_end().split_once(' ').expect("a key and a name");
    assert_eq!(named, name);
    key.to_owned()
}

#[test]
fn two_sign_a_plan_and_verify_names_them() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let bytes = plan(at);
    let (kim, park) = (new_key(at, "kim.pem", "Lt Kim"), new_key(at, "park.pem", "박 소령"));
    for key in ["kim.pem", "park.pem"] {
        let signed = cordon(&["sign", "plan.geojson", "--key", key], at);
        assert_eq!(signed.status.code(), Some(0), "{signed:?}");
    }
    let verified = cordon(&["verify", "plan.geojson"], at);
    assert_eq!(verified.status.code(), Some(0), "{verified:?}");
    let text = said(&verified);
    assert!(text.contains("as it was saved") && text.contains(&kim) && text.contains("박 소령"), "{text}");
    assert!(text.contains(&plan_geojson::sha256(&bytes)), "a signature makes no new version: {text}");

    // Of the two, one is trusted; without either, a list finds nothing to trust.
    std::fs::write(at.join("trusted"), format!("# the desk\n{park} Major Park\n")).unwrap();
    let verified = cordon(&["verify", "plan.geojson", "--trusted", "trusted"], at);
    assert_eq!(verified.status.code(), Some(0), "{verified:?}");
    let text = said(&verified);
    assert!(text.contains("trusted: Major Park") && text.contains("NOT a trusted key"), "{text}");
    std::fs::write(at.join("other"), "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo= RFC 8032\n").unwrap();
    let verified = cordon(&["verify", "plan.geojson", "--trusted", "other", "--json"], at);
    assert_eq!(verified.status.code(), Some(1), "{verified:?}");
    let told: serde_json::Value = serde_json::from_str(&said(&verified)).expect("JSON");
    assert_eq!(told["content"], "unchanged");
    assert_eq!((&told["signatures"][0]["holds"], &told["signatures"][1]["trusted"]), (&true.into(), &false.into()));

    // The same plan, read by any other verb, is the same plan.
    let checked = cordon(&["convert", "plan.geojson", "-o", "again.geojson"], at);
    assert_eq!(checked.status.code(), Some(0), "{checked:?}");
    let again = std::fs::read_to_string(at.join("again.geojson")).unwrap();
    assert!(!again.contains("\"signatures\""), "a signature says nothing of another file");
}

#[test]
fn a_changed_byte_and_a_changed_name_are_noticed() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    plan(at);
    new_key(at, "kim.pem", "Lt Kim");
    let signed = cordon(&["sign", "plan.geojson", "--key", "kim.pem", "-o", "signed.geojson", "--quiet"], at);
    assert_eq!((signed.status.code(), said(&signed).as_str()), (Some(0), ""));
    let text = std::fs::read_to_string(at.join("signed.geojson")).unwrap();
    for (from, to, expected) in [("Area Kilo", "Area Kilp", "CHANGED"), ("Lt Kim", "Lt Kin", "DOES NOT HOLD")] {
        std::fs::write(at.join("changed.geojson"), text.replacen(from, to, 1)).unwrap();
        let verified = cordon(&["verify", "changed.geojson"], at);
        assert_eq!(verified.status.code(), Some(1), "{verified:?}");
        assert!(said(&verified).contains(expected), "{}", said(&verified));
    }
    std::fs::write(at.join("changed.geojson"), text.replacen("Area Kilo", "Area Kilp", 1)).unwrap();
    let refused = cordon(&["sign", "changed.geojson", "--key", "kim.pem"], at);
    assert!(complained(&refused).contains("changed since it was saved"));
}

#[test]
fn what_cannot_be_signed_is_said_in_a_sentence() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    plan(at);
    new_key(at, "kim.pem", "Lt Kim");
    let again = cordon(&["sign", "--new-key", "kim.pem"], at);
    assert!(complained(&again).contains("is there already"));
    let no_key = cordon(&["sign", "plan.geojson", "--key", "plan.geojson"], at);
    assert!(complained(&no_key).contains("no private key"));
    let absent = cordon(&["sign", "plan.geojson", "--key", "absent.pem"], at);
    assert!(complained(&absent).contains("absent.pem"));
    let neither = cordon(&["sign", "plan.geojson"], at);
    assert!(complained(&neither).contains("--key"));
    let name = cordon(&["sign", "--new-key", "other.pem", "--name", "two\nlines"], at);
    assert!(complained(&name).contains("one line"));
    assert!(!at.join("other.pem").exists());
}

/// The recipe of docs/plans.md, by `sed` and OpenSSL, finds the same signature good. Where OpenSSL is missing nothing is asked.
#[cfg(unix)]
#[test]
fn openssl_finds_a_signature_good_by_the_documented_recipe() {
    if Command::new("openssl").arg("version").output().is_err() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    plan(at);
    let key = new_key(at, "kim.pem", "Lt Kim");
    assert!(key.parse::<PublicKey>().is_ok());
    assert_eq!(cordon(&["sign", "plan.geojson", "--key", "kim.pem"], at).status.code(), Some(0));
    let docs = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/plans.md")).unwrap();
    let recipe =
        docs.split("<!-- recipe -->\n```sh\n").nth(1).and_then(|rest| rest.split("```").next()).expect("a recipe");
    let run = |folder: &Path| Command::new("bash").args(["-euc", recipe]).current_dir(folder).output().expect("bash");
    let checked = run(at);
    assert!(checked.status.success(), "{checked:?}");
    assert!(said(&checked).contains("Signature Verified Successfully"), "{checked:?}");
    let text = std::fs::read_to_string(at.join("plan.geojson")).unwrap();
    std::fs::write(at.join("plan.geojson"), text.replacen("Area Kilo", "Area Kilp", 1)).unwrap();
    assert!(!run(at).status.success());
}
