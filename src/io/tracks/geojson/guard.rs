//! What a parser must be kept from: a string too long to gather in memory, and a number that no float can hold.
//!
//! `serde_json` ends at such a number, and nothing after it could be read. It is made smaller on its way in, to what no
//! coordinate, speed or moment can be, so that its feature is skipped and the next is read. Start at [`Guard`].

use std::io::{self, Read};

use memchr::memchr2;

/// No string in a file of tracks comes near this.
const MAX_STRING_BYTES: usize = 8 << 20;

/// The most digits before the point that are passed on; with two digits of exponent a float holds them (below 1.8e308).
const MAX_DIGITS: u32 = 200;
/// With no more digits than this before the point, a float holds them times 1e299.
const FEW_DIGITS: u32 = 9;

/// Passes bytes on, makes numbers smaller, and fails inside a string that is too long.
pub(super) struct Guard<R> {
    inner: R,
    is_in_string: bool,
    is_escaped: bool,
    length: usize,
    number: Number,
}

/// How far into a number the bytes have come.
#[derive(Clone, Copy, Default)]
enum Number {
    #[default]
    None,
    Mantissa {
        n_digits: u32,
        is_fraction: bool,
    },
    Exponent {
        n_digits: u32,
        is_negative: bool,
        /// The first digit that is not zero, and how many were passed on from there.
        first: u8,
        n_kept: u32,
    },
}

impl Number {
    /// Takes one byte outside strings, and blanks it if the number would be too large with it.
    fn take(&mut self, byte: &mut u8) {
        match (&mut *self, *byte) {
            (Self::None, b'0'..=b'9') => *self = Self::Mantissa { n_digits: 1, is_fraction: false },
            (Self::Mantissa { n_digits, is_fraction: false }, b'0'..=b'9') => {
                *n_digits = n_digits.saturating_add(1);
                if *n_digits > MAX_DIGITS {
                    *byte = b' ';
                }
            }
            (Self::Mantissa { n_digits, .. }, b'0'..=b'9' | b'.' | b'e' | b'E' | b'+' | b'-')
                if *n_digits > MAX_DIGITS =>
            {
                *byte = b' ';
            }
            (Self::Mantissa { is_fraction, .. }, b'.') => *is_fraction = true,
            (Self::Mantissa { is_fraction: true, .. } | Self::Exponent { is_negative: true, .. }, b'0'..=b'9')
            | (Self::Exponent { .. }, b'+') => {}
            (Self::Mantissa { n_digits, .. }, b'e' | b'E') => {
                *self = Self::Exponent { n_digits: *n_digits, is_negative: false, first: 0, n_kept: 0 };
            }
            (Self::Exponent { is_negative, .. }, b'-') => *is_negative = true,
            (Self::Exponent { n_digits, is_negative: false, first, n_kept }, digit @ b'0'..=b'9') => {
                if *n_kept == 0 {
                    *first = digit;
                }
                let most = if *first <= b'2' && *n_digits <= FEW_DIGITS { 3 } else { 2 };
                if *n_kept == most {
                    *byte = b' ';
                } else if *first != b'0' {
                    *n_kept += 1;
                }
            }
            _ => *self = Self::None,
        }
    }
}

impl<R> Guard<R> {
    pub(super) const fn new(inner: R) -> Self {
        Self { inner, is_in_string: false, is_escaped: false, length: 0, number: Number::None }
    }

    fn watch(&mut self, mut bytes: &mut [u8]) -> bool {
        while let Some(first) = bytes.first().copied() {
            let n_seen = if !self.is_in_string {
                let quote = memchr::memchr(b'"', bytes);
                let until = quote.unwrap_or(bytes.len());
                bytes.iter_mut().take(until).for_each(|byte| match byte {
                    // What RFC 8142 puts before each feature is white space here.
                    0x1e => *byte = b' ',
                    byte => self.number.take(byte),
                });
                if quote.is_some() {
                    (self.is_in_string, self.length, self.number) = (true, 0, Number::None);
                }
                until + usize::from(quote.is_some())
            } else if self.is_escaped {
                self.is_escaped = false;
                1
            } else if first == b'\\' {
                self.is_escaped = true;
                1
            } else if first == b'"' {
                self.is_in_string = false;
                1
            } else {
                let run = memchr2(b'"', b'\\', bytes).unwrap_or(bytes.len());
                self.length += run;
                run
            };
            self.length += 1;
            if self.is_in_string && self.length > MAX_STRING_BYTES {
                return false;
            }
            bytes = bytes.get_mut(n_seen..).unwrap_or_default();
        }
        true
    }
}

impl<R: Read> Read for Guard<R> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buf)?;
        if self.watch(buf.get_mut(..n).unwrap_or_default()) {
            return Ok(n);
        }
        Err(io::Error::new(
            io::ErrorKind::InvalidData,
            format!("a text in it is longer than {} MiB", MAX_STRING_BYTES >> 20),
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Read whole and byte by byte.
    #[track_caller]
    fn guarded(text: &str) -> String {
        let mut whole = String::new();
        Guard::new(text.as_bytes()).read_to_string(&mut whole).expect("no long string");
        let mut guard = Guard::new(text.as_bytes());
        let mut bytes = Vec::new();
        let mut byte = [0];
        while guard.read(&mut byte).is_ok_and(|n| n > 0) {
            bytes.extend(byte);
        }
        assert_eq!(String::from_utf8(bytes).expect("text"), whole);
        whole
    }

    #[test]
    fn only_numbers_that_are_too_large_are_changed() {
        for same in [
            "[-125.1234567,38.2,0.5e-400,1E+20,12e299,0e0000007,1516060800000]",
            "{\"a1e999\":\"1e999 \\\" 1e999\",\"b\":true,\"c\":null}",
            &format!("0.{}", "3".repeat(1000)),
        ] {
            assert_eq!(guarded(same), same);
        }
        for (text, tamed) in [
            ("[1e999,2]", "[1e99 ,2]"),
            ("-1.5E+0400", "-1.5E+040 "),
            ("1e2999", "1e299 "),
            ("1234567890e299", "1234567890e29 "),
        ] {
            assert_eq!(guarded(text), tamed);
        }
        for large in [
            "999999999e299",
            "1e999999",
            "1e309",
            &"9".repeat(400),
            &format!("{}.5e+300", "9".repeat(250)),
            &format!("{}e108", "9".repeat(199)),
        ] {
            let number: f64 = serde_json::from_str(&guarded(large)).expect("a number");
            assert!(number >= 1e30, "{large}: {number}");
        }
    }
}
