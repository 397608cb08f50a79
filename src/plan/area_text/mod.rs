//! Areas in pasted words.
pub(in crate::plan) mod reading;
