//! The only reading of the wall clock.

use std::time::{SystemTime, UNIX_EPOCH};

use crate::units::Timestamp;

/// The present moment, in whole seconds.
#[must_use]
#[expect(clippy::disallowed_methods, reason = "this is the one place that reads the clock")]
pub fn now() -> Timestamp {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| d.as_secs());
    Timestamp::from_seconds(i64::try_from(seconds).unwrap_or(0))
}
