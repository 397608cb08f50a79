//! Finding a ship by part of what it is called: any case, any form of Hangul, and initial consonants alone.
//!
//! Owns how text is compared, and nothing of what is looked through. Start at [`Wanted::of`].

/// First code points and counts of composed Hangul.
///
/// # Source
/// The Unicode Standard, section 3.12, "Conjoining Jamo Behavior".
const SYLLABLES: u32 = 0xAC00;
const LEADS: u32 = 0x1100;
const VOWELS: u32 = 0x1161;
const TAILS: u32 = 0x11A7;
const N_LEADS: u32 = 19;
const N_VOWELS: u32 = 21;
const N_TAILS: u32 = 28;

/// The initial consonants as a keyboard types them (U+3131 and on), in the order of the conjoining ones.
const TYPED_LEADS: [char; 19] =
    ['ㄱ', 'ㄲ', 'ㄴ', 'ㄷ', 'ㄸ', 'ㄹ', 'ㅁ', 'ㅂ', 'ㅃ', 'ㅅ', 'ㅆ', 'ㅇ', 'ㅈ', 'ㅉ', 'ㅊ', 'ㅋ', 'ㅌ', 'ㅍ', 'ㅎ'];

/// A text to look for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    folded: String,
    has_hangul: bool,
}

impl Wanted {
    /// What a user typed; blanks around it do not count.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let folded = folded(text.trim());
        let has_hangul = !folded.is_ascii();
        Self { folded, has_hangul }
    }

    /// Whether nothing is looked for, so that everything fits.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.folded.is_empty()
    }

    /// Whether it could be part of a number.
    #[must_use]
    pub fn is_digits(&self) -> bool {
        self.folded.bytes().all(|byte| byte.is_ascii_digit())
    }

    /// Whether a text has it anywhere in it.
    #[must_use]
    pub fn is_in(&self, text: &str) -> bool {
        if !self.has_hangul {
            return if text.is_ascii() {
                // Most names by far; no copy is made of them.
                let (text, wanted) = (text.as_bytes(), self.folded.as_bytes());
                wanted.is_empty() || text.windows(wanted.len()).any(|part| part.eq_ignore_ascii_case(wanted))
            } else {
                folded(text).contains(&self.folded)
            };
        }
        if text.is_ascii() {
            return false;
        }
        let (text, wanted): (Vec<char>, Vec<char>) = (folded(text).chars().collect(), self.folded.chars().collect());
        let last = wanted.len().saturating_sub(1);
        let fits =
            |part: &[char]| part.iter().zip(&wanted).enumerate().all(|(i, (has, want))| begins(*has, *want, i == last));
        text.windows(wanted.len()).any(fits)
    }
}

/// A text in small letters and composed Hangul.
pub(super) fn folded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars().flat_map(char::to_lowercase) {
        match out.chars().next_back().and_then(|before| composed(before, c)) {
            Some(syllable) => {
                out.pop();
                out.push(syllable);
            }
            None => out.push(c),
        }
    }
    // What is left of conjoining consonants stands alone, as a keyboard types it.
    out.chars().map(|c| lead_idx(c).and_then(|idx| TYPED_LEADS.get(idx as usize).copied()).unwrap_or(c)).collect()
}

/// The syllable that two code points make, if they do.
fn composed(before: char, c: char) -> Option<char> {
    if let (Some(lead), Some(vowel)) = (lead_idx(before), between(c, VOWELS, N_VOWELS)) {
        return char::from_u32(SYLLABLES + (lead * N_VOWELS + vowel) * N_TAILS);
    }
    let tail = between(c, TAILS, N_TAILS).filter(|tail| *tail > 0)?;
    let (syllable, open) = (syllable_idx(before)?, before as u32);
    (syllable % N_TAILS == 0).then(|| char::from_u32(open + tail)).flatten()
}

/// Whether a letter of a name is the one wanted, begins with it (`ㅎ` of `한`), or, at the end of what is typed, is one that
/// it may yet become (`하` of `한`).
fn begins(has: char, want: char, is_last: bool) -> bool {
    if has == want {
        return true;
    }
    let Some(syllable) = syllable_idx(has) else { return false };
    if let Some(lead) = TYPED_LEADS.iter().position(|lead| *lead == want) {
        return (syllable / (N_VOWELS * N_TAILS)) as usize == lead;
    }
    is_last && syllable_idx(want).is_some_and(|open| open % N_TAILS == 0 && syllable / N_TAILS == open / N_TAILS)
}

fn lead_idx(c: char) -> Option<u32> {
    between(c, LEADS, N_LEADS)
}

fn syllable_idx(c: char) -> Option<u32> {
    between(c, SYLLABLES, N_LEADS * N_VOWELS * N_TAILS)
}

fn between(c: char, first: u32, count: u32) -> Option<u32> {
    (c as u32).checked_sub(first).filter(|idx| *idx < count)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(wanted: &str, name: &str) -> bool {
        Wanted::of(wanted).is_in(name)
    }

    #[test]
    fn letters_of_either_case_anywhere() {
        assert!(found("yang", "HAE YANG 7") && found(" Hae ", "HAE YANG 7") && found("", "X"));
        assert!(!found("yangtze", "HAE YANG 7") && !found("한", "HAN YEONG"));
        assert!(found("é", "CAFÉ") && found("ca", "CAFÉ"));
    }

    #[test]
    fn initial_consonants_find_a_korean_name() {
        assert!(found("ㅎㅇ", "한영"));
        assert!(found("ㅎㅇ", "제7 한영호") && found("한ㅇ", "한영") && found("ㅇㅎ", "한영호"));
        assert!(!found("ㅇㅎ", "한영") && !found("ㄱㅇ", "한영"));
    }

    #[test]
    fn a_syllable_half_typed_finds_what_it_may_become() {
        assert!(found("하", "한영") && found("한여", "한영"));
        // Only at the end: within the text it was typed to its end.
        assert!(!found("하영", "한영"));
    }

    #[test]
    fn composed_and_decomposed_hangul_are_the_same() {
        // NFD of 한영, as macOS writes file names.
        let decomposed = "\u{1112}\u{1161}\u{11AB}\u{110B}\u{1167}\u{11BC}";
        assert!(found(decomposed, "한영") && found("한영", decomposed) && found("ㅎㅇ", decomposed));
        assert!(found("\u{1112}", "한영"));
    }
}
