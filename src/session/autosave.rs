//! The journal: the whole plan, written within a second of each edit, so that a crash costs at most that second.
//!
//! Owns one journal file per session in the state folder. The state folder, not the plan's own: that may be read-only, on a
//! share that is gone, or watched by others. A lock tells a journal in use from one left behind. Of an encrypted plan the journal
//! is encrypted too, to the key of its vault.

use std::fs::{File, OpenOptions};
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::io::encrypted::Vault;
use crate::io::{atomic, plan_geojson};
use crate::language::said;
use crate::plan::Plan;
use crate::report::Progress;
use crate::units::Timestamp;

/// How long after the first edit that is not in the journal it is written, however many follow.
const SETTLE: Duration = Duration::from_millis(100);

/// What an earlier session left unsaved.
#[derive(Clone, Debug)]
pub struct Journal {
    /// The plan's title.
    pub title: String,
    /// The file it was open from, if any.
    pub plan_path: Option<PathBuf>,
    /// When it was last edited.
    pub modified: Timestamp,
    /// How many features it has.
    pub n_features: usize,
    pub(super) file: PathBuf,
    pub(super) content: Content,
}

/// What a journal holds.
#[derive(Clone, Debug)]
pub(super) enum Content {
    Plan(Arc<Plan>),
    /// A plan encrypted to a key, and that key under the plan's passphrase.
    Encrypted {
        key: String,
        bytes: Arc<[u8]>,
    },
}

impl Journal {
    /// Whether it is encrypted: then its title and features are not known.
    #[must_use]
    pub const fn is_encrypted(&self) -> bool {
        matches!(self.content, Content::Encrypted { .. })
    }
}

/// The first line of a journal file; the plan follows.
#[derive(Serialize, Deserialize)]
struct Header {
    cordon_journal: u32,
    plan_path: Option<PathBuf>,
    /// Of an encrypted plan: the key under its passphrase, and when the plan was last edited (RFC 3339).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    key: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    modified: Option<i64>,
}

/// What is to be written.
struct Noted {
    plan: Arc<Plan>,
    plan_path: Option<PathBuf>,
    vault: Option<Arc<Vault>>,
}

enum Message {
    Write(Noted),
    Clear,
    /// Take files of an earlier session away, once the present state is on disk.
    Forget(Vec<PathBuf>),
    Flush(Sender<()>),
}

/// Writes the journal of one session, on its own thread.
pub(super) struct Autosave {
    send: Option<Sender<Message>>,
    fault: Arc<Mutex<Option<Fault>>>,
    lock_path: PathBuf,
    /// Held for as long as the session lives.
    lock: Option<File>,
}

/// What kept the journal from being written: told by the worker, put in words where it is shown.
enum Fault {
    Folder(PathBuf, String),
    Write(String),
}

impl Autosave {
    pub(super) fn new(state: &Path) -> Self {
        let folder = folder(state);
        let name = Uuid::new_v4();
        let (path, lock_path) = (folder.join(format!("{name}.journal")), folder.join(format!("{name}.lock")));
        let fault = Arc::new(Mutex::new(None));
        let lock = std::fs::create_dir_all(&folder)
            .and_then(|()| OpenOptions::new().create(true).truncate(false).write(true).open(&lock_path))
            .inspect(|file| drop(file.try_lock()));
        let lock = match lock {
            Ok(file) => Some(file),
            Err(cause) => {
                set(&fault, Fault::Folder(folder.clone(), cause.to_string()));
                None
            }
        };
        let (send, receive) = mpsc::channel();
        let worker_fault = Arc::clone(&fault);
        let worker = move || write_as_asked(&receive, &path, &worker_fault);
        let send = std::thread::Builder::new().name("journal".into()).spawn(worker).ok().map(|_| send);
        Self { send, fault, lock_path, lock }
    }

    /// The plan changed: write it within a second; encrypted, where its file is.
    pub(super) fn note(&self, plan: &Arc<Plan>, plan_path: Option<&Path>, vault: Option<&Arc<Vault>>) {
        let (plan, plan_path) = (Arc::clone(plan), plan_path.map(Path::to_owned));
        self.tell(Message::Write(Noted { plan, plan_path, vault: vault.cloned() }));
    }

    /// Nothing is unsaved any more.
    pub(super) fn clear(&self) {
        self.tell(Message::Clear);
    }

    /// A journal left behind was taken up or given up: its files go once what was noted before this is on disk.
    pub(super) fn forget(&self, journal: &Journal) {
        self.tell(Message::Forget(vec![journal.file.clone(), journal.file.with_extension("lock")]));
    }

    /// Waits until everything noted so far is on disk.
    pub(super) fn flush(&self) {
        let (send, done) = mpsc::channel();
        self.tell(Message::Flush(send));
        // A worker that is gone answers at once with an error: then there is nothing to wait for.
        let _gone = done.recv_timeout(Duration::from_secs(5));
    }

    /// Why the journal could not be written, once for each fault.
    pub(super) fn take_fault(&self) -> Option<String> {
        let fault = self.fault.lock().unwrap_or_else(PoisonError::into_inner).take()?;
        Some(match fault {
            Fault::Folder(path, cause) => {
                said!("notice-journal-folder", path = path.display().to_string(), cause = cause)
            }
            Fault::Write(cause) => said!("notice-journal", cause = cause),
        })
    }

    fn tell(&self, message: Message) {
        if let Some(send) = &self.send {
            // The worker lives as long as the sender; should it have died, its fault was reported.
            drop(send.send(message));
        }
    }
}

impl Drop for Autosave {
    fn drop(&mut self) {
        self.flush();
        if self.lock.take().is_some() {
            drop(std::fs::remove_file(&self.lock_path));
        }
    }
}

/// The journals in the state folder that no living session holds, newest first. Their files stay until taken or dropped.
pub(super) fn left_behind(state: &Path) -> Vec<Journal> {
    let Ok(entries) = std::fs::read_dir(folder(state)) else { return Vec::new() };
    let mut journals: Vec<Journal> = entries
        .filter_map(Result::ok)
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|e| e == "journal"))
        .filter(|path| !is_held(&path.with_extension("lock")))
        .filter_map(|path| read(&path))
        .collect();
    journals.sort_by_key(|journal| std::cmp::Reverse(journal.modified));
    journals
}

fn folder(state: &Path) -> PathBuf {
    state.join("journal")
}

fn is_held(lock_path: &Path) -> bool {
    File::open(lock_path).is_ok_and(|file| file.try_lock().is_err())
}

fn read(path: &Path) -> Option<Journal> {
    let mut bytes = Vec::new();
    File::open(path).ok()?.read_to_end(&mut bytes).ok()?;
    let split = bytes.iter().position(|b| *b == b'\n')?;
    let (header, plan) = bytes.split_at_checked(split)?;
    let header: Header = serde_json::from_slice(header).ok()?;
    let plan = plan.get(1..)?;
    if let Some(key) = header.key {
        return Some(Journal {
            title: String::new(),
            plan_path: header.plan_path,
            modified: Timestamp::from_millis(header.modified?),
            n_features: 0,
            file: path.to_owned(),
            content: Content::Encrypted { key, bytes: plan.into() },
        });
    }
    let (plan, _report, _access) = plan_geojson::from_bytes(plan, "journal", &Progress::default()).ok()?;
    Some(Journal {
        title: plan.title.clone(),
        plan_path: header.plan_path,
        modified: plan.modified,
        n_features: plan.features.len(),
        file: path.to_owned(),
        content: Content::Plan(Arc::new(plan)),
    })
}

fn write_as_asked(receive: &mpsc::Receiver<Message>, path: &Path, fault: &Mutex<Option<Fault>>) {
    let mut pending: Option<Noted> = None;
    let mut due: Option<Instant> = None;
    let mut waiter: Option<Sender<()>> = None;
    loop {
        let message = match (&pending, &waiter) {
            (None, None) => receive.recv().map_err(|_closed| RecvTimeoutError::Disconnected),
            (_, Some(_)) => receive.recv_timeout(Duration::ZERO),
            (Some(_), None) => {
                let left = due.map_or(Duration::ZERO, |due| due.saturating_duration_since(Instant::now()));
                // Past its time the journal is written before anything else is heard.
                if left.is_zero() { Err(RecvTimeoutError::Timeout) } else { receive.recv_timeout(left) }
            }
        };
        match message {
            Ok(Message::Write(noted)) => {
                if pending.is_none() {
                    due = Some(Instant::now() + SETTLE);
                }
                pending = Some(noted);
            }
            Ok(Message::Clear) => {
                pending = None;
                drop(std::fs::remove_file(path));
            }
            Ok(Message::Forget(paths)) => {
                // What cannot be written keeps the earlier journal: the work must lie somewhere.
                if write_pending(&mut pending, path, fault) {
                    // They may be gone already: another window may have taken them.
                    paths.iter().for_each(|path| drop(std::fs::remove_file(path)));
                }
            }
            Ok(Message::Flush(done)) => waiter = Some(done),
            Err(end) => {
                write_pending(&mut pending, path, fault);
                if let Some(done) = waiter.take() {
                    let _gone = done.send(());
                }
                if end == RecvTimeoutError::Disconnected {
                    return;
                }
            }
        }
    }
}

/// Writes what waits to be written; false if that failed.
fn write_pending(pending: &mut Option<Noted>, path: &Path, fault: &Mutex<Option<Fault>>) -> bool {
    let Some(noted) = pending.take() else { return true };
    match write(path, noted) {
        Ok(()) => true,
        Err(cause) => {
            set(fault, Fault::Write(cause));
            false
        }
    }
}

fn write(path: &Path, noted: Noted) -> Result<(), String> {
    let Noted { plan, plan_path, vault } = noted;
    let bytes = plan_geojson::to_bytes(&plan);
    let (bytes, key, modified) = match vault {
        None => (bytes, None, None),
        Some(vault) => {
            let bytes = vault.encrypt(&Zeroizing::new(bytes)).map_err(|cause| cause.to_string())?;
            (bytes, Some(vault.locked().to_owned()), Some(plan.modified.millis()))
        }
    };
    let mut header = Header { cordon_journal: 1, plan_path, key, modified };
    // A path that is not Unicode cannot be a JSON text: then the journal forgets it, and asks where to save.
    let header = serde_json::to_vec(&header)
        .or_else(|_not_unicode| {
            header.plan_path = None;
            serde_json::to_vec(&header)
        })
        .unwrap_or_default();
    let written = atomic::write(path, |to| {
        to.write_all(&header)?;
        to.write_all(b"\n")?;
        to.write_all(&bytes)
    });
    written.map_err(|cause| cause.to_string())
}

fn set(fault: &Mutex<Option<Fault>>, came: Fault) {
    *fault.lock().unwrap_or_else(PoisonError::into_inner) = Some(came);
}
