//! The sample case: a small synthetic case that comes with the program.
//!
//! Owns the three files of `assets/sample/`, embedded in the binary, and their unpacking into a folder. Never parses
//! them: the ordinary readers do, from the unpacked files or from the bytes. Start at [`unpack`].

use std::io;
use std::path::{Path, PathBuf};

/// One file of the sample case.
#[derive(Clone, Copy, Debug)]
pub struct SampleFile {
    /// Its name, by which the readers recognise it.
    pub name: &'static str,
    /// Its bytes.
    pub bytes: &'static [u8],
}

/// Tracks of 64 invented ships over three days, in `MarineCadastre`'s header, compressed with zstd.
pub const TRACKS: SampleFile =
    SampleFile { name: "sample-tracks.csv.zst", bytes: include_bytes!("../../assets/sample/sample-tracks.csv.zst") };

/// A plan with an interdiction area already drawn around a meeting of two of them.
pub const PLAN: SampleFile =
    SampleFile { name: "sample-plan.geojson", bytes: include_bytes!("../../assets/sample/sample-plan.geojson") };

/// Six patrol zones with Korean attributes.
pub const ZONES: SampleFile =
    SampleFile { name: "sample-zones.geojson", bytes: include_bytes!("../../assets/sample/sample-zones.geojson") };

/// Where [`unpack`] put the files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SamplePaths {
    /// [`TRACKS`].
    pub tracks: PathBuf,
    /// [`PLAN`].
    pub plan: PathBuf,
    /// [`ZONES`].
    pub zones: PathBuf,
}

/// Writes the three files into a folder that exists, over files of the same names.
///
/// # Errors
/// The first write that fails.
pub fn unpack(folder: &Path) -> io::Result<SamplePaths> {
    let put = |file: SampleFile| -> io::Result<PathBuf> {
        let path = folder.join(file.name);
        std::fs::write(&path, file.bytes)?;
        Ok(path)
    };
    Ok(SamplePaths { tracks: put(TRACKS)?, plan: put(PLAN)?, zones: put(ZONES)? })
}
