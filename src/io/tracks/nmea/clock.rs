//! When a sentence was heard, by whatever its log says of it.
//!
//! Owns the ways in which logs tell times, and how a log without any is dated by the clocks that are heard in it. Never takes a
//! time from the file's date or the machine's clock. Start at [`Time`] and [`Dating`].

use super::sentence::{Line, whole};
use crate::io::tracks::columns::TimeFormat;
use crate::io::tracks::moment::{self, Stated};
use crate::units::Timestamp;

/// No AIS was logged before 1990-01-01 nor will be after 2100-01-01: such a time is that of a clock never set.
const POSSIBLE_MS: std::ops::Range<i64> = 631_152_000_000..4_102_444_800_000;
/// Between two clocks further apart than this nothing is dated.
const LONGEST_GAP_MS: i64 = 600_000;
/// Before the first clock and after the last, so many lines are dated.
const LINES_BEYOND: u64 = 100;
const MINUTE_MS: i64 = 60_000;

/// What a line says of its time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Time {
    /// Nothing.
    #[default]
    None,
    /// Milliseconds since the epoch.
    Utc(i64),
    /// A local time whose zone is not stated, in milliseconds since a local 1970-01-01T00:00:00.
    Local(i64),
    /// Something that is no time.
    Bad,
}

impl Time {
    /// This, or else another.
    #[must_use]
    pub(super) const fn or(self, other: Self) -> Self {
        match (self, other) {
            (Self::None, _) | (Self::Bad, Self::Utc(_) | Self::Local(_)) => other,
            _ => self,
        }
    }

    /// This, or another if that says more.
    #[must_use]
    pub(super) const fn or_rather(self, other: Self) -> Self {
        match (self, other) {
            (Self::Local(_), Self::Utc(_)) => other,
            _ => self.or(other),
        }
    }

    /// Whether two sentences may belong together by their times.
    pub(super) const fn is_near(self, other: Self) -> bool {
        match (self, other) {
            (Self::Utc(a), Self::Utc(b)) => a.abs_diff(b) <= MINUTE_MS.unsigned_abs(),
            _ => true,
        }
    }

    fn utc(ms: i64) -> Self {
        if is_possible(ms) { Self::Utc(ms) } else { Self::Bad }
    }
}

/// Whether an AIS message may have been heard at a moment.
pub(super) fn is_possible(ms: i64) -> bool {
    POSSIBLE_MS.contains(&ms)
}

/// A count since the epoch, as tag blocks have it: seconds, or by the number of its digits milli- or microseconds.
#[inline]
pub(super) fn of_count(text: &[u8]) -> Time {
    let Some(count) = whole(text, 18).and_then(|count| i64::try_from(count).ok()) else { return Time::Bad };
    Time::utc(match text.len() {
        0..=11 => count * 1000,
        12..=14 => count,
        _ => count / 1000,
    })
}

/// A text that may be a time, between other words or alone: `2014-12-10 00:00:01 UTC`, `[1418169601.5]`.
pub(super) fn in_text(text: &[u8]) -> Time {
    const MOST_WORDS: usize = 12;
    let is_gap =
        |byte: &u8| matches!(byte, b' ' | b'\t' | b',' | b';' | b'|' | b'"' | b'\'' | b'[' | b']' | b'(' | b')');
    let trim = |text: &[u8]| -> (usize, usize) {
        let start = text.iter().position(|byte| !is_gap(byte)).unwrap_or(text.len());
        let end = text.iter().rposition(|byte| !is_gap(byte)).map_or(start, |at| at + 1);
        (start, end)
    };
    let (start, end) = trim(text);
    let text = text.get(start..end).unwrap_or_default();
    let text = text.strip_suffix(b":").unwrap_or(text);
    if text.is_empty() {
        return Time::None;
    }
    let whole_text = moment_of(text);
    if whole_text != Time::None {
        return whole_text;
    }
    let mut words = [(0, 0); MOST_WORDS];
    let mut n_words = 0;
    let mut at = 0;
    while n_words < MOST_WORDS
        && let Some(rest) = text.get(at..)
        && let Some(begin) = rest.iter().position(|byte| !is_gap(byte))
    {
        let len = rest.get(begin..).unwrap_or_default().iter().position(is_gap).unwrap_or(rest.len() - begin);
        if let Some(word) = words.get_mut(n_words) {
            *word = (at + begin, at + begin + len);
        }
        n_words += 1;
        at += begin + len;
    }
    let words = words.get(..n_words).unwrap_or_default();
    for (idx, (from, _)) in words.iter().enumerate() {
        // A date, a time and a zone; a date and a time; all in one.
        for (_, to) in words.iter().skip(idx).take(3).rev() {
            let time = moment_of(text.get(*from..*to).unwrap_or_default());
            if matches!(time, Time::Utc(_) | Time::Local(_)) {
                return time;
            }
        }
    }
    Time::None
}

/// The moment that a text is, if it is one with a date: a short number is none.
fn moment_of(text: &[u8]) -> Time {
    if text.len() < 9 || !text.first().is_some_and(u8::is_ascii_digit) {
        return Time::None;
    }
    match moment::parse(text, TimeFormat::Auto) {
        Some(Stated::Utc(ms)) if is_possible(ms) => Time::Utc(ms),
        Some(Stated::Local(ms)) if is_possible(ms) => Time::Local(ms),
        _ => Time::None,
    }
}

/// What stands behind a sentence.
pub(super) struct Trailing<'a> {
    /// The station that heard it.
    pub(super) station: Option<&'a [u8]>,
    pub(super) time: Time,
}

impl<'a> Trailing<'a> {
    /// The fields that the US Coast Guard and others put behind a sentence: `,x12,s2345,rStation,1389657600`, of which the
    /// first number that can be a time is when it was received; or a time in words.
    pub(super) fn read(text: &'a [u8]) -> Self {
        let mut station = None;
        let mut time = Time::None;
        for field in text.split(|byte| matches!(byte, b',' | b';' | b'\t' | b' ')) {
            match field {
                [b'r' | b'b', name @ ..] if !name.is_empty() && station.is_none() => station = Some(name),
                [b'0'..=b'9', ..] if time == Time::None && field.len() >= 9 => {
                    let seconds = field.split(|byte| *byte == b'.').next().unwrap_or_default();
                    if seconds.iter().all(u8::is_ascii_digit) && matches!(seconds.len(), 9 | 10 | 13 | 16) {
                        time = if seconds.len() == field.len() { of_count(field) } else { moment_of(field) };
                    }
                }
                _ => {}
            }
        }
        match time {
            Time::Utc(_) => {}
            _ if text.len() < 12 => time = Time::None,
            _ => time = in_text(text),
        }
        Self { station, time }
    }
}

/// The time that another sentence tells: `$--ZDA` and `$--RMC` of a GNSS receiver, `$PGHP` of Gatehouse for the sentence after
/// it. `None` if it is another.
pub(super) fn in_sentence(sentence: &[u8]) -> Option<Line<'static>> {
    let mut fields = [&b""[..]; 12];
    for (place, field) in fields.iter_mut().zip(sentence.split(|byte| matches!(byte, b',' | b'*'))) {
        *place = field;
    }
    let [name, f1, f2, f3, f4, f5, f6, f7, f8, f9, ..] = fields;
    let number = |text: &[u8]| whole(text, 4).and_then(|n| u32::try_from(n).ok());
    let moment = |year: u32, month, day, hour, minute, second| {
        let moment = Timestamp::from_civil(i32::try_from(year).ok()?, month, day, hour, minute, second)?.millis();
        is_possible(moment).then_some(moment)
    };
    let of_day = |text: &[u8]| {
        let pair = |at: usize| number(text.get(at..at + 2)?);
        Some((pair(0)?, pair(2)?, pair(4)?))
    };
    match name {
        [b'$', _, _, b'Z', b'D', b'A'] => {
            let (hour, minute, second) = of_day(f1)?;
            moment(number(f4)?, number(f3)?, number(f2)?, hour, minute, second).map(Line::Clock)
        }
        [b'$', _, _, b'R', b'M', b'C'] if f2 == b"A" => {
            let (hour, minute, second) = of_day(f1)?;
            let (day, month, year) = of_day(f9)?;
            moment(2000 + year, month, day, hour, minute, second).map(Line::Clock)
        }
        b"$PGHP" if f1 == b"1" => {
            let (hour, minute, second) = (number(f5)?, number(f6)?, number(f7)?);
            let moment = moment(number(f2)?, number(f3)?, number(f4)?, hour, minute, second)?;
            Some(Line::Stamp(moment + i64::from(number(f8).filter(|ms| *ms < 1000).unwrap_or_default())))
        }
        _ => None,
    }
}

/// A clock heard at a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Clock {
    pub(super) line: u64,
    pub(super) ms: i64,
}

/// Dates the lines of a log that states no times by the clocks heard in it.
///
/// Between two clocks time is taken to run evenly over the lines; next to the first and the last it stands. The second of the
/// minute that a report states then picks the moment nearest to that.
pub(super) struct Dating {
    clocks: Vec<Clock>,
}

impl Dating {
    /// Of clocks in the order of their lines; one that agrees with neither neighbour while those agree is left out.
    pub(super) fn new(clocks: &[Clock]) -> Self {
        let agree = |a: &Clock, b: &Clock| a.ms.abs_diff(b.ms) <= LONGEST_GAP_MS.unsigned_abs();
        let is_astray = |idx: usize, clock: &Clock| {
            let (before, after) = (idx.checked_sub(1).and_then(|idx| clocks.get(idx)), clocks.get(idx + 1));
            match (before, after) {
                (Some(before), Some(after)) => agree(before, after) && !agree(before, clock) && !agree(clock, after),
                _ => false,
            }
        };
        let kept = clocks.iter().enumerate().filter(|(idx, clock)| !is_astray(*idx, clock));
        Self { clocks: kept.map(|(_, clock)| *clock).collect() }
    }

    pub(super) const fn is_empty(&self) -> bool {
        self.clocks.is_empty()
    }

    /// The moment of a line, as near as can be told.
    pub(super) fn moment(&self, line: u64, second: Option<u8>) -> Option<i64> {
        let after_idx = self.clocks.partition_point(|clock| clock.line <= line);
        let before = after_idx.checked_sub(1).and_then(|idx| self.clocks.get(idx));
        let about = match (before, self.clocks.get(after_idx)) {
            (Some(before), Some(after)) if before.ms.abs_diff(after.ms) <= LONGEST_GAP_MS.unsigned_abs() => {
                let share =
                    |whole: i64, part: u64, all: u64| i128::from(whole) * i128::from(part) / i128::from(all.max(1));
                let run = share(after.ms - before.ms, line - before.line, after.line - before.line);
                before.ms + i64::try_from(run).ok()?
            }
            (before, after) => {
                let distance = |clock: &&Clock| clock.line.abs_diff(line);
                before.into_iter().chain(after).filter(|clock| distance(clock) <= LINES_BEYOND).min_by_key(distance)?.ms
            }
        };
        let about = about.div_euclid(1000) * 1000;
        let Some(second) = second else { return Some(about) };
        let ahead = (i64::from(second) * 1000 - about).rem_euclid(MINUTE_MS);
        Some(about + if ahead > MINUTE_MS / 2 { ahead - MINUTE_MS } else { ahead })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2018-01-16T03:12:40Z, by `date -ud 2018-01-16T03:12:40Z +%s`.
    const MOMENT: i64 = 1_516_072_360_000;

    #[test]
    fn times_as_loggers_write_them() {
        for text in [
            "2018-01-16T03:12:40Z",
            "2018-01-16 03:12:40 UTC",
            "2018-01-16T12:12:40+09:00 ",
            "[2018-01-16T03:12:40Z] ",
            "receiver 7, 2018-01-16 03:12:40 UTC: ",
            "1516072360 ",
            "1516072360.0,",
            "1516072360000;",
            "\"1516072360\",\"",
        ] {
            assert_eq!(in_text(text.as_bytes()), Time::Utc(MOMENT), "{text}");
        }
        for text in ["2018-01-16 03:12:40 ", "2018-01-16T03:12:40,", "16/01/2018 03:12:40 ", "20180116031240 "] {
            assert_eq!(in_text(text.as_bytes()), Time::Local(MOMENT), "{text}");
        }
        for text in
            ["", " ", "17 ", "station 12345678", "03:12:40 ", "1969-01-16T03:12:40Z", "0", "999999999999999999999"]
        {
            assert_eq!(in_text(text.as_bytes()), Time::None, "{text}");
        }
    }

    #[test]
    fn counts_in_tag_blocks() {
        assert_eq!(of_count(b"1516072360"), Time::Utc(MOMENT));
        assert_eq!(of_count(b"1516072360123"), Time::Utc(MOMENT + 123));
        for wrong in [&b""[..], b"0", b"-5", b"12:30", b"99999999999999999999"] {
            assert_eq!(of_count(wrong), Time::Bad, "{wrong:?}");
        }
    }

    #[test]
    fn what_stands_behind_a_sentence() {
        let read = |text: &'static str| {
            let behind = Trailing::read(text.as_bytes());
            (behind.station.map(|name| String::from_utf8_lossy(name).into_owned()), behind.time)
        };
        let at = |ms| Time::Utc(ms);
        assert_eq!(read(",b003669708,1516072360"), (Some("003669708".into()), at(MOMENT)));
        assert_eq!(read(",d-109,S2105,t050056.00,T56.13718694,r003669946,1516072360,1516072301").1, at(MOMENT));
        assert_eq!(read(",x123,s25678,rStation"), (Some("Station".into()), Time::None));
        assert_eq!(read(",2018-01-16T03:12:40Z").1, at(MOMENT));
        assert_eq!(read("\r").1, Time::None);
    }

    #[test]
    fn other_sentences_that_tell_the_time() {
        assert_eq!(in_sentence(b"$GPZDA,031240.00,16,01,2018,00,00*6C"), Some(Line::Clock(MOMENT)));
        let rmc = b"$GPRMC,031240.00,A,3745.0,N,12500.0,E,0.1,0.0,160118,,*00";
        assert_eq!(in_sentence(rmc), Some(Line::Clock(MOMENT)));
        assert_eq!(in_sentence(b"$GPRMC,031240.00,V,,,,,,,160118,,*00"), None, "no fix");
        assert_eq!(in_sentence(b"$PGHP,1,2018,1,16,3,12,40,250,219,,2190047,1,48*2F"), Some(Line::Stamp(MOMENT + 250)));
        assert_eq!(in_sentence(b"$GPGGA,031240.00,3745.0,N*00"), None);
    }

    #[test]
    fn lines_between_two_clocks_are_dated_by_their_seconds() {
        let clock = |line, seconds: i64| Clock { line, ms: MOMENT + seconds * 1000 };
        let dating = Dating::new(&[clock(10, 0), clock(20, 100), clock(1000, 4000)]);
        let after = |line, second| dating.moment(line, second).map(|ms| (ms - MOMENT) / 1000);
        // Half way it is 03:13:30; the nearest second 28 is two before, the nearest 5 is 35 after or 25 before.
        assert_eq!(after(15, None), Some(50));
        assert_eq!(after(15, Some(28)), Some(48));
        assert_eq!(after(15, Some(5)), Some(25));
        assert_eq!(after(9, Some(39)), Some(-1), "before the first");
        assert_eq!(after(120, Some(20)), Some(100), "hard by a clock, though the next is an hour off");
        assert_eq!(after(500, Some(20)), None, "far from both");
        let astray = Dating::new(&[clock(1, 0), clock(2, -500_000), clock(3, 10)]);
        assert_eq!(astray.moment(2, None), Some(MOMENT + 5000));
    }
}
