//! Evidence in words: what a number of the evidence is called, and what it is counted in.
//!
//! Owns the names of evidence in the language spoken, for window and page alike. Never weighs a finding. Start at [`Evidence::told`].

use super::{Confidence, Evidence, Value};
use crate::coordinate::{self, Form};
use crate::language::words;

impl Evidence {
    /// It by name and value, in the language spoken; places in this form.
    #[must_use]
    pub fn told(&self, form: Form) -> (String, String) {
        let (stem, unit) = unit_of(&self.name);
        let value = match &self.value {
            Value::Number { value, .. } if unit == Unit::Share => format!("{:.0} %", value * 100.0),
            Value::Number { value, .. } if unit == Unit::Metres && *value >= 10_000.0 => {
                format!("{:.1} km", value / 1000.0)
            }
            Value::Moment(moment) => moment.to_string(),
            Value::Place(at) => coordinate::format(*at, form),
            Value::Text(text) => said_of(text).map_or_else(|| text.clone(), str::to_owned),
            number @ Value::Number { .. } => format!("{number}{}", unit.sign()),
        };
        (label_of(stem).map_or_else(|| plain(stem), str::to_owned), value)
    }
}

impl Confidence {
    /// How sure the rule is, in a word of the language spoken.
    #[must_use]
    pub fn spoken(self) -> &'static str {
        match self.value() {
            high if high >= 0.75 => words("confidence-high"),
            _ if self >= Self::FAIR => words("confidence-medium"),
            _ => words("confidence-low"),
        }
    }
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

/// What a rule says in words of its own; names, codes and numbers are said as they are.
fn said_of(text: &str) -> Option<&'static str> {
    Some(match text {
        "took cargo" => words("said-took-cargo"),
        "gave cargo" => words("said-gave-cargo"),
        "yes" => words("said-yes"),
        "no" => words("said-no"),
        "coarse" => words("said-coarse"),
        "detailed" => words("said-detailed"),
        "strong" => words("said-strong"),
        "medium" => words("said-medium"),
        "weak" => words("said-weak"),
        "silent: it can have been there, nobody saw it" => words("said-silent-it-can-have-been-there-nobody-saw"),
        "two ships exchanged their MMSIs" => words("said-two-ships-exchanged-their-mmsis"),
        "call sign" => words("said-call-sign"),
        "similar name" => words("said-similar-name"),
        "name, and imo but for one digit" => words("said-name-and-imo-but-for-one-digit"),
        "mmsi but for one digit" => words("said-mmsi-but-for-one-digit"),
        "the last digit of the IMO number is not its check digit" => {
            words("said-the-last-digit-of-the-imo-number-is-not")
        }
        "a number that stands in place of one" => words("said-a-number-that-stands-in-place-of-one"),
        "not nine digits" => words("said-not-nine-digits"),
        "no station has a number of this form" => words("said-no-station-has-a-number-of-this-form"),
        _ => return None,
    })
}

/// The words for a name, its unit left away.
fn label_of(stem: &str) -> Option<&'static str> {
    Some(match stem {
        "distance_min" => words("evidence-distance-min"),
        "distance_mean" => words("evidence-distance-mean"),
        "distance" => words("evidence-distance"),
        "hours" => words("evidence-hours"),
        "speed_needed" => words("evidence-speed-needed"),
        "speed_cruising" => words("evidence-speed-cruising"),
        "speed_mean" => words("evidence-speed-mean"),
        "speed_median" => words("evidence-speed-median"),
        "fixes" => words("evidence-fixes"),
        "fixes_before" => words("evidence-fixes-before"),
        "fixes_astray" => words("evidence-fixes-astray"),
        "call_sign" => words("evidence-call-sign"),
        "change" => words("evidence-change"),
        "changed" => words("evidence-changed"),
        "chart" => words("evidence-chart"),
        "dead_reckoning_error" => words("evidence-dead-reckoning-error"),
        "delisted" => words("evidence-delisted"),
        "delisting" => words("evidence-delisting"),
        "designated" => words("evidence-designated"),
        "detour" => words("evidence-detour"),
        "entry" => words("evidence-entry"),
        "error" => words("evidence-error"),
        "exit" => words("evidence-exit"),
        "farther_end" => words("evidence-farther-end"),
        "first_heard_after" => words("evidence-first-heard-after"),
        "last_heard_before" => words("evidence-last-heard-before"),
        "flag_listed" => words("evidence-flag-listed"),
        "flag_of_call_sign" => words("evidence-flag-of-call-sign"),
        "flag_of_mmsi" => words("evidence-flag-of-mmsi"),
        "imo" => words("evidence-imo"),
        "interval" => words("evidence-interval"),
        "jumped" => words("evidence-jumped"),
        "matched" => words("evidence-matched"),
        "meetings" => words("evidence-meetings"),
        "mmsi" => words("evidence-mmsi"),
        "mmsi_after" => words("evidence-mmsi-after"),
        "mmsi_before" => words("evidence-mmsi-before"),
        "near" => words("evidence-near"),
        "partner" => words("evidence-partner"),
        "reach" => words("evidence-reach"),
        "same" => words("evidence-same"),
        "side" => words("evidence-side"),
        "silent_from" => words("evidence-silent-from"),
        "silent_to" => words("evidence-silent-to"),
        "size" => words("evidence-size"),
        "sog" => words("evidence-sog"),
        "speed_assumed" => words("evidence-speed-assumed"),
        "speed" => words("evidence-speed"),
        "stay_longest" => words("evidence-stay-longest"),
        "together" => words("evidence-together"),
        "under_way" => words("evidence-under-way"),
        "way_made" => words("evidence-way-made"),
        "why" => words("evidence-why"),
        "name_letters" => words("evidence-name-letters"),
        "one_off_letters" => words("evidence-one-off-letters"),
        "two_off_letters" => words("evidence-two-off-letters"),
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
        "list" => words("evidence-list"),
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
}
