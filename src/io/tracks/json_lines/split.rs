//! A text in blocks of whole objects.
//!
//! Owns how a stream of any length passes through bounded memory, and where a reader finds its feet again after a broken
//! object: at a line that begins with a brace. Start at [`Splitter::next`].

use std::io::{self, Read};

use memchr::memchr3;

/// How long a block is, and so how long an object may be.
const BLOCK_BYTES: usize = 512 << 10;

/// Some objects.
#[derive(Debug, Default)]
pub(super) struct Block {
    text: Vec<u8>,
    /// Where each object begins and ends, and its line; where it ends is `None` for one too long to keep.
    spans: Vec<(usize, Option<usize>, u64)>,
    pub(super) last_line: u64,
}

impl Block {
    /// The text of each object, or `None` for one too long to keep, and the line it begins on, counted from 1.
    pub(super) fn objects(&self) -> impl Iterator<Item = (Option<&[u8]>, u64)> {
        self.spans.iter().map(|(start, end, line)| (end.and_then(|end| self.text.get(*start..end)), *line))
    }
}

/// Reads a text object by object.
pub(super) struct Splitter<'a> {
    reader: &'a mut dyn Read,
    /// What was read; looked through up to `at`.
    text: Vec<u8>,
    at: usize,
    is_at_end: bool,
    /// Lines that end before `at`.
    n_lines: u64,
    state: State,
}

/// Where in a text a splitter stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// Between objects: white space, commas, the brackets of arrays around them.
    Between,
    /// In an object that began here, on this line, so many braces deep.
    Within { start: usize, line: u64, depth: u64, is_in_string: bool },
    /// In an object that is too long to keep.
    Passing { depth: u64, is_in_string: bool },
}

impl<'a> Splitter<'a> {
    pub(super) fn new(reader: &'a mut dyn Read) -> Self {
        Self { reader, text: Vec::new(), at: 0, is_at_end: false, n_lines: 0, state: State::Between }
    }

    /// The next objects; `None` at the end.
    pub(super) fn next(&mut self) -> io::Result<Option<Block>> {
        let mut spans = Vec::new();
        loop {
            self.look(&mut spans);
            if !spans.is_empty() {
                return Ok(Some(self.hand_out(spans)));
            }
            if self.is_at_end {
                return Ok(None);
            }
            self.fill()?;
        }
    }

    /// Reads on, after what is still needed.
    fn fill(&mut self) -> io::Result<()> {
        let keep_from = self.keep_from();
        self.text.drain(..keep_from);
        self.at -= keep_from;
        let n_before = self.text.len();
        let read = (&mut *self.reader).take(BLOCK_BYTES as u64).read_to_end(&mut self.text);
        let n = self.text.len() - n_before;
        // What came before a fault can be read; the fault comes back when more is asked for.
        if let Err(error) = read
            && n == 0
        {
            return Err(error);
        }
        self.is_at_end = n == 0;
        Ok(())
    }

    /// Looks through what was read, noting each object that ends in it.
    fn look(&mut self, spans: &mut Vec<(usize, Option<usize>, u64)>) {
        while let Some(byte) = self.text.get(self.at).copied() {
            // What an escape stands for is not there yet.
            if byte == b'\\' && self.at + 1 == self.text.len() && !self.is_at_end {
                return;
            }
            match self.state {
                State::Between => self.between(byte),
                State::Within { start, line, depth, is_in_string } => {
                    let (next, is_lost) = self.within(byte, depth, is_in_string);
                    match next {
                        // A brace at the beginning of a line: the object before it was never finished.
                        _ if is_lost => {
                            spans.push((start, Some(self.at), line));
                            self.state = State::Between;
                        }
                        Some(_) if self.at - start > BLOCK_BYTES => {
                            spans.push((start, None, line));
                            let (depth, is_in_string) = next.unwrap_or((1, false));
                            self.state = State::Passing { depth, is_in_string };
                        }
                        Some((depth, is_in_string)) => self.state = State::Within { start, line, depth, is_in_string },
                        None => {
                            spans.push((start, Some(self.at), line));
                            self.state = State::Between;
                        }
                    }
                }
                State::Passing { depth, is_in_string } => {
                    let (next, is_lost) = self.within(byte, depth, is_in_string);
                    self.state = match next {
                        Some((depth, is_in_string)) if !is_lost => State::Passing { depth, is_in_string },
                        _ => State::Between,
                    };
                }
            }
        }
        if self.is_at_end
            && let State::Within { start, line, .. } = self.state
        {
            spans.push((start, Some(self.text.len()), line));
            self.state = State::Between;
        }
    }

    /// Passes a byte between objects.
    fn between(&mut self, byte: u8) {
        match byte {
            b'{' => {
                let (start, line) = (self.at, self.n_lines + 1);
                self.state = State::Within { start, line, depth: 1, is_in_string: false };
            }
            b'\n' => self.n_lines += 1,
            _ => {}
        }
        self.at += 1;
    }

    /// Passes a byte within an object, and those after it that mean nothing: how deep it is then and whether in a string,
    /// `None` at its end; and whether it was lost, in which case nothing was passed.
    fn within(&mut self, byte: u8, depth: u64, is_in_string: bool) -> (Option<(u64, bool)>, bool) {
        let before = self.at.checked_sub(1).and_then(|at| self.text.get(at));
        if byte == b'{' && before == Some(&b'\n') {
            return (None, true);
        }
        self.at += 1;
        let next = match byte {
            // No string goes on over the end of a line.
            b'\n' => {
                self.n_lines += 1;
                Some((depth, false))
            }
            b'\\' if is_in_string => {
                // What is escaped may be a quote.
                self.at += usize::from(self.text.get(self.at).is_some_and(|byte| *byte != b'\n'));
                Some((depth, true))
            }
            b'"' => Some((depth, !is_in_string)),
            b'{' if !is_in_string => Some((depth + 1, false)),
            b'}' if !is_in_string => (depth > 1).then_some((depth - 1, false)),
            _ => Some((depth, is_in_string)),
        };
        if let Some((_, is_in_string)) = next {
            let rest = self.text.get(self.at..).unwrap_or_default();
            let run = if is_in_string {
                memchr3(b'"', b'\\', b'\n', rest)
            } else {
                rest.iter().position(|byte| matches!(byte, b'"' | b'{' | b'}' | b'\n'))
            };
            self.at += run.unwrap_or(rest.len());
        }
        (next, false)
    }

    /// Where what is still needed begins; the state counts from there afterwards.
    fn keep_from(&mut self) -> usize {
        match &mut self.state {
            State::Within { start, .. } => std::mem::take(start),
            State::Between | State::Passing { .. } => self.at,
        }
    }

    /// The objects that were found, and the text they lie in; what follows is kept.
    fn hand_out(&mut self, spans: Vec<(usize, Option<usize>, u64)>) -> Block {
        let keep_from = self.keep_from();
        let rest = self.text.get(keep_from..).unwrap_or_default().to_vec();
        let text = std::mem::replace(&mut self.text, rest);
        self.at -= keep_from;
        Block { text, spans, last_line: self.n_lines }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn objects(text: &str) -> Vec<(Option<String>, u64)> {
        let mut reader = text.as_bytes();
        let mut splitter = Splitter::new(&mut reader);
        let mut found = Vec::new();
        while let Some(block) = splitter.next().expect("memory") {
            found.extend(
                block.objects().map(|(text, line)| (text.map(|t| String::from_utf8_lossy(t).into_owned()), line)),
            );
        }
        found
    }

    #[test]
    fn objects_are_found_however_they_are_laid_out() {
        let one = |text: &str, line| (Some(text.to_owned()), line);
        assert_eq!(objects("{\"a\":1}\n\n{\"b\":\"}\\\"{\"}\n"), [one("{\"a\":1}", 1), one("{\"b\":\"}\\\"{\"}", 3)]);
        assert_eq!(objects("[{\"a\":1},{\"a\":{}}]"), [one("{\"a\":1}", 1), one("{\"a\":{}}", 1)]);
        assert_eq!(
            objects("[{\"x\":0},[{\n \"a\":1\n}, {}]]"),
            [one("{\"x\":0}", 1), one("{\n \"a\":1\n}", 1), one("{}", 3)]
        );
        assert_eq!(objects(" \n"), []);
    }

    #[test]
    fn a_broken_object_costs_itself() {
        let texts =
            |text| objects(text).into_iter().map(|(text, line)| (text.unwrap_or_default(), line)).collect::<Vec<_>>();
        assert_eq!(
            texts("{\"a\":\n{\"b\":\"x\n{\"c\":1}\n{\"d\""),
            [("{\"a\":\n", 1), ("{\"b\":\"x\n", 2), ("{\"c\":1}", 3), ("{\"d\"", 4)].map(|(t, l)| (t.to_owned(), l))
        );
    }

    #[test]
    fn objects_at_the_edge_of_a_block_are_whole_and_long_ones_are_passed_over() {
        let long = format!("{{\"a\":\"{}\"}}\n", "x".repeat(BLOCK_BYTES + 9));
        let lines: String = (0..60_000).map(|n| format!("{{\"number\":{n}}}\n")).collect();
        let found = objects(&format!("{lines}{long}{lines}"));
        assert_eq!(found.len(), 120_001);
        for (idx, (text, line)) in found.iter().enumerate() {
            assert_eq!(*line, idx as u64 + 1);
            let n = if idx < 60_000 { idx } else { idx.wrapping_sub(60_001) };
            assert_eq!(*text, (idx != 60_000).then(|| format!("{{\"number\":{n}}}")), "{idx}");
        }
    }
}
