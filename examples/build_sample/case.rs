//! The whole case as one text.

use cordon::units::Timestamp;

use super::{fleet, voyage};

/// The case as CSV: vessel by vessel, each in order of time.
pub(crate) fn csv() -> String {
    let begin = Timestamp::from_civil(2018, 1, 16, 0, 0, 0).unwrap_or(Timestamp::MIN);
    let mut text = voyage::HEADER.to_owned();
    for ship in fleet::ships() {
        voyage::rows(&ship, begin, &mut text);
    }
    text
}
