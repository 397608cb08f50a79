//! Why a row is skipped, and how that is said.

use crate::report::{Report, Sample};

/// A reason to skip a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Skip {
    NoMmsi,
    BadMmsi,
    NoTime,
    BadTime,
    NoPosition,
    BadPosition,
    OffTheGlobe,
    OutsideArea,
    OutsidePeriod,
    StaticData,
    RepeatedHeader,
    LineTooLong,
    NotAFix,
    BadChecksum,
    NoChecksum,
    BadSentence,
    NotAis,
    MissingPart,
    CutShort,
    BaseStation,
    /// An AIS message of a type that says nothing of where or who a vessel is.
    OtherMessage(u8),
    OnlyASpan,
    TooManyPoints,
}

impl Skip {
    /// The reason it is counted under.
    pub(super) const fn reason(self) -> &'static str {
        match self {
            Self::NoMmsi => "no MMSI",
            Self::BadMmsi => "MMSI not valid",
            Self::NoTime => "no time",
            Self::BadTime => "time not understood",
            Self::NoPosition => "no position",
            Self::BadPosition => "position not understood",
            Self::OffTheGlobe => "position off the globe",
            Self::OutsideArea => "outside the area asked for",
            Self::OutsidePeriod => "outside the period asked for",
            Self::StaticData => "static data without position",
            Self::RepeatedHeader => "header repeated",
            Self::LineTooLong => "line too long",
            Self::NotAFix => "not a position report",
            Self::BadChecksum => "checksum wrong",
            Self::NoChecksum => "checksum missing",
            Self::BadSentence => "AIS sentence not understood",
            Self::NotAis => "not an AIS sentence",
            Self::MissingPart => "part of a message missing",
            Self::CutShort => "AIS message cut short",
            Self::BaseStation => "base station, not a vessel",
            Self::OtherMessage(number) => message_reason(number),
            Self::OnlyASpan => "a span of time, not a moment",
            Self::TooManyPoints => "too many points in one track",
        }
    }

    /// The sentence for one place, from what was found there.
    pub(super) fn detail(self, found: &str) -> String {
        let found = found.trim();
        match self {
            Self::NoMmsi if found.is_empty() => "no MMSI, row skipped".to_owned(),
            Self::NoMmsi => format!("MMSI {found} stands for none, row skipped"),
            Self::BadMmsi => format!("“{found}” is no MMSI, row skipped"),
            Self::NoTime => "no time, row skipped".to_owned(),
            Self::BadTime => format!("“{found}” is no time that can be read, row skipped"),
            Self::NoPosition if found.is_empty() => "no position, row skipped".to_owned(),
            Self::NoPosition => format!("{found} stands for no position, row skipped"),
            Self::BadPosition => format!("{found} cannot be read as a position, row skipped"),
            Self::OffTheGlobe => format!("{found} is off the globe, row skipped"),
            Self::OutsideArea => "outside the area asked for, row left out".to_owned(),
            Self::OutsidePeriod => "outside the period asked for, row left out".to_owned(),
            Self::StaticData => "says who a vessel is, not where: taken for its name, no fix".to_owned(),
            Self::RepeatedHeader => "the header again, row skipped".to_owned(),
            Self::LineTooLong => "longer than 512 KiB, line skipped".to_owned(),
            Self::NotAFix | Self::BadSentence | Self::MissingPart | Self::CutShort => format!("{found}, skipped"),
            Self::BadChecksum => format!("{found}, line skipped"),
            Self::NoChecksum => "no checksum, so that it may be cut off, line skipped".to_owned(),
            Self::NotAis if found.is_empty() => "no AIS sentence, line skipped".to_owned(),
            Self::NotAis => format!("{found} is no AIS sentence, line skipped"),
            Self::BaseStation => format!("{found} is a base station, not a vessel, no fix"),
            Self::OtherMessage(_) => "no report of a vessel's position or name, skipped".to_owned(),
            Self::OnlyASpan => {
                format!(
                    "a line that only says from when to when ({found}): its vertices have no moments, vertex skipped"
                )
            }
            Self::TooManyPoints => "a point beyond the two million that one track may have, skipped".to_owned(),
        }
    }

    /// Counts it.
    pub(super) fn count(self, report: &mut Report, file: &str, line: u64, found: impl FnOnce() -> String) {
        report.skip(self.reason(), || Sample {
            file: file.to_owned(),
            line: Some(line),
            reason: self.reason().to_owned(),
            detail: self.detail(&found()),
        });
    }
}

/// Messages by type (ITU-R M.1371-5, table 41) that no fix and no name comes from.
const fn message_reason(number: u8) -> &'static str {
    match number {
        6 => "AIS message 6, addressed binary",
        7 => "AIS message 7, binary acknowledgement",
        8 => "AIS message 8, binary broadcast",
        10 => "AIS message 10, UTC inquiry",
        11 => "AIS message 11, UTC response",
        12 => "AIS message 12, addressed safety-related",
        13 => "AIS message 13, safety-related acknowledgement",
        14 => "AIS message 14, safety-related broadcast",
        15 => "AIS message 15, interrogation",
        16 => "AIS message 16, assigned mode",
        17 => "AIS message 17, DGNSS corrections",
        20 => "AIS message 20, data link management",
        22 => "AIS message 22, channel management",
        23 => "AIS message 23, group assignment",
        24 => "AIS message 24, neither part A nor B",
        25 => "AIS message 25, short binary",
        26 => "AIS message 26, long binary",
        _ => "AIS message of no known type",
    }
}
