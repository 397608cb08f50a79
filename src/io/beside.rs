//! The files that stand beside one another under one name: `zones.shp`, `zones.DBF`, `zones.prj`.
//!
//! Owns the search for them in whatever letter case a system has left them. Start at [`side_file`].

use std::path::{Path, PathBuf};

/// The file beside `path` (or `path` itself) with the same name and this extension, in any letter case.
#[must_use]
pub fn side_file(path: &Path, extension: &str) -> Option<PathBuf> {
    if path.extension().is_some_and(|own| own.eq_ignore_ascii_case(extension)) && path.is_file() {
        return Some(path.to_owned());
    }
    let upper = extension.to_ascii_uppercase();
    let plain = [extension, upper.as_str()].into_iter().map(|extension| path.with_extension(extension));
    if let Some(found) = plain.into_iter().find(|candidate| candidate.is_file()) {
        return Some(found);
    }
    let wanted = path.with_extension(extension);
    let wanted = wanted.file_name()?.to_str()?.to_lowercase();
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let entries = std::fs::read_dir(folder).ok()?.flatten();
    let mut found =
        entries.filter(|entry| entry.file_name().to_str().is_some_and(|name| name.to_lowercase() == wanted));
    found.next().map(|entry| entry.path())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn side_files_are_found_in_any_letter_case() {
        let folder = tempfile::tempdir().unwrap();
        let put = |name: &str| std::fs::write(folder.path().join(name), b"x").unwrap();
        for name in ["구역.shp", "구역.DBF", "구역.Prj", "Other.SHP", "other.shx"] {
            put(name);
        }
        let name = |of: &str, extension: &str| {
            let found = side_file(&folder.path().join(of), extension)?;
            Some(found.file_name()?.to_str()?.to_owned())
        };
        assert_eq!(name("구역.shp", "shp").as_deref(), Some("구역.shp"));
        assert_eq!(name("구역.shp", "dbf").as_deref(), Some("구역.DBF"));
        assert_eq!(name("구역.DBF", "shp").as_deref(), Some("구역.shp"));
        assert_eq!(name("구역.shp", "prj").as_deref(), Some("구역.Prj"));
        assert_eq!(name("Other.SHP", "shx").as_deref(), Some("other.shx"));
        assert_eq!(name("구역.shp", "cpg"), None);
    }
}
