//! XML as KML and GPX use it: events one by one, the elements of interest as small trees.
//!
//! Owns the bounds (depth, elements in one tree) and the refusal of documents that define entities. Never gathers a whole
//! document. Start at [`Source`].

use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use crate::report::Stopped;

/// How deep elements may nest.
const MAX_DEPTH: usize = 100;
/// The most elements below one element of interest.
const MAX_NODES: usize = 200_000;

/// One element, with what is in it.
#[derive(Debug, Default)]
pub(super) struct Node {
    /// Its name without a namespace prefix.
    pub(super) tag: String,
    /// Its `id` attribute.
    pub(super) id: String,
    /// Its `name` attribute.
    pub(super) name: String,
    /// The text directly in it.
    pub(super) text: String,
    /// The elements directly in it.
    pub(super) children: Vec<Self>,
}

impl Node {
    /// The first child with this tag.
    pub(super) fn child(&self, tag: &str) -> Option<&Self> {
        self.children.iter().find(|child| child.tag == tag)
    }

    /// The text of the first child with this tag, without white space around it; empty if there is none.
    pub(super) fn text_of(&self, tag: &str) -> &str {
        self.child(tag).map_or("", |child| child.text.trim())
    }
}

/// Why reading ended before its document did.
#[derive(Debug, thiserror::Error)]
pub(super) enum XmlError {
    #[error("it defines XML entities, which can be made to fill all memory; refused")]
    Entities,
    #[error("line {line}: its XML is broken ({source})")]
    Broken { line: u64, source: quick_xml::Error },
    #[error("line {line}: elements nested more than {MAX_DEPTH} deep")]
    TooDeep { line: u64 },
    #[error("it ends in the middle of an element")]
    CutShort,
    #[error(transparent)]
    Stopped(#[from] Stopped),
}

/// The events of a text, counted.
pub(super) struct Source<'a> {
    reader: Reader<&'a [u8]>,
    text: &'a str,
    /// How many elements are open.
    pub(super) depth: usize,
    line: u64,
    counted_to: usize,
}

impl<'a> Source<'a> {
    /// The events of a text, from its beginning.
    pub(super) fn new(text: &'a str) -> Self {
        let mut reader = Reader::from_str(text);
        // Hand-made files are full of bare ampersands.
        reader.config_mut().allow_dangling_amp = true;
        Self { reader, text, depth: 0, line: 1, counted_to: 0 }
    }

    /// The line of the place reached, counted from 1.
    pub(super) fn line(&mut self) -> u64 {
        let at = usize::try_from(self.reader.buffer_position()).unwrap_or(usize::MAX).min(self.text.len());
        let passed = self.text.as_bytes().get(self.counted_to..at).unwrap_or_default();
        self.line += memchr::memchr_iter(b'\n', passed).count() as u64;
        self.counted_to = at.max(self.counted_to);
        self.line
    }

    /// The next event.
    pub(super) fn next(&mut self) -> Result<Event<'a>, XmlError> {
        let event = match self.reader.read_event() {
            Ok(event) => event,
            Err(source) => return Err(XmlError::Broken { line: self.line(), source }),
        };
        match &event {
            Event::Start(_) => {
                self.depth += 1;
                if self.depth > MAX_DEPTH {
                    return Err(XmlError::TooDeep { line: self.line() });
                }
            }
            Event::End(_) => self.depth = self.depth.saturating_sub(1),
            Event::DocType(doctype) if doctype.contains("<!ENTITY") => return Err(XmlError::Entities),
            _ => {}
        }
        Ok(event)
    }

    /// The element that has just begun, to its end; `None` if it has too many elements in it.
    pub(super) fn tree(&mut self, start: &BytesStart<'_>) -> Result<Option<Node>, XmlError> {
        let mut open = vec![node(start)];
        let mut n_nodes = 1;
        loop {
            match self.next()? {
                Event::Start(start) => {
                    n_nodes += 1;
                    // Past the bound the rest is walked through, not kept.
                    let kept = if n_nodes <= MAX_NODES { node(&start) } else { Node::default() };
                    open.push(kept);
                }
                Event::Empty(start) => {
                    n_nodes += 1;
                    if let Some(parent) = open.last_mut().filter(|_| n_nodes <= MAX_NODES) {
                        parent.children.push(node(&start));
                    }
                }
                Event::End(_) => {
                    let Some(done) = open.pop() else { return Ok(None) };
                    match open.last_mut() {
                        Some(parent) if n_nodes <= MAX_NODES => parent.children.push(done),
                        Some(_) => {}
                        None => return Ok((n_nodes <= MAX_NODES).then_some(done)),
                    }
                }
                Event::Text(text) => push(&mut open, &text.xml10_content()),
                Event::CData(text) => push(&mut open, &text.xml10_content()),
                Event::GeneralRef(reference) => push(&mut open, &resolved(&reference)),
                Event::Eof => return Err(XmlError::CutShort),
                _ => {}
            }
        }
    }
}

fn push(open: &mut [Node], text: &str) {
    if let Some(node) = open.last_mut() {
        node.text.push_str(text);
    }
}

fn node(start: &BytesStart<'_>) -> Node {
    let mut node = Node { tag: start.local_name().as_ref().to_owned(), ..Node::default() };
    for attribute in start.attributes().with_checks(false).flatten() {
        let value = || {
            let normal = attribute.normalized_value(XmlVersion::Implicit1_0);
            normal.map_or_else(|_undefined_reference| attribute.value.to_string(), std::borrow::Cow::into_owned)
        };
        match attribute.key.local_name().as_ref() {
            "id" => node.id = value(),
            "name" => node.name = value(),
            _ => {}
        }
    }
    node
}

/// What a reference stands for; one that XML does not define stays as it is written.
pub(in crate::io) fn resolved(reference: &BytesRef<'_>) -> String {
    if let Ok(Some(c)) = reference.resolve_char_ref() {
        return c.to_string();
    }
    match &**reference {
        "amp" => "&".to_owned(),
        "lt" => "<".to_owned(),
        "gt" => ">".to_owned(),
        "quot" => "\"".to_owned(),
        "apos" => "'".to_owned(),
        "nbsp" => " ".to_owned(),
        other => format!("&{other};"),
    }
}
