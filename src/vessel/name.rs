//! Names of ships made alike, so that spellings of one name compare equal.
//!
//! Owns what in a name does not tell ships apart: case, blanks and marks, script, `M/V` before it. Never compares. Start at [`plain`].

use super::search::folded;

/// What stands before a name and is no part of it.
const BEFORE: [&str; 10] = ["M/V", "M/T", "M.V.", "M.T.", "MV", "MT", "M V", "M T", "F/V", "S/S"];

/// A name in Latin capitals and digits alone: `M/V Hae-Yang 7` is `HAEYANG7`, `한영` is `HANYEONG`.
#[must_use]
pub fn plain(name: &str) -> String {
    let latin = if name.is_ascii() {
        name.to_ascii_uppercase()
    } else {
        any_ascii::any_ascii(&folded(name)).to_ascii_uppercase()
    };
    let text = latin.trim();
    let without = BEFORE.iter().find_map(|before| text.strip_prefix(before)?.strip_prefix([' ', '.', '/']));
    without.unwrap_or(text).chars().filter(char::is_ascii_alphanumeric).collect()
}

/// The digits of a name: ships of one owner differ by them alone.
#[must_use]
pub fn digits(plain: &str) -> String {
    plain.chars().filter(char::is_ascii_digit).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_name_are_alike() {
        for spelling in ["Hae-Yang 7", "M/V HAE YANG 7", "MV  Haeyang7", "HAE YANG 7 "] {
            assert_eq!(plain(spelling), "HAEYANG7", "{spelling}");
        }
        assert_eq!(plain("MTA STAR"), "MTASTAR");
        // Revised Romanisation, syllable by syllable.
        assert_eq!(plain("한영"), "HANYEONG");
        assert_eq!(plain("\u{1112}\u{1161}\u{11AB}\u{110B}\u{1167}\u{11BC}"), "HANYEONG");
        assert_eq!(plain("ЗВЕЗДА"), "ZVEZDA");
        assert_eq!(digits("HAEYANG7"), "7");
    }
}
