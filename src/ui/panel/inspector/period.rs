//! Moments as people type and read them: UTC in the field, Korean time beneath.

use std::sync::Arc;

use egui::{Id, RichText, Ui};

use crate::language::{said, words};
use crate::plan::{Feature, PlanEdit};
use crate::session::nouns::title;
use crate::ui::Outbox;
use crate::ui::panel::field::{Look, beneath_ui, parsed_ui};
use crate::units::Timestamp;

/// A moment as a field shows it: `2018-01-16 03:00Z`, with seconds only where there are any.
#[must_use]
pub fn moment_words(moment: Timestamp) -> String {
    let (year, month, day, hour, minute, second) = moment.civil();
    let date = format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}");
    if second == 0 { format!("{date}Z") } else { format!("{date}:{second:02}Z") }
}

/// The same moment on Korean clocks: `2018-01-16 12:00 KST`.
///
/// # Source
/// Korea Standard Time is UTC+9 without daylight saving time (IANA tz database, Asia/Seoul, since 1988).
#[must_use]
pub(super) fn korean_words(moment: Timestamp) -> String {
    format!("{} KST", moment_words(moment.plus_millis(9 * 3_600_000)).trim_end_matches('Z'))
}

/// A moment as typed: `2018-01-16 03:00`, with `T` or `Z` if you like; empty means an open end.
///
/// # Errors
/// If it is neither.
pub fn moment_of(text: &str) -> Result<Option<Timestamp>, String> {
    let fault = || words("fault-moment").to_owned();
    let text = text.trim().trim_end_matches(['Z', 'z']).replace(['T', 't'], " ");
    if text.is_empty() {
        return Ok(None);
    }
    let mut numbers = text.split(['-', ' ', ':']).filter(|part| !part.is_empty()).map(str::parse::<u32>);
    let mut next = |default: Option<u32>| match numbers.next() {
        Some(number) => number.map_err(|_not_a_number| fault()),
        None => default.ok_or_else(fault),
    };
    let (year, month, day) = (next(None)?, next(None)?, next(None)?);
    let (hour, minute, second) = (next(Some(0))?, next(Some(0))?, next(Some(0))?);
    if numbers.next().is_some() {
        return Err(fault());
    }
    let year = i32::try_from(year).map_err(|_too_great| fault())?;
    Timestamp::from_civil(year, month, day, hour, minute, second).map(Some).ok_or_else(fault)
}

/// Draws a moment's field with Korean time beneath it; whether `moment` was changed.
pub(super) fn moment_ui(ui: &mut Ui, id: Id, name: &str, moment: &mut Option<Timestamp>) -> bool {
    let shown = moment.map_or_else(String::new, moment_words);
    let came = parsed_ui(ui, id, Look::line(name, "2018-01-16 03:00"), &shown, moment_of);
    if let Some(moment) = *moment {
        beneath_ui(ui, RichText::new(korean_words(moment)).weak());
    }
    let is_changed = came.is_some();
    if let Some(new) = came {
        *moment = new;
    }
    is_changed
}

/// Draws a feature's period.
pub(super) fn ui(ui: &mut Ui, feature: &Feature, out: &mut Outbox) {
    let mut changed = feature.period;
    for (name, moment) in [(words("period-from-utc"), &mut changed.from), (words("period-to-utc"), &mut changed.to)] {
        moment_ui(ui, Id::unique((name, feature.id)), name, moment);
    }
    if matches!((feature.period.from, feature.period.to), (Some(from), Some(to)) if to < from) {
        beneath_ui(ui, RichText::new(words("period-backward")).color(ui.visuals().warn_fg_color));
    }
    if changed != feature.period {
        let label = said!("edit-period", name = title(feature));
        out.edit(label, PlanEdit::Replace(vec![Arc::new(Feature { period: changed, ..feature.clone() })]));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_read_as_people_type_them() {
        let at = Timestamp::from_civil(2018, 1, 16, 3, 0, 0);
        assert_eq!(moment_of("2018-01-16 03:00"), Ok(at));
        assert_eq!(moment_of("2018-01-16T03:00:00Z"), Ok(at));
        assert_eq!(moment_of("2018-01-16"), Ok(Timestamp::from_civil(2018, 1, 16, 0, 0, 0)));
        assert_eq!(moment_of(" "), Ok(None));
        assert!(moment_of("tomorrow").is_err());
        assert!(moment_of("2018-13-01").is_err());
        assert!(moment_of("2018-01-16 03:00:00 5").is_err());
    }

    #[test]
    fn a_moment_reads_in_utc_and_in_korean_time() {
        let at = Timestamp::from_civil(2018, 1, 16, 18, 30, 0).expect("a moment");
        assert_eq!(moment_words(at), "2018-01-16 18:30Z");
        assert_eq!(korean_words(at), "2018-01-17 03:30 KST");
        assert_eq!(moment_of(&moment_words(at)), Ok(Some(at)));
    }
}
