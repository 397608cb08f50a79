//! The window: draws from [`Session`](crate::session::Session), and sends it commands.
//!
//! Owns everything that is lost without harm when the window closes: pan and zoom, the tool in hand, panel widths. Never
//! changes the case except by a [`Command`](crate::session::Command) in the [`Outbox`]. Start at [`app`].

pub mod action;
pub mod app;
mod canvas;
pub mod colour_by;
pub mod dialog;
pub mod dialogs;
mod editing;
pub mod finding_words;
pub mod frame_log;
pub mod gazetteer;
#[cfg(test)]
mod harness;
pub mod here;
pub mod hover;
mod key_gate;
pub mod launch;
mod law;
mod legend;
mod legs;
pub mod map;
pub mod meeting_words;
pub mod menu;
pub mod notices;
mod outbox;
pub mod own_maps;
pub mod palette;
pub mod panel;
mod resting;
mod run;
pub mod shortcut;
pub mod stage;
pub mod theme;
pub mod titlebar;
pub mod toolbar;
pub mod typed;
pub mod words;

pub use outbox::Outbox;
