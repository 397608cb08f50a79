//! A text in blocks that begin and end with whole records.
//!
//! Owns how a stream of any length passes through bounded memory. Start at [`Blocks::next`].

use std::io::{self, Read};

use memchr::memchr;

use super::record::{Dialect, last_end};

/// How long a block is, and so how long a line may be.
pub(super) const BLOCK_BYTES: usize = 512 << 10;

/// A piece of a text.
pub(super) enum Piece {
    /// Whole records.
    Records(Vec<u8>),
    /// A line longer than a block, which was passed over.
    LongLine,
}

/// Reads a text in blocks.
pub(super) struct Blocks<'a> {
    reader: &'a mut dyn Read,
    /// What was read and not yet handed out.
    ahead: Vec<u8>,
    is_at_end: bool,
}

impl<'a> Blocks<'a> {
    /// Reads the first block, to be looked at.
    pub(super) fn open(reader: &'a mut dyn Read) -> io::Result<Self> {
        let mut blocks = Self { reader, ahead: Vec::with_capacity(BLOCK_BYTES), is_at_end: false };
        match blocks.fill() {
            // What came before a fault can be read; the fault comes back when more is asked for.
            Err(error) if blocks.ahead.is_empty() => Err(error),
            _ => Ok(blocks),
        }
    }

    /// What was read and not yet handed out.
    pub(super) fn ahead(&self) -> &[u8] {
        &self.ahead
    }

    /// Whether [`Blocks::ahead`] is all there is left.
    pub(super) const fn is_at_end(&self) -> bool {
        self.is_at_end
    }

    /// Drops the first bytes of what was read ahead.
    pub(super) fn skip(&mut self, n_bytes: usize) {
        self.ahead.drain(..n_bytes.min(self.ahead.len()));
    }

    fn fill(&mut self) -> io::Result<()> {
        let missing = BLOCK_BYTES.saturating_sub(self.ahead.len());
        self.ahead.reserve_exact(missing);
        let n = (&mut *self.reader).take(missing as u64).read_to_end(&mut self.ahead)?;
        self.is_at_end = n < missing;
        Ok(())
    }

    /// The next piece, in the buffer handed in if it holds records; `None` at the end. After an error nothing more is there
    /// but what [`Blocks::rescue`] gives.
    pub(super) fn next(&mut self, mut spare: Vec<u8>, dialect: Dialect) -> io::Result<Option<Piece>> {
        if !self.is_at_end {
            self.fill()?;
        }
        if self.ahead.is_empty() {
            return Ok(None);
        }
        let end = if self.is_at_end { self.ahead.len() } else { last_end(&self.ahead, dialect) };
        if end == 0 {
            self.pass_line()?;
            return Ok(Some(Piece::LongLine));
        }
        spare.clear();
        spare.reserve_exact(BLOCK_BYTES);
        spare.extend_from_slice(self.ahead.get(end..).unwrap_or_default());
        self.ahead.truncate(end);
        Ok(Some(Piece::Records(std::mem::replace(&mut self.ahead, spare))))
    }

    /// The whole records that were read before a fault.
    pub(super) fn rescue(&mut self, dialect: Dialect) -> Option<Piece> {
        let end = last_end(&self.ahead, dialect);
        let mut records = std::mem::take(&mut self.ahead);
        records.truncate(end);
        (end > 0).then_some(Piece::Records(records))
    }

    /// Reads on to the next line.
    fn pass_line(&mut self) -> io::Result<()> {
        loop {
            if let Some(end) = memchr(b'\n', &self.ahead) {
                self.skip(end + 1);
                return Ok(());
            }
            self.ahead.clear();
            if self.is_at_end {
                return Ok(());
            }
            self.fill()?;
        }
    }
}
