//! Files replaced whole or not at all.
//!
//! Owns how every file Cordon writes reaches the disk: filled beside its place, flushed to the device, then renamed over
//! it. Never leaves half a file under the name the user gave. Start at [`write()`].

use std::fs::{self, File, OpenOptions, Permissions};
use std::io::{self, BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::thread::JoinHandle;
use std::time::Duration;

/// How much is gathered before it is handed to the system.
const BUFFER_BYTES: usize = 1 << 20;
/// How often it is asked whether a file has become so much longer that the disk can start on it.
const FLUSH_EVERY: Duration = Duration::from_millis(50);
const FLUSH_BYTES: u64 = 16 << 20;

/// A file could not be written; what stood there before still does.
#[derive(Debug, thiserror::Error)]
#[error("{}: cannot {attempt}, nothing was written", path.display())]
pub struct WriteError {
    /// The file the user named.
    pub path: PathBuf,
    /// What was attempted: "create a file beside it", "write", ….
    pub attempt: &'static str,
    /// Why it failed.
    #[source]
    pub source: io::Error,
}

/// Writes a file: `fill` is handed a buffered file beside `path`, which then takes its place in one step, contents and
/// folder entry both flushed to the device. A symbolic link keeps pointing where it did. Something that is not a plain
/// file (a pipe, `/dev/null`) cannot be replaced and is written straight through.
///
/// # Errors
/// [`WriteError`] if any step fails, `fill`'s own failure among them; the file is then as it was before.
pub fn write(path: &Path, fill: impl FnOnce(&mut BufWriter<File>) -> io::Result<()>) -> Result<(), WriteError> {
    write_as(path, permissions_of_new_files(), fill)
}

/// Writes these bytes as a file that, where it is new, only its owner may read or write; otherwise as [`write()`].
///
/// # Errors
/// As [`write()`].
pub fn write_private_bytes(path: &Path, bytes: &[u8]) -> Result<(), WriteError> {
    // Files that a program keeps to itself are so from the moment they are made.
    write_as(path, None, |file| file.write_all(bytes))
}

fn write_as(
    path: &Path,
    permissions: Option<Permissions>,
    fill: impl FnOnce(&mut BufWriter<File>) -> io::Result<()>,
) -> Result<(), WriteError> {
    let failed = |attempt| move |source| WriteError { path: path.to_owned(), attempt, source };
    let place = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let existing = fs::metadata(&place).ok();
    match &existing {
        Some(old) if old.is_dir() => {
            return Err(failed("write a file where a folder is")(io::Error::from(io::ErrorKind::IsADirectory)));
        }
        Some(old) if !old.is_file() => return write_through(&place, fill).map_err(failed("write to it")),
        Some(old) if old.permissions().readonly() => {
            return Err(failed("replace a read-only file")(io::Error::from(io::ErrorKind::PermissionDenied)));
        }
        _ => {}
    }
    let folder = match place.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    let mut beside = tempfile::Builder::new();
    beside.prefix(".cordon-").suffix(".tmp");
    if let Some(permissions) = permissions {
        beside.permissions(permissions);
    }
    let draft = beside.tempfile_in(folder).map_err(failed("create a file in its folder"))?;
    let (file, draft_path) = draft.into_parts();
    let ahead = FlushAhead::start(&file);
    let mut buffered = BufWriter::with_capacity(BUFFER_BYTES, file);
    fill(&mut buffered).map_err(failed("write it"))?;
    ahead.map_or(Ok(()), FlushAhead::finish).map_err(failed("flush it to the disk"))?;
    let file = buffered.into_inner().map_err(|e| failed("write it")(e.into_error()))?;
    if let Some(old) = existing {
        file.set_permissions(old.permissions()).map_err(failed("keep its permissions"))?;
    }
    file.sync_all().map_err(failed("flush it to the disk"))?;
    draft_path.persist(&place).map_err(|e| failed("put it in its place")(e.error))?;
    sync_folder(folder).map_err(failed("flush its folder to the disk"))
}

/// Writes these bytes as a file, as [`write()`] does.
///
/// # Errors
/// As [`write()`].
pub fn write_bytes(path: &Path, bytes: &[u8]) -> Result<(), WriteError> {
    write(path, |file| file.write_all(bytes))
}

/// Hands a long file to the disk while the rest of it is still being made, so that the last flush has little to wait for. A
/// file that is given up need not reach the disk: then nobody waits for it.
struct FlushAhead {
    going: mpsc::Sender<()>,
    thread: JoinHandle<io::Result<()>>,
}

impl FlushAhead {
    /// `None` where the system gives no thread for it, which takes only the time it would have saved.
    fn start(file: &File) -> Option<Self> {
        let file = file.try_clone().ok()?;
        let (going, gone) = mpsc::channel::<()>();
        let flush = move || {
            let mut n_flushed = 0;
            while gone.recv_timeout(FLUSH_EVERY) == Err(mpsc::RecvTimeoutError::Timeout) {
                let len = file.metadata()?.len();
                if len >= n_flushed + FLUSH_BYTES {
                    file.sync_data()?;
                    n_flushed = len;
                }
            }
            Ok(())
        };
        let thread = std::thread::Builder::new().name("flush".to_owned()).spawn(flush).ok()?;
        Some(Self { going, thread })
    }

    /// What went wrong, if anything: the system tells it once, and the last flush would not hear of it.
    fn finish(self) -> io::Result<()> {
        drop(self.going);
        self.thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    }
}

fn write_through(place: &Path, fill: impl FnOnce(&mut BufWriter<File>) -> io::Result<()>) -> io::Result<()> {
    let mut buffered = BufWriter::with_capacity(BUFFER_BYTES, OpenOptions::new().write(true).open(place)?);
    fill(&mut buffered)?;
    buffered.flush()
}

/// What `open(2)` gives a new file before the umask, as any other program's files get.
#[cfg(unix)]
#[expect(clippy::unnecessary_wraps, reason = "other systems have no such mode")]
fn permissions_of_new_files() -> Option<Permissions> {
    use std::os::unix::fs::PermissionsExt as _;
    Some(Permissions::from_mode(0o666))
}

#[cfg(not(unix))]
fn permissions_of_new_files() -> Option<Permissions> {
    None
}

#[cfg(unix)]
fn sync_folder(folder: &Path) -> io::Result<()> {
    match File::open(folder).and_then(|f| f.sync_all()) {
        // A folder that may be written but not read, or a file system without such a call: the rename itself stands.
        Err(e) if matches!(e.kind(), io::ErrorKind::PermissionDenied | io::ErrorKind::InvalidInput) => Ok(()),
        other => other,
    }
}

#[cfg(not(unix))]
#[expect(clippy::unnecessary_wraps, reason = "as on Unix, where it can fail")]
fn sync_folder(_folder: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> =
            fs::read_dir(folder).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn a_file_is_replaced_whole_and_nothing_is_left_beside_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("plan.geojson");
        write_bytes(&path, b"first").unwrap();
        write_bytes(&path, b"2").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"2");
        assert_eq!(names(folder.path()), ["plan.geojson"]);
    }

    #[test]
    fn a_failed_write_leaves_the_old_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("plan.geojson");
        write_bytes(&path, b"first").unwrap();
        let error = write(&path, |file| {
            file.write_all(b"half of it")?;
            Err(io::Error::from(io::ErrorKind::StorageFull))
        });
        assert!(error.is_err_and(|e| e.source.kind() == io::ErrorKind::StorageFull));
        assert_eq!(fs::read(&path).unwrap(), b"first");
        assert_eq!(names(folder.path()), ["plan.geojson"]);
    }

    #[test]
    fn a_folder_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        assert!(write_bytes(folder.path(), b"x").is_err_and(|e| e.source.kind() == io::ErrorKind::IsADirectory));
        assert!(write_bytes(&folder.path().join("no/such/folder"), b"x").is_err());
    }

    #[cfg(unix)]
    #[test]
    fn a_link_keeps_pointing_and_permissions_stay() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let (target, link) = (folder.path().join("target"), folder.path().join("link"));
        write_bytes(&target, b"first").unwrap();
        fs::set_permissions(&target, Permissions::from_mode(0o640)).unwrap();
        std::os::unix::fs::symlink(&target, &link).unwrap();
        write_bytes(&link, b"second").unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read(&target).unwrap(), b"second");
        assert_eq!(fs::metadata(&target).unwrap().permissions().mode() & 0o777, 0o640);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_full_device_is_an_error_and_stays_a_device() {
        let error = write_bytes(Path::new("/dev/full"), b"x");
        assert!(error.is_err_and(|e| e.source.kind() == io::ErrorKind::StorageFull));
        assert!(!fs::metadata("/dev/full").unwrap().is_file());
    }
}
