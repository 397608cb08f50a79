//! From the texts of one report to a fix, with all that can go wrong counted.
//!
//! Owns what the readers of single reports share: whose report it is where it does not say, when a file must wait for its time
//! zone, how what was skipped is told. Never parses a format. Start at [`Feed`]; readers that work in parallel give each
//! block a [`Taken`] of its own.

use std::path::{Path, PathBuf};

use super::ReadError;
use super::columns::{N_ROLES, Role};
use super::intake::{Filter, Intake};
use super::moment::Zone;
use super::row::{NoFix, Rules, fingerprint, on_the_globe};
use super::skip::Skip;
use super::source;
use crate::report::Report;
use crate::track::{FixRow, TrackBuilder};
use crate::units::Timestamp;
use crate::vessel::Mmsi;

/// How many reports are taken between two looks at the progress.
const REPORTS_BETWEEN_LOOKS: u64 = 16 << 10;
/// How much of a text is shown where it was not understood, in characters.
const CHARS_SHOWN: usize = 60;

/// The texts of one report, by role; empty where it has none.
#[derive(Clone, Debug, Default)]
pub(super) struct Texts([String; N_ROLES]);

impl Texts {
    /// Forgets all.
    pub(super) fn clear(&mut self) {
        self.0.iter_mut().for_each(String::clear);
    }

    /// The text of a role.
    pub(super) fn text(&self, role: Role) -> &str {
        self.0.get(role.idx()).map_or("", String::as_str)
    }

    /// The text of a role, as [`Rules`] want it.
    pub(super) fn bytes(&self, role: Role) -> &[u8] {
        self.text(role).as_bytes()
    }

    /// Whether a role has a text.
    pub(super) fn has(&self, role: Role) -> bool {
        !self.text(role).is_empty()
    }

    /// Sets the text of a role.
    pub(super) fn set(&mut self, role: Role, text: &str) {
        if let Some(place) = self.0.get_mut(role.idx()) {
            place.clear();
            place.push_str(text);
        }
    }

    /// Takes from others what is missing here.
    pub(super) fn fill_from(&mut self, others: &Self) {
        for (own, other) in self.0.iter_mut().zip(&others.0) {
            if own.is_empty() {
                own.push_str(other);
            }
        }
    }
}

/// One report: its texts, and what a format has as numbers already.
#[derive(Clone, Copy, Debug)]
pub(super) struct Row<'a> {
    /// The line, or else the record, that it stands on.
    pub(super) line: u64,
    pub(super) texts: &'a Texts,
    /// Degrees east and north, where they are not among the texts.
    pub(super) place: Option<(f64, f64)>,
    /// Milliseconds since the epoch, where they are not among the texts.
    pub(super) time_ms: Option<i64>,
}

impl<'a> Row<'a> {
    /// A report that is all text.
    pub(super) const fn new(line: u64, texts: &'a Texts) -> Self {
        Self { line, texts, place: None, time_ms: None }
    }
}

/// How the reports of one text are to be taken.
#[derive(Clone, Debug)]
pub(super) struct Manner {
    /// What messages call the text.
    pub(super) file: String,
    pub(super) rules: Rules,
    filter: Filter,
    /// Whether times that state no zone are in the one the user named.
    assumes_zone: bool,
}

impl Manner {
    /// For a file, or for a member of an archive. Reports that name no vessel are of the one in its name, if there is one.
    pub(super) fn of(intake: &Intake<'_>, path: &Path, member: Option<&str>) -> Self {
        let file = source::name_of(path, member);
        let mmsi = member.and_then(|member| mmsi_in_name(Path::new(member))).or_else(|| mmsi_in_name(path));
        let rules = Rules { zone: intake.zone.clone(), mmsi, ..Rules::default() };
        Self { file, rules, filter: intake.filter, assumes_zone: true }
    }

    /// Takes times that state no zone as UTC, because the format or its publisher says so.
    pub(super) fn set_utc(&mut self) {
        self.rules.zone = Zone::named("UTC");
        self.assumes_zone = false;
    }

    /// Takes one report; `false` if the whole file must wait for its time zone.
    pub(super) fn take(&self, row: &Row<'_>, taken: &mut Taken) -> bool {
        taken.report.read += 1;
        match self.fix(row, taken) {
            Ok(()) => {}
            Err(NoFix::Skip(why, role)) => why.count(&mut taken.report, &self.file, row.line, || found(role, row)),
            Err(NoFix::Unzoned) => {
                taken.unzoned = Some(row.texts.text(Role::Time).trim().to_owned());
                return false;
            }
        }
        true
    }

    /// Takes what a vessel says of itself in a report that does not say where it is.
    pub(super) fn take_static(&self, row: &Row<'_>, taken: &mut Taken) {
        taken.report.read += 1;
        let why = match self.rules.mmsi(row.texts.bytes(Role::Mmsi)) {
            Ok(mmsi) => {
                taken.builder.identify(mmsi, self.rules.identity(|role| row.texts.bytes(role)));
                Skip::StaticData
            }
            Err(NoFix::Skip(why, _)) => why,
            Err(NoFix::Unzoned) => Skip::NoTime,
        };
        why.count(&mut taken.report, &self.file, row.line, || found(Role::Mmsi, row));
    }

    /// Counts one report that cannot be used.
    pub(super) fn skip(&self, why: Skip, line: u64, found: &str, taken: &mut Taken) {
        taken.report.read += 1;
        why.count(&mut taken.report, &self.file, line, || found.chars().take(CHARS_SHOWN).collect());
    }

    fn fix(&self, row: &Row<'_>, taken: &mut Taken) -> Result<(), NoFix> {
        let texts = row.texts;
        taken.has_unnamed |= !texts.has(Role::Mmsi);
        let mmsi = self.rules.mmsi(texts.bytes(Role::Mmsi))?;
        let slot = taken.builder.slot(mmsi);
        let saying = fingerprint(|role| texts.bytes(role));
        if taken.said.len() <= slot.idx() {
            taken.said.resize(slot.idx() + 1, 0);
        }
        let is_new = taken.said.get(slot.idx()).is_some_and(|last| *last != saying);
        let news = is_new.then(|| self.rules.identity(|role| texts.bytes(role)));
        if let Some(identity) = news.clone().filter(|identity| !identity.is_empty()) {
            taken.builder.identify(mmsi, identity);
        }
        let (lat_e7, lon_e7) = match row.place {
            Some((lon, lat)) => place(lon, lat)?,
            None => self.rules.position(texts.bytes(Role::Lat), texts.bytes(Role::Lon))?,
        };
        let time_ms = match row.time_ms {
            Some(time_ms) => time_ms,
            None => self.rules.time_ms(texts.bytes(Role::Time))?,
        };
        let fix = FixRow { lat_e7, lon_e7, ..self.rules.motion(time_ms, |role| texts.bytes(role)) };
        if let Some(why) = self.filter.refusal(&fix) {
            return Err(NoFix::Skip(why, Role::Time));
        }
        if self.assumes_zone && !taken.has_local_times && row.time_ms.is_none() {
            taken.has_local_times = self.rules.is_local(texts.bytes(Role::Time));
        }
        taken.builder.push_row(slot, fix);
        taken.builder.state(slot, Timestamp::from_millis(time_ms), news);
        // Only now: what a report without a place or time said is told again with the next.
        if let Some(last) = taken.said.get_mut(slot.idx()) {
            *last = saying;
        }
        Ok(())
    }
}

/// Ten-millionths of a degree north and east.
pub(super) fn place(lon: f64, lat: f64) -> Result<(i32, i32), NoFix> {
    if !lat.is_finite() || !lon.is_finite() {
        return Err(NoFix::Skip(Skip::BadPosition, if lat.is_finite() { Role::Lon } else { Role::Lat }));
    }
    #[expect(clippy::cast_possible_truncation, reason = "the cast saturates, and what is off the globe is refused")]
    let e7 = |degrees: f64| (degrees * 1e7).round() as i64;
    on_the_globe(e7(lat), e7(lon)).map_err(|(why, role)| NoFix::Skip(why, role))
}

/// What a message says was found.
fn found(role: Role, row: &Row<'_>) -> String {
    let short = |number: f64| if number.abs() < 1e15 { number.to_string() } else { format!("{number:e}") };
    let text = match (role, row.place) {
        (Role::Lat, Some((_, lat))) => short(lat),
        (Role::Lon, Some((lon, _))) => short(lon),
        _ => row.texts.text(role).to_owned(),
    };
    let text: String =
        text.trim().chars().map(|c| if c.is_control() { '\u{FFFD}' } else { c }).take(CHARS_SHOWN).collect();
    match role {
        _ if text.is_empty() => text,
        Role::Lat => format!("latitude {text}"),
        Role::Lon => format!("longitude {text}"),
        _ => text,
    }
}

/// What came of some reports.
#[derive(Debug, Default)]
pub(super) struct Taken {
    pub(super) builder: TrackBuilder,
    pub(super) report: Report,
    /// Whether a time stated no zone.
    has_local_times: bool,
    /// A time that states no zone, where none is known.
    unzoned: Option<String>,
    /// Whether a report did not name its vessel.
    has_unnamed: bool,
    /// What each vessel last said of itself, by its slot.
    said: Vec<u64>,
}

/// Takes the reports of one text, one after another, into the intake.
pub(super) struct Feed<'a, 'b> {
    intake: &'a mut Intake<'b>,
    path: PathBuf,
    pub(super) manner: Manner,
    taken: Taken,
    has_said_vessel: bool,
    n_flushed: u64,
}

impl<'a, 'b> Feed<'a, 'b> {
    /// For a file, or for a member of an archive.
    pub(super) fn new(intake: &'a mut Intake<'b>, path: &Path, member: Option<&str>) -> Self {
        let manner = Manner::of(intake, path, member);
        intake.progress.set_stage("reading");
        Self { intake, path: path.to_owned(), manner, taken: Taken::default(), has_said_vessel: false, n_flushed: 0 }
    }

    /// Takes one report.
    pub(super) fn take(&mut self, row: &Row<'_>) -> Result<(), ReadError> {
        let goes_on = self.manner.take(row, &mut self.taken);
        if goes_on && self.taken.report.read < REPORTS_BETWEEN_LOOKS { Ok(()) } else { self.flush() }
    }

    /// Counts one report that cannot be used.
    pub(super) fn skip(&mut self, why: Skip, line: u64, found: &str) {
        self.manner.skip(why, line, found, &mut self.taken);
    }

    /// How many reports were taken or counted.
    pub(super) const fn n_taken(&self) -> u64 {
        self.n_flushed + self.taken.report.read
    }

    /// Adds a sentence about the text, which goes after its name.
    pub(super) fn note(&mut self, sentence: &str) {
        let file = &self.manner.file;
        self.intake.report.note(format!("{file}: {sentence}"));
    }

    /// Hands over what was taken.
    pub(super) fn flush(&mut self) -> Result<(), ReadError> {
        let taken = std::mem::take(&mut self.taken);
        self.take_block(taken, 0)
    }

    /// Takes what came of a block whose lines begin after so many.
    pub(super) fn take_block(&mut self, mut taken: Taken, n_lines_before: u64) -> Result<(), ReadError> {
        self.intake.progress.check()?;
        if let Some(example) = taken.unzoned {
            return Err(ReadError::NeedsTimeZone { path: self.path.clone(), example });
        }
        for sample in &mut taken.report.samples {
            sample.line = sample.line.map(|line| line + n_lines_before);
        }
        if taken.has_unnamed && !std::mem::replace(&mut self.has_said_vessel, true) {
            self.note(&match self.manner.rules.mmsi {
                Some(mmsi) => format!("some of it names no vessel; MMSI {mmsi} was taken from the file's name"),
                None => "some of it names no vessel; put the MMSI into the file's name, as in 440123456.gpx".to_owned(),
            });
        }
        if taken.has_local_times {
            self.intake.assume_zone();
        }
        self.n_flushed += taken.report.read;
        self.intake.progress.add_rows(taken.report.read);
        self.intake.report.absorb(taken.report);
        self.intake.builder.append(taken.builder);
        self.intake.make_room()
    }
}

/// The first nine digits in a row in a file's name.
pub(super) fn mmsi_in_name(path: &Path) -> Option<Mmsi> {
    let name = path.file_name()?.to_str()?;
    let run = name.split(|c: char| !c.is_ascii_digit()).find(|run| run.len() == 9)?;
    run.parse().ok().and_then(Mmsi::new)
}

/// The MMSI that a title or a remark states: it is nothing but nine digits, or has them after the word.
pub(super) fn mmsi_in_text(text: &str) -> Option<&str> {
    let nine = |text: &'_ str| text.len() == 9 && text.bytes().all(|byte| byte.is_ascii_digit());
    let text = text.trim();
    if nine(text) {
        return Some(text);
    }
    let mut rest = text;
    while let Some(at) = rest.as_bytes().windows(4).position(|word| word.eq_ignore_ascii_case(b"mmsi")) {
        rest = rest.get(at + 4..)?;
        let digits =
            rest.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '=' | '#' | '-' | '>' | '"'));
        let end = digits.bytes().take_while(u8::is_ascii_digit).count();
        if let Some(digits) = digits.get(..end).filter(|digits| nine(digits)) {
            return Some(digits);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_mmsi_is_found_where_people_write_it() {
        for (text, found) in [
            ("440123456", Some("440123456")),
            ("MMSI 440123456", Some("440123456")),
            ("Sea Star, mmsi: 440123456, IMO 9307839", Some("440123456")),
            ("<b>MMSI</b> 440123456", None),
            ("MMSI=44012345", None),
            ("MMSI=4401234567", None),
            ("mmsi unknown; MMSI#440123456", Some("440123456")),
            ("선박 MMSI:440123456번", Some("440123456")),
            ("tel 440123456", None),
        ] {
            assert_eq!(mmsi_in_text(text), found, "{text}");
        }
        assert_eq!(mmsi_in_name(Path::new("/a/track_440123456_2018.gpx")), Mmsi::new(440_123_456));
        assert_eq!(mmsi_in_name(Path::new("20180116.gpx")), None);
    }
}
