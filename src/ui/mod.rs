//! The window: draws from [`Session`](crate::session::Session), and sends it commands.
//!
//! Owns everything that is lost without harm when the window closes: pan and zoom, the tool in hand, panel widths. Never
//! changes the case except by a [`Command`](crate::session::Command) in the [`Outbox`]. Start at [`app`].

pub mod map;
mod outbox;
pub mod theme;

pub use outbox::Outbox;
