//! The interface's words: none is missing in either language, and none is unused.
//!
//! Owns the guards on `assets/lang`. Reads messages and sources as text; never draws. Start at [`messages`].
#![expect(clippy::expect_used, clippy::unwrap_used, reason = "a test that cannot read its input must fail")]

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
    assert!(english.len() > 50, "the messages were not found");
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
    assert!(calls.len() > 50, "the calls were not found");
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
        tokens(&source).iter().filter_map(text_of).for_each(|text| drop(unused.remove(text)));
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
        .filter(|c| !c.is_ascii() && !('가'..='힣').contains(c) && !"…’“”·–—×°′″ㅎㅇ→©•".contains(*c))
        .collect();
    assert!(odd.is_empty(), "signs that the typeface may not have: {odd:?}");
}
