//! A template of the user's, as the folder it lies in.
//!
//! Owns the trait by which a face hands one in. Never reads a file itself.

/// Why a file of a template is not to be had.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FileFault {
    /// There is none of this name.
    #[error("the template's folder has no such file")]
    Missing,
    /// There is one, but it cannot be used.
    #[error("{0}")]
    Unusable(String),
}

/// The folder of a user's template.
pub trait TemplateFiles: Sync {
    /// The name of the file that is set: `briefing.typ`.
    fn main(&self) -> &str;

    /// A file by its path below the folder, parted by `/`.
    ///
    /// # Errors
    /// [`FileFault`] if it is not there, lies elsewhere or is too large.
    fn read(&self, path: &str) -> Result<Vec<u8>, FileFault>;

    /// Fonts beside the program's own.
    fn fonts(&self) -> Vec<Vec<u8>>;
}
