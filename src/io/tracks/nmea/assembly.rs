//! Messages in several sentences, put together in whatever order they come.
//!
//! Owns the parts that wait for their others, so many and so long at most. Never decodes one. Start at [`Assembly::take`].

use std::collections::VecDeque;

use super::bits::Bits;
use super::clock::Time;
use super::sentence::{Key, Sentence};

/// How many messages may wait for their other parts.
const MOST_OPEN: usize = 256;
/// How many lines a part waits for the others.
const MOST_LINES: u64 = 10_000;

/// A part that waits.
#[derive(Debug)]
pub(super) struct Part {
    pub(super) line: u64,
    pub(super) number: u8,
    pub(super) key: Key,
    payload: Vec<u8>,
    n_fill: u8,
    pub(super) time: Time,
}

impl Part {
    pub(super) fn new(line: u64, sentence: &Sentence<'_>) -> Self {
        let Sentence { key, part: number, payload, n_fill, time } = *sentence;
        Self { line, number, key, payload: payload.to_vec(), n_fill, time }
    }
}

#[derive(Debug)]
struct Open {
    key: Key,
    first_line: u64,
    time: Time,
    parts: Vec<Part>,
}

/// Messages of which some parts came.
#[derive(Debug, Default)]
pub(super) struct Assembly {
    open: VecDeque<Open>,
}

/// A message whose parts are all there.
#[derive(Debug)]
pub(super) struct Whole {
    /// `None` if the payload cannot be read.
    pub(super) bits: Option<Bits>,
    /// What the first part that states one says.
    pub(super) time: Time,
}

impl Assembly {
    /// Takes a part; the message, if it was the last one. What has waited too long is handed to `drop`.
    ///
    /// A part goes to the youngest message that lacks it: an older one has lost it.
    pub(super) fn take(&mut self, part: Part, mut drop: impl FnMut(Part)) -> Option<Whole> {
        while self.open.front().is_some_and(|open| open.first_line + MOST_LINES < part.line) {
            self.open.pop_front().into_iter().flat_map(|open| open.parts).for_each(&mut drop);
        }
        let lacks = |open: &Open| {
            open.key.fits(&part.key)
                && open.time.is_near(part.time)
                && open.parts.iter().all(|other| other.number != part.number)
        };
        let Some(idx) = self.open.iter().rposition(lacks) else {
            if self.open.len() == MOST_OPEN {
                self.open.pop_front().into_iter().flat_map(|open| open.parts).for_each(&mut drop);
            }
            self.open.push_back(Open { key: part.key, first_line: part.line, time: part.time, parts: vec![part] });
            return None;
        };
        let open = self.open.get_mut(idx)?;
        open.time = open.time.or(part.time);
        open.parts.push(part);
        if open.parts.len() < usize::from(open.key.total) {
            return None;
        }
        let mut parts = self.open.remove(idx)?.parts;
        parts.sort_unstable_by_key(|part| part.number);
        let mut bits = Bits::default();
        let read = parts.iter().try_for_each(|part| bits.push(&part.payload, part.n_fill));
        let time = parts.iter().fold(Time::None, |time, part| time.or(part.time));
        Some(Whole { bits: read.map(|()| bits), time })
    }

    /// What still waits at the end.
    pub(super) fn into_rest(self) -> impl Iterator<Item = Part> {
        self.open.into_iter().flat_map(|open| open.parts)
    }
}

/// A message whose parts follow one another in their order, with no part of another between them: most do, and need not wait.
#[derive(Debug, Default)]
pub(super) struct Run<'a> {
    parts: Vec<(u64, Sentence<'a>)>,
}

impl<'a> Run<'a> {
    /// Takes a part; the message, if it was the last one. Parts that make no run are put into `loose`.
    pub(super) fn take(&mut self, sentence: Sentence<'a>, line: u64, loose: &mut Vec<Part>) -> Option<Whole> {
        let goes_on = self.parts.last().is_some_and(|(_, last)| {
            last.key.fits(&sentence.key) && last.part + 1 == sentence.part && last.time.is_near(sentence.time)
        });
        if !goes_on {
            self.loosen(loose);
            if sentence.part != 1 {
                loose.push(Part::new(line, &sentence));
                return None;
            }
        }
        self.parts.push((line, sentence));
        if sentence.part < sentence.key.total {
            return None;
        }
        let mut bits = Bits::default();
        let read = self.parts.iter().try_for_each(|(_, part)| bits.push(part.payload, part.n_fill));
        let time = self.parts.iter().fold(Time::None, |time, (_, part)| time.or(part.time));
        self.parts.clear();
        Some(Whole { bits: read.map(|()| bits), time })
    }

    /// What waits at the end of a block.
    pub(super) fn loosen(&mut self, loose: &mut Vec<Part>) {
        loose.extend(self.parts.drain(..).map(|(line, sentence)| Part::new(line, &sentence)));
    }
}
