//! XML of any length, element by element: what the readers of GPX and KML tracks share.
//!
//! Owns the bounds (depth, the length of one tag or text), the encodings, and the refusal of documents that define entities.
//! Never gathers a document or a tree. Start at [`walk`].

use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::ReadError;
use super::source::{self, Text};
use crate::io::zones::text::prolog_encoding;
use crate::io::zones::xml::resolved;

/// How deep elements may nest.
const MAX_DEPTH: usize = 100;
/// The longest tag, and the longest text of one element: a line of a million vertices.
const MAX_TOKEN_BYTES: usize = 32 << 20;
/// How much is read at a time.
const BUFFER_BYTES: usize = 256 << 10;

/// What is done with the elements of a document. Tags come without their namespace.
pub(super) trait Visitor {
    /// An element begins; `depth` are open with it.
    fn open(&mut self, tag: &str, start: &BytesStart<'_>, depth: usize, line: u64) -> Result<(), ReadError>;

    /// An element ends; `text` is what stands in it after the last element inside it.
    fn close(&mut self, tag: &str, text: &str, depth: usize, line: u64) -> Result<(), ReadError>;
}

/// Walks through a document. What is wrong with its XML ends the walk and is handed back as a sentence.
pub(super) fn walk(text: &mut Text<'_>, path: &Path, visitor: &mut impl Visitor) -> Result<Option<String>, ReadError> {
    let is_compressed = text.is_compressed;
    let decoded = utf_8(text.reader).map_err(|error| ReadError::io(path, "cannot be read", error))?;
    let inner = BufReader::with_capacity(BUFFER_BYTES, decoded);
    let mut reader = Reader::from_reader(Metered { inner, n_left: 0, line: 1 });
    let config = reader.config_mut();
    // Hand-made files are full of bare ampersands.
    config.allow_dangling_amp = true;
    config.expand_empty_elements = true;
    let mut buffer = Vec::new();
    let mut own_text = String::new();
    let mut depth = 0;
    loop {
        buffer.clear();
        if buffer.capacity() > BUFFER_BYTES {
            buffer = Vec::new();
        }
        reader.get_mut().n_left = MAX_TOKEN_BYTES;
        let event = reader.read_event_into(&mut buffer);
        let line = reader.get_mut().line;
        let event = match event {
            Ok(event) => event,
            Err(quick_xml::Error::Io(error)) if source::is_refusal(&error) || !(is_compressed || is_ours(&error)) => {
                let error = io::Error::new(error.kind(), error.to_string());
                return Err(ReadError::io(path, "cannot be read to its end", error));
            }
            Err(error) => return Ok(Some(format!("line {line}: broken or cut off here ({error})"))),
        };
        match event {
            Event::Start(start) => {
                depth += 1;
                if depth > MAX_DEPTH {
                    return Ok(Some(format!("line {line}: elements nested more than {MAX_DEPTH} deep")));
                }
                own_text.clear();
                visitor.open(start.local_name().as_ref(), &start, depth, line)?;
            }
            Event::End(end) => {
                visitor.close(end.local_name().as_ref(), own_text.trim(), depth, line)?;
                own_text.clear();
                depth = depth.saturating_sub(1);
            }
            Event::Text(text) => own_text.push_str(&text.xml10_content()),
            Event::CData(text) => own_text.push_str(&text.xml10_content()),
            Event::GeneralRef(reference) => own_text.push_str(&resolved(&reference)),
            Event::DocType(doctype) if doctype.contains("<!ENTITY") => {
                let why = "it defines XML entities, which can be made to fill all memory; refused";
                return Err(ReadError::failed(path, why));
            }
            Event::Eof if depth > 0 => return Ok(Some("it ends in the middle of an element".to_owned())),
            Event::Eof => return Ok(None),
            _ => {}
        }
        if own_text.len() > MAX_TOKEN_BYTES {
            return Ok(Some(format!("line {line}: a text longer than {} MiB", MAX_TOKEN_BYTES >> 20)));
        }
    }
}

/// The value of an attribute, as it is written.
pub(super) fn attribute(start: &BytesStart<'_>, name: &str) -> Option<String> {
    start.try_get_attribute(name).ok().flatten().map(|attribute| attribute.value.trim().to_owned())
}

/// A document as UTF-8: in the encoding that its prolog names, or else with what is not UTF-8 in it replaced.
fn utf_8(reader: &mut dyn Read) -> io::Result<impl Read> {
    let mut head = Vec::new();
    match Read::take(&mut *reader, 4096).read_to_end(&mut head) {
        Ok(_) => {}
        // What was read before a fault is still there, and the fault comes back at the next call.
        Err(_) if !head.is_empty() => {}
        Err(error) => return Err(error),
    }
    let unicode = [encoding_rs::UTF_8, encoding_rs::UTF_16LE, encoding_rs::UTF_16BE];
    // UTF-16 was decoded before, and its prolog still names it.
    let stated = prolog_encoding(&head).filter(|stated| !unicode.contains(stated));
    Ok(source::decoded(head, reader, stated.unwrap_or(encoding_rs::UTF_8)))
}

/// Counts lines, and fails within a tag or text that is too long.
struct Metered<R> {
    inner: BufReader<R>,
    n_left: usize,
    line: u64,
}

impl<R: Read> Read for Metered<R> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let n = self.fill_buf()?.read(buf)?;
        self.consume(n);
        Ok(n)
    }
}

impl<R: Read> BufRead for Metered<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.n_left == 0 {
            return Err(too_long());
        }
        self.inner.fill_buf()
    }

    fn consume(&mut self, n: usize) {
        let passed = self.inner.buffer().get(..n).unwrap_or_default();
        self.line += memchr::memchr_iter(b'\n', passed).count() as u64;
        self.n_left = self.n_left.saturating_sub(n);
        self.inner.consume(n);
    }
}

const TOO_LONG: &str = "a tag or text in it is longer than 32 MiB";

fn too_long() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, TOO_LONG)
}

/// Whether an error is that of [`too_long`], not of the disk.
fn is_ours(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::InvalidData
}
