//! Writes the sample case's tracks: `cargo run --example build_sample --no-default-features`.
//!
//! Same bytes on every run: the orders are constants, the dice are seeded, and no clock is read. The other files of
//! `assets/sample/` are written by hand.

mod fleet;
mod lanes;
mod voyage;

use std::process::ExitCode;

use cordon::units::Timestamp;

/// Where the tracks go, from the root of the checkout.
const OUT: &str = "assets/sample/sample-tracks.csv.zst";

fn main() -> ExitCode {
    match zstd::encode_all(csv().as_bytes(), 19).and_then(|bytes| std::fs::write(OUT, bytes)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_unwritable) => ExitCode::FAILURE,
    }
}

/// The whole case as CSV: vessel by vessel, each in order of time.
fn csv() -> String {
    let begin = Timestamp::from_civil(2018, 1, 16, 0, 0, 0).unwrap_or(Timestamp::MIN);
    let mut text = voyage::HEADER.to_owned();
    for ship in fleet::ships() {
        voyage::rows(&ship, begin, &mut text);
    }
    text
}
