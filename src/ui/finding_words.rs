//! Findings in a few words, for list, map and inspector alike.
//!
//! Owns how a finding is named and how its evidence is told. Never weighs one. Start at [`title_of`] and [`facts_of`].

use egui::Color32;

use super::theme::Theme;
use crate::finding::{Evidence, Finding, Kind};
use crate::language::said;
use crate::session::{Selected, Session};
use crate::ui::panel::timeline::short;
use crate::ui::words::name_of;
use crate::units::Timestamp;

/// Whom it is about: "SYN AURORA STAR × SYN MOONLIGHT".
#[must_use]
pub fn title_of(session: &Session, finding: &Finding) -> String {
    let names: Vec<String> = finding.vessels.iter().map(|mmsi| name_of(session, Selected::Vessel(*mmsi))).collect();
    names.join(" × ")
}

/// From when to when: `16 Jan 18:10Z – 22:00Z`, and how long that is.
#[must_use]
pub fn span_words(start: Timestamp, end: Timestamp) -> String {
    let minutes = (end.millis() - start.millis()) / 60_000;
    if minutes <= 0 {
        return short(start);
    }
    let length = if minutes < 60 {
        said!("duration-min", minutes = minutes)
    } else {
        said!("duration-h", hours = minutes / 60, minutes = format!("{:02}", minutes % 60))
    };
    format!("{}, {length}", short(start))
}

/// The colour of a finding's mark: by what it is about.
#[must_use]
pub const fn marks_of(finding: &Finding, theme: &Theme) -> Color32 {
    if finding.suppressed.is_some() {
        return theme.ui.text_weak;
    }
    colour_of(finding.kind, theme)
}

/// The colour of a kind.
#[must_use]
pub const fn colour_of(kind: Kind, theme: &Theme) -> Color32 {
    match kind {
        Kind::WatchlistMatch => theme.ui.error,
        Kind::Encounter | Kind::DraughtChange => theme.ui.warning,
        Kind::Loitering | Kind::Gap => theme.track.gap,
        Kind::IdentityChange | Kind::InvalidIdentity | Kind::FlagMismatch | Kind::DuplicateIdentity => {
            theme.track.groups[3]
        }
        Kind::ImpossibleSpeed | Kind::OnLand | Kind::Circling => theme.track.groups[6],
        Kind::PortVisit | Kind::ZoneEntry => theme.ui.accent,
    }
}

/// The evidence by name and value, as it is told.
#[must_use]
pub fn facts_of(session: &Session, evidence: &[Evidence]) -> Vec<(String, String)> {
    evidence.iter().map(|one| one.told(session.settings().coordinate_form)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_says_when_it_began_and_how_long_it_was() {
        let at = |minute: i64| Timestamp::from_seconds(1_516_060_800 + minute * 60);
        assert_eq!(span_words(at(0), at(0)), "16 Jan 00:00Z");
        assert_eq!(span_words(at(10), at(50)), "16 Jan 00:10Z, 40 min");
        assert_eq!(span_words(at(0), at(245)), "16 Jan 00:00Z, 4 h 05 min");
    }
}
