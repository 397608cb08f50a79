//! The bits of an AIS message, unpacked from the characters that armour them.
//!
//! Owns the six-bit alphabet (ITU-R M.1371-5, table 47) and its armour (IEC 61162-1). Never knows what a field means. Start at
//! [`Bits::push`].

/// How many characters of a message one word holds.
const CHARS_PER_WORD: usize = 10;
/// How many bits that is; the four above them stay zero.
const WORD_BITS: usize = 6 * CHARS_PER_WORD;
/// How many words are kept: 480 bits. The longest message that is looked into has 424.
const WORDS: usize = 8;
/// What the armour's table has for a character that is none of its own.
const NO_CHARACTER: u8 = 0xff;

/// Six bits for each character of the armour.
#[expect(
    clippy::indexing_slicing,
    reason = "all of it at compile time, where a place beyond the table would not compile"
)]
const SIX_BITS: [u8; 256] = {
    let mut table = [NO_CHARACTER; 256];
    let mut six = 0_u8;
    while six < 64 {
        let character = if six < 40 { six + 48 } else { six + 56 };
        table[character as usize] = six;
        six += 1;
    }
    table
};

/// The bits of one message, as many as are looked into, and how many there were.
#[derive(Clone, Debug, Default)]
pub(super) struct Bits {
    words: [u64; WORDS],
    n_chars: usize,
    n_fill: usize,
}

impl Bits {
    /// Takes the characters of one sentence; `None` if one of them is none of the armour. Only the last sentence of a message
    /// may have fill bits.
    #[inline]
    pub(super) fn push(&mut self, payload: &[u8], n_fill: u8) -> Option<()> {
        if self.n_fill > 0 {
            return None;
        }
        let mut seen = 0;
        let mut at = self.n_chars;
        if at.is_multiple_of(CHARS_PER_WORD) {
            for chars in payload.chunks(CHARS_PER_WORD) {
                let mut word = 0_u64;
                for char in chars {
                    let six = six_bits(*char);
                    seen |= six;
                    word = word << 6 | u64::from(six & 63);
                }
                word <<= 6 * (CHARS_PER_WORD - chars.len());
                if let Some(place) = self.words.get_mut(at / CHARS_PER_WORD) {
                    *place = word;
                }
                at += chars.len();
            }
        } else {
            for char in payload {
                let six = six_bits(*char);
                seen |= six;
                if let Some(place) = self.words.get_mut(at / CHARS_PER_WORD) {
                    *place |= u64::from(six & 63) << (6 * (CHARS_PER_WORD - 1 - at % CHARS_PER_WORD));
                }
                at += 1;
            }
        }
        self.n_chars = at;
        self.n_fill = usize::from(n_fill);
        (seen & 0xc0 == 0).then_some(())
    }

    /// How many bits the message has.
    #[inline]
    pub(super) const fn len(&self) -> usize {
        (6 * self.n_chars).saturating_sub(self.n_fill)
    }

    /// Up to 32 bits from `at` on, as a number.
    #[inline]
    pub(super) fn unsigned(&self, at: usize, n_bits: usize) -> u32 {
        let (word, offset) = (at / WORD_BITS, at % WORD_BITS);
        let here = self.words.get(word).copied().unwrap_or_default();
        let value = if offset + n_bits <= WORD_BITS {
            here >> (WORD_BITS - offset - n_bits)
        } else {
            let next = self.words.get(word + 1).copied().unwrap_or_default();
            let n_next = offset + n_bits - WORD_BITS;
            here << n_next | next >> (WORD_BITS - n_next)
        };
        #[expect(clippy::cast_possible_truncation, reason = "the mask leaves 32 bits at most")]
        {
            (value & ((1 << n_bits) - 1)) as u32
        }
    }

    /// The same in two's complement.
    #[inline]
    pub(super) fn signed(&self, at: usize, n_bits: usize) -> i32 {
        let up = 32 - n_bits;
        (self.unsigned(at, n_bits) << up).cast_signed() >> up
    }

    /// A text of up to so many characters, as far as the message goes; nothing after the first `@` is meant. `None` if it
    /// says nothing.
    pub(super) fn text(&self, at: usize, n_chars: usize) -> Option<String> {
        self.text_in_two(at, n_chars, (0, 0))
    }

    /// The same of a text that goes on elsewhere if it fills its own place.
    pub(super) fn text_in_two(&self, at: usize, n_chars: usize, (more_at, n_more): (usize, usize)) -> Option<String> {
        let mut text = String::with_capacity(n_chars);
        self.append_text(at, n_chars, &mut text);
        if text.len() == n_chars {
            self.append_text(more_at, n_more, &mut text);
        }
        let trimmed = text.trim_ascii();
        (!trimmed.is_empty()).then(|| trimmed.to_owned())
    }

    fn append_text(&self, at: usize, n_chars: usize, text: &mut String) {
        let n_chars = n_chars.min(self.len().saturating_sub(at) / 6);
        for idx in 0..n_chars {
            match u8::try_from(self.unsigned(at + 6 * idx, 6)).unwrap_or_default() {
                0 => break,
                letter @ 1..32 => text.push(char::from(letter + 64)),
                other => text.push(char::from(other)),
            }
        }
    }

    /// The words that are kept, to tell two messages apart.
    pub(super) const fn words(&self) -> &[u64; WORDS] {
        &self.words
    }
}

#[inline]
fn six_bits(char: u8) -> u8 {
    SIX_BITS.get(usize::from(char)).copied().unwrap_or(NO_CHARACTER)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bits(parts: &[(&[u8], u8)]) -> Option<Bits> {
        let mut bits = Bits::default();
        parts.iter().try_for_each(|(payload, n_fill)| bits.push(payload, *n_fill))?;
        Some(bits)
    }

    #[test]
    fn the_armour_is_taken_off() {
        // gpsd, "AIVDM/AIVDO protocol decoding", table of the ASCII payload armour: 0 is 000000, W 100111, ` 101000, w 111111.
        let bits = bits(&[(b"0W`w", 2)]).unwrap();
        assert_eq!((bits.len(), bits.unsigned(0, 24)), (22, 0b0000_0010_0111_1010_0011_1111));
        assert_eq!((bits.signed(6, 6), bits.signed(0, 12)), (-25, 0b10_0111));
        for wrong in [&b"X"[..], b"_", b"x", b"/", b"\xff", b"0 1", b"\0"] {
            assert!(super::tests::bits(&[(wrong, 0)]).is_none(), "{wrong:?}");
        }
    }

    #[test]
    fn fields_reach_across_words_and_sentences() {
        let whole = bits(&[(b"0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVW`abcdefghijklmnopqrstuvw", 0)]).unwrap();
        for cut in [1, 10, 13, 20, 63] {
            let text = b"0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVW`abcdefghijklmnopqrstuvw";
            let parts = bits(&[(&text[..cut], 0), (&text[cut..], 0)]).unwrap();
            assert_eq!(parts.words(), whole.words(), "cut at {cut}");
        }
        // Every character is one more than the one before it.
        for idx in 0..60_u32 {
            assert_eq!(whole.unsigned(6 * idx as usize, 30), (0..5).fold(0, |sum, n| (sum << 6) | ((idx + n) % 64)));
        }
        assert!(bits(&[(b"1", 2), (b"1", 0)]).is_none(), "fill bits before the end");
    }

    #[test]
    fn a_text_ends_at_its_first_at_sign() {
        // S E A space 1 @ X in the six-bit alphabet of ITU-R M.1371-5, table 47: 19 5 1 32 49 0 24.
        let payload: Vec<u8> = [19, 5, 1, 32, 49, 0, 24].map(|six: u8| six + if six < 40 { 48 } else { 56 }).to_vec();
        let bits = bits(&[(&payload, 0)]).unwrap();
        assert_eq!(bits.text(0, 7).as_deref(), Some("SEA 1"));
        assert_eq!(bits.text(0, 4).as_deref(), Some("SEA"), "spaces at the end");
        assert_eq!(bits.text(30, 2), None);
        assert_eq!(bits.text(0, 100).as_deref(), Some("SEA 1"), "no further than the message");
    }
}
