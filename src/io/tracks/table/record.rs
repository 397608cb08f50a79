//! Records of delimited text: where one ends, and its fields.
//!
//! Owns quoting as real files do it: a quote counts only at the beginning of a field and only if it is closed before a
//! delimiter or line end within [`MAX_QUOTED_BYTES`]; any other is a character like the rest, so that a stray one spoils one
//! field and not the file. Never copies a byte.

use memchr::{memchr, memchr_iter, memchr2};
use wide::u8x16;

use crate::io::tracks::blocks::{Ends, last_line_end};

/// The longest quoted field that may hold line ends.
const MAX_QUOTED_BYTES: usize = 16 << 10;

/// How a table's lines are made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Dialect {
    pub(super) delimiter: u8,
    /// Whether quotes mean anything.
    pub(super) has_quotes: bool,
}

/// The records of a text that begins with one and ends with one.
pub(super) struct Records<'a> {
    rest: &'a [u8],
    dialect: Dialect,
    /// How many fields of each are wanted.
    n_wanted: usize,
    /// Lines passed so far.
    n_lines: u64,
}

impl<'a> Records<'a> {
    pub(super) fn new(text: &'a [u8], dialect: Dialect, n_wanted: usize) -> Self {
        let has_quotes = dialect.has_quotes && memchr(b'"', text).is_some();
        Self { rest: text, dialect: Dialect { has_quotes, ..dialect }, n_wanted, n_lines: 0 }
    }

    /// Lines passed so far.
    pub(super) const fn n_lines(&self) -> u64 {
        self.n_lines
    }

    /// Puts the fields of the next record that is not blank into `fields`; the line it begins on, counted from 1. A quoted
    /// field comes without its quotes, but with inner ones doubled as they stand.
    pub(super) fn next(&mut self, fields: &mut Vec<&'a [u8]>) -> Option<u64> {
        while !self.rest.is_empty() {
            let line_no = self.n_lines + 1;
            fields.clear();
            if self.dialect.has_quotes && memchr(b'"', first_line(self.rest)).is_some() {
                let len = quoted(self.rest, self.dialect.delimiter, true, &mut |field| {
                    if fields.len() < self.n_wanted {
                        fields.push(field);
                    }
                })?;
                let (record, after) = self.rest.split_at_checked(len)?;
                self.n_lines += memchr_iter(b'\n', record).count().max(1) as u64;
                self.rest = after;
                return Some(line_no);
            }
            self.n_lines += 1;
            let (line, after) = split(self.rest, self.dialect.delimiter, self.n_wanted, fields);
            self.rest = after;
            if line.is_empty() {
                continue;
            }
            return Some(line_no);
        }
        None
    }
}

fn first_line(text: &[u8]) -> &[u8] {
    text.get(..memchr(b'\n', text).unwrap_or(text.len())).unwrap_or(text)
}

/// Splits the first line of a text into its first `n_wanted` fields; the line without its end, and what follows. Fields are a few bytes long: finding all
/// delimiters and line ends of 64 bytes before looking at the first takes a third of the time of looking for one after another.
fn split<'a>(text: &'a [u8], delimiter: u8, n_wanted: usize, fields: &mut Vec<&'a [u8]>) -> (&'a [u8], &'a [u8]) {
    let (mut start, mut at) = (0, 0);
    let end = loop {
        let rest = text.get(at..).unwrap_or_default();
        let (found, ends) = if let Some(bytes) = rest.first_chunk::<64>() {
            found_in(bytes, delimiter)
        } else {
            // The text's end ends its line.
            let mut padded = [b'\n'; 64];
            if let Some(padded) = padded.get_mut(..rest.len()) {
                padded.copy_from_slice(rest);
            }
            found_in(&padded, delimiter)
        };
        // Those before the line's end, if that is among these bytes.
        let mut found = if ends == 0 { found } else { found & ((1 << ends.trailing_zeros()) - 1) };
        while found != 0 && fields.len() < n_wanted {
            let end = at + found.trailing_zeros() as usize;
            fields.push(text.get(start..end).unwrap_or_default());
            start = end + 1;
            found &= found - 1;
        }
        if ends != 0 {
            break at + ends.trailing_zeros() as usize;
        }
        at += 64;
    };
    let line = text.get(..end).unwrap_or_default();
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    if fields.len() < n_wanted {
        fields.push(line.get(start..).unwrap_or_default());
    }
    (line, text.get(end + 1..).unwrap_or_default())
}

/// Where among 64 bytes a delimiter stands, and a line end: one bit for each, the lowest for the first.
#[inline]
fn found_in(bytes: &[u8; 64], delimiter: u8) -> (u64, u64) {
    let (sixteens, _) = bytes.as_chunks::<16>();
    let (mut delimiters, mut line_ends) = (0, 0);
    for (idx, sixteen) in sixteens.iter().enumerate() {
        let sixteen = u8x16::new(*sixteen);
        let of = |byte: u8| u64::from(sixteen.simd_eq(u8x16::splat(byte)).to_bitmask()) << (16 * idx);
        delimiters |= of(delimiter);
        line_ends |= of(b'\n');
    }
    (delimiters, line_ends)
}

impl Ends for Dialect {
    fn last(&self, text: &[u8]) -> usize {
        if !self.has_quotes || memchr(b'"', text).is_none() {
            return last_line_end(text);
        }
        let mut end = 0;
        while let Some(rest) = text.get(end..)
            && let Some(line_end) = memchr(b'\n', rest)
        {
            let line = rest.get(..line_end).unwrap_or_default();
            let len = if memchr(b'"', line).is_none() {
                line_end + 1
            } else {
                match quoted(rest, self.delimiter, false, &mut |_| {}) {
                    Some(len) => len,
                    None => break,
                }
            };
            end += len;
        }
        end
    }

    /// A quoted field that began before so many bytes without a quote is closed, or never will be.
    fn sure(&self, text: &[u8]) -> usize {
        let end = last_line_end(text);
        let is_sure = !self.has_quotes
            || end
                .checked_sub(MAX_QUOTED_BYTES)
                .and_then(|from| text.get(from..end))
                .is_some_and(|before| memchr(b'"', before).is_none());
        if is_sure { end } else { 0 }
    }
}

/// Hands each field of the record at the head of a text to `take`; the record's length with its line end. `None` if the text
/// is cut off (`is_whole` is false) before the record's end is sure.
fn quoted<'a>(text: &'a [u8], delimiter: u8, is_whole: bool, take: &mut impl FnMut(&'a [u8])) -> Option<usize> {
    let mut at = 0;
    loop {
        let rest = text.get(at..).unwrap_or_default();
        let (field, after) = match closing(rest, delimiter, is_whole) {
            Closing::At(end) => (rest.get(1..end), end + 1),
            Closing::None => (None, 0),
            Closing::CutOff => return None,
        };
        let to_end = memchr2(delimiter, b'\n', rest.get(after..).unwrap_or_default());
        let end = match to_end {
            Some(n) => after + n,
            None if is_whole => rest.len(),
            None => return None,
        };
        let plain = rest.get(..end).unwrap_or_default();
        let is_last = rest.get(end) != Some(&delimiter);
        let plain = if is_last { plain.strip_suffix(b"\r").unwrap_or(plain) } else { plain };
        take(field.unwrap_or(plain));
        at += end + 1;
        if is_last {
            return Some(at.min(text.len()));
        }
    }
}

enum Closing {
    /// The closing quote stands here.
    At(usize),
    /// The field is not quoted, or never closed.
    None,
    /// The text ends before that is sure.
    CutOff,
}

/// Where the quoted field at the head of a text is closed.
fn closing(text: &[u8], delimiter: u8, is_whole: bool) -> Closing {
    if text.first() != Some(&b'"') {
        return Closing::None;
    }
    let mut at = 1;
    loop {
        let window = text.get(at..text.len().min(MAX_QUOTED_BYTES)).unwrap_or_default();
        let Some(n) = memchr(b'"', window) else {
            return if is_whole || text.len() >= MAX_QUOTED_BYTES { Closing::None } else { Closing::CutOff };
        };
        let quote = at + n;
        match (text.get(quote + 1), text.get(quote + 2)) {
            (Some(b'"'), _) => at = quote + 2,
            (Some(b'\n'), _) | (Some(b'\r'), Some(b'\n')) => return Closing::At(quote),
            (Some(next), _) if *next == delimiter => return Closing::At(quote),
            (None, _) | (Some(b'\r'), None) => return if is_whole { Closing::At(quote) } else { Closing::CutOff },
            _ => return Closing::None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const COMMA: Dialect = Dialect { delimiter: b',', has_quotes: true };

    /// Each record as `line: field|field`.
    fn records(text: &str) -> Vec<String> {
        let mut records = Records::new(text.as_bytes(), COMMA, 100);
        let mut fields = Vec::new();
        let mut found = Vec::new();
        while let Some(line) = records.next(&mut fields) {
            let fields: Vec<_> = fields.iter().map(|field| String::from_utf8_lossy(field)).collect();
            found.push(format!("{line}: {}", fields.join("|")));
        }
        found
    }

    proptest::proptest! {
        #[test]
        fn lines_are_split_as_they_always_were(line in "[a,\\x2b-\\x2d\\xac\u{42c} ]{0,200}", n_wanted in 0_usize..40) {
            let mut fields = Vec::new();
            let (whole, after) = split(line.as_bytes(), b',', n_wanted, &mut fields);
            proptest::prop_assert_eq!((whole, after), (line.as_bytes(), &b""[..]));
            let expected: Vec<&[u8]> = line.as_bytes().split(|byte| *byte == b',').take(n_wanted).collect();
            proptest::prop_assert_eq!(fields, expected);
        }
    }

    #[test]
    fn plain_lines_and_their_numbers() {
        assert_eq!(records("a,b\r\n\n1,\n,\n2"), ["1: a|b", "3: 1|", "4: |", "5: 2"]);
    }

    #[test]
    fn quotes_hold_delimiters_and_line_ends() {
        assert_eq!(
            records("\"a\",\"b, c\"\r\n\"two\nlines\",x\n3,\"say \"\"hi\"\"\"\n4"),
            ["1: a|b, c", "2: two\nlines|x", "4: 3|say \"\"hi\"\"", "5: 4"]
        );
    }

    #[test]
    fn a_stray_quote_is_a_character() {
        assert_eq!(records("1,JOE\"S\n2,\"OPEN\n3,x"), ["1: 1|JOE\"S", "2: 2|\"OPEN", "3: 3|x"]);
        assert_eq!(records("1,\"A\" B,2\n3"), ["1: 1|\"A\" B|2", "2: 3"]);
    }

    #[test]
    fn a_cut_off_text_ends_with_its_last_whole_record() {
        assert_eq!(COMMA.last(b"1,2\n3,4"), 4);
        assert_eq!(COMMA.last(b"1,\"2\n3\",4\n5"), 10);
        assert_eq!(COMMA.last(b"1,2\n1,\"2\n3"), 4);
        assert_eq!(COMMA.last(b"1,2\n1,\"2\""), 4);
        let unclosed = [b"1,2\n1,\"2\n".as_slice(), &vec![b'x'; MAX_QUOTED_BYTES], b"\n3"].concat();
        assert_eq!(COMMA.last(&unclosed), unclosed.len() - 1);
        assert_eq!(COMMA.last(b"no line end"), 0);
    }

    #[test]
    fn a_line_end_is_sure_where_no_quote_stands_near_before_it() {
        let lines = "1,2\n".repeat(MAX_QUOTED_BYTES / 4);
        assert_eq!(COMMA.sure(format!("{lines}5,").as_bytes()), MAX_QUOTED_BYTES);
        assert_eq!(COMMA.sure(lines.get(4..).unwrap().as_bytes()), 0, "a quote may stand just before");
        assert_eq!(COMMA.sure(format!("\"{lines}").as_bytes()), MAX_QUOTED_BYTES + 1);
        assert_eq!(COMMA.sure(format!("{lines}5,\"6\n7\",8\n").as_bytes()), 0);
        let plain = Dialect { has_quotes: false, ..COMMA };
        assert_eq!(plain.sure(b"\"1,2\n3"), 5);
    }
}
