//! Texts of a plan as a page can hold them.
//!
//! Owns how long a text may be on a page and where a word without spaces may break. Never changes what a text says: what is left
//! out is counted. Start at [`line`] and [`paragraphs`].

use super::words::Words;

/// The most characters of a name.
const MOST_OF_NAME: usize = 120;
/// The most characters of a task, a legal basis, a remark.
const MOST_OF_TEXT: usize = 4000;
/// A word longer than this may break within.
const LONGEST_WORD: usize = 24;
/// After so many characters.
const PIECE: usize = 6;

/// A text on one line, without control characters, cut where it is too long.
pub(super) fn line(text: &str) -> String {
    let plain = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let plain: String = plain.chars().filter(|c| !is_unseen(*c)).collect();
    if plain.chars().count() <= MOST_OF_NAME {
        return breakable(&plain);
    }
    let kept: String = plain.chars().take(MOST_OF_NAME).collect();
    breakable(&format!("{}…", kept.trim_end()))
}

/// A text of several lines; what a page has no room for is counted.
pub(super) fn paragraphs(text: &str, words: &Words) -> String {
    let plain: String =
        text.trim().replace("\r\n", "\n").chars().filter(|c| matches!(c, '\n' | '\t') || !is_unseen(*c)).collect();
    let n = plain.chars().count();
    if n <= MOST_OF_TEXT {
        return breakable(&plain);
    }
    let kept: String = plain.chars().take(MOST_OF_TEXT).collect();
    let more = (n - MOST_OF_TEXT).to_string();
    breakable(kept.trim_end()) + &words.with("left_out_text", &[("n", &more)])
}

/// Control characters, and those that turn the direction of what follows.
fn is_unseen(c: char) -> bool {
    c.is_control() || matches!(c, '\u{200b}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// Lets long words break: a zero-width space after every few characters of one.
fn breakable(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for piece in text.split_inclusive(char::is_whitespace) {
        let is_long = piece.chars().count() > LONGEST_WORD;
        for (idx, c) in piece.chars().enumerate() {
            if is_long && idx > 0 && idx.is_multiple_of(PIECE) {
                out.push('\u{200b}');
            }
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;

    #[test]
    fn short_texts_stay_as_they_are() {
        assert_eq!(line(" Area #1 *bold* $x$ \\ <b> 서해 "), "Area #1 *bold* $x$ \\ <b> 서해");
        let words = Words::of(Language::English).expect("words");
        assert_eq!(paragraphs("a\r\nb\u{7}", &words), "a\nb");
    }

    #[test]
    fn long_texts_are_cut_and_counted_and_long_words_break() {
        let words = Words::of(Language::English).expect("words");
        assert_eq!(line(&"W".repeat(10_000)).replace('\u{200b}', "").chars().count(), MOST_OF_NAME + 1);
        let long = paragraphs(&"remark ".repeat(15_000), &words);
        assert!(long.chars().count() < 4100 && long.ends_with("(100999 more characters in the plan file)"), "{long}");
        assert!(line(&"W".repeat(100)).split('\u{200b}').all(|part| part.chars().count() <= PIECE));
        assert_eq!(line("a\u{202e}b"), "ab");
    }
}
