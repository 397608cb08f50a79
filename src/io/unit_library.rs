//! A library of typical units: the part of TOML that a list of them takes.
//!
//! Owns headings `[[unit]]`, each followed by lines `name = value` with a text or a number, and comments. Never judges whether a ship can be so fast. Start at
//! [`bundled`] and [`read`]; docs/units.md has the form.
//!
//! # Source
//! TOML v1.0.0, <https://toml.io/en/v1.0.0>: arrays of tables, strings of one line, integers, floats and comments.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;
use std::sync::LazyLock;

use crate::plan::{TypicalUnit, UnitType};
use crate::units::{Knots, NauticalMiles};

/// The library that comes with the program.
const BUNDLED: &str = include_str!("../../assets/units/units.toml");
/// No library is longer.
const MAX_BYTES: u64 = 1 << 20;

/// A file that is no library of units.
#[derive(Debug, thiserror::Error)]
pub enum UnitLibraryError {
    /// It cannot be read.
    #[error("{file}: cannot be read")]
    Read {
        /// The file as the user named it.
        file: String,
        /// Why.
        source: std::io::Error,
    },
    /// A line is none of those known, or a unit lacks something.
    #[error("{file}, line {line}: {why}; nothing of it was used")]
    Line {
        /// The file as the user named it.
        file: String,
        /// The line, from 1; of a unit, that of its heading.
        line: u64,
        /// What is wrong with it.
        why: String,
    },
}

/// The units that come with the program.
#[must_use]
pub fn bundled() -> &'static [TypicalUnit] {
    static UNITS: LazyLock<Vec<TypicalUnit>> = LazyLock::new(|| parse(BUNDLED).unwrap_or_default());
    &UNITS
}

/// Reads a library of units, in the order of the file.
///
/// # Errors
/// [`UnitLibraryError`] for a file that cannot be read, or its first line or unit that is not as it should be.
pub fn read(path: &Path) -> Result<Vec<TypicalUnit>, UnitLibraryError> {
    let file = path.display().to_string();
    let mut text = String::new();
    let opened = File::open(path).and_then(|opened| opened.take(MAX_BYTES).read_to_string(&mut text));
    opened.map_err(|source| UnitLibraryError::Read { file: file.clone(), source })?;
    parse(&text).map_err(|(line, why)| UnitLibraryError::Line { file, line, why })
}

/// What is wrong, and on which line.
type Wrong = (u64, String);

/// A unit as its lines give it so far.
#[derive(Default)]
struct Draft {
    line: u64,
    texts: Vec<(String, String)>,
    numbers: Vec<(String, f64)>,
}

const TEXTS: [&str; 3] = ["name", "type", "source"];
const NUMBERS: [&str; 6] =
    ["speed_cruise_kn", "speed_max_kn", "endurance_h", "sweep_small_nm", "sweep_medium_nm", "sweep_large_nm"];

fn parse(text: &str) -> Result<Vec<TypicalUnit>, Wrong> {
    let mut drafts: Vec<Draft> = Vec::new();
    for (line, whole) in (1..).zip(text.trim_start_matches('\u{feff}').lines()) {
        let said = whole.trim();
        if said.is_empty() || said.starts_with('#') {
            continue;
        }
        if said.starts_with('[') {
            if said.split('#').next().unwrap_or_default().trim() != "[[unit]]" {
                return Err((line, format!("`{said}` is no heading [[unit]]")));
            }
            drafts.push(Draft { line, ..Draft::default() });
            continue;
        }
        let (name, value) = said.split_once('=').ok_or_else(|| (line, format!("`{said}` is no `name = value`")))?;
        let (name, value) = (name.trim(), value.trim());
        let draft = drafts.last_mut().ok_or_else(|| (line, "there is no heading [[unit]] before it".to_owned()))?;
        let is_twice = draft.texts.iter().map(|(known, _)| known).chain(draft.numbers.iter().map(|(known, _)| known));
        if is_twice.into_iter().any(|known| known == name) {
            return Err((line, format!("`{name}` is set twice")));
        }
        if TEXTS.contains(&name) {
            let text = text_of(value).ok_or_else(|| (line, format!("`{name}` is set to {value}, which is no text")))?;
            draft.texts.push((name.to_owned(), text));
        } else if NUMBERS.contains(&name) {
            let digits = value.split('#').next().unwrap_or_default().trim().replace('_', "");
            let number = digits.parse::<f64>().ok().filter(|number| number.is_finite() && *number > 0.0);
            let number =
                number.ok_or_else(|| (line, format!("`{name}` is set to {value}, which is no number above zero")))?;
            draft.numbers.push((name.to_owned(), number));
        } else {
            return Err((
                line,
                format!("`{name}` is not known; known are {}, {}", TEXTS.join(", "), NUMBERS.join(", ")),
            ));
        }
    }
    drafts.into_iter().map(Draft::unit).collect()
}

/// A text between quotes, a comment behind it left off.
fn text_of(value: &str) -> Option<String> {
    if let Some(rest) = value.strip_prefix('\'') {
        let (text, behind) = rest.split_once('\'')?;
        return is_comment(behind).then(|| text.to_owned());
    }
    // A string of TOML is one of JSON as far as these escapes go.
    let mut read = serde_json::Deserializer::from_str(value).into_iter::<String>();
    let text = read.next()?.ok()?;
    is_comment(value.get(read.byte_offset()..)?).then_some(text)
}

fn is_comment(behind: &str) -> bool {
    behind.trim().is_empty() || behind.trim().starts_with('#')
}

impl Draft {
    fn unit(self) -> Result<TypicalUnit, Wrong> {
        let line = self.line;
        let missing = |name: &str| (line, format!("the unit has no `{name}`"));
        let text = |name: &str| {
            let found = self.texts.iter().find(|(known, _)| known == name);
            found.map(|(_, text)| text.clone()).ok_or_else(|| missing(name))
        };
        let number = |name: &str| {
            let found = self.numbers.iter().find(|(known, _)| known == name);
            found.map(|(_, number)| *number).ok_or_else(|| missing(name))
        };
        let speed = |name: &str| number(name).and_then(|value| Knots::new(value).ok_or_else(|| missing(name)));
        let width = |name: &str| number(name).and_then(|value| NauticalMiles::new(value).ok_or_else(|| missing(name)));
        let word = text("type")?;
        let unit_type = UnitType::ALL.into_iter().find(|unit_type| unit_type.keyword() == word);
        let unit_type = unit_type
            .ok_or_else(|| (line, format!("“{word}” is no type of unit; use ship, aircraft, helicopter or drone")))?;
        Ok(TypicalUnit {
            name: text("name")?,
            unit_type,
            speed_cruise: speed("speed_cruise_kn")?,
            speed_max: speed("speed_max_kn")?,
            endurance_h: number("endurance_h")?,
            sweep_widths: [width("sweep_small_nm")?, width("sweep_medium_nm")?, width("sweep_large_nm")?],
            source: text("source")?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bundled_library_is_whole_and_each_value_has_a_source() {
        let units = parse(BUNDLED).expect("a library");
        assert!(units.len() >= 12, "{}", units.len());
        let docs = include_str!("../../docs/units.md");
        for unit in &units {
            assert!(unit.speed_cruise <= unit.speed_max, "{}", unit.name);
            assert!(unit.sweep_widths.is_sorted(), "{}", unit.name);
            assert!(!unit.source.is_empty() && docs.contains(&unit.name), "{} is not in docs/units.md", unit.name);
        }
    }

    #[test]
    fn a_library_of_ones_own_is_read_and_what_is_wrong_in_it_is_named() {
        let whole = "# ours\n[[unit]]\nname = \"SYN \\\"1\\\"\" # quoted\ntype = 'ship'\nspeed_cruise_kn = 14\nspeed_max_kn = 20.5\nendurance_h = 1_00\nsweep_small_nm = 1\nsweep_medium_nm = 2\nsweep_large_nm = 3\nsource = \"own\"\n";
        let units = parse(whole).expect("a library");
        assert_eq!((units[0].name.as_str(), units[0].endurance_h), ("SYN \"1\"", 100.0));
        let widths = [1.0, 2.0, 3.0].map(|miles| NauticalMiles::new(miles).expect("a length"));
        assert_eq!(units[0].sweep_widths, widths);
        for (from, to, line, why) in [
            ("name =", "nmae =", 3, "`nmae` is not known"),
            ("'ship'", "'sloop'", 2, "“sloop” is no type"),
            ("= 14", "= fast", 5, "no number above zero"),
            ("[[unit]]", "[unit]", 2, "no heading"),
            ("source = \"own\"", "", 2, "has no `source`"),
            ("source = \"own\"", "type = 'ship'", 11, "set twice"),
        ] {
            let (found, said) = parse(&whole.replace(from, to)).expect_err(why);
            assert!(found == line && said.contains(why), "{found}: {said}");
        }
    }
}
