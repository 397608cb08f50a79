//! Drawing past egui, whose shader costs a software rasteriser tens of milliseconds a frame where it covers much or many thin
//! things: pipelines of our own, and plain filled triangles.
//!
//! Owns what they have in common. Never decides what is drawn. Start at [`ink`] for what egui paints, at [`flat`]
//! for fills, at [`target`] for a pipeline.

pub(in crate::ui) mod atlas;
pub(in crate::ui) mod flat;
pub(in crate::ui) mod ink;
pub(in crate::ui) mod target;
