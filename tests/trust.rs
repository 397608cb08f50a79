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

/// Runs the program with a passphrase in its environment; none where that is empty.
fn cordon_with(passphrase: &str, args: &[&str], folder: &Path) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cordon"));
    command.args(args).current_dir(folder).env_remove("CORDON_PASSPHRASE").stdin(std::process::Stdio::null());
    if !passphrase.is_empty() {
        command.env("CORDON_PASSPHRASE", passphrase);
    }
    command.output().expect("cordon starts")
}

#[test]
fn an_encrypted_plan_is_opened_by_every_verb_and_by_its_passphrase_alone() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    plan(at);
    let made = cordon_with("고래 8", &["convert", "plan.geojson", "-o", "plan.geojson.age"], at);
    assert_eq!(made.status.code(), Some(0), "{made:?}");
    let bytes = std::fs::read(at.join("plan.geojson.age")).unwrap();
    assert!(bytes.starts_with(b"age-encryption.org/v1\n-> scrypt "));
    assert!(!bytes.windows(9).any(|window| window == b"Area Kilo"));

    let missing = cordon_with("", &["check", "plan.geojson.age"], at);
    assert!(complained(&missing).contains("--passphrase-file"), "{missing:?}");
    let wrong = cordon_with("고래 9", &["check", "plan.geojson.age"], at);
    assert!(complained(&wrong).contains("the passphrase is wrong"), "{wrong:?}");
    assert_eq!(wrong.stdout, b"");

    std::fs::write(at.join("passphrase"), "고래 8\nnot this\n").unwrap();
    let by_file = |verb: &str, rest: &[&str]| {
        let args: Vec<&str> = [&[verb, "plan.geojson.age", "--passphrase-file", "passphrase"], rest].concat();
        cordon_with("", &args, at)
    };
    let checked = by_file("check", &[]);
    assert!(said(&checked).contains("features"), "{checked:?}");
    let verified = by_file("verify", &[]);
    assert_eq!(verified.status.code(), Some(0), "{verified:?}");
    let drawn = by_file("brief", &["-o", "-", "--quiet"]);
    assert!(said(&drawn).contains("Area Kilo"), "{drawn:?}");

    // Signed in its place it stays encrypted, and what is signed is what was encrypted.
    new_key(at, "kim.pem", "Lt Kim");
    assert_eq!(by_file("sign", &["--key", "kim.pem"]).status.code(), Some(0));
    assert!(std::fs::read(at.join("plan.geojson.age")).unwrap().starts_with(b"age-encryption.org/v1\n"));
    assert!(said(&by_file("verify", &[])).contains("Lt Kim"));

    let located = by_file("locate", &[]);
    assert!(said(&located).contains("Area Kilo"), "{located:?}");
    let merged = cordon_with(
        "고래 8",
        &["merge", "plan.geojson.age", "plan.geojson.age", "plan.geojson", "-o", "merged.geojson.age"],
        at,
    );
    assert_eq!(merged.status.code(), Some(0), "{merged:?}");
    let back = cordon_with("고래 8", &["convert", "merged.geojson.age", "-o", "merged.kml"], at);
    assert_eq!(back.status.code(), Some(0), "{back:?}");
    assert!(std::fs::read_to_string(at.join("merged.kml")).unwrap().contains("Area Kilo"));

    // A damaged file says so, and so does one of several files.
    let mut damaged = bytes.clone();
    let last = damaged.len() - 1;
    damaged[last] ^= 1;
    std::fs::write(at.join("damaged.age"), damaged).unwrap();
    let refused = cordon_with("고래 8", &["check", "damaged.age"], at);
    assert!(complained(&refused).contains("damaged"), "{refused:?}");
    let refused = cordon_with("고래 8", &["convert", "plan.geojson", "-o", "plan.shp.age"], at);
    assert!(complained(&refused).contains("several files"), "{refused:?}");
    let refused = cordon_with("고래 8", &["import", "plan.geojson.age", "-o", "t.csv"], at);
    assert!(complained(&refused).contains("encrypted"), "{refused:?}");
}

/// C2SP/CCTV, `age/testdata/scrypt` and `scrypt_work_factor_23` (CC0), and one of 2^30 rounds.
#[test]
fn a_file_that_asks_for_too_much_work_is_refused_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/seeds/encrypted");
    let vector = std::fs::read(seeds.join("scrypt.age")).unwrap();
    std::fs::write(at.join("age.age"), &vector).unwrap();
    // What is in it is the word `age`, which is no plan.
    let opened = cordon_with("password", &["check", "age.age"], at);
    assert!(complained(&opened).contains("not JSON"), "{opened:?}");
    let text = String::from_utf8_lossy(&vector).into_owned();
    for work in ["23", "30", "99999999999"] {
        let begun = std::time::Instant::now();
        std::fs::write(at.join("work.age"), text.replace(" 10\n", &format!(" {work}\n"))).unwrap();
        let refused = cordon_with("password", &["check", "work.age"], at);
        assert!(complained(&refused).contains("more than the 2^20 allowed"), "{refused:?}");
        let unasked = cordon_with("", &["check", "work.age"], at);
        assert!(!complained(&unasked).contains("--passphrase-file"), "refused before anybody is asked: {unasked:?}");
        assert!(begun.elapsed() < std::time::Duration::from_secs(5), "2^{work}");
    }
}
