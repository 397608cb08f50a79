//! Who could meet a vessel, where, and how soon.
//!
//! Owns the computation of meetings: closest approaches, the earliest meeting of a pursuer and a vessel for an assumption about how the vessel goes
//! on, ways round land, and the menu of all units of a plan. Never says that a vessel will be anywhere, nor that anything may be done there: a
//! meeting is arithmetic, and the law of the place is told beside it. Start at [`menu`]; [`earliest`] says how no earlier meeting is missed;
//! docs/intercept.md says it all to a user.

mod assume;
mod by_sea;
#[cfg(test)]
mod by_sea_tests;
mod closest;
mod menu;
#[cfg(test)]
mod menu_tests;
mod motion;
mod plane;
mod question;
mod solve;
#[cfg(test)]
mod tests;

pub use assume::{AssumeError, Assumption, motion_of};
pub use by_sea::{Ground, Sea, SeaParams, earliest_by_sea, ground_of, runs_ashore};
pub use closest::{Closest, closest};
pub use menu::{Candidate, MenuParams, Offer, SpeedUsed, candidates, menu, menus};
pub use motion::{Motion, UncertaintyParams};
pub use plane::{Cpa, Off, PlaneIntercept, Velocity, cpa, plane_intercept};
pub use question::{Answer, NoAnswer, Question};
pub use solve::{Ended, Meeting, NoMeeting, Pursuer, earliest, latest_departure};
