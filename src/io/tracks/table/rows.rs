//! The rows of one block.
//!
//! Owns the inner loop of an import. Never reads a byte of the file itself. Start at [`RowReader::parse`].

use std::hash::{BuildHasher as _, Hasher as _};

use super::layout::{Layout, Publisher};
use super::record::Records;
use crate::io::tracks::columns::{N_ROLES, Role};
use crate::io::tracks::intake::Filter;
use crate::io::tracks::row::{NoFix, Rules, fingerprint, is_identity};
use crate::io::tracks::skip::Skip;
use crate::report::Report;
use crate::track::{TrackBuilder, VesselSlot};
use crate::units::Timestamp;

/// Reads the rows of one text.
pub(super) struct RowReader<'a> {
    pub(super) layout: &'a Layout,
    pub(super) rules: &'a Rules,
    pub(super) filter: Filter,
    /// What messages call the text.
    pub(super) file: &'a str,
    /// Whether times that state no zone are in the one the user named, not the publisher's.
    pub(super) assumes_zone: bool,
}

/// What some blocks in a row came to; their lines are counted from 1.
#[derive(Default)]
pub(super) struct Parsed {
    pub(super) builder: TrackBuilder,
    pub(super) report: Report,
    pub(super) n_lines: u64,
    /// Whether a time stated no zone.
    pub(super) has_local_times: bool,
    /// A time that states no zone, where none is known.
    pub(super) unzoned: Option<String>,
    /// What each vessel last said of itself, by its slot.
    said: Vec<Said>,
}

/// What a vessel last said of itself and when it was heard to: kept by itself, as rows by the million look at it.
#[derive(Clone, Copy)]
struct Said {
    fingerprint: u64,
    from: Timestamp,
    to: Timestamp,
}

impl Said {
    /// Nothing, at no time.
    const NOTHING: Self = Self { fingerprint: 0, from: Timestamp::MAX, to: Timestamp::MIN };

    /// Notes when it was said.
    fn tell(&self, slot: VesselSlot, builder: &mut TrackBuilder) {
        if self.from <= self.to {
            builder.state(slot, self.from, None);
            builder.state(slot, self.to, None);
        }
    }
}

impl Parsed {
    /// Notes when each vessel said what it said last. To be called when all is parsed.
    pub(super) fn settle(&mut self) {
        for (slot, said) in self.builder.slots().zip(&mut self.said) {
            std::mem::replace(said, Said::NOTHING).tell(slot, &mut self.builder);
        }
    }
}

impl RowReader<'_> {
    /// Reads the rows of a block, which follows those already parsed.
    pub(super) fn parse(&self, block: &[u8], parsed: &mut Parsed) {
        let n_lines_before = parsed.n_lines;
        let mut records = Records::new(block, self.layout.dialect, self.layout.n_wanted);
        let mut fields = Vec::with_capacity(self.layout.n_wanted.min(200));
        let mut n_read = 0;
        let identities = Identities::of(self.layout);
        while let Some(line) = records.next(&mut fields) {
            n_read += 1;
            let folded;
            let row = Row {
                fields: if self.layout.publisher == Publisher::KoreanStatic {
                    folded = self.fold_name(&fields, block);
                    &folded
                } else {
                    &fields
                },
                column_of: &self.layout.column_of,
            };
            let outcome = self.rules.mmsi(self.who(&row)).and_then(|mmsi| {
                let slot = parsed.builder.slot(mmsi);
                let mut news = None;
                let mut said = None;
                if !identities.are_none() {
                    let fingerprint = identities.fingerprint(&row, block);
                    if parsed.said.len() <= slot.idx() {
                        parsed.said.resize(slot.idx() + 1, Said::NOTHING);
                    }
                    said = parsed.said.get_mut(slot.idx());
                    if let Some(last) = said.as_deref_mut().filter(|last| last.fingerprint != fingerprint) {
                        std::mem::replace(last, Said { fingerprint, ..Said::NOTHING }).tell(slot, &mut parsed.builder);
                        let identity = self.rules.identity(|role| row.field(role));
                        parsed.builder.identify(mmsi, identity.clone());
                        news = Some(identity);
                    }
                }
                if !self.layout.has_positions() {
                    return Err(NoFix::Skip(Skip::StaticData, Role::Lat));
                }
                let mut fix = self.rules.fix(|role| row.field(role)).inspect_err(|_| {
                    // What it said is told again with the next row, whose time is known.
                    if let Some(last) = said.as_deref_mut() {
                        last.fingerprint = 0;
                    }
                })?;
                if let Some(millis) = self.layout.millis.and_then(|idx| row.fields.get(idx)) {
                    fix.time_ms += self.rules.scaled(millis, 0).filter(|ms| (0..1000).contains(ms)).unwrap_or(0);
                }
                if let Some(said) = said {
                    let moment = Timestamp::from_millis(fix.time_ms);
                    if news.is_some() {
                        parsed.builder.state(slot, moment, news);
                    }
                    (said.from, said.to) = (said.from.min(moment), said.to.max(moment));
                }
                if let Some(why) = self.filter.refusal(&fix) {
                    return Err(NoFix::Skip(why, Role::Lat));
                }
                parsed.builder.push_row(slot, fix);
                if self.assumes_zone && !parsed.has_local_times {
                    parsed.has_local_times = self.rules.is_local(row.field(Role::Time));
                }
                Ok(())
            });
            match outcome {
                Ok(()) => {}
                Err(NoFix::Unzoned) => {
                    parsed.unzoned = Some(String::from_utf8_lossy(row.field(Role::Time).trim_ascii()).into_owned());
                    break;
                }
                Err(NoFix::Skip(why, role)) => {
                    self.skip(why, role, &row, n_lines_before + line, &mut parsed.report);
                }
            }
        }
        parsed.report.read += n_read;
        parsed.n_lines += records.n_lines();
    }

    /// The text that names a row's vessel: the MMSI, or the beginning of a segment's name (`416000000-2014-…`).
    fn who<'a>(&self, row: &Row<'a, '_>) -> &'a [u8] {
        let text = row.field(Role::Mmsi);
        if self.layout.publisher == Publisher::FishingWatch { mmsi_in_segment(text).unwrap_or_default() } else { text }
    }

    fn skip(&self, why: Skip, role: Role, row: &Row<'_, '_>, line: u64, report: &mut Report) {
        let is_header = matches!(why, Skip::NoMmsi | Skip::BadMmsi) && self.is_header(row);
        let why = if is_header { Skip::RepeatedHeader } else { why };
        why.count(report, self.file, line, || {
            let raw: Vec<u8> = row.field(role).iter().take(60).copied().collect();
            let (text, _) = self.rules.encoding.decode_without_bom_handling(&raw);
            let text: String = text.chars().map(|c| if c.is_control() { '\u{FFFD}' } else { c }).collect();
            let text = text.trim();
            match role {
                _ if text.is_empty() => String::new(),
                Role::Lat => format!("latitude {text}"),
                Role::Lon => format!("longitude {text}"),
                _ => text.to_owned(),
            }
        });
    }

    fn is_header(&self, row: &Row<'_, '_>) -> bool {
        let name = |idx: usize| self.layout.header.get(idx).map_or(&b""[..], |name| name.as_bytes());
        let same = |idx: usize| row.fields.get(idx).is_some_and(|field| field.trim_ascii() == name(idx));
        let columns = || self.layout.column_of.iter().flatten();
        columns().count() > 0 && columns().all(|idx| same(*idx))
    }

    /// A row of Korean static data with its name in one piece: the first field is the MMSI and the last ones are as many as
    /// the header has after the name, so that whatever is between them is the name.
    fn fold_name<'a>(&self, fields: &[&'a [u8]], block: &'a [u8]) -> Vec<&'a [u8]> {
        let Some(name_idx) = self.layout.column(Role::Name) else { return fields.to_vec() };
        let n_after = self.layout.header.len().saturating_sub(name_idx + 1);
        let n_extra = fields.len().saturating_sub(self.layout.header.len());
        if n_extra == 0 {
            return fields.to_vec();
        }
        let (first, last) = (fields.get(name_idx), fields.get(name_idx + n_extra));
        let place = |part: &[u8]| (part.as_ptr() as usize).wrapping_sub(block.as_ptr() as usize);
        let name = first.zip(last).and_then(|(first, last)| block.get(place(first)..place(last) + last.len()));
        let before = fields.get(..name_idx).unwrap_or_default();
        let after = fields.get(fields.len() - n_after..).unwrap_or_default();
        before.iter().copied().chain([name.unwrap_or_default()]).chain(after.iter().copied()).collect()
    }
}

/// The MMSI that a segment's name begins with, or that the text is.
pub(super) fn mmsi_in_segment(text: &[u8]) -> Option<&[u8]> {
    let text = text.trim_ascii();
    match text.split_at_checked(9) {
        Some((mmsi, [] | [b'-', ..])) if mmsi.iter().all(u8::is_ascii_digit) => Some(mmsi),
        _ => None,
    }
}

/// The columns that say who a vessel is, as runs that stand side by side.
struct Identities(Vec<(usize, usize)>);

impl Identities {
    fn of(layout: &Layout) -> Self {
        let columns = Role::ALL.into_iter().filter(|role| is_identity(*role)).filter_map(|role| layout.column(role));
        let mut columns: Vec<usize> = columns.collect();
        columns.sort_unstable();
        let mut runs: Vec<(usize, usize)> = Vec::new();
        for column in columns {
            match runs.last_mut().filter(|run| run.1 + 1 >= column) {
                Some(run) => run.1 = column,
                None => runs.push((column, column)),
            }
        }
        Self(runs)
    }

    fn are_none(&self) -> bool {
        self.0.is_empty()
    }

    /// A number that tells whether two rows say the same: of their bytes as they stand in the block, where they do.
    fn fingerprint(&self, row: &Row<'_, '_>, block: &[u8]) -> u64 {
        let place = |field: &[u8]| (field.as_ptr() as usize).wrapping_sub(block.as_ptr() as usize);
        let mut hasher = foldhash::fast::FixedState::default().build_hasher();
        for (first, last) in &self.0 {
            let run = row.fields.get(*first).zip(row.fields.get(*last));
            match run.and_then(|(first, last)| block.get(place(first)..place(last) + last.len())) {
                Some(text) => hasher.write(text),
                None => return fingerprint(|role| row.field(role)),
            }
        }
        hasher.finish()
    }
}

/// The fields of one row.
struct Row<'a, 'b> {
    fields: &'b [&'a [u8]],
    column_of: &'b [Option<usize>; N_ROLES],
}

impl<'a> Row<'a, '_> {
    #[inline]
    fn field(&self, role: Role) -> &'a [u8] {
        match self.column_of.get(role.idx()) {
            Some(Some(idx)) => self.fields.get(*idx).copied().unwrap_or_default(),
            _ => b"",
        }
    }
}
