//! A file of thresholds: the part of TOML that sets numbers by name.
//!
//! Owns lines `name = number`, with the rule before the name (`encounter.distance_m = 400`) or in a heading before it (`[encounter]`), and
//! comments. Never knows which thresholds there are: `analysis` does. Start at [`read`].
//!
//! # Source
//! TOML v1.0.0, <https://toml.io/en/v1.0.0>: tables, dotted keys, integers, floats and comments.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;

/// One line that sets a threshold.
#[derive(Clone, Debug, PartialEq)]
pub struct Threshold {
    /// Its name, the rule first: `encounter.distance_m`.
    pub name: String,
    /// Its value, in the unit that the name says.
    pub value: f64,
    /// Where it stands, from 1.
    pub line: u64,
}

/// A file that sets no thresholds.
#[derive(Debug, thiserror::Error)]
pub enum ThresholdError {
    /// It cannot be read.
    #[error("{file}: cannot be read")]
    Read {
        /// The file as the user named it.
        file: String,
        /// Why.
        source: std::io::Error,
    },
    /// A line is none of those known.
    #[error("{file}, line {line}: {why}")]
    Line {
        /// The file as the user named it.
        file: String,
        /// The line, from 1.
        line: u64,
        /// What is wrong with it.
        why: String,
    },
}

/// No file of thresholds is longer.
const MAX_BYTES: u64 = 1 << 20;

/// Reads a file of thresholds, in the order of its lines.
///
/// # Errors
/// [`ThresholdError`] for a file that cannot be read, or its first line that sets no number.
pub fn read(path: &Path) -> Result<Vec<Threshold>, ThresholdError> {
    let file = path.display().to_string();
    let mut text = String::new();
    let opened = File::open(path).and_then(|opened| opened.take(MAX_BYTES).read_to_string(&mut text));
    opened.map_err(|source| ThresholdError::Read { file: file.clone(), source })?;
    parse(&text).map_err(|(line, why)| ThresholdError::Line { file, line, why })
}

fn parse(text: &str) -> Result<Vec<Threshold>, (u64, String)> {
    let mut heading = String::new();
    let mut found = Vec::new();
    for (line, whole) in (1..).zip(text.trim_start_matches('\u{feff}').lines()) {
        let said = whole.split('#').next().unwrap_or_default().trim();
        if said.is_empty() {
            continue;
        }
        if let Some(name) = said.strip_prefix('[') {
            let name = name.strip_suffix(']').map(str::trim).filter(|name| is_key(name));
            name.ok_or_else(|| (line, format!("`{said}` is no heading such as [encounter]")))?.clone_into(&mut heading);
            continue;
        }
        let (name, value) = said.split_once('=').ok_or_else(|| (line, format!("`{said}` is no `name = number`")))?;
        let (name, value) = (name.trim(), value.trim());
        if !is_key(name) {
            return Err((line, format!("`{name}` is no name of a threshold")));
        }
        let digits = value.replace('_', "");
        let number = digits.parse::<f64>().ok().filter(|number| number.is_finite());
        let value = number.ok_or_else(|| (line, format!("`{name}` is set to {value}, which is no number")))?;
        let name = if heading.is_empty() { name.to_owned() } else { format!("{heading}.{name}") };
        found.push(Threshold { name, value, line });
    }
    Ok(found)
}

fn is_key(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_and_dotted_names_set_the_same() {
        let set = |text| {
            let found = parse(text).expect("thresholds");
            found.into_iter().map(|threshold| (threshold.name, threshold.value)).collect::<Vec<_>>()
        };
        let wanted = vec![("encounter.distance_m".to_owned(), 1_000.0), ("gap.habit".to_owned(), 2.5)];
        assert_eq!(set("# mine\n[encounter]\ndistance_m = 1_000 # near\n\n[gap]\nhabit = 2.5\n"), wanted);
        assert_eq!(set("encounter.distance_m=1000\r\ngap.habit = 2.5"), wanted);
    }

    #[test]
    fn a_line_that_sets_nothing_is_named() {
        assert_eq!(parse("\ndistance"), Err((2, "`distance` is no `name = number`".to_owned())));
        assert_eq!(parse("a = \"b\""), Err((1, "`a` is set to \"b\", which is no number".to_owned())));
        assert_eq!(parse("a = inf"), Err((1, "`a` is set to inf, which is no number".to_owned())));
        assert_eq!(parse("[a"), Err((1, "`[a` is no heading such as [encounter]".to_owned())));
    }
}
