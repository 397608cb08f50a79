//! Writes the sample case's tracks, and saves its plan again in the program's own form: `cargo run --example build_sample`,
//! from the root of the checkout.
//!
//! Same bytes on every run: the orders are constants, the dice are seeded, and no clock is read. What the plan and the
//! zones say is edited by hand in `assets/sample/`.

mod case;
mod fleet;
#[rustfmt::skip]
mod lanes;
mod voyage;

use anyhow::Context as _;
use cordon::io::plan_geojson;
use cordon::report::Progress;

/// Where the tracks go.
const TRACKS: &str = "assets/sample/sample-tracks.csv.zst";
/// Where the plan is.
const PLAN: &str = "assets/sample/sample-plan.geojson";

fn main() -> anyhow::Result<()> {
    std::fs::write(TRACKS, zstd::encode_all(case::csv().as_bytes(), 19)?).context(TRACKS)?;
    let (plan, _report, _access) = plan_geojson::read(PLAN.as_ref(), &Progress::default())?;
    std::fs::write(PLAN, plan_geojson::to_bytes(&plan)).context(PLAN)
}
