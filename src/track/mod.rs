//! What ships did: an immutable columnar store of fixes, sorted by vessel and time.
//!
//! Owns fixes and vessel identities once read. Never changes after it is built, and knows no file format and no window.
//! Start at [`TrackStore`]; make one with [`TrackBuilder`].

mod builder;
mod column;
mod store;

pub use builder::{Fix, TrackBuilder};
pub use column::Column;
pub use store::{TrackSlice, TrackStore, Vessel};
