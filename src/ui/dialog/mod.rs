//! Windows above the map that ask or tell one thing.
//!
//! Owns text being typed until it is confirmed. Never changes the case except by commands.

pub mod about;
pub mod details;
pub mod map_settings;
pub mod new_area;
pub mod path;
pub mod question;
pub mod report;
