//! The window.

pub mod map;
pub mod theme;
pub mod typed;
