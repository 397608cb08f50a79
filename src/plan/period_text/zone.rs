//! The zone that a time is in, and which zone is meant where none is stated.

use crate::plan::reading::Reading;

/// The zone of a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Zone {
    /// Coordinated Universal Time.
    Utc,
    /// China's time, UTC+8.
    Beijing,
    /// Japan Standard Time, UTC+9.
    Japan,
    /// Korea Standard Time, UTC+9.
    Korea,
    /// So many minutes ahead of UTC.
    Ahead(i16),
}

impl Zone {
    /// How many minutes it is ahead of UTC.
    #[must_use]
    pub const fn minutes_ahead(self) -> i16 {
        match self {
            Self::Utc => 0,
            Self::Beijing => 8 * 60,
            Self::Japan | Self::Korea => 9 * 60,
            Self::Ahead(minutes) => minutes,
        }
    }
}

/// What a text says of a zone: one, or a local time that may be any.
pub(super) type Stated = Option<Zone>;

/// How zones are named; longer names first. `None` is a local time whose place may be anywhere.
const NAMES: [(&str, Stated); 48] = [
    ("UTC", Some(Zone::Utc)),
    ("GMT", Some(Zone::Utc)),
    ("ZULU", Some(Zone::Utc)),
    ("Z", Some(Zone::Utc)),
    ("KST", Some(Zone::Korea)),
    ("KOREA STANDARD TIME", Some(Zone::Korea)),
    ("KOREAN STANDARD TIME", Some(Zone::Korea)),
    ("KOREA TIME", Some(Zone::Korea)),
    ("KOREAN TIME", Some(Zone::Korea)),
    ("JST", Some(Zone::Japan)),
    ("JAPAN STANDARD TIME", Some(Zone::Japan)),
    ("JAPAN TIME", Some(Zone::Japan)),
    ("BEIJING STANDARD TIME", Some(Zone::Beijing)),
    ("BEIJING TIME", Some(Zone::Beijing)),
    ("CHINA STANDARD TIME", Some(Zone::Beijing)),
    ("BJT", Some(Zone::Beijing)),
    ("LOCAL TIME", None),
    ("LOCAL", None),
    ("LMT", None),
    ("LT", None),
    ("北京时间", Some(Zone::Beijing)),
    ("北京标准时间", Some(Zone::Beijing)),
    ("中国标准时间", Some(Zone::Beijing)),
    ("日本标准时", Some(Zone::Japan)),
    ("日本时间", Some(Zone::Japan)),
    ("日本时", Some(Zone::Japan)),
    ("韩国标准时", Some(Zone::Korea)),
    ("韩国时间", Some(Zone::Korea)),
    ("한국 표준시", Some(Zone::Korea)),
    ("한국 시간", Some(Zone::Korea)),
    ("한국 시각", Some(Zone::Korea)),
    ("일본 표준시", Some(Zone::Japan)),
    ("일본 시간", Some(Zone::Japan)),
    ("중국 시간", Some(Zone::Beijing)),
    ("베이징 시간", Some(Zone::Beijing)),
    ("世界协调时", Some(Zone::Utc)),
    ("协调世界时", Some(Zone::Utc)),
    ("协定世界时", Some(Zone::Utc)),
    ("世界标准时", Some(Zone::Utc)),
    ("世界时", Some(Zone::Utc)),
    ("세계 협정시", Some(Zone::Utc)),
    ("협정 세계시", Some(Zone::Utc)),
    ("세계 표준시", Some(Zone::Utc)),
    ("세계시", Some(Zone::Utc)),
    ("当地时间", None),
    ("地方时", None),
    ("现地时间", None),
    ("현지 시간", None),
];

/// The zone that is named here, and where its name ends.
pub(super) fn zone_at(reading: &Reading<'_>, idx: usize) -> Option<(Stated, usize)> {
    let (zone, mut end) = reading.one_of(idx, &NAMES)?;
    // 世界协调时间 and 日本标准时间 end in a word more.
    end = reading.word(end, "间").unwrap_or(end);
    // 0100Z-0900Z and 0100UTC-0900UTC are two times.
    let is_time = |end: usize| reading.at(end).is_some_and(|c| c.is_ascii_alphabetic());
    if zone == Some(Zone::Utc)
        && reading.at(idx) != Some('Z')
        && let Some((minutes, end)) = offset_at(reading, end).filter(|(_, end)| !is_time(*end))
    {
        return Some((Some(Zone::Ahead(minutes)), end));
    }
    Some((zone, end))
}

/// A military zone letter right behind a time: I is UTC+9, H is UTC+8 (ACP 121, annex on time zones).
pub(super) fn letter_at(reading: &Reading<'_>, idx: usize) -> Option<(Stated, usize)> {
    reading.one_of(idx, &[("I", Some(Zone::Ahead(540))), ("H", Some(Zone::Ahead(480)))])
}

/// `+9`, `+09:00`, `-0330`.
pub(super) fn offset_at(reading: &Reading<'_>, idx: usize) -> Option<(i16, usize)> {
    let sign = match reading.at(idx)? {
        '+' => 1,
        '-' => -1,
        _ => return None,
    };
    let (digits, mut end) = reading.digits(idx + 1)?;
    let (hours, mut minutes) = match digits.len() {
        1 | 2 => (digits.parse::<i16>().ok()?, 0),
        4 => (digits.get(..2)?.parse().ok()?, digits.get(2..)?.parse().ok()?),
        _ => return None,
    };
    if digits.len() == 2
        && reading.at(end) == Some(':')
        && let Some((more, next)) = reading.digits(end + 1)
        && more.len() == 2
    {
        (minutes, end) = (more.parse().ok()?, next);
    }
    (hours <= 14 && minutes < 60).then_some((sign * (hours * 60 + minutes), end))
}

/// The zone by the custom of the service that writes in a text's language; `None` for English, which has none.
///
/// # Source
/// Japan Coast Guard, 5th Regional Headquarters, notes on its notices: times are in Japan Standard Time, 0000 to 2400
/// (`www1.kaiho.mlit.go.jp/KAN5/tuho/tuho_setsumei.html`). Korea Hydrographic and Oceanographic Agency, Notices to Mariners,
/// explanatory notes: four digits, 0000 to 2400, Korea Standard Time unless marked otherwise. China: the MSA's Chinese
/// warnings state no zone (forms in GB 17577-2020); the legal time of the country is Beijing time.
pub(super) fn by_custom(reading: &Reading<'_>) -> Option<Zone> {
    let (mut n_latin, mut n_han, mut n_hangul) = (0_usize, 0_usize, 0_usize);
    let mut is_japanese = reading.chars.windows(2).any(|pair| matches!(pair, ['令', '和'] | ['平', '成']));
    for c in &reading.chars {
        match c {
            'A'..='Z' => n_latin += 1,
            '\u{AC00}'..='\u{D7A3}' => n_hangul += 1,
            '\u{3041}'..='\u{30FA}' => is_japanese = true,
            // Forms that only Japan writes.
            '経' | '撃' | '発' => {
                (n_han, is_japanese) = (n_han + 1, true);
            }
            '\u{4E00}'..='\u{9FFF}' => n_han += 1,
            _ => {}
        }
    }
    // A syllable or character says about as much as two or three letters.
    if (n_han + n_hangul) * 3 < n_latin || n_han + n_hangul == 0 {
        return None;
    }
    Some(match () {
        () if n_hangul > n_han => Zone::Korea,
        () if is_japanese => Zone::Japan,
        () => Zone::Beijing,
    })
}
