//! The folder of a briefing's template: one file that is set, and what lies beside and below it.
//!
//! Owns which of a folder's files may be read, and how large one may be. Never leaves the folder: no path with `..`, none from the
//! root, no link that leads out. Start at [`TemplateFolder::open`].

use std::io::Read as _;
use std::path::{Component, Path, PathBuf};

/// The largest file of a template.
const MOST_BYTES: u64 = 32 << 20;
/// The most fonts taken from a template's folder.
const MOST_FONTS: usize = 32;

/// Why a template cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum TemplateError {
    /// It cannot be opened.
    #[error("{path}: the template cannot be opened")]
    Open {
        /// What was to be opened.
        path: PathBuf,
        /// Why not.
        source: std::io::Error,
    },
    /// A folder without the file that is set.
    #[error("{path}: a folder of a template has a file {MAIN}, and this one has none")]
    NoMain {
        /// The folder.
        path: PathBuf,
    },
    /// A file whose name says it is something else.
    #[error("{path}: name a folder, or a file that ends in .typ")]
    NoTemplate {
        /// The file.
        path: PathBuf,
    },
}

/// The file that is set, where only a folder is named.
const MAIN: &str = "briefing.typ";

/// A template's folder.
#[derive(Clone, Debug)]
pub struct TemplateFolder {
    folder: PathBuf,
    main: String,
}

impl TemplateFolder {
    /// The template that a path means: a folder with `briefing.typ`, or one `.typ` file and the folder it lies in.
    ///
    /// # Errors
    /// [`TemplateError`] if there is none.
    pub fn open(path: &Path) -> Result<Self, TemplateError> {
        let whole = path.canonicalize().map_err(|source| TemplateError::Open { path: path.to_owned(), source })?;
        if whole.is_dir() {
            let has_main = whole.join(MAIN).is_file();
            return if has_main {
                Ok(Self { folder: whole, main: MAIN.to_owned() })
            } else {
                Err(TemplateError::NoMain { path: path.to_owned() })
            };
        }
        let is_template = whole.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("typ"));
        let name = whole.file_name().and_then(|name| name.to_str()).filter(|_| is_template);
        match (whole.parent(), name) {
            (Some(folder), Some(name)) => Ok(Self { folder: folder.to_owned(), main: name.to_owned() }),
            _ => Err(TemplateError::NoTemplate { path: path.to_owned() }),
        }
    }

    /// The name of the file that is set.
    #[must_use]
    pub fn main(&self) -> &str {
        &self.main
    }

    /// A file by its path below the folder; `None` if there is none.
    ///
    /// # Errors
    /// A sentence if it lies elsewhere, is no file or is too large.
    pub fn read(&self, path: &str) -> Result<Option<Vec<u8>>, String> {
        let relative = Path::new(path);
        if !relative.components().all(|part| matches!(part, Component::Normal(_))) {
            return Err("the path leads out of the template's folder".to_owned());
        }
        let Ok(whole) = self.folder.join(relative).canonicalize() else { return Ok(None) };
        if !whole.starts_with(&self.folder) {
            return Err("the path leads out of the template's folder".to_owned());
        }
        if !whole.is_file() {
            return Err("it is not a file".to_owned());
        }
        let mut bytes = Vec::new();
        let read = std::fs::File::open(&whole).and_then(|file| file.take(MOST_BYTES + 1).read_to_end(&mut bytes));
        match read {
            Err(error) => Err(error.to_string()),
            Ok(_) if bytes.len() as u64 > MOST_BYTES => Err(format!("it is larger than {} MiB", MOST_BYTES >> 20)),
            Ok(_) => Ok(Some(bytes)),
        }
    }

    /// The fonts that lie in the folder itself, by name.
    #[must_use]
    pub fn fonts(&self) -> Vec<Vec<u8>> {
        let Ok(entries) = std::fs::read_dir(&self.folder) else { return Vec::new() };
        let is_font = |name: &str| {
            let extension = Path::new(name).extension().and_then(|extension| extension.to_str()).unwrap_or_default();
            ["otf", "ttf", "ttc"].iter().any(|font| extension.eq_ignore_ascii_case(font))
        };
        let names = entries.flatten().filter_map(|entry| entry.file_name().into_string().ok());
        let mut names: Vec<String> = names.filter(|name| is_font(name)).collect();
        names.sort();
        names.iter().take(MOST_FONTS).filter_map(|name| self.read(name).ok().flatten()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_folders_own_files_are_read() {
        let outer = tempfile::tempdir().expect("a folder");
        let folder = outer.path().join("mine");
        std::fs::create_dir_all(folder.join("parts")).expect("a folder");
        std::fs::write(folder.join("briefing.typ"), "= Own").expect("written");
        std::fs::write(folder.join("parts/a.typ"), "a").expect("written");
        std::fs::write(outer.path().join("secret.txt"), "secret").expect("written");
        let template = TemplateFolder::open(&folder).expect("a template");
        assert_eq!(template.main(), "briefing.typ");
        assert_eq!(template.read("parts/a.typ"), Ok(Some(b"a".to_vec())));
        assert_eq!(template.read("gone.typ"), Ok(None));
        let outside = outer.path().join("secret.txt");
        for path in ["../secret.txt", "parts/../../secret.txt", &outside.display().to_string(), "./briefing.typ"] {
            assert!(template.read(path).is_err(), "{path}");
        }
        assert!(template.read("parts").is_err());
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink(&outside, folder.join("link.txt")).expect("a link");
            assert!(template.read("link.txt").is_err());
        }
    }

    #[test]
    fn a_template_is_a_folder_or_a_typ_file() {
        let folder = tempfile::tempdir().expect("a folder");
        assert!(matches!(TemplateFolder::open(folder.path()), Err(TemplateError::NoMain { .. })));
        let file = folder.path().join("own.typ");
        assert!(matches!(TemplateFolder::open(&file), Err(TemplateError::Open { .. })));
        std::fs::write(&file, "= Own").expect("written");
        assert_eq!(TemplateFolder::open(&file).expect("a template").main(), "own.typ");
        let text = folder.path().join("own.txt");
        std::fs::write(&text, "= Own").expect("written");
        assert!(matches!(TemplateFolder::open(&text), Err(TemplateError::NoTemplate { .. })));
    }
}
