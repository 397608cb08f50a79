//! The fingerprint of a plan: SHA-256 of the file that saving it writes.
//!
//! Owns the hash's text. Never reads a file: the same plan has the same fingerprint wherever it came from. Start at [`of_plan`].

use sha2::{Digest as _, Sha256};

use super::plan_geojson;
use crate::plan::Plan;

/// The fingerprint, in hexadecimal digits.
#[must_use]
pub fn of_plan(plan: &Plan) -> String {
    use std::fmt::Write as _;
    let hash = Sha256::digest(plan_geojson::to_bytes(plan));
    hash.iter().fold(String::with_capacity(64), |mut text, byte| {
        // Writing to a String cannot fail.
        let _infallible = write!(text, "{byte:02x}");
        text
    })
}
