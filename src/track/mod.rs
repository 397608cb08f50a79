//! What ships did: an immutable columnar store of fixes, sorted by vessel and time.
//!
//! Owns fixes and vessel identities once read. Never changes after it is built, and knows no file format and no window.
//! Start at [`TrackStore`]; make one with [`TrackBuilder`].
//! What a map draws of it is in [`Pyramid`], or [`density`] from afar; what a pointer or a box asks of it in [`query`].

mod builder;
mod column;
pub mod density;
pub mod head;
pub mod meeting;
pub mod pyramid;
pub mod query;
pub mod sieve;
mod simplify;
mod store;
pub mod summary;

pub use builder::{Fix, FixRow, SortRoom, Told, TrackBuilder, VesselSlot};
pub use column::{Column, MappedFile};
pub use pyramid::{LevelColumns, N_LEVELS, Pyramid, PyramidParams};
pub use query::{Span, histogram};
pub use store::{GrowingColumns, InvariantError, TrackColumns, TrackSlice, TrackStore, Vessel};
