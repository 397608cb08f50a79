//! A text in blocks that begin and end with whole records.
//!
//! Owns how a text of any length passes through bounded memory. What must be read from its beginning to its end (a pipe, a member of an archive, a stretch where
//! it is not sure what a record is) is read in blocks that are parsed on all cores while the next are read; of a plain file each core reads the stretch that it
//! parses, in blocks that stay in its caches. Never looks into a record. Start at [`Blocks::work`].

use std::collections::BTreeMap;
use std::io::{self, Read};
use std::ops::Deref;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::mpsc::{self, Receiver};

use memchr::{memchr, memrchr};

use super::ReadError;
use super::source::Place;
use crate::report::Progress;

/// How long a block is, and so how long a line may be.
const BLOCK_BYTES: usize = 512 << 10;
/// How many blocks in a row, a stretch, are parsed as one if they are read in order: what their vessels say of themselves is then looked at once. Stretches of a
/// short text are shorter, so that each core has some.
const BLOCKS_AT_ONCE: [usize; 2] = [16, 32];
/// So many stretches on each core are short.
const SHORT_PER_CORE: usize = 6;
/// How many stretches each core is given: one that it parses, and another so that it need not wait for the next. More of them are text that has left the
/// processor's caches by the time it is parsed: with three an import takes some 5 % longer.
const STRETCHES_PER_CORE: usize = 2;
/// How long a stretch of a plain file is at the least and at the most. It holds no text, so that it may be longer.
const STRETCH_BYTES: [usize; 2] = [1 << 20, 64 << 20];
/// Into so many stretches for each core what is left of a plain file is cut: they become shorter towards its end, so that no core waits long for another.
const STRETCHES_LEFT_PER_CORE: usize = 4;
/// How much of a plain file is looked at to find where a stretch of it may end.
const LOOKED_AT_BYTES: usize = 64 << 10;

/// Where the records of a text end.
pub(super) trait Ends: Sync {
    /// Where the last whole record ends of a text that begins with one and is cut off anywhere, counting its line end; 0 if there is none.
    fn last(&self, text: &[u8]) -> usize;

    /// As [`Ends::last`], of a text that is cut off at its beginning too: an end that is sure whatever stood before it.
    fn sure(&self, text: &[u8]) -> usize;
}

/// Each line is a record.
pub(super) struct Lines;

impl Ends for Lines {
    fn last(&self, text: &[u8]) -> usize {
        last_line_end(text)
    }

    fn sure(&self, text: &[u8]) -> usize {
        last_line_end(text)
    }
}

/// Where the last whole line of a text ends, counting its line end; 0 if there is none.
pub(super) fn last_line_end(text: &[u8]) -> usize {
    memrchr(b'\n', text).map_or(0, |at| at + 1)
}

/// A piece of a text.
pub(super) enum Piece {
    /// Whole records.
    Records(Buffer),
    /// A line longer than a block, which was passed over.
    LongLine,
}

/// Bytes that were read, in memory for a block that is used again and again: it is cleared once, not for each reading.
pub(super) struct Buffer {
    memory: Box<[u8]>,
    n_bytes: usize,
}

impl Deref for Buffer {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        self.memory.get(..self.n_bytes).unwrap_or_default()
    }
}

impl Buffer {
    fn new() -> Self {
        Self { memory: vec![0; BLOCK_BYTES].into_boxed_slice(), n_bytes: 0 }
    }

    /// An empty one: of those that can be used again, or a new one.
    fn of(spare: &mut Vec<Self>) -> Self {
        spare.pop().map_or_else(Self::new, |buffer| Self { n_bytes: 0, ..buffer })
    }

    /// Reads on until it is full; whether the text is at its end.
    fn fill(&mut self, reader: &mut dyn Read) -> io::Result<bool> {
        while let Some(room) = self.memory.get_mut(self.n_bytes..).filter(|room| !room.is_empty()) {
            match reader.read(room) {
                Ok(0) => return Ok(true),
                Ok(n) => self.n_bytes += n,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(false)
    }

    /// Keeps the first bytes, and brings the others into another buffer, which is empty.
    fn split_off(&mut self, n_bytes: usize, mut rest: Self) -> Self {
        if let Some(bytes) = self.get(n_bytes..)
            && let Some(room) = rest.memory.get_mut(..bytes.len())
        {
            room.copy_from_slice(bytes);
            rest.n_bytes = bytes.len();
        }
        self.n_bytes = self.n_bytes.min(n_bytes);
        rest
    }

    /// Drops the first bytes.
    fn skip(&mut self, n_bytes: usize) {
        let n_bytes = n_bytes.min(self.n_bytes);
        self.memory.copy_within(n_bytes..self.n_bytes, 0);
        self.n_bytes -= n_bytes;
    }
}

/// Bytes that can be read at any place, of which a stretch is read.
struct Span<'a> {
    place: Place<'a>,
    /// What is read next.
    at: u64,
    /// Where it ends, if not with the text.
    to: u64,
}

impl Span<'_> {
    /// How many bytes there still are.
    fn n_bytes(&self) -> usize {
        let end = self.to.min(self.place.from + self.place.len);
        usize::try_from(end.saturating_sub(self.at)).unwrap_or(usize::MAX)
    }
}

impl Read for Span<'_> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let room = usize::try_from(self.to.saturating_sub(self.at)).unwrap_or(usize::MAX).min(buf.len());
        let n = self.place.read_at(buf.get_mut(..room).unwrap_or_default(), self.at)?;
        self.place.progress.add_bytes(n as u64);
        self.at += n as u64;
        Ok(n)
    }
}

/// The bytes of a whole text.
enum Whole<'a> {
    /// To be read on.
    Stream(&'a mut dyn Read),
    Span(Span<'a>),
}

impl Read for Whole<'_> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Stream(reader) => reader.read(buf),
            Self::Span(span) => span.read(buf),
        }
    }
}

/// Reads a text in blocks.
pub(super) struct Blocks<'a>(Cutter<Whole<'a>>);

/// Cuts what it reads into blocks.
struct Cutter<R> {
    reader: R,
    /// What was read and not yet handed out.
    ahead: Buffer,
    is_at_end: bool,
    /// What ended the text before its time.
    fault: Option<io::Error>,
}

impl<'a> Blocks<'a> {
    /// Reads the first block, to be looked at. What follows is read from the place of the text, if it has one.
    pub(super) fn open(reader: &'a mut dyn Read, place: Option<Place<'a>>) -> io::Result<Self> {
        let mut cutter = Cutter::new(Whole::Stream(reader), Buffer::new());
        cutter.fill();
        if cutter.ahead.is_empty()
            && let Some(fault) = cutter.fault.take()
        {
            return Err(fault);
        }
        if let Some(place) = place {
            let at = place.from + cutter.ahead.len() as u64;
            cutter.reader = Whole::Span(Span { place, at, to: u64::MAX });
        }
        Ok(Self(cutter))
    }

    /// What was read and not yet handed out.
    pub(super) fn ahead(&self) -> &[u8] {
        &self.0.ahead
    }

    /// Whether [`Blocks::ahead`] is all there is left.
    pub(super) const fn is_at_end(&self) -> bool {
        self.0.is_whole()
    }

    /// Drops the first bytes of what was read ahead.
    pub(super) fn skip(&mut self, n_bytes: usize) {
        self.0.ahead.skip(n_bytes);
    }

    /// Parses stretches of the text on all cores, and hands what came of them to `take`, in the order of the text. A fault in the bytes ends the text and is
    /// handed back.
    pub(super) fn work<P: Send>(
        &mut self,
        ends: &impl Ends,
        progress: &Progress,
        parse: impl Fn(&mut Pieces<'_>) -> P + Sync,
        mut take: impl FnMut(P) -> Result<(), ReadError>,
    ) -> Result<Option<io::Error>, ReadError> {
        progress.set_stage("reading");
        let n_cores = rayon::current_num_threads().max(1);
        let (send, receive) = mpsc::channel();
        let parse = &parse;
        rayon::in_place_scope(|scope| {
            let mut spare = Vec::new();
            let (mut n_begun, mut n_taken) = (0_usize, 0_usize);
            // What came of later stretches than the one that is waited for.
            let mut early = BTreeMap::new();
            loop {
                while n_begun - n_taken < n_cores * STRETCHES_PER_CORE
                    && let Some(stretch) = self.stretch(n_begun < n_cores * SHORT_PER_CORE, ends, progress, &mut spare)
                {
                    let mut pieces = Pieces { stretch, piece: None, spare: Vec::new(), ends, progress };
                    let (send, number) = (send.clone(), n_begun);
                    n_begun += 1;
                    scope.spawn(move |_| {
                        // A panic must reach whoever waits; where nobody does any more, the reading was given up.
                        let parsed = catch_unwind(AssertUnwindSafe(|| parse(&mut pieces)));
                        drop(send.send((number, parsed, pieces.left())));
                    });
                }
                if n_taken == n_begun {
                    break;
                }
                let (number, parsed, (buffers, fault)) = waited_for(&receive);
                spare.extend(buffers);
                early.insert(number, (parsed.unwrap_or_else(|panic| resume_unwind(panic)), fault));
                while let Some((parsed, fault)) = early.remove(&n_taken) {
                    // Whoever parses or reads on request to stop leaves the rest.
                    progress.check()?;
                    take(parsed)?;
                    n_taken += 1;
                    if fault.is_some() {
                        return Ok(fault);
                    }
                }
            }
            progress.check()?;
            Ok(self.0.fault.take())
        })
    }

    /// The next stretch; `None` at the end.
    fn stretch(
        &mut self,
        is_short: bool,
        ends: &dyn Ends,
        progress: &Progress,
        spare: &mut Vec<Buffer>,
    ) -> Option<Stretch<'a>> {
        if let Some(blocks) = self.cut(ends, spare) {
            return Some(Stretch::Lying(blocks));
        }
        let [short, long] = BLOCKS_AT_ONCE;
        let n_blocks = if is_short { short } else { long };
        let mut pieces = Vec::with_capacity(n_blocks);
        while pieces.len() < n_blocks
            && !progress.is_stopped()
            && let Some(piece) = self.0.next(spare, ends)
        {
            pieces.push(piece);
        }
        (!pieces.is_empty()).then(|| Stretch::Read(pieces.into_iter()))
    }

    /// The next stretch, to be read by whoever parses it; `None` where the text has no place, or it is not sure where a record ends.
    fn cut(&mut self, ends: &dyn Ends, spare: &mut Vec<Buffer>) -> Option<Cutter<Span<'a>>> {
        let Cutter { reader: Whole::Span(span), ahead, is_at_end, .. } = &mut self.0 else { return None };
        if *is_at_end {
            return None;
        }
        let [short, long] = STRETCH_BYTES;
        let n_left = span.n_bytes();
        let n_bytes = (n_left / (rayon::current_num_threads().max(1) * STRETCHES_LEFT_PER_CORE)).clamp(short, long);
        let to = if n_bytes >= n_left {
            *is_at_end = true;
            u64::MAX
        } else {
            let from = span.at + (n_bytes - LOOKED_AT_BYTES) as u64;
            let mut looked_at = vec![0; LOOKED_AT_BYTES];
            // What cannot be read now is told when the stretch is read.
            let n = span.place.read_at(&mut looked_at, from).ok()?;
            match ends.sure(looked_at.get(..n)?) {
                0 => return None,
                end => from + end as u64,
            }
        };
        let stretch = Span { place: span.place.clone(), at: span.at, to };
        span.at = to;
        Some(Cutter::new(stretch, std::mem::replace(ahead, Buffer::of(spare))))
    }
}

impl<R: Read> Cutter<R> {
    const fn new(reader: R, ahead: Buffer) -> Self {
        Self { reader, ahead, is_at_end: false, fault: None }
    }

    /// Whether what was read and not yet handed out is all there is left.
    const fn is_whole(&self) -> bool {
        self.is_at_end && self.fault.is_none()
    }

    fn fill(&mut self) {
        if self.is_at_end {
            return;
        }
        match self.ahead.fill(&mut self.reader) {
            Ok(is_at_end) => self.is_at_end = is_at_end,
            Err(error) => {
                self.is_at_end = true;
                self.fault = Some(error);
            }
        }
    }

    /// The next piece; `None` at the end.
    fn next(&mut self, spare: &mut Vec<Buffer>, ends: &dyn Ends) -> Option<Piece> {
        self.fill();
        if self.ahead.is_empty() {
            return None;
        }
        // Before a fault, whole records are read.
        let end = if self.is_whole() { self.ahead.len() } else { ends.last(&self.ahead) };
        if end == 0 {
            return self.pass_line().then_some(Piece::LongLine);
        }
        let rest = self.ahead.split_off(end, Buffer::of(spare));
        Some(Piece::Records(std::mem::replace(&mut self.ahead, rest)))
    }

    /// Reads on to the next line, if there is no fault before it.
    fn pass_line(&mut self) -> bool {
        loop {
            if let Some(end) = memchr(b'\n', &self.ahead) {
                self.ahead.skip(end + 1);
                return true;
            }
            self.ahead.skip(BLOCK_BYTES);
            if self.is_at_end {
                return self.fault.is_none();
            }
            self.fill();
        }
    }
}

/// A stretch of a text, piece by piece.
pub(super) struct Pieces<'a> {
    stretch: Stretch<'a>,
    /// The piece that was handed out last.
    piece: Option<Piece>,
    spare: Vec<Buffer>,
    ends: &'a dyn Ends,
    progress: &'a Progress,
}

enum Stretch<'a> {
    /// What was read.
    Read(std::vec::IntoIter<Piece>),
    /// What is still to be read.
    Lying(Cutter<Span<'a>>),
}

impl Pieces<'_> {
    /// The next piece; `None` at the end, and on request to stop.
    pub(super) fn next(&mut self) -> Option<&Piece> {
        if let Some(Piece::Records(buffer)) = self.piece.take() {
            self.spare.push(buffer);
        }
        if !self.progress.is_stopped() {
            self.piece = match &mut self.stretch {
                Stretch::Read(pieces) => pieces.next(),
                Stretch::Lying(blocks) => blocks.next(&mut self.spare, self.ends),
            };
        }
        self.piece.as_ref()
    }

    /// How many bytes are still to be handed out.
    pub(super) fn n_bytes(&self) -> usize {
        match &self.stretch {
            Stretch::Read(pieces) => {
                let len = |piece: &Piece| if let Piece::Records(text) = piece { text.len() } else { 0 };
                pieces.as_slice().iter().map(len).sum()
            }
            Stretch::Lying(blocks) => blocks.ahead.len() + blocks.reader.n_bytes(),
        }
    }

    /// The buffers that can be used again, and what ended the stretch before its time.
    fn left(self) -> (Vec<Buffer>, Option<io::Error>) {
        let mut buffers = self.spare;
        let fault = match self.stretch {
            Stretch::Read(_) => None,
            Stretch::Lying(blocks) => {
                buffers.push(blocks.ahead);
                blocks.fault
            }
        };
        if let Some(Piece::Records(buffer)) = self.piece {
            buffers.push(buffer);
        }
        (buffers, fault)
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
