//! A text in blocks that begin and end with whole records.
//!
//! Owns how a stream of any length passes through bounded memory: blocks are parsed on all cores while the next are read.
//! Never looks into a record. Start at [`Blocks::work`].

use std::collections::BTreeMap;
use std::io::{self, Read};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::mpsc::{self, Receiver};

use memchr::{memchr, memrchr};

use super::ReadError;
use crate::report::Progress;

/// How long a block is, and so how long a line may be.
pub(super) const BLOCK_BYTES: usize = 512 << 10;
/// How many blocks in a row, a stretch, are parsed as one: what their vessels say of themselves is then looked at once. Stretches of a short text are shorter,
/// so that each core has some.
const BLOCKS_AT_ONCE: [usize; 2] = [16, 32];
/// So many stretches on each core are short.
const SHORT_PER_CORE: usize = 6;
/// How many stretches each core is given: one that it parses, and another so that it need not wait for the next. More of them are text that has left the
/// processor's caches by the time it is parsed: with three an import takes some 5 % longer.
const STRETCHES_PER_CORE: usize = 2;

/// A piece of a text.
pub(super) enum Piece {
    /// Whole records.
    Records(Vec<u8>),
    /// A line longer than a block, which was passed over.
    LongLine,
}

/// Where the last whole line of a text ends, counting its line end; 0 if there is none.
pub(super) fn last_line_end(text: &[u8]) -> usize {
    memrchr(b'\n', text).map_or(0, |at| at + 1)
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

    /// Parses blocks, some in a row at once, on all cores while the next are read, and hands what came of them to `take`, in the order of the text. A record
    /// ends where `last_end` says of a text cut off anywhere. A fault in the bytes ends the text and is handed back.
    pub(super) fn work<P: Send>(
        &mut self,
        last_end: impl Fn(&[u8]) -> usize,
        progress: &Progress,
        parse: impl Fn(&[Piece]) -> P + Sync,
        mut take: impl FnMut(P) -> Result<(), ReadError>,
    ) -> Result<Option<io::Error>, ReadError> {
        progress.set_stage("reading");
        let n_cores = rayon::current_num_threads().max(1);
        let (send, receive) = mpsc::channel();
        let parse = &parse;
        rayon::in_place_scope(|scope| {
            let mut spare = Vec::new();
            let (mut n_begun, mut n_taken, mut is_at_end, mut fault) = (0_usize, 0_usize, false, None);
            // What came of later stretches than the one that is waited for.
            let mut early: BTreeMap<usize, P> = BTreeMap::new();
            loop {
                while !is_at_end && n_begun - n_taken < n_cores * STRETCHES_PER_CORE {
                    let [short, long] = BLOCKS_AT_ONCE;
                    let n_blocks = if n_begun < n_cores * SHORT_PER_CORE { short } else { long };
                    let round = self.round(&last_end, n_blocks, &mut spare, progress);
                    fault = round.fault;
                    is_at_end = round.pieces.is_empty() || fault.is_some();
                    let (pieces, send, number) = (round.pieces, send.clone(), n_begun);
                    if !pieces.is_empty() {
                        n_begun += 1;
                        scope.spawn(move |_| {
                            // A panic must reach whoever waits; where nobody does any more, the reading was given up.
                            let parsed = catch_unwind(AssertUnwindSafe(|| parse(&pieces)));
                            drop(send.send((number, parsed, pieces)));
                        });
                    }
                }
                if n_taken == n_begun {
                    break;
                }
                let (number, parsed, pieces) = waited_for(&receive);
                early.insert(number, parsed.unwrap_or_else(|panic| resume_unwind(panic)));
                spare.extend(pieces.into_iter().filter_map(|piece| match piece {
                    Piece::Records(buffer) => Some(buffer),
                    Piece::LongLine => None,
                }));
                while let Some(parsed) = early.remove(&n_taken) {
                    // Whoever parses or reads on request to stop leaves the rest.
                    progress.check()?;
                    take(parsed)?;
                    n_taken += 1;
                }
            }
            progress.check()?;
            Ok(fault)
        })
    }

    fn round(
        &mut self,
        last_end: &impl Fn(&[u8]) -> usize,
        n_blocks: usize,
        spare: &mut Vec<Vec<u8>>,
        progress: &Progress,
    ) -> Round {
        let mut pieces = Vec::with_capacity(n_blocks);
        while pieces.len() < n_blocks && !progress.is_stopped() {
            match self.next(spare.pop().unwrap_or_default(), last_end) {
                Ok(Some(piece)) => pieces.push(piece),
                Ok(None) => break,
                Err(error) => {
                    pieces.extend(self.rescue(last_end));
                    return Round { pieces, fault: Some(error) };
                }
            }
        }
        Round { pieces, fault: None }
    }

    /// The next piece, in the buffer handed in if it holds records; `None` at the end. After an error nothing more is there
    /// but what [`Blocks::rescue`] gives.
    fn next(&mut self, mut spare: Vec<u8>, last_end: &impl Fn(&[u8]) -> usize) -> io::Result<Option<Piece>> {
        if !self.is_at_end {
            self.fill()?;
        }
        if self.ahead.is_empty() {
            return Ok(None);
        }
        let end = if self.is_at_end { self.ahead.len() } else { last_end(&self.ahead) };
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
    fn rescue(&mut self, last_end: &impl Fn(&[u8]) -> usize) -> Option<Piece> {
        let end = last_end(&self.ahead);
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

/// The next message. One of the threads that do the work does some of it meanwhile: it may be what is waited for.
fn waited_for<T>(receive: &Receiver<T>) -> T {
    loop {
        if rayon::current_thread_index().is_none() {
            if let Ok(message) = receive.recv() {
                return message;
            }
        } else if let Ok(message) = receive.try_recv() {
            return message;
        } else if rayon::yield_now() != Some(rayon::Yield::Executed) {
            std::thread::yield_now();
        }
    }
}

/// Some blocks, and what stopped the reading after them.
struct Round {
    pieces: Vec<Piece>,
    fault: Option<io::Error>,
}
