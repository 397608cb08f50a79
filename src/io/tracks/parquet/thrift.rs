//! Thrift's compact protocol, as far as Parquet's footers and page headers use it.
//!
//! Owns the bounds: nothing is asked of memory that is not there in bytes, and nesting ends. Start at [`Thrift::fields`].
//!
//! # Source
//! <https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md>

/// How deep structures and lists may nest.
const MAX_DEPTH: u8 = 16;

/// What is not as the protocol has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Broken;

/// The type of a field or an element, as the protocol numbers them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Kind(u8);

const TRUE: Kind = Kind(1);
const STRUCT: u8 = 12;

/// Reads values one after another.
#[derive(Clone, Debug)]
pub(super) struct Thrift<'a> {
    bytes: &'a [u8],
    at: usize,
    depth: u8,
}

impl<'a> Thrift<'a> {
    pub(super) const fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0, depth: 0 }
    }

    /// How many bytes were read.
    pub(super) const fn at(&self) -> usize {
        self.at
    }

    /// Reads a structure: `take` reads the value of each field it knows and says so; the others are skipped.
    pub(super) fn fields(
        &mut self,
        mut take: impl FnMut(&mut Self, i64, Kind) -> Result<bool, Broken>,
    ) -> Result<(), Broken> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(Broken);
        }
        let mut id = 0_i64;
        loop {
            let head = self.byte()?;
            if head == 0 {
                break;
            }
            id = if head >> 4 == 0 { self.int()? } else { id.checked_add(i64::from(head >> 4)).ok_or(Broken)? };
            let kind = Kind(head & 0x0f);
            let before = self.at;
            if !take(self, id, kind)? {
                self.at = before;
                self.skip(kind)?;
            }
        }
        self.depth -= 1;
        Ok(())
    }

    /// Reads a list, handing on the reader for each element.
    pub(super) fn list(&mut self, mut take: impl FnMut(&mut Self, Kind) -> Result<(), Broken>) -> Result<(), Broken> {
        let head = self.byte()?;
        let n = if head >> 4 == 15 { self.varint()? } else { u64::from(head >> 4) };
        let kind = Kind(head & 0x0f);
        self.has_room_for(n)?;
        (0..n).try_for_each(|_| take(self, kind))
    }

    /// A whole number.
    pub(super) fn int(&mut self) -> Result<i64, Broken> {
        let zigzag = self.varint()?;
        Ok((zigzag >> 1).cast_signed() ^ -((zigzag & 1).cast_signed()))
    }

    /// Bytes, or a text.
    pub(super) fn binary(&mut self) -> Result<&'a [u8], Broken> {
        let len = usize::try_from(self.varint()?).map_err(|_too_large| Broken)?;
        let end = self.at.checked_add(len).ok_or(Broken)?;
        let bytes = self.bytes.get(self.at..end).ok_or(Broken)?;
        self.at = end;
        Ok(bytes)
    }

    /// A text; what is not UTF-8 in it is replaced.
    pub(super) fn text(&mut self) -> Result<String, Broken> {
        Ok(String::from_utf8_lossy(self.binary()?).into_owned())
    }

    /// Whether a field of truth is true: its type says so.
    pub(super) fn is_true(kind: Kind) -> bool {
        kind == TRUE
    }

    fn byte(&mut self) -> Result<u8, Broken> {
        let byte = self.bytes.get(self.at).copied().ok_or(Broken)?;
        self.at += 1;
        Ok(byte)
    }

    fn varint(&mut self) -> Result<u64, Broken> {
        let mut value = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            value |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Ok(value);
            }
        }
        Err(Broken)
    }

    fn skip(&mut self, kind: Kind) -> Result<(), Broken> {
        match kind.0 {
            1 | 2 => Ok(()),
            3 => self.byte().map(drop),
            4..=6 => self.varint().map(drop),
            7 => self.pass(8),
            8 => self.binary().map(drop),
            9 | 10 => self.deeper(|thrift| thrift.list(Self::skip_element)),
            11 => self.deeper(|thrift| {
                let n = thrift.varint()?;
                if n == 0 {
                    return Ok(());
                }
                let kinds = thrift.byte()?;
                thrift.has_room_for(n)?;
                (0..n).try_for_each(|_| {
                    thrift.skip_element(Kind(kinds >> 4))?;
                    thrift.skip_element(Kind(kinds & 0x0f))
                })
            }),
            STRUCT => self.fields(|_, _, _| Ok(false)),
            13 => self.pass(16),
            _ => Err(Broken),
        }
    }

    /// Truth is in a field's type, but an element of its own in a list or a map.
    fn skip_element(&mut self, kind: Kind) -> Result<(), Broken> {
        if matches!(kind.0, 1 | 2) { self.pass(1) } else { self.skip(kind) }
    }

    /// Whether so many elements may follow: each takes a byte at least.
    const fn has_room_for(&self, n: u64) -> Result<(), Broken> {
        if n > self.bytes.len().saturating_sub(self.at) as u64 { Err(Broken) } else { Ok(()) }
    }

    fn pass(&mut self, n: usize) -> Result<(), Broken> {
        self.at += n;
        if self.at <= self.bytes.len() { Ok(()) } else { Err(Broken) }
    }

    fn deeper(&mut self, read: impl FnOnce(&mut Self) -> Result<(), Broken>) -> Result<(), Broken> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(Broken);
        }
        read(self)?;
        self.depth -= 1;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A structure with one field of a map, as its bytes stand.
    fn skipped(map: &[u8]) -> Result<usize, Broken> {
        let bytes = [&[0x1b], map, &[0]].concat();
        let mut thrift = Thrift::new(&bytes);
        thrift.fields(|_, _, _| Ok(false)).map(|()| thrift.at())
    }

    #[test]
    fn maps_are_passed_over_whatever_they_hold() {
        // Two entries of truth to truth, a byte each; one of a byte to a text.
        assert_eq!(skipped(&[2, 0x11, 1, 2, 2, 1]), Ok(8));
        assert_eq!(skipped(&[1, 0x38, 7, 2, b'a', b'b']), Ok(8));
        assert_eq!(skipped(&[0]), Ok(3));
    }

    #[test]
    fn a_map_of_more_entries_than_there_are_bytes_is_broken_at_once() {
        let n_entries = [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f];
        for kinds in [0x11, 0x12, 0x33, 0xcc] {
            assert_eq!(skipped(&[&n_entries[..], &[kinds, 1, 1, 1]].concat()), Err(Broken));
        }
    }
}
