//! The window.

pub mod action;
pub mod map;
mod outbox;
pub use outbox::Outbox;
pub mod theme;
