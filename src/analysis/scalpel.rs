//! The scalpel.
