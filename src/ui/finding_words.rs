//! Findings in a few words, for list, map and inspector alike.
//!
//! Owns how a finding is named and how its evidence is told. Never weighs one. Start at [`title_of`] and [`facts_of`].

use egui::Color32;

use super::theme::Theme;
use crate::coordinate;
use crate::finding::{Confidence, Evidence, Finding, Kind, Value};
use crate::language::{said, words};
use crate::session::{FAIR, Selected, Session};
use crate::ui::panel::timeline::short;
use crate::ui::words::name_of;
use crate::units::Timestamp;

/// Whom it is about: "SYN AURORA STAR × SYN MOONLIGHT".
#[must_use]
pub fn title_of(session: &Session, finding: &Finding) -> String {
    let names: Vec<String> = finding.vessels.iter().map(|mmsi| name_of(session, Selected::Vessel(*mmsi))).collect();
    names.join(" × ")
}

/// How sure the rule is, in a word.
#[must_use]
pub fn level_words(confidence: Confidence) -> &'static str {
    match confidence.value() {
        high if high >= 0.75 => words("confidence-high"),
        medium if medium >= FAIR => words("confidence-medium"),
        _ => words("confidence-low"),
    }
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
    evidence.iter().map(|one| fact_of(session, one)).collect()
}

fn fact_of(session: &Session, evidence: &Evidence) -> (String, String) {
    let (stem, unit) = unit_of(&evidence.name);
    let value = match &evidence.value {
        Value::Number { value, .. } if unit == Unit::Share => format!("{:.0} %", value * 100.0),
        Value::Number { value, .. } if unit == Unit::Metres && *value >= 10_000.0 => {
            format!("{:.1} km", value / 1000.0)
        }
        Value::Moment(moment) => moment.to_string(),
        Value::Place(at) => coordinate::format(*at, session.settings().coordinate_form),
        Value::Text(text) => text.clone(),
        number @ Value::Number { .. } => format!("{number}{}", unit.sign()),
    };
    (label_of(stem).map_or_else(|| plain(stem), str::to_owned), value)
}

/// What a number is counted in; the end of its name says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Unit {
    None,
    Metres,
    NauticalMiles,
    Knots,
    Hours,
    Minutes,
    Seconds,
    Degrees,
    Share,
}

impl Unit {
    const fn sign(self) -> &'static str {
        match self {
            Self::None => "",
            Self::Metres => " m",
            Self::NauticalMiles => " nm",
            Self::Knots => " kn",
            Self::Hours => " h",
            Self::Minutes => " min",
            Self::Seconds => " s",
            Self::Degrees => "°",
            Self::Share => " %",
        }
    }
}

/// A name without its unit, and the unit.
fn unit_of(name: &str) -> (&str, Unit) {
    let endings = [
        ("_nm", Unit::NauticalMiles),
        ("_kn", Unit::Knots),
        ("_min", Unit::Minutes),
        ("_h", Unit::Hours),
        ("_s", Unit::Seconds),
        ("_m", Unit::Metres),
        ("_deg", Unit::Degrees),
        ("_share", Unit::Share),
    ];
    // `distance_min_m` is metres; `hours_min` is a least number of hours.
    if let Some(stem) = name.strip_suffix("_min")
        && stem == "hours"
    {
        return (name, Unit::None);
    }
    endings
        .into_iter()
        .find_map(|(ending, unit)| Some((name.strip_suffix(ending)?, unit)))
        .unwrap_or((name, Unit::None))
}

/// A name of which nobody has told what it means.
fn plain(stem: &str) -> String {
    stem.replace(['_', '.'], " ")
}

/// The words for a name, its unit left away.
fn label_of(stem: &str) -> Option<&'static str> {
    Some(match stem {
        "distance_min" => words("evidence-distance-min"),
        "distance_median" | "distance_mean" => words("evidence-distance-mean"),
        "distance" => words("evidence-distance"),
        "hours" => words("evidence-hours"),
        "hours_min" => words("evidence-hours-min"),
        "speed_needed" => words("evidence-speed-needed"),
        "speed_mean" => words("evidence-speed-mean"),
        "speed_median" => words("evidence-speed-median"),
        "fixes" => words("evidence-fixes"),
        "fixes_before" => words("evidence-fixes-before"),
        "fixes_astray" => words("evidence-fixes-astray"),
        "zone" => words("evidence-zone"),
        "port" => words("evidence-port"),
        "nearest_port" => words("evidence-nearest-port"),
        "shore" | "shore_mean" => words("evidence-shore"),
        "silence" => words("evidence-silence"),
        "median_interval" => words("evidence-median-interval"),
        "radius" => words("evidence-radius"),
        "spread" => words("evidence-spread"),
        "turned" => words("evidence-turned"),
        "misfit" => words("evidence-misfit"),
        "depth_max" => words("evidence-depth"),
        "separation_max" => words("evidence-separation"),
        "switches" => words("evidence-switches"),
        "ships" => words("evidence-ships"),
        "list" | "watchlist" => words("evidence-list"),
        "list_date" => words("evidence-list-date"),
        "list_source" => words("evidence-list-source"),
        "matched_by" => words("evidence-matched-by"),
        "strength" => words("evidence-strength"),
        "listed_name" => words("evidence-listed-name"),
        "draught_before" => words("evidence-draught-before"),
        "draught_after" => words("evidence-draught-after"),
        "last_seen" => words("evidence-last-seen"),
        "silent" => words("evidence-silent"),
        "name" => words("evidence-name"),
        "from" => words("evidence-from"),
        "centre" => words("evidence-centre"),
        "stop" => words("evidence-stop"),
        "level" => words("evidence-level"),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_of_a_name_is_its_unit() {
        assert_eq!(unit_of("distance_min_m"), ("distance_min", Unit::Metres));
        assert_eq!(unit_of("median_interval_min"), ("median_interval", Unit::Minutes));
        assert_eq!(unit_of("hours_min"), ("hours_min", Unit::None));
        assert_eq!(unit_of("fixes"), ("fixes", Unit::None));
    }

    #[test]
    fn a_span_says_when_it_began_and_how_long_it_was() {
        let at = |minute: i64| Timestamp::from_seconds(1_516_060_800 + minute * 60);
        assert_eq!(span_words(at(0), at(0)), "16 Jan 00:00Z");
        assert_eq!(span_words(at(10), at(50)), "16 Jan 00:10Z, 40 min");
        assert_eq!(span_words(at(0), at(245)), "16 Jan 00:00Z, 4 h 05 min");
    }
}
