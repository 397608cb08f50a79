//! Dossiers as the program writes them: JSON that anybody can check, pages read back by another program's library, the same from the window.
#![expect(clippy::expect_used, reason = "a test that cannot be set up must fail")]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use cordon::dossier::Subject;
use cordon::finding::{FindingId, Review, Verdict};
use cordon::language::Language;
use cordon::session::{self, CaseCommand, FindingCommand, FocusCommand, Selected, Session, Severity};
use cordon::ui::app::App;
use cordon::vessel::Mmsi;
use egui_kittest::{Harness, kittest::Queryable as _};
use sha2::{Digest as _, Sha256};
use tempfile::TempDir;

mod settled;

use settled::{sample, settle};

/// The meeting that the sample is about, and the ship that changed her draught in it.
const MEETING: &str = "b6a26b7a0d11ad5ddad6596cf29a03da";
const MOONLIGHT: u32 = 445_999_002;

fn cordon(arguments: &[&str], environment: &[(&str, &str)]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cordon"));
    command.args(arguments).envs(environment.iter().copied()).output().expect("the program runs")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// The sample's tracks as a table, its rows in this order.
fn tracks(folder: &Path, name: &str, is_turned: bool) -> String {
    let packed = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/sample/sample-tracks.csv.zst");
    let bytes = zstd::decode_all(std::fs::File::open(packed).expect("the sample")).expect("zstd");
    let table = text(&bytes);
    let mut rows: Vec<&str> = table.lines().skip(1).collect();
    if is_turned {
        // A stride that shares no divisor with the number of rows visits each once.
        let n = rows.len();
        let stride = [7919, 7927].into_iter().find(|stride| !n.is_multiple_of(*stride)).expect("a stride");
        rows = (0..n).map(|idx| rows[idx * stride % n]).collect();
    }
    let header = table.lines().next().expect("a header");
    let path = folder.join(name);
    std::fs::write(&path, format!("{header}\n{}\n", rows.join("\n"))).expect("written");
    path.display().to_string()
}

/// What `sed '0,/^"sha256":/{/^"sha256":/d}' FILE | sha256sum` prints.
fn by_the_recipe(file: &str) -> String {
    let mut is_found = false;
    let kept: String = file
        .split_inclusive('\n')
        .filter(|line| {
            let is_it = !is_found && line.starts_with("\"sha256\":");
            is_found |= is_it;
            !is_it
        })
        .collect();
    Sha256::digest(kept.as_bytes()).iter().fold(String::new(), |text, byte| format!("{text}{byte:02x}"))
}

fn stated(file: &str) -> String {
    let line = file.lines().find(|line| line.starts_with("\"sha256\":\"")).expect("a line with the hash");
    line.chars().skip(10).take(64).collect()
}

fn write_json(tracks: &str, of: &[&str], out: &Path, environment: &[(&str, &str)]) -> String {
    let out = out.display().to_string();
    let arguments = [&["dossier", tracks, "-o", &out, "-q"], of].concat();
    let done = cordon(&arguments, environment);
    assert!(done.status.success(), "{}", text(&done.stderr));
    std::fs::read_to_string(out).expect("a dossier")
}

#[test]
fn a_dossier_is_verified_and_a_changed_byte_is_found() {
    let folder = TempDir::new().expect("a folder");
    let tracks = tracks(folder.path(), "tracks.csv", false);
    let path = folder.path().join("dossier.json");
    let file = write_json(&tracks, &["--finding", "b6a26b"], &path, &[]);
    assert_eq!(stated(&file), by_the_recipe(&file));
    let name = path.display().to_string();
    let verified = cordon(&["verify", &name], &[]);
    assert_eq!(verified.status.code(), Some(0), "{}", text(&verified.stderr));
    let said = text(&verified.stdout);
    assert!(said.contains("as it was written") && said.contains(MEETING) && said.contains("tracks.csv"), "{said}");
    let json = text(&cordon(&["verify", &name, "--json"], &[]).stdout);
    assert!(json.contains("\"kind\":\"dossier\",\"content\":\"unchanged\"") && json.contains(&stated(&file)), "{json}");

    for (from, to) in
        [("MOONLIGHT", "MOONLIGHU"), ("tracks.csv", "tracks.csw"), ("\"distance_m\":500", "\"distance_m\":501")]
    {
        let changed = file.replacen(from, to, 1);
        assert_ne!(changed, file, "{from}");
        std::fs::write(&path, changed).expect("written");
        let verified = cordon(&["verify", &name], &[]);
        assert_eq!(verified.status.code(), Some(1), "{to}");
        assert!(text(&verified.stdout).contains("CHANGED"), "{to}");
    }
    let unsealed: String = file.split_inclusive('\n').filter(|line| !line.starts_with("\"sha256\":")).collect();
    std::fs::write(&path, unsealed).expect("written");
    let verified = cordon(&["verify", &name], &[]);
    assert!(verified.status.code() == Some(1) && text(&verified.stdout).contains("holds no hash"));
    std::fs::write(&path, "{\"a\":1}").expect("written");
    assert_eq!(cordon(&["verify", &name], &[]).status.code(), Some(2));
}

#[test]
fn the_hash_does_not_depend_on_threads_time_zone_or_the_order_of_rows() {
    let folder = TempDir::new().expect("a folder");
    let (plain, turned) = (tracks(folder.path(), "a.csv", false), tracks(folder.path(), "b.csv", true));
    let mmsi = MOONLIGHT.to_string();
    for of in [["--finding", MEETING], ["--mmsi", &mmsi]] {
        let write = |tracks: &str, name: &str, environment: &[(&str, &str)]| {
            write_json(tracks, &of, &folder.path().join(name), environment)
        };
        let one = write(&plain, "one.json", &[("RAYON_NUM_THREADS", "1"), ("TZ", "UTC")]);
        let four =
            write(&plain, "four.json", &[("RAYON_NUM_THREADS", "4"), ("TZ", "Asia/Seoul"), ("LANG", "ko_KR.UTF-8")]);
        let other = write(&turned, "other.json", &[("RAYON_NUM_THREADS", "4")]);
        assert_eq!(one, four, "{of:?}");
        assert_eq!(stated(&one), stated(&other), "{of:?}");
        assert_ne!(one, other, "the file that was read is another");
    }
}

#[test]
fn whom_nobody_knows_is_told_with_those_near() {
    let folder = TempDir::new().expect("a folder");
    let tracks = tracks(folder.path(), "tracks.csv", false);
    let out = folder.path().join("x.json").display().to_string();
    let near = MEETING.replace("da", "db");
    for (of, expected) in [
        (["--mmsi", "445999003"], "445999002 (SYN MOONLIGHT)"),
        (["--mmsi", "abc"], "no MMSI"),
        (["--finding", &near], MEETING),
        (["--finding", ""], "no finding has the id"),
    ] {
        let done = cordon(&[&["dossier", &tracks, "-o", &out][..], &of].concat(), &[]);
        let said = text(&done.stderr);
        assert_eq!(done.status.code(), Some(2), "{of:?}");
        assert!(said.contains(expected) && said.lines().count() == 1, "{of:?}: {said}");
    }
    assert!(!Path::new(&out).exists());
    let both = cordon(&["dossier", &tracks, "-o", &out, "--mmsi", "1", "--finding", "a"], &[]);
    assert_eq!(both.status.code(), Some(2));
    // A dossier is nothing to open.
    let path = folder.path().join("dossier.json");
    write_json(&tracks, &["--finding", MEETING], &path, &[]);
    let opened = cordon(&["check", &path.display().to_string()], &[]);
    assert_eq!(opened.status.code(), Some(2));
}

/// A plan whose review says that the meeting stands, and which holds the ship's silence as a point.
fn plan(folder: &Path) -> String {
    let plan = format!(
        r#"{{"type":"FeatureCollection","cordon":{{"format":1,"id":"00000000-0000-0000-0000-000000000009","title":"Watch","created":"2018-01-16T00:00:00Z","modified":"2018-01-19T00:00:00Z","handling":"FOR EXERCISE ONLY","reviews":{{"{MEETING}":{{"verdict":"reviewed","note":"seen by P-3"}}}}}},"features":[{{"type":"Feature","id":"00000000-0000-0000-0000-000000000010","geometry":{{"type":"Point","coordinates":[124,38]}},"properties":{{"kind":"point","name":"Silence","remarks":"hours: 14\nid 5b499839396480ece5d9f2ea22809071"}}}}]}}"#
    );
    let path = folder.join("plan.geojson");
    std::fs::write(&path, plan).expect("written");
    path.display().to_string()
}

#[cfg(feature = "pages")]
mod pages {
    use super::*;
    use lopdf::Document;

    fn read(path: &Path) -> (Document, Vec<String>) {
        let document = Document::load(path).expect("PDF");
        let pages: Vec<u32> = document.get_pages().keys().copied().collect();
        let squeezed = |text: String| text.chars().filter(|c| !c.is_whitespace() && *c != '\u{200b}').collect();
        let texts = pages.iter().map(|page| squeezed(document.extract_text(&[*page]).expect("text"))).collect();
        (document, texts)
    }

    #[test]
    fn every_page_bears_the_marking_and_the_hash_of_the_json() {
        let folder = TempDir::new().expect("a folder");
        let (tracks, plan) = (tracks(folder.path(), "tracks.csv", false), plan(folder.path()));
        let of = ["--finding", MEETING, "--plan", &plan];
        let file = write_json(&tracks, &of, &folder.path().join("a.json"), &[]);
        assert!(file.contains(r#""review":{"verdict":"reviewed","note":"seen by P-3"}"#), "{file}");
        let words = [
            ("en", ["Possibletransfer:SYNMOONLIGHT×SYNAURORASTAR", "areasontolook,notaverdict", "seenbyP-3"]),
            ("ko", ["환적의심:SYNMOONLIGHT×SYNAURORASTAR", "판정이아니다", "배타적경제수역"]),
        ];
        for (language, expected) in words {
            let out = folder.path().join(format!("{language}.pdf"));
            let name = out.display().to_string();
            let arguments = [&["dossier", &tracks, "-o", &name, "--language", language][..], &of].concat();
            let done = cordon(&arguments, &[]);
            assert!(done.status.success(), "{}", text(&done.stderr));
            assert!(text(&done.stdout).contains(&stated(&file)), "{}", text(&done.stdout));
            let (_, pages) = read(&out);
            assert!(pages.len() >= 2);
            for page in &pages {
                assert!(page.matches("FOREXERCISEONLY").count() >= 2 && page.contains(&stated(&file)), "{page}");
            }
            let whole = pages.concat();
            for words in expected {
                assert!(whole.contains(words), "{language}: {words} is not in\n{whole}");
            }
            assert!(!whole.contains("dossier_") && !whole.contains("plot_"), "a word is missing: {whole}");
        }
    }

    #[test]
    fn a_briefing_has_a_dossier_of_each_finding_that_its_plan_holds() {
        let folder = TempDir::new().expect("a folder");
        let (tracks, plan) = (tracks(folder.path(), "tracks.csv", false), plan(folder.path()));
        let out = folder.path().join("briefing.pdf");
        let done = cordon(&["brief", &plan, &tracks, "-o", &out.display().to_string()], &[]);
        assert!(done.status.success(), "{}", text(&done.stderr));
        let (_, pages) = read(&out);
        let whole = pages.concat();
        for id in [MEETING, "5b499839396480ece5d9f2ea22809071"] {
            assert_eq!(whole.matches(&format!("Idofthefinding{id}")).count(), 1, "{id}\n{whole}");
        }
        // The hash is that of the dossier by itself.
        let of = ["--finding", MEETING, "--plan", &plan];
        let file = write_json(&tracks, &of, &folder.path().join("a.json"), &[]);
        assert!(whole.contains(&stated(&file)));
        assert!(pages.iter().all(|page| page.contains("FOREXERCISEONLY")));
        let html = folder.path().join("briefing.html");
        let done = cordon(&["brief", &plan, &tracks, "-o", &html.display().to_string()], &[]);
        assert!(done.status.success(), "{}", text(&done.stderr));
        let page = std::fs::read_to_string(html).expect("a page");
        assert!(page.contains(&stated(&file)) && page.matches("<article>").count() == 2);
    }
}

#[test]
fn a_page_for_a_browser_asks_for_nothing() {
    let folder = TempDir::new().expect("a folder");
    let out = folder.path().join("a.html");
    let name = out.display().to_string();
    let done = cordon(&["dossier", "--sample", "--mmsi", "445999002", "-o", &name, "--handling", "<SECRET>"], &[]);
    assert!(done.status.success(), "{}", text(&done.stderr));
    let page = std::fs::read_to_string(out).expect("a page");
    assert!(page.contains("default-src 'none'") && page.contains("&lt;SECRET&gt;") && !page.contains("<SECRET>"));
    assert!(!page.contains("<script") && !page.contains("href=") && !page.contains("src=\"http"));
    let png = folder.path().join("a.png").display().to_string();
    let done = cordon(&["dossier", "--sample", "--mmsi", "445999002", "-o", &png], &[]);
    assert!(done.status.success() && std::fs::read(png).expect("a picture").starts_with(b"\x89PNG"));
}

// ── in the window ────────────────────────────────────────────────────────────────────────────────────────────────

fn export(session: &mut Session, path: PathBuf, subject: Subject) {
    let command = CaseCommand::ExportDossier { path, subject, language: Language::Korean };
    session.apply(session::Command::Case(command));
    settle(session);
}

#[test]
fn the_window_writes_the_same_dossier_as_the_command_line() {
    let home = TempDir::new().expect("a folder");
    let mut session = sample(home.path());
    let (vessel, finding) = (Mmsi::new(MOONLIGHT).expect("an MMSI"), FindingId::of(MEETING).expect("an id"));
    for (name, subject, of) in [
        ("v.json", Subject::Vessel(vessel), ["--mmsi", "445999002"]),
        ("f.json", Subject::Finding(finding), ["--finding", MEETING]),
    ] {
        let path = home.path().join(name);
        export(&mut session, path.clone(), subject);
        let file = std::fs::read_to_string(&path).expect("a dossier");
        assert_eq!(stated(&file), by_the_recipe(&file));
        let other = home.path().join("other.json").display().to_string();
        let done = cordon(&[&["dossier", "--sample", "-q", "-o", &other][..], &of].concat(), &[]);
        assert!(done.status.success(), "{}", text(&done.stderr));
        assert_eq!(stated(&file), stated(&std::fs::read_to_string(&other).expect("a dossier")), "{name}");
    }
    let page = home.path().join("f.html");
    export(&mut session, page.clone(), Subject::Finding(finding));
    assert!(std::fs::read_to_string(page).expect("a page").starts_with("<!DOCTYPE html>\n<html lang=\"ko\">"));
    // What was reviewed is in it.
    let review = Review { verdict: Verdict::Reviewed, note: "seen".into() };
    session.apply(session::Command::Finding(FindingCommand::Judge(finding, review)));
    settle(&mut session);
    let path = home.path().join("r.json");
    export(&mut session, path.clone(), Subject::Finding(finding));
    assert!(std::fs::read_to_string(path).expect("a dossier").contains(r#""verdict":"reviewed","note":"seen""#));
}

#[test]
fn what_cannot_be_written_is_told_once() {
    let home = TempDir::new().expect("a folder");
    let mut session = sample(home.path());
    let vessel = Mmsi::new(MOONLIGHT).expect("an MMSI");
    let told = |session: &Session, severity: Severity| {
        session.notices().iter().filter(|notice| notice.severity == severity).count()
    };
    export(&mut session, home.path().join("a.doc"), Subject::Vessel(vessel));
    assert_eq!(told(&session, Severity::Error), 1);
    export(&mut session, home.path().join("no/such/folder/a.json"), Subject::Vessel(vessel));
    assert_eq!(told(&session, Severity::Error), 2);
    export(&mut session, home.path().join("a.json"), Subject::Vessel(Mmsi::new(1).expect("an MMSI")));
    assert_eq!(told(&session, Severity::Error), 3);
    assert!(!home.path().join("a.json").exists());
}

#[test]
fn the_pages_of_a_vessel_and_of_a_finding_offer_their_dossier() {
    let home = TempDir::new().expect("a folder");
    let session = sample(home.path());
    let (vessel, finding) = (Mmsi::new(MOONLIGHT).expect("an MMSI"), FindingId::of(MEETING).expect("an id"));
    let mut harness =
        Harness::builder().with_size([1400.0, 900.0]).build_eframe(move |creation| App::new(creation, session, None));
    for thing in [Selected::Vessel(vessel), Selected::Finding(finding)] {
        let select = session::Command::Focus(FocusCommand::Select(vec![thing]));
        harness.state_mut().apply(select);
        harness.run_steps(8);
        assert!(harness.query_by_label("Dossier…").is_some(), "{thing:?}");
    }
}
