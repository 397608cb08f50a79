//! NMEA logs: AIS messages as receivers pass them on (`!AIVDM`, `!AIVDO`, whatever the talker), with the times that stations
//! and loggers put around them.
//!
//! Owns how a log becomes fixes: blocks of whole lines are decoded on all cores while the next are read; what no single block
//! can tell (a message whose parts lie far apart, a log without times) is settled in the order of the lines, so that the
//! result is the same on any number of cores. Never takes a time from anywhere but the log. Start at [`read_file`].
//!
//! The decoder is this program's own: the crate that comes nearest, `ais` 0.12, takes parts only in their order and one
//! message at a time, allocates for each, and reads neither tag blocks nor the fields behind a sentence.

use std::path::Path;

use self::assembly::{Assembly, Part};
use self::block::Parsed;
use self::clock::{Clock, Dating, Time};
use self::gather::{Gather, Rules, Tally, Undated, dated};
use super::ReadError;
use super::blocks::{Blocks, Lines, Pieces};
use super::intake::Intake;
use super::skip::Skip;
use super::source::{self, Bytes, Text};

mod assembly;
mod bits;
mod block;
mod clock;
mod gather;
mod message;
mod sentence;
#[cfg(test)]
mod tests;

pub(in crate::io) use self::sentence::is_log;

/// How the members of an archive may be called.
pub(in crate::io) const EXTENSIONS: [&str; 10] =
    [".nmea", ".ais", ".aivdm", ".aivdo", ".vdm", ".nmea0183", ".log", ".txt", ".csv", ".dat"];

/// Reads a log, or every log of a zip archive.
pub(super) fn read_file(bytes: Bytes<'_>, path: &Path, intake: &mut Intake<'_>) -> Result<(), ReadError> {
    let progress = intake.progress.clone();
    let is_log = |name: &str| {
        let name = name.to_ascii_lowercase();
        let has_no_extension = !name.rsplit('/').next().unwrap_or_default().contains('.');
        !name.starts_with("__macosx/")
            && (has_no_extension || EXTENSIONS.iter().any(|extension| name.ends_with(extension)))
    };
    source::read_each(bytes, path, &progress, "NMEA logs", is_log, |mut text| read_text(&mut text, path, intake))
}

fn read_text(text: &mut Text<'_>, path: &Path, intake: &mut Intake<'_>) -> Result<(), ReadError> {
    let file = source::name_of(path, text.member.as_deref());
    let mut blocks =
        Blocks::open(text.reader, text.place.take()).map_err(|error| ReadError::io(path, "cannot be read", error))?;
    if text.member.is_some() && !is_log(blocks.ahead()) {
        intake.report.note(format!("{file}: no NMEA log, left out"));
        return Ok(());
    }
    let progress = intake.progress;
    let zone = intake.zone.clone();
    let rules = Rules { filter: intake.filter, zone: zone.as_ref() };
    let mut reading = Reading {
        intake,
        path,
        file: &file,
        rules,
        n_lines: 0,
        assembly: Assembly::default(),
        stamp: None,
        is_dated: false,
        undated: Vec::new(),
        clocks: Vec::new(),
    };
    let parse = |pieces: &mut Pieces<'_>| {
        let mut parts = Vec::new();
        while let Some(piece) = pieces.next() {
            parts.push(block::parse(piece, rules));
        }
        parts
    };
    let take = |parts: Vec<Parsed>| parts.into_iter().try_for_each(|part| reading.take(part));
    let fault = blocks.work(&Lines, progress, parse, take)?;
    reading.finish()?;
    let n_lines = reading.n_lines;
    source::settle(fault, text.is_compressed, path, &file, n_lines, &mut reading.intake.report)
}

/// The reading of one log.
struct Reading<'a, 'b> {
    intake: &'a mut Intake<'b>,
    path: &'a Path,
    file: &'a str,
    rules: Rules<'a>,
    n_lines: u64,
    /// Parts that wait for their others.
    assembly: Assembly,
    /// A time stated for the sentence that follows.
    stamp: Option<i64>,
    /// Whether a line stated its time: then those that state none have none.
    is_dated: bool,
    /// Positions without a time, until it is known whether the log has any.
    undated: Vec<Undated>,
    clocks: Vec<Clock>,
}

impl Reading<'_, '_> {
    /// Takes what a block came to; blocks come in their order.
    fn take(&mut self, mut part: Parsed) -> Result<(), ReadError> {
        part.gather.move_lines(self.n_lines);
        part.loose.iter_mut().for_each(|loose| loose.line += self.n_lines);
        let unstamped = part.unstamped.map(|line| line + self.n_lines);
        self.n_lines += part.n_lines;
        self.stamp_first(unstamped, &mut part);
        if !part.loose.is_empty() {
            let mut late = Gather::default();
            self.assemble(part.loose, &mut late);
            part.gather.join(late);
        }
        self.settle(part.gather)
    }

    /// Gives the first sentence of a block the time that was stated for it at the end of the block before.
    fn stamp_first(&mut self, unstamped: Option<u64>, part: &mut Parsed) {
        if let Some(line) = unstamped
            && let Some(ms) = self.stamp.take()
        {
            if let Some(loose) = part.loose.first_mut().filter(|loose| loose.line == line) {
                loose.time = loose.time.or(Time::Utc(ms));
            } else if part.gather.undated.first().is_some_and(|undated| undated.line == line) {
                let undated = part.gather.undated.remove(0);
                part.gather.date(self.rules, undated, ms);
            }
        }
        if part.has_sentence() {
            self.stamp = None;
        }
        self.stamp = part.stamp.or(self.stamp);
    }

    /// Puts parts together with those of other blocks.
    fn assemble(&mut self, loose: Vec<Part>, late: &mut Gather) {
        for part in loose {
            let line = part.line;
            let missing = |part: Part| late.skip(Skip::MissingPart, part.line, || describe(&part));
            match self.assembly.take(part, missing) {
                Some(assembly::Whole { bits: Some(bits), time }) => late.message(self.rules, &bits, time, line, line),
                Some(assembly::Whole { bits: None, .. }) => late.skip(Skip::BadSentence, line, block::bad_payload),
                None => {}
            }
        }
    }

    /// Hands over what is sure, and keeps what is not.
    fn settle(&mut self, mut gather: Gather) -> Result<(), ReadError> {
        if let Some(example) = gather.unzoned {
            return Err(ReadError::NeedsTimeZone { path: self.path.to_owned(), example });
        }
        if gather.has_local_times {
            self.intake.assume_zone();
        }
        gather.identify(&mut self.intake.builder);
        self.is_dated |= gather.is_dated;
        self.undated.append(&mut gather.undated);
        if self.is_dated {
            for undated in self.undated.drain(..) {
                gather.tally.skip(Skip::NoTime, undated.line, String::new);
            }
            self.clocks = Vec::new();
        } else {
            self.clocks.append(&mut gather.clocks);
        }
        self.intake.report.read += gather.n_read;
        self.intake.progress.add_rows(gather.n_read);
        self.intake.builder.append(gather.builder);
        gather.tally.report(&mut self.intake.report, self.file);
        self.intake.make_room()
    }

    /// Settles what the end of the log leaves.
    fn finish(&mut self) -> Result<(), ReadError> {
        let mut late = Gather::default();
        for part in std::mem::take(&mut self.assembly).into_rest() {
            late.skip(Skip::MissingPart, part.line, || describe(&part));
        }
        self.settle(late)?;
        let undated = std::mem::take(&mut self.undated);
        if undated.is_empty() {
            return Ok(());
        }
        let dating = Dating::new(&std::mem::take(&mut self.clocks));
        let mut tally = Tally::default();
        let (n_all, mut n_dated) = (undated.len(), 0_u64);
        for undated in undated {
            let slot = self.intake.builder.slot(undated.mmsi);
            let outcome = match dating.moment(undated.line, undated.place.second) {
                Some(ms) => dated(&mut self.intake.builder, self.rules.filter, undated, slot, ms),
                None => Err(Skip::NoTime),
            };
            match outcome {
                Err(Skip::NoTime) => tally.skip(Skip::NoTime, undated.line, String::new),
                Err(why) => tally.skip(why, undated.line, String::new),
                Ok(()) => {}
            }
            n_dated += u64::from(outcome != Err(Skip::NoTime));
        }
        tally.report(&mut self.intake.report, self.file);
        let file = self.file;
        self.intake.report.note(if dating.is_empty() {
            format!(
                "{file}: its lines state no time, and no base station among them tells it, so that when its {n_all} positions \
                 were cannot be known; a log with tag blocks (\\c:…\\) or a time on each line can be read"
            )
        } else {
            format!(
                "{file}: its lines state no time; {n_dated} of {n_all} positions were dated by the clocks heard between them \
                 (base stations' messages 4 and 11, ZDA and RMC sentences) and the second that each report states"
            )
        });
        Ok(())
    }
}

fn describe(part: &Part) -> String {
    format!("part {} of a message in {}, without the others", part.number, part.key.total)
}
