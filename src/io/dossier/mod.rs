//! The dossier file: JSON whose hash any machine can reproduce; `docs/dossier.md` describes it member by member.
//!
//! Owns the bytes of a dossier and its seal. The same dossier gives the same bytes: a fixed order of members, fixed numbers of
//! decimals, no clock. Never judges what is in it, and reads of a foreign file no more than its seal and what it is about. Start at
//! [`sealed`] and [`seal_of`].

mod seal;
mod write;

use std::fmt::Write as _;
use std::io::Read as _;
use std::path::Path;

use sha2::{Digest as _, Sha256};

pub use seal::{DossierSeal, content_hash, is_dossier, seal_of, sealed, verified_json};
pub use write::to_bytes;

/// The SHA-256 of a file's content, in hexadecimal.
///
/// # Errors
/// Where it cannot be read.
pub fn sha256_of(path: &Path) -> std::io::Result<String> {
    let mut hash = Sha256::new();
    let mut file = std::fs::File::open(path)?;
    let mut piece = vec![0; 1 << 20];
    loop {
        let n = file.read(&mut piece)?;
        let Some(read) = piece.get(..n).filter(|read| !read.is_empty()) else { break };
        hash.update(read);
    }
    let mut text = String::with_capacity(64);
    for byte in hash.finalize() {
        // Writing to a String cannot fail.
        let _infallible = write!(text, "{byte:02x}");
    }
    Ok(text)
}

/// The format that this program writes.
pub const FORMAT: u32 = 1;

#[cfg(test)]
mod tests;
