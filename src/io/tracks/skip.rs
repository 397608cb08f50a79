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
            Self::NotAFix => format!("{found}, skipped"),
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
