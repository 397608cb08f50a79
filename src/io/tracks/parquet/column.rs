//! One column of one group of rows: its pages one after another.
//!
//! Owns the bound on what all columns hold at once. Start at [`Column::next`].

use std::cell::Cell;
use std::io::{Read as _, Seek as _, SeekFrom};
use std::rc::Rc;

use super::super::source::Bytes;
use super::footer::{Chunk, Leaf};
use super::page::{DATA, DATA_2, DICTIONARY, Dictionary, Fault, Header, MAX_PAGE_BYTES, Page, Value};

/// What all columns may hold at once, unpacked.
const MAX_HELD_BYTES: usize = 384 << 20;
/// How much is read to find a page's header, at first and at most.
const HEADER_BYTES: u64 = 1 << 10;
const MAX_HEADER_BYTES: u64 = 1 << 20;

/// How much room is left for pages.
#[derive(Clone, Debug)]
pub(super) struct Room(Rc<Cell<usize>>);

impl Default for Room {
    fn default() -> Self {
        Self(Rc::new(Cell::new(MAX_HELD_BYTES)))
    }
}

impl Room {
    fn take(&self, n: usize) -> Result<(), Fault> {
        let left = self.0.get().checked_sub(n);
        self.0.set(
            left.ok_or(Fault::Why("its pages take more than 384 MiB of memory at once; write it with smaller ones"))?,
        );
        Ok(())
    }

    fn give_back(&self, n: usize) {
        self.0.set(self.0.get().saturating_add(n));
    }
}

/// A column of a group that is being read.
pub(super) struct Column {
    leaf: Leaf,
    codec: i64,
    at: u64,
    end: u64,
    room: Room,
    n_held: usize,
    dictionary: Dictionary,
    page: Option<Page>,
}

impl Column {
    /// At the beginning of a chunk.
    pub(super) fn new(leaf: &Leaf, chunk: &Chunk, room: &Room) -> Self {
        Self {
            leaf: leaf.clone(),
            codec: chunk.codec,
            at: chunk.start,
            end: chunk.start.saturating_add(chunk.len),
            room: room.clone(),
            n_held: 0,
            dictionary: Dictionary::default(),
            page: None,
        }
    }

    /// The value of the next row.
    pub(super) fn next(&mut self, file: &mut Bytes<'_>) -> Result<Value<'_>, Fault> {
        while self.page.as_ref().is_none_or(Page::is_done) {
            self.page = None;
            self.hold(self.dictionary.n_bytes())?;
            self.turn(file)?;
        }
        match &mut self.page {
            Some(page) => page.next(&self.dictionary),
            None => Err(Fault::Why("a column ends before its rows do")),
        }
    }

    /// Notes how much is held now.
    fn hold(&mut self, n: usize) -> Result<(), Fault> {
        self.room.give_back(std::mem::take(&mut self.n_held));
        self.room.take(n)?;
        self.n_held = n;
        Ok(())
    }

    /// Reads the next page.
    fn turn(&mut self, file: &mut Bytes<'_>) -> Result<(), Fault> {
        let left = self.end.saturating_sub(self.at);
        if left == 0 {
            return Err(Fault::Why("a column ends before its rows do"));
        }
        let mut n_looked_at = HEADER_BYTES;
        let (header, len) = loop {
            let bytes = read(file, self.at, left.min(n_looked_at))?;
            match Header::parse(&bytes) {
                Ok(found) => break found,
                Err(broken) if n_looked_at >= left.min(MAX_HEADER_BYTES) => return Err(broken.into()),
                Err(_) => n_looked_at *= 32,
            }
        };
        let start = self.at.saturating_add(len as u64);
        let packed = header.packed as u64;
        self.at = start.saturating_add(packed);
        if self.at > self.end {
            return Err(Fault::Why("a page is longer than its column"));
        }
        if header.unpacked > MAX_PAGE_BYTES || header.packed > MAX_PAGE_BYTES {
            return Err(Fault::Why("one of its pages is larger than 256 MiB; write it with smaller ones"));
        }
        if !matches!(header.kind, DATA | DATA_2 | DICTIONARY) {
            return Ok(());
        }
        // The spans of a dictionary's values take up to twice what they lie in.
        self.hold(
            self.dictionary.n_bytes().saturating_add(header.unpacked.saturating_mul(3)).saturating_add(header.packed),
        )?;
        let bytes = header.unpack(read(file, start, packed)?, self.codec)?;
        if header.kind == DICTIONARY {
            self.dictionary = Dictionary::new(bytes, self.leaf.physical);
            return self.hold(self.dictionary.n_bytes());
        }
        let page = Page::new(&header, bytes, self.leaf.physical, self.leaf.max_definition)?;
        self.hold(self.dictionary.n_bytes().saturating_add(page.n_bytes()))?;
        self.page = Some(page);
        Ok(())
    }
}

impl Drop for Column {
    fn drop(&mut self) {
        self.room.give_back(self.n_held);
    }
}

/// So many bytes from a place of the file.
pub(super) fn read(file: &mut Bytes<'_>, at: u64, len: u64) -> Result<Vec<u8>, Fault> {
    file.seek(SeekFrom::Start(at)).map_err(Fault::Io)?;
    let mut bytes = Vec::new();
    file.by_ref().take(len).read_to_end(&mut bytes).map_err(Fault::Io)?;
    if bytes.len() as u64 == len { Ok(bytes) } else { Err(Fault::Why("the file ends within a column")) }
}
