//! Watch lists: our own table, OFAC's `SDN.CSV`, `OpenSanctions`' `targets.simple.csv`.
//!
//! Owns their bytes. A row that lists nothing is skipped and located. Never matches a ship: that is `analysis`. Start at [`read`];
//! the lists that come with the program are [`bundled`].

mod ofac;
mod opensanctions;
mod own;
mod word;

use std::path::Path;

use super::plan_geojson::{self, PlanFileError};
use super::recognise::WatchlistFormat;
use super::zones::text::decoded;
use crate::report::{Progress, Report, Sample, Stopped};
use crate::vessel::watchlist::{Listed, Watchlist};

/// More ships than any list has; the rest is counted as skipped.
const MOST_ENTRIES: usize = 1_000_000;

/// The longest name, in bytes.
const MOST_NAME_BYTES: usize = 300;
/// No row has more fields.
const MOST_FIELDS: usize = 1000;
/// No field is longer: what is beyond is cut off.
const MOST_FIELD_CHARS: usize = 20_000;

/// A list that comes with the program.
struct Bundled {
    name: &'static str,
    date: &'static str,
    source: &'static str,
    licence: &'static str,
    caveat: &'static str,
    bytes: &'static [u8],
}

/// The lists that come with the program; `assets/watchlist/README.md` says where they are from.
const BUNDLED: &[Bundled] = &[
    Bundled {
        name: "UN 1718 Committee",
        date: "2018-10-16",
        source: "press reports named in each entry",
        licence: "facts",
        caveat: "as reported by the source named; not the official list, not complete",
        bytes: include_bytes!("../../../assets/watchlist/un1718.csv"),
    },
    Bundled {
        name: "OFAC SDN, DPRK programme",
        date: "2023-01",
        source: "US Department of the Treasury, OFAC",
        licence: "US government work",
        caveat: "as of January 2023; not the official list, not complete",
        bytes: include_bytes!("../../../assets/watchlist/ofac_dprk_2023-01.csv"),
    },
];

/// Why a file could not be opened as a watch list.
#[derive(Debug, thiserror::Error)]
pub enum WatchlistError {
    /// It could not be read.
    #[error(transparent)]
    File(#[from] PlanFileError),
    /// It is of none of the formats.
    #[error(
        "{file}: not a watch list: its first line is neither a header with names, IMO or MMSI numbers, nor a row of OFAC's; nothing was read"
    )]
    NotAWatchlist {
        /// Which file.
        file: String,
    },
    /// The job was stopped.
    #[error(transparent)]
    Stopped(#[from] Stopped),
}

/// The lists that come with the program. Each says its date, its source, and that it is neither official nor complete.
#[must_use]
pub fn bundled() -> Vec<Watchlist> {
    let list = |bundled: &Bundled| {
        let read = from_bytes(bundled.bytes, bundled.name, None, &Progress::default());
        debug_assert!(read.is_ok(), "{} cannot be read", bundled.name);
        Watchlist {
            name: bundled.name.to_owned(),
            date: bundled.date.to_owned(),
            source: bundled.source.to_owned(),
            licence: bundled.licence.to_owned(),
            caveat: bundled.caveat.to_owned(),
            entries: read.map(|(list, _report)| list.entries).unwrap_or_default(),
        }
    };
    BUNDLED.iter().map(list).collect()
}

/// Reads a watch list of any format; OFAC's takes the other names from an `ALT.CSV` beside it, where there is one.
///
/// # Errors
/// [`WatchlistError`] if it is none; single rows that list nothing are counted in the report.
pub fn read(path: &Path, progress: &Progress) -> Result<(Watchlist, Report), WatchlistError> {
    let bytes = plan_geojson::read_bounded(path, progress)?;
    progress.set_stage("reading the watch list");
    let is_ofac = format_of(&bytes) == Some(WatchlistFormat::Ofac);
    let beside = ["ALT.CSV", "alt.csv"].into_iter().map(|name| path.with_file_name(name));
    let beside = beside.filter(|beside| is_ofac && beside != path).find(|beside| beside.is_file());
    let other_names = beside.and_then(|beside| plan_geojson::read_bounded(&beside, progress).ok());
    from_bytes(&bytes, &path.display().to_string(), other_names.as_deref(), progress)
}

/// Reads a watch list from the bytes of its file, which messages call `file`, and of OFAC's file of other names.
///
/// # Errors
/// As [`read`].
pub fn from_bytes(
    bytes: &[u8],
    file: &str,
    other_names: Option<&[u8]>,
    progress: &Progress,
) -> Result<(Watchlist, Report), WatchlistError> {
    let format = format_of(bytes).ok_or_else(|| WatchlistError::NotAWatchlist { file: file.to_owned() })?;
    let (text, assumed) = decoded(bytes.to_vec());
    let name = Path::new(file).file_stem().map_or_else(|| file.to_owned(), |stem| stem.to_string_lossy().into_owned());
    let list = Watchlist { name, source: file.to_owned(), ..Watchlist::default() };
    let mut reader = Reader { file, list, report: Report::default(), line: 0, progress };
    if let Some(assumed) = assumed {
        reader.report.note(format!("{file}: {assumed}"));
    }
    match format {
        WatchlistFormat::Own => own::read(&text, &mut reader)?,
        WatchlistFormat::OpenSanctions => opensanctions::read(&text, &mut reader)?,
        WatchlistFormat::Ofac => {
            let (names, _) = decoded(other_names.unwrap_or_default().to_vec());
            ofac::read(&text, &names, &mut reader)?;
        }
    }
    Ok((reader.list, reader.report))
}

/// Which of the formats the beginning of a file is of, if any.
pub(super) fn format_of(head: &[u8]) -> Option<WatchlistFormat> {
    let line = head.split(|byte| *byte == b'\n').find(|line| !line.trim_ascii().is_empty())?;
    let line = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line).get(..line.len().min(4096)).unwrap_or(line);
    let text = String::from_utf8_lossy(line);
    let row = records(&text).next()?;
    if ofac::is_row(&row) {
        return Some(WatchlistFormat::Ofac);
    }
    if opensanctions::is_header(&row) {
        return Some(WatchlistFormat::OpenSanctions);
    }
    own::is_header(&row).then_some(WatchlistFormat::Own)
}

/// One row of a table.
struct Row {
    fields: Vec<String>,
    /// Its line, counted from 1.
    line: u64,
}

impl Row {
    fn field(&self, idx: usize) -> &str {
        self.fields.get(idx).map_or("", |field| field.trim())
    }
}

/// The rows of comma-separated text (RFC 4180), of any number of fields; a quote that never ends, ends with the text.
fn records(text: &str) -> impl Iterator<Item = Row> + '_ {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    reader.into_records().filter_map(Result::ok).map(|record| Row {
        line: record.position().map_or(0, csv::Position::line),
        fields: record.iter().take(MOST_FIELDS).map(|field| field.chars().take(MOST_FIELD_CHARS).collect()).collect(),
    })
}

/// What all readers of lists share: where they are, and what they have so far.
struct Reader<'a> {
    file: &'a str,
    list: Watchlist,
    report: Report,
    line: u64,
    progress: &'a Progress,
}

impl Reader<'_> {
    /// Goes to the next row.
    fn begin(&mut self, row: &Row) -> Result<(), Stopped> {
        self.line = row.line;
        self.report.read += 1;
        self.progress.add_rows(1);
        self.progress.check()
    }

    fn place(&self, reason: &str, detail: &str) -> Sample {
        let detail = format!("line {}: {detail}", self.line);
        Sample { file: self.file.to_owned(), line: Some(self.line), reason: reason.to_owned(), detail }
    }

    fn skip(&mut self, reason: &str, detail: &str) {
        let sample = self.place(reason, &format!("{detail}, row skipped"));
        self.report.skip(reason, || sample);
    }

    fn repair(&mut self, reason: &str, detail: &str) {
        let sample = self.place(reason, detail);
        self.report.repair(reason, || sample);
    }

    /// Takes a ship, if there is anything to know it by.
    fn keep(&mut self, mut listed: Listed) {
        let is_fit = |name: &String| name.len() <= MOST_NAME_BYTES;
        if !listed.aliases.iter().all(is_fit) {
            listed.aliases.retain(is_fit);
            self.repair("name too long", "another name is longer than any ship's and was left out");
        }
        if !is_fit(&listed.name) {
            self.skip("name too long", "its name is longer than any ship's");
        } else if !listed.can_be_matched() {
            self.skip("nothing to match", "neither a name, an IMO number, an MMSI nor a call sign");
        } else if self.list.entries.len() >= MOST_ENTRIES {
            self.skip("too many ships", "more ships than any list has");
        } else {
            self.report.kept += 1;
            self.list.entries.push(listed);
        }
    }
}

#[cfg(test)]
mod tests;
