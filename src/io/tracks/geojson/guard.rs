//! A limit to how long one JSON string may be, before a parser gathers it in memory.

use std::io::{self, Read};

use memchr::memchr2;

/// No string in a file of tracks comes near this.
const MAX_STRING_BYTES: usize = 8 << 20;

/// Passes bytes on and fails inside a string that is too long.
pub(super) struct StringGuard<R> {
    inner: R,
    is_in_string: bool,
    is_escaped: bool,
    length: usize,
}

impl<R> StringGuard<R> {
    pub(super) const fn new(inner: R) -> Self {
        Self { inner, is_in_string: false, is_escaped: false, length: 0 }
    }

    fn watch(&mut self, mut bytes: &[u8]) -> bool {
        while let Some((first, rest)) = bytes.split_first() {
            if !self.is_in_string {
                let Some(quote) = memchr::memchr(b'"', bytes) else { return true };
                bytes = bytes.get(quote + 1..).unwrap_or_default();
                (self.is_in_string, self.length) = (true, 0);
            } else if self.is_escaped {
                self.is_escaped = false;
                bytes = rest;
            } else if *first == b'\\' {
                self.is_escaped = true;
                bytes = rest;
            } else if *first == b'"' {
                self.is_in_string = false;
                bytes = rest;
            } else {
                let run = memchr2(b'"', b'\\', bytes).unwrap_or(bytes.len());
                self.length += run;
                bytes = bytes.get(run..).unwrap_or_default();
            }
            self.length += 1;
            if self.is_in_string && self.length > MAX_STRING_BYTES {
                return false;
            }
        }
        true
    }
}

impl<R: Read> Read for StringGuard<R> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buf)?;
        if self.watch(buf.get(..n).unwrap_or_default()) {
            return Ok(n);
        }
        Err(io::Error::new(
            io::ErrorKind::InvalidData,
            format!("a text in it is longer than {} MiB", MAX_STRING_BYTES >> 20),
        ))
    }
}
