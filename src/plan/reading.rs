//! A text as it is read: one character for each position, one form for each sign that has several.
//!
//! Owns the folding of letters, widths and old and new forms of Chinese characters, so that one list of words serves them
//! all, and the way back to the text as it stands. Start at [`Reading::of`].

use std::ops::Range;

use crate::coordinate::{Axis, Order, Spot, Spotted, ordered_spots};

/// Stands for a whole position.
pub(super) const PLACE: char = '\u{FFFC}';

/// Stands for an angle with its letter and no partner.
const ANGLE: char = '\u{FFFD}';

/// Forms of characters that mean the same, side by side with the one that the words of this module use.
const FOLDED: [(char, char); 34] = [
    ('時', '时'),
    ('間', '间'),
    ('點', '点'),
    ('區', '区'),
    ('內', '内'),
    ('徑', '径'),
    ('線', '线'),
    ('兩', '两'),
    ('両', '两'),
    ('側', '侧'),
    ('圍', '围'),
    ('囲', '围'),
    ('東', '东'),
    ('標', '标'),
    ('準', '准'),
    ('約', '约'),
    ('毎', '每'),
    ('當', '当'),
    ('現', '现'),
    ('國', '国'),
    ('韓', '韩'),
    ('從', '从'),
    ('協', '协'),
    ('調', '调'),
    ('備', '备'),
    ('離', '离'),
    ('寬', '宽'),
    ('後', '后'),
    ('號', '号'),
    ('邊', '边'),
    ('辺', '边'),
    ('為', '为'),
    ('與', '与'),
    ('連', '连'),
];

/// A text, character by character.
pub(super) struct Reading<'a> {
    /// The text as it stands.
    pub text: &'a str,
    /// Its characters, folded.
    pub chars: Vec<char>,
    /// The bytes that each stands for.
    bytes: Vec<Range<usize>>,
    /// Its positions and angles, each with the character that stands for it or that it begins at.
    pub spots: Vec<(usize, Spot)>,
    /// The order of its pairs of numbers, where those have no letters.
    pub order: Option<Order>,
}

impl<'a> Reading<'a> {
    /// Reads a text.
    pub(super) fn of(text: &'a str) -> Self {
        let (spots, order) = ordered_spots(text);
        let mut reading = Self { text, chars: Vec::new(), bytes: Vec::new(), spots: Vec::new(), order };
        let is_place = |spot: &Spot| matches!(spot.read, Spotted::Place(_));
        let has_others = spots.iter().any(|spot| is_place(spot) && !is_qualifier(text, spot));
        let mut spots = spots.into_iter().filter(|spot| !(has_others && is_qualifier(text, spot))).peekable();
        let mut resume = 0;
        for (at, c) in text.char_indices() {
            if at < resume {
                continue;
            }
            if let Some(spot) = spots.next_if(|spot| spot.bytes.start <= at) {
                let sign = match &spot.read {
                    Spotted::Place(_) | Spotted::Fault(_) => Some(PLACE),
                    Spotted::Angle { axis: Some(_), n_numbers: 2.., .. } => Some(ANGLE),
                    Spotted::Angle { .. } => None,
                };
                let (idx, bytes) = (reading.chars.len(), spot.bytes.clone());
                reading.spots.push((idx, spot));
                if let Some(sign) = sign {
                    resume = bytes.end;
                    reading.push(sign, bytes);
                    continue;
                }
            }
            reading.push(folded(c), at..at + c.len_utf8());
        }
        reading
    }

    fn push(&mut self, c: char, bytes: Range<usize>) {
        self.chars.push(c);
        self.bytes.push(bytes);
    }

    /// All of it.
    pub(super) const fn all(&self) -> Range<usize> {
        0..self.chars.len()
    }

    /// The character at a place.
    pub(super) fn at(&self, idx: usize) -> Option<char> {
        self.chars.get(idx).copied()
    }

    /// The text as it stands between two characters, without space around it.
    pub(super) fn words(&self, range: &Range<usize>) -> &'a str {
        let start = self.bytes.get(range.start).map_or(self.text.len(), |bytes| bytes.start);
        let end = range.end.checked_sub(1).and_then(|last| self.bytes.get(last)).map_or(start, |bytes| bytes.end);
        self.text.get(start..end).unwrap_or_default().trim()
    }

    /// The spots that begin between two characters.
    pub(super) fn spots_in(&self, range: &Range<usize>) -> &[(usize, Spot)] {
        let from = self.spots.partition_point(|(at, _)| *at < range.start);
        let to = self.spots.partition_point(|(at, _)| *at < range.end);
        self.spots.get(from..to).unwrap_or_default()
    }

    /// The first character that is no space.
    pub(super) fn after_space(&self, mut idx: usize) -> usize {
        while self.at(idx).is_some_and(char::is_whitespace) {
            idx += 1;
        }
        idx
    }

    /// Behind a word that begins here; a space in it stands for any spaces. A Latin word is a whole one.
    pub(super) fn word(&self, idx: usize, word: &str) -> Option<usize> {
        let is_latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphabetic());
        if is_latin(word.chars().next()) && is_latin(idx.checked_sub(1).and_then(|before| self.at(before))) {
            return None;
        }
        let mut at = idx;
        for c in word.chars() {
            if c == ' ' {
                let next = self.after_space(at);
                // Only Latin words need a space between them.
                if next == at && is_latin(at.checked_sub(1).and_then(|before| self.at(before))) {
                    return None;
                }
                at = next;
            } else if self.at(at) == Some(c) {
                at += 1;
            } else {
                return None;
            }
        }
        (!(is_latin(word.chars().last()) && is_latin(self.at(at)))).then_some(at)
    }

    /// Behind the first of some words that begins here, and which it is.
    pub(super) fn one_of<T: Copy>(&self, idx: usize, words: &[(&str, T)]) -> Option<(T, usize)> {
        words.iter().find_map(|(word, meaning)| Some((*meaning, self.word(idx, word)?)))
    }

    /// The digits that begin here, and where they end.
    pub(super) fn digits(&self, idx: usize) -> Option<(String, usize)> {
        let digits: String = self.chars.get(idx..)?.iter().take_while(|c| c.is_ascii_digit()).take(40).collect();
        let end = idx + digits.len();
        (!digits.is_empty()).then_some((digits, end))
    }
}

/// Whether a position is that of a NOTAM's line Q, `…/000/999/3815N12515E025`: a circle around what the notice tells of.
fn is_qualifier(text: &str, spot: &Spot) -> bool {
    let before = text.get(..spot.bytes.start).unwrap_or_default();
    let behind = text.get(spot.bytes.end..).unwrap_or_default();
    before.ends_with('/') && behind.chars().take_while(char::is_ascii_digit).count() == 3
}

fn folded(c: char) -> char {
    let c = match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        '−' | '–' | '—' | '‐' | '‑' | '―' | '─' => '-',
        '〜' | '∼' => '~',
        '、' => ',',
        '。' => '.',
        'º' | '˚' | '∘' => '°',
        other => other,
    };
    if c.is_ascii() {
        return c.to_ascii_uppercase();
    }
    FOLDED.iter().find(|(form, _)| *form == c).map_or(c, |(_, folded)| *folded)
}

/// Which angle of a pair an angle without a partner is, and its value.
pub(super) const fn angle(spot: &Spot) -> Option<(Option<Axis>, f64)> {
    match spot.read {
        Spotted::Angle { axis, degrees: Some(degrees), .. } => Some((axis, degrees)),
        _ => None,
    }
}
