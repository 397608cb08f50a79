//! One line of a log: what stands before the sentence, the sentence, and what stands after it.
//!
//! Owns tag blocks (NMEA 0183 v4), the fields that the US Coast Guard puts behind a sentence, times that loggers put before
//! it, and checksums. Never looks into a payload. Start at [`read`].

use memchr::{memchr, memchr2};

use super::clock::{self, Time};
use crate::io::tracks::columns::{Role, role_of};
use crate::io::tracks::skip::Skip;

/// The longest payload of one sentence, in characters; the standard has 62, and some loggers put a whole message into one.
const MAX_PAYLOAD: usize = 400;
/// The longest sentence up to its checksum.
const MAX_SENTENCE: usize = MAX_PAYLOAD + 40;
/// How many tag blocks one line may begin with.
const MAX_TAG_BLOCKS: usize = 4;
/// How many lines are looked at to tell what a text is.
const LINES_LOOKED_AT: usize = 200;

/// An AIS sentence: a message, or a part of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Sentence<'a> {
    pub(super) key: Key,
    /// From 1.
    pub(super) part: u8,
    pub(super) payload: &'a [u8],
    pub(super) n_fill: u8,
    pub(super) time: Time,
}

/// What the parts of one message have in common.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Key {
    /// How many parts there are, 1 to 9.
    pub(super) total: u8,
    sequence: u8,
    channel: u8,
    /// A hash of the receiving station's name, 0 where none is named.
    source: u64,
    /// The group of the tag block plus one, 0 where there is none.
    group: u64,
}

impl Key {
    /// Whether two sentences may be parts of one message: what only one of them names does not part them.
    pub(super) const fn fits(&self, other: &Self) -> bool {
        const fn agree(a: u64, b: u64) -> bool {
            a == b || a == 0 || b == 0
        }
        self.total == other.total
            && self.sequence == other.sequence
            && agree(self.channel as u64, other.channel as u64)
            && agree(self.source, other.source)
            && agree(self.group, other.group)
    }
}

/// What a line holds.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Line<'a> {
    /// Nothing, or a comment.
    Nothing,
    /// An AIS sentence, and what follows it in the line.
    Ais(Sentence<'a>, &'a [u8]),
    /// The time of a GNSS receiver beside the log, in milliseconds since the epoch.
    Clock(i64),
    /// The time of the sentence that follows.
    Stamp(i64),
    /// Something that is skipped, and what follows it in the line.
    Bad(Skip, String, &'a [u8]),
}

/// What a line says, or the rest of one.
#[inline]
pub(super) fn read(line: &[u8]) -> Line<'_> {
    let line = line.trim_ascii();
    let (head, body) = match line.first() {
        Some(b'!') if is_ais(line) => (Head::default(), line),
        None | Some(b'#') => return Line::Nothing,
        _ => match head(line) {
            Ok(found) => found,
            Err(other) => return other,
        },
    };
    if head.has_bad_checksum {
        return Line::Bad(Skip::BadChecksum, "its tag block's checksum is wrong".to_owned(), b"");
    }
    sentence(body, &head)
}

/// What a line says before its sentence.
#[derive(Default)]
struct Head {
    time: Time,
    source: u64,
    group: u64,
    has_bad_checksum: bool,
}

/// Whether a text begins with an AIS sentence of whatever talker.
#[inline]
fn is_ais(text: &[u8]) -> bool {
    matches!(text, [b'!', _, _, b'V', b'D', b'M' | b'O', b',', ..])
}

/// Where an AIS sentence begins in a text.
pub(super) fn find(text: &[u8]) -> Option<usize> {
    memchr::memchr_iter(b'!', text).find(|at| text.get(*at..).is_some_and(is_ais))
}

/// The tag blocks or the time before a sentence, and the line from the sentence on.
fn head(line: &[u8]) -> Result<(Head, &[u8]), Line<'_>> {
    let mut head = Head::default();
    let mut rest = line;
    if line.first() != Some(&b'\\') {
        let Some(at) = memchr2(b'!', b'\\', line) else { return Err(other_sentence(line)) };
        let (before, after) = line.split_at_checked(at).unwrap_or_default();
        head.time = clock::in_text(before);
        rest = after;
    }
    for _ in 0..MAX_TAG_BLOCKS {
        let Some(block) = rest.strip_prefix(b"\\") else { break };
        let Some(end) = memchr(b'\\', block) else { break };
        head.take_block(block.get(..end).unwrap_or_default());
        rest = block.get(end + 1..).unwrap_or_default().trim_ascii_start();
    }
    if is_ais(rest) {
        return Ok((head, rest));
    }
    // Something broken may stand before a whole sentence.
    match find(rest).and_then(|at| rest.get(at..)) {
        Some(sentence) => Ok((head, sentence)),
        None if rest.is_empty() => Err(Line::Bad(Skip::NotAis, "a tag block alone".to_owned(), b"")),
        None => Err(other_sentence(rest)),
    }
}

impl Head {
    /// Takes the fields of a tag block without its backslashes: `s:station,c:1241544035,g:1-2-1604*53`.
    fn take_block(&mut self, block: &[u8]) {
        let fields = match memchr(b'*', block) {
            Some(at) => {
                let (fields, sum) = block.split_at_checked(at).unwrap_or_default();
                self.has_bad_checksum |= hex_pair(sum.get(1..)) != Some(xor(fields));
                fields
            }
            None => block,
        };
        let mut rest = fields;
        while !rest.is_empty() {
            let end = memchr(b',', rest).unwrap_or(rest.len());
            let (field, after) = rest.split_at_checked(end).unwrap_or_default();
            rest = after.get(1..).unwrap_or_default();
            match field {
                [b'c', b':', count @ ..] => self.time = clock::of_count(count).or(self.time),
                [b's', b':', name @ ..] => self.source = hash(name),
                [b'g', b':', group @ ..] => self.group = group_number(group),
                _ => {}
            }
        }
    }
}

/// The number of a group `part-total-number`, plus one; 0 if it is none.
fn group_number(text: &[u8]) -> u64 {
    let number = text.rsplit(|byte| *byte == b'-').next().and_then(|digits| whole(digits, 12));
    number.map_or(0, |number| number + 1)
}

/// A sentence that is not AIS: it may tell the time.
fn other_sentence(line: &[u8]) -> Line<'_> {
    let start = memchr2(b'$', b'!', line);
    let sentence = start.and_then(|at| line.get(at..)).unwrap_or_default();
    if sentence.is_empty() {
        return Line::Bad(Skip::NotAis, String::new(), b"");
    }
    let is_sound = match memchr(b'*', sentence) {
        Some(at) => hex_pair(sentence.get(at + 1..)) == sentence.get(1..at).map(xor),
        None => false,
    };
    if is_sound && let Some(time) = clock::in_sentence(sentence) {
        return time;
    }
    let name: String =
        sentence.iter().take(6).take_while(|byte| byte.is_ascii_graphic()).map(|b| char::from(*b)).collect();
    Line::Bad(Skip::NotAis, name, b"")
}

/// Reads a text that begins with an AIS sentence.
#[inline]
fn sentence<'a>(text: &'a [u8], head: &Head) -> Line<'a> {
    let bad = |why, found: &str, after: &'a [u8]| Line::Bad(why, found.to_owned(), after);
    // No further than a sentence reaches, so that a long line of broken ones is not searched to its end for each.
    let Some(star) = memchr(b'*', text.get(..MAX_SENTENCE).unwrap_or(text)) else {
        return Line::Bad(Skip::NoChecksum, String::new(), next_sentence(text));
    };
    let (body, after) = text.split_at_checked(star).unwrap_or_default();
    let sum = xor(body.get(1..).unwrap_or_default());
    let Some(stated) = hex_pair(after.get(1..)) else {
        return Line::Bad(Skip::NoChecksum, String::new(), next_sentence(text));
    };
    if sum != stated {
        let found = format!("its checksum is {sum:02X} and says {stated:02X}");
        return Line::Bad(Skip::BadChecksum, found, next_sentence(text));
    }
    let after = after.get(3..).unwrap_or_default();
    let (trailing, next) = if after.is_empty() { (after, after) } else { split_trailing(after) };
    let Some(fields) = body.get(7..).and_then(Fields::split) else {
        return bad(Skip::BadSentence, "its fields are not those of an AIS sentence", next);
    };
    let Fields { total, part, sequence, channel, payload, n_fill } = fields;
    if payload.is_empty() {
        return bad(Skip::BadSentence, "it has no payload", next);
    }
    if payload.len() > MAX_PAYLOAD {
        return bad(Skip::BadSentence, "its payload is longer than that of any AIS message", next);
    }
    let mut key = Key { total, sequence, channel, source: head.source, group: head.group };
    let mut time = head.time;
    if !trailing.is_empty() {
        let behind = clock::Trailing::read(trailing);
        if key.source == 0 {
            key.source = behind.station.map_or(0, hash);
        }
        time = time.or_rather(behind.time);
    }
    Line::Ais(Sentence { key, part, payload, n_fill, time }, next)
}

/// The fields behind a sentence, and the next sentence of the same line.
fn split_trailing(after: &[u8]) -> (&[u8], &[u8]) {
    match find(after) {
        Some(at) => after.split_at_checked(at).unwrap_or((after, b"")),
        None => (after, b""),
    }
}

/// The next sentence in a text that begins with a broken one.
fn next_sentence(text: &[u8]) -> &[u8] {
    let rest = text.get(1..).unwrap_or_default();
    find(rest).and_then(|at| rest.get(at..)).unwrap_or_default()
}

/// The fields of a sentence after its name: `2,1,7,A,payload,0`.
struct Fields<'a> {
    total: u8,
    part: u8,
    sequence: u8,
    channel: u8,
    payload: &'a [u8],
    n_fill: u8,
}

impl<'a> Fields<'a> {
    #[inline]
    fn split(text: &'a [u8]) -> Option<Self> {
        let digit = |byte: u8| byte.is_ascii_digit().then(|| byte - b'0');
        let [total, b',', part, b',', rest @ ..] = text else { return None };
        let (total, part) = (digit(*total)?, digit(*part)?);
        if part == 0 || part > total {
            return None;
        }
        let (sequence, rest) = match rest {
            [b',', rest @ ..] => (u8::MAX, rest),
            [number, b',', rest @ ..] => (*number, rest),
            // More than one digit: some receivers count on.
            [_, second, b',', rest @ ..] if second.is_ascii_digit() => (*second, rest),
            _ => return None,
        };
        let (channel, rest) = match rest {
            [b',', rest @ ..] => (0, rest),
            [channel, b',', rest @ ..] => (*channel, rest),
            _ => return None,
        };
        let (payload, n_fill) = match rest {
            [payload @ .., b',', n_fill] => (payload, digit(*n_fill).filter(|n| *n < 6)?),
            [payload @ .., b','] => (payload, 0),
            _ => return None,
        };
        Some(Self { total, part, sequence, channel, payload, n_fill })
    }
}

/// All bytes combined by exclusive or, which is NMEA's checksum.
#[inline]
pub(super) fn xor(bytes: &[u8]) -> u8 {
    let (words, rest) = bytes.as_chunks::<8>();
    let word = words.iter().fold(0, |sum, word| sum ^ u64::from_ne_bytes(*word));
    let half = word ^ word >> 32;
    let quarter = half ^ half >> 16;
    let [low, ..] = (quarter ^ quarter >> 8).to_le_bytes();
    rest.iter().fold(low, |sum, byte| sum ^ byte)
}

/// The two hexadecimal digits that a text begins with.
#[inline]
fn hex_pair(text: Option<&[u8]>) -> Option<u8> {
    let digit = |byte: u8| match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'A'..=b'F' => Some(byte - b'A' + 10),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        _ => None,
    };
    let [high, low, ..] = text? else { return None };
    Some(digit(*high)? << 4 | digit(*low)?)
}

/// A whole number of at most so many digits.
#[inline]
pub(super) fn whole(digits: &[u8], most: usize) -> Option<u64> {
    if digits.is_empty() || digits.len() > most {
        return None;
    }
    digits.iter().try_fold(0_u64, |sum, digit| digit.is_ascii_digit().then(|| 10 * sum + u64::from(digit - b'0')))
}

/// A number for a name, never 0.
fn hash(name: &[u8]) -> u64 {
    use std::hash::{BuildHasher as _, Hasher as _};
    let mut hasher = foldhash::fast::FixedState::default().build_hasher();
    hasher.write(name);
    hasher.finish() | 1
}

/// Whether a text, which may be cut off anywhere, is a log of NMEA sentences: at least half of its first lines are, and the
/// first is not the header of a table that has positions of its own.
pub(in crate::io) fn is_log(text: &[u8]) -> bool {
    let is_sentence = |line: &[u8]| match line {
        [b'$' | b'!', a, b, c, ..] if [a, b, c].iter().all(|byte| byte.is_ascii_uppercase()) => true,
        [b'\\', b'a'..=b'z' | b'A'..=b'Z', b':', ..] => true,
        _ => find(line).is_some(),
    };
    let lines = text.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii);
    let (mut n_lines, mut n_sentences) = (0, 0);
    for line in lines.filter(|line| !matches!(line, [] | [b'#', ..])).take(LINES_LOOKED_AT) {
        if n_lines == 0 && !is_sentence(line) && has_positions(line) {
            return false;
        }
        n_lines += 1;
        n_sentences += usize::from(is_sentence(line));
    }
    n_sentences > 0 && 2 * n_sentences >= n_lines
}

/// Whether a line is the header of a table with latitudes and longitudes.
fn has_positions(line: &[u8]) -> bool {
    let line = String::from_utf8_lossy(line);
    let has = |role| line.split([',', ';', '\t']).any(|name| role_of(name.trim_matches(['"', ' '])) == Some(role));
    has(Role::Lat) && has(Role::Lon)
}
