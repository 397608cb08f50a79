//! The arrows of ARCHITECTURE.md, enforced.
//!
//! Owns what may use what: modules ([`may_use`]), crates ([`HOME_OF`]), and two guards on the repository (crowded files,
//! paths of one machine). Reads the sources as tokens, so that comments and strings are not mistaken for code and macros
//! are looked into. Never compiles anything. Start at [`may_use`]; when a better cut shows itself, change it here and say why
//! in ARCHITECTURE.md.
#![expect(clippy::expect_used, clippy::unwrap_used, reason = "a test that cannot read the sources must fail")]

use std::fmt;
use std::path::PathBuf;
use std::process::Command;

mod reader;

use reader::{Token, root, sources, tokens};

// ── the rules ────────────────────────────────────────────────────────────────────────────────────────────────────

/// Words everything uses.
const FOUNDATION: &[&str] = &["language", "units", "coordinate", "geodesy", "mercator", "vessel", "report"];
/// Plain data.
const NOUNS: &[&str] = &["chart", "track", "plan", "finding", "dossier"];
/// Each uses nouns, none uses another.
const VERBS: &[&str] = &["io", "analysis", "brief"];
/// Each uses the session, neither the other.
const FACES: &[&str] = &["cli", "ui"];

/// Whether code in module `from` (its path below the crate, outermost first) may name something in module `to`.
fn may_use(from: &[String], to: &[String]) -> bool {
    let (Some(user), Some(used)) = (from.first(), to.first()) else {
        return true; // the crate's root names its modules, and `crate::` alone names nothing
    };
    let (user, used) = (user.as_str(), used.as_str());
    if user == used {
        return user != "ui" || may_use_inside_ui(from, to);
    }
    match user {
        "main" => true,
        _ if FOUNDATION.contains(&user) => FOUNDATION.contains(&used),
        _ if NOUNS.contains(&user) => FOUNDATION.contains(&used) || NOUNS.contains(&used),
        _ if VERBS.contains(&user) => FOUNDATION.contains(&used) || NOUNS.contains(&used),
        "session" => !FACES.contains(&used),
        _ if FACES.contains(&user) => !FACES.contains(&used),
        _ => false, // a module nobody has given a place
    }
}

/// The app puts together the map and the panels; those two know the theme and the words around them, but not each other.
fn may_use_inside_ui(from: &[String], to: &[String]) -> bool {
    let room = |path: &[String]| path.get(1).cloned().unwrap_or_default();
    match (room(from).as_str(), room(to).as_str()) {
        ("map", "panel" | "app") | ("panel", "map" | "app") | ("theme", "map" | "panel" | "app") => false,
        (_, _) => true,
    }
}

/// Where a crate may be named, as its code spells it. A dependency in no row and not in [`EVERYWHERE`] fails the test: whoever
/// adds a crate says where it lives.
const HOME_OF: &[(&str, &[&str])] = &[
    ("eframe", &["ui"]),
    ("egui", &["ui"]),
    ("egui_extras", &["ui"]),
    ("egui_material_icons", &["ui"]),
    ("egui_notify", &["ui"]),
    ("egui_wgpu", &["ui"]),
    ("lyon_tessellation", &["ui"]),
    ("rfd", &["ui"]),
    ("rustix", &["ui"]),
    ("walkers", &["ui"]),
    ("wgpu", &["ui"]),
    ("winit", &["ui"]),
    ("anyhow", &["cli", "main"]),
    ("clap", &["cli", "main"]),
    ("indicatif", &["cli"]),
    ("rpassword", &["cli"]),
    ("base64", &["brief", "io"]),
    ("mimalloc", &["main"]),
    ("resvg", &["brief"]),
    ("skrifa", &["brief"]),
    ("subsetter", &["brief"]),
    ("typst", &["brief"]),
    ("typst_layout", &["brief"]),
    ("typst_pdf", &["brief"]),
    ("memmap2", &["track", "io"]),
    ("bytemuck", &["mercator", "track", "io", "ui"]),
    ("crc32fast", &["track", "io"]),
    ("age", &["io"]),
    ("blake3", &["io"]),
    ("csv", &["io"]),
    ("ed25519_dalek", &["io"]),
    ("encoding_rs", &["io"]),
    ("fast_float2", &["io"]),
    ("flate2", &["io"]),
    ("geojson", &["io"]),
    ("getrandom", &["io"]),
    ("image", &["io", "ui"]),
    ("image_webp", &["io", "ui"]),
    ("kml", &["io"]),
    ("lz4_flex", &["io"]),
    ("memchr", &["io"]),
    ("wide", &["io"]),
    ("parquet", &["io"]),
    ("pmtiles", &["io"]),
    ("proj4rs", &["io"]),
    ("proj4wkt", &["io"]),
    ("prost", &["io"]),
    ("quick_xml", &["io"]),
    ("rusqlite", &["io"]),
    ("serde", &["io", "session"]),
    ("serde_json", &["brief", "io", "session"]),
    ("shapefile", &["io"]),
    ("snap", &["io"]),
    ("zeroize", &["cli", "io", "session", "ui"]),
    ("zip", &["io"]),
    ("zstd", &["io"]),
    ("directories", &["session"]),
    ("tempfile", &["track", "io", "session"]),
    ("fluent_bundle", &["language"]),
    ("fluent_syntax", &["language"]),
    ("unic_langid", &["language"]),
    ("geographiclib_rs", &["geodesy"]),
    ("geoconvert", &["coordinate"]),
    ("sha2", &["dossier", "finding", "io"]),
    ("any_ascii", &["vessel"]),
    ("strsim", &["analysis"]),
];

/// Crates that are part of the language we speak.
const EVERYWHERE: &[&str] = &["foldhash", "geo", "jiff", "rayon", "rstar", "thiserror", "uuid"];

/// Past this many lines a file asks what wants to be its own thing.
const CROWDED_LINES: usize = 700;

/// Files that are long for a reason.
const LONG_FOR_A_REASON: &[(&str, &str)] = &[];

// ── the scanner ──────────────────────────────────────────────────────────────────────────────────────────────────

/// One name that code mentions: a path inside the crate, or another crate.
#[derive(Debug, PartialEq, Eq)]
enum Mention {
    Module(Vec<String>),
    Crate(String),
}

/// A mention and where it stands.
#[derive(Debug)]
struct Found {
    mention: Mention,
    line: usize,
}

/// An arrow that points the wrong way.
struct Offence {
    file: String,
    line: usize,
    what: String,
}

impl fmt::Display for Offence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.what)
    }
}

/// The module that a file below `src/` is: `io/tracks/mod.rs` is `io::tracks`, `lib.rs` the crate's root.
fn module_of(file: &str) -> Vec<String> {
    let stem = file.trim_end_matches(".rs");
    let mut path: Vec<String> = stem.split('/').map(str::to_owned).collect();
    if matches!(path.last().map(String::as_str), Some("mod" | "lib")) {
        path.pop();
    }
    path
}

/// Every offence in one source text that stands at `file` below `src/`.
fn offences_in(file: &str, source: &str) -> Vec<Offence> {
    let module = module_of(file);
    let mut offences: Vec<Offence> = scan(source, &module)
        .into_iter()
        .filter_map(|Found { mention, line }| {
            let what = judge(&module, &mention)?;
            Some(Offence { file: format!("src/{file}"), line, what })
        })
        .collect();
    offences.dedup_by(|a, b| a.line == b.line && a.what == b.what);
    offences
}

/// What is wrong with `mention` in `module`, if anything.
fn judge(module: &[String], mention: &Mention) -> Option<String> {
    let room = if module.is_empty() { "the crate's root".to_owned() } else { format!("`{}`", module.join("::")) };
    match mention {
        Mention::Module(path) if !may_use(module, path) => Some(format!("{room} may not use `{}`", path.join("::"))),
        Mention::Crate(name) => {
            let (_, homes) = HOME_OF.iter().find(|(krate, _)| krate == name)?;
            let here = module.first().map_or("", String::as_str);
            (!homes.contains(&here)).then(|| format!("the crate `{name}` lives in {homes:?}, not in {room}"))
        }
        Mention::Module(_) => None,
    }
}

/// Finds every mention in `source`, which stands in `module`.
fn scan(source: &str, module: &[String]) -> Vec<Found> {
    let tokens: Vec<Token> = tokens(source).into_iter().filter(|token| !token.is_string()).collect();
    let mut found = Vec::new();
    let mut module = module.to_vec();
    // For each open brace, whether it opened an inline module.
    let mut braces: Vec<bool> = Vec::new();
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        match token.text.as_str() {
            "{" => {
                let name = inline_module(&tokens, at);
                braces.push(name.is_some());
                module.extend(name);
            }
            "}" if braces.pop() == Some(true) => {
                module.pop();
            }
            _ if token.is_name() && token.text != "use" && !follows_a_path(&tokens, at) => {
                let in_use = at.checked_sub(1).and_then(|i| tokens.get(i)).is_some_and(|t| t.text == "use")
                    || (word_back(&tokens, at, 1) == "::" && word_back(&tokens, at, 2) == "use");
                let end = walk(&tokens, at, &mut Vec::new(), in_use, &mut |path| {
                    found.extend(resolve(path, &module, in_use).map(|mention| Found { mention, line: token.line }));
                });
                at = end.max(at + 1);
                continue;
            }
            _ => {}
        }
        at += 1;
    }
    found
}

/// The text `back` tokens before `at`, or nothing.
fn word_back(tokens: &[Token], at: usize, back: usize) -> &str {
    at.checked_sub(back).and_then(|i| tokens.get(i)).map_or("", |token| &token.text)
}

/// The name of the inline module (`mod name { … }`) whose body opens at `at`.
fn inline_module(tokens: &[Token], at: usize) -> Option<String> {
    (word_back(tokens, at, 2) == "mod").then(|| word_back(tokens, at, 1).to_owned())
}

/// Whether the name at `at` continues a path that an earlier token began (`Type::here`), or is a field or method (`.here`).
/// A leading `::here`, with no name and no `>` before it, begins a path.
fn follows_a_path(tokens: &[Token], at: usize) -> bool {
    match word_back(tokens, at, 1) {
        "." => word_back(tokens, at, 2) != ".",
        "::" => {
            let begun = at.checked_sub(2).and_then(|i| tokens.get(i));
            begun.is_some_and(|t| t.text == ">" || (t.is_name() && t.text != "use"))
        }
        _ => false,
    }
}

/// Walks one path from `at` (a whole use tree where `in_use`), calling `leaf` with each full path. Returns where it ends.
fn walk(
    tokens: &[Token],
    mut at: usize,
    path: &mut Vec<String>,
    in_use: bool,
    leaf: &mut dyn FnMut(&[String]),
) -> usize {
    let depth = path.len();
    while let Some(token) = tokens.get(at) {
        if token.text == "{" && in_use {
            at += 1;
            while tokens.get(at).is_some_and(|t| t.text != "}") {
                at = walk(tokens, at, path, in_use, leaf).max(at + 1);
                while tokens.get(at).is_some_and(|t| t.text != "," && t.text != "}") {
                    at += 1; // `as name`
                }
                at += usize::from(tokens.get(at).is_some_and(|t| t.text == ","));
            }
            path.truncate(depth);
            return at + 1;
        }
        if !token.is_name() {
            break;
        }
        path.push(token.text.trim_start_matches("r#").to_owned());
        at += 1;
        if tokens.get(at).is_none_or(|t| t.text != "::") {
            break;
        }
        at += 1;
    }
    if path.len() > depth {
        leaf(path);
    }
    path.truncate(depth);
    at
}

/// What a path in `module` names; `None` for names that are neither crates nor `crate::`, `super::` or `self::` paths.
fn resolve(path: &[String], module: &[String], in_use: bool) -> Option<Mention> {
    let (first, rest) = path.split_first()?;
    let mut base: Vec<String> = module.to_vec();
    match first.as_str() {
        "crate" => base.clear(),
        "cordon" if module.first().is_some_and(|m| m == "main") => base.clear(),
        "self" => {}
        "super" => {
            base.pop();
            let mut rest = rest;
            while let Some((next, further)) = rest.split_first().filter(|(next, _)| *next == "super") {
                let _: &String = next;
                base.pop();
                rest = further;
            }
            base.extend(rest.iter().cloned());
            return Some(Mention::Module(base));
        }
        name if in_use || !rest.is_empty() => return Some(Mention::Crate(name.to_owned())),
        _ => return None,
    }
    base.extend(rest.iter().cloned());
    Some(Mention::Module(base))
}

// ── the repository ───────────────────────────────────────────────────────────────────────────────────────────────

/// Every file of the repository that git knows or would add.
fn repository_files() -> Vec<PathBuf> {
    let listed = Command::new("git")
        .args(["ls-files", "--cached", "--others", "--exclude-standard", "-z"])
        .current_dir(root())
        .output()
        .expect("git lists the repository's files");
    assert!(listed.status.success(), "git ls-files: {}", String::from_utf8_lossy(&listed.stderr));
    let names = String::from_utf8(listed.stdout).unwrap();
    names
        .split('\0')
        .filter(|name| !name.is_empty())
        .map(|name| root().join(name))
        .filter(|path| path.is_file())
        .collect()
}

fn report(offences: &[Offence]) -> String {
    offences.iter().map(|o| format!("\n  {o}")).collect()
}

#[test]
fn every_arrow_points_the_right_way() {
    let sources = sources();
    assert!(sources.len() > 10, "the sources were not found");
    let offences: Vec<Offence> = sources.iter().flat_map(|(file, text)| offences_in(file, text)).collect();
    assert!(offences.is_empty(), "arrows that ARCHITECTURE.md does not have:{}", report(&offences));
}

#[test]
fn nouns_that_know_each_other_do_so_one_way_only() {
    let mut arrows = std::collections::BTreeSet::new();
    for (file, text) in sources() {
        let module = module_of(&file);
        let Some(user) = module.first().filter(|m| NOUNS.contains(&m.as_str())) else { continue };
        for Found { mention, .. } in scan(&text, &module) {
            if let Mention::Module(path) = mention
                && let Some(used) = path.first().filter(|m| NOUNS.contains(&m.as_str()) && *m != user)
            {
                arrows.insert((user.clone(), used.clone()));
            }
        }
    }
    let both: Vec<_> = arrows.iter().filter(|(a, b)| a < b && arrows.contains(&(b.clone(), a.clone()))).collect();
    assert!(both.is_empty(), "these nouns use each other: {both:?}");
}

#[test]
fn every_dependency_has_a_home() {
    let manifest = std::fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let dependencies: Vec<String> = manifest
        .lines()
        .skip_while(|line| line.trim() != "[dependencies]")
        .skip(1)
        .take_while(|line| !line.starts_with('['))
        .filter_map(|line| line.split_once('='))
        .map(|(name, _)| name.trim().replace('-', "_"))
        .filter(|name| !name.starts_with('#'))
        .collect();
    assert!(dependencies.len() > 20, "Cargo.toml was not understood: {dependencies:?}");
    let homeless: Vec<&String> = dependencies
        .iter()
        .filter(|name| !EVERYWHERE.contains(&name.as_str()) && !HOME_OF.iter().any(|(krate, _)| krate == name))
        .collect();
    assert!(homeless.is_empty(), "say in HOME_OF or EVERYWHERE where these crates may be used: {homeless:?}");
}

#[test]
fn files_are_read_in_one_sitting() {
    let crowded: Vec<String> = sources()
        .into_iter()
        .map(|(file, text)| (format!("src/{file}"), text.lines().count()))
        .filter(|(file, lines)| *lines > CROWDED_LINES && !LONG_FOR_A_REASON.iter().any(|(long, _)| long == file))
        .map(|(file, lines)| format!("\n  {file}: {lines} lines"))
        .collect();
    assert!(
        crowded.is_empty(),
        "over {CROWDED_LINES} lines; what in them wants to be its own thing?{}",
        crowded.concat()
    );
}

#[test]
fn no_path_of_one_machine_is_in_the_repository() {
    // Put together here, so that this file does not hold them.
    let mut marks: Vec<String> = ["work", "root", "home"].iter().map(|folder| format!("/{folder}/")).collect();
    marks.push(format!("{}/", root().display()));
    marks.push(format!("/{}/", "tmp"));
    let found: Vec<String> = repository_files()
        .into_iter()
        .filter_map(|path| Some((path.clone(), std::fs::read_to_string(path).ok()?)))
        .flat_map(|(path, text)| {
            let name = path.strip_prefix(root()).unwrap_or(&path).display().to_string();
            let lines: Vec<String> = text
                .lines()
                .enumerate()
                .filter(|(_, line)| marks.iter().any(|mark| holds_path(line, mark)))
                .map(|(i, line)| format!("\n  {name}:{}: {}", i + 1, line.trim()))
                .collect();
            lines
        })
        .collect();
    assert!(found.is_empty(), "paths of one machine:{}", found.concat());
}

/// Whether `line` holds `mark` where a path could begin: not inside a longer word, path or address.
fn holds_path(line: &str, mark: &str) -> bool {
    line.match_indices(mark).any(|(at, _)| {
        let before = line.get(..at).and_then(|s| s.chars().next_back());
        !before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '.' | '/' | '_' | '-' | '~' | '}' | ')' | ']'))
    })
}

// ── the scanner on small offenders ───────────────────────────────────────────────────────────────────────────────

fn check(file: &str, source: &str, expected: &[&str]) {
    let found: Vec<String> = offences_in(file, source).into_iter().map(|o| format!("{}: {}", o.line, o.what)).collect();
    assert_eq!(found, expected, "in {file}:\n{source}");
}

#[test]
fn a_verb_that_uses_another_is_found() {
    check("io/csv.rs", "use crate::brief::Figure;", &["1: `io::csv` may not use `brief::Figure`"]);
    check("brief/mod.rs", "fn f() { crate::io::read() }", &["1: `brief` may not use `io::read`"]);
    check(
        "analysis/gap.rs",
        "use crate::{plan::Plan, io::{csv, zip}};",
        &["1: `analysis::gap` may not use `io::csv`", "1: `analysis::gap` may not use `io::zip`"],
    );
}

#[test]
fn the_foundation_and_the_nouns_look_only_down() {
    check("units.rs", "use crate::track::TrackStore;", &["1: `units` may not use `track::TrackStore`"]);
    check("plan/model.rs", "use crate::session::Session;", &["1: `plan::model` may not use `session::Session`"]);
    check("plan/model.rs", "use crate::chart::zone::Zone; use crate::units::Knots;", &[]);
    check("session/mod.rs", "use crate::io; use crate::brief;", &[]);
    check("session/mod.rs", "\nfn f() -> crate::ui::App { todo!() }", &["2: `session` may not use `ui::App`"]);
}

#[test]
fn the_faces_do_not_know_each_other_nor_the_map_its_panels() {
    check("cli/mod.rs", "use crate::ui;", &["1: `cli` may not use `ui`"]);
    check("ui/map/mod.rs", "use crate::ui::panel::Inspector;", &["1: `ui::map` may not use `ui::panel::Inspector`"]);
    check("ui/panel/zones.rs", "use super::super::map::Tool;", &["1: `ui::panel::zones` may not use `ui::map::Tool`"]);
    check("ui/theme.rs", "use super::{map, theme};", &["1: `ui::theme` may not use `ui::map`"]);
    check("ui/app.rs", "use super::{map::Map, panel, theme};", &[]);
    check("main.rs", "fn main() { cordon::cli::run(); cordon::ui::run(); }", &[]);
}

#[test]
fn a_crate_outside_its_home_is_found() {
    let egui = "the crate `egui` lives in [\"ui\"], not in `session`";
    check("session/mod.rs", "use egui::Color32;", &[&format!("1: {egui}")]);
    check("session/mod.rs", "fn f(c: egui::Color32) {}", &[&format!("1: {egui}")]);
    check("session/mod.rs", "fn f() { g(vec![egui::Color32::RED]) }", &[&format!("1: {egui}")]);
    check("session/mod.rs", "pub use ::egui as e;", &[&format!("1: {egui}")]);
    check(
        "track/store.rs",
        "#[derive(serde::Serialize)] struct A;",
        &["1: the crate `serde` lives in [\"io\", \"session\"], not in `track::store`"],
    );
    check("io/csv.rs", "use csv::ByteRecord; use geo::Point;", &[]);
}

#[test]
fn inline_modules_and_their_parents_are_told_apart() {
    check("io/csv.rs", "mod tests { use super::*; use super::super::zip; }", &[]);
    check("io/csv.rs", "mod tests { use super::super::super::ui::App; }", &["1: `io::csv` may not use `ui::App`"]);
}

#[test]
fn comments_strings_fields_and_own_modules_are_no_offence() {
    check("units.rs", "//! See [`crate::ui`].\n// use crate::ui;\nconst A: &str = \"crate::ui::App\";", &[]);
    check("session/mod.rs", "fn f(a: A) { a.egui.clear(); Kind::egui::x(); let csv = 1; g(csv); }", &[]);
    check("cli/mod.rs", "use crate::io::csv; fn f() { self::egui_like() }", &[]);
}

#[test]
fn literals_of_every_shape_end_where_they_end() {
    let bad = "use crate::ui;";
    for literal in [
        "'\"'",
        "'\\''",
        "b\"\\\"\"",
        "r#\"\"use\"#",
        "'a",
        "\"\\\\\"",
        "/* /* \" */ ' */",
        "'\\u{1F6A2}'",
        "1_000u32",
        "b'x'",
    ] {
        check("cli/mod.rs", &format!("const X: T = {literal};\n{bad}"), &["2: `cli` may not use `ui`"]);
    }
}

#[test]
fn a_module_without_a_place_is_an_offence() {
    check("helpers.rs", "use crate::units::Knots;", &["1: `helpers` may not use `units::Knots`"]);
}

#[test]
fn paths_of_one_machine_are_told_from_addresses_and_words() {
    let mark = format!("/{}/", "work");
    assert!(holds_path(&format!("cp {mark}main ."), &mark));
    assert!(holds_path(&format!("\"{mark}main\""), &mark));
    assert!(!holds_path(&format!("https://example.org{mark}a"), &mark));
    assert!(!holds_path(&format!("a frame{mark}shop"), &mark));
}
