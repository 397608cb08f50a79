//! JSON lines: objects that say who was where when, one on a line, one after another, or in arrays.
//!
//! Owns how such objects become fixes: their members are known by the names that columns have, also those of objects inside
//! them (aisstream.io, AISHub, Spire). Objects pass in blocks that are parsed on all cores; none is held longer than its block. Never
//! reads GeoJSON. Start at [`read_file`].

use std::io;
use std::path::Path;

use rayon::prelude::*;

use self::object::{Object, Words};
use self::split::{Block, Splitter};
use super::ReadError;
use super::columns::Role;
use super::feed::{Feed, Manner, Row, Taken};
use super::intake::Intake;
use super::skip::Skip;
use super::source::{self, Bytes, Text};

mod object;
mod split;

/// How many blocks each core is given at a time.
const BLOCKS_PER_CORE: usize = 4;
/// How many objects are looked at for what the file says of its times.
const OBJECTS_LOOKED_AT: usize = 100;

/// Reads a file of objects, or every one of a zip archive.
pub(super) fn read_file(bytes: Bytes<'_>, path: &Path, intake: &mut Intake<'_>) -> Result<(), ReadError> {
    let progress = intake.progress.clone();
    let is_json = |name: &str| {
        let name = name.to_ascii_lowercase();
        !name.starts_with("__macosx/") && ["json", ".jsonl", ".jsonlines"].iter().any(|end| name.ends_with(end))
    };
    source::read_each(bytes, path, &progress, "JSON", is_json, |mut text| read_text(&mut text, path, intake))
}

fn read_text(text: &mut Text<'_>, path: &Path, intake: &mut Intake<'_>) -> Result<(), ReadError> {
    let mut feed = Feed::new(intake, path, text.member.as_deref());
    let mut splitter = Splitter::new(text.reader);
    let n_blocks = rayon::current_num_threads().max(1) * BLOCKS_PER_CORE;
    let (mut is_first, mut n_lines) = (true, 0);
    loop {
        let mut blocks = Vec::with_capacity(n_blocks);
        let mut fault = None;
        while blocks.len() < n_blocks {
            match splitter.next() {
                Ok(Some(block)) => blocks.push(block),
                Ok(None) => break,
                Err(error) => {
                    fault = Some(error);
                    break;
                }
            }
        }
        if std::mem::replace(&mut is_first, false) && blocks.first().is_some_and(says_utc) {
            feed.manner.set_utc();
        }
        let manner = &feed.manner;
        let taken: Vec<Taken> = blocks.par_iter().map(|block| parse(block, manner)).collect();
        let is_end = blocks.len() < n_blocks;
        for taken in taken {
            feed.take_block(taken, 0)?;
        }
        n_lines = blocks.last().map_or(n_lines, |block| block.last_line);
        if let Some(error) = fault {
            return broken_off(&error, n_lines, text.is_compressed, path, &mut feed);
        }
        if is_end {
            break;
        }
    }
    if feed.n_taken() == 0 {
        Err(ReadError::failed(path, "no objects in it that say who was where when"))
    } else {
        Ok(())
    }
}

/// Whether a text begins with objects that say who was where when, or who a vessel is.
pub(in crate::io) fn is_objects(mut head: &[u8]) -> bool {
    let mut splitter = Splitter::new(&mut head);
    let (mut words, mut object) = (Words::default(), Object::default());
    let Ok(Some(block)) = splitter.next() else { return false };
    block.objects().take(OBJECTS_LOOKED_AT).any(|(text, _)| {
        let is_read = text.is_some_and(|text| object.read(text, &mut words).is_ok());
        let has = |role| object.texts.has(role);
        is_read && (object.is_static() || (has(Role::Lat) && has(Role::Lon) && (has(Role::Time) || has(Role::Mmsi))))
    })
}

/// A fault in the bytes themselves.
fn broken_off(
    error: &io::Error,
    n_lines: u64,
    is_compressed: bool,
    path: &Path,
    feed: &mut Feed<'_, '_>,
) -> Result<(), ReadError> {
    if source::is_refusal(error) || !is_compressed || feed.n_taken() == 0 {
        return Err(ReadError::io(path, "cannot be read to its end", io::Error::new(error.kind(), error.to_string())));
    }
    feed.note(&format!("damaged or cut off after line {n_lines}; what stands before it was read ({error})"));
    Ok(())
}

/// Whether the first objects say that their times are UTC: by the name of the member, or as a publisher that writes UTC.
fn says_utc(block: &Block) -> bool {
    let mut words = Words::default();
    let mut object = Object::default();
    block
        .objects()
        .take(OBJECTS_LOOKED_AT)
        .any(|(text, _)| text.is_some_and(|text| object.read(text, &mut words).is_ok()) && object.says_utc)
}

fn parse(block: &Block, manner: &Manner) -> Taken {
    let mut taken = Taken::default();
    let mut words = Words::default();
    let mut object = Object::default();
    for (text, line) in block.objects() {
        let Some(text) = text else {
            manner.skip(Skip::LineTooLong, line, "", &mut taken);
            continue;
        };
        if let Err(error) = object.read(text, &mut words) {
            manner.skip(Skip::NotAFix, line, &format!("broken JSON ({error})"), &mut taken);
            continue;
        }
        let row = Row::new(line, &object.texts);
        if object.is_empty() {
            manner.skip(Skip::NotAFix, line, "an object that says neither who nor where nor when", &mut taken);
        } else if object.is_static() {
            manner.take_static(&row, &mut taken);
        } else if !manner.take(&row, &mut taken) {
            break;
        }
    }
    taken
}

#[cfg(test)]
mod tests;
