//! Meetings of units with a vessel in words: why there is none, what ends them, what the law asks at the place.
//!
//! Files and the command line say the same in English, by the types' own `Display` and keywords. Start at [`refusal`].

use crate::analysis::intercept::{AssumeError, Ended, NoMeeting};
use crate::chart::{Located, WaterZone};
use crate::language::{said, words};
use crate::session::NoMenu;
use crate::units::Timestamp;

/// A moment to the second: `2018-01-16 03:06:38Z`.
#[must_use]
pub fn second_words(moment: Timestamp) -> String {
    let (year, month, day, hour, minute, second) = moment.civil();
    format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}Z")
}

/// A moment to the minute, with month and day where they are not those of another: `03:06Z`, `01-17 03:06Z`.
#[must_use]
pub fn minute_words(moment: Timestamp, beside: Timestamp) -> String {
    let (year, month, day, hour, minute, _) = moment.civil();
    let (other_year, other_month, other_day, ..) = beside.civil();
    if (year, month, day) == (other_year, other_month, other_day) {
        format!("{hour:02}:{minute:02}Z")
    } else {
        format!("{month:02}-{day:02} {hour:02}:{minute:02}Z")
    }
}

/// Why a unit meets nobody.
#[must_use]
pub fn refusal(why: &NoMeeting) -> String {
    match why {
        NoMeeting::NoSpeed => words("no-meeting-speed").to_owned(),
        NoMeeting::NoPlace => words("no-meeting-place").to_owned(),
        NoMeeting::NotKnown => words("no-meeting-not-known").to_owned(),
        NoMeeting::NotAvailable => words("no-meeting-not-available").to_owned(),
        NoMeeting::Endurance { time } => said!("no-meeting-endurance", time = second_words(*time)),
        NoMeeting::Availability { time } => said!("no-meeting-availability", time = second_words(*time)),
        NoMeeting::MotionEnds { at } => said!("no-meeting-motion-ends", time = second_words(*at)),
        NoMeeting::TooSlow { until } => said!("no-meeting-too-slow", time = second_words(*until)),
        NoMeeting::Horizon { until } => said!("no-meeting-horizon", time = second_words(*until)),
        NoMeeting::TooFarRound => words("no-meeting-too-far-round").to_owned(),
        NoMeeting::NoWayBySea => words("no-meeting-no-way").to_owned(),
    }
}

/// Why nothing is assumed of a vessel.
#[must_use]
pub fn assume_refusal(why: &AssumeError) -> String {
    match why {
        AssumeError::NotYet { first } => said!("no-motion-yet", time = second_words(*first)),
        AssumeError::NoFix => words("no-motion-fix").to_owned(),
        AssumeError::NoCourse => words("no-motion-course").to_owned(),
        AssumeError::NoSpeed => words("no-motion-speed").to_owned(),
        AssumeError::LiesStill => words("no-motion-still").to_owned(),
        AssumeError::NoWayBySea => words("no-motion-way").to_owned(),
    }
}

/// Why there is no menu.
#[must_use]
pub fn menu_refusal(why: &NoMenu) -> String {
    match why {
        NoMenu::NoPlace(place) if place.trim().is_empty() => words("meet-place-wanted").to_owned(),
        NoMenu::NoPlace(place) => said!("meet-place-unknown", place = &**place),
        NoMenu::Assume(why) => assume_refusal(why),
        NoMenu::Stopped => words("meet-stopped").to_owned(),
    }
}

/// What ends the time in which a meeting is possible.
#[must_use]
pub fn ended_words(by: Ended) -> &'static str {
    match by {
        Ended::DrawsAway => words("meet-ended-draws-away"),
        Ended::Endurance => words("meet-ended-endurance"),
        Ended::Availability => words("meet-ended-availability"),
        Ended::MotionEnds => words("meet-ended-motion"),
        Ended::Horizon => words("meet-ended-horizon"),
        Ended::Land => words("meet-ended-land"),
    }
}

/// What the law asks first at a place, in a sentence. It never gives leave.
#[must_use]
pub fn law_words(located: &Located) -> String {
    let state = located.state.as_deref().unwrap_or("?");
    match located.zone {
        zone if zone.asks_flag_state() => words("meet-law-flag").to_owned(),
        WaterZone::Land => said!("meet-law-land", state = state),
        _ => said!("meet-law-coastal", state = state),
    }
}

/// The same in a few words, for a row of a list.
#[must_use]
pub fn law_in_short(located: &Located) -> String {
    match located.zone {
        zone if zone.asks_flag_state() => words("meet-law-flag-short").to_owned(),
        WaterZone::Land => String::new(),
        _ => said!("meet-law-coastal-short", state = located.state.as_deref().unwrap_or("?")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_told_where_it_is_another() {
        let at = |day, hour| Timestamp::from_civil(2018, 1, day, hour, 6, 38).expect("a moment");
        assert_eq!(minute_words(at(16, 3), at(16, 1)), "03:06Z");
        assert_eq!(minute_words(at(17, 3), at(16, 1)), "01-17 03:06Z");
        assert_eq!(second_words(at(16, 3)), "2018-01-16 03:06:38Z");
    }
}
