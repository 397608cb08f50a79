//! The interface's words, in English and in Korean.
//!
//! Owns which language is spoken, and the messages of `assets/lang`, which are compiled in. Never decides which language it
//! is to be: the window does, from the settings, at the start of each frame; the command line and every file format speak
//! English whatever is set here. Start at [`words`] and [`said!`]; CONTRIBUTING.md says how a string is added.

use std::borrow::Cow;
use std::cell::Cell;
use std::collections::HashMap;
use std::sync::OnceLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use fluent_syntax::ast::{Entry, PatternElement};
use unic_langid::LanguageIdentifier;

/// What a message is given to name: a number (which chooses the plural and is written in groups of three) or a text.
pub type Value<'a> = FluentValue<'a>;

/// The files of one language, compiled in.
macro_rules! sources {
    ($tag:literal) => {
        [
            include_str!(concat!("../assets/lang/", $tag, "/actions.ftl")),
            include_str!(concat!("../assets/lang/", $tag, "/nouns.ftl")),
            include_str!(concat!("../assets/lang/", $tag, "/panels.ftl")),
            include_str!(concat!("../assets/lang/", $tag, "/inspector.ftl")),
            include_str!(concat!("../assets/lang/", $tag, "/dialogs.ftl")),
            include_str!(concat!("../assets/lang/", $tag, "/map.ftl")),
            include_str!(concat!("../assets/lang/", $tag, "/tools.ftl")),
            include_str!(concat!("../assets/lang/", $tag, "/editing.ftl")),
            include_str!(concat!("../assets/lang/", $tag, "/findings.ftl")),
            include_str!(concat!("../assets/lang/", $tag, "/session.ftl")),
            include_str!(concat!("../assets/lang/", $tag, "/check.ftl")),
            include_str!(concat!("../assets/lang/", $tag, "/allocation.ftl")),
            include_str!(concat!("../assets/lang/", $tag, "/patrol.ftl")),
        ]
    };
}

/// A language of the interface.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Language {
    /// English.
    #[default]
    English,
    /// Korean, as South Korea's navy and coast guard write it.
    Korean,
}

thread_local! {
    static CURRENT: Cell<Language> = const { Cell::new(Language::English) };
}

impl Language {
    /// Every language.
    pub const ALL: [Self; 2] = [Self::English, Self::Korean];

    /// Its tag, as settings and locales write it (BCP 47).
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Korean => "ko",
        }
    }

    /// The language of a tag.
    #[must_use]
    pub fn from_tag(tag: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.tag() == tag)
    }

    /// The language that the system's locale asks for: Korean, or else English.
    #[must_use]
    pub fn of_system() -> Self {
        // POSIX: LC_ALL overrules LC_MESSAGES, which overrules LANG; an empty one says nothing.
        let names = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter();
        let locale = names.filter_map(std::env::var_os).find(|value| !value.is_empty());
        Self::of_locale(&locale.unwrap_or_default().to_string_lossy())
    }

    fn of_locale(locale: &str) -> Self {
        let language = locale.split(['_', '-', '.', '@']).next().unwrap_or_default();
        Self::from_tag(&language.to_ascii_lowercase()).unwrap_or_default()
    }

    /// The language spoken on this thread; English until [`Language::enter`] says otherwise.
    #[must_use]
    pub fn current() -> Self {
        CURRENT.get()
    }

    /// Speaks this language on this thread from now on.
    pub fn enter(self) {
        CURRENT.set(self);
    }

    /// Speaks this language on this thread while `work` is done.
    pub fn scoped<T>(self, work: impl FnOnce() -> T) -> T {
        struct Back(Language);
        impl Drop for Back {
            fn drop(&mut self) {
                CURRENT.set(self.0);
            }
        }
        let _back = Back(CURRENT.replace(self));
        work()
    }

    const fn sources(self) -> &'static [&'static str] {
        match self {
            Self::English => &sources!("en"),
            Self::Korean => &sources!("ko"),
        }
    }

    fn messages(self) -> &'static Messages {
        static ENGLISH: OnceLock<Messages> = OnceLock::new();
        static KOREAN: OnceLock<Messages> = OnceLock::new();
        match self {
            Self::English => ENGLISH.get_or_init(|| Messages::read(self)),
            Self::Korean => KOREAN.get_or_init(|| Messages::read(self)),
        }
    }
}

/// The messages of one language.
struct Messages {
    /// Those without arguments, made up once: a frame asks for hundreds of them.
    plain: HashMap<&'static str, &'static str, foldhash::fast::FixedState>,
    /// All, for those with arguments.
    bundle: FluentBundle<FluentResource>,
}

impl Messages {
    fn read(language: Language) -> Self {
        let mut plain = HashMap::default();
        let tag: LanguageIdentifier = language.tag().parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![tag]);
        // Marks of direction are for mixing with Arabic and Hebrew; here they would only be boxes in the typeface.
        bundle.set_use_isolating(false);
        bundle.set_formatter(Some(written));
        for source in language.sources() {
            // What cannot be read is left out, and what is left out is shown by its key; tests/words.rs fails on either.
            let (parsed, resource) = match fluent_syntax::parser::parse(*source) {
                Ok(parsed) | Err((parsed, _)) => (parsed, FluentResource::try_new((*source).to_owned())),
            };
            for entry in parsed.body {
                let Entry::Message(message) = entry else { continue };
                let Some(pattern) = message.value else { continue };
                match pattern.elements.as_slice() {
                    [PatternElement::TextElement { value }] => {
                        plain.insert(message.id.name, *value);
                    }
                    several => {
                        let texts: Option<String> = several.iter().map(text_of).collect();
                        if let Some(text) = texts {
                            plain.insert(message.id.name, &*text.leak());
                        }
                    }
                }
            }
            drop(bundle.add_resource(match resource {
                Ok(resource) | Err((resource, _)) => resource,
            }));
        }
        Self { plain, bundle }
    }
}

const fn text_of<'a>(element: &PatternElement<&'a str>) -> Option<&'a str> {
    match element {
        PatternElement::TextElement { value } => Some(value),
        PatternElement::Placeable { .. } => None,
    }
}

/// Numbers in messages are written as everywhere else.
fn written<M>(value: &FluentValue<'_>, _memoizer: &M) -> Option<String> {
    match value {
        FluentValue::Number(number) if number.value.fract() == 0.0 && number.value >= 0.0 =>
        {
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "whole and not negative")]
            Some(grouped(number.value as u64))
        }
        _ => None,
    }
}

/// A count in groups of three: `1,234,567`.
#[must_use]
pub fn grouped(n: u64) -> String {
    let digits = n.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// The words of a message without arguments, in the language spoken.
#[must_use]
pub fn words(key: &'static str) -> &'static str {
    let here = Language::current().messages().plain.get(key);
    here.or_else(|| Language::English.messages().plain.get(key)).copied().unwrap_or(key)
}

/// A message with arguments, in the language spoken; [`said!`] is the short way to write it.
#[must_use]
pub fn say<'a>(key: &'static str, arguments: impl IntoIterator<Item = (&'static str, Value<'a>)>) -> String {
    let arguments: FluentArgs<'_> = arguments.into_iter().map(|(name, value)| (Cow::Borrowed(name), value)).collect();
    let in_language = |language: Language| {
        let bundle = &language.messages().bundle;
        let pattern = bundle.get_message(key)?.value()?;
        Some(bundle.format_pattern(pattern, Some(&arguments), &mut Vec::new()).into_owned())
    };
    in_language(Language::current()).or_else(|| in_language(Language::English)).unwrap_or_else(|| key.to_owned())
}

/// A message with arguments, in the language spoken: `said!("status-rows", n = 5, name = name)`.
///
/// Numbers choose the plural and are written in groups of three; hand over as text what is not to be grouped (a year, an
/// MMSI).
#[macro_export]
macro_rules! said {
    ($key:literal, $($name:ident = $value:expr),+ $(,)?) => {
        $crate::language::say($key, [$((stringify!($name), $crate::language::Value::from($value))),+])
    };
}

pub use said;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_locale_asks_for_its_language() {
        assert_eq!(Language::of_locale("ko_KR.UTF-8"), Language::Korean);
        assert_eq!(Language::of_locale("ko"), Language::Korean);
        assert_eq!(Language::of_locale("kok_IN"), Language::English); // Konkani
        assert_eq!(Language::of_locale("C"), Language::English);
        assert_eq!(Language::of_locale(""), Language::English);
    }

    #[test]
    fn a_scope_ends_where_it_ends() {
        assert_eq!(Language::current(), Language::English);
        let inside = Language::Korean.scoped(|| (Language::current(), words("menu-file")));
        assert_eq!(inside, (Language::Korean, "파일"));
        assert_eq!((Language::current(), words("menu-file")), (Language::English, "File"));
    }

    #[test]
    fn numbers_choose_the_plural_and_are_grouped() {
        assert_eq!(said!("session-adopt-zones", n = 1), "Adopt 1 zone");
        assert_eq!(said!("session-adopt-zones", n = 12_345), "Adopt 12,345 zones");
        assert_eq!(Language::Korean.scoped(|| said!("session-adopt-zones", n = 12_345)), "해역 12,345개 가져오기");
    }

    #[test]
    fn counts_read_in_groups_of_three() {
        assert_eq!(grouped(0), "0");
        assert_eq!(grouped(999), "999");
        assert_eq!(grouped(1_234_567), "1,234,567");
    }

    #[test]
    fn a_key_that_is_not_there_stands_for_itself() {
        assert_eq!(words("no-such-key"), "no-such-key");
        assert_eq!(said!("no-such-key", n = 1), "no-such-key");
    }
}
