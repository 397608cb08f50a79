//! Tables: AIS positions as delimited text, of every publisher whose header is known or whose columns the user stated.
//!
//! Owns how a table becomes fixes: blocks of whole records are parsed on all cores while the next are read. Never holds a
//! file whole. Start at [`read_file`].

use std::io;
use std::path::Path;

use encoding_rs::{EUC_KR, UTF_8};

use self::layout::{Layout, Publisher};
use self::record::Records;
use self::rows::{Parsed, RowReader};
use super::ReadError;
use super::blocks::{Blocks, Piece, Pieces};
use super::columns::Role;
use super::feed::mmsi_in_name;
use super::intake::Intake;
use super::row::Rules;
use super::skip::Skip;
use super::source::{self, Bytes, Text};
use crate::vessel::Mmsi;

mod layout;
mod record;
mod rows;

/// Reads a table, or every table of a zip archive.
pub(super) fn read_file(bytes: Bytes<'_>, path: &Path, intake: &mut Intake<'_>) -> Result<(), ReadError> {
    let progress = intake.progress.clone();
    let is_table = |name: &str| {
        let name = name.to_ascii_lowercase();
        !name.starts_with("__macosx/") && [".csv", ".txt", ".tsv"].iter().any(|extension| name.ends_with(extension))
    };
    source::read_each(bytes, path, &progress, "tables", is_table, |mut text| read_text(&mut text, path, intake))
}

fn read_text(text: &mut Text<'_>, path: &Path, intake: &mut Intake<'_>) -> Result<(), ReadError> {
    let file = source::name_of(path, text.member.as_deref());
    let mut blocks =
        Blocks::open(text.reader, text.place.take()).map_err(|error| ReadError::io(path, "cannot be read", error))?;
    if blocks.ahead().is_empty() {
        return Err(ReadError::failed(path, "an empty file"));
    }
    if !blocks.is_at_end() && memchr::memchr(b'\n', blocks.ahead()).is_none() {
        return Err(ReadError::failed(path, "its first line is longer than 512 KiB: no table this program can read"));
    }
    let layout = Layout::find(blocks.ahead(), blocks.is_at_end(), intake.columns).map_err(|unknown| {
        if unknown.rows.iter().chain([&unknown.header]).all(|row| row.len() < 4) {
            return ReadError::failed(path, "no table of positions: its lines have fewer than four columns");
        }
        ReadError::NeedsColumns { path: path.to_owned(), header: unknown.header, rows: unknown.rows }
    })?;
    blocks.skip(layout.head_bytes);
    note_layout(&layout, &file, intake);
    let mmsi = (layout.publisher == Publisher::FishingWatch)
        .then(|| vessel_of_file(&layout, blocks.ahead(), path, &file, intake))
        .flatten();
    let rules = Rules {
        has_decispeeds: layout.publisher == Publisher::MarineTraffic,
        has_decimal_commas: layout.dialect.delimiter != b',',
        encoding: layout.encoding,
        time_format: layout.time_format,
        zone: layout.publisher.zone().or_else(|| intake.zone.clone()),
        mmsi,
    };
    let assumes_zone = layout.publisher.zone().is_none();
    let reader = RowReader { layout: &layout, rules: &rules, filter: intake.filter, file: &file, assumes_zone };
    let mut reading = Reading { intake, path, n_lines: layout.head_lines };
    let fault = reading.run(&mut blocks, &reader)?;
    let n_lines = reading.n_lines;
    source::settle(fault, text.is_compressed, path, &file, n_lines, &mut reading.intake.report)
}

/// Whether columns of these names are those of a publisher that writes UTC, or say so themselves.
pub(super) fn writes_utc(names: &[String]) -> bool {
    layout::publisher(names, false).zone().is_some()
}

fn note_layout(layout: &Layout, file: &str, intake: &mut Intake<'_>) {
    if layout.publisher == Publisher::MarineTraffic {
        intake.report.note(format!("{file}: columns as MarineTraffic writes them; whole speeds are tenths of a knot"));
    }
    if layout.encoding == EUC_KR {
        intake.report.note(format!("{file}: not UTF-8; its text was read as CP949 (Korean)"));
    } else if layout.encoding != UTF_8 {
        intake.report.note(format!("{file}: neither UTF-8 nor CP949; its text was read as {}", layout.encoding.name()));
    }
    if !layout.has_positions() {
        intake.report.note(format!(
            "{file}: says who vessels are, not where; the names go to vessels with positions in the other files"
        ));
    }
}

/// The vessel of a Global Fishing Watch track whose rows name none: that of the file's name, if there is one.
fn vessel_of_file(layout: &Layout, text: &[u8], path: &Path, file: &str, intake: &mut Intake<'_>) -> Option<Mmsi> {
    let mut fields = Vec::new();
    let mut records = Records::new(text, layout.dialect, layout.n_wanted);
    let who = layout.column(Role::Mmsi);
    let is_named = records.next(&mut fields).is_some()
        && who.and_then(|idx| fields.get(idx)).is_some_and(|field| rows::mmsi_in_segment(field).is_some());
    if is_named {
        return None;
    }
    let mmsi = mmsi_in_name(path);
    intake.report.note(match mmsi {
        Some(mmsi) => format!("{file}: its rows name no vessel; MMSI {mmsi} was taken from the file's name"),
        None => format!("{file}: its rows name no vessel; put the MMSI into the file's name, as in 440123456.csv"),
    });
    mmsi
}

/// The reading of one text.
struct Reading<'a, 'b> {
    intake: &'a mut Intake<'b>,
    path: &'a Path,
    n_lines: u64,
}

impl Reading<'_, '_> {
    fn run(&mut self, blocks: &mut Blocks<'_>, rows: &RowReader<'_>) -> Result<Option<io::Error>, ReadError> {
        let progress = self.intake.progress;
        blocks.work(&rows.layout.dialect, progress, |pieces| parse(pieces, rows), |part| self.take(part))
    }

    fn take(&mut self, mut part: Parsed) -> Result<(), ReadError> {
        if let Some(example) = part.unzoned {
            return Err(ReadError::NeedsTimeZone { path: self.path.to_owned(), example });
        }
        for sample in &mut part.report.samples {
            sample.line = sample.line.map(|line| line + self.n_lines);
        }
        self.n_lines += part.n_lines;
        self.intake.progress.add_rows(part.report.read);
        if part.has_local_times {
            self.intake.assume_zone();
        }
        self.intake.builder.append(part.builder);
        self.intake.report.absorb(part.report);
        self.intake.make_room()
    }
}

/// About how many rows are in so many bytes, rather too many, judged by the first lines.
fn about_rows(first: &[u8], n_bytes: usize) -> usize {
    const LOOKED_AT: usize = 16 << 10;
    let head = first.get(..LOOKED_AT).unwrap_or(first);
    let n_lines = memchr::memchr_iter(b'\n', head).count();
    if n_lines < 8 { n_lines } else { n_bytes / (head.len() / n_lines).max(1) / 15 * 16 }
}

/// Reads a stretch of the text; on request to stop, not to its end.
fn parse(pieces: &mut Pieces<'_>, rows: &RowReader<'_>) -> Parsed {
    let mut parsed = Parsed::default();
    let n_bytes = pieces.n_bytes();
    while let Some(piece) = pieces.next() {
        match piece {
            Piece::Records(text) => {
                if parsed.n_lines == 0 {
                    // Memory that grows is copied and cleared again and again; rows are much like the first.
                    parsed.builder.reserve(about_rows(text, n_bytes));
                }
                rows.parse(text, &mut parsed);
            }
            Piece::LongLine => {
                parsed.n_lines += 1;
                parsed.report.read += 1;
                let line = parsed.n_lines;
                Skip::LineTooLong.count(&mut parsed.report, rows.file, line, String::new);
            }
        }
        if parsed.unzoned.is_some() {
            break;
        }
    }
    parsed.settle();
    parsed
}
