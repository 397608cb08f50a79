//! The lines of one block.
//!
//! Owns the inner loop of an import. Never reads a byte of the file itself. Start at [`parse`].

use memchr::memchr;

use super::assembly::{Part, Run, Whole};
use super::bits::Bits;
use super::clock::{Clock, Time};
use super::gather::{Gather, Rules};
use super::sentence::{self, Line, Sentence};
use crate::io::tracks::blocks::Piece;
use crate::io::tracks::skip::Skip;

/// What one block came to; its lines are counted from 1.
#[derive(Default)]
pub(super) struct Parsed {
    pub(super) gather: Gather,
    pub(super) n_lines: u64,
    /// Parts of messages, with their lines, whose others did not follow at once.
    pub(super) loose: Vec<Part>,
    /// The first line with an AIS sentence, if no [`Line::Stamp`] came before it.
    pub(super) unstamped: Option<u64>,
    /// The time of the sentence that follows the block.
    pub(super) stamp: Option<i64>,
    has_sentence: bool,
}

/// Reads the lines of a block.
pub(super) fn parse(piece: &Piece, rules: Rules<'_>) -> Parsed {
    let mut parsed = Parsed::default();
    let text = match piece {
        Piece::Records(text) => &**text,
        Piece::LongLine => {
            parsed.n_lines = 1;
            parsed.gather.skip(Skip::LineTooLong, 1, String::new);
            return parsed;
        }
    };
    let mut run = Run::default();
    let mut rest = text;
    while !rest.is_empty() && parsed.gather.unzoned.is_none() {
        let end = memchr(b'\n', rest).unwrap_or(rest.len());
        let (mut line, after) = rest.split_at_checked(end).unwrap_or((rest, b""));
        rest = after.get(1..).unwrap_or_default();
        parsed.n_lines += 1;
        // Where line ends are lost, several sentences stand in one line.
        loop {
            line = parsed.line(line, &mut run, rules);
            if line.is_empty() {
                break;
            }
        }
    }
    run.loosen(&mut parsed.loose);
    parsed
}

impl Parsed {
    /// Whether an AIS sentence is in the block.
    pub(super) const fn has_sentence(&self) -> bool {
        self.has_sentence
    }

    /// Takes one line, or the rest of one; what follows its sentence.
    #[inline]
    fn line<'a>(&mut self, line: &'a [u8], run: &mut Run<'a>, rules: Rules<'_>) -> &'a [u8] {
        let line_no = self.n_lines;
        match sentence::read(line) {
            Line::Nothing => b"",
            Line::Ais(sentence, after) => {
                self.sentence(sentence, run, rules);
                after
            }
            Line::Clock(ms) => {
                self.gather.clocks.push(Clock { line: line_no, ms });
                self.gather.skip(Skip::NotAis, line_no, String::new);
                b""
            }
            Line::Stamp(ms) => {
                self.stamp = Some(ms);
                self.gather.skip(Skip::NotAis, line_no, String::new);
                b""
            }
            Line::Bad(why, found, after) => {
                self.gather.skip(why, line_no, || found);
                after
            }
        }
    }

    #[inline]
    fn sentence<'a>(&mut self, mut sentence: Sentence<'a>, run: &mut Run<'a>, rules: Rules<'_>) {
        let line_no = self.n_lines;
        let stamp = self.stamp.take();
        if !self.has_sentence {
            self.has_sentence = true;
            self.unstamped = stamp.is_none().then_some(line_no);
        }
        if let Some(ms) = stamp {
            sentence.time = sentence.time.or(Time::Utc(ms));
        }
        // What a loose part turns out to say comes between what was said before it and after it.
        let epoch = self.loose.len() as u64;
        if sentence.key.total > 1 {
            if let Some(Whole { bits, time }) = run.take(sentence, line_no, &mut self.loose) {
                match bits {
                    Some(bits) => self.gather.message(rules, &bits, time, line_no, epoch),
                    None => self.gather.skip(Skip::BadSentence, line_no, bad_payload),
                }
            }
            return;
        }
        let mut bits = Bits::default();
        match bits.push(sentence.payload, sentence.n_fill) {
            Some(()) => self.gather.message(rules, &bits, sentence.time, line_no, epoch),
            None => self.gather.skip(Skip::BadSentence, line_no, bad_payload),
        }
    }
}

pub(super) fn bad_payload() -> String {
    "its payload has characters that no AIS payload has, or fill bits before its end".to_owned()
}
