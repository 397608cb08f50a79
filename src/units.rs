//! The quantities every other module speaks: speed, length, angle, time.
//!
//! Owns the checked constructors and the way a mariner reads each value. Never converts silently: a number enters or
//! leaves through a constructor or method that names its unit. Start at [`Timestamp`] and [`Knots`].

use std::fmt;

/// Metres in one international nautical mile. Source: BIPM, SI Brochure 8th ed., table 8.
pub const METRES_PER_NAUTICAL_MILE: f64 = 1852.0;

/// A speed over ground in knots, finite and not negative.
#[derive(Clone, Copy, Debug, Default, PartialEq, PartialOrd)]
pub struct Knots(f64);

impl Knots {
    /// `None` for a negative or non-finite value.
    #[must_use]
    pub fn new(knots: f64) -> Option<Self> {
        (knots.is_finite() && knots >= 0.0).then_some(Self(knots))
    }

    /// The value in knots.
    #[must_use]
    pub const fn value(self) -> f64 {
        self.0
    }
}

impl fmt::Display for Knots {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.1} kn", self.0)
    }
}

/// A length in metres, finite and not negative.
#[derive(Clone, Copy, Debug, Default, PartialEq, PartialOrd)]
pub struct Metres(f64);

impl Metres {
    /// `None` for a negative or non-finite value.
    #[must_use]
    pub fn new(metres: f64) -> Option<Self> {
        (metres.is_finite() && metres >= 0.0).then_some(Self(metres))
    }

    /// The length of a quantity that is a length by construction: its sign is dropped, and NaN becomes zero.
    #[must_use]
    pub fn magnitude(metres: f64) -> Self {
        Self(if metres.is_finite() { metres.abs() } else { 0.0 })
    }

    /// The value in metres.
    #[must_use]
    pub const fn value(self) -> f64 {
        self.0
    }

    /// The same length in nautical miles.
    #[must_use]
    pub fn nautical_miles(self) -> NauticalMiles {
        NauticalMiles(self.0 / METRES_PER_NAUTICAL_MILE)
    }
}

/// A length in nautical miles, finite and not negative.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct NauticalMiles(f64);

impl NauticalMiles {
    /// `None` for a negative or non-finite value.
    #[must_use]
    pub fn new(nautical_miles: f64) -> Option<Self> {
        (nautical_miles.is_finite() && nautical_miles >= 0.0).then_some(Self(nautical_miles))
    }

    /// The value in nautical miles.
    #[must_use]
    pub const fn value(self) -> f64 {
        self.0
    }

    /// The same length in metres.
    #[must_use]
    pub fn metres(self) -> Metres {
        Metres(self.0 * METRES_PER_NAUTICAL_MILE)
    }
}

/// Two decimals below ten, one above, as a mariner reads a range.
impl fmt::Display for NauticalMiles {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0 < 9.995 { write!(f, "{:.2} nm", self.0) } else { write!(f, "{:.1} nm", self.0) }
    }
}

/// An area in square metres, finite and not negative.
#[derive(Clone, Copy, Debug, Default, PartialEq, PartialOrd)]
pub struct SquareMetres(f64);

impl SquareMetres {
    /// The size of a signed area: its sign is dropped, and NaN becomes zero.
    #[must_use]
    pub fn magnitude(square_metres: f64) -> Self {
        Self(if square_metres.is_finite() { square_metres.abs() } else { 0.0 })
    }

    /// The value in square metres.
    #[must_use]
    pub const fn value(self) -> f64 {
        self.0
    }

    /// The value in square kilometres.
    #[must_use]
    pub fn square_kilometres(self) -> f64 {
        self.0 / 1e6
    }
}

/// Square kilometres with as many decimals as matter.
impl fmt::Display for SquareMetres {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let km2 = self.square_kilometres();
        if km2 < 10.0 {
            write!(f, "{km2:.2} km²")
        } else if km2 < 1000.0 {
            write!(f, "{km2:.1} km²")
        } else {
            write!(f, "{km2:.0} km²")
        }
    }
}

/// A true course, bearing or heading: degrees clockwise from true north, `0 <= value < 360`.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Course(f64);

impl Course {
    /// `None` outside `0 <= degrees < 360`.
    #[must_use]
    pub fn new(degrees: f64) -> Option<Self> {
        (0.0..360.0).contains(&degrees).then_some(Self(degrees))
    }

    /// Any finite angle turned into its equivalent in `0 <= value < 360`; NaN becomes north.
    #[must_use]
    pub fn wrapped(degrees: f64) -> Self {
        let turned = degrees.rem_euclid(360.0);
        Self(if (0.0..360.0).contains(&turned) { turned } else { 0.0 })
    }

    /// The value in degrees.
    #[must_use]
    pub const fn value(self) -> f64 {
        self.0
    }
}

/// Three figures, as a mariner says it: `081°`.
impl fmt::Display for Course {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let whole = self.0.round();
        write!(f, "{:03.0}°", if whole >= 360.0 { 0.0 } else { whole })
    }
}

/// A moment in UTC, counted in milliseconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(i64);

impl Timestamp {
    /// The first moment a four-digit year can write, 0000-01-01T00:00:00Z.
    pub const MIN: Self = Self(-62_167_219_200_000);
    /// The last moment a four-digit year can write, 9999-12-31T23:59:59.999Z.
    pub const MAX: Self = Self(253_402_300_799_999);

    /// A moment from milliseconds since the epoch; clamped to years 0000–9999.
    #[must_use]
    pub fn from_millis(millis: i64) -> Self {
        Self(millis.clamp(Self::MIN.0, Self::MAX.0))
    }

    /// A moment from whole seconds since the epoch; clamped to years 0000–9999.
    #[must_use]
    pub fn from_seconds(seconds: i64) -> Self {
        Self::from_millis(seconds.saturating_mul(1000))
    }

    /// Milliseconds since the epoch.
    #[must_use]
    pub const fn millis(self) -> i64 {
        self.0
    }

    /// A UTC moment from its calendar fields; `None` if there is no such day or time (a leap second counts as :59).
    #[must_use]
    pub fn from_civil(year: i32, month: u32, day: u32, hour: u32, minute: u32, second: u32) -> Option<Self> {
        if !(0..=9999).contains(&year) || !(1..=12).contains(&month) || hour > 23 || minute > 59 || second > 60 {
            return None;
        }
        if day < 1 || day > days_in_month(year, month) {
            return None;
        }
        let days = days_from_civil(year, month, day);
        let seconds = days * 86_400 + i64::from(hour * 3600 + minute * 60 + second.min(59));
        Some(Self(seconds * 1000))
    }

    /// Year, month, day, hour, minute, second in UTC.
    #[must_use]
    pub fn civil(self) -> (i32, u32, u32, u32, u32, u32) {
        let seconds = self.0.div_euclid(1000);
        let (days, of_day) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
        let (year, month, day) = civil_from_days(days);
        let of_day = u32::try_from(of_day).unwrap_or(0);
        (year, month, day, of_day / 3600, of_day / 60 % 60, of_day % 60)
    }

    /// This moment moved by so many milliseconds, clamped to years 0000–9999.
    #[must_use]
    pub fn plus_millis(self, millis: i64) -> Self {
        Self::from_millis(self.0.saturating_add(millis))
    }
}

/// RFC 3339 in UTC: `2018-01-16T03:12:40Z`, with milliseconds only where there are any.
impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day, hour, minute, second) = self.civil();
        write!(f, "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}")?;
        match self.0.rem_euclid(1000) {
            0 => write!(f, "Z"),
            millis => write!(f, ".{millis:03}Z"),
        }
    }
}

fn days_in_month(year: i32, month: u32) -> u32 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days since 1970-01-01 of a proleptic Gregorian date.
///
/// # Source
/// Howard Hinnant, "chrono-compatible low-level date algorithms", `days_from_civil`.
fn days_from_civil(year: i32, month: u32, day: u32) -> i64 {
    let shifted = i64::from(year) - i64::from(month <= 2);
    let era = shifted.div_euclid(400);
    let year_of_era = shifted.rem_euclid(400);
    let day_of_year = (153 * (i64::from(month) + if month > 2 { -3 } else { 9 }) + 2) / 5 + i64::from(day) - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

/// The proleptic Gregorian date of a day counted from 1970-01-01.
///
/// # Source
/// Howard Hinnant, "chrono-compatible low-level date algorithms", `civil_from_days`.
fn civil_from_days(days: i64) -> (i32, u32, u32) {
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_shifted = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_shifted + 2) / 5 + 1;
    let month = if month_shifted < 10 { month_shifted + 3 } else { month_shifted - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (i32::try_from(year).unwrap_or(0), u32::try_from(month).unwrap_or(1), u32::try_from(day).unwrap_or(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_reads_as_rfc_3339() {
        let moment = Timestamp::from_civil(2018, 1, 16, 3, 12, 40).expect("a real moment");
        assert_eq!(moment.to_string(), "2018-01-16T03:12:40Z");
        assert_eq!(moment.millis(), 1_516_072_360_000); // `date -ud 2018-01-16T03:12:40Z +%s`
        assert_eq!(moment.civil(), (2018, 1, 16, 3, 12, 40));
    }

    #[test]
    fn days_that_do_not_exist_are_refused() {
        assert_eq!(Timestamp::from_civil(2023, 2, 29, 0, 0, 0), None);
        assert!(Timestamp::from_civil(2024, 2, 29, 0, 0, 0).is_some());
        assert_eq!(Timestamp::from_civil(2024, 13, 1, 0, 0, 0), None);
        assert_eq!(Timestamp::from_civil(2024, 1, 1, 24, 0, 0), None);
    }

    #[test]
    fn courses_wrap_and_read_in_three_figures() {
        assert_eq!(Course::wrapped(-0.4).to_string(), "000°");
        assert_eq!(Course::wrapped(441.0).to_string(), "081°");
        assert_eq!(Course::new(360.0), None);
    }

    #[test]
    fn ranges_read_as_on_a_chart() {
        assert_eq!(Metres::magnitude(8445.12).nautical_miles().to_string(), "4.56 nm");
        assert_eq!(Metres::magnitude(84_451.2).nautical_miles().to_string(), "45.6 nm");
    }
}
