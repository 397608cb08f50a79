//! The field for typed coordinates: what is in it.

/// The field for typed coordinates.
#[derive(Clone, Debug, Default)]
pub(super) struct Entry {
    /// What is typed so far.
    pub(super) text: String,
    /// Why the last text could not be used.
    pub(super) fault: Option<String>,
    /// Whether the field was shown yet; the first time it takes the keyboard.
    pub(super) was_shown: bool,
}
