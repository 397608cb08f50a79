//! One page of a column: unpacked within bounds, its values handed out one by one.
//!
//! Owns the encodings. Nothing grows with the number of values that a page claims. Start at [`Page::next`].

use std::io::Read as _;

use super::bits::{Delta, Hybrid};
use super::footer::Physical;
use super::thrift::{Broken, Thrift};

/// The largest page, unpacked, and the largest header of one.
pub(super) const MAX_PAGE_BYTES: usize = 256 << 20;

/// What is wrong with a page.
#[derive(Debug)]
pub(super) enum Fault {
    Io(std::io::Error),
    /// As the rest of a sentence.
    Why(&'static str),
}

impl From<Broken> for Fault {
    fn from(_: Broken) -> Self {
        Self::Why("the header of a page is broken")
    }
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Io(error) => error.fmt(f),
            Self::Why(why) => f.write_str(why),
        }
    }
}

const CUT_SHORT: Fault = Fault::Why("a page ends before its values do");

/// What a page's header says.
#[derive(Debug, Default)]
pub(super) struct Header {
    pub(super) kind: i64,
    pub(super) unpacked: usize,
    pub(super) packed: usize,
    pub(super) n_values: u64,
    encoding: i64,
    level_encoding: i64,
    /// Of a page of the second version: how long its levels are, which are not packed.
    level_bytes: Option<(usize, usize)>,
    is_plain: bool,
}

pub(super) const DATA: i64 = 0;
pub(super) const DICTIONARY: i64 = 2;
pub(super) const DATA_2: i64 = 3;

impl Header {
    /// Reads a header, and how long it is.
    pub(super) fn parse(bytes: &[u8]) -> Result<(Self, usize), Broken> {
        let mut header = Self { level_encoding: 3, ..Self::default() };
        let mut thrift = Thrift::new(bytes);
        let size = |size: i64| usize::try_from(size).map_err(|_negative| Broken);
        thrift.fields(|thrift, id, _| {
            match id {
                1 => header.kind = thrift.int()?,
                2 => header.unpacked = size(thrift.int()?)?,
                3 => header.packed = size(thrift.int()?)?,
                5 | 7 => thrift.fields(|thrift, id, _| {
                    match id {
                        1 => header.n_values = u64::try_from(thrift.int()?).map_err(|_negative| Broken)?,
                        2 => header.encoding = thrift.int()?,
                        3 if header.kind == DATA => header.level_encoding = thrift.int()?,
                        _ => return Ok(false),
                    }
                    Ok(true)
                })?,
                8 => {
                    let (mut definition, mut repetition) = (0, 0);
                    thrift.fields(|thrift, id, kind| {
                        match id {
                            1 => header.n_values = u64::try_from(thrift.int()?).map_err(|_negative| Broken)?,
                            4 => header.encoding = thrift.int()?,
                            5 => definition = size(thrift.int()?)?,
                            6 => repetition = size(thrift.int()?)?,
                            7 => header.is_plain = !Thrift::is_true(kind),
                            _ => return Ok(false),
                        }
                        Ok(true)
                    })?;
                    header.level_bytes = Some((definition, repetition));
                }
                _ => return Ok(false),
            }
            Ok(true)
        })?;
        Ok((header, thrift.at()))
    }

    /// Unpacks what follows the header.
    pub(super) fn unpack(&self, bytes: Vec<u8>, codec: i64) -> Result<Vec<u8>, Fault> {
        let (definition, repetition) = self.level_bytes.unwrap_or_default();
        let n_levels = definition.saturating_add(repetition);
        if codec == 0 || self.is_plain {
            return Ok(bytes);
        }
        let (levels, values) = bytes.split_at_checked(n_levels).ok_or(CUT_SHORT)?;
        let len = self.unpacked.checked_sub(n_levels).ok_or(CUT_SHORT)?;
        let values = if len == 0 { Vec::new() } else { unpacked(values, codec, len)? };
        Ok(if levels.is_empty() { values } else { [levels, &values].concat() })
    }
}

/// Unpacks to exactly so many bytes.
fn unpacked(bytes: &[u8], codec: i64, len: usize) -> Result<Vec<u8>, Fault> {
    const DAMAGED: Fault = Fault::Why("a page cannot be unpacked: it is damaged");
    let mut out = Vec::new();
    match codec {
        1 => {
            if snap::raw::decompress_len(bytes).ok() != Some(len) {
                return Err(DAMAGED);
            }
            out.resize(len, 0);
            snap::raw::Decoder::new().decompress(bytes, &mut out).map_err(|_damaged| DAMAGED)?;
        }
        2 => {
            let unpacker = flate2::read::MultiGzDecoder::new(bytes);
            unpacker.take(len as u64 + 1).read_to_end(&mut out).map_err(|_damaged| DAMAGED)?;
        }
        6 => out = zstd::bulk::decompress(bytes, len).map_err(|_damaged| DAMAGED)?,
        7 => {
            out.resize(len, 0);
            let n = lz4_flex::block::decompress_into(bytes, &mut out).map_err(|_damaged| DAMAGED)?;
            out.truncate(n);
        }
        3 => {
            return Err(Fault::Why(
                "its pages are packed with LZO, which is not read; Snappy, gzip, Zstandard and LZ4 are",
            ));
        }
        4 => {
            return Err(Fault::Why(
                "its pages are packed with Brotli, which is not read; Snappy, gzip, Zstandard and LZ4 are",
            ));
        }
        5 => return Err(Fault::Why("its pages are packed with Hadoop's own LZ4, which is not read; LZ4_RAW is")),
        _ => return Err(Fault::Why("its pages are packed in a way that is not known")),
    }
    if out.len() == len { Ok(out) } else { Err(DAMAGED) }
}

/// One value as it lies in a page.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Value<'a> {
    Nothing,
    Truth(bool),
    Int(i64),
    Float(f64),
    Bytes(&'a [u8]),
}

/// The values that a chunk's pages refer to by number.
#[derive(Debug, Default)]
pub(super) struct Dictionary {
    bytes: Vec<u8>,
    /// Where each value lies, if they are not all of one length.
    spans: Vec<(u32, u32)>,
}

impl Dictionary {
    /// From the unpacked bytes of its page.
    pub(super) fn new(bytes: Vec<u8>, physical: Physical) -> Self {
        let mut spans = Vec::new();
        if physical == Physical::Bytes {
            let mut at = 0;
            while let Some((start, end)) = length_prefixed(&bytes, at) {
                spans.extend(u32::try_from(start).ok().zip(u32::try_from(end).ok()));
                at = end;
            }
        }
        Self { bytes, spans }
    }

    /// How much memory it takes.
    pub(super) fn n_bytes(&self) -> usize {
        self.bytes.len() + self.spans.len() * size_of::<(u32, u32)>()
    }

    fn value(&self, idx: u32, physical: Physical) -> Option<Value<'_>> {
        let idx = usize::try_from(idx).ok()?;
        if physical == Physical::Bytes {
            let (start, end) = *self.spans.get(idx)?;
            return self.bytes.get(start as usize..end as usize).map(Value::Bytes);
        }
        plain(&self.bytes, idx.checked_mul(width(physical)?)?, physical).map(|(value, _)| value)
    }
}

fn length_prefixed(bytes: &[u8], at: usize) -> Option<(usize, usize)> {
    let len = u32::from_le_bytes(*bytes.get(at..)?.first_chunk()?);
    let start = at + 4;
    let end = start.checked_add(usize::try_from(len).ok()?)?;
    (end <= bytes.len()).then_some((start, end))
}

fn width(physical: Physical) -> Option<usize> {
    Some(match physical {
        Physical::Int32 | Physical::Float => 4,
        Physical::Int64 | Physical::Double => 8,
        Physical::Int96 => 12,
        Physical::Fixed(n) => n,
        Physical::Boolean | Physical::Bytes => return None,
    })
}

/// A value that lies at a place as it is, and where the next one lies.
fn plain(bytes: &[u8], at: usize, physical: Physical) -> Option<(Value<'_>, usize)> {
    let rest = bytes.get(at..)?;
    let value = match physical {
        Physical::Int32 => Value::Int(i64::from(i32::from_le_bytes(*rest.first_chunk()?))),
        Physical::Int64 => Value::Int(i64::from_le_bytes(*rest.first_chunk()?)),
        Physical::Float => Value::Float(f64::from(f32::from_le_bytes(*rest.first_chunk()?))),
        Physical::Double => Value::Float(f64::from_le_bytes(*rest.first_chunk()?)),
        Physical::Int96 => Value::Bytes(rest.get(..12)?),
        Physical::Fixed(n) => Value::Bytes(rest.get(..n)?),
        Physical::Bytes => {
            let (start, end) = length_prefixed(bytes, at)?;
            return Some((Value::Bytes(bytes.get(start..end)?), end));
        }
        Physical::Boolean => return None,
    };
    Some((value, at + width(physical)?))
}

/// How the values of a page are encoded, and how far they were read.
#[derive(Debug)]
enum Encoding {
    Plain(usize),
    Bits(u64),
    Runs(Hybrid),
    Dictionary(Hybrid),
    Delta(Delta),
    Lengths {
        lengths: Delta,
        at: usize,
    },
    Prefixes {
        prefixes: Delta,
        lengths: Delta,
        at: usize,
        last: Vec<u8>,
    },
    /// The first bytes of all values, then the second ones, …
    Split {
        start: usize,
        n: usize,
        idx: usize,
        value: [u8; 16],
    },
}

/// A page of values.
#[derive(Debug)]
pub(super) struct Page {
    bytes: Vec<u8>,
    n_left: u64,
    levels: Option<Hybrid>,
    max_definition: u32,
    physical: Physical,
    encoding: Encoding,
}

impl Page {
    /// From the unpacked bytes of a data page.
    pub(super) fn new(header: &Header, bytes: Vec<u8>, physical: Physical, max_definition: u32) -> Result<Self, Fault> {
        let level_width = u32::BITS - max_definition.leading_zeros();
        let (levels, start) = match header.level_bytes {
            Some((definition, repetition)) => {
                let start = repetition.checked_add(definition).ok_or(CUT_SHORT)?;
                let levels = Hybrid::new(repetition, start, level_width);
                ((max_definition > 0).then_some(levels), start)
            }
            None if max_definition == 0 => (None, 0),
            None if header.level_encoding != 3 => {
                return Err(Fault::Why("its pages have levels in an encoding that is no longer used"));
            }
            None => {
                let (start, end) = length_prefixed(&bytes, 0).ok_or(CUT_SHORT)?;
                (Some(Hybrid::new(start, end, level_width)), end)
            }
        };
        let encoding = encoding(header, &bytes, start, physical)?;
        Ok(Self { bytes, n_left: header.n_values, levels, max_definition, physical, encoding })
    }

    /// How much memory it takes.
    pub(super) fn n_bytes(&self) -> usize {
        self.bytes.len()
    }

    /// Whether all its values were handed out.
    pub(super) const fn is_done(&self) -> bool {
        self.n_left == 0
    }

    /// The next value.
    pub(super) fn next<'a>(&'a mut self, dictionary: &'a Dictionary) -> Result<Value<'a>, Fault> {
        self.n_left = self.n_left.saturating_sub(1);
        if let Some(levels) = &mut self.levels
            && levels.next(&self.bytes).ok_or(CUT_SHORT)? < self.max_definition
        {
            return Ok(Value::Nothing);
        }
        self.value(dictionary).ok_or(CUT_SHORT)
    }

    fn value<'a>(&'a mut self, dictionary: &'a Dictionary) -> Option<Value<'a>> {
        let bytes = &*self.bytes;
        match &mut self.encoding {
            Encoding::Plain(at) => {
                let (value, next) = plain(bytes, *at, self.physical)?;
                *at = next;
                Some(value)
            }
            Encoding::Bits(bit) => {
                let byte = bytes.get(usize::try_from(*bit / 8).ok()?)?;
                let value = byte >> (*bit % 8) & 1 == 1;
                *bit += 1;
                Some(Value::Truth(value))
            }
            Encoding::Runs(runs) => Some(Value::Truth(runs.next(bytes)? == 1)),
            Encoding::Dictionary(indices) => dictionary.value(indices.next(bytes)?, self.physical),
            Encoding::Delta(delta) => {
                let value = delta.next(bytes)?;
                // Differences of 32 bits may wrap.
                #[expect(clippy::cast_possible_truncation, reason = "that is how such a column is meant")]
                Some(Value::Int(if self.physical == Physical::Int32 { i64::from(value as i32) } else { value }))
            }
            Encoding::Lengths { lengths, at } => {
                let len = usize::try_from(lengths.next(bytes)?).ok()?;
                let value = bytes.get(*at..at.checked_add(len)?)?;
                *at += len;
                Some(Value::Bytes(value))
            }
            Encoding::Prefixes { prefixes, lengths, at, last } => {
                let keep = usize::try_from(prefixes.next(bytes)?).ok()?;
                let len = usize::try_from(lengths.next(bytes)?).ok()?;
                let rest = bytes.get(*at..at.checked_add(len)?)?;
                if keep > last.len() || keep.saturating_add(len) > MAX_PAGE_BYTES {
                    return None;
                }
                last.truncate(keep);
                last.extend_from_slice(rest);
                *at += len;
                Some(Value::Bytes(last))
            }
            Encoding::Split { start, n, idx, value } => {
                let width = width(self.physical)?;
                for (place, byte) in value.iter_mut().take(width).enumerate() {
                    *byte = *bytes.get(*start + place * *n + *idx)?;
                }
                *idx += 1;
                plain(value, 0, self.physical).map(|(value, _)| value)
            }
        }
    }
}

fn encoding(header: &Header, bytes: &[u8], start: usize, physical: Physical) -> Result<Encoding, Fault> {
    let delta = |at| Delta::new(bytes, at).ok_or(CUT_SHORT);
    Ok(match header.encoding {
        0 if physical == Physical::Boolean => Encoding::Bits(start as u64 * 8),
        0 => Encoding::Plain(start),
        2 | 8 => match bytes.get(start) {
            Some(width) => Encoding::Dictionary(Hybrid::new(start + 1, bytes.len(), u32::from(*width))),
            // A page without a single value that is there.
            None => Encoding::Plain(start),
        },
        3 if physical == Physical::Boolean => {
            let (start, end) = length_prefixed(bytes, start).ok_or(CUT_SHORT)?;
            Encoding::Runs(Hybrid::new(start, end, 1))
        }
        5 if matches!(physical, Physical::Int32 | Physical::Int64) => Encoding::Delta(delta(start)?),
        6 if physical == Physical::Bytes => {
            let lengths = delta(start)?;
            let at = lengths.end(bytes).ok_or(CUT_SHORT)?;
            Encoding::Lengths { lengths, at }
        }
        7 if matches!(physical, Physical::Bytes | Physical::Fixed(_)) => {
            let prefixes = delta(start)?;
            let lengths = delta(prefixes.end(bytes).ok_or(CUT_SHORT)?)?;
            let at = lengths.end(bytes).ok_or(CUT_SHORT)?;
            Encoding::Prefixes { prefixes, lengths, at, last: Vec::new() }
        }
        9 if width(physical).is_some_and(|width| width <= 16) => {
            let n = bytes.len().saturating_sub(start) / width(physical).unwrap_or(1);
            Encoding::Split { start, n, idx: 0, value: [0; 16] }
        }
        _ => return Err(Fault::Why("its values are in an encoding that is not read")),
    })
}
