//! The way through a KML document: folders walked through, placemarks and styles handed on as small trees.
//!
//! Start at [`walk`].

use quick_xml::events::Event;

use super::super::xml::{Node, Source, XmlError};
use crate::report::{Progress, Stopped};

/// What a walk comes past.
pub(super) enum Item<'a> {
    /// A `Placemark`, the names of the folders around it from outermost to innermost, and the line it begins on. `None` if
    /// it has more elements than fit in memory.
    Placemark(Option<Node>, &'a [Folder], u64),
    /// A `Style` or `StyleMap` that stands by itself.
    Style(Node),
    /// The extended data of a `Document`.
    Data(Node),
    /// Something else that shows on a map: its tag.
    Other(&'a str),
}

/// A `Document` or `Folder`.
pub(super) struct Folder {
    /// Its name so far.
    pub(super) name: String,
    /// Which one it is, in the order of the file.
    pub(super) number: usize,
    /// Whether it is a `Document`.
    pub(super) is_document: bool,
    depth: usize,
}

/// Walks through a document, handing on what it comes past.
pub(super) fn walk(
    text: &str,
    progress: &Progress,
    take: &mut dyn FnMut(Item<'_>) -> Result<(), Stopped>,
) -> Result<(), XmlError> {
    let mut source = Source::new(text);
    let mut folders: Vec<Folder> = Vec::new();
    let mut n_folders = 0;
    loop {
        let event = source.next()?;
        match event {
            Event::Start(start) => {
                let tag = start.local_name().as_ref().to_owned();
                match tag.as_str() {
                    "Placemark" => {
                        progress.check()?;
                        let line = source.line();
                        let node = source.tree(&start)?;
                        take(Item::Placemark(node, &folders, line))?;
                    }
                    "Style" | "StyleMap" => {
                        if let Some(node) = source.tree(&start)? {
                            take(Item::Style(node))?;
                        }
                    }
                    "Document" | "Folder" => {
                        n_folders += 1;
                        let is_document = tag == "Document";
                        folders.push(Folder {
                            name: String::new(),
                            number: n_folders,
                            is_document,
                            depth: source.depth,
                        });
                    }
                    "name" if folders.last().is_some_and(|folder| folder.depth + 1 == source.depth) => {
                        let name = source.tree(&start)?.map(|node| node.text.trim().to_owned());
                        if let Some(folder) = folders.last_mut() {
                            folder.name = name.unwrap_or_default();
                        }
                    }
                    "ExtendedData"
                        if folders
                            .last()
                            .is_some_and(|folder| folder.is_document && folder.depth + 1 == source.depth) =>
                    {
                        if let Some(node) = source.tree(&start)? {
                            take(Item::Data(node))?;
                        }
                    }
                    "NetworkLink" | "GroundOverlay" | "ScreenOverlay" | "PhotoOverlay" | "Tour" => {
                        source.tree(&start)?;
                        take(Item::Other(&tag))?;
                    }
                    _ => {}
                }
            }
            Event::End(_) if folders.last().is_some_and(|folder| folder.depth > source.depth) => {
                folders.pop();
            }
            Event::Empty(start) if start.local_name().as_ref() == "Placemark" => {
                take(Item::Placemark(Some(Node::default()), &folders, source.line()))?;
            }
            Event::Eof if source.depth > 0 => return Err(XmlError::CutShort),
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}
