//! Moments as publishers write them, and the zones they leave unsaid.
//!
//! Owns every way of writing a time that a track file uses. Never guesses a zone: a time that states none is handed back as
//! such. Start at [`parse`] and [`Zone::named`].

use jiff::civil;
use jiff::tz::{Offset, TimeZone};

use super::columns::TimeFormat;
use crate::units::Timestamp;

/// A moment as far as its text tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stated {
    /// Milliseconds since the epoch.
    Utc(i64),
    /// A local time whose zone is not stated, as milliseconds since a local 1970-01-01T00:00:00.
    Local(i64),
}

/// A moment as a person types it for the command line: a date or a date and time, UTC unless it states a zone.
#[must_use]
pub fn moment(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    let stated = parse(text.as_bytes(), TimeFormat::Auto).or_else(|| {
        let midnight = format!("{text}T00:00:00");
        parse(midnight.as_bytes(), TimeFormat::Auto)
    })?;
    match stated {
        Stated::Utc(ms) | Stated::Local(ms) => Some(Timestamp::from_millis(ms)),
    }
}

/// The full name of a zone that [`super::ReadOptions::time_zone`] takes, such as `Asia/Seoul` for `kst`; `None` for any other.
#[must_use]
pub fn zone_name(text: &str) -> Option<String> {
    Zone::named(text).map(|zone| zone.name)
}

/// A zone of times.
#[derive(Clone, Debug)]
pub(super) struct Zone {
    /// Its IANA name, `UTC`, or its offset.
    pub(super) name: String,
    rule: Rule,
}

#[derive(Clone, Debug)]
enum Rule {
    /// Always so many milliseconds east of UTC.
    Fixed(i64),
    Zone(TimeZone),
}

impl Zone {
    /// A zone by its IANA name, `UTC`, `KST`, `JST`, or an offset such as `+09:00`.
    pub(super) fn named(text: &str) -> Option<Self> {
        let text = text.trim();
        let upper = text.to_ascii_uppercase();
        let bare = upper.strip_prefix("UTC").or_else(|| upper.strip_prefix("GMT")).unwrap_or(&upper).trim_start();
        let iana = match upper.as_str() {
            "UTC" | "GMT" | "Z" => return Some(Self { name: "UTC".to_owned(), rule: Rule::Fixed(0) }),
            "KST" => "Asia/Seoul",
            "JST" => "Asia/Tokyo",
            _ if bare.starts_with(['+', '-']) => {
                let (ms, after) = offset(bare.as_bytes())?;
                let minutes = ms / 60_000;
                let name =
                    format!("{}{:02}:{:02}", if ms < 0 { '-' } else { '+' }, minutes.abs() / 60, minutes.abs() % 60);
                return after.is_empty().then_some(Self { name, rule: Rule::Fixed(ms) });
            }
            _ => text,
        };
        let zone = TimeZone::get(iana).ok()?;
        let name = zone.iana_name().unwrap_or(iana).to_owned();
        Some(Self { name, rule: Rule::Zone(zone) })
    }

    /// The moment of a local time here. A time that the clocks skipped counts as if they had not; of one that they struck
    /// twice the first is meant.
    pub(super) fn utc_ms(&self, local_ms: i64) -> Option<i64> {
        match &self.rule {
            Rule::Fixed(offset_ms) => Some(local_ms - offset_ms),
            Rule::Zone(zone) => {
                let local = jiff::Timestamp::from_millisecond(local_ms).ok()?;
                let local: civil::DateTime = Offset::UTC.to_datetime(local);
                Some(zone.to_ambiguous_timestamp(local).compatible().ok()?.as_millisecond())
            }
        }
    }
}

/// What a text says of a moment; `None` if it is no time.
pub(super) fn parse(text: &[u8], format: TimeFormat) -> Option<Stated> {
    let text = text.trim_ascii();
    if let Some((ms, zone)) = iso(text)
        && matches!(format, TimeFormat::Auto | TimeFormat::DayFirst | TimeFormat::MonthFirst)
    {
        return stated(ms, zone);
    }
    match format {
        TimeFormat::UnixSeconds => unix(text, 1000),
        TimeFormat::UnixMillis => unix(text, 1),
        TimeFormat::Auto | TimeFormat::DayFirst | TimeFormat::MonthFirst => {
            let (date, rest) = date(text, format)?;
            match date {
                Date::Day(year, month, day) => {
                    let (of_day, zone) = time_of_day(rest)?;
                    stated(midnight(year, month, day)? + of_day, zone)
                }
                Date::Number => unix(text, if digits(text) >= 12 { 1 } else { 1000 }),
            }
        }
    }
}

enum Date {
    Day(u32, u32, u32),
    /// Not a date, but a count since the epoch.
    Number,
}

/// The commonest form read at a fixed place: `2018-01-16T03:12:40` and what follows it.
fn iso(text: &[u8]) -> Option<(i64, &[u8])> {
    let (t, rest) = text.split_first_chunk::<19>()?;
    if t[4] != b'-' || t[7] != b'-' || !matches!(t[10], b'T' | b' ' | b't') || t[13] != b':' || t[16] != b':' {
        return None;
    }
    let pair = |tens: u8, ones: u8| {
        let (tens, ones) = (tens.wrapping_sub(b'0'), ones.wrapping_sub(b'0'));
        (tens <= 9 && ones <= 9).then(|| u32::from(tens) * 10 + u32::from(ones))
    };
    let year = pair(t[0], t[1])? * 100 + pair(t[2], t[3])?;
    let (month, day) = (pair(t[5], t[6])?, pair(t[8], t[9])?);
    let (hour, minute, second) = (pair(t[11], t[12])?, pair(t[14], t[15])?, pair(t[17], t[18])?);
    let moment = Timestamp::from_civil(i32::try_from(year).ok()?, month, day, hour, minute, second)?;
    let (fraction, rest) = fraction_ms(rest);
    Some((moment.millis() + fraction, rest))
}

fn midnight(year: u32, month: u32, day: u32) -> Option<i64> {
    Some(Timestamp::from_civil(i32::try_from(year).ok()?, month, day, 0, 0, 0)?.millis())
}

/// A local time and the text after it, which names its zone or nothing.
fn stated(local_ms: i64, zone: &[u8]) -> Option<Stated> {
    let zone = zone.trim_ascii();
    let zone = zone.strip_prefix(b"UTC").or_else(|| zone.strip_prefix(b"GMT")).map_or(zone, |rest| match rest {
        [] => b"Z",
        rest => rest,
    });
    match zone {
        [] => Some(Stated::Local(local_ms)),
        [b'Z' | b'z'] => Some(Stated::Utc(local_ms)),
        [b'+' | b'-', ..] => {
            let (offset_ms, rest) = offset(zone)?;
            // Go's own way of writing a time names the zone again: `+0000 UTC`, `+0900 KST`.
            let name = rest.trim_ascii_start();
            (name.len() <= 5 && name.iter().all(u8::is_ascii_alphabetic)).then_some(Stated::Utc(local_ms - offset_ms))
        }
        _ => None,
    }
}

/// `+09:00`, `+0900`, `-3`, as milliseconds, and what follows.
fn offset(text: &[u8]) -> Option<(i64, &[u8])> {
    let (sign, rest) = text.split_first()?;
    let sign = if *sign == b'-' { -1 } else { 1 };
    let (hours, minutes, rest) = match digits(rest) {
        4 => {
            let (number, rest) = number(rest, 4)?;
            (number / 100, number % 100, rest)
        }
        1 | 2 => {
            let (hours, rest) = number(rest, 2)?;
            match rest.strip_prefix(b":") {
                Some(rest) => {
                    let (minutes, rest) = number(rest, 2)?;
                    (hours, minutes, rest)
                }
                None => (hours, 0, rest),
            }
        }
        _ => return None,
    };
    (hours <= 15 && minutes <= 59).then_some((sign * i64::from(hours * 60 + minutes) * 60_000, rest))
}

/// How many digits a text begins with.
fn digits(text: &[u8]) -> usize {
    text.iter().take_while(|byte| byte.is_ascii_digit()).count()
}

/// The number of up to `most` digits that a text begins with, and what follows.
fn number(text: &[u8], most: usize) -> Option<(u32, &[u8])> {
    let n = digits(text).min(most);
    let (digits, rest) = text.split_at_checked(n)?;
    let value =
        digits.iter().try_fold(0_u32, |value, digit| value.checked_mul(10)?.checked_add(u32::from(digit - b'0')))?;
    (n > 0).then_some((value, rest))
}

/// The date that a text begins with, and what follows.
fn date(text: &[u8], format: TimeFormat) -> Option<(Date, &[u8])> {
    let n = digits(text);
    let after = text.get(n).copied();
    let is_separator = matches!(after, Some(b'-' | b'/' | b'.'));
    let parts = |text| {
        let (first, rest) = number(text, 4)?;
        let (separator, rest) = rest.split_first()?;
        let (second, rest) = number(rest, 2)?;
        let (again, rest) = rest.split_first()?;
        let (third, rest) = number(rest, 4)?;
        (separator == again).then_some((first, second, third, rest))
    };
    match n {
        4 if is_separator => {
            let (year, month, day, rest) = parts(text)?;
            Some((Date::Day(year, month, day), rest))
        }
        1 | 2 if is_separator => {
            let (first, second, year, rest) = parts(text)?;
            let (day, month) = if format == TimeFormat::MonthFirst { (second, first) } else { (first, second) };
            (year >= 1000).then_some((Date::Day(year, month, day), rest))
        }
        8 | 12 | 14 if !matches!(after, Some(b'.')) => {
            let (year, rest) = number(text, 4)?;
            let (month, rest) = number(rest, 2)?;
            let (day, rest) = number(rest, 2)?;
            let is_date = (1900..2100).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day);
            Some(if is_date { (Date::Day(year, month, day), rest) } else { (Date::Number, text) })
        }
        _ if n >= 6 => Some((Date::Number, text)),
        _ => None,
    }
}

/// The time of day after a date, in milliseconds, and what follows.
fn time_of_day(text: &[u8]) -> Option<(i64, &[u8])> {
    let text = match text.split_first()? {
        (b'T' | b't' | b' ' | b'_' | b',' | b'\t', rest) => rest.trim_ascii_start(),
        (b'0'..=b'9', _) => text,
        _ => return None,
    };
    // Excel in Korean writes 오전 or 오후 before the time.
    let (before, text) = match (text.strip_prefix("오전".as_bytes()), text.strip_prefix("오후".as_bytes())) {
        (Some(rest), _) => (Some(false), rest.trim_ascii_start()),
        (_, Some(rest)) => (Some(true), rest.trim_ascii_start()),
        _ => (None, text),
    };
    let n = digits(text);
    let (hour, rest) = number(text, 2)?;
    let (minute, second, rest) = if n >= 4 {
        let (minute, rest) = number(rest, 2)?;
        let (second, rest) = if n >= 6 { number(rest, 2)? } else { (0, rest) };
        (minute, second, rest)
    } else {
        let (minute, rest) = number(rest.strip_prefix(b":")?, 2)?;
        match rest.strip_prefix(b":") {
            Some(rest) => {
                let (second, rest) = number(rest, 2)?;
                (minute, second, rest)
            }
            None => (minute, 0, rest),
        }
    };
    let (fraction, rest) = fraction_ms(rest);
    let rest = rest.trim_ascii_start();
    let (is_pm, rest) = match rest {
        [b'A' | b'a', b'M' | b'm', rest @ ..] => (Some(false), rest),
        [b'P' | b'p', b'M' | b'm', rest @ ..] => (Some(true), rest),
        _ => (before, rest),
    };
    let hour = match is_pm {
        Some(_) if !(1..=12).contains(&hour) => return None,
        Some(is_pm) => hour % 12 + if is_pm { 12 } else { 0 },
        None => hour,
    };
    if hour > 23 || minute > 59 || second > 60 {
        return None;
    }
    Some((i64::from(hour * 3600 + minute * 60 + second.min(59)) * 1000 + fraction, rest))
}

/// A fraction of a second in whole milliseconds, and what follows; 0 if there is none.
fn fraction_ms(text: &[u8]) -> (i64, &[u8]) {
    let [b'.' | b',', rest @ ..] = text else { return (0, text) };
    let mut ms = 0;
    let mut place = 100;
    let mut rest = rest;
    while let [digit @ b'0'..=b'9', after @ ..] = rest {
        ms += i64::from(digit - b'0') * place;
        place /= 10;
        rest = after;
    }
    (ms, rest)
}

/// A count since the epoch, in units of so many milliseconds.
fn unix(text: &[u8], unit_ms: i64) -> Option<Stated> {
    // All digits is the rule; the sum is exact then.
    let whole = text.iter().try_fold(0_i64, |value, byte| match byte {
        b'0'..=b'9' => value.checked_mul(10)?.checked_add(i64::from(byte - b'0')),
        _ => None,
    });
    let ms = match whole {
        Some(count) if !text.is_empty() => count.checked_mul(unit_ms)?,
        _ => whole_ms(fast_float2::parse::<f64, _>(text).ok()?, unit_ms)?,
    };
    (Timestamp::MIN.millis()..=Timestamp::MAX.millis()).contains(&ms).then_some(Stated::Utc(ms))
}

#[expect(clippy::cast_possible_truncation, clippy::cast_precision_loss, reason = "bounded just before the cast")]
fn whole_ms(count: f64, unit_ms: i64) -> Option<i64> {
    let ms = count * unit_ms as f64;
    (ms.is_finite() && ms.abs() < 1e15).then(|| ms.round() as i64)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a text says, as UTC or as a local time.
    fn said(text: &str, format: TimeFormat) -> Option<String> {
        Some(match parse(text.as_bytes(), format)? {
            Stated::Utc(ms) => Timestamp::from_millis(ms).to_string(),
            Stated::Local(ms) => Timestamp::from_millis(ms).to_string().replace('Z', " local"),
        })
    }

    #[test]
    fn every_publishers_way_of_writing_a_time() {
        for (text, expected) in [
            ("2018-01-16T03:12:40", "2018-01-16T03:12:40 local"),
            ("2018-01-16 03:12:40", "2018-01-16T03:12:40 local"),
            ("2018-01-16T03:12:40Z", "2018-01-16T03:12:40Z"),
            ("2018-01-16T03:12:40.25Z", "2018-01-16T03:12:40.250Z"),
            ("2018-01-16T12:12:40+09:00", "2018-01-16T03:12:40Z"),
            ("2018-01-16T12:12:40+0900", "2018-01-16T03:12:40Z"),
            ("2018-01-15 22:12:40-05", "2018-01-16T03:12:40Z"),
            ("2024-11-19 20:28:06 GMT", "2024-11-19T20:28:06Z"),
            ("2017-08-11 11:17:00 UTC", "2017-08-11T11:17:00Z"),
            ("2022-12-29 18:22:32.318353 +0000 UTC", "2022-12-29T18:22:32.318Z"),
            ("2018-01-16 12:12:40 +0900 KST", "2018-01-16T03:12:40Z"),
            ("16/01/2018 03:12:40", "2018-01-16T03:12:40 local"),
            ("16.01.2018 03:12", "2018-01-16T03:12:00 local"),
            ("2018/1/6 3:12", "2018-01-06T03:12:00 local"),
            ("2018-01-16 오후 3:12:40", "2018-01-16T15:12:40 local"),
            ("16/1/2018 12:12:40 AM", "2018-01-16T00:12:40 local"),
            ("20210701_185151", "2021-07-01T18:51:51 local"),
            ("20210701185151", "2021-07-01T18:51:51 local"),
            ("1516072360", "2018-01-16T03:12:40Z"),
            ("1516072360.5", "2018-01-16T03:12:40.500Z"),
            ("1516072360000", "2018-01-16T03:12:40Z"),
            ("2014-01-01 01:14:25.000000", "2014-01-01T01:14:25 local"),
        ] {
            assert_eq!(said(text, TimeFormat::Auto).unwrap_or_default(), expected, "{text}");
        }
    }

    #[test]
    fn what_is_no_time_is_none() {
        for text in
            ["", "2018-02-30T00:00:00", "2018-01-16", "noon", "2018-01-16T25:00:00", "12", "2018-01-16T03:12:40 EST"]
        {
            assert_eq!(said(text, TimeFormat::Auto), None, "{text}");
        }
        assert_eq!(said("nan", TimeFormat::UnixSeconds), None);
        assert_eq!(said("1e300", TimeFormat::UnixSeconds), None);
        assert_eq!(said("01/16/2018 03:12:40", TimeFormat::Auto), None);
    }

    #[test]
    fn a_stated_format_decides() {
        assert_eq!(said("01/02/2018 00:00:00", TimeFormat::MonthFirst).as_deref(), Some("2018-01-02T00:00:00 local"));
        assert_eq!(said("01/02/2018 00:00:00", TimeFormat::DayFirst).as_deref(), Some("2018-02-01T00:00:00 local"));
        assert_eq!(said("86400", TimeFormat::UnixSeconds).as_deref(), Some("1970-01-02T00:00:00Z"));
    }

    #[test]
    fn zones_by_name_and_offset() {
        let noon = Timestamp::from_civil(2018, 1, 16, 12, 0, 0).unwrap().millis();
        for (name, full, hours) in [
            ("KST", "Asia/Seoul", 9),
            ("Asia/Seoul", "Asia/Seoul", 9),
            ("asia/seoul", "Asia/Seoul", 9),
            ("UTC", "UTC", 0),
            ("+09:00", "+09:00", 9),
            ("UTC+9", "+09:00", 9),
            ("-0330", "-03:30", -3),
        ] {
            let zone = Zone::named(name).unwrap();
            assert_eq!(zone.name, full);
            assert_eq!((noon - zone.utc_ms(noon).unwrap()) / 3_600_000, hours, "{name}");
        }
        assert!(Zone::named("Mars/Olympus").is_none());
        assert!(Zone::named("+99:00").is_none());
    }

    #[test]
    fn clocks_that_change_are_followed() {
        // New York, 2024-03-10: 02:30 was skipped; 2024-11-03: 01:30 came twice. Source: tzdata 2024a.
        let zone = Zone::named("America/New_York").unwrap();
        let utc = |text: &str| match parse(text.as_bytes(), TimeFormat::Auto) {
            Some(Stated::Local(ms)) => Timestamp::from_millis(zone.utc_ms(ms).unwrap()).to_string(),
            _ => String::new(),
        };
        assert_eq!(utc("2024-03-10T02:30:00"), "2024-03-10T07:30:00Z");
        assert_eq!(utc("2024-11-03T01:30:00"), "2024-11-03T05:30:00Z");
    }

    #[test]
    fn typed_moments_may_be_dates() {
        assert_eq!(moment("2018-01-16").unwrap().to_string(), "2018-01-16T00:00:00Z");
        assert_eq!(moment("2018-01-16T09:00+09:00").unwrap().to_string(), "2018-01-16T00:00:00Z");
        assert_eq!(moment("soon"), None);
    }
}
