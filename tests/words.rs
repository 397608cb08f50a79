//! The interface's words: none is missing in either language, and none is written into the sources.
//!
//! Owns the guards on `assets/lang` and on string literals in `src/ui` and `src/session`. Reads messages and sources as text;
//! never draws (`tests/korean.rs` does). Start at [`READ_BY_NOBODY`] when a literal is flagged that no user reads.
#![expect(clippy::unwrap_used, reason = "a test that cannot read its input must fail")]

use std::collections::{BTreeMap, BTreeSet};

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};

mod reader;

use reader::{Token, root, sources, tokens};

/// One language's messages: their keys, and the arguments that each names.
type Messages = BTreeMap<String, BTreeSet<String>>;

fn messages(language: &str) -> Messages {
    let folder = root().join("assets/lang").join(language);
    let mut found = Messages::new();
    for entry in std::fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap();
        let parsed = fluent_syntax::parser::parse(text.as_str())
            .unwrap_or_else(|(_, errors)| panic!("{}: {errors:?}", path.display()));
        for entry in parsed.body {
            let Entry::Message(message) = entry else { continue };
            let mut arguments = BTreeSet::new();
            let value = message.value.unwrap_or_else(|| panic!("{} says nothing", message.id.name));
            note_arguments(&value, &mut arguments);
            let is_new = found.insert(message.id.name.to_owned(), arguments).is_none();
            assert!(is_new, "{language}: {} is there twice", message.id.name);
        }
    }
    found
}

fn note_arguments(pattern: &Pattern<&str>, into: &mut BTreeSet<String>) {
    for element in &pattern.elements {
        let PatternElement::Placeable { expression } = element else { continue };
        match expression {
            Expression::Inline(inline) => note_argument(inline, into),
            Expression::Select { selector, variants } => {
                note_argument(selector, into);
                variants.iter().for_each(|variant| note_arguments(&variant.value, into));
            }
        }
    }
}

fn note_argument(inline: &InlineExpression<&str>, into: &mut BTreeSet<String>) {
    match inline {
        InlineExpression::VariableReference { id } => {
            into.insert(id.name.to_owned());
        }
        InlineExpression::StringLiteral { .. } => {}
        other => panic!("messages use arguments and quoted texts alone, not {other:?}"),
    }
}

/// The text of a plain string literal, as it is written between its quotes.
fn text_of(token: &Token) -> Option<&str> {
    token.text.strip_prefix('"')?.strip_suffix('"')
}

/// Every call of `words` and `said!` with a literal key: file, line, key, and the names of its arguments.
fn calls() -> Vec<(String, usize, String, BTreeSet<String>)> {
    let mut found = Vec::new();
    for (file, source) in sources() {
        if file == "language.rs" {
            continue; // its own tests ask for keys that are not there
        }
        let tokens = tokens(&source);
        let text = |at: usize| tokens.get(at).map_or("", |token| token.text.as_str());
        for at in 0..tokens.len() {
            let key_at = match (text(at), text(at + 1), text(at + 2)) {
                ("words", "(", _) if at == 0 || text(at - 1) != "." => at + 2,
                ("said", "!", "(") => at + 3,
                _ => continue,
            };
            let Some(key) = tokens.get(key_at).and_then(text_of) else { continue };
            let mut arguments = BTreeSet::new();
            let mut depth = 1_usize;
            for i in key_at + 1..tokens.len() {
                match text(i) {
                    "(" | "[" | "{" => depth += 1,
                    ")" | "]" | "}" => depth -= 1,
                    "," if depth == 1 && text(i + 2) == "=" => {
                        arguments.insert(text(i + 1).to_owned());
                    }
                    _ => {}
                }
                if depth == 0 {
                    break;
                }
            }
            found.push((file.clone(), tokens[key_at].line, key.to_owned(), arguments));
        }
    }
    found
}

#[test]
fn both_languages_have_the_same_messages_with_the_same_arguments() {
    let (english, korean) = (messages("en"), messages("ko"));
    assert!(english.len() > 300, "the messages were not found");
    let keys: BTreeSet<&String> = english.keys().chain(korean.keys()).collect();
    let apart: Vec<String> = keys
        .into_iter()
        .filter(|key| english.get(*key) != korean.get(*key))
        .map(|key| format!("\n  {key}: English {:?}, Korean {:?}", english.get(key), korean.get(key)))
        .collect();
    assert!(apart.is_empty(), "messages that are not the same in both languages:{}", apart.concat());
}

#[test]
fn every_key_that_is_used_is_there_with_its_arguments() {
    let english = messages("en");
    let calls = calls();
    assert!(calls.len() > 300, "the calls were not found");
    let wrong: Vec<String> = calls
        .into_iter()
        .filter(|(.., key, arguments)| english.get(key) != Some(arguments))
        .map(|(file, line, key, arguments)| {
            format!("\n  src/{file}:{line}: {key} given {arguments:?}, wants {:?}", english.get(&key))
        })
        .collect();
    assert!(wrong.is_empty(), "keys without a message, or with other arguments:{}", wrong.concat());
}

#[test]
fn no_message_is_unused() {
    let mut unused: BTreeSet<String> = messages("en").into_keys().collect();
    for (_, source) in sources() {
        tokens(&source).iter().filter_map(text_of).for_each(|text| {
            unused.remove(text);
        });
    }
    assert!(unused.is_empty(), "messages that nothing says: {unused:?}");
}

#[test]
fn words_of_both_languages_are_shown_by_the_typeface() {
    // Pretendard has Latin, Hangul and the usual signs; what it lacks is drawn as a box.
    let odd: BTreeSet<char> = ["en", "ko"]
        .into_iter()
        .flat_map(|language| std::fs::read_dir(root().join("assets/lang").join(language)).unwrap())
        .flat_map(|entry| std::fs::read_to_string(entry.unwrap().path()).unwrap().chars().collect::<Vec<_>>())
        .filter(|c| !c.is_ascii() && !('가'..='힣').contains(c) && !"…’“”·–—×°²′″ㅎㅇ→←©•".contains(*c))
        .collect();
    assert!(odd.is_empty(), "signs that the typeface may not have: {odd:?}");
}

// ── literals that should be messages ─────────────────────────────────────────────────────────────────────────────

/// Functions, macros, methods and attributes whose literals no user reads.
const READ_BY_NOBODY: &[&str] = &[
    // attributes and assertions
    "expect",
    "error",
    "allow",
    "doc",
    "cfg",
    "assert",
    "debug_assert",
    "include_bytes",
    "include_str",
    "include_wgsl",
    // what a widget is known by from frame to frame, never shown
    "unique",
    "with",
    "id",
    "id_salt",
    "from_id_salt",
    "push_id",
    "Grid::new",
    "modal",
    "scope_builder",
    // names of threads and of things on the graphics card
    "name",
    "TileStore::new",
    "set_stage",
];

/// Files that say nothing to a user of the window, each with its reason.
const SAYS_NOTHING: &[(&str, &str)] = &[
    ("ui/launch.rs", "speaks to the terminal, before there is a window"),
    ("ui/frame_log.rs", "writes a file for engineers"),
    ("ui/harness.rs", "for tests alone"),
    ("ui/map/painted.rs", "for tests alone"),
    ("ui/map/gpu.rs", "names things on the graphics card"),
    ("ui/map/track_gpu.rs", "names things on the graphics card"),
    ("ui/map/seed.rs", "the chart's own names, which the map shows in the language that its settings choose"),
];

/// Literals that are the same in every language, each with its reason.
const SAME_EVERYWHERE: &[(&str, &str)] = &[
    ("Esc", "a key"),
    ("Enter", "a key"),
    ("Backspace", "a key"),
    ("Tab", "a key"),
    ("Ctrl+P", "a key"),
    ("Cordon {}", "the program"),
    ("Pretendard", "the typeface"),
    ("Pretendard SemiBold", "the typeface"),
    ("© OpenStreetMap contributors", "as its owner asks for"),
    ("Asia/Seoul", "a time zone's name"),
    ("Asia/Shanghai", "a time zone's name"),
    ("Asia/Tokyo", "a time zone's name"),
    ("Area Kilo", "an example of a name"),
    ("Pyeongtaek", "an example of a name"),
    ("Day", "a keyword of the settings"),
    ("Dusk", "a keyword of the settings"),
    ("Night", "a keyword of the settings"),
    ("nautical miles", "what may be typed"),
    ("{stem} (other {stamp}).geojson", "a file's name"),
    ("its picture cannot be read ({error})", "a reader's own words, which are English"),
    ("its picture is {width} by {height} pixels, more than the {MAX_PICTURE} allowed", "likewise"),
    ("its picture is too large", "likewise"),
    ("map tile {zoom}/{x}/{y}: {what}", "likewise"),
];

/// Whether a literal looks like something to be read: two words, or one with a capital letter. What stands in braces is code.
fn is_prose(text: &str) -> bool {
    let mut depth = 0_usize;
    let mut said = String::new();
    for c in text.chars() {
        match c {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            c if depth == 0 => said.push(c),
            _ => {}
        }
    }
    let is_word = |word: &&str| word.chars().filter(char::is_ascii_lowercase).count() > 1 && !word.contains(['_', '/']);
    let words: Vec<&str> = said.split([' ', '\n', ',', ':', ';', '(', ')']).filter(is_word).collect();
    words.len() > 1 || words.iter().any(|word| word.starts_with(|c: char| c.is_ascii_uppercase()))
}

/// The literals in `source` that a user may read and that are no messages: line and text.
fn unsaid(source: &str) -> Vec<(usize, String)> {
    let tokens = tokens(source);
    let text = |at: usize| tokens.get(at).map_or("", |token| token.text.as_str());
    let mut found = Vec::new();
    // Who takes what stands in each open bracket: the path before it, `# [` for an attribute.
    let mut takers: Vec<String> = Vec::new();
    let mut tests_from: Option<usize> = None;
    for (at, token) in tokens.iter().enumerate() {
        match token.text.as_str() {
            "{" if text(at.wrapping_sub(2)) == "mod" && text(at.wrapping_sub(1)).contains("test") => {
                tests_from.get_or_insert(takers.len());
                takers.push(String::new());
            }
            "(" | "[" | "{" => {
                let mut from = at;
                if text(from.wrapping_sub(1)) == "!" {
                    from -= 1;
                }
                let mut path = String::new();
                while from > 0 && (tokens[from - 1].is_name() || matches!(text(from - 1), "::" | "." | "#")) {
                    from -= 1;
                    path.insert_str(0, text(from));
                }
                takers.push(path);
            }
            ")" | "]" | "}" => {
                takers.pop();
                if tests_from.is_some_and(|depth| takers.len() <= depth) {
                    tests_from = None;
                }
            }
            _ if token.is_string() && tests_from.is_none() => {
                let Some(said) = text_of(token).filter(|said| is_prose(said)) else { continue };
                let is_taken = |taker: &String| {
                    taker.starts_with('#')
                        || READ_BY_NOBODY.iter().any(|nobody| {
                            taker == nobody
                                || taker.ends_with(&format!("::{nobody}"))
                                || taker.ends_with(&format!(".{nobody}"))
                        })
                };
                let is_compared = text(at + 1) == "=" && text(at + 2) == ">";
                // `label: Some("chart tile")`, for the graphics card.
                let is_label = text(at.wrapping_sub(2)) == "Some" && text(at.wrapping_sub(4)) == "label";
                if !takers.iter().any(is_taken) && !is_compared && !is_label {
                    found.push((token.line, said.to_owned()));
                }
            }
            _ => {}
        }
    }
    found
}

#[test]
fn nothing_that_a_user_reads_is_written_into_the_sources() {
    let unsaid: Vec<String> = sources()
        .into_iter()
        .filter(|(file, _)| file.starts_with("ui/") || file.starts_with("session/"))
        .filter(|(file, _)| !file.ends_with("tests.rs") && SAYS_NOTHING.iter().all(|(other, _)| other != file))
        .flat_map(|(file, source)| unsaid(&source).into_iter().map(move |(line, said)| (file.clone(), line, said)))
        .filter(|(_, _, said)| SAME_EVERYWHERE.iter().all(|(same, _)| same != said))
        .map(|(file, line, said)| format!("\n  src/{file}:{line}: {said:?}"))
        .collect();
    assert!(unsaid.is_empty(), "say these by a key of assets/lang (CONTRIBUTING.md, Words):{}", unsaid.concat());
}

#[test]
fn the_scan_finds_what_is_shown_and_nothing_else() {
    let said = |source: &str| unsaid(source).into_iter().map(|(_, said)| said).collect::<Vec<_>>();
    assert_eq!(said("ui.label(\"Open files\");"), ["Open files"]);
    assert_eq!(said("ui.button(\"Save\"); ui.button(words(\"menu-file\"));"), ["Save"]);
    assert_eq!(said("format!(\"{n} more beneath\")"), ["{n} more beneath"]);
    assert_eq!(said("#[expect(dead_code, reason = \"not yet used here\")] fn f() {}"), [""; 0]);
    assert_eq!(said("Id::unique((\"speed columns\", id)); Panel::left(\"left\"); format!(\"{a}: {b}\");"), [""; 0]);
    assert_eq!(said("fn f() { g(\"two words\") } mod tests { fn t() { g(\"three more words\") } }"), ["two words"]);
}
