//! Allocation: which units search which areas in which periods, so that most of what matters is covered.
//!
//! Owns the question, its greedy and its proven answer. Never edits a plan: what it proposes is an edit that somebody makes or does not. Start at [`allocate`];
//! docs/allocation.md says it in words.

mod assign;
mod bound;
mod branch;
mod case;
mod explain;
mod greedy;
mod instance;
mod proposal;
mod route;
#[cfg(test)]
mod tests;
mod ways;

pub use branch::{Answer, Effort, allocate};
pub use case::{Asked, Case, LeftOut, Matter, NoCase, Ways, is_watch, left_out, span_in_force};
pub use explain::{Elsewhere, UnitWhy, explained};
pub use instance::{Instance, Route, SORTIE_H, SearchArea, Searcher, Stint};
pub use proposal::proposal;
pub use ways::{Going, sea_box, ways_by};
