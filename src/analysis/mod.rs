//! Questions: pure functions from tracks, chart and plan to findings or proposed edits.
//!
//! Owns one file for each question. Reads no file, clock or global; its answers do not depend on the number of threads or on the order of
//! rows. Start at [`detect()`]; what each rule asks, and what it counts as hidden, is said in its file and in docs/findings.md.

pub mod allocate;
mod anchorage;
mod area;
#[cfg(test)]
mod ashore_tests;
mod circling;
pub mod coverage;
mod dark_partner;
mod detect;
mod duplicate_identity;
mod encounter;
mod gap;
pub mod identity;
mod impossible_speed;
pub mod intercept;
mod loitering;
mod on_land;
mod params;
pub mod pattern;
pub mod picture;
mod places;
mod port_visit;
pub mod reachability;
pub mod scalpel;
mod segment;
mod ship;
mod sphere;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;
mod zone_entry;

pub use area::Area;
pub use detect::{Findings, Input, detect};
pub use params::{
    AnchorageParams, CirclingParams, DarkPartnerParams, DuplicateIdentityParams, EncounterParams, GapParams,
    ImpossibleSpeedParams, LoiteringParams, OnLandParams, ParamError, Params, PortVisitParams, Preset, SegmentParams,
    ZoneEntryParams,
};
pub use zone_entry::WatchedZone;
