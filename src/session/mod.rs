//! The case in hand: everything true right now.

mod opening;

pub use opening::Opening;
