//! Vessel tracks in and out of files.

pub mod columns;
