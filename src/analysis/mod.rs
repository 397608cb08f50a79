//! Questions: pure functions from tracks, chart and plan to findings or proposed edits.
//!
//! Owns one file for each question. Reads no file, clock or global; its answers do not depend on the number of threads or on the order of
//! rows.

pub mod identity;
pub mod reachability;
pub mod scalpel;
